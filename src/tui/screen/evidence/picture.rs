//! One kept picture in the terminal, larger and smaller; the kept bytes stay as they are.

use crate::app::command::{Command, Reply, Trouble};
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::picture::{Picture, View};
use crate::tui::widget::scroll::{Styled, framed, wrapped};
use crate::tui::words;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Paragraph;
use rust_i18n::t;
use std::cell::{Cell, RefCell};

const ZOOM_MAX: u32 = 6;
/// Steps of a tenth of the place.
const TENTHS: u32 = 10;

pub struct EvidencePage {
    stop: Id,
    digest: Digest,
    name: String,
    /// Cutting a picture needs its place, which is only known while drawing.
    picture: RefCell<Option<Picture>>,
    refused: Option<Trouble>,
    zoom: u32,
    right: Cell<u32>,
    down: Cell<u32>,
}

impl EvidencePage {
    pub fn new(stop: Id, digest: Digest, name: String) -> EvidencePage {
        let (picture, refused) = (RefCell::default(), None);
        let (right, down) = (Cell::new(0), Cell::new(0));
        EvidencePage { stop, digest, name, picture, refused, zoom: 1, right, down }
    }

    fn shift(at: &Cell<u32>, forward: bool) {
        let was = at.get();
        at.set(if forward { was.saturating_add(1) } else { was.saturating_sub(1) });
    }
}

impl Screen for EvidencePage {
    fn name(&self) -> &'static str {
        "evidence_picture"
    }

    fn entered(&mut self, _cx: &mut Shared) -> Vec<Step> {
        let (stop, digest) = (self.stop, self.digest);
        vec![Step::Run(Command::OpenEvidence { stop, digest })]
    }

    fn act(&mut self, action: Action, _cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::ZoomIn => self.zoom = (self.zoom + 1).min(ZOOM_MAX),
            Action::ZoomOut => self.zoom = self.zoom.saturating_sub(1).max(1),
            Action::Up => EvidencePage::shift(&self.down, false),
            Action::Down => EvidencePage::shift(&self.down, true),
            Action::Left => EvidencePage::shift(&self.right, false),
            Action::Right => EvidencePage::shift(&self.right, true),
            _ => {}
        }
        let most = TENTHS * (self.zoom - 1);
        self.right.set(self.right.get().min(most));
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _cx: &mut Shared) -> Vec<Step> {
        match reply {
            Reply::EvidencePicture(page) if page.digest == self.digest => {
                *self.picture.borrow_mut() =
                    Picture::new(page.width_px, page.height_px, &page.pixels);
            }
            Reply::Failed(trouble) if self.picture.borrow().is_none() => {
                self.refused = Some(trouble.clone());
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let inner = framed(frame, area, &self.name, cx.theme);
        let mut picture = self.picture.borrow_mut();
        let Some(picture) = picture.as_mut() else {
            let words = self.refused.as_ref().map(|refused| words::trouble(cx.l(), refused));
            let words = words.unwrap_or_else(|| t!("preview.loading", locale = cx.l()).into());
            let rows = wrapped(&[Styled::new(words, cx.theme.base())], usize::from(inner.width));
            frame.render_widget(Paragraph::new(rows), inner);
            return;
        };
        let (zoom, right, down) = (self.zoom, self.right.get(), self.down.get());
        let mut view = View { zoom, right, down, cols: inner.width, rows: inner.height };
        let (right, down) = picture.reach(view);
        (view.right, view.down) = (view.right.min(right), view.down.min(down));
        self.right.set(view.right);
        self.down.set(view.down);
        picture.make(view);
        picture.draw(frame, inner);
    }
}
