//! Axle loads: the table of violations-and-standards.md §1.3 on both sides of each edge, and what a stop makes of them.

use crate::bureau::{EVENING, check, found, sample, with};
use crate::keys::{Stage, WIDE, WITHIN};
use crate::rulebook::sample as book;
use crate::scenarios::stop;
use lucha::domain::over_limit::{
    AxleGroup, Load, VehicleType, axle_groups, axle_limit, axle_loads, axle_sum, limit,
};
use lucha::domain::rulebook::Tyres;
use serde_json::{Value, json};

fn group(axles: u8, spacing_mm: Option<u32>) -> AxleGroup {
    AxleGroup {
        axles,
        tyres: Tyres::Dual,
        driven: false,
        trailer: false,
        spacing_mm,
        air_sprung: false,
    }
}

fn kg(group: &AxleGroup) -> Option<i64> {
    let book = book();
    axle_limit(group, &book.weights, &book.rulings).map(|(kg, _)| kg)
}

#[test]
fn every_row_of_the_axle_table_holds_on_both_sides_of_its_edges() {
    let one = group(1, None);
    assert_eq!(kg(&AxleGroup { tyres: Tyres::Single, ..one.clone() }), Some(7_000));
    assert_eq!(kg(&one), Some(10_000));
    assert_eq!(kg(&AxleGroup { driven: true, ..one }), Some(11_500));
    for (axles, mm, want) in [
        (2, 999, Some(11_500)),
        (2, 1_000, Some(16_000)),
        (2, 1_299, Some(16_000)),
        (2, 1_300, Some(18_000)),
        (2, 1_799, Some(18_000)),
        (2, 1_800, None),
        (3, 1_300, Some(21_000)),
        (3, 1_301, Some(24_000)),
        (3, 1_400, Some(24_000)),
        (3, 1_401, None),
        (4, 1_300, None),
    ] {
        assert_eq!(kg(&group(axles, Some(mm))), want, "{axles} axles, {mm} mm");
    }
    let far = AxleGroup { trailer: true, ..group(2, Some(1_800)) };
    assert_eq!(kg(&far), Some(18_000), "a trailer's");
}

#[test]
fn air_springs_bear_a_tonne_more_only_under_a_driven_group_of_its_spacing() {
    for (driven, air_sprung, mm, want) in [
        (true, true, 1_350, 19_000),
        (false, true, 1_350, 18_000),
        (true, false, 1_350, 18_000),
        (true, true, 1_299, 16_000),
    ] {
        let group = AxleGroup { driven, air_sprung, ..group(2, Some(mm)) };
        assert_eq!(kg(&group), Some(want), "{group:?}");
    }
}

#[test]
fn what_was_not_measured_is_taken_as_it_is_best_for_the_party() {
    assert_eq!(kg(&group(2, None)), Some(18_000));
    assert_eq!(kg(&group(3, None)), Some(24_000));
    // Single tyres take off what the ruling says, for each axle of the group.
    let single = AxleGroup { tyres: Tyres::Single, ..group(3, Some(1_310)) };
    assert_eq!(kg(&single), Some(15_000));
}

fn load(vehicle: VehicleType, arrangement: &str, drive_axles: u8, single_tyre_axles: u8) -> Load {
    let axles = arrangement.split('+').map(|n| n.parse::<u8>().unwrap()).sum();
    let arrangement = Some(arrangement.to_string());
    Load { vehicle, axles, arrangement, drive_axles, single_tyre_axles, licence_gross_kg: None }
}

/// With usual spacings the sum of the axle limits is never below the limit that the arrangement table gives.
#[test]
fn the_sum_of_the_axle_limits_agrees_with_the_arrangement_table() {
    use VehicleType::{Articulated, CentreAxle, Truck};
    let book = book();
    for (vehicle, arrangement, drive, spacings, sum) in [
        (Truck, "1+1", 1, vec![], 18_500),
        (Truck, "1+2", 2, vec![1_350], 25_000),
        (CentreAxle, "1+2+1", 2, vec![1_350], 35_000),
        (Articulated, "1+1+2", 1, vec![1_310], 36_500),
        (Articulated, "1+2+2", 2, vec![1_350, 1_310], 43_000),
        (Articulated, "1+1+3", 1, vec![1_310], 42_500),
        (Articulated, "1+2+3", 2, vec![1_350, 1_310], 49_000),
    ] {
        let load = load(vehicle, arrangement, drive, 0);
        let groups = axle_groups(&load, &spacings, false).unwrap();
        assert_eq!(axle_sum(&groups, &book.weights, &book.rulings), Some(sum), "{arrangement}");
        let table = limit(&load, &book.weights, &book.rulings).unwrap().kg;
        assert!(table <= sum, "{arrangement}: {table}");
    }
    // Not measured, or two axles that steer: no sum, and so no lower limit.
    for (vehicle, arrangement, spacings) in
        [(Articulated, "1+2+3", vec![]), (Truck, "2+2", vec![1_800, 1_350])]
    {
        let groups = axle_groups(&load(vehicle, arrangement, 2, 0), &spacings, false).unwrap();
        assert_eq!(axle_sum(&groups, &book.weights, &book.rulings), None, "{arrangement}");
    }
}

#[test]
fn loads_are_held_against_their_groups_from_front_to_back() {
    let book = book();
    let load = load(VehicleType::Articulated, "1+2+3", 2, 3);
    let groups = axle_groups(&load, &[1_350, 1_310], false).unwrap();
    let of = |loads: &[i64]| axle_loads(loads, &groups, &book.weights, &book.rulings);
    let found: Vec<_> = of(&[7_001, 18_000, 15_001])
        .unwrap()
        .iter()
        .map(|axle| (axle.axles, axle.limit_kg, axle.over_kg))
        .collect();
    // The three axles with single tyres can only be those of the trailer.
    assert_eq!(found, [(1, Some(7_000), 1), (2, Some(18_000), 0), (3, Some(15_000), 1)]);
    assert_eq!(of(&[7_000, 18_000]), None, "a load for each group");
}

fn answer(changes: &[(&str, Value)]) -> Value {
    let asked =
        changes.iter().fold(stop("S05"), |stop, (path, value)| with(stop, path, value.clone()));
    let (_folder, mut desk) = found(sample(), EVENING);
    let (_, mut answers, said) = check(&mut desk, vec![asked]);
    assert_eq!((answers.len(), said.as_str()), (1, ""));
    answers.remove(0)
}

/// S05 within its limit, its axles 1+1+3 weighed one by one.
fn weighed(loads: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("weighing.gross_kg", json!(42_000)),
        ("findings[0].code", json!("OL-003")),
        ("findings[0].proposed_yuan", json!(1_000)),
        ("weighing.axle_loads", json!(loads)),
    ]
}

#[test]
fn a_finding_of_axle_load_needs_a_group_above_its_limit() {
    let over = answer(&weighed("6500+11501+23999"));
    assert_eq!(
        (&over["outcome"], &over["fine_yuan"]),
        (&json!("on_spot_penalty"), &json!(1_000)),
        "{over}"
    );
    assert_eq!(
        over["axles"][1],
        json!({ "axles": 1, "kg": 11_501, "limit_kg": 11_500, "over_kg": 1 })
    );
    assert!(over["warnings"].to_string().contains("axle_over_limit"));
    for loads in ["6500+11500+24000", ""] {
        let none = answer(&weighed(loads));
        let no = &none["blocked"][0];
        assert_eq!(
            (&no["rule"], &no["field"]),
            (&json!("finding_and_weighing_disagree"), &json!("weighing.axle_loads")),
            "{loads} {none}"
        );
    }
    // Three groups have three loads; what is no number is kept, and blocks.
    for loads in ["6500+11501", "6500+x+24000", "6500+-1+24000"] {
        let wrong = answer(&weighed(loads));
        let mut blocked = wrong["blocked"].as_array().unwrap().iter();
        let named =
            |no: &Value| no["rule"] == "impossible_value" && no["field"] == "weighing.axle_loads";
        assert!(blocked.any(named), "{loads} {wrong}");
    }
}

#[test]
fn a_narrow_group_lowers_the_gross_limit_to_the_sum_of_the_axles() {
    let at = |spacings: &str, gross: i64| {
        answer(&[("vehicle.axle_spacings", json!(spacings)), ("weighing.gross_kg", json!(gross))])
    };
    // Three axles at 1.30 m bear 21 t instead of 24: 7 + 11.5 + 21.
    assert_eq!(at("1300", 48_000)["limit_kg"], 39_500);
    assert_eq!(at("1301", 48_000)["limit_kg"], 42_000);
    assert_eq!(at("1300+1310", 48_000)["blocked"][0]["field"], "vehicle.axle_spacings");
}

#[test]
fn nothing_is_decided_against_a_claim_whose_figures_are_not_verified() {
    let claim = |feature: &str, proof: &str| {
        answer(&[("exemption", json!({ "feature": feature, "proof": proof }))])
    };
    let refused = claim("专用作业车", "行驶证：专用作业车");
    let no = &refused["blocked"][0];
    assert_eq!((&no["rule"], &no["field"]), (&json!("unverified"), &json!("exemption.feature")));
    assert_eq!((&refused["number"], &refused["fine_yuan"]), (&Value::Null, &Value::Null));
    for (feature, proof) in [("专用作业车", ""), ("冷藏车", "行驶证：冷藏车")] {
        assert_eq!(claim(feature, proof)["outcome"], "on_spot_penalty", "{feature} {proof}");
    }
}

#[test]
fn nothing_is_decided_against_a_claim_of_a_vehicle_longer_than_a_figure_that_nobody_stands_for() {
    let claim = |proof: &str, length_mm: i64, width_mm: i64, kind: &str| {
        answer(&[
            ("vehicle.type", json!(kind)),
            ("weighing.length_mm", json!(length_mm)),
            ("weighing.width_mm", json!(width_mm)),
            ("exemption", json!({ "feature": "冷藏车", "proof": proof })),
        ])
    };
    let refused = claim("行驶证：冷藏车", 17_101, 2_600, "铰接列车");
    let no = &refused["blocked"][0];
    assert_eq!((&no["rule"], &no["field"]), (&json!("unverified"), &json!("weighing.length_mm")));
    assert_eq!((&refused["number"], &refused["fine_yuan"]), (&Value::Null, &Value::Null));
    for (proof, length_mm, width_mm, kind) in [
        ("行驶证：冷藏车", 17_100, 2_600, "铰接列车"),
        // Nothing rests on a claim without proof, or on one that changes nothing; another train has another length.
        ("", 17_101, 2_550, "铰接列车"),
        ("行驶证：冷藏车", 17_101, 2_550, "铰接列车"),
        ("行驶证：冷藏车", 17_101, 2_600, "全挂列车"),
    ] {
        let of = claim(proof, length_mm, width_mm, kind);
        assert_eq!(of["outcome"], "on_spot_penalty", "{proof} {length_mm} {width_mm} {kind} {of}");
    }
    // Without a claim the length is lawful up to that of art. 3.
    assert_eq!(answer(&[("weighing.length_mm", json!(18_100))])["outcome"], "on_spot_penalty");
}

#[test]
fn the_screen_asks_for_axle_loads_beside_an_arrangement_and_shows_each() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN);
    stage.press("<Enter> <Esc>");
    stage.size = WIDE;
    stage.press("n <Space> <Enter> {粤D55D18} <Enter> 1 1 {x} <Enter> {2019-01-15} <Enter>");
    stage.sees_not(&["各轴组荷载"]);
    stage.press("1 {3} <Enter> {2} <Enter> {0} <Enter> {24000} <Enter> {12.00} <Enter> {2.55} <Enter> {3.95} <Enter> y");
    stage.go_to("轴型");
    stage.press("{1+2} <Down>");
    stage.sees(&["各轴组荷载", "轴组轴距"]);
    stage.go_to("各轴组荷载");
    stage.press("{7200+16800} <Down>");
    stage.sees(&["! 第 1 轴(组) 7,200 kg，限 7,000 kg", "第 2 轴(组) 16,800 kg，限 18,000 kg"]);
    stage.press("{1299} <Down>");
    stage.sees(&["第 2 轴(组) 16,800 kg，限 16,000 kg", "各轴(组)限值之和 23,000 kg"]);
}

#[test]
fn a_slow_lorry_is_held_against_the_mass_on_its_licence() {
    let of = |licence: Value, gross: i64| {
        let asked = with(stop("S01"), "vehicle.type", json!("低速货车"));
        let asked = with(with(asked, "vehicle.axles", json!(2)), "vehicle.drive_axles", json!(1));
        let asked = with(asked, "weighing.gross_kg", json!(gross));
        let (_folder, mut desk) = found(sample(), EVENING);
        check(&mut desk, vec![with(asked, "vehicle.licence_gross_kg", licence)]).1.remove(0)
    };
    let over = of(json!(4_495), 6_495);
    assert_eq!(
        (&over["limit_kg"], &over["over_kg"], &over["fine_yuan"]),
        (&json!(4_495), &json!(2_000), &json!(1_000)),
        "{over}"
    );
    let unread = of(json!(null), 6_495);
    let no = &unread["blocked"][0];
    let want = (&json!("limit_unknown"), &json!("vehicle.licence_gross_kg"));
    assert_eq!((&no["rule"], &no["field"]), want, "{unread}");
    let wrong = of(json!(9), 6_495);
    assert_eq!(wrong["blocked"][0]["field"], "vehicle.licence_gross_kg", "{wrong}");
}
