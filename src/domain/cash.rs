//! Fines that are collected at the roadside (当场收缴): who may take one, and by when the money goes on; moves no money.

use super::agency::DocumentNo;
use super::calendar::LastDay;
use super::deadline::reckon::Reckoner;
use super::deadline::{Span, Unit};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;

/// From hand to hand within so long (处罚法 71, 85; 程序规定 100), where a pack lists no deadlines.
const HANDED_ON: Span = Span { length: 2, unit: Unit::WorkingDays };

/// Why a fine may be collected at the roadside at all (处罚法 68, 69).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CashGround {
    /// A small fine, at most ¥100 (处罚法 68(1)); the amount stands in the rule pack.
    Small,
    /// It would be hard to enforce afterwards (处罚法 68(2)).
    HardLater,
    /// Remote or hard to reach, it is truly hard for the party to pay at the bank or electronically, and the party asks for
    /// it: all three (处罚法 69). Not on water, which that article names too: those two days are counted from landing
    /// (处罚法 71), and no roadside check is there.
    Remote,
}

impl CashGround {
    /// Every ground.
    pub const ALL: [CashGround; 3] = [CashGround::Small, CashGround::HardLater, CashGround::Remote];

    /// The word of the journal and of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            CashGround::Small => "small",
            CashGround::HardLater => "hard_later",
            CashGround::Remote => "remote",
        }
    }

    /// The ground of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<CashGround> {
        CashGround::ALL.into_iter().find(|ground| ground.word() == word)
    }
}

/// A fine was paid in cash (处罚法 68–70).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashCollected {
    /// The stop whose decision it is.
    pub inspection: Id,
    /// 案号 of that decision.
    pub number: DocumentNo,
    /// The whole fine: nobody takes a part of it at the roadside.
    pub fine: Fen,
    /// The day on which it was paid, not that of the entry; both working days are counted from it.
    pub on: Day,
    /// Credential of who took it, and has it until it is handed in.
    pub officer: String,
    /// Number of the official receipt; without one the party need not pay (处罚法 70).
    pub ticket: String,
    /// Why it may be.
    pub ground: CashGround,
}

/// Where collected money goes (处罚法 71).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CashStep {
    /// From the officer to his agency.
    ToAgency,
    /// From the agency to the bank that collects for the treasury.
    ToBank,
}

impl CashStep {
    /// Both, in their order.
    pub const ALL: [CashStep; 2] = [CashStep::ToAgency, CashStep::ToBank];

    /// The word of the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            CashStep::ToAgency => "to_agency",
            CashStep::ToBank => "to_bank",
        }
    }

    /// Id of its deadline in the rule pack.
    fn deadline(self) -> &'static str {
        match self {
            CashStep::ToAgency => "cash_to_agency",
            CashStep::ToBank => "cash_to_bank",
        }
    }

    /// The step of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<CashStep> {
        CashStep::ALL.into_iter().find(|step| step.word() == word)
    }
}

/// Collected money went a step on (处罚法 71).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashHandedOn {
    /// 案号 of the decision.
    pub number: DocumentNo,
    /// Which step.
    pub step: CashStep,
    /// The day on which it went, not that of the entry; the next two working days are counted from it.
    pub on: Day,
    /// Number of the slip that whoever took it gave (缴款单).
    pub slip: String,
}

/// A fine was put down as collected by mistake: it counts as not collected, and may be put down anew (处罚法 68–70). The
/// entry that was wrong stays in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashWithdrawn {
    /// 案号 of the decision.
    pub number: DocumentNo,
    /// What was wrong with it.
    pub reason: String,
}

/// A fine that was collected (处罚法 68, 69), and how far its money is (处罚法 71).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cash {
    /// How it was taken.
    pub collected: CashCollected,
    /// Steps that it went, in their order.
    pub steps: Vec<CashHandedOn>,
}

/// What is to be done with collected money, and by when (处罚法 71, 85).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CashDue {
    /// The next step.
    pub step: CashStep,
    /// Its last day.
    pub last_day: LastDay,
}

/// How the clock of collected money stands (处罚法 71).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CashTerm {
    /// There is time.
    Runs,
    /// It is to be handed on today.
    LastDay,
    /// The two working days are over.
    Over,
}

/// Why money is not recorded as asked (处罚法 68–71).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CashNo {
    /// No fine was decided on the spot.
    NoFine,
    /// More than the rule pack says (处罚法 68(1)) is not small.
    NotSmall,
    /// The official receipt has a number.
    NoTicket,
    /// It was collected before; what was put down by mistake is withdrawn first.
    Twice,
    /// It was put down as paid at the bank.
    PaidAtBank,
    /// Nothing was collected for this decision.
    NoCash,
    /// It went this step before, or must go another one first.
    NotThisStep,
    /// The slip has a number.
    NoSlip,
    /// Nobody paid or handed on tomorrow.
    NotYet,
    /// The decision, or the step before, was later.
    TooEarly,
    /// Money that went on was collected: that is not withdrawn.
    WentOn,
    /// A withdrawal has a reason.
    NoReason,
}

impl CashDue {
    /// How the clock stands on `today`.
    #[must_use]
    pub fn term(&self, today: Day) -> CashTerm {
        match today.since(self.last_day.on) {
            1.. => CashTerm::Over,
            0 => CashTerm::LastDay,
            _ => CashTerm::Runs,
        }
    }
}

impl Cash {
    /// The next step and its last day; `None` when the money is at the bank.
    #[must_use]
    pub fn due(&self, reckoner: Reckoner<'_>) -> Option<CashDue> {
        let step = self.next_step()?;
        Some(CashDue {
            step,
            last_day: reckoner.last_day(step.deadline(), self.last_on(), HANDED_ON),
        })
    }

    /// The day of what was done last: it was collected, or went a step on.
    #[must_use]
    pub fn last_on(&self) -> Day {
        self.steps.last().map_or(self.collected.on, |last| last.on)
    }

    /// Where it goes next.
    #[must_use]
    pub fn next_step(&self) -> Option<CashStep> {
        CashStep::ALL.get(self.steps.len()).copied()
    }
}

/// Whether a fine may be put down as collected: `fine` of a decision on the spot, `known` what was collected before, `small_max`
/// the highest fine that is small (处罚法 68(1)).
///
/// # Errors
/// What forbids it.
pub fn may_collect(
    fine: Option<Fen>,
    ground: CashGround,
    ticket: &str,
    known: Option<&Cash>,
    small_max: Fen,
) -> Result<Fen, CashNo> {
    let fine = fine.filter(|fine| *fine > Fen::ZERO).ok_or(CashNo::NoFine)?;
    if known.is_some() {
        return Err(CashNo::Twice);
    }
    if ground == CashGround::Small && fine > small_max {
        return Err(CashNo::NotSmall);
    }
    if ticket.trim().is_empty() { Err(CashNo::NoTicket) } else { Ok(fine) }
}

/// Whether collected money may be put down as having gone `step`.
///
/// # Errors
/// What forbids it.
pub fn may_hand_on(known: Option<&Cash>, step: CashStep, slip: &str) -> Result<(), CashNo> {
    let cash = known.ok_or(CashNo::NoCash)?;
    if cash.next_step() != Some(step) {
        return Err(CashNo::NotThisStep);
    }
    if slip.trim().is_empty() { Err(CashNo::NoSlip) } else { Ok(()) }
}

/// Whether collected money may be put down as never collected.
///
/// # Errors
/// What forbids it.
pub fn may_withdraw(known: Option<&Cash>, reason: &str) -> Result<(), CashNo> {
    let cash = known.ok_or(CashNo::NoCash)?;
    if !cash.steps.is_empty() {
        return Err(CashNo::WentOn);
    }
    if reason.trim().is_empty() { Err(CashNo::NoReason) } else { Ok(()) }
}

/// Whether a fine may have been paid, or its money gone a step, on the day `on`: not before `earliest`, which is the day of the
/// decision or of the step before, and not behind `today`.
///
/// # Errors
/// What forbids it.
pub fn may_be_on(on: Day, earliest: Day, today: Day) -> Result<Day, CashNo> {
    if on > today {
        return Err(CashNo::NotYet);
    }
    if on < earliest { Err(CashNo::TooEarly) } else { Ok(on) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::deadline::Deadlines;
    use std::collections::BTreeMap;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn cash(steps: &[(CashStep, &str)]) -> Cash {
        let number = DocumentNo { prefix: "样".into(), year: 2026, serial: 7 };
        let collected = CashCollected {
            inspection: Id([1; 16]),
            number: number.clone(),
            fine: Fen::from_yuan(100),
            on: day("2026-11-26"),
            officer: "19050001001".into(),
            ticket: "44A0001".into(),
            ground: CashGround::Small,
        };
        let step = |(step, when): &(CashStep, &str)| CashHandedOn {
            number: number.clone(),
            step: *step,
            on: day(when),
            slip: "1".into(),
        };
        Cash { collected, steps: steps.iter().map(step).collect() }
    }

    #[test]
    fn two_working_days_to_the_agency_and_two_more_to_the_bank() {
        let notices = BTreeMap::from([(2026, "notice".to_string())]);
        let calendar = Calendar { notices, ..Calendar::default() };
        let table = Deadlines::default();
        let reckoner = Reckoner { calendar: &calendar, table: &table };
        let due =
            |cash: &Cash| cash.due(reckoner).map(|due| (due.step, due.last_day.on.to_string()));
        let wanted = |step, on: &str| Some((step, on.to_string()));
        // A Thursday: Friday, then Monday.
        assert_eq!(due(&cash(&[])), wanted(CashStep::ToAgency, "2026-11-30"));
        let handed_in = [(CashStep::ToAgency, "2026-11-27")];
        assert_eq!(due(&cash(&handed_in)), wanted(CashStep::ToBank, "2026-12-01"));
        let banked = [handed_in[0], (CashStep::ToBank, "2026-11-30")];
        assert_eq!(due(&cash(&banked)), None);
        let due = cash(&[]).due(reckoner).unwrap();
        for (today, term) in [
            ("2026-11-26", CashTerm::Runs),
            ("2026-11-29", CashTerm::Runs),
            ("2026-11-30", CashTerm::LastDay),
            ("2026-12-01", CashTerm::Over),
        ] {
            assert_eq!(due.term(day(today)), term, "{today}");
        }
    }

    #[test]
    fn cash_is_taken_once_with_a_ticket_and_on_a_ground_of_the_law() {
        let (yuan, known) = (|yuan| Some(Fen::from_yuan(yuan)), cash(&[]));
        use CashGround as For;
        for (fine, ground, ticket, before, wanted) in [
            (yuan(100), For::Small, "44A0001", None, Ok(Fen::from_yuan(100))),
            (yuan(101), For::Small, "44A0001", None, Err(CashNo::NotSmall)),
            (yuan(3_000), For::HardLater, "44A0001", None, Ok(Fen::from_yuan(3_000))),
            (yuan(200), For::Remote, "44A0001", None, Ok(Fen::from_yuan(200))),
            (yuan(200), For::Remote, "  ", None, Err(CashNo::NoTicket)),
            (None, For::HardLater, "44A0001", None, Err(CashNo::NoFine)),
            (yuan(0), For::Small, "44A0001", None, Err(CashNo::NoFine)),
            (yuan(100), For::Small, "44A0002", Some(&known), Err(CashNo::Twice)),
        ] {
            let small_max = Fen::from_yuan(100);
            assert_eq!(
                may_collect(fine, ground, ticket, before, small_max),
                wanted,
                "{fine:?} {ground:?}"
            );
        }
    }

    #[test]
    fn money_goes_to_the_agency_first_and_each_way_once() {
        let (held, handed_in) = (cash(&[]), cash(&[(CashStep::ToAgency, "2026-11-27")]));
        for (known, step, slip, wanted) in [
            (Some(&held), CashStep::ToAgency, "88", Ok(())),
            (Some(&held), CashStep::ToAgency, "", Err(CashNo::NoSlip)),
            (Some(&held), CashStep::ToBank, "88", Err(CashNo::NotThisStep)),
            (Some(&handed_in), CashStep::ToBank, "88", Ok(())),
            (Some(&handed_in), CashStep::ToAgency, "88", Err(CashNo::NotThisStep)),
            (None, CashStep::ToAgency, "88", Err(CashNo::NoCash)),
        ] {
            assert_eq!(may_hand_on(known, step, slip), wanted, "{step:?} {slip}");
        }
    }

    #[test]
    fn only_money_that_nobody_handed_on_is_withdrawn_and_with_a_reason() {
        let (held, handed_in) = (cash(&[]), cash(&[(CashStep::ToAgency, "2026-11-27")]));
        for (known, reason, wanted) in [
            (Some(&held), "票据号记错", Ok(())),
            (Some(&held), " ", Err(CashNo::NoReason)),
            (Some(&handed_in), "票据号记错", Err(CashNo::WentOn)),
            (None, "票据号记错", Err(CashNo::NoCash)),
        ] {
            assert_eq!(may_withdraw(known, reason), wanted, "{reason}");
        }
    }

    #[test]
    fn a_day_lies_between_what_was_before_it_and_today() {
        let (earliest, today) = (day("2026-11-24"), day("2026-11-26"));
        for (on, wanted) in [
            ("2026-11-23", Err(CashNo::TooEarly)),
            ("2026-11-24", Ok(earliest)),
            ("2026-11-26", Ok(today)),
            ("2026-11-27", Err(CashNo::NotYet)),
        ] {
            assert_eq!(may_be_on(day(on), earliest, today), wanted, "{on}");
        }
    }
}
