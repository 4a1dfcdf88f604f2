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
        let address = Some(address).filter(|address| !address.is_empty());
        let words = serde_json::json!({ "address": address, "code": bearing.code() });
        voice.say(&words.to_string());
    } else if address.is_empty() {
        voice.warn(&t!("relay.no_address", locale = voice.lang, a = bearing.code()));
    } else {
        let words = t!("cli.relay_listens", locale = voice.lang, a = address, b = bearing.code());
        voice.say(&words);
    }
    let listened = bearing.serve(&listener, &std::sync::Arc::default(), &mut |_| {})?;
    Ok(RelayRun::listened(&listened))
}

/// What came of it; done only when everything that waits went over, wholly.
fn told(view: &RelayView, json: bool, voice: &mut Voice<'_>) -> u8 {
    let went_over = view.parcel.is_none_or(|parcel| parcel.is_all && parcel.is_whole());
    let is_well = view.is_done && view.refused.is_none() && went_over;
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
        Some(parcel) if !parcel.is_whole() => {
            let (b, c) = (parcel.moved, parcel.size);
            t!("cli.relay_cut", locale = voice.lang, a = colleague, b = b, c = c)
        }
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
        "whole": parcel.is_whole(),
        "answers": view.answers,
        "trouble": view.refused.as_ref().map(|trouble| trouble.key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::relay::Parcel;

    #[test]
    fn done_is_only_what_went_over_wholly_with_everything_in_it() {
        let whole = Parcel { entries: 3, photographs: 1, is_all: true, size: 9, moved: 9 };
        let part = Parcel { moved: 4, ..whole };
        let cases = [
            (None, code::DONE),
            (Some(whole), code::DONE),
            (Some(Parcel { is_all: false, ..whole }), code::PARTLY),
            (Some(part), code::PARTLY),
        ];
        for (parcel, wanted) in cases {
            for bears in [false, true] {
                let view = RelayView { bears, parcel, is_done: true, ..RelayView::default() };
                let (mut out, mut err) = (Vec::new(), Vec::new());
                let mut voice = Voice { lang: "en", out: &mut out, err: &mut err };
                assert_eq!(told(&view, false, &mut voice), wanted, "{view:?}");
                let said = String::from_utf8(out).unwrap();
                let is_cut = parcel == Some(part);
                assert_eq!(said.contains("only 4 of 9 bytes"), is_cut, "{said}");
                assert_eq!(
                    told(
                        &view,
                        true,
                        &mut Voice { lang: "en", out: &mut Vec::new(), err: &mut Vec::new() }
                    ),
                    wanted
                );
            }
        }
    }
}
