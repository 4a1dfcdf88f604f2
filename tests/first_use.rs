//! First use by answers: what cannot be is asked again with a sentence, and the bureau is founded.

use crate::bureau::{EVENING, sample, to_found};
use crate::device_secret::real;
use lucha::app::command::{Command, Reply};
use lucha::app::config::Founding;
use lucha::app::found_bureau::found_bureau;
use lucha::app::opening::{self, Place};
use lucha::cli::Voice;
use lucha::cli::first_use::{Answers, found};
use lucha::stdx::clock::Clock;
use lucha::stdx::day::Day;

/// A person who answers from a list.
struct Person(Vec<String>);

impl Answers for Person {
    fn line(&mut self, _question: &str) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    fn secret(&mut self, question: &str) -> Option<String> {
        self.line(question)
    }
}

/// The right answers about the agency.
const AGENCY: [&str; 10] = [
    "汕头市交通运输局（执法支队）",
    "",
    "汕头市人民政府",
    "汕头市金平区人民法院",
    "某银行",
    "某路1号",
    "6220 0001",
    "粤汕交罚",
    "440500",
    "",
];

fn answer(folder: &std::path::Path, officers: &[&str]) -> (Result<String, &'static str>, String) {
    let answers: Vec<&str> = AGENCY.iter().chain(officers).copied().collect();
    answer_all(folder, &answers)
}

fn answer_all(
    folder: &std::path::Path,
    answers: &[&str],
) -> (Result<String, &'static str>, String) {
    let secrets = folder.with_file_name("secrets");
    let folder = folder.to_str().unwrap();
    let lines = [folder].iter().chain(answers).map(ToString::to_string).collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    let founded = found(&mut Person(lines), Some(&secrets), &mut voice);
    let name = founded.map(|founded| founded.desk.snapshot().agency.name);
    (name.map_err(|trouble| trouble.key), String::from_utf8(err).unwrap())
}

#[test]
fn a_bureau_is_founded_and_its_officers_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let bureau = folder.path().join("bureau");
    let (inside, papers) = (bureau.join("papers"), folder.path().join("papers"));
    let officers = [
        "张伟",
        "1905",
        "19050001001",
        "2023-01-01",
        "2027-02-30",
        "2027-12-31",
        "123",
        "123",
        "246810",
        "246811",
        "246810",
        "246810",
        "李娜",
        "19051100023",
        "2023-01-01",
        "2027-12-31",
        "135790",
        "135790",
        "",
        "周管理",
        "K-01",
        "2023-01-01",
        "2027-12-31",
        "112233",
        "112233",
        inside.to_str().unwrap(),
        papers.to_str().unwrap(),
    ];
    let (name, sentences) = answer(&bureau, &officers);
    assert_eq!(name, Ok("汕头市交通运输局（执法支队）".to_string()), "as on its seal");
    // A number of the wrong shape, a day that is none, a PIN too short, two that differ, papers inside the bureau's folder.
    assert_eq!(sentences.lines().count(), 5, "{sentences}");
    assert!(sentences.lines().last().is_some_and(|last| last.contains("明文")), "{sentences}");
    let secrets = Some(folder.path().join("secrets"));
    let place = || Place { secrets: secrets.clone(), ..Place::from(Some(bureau.as_path())) };
    let nobody = opening::to_write(place()).err().unwrap();
    assert_eq!(nobody.key, "trouble.pin_needed", "only a sample opens by itself");
    let who = Some(("19050001001".to_string(), "246810".to_string()));
    assert!(!bureau.join("device.secret").exists(), "a copy of the folder cannot be tried out");
    let mut desk = opening::to_write(Place { who, ..place() }).unwrap();
    let sign_in = |pin: &str| Command::SignIn {
        credential: "19050001001".into(),
        pin: pin.to_string().into(),
    };
    assert!(matches!(desk.handle(sign_in("246811")), Reply::Failed(_)));
    assert!(matches!(desk.handle(sign_in("246810")), Reply::SignedIn { .. }));
    assert!(!desk.snapshot().agency.sample, "a real bureau's pages bear no 样张");
}

#[test]
fn input_that_ends_founds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (name, _) = answer(folder.path(), &["张伟", "19050001001"]);
    assert_eq!(name, Err("trouble.input_ended"));
    assert_eq!(
        opening::to_write(Some(folder.path())).err().map(|t| t.key),
        Some("trouble.no_journal")
    );
}

#[test]
fn what_a_decision_bears_is_asked_again_and_a_folder_that_is_taken_is_said_first() {
    let folder = tempfile::tempdir().unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    let path = folder.path().to_str().unwrap();
    let lines = [path, "", "汕头市交通运输局", "", "汕头市人民政府", "某法院", "某银行", "某路1号"];
    let more = ["", "622", "粤汕交罚", "4405", "440500", "y"];
    let lines = lines.iter().chain(&more).map(ToString::to_string).collect();
    let secrets = tempfile::tempdir().unwrap();
    let ended = found(&mut Person(lines), Some(secrets.path()), &mut voice).err().unwrap();
    assert_eq!(ended.key, "trouble.input_ended", "at the first officer");
    let sentences = String::from_utf8(err).unwrap();
    assert_eq!(sentences.lines().count(), 3, "name, account and region: {sentences}");
    let (taken, desk) = crate::bureau::found(sample(), EVENING);
    drop(desk);
    let (name, _) = answer(taken.path(), &[]);
    assert_eq!(name, Err("trouble.founded_already"));
}

/// The right answers about two officers and the keeper, behind those about the agency.
const PEOPLE: [&str; 19] = [
    "张伟",
    "19050001001",
    "2023-01-01",
    "2027-12-31",
    "246810",
    "246810",
    "李娜",
    "19051100023",
    "2023-01-01",
    "2027-12-31",
    "135790",
    "135790",
    "",
    "周管理",
    "K-01",
    "2023-01-01",
    "2027-12-31",
    "112233",
    "112233",
];

/// Trouble; the fault of a file and its field; before which answer the wrong one stands, and what is asked again with it.
type Case = (&'static str, fn(&mut Founding), &'static str, usize, &'static [&'static str]);

/// The first answer about people.
const OFFICERS: usize = AGENCY.len();

const IMPOSSIBLE: [Case; 9] = [
    (
        "trouble.prefix_sign",
        |f| f.agency.number_prefix = "样汕交罚".into(),
        "agency.number_prefix",
        7,
        &["样汕交罚"],
    ),
    ("trouble.region_shape", |f| f.agency.region = "4405".into(), "agency.region", 8, &["4405"]),
    (
        "trouble.region_shape",
        |f| f.agency.region = "990000".into(),
        "agency.region",
        8,
        &["990000"],
    ),
    (
        "trouble.person_name",
        |f| f.officers[0].name = " ".into(),
        "officer[0].name",
        OFFICERS,
        &[" "],
    ),
    (
        "trouble.credential_shape",
        |f| f.officers[0].credential = "1905".into(),
        "officer[0].credential",
        OFFICERS + 1,
        &["1905"],
    ),
    (
        "trouble.validity_order",
        |f| f.officers[0].valid_until = Day::parse("2022-12-31").unwrap(),
        "officer[0].valid_until",
        OFFICERS + 3,
        &["2022-12-31", "2023-01-01"],
    ),
    (
        "trouble.credential_twice",
        |f| f.officers[1].credential = "19050001001".into(),
        "officer[1].credential",
        OFFICERS + 7,
        &["19050001001"],
    ),
    (
        "trouble.credential_twice",
        |f| f.officers[2].credential = "19051100023".into(),
        "officer[2].credential",
        OFFICERS + 14,
        &["19051100023"],
    ),
    (
        "trouble.staff_number",
        |f| f.officers[2].credential.clear(),
        "officer[2].credential",
        OFFICERS + 14,
        &[""],
    ),
];

#[test]
fn what_nobody_can_be_is_refused_in_a_file_and_asked_again_in_the_same_words() {
    for (key, change, field, at, wrong) in IMPOSSIBLE {
        let mut founding = real();
        change(&mut founding);
        let folder = tempfile::tempdir().unwrap();
        let mut desk = to_found(folder.path(), Clock::machine());
        let refused = found_bureau(&mut desk, founding).unwrap_err();
        assert_eq!((refused.key, refused.field.as_deref()), (key, Some(field)));
        assert!(!desk.is_founded(), "{key}");
        // The same at a terminal, whose answers end behind the one that is right.
        let right: Vec<&str> = AGENCY.iter().chain(&PEOPLE).copied().collect();
        let answers = [&right[..at], wrong, &right[at..=at]].concat();
        let (ended, sentences) = answer_all(&folder.path().join("bureau"), &answers);
        assert_eq!(ended, Err("trouble.input_ended"), "{key}");
        assert_eq!(sentences.trim_end(), refused.sentence("zh-CN"), "{key}");
    }
}

#[test]
fn a_real_bureau_has_a_keeper_and_a_sample_needs_none() {
    let folder = tempfile::tempdir().unwrap();
    let found = |name: &str, founding: Founding| {
        let folder = folder.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        found_bureau(&mut to_found(&folder, Clock::machine()), founding)
    };
    let mut alone = real();
    alone.officers.truncate(2);
    assert_eq!(found("real", alone).unwrap_err().key, "trouble.keeper_missing");
    assert!(found("sample", sample()).is_ok());
    // First use asks until there is one.
    let mut answers = PEOPLE[..13].to_vec();
    answers.extend(["", "", "周管理"]);
    let (ended, sentences) = answer(&folder.path().join("asked"), &answers);
    assert_eq!((ended, sentences.lines().count()), (Err("trouble.input_ended"), 2), "{sentences}");
}
