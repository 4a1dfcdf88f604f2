//! One roadside inspection (行政检查): its facts, what was told and said, and how it ended.

pub mod apply;
pub mod correctable;
mod count;
pub mod event;
mod involved;
pub mod judge;
pub mod judgement;
pub mod order;
pub mod plausible;
mod powers;
pub mod readings;
pub mod recusal;
pub mod refusal;
pub mod release;
pub mod repeat;
pub mod terms;
pub mod typed;
pub mod unloading;
pub mod unverified;

use super::agency::DocumentNo;
use super::deadline::recorded::DeadlineFact;
use super::deadline::trigger::Trigger;
use super::discretion::circumstances::Circumstances;
use super::leniency::facts::LeniencyFacts;
use super::number_void::Voided;
use super::paper::PaperMade;
use super::party::{Party, Personal, Present};
use super::person::Person;
use super::reading::{Reading, Slip};
use super::road_surface::RoadSurface;
use super::vehicle::{ExemptionClaim, Permit, TransportCertificate, Vehicle, Weighing};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;

/// The highest token of a case's pen that a laptop takes from a colleague: no case goes from hand to hand so often, and what is
/// above it was made up.
pub const PEN_TOKEN_MAX: u64 = 1 << 32;
/// So many times at most a pen went from hand to hand before headquarters heard of the first.
pub const PENS_UNHEARD_MAX: u64 = 64;

/// What the officers saw and recorded. A field that is not there was not recorded.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Facts {
    /// `None` when what was written is no time of the calendar; `unreadable` keeps the text.
    pub at: Option<Moment>,
    /// Where the vehicle was stopped.
    pub place: Place,
    /// Approved inspection plan or task (国办发〔2024〕54号).
    pub plan: String,
    /// What that plan lets the officers look at, and where; empty where nobody wrote it.
    pub plan_scope: String,
    /// 亮码: the code of this inspection that was shown to the party; empty where none was.
    pub inspection_code: String,
    /// Credential numbers of the officers at the stop.
    pub officers: Vec<String>,
    /// Credential number of the one of them who wrote the minutes; empty for the second.
    pub recorder: String,
    /// `None` where somebody was checked without one.
    pub vehicle: Option<Vehicle>,
    /// The readings; `None` where nothing was weighed or measured.
    pub weighing: Option<Weighing>,
    /// Further readings of the laden vehicle, `READINGS_MAX` at most; one of which nothing was said is none.
    pub readings: Vec<Reading>,
    /// The slip of the first reading; `None` where nobody recorded one.
    pub slip: Option<Slip>,
    /// Where the vehicle was led to be weighed (路保 40); `None` where it was weighed where it was stopped.
    pub guided: Option<unloading::Guidance>,
    /// What was taken off and weighed again; `None` where nothing was. No fine rests on it.
    pub reweighing: Option<unloading::Reweighing>,
    /// How it was taken off and when the vehicle went on; `None` where nobody said.
    pub unloading: Option<release::Unloading>,
    /// The 道路运输证 that was shown.
    pub certificate: Option<TransportCertificate>,
    /// The 超限运输车辆通行证 that was shown.
    pub permit: Option<Permit>,
    /// A claim that GB 1589 allows the vehicle more.
    pub exemption: Option<ExemptionClaim>,
    /// 可分载货物; `None` when nobody said.
    pub divisible: Option<bool>,
    /// Who answers for the act; `None` while nobody is named.
    pub party: Option<Party>,
    /// All vehicles for goods of the carrier, where the party is one and said so (路保 66).
    pub carrier_trucks: Option<u32>,
    /// Who was there and was told.
    pub present: Option<Present>,
    /// Who else had to do with the act or was there, `PEOPLE_MAX` at most; one of whom nothing was said is nobody.
    pub people: Vec<Person>,
    /// Requests that an officer withdraws (处罚法 43), `RECUSALS_MAX` at most.
    pub recusals: Vec<recusal::Recusal>,
    /// Each act found, in the order in which they were written.
    pub findings: Vec<Finding>,
    /// The inspection of the same trip that dealt with this act before.
    pub same_trip_as: Option<Id>,
    /// The officers' word that the vehicle was met on another trip than the one fined on this day;
    /// `None` where nobody was asked, as in a script.
    pub other_trip: Option<bool>,
    /// The day before which the wrong must be put right; `None` orders it at once (处罚法 28).
    pub correct_before: Option<Day>,
    /// 备注 of the scene minutes.
    pub remarks: String,
    /// Why the officers left without a kind of evidence that an act asks for; empty where they gave no reason. No kind is there for it.
    pub evidence_gap: String,
    /// Texts that cannot be what their field asks for, kept as they were written.
    pub unreadable: Vec<Unreadable>,
    /// Identifiers that were typed in another form than the one recorded.
    pub typed: Vec<typed::AsTyped>,
}

impl Facts {
    /// 联系地址 of the person present: the party's own where he is the party, else what he told; `None` where nobody was there.
    #[must_use]
    pub fn address_of_present(&self) -> Option<&Personal> {
        let present = self.present.as_ref()?;
        match &self.party {
            Some(Party::Citizen { name, address, .. }) if *name == present.name => Some(address),
            Some(Party::Citizen { .. } | Party::SoleTrader { .. } | Party::Organisation { .. })
            | None => Some(&present.address),
        }
    }
}

/// A text that has no meaning in its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Path of the check contract, `place.stake`.
    pub field: String,
    /// As it was written.
    pub written: String,
}

/// 执法地点 of form 4 (式样 4).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// `S231`; empty off the road.
    pub route: String,
    /// `K12+300`.
    pub stake: String,
    /// Where the traffic went, as the officers wrote it.
    pub direction: String,
    /// The place in words, as the papers print it.
    pub text: String,
    /// GB/T 2260, `440515`.
    pub region: String,
}

/// 违法事实, one act (处罚法 40).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Code of the violation in the rule pack, `OL-001`.
    pub code: String,
    /// What happened, in the officers' words.
    pub facts: String,
    /// 改正: put right before the stop ended, which with no harm may spare the penalty (处罚法 33).
    pub corrected_at_once: bool,
    /// What came of the act.
    pub harm: Harm,
    /// 违法所得.
    pub gain: Option<Fen>,
    /// What the things are worth that are taken (没收非法财物, 处罚法 63): zero where there are none; `None` while nobody said.
    pub things: Option<Fen>,
    /// The amount chosen inside a range.
    pub proposed: Option<Fen>,
    /// Day of the act where it differs from the stop's.
    pub act_on: Option<Day>,
    /// What the amount is weighed by (处罚法 32, 34).
    pub circumstances: Circumstances,
    /// What may spare it (处罚法 33).
    pub leniency: LeniencyFacts,
    /// 自用运输: what was said of whose goods it carried, and for whom; `None` while nobody asked.
    pub own_use: Option<OwnUse>,
    /// An earlier order to correct that was not obeyed: this is the second visit (拒不改正).
    pub order: Option<refusal::EarlierOrder>,
    /// An earlier act that this one repeats (再次违反), where its row asks for one; `None` while nobody knows of any.
    pub repeat: Option<repeat::EarlierAct>,
    /// 路面情况: what a spilled load did to the road, which says under which law it falls; `None` while nobody said.
    pub road_surface: Option<RoadSurface>,
}

impl Finding {
    /// What was found under `code`, of which nothing else was said.
    #[must_use]
    pub fn of(code: &str) -> Finding {
        Finding {
            code: code.to_string(),
            facts: String::new(),
            corrected_at_once: false,
            harm: Harm::None,
            gain: None,
            things: None,
            proposed: None,
            act_on: None,
            circumstances: Circumstances::default(),
            leniency: LeniencyFacts::default(),
            own_use: None,
            order: None,
            repeat: None,
            road_surface: None,
        }
    }
}

/// 自用运输: carriage of the party's own goods for its own use, which needs no permit (粤道条 22).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnUse {
    /// The party claims it.
    pub claimed: bool,
    /// What proves it: whose goods they are, that nobody pays; empty where nothing does. A claim without proof frees nobody.
    pub proof: String,
}

impl OwnUse {
    /// Whether it is claimed and proven.
    #[must_use]
    pub fn frees(&self) -> bool {
        self.claimed && !self.proof.trim().is_empty()
    }
}

/// 危害后果, as the officers judged it: it moves the time bar and the band of a fine (处罚法 33, 36).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    /// None.
    None,
    /// Slight: the bands for 造成损坏 apply, where a row has them.
    Slight,
    /// Serious: the bands for 情节严重 apply.
    Serious,
}

impl Harm {
    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Harm::None => "none",
            Harm::Slight => "slight",
            Harm::Serious => "serious",
        }
    }

    /// The harm of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Harm> {
        [Harm::None, Harm::Slight, Harm::Serious].into_iter().find(|harm| harm.word() == word)
    }
}

/// What the party was told and said, each with its time (处罚法 44, 45, 52, 55, 62).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Telling {
    /// When both cards were shown (处罚法 55); `None` while they were not.
    pub cards_shown: Option<Moment>,
    /// What was told (处罚法 44), each topic with its time.
    pub told: Vec<(Topic, Moment)>,
    /// What the party said to it (处罚法 45); `None` while nobody asked.
    pub statement: Option<Statement>,
    /// `None` while nobody was asked to sign.
    pub signature: Option<Signature>,
    /// In which order the acts above were recorded.
    pub order: order::TellingOrder,
}

/// What must be told before a penalty is decided (处罚法 44).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// What penalty is proposed.
    Content,
    /// The facts it rests on.
    Facts,
    /// Why.
    Reasons,
    /// The articles.
    Basis,
    /// To state, to be heard, to answer, and where the law gives it a hearing.
    Rights,
}

impl Topic {
    /// Every topic; all five must be told.
    pub const ALL: [Topic; 5] =
        [Topic::Content, Topic::Facts, Topic::Reasons, Topic::Basis, Topic::Rights];

    /// The word of the check contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Topic::Content => "content",
            Topic::Facts => "facts",
            Topic::Reasons => "reasons",
            Topic::Basis => "basis",
            Topic::Rights => "rights",
        }
    }

    /// The topic of a word of the check contract; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|topic| topic.word() == word)
    }
}

/// 陈述、申辩 and the answer to it (处罚法 45).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// When the party was heard.
    pub at: Moment,
    /// What it said.
    pub kind: StatementKind,
    /// The officers' answer after checking again (处罚法 45); empty when nothing was stated.
    pub answer: String,
}

/// What the party said when it was asked (处罚法 45, 62).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// Asked, and nothing was stated.
    Nothing,
    /// Given up in so many words (处罚法 62).
    Waived,
    /// In its own words, as the officers wrote them down.
    Stated(String),
}

/// Whether the person present signed (处罚法 52).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Signed.
    Signed,
    /// Refused; the reason goes onto the paper (处罚法 52).
    Declined(String),
}

impl Telling {
    /// What is still missing before a decision, as paths of the check contract.
    #[must_use]
    pub fn missing(&self, present: Option<&Present>) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.cards_shown.is_none() {
            missing.push("telling.cards_shown");
        }
        if Topic::ALL.iter().any(|topic| !self.told.iter().any(|(told, _)| told == topic)) {
            missing.push("telling.told");
        }
        let heard = self.statement.as_ref().is_some_and(|statement| match &statement.kind {
            StatementKind::Nothing | StatementKind::Waived => true,
            StatementKind::Stated(text) => {
                !text.trim().is_empty() && !statement.answer.trim().is_empty()
            }
        });
        if !heard {
            missing.push("telling.statement");
        }
        match present {
            None => missing.push("present"),
            Some(present) => {
                if present.name.get().trim().is_empty() {
                    missing.push("present.name");
                }
                if present.relation.is_empty() {
                    missing.push("present.relation");
                }
                if present.authorised != Some(true) {
                    missing.push("present.authorised");
                }
                if present.is_unread() {
                    missing.push("present.read_out");
                }
            }
        }
        missing
    }
}

/// One inspection (行政检查, 国办发〔2024〕54号), folded from its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Made on this laptop at the first entry.
    pub id: Id,
    /// As corrected last.
    pub facts: Facts,
    /// As told last; taken back and told anew where it was so.
    pub telling: Telling,
    /// Fields whose wrong check digit the officers confirmed from the paper.
    pub confirmed: Vec<String>,
    /// `None` while it goes on; a blocked one may still end otherwise.
    pub ending: Option<judgement::Ending>,
    /// Its papers, in the order in which they were issued.
    pub documents: Vec<super::document::Document>,
    /// Its photographs and the recordings that are kept, in the order in which they were kept.
    pub photographs: Vec<super::photograph::Photograph>,
    /// Recordings that are named by their digest alone, in that order.
    pub recordings: Vec<super::recording::Recording>,
    /// Reasons given for corrections, oldest first.
    pub corrections: Vec<String>,
    /// Who confirmed the decision, or a paper behind it, with his own PIN, when, and what he was shown.
    pub confirmed_by: Vec<terms::Confirmation>,
    /// What officers put down of its deadlines and did not withdraw, in that order.
    pub deadline_facts: Vec<DeadlineFact>,
    /// Papers of the case that were made beside or behind the stop, in that order; `documents` holds their pages.
    pub papers: Vec<PaperMade>,
    /// Numbers of the case that were voided, each with what bore it: no part of the lists above any more.
    pub voided: Vec<Voided>,
    /// The number that the case took with a paper of a sort that only a later program knows.
    pub number_of_later: Option<DocumentNo>,
}

impl Inspection {
    /// An inspection of which nothing is recorded yet.
    #[must_use]
    pub fn new(id: Id) -> Inspection {
        Inspection {
            id,
            facts: Facts::default(),
            telling: Telling::default(),
            confirmed: Vec::new(),
            ending: None,
            documents: Vec::new(),
            photographs: Vec::new(),
            recordings: Vec::new(),
            corrections: Vec::new(),
            confirmed_by: Vec::new(),
            deadline_facts: Vec::new(),
            papers: Vec::new(),
            voided: Vec::new(),
            number_of_later: None,
        }
    }

    /// An officer put down that the fine was paid at the bank (处罚法 67(3)).
    #[must_use]
    pub fn is_paid_at_bank(&self) -> bool {
        self.deadline_facts.iter().any(|fact| fact.what == Trigger::FinePaid)
    }
}
