//! Founding a bureau on this laptop: journal, agency, officers, rule pack, first number blocks.

use super::command::Trouble;
use super::config::Founding;
use super::desk::Desk;
use super::{pin, rulepack};
use crate::domain::agency::Officer;
use crate::domain::bureau::BureauEvent;
use crate::domain::identity::credential;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// The prefix that all numbers of a sample bureau begin with.
const SAMPLE_PREFIX: char = '样';

/// Writes the founding entries, in one transaction.
///
/// # Errors
/// When an officer's credential number or PIN cannot be one, or the journal cannot be written.
pub fn found_bureau(desk: &mut Desk, founding: Founding) -> Result<(), Trouble> {
    check_agency(&founding)?;
    for (nth, officer) in founding.officers.iter().enumerate() {
        if credential::check(&officer.credential).blocks() {
            let field = format!("officer[{nth}].credential");
            return Err(Trouble::new("trouble.credential_shape")
                .with(&officer.credential)
                .at(field));
        }
        if !pin::is_allowed(&officer.pin) {
            return Err(Trouble::new("trouble.pin_shape").at(format!("officer[{nth}].pin")));
        }
    }
    // What the journal says, not what this program knew when it opened it: a bureau that was founded
    // and could not be read back must not be founded twice.
    desk.refresh()?;
    if desk.is_founded() {
        return Err(Trouble::new("trouble.founded_already"));
    }
    let device = desk.store.device();
    let mut events = vec![
        BureauEvent::JournalOpened { device, epoch: 1 },
        BureauEvent::AgencyNamed(founding.agency),
    ];
    for officer in founding.officers {
        let record = pin::record(&officer.pin, desk.dice.salt())?;
        let officer = Officer {
            id: desk.dice.id(),
            name: officer.name,
            credential: officer.credential,
            valid_from: officer.valid_from,
            valid_until: officer.valid_until,
        };
        events.push(BureauEvent::OfficerEnrolled { officer, pin: record });
    }
    let pack = rulepack::embedded()?.pack;
    let files = rulepack::embedded_files();
    events.push(BureauEvent::RulePackAdopted {
        digest: pack.digest,
        id: pack.id,
        version: pack.version,
        approver: pack.approver,
    });
    events.extend(founding.blocks.into_iter().map(BureauEvent::NumberBlockGranted));
    let work = Work {
        bodies: events.into_iter().map(Body::Bureau).collect(),
        pack: Some((pack.digest, files)),
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    desk.refresh()?;
    if desk.bureau.agency.sample {
        desk.sample_pins = super::sample::pins();
    }
    Ok(())
}

/// What `%{a}` of the founding's sentence names: the first field that cannot be so.
fn check_agency(founding: &Founding) -> Result<(), Trouble> {
    let agency = &founding.agency;
    let wrong = |field: &str| Err(Trouble::new("trouble.founding_field").at(field));
    if agency.name.trim().is_empty() {
        return wrong("agency.name");
    }
    // Nobody may take a sample's number for a real one, nor the other way round.
    if agency.sample != agency.number_prefix.starts_with(SAMPLE_PREFIX) {
        return wrong("agency.number_prefix");
    }
    if founding.officers.len() < 2 {
        return wrong("officer");
    }
    for (nth, block) in founding.blocks.iter().enumerate() {
        let fits = block.prefix == agency.number_prefix && 0 < block.from;
        if !fits || block.until < block.from {
            return wrong(&format!("number_block[{nth}]"));
        }
        let overlaps = founding.blocks[..nth].iter().any(|earlier| {
            earlier.year == block.year && earlier.from <= block.until && block.from <= earlier.until
        });
        if overlaps {
            return wrong(&format!("number_block[{nth}]"));
        }
    }
    Ok(())
}
