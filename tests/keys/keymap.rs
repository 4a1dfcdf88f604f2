//! The key map: every screen has its part and its test, and a wrong line is refused in words.

use lucha::tui::key::{Keymap, KeymapFault};
use std::fs;

#[test]
fn every_screen_has_its_keys_and_its_test() {
    let keymap = Keymap::shipped().unwrap();
    let list = fs::read_to_string("src/tui/screen/mod.rs").unwrap();
    for entry in fs::read_dir("src/tui/screen").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_string();
        if name == "mod" {
            continue;
        }
        assert!(list.contains(&format!("pub mod {name};")), "screen/mod.rs does not list {name}");
        assert!(!keymap.of(&name).is_empty(), "assets/keymap.toml has no part [{name}]");
        assert!(fs::exists(format!("tests/keys/{name}.rs")).unwrap(), "no tests/keys/{name}.rs");
    }
}

#[test]
fn an_unknown_action_or_a_key_that_stands_twice_refuses_to_start() {
    let fault = Keymap::parse("[a.keys]\nF2 = { do = \"fly\", say = \"key.help\" }").unwrap_err();
    assert_eq!(fault.to_string(), "keymap.toml [a] F2: `fly` is no action");
    let twice = "[b.keys]\nF2 = { do = \"help\", say = \"x\" }\n[a]\ntakes = [\"b\"]\n[a.keys]\nF2 = { do = \"quit\", say = \"x\" }";
    assert!(matches!(Keymap::parse(twice), Err(KeymapFault::Twice { .. })));
    let no_key = Keymap::parse("[a.keys]\nHyper = { do = \"help\", say = \"x\" }");
    assert!(matches!(no_key, Err(KeymapFault::NoKey { .. })));
    assert!(matches!(Keymap::parse("[a"), Err(KeymapFault::Unreadable(_))));
}
