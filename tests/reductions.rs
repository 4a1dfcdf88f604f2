//! Schedules of 减轻 (处罚法 32): what they leave at the least, at exactly the edges of their steps, what a pack is refused
//! for, and that one which nobody stands for decides nothing.

use crate::bureau::with;
use crate::discretion::pack;
use crate::rulebook::sample;
use crate::rulings::judged;
use crate::scenarios::stop;
use lucha::app::law_page::page;
use lucha::domain::blocked::Blocked;
use lucha::domain::discretion::{AmountVerdict, Discretion};
use lucha::domain::inspection::judgement::Judgement;
use lucha::domain::rulebook::Rulebook;
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use lucha::wire::answer::DiscretionAnswer;
use serde_json::{Value, json};

/// On the ground that the law itself names, so that the officers can prove it in a test.
const SCHEDULE: &str = r#"
confirmed = true

[[reduction]]
ground = "removed_harm"
codes = ["OL-001"]
source = "《样本减轻幅度》（样裁〔2026〕2号）"
factor = "mass"
mark = "C"
step = [
    { at_least = 5000, at_most = 10000, off_percent = 80 },
    { above = 10000, below = 20000, off_percent = 75 },
]
"#;

/// CH-001 is 1,000 to 3,000 yuan.
const OF_PEOPLE: &str = r#"
confirmed = true

[[reduction]]
ground = "removed_harm"
codes = ["CH-001"]
source = "《样本减轻幅度》（样裁〔2026〕2号）"
factor = "passengers"
mark = "C"
step = [{ at_most = 3, off_percent = 50 }]
"#;

fn claim(id: &str, kind: &str) -> Value {
    json!({ "id": id, "leaning": "below_range", "accepted": true, "evidence": [kind] })
}

/// These grounds, with reasons and the panel's record.
fn carried(claims: &[Value]) -> Value {
    json!({
        "adjustments": claims, "reasons": "当场卸载并清理路面", "panel_no": "集〔2026〕8号",
        "panel_on": "2026-11-23",
    })
}

/// S01 at that reading, with these circumstances and that amount.
fn weighed(gross_kg: i64, circumstances: Value, chosen: Option<i64>, book: &Rulebook) -> Judgement {
    let mut asked = with(stop("S01"), "weighing.gross_kg", json!(gross_kg));
    asked = with(asked, "findings[0].circumstances", circumstances);
    judged(with(asked, "findings[0].proposed_yuan", json!(chosen)), book)
}

/// S18 with CH-001, with these circumstances and that amount.
fn charter(circumstances: Value, chosen: Option<i64>, book: &Rulebook) -> Judgement {
    let mut asked = with(stop("S18"), "findings[0].code", json!("CH-001"));
    asked = with(asked, "findings[0].circumstances", circumstances);
    judged(with(asked, "findings[0].proposed_yuan", json!(chosen)), book)
}

fn only(judgement: &Judgement) -> &Discretion {
    assert_eq!(judgement.discretion.len(), 1, "{judgement:?}");
    &judgement.discretion[0]
}

fn rules(all: &[Blocked]) -> Vec<(&str, &str)> {
    all.iter().map(|no| (no.rule.name(), no.field.as_str())).collect()
}

#[test]
fn a_schedule_bounds_the_reduction_at_the_edges_of_its_steps() {
    let book = pack(SCHEDULE).unwrap();
    let removed = || carried(&[claim("removed_harm", "视听资料")]);
    // 25,000 kg are allowed: over, what the formula gives, and the lowest that is left of it.
    for (gross_kg, due, lowest) in [
        (29_999, 2_000, 1),
        (30_000, 2_500, 500),
        (35_000, 5_000, 1_000),
        (35_001, 5_000, 1_250),
        (44_999, 9_500, 2_375),
        (45_000, 10_000, 1),
    ] {
        let open = weighed(gross_kg, removed(), None, &book);
        let proposed = only(&open).proposed;
        assert_eq!(proposed, (Fen::from_yuan(lowest), Fen::from_yuan(due - 1)), "{gross_kg}");
        let at = weighed(gross_kg, removed(), Some(lowest), &book);
        assert_eq!(only(&at).verdict, AmountVerdict::BelowRange, "{gross_kg}");
        assert_eq!(at.fine, Some(Fen::from_yuan(lowest)), "{gross_kg}: {:?}", at.blocked);
        if lowest == 1 {
            continue;
        }
        let below = weighed(gross_kg, removed(), Some(lowest - 1), &book);
        assert_eq!(only(&below).verdict, AmountVerdict::BeyondReduction, "{gross_kg}");
        assert_eq!(DiscretionAnswer::all(&below)[0].verdict, "beyond_reduction");
        let outside = [("amount_outside_range", "findings[0].proposed_yuan")];
        assert_eq!(rules(&below.blocked), outside, "{gross_kg}");
        assert_eq!(below.fine, None, "{gross_kg}");
    }
}

#[test]
fn the_ground_that_reaches_furthest_bounds_and_a_bare_or_refused_one_reaches_nowhere() {
    let book = pack(SCHEDULE).unwrap();
    let lowest = |claims: &[Value]| only(&weighed(31_240, carried(claims), None, &book)).proposed.0;
    let (removed, merit) = (claim("removed_harm", "笔录"), claim("merit", "书证"));
    assert_eq!(lowest(std::slice::from_ref(&removed)), Fen::from_yuan(600));
    // 处罚法 32 carries a ground without a schedule as far as the panel does.
    assert_eq!(lowest(&[removed.clone(), merit.clone()]), Fen::from_yuan(1));
    let unproven = with(merit.clone(), "evidence", json!([]));
    assert_eq!(lowest(&[removed.clone(), unproven]), Fen::from_yuan(600));
    let refused = with(merit, "accepted", json!(false));
    assert_eq!(
        lowest(&[removed.clone(), with(refused, "why", json!("未查实"))]),
        Fen::from_yuan(600)
    );
    // 从轻 stays inside what the law gives, whatever a schedule says of 减轻.
    let lighter = with(removed, "leaning", json!("lighter"));
    let judgement = weighed(31_240, carried(&[lighter]), Some(2_999), &book);
    assert_eq!(only(&judgement).verdict, AmountVerdict::Unfounded);
}

#[test]
fn what_a_schedule_is_graded_on_is_asked_for_and_the_reasons_name_its_step() {
    let book = pack(OF_PEOPLE).unwrap();
    let removed = |people: Value| {
        let mut said = carried(&[claim("removed_harm", "笔录")]);
        said["passengers"] = people;
        said
    };
    let unknown = charter(removed(json!(null)), Some(800), &book);
    let wanted = ("tier_unknown", "findings[0].circumstances.passengers");
    assert!(rules(&only(&unknown).needs).contains(&wanted), "{:?}", only(&unknown).needs);
    assert!(unknown.fine.is_none(), "nothing is decided on the spot without it");
    let known = charter(removed(json!(3)), Some(500), &book);
    assert_eq!(known.fine, Some(Fen::from_yuan(500)), "{:?}", known.blocked);
    let sentence = "减轻幅度适用《样本减轻幅度》（样裁〔2026〕2号），载客人数3人以下，最多减轻50%，即不低于500元。";
    assert!(only(&known).reasoning.contains(&sentence.to_string()), "{:?}", only(&known).reasoning);
    assert!(only(&known).on_paper.contains(sentence));
    let beyond = charter(removed(json!(3)), Some(499), &book);
    let last = only(&beyond).reasoning.last().unwrap();
    assert!(last.ends_with("低于减轻处罚后的最低罚款500元。"), "{last}");
    // Of more people it says nothing, and then the panel alone bounds.
    let more = charter(removed(json!(4)), Some(499), &book);
    assert_eq!(more.fine, Some(Fen::from_yuan(499)), "{:?}", more.blocked);
    let silent = "没有与载客人数4人对应的幅度。";
    assert!(only(&more).reasoning.iter().any(|said| said.ends_with(silent)));
}

#[test]
fn the_schedule_that_was_seen_elsewhere_is_shown_as_not_verified_and_decides_nothing() {
    let book = sample();
    assert_eq!(book.reductions.len(), 1);
    let seen = &book.reductions[0];
    assert!(!seen.confirmed && !book.adjustments[&seen.ground].confirmed);
    let off: Vec<u8> = seen.steps.iter().map(|step| step.off_percent).collect();
    assert_eq!(off, [80, 75, 70, 65, 60]);
    let judgement = weighed(31_240, carried(&[claim("came_in", "笔录")]), Some(2_000), &book);
    assert_eq!(judgement.fine, None);
    let refused = rules(&judgement.blocked);
    assert!(refused.contains(&("unverified", "findings[0].circumstances.adjustments[0].id")));
    assert!(refused.contains(&("amount_outside_range", "findings[0].proposed_yuan")));
    let weighed = only(&judgement);
    let marked = |said: &&String| said.starts_with("减轻幅度未核，仅供草稿：");
    assert_eq!(weighed.reasoning.iter().filter(marked).count(), 1, "{:?}", weighed.reasoning);
    assert!(!weighed.on_paper.contains("未核") && !weighed.on_paper.contains("夏邑"));
    // A confirmed ground does not make its schedule one.
    let text = SCHEDULE.replace("confirmed = true", "confirmed = false");
    let free = self::weighed(
        31_240,
        carried(&[claim("removed_harm", "笔录")]),
        Some(1),
        &pack(&text).unwrap(),
    );
    assert_eq!(free.fine, Some(Fen::from_yuan(1)), "{:?}", free.blocked);
    assert!(!only(&free).on_paper.contains("未核"));
}

#[test]
fn the_page_of_an_act_shows_its_schedules_step_by_step() {
    let today = Day::parse("2026-11-23").unwrap();
    for (lang, head, step) in [
        (
            "zh-CN",
            "[未核] 减轻幅度（非现场超限记录的当事人主动到案接受处理）",
            "[未核] 超限质量5000千克以上、10000千克以下，最多减轻80%",
        ),
        (
            "en",
            "[not verified] reduction below the least (came in of its own accord",
            "[not verified] 超限质量5000千克以上、10000千克以下，最多减轻80%",
        ),
    ] {
        let lines = page(&sample(), "OL-001", today, lang);
        let text: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
        assert!(text.iter().any(|line| line.starts_with(head)), "{text:#?}");
        assert!(text.contains(&step), "{text:#?}");
        let other = page(&sample(), "OL-003", today, lang);
        assert!(!other.iter().any(|line| line.text.contains("80%")));
    }
}

/// What stands in the schedule, what stands there instead, and the sentence that has to come behind file and row.
const BROKEN: [(&str, &str, &str); 17] = [
    ("off_percent = 80", "off_percent = 0", "a step takes 1 to 99 percent off, and not 0"),
    ("off_percent = 80", "off_percent = 100", "a step takes 1 to 99 percent off, and not 100"),
    ("off_percent = 80", "off_percent = -1", "a step takes 1 to 99 percent off, and not -1"),
    ("above = 10000", "above = 10001", "step 2 does not begin where the one before it ends"),
    ("above = 10000", "at_least = 10000", "step 2 does not begin where the one before it ends"),
    (", at_most = 10000", "", "step 2 does not begin where the one before it ends"),
    ("at_least = 5000", "at_least = 10001", "the bounds of `mass` leave no value between them"),
    ("at_least = 5000", "at_least = -5", "`-5` is no value of `mass`"),
    (
        "factor = \"mass\"",
        "factor = \"count\"",
        "`count` is no factor that a tier can be graded on",
    ),
    (
        "factor = \"mass\"",
        "factor = \"fixed\"",
        "`fixed` is no factor that a tier can be graded on",
    ),
    ("codes = [\"OL-001\"]", "codes = [\"OL-099\"]", "no violation has the code `OL-099`"),
    ("codes = [\"OL-001\"]", "codes = []", "a text is empty"),
    ("source = \"《样本减轻幅度》（样裁〔2026〕2号）\"", "source = \" \"", "a text is empty"),
    ("mark = \"C\"", "mark = \"C\"\nnote_zh = \"另有限制\"", "a text is empty"),
    (
        "mark = \"C\"",
        "mark = \"C\"\nfrom = \"2026-04-31\"",
        "`2026-04-31` is no day of the calendar",
    ),
    (
        "mark = \"C\"",
        "mark = \"C\"\nfrom = \"2026-05-01\"\nuntil = \"2026-04-30\"",
        "basis `removed_harm` is in force from 2026-05-01 until 2026-04-30",
    ),
    ("mark = \"C\"", "mark = \"C\"\nrate = 3", "cannot be read: unknown field `rate`"),
];

#[test]
fn a_doubtful_schedule_is_refused_with_its_row() {
    let row = "discretion/standard.toml, reduction removed_harm: ";
    for (was, is, sentence) in BROKEN {
        assert!(SCHEDULE.contains(was), "the schedule no longer says {was}");
        let fault = pack(&SCHEDULE.replacen(was, is, 1)).expect_err(is);
        assert!(fault.starts_with(&format!("{row}{sentence}")), "\n got {fault}\nwant {sentence}");
    }
    for ground in ["no_fault", "good_weather"] {
        let fault = pack(&SCHEDULE.replace("removed_harm", ground)).expect_err(ground);
        let want = format!("`{ground}` is no ground of this pack that may go below the range");
        assert!(fault.contains(&want), "{fault}");
    }
    let again = format!("{SCHEDULE}\n{}", &SCHEDULE[SCHEDULE.find("[[reduction]]").unwrap()..]);
    let fault = pack(&again).unwrap_err();
    assert!(fault.contains("two schedules reduce the same act on the same ground"), "{fault}");
    let dated = again.replacen("mark = \"C\"", "mark = \"C\"\nuntil = \"2026-06-30\"", 1);
    let (before, after) = dated.split_at(dated.rfind("mark = \"C\"").unwrap());
    let later = after.replacen("mark = \"C\"", "mark = \"C\"\nfrom = \"2026-07-01\"", 1);
    assert_eq!(pack(&format!("{before}{later}")).unwrap().reductions.len(), 3);
}
