//! The statutory forms, each a pure function from a stop to a `Filled` form; one line each in the list.
//!
//! A paper of a case (`domain/paper`) has its word as its form's name, and is filled from `Scene::of_case`; what such a paper prints
//! stands in itself, in the facts, and in what is known of agency and officers, so that it can be set anew.
//!
//! A new form: `fill` in a file of its own here, a line in `FORMS`, its name in `Outcome::forms` when an outcome makes
//! it, its page `assets/forms/<form>.typ` on top of `lib.typ` for A4 and for the roll, a row in the glossary and a
//! golden text in `tests/golden/forms`. The tests name what was forgotten.

pub mod filled;
pub mod draft_sheet;
pub mod hand_over_sheet;
pub mod scene;
pub mod involved;
pub mod wording;
pub mod readings;
pub mod unloading;
pub mod scene_minutes;
pub mod correction_order;
pub mod on_spot_decision;
pub mod evidence_hold;
pub mod hold_release;
pub mod measure;
pub mod measure_minutes;
pub mod measure_release;
pub mod interview;
pub mod party_block;
pub mod survey_minutes;
pub mod sampling_record;
pub mod evidence_sheet;
pub mod case_referral;
pub mod referral_notice;
pub mod obstruction_record;
pub mod passenger_statement;
pub mod passenger_transfer;
pub mod case_filing;
pub mod delivery_receipt;
pub mod address_confirmation;

use filled::Filled;
use scene::Scene;

/// A form of the national set (交通运输行政执法文书式样) or a local one beside it, in the version that Lucha prints.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// File name of the form and of its page.
    pub name: &'static str,
    /// What stands over the paper.
    pub title: &'static str,
    /// Number in the national set, 1 to 24; `None` of a local form, which the set lacks.
    pub national_no: Option<u8>,
    /// Copies that the form demands: one stub, one for the party.
    pub copies: u8,
    /// Whether it is nothing without the organ's stamp (印章).
    pub sealed: bool,
    /// Fills it, or lists what the record lacks.
    pub fill: fn(&Scene<'_>) -> Result<Filled, Vec<Missing>>,
}

/// What a form needs before it may be printed: a path of the check contract, `telling.told`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// Which form wants it, by `Form::name`.
    pub form: &'static str,
    /// Path of the check contract, `telling.told`.
    pub field: String,
}

/// Every form, in the order in which a case keeps its papers.
#[rustfmt::skip]
pub const FORMS: &[Form] = &[
    Form { name: "case_filing", title: "立案登记表", national_no: Some(1), copies: 1, sealed: false, fill: case_filing::fill },
    Form { name: "interview", title: "询问笔录", national_no: Some(2), copies: 1, sealed: false, fill: interview::fill },
    Form { name: "survey_minutes", title: "勘验笔录", national_no: Some(3), copies: 1, sealed: false, fill: survey_minutes::fill },
    Form { name: "scene_minutes", title: "现场笔录", national_no: Some(4), copies: 1, sealed: false, fill: scene_minutes::fill },
    Form { name: "measure_minutes", title: "现场笔录", national_no: Some(4), copies: 1, sealed: false, fill: measure_minutes::fill },
    Form { name: "sampling_record", title: "抽样取证凭证", national_no: Some(5), copies: 2, sealed: true, fill: sampling_record::fill },
    Form { name: "evidence_sheet", title: "视听资料（电子数据）证据记录单", national_no: None, copies: 1, sealed: false, fill: evidence_sheet::fill },
    Form { name: "evidence_hold", title: "证据登记保存清单", national_no: Some(6), copies: 2, sealed: true, fill: evidence_hold::fill },
    Form { name: "hold_release", title: "解除证据登记保存决定书", national_no: Some(7), copies: 2, sealed: true, fill: hold_release::fill },
    Form { name: "measure", title: "行政强制措施决定书", national_no: Some(8), copies: 2, sealed: true, fill: measure::fill },
    Form { name: "measure_release", title: "解除行政强制措施决定书", national_no: Some(10), copies: 2, sealed: true, fill: measure_release::fill },
    Form { name: "on_spot_decision", title: "当场行政处罚决定书", national_no: Some(14), copies: 2, sealed: true, fill: on_spot_decision::fill },
    Form { name: "correction_order", title: "责令改正违法行为通知书", national_no: Some(16), copies: 2, sealed: true, fill: correction_order::fill },
    Form { name: "case_referral", title: "案件移送函", national_no: None, copies: 2, sealed: true, fill: case_referral::fill },
    Form { name: "referral_notice", title: "案件移送告知书", national_no: None, copies: 2, sealed: true, fill: referral_notice::fill },
    Form { name: "delivery_receipt", title: "送达回证", national_no: Some(23), copies: 1, sealed: true, fill: delivery_receipt::fill },
    Form { name: "address_confirmation", title: "送达地址确认书", national_no: None, copies: 1, sealed: false, fill: address_confirmation::fill },
    Form { name: "obstruction_record", title: "妨碍执法记录", national_no: None, copies: 1, sealed: false, fill: obstruction_record::fill },
    Form { name: "passenger_transfer", title: "旅客改乘记录", national_no: None, copies: 2, sealed: false, fill: passenger_transfer::fill },
    Form { name: "passenger_statement", title: "乘客陈述记录", national_no: None, copies: 1, sealed: false, fill: passenger_statement::fill },
    Form { name: "passenger_statement_masked", title: "乘客陈述记录（隐去个人信息）", national_no: None, copies: 1, sealed: false, fill: passenger_statement::fill_masked },
];

/// The form called `name`.
#[must_use]
pub fn form(name: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.name == name)
}
