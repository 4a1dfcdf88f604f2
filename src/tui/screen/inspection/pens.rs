//! Where the pen of a case is, and its branches side by side, as lines to read; settles nothing.

use crate::app::view::pens::{BothSides, BranchLine, BranchState, LastMove};
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::Styled;
use rust_i18n::t;

pub fn of(sides: &BothSides, cx: &Shared) -> Vec<Styled> {
    let (l, theme) = (cx.l(), &cx.theme);
    let mut lines = sides.moved.as_ref().map_or_else(Vec::new, |moved| at(moved, sides, cx));
    for branch in &sides.branches {
        let style = if branch.state == BranchState::Open { theme.warn() } else { theme.base() };
        lines.push(Styled::new(format!("  {}", line(branch, l)), style));
    }
    lines
}

fn at(moved: &LastMove, sides: &BothSides, cx: &Shared) -> Vec<Styled> {
    let (l, theme) = (cx.l(), &cx.theme);
    let (device, number) = &moved.head;
    let at = moved.at.short();
    let mut lines = Vec::new();
    if sides.is_here && moved.before == moved.holder {
        let words = t!("pens.again", locale = l, a = at, b = moved.word);
        lines.push(Styled::new(words, theme.base()));
    } else if sides.is_here {
        let words = t!("pens.here", locale = l, a = moved.before, b = at, c = moved.word);
        lines.push(Styled::new(words, theme.base()));
    } else {
        let words = t!("pens.away", locale = l, a = moved.holder, b = at, c = moved.word);
        lines.push(Styled::new(words, theme.warn()));
        lines.push(Styled::new(format!("  -> {}", t!("pens.write_on", locale = l)), theme.warn()));
    }
    let words = t!("pens.main_line", locale = l, a = device, b = number);
    lines.push(Styled::new(format!("  {words}"), theme.base()));
    lines
}

fn line(branch: &BranchLine, l: &str) -> String {
    let who = branch.device.as_ref().map_or_else(
        || t!("pens.ours", locale = l).into_owned(),
        |device| t!("pens.theirs", locale = l, a = device).into_owned(),
    );
    let (a, b) = (branch.first, branch.last);
    let words = match &branch.state {
        BranchState::Open => t!("pens.open", locale = l, who = who, a = a, b = b),
        BranchState::Merged(word) => {
            t!("pens.merged", locale = l, who = who, a = a, b = b, c = word)
        }
        BranchState::Dropped(word) => {
            t!("pens.dropped", locale = l, who = who, a = a, b = b, c = word)
        }
    };
    words.into_owned()
}
