//! The world's laptop at a stick: the same entries and photographs as over a line.

use super::{STICK_BYTES, Terminal};
use crate::world::Seed;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::stdx::secret::Key;
use lucha::sync::bundle::StickShelf;
use lucha::sync::session::Local;
use lucha::wire::bundle::{Frame, Head};
use lucha::wire::message::feed::Scope;
use lucha::wire::message::hello::{Cursor, JournalName};
use lucha::wire::message::photograph::Offered;
use std::convert::Infallible;
use std::sync::Arc;

/// What is on a stick is sealed to the device and signed by it, as over a line.
impl StickShelf for Terminal {
    fn fresh(&mut self) -> Result<(Id, Key), Infallible> {
        self.chance += 1;
        // No other laptop draws the same: a bearer and headquarters know a bundle by its id alone.
        let [nth, ..] = self.disk.name.device.0;
        let mut seed = Seed(self.chance ^ 0x7374_6963_6b00 ^ (u64::from(nth) << 48));
        Ok((Id(seed.bytes()), Key::new(seed.bytes())))
    }

    /// An image of the laptop holds it too.
    fn bundle_secret(&mut self) -> Result<Key, Infallible> {
        Ok(Key::new([self.disk.name.device.0[0]; 32]))
    }

    fn opening(&mut self, head: Head) -> Result<Frame, Infallible> {
        Ok(head.opening(self.disk.name, &self.keys[&self.disk.name.epoch]).unwrap())
    }

    fn blobs_without_receipt(&mut self) -> Result<Vec<Offered>, Infallible> {
        let disk = &self.disk;
        let waiting = disk.blobs.iter().filter(|(digest, (number, _))| {
            !disk.blob_receipts.contains(digest) && !self.is_left(*number)
        });
        // A stick is small: what it does not hold goes over the line, or with the next.
        let (mut room, most) = (STICK_BYTES, self.stick_photograph_max);
        let fits = |(_, (_, bytes)): &(&Digest, &(u64, Arc<Vec<u8>>))| {
            let is_in = room > 0 && bytes.len() < most;
            room = room.saturating_sub(bytes.len());
            is_in
        };
        let offered = waiting
            .filter(fits)
            .map(|(digest, (_, bytes))| Offered { digest: *digest, size: bytes.len() as u64 });
        Ok(offered.collect())
    }

    fn blob_receipts(&mut self) -> Result<u64, Infallible> {
        Ok(self.disk.blob_receipts.len() as u64)
    }

    fn cursors(&mut self) -> Result<Vec<Cursor>, Infallible> {
        let cursor = |(scope, number): (&Scope, &u64)| Cursor { scope: *scope, number: *number };
        Ok(self.disk.cursors.iter().map(cursor).collect())
    }

    fn current(&mut self) -> Result<Local, Infallible> {
        Ok(self.stands())
    }

    fn received_upto(&mut self) -> Result<u64, Infallible> {
        let of_epoch = |epoch: u32| self.disk.receipts.get(&epoch).map(|upto| upto.number);
        for (epoch, behind, until, left) in &self.disk.earlier {
            let upto = of_epoch(*epoch).unwrap_or(*behind);
            if upto < *until && left.is_none() {
                return Ok(upto);
            }
        }
        Ok(self.acknowledged().number)
    }

    fn journal_at(&mut self, number: u64) -> Result<JournalName, Infallible> {
        Ok(JournalName { epoch: self.epoch_at(number), ..self.disk.name })
    }

    fn is_in_doubt(&mut self) -> Result<bool, Infallible> {
        Ok(self.is_anything_in_doubt())
    }
}
