//! The papers of a case that are made beside or behind its stop (案件文书), one file and one line each: fields, what refuses
//! them, what they move. Makes none, numbers none and knows no time of its own.

pub mod address_confirmation;
mod attachments;
pub mod case_filing;
pub mod case_referral;
pub mod delivery_receipt;
pub mod evidence_hold;
pub mod evidence_piece;
pub mod evidence_sheet;
pub mod field;
pub mod hold_release;
pub mod interview;
mod interview_refused;
pub mod measure;
pub mod measure_basis;
pub mod measure_release;
pub mod obstruction_record;
pub mod passenger_mask;
pub mod passenger_statement;
pub mod passenger_transfer;
pub mod referral_notice;
pub mod sampling_record;
pub mod survey_minutes;
mod times;
pub mod typed;

use super::agency::{DocumentNo, Officer};
use super::blocked::Blocked;
use super::deadline::running::Fact;
use super::inspection::Inspection;
use super::inspection::judgement::{Judgement, Outcome};
use super::procedure::facts::{Acting, Approval, CaseFacts};
use super::procedure::state::{Actor, State};
use super::procedure::{gate, may, wrong_stage};
use super::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use field::PaperField;
use typed::{Reading, Typed};

/// Each sort once: its meaning and number in the national set, its name, its file.
macro_rules! papers {
    ($($(#[$doc:meta])+ $name:ident in $module:ident;)+) => {
        /// What a paper of a case says that nothing else of the case does (案件文书).
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(clippy::large_enum_variant)] // Each is held by its entry, and no list of them is moved about.
        pub enum CasePaper {
            $($(#[$doc])+ $name($module::$name),)+
        }

        /// Every sort, in the order in which they are offered.
        pub const KINDS: &[&PaperKind] = &[$(&$module::KIND),+];

        impl CasePaper {
            /// Its sort.
            #[must_use]
            pub fn kind(&self) -> &'static PaperKind {
                match self {
                    $(CasePaper::$name(_) => &$module::KIND,)+
                }
            }

            /// What all sorts can be asked.
            #[must_use]
            pub fn body(&self) -> &dyn PaperBody {
                match self {
                    $(CasePaper::$name(body) => body,)+
                }
            }
        }
    };
}

papers! {
    /// 立案登记表, form 1 (程序规定 62, 63).
    CaseFiling in case_filing;
    /// 证据登记保存清单, form 6 (处罚法 56).
    EvidenceHold in evidence_hold;
    /// 解除证据登记保存决定书, form 7 (处罚法 56).
    HoldRelease in hold_release;
    /// 行政强制措施决定书, form 8 (强制法 24).
    Measure in measure;
    /// 解除行政强制措施决定书, form 10 (强制法 28).
    MeasureRelease in measure_release;
    /// 询问笔录, form 2 (处罚法 55).
    Interview in interview;
    /// 勘验笔录, form 3 (处罚法 46).
    SurveyMinutes in survey_minutes;
    /// 抽样取证凭证, form 5 (处罚法 56).
    SamplingRecord in sampling_record;
    /// 视听资料（电子数据）证据记录单, a local form (处罚法 46).
    EvidenceSheet in evidence_sheet;
    /// 案件移送函, a local form (程序规定 9).
    CaseReferral in case_referral;
    /// 案件移送告知书, a local form (程序规定 9).
    ReferralNotice in referral_notice;
    /// 妨碍执法记录, a local form.
    ObstructionRecord in obstruction_record;
    /// 旅客改乘记录, a local form (道条 61).
    PassengerTransfer in passenger_transfer;
    /// 乘客陈述记录, a local form (处罚法 46).
    PassengerStatement in passenger_statement;
    /// 送达回证, form 23 (处罚法 61).
    DeliveryReceipt in delivery_receipt;
    /// 送达地址确认书, a local form (处罚法 61).
    AddressConfirmation in address_confirmation;
}

/// A sort of paper (交通运输行政执法文书式样).
#[derive(Debug)]
pub struct PaperKind {
    /// Its word: the file name of its form too.
    pub word: &'static str,
    /// It takes a 案号 where its case has none yet, as what is handed over does; every paper bears the one that its case has.
    pub is_numbered: bool,
    /// It is a decision or a measure: both officers confirm it, each with his own PIN (处罚法 42).
    pub is_confirmed: bool,
    /// Code of the gate that the head of the organ approves; `None` where nobody approves it.
    pub approved_at: Option<&'static str>,
    /// What is typed for it.
    pub fields: &'static [PaperField],
    /// What the case gives for the fields by itself.
    pub proposed: fn(&PaperCase<'_>) -> Typed,
    /// Why none can be made now, whatever is typed; nothing where one can.
    pub closed: fn(&PaperCase<'_>) -> Vec<Blocked>,
    /// Reads what was typed; what is missing or wrong goes to the reading.
    pub read: fn(&mut Reading<'_>, &PaperCase<'_>) -> Option<CasePaper>,
}

/// What every paper of a case can be asked.
pub trait PaperBody {
    /// What the law has against it, by rule and article; nothing where it may be made.
    fn refused(&self, case: &PaperCase<'_>, approval: Option<&PaperApproval>) -> Vec<Blocked>;

    /// Before when nobody can have approved it: what it is about was not there yet. `None` where its own fields say so.
    fn approved_from(&self, case: &PaperCase<'_>) -> Option<Moment> {
        case.inspection.facts.at
    }

    /// What it moves of the deadlines of the case.
    fn moves(&self, document: Id, at: Moment) -> Vec<Fact>;

    /// What the officers are shown before they confirm it: path of a field and its text, as the paper bears it.
    fn terms(&self) -> Vec<(&'static str, String)>;

    /// It bears the 案号 that its case has or takes with it. `false` where its page has no place for one, as of what is signed before a
    /// case has its number.
    fn bears_number(&self) -> bool {
        true
    }

    /// The paper that goes with it in the same step, where `document` shows this one; `None` where it goes alone.
    fn beside(&self, _document: Id) -> Option<CasePaper> {
        None
    }

    /// Name of the form of a second page of the same that is made with it, as the minutes of a measure are (强制法 18), or a statement
    /// without who made it; `None` where there is none.
    fn minutes_form(&self) -> Option<&'static str> {
        None
    }

    /// It bears what a passenger said and who he is, which goes to nobody but the file and who may read it (处罚法 50).
    fn is_of_passenger(&self) -> bool {
        false
    }
}

/// The head of the organ (执法部门负责人) approved it before (处罚法 56; 强制法 18).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperApproval {
    /// His name.
    pub by: String,
    /// When he did.
    pub at: Moment,
    /// Number of the sheet that he signed (审批表), or a remark; may be empty.
    pub paper: String,
}

/// A paper of a case as its entry says it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperMade {
    /// Id of the document that shows it; the entry behind this one issues it.
    pub document: Id,
    /// The time that it bears.
    pub at: Moment,
    /// What it says.
    pub paper: CasePaper,
    /// `None` where nobody had to approve it.
    pub approval: Option<PaperApproval>,
    /// The 案号 that the case takes with it; `None` where the paper bears none, or the case had one.
    pub takes: Option<DocumentNo>,
    /// The rule pack that its days were counted by.
    pub pack: Digest,
    /// Id of the document that shows its minutes or its second page; `None` where none is made with it.
    pub minutes: Option<Id>,
}

/// A case as its papers see it. All of it is given: nothing here reads a clock.
#[derive(Clone, Copy, Debug)]
pub struct PaperCase<'a> {
    /// Folded from its entries.
    pub inspection: &'a Inspection,
    /// What the law gives for it under `rulebook`; what was decided stays as it was decided.
    pub judgement: &'a Judgement,
    /// Its officers, held against the roster of the day (处罚法 42).
    pub acting: &'a [Acting],
    /// Everybody ever enrolled, in whom other officers than those of the stop are looked up.
    pub roster: &'a [Officer],
    /// The names of acts, and the calendar that days are counted by.
    pub rulebook: &'a Rulebook,
    /// The time that the paper would bear.
    pub now: Moment,
}

impl PaperMade {
    /// Whether `document` shows it, as the paper itself or as its minutes.
    #[must_use]
    pub fn is_shown_by(&self, document: Id) -> bool {
        self.document == document || self.minutes == Some(document)
    }
}

impl PaperCase<'_> {
    /// The 案号 that the case has already; `None` while no paper of it took one.
    #[must_use]
    pub fn number(&self) -> Option<&DocumentNo> {
        let decided = self.inspection.ending.as_ref().and_then(|ending| ending.number.as_ref());
        let taken = || self.inspection.papers.iter().find_map(|made| made.takes.as_ref());
        decided.or_else(taken).or(self.inspection.number_of_later.as_ref())
    }

    /// Decided on the spot, or opened: what ended otherwise is no case.
    #[must_use]
    pub fn is_case(&self) -> bool {
        let ending = self.inspection.ending.as_ref();
        let is_case = |outcome| matches!(outcome, Outcome::OnSpotPenalty | Outcome::CaseOpened);
        ending.is_some_and(|ending| is_case(ending.outcome))
    }

    /// 案由: the acts that were found, by their names in the pack; empty where none was.
    #[must_use]
    pub fn cause(&self) -> String {
        let named = |code: &String| {
            let ours = self.rulebook.violation(code).map(|row| &row.name_zh);
            // What is another organ's business has its name in its own list.
            let of_others = || self.rulebook.police_only.get(code).map(|row| &row.name_zh);
            ours.or_else(of_others).unwrap_or(code).clone()
        };
        let found = self.inspection.facts.findings.iter();
        let names: Vec<String> = found.map(|finding| named(&finding.code)).collect();
        if names.is_empty() { String::new() } else { format!("涉嫌{}", names.join("、")) }
    }

    /// What the gates are asked with: who acts, what was told, what was approved for the gate `approved_at`.
    #[must_use]
    pub fn facts(&self, approved_at: &str, approval: Option<&PaperApproval>) -> CaseFacts {
        let mut case = CaseFacts::new(self.now);
        case.acting = self.acting.to_vec();
        case.telling.clone_from(&self.inspection.telling);
        case.present.clone_from(&self.inspection.facts.present);
        let approval = approval.filter(|approval| approval.at <= self.now);
        case.approvals.extend(approval.map(|approval| Approval {
            gate: approved_at.to_string(),
            by: Actor::Head,
            on: approval.at.day(),
        }));
        case
    }
}

/// What stands against any collecting of evidence: two officers with their credentials, and the cards shown (处罚法 42, 55). The
/// sheet of the opening may come later, and a stop that was decided on the spot has none.
fn collecting_refused(case: &PaperCase<'_>) -> Vec<Blocked> {
    let no = refused_by("C3", State::Opened, &case.facts("C3", None));
    refused_before_typing(no, &["paper_missing"])
}

/// The sort of that word; `None` when there is none.
#[must_use]
pub fn kind(word: &str) -> Option<&'static PaperKind> {
    KINDS.iter().copied().find(|kind| kind.word == word)
}

impl PaperKind {
    /// What is typed for it, the approval behind its own.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static PaperField> {
        let approval = if self.approved_at.is_some() { field::APPROVAL } else { &[] };
        self.fields.iter().chain(approval)
    }

    /// Why none can be made of `case` now: a paper that takes a number needs a case to take it for, and it needs whatever the
    /// sort itself asks.
    #[must_use]
    pub fn closed_for(&self, case: &PaperCase<'_>) -> Vec<Blocked> {
        if self.is_numbered && !case.is_case() {
            return vec![Blocked::new(wrong_stage(), "")];
        }
        (self.closed)(case)
    }

    /// What `typed` comes to for `case`.
    ///
    /// # Errors
    /// What is missing or wrong by the path of its field, else what the law has against it; sorted.
    pub fn made_of(
        &self,
        typed: &Typed,
        case: &PaperCase<'_>,
    ) -> Result<(CasePaper, Option<PaperApproval>), Vec<Blocked>> {
        let closed = self.closed_for(case);
        if !closed.is_empty() {
            return Err(closed);
        }
        let mut reading = Reading::new(typed, self);
        let paper = (self.read)(&mut reading, case);
        let approval = self.approved_at.and_then(|_| reading.approval(case.now));
        let from = paper.as_ref().and_then(|paper| paper.body().approved_from(case));
        if let (Some(approval), Some(from)) = (&approval, from)
            && times::is_before(approval.at, from)
        {
            reading.wrong(field::APPROVED_AT);
        }
        let paper = reading.finish(paper)?;
        let mut no = paper.body().refused(case, approval.as_ref());
        for one in &mut no {
            // The gates name who approves; here it is typed.
            if one.field.starts_with("approvals.") {
                one.field = field::APPROVED_BY.to_string();
            }
        }
        no.sort();
        no.dedup();
        if no.is_empty() { Ok((paper, approval)) } else { Err(no) }
    }
}

/// What the gate `code` refuses to a case that stands `at`.
fn refused_by(code: &str, at: State, facts: &CaseFacts) -> Vec<Blocked> {
    gate(code).and_then(|gate| may(facts, at, gate).err()).unwrap_or_default()
}

/// What stands against any paper of the gate `code`, approval and list apart: those are typed yet.
fn refused_before_typing(no: Vec<Blocked>, typed_later: &[&str]) -> Vec<Blocked> {
    no.into_iter().filter(|one| !typed_later.contains(&one.rule.name())).collect()
}
