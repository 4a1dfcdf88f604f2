//! Whether an act is the party's first of its kind (初次违法, 处罚法 33): yes, no, or unknown with what would settle it; history
//! that is old, or that nobody has, is never taken for a clean one.

use super::{LetOff, Sought};
use crate::domain::counting::{DecidedAct, Standing};
use crate::domain::inspection::Facts;
use crate::domain::offender::Offenders;
use crate::domain::party::Party;
use crate::domain::rulebook::{HistoryScope, LeniencyItem, LeniencyList};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// What is known of the past beside the decided acts, and up to when (处罚法 33).
#[derive(Clone, Copy, Debug, Default)]
pub struct Past<'a> {
    /// Acts of the vehicle, its driver and its carrier that were found and not punished on the spot: let off or ordered to be
    /// put right (`Final`), or with a case that is open (`Pending`); ours and those that headquarters told of.
    pub unpunished: &'a [DecidedAct],
    /// When headquarters' history was last read to its end; `None` where it never was.
    pub known_at: Option<Moment>,
    /// What the decision of this stop let off; `None` while nothing is decided. What was decided is not weighed again.
    pub decided: Option<&'a [LetOff]>,
}

/// The answer to 初次违法 (处罚法 33).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstOffence {
    /// No earlier act is known, and the history is.
    Yes {
        /// Last day that headquarters' history is known of; `None` where headquarters itself was asked.
        until: Option<Day>,
    },
    /// There was one.
    No {
        /// The latest day of one; `None` where headquarters only said so.
        on: Option<Day>,
    },
    /// Nobody can say.
    Unknown {
        /// Why.
        why: FirstUnknown,
        /// Last day that headquarters' history is known of; `None` where it never was read.
        until: Option<Day>,
    },
}

impl FirstOffence {
    /// The word of the check contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            FirstOffence::Yes { .. } => "yes",
            FirstOffence::No { .. } => "no",
            FirstOffence::Unknown { .. } => "unknown",
        }
    }

    /// Last day that headquarters' history is known of, where the answer rests on it.
    #[must_use]
    pub const fn until(self) -> Option<Day> {
        match self {
            FirstOffence::Yes { until } | FirstOffence::Unknown { until, .. } => until,
            FirstOffence::No { .. } => None,
        }
    }
}

/// Why nobody can say whether it is the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FirstUnknown {
    /// The party has no number by which its acts could be found.
    PartyUnnamed,
    /// Headquarters' history was never read.
    NeverRead,
    /// It was read longer ago than the list lets it be.
    TooOld,
    /// A case of such an act is open: nobody knows yet what it comes to.
    CaseOpen,
    /// The list looks at the whole province, or further back than headquarters' history goes.
    BeyondHistory,
    /// An earlier act with the vehicle is known, and nobody says whose it was.
    SomebodyUnnamed,
}

impl FirstUnknown {
    /// Every reason.
    pub const ALL: [FirstUnknown; 6] = [
        FirstUnknown::PartyUnnamed,
        FirstUnknown::NeverRead,
        FirstUnknown::TooOld,
        FirstUnknown::CaseOpen,
        FirstUnknown::BeyondHistory,
        FirstUnknown::SomebodyUnnamed,
    ];

    /// The word of the check contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            FirstUnknown::PartyUnnamed => "party_unnamed",
            FirstUnknown::NeverRead => "never_read",
            FirstUnknown::TooOld => "too_old",
            FirstUnknown::CaseOpen => "case_open",
            FirstUnknown::BeyondHistory => "beyond_history",
            FirstUnknown::SomebodyUnnamed => "somebody_unnamed",
        }
    }

    /// What would settle it; headquarters can be asked in any case.
    #[must_use]
    pub const fn settled_by(self) -> Settles {
        match self {
            FirstUnknown::PartyUnnamed => Settles::Naming,
            FirstUnknown::NeverRead | FirstUnknown::TooOld => Settles::Sync,
            FirstUnknown::CaseOpen
            | FirstUnknown::BeyondHistory
            | FirstUnknown::SomebodyUnnamed => Settles::Headquarters,
        }
    }
}

/// What settles whether it is the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settles {
    /// The party's identity or credit number is recorded.
    Naming,
    /// The laptop reads headquarters' news to their end.
    Sync,
    /// Headquarters is asked, and its word recorded with who gave it.
    Headquarters,
}

impl Settles {
    /// The word of the check contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Settles::Naming => "naming",
            Settles::Sync => "sync",
            Settles::Headquarters => "headquarters",
        }
    }
}

/// Whether the act at hand is the first under `item`, as it looks back.
#[must_use]
pub fn first_offence(
    sought: &Sought<'_>,
    list: &LeniencyList,
    item: &LeniencyItem,
    (lookback_months, scope): (Option<u32>, HistoryScope),
) -> FirstOffence {
    let days = |standing| earlier(sought, &item.codes, lookback_months, standing);
    if let Some(on) = days(Standing::Final).max() {
        return FirstOffence::No { on: Some(on) };
    }
    let until = sought.past.known_at.map(Moment::day);
    match sought.finding.leniency.word_on_first() {
        Some(true) => return FirstOffence::Yes { until: None },
        Some(false) => return FirstOffence::No { on: None },
        None => {}
    }
    let unknown = |why| FirstOffence::Unknown { why, until };
    if !is_named(sought.facts) {
        return unknown(FirstUnknown::PartyUnnamed);
    }
    let Some(read_on) = until else { return unknown(FirstUnknown::NeverRead) };
    if sought.day.since(read_on) > i64::from(list.history_days_max) {
        return unknown(FirstUnknown::TooOld);
    }
    if days(Standing::Pending).next().is_some() {
        return unknown(FirstUnknown::CaseOpen);
    }
    let reaches = |months: u32| {
        list.history_since.is_some_and(|since| since.plus_months(months) <= sought.act_on)
    };
    if scope == HistoryScope::Province || !lookback_months.is_some_and(reaches) {
        return unknown(FirstUnknown::BeyondHistory);
    }
    FirstOffence::Yes { until }
}

/// Days of earlier acts under any of `codes` that stand so, in the months that are looked back on.
fn earlier<'a>(
    sought: &'a Sought<'a>,
    codes: &'a [String],
    lookback_months: Option<u32>,
    standing: Standing,
) -> impl Iterator<Item = Day> + 'a {
    let act_on = sought.act_on;
    let inside = move |act: &&DecidedAct| {
        act.on <= act_on && lookback_months.is_none_or(|months| act.on.plus_months(months) > act_on)
    };
    let known = sought.acts.into_iter().chain([sought.past.unpunished]).flatten();
    known
        .filter(move |act| act.standing == standing && codes.contains(&act.code))
        .filter(inside)
        .map(|act| act.on)
}

/// Whether the party has a number by which the history is searched: an organisation its credit code, a person the number of
/// the paper that he showed as who drove or as the party.
#[must_use]
pub fn is_named(facts: &Facts) -> bool {
    let by = Offenders::of(facts);
    match &facts.party {
        None => false,
        Some(Party::Organisation { credit_code, .. }) => !credit_code.is_empty(),
        Some(Party::Citizen { id_no, .. } | Party::SoleTrader { id_no, .. }) => {
            !id_no.get().is_empty() && by.driver == *id_no
        }
    }
}
