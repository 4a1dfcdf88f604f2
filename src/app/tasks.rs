//! Tasks of headquarters' (双随机) and revisits that were promised (复查): which are to be done, and that one was done, as an
//! entry; what a revisit found is a stop of its own.

use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::view::today::TaskLine;
use crate::domain::bureau::BureauEvent;
use crate::stdx::id::Id;
use crate::store::StoreFault;
use crate::store::journal::Work;
use crate::wire::event::Body;

/// Everything that is to be done here, the first due first.
///
/// # Errors
/// When the rows cannot be read.
pub fn open(desk: &Desk) -> Result<Vec<TaskLine>, StoreFault> {
    let mut lines = given(desk)?;
    for revisit in &desk.bureau.revisits {
        lines.push(TaskLine {
            id: revisit.inspection,
            plan: revisit.codes.join(" "),
            subject: plate_of(desk, revisit.inspection)?,
            place: String::new(),
            due: Some(revisit.on),
            is_revisit: true,
        });
    }
    // What has no day comes last.
    lines.sort_by_key(|line| (line.due.is_none(), line.due));
    Ok(lines)
}

/// Plate of a stop; empty without one, and where its party data left.
///
/// # Errors
/// When the rows cannot be read.
pub(super) fn plate_of(desk: &Desk, inspection: Id) -> Result<String, StoreFault> {
    Ok(desk.store.inspection(inspection)?.map(|row| row.plate).unwrap_or_default())
}

/// Tasks of headquarters' that were neither done here nor taken back, the first due first.
///
/// # Errors
/// When the rows cannot be read.
pub fn given(desk: &Desk) -> Result<Vec<TaskLine>, StoreFault> {
    let tasks = desk.store.tasks()?.into_iter();
    let open = tasks.filter(|task| !desk.bureau.tasks_done.contains(&task.id));
    Ok(open
        .map(|task| TaskLine {
            id: task.id,
            plan: task.plan,
            subject: task.subject,
            place: task.place,
            due: task.due,
            is_revisit: false,
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
