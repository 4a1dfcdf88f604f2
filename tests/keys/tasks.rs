//! Tasks of headquarters': listed by their last day, done after a question.

use super::{Stage, WIDE};
use crate::headquarters::{code, founded, served, url};
use crate::news::hq;
use lucha::app::command::Command;
use lucha::wire::suite::Suite;

/// On duty, with what `lucha-hq` was told to send; the clock's step that the sync brought is put aside.
pub fn told(mut stage: Stage, files: &[(&str, &str)], words: &[&str]) -> Stage {
    let folder = founded(Suite::default());
    let running = served(folder.path(), "127.0.0.1:0");
    stage.desk.enrol_laptop(&url(&running), &code(folder.path())).unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let path = |word: &&str| match files.iter().find(|(name, _)| name == word) {
        Some((name, _)) => folder.path().join(name).display().to_string(),
        None => (*word).to_string(),
    };
    let carried = stage.desk.synchronise(true, |_, _| true).unwrap();
    assert!(carried.is_all_there(), "{carried:?}");
    let words: Vec<String> = words.iter().map(path).collect();
    let (code, said) = hq(folder.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(code, 0, "{said}");
    stage.desk.synchronise(true, |_, _| true).unwrap();
    stage
}

pub const TASKS: &str = "[[task]]\nplan = \"2026-治超-12\"\nsubject = \"汕头市远航物流有限公司\"\n\
    place = \"莲上治超点\"\ndue = \"2026-11-30\"\n\
    [[task]]\nplan = \"2026-客运-03\"\nsubject = \"澄海老周客运服务部\"\nplace = \"\"\ndue = \"2026-11-20\"\n";

fn with_tasks() -> Stage {
    let files = [("tasks.toml", TASKS)];
    let mut stage = told(Stage::on_duty(), &files, &["publish", "--tasks", "tasks.toml"]);
    stage.press("<F5> <Esc>");
    assert_eq!(stage.app.on_top(), "today");
    stage
}

#[test]
fn what_is_to_be_done_is_on_the_first_screen_and_in_a_list_of_its_own() {
    let mut stage = with_tasks();
    stage.sees(&["待办 2 项：澄海老周客运服务"]);
    stage.press("t");
    stage.sees(&[
        "! 2026-11-20 2026-客运-03 澄海老周客运服务部",
        "2026-11-30 2026-治超-12 汕头市远航物流有限公司 莲上治超点",
    ]);
    stage.size = WIDE;
    stage.sees(&["莲上治超点"]);
}

#[test]
fn a_task_is_done_after_a_question_and_goes() {
    let mut stage = with_tasks();
    stage.press("t <Down> <Enter>");
    stage.sees(&["请确认", "这项任务已经完成"]);
    stage.press("<Esc>");
    assert!(!stage.asked.iter().any(|asked| matches!(asked, Command::TaskDone { .. })));
    stage.press("<Enter> <Enter>");
    stage.sees(&["✓ 任务已记为完成", "澄海老周客运服务部"]);
    stage.press("<Esc>");
    stage.press("t");
    stage.sees_not(&["莲上治超点"]);
}
