//! What officers put down of a case that moves its deadlines (期限事项): which of it may be put down now, and of which day; counts
//! no days and writes nothing.

use super::Deadline;
use super::running::{ClockState, Fact, RunningClock};
use super::trigger::Trigger;
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::procedure::facts::CaseFacts;
use crate::domain::procedure::{case_term, rule};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// The longest text that a fact rests on, in characters: the number of a paper or a remark, and no paper.
pub const PAPER_MAX: usize = 200;

/// Something of a case that happened on a day and moves its deadlines (处罚法 85), as an officer put it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineFact {
    /// What.
    pub what: Trigger,
    /// The day on which it happened, not that of the entry.
    pub on: Day,
    /// Number of the paper that it rests on, or a remark; of what is withdrawn, why.
    pub paper: String,
    /// It was put down wrongly: what was recorded of the same event and day counts no more.
    pub withdrawn: bool,
}

/// Why a fact is not put down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactNo {
    /// It rests on nothing; a withdrawal has no reason.
    NoPaper,
    /// The text is longer than `PAPER_MAX`.
    PaperTooLong,
    /// The program's own entries say it.
    Own,
    /// No clock that runs is ended or suspended by it, and it is no notice of an open case.
    NothingRuns,
    /// It is put down already.
    Twice,
    /// Its day is to come.
    NotYet,
    /// It would be before this day, on which what it ends began.
    TooEarly(Day),
    /// What is to be withdrawn is not put down.
    NotThere,
    /// What is to be withdrawn is what this one rests on, which stands: it is withdrawn first.
    RestsOnIt(Trigger),
    /// The law refuses it.
    Blocked(Vec<Blocked>),
}

/// What moved the deadlines of a case, and which of them run now (处罚法 85).
#[derive(Clone, Copy, Debug)]
pub struct CaseClocks<'a> {
    /// In the order in which it was put down, also by the program itself.
    pub facts: &'a [Fact],
    /// The clocks that run by it.
    pub running: &'a [RunningClock<'a>],
    /// What officers put down of it and did not withdraw.
    pub recorded: &'a [DeadlineFact],
    /// The fine was collected at the roadside, so that nobody pays it at the bank.
    pub is_collected: bool,
}

impl DeadlineFact {
    /// Takes it into what counts: a withdrawal takes away the last that has its event and day.
    pub fn fold(self, known: &mut Vec<DeadlineFact>) {
        if !self.withdrawn {
            known.push(self);
        } else if let Some(at) = known.iter().rposition(|other| other.is_same(&self)) {
            known.remove(at);
        }
    }

    /// As the clocks take it: only its day is known.
    #[must_use]
    pub fn as_fact(&self) -> Fact {
        Fact::new(self.what, Moment::on(self.on, 0))
    }

    fn is_same(&self, other: &DeadlineFact) -> bool {
        (self.what, self.on) == (other.what, other.on)
    }
}

impl CaseClocks<'_> {
    /// What may be put down now, in the order of `Trigger::ALL`: what ends a clock that runs, begins or ends what suspends one,
    /// and the notices of a case that is not decided. Whether the law lets its day stand says `may_record`.
    #[must_use]
    pub fn recordable(self) -> Vec<Trigger> {
        Trigger::ALL.iter().copied().filter(|what| self.earliest(*what).is_ok()).collect()
    }

    /// Whether `fact` may be put down on the day `today`.
    ///
    /// # Errors
    /// What forbids it.
    pub fn may_record(self, fact: &DeadlineFact, today: Day) -> Result<(), FactNo> {
        if fact.paper.trim().is_empty() {
            return Err(FactNo::NoPaper);
        }
        if fact.paper.chars().count() > PAPER_MAX {
            return Err(FactNo::PaperTooLong);
        }
        let is_known = self.recorded.iter().any(|known| known.is_same(fact));
        match (fact.withdrawn, is_known) {
            (true, true) => return self.rests_on(fact.what).map_or(Ok(()), Err),
            (true, false) => return Err(FactNo::NotThere),
            (false, true) if !self.is_of_another_measure(fact.what) => return Err(FactNo::Twice),
            (false, _) => {}
        }
        let refused = self.extension_refused(fact);
        if !refused.is_empty() {
            return Err(FactNo::Blocked(refused));
        }
        let earliest = self.earliest(fact.what)?;
        if fact.on > today {
            return Err(FactNo::NotYet);
        }
        if fact.on < earliest { Err(FactNo::TooEarly(earliest)) } else { Ok(()) }
    }

    /// Of two measures each is approved and extended, also on one day: what was put down of the one leaves the clock of the other.
    fn is_of_another_measure(self, what: Trigger) -> bool {
        matches!(what, Trigger::MeasureApproved | Trigger::MeasureExtended)
            && self.ended_by(what).any(|clock| clock.about.is_some())
    }

    /// What stands against extending the time of the case or of a measure on the day of `fact`; nothing where it is another fact.
    fn extension_refused(self, fact: &DeadlineFact) -> Vec<Blocked> {
        if fact.what == Trigger::MeasureExtended {
            // Behind its last day a measure is lifted, and nothing else (强制法 25, 28).
            let mut ended = self.ended_by(fact.what).peekable();
            let is_over = |clock: &RunningClock<'_>| {
                !matches!(clock.state, ClockState::Paused { .. }) && fact.on > clock.end.day()
            };
            let is_over = ended.peek().is_some() && ended.all(is_over);
            let expired = rule("measure_expired").filter(|_| is_over);
            return expired.map(|no| Blocked::new(Rule::Gate(no), "fact.on")).into_iter().collect();
        }
        if fact.what != Trigger::CaseExtended {
            return Vec::new();
        }
        let mut case = CaseFacts::new(Moment::on(fact.on, 0));
        case.course.decide_until = self.ended_by(fact.what).map(|clock| clock.end.day()).min();
        case.course.is_extended = self.is_recorded(fact.what);
        case_term::extension_refused(&case)
    }

    /// The first day on which `what` can have happened.
    fn earliest(self, what: Trigger) -> Result<Day, FactNo> {
        if self.is_own(what) {
            return Err(FactNo::Own);
        }
        let restarts = |clock: &&RunningClock<'_>| clock.deadline.restarts.contains(&what);
        let restarted = self.running.iter().filter(restarts).map(|clock| self.begun_on(clock));
        let ended = self.ended_by(what).map(|clock| self.begun_on(clock)).chain(restarted);
        let suspended = self.running.iter().filter_map(|clock| self.suspends_from(clock, what));
        let by_itself = self.noticed_from(what).or(self.fined_from(what));
        let first = ended.chain(suspended).chain(by_itself).min();
        let no = if self.is_recorded(what) { FactNo::Twice } else { FactNo::NothingRuns };
        first.ok_or(no)
    }

    /// What the program puts down by itself: the decision on the spot with its fine, its filing, the opening, what becomes of cash, of evidence on
    /// hold and of a measure but its approval.
    fn is_own(self, what: Trigger) -> bool {
        let is_always = matches!(
            what,
            Trigger::OnSpotDecided
                | Trigger::CopyFiled
                | Trigger::CaseOpened
                | Trigger::OverLimitHandled
                | Trigger::CashCollected
                | Trigger::CashHandedIn
                | Trigger::CashBanked
                | Trigger::EvidenceHeld
                | Trigger::EvidenceDealtWith
                | Trigger::MeasureTaken
                | Trigger::MeasureUrgent
                | Trigger::MeasureLifted
        );
        // The fine of an ordinary case is decided on paper.
        let is_fined = || self.day_of(Trigger::OnSpotDecided).is_some();
        is_always
            || (what == Trigger::FinePaid && self.is_collected)
            || (what == Trigger::FineNotified && is_fined())
    }

    /// What stands and rests on `what`: nothing is delivered or published that was not decided (处罚法 61).
    fn rests_on(self, what: Trigger) -> Option<FactNo> {
        let resting: &[Trigger] = if what == Trigger::CaseDecided {
            &[Trigger::DecisionReceived, Trigger::NoticePublished, Trigger::ResultPublished]
        } else if what == Trigger::DecisionReceived {
            &[Trigger::FineNotified]
        } else {
            &[]
        };
        resting.iter().copied().find(|other| self.is_recorded(*other)).map(FactNo::RestsOnIt)
    }

    fn day_of(self, what: Trigger) -> Option<Day> {
        self.facts.iter().find(|fact| fact.what == what).map(|fact| fact.at.day())
    }

    /// From which day on a fine can have been told or paid, whatever became of the clock of its payment (处罚法 66, 67).
    fn fined_from(self, what: Trigger) -> Option<Day> {
        let behind = if what == Trigger::FineNotified {
            Trigger::DecisionReceived
        } else if what == Trigger::FinePaid {
            Trigger::FineNotified
        } else {
            return None;
        };
        self.day_of(behind).filter(|_| !self.is_recorded(what))
    }

    fn ended_by(&self, what: Trigger) -> impl Iterator<Item = &RunningClock<'_>> {
        self.running.iter().filter(move |clock| clock.deadline.stops.contains(&what))
    }

    fn is_recorded(self, what: Trigger) -> bool {
        self.recorded.iter().any(|known| known.what == what)
    }

    /// The day of what began a clock: of one that follows another, not the day from which it is counted.
    fn begun_on(self, clock: &RunningClock<'_>) -> Day {
        let Deadline { from, .. } = clock.deadline;
        let began = self.facts.iter().rfind(|fact| from.contains(&fact.what));
        let started = clock.started.day();
        began.map_or(started, |fact| fact.at.day().min(started))
    }

    /// From which day on `what` begins or ends what suspends `clock`; `None` where it does neither now.
    fn suspends_from(self, clock: &RunningClock<'_>, what: Trigger) -> Option<Day> {
        let rule = clock.deadline.pauses.iter().find(|rule| {
            let (begins, ends) = rule.by.events();
            [begins, ends].contains(&what)
        })?;
        let (begins, _) = rule.by.events();
        let lasts_since = match clock.state {
            ClockState::Paused { by, since } if by == rule.by => Some(since.day()),
            ClockState::Paused { .. }
            | ClockState::Runs
            | ClockState::LastDay
            | ClockState::Late
            | ClockState::Over => None,
        };
        match (what == begins, lasts_since) {
            (true, None) => Some(self.begun_on(clock)),
            (false, since) => since,
            (true, Some(_)) => None,
        }
    }

    /// From which day on the party of an open case can have been given the notice `what` (处罚法 44, 63); `None` where it is none,
    /// or runs already.
    fn noticed_from(self, what: Trigger) -> Option<Day> {
        let is_notice = matches!(what, Trigger::ProposalNotified | Trigger::HearingOffered);
        let runs = self.running.iter().any(|clock| clock.deadline.from.contains(&what));
        if !is_notice || runs || self.day_of(Trigger::CaseDecided).is_some() {
            return None;
        }
        self.day_of(Trigger::CaseOpened)
    }
}
