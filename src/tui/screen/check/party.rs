//! Step 5: whose act it is, and who is there to hear, speak and sign.

use crate::app::draft::Draft;
use crate::domain::identity::id_paper::IdKind;
use crate::domain::identity::normalise;
use crate::domain::party::{RELATIONS, Sex, sex_of};
use crate::tui::screen::check::{Sketch, people};
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::flag::FlagField;
use crate::tui::widget::form::{Entry, Field};

const KINDS: &[&str] = &["citizen", "organisation", "sole_trader"];

#[must_use]
pub fn applies(_draft: &Draft) -> bool {
    true
}

#[must_use]
pub fn fields(sketch: &Sketch<'_>) -> Vec<Field> {
    let draft = sketch.draft;
    let line = |path: &str, group: &'static str| {
        Field::line(path, draft.get(path)).wanted(true).group(group)
    };
    let kind = ChoiceField::worded("party", KINDS, draft.get("party.kind"));
    let (party, present) = ("group.party", "group.present");
    // Where nothing was found nobody is a party; the minutes still name who was there.
    let found = draft.findings() > 0;
    let mut fields = Vec::new();
    if found {
        fields.push(Field::new("party.kind", Entry::Choice(kind)).wanted(true).group(party));
    }
    let by_kind = fields_of_kind(draft.get("party.kind"));
    let id_kind = |path: &str, group: &'static str| {
        let kept = kind_of(draft, path).in_chinese();
        let words = IdKind::ALL.map(IdKind::in_chinese);
        Field::new(path, Entry::Choice(ChoiceField::plain(&words, kept))).group(group)
    };
    fields.extend(by_kind.iter().map(|path| match *path {
        "party.id_kind" => id_kind(path, party),
        path => line(path, party),
    }));
    // The law counts a carrier's vehicles where one of them is over the limit (路保 66).
    if draft.get("party.kind") == "organisation" && finds_over_limit(sketch) {
        fields.push(line("party.trucks", party).wanted(false));
    }
    let relation = ChoiceField::plain(RELATIONS, draft.get("present.relation"));
    let authorised = FlagField::new(draft.get("present.authorised"));
    fields.extend([
        line("present.name", present),
        Field::new("present.relation", Entry::Choice(relation)).wanted(true).group(present),
        id_kind("present.id_kind", present),
        line("present.id_no", present).wanted(found),
    ]);
    // A resident identity number says it; where there is none it is asked.
    let id_no = draft.get("present.id_no");
    let of_card = sex_of(kind_of(draft, "present.id_kind"), &normalise(id_no));
    if of_card.is_none() || !draft.get("present.sex").is_empty() {
        let sex = ChoiceField::plain(&Sex::ALL.map(Sex::in_chinese), draft.get("present.sex"));
        let asked = Field::new("present.sex", Entry::Choice(sex)).group(present);
        fields.push(asked.wanted(found && !id_no.is_empty()));
    }
    fields.extend([
        line("present.phone", present).wanted(found),
        line("present.qualification_no", present).wanted(false),
        Field::new("present.authorised", Entry::Flag(authorised)).wanted(found).group(present),
        line("present.unit", present).wanted(false),
        line("present.address", present).wanted(false),
    ]);
    fields.extend(people::fields(sketch));
    fields
}

fn finds_over_limit(sketch: &Sketch<'_>) -> bool {
    let rulebook = &sketch.cx.snapshot.rulebook;
    (0..sketch.draft.findings()).any(|nth| {
        let code = sketch.draft.get(&format!("findings[{nth}].code"));
        rulebook.violation(code).is_some_and(|violation| violation.over_limit)
    })
}

fn fields_of_kind(kind: &str) -> &'static [&'static str] {
    match kind {
        "citizen" => {
            &["party.name", "party.id_kind", "party.id_no", "party.address", "party.phone"]
        }
        "organisation" => &[
            "party.name",
            "party.credit_code",
            "party.legal_representative",
            "party.address",
            "party.phone",
        ],
        "sole_trader" => &[
            "party.name",
            "party.credit_code",
            "party.operator",
            "party.id_kind",
            "party.id_no",
            "party.address",
            "party.phone",
        ],
        _ => &[],
    }
}

/// Which paper the number is of; a resident identity card where nothing else was chosen.
fn kind_of(draft: &Draft, path: &str) -> IdKind {
    IdKind::from_chinese(draft.get(path)).unwrap_or_default()
}

/// The person present is the party: what F3 fills in, by field and value.
#[must_use]
pub fn same_as_party(draft: &Draft) -> Vec<(&'static str, String)> {
    let of = |path: &str| draft.get(path).to_string();
    let (name, relation) = match draft.get("party.kind") {
        "citizen" => (of("party.name"), "当事人"),
        "sole_trader" => (of("party.operator"), "当事人"),
        "organisation" => (of("party.legal_representative"), "法定代表人"),
        _ => return Vec::new(),
    };
    vec![
        ("present.name", name),
        ("present.relation", relation.to_string()),
        ("present.id_kind", of("party.id_kind")),
        ("present.id_no", of("party.id_no")),
        ("present.phone", of("party.phone")),
        ("present.authorised", "true".to_string()),
    ]
}
