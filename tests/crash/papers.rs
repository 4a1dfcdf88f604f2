//! Faults between two transactions and between an entry and its paper: what the officer sees.

use super::disk::{Disk, Plan};
use super::workday::Day;
use super::{ground, vfs};
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::print::printer::FilePrinter;
use lucha::stdx::fault::FaultKind;

const PAPER: &str = "/bureau/paper";

fn failed(reply: Reply) -> &'static str {
    match reply {
        Reply::Failed(trouble) => trouble.key,
        other => panic!("it worked: {other:?}"),
    }
}

/// Entries of a stop by name.
fn entries(desk: &mut Desk, day: &Day) -> Vec<String> {
    let view = desk.find(&day.ready.to_string()).unwrap();
    view.entries.into_iter().map(|entry| entry.kind).collect()
}

/// A desk whose disk went bad behind the record of the stop and before its decision.
fn recorded_only(day: &Day) -> (Disk, Desk, &'static str) {
    for call in 1.. {
        let disk = day.on_duty.copy();
        let mut desk = day.sit(&disk, 1 << 40).unwrap();
        disk.plan(Plan::Bad { call });
        let reply = super::workday::end_stop(&mut desk, day.ready);
        disk.plan(Plan::Nothing);
        assert!(matches!(reply, Reply::Failed(_)), "no call is between the two");
        if desk.find(&day.ready.to_string()).is_ok() {
            return (disk, desk, failed(reply));
        }
    }
    unreachable!("numbers do not end")
}

#[test]
fn a_fault_between_record_and_decision_keeps_the_draft_and_the_next_try_decides() {
    let day = Day::shared(false);
    let (_disk, mut desk, said) = recorded_only(&day);
    assert_eq!(said, "trouble.store");
    let recorded = entries(&mut desk, &day);
    assert_eq!(recorded[0], "inspection_recorded");
    assert!(!recorded.iter().any(|name| name == "inspection_ended"));
    let Reply::Draft(draft) = desk.handle(Command::OpenDraft { draft: day.ready }) else {
        panic!("the draft is gone")
    };
    assert_eq!(draft.get("vehicle.plate"), "粤D55D19");
    let Reply::Concluded(end) = super::workday::end_stop(&mut desk, day.ready) else {
        panic!("the second try does not decide")
    };
    assert!(end.blocked.is_empty());
    let decided = entries(&mut desk, &day);
    assert!(decided.starts_with(&recorded), "{decided:?}");
    let count = |name: &str| decided.iter().filter(|entry| *entry == name).count();
    assert_eq!((count("inspection_recorded"), count("facts_corrected")), (1, 0));
    assert_eq!((count("inspection_ended"), count("document_issued")), (1, 3));
    assert!(end.view.line.number.contains("00002"), "{}", end.view.line.number);
    assert_eq!(desk.verify().unwrap().breaks, []);
}

/// Names of the papers that lie in their folder.
fn lying(disk: &Disk) -> Vec<String> {
    disk.state().names_in(PAPER)
}

#[test]
fn a_paper_without_its_entry_is_printed_again_as_the_first() {
    let day = Day::shared(false);
    let disk = day.on_duty.copy();
    let mut desk = day.sit(&disk, 1 << 40).unwrap();
    let print = Command::Print { document: day.documents[0], roll: false };
    for call in 1.. {
        disk.plan(Plan::Bad { call });
        let reply = desk.handle(print.clone());
        disk.plan(Plan::Nothing);
        let said = failed(reply);
        if lying(&disk).iter().any(|name| name.ends_with(".pdf")) && said == "trouble.store" {
            break;
        }
    }
    let Reply::Printed { copy, .. } = desk.handle(print) else { panic!("it does not print") };
    assert_eq!((copy, lying(&disk).len()), (1, 1), "the same paper, once");
}

#[test]
fn an_entry_without_its_paper_says_so_and_the_next_print_works() {
    let day = Day::shared(false);
    let print = || Command::Print { document: day.documents[0], roll: false };
    // A reprint is an entry first: the disk goes bad between it and its paper.
    for call in 1.. {
        let disk = day.printed.copy();
        let mut desk = day.sit(&disk, 1 << 40).unwrap();
        let before = desk.verify().unwrap().entries;
        disk.plan(Plan::Bad { call });
        let said = failed(desk.handle(print()));
        disk.plan(Plan::Nothing);
        if desk.verify().unwrap().entries == before {
            continue;
        }
        assert_eq!(said, "trouble.print_write");
        let Reply::Printed { copy, path, .. } = desk.handle(print()) else { panic!("no print") };
        // The copy that never came has its number; no two papers bear the same one.
        assert_eq!(copy, 3);
        let state = disk.state();
        let mut head = [0; 4];
        state.inodes[state.find(&path).unwrap()].now.read(0, &mut head);
        assert_eq!(&head, b"%PDF");
        drop(state);
        assert_eq!(desk.verify().unwrap().breaks, []);
        break;
    }
}

#[test]
fn a_full_disk_under_the_papers_leaves_no_half_paper() {
    let printer = FilePrinter { ground: ground::ground(), folder: PAPER.into() };
    let mut met = 0;
    for call in 1.. {
        let disk = Disk::default();
        vfs::mount(&disk);
        disk.plan(Plan::Full { call });
        let Err(fault) = printer.print("a.pdf", &[1; 9_000]) else { break };
        met += 1;
        assert_eq!(fault.kind(), FaultKind::NeedsSomeone);
        assert!(fault.to_string().contains("a.pdf"), "{fault}");
        assert_eq!(lying(&disk), Vec::<String>::new(), "what is half takes no room");
        disk.plan(Plan::Nothing);
        printer.print("a.pdf", &[1; 9_000]).unwrap();
        assert_eq!(lying(&disk), ["a.pdf"]);
    }
    assert!(met > 2);
}
