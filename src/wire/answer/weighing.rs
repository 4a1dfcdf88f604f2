//! Which reading counts and what the permit says otherwise, as an answer of `lucha check` has it; it judges nothing.

use crate::domain::inspection::judgement::Judgement;
use serde::Serialize;

/// The reading that the act is judged by, where there are several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingAnswer {
    /// `weighing`, or `readings[0]` and the like.
    pub field: String,
    /// `ReadingRule::word`.
    pub rule: String,
}

impl ReadingAnswer {
    /// `None` where the scale was read once.
    #[must_use]
    pub fn of(judgement: &Judgement) -> Option<ReadingAnswer> {
        let counting = judgement.weighed.as_ref()?.reading?;
        Some(ReadingAnswer { field: counting.field(), rule: counting.rule.word().into() })
    }
}

/// One field of the permit that is not as it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PermitAnswer {
    /// Path of the contract, `permit.gross_kg`.
    pub field: String,
    /// What the permit says: masses in kg, lengths in mm.
    pub permitted: String,
    /// What was seen.
    pub seen: String,
}

impl PermitAnswer {
    /// Every difference, in the order in which a permit is read.
    #[must_use]
    pub fn all(judgement: &Judgement) -> Vec<PermitAnswer> {
        let differs = judgement.permit.iter().filter(|one| one.agrees == Some(false));
        differs
            .map(|one| PermitAnswer {
                field: one.field.into(),
                permitted: one.permitted.clone(),
                seen: one.seen.clone(),
            })
            .collect()
    }
}
