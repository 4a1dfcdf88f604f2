//! Copies of a paper and their life in the journal: who has which, what failed, what nobody knows, and what the next paper says of it.

use super::server::{NO_PAPER, PRINTS, Server, free_port};
use super::{fined, patience};
use crate::bureau::{EVENING, sit_down};
use crate::paper::{bare, pdftotext};
use lucha::app::command::{Command, Reply};
use lucha::app::copies::Earlier;
use lucha::app::desk::Desk;
use lucha::app::print_job::{Length, end, send};
use lucha::app::print_run::{at_once, plan};
use lucha::app::printer_look;
use lucha::app::printers::Known;
use lucha::app::view::conclusion::Conclusion;
use lucha::app::view::printing::{PrintView, life};
use lucha::domain::document::{Document, PrintResult, Recipient};
use lucha::stdx::id::Id;
use lucha::wire::event::name;
use std::net::TcpListener;
use std::path::Path;

fn known(uri: &str) -> Known {
    Known { uri: uri.into(), ..Known::default() }
}

/// The decision, which demands two copies.
fn decision(done: &Conclusion) -> Id {
    let papers = &done.view.documents;
    papers.iter().find(|paper| paper.form == "on_spot_decision").unwrap().document
}

fn document(desk: &mut Desk, done: &Conclusion, id: Id) -> Document {
    let view = desk.find(&done.inspection.to_string()).unwrap();
    view.inspection.documents.into_iter().find(|paper| paper.id == id).unwrap()
}

fn print(desk: &mut Desk, id: Id, uri: &str) -> PrintView {
    let planned = plan(desk, &[id], &known(uri)).unwrap();
    at_once(desk, &known(uri), &planned, &mut |_| {})
}

/// Names of the stop's entries behind the first `before`.
fn entries(desk: &mut Desk, done: &Conclusion, before: usize) -> Vec<String> {
    let view = desk.find(&done.inspection.to_string()).unwrap();
    view.entries.iter().skip(before).map(|entry| entry.kind.clone()).collect()
}

fn text_of(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, bytes).unwrap();
    bare(&pdftotext(&path))
}

#[test]
fn the_party_and_the_stub_get_the_issued_page_and_a_reprint_says_so() {
    let (_folder, mut desk, done) = fined();
    let (server, id) = (Server::start(PRINTS), decision(&done));
    let before = entries(&mut desk, &done, 0).len();
    let view = print(&mut desk, id, &server.uri());
    assert_eq!((view.refused, view.running, view.count), (None, false, 2));
    let issued = document(&mut desk, &done, id);
    let page = server.papers();
    assert_eq!(page.len(), 2);
    assert!(page[0] == page[1] && !text_of(&page[0]).contains("补打"), "both are the issued page");
    let whom: Vec<_> = issued.sendings.iter().map(|sent| (sent.whom, sent.copy)).collect();
    assert_eq!(whom, [(Recipient::Party, 1), (Recipient::Stub, 1)]);
    assert!(issued.sendings.iter().all(|sent| sent.digest == issued.digest && sent.is_printed()));
    let ends: Vec<_> = issued.sendings.iter().map(|sent| sent.end.clone().unwrap()).collect();
    assert_eq!(ends[1].job, Some(2));
    assert_eq!(ends[0].result, PrintResult::Printed { is_told: true, sheets: Some(1) });
    let one = ["print_sent", "print_ended", "document_printed"];
    assert_eq!(entries(&mut desk, &done, before), [one, one].concat());
    // Everybody has one: both are printed again, and each says that it is the second.
    let again = print(&mut desk, id, &server.uri());
    assert!(again.done.iter().all(|copy| copy.is_marked && copy.copy == 2), "{again:?}");
    let papers = server.papers();
    assert!(papers[2..].iter().all(|paper| text_of(paper).contains("第2次打印（补打）")));
    let issued = document(&mut desk, &done, id);
    assert_eq!((issued.prints.len(), issued.sendings.len()), (4, 4));
    let said = life("zh-CN", &issued);
    assert_eq!(said.len(), 5, "{said:?}");
    assert!(said[1].contains("当事人") && said[1].contains("打印机确认已打印"), "{said:?}");
}

#[test]
fn a_printer_that_is_off_leaves_number_and_page_and_the_file_is_still_the_first_print() {
    let (_folder, mut desk, done) = fined();
    let id = decision(&done);
    let number = document(&mut desk, &done, id).number;
    let view = print(&mut desk, id, &format!("ipp://127.0.0.1:{}/ipp/print", free_port()));
    let refused = view.refused.unwrap();
    assert_eq!(refused.key, "trouble.printer_unreachable");
    assert_eq!(view.done.len(), 1, "nothing more is sent behind a fault");
    for lang in ["zh-CN", "en"] {
        assert!(refused.sentence(lang).contains("PDF"), "it says what to do");
    }
    let paper = document(&mut desk, &done, id);
    assert_eq!((paper.number.clone(), paper.prints.len(), paper.sendings.len()), (number, 0, 1));
    assert!(!paper.sendings[0].is_uncertain() && !paper.sendings[0].is_printed());
    let Reply::Printed { copy: 1, path, .. } =
        desk.handle(Command::Print { document: id, roll: false })
    else {
        panic!("it lies in the folder")
    };
    assert!(!bare(&pdftotext(Path::new(&path))).contains("打印结果不明"));
}

#[test]
fn behind_a_print_that_may_have_come_out_the_next_paper_says_so_wherever_it_goes() {
    let (_folder, mut desk, done) = fined();
    let (server, id) = (Server::start(NO_PAPER), decision(&done));
    // As long as the program itself waits would be long for a test.
    let sent = send(&mut desk, id, Recipient::Party, &known(&server.uri())).unwrap();
    let came = sent.run(&patience(), &mut |_| true);
    end(&mut desk, &sent, &came).unwrap();
    let paper = document(&mut desk, &done, id);
    let Some(PrintResult::Failed { fault, may_have_printed: true }) =
        paper.sendings[0].end.as_ref().map(|end| end.result.clone())
    else {
        panic!("{paper:?}")
    };
    assert_eq!(fault, "paper_out");
    // The stub's copy is another one.
    assert!(Earlier::of(&paper, false, Some(Recipient::Stub)).is_none());
    let Reply::Printed { path, .. } = desk.handle(Command::Print { document: id, roll: false })
    else {
        panic!("it lies in the folder")
    };
    assert!(bare(&pdftotext(Path::new(&path))).contains("此前1次打印结果不明"));
    let other = Server::start(PRINTS);
    let view = print(&mut desk, id, &other.uri());
    assert_eq!(view.refused, None);
    let papers = other.papers();
    assert!(text_of(&papers[0]).contains("打印结果不明"), "the party's says so");
}

#[test]
fn a_laptop_that_falls_between_the_two_entries_knows_at_its_next_start() {
    let (folder, mut desk, done) = fined();
    let id = decision(&done);
    let sent = send(&mut desk, id, Recipient::Party, &known("ipp://127.0.0.1:9/")).unwrap();
    assert!(sent.note.is_empty());
    drop(desk);
    let mut desk = sit_down(folder.path(), EVENING);
    let paper = document(&mut desk, &done, id);
    assert_eq!(paper.sendings.len(), 1);
    assert!(paper.sendings[0].end.is_none() && paper.sendings[0].is_uncertain());
    assert!(life("zh-CN", &paper)[1].contains("不知是否已打印"), "the screen says so");
    let server = Server::start(PRINTS);
    let view = print(&mut desk, id, &server.uri());
    assert_eq!(view.refused, None);
    let papers: Vec<String> = server.papers().iter().map(|paper| text_of(paper)).collect();
    assert!(papers[0].contains("此前1次打印结果不明，本件可能不是唯一的一份"), "{}", papers[0]);
    assert!(!papers[1].contains("结果不明"), "the stub's was never sent");
    assert_eq!(desk.verify().unwrap().breaks, []);
}

#[test]
fn a_roll_is_handed_over_and_a_bureau_that_allows_none_prints_none() {
    let (_folder, mut desk, done) = fined();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("escpos+tcp://{}?width=104", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let _sent = std::io::copy(&mut stream, &mut std::io::sink());
        }
    });
    let id = decision(&done);
    let view = print(&mut desk, id, &uri);
    assert_eq!((view.refused, view.count), (None, 1), "what stays is no roll");
    let copy = &view.done[0];
    assert_eq!((copy.whom, copy.is_told), (Recipient::Party, false), "it confirms nothing");
    let Length::Millimetres(length) = copy.length else { panic!("{copy:?}") };
    assert!((150..900).contains(&length), "{length}");
    assert!(copy.sentence("zh-CN").contains("请看纸"), "{}", copy.sentence("zh-CN"));
    // The roll fades: the sheet for the party is a first copy still.
    let paper = document(&mut desk, &done, id);
    assert!(Earlier::of(&paper, false, Some(Recipient::Party)).is_none());
    let again = print(&mut desk, id, &uri);
    assert_eq!((again.done[0].copy, again.done[0].is_marked), (2, true));

    let mut founding = crate::bureau::sample();
    founding.agency.roll_allowed = false;
    let (_other, mut desk, done) = super::fined_by(founding);
    let refused = print(&mut desk, decision(&done), &uri).refused.unwrap();
    assert_eq!(refused.key, "trouble.roll_not_allowed");
    assert!(document(&mut desk, &done, decision(&done)).sendings.is_empty());
}

#[test]
fn a_printer_is_set_up_by_what_answers_and_the_last_one_is_remembered() {
    let (_folder, mut desk, done) = fined();
    let server = Server::start(PRINTS);
    let set_up = |desk: &mut Desk, uri: &str, name: &str| {
        let looked = printer_look::look(uri)?;
        desk.set_up_printer(uri, name, &looked)
    };
    assert_eq!(desk.printer("last").unwrap_err().key, "trouble.no_printer");
    let car = set_up(&mut desk, &server.uri(), "车上").unwrap();
    assert!(car.identity.starts_with("urn:uuid:"), "{car:?}");
    let off = format!("escpos+tcp://127.0.0.1:{}", free_port());
    let off = set_up(&mut desk, &off, "").unwrap();
    assert_eq!(desk.printer("last").unwrap(), off, "who is off may be set up");
    for (uri, wanted) in [
        ("http://192.168.1.1/", "trouble.printer_uri"),
        ("escpos+tcp://printer?width=80", "trouble.printer_uri"),
        ("escpos+file:///etc/hostname", "trouble.printer_not_a_device"),
    ] {
        let refused = set_up(&mut desk, uri, "").unwrap_err();
        assert_eq!(refused.key, wanted);
        for lang in ["zh-CN", "en"] {
            assert!(!refused.sentence(lang).contains("trouble."), "{}", refused.sentence(lang));
        }
    }
    assert_eq!(desk.printers().unwrap().printer.len(), 2);
    // Who prints on another one has that one under the key.
    let planned = plan(&desk, &[decision(&done)], &car).unwrap();
    assert_eq!(at_once(&mut desk, &car, &planned, &mut |_| {}).refused, None);
    assert_eq!(desk.printer("last").unwrap(), car);
    let mut lines = desk.printer_lines().unwrap();
    printer_look::ask(&mut lines);
    let states: Vec<_> = lines.iter().map(|line| (line.word(), line.is_last)).collect();
    assert_eq!(states, [("ready", true), ("unreachable", false)]);
    desk.forget_printer("车上").unwrap();
    assert_eq!(desk.printer("last").unwrap_err().key, "trouble.no_printer");
    assert_eq!(desk.printer(&car.uri).unwrap().identity, "", "any address may be named");
}

#[test]
fn the_journal_names_every_kind_of_a_print() {
    let (_folder, mut desk, done) = fined();
    let sent = send(&mut desk, decision(&done), Recipient::Stub, &known("ipp://127.0.0.1:9/"));
    let sent = sent.unwrap();
    let came = sent.run(&patience(), &mut |_| true);
    assert!(came.is_err());
    end(&mut desk, &sent, &came).unwrap();
    let store = crate::bureau::reader(desk.folder());
    let kept = store.entries_of(done.inspection).unwrap();
    let names: Vec<_> = kept.iter().rev().take(2).map(|entry| name(&entry.body)).collect();
    assert_eq!(names, ["print_ended", "print_sent"]);
    let officers: Vec<_> = kept.iter().rev().take(2).map(|entry| entry.envelope.officer).collect();
    assert!(officers.iter().all(Option::is_some), "who printed stands in it");
}
