//! Where every number of every block of this laptop is, for screen and script; counts none itself.

use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use serde_json::{Value, json};

/// Every block of this laptop, the latest year first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumbersView {
    /// Of every epoch, those that were given up among them.
    pub blocks: Vec<BlockLine>,
    /// Numbers that papers bear and no block of this laptop has.
    pub outside: Vec<UsedLine>,
}

/// A block with each of its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockLine {
    /// As in `DocumentNo`.
    pub prefix: String,
    /// Calendar year of the decisions.
    pub year: i32,
    /// First serial, included.
    pub from: u32,
    /// Last serial, included.
    pub until: u32,
    /// When the journal took it.
    pub granted: Moment,
    /// Its epoch is over: what is free of it is issued by nobody any more.
    pub given_up: bool,
    /// How many numbers papers bear.
    pub used: u32,
    /// How many numbers are void.
    pub voided: u32,
    /// How many numbers no paper bears.
    pub free: u32,
    /// All of it, in the order of the numbers.
    pub numbers: Vec<NumberLine>,
}

/// One number that is used, or a row of them that are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberLine {
    /// A paper bears it.
    Used(UsedLine),
    /// No paper bears them.
    Free {
        /// First serial, included.
        from: u32,
        /// Last serial, included.
        until: u32,
    },
}

/// What bears a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedLine {
    /// As it is written.
    pub number: String,
    /// The stop; `None` where the entry cannot be read.
    pub inspection: Option<Id>,
    /// Of its vehicle; empty without one, and where party data left.
    pub plate: String,
    /// The day on which it was taken.
    pub on: Option<Day>,
    /// Titles of the papers that bear it.
    pub papers: Vec<String>,
    /// Why it is void; `None` while it stands.
    pub voided: Option<String>,
}

impl NumbersView {
    /// For scripts: an object for each block, and one for each line of it behind that.
    #[must_use]
    pub fn json(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for block in &self.blocks {
            all.push(block.json());
            all.extend(block.numbers.iter().map(|line| match line {
                NumberLine::Used(used) if used.voided.is_some() => used.json("voided"),
                NumberLine::Used(used) => used.json("used"),
                NumberLine::Free { from, until } => {
                    let state = if block.given_up { "given_up" } else { "free" };
                    json!({ "state": state, "from": from, "until": until })
                }
            }));
        }
        all.extend(self.outside.iter().map(|used| used.json("outside")));
        all
    }
}

impl BlockLine {
    fn json(&self) -> Value {
        let (free, given_up) = if self.given_up { (0, self.free) } else { (self.free, 0) };
        json!({
            "block": self.prefix,
            "year": self.year,
            "from": self.from,
            "until": self.until,
            "granted": self.granted.rfc3339(),
            "used": self.used,
            "voided": self.voided,
            "free": free,
            "given_up": given_up,
        })
    }
}

impl UsedLine {
    fn json(&self, state: &str) -> Value {
        json!({
            "state": state,
            "number": self.number,
            "inspection": self.inspection.map(|id| id.to_string()),
            "plate": self.plate,
            "on": self.on.map(|day| day.to_string()),
            "papers": self.papers,
            "reason": self.voided,
        })
    }
}
