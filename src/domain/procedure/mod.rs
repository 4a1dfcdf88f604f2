//! The gates of each procedure: from where to where a step leads, what must be there, who approves it, which papers it makes.
//! It refuses with the rule and its article, and takes no step itself.
//!
//! These tables are code and no pack: the law of procedure is the whole country's, and a condition is a function of a case. The
//! amounts and days that they compare come with the case, from the pack and the clocks.
//!
//! A new step: a row in the `FLOW` of its procedure's file, its conditions beside it, their words in
//! `assets/locales/gates.*.toml`, and in `tests/gates` the facts that pass and the one that each condition misses.

pub mod case_term;
mod common;
pub mod criminal_transfer;
pub mod delivery;
pub mod enforcement;
pub mod evidence_hold;
pub mod facts;
pub mod fast_and_off_site;
pub mod guard;
pub mod hearing;
pub mod inspection;
pub mod interview;
pub mod measure;
pub mod no_penalty;
pub mod ordinary;
pub mod papers;
pub mod state;
pub mod summary;

use super::blocked::{Blocked, Rule};
use super::rulebook::UNVERIFIED;
use facts::CaseFacts;
use guard::{GateRule, Guard};
use papers::Papers;
use state::{Actor, State};

pub use common::{RECUSAL_OPEN, officers_refused, telling_refused};

/// One of the procedures, which run beside or behind each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Track {
    /// 行政检查.
    Inspection,
    /// 简易程序, 当场处罚.
    Summary,
    /// 普通程序.
    Ordinary,
    /// 行政强制措施.
    Measure,
    /// 先行登记保存.
    EvidenceHold,
    /// 行政强制执行.
    Enforcement,
    /// 涉嫌犯罪案件移送.
    CriminalTransfer,
    /// 不予处罚.
    NoPenalty,
    /// 快速办理 and 非现场执法.
    FastAndOffSite,
    /// 听证.
    Hearing,
    /// 办案期限.
    CaseTerm,
}

/// What a procedure consists of.
#[derive(Clone, Copy, Debug)]
pub struct Flow {
    /// Where it may begin.
    pub starts: &'static [State],
    /// Where it ends; another procedure may go on from there.
    pub ends: &'static [State],
    /// Its steps, in the order of the notes on the law.
    pub gates: &'static [Gate],
}

/// One step from state to state.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// Its name, `C6`: letter of the procedure and number; never given to another step.
    pub code: &'static str,
    /// States in which it may be taken.
    pub from: &'static [State],
    /// State behind it.
    pub to: State,
    /// Who takes it.
    pub by: Actor,
    /// Who approves it before, each by an opinion of his own.
    pub approved_by: &'static [Actor],
    /// Conditions.
    pub guards: &'static [&'static Guard],
    /// Numbers of the national forms that must lie in the file before.
    pub needs: &'static [u8],
    /// What it makes.
    pub papers: Papers,
    /// The article of the step; says 未核 where it was not read in the law itself.
    pub cite: &'static str,
}

impl Track {
    /// Every procedure.
    pub const ALL: [Track; 11] = [
        Track::Inspection,
        Track::Summary,
        Track::Ordinary,
        Track::Measure,
        Track::EvidenceHold,
        Track::Enforcement,
        Track::CriminalTransfer,
        Track::NoPenalty,
        Track::FastAndOffSite,
        Track::Hearing,
        Track::CaseTerm,
    ];

    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Track::Inspection => "inspection",
            Track::Summary => "summary",
            Track::Ordinary => "ordinary",
            Track::Measure => "measure",
            Track::EvidenceHold => "evidence_hold",
            Track::Enforcement => "enforcement",
            Track::CriminalTransfer => "criminal_transfer",
            Track::NoPenalty => "no_penalty",
            Track::FastAndOffSite => "fast_and_off_site",
            Track::Hearing => "hearing",
            Track::CaseTerm => "case_term",
        }
    }

    /// The procedure of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Track> {
        Track::ALL.into_iter().find(|track| track.word() == word)
    }

    /// Its states and steps.
    #[must_use]
    pub fn flow(self) -> &'static Flow {
        match self {
            Track::Inspection => &inspection::FLOW,
            Track::Summary => &summary::FLOW,
            Track::Ordinary => &ordinary::FLOW,
            Track::Measure => &measure::FLOW,
            Track::EvidenceHold => &evidence_hold::FLOW,
            Track::Enforcement => &enforcement::FLOW,
            Track::CriminalTransfer => &criminal_transfer::FLOW,
            Track::NoPenalty => &no_penalty::FLOW,
            Track::FastAndOffSite => &fast_and_off_site::FLOW,
            Track::Hearing => &hearing::FLOW,
            Track::CaseTerm => &case_term::FLOW,
        }
    }
}

impl Gate {
    /// Every rule that may refuse it, as its conditions stand; each once.
    #[must_use]
    pub fn rules(&self) -> Vec<Rule> {
        let mut rules = vec![Rule::Gate(&common::WRONG_STAGE)];
        if !self.needs.is_empty() {
            rules.push(Rule::Gate(&common::PAPER_MISSING));
        }
        for rule in self.guards.iter().flat_map(|guard| guard.rules()) {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        rules
    }

    /// Whether its article was read in the law itself or on a page of the government.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        !self.cite.contains(UNVERIFIED)
    }
}

/// Every step of every procedure.
pub fn gates() -> impl Iterator<Item = &'static Gate> {
    Track::ALL.into_iter().flat_map(|track| track.flow().gates)
}

/// The step of that code; `None` when there is none.
#[must_use]
pub fn gate(code: &str) -> Option<&'static Gate> {
    gates().find(|gate| gate.code == code)
}

/// Every rule of the gates and of interviews alone, by name; those that a stop is judged by too are `Rule::ALL`.
#[must_use]
pub fn rules() -> Vec<&'static GateRule> {
    let of_gate = |rule| if let Rule::Gate(rule) = rule { Some(rule) } else { None };
    let mut rules: Vec<&'static GateRule> =
        gates().flat_map(Gate::rules).filter_map(of_gate).collect();
    rules.extend(interview::RULES);
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// What refuses a step that does not follow where the case stands (处罚法 38).
#[must_use]
pub fn wrong_stage() -> Rule {
    Rule::Gate(&common::WRONG_STAGE)
}

/// What refuses a step of which an earlier paper is not in the file (处罚法 47).
#[must_use]
pub fn paper_missing() -> Rule {
    Rule::Gate(&common::PAPER_MISSING)
}

/// The rule of the gates that has that name; `None` when there is none.
#[must_use]
pub fn rule(name: &str) -> Option<&'static GateRule> {
    rules().into_iter().find(|rule| rule.name == name)
}

/// Whether a case that stands `at` may take the step `gate`, and which papers that makes.
///
/// # Errors
/// Every rule that refuses it, sorted.
pub fn may(case: &CaseFacts, at: State, gate: &Gate) -> Result<Papers, Vec<Blocked>> {
    let mut no = Vec::new();
    if !gate.from.contains(&at) {
        no.push(Blocked::new(Rule::Gate(&common::WRONG_STAGE), ""));
    }
    let lacking = gate.needs.iter().filter(|number| !case.papers.contains_key(*number));
    no.extend(lacking.map(|number| {
        Blocked::new(Rule::Gate(&common::PAPER_MISSING), format!("papers.{number}"))
    }));
    no.extend(gate.guards.iter().flat_map(|guard| guard.refusals(case, gate)));
    no.sort();
    no.dedup();
    if no.is_empty() { Ok(gate.papers) } else { Err(no) }
}
