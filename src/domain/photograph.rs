//! A photograph or recording that is kept with a stop: what it is, and the digest of its bytes; never the bytes.

use super::described::Description;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::redacted::Redacted;

/// A camera's clock may be off the laptop's by so many milliseconds before that is marked.
pub const CLOCK_OFF_MS: i64 = 10 * 60_000;

/// 现场照片, 录音录像 as evidence (处罚法 46, 47): the original as the camera wrote it.
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
    /// When it was taken by the camera's own clock; `None` where the file does not say.
    pub camera: Option<CameraTime>,
    /// Its end is missing or its parts do not fit: it is kept as it came, and marked.
    pub is_damaged: bool,
    /// What the officers say of it.
    pub said: Description,
}

/// What a camera wrote of its own clock into a picture. It is shown and marked, and corrects nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CameraTime {
    /// As the camera wrote it; without an offset in the file it is read as China's time.
    pub at: Moment,
    /// How far that lies before (negative) or behind what the laptop's clock allows, ms; `None` within ten minutes.
    pub off_ms: Option<i64>,
}

impl CameraTime {
    /// Holds the camera's time `at` against the laptop's clock, by which the picture was taken between `earliest` and
    /// `latest`.
    #[must_use]
    pub fn held_against(at: Moment, (earliest, latest): (Moment, Moment)) -> CameraTime {
        let before = earliest.ms().saturating_sub(at.ms());
        let behind = at.ms().saturating_sub(latest.ms());
        let off_ms = if before > CLOCK_OFF_MS {
            Some(-before)
        } else {
            Some(behind).filter(|behind| *behind > CLOCK_OFF_MS)
        };
        CameraTime { at, off_ms }
    }
}

/// Kinds of pictures and recordings that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// MP4, what body cameras and phones write.
    Mp4,
    /// QuickTime.
    Mov,
    /// WAV.
    Wav,
    /// MP3.
    Mp3,
    /// AMR, what voice recorders write.
    Amr,
}

/// Brands of the family of MP4 that are still pictures.
const PICTURE_BRANDS: [&[u8]; 8] =
    [b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"];

impl MediaType {
    /// Every kind.
    pub const ALL: [MediaType; 7] = [
        MediaType::Jpeg,
        MediaType::Png,
        MediaType::Mp4,
        MediaType::Mov,
        MediaType::Wav,
        MediaType::Mp3,
        MediaType::Amr,
    ];

    /// So many first bytes tell the kind.
    pub const HEAD_BYTES: usize = 16;

    /// The type that the first bytes of a file say it is, whatever its name ends with.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<MediaType> {
        let part = |from: usize, until: usize| bytes.get(from..until).unwrap_or_default();
        // The sync word of a frame, layer III: a tag in front of it is usual and not needed.
        let is_mp3_frame = || match bytes {
            [0xff, second, ..] => second & 0xe6 == 0xe2,
            _ => false,
        };
        if bytes.starts_with(b"\xff\xd8\xff") {
            Some(MediaType::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(MediaType::Png)
        } else if part(4, 8) == b"ftyp" {
            match part(8, 12) {
                b"qt  " => Some(MediaType::Mov),
                brand if brand.len() < 4 || PICTURE_BRANDS.contains(&brand) => None,
                _ => Some(MediaType::Mp4),
            }
        } else if [&b"moov"[..], b"mdat", b"wide"].contains(&part(4, 8)) {
            Some(MediaType::Mov)
        } else if part(0, 4) == b"RIFF" && part(8, 12) == b"WAVE" {
            Some(MediaType::Wav)
        } else if bytes.starts_with(b"ID3") || is_mp3_frame() {
            Some(MediaType::Mp3)
        } else if bytes.starts_with(b"#!AMR") {
            Some(MediaType::Amr)
        } else {
            None
        }
    }

    /// A picture, and no recording.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(self, MediaType::Jpeg | MediaType::Png)
    }

    /// The media type as HTTP writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
            MediaType::Mp4 => "video/mp4",
            MediaType::Mov => "video/quicktime",
            MediaType::Wav => "audio/wav",
            MediaType::Mp3 => "audio/mpeg",
            MediaType::Amr => "audio/amr",
        }
    }

    /// The type of such a word; `None` when it is none of them.
    #[must_use]
    pub fn from_word(word: &str) -> Option<MediaType> {
        MediaType::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Key of its name in the words of the screens.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            MediaType::Jpeg | MediaType::Png => "evidence.picture",
            MediaType::Mp4 | MediaType::Mov => "evidence.video",
            MediaType::Wav | MediaType::Mp3 | MediaType::Amr => "evidence.sound",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        let check = |bytes: &[u8], kind: Option<MediaType>| {
            assert_eq!(MediaType::of_bytes(bytes), kind, "{bytes:?}");
        };
        check(b"\xff\xd8\xff\xe1Exif", Some(MediaType::Jpeg));
        check(b"\x89PNG\r\n\x1a\n....", Some(MediaType::Png));
        check(b"\0\0\0\x18ftypmp42....", Some(MediaType::Mp4));
        check(b"\0\0\0\x18ftyp3gp4....", Some(MediaType::Mp4));
        check(b"\0\0\0\x14ftypqt  ....", Some(MediaType::Mov));
        check(b"\0\0\0\x08wide....", Some(MediaType::Mov));
        check(b"RIFF\x24\0\0\0WAVEfmt ", Some(MediaType::Wav));
        check(b"ID3\x03\0\0\0\0\0\0", Some(MediaType::Mp3));
        check(b"\xff\xfb\x90\x44", Some(MediaType::Mp3));
        check(b"#!AMR\n....", Some(MediaType::Amr));
        // A still picture, an AVI film, a text, a cut head and nothing are none.
        check(b"\0\0\0\x18ftypheic....", None);
        check(b"RIFF\x24\0\0\0AVI LIST", None);
        check(b"\0\0\0\x18ftyp", None);
        check(b"\x89PNG\n\n", None);
        check(b"%PDF-1.7", None);
        check(b"\xff\xff", None);
        check(b"", None);
    }

    #[test]
    fn each_kind_has_its_own_word() {
        for kind in MediaType::ALL {
            assert_eq!(MediaType::from_word(kind.word()), Some(kind));
            assert_eq!(kind.word().starts_with("image/"), kind.is_picture());
        }
        assert_eq!(MediaType::from_word("application/pdf"), None);
    }

    #[test]
    fn a_cameras_clock_is_marked_beyond_ten_minutes_and_never_corrected() {
        let at = |text: &str| Moment::parse(&format!("2026-11-{text}:00+08:00")).unwrap();
        let window = (at("23T08:40"), at("23T18:00"));
        for (camera, off_min) in [
            ("23T08:40", None),
            ("23T12:00", None),
            ("23T18:10", None),
            ("23T08:30", None),
            ("23T08:29", Some(-11)),
            ("23T18:11", Some(11)),
            ("21T08:40", Some(-2 * 24 * 60)),
            ("25T18:00", Some(2 * 24 * 60)),
        ] {
            let held = CameraTime::held_against(at(camera), window);
            assert_eq!(held, CameraTime { at: at(camera), off_ms: off_min.map(|m| m * 60_000) });
        }
    }
}
