//! Keeping a photograph or recording with its stop: the original bytes under their digest; never changes a file.

use super::command::Trouble;
use super::desk::Desk;
use super::evidence_file::{self, Found};
use super::import_evidence::{Batch, Entered, Import, digests, put};
use super::{conclude, open_inspection};
use crate::domain::photograph::Photograph;
use crate::domain::recording::Recording;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::files::{Files, Kind};
use crate::stdx::id::Id;
use std::path::Path;

pub use super::evidence_file::BYTES_MAX;

/// What became of a photograph or recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Kept, and its entry written.
    New(Photograph),
    /// Too large to be kept: named by its digest.
    Named(Recording),
    /// The inspection has the same file already, byte by byte.
    Known(Digest),
}

/// Keeps the picture or recording in `file` with an inspection.
///
/// # Errors
/// When there is no such file or inspection, the file is no evidence that is kept, or the journal
/// cannot be written; nothing is kept then.
pub fn keep_photograph(
    desk: &mut Desk,
    inspection: Id,
    file: &Path,
    taken_at: Option<Moment>,
) -> Result<Kept, Trouble> {
    keep(desk, &Import { taken_at, ..Import::with(inspection) }, file)
}

/// Keeps the picture or recording in `file` as `order` describes it, whatever else the order names.
///
/// # Errors
/// As `keep_photograph`.
pub fn keep(desk: &mut Desk, order: &Import, file: &Path) -> Result<Kept, Trouble> {
    let found = original(desk.store.site().ground.as_ref(), file)?;
    let shown = file.display().to_string();
    let (piece, bytes) = match found {
        Found::Held(piece, bytes) => (piece, Some(bytes)),
        Found::Named(piece) => (piece, None),
        Found::Empty => return Err(Trouble::new("trouble.photograph_empty").with(&shown)),
        Found::TooLarge => {
            return Err(Trouble::new("trouble.photograph_too_large").with(&shown));
        }
        Found::Other | Found::Stopped => {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Err(Trouble::new("trouble.photograph_no_picture").with(&name));
        }
    };
    let none = || Trouble::new("trouble.no_inspection");
    desk.store.inspection(order.inspection)?.ok_or_else(none)?;
    let stop = open_inspection::load(&desk.store, order.inspection)?;
    if digests(&stop).contains(&piece.digest) {
        return Ok(Kept::Known(piece.digest));
    }
    let window = order.window(&stop, desk.clock.now());
    let entered = order.entry(&piece, file, window, bytes.is_some());
    let kept = match entered.clone() {
        Entered::New(photograph) => Kept::New(photograph),
        Entered::Named(recording) => Kept::Named(recording),
    };
    let pages = bytes.map(|bytes| (piece.digest, bytes)).into_iter().collect();
    let batch = Batch { events: vec![entered], pages };
    let whose = (order.inspection, conclude::officer_of(desk, &stop.facts));
    desk.mirrored(|desk| put(desk, whose, batch))?;
    Ok(kept)
}

/// What a file is, when it can be evidence by what lies there.
fn original(ground: &dyn Files, file: &Path) -> Result<Found, Trouble> {
    let shown = file.display().to_string();
    let unread =
        |fault: std::io::Error| Trouble::new("trouble.file").with(&shown).and(fault.to_string());
    match ground.look(file).map_err(unread)? {
        Some(Kind::Folder) => Err(Trouble::new("trouble.photograph_no_picture").with(&shown)),
        None => Err(Trouble::new("trouble.photograph_missing").with(&shown)),
        Some(Kind::File { bytes: 0 }) => Err(Trouble::new("trouble.photograph_empty").with(&shown)),
        Some(Kind::File { .. }) => {
            evidence_file::read(ground, file, BYTES_MAX, &mut |_| true).map_err(unread)
        }
    }
}
