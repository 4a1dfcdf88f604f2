//! A bundle by a colleague's laptop: given over a local network, borne, delivered to headquarters, the answer brought back;
//! sealed all the way, so that the bearer reads nothing.

pub mod bearer;
pub mod deliver;
pub mod giver;
pub mod keep;
pub mod line;

use super::driver::Cut;
use crate::stdx::said::Said;
use crate::wire::message::relay::{NoRelay, Relay, Relayed};
use std::io;

/// The other laptop: over a line, or in the same program where a test says so.
pub trait Mate {
    /// # Errors
    /// When no whole answer of it came back.
    fn ask(&mut self, question: &Relay) -> Result<Relayed, Cut>;
}

/// Why a meeting or a delivery ended early. Nothing is lost by any of them: what was given stays where it is, and the
/// next time goes on.
#[derive(Debug, thiserror::Error)]
pub enum RelayFault {
    /// The line to the other laptop, or to headquarters.
    #[error(transparent)]
    Cut(#[from] Cut),
    /// This laptop's own disk.
    #[error("the folder of what is borne: {0}")]
    Disk(#[from] io::Error),
    /// The other laptop does not take it.
    #[error("the other laptop refuses: {0:?}")]
    Refused(NoRelay),
    /// It does not know the code that was typed.
    #[error("the other laptop does not know the code")]
    Stranger,
    /// It says what does not fit to what it was asked.
    #[error("the other laptop answers something else")]
    Strange,
}

impl RelayFault {
    /// Key of the sentence for the officer, and its value.
    #[must_use]
    pub fn said(&self) -> (&'static str, Said) {
        match self {
            RelayFault::Cut(cut) => ("trouble.relay_line", cut.said()),
            RelayFault::Disk(fault) if crate::stdx::files::is_full(fault) => {
                ("trouble.relay_own_full", Said::default())
            }
            RelayFault::Disk(fault) => ("trouble.relay_disk", fault.into()),
            RelayFault::Refused(why) => (refused(*why), Said::default()),
            RelayFault::Stranger => ("trouble.relay_code", Said::default()),
            RelayFault::Strange => ("trouble.relay_strange", Said::default()),
        }
    }
}

fn refused(why: NoRelay) -> &'static str {
    match why {
        NoRelay::Code => "trouble.relay_code",
        NoRelay::Full => "trouble.relay_full",
        NoRelay::Revoked => "trouble.relay_revoked",
        NoRelay::Broken => "trouble.relay_broken",
        NoRelay::Disk => "trouble.relay_their_disk",
        NoRelay::Foreign => "trouble.relay_foreign",
    }
}
