//! What an interview says, for the tests of forms and entries; asserts nothing.

use lucha::domain::identity::id_paper::IdKind;
use lucha::domain::paper::interview::{Asked, Interview, Interviewed, ReadHow};
use lucha::domain::party::Sex;
use lucha::stdx::clock::Moment;

/// A driver who is asked at the roadside.
pub fn interview() -> Interview {
    let moment = |text: &str| Moment::parse(text).unwrap();
    let asked =
        |question: &str, answer: &str| Asked { question: question.into(), answer: answer.into() };
    Interview {
        from: moment("2026-11-23T08:50:00+08:00"),
        until: moment("2026-11-23T09:20:00+08:00"),
        nth: 1,
        place: "澄海区莲下路口治超点".into(),
        asked_by: "19050001001".into(),
        recorder: "19051100023".into(),
        person: Box::new(Interviewed {
            name: "刘十一".into(),
            relation: "驾驶人".into(),
            sex: Some(Sex::Male),
            age: Some(41),
            id_kind: IdKind::ResidentId,
            id_no: "440515198501010101".into(),
            phone: "13800000001".into(),
            unit: "汕头市示范运输有限公司驾驶员".into(),
            address: "汕头市澄海区莲下镇".into(),
        }),
        opening: ["看清楚了。", "听明白了。", "不申请。"].map(Into::into),
        asked: vec![
            asked("车上装载的是什么货物？", "沙石。"),
            asked("装载时你是否知道车货总质量？", "没有过磅。\n货主说不会超。"),
        ],
        read: ReadHow::ByPerson,
        refusal: String::new().into(),
    }
}
