//! 妨碍执法记录, a local form: who hindered the officers, how and when, the call to the police and the witnesses. Judges nobody.

use super::field::{Column, FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, times};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::domain::party::Personal;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;

/// Columns of the witnesses.
pub const WITNESSES: [Column; 2] = [Column::wanted("name"), Column::new("contact")];

/// The sort. It is made of any stop that is recorded: nothing but its own fields stands against it.
pub const KIND: PaperKind = PaperKind {
    word: "obstruction_record",
    is_numbered: false,
    is_confirmed: false,
    approved_at: None,
    fields: &[
        PaperField::wanted("obstruction.at", FieldKind::Time),
        PaperField::wanted("obstruction.who", FieldKind::Line),
        PaperField::wanted("obstruction.what", FieldKind::Lines),
        PaperField::new("obstruction.police_at", FieldKind::Time),
        PaperField::new("obstruction.police_no", FieldKind::Line),
        PaperField::wanted("obstruction.done", FieldKind::Lines),
        PaperField::new("obstruction.witnesses", FieldKind::Rows(&WITNESSES)),
    ],
    proposed,
    closed: |_| Vec::new(),
    read,
};

/// 妨碍执法.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObstructionRecord {
    /// When it began, to the minute.
    pub at: Moment,
    /// Who hindered: a name, or what was seen of somebody unknown.
    pub who: Personal,
    /// What was done.
    pub what: String,
    /// 报警时间; `None` where the police were not called.
    pub police_at: Option<Moment>,
    /// 接警编号; empty where none was given.
    pub police_no: String,
    /// What the officers did.
    pub done: String,
    /// 见证人: name and contact; empty where there was none.
    pub witnesses: Vec<ObstructionWitness>,
}

/// 见证人.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObstructionWitness {
    /// As he gave it.
    pub name: Personal,
    /// Telephone or unit; may be empty.
    pub contact: Personal,
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let present = case.inspection.facts.present.as_ref();
    let mut typed = Typed::default();
    // Whoever asks for the paper asks at that moment.
    typed.text("obstruction.at", case.now.rfc3339());
    if let Some(present) = present.filter(|present| !present.name.get().is_empty()) {
        let (name, relation) = (present.name.get(), &present.relation);
        let who =
            if relation.is_empty() { name.clone() } else { format!("{name}（{relation}）") };
        typed.text("obstruction.who", who);
    }
    typed
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let at = times::time(reading, case, "obstruction.at");
    let (who, what) = (reading.text("obstruction.who"), reading.text("obstruction.what"));
    let police_at = times::time(reading, case, "obstruction.police_at");
    let police_no = reading.text("obstruction.police_no");
    // A number without a call was given by nobody.
    if !police_no.is_empty() && police_at.is_none() {
        reading.missing("obstruction.police_at");
    }
    let done = reading.text("obstruction.done");
    let rows = reading.rows("obstruction.witnesses", &WITNESSES);
    let witnesses = rows.into_iter().filter_map(|row| {
        let [name, contact] = <[String; 2]>::try_from(row).ok()?;
        Some(ObstructionWitness { name: name.into(), contact: contact.into() })
    });
    let (witnesses, who) = (witnesses.collect(), who.into());
    let record = ObstructionRecord { at: at?, who, what, police_at, police_no, done, witnesses };
    Some(CasePaper::ObstructionRecord(record))
}

impl PaperBody for ObstructionRecord {
    fn refused(&self, _case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        Vec::new()
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        vec![
            ("obstruction.at", self.at.in_chinese()),
            ("obstruction.what", self.what.clone()),
            ("obstruction.done", self.done.clone()),
        ]
    }
}
