//! One sample of every kind of event that an entry may hold, and entries made of them; nothing in them is true.

use crate::bureau::sample;
use crate::crash::lives;
use crate::papers_of_case::of_case;
use crate::scenarios;
use lucha::domain::agency::{DocumentNo, NumberBlock, Officer, Role};
use lucha::domain::blocked::{Blocked, Rule};
use lucha::domain::bureau::{BureauEvent, OrderDone, PinSetter, Shift};
use lucha::domain::calendar::Calendar;
use lucha::domain::cash::{Cash, CashCollected, CashGround, CashHandedOn, CashStep, CashWithdrawn};
use lucha::domain::clock_step::{ClockStep, ClockWord, StepKind};
use lucha::domain::counting::{DecidedAct, Standing};
use lucha::domain::deadline::Deadlines;
use lucha::domain::deadline::reckon::Reckoner;
use lucha::domain::deadline::recorded::DeadlineFact;
use lucha::domain::deadline::trigger::Trigger;
use lucha::domain::described::Description;
use lucha::domain::document::{PrintEnd, PrintResult, Printing, Recipient, Sending};
use lucha::domain::epoch::{EarlierJournal, EpochReason};
use lucha::domain::evidence::EvidenceKind;
use lucha::domain::full_record::Stage;
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::judgement::{Ending, Outcome, Penalty, Procedure};
use lucha::domain::inspection::terms::{Confirmation, ConfirmedBy};
use lucha::domain::inspection::{Facts, Signature, Statement, StatementKind, Topic};
use lucha::domain::leniency::{LetOff, Revisit};
use lucha::domain::number_void::NumberVoided;
use lucha::domain::offender::Offenders;
use lucha::domain::paper::{CasePaper, KINDS, PaperApproval, PaperMade};
use lucha::domain::photograph::{MediaType, Photograph};
use lucha::domain::pruning::{ClearedDraft, PrunedClose, PrunedPaper, PrunedStop};
use lucha::domain::recording::Recording;
use lucha::domain::scope;
use lucha::domain::shift_close::{ClosedCash, ClosedDecision, Closing, PrintedSheet};
use lucha::stdx::clock::{Moment, Reading};
use lucha::stdx::day::Day;
use lucha::stdx::digest::Digest;
use lucha::stdx::fen::Fen;
use lucha::stdx::id::{Dice, Id};
use lucha::store::Store;
use lucha::store::journal::Work;
use lucha::store::site::Site;
use lucha::wire::entry::{self, Entry, Kept, Stamp};
use lucha::wire::event::{self, Body};
use lucha::wire::message::hello::JournalName;
use lucha::wire::suite::Suite;
use std::collections::{BTreeMap, BTreeSet};

/// Whose entries `chain` makes.
pub const NAME: JournalName = JournalName { device: Id([7; 16]), epoch: 1 };
/// The suite of those entries.
pub const SUITE: Suite = Suite::Sha256Ed25519;
const SUBJECT: Id = Id([0x0f; 16]);
const OFFICER: Id = Id([3; 16]);
const DIGEST: Digest = Digest([9; 32]);

fn at() -> Moment {
    Moment::from_ms(1_764_000_000_000)
}

fn day() -> Day {
    Day::parse("2026-11-23").unwrap()
}

/// What a sample stop of the check contract holds.
pub fn facts(stop: &str) -> Facts {
    lucha::wire::stop::read(scenarios::stop(stop)).unwrap().facts
}

fn shift() -> Shift {
    let officers = vec!["19050001001".into(), "19050001002".into()];
    Shift { at: at(), officers, station: "莲下".into(), plan: "2026-治超-11".into() }
}

/// What becomes of a fine that was collected at the roadside, or was not.
fn of_cash(decision: &ClosedDecision) -> (CashCollected, CashHandedOn, CashWithdrawn) {
    let (text, number) = (|text: &str| text.to_string(), || decision.number.clone());
    let collected = CashCollected {
        inspection: SUBJECT,
        number: number(),
        fine: decision.fine.unwrap(),
        on: day(),
        officer: text("19050001009"),
        ticket: text("44A0001"),
        ground: CashGround::Remote,
    };
    let (step, on) = (CashStep::ToAgency, day());
    let handed_on = CashHandedOn { number: number(), step, on, slip: text("J0001") };
    (collected, handed_on, CashWithdrawn { number: number(), reason: text("票据号记错") })
}

/// What founds a bureau and leads a shift.
fn of_bureau() -> Vec<BureauEvent> {
    let officer = Officer {
        id: OFFICER,
        name: "陈晓".into(),
        credential: "19050001009".into(),
        role: Role::Keeper,
        valid_from: day(),
        valid_until: day().plus(900),
        scope: scope::Scope::parse("公路运输、路政"),
    };
    let act = DecidedAct {
        code: "OL-001".into(),
        plate: "粤D00001".into(),
        on: day(),
        standing: Standing::Final,
        stop: None,
        by: Offenders { driver: "440511198506150029".into(), carrier: "91440500MA0001018W".into() },
    };
    let decision = ClosedDecision {
        number: lives::ending(7).number.unwrap(),
        issued_on: day(),
        plate: "粤D00001".into(),
        fine: Some(Fen(300_000)),
        printed: true,
        received: false,
    };
    let text = |text: &str| text.to_string();
    let (collected, handed_on, withdrawn) = of_cash(&decision);
    let cash = Cash { collected: collected.clone(), steps: vec![handed_on.clone()] };
    let closing = Closing {
        at: at(),
        decisions: vec![decision],
        entries_waiting: 12,
        pages_waiting: 3,
        drafts: 1,
        cash: vec![ClosedCash::of(
            &cash,
            Reckoner { calendar: &Calendar::default(), table: &Deadlines::default() },
        )],
    };
    let block = NumberBlock { prefix: "样汕交罚".into(), year: 2026, from: 1, until: 200 };
    vec![
        BureauEvent::JournalOpened { device: NAME.device, epoch: NAME.epoch },
        BureauEvent::AgencyNamed(sample().agency),
        BureauEvent::OfficerEnrolled(officer),
        BureauEvent::RulePackAdopted {
            digest: DIGEST,
            id: text("sample"),
            version: text("2026.11"),
            approver: text("法制科"),
        },
        BureauEvent::NumberBlockGranted(block),
        BureauEvent::PriorDecisionReceived(act),
        BureauEvent::ShiftStarted(shift()),
        BureauEvent::ShiftClosed(closing),
        BureauEvent::SheetPrinted(PrintedSheet { closed_at: at(), copy: 2, digest: DIGEST }),
        BureauEvent::PinSet { officer: OFFICER, setter: PinSetter::Keeper },
        BureauEvent::CashCollected(collected),
        BureauEvent::CashHandedOn(handed_on),
        BureauEvent::CashWithdrawn(withdrawn),
        BureauEvent::RevisitDue(Revisit {
            inspection: SUBJECT,
            on: day().plus(15),
            codes: vec!["LZ-015".into(), "FR-006".into()],
        }),
    ]
}

/// What the laptop says of itself, and of what headquarters told it.
fn of_device() -> Vec<BureauEvent> {
    let before = EarlierJournal { epoch: 1, number: 300, digest: DIGEST, lost_until: Some(310) };
    let step = ClockStep { kind: StepKind::OffHeadquarters, by_ms: -130_000 };
    let done = OrderDone::Reported { program: "0.1.0".into(), disk_free: 1_000_000, officers: 4 };
    let paper = PrunedPaper {
        id: Id([0x0e; 16]),
        form: "on_spot_decision".into(),
        document_no: "样汕交罚〔2026〕00001号".into(),
        digest: DIGEST,
        pages: 1,
        issued_at: at(),
        printed: 2,
    };
    let stop = PrunedStop {
        id: SUBJECT,
        number: 12,
        at: at(),
        codes: vec!["OL-001".into()],
        outcome: Some(Outcome::OnSpotPenalty),
        over_kg: Some(6_240),
        fine: Some(Fen(300_000)),
        document_no: paper.document_no.clone(),
        taken: Some((lives::ending(1).number.unwrap(), 14)),
        papers: vec![paper],
    };
    let tally = lucha::domain::shift_close::Tally { issued: 3, printed: 2, received: 1 };
    let draft = ClearedDraft { id: Id([4; 16]), begun_at: at(), owner: "19050001009".into() };
    vec![
        BureauEvent::DeviceKeyMade { suite: SUITE.byte(), public_key: vec![6; 32] },
        BureauEvent::ClockStepped { step, confirmed_by: Some(OFFICER), said: ClockWord::Right },
        BureauEvent::RecoveryCodeMade,
        BureauEvent::JournalRestored { until: 300, whole: true },
        BureauEvent::DeviceSecretMoved,
        BureauEvent::EpochOpened { epoch: 2, before, reason: EpochReason::Restored },
        BureauEvent::RulePackRefused { digest: DIGEST, why: "assets/laws.toml".into() },
        BureauEvent::TaskDone { task: Id([5; 16]) },
        BureauEvent::OrderCarriedOut { order: Id([5; 16]), done },
        BureauEvent::CaseCame { subject: SUBJECT, token: 3, entries: 12, named: DIGEST },
        BureauEvent::PartyDataPruned {
            days: 90,
            received_upto: 300,
            stops: vec![stop],
            closes: vec![PrunedClose { number: 40, at: at(), tally }],
        },
        BureauEvent::SetAsideCleared {
            days: 90,
            drafts: vec![draft],
            folders: vec!["damaged-20261123".into()],
        },
    ]
}

/// A stop from the first word to the last paper.
fn of_stop() -> Vec<Event> {
    let ending = Ending {
        penalties: vec![Penalty::Fine],
        fine: Some(Fen(300_000)),
        range: Some((Fen(100_000), Fen(300_000))),
        limit_kg: Some(25_000),
        over_kg: Some(6_240),
        let_off: vec![LetOff {
            nth: 1,
            code: "LZ-015".into(),
            name: "车辆装载物触地拖行、掉落、遗洒".into(),
            cite: "《行政处罚法》第三十三条第一款".into(),
            item: "ST-7".into(),
            first_until: Some(day()),
            promised: true,
            revisit_on: Some(day().plus(15)),
        }],
        ..lives::ending(1)
    };
    let blocked = Ending {
        outcome: Outcome::Blocked,
        procedure: Procedure::None,
        number: None,
        blocked: vec![Blocked::new(Rule::TwoOfficers, "officers")],
        ..lives::ending(1)
    };
    let topics = Topic::ALL.into_iter().map(|topic| (topic, at())).collect();
    let stated = StatementKind::Stated("货物当场卸下".into());
    let statement = Statement { at: at(), kind: stated, answer: "不影响处罚".into() };
    let by = |officer, way| Confirmation { officer, at: at(), shown: Some(DIGEST), way };
    let document = lives::document(Id([0x0e; 16]), DIGEST);
    let printing = Printing { at: at(), copy: 1, printer: "file:a4".into(), digest: DIGEST };
    vec![
        Event::InspectionRecorded(Box::new(facts("S01"))),
        Event::FactsCorrected { reason: "号牌看错".into(), facts: Box::new(facts("S03")) },
        Event::CheckDigitConfirmed { fields: vec!["party.id_no".into()] },
        Event::CardsShown { at: at(), nth: Some(1) },
        Event::ProposalTold { topics, nth: Some(2) },
        Event::TellingRetracted,
        Event::StatementHeard { statement, nth: Some(7) },
        Event::SignatureRecorded(Signature::Declined("拒签".into())),
        Event::DecisionConfirmed {
            by: vec![by(OFFICER, ConfirmedBy::Screen), by(Id([2; 16]), ConfirmedBy::PinFile)],
        },
        Event::DecisionBlocked(blocked),
        Event::InspectionEnded(ending),
        Event::DocumentIssued(document),
        Event::DocumentPrinted { document: Id([0x0e; 16]), printing },
        Event::CaseExported { manifest: DIGEST, files: 12, reason: "法院调卷".into() },
        Event::ReturnAnswered { returned: Id([5; 16]) },
        Event::PenOffered { to: Id([0x11; 16]), until: at(), reason: "终端送修".into() },
        Event::PenTaken { from: Id([0x11; 16]), offer: DIGEST, token: 1 },
        Event::NumberVoided(NumberVoided {
            number: DocumentNo { prefix: "样汕交罚".into(), year: 2026, serial: 77_777 },
            at: at(),
            reason: "案由写错".into(),
        }),
        Event::DeadlineFactRecorded(DeadlineFact {
            what: Trigger::OverLimitReported,
            on: day(),
            paper: "汕交抄〔2026〕12号".into(),
            withdrawn: true,
        }),
    ]
    .into_iter()
    .chain(of_evidence())
    .chain(of_papers())
    .chain(of_printers())
    .collect()
}

/// What is kept of a stop beside its papers.
fn of_evidence() -> Vec<Event> {
    vec![
        Event::PhotographTaken(photograph(DIGEST, 40)),
        Event::RecordingReferenced(Recording {
            digest: Digest([0x17; 32]),
            bytes: 3 << 30,
            media_type: MediaType::Mp4,
            file_name: "REC_0001.MP4".into(),
            from: Some(at()),
            until: Some(at().plus_ms(900_000)),
            medium: "执法记录仪 DSJ-07 存储卡".into(),
            said: said(),
        }),
        Event::EvidenceDescribed { of: DIGEST, said: said() },
    ]
}

/// A copy on its way to a printer, and its end.
fn of_printers() -> Vec<Event> {
    let document = Id([0x0e; 16]);
    let sending = Sending {
        id: Id([0x0f; 16]),
        at: at(),
        copy: 1,
        whom: Recipient::Party,
        printer: "ipp://localhost:631/printers/car".into(),
        digest: DIGEST,
        end: None,
    };
    let failed = PrintResult::Failed { fault: "paper_out".into(), may_have_printed: true };
    let end = PrintEnd { at: at(), job: Some(7), result: failed };
    let ended = Event::PrintEnded { document, sending: sending.id, end };
    vec![Event::PrintSent { document, sending }, ended]
}

/// A paper of the case, whose number is its decision's: no case has two. Each sort reads back in a test of its own, with one.
fn of_papers() -> Vec<Event> {
    let paper = of_case("evidence_hold").unwrap();
    vec![Event::PaperMade(Box::new(PaperMade { takes: None, ..made(paper) }))]
}

/// A paper with which its case takes the number `serial`.
pub fn paper_with_number(serial: u32) -> Body {
    let mut made = made(of_case("evidence_hold").unwrap());
    made.takes = made.takes.map(|number| DocumentNo { serial, ..number });
    Body::Inspection(Event::PaperMade(Box::new(made)))
}

fn made(paper: CasePaper) -> PaperMade {
    let approval = PaperApproval { by: "陈局".into(), at: at(), paper: "汕交保审12".into() };
    let takes = DocumentNo { prefix: "样汕交罚".into(), year: 2026, serial: 9 };
    PaperMade {
        document: Id([0x0e; 16]),
        at: at(),
        paper,
        approval: Some(approval),
        takes: Some(takes),
        pack: DIGEST,
        minutes: None,
    }
}

fn said() -> Description {
    Description {
        stage: Some(Stage::Evidence),
        proves: "车货总质量".into(),
        place: "莲下治超点".into(),
        device: "DSJ-07".into(),
        wearer: "张三".into(),
        kind: Some(EvidenceKind::AudioVisual),
        is_copy: Some(false),
    }
}

pub fn photograph(digest: Digest, bytes: u64) -> Photograph {
    let file_name = "IMG_0001.jpg".into();
    let media_type = MediaType::Jpeg;
    Photograph {
        digest,
        bytes,
        media_type,
        file_name,
        taken_at: Some(at()),
        camera: None,
        is_damaged: false,
        said: Description::default(),
    }
}

/// One of each kind, in the order in which a journal could hold them.
pub fn every() -> Vec<Body> {
    let bureau = of_bureau().into_iter().chain(of_device()).map(Body::Bureau);
    bureau.chain(of_stop().into_iter().map(Body::Inspection)).collect()
}

/// Entries of `bodies`, each behind the one before, as the laptop `NAME` would write them.
pub fn chain(bodies: Vec<Body>) -> Vec<(Entry, Kept)> {
    let (mut made, mut previous) = (Vec::new(), Digest::ZERO);
    for (body, number) in bodies.into_iter().zip(1..) {
        let is_of_stop = matches!(body, Body::Inspection(_));
        let stamp = Stamp {
            suite: SUITE,
            device: NAME.device,
            epoch: NAME.epoch,
            number,
            previous,
            clock: Reading::new(at(), number * 1_000),
            boot: Id([4; 16]),
            officer: Some(OFFICER),
            subject: is_of_stop.then_some(SUBJECT),
            pen: 0,
            salt: [8; 16],
        };
        let blobs = event::blobs(&body, |_| Some(40));
        let (entry, kept) = entry::make(&stamp, body, blobs);
        previous = entry.digest;
        made.push((entry, kept));
    }
    made
}

/// Numbers of all kinds of events, as `src/wire/event` gives them, each with its name there.
pub fn kinds() -> BTreeMap<u16, String> {
    let mut kinds = BTreeMap::new();
    let files = std::fs::read_dir("src/wire/event").unwrap().map(|file| file.unwrap().path());
    for file in files {
        // A folder has its number in the file that names the rest.
        let file = if file.is_dir() { file.join("mod.rs") } else { file };
        let text = std::fs::read_to_string(file).unwrap();
        for line in text.lines() {
            let Some((_, line)) = line.split_once("const ") else { continue };
            let Some((name, rest)) = line.split_once(": u16 = ") else { continue };
            let Ok(number) = rest.trim_end_matches(';').parse() else { continue };
            if !["FIRST", "SCHEMA"].contains(&name) {
                let before = kinds.insert(number, name.to_lowercase());
                assert_eq!(before, None, "two kinds under {number}");
            }
        }
    }
    kinds
}

#[test]
fn a_copy_that_came_out_reads_back_as_it_did() {
    for (is_told, sheets) in [(true, Some(2)), (true, None), (false, None)] {
        let result = PrintResult::Printed { is_told, sheets };
        let end = PrintEnd { at: at(), job: None, result };
        let body =
            Body::Inspection(Event::PrintEnded { document: Id([1; 16]), sending: OFFICER, end });
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes).unwrap(), body);
    }
}

#[test]
fn every_kind_of_event_has_one_sample_that_reads_back() {
    let (mut samples, mut names) = (BTreeMap::new(), BTreeSet::new());
    for body in every() {
        let (kind, schema, bytes) = event::encode(&body);
        assert_eq!(event::decode(kind, schema, &bytes).as_ref(), Ok(&body));
        names.insert(event::name(&body));
        let before = samples.insert(kind, event::name(&body).to_string());
        assert_eq!(before, None, "two samples of kind {kind}");
    }
    assert_eq!(samples, kinds(), "each constant of src/wire/event wants a sample under its name");
    let of_nobody = |name: &&&str| !["pruned", "later"].contains(*name);
    assert_eq!(names, event::NAMES.iter().filter(of_nobody).copied().collect());
    for (entry, kept) in chain(every()) {
        assert_eq!(entry::read(&kept), Ok(entry));
    }
}

#[test]
fn every_sort_of_paper_reads_back() {
    for sort in KINDS {
        let paper = of_case(sort.word).unwrap();
        for takes in [None, made(paper.clone()).takes] {
            let (approval, minutes) = (None, takes.as_ref().map(|_| Id([0x0f; 16])));
            let made = PaperMade { approval, takes, minutes, ..made(paper.clone()) };
            let body = Body::Inspection(Event::PaperMade(Box::new(made)));
            let (kind, schema, bytes) = event::encode(&body);
            assert_eq!(event::decode(kind, schema, &bytes), Ok(body), "{}", sort.word);
        }
    }
}

#[test]
fn the_rows_of_every_kind_of_event_are_made_again_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::Counted(1);
    let mut store = Store::open(&Site::plain(folder.path()), &mut dice).unwrap();
    let mut append = |store: &mut Store, subject: Option<Id>, bodies: Vec<Body>| -> u64 {
        let work = Work { officer: Some(OFFICER), subject, bodies, ..Work::default() };
        let made = store.append(work, Reading::new(at(), 1_000), &mut dice).unwrap();
        made[0].envelope.number
    };
    let takes_away = |body: &Body| {
        matches!(
            body,
            Body::Bureau(BureauEvent::PartyDataPruned { .. } | BureauEvent::SetAsideCleared { .. })
        )
    };
    let (mut taking, making): (Vec<Body>, Vec<Body>) = every().into_iter().partition(takes_away);
    let (bureau, stop): (Vec<Body>, Vec<Body>) =
        making.into_iter().partition(|body| matches!(body, Body::Bureau(_)));
    append(&mut store, None, bureau);
    let first = append(&mut store, Some(SUBJECT), stop);
    again(&mut store);
    let full = store.dump().unwrap();
    // What takes away comes behind what it names.
    for body in &mut taking {
        if let Body::Bureau(BureauEvent::PartyDataPruned { stops, .. }) = body {
            stops.iter_mut().for_each(|stop| stop.number = first);
        }
    }
    assert_eq!(taking.len(), 2);
    append(&mut store, None, taking);
    again(&mut store);
    assert_ne!(store.dump().unwrap(), full, "the rows of the stop say less");
    assert_eq!(store.head().number, every().len() as u64, "one of each kind");
}

/// Every table has rows, and they are the same when they are made anew.
#[track_caller]
fn again(store: &mut Store) {
    let before = store.dump().unwrap();
    for table in lucha::store::rows::TABLES {
        let named = format!("{table} ");
        assert!(before.iter().any(|line| line.starts_with(&named)), "no {table}");
    }
    store.rebuild().unwrap();
    assert_eq!(store.dump().unwrap(), before);
}
