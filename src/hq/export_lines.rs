//! Both sides of an exported case: where each entry stands, and headquarters' signed words about its pen and its branches;
//! decides none and writes no file.

use super::answer::Fault;
use super::hand_over::named;
use super::ledger::Ledger;
use super::lines::{self, Branch, CaseLines};
use crate::stdx::id::Id;
use crate::wire::message::pen::Settling;
use crate::wire::signer::for_openssl;
use crate::wire::suite::Suite;
use std::fmt::Write as _;

/// The file that says of each entry on which side it stands.
pub const LINES: &str = "LINES";

/// What belongs to a case whose pen moved once at least or that has a branch; nothing for any other.
///
/// # Errors
/// When the ledger does not answer.
pub fn files(ledger: &mut dyn Ledger, subject: Id) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let case = lines::read(ledger, subject)?;
    let mut files = Vec::new();
    if case.moves.is_empty() && case.branches.is_empty() {
        return Ok(files);
    }
    files.push((LINES.to_string(), list(&case).into_bytes()));
    let mut add = |file: String, bytes: Vec<u8>, suite: u8, signature: &[u8]| {
        let Some(suite) = Suite::from_byte(suite) else { return };
        files.push((format!("{file}.signed"), bytes));
        files.push((format!("{file}.signature"), for_openssl(suite, signature)));
    };
    for moved in &case.moves {
        let file = format!("pens/{:09}", moved.token);
        add(file, moved.signed_bytes(), moved.suite, &moved.signature);
    }
    for settled in &case.settlements {
        let file = format!("settlements/{:09}", settled.number);
        add(file, settled.signed_bytes(), settled.suite, &settled.signature);
    }
    Ok(files)
}

/// The main line in its order, then each branch.
fn list(case: &CaseLines) -> String {
    let mut text = String::new();
    for written in &case.main {
        let _ = writeln!(text, "main {}", named(written.at));
    }
    for branch in &case.branches {
        let state = state(case, branch);
        for written in &branch.entries {
            let _ = writeln!(text, "branch {} {state} {}", branch.token, named(written.at));
        }
    }
    text
}

fn state(case: &CaseLines, branch: &Branch) -> String {
    let word = case.settlements.iter().find(|word| Some(word.number) == branch.settled);
    word.map_or_else(
        || "open".into(),
        |word| match word.settling {
            Settling::Merged => format!("merged-{}", word.number),
            Settling::Dropped => format!("dropped-{}", word.number),
        },
    )
}
