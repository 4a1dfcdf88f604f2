//! Route numbers 路线编号 and stakes 桩号 (GB/T 917); never invents metres that nobody gave.

use super::{Reason, all_digits};
use std::fmt;

/// A route number (GB/T 917) such as G15, G324, S231 or X084.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Route(String);

impl Route {
    /// Reads a normalised number.
    ///
    /// # Errors
    /// The reason why no such route can exist.
    pub fn parse(text: &str) -> Result<Route, Reason> {
        let grade = text.chars().next().ok_or(Reason::Length)?;
        let digits = &text[grade.len_utf8()..];
        let lengths = match grade {
            'G' | 'S' => 1..=4,
            'X' | 'Y' | 'C' | 'Z' => 3..=4,
            _ => return Err(Reason::Letter),
        };
        if !lengths.contains(&digits.chars().count()) {
            return Err(Reason::Length);
        }
        if !all_digits(digits) {
            return Err(Reason::Letter);
        }
        // National roads of three digits: from Beijing, north–south, east–west, and links.
        let national = grade == 'G' && digits.len() == 3;
        if digits.bytes().all(|b| b == b'0')
            || (national && !digits.starts_with(['1', '2', '3', '5']))
        {
            return Err(Reason::Shape);
        }
        Ok(Route(text.to_string()))
    }

    /// Whether the number is one of an expressway: one or two digits, or four for a link (G1523).
    #[must_use]
    pub fn is_expressway(&self) -> bool {
        self.0.starts_with(['G', 'S']) && self.0.len() != 4
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place along a route (GB/T 917): K123+400. Direction, side and lane are told elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stake {
    /// Whole kilometres from the beginning of the route.
    pub km: u16,
    /// `None` when only the kilometre was given; that is a stretch of road, not its first metre.
    pub metres: Option<u16>,
}

impl Stake {
    /// Reads `K123+400` (exactly three digits of metres) or `K1750`, normalised.
    ///
    /// # Errors
    /// The reason why it is no stake.
    pub fn parse(text: &str) -> Result<Stake, Reason> {
        let rest = text.strip_prefix('K').ok_or(Reason::Shape)?;
        let (km, metres) = match rest.split_once('+') {
            Some((km, metres)) => (km, Some(metres)),
            None => (rest, None),
        };
        let number = |digits: &str, lengths: std::ops::RangeInclusive<usize>| {
            if !lengths.contains(&digits.chars().count()) {
                return Err(Reason::Length);
            }
            if !all_digits(digits) {
                return Err(Reason::Letter);
            }
            digits.parse::<u16>().map_err(|_| Reason::Length)
        };
        Ok(Stake { km: number(km, 1..=4)?, metres: metres.map(|m| number(m, 3..=3)).transpose()? })
    }
}

impl fmt::Display for Stake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.metres {
            Some(metres) => write!(f, "K{}+{metres:03}", self.km),
            None => write!(f, "K{}", self.km),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_that_exist_are_read_and_printed() {
        for (text, expressway) in [
            ("G15", true),
            ("G1523", true),
            ("S1", true),
            ("G324", false),
            ("S231", false),
            ("X084", false),
            ("Y1234", false),
            ("C123", false),
            ("Z001", false),
        ] {
            let route = Route::parse(text).unwrap();
            assert_eq!((route.to_string().as_str(), route.is_expressway()), (text, expressway));
        }
    }

    #[test]
    fn other_routes_are_refused_with_a_reason() {
        for (text, want) in [
            ("G", Reason::Length),
            ("", Reason::Length),
            ("G12345", Reason::Length),
            ("Y12", Reason::Length),
            ("A324", Reason::Letter),
            ("国324", Reason::Letter),
            ("G32国", Reason::Letter),
            ("S0", Reason::Shape),
            ("G424", Reason::Shape),
        ] {
            assert_eq!(Route::parse(text), Err(want), "{text}");
        }
    }

    #[test]
    fn stakes_are_read_and_printed() {
        for (text, km, metres) in [
            ("K123+400", 123, Some(400)),
            ("K1740+950", 1740, Some(950)),
            ("K0+005", 0, Some(5)),
            ("K1750", 1750, None),
        ] {
            let stake = Stake::parse(text);
            assert_eq!(stake, Ok(Stake { km, metres }));
            assert_eq!(stake.map(|stake| stake.to_string()), Ok(text.to_string()));
        }
    }

    #[test]
    fn other_stakes_are_refused_with_a_reason() {
        for (text, want) in [
            ("K123+40", Reason::Length),
            ("K123+4000", Reason::Length),
            ("K123+", Reason::Length),
            ("K", Reason::Length),
            ("K12345", Reason::Length),
            ("123+400", Reason::Shape),
            ("K12A+400", Reason::Letter),
            ("K123+40粤", Reason::Letter),
            ("K-12", Reason::Letter),
        ] {
            assert_eq!(Stake::parse(text), Err(want), "{text}");
        }
    }
}
