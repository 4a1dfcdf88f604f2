//! What a stop of a file says of the people at it; a number that cannot be is kept, and judged elsewhere.

use super::{Notes, moment, note, refuse};
use crate::domain::identity::{id_paper::IdKind, normalise};
use crate::domain::inspection::recusal::{self, RECUSALS_MAX, Recusal};
use crate::domain::party::{IdentityProof, Party, PartyKind, Present, RELATIONS, Sex};
use crate::domain::person::{self, PEOPLE_MAX, Person, PersonRole};
use crate::wire::refusal::{Refusal, Why};
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PartyShape {
    pub(super) kind: Option<String>,
    pub(super) name: Option<String>,
    pub(super) id_kind: Option<String>,
    pub(super) id_no: Option<String>,
    pub(super) credit_code: Option<String>,
    pub(super) legal_representative: Option<String>,
    pub(super) operator: Option<String>,
    pub(super) address: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) trucks: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PresentShape {
    pub(super) name: Option<String>,
    pub(super) relation: Option<String>,
    pub(super) id_kind: Option<String>,
    pub(super) id_no: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) qualification_no: Option<String>,
    pub(super) sex: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) address: Option<String>,
    pub(super) authorised: Option<bool>,
    pub(super) identity: Option<String>,
    pub(super) cannot_read: Option<bool>,
    pub(super) read_out: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PersonShape {
    pub(super) role: Option<String>,
    pub(super) name: Option<String>,
    pub(super) id_kind: Option<String>,
    pub(super) id_no: Option<String>,
    pub(super) credit_code: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) relation: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RecusalShape {
    pub(super) officer: Option<String>,
    pub(super) why: Option<String>,
    pub(super) granted: Option<bool>,
    pub(super) answered_by: Option<String>,
    pub(super) answered_at: Option<String>,
}

/// Only an organisation has a fleet that is counted.
pub(super) fn trucks(party: Option<&PartyShape>, notes: &mut Notes) -> Option<u32> {
    let party = party.filter(|party| party.kind.as_deref() == Some("organisation"))?;
    let number = party.trucks?;
    let trucks = u32::try_from(number).ok().filter(|trucks| *trucks > 0);
    if trucks.is_none() {
        note(notes, "party.trucks", &number.to_string());
    }
    trucks
}

/// The party; `None` where its kind was not said.
pub(super) fn party(shape: PartyShape) -> Result<Option<Party>, Refusal> {
    let Some(word) = shape.kind else { return Ok(None) };
    let name = shape.name.unwrap_or_default().into();
    let id_kind = id_kind(shape.id_kind, "party.id_kind")?;
    let id_no = normalise(&shape.id_no.unwrap_or_default()).into();
    let credit_code = normalise(&shape.credit_code.unwrap_or_default());
    let address = shape.address.unwrap_or_default().into();
    let phone = shape.phone.unwrap_or_default().into();
    Ok(Some(match PartyKind::from_word(&word) {
        None => return refuse("party.kind", &word),
        Some(PartyKind::Citizen) => Party::Citizen { name, id_kind, id_no, address, phone },
        Some(PartyKind::SoleTrader) => {
            let operator = shape.operator.unwrap_or_default().into();
            Party::SoleTrader { name, credit_code, operator, id_kind, id_no, address, phone }
        }
        Some(PartyKind::Organisation) => {
            let representative = shape.legal_representative.unwrap_or_default().into();
            Party::Organisation { name, credit_code, representative, address, phone }
        }
    }))
}

/// A resident identity card where nothing else is said.
fn id_kind(word: Option<String>, path: &str) -> Result<IdKind, Refusal> {
    match word.unwrap_or_default().as_str() {
        "" => Ok(IdKind::default()),
        word => match IdKind::from_chinese(word) {
            Some(kind) => Ok(kind),
            None => refuse(path, word),
        },
    }
}

/// Who is there and takes the paper.
pub(super) fn present(shape: PresentShape) -> Result<Present, Refusal> {
    let relation = shape.relation.unwrap_or_default();
    if !relation.is_empty() && !RELATIONS.contains(&relation.as_str()) {
        return refuse("present.relation", &relation);
    }
    let sex = match shape.sex.as_deref().unwrap_or_default() {
        "" => None,
        word => match Sex::from_chinese(word) {
            Some(sex) => Some(sex),
            None => return refuse("present.sex", word),
        },
    };
    let identity = match shape.identity.as_deref().unwrap_or_default() {
        "" => None,
        word => match IdentityProof::from_word(word) {
            Some(proof) => Some(proof),
            None => return refuse("present.identity", word),
        },
    };
    Ok(Present {
        name: shape.name.unwrap_or_default().into(),
        relation,
        id_kind: id_kind(shape.id_kind, "present.id_kind")?,
        id_no: normalise(&shape.id_no.unwrap_or_default()).into(),
        phone: shape.phone.unwrap_or_default().into(),
        qualification: normalise(&shape.qualification_no.unwrap_or_default()).into(),
        sex,
        unit: shape.unit.unwrap_or_default().into(),
        address: shape.address.unwrap_or_default().into(),
        authorised: shape.authorised,
        identity,
        cannot_read: shape.cannot_read,
        read_out: shape.read_out,
    })
}

/// Who else is named, in the order of the file, so that each keeps his place.
pub(super) fn people(shapes: Vec<PersonShape>) -> Result<Vec<Person>, Refusal> {
    bounded("people", shapes.len(), PEOPLE_MAX)?;
    shapes.into_iter().enumerate().map(|(nth, shape)| one_of(shape, nth)).collect()
}

fn one_of(shape: PersonShape, nth: usize) -> Result<Person, Refusal> {
    let role = match shape.role.as_deref().unwrap_or_default() {
        "" => None,
        word => match PersonRole::from_word(word) {
            Some(role) => Some(role),
            None => return refuse(person::path(nth, "role"), word),
        },
    };
    Ok(Person {
        role,
        name: shape.name.unwrap_or_default().into(),
        id_kind: id_kind(shape.id_kind, &person::path(nth, "id_kind"))?,
        id_no: normalise(&shape.id_no.unwrap_or_default()).into(),
        credit_code: normalise(&shape.credit_code.unwrap_or_default()),
        phone: shape.phone.unwrap_or_default().into(),
        unit: shape.unit.unwrap_or_default().into(),
        relation: shape.relation.unwrap_or_default().into(),
    })
}

/// Requests that an officer withdraws, in the order of the file.
pub(super) fn recusals(
    shapes: Vec<RecusalShape>,
    notes: &mut Notes,
) -> Result<Vec<Recusal>, Refusal> {
    bounded("recusals", shapes.len(), RECUSALS_MAX)?;
    let request = |(nth, shape): (usize, RecusalShape)| Recusal {
        officer: normalise(&shape.officer.unwrap_or_default()),
        why: shape.why.unwrap_or_default().into(),
        granted: shape.granted,
        answered_by: shape.answered_by.unwrap_or_default().into(),
        answered_at: moment(
            shape.answered_at.as_deref(),
            &recusal::path(nth, "answered_at"),
            notes,
        ),
    };
    Ok(shapes.into_iter().enumerate().map(request).collect())
}

/// A list of more than `most` is refused at the first that is too many.
fn bounded(list: &str, count: usize, most: usize) -> Result<(), Refusal> {
    if count <= most {
        return Ok(());
    }
    Err(Refusal { path: format!("{list}[{most}]"), why: Why::TooMany { most } })
}
