//! Sentences about being led to a fixed site, unloading and weighing again; what was not recorded is not said.

use super::scene::Scene;
use super::wording;
use crate::domain::inspection::unloading::Reweighing;
use crate::stdx::clock::Moment;

/// Where the vehicle was led to be weighed (路保 40); empty where it was not.
#[must_use]
pub fn guided(scene: &Scene<'_>) -> String {
    let Some(guided) = &scene.facts.guided else { return String::new() };
    let when = guided.at.map(|at| format!("{}到达，", clock(scene, at))).unwrap_or_default();
    let far = guided.distance_m.map(|m| format!("距检查地点{m}米，")).unwrap_or_default();
    let left =
        guided.left_at.map(|at| format!("{}驶离检查地点，", clock(scene, at))).unwrap_or_default();
    format!(
        "执法人员将车辆引导至固定超限检测站点：{}（{far}{left}{when}在该站点接受检测）。",
        guided.site
    )
}

/// How it was unloaded, onto which vehicle and from when until when; empty where nobody said.
#[must_use]
pub fn manner(scene: &Scene<'_>) -> String {
    let Some(unloading) = &scene.facts.unloading else { return String::new() };
    let mut parts = Vec::new();
    if let Some(manner) = unloading.manner {
        parts.push(format!("卸载方式：{}", manner.in_chinese()));
    }
    if !unloading.transfer_plate.is_empty() {
        parts.push(format!("分装车辆：{}", unloading.transfer_plate));
    }
    parts.extend(unloading.began_at.map(|at| format!("{}开始卸载", clock(scene, at))));
    parts.extend(unloading.ended_at.map(|at| format!("{}卸载完毕", clock(scene, at))));
    if parts.is_empty() { String::new() } else { format!("{}。", parts.join("，")) }
}

/// When the vehicle was let go; empty where nobody said.
#[must_use]
pub fn released(scene: &Scene<'_>) -> String {
    let unloading = scene.facts.unloading.as_ref();
    let at = unloading.and_then(|unloading| unloading.released_at);
    at.map(|at| format!("{}放行车辆。", clock(scene, at))).unwrap_or_default()
}

/// What was unloaded and what the scale showed then (道条 61), beside the limit; empty where nothing was. The mass of
/// the act stays that of the first weighing.
#[must_use]
pub fn unloaded(scene: &Scene<'_>) -> String {
    let Some(again) = &scene.facts.reweighing else { return String::new() };
    let mut parts = Vec::new();
    if let Some(kg) = again.unloaded_kg {
        parts.push(format!("卸载货物{kg}千克"));
    }
    if let Some(kg) = again.gross_kg {
        parts.push(format!("经复检，车货总质量{kg}千克{}", against_limit(scene, again)));
    }
    let when = again.at.map(|at| format!("{}，", clock(scene, at))).unwrap_or_default();
    format!("{when}车辆{}。", parts.join("，"))
}

/// The same, and on which scale it was weighed again.
#[must_use]
pub fn unloaded_on(scene: &Scene<'_>) -> String {
    let text = unloaded(scene);
    match &scene.facts.reweighing {
        Some(again) if again.gross_kg.is_some() => text + &scale(scene, again),
        _ => text,
    }
}

fn against_limit(scene: &Scene<'_>, again: &Reweighing) -> String {
    let weighed = scene.judgement.weighed.as_ref();
    match (weighed, again.over_kg(weighed)) {
        (Some(weighed), Some(0)) => format!("，未超过限定标准{}千克", weighed.limit_kg),
        (Some(weighed), Some(over_kg)) => {
            format!("，仍超过限定标准{}千克，超限{over_kg}千克", weighed.limit_kg)
        }
        (None, _) | (_, None) => String::new(),
    }
}

fn scale(scene: &Scene<'_>, again: &Reweighing) -> String {
    let (device, certificate_no, until) = again.scale(scene.facts.weighing.as_ref());
    let until = until.map(|day| format!("，有效期至{}", day.in_chinese())).unwrap_or_default();
    format!("复检设备：{device}（检定证书编号{certificate_no}{until}）。")
}

/// The hour alone on the day of the stop, which the paper says already.
pub(super) fn clock(scene: &Scene<'_>, at: Moment) -> String {
    if at.day() == scene.at().day() { wording::clock(at) } else { at.in_chinese() }
}
