//! How far an import of evidence is and what came of it, as sentences and for scripts; reads nothing itself.

use crate::app::command::{Trouble, in_words};
use crate::app::evidence_walk::{DEPTH_MAX, SEEN_MAX, Walk};
use crate::app::import_evidence::Entered;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;
use rust_i18n::t;
use serde_json::{Value, json};
use std::path::Path;

/// What came of the files of an import so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Files that were found, and folders that could not be looked into.
    pub found: usize,
    /// Those that were read to their end.
    pub read: usize,
    /// Entered, with their bytes.
    pub kept: usize,
    /// Recordings that were named by their digest.
    pub named: usize,
    /// The stop has them already, or they came twice.
    pub known: usize,
    /// Of the kept ones, those without their end.
    pub damaged: usize,
    /// Of the kept ones, those whose camera's clock is off.
    pub clock_off: usize,
    /// No evidence by their first bytes.
    pub others: usize,
    /// Pictures that are too large.
    pub too_large: Vec<Redacted<String>>,
    /// Files in which nothing lies.
    pub empty: Vec<Redacted<String>>,
    /// What could not be read.
    pub unread: Vec<Redacted<String>>,
    /// The first file that was no longer there, where the card was pulled out.
    pub gone_at: Option<Redacted<String>>,
    /// There is more below than one import looks at.
    pub is_cut: bool,
    /// It was stopped.
    pub stopped: bool,
    /// Bytes of the large recording that is being read.
    pub passing_bytes: u64,
    /// Why it did not go on.
    pub refused: Option<Trouble>,
}

impl Imported {
    /// Before the first file is read.
    #[must_use]
    pub fn of(walk: &Walk) -> Imported {
        let unread: Vec<_> = walk.unread.iter().map(|path| Imported::shown(path)).collect();
        let found = walk.files.len() + unread.len();
        Imported { found, unread, is_cut: walk.is_cut, ..Imported::default() }
    }

    /// A path as it is shown: it may hold a name.
    #[must_use]
    pub fn shown(path: &Path) -> Redacted<String> {
        path.display().to_string().into()
    }

    /// Counts an entry that is durable.
    pub fn count(&mut self, kept: &Entered) {
        match kept {
            Entered::New(photograph) => {
                self.kept += 1;
                self.damaged += usize::from(photograph.is_damaged);
                let is_off = photograph.camera.is_some_and(|camera| camera.off_ms.is_some());
                self.clock_off += usize::from(is_off);
            }
            Entered::Named(_) => self.named += 1,
        }
    }

    /// Files that were not read yet.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.found.saturating_sub(self.read + self.unread.len())
    }

    /// Whether every file was read and what is evidence is kept.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.remaining() == 0
            && self.unread.is_empty()
            && self.empty.is_empty()
            && self.too_large.is_empty()
            && self.refused.is_none()
            && !self.is_cut
    }

    /// What came of it in the language `l`, a sentence each: what is well first, then what is to be done.
    #[must_use]
    pub fn sentences(&self, l: &str) -> Vec<String> {
        let (kept, named, known, others) = (self.kept, self.named, self.known, self.others);
        let mut said = vec![
            t!("evidence.imported", locale = l, a = kept, b = named, c = known, d = others)
                .into_owned(),
        ];
        let mut say = |is_so: bool, words: std::borrow::Cow<'_, str>| {
            if is_so {
                said.push(words.into_owned());
            }
        };
        say(self.damaged > 0, t!("evidence.damaged_many", locale = l, a = self.damaged));
        say(self.clock_off > 0, t!("evidence.clock_off_many", locale = l, a = self.clock_off));
        for path in &self.too_large {
            say(true, t!("trouble.photograph_too_large", locale = l, a = path.get()));
        }
        for path in &self.empty {
            say(true, t!("trouble.photograph_empty", locale = l, a = path.get()));
        }
        for path in &self.unread {
            say(true, t!("evidence.unread", locale = l, a = path.get()));
        }
        let remaining = self.remaining();
        if let Some(path) = &self.gone_at {
            say(true, t!("evidence.card_gone", locale = l, a = path.get(), b = remaining));
        }
        say(self.stopped, t!("evidence.import_stopped", locale = l, a = remaining));
        say(self.is_cut, t!("evidence.import_cut", locale = l, a = SEEN_MAX, b = DEPTH_MAX));
        if let Some(trouble) = &self.refused {
            let (a, b) = (in_words(l, &trouble.a), in_words(l, &trouble.b));
            say(true, t!(trouble.key, locale = l, a = a, b = b));
        }
        said
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self) -> Value {
        let shown = |paths: &[Redacted<String>]| -> Vec<String> {
            paths.iter().map(|path| path.get().clone()).collect()
        };
        json!({
            "found": self.found,
            "kept": self.kept,
            "referenced": self.named,
            "known": self.known,
            "damaged": self.damaged,
            "clock_off": self.clock_off,
            "other": self.others,
            "empty": shown(&self.empty),
            "too_large": shown(&self.too_large),
            "unread": shown(&self.unread),
            "remaining": self.remaining(),
            "card_gone_at": self.gone_at.as_ref().map(Redacted::get),
            "cut": self.is_cut,
            "stopped": self.stopped,
            "trouble": self.refused.as_ref().map(|trouble| trouble.key),
        })
    }
}

/// An import as its screen sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportView {
    /// With which stop; `None` where there was no import yet.
    pub inspection: Option<Id>,
    /// It is under way.
    pub running: bool,
    /// It was asked to stop and reads on to the end of its file.
    pub stopping: bool,
    /// What came of it so far, and in the end.
    pub done: Option<Imported>,
    /// Why it did not begin.
    pub refused: Option<Trouble>,
}

impl ImportView {
    /// How it ended, as one line in the language `l` for whoever works on another screen; `None` while it runs.
    #[must_use]
    pub fn notice(&self, l: &str) -> Option<String> {
        if self.running {
            return None;
        }
        if let Some(refused) = &self.refused {
            return Some(format!("! {}", refused.sentence(l)));
        }
        let sentences = self.done.as_ref()?.sentences(l);
        let words = match &sentences[..] {
            [] => return None,
            [all] => t!("notice.import_ended", locale = l, a = all),
            [first, ..] => t!("notice.import_partly", locale = l, a = first),
        };
        Some(words.into_owned())
    }
}
