//! What of a case stays with the organ when its files leave for others: the entries and pages that say who a passenger is (处罚法 50). It
//! takes nothing out itself.

use super::inspection::event::Event;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use std::collections::BTreeSet;

/// What of one entry stays (处罚法 50).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// Nothing.
    Nothing,
    /// Its content.
    Content,
    /// The page of that digest, and not the entry, which names nobody.
    Page(Digest),
}

/// Looks through the entries of a case, or of a journal, in their order, for what names a passenger (处罚法 50).
#[derive(Clone, Debug, Default)]
pub struct Withholding {
    pages: BTreeSet<Id>,
}

impl Withholding {
    /// What of the next entry stays. The page of a paper is issued behind the entry that made it.
    pub fn of(&mut self, event: &Event) -> Withheld {
        if let Event::PaperMade(made) = event
            && made.paper.body().is_of_passenger()
        {
            // The second page bears nothing of him.
            self.pages.insert(made.document);
            return Withheld::Content;
        }
        if let Event::DocumentIssued(document) = event
            && self.pages.contains(&document.id)
        {
            return Withheld::Page(document.digest);
        }
        Withheld::Nothing
    }

    /// Whether the page of the document of that id stays.
    #[must_use]
    pub fn has(&self, document: Id) -> bool {
        self.pages.contains(&document)
    }
}
