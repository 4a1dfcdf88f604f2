//! Batches: small by their dictionary, opened as they were pressed, and nothing that was bent opens as something else.

use crate::bureau::{EVENING, check, found, reader, sample, with};
use crate::protocol::{NAME, POINT, should_write};
use crate::scenarios;
use lucha::stdx::digest::Digest;
use lucha::wire::entry::Kept;
use lucha::wire::message::batch::{self, Content, DICTIONARY};
use lucha::wire::message::encode;
use lucha::wire::message::push::{Push, Refusal};
use lucha::wire::signer::Identity;
use lucha::wire::suite::Suite;

const DICTIONARY_FILE: &str = "assets/wire/entries-1.dict";

/// The entries of the sample's stops, repeated with other names and plates.
fn entries(rounds: usize) -> (tempfile::TempDir, Vec<Kept>) {
    let (folder, mut desk) = found(sample(), EVENING);
    let ready = ["S03", "S04", "S05", "S09", "S10"];
    for round in 0..rounds {
        for id in ready {
            let plate = format!("粤D{:05}", 10_000 + round * 97 % 89_999);
            let stop = with(scenarios::stop(id), "vehicle.plate", plate.into());
            check(&mut desk, vec![stop]);
        }
    }
    drop(desk);
    let mut kept = Vec::new();
    let take = |row: lucha::store::journal::KeptRow| {
        kept.push(row.kept);
        Ok(())
    };
    reader(folder.path()).each_kept(1, take).unwrap();
    (folder, kept)
}

/// Made once: a dictionary that was shipped is never changed.
#[test]
fn the_dictionary_is_there_and_makes_entries_small() {
    let (_folder, kept) = entries(4);
    if should_write() && std::fs::metadata(DICTIONARY_FILE).map_or(0, |file| file.len()) == 0 {
        let samples: Vec<Vec<u8>> = kept.iter().map(batch::plain).collect();
        let made = zstd::dict::from_samples(&samples, 16 * 1024).unwrap();
        std::fs::write(DICTIONARY_FILE, made).unwrap();
        return;
    }
    let digest = Digest::of(&std::fs::read(DICTIONARY_FILE).unwrap()).hex();
    let said = std::fs::read_to_string("assets/wire/dictionaries.lock").unwrap_or_default();
    assert!(said.contains(&format!("{digest} entries-1.dict")), "{digest} entries-1.dict");
    let behind = kept.len() - 100;
    let chunk = &kept[behind..];
    for size in [1, 10, 50] {
        let mut bytes = 0;
        for batch in chunk.chunks(size) {
            let push = batch::push(NAME, POINT, batch, (Suite::Sha256Ed25519, vec![6; 64]));
            bytes += encode(&push.unwrap()).len();
        }
        let each = bytes / chunk.len();
        println!("{size:>2} entries a batch: {each} bytes an entry");
        assert!(size == 1 || each <= 600, "{each} bytes an entry in batches of {size}");
    }
    assert_eq!(DICTIONARY, 1);
}

#[test]
fn a_batch_opens_as_it_was_pressed_and_a_turned_byte_never_changes_what_it_says() {
    let (folder, kept) = entries(1);
    let store = reader(folder.path());
    let out = store.outgoing(0, 6_000).unwrap().unwrap();
    let suite = Suite::from_byte(out.signature.0).unwrap();
    let push =
        batch::push(store.journal_name(), out.behind, &out.entries, (suite, out.signature.1));
    let push = push.unwrap();
    let (suite, public) = store.public_key().unwrap();
    let key = (suite, Identity::new(suite, public).unwrap());
    let opened = batch::open(&push, &key).unwrap();
    assert_eq!(
        opened.iter().map(|entry| &entry.kept).collect::<Vec<_>>(),
        kept.iter().take(opened.len()).collect::<Vec<_>>()
    );
    assert!(opened.iter().all(|entry| matches!(entry.content, Content::Read(_))));
    for at in 0..push.entries.len() {
        let mut bent = push.clone();
        let mut bytes = bent.entries.to_vec();
        bytes[at] ^= 1;
        bent.entries = bytes.into();
        // A few bits of a pressed frame mean nothing: then it is the very same batch.
        if let Ok(same) = batch::open(&bent, &key) {
            assert_eq!(same, opened, "byte {at}");
        }
    }
    for bent in [
        Push { count: push.count + 1, ..push.clone() },
        Push { count: 0, ..push.clone() },
        Push { plain: u32::MAX, ..push.clone() },
        Push { plain: push.plain - 1, ..push.clone() },
        Push { dictionary: 77, ..push.clone() },
        Push { behind: POINT, ..push.clone() },
        Push { suite: 2, ..push.clone() },
        Push { signature: vec![0; 64].into(), ..push.clone() },
        Push { journal: NAME, ..push.clone() },
    ] {
        assert!(batch::open(&bent, &key).is_err());
    }
    // A bomb: a few bytes that say they are many.
    let bomb = zstd::bulk::compress(&vec![0; 64 * 1024 * 1024], 19).unwrap();
    let bomb = Push { entries: bomb.into(), dictionary: 0, ..push };
    assert_eq!(batch::open(&bomb, &key), Err(Refusal::Broken));
}
