//! What a ledger can prove: the log of what left, and checkpoints over all heads; held by every kind of it.

use crate::ledger::{NOW, append, each, each_shared, laptop, plan, plates};
use crate::world::Seed;
use crate::world::terminal::Terminal;
use lucha::hq::admit::Capacity;
use lucha::hq::answer::{Hall, Seat};
use lucha::hq::checkpoint::{self, Marked, Marker};
use lucha::hq::ledger::Ledger;
use lucha::hq::numbers::Numbers;
use lucha::hq::photographs::Memory;
use lucha::stdx::clock::Moment;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::wire::disclosure::Disclosure;
use lucha::wire::envelope;
use lucha::wire::message::checkpoint::{Checkpoint, leaf, root};
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::message::inclusion::{Inclusion, LINKS_MAX, Mark, Proof};
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn the_log_of_what_left_takes_each_number_once_and_a_case_is_found_in_every_journal() {
    each(|kind, ledger| {
        let key = SoftKey::new(Suite::Sm3Sm2, &Key::new([7; 32])).unwrap();
        let line = |reason: &str| Disclosure {
            headquarters: Id([1; 16]),
            number: 0,
            at_ms: NOW,
            what: "case 1".into(),
            reason: reason.into(),
            by: "王五".into(),
            files: 9,
            manifest: Digest([4; 32]),
            before: Digest::ZERO,
            suite: 0,
            signature: Vec::new().into(),
        };
        assert_eq!(ledger.disclosures().unwrap(), vec![], "{kind}");
        let one = line("调取").behind(None, &key).unwrap();
        let two = line("审计").behind(Some(&one), &key).unwrap();
        assert_eq!((one.number, two.number, two.before), (1, 2, one.digest()));
        for (line, is_new) in [(&one, true), (&line("改").behind(None, &key).unwrap(), false)] {
            assert_eq!(ledger.add_disclosure(line).unwrap(), is_new, "{kind}");
        }
        assert!(ledger.add_disclosure(&two).unwrap(), "{kind}");
        assert_eq!(ledger.disclosures().unwrap(), vec![one, two], "{kind}");

        let mut terminal = laptop(12);
        let name = terminal.disk.name;
        ledger.enrol(name, 1, &terminal.public_key()).unwrap();
        let mut append = append(plan(&mut terminal, ledger, 0, 1_000_000));
        // Two cases, of which one comes back to its journal later.
        for (at, case) in [(1, 0xc1), (2, 0xc2), (4, 0xc1)] {
            let arrived = &mut append.entries[at].arrived;
            arrived.envelope.subject = Some(Id([case; 16]));
            arrived.kept.envelope = envelope::encode(&arrived.envelope);
        }
        ledger.append(&append, NOW).unwrap();
        let of = |ledger: &mut dyn Ledger, case| ledger.of_subject(Id([case; 16])).unwrap();
        assert_eq!(of(ledger, 0xc1), vec![(name, 2), (name, 5)], "{kind}");
        assert_eq!(of(ledger, 0xc2), vec![(name, 3)], "{kind}");
        assert_eq!(ledger.of_subject(Id([0xee; 16])).unwrap(), vec![], "{kind}");
    });
}

fn seat() -> (Seat, Identity) {
    let signer = SoftKey::new(Suite::Sha256Ed25519, &Key::new([7; 32])).unwrap();
    let identity = Identity::new(Suite::Sha256Ed25519, &signer.public_key()).unwrap();
    let seat = Seat {
        headquarters: Id([1; 16]),
        signer: Box::new(signer),
        capacity: Capacity::default(),
        door: Default::default(),
        numbers: Numbers { prefix: "样".into(), block: 20 },
        plates: plates(),
        marker: Default::default(),
        leased: Default::default(),
    };
    (seat, identity)
}

#[test]
fn checkpoints_chain_over_all_heads_and_a_ledger_that_was_changed_does_not_hold() {
    each(|kind, ledger| {
        let (seat, identity) = seat();
        let mut marker = Marker::default();
        assert_eq!(
            checkpoint::make(&mut marker, &seat, ledger, NOW).unwrap(),
            None,
            "{kind}: no journal yet"
        );
        let mut terminal = laptop(12);
        ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
        let first = append(plan(&mut terminal, ledger, 0, 4_000));
        ledger.append(&first, NOW).unwrap();
        let one = checkpoint::make(&mut marker, &seat, ledger, NOW).unwrap().unwrap();
        assert_eq!(
            checkpoint::make(&mut marker, &seat, ledger, NOW + 1).unwrap(),
            None,
            "{kind}: none moved"
        );
        let mut other = Terminal::new(Id([2; 16]), &mut Seed(9));
        other.commit(&mut Seed(9));
        ledger.enrol(other.disk.name, 1, &other.public_key()).unwrap();
        let rest = append(plan(&mut terminal, ledger, first.head().number, 1_000_000));
        ledger.append(&rest, NOW + 2).unwrap();
        let two = checkpoint::make(&mut marker, &seat, ledger, NOW + 2).unwrap().unwrap();
        assert_eq!((one.number, two.number, two.before), (1, 2, one.digest()), "{kind}");
        assert_eq!(ledger.last_checkpoint().unwrap(), Some(two.clone()), "{kind}");
        assert_eq!(ledger.chain(1, 9).unwrap(), [one.clone(), two.clone()], "{kind}");
        assert_eq!(ledger.chain(2, 1).unwrap(), std::slice::from_ref(&two), "{kind}");
        assert_eq!(ledger.chain(3, 1).unwrap(), [], "{kind}");
        assert_eq!(checkpoint::verify(&identity, ledger).unwrap(), Ok(2), "{kind}");
        let kept = ledger.checkpoints(1, 9).unwrap();
        assert_eq!(kept[1].moved.len(), 2, "{kind}: what moved since");
        assert!(!ledger.add_checkpoint(&kept[0]).unwrap(), "{kind}: a number is taken once");
        // One that speaks of an entry that is not there, under a good signature.
        let gone = Point { number: rest.head().number, digest: Digest([3; 32]) };
        let moved = vec![(terminal.disk.name, gone)];
        let heads = [(terminal.disk.name, gone), (other.disk.name, Point::START)];
        let leaves: Vec<Digest> = heads.iter().map(|(name, head)| leaf(*name, *head)).collect();
        let signer = seat.signer.as_ref();
        let headquarters = seat.headquarters;
        let lie = Checkpoint::sign(headquarters, Some(&two), root(&leaves), NOW, signer).unwrap();
        assert!(ledger.add_checkpoint(&Marked { checkpoint: lie, moved }).unwrap(), "{kind}");
        assert_eq!(checkpoint::verify(&identity, ledger).unwrap(), Err(3), "{kind}: told which");
    });
}

/// Two servers mark the same ledger, and three of one's workers answer, while journals open.
#[test]
fn no_journal_goes_back_under_a_checkpoint_and_no_laptop_is_told_of_an_older_one() {
    each_shared(|kind, open| {
        let (seat, identity) = seat();
        let name = |nth: u8| JournalName { device: Id([nth; 16]), epoch: 1 };
        open().enrol(name(0), 1, &[1; 32]).unwrap();
        let make = |marker: &mut Marker, ledger: &mut dyn Ledger| {
            checkpoint::make(marker, &seat, ledger, NOW).unwrap()
        };
        assert!(make(&mut Marker::default(), open().as_mut()).is_some(), "{kind}");
        let is_over = AtomicBool::new(false);
        let goes_on = || !is_over.load(Ordering::Relaxed);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let (mut ledger, mut marker) = (open(), Marker::default());
                    while goes_on() {
                        make(&mut marker, ledger.as_mut());
                    }
                });
            }
            for _ in 0..3 {
                scope.spawn(|| {
                    let (mut ledger, mut photographs) = (open(), Memory::default());
                    let mut known: Option<Mark> = None;
                    while goes_on() {
                        let (ledger, photographs) = (ledger.as_mut(), &mut photographs);
                        let now = Moment::from_ms(NOW);
                        let mut hall = Hall { seat: &seat, ledger, photographs, inside: 0, now };
                        let asked = Inclusion { journal: name(0), known, links_max: LINKS_MAX };
                        let proof = hall.inclusion(&asked).unwrap().proof;
                        let Proof { checkpoint, place, .. } = proof.expect("there is one");
                        let (was, is) = (known.map_or(0, |known| known.number), checkpoint.number);
                        assert!(was <= is, "{kind}: {was} is known, and {is} was told");
                        assert!(place.is_some(), "{kind}: its journal stands under each");
                        known = Some(checkpoint.mark());
                    }
                });
            }
            let mut ledger = open();
            for nth in 1..=150 {
                ledger.enrol(name(nth), 1, &[nth; 32]).unwrap();
            }
            is_over.store(true, Ordering::Relaxed);
        });
        let held = checkpoint::verify(&identity, open().as_mut()).unwrap();
        assert!(held.is_ok_and(|count| count > 1), "{kind}: {held:?}");
    });
}
