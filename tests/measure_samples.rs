//! What a measure and its lifting say, for the tests of forms and entries; asserts nothing.

use lucha::domain::paper::CasePaper;
use lucha::domain::paper::measure::{Attendance, Measure, MeasureHearing, TakenThing};
use lucha::domain::paper::measure_basis::{MeasureBasis, MeasureSort};
use lucha::domain::paper::measure_release::MeasureRelease;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::id::Id;

/// What such a paper says, for the form of that name; `None` for all others.
pub fn of_measure(name: &str) -> Option<CasePaper> {
    match name {
        "measure" | "measure_minutes" => Some(CasePaper::Measure(measure())),
        "measure_release" => Some(CasePaper::MeasureRelease(MeasureRelease {
            measure: Id([8; 16]),
            done_on: Day::parse("2026-11-23").unwrap(),
            facts: measure().facts,
            sort: MeasureSort::Detention,
            ground: None,
            on: Day::parse("2026-11-24").unwrap(),
            things: measure().things,
        })),
        _ => None,
    }
}

/// A vehicle that was detained before its approval.
fn measure() -> Measure {
    let at = |minute: u32| Moment::parse(&format!("2026-11-23T09:{minute}:00+08:00"));
    let thing = |name: &str, quantity: &str| TakenThing {
        name: name.into(),
        spec: "原件".into(),
        quantity: quantity.into(),
        remark: String::new(),
    };
    Measure {
        found_on: Day::parse("2026-11-23").unwrap(),
        facts: "涉嫌故意堵塞固定超限检测站点：车辆横停检测车道。".into(),
        basis: MeasureBasis {
            word: "路保67".into(),
            cite: "《公路安全保护条例》第六十七条".into(),
            sort: MeasureSort::Detention,
        },
        things: vec![thing("粤D55D18", "1辆"), thing("车钥匙", "1把")],
        done_at: at(45).unwrap(),
        last_day: Day::parse("2026-12-23").unwrap(),
        place: "汕头市交通运输局停车场".into(),
        cargo: "沙石由当事人自行转运".into(),
        perishable: String::new(),
        told: [at(36), at(37), at(38), at(39)],
        heard: Some(MeasureHearing {
            at: at(40).unwrap(),
            statement: "车辆故障。".into(),
            answer: "经检查车辆可以行驶，不予采纳".into(),
        }),
        attendance: Attendance::Declined,
        witness: "郑十".into(),
        urgent: "车辆即将驶离".into(),
    }
}
