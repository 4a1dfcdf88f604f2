//! Stops S01, S03 and S09 by keys, from sign-in to PDF; the PDF's text is read back.

use super::Program;
use std::path::Path;
use std::process::Command;

/// Where and weighed with what; the first stop of a shift types it all.
const LORRY: &str = "n [检查 1/6] <Space> <Enter> [检查 2/6]";
const SCALE: &str = "y {SCS-07} <Enter> 1 {粤检2026-0311} <Enter> {2199-12-31} <Enter> [检查 4/6]";
const TOLD: &str = "[检查 6/6] <F7> <Enter> 1 1 <Enter>";
const DECIDED: &str =
    "[结果：当场处罚] <Enter> [不得代输] {246810} <Enter> {135790} <Enter> [〔20]";
/// A coach from its plate to three printed papers.
pub const COACH: &[&str] = &[
    LORRY,
    "{粤D30002} <Enter> 1",
    "4 <Enter> [检查 4/6] <F6> {PK-012} <Enter>",
    "{班车未在显著位置挂放客运标志牌，未当场改正} <Enter> [检查 5/6]",
    "3 {孙八客运} <Enter> {92440507MA0006062M} <Enter> {孙八} <Enter>",
    "{440507199009090060} <Enter> {汕头市澄海区文冠路3号} <Enter> {13800000008} <Enter>",
    "<F3> <Enter>",
    TOLD,
    DECIDED,
    PRINTED,
];
const ALL_PRINTED: &str = "a [打印《现场笔录》] <Enter> [已打印 3 种文书]";
const PRINTED: &str = "p <Enter> [> 责令改正] p <Enter> [> 当场行政] p <Enter>";

#[test]
fn s01_an_overloaded_lorry_of_a_firm_is_fined_on_the_spot() {
    let texts = play(
        120,
        40,
        &[
            LORRY,
            "{粤D55D18} <Enter> 1 1 {粤交运管汕字440515000123号} <Enter> {2019-01-15} <Enter>",
            "[检查 3/6] 1 {3} <Enter> {2} <Enter> {0} <Enter> {31240} <Enter> {12.00} <Enter>",
            "{2.55} <Enter> {3.95} <Enter>",
            SCALE,
            "<Enter> {三轴货车装载沙石} <Enter> [检查 5/6]",
            "2 {汕头市示范运输有限公司} <Enter> {91440500MA0001018W} <Enter> {陈大海} <Enter>",
            "{汕头市金平区潮汕路88号} <Enter> {0754-88000001} <Enter> {刘十一} <Enter> 2",
            "{440515198501010101} <Enter> {13800000001} <Enter> y <Enter>",
            TOLD,
            DECIDED,
            ALL_PRINTED,
        ],
    );
    let decision = the("当场行政处罚决定书", &texts);
    for words in ["粤D55D18", "6240千克", "叁仟元整", "3,000", "样汕交罚", "六十日"] {
        assert!(decision.contains(words), "`{words}` is not on the decision:\n{decision}");
    }
    // The words stand across the page, so a reader of the text meets them in either order.
    assert!(decision.contains("样张") || decision.contains("张样"), "{decision}");
    assert!(the("责令改正违法行为通知书", &texts).contains("汕头市示范运输有限公司"));
    assert!(the("现场笔录", &texts).contains("刘十一"));
}

#[test]
fn s03_less_than_a_ton_over_is_a_caution() {
    let texts = play(
        80,
        24,
        &[
            LORRY,
            "{粤D66A02} <Enter> 1 1 {粤交运管汕字440515000125号} <Enter> {2019-01-15} <Enter>",
            "[检查 3/6] 1 {2} <Enter> {1} <Enter> {0} <Enter> {18960} <Enter> {9.00} <Enter>",
            "{2.50} <Enter> {3.90} <Enter>",
            SCALE,
            "<Enter> {二轴货车装载钢筋} <Enter> [检查 5/6]",
            "1 {李四} <Enter> {440511198506150028} <Enter> {汕头市金平区长平路5号} <Enter>",
            "{13800000003} <Enter> <F3> <Enter>",
            TOLD,
            DECIDED,
            PRINTED,
        ],
    );
    let decision = the("当场行政处罚决定书", &texts);
    for words in ["警告", "960千克", "李四", "440511198506150028"] {
        assert!(decision.contains(words), "`{words}` is not on the decision:\n{decision}");
    }
    assert!(!decision.contains("叁仟"), "{decision}");
}

#[test]
fn s09_a_coach_without_its_plate_is_fined_two_hundred() {
    let texts = play(120, 40, COACH);
    let decision = the("当场行政处罚决定书", &texts);
    for words in ["粤D30002", "贰佰元整", "孙八", "标志牌"] {
        assert!(decision.contains(words), "`{words}` is not on the decision:\n{decision}");
    }
    let minutes = the("现场笔录", &texts);
    assert!(minutes.contains("班车客车"), "车型 is not on the minutes:\n{minutes}");
}

/// Plays keys over a fresh sample bureau; gives the printed papers' names and texts.
fn play(columns: u16, rows: u16, scripts: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::demo(folder.path(), columns, rows);
    program.on_duty();
    for script in scripts {
        program.press(script);
    }
    let paper = folder.path().join("paper");
    three_papers(&program, &paper);
    let mut texts = Vec::new();
    for file in std::fs::read_dir(&paper).unwrap() {
        let path = file.unwrap().path();
        texts.push((path.file_name().unwrap().to_str().unwrap().to_string(), text_of(&path)));
    }
    texts
}

/// Waits until they lie in `paper`.
#[track_caller]
pub fn three_papers(program: &Program, paper: &Path) {
    let begun = std::time::Instant::now();
    while std::fs::read_dir(paper).map_or(0, |dir| dir.filter(is_pdf).count()) < 3 {
        assert!(begun.elapsed() < super::PATIENCE, "three papers never came:\n{}", program.text());
        std::thread::sleep(std::time::Duration::from_millis(30));
    }
}

pub fn is_pdf(file: &std::io::Result<std::fs::DirEntry>) -> bool {
    file.as_ref().is_ok_and(|file| file.path().extension().is_some_and(|end| end == "pdf"))
}

/// The text that a reader of the PDF sees, blanks and line ends out.
pub fn text_of(path: &Path) -> String {
    let output = Command::new("pdftotext")
        .arg(path)
        .arg("-")
        .output()
        .expect("`pdftotext` reads the papers back; `./check` installs poppler-utils");
    String::from_utf8(output.stdout).unwrap().chars().filter(|c| !c.is_whitespace()).collect()
}

fn the<'a>(title: &str, texts: &'a [(String, String)]) -> &'a str {
    let found = texts.iter().find(|(name, _)| name.contains(title));
    &found.unwrap_or_else(|| panic!("no {title} among {texts:?}")).1
}
