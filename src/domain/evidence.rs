//! The kinds of evidence that the law knows, under one name each; it weighs none.

/// Kinds of evidence (处罚法 46).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// 书证
    Document,
    /// 物证
    Object,
    /// 视听资料
    AudioVisual,
    /// 电子数据
    ElectronicRecord,
    /// 证人证言
    WitnessWord,
    /// 当事人的陈述
    PartyWord,
    /// 鉴定意见
    Appraisal,
    /// 勘验笔录, 现场笔录
    Minutes,
}

impl EvidenceKind {
    /// Every kind, in the order of the article.
    pub const ALL: [EvidenceKind; 8] = [
        EvidenceKind::Document,
        EvidenceKind::Object,
        EvidenceKind::AudioVisual,
        EvidenceKind::ElectronicRecord,
        EvidenceKind::WitnessWord,
        EvidenceKind::PartyWord,
        EvidenceKind::Appraisal,
        EvidenceKind::Minutes,
    ];

    /// As packs, records and papers write it.
    #[must_use]
    pub const fn in_chinese(self) -> &'static str {
        match self {
            EvidenceKind::Document => "书证",
            EvidenceKind::Object => "物证",
            EvidenceKind::AudioVisual => "视听资料",
            EvidenceKind::ElectronicRecord => "电子数据",
            EvidenceKind::WitnessWord => "证人证言",
            EvidenceKind::PartyWord => "当事人陈述",
            EvidenceKind::Appraisal => "鉴定意见",
            EvidenceKind::Minutes => "笔录",
        }
    }

    /// The kind of such a word; `None` when it is none.
    #[must_use]
    pub fn from_chinese(word: &str) -> Option<EvidenceKind> {
        EvidenceKind::ALL.into_iter().find(|kind| kind.in_chinese() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eight_kinds_are_found_by_their_words() {
        for kind in EvidenceKind::ALL {
            assert_eq!(EvidenceKind::from_chinese(kind.in_chinese()), Some(kind));
        }
        assert_eq!(EvidenceKind::from_chinese("传闻"), None);
    }
}
