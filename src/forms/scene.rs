//! What every form is filled from, and the fields that all of them bear.

use super::Missing;
use super::filled::{Field, Filled, Paper};
use crate::domain::agency::{Agency, DocumentNo, Officer};
use crate::domain::inspection::judgement::Judgement;
use crate::domain::inspection::{Facts, Telling};
use crate::domain::paper::CasePaper;
use crate::stdx::clock::Moment;
use crate::stdx::day::Day;
use std::collections::BTreeMap;

/// One stop as its papers see it. All of it is given: nothing here reads a clock.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// In whose name the papers are.
    pub agency: &'a Agency,
    /// Officers that credentials in `facts` are looked up in.
    pub roster: &'a [Officer],
    /// What was recorded.
    pub facts: &'a Facts,
    /// What was told and said.
    pub telling: &'a Telling,
    /// What the law gave for it.
    pub judgement: &'a Judgement,
    /// 案号; `None` for an inspection that makes no case.
    pub number: Option<&'a DocumentNo>,
    /// The last day for a correction; `None` when it is due at once.
    pub correct_before: Option<Day>,
    /// The time that the papers bear.
    pub made_at: Moment,
    /// What the paper of the case says that this form shows; `None` for the papers that end a stop.
    pub of_case: Option<&'a CasePaper>,
    /// A4 or the roll.
    pub paper: Paper,
    /// Empty on the first print.
    pub copy_note: &'a str,
}

impl<'a> Scene<'a> {
    /// The officers at the stop who are on the roster, in the order of the record.
    #[must_use]
    pub fn officers(&self) -> Vec<&'a Officer> {
        let known = |credential: &String| {
            self.roster.iter().find(|officer| officer.credential == *credential)
        };
        self.facts.officers.iter().filter_map(known).collect()
    }

    /// A field of the first or second officer, empty when there is none.
    #[must_use]
    pub fn officer(&self, nth: usize, field: fn(&Officer) -> &String) -> String {
        self.officers().get(nth).map(|officer| field(officer).clone()).unwrap_or_default()
    }

    /// When the stop was; the paper's own time when what was written is no time.
    #[must_use]
    pub fn at(&self) -> Moment {
        self.facts.at.unwrap_or(self.made_at)
    }
}

/// A form while it is filled: fields that are there, and those that must be and are not.
pub struct Filling<'a> {
    scene: &'a Scene<'a>,
    form: &'static str,
    template_version: u32,
    fields: BTreeMap<&'static str, Field>,
    missing: Vec<Missing>,
}

impl<'a> Filling<'a> {
    /// Starts `form` with what every form bears: organ, number, officers (处罚法 42).
    #[must_use]
    pub fn new(form: &'static str, template_version: u32, scene: &'a Scene<'a>) -> Filling<'a> {
        let fields = BTreeMap::new();
        let mut filling = Filling { scene, form, template_version, fields, missing: Vec::new() };
        let number = scene.number.map(ToString::to_string).unwrap_or_default();
        filling
            .text("number", number)
            .text("agency", &scene.agency.name)
            .text("agency_full_seal", &scene.agency.name)
            .text("entrusting_organ", &scene.agency.entrusting_organ)
            .text("officer1_name", scene.officer(0, |officer| &officer.name))
            .text("officer1_credential", scene.officer(0, |officer| &officer.credential))
            .text("officer2_name", scene.officer(1, |officer| &officer.name))
            .text("officer2_credential", scene.officer(1, |officer| &officer.credential))
            .needs(!scene.agency.name.trim().is_empty(), "agency.name")
            .needs(scene.officers().len() >= 2, "officers")
            .needs(scene.facts.at.is_some(), "at")
            .needs(!scene.facts.place.text.trim().is_empty(), "place.text");
        filling
    }

    /// Sets a field to a text, blanks at its ends cut off; an empty one is struck with `/` on the
    /// page.
    pub fn text(&mut self, name: &'static str, text: impl Into<String>) -> &mut Self {
        let text = text.into();
        self.field(name, Field::Text(text.trim().to_string()))
    }

    /// Sets a field; the last one of a name counts.
    pub fn field(&mut self, name: &'static str, field: Field) -> &mut Self {
        self.fields.insert(name, field);
        self
    }

    /// Lists `path` as missing unless it `is_there`.
    pub fn needs(&mut self, is_there: bool, path: &str) -> &mut Self {
        if !is_there {
            self.missing.push(Missing { form: self.form, field: path.to_string() });
        }
        self
    }

    /// Where to complain (行政复议法 20, 23, 24); a paper without it doubles the party's time.
    pub fn relief(&mut self) -> &mut Self {
        let agency = self.scene.agency;
        self.text("reconsideration_organ", &agency.reconsideration_organ)
            .text("court", &agency.court)
            .needs(!agency.reconsideration_organ.trim().is_empty(), "agency.reconsideration_organ")
            .needs(!agency.court.trim().is_empty(), "agency.court")
    }

    /// The filled form, or everything that is missing.
    ///
    /// # Errors
    /// Every path that `needs` did not find, in the order of asking.
    pub fn finish(&mut self) -> Result<Filled, Vec<Missing>> {
        if !self.missing.is_empty() {
            self.missing.dedup();
            return Err(std::mem::take(&mut self.missing));
        }
        Ok(Filled {
            form: self.form,
            template_version: self.template_version,
            made_at: self.scene.made_at,
            sample: self.scene.agency.sample,
            paper: self.scene.paper,
            copy_note: self.scene.copy_note.to_string(),
            fields: std::mem::take(&mut self.fields),
        })
    }
}
