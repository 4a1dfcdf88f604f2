//! Files that people edit: how a bureau is founded, and where this laptop keeps its journal; never leaves half of one.

use crate::domain::agency::{Agency, NumberBlock, Role};
use crate::domain::scope::Scope;
use crate::stdx::day::Day;
use crate::stdx::files::{self, Ground, How};
use crate::stdx::said::Said;
use crate::wire::refusal::unread;
use crate::wire::suite::Suite;
use serde::Deserialize;
use std::io::{self, ErrorKind};
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

/// What this laptop's settings name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Laptop {
    /// The folder of its journal; `None` before first use.
    pub journal: Option<PathBuf>,
    /// The folder of the papers of its real bureaus; `None` lays them where the machine keeps nothing behind its user.
    pub paper: Option<PathBuf>,
}

impl Laptop {
    /// As its file says it.
    #[must_use]
    pub fn written(&self) -> String {
        let line = |name: &str, folder: &Option<PathBuf>| {
            let folder = folder.as_ref()?.display().to_string();
            Some(format!("{name} = {}\n", toml::Value::String(folder)))
        };
        let lines = [line("journal", &self.journal), line("paper", &self.paper)];
        lines.into_iter().flatten().collect()
    }
}

/// Reads this laptop's settings.
///
/// # Errors
/// With one sentence that names the line.
pub fn read_laptop(text: &str) -> Result<Laptop, Said> {
    toml::from_str(text).map_err(|fault| unread(text, &fault))
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
fn laptop() -> Result<Laptop, Said> {
    settings().map_or(Ok(Laptop::default()), |path| laptop_at(&path))
}

fn laptop_at(path: &Path) -> Result<Laptop, Said> {
    let told = |fault: io::Error| at(path, (&fault).into());
    let Some(bytes) = files::machine().read(path).map_err(told)? else {
        return Ok(Laptop::default());
    };
    let text = String::from_utf8(bytes).map_err(|_| told(ErrorKind::InvalidData.into()))?;
    read_laptop(&text).map_err(|what| at(path, what))
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
/// When the file cannot be written; it is as it was then.
pub fn remember(journal: &Path, paper: Option<&Path>) -> io::Result<()> {
    let machine = files::machine();
    settings().map_or(Ok(()), |file| remember_in(&machine, &file, journal, paper))
}

/// The same in the settings `file` of any file system.
///
/// # Errors
/// As `remember`.
pub fn remember_in(
    ground: &Ground,
    file: &Path,
    journal: &Path,
    paper: Option<&Path>,
) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        ground.make_folders(folder)?;
    }
    // Who keeps his settings elsewhere has a link here.
    let file = ground.real(file).unwrap_or_else(|_| file.to_path_buf());
    let before = ground.read(&file)?;
    let before = before.and_then(|text| read_laptop(std::str::from_utf8(&text).ok()?).ok());
    let paper = paper.map(Path::to_path_buf).or_else(|| before?.paper);
    let text = Laptop { journal: Some(journal.to_path_buf()), paper }.written();
    ground.write_whole(&file, &file.with_extension("new"), How::Fresh, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_as_they_were_written_whatever_the_folder_is_called() {
        for name in
            ["/home/张伟/路查", "C:\\lucha\\data", "/a \"b\" 'c'", "/line\nbreak", "/\u{7f}\u{1}"]
        {
            for paper in [None, Some(PathBuf::from(name).join("papers"))] {
                let laptop = Laptop { journal: Some(name.into()), paper };
                assert_eq!(read_laptop(&laptop.written()), Ok(laptop));
            }
        }
        assert_eq!(read_laptop(""), Ok(Laptop::default()));
        assert!(read_laptop("journals = 'x'").is_err(), "a word that no program knows");
    }

    #[test]
    fn where_the_papers_lie_stays_where_nobody_says_otherwise() {
        let folder = tempfile::tempdir().unwrap();
        let (ground, file) = (files::machine(), folder.path().join("lucha/lucha.toml"));
        let kept = || laptop_at(&file).unwrap();
        remember_in(&ground, &file, Path::new("/one"), Some(Path::new("/papers"))).unwrap();
        remember_in(&ground, &file, Path::new("/two"), None).unwrap();
        let wanted = Laptop { journal: Some("/two".into()), paper: Some("/papers".into()) };
        assert_eq!(kept(), wanted);
        let names = ground.names(file.parent().unwrap()).unwrap();
        assert_eq!(names, ["lucha.toml"], "nothing half written stays");
    }
}
