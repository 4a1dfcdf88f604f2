//! The end of a shift: which numbered decisions were issued, printed and received, and what is missing of them; pure.

use super::agency::DocumentNo;
use super::cash::{Cash, CashDue};
use super::deadline::reckon::Reckoner;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::digest::Digest;
use crate::stdx::fen::Fen;

/// Calendar days after its issue on which a decision that headquarters lacks is shown in red.
const RED_AFTER_DAYS: i64 = 3;
/// Calendar days after its issue on which it is a breach: it had to be filed within five days (交通运输行政执法程序规定
/// 第六十一条第八项).
const BREACH_AFTER_DAYS: i64 = 5;

/// A numbered on-the-spot decision, as it stood at the close of a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedDecision {
    /// Its 案号.
    pub number: DocumentNo,
    /// The time bar of filing counts from here.
    pub issued_on: Day,
    /// As in the stop.
    pub plate: String,
    /// `None` for a caution without a fine.
    pub fine: Option<Fen>,
    /// The paper exists, not only the entry.
    pub printed: bool,
    /// Headquarters' receipt covers its entry.
    pub received: bool,
}

/// Whether a decision is filed with the bureau in time (程序规定 61(八)): headquarters' receipt files
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filing {
    /// Headquarters has acknowledged it.
    Filed,
    /// There is time.
    Waiting,
    /// The time runs out.
    Red,
    /// The time is over.
    Breach,
}

/// A fine that was collected at the roadside, as it stood at the close of a shift (处罚法 71).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedCash {
    /// 案号 of its decision.
    pub number: DocumentNo,
    /// All of it.
    pub fine: Fen,
    /// The first two working days are counted from here.
    pub collected_on: Day,
    /// Credential of who took it.
    pub officer: String,
    /// Number of the official receipt.
    pub ticket: String,
    /// Where it goes next and by when; `None` when it is at the bank.
    pub due: Option<CashDue>,
}

impl ClosedCash {
    /// How `cash` stands, its days counted by `reckoner`.
    #[must_use]
    pub fn of(cash: &Cash, reckoner: Reckoner<'_>) -> ClosedCash {
        let taken = &cash.collected;
        ClosedCash {
            number: taken.number.clone(),
            fine: taken.fine,
            collected_on: taken.on,
            officer: taken.officer.clone(),
            ticket: taken.ticket.clone(),
            due: cash.due(reckoner),
        }
    }
}

/// How the shift ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// When the pair came back.
    pub at: Moment,
    /// Decisions of the shift, and earlier ones that headquarters had not received; in the order of their numbers.
    pub decisions: Vec<ClosedDecision>,
    /// Fines collected in the shift, and earlier ones whose money is not at the bank; in the order of their collection.
    pub cash: Vec<ClosedCash>,
    /// Entries without a receipt.
    pub entries_waiting: u64,
    /// Photographs and pages without one.
    pub pages_waiting: u64,
    /// Stops that were begun and not ended.
    pub drafts: u64,
}

/// A hand-over sheet (班次交接单) that was laid for the printer: a plain file, which names plates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedSheet {
    /// `Closing::at` of the close that it is of.
    pub closed_at: Moment,
    /// Which print of it: 1 is the sheet of the close itself, 2 and more are reprints (补打).
    pub copy: u32,
    /// Of the file's bytes.
    pub digest: Digest,
}

/// Issued, printed and received: equal when nothing is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Every decision on the list.
    pub issued: u64,
    /// Decisions that are on paper.
    pub printed: u64,
    /// Decisions that headquarters has acknowledged.
    pub received: u64,
}

impl ClosedDecision {
    /// How the decision stands on `today`, in calendar days since its issue (交通运输行政执法程序规定 61(八)).
    #[must_use]
    pub fn filing(&self, today: Day) -> Filing {
        if self.received {
            return Filing::Filed;
        }
        match today.since(self.issued_on) {
            BREACH_AFTER_DAYS.. => Filing::Breach,
            RED_AFTER_DAYS.. => Filing::Red,
            _ => Filing::Waiting,
        }
    }
}

impl Closing {
    /// The three sums of the list.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let count = |has: fn(&ClosedDecision) -> bool| -> u64 {
            self.decisions.iter().filter(|decision| has(decision)).count() as u64
        };
        Tally {
            issued: count(|_| true),
            printed: count(|decision| decision.printed),
            received: count(|decision| decision.received),
        }
    }

    /// Decisions that are not on paper or not at headquarters.
    pub fn missing(&self) -> impl Iterator<Item = &ClosedDecision> {
        self.decisions.iter().filter(|decision| !decision.printed || !decision.received)
    }

    /// Collected money that is to go on, to the agency or to the bank.
    pub fn cash_due(&self) -> impl Iterator<Item = (&ClosedCash, CashDue)> {
        self.cash.iter().filter_map(|cash| Some((cash, cash.due?)))
    }

    /// Nothing is left for tomorrow.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let waits = self.entries_waiting + self.pages_waiting + self.drafts;
        let is_whole = self.missing().next().is_none() && self.cash_due().next().is_none();
        waits == 0 && is_whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::LastDay;
    use crate::domain::cash::CashStep;

    fn decision(printed: bool, received: bool) -> ClosedDecision {
        ClosedDecision {
            number: DocumentNo { prefix: "样".into(), year: 2026, serial: 7 },
            issued_on: Day::parse("2026-11-24").unwrap(),
            plate: "粤D12345".into(),
            fine: None,
            printed,
            received,
        }
    }

    #[test]
    fn a_decision_that_headquarters_lacks_is_red_on_the_third_day_and_a_breach_on_the_fifth() {
        let filing = |day: &str| decision(true, false).filing(Day::parse(day).unwrap());
        assert_eq!(filing("2026-11-24"), Filing::Waiting);
        assert_eq!(filing("2026-11-26"), Filing::Waiting);
        assert_eq!(filing("2026-11-27"), Filing::Red);
        assert_eq!(filing("2026-11-28"), Filing::Red);
        assert_eq!(filing("2026-11-29"), Filing::Breach);
        let late = Day::parse("2027-01-01").unwrap();
        assert_eq!(decision(false, true).filing(late), Filing::Filed);
    }

    #[test]
    fn issued_printed_and_received_are_equal_when_nothing_is_missing() {
        let at = Moment::parse("2026-11-24T18:00:00+08:00").unwrap();
        let mut closing = Closing {
            at,
            decisions: vec![decision(true, true), decision(true, false), decision(false, true)],
            cash: Vec::new(),
            entries_waiting: 0,
            pages_waiting: 0,
            drafts: 0,
        };
        assert_eq!(closing.tally(), Tally { issued: 3, printed: 2, received: 2 });
        assert_eq!(closing.missing().count(), 2);
        assert!(!closing.is_clean());
        closing.decisions.truncate(1);
        assert!(closing.is_clean());
        assert!(!Closing { drafts: 1, ..closing.clone() }.is_clean());
        let last_day = LastDay { on: at.day().plus(2), is_certain: true };
        let cash = |due| ClosedCash {
            number: closing.decisions[0].number.clone(),
            fine: Fen::from_yuan(100),
            collected_on: at.day(),
            officer: "19050001001".into(),
            ticket: "44A0001".into(),
            due,
        };
        let due = Some(CashDue { step: CashStep::ToAgency, last_day });
        let held = Closing { cash: vec![cash(due)], ..closing.clone() };
        assert!(!held.is_clean(), "money that is to be handed in is not nothing");
        assert!(Closing { cash: vec![cash(None)], ..closing }.is_clean(), "it is at the bank");
    }
}
