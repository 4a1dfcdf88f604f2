//! The page as it will be on paper: as a picture or as text, with pages and copies counted first.

use crate::app::command::{Command, Reply};
use crate::app::printers::{Known, LAST};
use crate::app::view::document::{DocumentPage, WIDTH_PX};
use crate::stdx::id::Id;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::printers::Printers;
use crate::tui::shared::Shared;
use crate::tui::widget::picture::{Picture, View};
use crate::tui::widget::scroll::{Styled, draw_rows, framed, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::cell::{Cell, RefCell};

const ZOOM_MAX: u32 = 6;

/// Words for a paper that was printed; one that lies in memory alone is to be taken from there before its user leaves.
pub(super) fn printed_key(is_fleeting: bool) -> &'static str {
    if is_fleeting { "notice.printed_fleeting" } else { "notice.printed" }
}

pub struct Preview {
    /// Of a paper, or of the draft whose page it is.
    document: Id,
    /// Nothing is issued yet: there is nothing to print.
    is_draft: bool,
    page: Option<Box<DocumentPage>>,
    /// Cutting a picture needs its place, which is only known while drawing.
    picture: RefCell<Option<Picture>>,
    as_text: bool,
    zoom: u32,
    right: u32,
    down: Cell<u32>,
    from: Cell<usize>,
    asked: u32,
    /// The printers are looked at: another one may be under the one key then.
    is_choosing: bool,
}

impl Preview {
    #[must_use]
    pub fn new(document: Id) -> Preview {
        Preview {
            document,
            is_draft: false,
            page: None,
            picture: RefCell::default(),
            as_text: false,
            zoom: 1,
            right: 0,
            down: Cell::new(0),
            from: Cell::new(0),
            asked: 1,
            is_choosing: false,
        }
    }

    /// What a stop that is not decided would come to.
    #[must_use]
    pub fn of_draft(draft: Id) -> Preview {
        Preview { is_draft: true, ..Preview::new(draft) }
    }

    fn load(&mut self, page: u32) -> Vec<Step> {
        self.asked = page;
        let document = self.document;
        vec![Step::Run(if self.is_draft {
            Command::PreviewDraft { draft: document, page }
        } else {
            Command::OpenDocument { document, page, width_px: WIDTH_PX }
        })]
    }

    fn turn(&mut self, forward: bool) -> Vec<Step> {
        let (at, pages) = self.page.as_ref().map_or((1, 1), |page| (page.page, page.pages));
        let to = if forward { at + 1 } else { at.saturating_sub(1) };
        if to < 1 || to > pages {
            return vec![Step::Bell];
        }
        (self.right, self.zoom) = (0, self.zoom);
        self.down.set(0);
        self.load(to)
    }

    /// Zooms about the middle of what is seen; places are counted in tenths of the view.
    fn zoom_to(&mut self, zoom: u32) {
        let about = |tenths: u32| ((tenths + 5) * zoom / self.zoom).saturating_sub(5);
        self.right = about(self.right).min(10 * (zoom - 1));
        self.down.set(about(self.down.get()));
        self.zoom = zoom;
    }

    fn scroll(&mut self, rows: i32) {
        if self.as_text {
            let from = self.from.get();
            self.from.set(from.saturating_add_signed(rows as isize));
        } else {
            self.down.set(self.down.get().saturating_add_signed(rows));
        }
    }

    fn ask_print(&self, yes: Answer, cx: &Shared) -> Vec<Step> {
        let Some(page) = self.page.as_ref().filter(|_| !self.is_draft) else {
            return vec![Step::Bell];
        };
        let next = page.next_copies.filter(|_| yes == (Answer::Print { roll: false }));
        let (title, pages) = (&page.title, page.pages);
        let question = match next {
            Some(copies) => question_on(cx, &[(title, pages, copies, page.printed)]),
            None => print_question(cx, title, pages, page.copies, page.printed),
        };
        vec![Step::Ask { question, yes }]
    }
}

/// What goes to the printer under the one key, counted before it does: of each paper its title, pages, copies and prints so far.
#[must_use]
pub(super) fn question_on(cx: &Shared, papers: &[(&String, u32, u32, u32)]) -> Vec<String> {
    let (l, printer) = (cx.l(), cx.snapshot.printer.as_ref());
    let mut question: Vec<String> = papers
        .iter()
        .map(|(title, pages, copies, _)| {
            t!("ask.print", locale = l, title = title, pages = pages, copies = copies).into_owned()
        })
        .collect();
    let sheets: u32 = papers.iter().map(|(_, pages, copies, _)| pages * copies).sum();
    let name = printer.map_or("", Known::shown);
    question.push(if printer.is_some_and(Known::is_roll) {
        t!("ask.on_roll", locale = l, printer = name).into_owned()
    } else {
        t!("ask.on_printer", locale = l, printer = name, sheets = sheets).into_owned()
    });
    if papers.iter().any(|(_, _, _, printed)| *printed > 0) {
        question.push(t!("ask.printed_before", locale = l).into_owned());
    }
    question
}

/// The print of `documents` under the one key: on the printer that printed last, or into the folder of papers.
#[must_use]
pub(super) fn print_last(cx: &Shared, documents: Vec<Id>) -> Option<Command> {
    let printer = LAST.to_string();
    cx.snapshot.printer.as_ref().map(|_| Command::PrintOn { documents, printer })
}

/// What is printed, counted before it is: pages, copies, and that a reprint says so.
#[must_use]
pub fn print_question(
    cx: &Shared,
    title: &str,
    pages: u32,
    copies: u32,
    printed: u32,
) -> Vec<String> {
    let l = cx.l();
    let counted = t!("ask.print", locale = l, title = title, pages = pages, copies = copies);
    let mut question = vec![counted.into_owned()];
    if printed > 0 {
        question.push(t!("ask.reprint", locale = l, copy = printed + 1).into_owned());
    }
    question
}

impl Screen for Preview {
    fn name(&self) -> &'static str {
        "preview"
    }

    fn works(&self, action: Action, cx: &Shared) -> bool {
        match action {
            Action::Print | Action::Printers => !self.is_draft,
            Action::PrintFile => !self.is_draft && cx.snapshot.printer.is_some(),
            Action::PrintRoll => !self.is_draft && cx.snapshot.agency.roll_allowed,
            Action::ZoomIn | Action::ZoomOut => !self.as_text,
            Action::PageDown | Action::PageUp => self.page.as_ref().is_some_and(|p| p.pages > 1),
            _ => true,
        }
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        self.load(1)
    }

    fn returned(&mut self, _cx: &mut Shared) -> Vec<Step> {
        if std::mem::take(&mut self.is_choosing) { self.load(self.asked) } else { Vec::new() }
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::TextView => self.as_text = !self.as_text,
            Action::ZoomIn => self.zoom_to((self.zoom + 1).min(ZOOM_MAX)),
            Action::ZoomOut => self.zoom_to(self.zoom.saturating_sub(1).max(1)),
            Action::Up => self.scroll(-1),
            Action::Down => self.scroll(1),
            Action::Left => self.right = self.right.saturating_sub(1),
            Action::Right => self.right = (self.right + 1).min(10 * (self.zoom - 1)),
            Action::PageDown => return self.turn(true),
            Action::PageUp => return self.turn(false),
            Action::Print => return self.ask_print(Answer::Print { roll: false }, cx),
            Action::PrintFile => return self.ask_print(Answer::PrintFile, cx),
            Action::PrintRoll if cx.snapshot.agency.roll_allowed => {
                return self.ask_print(Answer::Print { roll: true }, cx);
            }
            Action::Printers if !self.is_draft => {
                self.is_choosing = true;
                return vec![Step::Go(Box::new(Printers::default()))];
            }
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Step> {
        let document = self.document;
        let file = |roll| Command::Print { document, roll };
        match answer {
            Answer::Print { roll: false } => {
                vec![Step::Run(print_last(cx, vec![document]).unwrap_or(file(false)))]
            }
            Answer::Print { roll: true } => vec![Step::Run(file(true))],
            Answer::PrintFile => vec![Step::Run(file(false))],
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Document(page) if page.document == self.document => {
                *self.picture.borrow_mut() =
                    Picture::new(page.width_px, page.height_px, &page.pixels);
                self.page = Some(page.clone());
                Vec::new()
            }
            Reply::PrintMoved(view) | Reply::PrintUnderWay(view)
                if !view.running && view.done.iter().any(|copy| copy.document == self.document) =>
            {
                self.load(self.asked)
            }
            Reply::Printed { document, copy, path, is_fleeting } if *document == self.document => {
                let key = printed_key(*is_fleeting);
                let words = t!(key, locale = cx.l(), copy = copy, path = path);
                let page = self.asked;
                let mut steps = self.load(page);
                steps.push(Step::Notice(words.into_owned()));
                steps
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let Some(page) = &self.page else {
            let inner = framed(frame, area, &t!("preview.title", locale = l), cx.theme);
            frame.render_widget(
                Paragraph::new(t!("preview.loading", locale = l).into_owned()),
                inner,
            );
            return;
        };
        let title = format!("{} {}", words::say(l, &format!("form.{}", page.form)), page.number);
        let inner = framed(frame, area, title.trim(), cx.theme);
        let [head, body] =
            Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(inner);
        let counted = if self.is_draft {
            t!("preview.draft", locale = l, page = page.page, pages = page.pages)
        } else {
            t!(
                "preview.counted",
                locale = l,
                page = page.page,
                pages = page.pages,
                copies = page.copies,
                printed = page.printed
            )
        };
        frame.render_widget(Paragraph::new(counted.into_owned()).style(cx.theme.title()), head);
        if self.as_text {
            self.draw_text(frame, body, cx, page);
        } else {
            self.draw_picture(frame, body);
        }
    }
}

impl Preview {
    fn draw_text(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared, page: &DocumentPage) {
        let mut lines = vec![Styled::new(page.title.clone(), cx.theme.title())];
        for (name, text) in &page.text {
            let name = words::say(cx.l(), &format!("paper.{name}"));
            for (nth, part) in text.split('\n').enumerate() {
                let line = if nth == 0 { format!("{name}: {part}") } else { format!("    {part}") };
                lines.push(Styled::new(line, cx.theme.base()));
            }
        }
        let area = Rect { width: area.width.saturating_sub(1), ..area };
        let rows = wrapped(&lines, usize::from(area.width));
        self.from.set(draw_rows(frame, area, &rows, self.from.get()));
    }

    fn draw_picture(&self, frame: &mut Frame<'_>, area: Rect) {
        let mut picture = self.picture.borrow_mut();
        let Some(picture) = picture.as_mut() else { return };
        let mut view = View {
            zoom: self.zoom,
            right: self.right,
            down: self.down.get(),
            cols: area.width,
            rows: area.height,
        };
        let (right, down) = picture.reach(view);
        view.right = view.right.min(right);
        view.down = view.down.min(down);
        self.down.set(view.down);
        picture.make(view);
        picture.draw(frame, area);
    }
}
