//! A page in dots, black or white, as thermal printers burn it; the same page gives the same dots.

use super::fault::PrintFault;
use super::typeset::Page;
use image::RgbaImage;

/// Darker than this is ink.
const BLACK: u16 = 128;
/// Lighter than this is paper. Between the two stands grey: 样张 across a sample must not vanish, and what is written on it must
/// stay legible.
const WHITE: u16 = 240;

/// Dots, row by row from the top; eight to a byte, the leftmost in its highest bit, 1 black.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    /// Bytes of a row: an eighth of the dots across.
    pub row_bytes: usize,
    /// The rows behind one another.
    pub bytes: Vec<u8>,
}

impl Bitmap {
    /// How many rows of dots.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.bytes.len().checked_div(self.row_bytes).unwrap_or(0)
    }

    /// Millimetres of roll that it takes, at 8 rows to the millimetre.
    #[must_use]
    pub fn length_mm(&self) -> usize {
        self.rows().div_ceil(8)
    }

    /// Whether the dot at `x`, `y` is black; outside nothing is.
    #[must_use]
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        let byte = (x / 8 < self.row_bytes).then(|| y * self.row_bytes + x / 8);
        byte.and_then(|at| self.bytes.get(at)).is_some_and(|byte| byte >> (7 - x % 8) & 1 == 1)
    }

    /// The dots of a picture. Grey becomes one dot in eight.
    #[must_use]
    pub fn of(picture: &RgbaImage) -> Bitmap {
        let row_bytes = (picture.width() as usize).div_ceil(8);
        let mut bytes = vec![0; row_bytes * picture.height() as usize];
        for (x, y, pixel) in picture.enumerate_pixels() {
            let [red, green, blue, _] = pixel.0.map(u16::from);
            let luma = (red * 3 + green * 6 + blue) / 10;
            let (across, down) = (x as usize, y as usize);
            let is_dotted = luma < WHITE && (across + 2 * down).is_multiple_of(4) && down % 2 == 0;
            if luma < BLACK || is_dotted {
                let at = down * row_bytes + across / 8;
                if let Some(byte) = bytes.get_mut(at) {
                    *byte |= 0x80 >> (across % 8);
                }
            }
        }
        Bitmap { row_bytes, bytes }
    }
}

impl Page {
    /// All sheets of the page below one another, `width_dots` wide.
    ///
    /// # Errors
    /// When a sheet cannot be drawn.
    pub fn bitmap(&self, width_dots: u32) -> Result<Bitmap, PrintFault> {
        let row_bytes = (width_dots as usize).div_ceil(8);
        let mut whole = Bitmap { row_bytes, bytes: Vec::new() };
        for sheet in 1..=self.count() {
            let picture = self.picture(sheet, width_dots)?;
            // Another width would shear each row behind the first.
            if picture.width() != width_dots {
                return Err(PrintFault::Page {
                    form: self.filled.form.into(),
                    why: format!("{} dots instead of {width_dots}", picture.width()),
                });
            }
            whole.bytes.extend(Bitmap::of(&picture).bytes);
        }
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;

    #[test]
    fn ink_is_black_paper_is_white_and_grey_is_a_dot_here_and_there() {
        let drawn = |luma: u8| {
            let picture = RgbaImage::from_pixel(16, 16, Rgba([luma, luma, luma, 255]));
            let bitmap = Bitmap::of(&picture);
            assert_eq!((bitmap.row_bytes, bitmap.rows(), bitmap.length_mm()), (2, 16, 2));
            bitmap.bytes.iter().map(|byte| byte.count_ones()).sum::<u32>()
        };
        assert_eq!([drawn(0), drawn(127), drawn(240), drawn(255)], [256, 256, 0, 0]);
        assert_eq!(drawn(215), 32, "one in eight");
    }

    #[test]
    fn each_dot_is_found_where_it_was_drawn() {
        let mut picture = RgbaImage::from_pixel(12, 3, Rgba([255, 255, 255, 255]));
        picture.put_pixel(9, 2, Rgba([0, 0, 0, 255]));
        let bitmap = Bitmap::of(&picture);
        let black: Vec<_> = (0..3)
            .flat_map(|y| (0..20).map(move |x| (x, y)))
            .filter(|(x, y)| bitmap.is_black(*x, *y))
            .collect();
        assert_eq!(black, [(9, 2)]);
        assert!(!bitmap.is_black(9, 3));
    }
}
