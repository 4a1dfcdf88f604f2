//! The filing of an opened case, the confirmed address and proofs of delivery: what they print, move and share, and what refuses them.

use crate::bureau::{check, reader, sit_down};
use crate::case_papers::{FIRST, hold};
use crate::made_papers::{issued, make, refused, with_stop};
use crate::scenarios;
use lucha::app::desk::Desk;
use lucha::app::print_document;
use lucha::app::view::clocks::ClockLine;
use lucha::domain::paper::CasePaper;
use lucha::domain::paper::typed::{Typed, Value};
use lucha::domain::procedure::papers::number_of;
use lucha::stdx::id::Id;
use tempfile::TempDir;

const NEXT_MORNING: &str = "2026-11-25T09:00:00+08:00";

/// Everything that is typed for a filing; the rest is as the case gives it.
fn filing() -> Typed {
    let mut fields = Typed::default();
    fields
        .text("filing.unit_by", "林科")
        .text("filing.unit_opinion", "拟同意立案。")
        .text("filing.unit_on", "2026-11-24")
        .text("filing.head_opinion", "同意立案。")
        .text("approval.by", "陈局")
        .text("approval.at", "2026-11-24T15:00:00+08:00");
    fields
}

fn address(electronic: &str, signature: &str) -> Typed {
    let mut fields = Typed::default();
    fields.text("address.electronic", electronic).text("address.signature", signature);
    if electronic == "agreed" {
        fields.text("address.electronic_phone", "13800000002");
    }
    if signature == "declined" {
        fields.text("address.declined", "需与家人商量");
    }
    fields
}

/// An opened case, two days later.
fn opened() -> (TempDir, Desk, Id) {
    let (folder, desk, stop) = with_stop("S02");
    drop(desk);
    let desk = sit_down(folder.path(), NEXT_MORNING);
    (folder, desk, stop)
}

fn case_ends(desk: &mut Desk, stop: Id) -> Vec<String> {
    let view = desk.find(&stop.to_string()).unwrap();
    view.clocks.iter().filter(|clock| clock.id == "case").map(ClockLine::end_shown).collect()
}

fn with(mut fields: Typed, changes: &[(&str, &str)]) -> Typed {
    for (path, text) in changes {
        fields.text(path, *text);
    }
    fields
}

fn one(rule: &'static str, field: &str) -> Vec<(&'static str, String)> {
    vec![(rule, field.to_string())]
}

#[test]
fn a_filing_takes_the_number_that_later_papers_share_and_its_approval_is_day_nought() {
    let (folder, mut desk, stop) = opened();
    let what = stop.to_string();
    let ends = case_ends(&mut desk, stop);
    assert!(ends.len() == 1 && ends[0].contains("2027-02-21"), "from the opening: {ends:?}");
    let made = issued(make(&mut desk, &what, "case_filing", filing()).unwrap());
    assert_eq!((made.number.as_str(), made.form.as_str()), (FIRST, "case_filing"));
    let ends = case_ends(&mut desk, stop);
    assert!(ends.len() == 1 && ends[0].contains("2027-02-22"), "from the approval: {ends:?}");
    print_document::print(&mut desk, made.document, false).unwrap();
    assert_eq!(hold(&mut desk, &what).number, FIRST);
    let again = make(&mut desk, &what, "case_filing", filing()).unwrap();
    assert_eq!(refused(again), one("wrong_stage", ""));
    assert_eq!(reader(folder.path()).used_serials("样汕交罚", 2026).unwrap(), [1]);
    let inspection = desk.find(&what).unwrap().inspection;
    let CasePaper::CaseFiling(filing) = &inspection.papers[0].paper else { panic!("no filing") };
    assert!(filing.facts.contains("三轴货车装载沙石"), "{}", filing.facts);
    assert!(filing.basis.contains("《公路安全保护条例》"), "{}", filing.basis);
    // What the first officer holds is set anew another day.
    drop(desk);
    let mut desk = sit_down(folder.path(), "2026-11-26T09:00:00+08:00");
    print_document::print(&mut desk, made.document, false).unwrap();
    assert_eq!(reader(folder.path()).verify().unwrap().breaks, []);
}

#[test]
fn a_filing_that_lacks_its_approval_its_source_or_its_order_is_refused_at_its_field() {
    let (folder, mut desk, stop) = opened();
    let what = stop.to_string();
    let before = reader(folder.path()).head().number;
    for (changes, no) in [
        (&[("approval.by", "")][..], one("opening_not_approved", "approval.by")),
        (&[("filing.source", "assigned")], one("form_incomplete", "filing.source_name")),
        (&[("filing.source_name", "某局")], one("impossible_value", "filing.source_name")),
        (
            &[("filing.accepted_at", "2026-12-01 08:00")],
            one("impossible_value", "filing.accepted_at"),
        ),
        (&[("filing.unit_on", "2026-11-25")], one("impossible_value", "filing.unit_on")),
        (&[("filing.unit_on", "2026-11-22")], one("impossible_value", "filing.unit_on")),
        (&[("filing.head_opinion", "")], one("form_incomplete", "filing.head_opinion")),
    ] {
        let said = refused(make(&mut desk, &what, "case_filing", with(filing(), changes)).unwrap());
        assert!(said.contains(&no[0]), "{changes:?}: {said:?}");
    }
    assert_eq!(reader(folder.path()).head().number, before, "nothing was written");
    // What is decided on the spot was never opened.
    check(&mut desk, vec![scenarios::stop("S01")]);
    let on_spot =
        desk.list("", 9).unwrap().iter().map(|line| line.inspection).find(|id| *id != stop);
    let no = make(&mut desk, &on_spot.unwrap().to_string(), "case_filing", filing()).unwrap();
    assert_eq!(refused(no), one("wrong_stage", ""));
}

/// The order to correct of the case.
fn order(desk: &mut Desk, stop: Id) -> Id {
    let view = desk.find(&stop.to_string()).unwrap();
    let documents = &view.inspection.documents;
    documents.iter().find(|document| document.form == "correction_order").unwrap().id
}

fn delivered(changes: &[(&str, &str)]) -> Typed {
    let mut fields = Typed::default();
    fields.text("receipt.place", "汕头市龙湖区金砂路1号").text("receipt.at", "2026-11-25 08:30");
    with(fields, changes)
}

#[test]
fn a_receipt_names_the_papers_of_its_own_case_alone() {
    let (_folder, mut desk, stop) = opened();
    let what = stop.to_string();
    let order = order(&mut desk, stop);
    let row = |id: String, name: &str| {
        let mut fields = delivered(&[]);
        let rows = vec![vec![id, name.to_string(), String::new()]];
        fields.put("receipt.documents", Value::Rows(rows));
        fields
    };
    let at = "receipt.documents[0].document";
    for (id, name) in [
        (Id([9; 16]).to_string(), ""),
        (order.to_string(), "行政处罚决定书"),
        // The minutes stay with the organ.
        (desk.find(&what).unwrap().inspection.documents[0].id.to_string(), ""),
    ] {
        let no = make(&mut desk, &what, "delivery_receipt", row(id, name)).unwrap();
        assert_eq!(refused(no), one("impossible_value", at));
    }
    let made = make(&mut desk, &what, "delivery_receipt", delivered(&[])).unwrap();
    let made = issued(made);
    assert_eq!(made.number, FIRST, "the first paper takes the number");
    let inspection = desk.find(&what).unwrap().inspection;
    let CasePaper::DeliveryReceipt(receipt) = &inspection.papers[0].paper else { panic!("other") };
    assert_eq!(receipt.documents.len(), 1, "the order alone is handed over");
    assert_eq!(
        (receipt.documents[0].document, receipt.documents[0].name.as_str()),
        (order, "责令改正违法行为通知书")
    );
    print_document::print(&mut desk, made.document, false).unwrap();
    assert_eq!(number_of(&made.form), Some(23));
    // Delivered already: it is proposed no more, and is not typed by itself.
    let no = make(&mut desk, &what, "delivery_receipt", delivered(&[])).unwrap();
    assert_eq!(refused(no), one("form_incomplete", "receipt.documents"));
}

#[test]
fn each_manner_asks_for_what_proves_it() {
    let (_folder, mut desk, stop) = opened();
    let what = stop.to_string();
    let first = "19050001001";
    for (changes, no) in [
        (&[("receipt.manner", "left")][..], one("left_without_proof", "receipt.manner")),
        (
            &[("receipt.manner", "left"), ("receipt.witnesses", "赵六")],
            one("left_without_proof", "receipt.manner"),
        ),
        (&[("receipt.manner", "post")], one("form_incomplete", "receipt.tracking")),
        (&[("receipt.manner", "public_notice")], one("form_incomplete", "receipt.remarks")),
        (&[("receipt.manner", "electronic")], one("electronic_without_consent", "receipt.manner")),
        (&[("receipt.taken_by", "张小四")], one("form_incomplete", "receipt.relation")),
        (&[("receipt.relation", "配偶")], one("form_incomplete", "receipt.taken_by")),
        (&[("receipt.at", "2026-11-25 09:30")], one("impossible_value", "receipt.at")),
        (&[("receipt.at", "2026-11-23 07:00")], one("impossible_value", "receipt.at")),
        (&[("receipt.second_deliverer", first)], one("two_officers", "receipt.second_deliverer")),
    ] {
        let made = make(&mut desk, &what, "delivery_receipt", delivered(changes)).unwrap();
        assert_eq!(refused(made), no, "{changes:?}");
    }
    let left = [
        ("receipt.manner", "left"),
        ("receipt.refusal", "对称重结果不服"),
        ("receipt.recording", "录像1段"),
    ];
    issued(make(&mut desk, &what, "delivery_receipt", delivered(&left)).unwrap());
}

#[test]
fn papers_go_over_a_network_once_who_receives_them_has_signed_that_he_agrees() {
    let (_folder, mut desk, stop) = opened();
    let what = stop.to_string();
    let sent = [("receipt.manner", "electronic"), ("receipt.at", "2026-11-25 09:00")];
    let blocked = |desk: &mut Desk| {
        let made = make(desk, &what, "delivery_receipt", delivered(&sent)).unwrap();
        assert_eq!(refused(made), one("electronic_without_consent", "receipt.manner"));
    };
    for (electronic, signature) in [("not_agreed", "signed"), ("agreed", "declined")] {
        let fields = address(electronic, signature);
        let made = issued(make(&mut desk, &what, "address_confirmation", fields).unwrap());
        assert_eq!(made.number, "", "it bears none, and takes none");
        print_document::print(&mut desk, made.document, false).unwrap();
        blocked(&mut desk);
    }
    issued(make(&mut desk, &what, "address_confirmation", address("agreed", "signed")).unwrap());
    let made = make(&mut desk, &what, "delivery_receipt", delivered(&sent)).unwrap();
    assert_eq!(issued(made).number, FIRST);
    // What was sent before anybody agreed was not delivered.
    let early = [("receipt.manner", "electronic"), ("receipt.at", "2026-11-25 08:30")];
    let mut fields = delivered(&early);
    let row = vec![order(&mut desk, stop).to_string(), String::new(), String::new()];
    fields.put("receipt.documents", Value::Rows(vec![row]));
    let made = make(&mut desk, &what, "delivery_receipt", fields).unwrap();
    assert_eq!(refused(made), one("electronic_without_consent", "receipt.manner"));
}

#[test]
fn an_address_wants_a_phone_for_the_network_a_true_number_and_a_reason_for_no_signature() {
    let (_folder, mut desk, stop) = opened();
    let what = stop.to_string();
    for (changes, no) in [
        (
            &[("address.electronic_phone", "")][..],
            one("form_incomplete", "address.electronic_phone"),
        ),
        (&[("address.phone", "")], one("form_incomplete", "address.phone")),
        (&[("address.id_no", "440507198013010017")], one("impossible_value", "address.id_no")),
        (&[("address.postcode", "51504")], one("impossible_value", "address.postcode")),
        (&[("address.signature", "declined")], one("form_incomplete", "address.declined")),
        (
            &[("address.electronic", "not_agreed")],
            one("impossible_value", "address.electronic_phone"),
        ),
    ] {
        let fields = with(address("agreed", "signed"), changes);
        let made = make(&mut desk, &what, "address_confirmation", fields).unwrap();
        assert_eq!(refused(made), no, "{changes:?}");
    }
}

#[test]
fn a_case_that_went_to_another_organ_has_no_time_of_ours_any_more() {
    let (_folder, mut desk, stop) = opened();
    let what = stop.to_string();
    assert_eq!(case_ends(&mut desk, stop).len(), 1);
    let mut letter = Typed::default();
    letter
        .text("referral.organ", "揭阳市交通运输局")
        .text("referral.cause", "涉嫌可分载货物违法超限（总质量）")
        .text("referral.reason", "违法行为发生地在揭阳市。")
        .text("referral.contact", "张伟")
        .text("referral.phone", "0754-88000000")
        .text("approval.by", "陈局")
        .text("approval.at", "2026-11-24T15:00:00+08:00");
    issued(make(&mut desk, &what, "case_referral", letter).unwrap());
    assert_eq!(case_ends(&mut desk, stop), [""; 0]);
}

#[test]
fn a_letter_of_one_act_leaves_the_time_of_the_others() {
    let (_folder, mut desk) = crate::bureau::found(crate::bureau::sample(), NEXT_MORNING);
    let mut both = scenarios::stop("S02");
    let police = scenarios::stop("S18")["findings"][0].clone();
    both["findings"].as_array_mut().unwrap().push(police);
    check(&mut desk, vec![both]);
    let stop = desk.list("", 9).unwrap()[0].inspection;
    let before = case_ends(&mut desk, stop);
    assert_eq!(before.len(), 1, "the act of ours opened a case");
    let mut letter = Typed::default();
    letter
        .text("referral.contact", "张伟")
        .text("referral.phone", "0754-88000000")
        .text("approval.by", "陈局")
        .text("approval.at", NEXT_MORNING);
    issued(make(&mut desk, &stop.to_string(), "case_referral", letter).unwrap());
    assert_eq!(case_ends(&mut desk, stop), before);
}
