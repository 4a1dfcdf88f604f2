//! The folder of what a laptop bears for others: sealed volumes, headquarters' answers to them, and a note beside each;
//! bounded, and it opens none.

use crate::stdx::digest::Digest;
use crate::stdx::files::{Ground, How, Kind};
use crate::stdx::id::Id;
use crate::wire::bundle::{HEAD, Head, Way};
use crate::wire::message::forward::BORNE_DAYS;
use crate::wire::message::photograph::RANGE;
use crate::wire::message::relay::{BORNE_MAX, Piece};
use crate::wire::relay_note::{RelayNote, Stage};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Bundles that are borne at once, of all laptops together.
pub const COUNT_MAX: usize = 16;
/// Bytes of all of them.
pub const BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// Its folder in the journal's own.
pub const FOLDER: &str = "relay";
/// How many days headquarters told.
const DAYS: &str = "days";
const DAY_MS: i64 = 24 * 3600 * 1000;

/// What a laptop bears for others.
#[derive(Clone, Debug)]
pub struct Keep {
    ground: Ground,
    folder: PathBuf,
    bytes_max: u64,
}

/// What became of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// Up to this byte it is durable.
    Upto(u64),
    /// All of it is, and is what its digest says.
    Whole,
    /// All of it came and is something else: what came is gone.
    Wrong,
}

impl Keep {
    /// What lies in `folder` of `ground`; nothing is made there yet.
    #[must_use]
    pub fn at(ground: Ground, folder: PathBuf) -> Keep {
        Keep { ground, folder, bytes_max: BYTES_MAX }
    }

    /// The same with another bound of bytes.
    #[must_use]
    pub fn bounded(self, bytes_max: u64) -> Keep {
        Keep { bytes_max, ..self }
    }

    fn path(&self, bundle: Id, ending: &str) -> PathBuf {
        self.folder.join(format!("{bundle}.{ending}"))
    }

    fn names(&self) -> io::Result<Vec<String>> {
        match self.ground.names(&self.folder) {
            Err(gone) if gone.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            names => names,
        }
    }

    /// Notes of everything that is borne or was, oldest first. One that does not read is passed over: its giver still has
    /// everything, and its bytes are counted as taken.
    ///
    /// # Errors
    /// When the folder cannot be read; the same of every other call, or written.
    pub fn notes(&self) -> io::Result<Vec<RelayNote>> {
        let mut notes = Vec::new();
        for name in self.names()?.iter().filter(|name| name.ends_with(".note")) {
            let bytes = self.ground.read(&self.folder.join(name))?;
            notes.extend(bytes.and_then(|bytes| RelayNote::decode(&bytes).ok()));
        }
        notes.sort_by_key(|note| (note.since_ms, note.piece.bundle));
        Ok(notes)
    }

    /// The note of a bundle.
    ///
    /// # Errors
    /// As `notes`.
    pub fn note(&self, bundle: Id) -> io::Result<Option<RelayNote>> {
        let bytes = self.ground.read(&self.path(bundle, "note"))?;
        Ok(bytes.and_then(|bytes| RelayNote::decode(&bytes).ok()))
    }

    /// Keeps a note in the place of the one before.
    ///
    /// # Errors
    /// As `notes`.
    pub fn put_note(&self, note: &RelayNote) -> io::Result<()> {
        self.ground.make_folders(&self.folder)?;
        let (path, aside) =
            (self.path(note.piece.bundle, "note"), self.path(note.piece.bundle, "new"));
        self.ground.write_whole(&path, &aside, How::Private, &note.encode())
    }

    /// The same note, so far at `now_ms`.
    ///
    /// # Errors
    /// As `notes`.
    pub fn move_on(&self, note: &RelayNote, stage: Stage, now_ms: i64) -> io::Result<RelayNote> {
        let note = RelayNote { stage, stage_ms: now_ms, ..*note };
        self.put_note(&note)?;
        Ok(note)
    }

    /// Bytes that are still taken: what is announced counts before it has come.
    ///
    /// # Errors
    /// As `notes`.
    pub fn room(&self) -> io::Result<u64> {
        let notes = self.notes()?;
        let coming = |note: &&RelayNote| matches!(note.stage, Stage::Arriving | Stage::Held);
        let (mut taken, mut count) = (0_u64, 0);
        for note in notes.iter().filter(coming) {
            count += 1;
            let here = self.arrived(note)?.unwrap_or(note.piece.size);
            taken = taken.saturating_add(note.piece.size - here.min(note.piece.size));
        }
        for name in self.names()? {
            if let Some(Kind::File { bytes }) = self.ground.look(&self.folder.join(name))? {
                taken = taken.saturating_add(bytes);
            }
        }
        let left = self.bytes_max.saturating_sub(taken);
        Ok(if count >= COUNT_MAX { 0 } else { left.min(BORNE_MAX) })
    }

    /// Bytes of a bundle that are here; `None` when it is whole.
    ///
    /// # Errors
    /// As `notes`.
    pub fn arrived(&self, note: &RelayNote) -> io::Result<Option<u64>> {
        if note.stage != Stage::Arriving {
            return Ok(None);
        }
        self.length(&self.path(note.piece.bundle, "part")).map(Some)
    }

    fn length(&self, path: &Path) -> io::Result<u64> {
        Ok(match self.ground.look(path)? {
            Some(Kind::File { bytes }) => bytes,
            Some(Kind::Folder) | None => 0,
        })
    }

    /// A range of a bundle that arrives, at the byte where it stands.
    ///
    /// # Errors
    /// When the disk is full or refuses; what came before stays.
    pub fn add(&self, note: &RelayNote, offset: u64, bytes: &[u8]) -> io::Result<Added> {
        let bundle = note.piece.bundle;
        let (part, whole) = (self.path(bundle, "part"), self.path(bundle, "volume"));
        self.append(note.piece, (&part, &whole), offset, bytes)
    }

    /// A range of headquarters' answer to a bundle.
    ///
    /// # Errors
    /// As `add`.
    pub fn add_answer(&self, answer: Piece, offset: u64, bytes: &[u8]) -> io::Result<Added> {
        let part = self.path(answer.bundle, "answer-part");
        let whole = self.path(answer.bundle, "answer");
        self.append(answer, (&part, &whole), offset, bytes)
    }

    fn append(
        &self,
        piece: Piece,
        (part, whole): (&Path, &Path),
        offset: u64,
        bytes: &[u8],
    ) -> io::Result<Added> {
        let mut file = self.ground.open(part, How::Grow)?;
        // What a cut left behind the durable part is no part of it.
        file.set_length(offset)?;
        file.seek(SeekFrom::Start(offset))?;
        let written = file.write_all(bytes).and_then(|()| file.sync());
        if let Err(fault) = written {
            // The room that a half range takes is another's.
            let _shorter = file.set_length(offset);
            return Err(fault);
        }
        if offset == 0 {
            self.ground.sync_folder(&self.folder)?;
        }
        let upto = offset + bytes.len() as u64;
        if upto < piece.size {
            return Ok(Added::Upto(upto));
        }
        drop(file);
        if Digest::of_reader(self.ground.open(part, How::Read)?)? != piece.digest {
            self.ground.remove(part)?;
            return Ok(Added::Wrong);
        }
        self.ground.rename(part, whole)?;
        if let Err(fault) = self.ground.sync_folder(&self.folder) {
            // A name that may be lost says of nothing that it is whole.
            let _back = self.ground.rename(whole, part);
            return Err(fault);
        }
        Ok(Added::Whole)
    }

    /// A bundle of which every byte is here is held from now on, and takes the place of older ones of its journal; `None`
    /// when it is for another headquarters than `headquarters`: it is gone then. After a cut it is called again.
    ///
    /// # Errors
    /// As `notes`.
    pub fn whole(
        &self,
        note: &RelayNote,
        headquarters: Id,
        now_ms: i64,
    ) -> io::Result<Option<RelayNote>> {
        if !self.is_for(note, headquarters)? {
            self.forget(note)?;
            return Ok(None);
        }
        // The older ones first: a note that says that it is held is not looked at again.
        if note.load.is_all {
            self.drop_older(note)?;
        }
        self.move_on(note, Stage::Held, now_ms).map(Some)
    }

    /// All that waited on the giver's laptop is in the new one: what an older one holds is in it too, or at headquarters.
    fn drop_older(&self, new: &RelayNote) -> io::Result<()> {
        for note in self.notes()? {
            let is_of_giver = note.journal == new.journal && note.piece.bundle != new.piece.bundle;
            let is_here = matches!(note.stage, Stage::Arriving | Stage::Held);
            if is_of_giver && is_here && note.load.upto <= new.load.upto {
                self.forget(&note)?;
            }
        }
        Ok(())
    }

    /// Whether a bundle that came wholly is one for `headquarters`.
    fn is_for(&self, note: &RelayNote, headquarters: Id) -> io::Result<bool> {
        let mut head = [0; HEAD];
        let mut file = self.ground.open(&self.path(note.piece.bundle, "volume"), How::Read)?;
        if file.read_exact(&mut head).is_err() {
            return Ok(false);
        }
        Ok(Head::read(&head).is_ok_and(|head| {
            head.way == Way::ToHeadquarters
                && head.to == headquarters
                && head.bundle == note.piece.bundle
        }))
    }

    /// Whether the bytes of a bundle that is held are still those that came.
    ///
    /// # Errors
    /// As `notes`; also where they are gone.
    pub fn is_sound(&self, note: &RelayNote) -> io::Result<bool> {
        let volume = self.ground.open(&self.path(note.piece.bundle, "volume"), How::Read)?;
        Ok(Digest::of_reader(volume)? == note.piece.digest)
    }

    /// A bundle that came wholly before the note said so is found whole.
    ///
    /// # Errors
    /// As `notes`.
    pub fn is_whole(&self, note: &RelayNote) -> io::Result<bool> {
        self.ground.is_there(&self.path(note.piece.bundle, "volume"))
    }

    /// A range of a bundle that is whole, of `length` bytes at most.
    ///
    /// # Errors
    /// As `notes`.
    pub fn read(&self, note: &RelayNote, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        self.range(&self.path(note.piece.bundle, "volume"), offset, length)
    }

    /// A range of headquarters' answer; none where it is not wholly here.
    ///
    /// # Errors
    /// As `notes`.
    pub fn read_answer(&self, bundle: Id, offset: u64) -> io::Result<Vec<u8>> {
        match self.range(&self.path(bundle, "answer"), offset, RANGE) {
            Err(gone) if gone.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            bytes => bytes,
        }
    }

    fn range(&self, path: &Path, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = self.ground.open(path, How::Read)?;
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Bytes of headquarters' answer that are here; `None` when all of it is.
    ///
    /// # Errors
    /// As `notes`.
    pub fn answer_arrived(&self, bundle: Id) -> io::Result<Option<u64>> {
        if self.ground.is_there(&self.path(bundle, "answer"))? {
            return Ok(None);
        }
        self.length(&self.path(bundle, "answer-part")).map(Some)
    }

    /// Headquarters' answers that are wholly here for `device`.
    ///
    /// # Errors
    /// As `notes`.
    pub fn answers_for(&self, device: Id) -> io::Result<Vec<Piece>> {
        let mut answers = Vec::new();
        for note in self.notes()? {
            if let (Stage::Delivered, Some(answer)) = (note.stage, note.answer)
                && note.journal.device == device
                && self.answer_arrived(answer.bundle)?.is_none()
            {
                answers.push(answer);
            }
        }
        Ok(answers)
    }

    /// The bytes of a bundle go; its note tells what became of it.
    ///
    /// # Errors
    /// As `notes`.
    pub fn drop_bytes(&self, note: &RelayNote) -> io::Result<()> {
        self.remove(note.piece.bundle, &["part", "volume"])
    }

    /// Headquarters' answer to a bundle goes: its giver has it.
    ///
    /// # Errors
    /// As `notes`.
    pub fn drop_answer(&self, bundle: Id) -> io::Result<()> {
        self.remove(bundle, &["answer", "answer-part"])
    }

    /// All of a bundle goes, its note last.
    ///
    /// # Errors
    /// As `notes`.
    pub fn forget(&self, note: &RelayNote) -> io::Result<()> {
        self.remove(note.piece.bundle, &["part", "volume", "answer", "answer-part", "note"])
    }

    fn remove(&self, bundle: Id, endings: &[&str]) -> io::Result<()> {
        let mut is_less = false;
        for ending in endings {
            match self.ground.remove(&self.path(bundle, ending)) {
                Err(gone) if gone.kind() == ErrorKind::NotFound => {}
                removed => {
                    removed?;
                    is_less = true;
                }
            }
        }
        if is_less { self.ground.sync_folder(&self.folder) } else { Ok(()) }
    }

    /// How many days a bundle may stay, as headquarters told last.
    ///
    /// # Errors
    /// As `notes`.
    pub fn days(&self) -> io::Result<u32> {
        let told = self.ground.read(&self.folder.join(DAYS))?;
        let told = told.and_then(|text| String::from_utf8(text).ok()?.trim().parse().ok());
        Ok(told.unwrap_or(BORNE_DAYS))
    }

    /// Keeps how many days headquarters tells.
    ///
    /// # Errors
    /// As `notes`.
    pub fn set_days(&self, days: u32) -> io::Result<()> {
        if self.days()? == days {
            return Ok(());
        }
        self.ground.make_folders(&self.folder)?;
        let (path, aside) = (self.folder.join(DAYS), self.folder.join("days.new"));
        self.ground.write_whole(&path, &aside, How::Private, days.to_string().as_bytes())
    }

    /// What stayed longer than headquarters' days goes; its note says so for as many days again.
    ///
    /// # Errors
    /// As `notes`.
    pub fn expire(&self, now_ms: i64) -> io::Result<()> {
        let after_ms = i64::from(self.days()?) * DAY_MS;
        for note in self.notes()? {
            match note.stage {
                Stage::Arriving | Stage::Held | Stage::Refused
                    if now_ms.saturating_sub(note.since_ms) > after_ms =>
                {
                    // First the word, then the bytes: a cut in between leaves bytes that the next look takes away.
                    self.move_on(&note, Stage::Expired, now_ms)?;
                    self.drop_bytes(&note)?;
                }
                Stage::Delivered | Stage::HandedOver | Stage::Expired
                    if now_ms.saturating_sub(note.stage_ms) > after_ms =>
                {
                    self.forget(&note)?;
                }
                Stage::Expired => self.drop_bytes(&note)?,
                Stage::Arriving
                | Stage::Held
                | Stage::Refused
                | Stage::Delivered
                | Stage::HandedOver => {}
            }
        }
        Ok(())
    }
}
