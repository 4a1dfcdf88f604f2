//! The clocks of a case as tables: what happened, the day, and what runs; and those of a stop that was decided here.

use crate::bureau::{EVENING, at, check, found, sample as founding, sit_down};
use crate::deadlines::{shown, when};
use crate::rulebook::sample;
use crate::scenarios;
use lucha::app::cash::{collect, hand_on};
use lucha::app::clocks::sentence;
use lucha::app::desk::Desk;
use lucha::app::print_all::print_unprinted;
use lucha::app::view::clocks::ClockLine;
use lucha::app::view::steps::StepLine;
use lucha::domain::cash::CashStep;
use lucha::domain::deadline::Pause;
use lucha::domain::deadline::running::{ClockState, Fact, Left, RunningClock, running};
use lucha::domain::deadline::trigger::Trigger;
use lucha::domain::rulebook::Rulebook;
use lucha::stdx::id::Id;

const CAR: Id = Id([7; 16]);

/// Facts of the words of the pack, about one vehicle.
fn facts(what: &[(&str, &str)]) -> Vec<Fact> {
    let fact = |(word, text): &(&str, &str)| Fact {
        about: Some(CAR),
        ..Fact::new(Trigger::from_word(word).unwrap(), when(text))
    };
    what.iter().map(fact).collect()
}

/// The clock of the row `id`; `None` where it does not run.
fn clock<'a>(id: &str, book: &'a Rulebook, facts: &[Fact], now: &str) -> Option<RunningClock<'a>> {
    let clocks = running(facts, book.reckoner(), when(now));
    clocks.into_iter().find(|clock| clock.deadline.id == id)
}

/// What happened to a vehicle, the row, today, and how its clock stands: `-` where none runs.
type Case = (&'static [(&'static str, &'static str)], &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    (&[("measure_taken", "2026-01-20")], "seizure", "2026-02-10", "2026-02-19 runs 9"),
    (&[("measure_taken", "2026-01-20")], "seizure", "2026-02-19", "2026-02-19 last_day 0"),
    (&[("measure_taken", "2026-01-20")], "seizure", "2026-02-20", "2026-02-19 over -1"),
    (
        &[("measure_taken", "2026-01-20"), ("measure_lifted", "2026-02-03")],
        "seizure",
        "2026-02-10",
        "-",
    ),
    // 强制法 25(3): ten days of a test that was told in writing do not count.
    (
        &[
            ("measure_taken", "2026-01-20"),
            ("testing_begun", "2026-01-25"),
            ("testing_ended", "2026-02-04"),
        ],
        "seizure",
        "2026-02-10",
        "2026-03-01 runs 19",
    ),
    // While it lasts the clock stands where it stood when it began.
    (
        &[("measure_taken", "2026-01-20"), ("testing_begun", "2026-01-25")],
        "seizure",
        "2026-02-10",
        "2026-02-19 paused 25",
    ),
    // Two tests at once take their days out once.
    (
        &[
            ("measure_taken", "2026-01-20"),
            ("testing_begun", "2026-01-25"),
            ("testing_ended", "2026-02-04"),
            ("testing_begun", "2026-01-30"),
            ("testing_ended", "2026-02-06"),
        ],
        "seizure",
        "2026-02-10",
        "2026-03-03 runs 21",
    ),
    // One that began behind the end takes nothing out.
    (
        &[
            ("measure_taken", "2026-01-20"),
            ("testing_begun", "2026-02-25"),
            ("testing_ended", "2026-03-04"),
        ],
        "seizure",
        "2026-03-05",
        "2026-02-19 over -14",
    ),
    // Extended: the first thirty days end their clock, the others begin where they ended.
    (
        &[("measure_taken", "2026-01-20"), ("measure_extended", "2026-02-12")],
        "seizure",
        "2026-02-20",
        "-",
    ),
    (
        &[("measure_taken", "2026-01-20"), ("measure_extended", "2026-02-12")],
        "seizure_extension",
        "2026-02-20",
        "2026-03-21 runs 29",
    ),
    (
        &[
            ("measure_taken", "2026-01-20"),
            ("testing_begun", "2026-01-25"),
            ("testing_ended", "2026-02-04"),
            ("measure_extended", "2026-02-12"),
            ("testing_begun", "2026-03-10"),
            ("testing_ended", "2026-03-12"),
        ],
        "seizure_extension",
        "2026-03-13",
        "2026-04-02 runs 20",
    ),
    (
        &[
            ("measure_taken", "2026-01-20"),
            ("measure_extended", "2026-02-12"),
            ("measure_lifted", "2026-02-20"),
        ],
        "seizure_extension",
        "2026-02-21",
        "-",
    ),
    // Hours, over midnight.
    (
        &[("measure_urgent", "2026-02-14 22:30")],
        "measure_approval",
        "2026-02-15 21:00",
        "2026-02-15 22:30 runs 90",
    ),
    (
        &[("measure_urgent", "2026-02-14 22:30")],
        "measure_approval",
        "2026-02-15 22:31",
        "2026-02-15 22:30 over -1",
    ),
    (
        &[("measure_urgent", "2026-02-14 22:30"), ("measure_approved", "2026-02-15 08:00")],
        "measure_approval",
        "2026-02-15 09:00",
        "-",
    ),
    // 程序规定 61: five days by the calendar, the breach by working days.
    (&[("on_spot_decided", "2026-02-12")], "on_spot_filing", "2026-02-16", "2026-02-17 runs 1"),
    (&[("on_spot_decided", "2026-02-12")], "on_spot_filing", "2026-02-18", "2026-02-17 late -1"),
    (&[("on_spot_decided", "2026-02-12")], "on_spot_filing", "2026-02-26", "2026-02-17 late -9"),
    (&[("on_spot_decided", "2026-02-12")], "on_spot_filing", "2026-02-27", "2026-02-17 over -10"),
    (
        &[("on_spot_decided", "2026-02-12"), ("copy_filed", "2026-02-13")],
        "on_spot_filing",
        "2026-02-18",
        "-",
    ),
    // The court's three months run from the end of a deferral where there was one (处罚法 72(2)).
    (&[("remedy_expired", "2026-03-31")], "court_application", "2026-06-01", "2026-06-30 runs 29"),
    (
        &[("remedy_expired", "2026-03-31"), ("deferral_ended", "2026-05-31")],
        "court_application",
        "2026-06-01",
        "2026-08-31 runs 91",
    ),
    // A reconsideration begins to count from 2024 on by the law of 2023.
    (&[("act_known", "2023-12-31")], "reconsideration", "2024-01-10", "-"),
];

fn clock_stands(clock: Option<RunningClock<'_>>) -> String {
    let Some(clock) = clock else { return "-".into() };
    let left = match clock.left {
        Left::Days(left) | Left::Minutes(left) => left,
    };
    format!("{} {} {left}", shown(clock.end), clock.state.word())
}

#[test]
fn a_case_knows_its_clocks() {
    let book = sample();
    for (what, id, now, wanted) in CASES {
        let found = clock(id, &book, &facts(what), now);
        assert_eq!(clock_stands(found), *wanted, "{id} on {now}: {what:?}");
    }
}

#[test]
fn what_was_granted_is_never_more_than_the_law_gives() {
    let book = sample();
    let taken = facts(&[("measure_taken", "2026-01-20"), ("measure_extended", "2026-02-12")]);
    for (granted, wanted) in
        [(Some(10), "2026-03-01"), (Some(90), "2026-03-21"), (None, "2026-03-21")]
    {
        let facts = [taken[0], Fact { granted, ..taken[1] }];
        let found = clock("seizure_extension", &book, &facts, "2026-02-20").unwrap();
        assert_eq!(shown(found.end), wanted, "{granted:?}");
    }
}

#[test]
fn a_clock_that_was_fixed_keeps_its_end_when_the_machines_jumps_back() {
    let book = sample();
    let taken = facts(&[("measure_taken", "2026-01-20")]);
    let end = |facts: &[Fact], now: &str| {
        let clock = clock("seizure", &book, facts, now).unwrap();
        (shown(clock.end), clock.left)
    };
    for now in ["2026-01-20", "2025-01-20", "1970-01-01", "2030-01-01"] {
        assert_eq!(end(&taken, now).0, "2026-02-19", "{now}");
    }
    // A clock that stands a year behind leaves no year.
    assert_eq!(end(&taken, "2025-01-20").1, Left::Days(30));
    // What a clock that went back wrote behind it begins nothing anew, and takes nothing out.
    let again = facts(&[
        ("measure_taken", "2026-01-20"),
        ("measure_taken", "2025-01-21"),
        ("testing_begun", "2026-01-25"),
        ("testing_ended", "2025-01-30"),
    ]);
    assert_eq!(end(&again, "2025-02-01").0, "2026-02-19");
    // But a measure that was lifted is lifted, whatever its entry's clock said.
    let lifted = facts(&[("measure_taken", "2026-01-20"), ("measure_lifted", "2025-02-01")]);
    assert!(clock("seizure", &book, &lifted, "2025-02-02").is_none());
}

#[test]
fn two_measures_of_a_case_have_a_clock_each_and_the_first_to_end_comes_first() {
    let book = sample();
    let other = Id([8; 16]);
    let mut facts = facts(&[("measure_taken", "2026-01-20")]);
    facts.push(Fact { about: Some(other), ..Fact::new(Trigger::MeasureTaken, when("2026-01-10")) });
    let clocks = running(&facts, book.reckoner(), when("2026-01-21"));
    let seizures: Vec<_> = clocks.iter().filter(|clock| clock.deadline.id == "seizure").collect();
    let ends: Vec<_> = seizures.iter().map(|clock| (clock.about, shown(clock.end))).collect();
    assert_eq!(
        ends,
        [(Some(other), "2026-02-09".to_string()), (Some(CAR), "2026-02-19".to_string())]
    );
    let moments: Vec<_> = clocks.iter().map(|clock| clock.end.moment()).collect();
    assert!(moments.is_sorted(), "{moments:?}");
}

#[test]
fn beyond_the_last_notice_the_year_is_named() {
    let book = sample();
    for (id, what, start, year) in [
        ("payment", "fine_notified", "2026-12-10", None),
        ("payment", "fine_notified", "2026-12-20", Some(2027)),
        ("evidence_hold", "evidence_held", "2026-12-28", Some(2027)),
        ("seizure", "measure_taken", "2026-12-28", None),
        ("hearing_notice", "hearing_set", "2027-01-20", Some(2027)),
    ] {
        let found = clock(id, &book, &facts(&[(what, start)]), start).unwrap();
        assert_eq!(found.unknown_year, year, "{id} from {start}");
        assert_eq!(found.end.is_certain(), year.is_none(), "{id} from {start}");
    }
}

/// The clocks of the first decision, as a script is told.
fn told(desk: &mut Desk) -> Vec<String> {
    let view = desk.find("样汕交罚〔2026〕00001号").unwrap();
    let line = |clock: &ClockLine| {
        let json = clock.json();
        let word = |key: &str| json[key].as_str().unwrap().to_string();
        format!("{} {} {}", word("id"), word("end"), word("state"))
    };
    view.clocks.iter().map(line).collect()
}

#[test]
fn a_decided_stop_shows_what_runs_and_money_and_days_end_it() {
    let (folder, mut desk) = found(founding(), EVENING);
    assert_eq!(check(&mut desk, vec![scenarios::stop("S01")]).0, 0);
    let (filing, remedy) = ("on_spot_filing 2026-11-28 runs", "reconsideration 2027-01-22 runs");
    // Seven working days behind the decision (超限 44).
    let home = "over_limit_report 2026-12-02 runs";
    assert_eq!(told(&mut desk), [filing, home, "payment 2026-12-08 runs", remedy]);
    let view = desk.find("样汕交罚〔2026〕00001号").unwrap();
    let (payment, last) = (&view.clocks[2], &view.clocks[3]);
    for (lang, wanted) in [
        ("zh-CN", ["缴纳罚款: 至 2026-12-08", "还有 15 天", "终止：罚款缴清", "第六十七条"]),
        (
            "en",
            [
                "payment of the fine: until 2026-12-08",
                "15 days left",
                "the fine is paid",
                "第六十七条",
            ],
        ),
    ] {
        let said = sentence(payment, lang);
        assert!(wanted.iter().all(|words| said.contains(words)), "{said}");
        assert!(!said.contains("未核") && !said.contains("not verified"), "{said}");
    }
    assert!(sentence(last, "zh-CN").contains("没有 2027 年的放假安排，请问总部"));
    assert!(sentence(last, "en").contains("ask headquarters"));
    collect(&mut desk, "样汕交罚〔2026〕00001号", "44A0001", "hard_later", "").unwrap();
    assert_eq!(told(&mut desk), ["cash_to_agency 2026-11-25 runs", filing, home, remedy]);
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-25T09:00:00+08:00");
    assert_eq!(told(&mut desk)[0], "cash_to_agency 2026-11-25 last_day");
    let number = "样汕交罚〔2026〕00001号";
    hand_on(&mut desk, number, CashStep::ToAgency, "J-88", "").unwrap();
    assert_eq!(told(&mut desk), ["cash_to_bank 2026-11-27 runs", filing, home, remedy]);
    hand_on(&mut desk, number, CashStep::ToBank, "B-9", "").unwrap();
    drop(desk);
    // By calendar days it is late; after a week a laptop without a headquarters leaves it to the bureau.
    let mut desk = sit_down(folder.path(), "2026-11-30T09:00:00+08:00");
    assert_eq!(told(&mut desk), ["on_spot_filing 2026-11-28 late", home, remedy]);
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-12-02T09:00:00+08:00");
    assert_eq!(told(&mut desk), ["over_limit_report 2026-12-02 last_day", remedy]);
}

#[test]
fn a_decision_of_another_act_has_nothing_to_tell_the_home_organ() {
    let (_folder, mut desk) = found(founding(), EVENING);
    assert_eq!(check(&mut desk, vec![scenarios::stop("S09")]).0, 0);
    let told = told(&mut desk);
    assert!(told.iter().any(|clock| clock.starts_with("on_spot_filing ")), "{told:?}");
    assert!(!told.iter().any(|clock| clock.starts_with("over_limit_report ")), "{told:?}");
}

/// Where a stop stands, and each next step with the rules that refuse it.
fn stands(desk: &mut Desk, what: &str) -> String {
    let Some(standing) = desk.find(what).unwrap().steps else { return "no case".into() };
    let step = |step: &StepLine| {
        let rules: Vec<&str> = step.blocked.iter().map(|no| no.rule.name()).collect();
        format!("{} {}", step.code, rules.join("+"))
    };
    let next: Vec<String> = standing.next.iter().map(step).collect();
    format!("{} {}: {}", standing.procedure, standing.state, next.join(", "))
}

#[test]
fn a_case_stands_where_its_entries_say_and_each_next_step_says_what_it_lacks() {
    let (folder, mut desk) = found(founding(), EVENING);
    let papers = tempfile::tempdir().unwrap();
    desk.set_paper_folder(papers.path().to_path_buf());
    let stops = ["S01", "S02", "S05", "S07"].map(scenarios::stop).to_vec();
    assert_eq!(check(&mut desk, stops).0, 0);
    let (first, second) = ("样汕交罚〔2026〕00001号", "样汕交罚〔2026〕00002号");
    assert_eq!(stands(&mut desk, first), "summary decided: B7 decision_not_delivered");
    print_unprinted(&mut desk).unwrap();
    assert_eq!(stands(&mut desk, first), "summary delivered: B8 copy_not_filed");
    let ended = |desk: &Desk, outcome: &str| {
        let lines = desk.list("", 9).unwrap();
        lines.iter().find(|line| line.outcome == outcome).unwrap().inspection.to_string()
    };
    let case = ended(&desk, "case_opened");
    assert_eq!(stands(&mut desk, &case), "ordinary opened: C3 paper_missing");
    let clean = ended(&desk, "no_violation");
    assert_eq!(stands(&mut desk, &clean), "no case");
    collect(&mut desk, first, "44A0001", "hard_later", "").unwrap();
    drop(desk);
    // After a week a laptop without a headquarters counts as filed.
    let mut desk = sit_down(folder.path(), "2026-12-02T09:00:00+08:00");
    assert_eq!(stands(&mut desk, first), "summary paid: B10 cash_not_handed_on");
    hand_on(&mut desk, first, CashStep::ToAgency, "J-88", "").unwrap();
    hand_on(&mut desk, first, CashStep::ToBank, "B-9", "").unwrap();
    assert_eq!(stands(&mut desk, first), "summary paid: B10 ");
    assert_eq!(stands(&mut desk, second), "summary filed: B9 fine_not_paid, B9o payment_term_runs");
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-12-09T09:00:00+08:00");
    let overdue = "summary overdue: B9 fine_not_paid, B10o enforcement_open";
    assert_eq!(stands(&mut desk, second), overdue);
}

#[test]
fn a_clock_that_stands_still_says_since_when_and_why() {
    let book = sample();
    let paused = facts(&[("measure_taken", "2026-01-20"), ("testing_begun", "2026-01-25 10:00")]);
    let found = clock("seizure", &book, &paused, "2026-02-10").unwrap();
    let since = at("2026-01-25T10:00:00+08:00");
    assert_eq!(found.state, ClockState::Paused { by: Pause::Testing, since });
}
