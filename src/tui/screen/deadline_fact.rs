//! What happened in a case and moves its deadlines: which event, on which day, by which paper; or which of what stands was put
//! down wrongly, and why. Says under its field what is refused, and loses nothing that was typed over it.

use crate::app::clocks::fact_sentence;
use crate::app::command::{Command, Reply, Trouble};
use crate::app::record_fact::TypedFact;
use crate::app::view::inspection::InspectionView;
use crate::domain::blocked::Blocked;
use crate::domain::deadline::recorded::DeadlineFact;
use crate::domain::deadline::trigger::Trigger;
use crate::stdx::day::Day;
use crate::stdx::id::Id;
use crate::tui::effect::Step;
use crate::tui::key::Action;
use crate::tui::screen::Screen;
use crate::tui::shared::Shared;
use crate::tui::widget::choice::{ChoiceField, Pick, Says};
use crate::tui::widget::form::{Entry, Field, Form, Heard};
use crate::tui::widget::popup::middle;
use crate::tui::widget::scroll::{Styled, framed};
use crate::tui::words;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use rust_i18n::t;

pub struct DeadlineFactScreen {
    inspection: Id,
    recordable: Vec<Trigger>,
    /// What stands of the case, as it may be withdrawn.
    stands: Vec<DeadlineFact>,
    form: Form,
    /// A desk that works has not answered yet.
    waits: bool,
}

impl DeadlineFactScreen {
    /// For the stop `view`; `None` where nothing may be put down or withdrawn.
    #[must_use]
    pub fn new(view: &InspectionView, today: Day, cx: &Shared) -> Option<DeadlineFactScreen> {
        let (recordable, stands) =
            (view.recordable.clone(), view.inspection.deadline_facts.clone());
        if recordable.is_empty() && stands.is_empty() {
            return None;
        }
        let (inspection, form) = (view.line.inspection, Form::default());
        let mut screen = DeadlineFactScreen { inspection, recordable, stands, form, waits: false };
        screen.form = Form::new(screen.fields(cx.l(), &today.to_string()));
        Some(screen)
    }

    /// The fields with what they hold already, in the language `l`.
    fn fields(&self, l: &str, on: &str) -> Vec<Field> {
        let kept = |path: &str| self.form.value(path);
        let mut fields = Vec::new();
        if !self.recordable.is_empty() {
            let words: Vec<&str> = self.recordable.iter().map(|what| what.word()).collect();
            let event = ChoiceField::worded("deadline_event", &words, &kept("fact.event"));
            fields.push(Field::new("fact.event", Entry::Choice(event)).wanted(true));
            fields.push(Field::line("fact.on", on).wanted(true));
            fields.push(Field::line("fact.paper", &kept("fact.paper")).wanted(true));
        }
        if !self.stands.is_empty() {
            let pick = |(nth, fact): (usize, &DeadlineFact)| {
                let words = format!("{} {}", words::say(l, fact.what.key()), fact.on);
                Pick { value: (nth + 1).to_string(), says: Says::Text(words) }
            };
            let picks = self.stands.iter().enumerate().map(pick).collect();
            let stands = Entry::Choice(ChoiceField::of(picks, &kept("fact.stands")));
            fields.push(Field::new("fact.stands", stands).group("fact.or_withdrawn"));
            let reason = Field::line("fact.reason", &kept("fact.reason"));
            fields.push(reason.group("fact.or_withdrawn"));
        }
        fields
    }

    /// What the fields say; Enter on the reason withdraws, whatever the others hold.
    fn typed(&self) -> Option<TypedFact> {
        let value = |path: &str| self.form.value(path);
        if self.form.path() != "fact.reason" {
            let (event, on, paper) = (value("fact.event"), value("fact.on"), value("fact.paper"));
            return Some(TypedFact { event, on, paper, withdraw: false });
        }
        let nth = value("fact.stands").parse::<usize>().ok()?.checked_sub(1)?;
        let fact = self.stands.get(nth)?;
        let (event, on) = (fact.what.word().to_string(), fact.on.to_string());
        Some(TypedFact { event, on, paper: value("fact.reason"), withdraw: true })
    }

    fn send(&mut self, cx: &Shared) -> Vec<Step> {
        let wanted = if self.form.path() == "fact.reason" { "fact.stands" } else { "fact.event" };
        let typed = self.typed().filter(|typed| !typed.event.is_empty());
        let Some(fact) = typed else {
            return self.refuse(wanted, &words::say(cx.l(), "fact.choose"));
        };
        self.waits = true;
        vec![Step::Run(Command::RecordFact { inspection: self.inspection, fact })]
    }

    /// Says why under the field of `path`, and goes there.
    fn refuse(&mut self, path: &str, why: &str) -> Vec<Step> {
        self.form.note(path, why);
        self.form.focus_on(path);
        Vec::new()
    }

    fn failed(&mut self, trouble: &Trouble, cx: &mut Shared) {
        let Some(path) = trouble.field.as_deref() else { return };
        self.refuse(path, &trouble.sentence(cx.l()));
        // It stands under its field.
        cx.notice.clear();
    }

    fn blocked(&mut self, blocked: &[Blocked], cx: &Shared) {
        let l = cx.l();
        let said = |no: &Blocked| {
            let (why, way_out) = (words::blocked_why(l, no), words::blocked_unblock(l, no));
            format!("× {why}\n{way_out}\n{}", no.rule.cite())
        };
        let lines: Vec<String> = blocked.iter().map(said).collect();
        self.refuse("fact.event", &lines.join("\n"));
    }
}

/// A fact that was put down, as a line of its stop.
#[must_use]
pub fn line(fact: &DeadlineFact, cx: &Shared) -> Styled {
    Styled::new(fact_sentence(fact, cx.l()), cx.theme.base())
}

impl Screen for DeadlineFactScreen {
    fn name(&self) -> &'static str {
        "deadline_fact"
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        Some(&mut self.form)
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Vec<Step> {
        match action {
            Action::Back => return vec![Step::Back],
            Action::Next | Action::Down => self.form.next(),
            Action::Previous | Action::Up => self.form.previous(),
            Action::Enter if !self.waits => match self.form.path() {
                "fact.paper" | "fact.reason" => return self.send(cx),
                _ => self.form.next(),
            },
            _ => {}
        }
        Vec::new()
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Shared) -> Vec<Step> {
        if self.form.key(key, cx.now) == Heard::Chosen {
            self.form.next();
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &mut Shared) -> Vec<Step> {
        if !self.waits {
            return Vec::new();
        }
        match reply {
            // The stop below reads itself again and says which clocks run.
            Reply::FactRecorded(line) if line.inspection == self.inspection => {
                let key =
                    if line.fact.withdrawn { "cli.fact_withdrawn" } else { "cli.fact_recorded" };
                let words = fact_sentence(&line.fact, cx.l());
                let words = t!(key, locale = cx.l(), a = words).into_owned();
                return vec![Step::Back, Step::Notice(words)];
            }
            Reply::FactRefused { inspection, blocked } if *inspection == self.inspection => {
                self.waits = false;
                self.blocked(blocked, cx);
            }
            Reply::Failed(trouble) => {
                self.waits = false;
                self.failed(trouble, cx);
            }
            _ => {}
        }
        Vec::new()
    }

    fn words_changed(&mut self, cx: &mut Shared) {
        let on = self.form.value("fact.on");
        self.form = self.form.rebuilt(self.fields(cx.l(), &on));
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, cx: &Shared) {
        let l = cx.l();
        let place = middle(area, 78, area.height);
        let inner = framed(frame, place, &t!("fact.title", locale = l), cx.theme);
        let about = [Styled::new(t!("fact.about", locale = l), cx.theme.base())];
        self.form.draw_below(frame, inner, &about, cx);
    }
}
