//! 解除行政强制措施决定书, form 10: a measure ends, and what was taken is given back at once (强制法 19, 28). It gives nothing back itself.

use super::field::{FieldKind, PaperField};
use super::measure::{COLUMNS, TakenThing, standing};
use super::measure_basis::MeasureSort;
use super::typed::{Reading, Typed, Value};
use super::{
    CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, refused_before_typing, refused_by,
};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::of_stop::{is_approved, is_expired};
use crate::domain::deadline::running::Fact;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::procedure::facts::CaseFacts;
use crate::domain::procedure::facts::measure::LiftGround;
use crate::domain::procedure::officers_refused;
use crate::domain::procedure::state::State;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// Gate of the step and of its approval.
const GATE: &str = "D5";
/// Number of 行政强制措施决定书 in the national set.
const DECISION: u8 = 8;

/// Why it ends: the five of 强制法 28(1), and `None` where the head refused to approve an urgent one (强制法 19).
pub const GROUNDS: [(&str, Option<LiftGround>); 6] = [
    ("no_violation", Some(LiftGround::NoViolation)),
    ("unrelated", Some(LiftGround::Unrelated)),
    ("decided", Some(LiftGround::Decided)),
    ("expired", Some(LiftGround::Expired)),
    ("other", Some(LiftGround::Other)),
    ("refused", None),
];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "measure_release",
    is_numbered: true,
    is_confirmed: true,
    approved_at: Some(GATE),
    fields: &[
        PaperField::wanted("lift.measure", FieldKind::Earlier(measures)),
        PaperField::wanted(
            "lift.ground",
            FieldKind::Choice(
                "lift_ground",
                &["no_violation", "unrelated", "decided", "expired", "other", "refused"],
            ),
        ),
        PaperField::wanted("lift.things", FieldKind::Rows(&COLUMNS)),
    ],
    proposed,
    closed,
    read,
};

/// 解除行政强制措施 (强制法 28).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureRelease {
    /// Id of the document that decided it.
    pub measure: Id,
    /// 采取日期: the day of the measure.
    pub done_on: Day,
    /// 事实, as the decision bears it.
    pub facts: String,
    /// 措施种类.
    pub sort: MeasureSort,
    /// One of `GROUNDS`.
    pub ground: Option<LiftGround>,
    /// 解除日期: it is given back at once.
    pub on: Day,
    /// 退还财物清单.
    pub things: Vec<TakenThing>,
}

fn measures(case: &PaperCase<'_>) -> Vec<Id> {
    standing(case.inspection).iter().map(|(made, _)| made.document).collect()
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let mut typed = Typed::default();
    if let Some((made, measure)) = standing(case.inspection).first() {
        let row = |thing: &TakenThing| thing.cells().map(String::from).to_vec();
        typed
            .text("lift.measure", made.document.to_string())
            .put("lift.things", Value::Rows(measure.things.iter().map(row).collect()));
    }
    typed
}

fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    let no = refused_by(GATE, State::InForce, &facts(case, None, None));
    refused_before_typing(no, &["lift_ground_missing", "lift_not_approved"])
}

/// The case as the gate sees it, with the measure that `release` ends.
fn facts(
    case: &PaperCase<'_>,
    release: Option<&MeasureRelease>,
    approval: Option<&PaperApproval>,
) -> CaseFacts {
    let mut facts = case.facts(GATE, approval);
    let standing = standing(case.inspection);
    let is_meant = |id: Id| release.is_none_or(|release| release.measure == id);
    if let Some((made, measure)) = standing.iter().find(|(made, _)| is_meant(made.document)) {
        facts.papers.insert(DECISION, Some(made.at.day()));
        facts.measure.last_day = Some(measure.last_day);
    }
    if let Some(release) = release {
        facts.measure.lift_ground = release.ground;
        facts.measure.was_refused = release.ground.is_none();
    }
    facts
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let id = reading.earlier("lift.measure", &measures(case));
    let ground = reading.choice("lift.ground", &GROUNDS);
    let things = TakenThing::of_rows(reading.rows("lift.things", &COLUMNS));
    let standing = standing(case.inspection);
    let (_, measure) = standing.iter().find(|(made, _)| Some(made.document) == id)?;
    let (measure_id, ground, on) = (id?, ground?, case.now.day());
    let cannot_be = match ground {
        Some(LiftGround::Expired) => {
            let reckoner = case.rulebook.reckoner();
            !is_expired(case.inspection, (measure_id, measure.last_day), reckoner, case.now)
        }
        None => !measure.is_urgent() || is_approved(case.inspection, measure_id),
        Some(
            LiftGround::NoViolation
            | LiftGround::Unrelated
            | LiftGround::Decided
            | LiftGround::Other,
        ) => false,
    };
    if cannot_be {
        reading.wrong("lift.ground");
    }
    // All that was taken is given back, and nothing else.
    for (nth, thing) in things.iter().enumerate() {
        if measure.things.iter().all(|taken| taken.name != thing.name) {
            reading.wrong(format!("lift.things[{nth}].name"));
        }
    }
    if measure.things.iter().any(|taken| things.iter().all(|thing| thing.name != taken.name)) {
        reading.missing("lift.things");
    }
    Some(CasePaper::MeasureRelease(MeasureRelease {
        measure: measure_id,
        done_on: measure.done_at.day(),
        facts: measure.facts.clone(),
        sort: measure.basis.sort,
        ground,
        on,
        things,
    }))
}

impl MeasureRelease {
    /// The article, as the paper cites it.
    #[must_use]
    pub fn cite(&self) -> &'static str {
        match self.ground {
            Some(LiftGround::NoViolation) => "第二十八条第一款第（一）项",
            Some(LiftGround::Unrelated) => "第二十八条第一款第（二）项",
            Some(LiftGround::Decided) => "第二十八条第一款第（三）项",
            Some(LiftGround::Expired) => "第二十八条第一款第（四）项",
            Some(LiftGround::Other) => "第二十八条第一款第（五）项",
            None => "第十九条",
        }
    }

    /// Word of its ground.
    #[must_use]
    pub fn ground_word(&self) -> &'static str {
        GROUNDS.iter().find(|(_, ground)| *ground == self.ground).map_or("other", |(word, _)| word)
    }
}

impl PaperBody for MeasureRelease {
    fn refused(&self, case: &PaperCase<'_>, approval: Option<&PaperApproval>) -> Vec<Blocked> {
        let facts = facts(case, Some(self), approval);
        let mut no = refused_by(GATE, State::InForce, &facts);
        // The step asks for no pair by itself; a decision is never one officer's (处罚法 42).
        no.extend(officers_refused(&facts.acting));
        no
    }

    /// What is taken by then.
    fn approved_from(&self, case: &PaperCase<'_>) -> Option<Moment> {
        let standing = standing(case.inspection);
        let (_, measure) = standing.iter().find(|(made, _)| made.document == self.measure)?;
        Some(measure.done_at)
    }

    fn moves(&self, _document: Id, at: Moment) -> Vec<Fact> {
        vec![Fact { about: Some(self.measure), ..Fact::new(Trigger::MeasureLifted, at) }]
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        let measure = format!(
            "{} {}（{}）",
            self.done_on.in_chinese(),
            self.sort.in_chinese(),
            self.measure.short()
        );
        let ground = format!("《中华人民共和国行政强制法》{}", self.cite());
        let mut terms = vec![("lift.measure", measure), ("lift.ground", ground)];
        terms.extend(self.things.iter().map(|one| ("lift.things", one.cells().join("；"))));
        terms
    }
}
