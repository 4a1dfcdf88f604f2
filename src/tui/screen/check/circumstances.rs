//! The end of each finding in step 4: what its amount is weighed by, asked where a standard grades it, a measure hangs on it or
//! an amount was typed, and whether a fine that the law leaves open is left out; it weighs nothing.

use crate::app::draft::Draft;
use crate::app::view::snapshot::Assessment;
use crate::domain::discretion::circumstances::field_of;
use crate::domain::rulebook::{Adjustment, Coercion, Leaning, TierFactor};
use crate::tui::screen::check::{Sketch, findings};
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::flag::FlagField;
use crate::tui::widget::form::{Entry, Field};
use crate::tui::widget::text::LongField;
use crate::tui::words::Lang;

/// So many grounds at most are asked for one finding.
const GROUNDS_MAX: usize = 9;
const GROUP: &str = "group.discretion";
/// Factors that are recorded here; the others stand in fields of their own.
const ASKED: [TierFactor; 5] = [
    TierFactor::Count,
    TierFactor::Passengers,
    TierFactor::Quantity,
    TierFactor::Duration,
    TierFactor::Refusal,
];

/// Path of a field of the circumstances of the finding `nth`.
fn path(nth: usize, field: &str) -> String {
    findings::path(nth, &format!("circumstances.{field}"))
}

/// Asked on the screen only: the officers word the reasons themselves.
fn reword(nth: usize) -> String {
    format!("ui.reword[{nth}]")
}

#[must_use]
pub fn fields(nth: usize, sketch: &Sketch<'_>) -> Vec<Field> {
    let draft = sketch.draft;
    let code = draft.get(&findings::path(nth, "code"));
    let own = sketch.cx.snapshot.rulebook.benchmarks.iter().filter(|known| known.code == code);
    let tiers = own.flat_map(|known| &known.tiers);
    let asked: Vec<TierFactor> =
        tiers.flat_map(|tier| tier.when.iter().flatten()).map(|one| one.factor).collect();
    let within = path(nth, "");
    let argued = draft.fields.keys().any(|field| field.starts_with(&within));
    let chosen = !draft.get(&findings::path(nth, "proposed_yuan")).is_empty();
    let row = sketch.cx.snapshot.rulebook.violation(code);
    // Whether the vehicle may be held hangs on the refusal, also where no standard grades on it.
    let holds = row.is_some_and(|row| row.coercion.contains(&Coercion::K3OnRefusal));
    let is_wanted =
        |factor: &TierFactor| asked.contains(factor) || (holds && *factor == TierFactor::Refusal);
    let mut fields = Vec::new();
    leaving_out(nth, sketch, &mut fields);
    for factor in ASKED.into_iter().filter(is_wanted) {
        fields.push(factor_field(&field_of(nth, factor), factor, sketch));
    }
    if argued || chosen || !asked.is_empty() {
        grounds(nth, sketch, &mut fields);
        departure(nth, sketch, &mut fields);
        own_words(nth, draft, &mut fields);
    }
    fields.into_iter().map(|field| field.group(GROUP)).collect()
}

fn factor_field(at: &str, factor: TierFactor, sketch: &Sketch<'_>) -> Field {
    let kept = sketch.draft.get(at);
    let field = if factor == TierFactor::Refusal {
        Field::new(at, Entry::Flag(FlagField::new(kept)))
    } else {
        Field::line(at, kept)
    };
    field.wanted(is_asked(at, sketch))
}

fn is_asked(at: &str, sketch: &Sketch<'_>) -> bool {
    sketch.asks_amount.iter().any(|asked| asked == at)
}

/// The grounds that were picked, and a place for one more.
fn grounds(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let known = &sketch.cx.snapshot.rulebook.adjustments;
    if known.is_empty() {
        return;
    }
    let draft = sketch.draft;
    let pick = |ground: &Adjustment| Pick {
        value: ground.id.clone(),
        says: Says::Text(match sketch.cx.lang {
            Lang::Chinese => ground.name_zh.clone(),
            Lang::English => ground.name_en.clone(),
        }),
    };
    for ground in 0..GROUNDS_MAX {
        let at = |field: &str| path(nth, &format!("adjustments[{ground}].{field}"));
        let id = draft.get(&at("id"));
        let picks = known.values().map(pick).collect();
        fields.push(Field::new(&at("id"), Entry::Choice(ChoiceField::of(picks, id))));
        let Some(picked) = known.get(id) else { break };
        if picked.leanings.len() > 1 {
            let words: Vec<&str> = picked.leanings.iter().map(|one| Leaning::word(*one)).collect();
            let leaning = ChoiceField::worded("leaning", &words, draft.get(&at("leaning")));
            let leaning = Field::new(&at("leaning"), Entry::Choice(leaning));
            fields.push(leaning.wanted(is_asked(&at("leaning"), sketch)));
        }
        let accepted = Entry::Flag(FlagField::new(draft.get(&at("accepted"))));
        fields.push(Field::new(&at("accepted"), accepted).wanted(true));
        for field in ["evidence", "why"] {
            let line = Field::line(&at(field), draft.get(&at(field)));
            fields.push(line.wanted(is_asked(&at(field), sketch)));
        }
    }
}

/// 不予罚款 where the law says 可以处, and its reason once it is chosen.
fn leaving_out(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let (flag, reason) = (path(nth, "no_fine"), path(nth, "no_fine_reason"));
    let (chosen, why) = (sketch.draft.get(&flag), sketch.draft.get(&reason));
    if chosen.is_empty() && why.is_empty() && !sketch.may_leave_out.contains(&nth) {
        return;
    }
    let entry = Entry::Flag(FlagField::new(chosen));
    fields.push(Field::new(&flag, entry).wanted(is_asked(&flag, sketch)));
    if chosen == "true" || !why.is_empty() {
        let text = Entry::Long(Box::new(LongField::new(why)));
        fields.push(Field::new(&reason, text).wanted(chosen == "true"));
    }
}

/// Reasons, and the record of the panel where the amount departs.
fn departure(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let draft = sketch.draft;
    let reasons = path(nth, "reasons");
    let text = Entry::Long(Box::new(LongField::new(draft.get(&reasons))));
    fields.push(Field::new(&reasons, text).wanted(is_asked(&reasons, sketch)));
    for field in ["panel_no", "panel_on"] {
        let at = path(nth, field);
        let asked = is_asked(&at, sketch);
        if asked || !draft.get(&at).is_empty() || !draft.get(&reasons).is_empty() {
            fields.push(Field::line(&at, draft.get(&at)).wanted(asked));
        }
    }
}

/// The reasons in the officers' own words, from the composed ones on.
fn own_words(nth: usize, draft: &Draft, fields: &mut Vec<Field>) {
    let (asked, own) = (reword(nth), path(nth, "reasoning"));
    fields.push(Field::new(&asked, Entry::Flag(FlagField::new(draft.get(&asked)))));
    if draft.get(&asked) == "true" || !draft.get(&own).is_empty() {
        let text = Entry::Long(Box::new(LongField::new(draft.get(&own))));
        fields.push(Field::new(&own, text));
    }
}

/// What the reasons of a finding become when the field `at` was answered: the composed ones to go on from, or nothing where
/// the officers leave them to be composed. `None` where they stay as they are.
#[must_use]
pub fn reworded(draft: &Draft, at: &str, stands: Option<&Assessment>) -> Option<(String, String)> {
    let nth = at.strip_prefix("ui.reword[")?.strip_suffix(']')?.parse::<usize>().ok()?;
    let own = path(nth, "reasoning");
    if draft.get(at) != "true" {
        return Some((own, String::new()));
    }
    if !draft.get(&own).is_empty() {
        return None;
    }
    let mut weighed = stands?.judgement.discretion.iter();
    let composed = weighed.find(|weighed| weighed.nth == nth)?.reasoning.concat();
    Some((own, composed))
}
