//! The words: every key that the code uses is there in both languages with the same placeholders, and
//! none is there for nothing.

use clap::CommandFactory as _;
use lucha::app::law_page::{LISTS, TRAPS};
use lucha::app::view::keeping::PinState;
use lucha::cli::arguments::Arguments;
use lucha::domain::agency::Role;
use lucha::domain::blocked::{Rule, Warning};
use lucha::domain::cash::CashGround;
use lucha::domain::clock_step::ClockWord;
use lucha::domain::consequence::RepeatOffender;
use lucha::domain::deadline::Pause;
use lucha::domain::deadline::trigger::Trigger;
use lucha::domain::document::Recipient;
use lucha::domain::full_record::Stage;
use lucha::domain::identity::plate_state::PlateState;
use lucha::domain::inspection::judgement::{Outcome, Penalty, Procedure};
use lucha::domain::inspection::readings::ReadingRule;
use lucha::domain::inspection::release::UnloadingManner;
use lucha::domain::paper::field::FieldKind;
use lucha::domain::party::IdentityProof;
use lucha::domain::person::PersonRole;
use lucha::domain::procedure::papers::NATIONAL;
use lucha::domain::procedure::state::{Actor, State};
use lucha::domain::procedure::{self, Track};
use lucha::domain::reading::{ReadingKind, SlipStanding};
use lucha::domain::road_surface::RoadSurface;
use lucha::domain::rulebook::{Family, Leaning, TierFactor, conflict};
use lucha::forms::draft_sheet;
use lucha::hq::operate;
use lucha::tui::key::Keymap;
use lucha::tui::theme::Theme;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Words of one language from all its files, flat.
fn words(locale: &str) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    for entry in fs::read_dir("assets/locales").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_string();
        if name == format!("{locale}.toml") || name.ends_with(&format!(".{locale}.toml")) {
            let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
            flatten("", &table, &mut flat);
        }
    }
    flat.remove("_version");
    flat
}

fn flatten(prefix: &str, table: &toml::Table, flat: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => flatten(&key, inner, flat),
            value => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
                flat.insert(key, text);
            }
        }
    }
}

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split("%{").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_string())).collect()
}

fn sources(dir: &Path, text: &mut String) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|end| end == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// Of each warning its sentence and the way out.
fn of_warnings(keys: &mut BTreeSet<String>) {
    let field = || String::new();
    for warning in [
        Warning::CheckDigit { field: field() },
        Warning::UnusualNumber { field: field() },
        Warning::ThirdInWindow,
        Warning::DriverThird,
        Warning::DriverMoreThanThree,
        Warning::CarrierMoreThanTenth,
        Warning::AxleOverLimit,
        Warning::StillOverLimit,
        Warning::ReleasedOverLimit,
        Warning::SlipDisputed,
        Warning::ReadingUnproven { field: field() },
        Warning::DeductionUnverified,
        Warning::MoreThanThreeInWindow,
        Warning::WindowUnknown,
        Warning::ArrangementUnknown,
        Warning::FinedToday,
        Warning::MetresNotGiven,
        Warning::PhotographWanted,
        Warning::VinDisagrees,
        Warning::IdentityUnproven,
        Warning::UnderAge,
        Warning::NotForInspection { field: field() },
    ] {
        keys.insert(format!("warning.{}", warning.name()));
        keys.insert(format!("way_out.{}", warning.name()));
    }
}

/// Of each rule of a gate its sentence and what would unblock it; of states, actors, procedures and papers the word.
fn of_gates() -> Vec<String> {
    let mut keys = Vec::new();
    for rule in procedure::rules() {
        keys.push(format!("blocked.{}.why", rule.name));
        keys.push(format!("blocked.{}.unblock", rule.name));
    }
    keys.extend(State::ALL.iter().map(|state| format!("state.{}", state.word())));
    keys.extend(Actor::ALL.map(|actor| format!("actor.{}", actor.word())));
    keys.extend(Track::ALL.map(|track| format!("track.{}", track.word())));
    keys.extend((1..=NATIONAL.len()).map(|number| format!("field.papers.{number}")));
    let approvers = procedure::gates().flat_map(|gate| gate.approved_by);
    keys.extend(approvers.map(|actor| format!("field.approvals.{}", actor.word())));
    keys
}

/// Of the law library: families, factors, published lists, and rows of the list of conflicts and traps.
fn of_the_library() -> Vec<String> {
    let mut keys: Vec<String> =
        Family::ALL.iter().map(|family| format!("family.{}", family.word())).collect();
    keys.extend(TierFactor::ALL.iter().map(|factor| format!("factor.{}", factor.word())));
    keys.extend(LISTS.map(|list| format!("leniency_list.{}", list.to_lowercase())));
    keys.extend((1..=TRAPS).map(|row| format!("trap.{row}")));
    keys
}

/// Of printers their faults, and for whom they print.
fn of_printers() -> Vec<String> {
    let faults = lucha::print::printer_fault::WORDS.iter();
    let faults = faults.map(|word| format!("printer_fault.{word}"));
    faults.chain(Recipient::ALL.map(|whom| format!("recipient.{}", whom.word()))).collect()
}

/// Of the papers of a case their names, fields, columns and choices.
fn of_papers(keys: &mut BTreeSet<String>) {
    keys.extend(lucha::forms::FORMS.iter().map(|form| format!("form.{}", form.name)));
    for kind in lucha::domain::paper::KINDS {
        keys.insert(format!("form.{}", kind.word));
        for field in kind.all_fields() {
            keys.insert(format!("field.{}", field.path));
            match field.kind {
                FieldKind::Choice(list, words) => {
                    keys.extend(words.iter().map(|word| format!("{list}.{word}")));
                }
                FieldKind::Rows(columns) | FieldKind::Picked(columns, _) => {
                    let of = columns.iter().map(|one| format!("field.{}.{}", field.path, one.name));
                    keys.extend(of);
                }
                FieldKind::Line
                | FieldKind::Lines
                | FieldKind::Number(..)
                | FieldKind::Day
                | FieldKind::Time
                | FieldKind::Tick
                | FieldKind::Earlier(_)
                | FieldKind::Listed(_) => {}
            }
        }
    }
}

/// Of readings, slips and unloadings the words that are picked.
fn of_scales(keys: &mut BTreeSet<String>) {
    keys.extend(ReadingKind::ALL.map(|kind| format!("reading_kind.{}", kind.word())));
    keys.extend(ReadingRule::ALL.map(|rule| format!("reading_rule.{}", rule.word())));
    keys.extend(SlipStanding::ALL.map(|it| format!("slip_standing.{}", it.word())));
    keys.extend(UnloadingManner::ALL.map(|it| format!("unloading_manner.{}", it.word())));
}

fn of_the_road(keys: &mut BTreeSet<String>) {
    let that_choose = lucha::domain::blocked::THAT_CHOOSE.iter();
    keys.extend(that_choose.map(|field| format!("blocked.basis_not_chosen.{field}")));
    keys.extend(RoadSurface::ALL.map(|seen| format!("road_surface.{}", seen.word())));
}

/// Keys that the code makes at run time, by the rules that make them.
fn made() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for rule in Rule::ALL {
        keys.insert(format!("blocked.{}.why", rule.name()));
        keys.insert(format!("blocked.{}.unblock", rule.name()));
    }
    keys.extend(of_gates().into_iter().chain(of_printers()));
    keys.extend(of_the_library());
    let with_limits = lucha::domain::blocked::WITH_LIMITS.iter();
    keys.extend(with_limits.map(|field| format!("blocked.impossible_value.{field}")));
    let lacked = lucha::domain::blocked::OF_PAPERS.iter();
    keys.extend(lacked.map(|field| format!("blocked.form_incomplete.{field}")));
    of_the_road(&mut keys);
    keys.extend(lucha::wire::event::NAMES.iter().map(|name| format!("entry.{name}")));
    let words = ClockWord::ALL.map(ClockWord::word);
    keys.extend(words.iter().map(|word| format!("clock_word.{word}")));
    of_warnings(&mut keys);
    for outcome in Outcome::ALL {
        keys.insert(format!("outcome.{}", outcome.word()));
        keys.extend(outcome.forms().iter().map(|form| format!("form.{form}")));
    }
    for procedure in [Procedure::None, Procedure::Summary, Procedure::Ordinary] {
        keys.insert(format!("procedure.{}", procedure.word()));
    }
    use Penalty::{Caution, Confiscation, Fine, Revocation, StopOperating, Suspension};
    for penalty in [Caution, Fine, Confiscation, Revocation, Suspension, StopOperating] {
        keys.insert(format!("penalty.{}", penalty.word()));
    }
    for kind in ["citizen", "organisation", "sole_trader"] {
        keys.insert(format!("party.{kind}"));
    }
    keys.extend(conflict::ROWS.map(|row| format!("conflict.{row}")));
    keys.insert(format!("form.{}", draft_sheet::NAME));
    keys.extend(RepeatOffender::ALL.map(|whose| format!("consequence.{}", whose.word())));
    keys.extend(Leaning::ALL.map(|leaning| format!("leaning.{}", leaning.word())));
    keys.extend(["none", "slight", "serious"].map(|harm| format!("harm.{harm}")));
    keys.extend(PlateState::ALL.map(|state| format!("plate_state.{}", state.word())));
    of_scales(&mut keys);
    keys.extend(IdentityProof::ALL.map(|proof| format!("identity.{}", proof.word())));
    keys.extend(PersonRole::ALL.map(|role| format!("role_of.{}", role.word())));
    keys.extend(["none", "waived", "stated"].map(|word| format!("statement.{word}")));
    keys.extend(CashGround::ALL.map(|ground| format!("cash_ground.{}", ground.word())));
    keys.extend(Trigger::ALL.iter().map(|event| format!("deadline_event.{}", event.word())));
    keys.extend(Stage::ALL.map(|stage| format!("stage.{}", stage.word())));
    keys.extend(["original", "copy"].map(|word| format!("evidence_copy.{word}")));
    keys.extend(Pause::ALL.map(|pause| format!("deadline_pause.{}", pause.word())));
    keys.extend(Role::ALL.map(|role| format!("role.{}", role.word())));
    keys.extend(PinState::ALL.map(|pin| format!("pin_state.{}", pin.word())));
    of_papers(&mut keys);
    keys.extend(["signed", "declined"].map(|word| format!("signature.{word}")));
    keys.extend(Theme::ALL.map(|theme| format!("theme.{}", theme.word())));
    let keymap = Keymap::shipped().unwrap();
    for screen in keymap.screens() {
        keys.extend(keymap.of(screen).iter().map(|binding| binding.says.clone()));
        if !["common", "form", "lines", "help"].contains(&screen) {
            keys.insert(format!("help.{screen}"));
        }
    }
    let mut forms = String::new();
    sources(Path::new("src/forms"), &mut forms);
    for call in [".text(\"", ".field(\""] {
        let names = forms.split(call).skip(1).filter_map(|rest| rest.split('"').next());
        keys.extend(names.map(|name| format!("paper.{name}")));
    }
    for part in [
        "store", "font", "printer", "printers", "clock", "mirror", "disk", "terminal", "law",
        "numbers", "agency", "secret",
    ] {
        keys.insert(format!("doctor.{part}"));
    }
    keys
}

/// Keys of the help of a command and of those below it.
fn of_arguments(command: &clap::Command, key: &str, keys: &mut BTreeSet<String>) {
    keys.insert(format!("{key}.about"));
    for arg in command.get_arguments() {
        keys.insert(format!("{key}.{}", arg.get_id()));
        if arg.get_action().takes_values() {
            let name = &arg.get_value_names().expect("each value has a name")[0];
            keys.insert(format!("arguments.value.{}", name.to_lowercase()));
        }
    }
    for sub in command.get_subcommands() {
        of_arguments(sub, &format!("{key}.{}", sub.get_name().replace('-', "_")), keys);
    }
}

#[test]
fn both_languages_have_the_same_keys_and_placeholders() {
    let (zh, en) = (words("zh-CN"), words("en"));
    let keys = |words: &BTreeMap<String, String>| words.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&zh), keys(&en));
    for (key, text) in &zh {
        assert!(!text.is_empty() || key.ends_with('_'), "{key} is empty");
        assert_eq!(placeholders(text), placeholders(&en[key]), "{key}");
    }
}

#[test]
fn every_key_of_the_code_is_there_and_none_is_left_over() {
    let zh = words("zh-CN");
    let mut code = String::new();
    sources(Path::new("src"), &mut code);
    let mut used = made();
    let (officer, headquarters) = (Arguments::command(), operate::Arguments::command());
    of_arguments(&officer, "arguments.lucha", &mut used);
    of_arguments(&headquarters, "arguments.lucha_hq", &mut used);
    // Literal keys: t!("…"), keys of troubles, headings, faults.
    let families: BTreeSet<&str> =
        zh.keys().filter_map(|key| Some(key.split_once('.')?.0)).collect();
    for literal in code.split('"') {
        if zh.contains_key(&format!("paper.{literal}")) {
            used.insert(format!("paper.{literal}"));
        }
        let is_key = literal.split_once('.').is_some_and(|(family, rest)| {
            families.contains(family)
                && !rest.is_empty()
                && rest
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c))
        });
        // Paths of the contract look alike; their words stand under `field.`.
        let is_path = zh.contains_key(&format!("field.{literal}"));
        if is_key && !is_path {
            used.insert(literal.to_string());
        }
    }
    let files = ["permit.", "stops.json", "party.", "list.rs"];
    let lacking: Vec<&String> = used
        .iter()
        .filter(|key| !zh.contains_key(*key) && !files.iter().any(|file| key.starts_with(file)))
        .collect();
    assert!(lacking.is_empty(), "the locales lack {lacking:?}");
    let idle: Vec<&String> =
        zh.keys().filter(|key| !key.starts_with("field.") && !used.contains(*key)).collect();
    assert!(idle.is_empty(), "nothing uses {idle:?}");
    for key in zh.keys().filter_map(|key| key.strip_prefix("field.")) {
        let last = key.rsplit('.').next().unwrap();
        assert!(code.contains(&format!("\"{key}\"")) || code.contains(last), "nothing uses {key}");
    }
}

#[test]
fn every_translation_named_in_the_code_has_its_placeholders_filled() {
    let zh = words("zh-CN");
    let mut code = String::new();
    sources(Path::new("src"), &mut code);
    for call in code.split("t!(").skip(1) {
        let Some(rest) = call.trim_start().strip_prefix('"') else { continue };
        let Some((key, rest)) = rest.split_once('"') else { continue };
        let Some(text) = zh.get(key) else { continue };
        let mut depth = 1;
        let arguments: String = rest
            .chars()
            .take_while(|c| {
                depth += i32::from(*c == '(') - i32::from(*c == ')');
                depth > 0
            })
            .collect();
        assert!(arguments.contains("locale ="), "t!(\"{key}\") names no locale");
        for wanted in placeholders(text) {
            assert!(arguments.contains(&format!("{wanted} =")), "t!(\"{key}\") lacks {wanted}");
        }
    }
}
