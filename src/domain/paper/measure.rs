//! 行政强制措施决定书, form 8, and the minutes of the measure beside it (强制法 18, 19, 24, 25): what is taken on which article, until when,
//! what was told and who was heard. Its days are counted here; nothing is taken.

use super::field::{APPROVED_AT as APPROVED_ON, Column, FieldKind, PaperField};
use super::measure_basis::{self, MeasureBasis};
use super::typed::{Reading, Typed, Value};
use super::{
    CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, PaperMade, refused_before_typing,
    refused_by,
};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::deadline::running::Fact;
use crate::domain::deadline::trigger::Trigger;
use crate::domain::inspection::{Inspection, Signature};
use crate::domain::party::Personal;
use crate::domain::procedure::facts::CaseFacts;
use crate::domain::procedure::rule;
use crate::domain::procedure::state::State;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// Calendar days that a measure may last before it is extended (强制法 25).
pub const DAYS_MAX: u32 = 30;

/// Gate of the approval before the act.
const APPROVED_AT: &str = "D1";

/// Columns of the list.
pub const COLUMNS: [Column; 4] = [
    Column::wanted("name"),
    Column::new("spec"),
    Column::wanted("quantity"),
    Column::new("remark"),
];

/// What is told on the spot (强制法 18(五)), in the order in which it is told.
pub const TOLD: [&str; 4] =
    ["measure.reasons_at", "measure.basis_at", "measure.rights_at", "measure.remedies_at"];

/// How the party stands to the minutes.
pub const ATTENDANCE: [(&str, Attendance); 3] = [
    ("signed", Attendance::Signed),
    ("declined", Attendance::Declined),
    ("absent", Attendance::Absent),
];

/// Whether the party said something.
const HEARD: [(&str, bool); 2] = [("stated", true), ("nothing", false)];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "measure",
    is_numbered: true,
    is_confirmed: true,
    approved_at: Some(APPROVED_AT),
    fields: &[
        PaperField::wanted("measure.facts", FieldKind::Lines),
        PaperField::wanted("measure.basis", FieldKind::Listed(listed)),
        PaperField::wanted("measure.things", FieldKind::Rows(&COLUMNS)),
        PaperField::wanted("measure.done_at", FieldKind::Time),
        PaperField::wanted("measure.days", FieldKind::Number(1, DAYS_MAX)),
        PaperField::wanted("measure.place", FieldKind::Line),
        PaperField::wanted("measure.cargo", FieldKind::Line),
        PaperField::new("measure.perishable", FieldKind::Line),
        PaperField::new(TOLD[0], FieldKind::Tick),
        PaperField::new(TOLD[1], FieldKind::Tick),
        PaperField::new(TOLD[2], FieldKind::Tick),
        PaperField::new(TOLD[3], FieldKind::Tick),
        PaperField::wanted(
            "measure.party",
            FieldKind::Choice("attendance", &["signed", "declined", "absent"]),
        ),
        PaperField::new(
            "measure.heard",
            FieldKind::Choice("measure_heard", &["stated", "nothing"]),
        ),
        PaperField::new("measure.heard_at", FieldKind::Tick),
        PaperField::new("measure.statement", FieldKind::Lines),
        PaperField::new("measure.answer", FieldKind::Lines),
        PaperField::new("measure.witness", FieldKind::Line),
        PaperField::new("measure.urgent", FieldKind::Line),
    ],
    proposed,
    closed,
    read,
};

/// 行政强制措施 (强制法 16–26) as its decision and its minutes bear it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// 案发日期: the day of the stop.
    pub found_on: Day,
    /// 事实、案由.
    pub facts: String,
    /// On which article.
    pub basis: MeasureBasis,
    /// 清单.
    pub things: Vec<TakenThing>,
    /// When it was done: its days and hours run from here.
    pub done_at: Moment,
    /// The last of its days, which belongs to it.
    pub last_day: Day,
    /// Where it is kept (强制法 26).
    pub place: String,
    /// What becomes of the load and of luggage, which are not taken with the vehicle.
    pub cargo: String,
    /// Live, fresh or perishable goods and what was done with them; empty where there are none.
    pub perishable: String,
    /// When reasons, basis, rights and remedies were told, in that order; `None` where that was not told, as to an absent party.
    pub told: [Option<Moment>; 4],
    /// `None` where the party was not there.
    pub heard: Option<MeasureHearing>,
    /// How the party stands to the minutes.
    pub attendance: Attendance,
    /// 见证人; empty where there was none.
    pub witness: Personal,
    /// Why it could not wait (强制法 19); empty where it was approved before.
    pub urgent: String,
}

/// One thing on the list (式样 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenThing {
    /// 名称.
    pub name: String,
    /// 规格; may be empty.
    pub spec: String,
    /// 数量, with its unit.
    pub quantity: String,
    /// 备注; may be empty.
    pub remark: String,
}

/// 陈述、申辩 against a measure (强制法 18(六)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureHearing {
    /// When the party was heard.
    pub at: Moment,
    /// What it said; empty where it said nothing.
    pub statement: String,
    /// The officers' answer; empty where nothing was said.
    pub answer: String,
}

/// How the party stands to the minutes of a measure (强制法 18(七)–(九)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attendance {
    /// There, and signs.
    Signed,
    /// There, and refuses to sign: that is noted.
    Declined,
    /// Not there: a witness signs.
    Absent,
}

impl Attendance {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        ATTENDANCE.iter().find(|(_, one)| *one == self).map_or("signed", |(word, _)| word)
    }

    /// As a paper says it.
    #[must_use]
    pub fn in_chinese(self) -> &'static str {
        match self {
            Attendance::Signed => "当事人在场",
            Attendance::Declined => "当事人在场，拒绝签名",
            Attendance::Absent => "当事人不到场，邀请见证人到场",
        }
    }
}

impl TakenThing {
    /// Its cells, in the order of the columns.
    #[must_use]
    pub fn cells(&self) -> [&str; 4] {
        [&self.name, &self.spec, &self.quantity, &self.remark]
    }

    /// Rows as they were typed, as things.
    pub(super) fn of_rows(rows: Vec<Vec<String>>) -> Vec<TakenThing> {
        let thing = |row: Vec<String>| {
            let [name, spec, quantity, remark] = <[String; 4]>::try_from(row).ok()?;
            Some(TakenThing { name, spec, quantity, remark })
        };
        rows.into_iter().filter_map(thing).collect()
    }
}

/// Measures that nothing lifted, oldest first.
#[must_use]
pub fn standing(inspection: &Inspection) -> Vec<(&PaperMade, &Measure)> {
    let papers = &inspection.papers;
    let lifts = |made: &PaperMade, measure: Id| matches!(&made.paper, CasePaper::MeasureRelease(release) if release.measure == measure);
    let mut standing = Vec::new();
    for made in papers {
        if let CasePaper::Measure(measure) = &made.paper
            && !papers.iter().any(|other| lifts(other, made.document))
        {
            standing.push((made, measure));
        }
    }
    standing
}

fn listed(case: &PaperCase<'_>) -> Vec<(String, String)> {
    let shown = |basis: MeasureBasis| {
        let words = format!("{}：{}", basis.sort.in_chinese(), basis.cite);
        (basis.word, words)
    };
    measure_basis::bases(case).into_iter().map(shown).collect()
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let facts = &case.inspection.facts;
    let mut typed = Typed::default();
    let found: Vec<&str> = facts.findings.iter().map(|one| one.facts.as_str()).collect();
    typed
        .text("measure.facts", format!("{}：{}", case.cause(), found.join("；")))
        .text("measure.done_at", case.now.short())
        .text("measure.days", DAYS_MAX.to_string())
        .text("measure.party", "signed");
    if let Some(basis) = measure_basis::bases(case).first() {
        typed.text("measure.basis", &basis.word);
    }
    if let Some(vehicle) = &facts.vehicle {
        let plate = vehicle.on_paper();
        let row = [plate.as_str(), vehicle.kind.as_str(), "1辆", ""];
        typed.put("measure.things", Value::Rows(vec![row.map(String::from).to_vec()]));
    }
    typed
}

/// What the gates ask and is typed yet.
const TYPED_LATER: [&str; 8] = [
    "measure_not_urgent",
    "measure_not_approved",
    "measure_not_told",
    "measure_not_heard",
    "measure_unsigned",
    "goods_not_listed",
    "measure_too_long",
    "measure_entrusted",
];

fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    let mut facts = case.facts(APPROVED_AT, None);
    facts.measure.has_basis = !measure_basis::bases(case).is_empty();
    let mut no = refused_before_typing(refused_by("D2", State::Approved, &facts), &TYPED_LATER);
    place_refusals(&mut no);
    no
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let facts = reading.text("measure.facts");
    let bases = measure_basis::bases(case);
    let word = reading.text("measure.basis");
    let basis = bases.into_iter().find(|basis| basis.word == word);
    if basis.is_none() && !word.is_empty() {
        reading.refuse(Blocked::new(of_gates("measure_without_basis"), "measure.basis"));
    }
    let things = TakenThing::of_rows(reading.rows("measure.things", &COLUMNS));
    let done_at = reading.time("measure.done_at");
    let days = reading.number("measure.days", 1, DAYS_MAX);
    let (place, cargo) = (reading.text("measure.place"), reading.text("measure.cargo"));
    let perishable = reading.text("measure.perishable");
    let told = TOLD.map(|path| reading.time(path));
    let attendance = reading.choice("measure.party", &ATTENDANCE);
    let heard = hearing(reading, attendance);
    let (witness, urgent) = (reading.text("measure.witness"), reading.text("measure.urgent"));
    let (done_at, attendance) = (done_at?, attendance?);
    let found_at = case.inspection.facts.at.unwrap_or(done_at);
    let times = [("measure.done_at", Some(done_at))]
        .into_iter()
        .chain(TOLD.into_iter().zip(told))
        .chain([("measure.heard_at", heard.as_ref().map(|heard| heard.at))]);
    for (path, at) in times {
        if at.is_some_and(|at| at > case.now || minute(at) < minute(found_at)) {
            reading.wrong(path);
        }
    }
    let measure = Measure {
        found_on: found_at.day(),
        facts,
        basis: basis?,
        things,
        done_at,
        last_day: done_at.day().plus(i64::from(days?)),
        place,
        cargo,
        perishable,
        told,
        heard,
        attendance,
        witness: witness.into(),
        urgent,
    };
    Some(CasePaper::Measure(measure))
}

/// What the party said and was answered; one that is not there says nothing.
fn hearing(reading: &mut Reading<'_>, party: Option<Attendance>) -> Option<MeasureHearing> {
    let is_stated = reading.choice("measure.heard", &HEARD);
    let at = reading.time("measure.heard_at");
    let (statement, answer) = (reading.text("measure.statement"), reading.text("measure.answer"));
    if party == Some(Attendance::Absent) || is_stated != Some(true) {
        for (path, text) in [("measure.statement", &statement), ("measure.answer", &answer)] {
            if !text.is_empty() {
                reading.wrong(path);
            }
        }
    } else {
        for (path, text) in [("measure.statement", &statement), ("measure.answer", &answer)] {
            if text.is_empty() {
                reading.missing(path);
            }
        }
    }
    if party == Some(Attendance::Absent) {
        for (path, is_there) in
            [("measure.heard", is_stated.is_some()), ("measure.heard_at", at.is_some())]
        {
            if is_there {
                reading.wrong(path);
            }
        }
        return None;
    }
    if is_stated.is_some() && at.is_none() {
        reading.missing("measure.heard_at");
    }
    is_stated?;
    Some(MeasureHearing { at: at?, statement, answer })
}

/// The rule of the gates of that name.
fn of_gates(name: &str) -> Rule {
    rule(name).map_or(Rule::ImpossibleValue, Rule::Gate)
}

/// Times are typed to the minute, and are compared so.
fn minute(at: Moment) -> i64 {
    at.ms().div_euclid(60_000)
}

/// Puts what the gates refuse at the field that answers it.
fn place_refusals(no: &mut [Blocked]) {
    for one in no {
        let field = match one.rule.name() {
            "measure_without_basis" => "measure.basis",
            "measure_not_urgent" => "measure.urgent",
            "measure_not_told" => TOLD[0],
            "measure_not_heard" => "measure.heard",
            "measure_unsigned" => "measure.witness",
            "goods_not_listed" => "measure.things",
            "measure_too_long" => "measure.days",
            _ => continue,
        };
        one.field = field.to_string();
    }
}

impl Measure {
    /// Done before its approval (强制法 19).
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        !self.urgent.is_empty()
    }

    fn facts(&self, case: &PaperCase<'_>, approval: Option<&PaperApproval>) -> CaseFacts {
        let mut facts = case.facts(APPROVED_AT, approval);
        let is_absent = self.attendance == Attendance::Absent;
        let measure = &mut facts.measure;
        measure.has_basis = measure_basis::bases(case).contains(&self.basis);
        measure.is_urgent = self.is_urgent();
        measure.done_at = Some(self.done_at);
        // Whoever is not there can be told and heard only later: the witness stands for how it was done (强制法 18(九)).
        measure.was_told = is_absent || self.told.iter().all(Option::is_some);
        measure.was_heard = is_absent || self.heard.is_some();
        measure.signature = match self.attendance {
            Attendance::Signed => Some(Signature::Signed),
            Attendance::Declined => Some(Signature::Declined(String::new())),
            Attendance::Absent => None,
        };
        measure.witness_signed = is_absent && !self.witness.get().is_empty();
        measure.is_itemised = !self.things.is_empty();
        measure.last_day = Some(self.last_day);
        facts
    }

    /// Told before the cards were shown or in another order, heard before all was told, done before the cards were shown.
    fn out_of_order(&self, cards_shown: Option<Moment>) -> Vec<Blocked> {
        let steps = TOLD.into_iter().zip(self.told);
        let steps = steps.chain([("measure.heard_at", self.heard.as_ref().map(|heard| heard.at))]);
        let mut before = cards_shown.map(minute);
        let mut no = Vec::new();
        if before.is_some_and(|cards| minute(self.done_at) < cards) {
            no.push(Blocked::new(Rule::TellingOrder, "measure.done_at"));
        }
        for (path, at) in steps {
            let Some(at) = at.map(minute) else { continue };
            if before.is_some_and(|before| at < before) {
                no.push(Blocked::new(Rule::TellingOrder, path));
            }
            before = before.max(Some(at));
        }
        no
    }
}

impl PaperBody for Measure {
    fn refused(&self, case: &PaperCase<'_>, approval: Option<&PaperApproval>) -> Vec<Blocked> {
        let facts = self.facts(case, approval);
        let mut no = if self.is_urgent() {
            refused_by("D1e", State::Requested, &facts)
        } else {
            let mut no = refused_by("D1", State::Requested, &facts);
            no.extend(refused_by("D2", State::Approved, &facts));
            no
        };
        place_refusals(&mut no);
        no.extend(self.out_of_order(case.inspection.telling.cards_shown));
        // One that was approved before cannot be urgent, and an approval behind the act is none before it.
        match approval {
            Some(_) if self.is_urgent() => {
                no.push(Blocked::new(Rule::ImpossibleValue, "measure.urgent"));
            }
            Some(approval) if minute(approval.at) > minute(self.done_at) => {
                no.push(Blocked::new(of_gates("measure_not_approved"), APPROVED_ON));
            }
            Some(_) | None => {}
        }
        no
    }

    fn moves(&self, document: Id, _at: Moment) -> Vec<Fact> {
        let granted = u32::try_from(self.last_day.since(self.done_at.day())).ok();
        let about = Some(document);
        let mut facts = Vec::new();
        if self.is_urgent() {
            facts.push(Fact { about, ..Fact::new(Trigger::MeasureUrgent, self.done_at) });
        }
        let taken = Fact::new(Trigger::MeasureTaken, self.done_at);
        facts.push(Fact { about, granted, ..taken });
        facts
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        let days = format!("{}至{}", self.done_at.day().in_chinese(), self.last_day.in_chinese());
        let basis = format!("{}：{}", self.basis.sort.in_chinese(), self.basis.cite);
        let mut terms = vec![("measure.facts", self.facts.clone()), ("measure.basis", basis)];
        terms.extend(self.things.iter().map(|one| ("measure.things", one.cells().join("；"))));
        terms.extend([
            ("measure.done_at", self.done_at.in_chinese()),
            ("measure.days", days),
            ("measure.place", self.place.clone()),
            ("measure.cargo", self.cargo.clone()),
            ("measure.perishable", self.perishable.clone()),
        ]);
        let told = TOLD.into_iter().zip(self.told);
        terms.extend(told.filter_map(|(path, at)| Some((path, at?.in_chinese()))));
        if let Some(heard) = &self.heard {
            terms.push(("measure.heard_at", heard.at.in_chinese()));
            terms.push(("measure.statement", heard.statement.clone()));
            terms.push(("measure.answer", heard.answer.clone()));
        }
        terms.push(("measure.party", self.attendance.in_chinese().to_string()));
        terms.push(("measure.witness", self.witness.get().clone()));
        terms.push(("measure.urgent", self.urgent.clone()));
        terms.retain(|(_, text)| !text.is_empty());
        terms
    }

    fn minutes_form(&self) -> Option<&'static str> {
        Some("measure_minutes")
    }
}
