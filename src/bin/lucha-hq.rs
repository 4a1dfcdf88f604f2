//! Headquarters' program: reads arguments, calls a room.

use clap::Parser;
use lucha::hq::operate::{self, Arguments};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    ExitCode::from(operate::run(&arguments, &mut out, &mut err))
}
