//! The walk of the READMEs, key by key as their tables say: whoever types it gets the three papers that they promise.

use super::{Stage, WIDE};
use lucha::app::sample;

/// A row of the table: its step, the label of the field that must have the focus, and the keys.
struct Row {
    step: String,
    label: String,
    keys: Vec<String>,
}

fn walk(readme: &str) -> (String, Vec<Row>) {
    let text = std::fs::read_to_string(readme).unwrap();
    let (_, rest) = text.split_once("<!-- walk -->\n").unwrap();
    let (table, _) = rest.split_once("<!-- /walk -->").unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let keys = cells[3].split('`').skip(1).step_by(2).map(str::to_string).collect();
        Row { step: cells[1].to_string(), label: cells[2].to_string(), keys }
    };
    let rows = table.lines().skip(2).map(row).collect();
    (text, rows)
}

/// A word of the table as the keys of a script: a named key, a single key, or text.
fn script(word: &str) -> String {
    match word {
        "Enter" | "Space" | "F7" => format!("<{word}>"),
        single if single.chars().count() == 1 => single.to_lowercase(),
        text => format!("{{{text}}}"),
    }
}

#[test]
fn the_walk_of_both_readmes_ends_with_the_three_papers_that_they_promise() {
    let tables = ["README.md", "README.zh-CN.md"].map(walk);
    let keys = |rows: &[Row]| rows.iter().map(|row| row.keys.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&tables[0].1), keys(&tables[1].1), "both tables type the same");
    for ((text, rows), english) in tables.into_iter().zip([true, false]) {
        // What step 1 of the list says, and the PINs that the first screen shows.
        assert!(text.contains("莲下治超点") && text.contains("2026-治超-11"));
        for (_, _, pin) in sample::pins() {
            assert!(rows.iter().any(|row| row.keys.contains(&pin)), "{pin} is not in the table");
        }
        let mut stage = Stage::on_duty();
        stage.size = WIDE;
        if english {
            stage.press("<F2>");
        }
        stage.press("n");
        let decided = rows.iter().position(|row| row.keys == ["Enter"] && row.step == "6").unwrap();
        for (nth, row) in rows.iter().enumerate() {
            if row.label != "–" {
                let step = if english { "Check" } else { "检查" };
                stage.sees(&[&format!("{step} {}/6", row.step), &format!(">{}", row.label)]);
            }
            if nth == decided {
                stage.sees(&["3,000"]);
            }
            for key in &row.keys {
                stage.press(&script(key));
            }
        }
        let papers = std::fs::read_dir(stage.paper()).unwrap();
        let names = papers.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        assert_eq!(names.len(), 3, "{names:?}\n{}", stage.screen());
        for title in ["现场笔录", "责令改正违法行为通知书", "当场行政处罚决定书"]
        {
            assert!(names.iter().any(|name| name.contains(title)), "{title}: {names:?}");
        }
    }
}

#[test]
fn the_same_lorry_of_a_citizen_gets_the_two_papers_that_the_readmes_say() {
    let (_, rows) = walk("README.zh-CN.md");
    let mut stage = Stage::on_duty();
    stage.press("n");
    for row in rows.iter().take_while(|row| row.label != "当事人类型") {
        for key in &row.keys {
            stage.press(&script(key));
        }
    }
    stage.press("1 {李四} <Enter> {440511198506150028} <Enter> {汕头市金平区长平路5号} <Enter>");
    stage.press("{13800000003} <Enter> <F3> <Enter> <F7> <Enter> 1 1 <Enter>");
    stage.sees(&["结果：立案"]);
    stage.press("<Enter> {246810} <Enter> {135790} <Enter>");
    let line = stage.desk.list("", 1).unwrap().remove(0);
    let view = stage.desk.find(&line.inspection.to_string()).unwrap();
    assert_eq!((line.outcome, view.documents.len()), ("case_opened", 2));
}
