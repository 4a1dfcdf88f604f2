//! Acts that are taken for each other, as the pack lists them, and by what they are told apart; it tells no act apart itself.

/// Acts that an officer may confuse: two rows of ours, or one of ours with one of another organ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// Codes of violations and of acts of other organs; at least two.
    pub codes: Vec<String>,
    /// By what they are told apart, for the officer.
    pub apart_zh: String,
    /// The same for the English screens.
    pub apart_en: String,
    /// How far the difference was verified: A full text read, S seen, B and C own knowledge.
    pub mark: String,
    /// The approver of the pack stands for it; otherwise it shows 未核.
    pub confirmed: bool,
}
