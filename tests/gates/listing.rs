//! `lucha gates`: every step with its rules in both languages, without a bureau.

use clap::Parser as _;
use lucha::cli::arguments::{Arguments, Command};
use lucha::cli::{Voice, code, gates};
use lucha::domain::procedure::{self, Track};
use serde_json::Value;

fn listed(lang: &str, procedure: Option<&str>, json: bool) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang, out: &mut out, err: &mut err };
    assert_eq!(gates::run(procedure, json, &mut voice), code::DONE);
    assert!(err.is_empty());
    String::from_utf8(out).unwrap()
}

#[test]
fn each_step_is_one_line_of_json_with_article_and_way_out_in_both_languages() {
    for lang in ["zh-CN", "en"] {
        let text = listed(lang, None, true);
        let lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), procedure::gates().count());
        for (line, gate) in lines.iter().zip(procedure::gates()) {
            assert_eq!(line["step"], gate.code);
            assert_eq!(line["verified"], !gate.cite.contains("未核"), "{}", gate.code);
            let rules = line["refused_by"].as_array().unwrap();
            assert_eq!(rules.len(), gate.rules().len(), "{}", gate.code);
            for rule in rules {
                for field in ["rule", "cite", "why", "unblocked_by"] {
                    let words = rule[field].as_str().unwrap();
                    assert!(!words.is_empty() && !words.contains("blocked."), "{field}: {words}");
                }
            }
        }
    }
    let (chinese, english) = (listed("zh-CN", None, true), listed("en", None, true));
    assert_ne!(chinese, english);
}

#[test]
fn one_procedure_is_listed_in_words_with_its_papers_and_marks() {
    let words = listed("zh-CN", Some("summary"), false);
    for wanted in [
        "简易程序",
        "B6  已告知 → 已当场决定  执法人员（两人）",
        "当场行政处罚决定书（式样14）、责令改正违法行为通知书（式样16）",
        "超出当场处罚的限额或者种类  《行政处罚法》第五十一条；《交通运输行政执法程序规定》第六十条",
        "不得当场处罚，按普通程序立案；决定书不能打印。",
        "未核",
    ] {
        assert!(words.contains(wanted), "{wanted} is not in\n{words}");
    }
    assert!(!words.contains("F4 "), "and no other");
    let english = listed("en", Some("ordinary"), false);
    let approved = "  approved by: head of the unit, head of the organ";
    assert!(english.contains(approved), "{english}");
    assert!(english.contains("《案件调查报告》"), "a local form has its Chinese title");
    for track in Track::ALL {
        for lang in ["zh-CN", "en"] {
            let words = listed(lang, Some(track.word()), false);
            for key in ["state.", "actor.", "track.", "field.", "blocked.", "cli."] {
                assert!(!words.contains(key), "{key} in {words}");
            }
        }
    }
}

#[test]
fn a_procedure_that_there_is_not_is_no_argument() {
    let read =
        |procedure: &str| Arguments::try_parse_from(["lucha", "gates", "--procedure", procedure]);
    for track in Track::ALL {
        let command = read(track.word()).unwrap().command;
        assert!(matches!(command, Some(Command::Gates { json: false, .. })), "{}", track.word());
    }
    assert!(read("taxi").is_err());
}
