//! The hand-over sheet of a shift as it comes out of the printer, read back with `pdftotext`.

use lucha::domain::agency::DocumentNo;
use lucha::domain::bureau::Shift;
use lucha::domain::calendar::LastDay;
use lucha::domain::cash::{CashDue, CashStep};
use lucha::domain::shift_close::{ClosedCash, ClosedDecision, Closing};
use lucha::forms::hand_over_sheet;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What becomes of money that was to be handed in yesterday, is to be today, was handed in, or is at the bank.
fn money() -> Vec<ClosedCash> {
    let day = |text| Day::parse(text).unwrap();
    let due = |step, on, is_certain| {
        let last_day = LastDay { on: day(on), is_certain };
        Some(CashDue { step, last_day })
    };
    let dues = [
        due(CashStep::ToAgency, "2026-11-23", true),
        due(CashStep::ToAgency, "2026-11-24", true),
        due(CashStep::ToBank, "2026-11-26", false),
        None,
    ];
    let cash = |(serial, due)| ClosedCash {
        number: DocumentNo { prefix: "样汕交罚".into(), year: 2026, serial },
        fine: Fen::from_yuan(100),
        collected_on: day("2026-11-20"),
        officer: "19050001001".into(),
        ticket: format!("44A{serial:04}"),
        due,
    };
    (1..).zip(dues).map(cash).collect()
}

fn closing(decisions: u32) -> Closing {
    let at = Moment::parse("2026-11-24T18:05:00+08:00").unwrap();
    let decision = |serial: u32| ClosedDecision {
        number: DocumentNo { prefix: "样汕交罚".into(), year: 2026, serial },
        issued_on: at.day().plus(-i64::from(serial % 7)),
        plate: format!("粤D{serial:05}"),
        fine: (!serial.is_multiple_of(3)).then(|| Fen::from_yuan(200)),
        printed: !serial.is_multiple_of(4),
        received: serial.is_multiple_of(2),
    };
    // Beside three decisions collected money stands on the sheet.
    let cash = if decisions == 3 { money() } else { Vec::new() };
    let decisions = (1..=decisions).map(decision).collect();
    Closing { at, decisions, cash, entries_waiting: 31, pages_waiting: 12, drafts: 1 }
}

/// The sheet's file and its text without blanks.
fn sheet(decisions: u32) -> (PathBuf, usize, String) {
    let mut agency = crate::bureau::sample().agency;
    agency.sample = true;
    let shift = Shift {
        at: Moment::parse("2026-11-24T08:00:00+08:00").unwrap(),
        officers: vec!["19050001001".into(), "19051100023".into()],
        station: "莲下治超点".into(),
        plan: "2026-治超-11".into(),
    };
    let names = "张伟 19050001001、李娜 19051100023";
    let closing = closing(decisions);
    let filled = hand_over_sheet::fill(&agency, &shift, names, &closing);
    let page = crate::bureau::typesetter().page(&filled).unwrap();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hand-over-{decisions}.pdf"));
    std::fs::write(&file, page.pdf().unwrap()).unwrap();
    let mut reader = Command::new("pdftotext");
    let read = reader.args(["-raw", "-enc", "UTF-8"]).arg(&file).arg("-").output();
    let read = read.expect("Debian's poppler-utils");
    let text = String::from_utf8(read.stdout).unwrap();
    // The look of the second table is that of the first: its words are enough.
    for nth in (1..=page.count()).filter(|_| closing.cash.is_empty()) {
        let kept = format!("tests/golden/pages/hand_over_sheet-{decisions}-{nth}.png");
        crate::pictures::same_page(Path::new(&kept), page.picture(nth, 620).unwrap());
    }
    (file, page.count(), text.chars().filter(|c| !c.is_whitespace()).collect())
}

#[test]
fn the_sheet_names_every_decision_what_is_missing_and_who_hands_over() {
    let (_, sheets, text) = sheet(8);
    assert_eq!(sheets, 1);
    for wanted in [
        "班次交接单",
        "张伟19050001001、李娜19051100023",
        "莲下治超点",
        "开出8份，已打印6份，总部已签收4份",
        "样汕交罚〔2026〕00001号2026-11-23粤D00001¥200√待传",
        "样汕交罚〔2026〕00003号2026-11-21粤D00003警告√待传，将到期",
        "样汕交罚〔2026〕00004号2026-11-20粤D00004¥200缺已收",
        "样汕交罚〔2026〕00005号2026-11-19粤D00005¥200√已超过5日",
        "记录31条，照片和文书12件；未完成的检查1起",
        "交班人",
        "接班人",
    ] {
        assert!(text.contains(wanted), "`{wanted}` is not in {text}");
    }
}

#[test]
fn a_shift_without_a_decision_is_struck_and_a_long_one_goes_over_sheets() {
    let (_, sheets, text) = sheet(0);
    assert_eq!(sheets, 1);
    assert!(text.contains("开出0份") && text.contains("总部签收/"), "{text}");
    let (_, sheets, text) = sheet(60);
    assert_eq!(sheets, 2);
    assert_eq!(text.matches("样汕交罚〔2026〕").count(), 60);
    assert_eq!(text.matches("总部签收").count(), 2, "the table's head stands on each sheet");
}

#[test]
fn the_sheet_names_collected_money_where_it_goes_and_by_when() {
    let (_, sheets, text) = sheet(3);
    assert_eq!(sheets, 1);
    for wanted in [
        "当场收缴的罚款",
        "样汕交罚〔2026〕00001号2026-11-20¥1001905000100144A0001最迟2026-11-23交机关，已逾期",
        "样汕交罚〔2026〕00002号2026-11-20¥1001905000100144A0002最迟2026-11-24交机关，今日到期",
        "样汕交罚〔2026〕00003号2026-11-20¥1001905000100144A0003最迟2026-11-26机关缴银行（无该年放假安排）",
        "样汕交罚〔2026〕00004号2026-11-20¥1001905000100144A0004已缴银行",
    ] {
        assert!(text.contains(wanted), "`{wanted}` is not in {text}");
    }
}
