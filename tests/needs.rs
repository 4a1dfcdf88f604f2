//! Every command of the program against every role: who may run it, and the sentence for whoever may not.

use crate::bureau::{EVENING, at, found, sample};
use crate::program::Ground;
use clap::{CommandFactory as _, Parser as _};
use lucha::app::command::{Command as Asked, Reply};
use lucha::app::config::{Founding, NewOfficer};
use lucha::app::opening::{self, Place};
use lucha::app::roles::{Need, Roster};
use lucha::app::rulepack;
use lucha::cli::arguments::Arguments;
use lucha::domain::agency::{Officer, Role};
use lucha::stdx::clock::Clock;
use lucha::stdx::day::Day;
use lucha::stdx::id::Id;
use std::collections::BTreeSet;

const PIN: &str = "112233";
/// Officer, keeper, auditor, an officer whose certificate ended, one whose certificate has not begun.
const PEOPLE: [(&str, &str, Role, [&str; 2]); 5] = [
    ("赵一", "19050001010", Role::Officer, ["2023-01-01", "2199-12-31"]),
    ("钱二", "K-01", Role::Keeper, ["2023-01-01", "2199-12-31"]),
    ("孙三", "A-01", Role::Auditor, ["2023-01-01", "2199-12-31"]),
    ("周五", "19050001037", Role::Officer, ["2023-01-01", "2025-12-31"]),
    ("吴六", "19050001045", Role::Officer, ["2199-01-01", "2199-12-31"]),
];
const ENDED: usize = 3;
const AHEAD: usize = 4;

/// Each command, and who of officer, keeper, auditor and ended may run it.
const TABLE: [(&str, [bool; 4]); 53] = [
    ("demo", [true; 4]),
    ("found --from x", [true; 4]),
    ("restore --from x", [true; 4]),
    ("recover 19050001001", [true; 4]),
    ("pin", [true; 4]),
    ("gates --procedure summary", [true; 4]),
    ("sync", [true; 4]),
    ("stick x", [true; 4]),
    ("relay", [true; 4]),
    ("relay --to x --code y", [true; 4]),
    ("verify", [true; 4]),
    ("law 道条63", [true; 4]),
    ("doctor", [true; 4]),
    ("mirror", [true; 4]),
    ("code", [true; 4]),
    ("gps", [true; 4]),
    ("gps --off", [false, true, false, false]),
    ("leftovers", [true; 4]),
    ("leftovers --delete", [false, true, false, false]),
    ("leftovers --delete --drafts", [false, true, false, false]),
    ("list", [true, false, true, false]),
    ("due", [true, false, true, false]),
    ("numbers", [true, false, true, false]),
    ("numbers --void x --reason y", [true, false, false, false]),
    ("show x", [true, false, true, false]),
    ("check --from x", [true, false, false, false]),
    ("print x", [true, false, false, false]),
    ("printers", [true; 4]),
    ("printers --add ipp://x/", [true, false, false, false]),
    ("printers --remove x", [true, false, false, false]),
    ("photograph x y", [true, false, false, false]),
    ("export x --reason y --to z", [true, false, false, false]),
    ("cash", [true, false, true, false]),
    ("cash x --ticket y --ground small", [true, false, false, false]),
    ("cash x --to-agency y", [true, false, false, false]),
    ("cash x --withdraw y", [true, false, false, false]),
    ("fact x fine_paid --paper y", [true, false, false, false]),
    ("paper x y --from z", [true, false, false, false]),
    ("paper --fields x", [true; 4]),
    ("hand-over x --to y --reason z", [true, false, false, false]),
    ("take-over", [true, false, false, false]),
    ("officer --name n --credential c --from f --until u", [false, true, false, false]),
    ("agency --from x", [false, true, false, false]),
    ("code --renew", [false, true, false, false]),
    ("mirror --to x", [false, true, false, false]),
    ("mirror --off", [false, true, false, false]),
    ("backup --to x", [false, true, false, false]),
    ("enrol --url u --code c", [false, true, false, false]),
    ("rotate", [false, true, false, false]),
    ("rebuild", [true, true, false, false]),
    ("rescue", [true, true, false, false]),
    ("demo --scripted", [true; 4]),
    ("check --from x --json", [true, false, false, false]),
];

fn need(args: &str) -> Need {
    let words = std::iter::once("lucha").chain(args.split_whitespace());
    let arguments = Arguments::try_parse_from(words).unwrap_or_else(|no| panic!("{args}: {no}"));
    arguments.command.expect("each line is a command").need()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn people() -> Vec<Officer> {
    type Line = (&'static str, &'static str, Role, [&'static str; 2]);
    let person = |(nth, (name, credential, role, [from, until])): (u8, Line)| {
        let (name, credential) = (String::from(name), String::from(credential));
        let (valid_from, valid_until) = (day(from), day(until));
        let scope = lucha::domain::scope::Scope::default();
        Officer { id: Id([nth; 16]), name, credential, role, valid_from, valid_until, scope }
    };
    (1..).zip(PEOPLE).map(person).collect()
}

#[test]
fn every_command_is_for_the_roles_that_the_table_gives() {
    let named = |args: &&str| args.split_whitespace().next().unwrap().to_string();
    let listed: BTreeSet<String> = TABLE.iter().map(|(args, _)| named(args)).collect();
    let commands = Arguments::command();
    let known: BTreeSet<String> =
        commands.get_subcommands().map(|command| command.get_name().to_string()).collect();
    assert_eq!(listed, known, "each command of the program stands in the table");
    let people = people();
    let rulings = rulepack::embedded().unwrap().rulings.clone();
    let roster = Roster { people: &people, today: day("2026-11-23"), rulings: &rulings };
    for (args, allowed) in TABLE {
        for (person, may) in people.iter().zip(allowed) {
            let admitted = roster.admits(need(args), Some(&person.credential));
            assert_eq!(admitted.is_ok(), may, "{args}: {} {admitted:?}", person.name);
        }
        // One whose certificate is still to begin is no better than one whose ended.
        let ahead = roster.admits(need(args), Some(&people[AHEAD].credential));
        assert_eq!(ahead.is_ok(), allowed[ENDED], "{args}");
    }
}

#[test]
fn where_a_bureau_has_no_keeper_an_officer_looks_after_the_laptop_and_enrols_nobody() {
    let people: Vec<Officer> =
        people().into_iter().filter(|person| person.role != Role::Keeper).collect();
    let rulings = rulepack::embedded().unwrap().rulings.clone();
    let roster = Roster { people: &people, today: day("2026-11-23"), rulings: &rulings };
    for (args, may) in [("backup --to x", true), ("mirror --off", true), ("code --renew", false)] {
        assert_eq!(roster.admits(need(args), Some("19050001010")).is_ok(), may, "{args}");
        assert_eq!(roster.admits(need(args), None).is_ok(), may, "{args}: a sample's nobody");
        let refused = roster.admits(need(args), Some("A-01")).unwrap_err();
        let key = if args == "code --renew" { "trouble.no_keeper" } else { "trouble.need_keeper" };
        assert_eq!(refused.key, key, "{args}");
    }
    // A keeper whose own time ended is none.
    let mut ended = self::people();
    ended[1].valid_until = day("2026-11-22");
    let roster = Roster { people: &ended, ..roster };
    assert!(roster.admits(need("backup --to x"), Some("19050001010")).is_ok());
    let refused = roster.admits(need("backup --to x"), Some("K-01")).unwrap_err();
    assert_eq!(refused.key, "trouble.credential_ended");
}

fn founding() -> Founding {
    let mut founding = sample();
    founding.officers = PEOPLE
        .iter()
        .map(|(name, credential, role, [from, until])| NewOfficer {
            name: (*name).into(),
            credential: (*credential).into(),
            role: *role,
            valid_from: day(from),
            valid_until: day(until),
            scope: lucha::domain::scope::Scope::default(),
            pin: PIN.into(),
        })
        .collect();
    founding
}

#[test]
fn the_program_refuses_each_who_may_not_in_one_sentence_and_does_nothing() {
    let ground = Ground::empty();
    let (folder, desk) = found(founding(), EVENING);
    let entries = desk.verify().unwrap().entries;
    drop(desk);
    std::fs::rename(folder.keep(), ground.bureau()).unwrap();
    for (_, credential, ..) in PEOPLE {
        std::fs::write(ground.at(credential), format!("{credential} {PIN}\n")).unwrap();
    }
    std::fs::write(ground.at("here/x"), "[]").unwrap();
    let mut refused = 0;
    for (nth, (args, allowed)) in TABLE.into_iter().enumerate() {
        for ((name, credential, ..), may) in PEOPLE.into_iter().zip(allowed) {
            // Not every line again with the other language: the sentences are the same few.
            if may || (args.ends_with("--json") && credential != "A-01") {
                continue;
            }
            let lang = if nth % 2 == 0 { "en" } else { "zh-CN" };
            let file = ground.at(credential);
            let mut words: Vec<&str> = args.split_whitespace().collect();
            words.extend(["--lang", lang, "--pin-file", file.to_str().unwrap()]);
            let ran = ground.on_bureau(&words);
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args}: {name}");
            let sentence = ran.err.trim_end();
            assert!(!sentence.contains('\n'), "{args}: {sentence}");
            assert!(sentence.contains(name) || sentence.contains(credential), "{args}: {sentence}");
            refused += 1;
        }
    }
    assert!(refused > 40, "{refused}");
    // An ended officer still finds out how the laptop stands.
    let file = ground.at(PEOPLE[ENDED].1);
    let ran = ground.on_bureau(&["verify", "--json", "--pin-file", file.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.objects()[0]["entries"], entries, "nothing was written");
}

#[test]
fn a_certificate_that_ends_at_midnight_opens_no_lock_and_keeps_what_was_typed() {
    let mut founding = sample();
    founding.officers[0].valid_until = day("2026-11-23");
    let (folder, desk) = found(founding, EVENING);
    drop(desk);
    let place = || Place {
        dir: Some(folder.path()),
        who: Some(("19050001001".into(), "246810".into())),
        need: Need::Officer,
        ..Place::default()
    };
    let evening = Clock::fixed(at("2026-11-23T23:59:00+08:00"));
    let mut desk = opening::to_write_at(place(), evening).unwrap();
    let Reply::Draft(draft) = desk.handle(Asked::NewDraft) else { panic!("no draft") };
    drop(desk);
    let after = Clock::fixed(at("2026-11-24T00:01:00+08:00"));
    let refused = opening::to_write_at(place(), after).err().unwrap();
    assert_eq!(refused.key, "trouble.credential_ended");
    let own = Place { need: Need::OwnPin, ..place() };
    let mut desk = opening::to_write_at(own, after).unwrap();
    let pin = "246810".to_string().into();
    let unlock = Asked::Unlock { credential: "19050001001".into(), pin };
    for (command, key) in
        [(unlock, "trouble.credential_ended"), (Asked::NewDraft, "trouble.credential_ended")]
    {
        let Reply::Failed(trouble) = desk.handle(command) else { panic!("done") };
        assert_eq!(trouble.key, key);
    }
    let field = "vehicle.plate".to_string();
    let save = Asked::SaveField { draft: draft.id, field, value: "粤D12345".into() };
    assert!(matches!(desk.handle(save), Reply::Saved { .. }), "what is typed is kept");
}
