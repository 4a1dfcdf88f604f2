//! The check contract's output: one JSON object a stop, fields left out where they do not apply.

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
