//! Full-width characters as their half-width twins; it never changes what a character means.

/// `Ａ` → `A`, `＋` → `+`, the ideographic blank → a blank; every other character stays.
///
/// The full-width forms U+FF01–FF5E stand exactly 0xFEE0 above ASCII.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_width_changes() {
        for (wide, narrow) in
            [('Ａ', 'A'), ('０', '0'), ('＋', '+'), ('　', ' '), ('粤', '粤'), ('a', 'a')]
        {
            assert_eq!(half_width(wide), narrow);
        }
    }
}
