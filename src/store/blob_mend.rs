//! Pages and photographs that are gone or damaged on the laptop, taken from a copy that has them whole; leaves those that
//! are whole as they are, and believes no copy beyond its digest.

use super::blobs::BlobKeep;
use super::site::Site;
use super::wreck::{Papers, again};
use super::{Store, StoreFault};
use crate::stdx::digest::Digest;
use crate::wire::entry::{self, Kept};
use std::path::{Path, PathBuf};

/// What became of the pages and photographs that a journal names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mended {
    /// How many came back from a copy.
    pub(super) back: u64,
    /// Numbers of the entries whose page stays lost.
    pub(super) pages_lost: Vec<u64>,
    /// The same of photographs.
    pub(super) photographs_lost: Vec<u64>,
}

/// The blobs in `folder` under the key of `site`.
fn keep_in(folder: &Path, site: &Site) -> BlobKeep {
    BlobKeep::at(&Site { folder: folder.to_path_buf(), ..site.clone() })
}

/// The bytes of a blob, when `keep` has it whole.
fn whole(keep: &BlobKeep, digest: Digest) -> Option<Vec<u8>> {
    again(|| keep.read(digest)).flatten()
}

/// Copies from the mirror in folder `card` to `copy` what `kept` speaks of, the laptop does not have whole and the card has.
/// Papers and photographs of a payload that has left are nobody's any more.
///
/// # Errors
/// When the disk does not take them.
pub(super) fn copy_lacking(
    site: &Site,
    kept: &[Kept],
    card: &Path,
    copy: &Path,
) -> Result<(), StoreFault> {
    let (own, card, mut copy) = (BlobKeep::at(site), keep_in(card, site), keep_in(copy, site));
    let mut papers = Papers::default();
    for (number, kept) in (1..).zip(kept) {
        if let Ok(entry) = entry::read(kept) {
            papers.take(number, &entry);
        }
    }
    for (_, digest) in papers.pages.iter().chain(&papers.photographs) {
        if whole(&own, *digest).is_none()
            && let Some(bytes) = whole(&card, *digest)
        {
            copy.keep(&[(*digest, bytes)])?;
        }
    }
    Ok(())
}

impl Store {
    /// Puts the pages and photographs of `papers` that are not whole here in their place again, from the first of `folders`
    /// that has them.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub(super) fn mend_blobs(
        &mut self,
        papers: &Papers,
        folders: &[PathBuf],
    ) -> Result<Mended, StoreFault> {
        // A journal without a key has no mirror.
        let copies = folders.iter().filter(|_| self.site.key.is_some());
        let copies: Vec<BlobKeep> = copies.map(|folder| keep_in(folder, &self.site)).collect();
        let mut mended = Mended::default();
        let pages = papers.pages.iter().map(|named| (named, true));
        let photographs = papers.photographs.iter().map(|named| (named, false));
        for ((number, digest), is_page) in pages.chain(photographs) {
            if whole(&self.blobs, *digest).is_some() {
                continue;
            }
            match copies.iter().find_map(|copy| whole(copy, *digest)) {
                // Without room the rescue waits for it: what a copy has is not called lost.
                Some(bytes) => {
                    self.blobs.keep(&[(*digest, bytes)])?;
                    mended.back += 1;
                }
                None if is_page => mended.pages_lost.push(*number),
                None => mended.photographs_lost.push(*number),
            }
        }
        self.blobs.settle()?;
        Ok(mended)
    }
}
