//! The contract of a ledger about document numbers, held by every kind of it: blocks, series, and what was taken of them.

use crate::ledger::{NOW, append, each, laptop, plan};
use crate::ledger_pens::seat;
use crate::protocol::hello;
use crate::world::Seed;
use lucha::hq::answer::{Hall, Seat};
use lucha::hq::blocks::{Account, accounts};
use lucha::hq::ledger::{Appended, Ledger};
use lucha::hq::photographs::Memory;
use lucha::stdx::clock::Moment;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::sync::driver::Shelf as _;
use lucha::wire::message::feed::{BlockLeased, News, Scope};
use lucha::wire::message::hello::{Cursor, Hello, JournalName, Point, Welcome};

#[test]
fn blocks_never_overlap() {
    each(|kind, ledger| {
        let terminal = laptop(0);
        let device = terminal.disk.name.device;
        ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
        let founded =
            |from, until| BlockLeased {
                prefix: "样".into(), year: 2028, from, until, epoch: None
            };
        assert!(ledger.adopt(device, &founded(1, 50)).unwrap(), "{kind}");
        assert!(ledger.adopt(device, &founded(1, 50)).unwrap(), "{kind}: the same again");
        assert!(!ledger.adopt(Id([2; 16]), &founded(50, 60)).unwrap(), "{kind}: overlaps");
        assert!(!ledger.adopt(Id([2; 16]), &founded(1, 50)).unwrap(), "{kind}: another's");
        assert_eq!(ledger.lease(Id([2; 16]), ("样", 2028), 5).unwrap().from, 51, "{kind}");
        let one = ledger.lease(device, ("样", 2026), 20).unwrap();
        let two = ledger.lease(Id([2; 16]), ("样", 2026), 5).unwrap();
        let next_year = ledger.lease(device, ("样", 2027), 5).unwrap();
        assert_eq!((one.from, one.until, two.from, two.until), (1, 20, 21, 25), "{kind}");
        assert_eq!(next_year.from, 1, "{kind}");
        assert_eq!(ledger.feed_last(Scope::Device(device)).unwrap(), 2, "{kind}: each is told");
    });
}

#[test]
fn a_restored_ledger_leases_no_number_again_of_a_series_that_the_copy_knows_or_does_not_know() {
    each(|kind, ledger| {
        let device = Id([1; 16]);
        let lease = |ledger: &mut dyn Ledger, year, count| {
            let block = ledger.lease(device, ("样", year), count).unwrap();
            (block.from, block.until)
        };
        assert_eq!(lease(ledger, 2026, 20), (1, 20), "{kind}");
        assert_eq!(ledger.skipped_ms().unwrap(), None, "{kind}");
        assert!(ledger.skip_numbers(1_000, NOW, 0).unwrap(), "{kind}");
        assert_eq!(lease(ledger, 2026, 5), (1_021, 1_025), "{kind}");
        // The lost tail may have been the first to lease of these: no row of the copy says so.
        assert_eq!(lease(ledger, 2027, 5), (1_001, 1_005), "{kind}: first leased since");
        assert_eq!(lease(ledger, 2027, 5), (1_006, 1_010), "{kind}");
        // A bureau that was founded by itself keeps its numbers, and the series goes on behind the margin all the same.
        let founded =
            |from, until| BlockLeased {
                prefix: "样".into(), year: 2028, from, until, epoch: None
            };
        assert!(ledger.adopt(Id([2; 16]), &founded(1, 50)).unwrap(), "{kind}");
        assert_eq!(lease(ledger, 2028, 5), (1_001, 1_005), "{kind}: another may hold 51");
        assert!(ledger.adopt(Id([3; 16]), &founded(5_001, 5_050)).unwrap(), "{kind}");
        assert_eq!(lease(ledger, 2028, 5), (5_051, 5_055), "{kind}");
        assert!(!ledger.skip_numbers(500, NOW + 9, 10).unwrap(), "{kind}: a moment ago");
        assert!(!ledger.skip_numbers(500, NOW - 9, 10).unwrap(), "{kind}: the clock went back");
        assert_eq!(ledger.skipped_ms().unwrap(), Some(NOW), "{kind}");
        assert!(ledger.skip_numbers(500, NOW + 10, 10).unwrap(), "{kind}");
        assert_eq!(ledger.skipped_ms().unwrap(), Some(NOW + 10), "{kind}");
        assert_eq!(lease(ledger, 2027, 5), (1_511, 1_515), "{kind}: restored twice");
        assert_eq!(lease(ledger, 2029, 5), (1_501, 1_505), "{kind}: both tails may have leased");
    });
}

#[test]
fn a_block_begins_behind_what_was_seen_elsewhere_and_its_numbers_are_found_again() {
    each(|kind, ledger| {
        let (mut terminal, mut seed) = (laptop(0), Seed(6));
        let (name, device) = (terminal.disk.name, terminal.disk.name.device);
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        let from = |ledger: &mut dyn Ledger, behind| {
            ledger.lease_behind(device, ("样", 2026), 5, behind).unwrap().from
        };
        assert_eq!([from(ledger, 0), from(ledger, 40), from(ledger, 7)], [1, 41, 46], "{kind}");
        ledger.enrol(JournalName { epoch: 3, ..name }, 1, &[3; 32]).unwrap();
        assert_eq!(ledger.lease(device, ("样", 2027), 5).unwrap().from, 1, "{kind}");
        let mut series = ledger.series().unwrap();
        series.sort();
        let prefix = "样".to_string();
        assert_eq!(series, [(prefix.clone(), 2026, 50), (prefix, 2027, 5)], "{kind}");
        let mut leases = ledger.leases().unwrap();
        leases.sort_by_key(|(_, block)| (block.year, block.from));
        let found: Vec<_> =
            leases.iter().map(|(of, block)| (*of, block.from, block.until, block.epoch)).collect();
        let first = [(device, 1, 5, None), (device, 41, 45, None), (device, 46, 50, None)];
        assert_eq!(found[..3], first, "{kind}");
        assert_eq!(found[3..], [(device, 1, 5, Some(3))], "{kind}: the epoch is kept");
        // The laptop uses the lowest numbers of its block.
        let item = News::NumberBlock(leases[1].1.clone()).item(1);
        terminal.take(Scope::Device(device), &[item]).unwrap();
        while terminal.disk.used.len() < 2 {
            terminal.commit(&mut seed);
        }
        let append = append(plan(&mut terminal, ledger, 0, 10_000_000));
        assert_eq!(ledger.append(&append, NOW).unwrap(), Appended::Done, "{kind}");
        assert_eq!(ledger.taken(&leases[0].1).unwrap(), [], "{kind}");
        let used: Vec<_> = terminal.disk.used.iter().map(|(_, serial)| (*serial, name)).collect();
        assert_eq!(ledger.taken(&leases[1].1).unwrap(), used, "{kind}");
        let said = accounts(ledger).unwrap();
        let counts = |nth: usize| {
            let Account { used, elsewhere, given_up, outstanding, .. } = &said[nth];
            [*used, *elsewhere, *given_up, *outstanding]
        };
        // All of its first epoch is closed.
        let count = u32::try_from(used.len()).unwrap();
        assert_eq!(counts(0), [0, 0, 5, 0], "{kind}");
        assert_eq!(counts(1), [count, 0, 5 - count, 0], "{kind}");
        assert_eq!((counts(3), said[3].epoch()), ([0, 0, 0, 5], 3), "{kind}");
    });
}

/// What a laptop is answered that has read its own feed up to `read` and has receipts up to entry `acknowledged`.
fn welcome(
    seat: &Seat,
    ledger: &mut dyn Ledger,
    device: Id,
    (read, acknowledged): (u64, u64),
) -> Welcome {
    let cursors = [(Scope::All, 0), (Scope::Device(device), read)];
    let point = Point { number: acknowledged, digest: Digest([9; 32]) };
    let asked = Hello {
        journal: JournalName { device, epoch: 1 },
        local: point,
        acknowledged: point,
        cursors: cursors.map(|(scope, number)| Cursor { scope, number }).to_vec(),
        numbers: Some(Vec::new()),
        ..hello()
    };
    let (photographs, now) = (&mut Memory::default(), Moment::from_ms(NOW));
    Hall { seat, ledger, photographs, inside: 0, now }.hello(&asked).unwrap()
}

#[test]
fn who_shows_a_loss_is_leased_numbers_behind_what_the_tail_may_have_leased() {
    each(|kind, ledger| {
        let (seat, devices) = (seat(), [1, 2, 3, 9].map(|nth| Id([nth; 16])));
        for device in &devices[..3] {
            let name = JournalName { device: *device, epoch: 1 };
            ledger.enrol(name, 1, &[device.0[0]; 32]).unwrap();
        }
        // Whom nobody enrolled shows nothing.
        welcome(&seat, ledger, devices[3], (40, 7));
        assert_eq!(ledger.skipped_ms().unwrap(), None, "{kind}");
        // Nothing is lost; then a feed ends before its reader, and the next laptop has a receipt for more than is held.
        for (device, shows, item, from) in [
            (devices[0], (0, 0), 1, 1),
            (devices[1], (3, 0), 4, 10_021),
            (devices[2], (0, 7), 1, 10_041),
        ] {
            let told = welcome(&seat, ledger, device, shows);
            assert_eq!(told.feeds[1].number, item, "{kind}: {device:?} reads on there");
            let leases = ledger.leases().unwrap();
            let own: Vec<u32> = leases
                .iter()
                .filter(|(of, _)| *of == device)
                .map(|(_, block)| block.from)
                .collect();
            assert_eq!(own, [from], "{kind}: {device:?}");
        }
        assert_eq!(ledger.skipped_ms().unwrap(), Some(NOW), "{kind}");
    });
}
