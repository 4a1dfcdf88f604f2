//! The law's "no": which rule blocks, where, and on what article; shown and kept, never an error.

use super::procedure::{self, guard::GateRule};

/// A rule that can refuse a decision; `cite` names its article. Its name is a contract with scripts
/// and headquarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Fewer than two officers at the stop (处罚法 42).
    TwoOfficers,
    /// An officer who is not on the roster, or whose credential is not in force that day (处罚法 42).
    Credential,
    /// The act or the place is outside what the officer's certificate covers.
    CertificateScope,
    /// An officer of the stop is to withdraw: the request for it was granted (处罚法 43).
    OfficerRecused,
    /// The act is on no power list in force (行政权力事项清单): the bureau has no power over it (处罚法 17, 38).
    PowerList,
    /// The list grants the power for other places than that of the stop, or nobody recorded its region (处罚法 17, 22).
    PowerArea,
    /// The scale or frame has no certificate in force on the day of the stop (国发〔2024〕5号).
    DeviceCertificate,
    /// The same act was found twice, or fined before (处罚法 29).
    OneActOneFine,
    /// Found after two years, after five where the act did harm (处罚法 36).
    TimeBarred,
    /// Cards not shown, something not told, nobody heard (处罚法 44, 45, 62).
    Telling,
    /// Told before the cards were shown, or heard before all was told.
    TellingOrder,
    /// A value that cannot be: no such plate, day, mass or number.
    ImpossibleValue,
    /// No basis in force on the day of the act, or several and no ruling between them.
    BasisNotChosen,
    /// Two versions of one norm, of the day of the act and of that of the decision, and nobody can say which is lighter
    /// (处罚法 37).
    VersionNotChosen,
    /// What punished the act on its day was repealed since, and nothing came in its place (处罚法 37).
    NoLongerPunished,
    /// A finding that the scale does not bear out, or an excess that nobody found.
    FindingAndWeighingDisagree,
    /// The tables have no limit for these axles; one is never guessed.
    LimitUnknown,
    /// The row of the violation has no approver in the rule pack (处罚法 38).
    Unverified,
    /// Nobody is named who could be penalised.
    PartyUnknown,
    /// The party was under 14 on the day of the act, and nobody so young is punished (处罚法 30).
    PartyUnderAge,
    /// No party of that kind can commit the act: the law forbids it to others (处罚法 38).
    PartyKind,
    /// The mass on the vehicle's licence frees it of the permit or certificate that the act is about (道条 22, 24).
    VehicleExempt,
    /// The carriage was of the party's own goods for its own use, and something proves it (自用运输, 粤道条 22).
    OwnUse,
    /// The law gives a range, and no amount inside it was chosen.
    AmountNotChosen,
    /// The amount that was chosen lies outside the range; below it only a ground of 减轻 carries it (处罚法 32).
    AmountOutsideRange,
    /// No fine was chosen, and the basis says no 可以处 for this act: below its least only 处罚法 32, 33 lead.
    FineMandatory,
    /// No fine was chosen (可以处) without a reason, or beside an amount; or a reason was written and nobody chose (处罚法
    /// 34, 44).
    NoFineOpen,
    /// A factor that the discretion standard grades on was not recorded, and the tier hangs on it (处罚法 34).
    TierUnknown,
    /// The amount departs from its tier or from the range, and reasons or the panel's record (集体讨论) lack (处罚法 34, 57).
    OutsideTier,
    /// A ground to go lighter or heavier that nobody answered, proved or gave the reason against (处罚法 32, 46).
    AdjustmentUnproven,
    /// A ground not to punish was accepted, and a penalty is to be decided all the same (处罚法 30, 31, 33).
    PenaltyWaived,
    /// The officers chose an item that asks for a first act, and nobody knows whether it is one (处罚法 33).
    FirstUnknown,
    /// The officers chose not to punish, and a condition of it is not met or not recorded (处罚法 33).
    LeniencyOpen,
    /// Only who was ordered and refused may be penalised for this (拒不改正).
    AfterRefusalOnly,
    /// An earlier act is named that the one at hand repeats (再次违反), and its day or what it is known from lacks.
    RepeatUnproven,
    /// The agency lacks what a decision must bear: court, organ, bank, account.
    AgencyIncomplete,
    /// No leased document number is left for this year.
    NumberBlockEmpty,
    /// The papers of a number may have reached the party: only the head of the organ decides about them (处罚法 52, 61).
    NumberHandedOver,
    /// A form lacks a field that it must bear (处罚法 52).
    FormIncomplete,
    /// A character that the embedded font cannot print; never an empty box.
    CharacterNotInFont,
    /// Headquarters sent what this program must understand before it issues a document, and cannot read.
    ProgramTooOld,
    /// A step of a procedure misses something that no stop at the roadside asks for; the rule names it.
    Gate(&'static GateRule),
}

impl Rule {
    /// Whether a ruling of headquarters on the law lifts it, or what became of the road, which a case may still find out: the
    /// rest of the facts stands, and the case may be opened meanwhile (处罚法 54).
    #[must_use]
    pub fn waits_for_headquarters(self) -> bool {
        matches!(self, Rule::BasisNotChosen | Rule::VersionNotChosen)
    }

    /// Every rule that a stop is judged by, in the order in which refusals are sorted. Those of later steps stand behind
    /// them and are listed by `procedure::rules`.
    pub const ALL: &'static [Rule] = &[
        Rule::TwoOfficers,
        Rule::Credential,
        Rule::CertificateScope,
        Rule::OfficerRecused,
        Rule::PowerList,
        Rule::PowerArea,
        Rule::DeviceCertificate,
        Rule::OneActOneFine,
        Rule::TimeBarred,
        Rule::Telling,
        Rule::TellingOrder,
        Rule::ImpossibleValue,
        Rule::BasisNotChosen,
        Rule::VersionNotChosen,
        Rule::NoLongerPunished,
        Rule::FindingAndWeighingDisagree,
        Rule::LimitUnknown,
        Rule::Unverified,
        Rule::PartyUnknown,
        Rule::PartyUnderAge,
        Rule::PartyKind,
        Rule::VehicleExempt,
        Rule::OwnUse,
        Rule::AmountNotChosen,
        Rule::AmountOutsideRange,
        Rule::FineMandatory,
        Rule::NoFineOpen,
        Rule::TierUnknown,
        Rule::OutsideTier,
        Rule::AdjustmentUnproven,
        Rule::PenaltyWaived,
        Rule::FirstUnknown,
        Rule::LeniencyOpen,
        Rule::AfterRefusalOnly,
        Rule::RepeatUnproven,
        Rule::AgencyIncomplete,
        Rule::NumberBlockEmpty,
        Rule::NumberHandedOver,
        Rule::FormIncomplete,
        Rule::CharacterNotInFont,
        Rule::ProgramTooOld,
    ];

    /// The name in the JSON contract and in the words of the screens.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Rule::TwoOfficers => "two_officers",
            Rule::Credential => "credential",
            Rule::CertificateScope => "certificate_scope",
            Rule::OfficerRecused => "officer_recused",
            Rule::PowerList => "power_list",
            Rule::PowerArea => "power_area",
            Rule::DeviceCertificate => "device_certificate",
            Rule::OneActOneFine => "one_act_one_fine",
            Rule::TimeBarred => "time_barred",
            Rule::Telling => "telling",
            Rule::TellingOrder => "telling_order",
            Rule::ImpossibleValue => "impossible_value",
            Rule::BasisNotChosen => "basis_not_chosen",
            Rule::VersionNotChosen => "version_not_chosen",
            Rule::NoLongerPunished => "no_longer_punished",
            Rule::FindingAndWeighingDisagree => "finding_and_weighing_disagree",
            Rule::LimitUnknown => "limit_unknown",
            Rule::Unverified => "unverified",
            Rule::PartyUnknown => "party_unknown",
            Rule::PartyUnderAge => "party_under_age",
            Rule::PartyKind => "party_kind",
            Rule::VehicleExempt => "vehicle_exempt",
            Rule::OwnUse => "own_use",
            Rule::AmountNotChosen => "amount_not_chosen",
            Rule::AmountOutsideRange => "amount_outside_range",
            Rule::FineMandatory => "fine_mandatory",
            Rule::NoFineOpen => "no_fine_open",
            Rule::TierUnknown => "tier_unknown",
            Rule::OutsideTier => "outside_tier",
            Rule::AdjustmentUnproven => "adjustment_unproven",
            Rule::PenaltyWaived => "penalty_waived",
            Rule::FirstUnknown => "first_unknown",
            Rule::LeniencyOpen => "leniency_open",
            Rule::AfterRefusalOnly => "after_refusal_only",
            Rule::RepeatUnproven => "repeat_unproven",
            Rule::AgencyIncomplete => "agency_incomplete",
            Rule::NumberBlockEmpty => "number_block_empty",
            Rule::NumberHandedOver => "number_handed_over",
            Rule::FormIncomplete => "form_incomplete",
            Rule::CharacterNotInFont => "character_not_in_font",
            Rule::ProgramTooOld => "program_too_old",
            Rule::Gate(rule) => rule.name,
        }
    }

    /// The rule of that name; `None` for a name of a later release.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Rule> {
        let of_stop = || Rule::ALL.iter().copied().find(|rule| rule.name() == name);
        of_stop().or_else(|| procedure::rule(name).map(Rule::Gate))
    }

    /// The article or document that the rule rests on, as a Chinese paper cites it.
    #[must_use]
    pub fn cite(self) -> &'static str {
        match self {
            Rule::TwoOfficers | Rule::Credential | Rule::CertificateScope => {
                "《行政处罚法》第四十二条"
            }
            Rule::OfficerRecused => "《行政处罚法》第四十三条",
            Rule::PowerList => "《行政处罚法》第十七条、第三十八条",
            Rule::PowerArea => "《行政处罚法》第十七条、第二十二条",
            Rule::DeviceCertificate => "国发〔2024〕5号；《计量法》第九条",
            Rule::OneActOneFine => "《行政处罚法》第二十九条",
            Rule::TimeBarred => "《行政处罚法》第三十六条",
            Rule::Telling => "《行政处罚法》第四十四条、第四十五条、第六十二条",
            Rule::TellingOrder => {
                "《行政处罚法》第四十四条、第四十五条、第五十五条；《交通运输行政执法程序规定》第六十一条"
            }
            Rule::ImpossibleValue
            | Rule::LimitUnknown
            | Rule::FindingAndWeighingDisagree
            | Rule::RepeatUnproven => "《行政处罚法》第四十条、第四十六条",
            Rule::BasisNotChosen
            | Rule::AmountNotChosen
            | Rule::AmountOutsideRange
            | Rule::TierUnknown
            | Rule::ProgramTooOld => "《行政处罚法》第五条、第三十四条",
            Rule::VersionNotChosen | Rule::NoLongerPunished => "《行政处罚法》第三十七条",
            Rule::FineMandatory => "《行政处罚法》第三十二条、第三十三条",
            Rule::NoFineOpen => "《行政处罚法》第三十四条、第四十四条",
            Rule::OutsideTier => "《行政处罚法》第三十四条、第五十七条",
            Rule::AdjustmentUnproven => "《行政处罚法》第三十二条、第四十六条",
            Rule::PenaltyWaived => "《行政处罚法》第三十条、第三十一条、第三十三条",
            Rule::FirstUnknown | Rule::LeniencyOpen => "《行政处罚法》第三十三条",
            Rule::Unverified => "《行政处罚法》第三十八条",
            Rule::PartyUnknown => "《行政处罚法》第四十条、第五十二条",
            Rule::PartyUnderAge => "《行政处罚法》第三十条",
            Rule::PartyKind => "《行政处罚法》第三十八条、第四十条",
            Rule::VehicleExempt => "《道路运输条例》第二十二条、第二十四条第三款",
            Rule::OwnUse => "《广东省道路运输条例》第二十二条",
            Rule::AfterRefusalOnly => "《行政处罚法》第二十八条",
            Rule::AgencyIncomplete => "《行政处罚法》第五十二条；《行政复议法》第二十三条",
            Rule::NumberHandedOver => "《行政处罚法》第五十二条、第六十一条",
            Rule::NumberBlockEmpty | Rule::FormIncomplete | Rule::CharacterNotInFont => {
                "《行政处罚法》第五十二条"
            }
            Rule::Gate(rule) => rule.cite,
        }
    }
}

/// Fields of which a sentence of their own says what they may hold; of a list without the place in it.
pub const WITH_LIMITS: &[&str] = &[
    "guided.at",
    "guided.distance_m",
    "guided.left_at",
    "readings.at",
    "readings.gross_kg",
    "reweighing.at",
    "reweighing.gross_kg",
    "reweighing.unloaded_kg",
    "unloading.began_at",
    "unloading.ended_at",
    "unloading.released_at",
    "weighing.at",
    "weighing.deduction",
];

/// Fields that a paper may lack, and of which a sentence of its own says what is to be done, or what else may stand for it.
pub const OF_PAPERS: &[&str] = &["present.relation", "sheet"];

/// Fields that say which of several bases answers an act, where no headquarters has to choose between them.
pub const THAT_CHOOSE: &[&str] = &["findings.road_surface"];

/// One refusal: the rule and the field it looks at, as a path of the check contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blocked {
    /// Which rule refuses.
    pub rule: Rule,
    /// Path of the check contract, `findings[0].code`; of a step of a procedure the approval or paper that it lacks,
    /// `approvals.head`. Empty when no field can mend it, or the rule itself says what is to be recorded.
    pub field: String,
}

impl Blocked {
    /// A refusal by `rule` that looks at `field`.
    #[must_use]
    pub fn new(rule: Rule, field: impl Into<String>) -> Blocked {
        Blocked { rule, field: field.into() }
    }

    /// Key of the words that say what would unblock it: those of the rule, or of the field where no paper and no display
    /// shows what it may hold.
    #[must_use]
    pub fn unblock_key(&self) -> String {
        let field = match (self.field.split_once('['), self.field.split_once(']')) {
            (Some((list, _)), Some((_, rest))) => format!("{list}{rest}"),
            (None, _) | (_, None) => self.field.clone(),
        };
        let has_limits =
            self.rule == Rule::ImpossibleValue && WITH_LIMITS.contains(&field.as_str());
        let of_papers = self.rule == Rule::FormIncomplete && OF_PAPERS.contains(&field.as_str());
        let chooses = self.rule == Rule::BasisNotChosen && THAT_CHOOSE.contains(&field.as_str());
        if has_limits || of_papers || chooses {
            return format!("blocked.{}.{field}", self.rule.name());
        }
        format!("blocked.{}.unblock", self.rule.name())
    }
}

/// Something the officer must see, which refuses nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// The check digit does not fit; the officer confirms what the paper shows.
    CheckDigit {
        /// Path of the check contract, `party.id_no`.
        field: String,
    },
    /// A form of number that other provinces use; recorded as seen.
    UnusualNumber {
        /// Path of the check contract, `party.id_no`.
        field: String,
    },
    /// This is the third over-limit act of the vehicle's year: one more and the law revokes (路保
    /// 66).
    ThirdInWindow,
    /// More than three over-limit acts in the vehicle's year (路保 66, 超限 46).
    MoreThanThreeInWindow,
    /// The driver's third over-limit act in twelve months (路保 66), and each later one.
    DriverThird,
    /// The driver was over the limit more than three times in twelve months (路保 66).
    DriverMoreThanThree,
    /// More than a tenth of the carrier's vehicles were over the limit in twelve months (路保 66).
    CarrierMoreThanTenth,
    /// The certificate's first issue is unknown, so the last 12 months were counted.
    WindowUnknown,
    /// The limit stands on the number of axles alone: nobody said how they are arranged.
    ArrangementUnknown,
    /// An axle or a group bears more than its limit.
    AxleOverLimit,
    /// Weighed again behind the unloading, it is still above the limit.
    StillOverLimit,
    /// The vehicle was let go, and nothing shows that the excess is gone.
    ReleasedOverLimit,
    /// The party disputes the slip, and no second weighing proves anything yet.
    SlipDisputed,
    /// A reading of a scale without a certificate in force on its day: it counts for nothing.
    ReadingUnproven {
        /// Path of the check contract, `readings[0].certificate_until`.
        field: String,
    },
    /// The officers named a deduction rule that nobody at headquarters stands for (未核): it is not applied.
    DeductionUnverified,
    /// The same vehicle was fined for the same act on this day already, or a case was opened for it.
    FinedToday,
    /// The stake has no metres.
    MetresNotGiven,
    /// A plate that is missing or in doubt, and no photograph of it is kept yet: it cannot be had again.
    PhotographWanted,
    /// The number on the frame is another than the one registered for the plate.
    VinDisagrees,
    /// Who is there told who he is, or refused to, and no paper proves it.
    IdentityUnproven,
    /// The party was 14 or older and under 18 on the day of the act, and no ground says so yet (处罚法 30).
    UnderAge,
    /// The act is on no list of what may be inspected (检查事项清单): it is a lead, and no ground to stop others for.
    NotForInspection {
        /// Path of the check contract, `findings[0].code`.
        field: String,
    },
}

impl Warning {
    /// The name in the JSON contract.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Warning::CheckDigit { .. } => "check_digit",
            Warning::UnusualNumber { .. } => "unusual_number",
            Warning::ThirdInWindow => "over_limit_third_in_window",
            Warning::MoreThanThreeInWindow => "over_limit_more_than_three_in_window",
            Warning::DriverThird => "driver_over_limit_third_in_window",
            Warning::DriverMoreThanThree => "driver_over_limit_more_than_three_in_window",
            Warning::CarrierMoreThanTenth => "carrier_over_limit_more_than_a_tenth",
            Warning::WindowUnknown => "over_limit_window_unknown",
            Warning::ArrangementUnknown => "axle_arrangement_unknown",
            Warning::AxleOverLimit => "axle_over_limit",
            Warning::StillOverLimit => "still_over_limit",
            Warning::ReleasedOverLimit => "released_over_limit",
            Warning::SlipDisputed => "slip_disputed",
            Warning::ReadingUnproven { .. } => "reading_unproven",
            Warning::DeductionUnverified => "deduction_unverified",
            Warning::FinedToday => "same_vehicle_fined_today",
            Warning::MetresNotGiven => "stake_metres_not_given",
            Warning::PhotographWanted => "photograph_wanted",
            Warning::VinDisagrees => "vin_disagrees",
            Warning::IdentityUnproven => "identity_unproven",
            Warning::UnderAge => "under_age",
            Warning::NotForInspection { .. } => "not_for_inspection",
        }
    }

    /// The field that the screen marks; `None` where it is about the vehicle's past.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Warning::CheckDigit { field }
            | Warning::UnusualNumber { field }
            | Warning::ReadingUnproven { field }
            | Warning::NotForInspection { field } => Some(field),
            Warning::MetresNotGiven => Some("place.stake"),
            Warning::ArrangementUnknown => Some("vehicle.arrangement"),
            Warning::WindowUnknown => Some("transport_certificate.first_issued"),
            Warning::AxleOverLimit => Some("weighing.axle_loads"),
            Warning::StillOverLimit => Some("reweighing.gross_kg"),
            Warning::ReleasedOverLimit => Some("unloading.released_at"),
            Warning::SlipDisputed => Some("slip.standing"),
            Warning::DeductionUnverified => Some("weighing.deduction"),
            Warning::CarrierMoreThanTenth => Some("party.trucks"),
            Warning::PhotographWanted => Some("vehicle.plate_state"),
            Warning::VinDisagrees => Some("vehicle.registered_vin"),
            Warning::IdentityUnproven => Some("present.identity"),
            Warning::UnderAge => Some("party.id_no"),
            Warning::ThirdInWindow
            | Warning::MoreThanThreeInWindow
            | Warning::DriverThird
            | Warning::DriverMoreThanThree
            | Warning::FinedToday => None,
        }
    }
}
