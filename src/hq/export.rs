//! What leaves headquarters as plain files that a stranger can check: entries, what signs them, receipts, checkpoints,
//! papers and photographs; writes no file itself.

use super::answer::{Fault, Seat};
use super::checkpoint::{self, Marked, Marker};
use super::export_lines;
use super::ledger::{JournalRow, Ledger, LedgerFault};
use crate::domain::withheld::{Withheld, Withholding};
use crate::stdx::day::Day;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::entry::{self, Break, Kept};
use crate::wire::envelope::{self, BlobName};
use crate::wire::event::Body;
use crate::wire::head::SignedHead;
use crate::wire::message::checkpoint::{Checkpoint, Step, leaf, leaf_bytes, way};
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::receipt::{Held, Receipt};
use crate::wire::signer::{Identity, for_openssl};
use crate::wire::suite::Suite;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const CHECK: &str = include_str!("../../assets/evidence/check-export.sh");
const README: &str = include_str!("../../assets/evidence/README-export.txt");
/// The file of all digests; its own digest stands in headquarters' log.
pub const SUMS: &str = "SHA256SUMS";
/// Entries that are read at once.
const AT_ONCE: u64 = 1_000;

/// What is to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Every entry of an inspection, in whatever journal.
    Case(Id),
    /// A journal, or what lies between its first and its last entry of one day.
    Journal(JournalName, Option<Day>),
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// As they stand here.
    Bytes(Vec<u8>),
    /// A paper or photograph, as the keep has it.
    Blob(Digest),
}

/// All that leaves.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// By name, `/` between folder and file.
    pub files: Vec<(String, Content)>,
    /// Entries with their content.
    pub entries: u64,
    /// What names passengers and stays here: contents of entries by their names, pages by their digests.
    pub withheld: Vec<String>,
    /// Papers and photographs that entries name and that have not arrived.
    pub missing: Vec<String>,
    /// SHA-256 of `SHA256SUMS`.
    pub manifest: Option<Digest>,
}

/// A head under a checkpoint.
struct Cover {
    head: Point,
    checkpoint: Checkpoint,
    way: Vec<Step>,
}

/// Gathers it; nothing is in `entries` when there is none of it. What names passengers is left out unless `with_passengers`.
///
/// # Errors
/// When the ledger does not answer or does not hold what it should, or the key does not sign.
pub fn gather(
    seat: &Seat,
    ledger: &mut dyn Ledger,
    (wanted, with_passengers): (Wanted, bool),
    now_ms: i64,
) -> Result<Gathered, Fault> {
    let numbers = numbers(ledger, wanted)?;
    let mut gathered = Gathered::default();
    if numbers.is_empty() {
        return Ok(gathered);
    }
    // What came in this minute is under no checkpoint yet: then one is made now.
    checkpoint::make(&mut Marker::default(), seat, ledger, now_ms)?;
    let covers = covers(ledger, &numbers)?;
    let withholding = Withholding::default();
    let gathered_now = &mut gathered;
    let mut files =
        Files { seat, ledger, wanted, with_passengers, withholding, gathered: gathered_now };
    files.headquarters()?;
    for (name, numbers) in &numbers {
        files.journal(*name, numbers, covers.get(name).map_or(&[][..], Vec::as_slice))?;
    }
    if let Wanted::Case(subject) = wanted {
        let lines = export_lines::files(ledger, subject)?;
        let lines = lines.into_iter().map(|(name, bytes)| (name, Content::Bytes(bytes)));
        gathered.files.extend(lines);
    }
    for (name, lines) in [("MISSING", &gathered.missing), ("WITHHELD", &gathered.withheld)] {
        if !lines.is_empty() {
            let text = lines.join("\n") + "\n";
            gathered.files.push((name.into(), Content::Bytes(text.into_bytes())));
        }
    }
    let mut sums = String::new();
    for (name, content) in &gathered.files {
        let digest = match content {
            Content::Bytes(bytes) => Digest::of(bytes),
            Content::Blob(digest) => *digest,
        };
        let _ = writeln!(sums, "{}  {name}", digest.hex());
    }
    gathered.manifest = Some(Digest::of(sums.as_bytes()));
    gathered.files.push((SUMS.into(), Content::Bytes(sums.into_bytes())));
    Ok(gathered)
}

/// The numbers of the entries, by journal, ascending.
fn numbers(
    ledger: &mut dyn Ledger,
    wanted: Wanted,
) -> Result<BTreeMap<JournalName, Vec<u64>>, Fault> {
    let mut numbers: BTreeMap<JournalName, Vec<u64>> = BTreeMap::new();
    match wanted {
        Wanted::Case(subject) => {
            for (name, number) in ledger.of_subject(subject)? {
                numbers.entry(name).or_default().push(number);
            }
        }
        Wanted::Journal(name, day) => {
            let Some(row) = ledger.journal(name)? else { return Ok(numbers) };
            let (mut first, mut last) = (row.start.number + 1, row.head.number);
            if let Some(day) = day {
                (first, last) = (u64::MAX, 0);
                each(ledger, name, row.start.number + 1, row.head.number, |point, kept| {
                    let envelope = envelope::decode(&kept.envelope).map_err(|_| broken(point))?;
                    if envelope.clock.wall.day() == day {
                        (first, last) = (first.min(point.number), last.max(point.number));
                    }
                    Ok(())
                })?;
            }
            if first <= last {
                numbers.insert(name, (first..=last).collect());
            }
        }
    }
    Ok(numbers)
}

/// The first checkpoint over each of the entries, with the way from its journal's head to the root.
fn covers(
    ledger: &mut dyn Ledger,
    numbers: &BTreeMap<JournalName, Vec<u64>>,
) -> Result<BTreeMap<JournalName, Vec<Cover>>, Fault> {
    let mut heads: BTreeMap<JournalName, Point> = BTreeMap::new();
    let mut covers: BTreeMap<JournalName, Vec<Cover>> = BTreeMap::new();
    checkpoint::each(ledger, 1, |Marked { checkpoint, moved }| {
        heads.extend(moved.iter().copied());
        for (name, head) in moved {
            let Some(numbers) = numbers.get(name) else { continue };
            let own = covers.entry(*name).or_default();
            let before = own.last().map_or(0, |cover| cover.head.number);
            if !numbers.iter().any(|number| *number > before && *number <= head.number) {
                continue;
            }
            let leaves: Vec<Digest> = heads.iter().map(|(name, head)| leaf(*name, *head)).collect();
            let at = heads.keys().position(|other| other == name).unwrap_or_default();
            let (checkpoint, way) = (checkpoint.clone(), way(&leaves, at));
            own.push(Cover { head: *head, checkpoint, way });
        }
    })?;
    Ok(covers)
}

fn each(
    ledger: &mut dyn Ledger,
    name: JournalName,
    from: u64,
    until: u64,
    mut see: impl FnMut(Point, Kept) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut next = from;
    while next <= until {
        let some = ledger.entries(name, next, AT_ONCE.min(until - next + 1))?;
        if some.first().is_none_or(|(held, _)| held.point.number != next) {
            return Err(broken(Point { number: next, digest: Digest::ZERO }));
        }
        for (held, kept) in some {
            next = held.point.number + 1;
            see(held.point, kept)?;
        }
    }
    Ok(())
}

fn broken(point: Point) -> Fault {
    Fault::Ledger(LedgerFault::Damaged(format!("entry {} cannot be read", point.number)))
}

struct Files<'a> {
    seat: &'a Seat,
    ledger: &'a mut dyn Ledger,
    wanted: Wanted,
    with_passengers: bool,
    /// Of a journal whose entries are gone through in their order.
    withholding: Withholding,
    gathered: &'a mut Gathered,
}

impl Files<'_> {
    fn add(&mut self, name: String, bytes: impl Into<Vec<u8>>) {
        self.gathered.files.push((name, Content::Bytes(bytes.into())));
    }

    /// What is the same for all journals.
    fn headquarters(&mut self) -> Result<(), Fault> {
        let signer = self.seat.signer.as_ref();
        let suite = signer.suite();
        let pem = Identity::new(suite, &signer.public_key()).and_then(|key| key.pem());
        let pem = pem.map_err(|_| LedgerFault::Damaged("headquarters' key".into()))?;
        self.add("README.txt".into(), README);
        self.add("check-export.sh".into(), CHECK);
        self.add("HEADQUARTERS_SUITE".into(), format!("{}\n", suite.byte()));
        self.add("headquarters-public.pem".into(), pem);
        Ok(())
    }

    /// The folder of one journal.
    fn journal(
        &mut self,
        name: JournalName,
        numbers: &[u64],
        covers: &[Cover],
    ) -> Result<(), Fault> {
        let row = self.ledger.journal(name)?.ok_or_else(|| broken(Point::START))?;
        let folder = format!("journals/{}-{}", name.device, name.epoch);
        self.add(format!("{folder}/DEVICE"), format!("{}\n", hex(name.device)));
        self.add(format!("{folder}/EPOCH"), format!("{}\n", name.epoch));
        self.add(format!("{folder}/SUITE"), format!("{}\n", row.suite));
        self.add(format!("{folder}/device-public.pem"), pem_of(&row)?);
        match (self.wanted, numbers) {
            (Wanted::Case(subject), _) => {
                self.add(format!("{folder}/CASE"), format!("{}\n", hex(subject)));
            }
            (Wanted::Journal(..), [first, ..]) => {
                let last = numbers.last().unwrap_or(first);
                self.add(format!("{folder}/RANGE"), format!("{first} {last}\n"));
            }
            (Wanted::Journal(..), []) => {}
        }
        let (mut upto, mut named) = (0, BTreeSet::new());
        for number in numbers.iter().copied() {
            if number <= upto {
                continue;
            }
            let cover = covers.iter().find(|cover| cover.head.number >= number);
            // Another server's checkpoint of this very moment may not reach it: the next try does.
            let cover = cover.ok_or(Fault::Crowded)?;
            upto = cover.head.number;
            let blobs = self.run(name, &folder, number, numbers, upto)?;
            self.proofs(name, &folder, &row, cover)?;
            for (number, nth, blob) in blobs {
                if named.insert(blob.digest) {
                    self.blob(&folder, number, nth, &blob)?;
                }
            }
        }
        Ok(())
    }

    /// Envelopes from `from` up to a signed head, with the content of those that are asked for; gives the papers and
    /// photographs that these name.
    fn run(
        &mut self,
        name: JournalName,
        folder: &str,
        from: u64,
        own: &[u64],
        upto: u64,
    ) -> Result<Vec<(u64, usize, BlobName)>, Fault> {
        let (gathered, mut blobs) = (&mut *self.gathered, Vec::new());
        let (withholding, with_passengers) = (&mut self.withholding, self.with_passengers);
        each(self.ledger, name, from, upto, |point, kept| {
            let number = point.number;
            if own.binary_search(&number).is_ok() {
                let envelope = envelope::decode(&kept.envelope).map_err(|_| broken(point))?;
                let withheld = match entry::read(&kept).map(|entry| entry.body) {
                    Ok(Body::Inspection(event)) if !with_passengers => withholding.of(&event),
                    // Nobody knows whom a paper of a later program names.
                    Err(Break::Body(_)) if !with_passengers => Withheld::Content,
                    Ok(_) | Err(_) => Withheld::Nothing,
                };
                let stays = |blob: &BlobName| withheld == Withheld::Page(blob.digest);
                let named = (1..).zip(envelope.blobs).filter(|(_, blob)| !stays(blob));
                blobs.extend(named.map(|(nth, blob)| (number, nth, blob)));
                let content = [&kept.salt[..], &kept.payload].concat();
                let file = format!("{folder}/entries/{number:09}.content");
                match withheld {
                    Withheld::Content => gathered.withheld.push(file),
                    Withheld::Page(_) | Withheld::Nothing => {
                        gathered.files.push((file, Content::Bytes(content)));
                    }
                }
                if let Withheld::Page(digest) = withheld {
                    gathered.withheld.push(digest.hex());
                }
                gathered.entries += 1;
            }
            let file = format!("{folder}/entries/{number:09}.envelope");
            gathered.files.push((file, Content::Bytes(kept.envelope)));
            Ok(())
        })?;
        Ok(blobs)
    }

    /// What signs a journal up to `cover`: the device, headquarters' receipt and its checkpoint.
    fn proofs(
        &mut self,
        name: JournalName,
        folder: &str,
        row: &JournalRow,
        Cover { head, checkpoint, way }: &Cover,
    ) -> Result<(), Fault> {
        let Point { number, digest } = *head;
        let signed = self.ledger.signature_from(name, number)?.filter(|signed| signed.0 == number);
        let (_, suite, signature) = signed.ok_or_else(|| broken(*head))?;
        let suite = Suite::from_byte(suite).ok_or_else(|| broken(*head))?;
        debug_assert_eq!(suite.byte(), row.suite, "a journal has one suite");
        let (device, epoch) = (name.device, name.epoch);
        let bytes = SignedHead { device, epoch, number, digest }.bytes();
        self.signed(&format!("{folder}/heads/{number:09}"), bytes, suite, &signature);
        let known = self.ledger.known(name, number, number)?;
        let held = known.and_then(|known| known.points.first().copied());
        let received_ms = held.ok_or_else(|| broken(*head))?.received_ms;
        self.receipt(
            &format!("{folder}/receipts/{number:09}"),
            Held::Journal { journal: name, upto: *head },
            received_ms,
        )?;
        let file = format!("{folder}/checkpoints/{number:09}");
        let own = self.seat.signer.suite();
        self.signed(&file, checkpoint.signed_bytes(), own, &checkpoint.signature);
        let mut bytes = leaf_bytes(name, *head);
        let mut at = Digest::of(&bytes);
        self.add(format!("{file}.leaf"), bytes);
        for (nth, step) in (1..).zip(way) {
            bytes = step.node(at);
            at = Digest::of(&bytes);
            self.add(format!("{file}.node-{nth:02}"), bytes);
        }
        Ok(())
    }

    fn receipt(&mut self, file: &str, held: Held, received_ms: i64) -> Result<(), Fault> {
        let signer = self.seat.signer.as_ref();
        let suite = signer.suite();
        let receipt = Receipt::sign(self.seat.headquarters, held, received_ms, signer)?;
        self.signed(file, receipt.signed_bytes(), suite, &receipt.signature);
        Ok(())
    }

    fn signed(&mut self, file: &str, bytes: Vec<u8>, suite: Suite, signature: &[u8]) {
        self.add(format!("{file}.signed"), bytes);
        self.add(format!("{file}.signature"), for_openssl(suite, signature));
    }

    /// A paper or photograph with its receipt, or its name among what is missing.
    fn blob(
        &mut self,
        folder: &str,
        number: u64,
        nth: usize,
        blob: &BlobName,
    ) -> Result<(), Fault> {
        let BlobName { digest, kind, .. } = blob;
        let row = self.ledger.blob(*digest)?;
        let Some((row, held_ms)) = row.and_then(|row| Some((row, row.held_ms?))) else {
            self.gathered.missing.push(format!("{}  {folder}/entries/{number:09}", digest.hex()));
            return Ok(());
        };
        let ending = kind.rsplit('/').next().unwrap_or_default();
        let place = if ending == "pdf" { "papers" } else { "photographs" };
        let file = format!("{folder}/{place}/{number:09}-{nth:02}.{ending}");
        self.gathered.files.push((file, Content::Blob(*digest)));
        let held = Held::Blob { digest: *digest, size: row.size };
        self.receipt(&format!("{folder}/receipts/{}", digest.hex()), held, held_ms)
    }
}

fn pem_of(row: &JournalRow) -> Result<String, Fault> {
    let key = Suite::from_byte(row.suite)
        .and_then(|suite| Identity::new(suite, &row.public_key).ok()?.pem().ok());
    Ok(key.ok_or_else(|| LedgerFault::Damaged("a device's key".into()))?)
}

fn hex(id: Id) -> String {
    id.0.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
