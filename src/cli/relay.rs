//! `lucha relay`: by a colleague's laptop over the local network, from the command line: bear for one, or give to one.

use super::{Voice, code};
use crate::app::desk::Desk;
use crate::app::opening::{self, Place};
use crate::app::relay;
use crate::app::relay_run::RelayRun;
use crate::app::view::relay::RelayView;
use rust_i18n::t;

/// What was typed behind it.
#[derive(Debug)]
pub struct Order {
    /// The colleague's address and the code on his screen; without it this laptop bears.
    pub to: Option<(String, String)>,
    /// Where this laptop listens when it bears.
    pub listen: Option<String>,
    /// One JSON object instead of words.
    pub json: bool,
}

/// One meeting; gives the exit code.
pub fn run(place: Place<'_>, order: &Order, voice: &mut Voice<'_>) -> u8 {
    let desk = opening::to_write(place);
    let met = desk.and_then(|mut desk| match &order.to {
        Some((address, code)) => desk.meet_to_give(address, code),
        None => bear(&mut desk, order, voice),
    });
    match met {
        Ok(view) => told(&view, order.json, voice),
        Err(trouble) => voice.fail(&trouble),
    }
}

fn bear(
    desk: &mut Desk,
    order: &Order,
    voice: &mut Voice<'_>,
) -> Result<RelayView, crate::app::command::Trouble> {
    let bearing = desk.bearing()?;
    let listen = order.listen.as_deref().unwrap_or(relay::LISTEN);
    let (listener, address) = bearing.listen(listen)?;
    if order.json {
        let words = serde_json::json!({ "address": address, "code": bearing.code() });
        voice.say(&words.to_string());
    } else {
        let words = t!("cli.relay_listens", locale = voice.lang, a = address, b = bearing.code());
        voice.say(&words);
    }
    let listened = bearing.serve(&listener, &std::sync::Arc::default(), &mut |_| {})?;
    Ok(RelayRun::listened(&listened))
}

/// What came of it; done only when the bearer has all of it.
fn told(view: &RelayView, json: bool, voice: &mut Voice<'_>) -> u8 {
    let is_well = view.is_done && view.refused.is_none();
    let ending = if is_well { code::DONE } else { code::PARTLY };
    if json {
        voice.say(&as_json(view).to_string());
        return ending;
    }
    if view.answers > 0 && !view.bears {
        let (b, c, d) = view.brought;
        let (l, a) = (voice.lang, view.answers);
        voice.say(&t!("cli.stick_brought", locale = l, a = a, b = b, c = c, d = d));
    }
    let colleague = view.colleague.map(|device| device.short()).unwrap_or_default();
    let words = match view.parcel {
        Some(parcel) => {
            let (b, c) = (parcel.entries, parcel.photographs);
            if view.bears {
                t!("cli.relay_borne", locale = voice.lang, a = colleague, b = b, c = c)
            } else {
                t!("cli.relay_given", locale = voice.lang, a = colleague, b = b, c = c)
            }
        }
        None if view.stopped => t!("relay.stopped", locale = voice.lang),
        None => t!("cli.relay_nothing", locale = voice.lang, a = colleague),
    };
    voice.say(&words);
    if view.parcel.is_some_and(|parcel| !parcel.is_all) {
        voice.warn(&t!("relay.not_all", locale = voice.lang));
    }
    if let Some(trouble) = &view.refused {
        let _said = voice.fail(trouble);
    }
    ending
}

fn as_json(view: &RelayView) -> serde_json::Value {
    let parcel = view.parcel.unwrap_or_default();
    serde_json::json!({
        "done": view.is_done,
        "bears": view.bears,
        "colleague": view.colleague.map(|device| device.to_string()),
        "entries": parcel.entries,
        "photographs": parcel.photographs,
        "bytes": parcel.size,
        "moved": parcel.moved,
        "all": parcel.is_all,
        "answers": view.answers,
        "trouble": view.refused.as_ref().map(|trouble| trouble.key),
    })
}
