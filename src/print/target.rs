//! Where a paper goes: a printer by its URI, and the width of its roll; opens nothing.

use super::printer_fault::PrinterFault;
use crate::stdx::digest::Digest;
use std::path::PathBuf;

/// The port of IPP (RFC 8010).
const IPP_PORT: u16 = 631;
/// The port on which network printers take raw bytes.
const RAW_PORT: u16 = 9100;
/// Rates that serial printers are set to.
const BAUDS: [u32; 5] = [9_600, 19_200, 38_400, 57_600, 115_200];
/// What an officer who gives no rate means.
const BAUD_USUAL: u32 = 9_600;

/// A printer as its URI names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Printer {
    /// `file:` The folder of papers.
    File,
    /// `ipp://` or `ipps://`: CUPS, or a network printer. It takes A4.
    Ipp(IppPrinter),
    /// `escpos+tcp://`, `escpos+file://`, `escpos+serial://`: a thermal printer with a roll.
    Thermal(Thermal),
}

/// A printer that speaks IPP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IppPrinter {
    /// `ipp://host:631/ipp/print`, as the printer is named to itself.
    pub uri: String,
    /// The same over HTTP.
    pub url: String,
    /// SHA-256 of the certificate that it shows, for `ipps://`: printers sign their own, so no authority vouches for one.
    pub certificate: Option<Digest>,
}

/// A thermal printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thermal {
    /// What it hangs on.
    pub link: Link,
    /// Of its roll.
    pub roll: Roll,
}

/// What a thermal printer hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// `host:port`.
    Tcp(String),
    /// A device, such as `/dev/usb/lp0`.
    Device(PathBuf),
    /// A serial port, and its rate in bits a second.
    Serial(PathBuf, u32),
}

/// The printable width of a thermal roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roll {
    /// On paper of 80 mm.
    Mm72,
    /// On paper of 112 mm.
    Mm104,
}

impl Roll {
    /// Dots across: 8 to the millimetre, 203 to the inch.
    #[must_use]
    pub fn width_dots(self) -> u32 {
        match self {
            Roll::Mm72 => 576,
            Roll::Mm104 => 832,
        }
    }

    fn parse(text: &str) -> Option<Roll> {
        [("72", Roll::Mm72), ("104", Roll::Mm104)]
            .into_iter()
            .find_map(|(word, roll)| (word == text).then_some(roll))
    }
}

impl Printer {
    /// Reads a URI as somebody typed it.
    ///
    /// # Errors
    /// When it is of no kind that papers go to, has no address, another width than 72 or 104 mm, or another rate than serial
    /// printers have.
    pub fn parse(text: &str) -> Result<Printer, PrinterFault> {
        let text = text.trim();
        let no = |key: &'static str| PrinterFault::Uri { key, uri: text.into() };
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(no("uri.no_uri"));
        }
        if text == "file:" {
            return Ok(Printer::File);
        }
        let (scheme, rest) = text.split_once("://").ok_or_else(|| no("uri.no_uri"))?;
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let query = Query::read(query);
        let known: &[&str] = match scheme {
            "ipp" => &[],
            "ipps" => &["sha256"],
            "escpos+tcp" | "escpos+file" => &["width"],
            "escpos+serial" => &["width", "baud"],
            "http" | "https" => return Err(no("uri.web")),
            _ => return Err(no("uri.no_uri")),
        };
        if query.0.iter().any(|(name, _)| !known.contains(&name.as_str())) {
            return Err(no("uri.query"));
        }
        if scheme == "ipp" || scheme == "ipps" {
            return ipp(scheme, place, &query).map(Printer::Ipp).map_err(no);
        }
        let link = link(scheme, place, &query).map_err(no)?;
        let roll = match query.get("width") {
            None => Roll::Mm72,
            Some(width) => Roll::parse(width).ok_or_else(|| no("uri.width"))?,
        };
        Ok(Printer::Thermal(Thermal { link, roll }))
    }

    /// Whether it prints on a roll, which fades.
    #[must_use]
    pub fn is_roll(&self) -> bool {
        matches!(self, Printer::Thermal(_))
    }
}

/// Whether the printer that the journal calls `uri` has a roll; names that no program wrote are sheets.
#[must_use]
pub fn is_roll(uri: &str) -> bool {
    uri == "file:roll72" || uri.starts_with("escpos+")
}

fn ipp(scheme: &str, place: &str, query: &Query) -> Result<IppPrinter, &'static str> {
    let (authority, path) = place.split_once('/').unwrap_or((place, ""));
    let address = address(authority, IPP_PORT).ok_or("uri.no_host")?;
    let certificate = match query.get("sha256") {
        None => None,
        Some(hex) => Some(Digest::parse(hex).ok_or("uri.sha256")?),
    };
    let http = if scheme == "ipps" { "https" } else { "http" };
    Ok(IppPrinter {
        uri: format!("{scheme}://{address}/{path}"),
        url: format!("{http}://{address}/{path}"),
        certificate,
    })
}

fn link(scheme: &str, place: &str, query: &Query) -> Result<Link, &'static str> {
    if scheme == "escpos+tcp" {
        let place = place.trim_end_matches('/');
        return address(place, RAW_PORT).map(Link::Tcp).ok_or("uri.no_host");
    }
    // `escpos+file:///dev/usb/lp0`, and `escpos+serial://COM3` where ports have no folder.
    let path = PathBuf::from(place);
    if place.is_empty() || path.components().any(|part| part.as_os_str() == "..") {
        return Err("uri.no_device");
    }
    if scheme == "escpos+file" {
        return Ok(Link::Device(path));
    }
    let baud = match query.get("baud") {
        None => BAUD_USUAL,
        Some(text) => {
            let baud = text.parse().ok().filter(|baud| BAUDS.contains(baud));
            baud.ok_or("uri.baud")?
        }
    };
    Ok(Link::Serial(path, baud))
}

/// `host:port`, with the usual port where none is given; a user's name and password have no place in a URI that is shown.
fn address(text: &str, port: u16) -> Option<String> {
    if text.contains('@') || text.contains('/') {
        return None;
    }
    // `[::1]:631`: a colon within brackets begins no port.
    let behind = text.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match text.get(behind..)?.rsplit_once(':') {
        Some((before, port)) => {
            let end = behind + before.len();
            (text.get(..end)?, port.parse::<u16>().ok().filter(|port| *port > 0)?)
        }
        None => (text, port),
    };
    let is_named = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let is_host = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inside) => inside.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.chars().all(is_named),
    };
    is_host.then(|| format!("{host}:{port}"))
}

/// `name=value&name=value`.
struct Query(Vec<(String, String)>);

impl Query {
    fn read(text: &str) -> Query {
        let parts = text.split('&').filter(|part| !part.is_empty());
        Query(
            parts
                .map(|part| {
                    let (name, value) = part.split_once('=').unwrap_or((part, ""));
                    (name.to_string(), value.to_string())
                })
                .collect(),
        )
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> &'static str {
        match Printer::parse(text) {
            Err(PrinterFault::Uri { key, .. }) => key,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn each_kind_of_printer_is_read_from_its_uri() {
        let thermal = |link, roll| Printer::Thermal(Thermal { link, roll });
        let tcp = |at: &str| Link::Tcp(at.into());
        let lp0 = PathBuf::from("/dev/usb/lp0");
        for (text, wanted) in [
            ("file:", Printer::File),
            ("escpos+tcp://192.168.1.9", thermal(tcp("192.168.1.9:9100"), Roll::Mm72)),
            ("escpos+tcp://printer:9101?width=104", thermal(tcp("printer:9101"), Roll::Mm104)),
            ("escpos+tcp://[fe80::1]:9100", thermal(tcp("[fe80::1]:9100"), Roll::Mm72)),
            ("escpos+file:///dev/usb/lp0?width=72", thermal(Link::Device(lp0), Roll::Mm72)),
            (
                "escpos+serial:///dev/ttyUSB0?baud=115200",
                thermal(Link::Serial("/dev/ttyUSB0".into(), 115_200), Roll::Mm72),
            ),
            (
                "escpos+serial:///dev/ttyS0",
                thermal(Link::Serial("/dev/ttyS0".into(), 9_600), Roll::Mm72),
            ),
        ] {
            assert_eq!(Printer::parse(text), Ok(wanted), "{text}");
        }
        let Ok(Printer::Ipp(printer)) = Printer::parse(" ipp://localhost/printers/car ") else {
            panic!()
        };
        assert_eq!(printer.uri, "ipp://localhost:631/printers/car");
        assert_eq!(printer.url, "http://localhost:631/printers/car");
        let pinned = format!("ipps://[::1]:8631/ipp/print?sha256={}", "ab".repeat(32));
        let Ok(Printer::Ipp(printer)) = Printer::parse(&pinned) else { panic!() };
        assert_eq!(printer.url, "https://[::1]:8631/ipp/print");
        assert_eq!(printer.certificate, Some(Digest([0xab; 32])));
    }

    #[test]
    fn a_uri_that_names_no_printer_says_what_is_wrong_with_it() {
        for (text, wanted) in [
            ("", "uri.no_uri"),
            ("printer", "uri.no_uri"),
            ("lpd://printer/", "uri.no_uri"),
            ("ipp://a b/", "uri.no_uri"),
            ("http://192.168.1.9/", "uri.web"),
            ("ipp:///ipp/print", "uri.no_host"),
            ("ipp://me:secret@printer/", "uri.no_host"),
            ("ipp://printer:0/", "uri.no_host"),
            ("ipp://printer:99999/", "uri.no_host"),
            ("ipp://printer/?width=72", "uri.query"),
            ("ipps://printer/?sha256=abc", "uri.sha256"),
            ("escpos+tcp://", "uri.no_host"),
            ("escpos+tcp://printer?width=80", "uri.width"),
            ("escpos+tcp://printer?width=58", "uri.width"),
            ("escpos+file://", "uri.no_device"),
            ("escpos+file:///dev/../home/x", "uri.no_device"),
            ("escpos+serial:///dev/ttyS0?baud=300", "uri.baud"),
        ] {
            assert_eq!(key(text), wanted, "{text}");
        }
    }
}
