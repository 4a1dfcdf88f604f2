//! Which of several readings the act is judged by, under a rule with a name and a reason; it overwrites no reading, and no fine
//! rests on a scale without a certificate in force.

use super::Facts;
use super::plausible::{AHEAD_MAX_MS, GROSS_KG};
use crate::domain::blocked::Warning;
use crate::domain::reading::{Reading, ReadingKind, SlipStanding, path};
use crate::domain::rulebook::Rulings;
use crate::domain::vehicle::Weighing;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// A pre-check lies this far before the stop at most, in milliseconds: a day.
const BEFORE_MAX_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// Why one reading counts and another does not (路保 40, 国发〔2024〕5号).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadingRule {
    /// The party disputed the slip, and was weighed again because of it.
    SecondOnDispute,
    /// A fixed site goes before a pre-check on the road: what the pre-check finds is led there (路保 40).
    FixedOverPreCheck,
    /// Of several readings of one rank the least, in favour of the party.
    LeastOfEquals,
    /// Only one of them was read on a scale with a certificate in force (国发〔2024〕5号).
    ProvenOnly,
    /// None was: the first is shown, and nothing may rest on it.
    NoneProven,
}

impl ReadingRule {
    /// Every rule, in the order in which they are asked.
    pub const ALL: [ReadingRule; 5] = [
        ReadingRule::SecondOnDispute,
        ReadingRule::FixedOverPreCheck,
        ReadingRule::LeastOfEquals,
        ReadingRule::ProvenOnly,
        ReadingRule::NoneProven,
    ];

    /// Its name in the check contract and in the words of the screens.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ReadingRule::SecondOnDispute => "second_on_dispute",
            ReadingRule::FixedOverPreCheck => "fixed_over_pre_check",
            ReadingRule::LeastOfEquals => "least_of_equals",
            ReadingRule::ProvenOnly => "proven_only",
            ReadingRule::NoneProven => "none_proven",
        }
    }

    /// The reason as papers give it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            ReadingRule::SecondOnDispute => "当事人对称重结果有异议，以异议复称的读数为准",
            ReadingRule::FixedOverPreCheck => "以固定超限检测站点的读数为准，流动检测的读数为初检",
            ReadingRule::LeastOfEquals => "同类读数有多次的，以最低的一次为准",
            ReadingRule::ProvenOnly => "以检定证书有效的衡器的读数为准",
            ReadingRule::NoneProven => "各次称重的衡器均无有效的检定证书，不作为处罚依据",
        }
    }

    /// Whether it rests on practice alone, and on no norm that was read (未核).
    #[must_use]
    pub fn is_of_practice(self) -> bool {
        match self {
            ReadingRule::SecondOnDispute | ReadingRule::LeastOfEquals => true,
            ReadingRule::FixedOverPreCheck | ReadingRule::ProvenOnly | ReadingRule::NoneProven => {
                false
            }
        }
    }
}

/// The reading that the act is judged by, where there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountingReading {
    /// Its place in the list of further readings; `None` for the first, `weighing`.
    pub nth: Option<usize>,
    /// Why it counts.
    pub rule: ReadingRule,
}

impl CountingReading {
    /// The field that holds it, as the check contract names it.
    #[must_use]
    pub fn field(self) -> String {
        self.nth.map_or_else(|| "weighing".into(), |nth| format!("readings[{nth}]"))
    }
}

/// Whether a scale with this certificate proves anything on `day` (国发〔2024〕5号, 计量法 9).
#[must_use]
pub fn proves(
    (device, certificate_no, until): (&str, &str, Option<Day>),
    day: Day,
    rulings: &Rulings,
) -> bool {
    let named = !device.trim().is_empty() && !certificate_no.trim().is_empty();
    named && until.is_some_and(|until| rulings.covers(day, until))
}

/// One reading among those to choose from.
struct Candidate {
    nth: Option<usize>,
    kind: ReadingKind,
    gross_kg: i64,
    proves: bool,
}

/// Which reading counts, and why; `None` where there is but one, or nothing was weighed. `day` is that of the stop.
#[must_use]
pub fn counting(facts: &Facts, day: Day, rulings: &Rulings) -> Option<CountingReading> {
    let first = facts.weighing.as_ref()?;
    let on = |at: Option<Moment>| at.map_or(day, Moment::day);
    let of_first = (first.device.as_str(), first.certificate_no.as_str(), first.certificate_until);
    let mut all = vec![Candidate {
        nth: None,
        kind: first.kind.unwrap_or(ReadingKind::Fixed),
        gross_kg: first.gross_kg,
        proves: proves(of_first, on(first.at), rulings),
    }];
    for (nth, reading) in facts.readings.iter().enumerate() {
        let Some(gross_kg) = reading.gross_kg else { continue };
        all.push(Candidate {
            nth: Some(nth),
            kind: reading.kind.unwrap_or(ReadingKind::Fixed),
            gross_kg,
            proves: proves(scale(reading), on(reading.at), rulings),
        });
    }
    if all.len() < 2 {
        return None;
    }
    let disputed = facts.slip.as_ref().and_then(|slip| slip.standing);
    Some(choose(&all, disputed == Some(SlipStanding::Disputed)))
}

fn choose(all: &[Candidate], disputed: bool) -> CountingReading {
    let least = |pool: &[&Candidate]| pool.iter().min_by_key(|one| one.gross_kg).map(|one| one.nth);
    let of = |wanted: &dyn Fn(ReadingKind) -> bool| -> Vec<&Candidate> {
        all.iter().filter(|one| one.proves && wanted(one.kind)).collect()
    };
    let again = of(&|kind| kind == ReadingKind::Second);
    if let (true, Some(nth)) = (disputed, least(&again)) {
        return CountingReading { nth, rule: ReadingRule::SecondOnDispute };
    }
    let at_site = of(&|kind| kind != ReadingKind::PreCheck);
    let on_road = of(&|kind| kind == ReadingKind::PreCheck);
    let pool = if at_site.is_empty() { &on_road } else { &at_site };
    let Some(nth) = least(pool) else {
        return CountingReading { nth: None, rule: ReadingRule::NoneProven };
    };
    let rule = if !at_site.is_empty() && !on_road.is_empty() {
        ReadingRule::FixedOverPreCheck
    } else if pool.len() > 1 {
        ReadingRule::LeastOfEquals
    } else {
        ReadingRule::ProvenOnly
    };
    CountingReading { nth, rule }
}

fn scale(reading: &Reading) -> (&str, &str, Option<Day>) {
    (&reading.device, &reading.certificate_no, reading.certificate_until)
}

/// The first weighing with mass and scale of the reading that counts. The frame measured once; the axles were read on the first
/// scale, so another one's reading has none.
#[must_use]
pub fn counted(first: &Weighing, facts: &Facts, counting: Option<CountingReading>) -> Weighing {
    let nth = counting.and_then(|counting| counting.nth);
    let Some(reading) = nth.and_then(|nth| facts.readings.get(nth)) else { return first.clone() };
    Weighing {
        gross_kg: reading.gross_kg.unwrap_or(first.gross_kg),
        device: reading.device.clone(),
        accuracy_class: reading.accuracy_class,
        certificate_no: reading.certificate_no.clone(),
        certificate_until: reading.certificate_until,
        axle_loads_kg: Vec::new(),
        at: reading.at,
        kind: reading.kind,
        ..first.clone()
    }
}

/// Fields that hold what cannot be: a mass that no lorry has, a class that no scale has, a time in the future or long before the
/// stop, a second weighing before the first, and readings without a first.
#[must_use]
pub fn impossible(facts: &Facts, now: Moment) -> Vec<String> {
    let mut fields = Vec::new();
    let first = facts.weighing.as_ref();
    let begun = facts.at.unwrap_or(now);
    let in_time =
        |at: Moment| at.ms() <= now.ms() + AHEAD_MAX_MS && at.ms() >= begun.ms() - BEFORE_MAX_MS;
    if first.and_then(|first| first.at).is_some_and(|at| !in_time(at)) {
        fields.push("weighing.at".to_string());
    }
    for (nth, reading) in facts.readings.iter().enumerate() {
        let weighed = first.is_some() || reading.is_blank();
        if !weighed || reading.gross_kg.is_some_and(|kg| !GROSS_KG.contains(&kg)) {
            fields.push(path(nth, "gross_kg"));
        }
        if !matches!(reading.accuracy_class, 0 | 1 | 2 | 5 | 10) {
            fields.push(path(nth, "accuracy_class"));
        }
        let Some(at) = reading.at else { continue };
        let minute = |at: Moment| at.ms().div_euclid(MINUTE_MS);
        // A first time that cannot be is marked at its own field.
        let first_at = first.and_then(|first| first.at).filter(|at| in_time(*at));
        let before_first = first_at.is_some_and(|first_at| minute(at) < minute(first_at));
        let is_second = reading.kind == Some(ReadingKind::Second);
        if !in_time(at) || (is_second && before_first) {
            fields.push(path(nth, "at"));
        }
    }
    fields
}

/// What the officers must see of the readings: a slip that is disputed and no weighing behind it, a second one or one at a fixed site,
/// that proves anything, and a reading of a scale without a certificate in force, which counts for nothing.
#[must_use]
pub fn warnings(facts: &Facts, day: Day, rulings: &Rulings) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let proven =
        |reading: &Reading| proves(scale(reading), reading.at.map_or(day, Moment::day), rulings);
    let read = facts.readings.iter().enumerate().filter(|(_, one)| one.gross_kg.is_some());
    for (nth, _) in read.clone().filter(|(_, one)| !proven(one)) {
        warnings.push(Warning::ReadingUnproven { field: path(nth, "certificate_until") });
    }
    let is_behind = |kind| matches!(kind, Some(ReadingKind::Second | ReadingKind::Fixed));
    let mut again = read.filter(|(_, one)| is_behind(one.kind));
    let standing = facts.slip.as_ref().and_then(|slip| slip.standing);
    if standing == Some(SlipStanding::Disputed) && !again.any(|(_, one)| proven(one)) {
        warnings.push(Warning::SlipDisputed);
    }
    warnings
}

/// What a complete record of these still lacks, as paths of the check contract.
#[must_use]
pub fn lacking(facts: &Facts) -> Vec<String> {
    let mut fields = Vec::new();
    if let Some(slip) = &facts.slip {
        if slip.standing.is_none() {
            fields.push("slip.standing".to_string());
        }
        if slip.standing == Some(SlipStanding::Disputed) && slip.dispute.trim().is_empty() {
            fields.push("slip.dispute".to_string());
        }
    }
    for (nth, reading) in facts.readings.iter().enumerate().filter(|(_, one)| !one.is_blank()) {
        for (absent, field) in [
            (reading.kind.is_none(), "kind"),
            (reading.gross_kg.is_none(), "gross_kg"),
            (reading.at.is_none(), "at"),
        ] {
            if absent {
                fields.push(path(nth, field));
            }
        }
    }
    fields
}
