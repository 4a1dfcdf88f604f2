//! Frames of entries that go down with the pen of their case: kept bytes with those of `protocol`, and SYNC.md's example.

use crate::protocol::{NAME, POINT, key};
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Id;
use lucha::wire::message::case::{BlobStands, CaseEntries, EntriesWithdrawn, digest_of};
use lucha::wire::message::feed::News;
use lucha::wire::message::hello::Point;
use lucha::wire::message::pen::LineHead;

/// Two entries of a case that go down with its pen, and what stands there when they left.
pub fn brought() -> (CaseEntries, Vec<News>) {
    let subject = Id([0x0f; 16]);
    let first = Point { number: 299, digest: Digest([0x12; 32]) };
    let named = [first, POINT].map(|point| LineHead { journal: NAME, point }).to_vec();
    let held_ms = Some(1_764_000_000_000);
    let words = CaseEntries {
        headquarters: Id([8; 16]),
        subject,
        token: 1,
        whole: digest_of(&named),
        part: 1,
        parts: 1,
        named,
        blobs: vec![BlobStands { digest: POINT.digest, size: 40, held_ms }],
        plain: 3,
        dictionary: 0,
        entries: vec![1, 2, 3].into(),
        suite: 0,
        signature: Vec::new().into(),
    };
    let words = words.signed(&key()).unwrap();
    let gone = EntriesWithdrawn { subject, digest: POINT.digest };
    (words.clone(), vec![News::CaseEntries(words), News::EntriesWithdrawn(gone)])
}

/// SYNC.md shows the signed words of entries that came with a pen.
#[test]
fn sync_md_shows_the_signed_words_of_entries_that_go_down() {
    let text = std::fs::read_to_string("docs/SYNC.md").unwrap();
    let hex: String = brought().0.signed_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(text.contains(&format!("- `case-entries` = `{hex}`")), "{hex}");
}
