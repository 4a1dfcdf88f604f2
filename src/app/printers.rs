//! The printers of this laptop: a file beside its settings that people may edit, with the one that printed last; asks none
//! of them anything.

use super::command::Trouble;
use super::desk::Desk;
use crate::print::ipp::State;
use crate::print::printer_fault::PrinterFault;
use crate::print::target::{self, Printer};
use crate::stdx::files::{Ground, How};
use crate::stdx::said::Said;
use crate::wire::refusal::unread;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The name of the file, without its ending `toml`.
const FILE: &str = "printers";
/// The word for the one that printed last, in the place of its URI.
pub const LAST: &str = "last";

/// What a look at a printer gave.
pub type Looked = Result<State, PrinterFault>;

/// The printers that were set up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Printers {
    /// URI of the one that printed last.
    pub last: Option<String>,
    /// In the order in which they were set up.
    pub printer: Vec<Known>,
}

/// A printer that was set up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Known {
    /// As `print::target` reads it.
    pub uri: String,
    /// What officers call it.
    pub name: String,
    /// What it said of itself when it was set up: another one in its place is told apart by this.
    pub identity: String,
}

impl Known {
    /// What it is called in a sentence: by its name, or by its URI where it has none.
    #[must_use]
    pub fn shown(&self) -> &str {
        if self.name.is_empty() { &self.uri } else { &self.name }
    }

    /// Whether it prints on a roll.
    #[must_use]
    pub fn is_roll(&self) -> bool {
        target::is_roll(&self.uri)
    }
}

impl Printers {
    /// As its file says it.
    #[must_use]
    pub fn written(&self) -> String {
        let line = |name: &str, text: &str| {
            format!("{name} = {}\n", toml::Value::String(text.to_string()))
        };
        let mut text = self.last.as_ref().map_or(String::new(), |last| line("last", last));
        for known in &self.printer {
            text += "\n[[printer]]\n";
            text += &line("uri", &known.uri);
            for (name, value) in [("name", &known.name), ("identity", &known.identity)] {
                if !value.is_empty() {
                    text += &line(name, value);
                }
            }
        }
        text
    }

    /// The one of a URI, of a name, or the last one by its word.
    #[must_use]
    pub fn find(&self, what: &str) -> Option<&Known> {
        let what = if what == LAST { self.last.as_deref()? } else { what };
        let is_it =
            |known: &&Known| known.uri == what || (!known.name.is_empty() && known.name == what);
        self.printer.iter().find(is_it)
    }
}

/// Reads the file's text.
///
/// # Errors
/// With one sentence that names the line.
pub fn read(text: &str) -> Result<Printers, Said> {
    toml::from_str(text).map_err(|fault| unread(text, &fault))
}

/// A printer's fault as a sentence.
#[must_use]
pub fn trouble(fault: &PrinterFault) -> Trouble {
    let (key, a, b) = fault.said();
    Trouble::new(key).with(a).and(b)
}

impl Desk {
    /// Names the file of this laptop's settings, beside which its printers stand.
    pub fn set_settings(&mut self, file: PathBuf) {
        self.papers.settings = Some(file);
    }

    /// The file system that this desk's journal stands on.
    #[must_use]
    pub fn ground(&self) -> Ground {
        Ground::clone(&self.store.site().ground)
    }

    fn printers_file(&self) -> Option<PathBuf> {
        Some(self.papers.settings.as_ref()?.with_file_name(FILE).with_extension("toml"))
    }

    /// The printers that were set up on this laptop; none where it has no settings.
    ///
    /// # Errors
    /// When their file cannot be read, or is not in order.
    pub fn printers(&self) -> Result<Printers, Trouble> {
        let Some(file) = self.printers_file() else { return Ok(Printers::default()) };
        let told = |what: Said| {
            let file = file.display().to_string();
            Trouble::new("trouble.config").with(Said::words("founding.file").with(file).with(what))
        };
        let ground = &self.store.site().ground;
        let Some(bytes) = ground.read(&file).map_err(|fault| told((&fault).into()))? else {
            return Ok(Printers::default());
        };
        let text = String::from_utf8(bytes).map_err(|_| told(Said::words("io.no_text")))?;
        read(&text).map_err(told)
    }

    /// Sets a printer up, or names it anew, by what it said of itself when it was looked at. One that could not be reached may be
    /// set up: what answers there and is no printer may not.
    ///
    /// # Errors
    /// When what answers is no printer, or the file cannot be written.
    pub fn set_up_printer(
        &mut self,
        uri: &str,
        name: &str,
        looked: &Looked,
    ) -> Result<Known, Trouble> {
        Printer::parse(uri).map_err(|fault| trouble(&fault))?;
        let identity = match looked {
            Ok(state) => state.identity.clone(),
            Err(fault @ (PrinterFault::NotAPrinter(_) | PrinterFault::NotADevice(_))) => {
                return Err(trouble(fault));
            }
            Err(_) => String::new(),
        };
        let mut printers = self.printers()?;
        let known = Known { uri: uri.trim().into(), name: name.trim().into(), identity };
        printers.printer.retain(|other| other.uri != known.uri);
        printers.printer.push(known.clone());
        printers.last = Some(known.uri.clone());
        self.keep_printers(&printers)?;
        Ok(known)
    }

    /// Prints on this one from now on, by the one key.
    ///
    /// # Errors
    /// When there is none, or the file cannot be written.
    pub fn choose_printer(&mut self, what: &str) -> Result<Known, Trouble> {
        let mut printers = self.printers()?;
        let known = printers.find(what).cloned();
        let known = known.ok_or_else(|| Trouble::new("trouble.no_printer").with(what))?;
        printers.last = Some(known.uri.clone());
        self.keep_printers(&printers)?;
        Ok(known)
    }

    /// Forgets a printer; what it printed stays in the journal.
    ///
    /// # Errors
    /// When there is none, or the file cannot be written.
    pub fn forget_printer(&mut self, what: &str) -> Result<Known, Trouble> {
        let mut printers = self.printers()?;
        let known = printers.find(what).cloned();
        let known = known.ok_or_else(|| Trouble::new("trouble.no_printer").with(what))?;
        printers.printer.retain(|other| other.uri != known.uri);
        printers.last = printers.last.filter(|last| *last != known.uri);
        self.keep_printers(&printers)?;
        Ok(known)
    }

    /// Remembers the printer that printed last, for the one key.
    pub(super) fn remember_printer(&mut self, uri: &str) -> Result<(), Trouble> {
        let printers = self.printers()?;
        if printers.last.as_deref() == Some(uri) || printers.find(uri).is_none() {
            return Ok(());
        }
        self.choose_printer(uri).map(drop)
    }

    fn keep_printers(&mut self, printers: &Printers) -> Result<(), Trouble> {
        let file = self.printers_file().ok_or_else(|| Trouble::new("trouble.no_settings"))?;
        let ground = self.ground();
        write(&ground, &file, printers).map_err(|fault| {
            let shown = file.display().to_string();
            Trouble::new("trouble.print_write").with(shown).and(Said::from(&fault))
        })
    }

    /// The printer that somebody named: one that was set up, or any URI.
    ///
    /// # Errors
    /// When none was set up under that name, and it is no URI of a printer.
    pub fn printer(&self, what: &str) -> Result<Known, Trouble> {
        if let Some(known) = self.printers()?.find(what) {
            return Ok(known.clone());
        }
        if what == LAST || !what.contains(':') {
            return Err(Trouble::new("trouble.no_printer").with(what));
        }
        Printer::parse(what).map_err(|fault| trouble(&fault))?;
        Ok(Known { uri: what.trim().into(), ..Known::default() })
    }
}

fn write(ground: &Ground, file: &Path, printers: &Printers) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        ground.make_folders(folder)?;
    }
    let bytes = printers.written().into_bytes();
    ground.write_whole(file, &file.with_extension("new"), How::Fresh, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printers_read_back_as_they_were_written() {
        let known = |uri: &str, name: &str, identity: &str| Known {
            uri: uri.into(),
            name: name.into(),
            identity: identity.into(),
        };
        let printers = Printers {
            last: Some("escpos+tcp://car:9100".into()),
            printer: vec![
                known("ipp://localhost:631/printers/desk", "所里 \"大\" 打印机", "urn:uuid:1"),
                known("escpos+tcp://car:9100", "", ""),
            ],
        };
        assert_eq!(read(&printers.written()), Ok(printers.clone()));
        assert_eq!(read(""), Ok(Printers::default()));
        assert!(read("printers = 1").is_err(), "a word that no program knows");
        assert_eq!(printers.find("last"), printers.printer.get(1));
        assert_eq!(printers.find("所里 \"大\" 打印机"), printers.printer.first());
        assert_eq!([printers.find(""), printers.find("file:")], [None, None]);
        assert_eq!(Printers::default().find("last"), None);
    }
}
