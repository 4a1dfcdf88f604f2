//! Payload shape of the recorded facts of a stop.

use super::circumstances::{self, CircumstancesShape};
use super::involved::{self, PersonShape, RecusalShape};
use super::leniency::{self, LeniencyShape};
use super::people::{PartyShape, PresentShape};
use super::unloading::{GuidedShape, ReweighingShape};
use super::vehicle::{VehicleShape, said};
use super::weighing::{
    ExemptionShape, PermitShape, ReadingShape, SlipShape, UnloadingShape, WeighingShape,
};
use crate::domain::discretion::circumstances::Circumstances;
use crate::domain::inspection::refusal::EarlierOrder;
use crate::domain::inspection::repeat::EarlierAct;
use crate::domain::inspection::typed::AsTyped;
use crate::domain::inspection::{Facts, Finding, Harm, OwnUse, Place, Unreadable};
use crate::domain::leniency::facts::LeniencyFacts;
use crate::domain::road_surface::RoadSurface;
use crate::domain::vehicle::TransportCertificate;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::fen::Fen;
use crate::wire::{WireFault, bytes16, day_from, day_number};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// `Facts` as they are kept; absent is not recorded.
#[derive(Encode, Decode)]
#[cbor(map)]
pub struct FactsShape {
    #[n(0)]
    at_ms: Option<i64>,
    #[n(1)]
    place: PlaceShape,
    #[n(2)]
    plan: String,
    #[n(3)]
    officers: Vec<String>,
    #[n(4)]
    vehicle: Option<VehicleShape>,
    #[n(5)]
    weighing: Option<WeighingShape>,
    #[n(6)]
    certificate: Option<CertificateShape>,
    #[n(7)]
    permit: Option<PermitShape>,
    #[n(8)]
    exemption: Option<ExemptionShape>,
    #[n(9)]
    divisible: Option<bool>,
    #[n(10)]
    party: Option<PartyShape>,
    #[n(11)]
    present: Option<PresentShape>,
    #[n(12)]
    findings: Vec<FindingShape>,
    #[n(13)]
    same_trip_as: Option<ByteArray<16>>,
    #[n(14)]
    unreadable: Vec<UnreadableShape>,
    #[n(15)]
    other_trip: Option<bool>,
    #[n(16)]
    correct_before: Option<u32>,
    #[n(17)]
    remarks: Option<String>,
    /// Left out for the second officer.
    #[n(18)]
    recorder: Option<String>,
    #[n(19)]
    carrier_trucks: Option<u32>,
    /// Left out where everything was typed as it is recorded.
    #[n(20)]
    typed: Option<Vec<UnreadableShape>>,
    /// Left out where it was weighed where it was stopped.
    #[n(21)]
    guided: Option<GuidedShape>,
    /// Left out where nothing was unloaded or weighed again.
    #[n(22)]
    reweighing: Option<ReweighingShape>,
    /// Left out where nobody else was named, as the three below where nothing was recorded.
    #[n(30)]
    people: Option<Vec<PersonShape>>,
    #[n(31)]
    recusals: Option<Vec<RecusalShape>>,
    #[n(32)]
    plan_scope: Option<String>,
    #[n(33)]
    inspection_code: Option<String>,
    /// Left out where the scale was read once, as the two below where nothing was recorded.
    #[n(34)]
    readings: Option<Vec<ReadingShape>>,
    #[n(35)]
    slip: Option<SlipShape>,
    #[n(36)]
    unloading: Option<UnloadingShape>,
    /// Left out where nobody gave a reason.
    #[n(44)]
    evidence_gap: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct PlaceShape {
    #[n(0)]
    route: String,
    #[n(1)]
    stake: String,
    #[n(2)]
    direction: String,
    #[n(3)]
    text: String,
    #[n(4)]
    region: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct CertificateShape {
    #[n(0)]
    no: String,
    #[n(1)]
    first_issued: Option<u32>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct FindingShape {
    #[n(0)]
    code: String,
    #[n(1)]
    facts: String,
    #[n(2)]
    corrected_at_once: bool,
    #[n(3)]
    harm: String,
    #[n(4)]
    gain_fen: Option<i64>,
    #[n(5)]
    proposed_fen: Option<i64>,
    #[n(6)]
    act_on: Option<u32>,
    /// Left out where nothing was recorded.
    #[n(8)]
    circumstances: Option<CircumstancesShape>,
    /// Left out where nothing was recorded.
    #[n(9)]
    leniency: Option<LeniencyShape>,
    /// Left out at a first visit.
    #[n(12)]
    order: Option<OrderShape>,
    /// Left out where nobody valued things that are taken.
    #[n(13)]
    things_fen: Option<i64>,
    /// Left out where nobody asked.
    #[n(14)]
    own_use: Option<OwnUseShape>,
    /// Left out where no earlier act is known that this one repeats.
    #[n(15)]
    repeat: Option<RepeatShape>,
    /// Left out where nobody said what became of the road.
    #[n(16)]
    road_surface: Option<String>,
}

/// An earlier act that the one at hand repeats.
#[derive(Encode, Decode)]
#[cbor(map)]
struct RepeatShape {
    #[n(0)]
    on: Option<u32>,
    #[n(1)]
    why: String,
    #[n(2)]
    is_from_history: bool,
}

/// Carriage of one's own goods, as the party says.
#[derive(Encode, Decode)]
#[cbor(map)]
struct OwnUseShape {
    #[n(0)]
    claimed: bool,
    #[n(1)]
    proof: String,
}

/// An earlier order to correct that was not obeyed.
#[derive(Encode, Decode)]
#[cbor(map)]
struct OrderShape {
    #[n(0)]
    number: String,
    #[n(1)]
    ordered_on: Option<u32>,
    #[n(2)]
    correct_before: Option<u32>,
}

/// A field with the text that was written in it.
#[derive(Encode, Decode)]
#[cbor(map)]
struct UnreadableShape {
    #[n(0)]
    field: String,
    #[n(1)]
    written: String,
}

impl From<&Facts> for FactsShape {
    fn from(facts: &Facts) -> FactsShape {
        let place = facts.place.clone();
        FactsShape {
            at_ms: facts.at.map(Moment::ms),
            place: PlaceShape {
                route: place.route,
                stake: place.stake,
                direction: place.direction,
                text: place.text,
                region: place.region,
            },
            plan: facts.plan.clone(),
            officers: facts.officers.clone(),
            vehicle: facts.vehicle.as_ref().map(VehicleShape::from),
            weighing: facts.weighing.as_ref().map(WeighingShape::from),
            certificate: facts.certificate.as_ref().map(|paper| CertificateShape {
                no: paper.no.clone(),
                first_issued: paper.first_issued.map(day_number),
            }),
            permit: facts.permit.as_ref().map(PermitShape::from),
            exemption: facts.exemption.as_ref().map(ExemptionShape::from),
            guided: facts.guided.as_ref().map(GuidedShape::from),
            reweighing: facts.reweighing.as_ref().map(ReweighingShape::from),
            readings: Some(facts.readings.iter().map(ReadingShape::from).collect())
                .filter(|all: &Vec<_>| !all.is_empty()),
            slip: facts.slip.as_ref().map(SlipShape::from),
            unloading: facts.unloading.as_ref().map(UnloadingShape::from),
            divisible: facts.divisible,
            party: facts.party.as_ref().map(PartyShape::from),
            present: facts.present.as_ref().map(PresentShape::from),
            findings: facts.findings.iter().map(finding_shape).collect(),
            same_trip_as: facts.same_trip_as.map(|id| id.0.into()),
            other_trip: facts.other_trip,
            correct_before: facts.correct_before.map(day_number),
            carrier_trucks: facts.carrier_trucks,
            typed: Some(&facts.typed).filter(|all| !all.is_empty()).map(|all| {
                let shape = |typed: &AsTyped| UnreadableShape {
                    field: typed.field.clone(),
                    written: typed.written.get().clone(),
                };
                all.iter().map(shape).collect()
            }),
            remarks: said(&facts.remarks),
            recorder: said(&facts.recorder),
            people: involved::all(&facts.people),
            recusals: involved::all(&facts.recusals),
            plan_scope: said(&facts.plan_scope),
            inspection_code: said(&facts.inspection_code),
            evidence_gap: said(&facts.evidence_gap),
            unreadable: facts
                .unreadable
                .iter()
                .map(|text| UnreadableShape {
                    field: text.field.clone(),
                    written: text.written.clone(),
                })
                .collect(),
        }
    }
}

fn finding_shape(finding: &Finding) -> FindingShape {
    FindingShape {
        code: finding.code.clone(),
        facts: finding.facts.clone(),
        corrected_at_once: finding.corrected_at_once,
        harm: finding.harm.word().to_string(),
        gain_fen: finding.gain.map(|fen| fen.0),
        things_fen: finding.things.map(|fen| fen.0),
        own_use: finding
            .own_use
            .as_ref()
            .map(|said| OwnUseShape { claimed: said.claimed, proof: said.proof.clone() }),
        road_surface: finding.road_surface.map(|seen| seen.word().to_string()),
        proposed_fen: finding.proposed.map(|fen| fen.0),
        act_on: finding.act_on.map(day_number),
        circumstances: circumstances::shape(&finding.circumstances),
        leniency: leniency::shape(&finding.leniency),
        repeat: finding.repeat.as_ref().map(|earlier| RepeatShape {
            on: earlier.on.map(day_number),
            why: earlier.why.clone(),
            is_from_history: earlier.is_from_history,
        }),
        order: finding.order.as_ref().map(|order| OrderShape {
            number: order.number.clone(),
            ordered_on: order.ordered_on.map(day_number),
            correct_before: order.correct_before.map(day_number),
        }),
    }
}

fn day_option(number: Option<u32>) -> Result<Option<Day>, WireFault> {
    number.map(day_from).transpose()
}

impl TryFrom<FactsShape> for Facts {
    type Error = WireFault;

    fn try_from(shape: FactsShape) -> Result<Facts, WireFault> {
        let place = shape.place;
        Ok(Facts {
            at: shape.at_ms.map(Moment::from_ms),
            place: Place {
                route: place.route,
                stake: place.stake,
                direction: place.direction,
                text: place.text,
                region: place.region,
            },
            plan: shape.plan,
            officers: shape.officers,
            vehicle: shape.vehicle.map(TryInto::try_into).transpose()?,
            weighing: shape.weighing.map(TryInto::try_into).transpose()?,
            certificate: shape.certificate.map(certificate_from).transpose()?,
            permit: shape.permit.map(TryInto::try_into).transpose()?,
            exemption: shape.exemption.map(Into::into),
            guided: shape.guided.map(Into::into),
            reweighing: shape.reweighing.map(TryInto::try_into).transpose()?,
            readings: shape
                .readings
                .unwrap_or_default()
                .into_iter()
                .map(TryInto::try_into)
                .collect::<Result<_, _>>()?,
            slip: shape.slip.map(TryInto::try_into).transpose()?,
            unloading: shape.unloading.map(TryInto::try_into).transpose()?,
            divisible: shape.divisible,
            party: shape.party.map(TryInto::try_into).transpose()?,
            present: shape.present.map(TryInto::try_into).transpose()?,
            findings: shape.findings.into_iter().map(finding_from).collect::<Result<_, _>>()?,
            same_trip_as: shape.same_trip_as.as_ref().map(bytes16),
            other_trip: shape.other_trip,
            correct_before: day_option(shape.correct_before)?,
            carrier_trucks: shape.carrier_trucks,
            typed: shape
                .typed
                .unwrap_or_default()
                .into_iter()
                .map(|typed| AsTyped { field: typed.field, written: typed.written.into() })
                .collect(),
            remarks: shape.remarks.unwrap_or_default(),
            recorder: shape.recorder.unwrap_or_default(),
            people: involved::people(shape.people)?,
            recusals: shape.recusals.unwrap_or_default().into_iter().map(Into::into).collect(),
            plan_scope: shape.plan_scope.unwrap_or_default(),
            inspection_code: shape.inspection_code.unwrap_or_default(),
            evidence_gap: shape.evidence_gap.unwrap_or_default(),
            unreadable: shape
                .unreadable
                .into_iter()
                .map(|text| Unreadable { field: text.field, written: text.written })
                .collect(),
        })
    }
}

fn certificate_from(shape: CertificateShape) -> Result<TransportCertificate, WireFault> {
    Ok(TransportCertificate { no: shape.no, first_issued: day_option(shape.first_issued)? })
}

fn finding_from(shape: FindingShape) -> Result<Finding, WireFault> {
    Ok(Finding {
        code: shape.code,
        facts: shape.facts,
        corrected_at_once: shape.corrected_at_once,
        harm: Harm::from_word(&shape.harm).ok_or(WireFault::Word(shape.harm))?,
        gain: shape.gain_fen.map(Fen),
        things: shape.things_fen.map(Fen),
        own_use: shape.own_use.map(|said| OwnUse { claimed: said.claimed, proof: said.proof }),
        proposed: shape.proposed_fen.map(Fen),
        act_on: day_option(shape.act_on)?,
        circumstances: shape
            .circumstances
            .map(Circumstances::try_from)
            .transpose()?
            .unwrap_or_default(),
        leniency: shape.leniency.map(LeniencyFacts::from).unwrap_or_default(),
        order: shape.order.map(order_from).transpose()?,
        repeat: shape.repeat.map(repeat_from).transpose()?,
        road_surface: shape.road_surface.map(road_from).transpose()?,
    })
}

fn road_from(word: String) -> Result<RoadSurface, WireFault> {
    RoadSurface::from_word(&word).ok_or(WireFault::Word(word))
}

fn repeat_from(shape: RepeatShape) -> Result<EarlierAct, WireFault> {
    let (why, is_from_history) = (shape.why, shape.is_from_history);
    Ok(EarlierAct { on: day_option(shape.on)?, why, is_from_history })
}

fn order_from(shape: OrderShape) -> Result<EarlierOrder, WireFault> {
    Ok(EarlierOrder {
        number: shape.number,
        ordered_on: day_option(shape.ordered_on)?,
        correct_before: day_option(shape.correct_before)?,
    })
}
