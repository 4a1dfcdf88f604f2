//! 案件移送函, a local form: what is not ours goes to the organ that it belongs to (程序规定 9). What is suspected to be a crime goes
//! another way (移送规定), never by this letter.

use super::field::{Column, FieldKind, PaperField};
use super::referral_notice::ReferralNotice;
use super::typed::{Reading, Typed, Value};
use super::{
    CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, attachments, refused_by, times,
};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::domain::identity::plate_state::PlateState;
use crate::domain::inspection::Inspection;
use crate::domain::party::Personal;
use crate::domain::procedure::state::State;
use crate::domain::procedure::{officers_refused, wrong_stage};
use crate::domain::rulebook::Rulebook;
use crate::domain::vehicle::Vehicle;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// Gate of the step and of its approval.
const GATE: &str = "C2t";
/// Where the gate asks for the opinion of the unit: that stands on the sheet that the head signs.
const BY_UNIT: &str = "approvals.unit";
/// By what a letter goes, where nothing else is typed.
const BASIS: &str = "《交通运输行政执法程序规定》第九条";

/// Columns of what goes with it.
pub const ATTACHMENTS: [Column; 2] = [Column::wanted("name"), Column::wanted("quantity")];
/// Columns of the goods that are handed over.
pub const GOODS: [Column; 4] = [
    Column::wanted("name"),
    Column::new("spec"),
    Column::wanted("quantity"),
    Column::new("remarks"),
];

/// Whether the party is told by 案件移送告知书 in the same step.
const TOLD: [(&str, bool); 2] = [("yes", true), ("no", false)];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "case_referral",
    is_numbered: false,
    is_confirmed: true,
    approved_at: Some(GATE),
    fields: &[
        PaperField::wanted("referral.organ", FieldKind::Line),
        PaperField::wanted("referral.cause", FieldKind::Line),
        PaperField::wanted("referral.facts", FieldKind::Lines),
        PaperField::wanted("referral.reason", FieldKind::Lines),
        PaperField::wanted("referral.basis", FieldKind::Line),
        PaperField::wanted("referral.attachments", FieldKind::Rows(&ATTACHMENTS)),
        PaperField::new("referral.goods", FieldKind::Rows(&GOODS)),
        PaperField::wanted("referral.contact", FieldKind::Line),
        PaperField::wanted("referral.phone", FieldKind::Line),
        PaperField::wanted("referral.tell_party", FieldKind::Choice("flag", &["yes", "no"])),
    ],
    proposed,
    closed,
    read,
};

/// 案件移送 to another organ (程序规定 9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseReferral {
    /// 受移送机关.
    pub organ: String,
    /// 案由.
    pub cause: String,
    /// What happened.
    pub facts: String,
    /// Why it is not ours.
    pub reason: String,
    /// 移送依据.
    pub basis: String,
    /// What goes with it: name and quantity.
    pub attachments: Vec<[String; 2]>,
    /// Goods that are handed over: name, specification, quantity, remark; empty where there are none.
    pub goods: Vec<[String; 4]>,
    /// 联系人 of ours.
    pub contact: Personal,
    /// His 联系电话.
    pub phone: Personal,
    /// The party is told in the same step (案件移送告知书).
    pub tells_party: bool,
    /// Day of the letter.
    pub on: Day,
}

/// Whether a letter took the whole case to another organ: it names each act of ours that was found. One that speaks of another act
/// takes that alone, and the case goes on.
#[must_use]
pub fn is_whole(inspection: &Inspection, rulebook: &Rulebook) -> bool {
    let found = inspection.facts.findings.iter();
    let ours: Vec<&str> = found
        .filter_map(|finding| rulebook.violation(&finding.code))
        .map(|act| act.name_zh.as_str())
        .collect();
    inspection.papers.iter().any(|made| {
        let CasePaper::CaseReferral(letter) = &made.paper else { return false };
        ours.iter().all(|act| letter.cause.contains(act))
    })
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let facts = &case.inspection.facts;
    let police = |code: &String| case.rulebook.police_only.get(code);
    let of_others = facts.findings.iter().filter_map(|finding| police(&finding.code));
    let told = if facts.party.is_some() { "yes" } else { "no" };
    let mut typed = Typed::default();
    typed
        .text("referral.facts", what_happened(case))
        .text("referral.basis", BASIS)
        .text("referral.tell_party", told)
        .put("referral.attachments", Value::Rows(attachments::of(case.inspection)));
    // What is ours is no cause of a letter to another organ: where nothing was found that is theirs, the officer says what is suspected.
    if let Some(first) = of_others.clone().next() {
        let theirs = of_others.clone().filter(|act| act.authority == first.authority);
        let names: Vec<&str> = theirs.map(|act| act.name_zh.as_str()).collect();
        typed.text("referral.organ", &first.authority);
        typed.text("referral.cause", format!("涉嫌{}", names.join("、")));
    }
    let why =
        of_others.map(|act| format!("{}由{}管辖（{}）。", act.name_zh, act.authority, act.basis));
    let why: Vec<String> = why.collect();
    if !why.is_empty() {
        typed.text("referral.reason", why.join("\n"));
    }
    typed
}

/// When, where, which vehicle, and what was found, as it was recorded.
fn what_happened(case: &PaperCase<'_>) -> String {
    let facts = &case.inspection.facts;
    let at = facts.at.map(|at| format!("{}，", at.in_chinese())).unwrap_or_default();
    let vehicle = facts.vehicle.as_ref().filter(|vehicle| vehicle.is_identified());
    let named = |vehicle: &Vehicle| match vehicle.plate_state {
        PlateState::Missing => format!("，{}", vehicle.on_paper()),
        PlateState::Normal
        | PlateState::SuspectedFalse
        | PlateState::Temporary
        | PlateState::HongKongMacau => format!("，车辆号牌{}", vehicle.on_paper()),
    };
    let vehicle = vehicle.map(named).unwrap_or_default();
    let found = facts.findings.iter().map(|finding| finding.facts.trim());
    let found: Vec<&str> = found.filter(|found| !found.is_empty()).collect();
    format!("{at}在{}检查{vehicle}：{}", times::place(case), found.join("；"))
}

/// There is something to refer: the stop has ended or is blocked, and an act was found.
fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    let inspection = case.inspection;
    if inspection.ending.is_none() || inspection.facts.findings.is_empty() {
        return vec![Blocked::new(wrong_stage(), "")];
    }
    officers_refused(case.acting)
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let (organ, cause) = (reading.text("referral.organ"), reading.text("referral.cause"));
    let (facts, reason) = (reading.text("referral.facts"), reading.text("referral.reason"));
    let basis = reading.text("referral.basis");
    let attachments = reading.rows("referral.attachments", &ATTACHMENTS).into_iter();
    let goods = reading.rows("referral.goods", &GOODS).into_iter();
    let (contact, phone) = (reading.text("referral.contact"), reading.text("referral.phone"));
    let tells_party = reading.choice("referral.tell_party", &TOLD);
    Some(CasePaper::CaseReferral(CaseReferral {
        organ,
        cause,
        facts,
        reason,
        basis,
        attachments: attachments.filter_map(|row| row.try_into().ok()).collect(),
        goods: goods.filter_map(|row| row.try_into().ok()).collect(),
        contact: contact.into(),
        phone: phone.into(),
        tells_party: tells_party?,
        on: case.now.day(),
    }))
}

impl PaperBody for CaseReferral {
    fn refused(&self, case: &PaperCase<'_>, approval: Option<&PaperApproval>) -> Vec<Blocked> {
        let mut facts = case.facts(GATE, approval);
        facts.act.is_ours = false;
        facts.course.receiver.clone_from(&self.organ);
        let mut no = refused_by(GATE, State::Accepted, &facts);
        no.retain(|one| one.field != BY_UNIT);
        no.extend(officers_refused(case.acting));
        no
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        let mut terms = vec![
            ("referral.organ", self.organ.clone()),
            ("referral.cause", self.cause.clone()),
            ("referral.facts", self.facts.clone()),
            ("referral.reason", self.reason.clone()),
            ("referral.basis", self.basis.clone()),
        ];
        terms.extend(self.attachments.iter().map(|row| ("referral.attachments", row.join("；"))));
        terms.extend(self.goods.iter().map(|row| ("referral.goods", row.join("；"))));
        terms.push(("referral.contact", self.contact.get().clone()));
        terms.push(("referral.phone", self.phone.get().clone()));
        let told = if self.tells_party { "是" } else { "否" };
        terms.push(("referral.tell_party", told.to_string()));
        terms
    }

    fn beside(&self, document: Id) -> Option<CasePaper> {
        self.tells_party.then(|| CasePaper::ReferralNotice(ReferralNotice::of(document, self)))
    }
}
