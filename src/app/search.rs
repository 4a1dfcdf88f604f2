//! Looking things up offline: inspections by any part of plate, party, place or number; a plate.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::open_inspection::line;
use super::view::list::ListPage;
use super::view::plate::PlateView;
use crate::domain::identity::normalise;

const PAGE: u32 = 50;

/// # Errors
/// When the rows cannot be read.
pub fn search(desk: &mut Desk, text: String, before: Option<u64>) -> Result<Reply, Trouble> {
    let rows = desk.store.inspections(text.trim(), before, PAGE)?;
    let full = rows.len() == PAGE as usize;
    Ok(Reply::Found(ListPage {
        before: rows.last().filter(|_| full).map(|row| row.number),
        lines: rows.iter().map(line).collect(),
        total: desk.store.count_inspections()?,
        query: text,
    }))
}

/// # Errors
/// When the rows cannot be read.
pub fn look_up_plate(desk: &mut Desk, plate: &str) -> Result<Reply, Trouble> {
    let plate = normalise(plate);
    let view = PlateView {
        acts: desk.store.acts_of(&plate)?,
        inspections: desk.store.inspections_of_plate(&plate)?,
        plate,
    };
    Ok(Reply::Plate(Box::new(view)))
}
