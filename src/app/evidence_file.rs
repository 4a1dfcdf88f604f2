//! One file that may be evidence, read once: its digest before anything else looks at its bytes; changes no file.

use super::camera_time::camera_time;
use crate::domain::photograph::MediaType;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::files::{Files, How, Kind};
use crate::stdx::picture_end;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The largest photograph or recording whose bytes are kept, in bytes: a camera's original is a tenth of it.
pub const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A photograph or recording as it lies on its medium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Of all its bytes.
    pub digest: Digest,
    /// Its size.
    pub bytes: u64,
    /// By its first bytes.
    pub media_type: MediaType,
    /// By the camera's own clock; `None` where the file does not say.
    pub camera_at: Option<Moment>,
    /// Its end is missing.
    pub is_damaged: bool,
}

/// What a file was found to be.
pub enum Found {
    /// Nothing lies in it.
    Empty,
    /// Nothing that is kept as evidence.
    Other,
    /// A picture that is too large for one.
    TooLarge,
    /// Small enough: with its bytes.
    Held(Piece, Vec<u8>),
    /// A recording that is too large to be held: only its digest was taken.
    Named(Piece),
    /// Whoever watched stopped it.
    Stopped,
}

/// Bytes of a file as they go by, until somebody stops it.
struct Passing<'a> {
    from: &'a mut dyn Read,
    bytes: u64,
    goes_on: &'a mut dyn FnMut(u64) -> bool,
    stopped: bool,
}

impl Read for Passing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if !(self.goes_on)(self.bytes) {
            self.stopped = true;
            return Err(io::Error::other("stopped"));
        }
        let length = self.from.read(into)?;
        self.bytes += length as u64;
        Ok(length)
    }
}

/// Reads the file at `path`, from its first byte to its last one at most once. Bytes are held up to `held_max`; what is
/// larger passes by, and `goes_on` sees how many bytes did and may stop it.
///
/// # Errors
/// When it cannot be read.
pub fn read(
    ground: &dyn Files,
    path: &Path,
    held_max: u64,
    goes_on: &mut dyn FnMut(u64) -> bool,
) -> io::Result<Found> {
    match ground.look(path)? {
        None => return Err(ErrorKind::NotFound.into()),
        Some(Kind::Folder) => return Ok(Found::Other),
        // Pipes, sockets and devices are as long; opening a pipe that nobody writes to would never end.
        Some(Kind::File { bytes: 0 }) => return Ok(Found::Empty),
        Some(Kind::File { .. }) => {}
    }
    let mut file = ground.open(path, How::Read)?;
    let length = file.length()?;
    let mut bytes = Vec::new();
    file.by_ref().take(MediaType::HEAD_BYTES as u64).read_to_end(&mut bytes)?;
    let Some(media_type) = MediaType::of_bytes(&bytes) else { return Ok(Found::Other) };
    if length > held_max {
        if media_type.is_picture() {
            return Ok(Found::TooLarge);
        }
        return pass(&mut bytes.as_slice().chain(file), length, media_type, goes_on);
    }
    // A card that is still written to may grow under the reading.
    let more = (held_max + 1).saturating_sub(bytes.len() as u64);
    file.take(more).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > held_max {
        return Ok(Found::TooLarge);
    }
    if (bytes.len() as u64) < length {
        return Err(cut_off());
    }
    let digest = Digest::of(&bytes);
    let is_picture = media_type.is_picture();
    let camera_at = if is_picture { camera_time(&bytes) } else { None };
    let is_damaged = is_picture && !picture_end::is_whole(&bytes);
    let size = bytes.len() as u64;
    Ok(Found::Held(Piece { digest, bytes: size, media_type, camera_at, is_damaged }, bytes))
}

/// A medium that is pulled out may end a file early without a fault: what it gave is not the file.
fn cut_off() -> io::Error {
    ErrorKind::UnexpectedEof.into()
}

fn pass(
    from: &mut dyn Read,
    length: u64,
    media_type: MediaType,
    goes_on: &mut dyn FnMut(u64) -> bool,
) -> io::Result<Found> {
    let mut passing = Passing { from, bytes: 0, goes_on, stopped: false };
    let digest = Digest::of_reader(&mut passing);
    if passing.stopped {
        return Ok(Found::Stopped);
    }
    let (digest, bytes) = (digest?, passing.bytes);
    if bytes < length {
        return Err(cut_off());
    }
    Ok(Found::Named(Piece { digest, bytes, media_type, camera_at: None, is_damaged: false }))
}
