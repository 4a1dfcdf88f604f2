//! Writers that really collide in PostgreSQL: what the database gives up (40001, 40P01) is played again whole and counts once,
//! and a full disk (53100) is said; never with a server that another test stops.

use crate::ledger::{NOW, append, laptop, plan};
use crate::shared_server::Database;
use lucha::hq::ledger::postgres::PostgresLedger;
use lucha::hq::ledger::{Appended, Ledger as _, LedgerFault, SeriesLedger as _};
use lucha::stdx::id::Id;
use lucha::wire::message::feed::{BlockLeased, News, Scope};
use postgres::{Client, NoTls};
use std::time::Duration;

const DEVICE: Id = Id([1; 16]);
const YEAR: (&str, i32) = ("样", 2026);
/// Each transaction sees one moment, and whoever was behind another is given up.
pub const SERIALIZABLE: &str = "&options=-c%20default_transaction_isolation%3Dserializable";
/// The ledger waits this long before it looks for a ring of waiters; the other writer far longer, so the ledger is given up.
const LOOKS_SOON: &str = "&options=-c%20deadlock_timeout%3D2s";

/// A ledger with a line of its own kind, another writer on the same tables, and one who looks on.
struct Ring {
    ledger: PostgresLedger,
    other: Client,
    onlooker: Client,
    _database: Database,
}

impl Ring {
    fn new(options: &str) -> Ring {
        let database = Database::new();
        let url = format!("{}{options}", database.url());
        let ledger = PostgresLedger::open(&url, None, Id([0xa9; 16])).unwrap();
        let client = || Client::connect(&database.url(), NoTls).unwrap();
        let (mut other, mut onlooker) = (client(), client());
        // A test that fails in the middle ends, too: the server lets go of what the other one holds.
        other.batch_execute("SET idle_in_transaction_session_timeout = '30s'").unwrap();
        onlooker.batch_execute("CREATE SEQUENCE plays").unwrap();
        Ring { ledger, other, onlooker, _database: database }
    }

    /// From now on each statement that is `what` counts, also where its transaction is given up: a sequence forgets nothing.
    fn counts(&mut self, what: &str) {
        let sql = format!(
            "CREATE FUNCTION played() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN PERFORM nextval('plays'); RETURN NULL; END $$;
             CREATE TRIGGER played BEFORE {what} FOR EACH STATEMENT EXECUTE FUNCTION played()"
        );
        self.onlooker.batch_execute(&sql).unwrap();
    }

    /// From now on the first `times` commits of a feed's item fail with `code`, as one that the database gives up at its end.
    fn refuses(&mut self, code: &str, times: u32) {
        let sql = format!(
            "ALTER SEQUENCE plays RESTART;
             DROP TRIGGER IF EXISTS refused ON feed_item;
             CREATE OR REPLACE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN
                     IF nextval('plays') <= {times} THEN
                         RAISE EXCEPTION 'refused' USING ERRCODE = '{code}';
                     END IF;
                     RETURN NULL;
                 END $$;
             CREATE CONSTRAINT TRIGGER refused AFTER INSERT ON feed_item
                 DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refused()"
        );
        self.onlooker.batch_execute(&sql).unwrap();
    }

    fn plays(&mut self) -> i64 {
        let sql = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM plays";
        self.onlooker.query_one(sql, &[]).unwrap().get(0)
    }

    /// What becomes of `work` when the other writer has said `before`, and says `after` once the ledger waits for it.
    fn collide<T: Send>(
        &mut self,
        (before, after): (&str, &str),
        work: impl FnOnce(&mut PostgresLedger) -> T + Send,
    ) -> T {
        let Ring { ledger, other, onlooker, .. } = self;
        other.batch_execute(before).unwrap();
        std::thread::scope(|scope| {
            let working = scope.spawn(move || work(ledger));
            until_somebody_waits(onlooker);
            other.batch_execute(after).unwrap();
            working.join().unwrap()
        })
    }

    fn lease(ledger: &mut PostgresLedger) -> BlockLeased {
        ledger.lease(DEVICE, YEAR, 20).unwrap()
    }
}

fn until_somebody_waits(onlooker: &mut Client) {
    let sql = "SELECT count(*) FROM pg_stat_activity
               WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..2_000 {
        let waiting: i64 = onlooker.query_one(sql, &[]).unwrap().get(0);
        if waiting > 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the two writers never met");
}

/// 40001.
#[test]
fn who_was_behind_another_writer_leases_the_numbers_behind_his() {
    let mut ring = Ring::new(SERIALIZABLE);
    assert_eq!(Ring::lease(&mut ring.ledger).until, 20);
    ring.counts("INSERT ON series");
    let other = ("BEGIN; UPDATE series SET last = last + 7", "COMMIT");
    let block = ring.collide(other, Ring::lease);
    assert_eq!((block.from, block.until), (28, 47));
    assert_eq!(ring.plays(), 2, "given up once, and played again");
    let (items, more) = ring.ledger.feed(Scope::Device(DEVICE), 0, u64::MAX).unwrap();
    let told: Vec<News> = items.iter().map(|item| item.read().unwrap()).collect();
    assert_eq!((told.len(), more, &told[1]), (2, false, &News::NumberBlock(block)), "told once");
}

/// 40001 where the statement is the whole transaction.
#[test]
fn entries_whose_journal_another_writer_touched_are_kept_once() {
    let mut ring = Ring::new(SERIALIZABLE);
    let mut terminal = laptop(3);
    let name = terminal.disk.name;
    ring.ledger.enrol(name, 1, &terminal.public_key()).unwrap();
    let append = append(plan(&mut terminal, &mut ring.ledger, 0, 1_000_000));
    let is_plain = append.entries.iter().all(|new| {
        new.number.is_none() && new.finding.is_none() && new.news.is_empty() && !new.beside
    });
    assert!(is_plain, "one statement is the whole transaction");
    ring.counts("UPDATE ON journal");
    let other = ("BEGIN; UPDATE journal SET announced = announced + 1", "COMMIT");
    let appended = ring.collide(other, |ledger| ledger.append(&append, NOW).unwrap());
    assert_eq!(appended, Appended::Done);
    assert_eq!(ring.plays(), 3, "the other one's, and two of ours");
    let held = ring.ledger.entries(name, 1, u64::MAX).unwrap();
    assert_eq!(held.len(), terminal.disk.entries.len());
    let row = ring.ledger.journal(name).unwrap().unwrap();
    assert_eq!((row.head, row.announced), (append.head(), 1), "nothing of either is lost");
}

/// 40P01.
#[test]
fn two_writers_that_wait_for_each_other_both_come_through() {
    let mut ring = Ring::new(LOOKS_SOON);
    assert_eq!(Ring::lease(&mut ring.ledger).until, 20);
    ring.counts("INSERT ON series");
    // The lease takes the series first and the feed behind it; the other one has the feed, and then wants the series.
    let other = (
        "BEGIN; SET LOCAL deadlock_timeout = '30s'; UPDATE feed_last SET last = last",
        "UPDATE series SET last = last + 7; COMMIT",
    );
    let block = ring.collide(other, Ring::lease);
    assert_eq!((block.from, block.until), (28, 47));
    // Whoever wakes first may meet the other one once more.
    let plays = ring.plays();
    assert!((2..10).contains(&plays), "given up, and played again: {plays}");
    assert_eq!(ring.ledger.feed_last(Scope::Device(DEVICE)).unwrap(), 2, "told once");
}

#[test]
fn what_is_given_up_at_its_commit_is_played_again_ten_times_at_most() {
    let mut ring = Ring::new("");
    let publish = |ring: &mut Ring| ring.ledger.publish(Scope::All, &News::Lost);
    for (nth, code) in (1..).zip(["40001", "40P01"]) {
        ring.refuses(code, 9);
        assert_eq!(publish(&mut ring).unwrap(), nth, "{code}");
        assert_eq!(ring.plays(), 10, "{code}");
    }
    ring.refuses("40001", 1_000);
    let fault = publish(&mut ring).unwrap_err();
    assert!(matches!(fault, LedgerFault::TryAgain(_)), "{fault}");
    assert_eq!(ring.plays(), 10);
    ring.refuses("40001", 0);
    assert_eq!(publish(&mut ring).unwrap(), 3, "and nothing of it was kept");
}

#[test]
fn a_full_disk_is_said_at_once_and_nothing_is_kept() {
    let mut ring = Ring::new("");
    ring.refuses("53100", 1);
    let fault = ring.ledger.publish(Scope::All, &News::Lost).unwrap_err();
    assert!(matches!(fault, LedgerFault::Full), "{fault}");
    assert_eq!(ring.plays(), 1, "no room comes of asking again");
    assert_eq!(ring.ledger.publish(Scope::All, &News::Lost).unwrap(), 1, "there is room again");
}
