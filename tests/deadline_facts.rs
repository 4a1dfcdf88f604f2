//! What officers put down of a case that moves its deadlines: which of it may be, what it does to the clocks and to the steps, and
//! that a withdrawal gives back what there was before.

use crate::bureau::{EVENING, check, found, reader, sample as founding, sit_down};
use crate::deadlines::when;
use crate::rulebook::sample;
use crate::scenarios;
use lucha::app::cash::collect;
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::desk::Desk;
use lucha::app::print_all::print_unprinted;
use lucha::app::record_fact::{Recorded, TypedFact, record};
use lucha::cli::{Voice, code, fact};
use lucha::domain::blocked::Blocked;
use lucha::domain::deadline::recorded::{CaseClocks, DeadlineFact, FactNo, PAPER_MAX};
use lucha::domain::deadline::running::{Fact, running};
use lucha::domain::deadline::trigger::Trigger;
use lucha::stdx::day::Day;
use lucha::wire::event::{self, Body};
use tempfile::TempDir;

/// A lorry over the limit, decided on Monday the 23rd.
const FIRST: &str = "样汕交罚〔2026〕00001号";
const REPORTED: &str = "over_limit_reported";

/// Events with their days.
type Events = &'static [(&'static str, &'static str)];

const ON_SPOT: Events = &[
    ("on_spot_decided", "2026-11-23"),
    ("fine_notified", "2026-11-23"),
    ("over_limit_handled", "2026-11-23"),
];
/// Ninety days: until 2026-04-05.
const OPENED: Events = &[("case_opened", "2026-01-05")];

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn made(event: &str, on: &str, paper: &str, withdrawn: bool) -> DeadlineFact {
    let what = Trigger::from_word(event).unwrap();
    DeadlineFact { what, on: day(on), paper: paper.into(), withdrawn }
}

/// Whether `fact` may be put down on `today`, behind what the program and officers put down.
fn may(
    (own, before): (Events, Events),
    fact: &DeadlineFact,
    today: &str,
    is_collected: bool,
) -> Result<(), FactNo> {
    let book = sample();
    let recorded: Vec<DeadlineFact> =
        before.iter().map(|(event, on)| made(event, on, "1", false)).collect();
    let event = |(word, on): &(&str, &str)| Fact::new(Trigger::from_word(word).unwrap(), when(on));
    let mut facts: Vec<Fact> = own.iter().map(event).collect();
    facts.extend(recorded.iter().map(DeadlineFact::as_fact));
    let running = running(&facts, book.reckoner(), when(today));
    let (facts, running) = (facts.as_slice(), running.as_slice());
    let clocks = CaseClocks { facts, running, recorded: &recorded, is_collected };
    let said = clocks.may_record(fact, day(today));
    // What is listed is what no clock stands against.
    let is_listed = clocks.recordable().contains(&fact.what);
    let is_of_clocks = matches!(said, Err(FactNo::Own | FactNo::NothingRuns));
    assert!(!(is_listed && is_of_clocks), "{fact:?} is listed");
    assert!(is_listed || said.is_err() || fact.withdrawn, "{fact:?} is not listed");
    said
}

fn shown(said: Result<(), FactNo>) -> String {
    match said {
        Ok(()) => "ok".into(),
        Err(FactNo::TooEarly(day)) => format!("not before {day}"),
        Err(FactNo::Blocked(no)) => rules(&no).join("+"),
        Err(no) => format!("{no:?}"),
    }
}

fn rules(blocked: &[Blocked]) -> Vec<&'static str> {
    blocked.iter().map(|no| no.rule.name()).collect()
}

/// What the program knows, what officers put down, the event and its day, today, and the answer.
type Case = (Events, Events, (&'static str, &'static str), &'static str, &'static str);

const CASES: &[Case] = &[
    (ON_SPOT, &[], (REPORTED, "2026-11-25"), "2026-11-26", "ok"),
    (ON_SPOT, &[], (REPORTED, "2026-11-23"), "2026-11-23", "ok"),
    (ON_SPOT, &[], (REPORTED, "2026-11-27"), "2026-11-26", "NotYet"),
    (ON_SPOT, &[], (REPORTED, "2026-11-22"), "2026-11-26", "not before 2026-11-23"),
    (ON_SPOT, &[(REPORTED, "2026-11-25")], (REPORTED, "2026-11-25"), "2026-11-26", "Twice"),
    (ON_SPOT, &[(REPORTED, "2026-11-25")], (REPORTED, "2026-11-26"), "2026-11-26", "Twice"),
    (ON_SPOT, &[], ("fine_paid", "2026-11-25"), "2026-11-26", "ok"),
    (ON_SPOT, &[], ("deferral_granted", "2026-11-25"), "2026-11-26", "ok"),
    // What the program puts down by itself.
    (ON_SPOT, &[], ("copy_filed", "2026-11-25"), "2026-11-26", "Own"),
    (ON_SPOT, &[], ("on_spot_decided", "2026-11-25"), "2026-11-26", "Own"),
    (ON_SPOT, &[], ("over_limit_handled", "2026-11-25"), "2026-11-26", "Own"),
    (ON_SPOT, &[], ("cash_collected", "2026-11-25"), "2026-11-26", "Own"),
    (ON_SPOT, &[], ("cash_banked", "2026-11-25"), "2026-11-26", "Own"),
    (OPENED, &[], ("case_opened", "2026-01-06"), "2026-01-06", "Own"),
    (OPENED, &[], ("evidence_held", "2026-01-06"), "2026-01-06", "Own"),
    (OPENED, &[], ("evidence_dealt_with", "2026-01-06"), "2026-01-06", "Own"),
    // A decision on the spot is no open case.
    (ON_SPOT, &[], ("proposal_notified", "2026-11-25"), "2026-11-26", "NothingRuns"),
    (ON_SPOT, &[], ("case_extended", "2026-11-25"), "2026-11-26", "NothingRuns"),
    // A measure is a paper of the case, and so is its end; its approval behind the act alone is put down.
    (ON_SPOT, &[], ("measure_taken", "2026-11-25"), "2026-11-26", "Own"),
    (ON_SPOT, &[], ("measure_urgent", "2026-11-25"), "2026-11-26", "Own"),
    (ON_SPOT, &[], ("measure_lifted", "2026-11-25"), "2026-11-26", "Own"),
    (ON_SPOT, &[], ("measure_approved", "2026-11-25"), "2026-11-26", "NothingRuns"),
    // 复议法 20: an obstacle suspends the party's sixty days, and is over once.
    (ON_SPOT, &[], ("obstacle_begun", "2026-11-24"), "2026-11-26", "ok"),
    (ON_SPOT, &[], ("obstacle_ended", "2026-11-24"), "2026-11-26", "NothingRuns"),
    (
        ON_SPOT,
        &[("obstacle_begun", "2026-11-24")],
        ("obstacle_begun", "2026-11-25"),
        "2026-11-26",
        "Twice",
    ),
    (
        ON_SPOT,
        &[("obstacle_begun", "2026-11-24")],
        ("obstacle_ended", "2026-11-25"),
        "2026-11-26",
        "ok",
    ),
    (
        ON_SPOT,
        &[("obstacle_begun", "2026-11-24")],
        ("obstacle_ended", "2026-11-23"),
        "2026-11-26",
        "not before 2026-11-24",
    ),
    // T1: before it is over on the day of the approval, whenever that is put down, and once.
    (OPENED, &[], ("case_extended", "2026-04-05"), "2026-04-20", "ok"),
    (OPENED, &[], ("case_extended", "2026-04-06"), "2026-04-20", "case_term_over"),
    (OPENED, &[], ("case_extended", "2026-01-04"), "2026-04-01", "not before 2026-01-05"),
    (
        OPENED,
        &[("case_extended", "2026-03-01")],
        ("case_extended", "2026-03-02"),
        "2026-03-03",
        "case_extended_before",
    ),
    // Decided behind the extension, and before the day from which that is counted.
    (
        OPENED,
        &[("case_extended", "2026-03-01")],
        ("case_decided", "2026-03-10"),
        "2026-03-11",
        "ok",
    ),
    (OPENED, &[], ("proposal_notified", "2026-02-02"), "2026-02-03", "ok"),
    (OPENED, &[], ("hearing_offered", "2026-02-02"), "2026-02-03", "ok"),
    (OPENED, &[], ("proposal_notified", "2026-01-04"), "2026-02-03", "not before 2026-01-05"),
    (OPENED, &[], ("statement_made", "2026-02-03"), "2026-02-04", "NothingRuns"),
    (
        OPENED,
        &[("proposal_notified", "2026-02-02")],
        ("statement_waived", "2026-02-03"),
        "2026-02-04",
        "ok",
    ),
    (
        OPENED,
        &[("proposal_notified", "2026-02-02")],
        ("proposal_notified", "2026-02-03"),
        "2026-02-04",
        "Twice",
    ),
    // What is meant changed behind what the party said: it is notified anew.
    (
        OPENED,
        &[("proposal_notified", "2026-02-02"), ("statement_made", "2026-02-03")],
        ("proposal_notified", "2026-02-04"),
        "2026-02-04",
        "ok",
    ),
    (
        OPENED,
        &[("case_decided", "2026-02-10")],
        ("proposal_notified", "2026-02-11"),
        "2026-02-11",
        "NothingRuns",
    ),
    (
        OPENED,
        &[("case_decided", "2026-02-10")],
        ("decision_received", "2026-02-11"),
        "2026-02-12",
        "ok",
    ),
    // 处罚法 67: the fine of an ordinary case is told with its decision, on paper.
    (ON_SPOT, &[], ("fine_notified", "2026-11-25"), "2026-11-26", "Own"),
    (OPENED, &[], ("fine_notified", "2026-02-11"), "2026-02-12", "NothingRuns"),
    (OPENED, DELIVERED, ("fine_notified", "2026-02-11"), "2026-02-12", "ok"),
    (OPENED, DELIVERED, ("fine_notified", "2026-02-10"), "2026-02-12", "not before 2026-02-11"),
    (OPENED, FINED, ("fine_paid", "2026-02-20"), "2026-02-20", "ok"),
    // 处罚法 66: what was deferred is paid once.
    (
        ON_SPOT,
        &[("deferral_granted", "2026-11-24")],
        ("fine_paid", "2026-11-25"),
        "2026-11-26",
        "ok",
    ),
    (
        ON_SPOT,
        &[("deferral_granted", "2026-11-24"), ("fine_paid", "2026-11-25")],
        ("fine_paid", "2026-11-26"),
        "2026-11-26",
        "Twice",
    ),
    // 处罚法 71: collected on water, its two days begin with the landing.
    (ON_WATER, &[], ("cash_landed", "2026-11-24"), "2026-11-24", "ok"),
    (ON_SPOT, &[], ("cash_landed", "2026-11-24"), "2026-11-24", "NothingRuns"),
];

const DELIVERED: Events = &[("case_decided", "2026-02-10"), ("decision_received", "2026-02-11")];
const FINED: Events = &[
    ("case_decided", "2026-02-10"),
    ("decision_received", "2026-02-11"),
    ("fine_notified", "2026-02-11"),
];
const ON_WATER: Events = &[("on_spot_decided", "2026-11-23"), ("cash_collected", "2026-11-23")];

#[test]
fn what_another_fact_rests_on_is_withdrawn_behind_it() {
    let withdrawn = |event: &str, on: &str, before: Events| {
        shown(may((OPENED, before), &made(event, on, "记错", true), "2026-02-12", false))
    };
    let of_decision = |before: Events| withdrawn("case_decided", "2026-02-10", before);
    assert_eq!(of_decision(FINED), "RestsOnIt(DecisionReceived)");
    assert_eq!(of_decision(&[("case_decided", "2026-02-10")]), "ok");
    let of_delivery = |before: Events| withdrawn("decision_received", "2026-02-11", before);
    assert_eq!(of_delivery(FINED), "RestsOnIt(FineNotified)");
    assert_eq!(of_delivery(DELIVERED), "ok");
}

#[test]
fn a_fact_is_put_down_where_a_clock_waits_for_it_and_on_a_day_that_can_be() {
    for (own, before, (event, on), today, wanted) in CASES {
        let fact = made(event, on, "汕交〔2026〕1号", false);
        let said = shown(may((*own, *before), &fact, today, false));
        assert_eq!(said, *wanted, "{event} on {on} behind {before:?}, put down on {today}");
    }
    let paid = made("fine_paid", "2026-11-25", "1", false);
    assert_eq!(may((ON_SPOT, &[]), &paid, "2026-11-26", true), Err(FactNo::Own));
}

#[test]
fn a_fact_rests_on_a_text_and_a_withdrawal_on_what_stands() {
    let on_spot = |before: Events, fact: &DeadlineFact| {
        shown(may((ON_SPOT, before), fact, "2026-11-26", false))
    };
    let of = |paper: &str| made(REPORTED, "2026-11-25", paper, false);
    assert_eq!(on_spot(&[], &of("  ")), "NoPaper");
    assert_eq!(on_spot(&[], &of(&"号".repeat(PAPER_MAX))), "ok");
    assert_eq!(on_spot(&[], &of(&"号".repeat(PAPER_MAX + 1))), "PaperTooLong");
    let stands: Events = &[(REPORTED, "2026-11-25")];
    let withdrawn = |on: &str, why: &str| made(REPORTED, on, why, true);
    assert_eq!(on_spot(stands, &withdrawn("2026-11-25", "记错")), "ok");
    assert_eq!(on_spot(stands, &withdrawn("2026-11-24", "记错")), "NotThere");
    assert_eq!(on_spot(&[], &withdrawn("2026-11-25", "记错")), "NotThere");
    assert_eq!(on_spot(stands, &withdrawn("2026-11-25", "")), "NoPaper");
    // Only that of the day is taken away.
    let mut known = vec![of("1"), made("fine_paid", "2026-11-25", "2", false)];
    withdrawn("2026-11-24", "记错").fold(&mut known);
    assert_eq!(known.len(), 2);
    withdrawn("2026-11-25", "记错").fold(&mut known);
    assert_eq!(known, [made("fine_paid", "2026-11-25", "2", false)]);
}

fn typed(event: &str, on: &str) -> TypedFact {
    let text = |text: &str| text.to_string();
    TypedFact {
        event: text(event),
        on: text(on),
        paper: text("汕交抄〔2026〕12号"),
        withdraw: false,
    }
}

fn kept(desk: &mut Desk, what: &str, fact: &TypedFact) {
    let recorded = record(desk, what, fact);
    assert!(matches!(recorded, Ok(Recorded::Kept(_))), "{recorded:?}");
}

fn refused(desk: &mut Desk, what: &str, fact: &TypedFact) -> Trouble {
    record(desk, what, fact).unwrap_err()
}

fn decided() -> (TempDir, Desk) {
    let (folder, mut desk) = found(founding(), EVENING);
    assert_eq!(check(&mut desk, vec![scenarios::stop("S01")]).0, 0);
    (folder, desk)
}

/// Ids of the clocks that run, with their ends.
fn told(desk: &mut Desk, what: &str) -> Vec<String> {
    let clocks = desk.find(what).unwrap().clocks;
    clocks.iter().map(|clock| format!("{} {}", clock.id, clock.end_shown())).collect()
}

#[test]
fn what_was_put_down_ends_its_clock_and_what_is_withdrawn_gives_it_back() {
    let (folder, mut desk) = decided();
    let before = told(&mut desk, FIRST);
    let home = "over_limit_report 2026-12-02".to_string();
    assert!(before.contains(&home), "{before:?}");
    let words = |desk: &mut Desk| -> Vec<&'static str> {
        desk.find(FIRST).unwrap().recordable.iter().map(|what| what.word()).collect()
    };
    let [paid, reported] = ["fine_paid", REPORTED];
    let open = [
        paid,
        "deferral_granted",
        "obstacle_begun",
        "reconsideration_requested",
        "suit_filed",
        reported,
    ];
    assert_eq!(words(&mut desk), open);
    kept(&mut desk, FIRST, &typed(REPORTED, ""));
    let mut without = before.clone();
    without.retain(|clock| *clock != home);
    assert_eq!(told(&mut desk, FIRST), without);
    assert_eq!(words(&mut desk), open[..5]);
    let view = desk.find(FIRST).unwrap();
    assert_eq!(
        view.inspection.deadline_facts,
        [made(REPORTED, "2026-11-23", "汕交抄〔2026〕12号", false)]
    );
    assert_eq!(view.entries.last().unwrap().kind, "deadline_fact_recorded");
    // The same rows, the same clocks, after a rebuild and after a start.
    let rows = reader(folder.path()).dump().unwrap();
    desk.rebuild().unwrap();
    assert_eq!(reader(folder.path()).dump().unwrap(), rows);
    assert_eq!(told(&mut desk, FIRST), without);
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-23T19:00:00+08:00");
    assert_eq!(told(&mut desk, FIRST), without);
    let wrong = TypedFact { paper: "抄错机关".into(), withdraw: true, ..typed(REPORTED, "") };
    kept(&mut desk, FIRST, &wrong);
    assert_eq!(told(&mut desk, FIRST), before);
    assert_eq!(desk.find(FIRST).unwrap().inspection.deadline_facts, []);
    // It may be put down anew, and the journal is whole.
    kept(&mut desk, FIRST, &typed(REPORTED, "2026-11-23"));
    assert_eq!(told(&mut desk, FIRST), without);
    assert!(desk.verify().unwrap().breaks.is_empty());
}

#[test]
fn what_cannot_be_put_down_is_said_with_its_field_and_nothing_is_written() {
    let (folder, mut desk) = decided();
    let head = || reader(folder.path()).head().number;
    let before = head();
    let text = |paper: &str| TypedFact { paper: paper.into(), ..typed(REPORTED, "") };
    for (fact, key, field) in [
        (typed("told", ""), "trouble.fact_event", "fact.event"),
        (typed("copy_filed", ""), "trouble.fact_own", "fact.event"),
        (typed("case_extended", ""), "trouble.fact_nothing_runs", "fact.event"),
        (typed(REPORTED, "昨天"), "trouble.day_shape", "fact.on"),
        (typed(REPORTED, "2026-11-24"), "trouble.fact_not_yet", "fact.on"),
        (typed(REPORTED, "2026-11-22"), "trouble.fact_too_early", "fact.on"),
        (text(" "), "trouble.fact_no_paper", "fact.paper"),
        (text(&"号".repeat(201)), "trouble.fact_paper_long", "fact.paper"),
        (
            TypedFact { withdraw: true, ..typed(REPORTED, "") },
            "trouble.fact_not_there",
            "fact.stands",
        ),
        (TypedFact { withdraw: true, ..text("") }, "trouble.fact_no_reason", "fact.reason"),
    ] {
        let told = refused(&mut desk, FIRST, &fact);
        assert_eq!((told.key, told.field.as_deref(), head()), (key, Some(field), before));
        for lang in ["zh-CN", "en"] {
            let words = told.sentence(lang);
            assert!(!words.contains("%{") && !words.contains("deadline_event"), "{words}");
        }
    }
    let told = refused(&mut desk, FIRST, &typed("case_extended", "")).sentence("zh-CN");
    assert!(told.contains("批准延长办案期限") && told.contains(REPORTED), "{told}");
    kept(&mut desk, FIRST, &typed(REPORTED, ""));
    let told = refused(&mut desk, FIRST, &typed(REPORTED, ""));
    assert_eq!((told.key, head()), ("trouble.fact_twice", before + 1));
    // Who paid at the roadside does not pay at the bank.
    collect(&mut desk, FIRST, "44A0001", "hard_later", "").unwrap();
    assert_eq!(refused(&mut desk, FIRST, &typed("fine_paid", "")).key, "trouble.fact_own");
}

#[test]
fn a_case_goes_by_its_plate_where_it_is_the_only_one() {
    let (_folder, mut desk) = decided();
    check(&mut desk, vec![scenarios::stop("S07")]);
    kept(&mut desk, " 粤D55D18 ", &typed(REPORTED, ""));
    assert_eq!(desk.find(FIRST).unwrap().inspection.deadline_facts.len(), 1);
    // No violation was found: nothing of it runs.
    let none = refused(&mut desk, "粤DD12345", &typed(REPORTED, ""));
    assert_eq!(none.key, "trouble.no_inspection");
    let clean = desk.list("粤DD12345", 1).unwrap()[0].inspection.to_string();
    assert_eq!(refused(&mut desk, &clean, &typed(REPORTED, "")).key, "trouble.fact_none");
}

#[test]
fn a_fine_that_was_paid_at_the_bank_is_paid_for_the_steps_of_the_case() {
    let (folder, mut desk) = decided();
    let papers = tempfile::tempdir().unwrap();
    desk.set_paper_folder(papers.path().to_path_buf());
    print_unprinted(&mut desk).unwrap();
    drop(desk);
    // After a week a laptop without a headquarters counts as filed.
    let mut desk = sit_down(folder.path(), "2026-12-02T09:00:00+08:00");
    let state = |desk: &mut Desk| desk.find(FIRST).unwrap().steps.unwrap().state;
    assert_eq!(state(&mut desk), "filed");
    kept(&mut desk, FIRST, &typed("fine_paid", "2026-11-30"));
    assert_eq!(state(&mut desk), "paid");
    assert!(!told(&mut desk, FIRST).iter().any(|clock| clock.starts_with("payment ")));
}

/// A case that was opened on the 23rd of November: its ninety days end on the 21st of February.
fn opened() -> (TempDir, String) {
    let (folder, mut desk) = found(founding(), EVENING);
    assert_eq!(check(&mut desk, vec![scenarios::stop("S02")]).0, 0);
    let lines = desk.list("", 9).unwrap();
    let case = lines.iter().find(|line| line.outcome == "case_opened").unwrap();
    (folder, case.inspection.to_string())
}

#[test]
fn an_extended_case_shows_the_clock_of_its_extension() {
    let (folder, case) = opened();
    let mut desk = sit_down(folder.path(), "2027-02-01T09:00:00+08:00");
    let of_case = |desk: &mut Desk| {
        let mut clocks = told(desk, &case);
        clocks.retain(|clock| clock.starts_with("case"));
        clocks
    };
    assert_eq!(of_case(&mut desk), ["case 2027-02-21"]);
    kept(&mut desk, &case, &typed("case_extended", "2027-01-29"));
    assert_eq!(of_case(&mut desk), ["case_extension 2027-03-23"]);
    kept(&mut desk, &case, &typed("proposal_notified", "2027-02-01"));
    assert!(told(&mut desk, &case).iter().any(|clock| clock.starts_with("statement ")));
    kept(&mut desk, &case, &typed("statement_waived", "2027-02-01"));
    assert!(!told(&mut desk, &case).iter().any(|clock| clock.starts_with("statement ")));
    // Once: the law's no, and nothing is written.
    let before = reader(folder.path()).head().number;
    let again = record(&mut desk, &case, &typed("case_extended", "2027-01-30")).unwrap();
    let Recorded::Refused(no) = again else { panic!("{again:?}") };
    assert_eq!(rules(&no), ["case_extended_before"]);
    assert!(no[0].rule.cite().contains("第六十条"), "{}", no[0].rule.cite());
    assert_eq!(reader(folder.path()).head().number, before);
}

#[test]
fn a_case_that_is_delivered_has_its_days_to_pay_and_to_tell_the_home_organ() {
    let (folder, case) = opened();
    let mut desk = sit_down(folder.path(), "2026-12-09T09:00:00+08:00");
    kept(&mut desk, &case, &typed("case_decided", "2026-12-07"));
    kept(&mut desk, &case, &typed("decision_received", "2026-12-08"));
    let runs = |desk: &mut Desk, id: &str| {
        told(desk, &case).iter().any(|clock| clock.starts_with(&format!("{id} ")))
    };
    assert!(runs(&mut desk, "over_limit_report") && !runs(&mut desk, "payment"));
    kept(&mut desk, &case, &typed("fine_notified", "2026-12-08"));
    assert!(runs(&mut desk, "payment"));
    kept(&mut desk, &case, &typed("fine_paid", "2026-12-09"));
    kept(&mut desk, &case, &typed(REPORTED, "2026-12-09"));
    assert!(!runs(&mut desk, "over_limit_report") && !runs(&mut desk, "payment"));
}

#[test]
fn a_notice_that_is_given_anew_is_answered_anew_and_a_day_put_right_ends_the_same_clock() {
    let (folder, case) = opened();
    let mut desk = sit_down(folder.path(), "2026-12-09T09:00:00+08:00");
    kept(&mut desk, &case, &typed("hearing_offered", "2026-12-03"));
    kept(&mut desk, &case, &typed("hearing_requested", "2026-12-05"));
    let waits = |desk: &mut Desk| {
        told(desk, &case).iter().any(|clock| clock.starts_with("hearing_request "))
    };
    assert!(!waits(&mut desk));
    // It was the day before: the request still answers it.
    let wrong = TypedFact { withdraw: true, ..typed("hearing_offered", "2026-12-03") };
    kept(&mut desk, &case, &wrong);
    kept(&mut desk, &case, &typed("hearing_offered", "2026-12-02"));
    assert!(!waits(&mut desk), "{:?}", told(&mut desk, &case));
    // Another notice is another five days.
    kept(&mut desk, &case, &typed("hearing_offered", "2026-12-08"));
    assert!(waits(&mut desk));
}

#[test]
fn a_fine_that_was_paid_at_the_bank_is_not_collected_as_well() {
    let (_folder, mut desk) = decided();
    kept(&mut desk, FIRST, &typed("fine_paid", ""));
    let no = collect(&mut desk, FIRST, "粤财000123", "hard_later", "").unwrap_err();
    assert_eq!(no.key, "trouble.cash_paid_at_bank");
    kept(&mut desk, FIRST, &TypedFact { withdraw: true, ..typed("fine_paid", "") });
    assert!(collect(&mut desk, FIRST, "粤财000123", "hard_later", "").is_ok());
}

#[test]
fn a_case_whose_time_is_over_is_not_extended_and_the_screen_is_told_the_rule() {
    let (folder, case) = opened();
    let mut desk = sit_down(folder.path(), "2027-02-25T09:00:00+08:00");
    let inspection = desk.find(&case).unwrap().line.inspection;
    let fact = typed("case_extended", "2027-02-22");
    let reply = desk.handle(Command::RecordFact { inspection, fact });
    let Reply::FactRefused { blocked, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(rules(&blocked), ["case_term_over"]);
    // Approved in time and put down late.
    let fact = typed("case_extended", "2027-02-20");
    let reply = desk.handle(Command::RecordFact { inspection, fact });
    let Reply::FactRecorded(line) = reply else { panic!("{reply:?}") };
    assert_eq!((line.inspection, line.fact.on), (inspection, day("2027-02-20")));
}

/// `lucha fact` at `desk`: exit code, answer and sentence.
fn said(desk: &mut Desk, what: &str, fact: TypedFact, lang: &str) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang, out: &mut out, err: &mut err };
    let order = fact::Order { what: what.into(), fact };
    let code = fact::put_down(desk, &order, &mut voice);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

#[test]
fn the_command_says_what_it_put_down_and_what_refused_it() {
    let (_folder, mut desk) = decided();
    let line = "2026-11-23 抄告车籍地机关（汕交抄〔2026〕12号）\n";
    let put = said(&mut desk, FIRST, typed(REPORTED, ""), "zh-CN");
    assert_eq!(put, (code::DONE, format!("✓ 已记：{line}"), String::new()));
    let (code, out, err) = said(&mut desk, FIRST, typed(REPORTED, ""), "en");
    assert_eq!((code, out.as_str(), err.lines().count()), (code::NOTHING, "", 1), "{err}");
    assert!(err.contains("--withdraw"), "{err}");
    let wrong = TypedFact { paper: "抄错机关".into(), withdraw: true, ..typed(REPORTED, "") };
    let (code, out, _) = said(&mut desk, FIRST, wrong, "zh-CN");
    assert_eq!(
        (code, out.as_str()),
        (code::DONE, "✓ 已撤回：2026-11-23 抄告车籍地机关（抄错机关）\n")
    );
    let (folder, case) = opened();
    let mut desk = sit_down(folder.path(), "2027-02-25T09:00:00+08:00");
    let (code, out, err) = said(&mut desk, &case, typed("case_extended", ""), "zh-CN");
    assert_eq!((code, out.as_str(), err.lines().count()), (code::NOTHING, "", 1), "{err}");
    assert!(err.starts_with("× ") && err.contains("《行政处罚法》第六十条"), "{err}");
}

#[test]
fn a_fact_that_stands_has_no_bytes_for_a_withdrawal() {
    let of = |withdrawn| {
        let fact = made(REPORTED, "2026-11-25", "1", withdrawn);
        let recorded = lucha::domain::inspection::event::Event::DeadlineFactRecorded(fact);
        event::encode(&Body::Inspection(recorded))
    };
    let ((kind, schema, stands), (_, _, withdrawn)) = (of(false), of(true));
    assert_eq!((kind, schema, withdrawn.len()), (115, 1, stands.len() + 2));
    let unknown: Vec<u8> =
        stands.iter().map(|byte| if *byte == b'_' { b'-' } else { *byte }).collect();
    assert!(event::decode(kind, schema, &unknown).is_err(), "no such event");
}
