//! Which key signs a journal from which entry on, over all its epochs; believes no key that its journal did not name.

use super::signer::HeadSignature;
use crate::domain::bureau::BureauEvent;
use crate::stdx::digest::Digest;
use crate::wire::entry::Home;
use crate::wire::event::Body;
use crate::wire::head::SignedHead;
use crate::wire::signer::Identity;
use crate::wire::suite::Suite;

/// A key at work.
#[derive(Clone, Debug)]
pub(super) struct KeyFrom {
    /// The entry that names it.
    pub(super) from: u64,
    pub(super) home: Home,
    pub(super) key: (Suite, Identity),
    pub(super) public_key: Vec<u8>,
}

/// The keys of a journal in the order in which they were named.
#[derive(Clone, Debug, Default)]
pub(super) struct Lineage {
    keys: Vec<KeyFrom>,
}

impl Lineage {
    /// Entry `number` of `home` was read. The first key of an epoch counts; a second one is none.
    pub(super) fn see(&mut self, number: u64, body: &Body, home: Home) {
        let Body::Bureau(BureauEvent::DeviceKeyMade { suite, public_key }) = body else { return };
        let is_first = self.keys.last().is_none_or(|last| last.home.epoch < home.epoch);
        let suite = Suite::from_byte(*suite).filter(|_| is_first);
        if let Some(suite) = suite
            && let Ok(identity) = Identity::new(suite, public_key)
        {
            let (key, public_key) = ((suite, identity), public_key.clone());
            self.keys.push(KeyFrom { from: number, home, key, public_key });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The key that signs entry `number`.
    pub(super) fn at(&self, number: u64) -> Option<&KeyFrom> {
        self.keys.iter().rev().find(|key| key.from <= number)
    }

    /// The key of epoch `epoch`.
    pub(super) fn of(&self, epoch: u32) -> Option<&KeyFrom> {
        self.keys.iter().rev().find(|key| key.home.epoch == epoch)
    }

    /// Whether `kept` is the device's own signature over `digest`, the entry that it numbers.
    pub(super) fn signs(&self, kept: &HeadSignature, digest: Digest) -> bool {
        self.at(kept.number).is_some_and(|key| {
            let Home { device, epoch, .. } = key.home;
            let head = SignedHead { device, epoch, number: kept.number, digest };
            head.verify(&key.key, kept.suite, &kept.signature).is_ok()
        })
    }
}
