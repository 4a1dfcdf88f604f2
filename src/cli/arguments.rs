//! What can be typed behind `lucha`; what a command then does stands in a file of its own. The comments are for readers of
//! the code: the words of the help stand in `assets/locales/arguments.*.toml`.

use super::photograph::Described;
use crate::domain::procedure::Track;
use crate::stdx::arguments::LANGUAGES;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// 路查: roadside inspections of transport enforcement.
#[derive(Parser, Debug)]
#[command(name = "lucha", version)]
pub struct Arguments {
    /// Language of the words.
    #[arg(long, global = true, default_value = LANGUAGES[0], value_parser = LANGUAGES, value_name = "LANGUAGE")]
    pub lang: String,
    /// Folder of the bureau's journal; without it, the one that first use chose.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub dir: Option<PathBuf>,
    /// Credentials and PINs, one `credential PIN` a line; the first is who runs the command. Without it a
    /// bureau that is no sample asks.
    #[arg(long, global = true, value_name = "FILE")]
    pub pin_file: Option<PathBuf>,
    /// Without one the screens open, or first use.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What needs no opened bureau, and what does.
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
        /// The file of stops, as docs/CHECK.md describes it.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    #[allow(missing_docs, reason = "its commands stand among the others")]
    #[command(flatten)]
    Bureau(BureauCommand),
    /// Make the journal again in `--dir` from a mirror or a backup, with headquarters' code.
    Restore {
        /// Folder of the mirror or backup.
        #[arg(long, value_name = "FOLDER")]
        from: PathBuf,
    },
    /// Change the PIN of whoever runs the command.
    Pin,
    /// Set a new PIN with the code that headquarters holds.
    Recover {
        /// Credential of the person who lost his PIN.
        #[arg(value_name = "CREDENTIAL")]
        credential: String,
    },
    /// List what each step of a procedure asks for: who approves it, which papers, and what refuses it.
    Gates {
        /// Only this procedure.
        #[arg(long, value_parser = Track::ALL.map(Track::word), value_name = "PROCEDURE")]
        procedure: Option<String>,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Found a bureau from a file, without questions.
    Found {
        /// A founding file; assets/sample/bureau.toml shows what it holds.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
}

/// What is done in a bureau that somebody has opened.
#[derive(Subcommand, Debug)]
pub enum BureauCommand {
    /// List inspections, newest first.
    List {
        /// Part of a plate, party, place, code or number.
        #[arg(long, default_value = "", value_name = "TEXT")]
        search: String,
        /// How many at most.
        #[arg(long, default_value_t = 50, value_name = "COUNT")]
        limit: u32,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// List the clocks that run in all cases, what is over first.
    Due {
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Account for every document number of every block of this laptop: used by which papers of which stop, void, or free; or
    /// void one whose papers were not handed over.
    Numbers {
        /// The number that is to be void.
        #[arg(long, requires = "reason", value_name = "NUMBER")]
        void: Option<String>,
        /// Why; the journal keeps it for good.
        #[arg(long, requires = "void", value_name = "TEXT")]
        reason: Option<String>,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Show one inspection: its id, or the number of one of its papers.
    Show {
        /// Id of the inspection, or the number of one of its papers.
        #[arg(value_name = "INSPECTION")]
        what: String,
        /// One JSON object instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Print the papers of an inspection into the folder of papers.
    Print {
        /// Id of the inspection, or the number of its papers.
        #[arg(value_name = "INSPECTION")]
        what: String,
        /// Only this form, such as `on_spot_decision`.
        #[arg(long, value_name = "FORM")]
        form: Option<String>,
        /// On the thermal roll of 72 mm.
        #[arg(long, conflicts_with = "printer")]
        roll: bool,
        /// On this printer instead of into the folder: its URI or name, or `last`.
        #[arg(long, value_name = "PRINTER")]
        printer: Option<String>,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// List the printers of this laptop with their state, or set one up, choose or forget one.
    Printers {
        /// Set one up: ipp://, ipps://, escpos+tcp://, escpos+file:// or escpos+serial://.
        #[arg(long, group = "change", value_name = "ADDRESS")]
        add: Option<String>,
        /// What officers call it.
        #[arg(long, requires = "add", value_name = "PRINTER")]
        name: Option<String>,
        /// Print on this one with `last`: its URI or name.
        #[arg(long, group = "change", value_name = "PRINTER")]
        choose: Option<String>,
        /// Forget this one: its URI or name.
        #[arg(long, group = "change", value_name = "PRINTER")]
        remove: Option<String>,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Offer the pen of a case to a colleague's laptop, without a line: letters to be shown, scanned or carried.
    HandOver {
        /// Id of the inspection, or the number of one of its papers.
        #[arg(value_name = "INSPECTION")]
        what: String,
        /// The colleague's laptop; `lucha take-over` there says its id.
        #[arg(long, value_name = "DEVICE")]
        to: String,
        /// Why; the journal keeps it.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// How long it may be taken.
        #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=72), value_name = "HOURS")]
        hours: u32,
    },
    /// Take the pen of a case by a colleague's letters, or say this laptop's id.
    TakeOver {
        /// The letters as they were shown, in as many words as they are typed.
        #[arg(value_name = "LETTERS", conflicts_with = "from")]
        letters: Vec<String>,
        /// A file that holds them.
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Fines that were collected at the roadside: list them, put one down, where its money went, or that it was a mistake.
    Cash {
        /// Id of the inspection, or the number of one of its papers; without one all are listed.
        #[arg(value_name = "INSPECTION")]
        what: Option<String>,
        /// It was paid in cash: number of the official receipt.
        #[arg(long, requires = "what", requires = "ground", group = "dated", value_name = "CASE")]
        ticket: Option<String>,
        /// Why it may be collected at the roadside: small, hard_later or remote.
        #[arg(long, requires = "ticket", value_name = "TEXT")]
        ground: Option<String>,
        /// The money was handed in to the agency: number of the slip.
        #[arg(long, requires = "what", group = "dated", value_name = "CASE")]
        to_agency: Option<String>,
        /// The agency paid it in at the bank: number of the slip.
        #[arg(long, requires = "what", group = "dated", value_name = "CASE")]
        to_bank: Option<String>,
        /// It was put down by mistake, and nothing was handed on: what was wrong.
        #[arg(long, requires = "what", conflicts_with = "dated", value_name = "TEXT")]
        withdraw: Option<String>,
        /// The day on which it was collected, or went on, where that was not today: 2026-11-23.
        #[arg(long, requires = "dated", value_name = "DAY")]
        on: Option<String>,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Put down what happened in a case on a day and moves its deadlines, or that it was put down wrongly.
    Fact {
        /// Id of the inspection, the number of one of its papers, or the plate where only one stop of it was decided.
        #[arg(value_name = "INSPECTION")]
        what: String,
        /// The event, as `lucha show --json` names those that may be put down.
        #[arg(value_name = "EVENT")]
        event: String,
        /// The day on which it happened, where that was not today: 2026-11-23.
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        /// Number of the paper that it rests on, or a remark; of what is withdrawn, why.
        #[arg(long, value_name = "TEXT")]
        paper: String,
        /// What stands of this event and day was put down wrongly, and counts no more.
        #[arg(long)]
        withdraw: bool,
    },
    /// Make a paper of a case beside or behind its stop from a file, or list the fields of one.
    Paper {
        /// Id of the inspection, or the number of one of its papers.
        #[arg(required_unless_present = "fields", value_name = "INSPECTION")]
        what: Option<String>,
        /// The form, such as `evidence_hold`.
        #[arg(required_unless_present = "fields", value_name = "FORM")]
        form: Option<String>,
        /// A file with its fields as JSON.
        #[arg(long, required_unless_present = "fields", value_name = "FILE")]
        from: Option<PathBuf>,
        /// List the fields of this form.
        #[arg(long, conflicts_with_all = ["what", "form", "from"], value_name = "FORM")]
        fields: Option<String>,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Keep photographs and recordings with an inspection; the files stay as they are.
    Photograph {
        /// Id of the inspection, or the number of one of its papers.
        #[arg(value_name = "INSPECTION")]
        what: String,
        /// Files of photographs and recordings, or folders of them.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// What is said of all of them.
        #[command(flatten)]
        said: Box<Described>,
        /// One JSON object instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Write one case into a fresh folder as plain files that anybody can check.
    Export {
        /// Id of the inspection, or the number of one of its papers.
        #[arg(value_name = "INSPECTION")]
        what: String,
        /// Why it leaves the laptop; the journal keeps it.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// The case becomes a fresh folder in this one.
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
        /// With what passengers said and who they are, for a court or another organ; without it they are masked.
        #[arg(long)]
        passengers: bool,
    },
    /// Read the whole journal again and say where it breaks.
    Verify {
        /// One JSON object instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Make this laptop one of headquarters' terminals, with the code from its paper.
    Enrol {
        /// `https://hq.example:7443`
        #[arg(long, value_name = "ADDRESS")]
        url: String,
        /// The code from the paper, 28 letters.
        #[arg(long, value_name = "CODE")]
        code: String,
    },
    /// Make a new device key in the place of the old one, which signs it, with headquarters' word.
    Rotate,
    /// Carry everything to headquarters and bring back what is ours.
    Sync {
        /// The line costs by the byte: photographs wait.
        #[arg(long)]
        metered: bool,
        /// One JSON object instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Without a line: put what waits onto a stick, and take headquarters' answers from it.
    Stick {
        /// Folder of the stick.
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        /// Megabytes of one file at most.
        #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(2..=2_000), value_name = "MEGABYTES")]
        volume_mb: u64,
        /// One JSON object instead of words.
        #[arg(long)]
        json: bool,
    },
    /// By a colleague's laptop over the local network: bear what waits there, or give it what waits here.
    Relay {
        /// Give to the laptop at this address: `host:port`, as its screen shows it. Without it this laptop bears.
        #[arg(long, requires = "code", value_name = "ADDRESS")]
        to: Option<String>,
        /// The code on that screen.
        #[arg(long, requires = "to", value_name = "CODE")]
        code: Option<String>,
        /// Where this laptop listens when it bears.
        #[arg(long, conflicts_with = "to", value_name = "ADDRESS")]
        listen: Option<String>,
        /// One JSON object instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Make every row anew from the journal.
    Rebuild,
    /// Move a damaged journal aside and make a fresh one of what can still be read.
    Rescue,
    /// List damaged journals and drafts whose days are over, or delete them.
    Leftovers {
        /// Delete them.
        #[arg(long)]
        delete: bool,
        /// Drafts of people who are in force as well.
        #[arg(long, requires = "delete")]
        drafts: bool,
    },
    /// Say where the journal's second copy lies, or choose a card for it.
    Mirror {
        /// Folder of the SD card or USB key.
        #[arg(long, conflicts_with = "off", value_name = "FOLDER")]
        to: Option<PathBuf>,
        /// Keep none from now on.
        #[arg(long)]
        off: bool,
    },
    /// Say on which port the satellites' time is heard (NMEA), or choose it.
    Gps {
        /// The receiver's port, such as /dev/ttyACM0, or a file that grows.
        #[arg(value_name = "PORT")]
        port: Option<PathBuf>,
        /// Hear it no more.
        #[arg(long, conflicts_with = "port")]
        off: bool,
    },
    /// Copy the whole journal into a fresh folder and read it back.
    Backup {
        /// The backup becomes a fresh folder in this one.
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// Look an act up in the law library: by code, words, pinyin initials or article.
    Law {
        /// What is looked for; without it all acts are listed, those met most first.
        #[arg(value_name = "TEXT")]
        words: Vec<String>,
        /// One JSON object a line instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Look at store, font, printer, clock, disk and terminal.
    Doctor {
        /// One JSON object for each part instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Say when headquarters' code was made, or make a new one; only the terminal's keeper may.
    Code {
        /// Show a new code once; the old one opens nothing more.
        #[arg(long)]
        renew: bool,
    },
    /// Enrol a person, or renew one; only the terminal's keeper may.
    Officer {
        /// Name as on the credential.
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Number of the credential.
        #[arg(long, value_name = "CREDENTIAL")]
        credential: String,
        /// First day, 2026-01-01.
        #[arg(long, value_name = "DAY")]
        from: String,
        /// Last day.
        #[arg(long, value_name = "DAY")]
        until: String,
        /// officer, keeper or auditor.
        #[arg(long, default_value = "officer", value_name = "ROLE")]
        role: String,
        /// What the certificate covers: its categories and region codes; empty covers everything.
        #[arg(long, value_name = "SCOPE")]
        scope: Option<String>,
    },
    /// Name the agency anew; only the terminal's keeper may.
    Agency {
        /// A file with the table `[agency]` of a founding file.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
}
