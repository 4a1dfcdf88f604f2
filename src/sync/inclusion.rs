//! What headquarters' answer to INCLUSION means: its checkpoint follows the one that the laptop knows and holds the laptop's
//! own journal, or it does not, which is kept; pure, and believes no word that is not signed.

use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::message::checkpoint::{Checkpoint, leaf, root_of};
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::inclusion::{Inclusion, Link, Mark, Place, Proof, led_to};
use crate::wire::signer::Identity;

/// Whose word it is.
#[derive(Clone, Copy, Debug)]
pub struct Signatory<'a> {
    /// Its id.
    pub headquarters: Id,
    /// What its checkpoints are checked with.
    pub key: &'a Identity,
}

/// What the laptop knows of its own journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Own {
    /// Which journal.
    pub journal: JournalName,
    /// Its last head under a checkpoint.
    pub proven: Option<Point>,
    /// The digest that the laptop holds under the number of the head that came.
    pub held: Option<Digest>,
}

/// A checkpoint that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The one that is known from now on.
    pub checkpoint: Checkpoint,
    /// The laptop's journal under it; nothing while only the chain was read.
    pub place: Option<(JournalName, Place)>,
}

/// What speaks against headquarters; each is kept with both sides' signed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Its checkpoint is another one under the number that is known, or does not follow from it.
    Parted,
    /// Its last checkpoint is older than the one that is known, or there is none any more.
    Shorter,
    /// The journal's head under it is before the one that stood under an earlier checkpoint, or not there any more.
    WentBack,
    /// The journal's head under it is not the laptop's entry of that number.
    OtherHead,
    /// The way does not lead from the head to the root.
    NoWay,
}

impl Doubt {
    /// Every doubt.
    pub const ALL: [Doubt; 5] =
        [Doubt::Parted, Doubt::Shorter, Doubt::WentBack, Doubt::OtherHead, Doubt::NoWay];

    /// The word kept in the journal's rows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Doubt::Parted => "parted",
            Doubt::Shorter => "shorter",
            Doubt::WentBack => "went_back",
            Doubt::OtherHead => "other_head",
            Doubt::NoWay => "no_way",
        }
    }
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// There is no checkpoint yet.
    Nothing,
    /// It follows from the known one.
    Accepted(Accepted),
    /// It follows, and what it says of this journal is doubtful.
    AcceptedWith(Accepted, Doubt),
    /// It is not accepted. What came with it, where something came.
    Refused(Option<Checkpoint>, Doubt),
    /// Headquarters' key did not sign it.
    Stranger,
}

impl Told {
    /// Whether something speaks against headquarters.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        matches!(self, Told::AcceptedWith(..) | Told::Refused(..))
    }
}

/// What the answer `proof` to `asked` means.
#[must_use]
pub fn told(from: Signatory<'_>, asked: &Inclusion, own: Own, proof: Option<Proof>) -> Told {
    let Some(Proof { links, checkpoint, place, more }) = proof else {
        return match asked.known {
            Some(_) => Told::Refused(None, Doubt::Shorter),
            None => Told::Nothing,
        };
    };
    if checkpoint.headquarters != from.headquarters || checkpoint.verify(from.key).is_err() {
        return Told::Stranger;
    }
    if let Some(doubt) = asked.known.and_then(|known| parts(known, &checkpoint, &links)) {
        return Told::Refused(Some(checkpoint), doubt);
    }
    let doubt = stands(own, &checkpoint, place.as_ref(), more);
    if doubt == Some(Doubt::NoWay) {
        return Told::Refused(Some(checkpoint), Doubt::NoWay);
    }
    let place = place.map(|place| (own.journal, place));
    let accepted = Accepted { checkpoint, place };
    match doubt {
        Some(doubt) => Told::AcceptedWith(accepted, doubt),
        None => Told::Accepted(accepted),
    }
}

/// An answer that was on its way while the laptop learned more, as one to what it knows now: without the links that it
/// went over since. `None` where it says nothing of that. Nothing that contradicts is missed so: the next question names
/// what is known now, and is answered to that.
#[must_use]
pub fn caught_up(
    asked: &Inclusion,
    known: Option<Mark>,
    proof: Option<Proof>,
) -> Option<(Inclusion, Option<Proof>)> {
    let now = Inclusion { known, ..*asked };
    if asked.known == known {
        return Some((now, proof));
    }
    let (said, known, proof) = (asked.known?, known?, proof?);
    let ahead = usize::try_from(known.number.checked_sub(said.number)?).ok()?;
    let (over, rest) = proof.links.split_at_checked(ahead)?;
    if led_to(proof.checkpoint.headquarters, said, over) != known {
        return None;
    }
    let links = rest.to_vec();
    Some((now, Some(Proof { links, ..proof })))
}

/// How a checkpoint does not follow from the one that is known.
fn parts(known: Mark, checkpoint: &Checkpoint, links: &[Link]) -> Option<Doubt> {
    if checkpoint.number < known.number {
        return Some(Doubt::Shorter);
    }
    if checkpoint.number == known.number {
        return (checkpoint.digest() != known.digest).then_some(Doubt::Parted);
    }
    let last = led_to(checkpoint.headquarters, known, links);
    let follows = last.number + 1 == checkpoint.number && last.digest == checkpoint.before;
    (!follows).then_some(Doubt::Parted)
}

/// What a checkpoint that follows says of the journal, when that is doubtful.
fn stands(own: Own, checkpoint: &Checkpoint, place: Option<&Place>, more: bool) -> Option<Doubt> {
    let Some(Place { head, way }) = place else {
        return (!more && own.proven.is_some()).then_some(Doubt::WentBack);
    };
    if root_of(leaf(own.journal, *head), way) != checkpoint.root {
        return Some(Doubt::NoWay);
    }
    if own.proven.is_some_and(|proven| head.number < proven.number) {
        return Some(Doubt::WentBack);
    }
    let is_own = *head == Point::START || own.held == Some(head.digest);
    (!is_own).then_some(Doubt::OtherHead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stdx::secret::Key;
    use crate::wire::message::checkpoint::{Tree, way};
    use crate::wire::signer::{Signer as _, SoftKey};
    use crate::wire::suite::Suite;

    const HEADQUARTERS: Id = Id([8; 16]);
    const JOURNAL: JournalName = JournalName { device: Id([7; 16]), epoch: 1 };

    fn signer() -> SoftKey {
        SoftKey::new(Suite::Sha256Ed25519, &Key::new([5; 32])).expect("a key")
    }

    fn identity() -> Identity {
        Identity::new(Suite::Sha256Ed25519, &signer().public_key()).expect("a key")
    }

    fn at(number: u64) -> Point {
        Point { number, digest: Digest([u8::try_from(number).expect("small"); 32]) }
    }

    /// Three journals, ours in the middle at `head`.
    fn leaves(head: Point) -> Vec<Digest> {
        let other = |byte| JournalName { device: Id([byte; 16]), epoch: 1 };
        vec![leaf(other(1), at(4)), leaf(JOURNAL, head), leaf(other(9), at(6))]
    }

    fn signed(before: Option<&Checkpoint>, head: Point, at_ms: i64) -> Checkpoint {
        let root = Tree::of(leaves(head)).root();
        Checkpoint::sign(HEADQUARTERS, before, root, at_ms, &signer()).expect("a key signs")
    }

    fn place(head: Point) -> Place {
        Place { head, way: way(&leaves(head), 1) }
    }

    fn link(of: &Checkpoint) -> Link {
        Link { at_ms: of.at_ms, root: of.root }
    }

    fn asked(known: Option<&Checkpoint>) -> Inclusion {
        Inclusion { journal: JOURNAL, known: known.map(Checkpoint::mark), links_max: 9 }
    }

    fn say(asked: &Inclusion, proven: Option<Point>, proof: Option<Proof>) -> Told {
        let key = identity();
        let from = Signatory { headquarters: HEADQUARTERS, key: &key };
        let head = proof.as_ref().and_then(|proof| Some(proof.place.as_ref()?.head));
        let held = head.map(|head| at(head.number).digest);
        told(from, asked, Own { journal: JOURNAL, proven, held }, proof)
    }

    fn proof(links: Vec<Link>, checkpoint: &Checkpoint, place: Option<Place>) -> Option<Proof> {
        Some(Proof { links, checkpoint: checkpoint.clone(), place, more: false })
    }

    #[test]
    fn a_chain_is_followed_over_what_lies_between() {
        let one = signed(None, at(1), 1);
        let two = signed(Some(&one), at(2), 2);
        let three = signed(Some(&two), at(3), 3);
        let accepted = |told: Told| matches!(told, Told::Accepted(_));
        assert_eq!(say(&asked(None), None, None), Told::Nothing);
        assert!(accepted(say(&asked(None), None, proof(vec![], &three, Some(place(at(3)))))));
        let links = vec![link(&two)];
        let known = asked(Some(&one));
        assert!(accepted(say(
            &known,
            Some(at(1)),
            proof(links.clone(), &three, Some(place(at(3))))
        )));
        assert!(accepted(say(
            &asked(Some(&three)),
            None,
            proof(vec![], &three, Some(place(at(3))))
        )));
        // A part of a long chain: the journal's place comes with its end.
        let part = Proof { links, checkpoint: three, place: None, more: true };
        assert!(accepted(say(&known, Some(at(1)), Some(part))));
    }

    #[test]
    fn what_contradicts_is_not_accepted_and_what_is_unsigned_is_nobodys() {
        let one = signed(None, at(1), 1);
        let two = signed(Some(&one), at(2), 2);
        let other = signed(Some(&one), at(2), 3);
        let three = signed(Some(&other), at(3), 4);
        let known = asked(Some(&two));
        let refused = |came: &Checkpoint, doubt| Told::Refused(Some(came.clone()), doubt);
        let said = |came: &Checkpoint, links| say(&known, None, proof(links, came, None));
        assert_eq!(said(&other, vec![]), refused(&other, Doubt::Parted));
        assert_eq!(said(&three, vec![]), refused(&three, Doubt::Parted), "behind another one");
        assert_eq!(said(&one, vec![]), refused(&one, Doubt::Shorter));
        assert_eq!(say(&known, None, None), Told::Refused(None, Doubt::Shorter));
        // Links that were left out, doubled or bent.
        let far = asked(Some(&one));
        for links in [vec![], vec![link(&two); 2], vec![Link { at_ms: 9, ..link(&other) }]] {
            assert_eq!(say(&far, None, proof(links, &three, None)), refused(&three, Doubt::Parted));
        }
        let bent = Checkpoint { at_ms: 5, ..three.clone() };
        assert_eq!(say(&far, None, proof(vec![link(&other)], &bent, None)), Told::Stranger);
        let foreign = Checkpoint { headquarters: Id([1; 16]), ..three };
        assert_eq!(say(&far, None, proof(vec![link(&other)], &foreign, None)), Told::Stranger);
    }

    #[test]
    fn an_answer_that_came_late_is_read_from_what_is_known_now_or_not_at_all() {
        let one = signed(None, at(1), 1);
        let two = signed(Some(&one), at(2), 2);
        let three = signed(Some(&two), at(3), 3);
        let other = signed(Some(&one), at(2), 9);
        let late = |known: Option<&Checkpoint>, from: Option<&Checkpoint>, links: Vec<Link>| {
            let came = proof(links, &three, Some(place(at(3))));
            let (asked, came) = caught_up(&asked(from), known.map(Checkpoint::mark), came)?;
            Some(say(&asked, None, came))
        };
        let whole = vec![link(&two)];
        let is_read = |told: Option<Told>| matches!(told, Some(Told::Accepted(_)));
        let rows = [
            ("nothing came between", Some(&one), Some(&one), whole.clone(), true),
            ("the first one", None, None, vec![], true),
            ("a part of the chain is known by now", Some(&two), Some(&one), whole.clone(), true),
            ("all of it is", Some(&three), Some(&one), whole.clone(), false),
            ("another first one is", Some(&one), None, vec![], false),
            ("people settled a doubt since", None, Some(&one), whole.clone(), false),
            ("another chain is known by now", Some(&other), Some(&one), whole.clone(), false),
            ("it is an answer to a later question", Some(&one), Some(&two), vec![], false),
        ];
        for (words, known, from, links, wanted) in rows {
            let told = late(known, from, links);
            assert_eq!(is_read(told.clone()), wanted, "{words}: {told:?}");
            assert!(wanted || told.is_none(), "{words}: no doubt either");
        }
        // What was asked with what is known is judged, whatever it says.
        let none = caught_up(&asked(Some(&one)), Some(one.mark()), None).unwrap();
        assert_eq!(say(&none.0, None, none.1), Told::Refused(None, Doubt::Shorter));
    }

    #[test]
    fn a_head_that_went_back_or_is_anothers_is_kept_as_a_doubt() {
        let one = signed(None, at(5), 1);
        let two = signed(Some(&one), at(3), 2);
        let known = asked(Some(&one));
        let doubt = |told: Told| match told {
            Told::AcceptedWith(_, doubt) | Told::Refused(_, doubt) => Some(doubt),
            Told::Nothing | Told::Accepted(_) | Told::Stranger => None,
        };
        let back = say(&known, Some(at(5)), proof(vec![], &two, Some(place(at(3)))));
        assert_eq!(doubt(back), Some(Doubt::WentBack));
        let gone = say(&known, Some(at(5)), proof(vec![], &two, None));
        assert_eq!(doubt(gone), Some(Doubt::WentBack));
        assert_eq!(doubt(say(&known, None, proof(vec![], &two, None))), None, "it never stood");
        let mut bent = place(at(3));
        bent.way.pop();
        let bent = say(&known, None, proof(vec![], &two, Some(bent)));
        assert_eq!(doubt(bent), Some(Doubt::NoWay));
        let foreign = Point { digest: Digest([0xee; 32]), ..at(3) };
        let other = signed(Some(&one), foreign, 2);
        let other = say(&known, None, proof(vec![], &other, Some(place(foreign))));
        assert_eq!(doubt(other), Some(Doubt::OtherHead));
    }
}
