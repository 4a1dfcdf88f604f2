//! Step 4: what was found, act by act; over the limit, Enter proposes the act at once.

use crate::app::draft::Draft;
use crate::app::view::plate::TripLine;
use crate::domain::inspection::{refusal, repeat};
use crate::domain::road_surface::RoadSurface;
use crate::domain::rulebook::{Basis, Sanction, Violation};
use crate::tui::screen::check::{Sketch, circumstances, leniency};
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::field::LineKind;
use crate::tui::widget::flag::FlagField;
use crate::tui::widget::form::{Entry, Field};
use crate::tui::widget::law_panel;
use crate::tui::widget::text::LongField;

/// The act of carrying more than the limit.
pub const OVER_LIMIT: &str = "OL-001";

#[must_use]
pub fn applies(_draft: &Draft) -> bool {
    true
}

/// Path of a field of the finding `nth`.
#[must_use]
pub fn path(nth: usize, field: &str) -> String {
    format!("findings[{nth}].{field}")
}

#[must_use]
pub fn fields(sketch: &Sketch<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    if sketch.fined_today {
        let other = Entry::Flag(FlagField::new(sketch.draft.get("other_trip")));
        // Where it was the same trip, the stop that is named says so.
        let open = sketch.draft.get("same_trip_as").is_empty();
        fields.push(Field::new("other_trip", other).wanted(open).group("group.finding"));
    }
    if !sketch.trips.is_empty() {
        let same = Entry::Choice(earlier_trips(sketch));
        fields.push(Field::new("same_trip_as", same).group("group.finding"));
    }
    let count = sketch.draft.findings();
    for nth in 0..count {
        finding(nth, sketch, &mut fields);
    }
    let next = Entry::Picked(String::new(), String::new());
    fields.push(Field::new(&path(count, "code"), next).group("group.next_finding"));
    fields
}

/// The stops of this vehicle whose act may be the one at hand: one trip is punished once (处罚法 29).
fn earlier_trips(sketch: &Sketch<'_>) -> ChoiceField {
    let pick = |trip: &TripLine| Pick {
        value: trip.inspection.to_string(),
        says: Says::Text(format!("{} {}", trip.at.short(), trip.codes.join(" "))),
    };
    ChoiceField::of(sketch.trips.iter().map(pick).collect(), sketch.draft.get("same_trip_as"))
}

fn finding(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let at = |field: &str| path(nth, field);
    let kept = |field: &str| sketch.draft.get(&at(field)).to_string();
    let code = kept("code");
    let shown = format!("{code} {}", law_panel::name_of(&code, sketch.cx));
    let harm = ChoiceField::worded("harm", &["none", "slight", "serious"], &kept("harm"));
    let asked = sketch.asks_amount.contains(&at("proposed_yuan"));
    let facts = Entry::Long(Box::new(LongField::new(&kept("facts"))));
    let corrected = Entry::Flag(FlagField::new(&kept("corrected_at_once")));
    let yuan = LineKind::Unit("CNY");
    let group = "group.finding";
    fields.extend([
        Field::new(&at("code"), Entry::Picked(code, shown)).group(group),
        Field::new(&at("facts"), facts).wanted(true).group(group),
        Field::new(&at("corrected_at_once"), corrected).group(group),
        Field::new(&at("harm"), Entry::Choice(harm)).group(group),
        Field::of_kind(&at("gain_yuan"), yuan, &kept("gain_yuan")).group(group),
        Field::of_kind(&at("proposed_yuan"), yuan, &kept("proposed_yuan"))
            .wanted(asked)
            .group(group),
        Field::line(&at("act_on"), &kept("act_on")).group(group),
    ]);
    mass(nth, sketch, fields);
    own_use(nth, sketch, fields);
    road_surface(nth, sketch, fields);
    things(nth, sketch, fields);
    order(nth, sketch, fields);
    earlier_act(nth, sketch, fields);
    fields.extend(circumstances::fields(nth, sketch));
    fields.extend(leniency::fields(nth, sketch));
}

/// The mass on the vehicle's licence, where a light vehicle is free of what the act is about; asked once.
fn mass(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    const MASS: &str = "vehicle.licence_gross_kg";
    let row = sketch.cx.snapshot.rulebook.violation(sketch.draft.get(&path(nth, "code")));
    let hangs_on_it = row.is_some_and(|act| act.exempt_up_to_kg.is_some());
    if hangs_on_it && !fields.iter().any(|field| field.path == MASS) {
        let kg = Field::of_kind(MASS, LineKind::Unit("kg"), sketch.draft.get(MASS));
        fields.push(kg.wanted(true).group("group.finding"));
    }
}

/// Whose goods were carried, and for whom, where one's own need no permit; what proves it where it is claimed.
fn own_use(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let (claimed, proof) = (path(nth, "own_use.claimed"), path(nth, "own_use.proof"));
    let (said, proven) = (sketch.draft.get(&claimed), sketch.draft.get(&proof));
    let row = sketch.cx.snapshot.rulebook.violation(sketch.draft.get(&path(nth, "code")));
    let is_asked = row.is_some_and(|act| act.exempt_own_use);
    if is_asked || !said.is_empty() {
        let claim = Entry::Flag(FlagField::new(said));
        fields.push(Field::new(&claimed, claim).wanted(is_asked).group("group.finding"));
    }
    if said == "true" || !proven.is_empty() {
        let wanted = said == "true";
        fields.push(Field::line(&proof, proven).wanted(wanted).group("group.finding"));
    }
}

/// What was seen of the road's surface to pick from.
#[must_use]
pub fn road_surfaces(kept: &str) -> ChoiceField {
    ChoiceField::worded(RoadSurface::FIELD, &RoadSurface::ALL.map(RoadSurface::word), kept)
}

/// What a spilled load did to the road, where that says which of two laws answers the act.
fn road_surface(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let at = path(nth, RoadSurface::FIELD);
    let (known, code) = (sketch.draft.get(&at), sketch.draft.get(&path(nth, "code")));
    let row = sketch.cx.snapshot.rulebook.violation(code);
    let is_asked = row.is_some_and(Violation::hangs_on_road_surface);
    if is_asked || !known.is_empty() {
        let seen = Field::new(&at, Entry::Choice(road_surfaces(known)));
        fields.push(seen.wanted(is_asked).group("group.finding"));
    }
}

/// What the things are worth, where the act's row takes them or one is written down: the right to a hearing hangs on it.
fn things(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let at = path(nth, "things_yuan");
    let (known, code) = (sketch.draft.get(&at), sketch.draft.get(&path(nth, "code")));
    let takes = |basis: &Basis| {
        basis.sanctions.iter().any(|one| matches!(one, Sanction::ConfiscateThings { .. }))
    };
    let row = sketch.cx.snapshot.rulebook.violation(code);
    let is_asked = row.is_some_and(|act| act.bases.iter().any(takes));
    if is_asked || !known.is_empty() {
        let worth = Field::of_kind(&at, LineKind::Unit("CNY"), known);
        fields.push(worth.wanted(is_asked).group("group.finding"));
    }
}

/// The order to correct that was not obeyed: asked where something of the act waits for it, or one is named.
fn order(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let draft = sketch.draft;
    let rulebook = &sketch.cx.snapshot.rulebook;
    let code = draft.get(&path(nth, "code"));
    let within = refusal::path(nth, "");
    let named = draft.fields.keys().any(|field| field.starts_with(&within));
    if !named && !rulebook.violation(code).is_some_and(Violation::needs_prior_order) {
        return;
    }
    for field in ["number", "ordered_on", "correct_before"] {
        let at = refusal::path(nth, field);
        // Where one of the three is written down, the first two are needed.
        let wanted = named && field != "correct_before" && draft.get(&at).is_empty();
        fields.push(Field::line(&at, draft.get(&at)).wanted(wanted).group("group.order"));
    }
}

/// The earlier act that is repeated, where the row punishes that and the officers know of more than the history does.
fn earlier_act(nth: usize, sketch: &Sketch<'_>, fields: &mut Vec<Field>) {
    let draft = sketch.draft;
    let row = sketch.cx.snapshot.rulebook.violation(draft.get(&path(nth, "code")));
    let within = repeat::path(nth, "");
    let named = draft.fields.keys().any(|field| field.starts_with(&within));
    if !named && !row.is_some_and(|act| act.or_repeated) {
        return;
    }
    for field in ["on", "why"] {
        let at = repeat::path(nth, field);
        let wanted = named && draft.get(&at).is_empty();
        fields.push(Field::line(&at, draft.get(&at)).wanted(wanted).group("group.order"));
    }
}
