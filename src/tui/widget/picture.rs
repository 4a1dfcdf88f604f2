//! A page as a picture in half-blocks: any terminal shows them, and nothing is probed.

use image::{DynamicImage, RgbaImage};
use ratatui::Frame;
use ratatui::layout::{Rect, Size};
use ratatui_image::picker::Picker;
use ratatui_image::protocol::Protocol;
use ratatui_image::{Image, Resize};

/// A page ready to be shown in one size.
pub struct Picture {
    page: RgbaImage,
    /// The cut that was made last, with what it was made for.
    made: Option<(View, Protocol)>,
}

/// Which part of the page, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// 1 shows the whole width; 2 shows half of it twice as large.
    pub zoom: u32,
    /// Steps of a tenth of the place, from the upper left corner.
    pub right: u32,
    /// Likewise.
    pub down: u32,
    /// Cells across.
    pub cols: u16,
    /// Cells down.
    pub rows: u16,
}

impl Picture {
    /// `None` when the pixels do not make up the page.
    #[must_use]
    pub fn new(width: u32, height: u32, pixels: &[u8]) -> Option<Picture> {
        let page = RgbaImage::from_raw(width, height, pixels.to_vec())?;
        (width > 0 && height > 0).then_some(Picture { page, made: None })
    }

    /// How far the view can move right and down.
    #[must_use]
    pub fn reach(&self, view: View) -> (u32, u32) {
        let (wide, high) = self.cut(view);
        let steps = |whole: u32, cut: u32| ((whole - cut) * 10).div_ceil(cut.max(1));
        (steps(self.page.width(), wide), steps(self.page.height(), high))
    }

    /// The part of the page that is shown, in pixels; a cell is half as wide as high.
    fn cut(&self, view: View) -> (u32, u32) {
        let wide = (self.page.width() / view.zoom.max(1)).max(1);
        let cols = u32::from(view.cols).max(1);
        let high = (wide * u32::from(view.rows).max(1) * 2).div_ceil(cols);
        (wide, high.clamp(1, self.page.height()))
    }

    /// Makes the cut for `view`, unless it is there already.
    pub fn make(&mut self, view: View) {
        if view.cols == 0 || view.rows == 0 || self.made.as_ref().is_some_and(|(at, _)| *at == view)
        {
            return;
        }
        let (wide, high) = self.cut(view);
        let x = (wide * view.right / 10).min(self.page.width() - wide);
        let y = (high * view.down / 10).min(self.page.height() - high);
        let cut = image::imageops::crop_imm(&self.page, x, y, wide, high).to_image();
        let size = Size { width: view.cols, height: view.rows };
        // The smooth filter keeps thin strokes of characters as grey instead of dropping them.
        let resize = Resize::Scale(Some(image::imageops::FilterType::Triangle));
        let made = Picker::halfblocks().new_protocol(DynamicImage::ImageRgba8(cut), size, resize);
        self.made = made.ok().map(|protocol| (view, protocol));
    }

    /// Draws what was made last; nothing before.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect) {
        if let Some((_, protocol)) = &self.made {
            frame.render_widget(Image::new(protocol).allow_clipping(true), area);
        }
    }
}
