//! One use case on a simulated disk: its first state, who sits down, what he does, and what must be seen behind it; judges
//! nothing itself.

use super::disk::{Disk, Left, Plan};
use super::headquarters::Headquarters;
use super::{Kept, vfs};
use lucha::app::command::{Command, Reply, Trouble};
use lucha::app::desk::Desk;
use lucha::stdx::digest::Digest;
use lucha::stdx::id::Dice;
use lucha::stdx::said::Said;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};

/// What somebody works with while the disk is cut or refuses. Headquarters is another machine: it stands.
pub struct Scene {
    /// Nobody sat down where the command opens the journal itself.
    pub desk: Option<Desk>,
    pub headquarters: Headquarters,
    pub dice: Dice,
}

impl Scene {
    pub fn desk(&mut self) -> &mut Desk {
        self.desk.as_mut().expect("somebody sat down")
    }

    pub fn ask(&mut self, command: Command) -> Result<(), Trouble> {
        done(self.desk().handle(command))
    }
}

pub fn done(reply: Reply) -> Result<(), Trouble> {
    match reply {
        Reply::Failed(trouble) => Err(trouble),
        _ => Ok(()),
    }
}

/// Everything that must be there or not there, for comparing two moments.
#[derive(Clone, PartialEq, Eq)]
pub struct Seen {
    /// `None` while there is no journal that opens.
    pub kept: Option<Kept>,
    /// What the use case changes beside the journal: PINs, a card, a stick.
    pub beside: Vec<String>,
    /// What `verify` finds wrong.
    pub breaks: Vec<(u64, Said)>,
}

impl Debug for Seen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kept {
            None => write!(out, "no journal")?,
            Some(Kept { entries, drafts, rows, pages }) => {
                let (count, last) = (entries.len(), entries.last());
                let told = Digest::of(format!("{drafts:?} {rows:?}").as_bytes()).short();
                write!(
                    out,
                    "{count} entries up to {last:?}, {pages} pages, rows and drafts {told}"
                )?;
            }
        }
        write!(out, ", {:?} {:?}", self.beside, self.breaks)
    }
}

impl Seen {
    /// What must be the same at the end, however often it was begun: a key that each try makes for itself is not in it.
    pub fn end(&self) -> String {
        let count = self.kept.as_ref().map(|Kept { entries, drafts, rows, pages }| {
            (entries.len(), drafts.clone(), rows.clone(), *pages)
        });
        format!("{count:?} {:?} {:?}", self.beside, self.breaks)
    }

    pub fn kept((kept, breaks): (Kept, Vec<(u64, Said)>), beside: Vec<String>) -> Seen {
        Seen { kept: Some(kept), beside, breaks }
    }
}

pub type Sit = Box<dyn Fn(&Disk, u64) -> Result<Option<Desk>, Trouble>>;
pub type Run = Box<dyn Fn(&mut Scene) -> Result<(), Trouble>>;
pub type Look = Box<dyn Fn(&Disk) -> Seen>;

/// One thing that somebody does; `Ok` is what the program acknowledged.
pub struct UseCase {
    pub name: &'static str,
    pub image: Disk,
    pub headquarters: Headquarters,
    pub sit: Sit,
    pub run: Run,
    pub look: Look,
    /// States that it passes through, the first and the last included.
    pub states: usize,
    /// What goes wrong may go wrong while the journal is opened.
    pub opens: bool,
    /// Who does again what is done already may be told so.
    pub done_says: &'static [&'static str],
    /// The first state is not in order: the use case is there to mend it.
    pub mends: bool,
    /// However often it is begun, the end is the same.
    pub same_end: bool,
    /// Pages are set or much is written: it takes its time.
    pub slow: bool,
    /// What was seen on which disk: most cuts between two syncs leave the same one, and reading it is the long part.
    pub looked: RefCell<BTreeMap<Digest, Seen>>,
}

impl UseCase {
    pub fn new(
        name: &'static str,
        image: &Disk,
        states: usize,
        (sit, run, look): (Sit, Run, Look),
    ) -> UseCase {
        UseCase {
            name,
            image: image.copy(),
            headquarters: Headquarters::default(),
            sit,
            run,
            look,
            states,
            opens: false,
            done_says: &[],
            mends: false,
            same_end: false,
            slow: false,
            looked: RefCell::default(),
        }
    }

    pub fn opens(self) -> UseCase {
        UseCase { opens: true, ..self }
    }

    pub fn slow(self) -> UseCase {
        UseCase { slow: true, ..self }
    }

    pub fn same_end(self) -> UseCase {
        UseCase { same_end: true, ..self }
    }

    /// How it ends when nothing goes wrong.
    pub fn end(&self) -> Seen {
        let disk = self.image.copy();
        let (scene, done) = self.attempt(&disk, &self.headquarters, Plan::Nothing, 1 << 40);
        assert!(done.is_ok(), "{}: {done:?}", self.name);
        drop(scene);
        self.look(&disk.after_cut(Left::Nothing))
    }

    pub fn mends(self) -> UseCase {
        UseCase { mends: true, ..self }
    }

    pub fn done_says(self, done_says: &'static [&'static str]) -> UseCase {
        UseCase { done_says, ..self }
    }

    pub fn with(self, headquarters: &Headquarters) -> UseCase {
        UseCase { headquarters: headquarters.clone(), ..self }
    }

    /// Somebody sits down on `disk` and does it under `plan`; gives the scene as it stands then, still open.
    pub fn attempt(
        &self,
        disk: &Disk,
        headquarters: &Headquarters,
        plan: Plan,
        dice: u64,
    ) -> (Scene, Result<(), Trouble>) {
        vfs::mount(disk);
        let mut scene = Scene {
            desk: None,
            headquarters: headquarters.clone(),
            dice: Dice::Counted(dice + (1 << 36)),
        };
        if self.opens {
            disk.plan(plan);
        }
        match (self.sit)(disk, dice) {
            Ok(desk) => scene.desk = desk,
            Err(trouble) => return (scene, Err(trouble)),
        }
        if !self.opens {
            disk.plan(plan);
        }
        let done = (self.run)(&mut scene);
        (scene, done)
    }

    pub fn talks(&self) -> bool {
        self.headquarters.is_there()
    }

    pub fn is_done_already(&self, said: &Result<(), Trouble>) -> bool {
        said.as_ref().is_err_and(|trouble| self.done_says.contains(&trouble.key))
    }

    /// What is on `disk`, a disk at rest.
    #[track_caller]
    pub fn look(&self, disk: &Disk) -> Seen {
        let print = disk.print();
        if let Some(seen) = self.looked.borrow().get(&print) {
            return seen.clone();
        }
        vfs::mount(disk);
        disk.plan(Plan::Nothing);
        let seen = (self.look)(disk);
        self.looked.borrow_mut().insert(print, seen.clone());
        seen
    }
}
