//! Naming the agency anew, by the terminal's keeper: bank, court or organ changed, or one was missing; papers that were
//! issued stay as they are.

use super::command::Trouble;
use super::config;
use super::desk::Desk;
use super::{founding_check, pin};
use crate::domain::agency::Agency;
use crate::domain::bureau::BureauEvent;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// Reads the agency of a file, writes it down, and gives its name.
///
/// # Errors
/// When the file is not in order, a decision would lack something, or it is not the keeper who asks.
pub fn amend(desk: &mut Desk, text: &str) -> Result<String, Trouble> {
    let agency = config::read_agency(text)
        .map_err(|what| Trouble::new("trouble.agency_field").with(what))?;
    name_anew(desk, agency)
}

/// The same for an agency that was typed.
///
/// # Errors
/// When a decision would lack something, no agency can be so, or it is not the keeper who asks.
pub fn name_anew(desk: &mut Desk, agency: Agency) -> Result<String, Trouble> {
    let keeper = pin::keeper(desk)?;
    let before = &desk.bureau.agency;
    // A sample never becomes a real bureau, nor a real one a sample.
    if agency.sample != before.sample {
        return Err(Trouble::new("trouble.agency_field").with("agency.sample"));
    }
    if let Some(missing) = agency.missing_for_decision().first() {
        return Err(Trouble::new("trouble.agency_field").with(*missing).at(*missing));
    }
    founding_check::agency(&agency)?;
    if agency.number_prefix != before.number_prefix && !desk.bureau.blocks.is_empty() {
        return Err(Trouble::new("trouble.agency_prefix").with(&before.number_prefix));
    }
    write_down(desk, keeper, agency)
}

fn write_down(
    desk: &mut Desk,
    keeper: crate::stdx::id::Id,
    agency: Agency,
) -> Result<String, Trouble> {
    let name = agency.name.clone();
    let event = BureauEvent::AgencyNamed(agency);
    let work = Work { officer: Some(keeper), bodies: vec![Body::Bureau(event)], ..Work::default() };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    desk.refresh()?;
    Ok(name)
}
