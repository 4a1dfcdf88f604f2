//! Whole cases by keys in a real terminal, from the sign-in until the driver leaves: what the screens show, what stands on each
//! printed paper, and that every byte is at headquarters.

use super::officer::{Case, now};

const SMALL: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (120, 40);
/// Behind the telling, with nothing stated and the minutes signed.
const TOLD: &str = "[检查 6/6] <F7> <Enter> 1 1 <Enter> [结果：立案]";
/// The case is opened on both PINs, and its page is there.
const OPENED: &str = "<Enter> [不得代输] {246810} <Enter> {135790} <Enter> [@vehicle.plate@ 立案]";
/// The same where a kind of evidence is missing as yet, and why is asked first.
const OPENED_FOR_A_REASON: &str = "<Enter> [理由不代替证据] 3 [不得代输] {246810} <Enter> {135790} <Enter> [@vehicle.plate@ 立案]";
/// What every interview begins with.
const OPENING: &str = "[第 1 问] {看清楚了。} <Enter> [第 2 问] {听明白了。} <Enter> \
                       [第 3 问] {不申请回避。} <Enter>";

/// The number that the first case of a year takes.
fn first_number() -> String {
    format!("样汕交罚〔{}〕00001号", now().day().year())
}

#[test]
fn s02_a_citizens_overload_with_its_samples_arrives_as_it_was_written() {
    let mut case = Case::in_demo("S02", SMALL);
    case.on_duty().vehicle().lorry();
    case.sees(&["超限 6,240 kg", "24.96%", "¥3,000"]);
    case.press("<Enter> [检查 4/6] <Enter> {@findings[0].facts@} <Enter>").party();
    case.press(TOLD).sees(&["普通程序", "罚款 ¥3,000", "叁仟元整", "责令改正违法行为通知书 2 份"]);
    case.press(OPENED).sees(&["现场笔录 1 页 未打印"]);
    case.photographs(2, "车货总质量31240千克");
    let begun = now();
    case.begin("interview").press("[>联系地址] {@party.address@} <Enter>").press(OPENING);
    case.asked(4, &["张三，龙湖区金砂路1号，个体驾驶员。", "在场，我在驾驶。"]);
    case.read_by_himself(begun);
    let from = now().short();
    case.begin("sampling_record").press(&format!("[>抽样开始] {{{from}}} <Enter> <Enter> <Enter>"));
    case.press("[>抽样取证机关] {0754-88000000} <Enter> {沙石；；2千克；车厢后部} <Enter> <Enter>");
    case.press(&format!("[>批准的负责人] {{陈局}} <Enter> {{{from}}} <Enter> <Enter>"));
    case.sees(&["沙石；；2千克；车厢后部", "陈局"]);
    case.confirmed("抽样取证凭证");
    case.begin("address_confirmation").press("[>收件人签名]").press(&"<Up> ".repeat(8));
    case.press("[>是否同意电子送达] 1 [>电子送达手机] {@party.phone@}").press(&"<Tab> ".repeat(7));
    case.press("[>收件人签名] 1 <Enter> [已制作：送达地址确认书]");
    case.filed().delivered();
    case.press("<Esc> [草稿与最近]").runs(&[("还有 90 天", "办案期限")]);
    case.press("<Enter> [@vehicle.plate@ 立案]");
    let papers = case.printed(7);
    papers.say("现场笔录", &["粤D55D28", "31240", "张三", "440507198001010017", "SCS-07"]);
    papers.say(
        "责令改正违法行为通知书",
        &["张三", "6240千克", "《公路安全保护条例》", "样例市人民政府申请行政复议"],
    );
    papers.say(
        "询问笔录",
        &["张三", "46岁", "第1次", "张三，龙湖区金砂路1号，个体驾驶员。", "31240千克"],
    );
    papers.say("抽样取证凭证", &["沙石", "2千克", "车厢后部", "0754-88000000", "张三"]);
    papers.say("送达地址确认书", &["张三", "13800000002", "汕头市龙湖区金砂路1号", "同意"]);
    papers.say(
        "立案登记表",
        &["拟同意立案。", "（林科）", "同意立案。", "（陈局）", "三轴货车装载沙石"],
    );
    papers.say(
        "送达回证",
        &["1责令改正违法行为通知书", "抽样取证凭证", "直接送达", "张伟（执法证号19050001001）"],
    );
    papers.bear(&first_number(), &["抽样取证凭证", "立案登记表", "送达回证"]);
    case.press("<Esc> [草稿与最近]").carried();
}

#[test]
fn s04_an_interview_is_cut_by_the_power_and_its_case_arrives_with_a_letter_to_the_police() {
    /// So much of the answer is on the disk when the power goes.
    const KEPT: &str = "装货时过了磅，我看过磅单，知道超了，货主让我多装一点，说路上一直";
    let mut case = Case::enrolled("S04", WIDE);
    case.on_duty().vehicle().lorry();
    case.sees(&["限值 49,000 kg", "超限 13,440 kg", "27.43%", "¥6,500"]);
    case.press("<Enter> [检查 4/6] <Enter> {@findings[0].facts@} <Enter>").party();
    case.press(TOLD).sees(&["普通程序", "罚款 ¥6,500", "陆仟伍佰元整"]);
    case.press(OPENED).photographs(3, "车货总质量62440千克");
    let begun = now();
    case.begin("interview").press("[>联系地址] {@party.address@} <Enter>").press(OPENING);
    case.press("[第 4 问] {王五，个体运输户。} <Enter> [第 5 问] {在场，我开车。} <Enter>");
    case.press(&format!("[第 6 问] {{{KEPT}}}")).power_cut(KEPT);
    // What was typed is there, and the screen says where to go on.
    case.press("<Enter> [@vehicle.plate@ 立案] w [为本案另制哪一种文书]")
        .sees(&["有一份", "没有完成"]);
    case.press("<Esc> [@vehicle.plate@ 立案]").begin("interview").press("[第 6 问]");
    case.sees(&[KEPT]);
    case.press("<F4> [被询问人: 王五] <PgDn> <PgDn> <PgDn>").sees(&[KEPT, "（未答，不入笔录）"]);
    case.press(
        "<F4> [第 6 问] {没人查。} <F6> [写下要问的问题] {货主是谁？} <Enter> {姓陈。} <Enter>",
    );
    case.asked(8, &["自己的车，自己跑。"]).read_by_himself(begun);
    case.sees(&["询问笔录 2 页 未打印"]);
    let (from, sketch) = (now().short(), case.digest_of("IMG_0002.PNG").hex());
    case.begin("survey_minutes").press(&format!("[>天气情况] {{晴}} <Enter> {{{from}}}"));
    case.press(
        "<Enter> <Enter> <Enter> <Enter> [>勘验情况] {六轴列车，车厢装石粉，篷布完好。} <Enter>",
    );
    // The photograph is picked by its name.
    case.press("{车辆与称台位置} <Enter> [2 IMG_0002.PNG] 2 <Enter> [已制作：勘验笔录]");
    case.begin("evidence_hold").press("[>可能灭失] {磅单随车带走} <Enter> <Enter>");
    case.press("[>证据] {过磅单；原件；1份；本局} <Ctrl-J> {货物运单；原件；2份；本局} <Enter>");
    case.press(&format!(
        "[>批准的负责人] {{陈局}} <Enter> {{{from}}} <Enter> {{粤汕保审2026-7}} <Enter>"
    ));
    case.sees(&["过磅单；原件；1份；本局", "货物运单；原件；2份；本局", "7个工作日"]);
    case.confirmed("证据登记保存清单");
    case.begin("case_referral")
        .press("[>受移送机关] {汕头市公安局交通警察支队} <Enter> {涉嫌货车载物超过核定的载质量} <Enter> <Enter>");
    case.press(
        "[>不属于本机关] {货车超过核定载质量由公安机关管辖。} <Enter> <Enter> <Enter> <Enter>",
    );
    case.press("[>本机关联系人] {张伟} <Enter> {0754-88000000} <Enter> <Enter>");
    // Approved in the same minute as what was held: it is proposed, and said to be.
    case.press("[>批准的负责人]").sees(&["照本案上一份文书的审批填入", "陈局", "粤汕保审2026-7"]);
    case.press("<Enter> <Enter> <Enter>");
    case.confirmed("案件移送函").filed().delivered();
    case.press("<Esc> [草稿与最近]");
    case.runs(&[("个工作日", "先行登记保存证据处理"), ("还有 90 天", "办案期限")]);
    case.press("<Enter> [@vehicle.plate@ 立案]");
    let papers = case.printed(9);
    papers.say("现场笔录", &["粤D77B03", "粤D1234挂", "62440", "王五", "440513197903120031"]);
    papers.say("责令改正违法行为通知书", &["王五", "13440千克", "《公路安全保护条例》"]);
    let whole = format!("{KEPT}没人查。");
    papers.say("询问笔录", &["王五", "货主是谁？", "姓陈。", &whole, "62440千克"]);
    papers.say("勘验笔录", &["晴", "六轴列车，车厢装石粉，篷布完好。", "车辆与称台位置", &sketch]);
    papers.say("证据登记保存清单", &["过磅单", "货物运单", "2份", "王五"]);
    papers.say(
        "案件移送函",
        &["汕头市公安局交通警察支队", "涉嫌货车载物超过核定的载质量", "第九条", "0754-88000000"],
    );
    papers.say("案件移送告知书", &["王五", "汕头市公安局交通警察支队", "核定的载质量一案"]);
    papers.say("送达回证", &["责令改正违法行为通知书", "证据登记保存清单"]);
    let numbered = ["勘验笔录", "证据登记保存清单", "立案登记表", "送达回证"];
    papers.bear(&first_number(), &numbered);
    case.press("<Esc> [草稿与最近]").carried();
}

#[test]
fn s08_a_car_is_held_its_passengers_go_on_and_its_case_arrives_as_it_was_written() {
    let mut case = Case::in_demo("S08", SMALL);
    case.on_duty().vehicle();
    case.press("<Enter> [检查 4/6] <F6> {@findings[0].code@} <Enter> [>违法事实]");
    case.press("{@findings[0].facts@} <Tab> <Tab> <Tab> [>违法所得] {@findings[0].gain_yuan@}");
    case.sees(&["幅度 ¥10,000 - ¥100,000", "可听证", "可扣押", "证据至少 2 种"]);
    case.press("<Enter>").party().press(TOLD).sees(&["没收违法所得 ¥320", "普通程序"]);
    case.press(OPENED_FOR_A_REASON).sees(&["A 全部打印", "V 证据", "W 新文书"]);
    case.photographs(2, "乘客付款记录");
    case.press("v").sees(&["✔ 证据种类（要 2 种）：视听资料、笔录", "影像2"]);
    case.press("<Esc> [@vehicle.plate@ 立案]");
    measure(&mut case);
    case.press("<Esc> [草稿与最近] [还有 23 小时]");
    case.runs(&[("分", "紧急强制措施补办批准"), ("还有 30 天", "扣押期限")]);
    case.press("<Enter> [@vehicle.plate@ 立案]").begin("passenger_transfer");
    case.press("[>改乘旅客] {4} <Enter> {粤D12345} <Enter> {汕头市示范客运有限公司} <Enter>");
    case.press("{客运站调度室} <Enter> [>备注] <Enter> [已制作：旅客改乘记录]");
    case.press("b [>妨碍执法情形] {锁闭车门，拒绝交出车钥匙。} <Enter>");
    case.press(&format!("[>报警时间] {{{}}} <Enter> {{JJ-118}} <Enter>", now().short()));
    case.press("[>现场处置] {告知法律责任，报警并等候。} <Enter> {周五；13800000005} <Enter>");
    case.press("[已制作：妨碍执法记录]");
    let begun = now();
    case.begin("interview").press("[>联系地址] {@party.address@} <Enter>").press(OPENING);
    case.asked(4, &["钱七，无业。", "在场，我在等客。", "我自己的车。"]).read_by_himself(begun);
    let from = now().short();
    case.begin("evidence_hold").press("[>可能灭失] {付款记录可能被删除} <Enter> <Enter>");
    case.press(&format!(
        "[>证据] {{手机；黑色；1部；本局}} <Enter> {{陈局}} <Enter> {{{from}}} <Enter>"
    ));
    case.press("<Enter>").confirmed("证据登记保存清单");
    case.begin("address_confirmation").press("[>收件人签名] 1 <Enter> [已制作：送达地址确认书]");
    case.filed().delivered();
    // Of eleven papers the one at hand is always seen.
    case.sees(&["文书 11/11", "> 送达回证"]);
    case.press("<Tab> [文书 1/11]");
    case.press("<Tab> <Tab> <Tab> <Tab> <Tab> <Tab> [文书 7/11] [> 询问笔录]");
    // The head approves it on the same day: that clock is gone, the others run.
    case.press("d [期限事项] 1 <Enter> {粤汕强审2026-3} <Enter> [补办批准（粤汕强审2026-3）]");
    case.press("<Esc> [草稿与最近]");
    case.runs(&[
        ("个工作日", "先行登记保存证据处理"),
        ("还有 30 天", "扣押期限"),
        ("还有 90 天", "办案期限"),
    ]);
    assert!(!case.program.text().contains("紧急强制"), "{}", case.program.text());
    case.press("<Enter> [@vehicle.plate@ 立案]");
    let papers = case.printed(11);
    s08_papers(&papers);
    papers.bear(&first_number(), &["行政强制措施决定书", "现场笔录", "立案登记表", "送达回证"]);
    case.press("<Esc> [草稿与最近]").carried();
}

/// The car is taken before anybody could approve it: told step by step, heard, and witnessed.
fn measure(case: &mut Case) {
    case.begin("measure")
        .press("[>存放地点] {本局停车场} <Enter> {车上无货物，行李由乘客带走} <Enter>");
    case.press("<Enter> [>告知理由] <Space> <Space> <Space> <Space> [>当事人到场] 1 1");
    case.press("[>听取陈述] <Space> [>当事人的陈述] {车是借朋友的，只收了油钱。} <Enter>");
    case.press(
        "{已记录，不影响采取措施。} <Enter> {赵六} <Enter> [>情况紧急] {当事人拟将车辆驶离}",
    );
    case.press("<Enter> <Enter> <Enter> <Enter> [本人确认]");
    case.sees(&["暂扣车辆：《中华人民共和国道路运输条例》第六十二条", "粤D8K999；小型客车；1辆"]);
    // What is confirmed is longer than its place, and no PIN is taken before the last row was seen.
    case.sees(&["行未看，按PgDn"]);
    case.press("<PgDn> <PgDn> [不得代输]").sees(&["情况紧急", "当事人拟将车辆驶离"]);
    case.confirmed("行政强制措施决定书");
    // The page of the stop shows what came of it.
    case.sees(&["> 行政强制措施决定书", "紧急强制措施补办批准", "扣押期限"]);
}

fn s08_papers(papers: &super::officer::Papers) {
    let today = now().day();
    papers.say(
        "行政强制措施决定书",
        &[
            "钱七",
            "440515198808080059",
            "《中华人民共和国道路运输条例》第六十二条",
            "其他：暂扣车辆",
            &format!("期限自{}起至{}止", today.in_chinese(), today.plus(30).in_chinese()),
            "本局停车场",
            "粤D8K999",
            "《中华人民共和国行政强制法》第十九条",
            "六十日",
        ],
    );
    papers
        .say("现场笔录", &["车是借朋友的，只收了油钱", "（暂扣车辆）", "见证人：赵六", "救济途径"]);
    papers.say("现场笔录", &["载客4人收取每人80元", "（蓝牌）小型客车", "口头告知"]);
    papers.say("责令改正违法行为通知书", &["钱七", "第十条", "第六十三条第（二）项"]);
    papers.say(
        "旅客改乘记录",
        &["粤D8K999", "粤D12345", "4", "汕头市示范客运有限公司", "客运站调度室"],
    );
    papers.say("妨碍执法记录", &["钱七（当事人）", "锁闭车门，拒绝交出车钥匙。", "JJ-118", "周五"]);
    papers.say("询问笔录", &["钱七", "38岁", "我自己的车。", "车费多少"]);
    papers.say("证据登记保存清单", &["手机", "1部", "本局", "钱七"]);
    papers.say("送达地址确认书", &["钱七", "汕头市澄海区澄华路2号", "不同意"]);
    papers
        .say("立案登记表", &["涉嫌未取得许可擅自从事道路客运", "（陈局）", "第六十三条第（二）项"]);
    papers.say("送达回证", &["行政强制措施决定书", "证据登记保存清单", "汕头火车站广场"]);
}

#[test]
fn s16_a_load_beyond_its_permit_is_surveyed_and_its_case_arrives_as_it_was_written() {
    let mut case = Case::enrolled("S16", WIDE);
    case.on_duty().vehicle().lorry();
    case.sees(&["超限 46,400 kg"]);
    case.press("<Enter> [检查 4/6] <F6> {@findings[0].code@} <Enter> [>违法事实]");
    case.press("{@findings[0].facts@}").sees(&["¥23,000"]);
    case.press("<Enter>").party();
    case.press(TOLD).sees(&["普通程序", "罚款 ¥23,000", "贰万叁仟元整", "深圳市大件运输有限公司"]);
    case.press(OPENED).photographs(3, "通行证与车货");
    let begun = now();
    case.begin("interview").press("[>联系地址] <Up> [>工作单位] {@party.name@ 驾驶员} <Enter>");
    case.press("[>联系地址] {@party.address@} <Enter>").press(OPENING);
    case.asked(4, &["刘十一，驾驶员。", "在场，我驾驶。", "公司的车。"]).read_by_himself(begun);
    let from = now().short();
    case.begin("survey_minutes").press(&format!("[>天气情况] {{阴}} <Enter> {{{from}}} <Enter>"));
    case.press("<Enter> {李站长} <Enter> {东收费站 站长} <Enter> {设备长18.00米，未超出通行证尺寸。} <Enter>");
    case.press("<Enter> <Enter> [已制作：勘验笔录]");
    case.begin("evidence_hold").press("[>可能灭失] {通行证随车带走} <Enter> <Enter>");
    case.press("[>证据] {超限运输车辆通行证；粤超限2026-0088；1份；本局} <Enter> {陈局} <Enter>");
    case.press(&format!("{{{from}}} <Enter> <Enter>")).confirmed("证据登记保存清单");
    case.begin("address_confirmation").press("[>收件人] {刘十一} <Enter> {驾驶人} <Enter> 1");
    case.press("{@present.id_no@} <Enter>").press(&"<Enter> ".repeat(8));
    case.press("[>收件人签名] 1 <Enter> [已制作：送达地址确认书]").filed().delivered();
    case.press("<Esc> [草稿与最近]");
    case.runs(&[("个工作日", "先行登记保存证据处理"), ("还有 90 天", "办案期限")]);
    case.press("<Enter> [@vehicle.plate@ 立案]");
    let papers = case.printed(8);
    papers.say("现场笔录", &["粤B99999", "粤B0001挂", "95400", "刘十一", "粤超限2026-0088"]);
    papers.say("责令改正违法行为通知书", &["深圳市大件运输有限公司", "实测95.4吨"]);
    papers.say("询问笔录", &["刘十一", "驾驶人", "公司的车。", "深圳市大件运输有限公司 驾驶员"]);
    papers.say("勘验笔录", &["阴", "李站长", "东收费站 站长", "未超出通行证尺寸"]);
    papers.say("证据登记保存清单", &["超限运输车辆通行证", "2026-0088", "91440300MA0004040J"]);
    papers.say("送达地址确认书", &["深圳市大件运输有限公司", "刘十一", "440515198501010101"]);
    papers.say("立案登记表", &["深圳市大件运输有限公司", "黄志强", "通行证记载总质量88吨"]);
    papers.say("送达回证", &["深圳市大件运输有限公司", "证据登记保存清单", "汕头东收费站外广场"]);
    papers.bear(&first_number(), &["勘验笔录", "证据登记保存清单", "立案登记表"]);
    case.press("<Esc> [草稿与最近]").carried();
}
