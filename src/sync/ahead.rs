//! Photographs that go next, read while the line is busy with those before them; a few megabytes, forgotten with the session.

use crate::stdx::digest::Digest;
use crate::wire::message::photograph::Offered;
use std::collections::BTreeMap;
use std::fmt;

/// Bytes of one photograph that are read at once: each reading deciphers and checks all of it.
const AT_ONCE: usize = 2 * 1024 * 1024;

/// What was read: of each photograph its bytes from an offset on.
#[derive(Default)]
pub(super) struct Ahead(BTreeMap<Digest, (u64, Vec<u8>)>);

/// How many photographs; what is on them is nobody's to print.
impl fmt::Debug for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} photographs", self.0.len())
    }
}

impl Ahead {
    /// Up to `length` bytes from `offset` on; `None` when the photograph is not there or not whole. `read` gives so many from
    /// there on.
    pub(super) fn range<E>(
        &mut self,
        (blob, offset): (Offered, u64),
        length: usize,
        read: impl FnOnce(usize) -> Result<Option<Vec<u8>>, E>,
    ) -> Result<Option<Vec<u8>>, E> {
        let known = self.0.remove(&blob.digest);
        let known = known.filter(|(from, bytes)| holds(*from, bytes, (blob, offset), length));
        let (from, bytes) = match known {
            Some(known) => known,
            None => match read(length.max(AT_ONCE))? {
                Some(bytes) => (offset, bytes),
                None => return Ok(None),
            },
        };
        let at = usize::try_from(offset - from).unwrap_or(usize::MAX).min(bytes.len());
        let until = at.saturating_add(length).min(bytes.len());
        if at == 0 && until == bytes.len() {
            return Ok(Some(bytes));
        }
        let range = bytes[at..until].to_vec();
        if until < bytes.len() {
            self.0.insert(blob.digest, (from, bytes));
        }
        Ok(Some(range))
    }

    /// Reads what goes next, and forgets everything else. What cannot be read says so when it is asked for.
    pub(super) fn read<E>(
        &mut self,
        next: &[(Offered, u64)],
        length: usize,
        mut read: impl FnMut(Offered, u64, usize) -> Result<Option<Vec<u8>>, E>,
    ) -> Result<(), E> {
        self.0.retain(|digest, _| next.iter().any(|(blob, _)| blob.digest == *digest));
        for (blob, offset) in next {
            let known = self.0.get(&blob.digest);
            let is_there =
                |(from, bytes): &(u64, Vec<u8>)| holds(*from, bytes, (*blob, *offset), length);
            if known.is_some_and(is_there) {
                continue;
            }
            if let Some(bytes) = read(*blob, *offset, length.max(AT_ONCE))? {
                self.0.insert(blob.digest, (*offset, bytes));
            }
        }
        Ok(())
    }
}

/// Whether bytes from `from` on hold the range, or all of it that the photograph has.
fn holds(from: u64, bytes: &[u8], (blob, offset): (Offered, u64), length: usize) -> bool {
    let until = blob.size.min(offset.saturating_add(length as u64));
    from <= offset && until <= from.saturating_add(bytes.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    /// A photograph whose every eighth byte begins its place.
    fn bytes(size: usize) -> Vec<u8> {
        (0..size as u64 / 8).flat_map(u64::to_le_bytes).collect()
    }

    fn from(bytes: &[u8], offset: u64, most: usize) -> Vec<u8> {
        let at = usize::try_from(offset).unwrap().min(bytes.len());
        bytes[at..(at + most).min(bytes.len())].to_vec()
    }

    #[test]
    fn a_long_photograph_is_read_once_for_many_ranges_and_comes_out_as_it_is() {
        let all = bytes(5 * AT_ONCE / 2);
        let blob = Offered { digest: Digest([1; 32]), size: all.len() as u64 };
        let (mut ahead, mut came, mut reads) = (Ahead::default(), Vec::new(), 0);
        let length = 256 * 1024;
        while came.len() < all.len() {
            let offset = came.len() as u64;
            let range = ahead.range((blob, offset), length, |most| {
                reads += 1;
                Ok::<_, Infallible>(Some(from(&all, offset, most)))
            });
            let range = range.unwrap().unwrap();
            assert_eq!(range.len(), length.min(all.len() - came.len()));
            came.extend(range);
        }
        assert!(came == all && reads == 3, "{reads} reads");
        assert!(ahead.0.is_empty(), "nothing of it is left");
    }

    #[test]
    fn what_goes_next_is_read_once_and_what_does_not_is_forgotten() {
        let all = bytes(80_000);
        let blob = |n: u8| Offered { digest: Digest([n; 32]), size: 80_000 };
        let mut ahead = Ahead::default();
        let mut reads = Vec::new();
        let mut read = |blob: Offered, offset, most| {
            reads.push(blob.digest.0[0]);
            Ok::<_, Infallible>((blob.digest.0[0] != 3).then(|| from(&all, offset, most)))
        };
        ahead.read(&[(blob(1), 0), (blob(2), 40_000), (blob(3), 0)], 50_000, &mut read).unwrap();
        ahead.read(&[(blob(2), 40_000), (blob(4), 0)], 50_000, &mut read).unwrap();
        assert_eq!(reads, [1, 2, 3, 4]);
        assert_eq!(ahead.0.keys().map(|digest| digest.0[0]).collect::<Vec<_>>(), [2, 4]);
        let never = |_: usize| -> Result<Option<Vec<u8>>, Infallible> { panic!("it is here") };
        let range = ahead.range((blob(2), 40_000), 50_000, never).unwrap().unwrap();
        assert!(range == all[40_000..]);
        // Headquarters stands elsewhere than was thought.
        let again = ahead.range((blob(4), 8), 80_000, |_| Ok::<_, Infallible>(None)).unwrap();
        assert_eq!(again.map(|range| range == all[8..]), Some(true));
        let before = ahead.range((blob(1), 0), 80_000, |_| Ok::<_, Infallible>(None)).unwrap();
        assert_eq!(before, None, "not here, and not on the disk");
        assert_eq!(format!("{:?}", Ahead::default()), "0 photographs");
    }
}
