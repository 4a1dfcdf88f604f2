//! What a judgement rests on beside its articles, sentence by sentence for screen and command line; it judges nothing.

use super::view::foundation::{
    ChosenLine, ConflictLine, Foundation, PowerListLine, UndecidedBasis,
};
use crate::domain::rulebook::Choice;
use crate::stdx::fen::Fen;
use rust_i18n::t;

/// A sentence, and whether nobody may walk past it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// In the reader's language.
    pub text: String,
    /// It stands against a decision.
    pub warns: bool,
}

/// The bases of each act that nobody chose between, and where headquarters or a look at the road is to choose, what goes on
/// meanwhile; empty where one answers each.
#[must_use]
pub fn undecided(foundation: &Foundation, lang: &str) -> Vec<Sentence> {
    let mut all: Vec<Sentence> =
        foundation.open.iter().map(|basis| quiet(undecided_basis(basis, lang))).collect();
    if !all.is_empty() && foundation.waits_for_choice {
        let text = t!("law.undecided", locale = lang).into_owned();
        all.push(Sentence { text, warns: true });
    }
    if !all.is_empty() && foundation.waits_for_road {
        let text = t!("law.undecided_by_road", locale = lang).into_owned();
        all.push(Sentence { text, warns: true });
    }
    all
}

/// The power list, each row of the list of conflicts that touches the acts, and what headquarters chose beside it.
#[must_use]
pub fn sentences(foundation: &Foundation, lang: &str) -> Vec<Sentence> {
    let list = foundation.power_list.iter().map(|list| power_list(list, lang));
    let conflicts = foundation.conflicts.iter().map(|row| conflict(row, lang));
    list.chain(conflicts).chain(foundation.chosen.iter().map(|line| chosen(line, lang))).collect()
}

fn quiet(text: String) -> Sentence {
    Sentence { text, warns: false }
}

fn power_list(line: &PowerListLine, lang: &str) -> Sentence {
    let list = format!("{} {}", line.id, line.version);
    if line.in_force {
        let (source, on) = (&line.source, line.issued_on);
        let words = t!("law.power_list", locale = lang, list = list, source = source, on = on);
        return quiet(words.into_owned());
    }
    let until = line.until.map(|day| day.to_string()).unwrap_or_default();
    let words =
        t!("law.power_list_over", locale = lang, list = list, from = line.from, until = until);
    Sentence { text: words.into_owned(), warns: true }
}

fn conflict(line: &ConflictLine, lang: &str) -> Sentence {
    let row = line.row;
    let what = t!(format!("conflict.{row}"), locale = lang).into_owned();
    if line.is_open {
        let words = t!("law.conflict_open", locale = lang, row = row, what = what);
        return Sentence { text: words.into_owned(), warns: true };
    }
    if line.by_road && line.choice.is_none() {
        let words = t!("law.conflict_by_road", locale = lang, row = row, what = what);
        return quiet(words.into_owned());
    }
    let Some(choice) = &line.choice else {
        return quiet(
            t!("law.conflict_unruled", locale = lang, row = row, what = what).into_owned(),
        );
    };
    let words = t!(
        "law.conflict_ruled",
        locale = lang,
        row = row,
        what = what,
        says = says(&line.cite, choice, lang),
        author = choice.author,
        on = choice.decided_on
    );
    quiet(words.into_owned())
}

fn chosen(line: &ChosenLine, lang: &str) -> Sentence {
    let choice = &line.choice;
    let words = t!(
        "law.act_ruled",
        locale = lang,
        code = line.code,
        says = says(&line.cite, choice, lang),
        author = choice.author,
        on = choice.decided_on
    );
    quiet(words.into_owned())
}

/// The chosen basis, headquarters' own words, or both.
fn says(cite: &str, choice: &Choice, lang: &str) -> String {
    let own = if lang.starts_with("en") { &choice.says_en } else { &choice.says_zh };
    let both = [cite, own.as_str()];
    let said: Vec<&str> = both.into_iter().filter(|text| !text.is_empty()).collect();
    if said.is_empty() { t!("law.by_its_key", locale = lang).into_owned() } else { said.join(" ") }
}

fn undecided_basis(basis: &UndecidedBasis, lang: &str) -> String {
    let amount = |(least, most): &(Fen, Fen)| {
        if least == most { least.to_string() } else { format!("{least} - {most}") }
    };
    let mut amounts: Vec<String> = basis.fines.iter().map(amount).collect();
    if amounts.is_empty() {
        amounts.push(t!("law.no_fine_named", locale = lang).into_owned());
    }
    if basis.after_refusal {
        amounts.push(t!("law.after_refusal", locale = lang).into_owned());
    }
    if !basis.confirmed {
        amounts.push(t!("law.open_unverified", locale = lang).into_owned());
    }
    let (code, cite, amount) = (&basis.code, &basis.cite, amounts.join(", "));
    t!("law.open_basis", locale = lang, code = code, cite = cite, amount = amount).into_owned()
}
