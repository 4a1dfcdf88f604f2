//! One laptop and several officers, without a line: drafts and records stay with who made them.

use crate::bureau::{EVENING, check, found, reader, sample, sit_down};
use crate::decisions::{conclude, draft, endings, save, typed};
use crate::keys::{DECIDE, OVERLOAD, Stage, WITHIN};
use crate::paper::{bare, pdftotext};
use crate::scenarios;
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::config::NewOfficer;
use lucha::app::desk::Desk;
use lucha::app::export_case;
use lucha::app::opening::Place;
use lucha::app::view::today::DraftLine;
use lucha::cli::{self, Voice};
use lucha::domain::agency::Role;
use lucha::stdx::id::Id;
use lucha::wire::event::name;
use serde_json::Value;
use std::path::Path;

pub const ZHANG: &str = "19050001001";
pub const LI: &str = "19051100023";
pub const WANG: &str = "19050001010";
pub const CHEN: &str = "19050001028";

/// The sample bureau with two officers more, who make a pair of their own.
pub fn two_pairs() -> lucha::app::config::Founding {
    let mut founding = sample();
    for (name, credential) in [("王强", WANG), ("陈晓", CHEN)] {
        founding.officers.push(NewOfficer {
            name: name.into(),
            credential: credential.into(),
            pin: pin_of(credential).into(),
            role: Role::Officer,
            ..founding.officers[0].clone()
        });
    }
    founding
}

pub fn pin_of(who: &str) -> &'static str {
    match who {
        ZHANG => "246810",
        LI => "135790",
        WANG => "112233",
        _ => "445566",
    }
}

pub fn sign_in(desk: &mut Desk, who: &str) {
    let pin = pin_of(who).to_string().into();
    let reply = desk.handle(Command::SignIn { credential: who.into(), pin });
    assert!(matches!(reply, Reply::SignedIn { .. }), "{reply:?}");
}

/// `first` signs in and goes out with `second`.
pub fn shift(desk: &mut Desk, first: &str, second: &str) {
    sign_in(desk, first);
    let (station, plan) = ("莲下治超点".into(), "2026-治超-11".into());
    let reply = desk.handle(Command::StartShift { colleague: second.into(), station, plan });
    assert!(matches!(reply, Reply::ShiftStarted(_)), "{reply:?}");
}

fn drafts(desk: &mut Desk) -> Vec<DraftLine> {
    let Reply::Today(today) = desk.handle(Command::LoadToday) else { panic!("no today") };
    today.drafts
}

fn refused(desk: &mut Desk, command: Command) -> Trouble {
    let Reply::Failed(trouble) = desk.handle(command) else { panic!("done") };
    trouble
}

/// Everything that could finish a draft, change or lose it.
fn touches(draft: Id) -> [Command; 4] {
    let pins = [ZHANG, LI].map(|who| (who.to_string(), pin_of(who).to_string().into())).to_vec();
    let (field, value) = ("vehicle.plate".to_string(), "粤D00000".to_string());
    [
        Command::OpenDraft { draft },
        Command::SaveField { draft, field, value },
        Command::DropDraft { draft },
        Command::Conclude { draft, shown: None, pins },
    ]
}

#[test]
fn a_colleague_sees_a_draft_and_can_neither_finish_change_nor_lose_it() {
    let (folder, mut desk) = found(two_pairs(), EVENING);
    shift(&mut desk, ZHANG, LI);
    let fields = typed(&scenarios::stop("S01"));
    let draft = draft(&mut desk, &fields);
    assert_eq!(drafts(&mut desk)[0].another, None, "his own");
    let kept = reader(folder.path()).draft(draft).unwrap().unwrap();
    // His own colleague of the same pair, two shift changes and a start of the program later.
    for (first, second) in [(LI, ZHANG), (WANG, CHEN), (CHEN, LI), (LI, WANG)] {
        shift(&mut desk, first, second);
        let lines = drafts(&mut desk);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].another.as_deref(), Some("张伟"));
        assert_eq!((lines[0].plate.as_str(), lines[0].begun_at), ("粤D55D18", kept.begun_at));
        for command in touches(draft) {
            let trouble = refused(&mut desk, command);
            assert_eq!(trouble.key, "trouble.draft_of_another");
            for lang in ["zh-CN", "en"] {
                let sentence = trouble.sentence(lang);
                assert!(sentence.contains("张伟"), "{sentence}");
                assert!(sentence.contains(&kept.begun_at.short()), "{sentence}");
            }
        }
        assert_eq!(reader(folder.path()).draft(draft).unwrap().unwrap(), kept);
        drop(desk);
        desk = sit_down(folder.path(), EVENING);
    }
    assert_eq!(endings(folder.path(), draft), (0, 0), "nobody ended it");
    sign_in(&mut desk, ZHANG);
    let Reply::Draft(own) = desk.handle(Command::OpenDraft { draft }) else { panic!("not there") };
    assert_eq!((own.owner.as_str(), &own.fields), (ZHANG, &kept.fields));
    assert!(conclude(&mut desk, draft).blocked.is_empty());
    assert!(drafts(&mut desk).is_empty());
}

#[test]
fn a_blocked_stop_goes_on_with_its_own_officer_too() {
    let (folder, mut desk) = found(two_pairs(), EVENING);
    shift(&mut desk, ZHANG, LI);
    let draft = draft(&mut desk, &typed(&scenarios::stop("S01")));
    save(&mut desk, draft, "telling.rights", "");
    assert!(!conclude(&mut desk, draft).blocked.is_empty());
    shift(&mut desk, WANG, CHEN);
    for command in touches(draft) {
        assert_eq!(refused(&mut desk, command).key, "trouble.draft_of_another");
    }
    assert_eq!(endings(folder.path(), draft).0, 0);
    sign_in(&mut desk, ZHANG);
    assert!(matches!(desk.handle(Command::OpenDraft { draft }), Reply::Draft(_)));
}

#[test]
fn a_draft_from_before_drafts_had_owners_is_taken_by_who_goes_on_with_it() {
    let (folder, mut desk) = found(two_pairs(), EVENING);
    let draft = draft(&mut desk, &typed(&scenarios::stop("S01")));
    assert_eq!(reader(folder.path()).draft(draft).unwrap().unwrap().owner, "", "nobody signed in");
    sign_in(&mut desk, LI);
    assert_eq!(drafts(&mut desk)[0].another, None);
    save(&mut desk, draft, "plan", "2026-治超-12");
    sign_in(&mut desk, ZHANG);
    assert_eq!(drafts(&mut desk)[0].another.as_deref(), Some("李娜"));
    let trouble = refused(&mut desk, Command::OpenDraft { draft });
    assert_eq!(trouble.key, "trouble.draft_of_another");
}

#[test]
fn by_keys_a_colleagues_draft_is_shown_and_stays_and_its_owner_goes_on() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> {粤D7777} <F8>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage.press("<Esc> <Enter>");
    assert_eq!(stage.app.on_top(), "sign_in", "{}", stage.screen());
    stage.press("2 {135790} <Enter>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage.sees(&["草稿 张伟的", "2026-11-23 08:40", "粤D7777"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage.sees(&["只能由本人接着办"]);
    stage.press("<Del> <Enter>");
    stage.sees(&["草稿 张伟的"]);
    assert_eq!(stage.desk.list("", 9).unwrap().len(), 0);
    // The colleague's own stop begins beside it.
    stage.press("n <PgDn> {粤D8888} <F8>");
    stage.sees(&["粤D8888", "粤D7777"]);
    stage.press("<Esc> <Enter> 1 {246810} <Enter>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage.sees(&["草稿 李娜的"]);
    stage.press("<End> <Enter>");
    assert_eq!(stage.app.on_top(), "check", "{}", stage.screen());
    stage.press("<PgDn>");
    stage.sees(&["粤D7777"]);
}

/// Credential of the officer of each entry of a stop, with its kind.
fn made_by(folder: &Path, stop: Id) -> Vec<(String, &'static str)> {
    let store = reader(folder);
    let officers = sit_down_to_read(folder).snapshot().officers;
    let who = |id: Option<Id>| {
        let known = officers.iter().find(|officer| Some(officer.id) == id);
        known.map_or(String::new(), |officer| officer.credential.clone())
    };
    let entries = store.entries_of(stop).unwrap().into_iter();
    entries.map(|entry| (who(entry.envelope.officer), name(&entry.body))).collect()
}

fn sit_down_to_read(folder: &Path) -> Desk {
    lucha::app::opening::to_read(Some(folder)).unwrap()
}

/// `lucha show` by `who`, as JSON or in words.
fn show(folder: &Path, who: &str, stop: Id, json: bool, lang: &str) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang, out: &mut out, err: &mut err };
    let who = Some((who.to_string(), pin_of(who).to_string()));
    let place = Place { dir: Some(folder), who, ..Place::default() };
    let code = cli::show::run(place, &stop.to_string(), json, &mut voice);
    assert_eq!(code, 0, "{}", String::from_utf8(err).unwrap());
    String::from_utf8(out).unwrap()
}

#[test]
fn two_shifts_without_a_line_and_each_record_stays_with_who_made_it() {
    let (folder, mut desk) = found(two_pairs(), EVENING);
    let mut stops = Vec::new();
    for (first, second, plate) in [(ZHANG, LI, "粤D55D18"), (WANG, CHEN, "粤D66A09")] {
        // The clock of this test stands still, and each sheet has its own name.
        desk.set_paper_folder(folder.path().join(first));
        shift(&mut desk, first, second);
        let mut fields = typed(&scenarios::stop("S01"));
        fields.insert("officers".into(), format!("{first},{second}"));
        fields.insert("vehicle.plate".into(), plate.into());
        let draft = draft(&mut desk, &fields);
        let shown = match desk.handle(Command::Conclude { draft, shown: None, pins: Vec::new() }) {
            Reply::ToConfirm(terms) => Some(lucha::app::terms::digest(&terms)),
            other => panic!("{other:?}"),
        };
        let pins = [first, second];
        let pins = pins.map(|who| (who.to_string(), pin_of(who).to_string().into())).to_vec();
        let reply = desk.handle(Command::Conclude { draft, shown, pins });
        assert!(matches!(reply, Reply::Concluded(_)), "{reply:?}");
        assert!(matches!(desk.handle(Command::CloseShift), Reply::ShiftClosed { .. }));
        stops.push((draft, first));
    }
    // Whoever sits there later, and however the rows are made.
    sign_in(&mut desk, CHEN);
    desk.rebuild().unwrap();
    for (stop, first) in stops {
        let made = made_by(folder.path(), stop);
        assert!(made.len() > 6 && made.iter().all(|(who, _)| who == first), "{made:?}");
        let shown: Value =
            serde_json::from_str(&show(folder.path(), CHEN, stop, true, "en")).unwrap();
        for entry in shown["entries"].as_array().unwrap() {
            assert_eq!(entry["by"]["credential"], first, "{entry}");
        }
    }
    assert!(desk.verify().unwrap().breaks.is_empty());
}

#[test]
fn a_colleagues_correction_is_his_own_entry_beside_the_record_that_stays() {
    let (folder, mut desk) = found(two_pairs(), EVENING);
    desk.set_paper_folder(folder.path().join("paper"));
    shift(&mut desk, ZHANG, LI);
    let stop = draft(&mut desk, &typed(&scenarios::stop("S01")));
    assert!(conclude(&mut desk, stop).blocked.is_empty());
    assert!(matches!(
        desk.handle(Command::PrintAll { inspection: stop }),
        Reply::PrintedAll { .. }
    ));
    let before = made_by(folder.path(), stop);
    shift(&mut desk, WANG, CHEN);
    let correct = |value: &str| Command::Correct {
        inspection: stop,
        field: "place.text".into(),
        value: value.into(),
        reason: "听写有误".into(),
    };
    assert!(matches!(desk.handle(correct("莲上治超点")), Reply::Corrected { .. }));
    let after = made_by(folder.path(), stop);
    assert_eq!(after[..before.len()], before, "what was recorded stays");
    assert_eq!(after[before.len()..], [(WANG.to_string(), "facts_corrected")]);
    // The screen, and the command line in both forms.
    let view = desk.find(&stop.to_string()).unwrap();
    let correction = &view.corrections[0];
    assert_eq!(
        (correction.who.name.as_str(), correction.recorded_by.name.as_str()),
        ("王强", "张伟")
    );
    let shown: Value = serde_json::from_str(&show(folder.path(), LI, stop, true, "en")).unwrap();
    let said = &shown["corrections"][0];
    assert_eq!(
        (&said["by"]["credential"], &said["recorded_by"]["credential"]),
        (&WANG.into(), &ZHANG.into())
    );
    assert_eq!(said["changes"][0]["new"], "莲上治超点");
    for (lang, words) in
        [("zh-CN", "王强 更正 张伟 的记录"), ("en", "王强 corrected what 张伟 recorded")]
    {
        let shown = show(folder.path(), CHEN, stop, false, lang);
        assert!(shown.contains(words) && shown.contains("听写有误"), "{shown}");
    }
    // A second correction was made by another, of the first corrector's record.
    sign_in(&mut desk, LI);
    assert!(matches!(desk.handle(correct("莲下治超点")), Reply::Corrected { .. }));
    let view = desk.find(&stop.to_string()).unwrap();
    let last = view.corrections.last().unwrap();
    assert_eq!((last.who.name.as_str(), last.recorded_by.name.as_str()), ("李娜", "王强"));
    // The reprint shows what the paper was issued on, and who corrected whom since.
    let Reply::Printed { path, copy: 2, .. } =
        desk.handle(Command::Print { document: view.documents[0].document, roll: false })
    else {
        panic!("not printed")
    };
    let text = bare(&pdftotext(Path::new(&path)));
    for words in [
        "王强（19050001010）更正过张伟（19050001001）",
        "李娜（19051100023）更正过王强（19050001010）",
    ] {
        assert!(text.contains(&bare(words)), "{text}");
    }
    // And a stranger who gets the case reads who made each entry.
    let exported =
        export_case::export_case(&mut desk, &stop.to_string(), "复议", folder.path()).unwrap();
    let case = std::fs::read(exported.folder.join("case.json")).unwrap();
    let case: Value = serde_json::from_slice(&case).unwrap();
    let entries = case["entries"].as_array().unwrap().iter();
    let correctors: Vec<&Value> = entries
        .filter(|entry| entry["kind"] == "facts_corrected")
        .map(|entry| &entry["by"]["credential"])
        .collect();
    assert_eq!(correctors, [WANG, LI]);
    // A script corrects nobody's record: there is no such command, and a stop that is over is not told again.
    let (_, answers, _) = check(&mut desk, vec![scenarios::stop("S01")]);
    assert_ne!(answers[0]["id"], stop.to_string());
    assert_eq!(made_by(folder.path(), stop).len(), after.len() + 3, "correction, reprint, export");
}

#[test]
fn by_keys_a_colleagues_correction_names_both() {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("<Esc> <Esc> <Enter>");
    assert_eq!(stage.app.on_top(), "sign_in", "{}", stage.screen());
    stage.press("2 {135790} <Enter> <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
        .press("e 4")
        .press(&"<Backspace> ".repeat(5))
        .press("{莲上治超点} <Enter> {听写有误} <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.size = (160, 90);
    stage.sees(&["李娜 更正 张伟 的记录", "听写有误"]);
}
