//! The fields of each form against those that the national set names: one that is left out, never filled or shown on no
//! page fails here.

use crate::forms::{citizen, organisation};
use crate::papers_of_case::of_case;
use lucha::domain::inspection::judgement::Penalty;
use lucha::forms::FORMS;
use lucha::forms::filled::{Field, Paper};
use lucha::forms::scene::Scene;
use lucha::stdx::day::Day;
use std::fs;

/// What the national set asks of each form that is filled here, under the number of the form, in its own words and order
/// (交通运输执法文书式样): the field that holds it, or the field in which it stands between other words.
const NATIONAL: [(u8, &[(&str, &str)]); 7] = [
    (
        1,
        &[
            ("案号", "number"),
            ("案件来源 行政检查中发现", "from_inspection"),
            ("案件来源 举报经核实", "from_report"),
            ("案件来源 上级机关交办", "from_above"),
            ("上级机关", "organ_above"),
            ("案件来源 下级机关报请查处", "from_below"),
            ("下级机关", "organ_below"),
            ("案件来源 有关部门移送", "from_department"),
            ("有关部门", "department"),
            ("案件来源 其他途径", "from_elsewhere"),
            ("其他途径", "elsewhere"),
            ("案由", "cause"),
            ("受案时间", "accepted_at"),
            ("个人 姓名", "citizen_name"),
            ("个人 性别", "citizen_sex"),
            ("个人 年龄", "citizen_age"),
            ("个人 住址", "citizen_address"),
            ("个人 身份证件号", "citizen_id_no"),
            ("个人 联系电话", "citizen_phone"),
            ("单位 名称", "unit_name"),
            ("单位 法定代表人", "unit_representative"),
            ("单位 地址", "unit_address"),
            ("单位 联系电话", "unit_phone"),
            ("单位 统一社会信用代码", "unit_credit_code"),
            ("案件基本情况", "facts"),
            ("立案依据", "basis"),
            ("经办机构负责人意见", "unit_opinion"),
            ("经办机构负责人签名", "unit_by"),
            ("经办机构负责人意见 日期", "unit_on"),
            ("负责人审批意见", "head_opinion"),
            ("负责人签名", "head_by"),
            ("负责人审批意见 日期", "head_on"),
            ("备注", "remarks"),
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
    (
        23,
        &[
            ("案号", "number"),
            ("案由", "cause"),
            ("送达单位", "sender"),
            ("受送达人", "receiver"),
            ("代收人", "taken_by"),
            ("代收人 与受送达人关系", "relation"),
            ("送达文书名称、文号", "delivered"),
            ("送达地点", "place"),
            ("送达日期", "delivered_at"),
            ("送达方式", "manner"),
            ("送达人", "deliverers"),
            ("备注", "remarks"),
            ("印章", "agency_full_seal"),
        ],
    ),
];

/// What the local forms ask (law.md §3.2 names them; the national set lacks them), by the name of the form.
const LOCAL: [(&str, &[(&str, &str)]); 1] = [(
    "address_confirmation",
    &[
        ("当事人", "party"),
        ("案由", "cause"),
        ("收件人", "receiver"),
        ("与当事人关系", "relation"),
        ("证件类型", "id_kind"),
        ("证件号码", "id_no"),
        ("电子送达 是", "electronic_agreed"),
        ("电子送达 否", "electronic_declined"),
        ("电子送达 手机", "electronic_phone"),
        ("电子邮箱", "email"),
        ("微信", "wechat"),
        ("传真", "fax"),
        ("邮寄地址", "postal_address"),
        ("手机", "phone"),
        ("邮编", "postcode"),
        ("拒绝签名", "signed_note"),
    ],
)];

/// The names behind the boxes of form 1: a filing has one source, so that one of them is filled. Which one goes where is asked
/// beside the form.
const OF_ONE_BOX: [&str; 4] = ["organ_above", "organ_below", "department", "elsewhere"];

/// What has no value before it is printed: the page alone has it, by these words of its source.
const PRINTED_ALONE: [(&str, &[&str]); 8] = [
    ("case_filing", &["signature([签名])"]),
    ("scene_minutes", &["现场人员签名", "执法人员签名", "情况属实无误"]),
    (
        "evidence_hold",
        &["party_block()", "party_signs()", "officers()", "seal_area(", "two_copies", "第五十六条"],
    ),
    ("hold_release", &["seal_area(", "two_copies", "第五十六条"]),
    (
        "on_spot_decision",
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
    (
        "correction_order",
        &["party_signs()", "signed_note()", "officers()", "seal_area(", "two_copies"],
    ),
    ("delivery_receipt", &["收件人签名（盖章）", "送达人签名", "seal_area("]),
    (
        "address_confirmation",
        &["告知事项", "书面告知", "收件人签名", "date-blank", "signed_note()", "officers()"],
    ),
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
    let mut filled_here: Vec<u8> = FORMS.iter().filter_map(|form| form.national_no).collect();
    filled_here.sort_unstable();
    assert_eq!(listed, filled_here, "each form stands in the table");
    let local = FORMS.iter().filter(|form| form.national_no.is_none()).map(|form| form.name);
    assert_eq!(local.collect::<Vec<_>>(), LOCAL.map(|(name, _)| name));
    let mut wrongs = Vec::new();
    for form in FORMS {
        let of_set = NATIONAL.iter().find(|(no, _)| Some(*no) == form.national_no);
        let of_place = || LOCAL.iter().find(|(name, _)| *name == form.name).map(|(_, all)| *all);
        let fields = of_set.map(|(_, all)| *all).or_else(of_place).unwrap();
        let (_, printed) = PRINTED_ALONE.iter().find(|(name, _)| *name == form.name).unwrap();
        let no = form.name;
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
            let is_empty = |field: &str| filled.fields.get(field).is_none_or(|is| *is == empty);
            never_filled.retain(|(_, field)| is_empty(field) && !OF_ONE_BOX.contains(field));
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
