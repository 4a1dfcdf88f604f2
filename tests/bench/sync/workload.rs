//! The records that everybody carries, the same on each run: about 3,000 B of fields and a photograph that nothing presses;
//! as a journal, and as plain files.

use crate::fill;
use lucha::domain::bureau::BureauEvent;
use lucha::domain::described::Description;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::{Facts, Finding};
use lucha::domain::photograph::{MediaType, Photograph};
use lucha::stdx::clock::Clock;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Dice;
use lucha::stdx::redacted::Redacted;
use lucha::store::Store;
use lucha::store::journal::Work;
use lucha::store::site::Site;
use lucha::wire::event::Body;
use lucha::wire::suite::Suite;
use std::ops::Range;
use std::path::Path;

/// Characters of an inspection's free text, so that its fields have 3,002 bytes as in the workload.
const STATEMENT: usize = 1_200;
/// Bytes of a record as plain text.
pub const RECORD: usize = 3_002;

/// Bytes that nothing presses, the same on each run.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 32);
    let mut at = 0_u64;
    while bytes.len() < length {
        bytes.extend(Digest::of_parts(&[&seed.to_le_bytes(), &at.to_le_bytes()]).0);
        at += 1;
    }
    bytes.truncate(length);
    bytes
}

fn letters(seed: u64, length: usize) -> String {
    const SET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    noise(seed, length).iter().map(|byte| char::from(SET[usize::from(byte & 63)])).collect()
}

/// The `n`th record: its items are findings, its statement the remarks.
fn record(n: u64) -> Facts {
    let item = |k: u64| Finding {
        facts: format!(
            "{} {}",
            if k.is_multiple_of(5) { "fail" } else { "pass" },
            letters(n * 64 + k, 32)
        ),
        corrected_at_once: !k.is_multiple_of(5),
        ..Finding::of(&format!("VC-{}", 100 + (n * 7 + k) % 400))
    };
    Facts {
        findings: (0..20).map(item).collect(),
        remarks: letters(n * 64 + 63, STATEMENT),
        ..fill::facts(n, 1_000)
    }
}

/// A journal with these records, each with a photograph of so many bytes.
pub fn journal(folder: &Path, records: Range<u64>, photograph_bytes: usize) {
    std::fs::create_dir_all(folder).unwrap();
    let mut dice = Dice::Machine;
    let mut store = Store::open(&Site::plain(folder), &mut dice).unwrap();
    let opened = BureauEvent::JournalOpened { device: store.device(), epoch: 1 };
    let made = store.make_device_key(Suite::default(), &mut dice).unwrap();
    let bodies = vec![Body::Bureau(opened), Body::Bureau(made)];
    let clock = Clock::machine();
    store.append(Work { bodies, ..Work::default() }, clock.read(), &mut dice).unwrap();
    for n in records {
        let bytes = noise(1_000_000 + n, photograph_bytes);
        let photograph = Photograph {
            digest: Digest::of(&bytes),
            bytes: bytes.len() as u64,
            media_type: MediaType::Jpeg,
            file_name: Redacted(format!("{n}.jpg")),
            taken_at: None,
            camera: None,
            is_damaged: false,
            said: Description::default(),
        };
        let pages = vec![(photograph.digest, bytes)];
        let events =
            [Event::InspectionRecorded(Box::new(record(n))), Event::PhotographTaken(photograph)];
        let bodies = events.into_iter().map(Body::Inspection).collect();
        let work = Work { subject: Some(dice.id()), bodies, pages, ..Work::default() };
        store.append(work, clock.read(), &mut dice).unwrap();
    }
}

/// The same records as plain files.
pub fn files(folder: &Path, records: Range<u64>, photograph_bytes: usize) {
    std::fs::create_dir_all(folder).unwrap();
    for n in records {
        let facts = record(n);
        let mut text = format!("{}\n{}", facts.remarks, letters(n, 900));
        facts.findings.iter().for_each(|item| text += &format!("{} {}\n", item.code, item.facts));
        text.truncate(RECORD);
        let photograph = noise(1_000_000 + n, photograph_bytes);
        std::fs::write(folder.join(format!("{n}.json")), text).unwrap();
        std::fs::write(folder.join(format!("{n}.jpg")), photograph).unwrap();
    }
}
