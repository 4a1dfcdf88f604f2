//! The width of Chinese text in terminal cells: clip, pad and wrap at whole characters only.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Cells that `text` takes.
#[must_use]
pub fn cells(text: &str) -> usize {
    text.width()
}

/// As much of `text` as fits into `room` cells; a wide character is never halved.
#[must_use]
pub fn clip(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > room {
            return &text[..at];
        }
    }
    text
}

/// `text` clipped to `room` cells, with `…` in its last cell when something was cut.
#[must_use]
pub fn shorten(text: &str, room: usize) -> String {
    if cells(text) <= room {
        return text.to_string();
    }
    if room == 0 {
        return String::new();
    }
    format!("{}…", clip(text, room - 1))
}

/// `text` clipped and filled with blanks to exactly `room` cells.
#[must_use]
pub fn pad(text: &str, room: usize) -> String {
    let text = shorten(text, room);
    let missing = room.saturating_sub(cells(&text));
    text + &" ".repeat(missing)
}

/// Lines of at most `room` cells; breaks at any Chinese character and between words of Latin text.
#[must_use]
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for piece in pieces(paragraph) {
            if cells(&line) + cells(piece.trim_end()) > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_string());
            }
            let mut piece = piece;
            while cells(piece.trim_end()) > room && room > 1 {
                let head = clip(piece, room);
                lines.push(head.to_string());
                piece = &piece[head.len()..];
            }
            if !(line.is_empty() && piece.trim().is_empty()) {
                line += piece;
            }
        }
        lines.push(line.trim_end().to_string());
    }
    lines
}

/// Marks that may not open a line, and those that may not end one.
const CLOSING: &str = "，。、；：！？）》〕」』”’";
const OPENING: &str = "（《〔「『“‘";
/// What may stand behind the letters and digits of a plate.
const PLATE_ENDS: &str = "挂学警港澳";
/// Letters and digits of a plate at least, behind its first character.
const PLATE_MIN: usize = 5;
/// Characters before the year of a 案号: those next to it that are kept with it, and how many are where blanks or marks bound them.
const PREFIX: usize = 4;
const PREFIX_MAX: usize = 6;

fn is_wide(c: char) -> bool {
    c.width().unwrap_or(0) > 1
}

/// A wide character that is no mark.
fn is_word(c: char) -> bool {
    is_wide(c) && !CLOSING.contains(c) && !OPENING.contains(c)
}

/// Whether `run` is what stands on a plate behind its first character.
fn is_plate(run: &[char]) -> bool {
    let is_led = run.first().is_some_and(char::is_ascii_uppercase);
    is_led && run.len() >= PLATE_MIN && run.iter().any(char::is_ascii_digit)
}

/// Whether the characters before and behind a place belong to one plate or to one 案号: 粤D8K999, 样汕交罚〔2026〕00001号.
fn is_joined(before: &[char], behind: &[char]) -> bool {
    let (Some(&last), Some(&next)) = (before.last(), behind.first()) else { return false };
    let is_sign = |c: &char| c.is_ascii_alphanumeric();
    let run = behind.iter().take_while(|c| is_sign(c)).count();
    if is_word(last) && is_plate(&behind[..run]) {
        return true;
    }
    let back = before.iter().rev().take_while(|c| is_sign(c)).count();
    let (head, tail) = before.split_at(before.len() - back);
    if PLATE_ENDS.contains(next) && is_plate(tail) && head.last().is_some_and(|c| is_word(*c)) {
        return true;
    }
    let words = |c: &&char| is_word(**c);
    let prefix = behind.iter().take(PREFIX_MAX).take_while(words).count();
    let whole = prefix + before.iter().rev().take(PREFIX_MAX).take_while(words).count();
    let leads = behind.get(prefix) == Some(&'〔') && (prefix < PREFIX || whole <= PREFIX_MAX);
    (is_word(last) && leads)
        || (last == '〕' && next.is_ascii_digit())
        || (last.is_ascii_digit() && next == '号')
}

/// Runs that must not be parted: one wide character, a Latin word with the blanks behind it, a plate, a 案号. A mark that may not
/// open a line (。，、) stays with the character before it.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let chars: Vec<char> = text.chars().collect();
    for (nth, (at, c)) in text.char_indices().enumerate().skip(1) {
        let before = chars[nth - 1];
        let word_ends = before == ' ' && c != ' ';
        let parts = is_wide(before) || is_wide(c) || word_ends;
        let stays = CLOSING.contains(c) || OPENING.contains(before);
        if parts && !stays && !is_joined(&chars[..nth], &chars[nth..]) {
            cuts.push(at);
        }
    }
    cuts.push(text.len());
    cuts.windows(2).map(|pair| &text[pair[0]..pair[1]]).filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_character_is_never_halved() {
        assert_eq!(clip("粤D55D18", 3), "粤D");
        assert_eq!(clip("粤汕", 3), "粤");
        assert_eq!(shorten("汕头市示范运输", 7), "汕头市…");
        assert_eq!(pad("粤", 4), "粤  ");
        assert_eq!(cells(&pad("汕头市示范", 7)), 7);
    }

    #[test]
    fn lines_break_between_characters_and_words() {
        assert_eq!(wrap("三轴货车装载沙石。", 8), ["三轴货车", "装载沙", "石。"]);
        assert_eq!(wrap("two officers are needed", 12), ["two officers", "are needed"]);
        assert_eq!(wrap("a\nb", 4), ["a", "b"]);
        assert!(wrap("超限 6,240 kg（24.96%）", 9).iter().all(|line| cells(line) <= 9));
    }

    #[test]
    fn a_plate_and_a_number_of_a_paper_are_never_parted() {
        let table: [(&str, &[&str]); 8] = [
            ("车牌粤D8K999 扣押", &["粤D8K999"]),
            ("挂车粤D1234挂，粤DA123警停放", &["粤D1234挂", "粤DA123警"]),
            ("粤Z1234港与粤B99999F", &["粤Z1234港", "粤B99999F"]),
            ("决定备案样汕交罚〔2026〕00001号已", &["样汕交罚〔2026〕00001号"]),
            ("备案 样汕交罚〔2026〕00001号", &["样汕交罚〔2026〕00001号"]),
            ("以及第 12 号、第3号", &["3号"]),
            ("无号牌车 VIN LSVAB4180E2184841", &["LSVAB4180E2184841"]),
            ("称重SCS-07合格", &["SCS-07"]),
        ];
        for (text, whole) in table {
            for room in 25..40 {
                let lines = wrap(text, room);
                assert!(lines.iter().all(|line| cells(line) <= room), "{lines:?} in {room}");
                for one in whole {
                    assert!(lines.iter().any(|line| line.contains(one)), "{lines:?} in {room}");
                }
            }
        }
        assert_eq!(wrap("检查车辆粤D8K999", 12), ["检查车辆", "粤D8K999"]);
        assert_eq!(wrap("检查车辆粤D1234挂", 12), ["检查车辆", "粤D1234挂"]);
        // Where a whole one has no place it is parted as any word is.
        assert_eq!(wrap("粤D8K999", 5), ["粤D8K", "999"]);
    }
}
