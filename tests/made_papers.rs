//! A recorded stop and a paper made of it, for all tests of papers: what came of it, never what it says.

use crate::bureau::{EVENING, check, found, sample};
use crate::scenarios;
use lucha::app::command::Trouble;
use lucha::app::desk::Desk;
use lucha::app::make_paper::{self, Made};
use lucha::app::view::paper::PaperLine;
use lucha::domain::agency::Officer;
use lucha::domain::inspection::terms::Terms;
use lucha::domain::paper::typed::Typed;
use lucha::stdx::id::Id;
use std::fmt::Display;
use tempfile::TempDir;

/// A bureau with the stop `id` recorded, and the id of that.
pub fn with_stop(id: &str) -> (TempDir, Desk, Id) {
    let (folder, mut desk) = found(sample(), EVENING);
    check(&mut desk, vec![scenarios::stop(id)]);
    let stop = desk.list("", 9).unwrap()[0].inspection;
    (folder, desk, stop)
}

/// Makes a paper of the case `what`, an id or a number, where nobody is asked for a PIN.
pub fn make(
    desk: &mut Desk,
    what: impl Display + Copy,
    form: &str,
    fields: Typed,
) -> Result<Made, Trouble> {
    let ask = &mut |_: &Terms, _: &[Officer], _: Option<&Trouble>| None;
    make_paper::make_asking(desk, &what.to_string(), make_paper::kind(form)?, fields, ask)
}

pub fn issued(made: Made) -> PaperLine {
    let Made::Issued(line) = made else { panic!("{made:?}") };
    line
}

/// Name of each rule and its field.
pub fn refused(made: Made) -> Vec<(&'static str, String)> {
    let Made::Refused(blocked) = made else { panic!("{made:?}") };
    blocked.into_iter().map(|no| (no.rule.name(), no.field)).collect()
}
