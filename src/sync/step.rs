//! What a session is told of the laptop, what it says is to be done, and how it ends; does nothing.

use crate::store::fell_back::FellBack;
use crate::wire::message::feed::{FeedItem, Pull, Scope};
use crate::wire::message::hello::{Cursor, Hello, JournalName, Point};
use crate::wire::message::inclusion::{Inclusion, Mark};
use crate::wire::message::photograph::Offered;
use crate::wire::message::push::Refusal;
use crate::wire::message::receipt::Receipt;

/// How the laptop stands, read from its journal before each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// Which journal is carried.
    pub journal: JournalName,
    /// A later epoch goes on behind it: what is left of it is carried, and nothing else is asked.
    pub is_closed: bool,
    /// The entry behind which the journal begins.
    pub begins: Point,
    /// The last entry.
    pub head: Point,
    /// The last entry with a receipt.
    pub acknowledged: Point,
    /// The last checkpoint that the laptop knows, and the journal's head under one.
    pub checkpoint: Option<Mark>,
    /// The journal's head under the last checkpoint that was accepted; `None` before the first.
    pub proven: Option<Point>,
    /// Up to where each feed was read.
    pub cursors: Vec<Cursor>,
    /// Some of the photographs and pages without a receipt, whose entries have one; oldest first.
    pub blobs: Vec<Offered>,
    /// All of them.
    pub blobs_waiting: u64,
    /// The laptop's clock, milliseconds since 1970.
    pub wall_ms: i64,
    /// Free bytes of its disk.
    pub disk_free: u64,
    /// Headquarters fell back to an older copy of itself: of a closed journal, it is asked whether it holds this one to its
    /// end; of the current one, earlier ones are to be asked about.
    pub in_doubt: bool,
}

/// What the session may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thrift {
    /// False on a metered line: entries and feeds alone.
    pub photographs: bool,
}

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Begin: say where both ends stand.
    Hello(Box<Hello>),
    /// Send entries behind this number, up to so many bytes, one commit at least.
    Push {
        /// The last entry that headquarters has.
        behind: u64,
        /// Before they are pressed.
        bytes: usize,
    },
    /// Ask for a feed.
    Pull(Pull),
    /// Ask how the journal stands under headquarters' last checkpoint.
    Include(Inclusion),
    /// Offer photographs and pages.
    Offer(Vec<Offered>),
    /// Send a range of each of these photographs, as many bytes in all as `Session::range` says.
    Put(Vec<(Offered, u64)>),
    /// Keep receipts, then `kept`.
    Keep(Vec<Receipt>),
    /// Keep the items and the feed's place in one transaction, then `kept`; none say that the feed was read to its end.
    Take(Scope, Vec<FeedItem>),
    /// Keep what became known of a headquarters that fell back to an older copy; then `kept`.
    FellBack(FellBack),
    /// Send no more of a closed journal, of which headquarters has the entries up to this number; then `kept`.
    Leave(Leaving, u64),
    /// Ask again after so many milliseconds.
    Wait(u64),
    /// The session is over.
    End(End),
}

/// A PUSH that left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Number of its first entry.
    pub first: u64,
    /// Its last entry.
    pub upto: Point,
    /// How many commits it has.
    pub commits: u32,
    /// Bytes of its entries before they were pressed.
    pub bytes: u32,
}

/// Why the rest of a closed journal is not sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Headquarters keeps it beside the main line.
    Aside,
    /// Headquarters takes it neither way.
    Refused,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Everything is there and everything was brought back.
    Done,
    /// Everything but photographs, which wait for a better line.
    WithoutPhotographs,
    /// The line is gone; what is left waits.
    Cut,
    /// Headquarters does not know this laptop.
    Unknown,
    /// Headquarters holds entries that this laptop does not have: it is an old copy.
    OldCopy {
        /// The last entry that headquarters holds.
        held: u64,
    },
    /// Headquarters holds another entry under one of our numbers: people must look.
    Forked {
        /// The first of ours that it holds otherwise.
        number: u64,
    },
    /// The device was taken back: what came is held aside.
    Revoked,
    /// Headquarters does not take what is sent.
    Refused(Refusal),
    /// One commit is more than the line, or headquarters, takes at once; everything else was carried.
    TooLong {
        /// Its first entry, with which all behind it waits.
        number: u64,
    },
    /// What answers is not our headquarters.
    Stranger,
    /// Headquarters speaks no version that this program does.
    Version,
}
