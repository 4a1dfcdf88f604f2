//! Questions that are proposed for an interview by the acts that were found, with what the stop knows put in; they are no law, and
//! ask nothing themselves.

use crate::domain::paper::PaperCase;
use crate::stdx::clock::Moment;
use serde::Deserialize;

const QUESTIONS: &str = include_str!("../../assets/interview/questions.toml");

/// All lists, in the order in which they are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    /// Each list.
    list: Vec<List>,
}

/// Questions of one kind of acts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Words of families and codes of acts; none where it is for all interviews.
    #[serde(rename = "for")]
    pub acts: Vec<String>,
    /// With `{plate}` and the like in them.
    pub questions: Vec<String>,
}

impl Lists {
    /// Reads lists.
    ///
    /// # Errors
    /// When it is no TOML, or a list has other parts.
    pub fn parse(text: &str) -> Result<Lists, toml::de::Error> {
        toml::from_str(text)
    }

    /// The lists that ship with the program; none when they could not be read, which a test would have told.
    #[must_use]
    pub fn shipped() -> Lists {
        Lists::parse(QUESTIONS).unwrap_or_default()
    }

    /// Each list.
    #[must_use]
    pub fn all(&self) -> &[List] {
        &self.list
    }

    /// The questions for acts of these `(code, family)`, each once; `value` gives what stands for a name in braces, or nothing,
    /// and then the question is left out.
    #[must_use]
    pub fn for_acts(
        &self,
        acts: &[(&str, &str)],
        value: impl Fn(&str) -> Option<String>,
    ) -> Vec<String> {
        let names = |of: &String| acts.iter().any(|(code, family)| of == code || of == family);
        let is_meant = |list: &&List| list.acts.is_empty() || list.acts.iter().any(names);
        let mut asked = Vec::new();
        for question in self.list.iter().filter(is_meant).flat_map(|list| &list.questions) {
            if let Some(question) = put_in(question, &value)
                && !asked.contains(&question)
            {
                asked.push(question);
            }
        }
        asked
    }
}

/// `text` with a value in the place of each name in braces; `None` where one has none.
fn put_in(text: &str, value: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut parts = text.split('{');
    let mut whole = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        whole += &value(name)?;
        whole += rest;
    }
    Some(whole)
}

/// What is proposed for a case.
#[must_use]
pub fn proposed(case: &PaperCase<'_>) -> Vec<String> {
    let facts = &case.inspection.facts;
    let family = |code: &str| case.rulebook.violation(code).map_or("", |act| act.family.word());
    let found = facts.findings.iter();
    let acts: Vec<(&str, &str)> =
        found.map(|finding| (finding.code.as_str(), family(&finding.code))).collect();
    let plate = facts.vehicle.as_ref().map(|vehicle| vehicle.plate.clone());
    let value = |name: &str| {
        let value = match name {
            "time" => facts.at.map(Moment::in_chinese),
            "place" => Some(facts.place.text.clone()),
            "plate" => plate.clone(),
            "cause" => Some(case.cause()),
            "gross_kg" => facts.weighing.as_ref().map(|weighed| weighed.gross_kg.to_string()),
            _ => None,
        };
        value.filter(|text| !text.is_empty())
    };
    Lists::shipped().for_acts(&acts, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_proposed_once_and_only_with_all_its_values() {
        let lists = Lists::parse(
            r#"
            [[list]]
            for = []
            questions = ["谁驾驶{plate}？", "在哪里？"]
            [[list]]
            for = ["freight", "OL-001"]
            questions = ["在哪里？", "重{gross_kg}千克？", "{plate}与{plate}？"]
            [[list]]
            for = ["taxi"]
            questions = ["打表吗？"]
            "#,
        )
        .unwrap();
        let value = |name: &str| (name == "plate").then(|| "粤D12345".to_string());
        let all = ["谁驾驶粤D12345？", "在哪里？", "粤D12345与粤D12345？"];
        assert_eq!(lists.for_acts(&[("OL-001", "over_limit")], value), all);
        assert_eq!(lists.for_acts(&[("FR-002", "freight")], value), all);
        assert_eq!(lists.for_acts(&[], |_| None), ["在哪里？"]);
    }

    #[test]
    fn what_ships_can_be_read_and_leaves_no_brace() {
        let lists = Lists::parse(QUESTIONS).unwrap();
        let asked: Vec<String> = lists.for_acts(&[("OL-001", "over_limit")], |_| Some("甲".into()));
        assert!(asked.len() > 10, "{asked:?}");
        for list in lists.all() {
            for question in &list.questions {
                let names = ["time", "place", "plate", "cause", "gross_kg"];
                let known = |name: &str| names.contains(&name).then(|| "甲".to_string());
                assert!(put_in(question, &known).is_some(), "{question}");
                assert!(question.chars().count() < 100, "{question}");
            }
        }
    }
}
