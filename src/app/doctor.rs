//! The state of this laptop: store, font, printer, clock, disk, terminal; looks and repairs nothing.

use super::desk::Desk;
use super::mirror::Progress;
use std::path::Path;

/// One thing looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `store`, `font`, `printer`, `clock`, `mirror`, `disk`, `terminal`, `law`, `numbers`.
    pub part: &'static str,
    pub is_well: bool,
    pub note: String,
}

/// Below this an officer is told to make room: a shift with photographs takes about as much.
const DISK_MIN: u64 = 1_000_000_000;
/// The year this program was made; a clock before it is wrong.
const YEAR_MIN: i32 = 2026;

/// Looks at everything.
pub fn look(desk: &mut Desk, terminal: Option<(u16, u16)>) -> Vec<Finding> {
    let finding = |part, is_well, note: String| Finding { part, is_well, note };
    let mut findings = Vec::new();
    findings.push(match desk.store.verify() {
        Ok(verdict) if verdict.breaks.is_empty() => finding(
            "store",
            true,
            format!("{} entries, head {}", verdict.entries, &verdict.head[..8]),
        ),
        Ok(verdict) => {
            let (number, what) = &verdict.breaks[0];
            finding("store", false, format!("entry {number}: {what}"))
        }
        Err(fault) => finding("store", false, fault.to_string()),
    });
    findings.push(match desk.typesetter() {
        Ok(typesetter) => {
            let missing = typesetter.missing("粤汕样张〔〕号罚款叁仟元整龘𬱖");
            finding("font", missing.is_empty(), "LXGW WenKai".into())
        }
        Err(trouble) => finding("font", false, trouble.a),
    });
    let folder = desk.paper_folder.clone();
    let writable = std::fs::create_dir_all(&folder);
    let note = match &writable {
        Ok(()) => folder.display().to_string(),
        Err(fault) => format!("{}: {fault}", folder.display()),
    };
    findings.push(finding("printer", writable.is_ok(), note));
    let now = desk.clock.now();
    findings.push(match desk.clock_step() {
        None => finding("clock", now.day().year() >= YEAR_MIN, now.short()),
        Some(step) => {
            let (kind, by_s) = (step.kind.word(), step.by_ms / 1000);
            finding("clock", false, format!("{} ({kind} {by_s:+} s)", now.short()))
        }
    });
    findings.push(match (desk.mirror_place(), desk.mirror_progress()) {
        (None, _) => finding("mirror", true, "-".into()),
        (Some(place), Some(Progress { trouble: Some(trouble), .. })) => {
            finding("mirror", false, format!("{}: {}", place.display(), trouble.a))
        }
        (Some(place), _) => finding("mirror", place.is_dir(), place.display().to_string()),
    });
    findings.push(match free_bytes(desk.store.folder()) {
        Some(free) => finding("disk", free >= DISK_MIN, format!("{} GB", free / 1_000_000_000)),
        None => finding("disk", true, "?".into()),
    });
    findings.push(match terminal {
        Some((columns, rows)) => {
            finding("terminal", columns >= 80 && rows >= 24, format!("{columns}x{rows}"))
        }
        None => finding("terminal", true, "-".into()),
    });
    let pack = &desk.rulebook.pack;
    let note = format!("{} {} {} ({})", pack.id, pack.version, pack.approver, pack.digest.short());
    findings.push(finding("law", true, note));
    findings.push(match super::today::numbers_left(desk, now.day().year()) {
        Ok(left) => finding("numbers", left > 0, left.to_string()),
        Err(fault) => finding("numbers", false, fault.to_string()),
    });
    let missing = desk.bureau.agency.missing_for_decision();
    findings.push(finding("agency", missing.is_empty(), missing.join(", ")));
    findings
}

/// Bytes free where `folder` lies; `None` when the system does not tell.
#[must_use]
pub fn free_bytes(folder: &Path) -> Option<u64> {
    fs4::available_space(folder).ok()
}
