//! 乘客陈述记录, a local form: what one passenger says of his ride, in a minute (处罚法 46, 55). It judges nobody; its page for
//! others than the file is made of `masked`.

use super::field::{FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, collecting_refused, times};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::domain::identity::id_paper::{self, IdKind};
use crate::domain::identity::normalise;
use crate::domain::party::Personal;
use crate::stdx::clock::Moment;
use crate::stdx::fen::Fen;
use crate::stdx::id::Id;

/// The word of the sort.
pub const WORD: &str = "passenger_statement";
/// The form of the page that bears no passenger's data.
pub const MASKED: &str = "passenger_statement_masked";
/// What most passengers speak.
const LANGUAGE: &str = "普通话";
/// No ride of the road costs more, in yuan; a larger number was mistyped.
const FARE_MAX_YUAN: i64 = 100_000;

/// How the ride was ordered, by the word of the contract.
pub const ORDERED: [(&str, RideOrder); 5] = [
    ("platform", RideOrder::Platform),
    ("chat", RideOrder::Chat),
    ("phone", RideOrder::Phone),
    ("hailed", RideOrder::Hailed),
    ("other", RideOrder::Other),
];

/// What was said of the fare.
pub const FARES: [(&str, FareState); 4] = [
    ("agreed", FareState::Agreed),
    ("paid", FareState::Paid),
    ("free", FareState::Free),
    ("unknown", FareState::Unknown),
];

/// How it was paid, or is to be.
pub const PAID_BY: [(&str, FareMeans); 4] = [
    ("platform", FareMeans::Platform),
    ("cash", FareMeans::Cash),
    ("transfer", FareMeans::Transfer),
    ("other", FareMeans::Other),
];

/// How the passenger stands to the driver.
pub const RELATIONS: [(&str, DriverRelation); 5] = [
    ("stranger", DriverRelation::Stranger),
    ("relative", DriverRelation::Relative),
    ("friend", DriverRelation::Friend),
    ("colleague", DriverRelation::Colleague),
    ("other", DriverRelation::Other),
];

/// Whether the passenger says who he is, if only by his surname.
const NAMED: [(&str, bool); 2] = [("named", true), ("refused", false)];

/// Whether the passenger signs.
const SIGNS: [(&str, bool); 2] = [("signed", true), ("declined", false)];

/// The sort. What is asked of everybody stands first and what is seldom there behind it, so that it is typed in a minute.
pub const KIND: PaperKind = PaperKind {
    word: WORD,
    is_numbered: false,
    is_confirmed: false,
    approved_at: None,
    fields: &[
        PaperField::wanted(
            "passenger.named",
            FieldKind::Choice("passenger_named", &["named", "refused"]),
        ),
        PaperField::new("passenger.name", FieldKind::Line),
        PaperField::new("passenger.phone", FieldKind::Line),
        PaperField::wanted("passenger.from", FieldKind::Line),
        PaperField::wanted("passenger.to", FieldKind::Line),
        PaperField::wanted(
            "passenger.ordered",
            FieldKind::Choice("ride_order", &["platform", "chat", "phone", "hailed", "other"]),
        ),
        PaperField::wanted(
            "passenger.fare_state",
            FieldKind::Choice("fare_state", &["agreed", "paid", "free", "unknown"]),
        ),
        PaperField::new("passenger.fare", FieldKind::Line),
        PaperField::new(
            "passenger.paid_by",
            FieldKind::Choice("fare_means", &["platform", "cash", "transfer", "other"]),
        ),
        PaperField::wanted(
            "passenger.relation",
            FieldKind::Choice(
                "driver_relation",
                &["stranger", "relative", "friend", "colleague", "other"],
            ),
        ),
        PaperField::new("passenger.words", FieldKind::Lines),
        PaperField::new("passenger.platform", FieldKind::Line),
        PaperField::new("passenger.id_kind", FieldKind::Line),
        PaperField::new("passenger.id_no", FieldKind::Line),
        PaperField::new("passenger.address", FieldKind::Line),
        PaperField::wanted("passenger.language", FieldKind::Line),
        PaperField::wanted("passenger.at", FieldKind::Time),
        PaperField::wanted(
            "passenger.signature",
            FieldKind::Choice("passenger_signs", &["signed", "declined"]),
        ),
        PaperField::new("passenger.refusal", FieldKind::Line),
    ],
    proposed,
    closed: |_| Vec::new(),
    read,
};

/// 乘客陈述 (处罚法 46(1)五).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassengerStatement {
    /// When it was taken.
    pub at: Moment,
    /// Who rode.
    pub passenger: Box<Passenger>,
    /// 上车地点.
    pub from: Personal,
    /// 目的地.
    pub to: Personal,
    /// How the ride was ordered.
    pub ordered: RideOrder,
    /// Name of the platform; empty where there was none or nobody knows it.
    pub platform: String,
    /// What was said of the fare.
    pub fare_state: FareState,
    /// 车费; `None` where the ride was free, or the passenger does not know it.
    pub fare: Option<Fen>,
    /// `None` where nothing was paid and nobody said how it will be.
    pub paid_by: Option<FareMeans>,
    /// How he stands to the driver.
    pub relation: DriverRelation,
    /// In his own words; may be empty.
    pub words: Personal,
    /// In which language he was asked and answered.
    pub language: String,
    /// Whether he signs.
    pub is_signed: bool,
    /// Why he does not; empty where he signs, or said nothing.
    pub refusal: Personal,
}

/// 乘客: a witness, not the party. He need not say who he is, and is named to nobody but the file (处罚法 50).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passenger {
    /// As he told it; a surname alone, or empty where he did not say.
    pub name: Personal,
    /// Empty where he did not say.
    pub phone: Personal,
    /// What kind of paper the number is of.
    pub id_kind: IdKind,
    /// Checked by its kind; empty where none was shown.
    pub id_no: Personal,
    /// Where he lives; empty where nobody asked.
    pub address: Personal,
}

/// 叫车方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RideOrder {
    /// 网约车平台.
    Platform,
    /// A group or a message of a chat.
    Chat,
    /// By telephone.
    Phone,
    /// Hailed, or called out to, on the road.
    Hailed,
    /// Another way, which his own words say.
    Other,
}

/// 车费是否约定、支付.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FareState {
    /// Agreed, not paid yet.
    Agreed,
    /// Paid.
    Paid,
    /// Nothing is asked.
    Free,
    /// He does not know.
    Unknown,
}

/// 支付方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FareMeans {
    /// Through the platform.
    Platform,
    /// In cash.
    Cash,
    /// From telephone to telephone.
    Transfer,
    /// Another way.
    Other,
}

/// 与驾驶人的关系.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriverRelation {
    /// They do not know each other.
    Stranger,
    /// Of his family.
    Relative,
    /// A friend or a neighbour.
    Friend,
    /// They work together.
    Colleague,
    /// Another, which his own words say.
    Other,
}

/// The word of the contract for `value`.
fn word_of<T: Copy + PartialEq>(list: &[(&'static str, T)], value: T) -> &'static str {
    list.iter().find(|(_, one)| *one == value).map_or("", |(word, _)| word)
}

impl RideOrder {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&ORDERED, self)
    }

    /// As the paper says it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            RideOrder::Platform => "网约车平台",
            RideOrder::Chat => "聊天群或者私信",
            RideOrder::Phone => "电话",
            RideOrder::Hailed => "路边招手或者被揽客",
            RideOrder::Other => "其他",
        }
    }
}

impl FareState {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&FARES, self)
    }

    /// As the paper says it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            FareState::Agreed => "已约定，未支付",
            FareState::Paid => "已支付",
            FareState::Free => "不收费",
            FareState::Unknown => "不清楚",
        }
    }
}

impl FareMeans {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&PAID_BY, self)
    }

    /// As the paper says it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            FareMeans::Platform => "平台支付",
            FareMeans::Cash => "现金",
            FareMeans::Transfer => "手机转账",
            FareMeans::Other => "其他",
        }
    }
}

impl DriverRelation {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&RELATIONS, self)
    }

    /// As the paper says it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            DriverRelation::Stranger => "互不相识",
            DriverRelation::Relative => "亲属",
            DriverRelation::Friend => "朋友、邻居",
            DriverRelation::Colleague => "同事",
            DriverRelation::Other => "其他",
        }
    }
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let mut typed = Typed::default();
    typed
        .text("passenger.at", case.now.rfc3339())
        .text("passenger.id_kind", IdKind::default().in_chinese())
        .text("passenger.language", LANGUAGE);
    typed
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let at = times::time(reading, case, "passenger.at");
    let passenger = Box::new(passenger(reading, case));
    let (from, to) = (reading.text("passenger.from"), reading.text("passenger.to"));
    let ordered = reading.choice("passenger.ordered", &ORDERED);
    let platform = reading.text("passenger.platform");
    let fare_state = reading.choice("passenger.fare_state", &FARES);
    let fare = fare(reading, fare_state);
    let paid_by = reading.choice("passenger.paid_by", &PAID_BY);
    if paid_by.is_none() && fare_state == Some(FareState::Paid) {
        reading.missing("passenger.paid_by");
    }
    let relation = reading.choice("passenger.relation", &RELATIONS);
    let (words, language) = (reading.text("passenger.words"), reading.text("passenger.language"));
    let signs = reading.choice("passenger.signature", &SIGNS);
    let refusal = reading.text("passenger.refusal");
    if signs == Some(true) && !refusal.is_empty() {
        reading.wrong("passenger.refusal");
    }
    Some(CasePaper::PassengerStatement(PassengerStatement {
        at: at?,
        passenger,
        from: from.into(),
        to: to.into(),
        ordered: ordered?,
        platform,
        fare_state: fare_state?,
        fare,
        paid_by,
        relation: relation?,
        words: words.into(),
        language,
        is_signed: signs?,
        refusal: refusal.into(),
    }))
}

fn passenger(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Passenger {
    let kind = reading.text("passenger.id_kind");
    let id_kind = IdKind::from_chinese(&kind);
    if id_kind.is_none() && !kind.is_empty() {
        reading.wrong("passenger.id_kind");
    }
    let is_named = reading.choice("passenger.named", &NAMED);
    let name = reading.text("passenger.name");
    match (is_named, name.is_empty()) {
        (Some(true), true) => reading.missing("passenger.name"),
        (Some(false), false) => reading.wrong("passenger.name"),
        (Some(true), false) | (Some(false), true) | (None, _) => {}
    }
    let id_kind = id_kind.unwrap_or_default();
    let id_no = normalise(&reading.text("passenger.id_no"));
    if !id_no.is_empty() && id_paper::check(id_kind, &id_no, case.now.day()).blocks() {
        reading.wrong("passenger.id_no");
    }
    Passenger {
        name: name.into(),
        phone: reading.text("passenger.phone").into(),
        id_kind,
        id_no: id_no.into(),
        address: reading.text("passenger.address").into(),
    }
}

/// The fare in yuan: wanted where one was agreed or paid, and none where the ride is free.
fn fare(reading: &mut Reading<'_>, state: Option<FareState>) -> Option<Fen> {
    let text = reading.text("passenger.fare");
    let fare = in_yuan(&text);
    let is_wanted = matches!(state, Some(FareState::Agreed | FareState::Paid));
    if text.is_empty() && is_wanted {
        reading.missing("passenger.fare");
    } else if !text.is_empty() && (fare.is_none() || state == Some(FareState::Free)) {
        reading.wrong("passenger.fare");
    }
    fare
}

/// `80`, `80.5` or `80.50` as fen; `None` where it is no such amount, nothing, or more than any fare.
fn in_yuan(text: &str) -> Option<Fen> {
    let (yuan, parts) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || parts.len() > 2 || !is_number(yuan) || !is_number(parts) {
        return None;
    }
    let yuan: i64 = yuan.parse().ok().filter(|yuan| *yuan <= FARE_MAX_YUAN)?;
    let parts: i64 = format!("{parts:0<2}").parse().ok()?;
    let fare = Fen(Fen::from_yuan(yuan).0 + parts);
    (fare > Fen::ZERO).then_some(fare)
}

impl PaperBody for PassengerStatement {
    fn refused(&self, case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        collecting_refused(case)
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    /// Nothing of the passenger himself.
    fn terms(&self) -> Vec<(&'static str, String)> {
        vec![
            ("passenger.at", self.at.in_chinese()),
            ("passenger.ordered", self.ordered.in_chinese().to_string()),
            ("passenger.fare_state", self.fare_state.in_chinese().to_string()),
        ]
    }

    /// The page without his data goes to whoever else may see the case.
    fn minutes_form(&self) -> Option<&'static str> {
        Some(MASKED)
    }

    fn is_of_passenger(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fare_is_read_in_yuan_and_never_rounded() {
        for (text, want) in [
            ("80", Some(8_000)),
            ("80.5", Some(8_050)),
            ("80.05", Some(8_005)),
            ("100000", Some(10_000_000)),
            ("100001", None),
            ("0", None),
            ("0.00", None),
            ("80.555", None),
            (".5", None),
            ("-5", None),
            ("八十", None),
            ("", None),
        ] {
            assert_eq!(in_yuan(text), want.map(Fen), "{text}");
        }
    }

    #[test]
    fn each_word_of_a_choice_is_one_of_its_list() {
        let words = |list: &str| {
            let of = |kind: FieldKind| {
                let FieldKind::Choice(name, words) = kind else { return None };
                (name == list).then(|| words.to_vec())
            };
            KIND.fields.iter().find_map(|field| of(field.kind)).unwrap()
        };
        assert_eq!(words("ride_order"), ORDERED.map(|(word, _)| word));
        assert_eq!(words("fare_state"), FARES.map(|(word, _)| word));
        assert_eq!(words("fare_means"), PAID_BY.map(|(word, _)| word));
        assert_eq!(words("driver_relation"), RELATIONS.map(|(word, _)| word));
        assert_eq!(words("passenger_named"), NAMED.map(|(word, _)| word));
        assert_eq!(words("passenger_signs"), SIGNS.map(|(word, _)| word));
    }
}
