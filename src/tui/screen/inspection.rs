//! One inspection in full: what happened when, the facts, the law, its papers and entries; print and
//! correct from here.

mod correction;
mod lines;
mod pens;

use crate::app::clocks;
use crate::app::command::{Command, Reply};
use crate::app::copies;
use crate::app::printers::Known;
use crate::app::view::inspection::{DocumentLine, InspectionView};
use crate::app::view::printing::PrintedCopy;
use crate::domain::document::Document;
use crate::domain::evidence_gap::EvidenceGap;
use crate::domain::inspection::judgement::Outcome;
use crate::domain::paper::{obstruction_record, passenger_statement};
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use crate::stdx::width;
use crate::tui::effect::{Answer, Step};
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::screen::cash::Cash;
use crate::tui::screen::confirm::{self, Confirm};
use crate::tui::screen::deadline_fact::DeadlineFactScreen;
use crate::tui::screen::evidence::EvidenceScreen;
use crate::tui::screen::evidence_gap::EvidenceGapScreen;
use crate::tui::screen::hand_over::HandOver;
use crate::tui::screen::paper::PaperScreen;
use crate::tui::screen::preview::{Preview, print_last, print_question, printed_key, question_on};
use crate::tui::screen::printers::Printers;
use crate::tui::shared::Shared;
use crate::tui::widget::scroll::{Hits, Styled, draw_rows, framed, window, wrapped};
use crate::tui::words;
use correction::Correction;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::cell::Cell;
use std::fmt::Write as _;

pub struct InspectionScreen {
    view: InspectionView,
    /// The paper that the keys go to.
    paper: usize,
    from: Cell<usize>,
    /// The clock that a paper began just now: its row of the pack and its beginning. It is brought into view once.
    new_clock: Cell<Option<(String, Moment)>>,
    drafting: bool,
    /// The case is being opened: its terms were asked for, or its PINs were sent.
    opening: bool,
    /// Why a kind of evidence is missing of the case that is being opened; empty where nobody was asked.
    why_missing: String,
    reloading: Option<Id>,
    hits: Hits,
}

impl InspectionScreen {
    #[must_use]
    pub fn new(view: InspectionView) -> InspectionScreen {
        let from = Cell::new(0);
        let hits = Hits::default();
        let (drafting, opening, reloading) = (false, false, None);
        let (why_missing, new_clock) = (String::new(), Cell::new(None));
        InspectionScreen {
            view,
            paper: 0,
            from,
            new_clock,
            drafting,
            opening,
            why_missing,
            reloading,
            hits,
        }
    }

    /// Takes the stop as it is now. A paper that was not there before is at hand, and the first clock that it began is in view.
    fn renew(&mut self, view: &InspectionView) {
        let old = std::mem::replace(&mut self.view, view.clone());
        let was_there = |id: Id| old.documents.iter().any(|paper| paper.document == id);
        let new = self.view.documents.iter().position(|paper| !was_there(paper.document));
        let Some(new) = new else { return self.next_unprinted() };
        self.paper = new;
        let ran = |id: &str, from: Moment| {
            old.clocks.iter().any(|clock| clock.id == id && clock.started == from)
        };
        let begun = self.view.clocks.iter().find(|clock| !ran(&clock.id, clock.started));
        self.new_clock.set(begun.map(|clock| (clock.id.clone(), clock.started)));
    }

    /// The first row to show, so that the clock that was begun just now is seen with a line above it.
    fn first_row(&self, lines: &[Styled], room: usize, cx: &Shared) -> usize {
        let Some((id, started)) = self.new_clock.take() else { return self.from.get() };
        let begun = self.view.clocks.iter().find(|it| it.id == id && it.started == started);
        let sentence = begun.map(|clock| clocks::sentence(clock, cx.l()));
        let at = lines.iter().position(|line| Some(&line.text) == sentence.as_ref());
        let above = at.map(|at| wrapped(&lines[..at], room).len());
        above.map_or(self.from.get(), |above| above.saturating_sub(1))
    }

    fn reload(&mut self) -> Vec<Step> {
        let inspection = self.view.line.inspection;
        self.reloading = Some(inspection);
        vec![Step::Run(Command::OpenInspection { inspection })]
    }

    /// After a print the next paper that has none is at hand, so that one key prints them all.
    fn next_unprinted(&mut self) {
        let papers = &self.view.documents;
        if papers.get(self.paper).is_some_and(|paper| paper.printed > 0)
            && let Some(next) = papers.iter().position(|paper| paper.printed == 0 && !paper.is_void)
        {
            self.paper = next;
        }
    }

    /// Each paper that would be printed, with its pages and copies, counted before anything is.
    fn print_all_question(&self, cx: &Shared) -> Vec<String> {
        if cx.snapshot.printer.is_some() {
            return self.question_of(cx, &self.unprinted(cx));
        }
        let lines = self.unprinted(cx).into_iter().flat_map(|paper| {
            let copies = crate::app::documents::copies(&paper.form);
            print_question(cx, &paper.title, paper.pages, copies, 0)
        });
        lines.collect()
    }

    /// The papers of which somebody who is to have one has none: on the printer under the one key, or a file.
    fn unprinted(&self, cx: &Shared) -> Vec<&DocumentLine> {
        let is_due = |line: &&DocumentLine| match &cx.snapshot.printer {
            None => line.printed == 0,
            Some(known) => self.paper_of(line).is_some_and(|paper| {
                let copies = crate::app::documents::copies(&line.form);
                copies::is_due(paper, copies, known.is_roll())
            }),
        };
        self.view.documents.iter().filter(|line| !line.is_void).filter(is_due).collect()
    }

    fn paper_of(&self, line: &DocumentLine) -> Option<&Document> {
        self.view.inspection.documents.iter().find(|paper| paper.id == line.document)
    }

    /// What goes to the printer under the one key.
    fn question_of(&self, cx: &Shared, lines: &[&DocumentLine]) -> Vec<String> {
        let is_roll = cx.snapshot.printer.as_ref().is_some_and(Known::is_roll);
        let next = |line: &DocumentLine| {
            let copies = crate::app::documents::copies(&line.form);
            let paper = self.paper_of(line);
            let next = paper.map_or(0, |paper| copies::next_for(paper, copies, is_roll).len());
            u32::try_from(next).unwrap_or(u32::MAX)
        };
        let papers: Vec<_> =
            lines.iter().map(|line| (&line.title, line.pages, next(line), line.printed)).collect();
        question_on(cx, &papers)
    }

    fn ask_print(&self, yes: Answer, cx: &Shared) -> Vec<Step> {
        let Some(paper) = self.view.documents.get(self.paper) else { return Vec::new() };
        let question = if yes != Answer::PrintFile && cx.snapshot.printer.is_some() {
            self.question_of(cx, &[paper])
        } else {
            let copies = crate::app::documents::copies(&paper.form);
            print_question(cx, &paper.title, paper.pages, copies, paper.printed)
        };
        vec![Step::Ask { question, yes }]
    }

    /// There is a fine of the roadside whose money is not at the bank.
    fn has_cash(&self) -> bool {
        let line = &self.view.line;
        let is_fined = line.fine.is_some() && line.outcome == Outcome::OnSpotPenalty.word();
        let may_be = || !self.view.inspection.is_paid_at_bank();
        is_fined && self.view.cash.as_ref().map_or_else(may_be, |cash| cash.due.is_some())
    }

    /// Something may be put down that moves a clock, or withdrawn.
    fn has_deadline_facts(&self) -> bool {
        !self.view.recordable.is_empty() || !self.view.inspection.deadline_facts.is_empty()
    }

    /// The fields of a paper that has a key of its own.
    fn paper(&self, word: &'static str) -> Vec<Step> {
        vec![Step::Go(Box::new(PaperScreen::of(self.view.line.inspection, word)))]
    }

    /// Asks for the terms under which the case would be opened.
    fn open_case(&mut self) -> Vec<Step> {
        self.opening = true;
        let stop = self.view.line.inspection;
        let evidence_gap = std::mem::take(&mut self.why_missing);
        vec![Step::Run(Command::OpenCase { stop, shown: None, pins: Vec::new(), evidence_gap })]
    }

    /// Opens the case; where a kind of evidence would be missing of it and nobody has said why yet, that is asked first.
    fn ask_to_open(&mut self, cx: &Shared) -> Vec<Step> {
        let forms = Outcome::CaseOpened.forms();
        let gap = EvidenceGap::of(&self.view.inspection, &self.view.judgement, forms);
        match gap.filter(EvidenceGap::is_unexplained) {
            Some(gap) => vec![Step::Go(Box::new(EvidenceGapScreen::new(gap, cx)))],
            None => self.open_case(),
        }
    }

    /// Whether one of the copies is of a paper of this stop.
    fn has_any(&self, copies: &[PrintedCopy]) -> bool {
        let mut papers = self.view.documents.iter();
        papers.any(|paper| copies.iter().any(|copy| copy.document == paper.document))
    }

    fn has_papers(&self) -> bool {
        !self.view.documents.is_empty()
    }
}

impl Screen for InspectionScreen {
    fn name(&self) -> &'static str {
        "inspection"
    }

    fn works(&self, action: Action, cx: &Shared) -> bool {
        match action {
            Action::Enter | Action::Print | Action::PrintRoll => self.has_papers(),
            Action::PrintFile => self.has_papers() && cx.snapshot.printer.is_some(),
            Action::Next => self.view.documents.len() > 1,
            Action::Cash => self.has_cash(),
            Action::DeadlineFact => self.has_deadline_facts(),
            Action::OpenCase => self.view.may_be_opened(),
            Action::PrintAll => !self.unprinted(cx).is_empty(),
            _ => true,
        }
    }

    fn returned(&mut self, _cx: &mut Shared) -> Vec<Step> {
        self.reload()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        let from = self.from.get();
        match action {
            Action::Back => return vec![Step::Back],
            Action::Up => self.from.set(from.saturating_sub(1)),
            Action::Down => self.from.set(from.saturating_add(1)),
            Action::PageUp => self.from.set(from.saturating_sub(10)),
            Action::PageDown => self.from.set(from.saturating_add(10)),
            Action::Top => self.from.set(0),
            Action::Bottom => self.from.set(usize::MAX / 2),
            Action::Next if self.has_papers() => {
                self.paper = (self.paper + 1) % self.view.documents.len();
            }
            Action::Enter => {
                if let Some(paper) = self.view.documents.get(self.paper) {
                    return vec![Step::Go(Box::new(Preview::new(paper.document)))];
                }
            }
            Action::Print => return self.ask_print(Answer::Print { roll: false }, cx),
            Action::PrintFile => return self.ask_print(Answer::PrintFile, cx),
            Action::Printers => return vec![Step::Go(Box::new(Printers::default()))],
            Action::PrintAll => {
                let question = self.print_all_question(cx);
                return vec![Step::Ask { question, yes: Answer::PrintAll }];
            }
            Action::Correct => {
                let screen = Correction::new(&self.view);
                return vec![Step::Go(Box::new(screen))];
            }
            Action::OpenCase if self.view.may_be_opened() && !self.opening => {
                return self.ask_to_open(cx);
            }
            Action::HandOver => {
                let screen = HandOver::new(self.view.line.inspection);
                return vec![Step::Go(Box::new(screen))];
            }
            Action::Cash if self.has_cash() => {
                let (stop, known) = (&self.view.line, self.view.cash.as_ref());
                let screen = Cash::new(stop, known, cx.now.day());
                return screen.map_or(Vec::new(), |screen| vec![Step::Go(Box::new(screen))]);
            }
            Action::Evidence => {
                let screen = EvidenceScreen::new(self.view.clone());
                return vec![Step::Go(Box::new(screen))];
            }
            Action::DeadlineFact => {
                let screen = DeadlineFactScreen::new(&self.view, cx.now.day(), cx);
                return screen.map_or(Vec::new(), |screen| vec![Step::Go(Box::new(screen))]);
            }
            Action::MakePaper => {
                let screen = PaperScreen::new(self.view.line.inspection);
                return vec![Step::Go(Box::new(screen))];
            }
            Action::Obstruction => return self.paper(obstruction_record::KIND.word),
            Action::Passenger => return self.paper(passenger_statement::WORD),
            Action::NewCheck if !self.drafting => {
                self.drafting = true;
                return vec![Step::Run(Command::NewDraft)];
            }
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Step> {
        match (answer, self.view.documents.get(self.paper)) {
            (Answer::Print { roll }, Some(paper)) => {
                let document = paper.document;
                let last = print_last(cx, vec![document]).filter(|_| !roll);
                vec![Step::Run(last.unwrap_or(Command::Print { document, roll }))]
            }
            (Answer::PrintFile, Some(paper)) => {
                vec![Step::Run(Command::Print { document: paper.document, roll: false })]
            }
            (Answer::EvidenceGap(reason), _) => {
                self.why_missing = reason;
                self.open_case()
            }
            (Answer::PrintAll, _) => {
                let inspection = self.view.line.inspection;
                let unprinted = self.unprinted(cx).iter().map(|paper| paper.document).collect();
                let last = print_last(cx, unprinted);
                vec![Step::Run(last.unwrap_or(Command::PrintAll { inspection }))]
            }
            (Answer::Confirmed { shown, pins }, _) => {
                self.opening = true;
                let stop = self.view.line.inspection;
                let evidence_gap = String::new();
                vec![Step::Run(Command::OpenCase { stop, shown: Some(shown), pins, evidence_gap })]
            }
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::Inspection(view) if self.reloading == Some(view.line.inspection) => {
                self.reloading = None;
                self.renew(view);
                Vec::new()
            }
            Reply::PrintMoved(view) | Reply::PrintUnderWay(view)
                if !view.running && self.has_any(&view.done) =>
            {
                self.reload()
            }
            Reply::Printed { document, copy, path, is_fleeting }
                if self.view.documents.iter().any(|paper| paper.document == *document) =>
            {
                let key = printed_key(*is_fleeting);
                let words = t!(key, locale = cx.l(), copy = copy, path = path);
                let mut steps = self.reload();
                steps.push(Step::Notice(words.into_owned()));
                steps
            }
            Reply::PrintedAll { inspection, count, folder, is_fleeting }
                if self.view.line.inspection == *inspection =>
            {
                let key =
                    if *is_fleeting { "notice.printed_all_fleeting" } else { "notice.printed_all" };
                let words = t!(key, locale = cx.l(), count = count, path = folder);
                let mut steps = self.reload();
                steps.push(Step::Notice(words.into_owned()));
                steps
            }
            Reply::ToConfirm(terms) if self.opening => {
                self.opening = false;
                let officers = &self.view.inspection.facts.officers;
                vec![Step::Go(Box::new(Confirm::new(terms, officers, cx)))]
            }
            Reply::Concluded(conclusion) if self.opening => {
                self.opening = false;
                self.view = conclusion.view.clone();
                let outcome = words::outcome(cx.l(), self.view.line.outcome);
                let words = t!("notice.concluded", locale = cx.l(), outcome = outcome);
                vec![Step::Notice(words.into_owned())]
            }
            Reply::Draft(draft) if self.drafting => {
                self.drafting = false;
                let screen = crate::tui::screen::check::Check::new((**draft).clone());
                vec![Step::Become(Box::new(screen))]
            }
            Reply::Failed(trouble) => {
                self.drafting = false;
                let again = self.opening && confirm::AGAIN.contains(&trouble.key);
                self.opening = false;
                if again { self.open_case() } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }

    fn click(&mut self, column: u16, row: u16, _cx: &mut Shared) -> Vec<Step> {
        self.paper = self.hits.at(column, row).unwrap_or(self.paper);
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let papers = u16::try_from(self.view.documents.len()).unwrap_or(0).clamp(1, 6) + 2;
        let [upper, lower] =
            Layout::vertical([Constraint::Min(6), Constraint::Length(papers)]).areas(area);
        let line = &self.view.line;
        let outcome = words::outcome(l, line.outcome);
        let title = format!("{} {} {outcome}", line.at.short(), line.plate);
        let inner = framed(frame, upper, &title, cx.theme);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let (lines, room) = (lines::of(&self.view, cx), usize::from(inner.width));
        let (rows, from) = (wrapped(&lines, room), self.first_row(&lines, room, cx));
        self.from.set(draw_rows(frame, inner, &rows, from));
        self.draw_papers(frame, lower, cx);
    }
}

impl InspectionScreen {
    fn draw_papers(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let (count, high) = (self.view.documents.len(), usize::from(area.height.saturating_sub(2)));
        let mut title = t!("inspection.papers", locale = l).into_owned();
        if count > high {
            let _ = write!(title, " {}/{count}", self.paper + 1);
        }
        let inner = framed(frame, area, &title, cx.theme);
        if !self.has_papers() {
            let words = t!("inspection.no_papers", locale = l).into_owned();
            frame.render_widget(Paragraph::new(words).style(cx.theme.quiet()), inner);
            return;
        }
        let from = window(self.paper, count, high);
        self.hits.drawn(inner, from, count);
        for (y, (nth, paper)) in
            (inner.y..inner.y + inner.height).zip(self.view.documents.iter().enumerate().skip(from))
        {
            let printed = if paper.is_void {
                t!("inspection.void", locale = l)
            } else if paper.printed == 0 {
                t!("inspection.not_printed", locale = l)
            } else {
                t!("inspection.printed", locale = l, count = paper.printed)
            };
            let pages = t!("inspection.pages", locale = l, pages = paper.pages);
            let title = words::say(l, &format!("form.{}", paper.form));
            let sign = if nth == self.paper { ">" } else { " " };
            let text = format!("{sign} {title}  {pages}  {printed}  {}", paper.number);
            let style = if nth == self.paper { cx.theme.focus() } else { cx.theme.base() };
            let row = Rect { y, height: 1, ..inner };
            let text = width::pad(&text, usize::from(row.width));
            frame.render_widget(Paragraph::new(text).style(style), row);
        }
    }
}
