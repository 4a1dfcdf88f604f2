//! 处理意见草稿: what a stop would come to, as a page to look at before anything is decided; the bureau's own, none of the
//! national set. It bears no number, is signed by nobody and kept nowhere; what nobody stands for is marked 未核.

use super::filled::{Field, Filled, Paper};
use super::involved;
use crate::domain::agency::{Agency, Officer};
use crate::domain::discretion::{Discretion, TierRange, ladder};
use crate::domain::inspection::Facts;
use crate::domain::inspection::judgement::{Grounds, Judgement};
use crate::domain::inspection::unverified::{self, Unverified};
use crate::domain::rulebook::{Rulebook, UNVERIFIED, Violation};
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use std::collections::BTreeMap;

/// File name of the page.
pub const NAME: &str = "draft_sheet";
/// What stands over it.
pub const TITLE: &str = "处理意见（草稿）";
const TEMPLATE_VERSION: u32 = 1;
/// Where the bases compete and headquarters has not chosen.
const NO_BASIS: &str = "依据未定，待总部选定";
/// Where the road's surface says which basis stands, and nobody looked.
const NO_LOOK: &str = "依据未定，待查看路面";

/// What the sheet is filled from.
#[derive(Clone, Copy, Debug)]
pub struct DraftSheet<'a> {
    /// In whose name it would be decided.
    pub agency: &'a Agency,
    /// Officers that credentials in `facts` are looked up in.
    pub roster: &'a [Officer],
    /// As far as they are recorded.
    pub facts: &'a Facts,
    /// What the law gives for them.
    pub judgement: &'a Judgement,
    /// The pack that it was judged under.
    pub rulebook: &'a Rulebook,
    /// Now.
    pub at: Moment,
}

/// Fills the sheet; what is not recorded yet is struck.
#[must_use]
pub fn fill(draft: &DraftSheet<'_>) -> Filled {
    let (facts, judgement) = (draft.facts, draft.judgement);
    let vehicle = facts.vehicle.as_ref();
    let party = facts.party.as_ref().map(|party| party.name().to_string());
    let mut fields = BTreeMap::new();
    let mut text = |name: &'static str, text: String| {
        fields.insert(name, Field::Text(text));
    };
    text("agency", draft.agency.name.clone());
    text("officers", officers(draft));
    text("time", facts.at.unwrap_or(draft.at).in_chinese());
    text("place", facts.place.text.clone());
    text("plate", vehicle.map(involved::plate).unwrap_or_default());
    text("party", party.unwrap_or_default());
    text("against", against(judgement));
    text("unverified", doubts(judgement, draft.rulebook));
    let acts = judgement.grounds.iter().map(|grounds| row(grounds, draft)).collect();
    fields.insert("acts", Field::Rows(acts));
    Filled {
        form: NAME,
        template_version: TEMPLATE_VERSION,
        made_at: draft.at,
        sample: draft.agency.sample,
        paper: Paper::A4,
        copy_note: String::new(),
        fields,
    }
}

fn officers(draft: &DraftSheet<'_>) -> String {
    let named = |credential: &String| {
        let known = draft.roster.iter().find(|officer| officer.credential == *credential);
        known.map_or(credential.clone(), |officer| format!("{} {credential}", officer.name))
    };
    draft.facts.officers.iter().map(named).collect::<Vec<_>>().join("、")
}

/// The articles of what refuses, each once.
fn against(judgement: &Judgement) -> String {
    let mut cites: Vec<&str> = judgement.blocked.iter().map(|no| no.rule.cite()).collect();
    cites.dedup();
    cites.join("；")
}

/// What nobody stands for, in the words of the sheet.
fn doubts(judgement: &Judgement, rulebook: &Rulebook) -> String {
    let said = |one: &Unverified| match one {
        Unverified::Row(code) => format!("案由{code}"),
        Unverified::Figure(field) => format!("数据{field}"),
        Unverified::Tiers(code) => format!("{code}的裁量标准"),
    };
    unverified::of(judgement, rulebook).iter().map(said).collect::<Vec<_>>().join("、")
}

/// Act, provision, basis, range and tiers.
fn row(grounds: &Grounds, draft: &DraftSheet<'_>) -> Vec<String> {
    let mark = if grounds.confirmed { String::new() } else { format!("（{UNVERIFIED}）") };
    let mut of_act = draft.judgement.discretion.iter();
    let weighed = of_act.find(|weighed| weighed.code == grounds.code);
    let by_road = || {
        let row = draft.rulebook.violation(&grounds.code);
        row.is_some_and(Violation::hangs_on_road_surface)
    };
    let basis = match grounds.basis.as_str() {
        "" if by_road() => NO_LOOK,
        "" => NO_BASIS,
        basis => basis,
    };
    let range = weighed.map(|weighed| {
        let may = match (weighed.may, weighed.is_without_fine()) {
            (_, true) => "（可以处，不予罚款）",
            (true, false) => "（可以处）",
            (false, false) => "",
        };
        format!("{}{may}{mark}", amounts(weighed.statutory))
    });
    let tiers = weighed.map(|weighed| tiers(weighed, draft.rulebook));
    vec![
        format!("{} {}{mark}", grounds.code, grounds.name),
        grounds.violated.clone(),
        basis.to_string(),
        range.unwrap_or_default(),
        tiers.unwrap_or_default(),
    ]
}

/// Those of the standard, or the ladder that stands in for one; mass and size have the law's own formula.
fn tiers(weighed: &Discretion, rulebook: &Rulebook) -> String {
    let tier = |tier: &TierRange| format!("{} {}", tier.name_zh, amounts((tier.least, tier.most)));
    let named = weighed.tiers.iter().map(tier).collect::<Vec<_>>().join("；");
    let by_formula = rulebook.violation(&weighed.code).is_some_and(|act| act.over_limit);
    match weighed.confirmed {
        Some(true) => named,
        Some(false) => format!("{named}（裁量标准{UNVERIFIED}）"),
        // There is no amount to choose.
        None if weighed.is_without_fine() => String::new(),
        None => {
            let (least, most) = weighed.statutory;
            let ladder = ladder::placeholder(least, most).filter(|_| !by_formula);
            ladder.map_or_else(String::new, |[light, middle, heavy]| {
                format!("占位：较轻 {light}；一般 {middle}；严重 {heavy}（裁量标准{UNVERIFIED}）")
            })
        }
    }
}

fn amounts((least, most): (Fen, Fen)) -> String {
    if least == most { least.to_string() } else { format!("{least} - {most}") }
}
