//! What every decoder must stand: any bytes give a value or a fault, and a value reads back as itself.

use lucha::app::config;
use lucha::stdx::code;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::nmea;
use lucha::stdx::secret::Key;
use lucha::tui::key::Keymap;
use lucha::wire::bundle as volume;
use lucha::wire::disclosure::Disclosure;
use lucha::wire::entry::{self, Kept};
use lucha::wire::frame::{self as mirror_frame, AFT, FORE, Fore, HEAD as MIRROR_HEAD, Journal};
use lucha::wire::line_certificate;
use lucha::wire::message::{
    self, Asks, batch, checkpoint, enrol, feed, forward, hello, inclusion, photograph, push,
    receipt, relay, rotate, rule_pack,
};
use lucha::wire::relay_note::RelayNote;
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use lucha::wire::{blob, envelope, event, keyring, offer, refusal, rulebook, sealed_key, stop};

/// Name and test of a decoder; its corpus lies in `corpus/<name>`.
pub type Target = (&'static str, fn(&[u8]));

pub const TARGETS: &[Target] = &[
    ("agency", agency),
    ("blob", blob),
    ("bundle", bundle),
    ("bundle_content", bundle_content),
    ("checkpoint", checkpoint),
    ("config", config),
    ("device_secret", device_secret),
    ("disclosure", disclosure),
    ("entry", entry),
    ("entry_at_home", entry_at_home),
    ("envelope", envelope),
    ("event", event),
    ("frame", frame),
    ("frame_content", frame_content),
    ("keymap", keymap),
    ("keyring", keyring),
    ("keyring_content", keyring_content),
    ("line_certificate", line_certificate),
    ("message", message),
    ("nmea", nmea),
    ("news", news),
    ("number_grant", number_grant),
    ("offer", offer),
    ("pack", pack),
    ("pack_part", pack_part),
    ("public_key", public_key),
    ("push", push),
    ("receipt", receipt),
    ("refusal", refusal),
    ("relay_note", relay_note),
    ("sealed_key", sealed_key),
    ("stop", stop),
];

/// Kind of the entry that grants a block of document numbers.
const NUMBER_BLOCK_GRANTED: u16 = 5;
/// Between two files of a pack, and between a file's name and its text.
pub const BETWEEN: u8 = 0x1f;

fn key() -> Key {
    Key::new([7; 32])
}

/// A blob's head: its lengths add up or it is none.
pub fn blob(data: &[u8]) {
    let Some((head, rest)) = data.split_first_chunk::<{ blob::HEAD }>() else { return };
    let Ok(head) = blob::Head::read(head) else { return };
    assert_eq!(blob::Head::read(&head.bytes()).ok(), Some(head));
    let chunks = [0, head.last()].map(|number| head.chunk_bytes(number));
    if let Some(bytes) = head.file_bytes() {
        assert!(chunks.iter().all(|chunk| *chunk <= bytes));
    }
    let _ = head.open(&blob::key(&key(), Digest([1; 32])), 0, rest);
}

/// The file that founds a bureau.
pub fn config(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = config::read_founding(text);
    }
}

/// The table `[agency]` of a file that names an agency anew.
pub fn agency(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = config::read_agency(text);
    }
}

/// Length of the envelope in two bytes, envelope, salt, payload.
fn kept_of(data: &[u8]) -> Option<Kept> {
    let (length, rest) = data.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_le_bytes(*length)).min(rest.len());
    let (envelope, rest) = rest.split_at(length);
    let (salt, payload) = rest.split_first_chunk::<16>()?;
    Some(Kept { envelope: envelope.to_vec(), salt: *salt, payload: payload.to_vec() })
}

/// An entry of one's own, whose payload may have left or be of a later program.
pub fn entry_at_home(data: &[u8]) {
    let Some(kept) = kept_of(data) else { return };
    let Ok(read) = entry::read_at_home(&kept) else { return };
    let is_whole =
        read.envelope.suite.digest(&[&kept.salt, &kept.payload]) == read.envelope.payload;
    assert_eq!(is_whole, read.body != event::Body::Pruned);
    assert_eq!(read.body == event::Body::Pruned, kept.is_pruned() && !is_whole);
}

pub fn entry(data: &[u8]) {
    let Some(mut kept) = kept_of(data) else { return };
    let Ok(read) = entry::read(&kept) else { return };
    assert_eq!(read.digest, read.envelope.suite.digest(&[&kept.envelope]));
    if let Some(last) = kept.payload.last_mut() {
        *last ^= 1;
        assert!(entry::read(&kept).is_err(), "another payload under the same envelope");
    }
}

pub fn envelope(data: &[u8]) {
    if let Ok(read) = envelope::decode(data) {
        assert_eq!(envelope::decode(&envelope::encode(&read)), Ok(read));
    }
}

/// Two bytes of kind, then the payload.
pub fn event(data: &[u8]) {
    let Some((kind, payload)) = data.split_first_chunk::<2>() else { return };
    payload_of(u16::from_le_bytes(*kind), payload);
}

pub fn number_grant(data: &[u8]) {
    payload_of(NUMBER_BLOCK_GRANTED, data);
}

fn payload_of(kind: u16, payload: &[u8]) {
    let Ok(body) = event::decode(kind, 1, payload) else { return };
    let (kind, schema, bytes) = event::encode(&body);
    assert_eq!(event::decode(kind, schema, &bytes), Ok(body));
}

/// A mirror's head and its first frame.
pub fn frame(data: &[u8]) {
    let Some((head, rest)) = data.split_first_chunk::<MIRROR_HEAD>() else { return };
    let journal = match Journal::read(head) {
        Ok(journal) => {
            assert_eq!(journal.head(), *head);
            journal
        }
        Err(_) => Journal { device: Id([1; 16]), epoch: 1 },
    };
    let Some((fore, rest)) = rest.split_first_chunk::<FORE>() else { return };
    let Some(fore) = Fore::read(fore) else { return };
    assert!(fore.frame_bytes() > (FORE + AFT) as u64);
    let length = usize::try_from(fore.length).unwrap_or(usize::MAX).min(rest.len());
    let _ = journal.open(&journal.key(&key()), &fore, &rest[..length]);
}

/// What lies under the seal of a mirror's frame.
pub fn frame_content(data: &[u8]) {
    let Ok(read) = mirror_frame::content(data) else { return };
    assert_eq!(mirror_frame::content(&mirror_frame::content_bytes(&read)), Ok(read.clone()));
    let journal = Journal { device: Id([1; 16]), epoch: 1 };
    let key = journal.key(&key());
    let sealed = journal.seal(&key, 9, Digest([3; 32]), &read);
    let Some((fore, rest)) = sealed.split_first_chunk::<FORE>() else { return };
    let fore = Fore::read(fore);
    assert_eq!(
        fore.map(|fore| journal.open(&key, &fore, &rest[..rest.len() - AFT])),
        Some(Ok(read))
    );
}

/// The file of keys.
pub fn keymap(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(read) = Keymap::parse(text) {
        assert_eq!(Keymap::parse(text), Ok(read));
    }
}

/// The keyring as it lies in its file.
pub fn keyring_content(data: &[u8]) {
    if let Ok(read) = keyring::decode(data) {
        assert_eq!(keyring::decode(&keyring::encode(&read)), Ok(read));
    }
}

/// The device's secret, of which there are two copies.
pub fn device_secret(data: &[u8]) {
    if let Some(secret) = keyring::decode_secret(data) {
        assert_eq!(keyring::decode_secret(&keyring::encode_secret(&secret)), Some(secret));
    }
}

/// The keyring's file, and the keyring itself.
pub fn keyring(data: &[u8]) {
    let inner = keyring::decode_file(data).map_or_else(|_| data.to_vec(), |(inner, _)| inner);
    if let Ok(read) = keyring::decode(&inner) {
        assert_eq!(keyring::decode(&keyring::encode(&read)), Ok(read));
    }
}

/// A certificate of a laptop's line: the device is one of the texts in it.
pub fn line_certificate(data: &[u8]) {
    if let Some(device) = line_certificate::device_of(data) {
        let digits = |bytes: &[u8]| -> Vec<u8> {
            bytes.iter().filter(|byte| **byte != b'-').map(u8::to_ascii_lowercase).collect()
        };
        let (all, named) = (digits(data), digits(device.to_string().as_bytes()));
        assert!(all.windows(named.len()).any(|window| window == named));
    }
}

/// The note beside a bundle that is borne.
pub fn relay_note(data: &[u8]) {
    if let Ok(note) = RelayNote::decode(data) {
        assert_eq!(RelayNote::decode(&note.encode()), Ok(note));
    }
}

fn one_message<T>(data: &[u8])
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    if let Ok(read) = message::decode::<T>(data) {
        assert_eq!(message::decode::<T>(&message::encode(&read)), Ok(read));
    }
}

fn question<Q>(data: &[u8])
where
    Q: Asks + PartialEq + std::fmt::Debug,
    Q::Answer: PartialEq + std::fmt::Debug,
{
    one_message::<Q>(data);
    one_message::<Q::Answer>(data);
}

/// A volume as it lies on a stick, and the plain bytes of one frame.
pub fn bundle(data: &[u8]) {
    if let Ok(frame) = minicbor::decode::<volume::Frame>(data) {
        let again = minicbor::to_vec(&frame).unwrap_or_default();
        assert_eq!(minicbor::decode::<volume::Frame>(&again).ok(), Some(frame));
    }
    let Ok(mut read) = volume::Reader::begin(data) else { return };
    let theirs = read.head.key(&Key::new([5; 32]), &read.head.fresh);
    while read.next(&theirs).is_some() {}
}

/// A line of a satellite receiver.
pub fn nmea(data: &[u8]) {
    if let Some(at) = nmea::read(data) {
        assert!(!at.rfc3339().is_empty());
    }
}

fn again<T>(data: &[u8]) -> Option<T>
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    let read: T = minicbor::decode(data).ok()?;
    let bytes = minicbor::to_vec(&read).unwrap_or_default();
    assert_eq!(minicbor::decode::<T>(&bytes).as_ref().ok(), Some(&read));
    Some(read)
}

/// What lies under the seal of a bundle's frame, read back out of a volume.
pub fn bundle_content(data: &[u8]) {
    let Some(frame) = again::<volume::Frame>(data) else { return };
    let head = volume::Head {
        way: volume::Way::ToHeadquarters,
        bundle: Id([1; 16]),
        volume: 1,
        to: Id([2; 16]),
        fresh: [3; 32],
    };
    let key = head.key(&key(), &head.fresh);
    let sealed = head.seal(&key, 4, &frame);
    assert_eq!(head.open(&key, 4, &sealed[volume::FORE..]), Ok(frame));
}

fn identity() -> Option<Identity> {
    let signer = SoftKey::new(Suite::Sha256Ed25519, &key())?;
    Identity::new(Suite::Sha256Ed25519, &signer.public_key()).ok()
}

/// One item of headquarters' feed.
pub fn news(data: &[u8]) {
    let Some(item) = again::<feed::FeedItem>(data) else { return };
    if let Ok(news) = item.read() {
        assert_eq!(news.item(item.number).read(), Ok(news));
    }
}

pub fn receipt(data: &[u8]) {
    if let (Some(receipt), Some(key)) = (again::<receipt::Receipt>(data), identity()) {
        let _ = receipt.verify(&key);
        assert!(!receipt.signed_bytes().is_empty());
    }
}

pub fn checkpoint(data: &[u8]) {
    if let Some(checkpoint) = again::<checkpoint::Checkpoint>(data) {
        assert_eq!(checkpoint.digest(), Digest::of(&checkpoint.signed_bytes()));
    }
}

/// A line of headquarters' log of what left it.
pub fn disclosure(data: &[u8]) {
    if let (Ok(line), Some(key)) = (Disclosure::decode(data), identity()) {
        let _ = line.verify(&key);
        assert_eq!(Disclosure::decode(&line.encode()), Ok(line));
    }
}

/// A rule pack that comes in one part: pressed, and named by a digest that is not its own.
pub fn pack_part(data: &[u8]) {
    let digest = Digest::of(data);
    let part = rule_pack::PackPart { digest, part: 1, parts: 1, bytes: data.to_vec().into() };
    assert!(rule_pack::joined(digest, 1, &[part]).is_err());
}

/// A public key of either suite, and a signature that nobody made with it.
pub fn public_key(data: &[u8]) {
    for suite in Suite::ALL {
        if let Ok(key) = Identity::new(suite, data) {
            assert!(key.verify(b"words", data).is_err());
        }
    }
}

/// The letters of a pen that is offered, and any bytes as such letters.
pub fn offer(data: &[u8]) {
    assert_eq!(code::read_lines(&code::lines(data)).ok(), (!data.is_empty()).then(|| data.into()));
    for text in [String::from_utf8_lossy(data).into_owned(), code::lines(data)] {
        if let Ok(read) = offer::PenOffer::read(&text) {
            assert_eq!(offer::PenOffer::read(&read.written()), Ok(read));
        }
    }
}

/// What a reader of JSON says of a stop, made into words.
pub fn refusal(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = refusal::Why::of(text).said();
    }
}

/// Every question and answer of the protocol.
pub fn message(data: &[u8]) {
    question::<hello::Hello>(data);
    question::<push::Push>(data);
    question::<feed::Pull>(data);
    question::<inclusion::Inclusion>(data);
    question::<photograph::Offer>(data);
    question::<photograph::Put>(data);
    question::<photograph::Puts>(data);
    question::<enrol::Enrol>(data);
    question::<rotate::Rotate>(data);
    question::<forward::Forward>(data);
    question::<forward::ForwardPart>(data);
    question::<forward::ForwardFetch>(data);
    one_message::<relay::Relay>(data);
    one_message::<relay::Relayed>(data);
    if let Ok(feed) = message::decode::<feed::Feed>(data) {
        feed.items.iter().for_each(|item| drop(item.read()));
    }
}

/// A PUSH and what is pressed in it.
pub fn push(data: &[u8]) {
    let Ok(push) = message::decode::<push::Push>(data) else { return };
    let Some(signer) = SoftKey::new(Suite::Sha256Ed25519, &key()) else { return };
    let Ok(identity) = Identity::new(Suite::Sha256Ed25519, &signer.public_key()) else { return };
    if let Ok(entries) = batch::open(&push, &(Suite::Sha256Ed25519, identity)) {
        assert_eq!(entries.len(), push.count as usize);
    }
}

/// A pack's files, `name BETWEEN text` one behind the other with `BETWEEN` between.
pub fn pack(data: &[u8]) {
    let parts: Vec<&[u8]> = data.split(|byte| *byte == BETWEEN).collect();
    let files: Vec<(&str, &[u8])> = parts
        .chunks_exact(2)
        .filter_map(|pair| Some((std::str::from_utf8(pair[0]).ok()?, pair[1])))
        .collect();
    let _ = rulebook::load(&files);
}

pub fn sealed_key(data: &[u8]) {
    for store in [None, Some(&key())] {
        if let Ok((owner, secret)) = sealed_key::open(data, store) {
            let again = sealed_key::seal(owner, &secret, store, [3; 12]);
            assert!(sealed_key::open(&again, store).is_ok());
            assert!(Suite::ALL.contains(&owner.suite));
        }
    }
}

/// A stop of the check contract.
pub fn stop(data: &[u8]) {
    if let Ok(value) = serde_json::from_slice(data) {
        let _ = stop::read(value);
    }
}
