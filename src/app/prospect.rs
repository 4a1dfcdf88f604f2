//! What ending a stop now would give: judgement, number and filled papers. The summary shows it and the
//! decision is made from it, so that they cannot differ; it writes nothing.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::{documents, earlier_orders, open_inspection, past_acts, reading};
use crate::domain::agency::DocumentNo;
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::bureau::next_number;
use crate::domain::evidence_gap::EvidenceGap;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::judgement::{Judgement, Outcome};
use crate::forms::filled::Filled;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;

/// What would be decided, or the refusal of it.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// With all that stands against it, the papers' own needs among them.
    pub judgement: Judgement,
    /// 案号; only an on-the-spot decision takes one.
    pub number: Option<DocumentNo>,
    /// The papers, in the order in which they are issued; none where something blocks.
    pub papers: Vec<Filled>,
}

/// What the summary of a draft shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProspectView {
    /// Which stop.
    pub draft: Id,
    /// What the law would give.
    pub judgement: Judgement,
    /// File names of the forms that would be made.
    pub forms: Vec<&'static str>,
    /// Kinds of evidence that would be missing; `None` where none would.
    pub gap: Option<EvidenceGap>,
}

/// Looks at a draft as it would end now.
///
/// # Errors
/// When the draft is gone, or the journal or the font cannot be read.
pub fn look(desk: &mut Desk, draft: Id) -> Result<Reply, Trouble> {
    let row = desk.store.draft(draft)?.ok_or_else(|| Trouble::new("trouble.no_draft"))?;
    let now = desk.clock.now();
    let mut read = reading::read_draft(&row.into(), now);
    earlier_orders::complete(&desk.store, &mut read.facts)?;
    past_acts::complete(desk, &mut read.facts)?;
    let mut inspection = open_inspection::load(&desk.store, draft)?;
    (inspection.facts, inspection.telling) = (read.facts, read.telling);
    let Prospect { judgement, papers, .. } = prospect(desk, &inspection, now)?;
    let forms: Vec<&'static str> = papers.iter().map(|paper| paper.form).collect();
    let gap = EvidenceGap::of(&inspection, &judgement, &forms);
    Ok(Reply::Prospect(Box::new(ProspectView { draft, judgement, forms, gap })))
}

/// What ending `inspection` at `at` would give.
///
/// # Errors
/// When the journal or the font cannot be read.
pub fn prospect(desk: &mut Desk, inspection: &Inspection, at: Moment) -> Result<Prospect, Trouble> {
    let (now, rulebook) = (desk.clock.now(), desk.rulebook.clone());
    let mut judgement = open_inspection::judge_recorded(desk, inspection, &rulebook, now)?;
    let (mut number, mut papers) = (None, Vec::new());
    if judgement.outcome != Outcome::Blocked {
        if desk.must_update {
            judgement.blocked.push(Blocked::new(Rule::ProgramTooOld, ""));
        }
        if judgement.outcome == Outcome::OnSpotPenalty {
            number = next(desk, at)?;
            if number.is_none() {
                let empty = Blocked::new(Rule::NumberBlockEmpty, "agency.number_prefix");
                judgement.blocked.push(empty);
            }
        }
        if judgement.blocked.is_empty() {
            match documents::filled(desk, inspection, &judgement, number.as_ref(), at)? {
                Ok(filled) => papers = filled,
                Err(blocked) => judgement.blocked.extend(blocked),
            }
        }
    }
    if !judgement.blocked.is_empty() {
        judgement.refuse();
        number = None;
    }
    Ok(Prospect { judgement, number, papers })
}

/// What opening `inspection` as a case at `at` would give, while headquarters has not chosen its basis: papers without a
/// number, and no amount.
///
/// # Errors
/// When the basis is chosen, something else stands against a decision, a paper lacks a field, or the journal or the font
/// cannot be read.
pub fn of_case(desk: &mut Desk, inspection: &Inspection, at: Moment) -> Result<Prospect, Trouble> {
    let (now, rulebook) = (desk.clock.now(), desk.rulebook.clone());
    let mut judgement = open_inspection::judge_recorded(desk, inspection, &rulebook, now)?;
    if !judgement.may_be_opened() || desk.must_update {
        return Err(Trouble::new("trouble.not_to_open"));
    }
    judgement.open_case();
    match documents::filled(desk, inspection, &judgement, None, at)? {
        Ok(papers) => Ok(Prospect { judgement, number: None, papers }),
        Err(missing) => {
            let first = missing.into_iter().next().map(|no| no.field).unwrap_or_default();
            Err(Trouble::new("trouble.case_lacks").at(first))
        }
    }
}

/// The next free number of the year of `at`.
pub(super) fn next(desk: &Desk, at: Moment) -> Result<Option<DocumentNo>, Trouble> {
    let prefix = &desk.bureau.agency.number_prefix;
    let year = at.day().year();
    let used = desk.store.used_serials(prefix, year)?;
    Ok(next_number(&desk.bureau.blocks, prefix, year, |number| {
        used.binary_search(&number.serial).is_ok()
    }))
}
