//! What may go wrong at a printer, each with its word for the journal, its sentence, and whether paper may have come out all
//! the same; names nobody.

use crate::stdx::digest::Digest;
use crate::stdx::said::Said;

/// A printer that did not print. Number and page are kept; the officer takes another printer, the file, or tries again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrinterFault {
    /// What was typed names no printer.
    Uri {
        /// Words that say why.
        key: &'static str,
        /// As it was typed.
        uri: String,
    },
    /// Nothing answers there: it is off, away, or has another address.
    Unreachable(Said),
    /// Something answers that is no printer: a web page, a router.
    NotAPrinter(Said),
    /// It shows this certificate; another one was set up, or none.
    Certificate(Digest),
    /// It is another printer than the one that was set up.
    Replaced {
        /// As it was set up.
        was: String,
        /// As it calls itself now.
        is: String,
    },
    /// It takes no PDF.
    Format,
    /// It prints for others.
    Busy,
    /// It was told to take no jobs.
    NotAccepting,
    /// It refused the job in its own words.
    Refused(String),
    /// The paper is out, or the tray is.
    PaperOut,
    /// Paper is stuck in it.
    PaperJam,
    /// A cover or door is open.
    CoverOpen,
    /// Ink, toner or ribbon is used up.
    InkOut,
    /// It stands still for another reason.
    Stopped(String),
    /// Somebody cancelled the job at the printer, or the officer here.
    Cancelled,
    /// The printer gave the job up.
    Aborted(String),
    /// It took the job, and says nothing of it any more.
    Lost,
    /// It took the job and did not end it in time.
    Silent,
    /// The line or the cable broke while the job went out.
    BrokenOff(Said),
    /// There is no such device.
    NoDevice(String),
    /// What lies there is no device: papers go into a file by an export.
    NotADevice(String),
    /// The port takes no such rate.
    Port(String),
}

impl PrinterFault {
    /// Its word in the journal; a word once given keeps its meaning.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            PrinterFault::Uri { .. } => "uri",
            PrinterFault::Unreachable(_) => "unreachable",
            PrinterFault::NotAPrinter(_) => "not_a_printer",
            PrinterFault::Certificate(_) => "certificate",
            PrinterFault::Replaced { .. } => "replaced",
            PrinterFault::Format => "format",
            PrinterFault::Busy => "busy",
            PrinterFault::NotAccepting => "not_accepting",
            PrinterFault::Refused(_) => "refused",
            PrinterFault::PaperOut => "paper_out",
            PrinterFault::PaperJam => "paper_jam",
            PrinterFault::CoverOpen => "cover_open",
            PrinterFault::InkOut => "ink_out",
            PrinterFault::Stopped(_) => "stopped",
            PrinterFault::Cancelled => "cancelled",
            PrinterFault::Aborted(_) => "aborted",
            PrinterFault::Lost => "lost",
            PrinterFault::Silent => "silent",
            PrinterFault::BrokenOff(_) => "broken_off",
            PrinterFault::NoDevice(_) => "no_device",
            PrinterFault::NotADevice(_) => "not_a_device",
            PrinterFault::Port(_) => "port",
        }
    }

    /// Key of the sentence that says what is wrong and what to do, with the values of its `a` and `b`.
    #[must_use]
    pub fn said(&self) -> (&'static str, Said, Said) {
        let none = Said::default;
        match self {
            PrinterFault::Uri { key, uri } => ("trouble.printer_uri", uri.into(), Said::words(key)),
            PrinterFault::Unreachable(why) => ("trouble.printer_unreachable", why.clone(), none()),
            PrinterFault::NotAPrinter(what) => ("trouble.printer_not_one", what.clone(), none()),
            PrinterFault::Certificate(shown) => {
                ("trouble.printer_certificate", shown.hex().into(), none())
            }
            PrinterFault::Replaced { was, is } => {
                ("trouble.printer_replaced", was.into(), is.into())
            }
            PrinterFault::Format => ("trouble.printer_format", none(), none()),
            PrinterFault::Busy => ("trouble.printer_busy", none(), none()),
            PrinterFault::NotAccepting => ("trouble.printer_not_accepting", none(), none()),
            PrinterFault::Refused(why) => ("trouble.printer_refused", why.into(), none()),
            PrinterFault::PaperOut => ("trouble.printer_paper_out", none(), none()),
            PrinterFault::PaperJam => ("trouble.printer_paper_jam", none(), none()),
            PrinterFault::CoverOpen => ("trouble.printer_cover_open", none(), none()),
            PrinterFault::InkOut => ("trouble.printer_ink_out", none(), none()),
            PrinterFault::Stopped(why) => ("trouble.printer_stopped", why.into(), none()),
            PrinterFault::Cancelled => ("trouble.printer_cancelled", none(), none()),
            PrinterFault::Aborted(why) => ("trouble.printer_aborted", why.into(), none()),
            PrinterFault::Lost => ("trouble.printer_lost", none(), none()),
            PrinterFault::Silent => ("trouble.printer_silent", none(), none()),
            PrinterFault::BrokenOff(why) => ("trouble.printer_broken_off", why.clone(), none()),
            PrinterFault::NoDevice(path) => ("trouble.printer_no_device", path.into(), none()),
            PrinterFault::NotADevice(path) => ("trouble.printer_not_a_device", path.into(), none()),
            PrinterFault::Port(path) => ("trouble.printer_port", path.into(), none()),
        }
    }

    /// The fault as part of another sentence, in the reader's language.
    #[must_use]
    pub fn in_words(&self) -> Said {
        let (key, a, b) = self.said();
        Said::Words(key, vec![a, b])
    }
}

/// Every word that a fault has in the journal.
pub const WORDS: &[&str] = &[
    "uri",
    "unreachable",
    "not_a_printer",
    "certificate",
    "replaced",
    "format",
    "busy",
    "not_accepting",
    "refused",
    "paper_out",
    "paper_jam",
    "cover_open",
    "ink_out",
    "stopped",
    "cancelled",
    "aborted",
    "lost",
    "silent",
    "broken_off",
    "no_device",
    "not_a_device",
    "port",
];

/// A job that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobFault {
    /// Why.
    pub what: PrinterFault,
    /// Bytes had gone out: the next paper of the same copy says that it may be the second one.
    pub may_have_printed: bool,
    /// The printer's own number of the job; `None` where it gave none.
    pub job: Option<u32>,
}

impl JobFault {
    /// One of a job that never began: nothing can have come out.
    #[must_use]
    pub fn before(what: PrinterFault) -> JobFault {
        JobFault { what, may_have_printed: false, job: None }
    }
}

/// A printer's own words, which go into our sentences and into the journal: short, and without what a screen would do.
#[must_use]
pub fn their_words(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}
