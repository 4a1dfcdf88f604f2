//! Showing a kept picture: its points, no wider than a screen; the kept bytes stay as they are.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::view::document::WIDTH_PX;
use super::view::evidence::EvidencePicture;
use super::{documents, open_inspection};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use image::{DynamicImage, ImageDecoder as _, ImageReader, ImageResult, Limits};
use std::io::Cursor;

/// Points of a side that are still made out; a body camera has a fifth of it.
const SIDE_MAX_PX: u32 = 20_000;
/// Bytes of memory that a picture may take while it is read.
const MEMORY_MAX: u64 = 512 * 1024 * 1024;

/// # Errors
/// When the stop has no such picture, its bytes are not here, or nothing can be made of them.
pub fn open_evidence(desk: &Desk, inspection: Id, digest: Digest) -> Result<Reply, Trouble> {
    let stop = open_inspection::load(&desk.store, inspection)?;
    let is_it = |of: Digest, is_picture: bool| of == digest && is_picture;
    let photograph =
        stop.photographs.iter().find(|kept| is_it(kept.digest, kept.media_type.is_picture()));
    let none = || Trouble::new("trouble.no_evidence").with(digest.short());
    let photograph = photograph.ok_or_else(none)?;
    let bytes = desk.store.page(digest)?;
    let bytes = bytes.ok_or_else(|| documents::no_page(desk, inspection, digest))?;
    let unreadable = |_| {
        Trouble::new("trouble.picture_unreadable")
            .with(photograph.file_name.get())
            .and(digest.hex())
    };
    let picture = picture(&bytes).map_err(unreadable)?.into_rgba8();
    Ok(Reply::EvidencePicture(Box::new(EvidencePicture {
        digest,
        width_px: picture.width(),
        height_px: picture.height(),
        pixels: picture.into_raw(),
    })))
}

/// The picture upright, as its camera was held.
fn picture(bytes: &[u8]) -> ImageResult<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX_PX);
    limits.max_image_height = Some(SIDE_MAX_PX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    // The decoder of JPEG asks for the memory of its points without looking at the bound.
    limits.reserve(decoder.total_bytes())?;
    let turned = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(turned);
    Ok(if picture.width() > WIDTH_PX { picture.thumbnail(WIDTH_PX, u32::MAX) } else { picture })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;
    use image::{ImageError, RgbImage};

    /// A JPEG of eight points by eight whose head says that it has `side_px` by `side_px`.
    fn said_to_be(side_px: u16) -> Vec<u8> {
        let mut bytes = Vec::new();
        JpegEncoder::new(&mut bytes).encode_image(&RgbImage::new(8, 8)).unwrap();
        // Behind the mark of the frame stand its length, the bits of a point, height and width.
        let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        let side = side_px.to_be_bytes();
        bytes[frame + 5..frame + 7].copy_from_slice(&side);
        bytes[frame + 7..frame + 9].copy_from_slice(&side);
        bytes
    }

    #[test]
    fn a_small_file_that_claims_more_points_than_memory_is_refused_before_they_are_made() {
        assert_eq!(picture(&said_to_be(8)).unwrap().width(), 8);
        for side_px in [16_000, 20_001] {
            let read = picture(&said_to_be(side_px));
            assert!(matches!(read, Err(ImageError::Limits(_))), "{side_px}: {read:?}");
        }
    }
}
