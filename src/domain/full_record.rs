//! The record of the whole course of a stop (全过程记录): which stages it must show, what shows them, and which kinds of
//! evidence there are; weighs none of it.

use super::deadline::trigger::Trigger;
use super::evidence::EvidenceKind;
use super::inspection::judgement::Outcome;
use super::inspection::{Inspection, StatementKind, Topic};
use std::collections::BTreeSet;

/// A stage that the record must show (全过程记录, 国办发〔2018〕118号).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 到场: the vehicle is stopped, the officers come up.
    Entry,
    /// 表明身份, 出示证件 (处罚法 55).
    Identity,
    /// 检查, 勘验.
    Inspection,
    /// 调查取证.
    Evidence,
    /// 抽样取证.
    Sampling,
    /// 先行登记保存 (处罚法 56).
    Hold,
    /// 查封、扣押 (强制法 18).
    Measure,
    /// 告知 (处罚法 44).
    Telling,
    /// 陈述、申辩 (处罚法 45).
    Statement,
    /// 决定.
    Decision,
    /// 送达.
    Service,
}

/// Numbers of papers of the national set (式样), each with the stage that it writes down.
const PAPERS: [(u8, Stage); 9] = [
    (3, Stage::Inspection),
    (4, Stage::Inspection),
    (5, Stage::Sampling),
    (6, Stage::Hold),
    (8, Stage::Measure),
    (11, Stage::Telling),
    (14, Stage::Decision),
    (15, Stage::Decision),
    (23, Stage::Service),
];

/// Numbers of papers that are evidence, or list things that are: interviews, minutes, samples, what is held (处罚法 46, 56).
pub const EVIDENCE_PAPERS: [u8; 5] = [2, 3, 4, 5, 6];

/// Numbers of papers that are handed over, so that the record must show it: the decisions and the order to correct.
const HANDED: [u8; 3] = [14, 15, 16];

impl Stage {
    /// Every stage, in the order in which a stop comes to them.
    pub const ALL: [Stage; 11] = [
        Stage::Entry,
        Stage::Identity,
        Stage::Inspection,
        Stage::Evidence,
        Stage::Sampling,
        Stage::Hold,
        Stage::Measure,
        Stage::Telling,
        Stage::Statement,
        Stage::Decision,
        Stage::Service,
    ];

    /// Its word in entries and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Stage::Entry => "entry",
            Stage::Identity => "identity",
            Stage::Inspection => "inspection",
            Stage::Evidence => "evidence",
            Stage::Sampling => "sampling",
            Stage::Hold => "hold",
            Stage::Measure => "measure",
            Stage::Telling => "telling",
            Stage::Statement => "statement",
            Stage::Decision => "decision",
            Stage::Service => "service",
        }
    }

    /// As papers write it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            Stage::Entry => "到场",
            Stage::Identity => "表明身份",
            Stage::Inspection => "检查勘验",
            Stage::Evidence => "调查取证",
            Stage::Sampling => "抽样取证",
            Stage::Hold => "登记保存",
            Stage::Measure => "查封扣押",
            Stage::Telling => "告知",
            Stage::Statement => "陈述申辩",
            Stage::Decision => "决定",
            Stage::Service => "送达",
        }
    }

    /// The stage of such a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.word() == word)
    }
}

/// How far the record shows one stage that it must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageRecord {
    /// Which.
    pub stage: Stage,
    /// How many files show it.
    pub files: usize,
    /// An entry or a paper writes it down.
    pub is_written: bool,
}

impl StageRecord {
    /// Whether anything shows it.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.files > 0 || self.is_written
    }
}

/// The stages that the record of `inspection` must show, each with what shows it. `papers` are the national numbers of the
/// papers that were issued. A file whose stage nobody said shows the taking of evidence.
#[must_use]
pub fn bar(inspection: &Inspection, papers: &[u8]) -> Vec<StageRecord> {
    let stages: Vec<Stage> = said(inspection).map(|said| said.unwrap_or(Stage::Evidence)).collect();
    let count = |stage: Stage| stages.iter().filter(|one| **one == stage).count();
    Stage::ALL
        .into_iter()
        .filter(|stage| is_required(*stage, inspection, papers) || count(*stage) > 0)
        .map(|stage| {
            let (files, is_written) = (count(stage), is_written(stage, inspection, papers));
            StageRecord { stage, files, is_written }
        })
        .collect()
}

/// The stage of each file, as it was said.
fn said(inspection: &Inspection) -> impl Iterator<Item = Option<Stage>> + '_ {
    let kept = inspection.photographs.iter().map(|photograph| photograph.said.stage);
    kept.chain(inspection.recordings.iter().map(|recording| recording.said.stage))
}

fn has_paper(stage: Stage, papers: &[u8]) -> bool {
    PAPERS.iter().any(|(paper, of)| *of == stage && papers.contains(paper))
}

fn has_fact(inspection: &Inspection, what: &[Trigger]) -> bool {
    inspection.deadline_facts.iter().any(|fact| what.contains(&fact.what))
}

fn is_punished_on_spot(inspection: &Inspection) -> bool {
    inspection.ending.as_ref().is_some_and(|ending| ending.outcome == Outcome::OnSpotPenalty)
}

fn is_required(stage: Stage, inspection: &Inspection, papers: &[u8]) -> bool {
    let telling = &inspection.telling;
    match stage {
        Stage::Entry | Stage::Identity | Stage::Inspection => true,
        Stage::Evidence => !inspection.facts.findings.is_empty(),
        Stage::Sampling => has_paper(stage, papers),
        Stage::Hold => has_paper(stage, papers) || has_fact(inspection, &[Trigger::EvidenceHeld]),
        Stage::Measure => {
            let taken = [Trigger::MeasureUrgent, Trigger::MeasureTaken];
            has_paper(stage, papers) || has_fact(inspection, &taken)
        }
        // What was told is answered, so both belong to the record as soon as one began.
        Stage::Telling | Stage::Statement => {
            is_punished_on_spot(inspection)
                || !telling.told.is_empty()
                || has_paper(Stage::Telling, papers)
        }
        Stage::Decision => is_punished_on_spot(inspection) || has_paper(stage, papers),
        Stage::Service => papers.iter().any(|paper| HANDED.contains(paper)),
    }
}

fn is_written(stage: Stage, inspection: &Inspection, papers: &[u8]) -> bool {
    let (facts, telling) = (&inspection.facts, &inspection.telling);
    has_paper(stage, papers)
        || match stage {
            Stage::Entry => facts.at.is_some() && !facts.place.text.is_empty(),
            Stage::Identity => telling.cards_shown.is_some(),
            Stage::Telling => {
                Topic::ALL.iter().all(|topic| telling.told.iter().any(|(told, _)| told == topic))
            }
            Stage::Statement => telling.statement.is_some(),
            Stage::Hold => has_fact(inspection, &[Trigger::EvidenceHeld]),
            Stage::Measure => {
                has_fact(inspection, &[Trigger::MeasureUrgent, Trigger::MeasureTaken])
            }
            Stage::Service => {
                telling.signature.is_some() || has_fact(inspection, &[Trigger::DecisionReceived])
            }
            // Nothing but the minutes, the list or the decision writes these down.
            Stage::Inspection | Stage::Evidence | Stage::Sampling | Stage::Decision => false,
        }
}

/// The kinds of evidence that the record holds (处罚法 46). A file is what its officers put it forward as.
#[must_use]
pub fn kinds(inspection: &Inspection, papers: &[u8]) -> BTreeSet<EvidenceKind> {
    let kept = inspection.photographs.iter().map(|photograph| photograph.said.counts_as());
    let mut kinds: BTreeSet<EvidenceKind> = kept.collect();
    kinds.extend(inspection.recordings.iter().map(|recording| recording.said.counts_as()));
    if papers.iter().any(|paper| [3, 4].contains(paper)) {
        kinds.insert(EvidenceKind::Minutes);
    }
    let stated = inspection.telling.statement.as_ref().map(|statement| &statement.kind);
    if matches!(stated, Some(StatementKind::Stated(_))) || papers.contains(&2) {
        kinds.insert(EvidenceKind::PartyWord);
    }
    kinds
}

/// How many kinds of evidence are missing of the `wanted` kinds that an act asks for, and which could be added.
#[must_use]
pub fn missing_kinds(wanted: u8, recorded: &BTreeSet<EvidenceKind>) -> (usize, Vec<EvidenceKind>) {
    let missing = usize::from(wanted).saturating_sub(recorded.len());
    let others = EvidenceKind::ALL.into_iter().filter(|kind| !recorded.contains(kind));
    (missing, if missing == 0 { Vec::new() } else { others.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deadline::recorded::DeadlineFact;
    use crate::domain::described::Description;
    use crate::domain::inspection::{Finding, Signature, Statement};
    use crate::domain::photograph::{MediaType, Photograph};
    use crate::stdx::clock::Moment;
    use crate::stdx::day::Day;
    use crate::stdx::digest::Digest;
    use crate::stdx::id::Id;

    fn photograph(said: Description) -> Photograph {
        Photograph {
            digest: Digest::of(said.proves.as_bytes()),
            bytes: 1,
            media_type: MediaType::Jpeg,
            file_name: "1.jpg".into(),
            taken_at: None,
            camera: None,
            is_damaged: false,
            said,
        }
    }

    /// `entry 0 w`: stage, files, and `w` where it is written.
    fn shown(inspection: &Inspection, papers: &[u8]) -> Vec<String> {
        let of = |record: &StageRecord| {
            let written = if record.is_written { " w" } else { "" };
            assert_eq!(record.is_kept(), record.files > 0 || record.is_written);
            format!("{} {}{written}", record.stage.word(), record.files)
        };
        bar(inspection, papers).iter().map(of).collect()
    }

    #[test]
    fn a_stop_without_findings_shows_how_it_began_and_that_it_was_inspected() {
        let mut stop = Inspection::new(Id([1; 16]));
        assert_eq!(shown(&stop, &[]), ["entry 0", "identity 0", "inspection 0"]);
        stop.facts.at = Moment::parse("2026-11-23T08:40:00+08:00");
        stop.facts.place.text = "莲下治超点".into();
        stop.telling.cards_shown = stop.facts.at;
        assert_eq!(shown(&stop, &[4]), ["entry 0 w", "identity 0 w", "inspection 0 w"]);
    }

    #[test]
    fn what_was_found_told_held_and_handed_over_belongs_to_the_record() {
        let mut stop = Inspection::new(Id([1; 16]));
        let at = Moment::parse("2026-11-23T08:40:00+08:00").unwrap();
        stop.facts.findings = vec![Finding::of("OL-001")];
        stop.telling.told = vec![(Topic::Content, at)];
        let started = ["entry 0", "identity 0", "inspection 0", "evidence 0"];
        let all = [&started[..], &["telling 0", "statement 0"]].concat();
        assert_eq!(shown(&stop, &[]), all);
        stop.telling.told = Topic::ALL.map(|topic| (topic, at)).into();
        let kind = StatementKind::Stated("当场卸下".into());
        stop.telling.statement = Some(Statement { at, kind, answer: String::new() });
        stop.telling.signature = Some(Signature::Signed);
        let what = Trigger::MeasureTaken;
        let on = Day::parse("2026-11-23").unwrap();
        let fact = DeadlineFact { what, on, paper: "1号".into(), withdrawn: false };
        stop.deadline_facts = vec![fact];
        let held = ["hold 0 w", "measure 0 w", "telling 0 w", "statement 0 w", "decision 0 w"];
        let all = [&started[..], &held[..], &["service 0 w"]].concat();
        assert_eq!(shown(&stop, &[6, 14]), all);
    }

    #[test]
    fn a_file_shows_its_stage_or_the_taking_of_evidence() {
        let mut stop = Inspection::new(Id([1; 16]));
        stop.photographs = vec![
            photograph(Description { stage: Some(Stage::Identity), ..Description::default() }),
            photograph(Description::default()),
            photograph(Description { stage: Some(Stage::Sampling), ..Description::default() }),
        ];
        let all = ["entry 0", "identity 1", "inspection 0", "evidence 1", "sampling 1"];
        assert_eq!(shown(&stop, &[]), all);
    }

    #[test]
    fn kinds_are_counted_once_each_and_what_is_missing_is_named() {
        let mut stop = Inspection::new(Id([1; 16]));
        assert_eq!(missing_kinds(2, &kinds(&stop, &[])).0, 2);
        let document = Some(EvidenceKind::Document);
        stop.photographs = vec![
            photograph(Description::default()),
            photograph(Description { kind: document, ..Description::default() }),
            photograph(Description { kind: document, ..Description::default() }),
        ];
        let found = kinds(&stop, &[4]);
        assert_eq!(
            found.iter().copied().collect::<Vec<_>>(),
            [EvidenceKind::Document, EvidenceKind::AudioVisual, EvidenceKind::Minutes]
        );
        assert_eq!(missing_kinds(3, &found), (0, vec![]));
        let (missing, others) = missing_kinds(4, &found);
        assert_eq!((missing, others.len()), (1, 5));
        assert!(!others.contains(&EvidenceKind::Minutes));
    }

    #[test]
    fn each_stage_has_its_own_word() {
        for stage in Stage::ALL {
            assert_eq!(Stage::from_word(stage.word()), Some(stage));
        }
        assert_eq!(Stage::from_word("lunch"), None);
    }
}
