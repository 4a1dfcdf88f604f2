//! What a bearer makes of a bundle that is of another epoch, of another headquarters, damaged, or answered wrongly; and of
//! whom headquarters lets in.

use super::{CODE, ID, Met, Town};
use lucha::stdx::digest::Digest;
use lucha::stdx::files::How;
use lucha::stdx::id::Id;
use lucha::stdx::memory;
use lucha::stdx::secret::Key;
use lucha::store::fell_back::FellBack;
use lucha::sync::driver::Shelf as _;
use lucha::sync::relay::bearer::Bearer;
use lucha::sync::relay::deliver::Delivered;
use lucha::sync::relay::keep::{Added, Keep};
use lucha::wire::bundle::{Head, Way};
use lucha::wire::message::forward::{
    Forward, ForwardAnswer, ForwardPart, ForwardPartAnswer, ForwardState,
};
use lucha::wire::message::hello::JournalName;
use lucha::wire::message::relay::{BORNE_MAX, Hand, Load, Piece, Relay, Relayed, proof};
use lucha::wire::message::{self, Asks as _};
use lucha::wire::relay_note::{RelayNote, Stage};
use std::path::PathBuf;

const GIVER: Id = Id([0x61; 16]);
const MINUTE_MS: i64 = 60_000;

fn kept() -> Keep {
    Keep::at(memory::ground(), "/relay".into())
}

/// A bundle to the headquarters `to` of which every byte came, and power failed before its note said so.
fn come(keep: &Keep, nth: u8, upto: u64, to: Id) {
    let (way, bundle) = (Way::ToHeadquarters, Id([nth; 16]));
    let head = Head { way, bundle, volume: 1, to, fresh: [0; 32] };
    let bytes = [&head.bytes()[..], &[nth; 500]].concat();
    let piece = Piece { bundle, size: bytes.len() as u64, digest: Digest::of(&bytes) };
    let load = Load { entries: upto, upto, photographs: 0, is_all: true };
    let journal = JournalName { device: GIVER, epoch: 1 };
    let (stage, since_ms) = (Stage::Arriving, i64::from(nth));
    let note =
        RelayNote { journal, piece, load, since_ms, stage, stage_ms: since_ms, answer: None };
    keep.put_note(&note).unwrap();
    assert_eq!(keep.add(&note, 0, &bytes).unwrap(), Added::Whole);
}

/// What the bearer says that it has, to a giver of this epoch: which, and whether all of it is there.
fn has(keep: &Keep, epoch: u32) -> Vec<(Id, bool)> {
    let secret = Key::new([7; 32]);
    let mut bearer = Bearer {
        keep,
        journal: JournalName { device: Id([0x62; 16]), epoch: 1 },
        headquarters: ID,
        code: CODE,
        secret: &secret,
        peer: GIVER,
        is_revoked: false,
        now_ms: 90,
        met: Met::default(),
    };
    let (journal, shown) =
        (JournalName { device: GIVER, epoch }, proof(&secret, Hand::Giver, CODE));
    let answer = bearer.answer(&Relay::Meet { journal, proof: shown });
    let Relayed::Met { has, .. } = &answer else { panic!("{answer:?}") };
    has.iter().map(|borne| (borne.piece.bundle, borne.is_whole)).collect()
}

#[test]
fn what_an_earlier_epoch_gave_is_not_told_to_a_later_one() {
    let keep = kept();
    come(&keep, 1, 9, ID);
    assert_eq!(has(&keep, 1), [(Id([1; 16]), true)]);
    assert_eq!(has(&keep, 2), [], "its numbers may be the same");
    assert_eq!(keep.notes().unwrap()[0].stage, Stage::Held, "and it is borne still");
}

#[test]
fn what_came_wholly_before_a_cut_is_looked_at_behind_it() {
    let (keep, elsewhere) = (kept(), Id([0x99; 16]));
    come(&keep, 1, 5, ID);
    assert_eq!(has(&keep, 1).len(), 1);
    come(&keep, 2, 9, ID);
    assert_eq!(has(&keep, 1), [(Id([2; 16]), true)], "all that waited: the older one goes");
    come(&keep, 3, 9, elsewhere);
    assert_eq!(has(&keep, 1), [(Id([2; 16]), true)]);
    assert_eq!(keep.notes().unwrap().len(), 1, "one for another headquarters is borne nowhere");
    // The same where the bearer's own session comes first.
    let mut town = calm(10_001);
    come(&town.laptops[0].keep, 3, 9, elsewhere);
    assert_eq!(town.delivery(0, &mut || true).unwrap(), Delivered::default());
    assert_eq!(town.laptops[0].keep.notes().unwrap(), []);
}

/// A town whose lines hold; the first laptop has something to give.
/// Of a seed that no other test plays: headquarters of one process take turns at a bundle, and the same seed gives the same one.
fn calm(seed: u64) -> Town {
    let mut town = Town::new(seed);
    town.cut_once_in = 0;
    let Town { laptops, dice, .. } = &mut town;
    laptops[0].terminal.commit(dice);
    town
}

#[test]
fn behind_a_headquarters_that_fell_back_a_bundle_of_before_is_not_all() {
    let mut town = calm(10_002);
    let bundles = |town: &Town| -> Vec<Id> {
        let notes = town.laptops[1].keep.notes().unwrap();
        notes.iter().map(|note| note.piece.bundle).collect()
    };
    town.meet(0, 1);
    let before = bundles(&town);
    town.meet(0, 1);
    assert_eq!((bundles(&town), before.len()), (before.clone(), 1), "all of it is there");
    town.laptops[0].terminal.note_fall_back(FellBack::To(0)).unwrap();
    town.meet(0, 1);
    let behind = bundles(&town);
    assert!(behind.len() == 1 && behind != before, "{behind:?} after {before:?}");
}

#[test]
fn a_bundle_that_the_bearers_disk_damaged_goes_with_a_word_and_is_given_again() {
    for is_torn in [false, true] {
        let mut town = calm(10_003);
        town.meet(0, 1);
        let giver = town.laptops[0].terminal.disk.name.device;
        let (keep, ground) = (town.laptops[1].keep.clone(), town.laptops[1].ground.clone());
        let bundle = keep.notes().unwrap()[0].piece.bundle;
        let path = PathBuf::from(format!("/relay/{bundle}.volume"));
        let mut bytes = ground.read(&path).unwrap().unwrap();
        let half = bytes.len() / 2;
        bytes[half] ^= 1;
        if is_torn {
            bytes.truncate(half);
        }
        let aside = PathBuf::from("/relay/aside");
        ground.write_whole(&path, &aside, How::Fresh, &bytes).unwrap();
        let done = town.delivery(1, &mut || true).unwrap();
        assert_eq!(done, Delivered { damaged: Some(giver), ..Delivered::default() });
        assert_eq!(keep.notes().unwrap(), []);
        town.meet(0, 1);
        town.deliver(1);
        assert_eq!(town.delivered, 1, "torn: {is_torn}");
    }
}

#[test]
fn an_answer_that_is_not_the_one_that_was_named_is_asked_about_again() {
    let mut town = calm(10_004);
    town.meet(0, 1);
    let keep = town.laptops[1].keep.clone();
    let is_at = |stage: Stage| keep.notes().unwrap().iter().any(|note| note.stage == stage);
    let done = town.delivery(1, &mut || !is_at(Stage::Delivered)).unwrap();
    assert!(done.bundles == 1 && done.stopped && done.answers == 0, "{done:?}");
    let note = keep.notes().unwrap()[0];
    let other = note.answer.map(|answer| Piece { digest: Digest::ZERO, ..answer });
    keep.put_note(&RelayNote { answer: other, ..note }).unwrap();
    let wrong = town.delivery(1, &mut || true).unwrap();
    assert_eq!(wrong, Delivered::default());
    let right = town.delivery(1, &mut || true).unwrap();
    assert_eq!(right, Delivered { answers: 1, ..Delivered::default() });
    town.meet(0, 1);
    assert!(is_at(Stage::HandedOver));
}

fn large(nth: u8) -> Piece {
    Piece { bundle: Id([nth; 16]), size: BORNE_MAX, digest: Digest([nth; 32]) }
}

fn announced(town: &mut Town, nth: u8, now: i64) -> ForwardState {
    let from = town.laptops[0].terminal.disk.name;
    let asked = message::encode(&Forward { pieces: vec![large(nth)] });
    let answer = town.headquarters.hear(Forward::NAME, from, &asked, now).unwrap();
    let ForwardAnswer { states, .. } = message::decode(&answer).unwrap();
    states[0]
}

fn begun(town: &mut Town, nth: u8, now: i64) -> ForwardState {
    let from = town.laptops[0].terminal.disk.name;
    let (piece, bytes) = (large(nth), vec![1; 10].into());
    let asked = message::encode(&ForwardPart { piece, offset: 0, bytes });
    let answer = town.headquarters.hear(ForwardPart::NAME, from, &asked, now).unwrap();
    let ForwardPartAnswer { state } = message::decode(&answer).unwrap();
    state
}

/// 16 of the longest ones are all that headquarters has room for.
#[test]
fn what_was_let_in_has_its_room_before_it_comes_and_what_was_not_has_none() {
    let mut town = calm(10_005);
    // Far from the days of other towns of this program.
    let mut now = town.now + 500 * 24 * 60 * MINUTE_MS;
    for nth in 1..=16 {
        now += MINUTE_MS;
        assert_eq!(announced(&mut town, nth, now), ForwardState::Offset { bytes: 0 }, "{nth}");
    }
    now += MINUTE_MS;
    let later = |state: ForwardState| matches!(state, ForwardState::Later { .. });
    assert!(later(announced(&mut town, 17, now)), "no byte of them is here yet");
    assert!(later(begun(&mut town, 17, now)), "nor without a question");
    assert_eq!(begun(&mut town, 1, now), ForwardState::Offset { bytes: 10 });
    now += 90 * MINUTE_MS;
    assert_eq!(begun(&mut town, 17, now), ForwardState::Offset { bytes: 10 }, "nobody came back");
    // Photographs that come all at once are asked to wait, these as well.
    assert!(later(begun(&mut town, 18, now)));
}
