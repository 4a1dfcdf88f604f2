//! What cannot be right, typed on the screens: one sentence with the field and the way out, in both
//! languages, and every typed word stays.

use super::{OVERLOAD, Stage, WITHIN};
use crate::bureau::{self, EVENING, with};
use crate::scenarios;
use lucha::app::command::Command;
use lucha::cli::{Voice, code};
use serde_json::json;

/// Keys of a new stop up to a field, what is typed there, its path, and the sentence in both languages.
struct Typed {
    keys: &'static str,
    text: &'static str,
    path: &'static str,
    chinese: &'static str,
    english: &'static str,
}

const TO_THE_LORRY: &str = "n <Space> <Enter> {粤D55D18} <Enter> 1 1 {粤交运管汕字440515000123号} <Enter> {2019-01-15} <Enter>";
const IMPOSSIBLE: &str = "对照证件或仪表改正标 ! 的字段";
const IMPOSSIBLE_EN: &str = "Look at the paper or the display again and correct the field";
const GROSS: &str = "数值不可能存在 [总质量] -> ";
const GROSS_EN: &str = "The value cannot exist [Gross mass] -> ";

fn typed() -> [Typed; 5] {
    let weigh = "n <Space> <Enter> {粤D55D18} <Enter> 1 1 {x} <Enter> {2019-01-15} <Enter> 1 {3} \
        <Enter> {2} <Enter> {0} <Enter>";
    [
        Typed {
            keys: "n <PgDn> <PgDn> <F6> {PK-012} <Enter> {甲} <PgDn> 1 {李四} <Enter>",
            text: "440511198506150029",
            path: "party.id_no",
            chinese: "校验位不符，请核对证件；确认后照证件记录 [证件号码]",
            english: "Check digit does not fit: look at the paper; it is recorded as the paper shows [Identity no.]",
        },
        Typed {
            keys: "n <PgDn>",
            text: "粤D1",
            path: "vehicle.plate",
            chinese: "数值不可能存在 [号牌号码] -> ",
            english: "The value cannot exist [Plate] -> ",
        },
        Typed {
            keys: "n <Up> <Up> <Up> <Up> <Up>",
            text: "K12+30",
            path: "place.stake",
            chinese: "数值不可能存在 [桩号] -> ",
            english: "The value cannot exist [Stake] -> ",
        },
        Typed {
            keys: weigh,
            text: "9",
            path: "weighing.gross_kg",
            chinese: GROSS,
            english: GROSS_EN,
        },
        Typed {
            keys: weigh,
            text: "9000000",
            path: "weighing.gross_kg",
            chinese: GROSS,
            english: GROSS_EN,
        },
    ]
}

/// The screen without the frames and blanks that a wrapped sentence has between its words.
fn flat(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '│').collect()
}

pub fn says(stage: &Stage, sentence: &str) {
    let screen = stage.screen();
    assert!(
        flat(&screen).contains(&flat(sentence)),
        "`{sentence}` is not on the screen:\n{screen}"
    );
}

fn saved(stage: &Stage, path: &str) -> Option<String> {
    stage.asked.iter().rev().find_map(|asked| match asked {
        Command::SaveField { field, value, .. } if field == path => Some(value.clone()),
        _ => None,
    })
}

fn second_stop() -> Stage {
    let mut stage = Stage::on_duty();
    stage.press(WITHIN);
    stage.press("<Enter> <Esc>");
    assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
    stage
}

#[test]
fn a_value_that_cannot_be_is_named_with_its_field_and_its_way_out_and_stays() {
    for Typed { keys, text, path, chinese, english } in typed() {
        let mut stage = second_stop();
        stage.press(keys);
        stage.press(&format!("{{{text}}} <Down> <Up>"));
        assert_eq!(saved(&stage, path).as_deref(), Some(text), "{}", stage.screen());
        let way_out = if chinese.ends_with("-> ") { (IMPOSSIBLE, IMPOSSIBLE_EN) } else { ("", "") };
        says(&stage, &format!("{chinese}{}", way_out.0));
        stage.press("<F2>");
        says(&stage, &format!("{english}{}", way_out.1));
        stage.press("<F2> <F8>");
        assert_eq!(stage.app.on_top(), "today", "{}", stage.screen());
        // The word is in the draft, as it was typed, when the stop is taken up again.
        assert_eq!(saved(&stage, path).as_deref(), Some(text));
        stage.size = (160, 60);
        stage.press("<Enter>");
        while !stage.screen().contains(text) {
            stage.press(if path == "place.stake" { "<PgUp>" } else { "<PgDn>" });
            assert!(stage.presses < 200, "`{text}` is gone:\n{}", stage.screen());
        }
    }
}

#[test]
fn a_stop_in_the_future_or_at_no_time_is_named_at_its_field_and_stays() {
    for (typed, kept) in [
        ("2026-11-23 23:00", "2026-11-23T23:00:00+08:00"),
        ("2026-11-31 08:00", "2026-11-31 08:00"),
        ("今早八点", "今早八点"),
    ] {
        let mut stage = second_stop();
        stage.press("n");
        let begun = saved(&stage, "at");
        while !stage.screen().contains(">检查时间") {
            let before = stage.screen();
            stage.press("<Down>");
            assert_ne!(stage.screen(), before, "the field is never reached");
        }
        // Who only walks past it changes nothing, not even the seconds.
        assert_eq!(saved(&stage, "at"), begun);
        stage.press(&format!("<Ctrl-U> {{{typed}}} <Up>"));
        assert_eq!(saved(&stage, "at").as_deref(), Some(kept));
        stage.sees(&["!检查时间", typed]);
        says(&stage, &format!("数值不可能存在 [检查时间] -> {IMPOSSIBLE}"));
        stage.press("<F2>");
        says(&stage, &format!("The value cannot exist [Time of the stop] -> {IMPOSSIBLE_EN}"));
        stage.press("<F2> <F8> <Enter>");
        stage.sees(&["!检查时间", typed]);
        // The way out.
        while !stage.screen().contains(">检查时间") {
            let before = stage.screen();
            stage.press("<Down>");
            assert_ne!(stage.screen(), before, "the field is never reached");
        }
        stage.press("<Ctrl-U> {2026-11-23 08:30} <Up>");
        stage.sees_not(&["数值不可能存在", "!检查时间"]);
        assert_eq!(saved(&stage, "at").as_deref(), Some("2026-11-23T08:30:00+08:00"));
    }
}

#[test]
fn a_clock_that_was_set_back_behind_the_stop_is_named() {
    let mut stage = second_stop();
    stage.press(TO_THE_LORRY);
    stage.now = stage.now.plus_ms(-3 * 60_000);
    stage.press("1 {3} <F4>");
    says(&stage, "× 数值不可能存在 [检查时间]");
    says(&stage, IMPOSSIBLE);
    stage.press("<F2>");
    says(&stage, "× The value cannot exist [Time of the stop]");
    says(&stage, IMPOSSIBLE_EN);
}

#[test]
fn a_scale_whose_certificate_ended_yesterday_at_midnight_is_named() {
    let mut stage = Stage::on_duty();
    stage.press(&WITHIN.replace("2027-03-11", "2026-11-22"));
    stage.press("<Enter> <Esc>");
    stage.press(OVERLOAD.split("<F7>").next().unwrap());
    stage.press("<F4>");
    says(&stage, "× 衡器没有有效的检定证书 [检定有效期]");
    says(&stage, "-> 改用检定有效的衡器重新称重，或核对证书有效期后改正日期");
    stage.press("<F2>");
    says(&stage, "× The scale has no verification certificate in force [Valid until]");
    says(&stage, "-> Weigh again on a scale with a valid certificate");
    // The day that was typed is still there, where it can be corrected.
    stage.press("<F2> <Esc> <PgUp> <PgUp> <PgUp>");
    stage.size = (80, 40);
    stage.sees(&["检查 3/6", "2026-11-22", "31240"]);
}

#[test]
fn one_officer_alone_is_told_to_choose_a_colleague() {
    let mut stage = Stage::new();
    stage.press("1 {246810} <Enter> {莲下治超点} <Enter> {2026-治超-11} <Up> <Up>");
    stage.press("<Backspace> <Down> <Down> <Enter>");
    assert_eq!(stage.app.on_top(), "shift_start", "{}", stage.screen());
    says(&stage, "执法须两人以上，请选一名同事");
    stage.sees(&["莲下治超点", "2026-治超-11"]);
    stage.press("<F2> <Enter>");
    says(&stage, "Two officers are needed; choose a colleague");
    stage.sees(&["莲下治超点", "2026-治超-11"]);
}

#[test]
fn a_code_that_no_row_has_is_not_found() {
    let mut stage = second_stop();
    stage.press("n <PgDn> <PgDn> <F6> {XX-999}");
    stage.sees(&["违法行为", "XX-999", "没有找到这种违法行为，换个词或代码再试"]);
    stage.press("<F2>");
    stage.sees(&["Violations", "XX-999", "No such violation; try another word or code"]);
    stage.press("<Enter>");
    assert_eq!(stage.app.on_top(), "picker", "nothing was picked");
    stage.sees(&["XX-999"]);
}

#[test]
fn a_file_with_a_field_or_a_code_that_nobody_knows_is_told_where_and_what_to_do() {
    let field = with(scenarios::stop("S01"), "vehicle.axels", json!(3));
    let odd = with(scenarios::stop("S03"), "findings[0].code", json!("XX-999"));
    let (_folder, mut desk) = bureau::found(bureau::sample(), EVENING);
    for (lang, says) in [
        ("zh-CN", ["stops[0].vehicle.axels: 检查约定里没有“axels”这个字段，可用的有：", "XX-999"]),
        (
            "en",
            ["stops[0].vehicle.axels: The contract has no field `axels` here; it has:", "XX-999"],
        ),
    ] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut voice = Voice { lang, out: &mut out, err: &mut err };
        let stops = vec![field.clone(), odd.clone()];
        let code = lucha::cli::check::check(&mut desk, stops, true, &mut voice);
        let (out, err) = (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap());
        assert_eq!((code, out.as_str()), (code::NOTHING, ""), "{err}");
        let lines: Vec<&str> = err.lines().collect();
        assert_eq!(lines.len(), 2, "one sentence a stop: {err}");
        assert!(lines[0].starts_with(says[0]), "{err}");
        let at = "stops[1].findings[0].code: ";
        assert!(lines[1].starts_with(at) && lines[1].contains(says[1]), "{err}");
    }
}
