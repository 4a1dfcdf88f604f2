//! `lucha check` without `--json`: whoever reads the words is told no less than a script.

use crate::bad_input::changed;
use crate::bureau::{EVENING, found, sample};
use crate::scenarios::stop;
use lucha::cli::{self, Voice};
use serde_json::{Value, json};

/// The words about one stop, and what a script reads of it.
fn both(lang: &str, stop: &Value) -> (String, Value) {
    let [words, answer] = [false, true].map(|json| {
        let (_folder, mut desk) = found(sample(), EVENING);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut voice = Voice { lang, out: &mut out, err: &mut err };
        let code = cli::check::check(&mut desk, vec![stop.clone()], json, &mut voice);
        assert_eq!((code, String::from_utf8(err).unwrap()), (cli::code::DONE, String::new()));
        String::from_utf8(out).unwrap()
    });
    (words, serde_json::from_str(&answer).unwrap())
}

/// How many lines of `words` begin with `sign`.
fn lines(words: &str, sign: &str) -> usize {
    words.lines().filter(|line| line.trim_start().starts_with(sign)).count()
}

#[test]
fn each_block_and_warning_is_said_with_its_field_and_the_way_out() {
    let wrong_digit = json!("440511198506150029");
    let (party, present) = ("party.id_no", "present.id_no");
    for (lang, given, said) in [
        (
            "en",
            changed("S01", &[("party.credit_code", json!("91440500MA0001018X"))]),
            vec![
                "S01 On-spot penalty",
                "  ! Check digit does not fit: look at the paper; it is recorded as the paper shows \
                 (party.credit_code)",
                "    -> Compare each sign with the paper; correct what was read wrong, and leave \
                 what the paper shows.",
            ],
        ),
        (
            "zh-CN",
            changed("S03", &[(party, wrong_digit.clone()), (present, wrong_digit)]),
            vec![
                "  ! 校验位不符，请核对证件；确认后照证件记录 (party.id_no)",
                "  ! 校验位不符，请核对证件；确认后照证件记录 (present.id_no)",
                "    -> 与证件逐字核对；读错的改正，证件上如此的照实保留。",
            ],
        ),
        (
            "en",
            stop("S11"),
            vec![
                "  ! Third time in the year: one more leads to revocation",
                "    -> Tell the party what one more leads to.",
            ],
        ),
        (
            "zh-CN",
            changed("S03", &[("place.stake", json!("K12"))]),
            vec!["  ! 桩号没有写米数 (place.stake)", "    -> 能确定米数的补上，如 K12+300。"],
        ),
        (
            "zh-CN",
            stop("S06"),
            vec![
                "(weighing.certificate_until) 国发〔2024〕5号；《计量法》第九条",
                "    -> 改用检定有效的衡器重新称重，或核对证书有效期后改正日期。",
            ],
        ),
        (
            "zh-CN",
            stop("S08"),
            vec!["  需要 2 种证据，还缺 1 种，可补：书证", "  缺证据种类的理由：还没有写明理由"],
        ),
        ("en", stop("S15"), vec!["(officers) 《行政处罚法》第四十二条"]),
    ] {
        let (words, answer) = both(lang, &given);
        for said in said {
            assert!(words.contains(said), "`{said}` is not said of {}:\n{words}", given["id"]);
        }
        let many = |list: &str| answer[list].as_array().map_or(0, Vec::len);
        let without_field = answer["warnings"].as_array().into_iter().flatten().filter(|name| {
            let with_field = answer["warning_fields"].as_array();
            !with_field.is_some_and(|fields| fields.iter().any(|one| one["warning"] == **name))
        });
        let warned = many("warning_fields") + without_field.count();
        assert_eq!(lines(&words, "×"), many("blocked"), "{words}");
        assert_eq!(lines(&words, "!"), warned, "{words}");
        assert_eq!(lines(&words, "->"), many("blocked") + warned, "{words}");
        for no in answer["blocked"].as_array().into_iter().flatten() {
            for part in ["field", "cite", "unblocked_by"] {
                assert!(words.contains(no[part].as_str().unwrap()), "{part} of {no}:\n{words}");
            }
        }
    }
}
