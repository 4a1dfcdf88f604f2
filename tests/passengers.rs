//! What passengers say at a stop: what refuses it, what stands on its two pages, and that no copy which leaves the organ names one.

use crate::bureau::{EVENING, reader, sit_down};
use crate::disclosure::Held;
use crate::encrypted::holding;
use crate::evidence::{checked, files};
use crate::made_papers::{self, issued, with_stop};
use crate::paper::{bare, pdftotext};
use crate::pruning::plain;
use lucha::app::command::Command;
use lucha::app::desk::Desk;
use lucha::app::export_case::{Passengers, export, export_case};
use lucha::app::make_paper::{Made, PaperOrder, TypedPaper};
use lucha::app::print_document;
use lucha::domain::paper::CasePaper;
use lucha::domain::paper::passenger_statement::{MASKED, WORD};
use lucha::domain::paper::typed::Typed;
use lucha::stdx::id::Id;
use lucha::wire::suite::Suite;
use std::path::Path;

/// What must be found nowhere outside: name, given name, telephone, number, address, house.
const WHO: [&str; 6] =
    ["吴小梅", "小梅", "13900000012", "44050719900101002X", "珠池路877号", "877号"];

const SAID: [(&str, &str); 14] = [
    ("passenger.named", "named"),
    ("passenger.name", "吴小梅"),
    ("passenger.phone", "13900000012"),
    ("passenger.id_no", "44050719900101002X"),
    ("passenger.address", "珠池路877号"),
    ("passenger.from", "汕头站"),
    ("passenger.to", "珠池路877号"),
    ("passenger.ordered", "chat"),
    ("passenger.fare_state", "paid"),
    ("passenger.fare", "32.5"),
    ("passenger.paid_by", "transfer"),
    ("passenger.relation", "stranger"),
    ("passenger.words", "我叫吴小梅，群里叫的车，我电话139-0000-0012，到珠池路877号。"),
    ("passenger.signature", "signed"),
];

fn said() -> Typed {
    let mut typed = Typed::default();
    for (path, text) in SAID {
        typed.text(path, text);
    }
    typed
}

fn with(changed: &[(&str, &str)]) -> Typed {
    let mut typed = said();
    for (path, text) in changed {
        typed.text(path, *text);
    }
    typed
}

fn make(desk: &mut Desk, stop: Id, fields: Typed) -> Made {
    made_papers::make(desk, stop, WORD, fields).unwrap()
}

fn stated(desk: &mut Desk, stop: Id, fields: Typed) -> Id {
    issued(make(desk, stop, fields)).document
}

/// All that the files below `folder` say, pages as a reader sees them.
fn told(folder: &Path) -> String {
    let mut told = String::new();
    for file in files(folder) {
        told += &String::from_utf8_lossy(&std::fs::read(&file).unwrap());
        if file.extension() == Some("pdf".as_ref()) {
            told += &bare(&pdftotext(&file));
        }
    }
    told
}

#[test]
fn several_passengers_of_one_stop_state_and_each_has_two_pages_that_are_set_anew() {
    for id in ["S01", "S08"] {
        let (folder, mut desk, stop) = with_stop(id);
        stated(&mut desk, stop, said());
        let unnamed = [
            ("passenger.named", "refused"),
            ("passenger.name", ""),
            ("passenger.phone", ""),
            ("passenger.id_no", ""),
            ("passenger.address", ""),
            ("passenger.fare_state", "unknown"),
            ("passenger.fare", ""),
            ("passenger.paid_by", ""),
            ("passenger.words", ""),
            ("passenger.signature", "declined"),
        ];
        stated(&mut desk, stop, with(&unnamed));
        let inspection = desk.find(&stop.to_string()).unwrap().inspection;
        let papers: Vec<_> = inspection.documents.iter().rev().take(4).collect();
        let forms: Vec<&str> = papers.iter().map(|paper| paper.form.as_str()).collect();
        assert_eq!(forms, [MASKED, WORD, MASKED, WORD], "{id}");
        let made: Vec<_> = inspection.papers.iter().map(|made| &made.paper).collect();
        let [CasePaper::PassengerStatement(first), CasePaper::PassengerStatement(second)] =
            &made[..]
        else {
            panic!("{made:?}")
        };
        assert!(first.is_signed && !second.is_signed && second.passenger.name.get().is_empty());
        let documents: Vec<Id> = papers.iter().map(|paper| paper.id).collect();
        drop(desk);
        let mut desk = sit_down(folder.path(), "2026-11-25T09:00:00+08:00");
        for document in documents {
            print_document::print(&mut desk, document, false).unwrap();
            print_document::print(&mut desk, document, false).unwrap();
        }
        assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
    }
}

#[test]
fn what_cannot_be_is_refused_at_its_field() {
    let (_folder, mut desk, stop) = with_stop("S08");
    let (missing, wrong) = ("form_incomplete", "impossible_value");
    for (changed, rule, field) in [
        (("passenger.named", "refused"), wrong, "passenger.name"),
        (("passenger.name", ""), missing, "passenger.name"),
        (("passenger.fare", ""), missing, "passenger.fare"),
        (("passenger.fare", "八十"), wrong, "passenger.fare"),
        (("passenger.fare_state", "free"), wrong, "passenger.fare"),
        (("passenger.paid_by", ""), missing, "passenger.paid_by"),
        (("passenger.from", ""), missing, "passenger.from"),
        (("passenger.id_no", "440507199013010025"), wrong, "passenger.id_no"),
        (("passenger.refusal", "赶时间"), wrong, "passenger.refusal"),
        (("passenger.signature", ""), missing, "passenger.signature"),
        (("passenger.at", "2026-11-22 08:00"), wrong, "passenger.at"),
        (("passenger.at", "2026-11-24 08:00"), wrong, "passenger.at"),
    ] {
        let made = make(&mut desk, stop, with(&[changed]));
        let Made::Refused(no) = made else { panic!("{changed:?}: {made:?}") };
        let no: Vec<(&str, &str)> =
            no.iter().map(|no| (no.rule.name(), no.field.as_str())).collect();
        assert_eq!(no, [(rule, field)], "{changed:?}");
    }
}

#[test]
fn an_export_bears_the_masked_page_and_no_passenger_and_the_check_says_yes() {
    let (_folder, mut desk, stop) = with_stop("S08");
    stated(&mut desk, stop, said());
    let (others, court) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let what = stop.to_string();
    let masked = export_case(&mut desk, &what, "当事人查阅", others.path()).unwrap().folder;
    let (well, words) = checked(&masked);
    assert!(well && words.contains("2 entries and pages"), "{words}");
    let all = told(&masked);
    for who in WHO {
        assert!(!all.contains(who), "{who} left with the case");
    }
    assert!(all.contains("汕头站") && all.contains("隐去个人信息"), "the masked page is there");
    let withheld = std::fs::read_to_string(masked.join("WITHHELD")).unwrap();
    assert_eq!(withheld.lines().count(), 2, "{withheld}");
    // What else is taken out is missed, also by who writes it into that list.
    let content = withheld.lines().find(|line| line.starts_with("entries/")).unwrap();
    let other = files(&masked)
        .into_iter()
        .find(|path| path.parent().unwrap().ends_with("entries") && !path.ends_with(content))
        .unwrap();
    std::fs::remove_file(&other).unwrap();
    assert!(!checked(&masked).0);
    let name = other.strip_prefix(&masked).unwrap().to_str().unwrap();
    std::fs::write(masked.join("WITHHELD"), format!("{withheld}{name}\n")).unwrap();
    assert!(!checked(&masked).0, "the list is not the one that was exported");

    let to = (what.as_str(), Passengers::Named);
    let named = export(&mut desk, to, "法院调取", court.path()).unwrap().folder;
    let (well, words) = checked(&named);
    assert!(well && !words.contains("withheld"), "{words}");
    assert!(!named.join("WITHHELD").exists());
    let all = told(&named);
    assert!(WHO.iter().all(|who| all.contains(who)), "a court gets all of it");
}

#[test]
fn a_passenger_who_is_asked_at_length_is_withheld_too() {
    let (_folder, mut desk, stop) = with_stop("S01");
    let mut typed = crate::interview::fields();
    typed.text("interview.name", "吴小梅").text("interview.relation", "乘客");
    issued(made_papers::make(&mut desk, stop, "interview", typed).unwrap());
    let out = tempfile::tempdir().unwrap();
    let folder = export_case(&mut desk, &stop.to_string(), "查阅", out.path()).unwrap().folder;
    let (well, words) = checked(&folder);
    assert!(well && !told(&folder).contains("吴小梅"), "{words}");
}

#[test]
fn nobody_finds_a_stop_by_its_passenger_and_nothing_prints_his_name() {
    let (_folder, mut desk, stop) = with_stop("S08");
    let whole = [("passenger.at", EVENING), ("passenger.language", "普通话")];
    let order = PaperOrder {
        inspection: stop,
        paper: TypedPaper { form: WORD.into(), fields: with(&whole), draft: None },
        shown: None,
        pins: Vec::new(),
    };
    let command = Command::MakePaper(Box::new(order));
    let printed = format!("{command:?}");
    let reply = desk.handle(command);
    let paper = &desk.find(&stop.to_string()).unwrap().inspection.papers[0];
    let all = format!("{printed}{reply:?}{paper:?}");
    for who in WHO {
        assert!(!all.contains(who), "{who}: {all}");
        assert_eq!(desk.list(who, 9).unwrap(), [], "{who}");
    }
}

#[test]
fn headquarters_exports_no_passenger_and_its_pages_name_none() {
    for suite in Suite::ALL {
        let held = Held::with(suite, |desk, stop| {
            stated(desk, stop, said());
        });
        let journal = held.journal();
        for words in [vec![held.decision.as_str()], vec![journal.as_str()]] {
            let (code, said) = held.export(&words);
            assert_eq!(code, Some(0), "{said}");
        }
        for begins in ["lucha-case-", "lucha-journal-"] {
            let folder = held.folder(begins);
            let (well, words) = crate::outside::checked(&folder);
            assert!(well, "{suite:?} {begins}: {words}");
            let all = told(&folder);
            for who in WHO {
                assert!(!all.contains(who), "{who} left with {begins}");
            }
            assert!(all.contains("汕头站"), "{begins} has the masked page");
            let withheld = std::fs::read_to_string(folder.join("WITHHELD")).unwrap();
            assert_eq!(withheld.lines().count(), 2, "{withheld}");
        }
        let (_, report) = held.program(&["report", "--json"]);
        assert!(WHO.iter().all(|who| !report.contains(who)), "{report}");
        let (code, said) = held.export_for_court(&held.decision);
        assert_eq!(code, Some(0), "{said}");
        assert!(WHO.iter().all(|who| told(&held.court()).contains(who)));
        assert!(crate::outside::checked(&held.court()).0);
    }
}

#[test]
fn a_passengers_data_leave_the_laptop_with_those_of_his_stop() {
    let mut laptop = plain();
    laptop.work();
    laptop.desk.lend(crate::bureau::typesetter());
    let stop = laptop.desk.list("粤D55D18", 1).unwrap()[0].inspection;
    stated(&mut laptop.desk, stop, said());
    laptop.sync();
    laptop.ordered();
    let holds = |laptop: &crate::pruning::Laptop, who: &str| {
        !holding(laptop.folder.path(), who.as_bytes()).is_empty()
    };
    assert!(WHO.iter().all(|who| holds(&laptop, who)), "they would be found");
    let pages = crate::evidence::files(&laptop.folder.path().join("blobs")).len();
    assert_eq!(laptop.after(31), 2);
    for who in WHO {
        assert!(!holds(&laptop, who), "{who}");
    }
    let left = crate::evidence::files(&laptop.folder.path().join("blobs")).len();
    assert!(left < pages, "{left} of {pages} pages");
    let documents = laptop.store().documents_of(stop).unwrap();
    let digests = documents.iter().filter(|paper| [WORD, MASKED].contains(&paper.form.as_str()));
    for paper in digests {
        assert!(laptop.store().page(paper.digest).unwrap().is_none(), "{}", paper.form);
    }
}
