//! A disk that is really full under the real headquarters: nothing is acknowledged, it serves on, and laptops go on by themselves
//! when there is room.

use crate::bureau::{EVENING, check, found, reader, sample};
use crate::headquarters::{code, found_in, url_of};
use crate::killed_headquarters::{kill, serve_with};
use crate::scenarios;
use crate::small_disk::SmallDisk;
use lucha::hq::place::Place;
use lucha::stdx::digest::Digest;
use lucha::sync::driver::Line as _;
use lucha::sync::session::End;
use lucha::sync::transport::Https;
use lucha::wire::message::batch;
use lucha::wire::suite::Suite;
use std::fs::File;
use std::process::Stdio;

#[test]
fn on_a_full_disk_nothing_is_acknowledged_and_all_of_it_arrives_when_there_is_room() {
    let (disk, log) = (SmallDisk::new("24m"), tempfile::NamedTempFile::new().unwrap());
    let hq = disk.path().join("hq");
    found_in(&hq, Suite::default(), None);
    let logged = || Stdio::from(File::options().append(true).open(log.path()).unwrap());
    let (mut server, address) = serve_with(&hq, "127.0.0.1:0", logged);
    let (folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, scenarios::stops()[..4].to_vec());
    desk.enrol_laptop(&url_of(&address), &code(&hq)).unwrap();
    let store = reader(folder.path());
    let name = store.journal_name();
    let held = || Place::open(&hq).unwrap().ledger().unwrap().journal(name).unwrap().unwrap().head;

    // Entries, asked directly and by a session.
    disk.fill();
    let out = store.outgoing(0, 10_000).unwrap().unwrap();
    let signature = (Suite::from_byte(out.signature.0).unwrap(), out.signature.1);
    let push = batch::push(name, out.behind, &out.entries, signature).unwrap();
    let mut line = Https::new(&store.enrolled().unwrap().unwrap()).unwrap();
    let cut = line.ask(name, &push).unwrap_err();
    assert_eq!(cut.said().key(), "cut.status", "{cut}");
    let carried = desk.synchronise(false, |_, _| false).unwrap();
    assert_eq!((carried.end, carried.progress.entries), (End::Cut, 0), "{carried:?}");
    let trouble = carried.trouble().unwrap();
    assert_eq!((trouble.key, trouble.a.key()), ("trouble.no_line", "cut.status"));
    disk.make_room();
    assert_eq!((held().number, store.acknowledged().unwrap().number), (0, 0));
    // News are entries of their own, which the next session carries.
    let arrived =
        (0..4).any(|_| desk.synchronise(false, |_, _| true).unwrap().entries_waiting == 0);
    assert!(arrived, "entries arrive");
    let store = reader(folder.path());
    assert_eq!(held(), store.head_point());

    // Photographs and pages, by a session that rests once, and finds room then.
    disk.fill();
    let mut rests = 0;
    let carried = desk.synchronise(true, |_, _| {
        rests += 1;
        if rests == 1 {
            disk.make_room();
        }
        true
    });
    let carried = carried.unwrap();
    assert!(carried.is_all_there() && rests > 0, "{rests} rests: {carried:?}");
    let said = std::fs::read_to_string(log.path()).unwrap();
    // Which question finds the disk full first is the timer's: HELLO, or the photograph.
    let (ledger, keep) = ("the disk of the database is full", "the keep of photographs: ");
    assert!(said.contains(ledger) || said.contains(keep), "{said}");
    assert!(server.try_wait().unwrap().is_none(), "it serves on");
    kill(server);

    let mut keep = Place::open(&hq).unwrap().photographs().unwrap();
    let mut blobs = Vec::new();
    let each = |row: lucha::store::journal::KeptRow| {
        blobs.extend(row.read().unwrap().envelope.blobs);
        Ok(())
    };
    store.each_kept(1, each).unwrap();
    assert!(blobs.len() > 2, "{}", blobs.len());
    for blob in blobs {
        let bytes = keep.read(blob.digest).unwrap().unwrap();
        assert_eq!(Digest::of(&bytes), blob.digest, "whole, whatever was half written before");
    }
}
