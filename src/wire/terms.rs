//! The digest of the terms that officers confirm, over bytes that are promised; the terms themselves are not kept.

use super::event::people::PartyShape;
use super::to_bytes;
use crate::domain::inspection::terms::Terms;
use crate::stdx::digest::Digest;
use minicbor::Encode;
use minicbor::bytes::ByteArray;

/// Before the bytes, so that no other digest of this program is one of terms.
const PURPOSE: &[u8] = b"lucha terms 1";

#[derive(Encode)]
#[cbor(map)]
struct TermsShape {
    #[n(0)]
    inspection: ByteArray<16>,
    #[n(1)]
    outcome: String,
    #[n(2)]
    plate: String,
    #[n(3)]
    party: Option<PartyShape>,
    #[n(4)]
    penalties: Vec<String>,
    /// Fen.
    #[n(5)]
    fine: Option<i64>,
    #[n(6)]
    least: Option<i64>,
    #[n(7)]
    most: Option<i64>,
    #[n(8)]
    confiscated: Option<i64>,
    #[n(9)]
    acts: Vec<ActShape>,
    /// Left out where every fine stands.
    #[n(10)]
    no_fines: Option<Vec<NoFineShape>>,
    /// Left out where the end of a stop is confirmed.
    #[n(11)]
    paper: Option<PaperShape>,
}

#[derive(Encode)]
#[cbor(map)]
struct PaperShape {
    #[n(0)]
    form: String,
    #[n(1)]
    fields: Vec<FieldShape>,
}

#[derive(Encode)]
#[cbor(map)]
struct FieldShape {
    #[n(0)]
    path: String,
    #[n(1)]
    text: String,
}

#[derive(Encode)]
#[cbor(map)]
struct ActShape {
    #[n(0)]
    code: String,
    #[n(1)]
    name: String,
    #[n(2)]
    basis: String,
}

#[derive(Encode)]
#[cbor(map)]
struct NoFineShape {
    #[n(0)]
    code: String,
    #[n(1)]
    reasons: String,
}

/// The bytes under the digest: a CBOR map as `docs/EVIDENCE.md` lists it.
#[must_use]
pub fn bytes(terms: &Terms) -> Vec<u8> {
    let acts = terms.acts.iter().cloned();
    let no_fines = terms.no_fines.iter().cloned();
    let field = |(path, text): (String, String)| FieldShape { path, text };
    let paper = terms.paper.clone().map(|paper| PaperShape {
        form: paper.form,
        fields: paper.fields.into_iter().map(field).collect(),
    });
    let no_fines: Vec<NoFineShape> =
        no_fines.map(|(code, reasons)| NoFineShape { code, reasons }).collect();
    to_bytes(&TermsShape {
        inspection: terms.inspection.0.into(),
        outcome: terms.outcome.word().into(),
        plate: terms.plate.clone(),
        party: terms.party.as_ref().map(PartyShape::from),
        penalties: terms.penalties.iter().map(|penalty| penalty.word().into()).collect(),
        fine: terms.fine.map(|fine| fine.0),
        least: terms.range.map(|(least, _)| least.0),
        most: terms.range.map(|(_, most)| most.0),
        confiscated: terms.confiscated.map(|gain| gain.0),
        acts: acts.map(|(code, name, basis)| ActShape { code, name, basis }).collect(),
        no_fines: Some(no_fines).filter(|no_fines| !no_fines.is_empty()),
        paper,
    })
}

/// What a PIN is bound to.
#[must_use]
pub fn digest(terms: &Terms) -> Digest {
    Digest::of_parts(&[PURPOSE, &bytes(terms)])
}
