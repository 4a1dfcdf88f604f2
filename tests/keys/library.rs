//! The law library: browsed by family, searched as the picker searches, ordered by what this officer and this station met.

use super::{Stage, WIDE, check};
use unicode_width::UnicodeWidthStr;

fn library() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press("l");
    assert_eq!(stage.app.on_top(), "library", "{}", stage.screen());
    stage
}

/// Codes of the first rows below the search line.
fn first_rows(stage: &Stage, many: usize) -> Vec<String> {
    let screen = stage.screen();
    let below = screen.lines().skip_while(|line| !line.contains("代码/拼音/字/条文")).skip(1);
    let code =
        |line: &str| line.trim_start_matches(['│', ' ']).split(' ').next().unwrap().to_string();
    below.take(many).map(code).collect()
}

#[test]
fn all_acts_are_listed_in_the_order_of_the_catalogue() {
    let mut stage =
        check(library(), "", &["法规库: 全部门类, 173 项", "Enter 打开", "Tab 下一门类"]);
    assert_eq!(first_rows(&stage, 3), ["OL-001", "OL-002", "OL-003"]);
    stage.press("<End>");
    stage.sees(&["PO-006 [移送 水行政主管部门]"]);
    stage.press("<F2>");
    stage.sees(&["Law library: all families, 173 acts", "PO-006 [hand over: 水行政主管部门]"]);
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "today");
}

#[test]
fn tab_goes_round_the_families_and_what_is_typed_stays() {
    let mut stage = check(library(), "<Tab>", &["法规库: 超限, 18 项"]);
    stage.press("<Tab> <Tab>");
    stage.sees(&["法规库: 包车, 6 项"]);
    assert_eq!(first_rows(&stage, 1), ["CH-001"]);
    stage.press("{标志牌}");
    stage.sees(&["法规库: 包车, 1 项", "CH-004 无有效包车标志牌"]);
    stage.press("<Tab>");
    stage.sees(&["法规库: 直通港澳, 1 项", "HK-003 [未核]"]);
    // All families stand between the last one and the first.
    stage.press("<Shift-Tab> <Shift-Tab> <Shift-Tab> <Shift-Tab>");
    stage.sees(&["法规库: 全部门类, 4 项"]);
    stage.press("<Shift-Tab>");
    stage.sees(&["法规库: 水路港航, 0 项", "没有找到"]);
}

#[test]
fn an_article_finds_what_rests_on_it_whatever_way_it_is_typed() {
    for typed in ["{道条63(二)}", "{道条63二}", "{dt63(二)}"] {
        let stage = check(library(), typed, &["PK-001 未取得许可擅自从事道路客运"]);
        assert_eq!(first_rows(&stage, 1), ["PK-001"], "{typed}");
        stage.sees_not(&["FR-001"]);
    }
    // A title means each text of the law, and the one of 2022 had no items there.
    let stage = check(library(), "{道路运输条例第六十三条第二项}", &["FR-001"]);
    assert_eq!(first_rows(&stage, 1), ["PK-001"]);
    check(library(), "{超限43(1)一}", &["OL-002 外廓尺寸超限"]).sees_not(&["OL-001"]);
}

#[test]
fn a_character_with_several_readings_is_found_by_each() {
    for typed in ["{zxhcwagd}", "{cxhcwagd}", "{zxhjwagd}"] {
        check(library(), typed, &["FR-009 重型货车未按规定使用卫星定位装置", "1 项"]);
    }
}

#[test]
fn enter_opens_the_page_of_the_act_and_esc_comes_back_to_what_was_typed() {
    let mut stage = check(library(), "{包车} <Down> <Enter>", &["法规库 CH-001"]);
    assert_eq!(stage.app.on_top(), "violation");
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "library");
    stage.sees(&["包车", "CH-001"]);
    let mut stage = check(library(), "{没有这个} <Enter>", &["没有找到"]);
    assert_eq!(stage.app.on_top(), "library");
    stage.press("<Esc>");
    assert_eq!(stage.app.on_top(), "today");
}

#[test]
fn what_this_pair_met_stands_first_for_it_and_at_its_station() {
    let mut stage = Stage::on_duty();
    for (plate, code) in [("粤DF12345", "PO-002"), ("粤DF12346", "PO-002"), ("粤DF12347", "PO-001")]
    {
        stage.press(&format!(
            "n <PgDn> {{{plate}}} <Enter> 3 7 <PgDn> <F6> {{{code}}} <Enter> {{x}} <PgDn>"
        ));
        stage.go_to("在场人姓名");
        stage.press("{刘十一} <Enter> 2 <PgDn> <PgDn> <Enter> <Enter>");
        stage.press("{246810} <Enter> {135790} <Enter>");
        assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
        stage.press("<Esc>");
    }
    stage.press("l");
    let met = ["PO-002", "PO-001", "OL-001"];
    assert_eq!(first_rows(&stage, 3), met, "what was met twice, once, and then the catalogue");
    // What fits better than another comes before it, whatever was met.
    stage.press("{pk-00}");
    assert_eq!(first_rows(&stage, 2), ["PK-001", "PK-002"]);
}

#[test]
fn pasted_text_is_searched_and_a_click_moves_to_its_line() {
    let mut stage = library();
    stage.paste("道条\n63(二)");
    assert_eq!(first_rows(&stage, 2), ["PK-001", "PK-002"]);
    stage.size = WIDE;
    for line in stage.screen().lines() {
        assert_eq!(line.width(), usize::from(WIDE.0));
    }
}
