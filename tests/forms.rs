//! Each form filled from a known stop, compared with a golden text; a form without one fails.

use crate::papers_of_case::of_case;
use lucha::domain::agency::{Agency, DocumentNo, Officer, Role};
use lucha::domain::discretion::circumstances::Circumstances;
use lucha::domain::identity::id_paper::IdKind;
use lucha::domain::inspection::judge::{Known, judge};
use lucha::domain::inspection::judgement::Judgement;
use lucha::domain::inspection::unloading::{Guidance, Reweighing};
use lucha::domain::inspection::{
    Facts, Finding, Place, Signature, Statement, StatementKind, Telling, Topic,
};
use lucha::domain::over_limit::VehicleType;
use lucha::domain::paper::KINDS;
use lucha::domain::party::{Party, Present, Sex};
use lucha::domain::vehicle::{Build, TransportCertificate, Vehicle, Weighing};
use lucha::forms::filled::{Field, Filled, Paper};
use lucha::forms::scene::Scene;
use lucha::forms::{FORMS, Form, form};
use lucha::stdx::clock::Moment;
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use lucha::stdx::id::Id;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A stop with all that its papers are made from.
pub struct Stop {
    pub name: &'static str,
    agency: Agency,
    roster: Vec<Officer>,
    pub facts: Facts,
    telling: Telling,
    pub judgement: Judgement,
    number: DocumentNo,
    made_at: Moment,
}

impl Stop {
    pub fn scene(&self, paper: Paper) -> Scene<'_> {
        Scene {
            agency: &self.agency,
            roster: &self.roster,
            facts: &self.facts,
            telling: &self.telling,
            judgement: &self.judgement,
            number: Some(&self.number),
            correct_before: None,
            made_at: self.made_at,
            paper,
            of_case: None,
            copy_note: "",
        }
    }
}

/// The form `form` of `stop`, and of a paper of its case where it is of one.
pub fn filled(form: &Form, stop: &Stop, paper: Paper) -> Filled {
    let made = of_case(form.name);
    (form.fill)(&Scene { of_case: made.as_ref(), ..stop.scene(paper) }).unwrap()
}

#[test]
fn a_form_of_a_case_wants_its_own_paper() {
    for kind in KINDS {
        let form = form(kind.word).unwrap();
        let missing = (form.fill)(&organisation().scene(Paper::A4)).unwrap_err();
        assert!(missing.iter().all(|missing| missing.form == kind.word), "{missing:?}");
        assert_eq!(of_case(kind.word).unwrap().kind().word, kind.word);
    }
}

#[test]
fn a_long_list_goes_over_the_sheets_with_its_head_on_each() {
    let typesetter = crate::bureau::typesetter();
    let mut filled = filled(form("evidence_hold").unwrap(), &organisation(), Paper::A4);
    let row = |nth: usize| {
        vec![nth.to_string(), format!("单据{nth}"), String::new(), "1份".into(), "本局".into()]
    };
    filled.fields.insert("items", Field::Rows((1..=90).map(row).collect()));
    let page = typesetter.page(&filled).unwrap();
    assert!(page.count() > 1, "{} sheets", page.count());
}

#[test]
fn every_form_reads_as_its_golden_text() {
    let stops = [organisation(), citizen(), without_fine()];
    let mut wrongs = Vec::new();
    for form in FORMS {
        let number = form.national_no.map_or("地方".to_string(), |number| number.to_string());
        let mut text = format!("{}（{number}）\n", form.title);
        for stop in &stops {
            let filled = filled(form, stop, Paper::A4);
            assert_eq!(filled.form, form.name);
            let _ = write!(text, "\n== {}\n{}", stop.name, told(&filled));
        }
        let name = format!("{}.txt", form.name);
        let golden = Path::new("tests/golden/forms").join(&name);
        let wanted = fs::read_to_string(&golden).unwrap_or_default();
        if wanted != text {
            let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
            fs::write(&now, &text).unwrap();
            wrongs.push(format!("{} differs from {}", now.display(), golden.display()));
        }
    }
    assert!(
        wrongs.is_empty(),
        "read both; if the new one is right, copy it:\n{}",
        wrongs.join("\n")
    );
}

#[test]
fn every_golden_text_belongs_to_a_form() {
    for entry in fs::read_dir("tests/golden/forms").unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        assert!(form(stem).is_some(), "{} belongs to no form", path.display());
    }
}

#[test]
fn every_form_of_a_stop_fits_on_one_sheet_and_the_survey_has_one_more_for_its_sketch() {
    let typesetter = crate::bureau::typesetter();
    let both =
        Reweighing { unloaded_kg: Some(6_300), gross_kg: Some(24_940), ..Reweighing::default() };
    for stop in [organisation(), citizen(), hong_kong(), unloaded(both)] {
        for form in FORMS {
            for paper in [Paper::A4, Paper::Roll72] {
                let filled = filled(form, &stop, paper);
                let page = typesetter.page(&filled).unwrap();
                let file = format!("{}-{}-{paper:?}.pdf", form.name, stop.name);
                let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
                fs::write(file, page.pdf().unwrap()).unwrap();
                let has_sketch = form.name == "survey_minutes" && paper == Paper::A4;
                let sheets = 1 + usize::from(has_sketch);
                assert_eq!(page.count(), sheets, "{} of {}", form.name, stop.name);
            }
        }
    }
}

#[test]
fn what_the_record_lacks_is_listed_by_path() {
    let mut stop = organisation();
    stop.facts.party = None;
    stop.facts.officers.pop();
    stop.telling.told.clear();
    stop.agency.bank_address.clear();
    let missing = (form("on_spot_decision").unwrap().fill)(&stop.scene(Paper::A4)).unwrap_err();
    let fields: Vec<_> = missing.iter().map(|missing| missing.field.as_str()).collect();
    assert_eq!(fields, ["officers", "party", "agency.bank_address", "telling.told"]);
    assert!(missing.iter().all(|missing| missing.form == "on_spot_decision"));
}

#[test]
fn a_refusal_to_sign_and_a_statement_stand_on_the_paper() {
    let mut stop = citizen();
    stop.telling.signature = Some(Signature::Declined("认为称重不准。".into()));
    stop.telling.statement = Some(Statement {
        at: stop.made_at,
        kind: StatementKind::Stated("只超了一点。".into()),
        answer: "称重设备检定有效，不予采纳。".into(),
    });
    let filled = (form("on_spot_decision").unwrap().fill)(&stop.scene(Paper::A4)).unwrap();
    assert_eq!(filled.text("signed_note"), "李四（当事人）拒绝签名，理由：认为称重不准。");
    assert_eq!(
        filled.text("statement"),
        "李四（当事人）陈述、申辩：只超了一点。执法人员复核意见：称重设备检定有效，不予采纳。"
    );
    let minutes = (form("scene_minutes").unwrap().fill)(&stop.scene(Paper::A4)).unwrap();
    assert_eq!(minutes.text("person_refused"), filled.text("signed_note"));
}

#[test]
fn minutes_name_the_vehicle_by_plate_and_type() {
    let minutes = |stop: &Stop| (form("scene_minutes").unwrap().fill)(&stop.scene(Paper::A4));
    let fields = |stop: &Stop| -> Vec<String> {
        minutes(stop).unwrap_err().into_iter().map(|missing| missing.field).collect()
    };
    let mut stop = citizen();
    let vehicle = stop.facts.vehicle.as_mut().unwrap();
    (vehicle.build, vehicle.vin) = (None, "LZZ5CLSB6LA000001".into());
    let filled = minutes(&stop).unwrap();
    assert_eq!(filled.text("vehicle_type"), "货车", "the kind, where no type was recorded");
    assert!(filled.text("content").contains("车辆识别代号：LZZ5CLSB6LA000001。"));
    stop.facts.vehicle.as_mut().unwrap().kind.clear();
    assert_eq!(fields(&stop), ["vehicle.kind"]);
    stop.facts.vehicle = None;
    assert_eq!(fields(&stop), ["vehicle.plate", "vehicle.kind"]);
}

#[test]
fn the_recorder_is_the_officer_who_was_chosen_else_the_second() {
    let recorder = |stop: &Stop| {
        let filled = (form("scene_minutes").unwrap().fill)(&stop.scene(Paper::A4)).unwrap();
        filled.text("recorder").to_string()
    };
    let mut stop = citizen();
    assert_eq!(recorder(&stop), "李娜");
    stop.facts.recorder = "19050001001".into();
    assert_eq!(recorder(&stop), "张伟");
}

#[test]
fn sex_is_read_from_a_resident_number_and_else_as_it_was_asked() {
    let sex = |id_no: &str, asked: Option<Sex>| {
        let mut stop = citizen();
        let present = stop.facts.present.as_mut().unwrap();
        (present.id_no, present.sex) = (id_no.into(), asked);
        let filled = (form("scene_minutes").unwrap().fill)(&stop.scene(Paper::A4)).unwrap();
        filled.text("person_sex").to_string()
    };
    assert_eq!(sex("440511198506150028", None), "女");
    assert_eq!(sex("440515198501010111", Some(Sex::Female)), "男", "the card says it");
    // Eighteen bytes that are no resident number say nothing of anybody's sex.
    assert_eq!(sex("PASSPORT-1234-5-17", None), "");
    assert_eq!(sex("440511198513450028", None), "", "no such day of birth");
    assert_eq!(sex("H12345678", Some(Sex::Female)), "女");
    assert_eq!(sex("", Some(Sex::Male)), "男");
}

#[test]
fn a_caution_has_no_fine_and_no_bank() {
    let filled = (form("on_spot_decision").unwrap().fill)(&citizen().scene(Paper::A4)).unwrap();
    assert_eq!(filled.text("penalty"), "警告");
    assert!(!filled.fields.contains_key("fine"));
    assert_eq!(filled.fields["pay_at_bank"], Field::Box(false));
}

/// S01 led to a site of its own, unloaded and weighed again.
fn unloaded(again: Reweighing) -> Stop {
    let facts = organisation().facts;
    let minutes = |n: i64| Some(facts.at.unwrap().plus_ms(n * 60_000));
    let (site, distance_m) = ("莲下固定超限检测站".to_string(), Some(3_200));
    let guided = Guidance { site, distance_m, at: minutes(6), left_at: None };
    let reweighing = Some(Reweighing { at: minutes(18), ..again });
    stop("S01-U", Facts { guided: Some(guided), reweighing, ..facts })
}

#[test]
fn being_led_unloaded_and_weighed_again_stands_on_the_minutes_and_the_order() {
    let of = |name: &str, stop: &Stop| (form(name).unwrap().fill)(&stop.scene(Paper::A4)).unwrap();
    let inside =
        Reweighing { unloaded_kg: Some(6_300), gross_kg: Some(24_940), ..Reweighing::default() };
    let stop = unloaded(inside.clone());
    let minutes = of("scene_minutes", &stop);
    let lines: Vec<&str> = minutes.text("content").lines().collect();
    assert_eq!(
        lines[1],
        "执法人员将车辆引导至固定超限检测站点：莲下固定超限检测站（距检查地点3200米，08时46分到达，在该站点接受检测）。"
    );
    assert!(
        lines[2].contains("经称重检测，车货总质量31240千克"),
        "the first weighing: {}",
        lines[2]
    );
    assert_eq!(
        lines[5],
        "08时58分，车辆卸载货物6300千克，经复检，车货总质量24940千克，未超过限定标准25000千克。\
         复检设备：SCS-07（检定证书编号粤检2026-0311，有效期至2027年3月11日）。"
    );
    let order = of("correction_order", &stop);
    assert!(order.text("facts").contains("车货总质量31240千克"), "{}", order.text("facts"));
    let last = order.text("facts").lines().last().unwrap();
    let want =
        "08时58分，车辆卸载货物6300千克，经复检，车货总质量24940千克，未超过限定标准25000千克。";
    assert_eq!(last, want);
    // The decision is of the act as it was first weighed.
    let decision = of("on_spot_decision", &stop);
    assert_eq!(decision.fields, of("on_spot_decision", &organisation()).fields);

    // Another act beside it was not put right by unloading.
    let mut two = unloaded(inside.clone());
    let (code, facts) = ("OL-002".to_string(), String::new());
    two.facts.findings.push(Finding { code, facts, ..two.facts.findings[0].clone() });
    assert!(of("scene_minutes", &two).text("content").ends_with("）。其他行为未当场改正。"));
    let still =
        unloaded(Reweighing { gross_kg: Some(26_000), unloaded_kg: None, ..inside.clone() });
    let words = of("correction_order", &still).text("facts").to_string();
    assert!(
        words.ends_with(
            "08时58分，车辆经复检，车货总质量26000千克，仍超过限定标准25000千克，超限1000千克。"
        ),
        "{words}"
    );
    let only = unloaded(Reweighing { gross_kg: None, ..inside.clone() });
    let content = of("scene_minutes", &only).text("content").to_string();
    assert!(content.contains("08时58分，车辆卸载货物6300千克。上述行为未当场改正。"), "{content}");
    let (device, no) = ("SCS-09".to_string(), "粤检2026-0400".to_string());
    let other = Reweighing {
        device,
        certificate_no: no,
        certificate_until: Day::parse("2027-05-01"),
        ..inside
    };
    let content = of("scene_minutes", &unloaded(other)).text("content").to_string();
    assert!(
        content.contains("复检设备：SCS-09（检定证书编号粤检2026-0400，有效期至2027年5月1日）。"),
        "{content}"
    );
}

#[test]
fn the_minutes_end_behind_the_last_weighing() {
    let mut stop = unloaded(Reweighing { gross_kg: Some(24_940), ..Reweighing::default() });
    let next_day = Moment::parse("2026-11-24T00:10:00+08:00");
    stop.facts.reweighing.as_mut().unwrap().at = next_day;
    let minutes = (form("scene_minutes").unwrap().fill)(&stop.scene(Paper::A4)).unwrap();
    assert_eq!(minutes.text("time_until"), next_day.unwrap().in_chinese());
    let again = format!("{}，车辆经复检", next_day.unwrap().in_chinese());
    assert!(minutes.text("content").contains(&again), "the day too, where it is another");
}

/// The fields as text, one a line.
fn told(filled: &Filled) -> String {
    let mut text = String::new();
    for (name, field) in &filled.fields {
        let value = match field {
            Field::Text(text) => text.replace('\n', "\n    "),
            Field::Box(ticked) => if *ticked { "√" } else { "□" }.into(),
            Field::Rows(rows) => rows.iter().map(|row| row.join(" | ") + "\n    ").collect(),
            Field::Amount(fen) => format!("{fen} {}", fen.in_words()),
            Field::Date(day) => day.in_chinese(),
            Field::Time(at) => at.in_chinese(),
        };
        let _ = writeln!(text, "{}", format!("{name}: {value}").trim_end());
    }
    text
}

/// An organisation's three-axle lorry, 6,240 kg over: the flat fine at the limit of the procedure.
pub fn organisation() -> Stop {
    let party = Party::Organisation {
        name: "汕头市示范运输有限公司".into(),
        credit_code: "91440500MA0001018W".into(),
        representative: "陈大海".into(),
        address: "汕头市金平区潮汕路88号".into(),
        phone: "0754-88000001".into(),
    };
    let present = present("刘十一", "驾驶人", "440515198501010101", "13800000001");
    let facts = facts("2026-11-23T08:40:00+08:00", ("粤D55D18", 3), 31_240, "三轴货车装载沙石");
    stop("S01", Facts { party: Some(party), present: Some(present), ..facts })
}

/// A citizen's two-axle lorry, 960 kg over: a caution.
pub fn citizen() -> Stop {
    let party = Party::Citizen {
        name: "李四".into(),
        id_kind: IdKind::ResidentId,
        id_no: "440511198506150028".into(),
        address: "汕头市金平区长平路5号".into(),
        phone: "13800000003".into(),
    };
    let present = present("李四", "当事人", "440511198506150028", "13800000003");
    let facts = facts("2026-11-23T09:12:00+08:00", ("粤D66A02", 2), 18_960, "二轴货车装载钢筋");
    stop("S03", Facts { party: Some(party), present: Some(present), ..facts })
}

/// The same lorry is 0.1 m too high too: what may be imposed for that (可以处) is left out, and the caution stays.
fn without_fine() -> Stop {
    let mut facts = citizen().facts;
    if let Some(weighing) = &mut facts.weighing {
        weighing.height_mm = 4_100;
    }
    let (code, found) = ("OL-002".to_string(), "货高4.1米".to_string());
    let circumstances = Circumstances {
        no_fine: Some(true),
        no_fine_reason: "仅超高10厘米，未影响通行。".into(),
        ..Circumstances::default()
    };
    let first = facts.findings[0].clone();
    facts.findings.push(Finding { code, facts: found, circumstances, ..first });
    stop("S03-N", facts)
}

/// A citizen of Hong Kong with the longest words that an identity paper and a vehicle have.
fn hong_kong() -> Stop {
    let (id_kind, id_no) = (IdKind::HongKongMacauPermit, "H12345678");
    let party = Party::Citizen {
        name: "陈大文".into(),
        id_kind,
        id_no: id_no.into(),
        address: "香港新界元朗区锦田公路100号".into(),
        phone: "00852-61234567".into(),
    };
    let present = present("陈大文", "当事人", id_no, "00852-61234567");
    let present = Present { id_kind, sex: Some(Sex::Male), ..present };
    let mut facts =
        facts("2026-11-23T09:12:00+08:00", ("粤Z1234港", 2), 18_960, "二轴货车装载钢筋");
    if let Some(vehicle) = &mut facts.vehicle {
        (vehicle.home_plate, vehicle.vin) = ("AB1234".into(), "LZZ5CLSB6LA000001".into());
    }
    stop("S03-HK", Facts { party: Some(party), present: Some(present), ..facts })
}

fn present(name: &str, relation: &str, id_no: &str, phone: &str) -> Present {
    Present {
        name: name.into(),
        relation: relation.into(),
        id_kind: IdKind::ResidentId,
        id_no: id_no.into(),
        phone: phone.into(),
        qualification: "".into(),
        sex: None,
        unit: "".into(),
        address: "".into(),
        authorised: Some(true),
        ..Present::default()
    }
}

fn facts(at: &str, (plate, axles): (&str, u8), gross_kg: i64, found: &str) -> Facts {
    let place = Place {
        route: "S231".into(),
        stake: "K12+300".into(),
        direction: "上行".into(),
        text: "澄海区莲下路口治超点".into(),
        region: "440515".into(),
    };
    let build = Build {
        vehicle_type: VehicleType::Truck,
        axles,
        arrangement: None,
        drive_axles: axles - 1,
        single_tyre_axles: 0,
        axle_spacings_mm: Vec::new(),
    };
    let vehicle = Vehicle {
        plate: plate.into(),
        colour: "黄".into(),
        kind: "货车".into(),
        build: Some(build),
        ..Vehicle::default()
    };
    let weighing = Weighing {
        gross_kg,
        length_mm: 9000,
        width_mm: 2500,
        height_mm: 3900,
        device: "SCS-07".into(),
        accuracy_class: 2,
        certificate_no: "粤检2026-0311".into(),
        certificate_until: Day::parse("2027-03-11"),
        axle_loads_kg: Vec::new(),
        at: None,
        kind: None,
        deduction: String::new(),
    };
    let finding = Finding { facts: found.into(), ..Finding::of("OL-001") };
    Facts {
        at: Moment::parse(at),
        place,
        plan: "2026-治超-11".into(),
        officers: vec!["19050001001".into(), "19051100023".into()],
        vehicle: Some(vehicle),
        weighing: Some(weighing),
        certificate: Some(TransportCertificate {
            no: "粤交运管汕字440515000123号".into(),
            first_issued: Day::parse("2019-01-15"),
        }),
        divisible: Some(true),
        findings: vec![finding],
        ..Facts::default()
    }
}

pub fn stop(name: &'static str, facts: Facts) -> Stop {
    let minutes = |n: i64| facts.at.unwrap().plus_ms(n * 60_000);
    let telling = Telling {
        cards_shown: Some(minutes(1)),
        told: Topic::ALL.into_iter().map(|topic| (topic, minutes(12))).collect(),
        statement: Some(Statement {
            at: minutes(14),
            kind: StatementKind::Nothing,
            answer: String::new(),
        }),
        signature: Some(Signature::Signed),
        ..Telling::default()
    };
    let day = |text| Day::parse(text).unwrap();
    let officer = |nth, name: &str, credential: &str| Officer {
        id: Id([nth; 16]),
        name: name.into(),
        credential: credential.into(),
        role: Role::Officer,
        valid_from: day("2023-01-01"),
        valid_until: day("2027-12-31"),
        scope: lucha::domain::scope::Scope::default(),
    };
    let roster = vec![officer(1, "张伟", "19050001001"), officer(2, "李娜", "19051100023")];
    let agency = Agency {
        name: "汕头市交通运输局".into(),
        reconsideration_organ: "汕头市人民政府".into(),
        court: "汕头市龙湖区人民法院".into(),
        bank: "中国农业银行汕头分行营业部".into(),
        bank_address: "汕头市龙湖区金砂路93号".into(),
        account: "44100001040012345".into(),
        number_prefix: "样汕交罚".into(),
        region: "440500".into(),
        roll_allowed: true,
        sample: true,
        ..Agency::default()
    };
    let made_at = minutes(20);
    let rulebook = crate::rulebook::sample();
    let known = Known {
        rulebook: &rulebook,
        agency: &agency,
        roster: &roster,
        acts: &[],
        driver_acts: &[],
        carrier_acts: &[],
        same_trip_codes: &[],
        opened_codes: &[],
        past: Default::default(),
        orders: &[],
        photographs: 0,
        now: made_at,
    };
    let judgement = judge(&facts, &telling, &known);
    assert_eq!(judgement.blocked, [], "{name} must not be blocked");
    let number = DocumentNo { prefix: "样汕交罚".into(), year: 2026, serial: 1 };
    assert!(judgement.fine.is_none_or(|fine| fine <= Fen::from_yuan(3000)));
    Stop { name, agency, roster, facts, telling, judgement, number, made_at }
}
