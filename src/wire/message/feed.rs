//! What headquarters sends down: items of a feed, numbered without a gap; applies none.

use super::Asks;
use super::case::{CaseEntries, EntriesWithdrawn};
use super::hello::JournalName;
use super::history::{ActFound, PlateKey, WatchPart};
use super::order::DeviceOrder;
use super::pen::{BranchOpened, BranchSettled, PenMoved};
use super::returned::{CaseReturned, ReturnSettled};
use super::revoked::LaptopRevoked;
use super::roster::OfficerListed;
use super::rule_pack::{PackIssued, PackPart};
use super::task::Task;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Whom a feed is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Scope {
    /// Every laptop.
    #[n(0)]
    All,
    /// One laptop.
    #[n(1)]
    Device(#[n(0)] Id),
}

impl Scope {
    /// As a column holds it: nothing for all, the sixteen bytes of a device.
    #[must_use]
    pub fn key(self) -> Vec<u8> {
        match self {
            Scope::All => Vec::new(),
            Scope::Device(device) => device.0.to_vec(),
        }
    }

    /// The same read back.
    #[must_use]
    pub fn from_key(key: &[u8]) -> Scope {
        key.try_into().map_or(Scope::All, |device| Scope::Device(Id(device)))
    }
}

/// PULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Pull {
    /// Which feed.
    #[n(0)]
    pub scope: Scope,
    /// The last number that the terminal has.
    #[n(1)]
    pub after: u64,
    /// Bytes of the answer at most; one item comes always.
    #[n(2)]
    pub max: u64,
}

/// FEED.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Feed {
    /// Without a gap behind the cursor.
    #[n(0)]
    pub items: Vec<FeedItem>,
    /// Whether there is more behind the last.
    #[n(1)]
    pub more: bool,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FeedItem {
    /// Its place in the feed.
    #[n(0)]
    pub number: u64,
    /// What it is: see `News`. A kind that a terminal does not know is kept and passed over, unless
    /// `must_understand`.
    #[n(1)]
    pub kind: u16,
    /// The terminal issues no document before it understands this item.
    #[n(2)]
    pub must_understand: bool,
    /// CBOR of the kind.
    #[n(3)]
    pub body: ByteVec,
}

/// What an item says.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum News {
    /// Document numbers leased to this device.
    #[n(1)]
    NumberBlock(#[n(0)] BlockLeased),
    /// What headquarters found in an entry.
    #[n(2)]
    Verdict(#[n(0)] Verdict),
    /// A decision against a vehicle that another laptop made, without any name.
    #[n(3)]
    PriorDecision(#[n(0)] PriorDecision),
    /// Headquarters lost what stood here: its number is not given to another item.
    #[n(5)]
    Lost,
    /// The key that plates of earlier decisions and watch lists are hidden under.
    #[n(20)]
    PlateKey(#[n(0)] PlateKey),
    /// Vehicles to look out for.
    #[n(21)]
    WatchPart(#[n(0)] WatchPart),
    /// 双随机.
    #[n(22)]
    Task(#[n(0)] Task),
    /// 退回补正.
    #[n(23)]
    CaseReturned(#[n(0)] CaseReturned),
    /// A return was answered.
    #[n(24)]
    ReturnSettled(#[n(0)] ReturnSettled),
    /// A part of a rule pack's files.
    #[n(25)]
    PackPart(#[n(0)] PackPart),
    /// A rule pack that is law from now on.
    #[n(26)]
    PackIssued(#[n(0)] PackIssued),
    /// A person of the roster.
    #[n(27)]
    OfficerListed(#[n(0)] OfficerListed),
    /// What a laptop is told to do.
    #[n(28)]
    DeviceOrder(#[n(0)] DeviceOrder),
    /// A laptop that no other one meets any more.
    #[n(29)]
    LaptopRevoked(#[n(0)] LaptopRevoked),
    /// An act that another laptop found and did not punish on the spot.
    #[n(30)]
    ActFound(#[n(0)] ActFound),
    /// The pen of a case moved to another laptop.
    #[n(40)]
    PenMoved(#[n(0)] PenMoved),
    /// Entries of a case came that its pen did not write.
    #[n(41)]
    BranchOpened(#[n(0)] BranchOpened),
    /// A person settled a branch.
    #[n(42)]
    BranchSettled(#[n(0)] BranchSettled),
    /// Entries of a case that other laptops wrote, for the one that its pen came to.
    #[n(43)]
    CaseEntries(#[n(0)] CaseEntries),
    /// Such entries stood here until the laptop let go of the case's party data.
    #[n(44)]
    EntriesWithdrawn(#[n(0)] EntriesWithdrawn),
}

/// 案号 leased: `from` to `until`, both included.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BlockLeased {
    /// As in `DocumentNo`.
    #[n(0)]
    pub prefix: String,
    /// Calendar year.
    #[n(1)]
    pub year: i32,
    /// First serial.
    #[n(2)]
    pub from: u32,
    /// Last serial.
    #[n(3)]
    pub until: u32,
    /// The epoch that it is leased to; absent for a device's first. A copy of an earlier epoch takes nothing of it.
    #[n(4)]
    pub epoch: Option<u32>,
}

/// Headquarters' judgement of one entry that it holds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Verdict {
    /// Of which journal.
    #[n(0)]
    pub journal: JournalName,
    /// Of which entry.
    #[n(1)]
    pub number: u64,
    /// What was found.
    #[n(2)]
    pub finding: Finding,
    /// What the reviewer wrote, for a return.
    #[n(3)]
    pub words: Option<String>,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Finding {
    /// Of a kind or schema that headquarters cannot read yet; its bytes are kept.
    #[n(0)]
    PendingUpgrade,
    /// Its payload is not the one that its envelope names; both are kept.
    #[n(1)]
    PayloadDamaged,
    /// Its document number was used before, by another entry; both are kept.
    #[n(2)]
    NumberUsed,
    /// Its document number was never leased to this device.
    #[n(3)]
    NumberNotLeased,
    /// 退回补正.
    #[n(4)]
    Returned,
    /// Bytes of its photograph are not those of its digest; both are kept.
    #[n(5)]
    PhotographDamaged,
    /// Its laptop had not the pen of the case: it is kept as a branch until a person settles it.
    #[n(6)]
    StalePen,
}

/// A decision elsewhere: it only informs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PriorDecision {
    /// The plate's digest under the bureau's key for plates.
    #[n(0)]
    pub plate: Digest,
    /// Code of the violation.
    #[n(1)]
    pub code: String,
    /// 20261124
    #[n(2)]
    pub day: u32,
    /// Its 案号; empty for a decision without one.
    #[n(3)]
    pub document_no: String,
    /// It counts no more: its plate was corrected, or it was taken back. Left out while it counts.
    #[n(4)]
    pub withdrawn: Option<bool>,
    /// The driver's and the carrier's digest under the same key; left out where the stop names none.
    #[n(5)]
    pub driver: Option<Digest>,
    /// The carrier's digest, under the same key; absent where it is none.
    #[n(6)]
    pub carrier: Option<Digest>,
    /// The paper that took it back on reconsideration or in court, and who answers for saying so; left out otherwise.
    #[n(7)]
    pub quashed: Option<String>,
}

/// Kinds that somebody asks for by their number.
pub mod kind {
    /// `News::NumberBlock`.
    pub const NUMBER_BLOCK: u16 = 1;
    /// `News::Verdict`.
    pub const VERDICT: u16 = 2;
    /// `News::PriorDecision`.
    pub const PRIOR_DECISION: u16 = 3;
    /// `News::PlateKey`.
    pub const PLATE_KEY: u16 = 20;
    /// `News::Task`.
    pub const TASK: u16 = 22;
    /// `News::CaseReturned`.
    pub const CASE_RETURNED: u16 = 23;
    /// `News::ReturnSettled`.
    pub const RETURN_SETTLED: u16 = 24;
    /// `News::PackPart`.
    pub const PACK_PART: u16 = 25;
    /// `News::OfficerListed`.
    pub const OFFICER_LISTED: u16 = 27;
    /// `News::LaptopRevoked`.
    pub const LAPTOP_REVOKED: u16 = 29;
    /// `News::ActFound`.
    pub const ACT_FOUND: u16 = 30;
    /// `News::PenMoved`.
    pub const PEN_MOVED: u16 = 40;
    /// `News::BranchOpened`.
    pub const BRANCH_OPENED: u16 = 41;
    /// `News::BranchSettled`.
    pub const BRANCH_SETTLED: u16 = 42;
    /// `News::CaseEntries`.
    pub const CASE_ENTRIES: u16 = 43;
    /// `News::EntriesWithdrawn`.
    pub const ENTRIES_WITHDRAWN: u16 = 44;
}

impl News {
    /// The number of its kind in a `FeedItem`.
    #[must_use]
    pub fn kind(&self) -> u16 {
        match self {
            News::NumberBlock(_) => kind::NUMBER_BLOCK,
            News::Verdict(_) => kind::VERDICT,
            News::PriorDecision(_) => kind::PRIOR_DECISION,
            News::Lost => 5,
            News::PlateKey(_) => kind::PLATE_KEY,
            News::WatchPart(_) => 21,
            News::Task(_) => kind::TASK,
            News::CaseReturned(_) => kind::CASE_RETURNED,
            News::ReturnSettled(_) => kind::RETURN_SETTLED,
            News::PackPart(_) => kind::PACK_PART,
            News::PackIssued(_) => 26,
            News::OfficerListed(_) => kind::OFFICER_LISTED,
            News::DeviceOrder(_) => 28,
            News::LaptopRevoked(_) => kind::LAPTOP_REVOKED,
            News::ActFound(_) => kind::ACT_FOUND,
            News::PenMoved(_) => kind::PEN_MOVED,
            News::BranchOpened(_) => kind::BRANCH_OPENED,
            News::BranchSettled(_) => kind::BRANCH_SETTLED,
            News::CaseEntries(_) => kind::CASE_ENTRIES,
            News::EntriesWithdrawn(_) => kind::ENTRIES_WITHDRAWN,
        }
    }

    /// Whether papers must wait for a program that can read it.
    #[must_use]
    pub fn must_understand(&self) -> bool {
        matches!(self, News::NumberBlock(_) | News::PackIssued(_) | News::OfficerListed(_))
    }

    /// The item under `number`.
    #[must_use]
    pub fn item(&self, number: u64) -> FeedItem {
        FeedItem {
            number,
            kind: self.kind(),
            must_understand: self.must_understand(),
            body: crate::wire::to_bytes(self).into(),
        }
    }
}

impl FeedItem {
    /// What it says.
    ///
    /// # Errors
    /// When this program does not know the kind, or the bytes are not of it.
    pub fn read(&self) -> Result<News, crate::wire::WireFault> {
        let news: News = crate::wire::from_bytes(&self.body)?;
        if news.kind() != self.kind {
            return Err(crate::wire::WireFault::Word(self.kind.to_string()));
        }
        Ok(news)
    }
}

impl Asks for Pull {
    const NAME: &'static str = "pull";
    type Answer = Feed;
}
