//! The check contract's output: one JSON object a stop, fields left out where they do not apply.

use crate::domain::counting::Window;
use crate::domain::inspection::judgement::{Counted, Judgement};
use serde::Serialize;

/// One line of `lucha check --json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    pub id: String,
    pub outcome: String,
    pub procedure: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_kg: Option<i64>,
    /// Taken off the reading for the error of the scale, where headquarters ruled so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deduction_kg: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_kg: Option<i64>,
    /// What stood on each axle or group, front to back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub axles: Vec<AxleAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_rate: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub penalty: Vec<String>,
    pub fine_yuan: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range_yuan: Option<[i64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hearing: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_impound: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_evidence_kinds: Option<u8>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Which over-limit act of the year this is, where one was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<CountedAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<BlockedAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// The field of each warning that has one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warning_fields: Vec<WarningField>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlockedAnswer {
    pub rule: String,
    pub field: String,
    pub cite: String,
    pub unblocked_by: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WarningField {
    pub warning: String,
    pub field: String,
}

/// One axle or group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AxleAnswer {
    pub axles: u8,
    pub kg: i64,
    /// `null` where no limit is known.
    pub limit_kg: Option<i64>,
    pub over_kg: i64,
}

/// The acts of the year of the vehicle, its driver and its carrier (路保 66); it proposes nothing by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountedAnswer {
    pub vehicle: YearAnswer,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub driver: Option<YearAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<FleetAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearAnswer {
    /// With the act at hand.
    pub nth: u32,
    /// First and last day of the year.
    pub from: String,
    pub until: String,
    /// The last twelve months, because nobody knows when the year began.
    pub assumed: bool,
    /// Days of the earlier acts.
    pub days: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FleetAnswer {
    /// Different vehicles over the limit, with the one at hand.
    pub offending: u32,
    /// All vehicles of the carrier; `null` while nobody said.
    pub trucks: Option<u32>,
    pub more_than_a_tenth: Option<bool>,
    pub from: String,
    pub until: String,
    pub days: Vec<String>,
}

impl CountedAnswer {
    /// What a judgement counted; `None` where no over-limit act was found.
    #[must_use]
    pub fn of(judgement: &Judgement) -> Option<CountedAnswer> {
        let vehicle = YearAnswer::of(judgement.counted.as_ref()?);
        let driver = judgement.driver_counted.as_ref().map(YearAnswer::of);
        let carrier = judgement.fleet.as_ref().map(|fleet| {
            let Window { from, until } = fleet.window;
            FleetAnswer {
                offending: fleet.offending,
                trucks: fleet.trucks,
                more_than_a_tenth: fleet.is_more_than_a_tenth(),
                from: from.to_string(),
                until: until.to_string(),
                days: fleet.days.iter().map(ToString::to_string).collect(),
            }
        });
        Some(CountedAnswer { vehicle, driver, carrier })
    }
}

impl YearAnswer {
    fn of(counted: &Counted) -> YearAnswer {
        let Window { from, until } = counted.window;
        YearAnswer {
            nth: counted.nth,
            from: from.to_string(),
            until: until.to_string(),
            assumed: counted.assumed,
            days: counted.days.iter().map(ToString::to_string).collect(),
        }
    }
}
