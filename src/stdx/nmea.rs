//! The time in what a satellite receiver says (NMEA 0183: RMC and ZDA), line by line; reads no device and believes no line
//! without its checksum.

use super::clock::Moment;
use super::day::Day;

/// Bytes of a sentence at most, by the standard; a longer line is none.
pub const LINE_MAX: usize = 82;
const CHINA_MS: i64 = 8 * 3_600_000;

/// The time that a sentence tells; `None` where it tells none, its receiver has no fix, or it is not whole.
#[must_use]
pub fn read(line: &[u8]) -> Option<Moment> {
    let line = line.trim_ascii();
    if line.len() > LINE_MAX {
        return None;
    }
    let rest = line.strip_prefix(b"$")?;
    let star = rest.iter().position(|byte| *byte == b'*')?;
    let (body, sum) = (&rest[..star], &rest[star + 1..]);
    if body.iter().fold(0, |sum, byte| sum ^ byte) != hex(sum)? {
        return None;
    }
    let body = std::str::from_utf8(body).ok()?;
    let mut fields = body.split(',');
    let name = fields.next()?;
    // Two letters for the system: GP, BD, GB, GN and so on.
    match name.get(2..)? {
        "RMC" if name.len() == 5 => rmc(&fields.collect::<Vec<_>>()),
        "ZDA" if name.len() == 5 => zda(&fields.collect::<Vec<_>>()),
        _ => None,
    }
}

/// Time, `A` for a fix, position, speed, course, day as `ddmmyy`.
fn rmc(fields: &[&str]) -> Option<Moment> {
    let (time, day) = (fields.first()?, fields.get(8)?);
    if *fields.get(1)? != "A" || day.len() != 6 {
        return None;
    }
    let part = |from: usize| number(day.get(from..from + 2)?);
    moment(2_000 + i32::try_from(part(4)?).ok()?, part(2)?, part(0)?, time)
}

/// Time, day, month, year in full.
fn zda(fields: &[&str]) -> Option<Moment> {
    let [time, day, month, year, ..] = fields else { return None };
    if year.len() != 4 {
        return None;
    }
    moment(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?, time)
}

/// `hhmmss` or `hhmmss.sss` of a day in UTC.
fn moment(year: i32, month: u32, day: u32, time: &str) -> Option<Moment> {
    let (whole, part) = time.split_once('.').unwrap_or((time, ""));
    if whole.len() != 6 || part.len() > 3 {
        return None;
    }
    let at = |from: usize| number(whole.get(from..from + 2)?).map(i64::from);
    let (hour, minute, second) = (at(0)?, at(2)?, at(4)?);
    // A leap second is told as the sixtieth.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let ms = if part.is_empty() { 0 } else { number(&format!("{part:0<3}"))? };
    let midnight = Moment::on(Day::new(year, month, day)?, 0).plus_ms(CHINA_MS);
    Some(midnight.plus_ms(((hour * 60 + minute) * 60 + second) * 1_000 + i64::from(ms)))
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn hex(text: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(text).ok().filter(|text| text.len() == 2)?;
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if digits { u8::from_str_radix(text, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str) -> Option<String> {
        let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
        read(format!("${body}*{sum:02X}\r\n").as_bytes()).map(Moment::rfc3339)
    }

    #[test]
    fn a_fix_of_each_kind_is_read_as_chinese_time() {
        let rmc = "GNRMC,004000.250,A,2327.00,N,11646.00,E,0.0,0.0,231126,,,A";
        assert_eq!(told(rmc).unwrap(), "2026-11-23T08:40:00.250+08:00");
        assert_eq!(told("BDZDA,235959.00,31,12,2026,00,00").unwrap(), "2027-01-01T07:59:59+08:00");
        let line = b"$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230326,003.1,W*63";
        assert_eq!(read(line).map(Moment::rfc3339).unwrap(), "2026-03-23T20:35:19+08:00");
    }

    #[test]
    fn no_fix_no_checksum_and_no_such_day_tell_nothing() {
        for body in [
            "GNRMC,004000,V,,,,,,,231126,,,N",
            "GNRMC,,A,,,,,,,231126,,,A",
            "GNRMC,246000,A,,,,,,,231126,,,A",
            "GNRMC,004000,A,,,,,,,300226,,,A",
            "GNZDA,004000,23,11,26,00,00",
            "GNGGA,004000,2327.00,N,11646.00,E,1,8,0.9,12.0,M,,M,,",
            "",
        ] {
            assert_eq!(told(body), None, "{body}");
        }
        let whole = "$GNZDA,004000,23,11,2026,00,00*";
        for line in [whole.to_string(), format!("{whole}00"), "GNZDA".into(), "$*".into()] {
            assert_eq!(read(line.as_bytes()), None, "{line}");
        }
    }
}
