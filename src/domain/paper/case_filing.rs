//! 立案登记表, form 1: where a case came from, what it is about, and that the head of the organ approved its opening (程序规定 62, 63).
//! It bears the number of the case, and its approval is day 0 of the time to decide (处罚法 60); opens nothing itself.

use super::field::{APPROVED_AT, APPROVED_BY, FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{
    CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, refused_before_typing, refused_by,
};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::procedure::facts::{Approval, CaseFacts, of_stop};
use crate::domain::procedure::state::{Actor, State};
use crate::domain::procedure::wrong_stage;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// Gate of the step and of its approval.
const GATE: &str = "C2";
/// Gate of what comes before: a case is taken in from a source.
const TAKEN_IN: &str = "C1";

/// The six sources of the form, by their words.
pub const SOURCES: [(&str, FilingSource); 6] = [
    ("inspection", FilingSource::Inspection),
    ("report", FilingSource::Report),
    ("assigned", FilingSource::Assigned),
    ("submitted", FilingSource::Submitted),
    ("transferred", FilingSource::Transferred),
    ("other", FilingSource::Other),
];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "case_filing",
    is_numbered: true,
    is_confirmed: true,
    approved_at: Some(GATE),
    fields: &[
        PaperField::wanted(
            "filing.source",
            FieldKind::Choice(
                "filing_source",
                &["inspection", "report", "assigned", "submitted", "transferred", "other"],
            ),
        ),
        PaperField::new("filing.source_name", FieldKind::Line),
        PaperField::wanted("filing.cause", FieldKind::Line),
        PaperField::wanted("filing.accepted_at", FieldKind::Time),
        PaperField::wanted("filing.facts", FieldKind::Lines),
        PaperField::wanted("filing.basis", FieldKind::Lines),
        PaperField::wanted("filing.unit_by", FieldKind::Line),
        PaperField::wanted("filing.unit_opinion", FieldKind::Line),
        PaperField::wanted("filing.unit_on", FieldKind::Day),
        PaperField::wanted("filing.head_opinion", FieldKind::Line),
        PaperField::new("filing.remarks", FieldKind::Line),
    ],
    proposed,
    closed,
    read,
};

/// 立案登记 (程序规定 62, 63).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFiling {
    /// 案件来源.
    pub source: FilingSource,
    /// The organ or department that it came from, or what else it was; empty where the box asks no name.
    pub source_name: String,
    /// 案由.
    pub cause: String,
    /// 受案时间.
    pub accepted_at: Moment,
    /// 案件基本情况.
    pub facts: String,
    /// 立案依据.
    pub basis: String,
    /// 经办机构负责人意见.
    pub unit: Opinion,
    /// 负责人审批意见.
    pub head: Opinion,
    /// 备注; may be empty.
    pub remarks: String,
}

/// Where a case came from (式样 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilingSource {
    /// 行政检查中发现.
    Inspection,
    /// 举报经核实.
    Report,
    /// 上级机关交办.
    Assigned,
    /// 下级机关报请.
    Submitted,
    /// 有关部门移送.
    Transferred,
    /// 其他.
    Other,
}

/// What somebody wrote and signed on a paper before its case goes on (式样 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// His name.
    pub by: String,
    /// What he wrote.
    pub text: String,
    /// The day of his signature.
    pub on: Day,
}

impl FilingSource {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        SOURCES.iter().find(|(_, source)| *source == self).map_or("other", |(word, _)| word)
    }

    /// Whether its box asks from whom.
    #[must_use]
    pub fn asks_name(self) -> bool {
        match self {
            FilingSource::Inspection | FilingSource::Report => false,
            FilingSource::Assigned
            | FilingSource::Submitted
            | FilingSource::Transferred
            | FilingSource::Other => true,
        }
    }

    /// As the form says it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            FilingSource::Inspection => "在行政检查中发现的",
            FilingSource::Report => "个人、法人及其他组织举报经核实的",
            FilingSource::Assigned => "上级机关交办的",
            FilingSource::Submitted => "下级机关报请查处的",
            FilingSource::Transferred => "有关部门移送的",
            FilingSource::Other => "其他途径发现的",
        }
    }
}

/// When the head approved that the case is opened; `None` while no filing of it is made (处罚法 60).
#[must_use]
pub fn opened_at(inspection: &Inspection) -> Option<Moment> {
    let mut filings =
        inspection.papers.iter().filter(|made| matches!(made.paper, CasePaper::CaseFiling(_)));
    filings.next().and_then(|made| made.approval.as_ref()).map(|approval| approval.at)
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let found = &case.inspection.facts.findings;
    let facts: Vec<&str> = found.iter().map(|finding| finding.facts.as_str()).collect();
    let basis: Vec<String> = case
        .judgement
        .grounds
        .iter()
        .map(|grounds| match grounds.basis.as_str() {
            "" => format!("{}：涉嫌违反{}。", grounds.name, grounds.violated),
            basis => {
                format!("{}：涉嫌违反{}，处罚依据为{basis}。", grounds.name, grounds.violated)
            }
        })
        .collect();
    let taken_in = case.inspection.facts.at.unwrap_or(case.now);
    let mut typed = Typed::default();
    typed
        .text("filing.source", FilingSource::Inspection.word())
        .text("filing.cause", case.cause())
        .text("filing.accepted_at", taken_in.short())
        .text("filing.facts", facts.join("\n").trim())
        .text("filing.basis", basis.join("\n"));
    typed
}

/// Where the case stands for a filing: taken in, or opened already by one, or decided.
fn stands(case: &PaperCase<'_>) -> State {
    let is_filing = |paper: &CasePaper| matches!(paper, CasePaper::CaseFiling(_));
    let recorded = &case.inspection.deadline_facts;
    if recorded.iter().any(|fact| fact.what == Trigger::CaseDecided) {
        State::DecidedPenalty
    } else if case.inspection.papers.iter().any(|made| is_filing(&made.paper)) {
        State::Opened
    } else {
        State::Accepted
    }
}

fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    let ending = case.inspection.ending.as_ref();
    if ending.is_none_or(|ending| ending.outcome != Outcome::CaseOpened) {
        return vec![Blocked::new(wrong_stage(), "")];
    }
    let no = refused_by(GATE, stands(case), &facts(case, None, None));
    refused_before_typing(no, &["opening_not_approved"])
}

/// The case as the gates see it, with what the filing says of it.
fn facts(
    case: &PaperCase<'_>,
    filing: Option<&CaseFiling>,
    approval: Option<&PaperApproval>,
) -> CaseFacts {
    let mut facts = case.facts(GATE, approval);
    facts.act = of_stop::act(case.inspection, case.judgement, case.rulebook);
    if let Some(filing) = filing {
        facts.course.has_source = true;
        facts.approvals.push(Approval {
            gate: GATE.to_string(),
            by: Actor::Unit,
            on: filing.unit.on,
        });
    }
    facts
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let source = reading.choice("filing.source", &SOURCES);
    let source_name = reading.text("filing.source_name");
    match (source.is_some_and(FilingSource::asks_name), source_name.is_empty()) {
        (true, true) => reading.missing("filing.source_name"),
        // A name beside a box that has no place for it would be lost on the page.
        (false, false) => reading.wrong("filing.source_name"),
        (true, false) | (false, true) => {}
    }
    let (cause, remarks) = (reading.text("filing.cause"), reading.text("filing.remarks"));
    let (facts, basis) = (reading.text("filing.facts"), reading.text("filing.basis"));
    let accepted_at = reading.time("filing.accepted_at");
    let (unit_by, unit_text) =
        (reading.text("filing.unit_by"), reading.text("filing.unit_opinion"));
    let unit_on = reading.day("filing.unit_on");
    let head_text = reading.text("filing.head_opinion");
    let approval = reading.approval(case.now);
    if accepted_at.is_some_and(|at| at > case.now) {
        reading.wrong("filing.accepted_at");
    }
    // First it is taken in, then the unit gives its opinion, then the head approves.
    let is_early = |on: Day| accepted_at.is_some_and(|at| on < at.day());
    let is_late = |on: Day| {
        on > case.now.day() || approval.as_ref().is_some_and(|approval| on > approval.at.day())
    };
    if unit_on.is_some_and(|on| is_early(on) || is_late(on)) {
        reading.wrong("filing.unit_on");
    }
    let is_before = |approval: &PaperApproval| accepted_at.is_some_and(|at| approval.at < at);
    if approval.as_ref().is_some_and(is_before) {
        reading.wrong(APPROVED_AT);
    }
    // Without an approval the gate refuses, whatever day stands here.
    let head = Opinion {
        by: reading.text(APPROVED_BY),
        text: head_text,
        on: approval.map_or(case.now.day(), |approval| approval.at.day()),
    };
    let unit = Opinion { by: unit_by, text: unit_text, on: unit_on? };
    Some(CasePaper::CaseFiling(CaseFiling {
        source: source?,
        source_name,
        cause,
        accepted_at: accepted_at?,
        facts,
        basis,
        unit,
        head,
        remarks,
    }))
}

impl PaperBody for CaseFiling {
    fn refused(&self, case: &PaperCase<'_>, approval: Option<&PaperApproval>) -> Vec<Blocked> {
        let facts = facts(case, Some(self), approval);
        let mut no = refused_by(TAKEN_IN, State::Lead, &facts);
        no.extend(refused_by(GATE, stands(case), &facts));
        no
    }

    /// The fields say when it was taken in, which may be before the stop.
    fn approved_from(&self, _case: &PaperCase<'_>) -> Option<Moment> {
        None
    }

    /// The opening is the case's own fact, which `opened_at` gives its day.
    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        let source = format!("{}{}", self.source.in_chinese(), self.source_name);
        let said = |opinion: &Opinion| {
            format!("{}（{}，{}）", opinion.text, opinion.by, opinion.on.in_chinese())
        };
        let mut terms = vec![
            ("filing.source", source),
            ("filing.cause", self.cause.clone()),
            ("filing.accepted_at", self.accepted_at.in_chinese()),
            ("filing.facts", self.facts.clone()),
            ("filing.basis", self.basis.clone()),
            ("filing.unit_opinion", said(&self.unit)),
            ("filing.head_opinion", said(&self.head)),
        ];
        if !self.remarks.is_empty() {
            terms.push(("filing.remarks", self.remarks.clone()));
        }
        terms
    }
}
