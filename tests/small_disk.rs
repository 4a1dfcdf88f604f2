//! A disk that can really be full, for tests of the real programs.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A file system of some megabytes; it takes root to mount one, and without it this test fails.
pub struct SmallDisk {
    at: TempDir,
}

impl SmallDisk {
    pub fn new(size: &str) -> SmallDisk {
        let at = tempfile::tempdir().unwrap();
        let size = format!("size={size}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", size.as_str(), "tmpfs"]).arg(at.path());
        let mounted = mount.output().unwrap();
        assert!(
            mounted.status.success(),
            "a small disk cannot be mounted here, so that a full one is not shown; run as root: {}",
            String::from_utf8_lossy(&mounted.stderr)
        );
        SmallDisk { at }
    }

    pub fn path(&self) -> &Path {
        self.at.path()
    }

    fn ballast(&self) -> PathBuf {
        self.at.path().join("ballast")
    }

    /// Takes the room down to the last byte.
    pub fn fill(&self) {
        let mut file = File::create(self.ballast()).unwrap();
        for size in [64 * 1024, 4096, 1] {
            while file.write_all(&vec![b'x'; size]).is_ok() {}
        }
    }

    pub fn make_room(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg("-l").arg(self.at.path()).status();
    }
}
