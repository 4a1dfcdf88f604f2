//! The law over the shoulder: limit, fine, procedure, what blocks and what is missing, with citations.

use crate::app::draft::Draft;
use crate::app::foundation::{self, Sentence};
use crate::app::view::foundation::Foundation;
use crate::app::view::plate::{PlateView, WatchLine};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::discretion::{Discretion, TierRange, ladder};
use crate::domain::inspection::judgement::{
    Counted, Judgement, OpenBasis, Outcome, Procedure, Weighed,
};
use crate::domain::over_limit::{MassSanction, mass_sanction};
use crate::domain::party::PartyKind;
use crate::domain::rulebook::{GainTest, Rounding, Sanction};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::tui::shared::Shared;
use crate::tui::widget::leniency_lines;
use crate::tui::widget::scale_lines;
use crate::tui::widget::scroll::Styled;
use crate::tui::words;
use rust_i18n::t;
use std::collections::BTreeMap;

/// What the panel looks at.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// What is typed.
    pub draft: &'a Draft,
    /// The law's view of the stop as it stands.
    pub stands: &'a Judgement,
    /// Its view once all is told and recorded, for each kind of party that is still possible.
    pub outlooks: &'a [(PartyKind, Judgement)],
    /// What is known of the plate.
    pub plate: Option<&'a PlateView>,
}

/// Everything, for the panel beside the fields.
#[must_use]
pub fn lines(sight: &Sight<'_>, cx: &Shared) -> Vec<Styled> {
    let mut lines = Vec::new();
    weighed(sight, cx, &mut lines);
    if let Some(weighed) = &sight.stands.weighed {
        lines.push(limit_source(weighed, cx));
        lines.extend(axles(weighed, cx));
        lines.extend(scale_lines::typed(sight.draft, weighed, cx));
        if weighed.over_kg > 0 {
            lines.push(rounding(cx));
        }
    }
    lines.extend(scale_lines::permit(sight.stands, cx));
    findings(sight, cx, &mut lines);
    unrecorded(sight, cx, &mut lines);
    sight.stands.discretion.iter().for_each(|weighed| discretion(weighed, cx, &mut lines));
    lines.extend(sight.stands.repeats.iter().flat_map(|found| leniency_lines::repeat(found, cx)));
    lines.extend(sight.stands.leniency.iter().flat_map(|found| leniency_lines::lines(found, cx)));
    lines.extend(sight.stands.let_off.iter().flat_map(|off| leniency_lines::let_off(off, cx)));
    for (kind, outlook) in open_outlooks(sight) {
        lines.push(Styled::new(procedure(*kind, outlook, cx), cx.theme.base()));
    }
    grounds(sight, cx, &mut lines);
    let rests_on = foundation_of(sight, cx);
    lines.extend(said(&foundation::undecided(&rests_on, cx.l()), cx));
    if let Some(plate) = sight.plate {
        lines.extend(watched(plate, cx));
        if !plate.acts.is_empty() {
            let words = t!("law.acts", locale = cx.l(), count = plate.acts.len());
            lines.push(Styled::new(words, cx.theme.base()));
            lines.extend(
                sight.stands.counted.as_ref().map(|counted| year("law.counted", counted, cx)),
            );
            lines.push(Styled::new(history(plate, cx), cx.theme.quiet()));
        }
    }
    lines.extend(offenders(sight.stands, cx));
    for warning in &sight.stands.warnings {
        let words = format!("! {}", words::warning(cx.l(), warning));
        lines.push(Styled::new(words, cx.theme.warn()));
    }
    blocked(&sight.stands.blocked, &sight.draft.officers(), cx, &mut lines);
    if let Some(missing) = missing(sight, cx) {
        lines.push(Styled::new(missing, cx.theme.warn()));
    }
    if sight.draft.findings() > 0 {
        lines.extend(said(&foundation::sentences(&rests_on, cx.l()), cx));
    }
    if lines.is_empty() {
        lines.push(Styled::new(t!("law.nothing", locale = cx.l()), cx.theme.quiet()));
    }
    lines
}

/// What the acts of the draft rest on beside their articles.
fn foundation_of(sight: &Sight<'_>, cx: &Shared) -> Foundation {
    let today = cx.now.day();
    let code = |nth: usize| sight.draft.get(&format!("findings[{nth}].code")).to_string();
    let codes: Vec<String> = (0..sight.draft.findings()).map(code).collect();
    let sole_trader = sight.draft.get("party.kind") == PartyKind::SoleTrader.word();
    Foundation::of(&cx.snapshot.rulebook, &codes, sight.stands, (today, sole_trader))
}

/// Sentences in the look of what they say.
#[must_use]
pub fn said(sentences: &[Sentence], cx: &Shared) -> Vec<Styled> {
    let styled = |sentence: &Sentence| {
        if sentence.warns {
            Styled::new(format!("! {}", sentence.text), cx.theme.bad())
        } else {
            Styled::new(sentence.text.clone(), cx.theme.quiet())
        }
    };
    sentences.iter().map(styled).collect()
}

/// Which act of the year the one at hand is, and on which days the others were (路保 66).
fn year(key: &'static str, counted: &Counted, cx: &Shared) -> Styled {
    let words = t!(
        key,
        locale = cx.l(),
        nth = counted.nth,
        from = counted.window.from,
        until = counted.window.until,
        days = days(&counted.days)
    );
    Styled::new(words, cx.theme.base())
}

/// The same of the driver, and how many of the carrier's vehicles were over the limit in its year.
#[must_use]
pub fn offenders(stands: &Judgement, cx: &Shared) -> Vec<Styled> {
    let mut lines = Vec::new();
    let driver = stands.driver_counted.as_ref().filter(|counted| counted.nth > 1);
    lines.extend(driver.map(|counted| year("law.driver_counted", counted, cx)));
    if let Some(fleet) = &stands.fleet {
        let trucks = fleet.trucks.map_or_else(|| "?".to_string(), |trucks| trucks.to_string());
        let words = t!(
            "law.fleet",
            locale = cx.l(),
            offending = fleet.offending,
            trucks = trucks,
            from = fleet.window.from,
            until = fleet.window.until,
            days = days(&fleet.days)
        );
        lines.push(Styled::new(words, cx.theme.base()));
    }
    for proposal in &stands.proposals {
        let words = words::say(cx.l(), &format!("consequence.{}", proposal.whose.word()));
        lines.push(Styled::new(format!("! {} {words}", proposal.code), cx.theme.warn()));
    }
    lines
}

fn days(days: &[Day]) -> String {
    let days: Vec<String> = days.iter().map(ToString::to_string).collect();
    if days.is_empty() { "/".to_string() } else { days.join(", ") }
}

/// Where a limit stands, and what each of the two tables says.
fn limit_source(weighed: &Weighed, cx: &Shared) -> Styled {
    let cites = &cx.snapshot.rulebook.weights.cites.gross;
    let cite = if cites.is_empty() {
        words::say(cx.l(), "law.no_article")
    } else {
        cx.snapshot.rulebook.cite_all(cites)
    };
    let art3 = words::thousands(weighed.art3_kg);
    let words = match weighed.arrangement_kg {
        None => cite.into(),
        Some(kg) => {
            let groups = words::thousands(kg);
            t!("law.limit_sources", locale = cx.l(), cite = cite, kg = art3, groups = groups)
        }
    };
    Styled::new(words, cx.theme.quiet())
}

/// What stood on each axle or group against its limit, and the sum of these limits.
#[must_use]
pub fn axles(weighed: &Weighed, cx: &Shared) -> Vec<Styled> {
    let mut lines = Vec::new();
    if let Some(kg) = weighed.axle_sum_kg {
        let words = t!("law.axle_sum", locale = cx.l(), kg = words::thousands(kg));
        lines.push(Styled::new(words, cx.theme.quiet()));
    }
    for (nth, axle) in weighed.axles.iter().enumerate() {
        let limit = axle.limit_kg.map_or_else(|| "?".to_string(), words::thousands);
        let kg = words::thousands(axle.kg);
        let words = t!("law.axle", locale = cx.l(), nth = nth + 1, kg = kg, limit = limit);
        lines.push(match axle.over_kg {
            0 => Styled::new(words, cx.theme.base()),
            _ => Styled::new(format!("! {words}"), cx.theme.bad()),
        });
    }
    lines
}

/// How a started step counts, who ruled so, and the rule pack that all of it stands in.
fn rounding(cx: &Shared) -> Styled {
    let rulebook = &cx.snapshot.rulebook;
    let word = match rulebook.rulings.rounding {
        Rounding::Floor => words::say(cx.l(), "law.rounding_floor"),
        Rounding::Ceil => words::say(cx.l(), "law.rounding_ceil"),
    };
    let pack = format!("{} {}", rulebook.pack.id, rulebook.pack.version);
    let cites = &rulebook.weights.cites;
    let all = [rulebook.cite_all(&cites.fine), rulebook.cite_all(&cites.cap)];
    let cite = all.iter().filter(|cite| !cite.is_empty()).cloned().collect::<Vec<_>>().join("、");
    let words = t!("law.rounding", locale = cx.l(), word = word, cite = cite, pack = pack);
    Styled::new(words, cx.theme.quiet())
}

/// Each hit on a watch list: it informs, and blocks nothing.
#[must_use]
pub fn watched(plate: &PlateView, cx: &Shared) -> Vec<Styled> {
    let said = |hit: &WatchLine| {
        let day = hit.day.map(|day| day.to_string()).unwrap_or_default();
        let what = [hit.code.as_str(), &day, &hit.number].join(" ");
        let words = t!("history.watched", locale = cx.l(), list = hit.list, what = what.trim());
        Styled::new(format!("! {words}"), cx.theme.warn())
    };
    plate.watched.iter().map(said).collect()
}

/// Where the earlier decisions come from, and up to when headquarters' are known.
#[must_use]
pub fn history(plate: &PlateView, cx: &Shared) -> String {
    let l = cx.l();
    let theirs = plate.priors.len();
    let ours = plate.acts.len().saturating_sub(theirs);
    match plate.history_at {
        Some(at) => {
            let at = format!("{} {}", at.day(), at.hour_minute());
            t!("history.known", locale = l, ours = ours, theirs = theirs, at = at).into_owned()
        }
        None => t!("history.unknown", locale = l, ours = ours).into_owned(),
    }
}

/// The heart of it in `rows` lines, for narrow terminals.
#[must_use]
pub fn brief(sight: &Sight<'_>, cx: &Shared, rows: usize) -> Vec<Styled> {
    let l = cx.l();
    let mut lines = Vec::new();
    let mut first = Vec::new();
    weighed(sight, cx, &mut first);
    findings(sight, cx, &mut first);
    let left_out = sight.stands.discretion.iter().filter(|weighed| weighed.is_without_fine());
    first.extend(left_out.map(|weighed| no_fine(weighed, cx)));
    if !first.is_empty() {
        let texts: Vec<&str> = first.iter().map(|line| line.text.as_str()).collect();
        lines.push(Styled::new(texts.join("  "), cx.theme.base()));
    }
    let procedures: Vec<String> =
        open_outlooks(sight).map(|(kind, outlook)| procedure(*kind, outlook, cx)).collect();
    if !procedures.is_empty() {
        lines.push(Styled::new(procedures.join("  "), cx.theme.base()));
    }
    if let Some(first) = sight.stands.blocked.first() {
        let count = sight.stands.blocked.len();
        let why = why(first, &sight.draft.officers(), cx);
        let words = t!("law.blocked_brief", locale = l, count = count, why = why);
        lines.push(Styled::new(format!("× {words}"), cx.theme.bad()));
    }
    if let Some(missing) = missing(sight, cx) {
        lines.push(Styled::new(missing, cx.theme.warn()));
    }
    for warning in &sight.stands.warnings {
        let words = format!("! {}", words::warning(l, warning));
        lines.push(Styled::new(words, cx.theme.warn()));
    }
    lines.extend(sight.plate.iter().flat_map(|plate| watched(plate, cx)));
    if lines.is_empty() {
        lines.push(Styled::new(t!("law.nothing", locale = l), cx.theme.quiet()));
    }
    lines.truncate(rows);
    lines
}

/// An outlook that is blocked says no more than the list of what blocks.
fn open_outlooks<'a>(sight: &Sight<'a>) -> impl Iterator<Item = &'a (PartyKind, Judgement)> {
    sight.outlooks.iter().filter(|(_, outlook)| outlook.outcome != Outcome::Blocked)
}

fn weighed(sight: &Sight<'_>, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    let Some(weighed) = &sight.stands.weighed else { return };
    let limit = words::thousands(weighed.limit_kg);
    lines.push(Styled::new(t!("law.limit", locale = l, kg = limit), cx.theme.base()));
    lines.extend(deduction(weighed, cx));
    if weighed.over_kg <= 0 {
        lines.push(Styled::new(format!("✓ {}", t!("law.within", locale = l)), cx.theme.good()));
    } else {
        let over = words::thousands(weighed.over_kg);
        let words = t!("law.over", locale = l, kg = over, rate = weighed.over_rate);
        lines.push(Styled::new(format!("! {words}"), cx.theme.bad()));
        lines.push(Styled::new(formula(weighed.over_kg, cx), cx.theme.base()));
    }
    if let Some(band) = &weighed.size {
        let words = t!("law.size", locale = l, least = band.least, most = band.most);
        lines.push(Styled::new(format!("! {words}"), cx.theme.bad()));
    }
}

/// What headquarters takes off the reading for the scale's error, and what is left of it.
#[must_use]
pub fn deduction(weighed: &Weighed, cx: &Shared) -> Option<Styled> {
    let (off, kg) = (words::thousands(weighed.deduction_kg), words::thousands(weighed.gross_kg));
    let words = || t!("law.deduction", locale = cx.l(), off = off, kg = kg);
    (weighed.deduction_kg > 0).then(|| Styled::new(words(), cx.theme.base()))
}

/// `500 x 6`: how the mass alone makes the fine.
fn formula(over_kg: i64, cx: &Shared) -> String {
    let l = cx.l();
    let rulebook = &cx.snapshot.rulebook;
    let rule = &rulebook.weights.fine;
    match mass_sanction(over_kg, &rulebook.weights, &rulebook.rulings) {
        MassSanction::None => String::new(),
        MassSanction::Caution => {
            let kg = words::thousands(rule.caution_up_to_kg);
            t!("law.caution", locale = l, kg = kg).into_owned()
        }
        MassSanction::Fine(fine) => {
            let steps = fine.0 / rule.per_step.0.max(1);
            let each = rule.per_step.in_digits();
            t!("law.formula", locale = l, fine = fine, each = each, steps = steps).into_owned()
        }
    }
}

/// Each finding with the range that holds for what is recorded of it.
fn findings(sight: &Sight<'_>, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    let rulebook = &cx.snapshot.rulebook;
    for nth in 0..sight.draft.findings() {
        let code = sight.draft.get(&format!("findings[{nth}].code"));
        let Some(violation) = rulebook.violation(code) else { continue };
        // The version that answers the act of its own day, for the party at hand.
        let mut known = sight.stands.grounds.iter();
        let Some(grounds) = known.find(|grounds| grounds.code == code) else { continue };
        let amount = match (grounds.range, violation.basis(&grounds.basis_id)) {
            (Some((least, most)), _) => amounts(least, most),
            (None, Some(basis)) if violation.waits_for_refusal(basis) => words::say(l, "law.waits"),
            (None, _) => continue,
        };
        let sign = if violation.confirmed {
            String::new()
        } else {
            t!("picker.unconfirmed", locale = l).into_owned()
        };
        let mut of_act = sight.stands.discretion.iter();
        let may = if of_act.any(|weighed| weighed.code == code && weighed.is_left_open()) {
            t!("law.may", locale = l).into_owned()
        } else {
            String::new()
        };
        let words = t!("law.range", locale = l, code = code, amount = amount);
        lines.push(Styled::new(format!("{sign}{words}{may}"), cx.theme.base()));
    }
}

/// Where the range of a finding hangs on a gain that nobody recorded yet: it is that of an act without. The harm that was
/// chosen is recorded from the first on.
fn unrecorded(sight: &Sight<'_>, cx: &Shared, lines: &mut Vec<Styled>) {
    let rulebook = &cx.snapshot.rulebook;
    for nth in 0..sight.draft.findings() {
        let kept = |field: &str| sight.draft.get(&format!("findings[{nth}].{field}"));
        let code = kept("code");
        let mut known = sight.stands.grounds.iter();
        let grounds = known.find(|grounds| grounds.code == code && grounds.range.is_some());
        let Some(grounds) = grounds else { continue };
        let violation = rulebook.violation(code);
        let Some(basis) = violation.and_then(|act| act.basis(&grounds.basis_id)) else { continue };
        let mut fines = basis.sanctions.iter().filter_map(Sanction::fine);
        let by_gain = fines.any(|fine| fine.gain != GainTest::Always);
        if by_gain && kept("gain_yuan").trim().is_empty() {
            let words = t!("law.gain_open", locale = cx.l(), code = code);
            lines.push(Styled::new(words, cx.theme.quiet()));
        }
    }
}

/// The tiers that are left and where they point to, or the ladder that stands in for a standard that nobody has.
fn discretion(weighed: &Discretion, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    let code = weighed.code.as_str();
    if weighed.is_without_fine() {
        lines.push(no_fine(weighed, cx));
        return;
    }
    let Some(confirmed) = weighed.confirmed else {
        lines.extend(ladder(weighed, cx));
        return;
    };
    let name = |tier: &TierRange| match cx.lang {
        words::Lang::Chinese => tier.name_zh.clone(),
        words::Lang::English => tier.name_en.clone(),
    };
    let tier = |tier: &TierRange| format!("{} {}", name(tier), amounts(tier.least, tier.most));
    let tiers: Vec<String> = weighed.tiers.iter().map(tier).collect();
    let said = t!("law.tiers", locale = l, code = code, tiers = tiers.join("; "));
    if confirmed {
        lines.push(Styled::new(said, cx.theme.base()));
        let (least, most) = weighed.proposed;
        let said = t!("law.proposed", locale = l, code = code, amount = amounts(least, most));
        lines.push(Styled::new(said, cx.theme.base()));
    } else {
        lines.push(Styled::new(said, cx.theme.warn()));
        let said = t!("law.standard_unconfirmed", locale = l, code = code);
        lines.push(Styled::new(format!("! {said}"), cx.theme.warn()));
    }
}

/// No fine for an act where the law says 可以处.
#[must_use]
pub fn no_fine(weighed: &Discretion, cx: &Shared) -> Styled {
    let words = t!("law.no_fine", locale = cx.l(), code = weighed.code);
    Styled::new(words, cx.theme.base())
}

fn amounts(least: Fen, most: Fen) -> String {
    if least == most { least.to_string() } else { format!("{least} - {most}") }
}

/// For drafts only, and marked so; mass and size have the law's own formula.
fn ladder(weighed: &Discretion, cx: &Shared) -> Option<Styled> {
    let violation = cx.snapshot.rulebook.violation(&weighed.code)?;
    let (least, most) = weighed.statutory;
    let [light, middle, heavy] =
        ladder::placeholder(least, most).filter(|_| !violation.over_limit)?;
    let words = t!(
        "law.ladder",
        locale = cx.l(),
        code = weighed.code,
        light = light,
        middle = middle,
        heavy = heavy
    );
    Some(Styled::new(words, cx.theme.quiet()))
}

/// `公民: 普通程序 ¥3,000, 可听证`.
fn procedure(kind: PartyKind, outlook: &Judgement, cx: &Shared) -> String {
    let l = cx.l();
    let who = words::say(l, &format!("party.{}", kind.word()));
    let mut parts = vec![words::outcome(l, outlook.outcome.word())];
    if outlook.procedure != Procedure::None {
        parts.push(words::say(l, &format!("procedure.{}", outlook.procedure.word())));
    }
    let penalties = words::penalties(l, &outlook.penalties);
    if !penalties.is_empty() {
        parts.push(format!("{penalties} {}", words::amount(outlook)).trim().to_string());
    }
    if outlook.hearing == Some(true) {
        parts.push(t!("law.hearing", locale = l).into_owned());
    } else if outlook.hearing.is_none() && !outlook.unvalued.is_empty() {
        parts.push(t!("law.hearing_open", locale = l).into_owned());
    }
    if outlook.may_impound {
        parts.push(t!("law.impound", locale = l).into_owned());
    }
    if let Some(kinds) = outlook.evidence_kinds_min {
        parts.push(t!("law.evidence", locale = l, count = kinds).into_owned());
    }
    format!("{who}: {}", parts.join(", "))
}

fn grounds(sight: &Sight<'_>, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    for grounds in &sight.stands.grounds {
        let name = name_of(&grounds.code, cx);
        lines.push(Styled::new(format!("{} {name}", grounds.code), cx.theme.title()));
        if !grounds.confirmed {
            let words = t!("law.unconfirmed", locale = l);
            lines.push(Styled::new(format!("! {words}"), cx.theme.bad()));
        }
        let violated = t!("law.violated", locale = l, cite = grounds.violated);
        lines.push(Styled::new(violated, cx.theme.quiet()));
        if !grounds.basis.is_empty() {
            let basis = t!("law.basis", locale = l, cite = grounds.basis);
            lines.push(Styled::new(basis, cx.theme.quiet()));
        }
        lines.extend(grounds.instead_of.iter().map(|older| instead_of(older, cx)));
    }
    for (code, name, organ) in &sight.stands.referrals {
        let words = t!("law.referral", locale = l, code = code, name = name, organ = organ);
        lines.push(Styled::new(format!("! {words}"), cx.theme.warn()));
    }
}

/// The version that a lighter one took the place of, with what it gives.
#[must_use]
pub fn instead_of(basis: &OpenBasis, cx: &Shared) -> Styled {
    let l = cx.l();
    let amount = match basis.range {
        Some((least, most)) => amounts(least, most),
        None if basis.waits => words::say(l, "law.waits"),
        None => "/".to_string(),
    };
    let words = t!("law.instead_of", locale = l, cite = basis.cite, amount = amount);
    Styled::new(words, cx.theme.warn())
}

/// Name of a violation in the language of the screens.
#[must_use]
pub fn name_of(code: &str, cx: &Shared) -> String {
    let rulebook = &cx.snapshot.rulebook;
    let names = rulebook
        .violation(code)
        .map(|violation| (&violation.name_zh, &violation.name_en))
        .or_else(|| rulebook.police_only.get(code).map(|act| (&act.name_zh, &act.name_en)));
    match (names, cx.lang) {
        (Some((zh, _)), words::Lang::Chinese) => zh.clone(),
        (Some((_, en)), words::Lang::English) => en.clone(),
        (None, _) => String::new(),
    }
}

/// Why it blocks and where; of a credential whose it is and which days it covers.
#[must_use]
pub fn why(blocked: &Blocked, officers: &[String], cx: &Shared) -> String {
    match whose(blocked, officers, cx) {
        Some(who) => format!("{} [{who}]", words::say(cx.l(), "blocked.credential.why")),
        None => words::blocked_why(cx.l(), blocked),
    }
}

/// `李娜 19051100023 (2023-01-01 - 2026-11-22)` behind `officers[1]`.
fn whose(blocked: &Blocked, officers: &[String], cx: &Shared) -> Option<String> {
    if blocked.rule != Rule::Credential {
        return None;
    }
    let nth: usize = blocked.field.strip_prefix("officers[")?.strip_suffix(']')?.parse().ok()?;
    let credential = officers.get(nth)?;
    let known = cx.snapshot.officers.iter().find(|officer| officer.credential == *credential);
    Some(known.map_or_else(
        || credential.clone(),
        |known| {
            let (from, until) = (known.valid_from, known.valid_until);
            format!("{} {credential} ({from} - {until})", known.name)
        },
    ))
}

/// What blocks, rule by rule and way out by way out: why, where, on what article, and what to do. `officers` are those of the stop.
pub fn blocked(all: &[Blocked], officers: &[String], cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    let mut by_rule: BTreeMap<(Rule, String), Vec<String>> = BTreeMap::new();
    for blocked in all {
        let way_out = words::blocked_unblock(l, blocked);
        let fields = by_rule.entry((blocked.rule, way_out)).or_default();
        if !blocked.field.is_empty() {
            let whose = whose(blocked, officers, cx);
            fields.push(whose.unwrap_or_else(|| words::field(l, &blocked.field)));
        }
    }
    for ((rule, unblock), mut fields) in by_rule {
        fields.dedup();
        let why = words::say(l, &format!("blocked.{}.why", rule.name()));
        let place =
            if fields.is_empty() { String::new() } else { format!(" [{}]", fields.join(", ")) };
        lines.push(Styled::new(format!("× {why}{place}"), cx.theme.bad()));
        lines.push(Styled::new(format!("  -> {unblock}"), cx.theme.base()));
        lines.push(Styled::new(format!("  {}", rule.cite()), cx.theme.quiet()));
    }
}

fn missing(sight: &Sight<'_>, cx: &Shared) -> Option<String> {
    let mut fields: Vec<String> = Vec::new();
    for field in sight.stands.missing.iter().map(|path| words::field(cx.l(), path)) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    (!fields.is_empty())
        .then(|| t!("law.missing", locale = cx.l(), fields = fields.join(", ")).into_owned())
}
