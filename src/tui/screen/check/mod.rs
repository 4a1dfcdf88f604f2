//! A stop from the place to the decision: six steps over one draft, with the law beside them.

pub mod circumstances;
pub mod decision;
mod ending;
pub mod findings;
pub mod leniency;
pub mod party;
pub mod people;
pub mod place;
pub mod readings;
pub mod unloading;
pub mod vehicle;
pub mod weighing;

mod keep;
mod law;
mod notes;
mod pair;
mod view;

use crate::app::command::{Command, Reply};
use crate::app::draft::Draft;
use crate::app::prospect::ProspectView;
use crate::app::view::plate::{PlateView, TripLine};
use crate::app::view::snapshot::Assessment;
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::offender::Offenders;
use crate::domain::party::PartyKind;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::confirm;
use crate::tui::screen::inspection::InspectionScreen;
use crate::tui::screen::picker::Picker;
use crate::tui::screen::preview::Preview;
use crate::tui::shared::Shared;
use crate::tui::widget::form::{Field, Form, Heard};
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;
use std::collections::{BTreeMap, VecDeque};

/// What a step makes its fields from.
pub struct Sketch<'a> {
    pub draft: &'a Draft,
    pub cx: &'a Shared,
    /// Fields of amounts that the law leaves to be chosen.
    pub asks_amount: &'a [String],
    /// Findings whose fine the law lets the officers leave out (可以处), from 0.
    pub may_leave_out: &'a [usize],
    pub permit_asked: bool,
    /// The vehicle was fined on this day already, or a case was opened: was it another trip?
    pub fined_today: bool,
    /// Stops of the vehicle that may have been on the trip at hand.
    pub trips: &'a [TripLine],
}

struct Definition {
    /// Key of its words.
    title: &'static str,
    applies: fn(&Draft) -> bool,
    fields: fn(&Sketch<'_>) -> Vec<Field>,
}

const STEPS: [Definition; 6] = [
    Definition { title: "step.place", applies: place::applies, fields: place::fields },
    Definition { title: "step.vehicle", applies: vehicle::applies, fields: vehicle::fields },
    Definition { title: "step.weighing", applies: weighing::applies, fields: weighing::fields },
    Definition { title: "step.findings", applies: findings::applies, fields: findings::fields },
    Definition { title: "step.party", applies: party::applies, fields: party::fields },
    Definition { title: "step.decision", applies: decision::applies, fields: decision::fields },
];
const FINDINGS: usize = 3;
const PARTY: usize = 4;
const DECISION: usize = 5;
/// Asked on the screen only, to show the fields of a permit; no part of a record.
const PERMIT_ASKED: &str = "permit.asked";

pub struct Check {
    draft: Draft,
    /// What the desk was told of the draft, so that only what changed is told again; `None` where the disk may not have it.
    told: BTreeMap<String, Option<String>>,
    /// Fields that the desk has not answered for yet, in the order in which it was told.
    unanswered: VecDeque<String>,
    /// The officer leaves as soon as all of it is kept.
    leaving: bool,
    step: usize,
    form: Form,
    permit_asked: bool,
    plate: Option<Box<PlateView>>,
    looked_up: (String, Offenders),
    stands: Option<Assessment>,
    outlooks: Vec<(PartyKind, crate::domain::inspection::judgement::Judgement)>,
    asks_amount: Vec<String>,
    may_leave_out: Vec<usize>,
    /// The law over the whole screen, on narrow terminals.
    law_open: bool,
    law_from: std::cell::Cell<usize>,
    summary: bool,
    /// What the desk says the end would give, papers and all; known a moment after the summary opens.
    prospect: Option<Box<ProspectView>>,
    /// The end was asked for before the desk had said what it would give: it goes on when that is known.
    ends_when_seen: bool,
    concluding: bool,
}

impl Check {
    #[must_use]
    pub fn new(draft: Draft) -> Check {
        let told = draft.fields.clone().into_iter().map(|(path, value)| (path, Some(value)));
        let told = told.collect();
        let permit_asked = draft.fields.keys().any(|path| path.starts_with("permit."));
        Check {
            draft,
            told,
            unanswered: VecDeque::new(),
            leaving: false,
            step: 0,
            form: Form::default(),
            permit_asked,
            plate: None,
            looked_up: (String::new(), Offenders::default()),
            stands: None,
            outlooks: Vec::new(),
            asks_amount: Vec::new(),
            may_leave_out: Vec::new(),
            law_open: false,
            law_from: std::cell::Cell::new(0),
            summary: false,
            prospect: None,
            ends_when_seen: false,
            concluding: false,
        }
    }

    fn step_fields(&self, step: usize, cx: &Shared) -> Vec<Field> {
        let today = cx.now.day();
        let fined_today = self.plate.as_ref().is_some_and(|view| view.is_pursued_on(today));
        let sketch = Sketch {
            draft: &self.draft,
            cx,
            asks_amount: &self.asks_amount,
            may_leave_out: &self.may_leave_out,
            permit_asked: self.permit_asked,
            fined_today,
            trips: self.plate.as_ref().map_or(&[], |view| view.trips.as_slice()),
        };
        (STEPS[step].fields)(&sketch)
    }

    /// Goes to `step`, to the first field that is wanted and empty.
    fn open_step(&mut self, step: usize, cx: &Shared) {
        self.step = step;
        self.summary = false;
        self.law_open = false;
        if step == FINDINGS {
            self.prefer_finding();
        }
        self.form = Form::new(self.step_fields(step, cx));
        let due = self.form.focus_first(&self.bad());
        if step == FINDINGS && !due {
            self.form.focus_on(&findings::path(self.draft.findings(), "code"));
        }
    }

    /// Where a draft that is taken up again goes on: the first step with a field that is wanted and
    /// empty, or bad.
    fn first_due_step(&self, cx: &Shared) -> usize {
        if self.draft.saved_at.is_none() {
            return 0;
        }
        let mut steps = (0..STEPS.len()).filter(|step| (STEPS[*step].applies)(&self.draft));
        let due = |step: &usize| Form::new(self.step_fields(*step, cx)).focus_first(&self.bad());
        steps.find(due).unwrap_or(0)
    }

    /// Fields that a form alone cannot know, before they are shown.
    fn prefer_finding(&mut self) {
        for nth in 0..self.draft.findings() {
            for (field, usual) in [("corrected_at_once", "false"), ("harm", "none")] {
                let path = findings::path(nth, field);
                if self.draft.get(&path).is_empty() {
                    self.draft.set(&path, usual);
                }
            }
        }
    }

    fn rebuild(&mut self, cx: &Shared) {
        self.form = self.form.rebuilt(self.step_fields(self.step, cx));
    }

    /// Takes the focused field into the draft, so that the law sees every key.
    fn take(&mut self, cx: &Shared) {
        let path = self.form.path().to_string();
        let value = self.form.focused_value();
        if path == PERMIT_ASKED {
            self.permit_asked = value == "true";
        } else if !path.is_empty() && self.draft.get(&path) != value {
            let dropped = path.starts_with("findings[") && path.ends_with("].code");
            self.draft.set(&path, &value);
            if let Some(at) = unloading::untimed(&self.draft, &path) {
                self.draft.set(&at, &cx.now.rfc3339());
            }
            let stands = self.stands.as_ref();
            if let Some((own, text)) = circumstances::reworded(&self.draft, &path, stands) {
                self.draft.set(&own, &text);
            }
            if dropped && value.is_empty() {
                self.close_gap(&path);
                self.rebuild(cx);
            }
        }
        self.assess(cx);
    }

    /// Leaves the focused field: takes it, shows what depends on it, then goes where `go` says.
    fn leave(&mut self, cx: &Shared, go: impl FnOnce(&mut Form)) -> Vec<Step> {
        self.take(cx);
        self.rebuild(cx);
        go(&mut self.form);
        self.save()
    }

    fn go_on(&mut self, cx: &mut Shared) -> Vec<Step> {
        if self.law_open {
            self.law_open = false;
            return Vec::new();
        }
        if self.summary {
            return self.decide(cx);
        }
        let next_code = findings::path(self.draft.findings(), "code");
        if self.step == FINDINGS && self.form.path() == next_code {
            if self.over_kg() > 0 && self.draft.findings() == 0 {
                return self.add_finding(findings::OVER_LIMIT, cx);
            }
            return self.turn(cx);
        }
        self.take(cx);
        self.rebuild(cx);
        if self.form.advance(&self.bad()) { self.save() } else { self.turn(cx) }
    }

    /// To the next step that applies, or to the summary behind the last.
    fn turn(&mut self, cx: &Shared) -> Vec<Step> {
        self.take(cx);
        let next = (self.step + 1..STEPS.len()).find(|step| (STEPS[*step].applies)(&self.draft));
        if let Some(step) = next {
            self.open_step(step, cx);
        } else {
            self.summary = true;
            self.law_from.set(0);
            let mut steps = self.save();
            steps.push(self.look_at_end());
            return steps;
        }
        self.save()
    }

    /// Asks the desk what the end would give.
    fn look_at_end(&mut self) -> Step {
        (self.prospect, self.ends_when_seen) = (None, false);
        Step::Run(Command::LookAtEnd { draft: self.draft.id })
    }

    fn turn_back(&mut self, cx: &Shared) -> Vec<Step> {
        self.take(cx);
        let mut before = if self.summary { 0..self.step + 1 } else { 0..self.step };
        match before.rfind(|step| (STEPS[*step].applies)(&self.draft)) {
            Some(step) => {
                self.open_step(step, cx);
                self.save()
            }
            None => self.go_away(cx),
        }
    }

    fn go_away(&mut self, cx: &Shared) -> Vec<Step> {
        self.take(cx);
        let mut steps = self.save();
        // What the disk refuses would be gone with the screen.
        self.leaving = !self.unanswered.is_empty();
        if !self.leaving {
            steps.extend(gone(cx));
        }
        steps
    }

    fn over_kg(&self) -> i64 {
        let weighed = self.stands.as_ref().and_then(|s| s.judgement.weighed.as_ref());
        weighed.map_or(0, |weighed| weighed.over_kg)
    }

    fn add_finding(&mut self, code: &str, cx: &Shared) -> Vec<Step> {
        let nth = self.draft.findings();
        self.draft.set(&findings::path(nth, "code"), code);
        self.prefer_finding();
        self.assess(cx);
        self.step = FINDINGS;
        self.rebuild(cx);
        self.form.focus_on(&findings::path(nth, "facts"));
        self.save()
    }

    fn same_as_party(&mut self, cx: &Shared) -> Vec<Step> {
        self.take(cx);
        for (path, value) in party::same_as_party(&self.draft) {
            self.draft.set(path, &value);
        }
        self.assess(cx);
        self.form = Form::new(self.step_fields(self.step, cx));
        if self.form.focused().is_some_and(|field| !field.value().is_empty()) {
            self.form.focus_on("present.authorised");
        }
        self.save()
    }

    /// Ticks what is not ticked yet, with the one time at which the officer said so; what was told before
    /// the cards were shown is told anew.
    fn tell_all(&mut self, cx: &Shared) -> Vec<Step> {
        let anew = self.stands.as_ref().is_some_and(|stands| {
            let too_early =
                |no: &Blocked| no.rule == Rule::TellingOrder && no.field == decision::TOLD;
            stands.judgement.blocked.iter().any(too_early)
        });
        for path in decision::topics() {
            if anew || self.draft.get(&path).is_empty() {
                self.draft.set(&path, &cx.now.rfc3339());
                self.draft.record(&path);
            }
        }
        self.assess(cx);
        self.form = Form::new(self.step_fields(self.step, cx));
        self.form.focus_first(&self.bad());
        self.save()
    }

    /// Opens the step that holds `path`, with the keys on it.
    fn show_field(&mut self, path: &str, cx: &Shared) {
        let has = |fields: &[Field]| fields.iter().any(|field| field.path.starts_with(path));
        let found = (0..STEPS.len())
            .filter(|step| (STEPS[*step].applies)(&self.draft))
            .find(|step| has(&self.step_fields(*step, cx)));
        if let Some(step) = found {
            self.open_step(step, cx);
            let first = self.form.fields().iter().find(|field| field.path.starts_with(path));
            if let Some(path) = first.map(|field| field.path.clone()) {
                self.form.focus_on(&path);
            }
        }
    }

    /// Who has not shown his card has told nothing: leads to its tick, while it is empty.
    fn cards_first(&mut self, cx: &Shared) -> Option<Vec<Step>> {
        const CARDS: &str = "telling.cards_shown";
        if !self.draft.get(CARDS).is_empty() {
            return None;
        }
        self.show_field(CARDS, cx);
        Some(vec![Step::Notice(format!("! {}", t!("notice.cards_first", locale = cx.l())))])
    }

    fn ask_to_tell(&mut self, cx: &Shared) -> Vec<Step> {
        if let Some(first) = self.cards_first(cx) {
            return first;
        }
        let l = cx.l();
        let mut question = vec![t!("ask.tell_all", locale = l).into_owned()];
        question.extend(decision::topics().map(|path| format!("- {}", words::field(l, &path))));
        vec![Step::Ask { question, yes: Answer::TellAll }]
    }
}

/// Away from the stop, whose draft is kept.
fn gone(cx: &Shared) -> Vec<Step> {
    vec![Step::Back, Step::Notice(t!("notice.draft_kept", locale = cx.l()).into_owned())]
}

impl Screen for Check {
    fn name(&self) -> &'static str {
        "check"
    }

    fn is_typing(&self) -> bool {
        !self.summary && !self.law_open
    }

    fn grabs(&self, key: &KeyEvent) -> bool {
        !self.summary && !self.law_open && self.form.grabs(key)
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        match action {
            Action::SameAsParty => self.step == PARTY && !self.summary,
            Action::TellAll => self.step == DECISION && !self.summary,
            Action::Pick => self.step == FINDINGS && !self.summary,
            Action::DraftPaper => self.summary && self.draft.findings() > 0,
            // What Enter does there stands in the summary itself.
            Action::PageDown | Action::Law | Action::Enter => !self.summary,
            Action::Next | Action::Previous => !self.summary && !self.law_open,
            _ => true,
        }
    }

    fn entered(&mut self, cx: &mut Shared) -> Vec<Step> {
        self.assess(cx);
        let step = self.first_due_step(cx);
        self.open_step(step, cx);
        let mut steps = self.save();
        steps.extend(self.ask_to_take_over(cx));
        steps
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        let scrolling = self.law_open || self.summary;
        // Another key is another wish.
        self.ends_when_seen = false;
        match action {
            Action::Back if self.law_open => {
                self.law_open = false;
                Vec::new()
            }
            Action::Next | Action::Down if scrolling => {
                self.law_from.set(self.law_from.get().saturating_add(1));
                Vec::new()
            }
            Action::Previous | Action::Up if scrolling => {
                self.law_from.set(self.law_from.get().saturating_sub(1));
                Vec::new()
            }
            Action::Enter => self.go_on(cx),
            Action::Back | Action::PageUp => self.turn_back(cx),
            Action::PageDown => self.turn(cx),
            Action::Next | Action::Down => self.leave(cx, Form::next),
            Action::Previous | Action::Up => self.leave(cx, Form::previous),
            Action::Leave => self.go_away(cx),
            Action::Law if !self.summary => {
                self.law_open = !self.law_open;
                self.law_from.set(0);
                Vec::new()
            }
            Action::DraftPaper if self.summary && self.draft.findings() > 0 => {
                vec![Step::Go(Box::new(Preview::of_draft(self.draft.id)))]
            }
            Action::SameAsParty if self.step == PARTY => self.same_as_party(cx),
            Action::TellAll if self.step == DECISION && !self.summary => {
                let mut steps = self.leave(cx, |_| ());
                steps.extend(self.ask_to_tell(cx));
                steps
            }
            Action::Pick if self.step == FINDINGS && !self.summary => {
                let mut steps = self.leave(cx, |_| ());
                steps.push(Step::Go(Box::new(Picker::new(&self.draft, cx))));
                steps
            }
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        if self.summary || self.law_open {
            return Vec::new();
        }
        let tells = decision::topics().any(|path| path == self.form.path());
        if tells && let Some(first) = self.cards_first(cx) {
            return first;
        }
        match self.form.key(key, cx.now) {
            Heard::Nothing => Vec::new(),
            Heard::Changed => {
                self.take(cx);
                Vec::new()
            }
            Heard::Chosen => {
                // The same word chosen once more was heard once more.
                let path = self.form.path().to_string();
                if self.draft.get(&path) == self.form.focused_value() {
                    self.draft.record(&path);
                }
                self.take(cx);
                self.rebuild(cx);
                self.form.advance(&self.bad());
                self.save()
            }
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Shared) -> Vec<Step> {
        if !self.summary && !self.law_open && self.form.paste(text) == Heard::Changed {
            self.take(cx);
        }
        Vec::new()
    }

    fn click(&mut self, column: u16, row: u16, cx: &mut Shared) -> Vec<Step> {
        if self.summary || self.law_open {
            return Vec::new();
        }
        // Asked before the field is left: the fields that are made anew then were never drawn.
        let Some(path) = self.form.under(column, row).map(str::to_string) else {
            return Vec::new();
        };
        self.leave(cx, |form| form.focus_on(&path))
    }

    fn answer(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Step> {
        match answer {
            Answer::Violation(code) => self.add_finding(&code, cx),
            Answer::TellAll => self.tell_all(cx),
            Answer::TakeOver => self.take_over(cx),
            Answer::EvidenceGap(reason) => self.explain_gap(&reason, cx),
            Answer::Conclude => self.confirm_or_conclude(cx),
            Answer::Confirmed { shown, pins } => self.conclude(Some(shown), pins),
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Saved { draft, field, at } if *draft == self.draft.id => {
                self.draft.saved_at = Some(*at);
                if let Some(nth) = self.unanswered.iter().position(|told| told == field) {
                    self.unanswered.remove(nth);
                }
                if self.leaving && self.unanswered.is_empty() {
                    self.leaving = false;
                    return gone(cx);
                }
            }
            Reply::Plate(view) => {
                self.plate = Some(view.clone());
                self.assess(cx);
            }
            Reply::Prospect(view) if self.summary && view.draft == self.draft.id => {
                self.prospect = Some(view.clone());
                if std::mem::take(&mut self.ends_when_seen) {
                    return self.decide(cx);
                }
            }
            Reply::Concluded(conclusion) if self.concluding => {
                let outcome = words::outcome(cx.l(), conclusion.view.line.outcome);
                let notice =
                    t!("notice.concluded", locale = cx.l(), outcome = outcome).into_owned();
                let screen = InspectionScreen::new(conclusion.view.clone());
                return vec![Step::Become(Box::new(screen)), Step::Notice(notice)];
            }
            Reply::ToConfirm(terms) if self.concluding && terms.inspection == self.draft.id => {
                self.concluding = false;
                self.assess(cx);
                let mut steps = self.ask_again(terms, cx);
                steps.push(self.look_at_end());
                return steps;
            }
            Reply::Failed(trouble) => {
                self.tell_again();
                self.leaving = false;
                let again = self.concluding && confirm::AGAIN.contains(&trouble.key);
                self.concluding = false;
                if again {
                    return self.ask_pins(cx);
                }
                if let Some(path) = trouble.field.clone() {
                    self.show_field(&path, cx);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn keep(&mut self, cx: &mut Shared) -> Vec<Step> {
        self.take(cx);
        self.save()
    }

    fn words_changed(&mut self, cx: &mut Shared) {
        self.take(cx);
        self.rebuild(cx);
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        view::draw(self, frame, area, cx);
    }
}
