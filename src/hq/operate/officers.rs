//! `lucha-hq officers`: the roster, and a person listed, renewed or withdrawn; no PIN is ever asked or sent.

use super::{Refused, day_of, refused};
use crate::domain::agency::Role;
use crate::domain::identity::credential;
use crate::hq::ledger::Ledger;
use crate::hq::place::Place;
use crate::stdx::clock::Clock;
use crate::stdx::day::Day;
use crate::stdx::id::Dice;
use crate::wire::message::feed::{News, Scope, kind};
use crate::wire::message::roster::OfficerListed;
use crate::wire::{day_from, day_number};
use clap::Args;
use rust_i18n::t;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// List the roster, or list, renew and withdraw a person.
#[derive(Args, Debug)]
pub struct What {
    /// Name of a person who is listed.
    #[arg(long, requires = "credential", requires = "until", value_name = "NAME")]
    add: Option<String>,
    /// Whose: the number of the credential.
    #[arg(long, value_name = "CREDENTIAL")]
    credential: Option<String>,
    /// First day; today without it.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Last day: of a new person, or of one who is renewed.
    #[arg(long, requires = "credential", value_name = "DAY")]
    until: Option<String>,
    /// officer, keeper or auditor.
    #[arg(long, default_value = "officer", value_name = "ROLE")]
    role: String,
    /// What the credential covers.
    #[arg(long, default_value = "", value_name = "TEXT")]
    scope: String,
    /// Credential of a person who may do nothing from `--on` (today) on.
    #[arg(long, conflicts_with = "add", conflicts_with = "until", value_name = "CREDENTIAL")]
    withdraw: Option<String>,
    #[arg(long, requires = "withdraw", value_name = "DAY")]
    on: Option<String>,
    #[arg(long)]
    json: bool,
}

pub(super) fn run(dir: &Path, what: &What, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let mut ledger = Place::open(dir)?.ledger()?;
    let mut roster = roster(ledger.as_mut())?;
    let today = Clock::machine().now().day();
    let day = |text: &Option<String>| text.as_ref().map_or(Ok(today), |text| day_of(text, lang));
    let none = |who: &str| refused(t!("hq.no_officer", locale = lang, a = who));
    let listed = if let Some(who) = &what.withdraw {
        let known = roster.remove(who).ok_or_else(|| none(who))?;
        OfficerListed { withdrawn_on: Some(day_number(day(&what.on)?)), ..known }
    } else if let (Some(name), Some(who)) = (&what.add, &what.credential) {
        added(what, (name, who), roster.get(who), lang)?
    } else if let (Some(who), Some(_)) = (&what.credential, &what.until) {
        let known = roster.remove(who).ok_or_else(|| none(who))?;
        OfficerListed { valid_until: day_number(day(&what.until)?), withdrawn_on: None, ..known }
    } else {
        return list(&roster, what.json, lang, out);
    };
    let (name, who) = (listed.name.clone(), listed.credential.clone());
    let person = listed.person()?;
    let withdrawn = listed.withdrawn_on.and_then(|on| day_from(on).ok());
    if withdrawn.is_none() && person.valid_until < person.valid_from {
        let (a, b) = (person.valid_from, person.valid_until);
        return Err(refused(t!("hq.officer_dates", locale = lang, a = a, b = b)));
    }
    ledger.publish(Scope::All, &News::OfficerListed(listed))?;
    let words = if let Some(on) = withdrawn {
        t!("hq.officer_withdrawn", locale = lang, a = who, b = on)
    } else {
        t!("hq.new_officers", locale = lang, a = name, b = who, c = person.valid_until)
    };
    writeln!(out, "{words}")?;
    Ok(0)
}

fn added(
    what: &What,
    (name, who): (&str, &str),
    known: Option<&OfficerListed>,
    lang: &str,
) -> Result<OfficerListed, Refused> {
    let role = Role::from_word(&what.role)
        .ok_or_else(|| refused(t!("hq.no_role", locale = lang, a = what.role)))?;
    if role == Role::Officer && credential::check(who).blocks() {
        return Err(refused(t!("hq.officer_credential", locale = lang, a = who)));
    }
    if let Some(other) = known.filter(|known| known.role != role.word()) {
        let words = t!("hq.officer_role_kept", locale = lang, a = who, b = other.role);
        return Err(refused(words));
    }
    let today = Clock::machine().now().day();
    let day = |text: &Option<String>| -> Result<Day, Refused> {
        text.as_ref().map_or(Ok(today), |text| day_of(text, lang))
    };
    Ok(OfficerListed {
        id: known.map_or_else(|| Dice::Machine.id(), |known| known.id),
        name: name.trim().into(),
        credential: who.into(),
        role: role.word().into(),
        scope: what.scope.clone(),
        valid_from: day_number(day(&what.from)?),
        valid_until: day_number(day(&what.until)?),
        withdrawn_on: None,
    })
}

/// The last word about each credential.
fn roster(ledger: &mut dyn Ledger) -> Result<BTreeMap<String, OfficerListed>, Refused> {
    let mut roster = BTreeMap::new();
    for (_, item) in ledger.published(kind::OFFICER_LISTED)? {
        if let Ok(News::OfficerListed(listed)) = item.read() {
            roster.insert(listed.credential.clone(), listed);
        }
    }
    Ok(roster)
}

fn list(
    roster: &BTreeMap<String, OfficerListed>,
    json: bool,
    lang: &str,
    out: &mut dyn Write,
) -> Result<u8, Refused> {
    for listed in roster.values() {
        let person = listed.person()?;
        let (from, until) = (person.valid_from, person.valid_until);
        if json {
            let line = serde_json::json!({
                "credential": listed.credential,
                "name": listed.name,
                "role": listed.role,
                "scope": listed.scope,
                "from": from.to_string(),
                "until": until.to_string(),
                "withdrawn": listed.withdrawn_on.is_some(),
            });
            writeln!(out, "{line}")?;
            continue;
        }
        let withdrawn = listed.withdrawn_on.map(|_| t!("hq.withdrawn", locale = lang));
        let rest = format!("{}{}", listed.scope, withdrawn.unwrap_or_default());
        let (who, name, role) = (&listed.credential, &listed.name, &listed.role);
        let words = t!(
            "hq.officer",
            locale = lang,
            a = who,
            b = name,
            c = role,
            d = from,
            e = until,
            f = rest
        );
        writeln!(out, "{}", words.trim_end())?;
    }
    Ok(0)
}
