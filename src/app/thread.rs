//! The store's thread: takes orders from a bounded queue, one at a time, and answers each command.

use super::command::{Command, Reply};
use super::courier;
use super::docket::Turn;
use super::door::Door;
use super::view::snapshot::Snapshot;
use std::sync::mpsc::{Receiver, SendError, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// Orders that may wait; a fuller queue tells the officer that the laptop is busy.
const QUEUE: usize = 64;

/// A short piece of work for a thread beside the desk; what it gives is shown on the screens.
pub type Errand = Box<dyn FnOnce(&mut Door) -> Option<Reply> + Send>;

/// What stands in the queue.
pub enum Order {
    /// From the screens.
    Officer(Command),
    /// From a thread beside the desk.
    Errand(Errand),
    /// The screens are gone.
    End,
}

/// The screens' end of the queue; the desk's thread ends when it is dropped.
#[derive(Debug)]
pub struct Orders(SyncSender<Order>);

impl Orders {
    /// # Errors
    /// Gives the command back when the queue is full or the desk is gone.
    pub fn try_send(&self, command: Command) -> Result<(), TrySendError<Command>> {
        match self.0.try_send(Order::Officer(command)) {
            Err(TrySendError::Full(Order::Officer(back))) => Err(TrySendError::Full(back)),
            Err(TrySendError::Disconnected(Order::Officer(back))) => {
                Err(TrySendError::Disconnected(back))
            }
            // What comes back is what was sent.
            Ok(()) | Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Ok(()),
        }
    }

    /// Waits for room.
    ///
    /// # Errors
    /// When the desk is gone.
    pub fn send(&self, command: Command) -> Result<(), SendError<()>> {
        self.0.send(Order::Officer(command)).map_err(|_| SendError(()))
    }
}

impl Drop for Orders {
    fn drop(&mut self) {
        // A desk that is gone needs no word.
        let _gone = self.0.send(Order::End);
    }
}

/// Ends of the two channels between the screen and the desk.
pub struct Line {
    /// To the desk.
    pub commands: Orders,
    /// From the desk; a snapshot where the bureau changed.
    pub replies: Receiver<(Reply, Option<Snapshot>)>,
    /// Ends when the commands' end is dropped.
    pub thread: JoinHandle<()>,
}

/// What goes to the screens: an answer, or a word unasked; a snapshot where the bureau changed.
type Answer = (Reply, Option<Snapshot>);

/// The next order. While none waits, the clocks of the cases are reckoned on, a few milliseconds between two looks; `None` when
/// the screens are gone.
fn next_order(
    orders: &Receiver<Order>,
    door: &mut Door,
    answers: &SyncSender<Answer>,
) -> Option<Order> {
    loop {
        match orders.try_recv() {
            Ok(order) => return Some(order),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {}
        }
        match door.reckon_on() {
            Turn::More => {}
            Turn::Done => return orders.recv().ok(),
            Turn::News => answers.send((Reply::DocketReckoned, None)).ok()?,
        }
    }
}

/// Puts the desk behind `door` on a thread of its own, and the courier on another.
#[must_use]
pub fn spawn(mut door: Door) -> Line {
    let (commands, orders) = sync_channel::<Order>(QUEUE);
    let (answers, replies) = sync_channel(QUEUE);
    let courier = courier::start(commands.clone());
    let thread = std::thread::spawn(move || {
        while let Some(order) = next_order(&orders, &mut door, &answers) {
            let answer = match order {
                Order::End => return,
                Order::Errand(errand) => errand(&mut door).map(|reply| {
                    // News may have brought another law, officers, tasks.
                    let is_done = matches!(&reply, Reply::Carried(view) if !view.running)
                        || matches!(&reply, Reply::StickMoved(view) if !view.running)
                        || matches!(&reply, Reply::RelayMoved(view) if !view.running)
                        || matches!(&reply, Reply::PrintMoved(view) if !view.running)
                        || matches!(&reply, Reply::PrintersMoved { .. });
                    let snapshot = is_done.then(|| door.snapshot());
                    (reply, snapshot)
                }),
                Order::Officer(command) => {
                    let reply = door.handle(command);
                    let changed = matches!(
                        reply,
                        Reply::SignedIn { .. } | Reply::ShiftStarted(_) | Reply::ShiftClosed { .. }
                    );
                    if changed {
                        door.hire(&courier);
                    }
                    let brings = matches!(
                        reply,
                        Reply::StickExchanged(_)
                            | Reply::TaskDone { .. }
                            | Reply::Kept { .. }
                            | Reply::Printers(_)
                    );
                    Some((reply, (changed || brings).then(|| door.snapshot())))
                }
            };
            if answer.is_some_and(|answer| answers.send(answer).is_err()) {
                return;
            }
        }
    });
    Line { commands: Orders(commands), replies, thread }
}
