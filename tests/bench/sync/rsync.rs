//! rsync, the floor: the same bytes as plain files to a daemon, each flushed; no database, no receipt, no signature.

use super::peer::{Ground, Peer, Serving, free_port, listens};
use super::workload;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

pub struct Rsync;

impl Peer for Rsync {
    fn name(&self) -> &'static str {
        "rsync --fsync"
    }

    fn fill(&self, terminal: &Path, records: std::ops::Range<u64>, photograph_bytes: usize) {
        workload::files(terminal, records, photograph_bytes);
    }

    fn serve(&self, folder: &Path, ground: &Ground) -> Serving {
        let (to, config) = (folder.join("dst"), folder.join("rsyncd.conf"));
        std::fs::create_dir_all(&to).unwrap();
        let (address, port) = (ground.address, free_port());
        let text = format!(
            "use chroot=no\nport={port}\naddress={address}\nuid=root\n[hq]\npath={}\nread only=no\n",
            to.display()
        );
        std::fs::write(&config, text).unwrap();
        let program = ground
            .far(Path::new("rsync"))
            .args(["--daemon", "--no-detach"])
            .arg(format!("--config={}", config.display()))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        listens(program.id(), port);
        Serving { program, address: format!("{address}:{port}") }
    }

    fn enrol(&self, _: &Path, _: &Path) {}

    fn carry(&self, terminal: &Path, address: &str, ground: &Ground) -> Command {
        let mut command = ground.near(Path::new("rsync"));
        command
            .args(["-a", "--fsync", "--whole-file"])
            .arg(format!("{}/", terminal.display()))
            .arg(format!("rsync://{address}/hq/"));
        command
    }

    fn carry_all(&self, terminals: &[PathBuf], address: &str) -> f64 {
        let begun = Instant::now();
        let start =
            |terminal: &PathBuf| self.carry(terminal, address, &Ground::HERE).spawn().unwrap();
        let all: Vec<_> = terminals.iter().map(start).collect();
        for mut one in all {
            assert!(one.wait().unwrap().success());
        }
        begun.elapsed().as_secs_f64()
    }
}
