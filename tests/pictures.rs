//! The pictures in `docs/pictures` are what the program draws today; `LUCHA_WRITE=1` draws them anew.

use crate::keys::Stage;
use lucha::app::{check_file, sample};
use std::fs;
use std::path::Path;

/// The officer at half past two, after the sample shift.
fn after_the_shift(columns: u16, rows: u16) -> Stage {
    let mut stage = Stage::at("2026-11-23T14:32:00+08:00");
    let stops = check_file::read_file(sample::stops()).unwrap();
    check_file::check(&mut stage.desk, stops, &|_| String::new(), |_, _| {});
    lucha::app::print_all::print_unprinted(&mut stage.desk).unwrap();
    stage.size = (columns, rows);
    stage.signed_in()
}

/// Compares `text` with the picture of that name, or writes it.
fn check(name: &str, text: &str) {
    let path = Path::new("docs/pictures").join(name);
    let text: Vec<&str> = text.lines().map(str::trim_end).collect();
    // The free space of the disk is the machine's, not the program's.
    let text = text.join("\n").split_once("盘 ").map_or(text.join("\n"), |(before, after)| {
        let rest = after.split_once('\n').map_or("", |(_, rest)| rest);
        format!("{before}盘 61G\n{rest}")
    });
    if write() {
        fs::create_dir_all("docs/pictures").unwrap();
        fs::write(&path, text + "\n").unwrap();
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text.clone() + "\n", "{} is not what is drawn:\n{text}", path.display());
}

#[expect(clippy::disallowed_methods, reason = "a person asks for new pictures")]
fn write() -> bool {
    std::env::var("LUCHA_WRITE").is_ok()
}

#[test]
fn the_first_screen() {
    let stage = after_the_shift(100, 30);
    check("today.txt", &stage.screen());
    shown_in_both_readmes("today.txt");
}

fn shown_in_both_readmes(name: &str) {
    let picture = fs::read_to_string(Path::new("docs/pictures").join(name)).unwrap();
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(readme).unwrap();
        assert!(text.contains(&picture), "{readme} shows another screen than {name}");
    }
}

#[test]
fn the_weighing_with_the_law_beside_it() {
    let mut stage = after_the_shift(100, 30);
    stage.press("n <Space> <Enter> {粤D55D58} <Enter> 1 1 {粤交运管汕字440515000123号} <Enter>");
    stage.press("{2019-01-15} <Enter> 1 {3} <Enter> {2} <Enter> {0} <Enter> {31240} <Enter>");
    stage.press("{12.00} <Enter> {2.55} <Enter> {3.95} <Enter>");
    check("weighing.txt", &stage.screen());
    shown_in_both_readmes("weighing.txt");
}

#[test]
fn a_page_as_it_is_printed() {
    let mut stage = after_the_shift(100, 30);
    let found = stage.desk.list("粤D55D18", 1).unwrap();
    let view = stage.desk.find(&found[0].inspection.to_string()).unwrap();
    let decision = view.documents.iter().find(|paper| paper.form == "on_spot_decision").unwrap();
    let command = lucha::app::command::Command::OpenDocument {
        document: decision.document,
        page: 1,
        width_px: 800,
    };
    let lucha::app::command::Reply::Document(page) = stage.desk.handle(command) else {
        panic!("the page is not shown")
    };
    let picture = image::RgbaImage::from_raw(page.width_px, page.height_px, page.pixels).unwrap();
    same_page(Path::new("docs/pictures/on_spot_decision.png"), picture);
}

/// Compares a drawn sheet with the picture that is kept of it, or writes it; what differs is left in
/// the folder of the tests' own files to be looked at.
pub fn same_page(kept: &Path, drawn: image::RgbaImage) {
    let drawn = image::DynamicImage::from(drawn).to_luma8();
    if write() {
        fs::create_dir_all(kept.parent().unwrap()).unwrap();
        drawn.save(kept).unwrap();
        return;
    }
    let before = image::open(kept).unwrap_or_else(|why| panic!("{}: {why}", kept.display()));
    let before = before.to_luma8();
    let today = Path::new(env!("CARGO_TARGET_TMPDIR")).join(kept.file_name().unwrap());
    drawn.save(&today).unwrap();
    let (name, today) = (kept.display(), today.display());
    assert_eq!(before.dimensions(), drawn.dimensions(), "{name} has another size than {today}");
    // Processors round a shade differently; a word that changed is hundreds of dots.
    let differ =
        before.pixels().zip(drawn.pixels()).filter(|(a, b)| a[0].abs_diff(b[0]) > 64).count();
    assert!(differ < 40, "{differ} dots of {today} are not those of {name}");
}
