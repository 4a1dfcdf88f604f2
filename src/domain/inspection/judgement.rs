//! What the law gives for a stop: outcome, amounts, procedure, rights, and what blocks; plain values.

use crate::domain::agency::DocumentNo;
use crate::domain::blocked::{Blocked, Warning};
use crate::domain::consequence::ConsequenceProposal;
use crate::domain::counting::{FleetCount, Window};
use crate::domain::discretion::Discretion;
use crate::domain::inspection::readings::CountingReading;
use crate::domain::inspection::repeat::Repeat;
use crate::domain::leniency::{Leniency, LetOff};
use crate::domain::over_limit::{AxleLoad, SizeBand};
use crate::domain::permit_check::ComparedField;
use crate::domain::road_surface::RoadSurface;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;

/// How a stop ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing was found.
    NoViolation,
    /// The act is to be put right, without a penalty (处罚法 28, 33).
    Correction,
    /// Decided on the spot in the summary procedure (处罚法 51).
    OnSpotPenalty,
    /// It goes the ordinary way (处罚法 54): a case is opened.
    CaseOpened,
    /// It is another organ's business and goes there.
    HandedOver,
    /// Something blocks; the stop stays recorded.
    Blocked,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 6] = [
        Outcome::NoViolation,
        Outcome::Correction,
        Outcome::OnSpotPenalty,
        Outcome::CaseOpened,
        Outcome::HandedOver,
        Outcome::Blocked,
    ];

    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Outcome::NoViolation => "no_violation",
            Outcome::Correction => "correction",
            Outcome::OnSpotPenalty => "on_spot_penalty",
            Outcome::CaseOpened => "case_opened",
            Outcome::HandedOver => "handed_over",
            Outcome::Blocked => "blocked",
        }
    }

    /// The outcome of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// Whether each officer confirms it with his own PIN: whatever binds the party does.
    #[must_use]
    pub fn needs_confirmation(self) -> bool {
        match self {
            Outcome::Correction
            | Outcome::OnSpotPenalty
            | Outcome::CaseOpened
            | Outcome::HandedOver => true,
            Outcome::NoViolation | Outcome::Blocked => false,
        }
    }

    /// Forms that this outcome makes, by file name.
    #[must_use]
    pub fn forms(self) -> &'static [&'static str] {
        match self {
            Outcome::NoViolation | Outcome::HandedOver => &["scene_minutes"],
            Outcome::Correction | Outcome::CaseOpened => &["scene_minutes", "correction_order"],
            Outcome::OnSpotPenalty => &["scene_minutes", "correction_order", "on_spot_decision"],
            Outcome::Blocked => &[],
        }
    }
}

/// By which procedure a penalty is decided (处罚法 51, 54).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Procedure {
    /// There is no penalty to decide.
    None,
    /// 简易程序 (处罚法 51).
    Summary,
    /// 普通程序 (处罚法 54).
    Ordinary,
}

impl Procedure {
    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Procedure::None => "none",
            Procedure::Summary => "summary",
            Procedure::Ordinary => "ordinary",
        }
    }
}

/// Kinds of penalty (处罚法 9) that a roadside decision or proposal may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Penalty {
    /// 警告.
    Caution,
    /// 罚款.
    Fine,
    /// 没收 of the illegal gain or of papers.
    Confiscation,
    /// 吊销, proposed to headquarters.
    Revocation,
    /// 责令停业整顿.
    Suspension,
    /// 责令停止从事营业性运输 of a driver (路保 66): a ban from the trade (处罚法 9(4)).
    StopOperating,
}

impl Penalty {
    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Penalty::Caution => "warning",
            Penalty::Fine => "fine",
            Penalty::Confiscation => "confiscation",
            Penalty::Revocation => "revocation",
            Penalty::Suspension => "suspension",
            Penalty::StopOperating => "stop_operating",
        }
    }
}

/// What the scale and the limit tables say (超限 43).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// What the decision rests on: the reading without what headquarters takes off for the scale's error.
    pub gross_kg: i64,
    /// What was taken off.
    pub deduction_kg: i64,
    /// The limit of 超限 art. 3, and that of the axle arrangement where its table has a row.
    pub art3_kg: i64,
    /// Kilograms by the axle arrangement; `None` where its table has no row.
    pub arrangement_kg: Option<i64>,
    /// The sum of the axle limits, where every group was measured.
    pub axle_sum_kg: Option<i64>,
    /// What stood on each axle or group, where the scale says it.
    pub axles: Vec<AxleLoad>,
    /// The limit that counts, kg: the lower of the two where headquarters ruled so.
    pub limit_kg: i64,
    /// Kilograms of `gross_kg` above `limit_kg`; 0 inside it.
    pub over_kg: i64,
    /// Percent with two decimals, `24.96`; for display and statistics only.
    pub over_rate: String,
    /// `None` inside the three limits of size.
    pub size: Option<SizeBand>,
    /// Which reading it is and why; `None` where there is but one.
    pub reading: Option<CountingReading>,
    /// Id of the deduction rule that `deduction_kg` was taken off by; empty where nothing names one.
    pub deduction_rule: String,
}

/// How many over-limit acts fall into one year of the vehicle or of the driver (路保 66, 超限 46).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// With the act at hand.
    pub nth: u32,
    /// The vehicle's year that was looked at.
    pub window: Window,
    /// Nobody knows when the year began: the last twelve months were taken.
    pub assumed: bool,
    /// The days of the earlier ones.
    pub days: Vec<Day>,
}

/// The law of one finding, ready for a paper (处罚法 52).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// Code of the violation, `OL-001`.
    pub code: String,
    /// Its Chinese name, the 案由.
    pub name: String,
    /// 违反的规定, cited.
    pub violated: String,
    /// 处罚依据, cited.
    pub basis: String,
    /// `粤道条63(二)`-like id of the basis chosen.
    pub basis_id: String,
    /// Fen, both included: what the basis chosen gives for the act at hand, by its gain, its harm and a refusal; `None` where it
    /// has no range for it.
    pub range: Option<(Fen, Fen)>,
    /// Its row has an approver; a paper without one is blocked.
    pub confirmed: bool,
    /// The version of the day of the act, where the lighter newer one took its place (处罚法 37).
    pub instead_of: Option<OpenBasis>,
    /// The bases between which nobody chose yet; empty where one answers the act.
    pub open: Vec<OpenBasis>,
    /// Nothing is penalised for it at this stop: it is ordered to be put right, or a vehicle is held for it.
    pub is_ordered_only: bool,
    /// What was recorded of the road's surface, where that says which basis answers the act (道条 68, 路保 69); `None` while
    /// nobody said, and for other acts.
    pub road_surface: Option<RoadSurface>,
}

/// A basis that may answer an act, beside others (处罚法 37): shown, and no amount is proposed by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenBasis {
    /// Its id in the pack.
    pub id: String,
    /// As a paper would cite it.
    pub cite: String,
    /// Fen, both included: what it gives for the act at hand; `None` where it has no range for it.
    pub range: Option<(Fen, Fen)>,
    /// It stands only once 拒不改正 is proven.
    pub waits: bool,
    /// The approver stands for the row, and it is known which article the act violates under this basis (处罚法 38, 52).
    pub confirmed: bool,
}

/// What the law gives for the facts at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// How the stop ends.
    pub outcome: Outcome,
    /// By which procedure it would be decided.
    pub procedure: Procedure,
    /// `None` where nothing was weighed or no limit is known.
    pub weighed: Option<Weighed>,
    /// The permit that was shown, field by field against what was seen; empty without one.
    pub permit: Vec<ComparedField>,
    /// Sorted; empty where nothing is to be penalised.
    pub penalties: Vec<Penalty>,
    /// The fine, when the law or the officer's choice fixes it; zero for a caution alone.
    pub fine: Option<Fen>,
    /// Least and most in fen, both included, while no amount is fixed.
    pub range: Option<(Fen, Fen)>,
    /// Illegal gain that is taken (处罚法 28), fen.
    pub confiscated: Option<Fen>,
    /// What the things are worth that are taken (处罚法 63), fen; kept where a decision is refused.
    pub things: Option<Fen>,
    /// Findings whose things may be taken, and that nobody valued: the right to a hearing may hang on it.
    pub unvalued: Vec<usize>,
    /// The party may ask for a hearing (处罚法 63); `None` where nothing is to be penalised, or it hangs on what nobody valued.
    pub hearing: Option<bool>,
    /// The vehicle may be held: by a measure of its row, or until a paper is shown (路保 65).
    pub may_impound: bool,
    /// Kinds of evidence that headquarters wants at least (处罚法 46); `None` where one does.
    pub evidence_kinds_min: Option<u8>,
    /// The law of each finding.
    pub grounds: Vec<Grounds>,
    /// What discretion came to for each finding with an amount of its own (处罚法 34).
    pub discretion: Vec<Discretion>,
    /// For each finding that its row punishes where it is done again, whether it is (再次违反); empty once something is decided.
    pub repeats: Vec<Repeat>,
    /// What the no-penalty lists come to for each finding that one of them speaks of (处罚法 33).
    pub leniency: Vec<Leniency>,
    /// What is not punished by a list, or as slight (处罚法 33).
    pub let_off: Vec<LetOff>,
    /// Every refusal, sorted; empty when the law allows it.
    pub blocked: Vec<Blocked>,
    /// What the officers must see, sorted.
    pub warnings: Vec<Warning>,
    /// The over-limit acts of the vehicle's year, where one more was found.
    pub counted: Option<Counted>,
    /// Those of the driver, where he is known.
    pub driver_counted: Option<Counted>,
    /// Those of the carrier's vehicles, where the party is one.
    pub fleet: Option<FleetCount>,
    /// What is proposed to headquarters because one of the three counts was reached (路保 66).
    pub proposals: Vec<ConsequenceProposal>,
    /// What is not recorded yet, as paths; the panel beside the fields shows it.
    pub missing: Vec<String>,
    /// Police business that goes over to another organ: code, act, organ; of a plate the word of its state for a code.
    pub referrals: Vec<(String, String, String)>,
}

impl Judgement {
    /// Takes back what would have been decided: what blocks stays, and what was measured.
    pub fn refuse(&mut self) {
        self.outcome = Outcome::Blocked;
        self.procedure = Procedure::None;
        self.penalties.clear();
        (self.fine, self.range, self.hearing) = (None, None, None);
        self.confiscated = None;
        self.may_impound = false;
        self.let_off.clear();
        self.proposals.clear();
    }

    /// Whether nothing but the choice of a basis or of its version stands against a decision: the case may be opened meanwhile
    /// (处罚法 54).
    #[must_use]
    pub fn may_be_opened(&self) -> bool {
        self.outcome == Outcome::Blocked
            && !self.blocked.is_empty()
            && self.blocked.iter().all(|no| no.rule.waits_for_headquarters())
    }

    /// Opens the case of such a stop: no amount is proposed, and what stands against a decision stays.
    pub fn open_case(&mut self) {
        self.outcome = Outcome::CaseOpened;
        self.procedure = Procedure::Ordinary;
        // What a list lets off is let off whichever basis answers the rest.
        self.let_off = self.leniency.iter().filter_map(|one| one.let_off.clone()).collect();
    }

    /// The law of what is penalised, without what is only ordered or held for.
    #[must_use]
    pub fn punished(&self) -> Vec<Grounds> {
        self.grounds.iter().filter(|grounds| !grounds.is_ordered_only).cloned().collect()
    }

    /// What was decided stays as `ending` keeps it (处罚法 52): what is known or recorded since then neither refuses it nor
    /// changes an amount; a basis that a case waited for, and that is known by now, is waited for no more. What a second weighing of later lacks stays too: it is no word against the decision.
    pub fn hold_to(&mut self, ending: &Ending) {
        self.outcome = ending.outcome;
        self.procedure = ending.procedure;
        self.penalties.clone_from(&ending.penalties);
        (self.fine, self.range) = (ending.fine, ending.range);
        self.let_off.clone_from(&ending.let_off);
        self.proposals.clone_from(&ending.proposals);
        // A count that they name may have changed since, and a paper is shown as it was issued.
        for (weighed, kept) in self.discretion.iter_mut().zip(&ending.reasons) {
            weighed.on_paper.clone_from(kept);
        }
        // The choice of a basis that an opened case waited for may have been made since, or the road looked at.
        let waits = |no: &&Blocked| !no.rule.waits_for_headquarters() || self.blocked.contains(no);
        let kept: Vec<Blocked> = ending.blocked.iter().filter(waits).cloned().collect();
        let is_later =
            |field: &str| field.starts_with("reweighing.") || field.starts_with("unloading.");
        let of_later = |no: &Blocked| is_later(&no.field) && !ending.blocked.contains(no);
        self.blocked.retain(of_later);
        self.blocked.splice(..0, kept);
    }
}

/// How an inspection ended, as its entries say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// How the stop ended.
    pub outcome: Outcome,
    /// By which procedure.
    pub procedure: Procedure,
    /// Sorted.
    pub penalties: Vec<Penalty>,
    /// Fen; `None` where there is none, or it is not fixed.
    pub fine: Option<Fen>,
    /// Least and most, fen, while no amount is fixed.
    pub range: Option<(Fen, Fen)>,
    /// The 案号, taken in the same transaction; `None` where nothing was decided on the spot.
    pub number: Option<DocumentNo>,
    /// Why it did not end; empty otherwise.
    pub blocked: Vec<Blocked>,
    /// Digest of the rule pack that it was decided under.
    pub pack: crate::stdx::digest::Digest,
    /// Weighing result, kept with the ending because the tables may change.
    pub limit_kg: Option<i64>,
    /// Kilograms over the limit; `None` inside it.
    pub over_kg: Option<i64>,
    /// Violations that were decided; these count in later years.
    pub codes: Vec<String>,
    /// What is not punished by a list, or as slight (处罚法 33); an earlier act of its party from now on.
    pub let_off: Vec<LetOff>,
    /// What was proposed to headquarters with it (路保 66).
    pub proposals: Vec<ConsequenceProposal>,
    /// The reasons of each amount that was weighed, as the papers give them (处罚法 44); empty where none says anything.
    pub reasons: Vec<String>,
}
