//! The twelve conflicts of the catalogue (violations-and-standards.md §2.2): each can be ruled on, with author and day, and the
//! ruling is shown; until then both bases are, no amount is proposed and nothing decided, and the rest goes on.

use crate::bureau::{EVENING, at, check, found, sample as founding, with};
use crate::keys::Stage;
use crate::rulebook::{sample, sample_files};
use crate::rulings::{against, judged};
use crate::scenarios::stop;
use lucha::app::command::{Command, Reply};
use lucha::app::desk::Desk;
use lucha::app::keep_photograph::{Kept, keep_photograph};
use lucha::app::view::foundation::Foundation;
use lucha::app::{foundation, sample as sample_bureau, terms};
use lucha::cli::Voice;
use lucha::domain::blocked::Rule;
use lucha::domain::inspection::Inspection;
use lucha::domain::inspection::judgement::{Judgement, Outcome};
use lucha::domain::procedure::facts::of_stop::RecordedStop;
use lucha::domain::rulebook::{Choice, Rulebook, conflict};
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use lucha::stdx::id::Id;
use lucha::stdx::redacted::Redacted;
use lucha::wire::rulebook::{PackFault, load};
use serde_json::{Value, json};
use std::path::Path;

/// Rows whose bases compete: the act that waits, and the basis that a headquarters may choose.
pub const COMPETING: [(u8, &str, &str); 5] = [
    (1, "PK-007", "粤道条63"),
    (2, "ST-004", "粤道条65"),
    (3, "FR-009", "粤道条63"),
    (4, "OL-001", "超限43"),
    (5, "VE-005", "粤道条69"),
];

/// The sample pack with other rulings.
pub fn ruled(change: impl Fn(&str) -> String) -> Result<Rulebook, PackFault> {
    let mut files = sample_files();
    let rulings = files.iter_mut().find(|(name, _)| name == "rulings.toml").unwrap();
    rulings.1 = change(std::str::from_utf8(&rulings.1).unwrap()).into_bytes();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    load(&files)
}

/// The rulings without a chosen basis and without words.
pub fn unruled(text: &str) -> String {
    text.split("[chosen_bases]").next().unwrap().to_string() + "[chosen_bases]\n"
}

/// A ruling of its own on each of the twelve rows.
pub fn all_ruled() -> Rulebook {
    let chosen = COMPETING.map(|(row, _, basis)| format!("{row} = \"{basis}\"\n")).concat();
    let of_row = |row: u8| {
        format!(
            "[[choice]]\nconflict = {row}\nsays_zh = \"裁定{row}\"\nsays_en = \"ruling {row}\"\n\
             author = \"法制科{row}\"\ndecided_on = \"2026-10-{row:02}\"\n"
        )
    };
    let choices: String = conflict::ROWS.map(of_row).collect();
    ruled(|text| unruled(text) + &chosen + &choices).unwrap()
}

/// S08 with this act, against somebody who can commit it, without gain.
pub fn act(code: &str, book: &Rulebook) -> Judgement {
    let asked = with(against(stop("S08"), code, book), "findings[0].code", json!(code));
    judged(with(asked, "findings[0].gain_yuan", Value::Null), book)
}

/// The pack as if its approver stood for every row.
pub fn approved(mut book: Rulebook) -> Rulebook {
    book.violations.values_mut().for_each(|violation| violation.confirmed = true);
    book
}

pub fn waits(judgement: &Judgement) -> bool {
    judgement.blocked.iter().any(|no| no.rule == Rule::BasisNotChosen)
}

#[test]
fn each_of_the_twelve_is_chosen_with_author_and_day() {
    let book = approved(all_ruled());
    assert_eq!(
        book.rulings.choices.keys().copied().collect::<Vec<_>>(),
        conflict::ROWS.collect::<Vec<_>>()
    );
    for (row, choice) in &book.rulings.choices {
        let want = Choice {
            says_zh: format!("裁定{row}"),
            says_en: format!("ruling {row}"),
            author: format!("法制科{row}"),
            decided_on: Day::parse(&format!("2026-10-{row:02}")).unwrap(),
        };
        assert_eq!(*choice, want);
    }
    for (row, code, basis) in COMPETING {
        let violation = book.violation(code).unwrap();
        let conflicts = book.conflicts(violation);
        assert_eq!((conflicts[0].row, conflicts[0].is_open()), (row, false), "{code}");
        assert_eq!(conflicts[0].basis.unwrap().id, basis, "{code}");
        assert_eq!(conflicts[0].choice.unwrap().author, format!("法制科{row}"), "{code}");
        assert!(!waits(&act(code, &book)), "{code}");
        let grounds = act(code, &book).grounds;
        assert!(grounds.iter().all(|grounds| grounds.open.is_empty()), "{code}");
    }
}

#[test]
fn without_a_choice_both_bases_are_shown_and_no_amount_is_proposed() {
    let book = approved(ruled(unruled).unwrap());
    // What a key of its own rules on is ruled on all the same.
    assert_eq!(book.rulings.choices.keys().copied().collect::<Vec<_>>(), [conflict::SOLE_TRADER]);
    let today = Day::parse("2026-11-23").unwrap();
    for (row, code, basis) in COMPETING {
        let judgement = act(code, &book);
        assert!(waits(&judgement), "{code}: {:?}", judgement.blocked);
        assert_eq!(judgement.outcome, Outcome::Blocked, "{code}");
        let proposed = (judgement.fine, judgement.range, judgement.confiscated);
        assert_eq!(proposed, (None, None, None), "{code}");
        assert!(judgement.discretion.is_empty() && judgement.penalties.is_empty(), "{code}");
        let codes = [code.to_string()];
        let rests_on = Foundation::of(&book, &codes, &judgement, (today, false));
        assert!(rests_on.waits_for_choice, "{code}");
        assert!(rests_on.open.len() > 1, "{code}");
        assert!(rests_on.open.iter().any(|open| open.id == basis), "{code}");
        assert!(rests_on.open.iter().all(|open| open.cite.contains("第")), "{code}");
        let line = rests_on.conflicts.iter().find(|line| line.row == row).unwrap();
        assert!(line.is_open && line.choice.is_none(), "{code}");
    }
    let code = "FR-009";
    let judgement = act(code, &book);
    let open = Foundation::of(&book, &[code.to_string()], &judgement, (today, false)).open;
    let told: Vec<(&str, bool)> =
        open.iter().map(|open| (open.id.as_str(), open.after_refusal)).collect();
    assert_eq!(told, [("粤道条63", false), ("动规35", true)]);
}

#[test]
fn the_sample_headquarters_has_chosen_what_the_contract_says_and_left_the_others() {
    let book = sample();
    let ruled: Vec<u8> = book.rulings.choices.keys().copied().collect();
    assert_eq!(ruled, [1, 4, 12]);
    for choice in book.rulings.choices.values() {
        assert_eq!(choice.author, "样本总部法制审核");
        assert_eq!(choice.decided_on, Day::parse("2026-11-01").unwrap());
        assert!(!choice.says_zh.is_empty() && !choice.says_en.is_empty());
    }
}

/// What stands behind the rulings, and the sentence that refuses it.
const BROKEN: [(&str, &str); 12] = [
    (
        "[[choice]]\nconflict = 13\nsays_zh = \"甲\"\nsays_en = \"a\"\n",
        "rulings.toml, choice.13: 13 is no row of the list of conflicts",
    ),
    (
        "[[choice]]\nconflict = 0\nsays_zh = \"甲\"\nsays_en = \"a\"\n",
        "rulings.toml, choice.0: 0 is no row of the list of conflicts",
    ),
    (
        "[[choice]]\nconflict = 12\nsays_zh = \"甲\"\nsays_en = \"a\"\n",
        "rulings.toml, choice.12: this code stands twice",
    ),
    (
        "[[choice]]\nconflict = 3\nsays_zh = \"甲\"\nsays_en = \"a\"\n",
        "rulings.toml, choice.3: the bases of conflict 3 compete, and chosen_bases names none",
    ),
    (
        "[[choice]]\nconflict = 7\nsays_zh = \" \"\nsays_en = \"a\"\n",
        "rulings.toml, choice.7: a text is empty",
    ),
    (
        "[[choice]]\nconflict = 7\nsays_zh = \"甲\"\nsays_en = \"a\"\ndecided_on = \"2026-02-30\"\n",
        "rulings.toml, choice.7: `2026-02-30` is no day of the calendar",
    ),
    (
        "[[choice]]\nconflict = 7\nsays_zh = \"甲\"\nsays_en = \"a\"\nbasis = \"路保69\"\n",
        "rulings.toml, choice.7: cannot be read: unknown field `basis`",
    ),
    (
        "[[act_choice]]\ncode = \"XX-001\"\nbasis = \"甲\"\nsays_zh = \"甲\"\nsays_en = \"a\"\n",
        "rulings.toml, act_choice.XX-001: no violation has the code `XX-001`",
    ),
    (
        "[[act_choice]]\ncode = \"TX-002\"\nbasis = \"甲\"\nsays_zh = \"甲\"\nsays_en = \"a\"\n",
        "rulings.toml, act_choice.TX-002: the ruling chooses basis `甲`, which TX-002 does not have",
    ),
    (
        "[[act_choice]]\ncode = \"PK-007\"\nbasis = \"道条68\"\nsays_zh = \"甲\"\nsays_en = \"a\"\n",
        "rulings.toml, act_choice.PK-007: there is no basis to choose for this act alone",
    ),
    (
        "[[act_choice]]\ncode = \"WW-011\"\nbasis = \"航道法42-个人\"\nsays_zh = \"甲\"\nsays_en = \"a\"\n",
        "rulings.toml, act_choice.WW-011: there is no basis to choose for this act alone",
    ),
    (
        "[[act_choice]]\ncode = \"TX-002\"\nbasis = \"巡规46\"\nsays_zh = \"\"\nsays_en = \"a\"\n",
        "rulings.toml, act_choice.TX-002: a text is empty",
    ),
];

/// Acts with rival bases that stand on no row of the list, and one that a headquarters may choose.
const RIVALS: [(&str, &str); 5] = [
    ("NC-004", "网约34-运输证"),
    ("BS-003", "公交条47-未告知"),
    ("TX-002", "巡规46"),
    ("LZ-008", "粤公路50"),
    ("LZ-020", "公路法77"),
];

/// An organisation's stop with this act.
fn of_organisation(code: &str, book: &Rulebook) -> Judgement {
    let asked = with(stop("S08"), "findings[0].code", json!(code));
    let asked = with(asked, "findings[0].gain_yuan", Value::Null);
    judged(with(asked, "party", stop("S01")["party"].clone()), book)
}

#[test]
fn rival_bases_beside_the_list_wait_until_headquarters_chose_one_for_the_act() {
    let rows = RIVALS.map(|(code, basis)| {
        format!(
            "[[act_choice]]\ncode = \"{code}\"\nbasis = \"{basis}\"\nsays_zh = \"裁定{code}\"\n\
             says_en = \"ruling {code}\"\nauthor = \"法制科\"\ndecided_on = \"2026-10-20\"\n"
        )
    });
    let open = approved(sample());
    let chosen = approved(ruled(|text| format!("{text}\n{}", rows.concat())).unwrap());
    let rivals: Vec<&str> = open
        .violations
        .values()
        .filter(|act| act.has_rivals())
        .map(|act| act.code.as_str())
        .collect();
    assert_eq!(rivals, ["BS-003", "LZ-008", "LZ-020", "NC-004", "TX-002"]);
    let today = Day::parse("2026-11-23").unwrap();
    for (code, basis) in RIVALS {
        let judgement = of_organisation(code, &open);
        assert!(waits(&judgement), "{code}: {:?}", judgement.blocked);
        assert_eq!((judgement.fine, judgement.range), (None, None), "{code}");
        assert!(judgement.grounds[0].open.len() > 1, "{code}");
        let judgement = of_organisation(code, &chosen);
        assert!(!waits(&judgement), "{code}: {:?}", judgement.blocked);
        assert_eq!(judgement.grounds[0].basis_id, basis, "{code}");
        let rests_on = Foundation::of(&chosen, &[code.to_string()], &judgement, (today, false));
        assert_eq!((rests_on.open.len(), rests_on.chosen.len()), (0, 1), "{code}");
        let said = foundation::sentences(&rests_on, "zh-CN");
        let ruling = format!("裁定{code}（法制科，2026-10-20）");
        assert!(said.iter().any(|one| one.text.contains(&ruling)), "{code}: {said:?}");
        assert_eq!(rests_on.json()["act_choices"][0]["code"], code);
    }
}

/// A ruling on one act alone, as a headquarters would write it.
fn ruled_on(code: &str, basis: &str) -> Rulebook {
    let row = format!(
        "[[act_choice]]\ncode = \"{code}\"\nbasis = \"{basis}\"\nsays_zh = \"裁定\"\n\
         says_en = \"ruling\"\n"
    );
    approved(ruled(|text| format!("{text}\n{row}")).unwrap())
}

/// 公路法 77 and 粤公路 50 answer the same act in two ranges, and the notes do not say which of them does (§0 no. 5).
#[test]
fn a_dirtied_road_waits_for_headquarters_under_either_code_and_is_fined_once() {
    let open = approved(sample());
    let state = "《中华人民共和国公路法》第四十六条、《公路安全保护条例》第十六条";
    let province = "《广东省公路条例》第十八条第（一）项、《广东省公路条例》第十八条第（二）项";
    let yuan = |least, most| Some((Fen::from_yuan(least), Fen::from_yuan(most)));
    for code in ["LZ-008", "LZ-020"] {
        let judgement = of_organisation(code, &open);
        assert!(waits(&judgement) && judgement.outcome == Outcome::Blocked, "{code}");
        let nothing = (judgement.fine, judgement.range, judgement.penalties.len());
        assert_eq!(nothing, (None, None, 0), "{code}");
        let mut shown: Vec<(&str, _)> =
            judgement.grounds[0].open.iter().map(|one| (one.id.as_str(), one.range)).collect();
        shown.sort();
        assert_eq!(shown, [("公路法77", yuan(0, 5_000)), ("粤公路50", yuan(0, 500))], "{code}");
        for (basis, violated, range) in
            [("公路法77", state, yuan(0, 5_000)), ("粤公路50", province, yuan(0, 500))]
        {
            let judgement = of_organisation(code, &ruled_on(code, basis));
            assert!(!waits(&judgement), "{code} {basis}: {:?}", judgement.blocked);
            let grounds = &judgement.grounds[0];
            assert_eq!((grounds.basis_id.as_str(), grounds.range), (basis, range), "{code}");
            assert_eq!(grounds.violated, violated, "{code} {basis}");
        }
    }
    assert!(open.is_one_act("LZ-008", "LZ-020") && open.is_one_act("LZ-020", "LZ-008"));
    let beside = |code: &str, other: &str| {
        open.look_alikes_of(code).any(|row| row.confirmed && row.codes.iter().any(|it| it == other))
    };
    assert!(beside("LZ-008", "LZ-020") && beside("LZ-020", "LZ-008"));
    let finding = |code: &str| json!({ "code": code, "facts": "在公路上堆放沙石" });
    let both = with(stop("S08"), "findings", json!(["LZ-020", "LZ-008"].map(finding)));
    let refused = judged(both, &open).blocked;
    let once: Vec<&str> = refused
        .iter()
        .filter(|no| no.rule == Rule::OneActOneFine)
        .map(|no| no.field.as_str())
        .collect();
    assert_eq!(once, ["findings[1].code"]);
}

/// 动规 35 punishes, and the notes do not say what of 动规 forbids: chosen or not, nothing is decided on it.
#[test]
fn a_basis_without_a_known_violated_article_is_told_and_decides_nothing_though_it_is_chosen() {
    let chosen = |basis: &str| ruled(|text| format!("{}3 = \"{basis}\"\n", unruled(text))).unwrap();
    let unverified = |judgement: &Judgement| {
        judgement
            .blocked
            .iter()
            .any(|no| no.rule == Rule::Unverified && no.field == "findings[0].code")
    };
    let by_ministry = act("FR-009", &chosen("动规35"));
    assert!(unverified(&by_ministry) && by_ministry.outcome == Outcome::Blocked);
    let grounds = &by_ministry.grounds[0];
    assert!(!grounds.confirmed && grounds.violated.ends_with("（条号未核）"), "{grounds:?}");
    let by_province = act("FR-009", &chosen("粤道条63"));
    assert!(!unverified(&by_province), "{:?}", by_province.blocked);
    assert_eq!(by_province.grounds[0].violated, "《广东省道路运输条例》第四十八条");
    let open = act("FR-009", &sample());
    let known: Vec<(&str, bool)> =
        open.grounds[0].open.iter().map(|one| (one.id.as_str(), one.confirmed)).collect();
    assert_eq!(known, [("粤道条63", true), ("动规35", false)]);
    let today = Day::parse("2026-11-23").unwrap();
    let rests_on = Foundation::of(&sample(), &["FR-009".into()], &open, (today, false));
    for (lang, said) in [("zh-CN", "未核，选定也不作决定"), ("en", "not decided on, chosen or not")]
    {
        let marked = foundation::undecided(&rests_on, lang);
        let marked: Vec<&str> =
            marked.iter().map(|one| one.text.as_str()).filter(|one| one.contains(said)).collect();
        assert_eq!(marked.len(), 1, "{lang}: {marked:?}");
        assert!(marked[0].contains("《道路运输车辆动态监督管理办法》"), "{marked:?}");
    }
}

#[test]
fn a_doubtful_ruling_is_refused_with_its_row() {
    for (more, sentence) in BROKEN {
        let fault = ruled(|text| format!("{text}\n{more}")).expect_err(sentence).to_string();
        assert!(fault.starts_with(sentence), "\n got {fault}\nwant {sentence}");
    }
}

#[test]
fn the_panel_shows_both_bases_and_who_chose_where_somebody_did() {
    let picked = |code: &str| {
        let mut stage = Stage::on_duty();
        stage.press(&format!("n <PgDn> <PgDn> <F6> {{{code}}} <Enter> {{某行为}} <F4>"));
        // Wide enough that no line is broken.
        stage.size = (220, 60);
        stage
    };
    let open = picked("FR-009");
    open.sees(&[
        "FR-009 待选依据 《广东省道路运输条例》第六十三条第（七）项：¥1,000 - ¥3,000",
        "FR-009 待选依据 《道路运输车辆动态监督管理办法》第三十五条",
        "拒不改正以后",
        "! 总部尚未选定依据",
        "! 冲突 3 ",
    ]);
    open.sees_not(&["FR-009 幅度"]);
    for code in ["LZ-008", "LZ-020"] {
        picked(code).sees(&[
            &format!("{code} 待选依据 《中华人民共和国公路法》第七十七条：¥0 - ¥5,000"),
            &format!("{code} 待选依据 《广东省公路条例》第五十条第（一）项：¥0 - ¥500"),
            "! 总部尚未选定依据",
        ]);
    }
    picked("FR-005").sees(&["条号未核", "未核：依据未经核实，不能据以决定"]);
    let chosen = picked("PK-007");
    chosen.sees(&["冲突 1 ", "用国家条例的幅度", "样本总部法制审核", "2026-11-01", "PK-007 幅度"]);
    chosen.sees_not(&["待选依据"]);
}

/// `lucha show` of `what`, as JSON or in words.
fn shown(folder: &Path, what: &str, as_json: bool) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang: "zh-CN", out: &mut out, err: &mut err };
    let place = lucha::app::opening::Place { dir: Some(folder), ..Default::default() };
    lucha::cli::show::run(place, what, as_json, &mut voice);
    String::from_utf8(out).unwrap()
}

#[test]
fn recording_and_evidence_go_on_and_show_says_what_is_waited_for() {
    let (folder, mut desk) = found(founding(), EVENING);
    let waiting = with(stop("S18"), "findings[0].code", json!("FR-009"));
    let (_, answers, said) = check(&mut desk, vec![waiting, stop("S09")]);
    assert_eq!(answers[0]["outcome"], "blocked", "{said}");
    assert_eq!(answers[0]["blocked"][0]["rule"], "basis_not_chosen");
    assert!(answers[0]["blocked"][0]["unblocked_by"].as_str().unwrap().contains("立案"));
    let keys = ["fine_yuan", "range_yuan", "penalty", "number"];
    assert!(keys.iter().all(|key| answers[0][key].is_null()), "{}", answers[0]);
    let lines = desk.list("", 9).unwrap();
    let waiting = lines.iter().find(|line| line.outcome == "blocked").unwrap().inspection;
    let picture = folder.path().join("终端.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n of the terminal").unwrap();
    let kept = keep_photograph(&mut desk, waiting, &picture, None).unwrap();
    assert!(matches!(kept, Kept::New(_)));
    let decided = answers[1]["number"].as_str().unwrap().to_string();
    drop(desk);

    let id = waiting.to_string();
    let json: Value = serde_json::from_str(&shown(folder.path(), &id, true)).unwrap();
    let rests_on = &json["foundation"];
    assert_eq!(rests_on["open_bases"].as_array().unwrap().len(), 2, "{rests_on}");
    assert_eq!(rests_on["open_bases"][0]["fines_yuan"], json!([[1000, 3000]]));
    assert_eq!(rests_on["conflicts"][0]["row"], 3);
    assert_eq!(rests_on["conflicts"][0]["open"], true);
    let words = shown(folder.path(), &id, false);
    for said in ["待选依据", "! 总部尚未选定依据", "权力清单 样汕权 2026-1"] {
        assert!(words.contains(said), "{said}\n{words}");
    }
    // S09 is a sole trader's.
    let words = shown(folder.path(), &decided, false);
    let ruling = "个体工商户按公民对待（样本总部法制审核，2026-11-01）";
    assert!(words.contains(ruling), "{words}");
}

/// What the officers' word for opening `stop` comes to; both type their PINs under the terms that they are shown.
pub fn opened(desk: &mut Desk, stop: Id) -> Reply {
    let terms = match desk.handle(Command::OpenCase {
        stop,
        shown: None,
        pins: Vec::new(),
        evidence_gap: String::new(),
    }) {
        Reply::ToConfirm(terms) => terms,
        other => return other,
    };
    assert_eq!((terms.outcome, terms.fine, terms.range), (Outcome::CaseOpened, None, None));
    let pins = sample_bureau::pins().into_iter().take(2);
    let pins = pins.map(|(who, _, pin)| (who, Redacted(pin))).collect();
    desk.handle(Command::OpenCase {
        stop,
        shown: Some(terms::digest(&terms)),
        pins,
        evidence_gap: String::new(),
    })
}

#[test]
fn why_a_kind_of_evidence_is_missing_is_said_once_as_the_case_is_opened() {
    let (_folder, mut desk) = found(founding(), EVENING);
    check(&mut desk, vec![with(stop("S18"), "findings[0].code", json!("FR-009"))]);
    let stop = desk.list("", 9).unwrap()[0].inspection;
    let (shown, pins, evidence_gap) = (None, Vec::new(), "没有证人".to_string());
    let reply = desk.handle(Command::OpenCase { stop, shown, pins, evidence_gap });
    assert!(matches!(reply, Reply::ToConfirm(_)), "{reply:?}");
    // The PINs come without it.
    let reply = opened(&mut desk, stop);
    assert!(matches!(reply, Reply::Concluded(_)), "{reply:?}");
    let inspection = desk.find(&stop.to_string()).unwrap().inspection;
    assert_eq!(inspection.facts.evidence_gap, "没有证人");
    assert_eq!(inspection.ending.unwrap().outcome, Outcome::CaseOpened);
}

#[test]
fn the_case_is_opened_while_its_basis_waits_and_nothing_of_it_is_decided() {
    let (_folder, mut desk) = found(founding(), EVENING);
    let waiting = with(stop("S18"), "findings[0].code", json!("FR-009"));
    let alone = with(waiting.clone(), "officers", json!(["19050001001"]));
    let (_, answers, said) = check(&mut desk, vec![waiting, alone]);
    let rules = |nth: usize| -> Vec<&str> {
        let blocked = answers[nth]["blocked"].as_array().unwrap();
        blocked.iter().map(|no| no["rule"].as_str().unwrap()).collect()
    };
    assert_eq!(rules(0), ["basis_not_chosen"], "{said}");
    assert_eq!(rules(1), ["two_officers", "basis_not_chosen"], "{said}");
    let blocked = desk.list("", 9).unwrap();
    let ids: Vec<Id> = blocked.iter().rev().map(|line| line.inspection).collect();
    let not_to_open =
        |reply: Reply| matches!(reply, Reply::Failed(no) if no.key == "trouble.not_to_open");
    assert!(not_to_open(opened(&mut desk, ids[1])), "one officer opens none");
    let Reply::Concluded(end) = opened(&mut desk, ids[0]) else { panic!("no case") };
    let ending = end.view.inspection.ending.clone().unwrap();
    assert_eq!((end.view.line.outcome, ending.procedure.word()), ("case_opened", "ordinary"));
    assert_eq!((ending.fine, ending.range, ending.number), (None, None, None));
    assert!(ending.penalties.is_empty());
    let still: Vec<&str> = end.view.judgement.blocked.iter().map(|no| no.rule.name()).collect();
    assert_eq!(still, ["basis_not_chosen"], "the decision waits");
    assert_eq!(ending.codes, ["FR-009"]);
    assert_eq!(end.view.foundation.open.len(), 2);
    let forms: Vec<&str> = end.view.documents.iter().map(|paper| paper.form.as_str()).collect();
    assert_eq!(forms, ["scene_minutes", "correction_order"]);
    assert!(end.view.clocks.iter().any(|clock| clock.id == "case"), "90 days run");
    // Set anew from what it rested on, it is the page that the party holds.
    for paper in &end.view.documents {
        let (document, page, width_px) = (paper.document, 1, 40);
        let shown = desk.handle(Command::OpenDocument { document, page, width_px });
        let Reply::Document(page) = shown else { panic!("{shown:?}") };
        // What an order rests on by itself is printed on its page already.
        let text: String = page.text.into_iter().map(|(_, text)| text).collect();
        assert!(!text.contains("第二十八条第一款"), "{text}");
    }
    assert!(not_to_open(opened(&mut desk, ids[0])), "it is opened once");
    assert_eq!(end.view.steps.as_ref().unwrap().state, "opened");
}

#[test]
fn a_case_has_its_basis_as_soon_as_headquarters_has_chosen_it() {
    let inspection = Inspection::new(Id([1; 16]));
    let has_basis = |book: &Rulebook| {
        let judgement = act("FR-009", book);
        let stop = RecordedStop {
            inspection: &inspection,
            judgement: &judgement,
            acting: &[],
            rulebook: book,
            cash: None,
            filed_at: None,
            clocks: &[],
            agency_lacks: &[],
            now: at(EVENING),
        };
        stop.facts().act.has_basis
    };
    assert!(!has_basis(&sample()));
    assert!(has_basis(&all_ruled()));
}

#[test]
fn an_act_that_waits_for_its_basis_asks_for_nothing_that_only_the_spot_asks_for() {
    let untold = with(stop("S18"), "findings[0].code", json!("FR-009"));
    let untold = with(untold, "telling", json!({ "cards_shown": true, "told": [] }));
    let judgement = judged(untold, &sample());
    let rules: Vec<Rule> = judgement.blocked.iter().map(|no| no.rule).collect();
    assert_eq!(rules, [Rule::BasisNotChosen]);
    assert!(judgement.may_be_opened());
    assert!(!judged(stop("S06"), &sample()).may_be_opened(), "its scale is not in order");
    assert!(!judged(stop("S08"), &sample()).may_be_opened(), "it is no refusal");
}

#[test]
fn a_spilled_load_is_one_act_under_two_codes_and_fined_once() {
    let book = approved(sample());
    for (one, other, same) in [
        ("FR-006", "LZ-015", true),
        ("LZ-015", "FR-006", true),
        ("FR-006", "FR-006", true),
        ("OL-001", "OL-002", true),
        ("FR-006", "LZ-008", false),
        ("OL-001", "OL-009", false),
    ] {
        assert_eq!(book.is_one_act(one, other), same, "{one} {other}");
    }
    let both = |codes: [&str; 2]| {
        let finding = |code: &str| json!({ "code": code, "facts": "货物掉落路面" });
        let asked = with(stop("S08"), "findings", json!(codes.map(finding)));
        judged(asked, &book).blocked
    };
    let fields = |codes: [&str; 2]| -> Vec<String> {
        let no = both(codes).into_iter().filter(|no| no.rule == Rule::OneActOneFine);
        no.map(|no| no.field).collect()
    };
    assert_eq!(fields(["FR-006", "LZ-015"]), ["findings[1].code"]);
    assert_eq!(fields(["FR-006", "LZ-008"]), [""; 0]);
}
