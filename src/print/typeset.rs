//! A filled form set on its Typst page; the engine is built once and used for every page.

use super::fault::PrintFault;
use super::font::{self, Coverage};
use crate::forms::filled::{Field, Filled, Paper};
use crate::stdx::fen::Fen;
use include_dir::{Dir as Folder, include_dir};
use typst::foundations::{Array, Bytes, Dict, IntoValue, Value};
use typst_as_lib::{TypstAsLibError, TypstEngine, TypstTemplateCollection};
use typst_layout::PagedDocument;

/// One `.typ` page per form and `lib.typ`, which holds what they share.
static PAGES: Folder<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/forms");

/// How many pages ago a piece of a page was last used before it is forgotten.
const CACHE_AGE_PAGES: usize = 8;

/// Sets pages. Building one reads the font and the pages' sources; setting a page only borrows it.
pub struct Typesetter {
    engine: TypstEngine<TypstTemplateCollection>,
    coverage: Coverage,
}

/// A form set on its pages, ready to be written or looked at.
#[derive(Clone, Debug)]
pub struct Page {
    pub(super) document: PagedDocument,
    pub(super) filled: Filled,
}

impl Page {
    /// How many sheets the form takes.
    #[must_use]
    pub fn count(&self) -> usize {
        self.document.pages().len()
    }
}

impl Typesetter {
    /// Builds the engine with pages and font; takes the time of a first notice.
    ///
    /// # Errors
    /// When the embedded font cannot be read.
    pub fn new() -> Result<Typesetter, PrintFault> {
        Typesetter::remembering(CACHE_AGE_PAGES)
    }

    /// One that keeps the pieces of so many pages: for a program that sets the same ones again and again.
    ///
    /// # Errors
    /// As `new`.
    pub fn remembering(pages: usize) -> Result<Typesetter, PrintFault> {
        let coverage = Coverage::new()?;
        let sources =
            PAGES.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
        let engine = TypstEngine::builder()
            .fonts([Bytes::new(font::BYTES)])
            .with_static_source_file_resolver(sources)
            .comemo_evict_max_age(Some(pages))
            .build();
        Ok(Typesetter { engine, coverage })
    }

    /// The characters of `text` that no page can show, each once.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        self.coverage.missing(text)
    }

    /// Sets `filled` on its page; a character that the font lacks is a fault, never an empty box.
    ///
    /// # Errors
    /// When there is no page for the form, a character is not in the font, or the page cannot be
    /// set.
    pub fn page(&self, filled: &Filled) -> Result<Page, PrintFault> {
        self.refuse_missing_characters(filled)?;
        let source = format!("{}.typ", filled.form);
        if PAGES.get_file(&source).is_none() {
            return Err(PrintFault::NoPage { form: filled.form.into() });
        }
        let warned = self.engine.compile_with_input(source.as_str(), inputs(filled));
        let document = warned.output.map_err(|why| page_fault(filled, &why))?;
        Ok(Page { document, filled: filled.clone() })
    }

    fn refuse_missing_characters(&self, filled: &Filled) -> Result<(), PrintFault> {
        for (field, text) in texts(filled) {
            if let Some(character) = self.missing(text).first() {
                let fault =
                    PrintFault::MissingCharacter { character: *character, field: field.into() };
                return Err(fault);
            }
        }
        Ok(())
    }
}

/// Every text that somebody wrote, with the field it stands in.
fn texts(filled: &Filled) -> Vec<(&str, &str)> {
    let mut texts = vec![("copy_note", filled.copy_note.as_str())];
    for (name, field) in &filled.fields {
        match field {
            Field::Text(text) => texts.push((name, text)),
            Field::Rows(rows) => {
                texts.extend(rows.iter().flatten().map(|cell| (*name, cell.as_str())));
            }
            Field::Box(_) | Field::Amount(_) | Field::Date(_) | Field::Time(_) => {}
        }
    }
    texts
}

/// What a page sees as `sys.inputs`.
fn inputs(filled: &Filled) -> Dict {
    let paper = match filled.paper {
        Paper::A4 => "a4",
        Paper::Roll72 => "roll72",
        Paper::Roll104 => "roll104",
    };
    let mut fields = Dict::new();
    for (name, field) in &filled.fields {
        fields.insert((*name).into(), value(field));
    }
    let mut inputs = Dict::new();
    inputs.insert("fields".into(), Value::Dict(fields));
    inputs.insert("font".into(), font::FAMILY.into_value());
    inputs.insert("paper".into(), paper.into_value());
    inputs.insert("sample".into(), filled.sample.into_value());
    inputs.insert("copy_note".into(), filled.copy_note.as_str().into_value());
    inputs.insert("made_on".into(), filled.made_at.day().in_chinese().into_value());
    inputs
}

fn value(field: &Field) -> Value {
    match field {
        Field::Text(text) => text.as_str().into_value(),
        Field::Box(ticked) => ticked.into_value(),
        Field::Rows(rows) => {
            let row = |cells: &Vec<String>| {
                cells.iter().map(|cell| cell.as_str().into_value()).collect::<Array>().into_value()
            };
            rows.iter().map(row).collect::<Array>().into_value()
        }
        Field::Amount(fen) => Value::Dict(amount(*fen)),
        Field::Date(day) => day.in_chinese().into_value(),
        Field::Time(moment) => moment.in_chinese().into_value(),
    }
}

fn amount(fen: Fen) -> Dict {
    let (digits, words) = (fen.in_digits(), fen.in_words());
    let sentence = format!("人民币{words}（¥{digits}）");
    let mut amount = Dict::new();
    amount.insert("digits".into(), digits.into_value());
    amount.insert("words".into(), words.into_value());
    amount.insert("sentence".into(), sentence.into_value());
    amount
}

fn page_fault(filled: &Filled, why: &TypstAsLibError) -> PrintFault {
    let why = if let TypstAsLibError::TypstSource(errors) = why {
        errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; ")
    } else {
        why.to_string()
    };
    PrintFault::Page { form: filled.form.into(), why }
}
