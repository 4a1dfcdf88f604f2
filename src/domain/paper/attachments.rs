//! What of a case can go with a letter to another organ: its papers and photographs, as a proposal that is typed over; sends none.

use crate::domain::inspection::Inspection;
use crate::domain::procedure::papers::{number_of, title};
use std::collections::BTreeMap;

/// Local forms that are evidence or record, by their words.
const LOCAL: [(&str, &str); 5] = [
    ("evidence_sheet", "视听资料（电子数据）证据记录单"),
    ("address_confirmation", "送达地址确认书"),
    ("obstruction_record", "妨碍执法记录"),
    ("passenger_statement", "乘客陈述记录"),
    ("passenger_transfer", "旅客改乘记录"),
];

/// Name and number of each, in the order in which they were made; letters and receipts of ours are left out.
pub(super) fn of(inspection: &Inspection) -> Vec<Vec<String>> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names: Vec<&str> = Vec::new();
    for document in &inspection.documents {
        let local = || LOCAL.iter().find(|(form, _)| *form == document.form).map(|(_, name)| *name);
        let Some(name) = number_of(&document.form).and_then(title).or_else(local) else { continue };
        if !names.contains(&name) {
            names.push(name);
        }
        *counted.entry(name).or_default() += 1;
    }
    let copies = |name: &&str| vec![(*name).to_string(), format!("{}份", counted[name])];
    let mut rows: Vec<Vec<String>> = names.iter().map(copies).collect();
    if !inspection.photographs.is_empty() {
        rows.push(vec!["现场照片".to_string(), format!("{}张", inspection.photographs.len())]);
    }
    rows
}
