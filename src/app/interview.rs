//! An interview while it is typed: begun with the questions that its acts ask for, kept as a draft of its own beside those of
//! stops, gone on with by who began it. Makes no paper.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::drafts::is_own;
use super::make_paper::{self, AtHand};
use super::questions;
use super::view::interview::InterviewView;
use crate::domain::paper::interview::WORD;
use crate::domain::paper::typed::Typed;
use crate::stdx::id::Id;
use crate::store::StoreFault;
use crate::store::drafts::{DraftRow, INTERVIEW_OF, OWNER};

/// Where the draft keeps the order of its questions, by their numbers with commas between.
pub const ORDER: &str = "interview.order";

/// Where the draft keeps the place of the answer that is typed, or of the one that comes next: there it goes on.
pub const AT_HAND: &str = "interview.at_hand";

/// Where the draft keeps the question of that number.
#[must_use]
pub fn question_path(number: u32) -> String {
    format!("interview.qa[{number}].question")
}

/// Where it keeps the answer.
#[must_use]
pub fn answer_path(number: u32) -> String {
    format!("interview.qa[{number}].answer")
}

/// The interview of the stop `inspection` that who is signed in began and did not finish; `None` where there is none.
///
/// # Errors
/// When the drafts cannot be read.
pub(super) fn begun(desk: &Desk, inspection: Id) -> Result<Option<DraftRow>, StoreFault> {
    let mut rows = desk.store.drafts()?.into_iter();
    Ok(rows.find(|row| row.interview_of() == Some(inspection) && is_own(desk, row)))
}

/// Goes on with the interview of that stop, or begins one with what the case gives.
///
/// # Errors
/// When there is no such stop, its data left this laptop, or the draft cannot be kept.
pub fn begin(desk: &mut Desk, inspection: Id) -> Result<Reply, Trouble> {
    let again = begun(desk, inspection)?;
    let is_again = again.is_some();
    let row = match again {
        Some(row) => row,
        None => new(desk, inspection)?,
    };
    Ok(Reply::Interview(Box::new(InterviewView {
        inspection,
        draft: row.id,
        begun_at: row.begun_at,
        is_again,
        fields: row.fields,
        officers: officers(desk, inspection)?,
    })))
}

fn new(desk: &mut Desk, inspection: Id) -> Result<DraftRow, Trouble> {
    let now = desk.clock.now();
    let (typed, asked) = {
        let (at_hand, kind) = (AtHand::of(desk, inspection)?, make_paper::kind(WORD)?);
        let case = at_hand.case();
        ((kind.proposed)(&case), questions::proposed(&case))
    };
    let owner = desk.signed_in.clone().unwrap_or_default();
    let mut fields = of_case(&typed)?;
    fields.push(("interview.from".to_string(), now.rfc3339()));
    let numbers: Vec<u32> = (1..).take(asked.len()).collect();
    fields.extend(numbers.iter().map(|number| question_path(*number)).zip(asked));
    let order: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    fields.push((ORDER.to_string(), order.join(",")));
    fields.push((INTERVIEW_OF.to_string(), inspection.to_string()));
    fields.push((OWNER.to_string(), owner));
    let id = desk.dice.id();
    desk.store.save_draft(id, &fields, now)?;
    let kept = desk.store.draft(id)?;
    kept.ok_or_else(|| Trouble::new("trouble.no_draft"))
}

/// What the case gives for the fields of one line.
fn of_case(typed: &Typed) -> Result<Vec<(String, String)>, Trouble> {
    let paths = make_paper::kind(WORD)?.all_fields().map(|field| field.path);
    let given = paths.map(|path| (path.to_string(), typed.shown(path)));
    Ok(given.filter(|(_, text)| !text.is_empty()).collect())
}

/// The officers of the stop, and those who are out now.
fn officers(desk: &Desk, inspection: Id) -> Result<Vec<(String, String)>, Trouble> {
    let stop = super::open_inspection::load(&desk.store, inspection)?;
    let out = desk.bureau.shift.iter().flat_map(|shift| &shift.officers);
    let mut officers: Vec<(String, String)> = Vec::new();
    for credential in stop.facts.officers.iter().chain(out) {
        if let Some(officer) = desk.bureau.officer(credential)
            && officers.iter().all(|(known, _)| known != credential)
        {
            officers.push((officer.credential.clone(), officer.name.clone()));
        }
    }
    Ok(officers)
}
