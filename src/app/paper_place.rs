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
    /// What this laptop's settings name for its real bureaus.
    pub chosen: Option<PathBuf>,
    /// A folder that the machine keeps in memory until its user leaves; `None` where it has no such folder.
    pub fleeting: Option<PathBuf>,
}

impl PaperPlace {
    /// As this laptop's settings and its system have it.
    #[must_use]
    pub fn of_laptop() -> PaperPlace {
        let (chosen, fleeting) = (config::paper_folder(), config::fleeting_folder());
        PaperPlace { here: None, chosen, fleeting }
    }

    /// The folder for papers of the bureau in `folder`. A sample bureau lays them into its own.
    ///
    /// # Errors
    /// When a real bureau's papers have no place, or one inside its folder.
    pub fn of(&self, ground: &Ground, folder: &Path, is_sample: bool) -> Result<PathBuf, Trouble> {
        if is_sample {
            return Ok(self.here.clone().unwrap_or_else(|| own(folder)));
        }
        let place = self.here.as_ref().or(self.chosen.as_ref()).or(self.fleeting.as_ref());
        let place = place.ok_or_else(|| Trouble::new("trouble.paper_nowhere"))?;
        if whole(ground, place).starts_with(whole(ground, folder)) {
            let inside = Trouble::new("trouble.paper_inside").with(place.display().to_string());
            return Err(inside.and(folder.display().to_string()));
        }
        Ok(place.clone())
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
            let place = PaperPlace { here, chosen, fleeting };
            let of = |is_sample| place.of(&ground, &bureau, is_sample).map_err(|no| no.key);
            let at = |name: &str| root.path().join(name);
            assert_eq!((of(true), of(false)), (sample.map(at), real.map(at)), "{places:?}");
        }
    }
}
