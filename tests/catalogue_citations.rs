//! What each of the 167 rows violates, rests on and may cost, against the notes on the law (violations-and-standards.md §2): law,
//! article, paragraph in round and item in square brackets, amounts and multiples, the coercion that it permits, and nothing beside them
//! but what the notes explain.

use crate::rulebook::sample;
use lucha::domain::rulebook::{Basis, Citation, Coercion, FineKind, GainTest, Sanction, Violation};
use std::collections::BTreeSet;

/// Code, what is violated, what punishes it, and which amounts (yuan) and multiples (x) stand there; 0 where the notes name a law
/// and no article, a dash where they name nothing, or the formula of mass and size.
const NOTES: &str = "\
OL-001 | 公路法50 路保33 超限27 | 路保64 超限43(1)[2] | -
OL-002 | 公路法50 路保33 超限27 | 路保64 超限43(1)[1] | -
OL-003 | 路保33 | 路保64 | 30000
OL-004 | 路保35 路保36 超限6 超限47(1)[1] | 路保64 超限43 超限47 | -
OL-005 | 超限47(1)[2] | 超限43 超限47 | -
OL-006 | 路保65(1) 超限47(1)[3] | 超限43 超限47 | -
OL-007 | 超限47(1)[4] | 超限43 超限47 | -
OL-008 | 路保65(2) | 路保65(2) | -
OL-009 | 路保65(3) | 路保65(3) | 1000 5000
OL-010 | 路保65(3) | 路保65(3) | 30000
OL-011 | 路保40(2) | 路保67[1] | 30000
OL-012 | 路保40(2) | 路保67[2] | 30000
OL-013 | 路保41(3) | 路保68 超限49 | 30000
OL-014 | 路保66 | 路保66 超限46 | -
OL-015 | 路保66 | 路保66 超限46 | -
OL-016 | 路保66 | 路保66 超限46 | -
OL-017 | 粤道条49 路保41 | 粤道条65 | 10000 30000
OL-018 | 公路法50 | 公路法76[5] 路保64 | 30000
PK-001 | 道条10 | 道条63[2] | 10000 20000 100000 x2 x10
PK-002 | 客规93 | 道条63[2] 客规93 | 10000 20000 100000 x2 x10
PK-003 | 客规93 | 道条63[2] 客规93 | 10000 20000 100000 x2 x10
PK-004 | 道条10 道条33 客规97 | 客规97 | 3000 10000
PK-005 | 道条33 客规0 | 道条66 | 2000 10000
PK-006 | 道条35 | 道条67 | -
PK-007 | 道条18 粤道条15 | 道条68(1)[1] 粤道条63[2] | 1000 2000 3000
PK-008 | 道条20 粤道条14[3] | 道条68(1)[2] | 1000 2000
PK-009 | 道条18 | 道条68(1)[3] | 1000 2000
PK-010 | 道条20 粤道条14 | 道条68(2) | 1000 3000
PK-011 | 粤道条14[4] | 粤道条63[1] | 1000 3000
PK-012 | 粤道条14 粤道条24 | 粤道条62[1] | 200
PK-013 | 道条30 | 道条69(1) | 1000 5000
PK-014 | 道条30 | 道条69(2) | 5000 20000
PK-015 | 粤道条48 | 粤道条63[7] | 1000 3000
PK-016 | 反恐法21 | 反恐法86(2) | 100000 500000
CH-001 | 粤道条17(1) | 粤道条63[4] | 1000 3000
CH-002 | 粤道条17(1) 粤道条17(3) | 粤道条63[3] | 1000 3000
CH-003 | 粤道条17(2) | 粤道条63[5] | 1000 3000
CH-004 | 粤道条14 客规0 | 粤道条62[1] 客规99 | 200
CH-005 | 道条19(1) | 客规99 | 1000 3000
CH-006 | 粤道条17(3) | 道条63[2] | 10000 100000
HK-001 | 粤道条15 粤道条24 | 粤道条63[2] | 1000 3000
HK-002 | 粤道条24(2) | 粤道条63[6] | 1000 3000
HK-003 | 粤道条24(4) | 粤道条62[1] | 200
HK-004 | 粤道条17 | 粤道条63[3] 粤道条63[4] | 1000 3000
FR-001 | 道条24 | 道条63[1] | 3000 10000 50000 x1 x5
FR-002 | 道条33 货规0 | 货规62 | 1000 3000
FR-003 | 货规61 | 货规61 道条63[1] | 3000 10000 50000 x1 x5
FR-004 | 道条33 | 道条66 | 2000 10000
FR-005 | 道条0 | 道条68(2) | 1000 3000
FR-006 | 道条26(2) | 道条68(2) | 1000 3000
FR-007 | 道条30 | 道条69(1) | 1000 5000
FR-008 | 道条30 | 道条69(2) | 5000 20000
FR-009 | 粤道条48 动规0 | 粤道条63[7] 动规35 | 1000 3000
FR-010 | 反恐法20 | 反恐法85 | 100000 500000
DG-001 | 道条23 道条24 | 道条63[3] | 20000 30000 100000 x2 x10
DG-002 | 危规0 | 道条63[3] 危规56 | 20000 30000 100000 x2 x10
DG-003 | 危规0 | 道条63[3] 危规56 | 20000 30000 100000 x2 x10
DG-004 | 道条33 | 道条66 | 2000 10000
DG-005 | 道条35 | 道条67 | -
DG-006 | 危化44(1) | 危化86[1] | 50000 100000
DG-007 | 危化45(1) | 危化86[2] | 50000 100000
DG-008 | 危化63(1) 道条27(2) | 危化86[6] | 50000 100000
DG-009 | 危化63(2) | 危化86[7] | 50000 100000
DG-010 | 危化46 粤道条21 | 危化87[1] | 100000 200000
DG-011 | 危化64(1) | 危化87[4] | 100000 200000
DG-012 | 危化43(2) | 危化91[1] | 10000 50000
DG-013 | 粤道条20 道条27 | 粤道条62[2] | 200
DG-014 | 29号令24 | 29号令0 | 2000 5000
DG-015 | 29号令25 | 29号令0 | 1000 3000
DG-016 | 道条30 | 道条69(1) | 1000 5000
DG-017 | 道条30 | 道条69(2) | 5000 20000
DG-018 | 粤道条41(2)[3] | 粤道条65 | 10000 30000
NC-001 | 网约5 网约6 网约7 网约8 | 网约34(1)[1] | 10000 30000
NC-002 | 网约12 网约13 | 网约34(1)[2] | 3000 10000
NC-003 | 网约14 网约15 | 网约34(1)[3] | 200 2000
NC-004 | 网约34(2) | 网约34(2) | 200 2000 3000 10000 30000
NC-005 | 网约18 | 网约35[1] | 5000 10000 30000
NC-006 | 网约18 | 网约35[2] | 5000 10000 30000
NC-007 | 网约16 网约18 网约22 | 网约35[3] 网约35[4] | 5000 10000 30000
NC-008 | 网约0 | 网约35 | 5000 10000 30000
NC-009 | 网约0 | 网约36 | 50 200
TX-001 | 巡规0 | 巡规45 | 5000 20000
TX-002 | 巡规0 | 巡规45 巡规46 | 3000 5000 10000 20000
TX-003 | 巡规0 | 巡规46 | 3000 10000
TX-004 | 巡规0 | 巡规46 | 3000 10000
TX-005 | 巡规0 | 巡规47 | 5000 10000
TX-006 | 巡规0 | 巡规48 | 200 500
TX-007 | 出租资格0 | 出租资格42 | 200 2000
TX-008 | 出租资格0 | 出租资格0 | 200 2000
BS-001 | 公交条0 | 公交条45 | 10000 50000 x1 x5
BS-002 | 公交条0 | 公交条46 | 10000 50000
BS-003 | 公交条0 | 公交条47 | 10000 50000 200000
BS-004 | 公交条0 | 公交条48 | 100000 500000
BS-005 | 公交条0 | 公交条49 | 50000 200000
PE-001 | 道条9 | 道条64 | 200 2000
PE-002 | 道条22 | 道条64 | 200 2000
PE-003 | 粤道条44(1) | 粤道条69(1) | 200
PE-004 | 粤道条44(1) 粤道条44(2) | 粤道条69(2) | 1000
PE-005 | 粤道条44 | 粤道条69(2) | 5000
PE-006 | 客规97 | 客规97 | 3000 10000
PE-007 | 从规0 | 从规0 | 20000 100000
VE-001 | 动规0 | 动规35 | 1000 3000
VE-002 | 动规0 | 动规36 | 200 800
VE-003 | 动规0 | 动规37 | 500 2000
VE-004 | 道条29 道条30 | 技规0 | 1000 5000
VE-005 | 道条33 | - | -
MT-001 | 道条0 | 道条65(2) | -
MT-002 | 道条0 | 道条65(4) | 3000 10000
MT-003 | 道条43 道条45 粤道条32[3] 粤道条32[4] 粤道条32[5] 粤道条32[6] | 道条71 | 20000 50000 x2 x10
MT-004 | 道条44 | 道条72 | 3000 5000 20000 x2 x10
MT-005 | 粤道条31 | 粤道条62[3] | 200
MT-006 | 粤道条32[1] 粤道条32[2] | 粤道条63[8] | 1000 3000
DT-001 | 道条0 | 道条65(3) | 5000 20000
DT-002 | 道条46 | 道条73 | -
DT-003 | 粤道条36 | 粤道条62[4] | 200
DT-004 | 粤道条35 | 粤道条66[1] | 1000
DT-005 | 粤道条37(1) | 粤道条66[2] | 1000
DT-006 | 粤道条37(2) | 粤道条66[3] | 1000
DT-007 | 粤道条38 | 粤道条66[4] | 1000
ST-001 | 道条0 | 道条65(1) | 20000 50000 x2 x10
ST-002 | 道条0 | 道条65(3) | 5000 20000
ST-003 | 粤道条28 道条0 | 道条70(1) 粤道条65 | 10000 30000
ST-004 | 粤道条30 道条42 | 道条70(2) 粤道条65 | 3000 10000 30000
ST-005 | 道条0 | 道条70(3) | 3000
ST-006 | 粤道条27 | 粤道条64 | 1000
ST-007 | 粤道条41(2) | 粤道条65 | 10000 30000
RT-001 | 粤道条39(2) | 粤道条62[5] | 200
RT-002 | 粤道条39(1) | 粤道条67 | 1000
RT-003 | 粤道条39(3) | 道条63[2] | 10000 100000
LZ-001 | 公路法0 | 公路法74 | 20000 x3
LZ-002 | 公路法25 | 公路法75 | 50000
LZ-003 | 公路法44 路保27 | 公路法76[1] 路保62 | 30000
LZ-004 | 公路法45 路保27 | 公路法76[2] 路保62 | 30000
LZ-005 | 公路法47 | 公路法76[3] | 30000
LZ-006 | 公路法48 | 公路法76[4] | 30000
LZ-007 | 公路法52 路保25 | 公路法76[6] 路保60[1] | 30000
LZ-008 | 公路法46 路保16 | 公路法77 | 5000
LZ-009 | 公路法51 路保16 | 公路法77 | 5000
LZ-010 | 公路法53 | 公路法78 | 1000
LZ-011 | 公路法54 | 公路法79 | 20000
LZ-012 | 公路法55 路保27[6] | 公路法80 路保62 粤公路52(1) | 50000
LZ-013 | 公路法56 路保56[1] 粤公路24 | 公路法81 路保56 粤公路53 | 50000
LZ-014 | 路保56[2] | 路保56 | 50000
LZ-015 | 路保43(1) | 路保69 | 5000
LZ-016 | 路保22 | 路保59 | 20000 100000
LZ-017 | 路保0 | 路保60[2] | 30000
LZ-018 | 路保26 | 路保61 | x3 x5
LZ-019 | 路保0 | 路保70 | 10000 50000
LZ-020 | 粤公路18[1] 粤公路18[2] | 粤公路50[1] | 500 5000
LZ-021 | 粤公路25 | 粤公路54 | 1000 5000 20000
LZ-022 | 粤公路21(1)[2] 粤公路21(1)[3] 粤公路21(1)[4] 粤公路21(1)[5] | 粤公路52(2) | 5000 30000
LZ-023 | 粤公路30(1) | 粤公路55 | 5000
LZ-024 | 粤公路48(2) | 粤公路58 | 5000 10000
WW-001 | 水条0 | 水条33 | 30000 150000 x1 x5
WW-002 | 水条0 | 水条34 | 20000 100000 x1 x5
WW-003 | 水条0 | 水条36 | 20000 200000
WW-004 | 水条0 | 水条37(1) | 30000 150000 x1 x5
WW-005 | 水条0 | 水条37(2) | 30000 150000
WW-006 | 水条0 | 水条39 | 20000 100000
WW-007 | 水条0 | 水条40 | 2000 20000
WW-008 | 港口法0 | 港口法49 | 50000 100000 200000 x2 x5
WW-009 | 港口法0 | 港口法54 | 5000 50000
WW-010 | 港口法0 | 港口法48 | 50000
WW-011 | 航道法35 | 航道法42 | 2000 50000
WW-012 | 航道法0 | 航道法40 | 20000 30000 200000
WW-013 | 航道法36(2) | 航道法43(2) | 50000 300000
WW-014 | 航道法0 | 航道法39 | 30000 200000 500000";

/// What the pack cites beyond the columns of the notes: the other ladders of conflict 4 (§1.5), both answers of conflict 5, and
/// each other's law of one act under two codes.
const BESIDE: [(&str, &[&str]); 11] = [
    ("OL-001", &["粤公路51", "公路法76"]),
    ("OL-002", &["粤公路51", "公路法76"]),
    ("OL-004", &["粤公路51", "公路法76"]),
    ("OL-005", &["粤公路51", "路保64", "公路法76"]),
    ("OL-006", &["粤公路51", "路保64", "公路法76"]),
    ("OL-007", &["粤公路51", "路保64", "公路法76"]),
    ("VE-005", &["道条33", "粤道条69(1)"]),
    ("FR-006", &["路保43(1)", "路保69"]),
    ("LZ-015", &["道条26(2)", "道条68(2)"]),
    ("LZ-008", &["粤公路18[1]", "粤公路18[2]", "粤公路50[1]"]),
    ("LZ-020", &["公路法46", "路保16", "公路法77"]),
];
/// Amounts beyond that column: the other ladders of conflict 4, thresholds and multiples of the article that the row rests on, both
/// answers of conflict 5, and each other's law of one act under two codes.
const AMOUNTS_BESIDE: [(&str, &[&str]); 14] = [
    ("OL-001", &["1000", "30000"]),
    ("OL-002", &["1000", "30000"]),
    ("OL-004", &["1000", "30000"]),
    ("OL-005", &["1000", "30000"]),
    ("OL-006", &["1000", "30000"]),
    ("OL-007", &["1000", "30000"]),
    ("CH-006", &["20000", "x2", "x10"]),
    ("RT-003", &["20000", "x2", "x10"]),
    ("MT-003", &["10000"]),
    ("ST-001", &["10000"]),
    ("VE-005", &["200"]),
    ("FR-006", &["5000"]),
    ("LZ-015", &["1000", "3000"]),
    ("LZ-008", &["500"]),
];
/// Of grade C, and headquarters uses the other article alone: the row says so.
const LEFT_OUT: [(&str, &str); 1] = [("CH-004", "客规99")];

/// `道条68(1)[2]`
fn short(cite: &Citation) -> String {
    let paragraph = cite.paragraph.map_or(String::new(), |n| format!("({n})"));
    let item = cite.item.map_or(String::new(), |n| format!("[{n}]"));
    format!("{}{}{paragraph}{item}", cite.law, cite.article)
}

/// The law of a place: everything before its article. A name may begin with a number (29号令).
fn law(place: &str) -> &str {
    let bare = place.split(['(', '[']).next().unwrap_or(place);
    bare.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn places<'a>(cites: impl Iterator<Item = &'a Citation>) -> BTreeSet<String> {
    cites.map(short).collect()
}

/// What of `noted` the pack lacks, and what of the pack is not noted. A law that the notes name without an article may be cited
/// by one that was read in its text, or be left out beside others.
fn differences(noted: &BTreeSet<String>, cited: &BTreeSet<String>) -> Vec<String> {
    let is_bare = |place: &String| format!("{}0", law(place)) == *place;
    let bare: BTreeSet<&str> =
        noted.iter().filter(|place| is_bare(place)).map(|p| law(p)).collect();
    let lacking = noted.difference(cited).filter(|place| !is_bare(place));
    let beyond = cited.difference(noted).filter(|place| !bare.contains(law(place)));
    lacking
        .map(|place| format!("-{place}"))
        .chain(beyond.map(|place| format!("+{place}")))
        .collect()
}

#[test]
fn every_row_violates_and_rests_on_what_the_notes_say() {
    let book = sample();
    let is_todays = |basis: &&Basis| basis.until.is_none();
    let mut seen = 0;
    for line in NOTES.lines() {
        let [code, violated, bases, _] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let noted = |column: &str| -> BTreeSet<String> {
            column.split(' ').filter(|place| *place != "-").map(str::to_string).collect()
        };
        let violation: &Violation = &book.violations[code];
        let own = violation.bases.iter().flat_map(|basis| &basis.violated);
        let mut wrong =
            differences(&noted(violated), &places(violation.violated.iter().chain(own)));
        let cites = violation.bases.iter().filter(is_todays).flat_map(|basis| &basis.cites);
        wrong.extend(differences(&noted(bases), &places(cites)));
        let beside = BESIDE.iter().find(|row| row.0 == code).map_or(&[][..], |row| row.1);
        let mut explained: Vec<String> = beside.iter().map(|place| format!("+{place}")).collect();
        let left_out = LEFT_OUT.iter().filter(|row| row.0 == code);
        explained.extend(left_out.map(|row| format!("-{}", row.1)));
        wrong.sort();
        explained.sort();
        assert_eq!(wrong, explained, "{code}");
        seen += 1;
    }
    assert_eq!((seen, book.violations.len()), (167, 167));
}

/// Amounts in yuan and multiples of one sanction, without nothing.
fn amounts(sanction: &Sanction) -> Vec<String> {
    let Some(fine) = sanction.fine() else { return Vec::new() };
    let edge = match fine.gain {
        GainTest::Always => None,
        GainTest::Above(at) | GainTest::AtMost(at) | GainTest::From(at) | GainTest::Below(at) => {
            Some(at.yuan().to_string())
        }
    };
    let own = match fine.kind {
        FineKind::Fixed(amount) => vec![amount.yuan().to_string()],
        FineKind::Range(least, most) => vec![least.yuan().to_string(), most.yuan().to_string()],
        FineKind::GainTimes(least, most) | FineKind::ValueTimes(least, most) => {
            vec![format!("x{least}"), format!("x{most}")]
        }
        FineKind::OverLimitMass | FineKind::OverLimitSize => Vec::new(),
    };
    own.into_iter().chain(edge).filter(|amount| !["0", "x0"].contains(&amount.as_str())).collect()
}

#[test]
fn every_row_costs_what_the_notes_say() {
    let book = sample();
    for line in NOTES.lines() {
        let [code, _, _, noted] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let beside = AMOUNTS_BESIDE.iter().find(|row| row.0 == code).map_or(&[][..], |row| row.1);
        let noted = noted.split(' ').filter(|amount| *amount != "-");
        let want: BTreeSet<&str> = noted.chain(beside.iter().copied()).collect();
        let todays = book.violations[code].bases.iter().filter(|basis| basis.until.is_none());
        let got: Vec<String> =
            todays.flat_map(|basis| &basis.sanctions).flat_map(amounts).collect();
        let got: BTreeSet<&str> = got.iter().map(String::as_str).collect();
        assert_eq!(got, want, "{code}");
    }
}

/// The column Coercion of the notes, word for word, with the codes that it stands at and what the pack permits there; every other row has a
/// dash. Where the notes ask for the basis to be looked up, none is permitted until somebody did.
const COERCION: [(&str, &[Coercion], &str); 19] = [
    (
        "U",
        &[Coercion::Unload],
        "OL-001 OL-002 OL-003 OL-004 OL-005 OL-007 OL-018 PK-007 PK-008 PK-011 CH-002 CH-006",
    ),
    ("K3 on refusal", &[Coercion::K3OnRefusal], "OL-006"),
    ("K3", &[Coercion::K3], "OL-008"),
    (
        "R",
        &[Coercion::Register],
        "OL-009 OL-010 PK-014 FR-008 DG-017 NC-004 TX-004 TX-008 PE-004 VE-003 MT-003 MT-004 DT-006 WW-005",
    ),
    ("K3, tow", &[Coercion::K3], "OL-011 OL-012"),
    ("K1 K2", &[Coercion::K1, Coercion::K2], "PK-001 PK-002 FR-001 FR-003 DG-001 DG-002"),
    ("K1 K2 (doubtful if a 营运证 exists)", &[Coercion::K1, Coercion::K2], "PK-003"),
    ("K1", &[Coercion::K1], "PK-004 FR-002"),
    (
        "D",
        &[Coercion::Remove],
        "FR-006 LZ-003 LZ-004 LZ-011 LZ-012 LZ-013 LZ-014 LZ-016 LZ-021 WW-011 WW-012",
    ),
    ("K2", &[Coercion::K2], "DG-003 RT-003"),
    ("check basis ⚑", &[], "NC-002 TX-001"),
    ("K1 only if no other valid proof", &[Coercion::K1], "VE-005"),
    ("stop", &[Coercion::Stop], "LZ-002 LZ-005 WW-009 WW-010"),
    ("K3 if refuses on-site handling", &[Coercion::K3OnRefusal], "LZ-007"),
    ("D, immediate removal 强制法52", &[Coercion::Remove], "LZ-008"),
    // 路保 72 is the same article as that of LZ-007: who refuses to have it dealt with on the spot.
    ("K3 (路保72)", &[Coercion::K3OnRefusal], "LZ-010"),
    ("D, 强制法52", &[Coercion::Remove], "LZ-015"),
    ("强制法52", &[Coercion::Remove], "LZ-020"),
    ("seize/confiscate vessel", &[Coercion::SeizeVessel], "WW-013"),
];

#[test]
fn every_row_permits_the_coercion_that_the_notes_name_and_no_other() {
    let book = sample();
    let all: Vec<&str> = COERCION.iter().flat_map(|row| row.2.split(' ')).collect();
    let named: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!((all.len(), named.len()), (65, 65), "each code stands in one row");
    for line in NOTES.lines() {
        let code = line.split(" | ").next().unwrap();
        let noted = COERCION.iter().find(|row| row.2.split(' ').any(|it| it == code));
        let want = noted.map_or(&[][..], |row| row.1);
        let said = noted.map_or("–", |row| row.0);
        assert_eq!(book.violations[code].coercion, want, "{code}: the notes say {said}");
    }
    assert!(named.iter().all(|code| book.violation(code).is_some()));
}

#[test]
fn a_place_is_split_into_its_law_and_the_rest() {
    for (place, want) in
        [("道条68(1)[2]", "道条"), ("29号令24", "29号令"), ("29号令0", "29号令"), ("从规0", "从规")]
    {
        assert_eq!(law(place), want);
    }
}
