//! Step 3: axles, mass and size of a lorry, and the scale that says so.

use crate::app::draft::Draft;
use crate::domain::over_limit::{Gb1589Feature, VehicleType};
use crate::tui::screen::check::{Sketch, readings, unloading, vehicle};
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::field::LineKind;
use crate::tui::widget::flag::FlagField;
use crate::tui::widget::form::{Entry, Field};

/// Where the mass on the licence stands among the fields.
const AFTER_TYPE: usize = 1;

#[must_use]
pub fn applies(draft: &Draft) -> bool {
    vehicle::carries_goods(draft)
}

#[must_use]
pub fn fields(sketch: &Sketch<'_>) -> Vec<Field> {
    let draft = sketch.draft;
    let line = |path: &str, kind: LineKind, group: &'static str| {
        Field::of_kind(path, kind, draft.get(path)).wanted(true).group(group)
    };
    let types: Vec<&str> = VehicleType::ALL.iter().map(|kind| kind.in_chinese()).collect();
    let kind = ChoiceField::plain(&types, draft.get("vehicle.type"));
    // From four axles on the arrangement decides between limits.
    let many = draft.get("vehicle.axles").parse::<u8>().is_ok_and(|axles| axles >= 4);
    let (axles, mass, scale) = ("group.axles", "group.mass", "group.scale");
    let divisible = FlagField::new(draft.get("load.divisible"));
    let class = ChoiceField::plain(&["2", "5", "10"], draft.get("weighing.accuracy_class"));
    let mut fields = vec![
        Field::new("vehicle.type", Entry::Choice(kind)).wanted(true).group(axles),
        line("vehicle.axles", LineKind::Text, axles),
        line("vehicle.arrangement", LineKind::Text, axles).wanted(many),
        line("vehicle.drive_axles", LineKind::Text, axles),
        line("vehicle.single_tyre_axles", LineKind::Text, axles),
        line("weighing.gross_kg", LineKind::Unit("kg"), mass),
        line("weighing.length_mm", LineKind::Metres, mass),
        line("weighing.width_mm", LineKind::Metres, mass),
        line("weighing.height_mm", LineKind::Metres, mass),
        Field::new("load.divisible", Entry::Flag(divisible)).wanted(true).group(mass),
        line("weighing.device", LineKind::Text, scale),
        Field::new("weighing.accuracy_class", Entry::Choice(class)).wanted(true).group(scale),
        line("weighing.certificate_no", LineKind::Text, scale),
        line("weighing.certificate_until", LineKind::Text, scale),
    ];
    let by_licence = VehicleType::from_chinese(draft.get("vehicle.type"))
        .is_some_and(VehicleType::is_limited_by_licence);
    if by_licence {
        let licence = line("vehicle.licence_gross_kg", LineKind::Unit("kg"), axles);
        fields.insert(AFTER_TYPE, licence);
    }
    if !draft.get("vehicle.arrangement").is_empty() {
        // Where the scale says what stood on each axle, front to back: 6800+17500.
        let behind = fields.iter().position(|field| field.path == "load.divisible");
        let axle = |path| line(path, LineKind::Text, mass).wanted(false);
        let both = [axle("weighing.axle_loads"), axle("vehicle.axle_spacings")];
        let at = behind.unwrap_or(fields.len());
        fields.splice(at..at, both);
    }
    fields.extend(readings::fields(sketch));
    let features = Gb1589Feature::ALL.map(Gb1589Feature::in_chinese);
    let claimed = draft.get("exemption.feature");
    let (exempt, choice) = ("group.exemption", ChoiceField::plain(&features, claimed));
    fields.push(Field::new("exemption.feature", Entry::Choice(choice)).group(exempt));
    if !claimed.is_empty() {
        // Without proof a claim changes nothing, so it is asked for as soon as one is made.
        fields.push(line("exemption.proof", LineKind::Text, exempt));
        let accepted = FlagField::new(draft.get("exemption.accepted"));
        fields.push(Field::new("exemption.accepted", Entry::Flag(accepted)).group(exempt));
        let refused = draft.get("exemption.accepted") == "false";
        if refused || !draft.get("exemption.why").is_empty() {
            fields.push(line("exemption.why", LineKind::Text, exempt).wanted(refused));
        }
    }
    fields.extend(unloading::fields(draft));
    fields
}
