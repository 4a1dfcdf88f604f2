//! First use by answers: what cannot be is asked again with a sentence, and the bureau is founded.

use lucha::app::command::{Command, Reply};
use lucha::app::opening::{self, Place};
use lucha::cli::Voice;
use lucha::cli::first_use::{Answers, found};

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

fn answer(folder: &std::path::Path, officers: &[&str]) -> (Result<String, &'static str>, String) {
    let secrets = folder.with_file_name("secrets");
    let folder = folder.to_str().unwrap();
    let agency = [
        "汕头市交通运输局",
        "",
        "汕头市人民政府",
        "汕头市金平区人民法院",
        "某银行",
        "某路1号",
        "622",
        "粤汕交罚",
        "440500",
        "",
    ];
    let mut lines = vec![folder.to_string()];
    lines.extend(agency.iter().chain(officers).map(ToString::to_string));
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
    assert_eq!(name, Ok("汕头市交通运输局".to_string()));
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
    let (taken, desk) = crate::bureau::found(crate::bureau::sample(), crate::bureau::EVENING);
    drop(desk);
    let (name, _) = answer(taken.path(), &[]);
    assert_eq!(name, Err("trouble.founded_already"));
}
