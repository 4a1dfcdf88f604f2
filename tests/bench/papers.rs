//! The papers of stop S08, each from its order at the desk to its page in the journal, beside a durable save in the same run: the
//! first of a terminal that has set none, and later ones. What a PIN costs is measured by `pins`.

use super::interview::{ANSWER, QUESTION};
use super::{fill, light, ms, percentile, report, save, timed};
use lucha::app::command::Trouble;
use lucha::app::desk::Desk;
use lucha::app::make_paper::{self, Made};
use lucha::app::{check_file, opening, sample};
use lucha::domain::agency::Officer;
use lucha::domain::inspection::terms::Terms;
use lucha::domain::paper::typed::Typed;
use lucha::print::typeset::Typesetter;
use lucha::stdx::clock::{Clock, Moment};
use lucha::stdx::id::{Dice, Id};
use lucha::stdx::secret::Key;
use lucha::store::Store;
use std::path::Path;
use std::process::Command as Process;
use std::sync::Arc;
use std::time::Duration;

pub const CHILD: &str = "papers-of-a-terminal";

/// Behind the stop and all that is typed of it.
const EVENING: &str = "2026-11-23T18:00:00+08:00";
/// Terminals that have set no page, each a process of its own.
const COLD: u64 = 3;
const LATER: u64 = 8;
/// Rows of the interview.
const ASKED: usize = 40;
const ROW_MS: f64 = 1_000.0;

/// Each paper with all that is typed for it; `{n}` differs from stop to stop, or a page that was set before would be found again.
const PAPERS: [(&str, &[(&str, &str)]); 8] = [
    (
        "case_filing",
        &[
            ("filing.unit_by", "林科"),
            ("filing.unit_opinion", "拟同意立案（{n}）。"),
            ("filing.unit_on", "2026-11-23"),
            ("filing.head_opinion", "同意立案。"),
            ("approval.by", "陈局"),
            ("approval.at", "2026-11-23 17:00"),
        ],
    ),
    (
        "interview",
        &[
            ("interview.from", "2026-11-23 10:50"),
            ("interview.until", "2026-11-23 11:50"),
            ("interview.cards", "看清楚了。"),
            ("interview.duty", "听明白了。"),
            ("interview.recusal", "不申请。"),
            ("interview.read", "read_out"),
        ],
    ),
    (
        "measure",
        &[
            ("measure.place", "汕头市交通运输局停车场{n}号位"),
            ("measure.cargo", "旅客行李当场交还旅客"),
            ("measure.done_at", "2026-11-23 10:45"),
            ("measure.reasons_at", "2026-11-23 10:36"),
            ("measure.basis_at", "2026-11-23 10:37"),
            ("measure.rights_at", "2026-11-23 10:38"),
            ("measure.remedies_at", "2026-11-23 10:39"),
            ("measure.heard", "stated"),
            ("measure.heard_at", "2026-11-23 10:40"),
            ("measure.statement", "没有收钱"),
            ("measure.answer", "乘客陈述与转账记录证明收费，不予采纳"),
            ("measure.urgent", "车辆即将驶离，证据和车辆难以控制"),
        ],
    ),
    (
        "evidence_hold",
        &[
            ("hold.risk", "手机随车带走后难以取得"),
            ("hold.items", "手机；{n}号；1部；汕头市交通运输局\n收款码牌；；1块；汕头市交通运输局"),
            ("approval.by", "陈局"),
            ("approval.at", "2026-11-23 17:30"),
        ],
    ),
    (
        "passenger_transfer",
        &[
            ("passengers.count", "4"),
            ("passengers.plate", "粤D12345"),
            ("passengers.operator", "汕头市示范客运有限公司{n}队"),
            ("passengers.arranged_by", "汕头市示范客运有限公司调度室"),
        ],
    ),
    (
        "obstruction_record",
        &[
            ("obstruction.what", "锁闭车门{n}分钟，拒绝交出车辆。"),
            ("obstruction.police_at", "2026-11-23 10:41"),
            ("obstruction.police_no", "JJ-118"),
            ("obstruction.done", "告知法律责任，报警并等候。"),
            ("obstruction.witnesses", "周五；13800000005"),
        ],
    ),
    (
        "address_confirmation",
        &[
            ("address.electronic", "agreed"),
            ("address.electronic_phone", "1380000001{n}"),
            ("address.signature", "signed"),
        ],
    ),
    ("delivery_receipt", &[("receipt.place", "汕头市澄海区澄华路2号{n}室")]),
];

fn typed(form: &str, fields: &[(&str, &str)], nth: u64) -> Typed {
    let mut typed = Typed::default();
    for (path, text) in fields {
        typed.text(path, text.replace("{n}", &nth.to_string()));
    }
    if form == "interview" {
        let rows = (1..=ASKED).map(|row| format!("{row}. {QUESTION}；{ANSWER}（{nth}）"));
        typed.text("interview.qa", rows.collect::<Vec<_>>().join("\n"));
    }
    typed
}

fn clock() -> Clock {
    Clock::fixed(Moment::parse(EVENING).unwrap())
}

/// A sample bureau with S08, of another vehicle for each `nth` of one digit.
fn bureau(folder: &Path, nth: u64, typesetter: &Arc<Typesetter>) -> Desk {
    let ground = light::ground();
    let mut desk = opening::to_found_on(&ground, folder, folder, clock(), Dice::Machine).unwrap();
    desk.lend(Arc::clone(typesetter));
    sample::found(&mut desk).unwrap();
    let stops = check_file::read_file(sample::stops()).unwrap();
    let mut stop = stops.into_iter().find(|stop| stop["id"] == "S08").unwrap();
    stop["vehicle"]["plate"] = format!("粤D1000{nth}").into();
    let facts = format!("载客4人收取每人8{nth}元，未能出示道路运输经营许可证");
    stop["findings"][0]["facts"] = facts.into();
    check_file::check(&mut desk, vec![stop], &|_| String::new(), |_, _| {});
    desk
}

/// How long each paper took; `between` runs behind each.
fn row(desk: &mut Desk, nth: u64, mut between: impl FnMut()) -> Vec<Duration> {
    let stop = desk.list("", 1).unwrap()[0].inspection;
    let times = PAPERS.map(|(form, fields)| {
        let fields = typed(form, fields, nth);
        let took = made(desk, stop, form, fields);
        between();
        took
    });
    let documents = desk.find(&stop.to_string()).unwrap().documents;
    for form in PAPERS.iter().map(|(form, _)| *form).chain(["measure_minutes"]) {
        assert!(documents.iter().any(|document| document.form == form), "{form}");
    }
    assert_eq!(desk.verify().unwrap().breaks, []);
    times.to_vec()
}

fn made(desk: &mut Desk, stop: Id, form: &str, fields: Typed) -> Duration {
    let ask = &mut |_: &Terms, _: &[Officer], _: Option<&Trouble>| None;
    let (what, kind) = (stop.to_string(), make_paper::kind(form).unwrap());
    let (made, took) = timed(|| make_paper::make_asking(desk, &what, kind, fields, ask).unwrap());
    assert!(matches!(made, Made::Issued(_)), "{form}: {made:?}");
    took
}

pub fn run() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let typesetter = Arc::new(Typesetter::new().unwrap());
    let place = |nth: u64| folder.path().join(format!("bureau-{nth}"));
    let mut dice = Dice::Machine;
    let key = Some(Key::new([7; 32]));
    let mut store = save::signed(&folder.path().join("keyed"), key, &mut dice);
    let mut first: [Vec<Duration>; PAPERS.len()] = Default::default();
    for nth in 0..COLD {
        drop(bureau(&place(nth), nth, &typesetter));
        let told = cold(&place(nth));
        first.iter_mut().zip(told).for_each(|(times, took)| times.push(took));
    }
    let (mut later, mut saves) = (first.each_ref().map(|_| Vec::new()), Vec::new());
    // The first of them is a warm-up: this process has set no page of these forms.
    for nth in COLD..=COLD + LATER {
        let mut desk = bureau(&place(nth), nth % 10, &typesetter);
        let times = row(&mut desk, nth % 10, || saves.push(saved(&mut store, &mut dice)));
        if nth > COLD {
            later.iter_mut().zip(times).for_each(|(times, took)| times.push(took));
        }
    }
    tell(&mut first, &mut later, percentile(&mut saves, 0.5));
}

/// A stop of two entries, as the benchmark of saves keeps it.
fn saved(store: &mut Store, dice: &mut Dice) -> Duration {
    let work = fill::work(dice.id(), fill::facts(0, 1));
    let (kept, took) = timed(|| store.append(work, Clock::machine().read(), dice).unwrap().len());
    assert_eq!(kept, 2);
    took
}

fn tell(first: &mut [Vec<Duration>; 8], later: &mut [Vec<Duration>; 8], save: f64) {
    let (mut cold_row, mut later_row) = (0.0, 0.0);
    for (nth, (form, _)) in PAPERS.iter().enumerate() {
        let (cold, warm) = (percentile(&mut first[nth], 0.5), percentile(&mut later[nth], 0.5));
        cold_row += cold;
        later_row += warm;
        let ours = format!("{warm:.1} ms, cold {cold:.1} ms");
        report(
            &format!("{form} ready / durable save"),
            &ours,
            &format!("{save:.3} ms"),
            warm / save,
        );
    }
    let saves = format!("{:.3} ms, a save each", save * 8.0);
    let later_ms = format!("{later_row:.0} ms");
    report("eight papers of S08, later / saves", &later_ms, &saves, later_row / (save * 8.0));
    report("eight papers of S08, later / 1 s", &later_ms, "1,000 ms", later_row / ROW_MS);
    let cold_ms = format!("{cold_row:.0} ms");
    report("eight papers of S08, cold / 1 s", &cold_ms, "1,000 ms", cold_row / ROW_MS);
}

/// What a terminal took that has just been started.
fn cold(folder: &Path) -> Vec<Duration> {
    let output = Process::new(std::env::current_exe().unwrap())
        .args([CHILD, folder.to_str().unwrap()])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let told: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    assert_eq!(told.len(), PAPERS.len(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    told.into_iter().map(|took| Duration::from_secs_f64(took / 1_000.0)).collect()
}

/// The child: sits down at a bureau whose stop was recorded before, and makes its papers.
pub fn child(folder: &str) {
    let mut desk = opening::to_write_at(Some(Path::new(folder)), clock()).unwrap();
    // Proves the sample's PINs, which is no part of a paper.
    check_file::check(&mut desk, Vec::new(), &|_| String::new(), |_, _| {});
    for took in row(&mut desk, 0, || ()) {
        println!("{}", ms(took));
    }
}
