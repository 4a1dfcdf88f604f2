//! A new paper of a case from the page of its stop: which one, its fields, both PINs; refused under its field, printed as any other.

use super::{DECIDE, OVERLOAD, Stage, WITHIN};
use lucha::app::command::{Command, Reply};
use lucha::domain::paper::KINDS;
use serde_json::json;

/// High enough that a whole form is seen.
const HIGH: (u16, u16) = (160, 140);

fn decided() -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = HIGH;
    stage.press(WITHIN).press("<Enter> <Esc>").press(OVERLOAD).press(DECIDE);
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage
}

/// Keys from the list of papers to the fields of the sort of that word, wherever the list begins.
pub fn chosen(word: &str) -> String {
    let place = KINDS.iter().position(|kind| kind.word == word).unwrap();
    format!("{} {} <Enter>", "<Up> ".repeat(KINDS.len()), "<Down> ".repeat(place))
}

/// Keys to that place of the list alone.
fn listed(word: &str) -> String {
    chosen(word).replace(" <Enter>", "")
}

/// How many times the desk was asked for a paper.
fn asked(stage: &Stage) -> usize {
    stage.asked.iter().filter(|asked| matches!(asked, Command::MakePaper(_))).count()
}

/// The fields of a list of evidence that the case gives nothing for, to the last one.
const HELD: &str = "{单据随车带走} <Tab> <Tab> {货物运单；原件；1份；本局} <Tab> \
    {陈局} <Tab> {2026-11-23 08:40} <Tab> {12} <Enter>";

#[test]
fn evidence_is_held_from_the_page_of_the_stop_and_its_clock_is_there() {
    let mut stage = decided();
    stage.press("w");
    assert_eq!(stage.app.on_top(), "paper");
    // What cannot be made says why.
    stage.sees(&[
        "新文书",
        "> 证据登记保存清单",
        "解除证据登记保存决定书",
        "案卷中缺少前面环节的文书",
    ]);
    stage.press("<Down> <Enter>");
    assert_eq!(stage.app.on_top(), "paper");
    stage.press("<Up> <Enter>");
    stage.sees(&["涉嫌可分载货物违法超限", "负责人审批"]);
    stage.press(HELD);
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    stage.sees(&["货物运单；原件；1份；本局", "7个工作日，2026年11月23日至2026年12月2日"]);
    stage.press("{246810} <Enter> {135790} <Enter>");
    assert_eq!((stage.app.on_top(), asked(&stage)), ("inspection", 2), "{}", stage.screen());
    stage.sees(&["✓ 已制作：证据登记保存清单", "先行登记保存证据处理: 至 2026-12-02"]);
    // Now there is something to release.
    stage.press("w <Down> <Enter>");
    stage.sees(&["哪一次登记保存", "解除日期"]);
}

#[test]
fn the_approval_typed_last_is_proposed_in_its_own_case_alone_and_is_marked() {
    let mut stage = decided();
    stage.press("w").press(&chosen("evidence_hold"));
    stage.sees(&["负责人审批"]);
    stage.sees_not(&["照本案上一份"]);
    stage
        .press(HELD)
        .press("{246810} <Enter> {135790} <Enter> w")
        .press(&chosen("sampling_record"));
    stage.sees(&["拟：照本案上一份文书的审批填入", "陈局", "2026-11-23 08:40"]);
    // Who only looks begins nothing, and what he types is no proposal any more.
    stage.press("<Esc> w").press(&chosen("sampling_record"));
    stage.go_to("批准的负责人");
    stage.press("<Ctrl-U> {林局} <Tab> <Esc> w").press(&chosen("sampling_record"));
    stage.sees(&["林局", "拟：照本案上一份文书的审批填入"]);
    stage.sees_not(&["陈局"]);
    stage.press("<F2>");
    stage.sees(&["proposed: as typed last in this case"]);
    stage.press("<F2> <Esc>");
    let at = json!("2026-11-23T08:30:00+08:00");
    let other = crate::bureau::with(crate::scenarios::stop("S08"), "at", at);
    crate::bureau::check(&mut stage.desk, vec![other]);
    stage.press("<Esc> / {粤D8K999} <Enter> w").press(&chosen("sampling_record"));
    stage.sees(&["批准的负责人"]);
    stage.sees_not(&["照本案上一份", "陈局"]);
}

#[test]
fn what_is_missing_is_said_under_its_field_and_what_was_typed_stays() {
    let mut stage = decided();
    stage.press("w <Enter> {单据随车带走} <Tab> <Tab> <Tab> {陈局} <Tab> <Tab> <Enter>");
    assert_eq!((stage.app.on_top(), asked(&stage)), ("paper", 1), "{}", stage.screen());
    stage.sees(&["单据随车带走", "陈局", "证据（一行一件"]);
    stage.press("<F2> <F2>");
    stage.sees(&["单据随车带走"]);
}

#[test]
fn one_key_opens_the_record_of_an_obstruction_with_its_time_in_it() {
    let mut stage = decided();
    stage.press("b");
    assert_eq!((stage.app.on_top(), asked(&stage)), ("paper", 0));
    let now = stage.now.short();
    stage.sees(&["妨碍执法记录", "发生时间", &now]);
    // The key bar says where Enter goes on and where it makes the paper.
    stage.sees(&["Enter 下一步"]);
    stage.press("{锁闭车门} <Tab> <Tab> <Tab> {报警并等候} <Tab>");
    stage.sees(&["Enter 制作"]);
    stage.press("<F2>");
    stage.sees(&["Enter Make it"]);
    stage.sees_not(&["Enter Go on"]);
    // Nobody needs a PIN for a record.
    stage.press("<F2> <Enter>");
    assert_eq!((stage.app.on_top(), asked(&stage)), ("inspection", 1), "{}", stage.screen());
    stage.sees(&["✓ 已制作：妨碍执法记录"]);
}

/// A passenger's surname, telephone, from, to; platform, paid, the fare, through the platform, stranger; his words; signed.
const STATED: &str = "1 {陈} <Enter> {13900000012} <Enter> {汕头站} <Enter> {珠池路} <Enter> 1 2 {32.5} <Enter> 1 1 \
    {在平台叫的车} <Tab> <Enter> <Enter> <Enter> <Enter> <Enter> <Enter> 1 <Enter>";

#[test]
fn one_key_opens_the_statement_of_a_passenger_and_several_follow_each_other() {
    let mut stage = decided();
    for nth in 1..=2 {
        stage.press("s");
        assert_eq!(stage.app.on_top(), "paper");
        stage.sees(&["乘客陈述记录", "普通话", "叫车方式"]);
        stage.press(STATED);
        assert_eq!((stage.app.on_top(), asked(&stage)), ("inspection", nth), "{}", stage.screen());
        stage.sees(&["✓ 已制作：乘客陈述记录", "乘客陈述记录（隐去个人信息）"]);
    }
    stage.press("<F2> s");
    stage.sees(&["Statement of a passenger", "how the ride was ordered", "telephone"]);
}

/// Fields that the disk was told of, the one apart that says whose they are.
fn kept(stage: &Stage) -> Vec<(String, String)> {
    let saved = stage.asked.iter().filter_map(|asked| match asked {
        Command::SaveField { field, value, .. } if field.starts_with("passenger.") => {
            Some((field.clone(), value.clone()))
        }
        _ => None,
    });
    saved.collect()
}

/// How many papers of the newest stop are begun and not made.
fn begun(stage: &mut Stage) -> usize {
    let inspection = stage.desk.list("", 1).unwrap()[0].inspection;
    let reply = stage.desk.handle(Command::LookAtPapers { inspection });
    let Reply::Papers(view) = reply else { panic!("{reply:?}") };
    view.papers.iter().filter(|paper| paper.draft.is_some()).count()
}

#[test]
fn what_is_typed_of_a_paper_is_kept_over_esc_and_gone_on_with_and_ends_with_the_paper() {
    let mut stage = decided();
    // Who only looks begins nothing.
    stage.press("s <Tab> <Esc>");
    assert_eq!((stage.app.on_top(), begun(&mut stage)), ("inspection", 0));
    stage.press("s 1 {陈} <Enter> {13900000012} <Enter> {汕头站} <Esc>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["已填的内容已保存"]);
    let told = kept(&stage);
    let has = |path: &str, text: &str| told.contains(&(path.into(), text.into()));
    assert!(has("passenger.name", "陈") && has("passenger.from", "汕头站"), "{told:?}");
    assert!(told.iter().any(|(path, _)| path == "passenger.at"), "its time is its beginning's");
    assert_eq!(begun(&mut stage), 1);
    stage.press("w");
    stage.sees(&["乘客陈述记录", "没有完成，Enter 接着办"]);
    stage.press("<Esc> s");
    stage.sees(&["13900000012", "汕头站"]);
    // It goes on where something lacks.
    stage.press("{珠池路} <Enter> 4 3 <Esc> s");
    stage.sees(&["13900000012", "珠池路"]);
    // What the case gave and somebody emptied stays empty.
    stage.press("1 <Tab> <Enter> <Enter> <Enter> <Enter>");
    stage.press("<Backspace> <Backspace> <Backspace> <Esc> s");
    stage.sees_not(&["普通话"]);
    stage.press("{潮州话} <Enter> <Enter> 1 <Enter>");
    assert_eq!((stage.app.on_top(), asked(&stage)), ("inspection", 1), "{}", stage.screen());
    assert_eq!(begun(&mut stage), 0, "the draft ends with the paper");
    stage.press("s");
    stage.sees_not(&["13900000012"]);
}

#[test]
fn a_begun_paper_is_thrown_away_on_the_officers_word_alone() {
    let mut stage = decided();
    stage.press("b {锁闭车门} <Esc> w").press(&listed("obstruction_record"));
    stage.press("<F7>");
    stage.sees(&["放弃这份没有完成的文书"]);
    stage.press("n");
    assert_eq!(begun(&mut stage), 1);
    stage.press("<F7> y");
    assert_eq!((stage.app.on_top(), begun(&mut stage)), ("paper", 0), "{}", stage.screen());
    stage.sees_not(&["没有完成"]);
}

#[test]
fn the_power_takes_sixteen_keys_of_a_paper_at_most() {
    let mut stage = decided();
    stage.press("s 1 {0123456789abcdefghij}");
    assert!(kept(&stage).iter().any(|(path, _)| path == "passenger.name"), "{:?}", kept(&stage));
}

#[test]
fn the_chosen_paper_is_seen_on_a_small_screen_too() {
    let mut stage = decided();
    stage.size = super::SMALL;
    stage.press("w");
    for _ in KINDS {
        stage.press("<Down>");
    }
    let last = KINDS.last().unwrap().word;
    let name = lucha::app::documents::title(last).to_string();
    stage.sees(&[&format!("> {name}")]);
}

#[test]
fn an_order_is_delivered_from_the_page_of_the_stop_without_a_pin() {
    let mut stage = decided();
    stage.press("w");
    // What is decided on the spot was never opened, so that nothing is filed.
    stage.sees(&["立案登记表", "送达回证", "送达地址确认书"]);
    stage.press(&chosen("delivery_receipt"));
    stage.sees(&["责令改正违法行为通知书", "直接送达", "见证人"]);
    stage.press("{澄海区莲下路口} <Tab> <Tab> <Tab> <Tab>");
    stage.press("<Tab> <Tab> <Tab> <Tab> <Tab> <Enter>");
    assert_eq!((stage.app.on_top(), asked(&stage)), ("inspection", 1), "{}", stage.screen());
    stage.sees(&["✓ 已制作：送达回证"]);
}

/// What the desk was asked for last.
fn ordered(stage: &Stage) -> String {
    let papers = stage.asked.iter().rev().find_map(|asked| match asked {
        Command::MakePaper(order) => Some(order.paper.fields.shown("receipt.documents")),
        _ => None,
    });
    papers.unwrap_or_default()
}

#[test]
fn papers_to_deliver_are_ticked_by_title_and_number() {
    let mut stage = decided();
    stage.press("w").press(&chosen("evidence_hold")).press(HELD);
    stage.press("{246810} <Enter> {135790} <Enter> w").press(&chosen("delivery_receipt"));
    stage.sees(&["[x] 责令改正违法行为通知书", "[x] 证据登记保存清单", "00001号"]);
    stage.go_to("送达文书");
    stage.press("<Space>");
    stage.sees(&["[ ] 责令改正违法行为通知书", "[x] 证据登记保存清单"]);
    // What is unticked stays so over the way out and back.
    stage.press("<Tab> <Esc> w").press(&chosen("delivery_receipt"));
    stage.sees(&["[ ] 责令改正违法行为通知书", "[x] 证据登记保存清单"]);
    stage.go_to("送达地点");
    stage.press("{澄海区莲下路口}").press(&"<Tab> ".repeat(9)).press("<Enter>");
    assert_eq!(stage.app.on_top(), "inspection", "{}", stage.screen());
    stage.sees(&["✓ 已制作：送达回证"]);
    let papers = ordered(&stage);
    assert!(papers.contains("证据登记保存清单") && !papers.contains("责令"), "{papers}");
    // The next receipt offers what is left, and says of the other that it was delivered.
    stage.press("w").press(&chosen("delivery_receipt"));
    stage.sees(&["[x] 责令改正违法行为通知书", "[ ] 证据登记保存清单", "已送达"]);
    stage.press("<F2>");
    stage.sees(&["papers delivered (the blank ticks or unticks)"]);
}

/// The fields of an urgent measure that the case gives nothing for: place, load, a tick for each thing told, who is there, what
/// it said, why it could not wait.
pub const TAKEN: &str = "{本局停车场} <Tab> {无货物} <Tab> <Tab> <Space> <Space> <Space> <Space> 1 2 <Space> \
    <Tab> <Tab> <Tab> {车辆即将驶离} <Tab> <Tab> <Tab> <Enter>";

/// The fields of a measure for the car of S08, on a screen of that size.
pub fn measuring(size: (u16, u16)) -> Stage {
    let mut stage = Stage::on_duty();
    stage.size = size;
    let at = json!("2026-11-23T08:30:00+08:00");
    let stop = crate::bureau::with(crate::scenarios::stop("S08"), "at", at);
    crate::bureau::check(&mut stage.desk, vec![stop]);
    stage.press("/ {粤D8K999} <Enter> w").press(&chosen("measure"));
    stage
}

#[test]
fn a_vehicle_is_held_at_the_roadside_with_a_tick_for_each_thing_told() {
    let mut stage = measuring(HIGH);
    assert_eq!(stage.app.on_top(), "paper", "{}", stage.screen());
    stage.sees(&["暂扣车辆：", "粤D8K999"]);
    stage.press(TAKEN);
    assert_eq!(stage.app.on_top(), "confirm", "{}", stage.screen());
    stage.sees(&["2026年11月23日至2026年12月23日", "车辆即将驶离"]);
    stage.press("{246810} <Enter> {135790} <Enter>");
    assert_eq!((stage.app.on_top(), asked(&stage)), ("inspection", 2), "{}", stage.screen());
    stage.sees(&["✓ 已制作：行政强制措施决定书", "紧急强制措施补办批准", "扣押期限"]);
    stage.press("w").press(&chosen("measure_release"));
    stage.sees(&["哪一次强制措施", "退还财物清单"]);
}

#[test]
fn where_no_article_allows_a_measure_the_list_says_so() {
    let mut stage = decided();
    stage.press("w");
    stage.sees(&["行政强制措施决定书", "没有可以采取强制措施的法律依据", "道条62、粤道条60"]);
}
