//! A card that does not give its bytes: that is told, and nothing on it is cut off or taken for torn.

use super::*;
use std::io::{self, Cursor, Write};

const JOURNAL: Journal = Journal { device: Id([7; 16]), epoch: 1 };

/// A file whose bytes behind `bad` cannot be read.
#[derive(Debug)]
struct Card {
    bytes: Cursor<Vec<u8>>,
    bad: Option<u64>,
}

impl Read for Card {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(bad) = self.bad else { return self.bytes.read(into) };
        let good = usize::try_from(bad.saturating_sub(self.bytes.position())).unwrap();
        let good = good.min(into.len());
        if good == 0 {
            return Err(io::Error::other("a bad sector"));
        }
        self.bytes.read(&mut into[..good])
    }
}

impl Write for Card {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl io::Seek for Card {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

impl OpenFile for Card {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.bytes.get_ref().len() as u64)
    }

    fn set_length(&mut self, bytes: u64) -> io::Result<()> {
        self.bytes.get_mut().truncate(usize::try_from(bytes).unwrap());
        Ok(())
    }
}

fn key() -> Key {
    Key::new([3; 32])
}

/// A mirror's file of three frames, and where each of them ends.
fn written() -> (Vec<u8>, Vec<u64>) {
    let (mut bytes, mut ends) = (JOURNAL.head().to_vec(), Vec::new());
    for number in 1..=3_u8 {
        let kept = Kept { envelope: vec![number; 40], salt: [number; 16], payload: vec![9; 90] };
        let carried = Carried { kept, pack: Vec::new(), signature: None };
        let digest = Digest([number; 32]);
        bytes.extend(JOURNAL.seal(&key(), u64::from(number), digest, &carried));
        ends.push(bytes.len() as u64);
    }
    (bytes, ends)
}

#[test]
fn a_byte_that_the_card_does_not_give_is_a_read_error_and_cuts_nothing_off() {
    let (whole, ends) = written();
    for bad in 0..whole.len() as u64 {
        let mut card = Card { bytes: Cursor::new(whole.clone()), bad: Some(bad) };
        let settled = settle(&mut card, JOURNAL, &key());
        assert!(matches!(settled, Err(StoreFault::Folder(_))), "byte {bad}: {settled:?}");
        assert_eq!(card.bytes.into_inner(), whole, "byte {bad}: the card is as it was");
    }
    // A file that ends within a frame was torn, and is cut off there.
    for (length, last) in [(ends[1] + 1, 2), (ends[2] - 1, 2), (ends[2] - 4, 2), (ends[2], 3)] {
        let torn = whole[..usize::try_from(length).unwrap()].to_vec();
        let mut card = Card { bytes: Cursor::new(torn), bad: None };
        let (found, _) = settle(&mut card, JOURNAL, &key()).unwrap();
        assert_eq!(found.map(|(number, _)| number), Some(last), "{length}");
        assert_eq!(card.length().unwrap(), ends[usize::try_from(last - 1).unwrap()]);
    }
}
