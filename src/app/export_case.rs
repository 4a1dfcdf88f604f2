//! Exporting one case as plain files that a stranger can check; the journal's entry of it comes first.

use super::command::Trouble;
use super::desk::Desk;
use super::{conclude, open_inspection};
use crate::domain::described::Description;
use crate::domain::full_record::Stage;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::event::Event;
use crate::domain::withheld::{Withheld, Withholding};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::files::{Ground, How};
use crate::stdx::said::Said;
use crate::store::checkpoints::Proven;
use crate::store::evidence::{Evidence, Signed};
use crate::store::journal::Work;
use crate::store::{StoreFault, disk};
use crate::wire::entry::Break;
use crate::wire::event::{self, Body};
use crate::wire::message::checkpoint::leaf_bytes;
use crate::wire::signer::{Identity, for_openssl};
use crate::wire::suite::Suite;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const CHECK: &str = include_str!("../../assets/evidence/check-case.sh");
const README: &str = include_str!("../../assets/evidence/README.txt");
/// What the organ keeps, a line each, where it keeps something.
const WITHHELD: &str = "WITHHELD";
/// The file of all digests; its own digest stands in the journal.
const SUMS: &str = "SHA256SUMS";

/// A case that lies outside the journal now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The fresh folder.
    pub folder: PathBuf,
    /// How many lie in it: those of the list, the list, and what proves the list.
    pub files: u32,
    /// SHA-256 of `SHA256SUMS`, as the journal's entry names it.
    pub manifest: Digest,
}

/// Files of the export by name, `/` between folder and file.
type Files = Vec<(String, Vec<u8>)>;

/// Whether an export bears what passengers said, and who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passengers {
    /// Their pages are those on which they are masked; what names them is not there.
    Masked,
    /// All of it, for a court or another organ.
    Named,
}

/// Writes the case of an inspection, its id or the number of one of its papers, into a fresh folder
/// below `under`, for anybody who may have it: no passenger is named.
///
/// # Errors
/// As `export`.
pub fn export_case(
    desk: &mut Desk,
    what: &str,
    reason: &str,
    under: &Path,
) -> Result<Exported, Trouble> {
    export(desk, (what, Passengers::Masked), reason, under)
}

/// The same with what passengers said, or without it.
///
/// # Errors
/// When there is no such case, no reason is given, an entry is not as it was written or not signed, or a
/// page is not on this laptop: the journal has no entry of it then. When that entry cannot be read back, or
/// the folder not be made: it has one, and nothing lies outside.
pub fn export(
    desk: &mut Desk,
    (what, passengers): (&str, Passengers),
    reason: &str,
    under: &Path,
) -> Result<Exported, Trouble> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Trouble::new("trouble.export_reason"));
    }
    let subject = desk.find(what)?.line.inspection;
    // What proves the other laptop's part stands at headquarters, and so do its pages and photographs.
    if !desk.store.brought_of(subject)?.is_empty() {
        return Err(Trouble::new("trouble.export_elsewhere"));
    }
    let folder = under.join(format!("lucha-case-{subject}"));
    let ground = Ground::clone(&desk.store.site().ground);
    let is_free =
        ground.is_folder(under).and_then(|folder_is| Ok(folder_is && !ground.is_there(&folder)?));
    if !is_free.map_err(disk::fault)? {
        // A case that lies there already stays there, also where the disk refused to say so before.
        if ground.is_there(&folder).map_err(disk::fault)? {
            disk::sync_folder(&ground, under)?;
        }
        return Err(Trouble::new("trouble.export_place").with(folder.display().to_string()));
    }
    let inspection = open_inspection::load(&desk.store, subject)?;
    let evidence = desk.store.evidence(subject)?;
    let kept_back = match passengers {
        Passengers::Masked => KeptBack::of(&evidence)?,
        Passengers::Named => KeptBack::default(),
    };
    let mut files = proofs(&evidence, &kept_back)?;
    files.extend(originals(desk, &inspection, &kept_back)?);
    if !kept_back.lines.is_empty() {
        files.push((WITHHELD.into(), kept_back.lines.clone().into_bytes()));
    }
    let id: String = subject.0.iter().map(|byte| format!("{byte:02x}")).collect();
    files.push(("CASE".into(), format!("{id}\n").into_bytes()));
    files.push(("case.json".into(), contents(desk, &inspection, &evidence)?));
    files.push(("README.txt".into(), README.into()));
    files.push(("check-case.sh".into(), CHECK.into()));
    let sums = sums(&files);
    let manifest = Digest::of(sums.as_bytes());
    files.push((SUMS.into(), sums.into_bytes()));
    let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
    let signed_in = desk.signed_in.as_deref().and_then(|who| desk.bureau.officer(who));
    let event = Event::CaseExported { manifest, files: count, reason: reason.to_string() };
    let work = Work {
        officer: signed_in
            .map(|person| person.id)
            .or_else(|| conclude::officer_of(desk, &inspection.facts)),
        subject: Some(subject),
        bodies: vec![Body::Inspection(event)],
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    files.extend(proof_of_list(desk, first_key(&evidence)?)?);
    write(&ground, under, &folder, &files)?;
    let files = u32::try_from(files.len()).unwrap_or(u32::MAX);
    Ok(Exported { folder, files, manifest })
}

/// What stays with the organ.
#[derive(Default)]
struct KeptBack {
    /// Numbers of the entries whose content stays.
    entries: BTreeSet<u64>,
    /// Knows the papers whose page stays.
    pages: Withholding,
    /// Each of both on a line, as the check reads them.
    lines: String,
}

impl KeptBack {
    fn of(evidence: &Evidence) -> Result<KeptBack, StoreFault> {
        let mut kept_back = KeptBack::default();
        for row in &evidence.own {
            let number = row.number;
            let broken = |what: Break| StoreFault::Broken { number, what: what.said() };
            let Body::Inspection(event) = row.read().map_err(broken)?.body else { continue };
            let line = match kept_back.pages.of(&event) {
                Withheld::Nothing => continue,
                Withheld::Content => {
                    kept_back.entries.insert(number);
                    content_of(number)
                }
                Withheld::Page(digest) => digest.hex(),
            };
            let _ = writeln!(kept_back.lines, "{line}");
        }
        Ok(kept_back)
    }
}

fn content_of(number: u64) -> String {
    format!("entries/{number:09}.content")
}

fn unsigned() -> StoreFault {
    StoreFault::DeviceKey(Said::words("device_key.not_named"))
}

fn pem_of((suite, key): &(Suite, Vec<u8>)) -> Result<String, StoreFault> {
    let identity = Identity::new(*suite, key).map_err(|_| unsigned())?;
    identity.pem().map_err(|_| unsigned())
}

/// The key that `device-public.pem` shows.
fn first_key(evidence: &Evidence) -> Result<&(Suite, Vec<u8>), StoreFault> {
    evidence.heads.first().and_then(|head| head.key.as_ref()).ok_or_else(unsigned)
}

/// The entry of this export, which is the journal's last one: it names the digest of the list, and the device signed it. So
/// the list cannot be made anew for files that were taken out.
fn proof_of_list(desk: &Desk, first: &(Suite, Vec<u8>)) -> Result<Files, StoreFault> {
    let (row, Signed { kept, bytes, key }) = desk.store.signed_entry(desk.store.head().number)?;
    let mut files: Files = vec![
        ("export.envelope".into(), row.kept.envelope),
        ("export.content".into(), [&row.kept.salt[..], &row.kept.payload].concat()),
        ("export.signed".into(), bytes),
        ("export.signature".into(), for_openssl(first.0, &kept.signature)),
    ];
    if let Some(key) = key.filter(|key| key != first) {
        files.push(("export.pem".into(), pem_of(&key)?.into_bytes()));
    }
    Ok(files)
}

fn proofs(evidence: &Evidence, kept_back: &KeptBack) -> Result<Files, Trouble> {
    let first = first_key(evidence)?;
    let (suite, pem) = (first.0, pem_of(first)?);
    let mut files: Files = vec![
        ("SUITE".into(), format!("{}\n", suite.byte()).into_bytes()),
        ("device-public.pem".into(), pem.into_bytes()),
    ];
    for (number, (envelope, _)) in &evidence.envelopes {
        files.push((format!("entries/{number:09}.envelope"), envelope.clone()));
    }
    for row in evidence.own.iter().filter(|row| !kept_back.entries.contains(&row.number)) {
        let content = [&row.kept.salt[..], &row.kept.payload].concat();
        files.push((content_of(row.number), content));
    }
    for head in &evidence.heads {
        let number = head.kept.number;
        let signature = for_openssl(suite, &head.kept.signature);
        files.push((format!("heads/{number:09}.signed"), head.bytes.clone()));
        files.push((format!("heads/{number:09}.signature"), signature));
        // What came to the case under a later key of the device.
        if let Some(key) = head.key.as_ref().filter(|key| *key != first) {
            files.push((format!("heads/{number:09}.pem"), pem_of(key)?.into_bytes()));
        }
    }
    files.extend(checkpoints(&evidence.checkpoints)?);
    Ok(files)
}

/// Headquarters' checkpoints, each with its way from this journal's head to its root.
fn checkpoints(proven: &[Proven]) -> Result<Files, Trouble> {
    let damaged = || StoreFault::Damaged(Said::words("flaw.shape"));
    let mut files = Files::new();
    for Proven { journal, place, checkpoint, public_key } in proven {
        let file = format!("checkpoints/{:09}", place.head.number);
        let suite = Suite::from_byte(checkpoint.suite).ok_or_else(damaged)?;
        let identity = Identity::new(suite, public_key).map_err(|_| damaged())?;
        let pem = identity.pem().map_err(|_| damaged())?;
        files.push((format!("{file}.suite"), format!("{}\n", suite.byte()).into_bytes()));
        files.push((format!("{file}.pem"), pem.into_bytes()));
        files.push((format!("{file}.signed"), checkpoint.signed_bytes()));
        let signature = for_openssl(suite, &checkpoint.signature);
        files.push((format!("{file}.signature"), signature));
        let mut bytes = leaf_bytes(*journal, place.head);
        let mut at = Digest::of(&bytes);
        files.push((format!("{file}.leaf"), bytes));
        for (nth, step) in (1..).zip(&place.way) {
            bytes = step.node(at);
            at = Digest::of(&bytes);
            files.push((format!("{file}.node-{nth:02}"), bytes));
        }
    }
    Ok(files)
}

/// Papers and photographs as they were kept.
fn originals(desk: &Desk, inspection: &Inspection, kept_back: &KeptBack) -> Result<Files, Trouble> {
    let kept = |digest| -> Result<Vec<u8>, Trouble> {
        desk.store.page(digest)?.ok_or_else(|| Trouble::new("trouble.no_page"))
    };
    let mut files = Files::new();
    let void = inspection.voided.iter().flat_map(|voided| &voided.documents);
    for (nth, document) in (1..).zip(inspection.documents.iter().chain(void)) {
        if kept_back.pages.has(document.id) {
            continue;
        }
        let is_void = inspection.void_of(document).is_some();
        let name = format!("{}{}", document.form, if is_void { "-void" } else { "" });
        files.push((format!("papers/{nth:02}-{name}.pdf"), kept(document.digest)?));
    }
    for (nth, photograph) in (1..).zip(&inspection.photographs) {
        let kind = photograph.media_type.word().rsplit('/').next().unwrap_or_default();
        files.push((format!("photographs/{nth:02}.{kind}"), kept(photograph.digest)?));
    }
    Ok(files)
}

/// A table of contents for people; what proves anything are the other files.
fn contents(desk: &Desk, inspection: &Inspection, evidence: &Evidence) -> Result<Vec<u8>, Trouble> {
    let mut entries = Vec::new();
    for row in &evidence.own {
        let number = row.number;
        let broken = |what: Break| StoreFault::Broken { number, what: what.said() };
        let entry = row.read().map_err(broken)?;
        let who = open_inspection::person(desk, entry.envelope.officer);
        entries.push(json!({
            "number": number,
            "by": json!({ "name": who.name, "credential": who.credential }),
            "at": entry.envelope.clock.wall.rfc3339(),
            "kind": event::name(&entry.body),
            "digest": entry.digest.hex(),
        }));
    }
    let documents: Vec<_> = inspection
        .documents
        .iter()
        .map(|document| {
            let number = document.number.as_ref().map(ToString::to_string);
            json!({ "form": document.form, "number": number, "sha256": document.digest.hex() })
        })
        .collect();
    let photographs: Vec<_> = inspection
        .photographs
        .iter()
        .map(|photograph| {
            let mut line = said(&photograph.said);
            line.insert("name".into(), json!(photograph.file_name.get()));
            line.insert("sha256".into(), json!(photograph.digest.hex()));
            line.insert("damaged".into(), json!(photograph.is_damaged));
            let camera = photograph.camera;
            line.insert("camera_time".into(), json!(camera.map(|camera| camera.at.rfc3339())));
            let off = camera.and_then(|camera| camera.off_ms);
            line.insert("camera_clock_off_ms".into(), json!(off));
            Value::Object(line)
        })
        .collect();
    let recordings: Vec<_> = inspection
        .recordings
        .iter()
        .map(|recording| {
            let mut line = said(&recording.said);
            line.insert("name".into(), json!(recording.file_name.get()));
            line.insert("sha256".into(), json!(recording.digest.hex()));
            line.insert("bytes".into(), json!(recording.bytes));
            line.insert("medium".into(), json!(recording.medium));
            line.insert("from".into(), json!(recording.from.map(Moment::rfc3339)));
            line.insert("until".into(), json!(recording.until.map(Moment::rfc3339)));
            Value::Object(line)
        })
        .collect();
    let whole = json!({
        "inspection": inspection.id.to_string(),
        "entries": entries,
        "papers": documents,
        "photographs": photographs,
        "recordings_elsewhere": recordings,
    });
    Ok(serde_json::to_vec_pretty(&whole).unwrap_or_default())
}

/// What the officers say of a piece of evidence.
fn said(said: &Description) -> Map<String, Value> {
    let kind = said.counts_as().in_chinese();
    let lines = [
        ("stage", json!(said.stage.map(Stage::word))),
        ("proves", json!(said.proves)),
        ("place", json!(said.place)),
        ("device", json!(said.device)),
        ("wearer", json!(said.wearer.get())),
        ("kind", json!(kind)),
        ("copy", json!(said.is_copy)),
    ];
    lines.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}

/// As `sha256sum` writes them.
fn sums(files: &Files) -> String {
    let mut lines = String::new();
    for (name, bytes) in files {
        let _ = writeln!(lines, "{}  {name}", Digest::of(bytes).hex());
    }
    lines
}

/// The folder has its name when all files are in it: what was cut off is nobody's case.
fn write(ground: &Ground, under: &Path, folder: &Path, files: &Files) -> Result<(), StoreFault> {
    let part = folder.with_extension("part");
    // What an export left that was cut off is of an older state of the case.
    ground.remove_tree(&part).map_err(disk::fault)?;
    for (name, bytes) in files {
        let path = part.join(name);
        if let Some(parent) = path.parent() {
            ground.make_folders(parent).map_err(disk::fault)?;
        }
        let mut file = ground.open(&path, How::Fresh).map_err(disk::fault)?;
        file.write_all(bytes).and_then(|()| file.sync()).map_err(disk::fault)?;
    }
    let shelves: BTreeSet<&str> =
        files.iter().filter_map(|(name, _)| Some(name.split_once('/')?.0)).collect();
    for shelf in shelves {
        disk::sync_folder(ground, &part.join(shelf))?;
    }
    disk::sync_folder(ground, &part)?;
    ground.rename(&part, folder).map_err(disk::fault)?;
    let named = disk::sync_folder(ground, under);
    if named.is_err() {
        // A name that may be lost is nobody's case, and must not be in the way of the next try.
        let _left = ground.rename(folder, &part);
    }
    named
}
