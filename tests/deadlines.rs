//! The table of deadlines as law: each row of the pack with a day, the holidays against somebody else's, and tables that are
//! refused with their row.

use crate::rulebook::{sample, sample_files};
use lucha::domain::calendar::Calendar;
use lucha::domain::deadline::reckon::{End, Reckoner};
use lucha::domain::deadline::running::{Fact, running};
use lucha::domain::deadline::trigger::Trigger;
use lucha::domain::deadline::{Deadlines, Obliged, Span, Unit};
use lucha::domain::inspection::Harm;
use lucha::domain::rulebook::Rulebook;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::wire::rulebook::load;

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// `2026-02-14 22:30`, or a day at nine in the morning.
pub fn when(text: &str) -> Moment {
    Moment::parse_short(text).unwrap_or_else(|| Moment::on(day(text), 9 * 60))
}

/// As the tables write an end; `?` where a year's holidays are not known.
pub fn shown(end: End) -> String {
    match end {
        End::On(last) if last.is_certain => last.on.to_string(),
        End::On(last) => format!("{}?", last.on),
        End::At(moment) => moment.short(),
    }
}

/// Each row in the order of the pack: what it is counted from, its end, and what the day shows.
const ROWS: [(&str, &str, &str, &str); 54] = [
    ("time_bar", "2024-02-29", "2026-02-28", "two years from a leap day; the Saturday stays"),
    ("time_bar_harm", "2024-02-29", "2029-02-28", "five years"),
    ("on_spot_filing", "2026-11-23", "2026-11-28", "calendar days: a Saturday"),
    ("cash_to_agency", "2026-02-13", "2026-02-24", "the Saturday is worked, then nine days off"),
    ("cash_to_bank", "2026-09-30", "2026-10-09", "over the national day"),
    ("evidence_hold", "2026-02-12", "2026-02-28", "both Saturdays around the festival are worked"),
    ("measure_approval", "2026-02-14 22:30", "2026-02-15 22:30", "hours over midnight and holiday"),
    ("seizure", "2026-01-20", "2026-02-19", "it ends inside the festival, and does not move"),
    ("seizure_extension", "2026-02-19", "2026-03-21", "a Saturday"),
    ("statement", "2026-02-11", "2026-02-25", "five working days, as headquarters set them"),
    ("hearing_request", "2026-02-11", "2026-02-25", "five working days over the festival"),
    ("hearing_notice", "2026-03-02", "2026-02-12", "seven of them before the hearing"),
    ("case", "2026-11-30", "2027-02-28", "ninety days over a month's end and a year's"),
    ("case_extension", "2026-08-31", "2026-09-30", "thirty days"),
    (
        "decision_delivery",
        "2024-02-07",
        "2024-02-22",
        "over the festival of 2024, its Sunday worked",
    ),
    ("notice_delivery", "2026-01-16", "2026-02-24", "the 15th is the first day of the festival"),
    ("payment", "2026-02-05", "2026-02-24", "the 20th is inside the festival"),
    ("surcharge_urging", "2026-09-16", "2026-10-16", "holidays count"),
    ("reconsideration", "2025-12-04", "2026-02-02", "sixty days"),
    ("reconsideration_untold", "2025-02-16", "2026-02-24", "a year to a day off"),
    ("reconsideration_absolute", "2021-02-15", "2026-02-24", "five years to a day off"),
    ("reconsideration_forwarding", "2025-09-30", "2025-10-14", "eight days off, a Saturday worked"),
    ("reconsideration_answer", "2025-01-24", "2025-02-13", "over the festival of 2025"),
    ("reconsideration_answer_simplified", "2025-04-30", "2025-05-12", "over five days off"),
    ("reconsideration_decision", "2026-08-03", "2026-10-02", "not ours to move"),
    ("reconsideration_decision_extension", "2026-10-02", "2026-11-01", "thirty days more"),
    ("reconsideration_decision_simplified", "2026-01-31", "2026-03-02", "over February"),
    ("suit_direct", "2026-03-31", "2026-09-30", "six months: September has no 31st"),
    ("suit_untold", "2024-02-29", "2025-02-28", "a year from a leap day"),
    ("suit_absolute", "2021-10-03", "2026-10-08", "five years to the national day"),
    ("suit_after_reconsideration", "2026-09-20", "2026-10-08", "from a Sunday that is worked"),
    ("suit_after_undecided_reconsideration", "2026-01-31", "2026-02-24", "into the festival"),
    ("urging_before_court", "2024-09-30", "2024-10-18", "the 12th, a Saturday, is worked"),
    ("court_application", "2025-11-30", "2026-02-28", "three months; February is shorter"),
    ("court_acceptance", "2024-04-30", "2024-05-10", "over the first of May"),
    ("court_ruling", "2024-09-12", "2024-09-24", "the 14th is worked, three days off behind it"),
    ("court_ruling_after_hearing", "2026-01-16", "2026-02-15", "calendar days"),
    ("substitute_urging", "2026-10-09", "2026-09-28", "three working days before it"),
    ("suspended_enforcement", "2023-12-31", "2026-12-31", "three years"),
    ("crime_transfer_decision", "2026-02-13", "2026-02-16", "calendar days inside the festival"),
    ("crime_transfer", "2026-09-30 18:00", "2026-10-01 18:00", "hours, holiday or not"),
    ("goods_transfer", "2026-10-01", "2026-10-04", "calendar days inside a holiday"),
    ("unclaimed_vehicle", "2025-11-30", "2026-02-28", "a Saturday that is worked"),
    ("uncollected_vehicle", "2026-06-30", "2026-09-30", "three months"),
    ("over_limit_report", "2026-04-30", "2026-05-13", "over the first of May, the 9th worked"),
    ("publication", "2026-06-18", "2026-06-30", "over the dragon boats"),
    ("publication_other", "2026-09-18", "2026-10-22", "over both autumn holidays"),
    ("publication_withdrawal", "2026-12-30", "2027-01-04?", "nobody knows the holidays of 2027"),
    ("credit_minor_most", "2026-04-01", "2026-07-01", "three months"),
    ("credit_general_least", "2026-05-31", "2026-08-31", "three months"),
    ("credit_general_most", "2026-04-01", "2027-04-01", "a year"),
    ("credit_serious_least", "2028-02-29", "2029-02-28", "a year from a leap day"),
    ("credit_serious_most", "2026-04-01", "2029-04-01", "three years"),
    ("file_retention", "2026-12-31", "2056-12-31", "thirty years"),
];

#[test]
fn each_row_ends_on_its_day() {
    let book = sample();
    let ids: Vec<&str> = book.deadlines.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ROWS.map(|(id, ..)| id), "every row of the pack has an example");
    for (id, start, end, words) in ROWS {
        let row = book.deadlines.get(id).unwrap();
        let found = book.reckoner().end(row, when(start), row.span.length, &[]);
        assert_eq!(shown(found), end, "{id} from {start}: {words}");
    }
}

#[test]
fn what_is_not_read_in_the_law_stays_marked_and_the_rest_names_its_article() {
    let book = sample();
    let table = &book.deadlines;
    let unverified = table.rows.iter().filter(|row| !row.is_verified());
    let unverified: Vec<&str> = unverified.map(|row| row.id.as_str()).collect();
    let wanted = [
        "statement",
        "case_extension",
        "credit_minor_most",
        "credit_general_least",
        "credit_general_most",
        "credit_serious_least",
        "credit_serious_most",
        "file_retention",
    ];
    assert_eq!(unverified, wanted);
    let nameless = table.rows.iter().filter(|row| row.without_article.is_some());
    let nameless: Vec<&str> = nameless.map(|row| row.id.as_str()).collect();
    let circulars = ["publication", "publication_other"];
    assert!(
        nameless.iter().all(|id| wanted.contains(id) || circulars.contains(id)),
        "{nameless:?}"
    );
    let seizure = table.get("seizure").unwrap();
    assert_eq!(book.cite_all(&seizure.cites), "《中华人民共和国行政强制法》第二十五条第一款");
    assert_eq!(
        book.cite_all(&seizure.pauses[0].cites),
        "《中华人民共和国行政强制法》第二十五条第三款"
    );
    let filing = table.get("on_spot_filing").unwrap();
    assert_eq!(book.cite_all(&filing.cites), "《交通运输行政执法程序规定》第六十一条第（八）项");
    let unnumbered: Vec<&str> = table.unnumbered.iter().map(|row| row.id.as_str()).collect();
    let wanted = [
        "case_opening",
        "recusal",
        "legal_review",
        "testing",
        "forbidden_times",
        "file_retention_permanent",
    ];
    assert_eq!(unnumbered, wanted);
    let rule = table.surcharge.as_ref().unwrap();
    assert_eq!((rule.permille_a_day, rule.cap_percent), (30, 100));
}

/// The party's last day moves past holidays; the organ's on seizure, its hours, its court and its files never do.
#[test]
fn only_the_partys_last_day_moves() {
    let book = sample();
    let of = |obliged| {
        let rows = book.deadlines.rows.iter().filter(move |row| row.obliged == obliged);
        rows.map(|row| row.id.as_str()).collect::<Vec<_>>()
    };
    for id in ["seizure", "seizure_extension", "measure_approval", "crime_transfer", "case"] {
        assert!(of(Obliged::Organ).contains(&id), "{id}");
    }
    for id in ["payment", "hearing_request", "reconsideration", "suit_direct"] {
        assert!(of(Obliged::Party).contains(&id), "{id}");
    }
    for row in book.deadlines.rows.iter().filter(|row| row.span.unit == Unit::Days) {
        // So that it ends on Sunday the 15th, the first day of the festival.
        let start = Moment::on(day("2026-02-15").plus(-i64::from(row.span.length)), 0);
        let end = book.reckoner().end(row, start, row.span.length, &[]);
        let moved = row.obliged == Obliged::Party;
        let wanted = if moved { "2026-02-24" } else { "2026-02-15" };
        assert_eq!(shown(end), wanted, "{}", row.id);
    }
}

#[test]
fn the_holidays_are_those_that_somebody_else_wrote_down() {
    let calendar = sample().calendar;
    assert_eq!(calendar.notices.keys().copied().collect::<Vec<_>>(), [2024, 2025, 2026]);
    for (year, notice) in [(2024, "国办发明电〔2023〕7号"), (2025, "国办发明电〔2024〕12号")]
    {
        assert!(calendar.notices[&year].contains(notice), "{year}");
    }
    // A year of which the others have no table yet has a working New Year's Day with them.
    let is_told = |on: Day| !holiday_cn::is_workday(&format!("{}-01-01", on.year())).unwrap();
    let days = std::iter::successors(Some(day("2024-01-01")), |on| Some(on.plus(1)));
    let days = days.take_while(|on| *on <= day("2026-12-31")).filter(|on| is_told(*on));
    let compared = days.map(|on| {
        let theirs = holiday_cn::is_workday(&on.to_string()).unwrap();
        assert_eq!(calendar.is_working(on), theirs, "{on}");
    });
    assert!(compared.count() >= 366 + 365, "2024 and 2025");
}

/// Of the text of the table another one; the sentence that has to come.
const BROKEN: &[(&str, &str, &str)] = &[
    ("length = 30", "length = 0", "seizure: a deadline of the length 0 makes no sense"),
    ("length = 30", "length = -1", "seizure: a deadline of the length -1 makes no sense"),
    ("length = 30", "length = 4000000000", "seizure: a deadline of the length 4000000000 makes"),
    ("length = 30", "length = \"30\"", "seizure: cannot be read"),
    ("unit = \"days\"", "unit = \"moons\"", "seizure: `moons` is no unit of a deadline"),
    ("[\"measure_taken\"]", "[\"measure_took\"]", "seizure: `measure_took` is no event"),
    ("[\"measure_taken\"]", "[]", "seizure: nothing begins the deadline"),
    ("\"measure_lifted\"", "\"lifted\"", "seizure: `lifted` is no event that a deadline knows"),
    ("whose = \"organ\"", "whose = \"nobody\"", "seizure: `nobody` is no word of this field"),
    ("by = \"testing\"", "by = \"rain\"", "seizure: `rain` is no word of this field"),
    ("mark = \"✔\"\n", "mark = \"?\"\n", "seizure: `?` is no word of this field"),
    ("article = 25, paragraph = 1", "article = 0", "seizure: the row cites no article"),
    (
        "[{ law = \"强制法\", article = 25, paragraph = 1 }]",
        "[]",
        "seizure: the row cites no article",
    ),
    (
        "{ law = \"强制法\", article = 25, paragraph = 1 }",
        "{ article = 25 }",
        "seizure: cannot be read",
    ),
    (
        "{ law = \"强制法\", article = 25, paragraph = 1 }",
        "{ law = \"强迫法\", article = 25 }",
        "seizure: the citation names the law `强迫法`, which laws.toml does not list",
    ),
    ("id = \"seizure\"", "id = \"case\"", "case: this code stands twice in the pack"),
    ("id = \"seizure\"", "id = \" \"", " : a text is empty that has to say something"),
    (
        "name_en = \"seizure\"",
        "name_en = \"\"",
        "seizure: a text is empty that has to say something",
    ),
    (
        "whose = \"organ\"",
        "whose = \"organ\"\nin_force_from = \"2026-04-31\"",
        "seizure: `2026-04-31` is no day of the calendar (year-month-day)",
    ),
    (
        "whose = \"organ\"",
        "whose = \"organ\"\nin_force_from = \"2026-04-30\"\nin_force_until = \"2026-04-01\"",
        "seizure: it is in force from 2026-04-30 until 2026-04-01, which is before it began",
    ),
    ("whose = \"organ\"", "whose = \"organ\"\nsense = \"after\"", "seizure: `after` is no word"),
    (
        "unit = \"days\"",
        "unit = \"months\"\nsense = \"ahead\"",
        "seizure: what is to be done ahead of an event is counted in days or working_days",
    ),
    (
        "whose = \"organ\"",
        "whose = \"organ\"\nfollows = \"arrest\"",
        "seizure: it follows the deadline `arrest`",
    ),
    (
        "whose = \"organ\"",
        "whose = \"organ\"\nfollows = \"seizure_extension\"",
        "seizure: it follows itself, by way of ",
    ),
    (
        "whose = \"organ\"",
        "whose = \"organ\"\ncolour = \"red\"",
        "seizure: cannot be read: unknown field",
    ),
];

/// The sample pack with another table of deadlines: what it says to that.
fn with_table(table: &str) -> Result<Rulebook, String> {
    let mut files = sample_files();
    let own = files.iter_mut().find(|(name, _)| name == "deadlines.toml").unwrap();
    own.1 = table.as_bytes().to_vec();
    let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    load(&borrowed).map_err(|fault| fault.to_string())
}

#[test]
fn a_broken_row_is_refused_with_file_and_row() {
    let (_, bytes) = sample_files().into_iter().find(|(name, _)| name == "deadlines.toml").unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (before, rest) = text.split_at(text.find("[[deadline]]\nid = \"seizure\"").unwrap());
    let (row, behind) = rest.split_at(rest[1..].find("[[deadline]]").unwrap() + 1);
    for (was, is, wanted) in BROKEN {
        assert!(row.contains(was), "the row no longer says {was}");
        let table = format!("{before}{}{behind}", row.replacen(was, is, 1));
        let told = with_table(&table).expect_err(wanted);
        assert!(
            told.starts_with(&format!("deadlines.toml, {wanted}")),
            "\n got {told}\nwant {wanted}"
        );
    }
    for (was, is, wanted) in [
        ("permille_a_day = 30", "permille_a_day = 0", "surcharge: the amount 0 makes no sense"),
        ("cap_percent = 100", "cap_percent = 101", "surcharge: the amount 101 makes no sense"),
        ("id = \"recusal\"", "id = \"payment\"", "payment: this code stands twice"),
        ("length = 30", "length = ", "line "),
    ] {
        let told = with_table(&text.replacen(was, is, 1)).expect_err(wanted);
        assert!(
            told.starts_with(&format!("deadlines.toml, {wanted}")),
            "\n got {told}\nwant {wanted}"
        );
    }
    let nonsense = "期限 = [".repeat(50_000);
    assert!(
        with_table(&nonsense).unwrap_err().starts_with("deadlines.toml, line 1: cannot be read")
    );
}

#[test]
fn a_pack_of_before_the_table_loads_and_counts_what_was_always_counted() {
    let mut files = sample_files();
    files.retain(|(name, _)| name != "deadlines.toml");
    let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let book = load(&borrowed).unwrap();
    assert_eq!(book.deadlines, Deadlines::default());
    let facts = [Fact::new(Trigger::MeasureTaken, when("2026-01-20"))];
    assert!(running(&facts, book.reckoner(), when("2026-01-21")).is_empty());
    let calendar = Calendar::default();
    let bare = Reckoner { calendar: &calendar, table: &book.deadlines };
    for (length, unit, wanted) in [
        (2, Unit::WorkingDays, "2026-11-25"),
        (5, Unit::Days, "2026-11-28"),
        (6, Unit::Months, "2027-05-23"),
        (2, Unit::Years, "2028-11-23"),
        (48, Unit::Hours, "2026-11-25"),
    ] {
        let last = bare.last_day("nothing", day("2026-11-23"), Span { length, unit });
        assert_eq!(last.on, day(wanted), "{length} {unit:?}");
    }
}

/// The judge of a stop and the gates of a case ask the same: how long an act may be found and still be punished (处罚法 36).
#[test]
fn the_time_bar_is_the_pack_s_and_without_its_rows_the_law_s() {
    let mut book = sample();
    for (act_on, harm, want) in [
        ("2024-11-23", Harm::None, "2026-11-23"),
        ("2024-11-23", Harm::Slight, "2026-11-23"),
        ("2021-11-23", Harm::Serious, "2026-11-23"),
        ("2024-02-29", Harm::None, "2026-02-28"),
    ] {
        assert_eq!(book.reckoner().pursuable_until(day(act_on), harm), day(want), "{harm:?}");
        let bare = Rulebook { deadlines: Deadlines::default(), ..book.clone() };
        assert_eq!(bare.reckoner().pursuable_until(day(act_on), harm), day(want), "{harm:?}");
    }
    let row = book.deadlines.rows.iter_mut().find(|row| row.id == "time_bar").unwrap();
    row.span.length = 3;
    assert_eq!(book.reckoner().pursuable_until(day("2024-11-23"), Harm::None), day("2027-11-23"));
}
