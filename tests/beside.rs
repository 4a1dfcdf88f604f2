//! What goes on beside the officer's desk: the courier that he stops, a metered line, a stick on a thread of its own.

use crate::bureau::check;
use crate::headquarters::{enrolled, served};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::door::Door;
use lucha::app::keep_photograph::keep_photograph;
use lucha::app::sample;
use lucha::app::thread::{Line, spawn};
use lucha::app::view::queue::{QueuePage, RowState, Shown};
use lucha::app::view::stick::StickView;
use lucha::app::view::sync::SyncView;
use lucha::hq::bundle::import;
use lucha::hq::place::Place;
use lucha::stdx::clock::Clock;
use lucha::stdx::id::Dice;
use lucha::stdx::redacted::Redacted;
use lucha::wire::message::feed::{Finding, News, Scope, Verdict};
use lucha::wire::suite::Suite;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// The desk on its thread, with somebody signed in.
pub fn opened(desk: Desk) -> Line {
    let (credential, _, pin) = sample::pins().remove(0);
    let line = spawn(Door::Open(Box::new(desk)));
    line.commands.send(Command::SignIn { credential, pin: Redacted(pin) }).unwrap();
    until(&line, |reply| matches!(reply, Reply::SignedIn { .. }).then_some(()));
    line
}

/// The first answer that `wanted` takes.
fn until<T>(line: &Line, mut wanted: impl FnMut(Reply) -> Option<T>) -> T {
    loop {
        let (reply, _) = line.replies.recv_timeout(PATIENCE).unwrap();
        if let Some(found) = wanted(reply) {
            return found;
        }
    }
}

/// The courier's next word that `wanted` takes.
pub fn carried(line: &Line, wanted: impl Fn(&SyncView) -> bool) -> SyncView {
    until(line, |reply| match reply {
        Reply::Carried(view) if wanted(&view) => Some(*view),
        _ => None,
    })
}

fn queue(line: &Line, shown: Shown, at: u64) -> QueuePage {
    line.commands.send(Command::LoadQueue { shown, at }).unwrap();
    until(line, |reply| match reply {
        Reply::Queue(page) => Some(*page),
        _ => None,
    })
}

pub fn closed(line: Line) {
    drop(line.commands);
    line.thread.join().unwrap();
}

#[test]
fn a_stopped_session_loses_nothing_says_what_is_left_and_goes_on_when_it_is_told_to() {
    let (_folder, desk, hq, running) = enrolled(Suite::Sha256Ed25519);
    let address = running.address().to_string();
    drop(running);
    let line = opened(desk);
    let cut = carried(&line, |view| view.line.is_some());
    assert!(cut.running && cut.acknowledged == 0);
    line.commands.send(Command::StopSync).unwrap();
    let stopped = carried(&line, |view| !view.running);
    assert!(stopped.held && stopped.last.as_ref().unwrap().stopped, "{stopped:?}");
    assert_eq!(stopped.last.unwrap().trouble, None, "a wish is no trouble");
    assert_eq!((stopped.acknowledged, stopped.entries), (0, cut.entries));
    let _running = served(hq.path(), &address);
    // A look of its own does not set aside what the officer said.
    line.commands.send(Command::SyncNow).unwrap();
    let looked = carried(&line, |_| true);
    assert!(looked.held && !looked.running && looked.acknowledged == 0, "{looked:?}");
    line.commands.send(Command::GoSync { photographs: false }).unwrap();
    let all = carried(&line, |view| !view.running && view.last.is_some() && !view.held);
    assert_eq!((all.acknowledged, all.blobs_waiting), (all.entries, 0), "{all:?}");
    assert_eq!(all.entry_bytes_waiting + all.blob_bytes_waiting, 0);
    closed(line);
}

#[test]
fn on_a_metered_line_photographs_wait_until_the_officer_says_now() {
    let (_folder, mut desk, _hq, _running) = enrolled(Suite::Sha256Ed25519);
    let Reply::Sync(view) = desk.handle(Command::SetMetered { metered: true }) else { panic!() };
    assert!(view.metered && !view.with_photographs && view.blobs_waiting > 10, "{view:?}");
    let line = opened(desk);
    let first = carried(&line, |view| !view.running && view.last.is_some());
    assert_eq!(first.acknowledged, first.entries, "entries always");
    assert_eq!((first.blobs_held, first.blobs_waiting), (0, view.blobs_waiting), "{first:?}");
    assert_eq!(first.last.unwrap().trouble, None);
    let page = queue(&line, Shown::Waiting, u64::MAX);
    assert_eq!(page.rows.len() as u64, view.blobs_waiting, "only what waits");
    assert!(page.rows.iter().all(|row| row.blob.is_some() && row.state == RowState::Waiting));
    line.commands.send(Command::GoSync { photographs: true }).unwrap();
    let now = carried(&line, |view| !view.running && view.blobs_held > 0);
    assert_eq!((now.blobs_held, now.blobs_waiting), (view.blobs_waiting, 0));
    assert_eq!(queue(&line, Shown::Waiting, u64::MAX).rows, []);
    closed(line);
}

#[test]
fn the_choice_of_a_metered_line_outlives_the_program() {
    let (folder, mut desk, _hq, _running) = enrolled(Suite::Sha256Ed25519);
    desk.handle(Command::SetMetered { metered: true });
    drop(desk);
    let mut again = crate::bureau::sit_down(folder.path(), crate::bureau::EVENING);
    assert!(again.sync_view().unwrap().metered);
    again.handle(Command::SetMetered { metered: false });
    drop(again);
    let mut again = crate::bureau::sit_down(folder.path(), crate::bureau::EVENING);
    assert!(!again.sync_view().unwrap().metered);
}

#[test]
fn each_entry_and_photograph_is_listed_with_its_state_and_its_finding() {
    let (_folder, mut desk, hq, _running) = enrolled(Suite::Sha256Ed25519);
    desk.synchronise(true, |_, _| true).unwrap();
    let mut ledger = Place::open(hq.path()).unwrap().ledger().unwrap();
    let (journal, _) = ledger.heads().unwrap()[0];
    let words = Some("缺当事人签名照片".into());
    let verdict = Verdict { journal, number: 20, finding: Finding::Returned, words };
    ledger.publish(Scope::Device(journal.device), &News::Verdict(verdict)).unwrap();
    desk.synchronise(true, |_, _| true).unwrap();
    check(&mut desk, scenarios::stops()[..1].to_vec());
    let mut load = |shown, at| match desk.handle(Command::LoadQueue { shown, at }) {
        Reply::Queue(page) => page,
        other => panic!("{other:?}"),
    };
    let newest = load(Shown::All, u64::MAX);
    assert_eq!(newest.rows[0].number, newest.head, "newest first");
    assert_eq!(newest.rows[0].state, RowState::Waiting);
    let numbers: Vec<u64> = newest.rows.iter().map(|row| row.number).collect();
    assert!(numbers.is_sorted_by(|a, b| a >= b) && numbers.len() < 130, "a window of it");
    let around = load(Shown::All, 20);
    let row = around.rows.iter().find(|row| row.number == 20 && row.blob.is_none()).unwrap();
    assert_eq!((row.state, row.verdicts.len()), (RowState::Receipt, 1));
    assert_eq!(row.verdicts[0].to_do, "to_do.correct");
    assert!(around.rows.last().unwrap().number == 1, "down to the first");
    let found = load(Shown::Found, u64::MAX);
    assert_eq!(found.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [20]);
}

/// A desk with gigabytes, in small.
fn with_photographs(desk: &mut Desk) {
    let inspection = desk.list("", 1).unwrap()[0].inspection;
    let folder = tempfile::tempdir().unwrap();
    for nth in 0_u8..12 {
        let mut bytes = b"\xff\xd8\xff\xe1".to_vec();
        bytes.resize(1_500_000, nth);
        let path = folder.path().join(format!("{nth}.jpg"));
        std::fs::write(&path, bytes).unwrap();
        keep_photograph(desk, inspection, &path, None).unwrap();
    }
}

fn moved(line: &Line, wanted: impl Fn(&StickView) -> bool) -> StickView {
    until(line, |reply| match reply {
        Reply::StickMoved(view) if wanted(&view) => Some(*view),
        _ => None,
    })
}

#[test]
fn a_stick_is_written_beside_the_desk_and_holds_up_no_command() {
    let (_folder, mut desk, hq, running) = enrolled(Suite::Sha256Ed25519);
    drop(running);
    with_photographs(&mut desk);
    let entries = desk.sync_view().unwrap().entries;
    let line = opened(desk);
    line.commands.send(Command::StopSync).unwrap();
    let stick = tempfile::tempdir().unwrap();
    let folder = stick.path().to_path_buf();
    line.commands.send(Command::ExchangeStick { folder: folder.clone() }).unwrap();
    line.commands.send(Command::LoadToday).unwrap();
    let mut ended = false;
    until(&line, |reply| match reply {
        Reply::StickMoved(view) => {
            ended |= !view.running;
            None
        }
        Reply::Today(_) => Some(()),
        _ => None,
    });
    assert!(!ended, "the first screen came while the stick was written");
    // Asked again meanwhile it begins no second one.
    line.commands.send(Command::ExchangeStick { folder }).unwrap();
    let view = moved(&line, |view| !view.running);
    let written = view.done.unwrap().written;
    assert_eq!((written.entries, written.stopped, written.volumes), (entries, false, 1));
    assert!(written.photographs >= 12 && written.bytes > 12 * 1_500_000, "{written:?}");
    let place = Place::open(hq.path()).unwrap();
    import(&place, stick.path(), Clock::machine().now(), &mut Dice::Machine).unwrap();
    let folder = stick.path().to_path_buf();
    line.commands.send(Command::ExchangeStick { folder }).unwrap();
    let brought = moved(&line, |view| !view.running).done.unwrap().brought;
    assert_eq!((brought.progress.entries, brought.answers), (entries, 1), "{brought:?}");
    closed(line);
}

#[test]
fn a_stick_that_is_stopped_holds_a_good_beginning_and_the_rest_waits() {
    let (_folder, mut desk, hq, running) = enrolled(Suite::Sha256Ed25519);
    drop(running);
    with_photographs(&mut desk);
    let line = opened(desk);
    line.commands.send(Command::StopSync).unwrap();
    let stick = tempfile::tempdir().unwrap();
    let folder = stick.path().to_path_buf();
    line.commands.send(Command::ExchangeStick { folder: folder.clone() }).unwrap();
    line.commands.send(Command::StopStick).unwrap();
    let written = moved(&line, |view| !view.running).done.unwrap().written;
    assert!(written.stopped && written.entries > 0 && written.photographs < 12, "{written:?}");
    let place = Place::open(hq.path()).unwrap();
    import(&place, stick.path(), Clock::machine().now(), &mut Dice::Machine).unwrap();
    line.commands.send(Command::ExchangeStick { folder }).unwrap();
    let done = moved(&line, |view| !view.running).done.unwrap();
    assert_eq!(done.brought.progress.entries, written.entries, "what was written counts");
    assert!(done.written.photographs >= 12 && !done.written.stopped, "and the rest follows");
    closed(line);
}
