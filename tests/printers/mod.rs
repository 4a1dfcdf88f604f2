//! Papers on real printers: an IPP server of Debian's, printers that lie, and thermal ones whose bytes are decoded back into dots.

mod beside;
mod copies;
mod lying;
mod network;
mod program;
pub mod server;
mod thermal;

use crate::bureau::{EVENING, found, sample};
use crate::decisions::{conclude, draft, typed};
use crate::scenarios::stop;
use crate::shared_laptop::{LI, ZHANG, shift};
use lucha::app::config::Founding;
use lucha::app::desk::Desk;
use lucha::app::view::conclusion::Conclusion;
use lucha::print::job::{Job, Patience};
use std::time::Duration;
use tempfile::TempDir;

/// A test waits for no printer as long as an officer does.
pub fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(2),
        question: Duration::from_secs(3),
        between: Duration::from_millis(100),
        hindered: Duration::from_millis(1200),
        job: Duration::from_secs(8),
        sheet: Duration::from_secs(1),
    }
}

pub fn job(bytes: &[u8]) -> Job {
    Job { title: "决定书".into(), bytes: bytes.to_vec(), sheets: 1, identity: String::new() }
}

/// The sample bureau with a fined lorry, its three papers unprinted, and its own file of printers.
pub fn fined() -> (TempDir, Desk, Conclusion) {
    fined_by(sample())
}

/// The same by a bureau that differs from the sample.
pub fn fined_by(founding: Founding) -> (TempDir, Desk, Conclusion) {
    let (folder, mut desk) = found(founding, EVENING);
    desk.set_paper_folder(folder.path().join("paper"));
    desk.set_settings(folder.path().join("settings/lucha.toml"));
    shift(&mut desk, ZHANG, LI);
    let draft = draft(&mut desk, &typed(&stop("S01")));
    let done = conclude(&mut desk, draft);
    assert_eq!((done.blocked.len(), done.view.documents.len()), (0, 3));
    (folder, desk, done)
}
