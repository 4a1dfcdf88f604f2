//! The rule pack in use: the embedded sample pack, or one kept in the journal under its digest.

use crate::domain::rulebook::Rulebook;
use crate::stdx::digest::Digest;
use crate::stdx::said::Said;
use crate::store::{Store, StoreFault};
use crate::wire::message::feed::{News, kind};
use crate::wire::message::rule_pack;
use crate::wire::rulebook::{self, PackFault};
use include_dir::{Dir, include_dir};
use std::sync::{Arc, OnceLock};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/rulebook");

/// Files of the sample headquarters' pack, by name.
#[must_use]
pub fn embedded_files() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    collect(&EMBEDDED, &mut files);
    files.sort();
    files
}

fn collect(dir: &Dir<'_>, files: &mut Vec<(String, Vec<u8>)>) {
    for file in dir.files() {
        let name = file.path().to_string_lossy().replace('\\', "/");
        files.push((name, file.contents().to_vec()));
    }
    for inner in dir.dirs() {
        collect(inner, files);
    }
}

/// The sample headquarters' pack; its tables are read once for a program.
///
/// # Errors
/// When the pack that this program carries is not in order; a test keeps it so.
pub fn embedded() -> Result<Arc<Rulebook>, StoreFault> {
    static READ: OnceLock<Arc<Rulebook>> = OnceLock::new();
    if let Some(known) = READ.get() {
        return Ok(Arc::clone(known));
    }
    let rulebook = Arc::new(read(&embedded_files())?);
    Ok(Arc::clone(READ.get_or_init(|| rulebook)))
}

/// A pack kept in the journal.
///
/// # Errors
/// When it is not there or not in order.
pub fn kept(store: &Store, digest: Digest) -> Result<Arc<Rulebook>, StoreFault> {
    let mut files = store.pack(digest)?;
    if files.is_empty() {
        // What another laptop decided under may never have been law here.
        let own = embedded()?;
        if own.pack.digest == digest {
            return Ok(own);
        }
        files = told(store, digest)?;
    }
    // The same bytes are the same law. Who decides under another pack does not wait until this program's own is read.
    if files == embedded_files() {
        let own = embedded()?;
        if own.pack.digest == digest {
            return Ok(own);
        }
    }
    let rulebook = read(&files)?;
    if rulebook.pack.digest != digest {
        let what = Said::words("flaw.rule_pack_named").with(digest.short());
        return Err(StoreFault::Broken { number: 0, what });
    }
    Ok(Arc::new(rulebook))
}

/// The files of a pack out of headquarters' items; none where they did not come, or not whole.
fn told(store: &Store, digest: Digest) -> Result<Vec<(String, Vec<u8>)>, StoreFault> {
    let mut parts = Vec::new();
    for item in store.feed_items(kind::PACK_PART)? {
        if let Ok(News::PackPart(part)) = item.read()
            && part.digest == digest
        {
            parts.push(part);
        }
    }
    let count = parts.last().map_or(0, |part| part.parts);
    Ok(rule_pack::joined(digest, count, &parts).unwrap_or_default())
}

fn read(files: &[(String, Vec<u8>)]) -> Result<Rulebook, StoreFault> {
    let borrowed: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    rulebook::load(&borrowed).map_err(|fault| StoreFault::Broken { number: 0, what: flaw(&fault) })
}

/// Where a pack is not in order; what exactly is for those who write packs.
fn flaw(fault: &PackFault) -> Said {
    Said::words("flaw.pack").with(&fault.file).with(&fault.row)
}
