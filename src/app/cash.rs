//! Fines that are collected at the roadside, and their money's way to the bank, an entry each; moves no money and makes no
//! receipt.

use super::command::{Reply, Trouble};
use super::conclude::officer_of;
use super::desk::Desk;
use super::view::cash::CashLine;
use crate::domain::agency::DocumentNo;
use crate::domain::bureau::BureauEvent;
use crate::domain::cash::{
    Cash, CashCollected, CashGround, CashHandedOn, CashNo, CashStep, may_collect, may_hand_on,
};
use crate::domain::inspection::judgement::Outcome;
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
    },
    /// The money went a step on.
    HandedOn {
        /// Which.
        step: CashStep,
        /// Number of the slip.
        slip: String,
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
/// As `collect` and `hand_on`.
pub fn record(desk: &mut Desk, what: &str, act: &CashAct) -> Result<CashLine, Trouble> {
    match act {
        CashAct::Collected { ticket, ground } => collect(desk, what, ticket, ground),
        CashAct::HandedOn { step, slip } => hand_on(desk, what, *step, slip),
    }
}

/// Puts down that the fine of `what`, an inspection's id or the number of one of its papers, was paid in cash, and the
/// number of the receipt that the party got; `ground` is a word of `CashGround`.
///
/// # Errors
/// When there is no such fine, the law lets nobody collect it on that ground, it was collected before, the receipt has no
/// number, or the journal cannot be written.
pub fn collect(
    desk: &mut Desk,
    what: &str,
    ticket: &str,
    ground: &str,
) -> Result<CashLine, Trouble> {
    let view = desk.find(what)?;
    let (line, officer) = (view.line, officer_of(desk, &view.inspection.facts));
    let ground = CashGround::from_word(ground.trim())
        .ok_or_else(|| Trouble::new("trouble.cash_ground").with(ground))?;
    let number = DocumentNo::parse(&line.number).ok_or_else(|| why(CashNo::NoFine, what))?;
    let fine = line.fine.filter(|_| line.outcome == Outcome::OnSpotPenalty.word());
    let fine = may_collect(fine, ground, ticket, desk.bureau.cash_of(&number));
    let event = CashCollected {
        inspection: line.inspection,
        number: number.clone(),
        fine: fine.map_err(|no| why(no, &line.number))?,
        at: desk.clock.now(),
        officer: credential(desk, officer),
        ticket: ticket.trim().to_string(),
        ground,
    };
    write(desk, officer, BureauEvent::CashCollected(event), &number)
}

/// Puts down that the money of `what` went a step on, with the number of the slip that whoever took it gave.
///
/// # Errors
/// When nothing was collected for it, it went this step before or must go another first, the slip has no number, or the
/// journal cannot be written.
pub fn hand_on(
    desk: &mut Desk,
    what: &str,
    step: CashStep,
    slip: &str,
) -> Result<CashLine, Trouble> {
    let known = known(desk, what);
    let number = known.map(|cash| cash.collected.number.to_string());
    let shown = number.as_deref().unwrap_or(what);
    may_hand_on(known, step, slip).map_err(|no| why(no, shown))?;
    let taken = known.map(|cash| cash.collected.clone());
    let CashCollected { number, officer, .. } = taken.ok_or_else(|| why(CashNo::NoCash, what))?;
    let who = desk.signed_in.clone().unwrap_or(officer);
    let officer = desk.bureau.officer(&who).map(|officer| officer.id);
    let (at, slip) = (desk.clock.now(), slip.trim().to_string());
    let event = CashHandedOn { number: number.clone(), step, at, slip };
    write(desk, officer, BureauEvent::CashHandedOn(event), &number)
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

fn write(
    desk: &mut Desk,
    officer: Option<Id>,
    event: BureauEvent,
    number: &DocumentNo,
) -> Result<CashLine, Trouble> {
    let work = Work { officer, bodies: vec![Body::Bureau(event)], ..Work::default() };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    desk.refresh()?;
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
        at: taken.at,
        officer: officer.map_or(taken.officer.clone(), |officer| officer.name.clone()),
        ticket: taken.ticket.clone(),
        ground: taken.ground,
        due: cash.due(&desk.rulebook.calendar),
        today: desk.clock.now().day(),
    }
}

fn why(no: CashNo, what: &str) -> Trouble {
    let key = match no {
        CashNo::NoFine => "trouble.cash_no_fine",
        CashNo::NotSmall => "trouble.cash_not_small",
        CashNo::NoTicket => "trouble.cash_no_ticket",
        CashNo::Twice => "trouble.cash_twice",
        CashNo::NoCash => "trouble.cash_none",
        CashNo::NotThisStep => "trouble.cash_not_this_step",
        CashNo::NoSlip => "trouble.cash_no_slip",
    };
    Trouble::new(key).with(what)
}
