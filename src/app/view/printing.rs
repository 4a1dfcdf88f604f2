//! How far a print is and what came of its copies, as sentences and for scripts; sends nothing itself.

use crate::app::command::{Trouble, in_words};
use crate::app::print_job::Length;
use crate::app::printers::Known;
use crate::domain::document::{Document, PrintResult, Recipient, Sending};
use crate::print::job::Stage;
use crate::print::printer_fault::JobFault;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use rust_i18n::t;
use serde_json::{Value, json};

/// A copy that went to a printer, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedCopy {
    /// Of which paper.
    pub document: Id,
    /// What stands over it.
    pub title: String,
    /// For whom.
    pub whom: Recipient,
    /// 1 is the first of its recipient.
    pub copy: u32,
    /// It says of itself that it may not be the only one.
    pub is_marked: bool,
    /// How much paper it takes.
    pub length: Length,
    /// Of the bytes that went out.
    pub digest: Digest,
    /// The printer's own number of it.
    pub job: Option<u32>,
    /// The printer said that it is out.
    pub is_told: bool,
    /// What the printer counted.
    pub sheets: Option<u32>,
    /// Why it is not out; `None` where it is.
    pub fault: Option<JobFault>,
}

impl PrintedCopy {
    /// What came of it, in the language `l`.
    #[must_use]
    pub fn sentence(&self, l: &str) -> String {
        let (title, whom) = (&self.title, whom(l, self.whom));
        if let Some(fault) = &self.fault {
            let why = in_words(l, &fault.what.in_words());
            let key = if fault.may_have_printed { "printed.maybe" } else { "printed.failed" };
            return t!(key, locale = l, title = title, whom = whom, why = why).into_owned();
        }
        let key = if self.is_told { "printed.told" } else { "printed.sent" };
        let (copy, length) = (self.copy, length(l, self.length));
        t!(key, locale = l, title = title, whom = whom, copy = copy, length = length).into_owned()
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self, printer: &str) -> Value {
        let mut line = json!({
            "document": self.document.to_string(),
            "title": self.title,
            "for": self.whom.word(),
            "copy": self.copy,
            "marked": self.is_marked,
            "printer": printer,
            "paper": self.length.json(),
            "digest": self.digest.hex(),
            "job": self.job,
            "printed": self.fault.is_none(),
            "told": self.is_told,
            "sheets_counted": self.sheets,
        });
        if let Some(fault) = &self.fault {
            line["fault"] = fault.what.word().into();
            line["may_have_printed"] = fault.may_have_printed.into();
        }
        line
    }
}

/// For whom a copy is, in words.
#[must_use]
pub fn whom(l: &str, whom: Recipient) -> String {
    t!(format!("recipient.{}", whom.word()), locale = l).into_owned()
}

/// How much paper, in words.
#[must_use]
pub fn length(l: &str, length: Length) -> String {
    match length {
        Length::Sheets(count) => t!("printed.sheets", locale = l, count = count),
        Length::Millimetres(count) => t!("printed.roll_mm", locale = l, count = count),
    }
    .into_owned()
}

/// A print as its screen sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintView {
    /// What officers call the printer.
    pub printer: String,
    /// It is under way.
    pub running: bool,
    /// It was asked to stop.
    pub stopping: bool,
    /// Copies in all.
    pub count: usize,
    /// What is printed now.
    pub title: String,
    /// For whom.
    pub whom: Option<Recipient>,
    /// How far that is.
    pub stage: Option<Stage>,
    /// Copies that ended.
    pub done: Vec<PrintedCopy>,
    /// Why it did not go on.
    pub refused: Option<Trouble>,
}

impl PrintView {
    /// One of so many copies on a printer, none of them sent.
    #[must_use]
    pub fn begun(known: &Known, count: usize) -> PrintView {
        PrintView { printer: known.shown().into(), running: true, count, ..PrintView::default() }
    }

    /// How far it is, or how it ended, as one line in the language `l`; `None` where nothing was printed yet.
    #[must_use]
    pub fn line(&self, l: &str) -> Option<String> {
        let out = self.done.iter().filter(|copy| copy.fault.is_none()).count();
        if self.running {
            let stage = match &self.stage {
                None | Some(Stage::Asking) => t!("printed.asking", locale = l),
                Some(Stage::Sending) => t!("printed.sending", locale = l),
                Some(Stage::Printing { lacks: None }) => t!("printed.printing", locale = l),
                Some(Stage::Printing { lacks: Some(fault) }) => {
                    in_words(l, &fault.in_words()).into()
                }
            };
            let (nth, count) = (self.done.len() + 1, self.count);
            let words = t!(
                "printed.running",
                locale = l,
                nth = nth,
                count = count,
                title = self.title,
                stage = stage
            );
            return Some(words.into_owned());
        }
        if let Some(refused) = &self.refused {
            return Some(format!("! {}", refused.sentence(l)));
        }
        let printer = &self.printer;
        let all = t!("printed.all", locale = l, count = out, printer = printer);
        (self.count > 0).then(|| all.into_owned())
    }
}

/// The life of a paper, oldest first: issued, each file, each copy that went to a printer with what came of it.
#[must_use]
pub fn life(l: &str, document: &Document) -> Vec<String> {
    let issued = t!("life.issued", locale = l, at = document.issued_at.short());
    let mut lines = vec![(document.issued_at, issued.into_owned())];
    for print in document.prints.iter().filter(|print| print.printer.starts_with("file:")) {
        let at = print.at.short();
        let words = t!("life.file", locale = l, at = at, copy = print.copy);
        lines.push((print.at, words.into_owned()));
    }
    lines.extend(document.sendings.iter().map(|sent| (sent.at, life_of(l, sent))));
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn life_of(l: &str, sent: &Sending) -> String {
    let (at, whom, copy) = (sent.at.short(), whom(l, sent.whom), sent.copy);
    let came = match sent.end.as_ref().map(|end| &end.result) {
        None => t!("life.unknown", locale = l),
        Some(PrintResult::Printed { is_told: true, .. }) => t!("life.printed", locale = l),
        Some(PrintResult::Printed { is_told: false, .. }) => t!("life.sent", locale = l),
        Some(PrintResult::Failed { fault, may_have_printed }) => {
            let key = if *may_have_printed { "life.maybe" } else { "life.failed" };
            let why = t!(format!("printer_fault.{fault}"), locale = l);
            t!(key, locale = l, why = why)
        }
    };
    let printer = &sent.printer;
    t!("life.copy", locale = l, at = at, whom = whom, copy = copy, printer = printer, came = came)
        .into_owned()
}

/// The copies that went to printers, for scripts.
#[must_use]
pub fn sendings_json(document: &Document) -> Value {
    let one = |sent: &Sending| {
        let result = match sent.end.as_ref().map(|end| &end.result) {
            None => json!({ "result": "unknown" }),
            Some(PrintResult::Printed { is_told, sheets }) => {
                json!({ "result": "printed", "told": is_told, "sheets_counted": sheets })
            }
            Some(PrintResult::Failed { fault, may_have_printed }) => json!({
                "result": "failed", "fault": fault, "may_have_printed": may_have_printed
            }),
        };
        let mut line = json!({
            "at": sent.at.rfc3339(),
            "for": sent.whom.word(),
            "copy": sent.copy,
            "printer": sent.printer,
            "digest": sent.digest.hex(),
            "job": sent.end.as_ref().and_then(|end| end.job),
        });
        if let (Some(line), Some(result)) = (line.as_object_mut(), result.as_object()) {
            line.extend(result.clone());
        }
        line
    };
    document.sendings.iter().map(one).collect()
}
