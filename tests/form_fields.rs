//! The fields of each form against those that the national set names: one that is left out, never filled or shown on no
//! page fails here.

use crate::forms::{citizen, of_case, organisation};
use lucha::domain::inspection::judgement::Penalty;
use lucha::forms::FORMS;
use lucha::forms::filled::{Field, Paper};
use lucha::forms::scene::Scene;
use lucha::stdx::day::Day;
use std::fs;

/// What the national set asks of each form that is filled here, under the number of the form, in its own words and order
/// (交通运输执法文书式样): the field that holds it, or the field in which it stands between other words.
const NATIONAL: [(u8, &[(&str, &str)]); 6] = [
    (
        2,
        &[
            ("案号", "number"),
            ("时间 起", "time_from"),
            ("时间 止", "time_until"),
            ("第__次询问", "nth"),
            ("地点", "place"),
            ("询问人", "asked_by"),
            ("记录人", "recorder"),
            ("被询问人", "person_name"),
            ("与案件关系", "relation"),
            ("性别", "person_sex"),
            ("年龄", "person_age"),
            ("身份证件号", "person_id_no"),
            ("联系电话", "person_phone"),
            ("工作单位及职务", "person_unit"),
            ("联系地址", "person_address"),
            ("执法机关", "organ"),
            ("执法人员一 姓名", "officer1_name"),
            ("执法人员一 执法证号", "officer1_credential"),
            ("执法人员二 姓名", "officer2_name"),
            ("执法人员二 执法证号", "officer2_credential"),
            ("确认执法证件", "cards"),
            ("如实回答", "duty"),
            ("申请回避", "recusal"),
            ("问答", "asked"),
            ("已看过", "read_by_me"),
            ("已宣读", "read_to_me"),
        ],
    ),
    (
        4,
        &[
            ("案号", "number"),
            ("执法地点", "place"),
            ("执法时间 起", "time_from"),
            ("执法时间 止", "time_until"),
            ("执法人员一 姓名", "officer1_name"),
            ("执法人员一 执法证号", "officer1_credential"),
            ("执法人员二 姓名", "officer2_name"),
            ("执法人员二 执法证号", "officer2_credential"),
            ("记录人", "recorder"),
            ("现场人员 姓名", "person_name"),
            ("现场人员 性别", "person_sex"),
            ("现场人员 身份证件号", "person_id_no"),
            ("现场人员 与案件关系", "relation"),
            ("现场人员 单位及职务", "person_unit"),
            ("现场人员 联系电话", "person_phone"),
            ("现场人员 联系地址", "person_address"),
            ("车（船）号", "plate"),
            ("车（船）型", "vehicle_type"),
            ("现场情况", "content"),
            ("我已看过", "read_by_me"),
            ("已向我宣读过", "read_to_me"),
            ("备注", "remarks"),
            ("执法人员签名 时间", "officers_sign_time"),
        ],
    ),
    (
        6,
        &[
            ("案号", "number"),
            ("个人 姓名", "citizen_name"),
            ("个人 身份证件号", "citizen_id_no"),
            ("个人 住址", "citizen_address"),
            ("个人 联系电话", "citizen_phone"),
            ("单位 名称", "unit_name"),
            ("单位 地址", "unit_address"),
            ("单位 联系电话", "unit_phone"),
            ("单位 法定代表人", "unit_representative"),
            ("单位 统一社会信用代码", "unit_credit_code"),
            ("案由", "cause"),
            ("保存天数", "working_days"),
            ("保存期限 起", "from"),
            ("保存期限 止", "last_day"),
            ("清单", "items"),
            ("执法人员一 姓名", "officer1_name"),
            ("执法人员一 执法证号", "officer1_credential"),
            ("执法人员二 姓名", "officer2_name"),
            ("执法人员二 执法证号", "officer2_credential"),
            ("印章", "agency_full_seal"),
        ],
    ),
    (
        7,
        &[
            ("案号", "number"),
            ("当事人（个人姓名或单位名称）", "party"),
            ("采取日期", "held_on"),
            ("清单案号", "list_number"),
            ("证据处理", "end"),
            ("解除日期", "released_on"),
            ("印章", "agency_full_seal"),
        ],
    ),
    (
        14,
        &[
            ("案号", "number"),
            ("个人 姓名", "citizen_name"),
            ("个人 身份证件号", "citizen_id_no"),
            ("个人 住址", "citizen_address"),
            ("个人 联系电话", "citizen_phone"),
            ("单位 名称", "unit_name"),
            ("单位 地址", "unit_address"),
            ("单位 联系电话", "unit_phone"),
            ("单位 法定代表人", "unit_representative"),
            ("单位 统一社会信用代码", "unit_credit_code"),
            ("违法事实及依据", "facts"),
            ("违反的规定", "violated"),
            ("处罚依据", "basis"),
            ("处罚内容", "penalty"),
            ("罚款数额 大写和小写", "fine"),
            ("当场缴纳", "pay_on_spot"),
            ("缴至银行", "pay_at_bank"),
            ("银行", "bank"),
            ("银行地址", "bank_address"),
            ("账号", "account"),
            ("复议机关", "reconsideration_organ"),
            ("法院", "court"),
            ("已口头告知事实、理由、依据和权利", "told"),
            ("当事人陈述、申辩", "statement"),
            ("执法人员一 姓名", "officer1_name"),
            ("执法人员一 执法证号", "officer1_credential"),
            ("执法人员二 姓名", "officer2_name"),
            ("执法人员二 执法证号", "officer2_credential"),
            ("印章", "agency_full_seal"),
            ("作出日期", "decided_on"),
        ],
    ),
    (
        16,
        &[
            ("案号", "number"),
            ("当事人（个人姓名或单位名称）", "party"),
            ("违法事实", "facts"),
            ("依据", "basis"),
            ("立即改正", "at_once"),
            ("限期改正", "before_day"),
            ("改正期限", "before"),
            ("复议机关", "reconsideration_organ"),
            ("法院", "court"),
            ("执法人员一 姓名", "officer1_name"),
            ("执法人员一 执法证号", "officer1_credential"),
            ("执法人员二 姓名", "officer2_name"),
            ("执法人员二 执法证号", "officer2_credential"),
            ("印章", "agency_full_seal"),
        ],
    ),
];

/// What has no value before it is printed: the page alone has it, by these words of its source.
const PRINTED_ALONE: [(u8, &[&str]); 6] = [
    (2, &["被询问人签名", "询问人签名", "记录人签名", "如实回答询问", "申请我们回避", "执法证件"]),
    (4, &["现场人员签名", "执法人员签名", "情况属实无误"]),
    (
        6,
        &["party_block()", "party_signs()", "officers()", "seal_area(", "two_copies", "第五十六条"],
    ),
    (7, &["seal_area(", "two_copies", "第五十六条"]),
    (
        14,
        &[
            "party_block()",
            "party_signs()",
            "signed_note()",
            "officers()",
            "seal_area(",
            "two_copies",
            "百分之三",
            "十五日内",
        ],
    ),
    (16, &["party_signs()", "signed_note()", "officers()", "seal_area(", "two_copies"]),
];

#[test]
fn every_form_has_each_field_of_the_national_set_and_its_page_shows_it() {
    let page = |name: &str| fs::read_to_string(format!("assets/forms/{name}.typ")).unwrap();
    let shared = page("lib");
    // One with all that the other two leave empty.
    let mut full = organisation();
    full.facts.remarks = "雨".into();
    full.facts.present.as_mut().unwrap().unit = "某公司司机".to_string().into();
    let day = Day::parse("2026-12-01");
    let listed: Vec<u8> = NATIONAL.iter().map(|(no, _)| *no).collect();
    let mut filled_here: Vec<u8> = FORMS.iter().map(|form| form.national_no).collect();
    filled_here.sort_unstable();
    assert_eq!(listed, filled_here, "each form stands in the table");
    let mut wrongs = Vec::new();
    for ((no, fields), (_, printed)) in NATIONAL.into_iter().zip(PRINTED_ALONE) {
        let form = FORMS.iter().find(|form| form.national_no == no).unwrap();
        let (own, mut never_filled) = (page(form.name), fields.to_vec());
        for (stop, correct_before) in [(&organisation(), None), (&citizen(), None), (&full, day)] {
            let made = of_case(form.name);
            let scene = Scene { correct_before, of_case: made.as_ref(), ..stop.scene(Paper::A4) };
            let filled = (form.fill)(&scene).unwrap();
            let is_fined = stop.judgement.penalties.contains(&Penalty::Fine);
            let lacks = |field: &&(&str, &str)| {
                !filled.fields.contains_key(field.1) && (is_fined || field.1 != "fine")
            };
            let said = |field: &(&str, &str)| format!("{no}, {}: no {field:?}", stop.name);
            wrongs.extend(fields.iter().filter(lacks).map(said));
            let empty = Field::Text(String::new());
            never_filled
                .retain(|(_, field)| filled.fields.get(field).is_none_or(|is| *is == empty));
        }
        wrongs.extend(never_filled.iter().map(|field| format!("{no}: never filled {field:?}")));
        // The officers' lines are written once for all forms, by name.
        let shows = |field: &str| {
            let (asked, named) = (format!("get(\"{field}\""), format!("\"{field}\""));
            own.contains(&asked) || shared.contains(&asked) || shared.contains(&named)
        };
        let unseen = fields.iter().filter(|(_, field)| !shows(field));
        wrongs.extend(unseen.map(|field| format!("{no}: no page shows {field:?}")));
        let unsaid = printed.iter().filter(|words| !own.contains(**words));
        wrongs.extend(unsaid.map(|words| format!("{no}: the page lacks {words}")));
    }
    assert_eq!(wrongs, [""; 0]);
}
