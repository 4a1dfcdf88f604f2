//! Fines that are collected at the roadside, their money's way to the bank, and what was put down by mistake, an entry each;
//! moves no money and makes no receipt.

use super::command::{Reply, Trouble};
use super::conclude::officer_of;
use super::desk::Desk;
use super::view::cash::CashLine;
use crate::domain::agency::DocumentNo;
use crate::domain::bureau::BureauEvent;
use crate::domain::cash::{
    Cash, CashCollected, CashGround, CashHandedOn, CashNo, CashStep, CashWithdrawn, may_be_on,
    may_collect, may_hand_on, may_withdraw,
};
use crate::domain::inspection::judgement::Outcome;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// What was done with a fine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CashAct {
    /// It was paid in cash.
    Collected {
        /// Number of the official receipt.
        ticket: String,
        /// A word of `CashGround`.
        ground: String,
        /// The day on which it was paid, `2026-11-23`; empty for today.
        on: String,
    },
    /// The money went a step on.
    HandedOn {
        /// Which.
        step: CashStep,
        /// Number of the slip.
        slip: String,
        /// The day on which it went, `2026-11-23`; empty for today.
        on: String,
    },
    /// It was put down by mistake.
    Withdrawn {
        /// What was wrong; stands in the entry.
        reason: String,
    },
}

/// Puts `act` down, from the screen of a stop.
///
/// # Errors
/// As `record`.
pub fn put_down(desk: &mut Desk, inspection: Id, act: &CashAct) -> Result<Reply, Trouble> {
    let line = record(desk, &inspection.to_string(), act)?;
    Ok(Reply::CashPutDown(Box::new(line)))
}

/// Puts down what was done with the fine of `what`, an inspection's id or the number of one of its papers.
///
/// # Errors
/// As `collect`, `hand_on` and `withdraw`.
pub fn record(desk: &mut Desk, what: &str, act: &CashAct) -> Result<CashLine, Trouble> {
    match act {
        CashAct::Collected { ticket, ground, on } => collect(desk, what, ticket, ground, on),
        CashAct::HandedOn { step, slip, on } => hand_on(desk, what, *step, slip, on),
        CashAct::Withdrawn { reason } => withdraw(desk, what, reason),
    }
}

/// Puts down that the fine of `what`, an inspection's id or the number of one of its papers, was paid in cash, and the
/// number of the receipt that the party got; `ground` is a word of `CashGround`, `on` the day of it, empty for today.
///
/// # Errors
/// When there is no such fine, the law lets nobody collect it on that ground, it was collected or paid at the bank before, the
/// receipt has no number, the day is none, is to come or lies before the decision, or the journal cannot be written.
pub fn collect(
    desk: &mut Desk,
    what: &str,
    ticket: &str,
    ground: &str,
    on: &str,
) -> Result<CashLine, Trouble> {
    let view = desk.find(what)?;
    let officer = officer_of(desk, &view.inspection.facts);
    let papers = view.inspection.documents.iter();
    let decision = papers.filter(|paper| paper.number.is_some()).map(|paper| paper.issued_at).min();
    let line = view.line;
    let decided = decision.unwrap_or(line.at).day();
    let ground = CashGround::from_word(ground.trim())
        .ok_or_else(|| Trouble::new("trouble.cash_ground").with(ground))?;
    let number = DocumentNo::parse(&line.number).ok_or_else(|| why(CashNo::NoFine, what))?;
    if view.inspection.is_paid_at_bank() {
        return Err(why(CashNo::PaidAtBank, &line.number));
    }
    let fine = line.fine.filter(|_| line.outcome == Outcome::OnSpotPenalty.word());
    let small_max = desk.rulebook.rulings.cash_small;
    let fine = may_collect(fine, ground, ticket, desk.bureau.cash_of(&number), small_max);
    let fine = fine.map_err(|no| {
        let trouble = why(no, &line.number);
        if no == CashNo::NotSmall { trouble.and(small_max.to_string()) } else { trouble }
    })?;
    let event = CashCollected {
        inspection: line.inspection,
        number: number.clone(),
        fine,
        on: day_of(desk, on, decided)?,
        officer: credential(desk, officer),
        ticket: ticket.trim().to_string(),
        ground,
    };
    write(desk, officer, BureauEvent::CashCollected(event))?;
    kept(desk, &number)
}

/// Puts down that the money of `what` went a step on, with the number of the slip that whoever took it gave, on the day `on`,
/// empty for today.
///
/// # Errors
/// When nothing was collected for it, it went this step before or must go another first, the slip has no number, the day is
/// none, is to come or lies before what was done with it last, or the journal cannot be written.
pub fn hand_on(
    desk: &mut Desk,
    what: &str,
    step: CashStep,
    slip: &str,
    on: &str,
) -> Result<CashLine, Trouble> {
    let held = known(desk, what);
    may_hand_on(held, step, slip).map_err(|no| why(no, &shown(held, what)))?;
    let cash = held.cloned().ok_or_else(|| why(CashNo::NoCash, what))?;
    let on = day_of(desk, on, cash.last_on())?;
    let (officer, number) = (whoever(desk, &cash), cash.collected.number);
    let event = CashHandedOn { number: number.clone(), step, on, slip: slip.trim().to_string() };
    write(desk, officer, BureauEvent::CashHandedOn(event))?;
    kept(desk, &number)
}

/// Puts down that the fine of `what` was not collected as its entry says, with the reason; it may be put down anew. What is
/// given back is the line as it stood.
///
/// # Errors
/// When nothing was collected for it, its money was handed on, no reason is given, or the journal cannot be written.
pub fn withdraw(desk: &mut Desk, what: &str, reason: &str) -> Result<CashLine, Trouble> {
    let held = known(desk, what);
    may_withdraw(held, reason).map_err(|no| why(no, &shown(held, what)))?;
    let cash = held.cloned().ok_or_else(|| why(CashNo::NoCash, what))?;
    let (officer, reason) = (whoever(desk, &cash), reason.trim().to_string());
    let stood = line_of(desk, &cash);
    let event = CashWithdrawn { number: cash.collected.number, reason: reason.clone() };
    write(desk, officer, BureauEvent::CashWithdrawn(event))?;
    Ok(CashLine { due: None, withdrawn: Some(reason), ..stood })
}

/// Who is signed in; where nobody is, who has the money.
fn whoever(desk: &Desk, cash: &Cash) -> Option<Id> {
    let who = desk.signed_in.as_ref().unwrap_or(&cash.collected.officer);
    desk.bureau.officer(who).map(|officer| officer.id)
}

/// The number of a decision for a sentence; what was asked for where nothing is known of it.
fn shown(held: Option<&Cash>, what: &str) -> String {
    held.map_or_else(|| what.to_string(), |cash| cash.collected.number.to_string())
}

/// The day of a typed text, today where it is empty; not before `earliest`, not to come.
fn day_of(desk: &Desk, typed: &str, earliest: Day) -> Result<Day, Trouble> {
    let (typed, today) = (typed.trim(), desk.clock.now().day());
    let none = || Trouble::new("trouble.day_shape").with(typed);
    let on = if typed.is_empty() { today } else { Day::parse(typed).ok_or_else(none)? };
    may_be_on(on, earliest, today).map_err(|no| why(no, &on.to_string()).and(earliest.to_string()))
}

/// What was collected for a decision, by its number or the stop's id; also where its party data left this laptop.
fn known<'a>(desk: &'a Desk, what: &str) -> Option<&'a Cash> {
    let (number, stop) = (DocumentNo::parse(what), Id::parse(what));
    desk.bureau.cash.iter().find(|cash| {
        let taken = &cash.collected;
        number.as_ref() == Some(&taken.number) || stop == Some(taken.inspection)
    })
}

/// What was collected for a stop's decision.
#[must_use]
pub fn of(desk: &Desk, inspection: Id) -> Option<CashLine> {
    let cash = desk.bureau.cash.iter().find(|cash| cash.collected.inspection == inspection);
    cash.map(|cash| line_of(desk, cash))
}

/// Everything that was collected on this laptop, oldest first.
#[must_use]
pub fn list(desk: &Desk) -> Vec<CashLine> {
    desk.bureau.cash.iter().map(|cash| line_of(desk, cash)).collect()
}

fn write(desk: &mut Desk, officer: Option<Id>, event: BureauEvent) -> Result<(), Trouble> {
    let work = Work { officer, bodies: vec![Body::Bureau(event)], ..Work::default() };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    desk.refresh()?;
    Ok(())
}

fn kept(desk: &Desk, number: &DocumentNo) -> Result<CashLine, Trouble> {
    let kept = desk.bureau.cash_of(number).map(|cash| line_of(desk, cash));
    kept.ok_or_else(|| why(CashNo::NoCash, &number.to_string()))
}

fn credential(desk: &Desk, officer: Option<Id>) -> String {
    let known = desk.bureau.officers.iter().find(|known| Some(known.id) == officer);
    known.map(|known| known.credential.clone()).unwrap_or_default()
}

fn line_of(desk: &Desk, cash: &Cash) -> CashLine {
    let taken = &cash.collected;
    let officer = desk.bureau.officer(&taken.officer);
    CashLine {
        number: taken.number.to_string(),
        inspection: taken.inspection,
        fine: taken.fine,
        on: taken.on,
        officer: officer.map_or(taken.officer.clone(), |officer| officer.name.clone()),
        ticket: taken.ticket.clone(),
        ground: taken.ground,
        due: cash.due(desk.rulebook.reckoner()),
        withdrawn: None,
        today: desk.clock.now().day(),
    }
}

fn why(no: CashNo, what: &str) -> Trouble {
    let key = match no {
        CashNo::NoFine => "trouble.cash_no_fine",
        CashNo::NotSmall => "trouble.cash_not_small",
        CashNo::NoTicket => "trouble.cash_no_ticket",
        CashNo::Twice => "trouble.cash_twice",
        CashNo::PaidAtBank => "trouble.cash_paid_at_bank",
        CashNo::NoCash => "trouble.cash_none",
        CashNo::NotThisStep => "trouble.cash_not_this_step",
        CashNo::NoSlip => "trouble.cash_no_slip",
        CashNo::NotYet => "trouble.cash_not_yet",
        CashNo::TooEarly => "trouble.cash_too_early",
        CashNo::WentOn => "trouble.cash_went_on",
        CashNo::NoReason => "trouble.cash_no_reason",
    };
    Trouble::new(key).with(what)
}
