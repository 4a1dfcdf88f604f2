//! The check contract's input: one stop as JSON. Unknown fields and words are refused with their
//! path; values that cannot exist are kept as written and blocked later.

mod circumstances;
mod colour;
mod leniency;
mod order;
mod people;
mod telling;
mod unloading;
mod vehicle;
mod weighing;

use self::circumstances::{CircumstancesShape, circumstances};
use self::leniency::{LeniencyShape, leniency};
use self::order::{OrderShape, RepeatShape, order, repeat};
use self::people::{PartyShape, PersonShape, PresentShape, RecusalShape};
use self::people::{party, people, present, recusals, trucks};
use self::telling::{TellingShape, telling};
use self::unloading::{GuidedShape, ReweighingShape, UnloadingShape, guided, reweighing, unloaded};
use self::vehicle::{VehicleShape, vehicle};
use self::weighing::{
    ExemptionShape, PermitShape, ReadingShape, SlipShape, WeighingShape, claim, permit, readings,
    slip, weighing,
};
use super::refusal::{Refusal, Why};
use crate::domain::counting::{DecidedAct, Standing};
use crate::domain::identity::normalise;
use crate::domain::inspection::recusal;
use crate::domain::inspection::typed::AsTyped;
use crate::domain::inspection::{Facts, Finding, Harm, OwnUse, Place, Telling, Unreadable};
use crate::domain::offender::Offenders;
use crate::domain::person;
use crate::domain::road_surface::RoadSurface;
use crate::domain::vehicle::TransportCertificate;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use serde::Deserialize;

/// A stop that could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StopRead {
    /// As the file has it; answers bear the same.
    pub id: String,
    /// What was seen.
    pub facts: Facts,
    /// What was told and said.
    pub telling: Telling,
    /// What headquarters sent about earlier decisions before the shift.
    pub history: Vec<DecidedAct>,
    /// Id, in the same file, of the stop of the same trip.
    pub same_trip_as: Option<String>,
    /// Findings that name the order of a stop in the same file: their place in the list, and its id.
    pub ordered_by: Vec<(usize, String)>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Shape {
    id: String,
    at: Option<String>,
    place: PlaceShape,
    officers: Vec<String>,
    recorder: Option<String>,
    plan: Option<String>,
    plan_scope: Option<String>,
    inspection_code: Option<String>,
    vehicle: Option<VehicleShape>,
    weighing: Option<WeighingShape>,
    readings: Vec<ReadingShape>,
    slip: Option<SlipShape>,
    guided: Option<GuidedShape>,
    reweighing: Option<ReweighingShape>,
    unloading: Option<UnloadingShape>,
    party: Option<PartyShape>,
    present: Option<PresentShape>,
    people: Vec<PersonShape>,
    recusals: Vec<RecusalShape>,
    telling: Option<TellingShape>,
    findings: Vec<FindingShape>,
    history: Vec<HistoryShape>,
    load: Option<LoadShape>,
    transport_certificate: Option<CertificateShape>,
    permit: Option<PermitShape>,
    exemption: Option<ExemptionShape>,
    same_trip_as: Option<String>,
    correct_before: Option<String>,
    remarks: Option<String>,
    evidence_gap: Option<String>,
    /// What a test expects; not ours to read.
    #[serde(rename = "expect")]
    _expect: Option<serde_json::Value>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct PlaceShape {
    route: Option<String>,
    stake: Option<String>,
    direction: Option<String>,
    text: Option<String>,
    region: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct FindingShape {
    code: Option<String>,
    facts: Option<String>,
    corrected_at_once: bool,
    harm: Option<String>,
    gain_yuan: Option<i64>,
    things_yuan: Option<i64>,
    proposed_yuan: Option<i64>,
    act_on: Option<String>,
    circumstances: Option<CircumstancesShape>,
    leniency: Option<LeniencyShape>,
    own_use: Option<OwnUseShape>,
    order: Option<OrderShape>,
    repeat: Option<RepeatShape>,
    road_surface: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OwnUseShape {
    claimed: Option<bool>,
    proof: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct HistoryShape {
    code: String,
    plate: String,
    on: String,
    decision: String,
    driver_id_no: Option<String>,
    carrier_credit_code: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct LoadShape {
    divisible: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CertificateShape {
    no: Option<String>,
    first_issued: Option<String>,
}

/// Reads one stop.
///
/// # Errors
/// With the path of the first field or word that the contract does not know.
pub fn read(value: serde_json::Value) -> Result<StopRead, Refusal> {
    let shape: Shape = serde_path_to_error::deserialize(value).map_err(|fault| Refusal {
        path: fault.path().to_string(),
        why: Why::of(&fault.inner().to_string()),
    })?;
    let mut notes = Vec::new();
    let typed = typed(&shape);
    let ordered_by = order::ordered_by(&shape.findings);
    let facts = Facts {
        at: moment(shape.at.as_deref(), "at", &mut notes),
        place: place(shape.place),
        plan: shape.plan.unwrap_or_default(),
        plan_scope: shape.plan_scope.unwrap_or_default(),
        inspection_code: shape.inspection_code.unwrap_or_default(),
        officers: shape.officers.iter().map(|officer| normalise(officer)).collect(),
        recorder: normalise(&shape.recorder.unwrap_or_default()),
        vehicle: shape.vehicle.map(|it| vehicle(it, &mut notes)).transpose()?,
        weighing: shape.weighing.map(|it| weighing(it, &mut notes)).transpose()?.flatten(),
        readings: readings(shape.readings, &mut notes)?,
        slip: shape.slip.map(slip).transpose()?.flatten(),
        guided: shape.guided.and_then(|it| guided(it, &mut notes)),
        reweighing: shape.reweighing.and_then(|it| reweighing(it, &mut notes)),
        unloading: shape.unloading.map(|it| unloaded(it, &mut notes)).transpose()?.flatten(),
        certificate: shape.transport_certificate.map(|it| TransportCertificate {
            no: it.no.unwrap_or_default(),
            first_issued: day(
                it.first_issued.as_deref(),
                "transport_certificate.first_issued",
                &mut notes,
            ),
        }),
        permit: shape.permit.map(|it| permit(it, &mut notes)),
        exemption: shape.exemption.and_then(claim),
        carrier_trucks: trucks(shape.party.as_ref(), &mut notes),
        divisible: shape.load.and_then(|load| load.divisible),
        party: shape.party.map(party).transpose()?.flatten(),
        present: shape.present.map(present).transpose()?,
        people: people(shape.people)?,
        recusals: recusals(shape.recusals, &mut notes)?,
        findings: findings(shape.findings, &mut notes)?,
        same_trip_as: None,
        other_trip: None,
        correct_before: day(shape.correct_before.as_deref(), "correct_before", &mut notes),
        remarks: shape.remarks.unwrap_or_default(),
        evidence_gap: shape.evidence_gap.unwrap_or_default(),
        unreadable: Vec::new(),
        typed,
    };
    let history = history(shape.history, &mut notes)?;
    let at = facts.at.unwrap_or(Moment::from_ms(0));
    let telling =
        shape.telling.map(|it| telling(it, at, &mut notes)).transpose()?.unwrap_or_default();
    let facts = Facts { unreadable: notes, ..facts };
    let (id, same_trip_as) = (shape.id, shape.same_trip_as);
    Ok(StopRead { id, facts, telling, history, same_trip_as, ordered_by })
}

/// Identifiers that were written in another form than the one they are recorded in.
fn typed(shape: &Shape) -> Vec<AsTyped> {
    let (place, vehicle) = (&shape.place, shape.vehicle.as_ref());
    let (permit, party) = (shape.permit.as_ref(), shape.party.as_ref());
    let present = shape.present.as_ref();
    let fields = [
        ("place.route", place.route.as_deref()),
        ("place.stake", place.stake.as_deref()),
        ("recorder", shape.recorder.as_deref()),
        ("vehicle.plate", vehicle.and_then(|it| it.plate.as_deref())),
        ("vehicle.trailer_plate", vehicle.and_then(|it| it.trailer_plate.as_deref())),
        ("vehicle.home_plate", vehicle.and_then(|it| it.home_plate.as_deref())),
        ("vehicle.vin", vehicle.and_then(|it| it.vin.as_deref())),
        ("vehicle.registered_vin", vehicle.and_then(|it| it.registered_vin.as_deref())),
        ("permit.plate", permit.and_then(|it| it.plate.as_deref())),
        ("permit.trailer_plate", permit.and_then(|it| it.trailer_plate.as_deref())),
        ("permit.route", permit.and_then(|it| it.route.as_deref())),
        (
            "unloading.transfer_plate",
            shape.unloading.as_ref().and_then(|it| it.transfer_plate.as_deref()),
        ),
        ("party.id_no", party.and_then(|it| it.id_no.as_deref())),
        ("party.credit_code", party.and_then(|it| it.credit_code.as_deref())),
        ("present.id_no", present.and_then(|it| it.id_no.as_deref())),
        ("present.qualification_no", present.and_then(|it| it.qualification_no.as_deref())),
    ];
    let officers = shape.officers.iter().enumerate();
    let officers = officers.map(|(nth, written)| (format!("officers[{nth}]"), written.as_str()));
    let fields = fields.iter().filter_map(|(field, text)| Some((field.to_string(), (*text)?)));
    let all = fields.chain(officers).chain(in_lists(shape));
    all.filter_map(|(field, written)| AsTyped::of(field, written)).collect()
}

/// Those of the people and of the requests that an officer withdraws.
fn in_lists(shape: &Shape) -> impl Iterator<Item = (String, &str)> {
    let people = shape.people.iter().enumerate().flat_map(|(nth, one)| {
        let (id_no, code) = (one.id_no.as_deref(), one.credit_code.as_deref());
        [(person::path(nth, "id_no"), id_no), (person::path(nth, "credit_code"), code)]
    });
    let recusals = shape.recusals.iter().enumerate();
    let recusals =
        recusals.map(|(nth, one)| (recusal::path(nth, "officer"), one.officer.as_deref()));
    people.chain(recusals).filter_map(|(field, text)| Some((field, text?)))
}

type Notes = Vec<Unreadable>;

fn note(notes: &mut Notes, field: &str, written: &str) {
    notes.push(Unreadable { field: field.to_string(), written: written.to_string() });
}

fn refuse<T>(path: impl Into<String>, word: &str) -> Result<T, Refusal> {
    Err(Refusal { path: path.into(), why: Why::NotAWord(word.to_string()) })
}

fn moment(text: Option<&str>, field: &str, notes: &mut Notes) -> Option<Moment> {
    let text = text?;
    let read = Moment::parse(text);
    if read.is_none() {
        note(notes, field, text);
    }
    read
}

fn day(text: Option<&str>, field: &str, notes: &mut Notes) -> Option<Day> {
    let text = text?;
    let read = Day::parse(text);
    if read.is_none() {
        note(notes, field, text);
    }
    read
}

fn small(number: Option<i64>, field: &str, notes: &mut Notes) -> u8 {
    let number = number.unwrap_or(0);
    u8::try_from(number).unwrap_or_else(|_| {
        note(notes, field, &number.to_string());
        0
    })
}

/// `6800+17500`: whole numbers above zero, front to back.
fn sum<T: std::str::FromStr + Default + PartialOrd>(
    text: Option<String>,
    field: &str,
    notes: &mut Notes,
) -> Vec<T> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Vec::new() };
    let one = |part: &str| part.parse().ok().filter(|number| *number > T::default());
    let read: Option<Vec<T>> = normalise(&text).split('+').map(one).collect();
    read.unwrap_or_else(|| {
        note(notes, field, &text);
        Vec::new()
    })
}

fn place(shape: PlaceShape) -> Place {
    Place {
        route: shape.route.map(|text| normalise(&text)).unwrap_or_default(),
        stake: shape.stake.map(|text| normalise(&text)).unwrap_or_default(),
        direction: shape.direction.unwrap_or_default(),
        text: shape.text.unwrap_or_default(),
        region: shape.region.unwrap_or_default(),
    }
}

fn findings(shapes: Vec<FindingShape>, notes: &mut Notes) -> Result<Vec<Finding>, Refusal> {
    let mut findings = Vec::new();
    for (nth, shape) in shapes.into_iter().enumerate() {
        let harm = shape.harm.as_deref().unwrap_or("none");
        let path = format!("findings[{nth}]");
        for (field, yuan) in [
            ("gain_yuan", shape.gain_yuan),
            ("things_yuan", shape.things_yuan),
            ("proposed_yuan", shape.proposed_yuan),
        ] {
            if let Some(yuan) = yuan.filter(|yuan| *yuan < 0) {
                note(notes, &format!("{path}.{field}"), &yuan.to_string());
            }
        }
        findings.push(Finding {
            code: shape.code.unwrap_or_default(),
            facts: shape.facts.unwrap_or_default(),
            corrected_at_once: shape.corrected_at_once,
            harm: match Harm::from_word(harm) {
                Some(harm) => harm,
                None => return refuse(format!("{path}.harm"), harm),
            },
            gain: shape.gain_yuan.map(Fen::from_yuan),
            things: shape.things_yuan.map(Fen::from_yuan),
            proposed: shape.proposed_yuan.map(Fen::from_yuan),
            act_on: day(shape.act_on.as_deref(), &format!("{path}.act_on"), notes),
            circumstances: circumstances(shape.circumstances.unwrap_or_default(), &path, notes)?,
            leniency: leniency(shape.leniency.unwrap_or_default()),
            own_use: shape.own_use.and_then(own_use),
            order: shape.order.and_then(|it| order(it, &path, notes)),
            repeat: shape.repeat.and_then(|it| repeat(it, &path, notes)),
            road_surface: match shape.road_surface.as_deref().filter(|word| !word.is_empty()) {
                None => None,
                Some(word) => match RoadSurface::from_word(word) {
                    Some(seen) => Some(seen),
                    None => return refuse(format!("{path}.{}", RoadSurface::FIELD), word),
                },
            },
        });
    }
    Ok(findings)
}

/// What was said of carriage for one's own use; nothing where only a proof stands, and nobody claims it.
fn own_use(shape: OwnUseShape) -> Option<OwnUse> {
    let proof = shape.proof.unwrap_or_default().trim().to_string();
    shape.claimed.map(|claimed| OwnUse { claimed, proof })
}

fn history(shapes: Vec<HistoryShape>, notes: &mut Notes) -> Result<Vec<DecidedAct>, Refusal> {
    let mut acts = Vec::new();
    for (nth, shape) in shapes.into_iter().enumerate() {
        let Some(standing) = Standing::from_word(&shape.decision) else {
            return refuse(format!("history[{nth}].decision"), &shape.decision);
        };
        if let Some(on) = day(Some(&shape.on), &format!("history[{nth}].on"), notes) {
            let plate = normalise(&shape.plate);
            let by = Offenders {
                driver: normalise(&shape.driver_id_no.unwrap_or_default()).into(),
                carrier: normalise(&shape.carrier_credit_code.unwrap_or_default()),
            };
            acts.push(DecidedAct { code: shape.code, plate, on, standing, stop: None, by });
        }
    }
    Ok(acts)
}
