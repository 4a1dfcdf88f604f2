//! Help, versions and wrong arguments of both programs, in the reader's language to the last word.

use super::{Ground, Ran, english, ran};
use clap::{Command, CommandFactory as _};
use lucha::cli::arguments::Arguments;
use lucha::hq::operate::Arguments as Headquarters;
use lucha::stdx::width::cells;
use std::collections::BTreeSet;

/// A program with its commands.
fn programs() -> [(&'static str, Command); 2] {
    [("lucha", Arguments::command()), ("lucha-hq", Headquarters::command())]
}

pub fn run(ground: &Ground, program: &str, args: &[&str]) -> Ran {
    let path = if program == "lucha" {
        env!("CARGO_BIN_EXE_lucha")
    } else {
        env!("CARGO_BIN_EXE_lucha-hq")
    };
    ran(&mut ground.program(path, args))
}

/// Words that stand in a Chinese text as they are typed: commands, values of options, names.
fn typed() -> BTreeSet<String> {
    let mut words: BTreeSet<String> = [
        "PIN",
        "JSON",
        "JPEG",
        "PNG",
        "SD",
        "TOML",
        "NMEA",
        "mm",
        "on_spot_decision",
        "evidence_hold",
        // An event of a case, and where `show --json` lists those that may be put down.
        "over_limit_reported",
        "recordable",
        "paper",
        "zh-CN",
        "en",
        "officer",
        "keeper",
        "auditor",
        "small",
        "hard_later",
        "remote",
        "intl",
        "sm",
        "agency",
        // First letters, as an officer types them.
        "kfz",
        "summary",
        "measure",
        // Stages of the record of a stop's whole course.
        "entry",
        "identity",
        "inspection",
        "evidence",
        "sampling",
        "hold",
        "telling",
        "statement",
        "decision",
        "service",
        "postgres",
        "hq",
        "https",
        "xml",
        "help",
    ]
    .map(String::from)
    .into();
    for (name, command) in programs() {
        words.insert(name.into());
        words.extend(command.get_subcommands().map(|sub| sub.get_name().to_string()));
    }
    words
}

/// English words of `text` that nobody has to type.
#[track_caller]
pub fn strange(text: &str) -> Vec<String> {
    let known = typed();
    english(text).into_iter().filter(|word| !known.contains(word)).collect()
}

fn is_chinese(c: char) -> bool {
    ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c)
}

/// Chinese words of an English text that are no names.
fn chinese(text: &str) -> String {
    let names = ["路查总部", "路查", "双随机", "退回补正", "粤汕交罚", "道条", "路保", "超限"];
    let text = names.iter().fold(text.to_string(), |text, name| text.replace(name, ""));
    text.chars().filter(|c| is_chinese(*c)).collect()
}

#[test]
fn help_of_every_command_speaks_the_readers_language() {
    let ground = Ground::empty();
    for (program, command) in programs() {
        let subs: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        assert!(subs.len() > 10);
        let ways = std::iter::once(vec!["--help"])
            .chain(subs.iter().map(|sub| vec![*sub, "--help"]))
            .chain([vec!["-h"], vec!["help"], vec!["help", subs[0]], vec!["help", "help"]]);
        for way in ways {
            let chinese_one = run(&ground, program, &way);
            assert_eq!((chinese_one.code, chinese_one.err.as_str()), (0, ""), "{way:?}");
            assert_eq!(strange(&chinese_one.out), [""; 0], "{way:?}\n{}", chinese_one.out);
            assert!(chinese_one.out.contains("用法："), "{}", chinese_one.out);
            let english_one = run(&ground, program, &[&way[..], &["--lang", "en"][..]].concat());
            let english_one = if way[0] == "help" {
                run(&ground, program, &[&["--lang", "en"][..], &way[..]].concat())
            } else {
                english_one
            };
            assert_eq!((english_one.code, english_one.err.as_str()), (0, ""), "{way:?}");
            assert_eq!(chinese(&english_one.out), "", "{way:?}\n{}", english_one.out);
            assert!(english_one.out.contains("Usage: "), "{}", english_one.out);
            for line in chinese_one.out.lines().chain(english_one.out.lines()) {
                assert!(cells(line) <= 100 && !line.contains("arguments."), "{line}");
            }
        }
        let ran = run(&ground, program, &["--version"]);
        let version = format!("{program} {}\n", env!("CARGO_PKG_VERSION"));
        assert_eq!((ran.code, ran.out, ran.err.as_str()), (0, version, ""));
    }
}

#[test]
fn help_names_each_argument_with_its_words() {
    let ground = Ground::empty();
    for (program, command) in programs() {
        for sub in command.get_subcommands() {
            let said = run(&ground, program, &[sub.get_name(), "--help"]).out;
            for arg in sub.get_arguments().chain(command.get_arguments()) {
                let Some(long) = arg.get_long() else { continue };
                let long = format!("--{long}");
                let line = said.lines().find(|line| {
                    line.trim_start().starts_with(&long)
                        && !line.trim_start().starts_with(&format!("{long}-"))
                });
                let line = line.unwrap_or_else(|| panic!("{long}\n{said}"));
                assert!(line.ends_with(['。', '）']) || cells(line) > 80, "{line}");
            }
        }
    }
    let said = run(&ground, "lucha", &["check", "--help", "--lang", "en"]).out;
    assert!(said.contains("Usage: lucha check [OPTIONS] --from <FILE>\n"), "{said}");
    let said = run(&ground, "lucha", &["photograph", "--help"]).out;
    assert!(said.contains("用法：lucha photograph [选项] <编号> <文件>...\n"), "{said}");
    let said = run(&ground, "lucha", &["--help"]).out;
    assert!(said.contains("用法：lucha [选项] [命令]\n") && said.contains("\n  demo  "), "{said}");
}

/// What cannot be read, and what is said of it in Chinese and in English.
const WRONG: &[(&[&str], &str, &str)] = &[
    (&["lst"], "没有命令 lst：是不是 list？", "There is no command lst: did you mean list?"),
    (&["qqq"], "没有命令 qqq：请看 lucha --help。", "There is no command qqq: see `lucha --help`."),
    (
        &["help", "qqq"],
        "没有命令 qqq：请看 lucha --help。",
        "There is no command qqq: see `lucha --help`.",
    ),
    (
        &["list", "--limt", "3"],
        "没有参数 --limt：是不是 --limit？",
        "There is no argument --limt here: did you mean --limit?",
    ),
    (
        &["list", "--wings"],
        "没有参数 --wings：请看 lucha list --help。",
        "There is no argument --wings here: see `lucha list --help`.",
    ),
    (
        &["list", "--limit"],
        "--limit <个数> 后面没有写内容：请看 lucha list --help。",
        "Nothing stands behind --limit <COUNT>: see `lucha list --help`.",
    ),
    (
        &["list", "--limit", "many"],
        "--limit <个数> 写的是“many”，用不了：请看 lucha list --help。",
        "--limit <COUNT> says `many`, which cannot be used: see `lucha list --help`.",
    ),
    (
        &["stick", ".", "--volume-mb", "1"],
        "--volume-mb <兆字节> 写的是“1”，用不了：请看 lucha stick --help。",
        "--volume-mb <MEGABYTES> says `1`, which cannot be used: see `lucha stick --help`.",
    ),
    (
        &["check"],
        "还缺 --from <文件>：请看 lucha check --help。",
        "--from <FILE> is missing: see `lucha check --help`.",
    ),
    (
        &["export", "1"],
        "还缺 --reason <文字>, --to <文件夹>：请看 lucha export --help。",
        "--reason <TEXT>, --to <FOLDER> is missing: see `lucha export --help`.",
    ),
    (
        &["list", "--limit", "1", "--limit", "2"],
        "--limit <个数> 只能写一次：请看 lucha list --help。",
        "--limit <COUNT> can be given once only: see `lucha list --help`.",
    ),
    (
        &["show", "1", "2"],
        "没有参数 2：请看 lucha show --help。",
        "There is no argument 2 here: see `lucha show --help`.",
    ),
];

#[test]
fn what_cannot_be_read_gets_one_sentence_with_the_way_out() {
    let ground = Ground::empty();
    let before = ground.names();
    for (args, chinese_one, english_one) in WRONG {
        let ran = run(&ground, "lucha", args);
        let wanted = (2, "", format!("{chinese_one}\n"));
        assert_eq!((ran.code, ran.out.as_str(), ran.err), wanted, "{args:?}");
        let ran = run(&ground, "lucha", &[*args, &["--lang=en"][..]].concat());
        // A value that is lacking at the end would take the next word.
        let ran = if args.last() == Some(&"--limit") {
            run(&ground, "lucha", &[&["--lang", "en"][..], *args].concat())
        } else {
            ran
        };
        let wanted = (2, "", format!("{english_one}\n"));
        assert_eq!((ran.code, ran.out.as_str(), ran.err), wanted, "{args:?}");
    }
    // Either of the two may be named first.
    let ran = run(&ground, "lucha", &["mirror", "--off", "--to", "x"]);
    assert_eq!((ran.code, ran.err.lines().count()), (2, 1));
    for words in ["--to <文件夹>", "--off", "不能和", "一起用：请去掉一个。"] {
        assert!(ran.err.contains(words), "{}", ran.err);
    }
    let ran = run(&ground, "lucha", &["list", "--lang", "fr"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(ran.err, "--lang <语言> 写的是“fr”，只能写其中之一：zh-CN, en。\n");
    assert_eq!(ground.names(), before, "nothing was begun");
}

#[test]
fn headquarters_arguments_are_told_of_in_the_same_way() {
    let ground = Ground::empty();
    for (args, starts) in [
        (&["serv"][..], "没有命令 serv：是不是 serve？"),
        (&["init"], "还缺 --prefix <字头>：请看 lucha-hq init --help。"),
        (
            &["grant", "--device", "x", "--year", "soon", "--count", "1"],
            "--year <年份> 写的是“soon”，用不了：请看 lucha-hq grant --help。",
        ),
        (&["--dir", "x"], "没有写是哪个命令：请看 lucha-hq --help。"),
        (
            &["officers", "--add", "王五"],
            "还缺 --credential <证号>, --until <日期>：请看 lucha-hq officers --help。",
        ),
    ] {
        let ran = run(&ground, "lucha-hq", args);
        assert_eq!((ran.code, ran.out.as_str(), ran.err), (2, "", format!("{starts}\n")));
        let ran = run(&ground, "lucha-hq", &[&["--lang", "en"][..], args].concat());
        assert_eq!((ran.code, ran.err.lines().count()), (2, 1));
        assert_eq!(chinese(&ran.err.replace("王五", "")), "", "{}", ran.err);
    }
    // Without a word it says what there is.
    let ran = run(&ground, "lucha-hq", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("用法：lucha-hq [选项] <命令>"), "{}", ran.err);
    assert_eq!(strange(&ran.err), [""; 0], "{}", ran.err);
}
