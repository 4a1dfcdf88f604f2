//! The discretion files of a pack: what a standard or a ground is refused for, with file and row, and a pack of before.

use crate::discretion::{STANDARD, pack};
use crate::rulebook::{sample, sample_files};
use lucha::domain::rulebook::TierMeasure;
use lucha::stdx::fen::Fen;
use lucha::wire::rulebook::load;

#[test]
fn the_amount_that_stands_is_found_among_those_of_its_basis() {
    let book = sample();
    let basis = book.violation("FR-001").and_then(|row| row.basis("道条63")).unwrap();
    let (first, second) = (TierMeasure::Fine { band: 1 }, TierMeasure::Fine { band: 2 });
    for (least, most, gain, want) in [
        (3_000, 10_000, 0, Some(first)),
        (3_000, 10_000, 10_000, Some(first)),
        (10_000, 50_000, 10_000, Some(second)),
        (10_001, 50_005, 10_001, Some(TierMeasure::OfGain)),
        (3_000, 10_000, 10_001, None),
        (200, 200, 0, None),
    ] {
        let found = TierMeasure::standing(
            basis,
            (Fen::from_yuan(least), Fen::from_yuan(most)),
            Fen::from_yuan(gain),
        );
        assert_eq!(found, want, "{least} {most} {gain}");
    }
    let range = |measure: TierMeasure| measure.range(basis).map(|found| found.0);
    assert_eq!(range(first), Some((3_000, 10_000)));
    assert_eq!(range(TierMeasure::OfGain), Some((100, 500)));
    for none in [TierMeasure::Fine { band: 0 }, TierMeasure::Fine { band: 3 }] {
        assert_eq!(range(none), None);
    }
}

/// What stands in the standard, what stands there instead, and the sentence that has to come behind the file's name.
const BROKEN: &[(&str, &str, &str)] = &[
    (
        "order = 1",
        "order = -1",
        "tier[-1]: the tiers of an amount are numbered 1, 2, 3 and so on; -1 is",
    ),
    ("order = 3", "order = 2", "tier[2]: the tiers of an amount are numbered 1, 2, 3"),
    (
        "least_yuan = 1000",
        "least_yuan = -1",
        "tier[1]: the range from -1 to 1400 is upside down or",
    ),
    (
        "least_yuan = 1000",
        "least_yuan = 1500",
        "tier[1]: the range from 1500 to 1400 is upside down",
    ),
    (
        "least_yuan = 1000",
        "least_yuan = 1400",
        "tier[1]: the range from 1400 to 1400 is upside down",
    ),
    (
        "least_yuan = 1000",
        "least_yuan = 999",
        "tier[1]: the tier from 999 to 1400 leaves what the law gives, 1000 to 3000",
    ),
    ("most_yuan = 3000", "most_yuan = 3001", "tier[3]: the tier from 2200 to 3001 leaves what"),
    ("least_yuan = 1000", "least_percent = 100", "tier[1]: a tier names the least and the most"),
    (
        "least_yuan = 1000",
        "band = 2\nleast_yuan = 1000",
        "tier[1]: basis `粤道条63` leaves no such amount",
    ),
    ("most_included = false", "most_included = true", ": tier 2 begins before tier 1 ends"),
    ("least_yuan = 1400", "least_yuan = 1401", ": no tier holds the amounts between 1399 and 1401"),
    ("least_included = false", "least_included = true", ": tier 3 begins before tier 2 ends"),
    ("at_most = 3", "at_most = 2", ": no tier applies at: count 1, passengers 3"),
    ("at_most = 3", "below = 3", ": no tier applies at: count 1, passengers 3"),
    ("above = 3", "at_least = 3", ": tiers 1 and 2 both apply at: count 1, passengers 3"),
    ("below = 4", "at_most = 4", ": tiers 2 and 3 both apply at: count 4, passengers 0"),
    ("at_least = 4", "above = 4", ": no tier applies at: count 4, passengers 0"),
    (
        "at_least = 2, below = 4",
        "at_least = 4, below = 4",
        "tier[2]: the bounds of `count` leave no value",
    ),
    ("at_least = 4", "at_least = -1", "tier[3]: `-1` is no value of `count`"),
    ("at_least = 4", "at_least = \"four\"", "tier[3]: `four` is no value of `count`"),
    ("at_least = 4", "at_least = 4, above = 4", "tier[3]: `count` has two bounds at one end"),
    ("at_least = 4", "is = 4, at_most = 5", "tier[3]: `count` has two bounds at one end"),
    (
        "factor = \"count\", at_least = 4",
        "factor = \"weather\", at_least = 4",
        "tier[3]: `weather` is no factor",
    ),
    (
        "factor = \"count\", at_least = 4",
        "factor = \"fixed\", at_least = 4",
        "tier[3]: `fixed` is no factor",
    ),
    (
        "factor = \"passengers\", at_most = 3",
        "factor = \"count\", at_most = 3",
        "tier[1]: a tier asks twice for `count`",
    ),
    (
        "name_en = \"serious\"",
        "name_fr = \"grave\"",
        "tier[3]: cannot be read: unknown field `name_fr`",
    ),
    ("lookback_months = 12", "lookback_months = 0", ": the amount 0 makes no sense here"),
    ("code = \"CH-001\"", "code = \"CH-099\"", ": no violation has the code `CH-099`"),
    ("basis = \"粤道条63\"", "basis = \"道条63\"", ": `CH-001` has no basis `道条63`"),
    ("source = \"《样本裁量基准》（样裁〔2026〕1号）\"", "source = \" \"", ": a text is empty"),
    (
        "mark = \"C\"",
        "mark = \"C\"\nfrom = \"2026-04-31\"",
        ": `2026-04-31` is no day of the calendar",
    ),
    (
        "mark = \"C\"",
        "mark = \"C\"\nfrom = \"2026-05-01\"\nuntil = \"2026-04-30\"",
        ": basis `粤道条63` is in force from 2026-05-01 until 2026-04-30",
    ),
    ("mark = \"C\"", "grade = \"C\"", ": cannot be read: unknown field `grade`"),
];

#[test]
fn a_standard_with_a_gap_an_overlap_or_an_amount_beyond_the_law_is_refused_with_its_row() {
    for (was, is, sentence) in BROKEN {
        assert!(STANDARD.contains(was), "the standard no longer says {was}");
        let fault = pack(&STANDARD.replacen(was, is, 1)).expect_err(is);
        let row = fault.strip_prefix("discretion/standard.toml, ").unwrap_or(&fault);
        let code = if was.starts_with("code") { "CH-099" } else { "CH-001" };
        let basis = if was.starts_with("basis") { "道条63" } else { "粤道条63" };
        let space = if sentence.starts_with(':') { "" } else { " " };
        let want = format!("{code} {basis}{space}{sentence}");
        assert!(row.starts_with(&want), "\n got {row}\nwant {want}");
    }
    let twice = format!("{STANDARD}\n{}", &STANDARD[STANDARD.find("[[benchmark]]").unwrap()..]);
    let fault = pack(&twice).unwrap_err();
    assert_eq!(
        fault,
        "discretion/standard.toml, CH-001 粤道条63: two standards grade this basis on the same day"
    );
    let dated = twice.replacen("mark = \"C\"", "mark = \"C\"\nuntil = \"2026-06-30\"", 1);
    let later = dated.rfind("mark = \"C\"").unwrap();
    let (before, after) = dated.split_at(later);
    let follows = |from: &str| {
        format!(
            "{before}{}",
            after.replacen("mark = \"C\"", &format!("mark = \"C\"\nfrom = \"{from}\""), 1)
        )
    };
    assert!(pack(&follows("2026-06-30")).unwrap_err().ends_with("on the same day"));
    assert_eq!(pack(&follows("2026-07-01")).unwrap().benchmarks.len(), 2);
}

#[test]
fn mass_size_and_fixed_amounts_have_no_standard() {
    for (code, basis) in [("OL-001", "超限43"), ("OL-003", "路保64"), ("CH-004", "粤道条62")]
    {
        let text = STANDARD.replace("CH-001", code).replace("粤道条63", basis);
        let fault = pack(&text).unwrap_err();
        assert!(fault.contains("leaves no such amount to choose"), "{code}: {fault}");
    }
}

const GROUND: &str = r#"
confirmed = true

[[adjustment]]
id = "paid_back"
leanings = ["lighter", "below_range"]
name_zh = "退还票款"
name_en = "fares paid back"
cites = [{ law = "处罚法", article = 32, item = 1 }]
evidence = ["书证", "电子数据"]
kinds_min = 2
mark = "B"
"#;

#[test]
fn a_ground_without_article_evidence_or_known_words_is_refused_with_its_key() {
    for (was, is, sentence) in [
        (
            "article = 32",
            "article = 33",
            "to go below the range (减轻) rests on 处罚法 32, and cites it",
        ),
        ("law = \"处罚法\"", "law = \"刑法\"", "the citation names the law `刑法`"),
        ("cites = [{ law = \"处罚法\", article = 32, item = 1 }]", "cites = []", "a text is empty"),
        ("\"lighter\"", "\"softer\"", "`softer` is none of the words that stand here"),
        ("\"书证\"", "\"传闻\"", "`传闻` is none of the words that stand here"),
        ("kinds_min = 2", "kinds_min = 3", "3 kinds of evidence are wanted, and 2 are named"),
        ("kinds_min = 2", "kinds_min = 0", "0 kinds of evidence are wanted, and 2 are named"),
        ("leanings = [\"lighter\", \"below_range\"]", "leanings = []", "a text is empty"),
        ("name_zh = \"退还票款\"", "name_zh = \"\"", "a text is empty"),
        ("mark = \"B\"", "mark = \"B\"\nweight = 3", "cannot be read: unknown field `weight`"),
    ] {
        assert!(GROUND.contains(was), "the ground no longer says {was}");
        let fault = pack(&GROUND.replacen(was, is, 1)).expect_err(is);
        let want = format!("discretion/standard.toml, paid_back: {sentence}");
        assert!(fault.starts_with(&want), "\n got {fault}\nwant {want}");
    }
    let own = pack(&GROUND.replace("paid_back", "removed_harm")).unwrap_err();
    assert_eq!(own, "discretion/standard.toml, removed_harm: this code stands twice in the pack");
    assert_eq!(pack(GROUND).unwrap().adjustments["paid_back"].kinds_min, 2);
}

#[test]
fn a_pack_of_before_has_no_standards_and_loads() {
    let mut files = sample_files();
    files.retain(|(name, _)| !name.starts_with("discretion/"));
    let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let old = load(&borrowed).unwrap();
    assert!(old.benchmarks.is_empty() && old.adjustments.is_empty());
    // Each ground of the sample pack that is confirmed rests on an article that was read.
    for ground in sample().adjustments.values() {
        assert_eq!(ground.confirmed, ground.mark == "A", "{}", ground.id);
    }
}

#[test]
fn nonsense_of_any_size_is_refused() {
    for text in
        ["\u{0}".repeat(10_000_000), "[[benchmark]]\n".repeat(20_000), "confirmed = 1".into()]
    {
        let fault = pack(&text).unwrap_err();
        assert!(fault.starts_with("discretion/standard.toml, "), "{}", &fault[..60]);
    }
}
