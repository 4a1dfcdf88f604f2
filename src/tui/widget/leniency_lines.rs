//! What may spare an act, as lines of the law's panel: item by item with its conditions, what is open and what would settle it;
//! it weighs nothing.

use crate::app::law_words;
use crate::domain::inspection::repeat::Repeat;
use crate::domain::leniency::conditions::{ConditionFit, ConditionState, ItemFit, ListStanding};
use crate::domain::leniency::history::{FirstOffence, FirstUnknown};
use crate::domain::leniency::{Leniency, LetOff};
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::Styled;
use crate::tui::words::{Lang, say};
use rust_i18n::t;

/// Everything that a list or 处罚法 33 says of one finding.
#[must_use]
pub fn lines(found: &Leniency, cx: &Shared) -> Vec<Styled> {
    let mut lines = Vec::new();
    for fit in &found.items {
        item(&found.code, fit, cx, &mut lines);
    }
    lines
}

/// What its row punishes where it is done again, and what the history says of that.
#[must_use]
pub fn repeat(found: &Repeat, cx: &Shared) -> Vec<Styled> {
    let words = t!("law.repeat", locale = cx.l(), code = found.code);
    vec![Styled::new(words, cx.theme.base()), of_first(found.history, cx)]
}

/// What is not punished, on which article, and when somebody looks again.
#[must_use]
pub fn let_off(off: &LetOff, cx: &Shared) -> Vec<Styled> {
    let l = cx.l();
    let words = t!("lenience.let_off", locale = l, code = off.code, cite = off.cite);
    let mut lines = vec![Styled::new(format!("✓ {words}"), cx.theme.good())];
    if let Some(on) = off.revisit_on {
        let words = t!("lenience.revisit", locale = l, day = on);
        lines.push(Styled::new(words, cx.theme.base()));
    }
    lines
}

fn item(code: &str, fit: &ItemFit, cx: &Shared, lines: &mut Vec<Styled>) {
    let l = cx.l();
    let (list, name) = match cx.lang {
        Lang::Chinese => (&fit.list_zh, &fit.name_zh),
        Lang::English => (&fit.list_en, &fit.name_en),
    };
    let spares = law_words::spares(fit.lenience, l);
    let words = match fit.number {
        0 => t!("lenience.article", locale = l, code = code, list = list, spares = spares),
        number => t!(
            "lenience.item",
            locale = l,
            code = code,
            list = list,
            number = number,
            name = name,
            spares = spares
        ),
    };
    let (sign, style) = match fit.standing {
        ListStanding::Decides => (String::new(), cx.theme.base()),
        ListStanding::Unconfirmed => (say(l, "picker.unconfirmed"), cx.theme.warn()),
        ListStanding::Elsewhere => (say(l, "lenience.elsewhere"), cx.theme.warn()),
    };
    lines.push(Styled::new(format!("{sign}{words}"), style));
    let all: Vec<String> = fit.conditions.iter().map(|one| condition(one, cx)).collect();
    lines.push(Styled::new(format!("  {}", all.join("  ")), cx.theme.base()));
    lines.extend(fit.first.map(|first| of_first(first, cx)));
    let ground = fit.ground.as_ref().and_then(|id| cx.snapshot.rulebook.adjustments.get(id));
    lines.extend(ground.map(|ground| {
        let name = match cx.lang {
            Lang::Chinese => &ground.name_zh,
            Lang::English => &ground.name_en,
        };
        let words = t!("lenience.ground", locale = l, name = name);
        Styled::new(format!("  {words}"), cx.theme.base())
    }));
}

/// `✓ 及时改正`, `× …` where it is not so, `? …` where nobody can say.
fn condition(one: &ConditionFit, cx: &Shared) -> String {
    let l = cx.l();
    let sign = match one.state {
        ConditionState::Met => "✓",
        ConditionState::Failed => "×",
        ConditionState::Open => "?",
    };
    let words = law_words::condition(&one.condition, l);
    format!("{sign} {words}")
}

/// Whether it is the first time, on which history, and what would settle it where nobody can say.
fn of_first(first: FirstOffence, cx: &Shared) -> Styled {
    let l = cx.l();
    match first {
        FirstOffence::Yes { until: Some(until) } => {
            let words = t!("lenience.is_first", locale = l, day = until);
            Styled::new(format!("  {words}"), cx.theme.base())
        }
        FirstOffence::Yes { until: None } => {
            Styled::new(format!("  {}", say(l, "lenience.is_first_by_word")), cx.theme.base())
        }
        FirstOffence::No { on } => {
            let day = on.map_or_else(|| "/".to_string(), |on| on.to_string());
            let words = t!("lenience.is_not_first", locale = l, day = day);
            Styled::new(format!("  {words}"), cx.theme.base())
        }
        FirstOffence::Unknown { why, until } => {
            let day = until.map_or_else(|| "/".to_string(), |until| until.to_string());
            let why = match why {
                FirstUnknown::PartyUnnamed => say(l, "lenience.party_unnamed"),
                FirstUnknown::NeverRead => say(l, "lenience.never_read"),
                FirstUnknown::TooOld => say(l, "lenience.too_old"),
                FirstUnknown::CaseOpen => say(l, "lenience.case_open"),
                FirstUnknown::BeyondHistory => say(l, "lenience.beyond_history"),
                FirstUnknown::SomebodyUnnamed => say(l, "lenience.somebody_unnamed"),
            };
            let words = t!("lenience.first_unknown", locale = l, why = why, day = day);
            Styled::new(format!("  ! {words}"), cx.theme.warn())
        }
    }
}
