//! Entries into each ledger in batches of 50, checked and answered as headquarters does, beside PostgreSQL's own COPY
//! of the same rows in this run; client and server share the machine's cores.

use super::postgresql::Server;
use super::{fill, report};
use lucha::domain::bureau::BureauEvent;
use lucha::domain::inspection::event::Event;
use lucha::hq::admit::Capacity;
use lucha::hq::answer::{Hall, Seat};
use lucha::hq::ledger::Ledger;
use lucha::hq::ledger::postgres::PostgresLedger;
use lucha::hq::ledger::sqlite::SqliteLedger;
use lucha::hq::numbers::Numbers;
use lucha::hq::photographs;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::secret::Key;
use lucha::store::Store;
use lucha::store::journal::Work;
use lucha::store::site::Site;
use lucha::wire::event::Body;
use lucha::wire::message::batch;
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::history::PlateKey;
use lucha::wire::message::push::{Push, PushAnswer};
use lucha::wire::signer::{Identity, SoftKey};
use lucha::wire::suite::Suite;
use std::io::Write as _;
use std::time::Instant;

const AGENCY: Id = Id([0xa9; 16]);
const BATCH: usize = 50;
const ENTRIES: u64 = 10_000;
const WRITERS: usize = 4;
const ROUNDS: usize = 5;

/// One laptop's entries as they go.
struct Laptop {
    name: JournalName,
    key: Vec<u8>,
    pushes: Vec<Push>,
    _folder: tempfile::TempDir,
}

fn laptop(entries: u64) -> Laptop {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut dice = Dice::Machine;
    let mut store = Store::open(&Site::plain(folder.path()), &mut dice).unwrap();
    let opened = BureauEvent::JournalOpened { device: store.device(), epoch: 1 };
    let made = store.make_device_key(Suite::default(), &mut dice).unwrap();
    let clock = Clock::machine();
    let bodies = vec![Body::Bureau(opened), Body::Bureau(made)];
    store.append(Work { bodies, ..Work::default() }, clock.read(), &mut dice).unwrap();
    for n in 0..entries {
        let bodies =
            vec![Body::Inspection(Event::InspectionRecorded(Box::new(fill::facts(n, entries))))];
        let work = Work { subject: Some(dice.id()), bodies, ..Work::default() };
        store.append(work, clock.read(), &mut dice).unwrap();
    }
    let name = store.journal_name();
    let (mut pushes, mut behind) = (Vec::new(), 0);
    while let Some(out) = store.outgoing(behind, usize::MAX).unwrap() {
        let mut entries = out.entries;
        entries.truncate(BATCH);
        let upto = store.point(behind + entries.len() as u64).unwrap().unwrap();
        let head = store.signature_from(upto.number).unwrap().unwrap();
        let suite = Suite::from_byte(head.suite).unwrap();
        pushes.push(batch::push(name, out.behind, &entries, (suite, head.signature)).unwrap());
        behind = upto.number;
    }
    let key = store.public_key().unwrap().1.to_vec();
    Laptop { name, key, pushes, _folder: folder }
}

fn seat() -> Seat {
    let secret = Key::new([7; 32]);
    let signer = Box::new(SoftKey::new(Suite::default(), &secret).unwrap());
    let numbers = Numbers { prefix: "样".into(), block: 20 };
    Seat {
        headquarters: Id([1; 16]),
        signer,
        capacity: Capacity::default(),
        door: Default::default(),
        numbers,
        plates: PlateKey { key: Key::new([3; 32]) },
        marker: Default::default(),
        leased: Default::default(),
    }
}

/// Entries a second with one connection each.
fn ingest(laptops: &[Laptop], open: &(dyn Fn() -> Box<dyn Ledger> + Sync)) -> f64 {
    for laptop in laptops {
        open().enrol(laptop.name, 1, &laptop.key).unwrap();
    }
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for laptop in laptops {
            scope.spawn(move || {
                let (seat, mut ledger) = (seat(), open());
                let mut keep = photographs::Memory::default();
                for push in &laptop.pushes {
                    let now = Clock::machine().now();
                    let (ledger, photographs) = (ledger.as_mut(), &mut keep);
                    let mut hall = Hall { seat: &seat, ledger, photographs, inside: 0, now };
                    let answer = hall.push(push).unwrap();
                    assert!(matches!(answer, PushAnswer::Ack { .. }), "{answer:?}");
                }
            });
        }
    });
    rate(laptops, begun)
}

fn rate(laptops: &[Laptop], begun: Instant) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    let entries = (ENTRIES / WRITERS as u64 * laptops.len() as u64) as f64;
    entries / begun.elapsed().as_secs_f64()
}

/// The same rows by COPY, committed each fifty, or all of a laptop in one.
fn copy(laptops: &[Laptop], url: &str, at_once: bool) -> f64 {
    let rows: Vec<Vec<String>> = laptops.iter().map(lines).collect();
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    client
        .batch_execute(
            "DROP TABLE IF EXISTS beside; CREATE TABLE beside (LIKE entry INCLUDING ALL)",
        )
        .unwrap();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for batches in &rows {
            scope.spawn(move || {
                let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
                let whole = [batches.concat()];
                for batch in if at_once { &whole[..] } else { batches } {
                    let mut writer = client.copy_in("COPY beside FROM STDIN").unwrap();
                    writer.write_all(batch.as_bytes()).unwrap();
                    writer.finish().unwrap();
                }
            });
        }
    });
    rate(laptops, begun)
}

fn lines(laptop: &Laptop) -> Vec<String> {
    let key = (Suite::default(), Identity::new(Suite::default(), &laptop.key).unwrap());
    let line = |push: &Push| {
        let arrived = batch::open(push, &key).unwrap();
        let hex = |bytes: &[u8]| -> String {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("\\\\x{hex}")
        };
        let row = |entry: &batch::Arrived| {
            let (device, kept) = (hex(&laptop.name.device.0), &entry.kept);
            let subject = entry.subject().map_or("\\N".into(), |id| hex(&id.0));
            format!(
                "{}\t{device}\t1\t{}\t{}\t0\t{}\t{subject}\t{}\t{}\t{}\n",
                hex(&AGENCY.0),
                entry.envelope.number,
                hex(&entry.digest.0),
                entry.envelope.kind,
                hex(&kept.envelope),
                hex(&kept.salt),
                hex(&kept.payload),
            )
        };
        arrived.iter().map(row).collect::<String>()
    };
    laptop.pushes.iter().map(line).collect()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

pub fn run() {
    let laptops: Vec<Laptop> = (0..WRITERS).map(|_| laptop(ENTRIES / WRITERS as u64)).collect();
    let mut rates: [Vec<f64>; 4] = Default::default();
    for _ in 0..ROUNDS {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let file = folder.path().join("ledger.db");
        rates[0].push(ingest(&laptops, &|| Box::new(SqliteLedger::open(&file, AGENCY).unwrap())));
        let server = Server::start();
        let url = server.url();
        let open =
            || Box::new(PostgresLedger::open(&url, None, AGENCY).unwrap()) as Box<dyn Ledger>;
        rates[1].push(ingest(&laptops, &open));
        rates[2].push(copy(&laptops, &url, false));
        rates[3].push(copy(&laptops, &url, true));
    }
    let [sqlite, postgresql, fifty, whole] = rates.map(median);
    let shown = |rate: f64| format!("{rate:.0}/s");
    let copied = |rate: f64| format!("COPY {rate:.0}/s");
    let what = "entries into PostgreSQL, batches of 50";
    report(what, &shown(postgresql), &copied(fifty), postgresql / fifty);
    report("  beside one COPY of all", &shown(postgresql), &copied(whole), postgresql / whole);
    let beside = format!("PostgreSQL {postgresql:.0}/s");
    report("entries into SQLite, batches of 50", &shown(sqlite), &beside, sqlite / postgresql);
}
