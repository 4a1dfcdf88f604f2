//! `lucha cash`: fines that were collected at the roadside, and what is to become of the money; takes none.

use super::{Voice, code};
use crate::app::cash::{CashAct, list, record};
use crate::app::command::Trouble;
use crate::app::opening::{self, Place};
use crate::app::view::cash::{CashLine, due_key, term_key};
use crate::domain::cash::CashStep;
use rust_i18n::t;

/// What is asked for.
#[derive(Debug)]
pub struct Order {
    /// Id of the inspection, or the number of one of its papers; without one all is listed.
    pub what: Option<String>,
    /// What is put down; nothing, where it is only looked at.
    pub act: Option<CashAct>,
    /// One JSON object a line instead of words.
    pub json: bool,
}

/// What is put down: at most one of the four was typed, and with it the day, where it is not today.
#[must_use]
pub fn act(
    taken: Option<(String, String)>,
    handed_on: [Option<String>; 2],
    withdrawn: Option<String>,
    on: Option<String>,
) -> Option<CashAct> {
    let on = on.unwrap_or_default();
    if let Some((ticket, ground)) = taken {
        return Some(CashAct::Collected { ticket, ground, on });
    }
    if let Some(reason) = withdrawn {
        return Some(CashAct::Withdrawn { reason });
    }
    let (step, slip) = CashStep::ALL.into_iter().zip(handed_on).find(|(_, slip)| slip.is_some())?;
    slip.map(|slip| CashAct::HandedOn { step, slip, on })
}

/// Puts down what was done, or lists; gives the exit code.
pub fn run(place: Place<'_>, order: &Order, voice: &mut Voice<'_>) -> u8 {
    match lines(place, order) {
        Ok(lines) if lines.is_empty() && !order.json => {
            voice.say(&t!("cli.cash_none", locale = voice.lang));
            code::DONE
        }
        Ok(lines) => {
            for line in &lines {
                let words =
                    if order.json { line.json().to_string() } else { words(line, voice.lang) };
                voice.say(&words);
            }
            code::DONE
        }
        Err(trouble) => voice.fail(&trouble),
    }
}

fn lines(place: Place<'_>, order: &Order) -> Result<Vec<CashLine>, Trouble> {
    let what = order.what.as_deref().unwrap_or_default();
    if let Some(act) = &order.act {
        let mut desk = opening::to_write(place)?;
        return Ok(vec![record(&mut desk, what, act)?]);
    }
    let mut desk = opening::to_read(place)?;
    let mut lines = list(&desk);
    if order.what.is_some() {
        let wanted = desk.find(what)?.line.inspection;
        lines.retain(|line| line.inspection == wanted);
    }
    Ok(lines)
}

fn words(line: &CashLine, lang: &str) -> String {
    let (number, fine, ticket) = (&line.number, line.fine, &line.ticket);
    if let Some(reason) = &line.withdrawn {
        return t!(
            "cli.cash_withdrawn",
            locale = lang,
            a = number,
            b = fine,
            c = ticket,
            d = reason
        )
        .into_owned();
    }
    let stands = match line.due {
        None => t!("cash.at_the_bank", locale = lang),
        Some(due) => {
            let what = t!(due_key(due), locale = lang, a = due.last_day.on);
            t!(term_key(due.term(line.today)), locale = lang, a = what)
        }
    };
    let taken = t!("cash.taken", locale = lang, a = line.on, b = line.officer);
    t!("cli.cash_line", locale = lang, a = number, b = fine, c = ticket, d = taken, e = stands)
        .into_owned()
}
