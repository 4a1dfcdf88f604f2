//! Which stops and which lists of closed shifts may leave: received, long enough ago, with every page and photograph;
//! changes nothing.

use super::STOPS_MAX;
use crate::domain::agency::DocumentNo;
use crate::domain::bureau::BureauEvent;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::apply::apply;
use crate::domain::inspection::event::Event;
use crate::domain::paper::{evidence_hold, measure};
use crate::domain::pruning::{PrunedClose, PrunedPaper, PrunedStop};
use crate::domain::shift_close::Closing;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::drafts::{INTERVIEW_OF, PAPER_OF};
use crate::store::journal::signed;
use crate::store::rows::inspection::InspectionRow;
use crate::store::rows::search::WAIT;
use crate::store::{Store, StoreFault};
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use crate::wire::event::bureau::SHIFT_CLOSED;
use crate::wire::event::voiding::NUMBER_VOIDED;
use rusqlite::{OptionalExtension, params};

/// Stops of which no entry is behind ?1 and nothing speaks against their leaving, in the order of their days.
fn sql_due(which: &str) -> String {
    format!(
        "SELECT id FROM inspection i WHERE {which} AND pruned = 0 AND number <= ?1
         AND NOT EXISTS (SELECT 1 FROM entry WHERE subject = i.id AND number > ?1)
         AND NOT EXISTS (SELECT 1 FROM draft WHERE id = i.id)
         AND i.id NOT IN (SELECT unhex(value, '-') FROM draft_field
             WHERE field = '{INTERVIEW_OF}' AND unhex(value, '-') IS NOT NULL)
         AND i.id NOT IN (SELECT unhex(substr(value, 1, 36), '-') FROM draft_field
             WHERE field = '{PAPER_OF}' AND unhex(substr(value, 1, 36), '-') IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM returned WHERE subject = i.id AND settled = 0)
         AND NOT EXISTS (SELECT 1 FROM act a WHERE a.inspection = i.id
             AND (a.plate <> '' OR a.driver <> '' OR a.carrier <> '')
             AND NOT EXISTS (SELECT 1 FROM prior_decision p
                 WHERE p.document_no = i.document_no AND p.code = a.code
                 AND (a.driver = '' OR p.driver IS NOT NULL)
                 AND (a.carrier = '' OR p.carrier IS NOT NULL)))
         ORDER BY day, number"
    )
}

/// Whether evidence or a vehicle of the stop is still with the organ: the paper that gives it back is made of what stands here
/// (处罚法 56; 强制法 28).
fn has_things(id: Id, entries: &[Entry]) -> bool {
    let mut stop = Inspection::new(id);
    for entry in entries {
        if let Body::Inspection(event) = &entry.body {
            apply(&mut stop, event.clone());
        }
    }
    !evidence_hold::standing(&stop).is_empty() || !measure::standing(&stop).is_empty()
}

impl Store {
    /// The last entry that headquarters' word lets leave, and the one place that says so: it received it and all before it
    /// by `received_by`, and where this laptop knows checkpoints, its head under the last of them lies behind it. While
    /// anything speaks against headquarters' checkpoints, nothing leaves: the laptop's own copy may be the proof.
    pub(super) fn may_leave_upto(&self, received_by: Moment) -> Result<Option<u64>, StoreFault> {
        // What headquarters lost is received again before it counts.
        let held = self.held_surely()?.unwrap_or(u64::MAX);
        let received = self.received_without_gap(received_by)?.min(held);
        if received == 0 || self.open_doubts()? > 0 {
            return Ok(None);
        }
        if self.last_checkpoint()?.is_none() {
            return Ok(Some(received));
        }
        Ok(self.proven()?.map(|head| head.number.min(received)))
    }

    /// Up to where headquarters had every entry by then, epoch by epoch: a receipt is over the entries of its own epoch, and
    /// what it had not of an earlier one is in none. Of one whose rest it does not take, each entry is asked for by itself.
    fn received_without_gap(&self, received_by: Moment) -> Result<u64, StoreFault> {
        let mut upto = 0;
        for span in self.earlier_epochs() {
            let within =
                self.received_within((span.behind.number, span.until.number), received_by)?;
            upto = within.unwrap_or(span.behind.number);
            if upto < span.until.number && self.left(span.epoch)?.is_none() {
                return Ok(upto);
            }
        }
        let current = (self.epoch_begins().number, u64::MAX);
        Ok(self.received_within(current, received_by)?.unwrap_or(upto))
    }

    /// The last entry behind `behind` up to `until` that a receipt is over.
    fn received_within(
        &self,
        (behind, until): (u64, u64),
        received_by: Moment,
    ) -> Result<Option<u64>, StoreFault> {
        let sql = "SELECT max(number) FROM receipt
                   WHERE number > ?1 AND number <= ?2 AND received_ms <= ?3";
        let key = params![signed(behind), signed(until), received_by.ms()];
        let upto: Option<i64> = self.conn.prepare_cached(sql)?.query_row(key, |row| row.get(0))?;
        Ok(upto.and_then(|number| u64::try_from(number).ok()))
    }

    /// Whether a receipt of its own epoch is over entry `number`, and headquarters has it in its main line.
    fn is_received(&self, number: u64, received_by: Moment) -> Result<bool, StoreFault> {
        let earlier = self.earlier_epochs().iter().find(|span| number <= span.until.number);
        let until = earlier.map_or(u64::MAX, |span| span.until.number);
        let within = self.received_within((number - 1, until), received_by)?;
        Ok(within.is_some() && !self.is_left(number)?)
    }

    /// Stops of which every entry, page and photograph is at headquarters by then, oldest first. One that is still typed,
    /// of which things are held, that was given back and not answered, or whose decision the laptop could not count any more stays.
    pub(super) fn stops_due(
        &self,
        upto: u64,
        received_by: Moment,
    ) -> Result<Vec<PrunedStop>, StoreFault> {
        let mut stops = Vec::new();
        for which in ["waiting = 0", WAIT] {
            let mut statement = self.conn.prepare_cached(&sql_due(which))?;
            let mut rows = statement.query([signed(upto)])?;
            while stops.len() < STOPS_MAX
                && let Some(row) = rows.next()?
            {
                let id = Id(row.get(0)?);
                // What is not as it was written stays for whoever repairs it.
                let Ok(entries) = self.entries_of(id) else { continue };
                if !has_things(id, &entries)
                    && self.is_held(&entries, received_by)?
                    && let Some(row) = self.inspection(id)?
                {
                    stops.push(self.stub(row)?);
                }
            }
        }
        Ok(stops)
    }

    /// Closes of shifts up to `upto` whose lists stand here, oldest first: each goes by its own receipt, whatever becomes of
    /// the stops on it.
    pub(super) fn closes_due(
        &self,
        upto: u64,
        received_by: Moment,
    ) -> Result<Vec<PrunedClose>, StoreFault> {
        let mut closes = Vec::new();
        for (number, closing) in self.closes()? {
            if number > upto || closes.len() == STOPS_MAX {
                break;
            }
            if self.is_received(number, received_by)? {
                let tally = closing.tally();
                closes.push(PrunedClose { number, at: closing.at, tally });
            }
        }
        Ok(closes)
    }

    /// Closes of shifts whose lists stand here, with the number of their entries, oldest first.
    ///
    /// # Errors
    /// When one cannot be read or is not what was written.
    pub fn closes(&self) -> Result<Vec<(u64, Closing)>, StoreFault> {
        let closes = self.of_kinds(&[SHIFT_CLOSED])?.into_iter();
        let closes = closes.filter_map(|entry| match entry.body {
            Body::Bureau(BureauEvent::ShiftClosed(closing)) => {
                Some((entry.envelope.number, closing))
            }
            Body::Bureau(_) | Body::Inspection(_) | Body::Pruned | Body::Later { .. } => None,
        });
        Ok(closes.collect())
    }

    /// Whether headquarters has all of a stop's entries in its main line and all of their blobs. What came of other laptops came
    /// from there, and its pages and photographs are not here.
    fn is_held(&self, entries: &[Entry], received_by: Moment) -> Result<bool, StoreFault> {
        let own = || entries.iter().filter(|entry| entry.came.is_none());
        for entry in own() {
            if !self.is_received(entry.envelope.number, received_by)? {
                return Ok(false);
            }
        }
        let named = own().flat_map(|entry| &entry.envelope.blobs).map(|blob| blob.digest);
        let papers = own().filter_map(|entry| match &entry.body {
            Body::Inspection(Event::DocumentIssued(document)) => Some(document.digest),
            Body::Inspection(_) | Body::Bureau(_) | Body::Pruned | Body::Later { .. } => None,
        });
        let sql = "SELECT 1 FROM blob_receipt WHERE digest = ?1 AND received_ms <= ?2
                   AND NOT EXISTS (SELECT 1 FROM blob_waiting w WHERE w.digest = ?1)";
        let mut held = self.conn.prepare_cached(sql)?;
        for digest in named.chain(papers).collect::<Vec<Digest>>() {
            if !held.exists(params![digest.0, received_by.ms()])? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn stub(&self, row: InspectionRow) -> Result<PrunedStop, StoreFault> {
        let papers = self.documents_of(row.id)?.into_iter().map(|paper| PrunedPaper {
            id: paper.id,
            form: paper.form,
            document_no: paper.document_no,
            digest: paper.digest,
            pages: paper.pages,
            issued_at: paper.issued_at,
            printed: paper.printed,
        });
        let sql = "SELECT u.prefix, u.year, u.serial, u.entry FROM entry e
                   JOIN used_number u ON u.entry = e.number
                   WHERE e.subject = ?1 AND e.kind <> ?2";
        // What is void its own entry holds, whose payload stays.
        let key = params![row.id.0, NUMBER_VOIDED];
        let taken = self.conn.prepare_cached(sql)?.query_row(key, |row| {
            let number = DocumentNo { prefix: row.get(0)?, year: row.get(1)?, serial: row.get(2)? };
            Ok((number, u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0)))
        });
        Ok(PrunedStop {
            id: row.id,
            number: row.number,
            at: row.at,
            codes: row.codes,
            outcome: row.outcome,
            over_kg: row.over_kg,
            fine: row.fine,
            document_no: row.document_no,
            taken: taken.optional()?,
            papers: papers.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    #[test]
    fn neither_acts_nor_headquarters_word_about_them_are_read_through_for_each_stop() {
        let conn = migrate::blank().unwrap();
        for which in ["waiting = 0", WAIT] {
            let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {}", sql_due(which))).unwrap();
            let steps = plan.query_map([1], |row| row.get::<_, String>(3)).unwrap();
            let steps: Vec<String> = steps.map(Result::unwrap).collect();
            for index in ["act_by_inspection", "prior_decision_by_number"] {
                assert!(steps.iter().any(|step| step.contains(index)), "{index}: {steps:?}");
            }
            // Cases that were given back are few, and have no index; what was typed and not ended is read once for all.
            let few = ["SCAN returned", "SCAN draft_field"];
            let mut read_through = steps.iter().filter(|step| step.starts_with("SCAN"));
            assert!(read_through.all(|step| few.contains(&step.as_str())), "{steps:?}");
            let before = steps.iter().position(|step| step == "SCAN draft_field").unwrap();
            assert!(steps[before - 1].starts_with("LIST SUBQUERY"), "once: {steps:?}");
        }
    }
}
