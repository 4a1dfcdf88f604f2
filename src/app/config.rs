//! Files that people edit: how a bureau is founded, and where this laptop keeps its journal.

use crate::domain::agency::{Agency, NumberBlock, Role};
use crate::domain::scope::Scope;
use crate::stdx::day::Day;
use crate::stdx::said::Said;
use crate::wire::refusal::unread;
use crate::wire::suite::Suite;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What founds a bureau on a laptop.
#[derive(Clone, Debug, Default)]
pub struct Founding {
    /// As on its seal.
    pub agency: Agency,
    /// With their first PINs.
    pub officers: Vec<NewOfficer>,
    /// Numbers to begin with; none may be given.
    pub blocks: Vec<NumberBlock>,
    /// Headquarters' word: the digests and signatures of this journal, for as long as it is written.
    pub suite: Suite,
}

/// An officer with the PIN he starts with.
#[derive(Clone)]
pub struct NewOfficer {
    /// As on the credential.
    pub name: String,
    /// Its number.
    pub credential: String,
    /// What he may ask of the desk.
    pub role: Role,
    /// First day.
    pub valid_from: Day,
    /// Last day.
    pub valid_until: Day,
    /// What his certificate covers.
    pub scope: Scope,
    /// He changes it when he likes.
    pub pin: String,
}

impl std::fmt::Debug for NewOfficer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹officer›")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FoundingFile {
    /// `intl` or `sm`.
    suite: Option<String>,
    agency: AgencyFile,
    #[serde(default)]
    officer: Vec<OfficerFile>,
    #[serde(default)]
    number_block: Vec<BlockFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgencyFile {
    name: String,
    #[serde(default)]
    entrusting_organ: String,
    reconsideration_organ: String,
    court: String,
    bank: String,
    bank_address: String,
    #[serde(default)]
    account: String,
    number_prefix: String,
    region: String,
    #[serde(default)]
    roll_allowed: bool,
    #[serde(default)]
    sample: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficerFile {
    name: String,
    credential: String,
    #[serde(default)]
    role: Option<String>,
    #[serde(default)]
    scope: String,
    valid_from: String,
    valid_until: String,
    pin: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockFile {
    prefix: String,
    year: i32,
    from: u32,
    until: u32,
}

fn at(path: &Path, what: Said) -> Said {
    Said::words("founding.file").with(path.display().to_string()).with(what)
}

/// Reads a founding file.
///
/// # Errors
/// With one sentence that names the line.
pub fn read_founding(text: &str) -> Result<Founding, Said> {
    let file: FoundingFile = toml::from_str(text).map_err(|fault| unread(text, &fault))?;
    let day =
        |text: &str| Day::parse(text).ok_or_else(|| Said::words("founding.no_day").with(text));
    let suite = match &file.suite {
        None => Suite::default(),
        Some(word) => {
            Suite::from_word(word).ok_or_else(|| Said::words("founding.no_suite").with(word))?
        }
    };
    Ok(Founding {
        suite,
        agency: file.agency.into(),
        officers: file
            .officer
            .into_iter()
            .map(|officer| {
                Ok(NewOfficer {
                    valid_from: day(&officer.valid_from)?,
                    valid_until: day(&officer.valid_until)?,
                    name: officer.name,
                    credential: officer.credential,
                    role: role(officer.role.as_deref())?,
                    scope: Scope::parse(&officer.scope),
                    pin: officer.pin,
                })
            })
            .collect::<Result<_, Said>>()?,
        blocks: file
            .number_block
            .into_iter()
            .map(|block| NumberBlock {
                prefix: block.prefix,
                year: block.year,
                from: block.from,
                until: block.until,
            })
            .collect(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AmendmentFile {
    agency: AgencyFile,
}

/// Reads the table `[agency]` alone.
///
/// # Errors
/// With one sentence that names the line.
pub fn read_agency(text: &str) -> Result<Agency, Said> {
    let file: AmendmentFile = toml::from_str(text).map_err(|fault| unread(text, &fault))?;
    Ok(file.agency.into())
}

impl From<AgencyFile> for Agency {
    fn from(file: AgencyFile) -> Agency {
        Agency {
            name: file.name,
            entrusting_organ: file.entrusting_organ,
            reconsideration_organ: file.reconsideration_organ,
            court: file.court,
            bank: file.bank,
            bank_address: file.bank_address,
            account: file.account,
            number_prefix: file.number_prefix,
            region: file.region,
            roll_allowed: file.roll_allowed,
            sample: file.sample,
        }
    }
}

fn role(word: Option<&str>) -> Result<Role, Said> {
    let Some(word) = word else { return Ok(Role::Officer) };
    Role::from_word(word).ok_or_else(|| Said::words("founding.no_role").with(word))
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct LaptopFile {
    journal: Option<PathBuf>,
    paper: Option<PathBuf>,
}

/// The folder that a bureau is founded in when nobody says otherwise.
#[must_use]
pub fn usual_folder() -> Option<PathBuf> {
    Some(directories::ProjectDirs::from("", "", "lucha")?.data_dir().to_path_buf())
}

/// The folder below which this laptop's device secrets lie: on no system the one in which journals have their usual
/// place, so that a copy of a journal's folder alone cannot be tried out. `None` where the user has no home.
#[must_use]
pub fn secret_folder() -> Option<PathBuf> {
    Some(directories::ProjectDirs::from("", "", "lucha")?.preference_dir().to_path_buf())
}

/// The file of this laptop's settings; `None` where the user has no home.
#[must_use]
pub fn settings() -> Option<PathBuf> {
    Some(directories::ProjectDirs::from("", "", "lucha")?.config_dir().join("lucha.toml"))
}

/// What first use wrote down; nothing where it did not.
fn laptop() -> Result<LaptopFile, Said> {
    settings().map_or(Ok(LaptopFile::default()), |path| laptop_at(&path))
}

fn laptop_at(path: &Path) -> Result<LaptopFile, Said> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {
            return Ok(LaptopFile::default());
        }
        Err(fault) => return Err(at(path, (&fault).into())),
    };
    toml::from_str(&text).map_err(|fault| at(path, unread(&text, &fault)))
}

/// The folder of this laptop's journal, if first use wrote one down.
///
/// # Errors
/// With one sentence when the file is not in order.
pub fn journal() -> Result<Option<PathBuf>, Said> {
    Ok(laptop()?.journal)
}

/// The folder that the settings in `file` name for the papers of this laptop's real bureaus; `None` where they name none.
///
/// # Errors
/// With one sentence when the file is not in order.
pub fn paper_folder(file: &Path) -> Result<Option<PathBuf>, Said> {
    Ok(laptop_at(file)?.paper)
}

/// The user's home, which shells write as `~`.
#[must_use]
pub fn home() -> Option<PathBuf> {
    Some(directories::BaseDirs::new()?.home_dir().to_path_buf())
}

/// A folder of this user that lies in the machine's memory and is gone when he leaves; on no system but Linux.
#[must_use]
pub fn fleeting_folder() -> Option<PathBuf> {
    Some(directories::ProjectDirs::from("", "", "lucha")?.runtime_dir()?.join("papers"))
}

/// Writes down where the journal lies, and where the papers; without a word of these they stay where they were.
///
/// # Errors
/// When the file cannot be written.
pub fn remember(journal: &Path, paper: Option<&Path>) -> std::io::Result<()> {
    let Some(path) = settings() else { return Ok(()) };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut text = format!("journal = {:?}\n", journal.display().to_string());
    let before = || paper_folder(&path).ok().flatten();
    if let Some(paper) = paper.map(Path::to_path_buf).or_else(before) {
        text += &format!("paper = {:?}\n", paper.display().to_string());
    }
    std::fs::write(path, text)
}
