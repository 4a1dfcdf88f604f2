//! The sample pack: it loads, every row keeps the rules of a row, and a broken pack is refused with
//! file and row.

use lucha::domain::fine_band::Reached;
use lucha::domain::inspection::Harm;
use lucha::domain::law_in_time::{ActInTime, choose};
use lucha::domain::rulebook::{
    Citation, Coercion, Family, GainTest, Rulebook, Sanction, Violation,
};
use lucha::stdx::day::Day;
use lucha::stdx::fen::Fen;
use lucha::wire::rulebook::{PackFault, load};
use std::fs;
use std::path::Path;

/// Files of a pack by name.
pub type Files = Vec<(String, Vec<u8>)>;

/// No gain, no harm, no refusal.
const NOTHING: Reached = Reached { gain: Fen::ZERO, harm: Harm::None, refused: false };

/// The sample pack's files as they lie on the disk, named relative to the pack.
pub fn sample_files() -> Files {
    fn gather(root: &Path, folder: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/rulebook");
    let mut files = Vec::new();
    gather(&root, &root, &mut files);
    files
}

pub fn load_files(files: &Files) -> Result<Rulebook, PackFault> {
    let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    load(&borrowed)
}

pub fn sample() -> Rulebook {
    load_files(&sample_files()).unwrap_or_else(|fault| panic!("{fault}"))
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn the_sample_pack_has_every_row_of_its_families() {
    let book = sample();
    assert!(book.pack.sample);
    assert_eq!(book.pack.approver, "样本总部法制审核");
    let rows = [18, 16, 6, 4, 10, 18, 9, 8, 5, 7, 5, 6, 7, 7, 3, 24, 14];
    for (family, rows) in Family::ALL.into_iter().zip(rows) {
        let codes: Vec<_> =
            book.violations.values().filter(|v| v.family == family).map(|v| &v.code).collect();
        let want: Vec<_> = (1..=rows).map(|n| format!("{}-{n:03}", family.prefix())).collect();
        assert_eq!(codes, want.iter().collect::<Vec<_>>());
    }
    assert_eq!(book.violations.len(), 167);
    let police: Vec<_> = book.police_only.keys().map(String::as_str).collect();
    assert_eq!(police, ["PO-001", "PO-002", "PO-003", "PO-004", "PO-005", "PO-006"]);
}

/// Decisions name a pack by its version too: other rows come under another word, and this row is the only one to change.
#[test]
fn a_pack_with_other_rows_has_another_version() {
    let pack = sample().pack;
    let digest = "012a60453d28186e31ccdf73bee89d320a7db4dcb10090e5b701f1827e518e76";
    assert_eq!((pack.version.as_str(), pack.digest.hex().as_str()), ("2026.11-12", digest));
}

#[test]
fn every_row_cites_known_laws_and_has_a_basis_today_and_a_confirmed_one_names_its_article() {
    let book = sample();
    for violation in book.violations.values() {
        let code = &violation.code;
        assert!(!violation.violated.is_empty() && !violation.factors.is_empty(), "{code}");
        let (chinese, english) = (&violation.advice_zh, &violation.advice_en);
        assert!(!chinese.as_ref().is_some_and(|a| a.trim().is_empty()), "{code}");
        // Both languages say it, and name the same laws and acts.
        assert_eq!(chinese.is_some(), english.is_some(), "{code}: advice in one language alone");
        let english = english.as_deref().unwrap_or_default();
        assert_eq!(chinese.is_some(), !english.trim().is_empty(), "{code}");
        let chinese = chinese.as_deref().unwrap_or_default();
        for name in book.laws.keys().chain(book.violations.keys()) {
            assert_eq!(chinese.contains(name), english.contains(name), "{code}: {name}");
        }
        assert!(violation.bases.iter().any(|b| b.in_force(day("2026-11-23"))), "{code}");
        let of_bases = violation.bases.iter().flat_map(|b| &b.cites);
        for citation in violation.violated.iter().chain(of_bases) {
            assert!(book.laws.contains_key(&citation.law), "{code}: {}", citation.law);
        }
        for basis in &violation.bases {
            let named = basis.cites.iter().all(|c| c.article > 0);
            assert!(named || !violation.confirmed, "{code}: a basis names its article");
            let named = violation.violated.iter().all(|c| c.article > 0);
            assert!(named || !violation.confirmed, "{code}: what it violates names its article");
            let is_open = chinese.contains("待核") || english.contains("to be verified");
            assert!(!violation.confirmed || !is_open, "{code}: {chinese} {english}");
            for sanction in &basis.sanctions {
                if let Sanction::FineRange { least, most, .. } = sanction {
                    assert!(least <= most && *most > Fen::ZERO, "{code}");
                }
            }
        }
        let counts = ("OL-001"..="OL-007").contains(&code.as_str());
        assert_eq!(violation.over_limit, counts, "{code}");
        let by_permit = ("OL-004"..="OL-007").contains(&code.as_str());
        assert_eq!(violation.indivisible_permit, by_permit, "{code}");
        // Whether a ride-hailing car or a taxi may be held has not been ruled on.
        let held = [Coercion::K1, Coercion::K2].iter().any(|k| violation.coercion.contains(k));
        let in_doubt = matches!(violation.family, Family::RideHailing | Family::Taxi);
        assert!(!in_doubt || !held, "{code}");
    }
}

/// Two different bands for the same gain would leave the officer with two answers; a gain in no band
/// would leave the officer with none.
#[test]
fn bands_of_gain_neither_overlap_nor_leave_a_gap() {
    for violation in sample().violations.values() {
        for basis in &violation.bases {
            let tests: Vec<GainTest> = basis
                .sanctions
                .iter()
                .filter(|sanction| !sanction.waits_for_refusal())
                .filter_map(|sanction| match sanction {
                    Sanction::FineRange { gain, serious: false, damage: false, .. }
                    | Sanction::GainMultiple { gain, .. } => Some(*gain),
                    _ => None,
                })
                .collect();
            let edges = [1, 3000, 10_000, 20_000, 30_000, 100_000].map(|at| [at - 1, at, at + 1]);
            for yuan in edges.into_iter().flatten().chain([1_000_000]) {
                let hits = tests.iter().filter(|t| t.holds(Fen::from_yuan(yuan))).count();
                let want = usize::from(!tests.is_empty());
                assert_eq!(hits, want, "{} {} gain {yuan}", violation.code, basis.id);
            }
        }
    }
}

#[test]
fn amounts_are_those_of_the_law() {
    let book = sample();
    let band = |least, most| (Fen::from_yuan(least), Fen::from_yuan(most));
    for (code, basis, wants) in [
        ("OL-003", "路保64", vec![band(0, 30_000)]),
        ("OL-009", "路保65", vec![band(1000, 5000)]),
        ("OL-017", "粤道条65", vec![band(10_000, 30_000)]),
        ("PK-001", "道条63", vec![band(10_000, 100_000)]),
        ("PK-001", "道条2022-63", vec![band(30_000, 100_000)]),
        ("PK-007", "道条68", vec![band(1000, 2000)]),
        ("PK-007", "粤道条63", vec![band(1000, 3000)]),
        ("PK-016", "反恐法86-经营者", vec![band(100_000, 500_000)]),
        ("PK-016", "反恐法86-责任人", vec![band(0, 100_000)]),
        ("FR-010", "反恐法85-经营者", vec![band(100_000, 500_000)]),
        ("FR-010", "反恐法85-责任人", vec![band(0, 100_000)]),
        ("FR-001", "道条63", vec![band(3000, 10_000), band(10_000, 50_000)]),
        ("FR-008", "道条69", vec![band(5000, 20_000)]),
        ("NC-003", "网约34", vec![band(200, 2000)]),
        ("NC-005", "网约35", vec![band(5000, 10_000), band(10_000, 30_000)]),
        ("NC-009", "网约36", vec![band(50, 200)]),
    ] {
        let basis = book.violation(code).and_then(|v| v.basis(basis)).expect(code);
        let bands: Vec<_> = basis
            .sanctions
            .iter()
            .filter_map(|sanction| match sanction {
                Sanction::FineRange { least, most, .. } => Some((*least, *most)),
                _ => None,
            })
            .collect();
        assert_eq!(bands, wants, "{code}");
    }
    let plate = &book.violation("PK-012").unwrap().bases[0].sanctions;
    let fixed =
        Sanction::FixedFine { amount: Fen::from_yuan(200), may: false, after_refusal: false };
    assert_eq!(*plate, [fixed]);
    assert_eq!(book.violation("PK-001").unwrap().evidence_kinds_min, 2);
    assert_eq!(book.violation("PK-002").unwrap().evidence_kinds_min, 1);
}

#[test]
fn rulings_and_days_leave_the_bases_they_should() {
    let book = sample();
    for (code, on, want) in [
        ("OL-001", "2026-11-23", vec!["超限43"]),
        ("OL-005", "2026-11-23", vec!["超限43"]),
        ("PK-007", "2026-11-23", vec!["道条68"]),
        ("PK-001", "2026-11-23", vec!["道条63"]),
        ("PK-001", "2023-07-20", vec!["道条63"]),
        ("PK-001", "2023-07-19", vec!["道条2022-63"]),
        // The ruling names the norm, in each of its versions.
        ("PK-007", "2023-07-19", vec!["道条2022-69"]),
        ("PK-007", "2022-04-30", vec!["道条2019-69"]),
        // The sample headquarters has not ruled on this conflict: both stay open.
        ("FR-009", "2026-11-23", vec!["粤道条63", "动规35"]),
        ("CH-001", "2026-11-23", vec!["粤道条63"]),
    ] {
        let violation = book.violation(code).unwrap();
        let (act_on, decided_on, party) = (day(on), day(on), None);
        let act = ActInTime { act_on, decided_on, reached: NOTHING, party, road_surface: None };
        let open = choose(violation, &act, &book.rulings).bases();
        let open: Vec<_> = open.iter().map(|b| b.id.as_str()).collect();
        assert_eq!(open, want, "{code} on {on}");
    }
}

#[test]
fn places_are_cited_as_papers_cite_them() {
    let book = sample();
    let place = |law: &str, article, paragraph, item| Citation {
        law: law.into(),
        article,
        paragraph,
        item,
    };
    for (citation, want) in [
        (place("路保", 64, Some(1), Some(2)), "《公路安全保护条例》第六十四条第一款第（二）项"),
        (place("路保", 66, None, None), "《公路安全保护条例》第六十六条"),
        (place("道条", 0, None, None), "《中华人民共和国道路运输条例》"),
        (place("道条", 63, None, Some(2)), "《中华人民共和国道路运输条例》第六十三条第（二）项"),
    ] {
        assert_eq!(book.cite(&citation), want);
    }
    let basis = &book.violation("OL-001").unwrap().bases[0];
    assert_eq!(
        book.cite_all(&basis.cites),
        "《公路安全保护条例》第六十四条、《超限运输车辆行驶公路管理规定》第四十三条第一款第（二）项"
    );
}

#[test]
fn any_other_byte_is_another_digest() {
    let files = sample_files();
    let digest = sample().pack.digest;
    let mut turned = files.clone();
    turned.reverse();
    assert_eq!(load_files(&turned).unwrap().pack.digest, digest, "order of files means nothing");
    for n in 0..files.len() {
        let mut altered = files.clone();
        altered[n].1.extend(b"\n");
        assert_ne!(load_files(&altered).unwrap().pack.digest, digest, "{}", files[n].0);
    }
    let mut more = files.clone();
    more.push(("notes.txt".into(), Vec::new()));
    assert_ne!(load_files(&more).unwrap().pack.digest, digest);
}

#[test]
fn every_row_gives_a_penalty_a_hold_or_says_what_is_not_chosen() {
    use lucha::domain::discretion::circumstances::FactorValues;
    use lucha::domain::inspection::Finding;
    use lucha::domain::sanctioning::{Case, Proposal, finish, propose};
    let rulebook = sample();
    for row in rulebook.violations.values() {
        // As if its approver stood for it: what is not confirmed blocks, whatever it gives.
        let violation = &Violation { confirmed: true, ..row.clone() };
        for harm in [Harm::None, Harm::Slight, Harm::Serious] {
            let finding = Finding { harm, ..Finding::of(&violation.code) };
            let mut proposal = Proposal::default();
            let (today, party) = (day("2026-11-23"), None);
            let reached = Reached { harm, ..NOTHING };
            let (act_on, decided_on) = (today, today);
            let act = ActInTime { act_on, decided_on, reached, party, road_surface: None };
            let values = &FactorValues::of(&finding, None, Vec::new());
            propose(
                &Case { nth: 0, finding: &finding, violation, act, values, spares_coercion: false },
                &rulebook,
                &mut proposal,
            );
            finish(&Default::default(), &rulebook, &mut proposal);
            let gives = !proposal.penalties.is_empty()
                || proposal.holds
                || proposal.orders
                || proposal.rests_on_scale
                || !proposal.blocked.is_empty();
            assert!(gives, "{} with {harm:?} gives nothing at all", violation.code);
        }
    }
}

/// The sample pack with `from` replaced by `to` in its weight tables.
fn weighed(from: &str, to: &str) -> Result<Rulebook, PackFault> {
    let mut files = sample_files();
    let weights = files.iter_mut().find(|(name, _)| name == "weights.toml").unwrap();
    let text = String::from_utf8(weights.1.clone()).unwrap();
    assert!(text.contains(from), "{from}");
    weights.1 = text.replace(from, to).into_bytes();
    load_files(&files)
}

#[test]
fn the_article_of_a_limit_is_the_packs_and_an_older_pack_names_none() {
    let book = sample();
    let cites = &book.weights.cites;
    for (cites, want) in [
        (&cites.gross, "《超限运输车辆行驶公路管理规定》第三条"),
        (&cites.size, "《超限运输车辆行驶公路管理规定》第三条"),
        (&cites.fine, "《超限运输车辆行驶公路管理规定》第四十三条第一款第（二）项"),
        (&cites.cap, "《公路安全保护条例》第六十四条"),
    ] {
        assert_eq!(book.cite_all(cites), want);
    }
    let moved = weighed(
        r#"gross = [{ law = "超限", article = 3 }]"#,
        r#"gross = [{ law = "超限", article = 5 }]"#,
    );
    let moved = moved.unwrap();
    assert_eq!(
        moved.cite_all(&moved.weights.cites.gross),
        "《超限运输车辆行驶公路管理规定》第五条"
    );
    let text = String::from_utf8(
        sample_files().into_iter().find(|(name, _)| name == "weights.toml").unwrap().1,
    )
    .unwrap();
    let table = &text[text.find("[cites]").unwrap()..text.find("\n# 超限 art. 3: each").unwrap()];
    let older = weighed(table, "").unwrap();
    assert_eq!(older.weights.cites, lucha::domain::rulebook::WeightCites::default());
    assert_eq!(older.weights.gross, book.weights.gross);
    let fault = weighed(r#"cap = [{ law = "路保""#, r#"cap = [{ law = "某法""#).unwrap_err();
    assert_eq!((fault.file.as_str(), fault.row.as_str()), ("weights.toml", "cites"));
}
