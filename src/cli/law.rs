//! `lucha law`: acts of the law library by what is typed, and the page of the one that is left; writes nothing.

use super::{Voice, code};
use crate::app::law_page::{named, page};
use crate::app::opening::{self, Place};
use crate::domain::law_in_time;
use crate::domain::library::way::{clocks, papers, ways};
use crate::domain::library::{Library, LibraryRow};
use crate::domain::rulebook::{Family, Rulebook};
use crate::stdx::day::Day;
use rust_i18n::t;
use serde_json::{Value, json};

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, words: &[String], as_json: bool, voice: &mut Voice<'_>) -> u8 {
    let read = opening::to_read(place).and_then(|desk| {
        let today = desk.clock().now().day();
        let habits = desk.habits(today)?;
        Ok((desk.snapshot().rulebook, habits, today))
    });
    let (rulebook, habits, today) = match read {
        Ok(read) => read,
        Err(trouble) => return voice.fail(&trouble),
    };
    let library = Library::of(&rulebook);
    let library = library.ordered(|row| habits.place(&row.code).unwrap_or(usize::MAX));
    let found: Vec<&LibraryRow> = library
        .find(&words.join(" "))
        .into_iter()
        .map(|nth| library.rows()[nth].as_ref())
        .collect();
    // A code that was typed whole means this act, also where others begin with it.
    let typed = words.concat().to_uppercase();
    let only = match found.as_slice() {
        [only] => Some(*only),
        [first, ..] if first.code == typed => Some(*first),
        _ => None,
    };
    if found.is_empty() {
        let sentence = t!("picker.none", locale = voice.lang);
        voice.warn(&sentence);
        return code::NOTHING;
    }
    let shown = only.map_or(found, |row| vec![row]);
    for row in &shown {
        let lines = if as_json {
            vec![in_json(row, &rulebook, today).to_string()]
        } else if only.is_some() {
            let lines = page(&rulebook, &row.code, today, voice.lang);
            lines.into_iter().map(|line| line.text).collect()
        } else {
            vec![named(&rulebook, &row.code, voice.lang)]
        };
        lines.iter().for_each(|line| voice.say(line));
    }
    code::DONE
}

/// One act as a script wants it.
fn in_json(row: &LibraryRow, rulebook: &Rulebook, today: Day) -> Value {
    let look_alikes: Vec<&String> = rulebook
        .look_alikes_of(&row.code)
        .flat_map(|look_alike| &look_alike.codes)
        .filter(|other| **other != row.code)
        .collect();
    let mut told = json!({
        "code": row.code,
        "name": row.name_zh,
        "name_en": row.name_en,
        "family": row.family.map(Family::word),
        "organ": row.organ,
        "verified": row.confirmed,
        "look_alikes": look_alikes,
    });
    let Some(violation) = rulebook.violation(&row.code) else { return told };
    let ways = ways(violation, rulebook, today);
    let begun = clocks(violation, &ways, rulebook, today);
    let begun: Vec<&str> = begun.into_iter().map(|clock| clock.id.as_str()).collect();
    let procedures: Vec<Value> = ways
        .iter()
        .map(|way| {
            let made = papers(way.track);
            json!({
                "procedure": way.track.word(),
                "parties": way.parties.iter().map(|kind| kind.word()).collect::<Vec<_>>(),
                "makes": made.made,
                "may_make": made.as_needed,
                "local": made.local,
            })
        })
        .collect();
    let open = law_in_time::in_force(violation, today, &rulebook.rulings);
    let open: Vec<&str> = open.into_iter().map(|basis| basis.id.as_str()).collect();
    told["mark"] = json!(violation.mark);
    let kinds = violation.parties.iter().map(|kind| kind.word());
    told["parties"] = json!(kinds.collect::<Vec<_>>());
    told["bases"] = json!(violation.bases.iter().map(|basis| &basis.id).collect::<Vec<_>>());
    told["open_bases"] = json!(open);
    told["prior_order"] = json!(violation.needs_prior_order());
    told["or_repeated"] = json!(violation.or_repeated);
    told["exempt_up_to_kg"] = json!(violation.exempt_up_to_kg);
    told["exempt_own_use"] = json!(violation.exempt_own_use);
    told["by_road_surface"] = json!(violation.hangs_on_road_surface());
    told["procedures"] = json!(procedures);
    told["deadlines"] = json!(begun);
    told["leniency"] = json!(violation.leniency);
    let items = rulebook.items_of(&violation.code, today);
    told["list_items"] = json!(items.map(|(list, item)| list.key_of(item)).collect::<Vec<_>>());
    told["conflict"] = json!(violation.conflict);
    told["traps"] = json!(violation.traps);
    told
}
