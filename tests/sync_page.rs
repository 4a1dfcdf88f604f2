//! What SYNC.md tells of keys and worked bytes is what the program says; the bytes themselves are held by `protocol`.

use crate::protocol::frames;

/// A column of the table of keys: the message, its file in `src/wire/message`, its shape there.
const COLUMNS: [(&str, &str, &str); 6] = [
    ("HELLO", "hello", "Hello"),
    ("WELCOME", "hello", "Welcome"),
    ("PUSH", "push", "Push"),
    ("OFFER", "photograph", "Offer"),
    ("PUT", "photograph", "Put"),
    ("ROTATE", "rotate", "Rotate"),
];
/// Frames that the page works out, byte by byte.
const WORKED: [&str; 11] = [
    "hello",
    "welcome",
    "push",
    "push-need",
    "offer",
    "put",
    "put-limit",
    "pull",
    "rotate",
    "rotate-done",
    "rotate-refused",
];

fn page() -> String {
    std::fs::read_to_string("docs/SYNC.md").unwrap()
}

/// Key, name, and whether it may be absent, of each field of a shape in a source.
fn fields(source: &str, shape: &str) -> Vec<(usize, String, bool)> {
    let (_, body) = source.split_once(&format!("pub struct {shape} {{\n")).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let (mut fields, mut key) = (Vec::new(), None);
    for line in body.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("#[n(") {
            key = rest.strip_suffix(")]").unwrap().parse().ok();
        } else if let Some((name, kind)) =
            line.strip_prefix("pub ").and_then(|l| l.split_once(": "))
        {
            let key = key.take().unwrap_or_else(|| panic!("{shape}: {name} has no key"));
            fields.push((key, name.to_string(), kind.starts_with("Option<")));
        }
    }
    fields
}

/// The same of a column of the page's table.
fn told(page: &str, message: &str) -> Vec<(usize, String, bool)> {
    let cells = |row: &str| -> Vec<String> {
        row.trim_matches('|').split('|').map(|cell| cell.trim().to_string()).collect()
    };
    let mut rows = page.lines().skip_while(|line| !line.starts_with("| key | HELLO |"));
    let head = cells(rows.next().unwrap());
    let column = head.iter().position(|name| name == message).unwrap();
    let mut fields = Vec::new();
    for row in rows.take_while(|line| line.starts_with('|')).skip(1).map(cells) {
        assert_eq!(row.len(), head.len(), "{row:?}");
        let name = row[column].trim_matches(['`', ' ', '°']);
        if !name.is_empty() {
            let key = row[0].parse().unwrap();
            fields.push((key, name.to_string(), row[column].ends_with('°')));
        }
    }
    fields
}

#[test]
fn the_keys_on_the_page_are_those_of_the_shapes() {
    let page = page();
    for (message, file, shape) in COLUMNS {
        let source = std::fs::read_to_string(format!("src/wire/message/{file}.rs")).unwrap();
        let fields = fields(&source, shape);
        assert!(!fields.is_empty(), "{shape}");
        assert_eq!(told(&page, message), fields, "docs/SYNC.md, keys of {message}");
    }
}

#[test]
fn each_question_of_a_session_and_the_rotation_are_worked_out() {
    let (page, frames) = (page(), frames());
    for name in WORKED {
        let (_, bytes) = frames.iter().find(|(known, _)| *known == name).unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(
            page.contains(&format!("- `{name}` = `{hex}`")),
            "docs/SYNC.md lacks {name}: {hex}"
        );
    }
}
