//! The ladder that stands in where headquarters has no standard yet: for drafts only, marked 未核; it grades no act.

use crate::stdx::fen::Fen;

/// The amount in the middle, a started yuan left out.
#[must_use]
pub fn middle(least: Fen, most: Fen) -> Fen {
    let half = (most.0 - least.0) / 2;
    Fen::from_yuan(Fen(least.0 + half).yuan())
}

/// 较轻, 一般, 严重: the least, the middle and the most of a range (the method of Guangzhou, 2014). `None` where the law
/// leaves nothing to choose.
#[must_use]
pub fn placeholder(least: Fen, most: Fen) -> Option<[Fen; 3]> {
    (least < most).then(|| [least, middle(least, most), most])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `violations-and-standards.md` §2.3: amounts for drafts and tests, no law of Guangdong's.
    #[test]
    fn the_placeholder_is_least_middle_and_most() {
        for (code, least, middle, most) in [
            ("PK-001", 10_000, 55_000, 100_000),
            ("PK-007", 1_000, 1_500, 2_000),
            ("CH-001", 1_000, 2_000, 3_000),
            ("FR-001", 3_000, 6_500, 10_000),
            ("FR-008", 5_000, 12_500, 20_000),
            ("DG-001", 30_000, 65_000, 100_000),
            ("DG-006", 50_000, 75_000, 100_000),
            ("NC-001", 10_000, 20_000, 30_000),
            ("NC-002", 3_000, 6_500, 10_000),
            ("NC-003", 200, 1_100, 2_000),
            ("TX-001", 5_000, 12_500, 20_000),
            ("TX-006", 200, 350, 500),
            ("PE-001", 200, 1_100, 2_000),
            ("MT-002", 3_000, 6_500, 10_000),
            ("MT-003", 20_000, 35_000, 50_000),
            ("LZ-003", 0, 15_000, 30_000),
            ("LZ-008", 0, 2_500, 5_000),
            ("LZ-013", 0, 25_000, 50_000),
            ("ST-003", 10_000, 20_000, 30_000),
            ("WW-001", 30_000, 90_000, 150_000),
        ] {
            let yuan = Fen::from_yuan;
            let want = [yuan(least), yuan(middle), yuan(most)];
            assert_eq!(placeholder(yuan(least), yuan(most)), Some(want), "{code}");
        }
        assert_eq!(placeholder(Fen(20_000), Fen(20_000)), None, "a fixed amount has no ladder");
        assert_eq!(middle(Fen::from_yuan(1_000), Fen::from_yuan(1_401)), Fen::from_yuan(1_200));
    }
}
