//! Keeping a photograph with its stop: the original bytes under their digest; never changes a picture.

use super::command::Trouble;
use super::desk::Desk;
use super::{conclude, open_inspection};
use crate::domain::inspection::event::Event;
use crate::domain::photograph::{MediaType, Photograph};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::files::{Files, How, Kind};
use crate::stdx::id::Id;
use crate::store::journal::Work;
use crate::wire::event::Body;
use std::io::Read as _;
use std::path::Path;

/// The largest photograph that is kept: a camera's original is a tenth of it.
pub const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What became of a photograph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Kept, and its entry written.
    New(Photograph),
    /// The inspection has the same picture already, byte by byte.
    Known(Photograph),
}

/// Keeps the picture in `file` with an inspection.
///
/// # Errors
/// When there is no such file or inspection, the file is no picture that is kept, or the journal
/// cannot be written; nothing is kept then.
pub fn keep_photograph(
    desk: &mut Desk,
    inspection: Id,
    file: &Path,
    taken_at: Option<Moment>,
) -> Result<Kept, Trouble> {
    let bytes = original(desk.store.site().ground.as_ref(), file)?;
    let digest = Digest::of(&bytes);
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let media_type = MediaType::of_bytes(&bytes)
        .ok_or_else(|| Trouble::new("trouble.photograph_no_picture").with(&name))?;
    desk.store.inspection(inspection)?.ok_or_else(|| Trouble::new("trouble.no_inspection"))?;
    let known = open_inspection::load(&desk.store, inspection)?;
    if let Some(same) = known.photographs.iter().find(|kept| kept.digest == digest) {
        return Ok(Kept::Known(same.clone()));
    }
    let size = bytes.len() as u64;
    let photograph =
        Photograph { digest, bytes: size, media_type, file_name: name.into(), taken_at };
    let work = Work {
        officer: conclude::officer_of(desk, &known.facts),
        subject: Some(inspection),
        bodies: vec![Body::Inspection(Event::PhotographTaken(photograph.clone()))],
        pages: vec![(digest, bytes)],
        ..Work::default()
    };
    desk.mirrored(|desk| desk.store.append(work, desk.clock.read(), &mut desk.dice))?;
    Ok(Kept::New(photograph))
}

/// The bytes of a file that can be a photograph by its size.
fn original(ground: &dyn Files, file: &Path) -> Result<Vec<u8>, Trouble> {
    let shown = file.display().to_string();
    let unread =
        |fault: std::io::Error| Trouble::new("trouble.file").with(&shown).and(fault.to_string());
    let length = match ground.look(file).map_err(unread)? {
        Some(Kind::File { bytes }) => bytes,
        Some(Kind::Folder) => {
            return Err(Trouble::new("trouble.photograph_no_picture").with(&shown));
        }
        None => return Err(Trouble::new("trouble.photograph_missing").with(&shown)),
    };
    let mut bytes = Vec::new();
    if length <= BYTES_MAX {
        // A card that is still written to may grow under the reading.
        let open = ground.open(file, How::Read).map_err(unread)?;
        open.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unread)?;
    }
    match bytes.len() as u64 {
        _ if length > BYTES_MAX => Err(Trouble::new("trouble.photograph_too_large").with(&shown)),
        0 => Err(Trouble::new("trouble.photograph_empty").with(&shown)),
        size if size > BYTES_MAX => Err(Trouble::new("trouble.photograph_too_large").with(&shown)),
        _ => Ok(bytes),
    }
}
