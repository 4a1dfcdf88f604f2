//! A recording too large for the journal: its digest, and where the original lies; the bytes are never taken in.

use super::described::Description;
use super::photograph::MediaType;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::redacted::Redacted;

/// 录音录像 by reference (处罚法 46, 47; 全过程记录, 国办发〔2018〕118号): the file stays on its medium, the journal holds what
/// it is checked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Of the whole file.
    pub digest: Digest,
    /// Size of the file.
    pub bytes: u64,
    /// By its first bytes.
    pub media_type: MediaType,
    /// As the camera or the officer called it; it may hold a name.
    pub file_name: Redacted<String>,
    /// When it begins, where somebody says so.
    pub from: Option<Moment>,
    /// When it ends, where somebody says so.
    pub until: Option<Moment>,
    /// 存储介质: where the original lies, in the officer's words or as its path.
    pub medium: String,
    /// What the officers say of it.
    pub said: Description,
}
