//! The session by itself: what it asks next after each answer; opens no line.

use super::*;

fn local() -> Local {
    let head = Point { number: 9, digest: Digest([9; 32]) };
    Local {
        journal: JournalName { device: Id([1; 16]), epoch: 1 },
        is_closed: false,
        begins: Point::START,
        head,
        acknowledged: Point::START,
        checkpoint: None,
        proven: None,
        cursors: Vec::new(),
        blobs: Vec::new(),
        blobs_waiting: 0,
        wall_ms: 0,
        disk_free: 0,
    }
}

fn welcome() -> Welcome {
    Welcome {
        protocol: PROTOCOL,
        headquarters: Id([8; 16]),
        wall_ms: 0,
        held: Point::START,
        after_ms: 0,
        push_max: 256 * 1024,
        range_max: RANGE as u64,
        feeds: Vec::new(),
        standing: Standing::Active,
        receipt: None,
        checkpoint: None,
    }
}

#[test]
fn busy_is_obeyed_and_the_same_entries_are_sent_again() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    assert!(matches!(session.next(&local()), Step::Hello(_)));
    session.welcomed(welcome());
    let push = session.next(&local());
    assert!(matches!(push, Step::Push { behind: 0, .. }), "{push:?}");
    session.pushed(PushAnswer::Busy { after_ms: 1_700 }, local().head);
    assert_eq!(session.next(&local()), Step::Wait(1_700));
    assert_eq!(session.next(&local()), push);
}

#[test]
fn who_is_cut_behind_every_welcome_gives_up_and_does_not_ask_for_ever() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    let blob = Offered { digest: Digest([1; 32]), size: 100 };
    let waiting = Local { blobs: vec![blob], blobs_waiting: 1, ..local() };
    for _ in 0..=TRIES_MAX {
        session.welcomed(Welcome { held: local().head, ..welcome() });
        session.offered(&[blob], OfferAnswer { states: vec![BlobState::Offset { bytes: 0 }] });
        session.cut(7);
        assert!(matches!(session.next(&waiting), Step::Wait(_) | Step::End(End::Cut)));
    }
    assert_eq!(session.next(&waiting), Step::End(End::Cut));
}

#[test]
fn a_photograph_that_is_to_come_later_is_waited_for_and_others_go_before_it() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    session.welcomed(Welcome { held: local().head, ..welcome() });
    let blob = |n: u8| Offered { digest: Digest([n; 32]), size: 10 };
    let waiting = Local { blobs: vec![blob(1), blob(2)], blobs_waiting: 2, ..local() };
    let later = BlobState::Later { after_ms: 4_000 };
    let states = vec![BlobState::Offset { bytes: 0 }, later.clone()];
    session.offered(&waiting.blobs, OfferAnswer { states });
    assert_eq!(session.next(&waiting), Step::Put(vec![(blob(1), 0)]));
    session.put(&[blob(1)], vec![BlobState::Refused]);
    for times in 0..LATER_TIMES_MAX {
        let Step::Wait(ms) = session.next(&waiting) else { panic!("it does not wait") };
        assert_eq!(ms, (4_000_u64 << times).min(WAIT_MAX_MS));
        assert_eq!(session.next(&waiting), Step::Offer(vec![blob(2)]));
        session.offered(&[blob(2)], OfferAnswer { states: vec![later.clone()] });
    }
    assert_eq!(session.next(&waiting), Step::End(End::WithoutPhotographs), "not without end");
}

#[test]
fn a_photograph_that_no_answer_moves_on_is_left_for_another_session() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    session.welcomed(Welcome { held: local().head, ..welcome() });
    let blob = Offered { digest: Digest([1; 32]), size: 600_000 };
    let there = || BlobState::Offset { bytes: 600_000 };
    let waiting = Local { blobs: vec![blob], blobs_waiting: 1, ..local() };
    session.offered(&[blob], OfferAnswer { states: vec![there()] });
    for _ in 0..=STUCK_MAX {
        assert_eq!(session.next(&waiting), Step::Put(vec![(blob, 600_000)]));
        session.put(&[blob], vec![there()]);
    }
    assert_eq!(session.next(&waiting), Step::End(End::WithoutPhotographs));
}

#[test]
fn small_photographs_go_together_and_never_more_than_one_range() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    session.welcomed(Welcome { held: local().head, ..welcome() });
    let blob = |n: u8, size| Offered { digest: Digest([n; 32]), size };
    let blobs = vec![blob(1, 100_000), blob(2, 100_000), blob(3, 100_000), blob(4, 600_000)];
    let states = vec![BlobState::Offset { bytes: 0 }; 4];
    session.offered(&blobs, OfferAnswer { states });
    let waiting = Local { blobs: blobs.clone(), blobs_waiting: 4, ..local() };
    let mut asked = Vec::new();
    for _ in 0..3 {
        let Step::Put(ranges) = session.next(&waiting) else { panic!("no put") };
        let sum = |(blob, at): &(Offered, u64)| (blob.size - at).min(RANGE as u64);
        assert!(ranges.iter().map(sum).sum::<u64>() <= RANGE as u64, "{ranges:?}");
        asked.push(ranges.len());
        let sent: Vec<Offered> = ranges.iter().map(|(blob, _)| *blob).collect();
        session.put(&sent, vec![BlobState::Refused; sent.len()]);
    }
    assert_eq!(asked, [1, 2, 1], "the large one alone, then two, then the last");
}

#[test]
fn checkpoints_are_asked_for_once_a_session_when_one_may_stand_over_new_entries() {
    let mark = |number| Mark { number, digest: Digest([3; 32]) };
    let there = Local { acknowledged: local().head, proven: Some(local().head), ..local() };
    let unproven = Local { proven: None, ..there.clone() };
    let asks = |last: Option<u64>, local: &Local, photographs: bool| {
        let mut session = Session::new(Id([8; 16]), Thrift { photographs });
        session.welcomed(Welcome { held: local.head, checkpoint: last, ..welcome() });
        let Step::Include(asked) = session.next(local) else { return None };
        session.included(true);
        Some((asked, matches!(session.next(local), Step::Include(_))))
    };
    let knows = |number, local: &Local| Local { checkpoint: Some(mark(number)), ..local.clone() };
    assert_eq!(asks(None, &unproven, true), None, "headquarters of an earlier release");
    assert_eq!(asks(Some(0), &unproven, true), None, "it has none yet");
    assert!(asks(Some(4), &knows(4, &unproven), true).is_some(), "it may be another one");
    assert_eq!(asks(Some(5), &knows(4, &there), true), None, "all entries stand under one");
    let (asked, again) = asks(Some(5), &knows(4, &unproven), true).unwrap();
    assert_eq!((asked.known, asked.links_max, again), (Some(mark(4)), LINKS_MAX, true));
    let (asked, again) = asks(Some(5), &knows(4, &unproven), false).unwrap();
    assert_eq!((asked.links_max, again), (LINKS_THRIFTY, false), "a line that costs by the byte");
    assert!(asks(Some(3), &knows(4, &there), true).is_some(), "there are fewer than before");
}
