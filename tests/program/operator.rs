//! Headquarters' program when it cannot do what it is told: one sentence in the operator's language, with the way out.

use super::arguments::{run, strange};
use super::{Ground, Ran};
use std::fs;

/// Words that stand in the files themselves, and names.
const FIELDS: &[&str] = &[
    "id",
    "agency",
    "prefix",
    "listen",
    "names",
    "block",
    "ledger",
    "capacity",
    "photographs",
    "wings",
    "plan",
    "subject",
    "subjet",
    "place",
    "due",
    "keys",
    "pack",
    "PostgreSQL",
    "TLS",
    "PEM",
];

/// `lucha-hq` in the folder `hq` of the ground.
fn hq(ground: &Ground, args: &[&str]) -> Ran {
    let folder = ground.at("hq").display().to_string();
    run(ground, "lucha-hq", &[&["--dir", &folder][..], args].concat())
}

/// What was refused: exit code 1, one sentence and nothing else, with `zh` or `en` in it.
#[track_caller]
fn refused(ground: &Ground, args: &[&str], zh: &str, en: &str) {
    let root = ground.at("").display().to_string();
    let ran = hq(ground, args);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{}", ran.err);
    assert!(ran.err.starts_with("没有办成：") && ran.err.contains(zh), "{}", ran.err);
    let strange = strange(&ran.err.replace(&root, ""));
    let strange: Vec<_> = strange.iter().filter(|word| !FIELDS.contains(&word.as_str())).collect();
    assert!(strange.is_empty(), "{strange:?}: {}", ran.err);
    let ran = hq(ground, &[&["--lang", "en"][..], args].concat());
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{}", ran.err);
    assert!(ran.err.contains(en), "{}", ran.err);
    let is_chinese = ran.err.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c));
    assert!(!is_chinese, "{}", ran.err);
}

#[test]
fn without_a_headquarters_every_command_says_how_to_make_one() {
    let ground = Ground::empty();
    for args in [
        &["serve"][..],
        &["enrol"],
        &["report"],
        &["numbers"],
        &["verify"],
        &["import", "."],
        &["officers"],
        &["publish", "--earlier"],
        &["restored"],
    ] {
        refused(&ground, args, "请先执行 lucha-hq init", "run `lucha-hq init` first");
    }
}

#[test]
fn a_headquarters_is_made_once_and_its_file_is_read_whole() {
    let ground = Ground::empty();
    let init = ["init", "--prefix", "样汕交罚"];
    let ran = hq(&ground, &init);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    refused(&ground, &["init", "--prefix", "X"], "已经有一个总部", "holds a headquarters already");
    let file = ground.at("hq").join("headquarters.toml");
    let whole = fs::read_to_string(&file).unwrap();
    let lines = whole.lines().count() + 1;
    fs::write(&file, format!("wings = 2\n{whole}")).unwrap();
    refused(&ground, &["report"], "第 1 行", "line 1");
    refused(&ground, &["report"], "wings", "wings");
    fs::write(&file, whole.replace("prefix = ", "prefix: ")).unwrap();
    let at = whole.lines().position(|line| line.starts_with("prefix")).unwrap() + 1;
    assert!(at < lines);
    refused(&ground, &["report"], &format!("第 {at} 行"), &format!("line {at}"));
    fs::write(&file, whole.replacen("id = \"", "id = \"x", 1)).unwrap();
    refused(&ground, &["report"], "id 不是编号", "`id` is no id");
    fs::write(&file, format!("ledger = \"postgres://u:secret@:x\"\n{whole}")).unwrap();
    refused(&ground, &["report"], "不是 PostgreSQL 地址", "is no PostgreSQL url");
    fs::write(&file, &whole).unwrap();
    assert_eq!(hq(&ground, &["report"]).code, 0);
    let keys = ground.at("hq").join("keys");
    fs::rename(&keys, ground.at("keys")).unwrap();
    refused(
        &ground,
        &["verify"],
        "请从备份恢复文件夹 keys",
        "Put the folder keys back from a copy",
    );
    fs::rename(ground.at("keys"), &keys).unwrap();
    let ledger = fs::read_dir(ground.at("hq")).unwrap().map(|file| file.unwrap().path());
    let ledger = ledger.filter(|path| path.extension().is_some_and(|end| end == "db"));
    for path in ledger {
        fs::write(path, vec![7; 65_536]).unwrap();
    }
    // What SQLite says of itself is quoted in its own words.
    for (lang, says) in
        [("zh-CN", "数据库里的内容与写下的不符（"), ("en", "the database does not hold")]
    {
        let ran = hq(&ground, &["verify", "--lang", lang]);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
        assert!(ran.err.contains(says), "{}", ran.err);
    }
}

#[test]
fn a_file_that_is_published_is_refused_with_its_place() {
    let ground = Ground::empty();
    assert_eq!(hq(&ground, &["init", "--prefix", "样汕交罚"]).code, 0);
    let file = ground.at("file.toml");
    let path = file.to_str().unwrap().to_string();
    let tasks = ["publish", "--tasks", &path];
    refused(&ground, &tasks, "不存在", "not there");
    fs::write(&file, "[[task]]\nplan = \"甲\"\nsubjet = \"x\"\n").unwrap();
    refused(&ground, &tasks, "第 3 行", "line 3");
    fs::write(&file, "[[task]\n").unwrap();
    refused(&ground, &tasks, "第 1 行", "line 1");
    let pack = ground.at("pack");
    let folder = pack.to_str().unwrap().to_string();
    let publish = ["publish", "--pack", &folder, "--approved-by", "x"];
    refused(&ground, &publish, "不存在", "not there");
    fs::create_dir(&pack).unwrap();
    refused(&ground, &publish, "缺这个文件", "the file is missing");
    copy("assets/rulebook", &pack);
    let freight = pack.join("violations/freight.toml");
    let whole = fs::read_to_string(&freight).unwrap();
    fs::write(&freight, whole.replacen("code = \"FR-001\"", "code = \"FR-002\"", 1)).unwrap();
    refused(&ground, &publish, "包里有两个同样的代码", "stands twice in the pack");
    fs::write(&freight, format!("{whole}\n[[violation]\n")).unwrap();
    let at = whole.lines().count() + 2;
    refused(&ground, &publish, &format!("第 {at} 行"), &format!("line {at}"));
    // A file is measured before it is read: this one would not fit into the laptop's memory.
    let long = |path: &std::path::Path| {
        fs::File::create(path).unwrap().set_len(1 << 33).unwrap();
    };
    long(&freight);
    refused(&ground, &publish, "有 8589934592 字节", "it has 8589934592 bytes");
    fs::write(&freight, &whole).unwrap();
    // What a pack does not know counts for its bytes too.
    for nth in 0..5 {
        let notes = pack.join(format!("notes-{nth}.toml"));
        fs::File::create(notes).unwrap().set_len(1024 * 1024).unwrap();
    }
    refused(&ground, &publish, "最多 4194304 字节", "may have 4194304");
    long(&file);
    refused(&ground, &tasks, "最多 67108864 字节", "may have 67108864");
    fs::write(&file, [0xff, 0xfe]).unwrap();
    refused(&ground, &tasks, "不是 UTF-8 文字", "no UTF-8 text");
    refused(&ground, &["import", "nowhere"], "U 盘", "the stick");
    refused(&ground, &["serve", "--listen", "192.0.2.1:1"], "192.0.2.1:1", "192.0.2.1:1");
}

fn copy(from: &str, to: &std::path::Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir(&to).unwrap();
            copy(path.to_str().unwrap(), &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}
