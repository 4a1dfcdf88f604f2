//! The store's thread: takes commands from a bounded queue, one at a time, and answers each.

use super::command::{Command, Reply};
use super::door::Door;
use super::view::snapshot::Snapshot;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Commands that may wait; a fuller queue tells the officer that the laptop is busy.
const QUEUE: usize = 64;

/// Ends of the two channels between the screen and the desk.
pub struct Line {
    pub commands: SyncSender<Command>,
    pub replies: Receiver<(Reply, Option<Snapshot>)>,
    pub thread: JoinHandle<()>,
}

/// Puts the desk behind `door` on a thread of its own. It ends when the sender of commands is dropped.
#[must_use]
pub fn spawn(mut door: Door) -> Line {
    let (commands, orders) = sync_channel::<Command>(QUEUE);
    let (answers, replies) = sync_channel(QUEUE);
    let thread = std::thread::spawn(move || {
        while let Ok(command) = orders.recv() {
            let reply = door.handle(command);
            let changed = matches!(reply, Reply::SignedIn { .. } | Reply::ShiftStarted(_));
            let snapshot = changed.then(|| door.snapshot());
            if answers.send((reply, snapshot)).is_err() {
                return;
            }
        }
    });
    Line { commands, replies, thread }
}
