//! Journals of earlier releases that are opened, and damaged ones that are rescued.

use super::disk::Disk;
use super::scene::{Scene, Seen, UseCase};
use super::workday::{hex, raw};
use super::{Kept, clock, flips, rescues, site, vfs};
use crate::schema;
use lucha::app::rescue::rescue_site;
use lucha::stdx::digest::Digest;
use lucha::stdx::fault::FaultKind;
use lucha::stdx::id::{Dice, Id};
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault};
use rusqlite::{OpenFlags, params};
use std::path::Path;

const STOPS: u8 = 3;

/// Stops, their pages and a draft that nobody has received, at `site`.
fn full_queue(site: &Site) {
    let mut dice = Dice::Counted(1);
    let mut store = Store::open(site, &mut dice).unwrap();
    for nth in 1..=STOPS {
        store.append(flips::stop(nth), clock().read(), &mut dice).unwrap();
    }
    let fields = [("vehicle.plate".to_string(), "粤D55D18".to_string())];
    store.save_draft(Id([200; 16]), &fields, clock().now()).unwrap();
}

/// A journal of the release before news from headquarters.
pub fn of_schema_7(site: &Site) -> Disk {
    let disk = Disk::default();
    vfs::mount(&disk);
    full_queue(site);
    raw(site).execute_batch(schema::BEHIND_SEVEN).unwrap();
    disk.copy()
}

/// A journal whose pages are rows.
fn of_schema_3(site: &Site) -> Disk {
    let disk = Disk::default();
    vfs::mount(&disk);
    let today = Site { folder: "/today".into(), ..site.clone() };
    full_queue(&today);
    let file = today.folder.join(FILE);
    site.ground.make_folders(&site.folder).unwrap();
    let conn = raw(site);
    schema::tables_of(&conn, 3);
    let key = site.key.as_ref().map(|key| format!("KEY {}", hex(key))).unwrap_or_default();
    conn.execute_batch(&format!("ATTACH '{}' AS today {key}", file.display())).unwrap();
    schema::pour(&conn);
    for nth in 1..=STOPS {
        let page = vec![nth; 700];
        let values = params![Digest::of(&page).0, page];
        conn.execute("INSERT INTO page VALUES (?1, ?2)", values).unwrap();
    }
    drop(conn);
    site.ground.remove_tree(&today.folder).unwrap();
    disk.copy()
}

/// Copies that a migration made: whole, or not there.
fn copies(site: &Site) -> Vec<String> {
    let names = site.ground.names(&site.folder).unwrap().into_iter();
    let is_copy = |name: &String| name.starts_with("journal.before-") && name.ends_with(".db");
    let copies: Vec<String> = names.filter(is_copy).collect();
    for name in &copies {
        let (flags, file) = (OpenFlags::SQLITE_OPEN_READ_ONLY, site.folder.join(name));
        let conn = rusqlite::Connection::open_with_flags_and_vfs(file, flags, vfs::NAME).unwrap();
        if let Some(key) = &site.key {
            conn.execute_batch(&format!("PRAGMA key = {}", hex(key))).unwrap();
        }
        let sql = "SELECT count(*) FROM entry";
        let entries: i64 = conn.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(entries, i64::from(STOPS) * 2, "{name}");
    }
    copies
}

fn opened(name: &'static str, site: &Site, image: &Disk) -> UseCase {
    let (opens, looks) = (site.clone(), site.clone());
    let run = Box::new(move |scene: &mut Scene| {
        Store::open(&opens, &mut scene.dice)?;
        Ok(())
    });
    let look = Box::new(move |disk: &Disk| {
        vfs::mount(disk);
        let beside = copies(&looks);
        Seen::kept(Kept::of(&super::open(disk, &looks)), beside)
    });
    UseCase::new(name, image, 2, (Box::new(|_, _| Ok(None)), run, look)).opens().same_end()
}

/// A journal before, under and behind its rescue.
pub fn look_at_rescued(site: &Site, disk: &Disk) -> Seen {
    vfs::mount(disk);
    let none = |what: &str| Seen { kept: None, beside: vec![what.into()], breaks: Vec::new() };
    match Store::open(site, &mut Dice::Counted(1 << 50)) {
        Err(StoreFault::RescueBegun) => none("the rescue has begun"),
        Err(fault) if fault.kind() == FaultKind::Damaged => none("damaged"),
        Err(fault) => panic!("{fault}"),
        Ok(store) => match Kept::of(&store) {
            (kept, breaks) if breaks.is_empty() => Seen::kept((kept, breaks), Vec::new()),
            _ => none("damaged"),
        },
    }
}

fn rescued(site: &Site) -> UseCase {
    let image = rescues::bent(site, "UPDATE entry SET payload = zeroblob(40) WHERE number = 8");
    let (runs, looks) = (site.clone(), site.clone());
    let run =
        Box::new(move |scene: &mut Scene| rescue_site(&runs, clock(), &mut scene.dice).map(drop));
    let look = Box::new(move |disk: &Disk| look_at_rescued(&looks, disk));
    let doing = (Box::new(|_: &Disk, _| Ok(None)) as _, run as _, look as _);
    UseCase::new("rescue what can be read", &image, 3, doing)
        .opens()
        .done_says(&["trouble.not_damaged"])
        .same_end()
        .mends()
}

pub fn use_cases(is_keyed: bool) -> Vec<UseCase> {
    let site = site(is_keyed);
    assert_eq!(site.folder, Path::new(super::FOLDER));
    vec![
        opened("open a journal of an earlier release", &site, &of_schema_7(&site)),
        opened("open a journal whose pages are rows", &site, &of_schema_3(&site)),
        rescued(&site),
    ]
}
