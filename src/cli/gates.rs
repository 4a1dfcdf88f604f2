//! `lucha gates`: what each step of a procedure asks for, from the tables that refuse it; opens no bureau and takes no step.

use super::{Voice, code};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::procedure::{Gate, Track};
use crate::domain::rulebook::UNVERIFIED;
use rust_i18n::t;
use serde_json::json;

/// Lists the steps of `procedure`, or of all; gives the exit code.
pub fn run(procedure: Option<&str>, as_json: bool, voice: &mut Voice<'_>) -> u8 {
    let wanted = procedure.and_then(Track::from_word);
    for track in Track::ALL {
        if wanted.is_some_and(|wanted| wanted != track) {
            continue;
        }
        if !as_json {
            let heading = word(voice.lang, "track", track.word());
            voice.say(&heading);
        }
        for gate in track.flow().gates {
            let lines = if as_json {
                vec![in_json(track, gate, voice).to_string()]
            } else {
                in_words(gate, voice)
            };
            lines.iter().for_each(|line| voice.say(line));
        }
    }
    code::DONE
}

/// One step as a script wants it.
fn in_json(track: Track, gate: &Gate, voice: &Voice<'_>) -> serde_json::Value {
    let refused_by: Vec<serde_json::Value> = gate
        .rules()
        .into_iter()
        .map(|rule| {
            let no = Blocked::new(rule, "");
            json!({
                "rule": rule.name(),
                "cite": rule.cite(),
                "verified": is_verified(rule),
                "why": voice.why(&no),
                "unblocked_by": voice.unblock(&no),
            })
        })
        .collect();
    json!({
        "procedure": track.word(),
        "step": gate.code,
        "from": gate.from.iter().map(|state| state.word()).collect::<Vec<_>>(),
        "to": gate.to.word(),
        "by": gate.by.word(),
        "approved_by": gate.approved_by.iter().map(|actor| actor.word()).collect::<Vec<_>>(),
        "needs": gate.needs,
        "makes": gate.papers.made,
        "may_make": gate.papers.as_needed,
        "local": gate.papers.local,
        "cite": gate.cite,
        "verified": gate.is_verified(),
        "refused_by": refused_by,
    })
}

fn in_words(gate: &Gate, voice: &Voice<'_>) -> Vec<String> {
    let lang = voice.lang;
    let and = t!("cli.gate_and", locale = lang).into_owned();
    let join = |words: &[String]| words.join(and.as_str());
    let from: Vec<String> =
        gate.from.iter().map(|state| word(lang, "state", state.word())).collect();
    let (to, by) = (word(lang, "state", gate.to.word()), word(lang, "actor", gate.by.word()));
    let step = t!("cli.gate_step", locale = lang, a = gate.code, b = join(&from), c = to, d = by);
    let mut lines = vec![step.into_owned()];
    lines.push(t!("cli.gate_cite", locale = lang, a = gate.cite).into_owned());
    if !gate.approved_by.is_empty() {
        let actors: Vec<String> =
            gate.approved_by.iter().map(|actor| word(lang, "actor", actor.word())).collect();
        lines.push(t!("cli.gate_approved", locale = lang, a = join(&actors)).into_owned());
    }
    if !gate.needs.is_empty() {
        let papers = join(&forms(lang, gate.needs));
        lines.push(t!("cli.gate_needs", locale = lang, a = papers).into_owned());
    }
    let mut papers = forms(lang, gate.papers.made);
    papers.extend(forms(lang, gate.papers.as_needed).into_iter().map(|form| format!("[{form}]")));
    papers.extend(gate.papers.local.iter().map(|title| format!("《{title}》")));
    if !papers.is_empty() {
        let papers = join(&papers);
        lines.push(t!("cli.gate_makes", locale = lang, a = papers).into_owned());
    }
    for rule in gate.rules() {
        let no = Blocked::new(rule, "");
        let why = voice.why(&no);
        lines.push(t!("cli.gate_blocked", locale = lang, a = why, b = rule.cite()).into_owned());
        lines.push(t!("cli.gate_unblock", locale = lang, a = voice.unblock(&no)).into_owned());
    }
    lines
}

fn word(lang: &str, family: &str, word: &str) -> String {
    t!(format!("{family}.{word}"), locale = lang).into_owned()
}

/// Forms of the national set with their numbers.
fn forms(lang: &str, numbers: &[u8]) -> Vec<String> {
    let title = |number: &u8| t!(format!("field.papers.{number}"), locale = lang).into_owned();
    numbers.iter().map(title).collect()
}

fn is_verified(rule: Rule) -> bool {
    !rule.cite().contains(UNVERIFIED)
}
