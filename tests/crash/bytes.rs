//! The bytes of a simulated file in shared chunks, so that a disk is copied without copying its files.

use std::sync::Arc;

const CHUNK: usize = 4096;

#[derive(Clone, Default)]
pub struct Bytes {
    length: usize,
    chunks: Vec<Arc<[u8; CHUNK]>>,
}

impl Bytes {
    pub fn len(&self) -> usize {
        self.length
    }

    /// All of it in chunks; behind the end the last one is zero.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.chunks.iter().map(|chunk| chunk.as_slice())
    }

    /// Reads into `into`; gives how many bytes there were. The rest is zero, as SQLite wants it.
    pub fn read(&self, at: usize, into: &mut [u8]) -> usize {
        into.fill(0);
        let count = self.length.saturating_sub(at).min(into.len());
        let mut done = 0;
        while done < count {
            let (chunk, inside) = ((at + done) / CHUNK, (at + done) % CHUNK);
            let part = (CHUNK - inside).min(count - done);
            into[done..done + part].copy_from_slice(&self.chunks[chunk][inside..inside + part]);
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
            Arc::make_mut(&mut self.chunks[chunk])[inside..inside + part]
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
            Arc::make_mut(last)[length % CHUNK..].fill(0);
        }
        self.length = length;
    }

    fn grow(&mut self, length: usize) {
        while self.chunks.len() * CHUNK < length {
            self.chunks.push(Arc::new([0; CHUNK]));
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
    bytes.truncate(4096);
    bytes.write(4100, b"x");
    assert_eq!(bytes.read(4090, &mut read[..11]), 11);
    assert_eq!(&read[..11], b"across\0\0\0\0x");
    assert_eq!(copy.len(), 4107, "a copy stays as it was");
}
