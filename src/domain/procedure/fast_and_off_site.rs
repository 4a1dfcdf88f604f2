//! Gates of a case that is handled in a day, and of a record that a device made without officers (非现场执法). Neither is a
//! procedure of its own: both lead into the ordinary one.

use super::common::{BASIS, CERTAIN, DEVICE, OURS, PUNISHABLE, TIME_BAR, TOLD};
use super::guard::{Guard, fact};
use super::ordinary::{NOTICE, WAIVED};
use super::papers::Papers;
use super::state::{Actor, State};
use super::{Flow, Gate};

const MONITORING: &str = "《行政处罚法》第四十一条";
const PLACES: &str = "《行政处罚法》第四十一条；国发〔2024〕5号";

/// 处罚法 49 lets only emergencies be quick. In a day goes what the party admits in writing and answers no further.
const ADMITTED: Guard = fact(
    "not_admitted",
    "《行政处罚法》第四十九条、第六十二条（快速办理规则未核）",
    |case| case.course.is_admitted,
);
const LAW: Guard = fact("monitoring_without_law", MONITORING, |case| case.device.law_allows);
const REVIEWED: Guard = fact("device_not_reviewed", MONITORING, |case| case.device.is_reviewed);
const PLACE: Guard =
    fact("device_not_published", PLACES, |case| case.device.is_marked && case.device.is_published);
const CLEAR: Guard = fact("record_unclear", MONITORING, |case| case.device.record_is_clear);
const RECORD_REVIEWED: Guard =
    fact("record_not_reviewed", MONITORING, |case| case.device.record_was_reviewed);
const PARTY_TOLD: Guard = fact("party_not_informed", MONITORING, |case| case.device.was_told);
const QUERY: Guard = fact("query_not_open", MONITORING, |case| case.device.query_is_open);
const HOME_COPY: Guard = fact(
    "home_copy_not_sent",
    "《超限运输车辆行驶公路管理规定》第四十四条",
    |case| case.device.home_has_copy,
);
const FORWARDED: Guard =
    fact("application_not_forwarded", "《行政复议法》第三十二条", |case| {
        case.payment.application_is_forwarded
    });

/// 快速办理 and 非现场执法 (处罚法 41, 62; 国发〔2024〕5号).
pub const FLOW: Flow = Flow {
    starts: &[State::Notified, State::Recorded, State::Served],
    ends: &[State::Waived, State::Accepted, State::Copied, State::Reconsidering],
    gates: &[
        Gate {
            code: "I1",
            from: &[State::Notified],
            to: State::Waived,
            by: Actor::Party,
            approved_by: &[],
            guards: &[&NOTICE, &TOLD, &CERTAIN, &ADMITTED, &WAIVED],
            needs: &[11, 23],
            papers: Papers::local(&["放弃陈述申辩及听证权利的说明"]),
            cite: "《行政处罚法》第四十九条、第六十二条（快速办理规则未核）",
        },
        Gate {
            code: "I2",
            from: &[State::Recorded],
            to: State::Reviewed,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&LAW, &REVIEWED, &PLACE, &DEVICE, &CLEAR, &RECORD_REVIEWED],
            needs: &[],
            papers: Papers::NONE,
            cite: PLACES,
        },
        Gate {
            code: "I3",
            from: &[State::Reviewed],
            to: State::Informed,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&PARTY_TOLD, &QUERY],
            needs: &[],
            papers: Papers::NONE,
            cite: MONITORING,
        },
        Gate {
            code: "I4",
            from: &[State::Informed],
            to: State::Accepted,
            by: Actor::Officers,
            approved_by: &[],
            guards: &[&PUNISHABLE, &OURS, &BASIS, &TIME_BAR],
            needs: &[],
            papers: Papers::NONE,
            cite: "《行政处罚法》第四十一条、第五十四条；《交通运输行政执法程序规定》第六十二条",
        },
        Gate {
            code: "I5",
            from: &[State::Served],
            to: State::Copied,
            by: Actor::Headquarters,
            approved_by: &[],
            guards: &[&HOME_COPY],
            needs: &[],
            papers: Papers::NONE,
            cite: "《超限运输车辆行驶公路管理规定》第四十四条",
        },
        Gate {
            code: "I6",
            from: &[State::Served],
            to: State::Reconsidering,
            by: Actor::Headquarters,
            approved_by: &[],
            guards: &[&FORWARDED],
            needs: &[],
            papers: Papers::NONE,
            cite: "《行政复议法》第三十二条",
        },
    ],
};
