//! Every command of the screens against every role: who may give it, and that whoever may not changes nothing by trying.

use crate::bureau::reader;
use crate::crash::every::{commands, name_of};
use crate::roles::{sign_in, with_all_roles};
use lucha::app::cash::CashAct;
use lucha::app::command::{Command, Reply};
use lucha::app::describe_evidence::Describing;
use lucha::app::enrol_officer::Enrolment;
use lucha::app::import_evidence::Import;
use lucha::app::make_paper::{PaperOrder, TypedPaper};
use lucha::app::record_fact::TypedFact;
use lucha::app::roles::permits;
use lucha::app::view::queue::Shown;
use lucha::domain::agency::Agency;
use lucha::domain::clock_step::ClockWord;
use lucha::domain::described::Description;
use lucha::domain::offender::Offenders;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::redacted::Redacted;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const OFFICER: (&str, &str) = ("19050001001", "246810");
const KEEPER: (&str, &str) = ("K-01", "112233");
const AUDITOR: (&str, &str) = ("A-01", "112233");

/// Whether officer, keeper and auditor may give `command`. A new command is sorted here before this compiles.
#[expect(clippy::match_same_arms, reason = "a table has a line for each")]
#[rustfmt::skip]
fn may(command: &Command) -> [bool; 3] {
    match command {
        //                                  officer keeper auditor
        Command::SignIn { .. }           => [true,  true,  true],
        Command::Unlock { .. }           => [true,  true,  true],
        Command::ChangePin { .. }        => [true,  true,  true],
        Command::LoadSync                => [true,  true,  true],
        Command::SyncNow                 => [true,  true,  true],
        Command::GoSync { .. }           => [true,  true,  true],
        Command::StopSync                => [true,  true,  true],
        Command::SetMetered { .. }       => [true,  true,  true],
        Command::LoadQueue { .. }        => [true,  true,  true],
        Command::FindStick               => [true,  true,  true],
        Command::ExchangeStick { .. }    => [true,  true,  true],
        Command::LookAtStick             => [true,  true,  true],
        Command::StopStick               => [true,  true,  true],
        Command::BearForColleague        => [true,  true,  true],
        Command::GiveToColleague { .. }  => [true,  true,  true],
        Command::LookAtRelay             => [true,  true,  true],
        Command::StopRelay               => [true,  true,  true],
        // Cases are read.
        Command::LoadToday               => [true,  false, true],
        Command::LoadDocket              => [true,  false, true],
        Command::LoadNumbers             => [true,  false, true],
        Command::LookUpPlate { .. }      => [true,  false, true],
        Command::Search { .. }           => [true,  false, true],
        Command::OpenInspection { .. }   => [true,  false, true],
        Command::OpenDocument { .. }     => [true,  false, true],
        Command::OpenEvidence { .. }     => [true,  false, true],
        // Law is enforced.
        Command::StartShift { .. }       => [true,  false, false],
        Command::LookAtClose             => [true,  false, false],
        Command::CloseShift              => [true,  false, false],
        Command::NewDraft                => [true,  false, false],
        Command::OpenDraft { .. }        => [true,  false, false],
        Command::SaveField { .. }        => [true,  false, false],
        Command::DropDraft { .. }        => [true,  false, false],
        Command::LookAtEnd { .. }        => [true,  false, false],
        Command::PreviewDraft { .. }     => [true,  false, false],
        Command::Conclude { .. }         => [true,  false, false],
        Command::OpenCase { .. }         => [true,  false, false],
        Command::ConfirmClock { .. }     => [true,  false, false],
        Command::Print { .. }            => [true,  false, false],
        Command::PrintAll { .. }         => [true,  false, false],
        Command::PrintOn { .. }          => [true,  false, false],
        Command::LookAtPrint             => [true,  false, false],
        Command::StopPrint               => [true,  false, false],
        Command::LookAtPrinters          => [true,  false, false],
        Command::SetUpPrinter { .. }     => [true,  false, false],
        Command::ChoosePrinter { .. }    => [true,  false, false],
        Command::ForgetPrinter { .. }    => [true,  false, false],
        Command::TaskDone { .. }         => [true,  false, false],
        Command::OfferPen { .. }         => [true,  false, false],
        Command::TakePen { .. }          => [true,  false, false],
        Command::PutDownCash { .. }      => [true,  false, false],
        Command::RecordFact { .. }       => [true,  false, false],
        Command::ImportEvidence(_)       => [true,  false, false],
        Command::LookAtImport            => [true,  false, false],
        Command::StopImport              => [true,  false, false],
        Command::DescribeEvidence(_)     => [true,  false, false],
        Command::LookAtPapers { .. }     => [true,  false, false],
        Command::BeginInterview { .. }   => [true,  false, false],
        Command::MakePaper(_)            => [true,  false, false],
        Command::Correct { .. }          => [true,  false, false],
        // The laptop is looked after.
        Command::LoadKeeping             => [false, true,  false],
        Command::Enrol { .. }            => [false, true,  false],
        Command::EndPerson { .. }        => [false, true,  false],
        Command::ResetPin { .. }         => [false, true,  false],
        Command::NameAgency { .. }       => [false, true,  false],
        Command::ChooseMirror { .. }     => [false, true,  false],
        Command::DraftCode               => [false, true,  false],
        Command::RenewCode { .. }        => [false, true,  false],
    }
}

/// One of each that anybody, a reader or the keeper may give.
fn of_all_of_readers_and_of_the_keeper() -> Vec<Command> {
    let text = |text: &str| text.to_string();
    let secret = |text: &str| Redacted::<String>::from(text);
    let (credential, inspection, document) = (text(OFFICER.0), Id([1; 16]), Id([2; 16]));
    vec![
        Command::SignIn { credential: credential.clone(), pin: secret("246810") },
        Command::Unlock { credential: credential.clone(), pin: secret("246810") },
        Command::ChangePin {
            credential: credential.clone(),
            old: secret("246810"),
            new: secret("998877"),
        },
        Command::LoadSync,
        Command::SyncNow,
        Command::GoSync { photographs: true },
        Command::StopSync,
        Command::SetMetered { metered: true },
        Command::LoadQueue { shown: Shown::All, at: 0 },
        Command::FindStick,
        Command::ExchangeStick { folder: "nowhere".into() },
        Command::LookAtStick,
        Command::StopStick,
        Command::BearForColleague,
        Command::GiveToColleague { address: text("127.0.0.1:9"), code: text("123456") },
        Command::LookAtRelay,
        Command::StopRelay,
        Command::LoadToday,
        Command::LoadDocket,
        Command::LoadNumbers,
        Command::LookUpPlate { plate: text("粤D55D18"), by: Offenders::default() },
        Command::Search { text: String::new(), before: None },
        Command::OpenInspection { inspection },
        Command::OpenDocument { document, page: 1, width_px: 40 },
        Command::OpenEvidence { stop: inspection, digest: Digest([7; 32]) },
        Command::LoadKeeping,
        Command::Enrol { person: Box::new(Enrolment::default()), pin: secret("445566") },
        Command::EndPerson { credential: text("19051100023") },
        Command::ResetPin { credential, code: secret("0000"), pin: secret("445566") },
        Command::NameAgency { agency: Box::new(Agency::default()) },
        Command::ChooseMirror { place: String::new() },
        Command::DraftCode,
        Command::RenewCode { typed_back: secret("0000") },
    ]
}

/// One of each that an officer alone may give.
fn of_officers(draft: Id) -> Vec<Command> {
    let text = |text: &str| text.to_string();
    let (inspection, document) = (Id([1; 16]), Id([2; 16]));
    let (ticket, ground) = (text("44A0001"), text("small"));
    vec![
        Command::StartShift {
            colleague: text("19051100023"),
            station: text("莲下"),
            plan: text("计划"),
        },
        Command::LookAtClose,
        Command::CloseShift,
        Command::NewDraft,
        Command::OpenDraft { draft },
        Command::SaveField { draft, field: text("vehicle.plate"), value: text("粤D55D18") },
        Command::DropDraft { draft },
        Command::LookAtEnd { draft },
        Command::PreviewDraft { draft, page: 1 },
        Command::Conclude { draft, shown: None, pins: Vec::new() },
        Command::OpenCase {
            stop: inspection,
            shown: None,
            pins: Vec::new(),
            evidence_gap: String::new(),
        },
        Command::ConfirmClock { said: ClockWord::Right },
        Command::Print { document, roll: false },
        Command::PrintAll { inspection },
        Command::PrintOn { documents: vec![document], printer: text("last") },
        Command::LookAtPrint,
        Command::StopPrint,
        Command::LookAtPrinters,
        Command::SetUpPrinter { uri: text("ipp://127.0.0.1:1/"), name: text("车上") },
        Command::ChoosePrinter { uri: text("ipp://127.0.0.1:1/") },
        Command::ForgetPrinter { uri: text("ipp://127.0.0.1:1/") },
        Command::TaskDone { task: Id([3; 16]) },
        Command::OfferPen { inspection, to: text("11"), reason: text("终端送修") },
        Command::TakePen { letters: text("AAAA") },
        Command::PutDownCash {
            inspection,
            act: CashAct::Collected { ticket, ground, on: String::new() },
        },
        Command::RecordFact { inspection, fact: TypedFact::default() },
        Command::ImportEvidence(Box::new(Import::with(inspection))),
        Command::LookAtImport,
        Command::StopImport,
        Command::DescribeEvidence(Box::new(Describing {
            inspection,
            of: Digest([7; 32]),
            said: Description::default(),
        })),
        Command::LookAtPapers { inspection },
        Command::BeginInterview { inspection },
        Command::MakePaper(Box::new(PaperOrder {
            inspection,
            paper: TypedPaper::default(),
            shown: None,
            pins: Vec::new(),
        })),
        Command::Correct {
            inspection,
            field: text("vehicle.plate"),
            value: text("粤D55D19"),
            reason: text("号牌看错"),
        },
    ]
}

#[test]
fn every_command_is_for_the_roles_of_the_table_and_a_refused_one_writes_nothing() {
    let (folder, mut desk) = with_all_roles();
    // A stop that is begun: what is refused could change it.
    assert!(matches!(sign_in(&mut desk, OFFICER.0, OFFICER.1), Reply::SignedIn { .. }));
    let Reply::Draft(draft) = desk.handle(Command::NewDraft) else { panic!("no draft") };
    let mut samples = of_all_of_readers_and_of_the_keeper();
    samples.extend(of_officers(draft.id));
    let sampled: BTreeSet<String> = samples.iter().map(name_of).collect();
    assert_eq!((sampled, samples.len()), (commands(), commands().len()), "one sample of each");
    for (role, (who, pin)) in [OFFICER, KEEPER, AUDITOR].into_iter().enumerate() {
        assert!(matches!(sign_in(&mut desk, who, pin), Reply::SignedIn { .. }), "{who}");
        let before = left(folder.path());
        for command in &samples {
            let name = name_of(command);
            let permitted = permits(&desk, command);
            assert_eq!(permitted.is_ok(), may(command)[role], "{who}: {name}: {permitted:?}");
            let Err(refused) = permitted else { continue };
            assert!(refused.key.starts_with("trouble.need_"), "{who}: {name}: {}", refused.key);
            // The desk asks before it does anything.
            assert_eq!(desk.handle(command.clone()), Reply::Failed(refused), "{who}: {name}");
            assert_eq!(left(folder.path()), before, "{who}: {name} changed something");
        }
    }
}

/// Number of the last entry, and the drafts.
type Left = (u64, Vec<(Id, BTreeMap<String, String>)>);

/// What a command that was refused may not change: the journal's last entry and the drafts.
fn left(folder: &Path) -> Left {
    let store = reader(folder);
    let drafts = store.drafts().unwrap().into_iter().map(|draft| (draft.id, draft.fields));
    (store.head().number, drafts.collect())
}
