//! Payload shapes of the bureau's events: kinds 1 to 99.

use super::cash::{self, CASH_COLLECTED, CASH_HANDED_ON, CASH_WITHDRAWN};
use super::closing::{self, SHEET_PRINTED};
use super::epoch::{self, EPOCH_OPENED};
use super::leniency::{self, REVISIT_DUE};
use super::people::{AgencyShape, OfficerShape};
use super::pruning::{self, PARTY_DATA_PRUNED, SET_ASIDE_CLEARED};
use super::told;
use crate::domain::agency::NumberBlock;
use crate::domain::bureau::{BureauEvent, PinSetter, Shift};
use crate::domain::clock_step::{ClockStep, ClockWord, StepKind};
use crate::domain::counting::{DecidedAct, Standing};
use crate::domain::offender::Offenders;
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, bytes16, bytes32, day_from, day_number, from_bytes, to_bytes};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

const JOURNAL_OPENED: u16 = 1;
const AGENCY_NAMED: u16 = 2;
const OFFICER_ENROLLED: u16 = 3;
const RULE_PACK_ADOPTED: u16 = 4;
/// Number of the kind `number_block_granted`.
pub const NUMBER_BLOCK_GRANTED: u16 = 5;
const PRIOR_DECISION_RECEIVED: u16 = 6;
/// The store asks for this kind by its number.
pub const SHIFT_STARTED: u16 = 7;
/// The store asks for this kind by its number.
pub const SHIFT_CLOSED: u16 = 8;
const PIN_SET: u16 = 12;
const RECOVERY_CODE_MADE: u16 = 13;
const JOURNAL_RESTORED: u16 = 14;
const DEVICE_SECRET_MOVED: u16 = 15;
/// The store asks for this kind by its number.
pub const DEVICE_KEY_MADE: u16 = 9;
/// The store asks for this kind by its number.
pub const CLOCK_STEPPED: u16 = 10;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Opened {
    #[n(0)]
    device: ByteArray<16>,
    #[n(1)]
    epoch: u32,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Enrolled {
    #[n(0)]
    officer: OfficerShape,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Set {
    #[n(0)]
    officer: ByteArray<16>,
    #[n(1)]
    setter: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Nothing {}

#[derive(Encode, Decode)]
#[cbor(map)]
struct RestoredShape {
    #[n(1)]
    until: u64,
    #[n(2)]
    whole: bool,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Pack {
    #[n(0)]
    digest: ByteArray<32>,
    #[n(1)]
    id: String,
    #[n(2)]
    version: String,
    #[n(3)]
    approver: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Block {
    #[n(0)]
    prefix: String,
    #[n(1)]
    year: i32,
    #[n(2)]
    from: u32,
    #[n(3)]
    until: u32,
}

impl From<&NumberBlock> for Block {
    fn from(block: &NumberBlock) -> Block {
        let NumberBlock { prefix, year, from, until } = block.clone();
        Block { prefix, year, from, until }
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Prior {
    #[n(0)]
    code: String,
    #[n(1)]
    plate: String,
    #[n(2)]
    on: u32,
    #[n(3)]
    state: String,
    /// Number of the driver's paper, and the carrier's credit code; left out where they are not known.
    #[n(4)]
    driver: Option<String>,
    #[n(5)]
    carrier: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Started {
    #[n(0)]
    at_ms: i64,
    #[n(1)]
    officers: Vec<String>,
    #[n(2)]
    station: String,
    #[n(3)]
    plan: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct KeyMade {
    #[n(0)]
    suite: u8,
    #[n(1)]
    public_key: ByteVec,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Stepped {
    #[n(0)]
    kind: String,
    #[n(1)]
    by_ms: i64,
    #[n(2)]
    confirmed_by: Option<ByteArray<16>>,
    #[n(3)]
    said: String,
}

/// The kind of an event and its payload.
#[must_use]
pub fn encode(event: &BureauEvent) -> (u16, Vec<u8>) {
    match event {
        BureauEvent::RulePackRefused { digest, why } => told::refused(*digest, why),
        BureauEvent::TaskDone { task } => told::task_done(*task),
        BureauEvent::OrderCarriedOut { order, done } => told::carried_out(*order, done),
        BureauEvent::CaseCame { subject, token, entries, named } => {
            told::case_came(*subject, *token, (*entries, *named))
        }
        BureauEvent::JournalOpened { device, epoch } => {
            (JOURNAL_OPENED, to_bytes(&Opened { device: device.0.into(), epoch: *epoch }))
        }
        BureauEvent::EpochOpened { epoch, before, reason } => {
            (EPOCH_OPENED, epoch::encode(*epoch, before, *reason))
        }
        BureauEvent::PartyDataPruned { days, received_upto, stops, closes } => {
            (PARTY_DATA_PRUNED, pruning::encode((*days, *received_upto), stops, closes))
        }
        BureauEvent::SetAsideCleared { days, drafts, folders } => {
            (SET_ASIDE_CLEARED, pruning::encode_cleared(*days, drafts, folders))
        }
        BureauEvent::CashCollected(taken) => cash::collected(taken),
        BureauEvent::CashHandedOn(step) => cash::handed_on(step),
        BureauEvent::CashWithdrawn(mistake) => cash::withdrawn(mistake),
        BureauEvent::RevisitDue(revisit) => leniency::revisit(revisit),
        BureauEvent::AgencyNamed(agency) => (AGENCY_NAMED, to_bytes(&AgencyShape::from(agency))),
        BureauEvent::OfficerEnrolled(officer) => {
            (OFFICER_ENROLLED, to_bytes(&Enrolled { officer: officer.into() }))
        }
        BureauEvent::PinSet { officer, setter } => {
            let shape = Set { officer: officer.0.into(), setter: setter.word().to_string() };
            (PIN_SET, to_bytes(&shape))
        }
        BureauEvent::RecoveryCodeMade => (RECOVERY_CODE_MADE, to_bytes(&Nothing {})),
        BureauEvent::DeviceSecretMoved => (DEVICE_SECRET_MOVED, to_bytes(&Nothing {})),
        BureauEvent::JournalRestored { until, whole } => {
            (JOURNAL_RESTORED, to_bytes(&RestoredShape { until: *until, whole: *whole }))
        }
        BureauEvent::RulePackAdopted { digest, id, version, approver } => {
            let shape = Pack {
                digest: digest.0.into(),
                id: id.clone(),
                version: version.clone(),
                approver: approver.clone(),
            };
            (RULE_PACK_ADOPTED, to_bytes(&shape))
        }
        BureauEvent::NumberBlockGranted(block) => {
            (NUMBER_BLOCK_GRANTED, to_bytes(&Block::from(block)))
        }
        BureauEvent::PriorDecisionReceived(act) => {
            (PRIOR_DECISION_RECEIVED, to_bytes(&Prior::from(act)))
        }
        BureauEvent::ShiftStarted(shift) => (SHIFT_STARTED, to_bytes(&Started::from(shift))),
        BureauEvent::ShiftClosed(closing) => (SHIFT_CLOSED, closing::encode(closing)),
        BureauEvent::SheetPrinted(sheet) => closing::sheet(sheet),
        BureauEvent::DeviceKeyMade { suite, public_key } => {
            let shape = KeyMade { suite: *suite, public_key: public_key.clone().into() };
            (DEVICE_KEY_MADE, to_bytes(&shape))
        }
        BureauEvent::ClockStepped { step, confirmed_by, said } => {
            let shape = Stepped {
                kind: step.kind.word().into(),
                by_ms: step.by_ms,
                confirmed_by: confirmed_by.map(|id| id.0.into()),
                said: said.word().into(),
            };
            (CLOCK_STEPPED, to_bytes(&shape))
        }
    }
}

impl From<&DecidedAct> for Prior {
    fn from(act: &DecidedAct) -> Prior {
        Prior {
            code: act.code.clone(),
            plate: act.plate.clone(),
            on: day_number(act.on),
            state: act.standing.word().to_string(),
            driver: some(act.by.driver.get()),
            carrier: some(&act.by.carrier),
        }
    }
}

impl From<&Shift> for Started {
    fn from(shift: &Shift) -> Started {
        Started {
            at_ms: shift.at.ms(),
            officers: shift.officers.clone(),
            station: shift.station.clone(),
            plan: shift.plan.clone(),
        }
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_string())
}

/// The event of a payload.
///
/// # Errors
/// When the kind is unknown to this program, or the bytes are not of its shape.
pub fn decode(kind: u16, bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    Ok(match kind {
        JOURNAL_OPENED => {
            let shape: Opened = from_bytes(bytes)?;
            BureauEvent::JournalOpened { device: bytes16(&shape.device), epoch: shape.epoch }
        }
        AGENCY_NAMED => BureauEvent::AgencyNamed(from_bytes::<AgencyShape>(bytes)?.into()),
        OFFICER_ENROLLED => {
            let shape: Enrolled = from_bytes(bytes)?;
            BureauEvent::OfficerEnrolled(shape.officer.try_into()?)
        }
        RULE_PACK_ADOPTED => {
            let shape: Pack = from_bytes(bytes)?;
            BureauEvent::RulePackAdopted {
                digest: bytes32(&shape.digest),
                id: shape.id,
                version: shape.version,
                approver: shape.approver,
            }
        }
        NUMBER_BLOCK_GRANTED => {
            let shape: Block = from_bytes(bytes)?;
            BureauEvent::NumberBlockGranted(NumberBlock {
                prefix: shape.prefix,
                year: shape.year,
                from: shape.from,
                until: shape.until,
            })
        }
        PRIOR_DECISION_RECEIVED => {
            let shape: Prior = from_bytes(bytes)?;
            let standing = Standing::from_word(&shape.state);
            BureauEvent::PriorDecisionReceived(DecidedAct {
                code: shape.code,
                plate: shape.plate,
                on: day_from(shape.on)?,
                standing: standing.ok_or(WireFault::Word(shape.state))?,
                stop: None,
                by: Offenders {
                    driver: shape.driver.unwrap_or_default().into(),
                    carrier: shape.carrier.unwrap_or_default(),
                },
            })
        }
        SHIFT_STARTED => {
            let shape: Started = from_bytes(bytes)?;
            BureauEvent::ShiftStarted(Shift {
                at: Moment::from_ms(shape.at_ms),
                officers: shape.officers,
                station: shape.station,
                plan: shape.plan,
            })
        }
        SHIFT_CLOSED => BureauEvent::ShiftClosed(closing::decode(bytes)?),
        SHEET_PRINTED => closing::sheet_from(bytes)?,
        CASH_COLLECTED => cash::collected_from(bytes)?,
        CASH_HANDED_ON => cash::handed_on_from(bytes)?,
        CASH_WITHDRAWN => cash::withdrawn_from(bytes)?,
        REVISIT_DUE => leniency::revisit_from(bytes)?,
        other => return decode_of_device(other, bytes),
    })
}

/// What the device and its clock say of themselves.
fn decode_of_device(kind: u16, bytes: &[u8]) -> Result<BureauEvent, WireFault> {
    Ok(match kind {
        PIN_SET => {
            let shape: Set = from_bytes(bytes)?;
            let setter = PinSetter::ALL.into_iter().find(|setter| setter.word() == shape.setter);
            let setter = setter.ok_or(WireFault::Word(shape.setter))?;
            BureauEvent::PinSet { officer: bytes16(&shape.officer), setter }
        }
        JOURNAL_RESTORED => {
            let shape: RestoredShape = from_bytes(bytes)?;
            BureauEvent::JournalRestored { until: shape.until, whole: shape.whole }
        }
        EPOCH_OPENED => epoch::decode(bytes)?,
        PARTY_DATA_PRUNED => pruning::decode(bytes)?,
        SET_ASIDE_CLEARED => pruning::decode_cleared(bytes)?,
        RECOVERY_CODE_MADE => {
            from_bytes::<Nothing>(bytes)?;
            BureauEvent::RecoveryCodeMade
        }
        DEVICE_SECRET_MOVED => {
            from_bytes::<Nothing>(bytes)?;
            BureauEvent::DeviceSecretMoved
        }
        DEVICE_KEY_MADE => {
            let shape: KeyMade = from_bytes(bytes)?;
            let public_key = shape.public_key.to_vec();
            BureauEvent::DeviceKeyMade { suite: shape.suite, public_key }
        }
        CLOCK_STEPPED => {
            let shape: Stepped = from_bytes(bytes)?;
            let kind = StepKind::from_word(&shape.kind);
            let kind = kind.ok_or(WireFault::Word(shape.kind))?;
            let said = ClockWord::from_word(&shape.said);
            BureauEvent::ClockStepped {
                step: ClockStep { kind, by_ms: shape.by_ms },
                confirmed_by: shape.confirmed_by.as_ref().map(bytes16),
                said: said.ok_or(WireFault::Word(shape.said))?,
            }
        }
        other => {
            let told = told::decode(other, bytes)?;
            return told.ok_or(WireFault::Kind { kind: other, schema: 1 });
        }
    })
}

/// Its name in exports and on screens.
#[must_use]
pub fn name(event: &BureauEvent) -> &'static str {
    match event {
        BureauEvent::JournalOpened { .. } => "journal_opened",
        BureauEvent::EpochOpened { .. } => "epoch_opened",
        BureauEvent::PartyDataPruned { .. } => "party_data_pruned",
        BureauEvent::SetAsideCleared { .. } => "set_aside_cleared",
        BureauEvent::CashCollected(_) => "cash_collected",
        BureauEvent::CashHandedOn(_) => "cash_handed_on",
        BureauEvent::CashWithdrawn(_) => "cash_withdrawn",
        BureauEvent::RevisitDue(_) => "revisit_due",
        BureauEvent::AgencyNamed(_) => "agency_named",
        BureauEvent::OfficerEnrolled(_) => "officer_enrolled",
        BureauEvent::RulePackAdopted { .. } => "rule_pack_adopted",
        BureauEvent::NumberBlockGranted(_) => "number_block_granted",
        BureauEvent::PriorDecisionReceived(_) => "prior_decision_received",
        BureauEvent::ShiftStarted(_) => "shift_started",
        BureauEvent::ShiftClosed(_) => "shift_closed",
        BureauEvent::SheetPrinted(_) => "sheet_printed",
        BureauEvent::PinSet { .. } => "pin_set",
        BureauEvent::RecoveryCodeMade => "recovery_code_made",
        BureauEvent::DeviceSecretMoved => "device_secret_moved",
        BureauEvent::JournalRestored { .. } => "journal_restored",
        BureauEvent::DeviceKeyMade { .. } => "device_key_made",
        BureauEvent::ClockStepped { .. } => "clock_stepped",
        BureauEvent::RulePackRefused { .. } => "rule_pack_refused",
        BureauEvent::TaskDone { .. } => "task_done",
        BureauEvent::OrderCarriedOut { .. } => "order_carried_out",
        BureauEvent::CaseCame { .. } => "case_came",
    }
}
