//! What was done about an excess: led to a fixed site, unloaded, weighed again (路保 40, 道条 61). It shows whether the
//! excess is gone, and never moves the mass that the act is judged by: that is the first weighing's.

use super::Facts;
use super::judgement::Weighed;
use super::plausible::{AHEAD_MAX_MS, GROSS_KG};
use crate::domain::blocked::{Blocked, Rule, Warning};
use crate::domain::rulebook::Rulings;
use crate::domain::vehicle::Weighing;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// How far away the nearest site can lie, in metres: at the place itself nobody is led, and 100 km are not near (路保 40).
const DISTANCE_M: std::ops::RangeInclusive<i64> = 1..=100_000;
/// The widest class of scale that is in use under JJG 907, in percent; for a scale whose class nobody read.
const WIDEST_CLASS: u8 = 10;
const MINUTE_MS: i64 = 60_000;

/// 引导至固定超限检测站点: the vehicle was led from the road to the nearest site (路保 40).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Guidance {
    /// Name of the site; never blank.
    pub site: String,
    /// From the place of the stop, metres; `None` where nobody said.
    pub distance_m: Option<i64>,
    /// When it arrived there.
    pub at: Option<Moment>,
    /// When it left the place of the stop; `None` where nobody said.
    pub left_at: Option<Moment>,
}

/// Metres of a distance as it is typed: `3200`, `3200 m`, `3.2 km`, `3.2公里`; `None` for what is no distance to the metre.
#[must_use]
pub fn read_distance_m(typed: &str) -> Option<i64> {
    let text = typed.trim().to_ascii_lowercase();
    let long = ["km", "公里", "千米"].iter().find_map(|unit| text.strip_suffix(unit));
    let Some(km) = long.map(str::trim) else {
        let short = ["m", "米"].iter().find_map(|unit| text.strip_suffix(unit));
        return short.unwrap_or(&text).trim().parse().ok();
    };
    let (whole, part) = km.split_once('.').unwrap_or((km, "0"));
    if part.is_empty() || part.len() > 3 || !part.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let whole_m = whole.parse::<i64>().ok()?.checked_mul(1_000)?;
    let part_m: i64 = format!("{part:0<3}").parse().ok()?;
    if km.starts_with('-') { whole_m.checked_sub(part_m) } else { whole_m.checked_add(part_m) }
}

/// 卸载、复检: what was taken off, and what the scale showed then (道条 61, 粤道条 59). One of the two masses is there.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Reweighing {
    /// Taken off the vehicle, kg.
    pub unloaded_kg: Option<i64>,
    /// Gross mass as the scale showed it behind the unloading, kg; `None` where it was not weighed again.
    pub gross_kg: Option<i64>,
    /// Number of the scale; empty where it was the scale of the first weighing.
    pub device: String,
    /// Of its verification certificate (检定证书); empty where it was the same scale.
    pub certificate_no: String,
    /// Last day of that certificate.
    pub certificate_until: Option<Day>,
    /// When it was weighed again, or where it was not, unloaded.
    pub at: Option<Moment>,
}

impl Reweighing {
    /// The scale behind the unloading: number, certificate and its last day, those of the first weighing where no other
    /// scale is named.
    #[must_use]
    pub fn scale<'a>(&'a self, first: Option<&'a Weighing>) -> (&'a str, &'a str, Option<Day>) {
        let device = self.device.trim();
        match first.filter(|first| device.is_empty() || device == first.device.trim()) {
            Some(first) if self.certificate_no.trim().is_empty() => {
                let until = self.certificate_until.or(first.certificate_until);
                (&first.device, &first.certificate_no, until)
            }
            Some(first) => (&first.device, &self.certificate_no, self.certificate_until),
            None => (&self.device, &self.certificate_no, self.certificate_until),
        }
    }

    /// Kilograms that the mass behind the unloading lies above the limit, 0 inside it; `None` where it was not weighed
    /// again or no limit is known. Nothing is taken off for the error of the scale.
    #[must_use]
    pub fn over_kg(&self, weighed: Option<&Weighed>) -> Option<i64> {
        let (gross_kg, limit_kg) = self.gross_kg.zip(weighed.map(|weighed| weighed.limit_kg))?;
        Some(gross_kg.saturating_sub(limit_kg).max(0))
    }

    fn gross_fits(&self, first: Option<&Weighing>) -> bool {
        let below = |kg: i64| first.is_some_and(|first| kg <= first.gross_kg);
        self.gross_kg.is_none_or(|kg| GROSS_KG.contains(&kg) && below(kg))
    }

    fn unloaded_fits(&self, first: Option<&Weighing>) -> bool {
        let Some(unloaded_kg) = self.unloaded_kg else { return true };
        let again_kg = self.gross_kg.filter(|_| self.gross_fits(first));
        let difference = first.map(|first| match again_kg {
            None => unloaded_kg < first.gross_kg,
            Some(again_kg) => {
                let apart = first.gross_kg.saturating_sub(again_kg).saturating_sub(unloaded_kg);
                i128::from(apart).abs() <= error_kg(first, again_kg)
            }
        });
        (1..=*GROSS_KG.end()).contains(&unloaded_kg) && difference.unwrap_or(true)
    }
}

/// What two readings may be off together: the error that JJG 907 allows the class of the scale in use, of each.
fn error_kg(first: &Weighing, again_kg: i64) -> i128 {
    let percent = if first.accuracy_class == 0 { WIDEST_CLASS } else { first.accuracy_class };
    (i128::from(first.gross_kg) + i128::from(again_kg)) * i128::from(percent) / 100
}

/// Not before `earliest` to the minute, as papers say it, and not ahead of the clock.
fn lies_between(earliest: Option<Moment>, at: Moment, now: Moment) -> bool {
    let minute = |at: Moment| at.ms().div_euclid(MINUTE_MS);
    earliest.is_none_or(|earliest| minute(at) >= minute(earliest))
        && at.ms() <= now.ms() + AHEAD_MAX_MS
}

/// Fields that hold what cannot be: a site out of reach, a mass above the first weighing's, masses that do not add up, a
/// time before the stop or in the future.
#[must_use]
pub fn impossible(facts: &Facts, now: Moment) -> Vec<&'static str> {
    let guided = facts.guided.as_ref();
    let (arrived, left) = (guided.and_then(|guided| guided.at), guided.and_then(|it| it.left_at));
    let leaving_fits = left.is_none_or(|at| lies_between(facts.at, at, now));
    let behind = facts.at.max(left.filter(|_| leaving_fits));
    let arrival_fits = arrived.is_none_or(|at| lies_between(behind, at, now));
    let earliest = facts.at.max(arrived.filter(|_| arrival_fits));
    let led = guided.into_iter().flat_map(|guided| {
        let near = guided.distance_m.is_none_or(|distance_m| DISTANCE_M.contains(&distance_m));
        [(near, "guided.distance_m"), (leaving_fits, "guided.left_at"), (arrival_fits, "guided.at")]
    });
    let firsts = firsts(facts);
    let firsts: Vec<Option<&Weighing>> = firsts.iter().map(Option::as_ref).collect();
    let weighed_again = facts.reweighing.iter().flat_map(|again| {
        let in_time = again.at.is_none_or(|at| lies_between(earliest, at, now));
        [
            (firsts.iter().any(|first| again.gross_fits(*first)), "reweighing.gross_kg"),
            (firsts.iter().any(|first| again.unloaded_fits(*first)), "reweighing.unloaded_kg"),
            (in_time, "reweighing.at"),
        ]
    });
    led.chain(weighed_again).filter(|(fits, _)| !fits).map(|(_, field)| field).collect()
}

/// What the mass behind the unloading may be held against: the first weighing, and each further reading of the laden vehicle.
/// Nothing where nothing was weighed.
fn firsts(facts: &Facts) -> Vec<Option<Weighing>> {
    let Some(first) = &facts.weighing else { return vec![None] };
    let read = facts.readings.iter().filter_map(|reading| {
        let gross_kg = reading.gross_kg?;
        Some(Weighing { gross_kg, accuracy_class: reading.accuracy_class, ..first.clone() })
    });
    std::iter::once(first.clone()).chain(read).map(Some).collect()
}

/// A second reading of a scale without a certificate in force on its day shows nothing (国发〔2024〕5号).
#[must_use]
pub fn device_blocked(facts: &Facts, rulings: &Rulings) -> Option<Blocked> {
    let again = facts.reweighing.as_ref().filter(|again| again.gross_kg.is_some())?;
    let day = again.at.or(facts.at)?.day();
    // Without a first weighing there is none to be weighed again.
    let first = facts.weighing.as_ref()?;
    let (device, certificate_no, until) = again.scale(Some(first));
    let named = !device.trim().is_empty() && !certificate_no.trim().is_empty();
    let in_force = named && until.is_some_and(|until| rulings.covers(day, until));
    (!in_force).then(|| Blocked::new(Rule::DeviceCertificate, "reweighing.certificate_until"))
}

/// Weighed again and still above the limit: the excess is not put right.
#[must_use]
pub fn still_over(facts: &Facts, weighed: Option<&Weighed>) -> Option<Warning> {
    let over_kg = facts.reweighing.as_ref().and_then(|again| again.over_kg(weighed));
    over_kg.filter(|over_kg| *over_kg > 0).map(|_| Warning::StillOverLimit)
}

/// What a complete record of these still lacks.
#[must_use]
pub fn lacking(facts: &Facts) -> Vec<&'static str> {
    let led = facts.guided.iter().flat_map(|guided| {
        [(guided.distance_m.is_none(), "guided.distance_m"), (guided.at.is_none(), "guided.at")]
    });
    let again = facts.reweighing.iter().map(|again| (again.at.is_none(), "reweighing.at"));
    led.chain(again).filter(|(absent, _)| *absent).map(|(_, field)| field).collect()
}
