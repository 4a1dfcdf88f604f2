//! A paper of a case from the file of a script: fields by their paths, lists as rows; what the paper has no field for is refused
//! with its path.

use super::trouble::Trouble;
use crate::domain::paper::PaperKind;
use crate::domain::paper::field::{Column, FieldKind};
use crate::domain::paper::typed::{Typed, Value};
use serde_json::Value as Json;

/// Reads `text` for a paper of the sort `kind`. What it leaves out is left out here too.
///
/// # Errors
/// When it is no JSON object, a path is none of the paper's, or a value is of another shape than its field's.
pub fn read(text: &str, kind: &PaperKind) -> Result<Typed, Trouble> {
    let json: Json = serde_json::from_str(text).map_err(|fault| {
        let (line, column) = (fault.line() as u64, fault.column() as u64);
        Trouble::new("trouble.paper_json").with(line).and(column)
    })?;
    let mut typed = Typed::default();
    let Json::Object(_) = &json else { return Err(Trouble::new("trouble.paper_object")) };
    part(&json, "", kind, &mut typed)?;
    Ok(typed)
}

fn part(json: &Json, path: &str, kind: &PaperKind, typed: &mut Typed) -> Result<(), Trouble> {
    if let Some(field) = kind.all_fields().find(|field| field.path == path) {
        let value = match field.kind {
            FieldKind::Rows(columns) | FieldKind::Picked(columns, _) => {
                Value::Rows(rows(json, path, columns)?)
            }
            FieldKind::Line
            | FieldKind::Lines
            | FieldKind::Number(..)
            | FieldKind::Day
            | FieldKind::Time
            | FieldKind::Tick
            | FieldKind::Choice(..)
            | FieldKind::Earlier(_)
            | FieldKind::Listed(_) => Value::Text(text(json, path)?),
        };
        typed.put(path, value);
        return Ok(());
    }
    let Json::Object(parts) = json else { return Err(no_field(path)) };
    for (name, json) in parts {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let leads = |full: &str| full == path || full.starts_with(&format!("{path}."));
        if kind.all_fields().all(|field| !leads(field.path)) {
            return Err(no_field(&path));
        }
        part(json, &path, kind, typed)?;
    }
    Ok(())
}

fn rows(json: &Json, path: &str, columns: &[Column]) -> Result<Vec<Vec<String>>, Trouble> {
    let Json::Array(rows) = json else { return Err(wrong(path)) };
    let mut read = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        let at = format!("{path}[{nth}]");
        let Json::Object(parts) = row else { return Err(wrong(&at)) };
        if let Some(name) = parts.keys().find(|name| columns.iter().all(|one| one.name != *name)) {
            return Err(no_field(&format!("{at}.{name}")));
        }
        let cell = |column: &Column| match parts.get(column.name) {
            None => Ok(String::new()),
            Some(part) => text(part, &format!("{at}.{}", column.name)),
        };
        read.push(columns.iter().map(cell).collect::<Result<_, _>>()?);
    }
    Ok(read)
}

fn text(json: &Json, path: &str) -> Result<String, Trouble> {
    match json {
        Json::String(text) => Ok(text.clone()),
        Json::Number(number) => Ok(number.to_string()),
        Json::Null => Ok(String::new()),
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => Err(wrong(path)),
    }
}

fn no_field(path: &str) -> Trouble {
    Trouble::new("trouble.paper_field").with(path).at(path)
}

fn wrong(path: &str) -> Trouble {
    Trouble::new("trouble.paper_shape").with(path).at(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::paper::kind;

    #[test]
    fn a_path_that_is_none_of_the_papers_is_refused_by_name() {
        let kind = kind("evidence_hold").unwrap();
        let refused = |text: &str| read(text, kind).unwrap_err().field.unwrap_or_default();
        assert_eq!(refused(r#"{"hold": {"couse": "x"}}"#), "hold.couse");
        assert_eq!(refused(r#"{"release": {}}"#), "release");
        assert_eq!(refused(r#"{"hold": "x"}"#), "hold");
        assert_eq!(refused(r#"{"hold": {"items": [{"size": "x"}]}}"#), "hold.items[0].size");
        assert_eq!(refused(r#"{"hold": {"items": ["x"]}}"#), "hold.items[0]");
        assert_eq!(refused(r#"{"hold": {"cause": ["x"]}}"#), "hold.cause");
        assert_eq!(refused("[]"), "");
        let read = read(
            r#"{"hold": {"working_days": 7, "items": [{"place": "本局", "name": "运单"}]}}"#,
            kind,
        );
        let read = read.unwrap();
        assert_eq!(read.shown("hold.working_days"), "7");
        assert_eq!(read.shown("hold.items"), "运单；；；本局");
    }
}
