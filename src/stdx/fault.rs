//! What somebody can do about the world's "no": the only thing that code branches on.

/// Every fault of store, paper and line has one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The same thing may work in a moment.
    TryAgain,
    /// Somebody must change something first.
    NeedsSomeone,
    /// What is kept is broken; trying again gives the same.
    Damaged,
}
