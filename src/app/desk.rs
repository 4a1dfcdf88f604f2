//! The officer's desk: journal, law, typesetter and clock in one hand; hands each command to its file.

use super::command::{Command, Reply, Trouble};
use super::conclude::conclude_draft;
use super::docket::Docket;
use super::drafts::save_field;
use super::import_run::ImportRun;
use super::open_evidence::open_evidence;
use super::paper_place::PaperPlace;
use super::pin::Proven;
use super::print_document::print_document;
use super::print_run::PrintRun;
use super::relay::Relaying;
use super::stick_run::StickRun;
use super::view::inspection::InspectionView;
use super::view::snapshot::Snapshot;
use super::view::today::Line;
use super::{
    cash, close_shift, confirm_clock, correct, courier, describe_evidence, docket, drafts,
    exchange_stick, hand_pen, interview, keeping, make_paper, metering, mirror, numbers, open_case,
    open_document, open_inspection, pin, preview_draft, print_all, printers, prospect, queue,
    record_fact, renew_code, roles, rulepack, satellites, search, sign_in, start_shift, tasks,
    today,
};
use crate::domain::bureau::Bureau;
use crate::domain::clock_step::ClockStep;
use crate::domain::rulebook::Rulebook;
use crate::print::typeset::Typesetter;
use crate::stdx::clock::{Clock, Moment};
use crate::stdx::digest::Digest;
use crate::stdx::id::{Dice, Id};
use crate::stdx::said::Said;
use crate::stdx::secret::Key;
use crate::store::keys::{DraftedCode, Ring};
use crate::store::queue::Tally;
use crate::store::verify::Verdict;
use crate::store::{Store, StoreFault};
use crate::wire::event::Body;
use crate::wire::suite::Suite;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What is said of a journal that is damaged.
const DAMAGED: &str = "trouble.damaged_journal";

/// Everything that a command may need. It lives on one thread: the store's.
pub struct Desk {
    /// Goes first: it still reads the journal while it ends.
    pub(super) mirror: Option<mirror::Running>,
    pub(super) courier: Option<courier::Courier>,
    /// The satellite receiver, where one was chosen.
    pub(super) receiver: Option<satellites::Receiver>,
    /// The last exchange with a stick, on its thread.
    pub(super) stick: Option<StickRun>,
    /// The last import of evidence, on its thread.
    pub(super) import: Option<ImportRun>,
    /// The last print on a printer, on its thread.
    pub(super) printing: Option<PrintRun>,
    /// What goes by a colleague's laptop.
    pub(super) relay: Relaying,
    /// What of the queue was counted already.
    pub(super) tally: Tally,
    /// The clocks of all cases, as far as they are reckoned.
    pub(super) docket: Docket,
    /// The line costs by the byte: photographs wait for a free one.
    pub(super) metered: bool,
    pub(super) store: Store,
    pub(super) bureau: Bureau,
    pub(super) rulebook: Arc<Rulebook>,
    /// Packs that earlier cases were decided under, read when asked for.
    pub(super) packs: BTreeMap<Digest, Arc<Rulebook>>,
    pub(super) typesetter: Option<Arc<Typesetter>>,
    pub(super) clock: Clock,
    pub(super) dice: Dice,
    /// Credential of the officer who is signed in.
    pub(super) signed_in: Option<String>,
    /// Officers whose PIN a script gave.
    pub(super) proven: Vec<Proven>,
    /// Where the file printer may lay its papers.
    pub(super) papers: PaperPlace,
    /// Below it lie the device secrets of this laptop; `None` where the machine names no such folder.
    pub(super) secrets: Option<PathBuf>,
    /// Below these the machine shows the sticks that are in.
    pub(super) stick_roots: Vec<PathBuf>,
    pub(super) sample_pins: Vec<(String, String, String)>,
    pub(super) ring: Ring,
    /// Shown to the keeper, and not typed back yet.
    pub(super) drafted_code: Option<DraftedCode>,
    /// The journal's key, for a PIN that is set anew.
    pub(super) key: Key,
    /// Headquarters sent what this program must understand and cannot read: it issues no document.
    pub(super) must_update: bool,
    /// Headquarters ordered the screens locked, and nobody typed a PIN since.
    pub(super) lock_ordered: bool,
    /// What kept party data here whose days are over; `None` once it has left.
    pub(super) pruning_trouble: Option<Trouble>,
    /// All of the journal was read because it looked damaged, and it is: nobody waits for that twice.
    is_unsound: bool,
}

impl Desk {
    /// Sits down at an open journal.
    ///
    /// # Errors
    /// When the journal cannot be read, or its rule pack is not on this laptop.
    pub fn new(mut store: Store, clock: Clock, mut dice: Dice) -> Result<Desk, StoreFault> {
        let bureau = match read_bureau(&store, u64::MAX) {
            // A fault of a moment closes a connection under a key for good.
            Err(_) => store.revive().and_then(|()| read_bureau(&store, u64::MAX))?,
            Ok(bureau) => bureau,
        };
        let rulebook = match bureau.pack {
            Some(digest) => rulepack::kept(&store, digest)?,
            None => rulepack::embedded()?,
        };
        let mut clock = clock;
        match (store.reading_of_this_boot(), store.last_reading()) {
            (Some(earlier), _) => clock.go_on_from(&earlier),
            (None, Some(earlier)) => clock.go_on_after_restart(&earlier),
            (None, None) => {}
        }
        let sample_pins = if bureau.agency.sample { super::sample::pins() } else { Vec::new() };
        let (ring, key) = (Ring::in_memory(&mut dice), dice.key());
        let mut desk = Desk {
            mirror: None,
            courier: None,
            receiver: None,
            stick: None,
            import: None,
            printing: None,
            relay: Relaying::of(&store),
            tally: Tally::default(),
            docket: Docket::default(),
            metered: metering::chosen(&store.site().ground, store.folder()),
            ring,
            drafted_code: None,
            key,
            store,
            bureau,
            rulebook,
            packs: BTreeMap::new(),
            typesetter: None,
            clock,
            dice,
            signed_in: None,
            proven: Vec::new(),
            papers: PaperPlace::default(),
            secrets: None,
            stick_roots: exchange_stick::STICKS.map(PathBuf::from).to_vec(),
            sample_pins,
            must_update: false,
            lock_ordered: false,
            pruning_trouble: None,
            is_unsound: false,
        };
        desk.understand()?;
        Ok(desk)
    }

    /// What headquarters sent to a program before this one, which could not read it.
    fn understand(&mut self) -> Result<(), StoreFault> {
        if self.store.may_write() && !self.store.unread_items()?.is_empty() {
            self.shelf().understand()?;
            self.refresh()?;
        }
        self.must_update = self.store.must_be_updated()?;
        Ok(())
    }

    /// Reads the bureau's entries again, and with them the law that is in force now.
    pub(super) fn refresh(&mut self) -> Result<(), StoreFault> {
        let locks = self.bureau.locks_ordered;
        self.bureau = read_bureau(&self.store, u64::MAX)?;
        self.lock_ordered |= self.bureau.locks_ordered > locks;
        if let Some(digest) = self.bureau.pack.filter(|pack| *pack != self.rulebook.pack.digest) {
            self.rulebook = rulepack::kept(&self.store, digest)?;
        }
        self.must_update = self.store.must_be_updated()?;
        pin::follow_roster(self);
        Ok(())
    }

    /// Whether there is a bureau to work for.
    #[must_use]
    pub fn is_founded(&self) -> bool {
        self.bureau.is_founded()
    }

    /// A step of the clock that no officer has said a word about yet; to be asked, never guessed.
    #[must_use]
    pub fn clock_step(&self) -> Option<ClockStep> {
        self.store.clock_step(self.clock.read())
    }

    /// Headquarters told its time just now.
    pub fn hear_headquarters(&mut self, at: Moment) {
        self.clock.hear_headquarters(at);
    }

    /// Chooses where the journal is mirrored from now on, or nowhere.
    ///
    /// # Errors
    /// When the place cannot be used, or the choice cannot be kept.
    pub fn choose_mirror(&mut self, place: Option<&std::path::Path>) -> Result<(), Trouble> {
        mirror::choose(&self.store, place)?;
        self.start_mirror();
        Ok(())
    }

    /// Begins to mirror the journal where this laptop chose to; nothing happens where it chose none.
    pub fn start_mirror(&mut self) {
        let chosen = self.mirror_place().filter(|_| self.store.may_write());
        self.mirror = chosen.map(|to| mirror::Running::start(self.store.site().clone(), to));
    }

    /// The folder of the mirror; `None` when nobody chose a place.
    #[must_use]
    pub fn mirror_place(&self) -> Option<PathBuf> {
        mirror::chosen(&self.store.site().ground, self.store.folder())
    }

    /// Lets the mirror catch up and ends it; how far it came.
    pub fn end_mirror(&mut self) -> Option<mirror::Progress> {
        self.mirror.take().map(mirror::Running::end)
    }

    /// The folder of the journal.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.store.folder()
    }

    /// How far the mirror is; `None` where none was chosen.
    #[must_use]
    pub fn mirror_progress(&self) -> Option<mirror::Progress> {
        self.mirror.as_ref().map(mirror::Running::progress)
    }

    /// This laptop's id, as headquarters and colleagues name it.
    #[must_use]
    pub fn device(&self) -> Id {
        self.store.device()
    }

    /// The desk's clock, with what others told it.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Lets this desk lay its papers into `folder`.
    pub fn set_paper_folder(&mut self, folder: PathBuf) {
        self.papers.here = Some(folder);
    }

    /// Where papers that are printed to a file lie.
    ///
    /// # Errors
    /// When a real bureau's papers have no place, one inside its folder or one that is no whole path, or the settings are
    /// not in order.
    pub fn paper_folder(&self) -> Result<PathBuf, Trouble> {
        let site = self.store.site();
        self.papers.of(&site.ground, &site.folder, self.bureau.agency.sample)
    }

    /// Whether what lies in `papers` is gone when its user logs out.
    #[must_use]
    pub fn is_fleeting(&self, papers: &std::path::Path) -> bool {
        self.papers.is_fleeting(papers)
    }

    /// Below which folders sticks are looked for.
    pub fn set_stick_roots(&mut self, roots: Vec<PathBuf>) {
        self.stick_roots = roots;
    }

    /// What the screen thread keeps at hand.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            agency: self.bureau.agency.clone(),
            officers: self.bureau.officers.clone(),
            rulebook: Arc::clone(&self.rulebook),
            shift: self.bureau.shift.clone(),
            // A journal that cannot be read says so to the officer's next command.
            tasks: tasks::given(self).unwrap_or_default(),
            // A file that is not in order says so where printers are listed.
            printer: self.printer(printers::LAST).ok(),
            numbers: numbers::supply(self).ok(),
            sample_pins: self.sample_pins.clone(),
        }
    }

    /// Does what an officer asked.
    pub fn handle(&mut self, command: Command) -> Reply {
        self.hear_receiver();
        if let Err(trouble) = roles::permits(self, &command) {
            return Reply::Failed(trouble);
        }
        self.over_the_disk(|desk| desk.answer(command)).unwrap_or_else(Reply::Failed)
    }

    /// Does `work` over a connection that is of use, wakes the mirror, and holds against the disk what came of it.
    ///
    /// # Errors
    /// Those of `work`; a journal is called damaged only when all of it was read anew.
    pub fn over_the_disk<T>(
        &mut self,
        work: impl FnOnce(&mut Desk) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        self.store.revive()?;
        self.mirrored(work).map_err(|trouble| self.held_against_the_disk(trouble))
    }

    /// Does `work`, and wakes the mirror behind it where something was committed; nobody waits for it.
    pub(super) fn mirrored<T>(&mut self, work: impl FnOnce(&mut Desk) -> T) -> T {
        let before = self.store.head().number;
        let done = work(self);
        if let Some(mirror) = &self.mirror
            && self.store.head().number != before
        {
            mirror.wake();
        }
        done
    }

    /// Under a key a fault of a moment looks like damage: a journal is called so only when all of it was read anew.
    fn held_against_the_disk(&mut self, trouble: Trouble) -> Trouble {
        // Only these two does SQLCipher say of a page that came over wrongly; a row that is not as it was written stays so.
        let looks_so = trouble.key == DAMAGED
            && ["sqlite.damaged", "sqlite.no_database"].contains(&trouble.a.key());
        if !looks_so || self.is_unsound || self.store.site().key.is_none() {
            return trouble;
        }
        match self.store.is_sound() {
            Some(false) => {
                self.is_unsound = true;
                trouble
            }
            // It is whole, or the disk let nobody look: who could not ask asks again.
            Some(true) | None => Trouble::new("trouble.store").with(Said::words("sqlite.disk")),
        }
    }

    #[allow(clippy::too_many_lines, reason = "a table: each command is a line")]
    fn answer(&mut self, command: Command) -> Result<Reply, Trouble> {
        match command {
            Command::SignIn { credential, pin } => sign_in::sign_in(self, &credential, pin.get()),
            Command::Unlock { credential, pin } => self.unlock(&credential, pin.get()),
            Command::ChangePin { credential, old, new } => {
                pin::change(self, &credential, old.get(), new.get())
            }
            Command::LoadKeeping => keeping::load(self),
            Command::Enrol { person, pin } => keeping::enrol(self, &person, pin.get()),
            Command::EndPerson { credential } => keeping::end(self, &credential),
            Command::ResetPin { credential, code, pin } => {
                pin::reset(self, &credential, code.get(), pin.get())
            }
            Command::NameAgency { agency } => keeping::name_agency(self, *agency),
            Command::ChooseMirror { place } => keeping::choose_mirror(self, &place),
            Command::DraftCode => renew_code::show(self),
            Command::RenewCode { typed_back } => renew_code::take_back(self, typed_back.get()),
            Command::StartShift { colleague, station, plan } => {
                start_shift::start_shift(self, &colleague, station, plan)
            }
            Command::LoadSync => self.look_at_sync(),
            Command::SyncNow => self.sync_now(),
            Command::GoSync { photographs } => self.go_now(photographs),
            Command::StopSync => self.stop_sync(),
            Command::SetMetered { metered } => self.choose_metered(metered),
            Command::LoadQueue { shown, at } => queue::load(self, shown, at),
            Command::FindStick => Ok(self.find_stick()),
            Command::ExchangeStick { folder } => self.begin_stick(folder),
            Command::LookAtStick => Ok(self.look_at_stick()),
            Command::StopStick => Ok(self.stop_stick()),
            Command::BearForColleague => self.begin_bearing(),
            Command::GiveToColleague { address, code } => self.begin_giving(&address, &code),
            Command::LookAtRelay => Ok(self.look_at_relay()),
            Command::StopRelay => Ok(self.stop_relay()),
            Command::LookAtClose => close_shift::look(self),
            Command::CloseShift => close_shift::close(self),
            Command::LoadToday => today::load_today(self),
            Command::LoadDocket => docket::load(self),
            Command::LoadNumbers => numbers::load(self),
            Command::NewDraft => drafts::new_draft(self),
            Command::OpenDraft { draft } => drafts::open_draft(self, draft),
            Command::SaveField { draft, field, value } => save_field(self, draft, field, &value),
            Command::DropDraft { draft } => drafts::drop_draft(self, draft),
            Command::LookUpPlate { plate, by } => search::look_up_plate(self, &plate, by),
            Command::LookAtEnd { draft } => prospect::look(self, draft),
            Command::PreviewDraft { draft, page } => preview_draft::look(self, draft, page),
            Command::Conclude { draft, shown, pins } => conclude_draft(self, draft, shown, &pins),
            Command::OpenCase { stop, shown, pins, evidence_gap } => {
                open_case::open(self, stop, shown, &pins, &evidence_gap)
            }
            Command::ConfirmClock { said } => confirm_clock::confirm_clock(self, said),
            Command::Search { text, before } => search::search(self, text, before),
            Command::OpenInspection { inspection } => open_inspection::show(self, inspection),
            Command::OpenDocument { document, page, width_px } => {
                open_document::open_document(self, document, page, width_px)
            }
            Command::Print { document, roll } => print_document(self, document, roll),
            Command::PrintAll { inspection } => print_all::print_all(self, inspection),
            Command::PrintOn { documents, printer } => self.begin_print(&documents, &printer),
            Command::LookAtPrint => Ok(self.look_at_print()),
            Command::StopPrint => Ok(self.stop_print()),
            Command::LookAtPrinters => self.look_at_printers(),
            Command::SetUpPrinter { uri, name } => self.begin_set_up(uri, name),
            Command::ChoosePrinter { uri } => {
                self.choose_printer(&uri).and_then(|_| self.printer_lines()).map(Reply::Printers)
            }
            Command::ForgetPrinter { uri } => {
                self.forget_printer(&uri).and_then(|_| self.printer_lines()).map(Reply::Printers)
            }
            Command::TaskDone { task } => tasks::done(self, task),
            Command::OfferPen { inspection, to, reason } => {
                hand_pen::show(self, inspection, &to, &reason)
            }
            Command::TakePen { letters } => hand_pen::take_typed(self, &letters),
            Command::PutDownCash { inspection, act } => cash::put_down(self, inspection, &act),
            Command::RecordFact { inspection, fact } => record_fact::note(self, inspection, &fact),
            Command::ImportEvidence(order) => self.begin_import(*order),
            Command::LookAtImport => Ok(self.look_at_import()),
            Command::StopImport => Ok(self.stop_import()),
            Command::DescribeEvidence(order) => describe_evidence::describe(self, *order),
            Command::OpenEvidence { stop, digest } => open_evidence(self, stop, digest),
            Command::LookAtPapers { inspection } => make_paper::look(self, inspection),
            Command::BeginInterview { inspection } => interview::begin(self, inspection),
            Command::MakePaper(order) => make_paper::make(self, &order),
            Command::Correct { inspection, field, value, reason } => {
                correct::correct(self, inspection, &field, &value, reason)
            }
        }
    }

    fn find_stick(&self) -> Reply {
        Reply::StickFound(exchange_stick::found_stick(&self.stick_roots))
    }

    fn unlock(&mut self, credential: &str, pin: &str) -> Result<Reply, Trouble> {
        let proven = pin::prove_one(self, credential, pin)?;
        // Midnight may have ended his certificate meanwhile; what he typed lies in its draft.
        if let Some(person) = self.bureau.officer(credential) {
            self.roster().covers(person)?;
        }
        self.lock_ordered = false;
        Ok(Reply::Unlocked { credential: proven.credential })
    }

    fn sync_now(&mut self) -> Result<Reply, Trouble> {
        if let Some(courier) = &self.courier {
            courier.ring();
        }
        self.look_at_sync()
    }

    /// Reads the whole journal again.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn verify(&self) -> Result<Verdict, Trouble> {
        Ok(self.store.verify()?)
    }

    /// The key that this journal names as its device's; `None` in a journal older than such keys.
    #[must_use]
    pub fn public_key(&self) -> Option<(Suite, &[u8])> {
        self.store.public_key()
    }

    /// Makes every row anew from the journal; gives the number of entries.
    ///
    /// # Errors
    /// When an entry cannot be read; the rows stay as they were then.
    pub fn rebuild(&mut self) -> Result<u64, Trouble> {
        Ok(self.store.rebuild()?)
    }

    /// Inspections, newest first.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn list(&self, text: &str, limit: u32) -> Result<Vec<Line>, Trouble> {
        let rows = self.store.inspections(text.trim(), None, limit)?;
        Ok(rows.iter().map(open_inspection::line).collect())
    }

    /// One inspection by its id, or by the number of one of its papers.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(&mut self, what: &str) -> Result<InspectionView, Trouble> {
        let none = || Trouble::new("trouble.no_inspection").with(what);
        let id = if let Some(id) = Id::parse(what) {
            id
        } else {
            let papers = self.store.document_numbered(what.trim())?;
            papers.first().map(|paper| paper.inspection).ok_or_else(none)?
        };
        open_inspection::open_inspection(self, id)
    }

    /// The law that a decision was taken under.
    pub(super) fn rulebook_of(&mut self, pack: Digest) -> Result<Arc<Rulebook>, Trouble> {
        if pack == self.rulebook.pack.digest {
            return Ok(Arc::clone(&self.rulebook));
        }
        if let Some(known) = self.packs.get(&pack) {
            return Ok(Arc::clone(known));
        }
        let rulebook = rulepack::kept(&self.store, pack)?;
        self.packs.insert(pack, Arc::clone(&rulebook));
        Ok(rulebook)
    }

    /// Takes a typesetter that is there already, for who sits down at many desks: fonts and pages are read once.
    pub fn lend(&mut self, typesetter: Arc<Typesetter>) {
        self.typesetter = Some(typesetter);
    }

    /// The typesetter, made at the first page: a terminal that prints nothing needs no font.
    pub(super) fn typesetter(&mut self) -> Result<&Typesetter, Trouble> {
        if self.typesetter.is_none() {
            self.typesetter = Some(Arc::new(Typesetter::new().map_err(print_trouble)?));
        }
        self.typesetter.as_deref().ok_or_else(|| Trouble::new("trouble.typeset"))
    }
}

/// The bureau as the entries before `number` have it: what was decided then was decided in its name and by its officers.
///
/// # Errors
/// When the journal cannot be read.
pub(super) fn read_bureau(store: &Store, number: u64) -> Result<Bureau, StoreFault> {
    let mut bureau = Bureau::default();
    for entry in store.bureau_entries()?.into_iter().filter(|kept| kept.envelope.number < number) {
        match entry.body {
            Body::Bureau(event) => bureau.apply(event),
            // Of the bureau's entries only the lists of closed shifts leave.
            Body::Pruned => bureau.apply_pruned_close(),
            Body::Inspection(_) | Body::Later { .. } => {}
        }
    }
    Ok(bureau)
}

impl From<StoreFault> for Trouble {
    fn from(fault: StoreFault) -> Trouble {
        Trouble::new(fault.key()).with(fault.said())
    }
}

/// A fault of paper or printer as a sentence.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn print_trouble(fault: crate::print::fault::PrintFault) -> Trouble {
    let (key, a, b) = fault.said();
    Trouble::new(key).with(a).and(b)
}
