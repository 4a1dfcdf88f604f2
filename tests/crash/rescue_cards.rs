//! A rescue that rests on the card and is cut at any step: with the card out it comes to the same end.

use super::disk::{Disk, Left, Plan};
use super::pruning::asides;
use super::rescues::{came_back, rescue_on};
use super::{FOLDER, clock, flips, ground, open, vfs};
use lucha::app::mirror;
use lucha::app::rescue::rescue_site;
use lucha::domain::bureau::BureauEvent;
use lucha::stdx::id::Dice;
use lucha::store::journal::Work;
use lucha::store::mirror::Mirror;
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::wire::event::Body;
use lucha::wire::suite::Suite;
use std::collections::BTreeSet;
use std::path::Path;

const CARD: &str = "/card";

/// A journal of ten entries, eight of them on the card.
fn journal(site: &Site) -> Disk {
    let (disk, mut dice) = (Disk::default(), Dice::Counted(1));
    let mut store = open(&disk, site);
    let device = store.device();
    let key = store.make_device_key(Suite::default(), &mut dice).unwrap();
    let opened = BureauEvent::JournalOpened { device, epoch: 1 };
    let bodies = vec![Body::Bureau(opened), Body::Bureau(key)];
    store.append(Work { bodies, ..Work::default() }, clock().read(), &mut dice).unwrap();
    for nth in 1..=3 {
        store.append(flips::stop(nth), clock().read(), &mut dice).unwrap();
    }
    ground::lay(&disk, CARD, "/card/reason", b"x");
    mirror::choose(&store, Some(Path::new(CARD))).unwrap();
    let folder = mirror::chosen(&site.ground, &site.folder).unwrap();
    Mirror::open(&folder, &store).unwrap().catch_up(&mut store).unwrap();
    store.append(flips::stop(4), clock().read(), &mut dice).unwrap();
    drop(store);
    disk.copy()
}

/// The same with a damaged entry, or with a file of which nothing can be read.
fn damaged(site: &Site, is_read: bool) -> Disk {
    let disk = journal(site);
    vfs::mount(&disk);
    if is_read {
        let sql = "UPDATE entry SET payload = zeroblob(40) WHERE number = 5";
        super::workday::raw(site).execute_batch(sql).unwrap();
    } else {
        let mut state = disk.state();
        let inode = state.find(&format!("{FOLDER}/{FILE}")).unwrap();
        state.write(inode, 0, &[0x5a; 4096]);
    }
    disk.copy()
}

fn is_there(name: &str) -> bool {
    ground::ground().is_there(Path::new(&format!("{FOLDER}/{name}"))).unwrap()
}

#[test]
fn a_rescue_from_the_card_that_is_cut_at_any_step_comes_to_the_same_end_with_the_card_out() {
    let site = super::site(true);
    for is_read in [true, false] {
        let image = damaged(&site, is_read);
        let disk = image.copy();
        vfs::mount(&disk);
        disk.record();
        disk.plan(Plan::Nothing);
        rescue_site(&site, clock(), &mut Dice::Counted(1 << 44)).map(drop).unwrap();
        let (total, cuts) = (disk.steps(), disk.recorded());
        let wanted = came_back(&disk, &site, "uncut");
        assert_eq!((wanted.1, wanted.2), (2, 8), "the card's eight, then a new epoch");
        assert!(!is_there("rescue.card"), "the copy of the card's frames is gone");
        let (mut met, mut begun) = (BTreeSet::new(), 0);
        for (step, cut) in (1..=total).zip(&cuts) {
            let all = [Left::Nothing, Left::All, Left::Some { seed: step }];
            let left = all[usize::try_from(step % 3).unwrap()];
            let at = format!("read {is_read}: cut at step {step} of {total}, {left:?}");
            let disk = cut.after_cut(left);
            if !met.insert(disk.print()) {
                continue;
            }
            vfs::mount(&disk);
            ground::ground().remove_tree(Path::new(CARD)).unwrap();
            let mut last = disk;
            if is_there("rescue.begun") {
                begun += 1;
                let _second = rescue_on(&last, &site, Plan::Cut { step: 1 + step * 7 % total });
                last = last.after_cut(left);
                vfs::mount(&last);
                if is_there("rescue.begun") {
                    rescue_on(&last, &site, Plan::Nothing).unwrap();
                }
            }
            // Before it had begun nothing was moved.
            if !asides(&last).is_empty() {
                assert!(came_back(&last, &site, &at) == wanted, "{at}: another journal came back");
            }
        }
        assert!(begun > 20, "only {begun} steps left it half");
    }
}
