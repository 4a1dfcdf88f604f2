//! `lucha show`: one inspection with its law, papers and entries.

use super::{Voice, code, list};
use crate::app::opening::{self, Place};
use crate::app::view::clocks::ClockLine;
use crate::app::view::deadline_fact;
use crate::app::view::inspection::{ElsewhereLine, EntryLine, InspectionView, Person};
use crate::app::view::involved;
use crate::app::view::printing::{self, life};
use crate::app::view::steps::StepLine;
use crate::app::view::{readings, unloading};
use crate::app::{clocks, foundation};
use crate::domain::blocked::Blocked;
use crate::domain::document::Document;
use crate::domain::identity::plate_colour::{ColourSystem, PlateColour};
use crate::domain::inspection::Facts;
use crate::domain::inspection::release::UnloadingManner;
use crate::domain::inspection::typed::AsTyped;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::wire::answer::{BasesAnswer, CountedAnswer, ProposalAnswer, YearAnswer};
use rust_i18n::t;
use serde_json::json;

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, what: &str, as_json: bool, voice: &mut Voice<'_>) -> u8 {
    let view = opening::to_read(place).and_then(|mut desk| desk.find(what));
    let view = match view {
        Ok(view) => view,
        Err(trouble) => return voice.fail(&trouble),
    };
    if as_json {
        let text = in_json(&view, voice).to_string();
        voice.say(&text);
    } else {
        in_words(&view, voice);
    }
    code::DONE
}

fn in_json(view: &InspectionView, voice: &Voice<'_>) -> serde_json::Value {
    let grounds: Vec<_> = view
        .judgement
        .grounds
        .iter()
        .map(|grounds| {
            json!({
                "code": grounds.code,
                "name": grounds.name,
                "violated": grounds.violated,
                "basis": grounds.basis,
                "verified": grounds.confirmed,
                "ordered_only": grounds.is_ordered_only,
            })
        })
        .collect();
    let ending = view.inspection.ending.as_ref();
    let blocked: Vec<_> = ending
        .map_or(&[][..], |ending| &ending.blocked)
        .iter()
        .map(|no| {
            json!({
                "rule": no.rule.name(),
                "field": no.field,
                "cite": no.rule.cite(),
                "unblocked_by": voice.unblock(no),
            })
        })
        .collect();
    let mut all = json!({
        "inspection": list::in_json(&view.line),
        "grounds": grounds,
        "blocked": blocked,
        "documents": documents(view),
        "corrections": corrections(view),
        "clocks": view.clocks.iter().map(ClockLine::json).collect::<Vec<_>>(),
        "foundation": view.foundation.json(),
        "entries": view.entries.iter().map(entry).collect::<Vec<_>>(),
    });
    if let Some(counted) = CountedAnswer::of(&view.judgement) {
        all["counted"] = json!(counted);
    }
    if !view.elsewhere.is_empty() {
        all["elsewhere"] = elsewhere(view);
    }
    recorded(view, &mut all);
    standing(view, voice, &mut all);
    proposed(view, &mut all);
    seen(&view.inspection.facts, &mut all);
    readings::put_json(&view.inspection.facts, &view.judgement, &mut all);
    all
}

/// One entry; the laptop that wrote it, where that is another one.
fn entry(EntryLine { number, from, at, kind, who }: &EntryLine) -> serde_json::Value {
    let (at, who) = (at.rfc3339(), person(who));
    let mut line = json!({ "number": number, "at": at, "kind": kind, "by": who });
    if let Some(laptop) = from {
        line["laptop"] = json!(laptop);
    }
    line
}

/// Photographs and pages whose bytes are not on this laptop.
fn elsewhere(view: &InspectionView) -> serde_json::Value {
    let line = |line: &ElsewhereLine| {
        json!({
            "digest": line.digest.hex(),
            "bytes": line.bytes,
            "page": line.is_page,
            "received_at": line.held.map(Moment::rfc3339),
        })
    };
    view.elsewhere.iter().map(line).collect()
}

/// Its papers, each with the copies that went to printers.
fn documents(view: &InspectionView) -> Vec<serde_json::Value> {
    view.documents
        .iter()
        .map(|document| {
            let mut line = json!({
                "id": document.document.to_string(),
                "form": document.form,
                "title": document.title,
                "number": document.number,
                "pages": document.pages,
                "printed": document.printed,
                "void": document.is_void,
                "digest": document.digest,
            });
            if let Some(paper) = sent(view, document.document) {
                line["sent"] = printing::sendings_json(paper);
            }
            line
        })
        .collect()
}

/// The paper of an id, where a copy of it went to a printer.
fn sent(view: &InspectionView, document: Id) -> Option<&Document> {
    let papers = &view.inspection.documents;
    papers.iter().find(|paper| paper.id == document && !paper.sendings.is_empty())
}

/// What was put down of its deadlines, and what may be now.
fn recorded(view: &InspectionView, all: &mut serde_json::Value) {
    all["deadline_facts"] =
        view.inspection.deadline_facts.iter().map(deadline_fact::json).collect();
    all["recordable"] = view.recordable.iter().map(|what| what.word()).collect();
}

/// Where the case stands and what its next steps are refused by; left out where it is none.
fn standing(view: &InspectionView, voice: &Voice<'_>, all: &mut serde_json::Value) {
    let Some(standing) = &view.steps else { return };
    let refusal = |no: &Blocked| {
        json!({
            "rule": no.rule.name(),
            "field": no.field,
            "cite": no.rule.cite(),
            "unblocked_by": voice.unblock(no),
        })
    };
    let step = |step: &StepLine| {
        json!({
            "step": step.code,
            "to": step.to,
            "by": step.by,
            "cite": step.cite,
            "refused_by": step.blocked.iter().map(refusal).collect::<Vec<_>>(),
        })
    };
    all["standing"] = json!({
        "procedure": standing.procedure,
        "state": standing.state,
        "next": standing.next.iter().map(step).collect::<Vec<_>>(),
    });
}

/// Its papers, each with its life where a copy of it went to a printer.
fn papers(view: &InspectionView, voice: &mut Voice<'_>) {
    for document in &view.documents {
        let pages = t!("cli.pages", locale = voice.lang, a = document.pages, b = document.printed);
        let void =
            if document.is_void { t!("inspection.void", locale = voice.lang) } else { "".into() };
        let line = format!("{}  {}  {pages}  {void}", document.title, document.number);
        voice.say(line.trim_end());
        for line in sent(view, document.document).iter().flat_map(|paper| life(voice.lang, paper)) {
            voice.say(&format!("  {line}"));
        }
    }
}

/// The next steps in words, each with what it is refused by.
fn next_steps(view: &InspectionView, voice: &mut Voice<'_>) {
    let Some(standing) = &view.steps else { return };
    let lang = voice.lang;
    let word =
        |family: &str, word: &str| t!(format!("{family}.{word}"), locale = lang).into_owned();
    let from = word("state", standing.state);
    for step in &standing.next {
        let (to, by) = (word("state", step.to), word("actor", step.by));
        let line =
            t!("cli.gate_step", locale = lang, a = step.code, b = from.as_str(), c = to, d = by);
        voice.say(&line);
        for no in &step.blocked {
            let why = voice.why(no);
            voice.say(&t!("cli.gate_blocked", locale = lang, a = why, b = no.rule.cite()));
        }
    }
}

/// What was proposed to headquarters, and the bases that are not a matter of course; left out where there are none.
fn proposed(view: &InspectionView, all: &mut serde_json::Value) {
    let proposals: Vec<_> = view.judgement.proposals.iter().map(ProposalAnswer::of).collect();
    if !proposals.is_empty() {
        all["proposals"] = json!(proposals);
    }
    let bases = BasesAnswer::all(&view.judgement);
    if !bases.is_empty() {
        all["bases"] = json!(bases);
    }
}

/// What was typed in another form than recorded, the codes of the plate's colour, what was done about an excess, and who and
/// what else was recorded of the people and the plate.
fn seen(facts: &Facts, all: &mut serde_json::Value) {
    let typed = |one: &AsTyped| {
        json!({
            "field": one.field,
            "typed": one.written.get(),
            "understood": facts.understood(&one.field),
        })
    };
    all["typed"] = facts.typed.iter().map(typed).collect();
    let colour = facts.vehicle.as_ref().map(|vehicle| vehicle.colour.as_str());
    if let Some(colour) = colour.and_then(PlateColour::of_record) {
        let code = |system| colour.code(system);
        all["plate_colour"] = json!({
            "colour": colour.in_chinese(),
            "transport": code(ColourSystem::Transport),
            "etc": code(ColourSystem::Etc),
        });
    }
    unloaded(facts, all);
    involved::put_json(facts, all);
}

/// Where the vehicle was led, and what was unloaded and weighed again, as the check contract names it; left out where
/// nobody recorded it. The scale is the first one's where no other was named.
fn unloaded(facts: &Facts, all: &mut serde_json::Value) {
    if let Some(guided) = &facts.guided {
        let at = guided.at.map(Moment::rfc3339);
        all["guided"] = json!({ "site": guided.site, "distance_m": guided.distance_m, "at": at });
        if let Some(left) = guided.left_at {
            all["guided"]["left_at"] = json!(left.rfc3339());
        }
    }
    if let Some(unloading) = &facts.unloading {
        all["unloading"] = json!({
            "manner": unloading.manner.map(UnloadingManner::word),
            "transfer_plate": unloading.transfer_plate,
            "began_at": unloading.began_at.map(Moment::rfc3339),
            "ended_at": unloading.ended_at.map(Moment::rfc3339),
            "released_at": unloading.released_at.map(Moment::rfc3339),
        });
    }
    if let Some(again) = &facts.reweighing {
        let (device, certificate_no, until) = again.scale(facts.weighing.as_ref());
        all["reweighing"] = json!({
            "unloaded_kg": again.unloaded_kg,
            "gross_kg": again.gross_kg,
            "at": again.at.map(Moment::rfc3339),
        });
        if again.gross_kg.is_some() {
            all["reweighing"]["device"] = json!(device);
            all["reweighing"]["certificate_no"] = json!(certificate_no);
            all["reweighing"]["certificate_until"] = json!(until.map(|day| day.to_string()));
        }
    }
}

fn corrections(view: &InspectionView) -> Vec<serde_json::Value> {
    view.corrections
        .iter()
        .map(|correction| {
            let changes: Vec<_> = correction
                .changes
                .iter()
                .map(|change| {
                    let (old, new) = (change.old.get(), change.new.get());
                    json!({ "field": change.field, "old": old, "new": new })
                })
                .collect();
            json!({
                "at": correction.at.rfc3339(),
                "by": person(&correction.who),
                "recorded_by": person(&correction.recorded_by),
                "reason": correction.reason,
                "changes": changes,
            })
        })
        .collect()
}

/// `null` where an entry is nobody's but the laptop's or headquarters'.
fn person(who: &Person) -> serde_json::Value {
    if who.name.is_empty() {
        return serde_json::Value::Null;
    }
    json!({ "name": who.name, "credential": who.credential })
}

fn in_words(view: &InspectionView, voice: &mut Voice<'_>) {
    let line = &view.line;
    voice.say(&format!("{}  {}  {}", line.at.short(), line.plate, line.party));
    if !line.outcome.is_empty() {
        let outcome = t!(format!("outcome.{}", line.outcome), locale = voice.lang);
        let fine = line.fine.map(|fen| format!("  {fen}")).unwrap_or_default();
        voice.say(&format!("{outcome}{fine}  {}", line.number));
    }
    grounds(view, voice);
    counted(view, voice);
    for proposal in &view.judgement.proposals {
        let key = format!("consequence.{}", proposal.whose.word());
        voice.say(&format!("{} {}", proposal.code, t!(key, locale = voice.lang)));
    }
    for (path, words) in unloading::of(&view.inspection.facts, voice.lang) {
        voice.say(&format!("{}: {words}", t!(format!("field.{path}"), locale = voice.lang)));
    }
    let read = readings::of(&view.inspection.facts, &view.judgement, &[], voice.lang);
    for line in read.into_iter().chain(involved::of(&view.inspection.facts, voice.lang)) {
        voice.say(&line);
    }
    typed(view, voice);
    if let Some(ending) = &view.inspection.ending {
        for no in &ending.blocked {
            let (why, unblock) = (voice.why(no), voice.unblock(no));
            let field =
                if no.field.is_empty() { String::new() } else { format!(" ({})", no.field) };
            voice.say(&format!("× {why}{field} {} — {unblock}", no.rule.cite()));
        }
    }
    papers(view, voice);
    for clock in &view.clocks {
        voice.say(&clocks::sentence(clock, voice.lang));
    }
    for fact in &view.inspection.deadline_facts {
        voice.say(&clocks::fact_sentence(fact, voice.lang));
    }
    next_steps(view, voice);
    for correction in &view.corrections {
        let by = t!(
            "inspection.corrected_by",
            locale = voice.lang,
            name = correction.who.name,
            before = correction.recorded_by.name
        );
        voice.say(&format!("{}  {by}  {}", correction.at.short(), correction.reason));
        for change in &correction.changes {
            let key = format!("field.{}", change.field.replace("[0]", ""));
            let field = t!(key, locale = voice.lang);
            voice.say(&format!("  {field}: {} -> {}", change.old.get(), change.new.get()));
        }
    }
    entries(view, voice);
}

/// What was typed and understood as something else.
fn typed(view: &InspectionView, voice: &mut Voice<'_>) {
    for typed in &view.inspection.facts.typed {
        let understood = view.inspection.facts.understood(&typed.field);
        let words = t!(
            "inspection.typed",
            locale = voice.lang,
            field = typed.field,
            typed = typed.written.get(),
            understood = understood
        );
        voice.say(&words);
    }
}

/// The entries, and what of them is not here.
fn entries(view: &InspectionView, voice: &mut Voice<'_>) {
    for EntryLine { number, from, at, kind, who } in &view.entries {
        let kind = t!(format!("entry.{kind}"), locale = voice.lang);
        let from = from.as_ref().map(|from| t!("elsewhere.entry", locale = voice.lang, a = from));
        let from = from.unwrap_or_default();
        let line = format!("{number:>6}  {}  {kind}  {}  {from}", at.short(), who.name);
        voice.say(line.trim_end());
    }
    if !view.elsewhere.is_empty() {
        voice.say(&t!("elsewhere.note", locale = voice.lang));
    }
    for line in &view.elsewhere {
        let l = voice.lang;
        let what = if line.is_page { "elsewhere.page" } else { "elsewhere.photograph" };
        let held = line.held.map(|held| t!("elsewhere.held", locale = l, a = held.short()));
        let held = held.unwrap_or_else(|| t!("elsewhere.waits", locale = l));
        let (digest, size) = (line.digest.short(), format!("{} B", line.bytes));
        let what = t!(what, locale = l);
        let said = t!("elsewhere.line", locale = l, a = digest, b = what, c = size, d = held);
        voice.say(&said);
    }
}

/// The law of each act, with the mark of what nobody stands for; bases that wait for a choice, power list and rulings.
fn grounds(view: &InspectionView, voice: &mut Voice<'_>) {
    for grounds in &view.judgement.grounds {
        let sign = if grounds.confirmed {
            String::new()
        } else {
            t!("picker.unconfirmed", locale = voice.lang).into_owned()
        };
        voice.say(&format!("{} {sign}{}", grounds.code, grounds.name));
        voice.say(&format!("  {} → {}", grounds.violated, grounds.basis));
    }
    let undecided = foundation::undecided(&view.foundation, voice.lang);
    let rest = foundation::sentences(&view.foundation, voice.lang);
    for sentence in undecided.into_iter().chain(rest) {
        let sign = if sentence.warns { "! " } else { "" };
        voice.say(&format!("  {sign}{}", sentence.text));
    }
}

/// The over-limit acts of the year: the vehicle's, the driver's, and the carrier's vehicles.
fn counted(view: &InspectionView, voice: &mut Voice<'_>) {
    let Some(counted) = CountedAnswer::of(&view.judgement) else { return };
    let joined = |days: &[String]| if days.is_empty() { "/".to_string() } else { days.join(", ") };
    let year = |key: &str, year: &YearAnswer| {
        t!(
            key,
            locale = voice.lang,
            nth = year.nth,
            from = year.from,
            until = year.until,
            days = joined(&year.days)
        )
        .into_owned()
    };
    let mut lines = vec![year("law.counted", &counted.vehicle)];
    lines.extend(counted.driver.as_ref().map(|driver| year("law.driver_counted", driver)));
    if let Some(fleet) = &counted.carrier {
        let trucks = fleet.trucks.map_or_else(|| "?".to_string(), |trucks| trucks.to_string());
        let words = t!(
            "law.fleet",
            locale = voice.lang,
            offending = fleet.offending,
            trucks = trucks,
            from = fleet.from,
            until = fleet.until,
            days = joined(&fleet.days)
        );
        lines.push(words.into_owned());
    }
    for line in lines {
        voice.say(&line);
    }
}
