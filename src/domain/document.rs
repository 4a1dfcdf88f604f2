//! A paper that was issued: its form, number and the digest of its bytes; never the bytes.

use super::agency::DocumentNo;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;

/// 文书.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub id: Id,
    /// File name of the form, `on_spot_decision`.
    pub form: String,
    pub number: Option<DocumentNo>,
    /// Of the PDF/A bytes that are kept.
    pub digest: Digest,
    pub template_version: u32,
    pub pages: u32,
    pub issued_at: Moment,
    pub prints: Vec<Printing>,
}

/// One time that a document left for a printer or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printing {
    pub at: Moment,
    /// 1 is the first print; every later one says on the paper that it is a reprint.
    pub copy: u32,
    pub printer: String,
    pub digest: Digest,
}
