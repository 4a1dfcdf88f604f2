//! 询问笔录, form 2: one person is asked by one officer while another writes it down (处罚法 42, 55). Asks nothing itself; what
//! refuses it stands in `interview_refused`.

use super::field::{Column, FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, interview_refused};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::domain::identity::id_paper::{self, IdKind};
use crate::domain::identity::{normalise, resident_id};
use crate::domain::party::{Personal, Sex, sex_of};
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use crate::stdx::id::Id;

/// The word of the sort.
pub const WORD: &str = "interview";
/// Interviews of one person at most, by number.
pub const NTH_MAX: u32 = 99;
/// A whole age in years at most.
const AGE_MAX: u32 = 130;

/// Where the questions and answers stand.
pub const ASKED: &str = "interview.qa";
/// Columns of the questions and answers.
pub const COLUMNS: [Column; 2] =
    [Column::wanted("question").long(), Column::wanted("answer").long()];

/// What every interview begins with, by the field of its answer: the cards were shown and the officers confirmed by them, the
/// person is to answer truthfully, and may ask for recusal (处罚法 43, 55).
pub const OPENING: [(&str, &str); 3] = [
    ("interview.cards", "这是我们的执法证件，请你过目确认。你看清楚了吗？"),
    ("interview.duty", "我们依法向你询问有关情况。你应当如实回答询问，协助调查。你听明白了吗？"),
    ("interview.recusal", "你认为我们应当回避的，有权申请我们回避。你是否申请回避？"),
];

/// How it came to the person's knowledge, by the word of the contract.
pub const READ: [(&str, ReadHow); 2] =
    [("by_person", ReadHow::ByPerson), ("read_out", ReadHow::ReadOut)];

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: WORD,
    is_numbered: false,
    is_confirmed: false,
    approved_at: None,
    fields: &[
        PaperField::wanted("interview.from", FieldKind::Time),
        PaperField::new("interview.nth", FieldKind::Number(1, NTH_MAX)),
        PaperField::wanted("interview.place", FieldKind::Line),
        PaperField::wanted("interview.officer", FieldKind::Line),
        PaperField::wanted("interview.recorder", FieldKind::Line),
        PaperField::wanted("interview.name", FieldKind::Line),
        PaperField::wanted("interview.relation", FieldKind::Line),
        PaperField::new("interview.id_kind", FieldKind::Line),
        PaperField::new("interview.id_no", FieldKind::Line),
        PaperField::new("interview.sex", FieldKind::Line),
        PaperField::new("interview.age", FieldKind::Number(1, AGE_MAX)),
        PaperField::new("interview.phone", FieldKind::Line),
        PaperField::new("interview.unit", FieldKind::Line),
        PaperField::new("interview.address", FieldKind::Line),
        PaperField::wanted("interview.cards", FieldKind::Lines),
        PaperField::wanted("interview.duty", FieldKind::Lines),
        PaperField::wanted("interview.recusal", FieldKind::Lines),
        PaperField::wanted(ASKED, FieldKind::Rows(&COLUMNS)),
        PaperField::wanted("interview.until", FieldKind::Time),
        PaperField::wanted(
            "interview.read",
            FieldKind::Choice("interview_read", &["by_person", "read_out"]),
        ),
        PaperField::new("interview.refusal", FieldKind::Line),
    ],
    proposed,
    closed: |_| Vec::new(),
    read,
};

/// 询问笔录 (处罚法 55; 式样 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    /// 询问时间 起.
    pub from: Moment,
    /// 询问时间 止.
    pub until: Moment,
    /// 第几次询问: which interview of this person in the case it is, from 1.
    pub nth: u32,
    /// 询问地点.
    pub place: String,
    /// 询问人, by his credential.
    pub asked_by: String,
    /// 记录人, by his credential.
    pub recorder: String,
    /// 被询问人.
    pub person: Box<Interviewed>,
    /// His answers to what every interview begins with, in the order of `OPENING`.
    pub opening: [Personal; 3],
    /// What was asked, in its order.
    pub asked: Vec<Asked>,
    /// How it came to his knowledge.
    pub read: ReadHow,
    /// That he would not sign, and why; empty where he signs.
    pub refusal: Personal,
}

/// 被询问人 of form 2 (式样 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interviewed {
    /// As on the paper that was shown.
    pub name: Personal,
    /// 与案件关系.
    pub relation: String,
    /// What the number says, else what was asked; `None` where nobody asked.
    pub sex: Option<Sex>,
    /// Whole years on the day of the interview: what the number says, else what was asked.
    pub age: Option<u32>,
    /// What kind of paper the number is of.
    pub id_kind: IdKind,
    /// Checked by its kind; empty where none was shown.
    pub id_no: Personal,
    /// Where he can be reached.
    pub phone: Personal,
    /// 工作单位及职务.
    pub unit: Personal,
    /// 联系地址.
    pub address: Personal,
}

/// 问 and 答 of form 2 (式样 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As it was asked.
    pub question: String,
    /// As it was answered; several lines where it has several.
    pub answer: Personal,
}

/// How the minutes came to the knowledge of the person (式样 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadHow {
    /// He read them himself.
    ByPerson,
    /// They were read out to him.
    ReadOut,
}

/// Whole years from `birth` to `on`; `None` where he was not born yet.
#[must_use]
pub fn age_on(birth: Day, on: Day) -> Option<u32> {
    let is_before = (on.month(), on.day()) < (birth.month(), birth.day());
    u32::try_from(on.year() - birth.year() - i32::from(is_before)).ok()
}

/// The interviews of the case, oldest first.
pub fn of_case<'a>(case: &PaperCase<'a>) -> impl Iterator<Item = &'a Interview> {
    case.inspection.papers.iter().filter_map(|made| {
        if let CasePaper::Interview(interview) = &made.paper { Some(interview) } else { None }
    })
}

impl Interviewed {
    /// Whether it is the same person: by the number where both have one, else by the name.
    #[must_use]
    pub fn is_same_as(&self, other: &Interviewed) -> bool {
        let has_both = !self.id_no.get().is_empty() && !other.id_no.get().is_empty();
        if has_both { self.id_no == other.id_no } else { self.name == other.name }
    }
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let facts = &case.inspection.facts;
    let mut typed = Typed::default();
    typed.text("interview.place", facts.place.text.clone());
    for (path, officer) in ["interview.officer", "interview.recorder"].iter().zip(&facts.officers) {
        typed.text(path, officer.clone());
    }
    typed.text("interview.id_kind", IdKind::default().in_chinese());
    if let Some(present) = &facts.present {
        typed
            .text("interview.name", present.name.get())
            .text("interview.relation", present.relation.clone())
            .text("interview.id_kind", present.id_kind.in_chinese())
            .text("interview.id_no", present.id_no.get())
            .text("interview.sex", present.known_sex().map_or("", Sex::in_chinese))
            .text("interview.phone", present.phone.get())
            .text("interview.unit", present.unit.get())
            .text(
                "interview.address",
                facts.address_of_present().map_or("", |it| it.get().as_str()),
            );
    }
    typed
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let (from, until) = (reading.time("interview.from"), reading.time("interview.until"));
    let nth = reading.number("interview.nth", 1, NTH_MAX);
    let place = reading.text("interview.place");
    let (asked_by, recorder) =
        (reading.text("interview.officer"), reading.text("interview.recorder"));
    let person = person(reading, from.unwrap_or(case.now).day());
    let opening = OPENING.map(|(path, _)| Personal::from(reading.text(path)));
    let asked = reading.rows(ASKED, &COLUMNS).into_iter().filter_map(|row| {
        let [question, answer] = <[String; 2]>::try_from(row).ok()?;
        Some(Asked { question, answer: answer.into() })
    });
    let asked = asked.collect();
    let read = reading.choice("interview.read", &READ);
    let refusal = reading.text("interview.refusal").into();
    let earlier = || of_case(case).filter(|other| other.person.is_same_as(&person)).count();
    let nth = nth.unwrap_or_else(|| u32::try_from(earlier() + 1).unwrap_or(NTH_MAX));
    let (from, until, read) = (from?, until?, read?);
    Some(CasePaper::Interview(Interview {
        from,
        until,
        nth,
        place,
        asked_by,
        recorder,
        person: Box::new(person),
        opening,
        asked,
        read,
        refusal,
    }))
}

/// The person, whose number says sex and age where it is one of GB 11643.
fn person(reading: &mut Reading<'_>, on: Day) -> Interviewed {
    let kind = reading.text("interview.id_kind");
    let id_kind = IdKind::from_chinese(&kind);
    if id_kind.is_none() && !kind.is_empty() {
        reading.wrong("interview.id_kind");
    }
    let id_kind = id_kind.unwrap_or_default();
    let id_no = normalise(&reading.text("interview.id_no"));
    if !id_no.is_empty() && id_paper::check(id_kind, &id_no, on).blocks() {
        reading.wrong("interview.id_no");
    }
    let sex = reading.text("interview.sex");
    let asked = Sex::from_chinese(&sex);
    if asked.is_none() && !sex.is_empty() {
        reading.wrong("interview.sex");
    }
    let told = reading.number("interview.age", 1, AGE_MAX);
    let birth = if id_kind.is_citizen_number() { resident_id::birth(&id_no) } else { None };
    Interviewed {
        name: reading.text("interview.name").into(),
        relation: reading.text("interview.relation"),
        sex: sex_of(id_kind, &id_no).or(asked),
        age: birth.and_then(|birth| age_on(birth, on)).or(told),
        id_kind,
        id_no: id_no.into(),
        phone: reading.text("interview.phone").into(),
        unit: reading.text("interview.unit").into(),
        address: reading.text("interview.address").into(),
    }
}

impl ReadHow {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ReadHow::ByPerson => "by_person",
            ReadHow::ReadOut => "read_out",
        }
    }
}

impl PaperBody for Interview {
    fn refused(&self, case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        interview_refused::refused(self, case)
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        let mut terms = vec![
            ("interview.from", self.from.in_chinese()),
            ("interview.until", self.until.in_chinese()),
            ("interview.name", self.person.name.get().clone()),
        ];
        let said = |asked: &Asked| (ASKED, format!("{}；{}", asked.question, asked.answer.get()));
        terms.extend(self.asked.iter().map(said));
        terms
    }

    /// A passenger who is asked at length is one too, and has no page without him.
    fn is_of_passenger(&self) -> bool {
        ["乘客", "旅客"].iter().any(|word| self.person.relation.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_whole_on_the_day_of_birth() {
        let day = |text: &str| Day::parse(text).unwrap();
        for (birth, on, want) in [
            ("1979-03-12", "2026-11-23", Some(47)),
            ("1979-11-23", "2026-11-23", Some(47)),
            ("1979-11-24", "2026-11-23", Some(46)),
            ("2008-02-29", "2026-02-28", Some(17)),
            ("2008-02-29", "2026-03-01", Some(18)),
            ("2026-12-01", "2026-11-23", None),
        ] {
            assert_eq!(age_on(day(birth), day(on)), want, "{birth} {on}");
        }
    }

    #[test]
    fn the_same_person_is_known_by_his_number_and_without_one_by_his_name() {
        let person = |name: &str, id_no: &str| Interviewed {
            name: name.into(),
            relation: "驾驶人".into(),
            sex: None,
            age: None,
            id_kind: IdKind::ResidentId,
            id_no: id_no.into(),
            phone: "".into(),
            unit: "".into(),
            address: "".into(),
        };
        assert!(person("王五", "").is_same_as(&person("王五", "440513197903120031")));
        assert!(
            !person("王五", "440513197903120032").is_same_as(&person("王五", "440513197903120031"))
        );
        assert!(
            person("王伍", "440513197903120031").is_same_as(&person("王五", "440513197903120031"))
        );
        assert!(!person("王五", "").is_same_as(&person("赵六", "")));
    }

    #[test]
    fn each_answer_of_the_opening_and_each_way_to_read_is_a_field() {
        let wanted: Vec<&str> =
            KIND.fields.iter().filter(|field| field.is_wanted).map(|field| field.path).collect();
        assert!(OPENING.iter().all(|(path, _)| wanted.contains(path)));
        assert!(READ.iter().all(|(word, how)| how.word() == *word));
    }
}
