//! Pages of the papers of a case for the tests of print: what each field holds, and which of them is a cell; sets none.

use lucha::forms::filled::Field;
use lucha::stdx::day::Day;
use std::collections::BTreeMap;

/// A long sentence of a case.
pub const SENTENCE: &str = "2026年11月23日08时40分，在国道G324线K712+350处广州方向，执法人员对粤D55D18重型半挂牵引车依法进行检查，经称重车货总质量52340千克，超过限定标准3340千克，当事人对称重结果无异议。";

/// Both sides of the party block.
pub const PARTY: &[&str] = &[
    "citizen_name",
    "citizen_id_no",
    "citizen_address",
    "citizen_phone",
    "unit_name",
    "unit_address",
    "unit_phone",
    "unit_representative",
    "unit_credit_code",
];

/// What form 1 has beside them.
const FILED: [&str; 16] = [
    "organ_above",
    "organ_below",
    "department",
    "elsewhere",
    "cause",
    "accepted_at",
    "citizen_sex",
    "citizen_age",
    "facts",
    "basis",
    "unit_opinion",
    "unit_by",
    "unit_on",
    "head_opinion",
    "head_by",
    "head_on",
];

/// Cells of minutes.
pub const MINUTES_CELLS: &[&str] = &[
    "place",
    "time_from",
    "time_until",
    "recorder",
    "person_name",
    "person_sex",
    "person_id_no",
    "relation",
    "person_phone",
    "person_unit",
    "person_address",
    "plate",
    "vehicle_type",
    "content",
    "remarks",
    "officers_sign_time",
];

/// Cells and blanks of the decision on a measure, the party apart.
const MEASURE_CELLS: &[&str] = &[
    "found_on",
    "facts",
    "basis",
    "other_name",
    "from",
    "last_day",
    "kept_at",
    "remarks",
    "reconsideration_organ",
    "court",
    "agency_full_seal",
];

/// Blanks of its lifting.
const LIFTED_CELLS: &[&str] = &[
    "party",
    "facts",
    "done_on",
    "sort",
    "decision_number",
    "basis",
    "released_on",
    "agency_full_seal",
];

/// Those of an interview, each in a place of its own.
const OF_INTERVIEW: &[&str] = &[
    "time_from",
    "time_until",
    "nth",
    "place",
    "asked_by",
    "recorder",
    "person_name",
    "relation",
    "person_sex",
    "person_age",
    "person_id_no",
    "person_phone",
    "person_unit",
    "person_address",
    "organ",
    "cards",
    "duty",
    "recusal",
];

/// Texts of a paper of a case; `None` where the form is of none.
pub fn texts(form: &str) -> Option<&'static [(&'static str, &'static str)]> {
    let texts = match form {
        "evidence_hold" => HOLD,
        "hold_release" => RELEASE,
        "interview" => INTERVIEW,
        "measure" => MEASURE,
        "measure_release" => LIFTED,
        "case_filing" => FILING,
        "delivery_receipt" => RECEIPT,
        "address_confirmation" => ADDRESS,
        _ => return None,
    };
    Some(texts)
}

/// Fields whose place is struck when they are empty, and those that are no cell, number and officers apart; `None` for a form that
/// ends a stop.
pub fn struck(form: &str) -> Option<(Vec<&'static str>, Vec<&'static str>)> {
    let fields = match form {
        "evidence_hold" => (
            [PARTY, &["cause", "working_days", "from", "last_day", "agency_full_seal"]].concat(),
            vec!["items"],
        ),
        "interview" => (OF_INTERVIEW.to_vec(), vec!["agency_full_seal", "person_refused", "asked"]),
        "measure_minutes" => {
            ([MINUTES_CELLS, &["witness"]].concat(), vec!["agency_full_seal", "person_refused"])
        }
        "measure" => ([PARTY, MEASURE_CELLS].concat(), vec!["things"]),
        "measure_release" => (LIFTED_CELLS.to_vec(), vec!["things"]),
        "case_filing" => ([PARTY, &FILED, &["remarks"]].concat(), vec!["agency_full_seal"]),
        "delivery_receipt" => (
            vec![
                "cause",
                "sender",
                "receiver",
                "taken_by",
                "relation",
                "place",
                "delivered_at",
                "manner",
                "deliverers",
                "remarks",
                "agency_full_seal",
            ],
            vec!["delivered"],
        ),
        "address_confirmation" => (
            ADDRESS.iter().map(|(name, _)| *name).filter(|name| *name != "signed_note").collect(),
            vec!["agency_full_seal", "signed_note"],
        ),
        "hold_release" => (
            vec!["party", "held_on", "list_number", "released_on", "end", "agency_full_seal"],
            Vec::new(),
        ),
        _ => return None,
    };
    Some(fields)
}

/// Adds what is no text to the fields of a paper of a case; `false` where the form is of none.
pub fn others(form: &str, fields: &mut BTreeMap<&'static str, Field>) -> bool {
    match form {
        "evidence_hold" => {
            let row = |parts: [&str; 5]| parts.map(String::from).to_vec();
            let rows = vec![
                row(["1", "货物运单", "原件", "1份", "汕头市交通运输局"]),
                row(["2", "行车记录仪", "", "1台", "汕头市交通运输局"]),
            ];
            fields.insert("items", Field::Rows(rows));
            fields.insert("from", Field::Date(Day::parse("2026-11-23").unwrap()));
            fields.insert("last_day", Field::Date(Day::parse("2026-12-02").unwrap()));
        }
        "interview" => {
            fields.insert("read_by_me", Field::Box(false));
            fields.insert("read_to_me", Field::Box(true));
            let row = |question: &str, answer: &str| vec![question.into(), answer.into()];
            let rows = vec![
                row("车上装载的是什么货物？在哪里装载？", "沙石，在港口装的。"),
                row("由谁决定装这么多？", "货主。\n我没有过磅。"),
            ];
            fields.insert("asked", Field::Rows(rows));
        }
        "measure" => {
            for (name, ticked) in [("sealing", false), ("seizure", true), ("other", false)] {
                fields.insert(name, Field::Box(ticked));
            }
            fields.insert("things", Field::Rows(taken()));
            fields.insert("found_on", Field::Date(Day::parse("2026-11-23").unwrap()));
            fields.insert("from", Field::Date(Day::parse("2026-11-23").unwrap()));
            fields.insert("last_day", Field::Date(Day::parse("2026-12-23").unwrap()));
        }
        "measure_release" => {
            fields.insert("things", Field::Rows(taken()));
            fields.insert("done_on", Field::Date(Day::parse("2026-11-23").unwrap()));
            fields.insert("released_on", Field::Date(Day::parse("2026-11-30").unwrap()));
        }
        "case_filing" => {
            // The heads alone sign it.
            fields.retain(|name, _| !name.starts_with("officer"));
            for (name, ticked) in [
                ("from_inspection", false),
                ("from_report", false),
                ("from_above", true),
                ("from_below", false),
                ("from_department", false),
                ("from_elsewhere", false),
            ] {
                fields.insert(name, Field::Box(ticked));
            }
        }
        "delivery_receipt" => {
            fields.retain(|name, _| !name.starts_with("officer"));
            let row = |parts: [&str; 2]| parts.map(String::from).to_vec();
            let rows = vec![
                row(["1", "责令改正违法行为通知书"]),
                row(["2", "证据登记保存清单 粤汕交罚〔2026〕00001号"]),
            ];
            fields.insert("delivered", Field::Rows(rows));
        }
        "address_confirmation" => {
            // A local form bears no number.
            fields.remove("number");
            fields.insert("electronic_agreed", Field::Box(true));
            fields.insert("electronic_declined", Field::Box(false));
        }
        "hold_release" => {
            // The organ alone releases: no officer signs.
            fields.retain(|name, _| !name.starts_with("officer"));
            fields.insert("held_on", Field::Date(Day::parse("2026-11-23").unwrap()));
            fields.insert("released_on", Field::Date(Day::parse("2026-11-30").unwrap()));
        }
        _ => return false,
    }
    true
}

const HOLD: &[(&str, &str)] = &[
    ("citizen_name", ""),
    ("citizen_id_no", ""),
    ("citizen_address", ""),
    ("citizen_phone", ""),
    ("unit_name", "汕头市顺达运输有限公司"),
    ("unit_address", "汕头市潮南区峡山街道广祥路8号"),
    ("unit_phone", "0754-88000001"),
    ("unit_representative", "陈大海"),
    ("unit_credit_code", "91440500MA0001018W"),
    ("cause", "涉嫌可分载货物违法超限（总质量）"),
    ("working_days", "7"),
];

const RELEASE: &[(&str, &str)] = &[
    ("party", "汕头市顺达运输有限公司"),
    ("list_number", "粤汕交罚〔2026〕00001号"),
    ("end", "退还"),
];

fn taken() -> Vec<Vec<String>> {
    let row = |parts: [&str; 5]| parts.map(String::from).to_vec();
    vec![
        row(["1", "粤D8K999", "小型客车", "1辆", "左后视镜有裂痕"]),
        row(["2", "车钥匙", "", "1把", ""]),
    ]
}

const MEASURE: &[(&str, &str)] = &[
    ("citizen_name", "王建国"),
    ("citizen_id_no", "440582198803121234"),
    ("citizen_address", "广东省汕头市潮阳区城南街道平和东路12号"),
    ("citizen_phone", "13800138000"),
    ("unit_name", ""),
    ("unit_address", ""),
    ("unit_phone", ""),
    ("unit_representative", ""),
    ("unit_credit_code", ""),
    ("facts", "涉嫌未取得许可擅自从事道路客运：载客4人收取每人80元，未能出示道路运输经营许可证"),
    ("basis", "《广东省道路运输条例》第六十条"),
    ("other_name", ""),
    ("kept_at", "汕头市交通运输局停车场"),
    ("remarks", "车上货物、行李不随车扣押：旅客行李当场交还旅客。"),
    ("reconsideration_organ", "汕头市人民政府"),
    ("court", "汕头市龙湖区人民法院"),
];

const LIFTED: &[(&str, &str)] = &[
    ("party", "王建国"),
    ("facts", "涉嫌未取得许可擅自从事道路客运"),
    ("sort", "扣押财物"),
    ("decision_number", "粤汕交罚〔2026〕00001号"),
    ("basis", "《中华人民共和国行政强制法》第二十八条第一款第（三）项"),
];

const INTERVIEW: &[(&str, &str)] = &[
    ("time_from", "2026年11月23日08时50分"),
    ("time_until", "2026年11月23日09时20分"),
    ("nth", "第1次"),
    ("place", "汕头市潮南区国道G324线K712+350处"),
    ("asked_by", "陈志强"),
    ("recorder", "林晓敏"),
    ("person_name", "王五"),
    ("relation", "驾驶人"),
    ("person_sex", "男"),
    ("person_age", "47岁"),
    ("person_id_no", "440513197903120031"),
    ("person_phone", "13800000001"),
    ("person_unit", "汕头市顺达运输有限公司驾驶员"),
    ("person_address", "汕头市潮南区峡山街道"),
    ("organ", "汕头市交通运输局"),
    ("cards", "看清楚了。"),
    ("duty", "听明白了。"),
    ("recusal", "不申请。"),
    ("person_refused", ""),
];

const FILING: &[(&str, &str)] = &[
    ("organ_above", "广东省交通运输厅"),
    ("organ_below", ""),
    ("department", ""),
    ("elsewhere", ""),
    ("cause", "涉嫌可分载货物违法超限（总质量）"),
    ("accepted_at", "2026年11月23日08时40分"),
    ("citizen_name", ""),
    ("citizen_sex", ""),
    ("citizen_age", ""),
    ("citizen_id_no", ""),
    ("citizen_address", ""),
    ("citizen_phone", ""),
    ("unit_name", "汕头市顺达运输有限公司"),
    ("unit_address", "汕头市潮南区峡山街道广祥路8号"),
    ("unit_phone", "0754-88000001"),
    ("unit_representative", "陈大海"),
    ("unit_credit_code", "91440500MA0001018W"),
    ("facts", SENTENCE),
    ("basis", "涉嫌违反《中华人民共和国公路法》第五十条。"),
    ("unit_opinion", "事实清楚，拟同意立案。"),
    ("unit_by", "林科"),
    ("unit_on", "2026年11月23日"),
    ("head_opinion", "同意立案。"),
    ("head_by", "陈局"),
    ("head_on", "2026年11月24日"),
    ("remarks", "附称重检测单1份。"),
];

const RECEIPT: &[(&str, &str)] = &[
    ("cause", "涉嫌可分载货物违法超限（总质量）"),
    ("sender", "汕头市交通运输局"),
    ("receiver", "汕头市顺达运输有限公司"),
    ("taken_by", "王建国"),
    ("relation", "公司员工"),
    ("place", "汕头市潮南区峡山街道广祥路8号"),
    ("delivered_at", "2026年11月23日10时30分"),
    ("manner", "留置送达"),
    ("deliverers", "陈志强、林晓敏"),
    ("remarks", "拒收理由：对称重结果不服；见证人：赵六"),
];

const ADDRESS: &[(&str, &str)] = &[
    ("party", "汕头市顺达运输有限公司"),
    ("cause", "涉嫌可分载货物违法超限（总质量）"),
    ("receiver", "王建国"),
    ("relation", "公司员工"),
    ("id_kind", "居民身份证"),
    ("id_no", "440582198803121234"),
    ("electronic_phone", "13800138000"),
    ("email", "wang@example.com"),
    ("wechat", "wang-13800"),
    ("fax", "0754-88000003"),
    ("postal_address", "汕头市潮南区峡山街道广祥路8号"),
    ("phone", "13800138001"),
    ("postcode", "515144"),
    ("signed_note", "王建国拒绝签名，理由：需与公司商量"),
];
