//! How far something is, how big and how long, in a few cells; measures nothing itself.

use rust_i18n::t;

/// Cells of a bar.
const BAR: u64 = 20;

/// An honest bar: full when everything is there, and not before.
#[must_use]
pub fn bar(held: u64, all: u64) -> String {
    let full = (held.saturating_mul(BAR)).checked_div(all).unwrap_or(BAR).min(BAR);
    let cells = |n: u64| usize::try_from(n).unwrap_or(0);
    format!("{}{}", "█".repeat(cells(full)), "░".repeat(cells(BAR - full)))
}

/// `640 B`, `12 kB`, `3.4 MB`: decimal, as lines and sticks are sold.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => {
            format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
        }
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

/// Seconds in the words of a person who waits.
#[must_use]
pub fn time(l: &str, seconds: u64) -> String {
    match seconds {
        0..60 => t!("gauge.seconds", locale = l, a = seconds.max(1)),
        60..5_400 => t!("gauge.minutes", locale = l, a = seconds.div_ceil(60)),
        _ => t!("gauge.hours", locale = l, a = seconds.div_ceil(3_600)),
    }
    .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_only_when_everything_is_there() {
        assert_eq!(bar(999, 1_000).matches('█').count(), 19);
        assert_eq!(bar(1_000, 1_000).matches('█').count(), 20);
        assert_eq!(bar(0, 0).matches('█').count(), 20, "nothing was to go");
        assert_eq!(bar(0, 7).matches('░').count(), 20);
    }

    #[test]
    fn sizes_are_short_and_never_rounded_up() {
        let texts = [999, 1_999, 3_499_999, 12_345_678_901].map(bytes);
        assert_eq!(texts, ["999 B", "1 kB", "3.4 MB", "12.3 GB"]);
    }
}
