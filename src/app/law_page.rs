//! A page of the law library: all that the rule pack says of one act, and where it can lead; proposes nothing for a stop.

use super::law_words::{coercion, condition, is_english, listed, period, sanction, spares, word};
use super::view::law_page::{PageLine, Tone};
use crate::domain::discretion::{ladder, stated, stated_steps};
use crate::domain::law_in_time;
use crate::domain::library::way::{self, Way};
use crate::domain::party::PartyKind;
use crate::domain::procedure::Track;
use crate::domain::road_surface::RoadSurface;
use crate::domain::rulebook::{
    Basis, Benchmark, Citation, PoliceOnly, Reduction, Rulebook, Sanction, TierFactor, Violation,
};
use crate::stdx::day::Day;
use rust_i18n::t;

/// Rows of the list of conflicts and traps that there are words for, from 1.
pub const TRAPS: u8 = 12;
/// Short names of published lists that there are words for.
pub const LISTS: [&str; 6] = ["JS", "HB", "SX", "NYS", "HN", "33"];

/// Everything about the act `code` on the day `on`; empty where the pack has no such act.
#[must_use]
pub fn page(rulebook: &Rulebook, code: &str, on: Day, lang: &str) -> Vec<PageLine> {
    let mut page = Page { rulebook, on, lang, lines: Vec::new() };
    if let Some(violation) = rulebook.violation(code) {
        page.ours(violation);
    } else if let Some(act) = rulebook.police_only.get(code) {
        page.others(act);
    } else {
        return Vec::new();
    }
    page.look_alikes(code);
    let pack = &rulebook.pack;
    page.quiet(t!(
        "law_page.pack",
        locale = lang,
        a = pack.id,
        b = pack.version,
        c = pack.approver
    ));
    page.lines
}

/// Code, sign and name of an act, as lists have it; the code alone where the pack has no such act.
#[must_use]
pub fn named(rulebook: &Rulebook, code: &str, lang: &str) -> String {
    let by = |zh: &str, en: &str| if is_english(lang) { en.to_string() } else { zh.to_string() };
    if let Some(violation) = rulebook.violation(code) {
        let sign = if violation.confirmed { String::new() } else { unverified(lang) };
        return format!("{code} {sign}{}", by(&violation.name_zh, &violation.name_en));
    }
    let Some(act) = rulebook.police_only.get(code) else { return code.to_string() };
    let sign = t!("picker.police", locale = lang, organ = act.authority);
    format!("{code} {sign}{}", by(&act.name_zh, &act.name_en))
}

fn unverified(lang: &str) -> String {
    t!("picker.unconfirmed", locale = lang).into_owned()
}

struct Page<'a> {
    rulebook: &'a Rulebook,
    on: Day,
    lang: &'a str,
    lines: Vec<PageLine>,
}

impl Page<'_> {
    fn push(&mut self, tone: Tone, text: impl Into<String>) {
        self.lines.push(PageLine { tone, text: text.into() });
    }

    fn heading(&mut self, text: impl Into<String>) {
        self.push(Tone::Heading, text);
    }

    fn plain(&mut self, text: impl Into<String>) {
        self.push(Tone::Plain, text);
    }

    fn quiet(&mut self, text: impl Into<String>) {
        self.push(Tone::Quiet, text);
    }

    fn warn(&mut self, text: impl Into<String>) {
        let text: String = text.into();
        self.push(Tone::Warning, format!("! {text}"));
    }

    /// The sign of what is not verified, or nothing.
    fn sign(&self, confirmed: bool) -> String {
        if confirmed { String::new() } else { unverified(self.lang) }
    }

    fn others(&mut self, act: &PoliceOnly) {
        let l = self.lang;
        self.heading(named(self.rulebook, &act.code, l));
        self.warn(t!("law_page.others", locale = l, a = act.authority));
        self.quiet(t!("law_page.told_basis", locale = l, a = act.basis));
    }

    fn ours(&mut self, violation: &Violation) {
        let l = self.lang;
        self.heading(named(self.rulebook, &violation.code, l));
        let family = word(l, "family", violation.family.word());
        let mark = &violation.mark;
        self.plain(t!("law_page.family", locale = l, a = family, b = mark));
        if !violation.confirmed {
            self.warn(t!("law.unconfirmed", locale = l));
        }
        self.plain(t!("law_page.parties", locale = l, a = kinds(l, &violation.parties)));
        let violated = self.cited(&violation.violated);
        self.quiet(t!("law.violated", locale = l, cite = violated));
        self.bases(violation);
        self.discretion(violation);
        self.measures(violation);
        let ways = way::ways(violation, self.rulebook, self.on);
        self.ways(&ways);
        self.clocks(violation, &ways);
        self.leniency(violation);
        self.traps(violation);
    }

    /// Articles with the version of their law; of a law without an article, that it is not known.
    fn cited(&self, cites: &[Citation]) -> String {
        let one = |cite: &Citation| {
            let version = self.rulebook.laws.get(&cite.law).map_or("", |law| law.version.as_str());
            let place = self.rulebook.cite(cite);
            if cite.article == 0 {
                return t!("law_page.no_article", locale = self.lang, a = place).into_owned();
            }
            // A former text is named by its day already.
            if place.contains("文本）") { place } else { format!("{place}〔{version}〕") }
        };
        cites.iter().map(one).collect::<Vec<_>>().join("、")
    }

    fn bases(&mut self, violation: &Violation) {
        let (l, rulebook) = (self.lang, self.rulebook);
        self.heading(t!("law_page.bases", locale = l));
        if violation.needs_prior_order() {
            self.warn(t!("law_page.prior_order", locale = l));
        }
        if let Some(kg) = violation.exempt_up_to_kg {
            self.warn(t!("law_page.exempt", locale = l, a = kg));
        }
        if violation.exempt_own_use {
            self.warn(t!("law_page.exempt_own_use", locale = l));
        }
        // A ruling means the norm, in each of its versions.
        let competes = violation.conflict.is_some() || violation.has_rivals();
        let ruled = rulebook.rulings.chosen_basis(violation);
        let chosen = ruled.map(|id| violation.basis(id).map(|it| violation.first_version(it)));
        for basis in &violation.bases {
            let mut states = vec![self.in_force(basis)];
            if competes && basis.in_force(self.on) {
                states.push(
                    match chosen {
                        None => t!("law_page.competes", locale = l),
                        Some(norm) if norm == Some(violation.first_version(basis)) => {
                            t!("law_page.chosen", locale = l)
                        }
                        Some(_) => t!("law_page.not_chosen", locale = l),
                    }
                    .into_owned(),
                );
            }
            if !basis.parties.is_empty() {
                states.push(kinds(l, &basis.parties));
            }
            if let Some(surface) = basis.road_surface {
                let surface = word(l, RoadSurface::FIELD, surface.word());
                states.push(t!("law_page.road_surface", locale = l, a = surface).into_owned());
            }
            if violation.after_refusal || basis.after_refusal {
                states.push(t!("sanction.after_refusal", locale = l).into_owned());
            }
            if violation.or_repeated {
                states.push(t!("sanction.or_repeated", locale = l).into_owned());
            }
            self.plain(format!("{} [{}]", basis.id, listed(l, &states)));
            let cited = self.cited(&basis.cites);
            self.quiet(format!("  {cited}"));
            if !basis.violated.is_empty() {
                let violated = self.cited(&basis.violated);
                let words = t!("law.violated", locale = l, cite = violated);
                self.quiet(format!("  {words}"));
            }
            if violation.confirmed && basis.lacks_violated_article() {
                let words = t!("law.open_unverified", locale = l);
                self.warn(format!("{} {words}", basis.id));
            }
            for one in &basis.sanctions {
                self.plain(format!("  - {}", sanction(one, rulebook, l)));
            }
        }
    }

    /// Whether a basis is in force, and its days.
    fn in_force(&self, basis: &Basis) -> String {
        let l = self.lang;
        let state = if basis.in_force(self.on) {
            t!("law_page.in_force", locale = l)
        } else if basis.from.is_some_and(|from| from > self.on) {
            t!("law_page.not_yet", locale = l)
        } else {
            t!("law_page.former", locale = l)
        };
        let days = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        match (basis.from, basis.until) {
            (None, None) => state.into_owned(),
            (None, until) => format!("{state} ~ {}", days(until)),
            (from, until) => format!("{state} {} ~ {}", days(from), days(until)).trim_end().into(),
        }
    }

    fn discretion(&mut self, violation: &Violation) {
        let l = self.lang;
        self.heading(t!("law_page.discretion", locale = l));
        if violation.factors == [TierFactor::Fixed] {
            self.plain(t!("law_page.fixed", locale = l));
        } else {
            let factors: Vec<String> =
                violation.factors.iter().map(|one| word(l, "factor", one.word())).collect();
            self.plain(t!("law_page.factors", locale = l, a = listed(l, &factors)));
        }
        let rulebook = self.rulebook;
        let own = |known: &&Benchmark| known.code == violation.code && known.in_force(self.on);
        let known: Vec<&Benchmark> = rulebook.benchmarks.iter().filter(own).collect();
        if known.is_empty() {
            self.ladders(violation);
        }
        known.into_iter().for_each(|benchmark| self.standard(benchmark));
        self.reductions(violation);
        if violation.evidence_kinds_min > 1 {
            self.plain(t!("law.evidence", locale = l, count = violation.evidence_kinds_min));
        }
    }

    fn standard(&mut self, benchmark: &Benchmark) {
        let l = self.lang;
        let sign = self.sign(benchmark.confirmed);
        let (source, mark) = (&benchmark.source, &benchmark.mark);
        let words = t!("law_page.standard", locale = l, a = source, b = benchmark.basis, c = mark);
        self.quiet(format!("{sign}{words}"));
        for tier in &benchmark.tiers {
            let name = if is_english(l) { &tier.name_en } else { &tier.name_zh };
            self.plain(format!("  {sign}{name}: {}", stated(tier, &benchmark.unit)));
        }
    }

    /// How far a ground of 减轻 takes the law's least down, step by step, with what it asks for beside.
    fn reductions(&mut self, violation: &Violation) {
        let (l, rulebook) = (self.lang, self.rulebook);
        let speaks =
            |known: &&Reduction| known.codes.contains(&violation.code) && known.in_force(self.on);
        let known: Vec<&Reduction> = rulebook.reductions.iter().filter(speaks).collect();
        for reduction in known {
            let sign = self.sign(reduction.confirmed);
            let ground = rulebook.adjustments.get(&reduction.ground);
            let (name, note) = if is_english(l) {
                (ground.map(|ground| &ground.name_en), &reduction.note_en)
            } else {
                (ground.map(|ground| &ground.name_zh), &reduction.note_zh)
            };
            let name = name.unwrap_or(&reduction.ground);
            let (source, mark) = (&reduction.source, &reduction.mark);
            let words = t!("law_page.reduction", locale = l, a = name, b = source, c = mark);
            self.quiet(format!("{sign}{words}"));
            for step in stated_steps(reduction) {
                self.plain(format!("  {sign}{step}"));
            }
            if !note.is_empty() {
                self.plain(format!("  {sign}{note}"));
            }
        }
    }

    /// Least, middle and most of each range in force, for drafts: headquarters has no standard. Mass and size have the
    /// law's own formula.
    fn ladders(&mut self, violation: &Violation) {
        let (l, rulebook) = (self.lang, self.rulebook);
        for basis in law_in_time::in_force(violation, self.on, &rulebook.rulings) {
            for one in &basis.sanctions {
                let Sanction::FineRange { least, most, .. } = one else { continue };
                let Some([light, middle, heavy]) = ladder::placeholder(*least, *most) else {
                    continue;
                };
                let words = t!(
                    "law.ladder",
                    locale = l,
                    code = basis.id,
                    light = light,
                    middle = middle,
                    heavy = heavy
                );
                self.quiet(words);
            }
        }
    }

    fn measures(&mut self, violation: &Violation) {
        if violation.coercion.is_empty() {
            return;
        }
        let l = self.lang;
        self.heading(t!("law_page.measures", locale = l));
        violation.coercion.iter().for_each(|kind| self.plain(coercion(*kind, l)));
    }

    fn ways(&mut self, ways: &[Way]) {
        let l = self.lang;
        self.heading(t!("law_page.ways", locale = l));
        if ways.is_empty() {
            self.plain(t!("law_page.no_way", locale = l));
        }
        for way in ways {
            let kinds = kinds(l, &way.parties);
            let whom = if kinds.is_empty() { String::new() } else { format!(" [{kinds}]") };
            let papers = papers(way.track, l);
            self.plain(format!("{}{whom}: {papers}", word(l, "track", way.track.word())));
        }
    }

    fn clocks(&mut self, violation: &Violation, ways: &[Way]) {
        let (l, rulebook) = (self.lang, self.rulebook);
        let clocks = way::clocks(violation, ways, rulebook, self.on);
        self.heading(t!("deadline.heading", locale = l));
        if clocks.is_empty() {
            self.plain(t!("law_page.no_clocks", locale = l));
        }
        for row in clocks {
            let name = if is_english(l) { &row.name_en } else { &row.name_zh };
            let sign = self.sign(row.is_verified());
            let cited = rulebook.cite_all(&row.cites);
            self.plain(format!("{sign}{name}: {}  {cited}", period(row, l)));
        }
    }

    fn leniency(&mut self, violation: &Violation) {
        let l = self.lang;
        self.heading(t!("law_page.leniency", locale = l));
        if violation.minor_if_corrected {
            self.plain(t!("law_page.minor", locale = l));
        }
        for list in &violation.leniency {
            let is_known = LISTS.contains(&list.as_str());
            let words = if is_known {
                word(l, "leniency_list", &list.to_lowercase())
            } else {
                list.clone()
            };
            self.plain(t!("law_page.on_list", locale = l, a = words));
        }
        let is_listed = self.items(violation);
        if violation.leniency.is_empty() && !is_listed {
            self.plain(t!("law_page.on_no_list", locale = l));
        }
        let grounds = self.rulebook.adjustments.len();
        if grounds > 0 {
            self.quiet(t!("law_page.grounds", locale = l, a = grounds));
        }
    }

    /// What the lists in force say of the act, item by item with all that is asked for; whether one does.
    fn items(&mut self, violation: &Violation) -> bool {
        let (l, rulebook) = (self.lang, self.rulebook);
        let mut is_listed = false;
        for (list, item) in rulebook.items_of(&violation.code, self.on) {
            is_listed = true;
            let (of, name) = if is_english(l) {
                (&list.name_en, &item.name_en)
            } else {
                (&list.name_zh, &item.name_zh)
            };
            let (number, spares) = (item.number, spares(item.lenience, l));
            let words =
                t!("law_page.list_item", locale = l, a = of, b = number, c = name, d = spares);
            let sign = self.sign(list.confirmed);
            self.plain(format!("{sign}{words}"));
            let asked: Vec<String> = item.conditions.iter().map(|one| condition(one, l)).collect();
            self.quiet(format!("  {}", listed(l, &asked)));
        }
        is_listed
    }

    fn traps(&mut self, violation: &Violation) {
        if violation.advice_zh.is_none()
            && violation.traps.is_empty()
            && violation.conflict.is_none()
        {
            return;
        }
        let l = self.lang;
        self.heading(t!("law_page.traps", locale = l));
        // A pack may say it in Chinese alone.
        let english = violation.advice_en.as_ref().filter(|_| is_english(l));
        if let Some(advice) = english.or(violation.advice_zh.as_ref()) {
            self.warn(advice);
        }
        for row in violation.conflict.iter().chain(&violation.traps) {
            // A later pack may know more rows than this program has words for.
            let words = match row {
                1..=TRAPS => word(l, "trap", &row.to_string()),
                _ => t!("law_page.trap", locale = l, a = row).into_owned(),
            };
            self.warn(words);
        }
        if violation.conflict.is_some() || violation.has_rivals() {
            self.ruling(violation);
        }
    }

    /// What headquarters chose where bases compete, who did and when; else that nobody did.
    fn ruling(&mut self, violation: &Violation) {
        let (l, rulings) = (self.lang, &self.rulebook.rulings);
        let of_row = violation.conflict.and_then(|row| rulings.choices.get(&row));
        let of_act = rulings.act_choices.get(&violation.code).map(|chosen| &chosen.choice);
        let by = of_row.or(of_act);
        let author = by.map_or(&rulings.author, |choice| &choice.author);
        let decided_on = by.map_or(rulings.decided_on, |choice| choice.decided_on);
        match rulings.chosen_basis(violation) {
            Some(id) => {
                self.plain(t!("law_page.ruled", locale = l, a = id, b = author, c = decided_on));
            }
            None => self.warn(t!("law_page.not_ruled", locale = l)),
        }
    }

    fn look_alikes(&mut self, code: &str) {
        let (l, rulebook) = (self.lang, self.rulebook);
        let rows: Vec<_> = rulebook.look_alikes_of(code).collect();
        if rows.is_empty() {
            return;
        }
        self.heading(t!("law_page.look_alikes", locale = l));
        for row in rows {
            for other in row.codes.iter().filter(|other| *other != code) {
                self.plain(named(rulebook, other, l));
            }
            let apart = if is_english(l) { &row.apart_en } else { &row.apart_zh };
            let (sign, mark) = (self.sign(row.confirmed), &row.mark);
            self.quiet(format!("  {sign}{apart} ({mark})"));
        }
    }
}

/// Kinds of party side by side; empty for none.
fn kinds(lang: &str, parties: &[PartyKind]) -> String {
    let kinds: Vec<String> = parties.iter().map(|kind| word(lang, "party", kind.word())).collect();
    listed(lang, &kinds)
}

/// The forms of a procedure: those that its steps make, those in brackets where they are asked for, local ones by title.
fn papers(track: Track, lang: &str) -> String {
    let papers = way::papers(track);
    let national = |number: &u8| t!(format!("field.papers.{number}"), locale = lang).into_owned();
    let mut words: Vec<String> = papers.made.iter().map(national).collect();
    words.extend(papers.as_needed.iter().map(|number| format!("[{}]", national(number))));
    words.extend(papers.local.iter().map(|title| format!("《{title}》")));
    listed(lang, &words)
}
