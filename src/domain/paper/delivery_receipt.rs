//! 送达回证, form 23: which papers of the case reached whom, where, when and how, and who delivered them (处罚法 61; 程序规定 18).
//! Delivers nothing; no paper that it names today begins a clock by being delivered.

use super::address_confirmation::has_consent;
use super::field::{Column, FieldKind, PaperField};
use super::typed::{Reading, Typed, Value};
use super::{CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::deadline::running::Fact;
use crate::domain::document::Document;
use crate::domain::inspection::Inspection;
use crate::domain::party::{Party, Personal};
use crate::domain::procedure::delivery::delivery_refused;
use crate::domain::procedure::paper_missing;
use crate::domain::procedure::papers::{HANDED_OVER, number_of, title};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// Milliseconds of a minute, which papers give times to.
const MINUTE_MS: i64 = 60_000;

/// Columns of the papers: which one, and what it is called, for whoever reads the row.
pub const COLUMNS: [Column; 3] =
    [Column::wanted("document"), Column::new("name"), Column::new("number")];

/// The manners of the form, by their words.
pub const MANNERS: [(&str, DeliveryManner); 6] = [
    ("direct", DeliveryManner::Direct),
    ("left", DeliveryManner::Left),
    ("post", DeliveryManner::Post),
    ("commissioned", DeliveryManner::Commissioned),
    ("electronic", DeliveryManner::Electronic),
    ("public_notice", DeliveryManner::PublicNotice),
];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "delivery_receipt",
    is_numbered: true,
    is_confirmed: false,
    approved_at: None,
    fields: &[
        PaperField::wanted("receipt.cause", FieldKind::Line),
        PaperField::wanted("receipt.documents", FieldKind::Picked(&COLUMNS, listed)),
        PaperField::wanted("receipt.receiver", FieldKind::Line),
        PaperField::new("receipt.taken_by", FieldKind::Line),
        PaperField::new("receipt.relation", FieldKind::Line),
        PaperField::wanted("receipt.place", FieldKind::Line),
        PaperField::wanted("receipt.at", FieldKind::Time),
        PaperField::wanted(
            "receipt.manner",
            FieldKind::Choice(
                "delivery_manner",
                &["direct", "left", "post", "commissioned", "electronic", "public_notice"],
            ),
        ),
        PaperField::wanted("receipt.first_deliverer", FieldKind::Line),
        PaperField::wanted("receipt.second_deliverer", FieldKind::Line),
        PaperField::new("receipt.refusal", FieldKind::Line),
        PaperField::new("receipt.witnesses", FieldKind::Line),
        PaperField::new("receipt.recording", FieldKind::Line),
        PaperField::new("receipt.tracking", FieldKind::Line),
        PaperField::new("receipt.remarks", FieldKind::Line),
    ],
    proposed,
    closed,
    read,
};

/// 送达 of papers of one case (处罚法 61).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryReceipt {
    /// 案由.
    pub cause: String,
    /// 送达文书.
    pub documents: Vec<DeliveredPaper>,
    /// 受送达人.
    pub receiver: Personal,
    /// 代收人; empty where the receiver took them himself.
    pub taken_by: Personal,
    /// What the one who took them is to the receiver; empty where nobody took them for him.
    pub relation: String,
    /// 送达地点.
    pub place: String,
    /// 送达日期, to the minute; of what went over a network, as the system shows it sent.
    pub at: Moment,
    /// 送达方式.
    pub manner: DeliveryManner,
    /// 送达人: names, or numbers of credentials.
    pub deliverers: [String; 2],
    /// Why nobody took them; empty where somebody did.
    pub refusal: String,
    /// Who saw that; may be empty.
    pub witnesses: Personal,
    /// Photographs or film of it; may be empty.
    pub recording: String,
    /// Number of the postal item; empty where it went otherwise.
    pub tracking: String,
    /// 备注; of a public notice its reason and course.
    pub remarks: String,
}

/// One paper that was delivered (式样 23).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveredPaper {
    /// Id of its document.
    pub document: Id,
    /// 文书名称.
    pub name: String,
    /// 文号; empty where it bears none.
    pub number: String,
}

/// 送达方式 (民诉法 87–95; 程序规定 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryManner {
    /// 直接送达.
    Direct,
    /// 留置送达.
    Left,
    /// 邮寄送达.
    Post,
    /// 委托送达.
    Commissioned,
    /// 电子送达.
    Electronic,
    /// 公告送达.
    PublicNotice,
}

impl DeliveryManner {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        MANNERS.iter().find(|(_, manner)| *manner == self).map_or("direct", |(word, _)| word)
    }

    /// As the form says it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            DeliveryManner::Direct => "直接送达",
            DeliveryManner::Left => "留置送达",
            DeliveryManner::Post => "邮寄送达",
            DeliveryManner::Commissioned => "委托送达",
            DeliveryManner::Electronic => "电子送达",
            DeliveryManner::PublicNotice => "公告送达",
        }
    }
}

/// Every receipt of the case, oldest first.
fn receipts(inspection: &Inspection) -> impl Iterator<Item = &DeliveryReceipt> {
    inspection.papers.iter().filter_map(|made| {
        let CasePaper::DeliveryReceipt(receipt) = &made.paper else { return None };
        Some(receipt)
    })
}

/// The day on which `document` was delivered first by what the receipts say; `None` where none names it.
#[must_use]
pub fn delivered_on(inspection: &Inspection, document: Id) -> Option<Day> {
    let names = |receipt: &&DeliveryReceipt| {
        receipt.documents.iter().any(|paper| paper.document == document)
    };
    receipts(inspection).filter(names).map(|receipt| receipt.at.day()).min()
}

/// Papers of the case that are handed over with a receipt, with their titles.
fn deliverable<'a>(case: &PaperCase<'a>) -> Vec<(&'a Document, &'static str)> {
    let named = |document: &'a Document| {
        let number = number_of(&document.form).filter(|number| HANDED_OVER.contains(number))?;
        Some((document, title(number)?))
    };
    case.inspection.documents.iter().filter_map(named).collect()
}

fn number_on(document: &Document) -> String {
    document.number.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// The row of a paper, as it is typed.
fn row(document: &Document, name: &str) -> Vec<String> {
    vec![document.id.short(), name.to_string(), number_on(document)]
}

/// Every paper that may be delivered: its row, and its title and number, with the day of one that was delivered before.
fn listed(case: &PaperCase<'_>) -> Vec<(String, String)> {
    let one = |(document, name): (&Document, &'static str)| {
        let before = delivered_on(case.inspection, document.id);
        let before = before.map(|day| format!("（{day} 已送达）")).unwrap_or_default();
        let words = format!("{name} {}", number_on(document));
        (row(document, name).join("；"), format!("{}{before}", words.trim_end()))
    };
    deliverable(case).into_iter().map(one).collect()
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let open = deliverable(case)
        .into_iter()
        .filter(|(document, _)| delivered_on(case.inspection, document.id).is_none());
    let row = |(document, name): (&Document, &str)| row(document, name);
    let officers = &case.inspection.facts.officers;
    let officer = |nth: usize| officers.get(nth).cloned().unwrap_or_default();
    let party = case.inspection.facts.party.as_ref().map(Party::name).unwrap_or_default();
    let mut typed = Typed::default();
    typed
        .text("receipt.cause", case.cause())
        .put("receipt.documents", Value::Rows(open.map(row).collect()))
        .text("receipt.receiver", party)
        .text("receipt.at", case.now.short())
        .text("receipt.manner", DeliveryManner::Direct.word())
        .text("receipt.first_deliverer", officer(0))
        .text("receipt.second_deliverer", officer(1));
    typed
}

fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    if deliverable(case).is_empty() {
        return vec![Blocked::new(paper_missing(), "receipt.documents")];
    }
    Vec::new()
}

/// The papers of the rows; a row that names none of this case, or one twice, is refused.
fn papers(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Vec<(DeliveredPaper, Moment)> {
    let known = deliverable(case);
    let mut papers: Vec<(DeliveredPaper, Moment)> = Vec::new();
    for (nth, row) in reading.rows("receipt.documents", &COLUMNS).into_iter().enumerate() {
        let [which, named, _] = row.as_slice() else { continue };
        let is_it = |document: &Document| {
            document.id.short() == *which || document.id.to_string() == *which
        };
        let found = known
            .iter()
            .find(|(document, name)| is_it(document) && (named.is_empty() || named == name));
        let is_twice = |id: Id| papers.iter().any(|(paper, _)| paper.document == id);
        match found {
            Some((document, name)) if !is_twice(document.id) => {
                let (name, number) = ((*name).to_string(), number_on(document));
                let paper = DeliveredPaper { document: document.id, name, number };
                papers.push((paper, document.issued_at));
            }
            Some(_) | None if which.is_empty() => {}
            Some(_) | None => reading.wrong(format!("receipt.documents[{nth}].document")),
        }
    }
    papers
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let papers = papers(reading, case);
    let cause = reading.text("receipt.cause");
    let (receiver, taken_by) = (reading.text("receipt.receiver"), reading.text("receipt.taken_by"));
    let relation = reading.text("receipt.relation");
    match (taken_by.is_empty(), relation.is_empty()) {
        (false, true) => reading.missing("receipt.relation"),
        (true, false) => reading.missing("receipt.taken_by"),
        (true, true) | (false, false) => {}
    }
    let (place, at) = (reading.text("receipt.place"), reading.time("receipt.at"));
    // Nothing is delivered that is to come, or before it was made.
    let is_before =
        |at: Moment| papers.iter().any(|(_, issued_at)| at.plus_ms(MINUTE_MS - 1) < *issued_at);
    if at.is_some_and(|at| at > case.now || is_before(at)) {
        reading.wrong("receipt.at");
    }
    let manner = reading.choice("receipt.manner", &MANNERS);
    let deliverers =
        ["receipt.first_deliverer", "receipt.second_deliverer"].map(|path| reading.text(path));
    let [refusal, witnesses, recording, tracking, remarks] = [
        "receipt.refusal",
        "receipt.witnesses",
        "receipt.recording",
        "receipt.tracking",
        "receipt.remarks",
    ]
    .map(|path| reading.text(path));
    match manner {
        Some(DeliveryManner::Post) if tracking.is_empty() => reading.missing("receipt.tracking"),
        // Its reason and course stand in the file (民诉法 95).
        Some(DeliveryManner::PublicNotice) if remarks.is_empty() => {
            reading.missing("receipt.remarks");
        }
        Some(_) | None => {}
    }
    let documents = papers.into_iter().map(|(paper, _)| paper).collect();
    Some(CasePaper::DeliveryReceipt(DeliveryReceipt {
        cause,
        documents,
        receiver: receiver.into(),
        taken_by: taken_by.into(),
        relation,
        place,
        at: at?,
        manner: manner?,
        deliverers,
        refusal,
        witnesses: witnesses.into(),
        recording,
        tracking,
        remarks,
    }))
}

impl PaperBody for DeliveryReceipt {
    fn refused(&self, case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        let mut facts = case.facts("C12", None);
        facts.delivery.is_electronic = self.manner == DeliveryManner::Electronic;
        facts.delivery.has_consent = has_consent(case.inspection, self.at);
        facts.delivery.is_left = self.manner == DeliveryManner::Left;
        facts.delivery.is_refused = !self.refusal.is_empty();
        facts.delivery.is_witnessed =
            !self.witnesses.get().is_empty() || !self.recording.is_empty();
        let mut no = delivery_refused(&facts);
        for one in &mut no {
            one.field = "receipt.manner".to_string();
        }
        let [first, second] = &self.deliverers;
        if first == second {
            no.push(Blocked::new(Rule::TwoOfficers, "receipt.second_deliverer"));
        }
        no
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    /// Who delivered them signs it; the officers confirm nothing.
    fn terms(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
