//! Opening a case (立案) on a recorded stop whose basis is not chosen yet: the facts are inquired into, and the
//! decision waits. It proposes no amount and gives no number.

use super::command::{Reply, Trouble};
use super::conclude::{self, Decided};
use super::desk::Desk;
use super::prospect::of_case;
use super::terms::Word;
use super::view::conclusion::Conclusion;
use super::{drafts, earlier_orders, open_inspection, past_acts, pin, reading};
use crate::domain::inspection::judgement::Outcome;
use crate::domain::inspection::{Facts, Inspection};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;

/// Opens the case of the stop `id`. `shown` is the digest of the terms under which the PINs were typed; without one the
/// terms are given back to be shown. `evidence_gap` says why a kind of evidence is missing; empty where nobody was asked.
///
/// # Errors
/// When the stop ended otherwise or its draft is another officer's, something else than headquarters' choice stands against a
/// decision, or the journal cannot be written.
pub fn open(
    desk: &mut Desk,
    id: Id,
    shown: Option<Digest>,
    pins: &[(String, Redacted<String>)],
    evidence_gap: &str,
) -> Result<Reply, Trouble> {
    drafts::owned(desk, id)?;
    let typed: Vec<(String, String)> =
        pins.iter().map(|(who, pin)| (who.clone(), pin.get().clone())).collect();
    let proven = pin::prove(desk, &typed)?;
    open_proven(desk, id, Word::Screen { shown, proven: &proven }, evidence_gap)
}

/// The same behind the PINs.
///
/// # Errors
/// As `open`.
pub fn open_proven(
    desk: &mut Desk,
    id: Id,
    word: Word<'_>,
    evidence_gap: &str,
) -> Result<Reply, Trouble> {
    let (inspection, draft) = recorded(desk, id, evidence_gap)?;
    let at = conclude::decided_at(&inspection, draft, desk.clock.now());
    let prospect = of_case(desk, &inspection, at)?;
    let judgement = match conclude::finish(desk, &inspection, draft, (at, prospect), word)? {
        Decided::Judged(judgement) => judgement,
        Decided::ToConfirm(terms) => return Ok(Reply::ToConfirm(terms)),
    };
    let view = open_inspection::open_inspection(desk, id)?;
    let conclusion = Conclusion { inspection: id, view, blocked: judgement.blocked };
    Ok(Reply::Concluded(Box::new(conclusion)))
}

/// The stop as it is recorded, with what was typed since then where its draft is still there.
fn recorded(
    desk: &mut Desk,
    id: Id,
    evidence_gap: &str,
) -> Result<(Inspection, Option<Id>), Trouble> {
    desk.store.inspection(id)?.ok_or_else(|| Trouble::new("trouble.no_inspection"))?;
    let known = open_inspection::load(&desk.store, id)?;
    if known.ending.as_ref().is_none_or(|ending| ending.outcome != Outcome::Blocked) {
        return Err(Trouble::new("trouble.not_to_open"));
    }
    // Asked once, and said of the stop from then on.
    let said =
        if evidence_gap.is_empty() { known.facts.evidence_gap.as_str() } else { evidence_gap };
    let Some(row) = desk.store.draft(id)? else {
        if known.facts.evidence_gap == said {
            return Ok((known, None));
        }
        let facts = Facts { evidence_gap: said.to_string(), ..known.facts.clone() };
        return Ok((conclude::record(desk, id, &facts, &known.telling)?, None));
    };
    let now = desk.clock.now();
    let mut read = reading::read_draft(&row.into(), now);
    earlier_orders::complete(&desk.store, &mut read.facts)?;
    past_acts::complete(desk, &mut read.facts)?;
    if read.facts.evidence_gap.is_empty() || !evidence_gap.is_empty() {
        read.facts.evidence_gap = said.to_string();
    }
    Ok((conclude::record(desk, id, &read.facts, &read.telling)?, Some(id)))
}
