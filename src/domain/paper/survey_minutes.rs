//! 勘验笔录, form 3: what two officers found at a place, from when until when, with a sheet for the sketch (处罚法 46). Draws no sketch
//! and measures nothing.

use super::field::{FieldKind, PaperField};
use super::typed::{Reading, Typed};
use super::{CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, collecting_refused, times};
use crate::domain::blocked::Blocked;
use crate::domain::deadline::running::Fact;
use crate::domain::party::Personal;
use crate::domain::photograph::Photograph;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;

/// So many characters of a digest name a photograph at least.
const DIGITS_MIN: usize = 8;

/// The sort.
pub const KIND: PaperKind = PaperKind {
    word: "survey_minutes",
    is_numbered: true,
    is_confirmed: false,
    approved_at: None,
    fields: &[
        PaperField::wanted("survey.cause", FieldKind::Line),
        PaperField::wanted("survey.place", FieldKind::Line),
        PaperField::wanted("survey.weather", FieldKind::Line),
        PaperField::wanted("survey.from", FieldKind::Time),
        PaperField::wanted("survey.until", FieldKind::Time),
        PaperField::new("survey.invited", FieldKind::Line),
        PaperField::new("survey.invited_unit", FieldKind::Line),
        PaperField::wanted("survey.result", FieldKind::Lines),
        PaperField::new("survey.sketch", FieldKind::Line),
        PaperField::new("survey.photograph", FieldKind::Listed(pictures)),
    ],
    proposed,
    closed: collecting_refused,
    read,
};

/// 勘验 (处罚法 46, 55).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyMinutes {
    /// 案由.
    pub cause: String,
    /// 勘验场所.
    pub place: String,
    /// 天气情况.
    pub weather: String,
    /// 勘验时间, its beginning.
    pub from: Moment,
    /// Its end.
    pub until: Moment,
    /// 被邀请人; empty where nobody was invited.
    pub invited: Personal,
    /// His 单位及职务.
    pub invited_unit: Personal,
    /// 勘验情况及结果.
    pub result: String,
    /// 简述 of the sketch, which is drawn by hand; may be empty.
    pub sketch: String,
    /// Digest of the photograph of the sketch, where one is kept with the stop.
    pub photograph: Option<Digest>,
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let mut typed = Typed::default();
    typed
        .text("survey.cause", case.cause())
        .text("survey.place", times::place(case))
        .text("survey.until", case.now.rfc3339());
    typed
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let (cause, place) = (reading.text("survey.cause"), reading.text("survey.place"));
    let weather = reading.text("survey.weather");
    let times = times::both(reading, case, ("survey.from", "survey.until"));
    let (invited, invited_unit) =
        (reading.text("survey.invited"), reading.text("survey.invited_unit"));
    if invited.is_empty() && !invited_unit.is_empty() {
        reading.missing("survey.invited");
    }
    let (result, sketch) = (reading.text("survey.result"), reading.text("survey.sketch"));
    let named = reading.text("survey.photograph").to_lowercase();
    let photograph = kept(case, &named);
    if photograph.is_none() && !named.is_empty() {
        reading.wrong("survey.photograph");
    }
    let (from, until) = times?;
    let (invited, invited_unit) = (invited.into(), invited_unit.into());
    Some(CasePaper::SurveyMinutes(SurveyMinutes {
        cause,
        place,
        weather,
        from,
        until,
        invited,
        invited_unit,
        result,
        sketch,
        photograph,
    }))
}

/// Every picture of the stop: its digest, and by what an officer knows it.
fn pictures(case: &PaperCase<'_>) -> Vec<(String, String)> {
    let pictures = case.inspection.photographs.iter().filter(|it| it.media_type.is_picture());
    let one = |picture: &Photograph| {
        let (name, digits) = (picture.file_name.get(), picture.digest.short());
        let at = picture.taken_at.or(picture.camera.map(|camera| camera.at));
        let at = at.map(Moment::short).unwrap_or_default();
        let known: Vec<&str> =
            [name.as_str(), &at, &digits].into_iter().filter(|part| !part.is_empty()).collect();
        (picture.digest.hex(), known.join(" "))
    };
    pictures.map(one).collect()
}

/// The one photograph of the stop whose digest begins with `named`; `None` where there is none, or more than one.
fn kept(case: &PaperCase<'_>, named: &str) -> Option<Digest> {
    if named.len() < DIGITS_MIN {
        return None;
    }
    let photographs = case.inspection.photographs.iter().map(|photograph| photograph.digest);
    let mut fit = photographs.filter(|digest| digest.hex().starts_with(named));
    let first = fit.next()?;
    fit.all(|other| other == first).then_some(first)
}

impl PaperBody for SurveyMinutes {
    fn refused(&self, case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        collecting_refused(case)
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        vec![
            ("survey.place", self.place.clone()),
            ("survey.from", times::in_chinese(self.from, self.until)),
            ("survey.result", self.result.clone()),
        ]
    }
}
