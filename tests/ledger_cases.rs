//! The contract of a ledger about the entries of a case that go down with its pen: in parts, once, under headquarters' word, and
//! withdrawn when their laptop let go of them.

use crate::ledger::{NOW, each};
use crate::ledger_pens::{CASE, WORD, enrolled, key, moved, seat, sent};
use crate::world::Seed;
use lucha::hq::hand_over::{Settle, settle};
use lucha::hq::ledger::Ledger;
use lucha::hq::lines;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::wire::message::case::{
    BlobStands, CaseEntries, EntriesWithdrawn, PART_PLAIN, digest_of,
};
use lucha::wire::message::feed::{FeedItem, News, Scope, kind};
use lucha::wire::message::pen::{LineHead, Settling};
use lucha::wire::signer::{Identity, Signer as _};
use lucha::wire::suite::Suite;

fn feed(ledger: &mut dyn Ledger, device: Id) -> Vec<FeedItem> {
    let (items, _) = ledger.feed(Scope::Device(device), 0, u64::MAX).unwrap();
    let dense = items.iter().zip(1..).all(|(item, number)| item.number == number);
    assert!(dense, "a feed has no gap");
    items
}

fn parts(ledger: &mut dyn Ledger, device: Id) -> Vec<CaseEntries> {
    let items = feed(ledger, device).into_iter();
    let part = |item: FeedItem| match item.read().unwrap() {
        News::CaseEntries(part) => Some(part),
        _ => None,
    };
    items.filter_map(part).collect()
}

fn numbers(parts: &[CaseEntries]) -> Vec<(Id, u64)> {
    let named = parts.iter().flat_map(|part| &part.named);
    named.map(|at| (at.journal.device, at.point.number)).collect()
}

/// So many that they fill more than two parts.
const NOTES: u64 = 400;

#[test]
fn a_case_goes_down_with_its_pen_in_parts_that_headquarters_signed() {
    each(|kind, ledger| {
        let (mut one, two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let there = two.disk.name.device;
        one.record(CASE, &mut Seed(1));
        one.picture(CASE, 0, &mut Seed(2));
        for nth in 0..NOTES {
            one.note(CASE, 0, &mut Seed(nth));
        }
        sent(&mut one, ledger, 0);
        ledger.blobs_held(&[Digest([7; 32])], NOW).unwrap();
        let word = moved(ledger, there);
        let items = feed(ledger, there);
        assert_eq!(
            items[0].read().unwrap(),
            News::PenMoved(word),
            "{kind}: the word before the case"
        );
        assert!(items.iter().all(|item| !item.must_understand), "{kind}");
        let came = parts(ledger, there);
        assert!(came.len() > 2 && came.len() == items.len() - 1, "{kind}: {}", came.len());
        let key = Identity::new(Suite::Sha256Ed25519, &key().public_key()).unwrap();
        let count = u32::try_from(came.len()).unwrap();
        let (mut named, mut kept) = (Vec::new(), Vec::new());
        for (part, nth) in came.iter().zip(1..) {
            assert!(part.verify(&key).is_ok(), "{kind}: {nth}");
            assert_eq!((part.part, part.parts, part.token), (nth, count, 1), "{kind}");
            assert!(part.plain as usize <= PART_PLAIN, "{kind}: {}", part.plain);
            named.extend(part.named.iter().copied());
            kept.extend(part.open().unwrap().into_iter().map(|entry| entry.kept));
        }
        assert!(came.iter().all(|part| part.whole == digest_of(&named)), "{kind}");
        let held = lines::read(ledger, CASE).unwrap().main;
        let heads: Vec<LineHead> = held.iter().map(|written| written.at).collect();
        assert_eq!(named, heads, "{kind}: in the order of the main line");
        assert!(held.iter().map(|written| &written.kept).eq(&kept), "{kind}: the same bytes");
        let photograph = BlobStands { digest: Digest([7; 32]), size: 1, held_ms: Some(NOW) };
        assert_eq!(came[0].blobs, [photograph], "{kind}: named, with when it was whole");
        // Whatever is changed of a part is nobody's word any more, or none of the entries that are named.
        let bent = CaseEntries { token: 2, ..came[0].clone() };
        assert!(bent.verify(&key).is_err(), "{kind}");
        let other = CaseEntries { entries: came[1].entries.clone(), ..came[0].clone() };
        assert_eq!(other.open(), None, "{kind}");
        let foreign = CaseEntries { subject: Id([9; 16]), ..came[0].clone() };
        assert_eq!(foreign.open(), None, "{kind}: of another case");
    });
}

#[test]
fn what_a_laptop_wrote_or_was_told_does_not_come_to_it_again() {
    each(|kind, ledger| {
        let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        moved(ledger, there);
        two.note(CASE, 1, &mut Seed(2));
        sent(&mut two, ledger, 0);
        moved(ledger, here);
        assert_eq!(numbers(&parts(ledger, here)), [(there, 1)], "{kind}: the other's alone");
        one.note(CASE, 2, &mut Seed(3));
        sent(&mut one, ledger, 1);
        moved(ledger, there);
        let came = numbers(&parts(ledger, there));
        assert_eq!(came, [(here, 1), (here, 2)], "{kind}: each once");
        moved(ledger, here);
        assert_eq!(numbers(&parts(ledger, here)), [(there, 1)], "{kind}: nothing new");
    });
}

#[test]
fn a_branch_that_was_merged_comes_to_who_writes_the_case_and_a_dropped_one_does_not() {
    each(|kind, ledger| {
        let (mut one, two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        moved(ledger, there);
        for (behind, settling) in [(1, Settling::Dropped), (2, Settling::Merged)] {
            one.note(CASE, 0, &mut Seed(behind));
            sent(&mut one, ledger, behind);
            let what = Settle { subject: CASE, device: here, settling };
            settle(&seat(), ledger, what, WORD).unwrap().unwrap();
        }
        let came = numbers(&parts(ledger, there));
        assert_eq!(came, [(here, 1), (here, 3)], "{kind}");
        assert_eq!(parts(ledger, there)[1].token, 1, "{kind}: with the pen that it has");
    });
}

#[test]
fn what_a_laptop_let_go_of_is_withdrawn_from_its_feed_and_never_sent_again() {
    each(|kind, ledger| {
        let (mut one, mut two, three) =
            (enrolled(ledger, 1), enrolled(ledger, 2), enrolled(ledger, 3));
        let there = two.disk.name.device;
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        moved(ledger, there);
        let before = feed(ledger, there);
        // Of another case it takes nothing away.
        two.let_go(Id([0x33; 16]), &mut Seed(1));
        sent(&mut two, ledger, 0);
        assert_eq!(feed(ledger, there), before, "{kind}");
        two.let_go(CASE, &mut Seed(2));
        sent(&mut two, ledger, 1);
        let after = feed(ledger, there);
        assert_eq!(after.len(), before.len(), "{kind}: no number is given again");
        assert_eq!(after[0], before[0], "{kind}: the pen's word stays");
        let gone = EntriesWithdrawn { subject: CASE, digest: Digest::of(&before[1].body) };
        assert_eq!(after[1].read().unwrap(), News::EntriesWithdrawn(gone), "{kind}");
        assert_eq!(after[1].kind, kind::ENTRIES_WITHDRAWN, "{kind}");
        assert_eq!(ledger.brought(there).unwrap(), [after[1].clone()], "{kind}");
        // The pen may come back; what left stays away.
        one.note(CASE, 0, &mut Seed(3));
        moved(ledger, three.disk.name.device);
        moved(ledger, there);
        assert_eq!(parts(ledger, there), [], "{kind}");
        assert_eq!(numbers(&parts(ledger, three.disk.name.device)).len(), 1, "{kind}");
        assert_eq!(ledger.entries(one.disk.name, 1, 9).unwrap().len(), 1, "{kind}: all is held");
    });
}
