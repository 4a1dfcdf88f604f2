//! Step 2: the vehicle and its papers; when the plate is left, its history is looked up.

use crate::app::draft::Draft;
use crate::domain::identity::normalise;
use crate::domain::identity::plate::{self, PlateKind};
use crate::domain::identity::plate_colour::PlateColour;
use crate::domain::identity::plate_state::PlateState;
use crate::domain::vehicle::KINDS;
use crate::tui::screen::check::Sketch;
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::field::LineKind;
use crate::tui::widget::flag::FlagField;
use crate::tui::widget::form::{Entry, Field};

#[must_use]
pub fn applies(_draft: &Draft) -> bool {
    true
}

/// Lorries, which the scale is for.
#[must_use]
pub fn carries_goods(draft: &Draft) -> bool {
    matches!(draft.get("vehicle.kind"), "货车" | "危货车" | "挂车")
}

/// The colours of a plate to pick from: the law's own list, so that none of them can be left out here.
#[must_use]
pub fn colours(kept: &str) -> ChoiceField {
    ChoiceField::plain(&PlateColour::ALL.map(PlateColour::in_chinese), kept)
}

#[must_use]
pub fn fields(sketch: &Sketch<'_>) -> Vec<Field> {
    let draft = sketch.draft;
    let kept = |path: &str| draft.get(path);
    let goods = carries_goods(draft);
    let has_plate = kept("vehicle.plate_state") != PlateState::Missing.word();
    let colour = colours(kept("vehicle.colour"));
    let kind = ChoiceField::plain(KINDS, kept("vehicle.kind"));
    let mut fields = vec![
        Field::line("vehicle.plate", kept("vehicle.plate")).wanted(has_plate),
        Field::new("vehicle.colour", Entry::Choice(colour)).wanted(has_plate),
        Field::new("vehicle.kind", Entry::Choice(kind)).wanted(true),
        Field::line("vehicle.trailer_plate", kept("vehicle.trailer_plate")),
        Field::line("vehicle.vin", kept("vehicle.vin")),
        Field::line("transport_certificate.no", kept("transport_certificate.no")).wanted(goods),
        Field::line(
            "transport_certificate.first_issued",
            kept("transport_certificate.first_issued"),
        )
        .wanted(goods),
    ];
    let plate = normalise(kept("vehicle.plate"));
    let home = kept("vehicle.home_plate");
    let has_two = kept("vehicle.plate_state") == PlateState::HongKongMacau.word();
    if has_two || plate::kind(&plate) == Some(PlateKind::HongKongMacau) || !home.is_empty() {
        fields.insert(1, Field::line("vehicle.home_plate", home).wanted(true));
    }
    if goods {
        let asked = FlagField::new(if sketch.permit_asked { "true" } else { "" });
        fields.push(Field::new("permit.asked", Entry::Flag(asked)).group("group.permit"));
    }
    if goods && sketch.permit_asked {
        permit(draft, &mut fields);
    }
    odd_plate(draft, &mut fields);
    fields
}

/// What was seen where the plate is missing, in doubt, of paper or one of two, and the number registered for it.
fn odd_plate(draft: &Draft, fields: &mut Vec<Field>) {
    const STATE: &str = "vehicle.plate_state";
    let state = PlateState::from_word(draft.get(STATE)).unwrap_or_default();
    let words = PlateState::ALL.map(PlateState::word);
    let choice = ChoiceField::worded("plate_state", &words, draft.get(STATE));
    fields.push(Field::new(STATE, Entry::Choice(choice)).group("group.plate"));
    let is_odd = state.for_police().is_some();
    let is_unread = ["vehicle.vin", "vehicle.engine_no"].iter().all(|it| draft.get(it).is_empty());
    for (path, is_asked) in [
        ("vehicle.engine_no", is_odd),
        ("vehicle.registered_vin", is_odd || !draft.get("vehicle.vin").is_empty()),
        ("vehicle.seen", is_odd),
    ] {
        if is_asked || !draft.get(path).is_empty() {
            // Without a plate and a number only what was seen tells the vehicle from others.
            let wanted = path == "vehicle.seen" && state == PlateState::Missing && is_unread;
            fields.push(Field::line(path, draft.get(path)).wanted(wanted).group("group.plate"));
        }
    }
}

fn permit(draft: &Draft, fields: &mut Vec<Field>) {
    let line = |path: &str, kind: LineKind| {
        Field::of_kind(path, kind, draft.get(path)).wanted(true).group("group.permit")
    };
    fields.extend([
        line("permit.no", LineKind::Text),
        line("permit.plate", LineKind::Text),
        line("permit.trailer_plate", LineKind::Text).wanted(false),
        line("permit.gross_kg", LineKind::Unit("kg")),
        line("permit.length_mm", LineKind::Metres),
        line("permit.width_mm", LineKind::Metres),
        line("permit.height_mm", LineKind::Metres),
        line("permit.route", LineKind::Text),
        line("permit.from", LineKind::Text),
        line("permit.until", LineKind::Text),
        line("permit.axles", LineKind::Text).wanted(false),
        line("permit.registered_no", LineKind::Text).wanted(false),
    ]);
    let compared = FlagField::new(draft.get("permit.compared"));
    fields.push(Field::new("permit.compared", Entry::Flag(compared)).group("group.permit"));
}
