//! What a step has to say below its fields: what cannot be, what blocks, what warns, what is known of the plate;
//! each with its field, and nothing that another step shows.

use super::{Check, DECISION, FINDINGS, decision, findings};
use crate::app::view::plate::PlateView;
use crate::app::view::snapshot::Assessment;
use crate::domain::blocked::{Blocked, Rule};
use crate::tui::shared::Shared;
use crate::tui::widget::law_panel;
use crate::tui::widget::scroll::Styled;
use crate::tui::words;
use rust_i18n::t;
use std::collections::BTreeSet;

/// The notes of the step that is open.
pub(super) fn notes(check: &Check, cx: &Shared) -> Vec<Styled> {
    let mut notes = Vec::new();
    if let Some(stands) = &check.stands {
        let shown: BTreeSet<&str> =
            check.form.fields().iter().map(|field| field.path.as_str()).collect();
        faults(stands, &shown, cx, &mut notes);
        stopped(check, stands, &shown, cx, &mut notes);
        warned(check, stands, &shown, cx, &mut notes);
    }
    if let (Some(plate), true) = (&check.plate, check.step == 1) {
        known(plate, cx, &mut notes);
    }
    next(check, cx, &mut notes);
    notes
}

fn faults(stands: &Assessment, shown: &BTreeSet<&str>, cx: &Shared, notes: &mut Vec<Styled>) {
    let l = cx.l();
    for (path, key) in stands.faults.iter().filter(|(path, _)| shown.contains(path.as_str())) {
        let words = format!("! {}: {}", words::field(l, path), words::say(l, key));
        notes.push(Styled::new(words, cx.theme.bad()));
    }
}

/// What blocks, each rule once for all fields of this step with the same way out, that of the keys first.
fn stopped(
    check: &Check,
    stands: &Assessment,
    shown: &BTreeSet<&str>,
    cx: &Shared,
    notes: &mut Vec<Styled>,
) {
    let l = cx.l();
    let at = check.form.path();
    let here = |no: &&Blocked| {
        let typed = !check.draft.get(&no.field).is_empty();
        // The five topics together are no field of their own.
        let too_early = no.rule == Rule::TellingOrder && no.field == decision::TOLD;
        (typed && shown.contains(no.field.as_str())) || (too_early && check.step == DECISION)
    };
    let mut stopped: Vec<&Blocked> = stands.judgement.blocked.iter().filter(here).collect();
    stopped.sort_by_key(|blocked| blocked.field != at);
    let mut rules: Vec<(Rule, String, Vec<String>)> = Vec::new();
    for blocked in stopped {
        let field = words::field(l, &blocked.field);
        let way_out = words::blocked_unblock(l, blocked);
        match rules.iter_mut().find(|(rule, way, _)| *rule == blocked.rule && *way == way_out) {
            Some((_, _, fields)) => fields.push(field),
            None => rules.push((blocked.rule, way_out, vec![field])),
        }
    }
    for (rule, way_out, fields) in rules {
        let why = words::say(l, &format!("blocked.{}.why", rule.name()));
        let words = format!("! {why} [{}] -> {way_out}", fields.join(", "));
        notes.push(Styled::new(words, cx.theme.bad()));
    }
}

/// What only warns of a field stands at the field too: the law's few lines below may have no room for it.
fn warned(
    check: &Check,
    stands: &Assessment,
    shown: &BTreeSet<&str>,
    cx: &Shared,
    notes: &mut Vec<Styled>,
) {
    let typed = |path: &str| shown.contains(path) && !check.draft.get(path).is_empty();
    let mut warned: Vec<_> = stands
        .judgement
        .warnings
        .iter()
        .filter(|warning| warning.field().is_some_and(typed))
        .collect();
    warned.sort_by_key(|warning| warning.field() != Some(check.form.path()));
    for warning in warned {
        let words = format!("! {}", words::warning(cx.l(), warning));
        notes.push(Styled::new(words, cx.theme.warn()));
    }
}

/// Who watches for the plate, and what was decided about it before.
fn known(plate: &PlateView, cx: &Shared, notes: &mut Vec<Styled>) {
    notes.extend(law_panel::watched(plate, cx));
    let ours = plate.acts.len().saturating_sub(plate.priors.len());
    let words = t!(
        "check.plate_known",
        locale = cx.l(),
        plate = plate.plate,
        inspections = plate.inspections,
        acts = ours
    );
    notes.push(Styled::new(words, cx.theme.title()));
    notes.push(Styled::new(law_panel::history(plate, cx), cx.theme.quiet()));
    for prior in plate.priors.iter().rev().take(2) {
        let line = format!("  {} {} {}", prior.on, prior.code, prior.document_no);
        notes.push(Styled::new(line, cx.theme.base()));
    }
    for act in plate.acts.iter().take(ours).rev().take(3) {
        let name = law_panel::name_of(&act.code, cx);
        notes.push(Styled::new(format!("  {} {} {name}", act.on, act.code), cx.theme.base()));
    }
}

/// What Enter does where the next finding would stand.
fn next(check: &Check, cx: &Shared, notes: &mut Vec<Styled>) {
    let l = cx.l();
    let next_code = findings::path(check.draft.findings(), "code");
    if check.step != FINDINGS || check.form.path() != next_code {
        return;
    }
    let words = if check.over_kg() > 0 && check.draft.findings() == 0 {
        let over = words::thousands(check.over_kg());
        t!("check.enter_proposes", locale = l, kg = over, code = findings::OVER_LIMIT)
    } else if check.draft.findings() == 0 {
        t!("check.enter_no_finding", locale = l)
    } else {
        t!("check.enter_next", locale = l)
    };
    notes.push(Styled::new(words, cx.theme.title()));
}
