//! Violations (案由) and their bases as the pack states them; it never decides whether one happened.

use super::citation::Citation;
use super::rulings::Rulings;
use super::sanction::{Coercion, Sanction};
use crate::domain::consequence::RepeatOffender;
use crate::domain::party::PartyKind;
use crate::domain::road_surface::RoadSurface;
use crate::stdx::day::Day;

/// One 案由: what is forbidden, under which bases it may be answered, and what to watch for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // One for each yes-or-no that the catalogue states.
pub struct Violation {
    /// Family and three digits, never reused (`OL-001`).
    pub code: String,
    /// Which file of the pack, and which letters of the code.
    pub family: Family,
    /// The 案由 as papers print it.
    pub name_zh: String,
    /// For the English screens; papers never show it.
    pub name_en: String,
    /// 违反条款
    pub violated: Vec<Citation>,
    /// 处罚依据: alternatives, of which one decision uses exactly one.
    pub bases: Vec<Basis>,
    /// Who can commit it; all three kinds where the law does not say.
    pub parties: Vec<PartyKind>,
    /// May fall under 行政处罚法 art. 33(1): slight, corrected in time, no harm.
    pub minor_if_corrected: bool,
    /// What may be done to things besides the penalty.
    pub coercion: Vec<Coercion>,
    /// What a discretion standard grades on.
    pub factors: Vec<TierFactor>,
    /// Published lists that let it off or grade it down, by their short name (`HB`); `33` is 处罚法 33 alone.
    pub leniency: Vec<String>,
    /// Kinds of evidence (行政处罚法 art. 46) that headquarters wants before a decision.
    pub evidence_kinds_min: u8,
    /// How far the text was verified: A full text read, S seen, B and C own knowledge.
    pub mark: String,
    /// The approver of the pack stands for this row; without it no decision may use it.
    pub confirmed: bool,
    /// Counts for the consequences of repeated over-limit carriage (公路安全保护条例 art. 66).
    pub over_limit: bool,
    /// 总质量 on the licence of a vehicle, kg, up to which the act is none (道条 22, 24); `None` where the mass says nothing.
    pub exempt_up_to_kg: Option<i64>,
    /// Carriage of one's own goods for one's own use (自用运输) is outside what the act is about (粤道条 22).
    pub exempt_own_use: bool,
    /// Whose repeated over-limit acts it answers (路保 66): the count finds it, and it is proposed to headquarters.
    pub repeat_offender: Option<RepeatOffender>,
    /// One of the four departures with indivisible loads (超限 art. 47(1)).
    pub indivisible_permit: bool,
    /// The sanction stands only after 拒不改正 was proven by a second visit.
    pub after_refusal: bool,
    /// What waits for a refusal stands as well where the same party does it again (再次违反, 动规 36).
    pub or_repeated: bool,
    /// The row of the list of conflicts that headquarters has to rule on: its bases compete.
    pub conflict: Option<u8>,
    /// Other rows of that list which touch it without a second basis: guards, held vehicles, one act under two codes.
    pub traps: Vec<u8>,
    /// Codes under which the same act may stand too, as the law of the State and of the province name it: it is fined once
    /// (处罚法 29).
    pub one_act_with: Vec<String>,
    /// What the officer should check first, in words for the officer.
    pub advice_zh: Option<String>,
    /// The same for the English screens; `None` in a pack that says it in Chinese alone.
    pub advice_en: Option<String>,
}

impl Violation {
    /// The basis of that id; `None` when the violation has none.
    #[must_use]
    pub fn basis(&self, id: &str) -> Option<&Basis> {
        self.bases.iter().find(|basis| basis.id == id)
    }

    /// Whether a party of that kind can commit it. A sole trader counts as headquarters ruled, where the row does not name him.
    #[must_use]
    pub fn may_be_of(&self, kind: PartyKind, rulings: &Rulings) -> bool {
        self.parties.contains(&kind) || self.parties.contains(&rulings.counts_as(kind))
    }

    /// Whether `basis` stands for a party of that kind. A sole trader counts as headquarters ruled, where no basis names him.
    #[must_use]
    pub fn stands_for(&self, basis: &Basis, kind: PartyKind, rulings: &Rulings) -> bool {
        let named = self.bases.iter().any(|basis| basis.parties.contains(&kind));
        let kind = if named { kind } else { rulings.counts_as(kind) };
        basis.parties.is_empty() || basis.parties.contains(&kind)
    }

    /// Whether something of it stands only once 拒不改正 is proven: an order with a last day comes first (责令改正).
    #[must_use]
    pub fn needs_prior_order(&self) -> bool {
        let waits = |basis: &Basis| {
            basis.after_refusal || basis.sanctions.iter().any(Sanction::waits_for_refusal)
        };
        self.after_refusal || self.bases.iter().any(waits)
    }

    /// Whether nothing of `basis` stands before 拒不改正 is proven: a first visit can but order the correction.
    #[must_use]
    pub fn waits_for_refusal(&self, basis: &Basis) -> bool {
        self.after_refusal || basis.after_refusal
    }

    /// Whether several norms answer it side by side, no row of the list of conflicts names them and neither party nor road tells
    /// them apart: headquarters has to choose one for this act.
    #[must_use]
    pub fn has_rivals(&self) -> bool {
        let is_told_apart =
            |basis: &Basis| !basis.parties.is_empty() || basis.road_surface.is_some();
        let is_rival = |basis: &&Basis| basis.replaces.is_none() && !is_told_apart(basis);
        self.conflict.is_none() && self.bases.iter().filter(is_rival).count() > 1
    }

    /// Whether what the act did to the road's surface says which of its bases answers it (道条 68, 路保 69).
    #[must_use]
    pub fn hangs_on_road_surface(&self) -> bool {
        self.bases.iter().any(|basis| basis.road_surface.is_some())
    }

    /// 违反条款 of the act under `basis`: the basis' own, where it stands for another norm than the row (动规 beside 粤道条).
    #[must_use]
    pub fn violated_under<'a>(&'a self, basis: &'a Basis) -> &'a [Citation] {
        if basis.violated.is_empty() { &self.violated } else { &basis.violated }
    }

    /// The first version that the pack knows of the norm that `basis` is a version of.
    #[must_use]
    pub fn first_version<'a>(&'a self, basis: &'a Basis) -> &'a Basis {
        let mut first = basis;
        // A pack whose versions come round to themselves is refused; nothing here may hang on that.
        for _ in &self.bases {
            match first.replaces.as_deref().and_then(|id| self.basis(id)) {
                Some(earlier) => first = earlier,
                None => break,
            }
        }
        first
    }
}

/// One legal basis with its sanctions and its days in force (处罚法 38).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Names the basis inside its violation (`超限43`).
    pub id: String,
    /// The articles, in the order in which a paper cites them.
    pub cites: Vec<Citation>,
    /// 违反条款 under this basis, where they are not those of the row; empty for the row's.
    pub violated: Vec<Citation>,
    /// First day in force; unknown or long ago when absent.
    pub from: Option<Day>,
    /// Last day in force, included.
    pub until: Option<Day>,
    /// The version of the same norm that it came after (`道条2022-63`); `None` for the first that the pack knows.
    pub replaces: Option<String>,
    /// For which kinds of party it stands, where the law tells them apart (航道法 42); empty for all.
    pub parties: Vec<PartyKind>,
    /// What of the road's surface it stands for, where that tells two laws apart (道条 68, 路保 69); `None` where it says nothing.
    pub road_surface: Option<RoadSurface>,
    /// This basis alone stands only after 拒不改正, other bases of the violation do not wait.
    pub after_refusal: bool,
    /// Side by side (并处), in the order of the article.
    pub sanctions: Vec<Sanction>,
}

impl Basis {
    /// Whether nobody knows which article the act violates under this basis alone: a paper has to name it (处罚法 52, 59), so
    /// that none is decided on it.
    #[must_use]
    pub fn lacks_violated_article(&self) -> bool {
        self.violated.iter().any(|cite| cite.article == 0)
    }

    /// Whether it may stand behind what was `seen` of the road's surface; each may while nobody looked.
    #[must_use]
    pub fn fits_road(&self, seen: Option<RoadSurface>) -> bool {
        let seen = seen.filter(|seen| seen.is_seen());
        self.road_surface.is_none_or(|asked| seen.is_none_or(|seen| seen == asked))
    }

    /// Whether `on` lies in its days in force, both ends included.
    #[must_use]
    pub fn in_force(&self, on: Day) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }
}

/// Families of violations; each has its own file in the pack and its own prefix of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// 超限
    OverLimit,
    /// 道路客运
    Passenger,
    /// 包车
    Charter,
    /// 直通港澳
    CrossBorder,
    /// 普通货运
    Freight,
    /// 危险货物
    DangerousGoods,
    /// 网约车
    RideHailing,
    /// 巡游出租车
    Taxi,
    /// 城市公交
    Bus,
    /// 从业人员
    Personnel,
    /// 车辆, 动态监控
    VehicleMonitoring,
    /// 机动车维修
    Repair,
    /// 驾驶员培训
    DriverTraining,
    /// 站场, 相关服务
    Stations,
    /// 汽车租赁
    Rental,
    /// 路政
    HighwayProperty,
    /// 水路, 港口, 航道
    Waterway,
}

impl Family {
    /// Every family, in the order of the catalogue.
    pub const ALL: [Family; 17] = [
        Family::OverLimit,
        Family::Passenger,
        Family::Charter,
        Family::CrossBorder,
        Family::Freight,
        Family::DangerousGoods,
        Family::RideHailing,
        Family::Taxi,
        Family::Bus,
        Family::Personnel,
        Family::VehicleMonitoring,
        Family::Repair,
        Family::DriverTraining,
        Family::Stations,
        Family::Rental,
        Family::HighwayProperty,
        Family::Waterway,
    ];

    /// The letters before the dash of its codes.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Family::OverLimit => "OL",
            Family::Passenger => "PK",
            Family::Charter => "CH",
            Family::CrossBorder => "HK",
            Family::Freight => "FR",
            Family::DangerousGoods => "DG",
            Family::RideHailing => "NC",
            Family::Taxi => "TX",
            Family::Bus => "BS",
            Family::Personnel => "PE",
            Family::VehicleMonitoring => "VE",
            Family::Repair => "MT",
            Family::DriverTraining => "DT",
            Family::Stations => "ST",
            Family::Rental => "RT",
            Family::HighwayProperty => "LZ",
            Family::Waterway => "WW",
        }
    }

    /// Its word in the pack, which is also the stem of its file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Family::OverLimit => "over_limit",
            Family::Passenger => "passenger",
            Family::Charter => "charter",
            Family::CrossBorder => "cross_border",
            Family::Freight => "freight",
            Family::DangerousGoods => "dangerous_goods",
            Family::RideHailing => "ride_hailing",
            Family::Taxi => "taxi",
            Family::Bus => "bus",
            Family::Personnel => "personnel",
            Family::VehicleMonitoring => "vehicle_monitoring",
            Family::Repair => "repair",
            Family::DriverTraining => "driver_training",
            Family::Stations => "stations",
            Family::Rental => "rental",
            Family::HighwayProperty => "highway_property",
            Family::Waterway => "waterway",
        }
    }

    /// The family of a word of the pack; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Family> {
        Family::ALL.into_iter().find(|family| family.word() == word)
    }
}

/// What a discretion standard (裁量基准, 处罚法 34) may grade a violation on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TierFactor {
    /// Times in the period looked back on.
    Count,
    /// Kilograms over.
    Mass,
    /// Band of the outer size.
    Size,
    /// People beyond what is allowed.
    Passengers,
    /// Square metres, metres, cubic metres or pieces.
    Quantity,
    /// How long it went on.
    Duration,
    /// 违法所得
    Gain,
    /// 危害后果.
    Harm,
    /// 拒不改正
    Refusal,
    /// No ladder: the amount is fixed.
    Fixed,
}

/// An act that an officer will meet but may not punish: it is offered, refused and handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoliceOnly {
    /// `PO-001`
    pub code: String,
    /// The act, as a hand-over names it.
    pub name_zh: String,
    /// For the English screens.
    pub name_en: String,
    /// Whose business it is (公安交管, 海事, …).
    pub authority: String,
    /// Why, in the words of a citation.
    pub basis: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rulebook_first_and_last_day_belong_to_a_basis() {
        let day = |text| Day::parse(text);
        let basis = Basis {
            id: "道条63".into(),
            cites: Vec::new(),
            violated: Vec::new(),
            from: day("2022-05-01"),
            until: day("2023-07-19"),
            replaces: None,
            parties: Vec::new(),
            road_surface: None,
            after_refusal: false,
            sanctions: Vec::new(),
        };
        for (on, want) in [
            ("2022-04-30", false),
            ("2022-05-01", true),
            ("2023-07-19", true),
            ("2023-07-20", false),
        ] {
            assert_eq!(basis.in_force(day(on).unwrap()), want, "{on}");
        }
    }

    #[test]
    fn rulebook_families_are_found_by_their_word() {
        for family in Family::ALL {
            assert_eq!(Family::from_word(family.word()), Some(family));
        }
        assert_eq!(Family::from_word("aviation"), None);
    }
}
