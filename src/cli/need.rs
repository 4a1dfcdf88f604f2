//! What each command needs of whoever runs it; asks nobody itself. A command without its line here is no program.

use super::Command;
use crate::app::roles::Need;

impl Command {
    /// Who may run it.
    #[must_use]
    pub fn need(&self) -> Need {
        match self {
            // The sample bureau and a folder without one are nobody's; the code is headquarters' word, and a PIN its
            // owner's.
            Command::Demo { .. }
            | Command::Found { .. }
            | Command::Restore { .. }
            | Command::Recover { .. }
            | Command::Pin => Need::Nobody,
            // A renewal comes by sync and stick, also for the last one whose certificate ended. What these say of the
            // laptop names no party.
            Command::Sync { .. }
            | Command::Stick { .. }
            | Command::Verify { .. }
            | Command::Doctor { .. }
            | Command::Mirror { to: None, off: false }
            | Command::Gps { port: None, off: false }
            | Command::Code { renew: false } => Need::OwnPin,
            Command::List { .. } | Command::Show { .. } => Need::Reader,
            Command::Check { .. }
            | Command::Print { .. }
            | Command::Photograph { .. }
            | Command::Export { .. } => Need::Officer,
            Command::Officer { .. } | Command::Agency { .. } | Command::Code { renew: true } => {
                Need::Keeper
            }
            Command::Mirror { .. }
            | Command::Gps { .. }
            | Command::Backup { .. }
            | Command::Enrol { .. } => Need::Care,
            Command::Rebuild | Command::Rescue => Need::Repair,
        }
    }
}
