//! The real program run as a script runs it: arguments in, answers, sentences and exit code out, on folders of its own.

mod arguments;
mod beside_screen;
mod doctor;
mod exits;
mod operator;
mod paper_place;
mod papers;
pub mod traces;

use crate::bureau::{self, check, found, sample};
use crate::scenarios;
use lucha::app::config::Founding;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Everything that a run may touch: the bureau's folder, a home, a folder of temporary files, and where it stands.
pub struct Ground {
    root: TempDir,
}

/// What came of a run.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ground {
    pub fn empty() -> Ground {
        let ground = Ground { root: tempfile::tempdir().unwrap() };
        for name in ["home", "tmp", "here"] {
            std::fs::create_dir(ground.at(name)).unwrap();
        }
        ground
    }

    /// With a sample bureau in which two stops were decided, the first one with three papers.
    pub fn with_bureau(now: &str) -> Ground {
        Ground::founded(sample(), now)
    }

    /// The same of a bureau that differs from the sample.
    pub fn founded(founding: Founding, now: &str) -> Ground {
        let ground = Ground::empty();
        let (folder, mut desk) = found(founding, now);
        let (_, answers, sentences) =
            check(&mut desk, vec![scenarios::stop("S01"), scenarios::stop("S07")]);
        assert_eq!(answers.len(), 2, "{sentences}");
        drop(desk);
        std::fs::rename(folder.keep(), ground.bureau()).unwrap();
        ground
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn bureau(&self) -> PathBuf {
        self.at("bureau")
    }

    /// The program with `args`; nothing of this machine's own home or folder of temporary files is in reach.
    pub fn command(&self, args: &[&str]) -> Command {
        self.program(env!("CARGO_BIN_EXE_lucha"), args)
    }

    /// The same with the program at `path`.
    pub fn program(&self, path: &str, args: &[&str]) -> Command {
        let mut command = Command::new(path);
        command.args(args);
        self.dress(&mut command);
        command
    }

    fn dress(&self, command: &mut Command) {
        let path = "/usr/local/bin:/usr/bin:/bin";
        command.env_clear().env("PATH", path).env("LANG", "C.UTF-8");
        command.env("HOME", self.at("home")).env("TMPDIR", self.at("tmp"));
        command.current_dir(self.at("here"));
    }

    #[track_caller]
    pub fn run(&self, args: &[&str]) -> Ran {
        ran(&mut self.command(args))
    }

    /// The same on the bureau's folder.
    #[track_caller]
    pub fn on_bureau(&self, args: &[&str]) -> Ran {
        let folder = self.bureau();
        self.run(&[args, &["--dir", folder.to_str().unwrap()]].concat())
    }

    /// The same as a user who owns nothing here: root may write everywhere.
    #[track_caller]
    pub fn as_a_stranger(&self, args: &[&str]) -> Ran {
        let folder = self.bureau();
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        command.arg(env!("CARGO_BIN_EXE_lucha")).args(args).arg("--dir").arg(folder);
        self.dress(&mut command);
        ran(&mut command)
    }

    /// Every name below the ground with its length, to be compared.
    pub fn names(&self) -> Vec<(PathBuf, u64)> {
        names(self.root.path())
    }
}

#[track_caller]
fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().expect("it ends by itself");
    Ran { code, out: text(output.stdout), err: text(output.stderr) }
}

impl Ran {
    /// One JSON object a line.
    #[track_caller]
    pub fn objects(&self) -> Vec<Value> {
        let read = |line| serde_json::from_str(line);
        self.out
            .lines()
            .map(|line| read(line).unwrap_or_else(|no| panic!("{no}: {line}")))
            .collect()
    }
}

/// Names with lengths below `folder`, sorted.
pub fn names(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let about = path.symlink_metadata().unwrap();
        if about.is_dir() {
            found.extend(names(&path));
        }
        found.push((path, if about.is_dir() { 0 } else { about.len() }));
    }
    found.sort();
    found
}

/// Words of `text` that are English: two letters or more in a row, names of files, keys and commands left out.
pub fn english(text: &str) -> Vec<String> {
    let known = [
        "LXGW", "WenKai", "GB", "PIN", "lucha", "rulebook", "sample", "TERM", "xterm", "mirror",
        "to", "last",
    ];
    text.split(|c: char| !c.is_ascii_alphanumeric() && !"_-./".contains(c))
        .filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic()))
        .filter(|word| !known.contains(word))
        .map(String::from)
        .collect()
}

/// The evening of the sample shift.
pub const EVENING: &str = bureau::EVENING;
