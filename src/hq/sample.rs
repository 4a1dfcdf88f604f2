//! The sample bureau's headquarters, in a folder beside it and in the same process; never a real one.

use super::admit::Capacity;
use super::enrol;
use super::place::{FILE, Founding, Place};
use super::serve::{self, Running};
use crate::stdx::clock::Clock;
use crate::stdx::id::Dice;
use crate::wire::suite::Suite;
use std::error::Error;
use std::path::Path;

/// Where it listens when nobody else does.
const LISTEN: &str = "127.0.0.1:7443";

/// A sample headquarters that serves until it is dropped.
#[derive(Debug)]
pub struct Sample {
    running: Running,
    /// For a laptop that does not know it yet.
    pub code: String,
}

impl Sample {
    /// Where its laptop finds it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}", self.running.address())
    }
}

/// Opens the sample headquarters in `folder`, made when it is not there.
///
/// # Errors
/// When the folder cannot be used or this machine has no address to listen on.
pub fn start(folder: &Path, prefix: &str) -> Result<Sample, Box<dyn Error + Send + Sync>> {
    let mut dice = Dice::Machine;
    if !folder.join(FILE).exists() {
        let founding = Founding {
            prefix: prefix.into(),
            listen: LISTEN.into(),
            names: Vec::new(),
            suite: Suite::default(),
            ledger: None,
        };
        Place::init(folder, &founding, &mut dice)?;
    }
    let place = Place::open(folder)?;
    let code = enrol::make_code(place.ledger()?.as_mut(), &mut dice, Clock::machine().now())?;
    let running = match serve::start(place, LISTEN, Capacity::default()) {
        Ok(running) => running,
        // Another one has the address: any other will do, and the laptop is told.
        Err(serve::ServeFault::Listen(..)) => {
            serve::start(Place::open(folder)?, "127.0.0.1:0", Capacity::default())?
        }
        Err(fault) => return Err(fault.into()),
    };
    Ok(Sample { running, code })
}
