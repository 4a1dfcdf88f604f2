//! The same commands for scripts and repair, one file each; what they print is for people or JSON.

pub mod agency;
pub mod arguments;
pub mod backup;
pub mod cash;
pub mod check;
pub mod demo;
pub mod doctor;
pub mod due;
pub mod export;
pub mod fact;
pub mod first_use;
pub mod found;
pub mod gates;
pub mod gps;
pub mod law;
pub mod leftovers;
pub mod hand_over;
pub mod list;
pub mod need;
pub mod numbers;
pub mod officer;
pub mod paper;
pub mod photograph;
pub mod pins;
pub mod print;
pub mod printers;
pub mod rebuild;
pub mod recover;
pub mod relay;
pub mod renewal;
pub mod rescue;
pub mod rotate;
pub mod run;
pub mod show;
pub mod stick;
pub mod sync;
pub mod verify;

use crate::app::command::Trouble;
use crate::domain::blocked::Blocked;
use rust_i18n::t;

/// Exit codes, the same for every command.
pub mod code {
    /// Everything was done.
    pub const DONE: u8 = 0;
    /// Nothing could be done.
    pub const NOTHING: u8 = 1;
    /// Some was done, some refused; or a check found something wrong.
    pub const PARTLY: u8 = 2;
    /// Another Lucha writes in this folder.
    pub const BUSY: u8 = 3;

    /// The code of a command with several things to do, of which so many were `done` and so many `refused`.
    #[must_use]
    pub fn of(done: usize, refused: usize) -> u8 {
        match (done, refused) {
            (_, 0) => DONE,
            (0, _) => NOTHING,
            _ => PARTLY,
        }
    }
}

/// Where a command speaks: answers to the first, sentences about trouble to the second.
pub struct Voice<'a> {
    /// Language of the words: `zh-CN` or `en`.
    pub lang: &'a str,
    /// Answers.
    pub out: &'a mut dyn std::io::Write,
    /// Sentences about trouble.
    pub err: &'a mut dyn std::io::Write,
}

impl Voice<'_> {
    /// One line of the answer. A reader who went away ends it quietly.
    pub fn say(&mut self, line: &str) {
        let _ = writeln!(self.out, "{line}");
    }

    /// One sentence about trouble.
    pub fn warn(&mut self, line: &str) {
        let _ = writeln!(self.err, "{line}");
        let _ = self.err.flush();
    }

    /// The sentence of `trouble`: what is wrong, where, what to do.
    #[must_use]
    pub fn sentence(&self, trouble: &Trouble) -> String {
        let words = trouble.sentence(self.lang);
        match &trouble.field {
            Some(field) => {
                // Paths of a file are the same in every language.
                let field = match field.as_str() {
                    "pin" => t!("field.pin", locale = self.lang).into_owned(),
                    "stick" => t!("field.stick", locale = self.lang).into_owned(),
                    path => path.to_string(),
                };
                format!("{field}: {words}")
            }
            None => words,
        }
    }

    /// Why the law refuses.
    #[must_use]
    pub fn why(&self, no: &Blocked) -> String {
        t!(format!("blocked.{}.why", no.rule.name()), locale = self.lang).to_string()
    }

    /// What would unblock a refusal by law.
    #[must_use]
    pub fn unblock(&self, no: &Blocked) -> String {
        t!(no.unblock_key(), locale = self.lang).to_string()
    }

    /// Says `trouble` and gives the exit code for it.
    pub fn fail(&mut self, trouble: &Trouble) -> u8 {
        let sentence = self.sentence(trouble);
        self.warn(&sentence);
        if trouble.key == "trouble.another_writer" { code::BUSY } else { code::NOTHING }
    }
}
