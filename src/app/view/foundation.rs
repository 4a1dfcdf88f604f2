//! What a judgement rests on beside its articles, for screen and script: rule pack, power list, headquarters' choices, bases
//! that wait for one; it judges nothing.

use crate::domain::blocked::{Blocked, Rule};
use crate::domain::inspection::judgement::{Judgement, OpenBasis};
use crate::domain::road_surface::RoadSurface;
use crate::domain::rulebook::rulings::Choice;
use crate::domain::rulebook::{Conflict, PowerList, Rulebook, Violation, conflict};
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use serde_json::{Value, json};

/// All of it, for the acts of one stop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foundation {
    /// Name and version of the rule pack.
    pub pack: String,
    /// The power list of that pack; `None` where it has none.
    pub power_list: Option<PowerListLine>,
    /// Rows of the list of conflicts that touch the acts, each once, in their order.
    pub conflicts: Vec<ConflictLine>,
    /// What headquarters chose for acts whose rival bases stand on no such row, each act once.
    pub chosen: Vec<ChosenLine>,
    /// Bases between which nobody has chosen yet.
    pub open: Vec<UndecidedBasis>,
    /// Headquarters is to choose between them; where it is not, the party says which of them stands.
    pub waits_for_choice: bool,
    /// What became of the road's surface is to say which of them stands, and nobody looked.
    pub waits_for_road: bool,
}

/// The list that says what the bureau may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PowerListLine {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The document in which it was published.
    pub source: String,
    /// The day of that document.
    pub issued_on: Day,
    /// First day in force.
    pub from: Day,
    /// Last day in force; `None` while nobody ended it.
    pub until: Option<Day>,
    /// Whether the day of the stop lies in its days.
    pub in_force: bool,
}

/// One row of the list of conflicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictLine {
    /// 1 to 12.
    pub row: u8,
    /// No amount is proposed and nothing decided until headquarters chooses.
    pub is_open: bool,
    /// What headquarters ruled; `None` while it did not.
    pub choice: Option<Choice>,
    /// The chosen basis as a paper cites it; empty where none competes.
    pub cite: String,
    /// What became of the road's surface says which basis stands.
    pub by_road: bool,
}

/// The basis that headquarters chose for one act alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenLine {
    /// Code of the violation.
    pub code: String,
    /// Who chose, when, in which words.
    pub choice: Choice,
    /// The chosen basis as a paper cites it.
    pub cite: String,
}

/// A basis that nobody has chosen or put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndecidedBasis {
    /// Code of the violation.
    pub code: String,
    /// Id of the basis.
    pub id: String,
    /// As a paper cites it.
    pub cite: String,
    /// Least and most of the fine that it gives for the act at hand, fen; empty where it gives none by amount.
    pub fines: Vec<(Fen, Fen)>,
    /// It stands only behind a refusal (拒不改正).
    pub after_refusal: bool,
    /// The approver stands for it, and the article that the act violates under it is known (处罚法 38, 52).
    pub confirmed: bool,
}

impl Foundation {
    /// For the acts of those `codes` and what they were judged to, on the day of the stop.
    #[must_use]
    pub fn of(
        rulebook: &Rulebook,
        codes: &[String],
        judgement: &Judgement,
        (day, sole_trader): (Day, bool),
    ) -> Foundation {
        let known: Vec<&Violation> =
            codes.iter().filter_map(|code| rulebook.violation(code)).collect();
        let mut conflicts: Vec<ConflictLine> = Vec::new();
        for conflict in known.iter().flat_map(|act| rulebook.conflicts(act)) {
            add(&mut conflicts, line(&conflict, rulebook));
        }
        if sole_trader && !known.is_empty() {
            let choice = rulebook.rulings.choices.get(&conflict::SOLE_TRADER).cloned();
            let (row, cite) = (conflict::SOLE_TRADER, String::new());
            add(&mut conflicts, ConflictLine { row, is_open: false, choice, cite, by_road: false });
        }
        conflicts.sort_by_key(|line| line.row);
        let open = judgement.grounds.iter().flat_map(|grounds| {
            grounds.open.iter().map(move |basis| undecided_basis(&grounds.code, basis))
        });
        let is_choice =
            |no: &Blocked| matches!(no.rule, Rule::BasisNotChosen | Rule::VersionNotChosen);
        let is_road = |no: &Blocked| is_choice(no) && no.field.ends_with(RoadSurface::FIELD);
        Foundation {
            pack: format!("{} {}", rulebook.pack.id, rulebook.pack.version),
            power_list: rulebook.power_list.as_ref().map(|list| PowerListLine::of(list, day)),
            chosen: chosen(&known, rulebook),
            open: open.collect(),
            waits_for_choice: judgement.blocked.iter().any(|no| is_choice(no) && !is_road(no)),
            waits_for_road: judgement.blocked.iter().any(is_road),
            conflicts,
        }
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self) -> Value {
        let choice = |choice: &Choice| {
            json!({
                "says": choice.says_zh,
                "author": choice.author,
                "decided_on": choice.decided_on.to_string(),
            })
        };
        let conflict = |line: &ConflictLine| {
            json!({
                "row": line.row,
                "open": line.is_open,
                "choice": line.choice.as_ref().map(choice),
                "basis": line.cite,
            })
        };
        let chosen = |line: &ChosenLine| json!({ "code": line.code, "choice": choice(&line.choice), "basis": line.cite });
        let open = |basis: &UndecidedBasis| {
            let yuan = |(least, most): &(Fen, Fen)| [least.yuan(), most.yuan()];
            json!({
                "code": basis.code,
                "id": basis.id,
                "basis": basis.cite,
                "fines_yuan": basis.fines.iter().map(yuan).collect::<Vec<_>>(),
                "after_refusal": basis.after_refusal,
                "verified": basis.confirmed,
            })
        };
        json!({
            "pack": self.pack,
            "power_list": self.power_list.as_ref().map(PowerListLine::json),
            "conflicts": self.conflicts.iter().map(conflict).collect::<Vec<_>>(),
            "act_choices": self.chosen.iter().map(chosen).collect::<Vec<_>>(),
            "open_bases": self.open.iter().map(open).collect::<Vec<_>>(),
        })
    }
}

impl PowerListLine {
    fn of(list: &PowerList, day: Day) -> PowerListLine {
        PowerListLine {
            id: list.id.clone(),
            version: list.version.clone(),
            source: list.source.clone(),
            issued_on: list.issued_on,
            from: list.from,
            until: list.until,
            in_force: list.in_force(day),
        }
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "version": self.version,
            "source": self.source,
            "issued_on": self.issued_on.to_string(),
            "from": self.from.to_string(),
            "until": self.until.map(|day| day.to_string()),
            "in_force": self.in_force,
        })
    }
}

/// Each row once; that two acts touch it, and one of them waits, it says.
fn add(lines: &mut Vec<ConflictLine>, line: ConflictLine) {
    match lines.iter_mut().find(|known| known.row == line.row) {
        Some(known) if line.is_open || (!known.is_open && known.cite.is_empty()) => *known = line,
        Some(_) => {}
        None => lines.push(line),
    }
}

fn line(conflict: &Conflict<'_>, rulebook: &Rulebook) -> ConflictLine {
    ConflictLine {
        row: conflict.row,
        is_open: conflict.is_open(),
        choice: conflict.choice.cloned(),
        cite: conflict.basis.map(|basis| rulebook.cite_all(&basis.cites)).unwrap_or_default(),
        by_road: conflict.by_road,
    }
}

fn chosen(acts: &[&Violation], rulebook: &Rulebook) -> Vec<ChosenLine> {
    let mut lines: Vec<ChosenLine> = Vec::new();
    for act in acts {
        let Some(ruled) = rulebook.rulings.act_choices.get(&act.code) else { continue };
        let cite = act.basis(&ruled.basis).map(|basis| rulebook.cite_all(&basis.cites));
        let cite = cite.unwrap_or_default();
        if !lines.iter().any(|line| line.code == act.code) {
            lines.push(ChosenLine { code: act.code.clone(), choice: ruled.choice.clone(), cite });
        }
    }
    lines
}

fn undecided_basis(code: &str, basis: &OpenBasis) -> UndecidedBasis {
    UndecidedBasis {
        code: code.into(),
        id: basis.id.clone(),
        cite: basis.cite.clone(),
        fines: basis.range.into_iter().collect(),
        after_refusal: basis.waits,
        confirmed: basis.confirmed,
    }
}
