//! Being led to a fixed site, unloading and weighing again as fields with their values, for the screen and the command
//! line; the labels are theirs.

use crate::domain::inspection::Facts;
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;

/// Path of the check contract and what is recorded there, in the order of the record; only what was recorded.
#[must_use]
pub fn of(facts: &Facts) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if let Some(guided) = &facts.guided {
        let far = guided.distance_m.map(|m| format!("{} m", thousands(m)));
        let parts = [Some(guided.site.clone()), far, guided.at.map(Moment::short)];
        lines.push(("guided.site", joined(&parts)));
    }
    let Some(again) = &facts.reweighing else { return lines };
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
    lines
}

fn joined(parts: &[Option<String>]) -> String {
    let said = parts.iter().flatten().filter(|part| !part.is_empty());
    said.cloned().collect::<Vec<_>>().join(" ")
}

fn thousands(n: i64) -> String {
    Fen::from_yuan(n).in_digits()
}
