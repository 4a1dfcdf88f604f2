//! Discretion as tables of law: tiers at exactly their edges, what carries an amount beside them, the reasons word for word.

use crate::bureau::with;
use crate::crash::lives;
use crate::rulebook::{sample, sample_files};
use crate::rulings::{judged, judged_after};
use crate::scenarios::stop;
use lucha::domain::agency::Agency;
use lucha::domain::blocked::Blocked;
use lucha::domain::counting::{DecidedAct, Standing};
use lucha::domain::discretion::{AmountVerdict, Discretion};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Ending, Judgement, Outcome};
use lucha::domain::offender::Offenders;
use lucha::domain::rulebook::Rulebook;
use lucha::forms::filled::Paper;
use lucha::forms::scene::Scene;
use lucha::forms::wording;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use lucha::wire::answer::DiscretionAnswer;
use lucha::wire::event::{self, Body};
use lucha::wire::rulebook::load;
use serde_json::{Value, json};

/// CH-001 is 1,000 to 3,000 yuan; graded by times and people, the ends of its amounts each in one tier.
pub const STANDARD: &str = r#"
confirmed = true

[[benchmark]]
code = "CH-001"
basis = "粤道条63"
source = "《样本裁量基准》（样裁〔2026〕1号）"
mark = "C"
lookback_months = 12

[[benchmark.tier]]
order = 1
name_zh = "较轻"
name_en = "lighter"
when = [[{ factor = "count", is = 1 }, { factor = "passengers", at_most = 3 }]]
least_yuan = 1000
most_yuan = 1400
most_included = false

[[benchmark.tier]]
order = 2
name_zh = "一般"
name_en = "ordinary"
when = [
    [{ factor = "count", is = 1 }, { factor = "passengers", above = 3 }],
    [{ factor = "count", at_least = 2, below = 4 }],
]
least_yuan = 1400
most_yuan = 2200

[[benchmark.tier]]
order = 3
name_zh = "严重"
name_en = "serious"
when = [[{ factor = "count", at_least = 4 }]]
least_yuan = 2200
least_included = false
most_yuan = 3000
"#;

/// PK-001 above 20,000 yuan of gain: twice to ten times.
const MULTIPLE: &str = r#"
confirmed = true

[[benchmark]]
code = "PK-001"
basis = "道条63"
source = "《样本裁量基准》（样裁〔2026〕1号）"
mark = "C"
lookback_months = 12

[[benchmark.tier]]
order = 1
name_zh = "一般"
name_en = "ordinary"
when = [[{ factor = "gain", at_most = 50000 }]]
least_percent = 200
most_percent = 400
most_included = false

[[benchmark.tier]]
order = 2
name_zh = "严重"
name_en = "serious"
when = [[{ factor = "gain", above = 50000 }]]
least_percent = 400
most_percent = 1000
"#;

/// The sample pack with these standards and grounds beside its own.
pub fn pack(text: &str) -> Result<Rulebook, String> {
    let mut files = sample_files();
    files.push(("discretion/standard.toml".into(), text.as_bytes().to_vec()));
    let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    load(&borrowed).map_err(|fault| fault.to_string())
}

fn book() -> Rulebook {
    pack(STANDARD).unwrap()
}

fn yuan(amount: i64) -> Fen {
    Fen::from_yuan(amount)
}

/// CH-001 of an organisation, which fits the summary procedure up to 3,000 yuan.
fn charter(circumstances: Value, chosen: Option<i64>) -> Value {
    of_stop("S18", "CH-001", circumstances, chosen)
}

fn of_stop(id: &str, code: &str, circumstances: Value, chosen: Option<i64>) -> Value {
    let mut value = with(stop(id), "findings[0].code", json!(code));
    value = with(value, "findings[0].circumstances", circumstances);
    with(value, "findings[0].proposed_yuan", json!(chosen))
}

fn only(judgement: &Judgement) -> &Discretion {
    assert_eq!(judgement.discretion.len(), 1);
    &judgement.discretion[0]
}

fn said(all: &[Blocked]) -> Vec<String> {
    let short = |no: &Blocked| {
        let field =
            no.field.trim_start_matches("findings[0].").trim_start_matches("circumstances.");
        format!("{} {field}", no.rule.name())
    };
    all.iter().map(short).collect()
}

fn names(weighed: &Discretion) -> Vec<&str> {
    weighed.tiers.iter().map(|tier| tier.name_zh.as_str()).collect()
}

#[test]
fn the_tier_is_that_of_the_factors_at_exactly_their_edges() {
    let book = book();
    for (times, passengers, tiers, range) in [
        (1, Some(0), vec!["较轻"], (1_000, 1_399)),
        (1, Some(3), vec!["较轻"], (1_000, 1_399)),
        (1, Some(4), vec!["一般"], (1_400, 2_200)),
        (2, Some(3), vec!["一般"], (1_400, 2_200)),
        (3, Some(99), vec!["一般"], (1_400, 2_200)),
        (4, Some(3), vec!["严重"], (2_201, 3_000)),
        // Nobody counted the people: between the first two it is open, at the fourth time it does not matter.
        (1, None, vec!["较轻", "一般"], (1_000, 2_200)),
        (3, None, vec!["一般"], (1_400, 2_200)),
        (4, None, vec!["严重"], (2_201, 3_000)),
    ] {
        let circumstances = json!({ "times": times, "passengers": passengers });
        let judgement = judged(charter(circumstances, None), &book);
        let weighed = only(&judgement);
        let row = format!("{times} {passengers:?}");
        assert_eq!(names(weighed), tiers, "{row}");
        assert_eq!(weighed.settled, (yuan(range.0), yuan(range.1)), "{row}");
        assert_eq!(weighed.proposed, weighed.settled, "{row}");
        let unchosen = "amount_not_chosen proposed_yuan";
        let want = match tiers.len() {
            1 => vec![unchosen],
            _ => vec![unchosen, "tier_unknown passengers"],
        };
        assert_eq!(said(&judgement.blocked), want, "{row}");
    }
}

#[test]
fn earlier_final_acts_of_the_same_code_in_the_look_back_are_counted() {
    let book = book();
    let act = |on: &str, code: &str, standing| DecidedAct {
        code: code.into(),
        plate: "粤D30004".into(),
        on: Day::parse(on).unwrap(),
        standing,
        stop: None,
        by: Offenders::default(),
    };
    let (last, quashed) = (Standing::Final, Standing::Quashed);
    for (acts, tier) in [
        (vec![], "较轻"),
        (vec![act("2025-11-24", "CH-001", last)], "一般"),
        (vec![act("2025-11-23", "CH-001", last)], "较轻"),
        (vec![act("2026-11-01", "CH-001", quashed), act("2026-11-02", "CH-002", last)], "较轻"),
        (
            vec![
                act("2026-02-01", "CH-001", last),
                act("2026-04-01", "CH-001", last),
                act("2026-06-01", "CH-001", last),
            ],
            "严重",
        ),
    ] {
        let stop = charter(json!({ "passengers": 2 }), None);
        let judgement = judged_after(stop, &book, &acts);
        assert_eq!(names(only(&judgement)), [tier], "{acts:?}");
    }
}

#[test]
fn an_amount_outside_the_tier_wants_reasons_and_a_panel_and_none_leaves_the_law() {
    use AmountVerdict::{AboveRange, InsideTier, OutsideTier, Unfounded};
    let book = book();
    let needs = ["outside_tier panel_no", "outside_tier panel_on", "outside_tier reasons"];
    let outside = ["amount_outside_range proposed_yuan"];
    for (chosen, verdict, blocked) in [
        (0, Unfounded, &outside[..]),
        (999, Unfounded, &outside[..]),
        (1_000, InsideTier, &[][..]),
        (1_399, InsideTier, &[][..]),
        (1_400, OutsideTier, &needs[..]),
        (3_000, OutsideTier, &needs[..]),
        (3_001, AboveRange, &outside[..]),
    ] {
        let said_so = json!({ "passengers": 3 });
        let judgement = judged(charter(said_so, Some(chosen)), &book);
        assert_eq!(only(&judgement).verdict, verdict, "{chosen}");
        assert_eq!(said(&judgement.blocked), blocked, "{chosen}");
        let argued = json!({
            "passengers": 3, "reasons": "当事人多次被投诉", "panel_no": "集〔2026〕7号",
            "panel_on": "2026-11-23",
        });
        let judgement = judged(charter(argued, Some(chosen)), &book);
        let carried = verdict == InsideTier || verdict == OutsideTier;
        let want = if carried { Some(yuan(chosen)) } else { None };
        assert_eq!(judgement.fine, want, "{chosen}: a panel carries what the law's range holds");
        assert_eq!(judgement.outcome == Outcome::OnSpotPenalty, carried, "{chosen}");
    }
}

#[test]
fn a_case_is_opened_without_reasons_and_its_needs_are_told() {
    let book = book();
    // A sole trader counts as a citizen: nothing of 1,000 yuan is decided on the spot.
    let judgement =
        judged(of_stop("S10", "CH-001", json!({ "passengers": 3 }), Some(1_400)), &book);
    assert_eq!((judgement.outcome, judgement.blocked.as_slice()), (Outcome::CaseOpened, &[][..]));
    assert_eq!(judgement.fine, Some(yuan(1_400)));
    let want = ["outside_tier reasons", "outside_tier panel_no", "outside_tier panel_on"];
    assert_eq!(said(&only(&judgement).needs), want);
    let answer = &DiscretionAnswer::all(&judgement)[0];
    assert_eq!((answer.verdict.as_str(), answer.needs.len()), ("outside_tier", 3));

    let open = judged(of_stop("S10", "CH-001", json!({}), None), &book);
    assert_eq!((open.outcome, open.range), (Outcome::CaseOpened, Some((yuan(1_000), yuan(2_200)))));
    assert_eq!(DiscretionAnswer::all(&open)[0].lacking, ["findings[0].circumstances.passengers"]);
}

/// One ground beside three people on board.
fn ground(claim: &Value, panel: bool) -> Value {
    let mut said = json!({ "passengers": 3, "adjustments": [claim] });
    if panel {
        said["reasons"] = json!("当场安排旅客改乘并退还票款");
        said["panel_no"] = json!("集〔2026〕8号");
        said["panel_on"] = json!("2026-11-23");
    }
    said
}

#[test]
fn below_the_least_only_a_proven_ground_of_reduction_carries() {
    let book = book();
    let proven = || {
        json!({
            "id": "removed_harm", "leaning": "below_range", "accepted": true,
            "evidence": ["视听资料"],
        })
    };
    let lighter = with(proven(), "leaning", json!("lighter"));
    let bare = with(proven(), "evidence", json!([]));
    let outside = "amount_outside_range proposed_yuan";
    let needs = ["outside_tier panel_no", "outside_tier panel_on", "outside_tier reasons"];
    for (claim, panel, chosen, blocked) in [
        (proven(), true, 999, vec![]),
        (proven(), true, 1, vec![]),
        (proven(), true, 0, vec![outside]),
        (proven(), true, 1_000, vec![]),
        (proven(), false, 999, needs.to_vec()),
        (lighter, true, 999, vec![outside]),
        (bare, true, 999, vec![outside, "adjustment_unproven adjustments[0].evidence"]),
    ] {
        let row = format!("{claim} {panel} {chosen}");
        let judgement = judged(charter(ground(&claim, panel), Some(chosen)), &book);
        assert_eq!(said(&judgement.blocked), blocked, "{row}");
        assert_eq!(judgement.fine, blocked.is_empty().then(|| yuan(chosen)), "{row}");
    }
    // The formula of over-limit carriage (3,000 yuan here) gives way to the same ground, and to nothing else.
    let over = |said: Value, chosen| judged(of_stop("S01", "OL-001", said, Some(chosen)), &book);
    assert_eq!(over(ground(&proven(), true), 2_000).fine, Some(yuan(2_000)));
    assert_eq!(said(&over(json!({}), 2_000).blocked), [outside]);
    assert_eq!(said(&over(ground(&proven(), true), 3_001).blocked), [outside]);
    // A range that begins at nothing holds no fine of nothing.
    let forged = |chosen| judged(of_stop("S01", "OL-010", json!({}), Some(chosen)), &book);
    assert!(said(&forged(0).blocked).contains(&outside.to_string()));
    assert!(!said(&forged(1).blocked).contains(&outside.to_string()));
}

#[test]
fn the_reasons_of_a_paper_are_those_that_it_was_issued_with() {
    let mut later = judged(charter(json!({ "passengers": 3 }), Some(1_400)), &book());
    let kept = vec!["违法次数第2次".to_string(); later.discretion.len()];
    assert!(!kept.is_empty());
    let ending = Ending { reasons: kept.clone(), ..lives::ending(3) };
    let body = Body::Inspection(Event::InspectionEnded(ending.clone()));
    let (kind, schema, bytes) = event::encode(&body);
    assert_eq!(event::decode(kind, schema, &bytes), Ok(body));
    later.hold_to(&ending);
    let shown: Vec<String> = later.discretion.iter().map(|one| one.on_paper.clone()).collect();
    assert_eq!(shown, kept);
}

#[test]
fn a_ground_is_answered_proven_known_and_confirmed_or_nothing_rests_on_it() {
    let book = book();
    let claim = |changes: &[(&str, Value)]| {
        let mut claim = json!({
            "id": "removed_harm", "leaning": "lighter", "accepted": true, "evidence": ["笔录"],
        });
        for (field, value) in changes {
            claim = with(claim, field, value.clone());
        }
        claim
    };
    let at = |rule: &str, field: &str| format!("{rule} adjustments[0].{field}");
    for (claim, blocked) in [
        (claim(&[]), None),
        (claim(&[("accepted", json!(null))]), Some(at("adjustment_unproven", "accepted"))),
        (claim(&[("evidence", json!(["物证"]))]), Some(at("adjustment_unproven", "evidence"))),
        (claim(&[("leaning", json!(null))]), Some(at("adjustment_unproven", "leaning"))),
        (claim(&[("leaning", json!("heavier"))]), Some(at("impossible_value", "leaning"))),
        (claim(&[("id", json!("good_weather"))]), Some(at("impossible_value", "id"))),
        (claim(&[("accepted", json!(false))]), Some(at("adjustment_unproven", "why"))),
        (claim(&[("accepted", json!(false)), ("why", json!("改乘后才发现"))]), None),
        (
            claim(&[("id", json!("repeated")), ("leaning", json!("heavier"))]),
            Some(at("unverified", "id")),
        ),
        (
            claim(&[("id", json!("slight_and_corrected")), ("leaning", json!(null))]),
            Some(at("penalty_waived", "id")),
        ),
        // Two kinds of evidence are wanted, and one of them twice is one.
        (
            claim(&[
                ("id", json!("first_and_slight")),
                ("leaning", json!("waived")),
                ("evidence", json!(["笔录", "笔录"])),
            ]),
            Some(at("adjustment_unproven", "evidence")),
        ),
    ] {
        let row = claim.to_string();
        let judgement = judged(charter(ground(&claim, false), Some(1_200)), &book);
        assert_eq!(said(&judgement.blocked), Vec::from_iter(blocked), "{row}");
    }
}

#[test]
fn grounds_point_to_a_part_of_the_tier() {
    let book = book();
    let claim = |id: &str, leaning: &str, kind: &str| json!({ "id": id, "leaning": leaning, "accepted": true, "evidence": [kind] });
    let lighter = claim("removed_harm", "lighter", "笔录");
    let heavier = claim("emergency", "heavier", "书证");
    let below = claim("merit", "below_range", "书证");
    for (claims, least, most) in [
        (json!([]), 1_000, 1_399),
        (json!([lighter]), 1_000, 1_199),
        (json!([heavier]), 1_199, 1_399),
        (json!([lighter, heavier]), 1_000, 1_399),
        (json!([lighter, below]), 1, 999),
    ] {
        let circumstances = json!({ "passengers": 3, "adjustments": claims });
        let judgement = judged(charter(circumstances, None), &book);
        assert_eq!(only(&judgement).proposed, (yuan(least), yuan(most)), "{claims}");
    }
}

#[test]
fn a_share_of_the_gain_is_graded_in_percent() {
    let book = pack(MULTIPLE).unwrap();
    for (gain, tier, least, most) in [
        (20_001, "一般", 40_002, 79_803),
        (50_000, "一般", 100_000, 199_500),
        (50_001, "严重", 200_004, 500_010),
    ] {
        let stop = with(stop("S08"), "findings[0].gain_yuan", json!(gain));
        let judgement = judged(stop, &book);
        assert_eq!(names(only(&judgement)), [tier], "{gain}");
        let (low, high) = judgement.range.unwrap();
        assert_eq!((low.yuan(), high.yuan()), (least, most), "{gain}");
    }
    // Below the threshold the basis gives a range that this standard leaves alone.
    let judgement = judged(stop("S08"), &book);
    assert_eq!(judgement.range, Some((yuan(10_000), yuan(100_000))));
    assert_eq!(only(&judgement).confirmed, None);
}

#[test]
fn a_standard_that_nobody_stands_for_is_shown_in_drafts_and_grades_nothing() {
    let text = STANDARD.replace("confirmed = true", "confirmed = false");
    let book = pack(&text).unwrap();
    let judgement = judged(charter(json!({ "passengers": 3 }), Some(3_000)), &book);
    assert_eq!((judgement.outcome, judgement.fine), (Outcome::OnSpotPenalty, Some(yuan(3_000))));
    let weighed = only(&judgement);
    assert_eq!((weighed.confirmed, names(weighed)), (Some(false), vec!["较轻"]));
    assert_eq!((weighed.verdict, weighed.on_paper.as_str()), (AmountVerdict::InsideRange, ""));
    assert!(weighed.reasoning.concat().contains("未核"), "{:?}", weighed.reasoning);
    // What is argued goes onto the paper without it, and nobody adopts it.
    let argued = json!({ "passengers": 3, "reasons": "情节一般" });
    let weighed = judged(charter(argued, Some(3_000)), &book).discretion.remove(0);
    assert!(weighed.on_paper.contains("情节一般"), "{}", weighed.on_paper);
    assert!(!weighed.on_paper.contains("未核") && !weighed.on_paper.contains("较轻"));
    let adopted = json!({ "passengers": 3, "reasoning": "属于较轻阶次。" });
    let judgement = judged(charter(adopted, Some(1_200)), &book);
    assert_eq!(said(&judgement.blocked), ["unverified reasoning"]);
    let marked = json!({ "passengers": 3, "reasoning": "裁量标准未核。" });
    let judgement = judged(charter(marked, Some(1_200)), &sample());
    assert_eq!(said(&judgement.blocked), ["unverified reasoning"]);
}

#[test]
fn without_a_standard_and_without_a_word_everything_is_as_the_law_alone_has_it() {
    let book = sample();
    assert!(book.benchmarks.is_empty());
    for (chosen, outcome) in [
        (Some(2_000), Outcome::OnSpotPenalty),
        (Some(999), Outcome::Blocked),
        (Some(3_001), Outcome::Blocked),
        (None, Outcome::Blocked),
    ] {
        let mut stop = with(stop("S18"), "findings[0].code", json!("CH-001"));
        stop = with(stop, "findings[0].proposed_yuan", json!(chosen));
        let judgement = judged(stop, &book);
        assert_eq!(judgement.outcome, outcome, "{chosen:?}");
        assert!(!only(&judgement).is_notable(), "{chosen:?}");
        assert!(DiscretionAnswer::all(&judgement).is_empty(), "{chosen:?}");
    }
}

#[test]
fn the_reasons_are_composed_word_for_word_and_the_officers_own_words_replace_them() {
    let book = book();
    let claim = json!({
        "id": "removed_harm", "leaning": "lighter", "accepted": true,
        "evidence": ["视听资料", "笔录"], "why": "当场安排旅客改乘。",
    });
    let refused = json!({ "id": "merit", "accepted": false, "why": "线索未查实" });
    let circumstances = json!({ "passengers": 4, "adjustments": [claim, refused] });
    let judgement = judged(charter(circumstances.clone(), Some(1_500)), &book);
    let want = [
        "适用《样本裁量基准》（样裁〔2026〕1号）。",
        "裁量因素：违法次数第1次（前12个月内，据已有记录）；载客人数4人。",
        "属于“一般”阶次（违法次数1次，载客人数超过3人；或者违法次数2次以上、不满4次），\
         罚款1,400元以上2,200元以下。",
        "主动消除或者减轻危害后果（《中华人民共和国行政处罚法》第三十二条第（一）项）：\
         有视听资料、笔录证实，当场安排旅客改乘，予以采纳，应当从轻处罚。",
        "配合查处违法行为有立功表现（《中华人民共和国行政处罚法》第三十二条第（四）项）：\
         不予采纳，理由：线索未查实。",
        "拟处罚款壹仟伍佰元整（¥1,500），在该阶次幅度内。",
    ];
    assert_eq!(only(&judgement).reasoning, want);
    assert_eq!(only(&judgement).on_paper, want.concat());
    assert_eq!(
        paper(&judgement),
        format!("罚款人民币壹仟伍佰元整（¥1,500）。裁量理由：{}", want.concat())
    );

    let mut own = circumstances;
    own["reasoning"] = json!(" 旅客均已改乘，从轻处罚。\n");
    let judgement = judged(charter(own, Some(1_500)), &book);
    assert_eq!(judgement.outcome, Outcome::OnSpotPenalty);
    assert_eq!(only(&judgement).on_paper, "旅客均已改乘，从轻处罚。");
    assert_eq!(only(&judgement).reasoning, want, "the composed ones stay at hand");
    // Nothing weighed, nothing said.
    let plain = judged(charter(json!({}), Some(1_500)), &sample());
    assert_eq!(paper(&plain), "罚款人民币壹仟伍佰元整（¥1,500）");
}

/// 处罚内容 of form 14.
fn paper(judgement: &Judgement) -> String {
    let read = lucha::wire::stop::read(stop("S18")).unwrap();
    let scene = Scene {
        agency: &Agency::default(),
        roster: &[],
        facts: &read.facts,
        telling: &read.telling,
        judgement,
        number: None,
        correct_before: None,
        made_at: Moment::from_ms(0),
        paper: Paper::A4,
        of_case: None,
        copy_note: "",
    };
    wording::penalty_with_reasons(&scene)
}

#[test]
fn the_last_sentence_says_what_the_amount_is() {
    let book = book();
    let panel = |passengers: i64| {
        json!({
            "passengers": passengers, "reasons": "旅客众多。", "panel_no": "集〔2026〕7号",
            "panel_on": "2026-11-23",
        })
    };
    let reduced = ground(
        &json!({ "id": "merit", "leaning": "below_range", "accepted": true, "evidence": ["书证"] }),
        true,
    );
    for (circumstances, chosen, want) in [
        (json!({ "passengers": 3 }), None, "罚款金额尚未选定。"),
        (
            panel(3),
            Some(1_400),
            "拟处罚款壹仟肆佰元整（¥1,400），不在该阶次幅度内，理由：旅客众多；\
             经负责人集体讨论（记录集〔2026〕7号，2026年11月23日）。",
        ),
        (
            json!({ "passengers": 3 }),
            Some(1_400),
            "拟处罚款壹仟肆佰元整（¥1,400），不在该阶次幅度内，理由未写明；尚未经负责人集体讨论。",
        ),
        (
            reduced,
            Some(800),
            "拟处罚款捌佰元整（¥800），低于法定最低罚款1,000元，系减轻处罚，\
             理由：当场安排旅客改乘并退还票款；经负责人集体讨论（记录集〔2026〕8号，2026年11月23日）。",
        ),
        (
            json!({ "passengers": 3 }),
            Some(800),
            "拟处罚款捌佰元整（¥800），低于法定最低罚款1,000元，没有经证实的减轻处罚情节。",
        ),
        (
            json!({ "passengers": 3 }),
            Some(3_001),
            "拟处罚款叁仟零壹元整（¥3,001），高于法定最高罚款3,000元。",
        ),
    ] {
        let judgement = judged(charter(circumstances, chosen), &book);
        assert_eq!(only(&judgement).reasoning.last().unwrap(), want, "{chosen:?}");
    }
}

#[test]
fn circumstances_are_kept_and_what_was_not_recorded_takes_no_byte() {
    let recorded = |value: Value| {
        let facts = lucha::wire::stop::read(value).unwrap().facts;
        let body = Body::Inspection(Event::InspectionRecorded(Box::new(facts)));
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes).unwrap(), body);
        bytes
    };
    let mut plain = with(stop("S18"), "findings[0].code", json!("CH-001"));
    let without = recorded(plain.clone());
    plain = with(plain, "findings[0].circumstances", json!({}));
    assert_eq!(recorded(plain), without);
    let full = json!({
        "times": 2, "passengers": 0, "quantity": "12.5", "lasted_days": 30, "refused": false,
        "adjustments": [
            { "id": "removed_harm", "leaning": "below_range", "accepted": true,
              "evidence": ["视听资料", "笔录"], "why": "改乘" },
            {},
        ],
        "reasons": "旅客众多", "panel_no": "集〔2026〕7号", "panel_on": "2026-11-23",
        "reasoning": "旅客均已改乘。",
    });
    assert!(recorded(charter(full, Some(1_500))).len() > without.len() + 100);
}

#[test]
fn what_cannot_be_is_kept_and_blocks_and_an_unknown_word_is_refused() {
    for (field, value) in [
        ("times", json!(-1)),
        ("passengers", json!(-1)),
        ("lasted_days", json!(-1)),
        ("quantity", json!("半")),
        ("quantity", json!("-1")),
        ("panel_on", json!("2026-04-31")),
        ("panel_on", json!("2026-11-24")),
    ] {
        let circumstances = with(json!({}), field, value);
        let judgement = judged(charter(circumstances, Some(2_000)), &sample());
        assert_eq!(said(&judgement.blocked), [format!("impossible_value {field}")]);
    }
    let claim = |field: &str, value: Value| {
        let claim = with(json!({ "id": "merit" }), field, value);
        lucha::wire::stop::read(charter(json!({ "adjustments": [claim] }), None)).unwrap_err().path
    };
    let path = "findings[0].circumstances.adjustments[0]";
    assert_eq!(claim("leaning", json!("softer")), format!("{path}.leaning"));
    assert_eq!(claim("evidence", json!(["传闻"])), format!("{path}.evidence"));
    assert!(claim("weather", json!("fine")).starts_with(path));
}
