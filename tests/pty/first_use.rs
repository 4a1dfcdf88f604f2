//! First use: the program without arguments in a home that has nothing asks its questions, founds a bureau and goes on to
//! the sign-in; the second start finds it again and asks nothing.

use super::{PATIENCE, Program};
use std::time::{Duration, Instant};

const WELCOME: &str = "路查第一次使用";
const AGENCY: &str = "[机关名称] {汕头市交通运输局} <Enter> [委托机关] <Enter> [复议机关] {汕头市人民政府} <Enter> \
                      [有管辖权的法院] {汕头市金平区人民法院} <Enter> [代收罚款的银行] {某银行} <Enter> \
                      [银行地址] {某路1号} <Enter> [收款账号] {622} <Enter> [文号字] {粤汕交罚} <Enter> \
                      [行政区划代码] {440500} <Enter> [纸卷] <Enter>";

/// Answers about person `nth`, by the words that ask for name and number; a PIN is typed only when it is asked for, because
/// nothing else may read it.
fn person(
    program: &mut Program,
    nth: usize,
    [whose, which]: [&str; 2],
    [name, number, pin]: [&str; 3],
) {
    program.press(&format!(
        "[{whose}] {{{name}}} <Enter> [{which}] {{{number}}} <Enter> \
         [证件有效期起] {{2023-01-01}} <Enter> [证件有效期止] {{2199-12-31}} <Enter>"
    ));
    for question in ["PIN 码 (6", "再输一次 PIN"] {
        let begun = Instant::now();
        while program.text().matches(question).count() < nth {
            assert!(begun.elapsed() < PATIENCE, "`{question}` never came:\n{}", program.text());
            std::thread::sleep(Duration::from_millis(15));
        }
        program.press(&format!("{{{pin}}} <Enter>"));
    }
}

fn officer(program: &mut Program, nth: usize, words: [&str; 3]) {
    let [whose, which] = ["姓名", "执法证号"].map(|asked| format!("第 {nth} 名执法人员的{asked}"));
    person(program, nth, [&whose, &which], words);
}

#[test]
fn the_questions_of_first_use_end_on_the_sign_in_and_the_second_start_remembers() {
    let home = tempfile::tempdir().unwrap();
    // Not where the program would lay it by itself.
    let (bureau, papers) = (home.path().join("my-bureau"), home.path().join("papers"));
    let mut program = Program::of_user(home.path(), &[], 120, 50);
    program.press(&format!("[{WELCOME}] [数据放在哪里] {{{}}} <Enter>", bureau.display()));
    program.press(AGENCY);
    officer(&mut program, 1, ["张伟", "19050001001", "246810"]);
    officer(&mut program, 2, ["李娜", "19051100023", "135790"]);
    program.press("[再录入一名执法人员吗] <Enter>");
    let asked = ["终端管理员的姓名", "终端管理员的工号"];
    person(&mut program, 3, asked, ["周管理", "K-01", "112233"]);
    program.press(&format!("[打印的文书放在哪个文件夹] {{{}}} <Enter>", papers.display()));
    // Everybody who was enrolled stands on the sign-in, and no PIN does.
    program.press("[登录] [张伟] [李娜]");
    let shown = program.text();
    assert!(!shown.contains("246810") && !shown.contains(WELCOME), "{shown}");
    program.kill();
    assert!(bureau.join("journal.db").exists());
    let settings = home.path().join(".config/lucha/lucha.toml");
    let settings = std::fs::read_to_string(settings).unwrap();
    for folder in [&bureau, &papers] {
        assert!(settings.contains(folder.to_str().unwrap()), "{settings}");
    }
    let mut program = Program::of_user(home.path(), &[], 120, 50);
    program.press("[登录] [张伟] [李娜] 2 {135790} <Enter> [今天和谁一起执勤]");
    let shown = program.text();
    assert!(shown.contains("李娜") && !shown.contains(WELCOME), "{shown}");
}
