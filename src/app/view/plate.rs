//! What this laptop knows of a plate, asked offline.

use crate::domain::counting::DecidedAct;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlateView {
    pub plate: String,
    /// Earlier decided acts of the plate, oldest first; what a judgement counts.
    pub acts: Vec<DecidedAct>,
    /// How often this laptop has inspected it.
    pub inspections: u32,
}
