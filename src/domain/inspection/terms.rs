//! What the officers are shown before each types his PIN: the part of a judgement that binds; it judges nothing.

use super::judgement::{Judgement, Outcome, Penalty};
use super::{Facts, Inspection};
use crate::domain::party::Party;
use crate::domain::vehicle::Vehicle;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;
use std::fmt;

/// One stop's decision as it is confirmed (处罚法 42, 57). A PIN that was typed for other terms decides nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// A PIN for one stop is none for its twin.
    pub inspection: Id,
    /// How the stop would end.
    pub outcome: Outcome,
    /// Of the vehicle; empty without one.
    pub plate: String,
    /// Whom it binds.
    pub party: Option<Party>,
    /// Sorted.
    pub penalties: Vec<Penalty>,
    /// Fen; zero for a caution alone.
    pub fine: Option<Fen>,
    /// Least and most while the amount is not fixed, fen.
    pub range: Option<(Fen, Fen)>,
    /// Illegal gain that is taken, fen.
    pub confiscated: Option<Fen>,
    /// Code, name and cited basis of each act, of what is let off the article that spares it, police business with the organ
    /// that it goes to.
    pub acts: Vec<(String, String, String)>,
    /// Code of each act for which no fine is imposed where the law says 可以处, and the reasons as the papers bear them.
    pub no_fines: Vec<(String, String)>,
    /// The paper of the case that is confirmed; `None` where the end of the stop is.
    pub paper: Option<PaperTerms>,
}

/// A paper of a case as it is confirmed (处罚法 42, 56).
#[derive(Clone, PartialEq, Eq)]
pub struct PaperTerms {
    /// Word of its sort.
    pub form: String,
    /// Path and text of each field, as the paper bears it.
    pub fields: Vec<(String, String)>,
}

impl fmt::Debug for PaperTerms {
    /// Witnesses, telephones and what the party said stand among the texts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths = self.fields.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>();
        f.debug_struct("PaperTerms").field("form", &self.form).field("fields", &paths).finish()
    }
}

impl Terms {
    /// The terms of what `judgement` would decide; `None` where it binds nobody.
    #[must_use]
    pub fn of(inspection: Id, facts: &Facts, judgement: &Judgement) -> Option<Terms> {
        if !judgement.outcome.needs_confirmation() {
            return None;
        }
        let grounds = judgement
            .grounds
            .iter()
            .map(|grounds| (grounds.code.clone(), grounds.name.clone(), grounds.basis.clone()));
        // Beside what is punished, what is not: the officers stand for both.
        let punished = |code: &str| judgement.grounds.iter().any(|one| one.code == code);
        let let_off = judgement.let_off.iter().filter(|off| !punished(&off.code));
        let let_off = let_off.map(|off| (off.code.clone(), off.name.clone(), off.cite.clone()));
        let without_fine = judgement.discretion.iter().filter(|weighed| weighed.is_without_fine());
        Some(Terms {
            inspection,
            outcome: judgement.outcome,
            plate: facts.vehicle.as_ref().map(Vehicle::known_as).unwrap_or_default(),
            party: facts.party.clone(),
            penalties: judgement.penalties.clone(),
            fine: judgement.fine,
            range: judgement.range,
            confiscated: judgement.confiscated,
            acts: grounds.chain(let_off).chain(judgement.referrals.iter().cloned()).collect(),
            no_fines: without_fine
                .map(|weighed| (weighed.code.clone(), weighed.on_paper.clone()))
                .collect(),
            paper: None,
        })
    }

    /// The terms of `paper` in the case of `inspection`: it decides nothing of what ended the stop.
    #[must_use]
    pub fn of_paper(inspection: &Inspection, paper: PaperTerms) -> Terms {
        let facts = &inspection.facts;
        let ending = inspection.ending.as_ref();
        Terms {
            inspection: inspection.id,
            outcome: ending.map_or(Outcome::Blocked, |ending| ending.outcome),
            plate: facts.vehicle.as_ref().map(|vehicle| vehicle.plate.clone()).unwrap_or_default(),
            party: facts.party.clone(),
            penalties: Vec::new(),
            fine: None,
            range: None,
            confiscated: None,
            acts: Vec::new(),
            no_fines: Vec::new(),
            paper: Some(paper),
        }
    }
}

/// An officer's own word for a decision (处罚法 42).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Whose PIN.
    pub officer: Id,
    /// When his PIN was proved.
    pub at: Moment,
    /// Digest of the terms that he was shown; `None` in entries older than this binding.
    pub shown: Option<Digest>,
    /// Typed, or from a script's file.
    pub way: ConfirmedBy,
}

/// How an officer's PIN was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConfirmedBy {
    /// Typed under the terms, on the screen or in the terminal of a script.
    #[default]
    Screen,
    /// In the file of a script, which shows nobody anything before it decides: in sample bureaus, and in entries of earlier
    /// programs.
    PinFile,
}
