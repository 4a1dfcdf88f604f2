//! Payload shape of 勘验笔录; draws nothing.

use crate::domain::paper::CasePaper;
use crate::domain::paper::survey_minutes::SurveyMinutes;
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct SurveyShape {
    #[n(0)]
    cause: String,
    #[n(1)]
    place: String,
    #[n(2)]
    weather: String,
    #[n(3)]
    from_ms: i64,
    #[n(4)]
    until_ms: i64,
    #[n(5)]
    invited: String,
    #[n(6)]
    invited_unit: String,
    #[n(7)]
    result: String,
    #[n(8)]
    sketch: String,
    /// Left out where no photograph of the sketch is named.
    #[n(9)]
    photograph: Option<ByteArray<32>>,
}

pub(super) fn encode(survey: &SurveyMinutes) -> Vec<u8> {
    to_bytes(&SurveyShape {
        cause: survey.cause.clone(),
        place: survey.place.clone(),
        weather: survey.weather.clone(),
        from_ms: survey.from.ms(),
        until_ms: survey.until.ms(),
        invited: survey.invited.get().clone(),
        invited_unit: survey.invited_unit.get().clone(),
        result: survey.result.clone(),
        sketch: survey.sketch.clone(),
        photograph: survey.photograph.map(|digest| digest.0.into()),
    })
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: SurveyShape = from_bytes(bytes)?;
    Ok(CasePaper::SurveyMinutes(SurveyMinutes {
        cause: shape.cause,
        place: shape.place,
        weather: shape.weather,
        from: Moment::from_ms(shape.from_ms),
        until: Moment::from_ms(shape.until_ms),
        invited: shape.invited.into(),
        invited_unit: shape.invited_unit.into(),
        result: shape.result,
        sketch: shape.sketch,
        photograph: shape.photograph.as_ref().map(bytes32),
    }))
}
