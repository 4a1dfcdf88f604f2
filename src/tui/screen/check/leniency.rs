//! The end of each finding in step 4: what may spare it, asked where a list that decides here speaks of the act or where it was
//! put right at once without harm; it judges nothing.

use crate::domain::rulebook::{Lenience, LeniencyCondition, LeniencyItem, LeniencyList};
use crate::tui::screen::check::{Sketch, findings};
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::flag::FlagField;
use crate::tui::widget::form::{Entry, Field};
use crate::tui::widget::text::LongField;
use crate::tui::words::Lang;

const GROUP: &str = "group.leniency";

/// Path of a field of the finding `nth`.
fn path(nth: usize, field: &str) -> String {
    findings::path(nth, &format!("leniency.{field}"))
}

#[must_use]
pub fn fields(nth: usize, sketch: &Sketch<'_>) -> Vec<Field> {
    let kept = |field: &str| sketch.draft.get(&path(nth, field)).to_string();
    let listed = listed(nth, sketch);
    let mut fields = Vec::new();
    let choosable: Vec<_> =
        listed.iter().filter(|(_, item)| item.lenience != Lenience::NoCoercion).collect();
    if !choosable.is_empty() {
        let pick = |(list, item): &&(&LeniencyList, &LeniencyItem)| {
            let key = list.key_of(item);
            let name = match sketch.cx.lang {
                Lang::Chinese => &item.name_zh,
                Lang::English => &item.name_en,
            };
            Pick { says: Says::Text(format!("{key} {name}")), value: key }
        };
        let picks = choosable.iter().map(pick).collect();
        let entry = Entry::Choice(ChoiceField::of(picks, &kept("item")));
        fields.push(Field::new(&path(nth, "item"), entry));
    }
    for (list, item) in &listed {
        let is_chosen = list.key_of(item) == kept("item");
        let asks_unchosen = !matches!(item.lenience, Lenience::MayNot | Lenience::Mitigate);
        if is_chosen || asks_unchosen {
            conditions(nth, item, sketch, &mut fields);
        }
    }
    off_the_lists(nth, sketch, &mut fields);
    if !kept("item").is_empty() || kept("slight") == "true" {
        fields.push(flag(nth, "educated", sketch));
    }
    fields.into_iter().map(|field| field.group(GROUP)).collect()
}

/// Items that decide something here and speak of the act.
fn listed<'a>(nth: usize, sketch: &Sketch<'a>) -> Vec<(&'a LeniencyList, &'a LeniencyItem)> {
    let code = sketch.draft.get(&findings::path(nth, "code")).to_string();
    let (region, today) = (sketch.draft.get("place.region"), sketch.cx.now.day());
    let decides =
        |list: &&LeniencyList| list.confirmed && list.in_force(today) && list.reach.covers(region);
    let mut listed = Vec::new();
    for list in sketch.cx.snapshot.rulebook.leniency.iter().filter(decides) {
        let items = list.items.iter().chain(&list.no_coercion);
        let own = items.filter(|item| item.codes.contains(&code));
        // What reduces is chosen with the ground that it rests on; without one it only informs.
        let is_open =
            |item: &&LeniencyItem| item.lenience != Lenience::Mitigate || item.ground.is_some();
        listed.extend(own.filter(is_open).map(|it| (list, it)));
    }
    listed
}

/// What an item asks for and no other field says.
fn conditions(nth: usize, item: &LeniencyItem, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let mut add = |field: Field| {
        if !fields.iter().any(|known| known.path == field.path) {
            fields.push(field);
        }
    };
    for condition in &item.conditions {
        match condition {
            LeniencyCondition::First { .. } => {
                first(nth, sketch).into_iter().for_each(&mut add);
            }
            LeniencyCondition::Promised | LeniencyCondition::Corrected { by_last_day: true } => {
                add(flag(nth, "promised", sketch));
            }
            LeniencyCondition::Asked { id, zh, en } => {
                let question = match sketch.cx.lang {
                    Lang::Chinese => zh,
                    Lang::English => en,
                };
                add(flag(nth, &format!("answers.{id}"), sketch).labelled(question));
            }
            LeniencyCondition::Slight => {
                slight(nth, sketch).into_iter().for_each(&mut add);
            }
            // The finding itself says these, and education is asked once for all.
            LeniencyCondition::Corrected { by_last_day: false }
            | LeniencyCondition::HarmAtMost(_)
            | LeniencyCondition::Educated => {}
        }
    }
}

/// Headquarters' word, where the history does not answer.
fn first(nth: usize, sketch: &Sketch<'_>) -> Vec<Field> {
    let at = path(nth, "first");
    let from = path(nth, "first_from");
    let said = !sketch.draft.get(&at).is_empty() || !sketch.draft.get(&from).is_empty();
    if !said && !is_asked(&at, sketch) {
        return Vec::new();
    }
    let who = Field::line(&from, sketch.draft.get(&from));
    vec![flag(nth, "first", sketch), who.wanted(!sketch.draft.get(&at).is_empty())]
}

fn slight(nth: usize, sketch: &Sketch<'_>) -> Vec<Field> {
    let mut fields = vec![flag(nth, "slight", sketch)];
    let at = path(nth, "why");
    let why = sketch.draft.get(&at);
    if sketch.draft.get(&path(nth, "slight")) == "true" || !why.is_empty() {
        let text = Entry::Long(Box::new(LongField::new(why)));
        fields.push(Field::new(&at, text).wanted(true));
    }
    fields
}

/// 处罚法 33 where no list speaks of the act, and its row does not say that it is slight.
fn off_the_lists(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let of = |field: &str| sketch.draft.get(&findings::path(nth, field));
    let row = sketch.cx.snapshot.rulebook.violation(of("code"));
    let is_open = row.is_some_and(|row| !row.minor_if_corrected);
    let is_right = of("corrected_at_once") == "true" && of("harm") == "none";
    let said = !sketch.draft.get(&path(nth, "slight")).is_empty();
    if !(said || is_open && is_right) {
        return;
    }
    for field in slight(nth, sketch) {
        if !fields.iter().any(|known| known.path == field.path) {
            fields.push(field);
        }
    }
}

fn flag(nth: usize, field: &str, sketch: &Sketch<'_>) -> Field {
    let at = path(nth, field);
    let entry = Entry::Flag(FlagField::new(sketch.draft.get(&at)));
    Field::new(&at, entry).wanted(is_asked(&at, sketch))
}

/// Whether a rule waits for the field; of a question it waits for all of them together.
fn is_asked(at: &str, sketch: &Sketch<'_>) -> bool {
    sketch.asks_amount.iter().any(|asked| at.starts_with(asked.as_str()))
}
