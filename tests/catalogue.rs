//! The whole catalogue of violations against the notes on the law (violations-and-standards.md §2): a plain table of its
//! codes, and what must hold of each row, confirmed or not.

use crate::bureau::with;
use crate::rulebook::sample;
use crate::rulings::{against, judged};
use crate::scenarios::stop;
use lucha::domain::blocked::Rule;
use lucha::domain::inspection::judgement::{Judgement, Outcome, Penalty};
use lucha::domain::rulebook::{Rulebook, Sanction, TierFactor, Violation};
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use serde_json::{Value, json};

/// Code, name, bases in force today, and the column of the summary procedure: Y always inside its limits, C also for a
/// citizen where the amount is small, O for an organisation only, N never, - no fine. VE-005 has both answers of conflict 5, LZ-008 and LZ-020 each other's basis,
/// and so have FR-006 and LZ-015, which conflict 7 tells apart by the road; the
/// column of PK-016 and FR-010 counts what the persons who answer for it are fined, from nothing to 100,000.
const CATALOGUE: &str = "\
OL-001 | 可分载货物违法超限（总质量） | 3 | C
OL-002 | 外廓尺寸超限 | 3 | C
OL-003 | 轴荷超限 | 1 | C
OL-004 | 未经许可擅自大件运输 | 3 | C
OL-005 | 车货与通行证记载不一致 | 3 | C
OL-006 | 未按指定时间、路线、速度行驶（大件） | 3 | C
OL-007 | 未按护送方案护送（大件） | 3 | C
OL-008 | 未随车携带超限运输车辆通行证 | 1 | -
OL-009 | 租借、转让超限运输车辆通行证 | 1 | O
OL-010 | 使用伪造、变造的超限运输车辆通行证 | 1 | C
OL-011 | 堵塞超限检测站通行车道或者强行通过 | 1 | C
OL-012 | 短途驳载等逃避超限检测 | 1 | C
OL-013 | 指使、强令驾驶人超限运输 | 1 | C
OL-014 | 货车1年内违法超限超过3次 | 1 | -
OL-015 | 驾驶人1年内违法超限超过3次 | 1 | -
OL-016 | 企业1年内违法超限货车超过本单位货车总数10% | 1 | -
OL-017 | 货物装载源头超限配货 | 1 | N
OL-018 | 车辆超限使用汽车渡船 | 1 | C
PK-001 | 未取得许可擅自从事道路客运 | 1 | N
PK-002 | 使用失效、伪造、注销等无效证件从事客运 | 1 | N
PK-003 | 超越许可事项从事客运 | 1 | N
PK-004 | 使用未取得道路运输证的车辆从事客运 | 1 | O
PK-005 | 非法转让、出租客运许可证件 | 1 | O
PK-006 | 未投保承运人责任险（客运） | 1 | -
PK-007 | 不按批准的站点停靠、线路、班次行驶 | 2 | O
PK-008 | 途中擅自变更运输车辆或者将旅客移交他人 | 1 | O
PK-009 | 未报告擅自终止客运经营 | 1 | O
PK-010 | 强行招揽旅客 | 1 | O
PK-011 | 强迫、诱骗旅客下车或者未按规定配备驾驶员 | 1 | O
PK-012 | 班车、包车未按规定挂放标志牌 | 1 | Y
PK-013 | 客车不按规定维护、检测 | 1 | O
PK-014 | 擅自改装已取得车辆营运证的客车 | 1 | N
PK-015 | 客车未按规定使用卫星定位装置传送数据 | 1 | O
PK-016 | 长途客运未查验旅客身份 | 2 | C
CH-001 | 不能提供有效包车合同 | 1 | O
CH-002 | 未核实包车真实性或者招揽包车合同以外的旅客 | 1 | O
CH-003 | 包车线路两端均不在车籍所在地 | 1 | O
CH-004 | 无有效包车标志牌 | 1 | Y
CH-005 | 包车不按约定的起讫地、线路运输 | 1 | O
CH-006 | 包车擅自从事班车客运 | 1 | N
HK-001 | 直通港澳班车不按规定的线路、口岸、站点行驶 | 1 | O
HK-002 | 直通港澳车辆从事境内区间运输 | 1 | O
HK-003 | 直通港澳车辆未按规定挂放标志牌 | 1 | Y
HK-004 | 直通港澳包车无包车合同或者招揽合同以外的旅客 | 1 | O
FR-001 | 未取得许可擅自从事普通货运 | 1 | O
FR-002 | 使用无道路运输证的车辆从事货运 | 1 | O
FR-003 | 使用失效、伪造证件或者超越许可事项从事普通货运 | 1 | O
FR-004 | 非法转让、出租货运许可证件 | 1 | O
FR-005 | 强行招揽货物 | 1 | O
FR-006 | 未采取必要措施防止货物脱落、扬撒 | 2 | C
FR-007 | 货车不按规定维护、检测 | 1 | O
FR-008 | 擅自改装已取得车辆营运证的货车 | 1 | N
FR-009 | 重型货车未按规定使用卫星定位装置 | 2 | O
FR-010 | 物流未查验客户身份、未进行安全检查 | 2 | C
DG-001 | 未取得许可擅自从事危险货物运输 | 1 | N
DG-002 | 使用失效、伪造证件或者超越许可事项从事危险货物运输 | 1 | N
DG-003 | 非经营性单位从事经营性危险货物运输 | 1 | N
DG-004 | 非法转让、出租危险货物运输许可证件 | 1 | O
DG-005 | 未投保承运人责任险（危险货物） | 1 | -
DG-006 | 危险化学品运输企业从业人员无资格上岗 | 1 | N
DG-007 | 未采取安全防护措施或者未配备应急救援器材 | 1 | N
DG-008 | 托运人未说明危险性或者未妥善包装 | 1 | N
DG-009 | 托运人未添加抑制剂、稳定剂或者未告知承运人 | 1 | N
DG-010 | 委托无资质的企业承运危险化学品 | 1 | N
DG-011 | 在普通货物中夹带危险化学品，或者谎报、匿报为普通货物托运 | 1 | N
DG-012 | 危险化学品运输企业未配备专职安全管理人员 | 1 | C
DG-013 | 危险货物专用车辆未悬挂危险货物运输标志 | 1 | Y
DG-014 | 未按规定制作、保存、随车携带危险货物运单 | 1 | O
DG-015 | 危险货物装货人装货前未查验或者未按规定装货 | 1 | O
DG-016 | 危险货物车辆不按规定维护、检测 | 1 | O
DG-017 | 擅自改装危险货物专用车辆 | 1 | N
DG-018 | 受理托运时将危险货物、禁运物品混入普通货物 | 1 | N
NC-001 | 未取得许可从事网约车平台经营 | 1 | N
NC-002 | 车辆未取得网络预约出租汽车运输证 | 1 | O
NC-003 | 驾驶员未取得网络预约出租汽车驾驶员证 | 1 | C
NC-004 | 伪造、变造或者使用失效的网约车证件 | 3 | C
NC-005 | 平台向无证车辆派单或者线上线下车辆不一致 | 1 | N
NC-006 | 平台向无证驾驶员派单或者线上线下人员不一致 | 1 | N
NC-007 | 平台未保证车辆技术状况、超出经营区域等 | 1 | N
NC-008 | 平台未按规定提供共享信息或者不配合检查 | 1 | N
NC-009 | 网约车驾驶员绕道、甩客、违规收费、报复乘客 | 1 | Y
TX-001 | 未取得巡游出租汽车经营许可擅自经营 | 1 | N
TX-002 | 巡游出租汽车起讫点均不在许可的经营区域 | 2 | O
TX-003 | 巡游出租汽车无道路运输证 | 1 | O
TX-004 | 巡游出租汽车使用失效、伪造的道路运输证 | 1 | O
TX-005 | 巡游出租汽车经营者擅自转让、停业或者未履行经营责任 | 1 | N
TX-006 | 巡游出租汽车驾驶员拒载、议价、甩客、绕道、不按规定使用计价器 | 1 | C
TX-007 | 驾驶员未取得巡游出租汽车从业资格 | 1 | C
TX-008 | 转借、出租、涂改出租汽车从业资格证 | 1 | C
BS-001 | 擅自从事城市公共交通线路运营 | 1 | N
BS-002 | 公交企业服务、车辆配置、信息公示不符合规定 | 1 | N
BS-003 | 公交擅自变更线路、站点、运营时间或者中断运营 | 3 | C
BS-004 | 公交企业擅自终止运营 | 1 | N
BS-005 | 公交广告影响运营安全或者重点岗位人员不合格 | 1 | C
PE-001 | 不符合条件的人员驾驶道路客运经营车辆 | 1 | C
PE-002 | 不符合条件的人员驾驶道路货运经营车辆 | 1 | C
PE-003 | 未随身携带从业资格证 | 1 | Y
PE-004 | 转借从业资格证或者将车辆交无从业资格的人员驾驶 | 1 | O
PE-005 | 经营者聘用使用转借证件或者无从业资格的人员 | 1 | N
PE-006 | 客运企业聘用无从业资格的驾驶员 | 1 | O
PE-007 | 危险货物运输从业人员无从业资格 | 1 | N
VE-001 | 运输企业未按要求使用动态监控 | 1 | O
VE-002 | 驾驶员未保持车载终端在线 | 1 | C
VE-003 | 伪造、篡改、删除动态监控数据 | 1 | O
VE-004 | 使用报废或者不符合标准的车辆从事道路运输经营 | 1 | O
VE-005 | 未随车携带道路运输证 | 2 | Y
MT-001 | 机动车维修业务不符合标准 | 1 | -
MT-002 | 机动车维修经营未备案 | 1 | O
MT-003 | 使用假冒伪劣配件、承修报废车、擅自改装机动车 | 1 | N
MT-004 | 签发虚假的机动车维修合格证 | 1 | N
MT-005 | 未悬挂维修标志牌、未公示工时和收费 | 1 | Y
MT-006 | 编造维修理由、虚列维修项目 | 1 | O
DT-001 | 驾驶员培训业务未备案 | 1 | N
DT-002 | 不严格按照规定培训，或者发放结业证书弄虚作假 | 1 | -
DT-003 | 驾驶员培训机构未公示收费、教练、车辆等 | 1 | Y
DT-004 | 在注册地以外开展驾驶员培训 | 1 | O
DT-005 | 未在备案的场地或者指定的路线、时间培训 | 1 | O
DT-006 | 培训记录弄虚作假 | 1 | O
DT-007 | 使用无教练车牌证或者无统一标识的教学车辆 | 1 | O
ST-001 | 未经许可擅自从事客运站经营 | 1 | N
ST-002 | 货运站经营未备案 | 1 | N
ST-003 | 客运站违规允许车辆进出站 | 1 | N
ST-004 | 货运站违规允许车辆进出站 | 2 | O
ST-005 | 改变站场用途，或者不公布线路、票价 | 1 | O
ST-006 | 站场未按规定报送运营信息 | 1 | O
ST-007 | 客（货）运相关服务超限配货、为无证者服务 | 1 | N
RT-001 | 租赁车辆信息未公布 | 1 | Y
RT-002 | 租赁车辆不符合规定 | 1 | O
RT-003 | 汽车租赁经营者变相从事道路运输 | 1 | N
LZ-001 | 擅自在公路上设卡、收费 | 1 | C
LZ-002 | 未经批准擅自施工 | 1 | C
LZ-003 | 擅自占用、挖掘公路 | 1 | C
LZ-004 | 擅自建桥、架设或者埋设管线 | 1 | C
LZ-005 | 从事危及公路安全的作业 | 1 | C
LZ-006 | 铁轮车、履带车擅自在公路上行驶 | 1 | C
LZ-007 | 损坏、移动、涂改公路附属设施 | 1 | C
LZ-008 | 造成公路路面损坏、污染或者影响公路畅通 | 2 | C
LZ-009 | 将公路作为试车场地 | 1 | C
LZ-010 | 造成公路损坏未报告 | 1 | C
LZ-011 | 在公路用地范围内设置公路标志以外的其他标志 | 1 | C
LZ-012 | 擅自增设平面交叉道口 | 1 | C
LZ-013 | 在公路建筑控制区内修建、埋设 | 1 | C
LZ-014 | 控制区外设施遮挡公路标志或者妨碍安全视距 | 1 | C
LZ-015 | 车辆装载物触地拖行、掉落、遗洒 | 2 | C
LZ-016 | 利用公路桥梁牵拉吊装，或者在桥下堆放、搭建 | 1 | N
LZ-017 | 涉路工程设施影响公路完好、安全和畅通 | 1 | C
LZ-018 | 未经批准更新采伐护路林 | 1 | -
LZ-019 | 养护作业不按技术规范和操作规程 | 1 | N
LZ-020 | 在公路、公路用地摆摊、堆物、打谷晒粮、污染公路（广东） | 2 | C
LZ-021 | 未按规划擅自设置广告标牌 | 1 | O
LZ-022 | 未经批准利用、占用公路用地（广东） | 1 | C
LZ-023 | 施工路段未设置标志、未疏导交通 | 1 | C
LZ-024 | 收费站未开足通道造成车辆堵塞 | 1 | N
WW-001 | 未经许可经营水路运输 | 1 | N
WW-002 | 使用未取得船舶营运证件的船舶从事水路运输 | 1 | N
WW-003 | 以欺骗、贿赂等手段取得水路运输许可 | 1 | N
WW-004 | 出租、出借、倒卖水路运输许可证件 | 1 | N
WW-005 | 伪造、变造、涂改水路运输许可证件 | 1 | N
WW-006 | 客运船舶未投保承运人责任险 | 1 | N
WW-007 | 班轮运输未公布船舶、班期、班次、运价 | 1 | O
WW-008 | 未取得港口经营许可从事港口经营 | 1 | N
WW-009 | 未经同意在港口内进行危险货物装卸、过驳 | 1 | N
WW-010 | 码头未经验收合格擅自使用 | 1 | C
WW-011 | 在航道内设置渔具、倾倒废弃物等 | 2 | C
WW-012 | 未清除影响航道通航条件的临时设施 | 1 | C
WW-013 | 在航道内采砂损害航道通航条件 | 1 | N
WW-014 | 水运工程未做航道通航条件影响评价即开工 | 1 | C";

/// The families that the sample's approver stands for, by the letters of their codes.
const CONFIRMED: [&str; 5] = ["OL", "PK", "CH", "FR", "NC"];
/// Rows of these that nobody stands for all the same: the notes name no article that they violate, or the rule in force was not
/// read (§0 no. 7, §2.2 no. 9).
const UNCONFIRMED: [&str; 7] =
    ["CH-005", "FR-002", "FR-003", "FR-005", "NC-008", "NC-009", "PK-004"];
/// Short names of rules whose text in force was not read; of 客规 these articles (§0 no. 7, §2.2 no. 9, §11 no. 4).
const UNREAD: [&str; 6] = ["货规", "危规", "从规", "巡规", "29号令", "出租资格"];
const UNREAD_OF_PASSENGERS: [u16; 3] = [97, 98, 99];
/// Short names of the published lists, and 处罚法 33 alone.
const LENIENCY: [&str; 6] = ["JS", "HB", "SX", "NYS", "HN", "33"];

fn today() -> Day {
    Day::parse("2026-11-23").unwrap()
}

/// The column of the summary procedure, from the smallest and the largest fine that any basis of today allows.
fn summary(violation: &Violation) -> &'static str {
    let bases = violation.bases.iter().filter(|basis| basis.in_force(today()));
    let fines: Vec<(Fen, Fen)> = bases
        .flat_map(|basis| &basis.sanctions)
        .filter_map(|sanction| match sanction {
            Sanction::FixedFine { amount, .. } => Some((*amount, *amount)),
            Sanction::FineRange { least, most, .. } => Some((*least, *most)),
            // A caution, and then steps up to 30,000.
            Sanction::OverLimitMass | Sanction::OverLimitSize => {
                Some((Fen::ZERO, Fen::from_yuan(30_000)))
            }
            _ => None,
        })
        .collect();
    let (citizen, organisation) = (Fen::from_yuan(200), Fen::from_yuan(3000));
    let least = fines.iter().map(|(least, _)| *least).min();
    match (least, fines.iter().map(|(_, most)| *most).max()) {
        (_, Some(most)) if most <= citizen => "Y",
        (Some(least), _) if least <= citizen => "C",
        (Some(least), _) if least <= organisation => "O",
        (Some(_), _) => "N",
        (None, _) => "-",
    }
}

#[test]
fn the_pack_has_the_rows_of_the_catalogue_with_their_bases_and_amounts() {
    let book = sample();
    let row = |violation: &Violation| {
        let bases = violation.bases.iter().filter(|basis| basis.in_force(today())).count();
        let (code, name) = (&violation.code, &violation.name_zh);
        format!("{code} | {name} | {bases} | {}", summary(violation))
    };
    let got: Vec<String> = book.violations.values().map(row).collect();
    let want: Vec<&str> = CATALOGUE.lines().collect();
    assert_eq!(want.len(), 167);
    let wrong: Vec<String> = got
        .iter()
        .filter(|row| !want.contains(&row.as_str()))
        .map(|row| format!("not in the notes: {row}"))
        .chain(
            want.iter()
                .filter(|row| !got.iter().any(|got| got == *row))
                .map(|row| format!("not in the pack:  {row}")),
        )
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn each_row_has_its_laws_its_mark_its_factors_and_its_parties() {
    let book = sample();
    for (code, violation) in &book.violations {
        let cites = violation.bases.iter().flat_map(|basis| &basis.cites);
        for citation in violation.violated.iter().chain(cites) {
            let law = book.laws.get(&citation.law).unwrap_or_else(|| panic!("{code}"));
            assert!(!law.version.is_empty(), "{code}: {}", law.id);
        }
        let marks = ["A", "S", "B", "C"];
        assert!(violation.mark.split('/').all(|mark| marks.contains(&mark)), "{code}");
        assert!(!violation.factors.is_empty() && !violation.parties.is_empty(), "{code}");
        let fixed = violation.factors.contains(&TierFactor::Fixed);
        assert!(!fixed || violation.factors.len() == 1, "{code}: a fixed amount has no ladder");
        let lists = &violation.leniency;
        assert!(lists.iter().all(|list| LENIENCY.contains(&list.as_str())), "{code}: {lists:?}");
        let by_33 = lists.iter().any(|list| list == "33");
        assert_eq!(violation.minor_if_corrected, by_33, "{code}");
        let letters = violation.family.prefix();
        let stands = CONFIRMED.contains(&letters) && !UNCONFIRMED.contains(&code.as_str());
        assert_eq!(violation.confirmed, stands, "{code}");
    }
}

#[test]
fn nobody_stands_for_what_rests_on_a_rule_that_was_not_read_or_violates_no_known_article() {
    let book = sample();
    for (code, violation) in book.violations.iter().filter(|(_, row)| row.confirmed) {
        for cite in violation.bases.iter().flat_map(|basis| &basis.cites) {
            let of_passengers = cite.law == "客规" && UNREAD_OF_PASSENGERS.contains(&cite.article);
            assert!(!of_passengers && !UNREAD.contains(&cite.law.as_str()), "{code}: {cite:?}");
        }
        assert!(violation.violated.iter().all(|cite| cite.article > 0), "{code}");
    }
    // An article that punishes is not what the act violates, where the notes do not say so.
    for code in ["FR-005", "NC-008", "NC-009"] {
        assert!(book.violations[code].violated.iter().all(|cite| cite.article == 0), "{code}");
    }
    let by_ministry = book.violations["FR-009"].basis("动规35").unwrap();
    assert!(by_ministry.lacks_violated_article());
}

/// S08 with this act instead of its own, against somebody who can commit it, no gain, and what else is said of the finding.
fn found(code: &str, more: &[(&str, Value)], book: &Rulebook) -> Judgement {
    let mut asked = with(against(stop("S08"), code, book), "findings[0].code", json!(code));
    asked = with(asked, "findings[0].gain_yuan", Value::Null);
    for (field, value) in more {
        asked = with(asked, &format!("findings[0].{field}"), value.clone());
    }
    judged(asked, book)
}

/// The pack as if its approver stood for every row.
fn approved() -> Rulebook {
    let mut book = sample();
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    book
}

fn blocks(judgement: &Judgement, rule: Rule) -> bool {
    judgement.blocked.iter().any(|no| no.rule == rule && no.field.starts_with("findings[0]"))
}

#[test]
fn what_nobody_stands_for_is_blocked_and_what_is_confirmed_is_not() {
    let book = sample();
    for (code, violation) in &book.violations {
        let as_it_is: [(&str, Value); 0] = [];
        let corrected = [("corrected_at_once", json!(true))];
        let serious = [("harm", json!("serious"))];
        for more in [&as_it_is[..], &corrected, &serious] {
            let judgement = found(code, more, &book);
            assert_eq!(blocks(&judgement, Rule::Unverified), !violation.confirmed, "{code}");
            if !violation.confirmed {
                assert_eq!(judgement.outcome, Outcome::Blocked, "{code} {more:?}");
                assert_eq!((judgement.fine, judgement.range), (None, None), "{code}");
                assert!(!judgement.may_impound, "{code}");
            }
        }
    }
}

#[test]
fn each_of_the_twelve_conflicts_stands_on_a_row_and_competing_bases_wait_for_a_ruling() {
    let book = approved();
    let ruled: Vec<u8> = book.rulings.chosen_bases.keys().copied().collect();
    assert_eq!(ruled, [1, 4]);
    for row in 1..=12 {
        let touches = |v: &&Violation| v.conflict == Some(row) || v.traps.contains(&row);
        assert!(book.violations.values().any(|v| touches(&v)), "conflict {row} stands on no row");
    }
    for (code, violation) in &book.violations {
        assert!(violation.traps.iter().all(|row| (1..=12).contains(row)), "{code}");
        let Some(row) = violation.conflict else { continue };
        let bases = violation.bases.iter().filter(|basis| basis.in_force(today())).count();
        assert!(bases > 1, "{code}: conflict {row} needs bases that compete");
        let judgement = found(code, &[], &book);
        let open = !ruled.contains(&row);
        assert_eq!(blocks(&judgement, Rule::BasisNotChosen), open, "{code}");
        assert!(!open || judgement.range.is_none(), "{code}: no amount is proposed");
    }
    // 10: what waits for a refusal; 11: the province's fixed amounts.
    for (code, violation) in &book.violations {
        assert_eq!(violation.needs_prior_order(), violation.traps.contains(&10), "{code}");
        let fixed = violation.bases.iter().any(|basis| {
            basis.cites.iter().any(|cite| cite.law == "粤道条")
                && basis.sanctions.iter().any(|s| matches!(s, Sanction::FixedFine { .. }))
        });
        assert_eq!(fixed, violation.traps.contains(&11), "{code}");
    }
}

/// §2.2, amounts of the transport regulations that changed: code, then least and most in yuan on a day of the texts of 2019,
/// 2022 and 2023; a dash where no fine stands.
const CHANGED: [(&str, [&str; 3]); 11] = [
    ("PK-001", ["30000-100000", "30000-100000", "10000-100000"]),
    ("FR-001", ["30000-100000", "30000-100000", "3000-10000 10000-50000"]),
    ("DG-001", ["30000-100000", "30000-100000", "30000-100000"]),
    ("DT-001", ["20000-50000", "5000-20000", "5000-20000"]),
    ("MT-002", ["5000-20000", "5000-20000", "3000-10000"]),
    ("VE-005", ["20-200", "20-200", "-"]),
    ("PK-007", ["1000-3000", "1000-3000", "1000-2000"]),
    ("PK-008", ["1000-3000", "1000-3000", "1000-2000"]),
    ("PK-009", ["1000-3000", "1000-3000", "1000-2000"]),
    ("PK-010", ["1000-3000", "1000-3000", "1000-3000"]),
    ("FR-006", ["1000-3000", "1000-3000", "1000-3000"]),
];

#[test]
fn the_three_texts_of_the_transport_regulations_have_their_own_amounts() {
    let book = sample();
    for (code, wants) in CHANGED {
        for (on, want) in ["2022-04-30", "2023-07-19", "2023-07-20"].into_iter().zip(wants) {
            let on = Day::parse(on).unwrap();
            let of_the_state = |law: &str| law.starts_with("道条");
            let bases: Vec<_> = book.violations[code]
                .bases
                .iter()
                .filter(|basis| basis.in_force(on) && of_the_state(&basis.cites[0].law))
                .collect();
            assert_eq!(bases.len(), 1, "{code} on {on}");
            let fines: Vec<String> = bases[0]
                .sanctions
                .iter()
                .filter_map(|sanction| match sanction {
                    Sanction::FineRange { least, most, .. } => {
                        Some(format!("{}-{}", least.yuan(), most.yuan()))
                    }
                    _ => None,
                })
                .collect();
            let got = if fines.is_empty() { "-".to_string() } else { fines.join(" ") };
            assert_eq!(got, want, "{code} on {on}");
        }
    }
}

/// A code, what the finding says besides, and the outcome with its penalties and range that they lead to.
type Sanctioned<'a> = (&'a str, &'a [(&'a str, Value)], Outcome, &'a [Penalty], Option<(Fen, Fen)>);

#[test]
fn a_first_visit_gives_what_does_not_wait_for_a_refusal() {
    let book = approved();
    let serious = [("harm", json!("serious"))];
    let slight = [("harm", json!("slight"))];
    let gain = |yuan: i64| [("gain_yuan", json!(yuan))];
    let yuan = |least, most| Some((Fen::from_yuan(least), Fen::from_yuan(most)));
    let (below, from, above) = (gain(9999), gain(10_000), gain(20_000));
    use Penalty::{Confiscation, Fine, Suspension};
    let rows: [Sanctioned<'_>; 8] = [
        ("DG-006", &serious, Outcome::CaseOpened, &[Fine], yuan(50_000, 100_000)),
        ("BS-001", &below, Outcome::CaseOpened, &[Fine, Confiscation], yuan(10_000, 50_000)),
        ("BS-001", &from, Outcome::CaseOpened, &[Fine, Confiscation], yuan(10_000, 50_000)),
        ("BS-001", &above, Outcome::CaseOpened, &[Fine, Confiscation], yuan(20_000, 100_000)),
        ("MT-001", &[], Outcome::Correction, &[], None),
        ("MT-001", &serious, Outcome::CaseOpened, &[Suspension], None),
        ("LZ-022", &slight, Outcome::CaseOpened, &[Fine], yuan(5000, 30_000)),
        ("DG-012", &[], Outcome::CaseOpened, &[Fine], yuan(0, 10_000)),
    ];
    for (code, more, outcome, penalties, range) in rows {
        let judgement = found(code, more, &book);
        assert_eq!(judgement.outcome, outcome, "{code} {more:?}: {:?}", judgement.blocked);
        assert_eq!(judgement.penalties, penalties, "{code} {more:?}");
        assert_eq!(judgement.range, range, "{code} {more:?}");
    }
    // What waits for a refusal whole is ordered, and nobody fines it before.
    for code in ["BS-002", "BS-004", "DG-005", "VE-001", "PK-006"] {
        let first = found(code, &[], &book);
        assert_eq!(first.outcome, Outcome::Correction, "{code}: {:?}", first.blocked);
        assert!(first.grounds[0].is_ordered_only && first.penalties.is_empty(), "{code}");
        let fined = found(code, &[("proposed_yuan", json!(1000))], &book);
        assert!(blocks(&fined, Rule::AfterRefusalOnly), "{code}");
    }
    // What felled trees are worth stands in no field: the amount is the officers', or there is none.
    assert!(blocks(&found("LZ-018", &[], &book), Rule::AmountNotChosen));
    let chosen = found("LZ-018", &[("proposed_yuan", json!(900))], &book);
    assert_eq!(chosen.fine, Some(Fen::from_yuan(900)), "{:?}", chosen.blocked);
}
