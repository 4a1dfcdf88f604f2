//! A paper that was issued: its form, number and the digest of its bytes; never the bytes.

use super::agency::DocumentNo;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;

/// 文书: a paper that bears what the law asks of it (处罚法 52).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Made on this laptop; prints name it.
    pub id: Id,
    /// File name of the form, `on_spot_decision`.
    pub form: String,
    /// The 案号 of the decision; `None` for papers of a stop that decided nothing on the spot.
    pub number: Option<DocumentNo>,
    /// Of the PDF/A bytes that are kept.
    pub digest: Digest,
    /// Version of the form's page; a page of an older one is not set anew.
    pub template_version: u32,
    /// Sheets of A4.
    pub pages: u32,
    /// The time printed on it.
    pub issued_at: Moment,
    /// Every print, oldest first; empty while it is unprinted.
    pub prints: Vec<Printing>,
}

/// One time that a document left for a printer or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printing {
    /// When the file or printer had it.
    pub at: Moment,
    /// 1 is the first print; every later one says on the paper that it is a reprint.
    pub copy: u32,
    /// Folder or printer that took it.
    pub printer: String,
    /// SHA-256 of the bytes that went out; of a reprint, the page that says so.
    pub digest: Digest,
}
