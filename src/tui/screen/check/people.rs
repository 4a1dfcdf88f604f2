//! The end of step 5: how the person present is known, who else had to do with it, and whether an officer was asked to
//! withdraw. Each list shows what is typed and one row more; it judges nothing.

use crate::app::draft::Draft;
use crate::domain::identity::id_paper::IdKind;
use crate::domain::inspection::recusal::{self, RECUSALS_MAX};
use crate::domain::party::IdentityProof;
use crate::domain::person::{self, PEOPLE_MAX, PersonRole};
use crate::tui::screen::check::Sketch;
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::field::LineKind;
use crate::tui::widget::flag::FlagField;
use crate::tui::widget::form::{Entry, Field};

#[must_use]
pub fn fields(sketch: &Sketch<'_>) -> Vec<Field> {
    let draft = sketch.draft;
    let mut fields = of_present(draft);
    for nth in 0..draft.entries("people").min(PEOPLE_MAX) {
        of_person(nth, draft, &mut fields);
    }
    let next = draft.entries("people");
    if next < PEOPLE_MAX {
        fields.push(role(next, draft));
    }
    for nth in 0..draft.entries("recusals").min(RECUSALS_MAX) {
        of_recusal(nth, sketch, &mut fields);
    }
    let next = draft.entries("recusals");
    if next < RECUSALS_MAX {
        fields.push(officer(next, sketch));
    }
    fields
}

/// How he is known, and whether he can read what he signs.
fn of_present(draft: &Draft) -> Vec<Field> {
    const READ_OUT: &str = "present.read_out";
    let group = "group.present";
    let words = IdentityProof::ALL.map(IdentityProof::word);
    let identity = ChoiceField::worded("identity", &words, draft.get("present.identity"));
    let mut fields = vec![
        Field::new("present.identity", Entry::Choice(identity)).group(group),
        flag("present.cannot_read", draft).group(group),
    ];
    let cannot = draft.get("present.cannot_read") == "true";
    if cannot || !draft.get(READ_OUT).is_empty() {
        fields.push(flag(READ_OUT, draft).wanted(cannot).group(group));
    }
    fields
}

fn of_person(nth: usize, draft: &Draft, fields: &mut Vec<Field>) {
    let at = |field: &str| person::path(nth, field);
    let line = |field: &str| Field::line(&at(field), draft.get(&at(field))).group("group.people");
    let what = PersonRole::from_word(draft.get(&at("role")));
    fields.push(role(nth, draft).wanted(true));
    fields.push(line("name").wanted(true));
    // What is not asked of a role stays where it was typed under another one.
    let mut add = |field: &str, is_asked: bool, made: Field| {
        if is_asked || !draft.get(&at(field)).is_empty() {
            fields.push(made);
        }
    };
    let is_firm = what == Some(PersonRole::AffiliatedFirm);
    let of_organ = what == Some(PersonRole::OtherOrgan);
    let may_be_firm =
        matches!(what, Some(PersonRole::Carrier | PersonRole::Owner | PersonRole::Employer));
    let kept = IdKind::from_chinese(draft.get(&at("id_kind"))).unwrap_or_default().in_chinese();
    let kind = ChoiceField::plain(&IdKind::ALL.map(IdKind::in_chinese), kept);
    let kind = Field::new(&at("id_kind"), Entry::Choice(kind)).group("group.people");
    add("id_kind", !is_firm && !of_organ, kind);
    add("id_no", !is_firm && !of_organ, line("id_no"));
    add("credit_code", is_firm || may_be_firm, line("credit_code"));
    add("phone", true, line("phone"));
    add("unit", !is_firm, line("unit").wanted(of_organ));
    add("relation", !of_organ, line("relation"));
}

fn role(nth: usize, draft: &Draft) -> Field {
    let at = person::path(nth, "role");
    let role =
        ChoiceField::worded("role_of", &PersonRole::ALL.map(PersonRole::word), draft.get(&at));
    Field::new(&at, Entry::Choice(role)).group("group.people")
}

fn of_recusal(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let (draft, group) = (sketch.draft, "group.recusal");
    let at = |field: &str| recusal::path(nth, field);
    let (granted, by, when) = (at("granted"), at("answered_by"), at("answered_at"));
    fields.extend([
        officer(nth, sketch).wanted(true),
        Field::line(&at("why"), draft.get(&at("why"))).group(group),
        flag(&granted, draft).group(group),
    ]);
    let is_answered = [&granted, &by, &when].iter().any(|path| !draft.get(path).is_empty());
    if is_answered {
        fields.push(Field::line(&by, draft.get(&by)).wanted(true).group(group));
        let time = Field::of_kind(&when, LineKind::Time, draft.get(&when));
        fields.push(time.wanted(true).group(group));
    }
}

/// Which of the officers at the stop is to withdraw.
fn officer(nth: usize, sketch: &Sketch<'_>) -> Field {
    let at = recusal::path(nth, "officer");
    let pick = |credential: String| Pick {
        says: Says::Text(sketch.cx.officer_name(&credential)),
        value: credential,
    };
    let picks = sketch.draft.officers().into_iter().map(pick).collect();
    let choice = ChoiceField::of(picks, sketch.draft.get(&at));
    Field::new(&at, Entry::Choice(choice)).group("group.recusal")
}

fn flag(path: &str, draft: &Draft) -> Field {
    Field::new(path, Entry::Flag(FlagField::new(draft.get(path))))
}
