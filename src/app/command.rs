//! What an officer can ask of the desk, and what the desk answers; plain values between two threads.

use super::cash::CashAct;
use super::describe_evidence::Describing;
use super::draft::Draft;
use super::enrol_officer::Enrolment;
use super::exchange_stick::Exchanged;
use super::hand_pen::Offered;
use super::import_evidence::Import;
use super::make_paper::PaperOrder;
use super::printer_look::PrinterLine;
use super::prospect::ProspectView;
use super::record_fact::TypedFact;
use super::view::cash::CashLine;
use super::view::conclusion::Conclusion;
use super::view::deadline_fact::FactLine;
use super::view::docket::DocketView;
use super::view::document::DocumentPage;
use super::view::evidence::EvidencePicture;
use super::view::import::ImportView;
use super::view::inspection::InspectionView;
use super::view::interview::InterviewView;
use super::view::keeping::KeepingView;
use super::view::list::ListPage;
use super::view::numbers::NumbersView;
use super::view::paper::{PaperLine, PapersView};
use super::view::plate::PlateView;
use super::view::printing::PrintView;
use super::view::queue::{QueuePage, Shown};
use super::view::relay::RelayView;
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

pub use super::trouble::{Trouble, in_words};

/// One thing an officer can do. Each is one file in `app` and at most one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Tries the PIN of a person on this laptop.
    SignIn {
        /// Number of the credential.
        credential: String,
        /// Kept nowhere.
        pin: Redacted<String>,
    },
    /// The signed-in officer starts a shift with a colleague.
    StartShift {
        /// Credential of the other officer.
        colleague: String,
        /// The post, as it is written on papers.
        station: String,
        /// The approved plan or task (国办发〔2024〕54号).
        plan: String,
    },
    /// The first screen.
    LoadToday,
    /// The clocks that run in all cases.
    LoadDocket,
    /// Where every number of every block of this laptop is.
    LoadNumbers,
    /// How the shift would end now.
    LookAtClose,
    /// Ends the shift: one entry and the hand-over sheet.
    CloseShift,
    /// How the laptop stands with headquarters.
    LoadSync,
    /// Looks at headquarters now, unless the officer stopped it.
    SyncNow,
    /// Carries now, also after it was stopped; with photographs on a metered line as well when he says so.
    GoSync {
        /// This once, whatever the line costs.
        photographs: bool,
    },
    /// Stops what is being carried; nothing goes until somebody says so.
    StopSync,
    /// Whether this laptop's line costs by the byte.
    SetMetered {
        /// Photographs wait for a free line.
        metered: bool,
    },
    /// Entries and photographs around entry `at` with their states.
    LoadQueue {
        /// Which rows.
        shown: Shown,
        /// Number of an entry; the last one for what is newest.
        at: u64,
    },
    /// Looks where a stick is.
    FindStick,
    /// Takes answers from a stick and writes what waits onto it.
    ExchangeStick {
        /// Of the stick.
        folder: std::path::PathBuf,
    },
    /// How far an exchange with a stick is, or how the last one ended.
    LookAtStick,
    /// Stops an exchange with a stick behind what is being written.
    StopStick,
    /// Listens for a colleague's laptop, to bear what waits there.
    BearForColleague,
    /// Gives what waits to a colleague's laptop.
    GiveToColleague {
        /// As his screen shows it: `host:port`.
        address: String,
        /// The six digits beside it.
        code: String,
    },
    /// How far a meeting with a colleague's laptop is, or how the last one ended.
    LookAtRelay,
    /// Stops it behind the message that is on its way.
    StopRelay,
    /// Begins a stop.
    NewDraft,
    /// Goes on with one.
    OpenDraft {
        /// Which.
        draft: Id,
    },
    /// A field was left: its text is kept as it was typed.
    SaveField {
        /// Of which stop.
        draft: Id,
        /// Path of the check contract.
        field: String,
        /// As typed.
        value: String,
    },
    /// Throws the draft away; what was recorded of the stop stays.
    DropDraft {
        /// Which.
        draft: Id,
    },
    /// What is known of a plate, and of who drives it and for whom.
    LookUpPlate {
        /// As typed.
        plate: String,
        /// Driver and carrier, as far as they are typed.
        by: Offenders,
    },
    /// What ending the stop now would give, papers and all; nothing is written.
    LookAtEnd {
        /// Which stop.
        draft: Id,
    },
    /// What the stop would come to as a page to look at, 未核 across it where that is so; nothing is written or printed.
    PreviewDraft {
        /// Which stop.
        draft: Id,
        /// Sheet, from 1.
        page: u32,
    },
    /// Records the stop, judges it, and when the law allows decides and issues the papers.
    Conclude {
        /// Which stop.
        draft: Id,
        /// Digest of the terms that were shown over the PINs; none while nothing was.
        shown: Option<Digest>,
        /// Credential and PIN of each officer of the pair, typed by himself; empty while the law gives
        /// nothing to confirm.
        pins: Vec<(String, Redacted<String>)>,
    },
    /// Opens the case of a stop that waits for headquarters' choice of basis; the decision waits on.
    OpenCase {
        /// Which one.
        stop: Id,
        /// Digest of the terms that were shown over the PINs; none while nothing was.
        shown: Option<Digest>,
        /// Credential and PIN of each officer of the pair, typed by himself; empty while nothing was shown.
        pins: Vec<(String, Redacted<String>)>,
        /// Why a kind of evidence is missing; empty where nobody was asked, or the stop says so already.
        evidence_gap: String,
    },
    /// The screens were locked; who was signed in proves that it is still him.
    Unlock {
        /// Number of the credential.
        credential: String,
        /// Kept nowhere.
        pin: Redacted<String>,
    },
    /// A person chooses his own PIN.
    ChangePin {
        /// Number of the credential.
        credential: String,
        /// The one he has.
        old: Redacted<String>,
        /// The one he wants.
        new: Redacted<String>,
    },
    /// What the terminal's keeper looks after.
    LoadKeeping,
    /// The keeper enrols a person, or renews one; the PIN is for who has none.
    Enrol {
        /// As the keeper wrote him down.
        person: Box<Enrolment>,
        /// A first PIN, which he must change; empty leaves the one that he has.
        pin: Redacted<String>,
    },
    /// The keeper ends a person's time on this laptop.
    EndPerson {
        /// Whose time ends today.
        credential: String,
    },
    /// The keeper gives a new PIN, by the code that headquarters told.
    ResetPin {
        /// Whose PIN was lost.
        credential: String,
        /// Headquarters' code.
        code: Redacted<String>,
        /// A first PIN, which he must change.
        pin: Redacted<String>,
    },
    /// The keeper names the agency anew.
    NameAgency {
        /// All of it.
        agency: Box<Agency>,
    },
    /// An empty place ends the mirror.
    ChooseMirror {
        /// Folder of a card; empty for none.
        place: String,
    },
    /// Shows a new code for headquarters, which counts for nothing yet.
    DraftCode,
    /// The last signs of the shown code, typed back from paper: it counts from now on.
    RenewCode {
        /// The code's last letters, from the paper.
        typed_back: Redacted<String>,
    },
    /// Says whether the clock is right after a step that was noticed.
    ConfirmClock {
        /// What he said.
        said: ClockWord,
    },
    /// A page of the list.
    Search {
        /// Part of a plate, party, place, code or number; empty finds all.
        text: String,
        /// Rows older than this first entry; `None` begins at the newest.
        before: Option<u64>,
    },
    /// One inspection in full.
    OpenInspection {
        /// Which.
        inspection: Id,
    },
    /// A paper as a picture.
    OpenDocument {
        /// Which.
        document: Id,
        /// Sheet, from 1.
        page: u32,
        /// Width of the picture in pixels.
        width_px: u32,
    },
    /// A paper into the folder of papers.
    Print {
        /// Which.
        document: Id,
        /// On the roll of 72 mm.
        roll: bool,
    },
    /// Prints every paper of an inspection that has no print yet, on A4, in their order.
    PrintAll {
        /// Of which stop.
        inspection: Id,
    },
    /// Copies of papers on a printer, as each form demands them.
    PrintOn {
        /// Which papers, in their order.
        documents: Vec<Id>,
        /// URI or name of a printer, or `last`.
        printer: String,
    },
    /// How far a print is, or how the last one ended.
    LookAtPrint,
    /// Takes what is under way back from the printer, and sends no more.
    StopPrint,
    /// The printers of this laptop, and those that are found.
    LookAtPrinters,
    /// Sets a printer up, or names it anew.
    SetUpPrinter {
        /// As it was typed.
        uri: String,
        /// What officers call it.
        name: String,
    },
    /// The one key prints on this one from now on.
    ChoosePrinter {
        /// Of one that was set up.
        uri: String,
    },
    /// Forgets a printer.
    ForgetPrinter {
        /// Of one that was set up.
        uri: String,
    },
    /// A task of headquarters' was done.
    TaskDone {
        /// Headquarters' id of it.
        task: Id,
    },
    /// Offers the pen of a case to a colleague's laptop, face to face.
    OfferPen {
        /// Which stop.
        inspection: Id,
        /// Id of that laptop, as it was typed.
        to: String,
        /// Stands in the entry.
        reason: String,
    },
    /// Takes the pen of a case by a colleague's letters.
    TakePen {
        /// As they were typed or scanned.
        letters: String,
    },
    /// A fine was collected at the roadside, its money went on, or the one was put down by mistake.
    PutDownCash {
        /// Which stop.
        inspection: Id,
        /// What was done.
        act: CashAct,
    },
    /// Something of a case happened on a day and moves its deadlines, or was put down wrongly.
    RecordFact {
        /// Which stop.
        inspection: Id,
        /// As it was typed.
        fact: TypedFact,
    },
    /// Keeps what lies in folders or on a card with a stop.
    ImportEvidence(Box<Import>),
    /// How far an import is, or how the last one ended.
    LookAtImport,
    /// Stops it behind the file that is being read.
    StopImport,
    /// Says anew what one piece of evidence shows; what was said before stays in its entry.
    DescribeEvidence(Box<Describing>),
    /// A kept picture, to look at.
    OpenEvidence {
        /// Of which one.
        stop: Id,
        /// Of its bytes.
        digest: Digest,
    },
    /// The papers that may be made of a case beside or behind its stop, with their fields; nothing is written.
    LookAtPapers {
        /// Which stop.
        inspection: Id,
    },
    /// Begins an interview of a case, or goes on with the one that is begun.
    BeginInterview {
        /// Which stop.
        inspection: Id,
    },
    /// Makes one of them: confirmed, numbered, set and written at once.
    MakePaper(Box<PaperOrder>),
    /// Corrects recorded facts by a new entry; what was printed stays as it was.
    Correct {
        /// Which stop.
        inspection: Id,
        /// Path of the check contract; one of `correctable::CORRECTABLE`.
        field: String,
        /// As it should have been.
        value: String,
        /// Stands beside the correction for ever.
        reason: String,
    },
}

/// What the desk answers; some of it comes unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The PIN was right.
    SignedIn {
        /// Number of the credential.
        credential: String,
        /// For the top line.
        name: String,
        /// What he may ask.
        role: Role,
    },
    /// The PIN at the lock was right.
    Unlocked {
        /// Number of the credential.
        credential: String,
    },
    /// A PIN was changed.
    PinSet {
        /// Whose.
        credential: String,
    },
    /// The pair is out.
    ShiftStarted(Shift),
    /// How the shift would end now, or how the last one did.
    ShiftClosing {
        /// Its decisions and what waits.
        closing: Box<Closing>,
        /// It is over, and this is how.
        is_closed: bool,
    },
    /// The hand-over sheet lies in this file.
    ShiftClosed {
        /// Its decisions and what waits.
        closing: Box<Closing>,
        /// Of the sheet.
        path: String,
        /// It is gone when its user logs out.
        is_fleeting: bool,
    },
    /// The first screen.
    Today(Box<TodayView>),
    /// The clocks that run in all cases.
    Docket(Box<DocketView>),
    /// Those are all reckoned now, unasked: who shows them asks for them.
    DocketReckoned,
    /// Where every number of every block of this laptop is.
    Numbers(Box<NumbersView>),
    /// How the laptop stands with headquarters.
    Sync(Box<SyncView>),
    /// The courier's word, unasked.
    Carried(Box<SyncView>),
    /// The folder of a stick that is in.
    StickFound(Option<String>),
    /// What went on and came off the stick.
    StickExchanged(Exchanged),
    /// An exchange begins, or is asked to stop; how far it is comes unasked.
    StickUnderWay(Box<StickView>),
    /// How far an exchange is, unasked.
    StickMoved(Box<StickView>),
    /// A meeting begins, or is asked to stop; how far it is comes unasked.
    RelayUnderWay(Box<RelayView>),
    /// How far a meeting is, unasked.
    RelayMoved(Box<RelayView>),
    /// Rows of the queue.
    Queue(Box<QueuePage>),
    /// A stop to go on with.
    Draft(Box<Draft>),
    /// A field's text is durable.
    Saved {
        /// Of which stop.
        draft: Id,
        /// Path of the check contract.
        field: String,
        /// When.
        at: Moment,
    },
    /// A draft is gone.
    Dropped {
        /// Which.
        draft: Id,
    },
    /// What is known of a plate.
    Plate(Box<PlateView>),
    /// What ending the stop now would give.
    Prospect(Box<ProspectView>),
    /// What came of a stop.
    Concluded(Box<Conclusion>),
    /// What would be decided now is not what the PINs were typed for: it is shown, and they are asked anew.
    ToConfirm(Box<Terms>),
    /// A page of the list.
    Found(ListPage),
    /// One inspection in full.
    Inspection(Box<InspectionView>),
    /// A paper as a picture.
    Document(Box<DocumentPage>),
    /// The paper lies in this file.
    Printed {
        /// Which.
        document: Id,
        /// 1 for the first print.
        copy: u32,
        /// Of the file.
        path: String,
        /// It is gone when its user logs out.
        is_fleeting: bool,
    },
    /// So many papers lie in this folder.
    PrintedAll {
        /// Of which stop.
        inspection: Id,
        /// Papers.
        count: usize,
        /// Where they lie.
        folder: String,
        /// They are gone when their user logs out.
        is_fleeting: bool,
    },
    /// A print begins, or is asked to stop; how far it is comes unasked.
    PrintUnderWay(Box<PrintView>),
    /// How far a print is, unasked.
    PrintMoved(Box<PrintView>),
    /// The printers that were set up; how they stand comes unasked.
    Printers(Vec<PrinterLine>),
    /// How the printers stand, or that one was set up, unasked.
    PrintersMoved {
        /// Those that were set up, and those that were found.
        lines: Vec<PrinterLine>,
        /// Why one was not set up.
        trouble: Option<Trouble>,
    },
    /// The correction is in the journal.
    Corrected {
        /// Which stop.
        inspection: Id,
    },
    /// The letters that a colleague is shown.
    PenOffered {
        /// Which stop.
        inspection: Id,
        /// Letters, laptop and time.
        offered: Offered,
    },
    /// That this laptop took a pen is in the journal.
    PenTaken {
        /// Of which case.
        subject: Id,
        /// From which laptop.
        from: Id,
        /// Whether what the case holds is here.
        is_held: bool,
    },
    /// What became of cash is in the journal.
    CashPutDown(Box<CashLine>),
    /// A fact of a case, or that one was put down wrongly, is in the journal.
    FactRecorded(Box<FactLine>),
    /// The law refuses a fact of a case; nothing was written.
    FactRefused {
        /// Which stop.
        inspection: Id,
        /// By which rules.
        blocked: Vec<Blocked>,
    },
    /// An import begins, is over at once, or is asked to stop; how far it is comes unasked.
    ImportUnderWay(Box<ImportView>),
    /// How far an import is, unasked.
    ImportMoved(Box<ImportView>),
    /// What a piece of evidence shows is in the journal.
    EvidenceDescribed {
        /// Of which stop.
        inspection: Id,
    },
    /// A kept picture.
    EvidencePicture(Box<EvidencePicture>),
    /// The papers of a case, with their fields.
    Papers(Box<PapersView>),
    /// An interview to go on with.
    Interview(Box<InterviewView>),
    /// A paper of a case is in the journal, with its page.
    PaperMade(Box<PaperLine>),
    /// The law refuses a paper of a case; nothing was written.
    PaperRefused {
        /// Which stop.
        inspection: Id,
        /// By which rules, and at which fields.
        blocked: Vec<Blocked>,
    },
    /// That a task was done is in the journal.
    TaskDone {
        /// Which.
        task: Id,
    },
    /// What the keeper sees.
    Keeping(Box<KeepingView>),
    /// The keeper's command is done: key of its words, and whom or what it was done to.
    Kept {
        /// Key of the words.
        what: &'static str,
        /// A person, a folder.
        whom: String,
    },
    /// A new code, shown this once; the old one is still in force.
    CodeDrafted {
        /// All of it.
        code: Redacted<String>,
    },
    /// The new code is in force.
    CodeRenewed,
    /// The officer's word about the clock is in the journal.
    ClockConfirmed,
    /// It did not work, and why.
    Failed(Trouble),
}
