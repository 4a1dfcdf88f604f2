//! What officers say of a piece of evidence: what it shows, where and with what it was made; judges none of it.

use super::evidence::EvidenceKind;
use super::full_record::Stage;
use crate::stdx::redacted::Redacted;

/// What officers say of a photograph or recording (处罚法 46, 47; 全过程记录, 国办发〔2018〕118号). What nobody said is empty.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Description {
    /// The stage that it records.
    pub stage: Option<Stage>,
    /// 证明事项.
    pub proves: String,
    /// 采集地点, where it is not the stop's own.
    pub place: String,
    /// Number of the camera or recorder.
    pub device: String,
    /// Who wore or held it.
    pub wearer: Redacted<String>,
    /// As which kind of evidence it is put forward; `None` is 视听资料.
    pub kind: Option<EvidenceKind>,
    /// 复制件 or 原件.
    pub is_copy: Option<bool>,
}

impl Description {
    /// Whether nobody said anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Description::default()
    }

    /// The kind that it counts as.
    #[must_use]
    pub fn counts_as(&self) -> EvidenceKind {
        self.kind.unwrap_or(EvidenceKind::AudioVisual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_said_is_audio_visual() {
        let mut said = Description::default();
        assert!(said.is_empty());
        assert_eq!(said.counts_as(), EvidenceKind::AudioVisual);
        said.kind = Some(EvidenceKind::Document);
        assert!(!said.is_empty());
        assert_eq!(said.counts_as(), EvidenceKind::Document);
    }
}
