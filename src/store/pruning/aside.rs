//! Damaged journals that a rescue set aside, and drafts that nobody goes on with: both hold party data, and neither leaves by
//! itself, because each may be all that there is of something; the keeper's word takes them, by an entry.

use super::DAY_MS;
use crate::domain::bureau::BureauEvent;
use crate::domain::pruning::ClearedDraft;
use crate::stdx::clock::{Moment, Reading};
use crate::stdx::day::Day;
use crate::stdx::id::{Dice, Id};
use crate::store::damage::ASIDE;
use crate::store::drafts::DraftRow;
use crate::store::journal::Work;
use crate::store::site::Site;
use crate::store::{Store, StoreFault, disk, head_witness};
use crate::wire::event::Body;

/// Characters of a day, `2026-11-23`.
const DAY: usize = 10;

/// A damaged journal in its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Name of the folder, below the journal's own.
    pub folder: String,
    /// When it was set aside, by its name.
    pub day: Day,
    /// Entries, from and until, that were acknowledged in it and did not come back: nothing else on this laptop has them.
    pub lost: Option<(u64, u64)>,
}

/// What may leave on the keeper's word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overdue {
    /// Oldest first.
    pub asides: Vec<Aside>,
    /// Newest first.
    pub drafts: Vec<DraftRow>,
}

impl Overdue {
    /// Whether nothing may.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.asides.is_empty() && self.drafts.is_empty()
    }
}

impl Store {
    /// Damaged journals whose rescue headquarters has held for `days`, and that were set aside so long ago; and drafts
    /// that no field was left in for so long. Changes nothing. By headquarters' clock alone: where it told none, nothing is.
    ///
    /// # Errors
    /// When the journal or its folder cannot be read.
    pub fn overdue(&self, days: u32, clock: &Reading) -> Result<Overdue, StoreFault> {
        let Some(now) = self.headquarters_now(clock)? else { return Ok(Overdue::default()) };
        let then = now.plus_ms(-i64::from(days).saturating_mul(DAY_MS));
        let mut drafts = self.drafts()?;
        drafts.retain(|draft| draft.saved_at <= then);
        Ok(Overdue { asides: self.asides_due(then)?, drafts })
    }

    fn asides_due(&self, then: Moment) -> Result<Vec<Aside>, StoreFault> {
        let (ground, folder) = (&self.site.ground, &self.site.folder);
        let mut asides = Vec::new();
        let Some(upto) = self.may_leave_upto(then)? else { return Ok(asides) };
        let mut names = ground.names(folder).map_err(disk::fault)?;
        names.sort();
        for name in names {
            let day =
                name.strip_prefix(ASIDE).and_then(|rest| rest.get(..DAY)).and_then(Day::parse);
            let Some(day) = day.filter(|day| *day <= then.day()) else { continue };
            if !ground.is_folder(&folder.join(&name)).map_err(disk::fault)? {
                continue;
            }
            let (back, lost) = self.came_back(&name, day)?;
            if back <= upto {
                asides.push(Aside { folder: name, day, lost });
            }
        }
        Ok(asides)
    }

    /// The last entry that came back of the journal in folder `name`, set aside on `day`, and those that did not.
    fn came_back(&self, name: &str, day: Day) -> Result<(u64, Option<(u64, u64)>), StoreFault> {
        let site = Site { folder: self.site.folder.join(name), ..self.site.clone() };
        let seen = head_witness::read(&site).filter(|seen| seen.is_of(self.device));
        let Some(seen) = seen else {
            // No witness lay beside it: what came back was written before the end of that day.
            return Ok((self.before_day(day.plus(1))?, None));
        };
        let later = self.earlier_epochs().iter().find(|span| span.epoch >= seen.epoch());
        // An epoch that ended below what was acknowledged in it: there the rescue went on.
        let back = later.map_or(seen.number, |span| span.until.number.min(seen.number));
        Ok((back, (back < seen.number).then_some((back + 1, seen.number))))
    }

    /// Takes `overdue` off this laptop on the word of `keeper`, by an entry. The folders go in `sweep`.
    ///
    /// # Errors
    /// When the journal cannot be written; nothing has left then.
    pub fn clear_overdue(
        &mut self,
        (days, overdue): (u32, &Overdue),
        keeper: Option<Id>,
        clock: Reading,
        dice: &mut Dice,
    ) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        overdue.drafts.iter().for_each(|draft| self.forget_witnessed(draft.id));
        let draft = |draft: &DraftRow| ClearedDraft {
            id: draft.id,
            begun_at: draft.begun_at,
            owner: draft.owner.clone(),
        };
        let drafts = overdue.drafts.iter().map(draft).collect();
        let folders = overdue.asides.iter().map(|aside| aside.folder.clone()).collect();
        let event = BureauEvent::SetAsideCleared { days, drafts, folders };
        let bodies = vec![Body::Bureau(event)];
        self.append_over(Work { officer: keeper, bodies, ..Work::default() }, clock, dice)
    }

    /// Folders that the keeper cleared; one that is gone already is no fault.
    pub(super) fn remove_aside(&self, folders: &[String]) -> Result<(), StoreFault> {
        let (ground, own) = (&self.site.ground, &self.site.folder);
        for name in folders {
            // An entry leads into no folder but one of ours.
            let is_ours = name.starts_with(ASIDE) && !name.contains('/');
            let folder = own.join(name);
            if is_ours && ground.is_folder(&folder).map_err(disk::fault)? {
                ground.remove_tree(&folder).map_err(disk::fault)?;
            }
        }
        if folders.is_empty() { Ok(()) } else { disk::sync_folder(ground, own) }
    }
}
