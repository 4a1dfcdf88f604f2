//! Sentences about the readings of the scales, the slip, the permit held against what was seen and a claim of GB 1589; what was
//! not recorded is not said, so that a paper of before reads as it was issued.

use super::scene::Scene;
use super::unloading::clock;
use crate::domain::permit_check::ComparedField;
use crate::domain::reading::{Reading, ReadingKind, SlipStanding};
use crate::domain::vehicle::{ExemptionClaim, Weighing};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;

/// Every reading with its time, scale, certificate and mass, which of them counts and why, and what the party did with the slip;
/// empty where the scale was read once and nothing more was said of it.
#[must_use]
pub fn all(scene: &Scene<'_>) -> String {
    let facts = scene.facts;
    let Some(first) = &facts.weighing else { return String::new() };
    let more = facts.readings.iter().filter_map(|one| of_reading(scene, one));
    let mut lines: Vec<String> = std::iter::once(of_first(scene, first)).chain(more).collect();
    let is_one = lines.len() == 1;
    if is_one && first.at.is_none() && first.kind.is_none() {
        return slip(scene);
    }
    for (nth, line) in lines.iter_mut().enumerate() {
        *line = format!("第{}次{line}", nth + 1);
    }
    let mut text = format!("称重读数：{}。", lines.join("；"));
    let counting = scene.judgement.weighed.as_ref().and_then(|weighed| weighed.reading);
    if let Some(counting) = counting {
        let read = |place: usize| facts.readings[..place].iter().filter(|it| it.gross_kg.is_some());
        let place = counting.nth.map_or(0, |nth| read(nth.min(facts.readings.len())).count() + 1);
        text += &format!("{}（第{}次）。", counting.rule.in_chinese(), place + 1);
    }
    text + &slip(scene)
}

fn of_first(scene: &Scene<'_>, first: &Weighing) -> String {
    let scale = (first.device.as_str(), first.certificate_no.as_str(), first.certificate_until);
    let no = scene.facts.slip.as_ref().map_or("", |slip| slip.no.as_str());
    reading(scene, (first.kind, first.at), scale, (first.gross_kg, no))
}

fn of_reading(scene: &Scene<'_>, one: &Reading) -> Option<String> {
    let scale = (one.device.as_str(), one.certificate_no.as_str(), one.certificate_until);
    Some(reading(scene, (one.kind, one.at), scale, (one.gross_kg?, &one.slip_no)))
}

fn reading(
    scene: &Scene<'_>,
    (kind, at): (Option<ReadingKind>, Option<Moment>),
    (device, certificate_no, until): (&str, &str, Option<Day>),
    (gross_kg, slip_no): (i64, &str),
) -> String {
    let mut parts = Vec::new();
    parts.extend(kind.map(|kind| kind.in_chinese().to_string()));
    parts.extend(at.map(|at| clock(scene, at)));
    if !device.trim().is_empty() {
        let until = until.map(|day| format!("，有效期至{}", day.in_chinese())).unwrap_or_default();
        let certificate = match certificate_no.trim() {
            "" => "无检定证书".to_string(),
            no => format!("检定证书编号{no}{until}"),
        };
        parts.push(format!("称重设备{device}（{certificate}）"));
    }
    if !slip_no.is_empty() {
        parts.push(format!("检测单号{slip_no}"));
    }
    parts.push(format!("车货总质量{gross_kg}千克"));
    format!("，{}", parts.join("，"))
}

fn slip(scene: &Scene<'_>) -> String {
    let Some(slip) = &scene.facts.slip else { return String::new() };
    let no = if slip.no.is_empty() { String::new() } else { format!("（单号{}）", slip.no) };
    let said = match slip.dispute.trim() {
        "" => String::new(),
        said => format!("：{}", said.trim_end_matches('。')),
    };
    match slip.standing {
        None => String::new(),
        Some(SlipStanding::Signed) => format!("检测单{no}经当事人签名确认。"),
        Some(SlipStanding::Disputed) => format!("当事人对检测单{no}有异议{said}。"),
        Some(SlipStanding::Refused) => format!("当事人未在检测单{no}上签名。"),
    }
}

/// Whether the officers accept a claim, and why; empty where nobody said.
#[must_use]
pub fn accepted(claim: &ExemptionClaim) -> String {
    let why = match claim.why.trim() {
        "" => String::new(),
        why => format!("，理由：{}", why.trim_end_matches('。')),
    };
    match claim.accepted {
        None => String::new(),
        Some(true) => format!("经核对，对上述车辆特征予以认可{why}。"),
        Some(false) => format!("经核对，对上述车辆特征不予认可{why}。"),
    }
}

/// What the officers found when they held each field of the permit against what they saw; empty where they did not.
#[must_use]
pub fn permit(scene: &Scene<'_>) -> String {
    if !scene.facts.permit.as_ref().is_some_and(|permit| permit.compared) {
        return String::new();
    }
    let fields = &scene.judgement.permit;
    let named = |wanted: Option<bool>| -> Vec<&str> {
        fields.iter().filter(|one| one.agrees == wanted).map(|one| name(one.field)).collect()
    };
    let differs = fields.iter().filter(|one| one.agrees == Some(false)).map(difference);
    let mut parts: Vec<String> = differs.collect();
    let (same, open) = (named(Some(true)), named(None));
    if !same.is_empty() {
        parts.push(format!("{}与实际相符", same.join("、")));
    }
    if !open.is_empty() {
        parts.push(format!("{}未能核对", open.join("、")));
    }
    format!("通行证逐项核对：{}。", parts.join("；"))
}

fn difference(one: &ComparedField) -> String {
    let unit = match one.field {
        "permit.gross_kg" => "千克",
        "permit.length_mm" | "permit.width_mm" | "permit.height_mm" => "毫米",
        "permit.axles" => "轴",
        _ => "",
    };
    let beside = match one.field {
        "permit.no" => "登记",
        "permit.from" | "permit.until" => "检查日期",
        _ => "实际",
    };
    let (name, permitted, seen) = (name(one.field), &one.permitted, &one.seen);
    format!("{name}记载{permitted}{unit}，{beside}{seen}{unit}，不符")
}

/// What a field of the permit is called on paper.
fn name(field: &str) -> &'static str {
    match field {
        "permit.no" => "证号",
        "permit.plate" => "车辆号牌",
        "permit.trailer_plate" => "挂车号牌",
        "permit.from" => "起始日期",
        "permit.until" => "截止日期",
        "permit.route" => "通行路线",
        "permit.gross_kg" => "车货总质量",
        "permit.length_mm" => "总长",
        "permit.width_mm" => "总宽",
        "permit.height_mm" => "总高",
        "permit.axles" => "轴数",
        _ => "其他",
    }
}
