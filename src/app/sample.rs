//! The sample bureau: agency, officers with PINs, number blocks, and a shift's stops, all embedded.

use super::command::Trouble;
use super::config::{self, Founding};
use super::desk::Desk;
use super::found_bureau::found_bureau;
use crate::domain::agency::NumberBlock;

const BUREAU: &str = include_str!("../../assets/sample/bureau.toml");
const STOPS: &str = include_str!("../../assets/sample/stops.json");

fn founding() -> Result<Founding, Trouble> {
    config::read_founding(BUREAU).map_err(|what| Trouble::new("trouble.founding").with(what))
}

/// Founds the sample bureau in an empty journal, with numbers of the year at hand and of the next one whichever they are.
///
/// # Errors
/// When the journal cannot be written.
pub fn found(desk: &mut Desk) -> Result<(), Trouble> {
    let mut founding = founding()?;
    let year = desk.clock.now().day().year();
    for year in [year, year + 1] {
        let Some(first) = founding.blocks.first() else { break };
        if founding.blocks.iter().all(|block| block.year != year) {
            let block = NumberBlock { year, ..first.clone() };
            founding.blocks.push(block);
        }
    }
    found_bureau(desk, founding).map(|_| ())
}

/// Credential, name and PIN of the sample officers, for the first screen of a sample bureau.
#[must_use]
pub fn pins() -> Vec<(String, String, String)> {
    let officers = founding().map(|founding| founding.officers).unwrap_or_default();
    officers.into_iter().map(|o| (o.credential, o.name, o.pin)).collect()
}

/// The prefix of the sample's document numbers.
#[must_use]
pub fn prefix() -> String {
    founding().map(|founding| founding.agency.number_prefix).unwrap_or_default()
}

/// The sample shift: eighteen stops as an officer would meet them.
#[must_use]
pub fn stops() -> &'static str {
    STOPS
}
