//! The pen of a case from one officer's laptop to a colleague's without a line: the letters, what is refused, and one end at
//! headquarters whoever comes home first.

use crate::bureau::reader;
use crate::news::{Laptop, Scene, number};
use crate::pens::correct;
use lucha::app::command::Trouble;
use lucha::app::hand_pen::{Offered, offer, take};
use lucha::domain::inspection::PEN_TOKEN_MAX;
use lucha::hq::lines::{self, CaseLines};
use lucha::hq::place::Place;
use lucha::stdx::code;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::offer::{NoOffer, PenOffer, TEXT_MAX};
use lucha::wire::signer::SoftKey;
use lucha::wire::suite::Suite;

const GOLDEN: &str = "tests/golden/offer/1.txt";

fn key() -> SoftKey {
    SoftKey::new(Suite::Sha256Ed25519, &Key::new([7; 32])).unwrap()
}

/// The offer of SYNC.md, as it is signed.
fn unsigned() -> PenOffer {
    PenOffer {
        subject: Id([0x0f; 16]),
        journal: JournalName { device: Id([7; 16]), epoch: 1 },
        entry: Point { number: 301, digest: Digest([0x12; 32]) },
        token: 0,
        to: Id([0x11; 16]),
        until_ms: 1_764_000_600_000,
        suite: 0,
        public_key: Vec::new().into(),
        signature: Vec::new().into(),
    }
}

fn signed() -> PenOffer {
    unsigned().signed(&key()).unwrap()
}

fn bytes(offer: &PenOffer) -> Vec<u8> {
    minicbor::to_vec(offer).unwrap()
}

#[test]
fn an_offer_has_the_letters_that_are_promised_and_reads_back_however_it_is_typed() {
    let text = signed().written();
    let golden = std::fs::read_to_string(GOLDEN).unwrap();
    assert_eq!(format!("{text}\n"), golden, "{GOLDEN}");
    assert!(bytes(&signed()).len() < 220, "{}", bytes(&signed()).len());
    for typed in [text.clone(), text.to_lowercase(), text.replace(['-', '\n'], " "), golden] {
        assert_eq!(PenOffer::read(&typed), Ok(signed()));
    }
    let document = std::fs::read_to_string("docs/SYNC.md").unwrap();
    let hex: String = signed().signed_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(document.contains(&format!("- `pen-offer` = `{hex}`")), "docs/SYNC.md lacks {hex}");
    let sm = SoftKey::new(Suite::Sm3Sm2, &Key::new([7; 32])).unwrap();
    let sm = unsigned().signed(&sm).unwrap();
    assert_eq!(PenOffer::read(&sm.written()), Ok(sm));
}

#[test]
fn an_offer_that_was_altered_by_a_byte_is_none_and_a_slip_names_its_line() {
    let whole = bytes(&signed());
    for at in 0..whole.len() {
        for turn in [0x01, 0x80] {
            let mut bent = whole.clone();
            bent[at] ^= turn;
            let read = PenOffer::read(&code::lines(&bent));
            assert!(matches!(read, Err(NoOffer::Shape | NoOffer::Signature)), "{at}: {read:?}");
        }
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert_eq!(PenOffer::read(&code::lines(&longer)), Err(NoOffer::Shape), "more behind it");
    let mut lines: Vec<String> = signed().written().lines().map(String::from).collect();
    let slip = if lines[2].starts_with('A') { "B" } else { "A" };
    lines[2].replace_range(..1, slip);
    assert_eq!(PenOffer::read(&lines.join("\n")), Err(NoOffer::Line(3)));
    assert_eq!(PenOffer::read(""), Err(NoOffer::Line(1)));
    assert_eq!(PenOffer::read(&"A".repeat(TEXT_MAX + 1)), Err(NoOffer::Shape));
    // Another's key under the same words: the entry that it names is not in that one's journal.
    let other = SoftKey::new(Suite::Sha256Ed25519, &Key::new([9; 32])).unwrap();
    let foreign = unsigned().signed(&other).unwrap();
    let mixed = PenOffer { public_key: signed().public_key, ..foreign };
    assert_eq!(PenOffer::read(&mixed.written()), Err(NoOffer::Signature));
}

fn last_token(laptop: &Laptop, subject: Id) -> u64 {
    let entries = reader(laptop.folder.path()).entries_of(subject).unwrap();
    entries.last().unwrap().envelope.pen
}

/// A decided case on the first of two laptops, whose recording headquarters has.
fn begun(scene: &mut Scene) -> (Laptop, Laptop, String, Id) {
    let (mut one, two) = (scene.laptop(), scene.laptop());
    let no = number(&one.decide("粤D77B13"));
    one.sync();
    let inspection = one.desk.find(&no).unwrap().line.inspection;
    (one, two, no, inspection)
}

fn offered(one: &mut Laptop, no: &str, to: &str) -> Result<Offered, Trouble> {
    offer(&mut one.desk, no, to, 8, "换班")
}

fn held(scene: &Scene, subject: Id) -> CaseLines {
    let mut ledger = Place::open(scene.hq.path()).unwrap().ledger().unwrap();
    lines::read(ledger.as_mut(), subject).unwrap()
}

fn key_of<T>(done: Result<T, Trouble>) -> &'static str {
    done.err().map_or("", |trouble| trouble.key)
}

#[test]
fn what_is_no_offer_for_this_laptop_now_is_refused_in_words_and_writes_nothing() {
    let mut scene = Scene::new();
    let (mut one, mut two, no, inspection) = begun(&mut scene);
    let mut three = scene.laptop();
    let (here, there, third) = (one.device(), two.device(), three.device());
    for (to, reason, wanted) in [
        (here.as_str(), "换班", "trouble.offer_to"),
        ("02号机", "换班", "trouble.offer_to"),
        (there.as_str(), " ", "trouble.offer_reason"),
    ] {
        assert_eq!(key_of(offer(&mut one.desk, &no, to, 8, reason)), wanted, "{to}");
    }
    assert_eq!(key_of(offered(&mut one, "00000", &there)), "trouble.no_inspection");
    let first = offered(&mut one, &no, &there).unwrap();
    let entries = reader(one.folder.path()).head().number;
    assert_eq!(offered(&mut one, &no, &there).unwrap(), first, "shown again");
    assert_eq!(key_of(offered(&mut one, &no, &third)), "trouble.offer_stands");
    assert_eq!(reader(one.folder.path()).head().number, entries, "no second entry");
    assert_eq!(key_of(take(&mut three.desk, &first.code)), "trouble.offer_for_another");
    assert_eq!(key_of(take(&mut two.desk, &first.code[..40])), "trouble.offer_line");
    assert_eq!(key_of(take(&mut two.desk, "7ZQ4")), "trouble.offer_line");
    let mut over = PenOffer::read(&first.code).unwrap();
    over.until_ms = 1_600_000_000_000;
    let over = over.signed(&key()).unwrap();
    assert_eq!(key_of(take(&mut two.desk, &over.written())), "trouble.offer_over");
    let mut longer = PenOffer::read(&first.code).unwrap();
    longer.until_ms += 86_400_000;
    assert_eq!(key_of(take(&mut two.desk, &longer.written())), "trouble.offer_unsigned");
    assert_eq!(key_of(take(&mut two.desk, &code::lines(b"nothing"))), "trouble.no_offer");
    let real = PenOffer::read(&first.code).unwrap();
    for token in [PEN_TOKEN_MAX, (1 << 63) - 2, u64::MAX] {
        let made_up = PenOffer { token, ..real.clone() }.signed(&key()).unwrap();
        assert_eq!(key_of(take(&mut two.desk, &made_up.written())), "trouble.offer_token");
    }
    let before = reader(two.folder.path()).head().number;
    let taken = take(&mut two.desk, &first.code).unwrap();
    assert_eq!((taken.subject, taken.from.to_string()), (inspection, here));
    assert_eq!(key_of(take(&mut two.desk, &first.code)), "trouble.offer_taken");
    assert_eq!(reader(two.folder.path()).head().number, before + 1, "one entry of all this");
    assert!(!taken.is_held, "nothing of the case came with its pen");
    // Whoever has it no more offers it no more.
    one.sync();
    two.sync();
    one.sync();
    assert_eq!(key_of(offered(&mut one, &no, &third)), "trouble.pen_away");
}

#[test]
fn a_pen_that_was_taken_back_face_to_face_is_here_before_headquarters_says_so() {
    let mut scene = Scene::new();
    let (mut one, mut two, no, inspection) = begun(&mut scene);
    let (here, there) = (one.device(), two.device());
    let code = offered(&mut one, &no, &there).unwrap().code;
    take(&mut two.desk, &code).unwrap();
    one.sync();
    two.sync();
    one.sync();
    assert!(!one.desk.find(&no).unwrap().pens.unwrap().is_here);
    // The case came to the other laptop with headquarters' word, and is offered back as any other.
    let back = offered(&mut two, &no, &here).unwrap().code;
    let taken = take(&mut one.desk, &back).unwrap();
    assert!(taken.is_held);
    let seen = one.desk.find(&no).unwrap().pens.unwrap();
    assert!(seen.is_here && seen.moved.is_none(), "{seen:?}");
    correct(&mut one, inspection, "粤D77B31");
    assert_eq!(last_token(&one, inspection), 2);
    let seen = one.desk.find(&no).unwrap().pens.unwrap();
    assert!(seen.is_here && seen.beside.is_empty(), "{seen:?}");
    two.sync();
    one.sync();
    let pen = held(&scene, inspection).pen();
    assert_eq!(pen, Some((Id::parse(&here).unwrap(), 2)));
}

#[test]
fn an_offer_of_a_stranger_that_was_taken_moves_no_pen() {
    let mut scene = Scene::new();
    let (mut one, mut two, no, inspection) = begun(&mut scene);
    let there = two.device();
    let real = PenOffer::read(&offered(&mut one, &no, &there).unwrap().code).unwrap();
    let entry = Point { digest: Digest([9; 32]), ..real.entry };
    let forged = PenOffer { entry, ..real }.signed(&key()).unwrap();
    take(&mut two.desk, &forged.written()).unwrap();
    one.sync();
    two.sync();
    let case = held(&scene, inspection);
    assert_eq!((case.pen().unwrap().1, case.moves.len()), (0, 0));
}

#[test]
fn the_pen_moves_when_both_are_home_whoever_comes_first_and_what_was_written_behind_is_a_branch() {
    for is_taker_first in [false, true] {
        let mut scene = Scene::new();
        let (mut one, mut two, no, inspection) = begun(&mut scene);
        let (here, there) = (Id::parse(&one.device()).unwrap(), Id::parse(&two.device()).unwrap());
        let code = offered(&mut one, &no, &there.to_string()).unwrap().code;
        take(&mut two.desk, &code).unwrap();
        correct(&mut one, inspection, "粤D77B31");
        assert_eq!(last_token(&one, inspection), 0, "it goes on as ever");
        if is_taker_first {
            two.sync();
            assert_eq!(held(&scene, inspection).moves.len(), 0);
            one.sync();
        } else {
            one.sync();
            // Nobody took it yet: the correction counts, and other laptops are told.
            assert_eq!(held(&scene, inspection).moves.len(), 0);
            assert_eq!(two.plate("粤D77B31").priors.len(), 0);
            two.sync();
        }
        let case = held(&scene, inspection);
        assert_eq!(case.pen(), Some((there, 1)), "{is_taker_first}");
        assert_eq!((case.moves[0].from, case.moves[0].reason.as_str()), (here, "换班"));
        assert_eq!(case.branches.len(), 1, "{is_taker_first}");
        assert_eq!(case.branches[0].entries.len(), 1, "{is_taker_first}: the correction alone");
        // What counts no more was taken back from who was told of it.
        two.sync();
        let told = (two.plate("粤D77B13").priors.len(), two.plate("粤D77B31").priors.len());
        assert_eq!(told, (1, 0), "{is_taker_first}");
        one.sync();
        let seen = one.desk.find(&no).unwrap().pens.unwrap();
        assert!(!seen.is_here && seen.beside.len() == 1, "{is_taker_first}: {seen:?}");
        assert!(scene.done(&["report"]).contains("待裁定"));
        scene.done(&["verify"]);
    }
}
