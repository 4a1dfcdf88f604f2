//! What the scene minutes say of readings, slip, permit, claim, unloading and release; and that a stop without them reads as before.

use crate::forms::{Stop, organisation, stop};
use lucha::domain::inspection::Facts;
use lucha::domain::inspection::release::{Unloading, UnloadingManner};
use lucha::domain::inspection::unloading::{Guidance, Reweighing};
use lucha::domain::reading::{Reading, ReadingKind, Slip, SlipStanding};
use lucha::domain::vehicle::{ExemptionClaim, Permit};
use lucha::forms::filled::Paper;
use lucha::forms::form;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;

fn content(stop: &Stop) -> String {
    let minutes = (form("scene_minutes").unwrap().fill)(&stop.scene(Paper::A4)).unwrap();
    minutes.text("content").to_string()
}

/// So many minutes behind the stop of S01, at 08:40.
fn later(facts: &Facts, minutes: i64) -> Option<Moment> {
    facts.at.map(|at| at.plus_ms(minutes * 60_000))
}

/// S01 with a second weighing behind a disputed slip.
fn disputed() -> Facts {
    let mut facts = organisation().facts;
    let (first_at, again_at) = (later(&facts, 2), later(&facts, 10));
    let first = facts.weighing.as_mut().unwrap();
    (first.kind, first.at) = (Some(ReadingKind::PreCheck), first_at);
    let again = Reading {
        kind: Some(ReadingKind::Second),
        gross_kg: Some(31_000),
        at: again_at,
        device: "SCS-09".into(),
        accuracy_class: 2,
        certificate_no: "粤检2026-0400".into(),
        certificate_until: Day::parse("2027-05-01"),
        slip_no: "J-2".into(),
    };
    facts.readings = vec![Reading::default(), again];
    let (standing, dispute) = (Some(SlipStanding::Disputed), "秤不准。".to_string());
    facts.slip = Some(Slip { no: "J-1".into(), standing, dispute });
    facts
}

#[test]
fn each_reading_the_one_that_counts_and_the_slip_stand_in_the_minutes() {
    let text = content(&stop("S01-R", disputed()));
    let said = "称重读数：第1次，流动检测初检，08时42分，称重设备SCS-07（检定证书编号粤检2026-0311，有效期至\
                2027年3月11日），检测单号J-1，车货总质量31240千克；第2次，异议复称，08时50分，称重设备SCS-09\
                （检定证书编号粤检2026-0400，有效期至2027年5月1日），检测单号J-2，车货总质量31000千克。\
                当事人对称重结果有异议，以异议复称的读数为准（第2次）。当事人对检测单（单号J-1）有异议：秤不准。";
    assert!(text.lines().any(|line| line == said), "{text}");
    // The weighing that the act rests on is the second one, with its own scale.
    assert!(
        text.contains("经称重检测，车货总质量31000千克，限定标准25000千克，超限6000千克"),
        "{text}"
    );
    assert!(text.contains("称重设备：SCS-09（准确度等级2级，检定证书编号粤检2026-0400"), "{text}");
}

#[test]
fn a_slip_alone_says_what_became_of_it() {
    for (standing, said) in [
        (Some(SlipStanding::Signed), "检测单（单号J-1）经当事人签名确认。"),
        (Some(SlipStanding::Refused), "当事人未在检测单（单号J-1）上签名。"),
        (None, ""),
    ] {
        let mut facts = organisation().facts;
        facts.slip = Some(Slip { no: "J-1".into(), standing, dispute: String::new() });
        let text = content(&stop("S01-S", facts));
        assert_eq!(text.lines().any(|line| line == said), !said.is_empty(), "{text}");
        assert!(!text.contains("称重读数"), "the scale was read once: {text}");
    }
}

#[test]
fn the_permit_is_told_field_by_field_once_the_officers_compared_it() {
    let mut facts = organisation().facts;
    facts.permit = Some(Permit {
        no: "粤超限2026-0088".into(),
        plate: facts.vehicle.as_ref().unwrap().plate.clone(),
        trailer_plate: String::new(),
        gross_kg: 30_000,
        length_mm: 12_000,
        width_mm: 2_400,
        height_mm: 4_000,
        route: String::new(),
        from: Day::parse("2026-11-01"),
        until: Day::parse("2026-12-31"),
        axles: Some(4),
        registered_no: "粤超限2026-0089".into(),
        compared: false,
    });
    assert!(!content(&stop("S01-P", facts.clone())).contains("逐项核对"));
    facts.permit.as_mut().unwrap().compared = true;
    let text = content(&stop("S01-P", facts));
    let line = text.lines().find(|line| line.starts_with("通行证逐项核对：")).unwrap();
    for said in [
        "证号记载粤超限2026-0088，登记粤超限2026-0089，不符",
        "车货总质量记载30000千克，实际31240千克，不符",
        "总宽记载2400毫米，实际2500毫米，不符",
        "轴数记载4轴，实际3轴，不符",
        "车辆号牌、挂车号牌、起始日期、截止日期、总长、总高与实际相符",
        "通行路线未能核对。",
    ] {
        assert!(line.contains(said), "{said}: {line}");
    }
}

#[test]
fn a_claim_stands_with_its_paper_and_the_officers_word_on_it() {
    let of = |accepted: Option<bool>, why: &str| {
        let mut facts = organisation().facts;
        let (feature, proof) = ("冷藏车".to_string(), "行驶证".to_string());
        facts.exemption = Some(ExemptionClaim { feature, proof, accepted, why: why.into() });
        content(&stop("S01-E", facts))
    };
    let claimed = "车辆特征：冷藏车（证明：行驶证）。";
    assert!(of(None, "").contains(claimed) && !of(None, "").contains("认可"));
    let refused = of(Some(false), "没有制冷机组。");
    let said = "经核对，对上述车辆特征不予认可，理由：没有制冷机组。";
    assert!(refused.contains(&format!("{claimed}{said}")), "{refused}");
    assert!(of(Some(true), "").contains("经核对，对上述车辆特征予以认可。"));
}

#[test]
fn leaving_unloading_and_release_stand_in_the_order_in_which_they_happened() {
    let mut facts = organisation().facts;
    facts.guided = Some(Guidance {
        site: "莲下固定超限检测站".into(),
        distance_m: Some(3_200),
        at: later(&facts, 6),
        left_at: later(&facts, 3),
    });
    facts.unloading = Some(Unloading {
        manner: Some(UnloadingManner::Transferred),
        transfer_plate: "粤D7777挂".into(),
        began_at: later(&facts, 14),
        ended_at: later(&facts, 16),
        released_at: later(&facts, 19),
    });
    let at = later(&facts, 18);
    facts.reweighing = Some(Reweighing { gross_kg: Some(24_940), at, ..Reweighing::default() });
    let text = content(&stop("S01-U", facts));
    assert!(
        text.contains("（距检查地点3200米，08时43分驶离检查地点，08时46分到达，在该站点接受检测）"),
        "{text}"
    );
    let put_right = "卸载方式：分装，分装车辆：粤D7777挂，08时54分开始卸载，08时56分卸载完毕。08时58分，车辆经复检，\
                     车货总质量24940千克，未超过限定标准25000千克。";
    let line = text.lines().find(|line| line.starts_with("卸载方式")).unwrap();
    assert!(line.starts_with(put_right), "{line}");
    assert!(line.contains("有效期至2027年3月11日）。08时59分放行车辆。"), "{line}");
}
