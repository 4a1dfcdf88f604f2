//! The law's view of the draft: as it stands, and as it will be once all is told and recorded.

use crate::app::draft::{Draft, ORDER};
use crate::app::view::snapshot::assess;
use crate::domain::blocked::Rule;
use crate::domain::party::PartyKind;
use crate::domain::rulebook::Rulebook;
use crate::tui::screen::check::{Check, decision};
use crate::tui::shared::Shared;
use std::collections::BTreeSet;

impl Check {
    pub(super) fn assess(&mut self, cx: &Shared) {
        let plate = self.plate.as_deref();
        let stands = assess(&self.draft, &cx.snapshot, plate, cx.now);
        self.outlooks.clear();
        if self.draft.findings() > 0 {
            for kind in possible_kinds(&self.draft, &cx.snapshot.rulebook) {
                let complete = completed(&self.draft, kind, cx);
                self.outlooks
                    .push((kind, assess(&complete, &cx.snapshot, plate, cx.now).judgement));
            }
        }
        let of_outlooks = self.outlooks.iter().flat_map(|(_, outlook)| &outlook.blocked);
        let all = stands.judgement.blocked.iter().chain(of_outlooks);
        self.asks_amount = all
            .filter(|blocked| {
                matches!(
                    blocked.rule,
                    Rule::AmountNotChosen
                        | Rule::AmountOutsideRange
                        | Rule::NoFineOpen
                        | Rule::TierUnknown
                        | Rule::OutsideTier
                        | Rule::AdjustmentUnproven
                        | Rule::FirstUnknown
                        | Rule::LeniencyOpen
                )
            })
            .map(|blocked| blocked.field.clone())
            .collect();
        let open = stands.judgement.discretion.iter().filter(|weighed| weighed.may);
        self.may_leave_out = open.map(|weighed| weighed.nth).collect();
        self.stands = Some(stands);
    }

    /// Fields whose text is no value, and fields that a rule looks at, when something stands there.
    pub(super) fn bad(&self) -> BTreeSet<String> {
        let Some(stands) = &self.stands else { return BTreeSet::new() };
        let mut bad: BTreeSet<String> =
            stands.faults.iter().map(|(path, _)| path.clone()).collect();
        let looked_at = stands.judgement.blocked.iter().map(|blocked| blocked.field.clone());
        bad.extend(looked_at.filter(|path| !self.draft.get(path).is_empty()));
        bad
    }
}

/// The kind that was chosen; until then those that can commit all acts that were found.
fn possible_kinds(draft: &Draft, rulebook: &Rulebook) -> Vec<PartyKind> {
    if let Some(kind) = PartyKind::from_word(draft.get("party.kind")) {
        return vec![kind];
    }
    let found = |nth: usize| rulebook.violation(draft.get(&format!("findings[{nth}].code")));
    let can = |kind: &PartyKind| {
        let mut acts = (0..draft.findings()).filter_map(found);
        acts.all(|act| act.may_be_of(*kind, &rulebook.rulings))
    };
    [PartyKind::Citizen, PartyKind::Organisation].into_iter().filter(can).collect()
}

/// The draft as if everything was told, said and signed: what the law would give then.
fn completed(draft: &Draft, kind: PartyKind, cx: &Shared) -> Draft {
    let mut complete = draft.clone();
    let now = cx.now.rfc3339();
    let mut fill = |path: &str, value: &str| {
        if complete.get(path).is_empty() {
            complete.set(path, value);
        }
    };
    fill("party.kind", kind.word());
    fill("party.name", "?");
    fill("present.name", "?");
    fill("telling.cards_shown", &now);
    for path in decision::topics() {
        fill(&path, &now);
    }
    complete.set("present.authorised", "true");
    if complete.get("present.cannot_read") == "true" {
        complete.set("present.read_out", "true");
    }
    complete.set("telling.statement", "none");
    complete.set("telling.signature", "signed");
    // What would be given once all is told, told in its order.
    complete.fields.remove(ORDER);
    complete
}
