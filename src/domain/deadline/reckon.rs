//! Where a period ends: from its start, its length and what does not count, by the pack's calendar and table; knows no now.

use super::{Deadline, Deadlines, Obliged, Sense, Span, Unit};
use crate::domain::calendar::{Calendar, LastDay};
use crate::domain::inspection::Harm;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

const HOUR_MS: i64 = 3_600_000;
const DAY_MINUTES: i64 = 24 * 60;

/// The end of a deadline (处罚法 85; 强制法 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A last day, which belongs to the period.
    On(LastDay),
    /// A moment, where hours are counted.
    At(Moment),
}

impl End {
    /// The day that holds it.
    #[must_use]
    pub fn day(self) -> Day {
        match self {
            End::On(last) => last.on,
            End::At(moment) => moment.day(),
        }
    }

    /// The notices of all years that it was counted in are known.
    #[must_use]
    pub fn is_certain(self) -> bool {
        match self {
            End::On(last) => last.is_certain,
            End::At(_) => true,
        }
    }

    /// The moment behind which it is over: that itself, or the midnight at which its last day ends.
    #[must_use]
    pub fn moment(self) -> Moment {
        match self {
            End::On(last) => Moment::on(last.on, DAY_MINUTES),
            End::At(moment) => moment,
        }
    }
}

/// Counts periods by one pack's calendar and table of deadlines (处罚法 85).
#[derive(Clone, Copy, Debug)]
pub struct Reckoner<'a> {
    /// Working days.
    pub calendar: &'a Calendar,
    /// The lengths.
    pub table: &'a Deadlines,
}

impl Reckoner<'_> {
    /// The last day of the deadline `id` that began on `from`; `or` where the pack lists none, which then binds the organ.
    #[must_use]
    pub fn last_day(self, id: &str, from: Day, or: Span) -> LastDay {
        match self.table.get(id) {
            Some(row) => self.settled(self.plain(from, row.span), row.obliged),
            None => self.plain(from, or),
        }
    }

    /// The last day on which an act that ended on `act_on` may be found and still be punished (追究时效, 处罚法 36): two years
    /// on, five where it did serious harm, to life, health or financial security, which slight damage is not.
    #[must_use]
    pub fn pursuable_until(self, act_on: Day, harm: Harm) -> Day {
        let (id, length) = match harm {
            Harm::None | Harm::Slight => ("time_bar", 2),
            Harm::Serious => ("time_bar_harm", 5),
        };
        self.last_day(id, act_on, Span { length, unit: Unit::Years }).on
    }

    /// The end of `row` that began at `start` and is `length` of its units long, without the times of `pauses`: oldest first,
    /// each from its begin to its end. The day of the start, of the period as of a pause, is not counted.
    #[must_use]
    pub fn end(
        self,
        row: &Deadline,
        start: Moment,
        length: u32,
        pauses: &[(Moment, Moment)],
    ) -> End {
        let span = Span { length, unit: row.span.unit };
        if row.sense == Sense::Ahead {
            return End::On(self.ahead(start.day(), span));
        }
        if span.unit == Unit::Hours {
            let mut at = start.plus_ms(i64::from(length).saturating_mul(HOUR_MS));
            for (begin, until) in apart(pauses, start) {
                if begin <= at {
                    at = at.plus_ms(until.ms().saturating_sub(begin.ms()));
                }
            }
            return End::At(at);
        }
        let mut last = self.plain(start.day(), span);
        for (begin, until) in apart(pauses, start) {
            if begin.day() <= last.on {
                last = self.longer(last, span.unit, begin.day(), until.day());
            }
        }
        End::On(self.settled(last, row.obliged))
    }

    /// The last day of `row` by the unit in which its breach is counted; `None` where that is settled.
    #[must_use]
    pub fn breach(self, row: &Deadline, start: Moment, length: u32) -> Option<LastDay> {
        let unit = row.breach_unit?;
        Some(self.settled(self.plain(start.day(), Span { length, unit }), row.obliged))
    }

    /// The first year without a notice, where one was needed to count from `start` to `end`.
    #[must_use]
    pub fn unknown_year(self, row: &Deadline, start: Moment, end: End) -> Option<i32> {
        if end.is_certain() {
            return None;
        }
        let (begun, ended) = (start.day().min(end.day()), start.day().max(end.day()));
        // Of a period in months only its last day is held against the holidays.
        let from = if row.span.unit == Unit::WorkingDays { begun } else { end.day() };
        self.calendar.unknown_year(from, ended).or(Some(end.day().year()))
    }

    fn plain(self, from: Day, Span { length, unit }: Span) -> LastDay {
        let on = match unit {
            Unit::WorkingDays => return self.calendar.last_day(from, length),
            Unit::Hours => from.plus(i64::from(length / 24)),
            Unit::Days => from.plus(i64::from(length)),
            Unit::Months => from.plus_months(length),
            Unit::Years => from.plus_months(length.saturating_mul(12)),
        };
        LastDay { on, is_certain: true }
    }

    /// `last` without the days behind `begin` up to and with `until`.
    fn longer(self, last: LastDay, unit: Unit, begin: Day, until: Day) -> LastDay {
        match unit {
            Unit::WorkingDays => {
                let more =
                    self.calendar.last_day(last.on, self.calendar.working_days(begin, until));
                LastDay { is_certain: last.is_certain && more.is_certain, ..more }
            }
            Unit::Hours | Unit::Days | Unit::Months | Unit::Years => {
                LastDay { on: last.on.plus(until.since(begin)), ..last }
            }
        }
    }

    fn settled(self, last: LastDay, obliged: Obliged) -> LastDay {
        match obliged {
            Obliged::Party => self.calendar.past_days_off(last),
            Obliged::Organ | Obliged::Other => last,
        }
    }

    /// The last day that leaves the whole span between itself and `event`.
    fn ahead(self, event: Day, Span { length, unit }: Span) -> LastDay {
        match unit {
            Unit::WorkingDays => self.calendar.day_ahead_of(event, length),
            Unit::Hours | Unit::Days | Unit::Months | Unit::Years => {
                LastDay { on: event.plus(-i64::from(length) - 1), is_certain: true }
            }
        }
    }
}

/// `pauses` of a period that began at `start`, no time in two of them and none that ends before it begins: a clock that went
/// back in between takes nothing out.
fn apart(pauses: &[(Moment, Moment)], start: Moment) -> Vec<(Moment, Moment)> {
    let mut sorted = pauses.to_vec();
    sorted.sort();
    let mut counted = start;
    let mut free = Vec::with_capacity(sorted.len());
    for (begin, until) in sorted {
        let begin = begin.max(counted);
        if begin < until {
            counted = until;
            free.push((begin, until));
        }
    }
    free
}
