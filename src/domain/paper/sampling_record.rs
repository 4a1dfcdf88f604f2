//! 抽样取证凭证, form 5: which samples were taken as evidence, of what, where and when (处罚法 56). Takes no sample and judges none.

use super::field::{Column, FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, collecting_refused, times};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;

/// Gate of the step. The law has nobody approve a sample (处罚法 56); where a bureau does, its head is named and kept.
const GATE: &str = "C3";

/// Columns of the list (式样 5).
pub const COLUMNS: [Column; 4] = [
    Column::wanted("name"),
    Column::new("spec"),
    Column::wanted("quantity"),
    Column::wanted("place"),
];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "sampling_record",
    is_numbered: true,
    is_confirmed: true,
    approved_at: Some(GATE),
    fields: &[
        PaperField::wanted("sampling.from", FieldKind::Time),
        PaperField::wanted("sampling.until", FieldKind::Time),
        PaperField::wanted("sampling.place", FieldKind::Line),
        PaperField::new("sampling.phone", FieldKind::Line),
        PaperField::wanted("sampling.items", FieldKind::Rows(&COLUMNS)),
        PaperField::new("sampling.remarks", FieldKind::Line),
    ],
    proposed,
    closed: collecting_refused,
    read,
};

/// 抽样取证 (处罚法 56).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamplingRecord {
    /// 抽样取证时间, its beginning.
    pub from: Moment,
    /// Its end.
    pub until: Moment,
    /// 抽样地点.
    pub place: String,
    /// 联系电话 of the organ; may be empty.
    pub phone: String,
    /// What was sampled.
    pub items: Vec<SampledItem>,
    /// 备注; may be empty.
    pub remarks: String,
}

/// One thing that was sampled (式样 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampledItem {
    /// 被抽样物品名称.
    pub name: String,
    /// 规格及批号; may be empty.
    pub spec: String,
    /// 数量, with its unit.
    pub quantity: String,
    /// 被抽样物品地点.
    pub place: String,
}

impl SampledItem {
    /// Its cells, in the order of the columns.
    #[must_use]
    pub fn cells(&self) -> [&str; 4] {
        [&self.name, &self.spec, &self.quantity, &self.place]
    }
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let mut typed = Typed::default();
    typed.text("sampling.until", case.now.rfc3339()).text("sampling.place", times::place(case));
    typed
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let times = times::both(reading, case, ("sampling.from", "sampling.until"));
    let (place, phone) = (reading.text("sampling.place"), reading.text("sampling.phone"));
    let rows = reading.rows("sampling.items", &COLUMNS);
    let items = rows.into_iter().filter_map(|row| {
        let [name, spec, quantity, place] = <[String; 4]>::try_from(row).ok()?;
        Some(SampledItem { name, spec, quantity, place })
    });
    let items = items.collect();
    let remarks = reading.text("sampling.remarks");
    let (from, until) = times?;
    let record = SamplingRecord { from, until, place, phone, items, remarks };
    Some(CasePaper::SamplingRecord(record))
}

impl PaperBody for SamplingRecord {
    fn refused(&self, case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        collecting_refused(case)
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        let mut terms = vec![
            ("sampling.from", times::in_chinese(self.from, self.until)),
            ("sampling.place", self.place.clone()),
            ("sampling.phone", self.phone.clone()),
        ];
        let items = self.items.iter();
        terms.extend(items.map(|item| ("sampling.items", item.cells().join("；"))));
        terms.push(("sampling.remarks", self.remarks.clone()));
        terms.retain(|(_, text)| !text.is_empty());
        terms
    }
}
