//! A PostgreSQL that parts its tables: the list in OPERATIONS.md against the schema, every table by its agency.

use std::collections::BTreeSet;

const FOLDER: &str = "src/hq/ledger/schema/postgres";

/// A `CREATE TABLE` or `CREATE INDEX`: what it makes, and its lines without comments.
struct Made {
    name: String,
    lines: Vec<String>,
}

/// Every statement of the schema that begins with `words`, in the order of the steps.
fn made(schema: &str, words: &str) -> Vec<Made> {
    let plain: Vec<&str> =
        schema.lines().map(|line| line.split("--").next().unwrap().trim()).collect();
    let plain = plain.join("\n");
    let statements = plain.split(';').map(str::trim).filter(|text| text.starts_with(words));
    let made = |text: &str| {
        let name = text[words.len()..].trim().split([' ', '(']).next().unwrap();
        Made { name: name.into(), lines: text.lines().map(String::from).collect() }
    };
    statements.map(made).collect()
}

fn schema() -> String {
    let mut files: Vec<_> =
        std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

/// The tables that the document has distributed, in its order.
fn distributed(document: &str) -> Vec<String> {
    let block = document.split("```sql").find(|part| part.contains("create_distributed_table"));
    let block = block.unwrap().split("```").next().unwrap();
    let names = block.split("('").skip(1).map(|rest| rest.split('\'').next().unwrap());
    names.map(String::from).collect()
}

/// Tables of the schema that the list lacks, then those of the list that no schema makes.
fn differs(tables: &[Made], listed: &[String]) -> Vec<String> {
    let made: BTreeSet<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let listed: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
    made.symmetric_difference(&listed).map(|name| (*name).to_string()).collect()
}

/// Tables without a primary key that begins with the agency, as it has to where a table is parted by it.
fn astray(tables: &[Made]) -> Vec<String> {
    let begins =
        |table: &&Made| table.lines.iter().any(|line| line.starts_with("PRIMARY KEY (agency"));
    let astray = tables.iter().filter(|table| !begins(table));
    astray.map(|table| table.name.clone()).collect()
}

#[test]
fn every_table_of_the_schema_is_in_the_list_for_citus_and_parted_by_its_agency() {
    let (schema, document) = (schema(), std::fs::read_to_string("docs/OPERATIONS.md").unwrap());
    let (tables, listed) = (made(&schema, "CREATE TABLE"), distributed(&document));
    assert!(tables.len() > 15, "{} tables were read", tables.len());
    assert_eq!(differs(&tables, &listed), Vec::<String>::new(), "mend docs/OPERATIONS.md");
    assert_eq!(listed.len(), tables.len(), "a table is listed twice: {listed:?}");
    // The others are placed beside it.
    assert_eq!(listed[0], "journal");
    assert_eq!(astray(&tables), Vec::<String>::new());
    for table in &tables {
        let key = table.lines.iter().filter(|line| line.contains("REFERENCES")).count();
        assert_eq!(key, 0, "{}: a foreign key is checked across parts", table.name);
    }
    for index in made(&schema, "CREATE INDEX") {
        let on = index.lines.join(" ");
        assert!(on.contains(" (agency, "), "{on}: does not begin with the agency");
    }
    assert!(made(&schema, "CREATE UNIQUE").is_empty(), "unique in one part alone, else by agency");
}

/// What is made outside of the steps stays on the coordinator, and the document says so.
#[test]
fn the_only_table_that_is_not_parted_is_the_one_that_counts_the_steps() {
    let source = std::fs::read_to_string("src/hq/ledger/postgres.rs").unwrap();
    let made = source.split("CREATE TABLE IF NOT EXISTS ").skip(1);
    let made: Vec<&str> = made.map(|rest| rest.split([' ', '(']).next().unwrap()).collect();
    assert_eq!(made, ["lucha_schema"]);
    assert_eq!(source.matches("CREATE TABLE").count(), 1);
    let document = std::fs::read_to_string("docs/OPERATIONS.md").unwrap();
    assert!(document.contains("`lucha_schema` stays a local table"));
}

#[test]
fn a_table_that_was_forgotten_or_is_not_by_agency_is_found() {
    let schema = "-- CREATE TABLE none (\nCREATE TABLE one (\n    agency BYTEA, -- ;\n    \
                  PRIMARY KEY (agency, n)\n);\nCREATE TABLE two (\n    n BIGINT PRIMARY KEY\n);\n\
                  CREATE TABLE three (agency BYTEA,\nPRIMARY KEY (n, agency));";
    let tables = made(schema, "CREATE TABLE");
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["one", "two", "three"]);
    assert_eq!(astray(&tables), ["two", "three"]);
    let document = "```sql\nSELECT 1;\n```\n```sql\nSELECT create_distributed_table(t, 'agency')\n\
                    FROM (VALUES ('one'), ('three'), ('four')) v(t);\n```";
    let listed = distributed(document);
    assert_eq!(listed, ["one", "three", "four"]);
    assert_eq!(differs(&tables, &listed), ["four", "two"]);
}
