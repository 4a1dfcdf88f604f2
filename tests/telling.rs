//! Cards, then the telling, then the party's word: the order of the acts decides, never their times.

use crate::bureau::{EVENING, at, check, found, reader, sample, with};
use crate::decisions::{conclude, draft, kinds, save, typed};
use crate::scenarios::stop;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::open_inspection;
use lucha::app::reading::read_draft;
use lucha::domain::blocked::{Blocked, Rule};
use lucha::domain::inspection::event::Event;
use lucha::domain::inspection::order::{TellingAct, TellingOrder};
use lucha::domain::inspection::{Statement, StatementKind, Telling, Topic};
use lucha::stdx::id::Id;
use lucha::wire::event::{Body, decode, encode};
use serde_json::json;

/// All told and heard, the clock running backwards from act to act.
fn telling(order: &str) -> Telling {
    let told_at = |nth: i64| at(EVENING).plus_ms(-60_000 * nth);
    Telling {
        cards_shown: Some(told_at(0)),
        told: Topic::ALL.into_iter().zip(1..).map(|(topic, nth)| (topic, told_at(nth))).collect(),
        statement: Some(Statement {
            at: told_at(9),
            kind: StatementKind::Nothing,
            answer: String::new(),
        }),
        signature: None,
        order: TellingOrder::from_text(order),
    }
}

#[test]
fn the_order_of_the_acts_decides_and_no_clock() {
    const TOLD: &str = "content,facts,reasons,basis,rights";
    let early_telling = "telling.told";
    let early_word = "telling.statement";
    for (order, anew) in [
        // Nothing is known of the order of old entries.
        (String::new(), vec![]),
        (format!("cards_shown,{TOLD},statement"), vec![]),
        ("cards_shown,rights,basis,facts,reasons,content,statement".to_string(), vec![]),
        // Cards shown, or shown again, when something was told already.
        (format!("{TOLD},cards_shown,statement"), vec![early_telling]),
        ("content,cards_shown,facts,reasons,basis,rights,statement".into(), vec![early_telling]),
        (format!("{TOLD},statement,cards_shown"), vec![early_telling, early_word]),
        ("cards_shown".to_string(), vec![early_telling, early_word]),
        // Heard before all was told.
        (format!("cards_shown,statement,{TOLD}"), vec![early_word]),
        ("cards_shown,content,facts,reasons,basis,statement,rights".into(), vec![early_word]),
        // Of the acts before it the order is not known; they came before.
        ("statement".to_string(), vec![]),
        (format!("{TOLD},statement"), vec![]),
        ("rights".to_string(), vec![early_word]),
    ] {
        assert_eq!(telling(&order).out_of_order(), anew, "{order}");
    }
    // What was not done is not out of order; it is missing.
    let mut half = telling(TOLD);
    (half.cards_shown, half.statement) = (None, None);
    assert_eq!(half.out_of_order(), Vec::<&str>::new());
}

#[test]
fn a_script_that_tells_before_the_cards_are_shown_is_blocked_with_the_article() {
    let (_folder, mut desk) = found(sample(), EVENING);
    let ordered = |order| with(stop("S03"), "telling.order", order);
    let late_cards = ordered(json!(["content", "cards_shown"]));
    let early_word = ordered(json!(["cards_shown", "statement", "content"]));
    let (_, answers, _) = check(&mut desk, vec![late_cards, early_word]);
    for (answer, field) in answers.iter().zip(["telling.told", "telling.statement"]) {
        assert_eq!(answer["outcome"], "blocked", "{answer}");
        let no = &answer["blocked"][0];
        assert_eq!((&no["rule"], &no["field"]), (&json!("telling_order"), &json!(field)));
        assert!(no["cite"].as_str().unwrap().contains("第五十五条"), "{no}");
        assert!(no["unblocked_by"].as_str().unwrap().contains("先出示证件"), "{no}");
        assert_eq!(answer["number"], json!(null));
    }
    let lawful = ordered(json!(["cards_shown", "facts", "content"]));
    let (_, answers, _) = check(&mut desk, vec![lawful]);
    assert_eq!(answers[0]["outcome"], "on_spot_penalty", "{}", answers[0]);

    let unknown = ordered(json!(["cards_shown", "gossip"]));
    let (_, answers, sentences) = check(&mut desk, vec![unknown]);
    assert!(
        answers.is_empty() && sentences.starts_with("stops[0].telling.order[1]: "),
        "{sentences}"
    );
    let not_done = with(ordered(json!(["statement"])), "telling.statement", json!(null));
    let (_, answers, _) = check(&mut desk, vec![not_done]);
    let blocked = answers[0]["blocked"].as_array().unwrap();
    let impossible = |no: &&serde_json::Value| no["rule"] == "impossible_value";
    assert_eq!(blocked.iter().find(impossible).unwrap()["field"], "telling.order");
}

#[test]
fn cards_shown_again_after_the_telling_are_entered_in_that_order_and_block() {
    let (folder, mut desk) = found(sample(), EVENING);
    let fields = typed(&stop("S03"));
    let id = draft(&mut desk, &fields);
    let same_time = fields["telling.cards_shown"].clone();
    save(&mut desk, id, "present.authorised", "false");
    conclude(&mut desk, id);
    // The very same second: a clock would see no difference.
    save(&mut desk, id, "telling.cards_shown", "");
    save(&mut desk, id, "telling.cards_shown", &same_time);
    save(&mut desk, id, "present.authorised", "true");
    let refused = conclude(&mut desk, id);
    let early = |field: &str| Blocked::new(Rule::TellingOrder, field);
    assert_eq!(refused.blocked, [early("telling.statement"), early("telling.told")]);
    let entries = kinds(folder.path(), id);
    let retracted = entries.iter().position(|name| *name == "telling_retracted").unwrap();
    let anew = ["proposal_told", "statement_heard", "cards_shown"];
    assert_eq!(entries[retracted + 1..retracted + 4], anew, "{entries:?}");
    let store = reader(folder.path());
    let kept = read_draft(&store.draft(id).unwrap().unwrap().into(), at(EVENING)).telling;
    assert_eq!(open_inspection::load(&store, id).unwrap().telling, kept);

    // The order follows from the acts; a client that tells another one changes nothing.
    save(
        &mut desk,
        id,
        "telling.order",
        "cards_shown,content,facts,reasons,basis,rights,statement",
    );
    assert_eq!(conclude(&mut desk, id).blocked, refused.blocked);
    for topic in Topic::ALL {
        save(&mut desk, id, &format!("telling.{}", topic.word()), &same_time);
    }
    save(&mut desk, id, "telling.statement", "none");
    assert_eq!(conclude(&mut desk, id).blocked, []);
}

/// A stop whose party was heard before the proposal was told; ended once, and blocked.
fn heard_too_early(desk: &mut Desk) -> Id {
    let mut fields = typed(&stop("S03"));
    fields.retain(|field, _| !field.starts_with("telling."));
    let id = draft(desk, &fields);
    let now = at(EVENING).rfc3339();
    let now = now.as_str();
    for (field, value) in [
        ("cards_shown", now),
        ("statement", "stated"),
        ("statement_text", "秤不准"),
        ("answer", "衡器在检定有效期内"),
        ("content", now),
        ("facts", now),
        ("reasons", now),
        ("basis", now),
        ("rights", now),
        ("signature", "signed"),
    ] {
        save(desk, id, &format!("telling.{field}"), value);
    }
    let early = [Blocked::new(Rule::TellingOrder, "telling.statement")];
    assert_eq!(conclude(desk, id).blocked, early);
    id
}

#[test]
fn another_wording_of_a_statement_heard_too_early_does_not_move_it_behind_the_telling() {
    let early = [Blocked::new(Rule::TellingOrder, "telling.statement")];
    let other_words = [("telling.statement_text", "秤真的不准"), ("telling.answer", "已复秤")];
    for (field, value) in other_words {
        let (folder, mut desk) = found(sample(), EVENING);
        let id = heard_too_early(&mut desk);
        let before = kinds(folder.path(), id).len();
        save(&mut desk, id, field, value);

        let reply = desk.handle(Command::LookAtEnd { draft: id });
        let Reply::Prospect(summary) = reply else { panic!("{reply:?}") };
        assert_eq!(summary.judgement.blocked, early, "{field}");
        let done = conclude(&mut desk, id);
        assert_eq!(done.blocked, early, "{field}: the decision is another one than the summary's");
        let entries = kinds(folder.path(), id);
        let anew = ["telling_retracted", "cards_shown", "statement_heard", "proposal_told"];
        assert_eq!(entries[before..before + 4], anew, "{field}");
        let store = reader(folder.path());
        let kept = read_draft(&store.draft(id).unwrap().unwrap().into(), at(EVENING)).telling;
        assert_eq!(open_inspection::load(&store, id).unwrap().telling, kept, "{field}");

        // Heard once more, now that all was told, it counts; its words are the new ones.
        save(&mut desk, id, "telling.statement", "stated");
        assert_eq!(conclude(&mut desk, id).blocked, [], "{field}");
    }
}

#[test]
fn another_wording_of_the_last_act_takes_nothing_back() {
    let (folder, mut desk) = found(sample(), EVENING);
    let id = heard_too_early(&mut desk);
    save(&mut desk, id, "telling.statement", "stated");
    save(&mut desk, id, "present.authorised", "false");
    conclude(&mut desk, id);
    let before = kinds(folder.path(), id).len();
    save(&mut desk, id, "telling.answer", "已当场复秤");
    save(&mut desk, id, "present.authorised", "true");
    assert_eq!(conclude(&mut desk, id).blocked, []);
    let entries = kinds(folder.path(), id);
    assert!(entries[before..].contains(&"statement_heard"), "{entries:?}");
    assert!(!entries[before..].contains(&"telling_retracted"), "{entries:?}");
}

#[test]
fn a_topic_told_before_the_cards_has_an_entry_of_its_own() {
    let (folder, mut desk) = found(sample(), EVENING);
    let order = json!(["content", "cards_shown"]);
    check(&mut desk, vec![with(stop("S03"), "telling.order", order)]);
    let id = desk.list("", 1).unwrap()[0].inspection;
    let told: Vec<_> = reader(folder.path())
        .entries_of(id)
        .unwrap()
        .into_iter()
        .filter_map(|entry| match entry.body {
            Body::Inspection(Event::ProposalTold { topics, nth }) => Some((topics.len(), nth)),
            Body::Inspection(Event::CardsShown { nth, .. } | Event::StatementHeard { nth, .. }) => {
                Some((0, nth))
            }
            _ => None,
        })
        .collect();
    assert_eq!(told, [(1, Some(1)), (0, Some(2)), (4, Some(3)), (0, Some(7))]);
}

#[test]
fn entries_of_before_places_were_kept_read_on_and_block_nothing() {
    // A map of one field, the time: what an earlier program wrote.
    let body = decode(103, 1, &[0xa1, 0x00, 0x18, 0x2a]).unwrap();
    let Body::Inspection(Event::CardsShown { at, nth }) = body else { panic!("{body:?}") };
    assert_eq!((at.ms(), nth), (42, None));
    assert_eq!(
        encode(&Body::Inspection(Event::CardsShown { at, nth })).2,
        [0xa1, 0x00, 0x18, 0x2a]
    );
    let mut inspection = lucha::domain::inspection::Inspection::new(Id([1; 16]));
    let topics = Topic::ALL.into_iter().map(|topic| (topic, at)).collect();
    for event in [Event::ProposalTold { topics, nth: None }, Event::CardsShown { at, nth: None }] {
        lucha::domain::inspection::apply::apply(&mut inspection, event);
    }
    assert_eq!(inspection.telling.out_of_order(), Vec::<&str>::new());
    assert!(inspection.telling.sequence().iter().all(|(_, nth)| nth.is_none()));
    assert_eq!(inspection.telling.sequence()[0].0, TellingAct::CardsShown);
}
