//! A folder as the printer: papers become durable files that are never overwritten by others.

use super::fault::PrintFault;
use crate::stdx::files::{Ground, How};
use std::path::PathBuf;

/// The longest file name in bytes that every file system of ours takes, less room for `.part`.
const NAME_BYTES_MAX: usize = 240;

/// Names that Windows keeps for its devices, whatever their extension.
const DEVICES: &[&str] = &["CON", "PRN", "AUX", "NUL"];

/// Writes papers into `folder`.
#[derive(Clone, Debug)]
pub struct FilePrinter {
    /// The file system that the folder stands on.
    pub ground: Ground,
    /// Where papers are laid.
    pub folder: PathBuf,
}

impl FilePrinter {
    /// Writes `bytes` as `name`, on disk when this returns. The same paper twice is one file; a
    /// different file of that name is left alone and is a fault.
    ///
    /// # Errors
    /// When the name is no name of a file, another paper has it, or the disk refuses.
    pub fn print(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, PrintFault> {
        let name = safe_name(name)?;
        let path = self.folder.join(&name);
        let write = |source| PrintFault::Write { path: path.clone(), source };
        self.ground.make_folders(&self.folder).map_err(write)?;
        match self.ground.read(&path).map_err(write)? {
            // The try before may have failed just behind the renaming.
            Some(there) if there == bytes => self.ground.sync_folder(&self.folder),
            Some(_) => return Err(PrintFault::Occupied { path }),
            None => {
                let part = self.folder.join(format!("{name}.part"));
                self.ground.write_whole(&path, &part, How::Fresh, bytes)
            }
        }
        .map_err(write)?;
        Ok(path)
    }
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
    use crate::stdx::files;
    use std::fs;

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
        let folder = folder.path().join("papers");
        let printer = FilePrinter { ground: files::machine(), folder };
        let path = printer.print("a.pdf", b"one").unwrap();
        assert_eq!(printer.print("a.pdf", b"one").unwrap(), path);
        let fault = printer.print("a.pdf", b"two").unwrap_err();
        assert_eq!(fault.kind(), FaultKind::NeedsSomeone);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        let names = fs::read_dir(&printer.folder).unwrap().count();
        assert_eq!(names, 1, "no temporary file is left");
    }
}
