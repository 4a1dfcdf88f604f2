//! An inspection as lines to read: timeline, facts, law, corrections, entries.

use super::pens;
use crate::app::view::inspection::{ElsewhereLine, EntryLine, InspectionView};
use crate::app::view::printing::life;
use crate::app::view::{involved, unloading};
use crate::app::{clocks, foundation};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::Sense;
use crate::domain::deadline::running::ClockState;
use crate::domain::document::Sending;
use crate::domain::inspection::order::TellingAct;
use crate::domain::inspection::refusal::EarlierOrder;
use crate::domain::inspection::repeat::EarlierAct;
use crate::domain::inspection::terms::ConfirmedBy;
use crate::domain::inspection::{Facts, Signature, Statement, StatementKind};
use crate::domain::party::{Party, Sex};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::redacted::Redacted;
use crate::tui::screen::cash;
use crate::tui::screen::check::unloading::kind_of;
use crate::tui::screen::deadline_fact;
use crate::tui::screen::evidence::lines as evidence;
use crate::tui::screen::sync::returned_lines;
use crate::tui::shared::Shared;
use crate::tui::widget::field::LineKind;
use crate::tui::widget::gauge;
use crate::tui::widget::law_panel;
use crate::tui::widget::scale_lines;
use crate::tui::widget::scroll::Styled;
use crate::tui::words;
use rust_i18n::t;

pub fn of(view: &InspectionView, cx: &Shared) -> Vec<Styled> {
    let mut lines = Vec::new();
    let today = cx.today.iter().flat_map(|today| &today.returned);
    for line in today.filter(|line| line.inspection == view.line.inspection) {
        lines.extend(returned_lines(line, cx));
    }
    lines.extend(view.pens.iter().flat_map(|sides| pens::of(sides, cx)));
    outcome(view, cx, &mut lines);
    lines.extend(view.cash.iter().map(|line| cash::line(line, cx)));
    timeline(view, cx, &mut lines);
    head(cx, "inspection.facts", &mut lines);
    facts(&view.inspection.facts, cx, &mut lines);
    lines.extend(scale_lines::recorded(&view.inspection.facts, cx));
    people(&view.inspection.facts, cx, &mut lines);
    typed(&view.inspection.facts, cx, &mut lines);
    law(view, cx, &mut lines);
    corrections(view, cx, &mut lines);
    running(view, cx, &mut lines);
    lines.push(evidence::summary(view, cx));
    // A reason stands among the facts already.
    let unexplained = view.inspection.facts.evidence_gap.is_empty();
    lines.extend(evidence::gap(view, cx).filter(|_| unexplained));
    lives(view, cx, &mut lines);
    head(cx, "inspection.entries", &mut lines);
    lines.extend(view.entries.iter().map(|line| entry(line, view, cx)));
    elsewhere(view, cx, &mut lines);
    steps(view, cx, &mut lines);
    lines
}

/// One entry: its number in the journal that it stands in, and whose that is where it is another laptop's.
fn entry(line: &EntryLine, view: &InspectionView, cx: &Shared) -> Styled {
    let EntryLine { number, from, at, kind, who } = line;
    let what = words::say(cx.l(), &format!("entry.{kind}"));
    let is_beside = view.pens.as_ref().is_some_and(|sides| sides.beside.contains(number));
    let (style, mark) = match from {
        Some(laptop) => {
            (cx.theme.quiet(), t!("elsewhere.entry", locale = cx.l(), a = laptop).into_owned())
        }
        None if is_beside => (cx.theme.warn(), t!("pens.beside", locale = cx.l()).into_owned()),
        None => (cx.theme.quiet(), String::new()),
    };
    let words = format!("{number:>5}  {}  {what}  {}  {mark}", at.short(), who.name);
    Styled::new(words.trim_end(), style)
}

/// Photographs and pages of a case that came with its pen: their bytes are not here.
fn elsewhere(view: &InspectionView, cx: &Shared, lines: &mut Vec<Styled>) {
    if view.elsewhere.is_empty() {
        return;
    }
    head(cx, "elsewhere.title", lines);
    lines.push(Styled::new(t!("elsewhere.note", locale = cx.l()), cx.theme.warn()));
    for line in &view.elsewhere {
        lines.push(Styled::new(said_elsewhere(line, cx.l()), cx.theme.quiet()));
    }
}

/// What is known of one of them.
fn said_elsewhere(line: &ElsewhereLine, l: &str) -> String {
    let what = if line.is_page { "elsewhere.page" } else { "elsewhere.photograph" };
    let held = line.held.map(|held| t!("elsewhere.held", locale = l, a = held.short()));
    let held = held.unwrap_or_else(|| t!("elsewhere.waits", locale = l));
    let (what, size) = (words::say(l, what), gauge::bytes(line.bytes));
    t!("elsewhere.line", locale = l, a = line.digest.short(), b = what, c = size, d = held)
        .into_owned()
}

/// The life of each paper of which a copy went to a printer; what nobody knows stands out.
fn lives(view: &InspectionView, cx: &Shared, lines: &mut Vec<Styled>) {
    let sent = || view.inspection.documents.iter().filter(|paper| !paper.sendings.is_empty());
    if sent().next().is_some() {
        head(cx, "inspection.lives", lines);
    }
    for paper in sent() {
        let title = words::say(cx.l(), &format!("form.{}", paper.form));
        let is_open = paper.sendings.iter().any(Sending::is_uncertain);
        let style = if is_open { cx.theme.warn() } else { cx.theme.base() };
        lines.push(Styled::new(title, style));
        for line in life(cx.l(), paper) {
            lines.push(Styled::new(format!("  {line}"), cx.theme.quiet()));
        }
    }
}

/// The steps that lead on from where the case stands, each with what stands against it.
fn steps(view: &InspectionView, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    let Some(standing) = view.steps.as_ref().filter(|standing| !standing.next.is_empty()) else {
        return;
    };
    head(cx, "inspection.steps", lines);
    let state = |word: &str| words::say(l, &format!("state.{word}"));
    for step in &standing.next {
        let by = words::say(l, &format!("actor.{}", step.by));
        let words = format!("{} -> {}  {by}", state(standing.state), state(step.to));
        lines.push(Styled::new(words, cx.theme.base()));
        law_panel::blocked(&step.blocked, &view.inspection.facts.officers, cx, lines);
    }
}

/// Each correction with its time and reason, and what stood in the field before.
fn corrections(view: &InspectionView, cx: &Shared, lines: &mut Vec<Styled>) {
    if view.corrections.is_empty() {
        return;
    }
    head(cx, "inspection.corrections", lines);
    for correction in &view.corrections {
        let by = t!(
            "inspection.corrected_by",
            locale = cx.l(),
            name = correction.who.name,
            before = correction.recorded_by.name
        );
        let words = format!("{}  {by}  {}", correction.at.short(), correction.reason);
        lines.push(Styled::new(words, cx.theme.base()));
        for change in &correction.changes {
            let shown = |text: &Redacted<String>| legible(change.field, text.get(), cx.l());
            let (old, new) = (shown(&change.old), shown(&change.new));
            let words = format!("  {}: {old} -> {new}", words::field(cx.l(), change.field));
            lines.push(Styled::new(words, cx.theme.base()));
        }
    }
}

/// The deadlines that run, each in the look of how it stands, and what was put down of them.
fn running(view: &InspectionView, cx: &Shared, lines: &mut Vec<Styled>) {
    let recorded = &view.inspection.deadline_facts;
    if view.clocks.is_empty() && recorded.is_empty() {
        return;
    }
    head(cx, "deadline.heading", lines);
    for clock in &view.clocks {
        let style = match clock.state {
            ClockState::Over if clock.sense == Sense::NotBefore => cx.theme.base(),
            ClockState::LastDay | ClockState::Late | ClockState::Over => cx.theme.bad(),
            ClockState::Paused { .. } => cx.theme.quiet(),
            ClockState::Runs if clock.unknown_year.is_some() => cx.theme.warn(),
            ClockState::Runs => cx.theme.base(),
        };
        lines.push(Styled::new(clocks::sentence(clock, cx.l()), style));
    }
    lines.extend(recorded.iter().map(|fact| deadline_fact::line(fact, cx)));
    if !view.recordable.is_empty() {
        lines.push(Styled::new(t!("fact.hint", locale = cx.l()), cx.theme.quiet()));
    }
}

/// What was recorded in a field, as the screen writes it everywhere: times to the minute, numbers with their unit.
fn legible(field: &str, text: &str, l: &str) -> String {
    if text.is_empty() {
        return "/".to_string();
    }
    if field == "unloading.manner" {
        return words::say(l, &format!("unloading_manner.{text}"));
    }
    if field == "findings[0].road_surface" {
        return words::say(l, &format!("road_surface.{text}"));
    }
    match kind_of(field) {
        LineKind::Time => Moment::parse(text).map_or_else(|| text.to_string(), Moment::short),
        LineKind::Unit(unit) => format!("{text} {unit}"),
        LineKind::Text | LineKind::Secret | LineKind::Metres => text.to_string(),
    }
}

fn head(cx: &Shared, key: &str, lines: &mut Vec<Styled>) {
    lines.push(Styled::new(words::say(cx.l(), key), cx.theme.title()));
}

fn outcome(view: &InspectionView, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    let Some(ending) = &view.inspection.ending else { return };
    let mut parts = vec![words::outcome(l, ending.outcome.word())];
    parts.push(words::say(l, &format!("procedure.{}", ending.procedure.word())));
    if !ending.penalties.is_empty() {
        parts.push(words::penalties(l, &ending.penalties));
    }
    if let Some(fine) = ending.fine.filter(|fine| *fine > Fen::ZERO) {
        parts.push(format!("{fine} {}", fine.in_words()));
    }
    if let Some(number) = &ending.number {
        parts.push(number.to_string());
    }
    lines.push(Styled::new(parts.join("  "), cx.theme.title()));
    let left_out = view.judgement.discretion.iter().filter(|weighed| weighed.is_without_fine());
    lines.extend(left_out.map(|weighed| law_panel::no_fine(weighed, cx)));
    // A basis that is known by now is waited for no more.
    let waits =
        |no: &&Blocked| !no.rule.waits_for_headquarters() || view.judgement.blocked.contains(no);
    let blocked: Vec<Blocked> = ending.blocked.iter().filter(waits).cloned().collect();
    law_panel::blocked(&blocked, &view.inspection.facts.officers, cx, lines);
    if view.may_be_opened() {
        lines.push(Styled::new(t!("inspection.may_open", locale = l), cx.theme.warn()));
    }
}

fn timeline(view: &InspectionView, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    let telling = &view.inspection.telling;
    head(cx, "inspection.timeline", lines);
    let mut when: Vec<(Moment, String)> = Vec::new();
    if let Some(at) = view.inspection.facts.at {
        when.push((at, words::field(l, "at")));
    }
    // As the acts were recorded one behind the other: the clock may have been set in between.
    for (act, _) in telling.sequence() {
        let label = words::field(l, &format!("telling.{}", act.word()));
        match act {
            TellingAct::CardsShown => when.extend(telling.cards_shown.map(|at| (at, label))),
            TellingAct::Told(topic) => {
                let told = telling.told.iter().filter(|(told, _)| *told == topic);
                when.extend(told.map(|(_, at)| (*at, label.clone())));
            }
            TellingAct::Heard => {
                when.extend(telling.statement.as_ref().map(|said| (said.at, stated(said, l))));
            }
        }
    }
    for one in &view.inspection.confirmed_by {
        let known = cx.snapshot.officers.iter().find(|known| known.id == one.officer);
        let name = known.map_or_else(|| one.officer.short(), |officer| officer.name.clone());
        let key = match one.way {
            ConfirmedBy::Screen => "inspection.confirmed",
            ConfirmedBy::PinFile => "inspection.confirmed_by_file",
        };
        when.push((one.at, t!(key, locale = l, name = name).into_owned()));
    }
    for (at, what) in when {
        let line = format!("{}  {what}", at.hour_minute_second());
        lines.push(Styled::new(line, cx.theme.base()));
    }
    let signed = match &telling.signature {
        None => return,
        Some(Signature::Signed) => words::say(l, "signature.signed"),
        Some(Signature::Declined(reason)) => {
            format!("{}: {reason}", words::say(l, "signature.declined"))
        }
    };
    lines.push(Styled::new(signed, cx.theme.base()));
}

fn stated(statement: &Statement, l: &str) -> String {
    match &statement.kind {
        StatementKind::Nothing => words::say(l, "statement.none"),
        StatementKind::Waived => words::say(l, "statement.waived"),
        StatementKind::Stated(text) => format!("{text} -> {}", statement.answer),
    }
}

fn facts(facts: &Facts, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    let mut put = |path: &str, value: &str| {
        if !value.is_empty() {
            let line = format!("{}: {value}", words::field(l, path));
            lines.push(Styled::new(line, cx.theme.base()));
        }
    };
    let place = &facts.place;
    let road = [&place.route, &place.stake, &place.direction].map(String::as_str).join(" ");
    put("place.text", format!("{} {}", place.text, road.trim()).trim());
    put("plan", &facts.plan);
    let names: Vec<String> = facts
        .officers
        .iter()
        .map(|credential| format!("{} {credential}", cx.officer_name(credential)))
        .collect();
    put("officers", &names.join(", "));
    if !facts.recorder.is_empty() {
        put("recorder", &cx.officer_name(&facts.recorder));
    }
    if let Some(vehicle) = &facts.vehicle {
        let words = format!("{} {} {}", vehicle.plate, vehicle.colour, vehicle.kind);
        put("vehicle.plate", words.trim());
        put("vehicle.trailer_plate", &vehicle.trailer_plate);
        put("vehicle.home_plate", &vehicle.home_plate);
        put("vehicle.vin", &vehicle.vin);
        if let Some(build) = &vehicle.build {
            put("vehicle.type", build.vehicle_type.in_chinese());
            put("vehicle.axles", &build.axles.to_string());
        }
    }
    if let Some(scale) = &facts.weighing {
        put("weighing.gross_kg", &format!("{} kg", words::thousands(scale.gross_kg)));
        let size = [scale.length_mm, scale.width_mm, scale.height_mm]
            .map(|mm| words::metres(&mm.to_string()))
            .join(" x ");
        put("weighing.length_mm", &format!("{size} m"));
        let until = scale.certificate_until.map(|day| day.to_string()).unwrap_or_default();
        put("weighing.device", &format!("{} {} {until}", scale.device, scale.certificate_no));
    }
    for (path, words) in unloading::of(facts, l) {
        put(path, &words);
    }
    if let Some(paper) = &facts.certificate {
        put("transport_certificate.no", &paper.no);
    }
    for finding in &facts.findings {
        let name = law_panel::name_of(&finding.code, cx);
        let line = format!("{} {name}: {}", finding.code, finding.facts);
        lines.push(Styled::new(line, cx.theme.base()));
        let amounts = [("gain_yuan", finding.gain), ("things_yuan", finding.things)];
        for (field, amount) in amounts {
            let name = || words::field(l, &format!("findings[0].{field}"));
            let line = amount.map(|amount| format!("{}: {amount}", name()));
            lines.extend(line.map(|line| Styled::new(line, cx.theme.base())));
        }
        lines.extend(finding.road_surface.map(|seen| {
            let name = words::field(l, "findings[0].road_surface");
            let seen = words::say(l, &format!("road_surface.{}", seen.word()));
            Styled::new(format!("{name}: {seen}"), cx.theme.base())
        }));
        let own_use = finding.own_use.as_ref().filter(|said| said.claimed);
        lines.extend(own_use.map(|said| {
            let name = words::field(l, "findings[0].own_use.claimed");
            Styled::new(format!("{name}: {}", said.proof), cx.theme.base())
        }));
        lines.extend(finding.order.as_ref().map(|order| disobeyed(order, cx)));
        lines.extend(finding.repeat.as_ref().map(|earlier| repeated(earlier, cx)));
    }
}

/// The order to correct that a second visit found undone.
fn disobeyed(order: &EarlierOrder, cx: &Shared) -> Styled {
    let day = |day: Option<Day>| day.map_or_else(|| "/".to_string(), |on| on.to_string());
    let (on, before) = (day(order.ordered_on), day(order.correct_before));
    let number = order.number.as_str();
    let words = t!("law.order", locale = cx.l(), number = number, on = on, before = before);
    Styled::new(words, cx.theme.base())
}

/// The earlier act that this one repeats, and what it is known from.
fn repeated(earlier: &EarlierAct, cx: &Shared) -> Styled {
    let on = earlier.on.map_or_else(|| "/".to_string(), |on| on.to_string());
    let name = words::field(cx.l(), "findings[0].repeat.on");
    let words = format!("{name}: {on} {}", earlier.why);
    Styled::new(words.trim_end(), cx.theme.base())
}

fn people(facts: &Facts, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    if let Some(party) = &facts.party {
        let kind = words::say(l, &format!("party.{}", party.kind().word()));
        let more = match party {
            Party::Citizen { id_kind, id_no, address, phone, .. } => {
                [id_kind.on_paper(id_no.get()), address.get().clone(), phone.get().clone()]
            }
            Party::SoleTrader { credit_code, address, phone, .. }
            | Party::Organisation { credit_code, address, phone, .. } => {
                [credit_code.clone(), address.get().clone(), phone.get().clone()]
            }
        };
        let line =
            format!("{}: {kind} {} {}", words::field(l, "party"), party.name(), more.join(" "));
        lines.push(Styled::new(line, cx.theme.base()));
    }
    if let Some(present) = &facts.present {
        let sex = present.known_sex().map_or("", Sex::in_chinese);
        let (name, relation) = (present.name.get().as_str(), present.relation.as_str());
        let who = [name, sex, relation, present.phone.get()];
        let line = format!("{}: {}", words::field(l, "present"), who.join(" "));
        lines.push(Styled::new(line, cx.theme.base()));
    }
    let more = involved::of(facts, l).into_iter();
    lines.extend(more.map(|line| Styled::new(line, cx.theme.base())));
}

/// Identifiers that were typed in another form than the one recorded: both.
fn typed(facts: &Facts, cx: &Shared, lines: &mut Vec<Styled>) {
    for typed in &facts.typed {
        let words = t!(
            "inspection.typed",
            locale = cx.l(),
            field = words::field(cx.l(), &typed.field),
            typed = typed.written.get(),
            understood = facts.understood(&typed.field)
        );
        lines.push(Styled::new(words, cx.theme.quiet()));
    }
}

fn law(view: &InspectionView, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    head(cx, "inspection.law", lines);
    if let Some(weighed) = &view.judgement.weighed {
        let limit = words::thousands(weighed.limit_kg);
        lines.push(Styled::new(t!("law.limit", locale = l, kg = limit), cx.theme.base()));
        lines.extend(law_panel::deduction(weighed, cx));
        lines.extend(law_panel::axles(weighed, cx));
        lines.extend(scale_lines::counting(&view.inspection.facts, weighed, cx));
        if weighed.over_kg > 0 {
            let over = words::thousands(weighed.over_kg);
            let words = t!("law.over", locale = l, kg = over, rate = weighed.over_rate);
            lines.push(Styled::new(format!("! {words}"), cx.theme.bad()));
        }
    }
    lines.extend(scale_lines::permit(&view.judgement, cx));
    for grounds in &view.judgement.grounds {
        let violated = t!("law.violated", locale = l, cite = grounds.violated);
        lines.push(Styled::new(violated, cx.theme.base()));
        let basis = t!("law.basis", locale = l, cite = grounds.basis);
        lines.push(Styled::new(basis, cx.theme.base()));
        if !grounds.confirmed {
            let words = format!("! {} {}", grounds.code, t!("law.unconfirmed", locale = l));
            lines.push(Styled::new(words, cx.theme.bad()));
        }
        let older = grounds.instead_of.iter();
        lines.extend(older.map(|older| law_panel::instead_of(older, cx)));
    }
    lines.extend(law_panel::said(&foundation::undecided(&view.foundation, l), cx));
    lines.extend(law_panel::said(&foundation::sentences(&view.foundation, l), cx));
    lines.extend(law_panel::offenders(&view.judgement, cx));
    for warning in &view.judgement.warnings {
        lines.push(Styled::new(format!("! {}", words::warning(l, warning)), cx.theme.warn()));
    }
    // A second weighing may have been added behind the decision: what it lacks to show anything stands here.
    let decided = view.inspection.ending.iter().flat_map(|ending| &ending.blocked);
    let decided: Vec<&Blocked> = decided.collect();
    let is_later =
        |field: &str| field.starts_with("reweighing.") || field.starts_with("unloading.");
    let later = view.judgement.blocked.iter().filter(|no| is_later(&no.field));
    let later: Vec<Blocked> = later.filter(|no| !decided.contains(no)).cloned().collect();
    law_panel::blocked(&later, &view.inspection.facts.officers, cx, lines);
}
