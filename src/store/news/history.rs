//! Decisions that other laptops took, by the digest of their plates; a plate itself is nowhere in these rows.

use crate::domain::agency::DocumentNo;
use crate::domain::counting::{DecidedAct, Standing};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::journal::signed;
use crate::store::{Store, StoreFault};
use crate::wire::day_from;
use crate::wire::message::feed::{FeedItem, News, PriorDecision, kind};
use crate::wire::message::history::PlateKey;
use rusqlite::{Transaction, params};

/// One of them, about a plate that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prior {
    pub act: DecidedAct,
    pub document_no: String,
}

pub(super) fn keep(
    tx: &Transaction<'_>,
    prior: &PriorDecision,
    head: u64,
) -> Result<(), StoreFault> {
    let sql = "INSERT INTO prior_decision (plate, document_no, code, day, withdrawn, behind)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT (plate, document_no, code) DO UPDATE SET withdrawn = excluded.withdrawn";
    tx.prepare_cached(sql)?.execute(params![
        prior.plate.0,
        prior.document_no,
        prior.code,
        prior.day,
        prior.withdrawn == Some(true),
        signed(head),
    ])?;
    Ok(())
}

/// Several codes of one decision are one act, as several findings of one stop are.
fn stop_of(document_no: &str) -> Id {
    let digest = Digest::of_parts(&[b"prior decision", document_no.as_bytes()]);
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] = digest.0;
    Id([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p])
}

impl Store {
    /// The digests that a plate has under each key that headquarters sent.
    ///
    /// # Errors
    /// When the rows cannot be read; the same of the call below.
    pub fn plate_digests(&self, plate: &str) -> Result<Vec<Digest>, StoreFault> {
        let items = self.feed_items(kind::PLATE_KEY)?;
        let key = |item: &FeedItem| -> Option<PlateKey> {
            let Ok(News::PlateKey(key)) = item.read() else { return None };
            Some(key)
        };
        Ok(items.iter().filter_map(key).map(|key| key.digest(plate)).collect())
    }

    /// Decisions of other laptops about `plate` that came before entry `before` was written, oldest first.
    pub fn priors_before(&self, plate: &str, before: u64) -> Result<Vec<Prior>, StoreFault> {
        let mut priors: Vec<Prior> = Vec::new();
        for digest in self.plate_digests(plate)? {
            let sql = "SELECT document_no, code, day FROM prior_decision
                       WHERE plate = ?1 AND withdrawn = 0 AND behind < ?2";
            let mut statement = self.conn.prepare_cached(sql)?;
            let rows = statement
                .query_map(params![digest.0, signed(before)], |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, u32>(2)?))
                })?
                .collect::<Result<Vec<_>, _>>()?;
            for (document_no, code, day) in rows {
                // Our own came back.
                let Ok(on) = day_from(day) else { continue };
                if self.is_ours(&document_no)? {
                    continue;
                }
                let stop = Some(stop_of(&document_no));
                let standing = Standing::Final;
                let act = DecidedAct { code, plate: plate.to_string(), on, standing, stop };
                priors.push(Prior { act, document_no });
            }
        }
        priors.sort_by(|one, other| {
            (one.act.on, &one.document_no, &one.act.code).cmp(&(
                other.act.on,
                &other.document_no,
                &other.act.code,
            ))
        });
        priors.dedup();
        Ok(priors)
    }

    /// Whether this journal counts it by its own rows; of a stop whose data left headquarters' word counts.
    fn is_ours(&self, document_no: &str) -> Result<bool, StoreFault> {
        let Some(number) = DocumentNo::parse(document_no) else { return Ok(false) };
        let sql = "SELECT 1 FROM used_number u JOIN entry e ON e.number = u.entry
                   JOIN inspection i ON i.id = e.subject
                   WHERE u.prefix = ?1 AND u.year = ?2 AND u.serial = ?3 AND i.pruned = 0";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.exists(params![number.prefix, number.year, number.serial])?)
    }
}
