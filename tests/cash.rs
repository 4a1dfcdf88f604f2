//! Fines that are collected at the roadside: put down once, on a ground of the law, and shown until their money is at the bank.

use crate::bureau::{EVENING, check, found, reader, sample, sit_down, with};
use crate::scenarios;
use lucha::app::cash::{collect, hand_on, list, withdraw};
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::desk::Desk;
use lucha::app::view::today::Due;
use lucha::domain::agency::DocumentNo;
use lucha::domain::bureau::BureauEvent;
use lucha::domain::calendar::LastDay;
use lucha::domain::cash::{CashDue, CashStep};
use lucha::domain::shift_close::{ClosedCash, Closing};
use lucha::stdx::fen::Fen;
use lucha::tui::words;
use lucha::wire::event::{self, Body};
use lucha::wire::rulebook::load;
use tempfile::TempDir;

/// A lorry over the limit, ¥3,000, decided on Monday the 23rd.
const FIRST: &str = "样汕交罚〔2026〕00001号";

fn decided() -> (TempDir, Desk) {
    let (folder, mut desk) = found(sample(), EVENING);
    assert_eq!(check(&mut desk, vec![scenarios::stop("S01")]).0, 0);
    (folder, desk)
}

/// What falls due on the first screen, of collected money alone.
fn due(desk: &mut Desk) -> Vec<(String, &'static str, String)> {
    let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no first screen") };
    let money = today.due.into_iter().filter(|due| due.key.starts_with("due.cash"));
    money.map(|Due { on, key, plate, .. }| (on.to_string(), key, plate)).collect()
}

#[test]
fn collected_money_is_due_within_two_working_days_at_the_agency_and_two_more_at_the_bank() {
    let (folder, mut desk) = decided();
    assert_eq!(due(&mut desk), []);
    let line = collect(&mut desk, FIRST, " 44A0001 ", "hard_later", "").unwrap();
    assert_eq!((line.fine, line.ticket.as_str()), (Fen::from_yuan(3_000), "44A0001"));
    assert_eq!(line.officer, "张伟", "who took it");
    let of = |on: &str, key| vec![(on.to_string(), key, "¥3,000".to_string())];
    assert_eq!(due(&mut desk), of("2026-11-25", "due.cash_to_agency"));
    drop(desk);
    // Friday: it is late, and goes to the agency; its two days begin then.
    let mut desk = sit_down(folder.path(), "2026-11-27T09:00:00+08:00");
    assert_eq!(due(&mut desk), of("2026-11-25", "due.cash_to_agency"));
    assert_eq!(list(&desk)[0].json()["over"], true);
    hand_on(&mut desk, FIRST, CashStep::ToAgency, "J-88", "").unwrap();
    assert_eq!(due(&mut desk), of("2026-12-01", "due.cash_to_bank"));
    let line = hand_on(&mut desk, FIRST, CashStep::ToBank, "B-9", "").unwrap();
    assert_eq!((line.due, line.json()["next"].is_null()), (None, true));
    assert_eq!(due(&mut desk), []);
    // Entries of the bureau, with who did it, and the journal is whole.
    let store = reader(folder.path());
    let last = store.head().number;
    let all = (1..=last).map(|number| store.row(number).unwrap().unwrap().read().unwrap());
    let kept: Vec<_> = all.filter(|entry| event::name(&entry.body).starts_with("cash")).collect();
    for entry in &kept {
        let (kind, schema, bytes) = event::encode(&entry.body);
        assert_eq!(event::decode(kind, schema, &bytes).unwrap(), entry.body);
        assert!(entry.envelope.officer.is_some(), "{entry:?}");
    }
    let names: Vec<&str> = kept.iter().map(|entry| event::name(&entry.body)).collect();
    assert_eq!(names, ["cash_collected", "cash_handed_on", "cash_handed_on"]);
    assert!(desk.verify().unwrap().breaks.is_empty());
}

#[test]
fn a_year_without_a_notice_is_counted_by_the_week_and_says_so() {
    let (folder, desk) = decided();
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-12-30T09:00:00+08:00");
    collect(&mut desk, FIRST, "44A0001", "remote", "").unwrap();
    let wanted = ("2027-01-01".to_string(), "due.cash_to_agency_unsure", "¥3,000".to_string());
    assert_eq!(due(&mut desk), [wanted]);
}

#[test]
fn what_the_law_does_not_let_be_collected_is_refused_and_nothing_is_written() {
    let (folder, mut desk) = decided();
    let caution = with(scenarios::stop("S03"), "vehicle.plate", "粤D00003".into());
    check(&mut desk, vec![caution]);
    let second = "样汕交罚〔2026〕00002号";
    let head = || reader(folder.path()).head().number;
    let before = head();
    for (what, ticket, ground, key) in [
        (FIRST, "44A0001", "small", "trouble.cash_not_small"),
        (FIRST, "  ", "hard_later", "trouble.cash_no_ticket"),
        (FIRST, "44A0001", "because", "trouble.cash_ground"),
        (second, "44A0001", "small", "trouble.cash_no_fine"),
        ("样汕交罚〔2026〕09999号", "44A0001", "remote", "trouble.no_inspection"),
    ] {
        let told = collect(&mut desk, what, ticket, ground, "").unwrap_err();
        assert_eq!(told.key, key, "{what} {ticket} {ground}");
    }
    let told = hand_on(&mut desk, FIRST, CashStep::ToAgency, "J-88", "").unwrap_err();
    assert_eq!((told.key, head()), ("trouble.cash_none", before));
    collect(&mut desk, FIRST, "44A0001", "hard_later", "").unwrap();
    for (step, slip, key) in [
        (CashStep::ToBank, "B-9", "trouble.cash_not_this_step"),
        (CashStep::ToAgency, "", "trouble.cash_no_slip"),
    ] {
        assert_eq!(hand_on(&mut desk, FIRST, step, slip, "").unwrap_err().key, key);
    }
    assert_eq!(
        collect(&mut desk, FIRST, "44A0002", "remote", "").unwrap_err().key,
        "trouble.cash_twice"
    );
    assert_eq!(head(), before + 1);
}

#[test]
fn the_days_are_those_of_the_act_and_lie_between_what_was_before_it_and_today() {
    let (folder, desk) = decided();
    drop(desk);
    // Friday; it was decided on Monday, and nobody came to a screen before.
    let mut desk = sit_down(folder.path(), "2026-11-27T09:00:00+08:00");
    let head = || reader(folder.path()).head().number;
    let before = head();
    for (on, key) in [
        ("2026-11-22", "trouble.cash_too_early"),
        ("2026-11-28", "trouble.cash_not_yet"),
        ("2026-11-31", "trouble.day_shape"),
        ("昨天", "trouble.day_shape"),
    ] {
        let told = collect(&mut desk, FIRST, "44A0001", "hard_later", on).unwrap_err();
        assert_eq!((told.key, head()), (key, before), "{on}");
    }
    let line = collect(&mut desk, FIRST, "44A0001", "hard_later", "2026-11-24").unwrap();
    assert_eq!(line.json()["collected_on"], "2026-11-24");
    let of = |on: &str, key| vec![(on.to_string(), key, "¥3,000".to_string())];
    assert_eq!(due(&mut desk), of("2026-11-26", "due.cash_to_agency"));
    for (on, key) in [
        ("2026-11-23", "trouble.cash_too_early"),
        ("2026-11-28", "trouble.cash_not_yet"),
        ("26.11.", "trouble.day_shape"),
    ] {
        let told = hand_on(&mut desk, FIRST, CashStep::ToAgency, "J-88", on).unwrap_err();
        assert_eq!((told.key, head()), (key, before + 1), "{on}");
    }
    hand_on(&mut desk, FIRST, CashStep::ToAgency, "J-88", "2026-11-25").unwrap();
    assert_eq!(due(&mut desk), of("2026-11-27", "due.cash_to_bank"));
    let told = hand_on(&mut desk, FIRST, CashStep::ToBank, "B-9", "2026-11-24").unwrap_err();
    assert_eq!(told.key, "trouble.cash_too_early");
    hand_on(&mut desk, FIRST, CashStep::ToBank, "B-9", "").unwrap();
    assert_eq!(due(&mut desk), []);
}

#[test]
fn what_was_put_down_by_mistake_is_withdrawn_until_its_money_went_on() {
    let (folder, mut desk) = decided();
    let head = || reader(folder.path()).head().number;
    assert_eq!(withdraw(&mut desk, FIRST, "误记").unwrap_err().key, "trouble.cash_none");
    collect(&mut desk, FIRST, "44A0010", "hard_later", "").unwrap();
    let before = head();
    assert_eq!(withdraw(&mut desk, FIRST, " ").unwrap_err().key, "trouble.cash_no_reason");
    assert_eq!(head(), before);
    let line = withdraw(&mut desk, FIRST, " 票据号记错 ").unwrap();
    let json = line.json();
    assert_eq!(json["withdrawn"], "票据号记错");
    assert_eq!(json["ticket"], "44A0010");
    assert!(json["next"].is_null() && json["over"].is_null(), "{json}");
    assert_eq!((list(&desk).len(), due(&mut desk), head()), (0, vec![], before + 1));
    // Put down anew; it reads so also after a start, and what went on stays.
    collect(&mut desk, FIRST, "44A0001", "hard_later", "").unwrap();
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-24T09:00:00+08:00");
    let tickets: Vec<String> = list(&desk).into_iter().map(|line| line.ticket).collect();
    assert_eq!(tickets, ["44A0001"]);
    hand_on(&mut desk, FIRST, CashStep::ToAgency, "J-88", "").unwrap();
    assert_eq!(withdraw(&mut desk, FIRST, "误记").unwrap_err().key, "trouble.cash_went_on");
    let twice = collect(&mut desk, FIRST, "44A0002", "hard_later", "").unwrap_err();
    assert!(twice.sentence("zh-CN").contains("--withdraw"), "{}", twice.sentence("zh-CN"));
    assert!(twice.sentence("en").contains("--withdraw"), "{}", twice.sentence("en"));
}

#[test]
fn the_ground_of_remote_places_names_all_that_the_law_asks_for() {
    let told = Trouble::new("trouble.cash_ground").with("because");
    for (lang, key, wanted) in [
        ("zh-CN", "cash_ground.remote", ["边远", "电子支付", "确有困难", "当事人提出"]),
        ("en", "cash_ground.remote", ["remote", "electronically", "truly hard", "party asks"]),
    ] {
        let shown = words::say(lang, key);
        for said in [told.sentence(lang), shown] {
            let lacks: Vec<_> = wanted.iter().filter(|word| !said.contains(**word)).collect();
            assert!(lacks.is_empty(), "{said} lacks {lacks:?}");
            // On water the days are counted from landing.
            assert!(!said.contains("水上") && !said.contains("water"), "{said}");
        }
    }
}

#[test]
fn the_close_of_a_shift_with_collected_money_reads_back_as_itself() {
    let at = crate::bureau::at(EVENING);
    let cash = |due| ClosedCash {
        number: DocumentNo::parse(FIRST).unwrap(),
        fine: Fen::from_yuan(100),
        collected_on: at.day(),
        officer: "19050001001".into(),
        ticket: "44A0001".into(),
        due,
    };
    let due = |step, is_certain| {
        Some(CashDue { step, last_day: LastDay { on: at.day().plus(2), is_certain } })
    };
    let (to_agency, to_bank) = (due(CashStep::ToAgency, true), due(CashStep::ToBank, false));
    let cash = vec![cash(to_agency), cash(to_bank), cash(None)];
    let none = Closing {
        at,
        decisions: Vec::new(),
        cash: Vec::new(),
        entries_waiting: 1,
        pages_waiting: 2,
        drafts: 3,
    };
    let without = event::encode(&Body::Bureau(BureauEvent::ShiftClosed(none.clone()))).2;
    for closing in [none.clone(), Closing { cash, ..none }] {
        let body = Body::Bureau(BureauEvent::ShiftClosed(closing.clone()));
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes).unwrap(), body);
        // A shift that collected nothing has the bytes that it always had.
        assert_eq!(bytes == without, closing.cash.is_empty());
    }
}

/// The sample pack with another file of holidays: what it says to that.
fn with_holidays(name: &str, text: &str) -> Result<usize, String> {
    let mut files = crate::rulebook::sample_files();
    files.retain(|(known, _)| !known.starts_with("holidays/"));
    files.push((name.into(), text.as_bytes().to_vec()));
    let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let loaded = load(&borrowed).map_err(|fault| fault.to_string())?;
    Ok(loaded.calendar.off.len() + loaded.calendar.work.len())
}

#[test]
fn holidays_of_a_pack_are_taken_whole_or_refused_with_their_row() {
    let day = |from: &str, until: &str, work: &str| {
        format!(
            "notice = \"通知\"\nwork = [{work}]\n[[holiday]]\nname = \"元旦\"\nfrom = \"{from}\"\nuntil = \"{until}\"\n"
        )
    };
    let good = day("2027-01-01", "2027-01-03", "\"2027-01-09\"");
    assert_eq!(with_holidays("holidays/2027.toml", &good), Ok(4));
    for (name, text, wanted) in [
        ("holidays/next.toml", good.clone(), "the file's name is no year"),
        (
            "holidays/2027.toml",
            day("2027-01-03", "2027-01-01", ""),
            "元旦: cannot be read: the holiday ends",
        ),
        (
            "holidays/2027.toml",
            day("2027-01-01", "2027-03-01", ""),
            "元旦: cannot be read: the holiday is not",
        ),
        (
            "holidays/2027.toml",
            day("2030-01-01", "2030-01-01", ""),
            "元旦: cannot be read: the holiday is not",
        ),
        ("holidays/2027.toml", day("2027-01-01", "2027-01-32", ""), "`2027-01-32` is no day"),
        (
            "holidays/2027.toml",
            day("2027-01-01", "2027-01-03", "\"2027-01-05\""),
            "2027-01-05: cannot be read",
        ),
        (
            "holidays/2027.toml",
            day("2027-01-01", "2027-01-03", "\"2027-01-02\""),
            "2027-01-02: cannot be read",
        ),
        ("holidays/2027.toml", good.replace("通知", " "), "notice: a text is empty"),
        ("holidays/2027.toml", String::new(), "cannot be read"),
    ] {
        let told = with_holidays(name, &text).unwrap_err();
        assert!(told.starts_with(name) && told.contains(wanted), "{told}");
    }
    let sample = crate::rulebook::sample().calendar;
    assert_eq!((sample.notices.len(), sample.off.len(), sample.work.len()), (3, 91, 19));
}
