//! 送达地址确认书, a local form: where papers of the case reach who receives them, and whether they may be sent over a network
//! (处罚法 61). Sends nothing.

use super::field::{FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::domain::identity::id_paper::{self, IdKind};
use crate::domain::inspection::{Inspection, Signature};
use crate::domain::party::{Party, Personal};
use crate::domain::procedure::wrong_stage;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;

/// Milliseconds of a minute, which papers give times to.
const MINUTE_MS: i64 = 60_000;
/// Digits of a postcode.
const POSTCODE_DIGITS: usize = 6;

/// Kinds of identity papers, by their words.
pub const ID_KINDS: [(&str, IdKind); 5] = [
    ("resident_id", IdKind::ResidentId),
    ("passport", IdKind::Passport),
    ("hong_kong_macau_permit", IdKind::HongKongMacauPermit),
    ("taiwan_permit", IdKind::TaiwanPermit),
    ("residence_permit", IdKind::ResidencePermit),
];

const CONSENTS: [(&str, bool); 2] = [("agreed", true), ("not_agreed", false)];
const SIGNATURES: [(&str, bool); 2] = [("signed", true), ("declined", false)];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "address_confirmation",
    is_numbered: false,
    is_confirmed: false,
    approved_at: None,
    fields: &[
        PaperField::wanted("address.cause", FieldKind::Line),
        PaperField::wanted("address.receiver", FieldKind::Line),
        PaperField::wanted("address.relation", FieldKind::Line),
        PaperField::wanted(
            "address.id_kind",
            FieldKind::Choice(
                "address_id_kind",
                &[
                    "resident_id",
                    "passport",
                    "hong_kong_macau_permit",
                    "taiwan_permit",
                    "residence_permit",
                ],
            ),
        ),
        PaperField::wanted("address.id_no", FieldKind::Line),
        PaperField::wanted(
            "address.electronic",
            FieldKind::Choice("electronic_service", &["agreed", "not_agreed"]),
        ),
        PaperField::new("address.electronic_phone", FieldKind::Line),
        PaperField::new("address.email", FieldKind::Line),
        PaperField::new("address.wechat", FieldKind::Line),
        PaperField::new("address.fax", FieldKind::Line),
        PaperField::wanted("address.postal", FieldKind::Line),
        PaperField::wanted("address.phone", FieldKind::Line),
        PaperField::new("address.postcode", FieldKind::Line),
        PaperField::wanted(
            "address.signature",
            FieldKind::Choice("signature", &["signed", "declined"]),
        ),
        PaperField::new("address.declined", FieldKind::Line),
    ],
    proposed,
    closed,
    read,
};

/// 送达地址确认 (处罚法 61).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressConfirmation {
    /// 案由.
    pub cause: String,
    /// 收件人.
    pub receiver: Personal,
    /// What he is to the party: itself, a relative, an agent.
    pub relation: String,
    /// 证件类型.
    pub id_kind: IdKind,
    /// 证件号码.
    pub id_no: Personal,
    /// Where he agreed to be sent papers over a network; `None` where he did not agree.
    pub electronic: Option<ElectronicAddress>,
    /// 邮寄地址.
    pub postal: Personal,
    /// 手机.
    pub phone: Personal,
    /// 邮编; may be empty.
    pub postcode: String,
    /// Whether he signed it: who refused has agreed to nothing.
    pub signature: Signature,
}

/// 电子送达 (民诉法 90): where papers go over a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElectronicAddress {
    /// 手机, which is told of each paper.
    pub phone: Personal,
    /// 邮箱; may be empty.
    pub email: Personal,
    /// 微信; may be empty.
    pub wechat: Personal,
    /// 传真; may be empty.
    pub fax: Personal,
}

/// Whether papers of the case might be sent over a network `at` a time given to the minute: the confirmation made last before it
/// is signed and agrees (处罚法 61(2)).
#[must_use]
pub fn has_consent(inspection: &Inspection, at: Moment) -> bool {
    let until = at.plus_ms(MINUTE_MS - 1);
    let before = inspection.papers.iter().filter(|made| made.at <= until);
    let mut confirmations = before.filter_map(|made| {
        let CasePaper::AddressConfirmation(confirmation) = &made.paper else { return None };
        Some(confirmation)
    });
    confirmations.next_back().is_some_and(|last| {
        last.electronic.is_some() && matches!(last.signature, Signature::Signed)
    })
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let mut typed = Typed::default();
    // Nobody agrees by what was filled in for him.
    typed.text("address.cause", case.cause()).text("address.electronic", "not_agreed");
    match &case.inspection.facts.party {
        Some(Party::Citizen { name, id_kind, id_no, address, phone }) => {
            let kind = ID_KINDS.iter().find(|(_, kind)| kind == id_kind);
            typed
                .text("address.receiver", name.get())
                .text("address.relation", "本人")
                .text("address.id_kind", kind.map_or("", |(word, _)| word))
                .text("address.id_no", id_no.get())
                .text("address.postal", address.get())
                .text("address.phone", phone.get());
        }
        Some(
            Party::SoleTrader { address, phone, .. } | Party::Organisation { address, phone, .. },
        ) => {
            typed.text("address.postal", address.get()).text("address.phone", phone.get());
        }
        None => {}
    }
    typed
}

/// It bears no number, and is a paper of a case all the same.
fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    if case.is_case() { Vec::new() } else { vec![Blocked::new(wrong_stage(), "")] }
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let (cause, relation) = (reading.text("address.cause"), reading.text("address.relation"));
    let receiver = reading.text("address.receiver");
    let id_kind = reading.choice("address.id_kind", &ID_KINDS);
    let id_no = reading.text("address.id_no");
    let is_wrong = |kind| id_paper::check(kind, &id_no, case.now.day()).blocks();
    if !id_no.is_empty() && id_kind.is_some_and(is_wrong) {
        reading.wrong("address.id_no");
    }
    let is_agreed = reading.choice("address.electronic", &CONSENTS);
    let paths = ["address.electronic_phone", "address.email", "address.wechat", "address.fax"];
    let typed = paths.map(|path| reading.text(path));
    if is_agreed == Some(true) && typed[0].is_empty() {
        reading.missing(paths[0]);
    }
    if is_agreed == Some(false) {
        // Where nobody agreed nothing is sent, so that an address would promise what is not so.
        let filled = paths.iter().zip(&typed).filter(|(_, text)| !text.is_empty());
        filled.for_each(|(path, _)| reading.wrong(*path));
    }
    let (postal, phone) = (reading.text("address.postal"), reading.text("address.phone"));
    let postcode = reading.text("address.postcode");
    let is_postcode =
        postcode.len() == POSTCODE_DIGITS && postcode.chars().all(|c| c.is_ascii_digit());
    if !postcode.is_empty() && !is_postcode {
        reading.wrong("address.postcode");
    }
    let is_signed = reading.choice("address.signature", &SIGNATURES);
    let declined = reading.text("address.declined");
    match (is_signed, declined.is_empty()) {
        (Some(false), true) => reading.missing("address.declined"),
        (Some(true), false) => reading.wrong("address.declined"),
        (Some(true), true) | (Some(false), false) | (None, _) => {}
    }
    let [electronic_phone, email, wechat, fax] = typed.map(Personal::from);
    let electronic = ElectronicAddress { phone: electronic_phone, email, wechat, fax };
    Some(CasePaper::AddressConfirmation(AddressConfirmation {
        cause,
        receiver: receiver.into(),
        relation,
        id_kind: id_kind?,
        id_no: id_no.into(),
        electronic: is_agreed?.then_some(electronic),
        postal: postal.into(),
        phone: phone.into(),
        postcode,
        signature: if is_signed? { Signature::Signed } else { Signature::Declined(declined) },
    }))
}

impl AddressConfirmation {
    /// Word of the kind of identity paper.
    #[must_use]
    pub fn id_word(&self) -> &'static str {
        ID_KINDS.iter().find(|(_, kind)| *kind == self.id_kind).map_or("passport", |(word, _)| word)
    }
}

impl PaperBody for AddressConfirmation {
    fn refused(&self, _case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        Vec::new()
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    /// Who receives the papers signs it; the officers confirm nothing.
    fn terms(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// It is signed before a case has its number.
    fn bears_number(&self) -> bool {
        false
    }
}
