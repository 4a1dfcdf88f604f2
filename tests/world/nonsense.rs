//! Questions that nobody in his right mind asks: noise, claims without end, a bomb; the same for the same seed.

use super::dice::Seed;
use lucha::wire::message::feed::{Pull, Scope};
use lucha::wire::message::hello::{JournalName, Point};
use lucha::wire::message::inclusion::{Inclusion, Mark};
use lucha::wire::message::photograph::{Offer, Offered, Put, Puts};
use lucha::wire::message::push::Push;
use lucha::wire::message::{self, Asks, hello::Hello};
use std::sync::OnceLock;

/// No answer to any of them is longer.
pub const ANSWER_MAX: usize = 300 * 1024;
const NOISE: usize = 24;

/// 64 MiB of nothing, pressed.
fn bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| zstd::bulk::compress(&vec![0; 64 << 20], 3).unwrap())
}

pub fn questions(seed: u64, journals: &[JournalName]) -> Vec<(&'static str, JournalName, Vec<u8>)> {
    let mut dice = Seed(seed ^ 0x6e6f_6e73_656e);
    let stranger = JournalName { device: lucha::stdx::id::Id([0xee; 16]), epoch: 9 };
    let names =
        [Hello::NAME, Push::NAME, Pull::NAME, Offer::NAME, Put::NAME, Puts::NAME, Inclusion::NAME];
    let mut all = Vec::new();
    for nth in 0..NOISE {
        let length = usize::try_from(dice.below(400)).unwrap();
        let mut bytes: Vec<u8> = (0..length).map(|_| dice.bytes::<1>()[0]).collect();
        // What looks like a message at its beginning comes further.
        if let Some(first) = bytes.first_mut() {
            *first = 0xa0 | (*first & 0x0f);
        }
        all.push((names[nth % names.len()], stranger, bytes));
    }
    for journal in journals.iter().copied().chain([stranger]) {
        let push = Push {
            journal,
            behind: Point::START,
            count: u32::MAX,
            plain: u32::MAX,
            dictionary: 1,
            entries: bomb().to_vec().into(),
            suite: 1,
            signature: vec![0; 64].into(),
            commits: None,
        };
        all.push((Push::NAME, journal, message::encode(&push)));
        for scope in [Scope::All, Scope::Device(journal.device)] {
            for max in [0, 60, u64::MAX] {
                all.push((Pull::NAME, journal, message::encode(&Pull { scope, after: 0, max })));
            }
        }
        let offered = Offered { digest: lucha::stdx::digest::Digest([0xbb; 32]), size: u64::MAX };
        let offer = Offer { blobs: vec![offered; 500] };
        all.push((Offer::NAME, journal, message::encode(&offer)));
        let mark = |number| Mark { number, digest: offered.digest };
        for known in [None, Some(mark(0)), Some(mark(1)), Some(mark(u64::MAX))] {
            let asked = Inclusion { journal, known, links_max: u32::MAX };
            all.push((Inclusion::NAME, journal, message::encode(&asked)));
        }
        let (digest, bytes) = (offered.digest, vec![7; 1000].into());
        let put = Put { digest, offset: u64::MAX, bytes, hears_limit: Some(true) };
        all.push((Put::NAME, journal, message::encode(&put)));
    }
    all
}
