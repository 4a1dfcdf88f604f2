//! The printers of this laptop with their state: one is chosen, set up or forgotten, and a print that runs is stopped; asks none of
//! them itself.

use crate::app::command::{Command, Reply, in_words};
use crate::app::printer_look::PrinterLine;
use crate::app::view::printing::PrintView;
use crate::stdx::width;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::printer_form::PrinterForm;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Styled, framed, window, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;

#[derive(Default)]
pub struct Printers {
    lines: Vec<PrinterLine>,
    focus: usize,
    print: PrintView,
}

impl Printers {
    fn at(&self) -> Option<&PrinterLine> {
        self.lines.get(self.focus)
    }

    /// What is known of how they stand stays until they say otherwise.
    fn take(&mut self, lines: &[PrinterLine]) {
        let earlier = std::mem::take(&mut self.lines);
        let stood = |line: &PrinterLine| {
            let of = earlier.iter().find(|other| other.uri == line.uri);
            of.and_then(|other| other.stands.clone())
        };
        self.lines = lines
            .iter()
            .map(|line| PrinterLine {
                stands: line.stands.clone().or_else(|| stood(line)),
                ..line.clone()
            })
            .collect();
        self.focus = self.focus.min(self.lines.len().saturating_sub(1));
    }
}

/// `*` prints by the one key, `+` was found and is not set up, `!` lacks something.
fn mark(line: &PrinterLine) -> &'static str {
    match (line.is_well(), line.is_known, line.is_last) {
        (false, _, _) => "!",
        (true, false, _) => "+",
        (true, true, true) => "*",
        (true, true, false) => " ",
    }
}

fn shown(line: &PrinterLine) -> &str {
    if line.name.is_empty() { &line.uri } else { &line.name }
}

impl Screen for Printers {
    fn name(&self) -> &'static str {
        "printers"
    }

    fn works(&self, action: Action, _cx: &Shared) -> bool {
        match action {
            Action::Enter => self.at().is_some(),
            Action::Drop => self.at().is_some_and(|line| line.is_known),
            Action::Stop => self.print.running,
            _ => true,
        }
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::LookAtPrinters), Step::Run(Command::LookAtPrint)]
    }

    fn returned(&mut self, _cx: &mut Shared) -> Vec<Step> {
        vec![Step::Run(Command::LookAtPrinters)]
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        let last = self.lines.len().saturating_sub(1);
        match action {
            Action::Back => return vec![Step::Back],
            Action::Enter => {
                let Some(line) = self.at() else { return vec![Step::Bell] };
                let (uri, name) = (line.uri.clone(), line.name.clone());
                let is_known = line.is_known;
                return vec![Step::Run(if is_known {
                    Command::ChoosePrinter { uri }
                } else {
                    Command::SetUpPrinter { uri, name }
                })];
            }
            Action::NewPrinter => return vec![Step::Go(Box::new(PrinterForm::default()))],
            Action::Drop => {
                let Some(line) = self.at().filter(|line| line.is_known) else {
                    return vec![Step::Bell];
                };
                let words = t!("ask.forget_printer", locale = cx.l(), printer = shown(line));
                let yes = Answer::ForgetPrinter(line.uri.clone());
                return vec![Step::Ask { question: vec![words.into_owned()], yes }];
            }
            Action::Stop if self.print.running => return vec![Step::Run(Command::StopPrint)],
            Action::Refresh => return self.entered(cx),
            Action::Up | Action::PageUp => self.focus = self.focus.saturating_sub(1),
            Action::Down | Action::PageDown => self.focus = (self.focus + 1).min(last),
            Action::Top => self.focus = 0,
            Action::Bottom => self.focus = last,
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, answer: Answer, _cx: &mut Shared) -> Vec<Step> {
        match answer {
            Answer::ForgetPrinter(uri) => vec![Step::Run(Command::ForgetPrinter { uri })],
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Printers(lines) => self.take(lines),
            Reply::PrintersMoved { lines, trouble } => {
                self.take(lines);
                if let Some(trouble) = trouble {
                    let words = format!("! {}", words::trouble(cx.l(), trouble));
                    return vec![Step::Notice(words)];
                }
            }
            Reply::PrintUnderWay(view) | Reply::PrintMoved(view) => self.print = (**view).clone(),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let inner = framed(frame, area, &t!("printers.title", locale = l), cx.theme);
        let room = usize::from(inner.width);
        let mut about = vec![Styled::new(t!("printers.about", locale = l), cx.theme.quiet())];
        about.extend(self.print.line(l).map(|line| Styled::new(line, cx.theme.base())));
        if let Some(line) = self.at() {
            let state = in_words(l, &line.words());
            let whole = format!("{}  {}: {state}", shown(line), line.uri);
            about.push(Styled::new(whole, cx.theme.base()));
        }
        // What is chosen is read in full below the list.
        let about = wrapped(&about, room);
        let below = u16::try_from(about.len() + 1).unwrap_or(1).min(inner.height * 2 / 3);
        let height = usize::from(inner.height - below);
        if self.lines.is_empty() {
            let none = [Styled::new(t!("printers.none", locale = l), cx.theme.base())];
            let place = Rect { height: inner.height - below, ..inner };
            frame.render_widget(Paragraph::new(wrapped(&none, room)), place);
        }
        let from = window(self.focus, self.lines.len(), height);
        let listed = self.lines.iter().enumerate().skip(from).take(height);
        for (y, (nth, line)) in (inner.y..).zip(listed) {
            let style = match (nth == self.focus, line.is_well()) {
                (true, _) => cx.theme.focus(),
                (false, true) => cx.theme.base(),
                (false, false) => cx.theme.bad(),
            };
            let state = words::say(l, &line.short_key());
            let text = format!("{} {}  {state}", mark(line), shown(line));
            let text = width::pad(&width::shorten(&text, room), room);
            let place = Rect { y, height: 1, ..inner };
            frame.render_widget(Paragraph::new(text).style(style), place);
        }
        let place = Rect {
            y: inner.y + inner.height - below + 1,
            height: below.saturating_sub(1),
            ..inner
        };
        frame.render_widget(Paragraph::new(about), place);
    }
}
