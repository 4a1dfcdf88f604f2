//! A photograph of a stop: what it is, and the digest of its bytes; never the bytes.

use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::redacted::Redacted;

/// 现场照片 as evidence (处罚法 46, 47): the original as the camera wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photograph {
    /// Of the original bytes, taken before anything else looked at them.
    pub digest: Digest,
    /// Size of the original.
    pub bytes: u64,
    /// By its first bytes.
    pub media_type: MediaType,
    /// As the camera or the officer called it; it may hold a name.
    pub file_name: Redacted<String>,
    /// When it was taken, where somebody says so.
    pub taken_at: Option<Moment>,
}

/// Kinds of pictures that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl MediaType {
    /// The type that the first bytes of a file say it is, whatever its name ends with.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<MediaType> {
        if bytes.starts_with(b"\xff\xd8\xff") {
            Some(MediaType::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(MediaType::Png)
        } else {
            None
        }
    }

    /// The media type as HTTP writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
        }
    }

    /// The type of such a word; `None` when it is neither.
    #[must_use]
    pub fn from_word(word: &str) -> Option<MediaType> {
        [MediaType::Jpeg, MediaType::Png].into_iter().find(|kind| kind.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        assert_eq!(MediaType::of_bytes(b"\xff\xd8\xff\xe1Exif"), Some(MediaType::Jpeg));
        assert_eq!(MediaType::of_bytes(b"\x89PNG\r\n\x1a\n...."), Some(MediaType::Png));
        assert_eq!(MediaType::of_bytes(b"\x89PNG\n\n"), None);
        assert_eq!(MediaType::of_bytes(b"%PDF-1.7"), None);
        assert_eq!(MediaType::of_bytes(b""), None);
    }
}
