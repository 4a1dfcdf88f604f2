//! Decisions that other laptops took, by the digest of their plates; a plate itself is nowhere in these rows.

use crate::domain::agency::DocumentNo;
use crate::domain::counting::{self, DecidedAct, Standing};
use crate::domain::offender::Offenders;
use crate::stdx::day::Day;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::journal::signed;
use crate::store::{Store, StoreFault};
use crate::wire::day_from;
use crate::wire::message::feed::{FeedItem, News, PriorDecision, kind};
use crate::wire::message::history::PlateKey;
use rusqlite::{Transaction, params};
use std::collections::BTreeMap;

/// One of them, about a plate that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prior {
    /// For the count of the year; it has no stop of ours.
    pub act: DecidedAct,
    /// Its 案号; empty for one without.
    pub document_no: String,
}

/// A row as it was told, its plate still a digest.
struct Told {
    plate: Digest,
    document_no: String,
    code: String,
    on: Day,
}

impl Told {
    fn act(&self, plate: String, by: Offenders) -> Prior {
        let (code, on) = (self.code.clone(), self.on);
        let (standing, stop) = (Standing::Final, Some(counting::stop_elsewhere(&self.document_no)));
        let act = DecidedAct { code, plate, on, standing, stop, by };
        Prior { act, document_no: self.document_no.clone() }
    }
}

/// Oldest first, and once each, also where several keys named the same.
fn in_order(mut priors: Vec<Prior>) -> Vec<Prior> {
    let place = |prior: &Prior| (prior.act.on, prior.document_no.clone(), prior.act.code.clone());
    priors.sort_by_key(place);
    priors.dedup();
    priors
}

pub(super) fn keep(
    tx: &Transaction<'_>,
    prior: &PriorDecision,
    head: u64,
) -> Result<(), StoreFault> {
    let sql =
        "INSERT INTO prior_decision (plate, document_no, code, day, withdrawn, behind, driver, carrier)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
               ON CONFLICT (plate, document_no, code) DO UPDATE SET withdrawn = excluded.withdrawn,
               driver = excluded.driver, carrier = excluded.carrier";
    tx.prepare_cached(sql)?.execute(params![
        prior.plate.0,
        prior.document_no,
        prior.code,
        prior.day,
        prior.withdrawn == Some(true),
        signed(head),
        prior.driver.map(|digest| digest.0),
        prior.carrier.map(|digest| digest.0),
    ])?;
    Ok(())
}

impl Store {
    /// The digests that a plate has under each key that headquarters sent.
    ///
    /// # Errors
    /// When the rows cannot be read; the same of the calls below.
    pub fn plate_digests(&self, plate: &str) -> Result<Vec<Digest>, StoreFault> {
        Ok(self.plate_keys()?.iter().map(|key| key.digest(plate)).collect())
    }

    pub(super) fn plate_keys(&self) -> Result<Vec<PlateKey>, StoreFault> {
        let items = self.feed_items(kind::PLATE_KEY)?;
        let key = |item: &FeedItem| -> Option<PlateKey> {
            let Ok(News::PlateKey(key)) = item.read() else { return None };
            Some(key)
        };
        Ok(items.iter().filter_map(key).collect())
    }

    /// Decisions of other laptops about `plate` that came before entry `before` was written, oldest first.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn priors_before(&self, plate: &str, before: u64) -> Result<Vec<Prior>, StoreFault> {
        if plate.is_empty() {
            // Nobody can say that two vehicles without a plate are one.
            return Ok(Vec::new());
        }
        let mut told = Vec::new();
        for key in self.plate_keys()? {
            told.extend(self.told_where("plate = ?1", key.digest(plate), before)?);
        }
        let act = |row: &Told| row.act(plate.to_string(), Offenders::default());
        Ok(in_order(told.iter().map(act).collect()))
    }

    /// The same about a driver, with whatever vehicle; `plates` are the ones that are known by name.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn priors_of_driver(
        &self,
        number: &str,
        plates: &[&str],
        before: u64,
    ) -> Result<Vec<Prior>, StoreFault> {
        let by = Offenders { driver: number.into(), ..Offenders::default() };
        self.priors_of("driver = ?1", |key| key.driver(number), (plates, &by), before)
    }

    /// The same about a carrier, with all its vehicles.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn priors_of_carrier(
        &self,
        credit_code: &str,
        plates: &[&str],
        before: u64,
    ) -> Result<Vec<Prior>, StoreFault> {
        let by = Offenders { carrier: credit_code.into(), ..Offenders::default() };
        self.priors_of("carrier = ?1", |key| key.carrier(credit_code), (plates, &by), before)
    }

    fn priors_of(
        &self,
        whose: &str,
        digest: impl Fn(&PlateKey) -> Digest,
        (plates, by): (&[&str], &Offenders),
        before: u64,
    ) -> Result<Vec<Prior>, StoreFault> {
        let mut priors = Vec::new();
        for key in self.plate_keys()? {
            // A plate that nobody here has seen keeps its digest for a name: it is a vehicle of its own all the same.
            let named: BTreeMap<Digest, &str> =
                plates.iter().map(|plate| (key.digest(plate), *plate)).collect();
            let told = self.told_where(whose, digest(&key), before)?;
            priors.extend(told.iter().map(|row| {
                let plate = named.get(&row.plate).map(ToString::to_string);
                row.act(plate.unwrap_or_else(|| row.plate.hex()), by.clone())
            }));
        }
        Ok(in_order(priors))
    }

    /// Rows of decisions that are not ours, oldest first.
    fn told_where(
        &self,
        whose: &str,
        digest: Digest,
        before: u64,
    ) -> Result<Vec<Told>, StoreFault> {
        let sql = format!(
            "SELECT plate, document_no, code, day FROM prior_decision
             WHERE {whose} AND withdrawn = 0 AND behind < ?2 ORDER BY day, document_no, code"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params![digest.0, signed(before)], |row| {
            let (plate, day): ([u8; 32], u32) = (row.get(0)?, row.get(3)?);
            Ok((Digest(plate), row.get(1)?, row.get(2)?, day))
        })?;
        let mut told = Vec::new();
        for row in rows {
            let (plate, document_no, code, day): (Digest, String, String, u32) = row?;
            // Our own came back.
            if let Ok(on) = day_from(day)
                && !self.is_ours(&document_no)?
            {
                told.push(Told { plate, document_no, code, on });
            }
        }
        Ok(told)
    }

    /// Takes out of the count what headquarters says was taken back on reconsideration or in court, among acts that this
    /// journal decided itself; those of other laptops are left out already.
    pub(in crate::store) fn without_quashed(
        &self,
        acts: &mut [DecidedAct],
    ) -> Result<(), StoreFault> {
        if acts.iter().all(|act| act.stop.is_none()) {
            return Ok(());
        }
        let keys = self.plate_keys()?;
        for act in acts {
            let Some(stop) = act.stop else { continue };
            let plates = keys.iter().map(|key| key.digest(&act.plate)).collect::<Vec<_>>();
            if self.is_quashed(stop, &act.code, &plates)? {
                act.standing = Standing::Quashed;
            }
        }
        Ok(())
    }

    /// Whether headquarters' last word about the decision of a stop, under one of these digests of its plate, takes it back.
    fn is_quashed(&self, stop: Id, code: &str, plates: &[Digest]) -> Result<bool, StoreFault> {
        let sql =
            "SELECT 1 FROM prior_decision p JOIN inspection i ON i.document_no = p.document_no
                   WHERE i.id = ?1 AND i.document_no <> ''
                   AND p.plate = ?2 AND p.code = ?3 AND p.withdrawn = 1";
        let mut statement = self.conn.prepare_cached(sql)?;
        for plate in plates {
            if statement.exists(params![stop.0, plate.0, code])? {
                return Ok(true);
            }
        }
        Ok(false)
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
