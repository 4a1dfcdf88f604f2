//! Party data that may leave: received and long enough ago; the entry, its rows and its payloads go together or not at all.

use super::workday::Day;
use super::{FOLDER, clock, disk::Disk, ground, vfs};
use lucha::app::command::Trouble;
use lucha::app::desk::Desk;
use lucha::app::leftovers;
use lucha::app::prune::prune;
use lucha::domain::bureau::{BureauEvent, OrderDone};
use lucha::stdx::id::{Dice, Id};
use lucha::store::Store;
use lucha::store::incoming::Taken;
use lucha::store::journal::Work;
use lucha::wire::event::Body;
use lucha::wire::message::feed::{News, PriorDecision, Scope};
use lucha::wire::message::receipt::{Held, Receipt};
use std::path::Path;

const DAY_MS: i64 = 86_400_000;

fn receipt(held: Held, received_ms: i64) -> Receipt {
    let signature = vec![1; 64].into();
    Receipt { headquarters: Id([8; 16]), held, received_ms, suite: 1, signature }
}

/// The day's printed stop, which headquarters has held for forty days of the thirty that it lets it stay.
pub fn received(day: &Day) -> Disk {
    let disk = day.printed.copy();
    vfs::mount(&disk);
    let mut dice = Dice::Counted(1 << 42);
    let mut store = Store::open(&day.site, &mut dice).unwrap();
    let stop = store.inspections("", None, 9).unwrap().into_iter().find(|row| row.documents == 3);
    let stop = stop.unwrap();
    let (then, upto) = (clock().now().ms(), store.head_point());
    let mut receipts = vec![receipt(Held::Journal { journal: store.journal_name(), upto }, then)];
    for entry in store.entries_of(stop.id).unwrap() {
        for blob in entry.envelope.blobs {
            let (digest, size) = (blob.digest, blob.size);
            receipts.push(receipt(Held::Blob { digest, size }, then));
        }
    }
    store.keep_receipts(&receipts).unwrap();
    let done = OrderDone::RetentionSet { days: 30 };
    let event = BureauEvent::OrderCarriedOut { order: Id([4; 16]), done };
    let news = stop.codes.iter().map(|code| {
        News::PriorDecision(PriorDecision {
            plate: upto.digest,
            code: code.clone(),
            day: 20_261_123,
            document_no: stop.document_no.clone(),
            withdrawn: None,
            driver: Some(upto.digest),
            carrier: Some(upto.digest),
            quashed: None,
        })
    });
    let items = (1..).zip(news).map(|(number, news)| news.item(number)).collect();
    let taken = Taken { scope: Scope::All, items, at_ms: then, is_last: true };
    let work = Work { bodies: vec![Body::Bureau(event)], taken: Some(taken), ..Work::default() };
    store.append(work, clock().read(), &mut dice).unwrap();
    let upto = store.head_point();
    let later = Held::Journal { journal: store.journal_name(), upto };
    store.keep_receipts(&[receipt(later, then + 40 * DAY_MS)]).unwrap();
    drop(store);
    disk
}

/// The same with a damaged journal that was set aside months ago; the day's drafts are nobody's.
pub fn left_over(day: &Day) -> Disk {
    let disk = received(day);
    let folder = format!("{FOLDER}/damaged-2026-09-01-080000");
    ground::lay(&disk, &folder, &format!("{folder}/journal.db"), b"damaged");
    disk
}

pub fn asides(disk: &Disk) -> Vec<String> {
    vfs::mount(disk);
    let names = ground::ground().names(Path::new(FOLDER)).unwrap().into_iter();
    names.filter(|name| name.starts_with("damaged-")).collect()
}

pub fn clear(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    leftovers::clear(desk).map(drop)
}

pub fn leave(desk: &mut Desk, _: &Day) -> Result<(), Trouble> {
    Ok(prune(desk).map(drop)?)
}
