//! What came of a stop that its officers ended, to be shown; decides nothing.

use super::inspection::InspectionView;
use crate::domain::blocked::Blocked;
use crate::stdx::id::Id;

/// What came of a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
    /// Which.
    pub inspection: Id,
    /// As its entries tell it now.
    pub view: InspectionView,
    /// Why there is no decision; empty when there is one.
    pub blocked: Vec<Blocked>,
}
