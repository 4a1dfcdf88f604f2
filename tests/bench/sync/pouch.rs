//! PouchDB 9 to its own server in a program beside it, as `tests/bench/pouch` sets them up; not flushed, and no part of
//! Lucha. Without node and npm there is none.

use super::peer::{Ground, Peer, Serving, free_port, listens};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PACKAGE: &str = include_str!("../pouch/package.json");
const DATA: &str = include_str!("../pouch/data.cjs");
const TERMINAL: &str = include_str!("../pouch/terminal.cjs");

/// A folder in which it is installed.
pub struct Pouch {
    home: PathBuf,
}

impl Pouch {
    /// Installs it where builds lie, once; or says why there is none.
    ///
    /// # Errors
    /// A sentence, when node or npm is missing or the packages do not come.
    pub fn install() -> Result<Pouch, String> {
        for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
            let there = Command::new(program).arg("--version").stdout(Stdio::null()).status();
            if !there.is_ok_and(|status| status.success()) {
                return Err(format!("there is no {program} (Debian's package {package})"));
            }
        }
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pouch");
        std::fs::create_dir_all(&home).unwrap();
        let written = std::fs::read_to_string(home.join("installed.json")).unwrap_or_default();
        std::fs::write(home.join("package.json"), PACKAGE).unwrap();
        std::fs::write(home.join("data.cjs"), DATA).unwrap();
        std::fs::write(home.join("terminal.cjs"), TERMINAL).unwrap();
        if written != PACKAGE {
            let words = ["install", "--no-audit", "--no-fund", "--loglevel=error"];
            let done = Command::new("npm").args(words).current_dir(&home).output().unwrap();
            if !done.status.success() {
                return Err(String::from_utf8_lossy(&done.stderr).into_owned());
            }
            std::fs::write(home.join("installed.json"), PACKAGE).unwrap();
        }
        Ok(Pouch { home })
    }

    fn terminal(&self, ground: &Ground, mode: &str) -> Command {
        let mut command = ground.near(Path::new("node"));
        command.arg(self.home.join("terminal.cjs")).arg(mode);
        command
    }
}

fn base(terminal: &Path) -> PathBuf {
    terminal.join("db")
}

fn url(address: &str) -> String {
    format!("http://{address}/hq")
}

impl Peer for Pouch {
    fn name(&self) -> &'static str {
        "PouchDB"
    }

    fn fill(&self, terminal: &Path, records: std::ops::Range<u64>, photograph_bytes: usize) {
        std::fs::create_dir_all(terminal).unwrap();
        let done = self
            .terminal(&Ground::HERE, "fill")
            .arg(base(terminal))
            .args([records.start.to_string(), records.end.to_string()])
            .env("SIZE", photograph_bytes.to_string())
            .status()
            .unwrap();
        assert!(done.success());
    }

    fn serve(&self, folder: &Path, ground: &Ground) -> Serving {
        let port = free_port();
        let log = std::fs::File::create(folder.join("said")).unwrap();
        let program = ground
            .far(Path::new("node"))
            .arg(self.home.join("node_modules/pouchdb-server/bin/pouchdb-server"))
            .args(["--host", ground.address, "--port", &port.to_string(), "-n"])
            .args(["--dir", ".", "--config", "config.json"])
            .current_dir(folder)
            .stdout(log)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        listens(program.id(), port);
        Serving { program, address: format!("{}:{port}", ground.address) }
    }

    fn enrol(&self, _: &Path, _: &Path) {}

    fn carry(&self, terminal: &Path, address: &str, ground: &Ground) -> Command {
        let mut command = self.terminal(ground, "push");
        command.arg(url(address)).arg(base(terminal));
        command
    }

    /// All in one program, as its own bench has it: a program of each would count ten starts of node.
    fn carry_all(&self, terminals: &[PathBuf], address: &str) -> f64 {
        let mut command = self.terminal(&Ground::HERE, "push");
        let done = command
            .arg(url(address))
            .args(terminals.iter().map(|terminal| base(terminal)))
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let said = String::from_utf8(done.stdout).unwrap();
        said.split_whitespace().next().unwrap().parse().unwrap()
    }
}
