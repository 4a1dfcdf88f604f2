//! The rulebook: what headquarters approved as law for the road; it never changes while in use.
//!
//! A new violation: a `[[violation]]` with its bases in its family's file in `assets/rulebook/violations`, no line of code
//! unless the family or a kind of sanction is new. The laws that it cites stand in `laws.toml`; where two bases compete,
//! `conflict` names a row, and headquarters' choice stands in `rulings.toml` (without one, decisions block). A row is
//! `confirmed` once the approver stands for it; until then it shows 未核 and blocks. The pack has another digest from then
//! on; a bureau keeps the pack that it adopted. `wire/rulebook.rs` reads it, or refuses it whole.
//! Acts that are taken for each other, ours or of other organs, stand together in a row of `look_alikes.toml`.
//! A new version of a basis: a basis of its own with `from`, and `replaces` with the id of the one before, whose `until` is
//! the day before; `domain/law_in_time.rs` says which of them answers an act.
//!
//! A new deadline: a `[[deadline]]` in `deadlines.toml`, and a line in `domain/deadline/trigger.rs` where its event is new.
//!
//! What the bureau may do at all stands in `power_list.toml`, which a pack may lack: a new list is a new pack.
//!
//! A discretion standard: a `[[benchmark]]` with its tiers in a file of `discretion/`, which a pack may lack; grounds to go
//! lighter or heavier are an `[[adjustment]]` there, and a `[[reduction]]` says how far one of them takes the law's least
//! down. `wire/rulebook/discretion.rs` says what stands in them.
//!
//! What may be taken off a reading of a scale stands by name in `deductions.toml`, which a pack may lack.
//!
//! A no-penalty list: a file of `leniency/`, which a pack may lack; `wire/rulebook/leniency.rs` says what stands in it.

pub mod adjustment;
pub mod benchmark;
pub mod citation;
pub mod conflict;
pub mod deduction;
pub mod power_list;
pub mod leniency;
pub mod look_alike;
pub mod reduction;
pub mod rulings;
pub mod sanction;
pub mod violation;
pub mod weights;

use crate::domain::calendar::Calendar;
use crate::domain::deadline::Deadlines;
use crate::domain::deadline::reckon::Reckoner;
use crate::stdx::day::Day;
use crate::stdx::digest::Digest;
use std::collections::BTreeMap;

pub use adjustment::{Adjustment, Leaning};
pub use benchmark::{Benchmark, Bound, Bounds, Tier, TierAmount, TierCondition, TierMeasure};
pub use citation::{Citation, Law};
pub use conflict::Conflict;
pub use deduction::DeductionRule;
pub use leniency::{
    HistoryScope, Lenience, LeniencyCondition, LeniencyItem, LeniencyList, ListReach,
};
pub use look_alike::LookAlike;
pub use power_list::{Power, PowerKind, PowerList, PowerStanding};
pub use reduction::{Reduction, ReductionStep};
pub use rulings::{
    Choice, CountingWindow, LighterRuling, PermitExcess, Rounding, Rulings, WeighingDeduction,
};
pub use sanction::{Coercion, Fine, FineKind, GainTest, Sanction};
pub use violation::{Basis, Family, PoliceOnly, TierFactor, Violation};
pub use weights::{
    ArrangementLimit, AxleLimit, Gb1589Allowance, Gb1589Feature, Gb1589Length, GrossLimit,
    MassFine, SizeBandRow, SizeLimits, Tyres, VehicleType, WeightCites, Weights,
};

/// Stands where something is shown that no approver answers for, or that was not read in the law itself; on nothing with a
/// number.
pub const UNVERIFIED: &str = "未核";

/// One approved pack: laws, violations, headquarters' rulings and the weight tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rulebook {
    /// Which pack this is.
    pub pack: PackHeader,
    /// By the short name that citations use (`超限`).
    pub laws: BTreeMap<String, Law>,
    /// By code (`OL-001`).
    pub violations: BTreeMap<String, Violation>,
    /// Acts that look like ours but belong to others, by code (`PO-001`).
    pub police_only: BTreeMap<String, PoliceOnly>,
    /// Acts that are taken for each other. Empty in a pack without `look_alikes.toml`.
    pub look_alikes: Vec<LookAlike>,
    /// What headquarters decided where the law leaves a choice.
    pub rulings: Rulings,
    /// Limits, bands and steps of over-limit carriage (kg, mm, fen).
    pub weights: Weights,
    /// What may be taken off a reading, by name. Empty in a pack without `deductions.toml`.
    pub deductions: Vec<DeductionRule>,
    /// 执法类别 by the word that certificates use, and the families that each covers. Empty in a pack that rules nothing
    /// on them.
    pub categories: BTreeMap<String, Vec<Family>>,
    /// What the bureau may do at all (行政权力事项清单); `None` in a pack without `power_list.toml`, which refuses nothing.
    pub power_list: Option<PowerList>,
    /// Discretion standards (裁量基准). Empty in a pack without `discretion`.
    pub benchmarks: Vec<Benchmark>,
    /// Grounds to go lighter, below the range, heavier, or not to punish, by their key. Empty in a pack without
    /// `discretion`.
    pub adjustments: BTreeMap<String, Adjustment>,
    /// Schedules of 减轻, in the order of their files. Empty in a pack without any.
    pub reductions: Vec<Reduction>,
    /// No-penalty lists, in the order of their files. Empty in a pack without `leniency`.
    pub leniency: Vec<LeniencyList>,
    /// Working days, as far as the State published them. Empty in a pack without `holidays`.
    pub calendar: Calendar,
    /// How long what may take. Empty in a pack without `deadlines.toml`.
    pub deadlines: Deadlines,
}

/// Who approved the pack, when, and exactly which bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackHeader {
    /// Its name among the packs of this headquarters, `sample-gd-st`.
    pub id: String,
    /// As headquarters counts them, `2026.11-3`.
    pub version: String,
    /// The day on which headquarters issued it.
    pub issued_on: Day,
    /// The legal unit that answers for the content (法制审核).
    pub approver: String,
    /// A sample pack teaches and tests; its papers must say that they are samples.
    pub sample: bool,
    /// Over the names and bytes of all files of the pack; every decision remembers it.
    pub digest: Digest,
}

impl Rulebook {
    /// The violation of that code; `None` when the pack has none.
    #[must_use]
    pub fn violation(&self, code: &str) -> Option<&Violation> {
        self.violations.get(code)
    }

    /// The rows of look-alikes that `code` stands in.
    pub fn look_alikes_of<'a>(&'a self, code: &str) -> impl Iterator<Item = &'a LookAlike> {
        self.look_alikes.iter().filter(move |row| row.codes.iter().any(|known| known == code))
    }

    /// Counts periods by this pack's calendar and deadlines.
    #[must_use]
    pub fn reckoner(&self) -> Reckoner<'_> {
        Reckoner { calendar: &self.calendar, table: &self.deadlines }
    }

    /// How the power list stands to `act` on the day and at the region of `at`; a pack without a list grants all.
    #[must_use]
    pub fn power(&self, act: &Violation, kind: PowerKind, at: (Day, &str)) -> PowerStanding {
        let list = self.power_list.as_ref();
        list.map_or(PowerStanding::Granted, |list| list.standing(act, kind, at))
    }

    /// The discretion standard of a violation under one of its bases, in force on the day whose law answers the act.
    #[must_use]
    pub fn benchmark(&self, code: &str, basis: &str, on: Day) -> Option<&Benchmark> {
        let fits = |known: &&Benchmark| known.code == code && known.basis == basis;
        self.benchmarks.iter().filter(fits).find(|known| known.in_force(on))
    }

    /// The schedule of 减轻 for a ground and an act, confirmed or not, in force on the day whose law answers the act
    /// (处罚法 32).
    #[must_use]
    pub fn reduction(&self, ground: &str, code: &str, on: Day) -> Option<&Reduction> {
        let speaks = |known: &&Reduction| {
            known.ground == ground && known.codes.iter().any(|own| own == code)
        };
        self.reductions.iter().filter(speaks).find(|known| known.in_force(on))
    }

    /// Whether an item of a list, confirmed or not, speaks of the violation `code`.
    #[must_use]
    pub fn is_listed(&self, code: &str) -> bool {
        let items =
            self.leniency.iter().flat_map(|list| list.items.iter().chain(&list.no_coercion));
        items.flat_map(|item| &item.codes).any(|known| known == code)
    }

    /// Whether what is done about `code` hangs on earlier acts that nobody punished: a list speaks of it, or its row punishes who
    /// does it again.
    #[must_use]
    pub fn looks_back(&self, code: &str) -> bool {
        self.is_listed(code) || self.violation(code).is_some_and(|act| act.or_repeated)
    }

    /// The items of the lists in force on the day `on` that speak of the violation `code`, confirmed or not, each with its list.
    pub fn items_of<'a>(
        &'a self,
        code: &'a str,
        on: Day,
    ) -> impl Iterator<Item = (&'a LeniencyList, &'a LeniencyItem)> {
        let lists = self.leniency.iter().filter(move |list| list.in_force(on));
        lists.flat_map(move |list| {
            let items = list.items.iter().chain(&list.no_coercion);
            let own = items.filter(move |item| item.codes.iter().any(|known| known == code));
            own.map(move |item| (list, item))
        })
    }

    /// `《公路安全保护条例》第六十四条第一款第（二）项`, as a paper cites it. A text that a later one of the same title has
    /// replaced is named by its day, because article numbers shifted: `《道路运输条例》（2022年3月29日文本）第六十九条`.
    #[must_use]
    pub fn cite(&self, citation: &Citation) -> String {
        let law = self.laws.get(&citation.law);
        let title = law.map_or(citation.law.as_str(), |law| &law.title);
        let text = law.and_then(|law| self.replaced_text(law));
        let text = text.map_or(String::new(), |day| format!("（{}文本）", day.in_chinese()));
        format!("《{title}》{text}{}", citation.place_in_chinese())
    }

    /// The day of a law's text where the pack has a later text of the same title.
    fn replaced_text(&self, law: &Law) -> Option<Day> {
        let day = Day::parse(&law.version)?;
        let later = |other: &Law| {
            other.title == law.title && Day::parse(&other.version).is_some_and(|on| on > day)
        };
        self.laws.values().any(later).then_some(day)
    }

    /// Several citations in a row, joined by `、`.
    #[must_use]
    pub fn cite_all(&self, citations: &[Citation]) -> String {
        citations.iter().map(|c| self.cite(c)).collect::<Vec<_>>().join("、")
    }
}
