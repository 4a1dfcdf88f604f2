//! A code of 128 bits on paper: letters that are not misread, groups of four, and a check; knows no purpose.

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
    let letters: Vec<u8> = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => b'0',
            'I' | 'L' => b'1',
            c => u8::try_from(c).unwrap_or(0),
        })
        .collect();
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

#[cfg(test)]
mod tests {
    use super::*;

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
