//! Payload shape of the circumstances of a finding, inside the facts of a stop; it weighs nothing.

use crate::domain::discretion::circumstances::{AdjustmentClaim, Circumstances};
use crate::domain::evidence::EvidenceKind;
use crate::domain::rulebook::Leaning;
use crate::wire::{WireFault, day_from, day_number};
use minicbor::{Decode, Encode};

/// `Circumstances` as they are kept; whatever was not recorded is left out.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct CircumstancesShape {
    #[n(0)]
    times: Option<u32>,
    #[n(1)]
    passengers: Option<u32>,
    #[n(2)]
    quantity_hundredths: Option<i64>,
    #[n(3)]
    lasted_days: Option<u32>,
    #[n(4)]
    refused: Option<bool>,
    #[n(5)]
    claims: Option<Vec<ClaimShape>>,
    #[n(6)]
    reasons: Option<String>,
    #[n(7)]
    panel_no: Option<String>,
    #[n(8)]
    panel_on: Option<u32>,
    #[n(9)]
    reasoning: Option<String>,
    /// Left out where nobody said.
    #[n(10)]
    no_fine: Option<bool>,
    #[n(11)]
    no_fine_reason: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ClaimShape {
    #[n(0)]
    adjustment: String,
    #[n(1)]
    leaning: Option<String>,
    #[n(2)]
    accepted: Option<bool>,
    #[n(3)]
    evidence: Option<Vec<String>>,
    #[n(4)]
    why: Option<String>,
}

/// `None` where nothing was recorded.
pub(super) fn shape(said: &Circumstances) -> Option<CircumstancesShape> {
    let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let claims: Vec<ClaimShape> = said.claims.iter().map(claim_shape).collect();
    (*said != Circumstances::default()).then(|| CircumstancesShape {
        times: said.times,
        passengers: said.passengers,
        quantity_hundredths: said.quantity_hundredths,
        lasted_days: said.lasted_days,
        refused: said.refused,
        claims: Some(claims).filter(|claims| !claims.is_empty()),
        reasons: text(&said.reasons),
        panel_no: text(&said.panel_no),
        panel_on: said.panel_on.map(day_number),
        reasoning: text(&said.reasoning),
        no_fine: said.no_fine,
        no_fine_reason: text(&said.no_fine_reason),
    })
}

fn claim_shape(claim: &AdjustmentClaim) -> ClaimShape {
    let kinds: Vec<String> =
        claim.evidence.iter().map(|kind| kind.in_chinese().to_string()).collect();
    ClaimShape {
        adjustment: claim.adjustment.clone(),
        leaning: claim.leaning.map(|leaning| leaning.word().to_string()),
        accepted: claim.accepted,
        evidence: Some(kinds).filter(|kinds| !kinds.is_empty()),
        why: Some(claim.why.clone()).filter(|why| !why.is_empty()),
    }
}

impl TryFrom<CircumstancesShape> for Circumstances {
    type Error = WireFault;

    fn try_from(shape: CircumstancesShape) -> Result<Circumstances, WireFault> {
        let claims = shape.claims.unwrap_or_default().into_iter().map(claim_from);
        Ok(Circumstances {
            times: shape.times,
            passengers: shape.passengers,
            quantity_hundredths: shape.quantity_hundredths,
            lasted_days: shape.lasted_days,
            refused: shape.refused,
            claims: claims.collect::<Result<_, _>>()?,
            reasons: shape.reasons.unwrap_or_default(),
            panel_no: shape.panel_no.unwrap_or_default(),
            panel_on: shape.panel_on.map(day_from).transpose()?,
            reasoning: shape.reasoning.unwrap_or_default(),
            no_fine: shape.no_fine,
            no_fine_reason: shape.no_fine_reason.unwrap_or_default(),
        })
    }
}

fn claim_from(shape: ClaimShape) -> Result<AdjustmentClaim, WireFault> {
    let leaning = |word: String| Leaning::from_word(&word).ok_or(WireFault::Word(word));
    let kind = |word: String| EvidenceKind::from_chinese(&word).ok_or(WireFault::Word(word));
    let evidence = shape.evidence.unwrap_or_default().into_iter().map(kind);
    Ok(AdjustmentClaim {
        adjustment: shape.adjustment,
        leaning: shape.leaning.map(leaning).transpose()?,
        accepted: shape.accepted,
        evidence: evidence.collect::<Result<_, _>>()?,
        why: shape.why.unwrap_or_default(),
    })
}
