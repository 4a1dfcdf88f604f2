//! A rescue that rests on the card and is cut at any step: with the card out it comes to the same end.

use super::disk::{Disk, Left, Plan};
use super::pruning::asides;
use super::rescues::{came_back, rescue_on};
use super::{FOLDER, clock, flips, ground, open, vfs};
use lucha::app::mirror;
use lucha::app::rescue::rescue_site;
use lucha::domain::bureau::BureauEvent;
use lucha::stdx::digest::Digest;
use lucha::stdx::files::How;
use lucha::stdx::id::Dice;
use lucha::store::journal::Work;
use lucha::store::mirror::{FRAMES, Mirror};
use lucha::store::open::FILE;
use lucha::store::site::Site;
use lucha::store::{Store, StoreFault, blobs, damage};
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

/// Turns bytes of the page of stop `nth`, on the laptop alone.
pub fn turn_page(disk: &Disk, site: &Site, nth: u8) {
    let place = blobs::place(site.key.as_ref(), Digest::of(&[nth; 700]));
    let path = format!("{FOLDER}/{}/{}", blobs::FOLDER, place.display());
    let mut state = disk.state();
    let inode = state.find(&path).unwrap();
    state.write(inode, 100, &[0x5a; 8]);
}

/// The same with a page and an entry damaged, or with a file of which nothing can be read.
fn damaged(site: &Site, is_read: bool) -> Disk {
    let disk = journal(site);
    vfs::mount(&disk);
    turn_page(&disk, site, 2);
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
        let rescued = rescue_site(&site, clock(), &mut Dice::Counted(1 << 44)).unwrap();
        assert_eq!((rescued.blobs_back, rescued.pages_lost.as_slice()), (1, &[][..]));
        drop(rescued);
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

/// Ours goes on behind entry ten in one way and is damaged far before, the card has another copy of the same disk that goes on
/// in another.
fn copied(site: &Site) -> Disk {
    let ours = journal(site);
    let other = ours.copy();
    let (mut dice, mut store) = (Dice::Counted(1 << 40), open(&other, site));
    store.append(flips::stop(6), clock().read(), &mut dice).unwrap();
    let folder = mirror::chosen(&site.ground, &site.folder).unwrap();
    Mirror::open(&folder, &store).unwrap().catch_up(&mut store).unwrap();
    drop(store);
    let frames = site.ground.read(&folder.join(FRAMES)).unwrap().unwrap();
    let mut store = open(&ours, site);
    store.append(flips::stop(5), clock().read(), &mut dice).unwrap();
    drop(store);
    let (path, fresh) = (folder.join(FRAMES), folder.join("part"));
    site.ground.write_whole(&path, &fresh, How::Fresh, &frames).unwrap();
    let sql = "UPDATE entry SET payload = zeroblob(40) WHERE number = 5";
    super::workday::raw(site).execute_batch(sql).unwrap();
    ours.copy()
}

#[test]
fn a_card_that_parts_behind_the_damage_is_another_journals() {
    let site = super::site(true);
    let image = copied(&site);
    for is_cut in [false, true] {
        let disk = image.copy();
        vfs::mount(&disk);
        if is_cut {
            let card = mirror::chosen(&site.ground, &site.folder);
            let now = clock().now();
            let mut dice = Dice::Counted(1 << 44);
            let rescued = damage::rescue(&site, card.as_deref(), now, &mut dice).unwrap();
            damage::made(&site, &rescued, Some(2)).unwrap();
            drop(rescued);
            ground::ground().remove_tree(Path::new(CARD)).unwrap();
        }
        let rescued = rescue_site(&site, clock(), &mut Dice::Counted(1 << 45)).unwrap();
        let said = (rescued.mirror_parted, rescued.from_mirror, rescued.new_epoch_behind);
        assert_eq!(said, (Some(11), None, Some(4)), "cut {is_cut}");
        let laid = rescued.aside.unwrap().join("mirror").join(FRAMES);
        assert!(site.ground.is_there(&laid).unwrap(), "cut {is_cut}: both are kept");
    }
}

#[test]
fn a_rescue_that_goes_on_names_the_packs_that_are_lost_as_the_first_try_did() {
    let site = super::site(true);
    let disk = journal(&site);
    let lost = Digest::of(b"a pack whose files are gone");
    let mut store = open(&disk, &site);
    let adopted = BureauEvent::RulePackAdopted {
        digest: lost,
        id: "sample".into(),
        version: "1".into(),
        approver: "法制".into(),
    };
    let bodies = vec![Body::Bureau(adopted)];
    let mut dice = Dice::Counted(1 << 40);
    store.append(Work { bodies, ..Work::default() }, clock().read(), &mut dice).unwrap();
    store.append(flips::stop(5), clock().read(), &mut dice).unwrap();
    drop(store);
    let sql = "UPDATE entry SET payload = zeroblob(40) WHERE number = 12";
    super::workday::raw(&site).execute_batch(sql).unwrap();
    let rescued = damage::rescue(&site, None, clock().now(), &mut dice).unwrap();
    assert_eq!(rescued.packs_lost, [lost]);
    damage::made(&site, &rescued, Some(2)).unwrap();
    drop(rescued);
    let rescued = damage::rescue(&site, None, clock().now(), &mut dice).unwrap();
    assert_eq!((rescued.made, rescued.packs_lost.as_slice()), (Some(Some(2)), &[lost][..]));
}

/// A rescue that was cut between its card's copy and its mark has not begun: what it copied is party data that nobody asks for.
#[test]
fn a_copy_that_no_rescue_rests_on_leaves_with_the_next_look() {
    let site = super::site(true);
    let disk = journal(&site);
    let frames = format!("{FOLDER}/rescue.card/{FRAMES}");
    let lay = || ground::lay(&disk, &format!("{FOLDER}/rescue.card"), &frames, b"frames");
    vfs::mount(&disk);
    ground::ground().remove_tree(Path::new(CARD)).unwrap();
    lay();
    let mut dice = Dice::Counted(1 << 40);
    let done = damage::rescue(&site, None, clock().now(), &mut dice);
    assert!(matches!(done, Err(StoreFault::NotDamaged)), "{done:?}");
    assert!(!is_there("rescue.card"), "a rescue that has nothing to do");
    lay();
    drop(Store::open_to_read(&site, &mut dice).unwrap());
    assert!(is_there("rescue.card"), "who reads changes nothing");
    drop(open(&disk, &site));
    assert!(!is_there("rescue.card"), "a program that writes");
}
