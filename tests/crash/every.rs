//! The list of every use case that writes: each is cut at each step and meets a fault at each call. A command or a
//! function of `app` that writes and stands in no row here fails a test.

use super::disk::Plan;
use super::scene::UseCase;
use super::{headquarters, keeper, old, workday};
use lucha::app::command::Command;
use lucha::app::view::queue::Shown;
use lucha::domain::offender::Offenders;
use lucha::stdx::digest::Digest;
use std::collections::BTreeSet;

/// What two officers do in a shift.
pub fn of_the_shift(is_keyed: bool) -> Vec<UseCase> {
    workday::use_cases(is_keyed)
}

/// What goes between laptop and headquarters.
pub fn with_headquarters(is_keyed: bool) -> Vec<UseCase> {
    headquarters::use_cases(is_keyed)
}

/// What the keeper does, always under a key.
pub fn of_the_keeper() -> Vec<UseCase> {
    keeper::use_cases()
}

/// What becomes of a journal that is old or damaged.
pub fn of_an_old_journal(is_keyed: bool) -> Vec<UseCase> {
    old::use_cases(is_keyed)
}

/// Those that can be had without a key as well.
pub fn plain_ones(is_keyed: bool) -> Vec<UseCase> {
    let mut cases = of_the_shift(is_keyed);
    cases.extend(with_headquarters(is_keyed));
    cases.extend(of_an_old_journal(is_keyed));
    cases
}

/// A command that writes, and the use case that shows it.
const COMMANDS: &[(&str, &str)] = &[
    ("SignIn", "sign in"),
    ("StartShift", "start a shift"),
    ("CloseShift", "close a shift"),
    ("SyncNow", "synchronise"),
    ("GoSync", "synchronise"),
    ("SetMetered", "say what the line costs"),
    ("ExchangeStick", "write a stick"),
    ("BearForColleague", "bear for a colleague"),
    ("GiveToColleague", "give to a colleague"),
    ("NewDraft", "begin a draft"),
    ("SaveField", "save a field"),
    ("DropDraft", "drop a draft"),
    ("Conclude", "end a stop with papers"),
    ("OpenCase", "open a case"),
    ("Unlock", "unlock the screens"),
    ("ChangePin", "change a PIN"),
    ("Enrol", "enrol an officer"),
    ("EndPerson", "end a person's time"),
    ("ResetPin", "give a PIN by the code"),
    ("NameAgency", "name the agency"),
    ("ChooseMirror", "choose a mirror"),
    ("RenewCode", RENEWAL),
    ("ConfirmClock", "confirm the clock"),
    ("Print", "print"),
    ("PrintAll", "print all papers"),
    ("PrintOn", "print on a printer"),
    ("SetUpPrinter", "set a printer up"),
    ("ChoosePrinter", "set a printer up"),
    ("ForgetPrinter", "set a printer up"),
    ("TaskDone", "do a task"),
    ("OfferPen", "offer a pen"),
    ("TakePen", "take a pen"),
    ("PutDownCash", "collect cash"),
    ("RecordFact", "record a fact"),
    ("ImportEvidence", "import evidence"),
    ("DescribeEvidence", "describe evidence"),
    ("BeginInterview", "begin an interview"),
    ("MakePaper", "make a paper of a case"),
    ("Correct", "correct a fact"),
];

/// Not in the lists above: its own tests ask at each step which of two codes opens.
const RENEWAL: &str = "a_cut_at_every_step_of_a_renewal_leaves_one_code_in_force";

/// One of each command that changes nothing on the disk.
fn quiet(day: &workday::Day) -> Vec<Command> {
    let (inspection, document) = (day.ended, day.documents[0]);
    vec![
        Command::LoadToday,
        Command::LoadDocket,
        Command::LoadNumbers,
        Command::LookAtClose,
        Command::LoadSync,
        Command::StopSync,
        Command::LoadQueue { shown: Shown::All, at: 0 },
        Command::FindStick,
        Command::LookAtStick,
        Command::StopStick,
        Command::LookAtRelay,
        Command::StopRelay,
        Command::OpenDraft { draft: day.ready },
        Command::LookUpPlate { plate: "粤D55D18".into(), by: Offenders::default() },
        Command::LookAtEnd { draft: day.ready },
        Command::PreviewDraft { draft: day.ready, page: 1 },
        Command::LoadKeeping,
        Command::DraftCode,
        Command::Search { text: "示范".into(), before: None },
        Command::OpenInspection { inspection },
        Command::LookAtPapers { inspection },
        Command::OpenDocument { document, page: 1, width_px: 40 },
        Command::OpenEvidence { stop: inspection, digest: Digest([1; 32]) },
        Command::LookAtImport,
        Command::StopImport,
        Command::LookAtPrint,
        Command::StopPrint,
        Command::LookAtPrinters,
    ]
}

/// A function of `app` that asks the store, the keyring, the printer or the disk to write: its file, its name, and the
/// use case that shows it.
const FUNCTIONS: &[(&str, &str, &str)] = &[
    ("amend_agency", "write_down", "name the agency"),
    ("backup", "backup", "back up"),
    ("backup", "restore_on", "restore from the card"),
    ("cash", "write", "collect cash"),
    ("check_file", "receive_history", "record a stop of a file"),
    ("close_shift", "write", "close a shift"),
    ("close_shift", "lay", "close a shift"),
    ("conclude", "record", "end a stop that is refused"),
    ("conclude", "finish", "end a stop with papers"),
    ("config", "remember_in", "remember where the journal lies"),
    ("confirm_clock", "confirm_clock", "confirm the clock"),
    ("correct", "correct", "correct what was returned"),
    ("describe_evidence", "describe", "describe evidence"),
    ("desk", "answer", "unlock the screens"),
    ("desk", "new", "open with a PIN"),
    ("desk", "over_the_disk", "unlock the screens"),
    ("desk", "rebuild", "rebuild the rows"),
    ("device_secret", "move_out", "move the device's secret out"),
    ("door", "open", "open with a PIN"),
    ("drafts", "new_draft", "begin a draft"),
    ("drafts", "save_field", "save a field"),
    ("drafts", "drop_draft", "drop a draft"),
    ("enrol_laptop", "enrol_by", "enrol the laptop"),
    ("enrol_officer", "write_down", "enrol an officer"),
    ("errand", "ask", "synchronise"),
    ("errand", "keep_receipts", "synchronise"),
    ("errand", "keep_checkpoint", "take a checkpoint"),
    ("errand", "note_fall_back", "synchronise"),
    ("errand", "bundle_secret", "write a stick"),
    ("exchange_stick", "exchange", "read a stick"),
    ("export_case", "write", "export a case"),
    ("export_case", "export", "export a case"),
    ("found_bureau", "found_bureau", "found a bureau"),
    ("hand_pen", "offer", "offer a pen"),
    ("hand_pen", "take", "take a pen"),
    ("import_evidence", "put", "import evidence"),
    ("interview", "new", "begin an interview"),
    ("leftovers", "take", "clear what is over"),
    ("make_paper", "write", "make a paper of a case"),
    ("metering", "choose", "say what the line costs"),
    ("mirror", "choose", "choose a mirror"),
    ("mirror", "step", "follow to the mirror"),
    ("new_epoch", "begin_epoch", "enrol under a new epoch"),
    ("opening", "kept_ring", "open with a PIN"),
    ("opening", "door", "open with a PIN"),
    ("opening", "unlock", "open with a PIN"),
    ("opening", "refuse_second_writer", "open with a PIN"),
    ("opening", "to_write_at", "open with a PIN"),
    ("opening", "to_read_at", "back up"),
    ("opening", "verify", "back up"),
    ("opening", "to_change_pin", "change a PIN"),
    ("opening", "by_code_at", "set a PIN anew by the code"),
    ("opening", "to_found_on", "found a bureau with its keyring"),
    ("pin", "prove_one", "sign in"),
    ("pin", "follow_roster", "sign in behind a renewal"),
    ("pin", "change", "choose an own PIN"),
    ("pin", "tell_ring", "end a person's time"),
    ("pin", "set", "change a PIN"),
    ("print_document", "print", "print again"),
    ("print_job", "append", "print on a printer"),
    ("printers", "write", "set a printer up"),
    ("prune", "leave", "party data leaves"),
    ("prune", "sweep", "party data leaves"),
    ("relay", "deliver_borne", "deliver for a colleague"),
    ("relay", "relay_round", "deliver for a colleague"),
    ("relay_run", "meet_over", "give to a colleague"),
    ("relay_run", "meeting", "bear for a colleague"),
    ("rotate", "make_next_key", "rotate the key"),
    ("rotate", "hear_of_key", "rotate the key"),
    ("rotation_asker", "keep", "rotate the key"),
    ("satellites", "choose", "choose a receiver"),
    ("record_fact", "record", "record a fact"),
    ("renew_code", "renew", RENEWAL),
    ("renew_code", "enter", RENEWAL),
    ("renew_code", "settle_alone", RENEWAL),
    ("rescue", "begin_epoch", "rescue what can be read"),
    ("rescue", "rescue_by", "rescue from the card"),
    ("start_shift", "start_shift", "start a shift"),
    ("synchronise", "carry", "synchronise"),
    ("tasks", "done", "do a task"),
    ("void_number", "void", "void a number"),
];

/// Calls that write and change no store that is in their own hands.
const WRITING: &[&str] = &[
    "Store::open",
    "restore_entries(",
    "PenLock::take",
    "move_unfounded_aside(",
    "Ring::found",
    "Ring::open",
    "ring.keep()",
    "damage::",
    "copy_device_key(",
    "copy_blobs(",
    "Mirror::",
    "make_folder",
    "Arrivals::at",
    "FilePrinter",
    "How::Fresh",
    "write_whole(",
    ".rename(",
    "remove_tree(",
    "bundle::read(",
    "bundle::write(",
    "giver::give(",
    "bearer.answer(",
    "deliver::deliver(",
    ".expire(",
    ".turn(",
];

/// Calls that write past the file system that a test cuts: none of them may stand in a room of the laptop.
const PAST_THE_GROUND: &[&str] = &[
    "fs::write(",
    "fs::create_dir",
    "fs::rename(",
    "fs::remove_",
    "fs::copy(",
    "fs::hard_link(",
    "File::create",
    "File::options(",
    "OpenOptions::new(",
];

/// Names that calls of Rust itself have as well, or that only look.
const COMMON: &[&str] = &["is_there", "lock", "only", "over", "see", "take"];

/// Functions of a source: name and text.
fn functions(source: &str) -> Vec<(String, String)> {
    let mut functions: Vec<(String, String)> = Vec::new();
    for line in source.split("#[cfg(test)]").next().unwrap_or_default().lines() {
        let code = line.split("//").next().unwrap_or_default();
        let words = code.trim_start();
        let words = words.strip_prefix("pub(super) ").unwrap_or(words);
        let words = words.strip_prefix("pub ").unwrap_or(words);
        if let Some(named) = words.strip_prefix("fn ") {
            let name = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            functions.push((name, String::new()));
        }
        if let Some((_, text)) = functions.last_mut() {
            text.push_str(code);
            text.push('\n');
        }
    }
    functions
}

fn sources(folder: &str, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_string();
        if path.is_dir() {
            sources(path.to_str().unwrap(), found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Names of functions of the store that change the one they are called on.
fn changing() -> BTreeSet<String> {
    let mut found = Vec::new();
    sources("src/store", &mut found);
    let functions = found.iter().flat_map(|(_, source)| functions(source));
    let changing = functions.filter(|(_, text)| {
        let head = text.split(')').next().unwrap_or_default();
        head.contains("&mut self") && text.trim_start().starts_with("pub")
    });
    changing.map(|(name, _)| name).filter(|name| !COMMON.contains(&name.as_str())).collect()
}

#[test]
fn each_function_that_writes_has_a_use_case() {
    let (changing, mut found) = (changing(), Vec::new());
    assert!(changing.contains("append") && changing.contains("keep_receipts"), "{changing:?}");
    sources("src/app", &mut found);
    let mut writes = BTreeSet::new();
    for (file, source) in &found {
        for (name, text) in functions(source) {
            let calls = |called: &String| text.contains(&format!(".{called}("));
            if changing.iter().any(calls) || WRITING.iter().any(|call| text.contains(call)) {
                writes.insert((file.clone(), name));
            }
        }
    }
    let listed: BTreeSet<(String, String)> =
        FUNCTIONS.iter().map(|(file, name, _)| (file.to_string(), name.to_string())).collect();
    let missing: Vec<_> = writes.difference(&listed).collect();
    assert!(missing.is_empty(), "no use case shows what becomes of {missing:?} under a cut");
    let gone: Vec<_> = listed.difference(&writes).collect();
    assert!(gone.is_empty(), "they write no more: {gone:?}");
}

#[test]
fn no_room_of_the_laptop_writes_past_the_file_system_that_is_cut() {
    let mut found = Vec::new();
    for room in ["stdx", "store", "print", "sync", "app", "tui", "cli"] {
        sources(&format!("src/{room}"), &mut found);
    }
    let past = |(file, source): &(String, String)| -> Vec<String> {
        let functions = functions(source).into_iter();
        let writes = functions.filter(|(_, text)| PAST_THE_GROUND.iter().any(|c| text.contains(c)));
        writes.map(|(name, _)| format!("{file}: {name}")).collect()
    };
    let past: BTreeSet<String> = found.iter().flat_map(past).collect();
    // The machine's own file system, and the lock of the keyring, a file without content.
    let own = ["files: lock", "files: make_folder", "files: open", "files: remove"];
    let own = own.into_iter().chain(["files: remove_folder", "files: rename", "files: link"]);
    let own: BTreeSet<String> = own.chain(["lock: open"]).map(String::from).collect();
    assert_eq!(past, own, "write through `stdx::files::Ground`");
}

/// Name of a command, as `commands` has it.
pub fn name_of(command: &Command) -> String {
    format!("{command:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
}

/// Names of all commands of the screens, read off their source.
pub fn commands() -> BTreeSet<String> {
    let source = std::fs::read_to_string("src/app/command.rs").unwrap();
    let (_, commands) = source.split_once("pub enum Command {").unwrap();
    commands
        .lines()
        .take_while(|line| *line != "}")
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.chars().take_while(|c| c.is_alphanumeric()).collect())
        .collect()
}

#[test]
fn each_command_has_a_use_case_or_changes_nothing_on_the_disk() {
    let day = workday::Day::shared(false);
    let (mut told, quiet) = (BTreeSet::new(), quiet(&day));
    for command in &quiet {
        let text = format!("{command:?}");
        told.insert(name_of(command));
        let disk = day.on_duty.copy();
        let mut desk = day.sit(&disk, 1 << 40).unwrap();
        disk.plan(Plan::Nothing);
        let reply = desk.handle(command.clone());
        assert_eq!(disk.steps(), 0, "{text} changes the disk: {reply:?}");
    }
    let writes: BTreeSet<String> = COMMANDS.iter().map(|(name, _)| (*name).to_string()).collect();
    let both: Vec<_> = told.intersection(&writes).collect();
    assert!(both.is_empty(), "{both:?}");
    let all: BTreeSet<String> = told.union(&writes).cloned().collect();
    assert_eq!(all, commands(), "a command without a use case, or one that is no more");
}

#[test]
fn each_use_case_that_is_named_is_one() {
    let mut found = Vec::new();
    sources("tests/crash", &mut found);
    let own = |file: &str| ["workday", "headquarters", "keeper", "old"].contains(&file);
    let text: String =
        found.iter().filter(|(file, _)| own(file)).map(|(_, source)| source.as_str()).collect();
    let renewal = found.iter().find(|(file, _)| file == "renewal").unwrap();
    assert!(renewal.1.contains(&format!("fn {RENEWAL}()")));
    let named = COMMANDS.iter().map(|(_, case)| case);
    for case in named.chain(FUNCTIONS.iter().map(|(.., case)| case)) {
        assert!(*case == RENEWAL || text.contains(&format!("\"{case}\"")), "no use case: {case}");
    }
}
