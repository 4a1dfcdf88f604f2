//! What a founding cannot be, a rule for each answer: the same for a file, for the questions of first use and for an agency
//! that is named anew; nothing is written here.

use super::command::Trouble;
use super::config::{Founding, NewOfficer};
use super::pin;
use crate::domain::agency::{self, Agency, NumberBlock, Role};
use crate::domain::identity::{self, region};
use crate::stdx::day::Day;

/// The whole of it: agency, people, numbers. What a decision lacks is no part of it: that is refused where one is made.
///
/// # Errors
/// At the first field that cannot be so; the same of every call below.
pub fn founding(founding: &Founding) -> Result<(), Trouble> {
    let wrong = |field: &str| Err(Trouble::new("trouble.founding_field").at(field));
    let Founding { agency, officers, blocks, .. } = founding;
    if agency.name.trim().is_empty() {
        return wrong("agency.name");
    }
    self::agency(agency)?;
    for (nth, person) in officers.iter().enumerate() {
        let at = |field: &str| format!("officer[{nth}].{field}");
        person_name(&person.name).map_err(|no| no.at(at("name")))?;
        credential(&person.credential, person.role, &officers[..nth])
            .map_err(|no| no.at(at("credential")))?;
        validity(person.valid_from, person.valid_until).map_err(|no| no.at(at("valid_until")))?;
        if !pin::is_allowed(&person.pin) {
            return Err(Trouble::new("trouble.pin_shape").at(at("pin")));
        }
    }
    let has = |role: Role| officers.iter().filter(|person| person.role == role).count();
    if has(Role::Officer) < 2 {
        return wrong("officer");
    }
    // Officers do nothing of the keeper's (GB/T 22239), so without one nobody could ever be enrolled or renewed here.
    if !agency.sample && has(Role::Keeper) == 0 {
        return Err(Trouble::new("trouble.keeper_missing").at("officer"));
    }
    match (0..blocks.len()).find(|nth| !is_usable(blocks, *nth, &agency.number_prefix)) {
        Some(nth) => wrong(&format!("number_block[{nth}]")),
        None => Ok(()),
    }
}

/// What no agency can have, whatever its decisions need.
///
/// # Errors
/// As above.
pub fn agency(agency: &Agency) -> Result<(), Trouble> {
    number_prefix(&agency.number_prefix, agency.sample)
        .map_err(|no| no.at("agency.number_prefix"))?;
    self::region(&agency.region).map_err(|no| no.at("agency.region"))
}

/// What stands before the year in its numbers.
///
/// # Errors
/// As above.
pub fn number_prefix(prefix: &str, sample: bool) -> Result<(), Trouble> {
    if agency::prefix_fits(prefix, sample) {
        return Ok(());
    }
    Err(Trouble::new("trouble.prefix_sign").with(prefix))
}

/// Where it is.
///
/// # Errors
/// As above.
pub fn region(code: &str) -> Result<(), Trouble> {
    if region::is_code(code) {
        return Ok(());
    }
    Err(Trouble::new("trouble.region_shape").with(code))
}

/// The name of a person.
///
/// # Errors
/// As above.
pub fn person_name(name: &str) -> Result<(), Trouble> {
    if name.trim().is_empty() { Err(Trouble::new("trouble.person_name")) } else { Ok(()) }
}

/// The number that he signs in with: an officer's is that of his credential, another's that of his staff card; and it is
/// his alone, or the one would open with the PIN of the other.
///
/// # Errors
/// As above.
pub fn credential(number: &str, role: Role, before: &[NewOfficer]) -> Result<(), Trouble> {
    if role == Role::Officer && identity::credential::check(number).blocks() {
        return Err(Trouble::new("trouble.credential_shape").with(number));
    }
    if number.trim().is_empty() {
        return Err(Trouble::new("trouble.staff_number"));
    }
    match before.iter().find(|other| other.credential == number) {
        Some(other) => Err(Trouble::new("trouble.credential_twice").with(number).and(&other.name)),
        None => Ok(()),
    }
}

/// First and last day.
///
/// # Errors
/// As above.
pub fn validity(from: Day, until: Day) -> Result<(), Trouble> {
    if from <= until {
        return Ok(());
    }
    Err(Trouble::new("trouble.validity_order").with(from.to_string()).and(until.to_string()))
}

/// Whether the block bears the prefix, holds a number, and holds none of an earlier block.
fn is_usable(blocks: &[NumberBlock], nth: usize, prefix: &str) -> bool {
    let block = &blocks[nth];
    let apart = |earlier: &NumberBlock| {
        earlier.year != block.year || block.until < earlier.from || earlier.until < block.from
    };
    block.prefix == prefix
        && (1..=block.until).contains(&block.from)
        && blocks[..nth].iter().all(apart)
}
