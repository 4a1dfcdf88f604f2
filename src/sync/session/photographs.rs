//! What a session makes of photographs and pages: which ranges go in a question, and what the answers say of each; reads no
//! file.

use super::{LATER_TIMES_MAX, STUCK_MAX, Session, WAIT_MAX_MS};
use crate::stdx::digest::Digest;
use crate::wire::message::photograph::{BlobState, OfferAnswer, Offered};
use std::collections::BTreeMap;

impl Session {
    /// Bytes of the ranges that go in one question.
    #[must_use]
    pub fn range(&self) -> usize {
        self.limits.range()
    }

    /// The ranges that go in one question, one at least.
    pub(super) fn ranges(&self) -> Vec<(Offered, u64)> {
        self.fitting(self.puts.iter().copied())
    }

    /// The ranges that go in the question behind `sent`, when headquarters takes those as they are.
    #[must_use]
    pub fn puts_behind(&self, sent: &[(Offered, u64)]) -> Vec<(Offered, u64)> {
        let max = self.limits.range() as u64;
        let is_sent = |(waiting, _): &(Offered, u64)| {
            sent.iter().any(|(blob, _)| blob.digest == waiting.digest)
        };
        let rest = sent.iter().map(|(blob, offset)| (*blob, offset.saturating_add(max)));
        let rest = rest.filter(|(blob, offset)| *offset < blob.size);
        self.fitting(rest.chain(self.puts.iter().copied().filter(|put| !is_sent(put))))
    }

    fn fitting(&self, puts: impl Iterator<Item = (Offered, u64)>) -> Vec<(Offered, u64)> {
        let max = self.limits.range() as u64;
        let mut room = max;
        let fits = |(blob, offset): &(Offered, u64)| {
            let length = blob.size.saturating_sub(*offset).min(max);
            let is_in = length <= room;
            room = room.saturating_sub(length);
            is_in
        };
        puts.take_while(fits).collect()
    }

    /// Headquarters answered an offer; what it says nothing of is passed over in this session.
    pub fn offered(&mut self, offered: &[Offered], answer: OfferAnswer) {
        let answered = answer.states.len();
        for (blob, state) in offered.iter().zip(answer.states) {
            self.stands(*blob, state);
        }
        // An answer that is too short would be asked for again without end.
        self.passed.extend(offered.iter().skip(answered).map(|blob| blob.digest));
    }

    /// Headquarters answered the ranges that were sent.
    pub fn put(&mut self, sent: &[Offered], states: Vec<BlobState>) {
        self.tries = 0;
        let is_sent = |digest: Digest| sent.iter().any(|blob| blob.digest == digest);
        let from: BTreeMap<Digest, u64> =
            self.puts.iter().map(|(blob, offset)| (blob.digest, *offset)).collect();
        self.puts.retain(|(waiting, _)| !is_sent(waiting.digest));
        let (answered, asked) = (states.len(), self.limits.range());
        for (blob, state) in sent.iter().zip(states) {
            let from = from.get(&blob.digest).copied().unwrap_or(0);
            if let BlobState::Limit { max } = state {
                if self.limits.range_over(asked, Some(max)) {
                    self.puts.push_front((*blob, from));
                } else {
                    self.passed.insert(blob.digest);
                }
                continue;
            }
            // Moved aside once, or by a copy of headquarters that is behind: it begins anew, and not without end.
            if matches!(state, BlobState::Offset { bytes } if bytes <= from) {
                let times = self.stuck.entry(blob.digest).or_default();
                *times += 1;
                if *times > STUCK_MAX {
                    self.passed.insert(blob.digest);
                    continue;
                }
            }
            self.stands(*blob, state);
        }
        // An answer that is too short would be asked for again without end.
        self.passed.extend(sent.iter().skip(answered).map(|blob| blob.digest));
    }

    /// The line lets no ranges of that length through: shorter ones are sent, and what has none waits.
    pub fn range_limited(&mut self, sent: &[Offered]) {
        if !self.limits.range_over(self.limits.range(), None) {
            sent.iter().for_each(|blob| self.cannot_read(blob.digest));
        }
    }

    /// True when some are to be offered again behind a wait.
    pub(super) fn comes_later(&mut self) -> bool {
        let later = std::mem::take(&mut self.later);
        if later.is_empty() {
            return false;
        }
        self.later_times += 1;
        if self.later_times > LATER_TIMES_MAX {
            self.passed.extend(later);
            return false;
        }
        true
    }

    fn stands(&mut self, blob: Offered, state: BlobState) {
        match state {
            BlobState::Have { receipt } => self.signed_for.push(receipt),
            BlobState::Offset { bytes } => self.puts.push_front((blob, bytes)),
            BlobState::Later { after_ms } => {
                self.later.insert(blob.digest);
                self.later_ms = after_ms.clamp(1, WAIT_MAX_MS);
            }
            // An offer is too long for nobody.
            BlobState::Refused | BlobState::Quarantined | BlobState::Limit { .. } => {
                self.passed.insert(blob.digest);
            }
        }
    }

    /// The photograph is not in the laptop's folder, or not as it was taken.
    pub fn cannot_read(&mut self, digest: Digest) {
        self.puts.retain(|(blob, _)| blob.digest != digest);
        self.passed.insert(digest);
    }
}
