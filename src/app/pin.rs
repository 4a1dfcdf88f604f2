//! PINs: what can be one, who changes whose, and what a wrong one is told; a PIN is never kept.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use crate::domain::agency::{Officer, Role};
use crate::domain::bureau::{BureauEvent, PinSetter};
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::store::journal::Work;
use crate::store::keys::KeyFault;
use crate::wire::event::Body;

/// Six digits at least, since the device is the second factor.
#[must_use]
pub fn is_allowed(pin: &str) -> bool {
    pin.len() >= 6 && pin.len() <= 64 && pin.chars().all(|c| c.is_ascii_graphic())
}

/// An officer who has just typed his own PIN, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Number of the credential.
    pub credential: String,
    /// His id.
    pub officer: Id,
    /// When the PIN was proved.
    pub at: Moment,
}

/// Proves that each of `pins`, credential and PIN, is typed by the officer himself.
///
/// # Errors
/// At the first that is not, and where two have the same PIN; every try counts towards that officer's wait.
pub fn prove(desk: &mut Desk, pins: &[(String, String)]) -> Result<Vec<Proven>, Trouble> {
    let mut proven = Vec::new();
    for (credential, typed) in pins {
        proven.push(prove_one(desk, credential, typed)?);
    }
    distinct(desk, pins)?;
    Ok(proven)
}

/// Refuses two proved officers with the same PIN: whoever knows his own would then enter his colleague's.
///
/// # Errors
/// At the first two.
pub fn distinct(desk: &Desk, pins: &[(String, String)]) -> Result<(), Trouble> {
    for (nth, (credential, typed)) in pins.iter().enumerate() {
        let mut before = pins[..nth].iter();
        if let Some((other, _)) = before.find(|(who, pin)| who != credential && pin == typed) {
            let name = |who: &str| {
                desk.bureau.officer(who).map_or(String::new(), |known| known.name.clone())
            };
            let alike = Trouble::new("trouble.pins_alike").at("pin");
            return Err(alike.with(name(other)).and(name(credential)));
        }
    }
    Ok(())
}

/// The same for one. It proves who it is; whether he may enforce today is for the law to say.
///
/// # Errors
/// When nobody has the credential, or the PIN is another's.
pub fn prove_one(desk: &mut Desk, credential: &str, typed: &str) -> Result<Proven, Trouble> {
    let reading = desk.clock.read();
    let Some(officer) = desk.bureau.officer(credential) else {
        return Err(Trouble::new("trouble.unknown_credential").with(credential).at("credential"));
    };
    let (officer, name) = (officer.id, officer.name.clone());
    let tried = desk.ring.unlock(credential, typed, reading.monotonic_ms);
    tried.map_err(|fault| at_pin(fault).and(&name))?;
    if desk.ring.must_change(credential) {
        return Err(Trouble::new("trouble.pin_must_change").at("pin"));
    }
    Ok(Proven { credential: credential.to_string(), officer, at: reading.wall })
}

/// Changes the PIN of `credential`, who knows his old one: the key is wrapped anew, nothing is
/// encrypted again.
///
/// # Errors
/// When the old PIN is another's, or the new one cannot be one.
pub fn change(desk: &mut Desk, credential: &str, old: &str, new: &str) -> Result<Reply, Trouble> {
    if !is_allowed(new) {
        return Err(Trouble::new("trouble.pin_shape").at("pin"));
    }
    if old == new {
        return Err(Trouble::new("trouble.pin_same").at("pin"));
    }
    let (officer, name) = match desk.bureau.officer(credential) {
        Some(officer) => (officer.id, officer.name.clone()),
        None => return Err(Trouble::new("trouble.unknown_credential").with(credential)),
    };
    let monotonic_ms = desk.clock.read().monotonic_ms;
    let tried = desk.ring.unlock(credential, old, monotonic_ms);
    tried.map_err(|fault| at_pin(fault).and(&name))?;
    set(desk, credential, new, false, officer, PinSetter::Owner)
}

/// Gives `credential` a first PIN, which he must change before it opens anything else.
///
/// # Errors
/// When nobody is signed in as the terminal's keeper, he has a PIN or had one of his own, or it cannot be one.
pub fn give(desk: &mut Desk, credential: &str, new: &str) -> Result<Reply, Trouble> {
    let keeper = keeper(desk)?;
    if !may_be_given(desk, credential) {
        return Err(is_there(desk, credential));
    }
    if !is_allowed(new) {
        return Err(Trouble::new("trouble.pin_shape").at("pin"));
    }
    set(desk, credential, new, true, keeper, PinSetter::Keeper)
}

/// Whether the keeper alone may give `credential` a PIN: who has none on this laptop and never had one of his own. One
/// that was lost, or taken when his time ended, is set anew by headquarters' word alone: else the keeper could end an
/// officer, give him a PIN and confirm decisions in his name.
#[must_use]
pub fn may_be_given(desk: &Desk, credential: &str) -> bool {
    !desk.ring.has_pin(credential) && !desk.bureau.had_own_pin(credential)
}

/// What the keeper is told who would give one all the same.
pub(super) fn is_there(desk: &Desk, credential: &str) -> Trouble {
    Trouble::new("trouble.pin_is_there").with(desk.ring.name_of(credential)).at("pin")
}

/// Sets a new PIN on headquarters' word: its code has opened the journal.
///
/// # Errors
/// When the PIN cannot be one or nobody has the credential.
pub fn recover(desk: &mut Desk, credential: &str, new: &str) -> Result<Reply, Trouble> {
    if !is_allowed(new) {
        return Err(Trouble::new("trouble.pin_shape").at("pin"));
    }
    let Some(officer) = desk.bureau.officer(credential) else {
        return Err(Trouble::new("trouble.unknown_credential").with(credential));
    };
    let officer = officer.id;
    set(desk, credential, new, false, officer, PinSetter::Code)
}

/// The same on a screen of the keeper's, by the code that headquarters told: a PIN that must be changed first.
///
/// # Errors
/// When nobody is signed in as keeper, the code is another, the PIN cannot be one or nobody has the credential.
pub(super) fn reset(
    desk: &mut Desk,
    credential: &str,
    code: &str,
    new: &str,
) -> Result<Reply, Trouble> {
    let keeper = keeper(desk)?;
    if desk.ring.open_with_code(code).map_err(|no| at_pin(no).at("code"))? != desk.key {
        return Err(Trouble::new("trouble.wrong_code").at("code"));
    }
    if !is_allowed(new) {
        return Err(Trouble::new("trouble.pin_shape").at("pin"));
    }
    set(desk, credential, new, true, keeper, PinSetter::Code)
}

/// Tells the keyring what is new about a person whose PIN stays; `ends` takes the PIN.
///
/// # Errors
/// When the keyring cannot be written.
pub(super) fn tell_ring(desk: &mut Desk, person: &Officer, ends: bool) -> Result<(), Trouble> {
    let _alone = desk.ring.lock().map_err(at_pin)?;
    let mut ring = desk.ring.clone();
    ring.enrol(person);
    if ends {
        ring.take_pin(&person.credential);
    }
    ring.keep().map_err(at_pin)?;
    desk.ring = ring;
    Ok(())
}

/// Tells the keyring what the journal says now of the people who are on it: headquarters renews and withdraws by
/// entries. A ring that cannot be written is told at the next entry or opening.
pub(super) fn follow_roster(desk: &mut Desk) {
    let is_news =
        |one: &&Officer| desk.ring.officer(&one.credential).is_some_and(|known| known != *one);
    let news: Vec<Officer> = desk.bureau.officers.iter().filter(is_news).cloned().collect();
    if news.is_empty() || !desk.store.may_write() {
        return;
    }
    let Ok(_alone) = desk.ring.lock() else { return };
    let mut ring = desk.ring.clone();
    news.iter().for_each(|person| ring.enrol(person));
    if ring.keep().is_ok() {
        desk.ring = ring;
    }
}

/// The id of whoever is signed in; `None` where nobody is, as before a sample bureau.
pub(super) fn who(desk: &Desk) -> Option<Id> {
    let signed_in = desk.signed_in.as_deref().and_then(|who| desk.bureau.officer(who));
    signed_in.map(|person| person.id)
}

/// The id of the keeper who is signed in.
///
/// # Errors
/// When it is somebody else, or nobody.
pub fn keeper(desk: &Desk) -> Result<Id, Trouble> {
    let signed_in = desk.signed_in.as_deref().and_then(|who| desk.bureau.officer(who));
    match signed_in {
        Some(person) if person.role == Role::Keeper => Ok(person.id),
        _ => Err(Trouble::new("trouble.keeper_needed")),
    }
}

fn set(
    desk: &mut Desk,
    credential: &str,
    new: &str,
    given_by_another: bool,
    by: Id,
    setter: PinSetter,
) -> Result<Reply, Trouble> {
    let Some(officer) = desk.bureau.officer(credential).cloned() else {
        return Err(Trouble::new("trouble.unknown_credential").with(credential));
    };
    let _alone = desk.ring.lock().map_err(at_pin)?;
    // On a ring of its own: what its owner was told had failed must not be kept by the next try of a PIN.
    let mut ring = desk.ring.clone();
    ring.enrol(&officer);
    ring.set_pin(credential, new, &desk.key, given_by_another, &mut desk.dice).map_err(at_pin)?;
    // The entry comes first: a PIN that is in force without one would be nobody's word.
    let event = BureauEvent::PinSet { officer: officer.id, setter };
    let bodies = vec![Body::Bureau(event.clone())];
    let work = Work { officer: Some(by), bodies, ..Work::default() };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    desk.bureau.apply(event);
    ring.keep().map_err(at_pin)?;
    desk.ring = ring;
    Ok(Reply::PinSet { credential: credential.to_string() })
}

/// What the keyring says, as a sentence at the PIN.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub fn at_pin(fault: KeyFault) -> Trouble {
    let a = match &fault {
        KeyFault::WrongPin { left } => (*left).into(),
        KeyFault::Wait { minutes } => (*minutes).into(),
        KeyFault::Unknown { credential } => credential.into(),
        KeyFault::Folder(fault) => fault.into(),
        KeyFault::NoPin
        | KeyFault::WrongCode
        | KeyFault::Damaged
        | KeyFault::OtherDevice
        | KeyFault::NoMemory => Said::default(),
    };
    Trouble::new(fault.key()).at("pin").with(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_six_signs_at_least() {
        assert!(!is_allowed("12345") && is_allowed("123456") && !is_allowed("1234 56"));
    }
}
