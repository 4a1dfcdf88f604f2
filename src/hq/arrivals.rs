//! Bundles of others on their way in at this server: who works on which, and how many bytes were let in ahead of them; lies
//! on no disk, and decides nothing about what is in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes that were let in and moved no further for so long are another's room again, milliseconds.
const KEPT_MS: u64 = 60 * 60 * 1000;

/// A line that is cut does not end the work that it asked for: the next question must find it under way.
static HERE: Mutex<Here> = Mutex::new(Here { at_work: BTreeSet::new(), let_in: BTreeMap::new() });

struct Here {
    at_work: BTreeSet<PathBuf>,
    /// Bytes of each when it is whole, and when it moved last.
    let_in: BTreeMap<PathBuf, (u64, i64)>,
}

fn here() -> MutexGuard<'static, Here> {
    // Each change is one step, so a thread that fell left nothing half.
    HERE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The only work on one bundle, as long as it lives.
#[derive(Debug)]
pub(super) struct Turn(PathBuf);

impl Turn {
    /// The turn on the bundle that arrives at `path`; `None` while somebody else has it.
    pub(super) fn take(path: &Path) -> Option<Turn> {
        let is_free = here().at_work.insert(path.to_path_buf());
        is_free.then(|| Turn(path.to_path_buf()))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        here().at_work.remove(&self.0);
    }
}

fn is_kept(at_ms: i64, now_ms: i64) -> bool {
    now_ms.abs_diff(at_ms) <= KEPT_MS
}

/// From now on the room of `size` bytes is that of the bundle at `path`.
pub(super) fn let_in(path: &Path, size: u64, now_ms: i64) {
    let mut here = here();
    // What a clock that was set back finds of tomorrow is let be: it counts for nothing until then.
    here.let_in.retain(|_, (_, at_ms)| *at_ms > now_ms || is_kept(*at_ms, now_ms));
    here.let_in.insert(path.to_path_buf(), (size, now_ms));
}

/// Whether the bundle at `path` has room already.
pub(super) fn is_let_in(path: &Path, now_ms: i64) -> bool {
    here().let_in.get(path).is_some_and(|(_, at_ms)| is_kept(*at_ms, now_ms))
}

/// The bundle at `path` needs no room any more.
pub(super) fn is_over(path: &Path) {
    here().let_in.remove(path);
}

/// Those of `folder` that have room, with their bytes when they are whole, without the one at `own`.
pub(super) fn promised(folder: &Path, own: &Path, now_ms: i64) -> Vec<(PathBuf, u64)> {
    let here = here();
    let all = here.let_in.iter().filter(|(path, (_, at_ms))| {
        path.parent() == Some(folder) && path.as_path() != own && is_kept(*at_ms, now_ms)
    });
    all.map(|(path, (size, _))| (path.clone(), *size)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_works_on_a_bundle_at_a_time_and_others_on_others() {
        let (one, other) = (Path::new("/turns/1.part"), Path::new("/turns/2.part"));
        let turn = Turn::take(one);
        assert!(turn.is_some() && Turn::take(one).is_none() && Turn::take(other).is_some());
        let fell = std::thread::spawn(move || {
            let _turn = turn;
            panic!("within its work");
        });
        assert!(fell.join().is_err());
        assert!(Turn::take(one).is_some(), "whatever became of it");
    }

    #[test]
    fn room_is_promised_until_it_comes_or_nobody_comes_back() {
        let (folder, kept) = (Path::new("/room"), i64::try_from(KEPT_MS).unwrap());
        let (one, other) = (folder.join("1.part"), folder.join("2.part"));
        let_in(&one, 70, 5);
        let_in(&other, 30, 5);
        assert!(is_let_in(&one, 5 + kept) && !is_let_in(&one, 6 + kept));
        assert_eq!(promised(folder, &one, 5), [(other.clone(), 30)]);
        assert_eq!(promised(Path::new("/elsewhere"), &one, 5), []);
        assert_eq!(promised(folder, Path::new("/room/3.part"), 6 + kept), []);
        is_over(&other);
        assert_eq!(promised(folder, &one, 5), []);
    }
}
