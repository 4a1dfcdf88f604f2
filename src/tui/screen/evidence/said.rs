//! The fields of what is said of evidence, for one piece or for all of an import; keeps nothing.

use crate::domain::described::Description;
use crate::domain::evidence::EvidenceKind;
use crate::domain::full_record::Stage;
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::form::{Entry, Field, Form};

const COPY: &str = "copy";
const ORIGINAL: &str = "original";
/// The last field: Enter on it is done.
pub const LAST: &str = "evidence.wearer";

/// The fields, filled with `said`.
pub fn fields(said: &Description) -> Vec<Field> {
    let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.word()).collect();
    let stage = ChoiceField::worded("stage", &stages, said.stage.map_or("", Stage::word));
    let kinds: Vec<&str> = EvidenceKind::ALL.iter().map(|kind| kind.in_chinese()).collect();
    let kind = ChoiceField::plain(&kinds, said.kind.map_or("", EvidenceKind::in_chinese));
    let kept = said.is_copy.map_or("", |is_copy| if is_copy { COPY } else { ORIGINAL });
    let copy = ChoiceField::worded("evidence_copy", &[ORIGINAL, COPY], kept);
    vec![
        Field::new("evidence.stage", Entry::Choice(stage)),
        Field::line("evidence.proves", &said.proves),
        Field::new("evidence.kind", Entry::Choice(kind)),
        Field::new("evidence.copy", Entry::Choice(copy)),
        Field::line("evidence.place", &said.place),
        Field::line("evidence.device", &said.device),
        Field::line(LAST, said.wearer.get()),
    ]
}

/// What the fields of `form` say.
pub fn said(form: &Form) -> Description {
    let value = |path: &str| form.value(path).trim().to_string();
    let copy = value("evidence.copy");
    Description {
        stage: Stage::from_word(&value("evidence.stage")),
        proves: value("evidence.proves"),
        place: value("evidence.place"),
        device: value("evidence.device"),
        wearer: value(LAST).into(),
        kind: EvidenceKind::from_chinese(&value("evidence.kind")),
        is_copy: (!copy.is_empty()).then(|| copy == COPY),
    }
}
