//! A stop from the place to the decision: steps, fields, the law beside them, and few keys.

use super::bad_input::says;
use super::{DECIDE, HUGE, OVERLOAD, SMALL, Stage, WIDE, WITHIN, check};
use crate::bureau::{EVENING, check as record};
use crate::scenarios::stop;
use crossterm::event::{KeyCode, KeyModifiers};
use lucha::app::command::Command;
use lucha::tui::effect::Event;

/// On duty, with a first stop done.
fn second_stop() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN);
    stage.sees(&["✓ 结果：无问题"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.press("<Esc>");
    stage.presses = 0;
    stage
}

#[test]
fn an_overload_stop_takes_forty_keys_from_the_plate_to_the_printed_papers() {
    let mut stage = second_stop();
    let (place, from_the_plate) = OVERLOAD.split_at(OVERLOAD.find("{粤D55D18}").unwrap());
    stage.press(place);
    stage.presses = 0;
    stage.press(from_the_plate);
    stage.sees(&[
        "! 结果：当场处罚",
        "简易程序",
        "罚款 ¥3,000",
        "叁仟元整",
        "文书 3 种",
        "当场行政处罚决定书",
        "Enter 决定",
    ]);
    stage.press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["样汕交罚〔2026〕00001号", "现场笔录", "未打印"]);
    stage.press("a");
    stage.sees(&[
        "打印《现场笔录》",
        "打印《责令改正违法行为通知书》",
        "打印《当场行政处罚决定书》",
    ]);
    stage.press("<Enter>");
    stage.sees(&["✓ 已打印 3 种文书", "已印 1 次"]);
    stage.sees_not(&["未打印"]);
    let papers: Vec<_> = std::fs::read_dir(stage.paper()).unwrap().collect();
    assert_eq!(papers.len(), 3, "{papers:?}");
    assert!(stage.presses <= 40, "{} keys", stage.presses);
    // The key is gone with the last paper that had no print.
    stage.sees_not(&["A 全部打印"]);
}

#[test]
fn place_and_scale_are_taken_over_from_the_last_stop() {
    let mut stage = second_stop();
    stage.press("n");
    stage.sees(&["莲下治超点", "440515", "2026-治超-11"]);
    stage.press("<Space> <Enter> {粤D55D18} <Enter> 1 1 {x} <Enter> {2019-01-15} <Enter>");
    stage.size = (80, 40);
    stage.sees(&["SCS-07", "粤检2026-0311", "2027-03-11"]);
}

#[test]
fn who_writes_the_minutes_is_chosen_and_a_frame_number_is_checked_where_it_is_typed() {
    let mut stage = second_stop();
    stage.press("n");
    stage.size = (80, 40);
    stage.sees(&["记录人", "李娜"]);
    stage.press("<Space> <Down> 1");
    stage.sees(&["张伟"]);
    stage.press("<PgDn> {粤D55D18} <Enter> 1 1 <Up> {LZZ5CLSB5LA000001} <Down>");
    stage.sees(&["LZZ5CLSB5LA000001", "校验位不符"]);
    let saved = |name: &str| {
        stage.asked.iter().rev().find_map(|asked| match asked {
            Command::SaveField { field, value, .. } if field == name => Some(value.clone()),
            _ => None,
        })
    };
    assert_eq!(saved("recorder").as_deref(), Some("19050001001"));
    assert_eq!(saved("vehicle.vin").as_deref(), Some("LZZ5CLSB5LA000001"));
}

#[test]
fn sex_is_asked_where_no_resident_number_says_it() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> {粤DF12345} <Enter> 3 7 <Enter> <Enter> {刘十一} <Enter> 2");
    stage.size = (80, 40);
    stage.sees(&["性别"]);
    stage.press("<Down> <Down> <Down> 2");
    stage.sees(&["女"]);
    stage.press("<Up> {440513197903120031} <Down>");
    // The card says another sex than was put down: seen, and named.
    stage.sees(&["性别", "数值不可能存在"]);
    stage.press("<Backspace> <Down>");
    stage.sees_not(&["性别"]);
}

#[test]
fn a_permit_of_hong_kong_and_the_plate_beside_a_z_plate_are_typed() {
    let mut stage = Stage::on_duty();
    stage.press("n <Space> <Enter> {粤Z1234港} <Enter> {AB1234} <Enter> 1 1 <PgDn> <PgDn> <PgDn>");
    stage.press("{陈大文} <Enter> 2");
    stage.size = (80, 40);
    stage.press("<Down> 3 <Down> {H12345678} <Down>");
    stage.sees(&["港澳居民来往内地通行证", "H12345678", "性别"]);
    stage.sees_not(&["数值不可能存在"]);
    let saved = |name: &str| {
        stage.asked.iter().rev().find_map(|asked| match asked {
            Command::SaveField { field, value, .. } if field == name => Some(value.clone()),
            _ => None,
        })
    };
    assert_eq!(saved("vehicle.home_plate").as_deref(), Some("AB1234"));
    assert_eq!(saved("present.id_kind").as_deref(), Some("港澳居民来往内地通行证"));
    assert_eq!(saved("present.id_no").as_deref(), Some("H12345678"));
}

#[test]
fn a_claimed_feature_asks_for_its_proof_and_then_counts() {
    let mut stage = second_stop();
    stage.size = WIDE;
    stage.press("n <Space> <Enter> {粤D55D18} <Enter> 1 1 {x} <Enter> {2019-01-15} <Enter>");
    stage.press("1 {3} <Enter> {2} <Enter> {0} <Enter> {27500} <Enter> {12} <Enter> {2.5} <Enter>");
    stage.press("{3.9} <Enter> y");
    stage.sees(&["限值 25,000 kg", "特殊车型"]);
    while !stage.screen().contains(">特殊车型") {
        let before = stage.screen();
        stage.press("<Down>");
        assert_ne!(stage.screen(), before, "the field is never reached");
    }
    stage.press("5");
    stage.sees(&["安装空气悬架的车辆", ">车型证明", "限值 25,000 kg"]);
    stage.press("{行驶证第二页}");
    stage.sees(&["限值 26,000 kg", "超限 1,500 kg"]);
    stage.press("<Up> <Backspace> <Down>");
    stage.sees(&["限值 25,000 kg"]);
    stage.sees_not(&["车型证明"]);
}

#[test]
fn an_act_of_an_earlier_day_is_found_with_its_day() {
    let mut stage = Stage::on_duty();
    stage.size = (80, 40);
    stage.press("n <PgDn> <PgDn> <F6> {PK-012} <Enter> {甲} <Down> <Down> <Down> <Down> <Down>");
    stage.press("{2026-11-24} <Up>");
    stage.sees(&["2026-11-24", "数值不可能存在 [行为日期]"]);
    stage.press("<Down> <Backspace> {0} <Up>");
    stage.sees_not(&["数值不可能存在"]);
    let kept = stage.asked.iter().rev().find_map(|asked| match asked {
        Command::SaveField { field, value, .. } if field == "findings[0].act_on" => Some(value),
        _ => None,
    });
    assert_eq!(kept.map(String::as_str), Some("2026-11-20"));
}

#[test]
fn the_stop_of_the_same_trip_is_chosen_and_is_not_fined_twice() {
    let mut stage = second_stop();
    stage.press(OVERLOAD);
    stage.press(DECIDE);
    stage.press("<Esc>");
    stage.size = (100, 45);
    stage.press("n <Space> <Enter> {粤D55D18} <Enter> 1 1 {x} <Enter> {2019-01-15} <Enter>");
    stage.press(
        "1 {3} <Enter> {2} <Enter> {0} <Enter> {31240} <Enter> {12.00} <Enter> {2.55} <Enter>",
    );
    stage.press("{3.95} <Enter> y <PgDn>");
    stage.sees(&["同一趟次", "检查 4/6"]);
    while !stage.screen().contains(">同一趟次") {
        let before = stage.screen();
        stage.press("<Down>");
        assert_ne!(stage.screen(), before, "the field is never reached");
    }
    stage.sees(&["OL-001"]);
    stage.press("1 <F6> {OL-001} <Enter> {同一车货}");
    stage.sees(&["同一违法行为已经罚过款或立案 [同一趟次]"]);
    stage.press("<F4>");
    stage.sees(&["一年内第 2 次 (2026-01-15 至 2027-01-14)：此前 2026-11-23"]);
}

#[test]
fn a_case_of_the_same_day_asks_whether_it_was_another_trip() {
    let mut stage = Stage::at(EVENING).signed_in();
    record(&mut stage.desk, vec![stop("S02")]);
    stage.press("n <PgDn> {粤D55D28} <Enter> <PgDn>");
    stage.sees(&["检查 4/6", "已查处，是另一趟", "同一趟次"]);
    stage.press("<F2>");
    stage.sees(&["Pursued today: other trip"]);
    stage.press("<F8> n <PgDn> {粤D55D29} <Enter> <PgDn>");
    stage.sees_not(&["Pursued today"]);
}

#[test]
fn the_law_sees_every_key() {
    let mut stage = second_stop();
    stage.size = WIDE;
    stage.press("n <Space> <Enter> {粤D55D18} <Enter> 1 1 {x} <Enter> {2019-01-15} <Enter>");
    stage.press("1 {3} <Enter> {2} <Enter> {0} <Enter> {2500}");
    stage.sees(&["限值 25,000 kg", "✓ 未超限"]);
    stage.press("{0}");
    stage.sees(&["✓ 未超限"]);
    stage.press("<Backspace> <Backspace> <Backspace> <Backspace> <Backspace> {31240}");
    stage.sees(&["超限 6,240 kg  24.96%", "罚款 ¥3,000 = 500 x 6"]);
    // Where the limit stands, how a started step counts, and which pack says so.
    stage.sees(&["《超限运输车辆行驶公路管理规定》第三条 25,000", "按整档，不足不计；《超限"]);
}

#[test]
fn what_is_missing_is_named_once() {
    let mut stage = check(Stage::on_duty(), "n <PgDn> <PgDn> <F6> {PK-012} <Enter> {甲}", &["缺"]);
    stage.size = (100, 45);
    stage.press("<F2> <F4>");
    let screen = stage.screen().replace(['│', '\n'], " ");
    let words: Vec<&str> = screen.split_whitespace().collect();
    let missing = words.join(" ").split_once("Missing ").unwrap().1.to_string();
    // Nobody is there yet: neither the name nor the person, and both are called the same.
    assert_eq!(missing.matches("Person present").count(), 1, "{missing}");
}

#[test]
fn the_summary_offers_no_paper_where_none_can_be_made() {
    // Neither plate nor kind of vehicle: the scene minutes cannot be filled.
    let mut stage = Stage::on_duty();
    stage.press("n <Space> <PgDn> <PgDn> <PgDn> {刘十一} <Enter> 2 <PgDn>");
    stage.sees(&["× 结果：未能决定", "[号牌号码, 车辆种类]", "Enter 只记录检查"]);
    stage.sees_not(&["文书 1 种", "现场笔录 1 份", "Enter 下一步"]);
    stage.press("<F2>");
    stage.sees_not(&["scene minutes"]);
    stage.press("<F2> <Enter> <Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    let row = stage.desk.list("", 1).unwrap().remove(0);
    assert!(stage.desk.find(&row.inspection.to_string()).unwrap().documents.is_empty());
}

#[test]
fn a_lorry_is_weighed_and_a_car_is_not() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> {粤DF12345} <Enter> 3 7 <Enter>");
    stage.sees(&["检查 4/6 违法行为", "没有违法行为：Enter 下一步"]);
    stage.press("<Enter>");
    stage.sees(&["检查 5/6", "在场人"]);
    stage.sees_not(&["当事人类型"]);
    stage.press("{刘十一} <Enter> 2 <Enter>");
    stage.sees(&["结果："]);
}

#[test]
fn a_wide_character_is_edited_and_clipped_whole_with_the_caret_on_it() {
    let mut stage = check(Stage::on_duty(), "n <PgDn> {粤汕ab}", &["粤汕ab"]);
    let (column, _) = stage.caret();
    stage.press("<Left> <Left> <Left>");
    assert_eq!(stage.caret().0, column - 4, "two narrow cells and a wide one");
    stage.press("<Backspace> {潮}");
    stage.sees(&["潮汕ab"]);
    assert_eq!(stage.caret().0, column - 4);
    // Far more than fits: the end is seen, the caret stays inside, nothing is halved.
    stage.press("<End>");
    stage.paste(&"宽".repeat(80));
    let (column, _) = stage.caret();
    assert!(column < SMALL.0 - 1, "{column}");
    assert!(stage.screen().lines().all(|line| unicode_width::UnicodeWidthStr::width(line) == 80));
}

#[test]
fn pasted_lines_go_into_a_line_joined_by_blanks_and_into_a_text_as_lines() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn>");
    stage.paste("粤D\r\n55D18\n");
    stage.sees(&["粤D 55D18"]);
    stage.press("<PgDn> <F6> {OL-001} <Enter>");
    stage.paste("第一行\n第二行");
    stage.sees(&["第一行 ", "第二行 "]);
    stage.press("<F8>");
    let facts = stage.asked.iter().find_map(|asked| match asked {
        Command::SaveField { field, value, .. } if field == "findings[0].facts" => Some(value),
        _ => None,
    });
    assert_eq!(facts.map(String::as_str), Some("第一行\n第二行"));
}

#[test]
fn esc_goes_back_and_loses_no_word() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> {粤D7777} <Esc> <Esc>");
    assert_eq!(stage.app.on_top(), "today");
    stage.sees(&["粤D7777", "✓ 草稿已存"]);
    stage.press("<Enter> <PgDn>");
    stage.sees(&["粤D7777"]);
    // Leaving the program keeps what stands in the field too.
    stage.press("{7}");
    stage.key(KeyCode::Char('c'), KeyModifiers::CONTROL);
    stage.press("<Enter>");
    assert!(stage.quit);
    let last = stage.asked.iter().rev().find_map(|asked| match asked {
        Command::SaveField { field, value, .. } if field == "vehicle.plate" => Some(value),
        _ => None,
    });
    assert_eq!(last.map(String::as_str), Some("粤D77777"));
}

#[test]
fn a_length_in_metres_is_kept_in_millimetres() {
    let mut stage = second_stop();
    stage.press("n <Space> <Enter> {粤D55D18} <Enter> 1 1 {x} <Enter> {2019-01-15} <Enter>");
    stage.press("1 {3} <Enter> {2} <Enter> {0} <Enter> {20000} <Enter> {9} <Enter> {2.5} <Enter>");
    let saved = |name: &str| {
        stage.asked.iter().rev().find_map(|asked| match asked {
            Command::SaveField { field, value, .. } if field == name => Some(value.clone()),
            _ => None,
        })
    };
    assert_eq!(saved("weighing.length_mm").as_deref(), Some("9000"));
    assert_eq!(saved("weighing.width_mm").as_deref(), Some("2500"));
    stage.sees(&["9.00", "2.50"]);
}

#[test]
fn nobody_tells_before_his_card_was_shown() {
    let mut stage = second_stop();
    let before = OVERLOAD.split("<F7>").next().unwrap();
    stage.press(&before.replacen("<Space>", "", 1));
    for tells in ["<Space>", "<F7>"] {
        stage.press(tells);
        stage.sees(&["! 先出示证件", "检查 1/6", ">已出示证件 [ ]"]);
        stage.press("<PgDn> <PgDn> <PgDn> <PgDn> <PgDn>");
        stage.sees(&["检查 6/6", "拟罚内容   [ ]"]);
    }
    stage.press("<F7> <Space> <PgDn> <PgDn> <PgDn> <PgDn> <PgDn> <F7> <Enter>");
    assert_eq!(stage.screen().matches("[x] 08:40:00").count(), 5, "{}", stage.screen());
}

#[test]
fn cards_shown_again_after_the_telling_block_until_all_is_told_and_heard_anew() {
    let mut stage = second_stop();
    // The law's few lines have room for all of it.
    stage.size = (100, 45);
    stage.press(OVERLOAD);
    stage.sees(&["! 结果：当场处罚"]);
    let to_the_cards = "<PgUp> <PgUp> <PgUp> <PgUp> <PgUp> <PgUp>";
    stage.press(to_the_cards);
    while !stage.screen().contains(">已出示证件") {
        let before = stage.screen();
        stage.press("<Down>");
        assert_ne!(stage.screen(), before, "the field is never reached");
    }
    // Taken back and ticked again within the second.
    stage.press("<Space> <Space>");
    says(&stage, "× 先告知、后出示证件，或先听陈述申辩、后告知，次序不对 [陈述申辩, 五项告知]");
    says(&stage, "-> 先出示证件，再重新告知五项 (F7)，最后重新选“陈述申辩”。");
    says(
        &stage,
        "《行政处罚法》第四十四条、第四十五条、第五十五条；《交通运输行政执法程序规定》第六十一条",
    );
    stage.press("<PgDn> <PgDn> <PgDn> <PgDn> <PgDn>");
    stage.size = SMALL;
    stage.sees(&["检查 6/6", ">陈述申辩"]);
    // Both in one sentence, with the field of the keys first.
    says(&stage, "次序不对 [陈述申辩, 五项告知] -> 先出示证件，再重新告知五项 (F7)");
    stage.press("<F2>");
    says(
        &stage,
        "! Told before the cards were shown, or heard before all was told [Statement, Five tellings]",
    );
    stage.press("<F2> <PgDn>");
    stage.sees(&["× 结果：未能决定"]);
    // The way out: all five anew, then the party's word; nothing else is asked again.
    stage.press("<PgUp> <F7> <Enter>");
    stage.sees_not(&["五项告知]"]);
    says(&stage, "次序不对 [陈述申辩] -> 先出示证件");
    stage.sees(&[">陈述申辩"]);
    stage.press("1");
    stage.sees_not(&["次序不对"]);
    stage.press("<PgDn>");
    stage.sees(&["! 结果：当场处罚"]);
    stage.press(DECIDE);
    stage.sees(&["样汕交罚〔2026〕00001号"]);
}

#[test]
fn ticking_all_five_is_asked_and_each_has_its_time() {
    let mut stage = second_stop();
    let keys = OVERLOAD.split("<F7>").next().unwrap();
    stage.press(keys);
    stage.press("<F7>");
    stage.sees(&["以下五项都已当面告知", "拟罚内容", "当事人权利"]);
    stage.press("<Enter>");
    assert_eq!(stage.screen().matches("[x] 08:40:00").count(), 5, "{}", stage.screen());
}

#[test]
fn what_blocks_is_said_with_its_article_and_the_way_out() {
    let mut stage = second_stop();
    stage.press(OVERLOAD.split("<F7>").next().unwrap());
    stage.press("<F4>");
    stage.sees(&["× 告知、陈述申辩或在场人不齐", "-> 第5、6步补齐", "《行政处罚法》第四十四条"]);
    stage.sees(&["法全文 (F4 或 Esc 收起)"]);
    // Where there is room the law stands beside the fields; F4 gives it the whole screen there too,
    // and so the keys that scroll it never seem to do nothing.
    stage.press("<Esc>");
    stage.size = (120, 40);
    stage.sees(&["法 (F4 全文)"]);
    let beside = stage.screen();
    stage.press("<F4>");
    stage.sees(&["法全文 (F4 或 Esc 收起)"]);
    stage.press("<Esc>");
    assert_eq!(stage.screen(), beside);
    stage.press("<PgDn>");
    stage.sees(&["× 结果：未能决定", "Enter 只记录检查"]);
    stage.press("<Enter>");
    stage.sees(&["仍然只记录这次检查"]);
}

#[test]
fn what_cannot_be_is_said_at_its_field_with_the_way_out() {
    let mut stage = second_stop();
    stage.press("n <PgDn> {粤D1} <Enter>");
    stage.sees(&["!号牌号码", "! 数值不可能存在 [号牌号码] -> 对照证件或仪表改正"]);
    stage.press("<Up> <Backspace>");
    stage.sees(&[">号牌号码"]);
    stage.press("<Backspace> <Backspace> {粤DF12345}");
    stage.sees_not(&["数值不可能存在"]);
}

#[test]
fn a_draft_taken_up_again_goes_on_where_it_stopped() {
    let mut stage = Stage::on_duty();
    stage.press("n <Space> <Enter> {粤DF12345} <Enter> 3 7 <Enter> <Enter>");
    stage.sees(&["检查 5/6"]);
    stage.press("<F8>");
    assert_eq!(stage.app.on_top(), "today");
    stage.press("<Enter>");
    stage.sees(&["检查 5/6", ">在场人姓名"]);
}

#[test]
fn a_resize_at_any_moment_changes_nothing_but_the_place() {
    let mut stage = second_stop();
    for part in OVERLOAD.split("<Enter>") {
        stage.press(part);
        for size in [(200, 60), (20, 5), (100, 30), (1, 1), WIDE, SMALL] {
            stage.size = size;
            stage.send(Event::Resize);
        }
        stage.press("<Enter>");
    }
    stage.sees(&["本人确认", "粤D55D18"]);
}

#[test]
fn a_finding_taken_away_leaves_no_hole() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> <PgDn> <F6> {PK-012} <Enter> {甲} <F6> {CH-001} <Enter> {乙} <Up> <Up>");
    stage.press("<Up> <Up> <Up> <Up> <Up> <Up> <Up> <Up> <Up> <Del> <Down>");
    stage.sees(&["CH-001"]);
    stage.sees_not(&["PK-012"]);
}

#[test]
fn the_same_person_is_filled_in_by_one_key() {
    let mut stage = Stage::on_duty();
    stage.press("n <PgDn> <PgDn> <F6> {PK-012} <Enter> {甲} <PgDn>");
    stage.press(
        "1 {李四} <Enter> {440511198506150028} <Enter> {长平路5号} <Enter> {13800000003} <F3>",
    );
    stage.size = (80, 40);
    assert_eq!(stage.screen().matches("李四").count(), 2, "{}", stage.screen());
    stage.sees(&["当事人", "[x] 是"]);
}

#[test]
fn a_watch_list_and_earlier_decisions_inform_where_the_plate_is_typed() {
    let list = "list = \"粤东联合治超\"\n[[entry]]\nplate = \"粤D12345\"\ncode = \"OL-001\"\nday = \"2026-10-03\"\n";
    let mut stage = Stage::on_duty();
    stage.press("n <Space> <Enter> {粤D12345} <Enter>");
    stage.sees(&["本机 0 件；总部历史未知（从未接收）"]);
    stage.press("<F8>");
    let files = [("list.toml", list)];
    let mut stage = super::tasks::told(stage, &files, &["publish", "--watch-list", "list.toml"]);
    stage.press("<F5> <Esc> n <Space> <Enter> {粤D12345} <Enter>");
    assert_eq!(stage.app.on_top(), "check", "{}", stage.screen());
    stage.sees(&["! 名单“粤东联合治超” OL-001 2026-10-03（仅提示）"]);
}

#[test]
fn the_range_is_that_of_the_gain_and_the_harm_that_are_recorded() {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {FR-001} <Enter> {无证货运}");
    stage.sees(&["FR-001 幅度 ¥3,000 - ¥10,000", "FR-001 违法所得未填", "危害后果     无"]);
    stage.go_to("危害后果");
    stage.press("3");
    stage.sees(&["FR-001 幅度 ¥10,000 - ¥50,000", "FR-001 违法所得未填"]);
    stage.go_to("违法所得");
    stage.press("{20000} <Down>");
    stage.sees(&["FR-001 幅度 ¥20,000 - ¥100,000"]);
    stage.sees_not(&["FR-001 违法所得未填"]);
}

#[test]
fn a_refusal_is_asked_where_the_vehicle_may_be_held_for_it() {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {LZ-003} <Enter> {占道堆料}");
    stage.sees_not(&["拒不改正"]);
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {LZ-007} <Enter> {撞坏护栏}");
    stage.go_to("拒不改正");
}

#[test]
fn the_mass_on_the_licence_is_asked_where_a_light_lorry_needs_no_permit() {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {PK-001} <Enter> {无证客运}");
    stage.sees_not(&["行驶证总质量"]);
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {FR-001} <Enter> {无证货运}");
    stage.go_to("行驶证总质量");
    stage.press("{4500} <Down>");
    stage.sees(&["按行驶证总质量"]);
    stage.go_to("行驶证总质量");
    stage.press("<Backspace> <Backspace> <Backspace> <Backspace> {12000} <Down>");
    stage.sees_not(&["按行驶证总质量"]);
}

#[test]
fn what_things_are_worth_is_asked_where_the_act_takes_them() {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {MT-004} <Enter> {虚假合格证}");
    stage.sees_not(&["非法财物价值"]);
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {MT-003} <Enter> {使用假冒配件}");
    stage.go_to("非法财物价值");
    stage.press("{6800} <Down>");
    stage.sees(&["6800"]);
}

#[test]
fn a_claim_of_own_use_is_asked_with_its_proof_where_it_frees_the_party() {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {FR-002} <Enter> {无营运证货运}");
    stage.sees_not(&["自用运输"]);
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {FR-001} <Enter> {无证货运}");
    stage.sees_not(&["自用运输证明"]);
    stage.go_to("称自用运输");
    stage.press("1");
    stage.go_to("自用运输证明");
    stage.press("{送货单} <Down>");
    stage.sees(&["有证明的自用运输不属货运经营"]);
    stage.go_to("称自用运输");
    stage.press("2");
    stage.sees_not(&["有证明的自用运输不属货运经营"]);
}

#[test]
fn an_earlier_act_is_asked_where_the_row_punishes_who_does_it_again() {
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {VE-001} <Enter> {未监控}");
    stage.sees_not(&["上次违法日期"]);
    let mut stage = Stage::on_duty();
    stage.size = HUGE;
    stage.press("n <PgDn> <PgDn> <F6> {VE-002} <Enter> {终端离线}");
    stage.sees(&["VE-002 再次违反的，与拒不改正同样处罚", "是否初次：未知"]);
    stage.go_to("上次违法日期");
    stage.press("{2026-10-08} <Down>");
    stage.sees(&["写了再次违反，上次违法的日期或者依据不全"]);
    stage.go_to("上次违法的依据");
    stage.press("{7号责改} <Down>");
    stage.sees_not(&["写了再次违反，上次违法的日期或者依据不全"]);
}
