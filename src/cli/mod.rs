//! The same commands for scripts and repair, one file each; what they print is for people or JSON.

pub mod agency;
pub mod backup;
pub mod check;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod first_use;
pub mod found;
pub mod gps;
pub mod list;
pub mod need;
pub mod officer;
pub mod photograph;
pub mod pins;
pub mod print;
pub mod rebuild;
pub mod recover;
pub mod renewal;
pub mod rescue;
pub mod show;
pub mod stick;
pub mod sync;
pub mod verify;

use crate::app::command::Trouble;
use crate::domain::blocked::Blocked;
use clap::{Parser, Subcommand};
use rust_i18n::t;
use std::path::PathBuf;

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

/// 路查: roadside inspections of transport enforcement.
#[derive(Parser, Debug)]
#[command(name = "lucha", version, about)]
pub struct Arguments {
    /// Language of the words: zh-CN or en.
    #[arg(long, global = true, default_value = "zh-CN")]
    pub lang: String,
    /// Folder of the bureau's journal; without it, the one that first use chose.
    #[arg(long, global = true)]
    pub dir: Option<PathBuf>,
    /// Credentials and PINs, one `credential PIN` a line; the first is who runs the command. Without it a
    /// bureau that is no sample asks.
    #[arg(long, global = true)]
    pub pin_file: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Open a working sample bureau, by default in ./lucha-demo.
    Demo {
        /// Do the sample shift without a terminal.
        #[arg(long)]
        scripted: bool,
    },
    /// Record the stops of a file and say what the law gives, one line each.
    Check {
        #[arg(long)]
        from: PathBuf,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// List inspections, newest first.
    List {
        /// Part of a plate, party, place, code or number.
        #[arg(long, default_value = "")]
        search: String,
        #[arg(long, default_value_t = 50)]
        limit: u32,
        #[arg(long)]
        json: bool,
    },
    /// Show one inspection: its id, or the number of one of its papers.
    Show {
        what: String,
        #[arg(long)]
        json: bool,
    },
    /// Print the papers of an inspection into the folder `paper`.
    Print {
        /// Id of the inspection, or the number of its papers.
        what: String,
        /// Only this form, such as `on_spot_decision`.
        #[arg(long)]
        form: Option<String>,
        /// On the thermal roll of 72 mm.
        #[arg(long)]
        roll: bool,
    },
    /// Keep photographs with an inspection; the files stay as they are.
    Photograph {
        /// Id of the inspection, or the number of one of its papers.
        what: String,
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// When they were taken: 2026-11-23T08:40:00+08:00.
        #[arg(long)]
        taken_at: Option<String>,
    },
    /// Write one case into a fresh folder as plain files that anybody can check.
    Export {
        /// Id of the inspection, or the number of one of its papers.
        what: String,
        /// Why it leaves the laptop; the journal keeps it.
        #[arg(long)]
        reason: String,
        #[arg(long)]
        to: PathBuf,
    },
    /// Read the whole journal again and say where it breaks.
    Verify {
        #[arg(long)]
        json: bool,
    },
    /// Make this laptop one of headquarters' terminals, with the code from its paper.
    Enrol {
        /// `https://hq.example:7443`
        #[arg(long)]
        url: String,
        #[arg(long)]
        code: String,
    },
    /// Carry everything to headquarters and bring back what is ours.
    Sync {
        /// The line costs by the byte: photographs wait.
        #[arg(long)]
        metered: bool,
        #[arg(long)]
        json: bool,
    },
    /// Without a line: put what waits onto a stick, and take headquarters' answers from it.
    Stick {
        /// Folder of the stick.
        folder: PathBuf,
        /// Megabytes of one file at most.
        #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(2..=2_000))]
        volume_mb: u64,
        #[arg(long)]
        json: bool,
    },
    /// Make every row anew from the journal.
    Rebuild,
    /// Move a damaged journal aside and make a fresh one of what can still be read.
    Rescue,
    /// Say where the journal's second copy lies, or choose a card for it.
    Mirror {
        /// Folder of the SD card or USB key.
        #[arg(long, conflicts_with = "off")]
        to: Option<PathBuf>,
        /// Keep none from now on.
        #[arg(long)]
        off: bool,
    },
    /// Say on which port the satellites' time is heard (NMEA), or choose it.
    Gps {
        /// The receiver's port, such as /dev/ttyACM0, or a file that grows.
        port: Option<PathBuf>,
        /// Hear it no more.
        #[arg(long, conflicts_with = "port")]
        off: bool,
    },
    /// Copy the whole journal into a fresh folder and read it back.
    Backup {
        #[arg(long)]
        to: PathBuf,
    },
    /// Make the journal again in `--dir` from a mirror or a backup, with headquarters' code.
    Restore {
        #[arg(long)]
        from: PathBuf,
    },
    /// Look at store, font, printer, clock, disk and terminal.
    Doctor {
        #[arg(long)]
        json: bool,
    },
    /// Change the PIN of whoever runs the command.
    Pin,
    /// Set a new PIN with the code that headquarters holds.
    Recover {
        /// Credential of the person who lost his PIN.
        credential: String,
    },
    /// Say when headquarters' code was made, or make a new one; only the terminal's keeper may.
    Code {
        /// Show a new code once; the old one opens nothing more.
        #[arg(long)]
        renew: bool,
    },
    /// Enrol a person, or renew one; only the terminal's keeper may.
    Officer {
        #[arg(long)]
        name: String,
        #[arg(long)]
        credential: String,
        /// First day, 2026-01-01.
        #[arg(long)]
        from: String,
        /// Last day.
        #[arg(long)]
        until: String,
        /// officer, keeper or auditor.
        #[arg(long, default_value = "officer")]
        role: String,
        /// What the certificate covers: its categories and region codes; empty covers everything.
        #[arg(long)]
        scope: Option<String>,
    },
    /// Name the agency anew; only the terminal's keeper may.
    Agency {
        /// A file with the table `[agency]` of a founding file.
        #[arg(long)]
        from: PathBuf,
    },
    /// Found a bureau from a file, without questions.
    Found {
        #[arg(long)]
        from: PathBuf,
    },
}

/// Where a command speaks: answers to the first, sentences about trouble to the second.
pub struct Voice<'a> {
    pub lang: &'a str,
    pub out: &'a mut dyn std::io::Write,
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
        t!(format!("blocked.{}.unblock", no.rule.name()), locale = self.lang).to_string()
    }

    /// Says `trouble` and gives the exit code for it.
    pub fn fail(&mut self, trouble: &Trouble) -> u8 {
        let sentence = self.sentence(trouble);
        self.warn(&sentence);
        if trouble.key == "trouble.another_writer" { code::BUSY } else { code::NOTHING }
    }
}
