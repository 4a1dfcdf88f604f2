//! `lucha-hq return`: a case given back to be put right (退回补正), its pen with it, and which have no answer; judges none.

use super::pen::cannot;
use super::{Refused, day_of, refused};
use crate::domain::agency::DocumentNo;
use crate::domain::inspection::correctable::CORRECTABLE;
use crate::hq::admit::Capacity;
use crate::hq::hand_over::{self, Word};
use crate::hq::ledger::Ledger;
use crate::hq::place::Place;
use crate::stdx::clock::Clock;
use crate::stdx::id::{Dice, Id};
use crate::wire::message::feed::{News, kind};
use crate::wire::message::hello::JournalName;
use crate::wire::message::returned::CaseReturned;
use crate::wire::{day_from, day_number, envelope};
use clap::Args;
use rust_i18n::t;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// 退回补正: give a case back to the laptop that made it.
#[derive(Args, Debug)]
pub struct What {
    /// Number of its decision, or DEVICE/EPOCH/ENTRY.
    #[arg(value_name = "CASE")]
    what: String,
    /// Why it comes back, for the officer.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Path of a field that is to be corrected; may be given several times.
    #[arg(long = "field", value_name = "FIELD")]
    fields: Vec<String>,
    /// The last day of the answer, 2026-11-30.
    #[arg(long, value_name = "DAY")]
    due: String,
    /// Who answers for it.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

pub(super) fn run(dir: &Path, what: &What, lang: &str, out: &mut dyn Write) -> Result<u8, Refused> {
    let due = day_of(&what.due, lang)?;
    if what.reason.trim().is_empty() {
        let row = t!("hq.row_blank", locale = lang);
        return Err(refused(t!(
            "hq.row_refused",
            locale = lang,
            a = what.what,
            b = 1,
            c = "reason",
            d = row
        )));
    }
    if let Some(field) = what.fields.iter().find(|field| !CORRECTABLE.contains(&field.as_str())) {
        let all = CORRECTABLE.join(", ");
        return Err(refused(t!("hq.no_correctable", locale = lang, a = field, b = all)));
    }
    let place = Place::open(dir)?;
    let mut ledger = place.ledger()?;
    let (journal, number) = found(ledger.as_mut(), &what.what, lang)?;
    let subject = subject(ledger.as_mut(), journal, number)?
        .ok_or_else(|| refused(t!("hq.no_case_there", locale = lang, a = what.what)))?;
    let id = Dice::Machine.id();
    let document_no = DocumentNo::parse(&what.what).map(|number| number.to_string());
    let returned = CaseReturned {
        id,
        journal,
        number,
        subject,
        document_no: document_no.unwrap_or_default(),
        fields: what.fields.clone(),
        reason: what.reason.trim().into(),
        due: day_number(due),
    };
    let by = what.by.as_deref().unwrap_or_default().trim();
    // The signed word about the pen stays on the laptop for ever: a name may stand only in the return, which leaves with the case.
    let reason = format!("退回 {id}");
    let word = Word { reason: &reason, by, at_ms: Clock::machine().now().ms() };
    let seat = place.seat(Capacity::default())?;
    hand_over::give_back(&seat, ledger.as_mut(), &returned, word)?
        .map_err(|why| cannot(why, &what.what, lang))?;
    writeln!(out, "{}", t!("hq.returned", locale = lang, a = what.what, b = id, c = due))?;
    Ok(0)
}

/// The entry that `text` names: the one that took a document number, or DEVICE/EPOCH/ENTRY.
pub(super) fn found(
    ledger: &mut dyn Ledger,
    text: &str,
    lang: &str,
) -> Result<(JournalName, u64), Refused> {
    let none = || refused(t!("hq.no_case", locale = lang, a = text));
    if let Some(number) = DocumentNo::parse(text) {
        return ledger.numbered(&number)?.ok_or_else(none);
    }
    let parts: Vec<&str> = text.split('/').collect();
    let [device, epoch, number] = parts.as_slice() else { return Err(none()) };
    let (Some(device), Ok(epoch), Ok(number)) = (Id::parse(device), epoch.parse(), number.parse())
    else {
        return Err(none());
    };
    Ok((JournalName { device, epoch }, number))
}

/// The inspection that an entry belongs to.
pub(super) fn subject(
    ledger: &mut dyn Ledger,
    journal: JournalName,
    number: u64,
) -> Result<Option<Id>, Refused> {
    let held = ledger.entries(journal, number, 1)?;
    let kept = held.iter().find(|(held, _)| held.point.number == number);
    let envelope = kept.and_then(|(_, kept)| envelope::decode(&kept.envelope).ok());
    Ok(envelope.and_then(|envelope| envelope.subject))
}

/// Returns that no answer has come to.
pub(super) fn report(
    ledger: &mut dyn Ledger,
    json: bool,
    lang: &str,
    out: &mut dyn Write,
) -> Result<(), Refused> {
    let mut settled = BTreeSet::new();
    for (_, item) in ledger.published(kind::RETURN_SETTLED)? {
        if let Ok(News::ReturnSettled(answer)) = item.read() {
            settled.insert(answer.id);
        }
    }
    for (_, item) in ledger.published(kind::CASE_RETURNED)? {
        let Ok(News::CaseReturned(returned)) = item.read() else { continue };
        if settled.contains(&returned.id) {
            continue;
        }
        let JournalName { device, epoch } = returned.journal;
        let entry = format!("{device}/{epoch}/{}", returned.number);
        let due = day_from(returned.due).map(|due| due.to_string()).unwrap_or_default();
        if json {
            let line = serde_json::json!({
                "returned": returned.id.to_string(),
                "entry": entry,
                "number": returned.document_no,
                "due": due,
                "fields": returned.fields,
                "reason": returned.reason,
            });
            writeln!(out, "{line}")?;
        } else {
            let number = &returned.document_no;
            let what = if number.is_empty() { &entry } else { number };
            let (id, why) = (returned.id, &returned.reason);
            let words = t!("hq.return_open", locale = lang, a = what, b = id, c = due, d = why);
            writeln!(out, "{words}")?;
        }
    }
    Ok(())
}
