//! Step 6: what was told, each with its time, what was said and signed; then the summary.

use crate::app::documents::copies;
use crate::app::draft::Draft;
use crate::domain::evidence_gap::EvidenceGap;
use crate::domain::inspection::Topic;
use crate::domain::inspection::judgement::{Judgement, Outcome, Procedure};
use crate::domain::inspection::unverified::{self, Unverified};
use crate::stdx::fen::Fen;
use crate::tui::screen::check::Sketch;
use crate::tui::screen::evidence_gap;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::ChoiceField;
use crate::tui::widget::flag::TickField;
use crate::tui::widget::form::{Entry, Field};
use crate::tui::widget::scroll::Styled;
use crate::tui::widget::text::LongField;
use crate::tui::widget::{law_panel, leniency_lines};
use crate::tui::words;
use rust_i18n::t;

#[must_use]
pub fn applies(draft: &Draft) -> bool {
    draft.findings() > 0
}

/// The five topics together, as the law names them where they lack or come too early.
pub const TOLD: &str = "telling.told";

/// Paths of the five topics.
pub fn topics() -> impl Iterator<Item = String> {
    Topic::ALL.into_iter().map(|topic| format!("telling.{}", topic.word()))
}

#[must_use]
pub fn fields(sketch: &Sketch<'_>) -> Vec<Field> {
    let draft = sketch.draft;
    let mut fields: Vec<Field> = topics()
        .map(|path| {
            let tick = TickField::new(draft.get(&path));
            Field::new(&path, Entry::Tick(tick)).wanted(true).group("group.told")
        })
        .collect();
    let statement = ChoiceField::worded(
        "statement",
        &["none", "waived", "stated"],
        draft.get("telling.statement"),
    );
    fields.push(
        Field::new("telling.statement", Entry::Choice(statement)).wanted(true).group("group.said"),
    );
    let long = |path: &str| {
        let text = Entry::Long(Box::new(LongField::new(draft.get(path))));
        Field::new(path, text).wanted(true).group("group.said")
    };
    if draft.get("telling.statement") == "stated" {
        fields.push(long("telling.statement_text"));
        fields.push(long("telling.answer"));
    }
    let signature =
        ChoiceField::worded("signature", &["signed", "declined"], draft.get("telling.signature"));
    fields.push(
        Field::new("telling.signature", Entry::Choice(signature)).wanted(true).group("group.said"),
    );
    if draft.get("telling.signature") == "declined" {
        fields.push(long("telling.signature_reason"));
    }
    let paper = |path: &str| Field::line(path, draft.get(path)).group("group.papers");
    fields.extend([paper("correct_before"), paper("remarks")]);
    fields
}

/// The last look before it counts: outcome, amount, what stands against it, the `forms` that the desk would make, and the kinds of
/// evidence that would be missing.
#[must_use]
pub fn summary(
    draft: &Draft,
    (judgement, forms, gap): (&Judgement, &[&str], Option<&EvidenceGap>),
    cx: &Shared,
) -> Vec<Styled> {
    let l = cx.l();
    let (base, title) = (cx.theme.base(), cx.theme.title());
    let outcome = words::outcome(l, judgement.outcome.word());
    let plate = draft.get("vehicle.plate");
    let party = draft.get("party.name");
    let mut lines = Vec::new();
    let who = format!("{plate}  {party}").trim().to_string();
    if !who.is_empty() {
        lines.push(Styled::new(who, base));
    }
    let style = match judgement.outcome {
        Outcome::Blocked => cx.theme.bad(),
        Outcome::NoViolation => cx.theme.good(),
        _ => title,
    };
    let sign = match judgement.outcome {
        Outcome::Blocked => "×",
        Outcome::NoViolation => "✓",
        _ => "!",
    };
    lines.push(Styled::new(
        format!("{sign} {}", t!("summary.outcome", locale = l, outcome = outcome)),
        style,
    ));
    if judgement.procedure != Procedure::None {
        let procedure = words::say(l, &format!("procedure.{}", judgement.procedure.word()));
        lines.push(Styled::new(t!("summary.procedure", locale = l, name = procedure), base));
    }
    if !judgement.penalties.is_empty() {
        penalty(judgement, cx, &mut lines);
    }
    acts(judgement, cx, &mut lines);
    let left_out = judgement.discretion.iter().filter(|weighed| weighed.is_without_fine());
    lines.extend(left_out.map(|weighed| law_panel::no_fine(weighed, cx)));
    lines.extend(judgement.let_off.iter().flat_map(|off| leniency_lines::let_off(off, cx)));
    let counted = |form: &&str| {
        let name = words::say(l, &format!("form.{form}"));
        t!("summary.copies", locale = l, name = name, copies = copies(form)).into_owned()
    };
    let forms: Vec<String> = forms.iter().map(counted).collect();
    if !forms.is_empty() {
        let count = forms.len();
        let words = t!("summary.papers", locale = l, count = count, names = forms.join(", "));
        lines.push(Styled::new(words, base));
    }
    for warning in &judgement.warnings {
        lines.push(Styled::new(format!("! {}", words::warning(l, warning)), cx.theme.warn()));
    }
    if let Some(gap) = gap {
        lines.push(Styled::new(format!("✖ {}", evidence_gap::missing(gap, l)), cx.theme.warn()));
        // As it was typed last, which the desk may not have heard of yet.
        let reason = draft.get(evidence_gap::FIELD).trim().to_string();
        let gap = EvidenceGap { reason, ..gap.clone() };
        lines.push(Styled::new(evidence_gap::reason(&gap, l), base));
    }
    law_panel::blocked(&judgement.blocked, &draft.officers(), cx, &mut lines);
    doubts(judgement, cx, &mut lines);
    lines.push(Styled::new("", base));
    let go = if judgement.outcome == Outcome::Blocked {
        t!("summary.go_blocked", locale = l)
    } else {
        t!("summary.go", locale = l)
    };
    lines.push(Styled::new(go, title));
    lines
}

/// What is penalised, how much, and what is taken beside it.
fn penalty(judgement: &Judgement, cx: &Shared, lines: &mut Vec<Styled>) {
    let (l, base) = (cx.l(), cx.theme.base());
    let kinds = words::penalties(l, &judgement.penalties);
    let amount = words::amount(judgement);
    let words = t!("summary.penalty", locale = l, penalty = kinds, amount = amount);
    lines.push(Styled::new(words, cx.theme.title()));
    if let Some(gain) = judgement.confiscated {
        let confiscation = words::say(l, "penalty.confiscation");
        lines.push(Styled::new(format!("{confiscation} {gain}"), base));
    }
    if let Some(worth) = judgement.things {
        let things = words::field(l, "findings[0].things_yuan");
        lines.push(Styled::new(format!("{things} {worth}"), base));
    }
    if let Some(fine) = judgement.fine.filter(|fine| *fine > Fen::ZERO) {
        lines.push(Styled::new(fine.in_words(), base));
    }
}

/// Each act; one that nobody stands for bears its sign.
fn acts(judgement: &Judgement, cx: &Shared, lines: &mut Vec<Styled>) {
    for grounds in &judgement.grounds {
        let name = law_panel::name_of(&grounds.code, cx);
        let sign = if grounds.confirmed {
            String::new()
        } else {
            words::say(cx.l(), "picker.unconfirmed")
        };
        lines.push(Styled::new(format!("{} {sign}{name}", grounds.code), cx.theme.base()));
    }
}

/// What nobody stands for (未核), and that nothing of it gets a number.
fn doubts(judgement: &Judgement, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    for doubt in unverified::of(judgement, &cx.snapshot.rulebook) {
        let words = match &doubt {
            Unverified::Row(code) => t!("summary.unverified_row", locale = l, code = code),
            Unverified::Figure(path) => {
                let field = words::field(l, path);
                t!("summary.unverified_figure", locale = l, field = field)
            }
            Unverified::Tiers(code) => t!("summary.unverified_tiers", locale = l, code = code),
        };
        lines.push(Styled::new(format!("! {words}"), cx.theme.warn()));
    }
}
