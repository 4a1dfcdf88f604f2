//! A page as ESC/POS, and back again for who checks what went out; knows no cable.

use super::bitmap::Bitmap;

/// `ESC @`: as it was when it was switched on.
const BEGIN: [u8; 2] = [0x1b, b'@'];
/// `GS v 0`: a picture in dots as they are.
const RASTER: [u8; 4] = [0x1d, b'v', b'0', 0];
/// `GS V 66 n`: feed to the knife, and cut but for one point.
const CUT: [u8; 4] = [0x1d, b'V', 66, 0];
/// `GS r 1`: say how the paper stands, when all before it is printed.
pub const TELL_PAPER: [u8; 3] = [0x1d, b'r', 1];
/// `DLE EOT 4`, `DLE EOT 2`: say at once how the paper stands, and why the printer is off line.
pub const ASK: [u8; 6] = [0x10, 0x04, 4, 0x10, 0x04, 2];
/// Rows of one picture: small printers hold little more.
const BAND_ROWS: usize = 128;

/// What a printer answers to `ASK`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The roll is at its end.
    pub is_paper_out: bool,
    /// The cover is open.
    pub is_cover_open: bool,
    /// The knife, or something else, is stuck.
    pub has_error: bool,
}

/// The bytes of a page: pictures of a band each, and a cut behind the last one.
#[must_use]
pub fn encode(page: &Bitmap) -> Vec<u8> {
    let mut bytes = BEGIN.to_vec();
    let band_bytes = (page.row_bytes * BAND_ROWS).max(1);
    for band in page.bytes.chunks(band_bytes) {
        let rows = band.len().checked_div(page.row_bytes).unwrap_or(0);
        bytes.extend(RASTER);
        for number in [page.row_bytes, rows] {
            // A band has a hundred rows, and a row a hundred bytes.
            bytes.extend(u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes());
        }
        bytes.extend(band);
    }
    bytes.extend(CUT);
    bytes
}

/// The pages that `bytes` burn, one for each cut.
///
/// # Errors
/// With the place of the first byte that no page of ours has.
pub fn decode(bytes: &[u8]) -> Result<Vec<Bitmap>, usize> {
    let (mut pages, mut page, mut at) = (Vec::new(), Bitmap { row_bytes: 0, bytes: Vec::new() }, 0);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(&RASTER) {
            let head = rest.get(4..8).ok_or(at)?;
            let row_bytes = usize::from(u16::from_le_bytes([head[0], head[1]]));
            let rows = usize::from(u16::from_le_bytes([head[2], head[3]]));
            let dots = rest.get(8..8 + row_bytes * rows).ok_or(at)?;
            if row_bytes == 0 || (page.row_bytes != 0 && page.row_bytes != row_bytes) {
                return Err(at);
            }
            page.row_bytes = row_bytes;
            page.bytes.extend(dots);
            at += 8 + dots.len();
        } else if rest.starts_with(&CUT) {
            pages.push(std::mem::replace(&mut page, Bitmap { row_bytes: 0, bytes: Vec::new() }));
            at += CUT.len();
        } else if rest.starts_with(&BEGIN) {
            at += BEGIN.len();
        } else if [&TELL_PAPER[..], &ASK[..3], &ASK[3..]].iter().any(|ask| rest.starts_with(ask)) {
            at += TELL_PAPER.len();
        } else {
            return Err(at);
        }
    }
    if page.bytes.is_empty() { Ok(pages) } else { Err(bytes.len()) }
}

/// What the two answers to `ASK` say; `None` while one is missing, or is no answer of a printer.
#[must_use]
pub fn status(answers: &[u8]) -> Option<Status> {
    let [paper, off_line] = answers else { return None };
    // These bits stand in every answer.
    let is_answer = |byte: &u8| byte & 0b1001_0011 == 0b0001_0010;
    if !is_answer(paper) || !is_answer(off_line) {
        return None;
    }
    Some(Status {
        is_paper_out: paper & 0b0110_0000 != 0 || off_line & 0b0010_0000 != 0,
        is_cover_open: off_line & 0b0000_0100 != 0,
        has_error: off_line & 0b0100_0000 != 0,
    })
}

/// Whether the answer to `TELL_PAPER` says that the roll is at its end; `None` when it is no such answer.
#[must_use]
pub fn is_paper_out(answer: u8) -> Option<bool> {
    (answer & 0b1001_0000 == 0).then_some(answer & 0b0000_1100 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rows: usize) -> Bitmap {
        let bytes = (0..=250).cycle().take(72 * rows).collect();
        Bitmap { row_bytes: 72, bytes }
    }

    #[test]
    fn what_is_encoded_is_decoded_dot_for_dot() {
        for rows in [1, 127, 128, 129, 700] {
            let bytes = encode(&page(rows));
            assert_eq!(decode(&bytes), Ok(vec![page(rows)]), "{rows}");
            let twice = [bytes.clone(), TELL_PAPER.to_vec(), ASK.to_vec(), bytes.clone()].concat();
            assert_eq!(decode(&twice), Ok(vec![page(rows), page(rows)]));
            assert_eq!(decode(&bytes[..bytes.len() - 4]), Err(bytes.len() - 4), "no cut");
            assert!(decode(&bytes[..bytes.len() / 2]).is_err());
        }
        assert_eq!(decode(b"hello"), Err(0));
        assert_eq!(decode(&[]), Ok(vec![]));
    }

    #[test]
    fn a_printer_says_what_it_lacks() {
        let well = Status::default();
        for (answers, wanted) in [
            (&[0x12, 0x12][..], Some(well)),
            (&[0x72, 0x12], Some(Status { is_paper_out: true, ..well })),
            (&[0x12, 0x32], Some(Status { is_paper_out: true, ..well })),
            (&[0x12, 0x16], Some(Status { is_cover_open: true, ..well })),
            (&[0x12, 0x52], Some(Status { has_error: true, ..well })),
            (&[0x12], None),
            (b"HT", None),
            (&[], None),
        ] {
            assert_eq!(status(answers), wanted, "{answers:?}");
        }
        assert_eq!(
            [is_paper_out(0), is_paper_out(0x0c), is_paper_out(0x12)],
            [Some(false), Some(true), None]
        );
    }
}
