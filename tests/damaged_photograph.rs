//! A photograph whose bytes are not those of its digest, twice, over the real line: both are kept at headquarters, the laptop is
//! told once, and nothing else waits for it.

use crate::bureau::reader;
use crate::headquarters::enrolled;
use lucha::app::command::{Command, Reply};
use lucha::app::view::queue::{QueueRow, RowState, Shown};
use lucha::hq::place::Place;
use lucha::stdx::digest::Digest;
use lucha::store::Store;
use lucha::sync::driver::Line as _;
use lucha::sync::transport::Https;
use lucha::wire::envelope::BlobName;
use lucha::wire::message::feed::{Finding, News, Verdict, kind};
use lucha::wire::message::photograph::{BlobState, Offer, Offered, Put};
use lucha::wire::suite::Suite;
use std::collections::BTreeMap;
use std::path::Path;

/// What lies in headquarters' folder of wrong bytes, by name.
fn damaged(hq: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for file in std::fs::read_dir(hq.join("photographs/damaged")).unwrap() {
        let file = file.unwrap();
        found.insert(file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap());
    }
    found
}

/// The smallest photograph or page of the journal.
fn smallest(store: &Store) -> BlobName {
    let mut blobs: Vec<BlobName> = Vec::new();
    let each = |row: lucha::store::journal::KeptRow| {
        blobs.extend(row.read().unwrap().envelope.blobs);
        Ok(())
    };
    store.each_kept(1, each).unwrap();
    blobs.into_iter().min_by_key(|blob| blob.size).unwrap()
}

#[test]
fn wrong_bytes_twice_are_kept_and_told_once_and_the_queue_names_the_photograph() {
    let (folder, mut desk, hq, _running) = enrolled(Suite::default());
    assert_eq!(desk.synchronise(false, |_, _| true).unwrap().progress.photographs, 0);
    let store = reader(folder.path());
    let name = store.journal_name();
    let BlobName { digest, size, .. } = smallest(&store);
    let mut line = Https::new(&store.enrolled().unwrap().unwrap()).unwrap();

    // One range that is all of it, and other bytes in two ranges.
    let length = usize::try_from(size).unwrap();
    let (once, again) = (vec![1; length], vec![2; length]);
    let mut put = |offset: usize, bytes: &[u8]| {
        let (offset, bytes) = (offset as u64, bytes.to_vec().into());
        let put = Put { digest, offset, bytes, hears_limit: Some(true) };
        line.ask(name, &put).unwrap().state
    };
    assert_eq!(put(0, &once), BlobState::Offset { bytes: 0 }, "once more from the beginning");
    let half = length / 2;
    assert_eq!(put(0, &again[..half]), BlobState::Offset { bytes: half as u64 });
    assert_eq!(put(half, &again[half..]), BlobState::Quarantined);
    assert_eq!(put(0, &vec![3; length]), BlobState::Quarantined, "people look first");
    let offer = Offer { blobs: vec![Offered { digest, size }] };
    assert_eq!(line.ask(name, &offer).unwrap().states, [BlobState::Quarantined]);
    let named = |bytes: &Vec<u8>| format!("{}-{}", digest.hex(), Digest::of(bytes).hex());
    let wanted = [once, again].map(|bytes| (named(&bytes), bytes));
    assert_eq!(
        damaged(hq.path()),
        BTreeMap::from(wanted),
        "both are kept, the third was not taken"
    );
    let mut keep = Place::open(hq.path()).unwrap().photographs().unwrap();
    assert_eq!(keep.read(digest).unwrap(), None);

    // The laptop hears of it once; everything else is there.
    for _ in 0..2 {
        let carried = desk.synchronise(true, |_, _| true).unwrap();
        assert_eq!((carried.entries_waiting, carried.blobs_waiting), (0, 1), "{carried:?}");
    }
    let told: Vec<News> = reader(folder.path())
        .feed_items(kind::VERDICT)
        .unwrap()
        .iter()
        .map(|item| item.read().unwrap())
        .collect();
    let [News::Verdict(Verdict { journal, number: 0, finding, words })] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!((journal.device, *finding), (name.device, Finding::PhotographDamaged));
    let hex = digest.hex();
    assert_eq!(words.as_ref(), Some(&hex));
    let mut load = |shown| match desk.handle(Command::LoadQueue { shown, at: u64::MAX }) {
        Reply::Queue(page) => page.rows,
        other => panic!("{other:?}"),
    };
    let found = load(Shown::Found);
    assert_eq!(found.len(), 1, "{found:?}");
    let QueueRow { number: 0, name: Some("photograph"), verdicts, .. } = &found[0] else {
        panic!("{found:?}")
    };
    let told = (verdicts[0].key, verdicts[0].to_do, verdicts[0].words.as_str());
    let wanted = ("finding.photograph_damaged", "to_do.photograph_again", hex.as_str());
    assert_eq!(told, wanted);
    let waiting = load(Shown::Waiting);
    let row = waiting.iter().find(|row| row.blob == Some(digest)).unwrap();
    assert_eq!((row.state, row.verdicts.len()), (RowState::Waiting, 1));
}
