//! What a kept entry gives other laptops to know: acts without a name, and answers to returned cases; pure but for
//! the earlier entries that it asks the ledger for, publishes nothing itself.

use super::answer::Fault;
use super::ledger::{Ledger, LedgerFault};
use super::lineage;
use super::lines;
use super::receive::Append;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::apply::apply;
use crate::domain::inspection::event::Event;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::offender::Offenders;
use crate::domain::party::Personal;
use crate::domain::vehicle::Vehicle;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::day_number;
use crate::wire::entry::{self, Kept};
use crate::wire::envelope;
use crate::wire::event::Body;
use crate::wire::message::batch::Content;
use crate::wire::message::feed::{News, PriorDecision, Scope, kind};
use crate::wire::message::hello::{JournalName, Point};
use crate::wire::message::history::{ActFound, PlateKey};
use crate::wire::message::returned::ReturnSettled;
use std::collections::{BTreeMap, BTreeSet};

/// Entries of a journal that are read at once.
const WINDOW: u64 = 500;

/// An act that was decided, as far as another laptop may know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Act {
    plate: String,
    code: String,
    day: u32,
    document_no: String,
    driver: Personal,
    carrier: String,
}

/// The on-the-spot decision of an inspection; an opened case is decided later, elsewhere.
fn acts(inspection: &Inspection) -> Vec<Act> {
    let Some(ending) = &inspection.ending else { return Vec::new() };
    let (Some(number), Some(vehicle), Some(at)) =
        (&ending.number, &inspection.facts.vehicle, inspection.facts.at)
    else {
        return Vec::new();
    };
    let (plate, by) = (vehicle.known_as(), Offenders::of(&inspection.facts));
    // Of a vehicle that nothing tells from others it still counts who drove it, and for whom.
    let is_nobodys = plate.is_empty() && by.driver.get().is_empty() && by.carrier.is_empty();
    if ending.outcome != Outcome::OnSpotPenalty || is_nobodys {
        return Vec::new();
    }
    let act = |code: &String| Act {
        plate: plate.clone(),
        code: code.clone(),
        day: day_number(at.day()),
        document_no: number.to_string(),
        driver: by.driver.clone(),
        carrier: by.carrier.clone(),
    };
    ending.codes.iter().map(act).collect()
}

/// An act that was found and not punished on the spot, as far as another laptop may know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    plate: String,
    code: String,
    day: u32,
    is_open: bool,
    driver: Personal,
    carrier: String,
}

/// What an inspection ended with beside a penalty on the spot: orders, cases, and what was let off (处罚法 33).
fn found(inspection: &Inspection) -> Vec<Found> {
    let Some(ending) = &inspection.ending else { return Vec::new() };
    let Some(at) = inspection.facts.at else { return Vec::new() };
    let let_off = ending.let_off.iter().map(|off| off.code.clone());
    let mut codes: BTreeSet<String> = let_off.collect();
    let is_open = ending.outcome == Outcome::CaseOpened;
    if is_open || ending.outcome == Outcome::Correction {
        codes.extend(ending.codes.iter().cloned());
    }
    let by = Offenders::of(&inspection.facts);
    let vehicle = inspection.facts.vehicle.as_ref();
    let plate = vehicle.map(Vehicle::known_as).unwrap_or_default();
    if plate.is_empty() && by.driver.get().is_empty() && by.carrier.is_empty() {
        return Vec::new();
    }
    let act = |code: String| Found {
        plate: plate.clone(),
        day: day_number(at.day()),
        is_open: is_open && ending.codes.contains(&code),
        driver: by.driver.clone(),
        carrier: by.carrier.clone(),
        code,
    };
    codes.into_iter().map(act).collect()
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// What changed for others between two states of an inspection: acts that are there now, acts that are not any more.
#[must_use]
pub fn told(key: &PlateKey, before: &Inspection, after: &Inspection) -> Vec<News> {
    let (old, new) = (acts(before), acts(after));
    let news = |act: &Act, withdrawn: Option<bool>| {
        News::PriorDecision(PriorDecision { withdrawn, ..prior(key, act) })
    };
    let gone = old.iter().filter(|act| !new.contains(act)).map(|act| news(act, Some(true)));
    let decided =
        gone.chain(new.iter().filter(|act| !old.contains(act)).map(|act| news(act, None)));
    decided.chain(told_of_found(key, before, after)).collect()
}

/// The same of what was found and not punished on the spot; what is taken back comes before what is there now.
fn told_of_found(key: &PlateKey, before: &Inspection, after: &Inspection) -> Vec<News> {
    let (old, new) = (found(before), found(after));
    let news = |act: &Found, withdrawn: Option<bool>| {
        News::ActFound(ActFound {
            stop: after.id,
            plate: key.digest(&act.plate),
            code: act.code.clone(),
            day: act.day,
            open: act.is_open.then_some(true),
            withdrawn,
            driver: some(act.driver.get()).map(|number| key.driver(number)),
            carrier: some(&act.carrier).map(|credit_code| key.carrier(credit_code)),
        })
    };
    let gone = old.iter().filter(|act| !new.contains(act)).map(|act| news(act, Some(true)));
    gone.chain(new.iter().filter(|act| !old.contains(act)).map(|act| news(act, None))).collect()
}

/// What tells the laptops that the decision of an inspection was taken back: none of its acts counts any more, here or on
/// the laptop that decided. `ground` names the paper that took it back. Empty where nothing was decided on the spot.
#[must_use]
pub fn quashed(key: &PlateKey, inspection: &Inspection, ground: &str) -> Vec<News> {
    let news = |act: &Act| {
        let (withdrawn, quashed) = (Some(true), Some(ground.to_string()));
        News::PriorDecision(PriorDecision { withdrawn, quashed, ..prior(key, act) })
    };
    acts(inspection).iter().map(news).collect()
}

fn prior(key: &PlateKey, act: &Act) -> PriorDecision {
    PriorDecision {
        plate: key.digest(&act.plate),
        code: act.code.clone(),
        day: act.day,
        document_no: act.document_no.clone(),
        withdrawn: None,
        driver: some(act.driver.get()).map(|number| key.driver(number)),
        carrier: some(&act.carrier).map(|credit_code| key.carrier(credit_code)),
        quashed: None,
    }
}

/// Hands everything that was told to all laptops to `each`, in the order in which it was told; what is of a later program and
/// cannot be read is left out.
fn each_told(ledger: &mut dyn Ledger, each: &mut dyn FnMut(News)) -> Result<(), Fault> {
    let mut after = 0;
    loop {
        let (items, more) = ledger.feed(Scope::All, after, u64::MAX)?;
        after = items.last().map_or(after, |item| item.number);
        items.iter().filter_map(|item| item.read().ok()).for_each(&mut *each);
        if !more {
            return Ok(());
        }
    }
}

/// A decision that was taken back stays so, also where its plate is corrected behind that. `corrected` are the entries of the
/// plan that correct something; the ledger is asked once for all of them, and not where none of them tells of a decision.
fn still_quashed(
    ledger: &mut dyn Ledger,
    append: &mut Append,
    corrected: &[usize],
) -> Result<(), LedgerFault> {
    let mut numbers = BTreeSet::new();
    for nth in corrected {
        for (_, news) in &append.entries[*nth].news {
            if let News::PriorDecision(prior) = news
                && prior.withdrawn.is_none()
            {
                numbers.insert(prior.document_no.clone());
            }
        }
    }
    if numbers.is_empty() {
        return Ok(());
    }
    let quashed = ledger.quashed(Some(&numbers))?;
    for nth in corrected {
        for (_, news) in &mut append.entries[*nth].news {
            if let News::PriorDecision(prior) = news
                && let Some(ground) = quashed.get(&prior.document_no)
            {
                (prior.withdrawn, prior.quashed) = (Some(true), Some(ground.clone()));
            }
        }
    }
    Ok(())
}

/// Puts to each entry of a plan what it gives others to know.
///
/// # Errors
/// When the ledger does not answer.
pub fn tell(key: &PlateKey, ledger: &mut dyn Ledger, append: &mut Append) -> Result<(), Fault> {
    let mut corrected = Vec::new();
    for nth in 0..append.entries.len() {
        let (earlier, rest) = append.entries.split_at_mut(nth);
        let new = &mut rest[0];
        let Content::Read(read) = &new.arrived.content else { continue };
        let (Body::Inspection(event), Some(subject)) = (&read.body, new.arrived.subject()) else {
            continue;
        };
        // A branch gives nobody anything to know before a person has merged it.
        if new.beside {
            continue;
        }
        if let Event::ReturnAnswered { returned } = event {
            let settled = ReturnSettled { id: *returned, number: new.arrived.envelope.number };
            let scope = Scope::Device(append.journal.device);
            new.news.push((scope, News::ReturnSettled(settled)));
        }
        if !ends(event) && !matches!(event, Event::FactsCorrected { .. }) {
            continue;
        }
        let known: Vec<Event> = earlier
            .iter()
            .filter(|earlier| earlier.arrived.subject() == Some(subject) && !earlier.beside)
            .filter_map(|earlier| match &earlier.arrived.content {
                Content::Read(entry) => event_of(&entry.body),
                Content::NotYet | Content::Damaged => None,
            })
            .collect();
        let before = before(ledger, append.journal, append.behind.number, (subject, known))?;
        let mut after = before.clone();
        apply(&mut after, event.clone());
        if matches!(event, Event::FactsCorrected { .. }) {
            corrected.push(nth);
        }
        let news = told(key, &before, &after);
        new.news.extend(news.into_iter().map(|news| (Scope::All, news)));
    }
    Ok(still_quashed(ledger, append, &corrected)?)
}

/// Whether an event ends a stop with something that others may know.
fn ends(event: &Event) -> bool {
    matches!(event, Event::InspectionEnded(ending) if ending.number.is_some()
        || !ending.let_off.is_empty()
        || matches!(ending.outcome, Outcome::Correction | Outcome::CaseOpened))
}

/// The inspection before an entry: `known` are its events in the same batch. Those before lie in the ledger, found by their
/// case, in this journal and in the epochs that it goes on behind.
fn before(
    ledger: &mut dyn Ledger,
    name: JournalName,
    upto: u64,
    (subject, known): (Id, Vec<Event>),
) -> Result<Inspection, Fault> {
    if !ledger.moves(subject)?.is_empty() || !ledger.beside(Some(subject))?.is_empty() {
        let held = lines::read(ledger, subject)?.main;
        let events = held.iter().filter_map(|written| event_in(&written.kept, subject));
        return Ok(folded(subject, events.chain(known)));
    }
    let begins = |event: &Event| matches!(event, Event::InspectionRecorded(_));
    if known.iter().any(begins) {
        return Ok(folded(subject, known));
    }
    let written = ledger.of_subject(subject)?;
    let is_earlier = |at: &JournalName| at.device == name.device && at.epoch < name.epoch;
    let line = if written.iter().any(|(at, _)| is_earlier(at)) {
        let heads = ledger.heads()?;
        lineage::line(ledger, &heads, (name, upto))?
    } else {
        vec![(name, 1, upto)]
    };
    let mut events = Vec::new();
    for (at, from, until) in line {
        let own = written.iter().filter(|(of, nth)| *of == at && (from..=until).contains(nth));
        for (first, count) in runs(own.map(|(_, nth)| *nth)) {
            let held = ledger.entries(at, first, count)?;
            events.extend(held.iter().filter_map(|(_, kept)| event_in(kept, subject)));
        }
    }
    Ok(folded(subject, events.into_iter().chain(known)))
}

/// Ascending numbers as runs without a gap: the first of each, and how many they are.
fn runs(numbers: impl Iterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((first, count)) if *first + *count == number => *count += 1,
            _ => runs.push((number, 1)),
        }
    }
    runs
}

/// The state of a case after its events.
pub(super) fn folded(subject: Id, events: impl IntoIterator<Item = Event>) -> Inspection {
    let mut inspection = Inspection::new(subject);
    events.into_iter().for_each(|event| apply(&mut inspection, event));
    inspection
}

/// Cases that are not written in one journal alone, by their main lines.
fn moved(ledger: &mut dyn Ledger) -> Result<BTreeMap<Id, Inspection>, Fault> {
    let mut subjects: BTreeSet<Id> =
        ledger.beside(None)?.into_iter().map(|row| row.subject).collect();
    for (_, item) in ledger.published(kind::PEN_MOVED)? {
        if let Ok(News::PenMoved(moved)) = item.read() {
            subjects.insert(moved.subject);
        }
    }
    let mut found = BTreeMap::new();
    for subject in subjects {
        let main = lines::read(ledger, subject)?.main;
        let events = main.iter().filter_map(|written| event_in(&written.kept, subject));
        found.insert(subject, folded(subject, events));
    }
    Ok(found)
}

/// The event of a kept entry, when it belongs to `subject`.
pub(super) fn event_in(kept: &Kept, subject: Id) -> Option<Event> {
    let envelope = envelope::decode(&kept.envelope).ok()?;
    if envelope.subject != Some(subject) {
        return None;
    }
    event_of(&entry::read(kept).ok()?.body)
}

fn event_of(body: &Body) -> Option<Event> {
    match body {
        Body::Inspection(event) => Some(event.clone()),
        Body::Bureau(_) | Body::Pruned | Body::Later { .. } => None,
    }
}

/// Every act that is held and was not told, in the order of journals and entries.
///
/// # Errors
/// When the ledger does not answer.
pub fn untold(key: &PlateKey, ledger: &mut dyn Ledger) -> Result<Vec<News>, Fault> {
    let mut known = BTreeSet::new();
    each_told(ledger, &mut |news| known.extend(name_of(&news)))?;
    let nothing = Inspection::new(Id([0; 16]));
    let mut news: Vec<News> = Vec::new();
    each_case(ledger, &mut |inspection| news.extend(told(key, &nothing, inspection)))?;
    // Two epochs that go on behind the same entries both have what stood there.
    let is_new = |news: &News| name_of(news).is_some_and(|name| known.insert(name));
    news.retain(is_new);
    Ok(news)
}

/// Hands every case that is held to `each`: those that moved between laptops by their main lines, then the others in the
/// order of journals and entries.
///
/// # Errors
/// When the ledger does not answer.
pub fn each_case(ledger: &mut dyn Ledger, each: &mut dyn FnMut(&Inspection)) -> Result<(), Fault> {
    let moved = moved(ledger)?;
    for inspection in moved.values() {
        each(inspection);
    }
    let heads = ledger.heads()?;
    let mut goes_on: BTreeMap<JournalName, u64> = BTreeMap::new();
    for (name, _) in &heads {
        if let Some((before, until)) = lineage::before(ledger, &heads, *name)? {
            let most = goes_on.entry(before).or_default();
            *most = until.max(*most);
        }
    }
    for end in &heads {
        let mut inspections = along(ledger, &heads, *end)?;
        // What the next epoch goes on with is told by its line.
        let until = goes_on.get(&end.0).copied().unwrap_or(0);
        inspections.retain(|subject, (last, _)| *last > until && !moved.contains_key(subject));
        for (_, inspection) in inspections.values() {
            each(inspection);
        }
    }
    Ok(())
}

/// By what an act is told once: plate, code and number of its decision, or its stop where it has none.
fn name_of(news: &News) -> Option<(Digest, String, String)> {
    if let News::PriorDecision(prior) = news {
        return Some((prior.plate, prior.code.clone(), prior.document_no.clone()));
    }
    let News::ActFound(found) = news else { return None };
    Some((found.plate, found.code.clone(), found.stop.to_string()))
}

/// The inspections of a journal and of the epochs that it goes on behind, each with the last entry that wrote of it.
fn along(
    ledger: &mut dyn Ledger,
    heads: &[(JournalName, Point)],
    (name, head): (JournalName, Point),
) -> Result<BTreeMap<Id, (u64, Inspection)>, Fault> {
    let mut inspections: BTreeMap<Id, (u64, Inspection)> = BTreeMap::new();
    for (name, mut from, until) in lineage::line(ledger, heads, (name, head.number))? {
        while from <= until {
            let held = ledger.entries(name, from, WINDOW.min(until + 1 - from))?;
            let Some((last, _)) = held.last() else { break };
            from = last.point.number + 1;
            for (held, kept) in held {
                let Ok(entry) = entry::read(&kept) else { continue };
                let (Some(subject), Some(event)) = (entry.envelope.subject, event_of(&entry.body))
                else {
                    continue;
                };
                let new = (0, Inspection::new(subject));
                let (last, inspection) = inspections.entry(subject).or_insert(new);
                *last = held.point.number;
                apply(inspection, event);
            }
        }
    }
    Ok(inspections)
}

/// Tells every laptop the key that plates are hidden under, once.
///
/// # Errors
/// When the ledger does not answer.
pub fn tell_key(key: &PlateKey, ledger: &mut dyn Ledger) -> Result<(), Fault> {
    let told = ledger.published(crate::wire::message::feed::kind::PLATE_KEY)?;
    let news = News::PlateKey(key.clone());
    if !told.iter().any(|(_, item)| item.read().is_ok_and(|told| told == news)) {
        ledger.publish(Scope::All, &news)?;
    }
    Ok(())
}
