//! A new paper of a case: first which, with why not the others, then its fields as the paper itself declares them, then the PINs.
//! Knows no paper by name but the interview, which has a screen of its own, and loses nothing that was typed, over a refusal, by
//! going away or with the power.

mod keep;

use crate::app::command::{Command, Reply};
use crate::app::make_paper::{PaperOrder, TypedPaper};
use crate::app::view::paper::{PaperFieldView, PaperFormView, PapersView, Takes};
use crate::domain::blocked::Blocked;
use crate::domain::paper::field::APPROVED_BY;
use crate::domain::paper::interview::WORD;
use crate::domain::paper::typed::{Typed, Value, rows_of};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::redacted::Redacted;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::confirm::{self, Confirm};
use crate::tui::screen::interview::InterviewScreen;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::field::LineKind;
use crate::tui::widget::flag::TickField;
use crate::tui::widget::form::{Entry, Field, Form, Heard};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crate::tui::widget::text::LongField;
use crate::tui::widget::ticks::TickList;
use crate::tui::words;
use crossterm::event::KeyEvent;
use keep::Keep;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

pub struct PaperScreen {
    inspection: Id,
    /// What the desk said of each paper; `None` until it did.
    view: Option<PapersView>,
    /// The paper that a key of its own asked for; its fields open at once.
    asked: Option<&'static str>,
    /// Place in the list.
    at: usize,
    /// Its fields, once it is chosen.
    form: Option<Form>,
    /// Keeps what is typed.
    keep: Keep,
    /// A desk that works has not answered yet.
    waits: bool,
}

impl PaperScreen {
    /// For the stop `inspection`.
    #[must_use]
    pub fn new(inspection: Id) -> PaperScreen {
        let (view, asked, form, keep) = (None, None, None, Keep::default());
        PaperScreen { inspection, view, asked, at: 0, form, keep, waits: false }
    }

    /// The same for the sort of paper that `word` names, past the list: what it proposes is of this moment.
    #[must_use]
    pub fn of(inspection: Id, word: &'static str) -> PaperScreen {
        PaperScreen { asked: Some(word), ..PaperScreen::new(inspection) }
    }

    fn papers(&self) -> &[PaperFormView] {
        self.view.as_ref().map_or(&[], |view| &view.papers)
    }

    fn chosen(&self) -> Option<&PaperFormView> {
        self.papers().get(self.at)
    }

    /// Opens the fields of the chosen paper; one that cannot be made now only rings.
    fn open(&mut self) -> Vec<Step> {
        let Some(paper) = self.chosen().filter(|paper| paper.blocked.is_empty()) else {
            return vec![Step::Bell];
        };
        if paper.form == WORD {
            return vec![Step::Become(Box::new(InterviewScreen::new(self.inspection)))];
        }
        let form = Form::new(paper.fields.iter().map(field).collect());
        let new_draft = self.view.as_ref().map(|view| view.new_draft);
        let keep = new_draft.map(|new| Keep::new(self.inspection, paper, new, &form));
        (self.keep, self.form) = (keep.unwrap_or_default(), Some(form));
        Vec::new()
    }

    fn typed(&self) -> Option<TypedPaper> {
        let (paper, form) = (self.chosen()?, self.form.as_ref()?);
        let mut fields = Typed::default();
        for field in &paper.fields {
            let text = form.value(field.path);
            match field.takes {
                _ if text.is_empty() => {}
                Takes::Rows(_) | Takes::Ticks(_) => {
                    fields.put(field.path, Value::Rows(rows_of(&text)));
                }
                _ => {
                    fields.text(field.path, text);
                }
            }
        }
        Some(TypedPaper { form: paper.form.to_string(), fields, draft: self.keep.begun() })
    }

    fn send(&mut self, shown: Option<Digest>, pins: Vec<(String, Redacted<String>)>) -> Vec<Step> {
        let mut steps = self.save();
        let Some(paper) = self.typed() else { return Vec::new() };
        self.waits = true;
        let order = PaperOrder { inspection: self.inspection, paper, shown, pins };
        steps.push(Step::Run(Command::MakePaper(Box::new(order))));
        steps
    }

    /// Tells the desk what it does not know yet.
    fn save(&mut self) -> Vec<Step> {
        match &self.form {
            // While the desk makes the paper its draft ends: what is told now would begin it anew.
            Some(form) if !self.waits => self.keep.save(form),
            Some(_) | None => Vec::new(),
        }
    }

    /// Away from the fields, which are kept where something was typed.
    fn go_away(&mut self, cx: &Shared) -> Vec<Step> {
        // While the paper is made nothing is kept, and who presses again waits for no disk.
        if self.waits || self.keep.is_leaving() {
            return vec![Step::Back];
        }
        let mut steps = self.save();
        if self.keep.leave() {
            steps.extend(self.gone(cx));
        }
        steps
    }

    fn gone(&self, cx: &Shared) -> Vec<Step> {
        let mut steps = vec![Step::Back];
        if self.keep.begun().is_some() {
            steps.push(Step::Notice(t!("make_paper.kept", locale = cx.l()).into_owned()));
        }
        steps
    }

    /// A paper that was begun is thrown away on the officer's word alone.
    fn ask_to_drop(&self, cx: &Shared) -> Vec<Step> {
        let Some(draft) = self.chosen().and_then(|paper| paper.draft) else {
            return vec![Step::Bell];
        };
        let question = vec![t!("ask.drop_paper", locale = cx.l()).into_owned()];
        vec![Step::Ask { question, yes: Answer::DropDraft(draft) }]
    }

    /// Says under the first field that is to blame all that stands against the paper, and goes there.
    fn blocked(&mut self, blocked: &[Blocked], cx: &Shared) {
        let lines: Vec<String> = blocked.iter().map(|no| said(no, cx.l())).collect();
        let Some(form) = self.form.as_mut() else { return };
        let known: Vec<String> = form.fields().iter().map(|field| field.path.clone()).collect();
        let of = |no: &Blocked| known.iter().find(|path| **path == field_of(no)).cloned();
        let first = blocked.iter().find_map(of).or_else(|| known.first().cloned());
        if let Some(path) = first {
            form.note(&path, &lines.join("\n"));
            form.focus_on(&path);
        }
    }

    /// `is_whole` says of each paper why it cannot be made, else of the chosen one alone.
    fn list(&self, cx: &Shared, is_whole: bool) -> Vec<Styled> {
        let l = cx.l();
        let mut lines = vec![Styled::new(t!("make_paper.about", locale = l), cx.theme.base())];
        lines.push(Styled::new("", cx.theme.base()));
        for (nth, paper) in self.papers().iter().enumerate() {
            let sign = if nth == self.at { ">" } else { " " };
            let style = match (nth == self.at, paper.blocked.is_empty()) {
                (true, _) => cx.theme.focus(),
                (false, true) => cx.theme.base(),
                (false, false) => cx.theme.quiet(),
            };
            let name = words::say(l, &format!("form.{}", paper.form));
            lines.push(Styled::new(format!("{sign} {name}"), style));
            if let Some(at) = paper.begun_at {
                let begun = t!("make_paper.begun", locale = l, a = at.short());
                lines.push(Styled::new(format!("    {begun}"), cx.theme.warn()));
            }
            let told = if is_whole || nth == self.at { paper.blocked.as_slice() } else { &[] };
            for no in told {
                lines.push(Styled::new(format!("    {}", said(no, l)), cx.theme.quiet()));
            }
        }
        lines
    }
}

/// The field of a refusal: one of a row is that of its list.
pub(super) fn field_of(no: &Blocked) -> &str {
    no.field.split_once('[').map_or(no.field.as_str(), |(list, _)| list)
}

/// Why, in which row, what to do, and by which article.
pub(super) fn said(no: &Blocked, l: &str) -> String {
    let row = no.field.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let row = row.and_then(|(nth, _)| nth.parse::<usize>().ok());
    let row = row.map(|nth| t!("make_paper.row", locale = l, a = nth + 1).into_owned());
    let (why, way_out) = (words::blocked_why(l, no), words::blocked_unblock(l, no));
    format!("× {}{why} {way_out} {}", row.unwrap_or_default(), no.rule.cite())
}

fn field(view: &PaperFieldView) -> Field {
    let kept = view.proposed.as_str();
    let entry = match &view.takes {
        Takes::Lines | Takes::Rows(_) => Entry::Long(Box::new(LongField::new(kept))),
        Takes::Choice(list, values) => Entry::Choice(ChoiceField::worded(list, values, kept)),
        Takes::Earlier(picks) | Takes::Listed(picks) => {
            let pick = |(word, words): &(String, String)| Pick {
                value: word.clone(),
                says: Says::Text(words.clone()),
            };
            Entry::Choice(ChoiceField::of(picks.iter().map(pick).collect(), kept))
        }
        Takes::Tick => Entry::Tick(TickField::new(kept)),
        Takes::Ticks(picks) => Entry::Ticks(TickList::new(picks, kept)),
        Takes::Time => return whole(view, Field::of_kind(view.path, LineKind::Time, kept)),
        Takes::Line | Takes::Number(..) | Takes::Day => {
            return whole(view, Field::line(view.path, kept));
        }
    };
    whole(view, Field::new(view.path, entry))
}

fn whole(view: &PaperFieldView, field: Field) -> Field {
    let approval = APPROVED_BY.split_once('.').map_or("", |(part, _)| part);
    let is_approval = view.path.split_once('.').is_some_and(|(part, _)| part == approval);
    let group = match (is_approval, view.is_carried) {
        (false, _) => "",
        (true, false) => "make_paper.approval",
        (true, true) => "make_paper.approval_again",
    };
    field.wanted(view.is_wanted).group(group)
}

impl Screen for PaperScreen {
    fn name(&self) -> &'static str {
        "paper"
    }

    fn form(&self) -> Option<&Form> {
        self.form.as_ref()
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        self.form.as_mut()
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::LookAtPapers { inspection: self.inspection })]
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        let last = self.papers().len().saturating_sub(1);
        let Some(form) = self.form.as_mut() else {
            match action {
                Action::Back => return vec![Step::Back],
                Action::Next | Action::Down => self.at = (self.at + 1).min(last),
                Action::Previous | Action::Up => self.at = self.at.saturating_sub(1),
                Action::Enter => return self.open(),
                Action::Drop => return self.ask_to_drop(cx),
                _ => {}
            }
            return Vec::new();
        };
        match action {
            Action::Back => return self.go_away(cx),
            Action::Next | Action::Down => form.next(),
            Action::Previous | Action::Up => form.previous(),
            Action::Enter if !self.waits => {
                if form.is_at_last() {
                    return self.send(None, Vec::new());
                }
                form.next();
            }
            _ => {}
        }
        self.save()
    }

    fn keep(&mut self, _cx: &mut Shared) -> Vec<Step> {
        self.save()
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        let is_begun = || self.form.is_none() && self.chosen().is_some_and(|it| it.draft.is_some());
        action != Action::Drop || is_begun()
    }

    fn says(&self, action: Action, _cx: &Shared) -> Option<&'static str> {
        let is_sent = action == Action::Enter && self.form().is_some_and(Form::is_at_last);
        is_sent.then_some("key.make")
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        let Some(form) = self.form.as_mut() else { return Vec::new() };
        let is_left = form.key(key, cx.now) == Heard::Chosen;
        if is_left {
            form.next();
        }
        if self.keep.is_due(is_left) { self.save() } else { Vec::new() }
    }

    fn answer(&mut self, answer: Answer, _cx: &mut Shared) -> Vec<Step> {
        match answer {
            Answer::Confirmed { shown, pins } => self.send(Some(shown), pins),
            Answer::DropDraft(draft) => vec![Step::Run(Command::DropDraft { draft })],
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Papers(view) if view.inspection == self.inspection && self.form.is_none() => {
                let free = view.papers.iter().position(|paper| paper.blocked.is_empty());
                let asked = self.asked.take();
                let asked = view.papers.iter().position(|paper| Some(paper.form) == asked);
                self.at = asked.or(free).unwrap_or(0);
                self.view = Some((**view).clone());
                if asked.is_some() {
                    return self.open();
                }
            }
            Reply::ToConfirm(terms) if self.waits => {
                self.waits = false;
                let officers = self.view.as_ref().map_or(&[][..], |view| &view.officers);
                return vec![Step::Go(Box::new(Confirm::new(terms, officers, cx)))];
            }
            Reply::PaperMade(line) if line.inspection == self.inspection => {
                let form = words::say(cx.l(), &format!("form.{}", line.form));
                let words = t!("make_paper.made", locale = cx.l(), a = form, b = line.number);
                // The stop below reads itself again and shows it among its papers.
                return vec![Step::Back, Step::Notice(words.into_owned())];
            }
            Reply::PaperRefused { inspection, blocked } if *inspection == self.inspection => {
                self.waits = false;
                self.blocked(blocked, cx);
            }
            Reply::Saved { draft, field, .. } if self.keep.is(*draft) => {
                let steps = if self.keep.saved(field) { self.save() } else { Vec::new() };
                return if self.keep.has_left() { self.gone(cx) } else { steps };
            }
            Reply::Dropped { draft } if self.form.is_none() => {
                let is_ours = self.papers().iter().any(|paper| paper.draft == Some(*draft));
                if is_ours {
                    return vec![Step::Run(Command::LookAtPapers { inspection: self.inspection })];
                }
            }
            Reply::Failed(trouble) => {
                self.keep.tell_again();
                if std::mem::take(&mut self.waits) && confirm::AGAIN.contains(&trouble.key) {
                    return self.send(None, Vec::new());
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 96, area.height);
        let Some(form) = &self.form else {
            let inner = framed(frame, place, &t!("make_paper.title", locale = l), cx.theme);
            let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
            let (wide, high) = (usize::from(inner.width), usize::from(inner.height));
            let mut rows = wrapped(&self.list(cx, true), wide);
            if rows.len() > high {
                rows = wrapped(&self.list(cx, false), wide);
            }
            // What is said before the list, and a line for each before the chosen one.
            let above = (self.at + 3).saturating_sub(high.saturating_sub(4));
            draw_rows(frame, inner, &rows, above);
            return;
        };
        let name = self.chosen().map(|paper| words::say(l, &format!("form.{}", paper.form)));
        let inner = framed(frame, place, &name.unwrap_or_default(), cx.theme);
        let about = [Styled::new(t!("make_paper.hint", locale = l), cx.theme.quiet())];
        form.draw_below(frame, inner, &about, cx);
    }
}
