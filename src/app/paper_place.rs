//! Where printed papers lie as plain files: outside the folder of every real bureau, so that what is copied, backed up or
//! stolen with it shows nobody's name; lays no paper itself.

use super::command::Trouble;
use super::config;
use crate::stdx::files::Ground;
use crate::store::{StoreFault, disk};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder of papers in that of a sample bureau, which holds no real party.
const OWN: &str = "paper";

/// What may be taken for the folder of papers, the first that is there.
#[derive(Clone, Debug, Default)]
pub struct PaperPlace {
    /// For one desk alone, whatever its bureau is.
    pub here: Option<PathBuf>,
    /// For real bureaus, whatever the settings name.
    pub chosen: Option<PathBuf>,
    /// The file of this laptop's settings. It is read each time a folder is asked for: who is told to write a folder into it
    /// prints again, and begins nothing anew.
    pub settings: Option<PathBuf>,
    /// A folder that the machine keeps in memory until its user leaves; `None` where it has no such folder.
    pub fleeting: Option<PathBuf>,
}

impl PaperPlace {
    /// As this laptop's settings and its system have it.
    #[must_use]
    pub fn of_laptop() -> PaperPlace {
        let (settings, fleeting) = (config::settings(), config::fleeting_folder());
        PaperPlace { settings, fleeting, ..PaperPlace::default() }
    }

    /// The folder for papers of the bureau in `folder`. A sample bureau lays them into its own.
    ///
    /// # Errors
    /// When a real bureau's papers have no place, one inside its folder or one that is no whole path, or the settings are
    /// not in order.
    pub fn of(&self, ground: &Ground, folder: &Path, is_sample: bool) -> Result<PathBuf, Trouble> {
        if is_sample {
            return Ok(self.here.clone().unwrap_or_else(|| own(folder)));
        }
        let place = match (&self.here, &self.chosen) {
            (Some(here), _) => Some(here.clone()),
            (None, Some(chosen)) => Some(chosen.clone()),
            (None, None) => self.named()?.or_else(|| self.fleeting.clone()),
        };
        let place = place.ok_or_else(|| Trouble::new("trouble.paper_nowhere").with(self.file()))?;
        if whole(ground, &place).starts_with(whole(ground, folder)) {
            let inside = Trouble::new("trouble.paper_inside").with(place.display().to_string());
            return Err(inside.and(folder.display().to_string()));
        }
        Ok(place)
    }

    /// What the settings name. A path that is not whole would be another folder from each place the program is begun in.
    fn named(&self) -> Result<Option<PathBuf>, Trouble> {
        let Some(file) = &self.settings else { return Ok(None) };
        let named = config::paper_folder(file);
        let named = named.map_err(|what| Trouble::new("trouble.config").with(what))?;
        match named {
            Some(folder) if folder.is_relative() => {
                let shown = format!("{} ({})", folder.display(), self.file());
                Err(Trouble::new("trouble.paper_relative").with(shown))
            }
            named => Ok(named),
        }
    }

    /// The name of the file of settings, for who is to write into it.
    fn file(&self) -> String {
        self.settings.as_ref().map_or("lucha.toml".into(), |file| file.display().to_string())
    }

    /// Whether what lies in `papers` is gone when its user logs out.
    #[must_use]
    pub fn is_fleeting(&self, papers: &Path) -> bool {
        self.fleeting.as_deref() == Some(papers)
    }
}

/// The folder that somebody typed, as a whole path: from the working directory on, `~` being `home`; `None` where he typed
/// nothing.
///
/// # Errors
/// When it begins with the home of somebody else, or of nobody.
pub fn typed(text: &str, home: Option<&Path>) -> Result<Option<PathBuf>, Trouble> {
    let no = || Trouble::new("trouble.paper_relative").with(text);
    if text.is_empty() {
        return Ok(None);
    }
    let Some(rest) = text.strip_prefix('~') else {
        return std::path::absolute(text).map(Some).map_err(|_| no());
    };
    match (home, rest.strip_prefix('/')) {
        (Some(home), Some(below)) => Ok(Some(home.join(below.trim_start_matches('/')))),
        (Some(home), None) if rest.is_empty() => Ok(Some(home.to_path_buf())),
        (Some(_) | None, Some(_) | None) => Err(no()),
    }
}

/// Where a sample bureau lays its papers, and where earlier programs laid those of every bureau.
pub(super) fn own(folder: &Path) -> PathBuf {
    folder.join(OWN)
}

/// Names in a folder of papers; `None` where there is no such folder: a stick that was taken out.
///
/// # Errors
/// When it is there and cannot be read.
pub(super) fn names(ground: &Ground, papers: &Path) -> Result<Option<Vec<String>>, StoreFault> {
    match ground.names(papers) {
        Err(gone) if gone.kind() == ErrorKind::NotFound => Ok(None),
        names => names.map(Some).map_err(disk::fault),
    }
}

/// `path` with no link and no `..` in what of it is there, so that one folder has one name.
fn whole(ground: &Ground, path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let real = path.ancestors().find_map(|above| {
        let rest = path.strip_prefix(above).ok()?;
        ground.real(above).ok().map(|real| real.join(rest))
    });
    real.unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stdx::files;
    use crate::stdx::said::Said;

    #[test]
    fn a_real_bureaus_papers_lie_outside_and_the_first_word_counts() {
        let root = tempfile::tempdir().unwrap();
        let (ground, bureau) = (files::machine(), root.path().join("bureau"));
        std::fs::create_dir(&bureau).unwrap();
        let named = |name: &str| (!name.is_empty()).then(|| root.path().join(name));
        // Here, chosen, fleeting; of a sample bureau, and of a real one.
        for (places, sample, real) in [
            (["", "", ""], Ok("bureau/paper"), Err("trouble.paper_nowhere")),
            (["", "", "run"], Ok("bureau/paper"), Ok("run")),
            (["", "desk", "run"], Ok("bureau/paper"), Ok("desk")),
            (["here", "desk", "run"], Ok("here"), Ok("here")),
            (["", "bureau", "run"], Ok("bureau/paper"), Err("trouble.paper_inside")),
            (["", "bureau/x", ""], Ok("bureau/paper"), Err("trouble.paper_inside")),
            (["", "bureau-x", ""], Ok("bureau/paper"), Ok("bureau-x")),
            (["bureau/x", "desk", ""], Ok("bureau/x"), Err("trouble.paper_inside")),
        ] {
            let [here, chosen, fleeting] = places.map(named);
            let place = PaperPlace { here, chosen, fleeting, ..PaperPlace::default() };
            let of = |is_sample| place.of(&ground, &bureau, is_sample).map_err(|no| no.key);
            let at = |name: &str| root.path().join(name);
            assert_eq!((of(true), of(false)), (sample.map(at), real.map(at)), "{places:?}");
        }
    }

    #[test]
    fn the_settings_are_read_when_a_folder_is_asked_for() {
        let root = tempfile::tempdir().unwrap();
        let (ground, bureau) = (files::machine(), root.path().join("bureau"));
        let (file, fleeting) = (root.path().join("lucha.toml"), root.path().join("run"));
        let place = PaperPlace { settings: Some(file.clone()), ..PaperPlace::default() };
        let nowhere = place.of(&ground, &bureau, false).unwrap_err();
        assert_eq!(nowhere.key, "trouble.paper_nowhere");
        assert_eq!(nowhere.a, Said::from(file.display().to_string()), "it names the file");
        let beside = PaperPlace { fleeting: Some(fleeting.clone()), ..place.clone() };
        assert_eq!(beside.of(&ground, &bureau, false), Ok(fleeting.clone()));
        assert!(beside.is_fleeting(&fleeting) && !place.is_fleeting(&fleeting));
        let desk = root.path().join("desk");
        for (text, wanted) in [
            (format!("paper = {:?}\n", desk.display().to_string()), Ok(desk.clone())),
            ("paper = \"desk\"\n".into(), Err("trouble.paper_relative")),
            ("paper = \"~/desk\"\n".into(), Err("trouble.paper_relative")),
            ("paper = desk\n".into(), Err("trouble.config")),
        ] {
            std::fs::write(&file, &text).unwrap();
            for place in [&place, &beside] {
                let of = place.of(&ground, &bureau, false).map_err(|no| no.key);
                assert_eq!(of, wanted, "{text}");
            }
        }
    }

    #[test]
    fn a_typed_folder_is_remembered_as_a_whole_path() {
        let (home, here) = (Path::new("/home/zw"), std::env::current_dir().unwrap());
        for (text, wanted) in [
            ("", Ok(None)),
            ("/media/card", Ok(Some("/media/card".into()))),
            ("papers", Ok(Some(here.join("papers")))),
            ("~", Ok(Some(home.into()))),
            ("~/papers", Ok(Some(home.join("papers")))),
            ("~//papers", Ok(Some(home.join("papers")))),
            ("~li/papers", Err("trouble.paper_relative")),
        ] {
            assert_eq!(typed(text, Some(home)).map_err(|no| no.key), wanted, "{text}");
        }
        assert!(typed("~/papers", None).is_err());
    }
}
