//! What an officer can ask of the desk, and what the desk answers; plain values between two threads.

use super::draft::Draft;
use super::enrol_officer::Enrolment;
use super::exchange_stick::Exchanged;
use super::prospect::ProspectView;
use super::view::document::DocumentPage;
use super::view::inspection::InspectionView;
use super::view::keeping::KeepingView;
use super::view::list::ListPage;
use super::view::plate::PlateView;
use super::view::queue::{QueuePage, Shown};
use super::view::stick::StickView;
use super::view::sync::SyncView;
use super::view::today::TodayView;
use crate::domain::agency::{Agency, Role};
use crate::domain::blocked::Blocked;
use crate::domain::bureau::Shift;
use crate::domain::clock_step::ClockWord;
use crate::domain::inspection::terms::Terms;
use crate::domain::offender::Offenders;
use crate::domain::shift_close::Closing;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;
use crate::stdx::said::Said;
use crate::stdx::words;
use rust_i18n::t;

/// One thing an officer can do. Each is one file in `app` and at most one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    SignIn {
        credential: String,
        pin: Redacted<String>,
    },
    /// The signed-in officer starts a shift with a colleague.
    StartShift {
        colleague: String,
        station: String,
        plan: String,
    },
    LoadToday,
    /// How the shift would end now.
    LookAtClose,
    CloseShift,
    LoadSync,
    /// Looks at headquarters now, unless the officer stopped it.
    SyncNow,
    /// Carries now, also after it was stopped; with photographs on a metered line as well when he says so.
    GoSync {
        photographs: bool,
    },
    /// Stops what is being carried; nothing goes until somebody says so.
    StopSync,
    /// Whether this laptop's line costs by the byte.
    SetMetered {
        metered: bool,
    },
    /// Entries and photographs around entry `at` with their states.
    LoadQueue {
        shown: Shown,
        at: u64,
    },
    /// Looks where a stick is.
    FindStick,
    /// Takes answers from a stick and writes what waits onto it.
    ExchangeStick {
        folder: std::path::PathBuf,
    },
    /// How far an exchange with a stick is, or how the last one ended.
    LookAtStick,
    /// Stops an exchange with a stick behind what is being written.
    StopStick,
    NewDraft,
    OpenDraft {
        draft: Id,
    },
    SaveField {
        draft: Id,
        field: String,
        value: String,
    },
    DropDraft {
        draft: Id,
    },
    /// What is known of a plate, and of who drives it and for whom.
    LookUpPlate {
        plate: String,
        by: Offenders,
    },
    /// What ending the stop now would give, papers and all; nothing is written.
    LookAtEnd {
        draft: Id,
    },
    /// Records the stop, judges it, and when the law allows decides and issues the papers.
    Conclude {
        draft: Id,
        /// Digest of the terms that were shown over the PINs; none while nothing was.
        shown: Option<Digest>,
        /// Credential and PIN of each officer of the pair, typed by himself; empty while the law gives
        /// nothing to confirm.
        pins: Vec<(String, Redacted<String>)>,
    },
    /// The screens were locked; who was signed in proves that it is still him.
    Unlock {
        credential: String,
        pin: Redacted<String>,
    },
    ChangePin {
        credential: String,
        old: Redacted<String>,
        new: Redacted<String>,
    },
    /// What the terminal's keeper looks after.
    LoadKeeping,
    /// The keeper enrols a person, or renews one; the PIN is for who has none.
    Enrol {
        person: Box<Enrolment>,
        pin: Redacted<String>,
    },
    /// The keeper ends a person's time on this laptop.
    EndPerson {
        credential: String,
    },
    /// The keeper gives a new PIN, by the code that headquarters told.
    ResetPin {
        credential: String,
        code: Redacted<String>,
        pin: Redacted<String>,
    },
    NameAgency {
        agency: Box<Agency>,
    },
    /// An empty place ends the mirror.
    ChooseMirror {
        place: String,
    },
    /// Shows a new code for headquarters, which counts for nothing yet.
    DraftCode,
    /// The last signs of the shown code, typed back from paper: it counts from now on.
    RenewCode {
        typed_back: Redacted<String>,
    },
    /// Says whether the clock is right after a step that was noticed.
    ConfirmClock {
        said: ClockWord,
    },
    Search {
        text: String,
        before: Option<u64>,
    },
    OpenInspection {
        inspection: Id,
    },
    OpenDocument {
        document: Id,
        page: u32,
        width_px: u32,
    },
    Print {
        document: Id,
        roll: bool,
    },
    /// Prints every paper of an inspection that has no print yet, on A4, in their order.
    PrintAll {
        inspection: Id,
    },
    /// A task of headquarters' was done.
    TaskDone {
        task: Id,
    },
    /// Corrects recorded facts by a new entry; what was printed stays as it was.
    Correct {
        inspection: Id,
        field: String,
        value: String,
        reason: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    SignedIn {
        credential: String,
        name: String,
        role: Role,
    },
    Unlocked {
        credential: String,
    },
    PinSet {
        credential: String,
    },
    ShiftStarted(Shift),
    /// How the shift would end now, or how the last one did.
    ShiftClosing {
        closing: Box<Closing>,
        is_closed: bool,
    },
    /// The hand-over sheet lies in this file.
    ShiftClosed {
        closing: Box<Closing>,
        path: String,
    },
    Today(Box<TodayView>),
    Sync(Box<SyncView>),
    /// The courier's word, unasked.
    Carried(Box<SyncView>),
    /// The folder of a stick that is in.
    StickFound(Option<String>),
    StickExchanged(Exchanged),
    /// An exchange begins, or is asked to stop; how far it is comes unasked.
    StickUnderWay(Box<StickView>),
    /// How far an exchange is, unasked.
    StickMoved(Box<StickView>),
    Queue(Box<QueuePage>),
    Draft(Box<Draft>),
    Saved {
        draft: Id,
        field: String,
        at: Moment,
    },
    Dropped {
        draft: Id,
    },
    Plate(Box<PlateView>),
    /// What ending the stop now would give.
    Prospect(Box<ProspectView>),
    Concluded(Box<Conclusion>),
    /// What would be decided now is not what the PINs were typed for: it is shown, and they are asked anew.
    ToConfirm(Box<Terms>),
    Found(ListPage),
    Inspection(Box<InspectionView>),
    Document(Box<DocumentPage>),
    /// The paper lies in this file.
    Printed {
        document: Id,
        copy: u32,
        path: String,
    },
    /// So many papers lie in this folder.
    PrintedAll {
        inspection: Id,
        count: usize,
        folder: String,
    },
    Corrected {
        inspection: Id,
    },
    /// That a task was done is in the journal.
    TaskDone {
        task: Id,
    },
    Keeping(Box<KeepingView>),
    /// The keeper's command is done: key of its words, and whom or what it was done to.
    Kept {
        what: &'static str,
        whom: String,
    },
    CodeDrafted {
        code: Redacted<String>,
    },
    CodeRenewed,
    /// The officer's word about the clock is in the journal.
    ClockConfirmed,
    Failed(Trouble),
}

/// What came of a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
    pub inspection: Id,
    pub view: InspectionView,
    /// Why there is no decision; empty when there is one.
    pub blocked: Vec<Blocked>,
}

/// Something that did not work, as a key of the screens' words with its values: one sentence that
/// says what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// `trouble.wrong_pin`.
    pub key: &'static str,
    /// Field of the draft, when one is to blame.
    pub field: Option<String>,
    /// Values for the placeholders `%{a}` and `%{b}` of the words.
    pub a: Said,
    pub b: Said,
}

/// A value of a sentence in the language `lang`, `zh-CN` or `en`.
#[must_use]
pub fn in_words(lang: &str, said: &Said) -> String {
    words::in_words(lang, said)
}

impl Trouble {
    #[must_use]
    pub fn new(key: &'static str) -> Trouble {
        Trouble { key, field: None, a: Said::default(), b: Said::default() }
    }

    #[must_use]
    pub fn with(mut self, a: impl Into<Said>) -> Trouble {
        self.a = a.into();
        self
    }

    #[must_use]
    pub fn and(mut self, b: impl Into<Said>) -> Trouble {
        self.b = b.into();
        self
    }

    /// The sentence in the language `lang`, without its field.
    #[must_use]
    pub fn sentence(&self, lang: &str) -> String {
        let (a, b) = (in_words(lang, &self.a), in_words(lang, &self.b));
        t!(self.key, locale = lang, a = a, b = b).into_owned()
    }

    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Trouble {
        self.field = Some(field.into());
        self
    }
}
