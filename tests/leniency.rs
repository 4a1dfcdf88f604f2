//! No-penalty lists as tables of law: each condition by itself, the first act with its history, what lists of nobody may not do,
//! and 处罚法 33 beside all lists.

use crate::bureau::with;
use crate::rulebook::{sample, sample_files};
use crate::rulings::judged_in_time;
use crate::scenarios::stop;
use lucha::domain::agency::Agency;
use lucha::domain::blocked::Blocked;
use lucha::domain::counting::{DecidedAct, Standing};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::domain::inspection::terms::Terms;
use lucha::domain::leniency::Revisit;
use lucha::domain::leniency::conditions::{ItemFit, ListStanding};
use lucha::domain::leniency::history::{FirstOffence, FirstUnknown, Past, Settles};
use lucha::domain::offender::Offenders;
use lucha::domain::rulebook::Rulebook;
use lucha::forms::filled::Paper;
use lucha::forms::scene::Scene;
use lucha::forms::wording;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::digest::Digest;
use lucha::stdx::fen::Fen;
use lucha::stdx::id::Id;
use lucha::wire::event::{self, Body};
use lucha::wire::message::feed::News;
use lucha::wire::message::history::ActFound;
use lucha::wire::rulebook::load;
use serde_json::{Value, json};

/// A list as a bureau of Shantou might confirm one: a load that falls, and a permit that is not carried.
pub const LIST: &str = r#"
[list]
id = "ST"
name_zh = "汕头市不予行政处罚事项清单（样本）"
name_en = "Shantou's no-penalty list (sample)"
source = "样规〔2026〕1号"
province = "广东省"
reach = "4405"
dated = "2026-01-01"
mark = "C"
confirmed = true
from = "2026-01-01"
history_days_max = 30
history_since = "2020-01-01"

[[item]]
no = 7
name_zh = "货物脱落、扬撒"
name_en = "load that falls"
codes = ["FR-006"]
kind = "may_not"
conditions = [
    { fact = "first", lookback_months = 12, scope = "city" },
    { ask = "road_free", zh = "未影响交通", en = "traffic was not affected" },
    { fact = "harm", at_most = "slight" },
    { fact = "corrected", by_last_day = true },
]
revisit_days = 15

[[no_coercion]]
no = 1
name_zh = "未随车携带通行证"
name_en = "permit not carried"
codes = ["OL-008"]
conditions = [
    { ask = "permit_verified", zh = "已联网核实", en = "verified online" },
]
"#;

/// The sample pack with this list beside its own.
pub fn pack(text: &str) -> Result<Rulebook, String> {
    let mut files = sample_files();
    files.push(("leniency/shantou.toml".into(), text.as_bytes().to_vec()));
    let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    load(&borrowed).map_err(|fault| fault.to_string())
}

/// The list with `was` replaced.
fn book(was: &str, is: &str) -> Rulebook {
    assert!(LIST.contains(was), "{was}");
    pack(&LIST.replacen(was, is, 1)).unwrap()
}

/// S18, an organisation's, with a load that fell off without harm to the road and was picked up at once, 1,000 yuan and what else
/// was recorded.
pub fn spill(said: Value) -> Value {
    let mut value = with(stop("S18"), "findings[0].code", json!("FR-006"));
    value = with(value, "findings[0].proposed_yuan", json!(1_000));
    value = with(value, "findings[0].corrected_at_once", json!(true));
    value = with(value, "findings[0].road_surface", json!("unharmed"));
    with(value, "findings[0].leniency", said)
}

/// Item 7 with everything that it asks for but the history.
pub fn chosen() -> Value {
    json!({ "item": "ST-7", "educated": true, "answers": { "road_free": true } })
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Headquarters' history as it was read on `read`.
fn known(read: &str) -> Past<'static> {
    let known_at = Moment::parse(&format!("{read}T08:00:00+08:00"));
    assert!(known_at.is_some(), "{read}");
    Past { known_at, ..Past::default() }
}

fn today() -> Past<'static> {
    known("2026-11-23")
}

fn said(all: &[Blocked]) -> Vec<String> {
    let short = |no: &Blocked| {
        format!("{} {}", no.rule.name(), no.field.trim_start_matches("findings[0]."))
    };
    all.iter().map(short).collect()
}

fn item<'a>(judgement: &'a Judgement, key: &str) -> &'a ItemFit {
    let mut items = judgement.leniency.iter().flat_map(|found| &found.items);
    items.find(|fit| fit.key == key).unwrap_or_else(|| panic!("no {key}"))
}

#[test]
fn every_condition_is_wanted_and_none_is_enough() {
    let book = pack(LIST).unwrap();
    let correction = (Outcome::Correction, None);
    let refused = |rule: &'static str| (Outcome::Blocked, Some(rule));
    let lacks = |field: &str, value: Value| with(spill(chosen()), field, value);
    for (asked, (outcome, rule)) in [
        (spill(chosen()), correction),
        (
            lacks("findings[0].leniency.answers", json!({ "road_free": false })),
            refused("leniency_open leniency.answers"),
        ),
        (
            lacks("findings[0].leniency.answers", json!({})),
            refused("leniency_open leniency.answers"),
        ),
        (
            lacks("findings[0].leniency.educated", json!(null)),
            refused("leniency_open leniency.educated"),
        ),
        (lacks("findings[0].harm", json!("slight")), correction),
        // With serious harm the permit is at stake: a case is opened, and nothing is let off.
        (lacks("findings[0].harm", json!("serious")), (Outcome::CaseOpened, None)),
        (
            lacks("findings[0].corrected_at_once", json!(false)),
            refused("leniency_open corrected_at_once"),
        ),
        (
            lacks("findings[0].circumstances", json!({ "refused": true })),
            refused("leniency_open corrected_at_once"),
        ),
        // 可以不予: who does not choose it punishes.
        (lacks("findings[0].leniency.item", json!("")), (Outcome::OnSpotPenalty, None)),
        (
            lacks("findings[0].leniency.item", json!("ST-99")),
            refused("impossible_value leniency.item"),
        ),
        // On the sample's own list, which nobody stands for.
        (lacks("findings[0].leniency.item", json!("NYS-1")), refused("unverified leniency.item")),
    ] {
        let row = asked["findings"].to_string();
        let judgement = judged_in_time(asked, &book, &[], today());
        assert_eq!(judgement.outcome, outcome, "{row}");
        assert_eq!(said(&judgement.blocked), Vec::from_iter(rule), "{row}");
        assert_eq!(judgement.let_off.len(), usize::from(outcome == Outcome::Correction), "{row}");
    }
}

#[test]
fn what_is_let_off_is_ordered_promised_and_looked_at_again() {
    let book = pack(LIST).unwrap();
    let at_once = (true, None, None);
    for ((corrected, before, promised), revisit) in [
        (at_once, Some("2026-12-08")),
        // Not before the last day that the party was given.
        ((false, Some("2026-11-30"), Some(true)), Some("2026-12-08")),
        ((false, Some("2026-12-20"), Some(true)), Some("2026-12-20")),
        ((false, Some("2026-12-20"), Some(false)), None),
        ((false, Some("2026-12-20"), None), None),
        ((false, None, Some(true)), None),
    ] {
        let mut asked = with(spill(chosen()), "correct_before", json!(before));
        asked = with(asked, "findings[0].corrected_at_once", json!(corrected));
        asked = with(asked, "findings[0].leniency.promised", json!(promised));
        let judgement = judged_in_time(asked, &book, &[], today());
        let row = format!("{corrected} {before:?} {promised:?}");
        let days: Vec<Option<Day>> = judgement.let_off.iter().map(|off| off.revisit_on).collect();
        assert_eq!(days, Vec::from_iter(revisit.map(|text| Some(day(text)))), "{row}");
        let outcome = if revisit.is_some() { Outcome::Correction } else { Outcome::Blocked };
        assert_eq!(judgement.outcome, outcome, "{row}");
        let task = Revisit::of(Id([1; 16]), &judgement.let_off);
        assert_eq!(
            task.map(|task| (task.on, task.codes)),
            revisit.map(|text| { (day(text), vec!["FR-006".to_string()]) })
        );
    }
}

/// An act of the same vehicle.
fn act(code: &str, on: &str, standing: Standing) -> DecidedAct {
    DecidedAct {
        code: code.into(),
        plate: "粤D30004".into(),
        on: day(on),
        standing,
        stop: None,
        by: Offenders::default(),
    }
}

fn first(asked: Value, book: &Rulebook, acts: &[DecidedAct], past: Past<'_>) -> FirstOffence {
    let judgement = judged_in_time(asked, book, acts, past);
    let first = item(&judgement, "ST-7").first.unwrap();
    let yes = matches!(first, FirstOffence::Yes { .. });
    assert_eq!(judgement.outcome == Outcome::Correction, yes, "only a yes lets off: {first:?}");
    let rule = match first {
        FirstOffence::Yes { .. } => None,
        FirstOffence::No { .. } => Some("leniency_open leniency.first"),
        FirstOffence::Unknown { .. } => Some("first_unknown leniency.first"),
    };
    assert_eq!(said(&judgement.blocked), Vec::from_iter(rule));
    first
}

#[test]
fn a_first_act_is_yes_no_or_unknown_and_unknown_says_what_would_settle_it() {
    use FirstUnknown::{CaseOpen, NeverRead, TooOld};
    use Standing::{Final, Pending, Quashed};
    let book = pack(LIST).unwrap();
    let read = "2026-11-23";
    let yes = |until: &str| FirstOffence::Yes { until: Some(day(until)) };
    let no = |on: &str| FirstOffence::No { on: Some(day(on)) };
    let unknown = |why, until: Option<&str>| FirstOffence::Unknown { why, until: until.map(day) };
    for (acts, unpunished, read, want) in [
        (vec![], vec![], Some(read), yes(read)),
        // As old as the list lets it be, and a day older.
        (vec![], vec![], Some("2026-10-24"), yes("2026-10-24")),
        (vec![], vec![], Some("2026-10-23"), unknown(TooOld, Some("2026-10-23"))),
        (vec![], vec![], None, unknown(NeverRead, None)),
        // Twelve months are looked back on, and not a day more.
        (vec![act("FR-006", "2025-11-24", Final)], vec![], Some(read), no("2025-11-24")),
        (vec![act("FR-006", "2025-11-23", Final)], vec![], Some(read), yes(read)),
        (vec![act("FR-006", "2026-11-23", Final)], vec![], Some(read), no("2026-11-23")),
        (vec![act("FR-006", "2026-05-01", Quashed)], vec![], Some(read), yes(read)),
        (
            vec![act("FR-006", "2026-05-01", Pending)],
            vec![],
            Some(read),
            unknown(CaseOpen, Some(read)),
        ),
        (vec![act("FR-007", "2026-05-01", Final)], vec![], Some(read), yes(read)),
        // Let off once is no first time any more; a case that is open may come to anything.
        (vec![], vec![act("FR-006", "2026-05-01", Final)], Some(read), no("2026-05-01")),
        (
            vec![],
            vec![act("FR-006", "2026-05-01", Pending)],
            Some(read),
            unknown(CaseOpen, Some(read)),
        ),
        // A known act is known, however old the history is.
        (vec![act("FR-006", "2026-05-01", Final)], vec![], None, no("2026-05-01")),
    ] {
        let row = format!("{acts:?} {unpunished:?} {read:?}");
        let past = read.map_or_else(Past::default, known);
        let past = Past { unpunished: &unpunished, ..past };
        assert_eq!(first(spill(chosen()), &book, &acts, past), want, "{row}");
    }
    for (why, settled_by) in [
        (FirstUnknown::PartyUnnamed, Settles::Naming),
        (NeverRead, Settles::Sync),
        (TooOld, Settles::Sync),
        (CaseOpen, Settles::Headquarters),
        (FirstUnknown::BeyondHistory, Settles::Headquarters),
        (FirstUnknown::SomebodyUnnamed, Settles::Headquarters),
    ] {
        assert_eq!(why.settled_by(), settled_by);
    }
}

#[test]
fn headquarters_word_settles_it_where_somebody_there_stands_for_it() {
    let book = pack(LIST).unwrap();
    let asked = |word: Value, from: &str| {
        let value = with(spill(chosen()), "findings[0].leniency.first", word);
        with(value, "findings[0].leniency.first_from", json!(from))
    };
    let never = FirstOffence::Unknown { why: FirstUnknown::NeverRead, until: None };
    let earlier = [act("FR-006", "2026-05-01", Standing::Final)];
    for (word, from, acts, want) in [
        (json!(true), "法制科 林，11月23日", &[][..], FirstOffence::Yes { until: None }),
        (json!(true), " ", &[][..], never),
        (json!(false), "法制科 林", &[][..], FirstOffence::No { on: None }),
        (json!(null), "法制科 林", &[][..], never),
        // What this laptop knows itself is stronger than a word.
        (json!(true), "法制科 林", &earlier[..], FirstOffence::No { on: Some(day("2026-05-01")) }),
    ] {
        let row = format!("{word} {from}");
        assert_eq!(first(asked(word, from), &book, acts, Past::default()), want, "{row}");
    }
    let settled = judged_in_time(asked(json!(true), "法制科 林"), &book, &[], Past::default());
    assert_eq!(settled.let_off[0].first_until, None, "no history stood behind it");
    let by_history = judged_in_time(spill(chosen()), &book, &[], today());
    assert_eq!(by_history.let_off[0].first_until, Some(day("2026-11-23")));
}

#[test]
fn a_party_without_a_number_and_a_list_that_looks_too_far_have_no_known_history() {
    let unknown = |why| FirstOffence::Unknown { why, until: Some(day("2026-11-23")) };
    let nameless = with(spill(chosen()), "party.credit_code", json!(null));
    let book_as_is = pack(LIST).unwrap();
    let beyond = unknown(FirstUnknown::BeyondHistory);
    assert_eq!(first(nameless, &book_as_is, &[], today()), unknown(FirstUnknown::PartyUnnamed));
    let since = "history_since = \"2020-01-01\"";
    for (was, is, want) in [
        ("scope = \"city\"", "scope = \"province\"", beyond),
        ("lookback_months = 12, ", "", beyond),
        (since, "", beyond),
        (since, "history_since = \"2025-11-24\"", beyond),
        (
            since,
            "history_since = \"2025-11-23\"",
            FirstOffence::Yes { until: Some(day("2026-11-23")) },
        ),
    ] {
        assert_eq!(first(spill(chosen()), &book(was, is), &[], today()), want, "{is}");
    }
}

#[test]
fn a_list_of_nobody_or_of_another_place_informs_and_decides_nothing() {
    let plain = || with(spill(chosen()), "findings[0].leniency.item", json!(""));
    for (was, is, standing) in [
        ("confirmed = true", "confirmed = false", ListStanding::Unconfirmed),
        ("reach = \"4405\"", "reach = \"42\"", ListStanding::Elsewhere),
        ("reach = \"4405\"", "reach = \"44\"", ListStanding::Decides),
        ("reach = \"4405\"", "reach = \"nationwide\"", ListStanding::Decides),
    ] {
        let book = book(was, is);
        let decides = standing == ListStanding::Decides;
        let judgement = judged_in_time(spill(chosen()), &book, &[], today());
        assert_eq!(item(&judgement, "ST-7").standing, standing, "{is}");
        let blocked = if decides { vec![] } else { vec!["unverified leniency.item"] };
        assert_eq!(said(&judgement.blocked), blocked, "{is}");
        assert_eq!(judgement.let_off.len(), usize::from(decides), "{is}");
        // Nobody who chose nothing is held up by it.
        let judgement = judged_in_time(plain(), &book, &[], today());
        assert_eq!(judgement.outcome, Outcome::OnSpotPenalty, "{is}");
    }
    // Not in force yet: it is no list of this day.
    let later = book("from = \"2026-01-01\"", "from = \"2026-11-24\"");
    let judgement = judged_in_time(spill(chosen()), &later, &[], today());
    assert_eq!(said(&judgement.blocked), ["impossible_value leniency.item"]);
}

#[test]
fn what_must_not_be_punished_is_not_whether_anybody_chose_it_and_what_is_reduced_is() {
    let plain = || with(spill(chosen()), "findings[0].leniency.item", json!(""));
    for (kind, outcome) in [
        ("must_not", Outcome::Correction),
        ("may_not", Outcome::OnSpotPenalty),
        ("mitigate", Outcome::OnSpotPenalty),
    ] {
        let book = book("kind = \"may_not\"", &format!("kind = \"{kind}\""));
        let judgement = judged_in_time(plain(), &book, &[], today());
        assert_eq!(judgement.outcome, outcome, "{kind}");
    }
}

/// 处罚法 32: an item that reduces rests on a ground, which is claimed with its evidence; then the amount may go below the range.
#[test]
fn an_item_that_reduces_is_chosen_with_its_ground() {
    let kind = |is: &str| book("kind = \"may_not\"", is);
    let reduces = kind("kind = \"mitigate\"\nground = \"removed_harm\"");
    let claim = |leaning: Value, accepted: Value, evidence: Value| {
        let claim = json!({
            "id": "removed_harm",
            "leaning": leaning,
            "accepted": accepted,
            "evidence": evidence,
            "why": "当场清扫路面",
        });
        json!({
            "adjustments": [claim],
            "reasons": "当场清扫路面，没有影响交通",
            "panel_no": "集〔2026〕3号",
            "panel_on": "2026-11-20",
        })
    };
    let (below, yes, minutes) = (json!("below_range"), json!(true), json!(["笔录"]));
    let of = |circumstances: Value, yuan: i64, book: &Rulebook| {
        let stop = with(spill(chosen()), "findings[0].circumstances", circumstances);
        judged_in_time(with(stop, "findings[0].proposed_yuan", json!(yuan)), book, &[], today())
    };
    let unproven =
        |field: &str| format!("adjustment_unproven circumstances.adjustments[0].{field}");
    for (circumstances, lacks) in [
        (Value::Null, "id"),
        (claim(below.clone(), Value::Null, minutes.clone()), "accepted"),
        (claim(json!("lighter"), yes.clone(), minutes.clone()), "leaning"),
        (claim(below.clone(), yes.clone(), json!([])), "evidence"),
    ] {
        let judgement = of(circumstances.clone(), 1_000, &reduces);
        let blocked = said(&judgement.blocked);
        assert!(blocked.contains(&unproven(lacks)), "{circumstances}: {blocked:?}");
    }
    let proven = || claim(below.clone(), yes.clone(), minutes.clone());
    let reduced = of(proven(), 500, &reduces);
    assert_eq!(reduced.outcome, Outcome::OnSpotPenalty, "{:?}", reduced.blocked);
    assert_eq!(reduced.fine, Some(Fen::from_yuan(500)));
    assert_eq!(item(&reduced, "ST-7").ground.as_deref(), Some("removed_harm"));
    assert_eq!(reduced.let_off, [], "it is punished, and less");
    // Its conditions are asked for as those of any other item that is chosen.
    let open = with(spill(json!({ "item": "ST-7" })), "findings[0].circumstances", proven());
    let open = judged_in_time(open, &reduces, &[], today());
    assert!(said(&open.blocked).iter().any(|no| no.starts_with("leniency_open")), "{open:?}");
    // One that names no ground informs, and is not chosen.
    let bare = of(proven(), 500, &kind("kind = \"mitigate\""));
    assert_eq!(said(&bare.blocked), ["impossible_value leniency.item"]);
}

#[test]
fn article_33_stands_beside_the_lists_for_what_is_slight_and_says_why() {
    let book = sample();
    let slight = |said: Value, corrected: bool, harm: &str| {
        let value = with(spill(said), "findings[0].corrected_at_once", json!(corrected));
        with(value, "findings[0].harm", json!(harm))
    };
    let full = || json!({ "slight": true, "why": "散落少量沙粒，当场清扫", "educated": true });
    let no_why = json!({ "slight": true, "educated": true });
    let uneducated = json!({ "slight": true, "why": "散落少量沙粒" });
    let denied = json!({ "slight": false, "why": "散落较多", "educated": true });
    for (said_so, corrected, harm, outcome, rule) in [
        (full(), true, "none", Outcome::Correction, None),
        (no_why, true, "none", Outcome::Blocked, Some("leniency_open leniency.why")),
        (uneducated, true, "none", Outcome::Blocked, Some("leniency_open leniency.educated")),
        (denied, true, "none", Outcome::OnSpotPenalty, None),
        // 33(1) is not for these, and the penalty stands.
        (full(), true, "slight", Outcome::OnSpotPenalty, None),
        (full(), false, "none", Outcome::OnSpotPenalty, None),
        (json!({}), true, "none", Outcome::OnSpotPenalty, None),
    ] {
        let row = format!("{said_so} {corrected} {harm}");
        let asked = slight(said_so, corrected, harm);
        let judgement = judged_in_time(asked, &book, &[], Past::default());
        assert_eq!(judgement.outcome, outcome, "{row}");
        assert_eq!(said(&judgement.blocked), Vec::from_iter(rule), "{row}");
        let cites: Vec<&str> = judgement.let_off.iter().map(|off| off.cite.as_str()).collect();
        let want: &[&str] = match outcome {
            Outcome::Correction => &["《行政处罚法》第三十三条第一款"],
            _ => &[],
        };
        assert_eq!(cites, want, "{row}");
    }
    // What headquarters calls slight itself asks nobody, and is no item of the decision.
    let judgement = judged_in_time(stop("S17"), &book, &[], Past::default());
    assert_eq!((judgement.outcome, judgement.let_off.len()), (Outcome::Correction, 0));
}

#[test]
fn an_item_that_spares_the_measure_alone_frees_the_vehicle_and_nothing_else() {
    let book = pack(LIST).unwrap();
    let asked = |answers: Value| {
        let value = with(stop("S18"), "findings[0].code", json!("OL-008"));
        with(value, "findings[0].leniency", json!({ "answers": answers }))
    };
    for (answers, may_impound) in [
        (json!({ "permit_verified": true }), false),
        (json!({ "permit_verified": false }), true),
        (json!({}), true),
    ] {
        let judgement = judged_in_time(asked(answers.clone()), &book, &[], today());
        assert_eq!((judgement.outcome, judgement.may_impound), (Outcome::Correction, may_impound));
        assert_eq!(judgement.let_off, [], "{answers}: it was put right, not let off");
        let nobodys = judged_in_time(asked(answers), &sample(), &[], today());
        assert!(nobodys.may_impound, "the sample's own list decides nothing");
    }
}

#[test]
fn what_was_decided_is_not_weighed_again() {
    let book = pack(LIST).unwrap();
    let off = judged_in_time(spill(chosen()), &book, &[], today()).let_off;
    let later = [act("FR-006", "2026-11-20", Standing::Final)];
    // The first time of that day stays the first time, and what was punished stays punished.
    for (decided, unpunished, outcome) in
        [(off.as_slice(), &later[..], Outcome::Correction), (&[], &[], Outcome::OnSpotPenalty)]
    {
        let past = Past { decided: Some(decided), unpunished, ..today() };
        let judgement = judged_in_time(spill(chosen()), &book, &[], past);
        assert_eq!((judgement.outcome, judgement.blocked.len()), (outcome, 0));
        assert_eq!(judgement.let_off, decided);
        let mut items = judgement.leniency.iter().flat_map(|found| &found.items);
        assert!(items.all(|fit| fit.first.is_none()), "a question of that day");
    }
}

#[test]
fn beside_a_penalty_the_officers_stand_for_what_is_let_off_and_the_minutes_say_it() {
    let book = pack(LIST).unwrap();
    let mut asked = spill(chosen());
    let charter = json!({ "code": "CH-001", "proposed_yuan": 1_000 });
    asked["findings"].as_array_mut().unwrap().push(charter);
    asked = with(asked, "findings[0].leniency.promised", json!(true));
    asked = with(asked, "correct_before", json!("2026-11-30"));
    let read = lucha::wire::stop::read(asked.clone()).unwrap();
    let judgement = judged_in_time(asked, &book, &[], today());
    assert_eq!((judgement.outcome, judgement.let_off.len()), (Outcome::OnSpotPenalty, 1));
    let terms = Terms::of(Id([1; 16]), &read.facts, &judgement).unwrap();
    let acts: Vec<(&str, &str)> =
        terms.acts.iter().map(|(code, _, basis)| (code.as_str(), basis.as_str())).collect();
    let cite = "《行政处罚法》第三十三条第一款和《汕头市不予行政处罚事项清单（样本）》第7项";
    assert_eq!((acts[0].0, acts[1]), ("CH-001", ("FR-006", cite)));
    let scene = Scene {
        agency: &Agency::default(),
        roster: &[],
        facts: &read.facts,
        telling: &read.telling,
        judgement: &judgement,
        number: None,
        correct_before: read.facts.correct_before,
        made_at: Moment::from_ms(0),
        paper: Paper::A4,
        of_case: None,
        copy_note: "",
    };
    let want = format!(
        "对未采取必要措施防止货物脱落、扬撒，依照{cite}不予行政处罚，已对当事人进行教育。\
         当事人签署告知承诺书，承诺在2026年11月30日前改正，不再发生同类违法行为。\
         执法人员将于2026年12月8日复查改正情况。"
    );
    assert_eq!(wording::let_off(&scene), want);
    let punished = Judgement { let_off: Vec::new(), ..judgement.clone() };
    assert_eq!(wording::let_off(&Scene { judgement: &punished, ..scene }), "");
}

#[test]
fn what_was_recorded_travels_with_the_stop() {
    let full = json!({
        "item": "ST-7", "slight": true, "why": "散落少量沙粒", "educated": true, "promised": false,
        "answers": { "road_free": true, "at_night": false }, "first": true,
        "first_from": "法制科 林",
    });
    for said in [full, json!({ "answers": { "road_free": false } }), json!({})] {
        let facts = lucha::wire::stop::read(spill(said.clone())).unwrap().facts;
        let body = Body::Inspection(Event::InspectionRecorded(Box::new(facts)));
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes), Ok(body), "{said}");
    }
    let facts = lucha::wire::stop::read(spill(chosen())).unwrap().facts;
    let kept = &facts.findings[0].leniency;
    assert_eq!((kept.item.as_str(), kept.educated), ("ST-7", Some(true)));
    assert_eq!(kept.answers.get("road_free"), Some(&true));
    // A word of headquarters' that nobody there stands for is none.
    assert_eq!(kept.word_on_first(), None);
    let refused = lucha::wire::stop::read(spill(json!({ "forgiven": true }))).unwrap_err();
    assert_eq!(refused.path, "findings[0].leniency.forgiven");
}

/// Acts that nobody punished on the spot, as headquarters tells of them: let off, a case that is open, and what was not so.
pub fn found() -> Vec<News> {
    let act = ActFound {
        stop: Id([0x0f; 16]),
        plate: Digest([9; 32]),
        code: "LZ-015".into(),
        day: 20_261_123,
        open: None,
        withdrawn: None,
        driver: Some(Digest([0x12; 32])),
        carrier: None,
    };
    let carrier = Some(Digest([0x13; 32]));
    let open = ActFound { open: Some(true), driver: None, carrier, ..act.clone() };
    let gone = ActFound { withdrawn: Some(true), ..act.clone() };
    [act, open, gone].into_iter().map(News::ActFound).collect()
}

#[test]
fn news_of_what_was_found_read_back() {
    for (news, number) in found().into_iter().zip(1..) {
        let item = news.item(number);
        assert_eq!((item.kind, item.must_understand), (30, false));
        assert_eq!(item.read().unwrap(), news);
    }
}
