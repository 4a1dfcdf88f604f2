//! A kept picture as points, and of which stop it is; reads nothing itself.

use crate::stdx::digest::Digest;

/// A picture that is kept with a stop, no wider than screens can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidencePicture {
    /// Of the original's bytes.
    pub digest: Digest,
    /// Of the picture that is shown.
    pub width_px: u32,
    /// Likewise.
    pub height_px: u32,
    /// RGBA, row by row.
    pub pixels: Vec<u8>,
}
