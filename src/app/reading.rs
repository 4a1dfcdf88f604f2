//! From the texts of a draft to facts, by the check contract; nothing typed is lost on the way.

use super::draft::Draft;
use crate::domain::identity::plate_colour::PlateColour;
use crate::domain::inspection::order::TellingAct;
use crate::domain::inspection::typed::is_identifier;
use crate::domain::inspection::unloading::read_distance_m;
use crate::domain::inspection::{
    Facts, Signature, Statement, StatementKind, Telling, Topic, Unreadable,
};
use crate::stdx::clock::Moment;
use crate::wire::stop;
use serde_json::{Map, Value};

/// A draft read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What could be read of what was seen.
    pub facts: Facts,
    /// What was ticked and written of the telling.
    pub telling: Telling,
    /// Fields whose text is no value at all: path and the key of the sentence.
    pub faults: Vec<(String, &'static str)>,
}

const NUMBERS: &[&str] = &[
    "axles",
    "drive_axles",
    "single_tyre_axles",
    "gross_kg",
    "length_mm",
    "width_mm",
    "height_mm",
    "accuracy_class",
    "gain_yuan",
    "things_yuan",
    "proposed_yuan",
    "trucks",
    "licence_gross_kg",
    "distance_m",
    "unloaded_kg",
    "times",
    "passengers",
    "lasted_days",
];
const SWITCHES: &[&str] = &[
    "divisible",
    "corrected_at_once",
    "authorised",
    "refused",
    "no_fine",
    "accepted",
    "compared",
    "slight",
    "educated",
    "promised",
    "first",
    "claimed",
    "cannot_read",
    "read_out",
    "granted",
];
/// Behind it stand the keys of the questions that a rule pack asks, each answered with yes or no.
const ANSWERS: &str = ".leniency.answers.";
/// Between the kinds of evidence in one text.
const BETWEEN_KINDS: &[char] = &['、', '，', ',', ' '];

/// Reads what can be read of `draft`; a field that cannot be read is named and left out.
#[must_use]
pub fn read_draft(draft: &Draft, now: Moment) -> Reading {
    let mut faults = Vec::new();
    let mut refused: Vec<String> = Vec::new();
    // A refused word is taken out and the rest read again, so that one bad field hides no other.
    let read = loop {
        let value = contract(draft, &refused, &mut faults);
        match stop::read(value) {
            Ok(read) => break read,
            Err(refusal) => {
                let known = draft.fields.keys().any(|field| *field == refusal.path);
                let again = refused.contains(&refusal.path);
                faults.push((refusal.path.clone(), "fault.word"));
                if !known || again {
                    break stop::StopRead::default();
                }
                refused.push(refusal.path);
            }
        }
    };
    faults.sort();
    faults.dedup();
    let mut facts = read.facts;
    facts.other_trip = Some(draft.get("other_trip") == "true");
    facts.same_trip_as = crate::stdx::id::Id::parse(draft.get("same_trip_as"));
    for (field, _) in &faults {
        // What is no number can be no weight: the law blocks it, and the text is kept.
        let written = draft.get(field).to_string();
        if !facts.unreadable.iter().any(|text| text.field == *field) {
            facts.unreadable.push(Unreadable { field: field.clone(), written });
        }
    }
    Reading { facts, telling: telling(draft, now), faults }
}

fn contract(draft: &Draft, refused: &[String], faults: &mut Vec<(String, &'static str)>) -> Value {
    let mut root = Value::Object(Map::new());
    for (path, text) in &draft.fields {
        let ours = path.starts_with("telling.") || path.starts_with("ui.");
        if ours || path == "same_trip_as" || path == "other_trip" || refused.contains(path) {
            continue;
        }
        let field = path.rsplit('.').next().unwrap_or(path);
        let value = if path == "officers" {
            text.split(',').map(|one| Value::from(one.trim())).collect()
        } else if field == "evidence" {
            let kinds = text.split(BETWEEN_KINDS).filter(|kind| !kind.is_empty());
            kinds.map(Value::from).collect()
        } else if NUMBERS.contains(&field) {
            let number = match field {
                "distance_m" => read_distance_m(text),
                _ => text.trim().parse::<i64>().ok(),
            };
            if let Some(number) = number {
                Value::from(number)
            } else {
                faults.push((path.clone(), "fault.number"));
                continue;
            }
        } else if SWITCHES.contains(&field) || path.contains(ANSWERS) {
            Value::from(text == "true")
        } else if is_identifier(path) {
            // Sign for sign: the facts keep what was typed beside what was understood.
            Value::from(text.as_str())
        } else {
            Value::from(text.trim())
        };
        place(&mut root, path, value);
    }
    // A word alone could mean another colour; one that was picked from the whole list is meant, as a code says it.
    let picked = draft.get("vehicle.colour");
    let colour = PlateColour::ALL.into_iter().find(|colour| colour.in_chinese() == picked);
    if let Some((system, code)) = colour.and_then(PlateColour::numbered) {
        place(&mut root, "vehicle.colour_code.system", Value::from(system.word()));
        place(&mut root, "vehicle.colour_code.code", Value::from(code));
    }
    root
}

/// Puts `value` at `findings[0].code` and the like, making objects and lists on the way.
fn place(root: &mut Value, path: &str, value: Value) {
    let mut at = root;
    for step in path.split('.') {
        let (name, nth) = match step.split_once('[') {
            None => (step, None),
            Some((name, rest)) => (name, rest.trim_end_matches(']').parse::<usize>().ok()),
        };
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Some(object) = at.as_object_mut() else { return };
        at = object.entry(name).or_insert(Value::Null);
        if let Some(nth) = nth.filter(|nth| *nth < 20) {
            if !at.is_array() {
                *at = Value::Array(Vec::new());
            }
            let Some(list) = at.as_array_mut() else { return };
            while list.len() <= nth {
                list.push(Value::Object(Map::new()));
            }
            at = &mut list[nth];
        }
    }
    *at = value;
}

/// The telling's fields hold the time at which each was ticked.
fn telling(draft: &Draft, now: Moment) -> Telling {
    let time = |field: &str| Moment::parse(draft.get(field));
    let told = Topic::ALL
        .into_iter()
        .filter_map(|topic| Some((topic, time(&format!("telling.{}", topic.word()))?)))
        .collect();
    let at = time("telling.statement_at").unwrap_or(now);
    let kind = match draft.get("telling.statement") {
        "none" => Some(StatementKind::Nothing),
        "waived" => Some(StatementKind::Waived),
        "stated" => Some(StatementKind::Stated(draft.get("telling.statement_text").into())),
        _ => None,
    };
    let answer = draft.get("telling.answer").to_string();
    let signature = match draft.get("telling.signature") {
        "signed" => Some(Signature::Signed),
        "declined" => Some(Signature::Declined(draft.get("telling.signature_reason").into())),
        _ => None,
    };
    let telling = Telling {
        cards_shown: time("telling.cards_shown"),
        told,
        statement: kind.map(|kind| Statement { at, kind, answer }),
        signature,
        order: draft.order(),
    };
    let mut order = telling.order.clone();
    TellingAct::all().filter(|act| !telling.holds(*act)).for_each(|act| order.forget(act));
    Telling { order, ..telling }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stdx::id::Id;

    fn draft(fields: &[(&str, &str)]) -> Draft {
        let mut draft = Draft::new(Id([1; 16]), Moment::from_ms(0));
        for (field, value) in fields {
            draft.set(field, value);
        }
        draft
    }

    #[test]
    fn a_draft_is_read_by_the_contract() {
        let draft = draft(&[
            ("at", "2026-11-23T08:40:00+08:00"),
            ("officers", "19050001001,19051100023"),
            ("vehicle.plate", "粤d55d18"),
            ("vehicle.kind", "货车"),
            ("vehicle.type", "载货汽车"),
            ("vehicle.axles", "3"),
            ("weighing.gross_kg", "31240"),
            ("findings[0].code", "OL-001"),
            ("telling.facts", "2026-11-23T08:45:00+08:00"),
        ]);
        let read = read_draft(&draft, Moment::from_ms(0));
        assert_eq!(read.faults, []);
        assert_eq!(read.facts.vehicle.as_ref().unwrap().plate, "粤D55D18");
        assert_eq!(read.facts.weighing.as_ref().unwrap().gross_kg, 31240);
        assert_eq!(read.facts.findings[0].code, "OL-001");
        assert_eq!(read.telling.told.len(), 1);
        assert_eq!(read.facts.officers.len(), 2);
    }

    #[test]
    fn a_picked_colour_is_the_one_that_is_recorded() {
        for colour in PlateColour::ALL {
            let read =
                read_draft(&draft(&[("vehicle.colour", colour.in_chinese())]), Moment::from_ms(0));
            assert_eq!(read.faults, [], "{colour:?}");
            assert_eq!(read.facts.vehicle.unwrap().colour, colour.in_chinese());
        }
        let read = read_draft(&draft(&[("vehicle.colour", "绿色")]), Moment::from_ms(0));
        assert_eq!(
            read.faults,
            [("vehicle.colour".to_string(), "fault.word")],
            "nobody picks this"
        );
    }

    #[test]
    fn grounds_are_read_with_their_evidence_and_an_unknown_kind_hides_nothing() {
        let at = |field: &str| format!("findings[0].circumstances.{field}");
        let fields = [
            ("findings[0].code".to_string(), "PK-001"),
            (at("passengers"), "5"),
            (at("quantity"), "12.5"),
            (at("refused"), "true"),
            (at("adjustments[0].id"), "removed_harm"),
            (at("adjustments[0].accepted"), "true"),
            (at("adjustments[0].evidence"), "视听资料、 笔录"),
        ];
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(path, value)| (path.as_str(), *value)).collect();
        let mut draft = draft(&fields);
        let read = read_draft(&draft, Moment::from_ms(0));
        assert_eq!(read.faults, []);
        let said = &read.facts.findings[0].circumstances;
        assert_eq!((said.passengers, said.quantity_hundredths), (Some(5), Some(1_250)));
        assert_eq!((said.refused, said.claims[0].accepted), (Some(true), Some(true)));
        let kinds: Vec<_> = said.claims[0].evidence.iter().map(|kind| kind.in_chinese()).collect();
        assert_eq!(kinds, ["视听资料", "笔录"]);

        draft.set(&at("adjustments[0].evidence"), "视听资料、传闻");
        let read = read_draft(&draft, Moment::from_ms(0));
        assert_eq!(read.faults, [(at("adjustments[0].evidence"), "fault.word")]);
        let said = &read.facts.findings[0].circumstances;
        assert_eq!(said.claims[0].adjustment, "removed_harm");
        assert_eq!(said.claims[0].evidence, []);
    }

    #[test]
    fn answers_to_a_list_are_read_under_their_own_keys() {
        let read = read_draft(
            &draft(&[
                ("findings[0].code", "FR-006"),
                ("findings[0].leniency.item", "ST-7"),
                ("findings[0].leniency.answers.road_free", "true"),
                ("findings[0].leniency.answers.at_night", "false"),
                ("findings[0].leniency.first", "true"),
                ("findings[0].leniency.first_from", "法制科 林"),
            ]),
            Moment::from_ms(0),
        );
        assert_eq!(read.faults, []);
        let said = &read.facts.findings[0].leniency;
        assert_eq!((said.item.as_str(), said.word_on_first()), ("ST-7", Some(true)));
        let answers: Vec<_> = said.answers.iter().map(|(key, yes)| (key.as_str(), *yes)).collect();
        assert_eq!(answers, [("at_night", false), ("road_free", true)]);
    }

    #[test]
    fn people_and_requests_are_read_at_their_place_and_a_gap_is_nobody() {
        let read = read_draft(
            &draft(&[
                ("vehicle.plate_state", "missing"),
                ("vehicle.seen", "红色自卸车"),
                ("present.cannot_read", "true"),
                ("present.identity", "told"),
                ("people[1].role", "owner"),
                ("people[1].name", "李四"),
                ("people[1].id_no", "h 12345678"),
                ("people[1].id_kind", "军官证"),
                ("recusals[0].officer", "19050001001"),
                ("recusals[0].granted", "false"),
                ("recusals[0].answered_at", "2026-11-23T09:00:00+08:00"),
            ]),
            Moment::from_ms(0),
        );
        assert_eq!(read.faults, [("people[1].id_kind".to_string(), "fault.word")]);
        let facts = read.facts;
        let vehicle = facts.vehicle.as_ref().unwrap();
        assert_eq!((vehicle.plate_state.word(), vehicle.seen.as_str()), ("missing", "红色自卸车"));
        let present = facts.present.as_ref().unwrap();
        assert!(present.is_unread() && present.identity.is_some());
        assert!(facts.people[0].is_blank());
        assert_eq!(
            facts.people[1].role.map(crate::domain::person::PersonRole::word),
            Some("owner")
        );
        assert_eq!(facts.people[1].id_no.get(), "H12345678");
        assert_eq!(facts.typed[0].field, "people[1].id_no");
        assert_eq!(
            (facts.recusals[0].granted, facts.recusals[0].why.get().as_str()),
            (Some(false), "")
        );
        assert!(facts.recusals[0].answered_at.is_some());
    }

    #[test]
    fn one_bad_field_hides_no_other_and_its_text_is_kept() {
        let draft = draft(&[
            ("vehicle.kind", "飞机"),
            ("vehicle.plate", "粤D55D18"),
            ("weighing.gross_kg", "三十吨"),
        ]);
        let read = read_draft(&draft, Moment::from_ms(0));
        assert_eq!(
            read.faults,
            [
                ("vehicle.kind".to_string(), "fault.word"),
                ("weighing.gross_kg".to_string(), "fault.number")
            ]
        );
        assert_eq!(read.facts.vehicle.unwrap().plate, "粤D55D18");
        assert_eq!(read.facts.unreadable[1].written, "三十吨");
    }
}
