//! A print beside the desk: the officer works on while the printer prints, stops it, and hears how it ended.

use super::fined;
use super::server::{PRINTS, Server};
use crate::shared_laptop::{ZHANG, pin_of};
use lucha::app::command::{Command, Reply};
use lucha::app::door::Door;
use lucha::app::thread::{self, Line};
use lucha::app::view::printing::PrintView;
use lucha::stdx::id::Id;
use std::time::Duration;
use tempfile::TempDir;

/// The desk of a fined lorry on a thread of its own, with the ids of its papers.
fn line() -> (TempDir, Line, Vec<Id>) {
    let (folder, desk, done) = fined();
    let papers = done.view.documents.iter().map(|paper| paper.document).collect();
    let line = thread::spawn(Door::Open(Box::new(desk)));
    let pin = pin_of(ZHANG).to_string().into();
    ask(&line, Command::SignIn { credential: ZHANG.into(), pin });
    (folder, line, papers)
}

fn next(line: &Line) -> Reply {
    line.replies.recv_timeout(Duration::from_secs(30)).unwrap().0
}

/// What is answered; what comes unasked meanwhile is passed over.
fn ask(line: &Line, command: Command) -> Reply {
    line.commands.send(command).unwrap();
    loop {
        let reply = next(line);
        if !matches!(
            reply,
            Reply::PrintMoved(_)
                | Reply::PrintersMoved { .. }
                | Reply::DocketReckoned
                | Reply::Carried(_)
        ) {
            return reply;
        }
    }
}

fn ended(line: &Line) -> PrintView {
    loop {
        if let Reply::PrintMoved(view) = next(line)
            && !view.running
        {
            return *view;
        }
    }
}

#[test]
fn the_officer_works_on_while_five_copies_come_out() {
    let (_folder, line, documents) = line();
    let server = Server::start(&format!("sleep 1; {PRINTS}"));
    let order = Command::PrintOn { documents, printer: server.uri() };
    let Reply::PrintUnderWay(view) = ask(&line, order.clone()) else { panic!() };
    assert!(view.running && view.count == 5, "{view:?}");
    assert!(matches!(ask(&line, Command::LoadToday), Reply::Today(_)), "no command waits");
    // Another print at once is told, and nothing is printed twice.
    let Reply::Failed(trouble) = ask(&line, order) else { panic!() };
    assert_eq!(trouble.key, "trouble.print_runs");
    let Reply::Failed(trouble) = ask(&line, Command::CloseShift) else { panic!() };
    assert_eq!(trouble.key, "trouble.print_runs");
    let view = ended(&line);
    assert_eq!((view.refused.clone(), view.done.len()), (None, 5), "{view:?}");
    assert_eq!(server.papers().len(), 5);
}

#[test]
fn a_print_that_is_stopped_is_taken_back_and_the_next_copy_says_so() {
    let (_folder, line, documents) = line();
    let server = Server::start("sleep 20");
    ask(&line, Command::PrintOn { documents, printer: server.uri() });
    std::thread::sleep(Duration::from_millis(900));
    let Reply::PrintUnderWay(view) = ask(&line, Command::StopPrint) else { panic!() };
    assert!(view.stopping);
    let view = ended(&line);
    assert_eq!(view.done.len(), 1, "no more is sent");
    let fault = view.done[0].fault.clone().unwrap();
    assert_eq!(fault.what.word(), "cancelled");
    assert!(view.refused.is_some());
}
