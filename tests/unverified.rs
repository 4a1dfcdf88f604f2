//! 未核 over all families: it stands on screens and across drafts, and no paper with a number ever bears it.

use crate::bureau::{typesetter, with};
use crate::paper::{bare, pdftotext};
use crate::rulebook::sample;
use crate::rulings::judged;
use crate::scenarios::stop;
use lucha::domain::agency::{Agency, DocumentNo, Officer, Role};
use lucha::domain::blocked::Rule;
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::domain::inspection::unverified::{self, Unverified};
use lucha::domain::rulebook::{Family, Rulebook, UNVERIFIED};
use lucha::domain::scope::Scope;
use lucha::forms::FORMS;
use lucha::forms::draft_sheet::{self, DraftSheet};
use lucha::forms::filled::{Field, Filled, Paper};
use lucha::forms::scene::Scene;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::id::Id;
use lucha::wire::stop::{self as contract, StopRead};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Amounts that somebody might choose, in yuan: some fit on the spot.
const AMOUNTS: [Option<i64>; 5] = [None, Some(50), Some(200), Some(1_000), Some(3_000)];

fn agency() -> Agency {
    Agency {
        name: "汕头市交通运输局".into(),
        reconsideration_organ: "汕头市人民政府".into(),
        court: "汕头市龙湖区人民法院".into(),
        bank: "中国农业银行汕头分行营业部".into(),
        bank_address: "汕头市龙湖区金砂路93号".into(),
        account: "44100001040012345".into(),
        number_prefix: "样汕交罚".into(),
        sample: true,
        ..Agency::default()
    }
}

fn roster() -> Vec<Officer> {
    let day = |text| Day::parse(text).unwrap();
    let officer = |nth, name: &str, credential: &str| Officer {
        id: Id([nth; 16]),
        name: name.into(),
        credential: credential.into(),
        role: Role::Officer,
        valid_from: day("2023-01-01"),
        valid_until: day("2027-12-31"),
        scope: Scope::default(),
    };
    vec![officer(1, "张伟", "19050001001"), officer(2, "李娜", "19051100023")]
}

fn now() -> Moment {
    Moment::parse("2026-11-23T11:00:00+08:00").unwrap()
}

/// Stops with this act alone: a citizen's and an organisation's, with each amount; one that is weighed where a scale must
/// bear the act out.
fn stops(code: &str, book: &Rulebook) -> Vec<Value> {
    let weighed = book.violation(code).is_some_and(|act| act.over_limit);
    let base = with(stop(if weighed { "S01" } else { "S08" }), "findings[0].code", json!(code));
    let base = with(base, "findings[0].gain_yuan", Value::Null);
    let parties = ["S08", "S01"].map(|id| stop(id)["party"].clone());
    let mut all = Vec::new();
    for party in parties {
        for amount in AMOUNTS {
            let asked = with(base.clone(), "party", party.clone());
            all.push(with(asked, "findings[0].proposed_yuan", json!(amount)));
        }
    }
    all
}

/// What a filled paper says, every word of it.
fn words(filled: &Filled) -> String {
    let text = |field: &Field| match field {
        Field::Text(text) => text.clone(),
        Field::Rows(rows) => rows.iter().flatten().cloned().collect::<Vec<_>>().join("\n"),
        Field::Box(_) | Field::Amount(_) | Field::Date(_) | Field::Time(_) => String::new(),
    };
    filled.fields.values().map(text).collect::<Vec<_>>().join("\n")
}

/// Whether the mark stands in it; 未核实 of CH-002 is what a carrier did not do.
fn is_marked(text: &str) -> bool {
    text.replace("未核实", "").contains(UNVERIFIED)
}

/// The three papers of a stop that is decided on the spot, each under the number.
fn papers(read: &StopRead, judgement: &Judgement) -> Vec<Filled> {
    let (agency, roster) = (agency(), roster());
    let number = DocumentNo { prefix: "样汕交罚".into(), year: 2026, serial: 7 };
    let scene = Scene {
        agency: &agency,
        roster: &roster,
        facts: &read.facts,
        telling: &read.telling,
        judgement,
        number: Some(&number),
        correct_before: None,
        made_at: now(),
        paper: Paper::A4,
        of_case: None,
        copy_note: "",
    };
    // Papers of a case are no part of how the stop ends.
    let of_stop = FORMS.iter().filter(|form| crate::papers_of_case::of_case(form.name).is_none());
    of_stop.map(|form| (form.fill)(&scene).unwrap()).collect()
}

fn draft(read: &StopRead, judgement: &Judgement, book: &Rulebook) -> Filled {
    draft_sheet::fill(&DraftSheet {
        agency: &agency(),
        roster: &roster(),
        facts: &read.facts,
        judgement,
        rulebook: book,
        at: now(),
    })
}

#[test]
fn nothing_with_a_number_bears_the_mark_and_what_bears_it_gets_no_number() {
    let book = sample();
    let (mut numbered, mut marked) = (BTreeSet::new(), BTreeSet::new());
    for (code, violation) in &book.violations {
        for asked in stops(code, &book) {
            let judgement = judged(asked.clone(), &book);
            let read = contract::read(asked).unwrap();
            let doubts = unverified::of(&judgement, &book);
            let row = Unverified::Row(code.clone());
            assert_eq!(doubts.contains(&row), !violation.confirmed, "{code}: {doubts:?}");
            let sheet = draft(&read, &judgement, &book);
            assert!(!sheet.fields.contains_key("number"), "{code}: a draft has no number");
            if !violation.confirmed {
                let refused = judgement.blocked.iter().any(|no| no.rule == Rule::Unverified);
                assert!(refused && judgement.outcome == Outcome::Blocked, "{code}");
                assert!(judgement.outcome.forms().is_empty(), "{code}: no paper is made");
                assert!(
                    is_marked(&words(&sheet)) && !sheet.text("unverified").is_empty(),
                    "{code}"
                );
                marked.insert(code.as_str());
                continue;
            }
            if judgement.outcome == Outcome::OnSpotPenalty {
                for filled in papers(&read, &judgement) {
                    let said = words(&filled);
                    assert!(!is_marked(&said), "{code} {}: {said}", filled.form);
                }
                numbered.insert(code.as_str());
            }
        }
    }
    let unconfirmed = book.violations.iter().filter(|(_, act)| !act.confirmed);
    let want: BTreeSet<&str> = unconfirmed.map(|(code, _)| code.as_str()).collect();
    assert_eq!(marked, want);
    // As many families as the sample's approver stands for, but for those whose least is above the spot.
    let families: BTreeSet<Family> =
        numbered.iter().map(|code| book.violations[*code].family).collect();
    assert!(families.len() >= 4, "{numbered:?}");
}

#[test]
fn an_act_whose_violated_article_nobody_knows_says_so_and_gets_no_paper() {
    let book = sample();
    for code in ["FR-005", "NC-008", "NC-009"] {
        for asked in stops(code, &book) {
            let judgement = judged(asked.clone(), &book);
            assert_eq!(judgement.outcome, Outcome::Blocked, "{code}");
            assert!(judgement.blocked.iter().any(|no| no.rule == Rule::Unverified), "{code}");
            assert!(judgement.outcome.forms().is_empty() && judgement.fine.is_none(), "{code}");
            let violated = &judgement.grounds[0].violated;
            assert!(violated.ends_with("（条号未核）"), "{code}: {violated}");
            let sheet = draft(&contract::read(asked).unwrap(), &judgement, &book);
            assert!(words(&sheet).contains(violated.as_str()), "{code}");
        }
    }
}

#[test]
fn a_confirmed_amount_without_a_standard_is_a_draft_s_doubt_and_no_obstacle() {
    let book = sample();
    let asked = with(stop("S18"), "findings[0].code", json!("CH-001"));
    let asked = with(asked, "findings[0].proposed_yuan", json!(2_000));
    let judgement = judged(asked.clone(), &book);
    assert_eq!(judgement.outcome, Outcome::OnSpotPenalty, "{:?}", judgement.blocked);
    assert_eq!(unverified::of(&judgement, &book), [Unverified::Tiers("CH-001".into())]);
    let read = contract::read(asked).unwrap();
    let sheet = draft(&read, &judgement, &book);
    assert_eq!(sheet.text("unverified"), "CH-001的裁量标准");
    assert!(words(&sheet).contains("占位：较轻 ¥1,000；一般 ¥2,000；严重 ¥3,000（裁量标准未核）"));
    assert!(papers(&read, &judgement).iter().all(|filled| !is_marked(&words(filled))));
    // A fixed amount leaves nothing to grade, and a formula grades itself.
    for id in ["S09", "S01"] {
        let judgement = judged(stop(id), &book);
        assert_eq!(unverified::of(&judgement, &book), [], "{id}");
        let read = contract::read(stop(id)).unwrap();
        let sheet = draft(&read, &judgement, &book);
        assert!(sheet.text("unverified").is_empty() && !is_marked(&words(&sheet)), "{id}");
    }
}

#[test]
fn the_mark_goes_across_the_page_of_a_draft() {
    let book = sample();
    // Behind the mark: how often the page prints it in its own sentences.
    for (code, mark, printed) in [("TX-006", UNVERIFIED, 2), ("PK-012", "草稿", 1)] {
        let asked = with(stop("S09"), "findings[0].code", json!(code));
        let judgement = judged(asked.clone(), &book);
        let sheet = draft(&contract::read(asked).unwrap(), &judgement, &book);
        let page = typesetter().page(&sheet).unwrap();
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("draft-{code}.pdf"));
        std::fs::write(&path, page.pdf().unwrap()).unwrap();
        let said = bare(&pdftotext(&path));
        let wanted = [mark, code, "处理意见（草稿）", "不编文号", "汕头市交通运输局"];
        for wanted in wanted {
            assert!(said.contains(wanted), "{code}: {wanted} is not in\n{said}");
        }
        assert_eq!(is_marked(&said), mark == UNVERIFIED, "{code}:\n{said}");
        assert!(!said.contains("〔2026〕"), "{code} bears a number:\n{said}");
        let in_fields = bare(&words(&sheet)).matches(mark).count();
        let all = said.matches(mark).count();
        assert!(all > in_fields + printed, "{code}: nothing goes across\n{said}");
    }
}
