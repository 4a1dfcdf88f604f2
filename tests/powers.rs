//! The power list: what no row of the list in force grants is refused with article and way out, in scripts and on the screen;
//! a doubtful list is refused with its row; a case keeps the list that it was opened under.

use crate::bureau::{EVENING, check, found, sample as founding, with};
use crate::keys::{HUGE, OVERLOAD, Stage, WITHIN};
use crate::news::{Scene, number};
use crate::news_packs::pack_folder;
use crate::rulebook::{sample, sample_files};
use crate::rulings::judged;
use crate::scenarios::stop;
use lucha::domain::blocked::{Blocked, Rule, Warning};
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::domain::rulebook::{Family, PowerKind, PowerList, PowerStanding, Rulebook};
use lucha::stdx::day::Day;
use lucha::wire::rulebook::{PackFault, load};
use serde_json::{Value, json};

const FILE: &str = "power_list.toml";

/// The sample pack with `text` as its list; `None` without one.
fn loaded(text: Option<&str>) -> Result<Rulebook, PackFault> {
    let mut files = sample_files();
    files.retain(|(name, _)| name != FILE);
    files.extend(text.map(|text| (FILE.to_string(), text.as_bytes().to_vec())));
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    load(&files)
}

/// A list with these rows, in force from 2026-01-01.
fn list(rows: &str) -> String {
    format!(
        "id = \"甲\"\nversion = \"2\"\nsource = \"公告2号\"\nissued_on = \"2025-12-01\"\n\
         from = \"2026-01-01\"\n{rows}"
    )
}

fn row(acts: &str, kinds: &str, areas: &str) -> String {
    format!("[[power]]\nname_zh = \"某项\"\n{acts}\nkinds = [{kinds}]\nareas = [{areas}]\n")
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn the_sample_list_grants_each_row_of_the_catalogue_in_the_city_and_nowhere_else() {
    let book = sample();
    let listed = book.power_list.as_ref().unwrap();
    assert!(!listed.source.is_empty() && listed.issued_on == day("2026-01-04"));
    for (code, act) in &book.violations {
        for kind in PowerKind::ALL {
            for (region, on, want) in [
                ("440515", "2026-11-23", PowerStanding::Granted),
                ("", "2026-11-23", PowerStanding::Elsewhere),
                ("445100", "2026-11-23", PowerStanding::Elsewhere),
                ("440515", "2021-07-14", PowerStanding::NotListed),
            ] {
                let got = book.power(act, kind, (day(on), region));
                assert_eq!(got, want, "{code} {} {region} {on}", kind.word());
            }
        }
    }
}

/// What S01 (over the limit, 440515) comes to under a list: its rows, the days that it is in force, and what refuses it.
const STOPS: &[(&str, &str, Option<&str>, &[&str])] = &[
    ("families = [\"over_limit\"]", "\"440500\"", None, &[]),
    ("families = [\"over_limit\"]", "", None, &[]),
    ("violations = [\"OL-001\"]", "\"440515\"", None, &[]),
    ("violations = [\"OL-001\", \"FR-009\"]", "\"440507\", \"440515\"", None, &[]),
    ("violations = [\"OL-002\"]", "\"440515\"", None, &["power_list findings[0].code"]),
    ("families = [\"freight\"]", "", None, &["power_list findings[0].code"]),
    ("families = [\"over_limit\"]", "\"440507\"", None, &["power_area place.region"]),
    ("families = [\"over_limit\"]", "\"445100\"", None, &["power_area place.region"]),
    ("families = [\"over_limit\"]", "", Some("2026-11-23"), &[]),
    ("families = [\"over_limit\"]", "", Some("2026-11-22"), &["power_list findings[0].code"]),
];

#[test]
fn an_act_that_is_on_no_list_in_force_or_for_another_area_is_refused_with_its_article() {
    for (acts, areas, until, want) in STOPS {
        let rows = row(acts, "\"punish\", \"measure\", \"inspect\"", areas);
        let until = until.map(|day| format!("until = \"{day}\"\n")).unwrap_or_default();
        let book = loaded(Some(&list(&(until + &rows)))).unwrap();
        let judgement = judged(stop("S01"), &book);
        let said = |no: &Blocked| format!("{} {}", no.rule.name(), no.field);
        let got: Vec<String> = judgement.blocked.iter().map(said).collect();
        assert_eq!(got, *want, "{acts} {areas}");
        let outcome = if want.is_empty() { Outcome::OnSpotPenalty } else { Outcome::Blocked };
        assert_eq!(judgement.outcome, outcome, "{acts} {areas}");
        assert!(want.is_empty() || judgement.fine.is_none(), "{acts} {areas}");
    }
    assert!(
        Rule::PowerList.cite().contains("第十七条")
            && Rule::PowerList.cite().contains("第三十八条")
    );
    assert!(
        Rule::PowerArea.cite().contains("第十七条")
            && Rule::PowerArea.cite().contains("第二十二条")
    );
}

/// An unknown place lies inside no area: it is asked for, and is no matter where the list names none.
#[test]
fn a_place_without_a_region_is_asked_for_where_the_list_names_areas() {
    let unplaced = || with(stop("S01"), "place.region", Value::Null);
    for (areas, want) in [("\"440500\"", true), ("\"440507\", \"440515\"", true), ("", false)] {
        let rows =
            row("families = [\"over_limit\"]", "\"punish\", \"measure\", \"inspect\"", areas);
        let judgement = judged(unplaced(), &loaded(Some(&list(&rows))).unwrap());
        let no = Blocked::new(Rule::PowerArea, "place.region");
        assert_eq!(judgement.blocked, if want { vec![no] } else { Vec::new() }, "{areas}");
        let warns = |warning: &Warning| matches!(warning, Warning::NotForInspection { .. });
        assert!(!judgement.warnings.iter().any(warns), "{areas}");
    }
    let judgement = judged(unplaced(), &sample());
    assert_eq!((judgement.outcome, judgement.fine), (Outcome::Blocked, None));
    assert_eq!(judged(unplaced(), &loaded(None).unwrap()).outcome, Outcome::OnSpotPenalty);
}

#[test]
fn a_pack_without_a_list_refuses_nothing() {
    let book = loaded(None).unwrap();
    assert_eq!(book.power_list, None);
    for id in ["S01", "S08", "S09", "S17", "S18"] {
        let (with_list, without) = (judged(stop(id), &sample()), judged(stop(id), &book));
        assert_eq!(without, with_list, "{id}");
    }
    let elsewhere = with(stop("S01"), "place.region", json!("445100"));
    assert_eq!(judged(elsewhere, &book).outcome, Outcome::OnSpotPenalty);
}

/// A citizen's PK-001, which may be punished, and for which the vehicle may be held.
fn unlicensed(book: &Rulebook) -> Judgement {
    judged(stop("S08"), book)
}

#[test]
fn each_kind_of_power_is_asked_for_what_it_is() {
    let all = ["punish", "measure", "inspect"];
    for (without, outcome, may_impound, warned) in [
        ("", Outcome::CaseOpened, true, false),
        ("measure", Outcome::CaseOpened, false, false),
        ("inspect", Outcome::CaseOpened, true, true),
        ("punish", Outcome::Blocked, false, false),
    ] {
        let kinds = all.iter().filter(|kind| **kind != without).map(|kind| format!("\"{kind}\""));
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        let rows = row("families = [\"passenger\"]", &kinds, "");
        let judgement = unlicensed(&loaded(Some(&list(&rows))).unwrap());
        let warning = |known: &Warning| matches!(known, Warning::NotForInspection { .. });
        let got =
            (judgement.outcome, judgement.may_impound, judgement.warnings.iter().any(warning));
        assert_eq!(got, (outcome, may_impound, warned), "without {without}: {judgement:?}");
    }
}

#[test]
fn a_row_that_only_holds_the_vehicle_asks_for_the_power_of_measures() {
    let held = || {
        let asked = with(stop("S08"), "findings[0].code", json!("OL-008"));
        with(asked, "findings[0].gain_yuan", Value::Null)
    };
    for (kinds, want) in [("\"punish\"", Outcome::Blocked), ("\"measure\"", Outcome::Correction)] {
        let book = loaded(Some(&list(&row("families = [\"over_limit\"]", kinds, "")))).unwrap();
        let judgement = judged(held(), &book);
        assert_eq!(judgement.outcome, want, "{kinds}: {:?}", judgement.blocked);
    }
}

/// Rows of a list, and the sentence that refuses them.
const BROKEN: &[(&str, &str)] = &[
    (
        "[[power]]\nname_zh = \"某项\"\nfamilies = [\"aviation\"]\nkinds = [\"punish\"]\n",
        "power_list.toml, power 1: `aviation` is no family of violations",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nviolations = [\"OL-099\"]\nkinds = [\"punish\"]\n",
        "power_list.toml, power 1: no violation has the code `OL-099`",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nviolations = [\"PO-001\"]\nkinds = [\"punish\"]\n",
        "power_list.toml, power 1: no violation has the code `PO-001`",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nkinds = [\"punish\"]\n",
        "power_list.toml, power 1: the row names neither a family nor a violation",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\"]\nkinds = []\n",
        "power_list.toml, power 1: the row says none of what may be done",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\"]\nkinds = [\"permit\"]\n",
        "power_list.toml, power 1: `permit` is no kind of power",
    ),
    (
        "[[power]]\nname_zh = \" \"\nfamilies = [\"freight\"]\nkinds = [\"punish\"]\n",
        "power_list.toml, power 1: a text is empty",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\", \"freight\"]\nkinds = [\"punish\"]\n",
        "power_list.toml, power 1: `freight` stands twice in this row",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\"]\nkinds = [\"punish\", \"punish\"]\n",
        "power_list.toml, power 1: `punish` stands twice in this row",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\"]\nviolations = [\"FR-009\"]\nkinds = [\"punish\"]\n",
        "power_list.toml, power 1: `FR-009` stands on the list for `punish` already",
    ),
    (
        "[[power]]\nname_zh = \"一\"\nfamilies = [\"freight\"]\nkinds = [\"punish\", \"inspect\"]\n\
      [[power]]\nname_zh = \"二\"\nviolations = [\"FR-009\"]\nkinds = [\"measure\", \"inspect\"]\n",
        "power_list.toml, power 2: `FR-009` stands on the list for `inspect` already",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\"]\nkinds = [\"punish\"]\nareas = [\"440506\"]\n",
        "power_list.toml, power 1: `440506` is no region of today",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\"]\nkinds = [\"punish\"]\nareas = [\"4405\"]\n",
        "power_list.toml, power 1: `4405` is no region of today",
    ),
    (
        "[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\"]\nkinds = [\"punish\"]\ncolour = 1\n",
        "power_list.toml, power 1: cannot be read: unknown field `colour`",
    ),
    ("", "power_list.toml, power: the list has no row"),
    (
        "until = \"2025-12-31\"\n[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\"]\nkinds = [\"punish\"]\n",
        "power_list.toml, until: the list is in force from 2026-01-01 until 2025-12-31",
    ),
    (
        "until = \"2026-04-31\"\n[[power]]\nname_zh = \"某项\"\nfamilies = [\"freight\"]\nkinds = [\"punish\"]\n",
        "power_list.toml, until: `2026-04-31` is no day of the calendar",
    ),
];

#[test]
fn a_doubtful_list_is_refused_with_file_and_row() {
    for (rows, sentence) in BROKEN {
        let fault = loaded(Some(&list(rows))).expect_err(sentence).to_string();
        assert!(fault.starts_with(sentence), "\n got {fault}\nwant {sentence}");
    }
    let good = list(&row("families = [\"freight\"]", "\"punish\"", ""));
    assert!(loaded(Some(&good)).is_ok());
    for (was, is, sentence) in [
        ("id = \"甲\"", "id = \" \"", "power_list.toml, id: a text is empty"),
        ("version = \"2\"", "version = \"\"", "power_list.toml, version: a text is empty"),
        ("source = \"公告2号\"", "source = \"\"", "power_list.toml, source: a text is empty"),
        ("2025-12-01", "2025-13-01", "power_list.toml, issued_on: `2025-13-01` is no day"),
        (
            "from = \"2026-01-01\"\n",
            "",
            "power_list.toml, line 1: cannot be read: missing field `from`",
        ),
    ] {
        assert!(good.contains(was), "{was}");
        let fault = loaded(Some(&good.replacen(was, is, 1))).expect_err(sentence).to_string();
        assert!(fault.starts_with(sentence), "\n got {fault}\nwant {sentence}");
    }
    // The same act may stand for another kind, and two acts of one family each by itself.
    let apart = row("families = [\"freight\"]", "\"punish\"", "")
        + &row("violations = [\"FR-009\"]", "\"measure\"", "")
        + &row("violations = [\"FR-001\"]", "\"measure\"", "\"440507\"");
    let book = loaded(Some(&list(&apart))).unwrap();
    assert_eq!(book.power_list.map(|list: PowerList| list.powers.len()), Some(3));
}

#[test]
fn a_stop_outside_the_list_is_recorded_and_blocked_in_a_script() {
    let (_folder, mut desk) = found(founding(), EVENING);
    // The sample list reaches as far as the city; Chaozhou is no part of it.
    let elsewhere = with(stop("S01"), "place.region", json!("445100"));
    let (code, answers, sentences) = check(&mut desk, vec![elsewhere]);
    assert_eq!((code, answers[0]["outcome"].as_str()), (0, Some("blocked")), "{sentences}");
    let no = answers[0]["blocked"].as_array().unwrap();
    let no = no.iter().find(|no| no["rule"] == "power_area").unwrap();
    assert_eq!(no["field"], "place.region");
    assert!(no["cite"].as_str().unwrap().contains("第二十二条"));
    assert!(no["unblocked_by"].as_str().unwrap().contains("清单"), "{no}");
    assert_eq!(answers[0]["number"], Value::Null);
    assert_eq!(desk.list("", 9).unwrap().len(), 1, "the inspection itself is kept");
}

#[test]
fn the_screen_names_the_list_beside_the_act() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>");
    let half = OVERLOAD.split("<F7>").next().unwrap();
    stage.press(half);
    stage.size = (HUGE.0, 90);
    stage.sees(&["权力清单 样汕权 2026-1", "样本总部公告〔2026〕1号"]);
}

#[test]
fn a_case_keeps_the_list_that_it_was_opened_under() {
    let mut scene = Scene::new();
    let mut laptop = scene.laptop();
    let before = number(&laptop.decide("粤D77B13"));
    let folder = pack_folder();
    let narrower = list(&row("families = [\"freight\"]", "\"punish\"", ""));
    std::fs::write(folder.path().join(FILE), narrower).unwrap();
    let place = folder.path().to_str().unwrap();
    scene.done(&["publish", "--pack", place, "--approved-by", "法制科"]);
    laptop.sync();
    let refused = laptop.decide("粤D77B14");
    assert_eq!(refused["outcome"], "blocked", "{refused}");
    assert!(refused["blocked"].as_array().unwrap().iter().any(|no| no["rule"] == "power_list"));
    let kept = laptop.desk.find(&before).unwrap();
    let list = kept.foundation.power_list.as_ref().unwrap();
    assert_eq!((list.id.as_str(), list.version.as_str()), ("样汕权", "2026-1"));
    assert_eq!(kept.judgement.outcome, Outcome::OnSpotPenalty);
    assert!(kept.judgement.blocked.is_empty(), "{:?}", kept.judgement.blocked);
    let json = kept.foundation.json();
    assert_eq!(json["power_list"]["issued_on"], "2026-01-04", "{json}");
    assert!(json["pack"].as_str().unwrap().starts_with("sample-gd-st "), "{json}");
}

#[test]
fn a_row_of_one_act_says_nothing_of_its_family() {
    let book = loaded(Some(&list(&row("violations = [\"OL-001\"]", "\"punish\"", "")))).unwrap();
    let of = |code: &str| {
        let act = book.violation(code).unwrap();
        assert_eq!(act.family, Family::OverLimit);
        book.power(act, PowerKind::Punish, (day("2026-11-23"), "440515"))
    };
    assert_eq!((of("OL-001"), of("OL-002")), (PowerStanding::Granted, PowerStanding::NotListed));
}
