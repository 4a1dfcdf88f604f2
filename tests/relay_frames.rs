//! What two laptops say to each other, and one says to headquarters for the other: one frame of each kind, kept for ever.

use crate::protocol::{NAME, POINT};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::wire::message::feed::{FeedItem, News};
use lucha::wire::message::forward::{
    BORNE_DAYS, Forward, ForwardAnswer, ForwardFetch, ForwardPart, ForwardPartAnswer, ForwardRange,
    ForwardState, NoForward,
};
use lucha::wire::message::relay::{Borne, Load, NoRelay, Piece, Relay, Relayed};
use lucha::wire::message::revoked::LaptopRevoked;
use lucha::wire::message::{decode, encode};
use lucha::wire::relay_note::{RelayNote, Stage};

const PIECE: Piece = Piece { bundle: Id([6; 16]), size: 70_000, digest: Digest([9; 32]) };
const ANSWER: Piece = Piece { size: 900, ..PIECE };
const LOAD: Load = Load { entries: 9, upto: 300, photographs: 2, is_all: true };

/// By name.
pub fn frames() -> Vec<(&'static str, Vec<u8>)> {
    let bundle = PIECE.bundle;
    let part = || vec![1; 33].into();
    let has = vec![Borne { piece: PIECE, load: LOAD, is_whole: false }];
    let met = Relayed::Met {
        journal: NAME,
        proof: [5; 32].into(),
        room: 1_000_000,
        has,
        answers: vec![ANSWER],
    };
    let states = vec![
        ForwardState::Offset { bytes: 7 },
        ForwardState::Taken { answer: ANSWER },
        ForwardState::Later { after_ms: 900 },
        ForwardState::Refused { why: NoForward::TooLong },
    ];
    let offset = ForwardState::Offset { bytes: 40 };
    let revoked = LaptopRevoked { device: NAME.device, certificates: vec![POINT.digest] };
    vec![
        ("relay-meet", encode(&Relay::Meet { journal: NAME, proof: [5; 32].into() })),
        ("relay-give", encode(&Relay::Give { piece: PIECE, load: LOAD })),
        ("relay-part", encode(&Relay::Part { bundle, offset: 7, bytes: part() })),
        ("relay-fetch", encode(&Relay::Fetch { bundle, offset: 7, max: 16_384 })),
        ("relay-fetched", encode(&Relay::Fetched { bundle })),
        ("relayed-met", encode(&met)),
        ("relayed-offset", encode(&Relayed::Offset { bytes: 40 })),
        ("relayed-whole", encode(&Relayed::Whole)),
        ("relayed-range", encode(&Relayed::Range { bytes: part() })),
        ("relayed-refused", encode(&Relayed::Refused { why: NoRelay::Full })),
        ("forward", encode(&Forward { pieces: vec![PIECE] })),
        ("forward-answer", encode(&ForwardAnswer { states, days: BORNE_DAYS })),
        ("forward-part", encode(&ForwardPart { piece: PIECE, offset: 7, bytes: part() })),
        ("forward-parted", encode(&ForwardPartAnswer { state: offset })),
        ("forward-fetch", encode(&ForwardFetch { piece: PIECE, offset: 7 })),
        ("forward-range", encode(&ForwardRange { bytes: part() })),
        ("revoked", encode(&News::LaptopRevoked(revoked).item(2))),
    ]
}

/// Reads a frame as the kind that its name says, and writes it again; `None` for another's.
pub fn again(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match name {
        "forward" => encode(&decode::<Forward>(bytes).unwrap()),
        "forward-answer" => encode(&decode::<ForwardAnswer>(bytes).unwrap()),
        "forward-part" => encode(&decode::<ForwardPart>(bytes).unwrap()),
        "forward-parted" => encode(&decode::<ForwardPartAnswer>(bytes).unwrap()),
        "forward-fetch" => encode(&decode::<ForwardFetch>(bytes).unwrap()),
        "forward-range" => encode(&decode::<ForwardRange>(bytes).unwrap()),
        "revoked" => encode(&decode::<FeedItem>(bytes).unwrap()),
        relayed if relayed.starts_with("relayed-") => encode(&decode::<Relayed>(bytes).unwrap()),
        relay if relay.starts_with("relay-") => encode(&decode::<Relay>(bytes).unwrap()),
        _ => return None,
    })
}

/// A note of a bundle that was delivered and whose answer waits.
pub fn note() -> RelayNote {
    RelayNote {
        journal: NAME,
        piece: PIECE,
        load: LOAD,
        since_ms: 1_764_000_000_000,
        stage: Stage::Delivered,
        stage_ms: 1_764_000_100_000,
        answer: Some(ANSWER),
    }
}

#[test]
fn a_note_reads_back_in_every_stage_and_a_torn_one_does_not() {
    use Stage::{Arriving, Delivered, Expired, HandedOver, Held, Refused};
    for stage in [Arriving, Held, Refused, Delivered, HandedOver, Expired] {
        for answer in [None, Some(ANSWER)] {
            let note = RelayNote { stage, answer, ..note() };
            let bytes = note.encode();
            assert_eq!(RelayNote::decode(&bytes), Ok(note));
            assert!((0..bytes.len()).all(|cut| RelayNote::decode(&bytes[..cut]).is_err()));
        }
    }
    assert!(RelayNote::decode(b"<html>").is_err());
}

#[test]
fn a_revoked_laptop_is_news_that_an_older_program_passes_over() {
    let certificates = vec![POINT.digest];
    let news = News::LaptopRevoked(LaptopRevoked { device: NAME.device, certificates });
    let item = news.item(4);
    assert_eq!((item.kind, item.must_understand), (29, false));
    assert_eq!(item.read(), Ok(news));
}
