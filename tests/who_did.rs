//! Who did what: every kind of entry names the officer or the keeper whose act it is, and nobody where it is the laptop's or
//! headquarters' own.

use crate::bureau::{EVENING, at, check, found, reader, to_found, with};
use crate::decisions::{conclude, draft, save, typed};
use crate::headquarters::{code, founded, served, url};
use crate::news::hq;
use crate::news_packs::pack_folder;
use crate::scenarios;
use crate::shared_laptop::{CHEN, LI, ZHANG, shift, sign_in, two_pairs};
use lucha::app::command::{Command, Reply};
use lucha::app::config::NewOfficer;
use lucha::app::describe_evidence::Describing;
use lucha::app::desk::Desk;
use lucha::app::enrol_officer::Enrolment;
use lucha::app::found_bureau::found_bureau;
use lucha::app::import_evidence::Import;
use lucha::app::opening::{self, Place};
use lucha::app::record_fact::TypedFact;
use lucha::app::{backup, cash, export_case, hand_pen, keep_photograph, record_fact, rescue};
use lucha::domain::agency::{NumberBlock, Officer, Role};
use lucha::domain::bureau::BureauEvent;
use lucha::domain::cash::CashStep;
use lucha::domain::clock_step::ClockWord;
use lucha::domain::described::Description;
use lucha::domain::epoch::EpochReason;
use lucha::hq::place::Place as Headquarters;
use lucha::stdx::clock::{Clock, Reading};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::store::Store;
use lucha::sync::enrolment::{self, EnrolFault};
use lucha::wire::entry::Entry;
use lucha::wire::event::{Body, NAMES, name};
use lucha::wire::message::feed::{News, Scope};
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::message::rule_pack::{PackIssued, Title};
use lucha::wire::offer::PenOffer;
use lucha::wire::signer::SoftKey;
use lucha::wire::suite::Suite;
use std::collections::BTreeSet;
use std::path::Path;

const KEEPER: &str = "K-01";
const KEEPER_PIN: &str = "778899";

/// Whose act an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Officer,
    Keeper,
    /// Headquarters sent it, its code opened the journal, or the bureau was founded before anybody was on it.
    Headquarters,
    /// The laptop noticed it by itself.
    Laptop,
    /// Whoever it concerns: an own PIN is an officer's or a keeper's, one by headquarters' word its bearer's.
    Person,
}

/// Who may stand in the entries of a kind; a kind without a row is found by the test.
fn whose(kind: &str) -> &'static [Whose] {
    match kind {
        "inspection_recorded"
        | "facts_corrected"
        | "check_digit_confirmed"
        | "cards_shown"
        | "proposal_told"
        | "telling_retracted"
        | "statement_heard"
        | "signature_recorded"
        | "decision_confirmed"
        | "decision_blocked"
        | "inspection_ended"
        | "document_issued"
        | "document_printed"
        | "print_sent"
        | "print_ended"
        | "photograph_taken"
        | "recording_referenced"
        | "evidence_described"
        | "case_exported"
        | "deadline_fact_recorded"
        | "paper_made"
        | "number_voided"
        | "return_answered"
        | "pen_offered"
        | "pen_taken"
        | "shift_started"
        | "shift_closed"
        | "sheet_printed"
        | "task_done"
        | "cash_collected"
        | "cash_handed_on"
        | "cash_withdrawn"
        | "revisit_due"
        | "prior_decision_received" => &[Whose::Officer],
        "agency_named" | "officer_enrolled" | "recovery_code_made" => {
            &[Whose::Keeper, Whose::Headquarters]
        }
        "pin_set" | "device_secret_moved" => &[Whose::Person],
        // The founding's and a restore's are nobody's; any other is of whoever asked for it: `each_epoch_names…`.
        "epoch_opened" | "device_key_made" => &[Whose::Person, Whose::Headquarters],
        "clock_stepped" => &[Whose::Laptop, Whose::Person],
        "journal_opened"
        | "rule_pack_adopted"
        | "rule_pack_refused"
        | "number_block_granted"
        | "order_carried_out"
        | "case_came"
        | "journal_restored" => &[Whose::Headquarters],
        other => panic!("nobody says whose a `{other}` is"),
    }
}

fn is_its(entry: &Entry, people: &[Officer], allowed: &[Whose]) -> bool {
    let who = entry.envelope.officer;
    let person = people.iter().find(|person| Some(person.id) == who);
    allowed.iter().any(|whose| match whose {
        Whose::Officer => person.is_some_and(|person| person.role == Role::Officer),
        Whose::Keeper => person.is_some_and(|person| person.role == Role::Keeper),
        Whose::Person => person.is_some(),
        Whose::Headquarters | Whose::Laptop => who.is_none(),
    })
}

fn every_entry(folder: &Path, desk: &Desk) -> Vec<Entry> {
    let store = reader(folder);
    let last = store.head().number;
    assert_eq!(desk.verify().unwrap().entries, last);
    (1..=last).map(|number| store.row(number).unwrap().unwrap().read().unwrap()).collect()
}

/// The sample bureau with a second pair and a keeper; headquarters' code.
fn bureau() -> (tempfile::TempDir, Desk, String) {
    let mut founding = two_pairs();
    founding.blocks.truncate(1);
    founding.officers.push(NewOfficer {
        name: "管理员".into(),
        credential: KEEPER.into(),
        role: Role::Keeper,
        pin: KEEPER_PIN.into(),
        ..founding.officers[0].clone()
    });
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(at(EVENING));
    let mut desk = to_found(folder.path(), clock);
    let code = found_bureau(&mut desk, founding).unwrap();
    desk.set_paper_folder(folder.path().join("paper"));
    (folder, desk, code)
}

fn done(reply: Reply) -> Reply {
    assert!(!matches!(reply, Reply::Failed(_)), "{reply:?}");
    reply
}

/// A photograph, a recording that is named by its digest, and what that shows.
fn evidence(desk: &mut Desk, stop: Id, folder: &Path) {
    let file = folder.join("one.png");
    std::fs::write(&file, b"\x89PNG\r\n\x1a\nx").unwrap();
    keep_photograph::keep_photograph(desk, stop, &file, None).unwrap();
    let film = [&b"\0\0\0\x18ftypmp42"[..], &[7; 200]].concat();
    std::fs::write(folder.join("large.mp4"), &film).unwrap();
    let order = Import { from: vec![folder.join("large.mp4")], ..Import::with(stop) };
    assert_eq!(desk.import_holding(&order, 100, &mut |_| true).unwrap().named, 1);
    let said = Description { proves: "称重过程".into(), ..Description::default() };
    let order = Box::new(Describing { inspection: stop, of: Digest::of(&film), said });
    done(desk.handle(Command::DescribeEvidence(order)));
}

/// A day of two officers, on the screen's commands.
fn officers_day(desk: &mut Desk, folder: &Path) -> Id {
    shift(desk, ZHANG, LI);
    let mut fields = typed(&scenarios::stop("S01"));
    let stop = draft(desk, &fields);
    save(desk, stop, "telling.rights", "");
    assert!(!conclude(desk, stop).blocked.is_empty(), "told too little");
    // What was told is told anew, and a digit of the credit code is confirmed as it stands.
    save(desk, stop, "telling.rights", &fields["telling.rights"].clone());
    save(desk, stop, "telling.content", "");
    conclude(desk, stop);
    save(desk, stop, "telling.content", &fields["telling.content"].clone());
    // What was heard before is heard anew.
    save(desk, stop, "telling.statement", "");
    save(desk, stop, "telling.statement", &fields["telling.statement"].clone());
    assert!(conclude(desk, stop).blocked.is_empty());
    done(desk.handle(Command::PrintAll { inspection: stop }));
    let documents = vec![desk.find(&stop.to_string()).unwrap().documents[0].document];
    // Nobody listens there.
    let printer = "ipp://127.0.0.1:1/".into();
    done(desk.handle(Command::PrintOn { documents, printer }));
    let (field, value, reason) = ("place.text".into(), "莲上".into(), "误".into());
    done(desk.handle(Command::Correct { inspection: stop, field, value, reason }));
    evidence(desk, stop, folder);
    export_case::export_case(desk, &stop.to_string(), "复议", folder).unwrap();
    cash::collect(desk, &stop.to_string(), "44A0010", "hard_later", "").unwrap();
    cash::withdraw(desk, &stop.to_string(), "票据号记错").unwrap();
    cash::collect(desk, &stop.to_string(), "44A0001", "hard_later", "").unwrap();
    cash::hand_on(desk, &stop.to_string(), CashStep::ToAgency, "88", "").unwrap();
    let (event, paper) = ("over_limit_reported".into(), "汕交抄〔2026〕12号".into());
    let fact = TypedFact { event, paper, ..TypedFact::default() };
    record_fact::record(desk, &stop.to_string(), &fact).unwrap();
    crate::case_papers::hold(desk, &stop.to_string());
    pens_from_hand_to_hand(desk, stop);
    fields.insert("vehicle.plate".into(), "粤D66A09".into());
    fields.insert("vehicle.vin".into(), "LZZ5ELSC8GA123456".into());
    let second = draft(desk, &fields);
    conclude(desk, second);
    let (old, new) = ("445566".to_string().into(), "864202".to_string().into());
    done(desk.handle(Command::ChangePin { credential: CHEN.into(), old, new }));
    done(desk.handle(Command::CloseShift));
    stop
}

/// A case of his own offered to a colleague's laptop, and another one's taken.
fn pens_from_hand_to_hand(desk: &mut Desk, stop: Id) {
    let other = Id([0x11; 16]);
    hand_pen::offer(desk, &stop.to_string(), &other.to_string(), 8, "换班").unwrap();
    let theirs = PenOffer {
        subject: Id([0x0f; 16]),
        journal: JournalName { device: other, epoch: 1 },
        entry: Point { number: 9, digest: Digest([9; 32]) },
        token: 0,
        to: desk.device(),
        until_ms: at(EVENING).plus_ms(60_000).ms(),
        suite: 0,
        public_key: Vec::new().into(),
        signature: Vec::new().into(),
    };
    let key = SoftKey::new(Suite::default(), &Key::new([9; 32])).unwrap();
    hand_pen::take(desk, &theirs.signed(&key).unwrap().written()).unwrap();
}

/// The keeper's work, on his screens' commands.
fn keepers_day(desk: &mut Desk, recovery: &str) {
    let pin = KEEPER_PIN.to_string().into();
    done(desk.handle(Command::SignIn { credential: KEEPER.into(), pin }));
    let person = Enrolment {
        name: "林九".into(),
        credential: "19050001099".into(),
        from: "2026-01-01".into(),
        until: "2027-12-31".into(),
        role: "officer".into(),
        scope: None,
    };
    let pin = "334455".to_string().into();
    done(desk.handle(Command::Enrol { person: Box::new(person), pin }));
    let (code, pin) = (recovery.to_string().into(), "556677".to_string().into());
    done(desk.handle(Command::ResetPin { credential: "19050001099".into(), code, pin }));
    done(desk.handle(Command::EndPerson { credential: "19050001099".into() }));
    let mut agency = desk.snapshot().agency;
    agency.account.push('1');
    done(desk.handle(Command::NameAgency { agency: Box::new(agency) }));
    let Reply::CodeDrafted { code } = done(desk.handle(Command::DraftCode)) else { panic!() };
    let last = code.get().rsplit('-').next().unwrap().to_string();
    done(desk.handle(Command::RenewCode { typed_back: last.into() }));
}

/// What headquarters sends, and what the officer does about it.
fn headquarters_day(desk: &mut Desk, head: &Path, stop: Id) {
    let run = |words: &[&str]| {
        let (code, said) = hq(head, words);
        assert_eq!(code, 0, "{said}");
    };
    let file = head.join("tasks.toml");
    let task = "[[task]]\nplan = \"2026-治超-11\"\nsubject = \"甲\"\nplace = \"乙\"\ndue = \"2026-11-30\"\n";
    std::fs::write(&file, task).unwrap();
    run(&["publish", "--tasks", file.to_str().unwrap()]);
    let pack = pack_folder();
    let folder = pack.path().to_str().unwrap();
    run(&["publish", "--pack", folder, "--approved-by", "法制科"]);
    run(&["officers", "--add", "郑十", "--credential", "19050001061", "--until", "2030-12-31"]);
    let no = desk.find(&stop.to_string()).unwrap().line.number;
    let field = ["--field", "place.text", "--due", "2026-11-30"];
    run(&[["return", &no, "--reason", "不符"].as_slice(), &field].concat());
    let id = reader(desk.folder()).device().to_string();
    run(&["order", "--device", &id, "--report-in"]);
    let place = Headquarters::open(head).unwrap();
    let title = Title { id: "x", version: "9", approved_by: "y" };
    let signer = place.keys.signer().unwrap();
    let nothing = Digest::of(b"no part of it ever came");
    let issued = PackIssued::sign(place.headquarters(), nothing, title, (1, 1), &signer).unwrap();
    place.ledger().unwrap().publish(Scope::All, &News::PackIssued(issued)).unwrap();
    sync(desk);
    sign_in(desk, LI);
    let Reply::Today(today) = done(desk.handle(Command::LoadToday)) else { panic!() };
    done(desk.handle(Command::TaskDone { task: today.tasks[0].id }));
    let (field, value, reason) = ("place.text".into(), "莲下".into(), "退回".into());
    done(desk.handle(Command::Correct { inspection: stop, field, value, reason }));
}

fn sync(desk: &mut Desk) {
    let carried = desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
}

/// The clock an hour further than its counter says: noticed at the next entry, and confirmed by an officer.
fn clock_step(folder: &Path, place: Place<'_>) {
    let counter = u64::try_from(at(EVENING).ms()).unwrap() + 1_000;
    let stepped = Reading::new(at(EVENING).plus_ms(3_600_000), counter);
    let mut desk = opening::to_write_at(place, Clock::standing(stepped)).unwrap();
    assert_eq!(desk.folder(), folder);
    done(desk.handle(Command::ConfirmClock { said: ClockWord::ALL[0] }));
}

#[test]
fn every_entry_of_a_day_names_whose_it_is() {
    let head = founded(lucha::wire::suite::Suite::default());
    let running = served(head.path(), "127.0.0.1:0");
    let (folder, mut desk, recovery) = bureau();
    desk.enrol_laptop(&url(&running), &code(head.path())).unwrap();
    let stop = officers_day(&mut desk, folder.path());
    // A script, with headquarters' word about an earlier decision in its file.
    let scripted = with(scenarios::stop("S11"), "officers", serde_json::json!([LI, ZHANG]));
    let file = format!("{LI} 135790\n{ZHANG} 246810\n");
    lucha::app::check_file::check_pins(&mut desk, &file).unwrap();
    let (_, answers, sentences) = check(&mut desk, vec![scripted]);
    assert_eq!(answers.len(), 1, "{sentences}");
    keepers_day(&mut desk, &recovery);
    sync(&mut desk);
    headquarters_day(&mut desk, head.path(), stop);
    drop(desk);
    let place = |who: &str, pin: &str| Place {
        dir: Some(folder.path()),
        who: Some((who.to_string(), pin.to_string())),
        ..Place::default()
    };
    clock_step(folder.path(), place(LI, "135790"));
    let card = tempfile::tempdir().unwrap();
    let made = backup::backup(place(LI, "135790"), card.path(), at(EVENING)).unwrap();
    let desk = opening::to_read(place(LI, "135790")).unwrap();
    let mut kinds = BTreeSet::new();
    let people = desk.snapshot().officers;
    for entry in every_entry(folder.path(), &desk) {
        let kind = name(&entry.body);
        kinds.insert(kind);
        let number = entry.envelope.number;
        assert!(is_its(&entry, &people, whose(kind)), "entry {number}, {kind}: {entry:?}");
        if let Body::Bureau(BureauEvent::ClockStepped { confirmed_by, .. }) = entry.body {
            assert_eq!(confirmed_by, entry.envelope.officer, "who confirmed is who says so");
        }
        if let Body::Bureau(BureauEvent::OfficerEnrolled(person)) = &entry.body {
            // What headquarters lists is its own word; what the keeper writes is his.
            let by_keeper = person.credential == "19050001099";
            assert_eq!(entry.envelope.officer.is_some(), by_keeper, "{}", person.credential);
        }
    }
    // A restore, with headquarters' code, and the epoch that it begins.
    let again = tempfile::tempdir().unwrap();
    let code = backup::restore(&made.folder, again.path(), &recovery, Clock::fixed(at(EVENING)));
    assert!(code.is_err(), "the keeper made the code anew");
    drop(desk);
    let (other, mut desk, recovery) = bureau();
    shift(&mut desk, ZHANG, LI);
    drop(desk);
    let made = backup::backup(Place::from(Some(other.path())), card.path(), at(EVENING)).unwrap();
    let clock = Clock::fixed(at(EVENING));
    let restored = backup::restore(&made.folder, again.path(), &recovery, clock).unwrap();
    drop(restored);
    let desk = opening::to_read(Some(again.path())).unwrap();
    for entry in every_entry(again.path(), &desk) {
        let kind = name(&entry.body);
        kinds.insert(kind);
        assert!(is_its(&entry, &desk.snapshot().officers, whose(kind)), "{kind}");
    }
    let all: BTreeSet<&str> = NAMES.iter().copied().collect();
    // Two say that an entry cannot be read here, and the days of party data are not over on that day:
    // `pruning::after_the_days…` holds that this entry is nobody's but headquarters', `leftovers` that the other is the
    // keeper's.
    // A sample bureau's secret stays: `device_secret::the_keeper…` holds whose that entry is; its pack has no list that lets an
    // act off, and `leniency_news::one_laptop…` holds whose a revisit is. No pen came here: `came_cases::what_is_written…` holds
    // that the word of a case that came is nobody's. No number is voided on that day: `numbers::a_number_is_voided…` holds whose
    // that entry is.
    kinds.extend([
        "case_came",
        "number_voided",
        "revisit_due",
        "later",
        "pruned",
        "party_data_pruned",
        "set_aside_cleared",
        "device_secret_moved",
    ]);
    let never: Vec<&&str> = all.difference(&kinds).collect();
    assert!(never.is_empty(), "the day has none of {never:?}");
}

/// The entries that begin epoch `epoch`, each with the credential of whoever it names.
fn beginning(folder: &Path, epoch: u32) -> Vec<(&'static str, Option<String>)> {
    let desk = opening::to_read(Some(folder)).unwrap();
    let people = desk.snapshot().officers;
    let named = |entry: &Entry| {
        let person = people.iter().find(|person| Some(person.id) == entry.envelope.officer);
        person.map(|person| person.credential.clone())
    };
    let entries = every_entry(folder, &desk).into_iter();
    let of_epoch = entries.filter(|entry| entry.envelope.epoch == epoch);
    let wanted = ["epoch_opened", "device_key_made", "number_block_granted", "journal_restored"];
    let begins = of_epoch.map(|entry| (name(&entry.body), named(&entry)));
    begins.filter(|(kind, _)| wanted.contains(kind)).collect()
}

#[test]
fn each_epoch_names_who_asked_for_it_and_what_headquarters_grants_with_it_nobody() {
    let head = founded(lucha::wire::suite::Suite::default());
    let running = served(head.path(), "127.0.0.1:0");
    let (folder, mut desk, recovery) = bureau();
    desk.enrol_laptop(&url(&running), &code(head.path())).unwrap();
    sync(&mut desk);
    drop(desk);
    let place = |who: &str, pin: &str| Place {
        dir: Some(folder.path()),
        who: Some((who.to_string(), pin.to_string())),
        ..Place::default()
    };
    let sit = |who: &str, pin: &str| {
        opening::to_write_at(place(who, pin), Clock::fixed(at(EVENING))).unwrap()
    };
    let by = |who: &str| {
        let who = Some(who.to_string());
        vec![("epoch_opened", who.clone()), ("device_key_made", who)]
    };
    let granted = |who: &str| [by(who), vec![("number_block_granted", None)]].concat();
    assert_eq!(beginning(folder.path(), 1)[0], ("device_key_made", None), "the founding's");

    let mut desk = sit(KEEPER, KEEPER_PIN);
    assert_eq!(desk.rotate().unwrap(), 2);
    sync(&mut desk);
    assert!(beginning(folder.path(), 2).starts_with(&granted(KEEPER)));
    // The keeper asks, and an officer's session brings the answer.
    desk.make_next_key().unwrap();
    drop(desk);
    let mut desk = sit(LI, "135790");
    sync(&mut desk);
    assert!(beginning(folder.path(), 3).starts_with(&granted(KEEPER)));
    drop(desk);

    // Headquarters says that this is an old copy: the enrolment begins an epoch, whatever comes of it then.
    let mut desk = sit(KEEPER, KEEPER_PIN);
    let mut answers = vec![Ok(enrolment::Enrolment::NextEpoch(4, EpochReason::OldCopy))];
    let mut ask =
        |_: &Store, _: &str, _: &[NumberBlock]| answers.pop().unwrap_or(Err(EnrolFault::Unknown));
    assert_eq!(desk.enrol_by(&mut ask).unwrap_err().key, "trouble.enrol_code_unknown");
    assert_eq!(beginning(folder.path(), 4), by(KEEPER));

    // An entry behind it is lost.
    shift(&mut desk, ZHANG, LI);
    drop(desk);
    let conn = crate::bureau::raw(folder.path());
    let last = "SELECT max(number) FROM entry";
    let sql = format!("UPDATE entry SET payload = zeroblob(40) WHERE number = ({last})");
    conn.execute_batch(&sql).unwrap();
    drop(conn);
    let rescued = rescue::rescue(place(LI, "135790")).unwrap();
    assert!(rescued.lost_until().is_some(), "{rescued:?}");
    drop(rescued);
    assert_eq!(beginning(folder.path(), 5), by(LI));

    // Headquarters' code opens a restore, and no person's PIN.
    let (card, again) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let made = backup::backup(place(LI, "135790"), card.path(), at(EVENING)).unwrap();
    let clock = Clock::fixed(at(EVENING));
    drop(backup::restore(&made.folder, again.path(), &recovery, clock).unwrap());
    let nobody =
        ["epoch_opened", "device_key_made", "journal_restored"].map(|kind| (kind, None::<String>));
    assert_eq!(beginning(again.path(), 6), nobody);
}

/// A stop that a script records without anybody's PIN, in a sample bureau.
#[test]
fn a_sample_shift_names_an_officer_in_each_of_its_entries() {
    let (folder, mut desk) = found(crate::bureau::sample(), EVENING);
    let (_, answers, sentences) = check(&mut desk, scenarios::stops());
    assert!(answers.len() > 10, "{sentences}");
    let people = desk.snapshot().officers;
    for entry in every_entry(folder.path(), &desk) {
        let kind = name(&entry.body);
        assert!(is_its(&entry, &people, whose(kind)), "{kind}: {entry:?}");
    }
}
