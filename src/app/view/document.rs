//! One page of an issued document as a picture, with its text for narrow terminals.

use crate::stdx::id::Id;

/// Width in pixels of the pictures that screens ask for: wide enough that the strokes of a character stay apart at the
/// largest zoom.
pub const WIDTH_PX: u32 = 1200;

/// One sheet of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPage {
    /// Of which paper.
    pub document: Id,
    /// File name of the form.
    pub form: String,
    /// Chinese title of the form.
    pub title: String,
    /// Its 案号; empty without one.
    pub number: String,
    /// 1 is the first.
    pub page: u32,
    /// Sheets of the paper.
    pub pages: u32,
    /// Copies that the form demands.
    pub copies: u32,
    /// Prints so far.
    pub printed: u32,
    /// Copies that the next print on the printer under the one key has; `None` where there is none.
    pub next_copies: Option<u32>,
    /// Of the picture.
    pub width_px: u32,
    /// Of the picture.
    pub height_px: u32,
    /// RGBA, row by row.
    pub pixels: Vec<u8>,
    /// The form's fields as text: label key is the field's name.
    pub text: Vec<(String, String)>,
}
