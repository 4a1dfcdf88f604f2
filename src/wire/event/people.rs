//! Payload shapes of persons: party, person present, officer, agency.

use crate::domain::agency::{Agency, Officer, Role};
use crate::domain::identity::id_paper::IdKind;
use crate::domain::party::{IdentityProof, Party, Present, Sex};
use crate::domain::scope::Scope;
use crate::wire::{WireFault, bytes16, day_from, day_number};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// `Party` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub struct PartyShape {
    /// 0 citizen, 1 sole trader, 2 organisation.
    #[n(0)]
    kind: u8,
    #[n(1)]
    name: String,
    #[n(2)]
    id_no: Option<String>,
    #[n(3)]
    credit_code: Option<String>,
    /// Legal representative, or the operator of a sole trader.
    #[n(4)]
    head: Option<String>,
    #[n(5)]
    address: String,
    #[n(6)]
    phone: String,
    /// The code of `id_code`; left out for a resident identity card.
    #[n(7)]
    id_kind: Option<u8>,
}

/// What a kind of identity paper is written as; `None` for a resident identity card.
pub(super) fn id_code(kind: IdKind) -> Option<u8> {
    match kind {
        IdKind::ResidentId => None,
        IdKind::Passport => Some(1),
        IdKind::HongKongMacauPermit => Some(2),
        IdKind::TaiwanPermit => Some(3),
        IdKind::ResidencePermit => Some(4),
    }
}

pub(super) fn id_kind_from(code: Option<u8>) -> Result<IdKind, WireFault> {
    let known = IdKind::ALL.into_iter().find(|kind| id_code(*kind) == code);
    known.ok_or_else(|| WireFault::Word(code.unwrap_or_default().to_string()))
}

impl From<&Party> for PartyShape {
    fn from(party: &Party) -> PartyShape {
        let text = |personal: &crate::domain::party::Personal| personal.get().clone();
        match party {
            Party::Citizen { name, id_kind, id_no, address, phone } => PartyShape {
                kind: 0,
                id_kind: id_code(*id_kind),
                name: text(name),
                id_no: Some(text(id_no)),
                credit_code: None,
                head: None,
                address: text(address),
                phone: text(phone),
            },
            Party::SoleTrader { name, credit_code, operator, id_kind, id_no, address, phone } => {
                PartyShape {
                    kind: 1,
                    id_kind: id_code(*id_kind),
                    name: text(name),
                    id_no: Some(text(id_no)),
                    credit_code: Some(credit_code.clone()),
                    head: Some(text(operator)),
                    address: text(address),
                    phone: text(phone),
                }
            }
            Party::Organisation { name, credit_code, representative, address, phone } => {
                PartyShape {
                    kind: 2,
                    id_kind: None,
                    name: text(name),
                    id_no: None,
                    credit_code: Some(credit_code.clone()),
                    head: Some(text(representative)),
                    address: text(address),
                    phone: text(phone),
                }
            }
        }
    }
}

impl TryFrom<PartyShape> for Party {
    type Error = WireFault;

    fn try_from(shape: PartyShape) -> Result<Party, WireFault> {
        let (name, address, phone) = (shape.name.into(), shape.address.into(), shape.phone.into());
        let id_kind = id_kind_from(shape.id_kind)?;
        let id_no = shape.id_no.unwrap_or_default().into();
        let credit_code = shape.credit_code.unwrap_or_default();
        let head = shape.head.unwrap_or_default().into();
        match shape.kind {
            0 => Ok(Party::Citizen { name, id_kind, id_no, address, phone }),
            1 => {
                let operator = head;
                Ok(Party::SoleTrader {
                    name,
                    credit_code,
                    operator,
                    id_kind,
                    id_no,
                    address,
                    phone,
                })
            }
            2 => {
                Ok(Party::Organisation { name, credit_code, representative: head, address, phone })
            }
            other => Err(WireFault::Word(other.to_string())),
        }
    }
}

/// `Present` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub struct PresentShape {
    #[n(0)]
    name: String,
    #[n(1)]
    relation: String,
    #[n(2)]
    id_no: String,
    #[n(3)]
    phone: String,
    #[n(4)]
    qualification: String,
    #[n(5)]
    authorised: Option<bool>,
    #[n(6)]
    unit: Option<String>,
    #[n(7)]
    address: Option<String>,
    /// The code of `id_code`; left out for a resident identity card.
    #[n(8)]
    id_kind: Option<u8>,
    /// 1 man, 2 woman, as ISO 5218 has it.
    #[n(9)]
    sex: Option<u8>,
    /// The word of the check contract; left out where nobody asked, as the two below.
    #[n(10)]
    identity: Option<String>,
    #[n(11)]
    cannot_read: Option<bool>,
    #[n(12)]
    read_out: Option<bool>,
}

impl From<&Present> for PresentShape {
    fn from(present: &Present) -> PresentShape {
        PresentShape {
            name: present.name.get().clone(),
            relation: present.relation.clone(),
            id_no: present.id_no.get().clone(),
            phone: present.phone.get().clone(),
            qualification: present.qualification.get().clone(),
            authorised: present.authorised,
            unit: Some(present.unit.get().clone()).filter(|text| !text.is_empty()),
            address: Some(present.address.get().clone()).filter(|text| !text.is_empty()),
            id_kind: id_code(present.id_kind),
            sex: present.sex.map(|sex| match sex {
                Sex::Male => 1,
                Sex::Female => 2,
            }),
            identity: present.identity.map(|proof| proof.word().to_string()),
            cannot_read: present.cannot_read,
            read_out: present.read_out,
        }
    }
}

impl TryFrom<PresentShape> for Present {
    type Error = WireFault;

    fn try_from(shape: PresentShape) -> Result<Present, WireFault> {
        Ok(Present {
            name: shape.name.into(),
            relation: shape.relation,
            id_no: shape.id_no.into(),
            phone: shape.phone.into(),
            qualification: shape.qualification.into(),
            authorised: shape.authorised,
            unit: shape.unit.unwrap_or_default().into(),
            address: shape.address.unwrap_or_default().into(),
            id_kind: id_kind_from(shape.id_kind)?,
            sex: match shape.sex {
                None => None,
                Some(1) => Some(Sex::Male),
                Some(2) => Some(Sex::Female),
                Some(other) => return Err(WireFault::Word(other.to_string())),
            },
            identity: match shape.identity {
                None => None,
                Some(word) => Some(IdentityProof::from_word(&word).ok_or(WireFault::Word(word))?),
            },
            cannot_read: shape.cannot_read,
            read_out: shape.read_out,
        })
    }
}

/// `Officer` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub struct OfficerShape {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    name: String,
    #[n(2)]
    credential: String,
    #[n(3)]
    valid_from: u32,
    #[n(4)]
    valid_until: u32,
    /// Left out for an officer.
    #[n(5)]
    role: Option<String>,
    /// Left out where it covers everything.
    #[n(6)]
    scope: Option<String>,
}

impl From<&Officer> for OfficerShape {
    fn from(officer: &Officer) -> OfficerShape {
        OfficerShape {
            id: officer.id.0.into(),
            name: officer.name.clone(),
            credential: officer.credential.clone(),
            valid_from: day_number(officer.valid_from),
            valid_until: day_number(officer.valid_until),
            role: Some(officer.role.word().to_string()).filter(|_| officer.role != Role::Officer),
            scope: Some(officer.scope.text()).filter(|text| !text.is_empty()),
        }
    }
}

impl TryFrom<OfficerShape> for Officer {
    type Error = WireFault;

    fn try_from(shape: OfficerShape) -> Result<Officer, WireFault> {
        Ok(Officer {
            id: bytes16(&shape.id),
            name: shape.name,
            credential: shape.credential,
            valid_from: day_from(shape.valid_from)?,
            valid_until: day_from(shape.valid_until)?,
            role: match shape.role {
                None => Role::Officer,
                Some(word) => Role::from_word(&word).ok_or(WireFault::Word(word))?,
            },
            scope: Scope::parse(&shape.scope.unwrap_or_default()),
        })
    }
}

/// `Agency` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub struct AgencyShape {
    #[n(0)]
    name: String,
    #[n(1)]
    entrusting_organ: String,
    #[n(2)]
    reconsideration_organ: String,
    #[n(3)]
    court: String,
    #[n(4)]
    bank: String,
    #[n(5)]
    bank_address: String,
    #[n(6)]
    account: String,
    #[n(7)]
    number_prefix: String,
    #[n(8)]
    region: String,
    #[n(9)]
    roll_allowed: bool,
    #[n(10)]
    sample: bool,
}

impl From<&Agency> for AgencyShape {
    fn from(agency: &Agency) -> AgencyShape {
        let agency = agency.clone();
        AgencyShape {
            name: agency.name,
            entrusting_organ: agency.entrusting_organ,
            reconsideration_organ: agency.reconsideration_organ,
            court: agency.court,
            bank: agency.bank,
            bank_address: agency.bank_address,
            account: agency.account,
            number_prefix: agency.number_prefix,
            region: agency.region,
            roll_allowed: agency.roll_allowed,
            sample: agency.sample,
        }
    }
}

impl From<AgencyShape> for Agency {
    fn from(shape: AgencyShape) -> Agency {
        Agency {
            name: shape.name,
            entrusting_organ: shape.entrusting_organ,
            reconsideration_organ: shape.reconsideration_organ,
            court: shape.court,
            bank: shape.bank,
            bank_address: shape.bank_address,
            account: shape.account,
            number_prefix: shape.number_prefix,
            region: shape.region,
            roll_allowed: shape.roll_allowed,
            sample: shape.sample,
        }
    }
}
