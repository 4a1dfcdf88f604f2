//! What follows on the laptop from items of headquarters' feed: entries, a rule pack; writes nothing itself.

use super::brought;
use super::shelf::{block_of, is_ours};
use crate::domain::agency::{NumberBlock, Officer};
use crate::domain::bureau::{BureauEvent, OrderDone};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::store::brought::Brought;
use crate::store::incoming::Enrolled;
use crate::store::journal::PackFiles;
use crate::store::{Store, StoreFault};
use crate::wire::entry::Entry;
use crate::wire::event::Body;
use crate::wire::message::feed::{FeedItem, News, kind};
use crate::wire::message::order::{DeviceOrder, Order, RETENTION_DAYS_MAX};
use crate::wire::message::rule_pack::{self, PackIssued, PackPart};
use crate::wire::rulebook;
use crate::wire::signer::Identity;
use crate::wire::suite::Suite;

/// What is to be written with the items.
#[derive(Debug, Default)]
pub struct Followed {
    /// Entries.
    pub bodies: Vec<Body>,
    /// Entries of other laptops.
    pub brought: Vec<Brought>,
    /// A rule pack's files, by its digest.
    pub pack: Option<(Digest, PackFiles)>,
}

/// What follows from `items`, in their order.
///
/// # Errors
/// When the journal cannot be read.
pub fn follow(store: &Store, items: &[FeedItem]) -> Result<Followed, StoreFault> {
    let mut followed = Followed::default();
    let mut adopted = None;
    for item in items {
        let Ok(news) = item.read() else { continue };
        let event = match news {
            News::NumberBlock(block) if !is_ours(&block, store.journal_name().epoch) => continue,
            News::NumberBlock(block) => {
                let block = block_of(block);
                // The first of a new epoch came with headquarters' answer already.
                if is_granted(store, &block)? {
                    continue;
                }
                BureauEvent::NumberBlockGranted(block)
            }
            News::OfficerListed(listed) => match listed.person() {
                Ok(person) => BureauEvent::OfficerEnrolled(as_known(store, person)?),
                // A word that this program does not know: the person stays as he was.
                Err(_) => continue,
            },
            News::DeviceOrder(order) => {
                // Each is carried out once: a feed that is read again from its beginning brings them again.
                if is_done(store, &followed.bodies, order.id)? {
                    continue;
                }
                carried_out(store, order)?
            }
            News::PackIssued(issued) => match opened(store, items, &issued)? {
                Ok(files) => {
                    adopted = Some(BureauEvent::RulePackAdopted {
                        digest: issued.digest,
                        id: issued.id,
                        version: issued.version,
                        approver: issued.approved_by,
                    });
                    followed.pack = Some((issued.digest, files));
                    continue;
                }
                Err(why) => BureauEvent::RulePackRefused { digest: issued.digest, why },
            },
            News::Verdict(_)
            | News::PriorDecision(_)
            | News::ActFound(_)
            | News::Lost
            | News::PlateKey(_)
            | News::WatchPart(_)
            | News::Task(_)
            | News::CaseReturned(_)
            | News::ReturnSettled(_)
            | News::PenMoved(_)
            | News::BranchOpened(_)
            | News::BranchSettled(_)
            | News::LaptopRevoked(_)
            | News::EntriesWithdrawn(_)
            | News::PackPart(_) => continue,
            News::CaseEntries(part) => {
                let Some(came) = brought::whole(store, (items, &followed.brought), &part)? else {
                    continue;
                };
                let (event, is_new) = (came.event(), came.came.is_none());
                followed.brought.push(came);
                if !is_new {
                    continue;
                }
                event
            }
        };
        followed.bodies.push(Body::Bureau(event));
    }
    // Of several packs that came at once the last is law.
    followed.bodies.extend(adopted.map(Body::Bureau));
    Ok(followed)
}

/// Whether an entry says that the order was carried out, or one that is to be written with it.
fn is_done(store: &Store, now: &[Body], id: Id) -> Result<bool, StoreFault> {
    let says = |body: &Body| matches!(body, Body::Bureau(BureauEvent::OrderCarriedOut { order, .. }) if *order == id);
    Ok(now.iter().any(says) || store.bureau_entries()?.iter().any(|entry| says(&entry.body)))
}

/// Whether the journal has this block.
fn is_granted(store: &Store, block: &NumberBlock) -> Result<bool, StoreFault> {
    let is_it = |entry: &Entry| matches!(&entry.body, Body::Bureau(BureauEvent::NumberBlockGranted(known)) if known == block);
    Ok(store.bureau_entries()?.iter().any(is_it))
}

/// A person whom this laptop knows keeps his id and his role: what he did before was done in it.
fn as_known(store: &Store, mut person: Officer) -> Result<Officer, StoreFault> {
    for entry in store.bureau_entries()? {
        if let Body::Bureau(BureauEvent::OfficerEnrolled(known)) = entry.body
            && known.credential == person.credential
        {
            (person.id, person.role) = (known.id, known.role);
        }
    }
    Ok(person)
}

fn carried_out(store: &Store, order: DeviceOrder) -> Result<BureauEvent, StoreFault> {
    let done = match order.order {
        Order::LockNow => OrderDone::Locked,
        Order::RetentionDays(days) => {
            OrderDone::RetentionSet { days: days.min(RETENTION_DAYS_MAX) }
        }
        Order::ReportIn => {
            let mut bureau = crate::domain::bureau::Bureau::default();
            for entry in store.bureau_entries()? {
                if let Body::Bureau(event) = entry.body {
                    bureau.apply(event);
                }
            }
            OrderDone::Reported {
                program: env!("CARGO_PKG_VERSION").into(),
                disk_free: store.disk_free(),
                officers: u32::try_from(bureau.officers.len()).unwrap_or(u32::MAX),
            }
        }
    };
    Ok(BureauEvent::OrderCarriedOut { order: order.id, done })
}

/// The files of an issued pack when it is headquarters' own, whole, and in order; else why not.
fn opened(
    store: &Store,
    items: &[FeedItem],
    issued: &PackIssued,
) -> Result<Result<PackFiles, String>, StoreFault> {
    let Some(enrolled) = store.enrolled()? else { return Ok(Err("no headquarters".into())) };
    if issued.headquarters != enrolled.headquarters || !is_signed(&enrolled, issued) {
        return Ok(Err("headquarters did not sign this rule pack".into()));
    }
    let mut parts = Vec::new();
    for item in store.feed_items(kind::PACK_PART)?.iter().chain(items) {
        if let Ok(News::PackPart(part)) = item.read() {
            parts.push(part);
        }
    }
    Ok(checked(issued, &parts))
}

fn is_signed(enrolled: &Enrolled, issued: &PackIssued) -> bool {
    let key = Suite::from_byte(enrolled.suite)
        .and_then(|suite| Identity::new(suite, &enrolled.public_key).ok());
    key.is_some_and(|key| issued.verify(&key).is_ok())
}

fn checked(issued: &PackIssued, parts: &[PackPart]) -> Result<PackFiles, String> {
    let files = rule_pack::joined(issued.digest, issued.parts, parts);
    let files = files.map_err(|fault| fault.to_string())?;
    let borrowed: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    rulebook::load(&borrowed).map_err(|fault| fault.to_string())?;
    Ok(files)
}
