//! A paper of each sort that any stop may have, as the tests of forms and entries show it; asserts nothing.

use lucha::domain::evidence::EvidenceKind;
use lucha::domain::full_record::Stage;
use lucha::domain::identity::id_paper::IdKind;
use lucha::domain::paper::CasePaper;
use lucha::domain::paper::case_referral::CaseReferral;
use lucha::domain::paper::evidence_piece::{EvidencePiece, PieceCopy};
use lucha::domain::paper::evidence_sheet::EvidenceSheet;
use lucha::domain::paper::obstruction_record::{ObstructionRecord, ObstructionWitness};
use lucha::domain::paper::passenger_statement::{
    DriverRelation, FareMeans, FareState, Passenger, PassengerStatement, RideOrder,
};
use lucha::domain::paper::passenger_transfer::PassengerTransfer;
use lucha::domain::paper::referral_notice::ReferralNotice;
use lucha::domain::paper::sampling_record::{SampledItem, SamplingRecord};
use lucha::domain::paper::survey_minutes::SurveyMinutes;
use lucha::domain::photograph::MediaType;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::digest::Digest;
use lucha::stdx::fen::Fen;
use lucha::stdx::id::Id;

/// What a paper that any stop may have says, for the form of that name; `None` for all others.
pub fn of_stop(name: &str) -> Option<CasePaper> {
    let at = |text: &str| Moment::parse(text).unwrap();
    let (from, until) = (at("2026-11-23T09:00:00+08:00"), at("2026-11-23T09:25:00+08:00"));
    match name {
        "survey_minutes" => Some(CasePaper::SurveyMinutes(SurveyMinutes {
            cause: "涉嫌可分载货物违法超限（总质量）".into(),
            place: "澄海区莲下路口治超点".into(),
            weather: "晴".into(),
            from,
            until,
            invited: "周五".into(),
            invited_unit: "莲下村村民委员会主任".into(),
            result: "路面宽7米，车辆停于右侧车道。\n车后散落沙石约2平方米。".into(),
            sketch: "车辆与散落沙石的位置".into(),
            photograph: Some(Digest([0xab; 32])),
        })),
        "sampling_record" => Some(CasePaper::SamplingRecord(SamplingRecord {
            from,
            until,
            place: "澄海区莲下路口治超点".into(),
            phone: "0754-88000000".into(),
            items: vec![SampledItem {
                name: "沙石".into(),
                spec: String::new(),
                quantity: "2千克".into(),
                place: "车厢后部".into(),
            }],
            remarks: "样品当场封存。".into(),
        })),
        "evidence_sheet" => Some(CasePaper::EvidenceSheet(evidence_sheet())),
        "case_referral" => Some(CasePaper::CaseReferral(referral())),
        "referral_notice" => {
            let notice = ReferralNotice::of(Id([7; 16]), &referral());
            Some(CasePaper::ReferralNotice(notice))
        }
        "obstruction_record" => Some(CasePaper::ObstructionRecord(ObstructionRecord {
            at: from,
            who: "刘十一（驾驶人）".into(),
            what: "锁闭车门，拒绝称重。".into(),
            police_at: Some(until),
            police_no: "JJ20261123-118".into(),
            done: "告知法律责任，等候公安机关到场。".into(),
            witnesses: vec![ObstructionWitness { name: "周五".into(), contact: "".into() }],
        })),
        "passenger_transfer" => Some(CasePaper::PassengerTransfer(PassengerTransfer {
            at: until,
            count: 23,
            plate: "粤D12345".into(),
            operator: "汕头市示范客运有限公司".into(),
            arranged_by: "汕头市示范客运有限公司调度室".into(),
            remarks: "行李23件一并转运。".into(),
        })),
        "passenger_statement" | "passenger_statement_masked" => {
            Some(CasePaper::PassengerStatement(statement()))
        }
        _ => None,
    }
}

/// A copy of what a body camera recorded, with all that may be said of it.
pub fn evidence_sheet() -> EvidenceSheet {
    let at = |text: &str| Moment::parse(text).unwrap();
    let piece = EvidencePiece {
        digest: Digest([0xcd; 32]),
        bytes: 1_234_567_890,
        media_type: MediaType::Mp4,
        file_name: "REC_0001.MP4".into(),
        is_damaged: true,
        clock_off_ms: Some(-48 * 60_000),
        kind: EvidenceKind::AudioVisual,
        stage: Some(Stage::Inspection),
        is_copy: Some(true),
        device: "执法记录仪DSJ-07".into(),
        wearer: "张伟".into(),
        place: "澄海区莲下路口治超点".into(),
        proves: "车货总质量及称重过程".into(),
        maker: "张伟".into(),
        from: at("2026-11-23T08:40:00+08:00"),
        until: Some(at("2026-11-23T08:55:30+08:00")),
        medium: "移动硬盘".into(),
        kept_at: "执法记录仪DSJ-07存储卡，中队证据柜".into(),
        copy: Some(PieceCopy {
            by: "李娜".into(),
            at: at("2026-11-23T17:20:00+08:00"),
            from: "执法记录仪DSJ-07存储卡".into(),
        }),
    };
    EvidenceSheet {
        pieces: vec![piece],
        holder: "汕头市示范运输有限公司".into(),
        opinion: "画面属实。".into(),
        refusal: "李四称需请示公司，未签名。".into(),
        witness: "周五".into(),
    }
}

/// A passenger who says who he is and signs nothing.
fn statement() -> PassengerStatement {
    PassengerStatement {
        at: Moment::parse("2026-11-23T09:10:00+08:00").unwrap(),
        passenger: Box::new(Passenger {
            name: "吴小梅".into(),
            phone: "13900000012".into(),
            id_kind: IdKind::ResidentId,
            id_no: "44050719900101002X".into(),
            address: "汕头市龙湖区珠池路88号".into(),
        }),
        from: "汕头站".into(),
        to: "龙湖区珠池路88号".into(),
        ordered: RideOrder::Platform,
        platform: "某出行".into(),
        fare_state: FareState::Paid,
        fare: Some(Fen(3_250)),
        paid_by: Some(FareMeans::Platform),
        relation: DriverRelation::Stranger,
        words: "我是吴小梅，在平台叫的车，电话13900000012，付了32.5元。".into(),
        language: "普通话".into(),
        is_signed: false,
        refusal: "小梅赶火车".into(),
    }
}

/// A letter to the traffic police with one thing that goes along.
pub fn referral() -> CaseReferral {
    CaseReferral {
        organ: "汕头市公安局交通警察支队".into(),
        cause: "涉嫌使用伪造的机动车号牌".into(),
        facts: "2026年11月23日08时40分，车辆所挂号牌与行驶证不符。".into(),
        reason: "该行为由公安机关交通管理部门管辖。".into(),
        basis: "《交通运输行政执法程序规定》第九条".into(),
        attachments: vec![["现场笔录", "1份"].map(String::from)],
        goods: vec![["机动车号牌", "", "2块", ""].map(String::from)],
        contact: "张伟".into(),
        phone: "0754-88000000".into(),
        tells_party: true,
        on: Day::parse("2026-11-23").unwrap(),
    }
}
