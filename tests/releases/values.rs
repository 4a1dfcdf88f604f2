//! CBOR without its shapes: whether an answer says all that another one said; knows no message.

use minicbor::Decoder;
use minicbor::data::Type;
use std::collections::BTreeMap;

/// As far as this protocol uses it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(i128),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Value>),
    Map(BTreeMap<Value, Value>),
    Bool(bool),
    Null,
}

fn value(decoder: &mut Decoder<'_>) -> Option<Value> {
    Some(match decoder.datatype().ok()? {
        Type::Bytes => Value::Bytes(decoder.bytes().ok()?.to_vec()),
        Type::String => Value::Text(decoder.str().ok()?.to_string()),
        Type::Array => {
            let count = decoder.array().ok()??;
            Value::List((0..count).map(|_| value(decoder)).collect::<Option<_>>()?)
        }
        Type::Map => {
            let count = decoder.map().ok()??;
            let pair = |_| Some((value(decoder)?, value(decoder)?));
            Value::Map((0..count).map(pair).collect::<Option<_>>()?)
        }
        Type::Bool => Value::Bool(decoder.bool().ok()?),
        Type::Null => {
            decoder.null().ok()?;
            Value::Null
        }
        _ => Value::Number(decoder.int().ok()?.into()),
    })
}

fn whole(bytes: &[u8]) -> Option<Value> {
    let mut decoder = Decoder::new(bytes);
    let value = value(&mut decoder)?;
    (decoder.position() == bytes.len()).then_some(value)
}

/// Where `today` lacks something of `kept`, or says it otherwise; what it says beyond does not matter.
fn lacks(kept: &Value, today: &Value, at: &str) -> Option<String> {
    let other = || Some(format!("{at}: {today:?} for {kept:?}"));
    match (kept, today) {
        (Value::Map(kept), Value::Map(today)) => kept.iter().find_map(|(key, value)| {
            let at = format!("{at}/{key:?}");
            match today.get(key) {
                Some(today) => lacks(value, today, &at),
                None => Some(format!("{at} is missing")),
            }
        }),
        (Value::List(kept), Value::List(today)) if kept.len() <= today.len() => kept
            .iter()
            .zip(today)
            .enumerate()
            .find_map(|(nth, (kept, today))| lacks(kept, today, &format!("{at}/{nth}"))),
        // The body of a piece of news is CBOR of its own.
        (Value::Bytes(one), Value::Bytes(two)) if one != two => match (whole(one), whole(two)) {
            (Some(one), Some(two)) if one != two => lacks(&one, &two, at),
            _ => other(),
        },
        _ if kept == today => None,
        _ => other(),
    }
}

/// What `today` lacks of `kept`; `None` when a reader of `kept` finds everything in it, unchanged.
pub fn fits(kept: &[u8], today: &[u8]) -> Option<String> {
    lacks(&whole(kept).unwrap(), &whole(today).unwrap(), "")
}

/// A map without some of its keys. They stay where they are, for the bytes are compared by key alone.
pub fn without(bytes: &[u8], keys: &[u8]) -> Vec<u8> {
    let mut decoder = Decoder::new(bytes);
    let count = decoder.map().unwrap().unwrap();
    let (mut made, mut left) = (Vec::new(), 0_u8);
    for _ in 0..count {
        let from = decoder.position();
        let key = decoder.u8().unwrap();
        decoder.skip().unwrap();
        if !keys.contains(&key) {
            made.extend_from_slice(&bytes[from..decoder.position()]);
            left += 1;
        }
    }
    [&[0xa0 + left][..], &made].concat()
}

#[test]
fn more_is_no_lack_and_less_or_other_is() {
    // {0: 1, 1: [2, "x"]}
    let kept = [0xa2, 0, 1, 1, 0x82, 2, 0x61, b'x'];
    let more = [0xa3, 0, 1, 1, 0x83, 2, 0x61, b'x', 0xf5, 9, 0xf6];
    assert_eq!(fits(&kept, &more), None);
    assert!(fits(&more, &kept).is_some());
    assert!(fits(&kept, &[0xa2, 0, 2, 1, 0x82, 2, 0x61, b'x']).is_some(), "another number");
    assert!(fits(&kept, &[0xa1, 0, 1]).is_some(), "a key is gone");
    assert_eq!(without(&kept, &[0]), [0xa1, 1, 0x82, 2, 0x61, b'x']);
    // Bytes that are CBOR are looked into: h'a10001' in h'a200010102'.
    assert_eq!(fits(&[0x43, 0xa1, 0, 1], &[0x45, 0xa2, 0, 1, 1, 2]), None);
    assert!(fits(&[0x43, 0xa1, 0, 1], &[0x43, 0xa1, 0, 2]).is_some());
}
