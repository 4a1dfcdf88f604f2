//! A folder as the printer: papers become durable files that are never overwritten by others.

use super::fault::PrintFault;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The longest file name in bytes that every file system of ours takes, less room for `.part`.
const NAME_BYTES_MAX: usize = 240;

/// Names that Windows keeps for its devices, whatever their extension.
const DEVICES: &[&str] = &["CON", "PRN", "AUX", "NUL"];

/// Writes papers into `folder`.
#[derive(Clone, Debug)]
pub struct FilePrinter {
    pub folder: PathBuf,
}

impl FilePrinter {
    /// Writes `bytes` as `name`, on disk when this returns. The same paper twice is one file; a
    /// different file of that name is left alone and is a fault.
    pub fn print(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, PrintFault> {
        let name = safe_name(name)?;
        let path = self.folder.join(&name);
        let write = |source| PrintFault::Write { path: path.clone(), source };
        fs::create_dir_all(&self.folder).map_err(write)?;
        match fs::read(&path) {
            Ok(there) if there == bytes => return Ok(path),
            Ok(_) => return Err(PrintFault::Occupied { path }),
            Err(why) if why.kind() == ErrorKind::NotFound => {}
            Err(why) => return Err(write(why)),
        }
        let part = self.folder.join(format!("{name}.part"));
        write_durably(&part, bytes).map_err(write)?;
        fs::rename(&part, &path).map_err(write)?;
        sync_folder(&self.folder).map_err(write)?;
        Ok(path)
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A rename is durable when the folder is; Windows has no such call and needs none.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(windows) { Ok(()) } else { File::open(folder)?.sync_all() }
}

/// `name` as one file name inside the folder: separators and signs that Windows refuses become `_`.
fn safe_name(name: &str) -> Result<String, PrintFault> {
    let safe: String = name
        .chars()
        .map(|c| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '_' } else { c })
        .collect();
    let safe = safe.trim_matches([' ', '.']);
    let stem = safe.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let port = stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT"));
    if safe.is_empty() || safe.len() > NAME_BYTES_MAX || port || DEVICES.contains(&stem.as_str()) {
        return Err(PrintFault::Name { name: name.into() });
    }
    Ok(safe.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stdx::fault::FaultKind;

    #[test]
    fn a_name_cannot_leave_the_folder() {
        for (name, want) in [
            ("粤汕交罚〔2026〕00001号.pdf", "粤汕交罚〔2026〕00001号.pdf"),
            ("../../etc/passwd", "_.._etc_passwd"),
            (r"C:\x.pdf", "C__x.pdf"),
            (" a.pdf. ", "a.pdf"),
        ] {
            assert_eq!(safe_name(name).unwrap(), want);
        }
        for name in ["", "..", "nul.pdf", "COM1", &"甲".repeat(90)] {
            assert!(safe_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_different_paper_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let printer = FilePrinter { folder: folder.path().join("papers") };
        let path = printer.print("a.pdf", b"one").unwrap();
        assert_eq!(printer.print("a.pdf", b"one").unwrap(), path);
        let fault = printer.print("a.pdf", b"two").unwrap_err();
        assert_eq!(fault.kind(), FaultKind::NeedsSomeone);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        let names = fs::read_dir(&printer.folder).unwrap().count();
        assert_eq!(names, 1, "no temporary file is left");
    }
}
