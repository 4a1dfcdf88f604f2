//! V §8: each identifier that the notes call valid or invalid, with what the checks say of it.

use super::{Row, hold, or_dash, row};
use lucha::domain::identity::certificate::{self, CertificateKind};
use lucha::domain::identity::id_paper::{self, IdKind};
use lucha::domain::identity::plate::{self, PlateKind};
use lucha::domain::identity::road::{Route, Stake};
use lucha::domain::identity::{
    Verdict, credential, credit_code, normalise, qualification, region, resident_id, vin,
};
use lucha::stdx::day::Day;

fn today() -> Day {
    Day::new(2026, 11, 23).unwrap()
}

/// Block on format, warn on a check digit (V §8, rule for the UI).
fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "valid",
        Verdict::CheckDigit => "warns",
        Verdict::Unusual => "unusual",
        Verdict::Impossible(_) => "blocks",
    }
}

fn rows(
    at: &'static str,
    check: impl Fn(&str) -> Verdict,
    table: &[(&str, &'static str)],
) -> Vec<Row> {
    table.iter().map(|(text, want)| row(at, text, word(check(text)), want)).collect()
}

#[test]
fn resident_identity_numbers() {
    hold(&rows(
        "V §8.1",
        |text| resident_id::check(text, today()),
        &[
            ("440507190001010010", "valid"),
            ("440511190006150025", "valid"),
            ("440582190012310035", "valid"),
            ("44051519000101007X", "valid"),
            ("440507190001010011", "warns"),
            ("44050719000230001X", "blocks"),
            ("440507190001010", "blocks"),
        ],
    ));
    hold(&rows(
        "V §8.1 (H/M + 8 digits)",
        |text| id_paper::check(IdKind::HongKongMacauPermit, text, today()),
        &[
            ("H12345678", "valid"),
            ("M12345678", "valid"),
            ("K12345678", "blocks"),
            ("H1234567", "blocks"),
        ],
    ));
}

#[test]
fn credit_codes() {
    hold(&rows(
        "V §8.2",
        credit_code::check,
        &[
            ("91440101MA5D0XX32M", "valid"),
            ("91440115618712245T", "valid"),
            ("91440500MA0000015C", "valid"),
            ("91440500MA00000237", "valid"),
            ("91440500MA0000015A", "warns"),
            ("91440500MI0000015C", "blocks"),
            ("91440500MA0000015", "blocks"),
        ],
    ));
}

#[test]
fn plates() {
    use PlateKind::{
        Emergency, HongKongMacau, Learner, NewEnergyLarge, NewEnergySmall, Normal, Police, Trailer,
    };
    let table: &[(PlateKind, &[&str], &[&str])] = &[
        (Normal, &["粤D12345", "粤DA1B23"], &["粤DI2345", "粤D1234"]),
        (NewEnergySmall, &["粤DD12345", "粤DF12345"], &["粤DZ12345", "粤DD1234"]),
        (
            NewEnergyLarge,
            &["粤D12345D", "粤D00001F", "粤D98765A"],
            &["粤D12345Z", "粤D1234AD", "粤D123456"],
        ),
        (
            Learner,
            &["粤D1234学", "粤DA123学", "粤D0001学"],
            &["粤DA12学", "粤D12345学", "粤DI234学"],
        ),
        (
            Police,
            &["粤D1234警", "粤A0001警", "粤DA123警"],
            &["粤D12345警", "粤D123警", "粤DO123警"],
        ),
        (Trailer, &["粤D1234挂", "粤DA123挂"], &["粤DB12挂", "粤D12345挂"]),
        (HongKongMacau, &["粤Z1234港", "粤Z12A4澳"], &["粤Z1234", "粤D1234港"]),
        (
            Emergency,
            &["粤X1234应急", "粤XA123应急", "苏X0001应急"],
            &["粤D1234应急", "粤X123应急", "粤X12345应急"],
        ),
    ];
    let mut all = Vec::new();
    for (kind, valid, invalid) in table {
        let name = |text: &str| or_dash(plate::kind(text).map(|kind| format!("{kind:?}")));
        all.extend(valid.iter().map(|text| row("V §8.3", text, name(text), format!("{kind:?}"))));
        all.extend(valid.iter().map(|text| row("V §8.3", text, word(plate::check(text)), "valid")));
        for text in *invalid {
            let of_kind = plate::kind(text) == Some(*kind);
            all.push(row("V §8.3", format!("{text} as {kind:?}"), of_kind, false));
            // Seven signs of an ordinary plate: invalid only as the plate that it was meant for.
            let want = if *text == "粤DD1234" { "valid" } else { "blocks" };
            all.push(row("V §8.3", text, word(plate::check(text)), want));
        }
    }
    hold(&all);
    // Three letters in an ordinary serial: the regular expression alone would let them pass.
    hold(&rows("V §8.3 (letter count)", plate::check, &[("粤DAB12C", "blocks")]));
}

#[test]
fn vehicle_identification_numbers() {
    hold(&rows(
        "V §8.4",
        vin::check,
        &[
            ("LZZ5CLSB6LA000001", "valid"),
            ("LFWSRXSJ2M1E00002", "valid"),
            ("LGAX4C361P3000003", "valid"),
            ("LZZ5CLSB5LA000001", "warns"),
            ("LZZICLSB6LA000001", "blocks"),
            ("LZZ5CLSB6LA00000", "blocks"),
        ],
    ));
}

#[test]
fn transport_certificates_and_permits() {
    hold(&rows(
        "V §8.5",
        |text| certificate::check(text, CertificateKind::BusinessPermit),
        &[
            ("粤交运管许可汕字440500123456号", "valid"),
            ("粤交运管许可穗字440100151081号", "valid"),
            ("440500123456", "valid"),
            ("粤交运管许可汕字44050012345号", "blocks"),
            ("44050012345X", "blocks"),
            ("990500123456", "blocks"),
            // The other paper's words; another province's are only unusual.
            ("粤交运管汕字440507000123号", "blocks"),
            ("闽交运管许可厦字350200123456号", "unusual"),
        ],
    ));
    hold(&rows(
        "V §8.5",
        |text| certificate::check(text, CertificateKind::Transport),
        &[
            ("粤交运管汕字440507000123号", "valid"),
            ("粤交运管穗字440100165715号", "valid"),
            ("440511000456", "valid"),
            ("粤交运管汕字4405070001234号", "blocks"),
            ("粤交运管汕字44050700012号", "blocks"),
            ("99050700012A", "blocks"),
            ("粤交运管许可汕字440500123456号", "blocks"),
        ],
    ));
}

#[test]
fn qualifications_and_credentials() {
    hold(&rows(
        "V §8.6",
        |text| qualification::check(text, today()),
        &[
            ("440507190001010010", "valid"),
            ("44051519000101007X", "valid"),
            ("4405070020123456789", "valid"),
            ("440507190001010011", "warns"),
            ("440507002012345678", "blocks"),
            ("440507002012345678X", "blocks"),
        ],
    ));
    hold(&rows(
        "V §8.7",
        credential::check,
        &[
            ("19050001001", "valid"),
            ("19051100023", "valid"),
            ("19050712345", "valid"),
            ("1905000100", "blocks"),
            ("00050001001", "blocks"),
            ("1905000100A", "blocks"),
        ],
    ));
}

#[test]
fn regions_routes_and_stakes() {
    hold(&rows(
        "V §8.8",
        region::check,
        &[
            ("440507", "valid"),
            ("440513", "valid"),
            ("440523", "valid"),
            ("440506", "blocks"),
            ("440582", "blocks"),
            ("440599", "blocks"),
        ],
    ));
    let route = |text: &&str| {
        let read = Route::parse(text).map_or("none".to_string(), |route| route.to_string());
        (text.to_string(), read)
    };
    let mut all = Vec::new();
    for (text, read) in ["G15", "G324", "S231", "X084", "G1523"].iter().map(route) {
        all.push(row("V §8.9 routes valid", &text, read, &text));
    }
    for (text, read) in ["G", "G12345", "A324", "Y12", "S0"].iter().map(route) {
        all.push(row("V §8.9 routes invalid", text, read, "none"));
    }
    for (text, want) in [
        ("K123+400", "K123+400, metres 400"),
        ("K1740+950", "K1740+950, metres 950"),
        ("K1750", "K1750, metres -"),
        ("K123+40", "none"),
        ("123+400", "none"),
    ] {
        let read =
            Stake::parse(text).map(|stake| format!("{stake}, metres {}", or_dash(stake.metres)));
        all.push(row("V §8.9 stakes", text, read.unwrap_or("none".into()), want));
    }
    hold(&all);
}

#[test]
fn what_is_typed_is_normalised_without_guessing() {
    hold(&[
        row("V §8", "full width, lower case, blanks", normalise("粤ｄ 123 45"), "粤D12345"),
        row("V §8", "zero and letter O are never swapped", normalise("粤dO0o00"), "粤DO0O00"),
    ]);
}
