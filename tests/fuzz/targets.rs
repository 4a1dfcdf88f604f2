//! What every decoder must stand: any bytes give a value or a fault, and a value reads back as itself. A target says whether
//! it read the bytes and came to its last assertion; it never stops at bytes that it cannot read.

use lucha::app::{config, paper_file};
use lucha::domain::paper::KINDS;
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
use lucha::wire::head_witness::{self, Witnessed};
use lucha::wire::line_certificate;
use lucha::wire::message::{
    self, batch, checkpoint, enrol, feed, forward, hello, inclusion, photograph, push, receipt,
    relay, rotate, rule_pack,
};
use lucha::wire::relay_note::RelayNote;
use lucha::wire::rescue_mark::{ASIDE, RescueMark};
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
use lucha::wire::suite::Suite;
use lucha::wire::{blob, envelope, event, keyring, offer, refusal, rulebook, sealed_key, stop};

/// Name and test of a decoder; its corpus lies in `corpus/<name>`. True when the bytes were read to the end.
pub type Target = (&'static str, fn(&[u8]) -> bool);

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
    ("head_witness", head_witness),
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
    ("paper_file", paper_file),
    ("public_key", public_key),
    ("push", push),
    ("receipt", receipt),
    ("refusal", refusal),
    ("relay_note", relay_note),
    ("rescue_mark", rescue_mark),
    ("sealed_key", sealed_key),
    ("stop", stop),
];

/// Kind of the entry that grants a block of document numbers.
const NUMBER_BLOCK_GRANTED: u16 = 5;
/// Between two files of a pack, and between a file's name and its text.
pub const BETWEEN: u8 = 0x1f;
/// Secret of the key that signs what a target verifies; the kept frames are signed with it too.
pub const SIGNER: [u8; 32] = [5; 32];
/// The key of the journal that a target opens seals with.
pub const JOURNAL_KEY: [u8; 32] = [7; 32];
/// The blob that a target opens.
pub const BLOB: Digest = Digest([1; 32]);
/// The journal whose mirror a target opens.
pub const MIRROR: Journal = Journal { device: Id([1; 16]), epoch: 1 };
/// The one file of the rule pack that a target joins.
pub const PACK_FILE: (&str, &[u8]) = ("a.toml", b"x = 1");

fn key() -> Key {
    Key::new(JOURNAL_KEY)
}

/// A blob's head: its lengths add up or it is none.
pub fn blob(data: &[u8]) -> bool {
    let Some((head, rest)) = data.split_first_chunk::<{ blob::HEAD }>() else { return false };
    let Ok(head) = blob::Head::read(head) else { return false };
    assert_eq!(blob::Head::read(&head.bytes()).ok(), Some(head));
    let chunks = [0, head.last()].map(|number| head.chunk_bytes(number));
    if let Some(bytes) = head.file_bytes() {
        assert!(chunks.iter().all(|chunk| *chunk <= bytes));
    }
    let opened = head.open(&blob::key(&key(), BLOB), 0, rest);
    head.dress == blob::Dress::Plain || opened.is_some()
}

/// The file that founds a bureau, or that of a laptop's settings.
pub fn config(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    if let Ok(laptop) = config::read_laptop(text) {
        assert_eq!(config::read_laptop(&laptop.written()), Ok(laptop));
        return true;
    }
    config::read_founding(text).is_ok()
}

/// The file of a paper of a case: a byte that says of which sort, then its JSON.
pub fn paper_file(data: &[u8]) -> bool {
    let Some((sort, text)) = data.split_first() else { return false };
    let Ok(text) = std::str::from_utf8(text) else { return false };
    paper_file::read(text, KINDS[usize::from(*sort) % KINDS.len()]).is_ok()
}

/// The table `[agency]` of a file that names an agency anew.
pub fn agency(data: &[u8]) -> bool {
    std::str::from_utf8(data).is_ok_and(|text| config::read_agency(text).is_ok())
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
pub fn entry_at_home(data: &[u8]) -> bool {
    let Some(kept) = kept_of(data) else { return false };
    let Ok(read) = entry::read_at_home(&kept) else { return false };
    let is_whole =
        read.envelope.suite.digest(&[&kept.salt, &kept.payload]) == read.envelope.payload;
    assert_eq!(is_whole, read.body != event::Body::Pruned);
    assert_eq!(read.body == event::Body::Pruned, kept.is_pruned() && !is_whole);
    true
}

pub fn entry(data: &[u8]) -> bool {
    let Some(mut kept) = kept_of(data) else { return false };
    let Ok(read) = entry::read(&kept) else { return false };
    assert_eq!(read.digest, read.envelope.suite.digest(&[&kept.envelope]));
    if let Some(last) = kept.payload.last_mut() {
        *last ^= 1;
        assert!(entry::read(&kept).is_err(), "another payload under the same envelope");
    }
    true
}

pub fn envelope(data: &[u8]) -> bool {
    let Ok(read) = envelope::decode(data) else { return false };
    assert_eq!(envelope::decode(&envelope::encode(&read)), Ok(read));
    true
}

/// Two bytes of kind, then the payload.
pub fn event(data: &[u8]) -> bool {
    let Some((kind, payload)) = data.split_first_chunk::<2>() else { return false };
    payload_of(u16::from_le_bytes(*kind), payload)
}

pub fn number_grant(data: &[u8]) -> bool {
    payload_of(NUMBER_BLOCK_GRANTED, data)
}

fn payload_of(kind: u16, payload: &[u8]) -> bool {
    let Ok(body) = event::decode(kind, 1, payload) else { return false };
    let (kind, schema, bytes) = event::encode(&body);
    assert_eq!(event::decode(kind, schema, &bytes), Ok(body));
    true
}

/// A mirror's head and its first frame.
pub fn frame(data: &[u8]) -> bool {
    let Some((head, rest)) = data.split_first_chunk::<MIRROR_HEAD>() else { return false };
    let journal = match Journal::read(head) {
        Ok(journal) => {
            assert_eq!(journal.head(), *head);
            journal
        }
        Err(_) => MIRROR,
    };
    let Some((fore, rest)) = rest.split_first_chunk::<FORE>() else { return false };
    let Some(fore) = Fore::read(fore) else { return false };
    assert!(fore.frame_bytes() > (FORE + AFT) as u64);
    let length = usize::try_from(fore.length).unwrap_or(usize::MAX).min(rest.len());
    journal.open(&journal.key(&key()), &fore, &rest[..length]).is_ok()
}

/// What lies under the seal of a mirror's frame.
pub fn frame_content(data: &[u8]) -> bool {
    let Ok(read) = mirror_frame::content(data) else { return false };
    assert_eq!(mirror_frame::content(&mirror_frame::content_bytes(&read)), Ok(read.clone()));
    let key = MIRROR.key(&key());
    let sealed = MIRROR.seal(&key, 9, Digest([3; 32]), &read);
    let Some((fore, rest)) = sealed.split_first_chunk::<FORE>() else { return false };
    let fore = Fore::read(fore);
    assert_eq!(
        fore.map(|fore| MIRROR.open(&key, &fore, &rest[..rest.len() - AFT])),
        Some(Ok(read))
    );
    true
}

/// A slot of the witness of a journal's head, as it is and under a check that is right.
pub fn head_witness(data: &[u8]) -> bool {
    let line = data.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let checked = std::str::from_utf8(line).map(head_witness::checked).unwrap_or_default();
    let mut is_read = false;
    for slot in [data, checked.as_bytes()] {
        if let Some(seen) = Witnessed::read(slot) {
            assert_eq!(Witnessed::read(seen.text().as_bytes()), Some(seen));
            is_read = true;
        }
    }
    is_read
}

/// The file of keys.
pub fn keymap(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    let Ok(read) = Keymap::parse(text) else { return false };
    assert_eq!(Keymap::parse(text), Ok(read));
    true
}

/// The keyring as it lies in its file.
pub fn keyring_content(data: &[u8]) -> bool {
    let Ok(read) = keyring::decode(data) else { return false };
    assert_eq!(keyring::decode(&keyring::encode(&read)), Ok(read));
    true
}

/// The device's secret, of which there are two copies.
pub fn device_secret(data: &[u8]) -> bool {
    let Some(secret) = keyring::decode_secret(data) else { return false };
    assert_eq!(keyring::decode_secret(&keyring::encode_secret(&secret)), Some(secret));
    true
}

/// The keyring's file, and the keyring itself.
pub fn keyring(data: &[u8]) -> bool {
    let inner = keyring::decode_file(data).map_or_else(|_| data.to_vec(), |(inner, _)| inner);
    keyring_content(&inner)
}

/// A certificate of a laptop's line: the device is one of the texts in it.
pub fn line_certificate(data: &[u8]) -> bool {
    let Some(device) = line_certificate::device_of(data) else { return false };
    let digits = |bytes: &[u8]| -> Vec<u8> {
        bytes.iter().filter(|byte| **byte != b'-').map(u8::to_ascii_lowercase).collect()
    };
    let (all, named) = (digits(data), digits(device.to_string().as_bytes()));
    assert!(all.windows(named.len()).any(|window| window == named));
    true
}

/// The note beside a bundle that is borne.
pub fn relay_note(data: &[u8]) -> bool {
    let Ok(note) = RelayNote::decode(data) else { return false };
    assert_eq!(RelayNote::decode(&note.encode()), Ok(note));
    true
}

/// The mark of a rescue that has begun: its folder is beside the journal, whatever the bytes say.
pub fn rescue_mark(data: &[u8]) -> bool {
    let Some(mark) = RescueMark::read(data) else { return false };
    let name = std::path::Path::new(&mark.aside);
    assert!(mark.aside.starts_with(ASIDE) && name.components().count() == 1);
    assert_eq!(RescueMark::read(mark.text().as_bytes()), Some(mark));
    true
}

/// A volume as it lies on a stick, and the plain bytes of one frame.
pub fn bundle(data: &[u8]) -> bool {
    let is_frame = again::<volume::Frame>(data).is_some();
    let Ok(mut read) = volume::Reader::begin(data) else { return is_frame };
    let theirs = read.head.key(&Key::new([5; 32]), &read.head.fresh);
    let mut is_open = false;
    while read.next(&theirs).is_some() {
        is_open = true;
    }
    is_open
}

/// A line of a satellite receiver.
pub fn nmea(data: &[u8]) -> bool {
    let Some(at) = nmea::read(data) else { return false };
    assert!(!at.rfc3339().is_empty());
    true
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
pub fn bundle_content(data: &[u8]) -> bool {
    let Some(frame) = again::<volume::Frame>(data) else { return false };
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
    true
}

fn signer() -> Option<SoftKey> {
    SoftKey::new(Suite::Sha256Ed25519, &Key::new(SIGNER))
}

fn identity() -> Option<Identity> {
    Identity::new(Suite::Sha256Ed25519, &signer()?.public_key()).ok()
}

/// One item of headquarters' feed.
pub fn news(data: &[u8]) -> bool {
    let Some(item) = again::<feed::FeedItem>(data) else { return false };
    let Ok(news) = item.read() else { return false };
    if let feed::News::CaseEntries(part) = &news {
        // What it opens are the entries that it names, whatever its bytes say.
        let opened = part.open().unwrap_or_default();
        assert!(opened.iter().zip(&part.named).all(|(entry, at)| entry.point() == at.point));
        assert!(!part.signed_bytes().is_empty());
    }
    assert_eq!(news.item(item.number).read(), Ok(news));
    true
}

/// A receipt, signed.
pub fn receipt(data: &[u8]) -> bool {
    let (Some(receipt), Some(key)) = (again::<receipt::Receipt>(data), identity()) else {
        return false;
    };
    assert!(!receipt.signed_bytes().is_empty());
    receipt.verify(&key).is_ok()
}

/// A checkpoint, signed.
pub fn checkpoint(data: &[u8]) -> bool {
    let (Some(checkpoint), Some(key)) = (again::<checkpoint::Checkpoint>(data), identity()) else {
        return false;
    };
    assert_eq!(checkpoint.digest(), Digest::of(&checkpoint.signed_bytes()));
    checkpoint.verify(&key).is_ok()
}

/// A line of headquarters' log of what left it, signed.
pub fn disclosure(data: &[u8]) -> bool {
    let (Ok(line), Some(key)) = (Disclosure::decode(data), identity()) else { return false };
    let is_signed = line.verify(&key).is_ok();
    assert_eq!(Disclosure::decode(&line.encode()), Ok(line));
    is_signed
}

/// A rule pack that comes in one part: pressed, under a digest that is not its own, and under that of `PACK_FILE`.
pub fn pack_part(data: &[u8]) -> bool {
    let joined = |digest| {
        let part = rule_pack::PackPart { digest, part: 1, parts: 1, bytes: data.to_vec().into() };
        rule_pack::joined(digest, 1, &[part])
    };
    assert!(joined(Digest::of(data)).is_err());
    let own = rulebook::digest_of(&[(PACK_FILE.0.to_string(), PACK_FILE.1.to_vec())]);
    let Ok(files) = joined(own) else { return false };
    assert_eq!(rulebook::digest_of(&files), own);
    true
}

/// A public key of either suite, and a signature that nobody made with it.
pub fn public_key(data: &[u8]) -> bool {
    let mut is_key = false;
    for suite in Suite::ALL {
        if let Ok(key) = Identity::new(suite, data) {
            assert!(key.verify(b"words", data).is_err());
            is_key = true;
        }
    }
    is_key
}

/// The letters of a pen that is offered, and any bytes as such letters.
pub fn offer(data: &[u8]) -> bool {
    assert_eq!(code::read_lines(&code::lines(data)).ok(), (!data.is_empty()).then(|| data.into()));
    let mut is_offer = false;
    for text in [String::from_utf8_lossy(data).into_owned(), code::lines(data)] {
        if let Ok(read) = offer::PenOffer::read(&text) {
            assert_eq!(offer::PenOffer::read(&read.written()), Ok(read));
            is_offer = true;
        }
    }
    is_offer
}

/// What a reader of JSON says of a stop, made into words.
pub fn refusal(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    let _ = refusal::Why::of(text).said();
    true
}

/// Reads a message, and gives the bytes that it would be sent as; `None` for none of this kind.
pub type Reader = fn(&[u8]) -> Option<Vec<u8>>;

fn written<T>(data: &[u8]) -> Option<Vec<u8>>
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    let read = message::decode::<T>(data).ok()?;
    let bytes = message::encode(&read);
    assert_eq!(message::decode::<T>(&bytes), Ok(read));
    Some(bytes)
}

/// Every question and answer of the protocol, and what travels within them, by the name of its type.
pub const MESSAGES: &[(&str, Reader)] = &[
    ("Hello", written::<hello::Hello>),
    ("Welcome", written::<hello::Welcome>),
    ("Push", written::<push::Push>),
    ("PushAnswer", written::<push::PushAnswer>),
    ("Pull", written::<feed::Pull>),
    ("Feed", written::<feed::Feed>),
    ("FeedItem", written::<feed::FeedItem>),
    ("Inclusion", written::<inclusion::Inclusion>),
    ("InclusionAnswer", written::<inclusion::InclusionAnswer>),
    ("Checkpoint", written::<checkpoint::Checkpoint>),
    ("Offer", written::<photograph::Offer>),
    ("OfferAnswer", written::<photograph::OfferAnswer>),
    ("Put", written::<photograph::Put>),
    ("PutAnswer", written::<photograph::PutAnswer>),
    ("Puts", written::<photograph::Puts>),
    ("Enrol", written::<enrol::Enrol>),
    ("EnrolAnswer", written::<enrol::EnrolAnswer>),
    ("Claim", written::<enrol::Claim>),
    ("Rotate", written::<rotate::Rotate>),
    ("RotateAnswer", written::<rotate::RotateAnswer>),
    ("Forward", written::<forward::Forward>),
    ("ForwardAnswer", written::<forward::ForwardAnswer>),
    ("ForwardPart", written::<forward::ForwardPart>),
    ("ForwardPartAnswer", written::<forward::ForwardPartAnswer>),
    ("ForwardFetch", written::<forward::ForwardFetch>),
    ("ForwardRange", written::<forward::ForwardRange>),
    ("Relay", written::<relay::Relay>),
    ("Relayed", written::<relay::Relayed>),
];

/// Every message.
pub fn message(data: &[u8]) -> bool {
    if let Ok(feed) = message::decode::<feed::Feed>(data) {
        feed.items.iter().for_each(|item| drop(item.read()));
    }
    // What came of a question that was cut is never more than came.
    let begun = photograph::Puts::begun(data).into_iter().chain(photograph::Put::begun(data));
    begun.for_each(|put| assert!(put.bytes.len() < data.len()));
    MESSAGES.iter().filter(|(_, reader)| reader(data).is_some()).count() > 0
}

/// A PUSH and what is pressed in it, under the device's signature.
pub fn push(data: &[u8]) -> bool {
    let Ok(push) = message::decode::<push::Push>(data) else { return false };
    let Some(identity) = identity() else { return false };
    let Ok(entries) = batch::open(&push, &(Suite::Sha256Ed25519, identity)) else { return false };
    assert_eq!(entries.len(), push.count as usize);
    let last = entries.last().map(batch::Arrived::point);
    assert_eq!(last.map(|last| last.number), push.behind.number.checked_add(push.count.into()));
    true
}

/// A pack's files, `name BETWEEN text` one behind the other with `BETWEEN` between.
pub fn pack(data: &[u8]) -> bool {
    let parts: Vec<&[u8]> = data.split(|byte| *byte == BETWEEN).collect();
    let files: Vec<(&str, &[u8])> = parts
        .chunks_exact(2)
        .filter_map(|pair| Some((std::str::from_utf8(pair[0]).ok()?, pair[1])))
        .collect();
    rulebook::load_new(&files).is_ok() || rulebook::load(&files).is_ok()
}

/// The file of a device's key, bare or under the journal's.
pub fn sealed_key(data: &[u8]) -> bool {
    let mut is_key = false;
    for store in [None, Some(&key())] {
        if let Ok((owner, secret)) = sealed_key::open(data, store) {
            let again = sealed_key::seal(owner, &secret, store, [3; 12]);
            assert!(sealed_key::open(&again, store).is_ok());
            assert!(Suite::ALL.contains(&owner.suite));
            is_key = true;
        }
    }
    is_key
}

/// A stop of the check contract.
pub fn stop(data: &[u8]) -> bool {
    serde_json::from_slice(data).is_ok_and(|value| stop::read(value).is_ok())
}
