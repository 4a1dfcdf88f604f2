//! The leniency files of a pack: what a list is refused for, with file and row; the sample's own lists beside the catalogue; and a
//! pack of before.

use crate::leniency::{LIST, pack};
use crate::rulebook::{sample, sample_files};
use lucha::domain::rulebook::{Lenience, LeniencyCondition, ListReach};
use lucha::wire::rulebook::load;
use std::collections::BTreeSet;

/// What stands in the list, what stands there instead, and the sentence that has to come behind the file's name.
const BROKEN: &[(&str, &str, &str)] = &[
    ("id = \"ST\"", "id = \" \"", " : a text is empty"),
    ("id = \"ST\"", "id = \"NYS\"", "NYS: a list of this id stands in the pack already"),
    ("source = \"样规〔2026〕1号\"", "source = \"\"", "ST: a text is empty"),
    ("province = \"广东省\"\n", "", "ST: cannot be read: missing field `province`"),
    ("mark = \"C\"", "mark = \"C\"\ncolour = 1", "ST: cannot be read: unknown field `colour`"),
    ("reach = \"4405\"", "reach = \"粤\"", "ST: `粤` says nowhere where the list holds"),
    ("reach = \"4405\"", "reach = \"440\"", "ST: `440` says nowhere where the list holds"),
    ("reach = \"4405\"", "reach = \"unknown\"", "ST: a confirmed list says since which day"),
    ("from = \"2026-01-01\"\n", "", "ST: a confirmed list says since which day"),
    ("dated = \"2026-01-01\"", "dated = \"unknown\"", "ST: a confirmed list says since which day"),
    ("dated = \"2026-01-01\"", "dated = \"2026-04-31\"", "ST: `2026-04-31` is no day"),
    ("dated = \"2026-01-01\"", "dated = \"20O6\"", "ST: `20O6` is no day"),
    ("from = \"2026-01-01\"", "from = \"2026-02-30\"", "ST: `2026-02-30` is no day"),
    (
        "from = \"2026-01-01\"",
        "from = \"2026-01-02\"\nuntil = \"2026-01-01\"",
        "ST: the list is in force from 2026-01-02 until 2026-01-01",
    ),
    ("history_days_max = 30", "history_days_max = 0", "ST: the amount 0 makes no sense here"),
    ("history_days_max = 30", "history_days_max = -1", "ST: the amount -1 makes no sense here"),
    ("history_days_max = 30", "history_days_max = 9999", "ST: the amount 9999 makes no sense"),
    (
        "history_days_max = 30\n",
        "",
        "ST item 7 condition[1]: an item asks for a first act, and the list does not say",
    ),
    ("no = 7", "no = 0", "ST item 0: the amount 0 makes no sense here"),
    ("no = 7", "no = -7", "ST item -7: the amount -7 makes no sense here"),
    ("no = 7\n", "", "ST item row 1: cannot be read: missing field `no`"),
    ("name_zh = \"货物脱落、扬撒\"", "name_zh = \"\"", "ST item 7: a text is empty"),
    ("[\"FR-006\"]", "[]", "ST item 7: the item speaks of no violation"),
    ("[\"FR-006\"]", "[\"FR-099\"]", "ST item 7: no violation has the code `FR-099`"),
    ("[\"FR-006\"]", "[\"FR-006\", \"FR-006\"]", "ST item 7: the item names `FR-006` twice"),
    ("[\"OL-008\"]", "[\"PO-001\"]", "ST no_coercion 1: no violation has the code `PO-001`"),
    ("kind = \"may_not\"\n", "", "ST item 7: `` is none of the words that stand here"),
    ("kind = \"may_not\"", "kind = \"no_coercion\"", "ST item 7: `no_coercion` is none of the"),
    ("kind = \"may_not\"", "kind = \"perhaps\"", "ST item 7: `perhaps` is none of the words"),
    ("revisit_days = 15", "revisit_days = 0", "ST item 7: the amount 0 makes no sense here"),
    ("revisit_days = 15", "revisit_days = 367", "ST item 7: the amount 367 makes no sense here"),
    (
        "codes = [\"OL-008\"]",
        "codes = [\"OL-008\"]\nrevisit_days = 15",
        "ST no_coercion 1: `revisit_days` does not belong here",
    ),
    (
        "codes = [\"OL-008\"]",
        "codes = [\"OL-008\"]\nkind = \"may_not\"",
        "ST no_coercion 1: `kind` does not belong here",
    ),
    ("lookback_months = 12", "lookback_months = 0", "ST item 7 condition[1]: the amount 0"),
    ("lookback_months = 12", "lookback_months = 121", "ST item 7 condition[1]: the amount 121"),
    ("scope = \"city\"", "scope = \"world\"", "ST item 7 condition[1]: `world` is none of the"),
    (", scope = \"city\"", "", "ST item 7 condition[1]: `` is none of the words"),
    (
        "fact = \"first\"",
        "fact = \"weather\"",
        "ST item 7 condition[1]: `lookback_months` does not",
    ),
    ("at_most = \"slight\"", "at_most = \"serious\"", "ST item 7 condition[3]: `serious` is none"),
    (", at_most = \"slight\"", "", "ST item 7 condition[3]: `` is none of the words"),
    ("fact = \"harm\"", "fact = \"promised\"", "ST item 7 condition[3]: `at_most` does not belong"),
    (
        "{ fact = \"harm\", at_most = \"slight\" }",
        "{ fact = \"blessed\" }",
        "ST item 7 condition[3]: `blessed` is none of the words that stand here",
    ),
    (
        "{ fact = \"harm\", at_most = \"slight\" }",
        "{ fact = \"corrected\" }",
        "ST item 7 condition[4]: the item asks twice for the same condition",
    ),
    (
        "{ fact = \"harm\", at_most = \"slight\" }",
        "{ ask = \"road_free\", zh = \"畅通\", en = \"free\" }",
        "ST item 7 condition[3]: the item asks twice for the same condition",
    ),
    ("ask = \"road_free\"", "ask = \"road.free\"", "ST item 7 condition[2]: `road.free` is no key"),
    ("ask = \"road_free\"", "ask = \"\"", "ST item 7 condition[2]: `` is no key of a question"),
    ("zh = \"未影响交通\"", "zh = \" \"", "ST item 7 condition[2]: a text is empty"),
    ("zh = \"未影响交通\"", "fr = \"oui\"", "ST item 7 condition[2]: cannot be read: unknown"),
    (
        "ask = \"road_free\"",
        "fact = \"slight\", ask = \"road_free\"",
        "ST item 7 condition[2]: `ask` does not belong here",
    ),
    (
        "kind = \"may_not\"",
        "kind = \"may_not\"\nground = \"removed_harm\"",
        "ST item 7: `ground` does not belong here",
    ),
    (
        "kind = \"may_not\"",
        "kind = \"mitigate\"\nground = \"good_weather\"",
        "ST item 7: `good_weather` is none of the words that stand here",
    ),
    // It spares the penalty whole, and goes below no range.
    (
        "kind = \"may_not\"",
        "kind = \"mitigate\"\nground = \"under_14\"",
        "ST item 7: `under_14` is none of the words that stand here",
    ),
];

#[test]
fn a_broken_list_is_refused_with_file_and_row() {
    assert!(pack(LIST).is_ok());
    for (was, is, sentence) in BROKEN {
        assert!(LIST.contains(was), "the list no longer says {was}");
        let fault = pack(&LIST.replacen(was, is, 1)).expect_err(sentence);
        let want = format!("leniency/shantou.toml, {sentence}");
        assert!(fault.starts_with(&want), "\n got {fault}\nwant {want}");
    }
}

#[test]
fn an_item_without_conditions_twice_or_of_no_list_is_refused() {
    let conditions =
        &LIST[LIST.find("conditions = [").unwrap()..LIST.find("revisit_days").unwrap()];
    let bare = LIST.replacen(conditions, "conditions = []\n", 1);
    let fault = pack(&bare).unwrap_err();
    let sentence = "leniency/shantou.toml, ST item 7: the item has no condition";
    assert!(fault.starts_with(sentence), "{fault}");
    // The same item once more, and one with another number.
    let item = &LIST[LIST.find("[[item]]").unwrap()..LIST.find("[[no_coercion]]").unwrap()];
    let fault = pack(&format!("{LIST}\n{item}")).unwrap_err();
    assert!(fault.contains("ST item 7: an item of this number stands in the list"), "{fault}");
    assert!(pack(&format!("{LIST}\n{}", item.replacen("no = 7", "no = 8", 1))).is_ok());
    // What spares a measure is numbered by itself.
    assert!(pack(&LIST.replacen("no = 1\n", "no = 7\n", 1)).is_ok());
    let head = &LIST[..LIST.find("[[item]]").unwrap()];
    let fault = pack(head).unwrap_err();
    assert!(fault.starts_with("leniency/shantou.toml, ST: the list has no item"), "{fault}");
    for (text, sentence) in [("", "line 1: cannot be read"), ("list = 1", "list: cannot be read")] {
        let fault = pack(text).unwrap_err();
        assert!(fault.starts_with(&format!("leniency/shantou.toml, {sentence}")), "{fault}");
    }
}

/// The rows of the catalogue name lists; of two the notes say no item.
#[test]
fn the_samples_lists_are_those_of_the_catalogue_and_nobody_stands_for_them() {
    let book = sample();
    let ids: BTreeSet<&str> = book.leniency.iter().map(|list| list.id.as_str()).collect();
    assert_eq!(ids, BTreeSet::from(["HB", "JS", "NYS", "SX"]));
    for list in &book.leniency {
        assert!(!list.confirmed && list.from.is_none(), "{}", list.id);
        assert_eq!(list.mark, "S", "{}", list.id);
        assert!(!list.reach.covers("440515"), "{} is no list of Guangdong", list.id);
        for item in list.items.iter().chain(&list.no_coercion) {
            for code in &item.codes {
                let named = &book.violations[code].leniency;
                assert!(named.contains(&list.id), "{code} does not name {}", list.id);
            }
        }
    }
    let mut without = Vec::new();
    for (code, violation) in &book.violations {
        for name in violation.leniency.iter().filter(|name| *name != "33") {
            let list = book.leniency.iter().find(|list| list.id == *name);
            let items =
                list.into_iter().flat_map(|list| list.items.iter().chain(&list.no_coercion));
            if !items.into_iter().any(|item| item.codes.contains(code)) {
                without.push(format!("{code} {name}"));
            }
        }
    }
    // HN is a schedule of reduction for records off site, and the notes do not say which item speaks of LZ-008.
    assert_eq!(without, ["LZ-008 NYS", "OL-001 HN"]);
}

#[test]
fn what_a_list_says_is_read_and_a_pack_of_before_has_none() {
    let book = pack(LIST).unwrap();
    let list = book.leniency.iter().find(|list| list.id == "ST").unwrap();
    assert_eq!(list.reach, ListReach::Region("4405".into()));
    assert_eq!((list.history_days_max, list.items.len(), list.no_coercion.len()), (30, 1, 1));
    let item = &list.items[0];
    assert_eq!((list.key_of(item), item.lenience), ("ST-7".into(), Lenience::MayNot));
    assert_eq!(item.revisit_days, Some(15));
    let words: Vec<&str> = item.conditions.iter().map(LeniencyCondition::word).collect();
    assert_eq!(words, ["first", "asked", "harm", "corrected"]);
    assert_eq!(list.no_coercion[0].lenience, Lenience::NoCoercion);
    assert!(book.is_listed("FR-006") && !book.is_listed("FR-005"));

    let mut older = sample_files();
    older.retain(|(name, _)| !name.starts_with("leniency/"));
    let borrowed: Vec<_> = older.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    assert_eq!(load(&borrowed).unwrap().leniency, []);
}
