//! The archive's bytes: PDF/A-2b that bears the form's own time, the same bytes on every laptop.

use super::fault::PrintFault;
use super::typeset::Page;
use crate::forms::filled::{Field, Filled};
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// China is eight hours ahead of UTC, all year.
const CHINA_MINUTES: i32 = 8 * 60;

impl Page {
    /// The form as PDF/A-2b; the same `Filled` gives the same bytes, so a digest can be checked.
    ///
    /// # Errors
    /// When the page cannot be written as PDF/A-2b.
    pub fn pdf(&self) -> Result<Vec<u8>, PrintFault> {
        let fault = |why: String| PrintFault::Pdf { form: self.filled.form.into(), why };
        let standards = PdfStandards::new(&[PdfStandard::A_2b])
            .map_err(|why| fault(why.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(ident(&self.filled)),
            creator: Smart::Custom(Some("Lucha".into())),
            timestamp: timestamp(self.filled.made_at),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&self.document, &options).map_err(|errors| {
            let messages: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
            fault(messages.join("; "))
        })
    }
}

fn timestamp(at: Moment) -> Option<Timestamp> {
    let (day, clock) = (at.day(), at.hour_minute_second());
    let mut parts = clock.split(':').map(|part| part.parse::<u8>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let month = u8::try_from(day.month()).ok()?;
    let date = u8::try_from(day.day()).ok()?;
    let at = Datetime::from_ymd_hms(day.year(), month, date, next(), next(), next())?;
    Timestamp::new_local(at, CHINA_MINUTES)
}

/// Names the document by all that it says, so that two papers never share an identifier.
fn ident(filled: &Filled) -> String {
    let mut text = format!(
        "{} {} {} {} {:?} {}",
        filled.form,
        filled.template_version,
        filled.made_at.ms(),
        filled.sample,
        filled.paper,
        filled.copy_note
    );
    for (name, field) in &filled.fields {
        let said = match field {
            Field::Text(text) => text.clone(),
            Field::Box(ticked) => ticked.to_string(),
            Field::Rows(rows) => rows.iter().map(|row| row.join("\u{1f}")).collect(),
            Field::Amount(fen) => fen.0.to_string(),
            Field::Date(day) => day.to_string(),
            Field::Time(moment) => moment.ms().to_string(),
        };
        text += &format!("\u{1e}{name}\u{1f}{said}");
    }
    Digest::of(text.as_bytes()).hex()
}
