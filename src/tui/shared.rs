//! What every screen may read: the snapshot, the officer, the language, the look and the time.

use crate::app::view::inspection::InspectionView;
use crate::app::view::snapshot::Snapshot;
use crate::app::view::today::TodayView;
use crate::domain::library::Library;
use crate::domain::rulebook::Rulebook;
use crate::stdx::clock::Moment;
use crate::tui::key::Keymap;
use crate::tui::theme::Theme;
use crate::tui::words::Lang;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What every screen may read.
pub struct Shared {
    /// Agency, roster, law and shift.
    pub snapshot: Snapshot,
    /// Every key of every screen.
    pub keymap: Keymap,
    /// Of the words.
    pub lang: Lang,
    /// Of the colours.
    pub theme: Theme,
    /// The time of the event at hand.
    pub now: Moment,
    /// Credential and name of who signed in.
    pub officer: Option<(String, String)>,
    /// As the desk told it last.
    pub today: Option<Box<TodayView>>,
    /// Place, plan and scale of the last stop, by draft field; the next stop begins with them.
    pub last_stop: BTreeMap<String, String>,
    /// The sentence on the last line but one; empty for none.
    pub notice: String,
    /// Commands that the desk has not answered.
    pub waiting: u32,
    /// Headquarters answered when it was asked last.
    pub is_online: bool,
    /// The law library as it was made last, and of which pack.
    pub(super) library: RefCell<Option<(Arc<Rulebook>, Library)>>,
}

impl Shared {
    /// The locale of the words.
    #[must_use]
    pub fn l(&self) -> &'static str {
        self.lang.locale()
    }

    /// Name of an officer, or the credential when the roster does not know it.
    #[must_use]
    pub fn officer_name(&self, credential: &str) -> String {
        self.snapshot
            .officers
            .iter()
            .find(|officer| officer.credential == credential)
            .map_or_else(|| credential.to_string(), |officer| officer.name.clone())
    }

    /// The place of `code` among the acts that this officer and this station met lately, from 0; `None` where they did not.
    #[must_use]
    pub fn habit_of(&self, code: &str) -> Option<usize> {
        self.today.as_ref().and_then(|today| today.habits.place(code))
    }

    /// The law library of the pack in use, in the order of the catalogue. It is made once for a pack: a picker opens at a key,
    /// and looking up every reading of every name takes longer than a key may.
    #[must_use]
    pub fn library(&self) -> Library {
        let rulebook = &self.snapshot.rulebook;
        let mut made = self.library.borrow_mut();
        if let Some((of, library)) = made.as_ref()
            && Arc::ptr_eq(of, rulebook)
        {
            return library.clone();
        }
        let library = Library::of(rulebook);
        *made = Some((Arc::clone(rulebook), library.clone()));
        library
    }

    /// Keeps what the next stop of the shift will most likely repeat.
    pub fn remember(&mut self, view: &InspectionView) {
        let facts = &view.inspection.facts;
        let place = &facts.place;
        let mut fields = vec![
            ("place.route", place.route.clone()),
            ("place.stake", place.stake.clone()),
            ("place.direction", place.direction.clone()),
            ("place.text", place.text.clone()),
            ("place.region", place.region.clone()),
            ("plan", facts.plan.clone()),
        ];
        if let Some(scale) = &facts.weighing {
            let until = scale.certificate_until.map(|day| day.to_string()).unwrap_or_default();
            fields.extend([
                ("weighing.device", scale.device.clone()),
                ("weighing.accuracy_class", scale.accuracy_class.to_string()),
                ("weighing.certificate_no", scale.certificate_no.clone()),
                ("weighing.certificate_until", until),
            ]);
        }
        for (field, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            self.last_stop.insert(field.to_string(), value);
        }
    }
}
