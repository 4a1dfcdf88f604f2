//! The bytes of a simulated file in shared chunks, so that a disk is copied without copying its files.

use lucha::stdx::digest::Digest;
use std::sync::{Arc, OnceLock};

const CHUNK: usize = 4096;

/// A chunk knows its digest once it was asked: between two steps of a disk nearly all of them stay as they are.
struct Chunk {
    bytes: [u8; CHUNK],
    print: OnceLock<Digest>,
}

impl Clone for Chunk {
    /// A chunk is copied to be written.
    fn clone(&self) -> Chunk {
        Chunk { bytes: self.bytes, print: OnceLock::new() }
    }
}

#[derive(Clone, Default)]
pub struct Bytes {
    length: usize,
    chunks: Vec<Arc<Chunk>>,
}

impl Bytes {
    pub fn len(&self) -> usize {
        self.length
    }

    /// All of it in chunks; behind the end the last one is zero.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.chunks.iter().map(|chunk| chunk.bytes.as_slice())
    }

    /// The digest of each chunk.
    pub fn prints(&self) -> impl Iterator<Item = &Digest> {
        self.chunks.iter().map(|chunk| chunk.print.get_or_init(|| Digest::of(&chunk.bytes)))
    }

    /// A chunk to be written: what it was is no longer its digest.
    fn fresh(chunk: &mut Arc<Chunk>) -> &mut [u8; CHUNK] {
        let chunk = Arc::make_mut(chunk);
        chunk.print = OnceLock::new();
        &mut chunk.bytes
    }

    /// Reads into `into`; gives how many bytes there were. The rest is zero, as SQLite wants it.
    pub fn read(&self, at: usize, into: &mut [u8]) -> usize {
        into.fill(0);
        let count = self.length.saturating_sub(at).min(into.len());
        let mut done = 0;
        while done < count {
            let (chunk, inside) = ((at + done) / CHUNK, (at + done) % CHUNK);
            let part = (CHUNK - inside).min(count - done);
            into[done..done + part]
                .copy_from_slice(&self.chunks[chunk].bytes[inside..inside + part]);
            done += part;
        }
        count
    }

    /// Writes `bytes` at `at`; a hole before them is zero.
    pub fn write(&mut self, at: usize, bytes: &[u8]) {
        self.grow(at + bytes.len());
        let mut done = 0;
        while done < bytes.len() {
            let (chunk, inside) = ((at + done) / CHUNK, (at + done) % CHUNK);
            let part = (CHUNK - inside).min(bytes.len() - done);
            Bytes::fresh(&mut self.chunks[chunk])[inside..inside + part]
                .copy_from_slice(&bytes[done..done + part]);
            done += part;
        }
    }

    pub fn truncate(&mut self, length: usize) {
        if length >= self.length {
            return self.grow(length);
        }
        self.chunks.truncate(length.div_ceil(CHUNK));
        if !length.is_multiple_of(CHUNK)
            && let Some(last) = self.chunks.last_mut()
        {
            // What grows over this end again reads as zero.
            Bytes::fresh(last)[length % CHUNK..].fill(0);
        }
        self.length = length;
    }

    fn grow(&mut self, length: usize) {
        while self.chunks.len() * CHUNK < length {
            self.chunks.push(Arc::new(Chunk { bytes: [0; CHUNK], print: OnceLock::new() }));
        }
        self.length = self.length.max(length);
    }
}

#[test]
fn bytes_read_back_over_chunks_holes_and_ends() {
    let mut bytes = Bytes::default();
    bytes.write(4090, b"across two chunks");
    let mut read = [7; 24];
    assert_eq!(bytes.read(4088, &mut read), 19);
    assert_eq!(&read[..19], b"\0\0across two chunks");
    assert_eq!(read[19..], [0; 5], "behind the end there is nothing");
    let copy = bytes.clone();
    let prints = |bytes: &Bytes| bytes.prints().copied().collect::<Vec<_>>();
    let before = prints(&copy);
    bytes.truncate(4096);
    bytes.write(4100, b"x");
    assert_eq!(bytes.read(4090, &mut read[..11]), 11);
    assert_eq!(&read[..11], b"across\0\0\0\0x");
    assert_eq!(copy.len(), 4107, "a copy stays as it was");
    assert_eq!(prints(&copy), before);
    let after = prints(&bytes);
    assert_eq!((after[0] == before[0], after[1] == before[1]), (true, false));
    bytes.write(0, b"y");
    assert_ne!(prints(&bytes)[0], after[0], "what is written in place is seen");
}
