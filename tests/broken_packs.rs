//! Packs that are refused: what is wrong with one byte or one row, with the file and the row, and never half taken.

use crate::rulebook::{load_files, sample_files};
use lucha::wire::rulebook::{FILE_MAX, load_new};

/// (file, text, what stands there instead, the sentence that has to come)
const BROKEN: &[(&str, &str, &str, &str)] = &[
    (
        "violations/over_limit.toml",
        "{ law = \"粤公路\", article = 51 }",
        "{ law = \"闽公路\", article = 51 }",
        "violations/over_limit.toml, OL-001: the citation names the law `闽公路`, which laws.toml \
         does not list",
    ),
    (
        "violations/passenger.toml",
        "least = 10000, most = 100000",
        "least = 200000, most = 100000",
        "violations/passenger.toml, PK-001: the range from 200000 to 100000 is upside down or below \
         zero",
    ),
    (
        "violations/charter.toml",
        "code = \"CH-002\"",
        "code = \"CH-001\"",
        "violations/charter.toml, CH-001: this code stands twice in the pack",
    ),
    (
        "violations/charter.toml",
        "code = \"CH-002\"",
        "code = \"PK-099\"",
        "violations/charter.toml, PK-099: the code does not belong to this file; its codes are \
         CH-001 to CH-999",
    ),
    (
        "violations/freight.toml",
        "until = \"2023-07-19\"",
        "until = \"2021-07-19\"",
        "violations/freight.toml, FR-001: basis `道条2022-63` is in force from 2022-05-01 until \
         2021-07-19, which is before it began",
    ),
    (
        "violations/freight.toml",
        "until = \"2023-07-19\"",
        "until = \"2023-02-30\"",
        "violations/freight.toml, FR-001: `2023-02-30` is no day of the calendar (year-month-day)",
    ),
    (
        "violations/ride_hailing.toml",
        "mark = \"S\"",
        "grade = \"S\"",
        "violations/ride_hailing.toml, NC-001: cannot be read: unknown field `grade`",
    ),
    (
        "violations/ride_hailing.toml",
        "kind = \"caution\"",
        "kind = \"scolding\"",
        "violations/ride_hailing.toml, NC-001: cannot be read: unknown variant `scolding`",
    ),
    (
        "violations/freight.toml",
        "id = \"动规35\"",
        "id = \"粤道条63\"",
        "violations/freight.toml, FR-009: basis `粤道条63` stands twice in this violation",
    ),
    (
        "violations/passenger.toml",
        "yuan = 200",
        "yuan = 0",
        "violations/passenger.toml, PK-012: the amount 0 makes no sense here",
    ),
    (
        "violations/passenger.toml",
        "most = 100000, gain_at_most = 20000",
        "most = 100000, gain_at_most = 20000, gain_above = 1",
        "violations/passenger.toml, PK-001: a sanction has two gain tests; keep one",
    ),
    (
        "violations/passenger.toml",
        "cites = [{ law = \"反恐法\", article = 86, paragraph = 2 }]",
        "cites = [{ law = \"反恐法\", article = 0 }]",
        "violations/passenger.toml, PK-016: basis `反恐法86-经营者` of a confirmed violation cites a law \
         without an article",
    ),
    (
        "violations/freight.toml",
        "exempt_up_to_kg = 4500",
        "exempt_up_to_kg = 0",
        "violations/freight.toml, FR-001: the amount 0 makes no sense here",
    ),
    (
        "violations/personnel.toml",
        "parties = [\"citizen\"]",
        "parties = []",
        "violations/personnel.toml, PE-001: a text is empty that has to say something",
    ),
    (
        "violations/personnel.toml",
        "parties = [\"citizen\"]",
        "parties = [\"tourist\"]",
        "violations/personnel.toml, PE-001: cannot be read: unknown variant `tourist`",
    ),
    (
        "violations/bus.toml",
        "most = 5, gain_from = 10000",
        "most = 5, gain_from = -1",
        "violations/bus.toml, BS-001: the amount -1 makes no sense here",
    ),
    (
        "violations/over_limit.toml",
        "cites = [{ law = \"路保\", article = 67, item = 1 }]",
        "cites = [{ article = 67, item = 1 }]",
        "violations/over_limit.toml, OL-011: cannot be read: missing field `law`",
    ),
    (
        "violations/over_limit.toml",
        "repeat_offender = \"vehicle\"",
        "repeat_offender = \"trailer\"",
        "violations/over_limit.toml, OL-014: cannot be read: unknown variant `trailer`",
    ),
    (
        "violations/freight.toml",
        "until = \"2023-07-19\"",
        "until = \"2023-04-31\"",
        "violations/freight.toml, FR-001: `2023-04-31` is no day of the calendar (year-month-day)",
    ),
    (
        "violations/freight.toml",
        "replaces = \"道条2022-63\"",
        "replaces = \"道条2021-63\"",
        "violations/freight.toml, FR-001: basis `道条63` replaces `道条2021-63`, which is not there",
    ),
    (
        "violations/freight.toml",
        "replaces = \"道条2019-63\"",
        "replaces = \"道条63\"",
        "violations/freight.toml, FR-001: basis `道条63` replaces itself, by way of others",
    ),
    (
        "violations/freight.toml",
        "from = \"2022-05-01\"",
        "from = \"2022-05-02\"",
        "violations/freight.toml, FR-001: basis `道条2019-63` is in force until 2022-04-30, and \
         `道条2022-63`, which replaces it, from 2022-05-02",
    ),
    (
        "violations/freight.toml",
        "until = \"2023-07-19\"",
        "until = \"2023-07-20\"",
        "violations/freight.toml, FR-001: basis `道条2022-63` is in force until 2023-07-20, and \
         `道条63`, which replaces it, from 2023-07-20",
    ),
    (
        "violations/freight.toml",
        "road_surface = \"harmed\"",
        "road_surface = \"unharmed\"",
        "violations/freight.toml, FR-006: no basis stands where the road's surface was `harmed`",
    ),
    (
        "violations/highway_property.toml",
        "road_surface = \"unharmed\"",
        "after_refusal = false",
        "violations/highway_property.toml, LZ-015: basis `道条68` says nothing of the road's surface",
    ),
    (
        "violations/highway_property.toml",
        "road_surface = \"harmed\"",
        "road_surface = \"not_looked_at\"",
        "violations/highway_property.toml, LZ-015: cannot be read: unknown variant `not_looked_at`",
    ),
    (
        "violations/freight.toml",
        "from = \"2023-07-20\"\nreplaces",
        "replaces",
        "violations/freight.toml, FR-001: basis `道条63` replaces `道条2022-63`: the first day of one",
    ),
    (
        "violations/passenger.toml",
        "cites = [{ law = \"粤道条\", article = 63, item = 2 }]",
        "cites = [{ law = \"粤道条\", article = 63, item = 2 }]\nreplaces = \"道条2022-69\"",
        "violations/passenger.toml, PK-007: two bases replace `道条2022-69`",
    ),
    (
        "violations/passenger.toml",
        "most = 100000, gain_at_most = 20000",
        "most = 100000, gain_at_most = 19999",
        "violations/passenger.toml, PK-001: no band of basis `道条63` stands at an illegal gain of ",
    ),
    (
        "violations/passenger.toml",
        "most = 100000, gain_at_most = 20000",
        "most = 100000, gain_at_most = 20001",
        "violations/passenger.toml, PK-001: two bands of basis `道条63` both stand at an illegal gain",
    ),
    (
        "violations/waterway.toml",
        "parties = [\"organisation\"]",
        "parties = [\"tourist\"]",
        "violations/waterway.toml, WW-011: cannot be read: unknown variant `tourist`",
    ),
    (
        "rulings.toml",
        "4 = \"超限43\"",
        "4 = \"超限43\"\n[[lighter]]\ncode = \"PK-099\"\nolder = \"a\"\nnewer = \"b\"\nlighter = \"a\"",
        "rulings.toml, lighter PK-099: no violation has the code `PK-099`",
    ),
    (
        "rulings.toml",
        "4 = \"超限43\"",
        "4 = \"超限43\"\n[[lighter]]\ncode = \"PK-007\"\nolder = \"道条99\"\nnewer = \"道条68\"\n\
         lighter = \"道条68\"",
        "rulings.toml, lighter PK-007: the ruling chooses basis `道条99`, which PK-007 does not have",
    ),
    (
        "rulings.toml",
        "4 = \"超限43\"",
        "4 = \"超限43\"\n[[lighter]]\ncode = \"PK-007\"\nolder = \"道条68\"\nnewer = \"粤道条63\"\n\
         lighter = \"道条68\"",
        "rulings.toml, lighter PK-007: `粤道条63` is no later version of `道条68`",
    ),
    (
        "rulings.toml",
        "4 = \"超限43\"",
        "4 = \"超限43\"\n[[lighter]]\ncode = \"PK-007\"\nolder = \"道条2022-69\"\nnewer = \"道条68\"\n\
         lighter = \"粤道条63\"",
        "rulings.toml, lighter PK-007: `粤道条63` is no later version of `道条2022-69`",
    ),
    (
        "rulings.toml",
        "1 = \"道条68\"",
        "1 = \"道条99\"",
        "rulings.toml, chosen_bases.1: the ruling chooses basis `道条99`, which PK-007 does not have",
    ),
    (
        "rulings.toml",
        "1 = \"道条68\"",
        "77 = \"道条68\"",
        "rulings.toml, chosen_bases.77: the ruling chooses basis `道条68`, which the violations \
         concerned do not have",
    ),
    (
        "rulings.toml",
        "4 = \"超限43\"",
        "4 = \"粤公路51\"",
        "rulings.toml, chosen_bases.4: the two rulings on the over-limit basis differ",
    ),
    (
        "rulings.toml",
        "PK-001 = 2",
        "PK-077 = 2",
        "rulings.toml, evidence_kinds_min: no violation has the code `PK-077`",
    ),
    (
        "rulings.toml",
        "rounding = \"floor\"",
        "rounding = \"nearest\"",
        "rulings.toml, line 8: cannot be read: unknown variant `nearest`",
    ),
    (
        "rulings.toml",
        "hearing_citizen_yuan = 5000",
        "hearing_citizen_yuan = -1",
        "rulings.toml, hearing_citizen_yuan: the amount -1 makes no sense here",
    ),
    (
        "pack.toml",
        "issued_on = \"2026-11-01\"",
        "issued_on = \"November\"",
        "pack.toml, issued_on: ",
    ),
    (
        "pack.toml",
        "approver = \"样本总部法制审核\"",
        "approver = \" \"",
        "pack.toml, approver: a text is empty",
    ),
    ("laws.toml", "id = \"道条2022\"", "id = \"道条\"", "laws.toml, 道条: this code stands twice"),
    ("police_only.toml", "code = \"PO-002\"", "code = \"PO-001\"", "police_only.toml, PO-001: "),
    (
        "deductions.toml",
        "id = \"class_error\"",
        "id = \"none\"",
        "deductions.toml, none: this code stands twice",
    ),
    (
        "deductions.toml",
        "5 = 50, 10 = 100",
        "5 = 1001, 10 = 100",
        "deductions.toml, class_error: the amount 1001 makes no sense here",
    ),
    (
        "deductions.toml",
        "5 = 50, 10 = 100",
        "7 = 50, 10 = 100",
        "deductions.toml, class_error: the amount 7 makes no sense here",
    ),
    (
        "deductions.toml",
        "name_en = \"nothing is taken off\"",
        "name_en = \" \"",
        "deductions.toml, none: a text is empty",
    ),
    (
        "deductions.toml",
        "name_en = \"nothing is taken off\"",
        "name_en = \"-\"\noff_kg = -1",
        "deductions.toml, none: the amount -1 makes no sense here",
    ),
    (
        "look_alikes.toml",
        "\"PO-001\"]",
        "\"PO-009\"]",
        "look_alikes.toml, look_alike 1: no violation has the code `PO-009`",
    ),
    (
        "look_alikes.toml",
        "\"OL-003\", \"PO-001\"]",
        "\"OL-001\", \"PO-001\"]",
        "look_alikes.toml, look_alike 1: this code stands twice",
    ),
    (
        "look_alikes.toml",
        "codes = [\"DG-013\", \"PO-003\"]",
        "codes = [\"DG-013\"]",
        "look_alikes.toml, look_alike 2: a text is empty",
    ),
    (
        "weights.toml",
        "arrangement = \"1+1+3\"",
        "arrangement = \"1+1+2\"",
        "weights.toml, arrangement row 10: the tables lack what the law needs: the axle groups do \
         not add up to the axles",
    ),
    (
        "weights.toml",
        "up_to = { length_mm = 28000, width_mm = 3750",
        "up_to = { length_mm = 28000, width_mm = 2750",
        "weights.toml, size_band: the tables lack what the law needs: each band must be wider",
    ),
    (
        "weights.toml",
        "axles_min = 3",
        "axles_min = 2",
        "weights.toml, gross: the tables lack what the law needs: one row, and only one, for each \
         vehicle and number of axles",
    ),
    (
        "weights.toml",
        "axles_min = 6\n",
        "axles_min = 6\naxles_max = 6\n",
        "weights.toml, gross: the tables lack what the law needs: a row without upper end",
    ),
    (
        "weights.toml",
        "single_drive_kg = 46000",
        "single_drive_kg = 50000",
        "weights.toml, gross row 7: the amount 50000 makes no sense here",
    ),
    (
        "weights.toml",
        "vehicles = [\"载货汽车\"]",
        "vehicles = [\"三轮车\"]",
        "weights.toml, gross row 1: `三轮车` is no kind of vehicle that the limits know",
    ),
    (
        "weights.toml",
        "exception_mm = 18100",
        "exception_mm = 17099",
        "weights.toml, gb1589_length row 1: the amount 17099 makes no sense here",
    ),
    ("weights.toml", "step_kg = 1000", "step_kg = 0", "weights.toml, fine: the amount 0 makes"),
];

#[test]
fn a_broken_pack_is_refused_with_file_and_row() {
    for (file, was, is, sentence) in BROKEN {
        let mut files = sample_files();
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == file).expect(file);
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(was), "{file} no longer says {was}");
        *bytes = text.replacen(was, is, 1).into_bytes();
        let fault = load_files(&files).expect_err(sentence).to_string();
        assert!(fault.starts_with(sentence), "\n got {fault}\nwant {sentence}");
    }
}

/// What a paper prints is asked for where a pack is published. One that is kept opens all the same: something was decided under
/// it, and a row that nobody stands for need not know its article.
#[test]
fn a_violated_law_without_an_article_is_not_published() {
    let bare = "violated = [{ law = \"道条\", article = 0 }]";
    for (file, was, wanted) in [
        (
            "violations/freight.toml",
            "violated = [{ law = \"道条\", article = 26, paragraph = 2 }]",
            Some(
                "violations/freight.toml, FR-006: a confirmed violation says that `道条` is violated, \
                 without an article",
            ),
        ),
        (
            "violations/passenger.toml",
            "violated = [{ law = \"道条\", article = 10 }]",
            Some(
                "violations/passenger.toml, PK-001: a confirmed violation says that `道条` is \
                 violated, without an article",
            ),
        ),
        ("violations/personnel.toml", "violated = [{ law = \"道条\", article = 9 }]", None),
    ] {
        let mut files = sample_files();
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == file).expect(file);
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(was), "{file} no longer says {was}");
        *bytes = text.replacen(was, bare, 1).into_bytes();
        let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        let fault = load_new(&borrowed).err().map(|fault| fault.to_string());
        assert_eq!(fault.as_deref(), wanted);
        assert!(load_files(&files).is_ok(), "{file}: what was published before stays law");
    }
}

/// A rival basis may wait for its article as long as nobody chose it.
#[test]
fn a_chosen_basis_without_a_violated_article_is_not_published() {
    for (row, refused) in [("3 = \"粤道条63\"", false), ("3 = \"动规35\"", true)] {
        let mut files = sample_files();
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == "rulings.toml").unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let ruled = text.replacen("[chosen_bases]\n", &format!("[chosen_bases]\n{row}\n"), 1);
        assert_ne!(ruled, text);
        *bytes = ruled.into_bytes();
        let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        let fault = load_new(&borrowed).err().map(|fault| fault.to_string());
        let want = "violations/freight.toml, FR-009: a confirmed violation says that `动规` is \
                    violated, without an article";
        assert_eq!(fault.as_deref(), refused.then_some(want), "{row}");
        assert!(load_files(&files).is_ok(), "{row}: one that is kept opens");
    }
}

#[test]
fn one_act_under_two_codes_names_another_code_of_the_pack() {
    for (code, says) in [
        ("LZ-099", "no violation has the code `LZ-099`"),
        ("LZ-008", "this code stands twice in the pack"),
    ] {
        let mut files = sample_files();
        let file = "violations/highway_property.toml";
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == file).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let was = "one_act_with = [\"LZ-020\"]";
        assert!(text.contains(was));
        *bytes = text.replacen(was, &format!("one_act_with = [\"{code}\"]"), 1).into_bytes();
        let fault = load_files(&files).unwrap_err().to_string();
        assert_eq!(fault, format!("{file}, LZ-008: {says}"));
    }
}

#[test]
fn more_kinds_of_evidence_than_the_law_knows_are_not_published() {
    for (kinds, refused) in [("0", true), ("1", false), ("8", false), ("9", true)] {
        let mut files = sample_files();
        let (_, bytes) = files.iter_mut().find(|(name, _)| name == "rulings.toml").unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains("PK-001 = 2"));
        *bytes = text.replace("PK-001 = 2", &format!("PK-001 = {kinds}")).into_bytes();
        let borrowed: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        let fault = load_new(&borrowed).err().map(|fault| fault.to_string());
        let wanted =
            format!("rulings.toml, evidence_kinds_min: the amount {kinds} makes no sense here");
        assert_eq!(fault, refused.then_some(wanted));
        assert!(load_files(&files).is_ok(), "{kinds}: what was published before stays law");
    }
}

#[test]
fn a_missing_unknown_or_garbled_file_is_named() {
    let files = sample_files();
    for name in ["pack.toml", "laws.toml", "rulings.toml", "weights.toml", "police_only.toml"] {
        let fewer = files.iter().filter(|(n, _)| n != name).cloned().collect();
        let fault = load_files(&fewer).unwrap_err().to_string();
        assert_eq!(fault, format!("{name}, the whole file: the file is missing"));
    }
    let mut stray = files.clone();
    stray.push(("violations/aviation.toml".into(), Vec::new()));
    let fault = load_files(&stray).unwrap_err().to_string();
    assert!(
        fault.starts_with("violations/aviation.toml, the whole file: the file's name"),
        "{fault}"
    );

    let mut garbled = files.clone();
    let (name, bytes) = &mut garbled[0];
    bytes.extend([b'\n', 0xff]);
    let wanted = format!(
        "{name}, line {}: the line is not UTF-8 text",
        bytes.split(|b| *b == b'\n').count()
    );
    assert_eq!(load_files(&garbled).unwrap_err().to_string(), wanted);

    let mut twice = files.clone();
    twice.push(files[0].clone());
    assert!(load_files(&twice).unwrap_err().to_string().contains("listed twice"));
}

#[test]
fn ten_megabytes_of_nonsense_are_refused_with_their_file_before_they_are_read() {
    let large = 10 * 1024 * 1024;
    let files = sample_files();
    for nonsense in ["x", "= [", "a = 1\n", "[[violation]]\n", "\u{0}"] {
        for nth in 0..files.len() {
            let mut bent = files.clone();
            bent[nth].1 = nonsense.repeat(large / nonsense.len() + 1).into_bytes();
            bent[nth].1.truncate(large);
            let fault = load_files(&bent).unwrap_err().to_string();
            let name = &bent[nth].0;
            let want =
                format!("{name}, the whole file: it has {large} bytes, and may have {FILE_MAX}");
            assert_eq!(fault, want);
            // What is just small enough is read, and refused where it makes no sense.
            bent[nth].1.truncate(FILE_MAX / 64);
            let fault = load_files(&bent).unwrap_err();
            assert_eq!(fault.file, bent[nth].0, "{nonsense}: {fault}");
            assert!(!fault.row.is_empty(), "{fault}");
        }
    }
    let mut many = files;
    many.extend((0..5).map(|n| (format!("notes-{n}.txt"), vec![b'x'; FILE_MAX])));
    let fault = load_files(&many).unwrap_err().to_string();
    assert!(fault.starts_with("the pack, its list of files: it has "), "{fault}");
}
