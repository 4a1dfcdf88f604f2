//! One exchange with a stick on a thread of its own, beside the officer's work; gigabytes of photographs hold up no
//! command.

use super::beside::{Run, RunView};
use super::command::{Reply, Trouble};
use super::desk::Desk;
use super::errand::{Errands, Proxy, Stopped};
use super::exchange_stick::{Exchanged, exchange};
use super::view::stick::StickView;
use crate::stdx::files::Ground;
use crate::store::incoming::Enrolled;
use crate::sync::bundle::Stick;
use crate::wire::bundle::VOLUME_MAX;
use std::path::PathBuf;

/// The desk's end of an exchange.
pub type StickRun = Run<StickView>;

impl RunView for StickView {
    fn marks(&mut self) -> (&mut bool, &mut bool) {
        (&mut self.running, &mut self.stopping)
    }

    fn moved(self) -> Reply {
        Reply::StickMoved(Box::new(self))
    }
}

/// Begins an exchange of at most `all` bytes with the stick at `folder` of `ground`; one that is stopped ends behind the frame
/// that is being written.
fn start(
    errands: Errands,
    enrolled: Enrolled,
    (ground, folder): (Ground, PathBuf),
    all: u64,
) -> StickRun {
    let view = StickView { all, ..StickView::default() };
    Run::start(view, errands, move |errands, watch| {
        let mut shelf = Proxy(errands.clone());
        let stick = Stick { ground: ground.as_ref(), folder: &folder };
        let done = exchange(&mut shelf, &enrolled, stick, VOLUME_MAX, &mut |brought, written| {
            let done = Exchanged { brought: *brought, written: *written };
            watch.goes_on(|view| view.done = Some(done))
        });
        // What came off the stick is in the journal, also when nothing more goes onto it.
        let settled = errands.ask(Desk::settle_session);
        let settled = settled.and_then(|done| done.map_err(Stopped::Store));
        ended(done.and_then(|exchanged| Ok(settled.map(|()| exchanged)?)), all)
    })
}

impl Desk {
    /// Begins an exchange beside the desk; where the desk has no thread of its own, does it at once.
    pub(super) fn begin_stick(&mut self, folder: PathBuf) -> Result<Reply, Trouble> {
        let Some(courier) = &self.courier else {
            return self.exchange_stick(&folder, VOLUME_MAX).map(Reply::StickExchanged);
        };
        if let Some(run) = &self.stick
            && run.is_running()
        {
            return Ok(Reply::StickUnderWay(Box::new(run.view())));
        }
        let enrolled =
            self.store.enrolled()?.ok_or_else(|| Trouble::new("trouble.not_enrolled"))?;
        let errands = courier.errands.clone();
        let ground = Ground::clone(&self.store.site().ground);
        let sums = self.store.sums(&mut self.tally)?;
        let all = sums.entry_bytes_waiting + sums.blob_bytes_waiting;
        let run = start(errands, enrolled, (ground, folder), all);
        let view = run.view();
        self.stick = Some(run);
        Ok(Reply::StickUnderWay(Box::new(view)))
    }

    pub(super) fn look_at_stick(&self) -> Reply {
        let view = self.stick.as_ref().map(StickRun::view).unwrap_or_default();
        Reply::StickUnderWay(Box::new(view))
    }

    pub(super) fn stop_stick(&self) -> Reply {
        if let Some(run) = &self.stick {
            run.stop();
        }
        self.look_at_stick()
    }
}

fn ended(done: Result<Exchanged, Trouble>, all: u64) -> StickView {
    let (done, refused) = match done {
        Ok(exchanged) => (Some(exchanged), None),
        Err(trouble) => (None, Some(trouble)),
    };
    StickView { running: false, stopping: false, all, done, refused }
}
