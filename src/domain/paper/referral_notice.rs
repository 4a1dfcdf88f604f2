//! 案件移送告知书, a local form: the party learns to which organ its case went (程序规定 9). Refers nothing itself.

use super::case_referral::CaseReferral;
use super::field::{FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, PaperMade};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::deadline::running::Fact;
use crate::domain::procedure::{officers_refused, wrong_stage};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "referral_notice",
    is_numbered: false,
    is_confirmed: true,
    approved_at: None,
    fields: &[PaperField::wanted("referral_notice.referral", FieldKind::Earlier(untold))],
    proposed,
    closed,
    read,
};

/// 案件移送告知 (程序规定 9): of a letter that was made with it, or earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralNotice {
    /// Id of the document of the letter.
    pub referral: Id,
    /// Day of the letter.
    pub referred_on: Day,
    /// 受移送机关.
    pub organ: String,
    /// 案由.
    pub cause: String,
    /// 移送依据.
    pub basis: String,
}

impl ReferralNotice {
    /// Of the letter `referral`, which the document `document` shows.
    #[must_use]
    pub fn of(document: Id, referral: &CaseReferral) -> ReferralNotice {
        ReferralNotice {
            referral: document,
            referred_on: referral.on,
            organ: referral.organ.clone(),
            cause: referral.cause.clone(),
            basis: referral.basis.clone(),
        }
    }
}

/// Letters that the party was not told of, oldest first.
fn letters<'a>(case: &PaperCase<'a>) -> Vec<(&'a PaperMade, &'a CaseReferral)> {
    let papers = &case.inspection.papers;
    let tells = |made: &PaperMade, letter: Id| matches!(&made.paper, CasePaper::ReferralNotice(notice) if notice.referral == letter);
    let mut letters = Vec::new();
    for made in papers {
        if let CasePaper::CaseReferral(referral) = &made.paper
            && !papers.iter().any(|other| tells(other, made.document))
        {
            letters.push((made, referral));
        }
    }
    letters
}

fn untold(case: &PaperCase<'_>) -> Vec<Id> {
    letters(case).iter().map(|(made, _)| made.document).collect()
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let mut typed = Typed::default();
    if let Some(letter) = untold(case).first() {
        typed.text("referral_notice.referral", letter.to_string());
    }
    typed
}

fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    if untold(case).is_empty() {
        return vec![Blocked::new(wrong_stage(), "")];
    }
    if case.inspection.facts.party.is_none() {
        return vec![Blocked::new(Rule::PartyUnknown, "party")];
    }
    officers_refused(case.acting)
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let letter = reading.earlier("referral_notice.referral", &untold(case))?;
    let letters = letters(case);
    let (_, referral) = letters.iter().find(|(made, _)| made.document == letter)?;
    Some(CasePaper::ReferralNotice(ReferralNotice::of(letter, referral)))
}

impl PaperBody for ReferralNotice {
    fn refused(&self, case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        officers_refused(case.acting)
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        let letter = format!("{}（{}）", self.organ, self.referred_on.in_chinese());
        vec![("referral_notice.referral", letter)]
    }
}
