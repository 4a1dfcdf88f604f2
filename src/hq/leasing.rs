//! Leases document numbers, none twice, also where the ledger fell back to a copy of itself; numbers nothing by itself.
//!
//! A copy knows nothing of what the lost tail leased. So how far each series went stands in a file beside the ledger too,
//! written before a block is, one program of the folder after the other, and never lowered; and a laptop that has read or sent
//! more than is held shows a loss that the file did not see.

use super::answer::Fault;
use super::ledger::{Ledger, LedgerFault};
use super::photographs::has_no_locks;
use crate::stdx::clock::Moment;
use crate::stdx::files::{self, How};
use crate::stdx::id::Id;
use crate::wire::message::feed::BlockLeased;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The file in headquarters' folder. Beside it a file of the same name that ends in `lock` keeps two programs apart.
pub const FILE: &str = "leased.txt";
/// Numbers of each series that are passed over where the tail was lost, when nobody says how many.
pub const MARGIN: u32 = 10_000;
/// How long a program waits for another one of its folder, as for another writer of the ledger. One that was stopped within its
/// work, and not ended, would else stop all others.
const LOCK_PATIENCE: Duration = Duration::from_secs(10);
const LOCK_LOOK: Duration = Duration::from_millis(5);
/// Many laptops show one loss, some of them days later: it is passed over once, milliseconds.
const QUIET_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Parts the names of files that are written at once.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Prefix and year.
type Series = (String, i32);

/// How far each series of numbers went as this headquarters saw it, whatever became of the ledger since.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// `None` where it lasts no longer than the program.
    file: Option<PathBuf>,
    upto: BTreeMap<Series, u32>,
    /// Marks that stand in the file and nothing was leased of, since the ledger refused.
    free: BTreeMap<Series, Free>,
    /// The text of the file that is durable; another program may have died between its name and the folder.
    durable: String,
}

/// Numbers behind the one and up to the other, which nobody was leased as far as this program saw.
#[derive(Clone, Copy, Debug)]
struct Free {
    behind: u32,
    mark: u32,
}

/// Why what was seen cannot be read or kept.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum SeenFault {
    #[error("{FILE}: {0}")]
    File(#[from] io::Error),
    #[error("{FILE}: line {0} is none that was written there")]
    Line(u32),
}

impl Seen {
    /// What stands in headquarters' folder; nothing before the first block.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn at(folder: &Path) -> Result<Seen, SeenFault> {
        let mut seen = Seen { file: Some(folder.join(FILE)), ..Seen::default() };
        seen.read()?;
        Ok(seen)
    }

    /// Takes in what another program of this folder wrote; gives the text of the file.
    fn read(&mut self) -> Result<String, SeenFault> {
        let Some(file) = &self.file else { return Ok(self.text()) };
        let text = match fs::read_to_string(file) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => String::new(),
            read => read?,
        };
        for (line, nth) in text.lines().zip(1..) {
            let (series, until) = of_line(line).ok_or(SeenFault::Line(nth))?;
            self.raise(series, until);
        }
        Ok(text)
    }

    fn raise(&mut self, series: Series, until: u32) {
        let upto = self.upto.entry(series).or_default();
        *upto = (*upto).max(until);
    }

    fn of(&self, series: &Series) -> u32 {
        self.upto.get(series).copied().unwrap_or(0)
    }

    /// Behind which number the next block begins: the mark, or where it was before numbers that are still free. Another
    /// program that read that mark has put a higher one there.
    fn behind(&self, series: &Series) -> u32 {
        let mark = self.of(series);
        self.free.get(series).filter(|free| free.mark == mark).map_or(mark, |free| free.behind)
    }

    /// Nothing was leased behind this number, though the mark is higher: the mark stays, and the next block begins here.
    fn leave_free(&mut self, series: Series, behind: u32) {
        let mark = self.of(&series);
        self.free.insert(series, Free { behind, mark });
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for ((prefix, year), until) in &self.upto {
            let _ = writeln!(text, "{year} {until} {prefix}");
        }
        text
    }

    /// Keeps that these went so far; durable when it returns.
    fn saw(&mut self, series: impl IntoIterator<Item = (Series, u32)>) -> Result<(), SeenFault> {
        for (series, until) in series {
            if self.free.get(&series).is_some_and(|free| free.behind < until) {
                self.free.remove(&series);
            }
            self.raise(series, until);
        }
        let (there, text) = (self.read()?, self.text());
        if there != text || self.durable != text {
            self.write(&text)?;
            self.durable = text;
        }
        Ok(())
    }

    fn write(&self, text: &str) -> Result<(), SeenFault> {
        let Some(file) = &self.file else { return Ok(()) };
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let part = file.with_extension(format!("{}-{nth}.part", std::process::id()));
        Ok(files::machine().write_whole(file, &part, How::Fresh, text.as_bytes())?)
    }
}

/// `2026 140 粤汕交罚`: the prefix is the rest of the line.
fn of_line(line: &str) -> Option<(Series, u32)> {
    let (year, rest) = line.split_once(' ')?;
    let (until, prefix) = rest.split_once(' ')?;
    Some(((prefix.to_string(), year.parse().ok()?), until.parse().ok()?))
}

/// What was seen, with what other programs of the folder wrote by now. As long as both are held no other one reads or writes
/// it: a mark that one put there is not written over by another that had not read it.
fn alone(seen: &Mutex<Seen>) -> Result<(MutexGuard<'_, Seen>, Option<File>), SeenFault> {
    // What was raised and not written is written with the next.
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    let mut held = None;
    if let Some(file) = &seen.file {
        let how = &mut File::options();
        let how = how.create(true).truncate(false).write(true);
        let lock = how.open(file.with_extension("lock"))?;
        wait_for(&lock, LOCK_PATIENCE)?;
        held = Some(lock);
    }
    seen.read()?;
    Ok((seen, held))
}

fn wait_for(lock: &File, patience: Duration) -> io::Result<()> {
    let began = Instant::now();
    loop {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) if began.elapsed() < patience => {
                std::thread::sleep(LOCK_LOOK);
            }
            Err(TryLockError::WouldBlock) => {
                let words = "another program of the folder keeps it for too long";
                return Err(io::Error::new(io::ErrorKind::TimedOut, words));
            }
            Err(TryLockError::Error(fault)) if !has_no_locks(&fault) => return Err(fault),
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
        }
    }
}

/// The last number of a series that the ledger knows as leased or passed over.
fn last(ledger: &mut dyn Ledger, series: &Series) -> Result<u32, LedgerFault> {
    let all = ledger.series()?.into_iter();
    let own = all.filter(|(prefix, year, _)| (prefix, year) == (&series.0, &series.1));
    Ok(own.map(|(.., last)| last).max().unwrap_or(0))
}

/// Leases the next `count` numbers of a series to a device's last epoch, higher than any that was seen.
///
/// # Errors
/// When ledger or file do not answer; the numbers that were to be leased then may be passed over.
pub fn lease(
    seen: &Mutex<Seen>,
    ledger: &mut dyn Ledger,
    device: Id,
    (prefix, year): (&str, i32),
    count: u32,
) -> Result<BlockLeased, Fault> {
    let series = (prefix.to_string(), year);
    // Held until the end: two of this folder come one after the other.
    let (mut seen, _held) = alone(seen)?;
    let before = seen.clone();
    let behind = last(ledger, &series)?.max(seen.behind(&series));
    // First: whoever dies behind the commit has it seen.
    if let Err(fault) = seen.saw([(series.clone(), behind.saturating_add(count))]) {
        // What the file says counts, and is read before the next.
        *seen = before;
        return Err(fault.into());
    }
    let leased = ledger.lease_behind(device, (prefix, year), count, behind);
    if matches!(leased, Err(LedgerFault::Full)) {
        // A disk may be full for long: these numbers are not passed over each time.
        seen.leave_free(series.clone(), behind);
    }
    let block = leased?;
    // Another server may have leased in between, and the series may begin behind a margin.
    seen.saw([(series, block.until)])?;
    Ok(block)
}

/// Holds a block that a bureau was founded with as leased to its device; false when some of it is another's, which uses up no
/// number.
///
/// # Errors
/// When ledger or file do not answer.
pub fn adopt(
    seen: &Mutex<Seen>,
    ledger: &mut dyn Ledger,
    device: Id,
    block: &BlockLeased,
) -> Result<bool, Fault> {
    let series = (block.prefix.clone(), block.year);
    let (mut seen, _held) = alone(seen)?;
    if is_anothers(&ledger.leases()?, device, block) {
        return Ok(false);
    }
    let before = seen.clone();
    let behind = last(ledger, &series)?.max(seen.behind(&series));
    // First, as in a lease.
    if let Err(fault) = seen.saw([(series.clone(), block.until)]) {
        *seen = before;
        return Err(fault.into());
    }
    let adopted = ledger.adopt(device, block);
    if matches!(adopted, Ok(false) | Err(LedgerFault::Full)) {
        seen.leave_free(series, behind);
    }
    Ok(adopted?)
}

/// Whether some of a block is leased already, and not as this very block of the device.
fn is_anothers(leases: &[(Id, BlockLeased)], device: Id, block: &BlockLeased) -> bool {
    let span = |block: &BlockLeased| (block.prefix.clone(), block.year, block.from, block.until);
    let is_same =
        |(owner, known): &(Id, BlockLeased)| *owner == device && span(known) == span(block);
    let overlaps = |(_, known): &(Id, BlockLeased)| {
        (&known.prefix, known.year) == (&block.prefix, block.year)
            && known.from <= block.until
            && block.from <= known.until
    };
    !leases.iter().any(is_same) && leases.iter().any(overlaps)
}

/// Sees how far other servers of the ledger went.
///
/// # Errors
/// When ledger or file do not answer.
pub fn look(seen: &Mutex<Seen>, ledger: &mut dyn Ledger) -> Result<(), Fault> {
    let all = ledger.series()?.into_iter();
    let (mut seen, _held) = alone(seen)?;
    seen.saw(all.map(|(prefix, year, last)| ((prefix, year), last)))?;
    Ok(())
}

/// A laptop showed that the ledger lost its tail: before anything else is leased every series goes on behind what the tail
/// may have leased, once for all laptops that show it.
///
/// # Errors
/// When the ledger does not answer.
pub fn pass_over_lost(ledger: &mut dyn Ledger, now: Moment) -> Result<(), LedgerFault> {
    ledger.skip_numbers(MARGIN, now.ms(), QUIET_MS)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hq::ledger::SeriesLedger as _;
    use crate::hq::ledger::memory::MemoryLedger;

    const OURS: (&str, i32) = ("粤 汕", 2026);

    fn next(seen: &Mutex<Seen>, ledger: &mut MemoryLedger, count: u32) -> (u32, u32) {
        let block = lease(seen, ledger, Id([1; 16]), OURS, count).unwrap();
        (block.from, block.until)
    }

    #[test]
    fn a_ledger_that_fell_back_leases_behind_what_its_folder_saw() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Mutex::new(Seen::at(folder.path()).unwrap());
        let (seen, mut ledger) = (open(), MemoryLedger::default());
        assert_eq!(next(&seen, &mut ledger, 20), (1, 20));
        let copy = ledger.clone();
        assert_eq!(next(&seen, &mut ledger, 5), (21, 25));
        // Another program of the same folder leased last.
        assert_eq!(next(&open(), &mut ledger, 5), (26, 30));
        for again in [seen, open()] {
            let mut fallen = copy.clone();
            let from = next(&again, &mut fallen, 5).0;
            assert!(from > 30, "{from}");
        }
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert_eq!(text, "2026 40 粤 汕\n");
        let names = files::machine().names(folder.path()).unwrap();
        assert_eq!(names, ["leased.lock", FILE], "nothing half written is left");
    }

    #[test]
    fn what_other_servers_leased_and_what_bureaus_were_founded_with_is_seen() {
        let (seen, mut ledger) = (Mutex::default(), MemoryLedger::default());
        let mut fallen = ledger.clone();
        ledger.lease_behind(Id([2; 16]), OURS, 20, 0).unwrap();
        look(&seen, &mut ledger).unwrap();
        assert_eq!(next(&seen, &mut fallen.clone(), 1), (21, 21));
        let founded =
            BlockLeased { prefix: OURS.0.into(), year: OURS.1, from: 401, until: 500, epoch: None };
        assert!(adopt(&seen, &mut ledger, Id([3; 16]), &founded).unwrap());
        assert!(!adopt(&seen, &mut ledger, Id([4; 16]), &founded).unwrap(), "another's");
        assert_eq!(next(&seen, &mut fallen, 1), (501, 501));
    }

    #[test]
    fn a_loss_that_a_laptop_shows_is_passed_over_once() {
        let (seen, mut ledger) = (Mutex::default(), MemoryLedger::default());
        let at = |day: i64| Moment::from_ms(1_764_000_000_000 + day * 86_400_000);
        assert_eq!(next(&seen, &mut ledger, 1), (1, 1));
        for day in [0, 1, 6] {
            pass_over_lost(&mut ledger, at(day)).unwrap();
        }
        assert_eq!(next(&seen, &mut ledger, 1), (10_002, 10_002));
        pass_over_lost(&mut ledger, at(7)).unwrap();
        assert_eq!(next(&seen, &mut ledger, 1), (20_003, 20_003));
    }

    #[test]
    fn a_program_that_is_stopped_within_its_work_keeps_others_waiting_and_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let open = || File::create(folder.path().join("leased.lock")).unwrap();
        let (stopped, other) = (open(), open());
        stopped.lock().unwrap();
        let late = wait_for(&other, Duration::from_millis(20)).unwrap_err();
        assert_eq!(late.kind(), io::ErrorKind::TimedOut);
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| wait_for(&other, LOCK_PATIENCE));
            std::thread::sleep(Duration::from_millis(20));
            drop(stopped);
            waits.join().unwrap().unwrap();
        });
        assert!(
            matches!(open().try_lock(), Err(TryLockError::WouldBlock)),
            "it is the other's now"
        );
    }

    #[test]
    fn a_line_that_nobody_wrote_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "2026 40 粤\n2026 many 粤\n").unwrap();
        let fault = Seen::at(folder.path()).unwrap_err();
        assert!(matches!(fault, SeenFault::Line(2)), "{fault}");
    }
}
