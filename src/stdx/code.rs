//! Codes on paper, of 128 bits or of some lines: letters that are not misread, in groups, with a check; knows no purpose.

use super::digest::Digest;

/// Crockford's letters: no I, L, O and U, which are misread aloud and on paper.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 130 bits hold 128; two more letters check the rest.
const LEN: usize = 26;

/// `7ZQ4-…`: seven groups of four.
#[must_use]
pub fn written(code: [u8; 16]) -> String {
    let mut bits = u128::from_be_bytes(code);
    let mut letters = [0_u8; LEN];
    for place in letters.iter_mut().rev() {
        *place = LETTERS[usize::try_from(bits & 31).unwrap_or(0)];
        bits >>= 5;
    }
    let mut text: Vec<u8> = letters.to_vec();
    text.extend(check(code));
    let groups: Vec<String> =
        text.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
}

fn check(code: [u8; 16]) -> [u8; 2] {
    let digest = Digest::of(&code).0;
    [digest[0], digest[1]].map(|byte| LETTERS[usize::from(byte & 31)])
}

/// The code that was typed, in any case, with O for 0 and I or L for 1; `None` when it is none.
#[must_use]
pub fn read(typed: &str) -> Option<[u8; 16]> {
    let letters: Vec<u8> = signs(typed).collect();
    if letters.len() != LEN + 2 {
        return None;
    }
    let mut bits: u128 = 0;
    for (nth, letter) in letters[..LEN].iter().enumerate() {
        let value = LETTERS.iter().position(|known| known == letter)?;
        // The first letter holds three bits only.
        if nth == 0 && value > 7 {
            return None;
        }
        bits = bits << 5 | u128::try_from(value).ok()?;
    }
    let code = bits.to_be_bytes();
    (letters[LEN..] == check(code)).then_some(code)
}

/// Bytes of a line: forty letters.
const LINE_BYTES: usize = 25;
/// Letters of a whole line with its check.
const LINE_LETTERS: usize = 42;

/// Bytes of any length, twenty-five a line, in groups of six letters; the last two of each line check it and its place.
#[must_use]
pub fn lines(bytes: &[u8]) -> String {
    let line = |(nth, part): (u32, &[u8])| {
        let mut letters = letters_of(part);
        letters.extend(line_check(nth, part));
        let groups = letters.chunks(6).map(|group| String::from_utf8_lossy(group).into_owned());
        groups.collect::<Vec<_>>().join("-")
    };
    (1..).zip(bytes.chunks(LINE_BYTES)).map(line).collect::<Vec<_>>().join("\n")
}

fn letters_of(bytes: &[u8]) -> Vec<u8> {
    let (mut bits, mut held, mut letters) = (0_u32, 0_u32, Vec::new());
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            letters.push(letter(bits >> held));
        }
    }
    if held > 0 {
        letters.push(letter(bits << (5 - held)));
    }
    letters
}

fn letter(bits: u32) -> u8 {
    LETTERS[usize::try_from(bits & 31).unwrap_or(0)]
}

fn line_check(nth: u32, part: &[u8]) -> [u8; 2] {
    let digest = Digest::of_parts(&[&nth.to_be_bytes(), part]).0;
    [digest[0], digest[1]].map(|byte| LETTERS[usize::from(byte & 31)])
}

/// The bytes of lines that were typed, in any case, with O for 0 and I or L for 1, whatever stands between the letters.
///
/// # Errors
/// Gives the first line that is not as it was written, 1 for the first.
pub fn read_lines(typed: &str) -> Result<Vec<u8>, u32> {
    let letters: Vec<u8> = signs(typed).collect();
    let mut bytes = Vec::new();
    if letters.is_empty() {
        return Err(1);
    }
    for (nth, line) in (1..).zip(letters.chunks(LINE_LETTERS)) {
        let part = line_of(nth, line).ok_or(nth)?;
        bytes.extend(part);
    }
    Ok(bytes)
}

fn line_of(nth: u32, line: &[u8]) -> Option<Vec<u8>> {
    let (letters, check) = line.split_at_checked(line.len().checked_sub(2)?)?;
    let (mut bits, mut held, mut part) = (0_u32, 0_u32, Vec::new());
    for letter in letters {
        let value = LETTERS.iter().position(|known| known == letter)?;
        bits = (bits << 5 | u32::try_from(value).ok()?) & 0xffff;
        held += 5;
        if held >= 8 {
            held -= 8;
            part.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    // A letter too many, or bits in the last one that stand for nothing.
    let is_whole = held < 5 && bits & ((1 << held) - 1) == 0;
    (is_whole && !part.is_empty() && check == line_check(nth, &part)).then_some(part)
}

/// The letters of a text that was typed, without what only parts them.
fn signs(typed: &str) -> impl Iterator<Item = u8> {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| {
        match c.to_ascii_uppercase() {
            'O' => b'0',
            'I' | 'L' => b'1',
            c => u8::try_from(c).unwrap_or(0),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_back_however_they_are_typed_and_a_slip_names_its_line() {
        for length in [1, 2, 3, 4, 5, 24, 25, 26, 50, 213] {
            let bytes: Vec<u8> = (0..length).map(|n: u8| n.wrapping_mul(37)).collect();
            let text = lines(&bytes);
            assert_eq!(read_lines(&text), Ok(bytes.clone()), "{length}");
            let sloppy = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            assert_eq!(read_lines(&sloppy.replace('\n', "")), Ok(bytes.clone()), "{length}");
            let all: Vec<usize> = (0..text.len())
                .filter(|at| {
                    let sign = text.as_bytes()[*at];
                    sign != b'-' && sign != b'\n'
                })
                .collect();
            let mut named = 0;
            for (nth, at) in all.iter().enumerate() {
                let mut slip = text.clone().into_bytes();
                slip[*at] = if slip[*at] == b'7' { b'8' } else { b'7' };
                let line = u32::try_from(nth / LINE_LETTERS + 1).unwrap();
                let read = read_lines(&String::from_utf8(slip).unwrap());
                assert_ne!(read, Ok(bytes.clone()), "{length} {at}");
                named += usize::from(read == Err(line));
            }
            // One of a thousand slips fits its check by chance: a signature finds that.
            assert!(named + 3 > all.len(), "{length}: {named} of {}", all.len());
        }
        let two = lines(&[7; 50]);
        let (one, other) = two.split_once('\n').unwrap();
        assert_eq!(read_lines(&format!("{other}{one}")), Err(1), "in another order");
        assert_eq!(read_lines(""), Err(1));
        assert_eq!(read_lines(&two[..two.len() - 1]), Err(2), "cut");
    }

    #[test]
    fn a_code_reads_back_however_it_is_typed_and_a_slip_is_found() {
        for code in [[0; 16], [255; 16], *b"\x12\x34 and fourteen."] {
            let text = written(code);
            assert_eq!(text.len(), 34, "{text}");
            assert_eq!(read(&text), Some(code));
            let sloppy = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            assert_eq!(read(&sloppy), Some(code));
            let mut slip = text.clone().into_bytes();
            slip[5] = if slip[5] == b'7' { b'8' } else { b'7' };
            assert_eq!(read(&String::from_utf8(slip).unwrap()), None, "{text}");
            assert_eq!(read(&text[1..]), None);
        }
    }
}
