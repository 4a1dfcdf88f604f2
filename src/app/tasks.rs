//! Tasks of headquarters' (双随机): which are to be done, and that one was done, as an entry.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::view::today::TaskLine;
use crate::domain::bureau::BureauEvent;
use crate::stdx::id::Id;
use crate::store::StoreFault;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// Tasks that were neither done here nor taken back, the first due first.
///
/// # Errors
/// When the rows cannot be read.
pub fn open(desk: &Desk) -> Result<Vec<TaskLine>, StoreFault> {
    let tasks = desk.store.tasks()?.into_iter();
    let open = tasks.filter(|task| !desk.bureau.tasks_done.contains(&task.id));
    Ok(open
        .map(|task| TaskLine {
            id: task.id,
            plan: task.plan,
            subject: task.subject,
            place: task.place,
            due: task.due,
        })
        .collect())
}

/// # Errors
/// When there is no such task to do, or the journal cannot be written.
pub fn done(desk: &mut Desk, task: Id) -> Result<Reply, Trouble> {
    if !open(desk)?.iter().any(|open| open.id == task) {
        return Err(Trouble::new("trouble.no_task"));
    }
    let shift = desk.bureau.shift.as_ref().and_then(|shift| shift.officers.first().cloned());
    let credential = desk.signed_in.clone().or(shift).unwrap_or_default();
    let work = Work {
        officer: desk.bureau.officer(&credential).map(|officer| officer.id),
        bodies: vec![Body::Bureau(BureauEvent::TaskDone { task })],
        ..Work::default()
    };
    desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    desk.refresh()?;
    Ok(Reply::TaskDone { task })
}
