//! What headquarters said of the pens of cases, looked up among its items: under which token this laptop writes a case, and
//! what became of it; asks nobody before an entry is written.

use crate::domain::inspection::PENS_UNHEARD_MAX;
use crate::domain::inspection::event::Event;
use crate::stdx::id::Id;
use crate::store::{Store, StoreFault};
use crate::wire::envelope;
use crate::wire::event::Body;
use crate::wire::event::handing::PEN_TAKEN;
use crate::wire::message::feed::{Finding, News, kind};
use crate::wire::message::pen::{BranchOpened, BranchSettled, PenMoved};
use crate::wire::signer::Identity;
use crate::wire::suite::Suite;
use std::collections::{BTreeMap, BTreeSet};

/// What came of one case, in the order in which it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PenNews {
    /// Where its pen went, by tokens.
    pub moves: Vec<PenMoved>,
    /// Branches that other laptops wrote.
    pub opened: Vec<BranchOpened>,
    /// What people decided.
    pub settled: Vec<BranchSettled>,
    /// Entries of this journal that headquarters holds beside a main line.
    pub beside: BTreeSet<u64>,
}

impl Store {
    /// The token under which this laptop held the pen of a case last, by headquarters' word or by a colleague's offer that it
    /// took; 0 where it never came to it.
    ///
    /// # Errors
    /// When the items cannot be read.
    pub fn pen_token(&self, subject: Id) -> Result<u64, StoreFault> {
        let (mut token, mut told) = (0, 0);
        for item in self.feed_items(kind::PEN_MOVED)? {
            if let Ok(News::PenMoved(moved)) = item.read()
                && moved.subject == subject
                && self.is_signed(&moved)?
            {
                told = told.max(moved.token);
                if moved.to == self.device {
                    token = token.max(moved.token);
                }
            }
        }
        // What an offer made up counts no more when headquarters has given the pen itself.
        let honest = match token {
            0 => u64::MAX,
            _ => told.saturating_add(PENS_UNHEARD_MAX),
        };
        for entry in self.of_subject_and_kind(subject, PEN_TAKEN)? {
            if let Body::Inspection(Event::PenTaken { token: taken, .. }) = entry.body
                && taken <= honest
            {
                token = token.max(taken);
            }
        }
        Ok(token)
    }

    /// Everything that came of the pen of a case and of its branches.
    ///
    /// # Errors
    /// When the items cannot be read.
    pub fn pen_news(&self, subject: Id) -> Result<PenNews, StoreFault> {
        let mut news = PenNews::default();
        // Who came to the pen under which token, and as which item it was told.
        let mut came: BTreeMap<(Id, u64), u64> = BTreeMap::new();
        let mut opened = Vec::new();
        for kind in [kind::PEN_MOVED, kind::BRANCH_OPENED, kind::BRANCH_SETTLED] {
            for item in self.feed_items(kind)? {
                match item.read() {
                    Ok(News::PenMoved(moved))
                        if moved.subject == subject && self.is_signed(&moved)? =>
                    {
                        came.insert((moved.to, moved.token), item.number);
                        news.moves.push(moved);
                    }
                    Ok(News::BranchOpened(branch)) if branch.subject == subject => {
                        opened.push((item.number, branch));
                    }
                    Ok(News::BranchSettled(settled))
                        if settled.subject == subject && self.is_settled(&settled)? =>
                    {
                        news.settled.push(settled);
                    }
                    _ => {}
                }
            }
        }
        // What its writer wrote under a token that was told only afterwards is the main line since then.
        let is_handed = |told: u64, writer: Id, token: u64| {
            came.get(&(writer, token)).is_some_and(|word| told < *word)
        };
        opened.retain(|(told, branch)| !is_handed(*told, branch.journal.device, branch.token));
        news.opened = opened.into_iter().map(|(_, branch)| branch).collect();
        if news.moves.is_empty() && news.opened.is_empty() && news.settled.is_empty() {
            return Ok(news);
        }
        news.moves.sort_by_key(|moved| moved.token);
        for item in self.feed_items(kind::VERDICT)? {
            if let Ok(News::Verdict(verdict)) = item.read()
                && verdict.finding == Finding::StalePen
                // After a rescue the same number is another entry, of a later epoch.
                && verdict.journal == self.journal_at(verdict.number)
                && !is_handed(item.number, self.device, self.token_of(verdict.number)?)
            {
                news.beside.insert(verdict.number);
            }
        }
        Ok(news)
    }

    /// The token that an entry of this journal bears.
    fn token_of(&self, number: u64) -> Result<u64, StoreFault> {
        let row = self.row(number)?;
        let read = row.and_then(|row| envelope::decode(&row.kept.envelope).ok());
        Ok(read.map_or(0, |envelope| envelope.pen))
    }

    /// Whether the headquarters that this laptop is enrolled with signed it; where none is known it is believed as it came.
    fn is_signed(&self, moved: &PenMoved) -> Result<bool, StoreFault> {
        self.is_word(moved.headquarters, |key| moved.verify(key).is_ok())
    }

    /// The same of a settlement.
    fn is_settled(&self, settled: &BranchSettled) -> Result<bool, StoreFault> {
        self.is_word(settled.headquarters, |key| settled.verify(key).is_ok())
    }

    /// Whether words that name headquarters `of` are those of the one that this laptop is enrolled with, and hold under its key;
    /// where none is known they are believed as they came.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_word(&self, of: Id, holds: impl Fn(&Identity) -> bool) -> Result<bool, StoreFault> {
        let Some(known) = self.enrolled()? else { return Ok(true) };
        let key = Suite::from_byte(known.suite)
            .and_then(|suite| Identity::new(suite, &known.public_key).ok());
        Ok(of == known.headquarters && key.is_some_and(|key| holds(&key)))
    }
}
