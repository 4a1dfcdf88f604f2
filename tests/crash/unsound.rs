//! A journal under a key that looks damaged: it is asked about until the disk lets all of it be read, and then nobody waits for
//! that a second time.

use super::disk::{Call, Disk, Plan};
use super::workday::{Day, raw};
use super::{FOLDER, vfs};
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::store::open::FILE;

const PAGE_BYTES: usize = 4096;
const DAMAGED: &str = "trouble.damaged_journal";

/// The bureau's journal, closed.
fn closed(day: &Day) -> Disk {
    let disk = day.on_duty.copy();
    drop(day.sit(&disk, 1 << 40).unwrap());
    disk.copy()
}

/// Pages of the journal's file.
fn pages(disk: &Disk) -> usize {
    let state = disk.state();
    let inode = state.find(&format!("{FOLDER}/{FILE}")).unwrap();
    state.inodes[inode].now.len() / PAGE_BYTES
}

/// The first pages of tables and indexes, those of the stops before all others.
fn roots(day: &Day, image: &Disk) -> Vec<usize> {
    vfs::mount(&image.copy());
    let conn = raw(&day.site);
    let sql = "SELECT rootpage FROM sqlite_schema WHERE rootpage > 1
               ORDER BY tbl_name = 'inspection' DESC, rootpage";
    let mut statement = conn.prepare(sql).unwrap();
    let roots = statement.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    roots.map(|root| usize::try_from(root.unwrap()).unwrap()).collect()
}

/// A copy of `image` with one byte of a page turned, and a desk at it; `None` where it does not open so.
fn sit(day: &Day, image: &Disk, page: usize) -> Option<(Disk, Desk)> {
    let disk = image.copy();
    {
        let mut state = disk.state();
        let inode = state.find(&format!("{FOLDER}/{FILE}")).unwrap();
        let (at, mut byte) = ((page - 1) * PAGE_BYTES + 777, [0]);
        state.inodes[inode].now.read(at, &mut byte);
        state.write(inode, at, &[byte[0] ^ 0x40]);
    }
    let desk = day.sit(&disk, 1 << 41).ok()?;
    Some((disk, desk))
}

/// What the officer is told of a search.
fn said(desk: &mut Desk) -> &'static str {
    match desk.handle(Command::Search { text: "粤D55".into(), before: None }) {
        Reply::Failed(trouble) => trouble.key,
        _ => "found",
    }
}

/// The call from which on the whole file is read, page by page, as the question about its seals does it.
fn question(heard: &[Call], pages: usize) -> Option<u64> {
    let is_read = |calls: &[Call]| calls.iter().all(|call| *call == Call::Read);
    let before = heard.windows(pages).position(is_read)?;
    Some(u64::try_from(before).unwrap() + 1)
}

#[test]
fn who_could_not_ask_about_a_journal_that_looks_damaged_asks_again_and_who_was_told_does_not() {
    let day = Day::shared(true);
    let image = closed(&day);
    let pages = pages(&image);
    // One that a search reads and no opening does.
    let is_met = |page: &usize| {
        sit(&day, &image, *page).is_some_and(|(_disk, mut desk)| said(&mut desk) == DAMAGED)
    };
    let page = roots(&day, &image).into_iter().find(is_met).expect("a page of the stops");

    let (disk, mut desk) = sit(&day, &image, page).unwrap();
    disk.listen();
    disk.plan(Plan::Nothing);
    assert_eq!(said(&mut desk), DAMAGED);
    let asked = question(&disk.heard(), pages).expect("all of it was read");
    disk.plan(Plan::Nothing);
    assert_eq!(said(&mut desk), DAMAGED);
    assert_eq!(question(&disk.heard(), pages), None, "nobody waits for that twice");
    drop(desk);

    // The disk gives nothing from the first page of the question on.
    let (disk, mut desk) = sit(&day, &image, page).unwrap();
    disk.listen();
    disk.plan(Plan::Bad { call: asked });
    assert_eq!(said(&mut desk), "trouble.store", "nothing is known of the journal");
    disk.plan(Plan::Nothing);
    assert_eq!(said(&mut desk), DAMAGED);
    assert!(question(&disk.heard(), pages).is_some(), "it is asked again");
}
