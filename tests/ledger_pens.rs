//! The contract of a ledger about pens and branches, held by every kind of it, and by two people at once.

use crate::ledger::{NOW, append, each, each_shared, plan, plates};
use crate::world::Seed;
use crate::world::terminal::Terminal;
use lucha::hq::admit::Capacity;
use lucha::hq::answer::Seat;
use lucha::hq::hand_over::{Cannot, Settle, Word, give_back, move_pen, settle};
use lucha::hq::ledger::{Appended, BesideRow, Ledger, Move};
use lucha::hq::lines;
use lucha::hq::numbers::Numbers;
use lucha::hq::pens;
use lucha::hq::receive::Append;
use lucha::hq::verify;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::wire::message::feed::{Finding, News, Scope};
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::message::pen::{BranchOpened, LineHead, PenMoved, Settling};
use lucha::wire::message::returned::CaseReturned;
use lucha::wire::signer::{Identity, Signer as _, SoftKey};
use lucha::wire::suite::Suite;

pub const CASE: Id = Id([0xc1; 16]);
pub const WORD: Word<'static> = Word { reason: "终端送修", by: "法制科 林", at_ms: NOW };

pub fn key() -> SoftKey {
    SoftKey::new(Suite::Sha256Ed25519, &Key::new([5; 32])).unwrap()
}

pub fn seat() -> Seat {
    Seat {
        headquarters: Id([8; 16]),
        signer: Box::new(key()),
        capacity: Capacity::default(),
        door: Default::default(),
        numbers: Numbers { prefix: "样".into(), block: 20 },
        plates: plates(),
        marker: Default::default(),
        leased: Default::default(),
    }
}

/// A laptop that is enrolled and wrote nothing yet.
pub fn enrolled(ledger: &mut dyn Ledger, device: u8) -> Terminal {
    let terminal = Terminal::new(Id([device; 16]), &mut Seed(u64::from(device)));
    ledger.enrol(terminal.disk.name, 1, &terminal.public_key()).unwrap();
    terminal
}

/// What headquarters makes of everything that a laptop has behind `behind`.
pub fn planned(terminal: &mut Terminal, ledger: &mut dyn Ledger, behind: u64) -> Append {
    let mut append = append(plan(terminal, ledger, behind, 1 << 20));
    let held = ledger.pens(&pens::cases(&append)).unwrap();
    pens::mark(&mut append, &held);
    append
}

pub fn sent(terminal: &mut Terminal, ledger: &mut dyn Ledger, behind: u64) {
    let append = planned(terminal, ledger, behind);
    assert_eq!(ledger.append(&append, NOW).unwrap(), Appended::Done);
}

/// What a laptop was told, but for the entries of cases themselves.
pub fn news(ledger: &mut dyn Ledger, device: Id) -> Vec<News> {
    let (items, _) = ledger.feed(Scope::Device(device), 0, u64::MAX).unwrap();
    let words = items.iter().map(|item| item.read().unwrap());
    words.filter(|news| !matches!(news, News::CaseEntries(_))).collect()
}

pub fn moved(ledger: &mut dyn Ledger, to: Id) -> PenMoved {
    move_pen(&seat(), ledger, (CASE, to), WORD).unwrap().unwrap()
}

pub fn numbers(written: &[lines::Written]) -> Vec<(Id, u64)> {
    written.iter().map(|entry| (entry.at.journal.device, entry.at.point.number)).collect()
}

#[test]
fn a_pen_moves_under_a_token_that_its_case_never_had_and_both_laptops_are_told() {
    each(|kind, ledger| {
        let (mut one, two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        let none = move_pen(&seat(), ledger, (CASE, there), WORD).unwrap();
        assert_eq!(none, Err(Cannot::NoCase), "{kind}");
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        let own = move_pen(&seat(), ledger, (CASE, here), WORD).unwrap();
        assert_eq!(own, Err(Cannot::HasIt), "{kind}");
        let first = moved(ledger, there);
        assert_eq!((first.token, first.from, first.to), (1, here, there), "{kind}");
        assert_eq!(first.head.point, one.head(), "{kind}: the main line's last entry");
        let identity = Identity::new(Suite::Sha256Ed25519, &key().public_key()).unwrap();
        assert!(first.verify(&identity).is_ok(), "{kind}");
        let back = moved(ledger, here);
        assert_eq!((back.token, back.from), (2, there), "{kind}");
        assert_eq!(ledger.moves(CASE).unwrap(), [first.clone(), back.clone()], "{kind}");
        let told = [News::PenMoved(first.clone()), News::PenMoved(back.clone())];
        assert_eq!(news(ledger, here), told, "{kind}");
        assert_eq!(news(ledger, there), told, "{kind}");
        // A token that was given stays given, whoever asks.
        for token in [1, 2] {
            let ends = [(one.disk.name, one.head())];
            let again = PenMoved { token, to: there, ..back.clone() };
            assert!(!ledger.move_pen(&Move::new(&again, &ends)).unwrap(), "{kind}: {token}");
        }
        assert_eq!(ledger.moves(CASE).unwrap().len(), 2, "{kind}");
        let pens = ledger.pens(&[Id([9; 16]), CASE]).unwrap();
        assert_eq!(pens.len(), 1, "{kind}: a case that nobody recorded has none");
        assert_eq!((pens[&CASE].device, pens[&CASE].token), (here, 2), "{kind}");
    });
}

#[test]
fn the_pen_of_a_case_that_never_moved_is_with_the_laptop_that_recorded_it() {
    each(|kind, ledger| {
        let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        // Another laptop is the first by its id and by what came: nobody knows yet whose case it is.
        one.note(CASE, 0, &mut Seed(1));
        sent(&mut one, ledger, 0);
        assert_eq!(lines::read(ledger, CASE).unwrap().pen(), None, "{kind}: nothing else is held");
        assert_eq!(ledger.pens(&[CASE]).unwrap().len(), 0, "{kind}");
        two.record(CASE, &mut Seed(2));
        two.note(CASE, 0, &mut Seed(3));
        sent(&mut two, ledger, 0);
        let pen = lines::read(ledger, CASE).unwrap().pen();
        assert_eq!(pen, Some((there, 0)), "{kind}");
        let pen = ledger.pens(&[CASE]).unwrap()[&CASE];
        assert_eq!((pen.device, pen.token), (there, 0), "{kind}");
        let own = move_pen(&seat(), ledger, (CASE, there), WORD).unwrap();
        assert_eq!(own, Err(Cannot::HasIt), "{kind}");
        let first = moved(ledger, here);
        assert_eq!((first.token, first.from, first.to), (1, there, here), "{kind}");
        let pen = lines::read(ledger, CASE).unwrap().pen();
        assert_eq!(pen, Some((here, 1)), "{kind}");
        assert_eq!(ledger.pens(&[CASE]).unwrap()[&CASE].device, here, "{kind}");
    });
}

#[test]
fn who_never_had_the_pen_writes_a_branch_also_of_a_case_that_never_moved() {
    each(|kind, ledger| {
        let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name, two.disk.name);
        // Before and behind the recording, and a second recording: none of it is the recorder's.
        two.note(CASE, 0, &mut Seed(1));
        sent(&mut two, ledger, 0);
        one.record(CASE, &mut Seed(2));
        one.note(CASE, 0, &mut Seed(3));
        sent(&mut one, ledger, 0);
        two.note(CASE, 0, &mut Seed(4));
        two.record(CASE, &mut Seed(5));
        let last = two.head();
        sent(&mut two, ledger, 1);
        one.note(CASE, 0, &mut Seed(6));
        sent(&mut one, ledger, 2);
        let case = lines::read(ledger, CASE).unwrap();
        let own = [(here.device, 1), (here.device, 2), (here.device, 3)];
        assert_eq!(numbers(&case.main), own, "{kind}");
        assert_eq!(case.pen(), Some((here.device, 0)), "{kind}");
        let branch = [(there.device, 1), (there.device, 2), (there.device, 3)];
        assert_eq!(numbers(&case.branches[0].entries), branch, "{kind}");
        assert_eq!(ledger.pens(&[CASE]).unwrap()[&CASE].device, here.device, "{kind}");
        let opened = BranchOpened { subject: CASE, journal: there, token: 0, first: 2, head: last };
        assert_eq!(news(ledger, here.device), [News::BranchOpened(opened)], "{kind}: its owner");
        let stale =
            |news: &&News| matches!(news, News::Verdict(told) if told.finding == Finding::StalePen);
        assert_eq!(news(ledger, there.device).iter().filter(stale).count(), 3, "{kind}");
        let what = Settle { subject: CASE, device: there.device, settling: Settling::Merged };
        let merged = settle(&seat(), ledger, what, WORD).unwrap().unwrap();
        assert_eq!((merged.main.point, merged.branch.point), (one.head(), last), "{kind}");
        let merged = lines::read(ledger, CASE).unwrap();
        assert_eq!(numbers(&merged.main), [own, branch].concat(), "{kind}");
        // What was merged makes nobody the recorder.
        assert_eq!(merged.pen(), Some((here.device, 0)), "{kind}");
        assert_eq!(ledger.pens(&[CASE]).unwrap()[&CASE].device, here.device, "{kind}");
        assert_eq!(read_again(ledger, seat().headquarters), (1, vec![]), "{kind}");
    });
}

#[test]
fn a_photograph_may_be_added_by_any_laptop_and_changes_no_pen() {
    each(|kind, ledger| {
        let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        two.photograph(CASE, 0, &mut Seed(1));
        sent(&mut two, ledger, 0);
        assert_eq!(ledger.pens(&[CASE]).unwrap().len(), 0, "{kind}: it records nothing");
        one.record(CASE, &mut Seed(2));
        sent(&mut one, ledger, 0);
        moved(ledger, there);
        one.photograph(CASE, 0, &mut Seed(3));
        one.note(CASE, 0, &mut Seed(4));
        sent(&mut one, ledger, 1);
        let case = lines::read(ledger, CASE).unwrap();
        let main = [(here, 1), (here, 2), (there, 1)];
        assert_eq!(numbers(&case.main), main, "{kind}");
        assert_eq!(numbers(&case.branches[0].entries), [(here, 3)], "{kind}");
        assert_eq!(case.pen(), Some((there, 1)), "{kind}");
    });
}

#[test]
fn a_branch_of_a_case_whose_recording_never_came_is_settled_all_the_same() {
    each(|kind, ledger| {
        let (mut one, two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        one.note(CASE, 0, &mut Seed(1));
        one.note(CASE, 0, &mut Seed(2));
        sent(&mut one, ledger, 0);
        let what = Settle { subject: CASE, device: here, settling: Settling::Merged };
        let merged = settle(&seat(), ledger, what, WORD).unwrap().unwrap();
        assert_eq!((merged.main, merged.branch.point), (merged.branch, one.head()), "{kind}");
        let case = lines::read(ledger, CASE).unwrap();
        assert_eq!(numbers(&case.main), [(here, 1), (here, 2)], "{kind}");
        let first = moved(ledger, there);
        assert_eq!((first.token, first.from), (1, here), "{kind}");
    });
}

#[test]
fn what_was_planned_before_a_pen_moved_is_planned_anew_and_a_move_waits_for_what_came() {
    each(|kind, ledger| {
        let (mut one, two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        one.note(CASE, 0, &mut Seed(2));
        let early = planned(&mut one, ledger, 1);
        assert!(!early.entries[0].beside, "{kind}");
        let ends = ledger.heads().unwrap();
        let first = moved(ledger, two.disk.name.device);
        assert_eq!(ledger.append(&early, NOW).unwrap(), Appended::Moved, "{kind}");
        assert_eq!(ledger.entries(one.disk.name, 2, 1).unwrap(), [], "{kind}: nothing of it");
        let late = planned(&mut one, ledger, 1);
        assert!(late.entries[0].beside, "{kind}");
        assert_eq!(ledger.append(&late, NOW).unwrap(), Appended::Done, "{kind}: never refused");
        // A move that was planned before those entries came would name another head.
        let stale = PenMoved { token: 2, ..first };
        assert!(!ledger.move_pen(&Move::new(&stale, &ends)).unwrap(), "{kind}");
        assert_eq!(ledger.moves(CASE).unwrap().len(), 1, "{kind}");
    });
}

fn counted(ledger: &mut dyn Ledger, names: [JournalName; 2]) -> [u64; 2] {
    names.map(|name| ledger.journal(name).unwrap().unwrap().pens)
}

#[test]
fn a_move_that_does_not_hold_changes_nothing_and_a_journal_that_opened_in_between_is_a_reason() {
    each(|kind, ledger| {
        let (mut one, two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name, two.disk.name);
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        let ends = ledger.heads().unwrap();
        let word = PenMoved {
            headquarters: Id([8; 16]),
            subject: CASE,
            token: 1,
            from: here.device,
            to: there.device,
            head: LineHead { journal: here, point: one.head() },
            reason: "终端送修".into(),
            by: "法制科 林".into(),
            at_ms: NOW,
            suite: 0,
            signature: Vec::new().into(),
        };
        one.note(CASE, 0, &mut Seed(2));
        let early = planned(&mut one, ledger, 1);
        let next = JournalName { epoch: there.epoch + 1, ..there };
        let key = Terminal::new(there.device, &mut Seed(9)).public_key();
        ledger.enrol_behind(next, 1, &key, Point::START).unwrap();
        assert!(
            !ledger.move_pen(&Move::new(&word, &ends)).unwrap(),
            "{kind}: one that nobody read"
        );
        let all = ledger.heads().unwrap();
        assert_eq!(all.len(), 3, "{kind}");
        let astray: Vec<_> = all
            .iter()
            .map(|(name, head)| (*name, Point { number: head.number + 1, ..*head }))
            .collect();
        assert!(!ledger.move_pen(&Move::new(&word, &astray)).unwrap(), "{kind}: other ends");
        assert_eq!(ledger.moves(CASE).unwrap(), [], "{kind}");
        assert_eq!(counted(ledger, [here, there]), [0, 0], "{kind}");
        assert_eq!((news(ledger, here.device), news(ledger, there.device)), (vec![], vec![]));
        assert!(ledger.move_pen(&Move::new(&word, &all)).unwrap(), "{kind}: with it");
        assert_eq!(counted(ledger, [here, there]), [1, 1], "{kind}");
        assert!(!ledger.move_pen(&Move::new(&word, &all)).unwrap(), "{kind}: its token is taken");
        assert_eq!(counted(ledger, [here, there]), [1, 1], "{kind}");
        assert_eq!(ledger.append(&early, NOW).unwrap(), Appended::Moved, "{kind}");
    });
}

#[test]
fn what_was_planned_is_kept_when_no_pen_moved_because_a_journal_opened() {
    each(|kind, ledger| {
        let (mut one, two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let there = two.disk.name;
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        let first = moved(ledger, there.device);
        let ends = ledger.heads().unwrap();
        one.note(CASE, 0, &mut Seed(2));
        let early = planned(&mut one, ledger, 1);
        let next = JournalName { epoch: there.epoch + 1, ..there };
        let key = Terminal::new(there.device, &mut Seed(9)).public_key();
        ledger.enrol_behind(next, 1, &key, Point::START).unwrap();
        let (from, to) = (first.to, first.from);
        let back = PenMoved { token: 2, from, to, ..first };
        assert!(!ledger.move_pen(&Move::new(&back, &ends)).unwrap(), "{kind}");
        assert_eq!(ledger.append(&early, NOW).unwrap(), Appended::Done, "{kind}");
    });
}

#[test]
fn a_late_entry_is_kept_beside_its_case_and_told_to_its_writer_and_to_who_has_the_pen() {
    each(|kind, ledger| {
        let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name, two.disk.name);
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        moved(ledger, there.device);
        one.note(CASE, 0, &mut Seed(2));
        one.commit(&mut Seed(3));
        one.note(CASE, 0, &mut Seed(4));
        let last = one.head();
        sent(&mut one, ledger, 1);
        two.note(CASE, 1, &mut Seed(5));
        sent(&mut two, ledger, 0);
        let case = lines::read(ledger, CASE).unwrap();
        assert_eq!(numbers(&case.main), [(here.device, 1), (there.device, 1)], "{kind}");
        assert_eq!(case.branches.len(), 1, "{kind}");
        let branch = [(here.device, 2), (here.device, last.number)];
        assert_eq!(numbers(&case.branches[0].entries), branch, "{kind}");
        let held = ledger.entries(here, 1, 99).unwrap();
        assert_eq!(held.len() as u64, last.number, "{kind}: every byte of them");
        let stale =
            |news: &&News| matches!(news, News::Verdict(told) if told.finding == Finding::StalePen);
        assert_eq!(news(ledger, here.device).iter().filter(stale).count(), 2, "{kind}");
        let opened = BranchOpened { subject: CASE, journal: here, token: 0, first: 2, head: last };
        let told = news(ledger, there.device);
        assert_eq!(told.last(), Some(&News::BranchOpened(opened)), "{kind}");
        assert_eq!(told.iter().filter(stale).count(), 0, "{kind}: its own are the main line");
    });
}

#[test]
fn a_person_settles_a_branch_once_and_what_comes_later_is_another() {
    each(|kind, ledger| {
        let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        moved(ledger, there);
        two.note(CASE, 1, &mut Seed(2));
        sent(&mut two, ledger, 0);
        let what = |settling| Settle { subject: CASE, device: here, settling };
        let none = settle(&seat(), ledger, what(Settling::Merged), WORD).unwrap();
        assert_eq!(none, Err(Cannot::NoBranch), "{kind}");
        one.note(CASE, 0, &mut Seed(3));
        sent(&mut one, ledger, 1);
        let merged = settle(&seat(), ledger, what(Settling::Merged), WORD).unwrap().unwrap();
        assert_eq!((merged.number, merged.main.point), (1, two.head()), "{kind}");
        assert_eq!((merged.branch.point, merged.first), (one.head(), 2), "{kind}");
        assert!(!ledger.settle(&merged, &[]).unwrap(), "{kind}: twice");
        one.note(CASE, 0, &mut Seed(4));
        sent(&mut one, ledger, 2);
        let dropped = settle(&seat(), ledger, what(Settling::Dropped), WORD).unwrap().unwrap();
        assert_eq!((dropped.number, dropped.first), (2, 3), "{kind}");
        assert_eq!(dropped.main.point.number, 2, "{kind}: behind what was merged");
        assert_eq!(ledger.settlements(CASE).unwrap(), [merged.clone(), dropped.clone()], "{kind}");
        let case = lines::read(ledger, CASE).unwrap();
        assert_eq!(numbers(&case.main), [(here, 1), (there, 1), (here, 2)], "{kind}");
        let settled: Vec<_> = case.branches.iter().map(|branch| branch.settled).collect();
        assert_eq!(settled, [Some(1), Some(2)], "{kind}");
        assert!(ledger.beside(None).unwrap().iter().all(|row| row.settled.is_some()), "{kind}");
        for device in [here, there] {
            let told = news(ledger, device);
            for word in [&merged, &dropped] {
                assert!(told.contains(&News::BranchSettled(word.clone())), "{kind} {device}");
            }
        }
        assert_eq!(ledger.entries(one.disk.name, 1, 99).unwrap().len(), 3, "{kind}: all kept");
    });
}

#[test]
fn a_return_gives_the_pen_back_under_a_higher_token_and_is_told_with_it() {
    each(|kind, ledger| {
        let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name, two.disk.name);
        let returned = CaseReturned {
            id: Id([0x72; 16]),
            journal: here,
            number: 1,
            subject: CASE,
            document_no: String::new(),
            fields: Vec::new(),
            reason: "桩号与照片不符".into(),
            due: 20_261_130,
        };
        let none = give_back(&seat(), ledger, &returned, WORD).unwrap();
        assert_eq!(none, Err(Cannot::NoCase), "{kind}");
        assert_eq!(news(ledger, here.device), [], "{kind}: nothing was told");
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        let first = give_back(&seat(), ledger, &returned, WORD).unwrap().unwrap();
        let (device, item) = (here.device, News::CaseReturned(returned.clone()));
        assert_eq!((first.token, first.from, first.to), (1, device, device), "{kind}");
        let told = [News::PenMoved(first.clone()), item.clone()];
        assert_eq!(news(ledger, here.device), told, "{kind}: each once");
        assert_eq!(counted(ledger, [here, there]), [1, 0], "{kind}");
        // Offline it had not heard of it; then it had.
        one.note(CASE, 0, &mut Seed(2));
        one.note(CASE, 1, &mut Seed(3));
        sent(&mut one, ledger, 1);
        let case = lines::read(ledger, CASE).unwrap();
        assert_eq!(numbers(&case.main), [(device, 1), (device, 3)], "{kind}");
        assert_eq!(numbers(&case.branches[0].entries), [(device, 2)], "{kind}");
        // From a laptop that has it by now it comes back.
        moved(ledger, there.device);
        let back = give_back(&seat(), ledger, &returned, WORD).unwrap().unwrap();
        assert_eq!((back.token, back.from, back.to), (3, there.device, device), "{kind}");
        two.note(CASE, 2, &mut Seed(4));
        sent(&mut two, ledger, 0);
        let case = lines::read(ledger, CASE).unwrap();
        assert_eq!(case.main.len(), 2, "{kind}: it has it no more");
        assert_eq!(read_again(ledger, seat().headquarters), (3, vec![]), "{kind}");
        let told = news(ledger, device);
        assert_eq!(told.iter().filter(|news| **news == item).count(), 2, "{kind}");
    });
}

#[test]
fn what_the_new_owner_wrote_before_the_word_came_is_the_main_line_with_it() {
    each(|kind, ledger| {
        let (mut one, mut two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name, two.disk.name);
        one.record(CASE, &mut Seed(1));
        one.note(CASE, 0, &mut Seed(2));
        sent(&mut one, ledger, 0);
        two.note(CASE, 0, &mut Seed(3));
        two.note(CASE, 1, &mut Seed(4));
        sent(&mut two, ledger, 0);
        assert_eq!(lines::read(ledger, CASE).unwrap().branches.len(), 2, "{kind}");
        let ends = ledger.heads().unwrap();
        let word = PenMoved {
            headquarters: seat().headquarters,
            subject: CASE,
            token: 1,
            from: here.device,
            to: there.device,
            head: LineHead { journal: here, point: ends[0].1 },
            reason: "当面移交".into(),
            by: String::new(),
            at_ms: NOW,
            suite: 0,
            signature: Vec::new().into(),
        };
        let row = BesideRow { subject: CASE, journal: here, number: 2, token: 0, settled: None };
        let news = [(Scope::All, News::Lost)];
        let pen = Move { beside: &[row], news: &news, ..Move::new(&word, &ends) };
        assert!(ledger.move_pen(&pen).unwrap(), "{kind}");
        let case = lines::read(ledger, CASE).unwrap();
        assert_eq!(numbers(&case.main), [(here.device, 1), (there.device, 2)], "{kind}");
        let branches: Vec<_> = case.branches.iter().map(|one| numbers(&one.entries)).collect();
        assert_eq!(branches, [[(here.device, 2)], [(there.device, 1)]], "{kind}");
        assert_eq!(ledger.feed_last(Scope::All).unwrap(), 1, "{kind}");
    });
}

fn read_again(ledger: &mut dyn Ledger, of: Id) -> (u64, Vec<Id>) {
    let identity = Identity::new(Suite::Sha256Ed25519, &key().public_key()).unwrap();
    verify::pens(of, &identity, ledger).unwrap()
}

#[test]
fn the_words_about_pens_are_read_again_and_one_that_does_not_follow_names_its_case() {
    each(|kind, ledger| {
        let (own, other) = (seat().headquarters, Id([9; 16]));
        let (mut one, two) = (enrolled(ledger, 1), enrolled(ledger, 2));
        let (here, there) = (one.disk.name.device, two.disk.name.device);
        one.record(CASE, &mut Seed(1));
        sent(&mut one, ledger, 0);
        assert_eq!(ledger.pen_cases().unwrap(), [], "{kind}: none moved");
        assert_eq!(read_again(ledger, own), (0, vec![]), "{kind}");
        moved(ledger, there);
        one.note(CASE, 0, &mut Seed(2));
        sent(&mut one, ledger, 1);
        let what = Settle { subject: CASE, device: here, settling: Settling::Dropped };
        settle(&seat(), ledger, what, WORD).unwrap().unwrap();
        let back = moved(ledger, here);
        assert_eq!(ledger.pen_cases().unwrap(), [CASE], "{kind}: once");
        assert_eq!(read_again(ledger, own), (3, vec![]), "{kind}");
        assert_eq!(
            read_again(ledger, other),
            (0, vec![CASE]),
            "{kind}: another headquarters' words"
        );
        // Signed and under a higher token, but from a laptop that had it no more.
        let token = back.token + 1;
        let astray = PenMoved { token, ..back }.signed(&key()).unwrap();
        let ends = ledger.heads().unwrap();
        assert!(ledger.move_pen(&Move::new(&astray, &ends)).unwrap(), "{kind}");
        assert_eq!(read_again(ledger, own), (0, vec![CASE]), "{kind}");
    });
}

#[test]
fn two_people_who_move_one_pen_at_once_give_each_token_once() {
    each_shared(|kind, open| {
        let mut one = enrolled(open().as_mut(), 1);
        one.record(CASE, &mut Seed(1));
        sent(&mut one, open().as_mut(), 0);
        for device in 2..=5 {
            enrolled(open().as_mut(), device);
        }
        let tokens: Vec<u64> = std::thread::scope(|scope| {
            let person = |nth: u8| {
                scope.spawn(move || {
                    let (mut ledger, mut tokens) = (open(), Vec::new());
                    while tokens.len() < 5 {
                        let to = (CASE, Id([nth; 16]));
                        // Who has it, or was behind another eight times, tries again.
                        if let Ok(Ok(moved)) = move_pen(&seat(), ledger.as_mut(), to, WORD) {
                            tokens.push(moved.token);
                        }
                    }
                    tokens
                })
            };
            let people: Vec<_> = (2..=3).map(person).collect();
            people.into_iter().flat_map(|one| one.join().unwrap()).collect()
        });
        let mut sorted = tokens.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (1..=10).collect::<Vec<_>>(), "{kind}");
        let kept = open().moves(CASE).unwrap();
        assert_eq!(kept.iter().map(|moved| moved.token).collect::<Vec<_>>(), sorted, "{kind}");
        let told = news(open().as_mut(), Id([2; 16]));
        let told = told.iter().filter(|news| matches!(news, News::PenMoved(_))).count();
        let own = kept.iter().filter(|moved| [moved.from, moved.to].contains(&Id([2; 16])));
        assert_eq!(told, own.count(), "{kind}: each move is told once to both");
    });
}
