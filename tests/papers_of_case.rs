//! What a paper of a case says, one of each sort, for the tests of forms and pages; makes none.

use crate::interview_sample::interview;
use crate::measure_samples::of_measure;
use lucha::domain::identity::id_paper::IdKind;
use lucha::domain::inspection::Signature;
use lucha::domain::paper::CasePaper;
use lucha::domain::paper::address_confirmation::{AddressConfirmation, ElectronicAddress};
use lucha::domain::paper::case_filing::{CaseFiling, FilingSource, Opinion};
use lucha::domain::paper::delivery_receipt::{DeliveredPaper, DeliveryManner, DeliveryReceipt};
use lucha::domain::paper::evidence_hold::{EvidenceHold, HeldItem};
use lucha::domain::paper::hold_release::HoldRelease;
use lucha::domain::procedure::facts::measure::HoldEnd;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::id::Id;

/// 案由 of each of them.
const CAUSE: &str = "涉嫌可分载货物违法超限（总质量）";

/// What a paper of a case says, for the form of that name; `None` for the forms that end a stop.
pub fn of_case(name: &str) -> Option<CasePaper> {
    match name {
        "case_filing" => Some(CasePaper::CaseFiling(filing())),
        "evidence_hold" => Some(CasePaper::EvidenceHold(hold())),
        "hold_release" => Some(CasePaper::HoldRelease(HoldRelease {
            hold: Id([6; 16]),
            held_on: day("2026-11-23"),
            end: HoldEnd::Returned,
            on: day("2026-11-30"),
        })),
        "measure" | "measure_minutes" | "measure_release" => of_measure(name),
        "interview" => Some(CasePaper::Interview(interview())),
        "delivery_receipt" => Some(CasePaper::DeliveryReceipt(receipt())),
        "address_confirmation" => Some(CasePaper::AddressConfirmation(address())),
        _ => crate::sample_papers::of_stop(name),
    }
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn filing() -> CaseFiling {
    let opinion =
        |by: &str, text: &str| Opinion { by: by.into(), text: text.into(), on: day("2026-11-23") };
    CaseFiling {
        source: FilingSource::Assigned,
        source_name: "广东省交通运输厅".into(),
        cause: CAUSE.into(),
        accepted_at: at("2026-11-23T08:58:00+08:00"),
        facts: "三轴货车装载沙石，车货总质量31240千克，超限6240千克。".into(),
        basis: "涉嫌违反《中华人民共和国公路法》第五十条。".into(),
        unit: opinion("林科", "拟同意立案。"),
        head: opinion("陈局", "同意立案。"),
        remarks: "附称重检测单1份。".into(),
    }
}

fn hold() -> EvidenceHold {
    let item = |name: &str, spec: &str| HeldItem {
        name: name.into(),
        spec: spec.into(),
        quantity: "1份".into(),
        place: "汕头市交通运输局".into(),
    };
    EvidenceHold {
        cause: CAUSE.into(),
        risk: "单据随车带走".into(),
        working_days: 7,
        from: day("2026-11-23"),
        last_day: day("2026-12-02"),
        items: vec![item("货物运单", "原件"), item("过磅单", "")],
    }
}

fn receipt() -> DeliveryReceipt {
    let paper = |id: u8, name: &str, number: &str| DeliveredPaper {
        document: Id([id; 16]),
        name: name.into(),
        number: number.into(),
    };
    DeliveryReceipt {
        cause: CAUSE.into(),
        documents: vec![
            paper(5, "责令改正违法行为通知书", ""),
            paper(6, "证据登记保存清单", "样汕交罚〔2026〕00001号"),
        ],
        receiver: "张三".into(),
        taken_by: "张小四".into(),
        relation: "同住成年家属".into(),
        place: "汕头市龙湖区金砂路1号".into(),
        at: at("2026-11-24T10:30:00+08:00"),
        manner: DeliveryManner::Left,
        deliverers: ["19050001001".into(), "王五".into()],
        refusal: "对称重结果不服".into(),
        witnesses: "龙湖居委会赵六".into(),
        recording: "录像1段".into(),
        tracking: String::new(),
        remarks: String::new(),
    }
}

fn address() -> AddressConfirmation {
    AddressConfirmation {
        cause: CAUSE.into(),
        receiver: "张三".into(),
        relation: "本人".into(),
        id_kind: IdKind::ResidentId,
        id_no: "440507198001010017".into(),
        electronic: Some(ElectronicAddress {
            phone: "13800000002".into(),
            email: "zhangsan@example.com".into(),
            wechat: "zhangsan-440507".into(),
            fax: "0754-88000003".into(),
        }),
        postal: "汕头市龙湖区金砂路1号".into(),
        phone: "13800000002".into(),
        postcode: "515041".into(),
        signature: Signature::Declined("需与家人商量".into()),
    }
}
