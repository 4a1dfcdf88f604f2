//! Headquarters' program: reads arguments, calls a room.

use lucha::hq::operate::{self, Arguments};
use lucha::stdx::arguments;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().collect();
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    ExitCode::from(match arguments::read::<Arguments>("lucha_hq", &given) {
        Ok(arguments) => operate::run(&arguments, &mut out, &mut err),
        Err(told) => told.say(&mut out, &mut err),
    })
}
