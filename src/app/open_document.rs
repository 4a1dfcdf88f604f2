//! Showing an issued document: the page as a picture, drawn on demand and never kept.

use super::command::{Reply, Trouble};
use super::copies::next_for;
use super::desk::{Desk, print_trouble};
use super::printers::LAST;
use super::view::document::DocumentPage;
use super::{documents, open_inspection};
use crate::forms::filled::{Field, Filled};
use crate::stdx::id::Id;

/// # Errors
/// When the document is not there or its page cannot be drawn.
pub fn open_document(desk: &mut Desk, id: Id, page: u32, width_px: u32) -> Result<Reply, Trouble> {
    let row = desk.store.document(id)?.ok_or_else(|| Trouble::new("trouble.no_document"))?;
    let inspection = open_inspection::load(&desk.store, row.inspection)?;
    let document = inspection.document(id).cloned();
    let document = document.ok_or_else(|| Trouble::new("trouble.no_document"))?;
    let (mut filled, mut set) = documents::as_issued(desk, &inspection, &document)?;
    let mut title = documents::title(&document.form).to_string();
    if let Some(void) = inspection.void_of(&document) {
        // Its bytes stay as they were issued; what is looked at bears the word.
        filled.copy_note = format!("作废 {}", void.at.in_chinese());
        set = desk.typesetter()?.page(&filled).map_err(print_trouble)?;
        title += "（作废）";
    }
    let (pages, copies) = (document.pages.max(1), documents::copies(&document.form));
    let printer = desk.printer(LAST).ok();
    let next = printer.map(|known| next_for(&document, copies, known.is_roll()).len());
    let page = page.clamp(1, pages);
    let width_px = width_px.clamp(16, 4000);
    let picture = set.picture(page as usize, width_px).map_err(print_trouble)?;
    Ok(Reply::Document(Box::new(DocumentPage {
        document: id,
        form: document.form.clone(),
        title,
        number: row.document_no,
        page,
        pages,
        copies,
        printed: row.printed,
        next_copies: next.and_then(|count| u32::try_from(count).ok()),
        width_px: picture.width(),
        height_px: picture.height(),
        pixels: picture.into_raw(),
        text: text(&filled),
    })))
}

/// The fields of a form as text, in the order of their names, struck ones left out.
pub(super) fn text(filled: &Filled) -> Vec<(String, String)> {
    let shown = |field: &Field| match field {
        Field::Text(text) => text.clone(),
        Field::Box(ticked) => if *ticked { "√" } else { "" }.to_string(),
        Field::Rows(rows) => rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join("\n"),
        Field::Amount(fen) => format!("{}（{fen}）", fen.in_words()),
        Field::Date(day) => day.in_chinese(),
        Field::Time(at) => at.in_chinese(),
    };
    filled
        .fields
        .iter()
        .map(|(name, field)| ((*name).to_string(), shown(field)))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}
