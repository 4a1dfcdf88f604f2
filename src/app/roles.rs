//! What each role may ask of the desk; the three exclude each other, and none can take another's.

use super::command::{Command, Trouble};
use super::desk::Desk;
use crate::domain::agency::Role;

/// Whether the person who is signed in may ask for `command`.
///
/// # Errors
/// With the sentence that names the role it takes.
pub fn permits(desk: &Desk, command: &Command) -> Result<(), Trouble> {
    let who = desk.signed_in.as_deref().and_then(|who| desk.bureau.officer(who));
    // Nobody is signed in where a script speaks; it proves each officer itself.
    let role = who.map_or(Role::Officer, |person| person.role);
    let needed = match command {
        Command::LoadKeeping
        | Command::Enrol { .. }
        | Command::EndPerson { .. }
        | Command::ResetPin { .. }
        | Command::NameAgency { .. }
        | Command::ChooseMirror { .. }
        | Command::DraftCode
        | Command::RenewCode { .. } => {
            let is_keeper = role == Role::Keeper;
            return is_keeper.then_some(()).ok_or_else(|| Trouble::new("trouble.keeper_needed"));
        }
        Command::SignIn { .. } | Command::Unlock { .. } | Command::ChangePin { .. } => {
            return Ok(());
        }
        Command::LoadSync
        | Command::SyncNow
        | Command::GoSync { .. }
        | Command::StopSync
        | Command::SetMetered { .. }
        | Command::LoadQueue { .. }
        | Command::FindStick
        | Command::LookAtStick
        | Command::StopStick
        | Command::ExchangeStick { .. } => true,
        Command::LoadToday
        | Command::LookUpPlate { .. }
        | Command::Search { .. }
        | Command::OpenInspection { .. }
        | Command::OpenDocument { .. } => role != Role::Keeper,
        Command::StartShift { .. }
        | Command::LookAtClose
        | Command::CloseShift
        | Command::NewDraft
        | Command::OpenDraft { .. }
        | Command::SaveField { .. }
        | Command::DropDraft { .. }
        | Command::LookAtEnd { .. }
        | Command::Conclude { .. }
        | Command::ConfirmClock { .. }
        | Command::Print { .. }
        | Command::PrintAll { .. }
        | Command::TaskDone { .. }
        | Command::Correct { .. } => role == Role::Officer,
    };
    if needed { Ok(()) } else { Err(Trouble::new(refusal(role))) }
}

fn refusal(role: Role) -> &'static str {
    match role {
        Role::Keeper => "trouble.keeper_decides_nothing",
        Role::Officer | Role::Auditor => "trouble.auditor_writes_nothing",
    }
}
