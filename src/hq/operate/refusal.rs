//! Why a command of headquarters did nothing, in the operator's language; what a database or a crate says of itself is
//! quoted behind our words, never alone.

use super::Refused;
use crate::hq::answer::Fault;
use crate::hq::bundle::ImportFault;
use crate::hq::keys::KeysFault;
use crate::hq::leasing::{FILE, SeenFault};
use crate::hq::ledger::{LedgerFault, Setting};
use crate::hq::place::PlaceFault;
use crate::hq::serve::ServeFault;
use crate::stdx::said::Said;
use crate::wire::WireFault;
use crate::wire::rulebook::PackFault;
use crate::wire::signer::SignFault;
use std::fmt;
use std::io;

/// A refusal whose words the operator's language has.
#[derive(Debug)]
pub(super) struct Sentence(pub Said);

impl fmt::Display for Sentence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl std::error::Error for Sentence {}

/// The words of a refusal.
pub(super) fn said(refused: &Refused) -> Said {
    let words = refused.downcast_ref().map(|Sentence(said): &Sentence| said.clone());
    let words = words
        .or_else(|| refused.downcast_ref().map(place))
        .or_else(|| refused.downcast_ref().map(ledger))
        .or_else(|| refused.downcast_ref().map(serve))
        .or_else(|| refused.downcast_ref().map(import))
        .or_else(|| refused.downcast_ref().map(hall))
        .or_else(|| refused.downcast_ref().map(keys))
        .or_else(|| refused.downcast_ref().map(|_: &SignFault| Said::words("hq_fault.key")))
        .or_else(|| refused.downcast_ref().map(PackFault::said))
        .or_else(|| refused.downcast_ref().map(WireFault::said))
        .or_else(|| refused.downcast_ref().map(|fault: &io::Error| Said::from(fault)));
    // A sentence that a command made itself.
    words.unwrap_or_else(|| refused.to_string().into())
}

fn place(fault: &PlaceFault) -> Said {
    match fault {
        PlaceFault::Taken(folder) => {
            Said::words("hq_fault.taken").with(folder.display().to_string())
        }
        PlaceFault::None(folder) => Said::words("hq_fault.none").with(folder.display().to_string()),
        PlaceFault::Config(said) => Said::words("hq_fault.config").with(said.clone()),
        PlaceFault::Folder(fault) => Said::words("hq_fault.folder").with(fault),
        PlaceFault::Keys(fault) => keys(fault),
        PlaceFault::Ledger(fault) => ledger(fault),
        PlaceFault::Leased(fault) => leased(fault),
        PlaceFault::Bucket(fault) => Said::words("hq_fault.bucket").with(fault.to_string()),
    }
}

fn keys(fault: &KeysFault) -> Said {
    match fault {
        KeysFault::Folder(fault) => Said::words("hq_fault.keys").with(fault),
        KeysFault::Certificate(fault) => {
            Said::words("hq_fault.certificate").with(fault.to_string())
        }
        KeysFault::Damaged(name) => Said::words("hq_fault.key_changed").with(*name),
    }
}

fn ledger(fault: &LedgerFault) -> Said {
    match fault {
        LedgerFault::TryAgain(words) => Said::words("hq_fault.busy").with(words),
        LedgerFault::Full => Said::words("hq_fault.full"),
        LedgerFault::Damaged(words) => Said::words("hq_fault.damaged").with(words),
        LedgerFault::Settings(setting) => {
            let what = match setting {
                Setting::NoUrl => Said::words("hq_fault.no_url"),
                Setting::NoAuthority => Said::words("hq_fault.no_authority"),
                Setting::Authority(file, why) => {
                    Said::words("hq_fault.authority").with(file.display().to_string()).with(why)
                }
                Setting::Newer { step, known } => {
                    Said::words("hq_fault.newer").with(*step).with(*known)
                }
            };
            Said::words("hq_fault.config").with(what)
        }
    }
}

fn leased(fault: &SeenFault) -> Said {
    match fault {
        SeenFault::File(fault) => Said::words("hq_fault.leased").with(FILE).with(fault),
        SeenFault::Line(nth) => Said::words("hq_fault.leased_line").with(FILE).with(*nth),
    }
}

fn serve(fault: &ServeFault) -> Said {
    match fault {
        ServeFault::Place(fault) => place(fault),
        ServeFault::Listen(address, fault) => {
            Said::words("hq_fault.listen").with(address).with(fault)
        }
        ServeFault::Line(words) => Said::words("hq_fault.certificate").with(words),
        ServeFault::Feed(words) => Said::words("hq_fault.feed").with(words),
        ServeFault::Threads(fault) => Said::words("hq_fault.threads").with(fault),
    }
}

fn import(fault: &ImportFault) -> Said {
    match fault {
        ImportFault::Stick(fault) => Said::words("hq_fault.stick").with(fault),
        ImportFault::Place(fault) => place(fault),
        ImportFault::Hall(fault) => hall(fault),
    }
}

fn hall(fault: &Fault) -> Said {
    match fault {
        Fault::Ledger(fault) => ledger(fault),
        Fault::Photographs(fault) => Said::words("hq_fault.photographs").with(fault),
        Fault::Key(_) => Said::words("hq_fault.key"),
        Fault::Leased(fault) => leased(fault),
        Fault::Crowded => Said::words("hq_fault.crowded"),
    }
}
