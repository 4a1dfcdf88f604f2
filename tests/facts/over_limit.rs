//! V §1: limits, sizes, fines, procedure and counts, each example of the notes.

use super::{Row, hold, or_dash, row};
use crate::bureau::with;
use crate::over_limit::{Example, examples};
use crate::rulebook::sample;
use crate::rulings::judged;
use crate::scenarios::stop;
use lucha::domain::blocked::Warning;
use lucha::domain::counting::is_more_than_a_tenth;
use lucha::domain::inspection::judgement::Judgement;
use lucha::domain::over_limit::{
    Exemption, Load, MassSanction, Size, VehicleType, length_fits, limit, mass_excess,
    mass_sanction, permit_excess, size_band, size_band_exempting, total,
};
use lucha::domain::rulebook::{
    Gb1589Feature, Gb1589Length, PermitExcess, Rounding, WeighingDeduction,
};
use lucha::stdx::fen::Fen;
use serde_json::{Value, json};

fn kg(vehicle: &str, axles: u8, arrangement: Option<&str>, (drive, single): (u8, u8)) -> String {
    let book = sample();
    let vehicle = VehicleType::from_chinese(vehicle).unwrap();
    let arrangement = arrangement.map(str::to_string);
    let load = Load {
        vehicle,
        axles,
        arrangement,
        drive_axles: drive,
        single_tyre_axles: single,
        licence_gross_kg: None,
    };
    or_dash(limit(&load, &book.weights, &book.rulings).ok().map(|limit| limit.kg))
}

#[test]
fn the_gross_limits_of_article_three() {
    let mut rows = Vec::new();
    for (vehicle, axles, drive, want) in [
        ("载货汽车", 2, 1, 18_000),
        ("载货汽车", 3, 2, 25_000),
        ("汽车列车", 3, 1, 27_000),
        ("载货汽车", 4, 2, 31_000),
        ("汽车列车", 4, 1, 36_000),
        ("汽车列车", 5, 2, 43_000),
        ("汽车列车", 6, 2, 49_000),
        ("汽车列车", 6, 1, 46_000),
        ("汽车列车", 7, 2, 49_000),
        ("汽车列车", 8, 1, 46_000),
    ] {
        let what = format!("{vehicle}, {axles} axles, {drive} driven");
        rows.push(row("V §1.1; L §2.2", what, kg(vehicle, axles, None, (drive, 0)), want));
    }
    for word in ["拖拉机", "农用车", "低速货车"] {
        let vehicle = VehicleType::from_chinese(word).unwrap();
        let of = |licence_gross_kg| {
            let book = sample();
            let load = Load {
                vehicle,
                axles: 2,
                arrangement: None,
                drive_axles: 1,
                single_tyre_axles: 1,
                licence_gross_kg,
            };
            or_dash(limit(&load, &book.weights, &book.rulings).ok().map(|limit| limit.kg))
        };
        rows.push(row(
            "V §1.1",
            format!("{word}: the mass on its licence"),
            of(Some(4_495)),
            4_495,
        ));
        rows.push(row("V §1.1", format!("{word}, licence not read"), of(None), "-"));
    }
    rows.push(row("V §1.1", "one axle with single tyres", kg("汽车列车", 6, None, (2, 1)), 46_000));
    rows.push(row(
        "V §1.1",
        "three axles with single tyres",
        kg("汽车列车", 6, None, (2, 3)),
        40_000,
    ));
    hold(&rows);
}

#[test]
fn the_arrangement_table_and_the_lower_of_both() {
    let mut rows = Vec::new();
    for (vehicle, arrangement, drive, want) in [
        ("载货汽车", "1+1", 1, 18_000),
        ("载货汽车", "2+2", 2, 31_000),
        ("中置轴挂车列车", "1+1+2", 1, 36_000),
        ("中置轴挂车列车", "1+2+1", 2, 35_000),
        ("铰接列车", "1+1+2", 1, 36_000),
        ("全挂列车", "1+1+1+1", 1, 36_000),
        ("中置轴挂车列车", "1+2+2", 2, 43_000),
        ("中置轴挂车列车", "2+1+2", 1, 43_000),
        ("铰接列车", "1+2+2", 2, 43_000),
        ("铰接列车", "2+1+2", 1, 43_000),
        ("铰接列车", "1+1+3", 1, 42_000),
        ("中置轴挂车列车", "1+2+3", 2, 49_000),
        ("中置轴挂车列车", "2+2+2", 2, 49_000),
        ("铰接列车", "1+2+3", 2, 49_000),
        ("铰接列车", "1+2+3", 1, 46_000),
        ("全挂列车", "2+2+2", 2, 49_000),
    ] {
        let axles = arrangement.split('+').map(|n| n.parse::<u8>().unwrap()).sum();
        let what = format!("{vehicle} {arrangement}, {drive} driven");
        rows.push(row("V §1.2", what, kg(vehicle, axles, Some(arrangement), (drive, 0)), want));
    }
    rows.push(row("V §1.2", "3 axles, truck", kg("载货汽车", 3, None, (2, 0)), 25_000));
    rows.push(row("V §1.2", "3 axles, train", kg("汽车列车", 3, None, (1, 0)), 27_000));
    rows.push(row("V §1.2", "5 axles, full trailer", kg("全挂列车", 5, None, (2, 0)), 43_000));
    hold(&rows);
}

fn band(length_mm: u32, width_mm: u32, height_mm: u32) -> String {
    let outer = Size { length_mm, width_mm, height_mm };
    let found = size_band(&outer, &sample().weights);
    or_dash(found.map(|band| {
        let may = if band.may { "may " } else { "" };
        format!("{}: {may}{}-{}", band.band, band.least.yuan(), band.most.yuan())
    }))
}

#[test]
fn sizes_and_their_bands() {
    let first = "1: may 0-200";
    let second = "2: 200-1000";
    let third = "3: 1000-3000";
    hold(&[
        row("V §1.1", "exactly the three limits", band(18_100, 2_550, 4_000), "-"),
        row("V §1.1", "length alone", band(18_101, 2_550, 4_000), first),
        row("V §1.1", "width alone", band(18_100, 2_551, 4_000), first),
        row("V §1.1", "height alone", band(18_100, 2_550, 4_001), first),
        row("V §1.5", "4,200 mm is band 1", band(18_100, 2_550, 4_200), first),
        row("V §1.5", "4,201 mm is band 2", band(18_100, 2_550, 4_201), second),
        row("V §1.5; L §2.2", "edges of band 1", band(20_000, 3_000, 4_200), first),
        row("V §1.5; L §2.2", "edges of band 2", band(28_000, 3_750, 4_500), second),
        row("V §1.5; L §2.2", "otherwise", band(28_001, 3_750, 4_500), third),
    ]);
    let length = |feature: Gb1589Feature| {
        let weights = sample().weights;
        let row = weights.gb1589.iter().find(|row| row.feature == feature).unwrap();
        format!("{}/{}", or_dash(row.length_mm), or_dash(row.width_mm))
    };
    hold(&[
        row("V §1.3", "冷藏车", length(Gb1589Feature::Refrigerated), "-/2600"),
        row("V §1.3", "中置轴挂车列车", length(Gb1589Feature::CentreAxleTrain), "20000/-"),
        row("V §1.3", "牵引杆挂车列车", length(Gb1589Feature::DrawbarTrain), "20000/-"),
        row("V §1.3", "中置轴车辆运输列车", length(Gb1589Feature::CarTransporter), "22000/-"),
    ]);
}

/// The two figures marked C: length, exception, and whether somebody stands for it.
#[test]
fn the_lengths_of_the_standard_that_nobody_stands_for_are_marked() {
    use VehicleType::{Articulated, CentreAxle, Truck};
    let weights = sample().weights;
    let figures = |vehicle: VehicleType| {
        let rows = weights.gb1589_lengths.iter().filter(|row| row.vehicles == [vehicle]);
        let of = |row: &Gb1589Length| {
            let mark = if row.confirmed { "" } else { " 未核" };
            let (axles, exception) = (or_dash(row.axles), or_dash(row.exception_mm));
            format!("{axles} axles {}/{exception}{mark}", row.length_mm)
        };
        rows.map(of).collect::<Vec<_>>().join("; ")
    };
    let fit = |vehicle, axles, length_mm, feature, confirmed: bool| {
        let mut weights = weights.clone();
        weights.gb1589_lengths.iter_mut().for_each(|row| row.confirmed = confirmed);
        let (arrangement, licence_gross_kg) = (None, None);
        let load = Load {
            vehicle,
            axles,
            arrangement,
            drive_axles: 1,
            single_tyre_axles: 0,
            licence_gross_kg,
        };
        let claim = Exemption { feature, proof: "行驶证".into() };
        format!("{:?}", length_fits(&claim, &load, length_mm, &weights))
    };
    let cold = Gb1589Feature::Refrigerated;
    let mut rows = vec![
        row("V §1.3 C", "铰接列车", figures(Articulated), "- axles 17100/18100 未核"),
        row("V §1.3 C", "二轴货车", figures(Truck), "2 axles 12000/- 未核"),
        row("V §1.3", "no other", weights.gb1589_lengths.len(), 2),
    ];
    for (vehicle, axles, length_mm, marked, stood_for) in [
        (Articulated, 6, 17_100, "Conforms", "Conforms"),
        (Articulated, 6, 17_101, "Unverified", "Conforms"),
        (Articulated, 6, 18_100, "Unverified", "Conforms"),
        (Articulated, 6, 18_101, "Unverified", "TooLong"),
        (Truck, 2, 12_000, "Conforms", "Conforms"),
        (Truck, 2, 12_001, "Unverified", "TooLong"),
        (Truck, 3, 12_001, "Conforms", "Conforms"),
        (CentreAxle, 6, 19_000, "Conforms", "Conforms"),
    ] {
        let what = format!("{} {axles} axles, {length_mm} mm", vehicle.in_chinese());
        rows.push(row("V §1.3 C", &what, fit(vehicle, axles, length_mm, cold, false), marked));
        rows.push(row("V §1.3 C", &what, fit(vehicle, axles, length_mm, cold, true), stood_for));
    }
    let train = Gb1589Feature::DrawbarTrain;
    rows.push(row(
        "V §1.3",
        "a length of its own",
        fit(Articulated, 6, 20_000, train, false),
        "Conforms",
    ));
    hold(&rows);
}

fn mass(sanction: MassSanction) -> String {
    match sanction {
        MassSanction::None => "none 0".into(),
        MassSanction::Caution => "warning 0".into(),
        MassSanction::Fine(fine) => format!("fine {}", fine.yuan()),
    }
}

#[test]
fn the_formula_on_both_sides_of_each_step() {
    let (floor, mut ceil) = (sample(), sample());
    ceil.rulings.rounding = Rounding::Ceil;
    let by_floor = |over_kg| mass(mass_sanction(over_kg, &floor.weights, &floor.rulings));
    let by_ceil = |over_kg| mass(mass_sanction(over_kg, &ceil.weights, &ceil.rulings));
    hold(&[
        row("V §1.5", "0 over", by_floor(0), "none 0"),
        row("V §1.5; V §1.7", "1,000 over", by_floor(1_000), "warning 0"),
        row("V §1.5", "1,001 over, floor", by_floor(1_001), "fine 500"),
        row("V §1.5", "1,001 over, ceil", by_ceil(1_001), "fine 1000"),
        row("V §0.2", "6,999 over", by_floor(6_999), "fine 3000"),
        row("V §0.2", "7,000 over", by_floor(7_000), "fine 3500"),
        row("V §1.5", "the cap", by_floor(60_001), "fine 30000"),
    ]);
}

fn worked(example: &Example) -> Vec<Row> {
    let (book, mut ceil) = (sample(), sample());
    ceil.rulings.rounding = Rounding::Ceil;
    let found = limit(&example.load, &book.weights, &book.rulings).unwrap();
    let excess = mass_excess(example.gross_kg, found.kg);
    let by_floor = mass_sanction(excess.over_kg, &book.weights, &book.rulings);
    let by_ceil = mass_sanction(excess.over_kg, &ceil.weights, &ceil.rulings);
    let band = size_band(&example.size, &book.weights);
    let sum = total(by_floor, band.as_ref(), &book.weights);
    let want = match (example.caution, example.fine) {
        (true, _) => "warning 0".to_string(),
        (false, 0) => "none 0".to_string(),
        (false, fine) => format!("fine {fine}"),
    };
    let of = |what: &str| format!("#{} {what}", example.no);
    let at = "V §1.6";
    vec![
        row(at, of("limit"), found.kg, example.limit_kg),
        row(at, of("over"), excess.over_kg, example.over_kg),
        row(at, of("rate"), excess.rate_text(), example.rate),
        row(at, of("mass"), mass(by_floor), want),
        row(at, of("ceil"), by_ceil.fine().yuan(), example.fine_ceil),
        row(at, of("band"), or_dash(band.map(|b| b.band)), or_dash(example.band)),
        row(
            at,
            of("total"),
            format!("{}-{}", sum.least.yuan(), sum.most.yuan()),
            format!("{}-{}", example.total.0, example.total.1),
        ),
    ]
}

#[test]
fn the_nineteen_worked_examples() {
    let rows: Vec<Row> = examples().iter().flat_map(worked).collect();
    assert_eq!(rows.len(), 19 * 7);
    hold(&rows);
}

#[test]
fn the_second_figures_of_the_examples() {
    let mut book = sample();
    book.rulings.lower_of_two_tables = false;
    book.rulings.permit_excess = PermitExcess::OverPermit;
    let tridem = Load {
        vehicle: VehicleType::Articulated,
        axles: 5,
        arrangement: Some("1+1+3".into()),
        drive_axles: 1,
        single_tyre_axles: 0,
        licence_gross_kg: None,
    };
    let art3_kg = limit(&tridem, &book.weights, &book.rulings).unwrap().kg;
    let excess = mass_excess(48_000, art3_kg);
    let fine = |over_kg| mass(mass_sanction(over_kg, &book.weights, &book.rulings));
    let over_permit = permit_excess(95_400, 49_000, 88_000, &book.rulings).over_kg;
    let cold = |proof: &str| {
        let claim = Exemption { feature: Gb1589Feature::Refrigerated, proof: proof.into() };
        let outer = Size { length_mm: 9_000, width_mm: 2_600, height_mm: 4_000 };
        or_dash(size_band_exempting(&outer, &[claim], &book.weights).map(|band| band.band))
    };
    hold(&[
        row("V §1.6 #17", "art. 3 alone", art3_kg, 43_000),
        row("V §1.6 #17", "over", excess.over_kg, 5_000),
        row("V §1.6 #17", "rate", excess.rate_text(), "11.63"),
        row("V §1.6 #17", "fine", fine(excess.over_kg), "fine 2500"),
        row("V §1.6 #19", "over the permit alone", over_permit, 7_400),
        row("V §1.6 #19", "fine", fine(over_permit), "fine 3500"),
        row("V §1.6 #18; V §1.4", "proven by the licence", cold("行驶证"), "-"),
        row("V §1.6 #18; V §1.4", "not proven", cold(""), 1),
    ]);
}

/// Procedure, fine and hearing of a two-axle lorry that is so many kilograms over.
fn procedure(over_kg: i64, organisation: bool) -> String {
    let mut asked = with(stop("S03"), "weighing.gross_kg", json!(18_000 + over_kg));
    if organisation {
        asked = with(asked, "party", stop("S01")["party"].clone());
    }
    said(&judged(asked, &sample()))
}

fn said(judgement: &Judgement) -> String {
    let hearing = match judgement.hearing {
        Some(true) => ", hearing",
        Some(false) | None => "",
    };
    format!("{} {}{hearing}", judgement.procedure.word(), or_dash(judgement.fine.map(Fen::yuan)))
}

#[test]
fn where_the_procedure_and_the_hearing_change() {
    let citizen = |over_kg| procedure(over_kg, false);
    let organisation = |over_kg| procedure(over_kg, true);
    hold(&[
        row("V §0.2", "citizen, 1,000 over: a warning", citizen(1_000), "summary 0"),
        row("V §0.2; V §1.6", "citizen, 1,001 over", citizen(1_001), "ordinary 500"),
        row("V §0.2; V §1.6", "organisation, 6,999 over", organisation(6_999), "summary 3000"),
        row("V §0.2; V §1.6", "organisation, 7,000 over", organisation(7_000), "ordinary 3500"),
        row("V §1.6; L §2.2", "citizen, 9,999 over", citizen(9_999), "ordinary 4500"),
        row("V §1.6; L §2.2", "citizen, 10,000 over", citizen(10_000), "ordinary 5000, hearing"),
        row("V §1.6", "organisation at the cap", organisation(72_000), "ordinary 30000"),
    ]);
}

#[test]
fn the_error_of_the_scale_and_permits() {
    let off = |gross, class| {
        or_dash(WeighingDeduction::ClassError.kg(gross, class).map(|off| gross - off))
    };
    let book = sample();
    let permit = |change: &[(&str, Value)]| {
        let asked =
            change.iter().fold(stop("S16"), |stop, (path, value)| with(stop, path, value.clone()));
        let judgement = judged(asked, &book);
        or_dash(judgement.weighed.as_ref().map(|weighed| weighed.over_kg))
    };
    hold(&[
        row("V §1.8 (b)", "53,900 kg on a class 5 scale", off(53_900, 5), 51_205),
        row("V §1.8 (a)", "no deduction", or_dash(WeighingDeduction::None.kg(53_900, 5)), 0),
        row("V §1.6 #19", "88 t permitted, 95.4 t measured", permit(&[]), 46_400),
    ]);
}

/// The act at hand beside `before` earlier ones of the same vehicle, of which `quashed` do not stand.
fn nth(before: usize, quashed: usize) -> String {
    use lucha::domain::counting::{DecidedAct, Standing};
    let days = ["2026-02-02", "2026-03-02", "2026-06-12"];
    let act = |nth: usize| DecidedAct {
        code: "OL-001".into(),
        plate: "粤D55D18".into(),
        on: lucha::stdx::day::Day::parse(days[nth]).unwrap(),
        standing: if nth < quashed { Standing::Quashed } else { Standing::Final },
        stop: None,
        by: lucha::domain::offender::Offenders::default(),
    };
    let acts: Vec<DecidedAct> = (0..before).map(act).collect();
    let judgement = crate::rulings::judged_after(stop("S01"), &sample(), &acts);
    let names: Vec<&str> = judgement.warnings.iter().map(Warning::name).collect();
    let kept = ["over_limit_third_in_window", "over_limit_more_than_three_in_window"];
    let count = judgement.counted.as_ref().unwrap().nth;
    format!("{count} {}", or_dash(kept.iter().find(|name| names.contains(name))))
}

#[test]
fn more_than_three_in_a_year_and_more_than_a_tenth() {
    let more = is_more_than_a_tenth;
    hold(&[
        row("V §1.10", "third act", nth(2, 0), "3 over_limit_third_in_window"),
        row("V §0.1; V §1.10", "fourth act", nth(3, 0), "4 over_limit_more_than_three_in_window"),
        row("V §1.10", "four acts, one quashed", nth(3, 1), "3 over_limit_third_in_window"),
        row("V §1.10", "2 of 20: 10.0 %", more(2, 20), false),
        row("V §1.10", "3 of 29: 10.34 %", more(3, 29), true),
        row(
            "V §10 row 13",
            "10.0 % no, 10.01 % yes",
            format!("{} {}", more(1_000, 10_000), more(1_001, 10_000)),
            "false true",
        ),
    ]);
}
