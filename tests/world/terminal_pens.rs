//! The world's laptop and its cases: it writes each under the token that it held last, others' under none, and never waits
//! for a pen.

use super::{Seed, Terminal};
use lucha::domain::bureau::BureauEvent;
use lucha::domain::described::Description;
use lucha::domain::inspection::Facts;
use lucha::domain::inspection::event::Event;
use lucha::domain::photograph::{MediaType, Photograph};
use lucha::domain::pruning::PrunedStop;
use lucha::stdx::clock::Moment;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::redacted::Redacted;
use lucha::wire::envelope::BlobName;
use lucha::wire::event::Body;
use lucha::wire::message::pen::PenMoved;
use std::collections::BTreeMap;

/// An entry of a case of another laptop's is one of so many.
const FOREIGN_ONE_IN: u64 = 8;

/// Cases as a laptop knows them.
#[derive(Clone, Debug, Default)]
pub struct Pens {
    /// Those that it ever had the pen of, and the token that it held last.
    held: BTreeMap<Id, u64>,
    /// Those of other laptops.
    foreign: Vec<Id>,
}

impl Terminal {
    /// It records cases of its own, and from now on writes of them, of those that come to it, and of others'.
    pub fn begin_cases(&mut self, own: &[Id], foreign: Vec<Id>, mut dice: Seed) {
        for case in own {
            self.record(*case, &mut dice);
        }
        self.disk.pens.held.extend(own.iter().map(|case| (*case, 0)));
        self.disk.pens.foreign = foreign;
        // Durable before anything else happens to it.
        self.before = self.disk.clone();
        self.pen_dice = Some(dice);
    }

    /// The case that the next entry belongs to, and the token of its pen.
    pub(super) fn case(&mut self) -> (Option<Id>, u64) {
        let Some(dice) = &mut self.pen_dice else { return (None, 0) };
        let Pens { held, foreign } = &self.disk.pens;
        if !foreign.is_empty() && dice.once_in(FOREIGN_ONE_IN) {
            let nth = usize::try_from(dice.below(foreign.len() as u64)).unwrap();
            let case = foreign[nth];
            return (Some(case), held.get(&case).copied().unwrap_or(0));
        }
        let nth = usize::try_from(dice.below(held.len() as u64 + 1)).unwrap();
        held.iter().nth(nth).map_or((None, 0), |(case, token)| (Some(*case), *token))
    }

    /// A commit of a photograph of a case; its bytes are nobody's.
    pub fn photograph(&mut self, case: Id, token: u64, seed: &mut Seed) {
        let taken = photograph(Digest([7; 32]), 1);
        self.put_in(Body::Inspection(taken), Vec::new(), (Some(case), token), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
    }

    /// The same with its bytes named.
    pub fn picture(&mut self, case: Id, token: u64, seed: &mut Seed) {
        let digest = Digest([7; 32]);
        let blob = BlobName { digest, size: 1, kind: "image/jpeg".into() };
        let taken = Body::Inspection(photograph(digest, 1));
        self.put_in(taken, vec![blob], (Some(case), token), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
    }

    /// A commit of one entry of a case.
    pub fn note(&mut self, case: Id, token: u64, seed: &mut Seed) {
        let shown = Event::CardsShown { at: Moment::from_ms(self.wall_ms), nth: None };
        self.put_in(Body::Inspection(shown), Vec::new(), (Some(case), token), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
    }

    /// The entry that begins a case.
    pub fn record(&mut self, case: Id, seed: &mut Seed) {
        let facts = Facts { plan: "四".into(), ..Facts::default() };
        let recorded = Event::InspectionRecorded(Box::new(facts));
        self.put_in(Body::Inspection(recorded), Vec::new(), (Some(case), 0), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
    }

    /// A commit that says that the party data of a case left this laptop.
    pub fn let_go(&mut self, case: Id, seed: &mut Seed) {
        let stop = PrunedStop {
            id: case,
            number: 1,
            at: Moment::from_ms(self.wall_ms),
            codes: Vec::new(),
            outcome: None,
            over_kg: None,
            fine: None,
            document_no: String::new(),
            taken: None,
            papers: Vec::new(),
        };
        let (stops, closes) = (vec![stop], Vec::new());
        let event = BureauEvent::PartyDataPruned { days: 30, received_upto: 1, stops, closes };
        self.put_in(Body::Bureau(event), Vec::new(), (None, 0), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
    }

    /// Offers the pen of a case face to face; digest of the entry, which is what the other one's entry names.
    pub fn offer_pen(
        &mut self,
        case: (Id, u64),
        (to, until_ms): (Id, i64),
        seed: &mut Seed,
    ) -> Digest {
        self.before = self.disk.clone();
        let (subject, token) = case;
        let until = Moment::from_ms(until_ms);
        let offered = Event::PenOffered { to, until, reason: "换班".into() };
        self.put_in(Body::Inspection(offered), Vec::new(), (Some(subject), token), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
        self.head().digest
    }

    /// Takes the pen of a case from a laptop that had it under `token`.
    pub fn take_offer(
        &mut self,
        (case, token): (Id, u64),
        (from, offer): (Id, Digest),
        seed: &mut Seed,
    ) {
        self.before = self.disk.clone();
        let own = self.disk.pens.held.get(&case).copied().unwrap_or(0);
        let taken = Event::PenTaken { from, offer, token: token + 1 };
        self.put_in(Body::Inspection(taken), Vec::new(), (Some(case), own), seed);
        self.disk.ends.insert(self.disk.entries.len() as u64);
        self.disk.pens.held.insert(case, own.max(token + 1));
    }

    /// Some case that it believes to write, with its token.
    pub fn some_held(&self, dice: &mut Seed) -> Option<(Id, u64)> {
        let held = &self.disk.pens.held;
        let nth = usize::try_from(dice.below(held.len() as u64)).unwrap();
        held.iter().nth(nth).map(|(case, token)| (*case, *token))
    }

    pub(super) fn take_pen(&mut self, moved: &PenMoved) {
        if moved.to == self.disk.name.device {
            let token = self.disk.pens.held.entry(moved.subject).or_default();
            *token = (*token).max(moved.token);
        }
    }
}

/// The entry of a photograph.
pub(super) fn photograph(digest: Digest, bytes: u64) -> Event {
    Event::PhotographTaken(Photograph {
        digest,
        bytes,
        media_type: MediaType::Jpeg,
        file_name: Redacted(String::new()),
        taken_at: None,
        camera: None,
        is_damaged: false,
        said: Description::default(),
    })
}
