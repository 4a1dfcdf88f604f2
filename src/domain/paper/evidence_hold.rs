//! 证据登记保存清单, form 6: evidence that may vanish is listed and held for seven working days at most (处罚法 56, 85). The last day
//! is counted here; nothing is held.

use super::field::{Column, FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{
    CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, PaperMade, refused_before_typing,
    refused_by,
};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::inspection::Inspection;
use crate::domain::procedure::state::State;
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// Working days that evidence may be held at most (处罚法 56, 85).
pub const WORKING_DAYS_MAX: u32 = 7;

/// Gate of the approval.
const APPROVED_AT: &str = "E1a";

/// Columns of the list.
pub const COLUMNS: [Column; 4] = [
    Column::wanted("name"),
    Column::new("spec"),
    Column::wanted("quantity"),
    Column::wanted("place"),
];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "evidence_hold",
    is_numbered: true,
    is_confirmed: true,
    approved_at: Some(APPROVED_AT),
    fields: &[
        PaperField::wanted("hold.cause", FieldKind::Line),
        PaperField::wanted("hold.risk", FieldKind::Line),
        PaperField::wanted("hold.working_days", FieldKind::Number(1, WORKING_DAYS_MAX)),
        PaperField::wanted("hold.items", FieldKind::Rows(&COLUMNS)),
    ],
    proposed,
    closed,
    read,
};

/// 证据登记保存 (处罚法 56).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceHold {
    /// 案由.
    pub cause: String,
    /// Why it may vanish or be hard to get later: kept, not printed.
    pub risk: String,
    /// 保存天数, working days.
    pub working_days: u32,
    /// The day of the hold, which is not counted.
    pub from: Day,
    /// The last of the days, which belongs to it.
    pub last_day: Day,
    /// What is held.
    pub items: Vec<HeldItem>,
}

/// One thing on the list (式样 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldItem {
    /// 证据名称.
    pub name: String,
    /// 规格; may be empty.
    pub spec: String,
    /// 数量, with its unit.
    pub quantity: String,
    /// 登记保存地点.
    pub place: String,
}

/// The last of `working_days` behind `from`. Where the pack has no holidays of the year the days are counted as they come: that
/// is never longer than the law allows.
#[must_use]
pub fn last_day(rulebook: &Rulebook, from: Day, working_days: u32) -> Day {
    let last = rulebook.reckoner().calendar.last_day(from, working_days);
    if last.is_certain { last.on } else { from.plus(i64::from(working_days)) }
}

/// Holds that no release ended, oldest first.
#[must_use]
pub fn standing(inspection: &Inspection) -> Vec<(&PaperMade, &EvidenceHold)> {
    let papers = &inspection.papers;
    let ends = |made: &PaperMade, hold: Id| matches!(&made.paper, CasePaper::HoldRelease(release) if release.hold == hold);
    let mut standing = Vec::new();
    for made in papers {
        if let CasePaper::EvidenceHold(hold) = &made.paper
            && !papers.iter().any(|other| ends(other, made.document))
        {
            standing.push((made, hold));
        }
    }
    standing
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let mut typed = Typed::default();
    typed.text("hold.cause", case.cause()).text("hold.working_days", WORKING_DAYS_MAX.to_string());
    typed
}

fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    let no = refused_by("E1", State::Approved, &case.facts(APPROVED_AT, None));
    refused_before_typing(no, &["hold_not_listed", "hold_without_term"])
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let (cause, risk) = (reading.text("hold.cause"), reading.text("hold.risk"));
    let days = reading.number("hold.working_days", 1, WORKING_DAYS_MAX);
    let rows = reading.rows("hold.items", &COLUMNS);
    let items = rows.into_iter().filter_map(|row| {
        let [name, spec, quantity, place] = <[String; 4]>::try_from(row).ok()?;
        Some(HeldItem { name, spec, quantity, place })
    });
    let (working_days, from) = (days?, case.now.day());
    let last_day = last_day(case.rulebook, from, working_days);
    let items = items.collect();
    let hold = EvidenceHold { cause, risk, working_days, from, last_day, items };
    Some(CasePaper::EvidenceHold(hold))
}

impl HeldItem {
    /// Its cells, in the order of the columns.
    #[must_use]
    pub fn cells(&self) -> [&str; 4] {
        [&self.name, &self.spec, &self.quantity, &self.place]
    }
}

impl PaperBody for EvidenceHold {
    fn refused(&self, case: &PaperCase<'_>, approval: Option<&PaperApproval>) -> Vec<Blocked> {
        let mut facts = case.facts(APPROVED_AT, approval);
        facts.hold.is_at_risk = !self.risk.is_empty();
        facts.hold.is_itemised = !self.items.is_empty();
        facts.hold.last_day = Some(self.last_day);
        let mut no = refused_by(APPROVED_AT, State::Requested, &facts);
        no.extend(refused_by("E1", State::Approved, &facts));
        no
    }

    fn moves(&self, document: Id, at: Moment) -> Vec<Fact> {
        // A shorter term than the law's binds the organ: the paper says until when.
        let (about, granted) = (Some(document), Some(self.working_days));
        vec![Fact { about, granted, ..Fact::new(Trigger::EvidenceHeld, at) }]
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        let days = format!(
            "{}个工作日，{}至{}",
            self.working_days,
            self.from.in_chinese(),
            self.last_day.in_chinese()
        );
        let mut terms = vec![("hold.cause", self.cause.clone()), ("hold.working_days", days)];
        terms.extend(self.items.iter().map(|item| ("hold.items.name", item.cells().join("；"))));
        terms
    }
}
