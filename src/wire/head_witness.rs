//! What the witness of a journal's head says, one line of text in each slot of its file: the entry and the draft that were
//! durable last; holds nothing that anybody typed.

use crate::stdx::digest::Digest;
use crate::stdx::id::Id;

/// The first word of what stands in a slot. What does not begin so is none that this program knows.
const LAYOUT: &str = "head-1";

/// What the witness saw last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// Whose journal.
    pub device: Id,
    /// Under which epoch the last entry was written.
    pub epoch: u32,
    /// Of the entry that was the last one.
    pub number: u64,
    /// Of that entry's envelope, in hexadecimal.
    pub digest: String,
    /// How many times it was written: of two slots about one entry the higher one is the later.
    pub nth: u64,
    /// The draft that was saved last and when, in milliseconds since 1970; `None` where it was ended or dropped, or never
    /// was.
    pub draft: Option<(Id, i64)>,
}

impl Witnessed {
    /// The line of its slot, with the check over it.
    #[must_use]
    pub fn text(&self) -> String {
        let Witnessed { device, epoch, number, digest, nth, draft } = self;
        let draft = draft.map(|(id, saved_ms)| format!(" {id} {saved_ms}")).unwrap_or_default();
        checked(&format!("{LAYOUT} {device} {epoch} {number} {digest} {nth}{draft}"))
    }

    /// `None` where nothing was written, or not wholly.
    #[must_use]
    pub fn read(slot: &[u8]) -> Option<Witnessed> {
        let line = slot.split(|byte| *byte == b'\n').next()?;
        let (said, check) = std::str::from_utf8(line).ok()?.rsplit_once(' ')?;
        if Digest::of(said.as_bytes()).hex() != check {
            return None;
        }
        let mut words = said.split(' ');
        if words.next() != Some(LAYOUT) {
            return None;
        }
        let (device, epoch) = (Id::parse(words.next()?)?, words.next()?.parse().ok()?);
        let (number, digest) = (words.next()?.parse().ok()?, words.next()?.to_string());
        // A program before this one wrote no more.
        let nth = words.next().map_or(Some(0), |nth| nth.parse().ok())?;
        let draft = match (words.next(), words.next()) {
            (Some(id), Some(saved_ms)) => Some((Id::parse(id)?, saved_ms.parse().ok()?)),
            _ => None,
        };
        Some(Witnessed { device, epoch, number, digest, nth, draft })
    }

    /// Whether it is of the laptop `device`.
    #[must_use]
    pub fn is_of(&self, device: Id) -> bool {
        self.device == device
    }

    /// Under which epoch the last entry was written.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The entries, from and until, that were acknowledged and are not in a journal of `home` that ends with `last`. A
    /// journal that goes on under a later epoch says itself behind which entry it does.
    #[must_use]
    pub fn misses(&self, home: Option<(Id, u32)>, last: u64) -> Option<(u64, u64)> {
        let is_its_own =
            home.is_none_or(|(device, epoch)| device == self.device && epoch <= self.epoch);
        (is_its_own && self.number > last).then_some((last + 1, self.number))
    }
}

/// A line with its check.
#[must_use]
pub fn checked(said: &str) -> String {
    format!("{said} {}\n", Digest::of(said.as_bytes()).hex())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(number: u64) -> Witnessed {
        let digest = Digest([9; 32]).hex();
        Witnessed { device: Id([7; 16]), epoch: 2, number, digest, nth: 3, draft: None }
    }

    #[test]
    fn a_slot_reads_back_and_none_with_another_byte_does() {
        let text = seen(31).text();
        assert_eq!(Witnessed::read(text.as_bytes()), Some(seen(31)));
        for at in 0..text.len() - 1 {
            let mut bent = text.clone().into_bytes();
            bent[at] ^= 1;
            assert_eq!(Witnessed::read(&bent), None, "byte {at}");
            assert_eq!(Witnessed::read(&text.as_bytes()[..at]), None, "torn at {at}");
        }
        assert_eq!(Witnessed::read(&[0; 4096]), None);
    }

    #[test]
    fn a_slot_reads_back_with_its_draft_and_that_of_an_earlier_program_without_one() {
        let with_draft = Witnessed { draft: Some((Id([5; 16]), 1_795_000_000_123)), ..seen(31) };
        assert_eq!(Witnessed::read(with_draft.text().as_bytes()), Some(with_draft));
        let digest = Digest([9; 32]).hex();
        let earlier = checked(&format!("{LAYOUT} {} 2 31 {digest}", Id([7; 16])));
        let earlier = Witnessed::read(earlier.as_bytes());
        assert_eq!(earlier, Some(Witnessed { nth: 0, ..seen(31) }));
    }

    #[test]
    fn what_is_missing_is_what_this_journal_had_and_does_not_explain() {
        let own = |epoch| Some((Id([7; 16]), epoch));
        assert_eq!(seen(31).misses(own(2), 31), None);
        assert_eq!(seen(31).misses(own(2), 40), None);
        assert_eq!(seen(31).misses(own(2), 28), Some((29, 31)));
        assert_eq!(seen(31).misses(own(1), 28), Some((29, 31)), "the end of the epoch before");
        assert_eq!(seen(31).misses(None, 0), Some((1, 31)), "all of it");
        assert_eq!(seen(31).misses(own(3), 28), None, "it says where the later epoch begins");
        assert_eq!(seen(31).misses(Some((Id([8; 16]), 2)), 28), None, "another laptop's");
    }
}
