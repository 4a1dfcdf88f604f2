//! The scale and the limit tables applied to one stop: limit, excess, size band, and who disagrees.

use super::blocked::{Blocked, Rule, Warning};
use super::inspection::judgement::Weighed;
use super::inspection::readings::CountingReading;
use super::inspection::{Facts, Finding, readings};
use super::over_limit::{
    self, AxleLoad, Exemption, Fit, Gb1589Feature, Limit, LimitUnknown, Load, MassSanction,
    Passage, Size, SizeBand,
};
use super::permit_check::{passage, size_of, terms};
use super::rulebook::{PermitExcess, Rulebook};
use super::vehicle::{self, Build};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// What weighing and measuring gave, held against the limits (超限 3, 43).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighing {
    /// Limit, excess and band; `None` where nothing was weighed or no limit is known.
    pub weighed: Option<Weighed>,
    /// What the mass alone leads to.
    pub mass: Option<MassSanction>,
    /// `None` inside the limits of size.
    pub size: Option<SizeBand>,
    /// A permit in force covers exactly what was measured (超限 47).
    pub covered_by_permit: bool,
    /// The scale has a certificate in force on that day.
    pub device_in_force: bool,
    /// What is taken off is an error of the scale that the record does not say.
    pub class_unknown: bool,
    /// The reading whose class that is, `readings[0]`; empty for the first.
    counting: String,
    /// The officers named a deduction rule that the pack does not have.
    no_such_rule: bool,
    /// The tables have no limit for these axles.
    pub limit_unknown: bool,
    /// It is what the licence prints, and nobody read it.
    licence_unread: bool,
    /// Field of a claim or a load whose figures nobody at headquarters stands for (未核).
    pub unverified: Vec<&'static str>,
    /// What the officers must see of it.
    pub warnings: Vec<Warning>,
    recorded: bool,
}

/// Holds the readings of `facts` against the limits on `day` (超限 3, 43), and the scale against its certificate. No
/// limit is guessed: where the tables have none, `limit_unknown` says so.
#[must_use]
pub fn weigh(facts: &Facts, day: Day, rulebook: &Rulebook) -> Weighing {
    let mut result = Weighing::default();
    let (Some(first), Some(vehicle)) = (&facts.weighing, &facts.vehicle) else { return result };
    result.recorded = true;
    let counting = readings::counting(facts, day, &rulebook.rulings);
    let scale = &readings::counted(first, facts, counting);
    result.counting =
        counting.filter(|it| it.nth.is_some()).map_or(String::new(), CountingReading::field);
    let of_scale = (scale.device.as_str(), scale.certificate_no.as_str(), scale.certificate_until);
    // The first is proven on the day of the stop, where nobody wrote when it was read.
    let read_on = scale.at.map_or(day, Moment::day);
    result.device_in_force = readings::proves(of_scale, read_on, &rulebook.rulings);
    let (deduction, deduction_rule) = result.deducted(scale, rulebook);
    result.class_unknown = deduction.is_none();
    let deduction_kg = deduction.unwrap_or(0);
    let gross_kg = scale.gross_kg.saturating_sub(deduction_kg);
    let Some(build) = &vehicle.build else {
        result.limit_unknown = true;
        return result;
    };
    let load = load_of(build, vehicle.licence_gross_kg);
    let (weights, rulings) = (&rulebook.weights, &rulebook.rulings);
    let size = size_of(scale.length_mm, scale.width_mm, scale.height_mm);
    let (claims, unverified) = conforming(claims(facts), &load, &size, rulebook);
    result.unverified.extend(unverified);
    let limit = match over_limit::limit_exempting(&load, &claims, weights, rulings) {
        Ok(limit) => limit,
        Err(unknown) => {
            result.limit_unknown = true;
            result.licence_unread = matches!(unknown, LimitUnknown::LicenceMassUnknown { .. });
            return result;
        }
    };
    let (axles, axle_sum_kg) = result.weigh_axles((&load, scale), facts, &claims, rulebook);
    let limit = Limit { kg: axle_sum_kg.map_or(limit.kg, |kg| kg.min(limit.kg)), ..limit };
    if claims.iter().any(|claim| over_limit::is_unverified(claim, weights)) {
        result.unverified.push("exemption.feature");
    }
    result.size = over_limit::size_band_exempting(&size, &claims, weights);
    let passage = passage(facts, gross_kg, size, day);
    let (covered, base_kg) = under_permit(facts, &passage, limit.kg, rulebook);
    result.covered_by_permit = covered;
    let excess = over_limit::mass_excess(gross_kg, base_kg);
    result.mass =
        Some(over_limit::mass_sanction(excess.over_kg, &rulebook.weights, &rulebook.rulings));
    if !limit.arrangement_known && build.axles >= 4 {
        result.warnings.push(Warning::ArrangementUnknown);
    }
    result.weighed = Some(Weighed {
        gross_kg,
        deduction_kg,
        art3_kg: limit.art3_kg,
        arrangement_kg: limit.arrangement_kg,
        axle_sum_kg,
        axles,
        limit_kg: base_kg,
        over_kg: excess.over_kg,
        over_rate: excess.rate_text(),
        size: result.size,
        reading: counting,
        deduction_rule,
    });
    result
}

/// What a complete record of a claim of GB 1589 still lacks: what an accepted one rests on, and why one was refused.
#[must_use]
pub fn lacking(facts: &Facts) -> Option<&'static str> {
    let claim = facts.exemption.as_ref()?;
    match claim.accepted? {
        true => claim.proof.trim().is_empty().then_some("exemption.proof"),
        false => claim.why.trim().is_empty().then_some("exemption.why"),
    }
}

/// Whether a permit covers this very passage (超限 47), and the kg that the excess counts from.
fn under_permit(
    facts: &Facts,
    passage: &Passage,
    limit_kg: i64,
    rulebook: &Rulebook,
) -> (bool, i64) {
    let departs = facts.permit.as_ref().and_then(terms).map(|permit| {
        !over_limit::permit_departures(&permit, passage, &rulebook.rulings).is_empty()
    });
    let base_kg = match (&facts.permit, rulebook.rulings.permit_excess) {
        (Some(permit), PermitExcess::OverPermit) if departs == Some(true) => {
            permit.gross_kg.max(limit_kg)
        }
        _ => limit_kg,
    };
    (facts.divisible == Some(false) && departs == Some(false), base_kg)
}

fn load_of(build: &Build, licence_gross_kg: Option<i64>) -> Load {
    Load {
        vehicle: build.vehicle_type,
        axles: build.axles,
        arrangement: build.arrangement.clone(),
        drive_axles: build.drive_axles,
        single_tyre_axles: build.single_tyre_axles,
        licence_gross_kg,
    }
}

impl Weighing {
    /// Kilograms off the reading of `scale`, and the id of the rule that takes them: the one that the officers named, where
    /// somebody at headquarters stands for it, else that of the ruling. No kilograms where the class lacks that it asks for.
    fn deducted(
        &mut self,
        scale: &vehicle::Weighing,
        rulebook: &Rulebook,
    ) -> (Option<i64>, String) {
        let named = scale.deduction.trim();
        let rule = rulebook.deductions.iter().find(|rule| rule.id == named);
        self.no_such_rule = !named.is_empty() && rule.is_none();
        let ruling = rulebook.rulings.weighing_deduction;
        let ruled = ruling.kg(scale.gross_kg, scale.accuracy_class);
        match rule {
            Some(rule) if rule.confirmed => {
                let own = rule.kg(scale.gross_kg, scale.accuracy_class);
                // What headquarters takes off for everybody is taken off here too.
                if own.is_none() || own >= ruled {
                    return (own, rule.id.clone());
                }
            }
            Some(_) => self.warnings.push(Warning::DeductionUnverified),
            None => {}
        }
        (ruled, ruling.rule_id().to_string())
    }

    /// A deduction rule that the pack does not have takes nothing off, and is no value of its field.
    #[must_use]
    pub fn unknown_rule(&self) -> Option<Blocked> {
        self.no_such_rule.then(|| Blocked::new(Rule::ImpossibleValue, "weighing.deduction"))
    }

    /// Each axle or group against its limit, and the sum of these limits where every group was measured.
    fn weigh_axles(
        &mut self,
        (load, scale): (&Load, &vehicle::Weighing),
        facts: &Facts,
        claims: &[Exemption],
        rulebook: &Rulebook,
    ) -> (Vec<AxleLoad>, Option<i64>) {
        let (weights, rulings) = (&rulebook.weights, &rulebook.rulings);
        let build = facts.vehicle.as_ref().and_then(|vehicle| vehicle.build.as_ref());
        let spacings = build.map_or(&[][..], |build| &build.axle_spacings_mm);
        let groups =
            over_limit::axle_groups(load, spacings, air_sprung(claims)).unwrap_or_default();
        let axles = over_limit::axle_loads(&scale.axle_loads_kg, &groups, weights, rulings);
        let axles = axles.unwrap_or_default();
        let mut over = axles.iter().filter(|axle| axle.over_kg > 0).peekable();
        if over.peek().is_some() {
            self.warnings.push(Warning::AxleOverLimit);
        }
        if over.any(|axle| !axle.confirmed) {
            self.unverified.push("weighing.axle_loads");
        }
        let sum_kg = over_limit::axle_sum(&groups, weights, rulings);
        (axles, sum_kg.filter(|_| rulings.lower_of_two_tables))
    }

    fn over_axle(&self) -> bool {
        let axles = self.weighed.iter().flat_map(|weighed| &weighed.axles);
        axles.into_iter().any(|axle| axle.over_kg > 0)
    }

    fn over_mass(&self) -> bool {
        self.weighed.as_ref().is_some_and(|weighed| weighed.over_kg > 0)
    }

    /// A finding that the scale does not bear out, or an excess that nobody found.
    #[must_use]
    pub fn disagreement(&self, findings: &[Finding], rulebook: &Rulebook) -> Vec<Blocked> {
        let over_limit = |finding: &&Finding| {
            rulebook.violation(&finding.code).is_some_and(|violation| violation.over_limit)
        };
        let found: Vec<&Finding> = findings.iter().filter(over_limit).collect();
        let disagree = |field: &str| Blocked::new(Rule::FindingAndWeighingDisagree, field);
        let mut blocked = Vec::new();
        if self.limit_unknown && (self.recorded || !found.is_empty()) {
            let field =
                if self.licence_unread { "vehicle.licence_gross_kg" } else { "vehicle.axles" };
            blocked.push(Blocked::new(Rule::LimitUnknown, field));
            return blocked;
        }
        // OL-001 is mass alone, OL-002 size alone, OL-003 an axle; the permit's findings take both.
        let finds = |alone: &str| {
            found.iter().any(|f| {
                f.code == alone || !matches!(f.code.as_str(), "OL-001" | "OL-002" | "OL-003")
            })
        };
        let (mass_found, size_found) = (finds("OL-001"), finds("OL-002"));
        let mass_unfound = self.over_mass() && !mass_found;
        let size_unfound = self.size.is_some() && !size_found;
        if (mass_unfound || size_unfound) && !self.covered_by_permit {
            blocked.push(disagree("findings"));
        }
        for finding in found {
            let agrees = match finding.code.as_str() {
                "OL-001" => self.over_mass(),
                "OL-002" => self.size.is_some(),
                "OL-003" => self.over_axle(),
                // Time, route, speed and escort may be broken without excess over the permit.
                "OL-006" | "OL-007" => true,
                _ => self.over_mass() || self.size.is_some(),
            };
            // What a permit in force covers is lawful, so none of these can have been found.
            let lawful = self.covered_by_permit
                && matches!(finding.code.as_str(), "OL-001" | "OL-002" | "OL-004" | "OL-005");
            if lawful {
                blocked.push(disagree("permit"));
            } else if !agrees && finding.code == "OL-003" {
                blocked.push(disagree("weighing.axle_loads"));
            } else if !agrees {
                blocked.push(disagree("weighing"));
            }
        }
        blocked
    }

    /// Nothing that is decided on the scale rests on a figure that nobody stands for.
    #[must_use]
    pub fn unverified(&self, rests_on_scale: bool) -> Vec<Blocked> {
        let fields = self.unverified.iter().filter(|_| rests_on_scale);
        fields.map(|field| Blocked::new(Rule::Unverified, *field)).collect()
    }

    /// A reading of a device without a certificate in force proves nothing (国发〔2024〕5号).
    #[must_use]
    pub fn device_blocked(&self, rests_on_scale: bool) -> Option<Blocked> {
        let of = if self.counting.is_empty() { "weighing" } else { self.counting.as_str() };
        let field = match (self.device_in_force, self.class_unknown) {
            (false, _) => "weighing.certificate_until".to_string(),
            (true, true) => format!("{of}.accuracy_class"),
            (true, false) => return None,
        };
        (rests_on_scale && self.recorded).then(|| Blocked::new(Rule::DeviceCertificate, field))
    }
}

/// A proven claim of air springs.
fn air_sprung(claims: &[Exemption]) -> bool {
    let air = |claim: &Exemption| {
        claim.feature == Gb1589Feature::AirSuspension && !claim.proof.trim().is_empty()
    };
    claims.iter().any(air)
}

fn claims(facts: &Facts) -> Vec<Exemption> {
    let standing = facts.exemption.as_ref().filter(|claim| claim.accepted != Some(false));
    let claim = standing.and_then(|claim| {
        let feature = Gb1589Feature::from_chinese(&claim.feature)?;
        Some(Exemption { feature, proof: claim.proof.clone() })
    });
    claim.into_iter().collect()
}

/// The claims that the vehicle's length leaves standing, and the field of a length whose figure nobody stands for where a
/// claim would change what the scale and the frame give.
fn conforming(
    claims: Vec<Exemption>,
    load: &Load,
    size: &Size,
    rulebook: &Rulebook,
) -> (Vec<Exemption>, Option<&'static str>) {
    let (weights, rulings) = (&rulebook.weights, &rulebook.rulings);
    let fit = |claim: &Exemption| over_limit::length_fits(claim, load, size.length_mm, weights);
    let changes = |claim: &Exemption| {
        let one = std::slice::from_ref(claim);
        let limit = over_limit::limit_exempting(load, one, weights, rulings);
        air_sprung(one)
            || over_limit::size_band(size, weights)
                != over_limit::size_band_exempting(size, one, weights)
            || over_limit::limit(load, weights, rulings) != limit
    };
    let unverified = claims.iter().any(|claim| fit(claim) == Fit::Unverified && changes(claim));
    let standing = claims.into_iter().filter(|claim| fit(claim) != Fit::TooLong).collect();
    (standing, unverified.then_some("weighing.length_mm"))
}
