//! The time that a camera wrote into a picture by its own clock (EXIF); reads bytes that are kept already and changes none.

use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use exif::{DateTime, In, Reader, Tag, Value};
use std::io::Cursor;

/// Minutes that China's time is ahead of UTC.
const CHINA_MIN: i64 = 480;

/// When the picture in `bytes` was taken, as its camera says; without an offset that is China's time. `None` where it does
/// not say, or says no time of the calendar.
#[must_use]
pub fn camera_time(bytes: &[u8]) -> Option<Moment> {
    let read = Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let text = |tag: Tag| -> Option<Vec<u8>> {
        let field = read.get_field(tag, In::PRIMARY)?;
        if let Value::Ascii(parts) = &field.value { parts.first().cloned() } else { None }
    };
    let mut time = DateTime::from_ascii(&text(Tag::DateTimeOriginal)?).ok()?;
    // An offset that cannot be read leaves the time without one.
    let _unread = text(Tag::OffsetTimeOriginal).map(|offset| time.parse_offset(&offset));
    let day = Day::new(i32::from(time.year), u32::from(time.month), u32::from(time.day))?;
    let is_time = time.hour < 24 && time.minute < 60 && time.second < 61;
    let minutes = i64::from(time.hour) * 60 + i64::from(time.minute);
    let ahead = CHINA_MIN - time.offset.map_or(CHINA_MIN, i64::from);
    let at = Moment::on(day, minutes + ahead).plus_ms(i64::from(time.second) * 1000);
    is_time.then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of no points whose EXIF says `original`, and `offset` where one is given.
    fn picture(original: &str, offset: Option<&str>) -> Vec<u8> {
        let mut texts = vec![(0x9003_u16, format!("{original}\0"))];
        texts.extend(offset.map(|offset| (0x9011, format!("{offset}\0"))));
        let field = |tag: u16, kind: u16, count: u32, value: u32| {
            [
                &tag.to_be_bytes()[..],
                &kind.to_be_bytes(),
                &count.to_be_bytes(),
                &value.to_be_bytes(),
            ]
            .concat()
        };
        // The first list holds where the second one lies; the texts lie behind both.
        let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
        tiff.extend(field(0x8769, 4, 1, 26));
        tiff.extend([0; 4]);
        tiff.extend(u16::try_from(texts.len()).unwrap().to_be_bytes());
        let mut at = 26 + 2 + 12 * texts.len() + 4;
        for (tag, text) in &texts {
            let (count, place) = (text.len().try_into().unwrap(), at.try_into().unwrap());
            tiff.extend(field(*tag, 2, count, place));
            at += text.len();
        }
        tiff.extend([0; 4]);
        tiff.extend(texts.iter().flat_map(|(_, text)| text.bytes()));
        let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
        [&b"\xff\xd8\xff\xe1"[..], &length, b"Exif\0\0", &tiff, b"\xff\xd9"].concat()
    }

    #[test]
    fn the_cameras_own_time_is_read_as_it_wrote_it() {
        let check = |original: &str, offset: Option<&str>, time: Option<&str>| {
            let read = camera_time(&picture(original, offset));
            assert_eq!(
                read,
                time.map(|time| Moment::parse(time).unwrap()),
                "{original} {offset:?}"
            );
        };
        check("2026:11:23 08:41:05", None, Some("2026-11-23T08:41:05+08:00"));
        check("2026:11:23 08:41:05", Some("+08:00"), Some("2026-11-23T08:41:05+08:00"));
        check("2026:11:23 00:41:05", Some("+00:00"), Some("2026-11-23T08:41:05+08:00"));
        check("2026:11:23 08:41:05", Some("      "), Some("2026-11-23T08:41:05+08:00"));
        check("2026:13:23 08:41:05", None, None);
        check("2026:11:23 25:41:05", None, None);
        check("    :  :     :  :  ", None, None);
        check("yesterday", None, None);
    }

    #[test]
    fn a_picture_without_a_time_or_a_cut_one_says_none() {
        assert_eq!(camera_time(b"\xff\xd8\xff\xd9"), None);
        assert_eq!(camera_time(b"\x89PNG\r\n\x1a\n"), None);
        let whole = picture("2026:11:23 08:41:05", Some("+08:00"));
        for length in 0..whole.len() - 12 {
            let _any = camera_time(&whole[..length]);
        }
    }
}
