//! What headquarters sent: its place, the feeds' places and their items; decides nothing about them.

use super::journal::signed;
use super::{Store, StoreFault, checkpoints, former, news};
use crate::stdx::id::Id;
use crate::wire::message::feed::{FeedItem, Scope};
use crate::wire::message::hello::Cursor;
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// Headquarters as this laptop knows it since its enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// Its id.
    pub headquarters: Id,
    /// As it was typed at the enrolment.
    pub url: String,
    /// The byte of the suite of `public_key`.
    pub suite: u8,
    /// What receipts are checked with.
    pub public_key: Vec<u8>,
    /// DER.
    pub certificate: Vec<u8>,
    /// PKCS #8, PEM.
    pub line_key: LineKey,
    /// DER.
    pub authority: Vec<u8>,
    /// Public X25519 key that sticks are sealed to.
    pub bundle_key: Vec<u8>,
}

/// The key of the line's certificate; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct LineKey(pub zeroize::Zeroizing<Vec<u8>>);

impl std::fmt::Debug for LineKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹secret›")
    }
}

/// Items of a feed that are kept with the work that they led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which feed.
    pub scope: Scope,
    /// In their order, without a gap.
    pub items: Vec<FeedItem>,
    /// By this laptop's clock.
    pub at_ms: i64,
    /// Nothing is behind these: the feed was read to its end.
    pub is_last: bool,
}

/// Keeps `taken` in the transaction of its work. An item that is there already stays as it is.
pub(super) fn keep(tx: &Transaction<'_>, taken: &Taken, head: u64) -> Result<(), StoreFault> {
    let key = taken.scope.key();
    news::understood(tx, taken)?;
    let is_to_all = taken.scope == Scope::All;
    if is_to_all {
        news::found::catch_up(tx)?;
    }
    if taken.is_last {
        news::read_to_its_end(tx, taken.scope, taken.at_ms)?;
    }
    for item in &taken.items {
        let sql = "INSERT OR IGNORE INTO feed_item (scope, number, kind, must_understand, body,
                                                    received_ms)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (number, body) = (signed(item.number), item.body.as_slice());
        tx.prepare_cached(sql)?.execute(params![
            key,
            number,
            item.kind,
            item.must_understand,
            body,
            taken.at_ms
        ])?;
        news::keep(tx, taken.scope, item, head)?;
    }
    if let Some(last) = taken.items.last() {
        let sql = "INSERT INTO feed_place (scope, number) VALUES (?1, ?2)
                   ON CONFLICT (scope) DO UPDATE SET number = excluded.number
                   WHERE excluded.number > feed_place.number";
        tx.prepare_cached(sql)?.execute(params![key, signed(last.number)])?;
    }
    if is_to_all {
        news::found::all_have_rows(tx)?;
    }
    Ok(())
}

impl Store {
    /// Keeps where headquarters is and how to speak to it; one enrolment replaces the one before, and settles what
    /// spoke against headquarters until then. At another headquarters nothing counts as received any more, and its
    /// feeds are read from their beginning.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn enrol_with(&mut self, enrolled: &Enrolled, at_ms: i64) -> Result<(), StoreFault> {
        self.ready_to_write()?;
        let done = self.conn.transaction().map_err(StoreFault::from).and_then(|tx| {
            former::lay_aside(&tx, enrolled)?;
            replace(&tx, enrolled)?;
            checkpoints::settle(&tx, at_ms)?;
            Ok(tx.commit()?)
        });
        self.noted(done)
    }

    /// Headquarters, when this laptop is enrolled.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn enrolled(&self) -> Result<Option<Enrolled>, StoreFault> {
        let sql = "SELECT id, url, suite, public_key, certificate, line_key, authority, bundle_key
                   FROM headquarters WHERE only = 1";
        let row = self.conn.query_row(sql, [], |row| {
            Ok(Enrolled {
                headquarters: Id(row.get(0)?),
                url: row.get(1)?,
                suite: row.get(2)?,
                public_key: row.get(3)?,
                certificate: row.get(4)?,
                line_key: LineKey(row.get::<_, Vec<u8>>(5)?.into()),
                authority: row.get(6)?,
                bundle_key: row.get(7)?,
            })
        });
        Ok(row.optional()?)
    }

    /// Up to where each feed of this laptop was read.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn cursors(&self) -> Result<Vec<Cursor>, StoreFault> {
        let mut cursors = Vec::new();
        for scope in [Scope::All, Scope::Device(self.device)] {
            let sql = "SELECT number FROM feed_place WHERE scope = ?1";
            let number: Option<i64> =
                self.conn.query_row(sql, [scope.key()], |row| row.get(0)).optional()?;
            let number = number.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
            cursors.push(Cursor { scope, number });
        }
        Ok(cursors)
    }

    /// Items of one kind that came to this laptop, oldest first; of headquarters that it had before only those that last.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn feed_items(&self, kind: u16) -> Result<Vec<FeedItem>, StoreFault> {
        let sql = "SELECT number, kind, must_understand, body FROM feed_item
                   WHERE kind = ?1 AND (length(scope) <= ?2 OR ?3)
                   ORDER BY received_ms, scope, number";
        let mut statement = self.conn.prepare_cached(sql)?;
        let lasts = former::LASTING.contains(&kind);
        let items = statement.query_map(params![kind, former::SCOPE_MAX, lasts], item)?;
        Ok(items.collect::<Result<_, _>>()?)
    }
}

/// Puts headquarters in the place of the one before.
fn replace(tx: &Transaction<'_>, enrolled: &Enrolled) -> Result<(), StoreFault> {
    let sql = "INSERT OR REPLACE INTO headquarters (only, id, url, suite, public_key,
                   certificate, line_key, authority, bundle_key)
               VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    tx.execute(
        sql,
        params![
            enrolled.headquarters.0,
            enrolled.url,
            enrolled.suite,
            enrolled.public_key,
            enrolled.certificate,
            *enrolled.line_key.0,
            enrolled.authority,
            enrolled.bundle_key,
        ],
    )?;
    Ok(())
}

/// An item out of its columns.
pub(super) fn item(row: &Row<'_>) -> rusqlite::Result<FeedItem> {
    Ok(FeedItem {
        number: u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0),
        kind: row.get(1)?,
        must_understand: row.get(2)?,
        body: row.get::<_, Vec<u8>>(3)?.into(),
    })
}
