//! The bureau on this laptop: agency, roster, shift, leased numbers and earlier decisions, by entries.

use super::agency::{Agency, DocumentNo, NumberBlock, Officer};
use super::cash::{Cash, CashCollected, CashHandedOn, CashWithdrawn};
use super::clock_step::{ClockStep, ClockWord};
use super::counting::DecidedAct;
use super::deadline::reckon::Reckoner;
use super::deadline::{Span, Unit};
use super::epoch::{EarlierJournal, EpochReason};
use super::leniency::Revisit;
use super::pruning::{ClearedDraft, PrunedClose, PrunedStop};
use super::shift_close::{Closing, PrintedSheet};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use std::collections::BTreeSet;

/// What happened to the bureau on this laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BureauEvent {
    /// The journal's first entry on this laptop.
    JournalOpened {
        /// The laptop's own id, in every envelope from here on.
        device: Id,
        /// The epoch that begins with it: 1 for a laptop that is founded.
        epoch: u32,
    },
    /// The journal goes on under a new epoch: unused numbers of its blocks are given up, because whoever holds a
    /// copy of the epoch before may take them.
    EpochOpened {
        /// Higher than that of `before`.
        epoch: u32,
        /// What the new epoch goes on behind.
        before: EarlierJournal,
        /// Why the laptop could not go on under the old one.
        reason: EpochReason,
    },
    /// Founded, or named anew by the keeper; the last one counts.
    AgencyNamed(Agency),
    /// Enrolled, renewed or ended: the last entry of an id counts.
    OfficerEnrolled(Officer),
    /// This pack is law on this laptop from here on; its files lie in the journal.
    RulePackAdopted {
        /// Over the names and bytes of its files.
        digest: Digest,
        /// As in `PackHeader`.
        id: String,
        /// As in `PackHeader`.
        version: String,
        /// The legal unit that answers for it (法制审核).
        approver: String,
    },
    /// Numbers that headquarters leased; never given to another laptop.
    NumberBlockGranted(NumberBlock),
    /// A decision that headquarters told us of.
    PriorDecisionReceived(DecidedAct),
    /// A pair went out.
    ShiftStarted(Shift),
    /// The pair came back, with what is missing of its decisions.
    ShiftClosed(Closing),
    /// Its sheet left the journal as a plain file, or did so once more.
    SheetPrinted(PrintedSheet),
    /// A PIN was set; the PIN itself is nowhere in the journal.
    PinSet {
        /// Whose PIN.
        officer: Id,
        /// On whose word.
        setter: PinSetter,
    },
    /// Headquarters' code was made anew; the one before opens nothing more.
    RecoveryCodeMade,
    /// The secret of this device, without which no PIN opens, left the journal's folder: a copy of the folder that was
    /// made before can still be tried out.
    DeviceSecretMoved,
    /// The key that signs this journal, announced by its first entries.
    DeviceKeyMade {
        /// The byte of the journal's cryptographic suite.
        suite: u8,
        /// As the suite writes public keys.
        public_key: Vec<u8>,
    },
    /// The laptop's clock was not where it should be. Written by itself before the first entry after
    /// the step; once more with an officer's word when one is given.
    ClockStepped {
        /// What was noticed, and how far.
        step: ClockStep,
        /// `None` while nobody was asked or answered.
        confirmed_by: Option<Id>,
        /// What he said when he was asked.
        said: ClockWord,
    },
    /// A rule pack that headquarters issued is not what it signed, or not in order: the one before stays.
    RulePackRefused {
        /// Of the pack as it came.
        digest: Digest,
        /// What is wrong with it, for headquarters to read.
        why: String,
    },
    /// A task of headquarters' was done, or a revisit.
    TaskDone {
        /// Headquarters' id of it; of a revisit that of its stop.
        task: Id,
    },
    /// An order of headquarters' was carried out.
    OrderCarriedOut {
        /// Headquarters' id of it.
        order: Id,
        /// What became of it.
        done: OrderDone,
    },
    /// Party data, pages and photographs of these stops left the laptop: headquarters holds them, and the days that it
    /// lets them stay are over.
    PartyDataPruned {
        /// Calendar days that headquarters lets party data stay after its receipt.
        days: u32,
        /// The entry up to which headquarters' receipt was old enough.
        received_upto: u64,
        /// What stays of each stop.
        stops: Vec<PrunedStop>,
        /// What stays of the close of each shift whose own days are over.
        closes: Vec<PrunedClose>,
    },
    /// What would stay here for ever left the laptop on the keeper's word, behind the days that headquarters lets party
    /// data stay: damaged journals that were set aside, and drafts of people who come no more.
    SetAsideCleared {
        /// Those days, in calendar days.
        days: u32,
        /// Drafts that are gone.
        drafts: Vec<ClearedDraft>,
        /// Names of folders of damaged journals; they go behind this entry.
        folders: Vec<String>,
    },
    /// A fine was collected at the roadside.
    CashCollected(CashCollected),
    /// Its money went on, to the agency or to the bank.
    CashHandedOn(CashHandedOn),
    /// It was never collected: that was put down by mistake.
    CashWithdrawn(CashWithdrawn),
    /// Entries of a case that other laptops wrote came with its pen. They are theirs: this names them and holds none.
    CaseCame {
        /// The case.
        subject: Id,
        /// The number of the pen's move that they came with.
        token: u64,
        /// How many entries.
        entries: u32,
        /// Over their names, in their order: what stands beside this journal is held to it.
        named: Digest,
    },
    /// Something was let off, and somebody looks again on a day; `TaskDone` under the stop's id says that it was done.
    RevisitDue(Revisit),
    /// The journal was made again from a mirror or a backup, on this laptop or another one.
    JournalRestored {
        /// The last entry that came back.
        until: u64,
        /// Whether the mirror was whole to its end.
        whole: bool,
    },
}

/// What an order led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderDone {
    /// The screens were locked.
    Locked,
    /// How the laptop stands: its program, free bytes of its disk, people on its roster.
    Reported {
        /// Its version.
        program: String,
        /// Bytes.
        disk_free: u64,
        /// People on the roster.
        officers: u32,
    },
    /// Party data may stay so many days after headquarters' receipt.
    RetentionSet {
        /// Calendar days.
        days: u32,
    },
}

/// On whose word a PIN was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinSetter {
    /// The person himself, who knew the old one.
    Owner,
    /// The terminal's keeper; it must be changed before it opens anything.
    Keeper,
    /// Headquarters, whose code opened the journal.
    Code,
}

impl PinSetter {
    /// Every setter.
    pub const ALL: [PinSetter; 3] = [PinSetter::Owner, PinSetter::Keeper, PinSetter::Code];

    /// The word kept in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PinSetter::Owner => "owner",
            PinSetter::Keeper => "keeper",
            PinSetter::Code => "code",
        }
    }
}

/// 班次: which two officers are out together, where and on which plan (处罚法 42).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// When it began.
    pub at: Moment,
    /// Credential numbers of the pair.
    pub officers: Vec<String>,
    /// The post, 治超站点, as the officers wrote it.
    pub station: String,
    /// The approved plan or task that they are out on (国办发〔2024〕54号).
    pub plan: String,
}

impl Shift {
    /// The longest that a shift may be gone on with: a night shift crosses midnight, yesterday's
    /// pair is asked for again.
    const HOURS_MAX: i64 = 16;

    /// Whether the shift still holds at `now`: begun earlier, and not longer ago than `LONGEST_MS`.
    #[must_use]
    pub fn goes_on_at(&self, now: Moment) -> bool {
        let hours = (now.ms() - self.at.ms()) / 3_600_000;
        (0..Self::HOURS_MAX).contains(&hours)
    }
}

/// The bureau as it stands after its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bureau {
    /// `None` before the journal was opened for the first time.
    pub device: Option<Id>,
    /// The epoch that entries are written under now.
    pub epoch: u32,
    /// As it was named last.
    pub agency: Agency,
    /// Everybody who was ever enrolled, each as last said; who ended stays with his last day.
    pub officers: Vec<Officer>,
    /// People who had a PIN of their own on this laptop, whether it opens anything today or not: at the founding, chosen
    /// at a first sign-in, or set on headquarters' word. A first PIN that its owner never changed is none.
    pub own_pins: BTreeSet<Id>,
    /// The rule pack in use; `None` before one was adopted.
    pub pack: Option<Digest>,
    /// Why the pack that headquarters sent after it was refused.
    pub pack_refused: Option<String>,
    /// The shift that is out; `None` between two.
    pub shift: Option<Shift>,
    /// The shift that was closed last, and how.
    pub closed: Option<(Shift, Closing)>,
    /// Copies of its sheet that the journal names.
    pub sheets: u32,
    /// Blocks of the current epoch, in the order in which they came.
    pub blocks: Vec<NumberBlock>,
    /// Tasks that were done on this laptop.
    pub tasks_done: BTreeSet<Id>,
    /// Fines that were collected at the roadside, in that order.
    pub cash: Vec<Cash>,
    /// Revisits that are still to be made, in the order in which they were promised.
    pub revisits: Vec<Revisit>,
    /// How many times headquarters ordered the screens locked.
    pub locks_ordered: u32,
    /// Days that headquarters lets party data stay; `None` where it never said.
    pub retention_days: Option<u32>,
    /// Blocks of earlier epochs: nothing more is taken from them, and headquarters leases them to nobody.
    pub given_up: Vec<NumberBlock>,
}

impl Bureau {
    /// Folds one entry in; nothing that happened is refused.
    pub fn apply(&mut self, event: BureauEvent) {
        match event {
            BureauEvent::JournalOpened { device, epoch } => {
                self.device = Some(device);
                self.epoch = epoch;
            }
            BureauEvent::EpochOpened { epoch, .. } => {
                self.epoch = epoch;
                self.given_up.append(&mut self.blocks);
            }
            BureauEvent::AgencyNamed(agency) => self.agency = agency,
            BureauEvent::OfficerEnrolled(officer) => {
                // The founding's own people bring their PINs; it adopts its pack behind them, and nobody else comes before it.
                if self.pack.is_none() {
                    self.own_pins.insert(officer.id);
                }
                self.officers.retain(|known| known.id != officer.id);
                self.officers.push(officer);
            }
            BureauEvent::RulePackAdopted { digest, .. } => {
                (self.pack, self.pack_refused) = (Some(digest), None);
            }
            BureauEvent::RulePackRefused { why, .. } => self.pack_refused = Some(why),
            BureauEvent::NumberBlockGranted(block) => self.blocks.push(block),
            BureauEvent::TaskDone { task } => {
                self.tasks_done.insert(task);
                self.revisits.retain(|revisit| revisit.inspection != task);
            }
            BureauEvent::OrderCarriedOut { done, .. } => {
                match done {
                    OrderDone::RetentionSet { days } => self.retention_days = Some(days),
                    OrderDone::Locked => self.locks_ordered += 1,
                    OrderDone::Reported { .. } => {}
                }
            }
            // Rows keep earlier decisions by plate: there may be many, and one plate is asked for.
            BureauEvent::PriorDecisionReceived(_)
            // The store keeps the key that signs, and what the clock did.
            | BureauEvent::DeviceKeyMade { .. }
            | BureauEvent::ClockStepped { .. }
            | BureauEvent::JournalRestored { .. }
            | BureauEvent::PartyDataPruned { .. }
            | BureauEvent::CaseCame { .. }
            | BureauEvent::SetAsideCleared { .. }
            | BureauEvent::DeviceSecretMoved
            | BureauEvent::RecoveryCodeMade => {}
            // The keyring holds what a PIN opens; the entry says who set it.
            BureauEvent::PinSet { officer, setter } => {
                if setter != PinSetter::Keeper {
                    self.own_pins.insert(officer);
                }
            }
            BureauEvent::CashCollected(collected) => {
                self.cash.push(Cash { collected, steps: Vec::new() });
            }
            BureauEvent::CashHandedOn(step) => {
                let known = self.cash.iter_mut().find(|it| it.collected.number == step.number);
                if let Some(cash) = known {
                    cash.steps.push(step);
                }
            }
            BureauEvent::CashWithdrawn(CashWithdrawn { number, .. }) => {
                self.cash.retain(|known| known.collected.number != number);
            }
            BureauEvent::RevisitDue(revisit) => self.revisits.push(revisit),
            BureauEvent::ShiftStarted(shift) => self.shift = Some(shift),
            BureauEvent::ShiftClosed(closing) => {
                if let Some(shift) = self.shift.take() {
                    (self.closed, self.sheets) = (Some((shift, closing)), 0);
                }
            }
            BureauEvent::SheetPrinted(sheet) => self.sheets = sheet.copy,
        }
    }

    /// Folds in a shift's close whose list left this laptop: the shift is over, and no sheet of it can be printed again.
    pub fn apply_pruned_close(&mut self) {
        (self.shift, self.closed) = (None, None);
    }

    /// Whether the person with that credential number had a PIN of his own here: another one is headquarters' to allow.
    #[must_use]
    pub fn had_own_pin(&self, credential: &str) -> bool {
        self.officer(credential).is_some_and(|officer| self.own_pins.contains(&officer.id))
    }

    /// The person with that credential number, in force or not.
    #[must_use]
    pub fn officer(&self, credential: &str) -> Option<&Officer> {
        self.officers.iter().find(|officer| officer.credential == credential)
    }

    /// What was collected for a decision; `None` where nothing was.
    #[must_use]
    pub fn cash_of(&self, number: &DocumentNo) -> Option<&Cash> {
        self.cash.iter().find(|cash| cash.collected.number == *number)
    }

    /// Whether an agency was named: before that, only founding is possible.
    #[must_use]
    pub fn is_founded(&self) -> bool {
        !self.agency.name.is_empty() && !self.officers.is_empty()
    }
}

/// The lowest number of `year` that is leased and not `used`; `None` when the blocks are empty.
#[must_use]
pub fn next_number(
    blocks: &[NumberBlock],
    prefix: &str,
    year: i32,
    used: impl Fn(&DocumentNo) -> bool,
) -> Option<DocumentNo> {
    blocks
        .iter()
        .filter(|block| block.year == year && block.prefix == prefix)
        .flat_map(|block| block.from..=block.until)
        .map(|serial| DocumentNo { prefix: prefix.to_string(), year, serial })
        .find(|number| !used(number))
}

/// By when a copy of an on-the-spot decision is with the organ (程序规定 61(八)), where a pack lists no deadlines.
const FILING: Span = Span { length: 5, unit: Unit::Days };

/// The day on which a decision of the day `issued` must be filed (程序规定 61(八)).
#[must_use]
pub fn filing_due(issued: Day, reckoner: Reckoner<'_>) -> Day {
    // It says five days without a working-day clause: the earlier reading is the safe one.
    reckoner.last_day("on_spot_filing", issued, FILING).on
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(year: i32, from: u32, until: u32) -> NumberBlock {
        NumberBlock { prefix: "样汕交罚".into(), year, from, until }
    }

    #[test]
    fn a_night_shift_goes_on_and_yesterdays_does_not() {
        let at = |text: &str| Moment::parse(text).unwrap();
        let shift = Shift {
            at: at("2026-11-23T20:00:00+08:00"),
            officers: Vec::new(),
            station: String::new(),
            plan: String::new(),
        };
        assert!(shift.goes_on_at(at("2026-11-24T05:00:00+08:00")));
        assert!(!shift.goes_on_at(at("2026-11-24T12:00:00+08:00")));
        assert!(!shift.goes_on_at(at("2026-11-23T08:00:00+08:00")), "a clock that went back");
    }

    #[test]
    fn numbers_are_taken_from_the_blocks_of_the_year_in_order() {
        let blocks = [block(2026, 1, 2), block(2027, 1, 20), block(2026, 40, 41)];
        let taken = |upto: &'static [u32]| move |no: &DocumentNo| upto.contains(&no.serial);
        let next = |year, used| {
            next_number(&blocks, "样汕交罚", year, taken(used)).map(|number| number.serial)
        };
        assert_eq!(next(2026, &[]), Some(1));
        assert_eq!(next(2026, &[1, 2]), Some(40));
        assert_eq!(next(2026, &[1, 2, 40, 41]), None);
        assert_eq!(next(2027, &[]), Some(1));
        assert_eq!(next(2028, &[]), None);
    }
}
