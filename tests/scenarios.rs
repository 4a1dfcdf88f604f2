//! The eighteen stops of the check contract: every answer is what `expect` says, through the same
//! command that a script runs.

use lucha::cli::check::{Order, run};
use lucha::cli::{Voice, code};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Runs `lucha check` on `stops` in a fresh sample bureau; gives exit code, answers and sentences.
pub fn check(stops: &Value) -> (u8, Vec<Value>, String) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), stops.to_string()).unwrap();
    check_file(file.path())
}

fn check_file(from: &Path) -> (u8, Vec<Value>, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    let order = Order { dir: None, from: PathBuf::from(from), json: true, pin_file: None };
    let code = run(&order, &mut voice);
    let lines = String::from_utf8(out).unwrap();
    let answers = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (code, answers, String::from_utf8(err).unwrap())
}

pub fn stops() -> Vec<Value> {
    let text = std::fs::read_to_string("assets/sample/stops.json").unwrap();
    serde_json::from_str::<Value>(&text).unwrap().as_array().unwrap().clone()
}

pub fn stop(id: &str) -> Value {
    stops().into_iter().find(|stop| stop["id"] == id).unwrap()
}

/// What `answer` has that `expect` does not say; empty when they agree.
fn differences(expect: &Value, answer: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    for (key, want) in expect.as_object().unwrap() {
        let names = |key: &str| -> Vec<String> {
            let list = answer[key].as_array().cloned().unwrap_or_default();
            list.iter().map(|name| name.as_str().unwrap_or("?").to_string()).collect()
        };
        let agrees = match key.as_str() {
            "why" | "note" => true,
            "blocked_rule" => answer["blocked"]
                .as_array()
                .is_some_and(|list| list.iter().any(|no| no["rule"] == *want)),
            "warnings" => {
                want.as_array().unwrap().iter().all(|w| names(key).iter().any(|n| n == w))
            }
            "warnings_not" => {
                let got = names("warnings");
                want.as_array().unwrap().iter().all(|w| !got.iter().any(|n| n == w))
            }
            _ => answer[key] == *want,
        };
        if !agrees {
            wrong.push(format!("{key}: wanted {want}, got {}", answer[key]));
        }
    }
    wrong
}

#[test]
fn every_stop_gives_what_the_law_gives() {
    let (code, answers, sentences) = check_file(Path::new("assets/sample/stops.json"));
    assert_eq!((code, sentences.as_str()), (code::DONE, ""));
    let stops = stops();
    assert_eq!(answers.len(), stops.len());
    let mut wrong = Vec::new();
    for (stop, answer) in stops.iter().zip(&answers) {
        assert_eq!(stop["id"], answer["id"]);
        for difference in differences(&stop["expect"], answer) {
            wrong.push(format!("{} {difference}\n   {answer}", stop["id"]));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
