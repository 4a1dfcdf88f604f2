//! The law library over the sample pack: what is found by what is typed and in which order, where each act can lead, and
//! what its page says.

use crate::bureau::{EVENING, check, found as founded, sample as bureau};
use crate::rulebook::sample;
use crate::scenarios::stop;
use lucha::app::law_page::page;
use lucha::app::view::law_page::Tone;
use lucha::cli::{Voice, code, law};
use lucha::domain::library::way::{clocks, papers, ways};
use lucha::domain::library::{Library, LibraryRow};
use lucha::domain::party::PartyKind;
use lucha::domain::procedure::Track;
use lucha::domain::procedure::papers::NATIONAL;
use lucha::domain::rulebook::{
    Benchmark, Bound, Bounds, Family, Rulebook, Tier, TierAmount, TierCondition, TierFactor,
    TierMeasure,
};
use lucha::stdx::day::Day;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn today() -> Day {
    Day::parse("2026-11-23").unwrap()
}

fn found(library: &Library, typed: &str) -> Vec<String> {
    library.find(typed).into_iter().map(|nth| library.rows()[nth].code.clone()).collect()
}

#[test]
fn the_library_has_every_act_once_in_the_order_of_the_catalogue_and_those_of_others_last() {
    let book = sample();
    let library = Library::of(&book);
    let all = found(&library, "");
    assert_eq!(all.len(), book.violations.len() + book.police_only.len());
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    assert_eq!(found(&library, "  "), all, "blanks are nothing typed");
    let families: Vec<Option<Family>> = library.rows().iter().map(|row| row.family).collect();
    let mut order = families.clone();
    order.dedup();
    let mut want: Vec<Option<Family>> = Family::ALL.into_iter().map(Some).collect();
    want.push(None);
    assert_eq!(order, want);
    assert_eq!(all[..2], ["OL-001", "OL-002"]);
}

#[test]
fn an_act_is_found_by_code_article_words_and_every_reading_the_best_fit_first() {
    let library = Library::of(&sample());
    for (typed, first) in [
        ("ol-001", &["OL-001"][..]),
        ("OL001", &["OL-001"]),
        ("ＯＬ－００１", &["OL-001"]),
        ("ol-00", &["OL-001", "OL-002", "OL-003"]),
        ("可分载", &["OL-001"]),
        ("kfzhw", &["OL-001"]),
        ("divisible load", &["OL-001"]),
        // 重 is zhong and chong, 车 is che and ju, 载 is zai.
        ("zxhcwagd", &["FR-009"]),
        ("cxhcwagd", &["FR-009"]),
        ("zxhjwagd", &["FR-009"]),
        ("重型 wxdw", &["FR-009"]),
        ("gnss", &[]),
        ("道条63(二)", &["PK-001", "PK-002", "PK-003", "CH-006"]),
        ("道条第六十三条第（二）项", &["PK-001", "PK-002", "PK-003", "CH-006"]),
        ("《道路运输条例》 第63条", &["PK-001", "PK-002", "PK-003"]),
        ("dt63", &["PK-001", "PK-002", "PK-003"]),
        ("超限43", &["OL-001", "OL-002"]),
        ("超限43(1)一", &["OL-002"]),
        ("路保65(3)", &["OL-009", "OL-010"]),
        ("路保67", &["OL-011", "OL-012"]),
        // Of another organ: the pack cites it in words.
        ("道条34(2)", &["PO-001"]),
        ("水条38", &["PO-005"]),
        ("海事", &["PO-005"]),
        // The name holds the word, then all that rests on that law.
        ("航道法", &["PO-006", "WW-011", "WW-012", "WW-013", "WW-014"]),
        ("没有这个", &[]),
        ("道条999", &[]),
    ] {
        let got = found(&library, typed);
        assert!(got.len() >= first.len() && got[..first.len()] == *first, "{typed}: {got:?}");
        assert!(!first.is_empty() || got.is_empty(), "{typed}: {got:?}");
    }
}

#[test]
fn every_word_of_what_was_typed_must_fit_and_an_article_is_only_that_one() {
    let library = Library::of(&sample());
    assert_eq!(found(&library, "擅自 道条63(三)"), ["DG-001"]);
    assert_eq!(found(&library, "客运 站 ST-001"), ["ST-001"]);
    let book = sample();
    for code in found(&library, "粤道条62") {
        let violation = book.violation(&code).unwrap_or_else(|| panic!("{code}"));
        let mut cites =
            violation.bases.iter().flat_map(|basis| &basis.cites).chain(&violation.violated);
        assert!(cites.any(|cite| cite.law == "粤道条" && cite.article == 62), "{code}");
    }
    let of_former: Vec<String> = found(&library, "道条2022第63条");
    assert!(of_former.contains(&"PK-001".to_string()), "former texts are found by their own name");
}

#[test]
fn every_article_that_a_row_cites_finds_the_row() {
    let book = sample();
    let library = Library::of(&book);
    for violation in book.violations.values() {
        for cite in violation.violated.iter().chain(violation.bases.iter().flat_map(|b| &b.cites)) {
            let places = [
                format!("{}{}", cite.law, cite.article),
                format!("{}{}", cite.law, cite.place_in_chinese()),
            ];
            for typed in places.into_iter().filter(|_| cite.article > 0) {
                let got = found(&library, &typed);
                assert!(
                    got.contains(&violation.code),
                    "{typed}: {} not in {got:?}",
                    violation.code
                );
            }
            assert!(found(&library, &cite.law).contains(&violation.code), "{}", cite.law);
        }
    }
}

#[test]
fn another_order_moves_what_fits_equally_and_nothing_else() {
    let last = |row: &LibraryRow| usize::from(row.code != "OL-003");
    let catalogue = Library::of(&sample());
    let library = catalogue.clone().ordered(last);
    assert_eq!(found(&library, "")[..2], ["OL-003", "OL-001"]);
    assert_eq!(found(&library, "ol-001"), ["OL-001"], "a better fit stays first");
    assert_eq!(found(&library, "ol-00")[..2], ["OL-003", "OL-001"]);
    assert_eq!(found(&catalogue, "")[..2], ["OL-001", "OL-002"], "a copy was put in order");
}

/// Procedures of a row, each with the first letters of the kinds of party.
fn led(book: &Rulebook, code: &str) -> String {
    let kind = |kind: &PartyKind| match kind {
        PartyKind::Citizen => 'C',
        PartyKind::SoleTrader => 'S',
        PartyKind::Organisation => 'O',
    };
    let ways = ways(book.violation(code).unwrap(), book, today());
    let one = |(track, kinds): (Track, String)| format!("{} {kinds}", track.word()).trim().into();
    let ways = ways.iter().map(|way| (way.track, way.parties.iter().map(kind).collect()));
    ways.map(one).collect::<Vec<String>>().join(", ")
}

#[test]
fn an_act_leads_where_its_amounts_and_measures_let_it() {
    let book = sample();
    for (code, want) in [
        // A caution or a small fine, and up to 30,000; 100,000 for a hearing of an organisation is never reached.
        ("OL-001", "summary CSO, ordinary CSO, hearing CS, no_penalty"),
        // No fine: the vehicle is held until the permit is shown.
        ("OL-008", "measure, no_penalty"),
        // The permit is taken besides the fine, which no summary procedure does.
        ("OL-009", "ordinary CSO, hearing CS, evidence_hold"),
        ("OL-014", "ordinary CSO, hearing CSO"),
        // A driver alone, who is banned from the trade.
        ("OL-015", "ordinary C, hearing C"),
        ("PK-001", "ordinary CSO, hearing CSO, measure"),
        ("PK-007", "summary O, ordinary CSO, hearing CSO"),
        ("PK-012", "summary CSO, no_penalty"),
        ("DG-013", "summary CSO, no_penalty"),
        ("TX-006", "summary C, ordinary C, no_penalty"),
        // 50,000 for an organisation, 2,000 for a person: nobody's fine is held against another's limit.
        ("WW-011", "summary CSO, ordinary CSO"),
        // 100,000 to 500,000 for who runs it, up to 100,000 for who answers for it.
        ("PK-016", "summary C, ordinary CSO, hearing CSO"),
    ] {
        assert_eq!(led(&book, code), want, "{code}");
    }
    // Whether a vehicle of both trades may be held is a ruling.
    let mut book = book;
    let row = book.violations.get_mut("NC-002").unwrap();
    row.coercion.push(lucha::domain::rulebook::Coercion::K1);
    assert!(!led(&book, "NC-002").contains("measure"));
    book.rulings.ride_hailing_impound = true;
    assert!(led(&book, "NC-002").contains("measure"));
    // Where no basis is in force nothing is led to by one.
    let violation = book.violation("PK-001").unwrap();
    let mut gone = violation.clone();
    gone.bases.retain(|basis| basis.until.is_some());
    let tracks: Vec<Track> = ways(&gone, &book, today()).into_iter().map(|way| way.track).collect();
    assert_eq!(tracks, [Track::Measure]);
}

#[test]
fn every_way_has_papers_of_the_national_set_each_once() {
    for track in Track::ALL {
        let papers = papers(track);
        let all: Vec<u8> = papers.made.iter().chain(&papers.as_needed).copied().collect();
        assert!(all.iter().all(|number| (1..=NATIONAL.len()).contains(&usize::from(*number))));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{track:?}: {all:?}");
        assert_eq!(papers.local.iter().collect::<BTreeSet<_>>().len(), papers.local.len());
    }
    assert_eq!(papers(Track::Summary).made, [4, 14, 16]);
    assert_eq!(papers(Track::Summary).as_needed, [2, 24]);
    assert_eq!(papers(Track::Measure).made, [4, 8, 9, 10, 23]);
    assert_eq!(papers(Track::EvidenceHold).local, ["证据登记保存审批表"]);
}

#[test]
fn the_deadlines_that_begin_are_those_of_its_ways() {
    let book = sample();
    let begun = |code: &str| -> Vec<String> {
        let violation = book.violation(code).unwrap();
        let ways = ways(violation, &book, today());
        clocks(violation, &ways, &book, today()).into_iter().map(|row| row.id.clone()).collect()
    };
    for (code, with, without) in [
        ("OL-001", &["time_bar", "on_spot_filing", "case", "over_limit_report"][..], "seizure"),
        ("OL-008", &["time_bar", "seizure", "measure_approval"], "payment"),
        ("PK-001", &["case", "hearing_request", "seizure", "suit_direct"], "on_spot_filing"),
        ("PK-012", &["on_spot_filing", "payment", "cash_to_agency", "reconsideration"], "case"),
        ("OL-009", &["evidence_hold", "publication"], "over_limit_report"),
    ] {
        let got = begun(code);
        for id in with {
            assert!(got.iter().any(|known| known == id), "{code} lacks {id}: {got:?}");
        }
        assert!(!got.iter().any(|known| known == without), "{code}: {got:?}");
    }
}

#[test]
fn each_act_of_another_organ_stands_beside_one_of_ours_and_says_how_to_tell_them_apart() {
    let book = sample();
    for code in book.police_only.keys() {
        let mut rows = book.look_alikes_of(code);
        let ours = rows.any(|row| row.codes.iter().any(|other| book.violation(other).is_some()));
        assert!(ours, "{code}");
    }
    for row in &book.look_alikes {
        // What was not read in the laws is not stood for.
        assert!(!row.confirmed || row.mark == "A", "{:?}", row.codes);
    }
}

/// The page of `code` in one text.
fn text(book: &Rulebook, code: &str, lang: &str) -> String {
    let lines = page(book, code, today(), lang);
    lines.into_iter().map(|line| line.text + "\n").collect()
}

#[test]
fn a_page_has_all_that_the_pack_says_of_an_act() {
    let book = sample();
    let seen = |code: &str, words: &[&str]| {
        let text = text(&book, code, "zh-CN");
        for word in words {
            assert!(text.contains(word), "{code}: `{word}` is not in\n{text}");
        }
    };
    seen(
        "PK-001",
        &[
            "PK-001 未取得许可擅自从事道路客运",
            "核实等级 A",
            "当事人 公民、个体工商户、单位",
            "道条63 [现行 2023-07-20 ~]",
            "《中华人民共和国道路运输条例》第六十三条第（二）项〔2023-07-20〕",
            "罚款 ¥10,000 - ¥100,000（违法所得不超过 ¥20,000）",
            "道条2022-63 [已失效 2022-05-01 ~ 2023-07-19]",
            "罚款 ¥30,000 - ¥100,000",
            "裁量标准未核，占位：较轻 ¥10,000，一般 ¥55,000，严重 ¥100,000",
            "证据至少 2 种",
            "暂扣没有车辆营运证",
            "普通程序 [公民、个体工商户、单位]: ",
            "听证通知书（式样12）",
            "《案件调查报告》",
            "办案期限: 立案起 90 日内",
            "扣押期限",
            "没有见到公布的不予、从轻清单列入",
            "PK-002 使用失效、伪造、注销等无效证件从事客运",
            "规则包 sample-gd-st",
        ],
    );
    seen(
        "OL-001",
        &[
            "每 1,000 kg 罚款 ¥500，最高 ¥30,000",
            "超限43 [现行、总部选用]",
            "粤公路51 [现行、总部未选用]",
            "! 超限有三套幅度",
            "总部裁定适用 超限43（样本总部法制审核，2026-11-01）",
            "河南一地的非现场减轻幅度",
            "PO-001 [移送 公安交管]",
            "归公安交管。同一行为只罚一次",
        ],
    );
    seen("FR-009", &["现行、与另一依据竞合，总部未裁定", "! 依据竞合，总部裁定前不拟金额"]);
    seen("PK-012", &["金额固定，没有裁量幅度", "不予处罚（处罚法33(1)）", "处罚法33的候选"]);
    seen("VE-002", &["、拒不改正的、再次违反的]"]);
    seen("FR-001", &["! 行驶证总质量不超过 4500 千克", "! 在粤自用运输不属货运经营"]);
    seen("WW-011", &["航道法42-单位 [现行、单位]", "航道法42-个人 [现行、公民]"]);
    seen(
        "FR-010",
        &[
            "反恐法85-经营者 [现行、个体工商户、单位]",
            "罚款 ¥100,000 - ¥500,000",
            "反恐法85-责任人 [现行、公民]",
            "罚款 ¥0 - ¥100,000",
        ],
    );
    seen("MT-002", &["! 全部或者部分处罚要先责令限期改正", "、拒不改正的]", "湖北2022清单"]);
    seen("PO-003", &["PO-003 [移送 公安机关]", "! 归 公安机关，本机关不得处罚", "DG-013 [未核]"]);
    assert_eq!(text(&book, "XX-001", "zh-CN"), "");
}

#[test]
fn what_the_packs_lists_say_of_an_act_stands_on_its_page_with_all_that_they_ask_for() {
    let mut book = sample();
    let page = text(&book, "LZ-015", "zh-CN");
    for words in
        ["[未核] 《公路路政轻微违法行为免罚清单》第 1 项 车辆装载物", "未影响交通", "初次违法"]
    {
        assert!(page.contains(words), "`{words}` is not in\n{page}");
    }
    let page = text(&book, "OL-008", "en");
    assert!(page.contains("item 1 permit for an abnormal load not carried: no measure"), "{page}");
    // A list of headquarters' own speaks of an act whose row names none.
    assert!(text(&book, "OL-013", "zh-CN").contains("没有见到公布的"));
    assert!(!led(&book, "OL-013").contains("no_penalty"));
    let list = &mut book.leniency[0];
    (list.confirmed, list.name_zh) = (true, "示范清单".into());
    list.items[0].codes = vec!["OL-013".into()];
    let page = text(&book, "OL-013", "zh-CN");
    assert!(page.contains("\n《示范清单》第 1 项"), "{page}");
    assert!(!page.contains("没有见到公布的"), "{page}");
    assert!(led(&book, "OL-013").contains("no_penalty"));
}

#[test]
fn the_advice_of_an_act_stands_on_its_page_in_the_readers_language() {
    let mut book = sample();
    let mut advised = 0;
    for (code, violation) in &book.violations {
        let (Some(chinese), Some(english)) = (&violation.advice_zh, &violation.advice_en) else {
            continue;
        };
        advised += 1;
        for (lang, own, other) in [("zh-CN", chinese, english), ("en", english, chinese)] {
            let page = text(&book, code, lang);
            let (own, other) = (format!("! {own}"), format!("! {other}"));
            assert!(page.contains(&own) && !page.contains(&other), "{lang} {code}: {page}");
        }
    }
    assert_eq!(advised, 82);
    // A pack that says it in Chinese alone keeps nothing from anybody.
    let act = book.violations.get_mut("OL-004").unwrap();
    act.advice_en = None;
    let chinese = act.advice_zh.clone().unwrap();
    assert!(text(&book, "OL-004", "en").contains(&format!("! {chinese}")));
}

#[test]
fn whatever_is_not_verified_says_so_on_its_page_in_both_languages() {
    let book = sample();
    for (code, violation) in &book.violations {
        for (lang, sign, grade) in
            [("zh-CN", "[未核]", "核实等级"), ("en", "[not verified]", "verified to grade")]
        {
            let lines = page(&book, code, today(), lang);
            let head = &lines[0];
            assert_eq!(head.tone, Tone::Heading);
            assert_eq!(head.text.contains(sign), !violation.confirmed, "{code}: {}", head.text);
            let warned = lines.iter().any(|line| {
                let of_page =
                    line.text.contains("不能据以决定") || line.text.contains("NOT VERIFIED");
                line.tone == Tone::Warning && of_page
            });
            assert_eq!(warned, !violation.confirmed, "{code}");
            let text: String = lines.iter().map(|line| format!("{}\n", line.text)).collect();
            let graded = format!("{grade} {}\n", violation.mark);
            assert!(text.contains(&graded), "{code}: its mark");
            let cites = violation.bases.iter().flat_map(|basis| &basis.cites);
            let own = violation.bases.iter().flat_map(|basis| &basis.violated);
            let vague = cites.chain(&violation.violated).chain(own).any(|cite| cite.article == 0);
            assert_eq!(text.contains("条号未核") || text.contains("(article not verified"), vague);
            for family in ["law_page.", "sanction.", "trap.", "period.", "factor.", "family."] {
                assert!(!text.contains(family), "{code}: {family} in {text}");
            }
            // What warns begins with a sign: in one colour nothing else tells it.
            let signed = |line: &&lucha::app::view::law_page::PageLine| {
                line.tone == Tone::Warning && !line.text.starts_with("! ")
            };
            assert_eq!(lines.iter().find(signed), None, "{code}");
        }
    }
}

#[test]
fn a_standard_shows_its_tiers_and_says_whether_somebody_stands_for_it() {
    let mut book = sample();
    let amount = |least, most| TierAmount {
        measure: TierMeasure::Fine { band: 1 },
        least,
        least_included: true,
        most,
        most_included: false,
    };
    let once = TierCondition {
        factor: TierFactor::Count,
        bounds: Bounds { from: None, until: Some(Bound::Included(1)) },
    };
    let tier = |order, name: &str, when, amount| Tier {
        order,
        name_zh: name.into(),
        name_en: format!("tier {order}"),
        when,
        amount,
    };
    book.benchmarks = vec![Benchmark {
        code: "PK-007".into(),
        basis: "道条68".into(),
        source: "《示范裁量标准》".into(),
        from: None,
        until: None,
        lookback_months: 12,
        unit: String::new(),
        tiers: vec![
            tier(1, "较轻", vec![vec![once]], amount(1_000, 1_400)),
            tier(2, "一般", vec![vec![]], amount(1_400, 2_000)),
        ],
        mark: "B".into(),
        confirmed: false,
    }];
    let page = text(&book, "PK-007", "zh-CN");
    for line in [
        "[未核] 裁量标准 《示范裁量标准》，依据 道条68，核实等级 B",
        "[未核] 较轻: 罚款1,000元以上不满1,400元（违法次数1次）",
        "[未核] 一般: 罚款1,400元以上不满2,000元",
    ] {
        assert!(page.contains(line), "`{line}` is not in\n{page}");
    }
    assert!(!page.contains("占位"), "a standard stands in the place of the ladder");
    book.benchmarks[0].confirmed = true;
    let page = text(&book, "PK-007", "en");
    assert!(page.contains("  tier 1: 罚款1,000元以上不满1,400元"), "{page}");
}

/// `lucha law` on the bureau in `folder`: exit code, answers, sentences.
fn law(folder: &Path, words: &[&str], json: bool, lang: &str) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut voice = Voice { lang, out: &mut out, err: &mut err };
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    let code = law::run(Some(folder).into(), &words, json, &mut voice);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

#[test]
fn the_command_lists_what_fits_and_shows_the_one_that_is_left_in_full() {
    let (folder, desk) = founded(bureau(), EVENING);
    drop(desk);
    let ask = |words: &[&str], json| law(folder.path(), words, json, "zh-CN");
    let (done, all, _) = ask(&[], false);
    assert_eq!((done, all.lines().count()), (code::DONE, 173));
    let (done, listed, said) = ask(&["道条63(二)"], false);
    assert_eq!((done, said.as_str()), (code::DONE, ""));
    assert_eq!(listed.lines().next(), Some("PK-001 未取得许可擅自从事道路客运"));
    assert!(!listed.contains("FR-001") && listed.lines().count() < 10, "{listed}");
    // The one that is left, and the one whose code was typed whole.
    for words in [&["kfzhw"][..], &["ol-001"], &["超限", "可分载"]] {
        let (_, page, _) = ask(words, false);
        assert!(page.contains("最高 ¥30,000") && page.contains("容易混淆"), "{words:?}: {page}");
    }
    let (_, page, _) = law(folder.path(), &["PO-001"], false, "en");
    assert!(page.contains("! belongs to 公安交管"), "{page}");
    let (done, out, said) = ask(&["没有这个"], false);
    assert_eq!((done, out.as_str()), (code::NOTHING, ""));
    assert!(said.contains("没有找到"), "{said}");
}

#[test]
fn a_script_gets_one_object_for_each_act() {
    let (folder, desk) = founded(bureau(), EVENING);
    drop(desk);
    let (_, out, _) = law(folder.path(), &["OL-00"], true, "en");
    let acts: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(acts.len(), 9);
    let first = &acts[0];
    assert_eq!(first["code"], "OL-001");
    assert_eq!((&first["mark"], &first["verified"]), (&json!("A/S"), &json!(true)));
    assert_eq!(first["open_bases"], json!(["超限43"]));
    assert_eq!(first["procedures"][0]["procedure"], "summary");
    assert_eq!(first["procedures"][0]["makes"], json!([4, 14, 16]));
    assert_eq!(first["look_alikes"], json!(["OL-003", "PO-001"]));
    assert_eq!((&first["conflict"], &first["prior_order"]), (&json!(4), &json!(false)));
    let (_, out, _) = law(folder.path(), &["PO-001"], true, "en");
    let act: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&act["organ"], &act["family"]), (&json!("公安交管"), &Value::Null));
    assert_eq!(act["procedures"], Value::Null, "where it leads is the other organ's business");
}

#[test]
fn what_scripts_recorded_counts_for_nobody_and_is_met_all_the_same() {
    let (_folder, mut desk) = founded(bureau(), EVENING);
    assert_eq!(desk.habits(today()).unwrap().place("OL-001"), None);
    let (_, answers, said) = check(&mut desk, vec![stop("S01")]);
    assert_eq!(answers.len(), 1, "{said}");
    assert_eq!(desk.habits(today()).unwrap().place("OL-001"), Some(0));
    let next_year = today().plus(366);
    assert_eq!(desk.habits(next_year).unwrap().place("OL-001"), None, "a year later it is none");
}
