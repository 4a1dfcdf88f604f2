//! Drafts of stops: begun, gone on with, saved at every field left, dropped on the officer's word; each by the officer
//! who began it, and by nobody else.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::draft::{Draft, ORDER, act_of};
use crate::domain::identity::{Verdict, region};
use crate::stdx::id::Id;
use crate::store::drafts::{DraftRow, OWNER};

impl From<DraftRow> for Draft {
    fn from(row: DraftRow) -> Draft {
        Draft {
            id: row.id,
            begun_at: row.begun_at,
            saved_at: Some(row.saved_at),
            owner: row.owner,
            fields: row.fields,
        }
    }
}

/// Begins a stop with what the shift already knows.
///
/// # Errors
/// When the draft cannot be kept.
pub fn new_draft(desk: &mut Desk) -> Result<Reply, Trouble> {
    let now = desk.clock.now();
    let mut draft = Draft::new(desk.dice.id(), now);
    draft.set("at", &now.rfc3339());
    if let Some(shift) = &desk.bureau.shift {
        draft.set("officers", &shift.officers.join(","));
        draft.set("plan", &shift.plan);
        draft.set("place.text", &shift.station);
    }
    let region = &desk.bureau.agency.region;
    // A city is no place of enforcement; a district is.
    if region::check(region) == Verdict::Fine {
        draft.set("place.region", region);
    }
    for (field, value) in super::last_stop::taken_over(desk)? {
        draft.set(&field, &value);
    }
    draft.owner = desk.signed_in.clone().unwrap_or_default();
    let mut fields: Vec<(String, String)> = draft.fields.clone().into_iter().collect();
    fields.push((OWNER.to_string(), draft.owner.clone()));
    desk.store.save_draft(draft.id, &fields, now)?;
    draft.saved_at = Some(now);
    Ok(Reply::Draft(Box::new(draft)))
}

/// Whether who is signed in began `row`, or nobody did.
pub(super) fn is_own(desk: &Desk, row: &DraftRow) -> bool {
    row.owner.is_empty() || desk.signed_in.as_ref().is_none_or(|who| *who == row.owner)
}

/// Whether `draft` is for who is signed in; one without an owner becomes his at the next field. What is gone is nobody's.
///
/// # Errors
/// With the name of the officer who began it, and when.
pub(super) fn owned(desk: &Desk, draft: Id) -> Result<(), Trouble> {
    let Some((owner, begun_at)) = desk.store.draft_owner(draft)? else { return Ok(()) };
    match &desk.signed_in {
        Some(who) if !owner.is_empty() && *who != owner => {
            let known = desk.bureau.officer(&owner);
            let name = known.map_or(owner.as_str(), |officer| officer.name.as_str());
            Err(Trouble::new("trouble.draft_of_another").with(name).and(begun_at.short()))
        }
        _ => Ok(()),
    }
}

/// # Errors
/// When there is no such draft any more, or it is another officer's.
pub fn open_draft(desk: &mut Desk, id: Id) -> Result<Reply, Trouble> {
    owned(desk, id)?;
    let row = desk.store.draft(id)?.filter(|row| row.of_stop().is_none());
    let row = row.ok_or_else(|| Trouble::new("trouble.no_draft"))?;
    Ok(Reply::Draft(Box::new(row.into())))
}

/// # Errors
/// When the draft is another officer's, or the field cannot be kept; the screen still has it.
pub fn save_field(
    desk: &mut Desk,
    draft: Id,
    field: String,
    value: &str,
) -> Result<Reply, Trouble> {
    owned(desk, draft)?;
    let now = desk.clock.now();
    if field == ORDER {
        // It follows from the acts; nobody tells it.
        return Ok(Reply::Saved { draft, field, at: now });
    }
    let mut fields = vec![(field.clone(), value.to_string())];
    if let Some(who) = &desk.signed_in {
        fields.push((OWNER.to_string(), who.clone()));
    }
    if field == "telling.statement" {
        // The party's word has the time at which it was written down, not that of the decision.
        let at = if value.is_empty() { String::new() } else { now.rfc3339() };
        fields.push(("telling.statement_at".to_string(), at));
    }
    if act_of(&field).is_some() {
        // Its place among the other acts is kept with it, or neither is.
        let kept = desk.store.draft(draft)?.map(Draft::from);
        let mut after = kept.unwrap_or_else(|| Draft::new(draft, now));
        after.set(&field, value);
        if !value.is_empty() {
            after.record(&field);
        }
        fields.push((ORDER.to_string(), after.get(ORDER).to_string()));
    }
    desk.store.save_draft(draft, &fields, now)?;
    Ok(Reply::Saved { draft, field, at: now })
}

/// # Errors
/// When it is another officer's, or the journal cannot be written.
pub fn drop_draft(desk: &mut Desk, draft: Id) -> Result<Reply, Trouble> {
    owned(desk, draft)?;
    desk.store.drop_draft(draft)?;
    Ok(Reply::Dropped { draft })
}
