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

/// Runs that must not be parted: one wide character, or a Latin word with the blanks behind it. A
/// mark that may not open a line (。，、) stays with the character before it.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let wide = |c: char| c.width().unwrap_or(0) > 1;
        let closing = "，。、；：！？）》〕」』”’".contains(c);
        let opening = before.is_some_and(|b| "（《〔「『“‘".contains(b));
        let word_ends = before == Some(' ') && c != ' ';
        let parts = before.is_some_and(wide) || wide(c) || word_ends;
        if at > 0 && parts && !closing && !opening {
            cuts.push(at);
        }
        before = Some(c);
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
}
