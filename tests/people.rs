//! Who did what: PINs bound to what was shown, each officer's own word, and records that stay with who made them.

use crate::bureau::{EVENING, check, found, own_pins, reader, sample};
use crate::decisions::{confirm, draft, endings, failed, save, typed, unseen};
use crate::scenarios;
use lucha::app::command::{Command, Reply};
use lucha::app::config::NewOfficer;
use lucha::app::desk::Desk;
use lucha::app::{check_file, pin, terms};
use lucha::domain::agency::Role;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Outcome, Penalty};
use lucha::domain::inspection::terms::{Confirmation, ConfirmedBy, Terms};
use lucha::stdx::fen::Fen;
use lucha::stdx::id::Id;
use lucha::wire::event::Body;
use std::path::Path;

const ZHANG: &str = "19050001001";
const LI: &str = "19051100023";

fn to_confirm(reply: Reply) -> Terms {
    let Reply::ToConfirm(terms) = reply else { panic!("{reply:?}") };
    *terms
}

fn confirmations(folder: &Path, inspection: Id) -> Vec<Confirmation> {
    let entries = reader(folder).entries_of(inspection).unwrap();
    let by = |body: Body| match body {
        Body::Inspection(Event::DecisionConfirmed { by }) => by,
        _ => Vec::new(),
    };
    entries.into_iter().flat_map(|entry| by(entry.body)).collect()
}

#[test]
fn a_fine_that_changed_does_not_go_out_under_the_pins_for_another() {
    let (folder, mut desk) = found(sample(), EVENING);
    let draft = draft(&mut desk, &typed(&scenarios::stop("S01")));
    let first = to_confirm(desk.handle(unseen(draft)));
    assert_eq!((first.outcome, first.fine), (Outcome::OnSpotPenalty, Some(Fen::from_yuan(3_000))));
    save(&mut desk, draft, "weighing.gross_kg", "36240");
    let second = to_confirm(desk.handle(confirm(draft, &first)));
    assert_eq!(second.fine, Some(Fen::from_yuan(5_500)));
    assert_eq!(endings(folder.path(), draft), (0, 0), "nothing was decided");
    assert_eq!(confirmations(folder.path(), draft), []);
    let no_number = reader(folder.path()).used_serials(&lucha::app::sample::prefix(), 2026);
    assert_eq!(no_number.unwrap(), Vec::<u32>::new());

    // The old PINs do not come back when the old facts do not.
    to_confirm(desk.handle(confirm(draft, &first)));
    let Reply::Concluded(done) = desk.handle(confirm(draft, &second)) else {
        panic!("not decided")
    };
    let ending = done.view.inspection.ending.as_ref().unwrap();
    assert_eq!(ending.fine, second.fine);
    let by = confirmations(folder.path(), draft);
    let due = terms::digest(&second);
    let bound = |one: &Confirmation| one.shown == Some(due) && one.way == ConfirmedBy::Screen;
    assert!(by.len() == 2 && by.iter().all(bound), "{by:?}");
    // Whoever has the journal can tell from it that this and nothing else was confirmed.
    let inspection = &done.view.inspection;
    let again = Terms::of(draft, &inspection.facts, &done.view.judgement).unwrap();
    assert_eq!(terms::digest(&again), due);
    assert_ne!(terms::digest(&first), due);
}

#[test]
fn every_part_of_the_terms_is_bound() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let draft = draft(&mut desk, &typed(&scenarios::stop("S01")));
    let terms = to_confirm(desk.handle(unseen(draft)));
    assert!(terms.party.is_some() && terms.acts.len() == 1, "{terms:?}");
    type Change = fn(&mut Terms);
    let changes: [(&str, Change); 11] = [
        ("stop", |terms| terms.inspection = Id([9; 16])),
        ("outcome", |terms| terms.outcome = Outcome::CaseOpened),
        ("plate", |terms| terms.plate.push('8')),
        ("party", |terms| terms.party = None),
        ("penalties", |terms| terms.penalties.push(Penalty::Caution)),
        ("fine", |terms| terms.fine = terms.fine.map(|fine| Fen(fine.0 + 1))),
        ("range", |terms| terms.range = Some((Fen(1), Fen(2)))),
        ("gain", |terms| terms.confiscated = Some(Fen(1))),
        ("code", |terms| terms.acts[0].0.push('1')),
        ("basis", |terms| terms.acts[0].2.push('项')),
        ("no fine", |terms| terms.no_fines.push(("OL-001".into(), "情节轻微".into()))),
    ];
    let mut seen = vec![terms::digest(&terms)];
    for (what, change) in changes {
        let mut other = terms.clone();
        change(&mut other);
        let digest = terms::digest(&other);
        assert!(!seen.contains(&digest), "{what} is not bound");
        seen.push(digest);
    }
}

#[test]
fn one_pin_is_never_two_officers_word() {
    let (folder, mut desk) = found(sample(), EVENING);
    let draft = draft(&mut desk, &typed(&scenarios::stop("S01")));
    let terms = to_confirm(desk.handle(unseen(draft)));
    let shown = Some(terms::digest(&terms));
    let zhang = own_pins().remove(0);
    let alone = Command::Conclude { draft, shown, pins: vec![zhang.clone()] };
    assert_eq!(failed(desk.handle(alone)), "trouble.confirm_needed");
    let twice = Command::Conclude { draft, shown, pins: vec![zhang.clone(), zhang.clone()] };
    assert_eq!(failed(desk.handle(twice)), "trouble.confirm_needed");
    pin::change(&mut desk, LI, "135790", zhang.1.get()).unwrap();
    let alike = vec![zhang.clone(), (LI.to_string(), zhang.1.clone())];
    let alike = Command::Conclude { draft, shown, pins: alike };
    assert_eq!(failed(desk.handle(alike)), "trouble.pins_alike");
    let file = format!("{ZHANG} 246810\n{LI} 246810\n");
    assert_eq!(check_file::check_pins(&mut desk, &file).unwrap_err().key, "trouble.pins_alike");
    let file = format!("{ZHANG} 246810\n{ZHANG} 246810\n");
    assert_eq!(check_file::check_pins(&mut desk, &file).unwrap_err().key, "trouble.pin_line_twice");
    assert_eq!(endings(folder.path(), draft), (0, 0));
}

/// The sample bureau and a third officer, who works with neither.
fn with_a_third() -> (tempfile::TempDir, Desk) {
    let mut founding = sample();
    founding.officers.push(NewOfficer {
        name: "王强".into(),
        credential: "19050001010".into(),
        pin: "112233".into(),
        role: Role::Officer,
        ..founding.officers[0].clone()
    });
    found(founding, EVENING)
}

#[test]
fn a_script_records_each_stop_in_the_name_of_its_own_officers_and_says_how_they_confirmed() {
    let (folder, mut desk) = with_a_third();
    desk.handle(Command::SignIn {
        credential: "19050001010".into(),
        pin: "112233".to_string().into(),
    });
    let file = format!("19050001010 112233\n{ZHANG} 246810\n{LI} 135790\n");
    check_file::check_pins(&mut desk, &file).unwrap();
    let (_, answers, _) = check(&mut desk, vec![scenarios::stop("S01")]);
    assert_eq!(answers[0]["outcome"], "on_spot_penalty");
    let store = reader(folder.path());
    let stop = store.inspections("", None, 1).unwrap()[0].id;
    let zhang = desk.snapshot().officers.iter().find(|one| one.credential == ZHANG).unwrap().id;
    let entries = store.entries_of(stop).unwrap();
    assert!(entries.iter().all(|entry| entry.envelope.officer == Some(zhang)));
    let by = confirmations(folder.path(), stop);
    assert!(by.len() == 2 && by.iter().all(|one| one.way == ConfirmedBy::PinFile), "{by:?}");
}
