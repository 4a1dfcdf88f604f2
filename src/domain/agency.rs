//! The bureau that decides, and its officers; every name on a paper that is not the party's.

use super::rulebook::Rulings;
use super::scope::Scope;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// The organ in whose name papers are issued (处罚法 52). Every text is exactly as its seal or decree
/// has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agency {
    /// Equal to the seal.
    pub name: String,
    /// The organ that entrusted the powers (委托机关); empty when they are its own.
    pub entrusting_organ: String,
    /// The people's government of the same level (复议法 24).
    pub reconsideration_organ: String,
    /// The people's court that a suit against its decisions goes to, named in the rights clause.
    pub court: String,
    /// The bank that collects the fine; who decides takes no money (罚缴分离办法 7).
    pub bank: String,
    /// Where that bank is: the party has to find it.
    pub bank_address: String,
    /// The account that the fine is paid to; without one no fine is decided.
    pub account: String,
    /// What stands before the year in a document number, `粤汕交罚`.
    pub number_prefix: String,
    /// GB/T 2260 code of the place, `440500`.
    pub region: String,
    /// A thermal roll of 72 mm may carry the party's copy.
    pub roll_allowed: bool,
    /// A sample bureau: every page bears 样张.
    pub sample: bool,
}

impl Agency {
    /// Fields without which no decision can be issued (处罚法 52; 复议法 23; 罚缴分离办法 7).
    #[must_use]
    pub fn missing_for_decision(&self) -> Vec<&'static str> {
        [
            ("agency.name", &self.name),
            ("agency.reconsideration_organ", &self.reconsideration_organ),
            ("agency.court", &self.court),
            ("agency.bank", &self.bank),
            ("agency.bank_address", &self.bank_address),
            ("agency.account", &self.account),
            ("agency.number_prefix", &self.number_prefix),
        ]
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(field, _)| field)
        .collect()
    }
}

/// What the numbers of a sample bureau begin with, and no other's.
const SAMPLE_SIGN: char = '样';

/// Whether a bureau may number with `prefix`: nobody may take a sample's number for a real one, nor the other way round.
#[must_use]
pub fn prefix_fits(prefix: &str, sample: bool) -> bool {
    prefix.starts_with(SAMPLE_SIGN) == sample
}

/// What a person may do on a laptop. The three exclude each other (GB/T 22239: 管理用户权限分离).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 执法人员: inspects and decides.
    #[default]
    Officer,
    /// 终端管理员: enrols people, gives first PINs, keeps mirror and copies; decides nothing.
    Keeper,
    /// 审计员: reads everything, writes nothing.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 3] = [Role::Officer, Role::Keeper, Role::Auditor];

    /// The word of the founding file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Officer => "officer",
            Role::Keeper => "keeper",
            Role::Auditor => "auditor",
        }
    }

    /// The role that a word of the founding file names; `None` when it names none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// A person with an enforcement credential (行政执法证, 处罚法 42), or with another role on the laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Opaque: entries name officers by it, never by name.
    pub id: Id,
    /// As on the credential.
    pub name: String,
    /// Number of the credential; what an officer signs in with and papers name him by.
    pub credential: String,
    /// Decides what may be asked of the desk; kept, because roles exclude each other.
    pub role: Role,
    /// First day of the credential or appointment, included.
    pub valid_from: Day,
    /// Whether this day still belongs to the credential is ruling 11.
    pub valid_until: Day,
    /// What an officer's certificate covers; it says nothing of another role.
    pub scope: Scope,
}

impl Officer {
    /// Whether he may inspect and decide on `day`: an officer, with his credential in force (处罚法
    /// 42).
    #[must_use]
    pub fn may_enforce_on(&self, day: Day, rulings: &Rulings) -> bool {
        self.role == Role::Officer && self.is_in_force_on(day, rulings)
    }

    /// Whether the credential, or the appointment of another role, covers `day`.
    #[must_use]
    pub fn is_in_force_on(&self, day: Day, rulings: &Rulings) -> bool {
        self.valid_from <= day && rulings.covers(day, self.valid_until)
    }
}

/// A run of document numbers that headquarters leased to this laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberBlock {
    /// As in `DocumentNo`.
    pub prefix: String,
    /// Calendar year of the decisions; a block is of no use in another.
    pub year: i32,
    /// First serial, included.
    pub from: u32,
    /// Last serial, included.
    pub until: u32,
}

impl NumberBlock {
    /// Whether `number` is one of it.
    #[must_use]
    pub fn contains(&self, number: &DocumentNo) -> bool {
        (self.year, &self.prefix) == (number.year, &number.prefix)
            && (self.from..=self.until).contains(&number.serial)
    }
}

/// 案号, one line of the national forms (式样): `粤汕交罚〔2026〕00001号`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentNo {
    /// The agency's word and 罚, `粤汕交罚`.
    pub prefix: String,
    /// Calendar year in which the decision was made.
    pub year: i32,
    /// Running number within prefix and year, from 1; written with five digits at least.
    pub serial: u32,
}

impl DocumentNo {
    /// Reads a number as it is written; `None` when it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<DocumentNo> {
        let (prefix, rest) = text.trim().split_once('〔')?;
        let (year, rest) = rest.split_once('〕')?;
        let serial = rest.strip_suffix('号')?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if prefix.is_empty() || !digits(year) || !digits(serial) {
            return None;
        }
        let (year, serial) = (year.parse().ok()?, serial.parse().ok()?);
        Some(DocumentNo { prefix: prefix.into(), year, serial })
    }
}

impl std::fmt::Display for DocumentNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}〔{}〕{:05}号", self.prefix, self.year, self.serial)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_dongguan_writes_it() {
        let number = DocumentNo { prefix: "粤汕交罚".into(), year: 2026, serial: 1 };
        assert_eq!(number.to_string(), "粤汕交罚〔2026〕00001号");
        assert_eq!(DocumentNo::parse(" 粤汕交罚〔2026〕00001号"), Some(number));
        for no in
            ["", "粤汕交罚〔2026〕号", "〔2026〕00001号", "粤汕交罚(2026)1号", "粤〔20x6〕1号"]
        {
            assert_eq!(DocumentNo::parse(no), None, "{no}");
        }
    }
}
