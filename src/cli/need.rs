//! What each command needs of whoever runs it; asks nobody itself. A command without its line here is no program.

use super::arguments::{BureauCommand, Command};
use crate::app::roles::Need;

impl Command {
    /// Who may run it.
    #[must_use]
    pub fn need(&self) -> Need {
        match self {
            // The sample bureau and a folder without one are nobody's; the code is headquarters' word, and a PIN its
            // owner's; the law is everybody's.
            Command::Demo { .. }
            | Command::Found { .. }
            | Command::Restore { .. }
            | Command::Recover { .. }
            | Command::Gates { .. }
            | Command::Pin => Need::Nobody,
            Command::Check { .. } => Need::Officer,
            Command::Bureau(command) => command.need(),
        }
    }
}

impl BureauCommand {
    /// Who may run it.
    #[must_use]
    pub fn need(&self) -> Need {
        use BureauCommand as On;
        match self {
            // A renewal comes by sync, stick and colleague, also for the last one whose certificate ended. What these say of the
            // laptop names no party, and the law is everybody's.
            On::Sync { .. }
            | On::Law { .. }
            | On::Stick { .. }
            | On::Relay { .. }
            | On::Verify { .. }
            | On::Doctor { .. }
            | On::Mirror { to: None, off: false }
            | On::Gps { port: None, off: false }
            | On::Printers { add: None, choose: None, remove: None, .. }
            | On::Leftovers { delete: false, .. }
            | On::Paper { fields: Some(_), .. }
            | On::Code { renew: false } => Need::OwnPin,
            On::List { .. }
            | On::Due { .. }
            | On::Numbers { void: None, .. }
            | On::Show { .. }
            | On::Cash { ticket: None, to_agency: None, to_bank: None, withdraw: None, .. } => {
                Need::Reader
            }
            On::Print { .. }
            | On::Printers { .. }
            | On::Photograph { .. }
            | On::Export { .. }
            | On::Numbers { .. }
            | On::Cash { .. }
            | On::Fact { .. }
            | On::Paper { .. }
            | On::HandOver { .. }
            | On::TakeOver { .. } => Need::Officer,
            On::Officer { .. } | On::Agency { .. } | On::Code { renew: true } => Need::Keeper,
            On::Mirror { .. }
            | On::Gps { .. }
            | On::Leftovers { .. }
            | On::Backup { .. }
            | On::Enrol { .. }
            | On::Rotate => Need::Care,
            On::Rebuild | On::Rescue => Need::Repair,
        }
    }
}
