//! The evidence of a stop: what is missing of the whole record, a card that is taken in, a picture that is shown, and what a
//! piece shows said anew.

use super::{DECIDE, HUGE, OVERLOAD, Stage, WITHIN};
use lucha::app::command::{Command, Reply};
use lucha::app::view::import::{ImportView, Imported};
use lucha::stdx::id::Id;
use lucha::tui::effect::Event;
use tempfile::TempDir;

/// A stop that was decided, and its page.
fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

/// A card with a chequered picture, one without its end, and a note.
fn card() -> TempDir {
    let card = tempfile::tempdir().unwrap();
    let points = image::RgbImage::from_fn(64, 64, |x, y| {
        let is_dark = (x / 5 + y / 5) % 2 == 0;
        if is_dark { image::Rgb([20, 20, 60]) } else { image::Rgb([220, 200, 180]) }
    });
    let whole = card.path().join("P1.PNG");
    points.save(&whole).unwrap();
    let bytes = std::fs::read(&whole).unwrap();
    std::fs::write(card.path().join("P2.PNG"), &bytes[..bytes.len() - 6]).unwrap();
    std::fs::write(card.path().join("NOTE.TXT"), "电量低").unwrap();
    card
}

/// To the import's last field, with the stage and what is proven filled in.
fn imported(stage: &mut Stage, folder: &str) {
    stage.press(&format!("i {{{folder}}} <Enter> <Enter> 4 {{车货总质量}} <Enter>"));
    stage.go_to("佩戴或持有人");
    stage.press("{张三} <Enter>");
}

/// How often the desk was asked for something.
fn asked(stage: &Stage, is_it: fn(&Command) -> bool) -> usize {
    stage.asked.iter().filter(|command| is_it(command)).count()
}

#[test]
fn the_whole_record_says_which_stages_nothing_shows_yet() {
    let mut stage = decided();
    stage.press("<End>");
    stage.sees(&["证据 0 件；全过程记录", "调查取证"]);
    stage.press("v");
    assert_eq!(stage.app.on_top(), "evidence");
    stage.sees(&["还没有照片和录音录像", "✔ 表明身份  文字", "✖ 调查取证", "✔ 决定  文字"]);
    stage.sees(&["文书证据：现场笔录 1"]);
    stage.press("<Enter> e");
    assert_eq!(stage.app.on_top(), "evidence", "there is nothing to show");
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "inspection");
}

#[test]
fn a_card_is_taken_in_and_a_picture_of_it_is_shown() {
    let (mut stage, card) = (decided(), card());
    stage.press("v");
    imported(&mut stage, &card.path().display().to_string());
    assert_eq!(stage.app.on_top(), "evidence_import", "{}", stage.screen());
    stage.sees(&["存入 2；", "不是证据文件 1", "1 张照片不完整"]);
    stage.press("<Esc>");
    stage.sees(&["照片  P1.PNG", "P2.PNG  ! 残缺", "车货总质量", "✔ 调查取证  影像 2"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "evidence_picture");
    stage.sees(&["P1.PNG", "▀"]);
    stage.press("+ <Right> <Down> - <Esc>");
    assert_eq!(stage.app.on_top(), "evidence");
    // One without its end says so, and is kept as it came.
    stage.press("<Down> <Enter>");
    assert_eq!(stage.app.on_top(), "evidence_picture");
    stage.press("<Esc> <Esc> <End>");
    stage.sees(&["证据 2 件"]);
}

#[test]
fn an_import_says_where_enter_begins_it_and_begins_once() {
    let imports = |stage: &Stage| asked(stage, |it| matches!(it, Command::ImportEvidence(_)));
    let bar = |stage: &Stage| stage.screen().trim_end().lines().last().unwrap().to_string();
    let (mut stage, card) = (decided(), card());
    stage.size = super::SMALL;
    stage.press(&format!("v i {{{}}} <Enter>", card.path().display()));
    assert!(bar(&stage).contains("Enter 下一步"), "{}", bar(&stage));
    stage.press("<Enter> 4 {车货总质量} <Enter>");
    stage.go_to("佩戴或持有人");
    stage.press("{张三}");
    assert!(bar(&stage).contains("Enter 开始导入"), "{}", bar(&stage));
    stage.press("<F2>");
    assert!(bar(&stage).contains("Enter Import now"), "{}", bar(&stage));
    stage.press("<F2> <Enter>");
    stage.sees(&["存入 2；", "已导入。改了文件夹"]);
    // The same again is no second import.
    stage.press("<Enter> <Enter>");
    assert_eq!(imports(&stage), 1, "{}", stage.screen());
    assert!(!bar(&stage).contains("开始导入"), "{}", bar(&stage));
    stage.press("{（李四代）} <Enter>");
    assert_eq!(imports(&stage), 2, "{}", stage.screen());
    stage.press("<Esc> e");
    stage.go_to("佩戴或持有人");
    assert!(bar(&stage).contains("Enter 记下"), "{}", bar(&stage));
}

#[test]
fn what_a_piece_shows_is_said_anew() {
    let (mut stage, card) = (decided(), card());
    stage.press("v");
    imported(&mut stage, &card.path().display().to_string());
    stage.press("<Esc> e");
    assert_eq!(stage.app.on_top(), "evidence_describe");
    stage.sees(&["车货总质量", "以前的说明留在日志里"]);
    stage.press("2 {、称重现场} <Enter>");
    stage.go_to("佩戴或持有人");
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "evidence", "{}", stage.screen());
    stage.sees(&["车货总质量、称重现场", "表明身份  影像 1 + 文字", "✓ 证据说明已记下"]);
    assert_eq!(asked(&stage, |command| matches!(command, Command::DescribeEvidence(_))), 1);
}

#[test]
fn the_sheet_of_a_card_is_made_from_the_page_of_the_stop() {
    let (mut stage, card) = (decided(), card());
    // Without a picture it says what is to be done.
    stage.press("w");
    stage.press(&super::paper::chosen("evidence_sheet"));
    stage.sees(&["这次检查还没有照片和录音录像"]);
    stage.press("<Esc> v");
    imported(&mut stage, &card.path().display().to_string());
    stage.press("<Esc> <Esc> w");
    stage.press(&super::paper::chosen("evidence_sheet"));
    stage.sees(&["视听资料（电子数据）证据记录单", "采集人", "车货总质量"]);
    // Nobody said when the pictures were taken, and no carrier: it is refused under its field, and nothing typed is lost.
    stage.go_to("存储介质");
    stage.press("{存储卡} <Tab> {中队证据柜}");
    stage.go_to("见证人");
    stage.press("{周五} <Enter>");
    assert_eq!(stage.app.on_top(), "paper", "{}", stage.screen());
    stage.sees(&["× 第1行", "采集时间", "中队证据柜", "周五"]);
    stage.press("<F2>");
    stage.sees(&["Sheet of recordings", "made by", "周五"]);
}

#[test]
fn the_photograph_of_a_sketch_is_picked_by_its_name() {
    let (mut stage, card) = (decided(), card());
    stage.press("v");
    imported(&mut stage, &card.path().display().to_string());
    stage.press("<Esc> <Esc> w").press(&super::paper::chosen("survey_minutes"));
    stage.go_to("示意图照片");
    stage.sees(&["1 P1.PNG", "2 P2.PNG"]);
    stage.press("1");
    let is_whole = |command: &Command| match command {
        Command::SaveField { field, value, .. } => {
            field == "survey.photograph" && value.len() == 64
        }
        _ => false,
    };
    assert!(stage.asked.iter().any(is_whole), "the digest of the picture is kept");
    stage.press("<F2>");
    stage.sees(&["photograph of the sketch", ">1 P1.PNG"]);
}

#[test]
fn a_folder_that_is_none_is_said_and_what_was_typed_stays() {
    let mut stage = decided();
    stage.press("v");
    imported(&mut stage, "/not/there");
    assert_eq!(stage.app.on_top(), "evidence_import");
    stage.sees(&["找不到文件夹或文件 /not/there", "车货总质量"]);
    stage.press("<F2>");
    stage.sees(&["There is no folder or file /not/there"]);
}

#[test]
fn how_an_import_ended_is_told_on_any_screen_and_in_full_with_its_own_stop() {
    let mut stage = decided();
    let stop = stage.desk.list("", 1).unwrap()[0].inspection;
    let done = Imported {
        found: 7,
        read: 4,
        kept: 4,
        gone_at: Some("/card/P4.JPG".into()),
        ..Imported::default()
    };
    let ended = |of| {
        let (inspection, done) = (Some(of), Some(done.clone()));
        let view = ImportView { inspection, done, ..ImportView::default() };
        Event::Reply(Box::new(Reply::ImportMoved(Box::new(view))), None)
    };
    stage.send(ended(stop));
    assert_eq!(stage.app.on_top(), "inspection");
    stage.sees(&["有要处理的", "存入 4；"]);
    stage.press("v i");
    assert_eq!(stage.app.on_top(), "evidence_import");
    stage.send(ended(Id([9; 16])));
    stage.sees_not(&["P4.JPG"]);
    stage.send(ended(stop));
    stage.sees(&["从 /card/P4.JPG 起读不到", "还有 3 个文件没有读"]);
}

#[test]
fn without_a_folder_nothing_is_asked() {
    let mut stage = decided();
    stage.press("v i");
    stage.go_to("佩戴或持有人");
    stage.press("<Enter>");
    assert_eq!(asked(&stage, |command| matches!(command, Command::ImportEvidence(_))), 0);
    stage.sees(&[">文件夹或存储卡"]);
}
