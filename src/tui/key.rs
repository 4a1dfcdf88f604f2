//! The key map: from keymap.toml to actions; a key is never written down anywhere else.

use crate::stdx::said::Said;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

const KEYMAP: &str = include_str!("../../assets/keymap.toml");

/// What a key can mean. A screen answers those that stand in its part of the key map.
#[allow(missing_docs, reason = "the key map says of each what it does")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    Back,
    Enter,
    Next,
    Previous,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Help,
    Language,
    Theme,
    Quit,
    NewCheck,
    Search,
    Refresh,
    NewShift,
    CloseShift,
    Stick,
    Relay,
    Stop,
    Sync,
    Tasks,
    Due,
    Numbers,
    Metered,
    PhotographsNow,
    Shown,
    Law,
    SameAsParty,
    Pick,
    DraftPaper,
    TellAll,
    Leave,
    Drop,
    TextView,
    ZoomIn,
    ZoomOut,
    Print,
    PrintRoll,
    PrintAll,
    PrintFile,
    Printers,
    NewPrinter,
    Correct,
    OpenCase,
    HandOver,
    Cash,
    DeadlineFact,
    Evidence,
    Import,
    Describe,
    MakePaper,
    Obstruction,
    Passenger,
    InsertQuestion,
    DropQuestion,
    ReadBack,
    Finish,
    TakeOver,
    NewPerson,
    EndPerson,
    ResetPin,
    Agency,
    Mirror,
    NewCode,
}

const NAMES: &[(&str, Action)] = &[
    ("back", Action::Back),
    ("enter", Action::Enter),
    ("next", Action::Next),
    ("previous", Action::Previous),
    ("up", Action::Up),
    ("down", Action::Down),
    ("left", Action::Left),
    ("right", Action::Right),
    ("page_up", Action::PageUp),
    ("page_down", Action::PageDown),
    ("top", Action::Top),
    ("bottom", Action::Bottom),
    ("help", Action::Help),
    ("language", Action::Language),
    ("theme", Action::Theme),
    ("quit", Action::Quit),
    ("new_check", Action::NewCheck),
    ("search", Action::Search),
    ("refresh", Action::Refresh),
    ("new_shift", Action::NewShift),
    ("close_shift", Action::CloseShift),
    ("stick", Action::Stick),
    ("relay", Action::Relay),
    ("sync", Action::Sync),
    ("tasks", Action::Tasks),
    ("due", Action::Due),
    ("numbers", Action::Numbers),
    ("stop", Action::Stop),
    ("metered", Action::Metered),
    ("photographs_now", Action::PhotographsNow),
    ("shown", Action::Shown),
    ("law", Action::Law),
    ("same_as_party", Action::SameAsParty),
    ("pick", Action::Pick),
    ("draft_paper", Action::DraftPaper),
    ("tell_all", Action::TellAll),
    ("leave", Action::Leave),
    ("drop", Action::Drop),
    ("text_view", Action::TextView),
    ("zoom_in", Action::ZoomIn),
    ("zoom_out", Action::ZoomOut),
    ("print", Action::Print),
    ("print_roll", Action::PrintRoll),
    ("print_all", Action::PrintAll),
    ("print_file", Action::PrintFile),
    ("printers", Action::Printers),
    ("new_printer", Action::NewPrinter),
    ("correct", Action::Correct),
    ("open_case", Action::OpenCase),
    ("hand_over", Action::HandOver),
    ("cash", Action::Cash),
    ("deadline_fact", Action::DeadlineFact),
    ("evidence", Action::Evidence),
    ("import", Action::Import),
    ("describe", Action::Describe),
    ("make_paper", Action::MakePaper),
    ("obstruction", Action::Obstruction),
    ("passenger", Action::Passenger),
    ("insert_question", Action::InsertQuestion),
    ("drop_question", Action::DropQuestion),
    ("read_back", Action::ReadBack),
    ("finish", Action::Finish),
    ("take_over", Action::TakeOver),
    ("new_person", Action::NewPerson),
    ("end_person", Action::EndPerson),
    ("reset_pin", Action::ResetPin),
    ("agency", Action::Agency),
    ("mirror", Action::Mirror),
    ("new_code", Action::NewCode),
];

/// One key of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Which key.
    pub chord: Chord,
    /// What it does.
    pub action: Action,
    /// Key of the words that describe it.
    pub says: String,
    /// Place in the key bar, the smallest first; `None` is shown in help only.
    pub bar: Option<u8>,
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    /// As the terminal tells it.
    pub code: KeyCode,
    /// With control.
    pub ctrl: bool,
    /// With alt.
    pub alt: bool,
}

impl Chord {
    /// Reads `F2`, `Enter`, `Ctrl-C`, `n`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Chord> {
        let (ctrl, text) = text.strip_prefix("Ctrl-").map_or((false, text), |rest| (true, rest));
        let (alt, text) = text.strip_prefix("Alt-").map_or((false, text), |rest| (true, rest));
        let code = match text {
            "Enter" => KeyCode::Enter,
            "Esc" => KeyCode::Esc,
            "Tab" => KeyCode::Tab,
            "Shift-Tab" => KeyCode::BackTab,
            "Up" => KeyCode::Up,
            "Down" => KeyCode::Down,
            "Left" => KeyCode::Left,
            "Right" => KeyCode::Right,
            "PgUp" => KeyCode::PageUp,
            "PgDn" => KeyCode::PageDown,
            "Home" => KeyCode::Home,
            "End" => KeyCode::End,
            "Del" => KeyCode::Delete,
            _ => function_or_letter(text)?,
        };
        Some(Chord { code, ctrl, alt })
    }

    /// The chord of a key press; shift counts only through the character it makes.
    #[must_use]
    pub fn of(key: KeyEvent) -> Chord {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let code = match key.code {
            KeyCode::Char(c) => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Chord { code, ctrl, alt }
    }

    /// A plain character, which a field would take as text.
    #[must_use]
    pub fn types(&self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl && !self.alt
    }

    /// As the key bar writes it.
    #[must_use]
    pub fn label(&self) -> String {
        let key = match self.code {
            KeyCode::Char(c) => c.to_ascii_uppercase().to_string(),
            KeyCode::F(n) => format!("F{n}"),
            KeyCode::BackTab => "Shift-Tab".into(),
            KeyCode::PageUp => "PgUp".into(),
            KeyCode::PageDown => "PgDn".into(),
            KeyCode::Delete => "Del".into(),
            code => format!("{code:?}"),
        };
        let ctrl = if self.ctrl { "Ctrl-" } else { "" };
        let alt = if self.alt { "Alt-" } else { "" };
        format!("{ctrl}{alt}{key}")
    }
}

fn function_or_letter(text: &str) -> Option<KeyCode> {
    if let Some(n) = text.strip_prefix('F').and_then(|n| n.parse::<u8>().ok()) {
        return (1..=12).contains(&n).then_some(KeyCode::F(n));
    }
    let mut chars = text.chars();
    let c = chars.next()?;
    chars.next().is_none().then_some(KeyCode::Char(c.to_ascii_lowercase()))
}

/// Why the program does not start with this key map.
#[allow(missing_docs, reason = "each says itself what it is")]
#[derive(Debug, Error, PartialEq, Eq)]
pub enum KeymapFault {
    #[error("keymap.toml cannot be read: {0}")]
    Unreadable(String),
    #[error("keymap.toml [{screen}]: `{key}` is no key; write e.g. F2, Enter, Ctrl-C or n")]
    NoKey { screen: String, key: String },
    #[error("keymap.toml [{screen}] {key}: `{action}` is no action")]
    NoAction { screen: String, key: String, action: String },
    #[error("keymap.toml [{screen}]: {key} stands twice; give one of them another key")]
    Twice { screen: String, key: String },
    #[error("keymap.toml [{screen}]: there is no part [{part}] to take in")]
    NoPart { screen: String, part: String },
}

impl KeymapFault {
    /// The same in the reader's words: the part of the file, and what is wrong in it.
    #[must_use]
    pub fn said(&self) -> Said {
        let (key, part, what) = match self {
            KeymapFault::Unreadable(_) => return Said::words("keymap.unreadable"),
            KeymapFault::NoKey { screen, key } => ("keymap.no_key", screen, key),
            KeymapFault::NoAction { screen, action, .. } => ("keymap.no_action", screen, action),
            KeymapFault::Twice { screen, key } => ("keymap.twice", screen, key),
            KeymapFault::NoPart { screen, part } => ("keymap.no_part", screen, part),
        };
        Said::words(key).with(part).with(what)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "do")]
    action: String,
    say: String,
    bar: Option<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    #[serde(default)]
    takes: Vec<String>,
    #[serde(default)]
    keys: BTreeMap<String, Written>,
}

/// All keys, by screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    screens: BTreeMap<String, Vec<Binding>>,
}

impl Keymap {
    /// The key map that ships with the program.
    ///
    /// # Errors
    /// When it is wrong, which `tests/keys/keymap.rs` would have told.
    pub fn shipped() -> Result<Keymap, KeymapFault> {
        Keymap::parse(KEYMAP)
    }

    /// Reads a key map.
    ///
    /// # Errors
    /// When a key, an action or a part of it is unknown, or a key means two things on one screen.
    pub fn parse(text: &str) -> Result<Keymap, KeymapFault> {
        let parts: BTreeMap<String, Part> = toml::from_str(text)
            .map_err(|fault| KeymapFault::Unreadable(fault.message().to_string()))?;
        let mut screens = BTreeMap::new();
        for (screen, part) in &parts {
            let mut bindings = Vec::new();
            bind(screen, part, &mut bindings)?;
            for name in &part.takes {
                let Some(taken) = parts.get(name) else {
                    return Err(KeymapFault::NoPart { screen: screen.clone(), part: name.clone() });
                };
                bind(screen, taken, &mut bindings)?;
            }
            screens.insert(screen.clone(), bindings);
        }
        Ok(Keymap { screens })
    }

    /// The keys of a screen; none where it has no part.
    #[must_use]
    pub fn of(&self, screen: &str) -> &[Binding] {
        self.screens.get(screen).map_or(&[], Vec::as_slice)
    }

    /// What `key` means on `screen`. While a field takes text, plain characters mean themselves.
    #[must_use]
    pub fn resolve(&self, screen: &str, key: KeyEvent, typing: bool) -> Option<Action> {
        let chord = Chord::of(key);
        if typing && chord.types() {
            return None;
        }
        self.of(screen).iter().find(|binding| binding.chord == chord).map(|b| b.action)
    }

    /// The screens that have a part, in the order of their names.
    pub fn screens(&self) -> impl Iterator<Item = &str> {
        self.screens.keys().map(String::as_str)
    }
}

fn bind(screen: &str, part: &Part, bindings: &mut Vec<Binding>) -> Result<(), KeymapFault> {
    for (key, written) in &part.keys {
        let at = || (screen.to_string(), key.clone());
        let Some(chord) = Chord::parse(key) else {
            let (screen, key) = at();
            return Err(KeymapFault::NoKey { screen, key });
        };
        let Some((_, action)) = NAMES.iter().find(|(name, _)| *name == written.action) else {
            let (screen, key) = at();
            return Err(KeymapFault::NoAction { screen, key, action: written.action.clone() });
        };
        if bindings.iter().any(|known| known.chord == chord) {
            let (screen, key) = at();
            return Err(KeymapFault::Twice { screen, key });
        }
        let says = written.say.clone();
        bindings.push(Binding { chord, action: *action, says, bar: written.bar });
    }
    Ok(())
}
