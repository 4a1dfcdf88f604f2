//! The clocks of all cases as one list: which are watched, in which order, what moves them, and what the first screen shows of it.

use crate::bureau::{EVENING, at, check, found, sample as founding, sit_down, with};
use crate::deadlines::when;
use crate::rulebook::sample;
use crate::scenarios;
use lucha::app::cash::{collect, withdraw};
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::docket::Turn;
use lucha::app::docket_words::{brief, is_near, sentence};
use lucha::app::record_fact::{Recorded, TypedFact, record};
use lucha::app::view::docket::{DocketLine, DocketView};
use lucha::cli::{Voice, code, due};
use lucha::domain::deadline::running::{Fact, running};
use lucha::domain::deadline::trigger::Trigger;
use lucha::domain::deadline::watched::Urgency;
use tempfile::TempDir;

/// A lorry over the limit, decided on Monday the 23rd; one whose case was opened; and another that was decided.
const FIRST: &str = "样汕交罚〔2026〕00001号";
const DECIDED: &str = "粤D55D18";
const OPENED: &str = "粤D55D28";
const ALSO_DECIDED: &str = "粤D77B13";

/// What nobody here waits for: courts, reconsideration, credit, the times for a remedy, files that are kept.
const NOT_WATCHED: [&str; 20] = [
    "reconsideration",
    "reconsideration_untold",
    "reconsideration_absolute",
    "reconsideration_decision",
    "reconsideration_decision_extension",
    "reconsideration_decision_simplified",
    "suit_direct",
    "suit_untold",
    "suit_absolute",
    "suit_after_reconsideration",
    "suit_after_undecided_reconsideration",
    "court_acceptance",
    "court_ruling",
    "court_ruling_after_hearing",
    "credit_minor_most",
    "credit_general_least",
    "credit_general_most",
    "credit_serious_least",
    "credit_serious_most",
    "file_retention",
];

#[test]
fn what_binds_the_organ_or_lets_it_go_on_is_watched_and_nothing_else() {
    let book = sample();
    let rows = book.reckoner().table.rows.iter();
    let others: Vec<&str> =
        rows.filter(|row| !row.is_watched()).map(|row| row.id.as_str()).collect();
    assert_eq!(others, NOT_WATCHED);
}

/// What happened, the row, now, and how soon it is told.
type Told = (&'static [(&'static str, &'static str)], &'static str, &'static str, Urgency);

const URGENCIES: &[Told] = &[
    (
        &[("measure_urgent", "2026-02-14 22:30")],
        "measure_approval",
        "2026-02-15 22:30",
        Urgency::Runs,
    ),
    (
        &[("measure_urgent", "2026-02-14 22:30")],
        "measure_approval",
        "2026-02-15 22:31",
        Urgency::Overdue,
    ),
    (&[("evidence_held", "2026-11-23")], "evidence_hold", "2026-12-02", Urgency::Runs),
    (&[("evidence_held", "2026-11-23")], "evidence_hold", "2026-12-03", Urgency::Overdue),
    // Late by calendar days is overdue before it is a breach.
    (&[("on_spot_decided", "2026-02-12")], "on_spot_filing", "2026-02-18", Urgency::Overdue),
    (&[("fine_notified", "2026-11-02")], "payment", "2026-11-17", Urgency::Runs),
    (&[("fine_notified", "2026-11-02")], "payment", "2026-11-18", Urgency::MayGoOn),
    // A time to wait is over, and nobody is late.
    (&[("surcharge_begun", "2026-03-02")], "surcharge_urging", "2026-04-02", Urgency::MayGoOn),
    (
        &[("measure_taken", "2026-01-20"), ("testing_begun", "2026-01-25")],
        "seizure",
        "2026-03-10",
        Urgency::StandsStill,
    ),
];

#[test]
fn a_clock_that_is_seen_later_stands_as_one_that_is_reckoned_then() {
    let book = sample();
    for (what, id, now, wanted) in URGENCIES {
        let fact =
            |(word, on): &(&str, &str)| Fact::new(Trigger::from_word(word).unwrap(), when(on));
        let facts: Vec<Fact> = what.iter().map(fact).collect();
        let begun = facts.last().unwrap().at;
        let clock = |now| {
            let clocks = running(&facts, book.reckoner(), now);
            clocks.into_iter().find(|clock| clock.deadline.id == *id).unwrap()
        };
        let then = clock(when(now));
        assert_eq!(then.urgency(), *wanted, "{id} on {now}");
        assert_eq!(clock(begun).seen_at(when(now)), then, "{id} on {now}");
    }
    let mut all: Vec<Urgency> = URGENCIES.iter().map(|(.., urgency)| *urgency).collect();
    all.sort();
    all.dedup();
    let wanted = [Urgency::Overdue, Urgency::Runs, Urgency::MayGoOn, Urgency::StandsStill];
    assert_eq!(all, wanted, "a line of each");
}

fn at_work() -> (TempDir, Desk) {
    let (folder, mut desk) = found(founding(), EVENING);
    let stops = ["S01", "S02", "S05", "S07"].map(scenarios::stop).to_vec();
    assert_eq!(check(&mut desk, stops).0, 0);
    (folder, desk)
}

fn list(desk: &mut Desk, now: &str) -> Vec<DocketLine> {
    let docket = desk.whole_docket(at(now)).unwrap();
    assert!(docket.is_whole);
    assert_eq!(docket.count, docket.lines.len());
    docket.lines
}

/// A line as `overdue 粤D55D18 payment 2026-12-08`.
fn shown(line: &DocketLine) -> String {
    let json = line.json();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_string();
    let clock = &json["clock"];
    let parts = [&json["urgency"], &json["plate"], &clock["id"], &clock["end"]].map(word);
    parts.join(" ")
}

fn of(plate: &str, lines: &[DocketLine]) -> Vec<String> {
    lines.iter().filter(|line| line.plate == plate).map(shown).collect()
}

fn morning(day: &str) -> String {
    format!("{day}T09:00:00+08:00")
}

#[test]
fn the_nearest_end_comes_first_and_what_the_organ_is_late_with_before_it() {
    let (_folder, mut desk) = at_work();
    let first = list(&mut desk, EVENING);
    let ends: Vec<String> =
        first.iter().map(|line| line.clock.as_ref().unwrap().end_shown()).collect();
    assert!(ends.is_sorted(), "{ends:?}");
    let of_decision = |plate: &str| {
        [
            format!("runs {plate} on_spot_filing 2026-11-28"),
            format!("runs {plate} over_limit_report 2026-12-02"),
            format!("runs {plate} payment 2026-12-08"),
        ]
    };
    assert_eq!(of(DECIDED, &first), of_decision(DECIDED));
    assert_eq!(of(ALSO_DECIDED, &first), of_decision(ALSO_DECIDED));
    assert_eq!(of(OPENED, &first), [format!("runs {OPENED} case 2027-02-21")]);
    assert_eq!(first.len(), 7, "a stop without a violation has none");
    // Another day at the same desk: filed by then, as a laptop without a headquarters takes it.
    let later = list(&mut desk, &morning("2026-12-04"));
    let kinds: Vec<&str> = later.iter().map(|line| line.urgency.word()).collect();
    assert_eq!(kinds, ["overdue", "overdue", "runs", "runs", "runs"]);
    assert_eq!(later[0].working_days_left, Some(-2));
    assert!(is_near(&later[0]) && !is_near(&later[4]));
    for (lang, wanted) in [
        ("zh-CN", ["已超过 2 个工作日", "超限案件抄告", "至 2026-12-02"]),
        ("en", ["over by 2 working days", "over-limit case to", "until 2026-12-02"]),
    ] {
        let said = sentence(&later[0], lang);
        assert!(wanted.iter().all(|words| said.contains(words)), "{said}");
        assert!(said.contains(&later[0].plate) && said.contains("第四十四条"), "{said}");
        assert!(!said.contains("未核") && !said.contains("not verified"), "{said}");
    }
    // The party's time is over: nobody is late, and we may go on.
    let unpaid = list(&mut desk, &morning("2026-12-09"));
    let kinds: Vec<&str> = unpaid.iter().map(|line| line.urgency.word()).collect();
    assert_eq!(kinds, ["overdue", "overdue", "runs", "may_go_on", "may_go_on"]);
    assert!(brief(&unpaid[3], "zh-CN").starts_with("已届满 1 天 "));
    assert!(brief(&unpaid[3], "en").starts_with("ended 1 days ago "));
    // A month behind a decision on the spot the case alone is left; and a clock that goes back brings all again.
    assert_eq!(list(&mut desk, &morning("2026-12-24")).len(), 5);
    let last = list(&mut desk, &morning("2026-12-25"));
    assert_eq!(last.iter().map(shown).collect::<Vec<_>>(), of(OPENED, &last));
    assert_eq!(list(&mut desk, EVENING), first);
}

fn put_down(desk: &mut Desk, what: &str, event: &str, withdraw: bool) {
    let paper = "汕交〔2026〕1号".into();
    let fact = TypedFact { event: event.into(), paper, withdraw, ..TypedFact::default() };
    let done = record(desk, what, &fact).unwrap();
    assert!(matches!(done, Recorded::Kept(_)), "{done:?}");
}

#[test]
fn what_is_put_down_of_a_case_moves_its_lines_and_no_others() {
    let (folder, mut desk) = at_work();
    let first = list(&mut desk, EVENING);
    put_down(&mut desk, FIRST, "over_limit_reported", false);
    let told = list(&mut desk, EVENING);
    let gone = |line: &&DocketLine| !told.contains(line);
    let gone: Vec<String> = first.iter().filter(gone).map(shown).collect();
    assert_eq!(gone, [format!("runs {DECIDED} over_limit_report 2026-12-02")]);
    assert_eq!(told.len(), first.len() - 1);
    put_down(&mut desk, FIRST, "over_limit_reported", true);
    assert_eq!(list(&mut desk, EVENING), first, "withdrawn");
    // Money is an entry of the bureau, not of the case.
    collect(&mut desk, FIRST, "44A0001", "hard_later", "").unwrap();
    let paid = of(DECIDED, &list(&mut desk, EVENING));
    assert_eq!(paid[0], format!("runs {DECIDED} cash_to_agency 2026-11-25"));
    assert!(!paid.iter().any(|line| line.contains("payment")), "{paid:?}");
    // What is not handed on stays, however long ago it was.
    let held = of(DECIDED, &list(&mut desk, &morning("2027-01-15")));
    assert_eq!(held[0], format!("overdue {DECIDED} cash_to_agency 2026-11-25"));
    withdraw(&mut desk, FIRST, "误记").unwrap();
    assert_eq!(list(&mut desk, EVENING), first, "not collected");
    let case = first.iter().find(|line| line.plate == OPENED).unwrap().inspection.to_string();
    drop(desk);
    let mut desk = sit_down(folder.path(), &morning("2026-12-29"));
    let undecided = list(&mut desk, &morning("2026-12-29"));
    assert_eq!(of(OPENED, &undecided), [format!("runs {OPENED} case 2027-02-21")]);
    put_down(&mut desk, &case, "case_decided", false);
    let decided = list(&mut desk, &morning("2026-12-29"));
    let delivery = decided.iter().find(|line| shown(line).contains(" decision_delivery ")).unwrap();
    assert!(!of(OPENED, &decided).iter().any(|line| line.contains(" case ")), "{decided:?}");
    // No holiday table says where it ends.
    for (lang, wanted) in [("zh-CN", "没有 2027 年的放假安排"), ("en", "no holiday table for 2027")]
    {
        let said = brief(delivery, lang);
        assert!(said.contains(wanted), "{said}");
    }
}

fn beginning(desk: &mut Desk) -> DocketView {
    let reply = desk.handle(Command::LoadToday);
    let Reply::Today(today) = reply else { panic!("{reply:?}") };
    today.clocks
}

#[test]
fn the_first_screen_has_the_first_of_each_kind_beside_what_it_tells_of_itself() {
    let (folder, mut desk) = at_work();
    assert_eq!(check(&mut desk, vec![scenarios::stop("S03"), scenarios::stop("S09")]).0, 0);
    let own = ["on_spot_filing", "cash_to_agency", "cash_to_bank"];
    let mut all = list(&mut desk, EVENING);
    all.retain(|line| !own.contains(&line.clock.as_ref().unwrap().id.as_str()));
    assert!(all.len() > 5, "{all:?}");
    let shown = beginning(&mut desk);
    assert_eq!((shown.count, shown.is_whole, shown.hidden()), (all.len(), true, 0));
    // Clocks of one kind that end together are one line.
    let kind = |line: &DocketLine| {
        let clock = line.clock.as_ref().unwrap();
        (clock.id.clone(), clock.end_shown())
    };
    let mut kinds: Vec<_> = all.iter().map(kind).collect();
    kinds.dedup();
    assert_eq!(shown.lines.iter().map(kind).collect::<Vec<_>>(), kinds);
    for line in &shown.lines {
        let same = all.iter().filter(|other| kind(other) == kind(line)).count();
        assert_eq!(line.others + 1, same, "{line:?}");
        let said = brief(line, "zh-CN");
        assert_eq!(said.contains(&format!(" 等 {same} 件")), same > 1, "{said}");
    }
    assert!(shown.lines.iter().any(|line| line.others > 0));
    let reply = desk.handle(Command::LoadDocket);
    let Reply::Docket(page) = reply else { panic!("{reply:?}") };
    assert_eq!((page.count, page.is_whole, &page.lines), (all.len(), true, &all));
    drop(desk);
    // A desk that just sat down knows nothing: the first screen waits for no more than a turn of it.
    let mut desk = sit_down(folder.path(), EVENING);
    assert_eq!(beginning(&mut desk), shown);
    assert_eq!(desk.reckon_on(), Turn::Done, "the screen knows");
}

#[test]
fn the_desk_reckons_between_two_commands_and_says_once_that_it_is_done() {
    let (folder, desk) = at_work();
    drop(desk);
    let mut desk = sit_down(folder.path(), EVENING);
    let mut turns = Vec::new();
    while turns.last().is_none_or(|turn| *turn == Turn::More) {
        turns.push(desk.reckon_on());
    }
    assert_eq!(turns.last(), Some(&Turn::News), "{turns:?}");
    assert_eq!(desk.reckon_on(), Turn::Done);
    // What a command wrote is reckoned too; who gave the command looks by himself.
    put_down(&mut desk, FIRST, "over_limit_reported", false);
    assert_eq!(desk.reckon_on(), Turn::Done);
    let told = beginning(&mut desk);
    assert!(!of(DECIDED, &told.lines).iter().any(|line| line.contains("over_limit_report")));
    let (_folder, mut empty) = found(founding(), EVENING);
    assert_eq!(empty.reckon_on(), Turn::Done, "nothing is no news");
}

#[test]
fn more_cases_than_a_turn_takes_are_reckoned_in_several() {
    let (folder, mut desk) = found(founding(), EVENING);
    let stop = |nth: u32| {
        let plate = format!("粤D6{nth:02}18").into();
        let stop = with(scenarios::stop("S02"), "vehicle.plate", plate);
        with(stop, "id", format!("S02-{nth}").into())
    };
    assert_eq!(check(&mut desk, (0..20).map(stop).collect()).0, 0);
    drop(desk);
    let mut desk = sit_down(folder.path(), EVENING);
    assert_eq!(desk.reckon_on(), Turn::More);
    // Before the end the first screen has what is known, and says that it is not all.
    drop(desk);
    let mut desk = sit_down(folder.path(), EVENING);
    let shown = beginning(&mut desk);
    assert_eq!((shown.lines.len(), shown.is_whole), (1, false));
    assert_eq!(shown.lines[0].others + 1, shown.count);
    assert!(shown.count < 20);
    while desk.reckon_on() == Turn::More {}
    assert_eq!((beginning(&mut desk).count, list(&mut desk, EVENING).len()), (20, 20));
    // What was written since is more than a turn takes as well: a screen that was shown a part hears of the rest.
    assert_eq!(check(&mut desk, (20..40).map(stop).collect()).0, 0);
    assert!(!beginning(&mut desk).is_whole);
    let mut turn = desk.reckon_on();
    while turn == Turn::More {
        turn = desk.reckon_on();
    }
    assert_eq!(turn, Turn::News);
    assert_eq!(beginning(&mut desk).count, 40);
}

fn said(desk: &mut Desk, lang: &str, as_json: bool) -> Vec<String> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang, out: &mut out, err: &mut err };
    assert_eq!(due::list(desk, as_json, &mut voice), code::DONE);
    assert!(err.is_empty());
    String::from_utf8(out).unwrap().lines().map(ToString::to_string).collect()
}

#[test]
fn the_command_line_says_the_same() {
    let (_folder, mut desk) = at_work();
    let lines = list(&mut desk, EVENING);
    let json: Vec<String> = lines.iter().map(|line| line.json().to_string()).collect();
    assert_eq!(said(&mut desk, "zh-CN", true), json);
    for lang in ["zh-CN", "en"] {
        let words = said(&mut desk, lang, false);
        assert_eq!(words.len(), lines.len());
        for (words, line) in words.iter().zip(&lines) {
            assert_eq!(words[2..], sentence(line, lang));
        }
    }
    let (_folder, mut empty) = found(founding(), EVENING);
    assert_eq!(said(&mut empty, "zh-CN", false), ["没有运行中的期限"]);
    assert_eq!(said(&mut empty, "en", false), ["No clock runs"]);
    assert_eq!(said(&mut empty, "en", true), Vec::<String>::new());
}
