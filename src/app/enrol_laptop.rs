//! This laptop becomes one of headquarters' terminals, by a code on paper; when headquarters holds its journal
//! otherwise, under a new epoch. Gives up no number that headquarters does not know of.

use super::command::Trouble;
use super::desk::Desk;
use crate::domain::agency::NumberBlock;
use crate::stdx::said::Said;
use crate::store::Store;
use crate::sync::enrolment::{self, EnrolFault, Enrolment};

/// Epochs that one enrolment begins at most: a second copy may be quicker by one.
const EPOCHS_MAX: u32 = 3;

/// Asks headquarters for its terminal's place: journal, prefix of the numbers, and the blocks of them.
pub type Ask<'a> = dyn FnMut(&Store, &str, &[NumberBlock]) -> Result<Enrolment, EnrolFault> + 'a;

impl Desk {
    /// The address of this laptop's headquarters, when it has one.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn headquarters(&self) -> Result<Option<String>, Trouble> {
        Ok(self.store.enrolled()?.map(|enrolled| enrolled.url))
    }

    /// Asks the headquarters at `url`, and keeps what it grants.
    ///
    /// # Errors
    /// When headquarters is not reached or does not take the code.
    pub fn enrol_laptop(&mut self, url: &str, code: &str) -> Result<(), Trouble> {
        self.enrol_by(&mut |store, prefix, blocks| {
            enrolment::enrol(store, prefix, blocks, url, code)
        })
    }

    /// The same with `ask` in place of the line: what headquarters says to this journal with these numbers.
    ///
    /// # Errors
    /// When headquarters does not take the laptop, or the journal cannot be written.
    pub fn enrol_by(&mut self, ask: &mut Ask<'_>) -> Result<(), Trouble> {
        for _ in 0..EPOCHS_MAX {
            let prefix = &self.bureau.agency.number_prefix;
            // Those of earlier epochs too: whoever holds a copy of one may take them.
            let blocks = [self.bureau.given_up.as_slice(), &self.bureau.blocks].concat();
            match ask(&self.store, prefix, &blocks)? {
                Enrolment::Done(enrolled) => {
                    self.store.enrol_with(&enrolled, self.clock.now().ms())?;
                    return Ok(());
                }
                Enrolment::NextEpoch(epoch, reason) => self.begin_epoch(epoch, reason)?,
            }
        }
        Err(Trouble::new("trouble.enrol_refused").with(Said::words("enrol.epochs")))
    }
}

impl From<EnrolFault> for Trouble {
    fn from(fault: EnrolFault) -> Trouble {
        match fault {
            EnrolFault::NoCode => Trouble::new("trouble.enrol_code_shape").at("code"),
            EnrolFault::Unknown => Trouble::new("trouble.enrol_code_unknown").at("code"),
            EnrolFault::OtherAgency => Trouble::new("trouble.enrol_other_agency"),
            EnrolFault::NumbersTaken => Trouble::new("trouble.enrol_numbers_taken"),
            EnrolFault::Stranger => Trouble::new("trouble.enrol_stranger"),
            EnrolFault::Refused => enrol_refused("enrol.unread"),
            EnrolFault::NoKey => enrol_refused("enrol.no_key"),
            EnrolFault::Line(_) => enrol_refused("enrol.line_key"),
            EnrolFault::Cut(cut) => Trouble::new("trouble.no_line").with(cut.said()),
            EnrolFault::Store(fault) => fault.into(),
        }
    }
}

fn enrol_refused(why: &'static str) -> Trouble {
    Trouble::new("trouble.enrol_refused").with(Said::words(why))
}
