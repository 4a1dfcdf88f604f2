//! Who can commit an act: against a party of another kind nothing is decided, in a script and on the screen; a basis that
//! stands for one kind says so.

use crate::bureau::{EVENING, check, found, sample as founding, with};
use crate::keys::{HUGE, Stage};
use crate::rulebook::sample;
use crate::rulings::judged;
use crate::scenarios::stop;
use lucha::domain::blocked::{Blocked, Rule};
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::domain::party::PartyKind;
use lucha::domain::rulebook::Rulebook;
use serde_json::{Value, json};

/// The pack as if its approver stood for every row.
fn approved() -> Rulebook {
    let mut book = sample();
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    book
}

fn party(kind: PartyKind) -> Value {
    let id = match kind {
        PartyKind::Citizen => "S08",
        PartyKind::SoleTrader => "S09",
        PartyKind::Organisation => "S01",
    };
    stop(id)["party"].clone()
}

/// S08 with another act and another party.
fn asked(code: &str, kind: PartyKind) -> Value {
    let asked = with(stop("S08"), "findings[0].code", json!(code));
    with(with(asked, "findings[0].gain_yuan", Value::Null), "party", party(kind))
}

fn is_refused(judgement: &Judgement) -> bool {
    judgement.blocked.contains(&Blocked::new(Rule::PartyKind, "findings[0].code"))
}

use PartyKind::{Citizen, Organisation, SoleTrader};

/// Code, kind of party, a sole trader counts as a citizen, and whether it is refused.
const REFUSED: [(&str, PartyKind, bool, bool); 12] = [
    // A driver.
    ("NC-003", Citizen, true, false),
    ("NC-003", Organisation, true, true),
    ("NC-003", SoleTrader, true, false),
    ("NC-003", SoleTrader, false, true),
    // A platform.
    ("NC-001", Organisation, true, false),
    ("NC-001", Citizen, true, true),
    ("NC-001", SoleTrader, true, true),
    ("NC-001", SoleTrader, false, false),
    // An employer, whom the row names: no ruling changes that.
    ("PE-005", SoleTrader, true, false),
    ("PE-005", SoleTrader, false, false),
    ("PE-005", Citizen, true, true),
    // Anybody.
    ("PK-001", Organisation, true, false),
];

#[test]
fn an_act_is_decided_against_those_alone_who_can_commit_it() {
    let mut book = approved();
    for (code, kind, counts_as_citizen, refused) in REFUSED {
        book.rulings.sole_trader_is_citizen = counts_as_citizen;
        let judgement = judged(asked(code, kind), &book);
        assert_eq!(is_refused(&judgement), refused, "{code} {kind:?} {counts_as_citizen}");
        assert_eq!(judgement.outcome == Outcome::Blocked, refused, "{:?}", judgement.blocked);
        assert!(!refused || (judgement.fine, judgement.range) == (None, None), "{code} {kind:?}");
    }
    assert!(Rule::PartyKind.cite().contains("第三十八条"));
    // Put right at once it is no act of his either.
    let corrected =
        with(asked("NC-003", Organisation), "findings[0].corrected_at_once", json!(true));
    assert!(is_refused(&judged(corrected, &book)));
    // Nobody is named yet.
    let nobody = with(asked("NC-003", Citizen), "party", Value::Null);
    assert!(!is_refused(&judged(nobody, &book)));
}

#[test]
fn each_row_refuses_the_kinds_that_it_does_not_name() {
    let book = sample();
    for (code, row) in &book.violations {
        for kind in [Citizen, SoleTrader, Organisation] {
            let refused = is_refused(&judged(asked(code, kind), &book));
            assert_eq!(refused, !row.may_be_of(kind, &book.rulings), "{code} {kind:?}");
        }
    }
}

#[test]
fn a_script_reads_the_rule_its_article_and_the_way_out() {
    let (_folder, mut desk) = found(founding(), EVENING);
    let (_, answers, said) = check(&mut desk, vec![asked("NC-003", Organisation)]);
    assert_eq!((answers[0]["outcome"].as_str(), said.as_str()), (Some("blocked"), ""));
    let no = answers[0]["blocked"].as_array().unwrap();
    let no = no.iter().find(|no| no["rule"] == "party_kind").unwrap();
    assert_eq!(no["field"], "findings[0].code");
    assert!(no["cite"].as_str().unwrap().contains("第三十八条"), "{no}");
    assert!(no["unblocked_by"].as_str().unwrap().contains("当事人类型"), "{no}");
    assert_eq!(desk.list("", 9).unwrap().len(), 1, "the inspection itself is kept");
}

#[test]
fn the_panel_looks_ahead_for_those_alone_who_can_commit_the_act() {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {NC-003} <Enter> {无证}");
    stage.sees(&["NC-003", "公民: "]);
    stage.sees_not(&["单位: "]);
}
