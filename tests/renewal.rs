//! Headquarters' code made anew: by the keeper alone, shown once, written down first, and one of the two whatever is cut.

use crate::bureau::{EVENING, at, sample, to_found};
use lucha::app::backup;
use lucha::app::command::{Command, Reply};
use lucha::app::config::NewOfficer;
use lucha::app::desk::Desk;
use lucha::app::found_bureau::found_bureau;
use lucha::app::opening::{self, Place};
use lucha::app::renew_code::{draft, renew};
use lucha::cli::first_use::Answers;
use lucha::cli::{Voice, code, renewal};
use lucha::domain::agency::Role;
use lucha::stdx::clock::Clock;
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use tempfile::TempDir;

const KEEPER: &str = "K-01";
const PIN: &str = "112233";

/// A bureau with a keeper, and headquarters' code.
fn founded() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut founding = sample();
    founding.officers.push(NewOfficer {
        name: "管理员".into(),
        credential: KEEPER.into(),
        role: Role::Keeper,
        valid_from: founding.officers[0].valid_from,
        valid_until: founding.officers[0].valid_until,
        scope: lucha::domain::scope::Scope::default(),
        pin: PIN.into(),
    });
    let path = folder.path();
    let mut desk = to_found(path, Clock::fixed(at(EVENING)));
    let code = found_bureau(&mut desk, founding).unwrap();
    (folder, code)
}

fn place<'a>(folder: &'a Path, who: &str, pin: &str) -> Place<'a> {
    Place { who: Some((who.into(), pin.into())), ..Place::from(Some(folder)) }
}

fn keeper(folder: &Path) -> Desk {
    opening::to_write(place(folder, KEEPER, PIN)).unwrap()
}

fn opens(folder: &Path, code: &str) -> bool {
    opening::by_code(Some(folder), code).is_ok()
}

/// A keeper who reads the paper that the program showed him.
struct Reader {
    shown: Rc<RefCell<Vec<u8>>>,
    wrong: bool,
}

impl Answers for Reader {
    fn line(&mut self, _question: &str) -> Option<String> {
        let shown = String::from_utf8(self.shown.borrow().clone()).unwrap();
        let code = shown.split_whitespace().find(|word| word.matches('-').count() == 6)?;
        let last = code.rsplit('-').next()?.to_lowercase();
        Some(if self.wrong { "0000".into() } else { last })
    }

    fn secret(&mut self, question: &str) -> Option<String> {
        self.line(question)
    }
}

/// What the program shows, where the reader sees it.
struct Paper(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Exit code and what was shown.
fn run(place: Place<'_>, wrong: bool) -> (u8, String) {
    let shown = Rc::new(RefCell::new(Vec::new()));
    let (mut out, mut err) = (Paper(Rc::clone(&shown)), Paper(Rc::clone(&shown)));
    let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    let mut reader = Reader { shown: Rc::clone(&shown), wrong };
    let exit = renewal::run(place, true, &mut reader, &mut voice);
    let text = String::from_utf8(shown.borrow().clone()).unwrap();
    (exit, text)
}

fn code_in(text: &str) -> String {
    let word = text.split_whitespace().find(|word| word.matches('-').count() == 6).unwrap();
    // The sentence runs into the code without a blank.
    word.rsplit('：').next().unwrap().to_string()
}

#[test]
fn the_keeper_makes_a_new_code_and_the_old_one_opens_no_more() {
    let (folder, old) = founded();
    let (exit, text) = run(place(folder.path(), KEEPER, PIN), false);
    assert_eq!(exit, code::DONE, "{text}");
    let new = code_in(&text);
    assert_eq!(text.matches(&new).count(), 1, "shown once");
    assert!(!opens(folder.path(), &old) && opens(folder.path(), &new) && new != old);
    let desk = keeper(folder.path());
    assert!(desk.verify().unwrap().breaks.is_empty());
    let made = lucha::app::renew_code::made(&desk).unwrap().unwrap().0;
    let store = crate::bureau::reader(folder.path());
    let entry = store.queued(&[made]).unwrap().remove(0);
    let officers = desk.snapshot().officers;
    let who = officers.iter().find(|person| Some(person.id) == entry.officer).unwrap();
    assert_eq!((entry.name, who.credential.as_str()), (Some("recovery_code_made"), KEEPER));
    assert_eq!(crate::encrypted::holding(folder.path(), new.as_bytes()), Vec::<String>::new());
}

#[test]
fn nobody_else_makes_one_and_one_that_was_not_written_down_changes_nothing() {
    let (folder, old) = founded();
    let (exit, text) = run(place(folder.path(), "19050001001", "246810"), false);
    assert!(exit == code::NOTHING && text.contains("终端管理员"), "{text}");
    let (exit, text) = run(place(folder.path(), KEEPER, PIN), true);
    assert!(exit == code::NOTHING && text.contains("旧码照旧有效"), "{text}");
    assert!(opens(folder.path(), &old) && !opens(folder.path(), &code_in(&text)));
}

#[test]
fn a_backup_and_a_mirror_that_run_on_open_with_the_new_code() {
    let (folder, old) = founded();
    let card = tempfile::tempdir().unwrap();
    let mut desk = keeper(folder.path());
    desk.choose_mirror(Some(card.path())).unwrap();
    let drafted = draft(&mut desk).unwrap();
    let (new, last) = (drafted.code.clone(), drafted.code[drafted.code.len() - 4..].to_string());
    renew(&mut desk, &drafted, &last).unwrap();
    let mirrored = desk.end_mirror().unwrap();
    assert_eq!((mirrored.until, mirrored.trouble), (Some(desk.sync_view().unwrap().entries), None));
    drop(desk);
    let elsewhere = tempfile::tempdir().unwrap();
    let clock = || Clock::fixed(at(EVENING));
    let no = backup::restore(card.path(), elsewhere.path(), &old, clock()).err().unwrap();
    assert_eq!(no.key, "trouble.wrong_code");
    assert!(backup::restore(card.path(), elsewhere.path(), &new, clock()).is_ok());
}

#[test]
fn a_full_disk_leaves_the_old_code() {
    let (folder, old) = founded();
    let mut desk = keeper(folder.path());
    let drafted = draft(&mut desk).unwrap();
    let last = drafted.code[drafted.code.len() - 4..].to_string();
    // A folder in the place of the file that is written beside: no keyring can be kept.
    std::fs::create_dir_all(folder.path().join("keys.new/in the way")).unwrap();
    assert!(renew(&mut desk, &drafted, &last).is_err());
    let before = desk.sync_view().unwrap().entries;
    assert!(matches!(desk.handle(Command::LoadSync), Reply::Sync(view) if view.entries == before));
    drop(desk);
    std::fs::remove_dir_all(folder.path().join("keys.new")).unwrap();
    assert!(opens(folder.path(), &old));
}
