//! Which recorded facts a correction may set, how each reads as text and how a text becomes one; it judges no value, and
//! sets nothing that was told, said or decided.

use super::Facts;
use super::release::{Unloading, UnloadingManner};
use super::unloading::{Guidance, read_distance_m};
use crate::domain::identity::normalise;
use crate::domain::identity::plate_colour::PlateColour;
use crate::domain::identity::plate_state::PlateState;
use crate::domain::road_surface::RoadSurface;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;

/// Fields that a correction may set: what was seen, never what was told, said or decided. What was done about an excess
/// is among them, as it is often done after the decision, and no fine rests on it; and what things are worth and what became of
/// the road, which may have to be found out in the opened case; and why a kind of evidence is missing, which a script may have
/// left out.
pub const CORRECTABLE: &[&str] = &[
    "place.route",
    "place.stake",
    "place.direction",
    "place.text",
    "vehicle.plate",
    "vehicle.colour",
    "vehicle.trailer_plate",
    "present.phone",
    "present.name",
    "findings[0].facts",
    "findings[0].things_yuan",
    "guided.site",
    "guided.distance_m",
    "guided.at",
    "reweighing.unloaded_kg",
    "reweighing.gross_kg",
    "reweighing.at",
    "reweighing.device",
    "reweighing.certificate_no",
    "reweighing.certificate_until",
    "guided.left_at",
    "unloading.manner",
    "unloading.transfer_plate",
    "unloading.began_at",
    "unloading.ended_at",
    "unloading.released_at",
    "findings[0].road_surface",
    "vehicle.plate_state",
    "evidence_gap",
];

/// Why a text is not set in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unset {
    /// No correction may set the field, or nothing was recorded that it is a part of.
    NotCorrectable,
    /// The text is no number, no time, no day or no colour, where the field asks for one.
    NoValue,
    /// The field says more of another one, which nobody recorded: that one comes first.
    Behind(&'static str),
}

/// What is recorded in a field that can be corrected, as the check contract writes it: masses in kg and distances in m as
/// digits, times after RFC 3339; empty where nothing is, and for other fields.
#[must_use]
pub fn recorded(facts: &Facts, field: &str) -> String {
    let (vehicle, present) = (facts.vehicle.as_ref(), facts.present.as_ref());
    let text = match field {
        "place.route" => Some(&facts.place.route),
        "place.stake" => Some(&facts.place.stake),
        "place.direction" => Some(&facts.place.direction),
        "place.text" => Some(&facts.place.text),
        "vehicle.plate" => vehicle.map(|vehicle| &vehicle.plate),
        "vehicle.plate_state" => {
            let odd = vehicle.map(|vehicle| vehicle.plate_state);
            let odd = odd.filter(|state| *state != PlateState::Normal);
            return odd.map(|state| state.word().to_string()).unwrap_or_default();
        }
        "vehicle.colour" => vehicle.map(|vehicle| &vehicle.colour),
        "vehicle.trailer_plate" => vehicle.map(|vehicle| &vehicle.trailer_plate),
        "present.phone" => present.map(|present| present.phone.get()),
        "present.name" => present.map(|present| present.name.get()),
        "evidence_gap" => Some(&facts.evidence_gap),
        "findings[0].facts" => facts.findings.first().map(|finding| &finding.facts),
        "findings[0].things_yuan" => {
            let things = facts.findings.first().and_then(|finding| finding.things);
            return things.map(|worth| worth.yuan().to_string()).unwrap_or_default();
        }
        "findings[0].road_surface" => {
            let surface = facts.findings.first().and_then(|finding| finding.road_surface);
            return surface.map(|surface| surface.word().to_string()).unwrap_or_default();
        }
        _ => return of_excess(facts, field).unwrap_or_default(),
    };
    text.cloned().unwrap_or_default()
}

fn of_excess(facts: &Facts, field: &str) -> Option<String> {
    let (guided, again) = (facts.guided.as_ref(), facts.reweighing.as_ref());
    match field {
        "guided.site" => guided.map(|guided| guided.site.clone()),
        "guided.distance_m" => guided?.distance_m.map(|distance_m| distance_m.to_string()),
        "guided.at" => guided?.at.map(Moment::rfc3339),
        "guided.left_at" => guided?.left_at.map(Moment::rfc3339),
        "reweighing.unloaded_kg" => again?.unloaded_kg.map(|kg| kg.to_string()),
        "reweighing.gross_kg" => again?.gross_kg.map(|kg| kg.to_string()),
        "reweighing.at" => again?.at.map(Moment::rfc3339),
        "reweighing.device" => again.map(|again| again.device.clone()),
        "reweighing.certificate_no" => again.map(|again| again.certificate_no.clone()),
        "reweighing.certificate_until" => again?.certificate_until.map(|day| day.to_string()),
        _ => of_unloading(facts, field),
    }
}

fn of_unloading(facts: &Facts, field: &str) -> Option<String> {
    let unloading = facts.unloading.as_ref()?;
    let at = match field {
        "unloading.manner" => return unloading.manner.map(|manner| manner.word().to_string()),
        "unloading.transfer_plate" => return Some(unloading.transfer_plate.clone()),
        "unloading.began_at" => unloading.began_at,
        "unloading.ended_at" => unloading.ended_at,
        "unloading.released_at" => unloading.released_at,
        _ => None,
    };
    at.map(Moment::rfc3339)
}

/// Sets a field to what was written; an empty text takes away what was recorded there, and with a site all that was said
/// of it. What could not be read in the field before is gone with it.
///
/// # Errors
/// When the field cannot be corrected, the text is no value of it, or another field must be recorded first; `facts` are as
/// they were then.
pub fn set(facts: &mut Facts, field: &str, written: &str) -> Result<(), Unset> {
    if !CORRECTABLE.contains(&field) {
        return Err(Unset::NotCorrectable);
    }
    let text = written.trim();
    match field.split_once('.') {
        Some(("guided", _)) => set_guided(facts, field, text)?,
        Some(("reweighing", _)) => set_reweighing(facts, field, text)?,
        Some(("unloading", _)) => set_unloading(facts, field, text)?,
        _ => set_text(facts, field, text)?,
    }
    facts.unreadable.retain(|unreadable| unreadable.field != field);
    Ok(())
}

fn set_text(facts: &mut Facts, field: &str, text: &str) -> Result<(), Unset> {
    let (vehicle, present) = (facts.vehicle.as_mut(), facts.present.as_mut());
    let none = Unset::NotCorrectable;
    match field {
        "place.route" => facts.place.route = normalise(text),
        "place.stake" => facts.place.stake = normalise(text),
        "place.direction" => facts.place.direction = text.into(),
        "place.text" => facts.place.text = text.into(),
        "vehicle.plate" => {
            let vehicle = vehicle.ok_or(none)?;
            vehicle.plate = normalise(text);
            // What has a plate is no vehicle without one.
            if vehicle.plate_state == PlateState::Missing && !vehicle.plate.is_empty() {
                vehicle.plate_state = PlateState::Normal;
            }
        }
        "vehicle.plate_state" => {
            let vehicle = vehicle.ok_or(none)?;
            vehicle.plate_state = value(text, PlateState::from_word)?.unwrap_or_default();
            // And what has none bears no text of one.
            if vehicle.plate_state == PlateState::Missing {
                vehicle.plate.clear();
            }
        }
        "vehicle.colour" => vehicle.ok_or(none)?.colour = colour(text)?.into(),
        "vehicle.trailer_plate" => vehicle.ok_or(none)?.trailer_plate = normalise(text),
        "present.phone" => present.ok_or(none)?.phone = text.into(),
        "present.name" => present.ok_or(none)?.name = text.into(),
        "evidence_gap" => facts.evidence_gap = text.into(),
        "findings[0].facts" => facts.findings.first_mut().ok_or(none)?.facts = text.into(),
        "findings[0].things_yuan" => {
            facts.findings.first_mut().ok_or(none)?.things = value(text, yuan)?;
        }
        "findings[0].road_surface" => {
            let finding = facts.findings.first_mut().ok_or(none)?;
            finding.road_surface = value(text, RoadSurface::from_word)?;
        }
        _ => return Err(none),
    }
    Ok(())
}

fn set_guided(facts: &mut Facts, field: &str, text: &str) -> Result<(), Unset> {
    if field == "guided.site" {
        let before = facts.guided.take().unwrap_or_default();
        // Without a site nobody was led anywhere.
        facts.guided =
            Some(Guidance { site: text.into(), ..before }).filter(|guided| !guided.site.is_empty());
        return Ok(());
    }
    if text.is_empty() && facts.guided.is_none() {
        return Ok(());
    }
    let guided = facts.guided.as_mut().ok_or(Unset::Behind("guided.site"));
    match field {
        "guided.distance_m" => guided?.distance_m = value(text, read_distance_m)?,
        "guided.at" => guided?.at = value(text, Moment::parse)?,
        "guided.left_at" => guided?.left_at = value(text, Moment::parse)?,
        _ => return Err(Unset::NotCorrectable),
    }
    Ok(())
}

fn set_reweighing(facts: &mut Facts, field: &str, text: &str) -> Result<(), Unset> {
    let is_new = facts.reweighing.is_none();
    let mut again = facts.reweighing.clone().unwrap_or_default();
    match field {
        "reweighing.unloaded_kg" => again.unloaded_kg = value(text, |text| text.parse().ok())?,
        "reweighing.gross_kg" => again.gross_kg = value(text, |text| text.parse().ok())?,
        "reweighing.at" => again.at = value(text, Moment::parse)?,
        "reweighing.device" => again.device = text.into(),
        "reweighing.certificate_no" => again.certificate_no = text.into(),
        "reweighing.certificate_until" => again.certificate_until = value(text, Day::parse)?,
        _ => return Err(Unset::NotCorrectable),
    }
    // Without a mass nothing was unloaded or weighed again.
    let weighed = again.unloaded_kg.is_some() || again.gross_kg.is_some();
    if is_new && !weighed && !text.is_empty() {
        return Err(Unset::Behind("reweighing.gross_kg"));
    }
    facts.reweighing = weighed.then_some(again);
    Ok(())
}

fn set_unloading(facts: &mut Facts, field: &str, text: &str) -> Result<(), Unset> {
    let mut unloading = facts.unloading.clone().unwrap_or_default();
    match field {
        "unloading.manner" => unloading.manner = value(text, UnloadingManner::from_word)?,
        "unloading.transfer_plate" => unloading.transfer_plate = normalise(text),
        "unloading.began_at" => unloading.began_at = value(text, Moment::parse)?,
        "unloading.ended_at" => unloading.ended_at = value(text, Moment::parse)?,
        "unloading.released_at" => unloading.released_at = value(text, Moment::parse)?,
        _ => return Err(Unset::NotCorrectable),
    }
    facts.unloading = Some(unloading).filter(|unloading| *unloading != Unloading::default());
    Ok(())
}

/// What `read` makes of a text; nothing of an empty one.
fn value<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Unset> {
    if text.is_empty() {
        return Ok(None);
    }
    read(text).map(Some).ok_or(Unset::NoValue)
}

/// Whole yuan, and no debt.
fn yuan(text: &str) -> Option<Fen> {
    text.parse().ok().filter(|yuan: &i64| *yuan >= 0).map(Fen::from_yuan)
}

fn colour(text: &str) -> Result<&'static str, Unset> {
    let colour = value(text, PlateColour::of_record)?;
    Ok(colour.map_or("", PlateColour::in_chinese))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inspection::{Finding, Unreadable};
    use crate::domain::party::Present;
    use crate::domain::vehicle::Vehicle;

    fn facts() -> Facts {
        let finding = Finding::of("OL-001");
        Facts {
            vehicle: Some(Vehicle::default()),
            present: Some(Present::default()),
            findings: vec![finding],
            ..Facts::default()
        }
    }

    /// A value of every field that can be corrected, in an order in which they can be recorded.
    const WRITTEN: &[(&str, &str)] = &[
        ("place.route", "S231"),
        ("place.stake", "K12+300"),
        ("place.direction", "往汕头"),
        ("place.text", "莲下治超点"),
        ("vehicle.plate", "粤D55D18"),
        ("vehicle.colour", "绿"),
        ("vehicle.trailer_plate", "粤D1234挂"),
        ("present.phone", "13800000001"),
        ("present.name", "王五"),
        ("findings[0].facts", "三轴货车装载沙石"),
        ("findings[0].things_yuan", "6800"),
        ("guided.site", "莲下治超站"),
        ("guided.distance_m", "3200"),
        ("guided.at", "2026-11-23T09:02:00+08:00"),
        ("reweighing.unloaded_kg", "6300"),
        ("reweighing.gross_kg", "24940"),
        ("reweighing.at", "2026-11-23T10:05:00+08:00"),
        ("reweighing.device", "SCS-09"),
        ("reweighing.certificate_no", "粤检2026-0400"),
        ("reweighing.certificate_until", "2027-05-01"),
        ("guided.left_at", "2026-11-23T08:50:00+08:00"),
        ("unloading.manner", "transferred"),
        ("unloading.transfer_plate", "粤D7777挂"),
        ("unloading.began_at", "2026-11-23T09:20:00+08:00"),
        ("unloading.ended_at", "2026-11-23T09:58:00+08:00"),
        ("unloading.released_at", "2026-11-23T10:20:00+08:00"),
        ("findings[0].road_surface", "unharmed"),
        ("vehicle.plate_state", "suspected_false"),
        ("evidence_gap", "没有证人"),
    ];

    #[test]
    fn every_field_of_the_list_is_set_read_back_and_taken_away() {
        assert_eq!(WRITTEN.iter().map(|row| row.0).collect::<Vec<_>>(), CORRECTABLE);
        let mut all = facts();
        for (field, text) in WRITTEN {
            assert_eq!(recorded(&all, field), "", "{field}");
            let written = format!(" {text} ");
            assert_eq!(set(&mut all, field, &written), Ok(()), "{field}");
            let want = Moment::parse(text).map_or((*text).to_string(), Moment::rfc3339);
            assert_eq!(recorded(&all, field), want);
        }
        for (field, _) in WRITTEN {
            assert_eq!(set(&mut all, field, " "), Ok(()), "{field}");
        }
        assert_eq!(all, facts(), "what is empty again is as if it had never been recorded");
    }

    #[test]
    fn what_is_no_value_and_what_stands_alone_changes_nothing() {
        let (site, mass) = (Unset::Behind("guided.site"), Unset::Behind("reweighing.gross_kg"));
        for (field, text, why) in [
            ("telling.rights", "", Unset::NotCorrectable),
            ("weighing.gross_kg", "25000", Unset::NotCorrectable),
            ("guided.place", "此处", Unset::NotCorrectable),
            ("reweighing.fine_yuan", "3000", Unset::NotCorrectable),
            ("vehicle.colour", "紫", Unset::NoValue),
            ("vehicle.plate_state", "伪造", Unset::NoValue),
            ("reweighing.gross_kg", "二十五吨", Unset::NoValue),
            ("reweighing.unloaded_kg", "6,300", Unset::NoValue),
            ("findings[0].things_yuan", "六千", Unset::NoValue),
            ("findings[0].things_yuan", "-1", Unset::NoValue),
            ("findings[0].road_surface", "no", Unset::NoValue),
            ("guided.distance_m", "3200", site),
            ("guided.left_at", "2026-11-23T08:50:00+08:00", site),
            ("unloading.manner", "倒掉", Unset::NoValue),
            ("unloading.ended_at", "十点", Unset::NoValue),
            ("unloading.by", "王五", Unset::NotCorrectable),
            ("guided.at", "2026-11-23T09:02:00+08:00", site),
            ("reweighing.at", "2026-11-23T10:05:00+08:00", mass),
            ("reweighing.at", "十点", Unset::NoValue),
            ("reweighing.device", "SCS-09", mass),
            ("reweighing.certificate_until", "2027-02-29", Unset::NoValue),
        ] {
            let mut all = facts();
            assert_eq!(set(&mut all, field, text), Err(why), "{field} {text}");
            assert_eq!(all, facts(), "{field}");
        }
        let mut nobody = Facts::default();
        for field in ["vehicle.plate", "present.name", "findings[0].facts"] {
            assert_eq!(set(&mut nobody, field, "x"), Err(Unset::NotCorrectable), "{field}");
        }
    }

    #[test]
    fn a_vehicle_without_a_plate_bears_no_text_of_one_and_a_plate_says_that_there_is_one() {
        let mut all = facts();
        let seen = |all: &Facts| {
            let vehicle = all.vehicle.clone().unwrap();
            (vehicle.plate, vehicle.plate_state)
        };
        assert_eq!(set(&mut all, "vehicle.plate", "粤D55D18"), Ok(()));
        assert_eq!(set(&mut all, "vehicle.plate_state", "missing"), Ok(()));
        assert_eq!(seen(&all), (String::new(), PlateState::Missing));
        assert_eq!(set(&mut all, "vehicle.plate", "粤D55D18"), Ok(()));
        assert_eq!(seen(&all), ("粤D55D18".into(), PlateState::Normal));
        assert_eq!(set(&mut all, "vehicle.plate_state", "temporary"), Ok(()));
        assert_eq!(set(&mut all, "vehicle.plate_state", "normal"), Ok(()));
        assert_eq!(seen(&all), ("粤D55D18".into(), PlateState::Normal));
        assert_eq!(recorded(&all, "vehicle.plate_state"), "");
    }

    #[test]
    fn a_text_that_could_not_be_read_goes_when_its_field_is_set() {
        let unreadable = |field: &str| Unreadable { field: field.into(), written: "九点".into() };
        let mut all = facts();
        all.unreadable = vec![unreadable("guided.at"), unreadable("at")];
        assert_eq!(set(&mut all, "guided.site", "莲下治超站"), Ok(()));
        assert_eq!(set(&mut all, "guided.at", "2026-11-23T09:02:00+08:00"), Ok(()));
        assert_eq!(all.unreadable, [unreadable("at")]);
    }
}
