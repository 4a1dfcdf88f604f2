//! 班次交接单: what a shift hands over; the bureau's own paper, none of the national set.

use super::filled::{Field, Filled, Paper};
use crate::domain::agency::Agency;
use crate::domain::bureau::Shift;
use crate::domain::cash::{CashStep, CashTerm};
use crate::domain::shift_close::{ClosedCash, ClosedDecision, Closing, Filing};
use crate::stdx::day::Day;
use std::collections::BTreeMap;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the sheet of `shift`, whose officers are called `names`.
#[must_use]
pub fn fill(agency: &Agency, shift: &Shift, names: &str, closing: &Closing) -> Filled {
    let today = closing.at.day();
    let tally = closing.tally();
    let text = |text: String| Field::Text(text);
    let mut fields = BTreeMap::new();
    fields.insert("agency", text(agency.name.clone()));
    fields.insert("officers", text(names.to_string()));
    fields.insert("station", text(shift.station.clone()));
    fields.insert("plan", text(shift.plan.clone()));
    fields.insert("began", text(shift.at.in_chinese()));
    fields.insert("ended", text(closing.at.in_chinese()));
    fields.insert("issued", text(tally.issued.to_string()));
    fields.insert("printed", text(tally.printed.to_string()));
    fields.insert("received", text(tally.received.to_string()));
    let rows = closing.decisions.iter().map(|decision| row(decision, today)).collect();
    fields.insert("decisions", Field::Rows(rows));
    // A shift that collected nothing has no empty table on its sheet.
    if !closing.cash.is_empty() {
        let rows = closing.cash.iter().map(|cash| cash_row(cash, today)).collect();
        fields.insert("cash", Field::Rows(rows));
    }
    fields.insert("entries_waiting", text(closing.entries_waiting.to_string()));
    fields.insert("pages_waiting", text(closing.pages_waiting.to_string()));
    fields.insert("drafts", text(closing.drafts.to_string()));
    Filled {
        form: "hand_over_sheet",
        template_version: TEMPLATE_VERSION,
        made_at: closing.at,
        sample: agency.sample,
        paper: Paper::A4,
        copy_note: String::new(),
        fields,
    }
}

fn row(decision: &ClosedDecision, today: Day) -> Vec<String> {
    let yes = |is: bool| if is { "√" } else { "缺" }.to_string();
    let filing = match decision.filing(today) {
        Filing::Filed => "已收".to_string(),
        Filing::Waiting => "待传".to_string(),
        Filing::Red => "待传，将到期".to_string(),
        Filing::Breach => "已超过5日".to_string(),
    };
    vec![
        decision.number.to_string(),
        decision.issued_on.to_string(),
        decision.plate.clone(),
        decision.fine.map_or("警告".into(), |fine| fine.to_string()),
        yes(decision.printed),
        filing,
    ]
}

fn cash_row(cash: &ClosedCash, today: Day) -> Vec<String> {
    let stands = match cash.due {
        None => "已缴银行".to_string(),
        Some(due) => {
            let step = match due.step {
                CashStep::ToAgency => "交机关",
                CashStep::ToBank => "机关缴银行",
            };
            let term = match due.term(today) {
                CashTerm::Runs => "",
                CashTerm::LastDay => "，今日到期",
                CashTerm::Over => "，已逾期",
            };
            let unsure = if due.last_day.is_certain { "" } else { "（无该年放假安排）" };
            format!("最迟{}{step}{term}{unsure}", due.last_day.on)
        }
    };
    vec![
        cash.number.to_string(),
        cash.collected_on.to_string(),
        cash.fine.to_string(),
        cash.officer.clone(),
        cash.ticket.clone(),
        stands,
    ]
}
