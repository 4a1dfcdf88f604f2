//! The articles that a measure of a case may rest on at the roadside (道条 62; 粤道条 60; 路保 65, 67, 72), by what the rows of the acts
//! that were found allow; it invents none.

use super::PaperCase;
use crate::domain::inspection::{Finding, Harm};
use crate::domain::rulebook::{Citation, Coercion, PowerKind, PowerStanding, Violation};
use crate::domain::sanctioning::may_be_held;

/// What the article calls the measure (强制法 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureSort {
    /// 扣押 of vehicle and equipment (粤道条 60).
    Seizure,
    /// 暂扣 of a vehicle (道条 62).
    TemporaryHold,
    /// 扣留 of vehicle or tools (路保 65, 67, 72).
    Detention,
}

/// Each sort with its word and its Chinese.
const SORTS: [(MeasureSort, &str, &str); 3] = [
    (MeasureSort::Seizure, "seizure", "扣押财物"),
    (MeasureSort::TemporaryHold, "temporary_hold", "暂扣车辆"),
    (MeasureSort::Detention, "detention", "扣留车辆、工具"),
];

impl MeasureSort {
    /// The word of an entry.
    #[must_use]
    pub fn word(self) -> &'static str {
        SORTS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// The one of a word; `None` when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<MeasureSort> {
        SORTS.iter().find(|row| row.1 == word).map(|row| row.0)
    }

    /// As the paper names it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        SORTS.iter().find(|row| row.0 == self).map_or("", |row| row.2)
    }
}

/// An article that lets a thing of this case be taken (强制法 10, 16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureBasis {
    /// Short name and place, `粤道条60`: what a script writes.
    pub word: String,
    /// As the paper cites it.
    pub cite: String,
    /// What the article calls the measure.
    pub sort: MeasureSort,
}

/// What each mark of a row stands for: law, article, paragraph, and what that article calls the measure. The last of a mark is
/// the one for rows that name none of its articles themselves.
const ARTICLES: [(Coercion, &str, u16, Option<u8>, MeasureSort); 6] = [
    (Coercion::K1, "道条", 62, None, MeasureSort::TemporaryHold),
    (Coercion::K2, "粤道条", 60, None, MeasureSort::Seizure),
    (Coercion::K3, "路保", 65, Some(2), MeasureSort::Detention),
    (Coercion::K3, "路保", 67, None, MeasureSort::Detention),
    (Coercion::K3OnRefusal, "路保", 65, Some(1), MeasureSort::Detention),
    (Coercion::K3OnRefusal, "路保", 72, None, MeasureSort::Detention),
];

/// The articles for the acts that were found, each once, in the order of the acts and of their rows; none where no row allows a
/// measure, nobody stands for the row (未核), the power list does not grant it, the act is let off or is spared measures
/// (免予强制), or 拒不改正 is asked and was not recorded.
#[must_use]
pub fn bases(case: &PaperCase<'_>) -> Vec<MeasureBasis> {
    let mut bases: Vec<MeasureBasis> = Vec::new();
    for (nth, finding) in case.inspection.facts.findings.iter().enumerate() {
        let Some(row) = case.rulebook.violation(&finding.code) else { continue };
        if !row.confirmed || is_spared(case, nth, finding, row) || !is_granted(case, row) {
            continue;
        }
        for basis in of_row(case, finding, row) {
            if !bases.iter().any(|known| known.word == basis.word) {
                bases.push(basis);
            }
        }
    }
    bases
}

fn of_row(case: &PaperCase<'_>, finding: &Finding, row: &Violation) -> Vec<MeasureBasis> {
    let is_refused = finding.circumstances.refused == Some(true) || finding.order.is_some();
    let may = |kind: &&Coercion| match **kind {
        Coercion::K1 | Coercion::K2 | Coercion::K3 => may_be_held(row, case.rulebook),
        Coercion::K3OnRefusal => is_refused,
        Coercion::Unload
        | Coercion::Register
        | Coercion::Remove
        | Coercion::Stop
        | Coercion::SeizeVessel => false,
    };
    row.coercion.iter().filter(may).flat_map(|kind| articles(case, *kind, row)).collect()
}

/// The articles of a mark: those that the row names itself, else the last.
fn articles(case: &PaperCase<'_>, kind: Coercion, row: &Violation) -> Vec<MeasureBasis> {
    let all = || ARTICLES.iter().filter(|one| one.0 == kind);
    let cited = || row.violated.iter().chain(row.bases.iter().flat_map(|basis| &basis.cites));
    let is_named = |one: &&(Coercion, &str, u16, Option<u8>, MeasureSort)| {
        cited().any(|cite| {
            let is_paragraph = one.3.is_none() || cite.paragraph == one.3;
            cite.law == one.1 && cite.article == one.2 && is_paragraph
        })
    };
    let mut chosen: Vec<_> = all().filter(is_named).collect();
    if chosen.is_empty() {
        chosen.extend(all().next_back());
    }
    let basis = |(_, law, article, paragraph, sort): &(_, &str, u16, Option<u8>, MeasureSort)| {
        let paragraph = *paragraph;
        let cite = Citation { law: (*law).to_string(), article: *article, paragraph, item: None };
        let of_paragraph = paragraph.map(|number| format!("({number})")).unwrap_or_default();
        MeasureBasis {
            word: format!("{law}{article}{of_paragraph}"),
            cite: case.rulebook.cite(&cite),
            sort: *sort,
        }
    };
    chosen.into_iter().map(basis).collect()
}

/// Not punished by a list or as slight, or freed of measures (处罚法 33; 强制法 16).
fn is_spared(case: &PaperCase<'_>, nth: usize, finding: &Finding, row: &Violation) -> bool {
    let in_good_time = finding.corrected_at_once && finding.order.is_none();
    let is_slight = in_good_time && finding.harm == Harm::None && row.minor_if_corrected;
    let by_list = case.judgement.leniency.iter().filter(|found| found.nth == nth);
    is_slight || by_list.into_iter().any(|found| found.spares_coercion() || found.let_off.is_some())
}

fn is_granted(case: &PaperCase<'_>, row: &Violation) -> bool {
    let facts = &case.inspection.facts;
    let day = facts.at.unwrap_or(case.now).day();
    let at = (day, facts.place.region.as_str());
    case.rulebook.power(row, PowerKind::Measure, at) == PowerStanding::Granted
}
