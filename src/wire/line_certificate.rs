//! The laptop that a certificate of the line names, read out of its DER; judges no signature.

use crate::stdx::id::Id;

/// A sequence, a set, an object identifier, a text.
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT: u8 = 0x06;
/// The version, which stands first where a certificate has one.
const VERSION: u8 = 0xa0;
/// The common name (2.5.4.3).
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// The device in the subject of a certificate (X.509, RFC 5280, section 4.1) as headquarters makes them: one common name,
/// the device's id. `None` where it is not so.
///
/// The certificate is believed by whoever checked its signature; this only reads.
#[must_use]
pub fn device_of(der: &[u8]) -> Option<Id> {
    let (certificate, _) = part(der, SEQUENCE)?;
    let (mut rest, _) = part(certificate, SEQUENCE)?;
    if rest.first() == Some(&VERSION) {
        rest = any(rest)?.2;
    }
    // Serial number, algorithm of the signature, issuer, days.
    for _ in 0..4 {
        rest = any(rest)?.2;
    }
    let (subject, _) = part(rest, SEQUENCE)?;
    let (names, more) = part(subject, SET)?;
    let (name, others) = part(names, SEQUENCE)?;
    let (kind, text) = part(name, OBJECT)?;
    if !more.is_empty() || !others.is_empty() || kind != COMMON_NAME {
        return None;
    }
    let (_, text, _) = any(text)?;
    Id::parse(std::str::from_utf8(text).ok()?)
}

/// What stands under `tag` at the beginning, and what is behind it.
fn part(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, content, behind) = any(der)?;
    (found == tag).then_some((content, behind))
}

/// Tag, content and what is behind it.
fn any(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let [tag, first, rest @ ..] = der else { return None };
    let (length, rest) = match *first {
        short @ 0..=0x7f => (usize::from(short), rest),
        0x81 => (usize::from(*rest.first()?), rest.get(1..)?),
        0x82 => {
            let (bytes, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*bytes)), rest)
        }
        // No certificate of a line is longer.
        _ => return None,
    };
    let (content, behind) = rest.split_at_checked(length)?;
    Some((*tag, content, behind))
}
