//! Grounds to go lighter, below the range, heavier, or not to punish (从轻, 减轻, 从重, 不予) as the pack states them; it
//! accepts none of them.

use super::citation::Citation;
use crate::domain::evidence::EvidenceKind;

/// A ground that may move a penalty (处罚法 30–33, 49), with the evidence that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Its key in the pack, `removed_harm`; never reused.
    pub id: String,
    /// Which way it may move the penalty; the officers say which of these.
    pub leanings: Vec<Leaning>,
    /// As papers print it.
    pub name_zh: String,
    /// For the English screens.
    pub name_en: String,
    /// The articles that it rests on.
    pub cites: Vec<Citation>,
    /// Kinds of evidence that can prove it.
    pub evidence: Vec<EvidenceKind>,
    /// So many different kinds of these at least.
    pub kinds_min: u8,
    /// 应当 where it is proven, else 可以.
    pub must: bool,
    /// How far the text was verified: A full text read, S seen, B and C own knowledge.
    pub mark: String,
    /// The approver of the pack stands for it; without it no decision may rest on it.
    pub confirmed: bool,
}

impl Adjustment {
    /// Whether `held` are enough different kinds of the evidence that it needs.
    #[must_use]
    pub fn is_proven(&self, held: &[EvidenceKind]) -> bool {
        let kinds = self.evidence.iter().filter(|kind| held.contains(kind)).count();
        kinds >= usize::from(self.kinds_min.max(1))
    }

    /// The way that was said, or the only one that there is; `None` where it is another or still open.
    #[must_use]
    pub fn leaning(&self, said: Option<Leaning>) -> Option<Leaning> {
        match (said, self.leanings.as_slice()) {
            (Some(said), all) => all.contains(&said).then_some(said),
            (None, [only]) => Some(*only),
            (None, _) => None,
        }
    }
}

/// Which way a ground moves a penalty (处罚法 30–33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaning {
    /// 从轻: towards the lower end, inside the range.
    Lighter,
    /// 减轻: below the least that the basis names.
    BelowRange,
    /// 从重: towards the upper end, inside the range.
    Heavier,
    /// 不予: no penalty.
    Waived,
}

impl Leaning {
    /// Every way.
    pub const ALL: [Leaning; 4] =
        [Leaning::Lighter, Leaning::BelowRange, Leaning::Heavier, Leaning::Waived];

    /// The word of the pack and of the check contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Leaning::Lighter => "lighter",
            Leaning::BelowRange => "below_range",
            Leaning::Heavier => "heavier",
            Leaning::Waived => "waived",
        }
    }

    /// The way of such a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Leaning> {
        Leaning::ALL.into_iter().find(|leaning| leaning.word() == word)
    }

    /// As a paper says it.
    #[must_use]
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Leaning::Lighter => "从轻处罚",
            Leaning::BelowRange => "减轻处罚",
            Leaning::Heavier => "从重处罚",
            Leaning::Waived => "不予处罚",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground(leanings: &[Leaning], kinds_min: u8) -> Adjustment {
        Adjustment {
            id: "removed_harm".into(),
            leanings: leanings.to_vec(),
            name_zh: "主动消除危害后果".into(),
            name_en: "harm removed".into(),
            cites: Vec::new(),
            evidence: vec![
                EvidenceKind::AudioVisual,
                EvidenceKind::Minutes,
                EvidenceKind::WitnessWord,
            ],
            kinds_min,
            must: true,
            mark: "A".into(),
            confirmed: true,
        }
    }

    #[test]
    fn a_ground_is_proven_by_enough_kinds_of_its_own_evidence() {
        use EvidenceKind::{AudioVisual, Minutes, Object, PartyWord};
        for (kinds_min, held, proven) in [
            (1, vec![], false),
            (1, vec![PartyWord, Object], false),
            (1, vec![AudioVisual], true),
            (2, vec![AudioVisual], false),
            (2, vec![AudioVisual, AudioVisual], false),
            (2, vec![AudioVisual, PartyWord], false),
            (2, vec![AudioVisual, Minutes], true),
            (0, vec![], false),
        ] {
            let ground = ground(&[Leaning::Lighter], kinds_min);
            assert_eq!(ground.is_proven(&held), proven, "{kinds_min} {held:?}");
        }
    }

    #[test]
    fn a_way_is_said_where_there_are_several() {
        use Leaning::{BelowRange, Heavier, Lighter};
        let (one, two) = (ground(&[Lighter], 1), ground(&[Lighter, BelowRange], 1));
        for (ground, said, want) in [
            (&one, None, Some(Lighter)),
            (&one, Some(Lighter), Some(Lighter)),
            (&one, Some(BelowRange), None),
            (&two, None, None),
            (&two, Some(BelowRange), Some(BelowRange)),
            (&two, Some(Heavier), None),
        ] {
            assert_eq!(ground.leaning(said), want, "{said:?}");
        }
    }

    #[test]
    fn words_read_back() {
        for leaning in Leaning::ALL {
            assert_eq!(Leaning::from_word(leaning.word()), Some(leaning));
        }
        assert_eq!(Leaning::from_word("softer"), None);
    }
}
