//! How far the rescue of a damaged journal has come, one line of text in a small file beside it; leads to no folder but one
//! that a rescue itself makes, and holds nothing that anybody typed.

/// What the name of a damaged journal's folder begins with; its day stands behind.
pub const ASIDE: &str = "damaged-";

/// What is done already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RescueStage {
    /// The damaged files are on their way into their folder, or there; what stands in their place is half.
    Moving,
    /// The fresh journal holds all that came back; `next` is the epoch that it still has to begin.
    Made {
        /// `None` where it goes on under its old one.
        next: Option<u32>,
    },
}

/// A rescue that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RescueMark {
    /// Name of the folder of the damaged files.
    pub aside: String,
    /// How far it has come.
    pub stage: RescueStage,
    /// The first entry that the card had otherwise, where its copy was laid aside as another journal's.
    pub parted: Option<u64>,
}

impl RescueMark {
    /// The line of its file.
    #[must_use]
    pub fn text(&self) -> String {
        let stage = match self.stage {
            RescueStage::Moving => "moving".to_string(),
            RescueStage::Made { next } => format!("made {}", next.unwrap_or(0)),
        };
        let parted = self.parted.map(|number| format!(" parted {number}")).unwrap_or_default();
        format!("{} {stage}{parted}\n", self.aside)
    }

    /// `None` where the bytes are no such line, or name a folder that no rescue makes: no word of a file leads anywhere else.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<RescueMark> {
        let words: Vec<&str> = std::str::from_utf8(bytes).ok()?.split_whitespace().collect();
        let (words, parted) = match words.as_slice() {
            [before @ .., "parted", number] => (before, Some(number.parse().ok()?)),
            all => (all, None),
        };
        let (aside, stage) = match words {
            [aside, "moving"] => (*aside, RescueStage::Moving),
            [aside, "made", next] => {
                let next = Some(next.parse::<u32>().ok()?).filter(|next| *next > 0);
                (*aside, RescueStage::Made { next })
            }
            _ => return None,
        };
        let is_ours = aside.starts_with(ASIDE) && !aside.contains(['/', '\\']);
        is_ours.then(|| RescueMark { aside: aside.into(), stage, parted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_and_one_that_leads_elsewhere_is_none() {
        let aside = String::from("damaged-2026-11-23-084000");
        let stages = [
            RescueStage::Moving,
            RescueStage::Made { next: None },
            RescueStage::Made { next: Some(2) },
        ];
        for stage in stages {
            for parted in [None, Some(11)] {
                let mark = RescueMark { aside: aside.clone(), stage, parted };
                assert_eq!(RescueMark::read(mark.text().as_bytes()), Some(mark));
            }
        }
        for text in [
            "",
            "damaged-1",
            "damaged-1 gone",
            "damaged-1 made",
            "damaged-1 made x",
            "damaged-1 moving parted x",
            "damaged-/../../etc moving",
            "damaged-\\..\\.. moving",
            "elsewhere moving",
        ] {
            assert_eq!(RescueMark::read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(RescueMark::read(b"damaged-\xff moving"), None);
    }
}
