//! Whether the texts of an IPP answer fit into their values (RFC 8010, 3.9); reads nothing of it.
//!
//! The reader of `ipp` stops the program where a text with its language claims more bytes than its value has.

/// `textWithLanguage` and `nameWithLanguage`: two lengths, each with so many bytes behind it.
const WITH_LANGUAGE: [u8; 2] = [0x35, 0x36];
/// Version, status and number of the request.
const HEADER: usize = 8;
/// The tag behind the last attribute.
const END: u8 = 0x03;
/// Tags up to this one begin a group and have no value.
const DELIMITER_MAX: u8 = 0x0f;

/// Whether each text with its language fits into its value. An answer that ends too soon fits as far as it goes.
pub(super) fn fit(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(HEADER..).unwrap_or_default();
    while let Some((tag, behind)) = rest.split_first() {
        rest = behind;
        if *tag == END {
            break;
        }
        if *tag <= DELIMITER_MAX {
            continue;
        }
        let value = counted(&mut rest).and_then(|_name| counted(&mut rest));
        let Some(value) = value else { break };
        if WITH_LANGUAGE.contains(tag) && !is_text_with_language(value) {
            return false;
        }
    }
    true
}

fn is_text_with_language(mut value: &[u8]) -> bool {
    counted(&mut value).is_some() && counted(&mut value).is_some()
}

/// The bytes behind a length of two bytes; `rest` goes on behind them.
fn counted<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, behind) = rest.split_first_chunk::<2>()?;
    let (bytes, behind) = behind.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    *rest = behind;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(tag: u8, value: &[u8]) -> Vec<u8> {
        let mut bytes = vec![1, 1, 0, 0, 0, 0, 0, 1, 0x01, tag, 0, 1, b'n'];
        bytes.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
        bytes.extend(value);
        bytes.push(END);
        bytes
    }

    #[test]
    fn a_text_that_claims_more_than_its_value_has_does_not_fit() {
        for tag in WITH_LANGUAGE {
            assert!(fit(&with(tag, &[0, 2, b'z', b'h', 0, 1, b'a'])));
            for value in [&[][..], &[0], &[0, 5], &[0, 2, b'z', b'h'], &[0, 1, b'z', 0, 2, b'a']] {
                assert!(!fit(&with(tag, value)), "{tag:#x} {value:?}");
            }
        }
        assert!(fit(&with(0x41, &[0, 5])), "a text without one is as long as its value");
        assert!(fit(&[]) && fit(&[1, 1, 0]));
    }
}
