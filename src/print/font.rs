//! The embedded Chinese font and what it covers; a character it lacks must be known before printing.

use super::fault::PrintFault;
use crate::stdx::digest::Digest;
use ttf_parser::Face;

/// LXGW WenKai 1.330 (OFL 1.1), joined and checked by the build script.
pub const BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lxgw_wenkai.ttf"));

/// SHA-256 of the font in hexadecimal, the same that the build script asks for.
const SHA256: &str = "0819604ad9357afbc6e7cc097328a16ed85143ee0848ffda09fda35a30da6506";

/// Whether `bytes` are the font that was built in, byte for byte.
#[must_use]
pub fn is_whole(bytes: &[u8]) -> bool {
    Digest::of(bytes).hex() == SHA256
}

/// The font's family name, as the pages ask for it.
pub const FAMILY: &str = "LXGW WenKai";

/// The characters that the embedded font can draw.
pub struct Coverage {
    face: Face<'static>,
}

impl Coverage {
    /// Reads the font's tables; cheap, because the glyphs are left alone.
    ///
    /// # Errors
    /// When the embedded font is not whole.
    pub fn new() -> Result<Coverage, PrintFault> {
        Coverage::of(BYTES)
    }

    /// The same of the font `bytes`.
    ///
    /// # Errors
    /// When they are no font.
    pub fn of(bytes: &'static [u8]) -> Result<Coverage, PrintFault> {
        Face::parse(bytes, 0).map(|face| Coverage { face }).map_err(|_| PrintFault::Font)
    }

    /// The characters of `text` that would be an empty box on paper, each once, in their order.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        for character in text.chars() {
            let drawn = character != '\n' && !missing.contains(&character);
            if drawn && self.face.glyph_index(character).is_none() {
                missing.push(character);
            }
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_inside_is_the_one_that_the_build_script_joined() {
        assert!(is_whole(BYTES) && !is_whole(&BYTES[1..]));
        assert!(include_str!("../../build.rs").contains(SHA256));
    }

    #[test]
    fn rare_names_are_covered_and_emoji_are_told() {
        let coverage = Coverage::new().unwrap();
        assert_eq!(coverage.missing("张𬭎 㛃 䶮 粤D55D18\n〔2026〕№"), Vec::<char>::new());
        assert_eq!(coverage.missing("甲🚚乙☑🚚"), ['🚚', '☑']);
    }
}
