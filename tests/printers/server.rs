//! `ippeveprinter` on a free port with a spool of its own; it ends with its test.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The paper comes out: the file is laid into `out`, and a sheet is counted.
pub const PRINTS: &str =
    "cp \"$1\" \"$OUT/$(date +%s%N)\"; echo 'ATTR: job-impressions-completed=1' >&2";
/// No paper in the tray, for as long as anybody waits.
pub const NO_PAPER: &str = "echo 'STATE: +media-empty' >&2; sleep 20";
/// It breaks in mid-job.
pub const BREAKS: &str = "exit 1";

pub struct Server {
    printer: Child,
    bus: Child,
    port: u16,
    folder: TempDir,
}

/// A port that nobody has just now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Server {
    /// A printer that does `script` with each job; it takes PDF, or what `formats` says.
    pub fn start(script: &str) -> Server {
        Server::taking("application/pdf", script)
    }

    pub fn taking(formats: &str, script: &str) -> Server {
        let folder = tempfile::tempdir().unwrap();
        for name in ["spool", "out", "keys"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let command = folder.path().join("command");
        let out = folder.path().join("out");
        fs::write(&command, format!("#!/bin/sh\nOUT={}\n{script}\n", out.display())).unwrap();
        fs::set_permissions(&command, fs::Permissions::from_mode(0o755)).unwrap();
        // It wants to be found by others, over a bus of its own: nothing leaves this machine.
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon: `./check` installs it");
        let mut address = String::new();
        BufReader::new(bus.stdout.as_mut().unwrap()).read_line(&mut address).unwrap();
        let port = free_port();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let printer = Command::new("ippeveprinter")
            .env("DBUS_SYSTEM_BUS_ADDRESS", address.trim())
            .args(["-n", "localhost", "-p", &port.to_string(), "-r", "off", "-f", formats])
            .arg("-d")
            .arg(folder.path().join("spool"))
            .arg("-K")
            .arg(folder.path().join("keys"))
            .arg("-c")
            .arg(&command)
            .arg("lucha-test")
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .expect("ippeveprinter: `./check` installs it");
        let mut server = Server { printer, bus, port, folder };
        server.wait();
        server
    }

    fn wait(&mut self) {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(self.printer.try_wait().unwrap().is_none(), "it does not run: {log}");
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not listen: {log}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    pub fn uri(&self) -> String {
        format!("ipp://localhost:{}/ipp/print", self.port)
    }

    pub fn secure_uri(&self) -> String {
        format!("ipps://localhost:{}/ipp/print", self.port)
    }

    /// What came out, oldest first.
    pub fn papers(&self) -> Vec<Vec<u8>> {
        let out = fs::read_dir(self.folder.path().join("out")).unwrap();
        let mut names: Vec<PathBuf> = out.map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names.iter().map(|name| fs::read(name).unwrap()).collect()
    }

    /// Somebody pulls the plug.
    pub fn switch_off(&mut self) {
        let _gone = self.printer.kill();
        let _gone = self.printer.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.switch_off();
        let _gone = self.bus.kill();
        let _gone = self.bus.wait();
    }
}
