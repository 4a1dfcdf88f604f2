//! `lucha-hq proposals`: what the counts of over-limit acts propose to headquarters (路保 66), stop by stop; decides none.

use super::Refused;
use crate::domain::consequence::ConsequenceProposal;
use crate::domain::counting::stop_elsewhere;
use crate::domain::inspection::Inspection;
use crate::hq::place::Place;
use crate::hq::prior;
use crate::stdx::id::Id;
use rust_i18n::t;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// A proposal with the stop that makes it.
struct Proposed {
    stop: Id,
    /// 案号, or the id of the stop where it opened a case.
    case: String,
    proposal: ConsequenceProposal,
}

pub(super) fn run(dir: &Path, json: bool, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let mut ledger = Place::open(dir)?.ledger()?;
    let numbers = ledger.quashed(None)?;
    // A laptop knows its own decisions by their stops, and those of others by what stands for their numbers.
    let mut gone: BTreeSet<Id> = numbers.keys().map(|number| stop_elsewhere(number)).collect();
    let mut all = Vec::new();
    prior::each_case(ledger.as_mut(), &mut |inspection: &Inspection| {
        let Some(ending) = &inspection.ending else { return };
        let number = ending.number.as_ref().map(ToString::to_string);
        if number.as_ref().is_some_and(|number| numbers.contains_key(number)) {
            gone.insert(inspection.id);
        }
        let (stop, case) = (inspection.id, number.unwrap_or_else(|| inspection.id.to_string()));
        let of = |proposal: &ConsequenceProposal| {
            let (case, proposal) = (case.clone(), proposal.clone());
            Proposed { stop, case, proposal }
        };
        all.extend(ending.proposals.iter().map(of));
    })?;
    for proposed in &all {
        let own = usize::from(gone.contains(&proposed.stop));
        let earlier = proposed.proposal.stops.iter().filter(|stop| gone.contains(stop)).count();
        say(proposed, own + earlier, json, lang, out)?;
    }
    Ok(0)
}

/// One line; `quashed` of the decisions that it rests on were taken back since, and a person counts anew.
fn say(
    proposed: &Proposed,
    quashed: usize,
    json: bool,
    lang: &str,
    out: &mut dyn Write,
) -> Result<(), Refused> {
    let (case, proposal) = (&proposed.case, &proposed.proposal);
    let (from, until) = (proposal.window.from.to_string(), proposal.window.until.to_string());
    if json {
        let line = serde_json::json!({
            "case": case,
            "code": proposal.code,
            "whose": proposal.whose.word(),
            "count": proposal.count,
            "trucks": proposal.trucks,
            "from": from,
            "until": until,
            "quashed_since": quashed,
        });
        writeln!(out, "{line}")?;
        return Ok(());
    }
    let says = t!(format!("consequence.{}", proposal.whose.word()), locale = lang);
    let words = t!(
        "hq.proposal",
        locale = lang,
        a = case,
        b = proposal.code,
        c = says,
        d = proposal.count,
        e = from,
        f = until
    );
    writeln!(out, "{words}")?;
    if quashed > 0 {
        writeln!(out, "  ! {}", t!("hq.proposal_quashed", locale = lang, a = quashed))?;
    }
    Ok(())
}
