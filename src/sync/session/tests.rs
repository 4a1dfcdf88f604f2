//! The session by itself: what it asks next after each answer; opens no line.

use super::*;
use crate::wire::message::inclusion::LINKS_MAX;
use crate::wire::message::photograph::{BlobState, OfferAnswer, RANGE, RANGE_MIN, RANGES_MAX};

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
        in_doubt: false,
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

/// The batch that ends with entry `upto`.
fn sent(upto: u64, commits: u32, bytes: u32) -> Sent {
    let upto = Point { number: upto, digest: Digest([9; 32]) };
    Sent { first: 1, upto, commits, bytes }
}

fn bytes_of(step: &Step) -> usize {
    let Step::Push { bytes, .. } = step else { panic!("{step:?}") };
    *bytes
}

#[test]
fn a_limit_is_obeyed_for_the_rest_of_the_session_and_so_is_what_welcome_says() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    session.welcomed(Welcome { push_max: 12_000, ..welcome() });
    assert_eq!(bytes_of(&session.next(&local())), 12_000, "less than a first batch has");
    session.pushed(PushAnswer::Limit { max: 5_000 }, sent(9, 6, 11_000));
    assert_eq!(bytes_of(&session.next(&local())), 5_000);
    // Headquarters counts otherwise than we do: it is not sent the same again.
    session.pushed(PushAnswer::Limit { max: 5_000 }, sent(7, 4, 4_900));
    assert_eq!(bytes_of(&session.next(&local())), 2_450);
    session.limited(sent(5, 2, 2_000), None);
    assert_eq!(bytes_of(&session.next(&local())), 1_000, "a proxy says no number");
    let held = Held::Journal { journal: local().journal, upto: sent(4, 1, 0).upto };
    let receipt = Receipt {
        headquarters: Id([8; 16]),
        held,
        received_ms: 1,
        suite: 1,
        signature: Vec::new().into(),
    };
    for _ in 0..4 {
        session.pushed(PushAnswer::Ack { receipt: receipt.clone() }, sent(4, 1, 900));
        session.kept();
        assert_eq!(bytes_of(&session.next(&local())), 1_000, "it does not grow again");
    }
    session.cut(1);
    session.wait = None;
    session.welcomed(welcome());
    assert_eq!(bytes_of(&session.next(&local())), 1_000, "nor behind a cut");
}

#[test]
fn a_commit_that_is_too_long_is_named_and_holds_up_no_other_work() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    let scope = Scope::All;
    let blob = Offered { digest: Digest([1; 32]), size: 100 };
    let cursors = vec![Cursor { scope, number: 3 }];
    let waiting = Local { cursors, blobs: vec![blob], blobs_waiting: 1, ..local() };
    session.welcomed(Welcome { held: sent(4, 1, 0).upto, ..welcome() });
    assert!(matches!(session.next(&waiting), Step::Push { behind: 4, .. }));
    session.limited(Sent { first: 5, ..sent(9, 1, 5_000_000) }, None);
    assert!(matches!(session.next(&waiting), Step::Pull(_)), "news come down");
    session.fed(scope, 3, Feed { items: Vec::new(), more: false });
    session.kept();
    assert!(matches!(session.next(&waiting), Step::Offer(_)), "photographs go up");
    session.offered(&[blob], OfferAnswer { states: vec![BlobState::Refused] });
    assert_eq!(session.next(&waiting), Step::End(End::TooLong { number: 5 }));
}

#[test]
fn ranges_shrink_to_what_is_taken_and_one_that_cannot_shrink_waits_for_another_session() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    session.welcomed(Welcome { held: local().head, range_max: 100_000, ..welcome() });
    let blob = |n: u8| Offered { digest: Digest([n; 32]), size: 60_000 };
    let blobs = vec![blob(1), blob(2)];
    let waiting = Local { blobs: blobs.clone(), blobs_waiting: 2, ..local() };
    session.offered(&blobs, OfferAnswer { states: vec![BlobState::Offset { bytes: 0 }; 2] });
    assert_eq!(session.range(), 64 * 1024, "as long as nothing is known of the line");
    assert_eq!(session.next(&waiting), Step::Put(vec![(blob(2), 0)]), "both are too much");
    let limit = |max| BlobState::Limit { max };
    session.put(&[blob(2)], vec![limit(40_000)]);
    assert_eq!(session.range(), 40_000);
    assert_eq!(session.next(&waiting), Step::Put(vec![(blob(2), 0)]), "from where it stood");
    session.put(&[blob(2)], vec![BlobState::Offset { bytes: 40_000 }]);
    assert_eq!(session.next(&waiting), Step::Put(vec![(blob(2), 40_000)]));
    session.range_limited(&[blob(2)]);
    assert_eq!(session.range(), 20_000, "a proxy says no number: half of it");
    session.put(&[blob(2)], vec![limit(1)]);
    assert_eq!(session.range(), RANGE_MIN, "no headquarters takes less");
    session.put(&[blob(2)], vec![limit(1)]);
    assert_eq!(session.next(&waiting), Step::Put(vec![(blob(1), 0)]), "the other one goes on");
    session.range_limited(&[blob(1)]);
    assert_eq!(session.next(&waiting), Step::End(End::WithoutPhotographs));
}

#[test]
fn busy_is_obeyed_and_the_same_entries_are_sent_again() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    assert!(matches!(session.next(&local()), Step::Hello(_)));
    session.welcomed(welcome());
    let push = session.next(&local());
    assert!(matches!(push, Step::Push { behind: 0, .. }), "{push:?}");
    session.pushed(PushAnswer::Busy { after_ms: 1_700 }, sent(9, 9, 4_000));
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
    assert_eq!(
        asked,
        [1, 1, 2],
        "the large one alone, then one, then two: quick answers make room"
    );
}

#[test]
fn ranges_grow_on_a_quick_line_and_shrink_on_a_slow_one_and_behind_a_cut() {
    const KIB: u64 = 1024;
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    let blob = Offered { digest: Digest([1; 32]), size: 90_000 * KIB };
    let offset = OfferAnswer { states: vec![BlobState::Offset { bytes: 0 }] };
    let (mut wall_ms, mut upto) = (0, 0);
    // Milliseconds until an answer came (none: a cut), and the KiB of the question behind it.
    let rows = [
        (Some(7_999), 128),
        (Some(100), 256),
        (Some(100), 256),
        (Some(8_000), 256),
        (Some(20_000), 256),
        (Some(20_001), 128),
        (None, 64),
        (Some(60_000), 32),
        (Some(-60_000), 32),
        (Some(60_000), 16),
        (None, 8),
        (None, 4),
        (None, 4),
    ];
    // What was cut is not tried again before some answers came.
    let rows = rows.into_iter().chain([(Some(1), 4); 16]).chain([(Some(1), 8), (Some(1), 16)]);
    session.welcomed(Welcome { held: local().head, ..welcome() });
    session.offered(&[blob], offset.clone());
    let at = |wall_ms| Local { blobs: vec![blob], blobs_waiting: 1, wall_ms, ..local() };
    assert!(matches!(session.next(&at(0)), Step::Put(_)));
    assert_eq!(session.range() as u64, 64 * KIB, "the first one");
    for (nth, (took, kib)) in rows.enumerate() {
        if let Some(took) = took {
            wall_ms += took;
            upto += 1;
            session.put(&[blob], vec![BlobState::Offset { bytes: upto }]);
        } else {
            session.tries = 0;
            session.cut(1);
            session.wait = None;
            session.welcomed(Welcome { held: local().head, ..welcome() });
            session.offered(&[blob], offset.clone());
        }
        assert!(matches!(session.next(&at(wall_ms)), Step::Put(_)), "row {nth}");
        assert_eq!(session.range() as u64, kib * KIB, "row {nth}");
    }
}

#[test]
fn a_line_that_is_fast_gets_longer_questions_than_one_that_is_only_quick() {
    let blob = |n: u8| Offered { digest: Digest([n; 32]), size: 60_000 };
    let blobs: Vec<Offered> = (0..100).map(blob).collect();
    let states = vec![BlobState::Offset { bytes: 0 }; blobs.len()];
    let asked = |took_ms: i64| -> Vec<usize> {
        let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
        let range_max = RANGES_MAX as u64;
        session.welcomed(Welcome { held: local().head, range_max, ..welcome() });
        session.offered(&blobs, OfferAnswer { states: states.clone() });
        let (mut counts, mut wall_ms) = (Vec::new(), 0);
        for _ in 0..6 {
            let waiting = Local { blobs: blobs.clone(), blobs_waiting: 100, wall_ms, ..local() };
            let Step::Put(ranges) = session.next(&waiting) else { panic!("no put") };
            let behind = session.puts_behind(&ranges);
            assert!(behind.iter().all(|put| !ranges.contains(put)), "what goes next is not this");
            counts.push(ranges.len());
            let sent: Vec<Offered> = ranges.iter().map(|(blob, _)| *blob).collect();
            session.put(&sent, vec![BlobState::Refused; sent.len()]);
            let next: Vec<_> = session.puts.iter().copied().take(behind.len()).collect();
            assert_eq!(behind, next);
            wall_ms += took_ms;
        }
        counts
    };
    assert_eq!(asked(999), [1, 2, 4, 8, 16, 16], "up to a message's length");
    assert_eq!(asked(1_000), [1, 2, 4, 4, 4, 4], "a cut may cost all of one");
    assert_eq!(asked(9_000), [1; 6]);
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    session.welcomed(Welcome { held: local().head, ..welcome() });
    let long = Offered { digest: Digest([200; 32]), size: 200_000 };
    let states = vec![BlobState::Offset { bytes: 0 }; 2];
    session.offered(&[long, blob(1)], OfferAnswer { states });
    let behind = session.puts_behind(&[(long, 0)]);
    assert_eq!(behind, [(long, 64 * 1024)], "the rest of it goes on, and nothing has room beside");
    assert_eq!(session.puts_behind(&[(blob(1), u64::MAX)]), [(long, 0)]);
}

#[test]
fn a_feed_that_ends_where_it_was_read_to_is_not_asked_for_unless_entries_went_meanwhile() {
    let device = Scope::Device(Id([1; 16]));
    let ends = |all, own| {
        vec![Cursor { scope: Scope::All, number: all }, Cursor { scope: device, number: own }]
    };
    let read = Local { cursors: ends(3, 5), acknowledged: local().head, ..local() };
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    session.welcomed(Welcome { held: local().head, feeds: ends(3, 5), ..welcome() });
    let up_to_date = Step::Take(Scope::All, Vec::new());
    assert_eq!(session.next(&read), up_to_date, "until when all is known is kept");
    session.kept();
    assert_eq!(session.next(&read), Step::End(End::Done), "one question");

    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    session.welcomed(Welcome { held: local().head, feeds: ends(3, 6), ..welcome() });
    assert_eq!(session.next(&read), up_to_date);
    session.kept();
    let Step::Pull(Pull { scope, after, .. }) = session.next(&read) else { panic!("no pull") };
    assert_eq!((scope, after), (device, 5));

    // What headquarters thinks of entries stands behind the ends that it named before they came.
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    session.welcomed(Welcome { feeds: ends(3, 5), ..welcome() });
    assert!(matches!(session.next(&read), Step::Push { .. }));
    session.pushed(PushAnswer::Busy { after_ms: 1 }, sent(9, 9, 4_000));
    assert_eq!(session.next(&read), Step::Wait(1));
    session.held = local().head;
    for wanted in [Scope::All, device] {
        let Step::Pull(Pull { scope, after, .. }) = session.next(&read) else { panic!("no pull") };
        assert_eq!(scope, wanted);
        session.fed(scope, after, Feed { items: Vec::new(), more: false });
        while matches!(session.next(&read), Step::Take(..)) {
            session.kept();
        }
    }
    assert_eq!(session.next(&read), Step::End(End::Done));
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

#[test]
fn what_is_asked_for_is_less_behind_each_cut_of_its_answer() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    let cursors = vec![Cursor { scope: Scope::All, number: 3 }];
    let unread = Local { cursors, acknowledged: local().head, ..local() };
    let mut asked = Vec::new();
    for _ in 0..8 {
        session.welcomed(Welcome { held: local().head, checkpoint: Some(5), ..welcome() });
        let Step::Pull(pull) = session.next(&unread) else { panic!("no pull") };
        asked.push(pull.max / 1024);
        session.tries = 0;
        session.cut(1);
        session.wait = None;
    }
    assert_eq!(asked, [128, 64, 32, 16, 8, 4, 4, 4], "KiB of news");
    let mut asked = Vec::new();
    session.fed.insert(Scope::All);
    for _ in 0..3 {
        session.welcomed(Welcome { held: local().head, checkpoint: Some(5), ..welcome() });
        let Step::Include(question) = session.next(&unread) else { panic!("no question") };
        asked.push(question.links_max);
        session.tries = 0;
        session.cut(1);
        session.wait = None;
    }
    assert_eq!(asked, [LINKS_MAX, LINKS_MAX / 2, LINKS_MAX / 4], "links");
}

#[test]
fn behind_a_fall_back_the_current_epoch_goes_first_and_earlier_ones_are_asked_about_then() {
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    let signed = Local { acknowledged: local().head, ..local() };
    assert!(matches!(session.next(&signed), Step::Hello(_)));
    session.welcomed(Welcome { held: sent(4, 1, 0).upto, ..welcome() });
    assert_eq!(session.next(&signed), Step::FellBack(FellBack::To(4)));
    session.kept();
    let doubtful = Local { in_doubt: true, ..signed.clone() };
    assert!(matches!(session.next(&doubtful), Step::Push { behind: 4, .. }));
    // It fell back again within the session.
    session.pushed(PushAnswer::Need { behind: sent(2, 1, 0).upto }, sent(9, 6, 900));
    assert_eq!(session.next(&doubtful), Step::FellBack(FellBack::To(2)));
    session.kept();
    assert!(matches!(session.next(&doubtful), Step::Push { behind: 2, .. }));
    session.held = doubtful.head;
    assert_eq!(session.next(&doubtful), Step::FellBack(FellBack::CaughtUp));
    session.kept();
    assert_eq!(session.next(&signed), Step::End(End::Done));
}

#[test]
fn of_a_closed_epoch_that_is_in_doubt_only_its_own_last_entry_says_that_it_is_there() {
    let closed = Local { is_closed: true, acknowledged: local().head, ..local() };
    let asked_of = |local: &Local, held: Point| {
        let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
        assert!(matches!(session.next(local), Step::Hello(_)));
        session.welcomed(Welcome { held, ..welcome() });
        let mut step = session.next(local);
        while let Step::FellBack(FellBack::To(_)) = step {
            session.kept();
            step = session.next(local);
        }
        step
    };
    let asked = |in_doubt: bool, held: Point| asked_of(&Local { in_doubt, ..closed.clone() }, held);
    let other = |number| Point { number, digest: Digest([5; 32]) };
    assert_eq!(asked(true, local().head), Step::FellBack(FellBack::Holds(1)));
    assert!(matches!(asked(true, sent(4, 1, 0).upto), Step::Push { behind: 4, .. }), "the rest");
    let signed = Local { in_doubt: true, acknowledged: sent(4, 1, 0).upto, ..closed.clone() };
    let of_half = |held| asked_of(&signed, held);
    assert!(
        matches!(of_half(sent(4, 1, 0).upto), Step::Push { behind: 4, .. }),
        "all it signed for"
    );
    assert!(matches!(of_half(other(4)), Step::Push { behind: 0, .. }), "another one's");
    assert!(matches!(asked(true, other(9)), Step::Push { behind: 0, .. }), "another one's");
    assert!(matches!(asked(true, other(12)), Step::Push { behind: 0, .. }), "it went on");
    assert_eq!(asked(false, other(12)), Step::End(End::Done), "nothing was lost");
}

#[test]
fn a_closed_epoch_in_doubt_that_has_another_line_now_is_sent_to_its_end_all_the_same() {
    let local = Local { is_closed: true, in_doubt: true, ..local() };
    let mut session = Session::new(Id([8; 16]), Thrift { photographs: true });
    assert!(matches!(session.next(&local), Step::Hello(_)));
    session
        .welcomed(Welcome { held: Point { digest: Digest([5; 32]), ..local.head }, ..welcome() });
    session.refuted(End::Forked { number: 9 });
    assert!(matches!(session.next(&local), Step::Push { behind: 0, .. }));
    // A receipt over another entry than the one that was just sent is no answer.
    session.held = sent(4, 1, 0).upto;
    session.refuted(End::Forked { number: 4 });
    assert_eq!(session.next(&local), Step::End(End::Forked { number: 4 }));
}
