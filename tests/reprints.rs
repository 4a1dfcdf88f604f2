//! A paper that was issued stays the paper it is: what is learnt, renewed or corrected later changes neither its view nor a
//! reprint, and refuses none.

use crate::bureau::{EVENING, found, sample};
use crate::decisions::{conclude, draft, typed};
use crate::paper::{bare, pdftotext};
use crate::scenarios::stop;
use crate::shared_laptop::{LI, ZHANG, shift, sign_in};
use lucha::app::command::{Command, Reply};
use lucha::app::config::NewOfficer;
use lucha::app::desk::Desk;
use lucha::app::documents;
use lucha::app::enrol_officer::Enrolment;
use lucha::app::view::conclusion::Conclusion;
use lucha::domain::agency::Role;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use tempfile::TempDir;

const KEEPER: &str = "K-01";
const KEEPER_PIN: &str = "778899";
const OLD_ACCOUNT: &str = "0000000000000000000";
const NEW_ACCOUNT: &str = "6222111122223333444";

/// The sample bureau with a keeper; a pair is out.
fn on_duty() -> (TempDir, Desk) {
    let mut founding = sample();
    founding.officers.push(NewOfficer {
        name: "管理员".into(),
        credential: KEEPER.into(),
        role: Role::Keeper,
        pin: KEEPER_PIN.into(),
        ..founding.officers[0].clone()
    });
    let (folder, mut desk) = found(founding, EVENING);
    desk.set_paper_folder(folder.path().join("paper"));
    shift(&mut desk, ZHANG, LI);
    (folder, desk)
}

/// A lorry with this plate, over its limit and fined on the spot.
fn fined(desk: &mut Desk, plate: &str) -> Conclusion {
    let mut fields = typed(&stop("S01"));
    fields.insert("vehicle.plate".into(), plate.into());
    let draft = draft(desk, &fields);
    let done = conclude(desk, draft);
    assert_eq!(done.blocked, []);
    assert_eq!(done.view.documents.len(), 3);
    done
}

/// What each paper of a stop shows.
fn shown(desk: &mut Desk, of: &Conclusion) -> Vec<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for line in &of.view.documents {
        let document = line.document;
        let reply = desk.handle(Command::OpenDocument { document, page: 1, width_px: 200 });
        let Reply::Document(page) = reply else { panic!("{}: {reply:?}", line.form) };
        texts.push(page.text);
    }
    texts
}

/// What a reprint of each paper bears, without blanks.
fn reprinted(desk: &mut Desk, of: &Conclusion) -> Vec<String> {
    let again = |document: Id| {
        desk.handle(Command::Print { document, roll: false });
        let reply = desk.handle(Command::Print { document, roll: false });
        let Reply::Printed { copy: 2, path, .. } = reply else { panic!("{reply:?}") };
        bare(&pdftotext(std::path::Path::new(&path)))
    };
    of.view.documents.iter().map(|line| line.document).map(again).collect()
}

/// What the keeper does, and the pair is out again.
fn keeper(desk: &mut Desk, command: Command) {
    let pin = KEEPER_PIN.to_string().into();
    for command in [Command::SignIn { credential: KEEPER.into(), pin }, command] {
        let reply = desk.handle(command);
        assert!(!matches!(reply, Reply::Failed(_)), "{reply:?}");
    }
    sign_in(desk, ZHANG);
}

#[test]
fn another_bank_of_the_agency_is_on_new_papers_alone() {
    let (_folder, mut desk) = on_duty();
    let old = fined(&mut desk, "粤D55D18");
    let before = shown(&mut desk, &old);
    let mut agency = desk.snapshot().agency;
    (agency.bank, agency.account) = ("新样银行".into(), NEW_ACCOUNT.into());
    keeper(&mut desk, Command::NameAgency { agency: Box::new(agency) });
    assert_eq!(shown(&mut desk, &old), before);
    let papers = reprinted(&mut desk, &old);
    assert!(papers.iter().all(|paper| paper.contains("第2次打印（补打）")), "{papers:?}");
    assert!(papers[2].contains(OLD_ACCOUNT) && !papers[2].contains("新样银行"), "{}", papers[2]);

    let new = fined(&mut desk, "粤D66A09");
    let papers = reprinted(&mut desk, &new);
    assert!(papers[2].contains(NEW_ACCOUNT) && papers[2].contains("新样银行"), "{}", papers[2]);
}

#[test]
fn the_papers_of_an_officer_whose_credential_is_another_now_are_shown_and_reprinted() {
    let (_folder, mut desk) = on_duty();
    let old = fined(&mut desk, "粤D55D18");
    let before = shown(&mut desk, &old);
    let person = Enrolment {
        name: "李新名".into(),
        credential: LI.into(),
        from: "2026-11-24".into(),
        until: "2030-12-31".into(),
        role: "officer".into(),
        scope: Some("路政".into()),
    };
    let pin = String::new().into();
    keeper(&mut desk, Command::Enrol { person: Box::new(person), pin });
    assert_eq!(shown(&mut desk, &old), before);
    for paper in reprinted(&mut desk, &old) {
        assert!(paper.contains("第2次打印（补打）") && !paper.contains("李新名"), "{paper}");
    }
    let view = desk.find(&old.inspection.to_string()).unwrap();
    assert_eq!(view.judgement.blocked, [], "what was decided is not refused afterwards");
    assert_eq!(view.judgement.fine, view.inspection.ending.unwrap().fine);
}

#[test]
fn an_earlier_stop_that_is_corrected_to_the_same_plate_takes_back_no_paper() {
    let (_folder, mut desk) = on_duty();
    let earlier = fined(&mut desk, "粤D66A09");
    let later = fined(&mut desk, "粤D55D18");
    let before = shown(&mut desk, &later);
    let reply = desk.handle(Command::Correct {
        inspection: earlier.inspection,
        field: "vehicle.plate".into(),
        value: "粤D55D18".into(),
        reason: "抄录有误".into(),
    });
    assert!(matches!(reply, Reply::Corrected { .. }), "{reply:?}");
    assert_eq!(later.view.inspection.facts.other_trip, Some(false));
    assert_eq!(shown(&mut desk, &later), before);
    for paper in reprinted(&mut desk, &later) {
        assert!(paper.contains("第2次打印（补打）"), "{paper}");
    }
    let earlier = reprinted(&mut desk, &earlier);
    assert!(earlier[2].contains("粤D66A09"), "its paper names the plate it was issued on");
    assert!(earlier[2].contains("本件仍为原内容"), "{}", earlier[2]);
}

#[test]
fn a_page_that_would_be_another_one_is_neither_shown_nor_reprinted() {
    let (_folder, mut desk) = on_duty();
    let done = fined(&mut desk, "粤D55D18");
    for document in &done.view.inspection.documents {
        assert!(documents::as_issued(&mut desk, &done.view.inspection, document).is_ok());
        let other = lucha::domain::document::Document {
            digest: Digest::of(b"what the party holds"),
            ..document.clone()
        };
        let refused = documents::as_issued(&mut desk, &done.view.inspection, &other);
        let trouble = refused.expect_err("another page than the party holds");
        assert_eq!(trouble.key, "trouble.other_page");
        for lang in ["zh-CN", "en"] {
            assert!(trouble.sentence(lang).contains(documents::title(&document.form)));
        }
    }
}
