//! 解除证据登记保存决定书, form 7: what is held is given back, or goes to be appraised, and the hold ends (处罚法 56). What is seized or
//! taken has another paper; gives nothing back itself.

use super::evidence_hold::standing;
use super::field::{FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{
    CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, refused_before_typing, refused_by,
};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::procedure::facts::CaseFacts;
use crate::domain::procedure::facts::measure::HoldEnd;
use crate::domain::procedure::officers_refused;
use crate::domain::procedure::state::State;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// Gate of the step and of its approval.
const GATE: &str = "E2";
/// Number of 证据登记保存清单 in the national set.
const LIST: u8 = 6;

/// What may become of it by this paper.
pub const ENDS: [(&str, HoldEnd); 2] =
    [("returned", HoldEnd::Returned), ("appraised", HoldEnd::Appraised)];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "hold_release",
    is_numbered: true,
    is_confirmed: true,
    approved_at: Some(GATE),
    fields: &[
        PaperField::wanted("release.hold", FieldKind::Earlier(holds)),
        PaperField::wanted(
            "release.end",
            FieldKind::Choice("hold_end", &["returned", "appraised"]),
        ),
        PaperField::wanted("release.on", FieldKind::Day),
    ],
    proposed,
    closed,
    read,
};

/// 解除证据登记保存 (处罚法 56).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldRelease {
    /// Id of the document that listed it.
    pub hold: Id,
    /// 采取日期: the day of the hold.
    pub held_on: Day,
    /// What becomes of it.
    pub end: HoldEnd,
    /// 解除日期.
    pub on: Day,
}

fn holds(case: &PaperCase<'_>) -> Vec<Id> {
    standing(case.inspection).iter().map(|(made, _)| made.document).collect()
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let mut typed = Typed::default();
    if let Some(hold) = holds(case).first() {
        typed.text("release.hold", hold.to_string());
    }
    typed.text("release.end", "returned").text("release.on", case.now.day().to_string());
    typed
}

fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    let no = refused_by(GATE, State::Held, &facts(case, None, None));
    let mut no = refused_before_typing(no, &["hold_not_settled", "release_not_approved"]);
    no.retain(|one| !one.field.starts_with("approvals."));
    no
}

/// The case as the gate sees it, with the hold that `release` ends.
fn facts(
    case: &PaperCase<'_>,
    release: Option<&HoldRelease>,
    approval: Option<&PaperApproval>,
) -> CaseFacts {
    let mut facts = case.facts(GATE, approval);
    let standing = standing(case.inspection);
    let is_meant = |id: Id| release.is_none_or(|release| release.hold == id);
    if let Some((made, hold)) = standing.iter().find(|(made, _)| is_meant(made.document)) {
        facts.papers.insert(LIST, Some(made.at.day()));
        facts.hold.last_day = Some(hold.last_day);
    }
    facts.hold.end = release.map(|release| release.end);
    facts
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let hold = reading.earlier("release.hold", &holds(case));
    let end = reading.choice("release.end", &ENDS);
    let on = reading.day("release.on");
    let standing = standing(case.inspection);
    let (_, held) = standing.iter().find(|(made, _)| Some(made.document) == hold)?;
    let (today, on) = (case.now.day(), on?);
    // Nobody decides for a day that is past, and nothing is held behind the last one.
    if on < today || on > held.last_day.max(today) {
        reading.wrong("release.on");
    }
    let (hold, held_on) = (hold?, held.from);
    Some(CasePaper::HoldRelease(HoldRelease { hold, held_on, end: end?, on }))
}

impl HoldRelease {
    /// What becomes of it, as a paper says it.
    #[must_use]
    pub fn end_in_chinese(&self) -> &'static str {
        match self.end {
            HoldEnd::Returned => "退还",
            HoldEnd::Appraised => "送交鉴定",
            HoldEnd::Seized => "转为查封、扣押",
            HoldEnd::Confiscated => "没收",
        }
    }

    /// Its word.
    #[must_use]
    pub fn end_word(&self) -> &'static str {
        ENDS.iter().find(|(_, end)| *end == self.end).map_or("returned", |(word, _)| word)
    }
}

impl PaperBody for HoldRelease {
    fn refused(&self, case: &PaperCase<'_>, approval: Option<&PaperApproval>) -> Vec<Blocked> {
        let facts = facts(case, Some(self), approval);
        let mut no = refused_by(GATE, State::Held, &facts);
        // The step asks for no pair by itself; a decision is never one officer's (处罚法 42).
        no.extend(officers_refused(&facts.acting));
        no
    }

    /// What is held by then.
    fn approved_from(&self, case: &PaperCase<'_>) -> Option<Moment> {
        let papers = &mut case.inspection.papers.iter();
        papers.find(|made| made.document == self.hold).map(|made| made.at)
    }

    fn moves(&self, _document: Id, at: Moment) -> Vec<Fact> {
        vec![Fact { about: Some(self.hold), ..Fact::new(Trigger::EvidenceDealtWith, at) }]
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        vec![
            ("release.hold", format!("{}（{}）", self.held_on.in_chinese(), self.hold.short())),
            ("release.end", self.end_in_chinese().to_string()),
            ("release.on", self.on.in_chinese()),
        ]
    }
}
