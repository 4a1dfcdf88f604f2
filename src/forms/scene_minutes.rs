//! 现场笔录, form 4: what was seen, weighed, told and said at the roadside, to the minute.

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{involved, readings, unloading, wording};
use crate::domain::identity::plate_state::PlateState;
use crate::domain::inspection::{Finding, Signature};
use crate::domain::party::{Present, Sex};
use crate::domain::vehicle::Vehicle;
use crate::stdx::clock::Moment;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("scene_minutes", TEMPLATE_VERSION, scene);
    let refused = match &scene.telling.signature {
        Some(Signature::Declined(_)) => wording::signed_note(scene),
        Some(Signature::Signed) | None => String::new(),
    };
    let vehicle = scene.facts.vehicle.as_ref();
    filling
        .text("place", wording::place(&scene.facts.place))
        .text("time_from", scene.at().in_chinese())
        .text("time_until", until(scene).in_chinese())
        .needs(
            vehicle.is_some_and(Vehicle::is_identified),
            vehicle.map_or("vehicle.plate", Vehicle::told_by),
        )
        .needs(vehicle.is_some_and(Vehicle::has_type), "vehicle.kind")
        .text("recorder", recorder(scene))
        .text("plate", vehicle.map(involved::plate).unwrap_or_default())
        .text("vehicle_type", vehicle.map(wording::vehicle_type).unwrap_or_default())
        .text("content", content(scene))
        // Whoever signs ticks by hand whether it was read or read out; of who cannot read it is known.
        .field("read_by_me", Field::Box(false))
        .field("read_to_me", Field::Box(!involved::read_out(scene).is_empty()))
        .text("person_refused", refused)
        .text("remarks", scene.facts.remarks.as_str())
        .text("officers_sign_time", scene.made_at.in_chinese());
    person(&mut filling, scene);
    filling.finish()
}

/// 现场人员: the person who is there, not always the party.
pub(super) fn person(filling: &mut Filling<'_>, scene: &Scene<'_>) {
    let present = scene.facts.present.as_ref();
    let (mut name, mut id_no, mut phone, mut relation) = Default::default();
    let mut unit = String::new();
    let sex = present.and_then(Present::known_sex);
    if let Some(present) = present {
        name = present.name.get().clone();
        id_no = involved::id_no(present);
        phone = present.phone.get().clone();
        relation = present.relation.clone();
        unit = present.unit.get().clone();
    }
    let address = scene.facts.address_of_present().map(|it| it.get().as_str()).unwrap_or_default();
    // The block is never struck whole without a word: where nobody was there the remarks say why.
    if present.is_none() && !scene.facts.remarks.trim().is_empty() {
        relation = "无现场人员，原因见备注".into();
    }
    filling
        .needs(!relation.is_empty(), "present.relation")
        .text("person_name", name)
        .text("person_sex", sex.map_or("", Sex::in_chinese))
        .text("person_id_no", id_no)
        .text("person_phone", phone)
        .text("relation", relation)
        .text("person_unit", unit)
        .text("person_address", address);
}

/// 记录人: the officer who was chosen, else the second.
pub(super) fn recorder(scene: &Scene<'_>) -> String {
    let officers = scene.officers();
    let chosen = officers.iter().find(|officer| officer.credential == scene.facts.recorder);
    chosen.or(officers.get(1)).map(|officer| officer.name.clone()).unwrap_or_default()
}

/// The end of the inspection: when its papers were made, and never before the last thing recorded.
fn until(scene: &Scene<'_>) -> Moment {
    let telling = scene.telling;
    let told = telling.told.iter().map(|(_, at)| *at);
    let statement = telling.statement.as_ref().map(|statement| statement.at);
    let facts = scene.facts;
    let arrived = facts.guided.as_ref().and_then(|guided| guided.at);
    let again = facts.reweighing.as_ref().and_then(|again| again.at);
    let unloading = facts.unloading.clone().unwrap_or_default();
    let weighed = facts.readings.iter().map(|one| one.at);
    let done = [unloading.began_at, unloading.ended_at, unloading.released_at];
    let weighed = weighed.chain([facts.weighing.as_ref().and_then(|first| first.at)]);
    let answered = scene.facts.recusals.iter().filter_map(|one| one.answered_at);
    told.chain(telling.cards_shown)
        .chain(statement)
        .chain(arrived)
        .chain(again)
        .chain(answered)
        .chain(done.into_iter().chain(weighed).flatten())
        .chain([scene.at(), scene.made_at])
        .max()
        .unwrap_or(scene.at())
}

/// 现场情况, one paragraph a step, in the order in which things happened.
fn content(scene: &Scene<'_>) -> String {
    let found = if scene.facts.findings.is_empty() {
        // What goes to another organ is none of ours, and no clean record either.
        let ours = if scene.judgement.referrals.is_empty() {
            ""
        } else {
            "属于本机关职责范围的"
        };
        format!("未发现{ours}违法行为。")
    } else {
        format!("发现下列行为：{}。", wording::findings(scene))
    };
    let vehicle = match &scene.facts.vehicle {
        Some(vehicle) => {
            format!("被检查车辆：{}。{}", wording::vehicle(vehicle), involved::numbers(vehicle))
        }
        None => String::new(),
    };
    let seen = format!("经检查：{vehicle}{}{found}{}", papers(scene), wording::weighing(scene));
    let put_right = unloading::manner(scene)
        + &unloading::unloaded_on(scene)
        + &unloading::released(scene)
        + &corrected(scene);
    let before = [
        opening(scene),
        involved::people(scene),
        unloading::guided(scene),
        seen,
        readings::all(scene),
        readings::permit(scene),
    ];
    let after = [
        wording::told(scene),
        wording::statement(scene),
        involved::recusals(scene),
        put_right,
        involved::read_out(scene),
    ];
    before
        .into_iter()
        .chain(after)
        .filter(|paragraph| !paragraph.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Who checked whom, where, on which plan, and that the cards were shown (处罚法 55).
fn opening(scene: &Scene<'_>) -> String {
    let officers: Vec<_> = scene
        .officers()
        .iter()
        .map(|officer| format!("{}（执法证号{}）", officer.name, officer.credential))
        .collect();
    let facts = scene.facts;
    let plan: Vec<String> = [
        ("检查方案", &facts.plan),
        ("检查范围", &facts.plan_scope),
        ("行政检查码", &facts.inspection_code),
    ]
    .iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(name, text)| format!("{name}：{text}"))
    .collect();
    let plan = if plan.is_empty() { String::new() } else { format!("（{}）", plan.join("；")) };
    let mut text = format!(
        "{}，{}执法人员{}在{}依法实施行政检查{plan}。",
        scene.at().in_chinese(),
        scene.agency.name,
        officers.join("、"),
        wording::place(&scene.facts.place)
    );
    if let Some(at) = scene.telling.cards_shown {
        let (clock, who) = (wording::clock(at), wording::listener(scene));
        text += &format!("{clock}，执法人员向{who}出示执法证件，表明身份。");
    }
    text
}

/// Whether the number of the frame stands among the papers: of a vehicle without a plate it stands in the plate's place.
fn has_vin_line(vehicle: &Vehicle) -> bool {
    !vehicle.vin.is_empty() && vehicle.plate_state != PlateState::Missing
}

/// Certificates and permits that were seen.
fn papers(scene: &Scene<'_>) -> String {
    let facts = scene.facts;
    let mut text = String::new();
    if let Some(vehicle) = facts.vehicle.as_ref().filter(|it| has_vin_line(it)) {
        text += &format!("车辆识别代号：{}。", vehicle.vin);
    }
    if let Some(certificate) = &facts.certificate {
        text += &format!("道路运输证：{}。", certificate.no);
    }
    if let Some(permit) = &facts.permit {
        text += &format!("超限运输车辆通行证：{}。", permit.no);
    }
    if let Some(claim) = &facts.exemption {
        text += &format!("车辆特征：{}（证明：{}）。", claim.feature, claim.proof);
        text += &readings::accepted(claim);
    }
    match facts.divisible {
        Some(true) => text += "所载货物可分载。",
        Some(false) => text += "所载货物不可解体。",
        None => {}
    }
    text
}

/// Of an excess of mass the second weighing has said already that it is gone.
fn is_weighed_out(finding: &Finding, scene: &Scene<'_>) -> bool {
    let again = scene.facts.reweighing.as_ref();
    let over_kg = again.and_then(|again| again.over_kg(scene.judgement.weighed.as_ref()));
    finding.code == "OL-001" && !finding.corrected_at_once && over_kg == Some(0)
}

/// Whether each act was put right on the spot, what is not punished or fined and why, and what goes over to another organ.
fn corrected(scene: &Scene<'_>) -> String {
    let facts = scene.facts;
    let mut text = String::new();
    let (weighed_out, others): (Vec<&Finding>, Vec<&Finding>) =
        facts.findings.iter().partition(|finding| is_weighed_out(finding, scene));
    if !others.is_empty() {
        text += if weighed_out.is_empty() { "上述行为" } else { "其他行为" };
        let all = others.iter().all(|finding| finding.corrected_at_once);
        let any = others.iter().any(|finding| finding.corrected_at_once);
        text += match (all, any) {
            (true, _) => "已当场改正。",
            (false, true) => "部分已当场改正。",
            (false, false) => "未当场改正。",
        };
    }
    text += &wording::let_off(scene);
    text += &wording::without_fine(scene);
    for (_, act, organ) in &scene.judgement.referrals {
        text += &format!("{act}属于{organ}职责范围，依法移交处理。");
    }
    text
}
