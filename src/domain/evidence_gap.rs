//! Kinds of evidence that an act asks for and the record of a stop lacks, and why the officers left without them; it stands in for none
//! of them, and nothing here lets a decision pass.

use super::evidence::EvidenceKind;
use super::full_record::{kinds, missing_kinds};
use super::inspection::Inspection;
use super::inspection::judgement::Judgement;
use super::procedure::papers::number_of;

/// What is missing of the kinds that headquarters wants for an act (处罚法 46).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceGap {
    /// So many kinds are asked for.
    pub wanted_kinds: u8,
    /// So many of them are missing, at least one.
    pub missing_kinds: usize,
    /// Which could be added, in the order of the article.
    pub could_be: Vec<EvidenceKind>,
    /// Why the officers left without, in their words; empty while they gave no reason.
    pub reason: String,
}

impl EvidenceGap {
    /// Of a stop with what the law gives for it; `coming` are the names of the forms that its end would still make. `None` where nothing
    /// is missing.
    #[must_use]
    pub fn of(
        inspection: &Inspection,
        judgement: &Judgement,
        coming: &[&str],
    ) -> Option<EvidenceGap> {
        let wanted_kinds = judgement.evidence_kinds_min?;
        let issued = inspection.documents.iter().map(|document| document.form.as_str());
        let papers: Vec<u8> = issued.chain(coming.iter().copied()).filter_map(number_of).collect();
        let (missing_kinds, could_be) = missing_kinds(wanted_kinds, &kinds(inspection, &papers));
        if missing_kinds == 0 {
            return None;
        }
        let reason = inspection.facts.evidence_gap.trim().to_string();
        Some(EvidenceGap { wanted_kinds, missing_kinds, could_be, reason })
    }

    /// Whether the officers have still to say why.
    #[must_use]
    pub fn is_unexplained(&self) -> bool {
        self.reason.is_empty()
    }
}
