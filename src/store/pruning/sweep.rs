//! Files behind an entry that says what left: pages, photographs, the copy before a migration, damaged journals that the
//! keeper cleared; repeated until all are gone.

use crate::domain::bureau::BureauEvent;
use crate::domain::pruning::{PrunedClose, PrunedStop};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::journal::signed;
use crate::store::open::connect_to;
use crate::store::{Store, StoreFault, disk, rescue_card};
use crate::wire::envelope;
use crate::wire::event::Body;
use crate::wire::event::pruning::{PARTY_DATA_PRUNED, SET_ASIDE_CLEARED};
use rusqlite::{OpenFlags, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};

/// What an entry took away and whose files may still lie there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unswept {
    /// The stops whose pages and photographs go.
    pub stops: Vec<PrunedStop>,
    /// The shifts whose sheets go.
    pub closes: Vec<PrunedClose>,
    /// Folders of damaged journals that go.
    folders: Vec<String>,
    /// Up to here headquarters' receipt was old enough.
    received_upto: u64,
    /// The last entry of them.
    number: u64,
}

impl Unswept {
    /// Whether all files are gone.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.number == 0
    }
}

impl Store {
    /// Stops whose files were not swept since their data left; a program that was stopped between leaves them.
    ///
    /// # Errors
    /// When the journal cannot be read; the same of the calls below.
    pub fn unswept(&self) -> Result<Unswept, StoreFault> {
        let sql = "SELECT number FROM pruning_swept WHERE only = 1";
        let swept: Option<i64> = self.conn.query_row(sql, [], |row| row.get(0)).optional()?;
        let swept = swept.and_then(|number| u64::try_from(number).ok()).unwrap_or(0);
        let mut unswept = Unswept::default();
        for (number, event) in self.prunings_behind(swept)? {
            unswept.number = unswept.number.max(number);
            if let BureauEvent::PartyDataPruned { received_upto, stops, closes, .. } = event {
                unswept.stops.extend(stops);
                unswept.closes.extend(closes);
                unswept.received_upto = unswept.received_upto.max(received_upto);
            } else if let BureauEvent::SetAsideCleared { folders, .. } = event {
                unswept.folders.extend(folders);
            }
        }
        Ok(unswept)
    }

    /// Entries behind `behind` that say that data left.
    pub(in crate::store) fn prunings_behind(
        &self,
        behind: u64,
    ) -> Result<Vec<(u64, BureauEvent)>, StoreFault> {
        let sql = "SELECT number FROM entry WHERE kind IN (?1, ?2) AND kind < 100 AND number > ?3";
        let mut statement = self.conn.prepare_cached(sql)?;
        let asked = rusqlite::params![PARTY_DATA_PRUNED, SET_ASIDE_CLEARED, signed(behind)];
        let numbers = statement
            .query_map(asked, |row| Ok(u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0)))?;
        let mut found = Vec::new();
        for number in numbers.collect::<Result<Vec<_>, _>>()? {
            let broken =
                |what: crate::wire::entry::Break| StoreFault::Broken { number, what: what.said() };
            if let Some(row) = self.row(number)?
                && let Body::Bureau(event) = row.read().map_err(broken)?.body
            {
                found.push((number, event));
            }
        }
        Ok(found)
    }

    /// Removes the files of `unswept` durably, and remembers that they are gone.
    ///
    /// # Errors
    /// When the disk refuses; the next call goes on.
    pub fn sweep(&mut self, unswept: &Unswept) -> Result<(), StoreFault> {
        if unswept.number == 0 {
            return Ok(());
        }
        self.ready_to_write()?;
        let gone = self.blobs_of(&unswept.stops)?;
        self.blobs.forget(&gone)?;
        self.remove_copies(unswept.received_upto)?;
        self.remove_aside(&unswept.folders)?;
        rescue_card::clear_left(&self.site)?;
        let sql = "INSERT INTO pruning_swept (only, number) VALUES (1, ?1)
                   ON CONFLICT (only) DO UPDATE SET number = excluded.number";
        let done = self.conn.execute(sql, [signed(unswept.number)]);
        self.noted(done.map(drop).map_err(StoreFault::from))
    }

    /// Pages and photographs of `stops` that no other stop names.
    fn blobs_of(&self, stops: &[PrunedStop]) -> Result<Vec<Digest>, StoreFault> {
        let mut gone = BTreeSet::new();
        for stop in stops {
            gone.extend(stop.papers.iter().map(|paper| paper.digest));
            for entry in self.entries_of(stop.id)? {
                gone.extend(entry.envelope.blobs.iter().map(|blob| blob.digest));
            }
        }
        // Two stops may have the same photograph: it leaves with the last of them.
        let sql = "SELECT envelope FROM entry INDEXED BY entry_with_blob
                   WHERE kind IN (109, 112) AND payload <> x''";
        let mut staying = self.conn.prepare_cached(sql)?;
        for bytes in staying.query_map([], |row| row.get::<_, Vec<u8>>(0))? {
            if let Ok(envelope) = envelope::decode(&bytes?) {
                let named = envelope.blobs.iter().map(|blob| blob.digest);
                named.for_each(|digest| _ = gone.remove(&digest));
            }
        }
        Ok(gone.into_iter().collect())
    }

    /// Copies from before a migration whose last entry headquarters has held long enough: all in them is older.
    fn remove_copies(&self, received_upto: u64) -> Result<(), StoreFault> {
        let (ground, folder) = (&self.site.ground, &self.site.folder);
        let mut removed = false;
        for name in ground.names(folder).map_err(disk::fault)? {
            let is_copy = name.starts_with("journal.before-") && name.ends_with(".db");
            if !is_copy {
                continue;
            }
            let path = folder.join(&name);
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = connect_to(&path, &self.site, flags)?;
            let sql = "SELECT coalesce(max(number), 0) FROM entry";
            let last: i64 = conn.query_row(sql, [], |row| row.get(0))?;
            drop(conn);
            if u64::try_from(last).is_ok_and(|last| last <= received_upto) {
                ground.remove(&path).map_err(disk::fault)?;
                removed = true;
            }
        }
        if removed { disk::sync_folder(ground, folder) } else { Ok(()) }
    }

    /// Entries whose payload is gone though no entry behind them says so, by number; each with its stop, a shift's close
    /// without one.
    pub(in crate::store) fn left_without_word(
        &self,
        pruned: &[(u64, Option<Id>)],
    ) -> Result<Vec<u64>, StoreFault> {
        let Some(first) = pruned.first() else { return Ok(Vec::new()) };
        let (mut said, mut lists) = (BTreeMap::new(), BTreeMap::new());
        for (number, event) in self.prunings_behind(first.0)? {
            if let BureauEvent::PartyDataPruned { stops, closes, .. } = event {
                said.extend(stops.into_iter().map(|stop| (stop.id, number)));
                lists.extend(closes.into_iter().map(|close| (close.number, number)));
            }
        }
        let without = |(number, stop): &&(u64, Option<Id>)| {
            let by = match stop {
                Some(id) => said.get(id),
                None => lists.get(number),
            };
            by.is_none_or(|by| by <= number)
        };
        Ok(pruned.iter().filter(without).map(|(number, _)| *number).collect())
    }
}
