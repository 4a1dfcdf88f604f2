//! `lucha print` as a script reads it: one object a paper, what lies at its path, and the roll where the agency allows it.

use super::{EVENING, Ground};
use crate::bureau::{reader, sample};
use lucha::stdx::digest::Digest;
use serde_json::{Value, json};

const FIRST: &str = "样汕交罚〔2026〕00001号";

/// The digest of the file that `paper` names.
fn digest_at(paper: &Value) -> String {
    Digest::of(&std::fs::read(paper["path"].as_str().unwrap()).unwrap()).hex()
}

#[test]
fn one_object_a_paper_says_what_was_printed_and_where_it_lies() {
    let ground = Ground::with_bureau(EVENING);
    let shown = ground.on_bureau(&["show", FIRST, "--json"]).objects().remove(0);
    let kept = shown["documents"].as_array().unwrap();
    for copy in 1..=2 {
        let ran = ground.on_bureau(&["print", FIRST, "--json"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        let papers = ran.objects();
        assert_eq!((papers.len(), kept.len()), (3, 3));
        for (paper, kept) in papers.iter().zip(kept) {
            for (said, as_shown) in
                [("document", "id"), ("form", "form"), ("title", "title"), ("number", "number")]
            {
                assert_eq!(paper[said], kept[as_shown], "{paper}");
            }
            assert_eq!((&paper["copy"], &paper["printer"]), (&json!(copy), &json!("file:a4")));
            assert_eq!(paper["digest"], json!(digest_at(paper)));
            // The first print is the page that was issued; a reprint says so on the page.
            assert_eq!(paper["digest"] == kept["digest"], copy == 1, "{paper}");
            assert_eq!(paper.as_object().unwrap().len(), 8, "{paper}");
        }
    }
    // A paper that cannot be laid down is a sentence, and no object.
    let ran = ground.on_bureau(&["print", FIRST, "--json", "--form", "poem"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{}", ran.err);
}

#[test]
fn the_roll_is_printed_where_the_agency_allows_it() {
    let ground = Ground::with_bureau(EVENING);
    let ran = ground.on_bureau(&["print", FIRST, "--roll", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let papers = ran.objects();
    assert_eq!(papers.len(), 3);
    for paper in &papers {
        assert_eq!((&paper["copy"], &paper["printer"]), (&json!(1), &json!("file:roll72")));
        assert!(paper["path"].as_str().unwrap().ends_with("-72mm.pdf"), "{paper}");
        assert_eq!(paper["digest"], json!(digest_at(paper)));
    }
}

#[test]
fn the_roll_is_refused_where_the_agency_does_not_allow_it_and_nothing_is_written() {
    let mut founding = sample();
    founding.agency.roll_allowed = false;
    let ground = Ground::founded(founding, EVENING);
    let before = reader(&ground.bureau()).head().number;
    for (lang, sentence) in [("zh-CN", "小票纸"), ("en", "roll")] {
        let ran = ground.on_bureau(&["print", FIRST, "--roll", "--lang", lang]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 3, "one sentence a paper: {}", ran.err);
        assert!(ran.err.lines().all(|line| line.contains(sentence)), "{}", ran.err);
    }
    assert_eq!(reader(&ground.bureau()).head().number, before, "no entry says that it was printed");
    assert!(!ground.bureau().join("paper").exists());
    // On A4 they come out.
    assert_eq!(ground.on_bureau(&["print", FIRST]).code, 0);
}
