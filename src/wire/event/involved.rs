//! Payload shapes of other people at a stop and of requests that an officer withdraws; absent is not recorded.

use super::people::{id_code, id_kind_from};
use crate::domain::inspection::recusal::Recusal;
use crate::domain::party::Personal;
use crate::domain::person::{Person, PersonRole};
use crate::stdx::clock::Moment;
use crate::wire::WireFault;
use minicbor::{Decode, Encode};

/// `Person` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub struct PersonShape {
    /// The word of the check contract.
    #[n(0)]
    role: Option<String>,
    #[n(1)]
    name: Option<String>,
    /// The code of `id_code`; left out for a resident identity card.
    #[n(2)]
    id_kind: Option<u8>,
    #[n(3)]
    id_no: Option<String>,
    #[n(4)]
    credit_code: Option<String>,
    #[n(5)]
    phone: Option<String>,
    #[n(6)]
    unit: Option<String>,
    #[n(7)]
    relation: Option<String>,
}

impl From<&Person> for PersonShape {
    fn from(person: &Person) -> PersonShape {
        PersonShape {
            role: person.role.map(|role| role.word().to_string()),
            name: said(&person.name),
            id_kind: id_code(person.id_kind),
            id_no: said(&person.id_no),
            credit_code: Some(person.credit_code.clone()).filter(|text| !text.is_empty()),
            phone: said(&person.phone),
            unit: said(&person.unit),
            relation: said(&person.relation),
        }
    }
}

impl TryFrom<PersonShape> for Person {
    type Error = WireFault;

    fn try_from(shape: PersonShape) -> Result<Person, WireFault> {
        let role = match shape.role {
            None => None,
            Some(word) => Some(PersonRole::from_word(&word).ok_or(WireFault::Word(word))?),
        };
        Ok(Person {
            role,
            name: shape.name.unwrap_or_default().into(),
            id_kind: id_kind_from(shape.id_kind)?,
            id_no: shape.id_no.unwrap_or_default().into(),
            credit_code: shape.credit_code.unwrap_or_default(),
            phone: shape.phone.unwrap_or_default().into(),
            unit: shape.unit.unwrap_or_default().into(),
            relation: shape.relation.unwrap_or_default().into(),
        })
    }
}

/// `Recusal` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub struct RecusalShape {
    #[n(0)]
    officer: String,
    #[n(1)]
    why: String,
    #[n(2)]
    granted: Option<bool>,
    #[n(3)]
    answered_by: Option<String>,
    #[n(4)]
    answered_at_ms: Option<i64>,
}

impl From<&Recusal> for RecusalShape {
    fn from(recusal: &Recusal) -> RecusalShape {
        RecusalShape {
            officer: recusal.officer.clone(),
            why: recusal.why.get().clone(),
            granted: recusal.granted,
            answered_by: said(&recusal.answered_by),
            answered_at_ms: recusal.answered_at.map(Moment::ms),
        }
    }
}

impl From<RecusalShape> for Recusal {
    fn from(shape: RecusalShape) -> Recusal {
        Recusal {
            officer: shape.officer,
            why: shape.why.into(),
            granted: shape.granted,
            answered_by: shape.answered_by.unwrap_or_default().into(),
            answered_at: shape.answered_at_ms.map(Moment::from_ms),
        }
    }
}

/// A list that is left out where it is empty.
pub fn all<'a, T, S: From<&'a T>>(list: &'a [T]) -> Option<Vec<S>> {
    (!list.is_empty()).then(|| list.iter().map(S::from).collect())
}

/// The people of a list that may be left out.
///
/// # Errors
/// When a role or a kind of paper is none.
pub fn people(list: Option<Vec<PersonShape>>) -> Result<Vec<Person>, WireFault> {
    list.unwrap_or_default().into_iter().map(Person::try_from).collect()
}

fn said(text: &Personal) -> Option<String> {
    Some(text.get().clone()).filter(|text| !text.is_empty())
}
