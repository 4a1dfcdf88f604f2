//! Headquarters' folder: who it is, its keys, its ledger and its photographs; serves nobody itself.

use super::admit::{Capacity, Door};
use super::answer::Seat;
use super::keys::{Keys, KeysFault};
use super::leasing::{Seen, SeenFault};
use super::ledger::postgres::PostgresLedger;
use super::ledger::sqlite::SqliteLedger;
use super::ledger::{Ledger, LedgerFault};
use super::numbers::Numbers;
use super::photographs::{self, Bucket, Folder, Photographs, S3};
use crate::stdx::id::{Dice, Id};
use crate::stdx::said::Said;
use crate::wire::message::forward::BORNE_DAYS;
use crate::wire::refusal::unread;
use crate::wire::suite::Suite;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The file that an operator may edit.
pub const FILE: &str = "headquarters.toml";

/// What stands in `headquarters.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Id of this headquarters, made by `init`.
    pub id: String,
    /// Id of the agency, which every key of the ledger begins with.
    pub agency: String,
    /// Prefix of the agency's document numbers: a laptop of another one is not enrolled.
    pub prefix: String,
    /// Where it listens: `0.0.0.0:7443`.
    pub listen: String,
    /// Names and addresses that laptops reach it under; they stand in its certificate.
    pub names: Vec<String>,
    /// Document numbers of a laptop's first block and of each later one.
    #[serde(default = "block")]
    pub block: u32,
    /// Days that a laptop keeps what it bears for a colleague's and cannot deliver.
    #[serde(default = "borne_days")]
    pub borne_days: u32,
    /// `postgres://…` where the ledger is; without it, it is the file `ledger.db` beside this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<LedgerUrl>,
    /// PEM file of the authority that the ledger's certificate is under: the line to it is TLS then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger_authority: Option<PathBuf>,
    /// The bucket that photographs are in; without it, they are in the folder `photographs` beside this file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photographs: Option<Bucket>,
    /// How many are let in at once, and how fast photographs may come.
    #[serde(default, skip_serializing_if = "Capacity::is_default")]
    pub capacity: Capacity,
}

/// Where a ledger is; it may hold a password, and never prints.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LedgerUrl(pub String);

impl std::fmt::Debug for LedgerUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹url›")
    }
}

fn block() -> u32 {
    20
}

fn borne_days() -> u32 {
    BORNE_DAYS
}

/// An open headquarters.
#[derive(Debug)]
pub struct Place {
    /// The folder itself.
    pub folder: PathBuf,
    /// `headquarters.toml`.
    pub config: Config,
    /// The folder `keys`.
    pub keys: Keys,
    /// Whose ledger it is: one folder is one agency.
    pub agency: Id,
    /// How far each series of numbers was leased.
    pub leased: Arc<Mutex<Seen>>,
    id: Id,
}

/// Why headquarters cannot be opened.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, thiserror::Error)]
pub enum PlaceFault {
    #[error("{0} holds a headquarters already")]
    Taken(PathBuf),
    #[error("{0} holds no headquarters; `lucha-hq init` makes one")]
    None(PathBuf),
    #[error("{FILE}: {0}")]
    Config(Said),
    #[error("the folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    #[error(transparent)]
    Keys(#[from] KeysFault),
    #[error(transparent)]
    Ledger(#[from] LedgerFault),
    #[error(transparent)]
    Leased(#[from] SeenFault),
    #[error("the bucket that [photographs] of {FILE} names cannot be used: {0}")]
    Bucket(std::io::Error),
}

/// What `init` is told.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Of the agency's document numbers.
    pub prefix: String,
    /// Address and port.
    pub listen: String,
    /// Names and addresses that laptops reach it under; the certificate bears them.
    pub names: Vec<String>,
    /// Of the key that signs.
    pub suite: Suite,
    /// Where the ledger is, when it is in no file: `postgres://…`.
    pub ledger: Option<String>,
}

impl Place {
    /// Makes a headquarters in `folder`.
    ///
    /// # Errors
    /// When there is one, or the folder cannot be written.
    pub fn init(folder: &Path, founding: &Founding, dice: &mut Dice) -> Result<Place, PlaceFault> {
        let file = folder.join(FILE);
        if file.exists() {
            return Err(PlaceFault::Taken(folder.to_path_buf()));
        }
        std::fs::create_dir_all(folder)?;
        let mut names = founding.names.clone();
        for own in ["127.0.0.1", "localhost"] {
            if !names.iter().any(|name| name == own) {
                names.push(own.into());
            }
        }
        let config = Config {
            id: dice.id().to_string(),
            agency: dice.id().to_string(),
            prefix: founding.prefix.clone(),
            listen: founding.listen.clone(),
            names: names.clone(),
            block: block(),
            borne_days: borne_days(),
            ledger: founding.ledger.clone().map(LedgerUrl),
            ledger_authority: None,
            photographs: None,
            capacity: Capacity::default(),
        };
        Keys::make(&folder.join("keys"), founding.suite, &names, dice)?;
        let text = toml::to_string(&config)
            .map_err(|fault| PlaceFault::Config(fault.to_string().into()))?;
        // Last: with it the headquarters is there.
        let part = folder.join(format!("{FILE}.new"));
        // One that a crash left is no headquarters yet.
        let _gone = std::fs::remove_file(&part);
        super::keys::keep(folder, &format!("{FILE}.new"), text.as_bytes())?;
        std::fs::rename(&part, &file)?;
        std::fs::File::open(folder)?.sync_all()?;
        Place::open(folder)
    }

    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Place, PlaceFault> {
        let text = match std::fs::read_to_string(folder.join(FILE)) {
            Ok(text) => text,
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {
                return Err(PlaceFault::None(folder.to_path_buf()));
            }
            Err(fault) => return Err(fault.into()),
        };
        let config: Config =
            toml::from_str(&text).map_err(|fault| PlaceFault::Config(unread(&text, &fault)))?;
        let no_id = |name: &str| PlaceFault::Config(Said::words("hq_fault.no_id").with(name));
        let agency = Id::parse(&config.agency).ok_or_else(|| no_id("agency"))?;
        let id = Id::parse(&config.id).ok_or_else(|| no_id("id"))?;
        let keys = Keys::read(&folder.join("keys"))?;
        let leased = Arc::new(Mutex::new(Seen::at(folder)?));
        Ok(Place { folder: folder.to_path_buf(), config, keys, agency, leased, id })
    }

    /// Its id.
    #[must_use]
    pub fn headquarters(&self) -> Id {
        self.id
    }

    /// Who answers.
    ///
    /// # Errors
    /// When the signing key cannot be read.
    pub fn seat(&self, capacity: Capacity) -> Result<Seat, PlaceFault> {
        let signer = Box::new(self.keys.signer()?);
        let (prefix, block) = (self.config.prefix.clone(), self.config.block);
        let numbers = Numbers { prefix, block };
        let plates = self.keys.plates();
        let door = Arc::new(Mutex::new(Door::default()));
        let (marker, leased) = (Arc::default(), Arc::clone(&self.leased));
        let headquarters = self.id;
        Ok(Seat { headquarters, signer, capacity, door, numbers, plates, marker, leased })
    }

    /// A connection to the ledger.
    ///
    /// # Errors
    /// When the database does not open.
    pub fn ledger(&self) -> Result<Box<dyn Ledger>, PlaceFault> {
        if let Some(LedgerUrl(url)) = &self.config.ledger {
            let authority = self.config.ledger_authority.as_deref();
            return Ok(Box::new(PostgresLedger::open(url, authority, self.agency)?));
        }
        let file = self.folder.join("ledger.db");
        Ok(Box::new(SqliteLedger::open(&file, self.agency)?))
    }

    /// The keep of photographs.
    ///
    /// # Errors
    /// When its folder cannot be made, or the bucket cannot be used.
    pub fn photographs(&self) -> Result<Box<dyn Photographs>, PlaceFault> {
        let root = self.photographs_folder();
        if let Some(bucket) = &self.config.photographs {
            return Ok(Box::new(S3::at(bucket, &root).map_err(PlaceFault::Bucket)?));
        }
        Ok(Box::new(Folder::at(&root)?))
    }

    /// Takes away of the photographs that were begun on this machine those that nobody brings on.
    ///
    /// # Errors
    /// When one cannot be read or removed; the others were looked at all the same.
    pub fn sweep_photographs(&self) -> std::io::Result<()> {
        photographs::sweep(&self.photographs_folder())
    }

    fn photographs_folder(&self) -> PathBuf {
        self.folder.join("photographs")
    }
}
