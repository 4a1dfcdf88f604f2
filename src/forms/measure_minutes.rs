//! 现场笔录 of a compulsory measure, form 4: what was taken, that reasons, basis, rights and remedies were told, and what the party said
//! (强制法 18). The minutes of the stop are another paper.

use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::scene_minutes::{person, recorder};
use super::{Missing, involved, wording};
use crate::domain::paper::CasePaper;
use crate::domain::paper::measure::{Attendance, Measure};
use crate::stdx::clock::Moment;

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `measure` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("measure_minutes", TEMPLATE_VERSION, scene);
    let Some(CasePaper::Measure(measure)) = scene.of_case else {
        filling.needs(false, "measure");
        return filling.finish();
    };
    let refused = match measure.attendance {
        Attendance::Declined => "当事人拒绝签名。",
        Attendance::Absent => "当事人不到场，由见证人签名。",
        Attendance::Signed => "",
    };
    let vehicle = scene.facts.vehicle.as_ref();
    let (from, until) = span(measure);
    filling
        .text("place", wording::place(&scene.facts.place))
        .text("time_from", from.in_chinese())
        .text("time_until", until.in_chinese())
        .text("recorder", recorder(scene))
        .text("plate", vehicle.map(involved::plate).unwrap_or_default())
        .text("vehicle_type", vehicle.map(wording::vehicle_type).unwrap_or_default())
        .text("content", content(scene, measure))
        // Whoever signs ticks by hand whether it was read or read out.
        .field("read_by_me", Field::Box(false))
        .field("read_to_me", Field::Box(false))
        .text("person_refused", refused)
        .text("witness", measure.witness.get())
        .text("remarks", scene.facts.remarks.as_str())
        .text("officers_sign_time", scene.made_at.in_chinese());
    person(&mut filling, scene);
    filling.finish()
}

/// From the first to the last of what was told, done and said.
fn span(measure: &Measure) -> (Moment, Moment) {
    let told = measure.told.into_iter().flatten();
    let heard = measure.heard.iter().map(|heard| heard.at);
    let times = || told.clone().chain(heard.clone()).chain([measure.done_at]);
    let (first, last) = (times().min(), times().max());
    (first.unwrap_or(measure.done_at), last.unwrap_or(measure.done_at))
}

/// 现场情况, one paragraph a step.
fn content(scene: &Scene<'_>, measure: &Measure) -> String {
    let paragraphs = [
        opening(scene, measure),
        told(measure),
        heard(measure),
        done(measure),
        urgent(measure),
        present(measure),
    ];
    let said = paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty());
    said.collect::<Vec<_>>().join("\n")
}

/// Who acts over what, and that the cards were shown (强制法 18(二)–(四)).
fn opening(scene: &Scene<'_>, measure: &Measure) -> String {
    let officers: Vec<_> = scene
        .officers()
        .iter()
        .map(|officer| format!("{}（执法证号{}）", officer.name, officer.credential))
        .collect();
    let mut text = format!(
        "{}执法人员{}在{}查明：{}。",
        scene.agency.name,
        officers.join("、"),
        wording::place(&scene.facts.place),
        bare(&measure.facts)
    );
    if let Some(at) = scene.telling.cards_shown {
        text += &format!("{}，执法人员出示执法证件，表明身份。", at.in_chinese());
    }
    text
}

/// Reasons, basis, rights and remedies, each with its time (强制法 18(五)).
fn told(measure: &Measure) -> String {
    let cite = &measure.basis.cite;
    let sort = measure.basis.sort.in_chinese();
    let said = [
        format!("告知采取行政强制措施（{sort}）的理由：{}", bare(&measure.facts)),
        format!("告知依据：{cite}"),
        "告知当事人依法享有陈述、申辩的权利".to_string(),
        "告知救济途径：可以自收到决定书之日起六十日内申请行政复议，或者在六个月内提起行政诉讼"
            .to_string(),
    ];
    let line =
        |(at, words): (Option<Moment>, String)| Some(format!("{}，{words}。", at?.in_chinese()));
    measure.told.into_iter().zip(said).filter_map(line).collect()
}

/// 陈述、申辩 and the answer to it (强制法 18(六)).
fn heard(measure: &Measure) -> String {
    let Some(heard) = &measure.heard else { return String::new() };
    let at = heard.at.in_chinese();
    if heard.statement.is_empty() {
        return format!("{at}，听取当事人陈述、申辩，当事人没有陈述、申辩。");
    }
    let (statement, answer) = (bare(&heard.statement), bare(&heard.answer));
    format!("{at}，听取当事人陈述、申辩：{statement}。执法人员答复：{answer}。")
}

/// What was taken, until when and where it is kept; the load is not taken with it (强制法 23, 24).
fn done(measure: &Measure) -> String {
    let things: Vec<String> = measure
        .things
        .iter()
        .map(|thing| format!("{}{}{}", thing.name, in_brackets(&thing.spec), thing.quantity))
        .collect();
    let mut text = format!(
        "{}，依法{}：{}，期限自{}起至{}止，存放于{}，当场交付行政强制措施决定书和清单。",
        measure.done_at.in_chinese(),
        measure.basis.sort.in_chinese(),
        things.join("、"),
        measure.done_at.day().in_chinese(),
        measure.last_day.in_chinese(),
        measure.place
    );
    text += &format!("车上货物、行李不随车扣押：{}。", bare(&measure.cargo));
    if !measure.perishable.is_empty() {
        text += &format!("鲜活、易腐物品：{}。", bare(&measure.perishable));
    }
    text
}

/// Why it could not wait for its approval (强制法 19).
fn urgent(measure: &Measure) -> String {
    if !measure.is_urgent() {
        return String::new();
    }
    format!(
        "情况紧急，需要当场实施行政强制措施：{}。执法人员应当在二十四小时内向行政机关负责人报告，并补办批准手续。",
        bare(&measure.urgent)
    )
}

/// Who is there, and who signs for an absent party (强制法 18(七)–(九)).
fn present(measure: &Measure) -> String {
    let mut text = format!("{}。", measure.attendance.in_chinese());
    if !measure.witness.get().is_empty() {
        text += &format!("见证人：{}。", measure.witness.get());
    }
    text
}

fn in_brackets(spec: &str) -> String {
    if spec.is_empty() { String::new() } else { format!("（{spec}）") }
}

/// Without the full stop that the officers typed.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches('。')
}
