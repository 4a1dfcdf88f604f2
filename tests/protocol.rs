//! The protocol is a promise for years: frames of each release still read, SYNC.md names the shapes that it tells of.

use crate::{case_frames, inclusion, leniency, relay_frames};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::terms::{Confirmation, ConfirmedBy};
use lucha::stdx::clock::Moment;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::wire::bundle::{self, Frame};
use lucha::wire::event::{self, Body};
use lucha::wire::message::checkpoint::Checkpoint;
use lucha::wire::message::enrol::{
    Claim, EarlierKey, Enrol, EnrolAnswer, Grant, Side, Why, code_name, key_of, proof,
};
use lucha::wire::message::feed::{
    BlockLeased, Feed, FeedItem, Finding, News, PriorDecision, Pull, Scope, Verdict,
};
use lucha::wire::message::hello::{
    Cursor, Hello, JournalName, NumbersLeft, Point, Standing, Welcome,
};
use lucha::wire::message::history::{PlateKey, WatchPart, WatchRow};
use lucha::wire::message::inclusion::{Inclusion, InclusionAnswer};
use lucha::wire::message::order::{DeviceOrder, Order};
use lucha::wire::message::pen::{BranchOpened, BranchSettled, LineHead, PenMoved, Settling};
use lucha::wire::message::photograph::{
    BlobState, Offer, OfferAnswer, Offered, Put, PutAnswer, Puts,
};
use lucha::wire::message::push::{Push, PushAnswer, Refusal};
use lucha::wire::message::receipt::{Held, Receipt};
use lucha::wire::message::returned::{CaseReturned, ReturnSettled};
use lucha::wire::message::roster::OfficerListed;
use lucha::wire::message::rotate::{NoRotation, Rotate, RotateAnswer};
use lucha::wire::message::rule_pack::{PackIssued, PackPart, Title};
use lucha::wire::message::task::Task;
use lucha::wire::message::{MESSAGE_MAX, PROTOCOL, decode, encode};
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use std::path::{Path, PathBuf};

const FRAMES: &str = "tests/golden/wire";
const PAYLOADS: &str = "tests/golden/payload";
pub const NAME: JournalName = JournalName { device: Id([7; 16]), epoch: 1 };
pub const POINT: Point = Point { number: 300, digest: Digest([9; 32]) };

pub fn key() -> SoftKey {
    SoftKey::new(Suite::Sha256Ed25519, &Key::new([5; 32])).unwrap()
}

fn receipt(held: Held) -> Receipt {
    Receipt::sign(Id([8; 16]), held, 1_764_000_000_000, &key()).unwrap()
}

pub fn hello() -> Hello {
    Hello {
        protocol_min: 1,
        protocol_max: PROTOCOL,
        journal: NAME,
        local: POINT,
        acknowledged: Point::START,
        cursors: vec![Cursor { scope: Scope::All, number: 3 }],
        wall_ms: 1_764_000_000_000,
        program: "0.1.0".into(),
        disk_free: 1_000_000,
        blobs_waiting: 2,
        deferred_times: 0,
        numbers: None,
    }
}

fn welcome() -> Welcome {
    let upto = Held::Journal { journal: NAME, upto: POINT };
    Welcome {
        protocol: PROTOCOL,
        headquarters: Id([8; 16]),
        wall_ms: 1_764_000_000_000,
        held: POINT,
        after_ms: 0,
        push_max: 262_144,
        range_max: 262_144,
        feeds: vec![Cursor { scope: Scope::Device(NAME.device), number: 1 }],
        standing: Standing::Active,
        receipt: Some(receipt(upto)),
        checkpoint: None,
    }
}

/// One frame of each kind, by name.
pub fn frames() -> Vec<(&'static str, Vec<u8>)> {
    let upto = Held::Journal { journal: NAME, upto: POINT };
    let blob = Held::Blob { digest: POINT.digest, size: 40 };
    let offered = Offered { digest: POINT.digest, size: 40 };
    let left = vec![NumbersLeft { prefix: "样".into(), year: 2026, left: 6 }];
    let put = |offset, bytes: usize, hears_limit| Put {
        digest: POINT.digest,
        offset,
        bytes: vec![1; bytes].into(),
        hears_limit,
    };
    let checkpoint =
        Checkpoint::sign(Id([8; 16]), None, POINT.digest, 1_764_000_000_000, &key()).unwrap();
    let push = Push {
        journal: NAME,
        behind: Point::START,
        count: 1,
        plain: 3,
        dictionary: 0,
        entries: vec![1, 2, 3].into(),
        suite: 1,
        signature: vec![6; 64].into(),
        commits: None,
    };
    let three = Push { commits: Some(3), ..push.clone() };
    let offset = OfferAnswer {
        states: vec![BlobState::Offset { bytes: 7 }, BlobState::Refused, BlobState::Quarantined],
    };
    let mut frames = [enrolment(), inclusion::frames(&welcome(), &key())].concat();
    frames.extend([
        ("hello", encode(&hello())),
        ("hello-numbers", encode(&Hello { numbers: Some(left), ..hello() })),
        ("welcome", encode(&welcome())),
        ("push", encode(&push)),
        ("push-commits", encode(&three)),
        ("push-ack", encode(&PushAnswer::Ack { receipt: receipt(upto) })),
        ("checkpoint", encode(&checkpoint)),
        ("push-need", encode(&PushAnswer::Need { behind: POINT })),
        ("push-fork", encode(&PushAnswer::Fork { held: POINT })),
        ("push-busy", encode(&PushAnswer::Busy { after_ms: 900 })),
        ("push-limit", encode(&PushAnswer::Limit { max: 16_384 })),
        ("push-refused", encode(&PushAnswer::Refused { why: Refusal::Signature })),
        ("push-aside", encode(&PushAnswer::HeldAside)),
        ("pull", encode(&Pull { scope: Scope::All, after: 3, max: 131_072 })),
        ("feed", encode(&Feed { items: items_of(&news()), more: true })),
        ("feed-down", encode(&Feed { items: items_of(&down()), more: false })),
        ("offer", encode(&Offer { blobs: vec![offered] })),
        ("offer-answer", encode(&offset)),
        ("put", encode(&put(7, 33, None))),
        ("put-hears", encode(&put(7, 33, Some(true)))),
        ("put-limit", encode(&PutAnswer { state: BlobState::Limit { max: 16_384 } })),
        ("puts", encode(&Puts { puts: vec![put(0, 5, None); 2] })),
        ("put-have", encode(&PutAnswer { state: BlobState::Have { receipt: receipt(blob) } })),
        ("feed-pens", encode(&Feed { items: items_of(&pens()), more: false })),
        ("feed-case", encode(&Feed { items: items_of(&case_frames::brought().1), more: false })),
        ("feed-found", encode(&Feed { items: items_of(&leniency::found()), more: false })),
        ("feed-epoch", encode(&News::NumberBlock(block(21, 40, Some(2))).item(2))),
    ]);
    frames.extend(rotation());
    frames.extend(relay_frames::frames());
    frames
}

/// What goes both ways when a laptop is enrolled.
fn enrolment() -> Vec<(&'static str, Vec<u8>)> {
    let code = key_of([3; 16]);
    let claim = Claim {
        device: NAME.device,
        epoch: 1,
        suite: 1,
        public_key: key().public_key().into(),
        request: vec![0x30, 0].into(),
        before: Some(POINT),
        prefix: "样汕交罚".into(),
        blocks: vec![block(1, 200, None)],
        head: None,
        earlier: None,
    };
    let later = Claim {
        epoch: 2,
        head: Some(POINT),
        earlier: Some(vec![EarlierKey {
            epoch: 1,
            suite: 1,
            public_key: key().public_key().into(),
            start: Point::START,
        }]),
        ..claim.clone()
    };
    let grant = Grant {
        headquarters: Id([8; 16]),
        suite: 1,
        public_key: key().public_key().into(),
        certificate: vec![0x30, 1].into(),
        authority: vec![0x30, 2].into(),
        bundle_key: vec![4; 32].into(),
        held: None,
    };
    let enrolled = EnrolAnswer::Enrolled { proof: proof(&code, Side::Headquarters, &grant), grant };
    let enrol =
        Enrol { code: code_name(&code).into(), proof: proof(&code, Side::Terminal, &claim), claim };
    vec![
        ("enrol", encode(&enrol)),
        ("enrolled", encode(&enrolled)),
        ("enrol-unknown", encode(&EnrolAnswer::Unknown)),
        ("enrol-epoch", encode(&later)),
        ("enrol-next-epoch", encode(&EnrolAnswer::NextEpoch { epoch: 2, why: Why::OldCopy })),
    ]
}

/// What goes both ways when a key is replaced.
fn rotation() -> Vec<(&'static str, Vec<u8>)> {
    let new = SoftKey::new(Suite::Sha256Ed25519, &Key::new([6; 32])).unwrap();
    let unsigned = Rotate {
        journal: NAME,
        epoch: 2,
        suite: 1,
        public_key: new.public_key().into(),
        request: vec![0x30, 0].into(),
        head: POINT,
        signature: Vec::new().into(),
        proof: Vec::new().into(),
    };
    let rotated = RotateAnswer::Rotated {
        epoch: 2,
        certificate: vec![0x30, 1].into(),
        block: block(21, 40, Some(2)),
    };
    vec![
        ("rotate", encode(&unsigned.sign(Id([8; 16]), &key(), &new).unwrap())),
        ("rotate-done", encode(&rotated)),
        ("rotate-refused", encode(&RotateAnswer::Refused { why: NoRotation::Revoked })),
    ]
}

fn items_of(news: &[News]) -> Vec<FeedItem> {
    news.iter().zip(1..).map(|(news, number)| news.item(number)).collect()
}

fn block(from: u32, until: u32, epoch: Option<u32>) -> BlockLeased {
    BlockLeased { prefix: "样汕交罚".into(), year: 2026, from, until, epoch }
}

fn prior(withdrawn: Option<bool>) -> News {
    News::PriorDecision(PriorDecision {
        plate: POINT.digest,
        code: "OL-001".into(),
        day: 20_261_123,
        document_no: "样汕交罚〔2026〕00001号".into(),
        withdrawn,
        driver: None,
        carrier: None,
        quashed: None,
    })
}

fn news() -> Vec<News> {
    vec![
        News::NumberBlock(block(1, 20, None)),
        News::Verdict(Verdict {
            journal: NAME,
            number: 12,
            finding: Finding::Returned,
            words: Some("请补当事人签名".into()),
        }),
        prior(None),
        News::Lost,
    ]
}

/// What came to be sent down later than the first release.
pub fn down() -> Vec<News> {
    let title = Title { id: "sample", version: "2026.11", approved_by: "法制科" };
    let id = Id([0x0e; 16]);
    let order = |order| News::DeviceOrder(DeviceOrder { id, order, given_ms: 1_764_000_000_000 });
    vec![
        News::PlateKey(PlateKey { key: Key::new([0x50; 32]) }),
        prior(Some(true)),
        News::WatchPart(WatchPart {
            list: "粤东联合治超".into(),
            edition: 1_764_000_000_000,
            part: 1,
            parts: 1,
            rows: vec![WatchRow {
                plate: POINT.digest,
                code: "OL-001".into(),
                day: 20_261_003,
                number: String::new(),
            }],
        }),
        News::Task(Task {
            id,
            plan: "2026-治超-11".into(),
            subject: "汕头市远航物流有限公司".into(),
            place: "莲下治超点".into(),
            due: 20_261_130,
            withdrawn: None,
        }),
        News::CaseReturned(CaseReturned {
            id,
            journal: NAME,
            number: 12,
            subject: Id([0x0f; 16]),
            document_no: "样汕交罚〔2026〕00001号".into(),
            fields: vec!["vehicle.plate".into()],
            reason: "号牌与照片不符".into(),
            due: 20_261_130,
        }),
        News::ReturnSettled(ReturnSettled { id, number: 40 }),
        News::PackPart(PackPart {
            digest: POINT.digest,
            part: 1,
            parts: 1,
            bytes: vec![1, 2, 3].into(),
        }),
        News::PackIssued(
            PackIssued::sign(Id([8; 16]), POINT.digest, title, (1_764_000_000_000, 1), &key())
                .unwrap(),
        ),
        News::OfficerListed(OfficerListed {
            id,
            name: "陈晓".into(),
            credential: "19050001009".into(),
            role: "officer".into(),
            scope: "公路运输".into(),
            valid_from: 20_260_101,
            valid_until: 20_301_231,
            withdrawn_on: Some(20_261_201),
        }),
        order(Order::LockNow),
        order(Order::ReportIn),
        order(Order::RetentionDays(90)),
    ]
}

/// A pen that moved, what came late, and what a person made of it.
fn pens() -> Vec<News> {
    let subject = Id([0x0f; 16]);
    let main = LineHead { journal: NAME, point: POINT };
    let branch =
        LineHead { journal: NAME, point: Point { number: 302, digest: Digest([0x12; 32]) } };
    let moved = PenMoved {
        headquarters: Id([8; 16]),
        subject,
        token: 1,
        from: NAME.device,
        to: Id([0x11; 16]),
        head: main,
        reason: "终端送修".into(),
        by: "法制科 林".into(),
        at_ms: 1_764_000_000_000,
        suite: 0,
        signature: Vec::new().into(),
    };
    let opened = BranchOpened { subject, journal: NAME, token: 0, first: 301, head: branch.point };
    let settled = BranchSettled {
        headquarters: Id([8; 16]),
        subject,
        number: 1,
        settling: Settling::Merged,
        token: 0,
        first: 301,
        main: LineHead { journal: JournalName { device: Id([0x11; 16]), epoch: 1 }, ..main },
        branch,
        reason: "补录照片".into(),
        by: "法制科 林".into(),
        at_ms: 1_764_000_600_000,
        suite: 0,
        signature: Vec::new().into(),
    };
    vec![
        News::PenMoved(moved.signed(&key()).unwrap()),
        News::BranchOpened(opened),
        News::BranchSettled(settled.signed(&key()).unwrap()),
    ]
}

/// SYNC.md shows the signed words of a pen that moved and of a branch that was settled.
#[test]
fn sync_md_shows_the_signed_words_of_pens() {
    let text = std::fs::read_to_string("docs/SYNC.md").unwrap();
    for news in pens() {
        let (name, bytes) = match news {
            News::PenMoved(moved) => ("pen", moved.signed_bytes()),
            News::BranchSettled(settled) => ("settlement", settled.signed_bytes()),
            _ => continue,
        };
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(text.contains(&format!("- `{name}` = `{hex}`")), "{name}: {hex}");
    }
}

pub fn should_write() -> bool {
    crate::crash::asked("LUCHA_WRITE", 0) == 1
}

#[test]
fn the_frames_of_this_release_are_the_bytes_that_were_kept() {
    for (name, bytes) in frames() {
        let path = PathBuf::from(FRAMES).join(format!("{name}.bin"));
        if should_write() {
            std::fs::create_dir_all(FRAMES).unwrap();
            std::fs::write(&path, &bytes).unwrap();
        }
        let kept = std::fs::read(&path).unwrap_or_else(|_| panic!("{name}: LUCHA_WRITE=1"));
        assert_eq!(kept, bytes, "{name} has other bytes: a promise is broken");
    }
}

/// Reads a frame as the kind that its name says, and writes it again.
fn again(name: &str, bytes: &[u8]) -> Vec<u8> {
    if let Some(again) = relay_frames::again(name, bytes) {
        return again;
    }
    match name.split('-').next().unwrap() {
        "inclusion" if name == "inclusion" => encode(&decode::<Inclusion>(bytes).unwrap()),
        "inclusion" => encode(&decode::<InclusionAnswer>(bytes).unwrap()),
        "checkpoint" => encode(&decode::<Checkpoint>(bytes).unwrap()),
        "hello" => encode(&decode::<Hello>(bytes).unwrap()),
        "welcome" => encode(&decode::<Welcome>(bytes).unwrap()),
        "push" if ["push", "push-commits"].contains(&name) => {
            encode(&decode::<Push>(bytes).unwrap())
        }
        "push" => encode(&decode::<PushAnswer>(bytes).unwrap()),
        "rotate" if name == "rotate" => encode(&decode::<Rotate>(bytes).unwrap()),
        "rotate" => encode(&decode::<RotateAnswer>(bytes).unwrap()),
        "pull" => encode(&decode::<Pull>(bytes).unwrap()),
        "feed" if name == "feed-epoch" => encode(&decode::<FeedItem>(bytes).unwrap()),
        "feed" => encode(&decode::<Feed>(bytes).unwrap()),
        "offer" if name == "offer" => encode(&decode::<Offer>(bytes).unwrap()),
        "offer" => encode(&decode::<OfferAnswer>(bytes).unwrap()),
        "puts" => encode(&decode::<Puts>(bytes).unwrap()),
        "put" if ["put", "put-hears"].contains(&name) => encode(&decode::<Put>(bytes).unwrap()),
        "put" => encode(&decode::<PutAnswer>(bytes).unwrap()),
        "enrol" if name == "enrol" => encode(&decode::<Enrol>(bytes).unwrap()),
        "enrol" if name == "enrol-epoch" => encode(&decode::<Claim>(bytes).unwrap()),
        _ => encode(&decode::<EnrolAnswer>(bytes).unwrap()),
    }
}

#[test]
fn every_kept_frame_reads_and_writes_the_same() {
    let mut seen = 0;
    for file in std::fs::read_dir(FRAMES).unwrap() {
        let path = file.unwrap().path();
        let (name, bytes) =
            (path.file_stem().unwrap().to_str().unwrap(), std::fs::read(&path).unwrap());
        assert_eq!(again(name, &bytes), bytes, "{name}");
        seen += 1;
    }
    assert_eq!(seen, frames().len());
    for (news, number) in news().into_iter().chain(down()).zip(1..) {
        assert_eq!(news.item(number).read().unwrap(), news);
    }
}

/// Payloads whose shape grew, as this program writes them, with the decision of who confirms it.
fn payloads() -> Vec<(&'static str, Body)> {
    let one = |officer: u8, shown: Option<u8>, way: ConfirmedBy| Confirmation {
        officer: Id([officer; 16]),
        at: Moment::from_ms(1_764_000_000_000),
        shown: shown.map(|byte| Digest([byte; 32])),
        way,
    };
    let confirmed = |by| Body::Inspection(Event::DecisionConfirmed { by });
    vec![
        // As it was before the PINs were bound to what was shown.
        ("decision_confirmed-0", confirmed(vec![one(1, None, ConfirmedBy::Screen)])),
        (
            "decision_confirmed",
            confirmed(vec![
                one(1, Some(9), ConfirmedBy::Screen),
                one(2, Some(9), ConfirmedBy::PinFile),
            ]),
        ),
    ]
}

#[test]
fn a_payload_of_an_earlier_release_still_reads_and_writes_the_same() {
    for (name, body) in payloads() {
        let path = PathBuf::from(PAYLOADS).join(format!("{name}.bin"));
        let (kind, schema, bytes) = event::encode(&body);
        if should_write() {
            std::fs::create_dir_all(PAYLOADS).unwrap();
            std::fs::write(&path, &bytes).unwrap();
        }
        let kept = std::fs::read(&path).unwrap_or_else(|_| panic!("{name}: LUCHA_WRITE=1"));
        assert_eq!(kept, bytes, "{name} has other bytes: a promise is broken");
        assert_eq!(event::decode(kind, schema, &kept).unwrap(), body, "{name}");
    }
}

#[test]
fn what_is_no_message_is_refused_and_what_is_unknown_is_passed_over() {
    for (name, bytes) in frames() {
        for at in 0..bytes.len() {
            assert!(decode::<Hello>(&bytes[..at]).is_err(), "{name} cut at {at}");
        }
    }
    let page = b"<html><body>Welcome to the hotel</body></html>";
    assert!(decode::<Welcome>(page).unwrap_err().to_string().contains("no message"));
    let mut newer = encode(&hello());
    newer[2] = PROTOCOL + 1;
    assert!(decode::<Hello>(&newer).unwrap_err().to_string().contains("newer"));
    assert!(decode::<Hello>(&vec![0; MESSAGE_MAX + 1]).is_err());
    // A later program's key 40 in our Hello.
    let mut bytes = encode(&hello());
    assert_eq!(bytes[3], 0xab, "a map of eleven");
    bytes[3] = 0xac;
    bytes.extend([0x18, 40, 0xf5]);
    assert_eq!(decode::<Hello>(&bytes).unwrap(), hello());
}

/// A bundle of this release as it lies on a stick: the same keys, the same bytes.
#[test]
fn a_kept_bundle_opens_with_every_frame() {
    let (fresh, reader) = (Key::new([4; 32]), Key::new([5; 32]));
    let head = bundle::Head {
        way: bundle::Way::ToHeadquarters,
        bundle: Id([6; 16]),
        volume: 1,
        to: Id([1; 16]),
        fresh: bundle::public_part(&fresh),
    };
    let journal = |upto| receipt(Held::Journal { journal: NAME, upto });
    let bytes = vec![1, 2, 3].into();
    let put = Put { digest: POINT.digest, offset: 0, bytes, hears_limit: None };
    let frames = vec![
        head.opening(NAME, &key()).unwrap(),
        Frame::Hello { hello: Box::new(hello()), answer_to: [7; 32].into(), inclusion: None },
        Frame::Put { put },
        Frame::Welcome { welcome: Box::new(welcome()) },
        Frame::Receipts { receipts: vec![journal(POINT)] },
        Frame::Feed { scope: Scope::All, items: vec![news()[0].item(1)] },
        Frame::End { frames: 6, more: false },
    ];
    let seal = head.key(&fresh, &bundle::public_part(&reader));
    let mut writer = bundle::Writer::begin(head, seal, Vec::new()).unwrap();
    frames[..6].iter().for_each(|frame| writer.put(frame).unwrap());
    let bytes = writer.end(false).unwrap();
    let file = Path::new("tests/golden/bundle/1.volume");
    if should_write() {
        std::fs::write(file, &bytes).unwrap();
    }
    let kept = std::fs::read(file).unwrap();
    assert!(kept == bytes, "a bundle is written differently than by the release that is out");
    let mut volume = bundle::Reader::begin(&kept[..]).unwrap();
    let theirs = volume.head.key(&reader, &volume.head.fresh);
    let read: Vec<Frame> = std::iter::from_fn(|| volume.next(&theirs)).collect();
    assert_eq!(read, frames);
    let Frame::Opening { signature, .. } = &read[0] else { panic!("{:?}", read[0]) };
    let writer = Identity::new(Suite::Sha256Ed25519, &key().public_key()).unwrap();
    assert!(volume.head.verify(signature, &writer).is_ok());
    let other = bundle::Head { volume: 2, ..volume.head };
    assert!(other.verify(signature, &writer).is_err(), "another volume");
}

#[test]
fn a_receipt_is_headquarters_own_over_exactly_these_words() {
    let identity = Identity::new(Suite::Sha256Ed25519, &key().public_key()).unwrap();
    let good = receipt(Held::Journal { journal: NAME, upto: POINT });
    assert!(good.verify(&identity).is_ok());
    let other = Point { number: 301, ..POINT };
    let bent = [
        Receipt { held: Held::Journal { journal: NAME, upto: other }, ..good.clone() },
        Receipt { received_ms: 1, ..good.clone() },
        Receipt { headquarters: Id([1; 16]), ..good.clone() },
        Receipt { held: Held::Blob { digest: POINT.digest, size: 300 }, ..good },
    ];
    assert!(bent.iter().all(|receipt| receipt.verify(&identity).is_err()));
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { sources(&path, found) } else { found.push(path) }
    }
}

/// SHA-256 over all of `src/wire`, file by file in the order of their names.
fn wire_digest() -> String {
    let mut files = Vec::new();
    sources(Path::new("src/wire"), &mut files);
    files.sort();
    let texts: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).unwrap()).collect();
    let parts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
    Digest::of_parts(&parts).hex()
}

#[test]
fn sync_md_was_read_again_after_the_last_change_of_a_shape() {
    let path = "docs/SYNC.md";
    let text = std::fs::read_to_string(path).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    let wanted = format!("<!-- src/wire {} -->", wire_digest());
    if should_write() {
        std::fs::write(path, format!("{wanted}\n{rest}")).unwrap();
        return;
    }
    assert_eq!(first, wanted, "read docs/SYNC.md, mend it, then LUCHA_WRITE=1");
    // The worked bytes of the document are those of the program.
    for (name, bytes) in frames() {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        if rest.contains(&format!("`{name}` =")) {
            assert!(rest.contains(&hex), "docs/SYNC.md shows other bytes of {name}: {hex}");
        }
    }
    assert!(rest.contains("`push-need` =") && rest.contains("`pull` ="), "no worked bytes");
}
