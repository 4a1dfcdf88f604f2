//! `lucha-hq export`: a case or a journal as plain files that a stranger can check; headquarters' own log says what left,
//! for whom and why, before the first of them is written.

use super::{Refused, day_of, give_back, refused};
use crate::domain::agency::DocumentNo;
use crate::hq::admit::Capacity;
use crate::hq::disclosures;
use crate::hq::export::{Content, Gathered, Wanted, gather};
use crate::hq::photographs::Photographs;
use crate::hq::place::Place;
use crate::stdx::clock::Clock;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::disclosure::Disclosure;
use crate::wire::message::hello::JournalName;
use clap::Args;
use rust_i18n::t;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A case or a journal as plain files that a stranger can check; headquarters' own log says what left and why.
#[derive(Args, Debug)]
pub struct What {
    /// Number of a decision, or DEVICE/EPOCH/ENTRY, for its case; DEVICE/EPOCH for a journal.
    #[arg(value_name = "CASE")]
    what: String,
    /// Of a journal, what lies between the first and the last entry of this day by the laptop's clock.
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    /// Why it leaves headquarters.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who answers for it.
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Folder that the new folder is made in.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// With what passengers said and who they are, for a court or another organ; without it they are masked.
    #[arg(long)]
    passengers: bool,
}

pub(super) fn run(dir: &Path, what: &What, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let (reason, by) = (what.reason.trim(), what.by.trim());
    if reason.is_empty() || by.is_empty() {
        return Err(refused(t!("hq.export_reason", locale = lang)));
    }
    let place = Place::open(dir)?;
    let seat = place.seat(Capacity::default())?;
    let mut ledger = place.ledger()?;
    let (wanted, named) = wanted(ledger.as_mut(), what, lang)?;
    let folder = what.to.join(format!("lucha-{}", named.replace([' ', '/'], "-")));
    if !what.to.is_dir() || folder.exists() {
        return Err(refused(t!("hq.export_place", locale = lang, a = folder.display())));
    }
    let now_ms = Clock::machine().now().ms();
    let gathered = gather(&seat, ledger.as_mut(), (wanted, what.passengers), now_ms)?;
    let Some(manifest) = gathered.manifest else {
        return Err(refused(t!("hq.export_nothing", locale = lang, a = named)));
    };
    let mut photographs = place.photographs()?;
    let line = Disclosure {
        headquarters: place.headquarters(),
        number: 0,
        at_ms: now_ms,
        what: named,
        reason: reason.into(),
        by: by.into(),
        files: u32::try_from(gathered.files.len()).unwrap_or(u32::MAX),
        manifest,
        before: Digest::ZERO,
        suite: 0,
        signature: Vec::new().into(),
    };
    let line = disclosures::add(&seat, ledger.as_mut(), &line)?;
    write(&gathered, photographs.as_mut(), &folder, lang)?;
    let (files, folder) = (line.files, folder.display());
    let words = t!(
        "hq.exported",
        locale = lang,
        a = files,
        b = folder,
        c = manifest.hex(),
        d = line.number
    );
    writeln!(out, "{words}")?;
    if gathered.missing.is_empty() {
        return Ok(0);
    }
    let count = gathered.missing.len();
    writeln!(out, "{}", t!("hq.export_missing", locale = lang, a = count))?;
    Ok(2)
}

/// What the words mean, and how the log names it.
fn wanted(
    ledger: &mut dyn crate::hq::ledger::Ledger,
    what: &What,
    lang: &str,
) -> Result<(Wanted, String), Refused> {
    let day = what.day.as_deref().map(|day| day_of(day, lang)).transpose()?;
    let parts: Vec<&str> = what.what.split('/').collect();
    if DocumentNo::parse(&what.what).is_none()
        && let [device, epoch] = parts.as_slice()
        && let (Some(device), Ok(epoch)) = (Id::parse(device), epoch.parse())
    {
        let mut named = format!("journal {device}/{epoch}");
        if let Some(day) = day {
            named += &format!(" {day}");
        }
        return Ok((Wanted::Journal(JournalName { device, epoch }, day), named));
    }
    if day.is_some() {
        return Err(refused(t!("hq.export_day", locale = lang, a = what.what)));
    }
    let (journal, number) = give_back::found(ledger, &what.what, lang)?;
    let subject = give_back::subject(ledger, journal, number)?
        .ok_or_else(|| refused(t!("hq.no_case_there", locale = lang, a = what.what)))?;
    Ok((Wanted::Case(subject), format!("case {subject}")))
}

fn write(
    gathered: &Gathered,
    photographs: &mut dyn Photographs,
    folder: &Path,
    lang: &str,
) -> Result<(), Refused> {
    let mut folders = std::collections::BTreeSet::from([folder.to_path_buf()]);
    for (name, content) in &gathered.files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
            folders.insert(parent.to_path_buf());
        }
        let mut file = File::create_new(&path)?;
        match content {
            Content::Bytes(bytes) => file.write_all(bytes)?,
            Content::Blob(digest) => {
                let bytes = photographs.read(*digest)?;
                let bytes = bytes.filter(|bytes| Digest::of(bytes) == *digest);
                let gone = || refused(t!("hq.export_damaged", locale = lang, a = digest.hex()));
                file.write_all(&bytes.ok_or_else(gone)?)?;
            }
        }
        file.sync_all()?;
    }
    for folder in folders {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// What left so far.
pub(super) fn report(
    ledger: &mut dyn crate::hq::ledger::Ledger,
    json: bool,
    lang: &str,
    out: &mut dyn Write,
) -> Result<(), Refused> {
    for line in ledger.disclosures()? {
        let at = crate::stdx::clock::Moment::from_ms(line.at_ms).rfc3339();
        let (number, manifest) = (line.number, line.manifest.hex());
        if json {
            let line = serde_json::json!({
                "exported": number,
                "at": at,
                "what": line.what,
                "reason": line.reason,
                "by": line.by,
                "files": line.files,
                "manifest": manifest,
            });
            writeln!(out, "{line}")?;
        } else {
            let words = t!(
                "hq.disclosure",
                locale = lang,
                a = number,
                b = at,
                c = line.what,
                d = line.by,
                e = line.reason,
                f = line.files,
                g = manifest
            );
            writeln!(out, "{words}")?;
        }
    }
    Ok(())
}
