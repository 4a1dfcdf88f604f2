//! Being led to a fixed site, unloading and weighing again as fields with their values, for the screen and the command
//! line; the labels are theirs.

use crate::domain::inspection::Facts;
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use rust_i18n::t;

/// Path of the check contract and what is recorded there in the language `l`, in the order of the record; only what was
/// recorded.
#[must_use]
pub fn of(facts: &Facts, l: &str) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if let Some(guided) = &facts.guided {
        let far = guided.distance_m.map(far);
        let parts = [Some(guided.site.clone()), far, guided.at.map(Moment::short)];
        lines.push(("guided.site", joined(&parts)));
        lines.extend(guided.left_at.map(|at| ("guided.left_at", at.short())));
    }
    if let Some(unloading) = &facts.unloading {
        let manner = unloading.manner.map(|manner| {
            t!(format!("unloading_manner.{}", manner.word()), locale = l).into_owned()
        });
        let onto = unloading.transfer_plate.clone();
        lines.extend(manner.map(|manner| ("unloading.manner", manner)));
        lines.extend((!onto.is_empty()).then_some(("unloading.transfer_plate", onto)));
        lines.extend(unloading.began_at.map(|at| ("unloading.began_at", at.short())));
        lines.extend(unloading.ended_at.map(|at| ("unloading.ended_at", at.short())));
    }
    reweighed(facts, &mut lines);
    let released = facts.unloading.as_ref().and_then(|unloading| unloading.released_at);
    lines.extend(released.map(|at| ("unloading.released_at", at.short())));
    lines
}

/// From ten kilometres on nobody reads metres alone.
fn far(metres: i64) -> String {
    let text = format!("{} m", thousands(metres));
    if metres < 10_000 {
        return text;
    }
    format!("{text} ({}.{} km)", metres / 1_000, metres % 1_000 / 100)
}

fn reweighed(facts: &Facts, lines: &mut Vec<(&'static str, String)>) {
    let Some(again) = &facts.reweighing else { return };
    let kg = |kg: i64| format!("{} kg", thousands(kg));
    lines.extend(again.unloaded_kg.map(|unloaded| ("reweighing.unloaded_kg", kg(unloaded))));
    lines.extend(again.gross_kg.map(|gross| ("reweighing.gross_kg", kg(gross))));
    if again.gross_kg.is_some() {
        let (device, certificate_no, until) = again.scale(facts.weighing.as_ref());
        let until = until.map(|until| until.to_string());
        let scale = [Some(device.to_string()), Some(certificate_no.to_string()), until];
        lines.push(("reweighing.device", joined(&scale)));
    }
    lines.extend(again.at.map(|at| ("reweighing.at", at.short())));
}

fn joined(parts: &[Option<String>]) -> String {
    let said = parts.iter().flatten().filter(|part| !part.is_empty());
    said.cloned().collect::<Vec<_>>().join(" ")
}

fn thousands(n: i64) -> String {
    Fen::from_yuan(n).in_digits()
}
