//! A simulated disk: what a program sees, what is safe, and what a power cut leaves of the rest.
//!
//! A write is safe once its file was synced, a name once its folder was: SQLite does that when it
//! first syncs a new journal or log, or deletes with a sync. Until then a cut may keep any of it.

use super::bytes::Bytes;
use lucha::stdx::digest::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

/// What a torn write is torn into.
const SECTOR: usize = 512;

/// Small dice that give the same throws for the same seed on every machine (splitmix64).
#[derive(Clone)]
pub struct Throws(pub u64);

impl Throws {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// One call to the file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Open,
    Create,
    Delete,
    Rename,
    Access,
    Read,
    Write,
    Truncate,
    Sync,
    Size,
    Lock,
    Shared,
}

impl Call {
    /// Whether a cut may fall here: the call changes the disk.
    pub fn is_step(self) -> bool {
        matches!(
            self,
            Call::Create | Call::Delete | Call::Rename | Call::Write | Call::Truncate | Call::Sync
        )
    }
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    Nothing,
    /// The power goes at this changing call (1 is the next one).
    Cut {
        step: u64,
    },
    /// The medium fails once, at this call.
    BadOnce {
        call: u64,
    },
    /// The medium fails at this call and at every later one.
    Bad {
        call: u64,
    },
    /// From this call on there is no room.
    Full {
        call: u64,
    },
}

/// What a call has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Well,
    /// There is no power any more.
    Off,
    Bad,
    Full,
}

/// What a power cut leaves of what was not synced.
#[derive(Clone, Copy, Debug)]
pub enum Left {
    Nothing,
    /// As after `kill -9`: the machine went on.
    All,
    Some {
        seed: u64,
    },
}

#[derive(Clone)]
enum Change {
    Write { at: usize, bytes: Arc<[u8]> },
    Truncate { length: usize },
}

#[derive(Default)]
pub struct Inode {
    pub now: Bytes,
    safe: Bytes,
    unsynced: Vec<Change>,
    /// Kinds of lock by opened file, as SQLite numbers them.
    pub locks: BTreeMap<u64, i32>,
    pub shared: super::vfs::Shared,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    Folder,
    File(usize),
}

/// A change of names.
#[derive(Clone)]
enum Turn {
    Made {
        name: String,
        node: Node,
    },
    Gone {
        name: String,
    },
    /// At once: there is no moment at which neither name is there.
    Moved {
        from: String,
        to: String,
        node: Node,
    },
}

#[derive(Default)]
pub struct State {
    pub inodes: Vec<Inode>,
    names: BTreeMap<String, Node>,
    safe_names: BTreeMap<String, Node>,
    unsynced: Vec<Turn>,
    /// Names of files that a program holds locked; no power, no lock.
    pub locked: BTreeSet<String>,
    plan: Option<Plan>,
    steps: u64,
    calls: u64,
    /// Says synced and does nothing.
    pub lies: bool,
    pub opened: u64,
    /// What failed first and at which call, for the message of a test.
    pub failed: Option<(u64, Call)>,
    /// Each write with the name of its file, where somebody asked for them.
    written: Option<Vec<(String, Arc<[u8]>)>>,
    /// Every call since the plan was made, where somebody asked for them.
    heard: Option<Vec<Call>>,
    /// The disk as a cut at each changing call since the plan was made would find it, where somebody asked for it.
    recorded: Option<Vec<Disk>>,
    /// The last of those calls is half done when the power goes: its disk is the one behind it.
    is_half_done: bool,
}

/// A disk; copies of the handle are the same disk.
#[derive(Clone, Default)]
pub struct Disk(Arc<Mutex<State>>);

impl Disk {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// From now on `plan`, counted from here.
    pub fn plan(&self, plan: Plan) {
        let mut state = self.state();
        (state.steps, state.calls, state.failed) = (0, 0, None);
        if let Some(heard) = &mut state.heard {
            heard.clear();
        }
        if let Some(recorded) = &mut state.recorded {
            recorded.clear();
        }
        (state.is_half_done, state.plan) = (false, Some(plan));
    }

    /// Changing calls since the plan was made.
    pub fn steps(&self) -> u64 {
        self.state().steps
    }

    /// All calls since the plan was made.
    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    pub fn failed(&self) -> Option<Call> {
        self.state().failed.map(|(_, call)| call)
    }

    /// The call at which something failed first, counted from the plan.
    pub fn failed_at(&self) -> Option<u64> {
        self.state().failed.map(|(at, _)| at)
    }

    /// From now on the bytes of every write are kept, also of files that are gone when the work is done.
    pub fn watch(&self) {
        self.state().written = Some(Vec::new());
    }

    /// Each write since then with the name that its file had, and all files as they are now.
    pub fn seen(&self) -> Vec<(String, Arc<[u8]>)> {
        let state = self.state();
        let mut seen = state.written.clone().unwrap_or_default();
        for (nth, inode) in state.inodes.iter().enumerate() {
            let whole: Vec<u8> = inode.now.parts().flatten().copied().collect();
            seen.push((state.name_of(nth), whole.into()));
        }
        seen
    }

    /// From now on calls are written down.
    pub fn listen(&self) {
        self.state().heard = Some(Vec::new());
    }

    /// The calls since the plan was made.
    pub fn heard(&self) -> Vec<Call> {
        self.state().heard.clone().unwrap_or_default()
    }

    /// From now on the disk of a cut at each changing call is kept: one run shows every cut of it.
    pub fn record(&self) {
        self.state().recorded = Some(Vec::new());
    }

    /// The disk of a cut at each changing call since the plan was made, and the one behind the last.
    pub fn recorded(&self) -> Vec<Disk> {
        let mut state = self.state();
        state.keep_half_done();
        let mut recorded = state.recorded.take().unwrap_or_default();
        recorded.push(state.still());
        recorded
    }

    pub fn lie(&self) {
        self.state().lies = true;
    }

    /// The disk after the power went and came back.
    pub fn after_cut(&self, left: Left) -> Disk {
        let state = self.state();
        let mut throws = Throws(match left {
            Left::Some { seed } => seed,
            Left::Nothing | Left::All => 0,
        });
        let mut keep = |kept: u64| match left {
            Left::Nothing => false,
            Left::All => true,
            Left::Some { .. } => throws.below(4) < kept,
        };
        let mut names = state.safe_names.clone();
        for turn in &state.unsynced {
            if keep(2) {
                turn.on(&mut names);
            }
        }
        without_orphans(&mut names);
        // A disk has whole moods: all of a file's last writes, none, or each for itself.
        let mut inodes = Vec::new();
        for inode in &state.inodes {
            let (some, most) = (keep(3), keep(2));
            let mut bytes = inode.safe.clone();
            for change in inode.unsynced.iter().filter(|_| some) {
                match change {
                    Change::Truncate { length } if most || keep(2) => bytes.truncate(*length),
                    Change::Write { at, bytes: new } if most && keep(3) => bytes.write(*at, new),
                    Change::Truncate { .. } => {}
                    Change::Write { at, bytes: new } => torn(&mut bytes, *at, new, &mut keep),
                }
            }
            inodes.push(Inode { now: bytes.clone(), safe: bytes, ..Inode::default() });
        }
        let state = State { inodes, safe_names: names.clone(), names, ..State::default() };
        Disk(Arc::new(Mutex::new(state)))
    }

    /// What a program finds on it: two disks with the same print hold the same names and bytes.
    pub fn print(&self) -> Digest {
        let state = self.state();
        let mut parts: Vec<Vec<u8>> = Vec::new();
        let mut files: Vec<&[u8]> = Vec::new();
        for (name, node) in &state.names {
            parts.push(match node {
                Node::Folder => format!("{name}/\n").into_bytes(),
                Node::File(inode) => {
                    let bytes = &state.inodes[*inode].now;
                    files.extend(bytes.prints().map(|print| print.0.as_slice()));
                    format!("{name} {}\n", bytes.len()).into_bytes()
                }
            });
        }
        files.extend(parts.iter().map(Vec::as_slice));
        Digest::of_parts(&files)
    }

    /// The same disk at rest, to start from again.
    pub fn copy(&self) -> Disk {
        self.after_cut(Left::All)
    }
}

/// Each sector for itself: new, old, or new up to somewhere.
fn torn(bytes: &mut Bytes, at: usize, new: &[u8], keep: &mut impl FnMut(u64) -> bool) {
    let mut done = 0;
    while done < new.len() {
        let end = (((at + done) / SECTOR + 1) * SECTOR - at).min(new.len());
        if keep(2) {
            let end = if keep(3) { end } else { done + (end - done) / 2 };
            bytes.write(at + done, &new[done..end]);
        }
        done = end;
    }
}

impl Turn {
    fn on(&self, names: &mut BTreeMap<String, Node>) {
        match self {
            Turn::Made { name, node } => names.insert(name.clone(), *node),
            Turn::Gone { name } => names.remove(name),
            Turn::Moved { from, to, node } => {
                names.remove(from);
                // What lies in a folder goes with it.
                let inside = format!("{from}/");
                let moved: Vec<String> =
                    names.keys().filter(|name| name.starts_with(&inside)).cloned().collect();
                for name in moved {
                    if let Some(node) = names.remove(&name) {
                        names.insert(format!("{to}/{}", &name[inside.len()..]), node);
                    }
                }
                names.insert(to.clone(), *node)
            }
        };
    }

    /// Whether behind it `name` is there.
    fn makes(&self, name: &str) -> bool {
        match self {
            Turn::Made { name: made, .. } | Turn::Moved { to: made, .. } => made == name,
            Turn::Gone { .. } => false,
        }
    }

    /// Whether it changes the names of `folder`.
    fn is_in(&self, folder: &str) -> bool {
        match self {
            Turn::Made { name, .. } | Turn::Gone { name } => above(name) == folder,
            Turn::Moved { from, to, .. } => above(from) == folder || above(to) == folder,
        }
    }
}

impl State {
    /// Counts a call and says how it must end.
    pub fn answer(&mut self, call: Call) -> Answer {
        self.keep_half_done();
        self.calls += 1;
        self.steps += u64::from(call.is_step());
        if call.is_step() && self.recorded.is_some() {
            self.is_half_done = matches!(call, Call::Write | Call::Truncate | Call::Delete);
            if !self.is_half_done {
                self.keep();
            }
        }
        let answer = match self.plan.unwrap_or(Plan::Nothing) {
            Plan::Cut { step } if self.steps >= step => Answer::Off,
            Plan::BadOnce { call } if self.calls == call => Answer::Bad,
            Plan::Bad { call } if self.calls >= call => Answer::Bad,
            Plan::Full { call: from } if self.calls >= from && takes_room(call) => Answer::Full,
            Plan::Nothing
            | Plan::Cut { .. }
            | Plan::BadOnce { .. }
            | Plan::Bad { .. }
            | Plan::Full { .. } => Answer::Well,
        };
        if let Some(heard) = &mut self.heard {
            heard.push(call);
        }
        if answer != Answer::Well && self.failed.is_none() {
            self.failed = Some((self.calls, call));
        }
        answer
    }

    /// The disk as it stands, with what is not synced, for a cut to fall on later.
    fn still(&self) -> Disk {
        let still = |inode: &Inode| Inode {
            now: inode.now.clone(),
            safe: inode.safe.clone(),
            unsynced: inode.unsynced.clone(),
            ..Inode::default()
        };
        Disk(Arc::new(Mutex::new(State {
            inodes: self.inodes.iter().map(still).collect(),
            names: self.names.clone(),
            safe_names: self.safe_names.clone(),
            unsynced: self.unsynced.clone(),
            ..State::default()
        })))
    }

    fn keep(&mut self) {
        let still = self.still();
        if let Some(recorded) = &mut self.recorded {
            recorded.push(still);
        }
    }

    fn keep_half_done(&mut self) {
        if std::mem::take(&mut self.is_half_done) {
            self.keep();
        }
    }

    /// Whether the power went just now: the call it fell on may be half done.
    pub fn fell_now(&self) -> bool {
        matches!(self.plan, Some(Plan::Cut { step }) if self.steps == step)
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        match self.names.get(name) {
            Some(Node::File(inode)) => Some(*inode),
            Some(Node::Folder) | None => None,
        }
    }

    /// What a name stands for; the root is always there, and so is a folder that no path names.
    pub fn node(&self, name: &str) -> Option<Node> {
        if matches!(name, "" | "/" | ".") {
            Some(Node::Folder)
        } else {
            self.names.get(name).copied()
        }
    }

    /// Names in `folder`, without what stands before them.
    pub fn names_in(&self, folder: &str) -> Vec<String> {
        let own = self.names.keys().filter(|name| above(name) == folder);
        own.map(|name| name.rsplit('/').next().unwrap_or_default().to_string()).collect()
    }

    pub fn make(&mut self, name: &str) -> usize {
        self.inodes.push(Inode::default());
        let inode = self.inodes.len() - 1;
        self.turn(Turn::Made { name: name.to_string(), node: Node::File(inode) });
        inode
    }

    pub fn make_folder(&mut self, name: &str) {
        self.turn(Turn::Made { name: name.to_string(), node: Node::Folder });
    }

    pub fn rename(&mut self, from: &str, to: &str, node: Node) {
        self.turn(Turn::Moved { from: from.to_string(), to: to.to_string(), node });
    }

    pub fn remove(&mut self, name: &str) {
        self.turn(Turn::Gone { name: name.to_string() });
    }

    fn turn(&mut self, turn: Turn) {
        turn.on(&mut self.names);
        self.unsynced.push(turn);
    }

    /// Makes the names in one folder safe; those of another stay as they are.
    pub fn sync_folder(&mut self, folder: &str) {
        if self.lies {
            return;
        }
        for turn in std::mem::take(&mut self.unsynced) {
            if turn.is_in(folder) {
                // What has left a folder is not made there again by what came before.
                if let Turn::Moved { from, .. } = &turn {
                    self.unsynced.retain(|before| !before.makes(from));
                }
                turn.on(&mut self.safe_names);
            } else {
                self.unsynced.push(turn);
            }
        }
    }

    pub fn write(&mut self, inode: usize, at: usize, bytes: &[u8]) {
        let bytes: Arc<[u8]> = bytes.into();
        let name = self.written.is_some().then(|| self.name_of(inode));
        if let (Some(written), Some(name)) = (&mut self.written, name) {
            written.push((name, Arc::clone(&bytes)));
        }
        let inode = &mut self.inodes[inode];
        inode.now.write(at, &bytes);
        inode.unsynced.push(Change::Write { at, bytes });
    }

    /// The name of a file; empty for one that has none any more.
    fn name_of(&self, inode: usize) -> String {
        let mut names = self.names.iter().filter(|(_, node)| **node == Node::File(inode));
        names.next().map(|(name, _)| name.clone()).unwrap_or_default()
    }

    pub fn truncate(&mut self, inode: usize, length: usize) {
        let inode = &mut self.inodes[inode];
        inode.now.truncate(length);
        inode.unsynced.push(Change::Truncate { length });
    }

    pub fn sync(&mut self, inode: usize) {
        if self.lies {
            return;
        }
        let inode = &mut self.inodes[inode];
        for change in inode.unsynced.drain(..) {
            match change {
                Change::Write { at, bytes } => inode.safe.write(at, &bytes),
                Change::Truncate { length } => inode.safe.truncate(length),
            }
        }
    }

    /// A flush that failed: the system takes its pages for clean, so no later flush writes them.
    pub fn sync_failed(&mut self, inode: usize) {
        self.inodes[inode].unsynced.clear();
    }
}

/// The folder of a name.
pub fn above(name: &str) -> &str {
    match name.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((above, _)) => above,
        None => "",
    }
}

/// A folder whose name is lost takes with it what lies in it, however safe that was.
fn without_orphans(names: &mut BTreeMap<String, Node>) {
    let all = names.clone();
    let is_there = |name: &str| {
        let mut folder = above(name);
        while !matches!(folder, "" | "/") {
            if all.get(folder) != Some(&Node::Folder) {
                return false;
            }
            folder = above(folder);
        }
        true
    };
    names.retain(|name, _| is_there(name));
}

fn takes_room(call: Call) -> bool {
    matches!(call, Call::Create | Call::Write | Call::Shared)
}
