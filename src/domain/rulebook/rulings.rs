//! What headquarters decided where the law leaves a choice; data with an author and a day, no code.

use super::violation::Violation;
use crate::domain::party::PartyKind;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use std::collections::BTreeMap;

/// The choices of one headquarters. Another may choose otherwise, so nothing here is a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rulings {
    /// Who ruled, and on which day.
    pub author: String,
    /// From then on it holds; earlier decisions keep the pack they were made under.
    pub decided_on: Day,
    /// Basis id for mass and size over the limit (`超限43`).
    pub over_limit_basis: String,
    /// How a started step of kilograms counts in the fine.
    pub rounding: Rounding,
    /// The limit is the lower of 超限 art. 3 and the axle arrangement table.
    pub lower_of_two_tables: bool,
    /// Kilograms that each axle with single tyres takes off the limit.
    pub single_tyre_kg: i64,
    /// From which mass the excess counts when a carriage departs from its permit.
    pub permit_excess: PermitExcess,
    /// A sole trader (个体工商户) has the limits of a citizen.
    pub sole_trader_is_citizen: bool,
    /// A fine of this amount or more opens the right to a hearing (行政处罚法 art. 63).
    pub hearing_citizen: Fen,
    /// The same for an organisation, fen.
    pub hearing_organisation: Fen,
    /// Highest fine of the summary procedure (行政处罚法 art. 51).
    pub summary_citizen: Fen,
    /// The same for an organisation, fen.
    pub summary_organisation: Fen,
    /// The highest fine that may be collected at the roadside for being small (处罚法 68(1)), fen.
    pub cash_small: Fen,
    /// The year in which over-limit acts are counted (超限 art. 46).
    pub counting: CountingWindow,
    /// What is taken off a reading for the error of the scale.
    pub weighing_deduction: WeighingDeduction,
    /// The last day printed on a certificate belongs to its validity.
    pub certificate_last_day_valid: bool,
    /// Whether a vehicle of the ride-hailing or taxi trade may be held (conflict 6: 粤道条 60, 道条 62).
    pub ride_hailing_impound: bool,
    /// Kinds of evidence wanted, by code of the violation; 1 where nothing stands.
    pub evidence_kinds_min: BTreeMap<String, u8>,
    /// The chosen basis id, by row of the list of conflicts; rows not ruled on are absent.
    pub chosen_bases: BTreeMap<u8, String>,
    /// Who ruled on a row of that list, when, and in which words; each row of `chosen_bases` is here too.
    pub choices: BTreeMap<u8, Choice>,
    /// The basis chosen for an act whose rival bases stand on no row of that list, by its code; acts not ruled on are absent.
    pub act_choices: BTreeMap<String, ActChoice>,
    /// Which of two versions of a norm is the lighter one, where the comparison cannot say (处罚法 37).
    pub lighter: Vec<LighterRuling>,
}

/// What headquarters ruled on one row of the list of conflicts (处罚法 34).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// In its own words; empty where the chosen basis, or the key of the ruling, says all.
    pub says_zh: String,
    /// For the English screens.
    pub says_en: String,
    /// Who ruled.
    pub author: String,
    /// On which day.
    pub decided_on: Day,
}

/// Which of an act's rival bases headquarters uses, where no row of the list of conflicts names them (处罚法 34).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActChoice {
    /// Id of the basis; it means the norm, in each of its versions.
    pub basis: String,
    /// In which words, who and when; the words are empty where the basis says all.
    pub choice: Choice,
}

/// Headquarters' word on two versions of one norm that cannot be compared by their amounts and kinds (处罚法 37).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LighterRuling {
    /// Code of the violation, `PK-007`.
    pub code: String,
    /// Id of the version of the day of the act.
    pub older: String,
    /// Id of the version of the day of the decision.
    pub newer: String,
    /// The one of the two that applies.
    pub lighter: String,
}

impl Rulings {
    /// Whether a paper that is printed to end on `until` is in force on `day`.
    #[must_use]
    pub fn covers(&self, day: Day, until: Day) -> bool {
        day < until || (day == until && self.certificate_last_day_valid)
    }

    /// Whether a party of that kind has the limits of a citizen (处罚法 51, 63).
    #[must_use]
    pub fn is_citizen(&self, kind: PartyKind) -> bool {
        match kind {
            PartyKind::Citizen => true,
            PartyKind::SoleTrader => self.sole_trader_is_citizen,
            PartyKind::Organisation => false,
        }
    }

    /// The highest fine of the summary procedure against such a party (处罚法 51).
    #[must_use]
    pub fn summary_max(&self, kind: PartyKind) -> Fen {
        if self.is_citizen(kind) { self.summary_citizen } else { self.summary_organisation }
    }

    /// From which fine on such a party may ask for a hearing (处罚法 63).
    #[must_use]
    pub fn hearing_from(&self, kind: PartyKind) -> Fen {
        if self.is_citizen(kind) { self.hearing_citizen } else { self.hearing_organisation }
    }

    /// As which kind a party counts where the law knows citizens and organisations alone.
    #[must_use]
    pub fn counts_as(&self, kind: PartyKind) -> PartyKind {
        match kind {
            PartyKind::SoleTrader if self.sole_trader_is_citizen => PartyKind::Citizen,
            PartyKind::SoleTrader => PartyKind::Organisation,
            PartyKind::Citizen | PartyKind::Organisation => kind,
        }
    }

    /// Id of the basis that headquarters chose for `violation`, on its row of the list of conflicts or for the act alone;
    /// `None` while it did not, or where there is nothing to choose.
    #[must_use]
    pub fn chosen_basis(&self, violation: &Violation) -> Option<&str> {
        let of_act = || self.act_choices.get(&violation.code).map(|chosen| &chosen.basis);
        let of_row = violation.conflict.and_then(|row| self.chosen_bases.get(&row));
        of_row.or_else(of_act).map(String::as_str)
    }

    /// The version that headquarters named as the lighter of the two; `None` where it did not.
    #[must_use]
    pub fn lighter_of(&self, code: &str, older: &str, newer: &str) -> Option<&str> {
        let about =
            |one: &&LighterRuling| one.code == code && one.older == older && one.newer == newer;
        self.lighter.iter().find(about).map(|one| one.lighter.as_str())
    }
}

/// Whether a started step counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Whole steps only.
    Floor,
    /// A started step counts as a whole one.
    Ceil,
}

/// The excess of a carriage that departs from its permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermitExcess {
    /// Everything over the ordinary limit, as if there were no permit.
    WholeOverLimit,
    /// Only what is over the mass on the permit.
    OverPermit,
}

/// Which twelve months are "one year" for repeated over-limit acts (路保 66, 超限 46).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountingWindow {
    /// Years that begin on the day the transport certificate was first issued.
    FromFirstIssue,
    /// The twelve months that end on the day of the act.
    LastTwelveMonths,
    /// From January to December.
    CalendarYear,
}

/// What is taken off a reading before the law looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeighingDeduction {
    /// Nothing.
    None,
    /// The error that JJG 907 allows the class of the scale in use: 2, 5 or 10 percent.
    ClassError,
}

impl WeighingDeduction {
    /// Id of the deduction rule that it is; empty where nothing is taken off.
    #[must_use]
    pub fn rule_id(self) -> &'static str {
        match self {
            WeighingDeduction::None => "",
            WeighingDeduction::ClassError => "class_error",
        }
    }

    /// Kilograms off a reading of a scale of `accuracy_class`; a started kilogram counts for the party. `None` where
    /// the ruling takes off an error that is not known.
    #[must_use]
    pub fn kg(self, gross_kg: i64, accuracy_class: u8) -> Option<i64> {
        match (self, accuracy_class) {
            (WeighingDeduction::None, _) => Some(0),
            (WeighingDeduction::ClassError, 0) => None,
            (WeighingDeduction::ClassError, class) => {
                let hundredths = i128::from(gross_kg.max(0)) * i128::from(class);
                i64::try_from((hundredths + 99) / 100).ok()
            }
        }
    }
}
