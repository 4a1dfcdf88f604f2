//! The contract of a ledger about pens that go from laptop to laptop: one end, whichever entry comes first.

use crate::ledger::{NOW, each};
use crate::ledger_pens::{CASE, enrolled, key, news, numbers, planned, seat};
use crate::world::Seed;
use crate::world::terminal::Terminal;
use lucha::hq::hand_over::{Word, move_pen};
use lucha::hq::ledger::{Appended, Ledger};
use lucha::hq::lines;
use lucha::hq::{offers, pens, verify};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::wire::message::feed::{Finding, News};
use lucha::wire::signer::{Identity, Signer as _};
use lucha::wire::suite::Suite;
use std::collections::BTreeSet;

/// Sends everything behind `behind`, and has headquarters look at the pens of it.
fn sent(terminal: &mut Terminal, ledger: &mut dyn Ledger, behind: u64) -> usize {
    let append = planned(terminal, ledger, behind);
    let arrived: Vec<_> = append.entries.iter().map(|entry| entry.arrived.clone()).collect();
    assert_eq!(ledger.append(&append, NOW).unwrap(), Appended::Done);
    let cases = offers::cases(&arrived);
    offers::complete(&seat(), ledger, &cases, NOW).unwrap().len()
}

/// One laptop recorded the case, offered its pen and wrote on; the other took it and wrote.
fn handed(ledger: &mut dyn Ledger) -> (Terminal, Terminal) {
    let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
    let (here, there) = (one.disk.name.device, two.disk.name.device);
    one.record(CASE, &mut Seed(1));
    let until = one.wall_ms + 1;
    let offer = one.offer_pen((CASE, 0), (there, until), &mut Seed(2));
    one.note(CASE, 0, &mut Seed(3));
    two.take_offer((CASE, 0), (here, offer), &mut Seed(4));
    two.note(CASE, 1, &mut Seed(5));
    (one, two)
}

fn check(kind: &str, ledger: &mut dyn Ledger, here: Id, there: Id) {
    let case = lines::read(ledger, CASE).unwrap();
    assert_eq!(case.pen(), Some((there, 1)), "{kind}");
    let main = [(here, 1), (here, 2), (there, 1), (there, 2)];
    assert_eq!(numbers(&case.main), main, "{kind}");
    assert_eq!(case.branches.len(), 1, "{kind}");
    assert_eq!(numbers(&case.branches[0].entries), [(here, 3)], "{kind}: behind its own offer");
    let word = &case.moves[0];
    assert_eq!((word.from, word.to, word.reason.as_str()), (here, there, "换班"), "{kind}");
    for device in [here, there] {
        let told = news(ledger, device);
        assert!(told.contains(&News::PenMoved(word.clone())), "{kind} {device}");
    }
    let late = |news: &&News| matches!(news, News::Verdict(told) if told.finding == Finding::StalePen && told.number == 3);
    assert_eq!(news(ledger, here).iter().filter(late).count(), 1, "{kind}");
    let identity = Identity::new(Suite::Sha256Ed25519, &key().public_key()).unwrap();
    let read = verify::pens(seat().headquarters, &identity, ledger).unwrap();
    assert_eq!(read, (1, vec![]), "{kind}");
    // What is done is not done again.
    let cases = BTreeSet::from([CASE]);
    assert_eq!(offers::complete(&seat(), ledger, &cases, NOW).unwrap(), [], "{kind}");
}

#[test]
fn a_pen_that_was_handed_over_moves_when_both_entries_are_held_in_either_order() {
    each(|kind, ledger| {
        let (mut one, mut two) = handed(ledger);
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        assert_eq!(sent(&mut one, ledger, 0), 0, "{kind}: nobody took it yet");
        assert_eq!(lines::read(ledger, CASE).unwrap().main.len(), 3, "{kind}");
        assert_eq!(sent(&mut two, ledger, 0), 1, "{kind}");
        check(kind, ledger, here, there);
    });
    each(|kind, ledger| {
        let (mut one, mut two) = handed(ledger);
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        assert_eq!(sent(&mut two, ledger, 0), 0, "{kind}: nobody offered it yet");
        assert_eq!(sent(&mut one, ledger, 0), 1, "{kind}");
        check(kind, ledger, here, there);
    });
}

#[test]
fn a_pen_does_not_move_when_what_was_taken_is_not_what_its_laptop_offered() {
    type Bent = fn(&mut Terminal, &mut Terminal, Digest);
    let bents: [(&str, Bent); 3] = [
        ("another offer", |one, two, _| {
            let from = one.disk.name.device;
            two.take_offer((CASE, 0), (from, Digest([9; 32])), &mut Seed(4));
        }),
        ("another token", |one, two, offer| {
            let from = one.disk.name.device;
            two.take_offer((CASE, 7), (from, offer), &mut Seed(4));
        }),
        ("another laptop's", |_, two, offer| {
            two.take_offer((CASE, 0), (Id([3; 16]), offer), &mut Seed(4));
        }),
    ];
    for (what, bent) in bents {
        each(|kind, ledger| {
            let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
            let there = two.disk.name.device;
            one.record(CASE, &mut Seed(1));
            let until = one.wall_ms + 60_000;
            let offer = one.offer_pen((CASE, 0), (there, until), &mut Seed(2));
            bent(&mut one, &mut two, offer);
            let moved = sent(&mut one, ledger, 0) + sent(&mut two, ledger, 0);
            assert_eq!(moved, 0, "{kind}: {what}");
            assert_eq!(ledger.moves(CASE).unwrap(), [], "{kind}: {what}");
        });
    }
}

#[test]
fn who_took_a_pen_may_hand_it_on_and_a_second_taker_gets_nothing() {
    each(|kind, ledger| {
        let (mut one, mut two, mut three) =
            (enrolled(ledger, 1), enrolled(ledger, 2), enrolled(ledger, 3));
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        let third = three.disk.name.device;
        one.record(CASE, &mut Seed(1));
        let until = one.wall_ms + 1;
        let first = one.offer_pen((CASE, 0), (there, until), &mut Seed(2));
        two.take_offer((CASE, 0), (here, first), &mut Seed(3));
        let second = two.offer_pen((CASE, 1), (third, until), &mut Seed(4));
        // It was shown the first one as well.
        three.take_offer((CASE, 0), (here, first), &mut Seed(5));
        three.take_offer((CASE, 1), (there, second), &mut Seed(6));
        assert_eq!(sent(&mut three, ledger, 0), 0, "{kind}");
        assert_eq!(sent(&mut two, ledger, 0), 0, "{kind}");
        assert_eq!(sent(&mut one, ledger, 0), 2, "{kind}: both at once");
        let moves = ledger.moves(CASE).unwrap();
        let went: Vec<_> = moves.iter().map(|word| (word.token, word.to)).collect();
        assert_eq!(went, [(1, there), (2, third)], "{kind}");
        assert_eq!(ledger.beside(Some(CASE)).unwrap(), [], "{kind}: each wrote while it had it");
    });
}

/// An offer that somebody made up may name any token: it stands beside, and the case goes on as if it had never come.
#[test]
fn a_token_that_was_made_up_carries_no_later_one_with_it() {
    for token in [1 << 32, (1 << 63) - 2, u64::MAX - 1] {
        each(|kind, ledger| {
            let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
            let (here, there) = (one.disk.name.device, two.disk.name.device);
            one.record(CASE, &mut Seed(1));
            two.take_offer((CASE, token - 1), (here, Digest([9; 32])), &mut Seed(2));
            two.note(CASE, token, &mut Seed(3));
            assert_eq!(sent(&mut one, ledger, 0) + sent(&mut two, ledger, 0), 0, "{kind}");
            let kept = pens::kept(token);
            let beside = ledger.beside(Some(CASE)).unwrap();
            assert!(beside.iter().any(|row| row.token == kept), "{kind} {token}: {beside:?}");
            let stale = |news: &News| matches!(news, News::Verdict(told) if told.finding == Finding::StalePen);
            assert!(news(ledger, there).iter().any(stale), "{kind} {token}: its writer is told");
            for (to, wanted) in [(there, 1), (here, 2)] {
                let word = Word { reason: "换班", by: "值班员", at_ms: NOW };
                let moved = move_pen(&seat(), ledger, (CASE, to), word).unwrap().unwrap();
                assert_eq!(moved.token, wanted, "{kind} {token}");
            }
        });
    }
}
