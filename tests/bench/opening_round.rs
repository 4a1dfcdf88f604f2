//! What an opening reads of pages and photographs, bounded at each start, beside plain reading of the same files; what an
//! opening takes without any is taken off.

use super::{fill, leaving, percentile, report, save, timed};
use lucha::stdx::clock::Clock;
use lucha::stdx::files::machine;
use lucha::stdx::id::Dice;
use lucha::stdx::secret::Key;
use lucha::store::Store;
use lucha::store::blobs::{FOLDER, files};
use lucha::store::site::Site;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// With so many of so many bytes the first opening reads what is new to its bound.
const FILES: u64 = 64;
const FILE_BYTES: usize = 512 * 1024;
/// Files of the older ones that an opening reads again.
const OLD: usize = 16;
const TIMES: usize = 20;

fn made(folder: &Path, with_pages: bool) -> Site {
    let mut dice = Dice::Machine;
    let mut store = save::signed(folder, Some(Key::new([7; 32])), &mut dice);
    for nth in 0..FILES {
        let work = if with_pages {
            leaving::stop(nth, FILES, leaving::page(nth, FILE_BYTES), &mut dice)
        } else {
            fill::work(dice.id(), fill::facts(nth, FILES))
        };
        store.append(work, Clock::machine().read(), &mut dice).unwrap();
    }
    store.site().clone()
}

fn opened(site: &Site) -> Duration {
    let (store, took) = timed(|| Store::open(site, &mut Dice::Machine).unwrap());
    assert!(store.blobs_found().is_empty(), "{:?}", store.blobs_found());
    took
}

fn read(paths: &[PathBuf]) -> Duration {
    let (bytes, took) =
        timed(|| paths.iter().map(|path| std::fs::read(path).unwrap().len()).sum::<usize>());
    assert!(bytes >= paths.len() * FILE_BYTES);
    took
}

pub fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let with = made(&folder.path().join("with"), true);
    let without = made(&folder.path().join("without"), false);
    let blobs = with.folder.join(FOLDER);
    let paths: Vec<PathBuf> =
        files(&machine(), &blobs).unwrap().into_iter().map(|place| blobs.join(place)).collect();
    assert_eq!(paths.len() as u64, FILES);
    let (new, bare, plain) = (opened(&with), opened(&without), read(&paths));
    let line = |what: &str, ours: f64, beside: f64| {
        report(what, &format!("{ours:.1} ms"), &format!("{beside:.1} ms"), ours / beside);
    };
    let new = super::ms(new.saturating_sub(bare));
    line("first opening, 32 MiB of new pages / plain read", new, super::ms(plain));
    let (mut ours, mut beside) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let bare = opened(&without);
        ours.push(opened(&with).saturating_sub(bare));
        beside.push(read(&paths[..OLD]));
    }
    let (ours, beside) = (percentile(&mut ours, 0.5), percentile(&mut beside, 0.5));
    line("each opening, 8 MiB of older pages / plain read", ours, beside);
}
