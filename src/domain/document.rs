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
    /// Every copy that was sent to a printer, oldest first; prints into the folder of papers are not among them.
    pub sendings: Vec<Sending>,
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

/// Who is to have a copy (存根、当事人; 式样): a form that demands two has one for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipient {
    /// 当事人: the copy that is handed over.
    Party,
    /// 存根: the copy that stays.
    Stub,
}

impl Recipient {
    /// Every one.
    pub const ALL: [Recipient; 2] = [Recipient::Party, Recipient::Stub];

    /// Its word in scripts and in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Recipient::Party => "party",
            Recipient::Stub => "stub",
        }
    }

    /// The one of a word; `None` for another word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Recipient> {
        Recipient::ALL.into_iter().find(|one| one.word() == word)
    }

    /// For whom a form that demands so many copies has them, in the order in which they are printed.
    #[must_use]
    pub fn of(copies: u32) -> &'static [Recipient] {
        if copies > 1 { &Recipient::ALL } else { &[Recipient::Stub] }
    }
}

/// One copy that was sent to a printer: written down before its first byte goes out, so that a laptop that falls meanwhile
/// knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Made on this laptop; its end names it.
    pub id: Id,
    /// When it was sent.
    pub at: Moment,
    /// 1 is the first print for its recipient; every later one says on the paper that it is a reprint.
    pub copy: u32,
    /// For whom.
    pub whom: Recipient,
    /// URI of the printer.
    pub printer: String,
    /// SHA-256 of the bytes that were sent; for sheets of a first copy that of the issued page.
    pub digest: Digest,
    /// `None` while the printer has it, and for ever where the laptop fell meanwhile.
    pub end: Option<PrintEnd>,
}

/// How a copy that was sent to a printer ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintEnd {
    /// When it was known.
    pub at: Moment,
    /// The printer's own number of the job; `None` where it gave none.
    pub job: Option<u32>,
    /// What came of it.
    pub result: PrintResult,
}

/// What came of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintResult {
    /// It is on paper.
    Printed {
        /// The printer said so; of one that says nothing only the paper tells.
        is_told: bool,
        /// Sheets or sides that it counted; `None` where it counts none.
        sheets: Option<u32>,
    },
    /// It is not, or not whole.
    Failed {
        /// Word of the fault, `paper_out`.
        fault: String,
        /// Bytes had gone out: the next paper of the same copy says that it may be the second one.
        may_have_printed: bool,
    },
}

impl Sending {
    /// It came out.
    #[must_use]
    pub fn is_printed(&self) -> bool {
        matches!(&self.end, Some(end) if matches!(end.result, PrintResult::Printed { .. }))
    }

    /// Nobody knows whether it came out: its end was never written, or something had gone out when it failed.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        match &self.end {
            None => true,
            Some(end) => matches!(end.result, PrintResult::Failed { may_have_printed: true, .. }),
        }
    }
}
