//! Making a paper of a case beside or behind its stop: what was typed is held against the law, confirmed, numbered, set and
//! written in one transaction. Prints none.

use super::check_file::{Ask, prove_sample};
use super::command::{Reply, Trouble};
use super::conclude::officer_of;
use super::desk::Desk;
use super::terms::{Confirmed, Word, confirmed};
use super::view::paper::{PaperFieldView, PaperFormView, PaperLine, PapersView};
use super::{documents, drafts, interview, open_inspection, pin, prospect};
use crate::domain::agency::{DocumentNo, Officer};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::inspection::event::Event;
use crate::domain::inspection::judge::acting;
use crate::domain::inspection::judgement::Judgement;
use crate::domain::inspection::terms::Terms;
use crate::domain::inspection::{Inspection, terms};
use crate::domain::paper::interview::WORD;
use crate::domain::paper::typed::Typed;
use crate::domain::paper::{
    self, CasePaper, KINDS, PaperApproval, PaperCase, PaperKind, PaperMade, measure,
};
use crate::domain::procedure::facts::Acting;
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;
use crate::store::journal::Work;
use crate::wire::event::Body;
use std::sync::Arc;

/// A paper as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPaper {
    /// Word of its sort: the file name of its form.
    pub form: String,
    /// Field by field.
    pub fields: Typed,
    /// The draft that it was typed in, which ends with it; `None` where it was typed in none.
    pub draft: Option<Id>,
}

/// A paper that the screen asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperOrder {
    /// Of which stop.
    pub inspection: Id,
    /// As it was typed.
    pub paper: TypedPaper,
    /// Digest of the terms that were shown over the PINs; none while nothing was.
    pub shown: Option<Digest>,
    /// Credential and PIN of each officer of the pair, typed by himself; empty while nothing was shown.
    pub pins: Vec<(String, Redacted<String>)>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// It is in the journal, with its page.
    Issued(PaperLine),
    /// The law refuses it, and nothing was written.
    Refused(Vec<Blocked>),
    /// The officers have not confirmed these terms; nothing was written.
    ToConfirm(Box<Terms>),
}

/// A case with all that its papers are judged by.
pub(super) struct AtHand {
    inspection: Inspection,
    judgement: Judgement,
    acting: Vec<Acting>,
    roster: Vec<Officer>,
    rulebook: Arc<Rulebook>,
    now: Moment,
}

impl AtHand {
    /// Of the stop `inspection`, now.
    pub(super) fn of(desk: &Desk, inspection: Id) -> Result<AtHand, Trouble> {
        desk.store.inspection(inspection)?.ok_or_else(|| Trouble::new("trouble.no_inspection"))?;
        let inspection = open_inspection::load(&desk.store, inspection)?;
        // A case goes on under the law of today; its decision keeps its own pack.
        let (rulebook, now) = (desk.rulebook.clone(), desk.clock.now());
        let judgement =
            open_inspection::judge_decided(desk, &desk.bureau, &inspection, &rulebook, now)?;
        let acting = acting(&inspection.facts, now.day(), &desk.bureau.officers, &rulebook);
        let roster = desk.bureau.officers.clone();
        Ok(AtHand { inspection, judgement, acting, roster, rulebook, now })
    }

    /// As its papers see it.
    pub(super) fn case(&self) -> PaperCase<'_> {
        let AtHand { inspection, judgement, acting, roster, rulebook, now } = self;
        PaperCase { inspection, judgement, acting, roster, rulebook, now: *now }
    }
}

/// The papers that may be made of a case now, with their fields, and why not the others; writes nothing.
///
/// # Errors
/// When there is no such stop, its data left this laptop, or the journal cannot be read.
pub fn look(desk: &mut Desk, inspection: Id) -> Result<Reply, Trouble> {
    let at_hand = AtHand::of(desk, inspection)?;
    let case = at_hand.case();
    let begun = interview::begun(desk, inspection)?.map(|row| row.begun_at);
    let mut papers: Vec<PaperFormView> =
        KINDS.iter().map(|kind| form_view(desk, kind, &case)).collect();
    for paper in papers.iter_mut().filter(|paper| paper.form == WORD) {
        paper.begun_at = begun;
    }
    for row in desk.store.drafts()?.iter().rev().filter(|row| drafts::is_own(desk, row)) {
        let Some((stop, word)) = row.paper_of() else { continue };
        for paper in papers.iter_mut().filter(|paper| stop == inspection && paper.form == word) {
            paper.goes_on(row.id, row.begun_at, &row.fields);
        }
    }
    let officers = at_hand.inspection.facts.officers.clone();
    let new_draft = desk.dice.id();
    Ok(Reply::Papers(Box::new(PapersView { inspection, officers, papers, new_draft })))
}

fn form_view(desk: &Desk, kind: &PaperKind, case: &PaperCase<'_>) -> PaperFormView {
    let proposed = (kind.proposed)(case);
    let approval = approved_last(kind, case);
    let field = |field| {
        let view = PaperFieldView::of(field, proposed.shown(field.path), case);
        approval.iter().fold(view, |view, approval| view.as_approved(approval))
    };
    let mut blocked = kind.closed_for(case);
    blocked.extend(too_old(desk));
    PaperFormView {
        form: kind.word,
        title: documents::title(kind.word).to_string(),
        fields: kind.all_fields().map(field).collect(),
        blocked,
        begun_at: None,
        draft: None,
    }
}

/// The approval that was typed last for a paper of the same case, which a screen proposes for the next; a script types its own. A
/// measure may come before any approval (强制法 19), so that none is put into its fields unasked.
fn approved_last<'a>(kind: &PaperKind, case: &PaperCase<'a>) -> Option<&'a PaperApproval> {
    if kind.word == measure::KIND.word {
        return None;
    }
    case.inspection.papers.iter().rev().find_map(|made| made.approval.as_ref())
}

fn too_old(desk: &Desk) -> Option<Blocked> {
    desk.must_update.then(|| Blocked::new(Rule::ProgramTooOld, ""))
}

/// The sort of that word.
///
/// # Errors
/// When there is none.
pub fn kind(word: &str) -> Result<&'static PaperKind, Trouble> {
    let no_paper = || {
        let known: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
        Trouble::new("trouble.no_paper").with(word).and(known.join(", "))
    };
    paper::kind(word).ok_or_else(no_paper)
}

/// Makes a paper from the screen. Under `shown` the PINs were typed; without it the terms are given back to be shown.
///
/// # Errors
/// As `make_proven`, when a PIN or the draft is another's, and when the draft is gone or of another stop.
pub fn make(desk: &mut Desk, order: &PaperOrder) -> Result<Reply, Trouble> {
    let PaperOrder { inspection, paper, shown, pins } = order;
    let pins: Vec<(String, String)> =
        pins.iter().map(|(who, pin)| (who.clone(), pin.get().clone())).collect();
    if let Some(draft) = paper.draft {
        drafts::owned(desk, draft)?;
        // One that is gone was made already, and one of another stop would be thrown away with it.
        let of = desk.store.draft(draft)?.and_then(|row| row.of_stop());
        if of != Some(*inspection) {
            return Err(Trouble::new("trouble.no_draft"));
        }
    }
    let proven = pin::prove(desk, &pins)?;
    let (inspection, shown) = (*inspection, *shown);
    let word = Word::Screen { shown, proven: &proven };
    Ok(match make_proven(desk, inspection, paper, word)? {
        Made::Issued(line) => Reply::PaperMade(Box::new(line)),
        Made::Refused(blocked) => Reply::PaperRefused { inspection, blocked },
        Made::ToConfirm(terms) => Reply::ToConfirm(terms),
    })
}

/// Makes a paper of the sort `kind` for a script, of the case that `what` names: an inspection's id or the number of one of its
/// papers. What the file leaves out is as the case gives it. Who binds somebody in a real bureau is asked by `ask`.
///
/// # Errors
/// As `make_proven`, when there is no such case, and when nobody types a PIN.
pub fn make_asking(
    desk: &mut Desk,
    what: &str,
    kind: &PaperKind,
    fields: Typed,
    ask: Ask<'_>,
) -> Result<Made, Trouble> {
    let inspection = desk.find(what)?.line.inspection;
    let fields = {
        let at_hand = AtHand::of(desk, inspection)?;
        (kind.proposed)(&at_hand.case()).under(fields)
    };
    let paper = TypedPaper { form: kind.word.to_string(), fields, draft: None };
    if desk.bureau.agency.sample {
        // The PINs of a sample are no secret, and nobody is bound by it.
        prove_sample(desk);
        let proven = desk.proven.clone();
        return make_proven(desk, inspection, &paper, Word::PinFile(&proven));
    }
    let mut word = (None, Vec::new());
    let mut wrong = None;
    loop {
        let given = Word::Screen { shown: word.0, proven: &word.1 };
        let terms = match make_proven(desk, inspection, &paper, given)? {
            Made::ToConfirm(terms) => terms,
            made @ (Made::Issued(_) | Made::Refused(_)) => return Ok(made),
        };
        let known = |who: &String| desk.bureau.officer(who).cloned();
        let officers = open_inspection::load(&desk.store, inspection)?.facts.officers;
        let officers: Vec<_> = officers.iter().filter_map(known).collect();
        let Some(pins) = ask(&terms, &officers, wrong.as_ref()) else {
            return Err(Trouble::new("trouble.pins_to_type"));
        };
        match pin::prove(desk, &pins) {
            Ok(proven) => word = (Some(super::terms::digest(&terms)), proven),
            Err(trouble) => wrong = Some(trouble),
        }
    }
}

/// The same behind the PINs.
///
/// # Errors
/// When there is no such stop or form, an officer of the stop has given no PIN, a page cannot be set, or the journal cannot be
/// written; nothing is half written then.
pub fn make_proven(
    desk: &mut Desk,
    inspection: Id,
    typed: &TypedPaper,
    word: Word<'_>,
) -> Result<Made, Trouble> {
    let kind = kind(&typed.form)?;
    let at_hand = AtHand::of(desk, inspection)?;
    let case = at_hand.case();
    if let Some(no) = too_old(desk) {
        return Ok(Made::Refused(vec![no]));
    }
    let (paper, approval) = match kind.made_of(&typed.fields, &case) {
        Ok(made) => made,
        Err(blocked) => return Ok(Made::Refused(blocked)),
    };
    let Some(takes) = number(desk, kind, &case)? else {
        let empty = Blocked::new(Rule::NumberBlockEmpty, "agency.number_prefix");
        return Ok(Made::Refused(vec![empty]));
    };
    let document = desk.dice.id();
    let (at, pack) = (at_hand.now, at_hand.rulebook.pack.digest);
    let minutes = paper.body().minutes_form().map(|_| desk.dice.id());
    let made = PaperMade { document, at, paper, approval, takes, pack, minutes };
    write(desk, &at_hand, made, typed.draft, word)
}

/// The number that the case takes with a paper of `kind`: none where it bears none, or the case has one. `None` where it needs
/// one and none is left.
fn number(
    desk: &Desk,
    kind: &PaperKind,
    case: &PaperCase<'_>,
) -> Result<Option<Option<DocumentNo>>, Trouble> {
    if !kind.is_numbered || case.number().is_some() {
        return Ok(Some(None));
    }
    Ok(prospect::next(desk, case.now)?.map(Some))
}

/// Sets the pages of `made` and of what goes with it, asks for the officers' word, and writes all entries; `draft` ends with them.
fn write(
    desk: &mut Desk,
    at_hand: &AtHand,
    made: PaperMade,
    draft: Option<Id>,
    word: Word<'_>,
) -> Result<Made, Trouble> {
    let inspection = &at_hand.inspection;
    let number = number_on(at_hand, &made);
    let terms = terms_of(inspection, &made.paper, made.approval.as_ref());
    let is_confirmed = made.paper.kind().is_confirmed;
    let beside = made.paper.body().beside(made.document);
    let beside = beside.map(|paper| {
        let document = desk.dice.id();
        let minutes = paper.body().minutes_form().map(|_| desk.dice.id());
        PaperMade { document, paper, takes: None, approval: None, minutes, ..made.clone() }
    });
    let papers: Vec<PaperMade> = std::iter::once(made).chain(beside).collect();
    let mut filled = Vec::new();
    let pages = papers.iter().flat_map(|made| pages_of(made).map(move |page| (made, page)));
    for (made, (id, form)) in pages {
        let bureau = desk.bureau.clone();
        let page = (made, form);
        match documents::filled_of_case(desk, &bureau, inspection, page, number.as_ref())? {
            Ok(form) => filled.push((id, form)),
            Err(blocked) => return Ok(Made::Refused(blocked)),
        }
    }
    let mut by = Vec::new();
    if is_confirmed {
        by = match confirmed(desk, inspection, terms, word)? {
            Confirmed::By(by) => by,
            Confirmed::Other(terms) => return Ok(Made::ToConfirm(terms)),
        };
    }
    let (mut issued, mut pages) = (Vec::new(), Vec::new());
    for (id, form) in filled {
        let (document, bytes) = documents::issue_as(desk, id, &form, number.as_ref(), at_hand.now)?;
        pages.push((document.digest, bytes));
        issued.push(document);
    }
    let first = issued.first().expect("the paper itself was set");
    let line = PaperLine {
        inspection: inspection.id,
        document: first.id,
        form: first.form.clone(),
        title: documents::title(&first.form).to_string(),
        number: number.map(|number| number.to_string()).unwrap_or_default(),
    };
    let mut events: Vec<Event> =
        papers.into_iter().map(|made| Event::PaperMade(Box::new(made))).collect();
    if !by.is_empty() {
        events.push(Event::DecisionConfirmed { by });
    }
    events.extend(issued.into_iter().map(Event::DocumentIssued));
    let work = Work {
        officer: officer_of(desk, &inspection.facts),
        subject: Some(inspection.id),
        bodies: events.into_iter().map(Body::Inspection).collect(),
        pages,
        draft,
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    Ok(Made::Issued(line))
}

/// The number that `made` bears: its case's, or the one that it takes; `None` where there is neither, or its page has no place for
/// one.
fn number_on(at_hand: &AtHand, made: &PaperMade) -> Option<DocumentNo> {
    let number = || at_hand.case().number().cloned().or_else(|| made.takes.clone());
    made.paper.body().bears_number().then(number).flatten()
}

/// Id and form of each page of `made`, its minutes behind itself.
fn pages_of(made: &PaperMade) -> impl Iterator<Item = (Id, &'static str)> {
    let minutes = made.minutes.zip(made.paper.body().minutes_form());
    std::iter::once((made.document, made.paper.kind().word)).chain(minutes)
}

/// What is shown over the PINs: the paper field by field, and who approved it.
fn terms_of(inspection: &Inspection, paper: &CasePaper, approval: Option<&PaperApproval>) -> Terms {
    let mut fields: Vec<(String, String)> =
        paper.body().terms().into_iter().map(|(path, text)| (path.to_string(), text)).collect();
    fields.extend(approval.map(|approval| {
        let said = [approval.by.clone(), approval.at.in_chinese(), approval.paper.clone()];
        (paper::field::APPROVED_BY.to_string(), said.join(" ").trim_end().to_string())
    }));
    let form = paper.kind().word.to_string();
    Terms::of_paper(inspection, terms::PaperTerms { form, fields })
}
