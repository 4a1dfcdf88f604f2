//! From a key press to the bytes of the screen at 120×40 while forty questions are asked and answered, and while all of them are
//! read back; makes no paper.

use super::screen::Stage;
use super::{fill, percentile, report};
use crossterm::event::KeyCode;
use lucha::app::command::{Command, Reply};
use lucha::domain::paper::KINDS;
use std::time::Duration;

const QUESTIONS: usize = 40;
pub const QUESTION: &str = "装载时你是否知道车货总质量？";
/// In one row of the screen, so that it is found there.
pub const ANSWER: &str =
    "不知道，货主说没有超。装货的时候我在驾驶室里，没有过磅，磅单是货主给我的。";
const KEY_MS: f64 = 5.0;
/// The screens know only the bureau and the stop at hand.
const STOPS: u64 = 1_000;

pub fn run() {
    let store = fill::store(STOPS);
    let mut stage = Stage::on_duty(store.path());
    begin(&mut stage);
    for _ in 0..QUESTIONS {
        stage.key(KeyCode::F(6));
        stage.text(QUESTION);
        stage.key(KeyCode::Enter);
        stage.text(ANSWER);
    }
    // What is measured is what is shown, and what is kept.
    let shown = stage.shown();
    assert!(shown.contains(QUESTION) && shown.contains(ANSWER), "{shown}");
    let typed = std::mem::take(&mut stage.keys);
    read_back(&mut stage);
    stage.key(KeyCode::Esc);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.shown());
    assert_eq!(kept(&mut stage), (QUESTIONS, QUESTIONS));
    tell("key press in a 40-question interview, p99 / 5 ms", &mut typed.clone());
    let tenth = typed.len() / 10;
    let (mut first, mut last) = (typed[..tenth].to_vec(), typed[typed.len() - tenth..].to_vec());
    let (first, last) = (percentile(&mut first, 0.5), percentile(&mut last, 0.5));
    report(
        "a key of the last questions / of the first, p50",
        &format!("{last:.3} ms"),
        &format!("{first:.3} ms"),
        last / first,
    );
}

/// The interview of the latest stop, which heads the list, at its first question.
fn begin(stage: &mut Stage) {
    stage.key(KeyCode::Char('/'));
    stage.key(KeyCode::Enter);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.shown());
    stage.key(KeyCode::Char('w'));
    let place = KINDS.iter().position(|kind| kind.word == "interview").unwrap();
    KINDS.iter().for_each(|_| stage.key(KeyCode::Up));
    (0..place).for_each(|_| stage.key(KeyCode::Down));
    stage.key(KeyCode::Enter);
    assert_eq!(stage.app.on_top(), "interview");
    stage.key(KeyCode::PageDown);
    stage.keys.clear();
}

fn read_back(stage: &mut Stage) {
    stage.key(KeyCode::F(4));
    (0..60).for_each(|_| stage.key(KeyCode::Down));
    (0..60).for_each(|_| stage.key(KeyCode::Up));
    let mut keys = std::mem::take(&mut stage.keys);
    tell("key while 40 answers are read back, p99 / 5 ms", &mut keys);
    stage.key(KeyCode::F(4));
}

/// How many of the questions and of the answers the draft has.
fn kept(stage: &mut Stage) -> (usize, usize) {
    let inspection = stage.desk.list("", 1).unwrap()[0].inspection;
    let reply = stage.desk.handle(Command::BeginInterview { inspection });
    let Reply::Interview(view) = reply else { panic!("{reply:?}") };
    let count = |text: &str| view.fields.values().filter(|value| *value == text).count();
    (count(QUESTION), count(ANSWER))
}

fn tell(what: &str, keys: &mut [Duration]) {
    let (median, p99) = (percentile(keys, 0.5), percentile(keys, 0.99));
    let ours = format!("p50 {median:.3} p99 {p99:.3} ms");
    report(what, &ours, &format!("{} keys, 5 ms a key", keys.len()), p99 / KEY_MS);
}
