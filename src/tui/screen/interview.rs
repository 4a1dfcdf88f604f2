//! An interview (询问笔录): its head, its questions one by one, all of it read back. Every answer is kept as it is left; it judges none.

mod head;
mod keep;
mod rows;
mod view;

use crate::app::command::{Command, Reply};
use crate::app::interview::AT_HAND;
use crate::app::make_paper::{PaperOrder, TypedPaper};
use crate::app::view::interview::InterviewView;
use crate::domain::blocked::Blocked;
use crate::domain::paper::interview::{ASKED, WORD};
use crate::domain::paper::typed::Typed;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::{Screen, paper};
use crate::tui::shared::Shared;
use crate::tui::widget::field::{LineField, LineKind};
use crate::tui::widget::form::{Entry, Field, Form, Heard};
use crate::tui::widget::text::LongField;
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rows::Rows;
use rust_i18n::t;
use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};

/// Keys of an answer that a power cut may take.
const KEYS_KEPT: u32 = 16;

/// What of it is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Its fields.
    Head,
    /// One question.
    Asking,
    /// All of it.
    ReadBack,
}

pub struct InterviewScreen {
    inspection: Id,
    /// `None` until the desk gave it.
    draft: Option<Id>,
    form: Option<Form>,
    rows: Rows,
    part: Part,
    /// Place of the question at hand.
    at: usize,
    /// Path of the answer that was typed last, or of the empty one that was gone on to; a look back at another leaves it.
    at_hand: String,
    answer: LongField,
    /// The question itself, while it is typed.
    question: Option<LineField>,
    /// What the desk was told; `None` where the disk may not have it.
    told: BTreeMap<String, Option<String>>,
    /// Fields that the desk has not answered for yet.
    unanswered: VecDeque<String>,
    /// Keys since the last field was told.
    typed_keys: u32,
    /// Places of the rows that went onto the paper.
    sent: Vec<usize>,
    /// Why it was refused, a line each.
    note: Vec<String>,
    from: Cell<usize>,
    leaving: bool,
    /// Its end was put down as it was finished, and not typed: it goes on where the paper is refused.
    ends_now: bool,
    /// The desk makes the paper, or drops the draft: what is told of the draft now would begin it anew.
    waits: bool,
}

impl InterviewScreen {
    /// Of the stop `inspection`.
    #[must_use]
    pub fn new(inspection: Id) -> InterviewScreen {
        InterviewScreen {
            inspection,
            draft: None,
            form: None,
            rows: Rows::default(),
            part: Part::Head,
            at: 0,
            at_hand: String::new(),
            answer: LongField::new(""),
            question: None,
            told: BTreeMap::new(),
            unanswered: VecDeque::new(),
            typed_keys: 0,
            sent: Vec::new(),
            note: Vec::new(),
            from: Cell::new(0),
            leaving: false,
            ends_now: false,
            waits: false,
        }
    }

    fn open(&mut self, view: &InterviewView) {
        self.draft = Some(view.draft);
        self.form = Some(head::form(view));
        self.rows = Rows::of(&view.fields);
        let told = view.fields.iter().map(|(path, value)| (path.clone(), Some(value.clone())));
        self.told = told.filter(|(path, _)| path != OF).collect();
        self.at_hand = view.fields.get(AT_HAND).cloned().unwrap_or_default();
        // What was begun goes on where it was typed; a draft that does not say where, at the first answer that lacks.
        if self.rows.answered() > 0 {
            let at = self.rows.place_of(&self.at_hand).unwrap_or_else(|| self.rows.first_open());
            self.show_question(at);
        }
    }

    /// Shows the question `at` with its answer.
    fn show_question(&mut self, at: usize) {
        let Some(row) = self.rows.all().get(at) else { return };
        self.answer = LongField::new(&row.answer);
        if row.answer.is_empty() {
            self.at_hand.clone_from(&row.path);
        }
        self.question = None;
        (self.part, self.at) = (Part::Asking, at);
    }

    /// Leaves what is on the screen for the question `at`; behind the last one come the fields of the end.
    fn go_to(&mut self, at: Option<usize>) -> Vec<Step> {
        self.take();
        self.note.clear();
        match at {
            Some(at) if at < self.rows.all().len() => self.show_question(at),
            behind => {
                let field = if behind.is_some() { head::BEHIND } else { head::BEFORE };
                self.show_field(field);
            }
        }
        // Behind the step, so that the disk knows where to go on as well.
        self.save()
    }

    fn show_field(&mut self, path: &str) {
        self.part = Part::Head;
        self.question = None;
        if let Some(form) = self.form.as_mut() {
            form.focus_on(path);
        }
    }

    /// A question of the officer's own, behind the one at hand.
    fn insert(&mut self) -> Vec<Step> {
        let steps = self.save();
        let at = self.rows.insert_behind(self.at);
        self.show_question(at);
        self.question = Some(LineField::new(LineKind::Text, ""));
        steps
    }

    /// An answered question is dropped on the officer's word alone.
    fn ask_to_drop(&mut self, cx: &Shared) -> Vec<Step> {
        self.take();
        if self.part == Part::Head {
            let Some(draft) = self.draft else { return Vec::new() };
            let question = vec![t!("ask.drop_interview", locale = cx.l()).into_owned()];
            return vec![Step::Ask { question, yes: Answer::DropDraft(draft) }];
        }
        if !self.rows.is_own(self.at) {
            return vec![Step::Bell];
        }
        if self.rows.all()[self.at].answer.is_empty() {
            return self.drop_question();
        }
        let question = vec![t!("ask.drop_question", locale = cx.l()).into_owned()];
        vec![Step::Ask { question, yes: Answer::DropQuestion }]
    }

    fn drop_question(&mut self) -> Vec<Step> {
        self.rows.drop_at(self.at);
        self.show_question(self.at.min(self.rows.all().len().saturating_sub(1)));
        self.save()
    }

    fn go_away(&mut self, cx: &Shared) -> Vec<Step> {
        let mut steps = self.save();
        // What the disk refuses would be gone with the screen.
        self.leaving = !self.unanswered.is_empty();
        if !self.leaving {
            steps.extend(gone(cx));
        }
        steps
    }

    /// The paper is made of what was answered; an interview without an end ends now.
    fn finish(&mut self, cx: &Shared) -> Vec<Step> {
        let Some(form) = self.form.as_mut().filter(|_| !self.waits) else { return Vec::new() };
        if form.value(head::BEHIND).is_empty() {
            form.set_line(head::BEHIND, &cx.now.rfc3339());
            self.ends_now = true;
        }
        let mut steps = self.save();
        let mut fields = Typed::default();
        for field in self.form.iter().flat_map(Form::fields) {
            fields.text(&field.path, field.value());
        }
        self.sent = self.rows.type_into(&mut fields);
        self.waits = true;
        let paper = TypedPaper { form: WORD.to_string(), fields, draft: self.draft };
        let (inspection, shown, pins) = (self.inspection, None, Vec::new());
        let order = PaperOrder { inspection, paper, shown, pins };
        steps.push(Step::Run(Command::MakePaper(Box::new(order))));
        steps
    }

    /// The answer at hand is being typed: here it goes on after a power cut.
    fn is_typed_here(&mut self) {
        if self.part == Part::Asking
            && let Some(row) = self.rows.all().get(self.at)
        {
            self.at_hand.clone_from(&row.path);
        }
    }

    /// No paper was made: the interview goes on, and its end is not yet.
    fn goes_on(&mut self) {
        self.waits = false;
        if std::mem::take(&mut self.ends_now)
            && let Some(form) = self.form.as_mut()
        {
            form.set_line(head::BEHIND, "");
        }
    }

    /// Goes to the first thing that is to blame, and says all of it there.
    fn refused(&mut self, blocked: &[Blocked], cx: &Shared) {
        // What was typed while the desk looked at it.
        self.take();
        self.note = blocked.iter().map(|no| paper::said(no, cx.l())).collect();
        let Some(first) = blocked.first() else { return };
        let field = paper::field_of(first);
        let of_list = first.field.strip_prefix(ASKED).and_then(|rest| rest.strip_prefix('['));
        let nth = of_list.and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
        let listed = nth.and_then(|nth| self.sent.get(nth).copied());
        let place = listed.or_else(|| self.rows.place_of(field));
        if let Some(at) = place {
            self.show_question(at);
        } else if field == ASKED {
            self.show_question(self.rows.first_open());
        } else {
            self.show_field(field);
            let lines = self.note.join("\n");
            let Some(form) = self.form.as_mut() else { return };
            let path = form.path().to_string();
            form.note(&path, &lines);
        }
    }

    fn act_in_head(&mut self, action: Action, cx: &Shared) -> Vec<Step> {
        let Some(form) = self.form.as_mut() else { return Vec::new() };
        match action {
            Action::Next | Action::Down => form.next(),
            Action::Previous | Action::Up => form.previous(),
            Action::PageDown => return self.go_to(Some(self.at)),
            Action::Enter => {
                if form.path() == head::BEFORE {
                    return self.go_to(Some(self.at));
                }
                if form.is_at_last() {
                    return self.finish(cx);
                }
                form.next();
            }
            _ => {}
        }
        self.save()
    }

    fn act_at_question(&mut self, action: Action) -> Vec<Step> {
        match action {
            Action::Enter if self.question.is_some() => {
                self.take();
                let is_asked = self.rows.all().get(self.at).is_some_and(|r| !r.question.is_empty());
                if !is_asked {
                    return vec![Step::Bell];
                }
                self.question = None;
                self.save()
            }
            Action::Enter | Action::Next | Action::Down | Action::PageDown => {
                self.go_to(Some(self.at + 1))
            }
            Action::Previous | Action::Up | Action::PageUp => self.go_to(self.at.checked_sub(1)),
            Action::InsertQuestion => self.insert(),
            _ => Vec::new(),
        }
    }

    fn scroll(&self, action: Action) {
        let from = self.from.get();
        match action {
            Action::Up | Action::Previous => self.from.set(from.saturating_sub(1)),
            Action::Down | Action::Next => self.from.set(from.saturating_add(1)),
            Action::PageUp => self.from.set(from.saturating_sub(10)),
            Action::PageDown => self.from.set(from.saturating_add(10)),
            _ => {}
        }
    }

    /// The text of a field in words.
    fn shown(&self, field: &Field, cx: &Shared) -> String {
        let value = field.value();
        match field.path.as_str() {
            "interview.officer" | "interview.recorder" => cx.officer_name(&value),
            head::READ_AT if !value.is_empty() => {
                words::say(cx.l(), &format!("interview_read.{value}"))
            }
            _ => match &field.entry {
                Entry::Line(_) if field.path == "interview.from" || field.path == head::BEHIND => {
                    Moment::parse(&value).map_or(value, Moment::short)
                }
                _ => value,
            },
        }
    }
}

/// The draft's own word for the stop, which no screen types.
const OF: &str = "interview.of";

/// Away from the interview, whose draft is kept.
fn gone(cx: &Shared) -> Vec<Step> {
    vec![Step::Back, Step::Notice(t!("interviewing.kept", locale = cx.l()).into_owned())]
}

impl Screen for InterviewScreen {
    fn name(&self) -> &'static str {
        "interview"
    }

    fn is_typing(&self) -> bool {
        self.form.is_some() && self.part != Part::ReadBack
    }

    fn form(&self) -> Option<&Form> {
        self.form.as_ref().filter(|_| self.part == Part::Head)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        self.form.as_mut().filter(|_| self.part == Part::Head)
    }

    fn grabs(&self, key: &KeyEvent) -> bool {
        match self.part {
            Part::Head => self.form().is_some_and(|form| form.grabs(key)),
            Part::Asking => self.question.is_none() && self.answer.grabs(key),
            Part::ReadBack => false,
        }
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        match action {
            Action::InsertQuestion => self.part == Part::Asking,
            Action::DropQuestion => self.part != Part::ReadBack,
            _ => true,
        }
    }

    fn says(&self, action: Action, _cx: &Shared) -> Option<&'static str> {
        let is_made = action == Action::Enter && self.form().is_some_and(Form::is_at_last);
        is_made.then_some("key.make")
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::BeginInterview { inspection: self.inspection })]
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        if self.form.is_none() || self.leaving {
            return if action == Action::Back { vec![Step::Back] } else { Vec::new() };
        }
        match (action, self.part) {
            (Action::Finish, _) => self.finish(cx),
            (Action::ReadBack, Part::Head | Part::Asking) => {
                let steps = self.save();
                self.part = Part::ReadBack;
                self.from.set(0);
                steps
            }
            (Action::ReadBack | Action::Back | Action::Enter, Part::ReadBack) => {
                self.show_question(self.at);
                Vec::new()
            }
            (Action::Back, _) => self.go_away(cx),
            (Action::DropQuestion, Part::Head | Part::Asking) => self.ask_to_drop(cx),
            (action, Part::Head) => self.act_in_head(action, cx),
            (action, Part::Asking) => self.act_at_question(action),
            (action, Part::ReadBack) => {
                self.scroll(action);
                Vec::new()
            }
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        match (self.part, self.question.as_mut(), self.form.as_mut()) {
            (Part::Head, _, Some(form)) => {
                if form.key(key, cx.now) == Heard::Chosen {
                    form.next();
                    return self.save();
                }
            }
            (Part::Asking, Some(line), _) => {
                line.key(key);
            }
            (Part::Asking, None, _) => {
                self.answer.key(key);
            }
            (Part::Head | Part::ReadBack, ..) => {}
        }
        self.is_typed_here();
        self.typed_keys += 1;
        if self.typed_keys >= KEYS_KEPT { self.save() } else { Vec::new() }
    }

    fn paste(&mut self, text: &str, _cx: &mut Shared) -> Vec<Step> {
        match (self.part, self.question.as_mut(), self.form.as_mut()) {
            (Part::Head, _, Some(form)) => {
                form.paste(text);
            }
            (Part::Asking, Some(line), _) => line.paste(text),
            (Part::Asking, None, _) => self.answer.paste(text),
            (Part::Head | Part::ReadBack, ..) => {}
        }
        self.is_typed_here();
        self.save()
    }

    fn keep(&mut self, _cx: &mut Shared) -> Vec<Step> {
        self.save()
    }

    fn answer(&mut self, answer: Answer, _cx: &mut Shared) -> Vec<Step> {
        match answer {
            Answer::DropQuestion => self.drop_question(),
            Answer::DropDraft(draft) => {
                self.waits = true;
                vec![Step::Run(Command::DropDraft { draft })]
            }
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Interview(view) if view.inspection == self.inspection && self.form.is_none() => {
                self.open(view);
            }
            Reply::Saved { draft, field, .. } if Some(*draft) == self.draft => {
                if let Some(nth) = self.unanswered.iter().position(|told| told == field) {
                    self.unanswered.remove(nth);
                }
                if self.leaving && self.unanswered.is_empty() {
                    self.leaving = false;
                    return gone(cx);
                }
            }
            Reply::Dropped { draft } if Some(*draft) == self.draft => return vec![Step::Back],
            Reply::PaperMade(line) if line.inspection == self.inspection => {
                let form = words::say(cx.l(), &format!("form.{}", line.form));
                let words = t!("make_paper.made", locale = cx.l(), a = form, b = line.number);
                return vec![Step::Back, Step::Notice(words.trim_end().to_string())];
            }
            Reply::PaperRefused { inspection, blocked } if *inspection == self.inspection => {
                self.goes_on();
                self.refused(blocked, cx);
                return self.save();
            }
            Reply::Failed(_) => {
                self.goes_on();
                self.leaving = false;
                self.tell_again();
                if self.form.is_none() {
                    return vec![Step::Back];
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        self.draw_part(frame, area, cx);
    }
}
