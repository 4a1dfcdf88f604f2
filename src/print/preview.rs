//! A page as a picture: for the screen before anything is handed over, and as PNG for documents.

use super::fault::PrintFault;
use super::typeset::Page;
use image::{ImageFormat, RgbaImage};
use std::io::Cursor;
use typst_render::RenderOptions;

/// Typst measures in points, 72 to the inch.
const POINTS_PER_INCH: f64 = 72.0;

impl Page {
    /// Sheet `page_no` (from 1) as a picture `width_px` wide.
    ///
    /// # Errors
    /// When the paper has no such sheet.
    pub fn picture(&self, page_no: usize, width_px: u32) -> Result<RgbaImage, PrintFault> {
        let width_pt = self.sheet(page_no)?.frame.size().x.to_pt();
        self.render(page_no, f64::from(width_px.max(1)) / width_pt)
    }

    /// Sheet `page_no` (from 1) as PNG bytes at `dots_per_inch`.
    ///
    /// # Errors
    /// When the paper has no such sheet, or it cannot be written as PNG.
    pub fn png(&self, page_no: usize, dots_per_inch: u32) -> Result<Vec<u8>, PrintFault> {
        let picture = self.render(page_no, f64::from(dots_per_inch.max(1)) / POINTS_PER_INCH)?;
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).map_err(|why| PrintFault::Page {
            form: self.filled.form.into(),
            why: why.to_string(),
        })?;
        Ok(bytes.into_inner())
    }

    fn render(&self, page_no: usize, pixel_per_pt: f64) -> Result<RgbaImage, PrintFault> {
        let options =
            RenderOptions { pixel_per_pt: pixel_per_pt.into(), ..RenderOptions::default() };
        let pixels = typst_render::render(self.sheet(page_no)?, &options);
        let (width, height) = (pixels.width(), pixels.height());
        // A sheet is opaque white below everything, so premultiplied pixels are plain ones.
        let picture = RgbaImage::from_raw(width, height, pixels.take());
        picture.ok_or_else(|| PrintFault::Page {
            form: self.filled.form.into(),
            why: "the picture has too few pixels".into(),
        })
    }

    fn sheet(&self, page_no: usize) -> Result<&typst_layout::Page, PrintFault> {
        let sheets = self.document.pages();
        page_no.checked_sub(1).and_then(|at| sheets.get(at)).ok_or(PrintFault::NoSuchPage {
            form: self.filled.form.into(),
            page_no,
            count: sheets.len(),
        })
    }
}
