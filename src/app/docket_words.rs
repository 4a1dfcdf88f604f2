//! A clock of the list of all cases as a sentence, short for the first screen and whole for its page; reckons nothing.

use super::clocks;
use super::view::clocks::ClockLine;
use super::view::docket::DocketLine;
use crate::domain::deadline::Sense;
use crate::domain::deadline::running::{ClockState, Left};
use crate::domain::deadline::watched::Urgency;
use rust_i18n::t;

/// What is left, of which vehicle, of what: `还有 7 个工作日 粤D55D18 超限案件抄告`; and where it is not certain, why.
#[must_use]
pub fn brief(line: &DocketLine, lang: &str) -> String {
    let plate = if line.plate.is_empty() { "-" } else { &line.plate };
    let mut parts = vec![stands(line, lang), plate.to_string()];
    if let Some(clock) = &line.clock {
        let is_english = lang.starts_with("en");
        parts.push(if is_english { &clock.name_en } else { &clock.name_zh }.clone());
        if line.others > 0 {
            parts.push(t!("docket.others", locale = lang, a = line.others + 1).into_owned());
        }
        if let Some(year) = clock.unknown_year {
            parts.push(t!("docket.unknown_year", locale = lang, a = year).into_owned());
        }
    }
    parts.join(" ")
}

/// The same with its end, the number of the case, its article, and whether that was read in the law.
#[must_use]
pub fn sentence(line: &DocketLine, lang: &str) -> String {
    let mut parts = vec![brief(line, lang)];
    if let Some(clock) = &line.clock {
        parts.push(clocks::until(clock, lang));
    }
    if !line.number.is_empty() {
        parts.push(line.number.clone());
    }
    if let Some(clock) = &line.clock {
        parts.push(clock.cite.clone());
        if !clock.is_verified {
            parts.push(t!("deadline.unverified", locale = lang).into_owned());
        }
    }
    parts.join("  ")
}

fn stands(line: &DocketLine, lang: &str) -> String {
    let Some(clock) = &line.clock else {
        return t!("docket.unknown", locale = lang).into_owned();
    };
    let goes_on = line.urgency == Urgency::MayGoOn && clock.sense != Sense::NotBefore;
    if let (ClockState::Over, Left::Days(days), true) = (clock.state, clock.left, goes_on) {
        return t!("docket.expired", locale = lang, a = days.abs()).into_owned();
    }
    let is_counted = match clock.state {
        ClockState::Runs => true,
        ClockState::Over => clock.sense != Sense::NotBefore,
        ClockState::LastDay | ClockState::Late | ClockState::Paused { .. } => false,
    };
    match line.working_days_left {
        Some(days) if is_counted && days != 0 => working(days, lang),
        Some(_) | None => clocks::stands(clock, lang),
    }
}

fn working(days: i64, lang: &str) -> String {
    let key = if days < 0 { "docket.over_working" } else { "docket.left_working" };
    t!(key, locale = lang, a = days.abs()).into_owned()
}

/// Whether somebody is to look today: it is over, ends within two days, or is counted in hours.
#[must_use]
pub fn is_near(line: &DocketLine) -> bool {
    let is_soon = |clock: &ClockLine| match clock.left {
        Left::Minutes(_) => true,
        Left::Days(days) => days <= 2,
    };
    match line.urgency {
        Urgency::Overdue | Urgency::Unknown => true,
        Urgency::Runs => line.clock.as_ref().is_some_and(is_soon),
        Urgency::MayGoOn | Urgency::StandsStill => false,
    }
}
