//! Questions and answers of an interview in their order, those of the opening first; where they lie in the draft, and what of them
//! goes onto the paper. Saves nothing itself.

use crate::app::interview::{ORDER, answer_path, question_path};
use crate::domain::paper::interview::{ASKED, OPENING};
use crate::domain::paper::typed::{Typed, Value};
use std::collections::BTreeMap;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the draft; `None` for one of the opening.
    number: Option<u32>,
    /// Where its answer is kept.
    pub path: String,
    pub question: String,
    pub answer: String,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows(Vec<Row>);

impl Rows {
    /// As the draft has them.
    #[must_use]
    pub fn of(fields: &BTreeMap<String, String>) -> Rows {
        let get = |path: &str| fields.get(path).cloned().unwrap_or_default();
        let opening = OPENING.iter().map(|(path, question)| Row {
            number: None,
            path: (*path).to_string(),
            question: (*question).to_string(),
            answer: get(path),
        });
        let order = get(ORDER);
        let numbers = order.split(',').filter_map(|number| number.parse::<u32>().ok());
        let own = numbers.map(|number| Row {
            number: Some(number),
            path: answer_path(number),
            question: get(&question_path(number)),
            answer: get(&answer_path(number)),
        });
        Rows(opening.chain(own).collect())
    }

    /// Puts them among the fields of the draft; an empty text stands for none.
    pub fn put(&self, fields: &mut BTreeMap<String, String>) {
        let mut order = Vec::new();
        for row in &self.0 {
            if let Some(number) = row.number {
                order.push(number.to_string());
                fields.insert(question_path(number), row.question.clone());
            }
            fields.insert(row.path.clone(), row.answer.clone());
        }
        fields.insert(ORDER.to_string(), order.join(","));
        fields.retain(|_, text| !text.is_empty());
    }

    /// All rows, from the first of the opening.
    #[must_use]
    pub fn all(&self) -> &[Row] {
        &self.0
    }

    /// One of them.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut Row> {
        self.0.get_mut(at)
    }

    /// How many have an answer.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.0.iter().filter(|row| !row.answer.is_empty()).count()
    }

    /// The first one without an answer; the last one where all have one.
    #[must_use]
    pub fn first_open(&self) -> usize {
        let open = self.0.iter().position(|row| row.answer.is_empty());
        open.unwrap_or(self.0.len().saturating_sub(1))
    }

    /// The place of the one whose answer is kept under `path`; `None` where it is gone.
    #[must_use]
    pub fn place_of(&self, path: &str) -> Option<usize> {
        self.0.iter().position(|row| row.path == path)
    }

    /// Whether the question may be reworded or dropped: that of the opening is the law's.
    #[must_use]
    pub fn is_own(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|row| row.number.is_some())
    }

    /// An empty question behind `at`, and behind the opening; gives its place.
    pub fn insert_behind(&mut self, at: usize) -> usize {
        let number = self.0.iter().filter_map(|row| row.number).max().unwrap_or(0) + 1;
        let place = (at + 1).max(OPENING.len()).min(self.0.len());
        let (question, answer) = (String::new(), String::new());
        let row = Row { number: Some(number), path: answer_path(number), question, answer };
        self.0.insert(place, row);
        place
    }

    /// Takes one away; one of the opening stays.
    pub fn drop_at(&mut self, at: usize) {
        if self.is_own(at) {
            self.0.remove(at);
        }
    }

    /// Puts what was answered into the fields of the paper; gives the place of each row of its list. What nobody asked is none.
    pub fn type_into(&self, typed: &mut Typed) -> Vec<usize> {
        let (mut rows, mut places) = (Vec::new(), Vec::new());
        for (at, row) in self.0.iter().enumerate().filter(|(_, row)| !row.answer.is_empty()) {
            if row.number.is_some() {
                rows.push(vec![row.question.clone(), row.answer.clone()]);
                places.push(at);
            } else {
                typed.text(&row.path, row.answer.clone());
            }
        }
        typed.put(ASKED, Value::Rows(rows));
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Rows {
        let text = |path: &str, text: &str| (path.to_string(), text.to_string());
        Rows::of(&BTreeMap::from([
            text(ORDER, "2,1"),
            text("interview.qa[1].question", "甲？"),
            text("interview.qa[2].question", "乙？"),
            text("interview.qa[2].answer", "是。"),
            text("interview.cards", "看清楚了。"),
        ]))
    }

    #[test]
    fn the_opening_stands_first_and_the_others_in_their_own_order() {
        let mut rows = three();
        let asked: Vec<&str> = rows.all().iter().map(|row| row.question.as_str()).collect();
        assert_eq!((asked.len(), &asked[3..]), (5, &["乙？", "甲？"][..]));
        assert_eq!((rows.answered(), rows.first_open()), (2, 1));
        assert_eq!(rows.insert_behind(0), 3, "never among those of the opening");
        rows.get_mut(3).unwrap().question = "丙？".into();
        rows.drop_at(0);
        rows.drop_at(4);
        let mut fields = BTreeMap::new();
        rows.put(&mut fields);
        assert_eq!(fields[ORDER], "3,1");
        assert_eq!(fields["interview.qa[3].question"], "丙？");
        assert!(!fields.contains_key("interview.qa[2].question"));
        assert_eq!(Rows::of(&fields), rows);
    }

    #[test]
    fn what_nobody_answered_goes_onto_no_paper() {
        let mut typed = Typed::default();
        assert_eq!(three().type_into(&mut typed), [3]);
        assert_eq!(typed.shown(ASKED), "乙？；是。");
        assert_eq!(typed.shown("interview.cards"), "看清楚了。");
        assert_eq!(typed.get("interview.duty"), None);
    }
}
