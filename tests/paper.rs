//! Papers as an officer hands them over: set, written as PDF, read back with `pdftotext`.

use crate::pages_of_case::{self, MINUTES_CELLS, PARTY, SENTENCE};
use crate::pictures;
use lucha::forms::filled::{Field, Filled, Paper};
use lucha::print::fault::PrintFault;
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::digest::Digest;
use lucha::stdx::fen::Fen;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Pages are left here to be looked at.
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");

/// What a page adds between the halves of a text that goes over two sheets.
const FOOT: &[&str] = &["第1页共2页", "第2页共2页", "现场人员签名：执法人员签名：、"];

#[test]
fn every_field_is_on_the_page_and_the_bytes_are_the_same_twice() {
    let typesetter = crate::bureau::typesetter();
    for paper in [Paper::A4, Paper::Roll72] {
        for filled in examples(paper) {
            let page = typesetter.page(&filled).unwrap();
            let bytes = page.pdf().unwrap();
            assert!(bytes.starts_with(b"%PDF-1.7"), "{} is no PDF", filled.form);
            assert!(contains(&bytes, b"pdfaid:part"), "{} is no PDF/A", filled.form);
            let again = typesetter.page(&filled).unwrap().pdf().unwrap();
            assert_eq!(Digest::of(&bytes), Digest::of(&again), "{} changes", filled.form);

            let read = read_back(&keep(&filled, "", &bytes));
            let mut wanted: Vec<(&str, String)> = Vec::new();
            for (name, field) in &filled.fields {
                match field {
                    Field::Text(text) => wanted.push((*name, text.clone())),
                    Field::Amount(fen) => {
                        wanted.extend([(*name, fen.in_words()), (*name, fen.in_digits())]);
                    }
                    Field::Date(day) => wanted.push((*name, day.in_chinese())),
                    Field::Time(moment) => wanted.push((*name, moment.in_chinese())),
                    Field::Rows(_) | Field::Box(_) => {}
                }
            }
            for (name, text) in wanted {
                assert!(
                    read.contains(&bare(&text)),
                    "{} lost {name} `{text}` in:\n{read}",
                    filled.form
                );
            }
            let ticks = filled.fields.values().filter(|field| **field == Field::Box(true)).count();
            assert_eq!(read.matches('√').count(), ticks, "{} ticks", filled.form);
        }
    }
}

/// A word, a line or a box that moved is seen here, where the text alone would read the same.
#[test]
fn every_form_looks_as_its_golden_picture() {
    let typesetter = crate::bureau::typesetter();
    let all = |paper| examples(paper).into_iter().chain(of_any_stop(paper));
    for filled in [Paper::A4, Paper::Roll72].into_iter().flat_map(all) {
        let page = typesetter.page(&filled).unwrap();
        let width = if filled.paper == Paper::A4 { 620 } else { 280 };
        for sheet in 1..=page.count() {
            let name = format!("{}-{:?}-{sheet}.png", filled.form, filled.paper).to_lowercase();
            let kept = Path::new("tests/golden/pages").join(name);
            pictures::same_page(&kept, page.picture(sheet, width).unwrap());
        }
    }
    let kept = fs::read_dir("tests/golden/pages").unwrap().map(|file| file.unwrap().file_name());
    let kept: Vec<String> = kept.map(|name| name.into_string().unwrap()).collect();
    let forms: Vec<&str> = kept.iter().filter_map(|name| name.split('-').next()).collect();
    for form in lucha::forms::FORMS {
        assert!(forms.contains(&form.name), "no golden picture of {}", form.name);
    }
}

#[test]
fn a_long_text_goes_over_two_sheets_with_numbers() {
    let typesetter = crate::bureau::typesetter();
    for (form, field) in
        [("scene_minutes", "content"), ("on_spot_decision", "facts"), ("correction_order", "facts")]
    {
        let mut filled = example(form, Paper::A4);
        let long = (1..=13).map(|n| format!("（{n}）{SENTENCE}")).collect::<Vec<_>>().join("\n");
        filled.fields.insert(field, Field::Text(long.clone()));
        let page = typesetter.page(&filled).unwrap();
        assert_eq!(page.count(), 2, "{form}");
        let read = read_back(&keep(&filled, "-long", &page.pdf().unwrap()));
        for line in long.lines() {
            assert!(read.contains(&bare(line)), "{form} lost `{line}` in:\n{read}");
        }
        let text = pdftotext(&path(&filled, "-long"));
        for foot in &FOOT[..2] {
            assert!(bare(&text).contains(foot), "{form} has no `{foot}`");
        }
    }
}

#[test]
fn a_sample_says_so_and_a_reprint_says_which_copy() {
    let typesetter = crate::bureau::typesetter();
    for paper in [Paper::A4, Paper::Roll72] {
        for mut filled in examples(paper) {
            filled.sample = true;
            filled.copy_note = "补打第2份 2026年11月24日".into();
            let page = typesetter.page(&filled).unwrap();
            let text = bare(&pdftotext(&keep(&filled, "-sample", &page.pdf().unwrap())));
            assert!(text.contains("样张"), "{}", filled.form);
            assert_eq!(text.matches("补打第2份").count(), 2 * page.count(), "{}", filled.form);
            let picture = page.picture(1, 400).unwrap();
            assert_eq!(picture.width(), 400);
            assert!(page.png(1, 80).unwrap().starts_with(b"\x89PNG"));
            assert!(matches!(page.picture(9, 400), Err(PrintFault::NoSuchPage { .. })));
        }
    }
}

/// Fields of a form whose place is struck when they are empty. What the others leave empty is no cell: a line that is not
/// written, what is signed or dated by hand, or the bank of a fine that is none.
fn struck(form: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let officers = ["officer1_name", "officer1_credential", "officer2_name", "officer2_credential"];
    let (mut struck, mut others) = pages_of_case::struck(form).unwrap_or_else(|| match form {
        "scene_minutes" => (MINUTES_CELLS.to_vec(), vec!["agency_full_seal", "person_refused"]),
        "correction_order" => (
            vec!["party", "facts", "before", "reconsideration_organ", "court", "agency_full_seal"],
            vec!["basis", "signed_note"],
        ),
        _ => (
            [
                PARTY,
                &[
                    "facts",
                    "violated",
                    "basis",
                    "penalty",
                    "fine",
                    "told",
                    "statement",
                    "reconsideration_organ",
                    "court",
                    "agency_full_seal",
                ],
            ]
            .concat(),
            vec!["bank", "bank_address", "account", "signed_note", "decided_on"],
        ),
    });
    if form != "address_confirmation" {
        struck.push("number");
    }
    others.extend(["agency", "entrusting_organ"]);
    // The minutes have a cell for each; on the others the names stand beside the lines to sign.
    if form == "interview" || form.ends_with("_minutes") {
        struck.extend(officers);
    } else if !["hold_release", "case_filing", "delivery_receipt"].contains(&form) {
        others.extend(officers);
    }
    (struck, others)
}

#[test]
fn an_empty_form_is_struck_cell_by_cell_and_still_a_page() {
    let typesetter = crate::bureau::typesetter();
    for paper in [Paper::A4, Paper::Roll72] {
        for mut filled in examples(paper) {
            let (struck, others) = struck(filled.form);
            let texts = filled.fields.iter().filter(|(_, field)| !matches!(field, Field::Box(_)));
            let mut names: Vec<&str> = texts.map(|(name, _)| *name).collect();
            let mut known = [struck.clone(), others].concat();
            names.sort_unstable();
            known.sort_unstable();
            assert_eq!(known, names, "{}: each field is struck or is no cell", filled.form);
            filled.fields.clear();
            let page = typesetter.page(&filled).unwrap();
            assert_eq!(page.count(), 1, "{}", filled.form);
            let text = pdftotext(&keep(&filled, "-empty", &page.pdf().unwrap()));
            let strokes = text.matches('/').count();
            assert_eq!(strokes, struck.len(), "{} {paper:?}:\n{text}", filled.form);
        }
    }
}

#[test]
fn an_endless_word_stays_on_the_sheet() {
    let typesetter = crate::bureau::typesetter();
    for paper in [Paper::A4, Paper::Roll72] {
        let mut filled = example("on_spot_decision", paper);
        let word = "ABCDEFGHJK0123456789".repeat(8);
        filled.fields.insert("facts", Field::Text(word.clone()));
        let page = typesetter.page(&filled).unwrap();
        let pdf = keep(&filled, "-word", &page.pdf().unwrap());
        assert!(read_back(&pdf).contains(&word));
        let picture = page.picture(1, 800).unwrap();
        let edge = (0..picture.height()).all(|y| picture.get_pixel(799, y).0 == [255; 4]);
        assert!(edge, "ink at the edge of {paper:?}");
    }
}

#[test]
fn a_character_without_a_glyph_is_a_fault_that_names_its_field() {
    let mut filled = example("on_spot_decision", Paper::A4);
    filled.fields.insert("citizen_name", Field::Text("李🚚".into()));
    let fault = crate::bureau::typesetter().page(&filled).unwrap_err();
    let PrintFault::MissingCharacter { character, field } = fault else { panic!("{fault}") };
    assert_eq!((character, field.as_str()), ('🚚', "citizen_name"));
}

#[test]
fn another_process_makes_the_same_bytes() {
    let digests = || {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["paper::tells_the_digests", "--exact", "--nocapture"])
            .output()
            .unwrap();
        let told = String::from_utf8(child.stdout).unwrap();
        told.lines().filter(|line| line.contains("pdf sha256")).collect::<Vec<_>>().join("\n")
    };
    let first = digests();
    assert_eq!(first.lines().count(), 24, "{first}");
    assert_eq!(first, digests());
}

/// Run by `another_process_makes_the_same_bytes`, in a process of its own.
#[test]
fn tells_the_digests() {
    let typesetter = crate::bureau::typesetter();
    for filled in [Paper::A4, Paper::Roll72].into_iter().flat_map(examples) {
        let bytes = typesetter.page(&filled).unwrap().pdf().unwrap();
        assert!(bytes.starts_with(b"%PDF"), "{}", filled.form);
        println!("\n{} pdf sha256 {}", filled.form, Digest::of(&bytes).hex());
    }
}

fn examples(paper: Paper) -> Vec<Filled> {
    [
        "scene_minutes",
        "correction_order",
        "on_spot_decision",
        "evidence_hold",
        "hold_release",
        "case_filing",
        "delivery_receipt",
        "address_confirmation",
        "measure_minutes",
        "measure",
        "measure_release",
        "interview",
    ]
    .map(|form| example(form, paper))
    .to_vec()
}

/// The papers that any stop may have, filled from one: a cell of theirs stands in several places.
fn of_any_stop(paper: Paper) -> Vec<Filled> {
    let has_example =
        |form: &&lucha::forms::Form| examples(paper).iter().all(|one| one.form != form.name);
    let forms = lucha::forms::FORMS.iter().filter(has_example);
    forms.map(|form| crate::forms::filled(form, &crate::forms::organisation(), paper)).collect()
}

fn example(form: &'static str, paper: Paper) -> Filled {
    let mut fields: BTreeMap<&'static str, Field> = BTreeMap::new();
    for (name, text) in COMMON.iter().chain(match form {
        "scene_minutes" | "measure_minutes" => MINUTES,
        "correction_order" => ORDER,
        _ => pages_of_case::texts(form).unwrap_or(DECISION),
    }) {
        fields.insert(name, Field::Text((*text).into()));
    }
    match form {
        "scene_minutes" | "measure_minutes" => {
            fields.insert("read_by_me", Field::Box(true));
            fields.insert("read_to_me", Field::Box(false));
            if form == "measure_minutes" {
                fields.insert("witness", Field::Text("郑十".into()));
            }
        }
        "correction_order" => {
            fields.insert("at_once", Field::Box(false));
            fields.insert("before_day", Field::Box(true));
        }
        form if pages_of_case::others(form, &mut fields) => {}
        _ => {
            fields.insert("fine", Field::Amount(Fen::from_yuan(200)));
            fields.insert("pay_on_spot", Field::Box(false));
            fields.insert("pay_at_bank", Field::Box(true));
            fields.insert("decided_on", Field::Date(Day::parse("2026-11-23").unwrap()));
        }
    }
    Filled {
        form,
        template_version: 1,
        made_at: Moment::parse("2026-11-23T09:12:00+08:00").unwrap(),
        sample: false,
        paper,
        copy_note: String::new(),
        fields,
    }
}

const COMMON: &[(&str, &str)] = &[
    ("number", "粤汕交罚〔2026〕00001号"),
    ("agency", "汕头市交通运输局"),
    ("agency_full_seal", "汕头市交通运输局"),
    ("entrusting_organ", ""),
    ("officer1_name", "陈志强"),
    ("officer1_credential", "19050100123"),
    ("officer2_name", "林晓敏"),
    ("officer2_credential", "19050100456"),
];

const MINUTES: &[(&str, &str)] = &[
    ("place", "汕头市潮南区国道G324线K712+350处（广州方向）"),
    ("time_from", "2026年11月23日08时40分"),
    ("time_until", "2026年11月23日09时10分"),
    ("recorder", "林晓敏"),
    ("person_name", "王建国"),
    ("person_sex", "男"),
    ("person_id_no", "440582198803121234"),
    ("relation", "驾驶人"),
    ("person_unit", "汕头市顺达运输有限公司 驾驶员"),
    ("person_phone", "13800138000"),
    ("person_address", "广东省汕头市潮阳区城南街道平和东路12号"),
    ("plate", "粤D55D18"),
    ("vehicle_type", "重型半挂牵引车"),
    (
        "content",
        "2026年11月23日08时40分，汕头市交通运输局执法人员陈志强、林晓敏在国道G324线K712+350处（广州方向）向驾驶人王建国出示执法证件，表明身份，说明检查依据和事项，并告知其依法享有申请回避的权利。王建国不申请回避。\n经查，王建国驾驶粤D55D18重型半挂牵引车（6轴）载运碎石由潮阳往普宁，未随车携带道路运输证。车辆经汕头潮南超限检测站称重，车货总质量52340千克，限定标准49000千克，超限3340千克，超限率6.82%。称重设备：动态汽车衡，检定证书编号GD2026-0311，有效期至2027年3月10日。\n执法人员于08时58分口头告知王建国拟作出处罚的事实、理由、依据以及依法享有的陈述、申辩权利。王建国陈述：证件忘在公司，愿意接受处理。执法人员当场复核，认为其陈述不影响违法事实的认定。\n王建国当场联系单位送达证件，违法行为已当场改正。",
    ),
    ("remarks", "现场照片6张，执法记录仪编号ZF-0071。"),
    ("person_refused", ""),
    ("officers_sign_time", "2026年11月23日09时11分"),
];

const ORDER: &[(&str, &str)] = &[
    ("party", "汕头市顺达运输有限公司"),
    ("facts", SENTENCE),
    ("basis", "《超限运输车辆行驶公路管理规定》第四十三条第一款第二项"),
    ("before", "2026年11月30日"),
    ("reconsideration_organ", "汕头市人民政府"),
    ("court", "汕头市龙湖区人民法院"),
    ("signed_note", "当事人拒绝签名，执法人员已注明情况并全程录音录像。"),
];

const DECISION: &[(&str, &str)] = &[
    ("citizen_name", "王建国"),
    ("citizen_id_no", "440582198803121234"),
    ("citizen_address", "广东省汕头市潮阳区城南街道平和东路12号"),
    ("citizen_phone", "13800138000"),
    ("unit_name", ""),
    ("unit_address", ""),
    ("unit_phone", ""),
    ("unit_representative", ""),
    ("unit_credit_code", ""),
    (
        "facts",
        "2026年11月23日08时40分，王建国驾驶粤D55D18重型半挂牵引车（6轴）行驶至国道G324线K712+350处（广州方向），经执法人员检查，未随车携带道路运输从业人员从业资格证。以上事实有现场笔录、现场照片、当事人陈述等证据证实。",
    ),
    ("violated", "《道路运输从业人员管理规定》第三十六条第一款"),
    ("basis", "《中华人民共和国行政处罚法》第五十一条、《广东省道路运输条例》第六十九条第一款"),
    ("penalty", "罚款人民币贰佰元整（¥200）"),
    ("bank", "中国农业银行汕头分行营业部"),
    ("bank_address", "汕头市龙湖区金砂路93号"),
    ("account", "44100001040012345"),
    (
        "told",
        "作出本决定前，执法人员已口头告知当事人拟作出行政处罚的事实、理由、依据，以及依法享有的陈述、申辩等权利。",
    ),
    ("statement", "当事人陈述：证件忘在公司。执法人员复核认为不影响违法事实的认定，不予采纳。"),
    ("reconsideration_organ", "汕头市人民政府"),
    ("court", "汕头市龙湖区人民法院"),
    ("signed_note", ""),
];

fn path(filled: &Filled, mark: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{}-{:?}{mark}.pdf", filled.form, filled.paper))
}

fn keep(filled: &Filled, mark: &str, bytes: &[u8]) -> PathBuf {
    let path = path(filled, mark);
    fs::write(&path, bytes).unwrap();
    path
}

/// The text of a PDF in reading order.
pub fn pdftotext(pdf: &Path) -> String {
    let run = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(pdf).arg("-").output();
    let run =
        run.expect("`pdftotext` is missing: install Debian's poppler-utils to read papers back");
    assert!(run.status.success(), "{} cannot be read: {:?}", pdf.display(), run.stderr);
    String::from_utf8(run.stdout).unwrap()
}

/// The text without blanks, line ends and what stands at the foot of a sheet.
fn read_back(pdf: &Path) -> String {
    FOOT.iter().fold(bare(&pdftotext(pdf)), |text, foot| text.replace(foot, ""))
}

pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
