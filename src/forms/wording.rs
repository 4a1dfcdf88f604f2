//! Sentences of official Chinese composed from recorded facts; what was not recorded is not said.

use super::involved;
use super::scene::Scene;
use crate::domain::inspection::judgement::{Grounds, Penalty};
use crate::domain::inspection::readings;
use crate::domain::inspection::refusal::EarlierOrder;
use crate::domain::inspection::repeat::EarlierAct;
use crate::domain::inspection::{Finding, Place, Signature, StatementKind, Topic};
use crate::domain::party::Party;
use crate::domain::vehicle::Vehicle;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use std::collections::BTreeMap;

/// `省道S231线K12+300上行（澄海区莲下路口治超点）`; off the road only the text.
#[must_use]
pub fn place(place: &Place) -> String {
    if place.route.is_empty() {
        return place.text.clone();
    }
    let class = match place.route.chars().next() {
        Some('G') => "国道",
        Some('S') => "省道",
        Some('X') => "县道",
        Some('Y') => "乡道",
        _ => "",
    };
    let road = format!("{class}{}线{}{}", place.route, place.stake, place.direction);
    if place.text.is_empty() { road } else { format!("{road}（{}）", place.text) }
}

/// 车型: what decides the limit when it is known, else the kind.
#[must_use]
pub fn vehicle_type(vehicle: &Vehicle) -> String {
    match &vehicle.build {
        Some(build) => format!("{}（{}轴）", build.vehicle_type.in_chinese(), build.axles),
        None => vehicle.kind.clone(),
    }
}

/// `粤D55D18（黄牌）3轴载货汽车`, with the trailer's plate.
#[must_use]
pub fn vehicle(vehicle: &Vehicle) -> String {
    let mut text = involved::plate(vehicle);
    if !vehicle.colour.is_empty() {
        text += &format!("（{}牌）", vehicle.colour);
    }
    if !vehicle.home_plate.is_empty() {
        let of = if vehicle.plate.ends_with('澳') { "澳门" } else { "香港" };
        text += &format!("（{of}号牌{}）", vehicle.home_plate);
    }
    text += &match &vehicle.build {
        Some(build) => format!("{}轴{}", build.axles, build.vehicle_type.in_chinese()),
        None => vehicle.kind.clone(),
    };
    if !vehicle.trailer_plate.is_empty() {
        text += &format!("（挂车号牌{}）", vehicle.trailer_plate);
    }
    text
}

/// Weights, limit, excess and the proof that the scale was in order; empty without weighing.
#[must_use]
pub fn weighing(scene: &Scene<'_>) -> String {
    let Some(first) = &scene.facts.weighing else { return String::new() };
    let counting = scene.judgement.weighed.as_ref().and_then(|weighed| weighed.reading);
    let scale = &readings::counted(first, scene.facts, counting);
    // Only what the decision rests on is printed; reading and deduction stay in the journal.
    let weighed = scene.judgement.weighed.as_ref();
    let gross_kg = weighed.map_or(scale.gross_kg, |weighed| weighed.gross_kg);
    let mut text = format!("经称重检测，车货总质量{gross_kg}千克");
    if let Some(weighed) = weighed {
        text += &format!("，限定标准{}千克", weighed.limit_kg);
        text += &match weighed.over_kg {
            over if over > 0 => format!("，超限{over}千克，超限率{}%", weighed.over_rate),
            _ => "，未超过限定标准".to_string(),
        };
        for (nth, axle) in weighed.axles.iter().enumerate().filter(|(_, axle)| axle.over_kg > 0) {
            text += &format!(
                "；第{}轴（组）轴荷{}千克，限值{}千克，超限{}千克",
                nth + 1,
                axle.kg,
                axle.kg - axle.over_kg,
                axle.over_kg
            );
        }
        if weighed.size.is_some() {
            text += &format!(
                "；车货总长{}毫米、总宽{}毫米、总高{}毫米，超过外廓尺寸限定标准",
                scale.length_mm, scale.width_mm, scale.height_mm
            );
        }
    }
    let until = scale.certificate_until.map(|day| format!("，有效期至{}", day.in_chinese()));
    let class = match scale.accuracy_class {
        0 => String::new(),
        class => format!("准确度等级{class}级，"),
    };
    text += &format!(
        "。称重设备：{}（{class}检定证书编号{}{}）。",
        scale.device,
        scale.certificate_no,
        until.unwrap_or_default()
    );
    text
}

/// What was found, one act after the other, each under the name that the rulebook gives it.
#[must_use]
pub fn findings(scene: &Scene<'_>) -> String {
    let named = |finding: &Finding| {
        let grounds = scene.judgement.grounds.iter().find(|grounds| grounds.code == finding.code);
        let referral = scene.judgement.referrals.iter().find(|(code, ..)| *code == finding.code);
        let let_off = scene.judgement.let_off.iter().find(|off| off.code == finding.code);
        let name = grounds
            .map(|grounds| grounds.name.as_str())
            .or(let_off.map(|off| off.name.as_str()))
            .or(referral.map(|(_, act, _)| act.as_str()));
        let name = name.unwrap_or(&finding.code);
        let facts = finding.facts.trim().trim_end_matches('。');
        let said = if facts.is_empty() { name.to_string() } else { format!("{name}，{facts}") };
        let before = finding.order.as_ref().map(disobeyed).unwrap_or_default();
        let road = finding.road_surface.map(|seen| format!("，{}", seen.in_chinese()));
        let again = finding.repeat.as_ref().map(repeated).unwrap_or_default();
        said + &road.unwrap_or_default() + &before + &again
    };
    scene.facts.findings.iter().map(named).collect::<Vec<_>>().join("；")
}

/// What is not punished, on which article and item, what the party promised and when somebody looks again (处罚法 33); empty where
/// everything is punished.
#[must_use]
pub fn let_off(scene: &Scene<'_>) -> String {
    let all = &scene.judgement.let_off;
    let mut text = String::new();
    for off in all {
        text += &format!("对{}，依照{}不予行政处罚，已对当事人进行教育。", off.name, off.cite);
    }
    if all.iter().any(|off| off.promised) {
        let what = match scene.correct_before {
            Some(before) => format!("在{}前改正，", before.in_chinese()),
            None => String::new(),
        };
        text += &format!("当事人签署告知承诺书，承诺{what}不再发生同类违法行为。");
    }
    if let Some(on) = all.iter().filter_map(|off| off.revisit_on).min() {
        text += &format!("执法人员将于{}复查改正情况。", on.in_chinese());
    }
    text
}

/// That 可以处 was considered for an act and why no fine is imposed, as the reasons were kept (处罚法 34); empty where every fine
/// stands.
#[must_use]
pub fn without_fine(scene: &Scene<'_>) -> String {
    let all = scene.judgement.discretion.iter().filter(|weighed| weighed.is_without_fine());
    all.map(|weighed| format!("裁量理由：{}", weighed.on_paper)).collect()
}

/// `，2026年10月8日责令于2026年11月1日前改正（12号），逾期未改正`; the id of a stop of ours stands on no paper.
fn disobeyed(order: &EarlierOrder) -> String {
    let on = order.ordered_on.map(Day::in_chinese).unwrap_or_default();
    let (ordered, not_done) = match order.correct_before {
        Some(before) => (format!("责令于{}前改正", before.in_chinese()), "逾期未改正"),
        None => ("责令立即改正".to_string(), "拒不改正"),
    };
    let number = match order.number.as_str() {
        number if number.is_empty() || Id::parse(number).is_some() => String::new(),
        number => format!("（{number}）"),
    };
    format!("，{on}{ordered}{number}，{not_done}")
}

/// `，2026年10月8日已有同类违法行为（12号），属再次违反`; what the laptop's own history holds needs no source.
fn repeated(earlier: &EarlierAct) -> String {
    let Some(on) = earlier.on else { return String::new() };
    let why = match earlier.why.trim() {
        "" => String::new(),
        why => format!("（{why}）"),
    };
    format!("，{}已有同类违法行为{why}，属再次违反", on.in_chinese())
}

/// Only the findings that the paper rests on: what was put right at once or is another organ's
/// business is no ground of a decision.
fn findings_decided(scene: &Scene<'_>) -> String {
    let mut facts = scene.facts.clone();
    let decided = |code: &str| scene.judgement.grounds.iter().any(|grounds| grounds.code == code);
    facts.findings.retain(|finding| decided(&finding.code));
    findings(&Scene { facts: &facts, ..*scene })
}

/// 违法事实 with time, place, vehicle and weighing, as 处罚法 52 wants them on the paper.
#[must_use]
pub fn facts(scene: &Scene<'_>) -> String {
    let party = scene.facts.party.as_ref().map(Party::name).unwrap_or_default();
    let driver = scene.facts.present.as_ref().filter(|present| present.relation == "驾驶人");
    let mut who = format!("当事人：{party}");
    if let Some(driver) = driver {
        who += &format!("，驾驶人：{}", driver.name.get());
    }
    // Whose vehicle it is was not asked; the party is named beside it, not as its owner.
    let seen = match &scene.facts.vehicle {
        Some(seen) => format!("{}（{who}）", vehicle(seen)),
        None => who,
    };
    let proof = match scene.facts.weighing {
        Some(_) => "现场笔录、称重检测数据",
        None => "现场笔录",
    };
    format!(
        "{}，执法人员在{}检查时发现，{seen}存在下列违法行为：{}。{}以上事实有{proof}等证据证实。",
        scene.at().in_chinese(),
        place(&scene.facts.place),
        findings_decided(scene),
        weighing(scene)
    )
}

/// Citations of all findings, each once.
#[must_use]
pub fn joined(grounds: &[Grounds], field: fn(&Grounds) -> &String) -> String {
    let mut cited: Vec<&str> = Vec::new();
    for citation in grounds.iter().map(|grounds| field(grounds).as_str()) {
        if !citation.is_empty() && !cited.contains(&citation) {
            cited.push(citation);
        }
    }
    cited.join("、")
}

/// `警告、罚款人民币叁仟元整（¥3,000）`.
#[must_use]
pub fn penalty(scene: &Scene<'_>) -> String {
    let fine = scene.judgement.fine.unwrap_or_default();
    let part = |penalty: &Penalty| match penalty {
        Penalty::Caution => "警告".to_string(),
        Penalty::Fine => format!("罚款人民币{}（{fine}）", fine.in_words()),
        Penalty::Confiscation => "没收违法所得".to_string(),
        Penalty::Revocation => "吊销许可证件".to_string(),
        Penalty::Suspension => "责令停产停业".to_string(),
        Penalty::StopOperating => "责令停止从事营业性运输".to_string(),
    };
    scene.judgement.penalties.iter().map(part).collect::<Vec<_>>().join("、")
}

/// The same, and behind it the reasons where the amount was weighed by a standard or something was argued (处罚法 34, 44).
#[must_use]
pub fn penalty_with_reasons(scene: &Scene<'_>) -> String {
    let weighed = scene.judgement.discretion.iter().map(|weighed| weighed.on_paper.as_str());
    let reasons: String = weighed.collect();
    let penalty = penalty(scene);
    if reasons.is_empty() { penalty } else { format!("{penalty}。裁量理由：{reasons}") }
}

/// Who is spoken to, `刘十一（驾驶人）`; 当事人 when nobody was recorded.
#[must_use]
pub fn listener(scene: &Scene<'_>) -> String {
    match &scene.facts.present {
        Some(present) => format!("{}（{}）", present.name.get(), present.relation),
        None => "当事人".into(),
    }
}

/// What was told and when (处罚法 44): topics told at the same minute stand together.
#[must_use]
pub fn told(scene: &Scene<'_>) -> String {
    let mut minutes: BTreeMap<Moment, Vec<Topic>> = BTreeMap::new();
    for (topic, at) in &scene.telling.told {
        let minute = Moment::from_ms(at.ms() - at.ms().rem_euclid(60_000));
        minutes.entry(minute).or_default().push(*topic);
    }
    let part = |(at, topics): (Moment, Vec<Topic>)| {
        format!("于{}向{}口头告知{}", at.in_chinese(), listener(scene), topics_told(&topics))
    };
    let parts: Vec<_> = minutes.into_iter().map(part).collect();
    if parts.is_empty() { String::new() } else { format!("执法人员{}。", parts.join("；")) }
}

fn topics_told(topics: &[Topic]) -> String {
    let of_penalty = |topic: &Topic| match topic {
        Topic::Content => Some("内容"),
        Topic::Facts => Some("事实"),
        Topic::Reasons => Some("理由"),
        Topic::Basis => Some("依据"),
        Topic::Rights => None,
    };
    let mut parts = Vec::new();
    let named: Vec<_> = topics.iter().filter_map(of_penalty).collect();
    if !named.is_empty() {
        parts.push(format!("拟作出行政处罚的{}", named.join("、")));
    }
    if topics.contains(&Topic::Rights) {
        parts.push("依法享有的陈述、申辩等权利".to_string());
    }
    parts.join("，以及")
}

/// 陈述、申辩 and the answer; an answer never makes a penalty heavier (处罚法 45).
#[must_use]
pub fn statement(scene: &Scene<'_>) -> String {
    let Some(statement) = &scene.telling.statement else { return String::new() };
    let who = listener(scene);
    match &statement.kind {
        StatementKind::Nothing => format!("经询问，{who}未提出陈述、申辩意见。"),
        StatementKind::Waived => format!("{who}明确表示放弃陈述、申辩。"),
        StatementKind::Stated(text) => {
            let said = text.trim().trim_end_matches('。');
            let answer = statement.answer.trim().trim_end_matches('。');
            format!("{who}陈述、申辩：{said}。执法人员复核意见：{answer}。")
        }
    }
}

/// Who took the paper for the party, and a refusal to sign with its reason (处罚法 52).
#[must_use]
pub fn signed_note(scene: &Scene<'_>) -> String {
    let party = scene.facts.party.as_ref().map(Party::name).unwrap_or_default();
    let proxy = scene.facts.present.as_ref().filter(|present| present.name.get() != party);
    match (&scene.telling.signature, proxy) {
        (Some(Signature::Declined(reason)), _) => {
            let reason = reason.trim().trim_end_matches('。');
            let why =
                if reason.is_empty() { String::new() } else { format!("，理由：{reason}") };
            format!("{}拒绝签名{why}。", listener(scene))
        }
        (Some(Signature::Signed), Some(_)) => format!("由{}代为签收。", listener(scene)),
        (Some(Signature::Signed), None) | (None, _) => String::new(),
    }
}

/// `08时40分`, where the day is said already.
#[must_use]
pub fn clock(at: Moment) -> String {
    let text = at.in_chinese();
    text.split_once('日').map(|(_, clock)| clock.to_string()).unwrap_or(text)
}
