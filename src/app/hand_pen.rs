//! The pen of a case from one officer's laptop to a colleague's, face to face and without a line: offered and taken by an entry
//! each; moves no pen, which is headquarters' when it holds both.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::{conclude, open_inspection};
use crate::domain::inspection::PEN_TOKEN_MAX;
use crate::domain::inspection::event::Event;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::journal::Work;
use crate::store::{Store, StoreFault};
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use crate::wire::event::inspection::RECORDED;
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::offer::{NoOffer, PenOffer};

/// An offer stands so many hours at most.
pub const HOURS_MAX: u32 = 72;
/// So many where nobody says how many: a shift.
const HOURS: u32 = 8;

/// What the colleague is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Lines of letters, each with its check.
    pub code: String,
    /// The laptop that may take it.
    pub to: Id,
    /// Until when.
    pub until: Moment,
}

/// What was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The case.
    pub subject: Id,
    /// Whose it was.
    pub from: Id,
    /// Whether what the case holds is here; without it nothing can be written in it.
    pub is_held: bool,
}

/// Offers the pen of a case, its id or the number of one of its papers, to laptop `to` for some hours, 1 to `HOURS_MAX`.
/// While the same offer stands it is shown again and no entry is written.
///
/// # Errors
/// When there is no such case, its pen is not here, it is offered to another laptop, `to` is none, no reason is given, or the
/// journal cannot be written.
pub fn offer(
    desk: &mut Desk,
    what: &str,
    to: &str,
    hours: u32,
    reason: &str,
) -> Result<Offered, Trouble> {
    let subject = subject_of(desk, what)?;
    let own = desk.store.device();
    let other = Id::parse(to.trim()).filter(|other| *other != own);
    let to = other.ok_or_else(|| Trouble::new("trouble.offer_to").with(to))?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Trouble::new("trouble.offer_reason"));
    }
    let token = desk.store.pen_token(subject)?;
    let news = desk.store.pen_news(subject)?;
    if let Some(away) = news.moves.last().filter(|last| last.to != own && last.token >= token) {
        return Err(Trouble::new("trouble.pen_away").with(away.to.to_string()));
    }
    let now = desk.clock.now();
    if let Some((standing, known, until)) = standing(&desk.store, subject, token, now)? {
        if known == to {
            return shown(desk, &standing, (to, until));
        }
        let trouble = Trouble::new("trouble.offer_stands").with(known.to_string());
        return Err(trouble.and(until.short()));
    }
    let until = now.plus_ms(i64::from(hours.clamp(1, HOURS_MAX)) * 3_600_000);
    let facts = open_inspection::load(&desk.store, subject)?.facts;
    let event = Event::PenOffered { to, until, reason: reason.to_string() };
    let work = Work {
        officer: conclude::officer_of(desk, &facts),
        subject: Some(subject),
        bodies: vec![Body::Inspection(event)],
        ..Work::default()
    };
    let made = desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    // A step of the clock may have been written down before it.
    let last = made.last().ok_or_else(|| Trouble::new("trouble.no_inspection"))?;
    shown(desk, last, (to, until))
}

/// The case that `what` names. One whose pen alone came here goes by its id, so that it can be offered back.
fn subject_of(desk: &mut Desk, what: &str) -> Result<Id, Trouble> {
    let no = match desk.find(what) {
        Ok(found) => return Ok(found.line.inspection),
        Err(no) => no,
    };
    let subject = Id::parse(what.trim()).ok_or_else(|| no.clone())?;
    if desk.store.pen_token(subject)? > 0 { Ok(subject) } else { Err(no) }
}

/// The offer of this case that still stands: its entry, whom it is for, and until when.
fn standing(
    store: &Store,
    subject: Id,
    token: u64,
    now: Moment,
) -> Result<Option<(Entry, Id, Moment)>, StoreFault> {
    let mut offers = store.own_entries_of(subject)?.into_iter().filter_map(|entry| {
        let Body::Inspection(Event::PenOffered { to, until, .. }) = &entry.body else {
            return None;
        };
        let (to, until) = (*to, *until);
        (entry.envelope.pen == token && until > now).then_some((entry, to, until))
    });
    Ok(offers.next_back())
}

/// The letters of an offer. What is signed stands in the journal, so they can be made again.
fn shown(desk: &Desk, entry: &Entry, (to, until): (Id, Moment)) -> Result<Offered, Trouble> {
    let envelope = &entry.envelope;
    let subject = envelope.subject.ok_or_else(|| Trouble::new("trouble.no_inspection"))?;
    let offer = PenOffer {
        subject,
        journal: JournalName { device: envelope.device, epoch: envelope.epoch },
        entry: Point { number: envelope.number, digest: entry.digest },
        token: envelope.pen,
        to,
        until_ms: until.ms(),
        suite: 0,
        public_key: Vec::new().into(),
        signature: Vec::new().into(),
    };
    let code = desk.store.with_signer(|signer| offer.signed(signer))?.written();
    Ok(Offered { code, to, until })
}

/// `offer` from the screen of a case.
///
/// # Errors
/// As `offer`.
pub fn show(desk: &mut Desk, inspection: Id, to: &str, reason: &str) -> Result<Reply, Trouble> {
    let offered = offer(desk, &inspection.to_string(), to, HOURS, reason)?;
    Ok(Reply::PenOffered { inspection, offered })
}

/// `take` from a screen.
///
/// # Errors
/// As `take`.
pub fn take_typed(desk: &mut Desk, letters: &str) -> Result<Reply, Trouble> {
    let Taken { subject, from, is_held } = take(desk, letters)?;
    Ok(Reply::PenTaken { subject, from, is_held })
}

/// Takes the pen of a case by the letters of a colleague's offer. From then on this laptop writes the case; headquarters says
/// so too when it holds both entries, whichever comes first.
///
/// # Errors
/// When the letters are no offer or not as they were signed, it is for another laptop, its time is over, it was taken here
/// before, its token is higher than any that a case comes to, or the journal cannot be written.
pub fn take(desk: &mut Desk, text: &str) -> Result<Taken, Trouble> {
    let offer = PenOffer::read(text).map_err(why)?;
    let own = desk.store.device();
    if offer.to != own {
        let trouble = Trouble::new("trouble.offer_for_another").with(offer.to.to_string());
        return Err(trouble.and(own.to_string()));
    }
    let until = Moment::from_ms(offer.until_ms);
    if until <= desk.clock.now() {
        return Err(Trouble::new("trouble.offer_over").with(until.short()));
    }
    let PenOffer { subject, journal, entry, token, .. } = offer;
    let is_this = |known: &Entry| {
        let offers = |offer: &Digest| *offer == entry.digest;
        matches!(&known.body, Body::Inspection(Event::PenTaken { offer, .. }) if offers(offer))
    };
    let known = desk.store.entries_of(subject)?;
    if known.iter().any(is_this) {
        return Err(Trouble::new("trouble.offer_taken"));
    }
    let is_held = known.iter().any(|entry| entry.envelope.kind == RECORDED);
    let next = token.checked_add(1).filter(|token| *token <= PEN_TOKEN_MAX);
    let token = next.ok_or_else(|| Trouble::new("trouble.offer_token"))?;
    let from = journal.device;
    let shift = desk.bureau.shift.as_ref().and_then(|shift| shift.officers.first().cloned());
    let credential = desk.signed_in.clone().or(shift).unwrap_or_default();
    let work = Work {
        officer: desk.bureau.officer(&credential).map(|officer| officer.id),
        subject: Some(subject),
        bodies: vec![Body::Inspection(Event::PenTaken { from, offer: entry.digest, token })],
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(Taken { subject, from, is_held })
}

fn why(no: NoOffer) -> Trouble {
    match no {
        NoOffer::Line(line) => Trouble::new("trouble.offer_line").with(line),
        NoOffer::Shape => Trouble::new("trouble.no_offer"),
        NoOffer::Signature => Trouble::new("trouble.offer_unsigned"),
    }
}
