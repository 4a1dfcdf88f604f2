//! Founding a bureau on this laptop: journal, agency, officers, rule pack, first number blocks.

use super::command::Trouble;
use super::config::Founding;
use super::desk::Desk;
use super::{founding_check, pin, rulepack};
use crate::domain::agency::Officer;
use crate::domain::bureau::BureauEvent;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// Writes the founding entries, in one transaction, then the keyring; gives headquarters' code, which is
/// shown once and kept nowhere.
///
/// # Errors
/// When agency, people or numbers cannot be so, or the journal cannot be written.
pub fn found_bureau(desk: &mut Desk, founding: Founding) -> Result<String, Trouble> {
    founding_check::founding(&founding)?;
    // A founding that failed behind its entries begins anew in a new journal, never twice in one.
    if desk.store.head().number > 0 {
        return Err(
            Trouble::new("trouble.founded_already").with(desk.store.folder().display().to_string())
        );
    }
    // What the journal says, not what this program knew when it opened it: a bureau that was founded
    // and could not be read back must not be founded twice.
    desk.refresh()?;
    if desk.is_founded() {
        return Err(Trouble::new("trouble.founded_already"));
    }
    let device = desk.store.device();
    let (founding_name, is_sample) = (founding.agency.name.clone(), founding.agency.sample);
    let mut events = vec![
        BureauEvent::JournalOpened { device, epoch: 1 },
        desk.store.make_device_key(founding.suite, &mut desk.dice)?,
        BureauEvent::AgencyNamed(founding.agency),
    ];
    let mut ring = desk.ring.clone();
    ring.name_agency(&founding_name, is_sample);
    for new in founding.officers {
        let officer = Officer {
            id: desk.dice.id(),
            name: new.name,
            credential: new.credential,
            role: new.role,
            valid_from: new.valid_from,
            valid_until: new.valid_until,
            scope: new.scope,
        };
        ring.enrol(&officer);
        let (who, dice) = (&officer.credential, &mut desk.dice);
        ring.set_pin(who, &new.pin, &desk.key, false, dice).map_err(pin::at_pin)?;
        events.push(BureauEvent::OfficerEnrolled(officer));
    }
    let code = ring.make_code(&desk.key, &mut desk.dice);
    events.push(BureauEvent::RecoveryCodeMade);
    let pack = rulepack::embedded()?.pack.clone();
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
    // Without the keyring nobody was told of a founding: it begins anew then.
    ring.keep().map_err(pin::at_pin)?;
    desk.ring = ring;
    desk.refresh()?;
    if desk.bureau.agency.sample {
        desk.sample_pins = super::sample::pins();
    }
    Ok(code)
}
