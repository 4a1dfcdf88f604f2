//! What each role may ask, on a screen and on the command line; the three exclude each other, and none can take
//! another's.

use super::command::{Command, Trouble};
use super::desk::Desk;
use crate::domain::agency::{Officer, Role};
use crate::domain::rulebook::Rulings;
use crate::stdx::day::Day;
use crate::stdx::said::Said;

/// Who may ask for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nobody in particular: no bureau is opened, or headquarters' code opens it.
    Nobody,
    /// Whoever knows his own PIN, behind the end of his certificate too: what changes that PIN, what carries a renewal
    /// here, and what says how the laptop stands. It shows no case.
    OwnPin,
    /// Who reads cases: an officer or the auditor.
    Reader,
    /// Who enforces.
    Officer,
    /// An officer who ends what he began. That his certificate ended meanwhile the law says itself, and what was typed
    /// must not be lost over it.
    Finishing,
    /// The terminal's keeper alone.
    Keeper,
    /// The terminal's keeper; where the bureau has none, an officer.
    Care,
    /// Who can be expected beside a damaged journal: an officer or the keeper.
    Repair,
}

impl Need {
    fn admits(self, role: Role, has_keeper: bool) -> bool {
        match self {
            Need::Nobody | Need::OwnPin => true,
            Need::Reader => role != Role::Keeper,
            Need::Officer | Need::Finishing => role == Role::Officer,
            Need::Keeper => role == Role::Keeper,
            Need::Care => role == Role::Keeper || (role == Role::Officer && !has_keeper),
            Need::Repair => role != Role::Auditor,
        }
    }

    /// Whether who asks must be in force today.
    fn asks_validity(self) -> bool {
        !matches!(self, Need::Nobody | Need::OwnPin | Need::Finishing)
    }

    fn refusal(self) -> &'static str {
        match self {
            Need::Reader => "trouble.need_reader",
            Need::Keeper | Need::Care => "trouble.need_keeper",
            Need::Repair => "trouble.need_repair",
            Need::Nobody | Need::OwnPin | Need::Officer | Need::Finishing => "trouble.need_officer",
        }
    }
}

/// The people of a laptop on one day.
#[derive(Clone, Copy, Debug)]
pub struct Roster<'a> {
    /// Everybody ever enrolled.
    pub people: &'a [Officer],
    /// The day on which certificates must hold.
    pub today: Day,
    /// Whether the last day counts.
    pub rulings: &'a Rulings,
}

impl Roster<'_> {
    /// Whether the person with `credential` may ask for what needs `need`; `None` is whoever stands before a sample
    /// bureau, whose PINs are no secret: he counts as an officer.
    ///
    /// # Errors
    /// With the sentence that says who may, or that his certificate does not cover the day.
    pub fn admits(&self, need: Need, credential: Option<&str>) -> Result<(), Trouble> {
        let Some(person) = self.role_admits(need, credential)? else { return Ok(()) };
        if need.asks_validity() { self.covers(person) } else { Ok(()) }
    }

    /// The same without the day.
    fn role_admits(
        &self,
        need: Need,
        credential: Option<&str>,
    ) -> Result<Option<&Officer>, Trouble> {
        if need == Need::Nobody {
            return Ok(None);
        }
        let person = match credential {
            None => None,
            Some(who) => Some(
                self.people
                    .iter()
                    .find(|person| person.credential == who)
                    .ok_or_else(|| Trouble::new("trouble.unknown_credential").with(who))?,
            ),
        };
        let has_keeper = self
            .people
            .iter()
            .any(|one| one.role == Role::Keeper && one.is_in_force_on(self.today, self.rulings));
        let role = person.map_or(Role::Officer, |person| person.role);
        if need.admits(role, has_keeper) {
            return Ok(person);
        }
        // Whom to look for is no answer where there is none: headquarters lists one.
        let is_nobodys = need == Need::Keeper && !has_keeper;
        let key = if is_nobodys { "trouble.no_keeper" } else { need.refusal() };
        let refused = Trouble::new(key).and(Said::words(said(role)));
        Err(match person {
            Some(person) => refused.with(&person.name),
            None => refused.with(Said::words("role.nobody")),
        })
    }

    /// Whether `person`'s certificate, or his appointment, covers the day.
    ///
    /// # Errors
    /// With the day on which it ended or begins.
    pub fn covers(&self, person: &Officer) -> Result<(), Trouble> {
        if person.is_in_force_on(self.today, self.rulings) {
            return Ok(());
        }
        let (key, day) = if self.today < person.valid_from {
            ("trouble.credential_not_yet", person.valid_from)
        } else {
            ("trouble.credential_ended", person.valid_until)
        };
        let who = format!("{} {}", person.name, person.credential);
        Err(Trouble::new(key).with(who).and(day.to_string()).at("credential"))
    }
}

impl Desk {
    /// The people of this laptop today.
    pub(super) fn roster(&self) -> Roster<'_> {
        let (people, today) = (&self.bureau.officers, self.clock.now().day());
        Roster { people, today, rulings: &self.rulebook.rulings }
    }
}

fn said(role: Role) -> &'static str {
    match role {
        Role::Officer => "role.officer",
        Role::Keeper => "role.keeper",
        Role::Auditor => "role.auditor",
    }
}

/// Whether the person who is signed in may ask for `command`.
///
/// # Errors
/// With the sentence that names the role it takes, or the end of his certificate.
pub fn permits(desk: &Desk, command: &Command) -> Result<(), Trouble> {
    // Nobody is signed in where a script speaks; it proves each officer itself.
    let who = desk.signed_in.as_deref();
    let (need, roster) = (need(command), desk.roster());
    if need == Need::Reader {
        // He was let in by day and reads on behind midnight, until the screens are locked.
        return roster.role_admits(need, who).map(|_| ());
    }
    roster.admits(need, who)
}

/// What a command of the screens needs.
#[must_use]
pub fn need(command: &Command) -> Need {
    match command {
        Command::LoadKeeping
        | Command::Enrol { .. }
        | Command::EndPerson { .. }
        | Command::ResetPin { .. }
        | Command::NameAgency { .. }
        | Command::ChooseMirror { .. }
        | Command::DraftCode
        | Command::RenewCode { .. } => Need::Keeper,
        Command::SignIn { .. } | Command::Unlock { .. } | Command::ChangePin { .. } => Need::Nobody,
        Command::LoadSync
        | Command::SyncNow
        | Command::GoSync { .. }
        | Command::StopSync
        | Command::SetMetered { .. }
        | Command::LoadQueue { .. }
        | Command::FindStick
        | Command::LookAtStick
        | Command::StopStick
        | Command::ExchangeStick { .. }
        | Command::BearForColleague
        | Command::GiveToColleague { .. }
        | Command::LookAtRelay
        | Command::StopRelay => Need::OwnPin,
        Command::LoadToday
        | Command::LoadDocket
        | Command::LoadNumbers
        | Command::LookUpPlate { .. }
        | Command::Search { .. }
        | Command::OpenInspection { .. }
        | Command::OpenDocument { .. }
        | Command::OpenEvidence { .. } => Need::Reader,
        Command::StartShift { .. }
        | Command::NewDraft
        | Command::Print { .. }
        | Command::PrintAll { .. }
        | Command::PrintOn { .. }
        | Command::LookAtPrint
        | Command::StopPrint
        | Command::LookAtPrinters
        | Command::SetUpPrinter { .. }
        | Command::ChoosePrinter { .. }
        | Command::ForgetPrinter { .. }
        | Command::TaskDone { .. }
        | Command::OfferPen { .. }
        | Command::TakePen { .. }
        | Command::PutDownCash { .. }
        | Command::RecordFact { .. }
        | Command::ImportEvidence(_)
        | Command::LookAtImport
        | Command::StopImport
        | Command::DescribeEvidence(_)
        | Command::LookAtPapers { .. }
        | Command::BeginInterview { .. }
        | Command::MakePaper(_)
        | Command::Correct { .. } => Need::Officer,
        Command::LookAtClose
        | Command::CloseShift
        | Command::OpenDraft { .. }
        | Command::SaveField { .. }
        | Command::DropDraft { .. }
        | Command::LookAtEnd { .. }
        | Command::PreviewDraft { .. }
        | Command::Conclude { .. }
        | Command::OpenCase { .. }
        | Command::ConfirmClock { .. } => Need::Finishing,
    }
}
