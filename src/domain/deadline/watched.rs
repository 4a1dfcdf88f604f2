//! Which clocks of a case the officers watch, and which of them is told first; counts no days.

use super::reckon::End;
use super::running::{ClockState, Left, RunningClock, standing};
use super::trigger::Trigger;
use super::{Deadline, Obliged, Sense, Unit};
use crate::domain::calendar::Calendar;
use crate::stdx::clock::Moment;

/// Notices of ours that give the party a time, behind which we go on (处罚法 44, 64, 67; 民诉法 95; 强制法 54; 路保 72;
/// 粤道条 60). The times for reconsideration and suit are not among them: they run behind each decision, and hold up nothing that
/// the stop's page does not show.
const OUR_NOTICES: [Trigger; 7] = [
    Trigger::ProposalNotified,
    Trigger::HearingOffered,
    Trigger::FineNotified,
    Trigger::NoticePublished,
    Trigger::Urged,
    Trigger::UnclaimedPublished,
    Trigger::CollectionUrged,
];

/// What is told first of the clocks of all cases (处罚法 85), in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// The organ was to have done it.
    Overdue,
    /// Nothing can be reckoned: somebody has to look.
    Unknown,
    /// There is time, or it is the last day.
    Runs,
    /// The party's time, or one that had to be waited for, is over: we may go on.
    MayGoOn,
    /// It stands still.
    StandsStill,
}

impl Urgency {
    /// The word of a script's answer.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Urgency::Overdue => "overdue",
            Urgency::Unknown => "unknown",
            Urgency::Runs => "runs",
            Urgency::MayGoOn => "may_go_on",
            Urgency::StandsStill => "stands_still",
        }
    }
}

impl Deadline {
    /// It binds the organ, or its end lets the organ go on. That a file is kept is nobody's clock: its case is closed.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        match self.obliged {
            Obliged::Organ => !self.from.contains(&Trigger::CaseArchived),
            Obliged::Party => self.from.iter().any(|from| OUR_NOTICES.contains(from)),
            Obliged::Other => false,
        }
    }
}

impl RunningClock<'_> {
    /// How soon it is told.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        let is_ours = self.deadline.obliged == Obliged::Organ;
        match self.state {
            ClockState::Paused { .. } => Urgency::StandsStill,
            ClockState::Runs | ClockState::LastDay => Urgency::Runs,
            ClockState::Late | ClockState::Over => {
                if is_ours && self.deadline.sense != Sense::NotBefore {
                    Urgency::Overdue
                } else {
                    Urgency::MayGoOn
                }
            }
        }
    }

    /// As it stands at `now`, which is behind the moment for which it was reckoned; one that stands still stays as it is.
    #[must_use]
    pub fn seen_at(mut self, now: Moment) -> Self {
        if !matches!(self.state, ClockState::Paused { .. }) {
            // A clock that went back since then leaves no more time than there was at the start.
            let is_ahead = self.deadline.sense == Sense::Ahead;
            let now = if is_ahead { now } else { now.max(self.started) };
            (self.state, self.left) = standing(self.end, self.breach, now);
        }
        self
    }

    /// Working days that are left at `now`, below zero since the end; `None` where it is counted otherwise, or stands still.
    #[must_use]
    pub fn working_days_left(&self, calendar: &Calendar, now: Moment) -> Option<i64> {
        let (End::On(last), Left::Days(left)) = (self.end, self.left) else { return None };
        let is_still = matches!(self.state, ClockState::Paused { .. });
        if is_still || self.deadline.span.unit != Unit::WorkingDays {
            return None;
        }
        let today = now.day();
        Some(if left < 0 {
            -i64::from(calendar.working_days(last.on, today))
        } else {
            i64::from(calendar.working_days(today, last.on))
        })
    }
}
