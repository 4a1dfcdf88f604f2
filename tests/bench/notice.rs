//! From a recorded stop to the bytes of its notice: the first one, and later ones.

use super::{percentile, report, timed};
use lucha::app::check_file::{self, Checked};
use lucha::app::command::{Command, Reply};
use lucha::app::{opening, sample};
use lucha::print::typeset::Typesetter;
use std::collections::BTreeMap;

/// Also the machine's whole share of a stop: record, judge, number, three papers, keep, print.
pub fn run() {
    let (typesetter, built) = timed(|| Typesetter::new().unwrap());
    let mut times = Vec::new();
    let mut first = built;
    for nth in 0..30 {
        let filled = filled(nth);
        let (bytes, took) = timed(|| typesetter.page(&filled).unwrap().pdf().unwrap());
        assert!(bytes.len() > 10_000);
        if nth == 0 { first += took } else { times.push(took) }
    }
    let first = super::ms(first);
    report("first notice / 150 ms", &format!("{first:.0} ms"), "150 ms", first / 150.0);
    let later = percentile(&mut times, 0.5);
    report("later notice, median / 15 ms", &format!("{later:.1} ms"), "15 ms", later / 15.0);
    machine_share();
}

fn machine_share() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut desk = opening::to_found(folder.path()).unwrap();
    sample::found(&mut desk).unwrap();
    let stops = check_file::read_file(sample::stops()).unwrap();
    let mut times = Vec::new();
    for (nth, plate) in ["粤D10001", "粤D10002", "粤D10003", "粤D10004"].into_iter().enumerate()
    {
        let mut stop = stops[0].clone();
        stop["vehicle"]["plate"] = plate.into();
        let (papers, took) = timed(|| {
            let mut papers = 0;
            check_file::check(&mut desk, vec![stop], &|_| String::new(), |_, checked| {
                assert!(matches!(checked, Checked::Answered(_)));
            });
            let Reply::Found(page) =
                desk.handle(Command::Search { text: plate.into(), before: None })
            else {
                panic!("the stop is not found")
            };
            let view = desk.find(&page.lines[0].inspection.to_string()).unwrap();
            for document in view.documents {
                desk.handle(Command::Print { document: document.document, roll: false });
                papers += 1;
            }
            papers
        });
        assert_eq!(papers, 3);
        if nth > 0 {
            times.push(took);
        }
    }
    let share = percentile(&mut times, 0.5);
    report(
        "overload stop, machine's share / 1 s",
        &format!("{share:.0} ms, 3 papers"),
        "1,000 ms",
        share / 1000.0,
    );
}

fn filled(nth: usize) -> lucha::forms::filled::Filled {
    use lucha::forms::filled::{Field, Filled, Paper};
    use lucha::stdx::clock::Moment;
    let mut fields = BTreeMap::new();
    let text = |text: String| Field::Text(text);
    fields.insert("number", text(format!("样汕交罚〔2026〕{nth:05}号")));
    fields.insert("agency", text("样例市交通运输综合行政执法局".into()));
    fields.insert("unit_name", text(format!("汕头市示范运输有限公司第{nth}车队")));
    fields.insert("facts", text(format!("当事人于2026年11月23日08时{nth:02}分在S231线K12+300处驾驶粤D{nth:05}载货汽车，车货总质量31240千克，超过限值25000千克6240千克。")));
    fields.insert("penalty", text("罚款人民币叁仟元整（¥3,000）".into()));
    fields.insert("fine", Field::Amount(lucha::stdx::fen::Fen::from_yuan(3000)));
    fields.insert("pay_at_bank", Field::Box(true));
    Filled {
        form: "on_spot_decision",
        template_version: 1,
        made_at: Moment::from_ms(1_795_394_400_000),
        sample: true,
        paper: Paper::A4,
        copy_note: String::new(),
        fields,
    }
}
