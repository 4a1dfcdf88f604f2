//! The over-limit law against its worked examples, on the tables and rulings of the sample pack.

use crate::rulebook::sample;
use VehicleType::{Articulated, CentreAxle, FullTrailer, Train, Truck};
use lucha::domain::blocked::Warning;
use lucha::domain::counting::{DecidedAct, Standing, Whose, count_fleet, count_over_limit};
use lucha::domain::offender::Offenders;
use lucha::domain::over_limit::{
    Departure, Exemption, Gb1589Feature, LimitUnknown, Load, MassSanction, Passage, Permit, Size,
    VehicleType, limit, limit_exempting, mass_excess, mass_sanction, permit_departures,
    permit_excess, size_band, size_band_exempting, total,
};
use lucha::domain::rulebook::{PermitExcess, Rounding, Rulebook};
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;

fn lorry(vehicle: VehicleType, axles: u8, arrangement: Option<&str>, drive_axles: u8) -> Load {
    let arrangement = arrangement.map(str::to_string);
    Load { vehicle, axles, arrangement, drive_axles, single_tyre_axles: 0, licence_gross_kg: None }
}

const fn size(length_mm: u32, width_mm: u32, height_mm: u32) -> Size {
    Size { length_mm, width_mm, height_mm }
}

const fn yuan(least: i64, most: i64) -> (Fen, Fen) {
    (Fen::from_yuan(least), Fen::from_yuan(most))
}

fn ceiling() -> Rulebook {
    let mut book = sample();
    book.rulings.rounding = Rounding::Ceil;
    book
}

pub struct Example {
    pub no: u8,
    pub load: Load,
    pub gross_kg: i64,
    pub size: Size,
    pub limit_kg: i64,
    pub over_kg: i64,
    pub rate: &'static str,
    pub caution: bool,
    pub fine: i64,
    pub fine_ceil: i64,
    pub band: Option<u8>,
    pub total: (i64, i64),
}

/// The nineteen worked examples in the order of the notes. Drive axles 1 is "single".
#[rustfmt::skip]
pub fn examples() -> Vec<Example> {
    let (a, b) = (size(9000, 2500, 3900), size(18_100, 2550, 4000));
    let six = || lorry(Train, 6, None, 2);
    let two = || lorry(Truck, 2, None, 1);
    let rows = vec![
        (two(), 18_000, a, 18_000, 0, "0.00", false, 0, 0, None, (0, 0)),
        (two(), 18_960, a, 18_000, 960, "5.33", true, 0, 0, None, (0, 0)),
        (two(), 19_000, a, 18_000, 1000, "5.56", true, 0, 0, None, (0, 0)),
        (two(), 19_001, a, 18_000, 1001, "5.56", false, 500, 1000, None, (500, 500)),
        (lorry(Truck, 3, None, 2), 31_240, size(12_000, 2550, 3950), 25_000, 6240, "24.96", false, 3000, 3500, None, (3000, 3000)),
        (lorry(Train, 3, None, 1), 29_850, size(16_500, 2550, 4000), 27_000, 2850, "10.56", false, 1000, 1500, None, (1000, 1000)),
        (lorry(Train, 4, None, 1), 44_100, size(17_000, 2550, 4000), 36_000, 8100, "22.50", false, 4000, 4500, None, (4000, 4000)),
        (lorry(Train, 5, None, 2), 55_630, size(17_500, 2550, 4000), 43_000, 12_630, "29.37", false, 6000, 6500, None, (6000, 6000)),
        (six(), 49_800, b, 49_000, 800, "1.63", true, 0, 0, None, (0, 0)),
        (six(), 62_440, b, 49_000, 13_440, "27.43", false, 6500, 7000, None, (6500, 6500)),
        (six(), 101_500, b, 49_000, 52_500, "107.14", false, 26_000, 26_500, None, (26_000, 26_000)),
        (six(), 121_000, b, 49_000, 72_000, "146.94", false, 30_000, 30_000, None, (30_000, 30_000)),
        (six(), 55_000, size(19_500, 2550, 4150), 49_000, 6000, "12.24", false, 3000, 3000, Some(1), (3000, 3200)),
        (six(), 58_250, size(24_000, 3200, 4300), 49_000, 9250, "18.88", false, 4500, 5000, Some(2), (4700, 5500)),
        (two(), 17_200, size(9000, 2550, 4210), 18_000, 0, "0.00", false, 0, 0, Some(2), (200, 1000)),
        (lorry(Train, 8, None, 2), 60_700, size(18_000, 2550, 4000), 49_000, 11_700, "23.88", false, 5500, 6000, None, (5500, 5500)),
        (lorry(Articulated, 5, Some("1+1+3"), 1), 48_000, size(17_500, 2550, 4000), 42_000, 6000, "14.29", false, 3000, 3000, None, (3000, 3000)),
        (two(), 17_900, size(9000, 2600, 4000), 18_000, 0, "0.00", false, 0, 0, Some(1), (0, 200)),
        (six(), 95_400, size(18_000, 2550, 4000), 49_000, 46_400, "94.69", false, 23_000, 23_500, None, (23_000, 23_000)),
    ];
    (1..).zip(rows).map(|(no, (load, gross_kg, size, limit_kg, over_kg, rate, caution, fine, fine_ceil, band, total))| {
        Example { no, load, gross_kg, size, limit_kg, over_kg, rate, caution, fine, fine_ceil, band, total }
    }).collect()
}

#[test]
fn the_worked_examples_come_out() {
    let (book, ceil) = (sample(), ceiling());
    let examples = examples();
    assert_eq!(examples.len(), 19);
    for example in examples {
        let no = example.no;
        let limit = limit(&example.load, &book.weights, &book.rulings).unwrap();
        assert_eq!(limit.kg, example.limit_kg, "limit of {no}");
        let excess = mass_excess(example.gross_kg, limit.kg);
        assert_eq!((excess.over_kg, excess.rate_text().as_str()), (example.over_kg, example.rate));
        let mass = mass_sanction(excess.over_kg, &book.weights, &book.rulings);
        let want = match (example.caution, example.fine) {
            (true, _) => MassSanction::Caution,
            (false, 0) => MassSanction::None,
            (false, fine) => MassSanction::Fine(Fen::from_yuan(fine)),
        };
        assert_eq!(mass, want, "mass of {no}");
        let ceil = mass_sanction(excess.over_kg, &ceil.weights, &ceil.rulings);
        assert_eq!(ceil.fine(), Fen::from_yuan(example.fine_ceil), "ceiling of {no}");
        let band = size_band(&example.size, &book.weights);
        assert_eq!(band.map(|b| b.band), example.band, "band of {no}");
        let sum = total(mass, band.as_ref(), &book.weights);
        assert_eq!((sum.least, sum.most), yuan(example.total.0, example.total.1), "total of {no}");
    }
}

/// The second figures of examples 17 and 19: article 3 alone, and only the excess over the permit.
#[test]
fn other_rulings_give_the_other_figures() {
    let mut book = sample();
    book.rulings.lower_of_two_tables = false;
    let tridem = lorry(Articulated, 5, Some("1+1+3"), 1);
    let found = limit(&tridem, &book.weights, &book.rulings).unwrap();
    assert_eq!((found.kg, found.art3_kg, found.arrangement_kg), (43_000, 43_000, Some(42_000)));
    let excess = mass_excess(48_000, found.kg);
    assert_eq!((excess.over_kg, excess.rate_text().as_str()), (5000, "11.63"));
    let fine = |over_kg| mass_sanction(over_kg, &book.weights, &book.rulings).fine();
    assert_eq!(fine(excess.over_kg), Fen::from_yuan(2500));

    let whole = permit_excess(95_400, 49_000, 88_000, &book.rulings);
    assert_eq!((whole.over_kg, fine(whole.over_kg)), (46_400, Fen::from_yuan(23_000)));
    book.rulings.permit_excess = PermitExcess::OverPermit;
    let over = permit_excess(95_400, 49_000, 88_000, &book.rulings);
    let fine = mass_sanction(over.over_kg, &book.weights, &book.rulings).fine();
    assert_eq!((over.over_kg, fine), (7400, Fen::from_yuan(3500)));
}

#[test]
fn limits_are_those_of_both_tables() {
    let book = sample();
    for (vehicle, axles, arrangement, drive, kg, art3_kg, known) in [
        (Truck, 2, None, 1, 18_000, 18_000, false),
        (Truck, 2, Some("1+1"), 1, 18_000, 18_000, true),
        (Truck, 2, Some("1+1"), 2, 18_000, 18_000, true),
        (Truck, 3, None, 2, 25_000, 25_000, true),
        (Truck, 3, Some("1+2"), 2, 25_000, 25_000, true),
        (Train, 3, None, 1, 27_000, 27_000, true),
        (Articulated, 3, Some("1+1+1"), 1, 27_000, 27_000, true),
        (Truck, 4, None, 2, 31_000, 31_000, false),
        (Truck, 4, Some("2+2"), 2, 31_000, 31_000, true),
        (Truck, 4, Some("1+3"), 2, 31_000, 31_000, false),
        (Train, 4, None, 1, 36_000, 36_000, false),
        (CentreAxle, 4, Some("1+1+2"), 1, 36_000, 36_000, true),
        (CentreAxle, 4, Some("1+2+1"), 2, 35_000, 36_000, true),
        (CentreAxle, 4, Some(" 1 + 2 + 1 "), 2, 35_000, 36_000, true),
        (Train, 4, Some("1+2+1"), 2, 35_000, 36_000, true),
        (Articulated, 4, Some("1+1+2"), 1, 36_000, 36_000, true),
        (FullTrailer, 4, Some("1+1+1+1"), 1, 36_000, 36_000, true),
        (CentreAxle, 5, Some("1+2+2"), 2, 43_000, 43_000, true),
        (CentreAxle, 5, Some("2+1+2"), 1, 43_000, 43_000, true),
        (Articulated, 5, Some("1+2+2"), 2, 43_000, 43_000, true),
        (Articulated, 5, Some("2+1+2"), 1, 43_000, 43_000, true),
        (Articulated, 5, Some("1+1+3"), 1, 42_000, 43_000, true),
        (Train, 5, Some("1+1+3"), 1, 42_000, 43_000, true),
        (CentreAxle, 5, Some("1+1+3"), 1, 43_000, 43_000, false),
        (FullTrailer, 5, None, 2, 43_000, 43_000, true),
        (Train, 5, None, 2, 43_000, 43_000, false),
        (Train, 6, None, 2, 49_000, 49_000, false),
        (Train, 6, None, 1, 46_000, 46_000, false),
        (CentreAxle, 6, Some("1+2+3"), 2, 49_000, 49_000, true),
        (CentreAxle, 6, Some("2+2+2"), 1, 46_000, 46_000, true),
        (Articulated, 6, Some("1+2+3"), 2, 49_000, 49_000, true),
        (Articulated, 6, Some("1+2+3"), 1, 46_000, 46_000, true),
        (FullTrailer, 6, Some("2+2+2"), 2, 49_000, 49_000, true),
        (Articulated, 6, Some("2+1+3"), 2, 49_000, 49_000, false),
        (Train, 7, None, 1, 46_000, 46_000, false),
        (Train, 8, None, 2, 49_000, 49_000, false),
    ] {
        let load = lorry(vehicle, axles, arrangement, drive);
        let found = limit(&load, &book.weights, &book.rulings).unwrap();
        assert_eq!(
            (found.kg, found.art3_kg, found.arrangement_known),
            (kg, art3_kg, known),
            "{load:?}"
        );
    }
}

#[test]
fn each_axle_with_single_tyres_takes_three_tonnes() {
    let book = sample();
    for (arrangement, single_tyre_axles, kg, art3_kg) in
        [(None, 1, 40_000, 40_000), (None, 3, 34_000, 34_000), (Some("1+1+3"), 1, 39_000, 40_000)]
    {
        let load = Load { single_tyre_axles, ..lorry(Articulated, 5, arrangement, 1) };
        let found = limit(&load, &book.weights, &book.rulings).unwrap();
        assert_eq!((found.kg, found.art3_kg), (kg, art3_kg), "{load:?}");
    }
}

#[test]
fn what_cannot_exist_has_no_limit() {
    let book = sample();
    let sum = |arrangement: &str, sum, axles| LimitUnknown::ArrangementDisagrees {
        arrangement: arrangement.into(),
        sum,
        axles,
    };
    let odd =
        |arrangement: &str| LimitUnknown::ArrangementUnreadable { arrangement: arrangement.into() };
    for (load, want) in [
        (lorry(Truck, 0, None, 1), LimitUnknown::TooFewAxles { axles: 0 }),
        (lorry(Truck, 1, None, 1), LimitUnknown::TooFewAxles { axles: 1 }),
        (lorry(Train, 2, None, 1), LimitUnknown::NoRow { vehicle: Train, axles: 2 }),
        (lorry(Train, 2, Some("1+1+1"), 1), sum("1+1+1", 3, 2)),
        (lorry(Truck, 5, None, 2), LimitUnknown::NoRow { vehicle: Truck, axles: 5 }),
        (lorry(Articulated, 5, Some("1+2+3"), 1), sum("1+2+3", 6, 5)),
        (lorry(Articulated, 5, Some("1+4"), 1), odd("1+4")),
        (lorry(Articulated, 5, Some(""), 1), odd("")),
        (lorry(Articulated, 5, Some("1-1-3"), 1), odd("1-1-3")),
        (lorry(Train, 6, None, 0), LimitUnknown::DriveAxlesImpossible { drive_axles: 0, axles: 6 }),
        (lorry(Truck, 2, None, 3), LimitUnknown::DriveAxlesImpossible { drive_axles: 3, axles: 2 }),
        (
            Load { single_tyre_axles: 2, ..lorry(Truck, 2, None, 1) },
            LimitUnknown::SingleTyresImpossible { single_tyre_axles: 2, axles: 2 },
        ),
    ] {
        assert_eq!(limit(&load, &book.weights, &book.rulings), Err(want), "{load:?}");
    }
    for vehicle in VehicleType::ALL {
        assert_eq!(VehicleType::from_chinese(vehicle.in_chinese()), Some(vehicle));
    }
    assert_eq!(VehicleType::from_chinese("三轮车"), None);
}

#[test]
fn the_fine_steps_at_whole_thousands_and_stops_at_the_cap() {
    let (floor, ceil) = (sample(), ceiling());
    for (over_kg, by_floor, by_ceil) in [
        (1001, 500, 1000),
        (1999, 500, 1000),
        (2000, 1000, 1000),
        (6999, 3000, 3500),
        (7000, 3500, 3500),
        (59_999, 29_500, 30_000),
        (60_000, 30_000, 30_000),
        (60_001, 30_000, 30_000),
        (i64::MAX, 30_000, 30_000),
    ] {
        for (book, want) in [(&floor, by_floor), (&ceil, by_ceil)] {
            let got = mass_sanction(over_kg, &book.weights, &book.rulings);
            assert_eq!(got, MassSanction::Fine(Fen::from_yuan(want)), "{over_kg}");
        }
    }
    for (over_kg, want) in [
        (i64::MIN, MassSanction::None),
        (-1, MassSanction::None),
        (0, MassSanction::None),
        (1, MassSanction::Caution),
        (1000, MassSanction::Caution),
    ] {
        assert_eq!(mass_sanction(over_kg, &floor.weights, &floor.rulings), want, "{over_kg}");
    }
}

#[test]
fn a_rate_is_rounded_half_up() {
    for (gross_kg, limit_kg, rate) in [
        (18_000, 18_000, "0.00"),
        (10_000, 18_000, "0.00"),
        (20_001, 20_000, "0.01"),
        (40_001, 40_000, "0.00"),
        (40_002, 40_000, "0.01"),
        (20_199, 20_000, "1.00"),
        (98_000, 49_000, "100.00"),
    ] {
        assert_eq!(mass_excess(gross_kg, limit_kg).rate_text(), rate, "{gross_kg}/{limit_kg}");
    }
    // Nothing overflows, whatever was typed.
    assert_eq!(mass_excess(i64::MAX, 1).rate_hundredths, i64::MAX);
    assert_eq!(mass_excess(i64::MIN, 49_000).over_kg, 0);
    assert_eq!(mass_excess(5, 0).over_kg, 5);
}

#[test]
fn the_edge_of_a_band_belongs_to_it() {
    let weights = sample().weights;
    let bands =
        [None, Some((1, 0, 200, true)), Some((2, 200, 1000, false)), Some((3, 1000, 3000, false))];
    for (outer, band) in [
        (size(18_100, 2550, 4000), 0),
        (size(18_101, 2550, 4000), 1),
        (size(18_100, 2551, 4000), 1),
        (size(18_100, 2550, 4001), 1),
        (size(20_000, 3000, 4200), 1),
        (size(20_001, 2550, 4000), 2),
        (size(18_100, 3001, 4000), 2),
        (size(18_100, 2550, 4201), 2),
        (size(28_000, 3750, 4500), 2),
        (size(28_001, 2550, 4000), 3),
        (size(18_100, 3751, 4000), 3),
        (size(18_100, 2550, 4501), 3),
        (size(u32::MAX, u32::MAX, u32::MAX), 3),
    ] {
        let got =
            size_band(&outer, &weights).map(|b| (b.band, b.least.yuan(), b.most.yuan(), b.may));
        assert_eq!(got, bands[band], "{outer:?}");
    }
}

#[test]
fn mass_and_size_share_the_cap() {
    let weights = sample().weights;
    let band = size_band(&size(30_000, 2550, 4000), &weights);
    for (mass, want) in [
        (MassSanction::Fine(Fen::from_yuan(30_000)), yuan(30_000, 30_000)),
        (MassSanction::Fine(Fen::from_yuan(28_000)), yuan(29_000, 30_000)),
        (MassSanction::Caution, yuan(1000, 3000)),
        (MassSanction::None, yuan(1000, 3000)),
    ] {
        let sum = total(mass, band.as_ref(), &weights);
        assert_eq!((sum.least, sum.most), want, "{mass:?}");
    }
}

#[test]
fn only_a_proven_exemption_inside_the_standard_helps() {
    let weights = sample().weights;
    let claim = |feature, proof: &str| vec![Exemption { feature, proof: proof.into() }];
    let cold = |proof| claim(Gb1589Feature::Refrigerated, proof);
    for (outer, claims, band) in [
        (size(9000, 2600, 4000), cold("行驶证：冷藏车"), None),
        (size(9000, 2600, 4000), cold(""), Some(1)),
        (size(9000, 2600, 4000), cold("  "), Some(1)),
        (size(9000, 2600, 4000), Vec::new(), Some(1)),
        (size(9000, 2601, 4000), cold("行驶证：冷藏车"), Some(1)),
        (size(9000, 2600, 4210), cold("行驶证：冷藏车"), Some(2)),
        (size(20_000, 2550, 4000), cold("行驶证：冷藏车"), Some(1)),
        (size(20_000, 2550, 4000), claim(Gb1589Feature::CentreAxleTrain, "行驶证"), None),
        (size(20_000, 2550, 4000), claim(Gb1589Feature::DrawbarTrain, "行驶证"), None),
        (size(20_001, 2550, 4000), claim(Gb1589Feature::CentreAxleTrain, "行驶证"), Some(2)),
        (size(22_000, 2550, 4000), claim(Gb1589Feature::CarTransporter, "行驶证"), None),
    ] {
        let got = size_band_exempting(&outer, &claims, &weights).map(|b| b.band);
        assert_eq!(got, band, "{outer:?} {claims:?}");
    }
}

fn permit_and_passage() -> (Permit, Passage) {
    let day = |text| Day::parse(text).unwrap();
    let permit = Permit {
        plate: "粤B99999".into(),
        trailer_plate: Some("粤B0001挂".into()),
        gross_kg: 88_000,
        size: size(24_000, 3200, 4300),
        routes: vec!["G206".into(), "S231".into()],
        from: day("2026-11-01"),
        until: day("2026-11-23"),
        axles: Some(6),
        numbers: ("粤超限2026-0088".into(), Some("粤超限2026-0088".into())),
    };
    let lawful = Passage {
        day: day("2026-11-23"),
        plate: "粤b99999".into(),
        trailer_plate: Some("粤B0001挂".into()),
        gross_kg: 88_000,
        size: size(24_000, 3200, 4300),
        route: None,
        axles: Some(6),
    };
    (permit, lawful)
}

#[test]
fn another_number_than_the_register_has_is_a_departure_and_an_unread_one_is_none() {
    let rulings = sample().rulings;
    let (permit, lawful) = permit_and_passage();
    let another = Permit {
        numbers: ("粤超限2026-0089".into(), permit.numbers.1.clone()),
        ..permit.clone()
    };
    let numbers = Departure::Number {
        shown: "粤超限2026-0089".into(),
        registered: "粤超限2026-0088".into(),
    };
    assert_eq!(permit_departures(&another, &lawful, &rulings), [numbers]);
    let unread = Permit { numbers: (String::new(), None), axles: None, ..permit.clone() };
    assert_eq!(permit_departures(&unread, &lawful, &rulings), [], "nobody looked it up");
}

#[test]
fn every_departure_from_the_permit_is_named() {
    let day = |text| Day::parse(text).unwrap();
    let rulings = sample().rulings;
    let (permit, lawful) = permit_and_passage();
    type Change = fn(&mut Passage);
    let table: [(Change, Vec<Departure>); 12] = [
        (|_| {}, vec![]),
        (|p| p.axles = None, vec![]),
        (|p| p.axles = Some(7), vec![Departure::Axles { permitted: 6, seen: 7 }]),
        (|p| p.route = Some("s231".into()), vec![]),
        (|p| p.gross_kg = 95_400, vec![Departure::Gross { permitted: 88_000, measured: 95_400 }]),
        (
            |p| p.size = size(24_001, 3201, 4301),
            vec![
                Departure::Length { permitted: 24_000, measured: 24_001 },
                Departure::Width { permitted: 3200, measured: 3201 },
                Departure::Height { permitted: 4300, measured: 4301 },
            ],
        ),
        (
            |p| p.plate = "粤B88888".into(),
            vec![Departure::Plate { permitted: "粤B99999".into(), seen: "粤B88888".into() }],
        ),
        (
            |p| p.trailer_plate = None,
            vec![Departure::TrailerPlate { permitted: Some("粤B0001挂".into()), seen: None }],
        ),
        (|p| p.route = Some("G324".into()), vec![Departure::Route { seen: "G324".into() }]),
        (
            |p| p.day = Day::parse("2026-10-31").unwrap(),
            vec![Departure::NotYetValid { from: day("2026-11-01") }],
        ),
        (|p| p.day = Day::parse("2026-11-01").unwrap(), vec![]),
        (
            |p| p.day = Day::parse("2026-11-24").unwrap(),
            vec![Departure::Expired { until: day("2026-11-23") }],
        ),
    ];
    for (change, want) in table {
        let mut passage = lawful.clone();
        change(&mut passage);
        assert_eq!(permit_departures(&permit, &passage, &rulings), want);
    }
    let strict = lucha::domain::rulebook::Rulings { certificate_last_day_valid: false, ..rulings };
    let expired = vec![Departure::Expired { until: day("2026-11-23") }];
    assert_eq!(permit_departures(&permit, &lawful, &strict), expired);
}

const CARRIER: &str = "91440500MA0001018W";
const VEHICLE: Whose<'static> = Whose::Vehicle("粤D55D48");

#[test]
fn only_over_limit_codes_count_towards_the_year() {
    let book = sample();
    let day = |text| Day::parse(text).unwrap();
    let act = |code: &str, plate: &str, on, standing| DecidedAct {
        code: code.into(),
        plate: plate.into(),
        on: day(on),
        standing,
        stop: None,
        by: Offenders { driver: "".into(), carrier: CARRIER.into() },
    };
    let history = [
        act("OL-001", "粤D55D48", "2026-02-02", Standing::Final),
        act("OL-007", "粤D55D48", "2026-03-02", Standing::Final),
        act("OL-008", "粤D55D48", "2026-04-02", Standing::Final),
        act("OL-002", "粤D55D48", "2026-06-12", Standing::Quashed),
        act("XX-001", "粤D55D48", "2026-06-13", Standing::Final),
        act("OL-001", "粤D55D49", "2026-06-14", Standing::Final),
        act("OL-001", "粤D55D50", "2026-01-14", Standing::Final),
    ];
    let first = Some(day("2019-01-15"));
    let count = count_over_limit(&history, VEHICLE, day("2026-11-23"), first, &book);
    assert_eq!((count.before, count.with_this()), (2, 3));
    assert_eq!(count.warning(VEHICLE), Some(Warning::ThirdInWindow));

    let fleet = |plate, carrier| {
        let counted = count_fleet(&history, carrier, plate, None, day("2026-11-23"), &book);
        (counted.offending, counted.days.len())
    };
    // The last twelve months reach back to 2025-11-24.
    assert_eq!(fleet("粤D55D48", CARRIER), (3, 4), "three of its vehicles, one of them here");
    assert_eq!(fleet("粤D55D51", CARRIER), (4, 4), "the one at hand is a fourth");
    assert_eq!(fleet("粤D55D51", "91440507MA0002029D"), (1, 0), "another carrier's do not count");
}

/// Example 18 with its claim proven: a refrigerated lorry of 2.60 m is inside GB 1589, and pays nothing.
#[test]
fn a_proven_refrigerated_lorry_pays_nothing() {
    let book = sample();
    let outer = size(9000, 2600, 4000);
    for (proof, want) in [("行驶证：冷藏车", yuan(0, 0)), ("", yuan(0, 200))] {
        let claim = Exemption { feature: Gb1589Feature::Refrigerated, proof: proof.into() };
        let limit = limit(&lorry(Truck, 2, None, 1), &book.weights, &book.rulings).unwrap();
        let over_kg = mass_excess(17_900, limit.kg).over_kg;
        let mass = mass_sanction(over_kg, &book.weights, &book.rulings);
        let band = size_band_exempting(&outer, &[claim], &book.weights);
        let sum = total(mass, band.as_ref(), &book.weights);
        assert_eq!((mass, (sum.least, sum.most)), (MassSanction::None, want), "{proof}");
    }
}

/// Air springs on a driven group of two axles bear a tonne more; everything else stays.
#[test]
fn a_proven_air_suspension_raises_the_limit_of_two_driven_axles() {
    let book = sample();
    let claim = |feature, proof: &str| Exemption { feature, proof: proof.into() };
    use Gb1589Feature::{AirSuspension, Refrigerated, SpecialPurpose};
    for (feature, proof, drive, kg) in [
        (AirSuspension, "行驶证：空气悬架", 2, 26_000),
        (AirSuspension, "行驶证：空气悬架", 1, 25_000),
        (AirSuspension, " ", 2, 25_000),
        (SpecialPurpose, "行驶证：专用作业车", 2, 25_000),
        (Refrigerated, "行驶证：冷藏车", 2, 25_000),
    ] {
        let load = lorry(Truck, 3, Some("1+2"), drive);
        let claims = [claim(feature, proof)];
        let found = limit_exempting(&load, &claims, &book.weights, &book.rulings).unwrap();
        assert_eq!((found.kg, found.art3_kg), (kg, 25_000), "{feature:?} {proof} {drive}");
    }
    let none = limit_exempting(&lorry(Truck, 5, None, 2), &[], &book.weights, &book.rulings);
    assert!(none.is_err());
    for feature in Gb1589Feature::ALL {
        assert_eq!(Gb1589Feature::from_chinese(feature.in_chinese()), Some(feature));
        assert!(book.weights.gb1589.iter().any(|row| row.feature == feature), "{feature:?}");
    }
}

/// More mass never costs less, and a kinder rounding never costs more.
#[test]
fn the_fine_never_falls_as_the_mass_grows() {
    let (floor, ceil) = (sample(), ceiling());
    let mut last = (Fen::ZERO, Fen::ZERO);
    for over_kg in 0..=70_000 {
        let by_floor = mass_sanction(over_kg, &floor.weights, &floor.rulings).fine();
        let by_ceil = mass_sanction(over_kg, &ceil.weights, &ceil.rulings).fine();
        assert!(last.0 <= by_floor && last.1 <= by_ceil, "{over_kg}");
        assert!(by_floor <= by_ceil && by_ceil <= floor.weights.fine.cap, "{over_kg}");
        last = (by_floor, by_ceil);
    }
}
