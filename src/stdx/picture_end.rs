//! Whether a picture has its end: a card that was pulled out or an empty battery cuts files; it looks at no point of the
//! picture.

/// Whether a JPEG or PNG file is all there, from its first part to the mark of its end. What is neither has no end to look
/// for and counts as whole.
#[must_use]
pub fn is_whole(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xd8\xff") {
        jpeg_has_its_end(bytes)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png_has_its_end(bytes)
    } else {
        true
    }
}

/// A JPEG is a row of parts; only what follows the start of a scan has no length of its own.
fn jpeg_has_its_end(bytes: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xda;
    let mut at = 2;
    loop {
        let Some([0xff, marker]) = bytes.get(at..at + 2) else { return false };
        match marker {
            0xd9 => return true,
            0x00 => return false,
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            _ => {
                let Some([high, low]) = bytes.get(at + 2..at + 4) else { return false };
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                if length < 2 {
                    return false;
                }
                at += 2 + length;
                if *marker == START_OF_SCAN {
                    let Some(behind) = behind_scan(bytes.get(at..).unwrap_or_default()) else {
                        return false;
                    };
                    at += behind;
                }
            }
        }
    }
}

/// How many bytes a scan takes: up to the next marker that is neither a stuffed byte nor a restart.
fn behind_scan(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | 0xd0..=0xd7))
}

/// A PNG is a row of chunks with their lengths; the last one is `IEND`.
fn png_has_its_end(bytes: &[u8]) -> bool {
    let mut rest = &bytes[8..];
    while let Some((head, behind)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let Some(chunk) = length.checked_add(4).filter(|chunk| *chunk <= behind.len()) else {
            return false;
        };
        if &kind == b"IEND" {
            return true;
        }
        rest = &behind[chunk..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SOI, a part, a scan with a stuffed byte and a restart, EOI.
    const JPEG: &[u8] =
        b"\xff\xd8\xff\xe0\x00\x04ab\xff\xda\x00\x03c12\xff\x0034\xff\xd0 56\xff\xd9";

    fn png() -> Vec<u8> {
        let chunk = |kind: &[u8], content: &[u8]| {
            let length = u32::try_from(content.len()).unwrap().to_be_bytes();
            [&length[..], kind, content, b"crc!"].concat()
        };
        [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IDAT", b"points"), &chunk(b"IEND", b"")].concat()
    }

    #[test]
    fn a_picture_cut_anywhere_is_not_whole() {
        for whole in [JPEG.to_vec(), png()] {
            assert!(is_whole(&whole), "{whole:?}");
            for length in 8..whole.len() {
                assert!(!is_whole(&whole[..length]), "cut at {length}: {whole:?}");
            }
        }
    }

    #[test]
    fn what_a_camera_writes_behind_the_end_does_no_harm() {
        for whole in [JPEG.to_vec(), png()] {
            assert!(is_whole(&[&whole[..], b"\0\0 motion"].concat()));
        }
    }

    #[test]
    fn what_is_no_picture_has_no_end_to_look_for() {
        assert!(is_whole(b"#!AMR\n"));
        assert!(is_whole(b""));
        assert!(!is_whole(b"\xff\xd8\xff"));
        assert!(!is_whole(b"\xff\xd8\xff\xe0\x00\x01\xff\xd9"), "no part is so short");
    }
}
