//! A stop that is not decided yet as a page to look at, with 未核 across it where nobody stands for a row, a figure or the
//! tiers. The page has no number, goes to no printer, and nothing of it is kept.

use super::command::{Reply, Trouble};
use super::desk::{Desk, print_trouble};
use super::view::document::{DocumentPage, WIDTH_PX};
use super::{documents, earlier_orders, open_document, open_inspection, past_acts, reading};
use crate::forms::draft_sheet::{self, DraftSheet};
use crate::stdx::id::Id;

/// Sheet `page` (from 1) of what the draft would come to now.
///
/// # Errors
/// When the draft is gone, the journal cannot be read, or the page cannot be drawn.
pub fn look(desk: &mut Desk, draft: Id, page: u32) -> Result<Reply, Trouble> {
    let row = desk.store.draft(draft)?.ok_or_else(|| Trouble::new("trouble.no_draft"))?;
    let (now, rulebook) = (desk.clock.now(), desk.rulebook.clone());
    let mut read = reading::read_draft(&row.into(), now);
    earlier_orders::complete(&desk.store, &mut read.facts)?;
    past_acts::complete(desk, &mut read.facts)?;
    let mut inspection = open_inspection::load(&desk.store, draft)?;
    (inspection.facts, inspection.telling) = (read.facts, read.telling);
    let judgement = open_inspection::judge_recorded(desk, &inspection, &rulebook, now)?;
    let filled = draft_sheet::fill(&DraftSheet {
        agency: &documents::named_on_paper(&desk.bureau.agency, &rulebook),
        roster: &desk.bureau.officers,
        facts: &inspection.facts,
        judgement: &judgement,
        rulebook: &rulebook,
        at: now,
    });
    let set = desk.typesetter()?.page(&filled).map_err(print_trouble)?;
    let pages = u32::try_from(set.count()).unwrap_or(u32::MAX).max(1);
    let page = page.clamp(1, pages);
    let picture = set.picture(page as usize, WIDTH_PX).map_err(print_trouble)?;
    Ok(Reply::Document(Box::new(DocumentPage {
        document: draft,
        form: draft_sheet::NAME.into(),
        title: draft_sheet::TITLE.into(),
        number: String::new(),
        page,
        pages,
        copies: 0,
        printed: 0,
        next_copies: None,
        width_px: picture.width(),
        height_px: picture.height(),
        pixels: picture.into_raw(),
        text: open_document::text(&filled),
    })))
}
