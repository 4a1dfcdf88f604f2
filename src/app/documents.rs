//! The papers of an inspection: filled from its entries, set once, kept by their digest.

use super::command::Trouble;
use super::desk::{Desk, print_trouble, read_bureau};
use super::open_inspection;
use crate::domain::agency::{Agency, DocumentNo, Officer};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::bureau::Bureau;
use crate::domain::document::Document;
use crate::domain::inspection::event::Event;
use crate::domain::inspection::judgement::Judgement;
use crate::domain::inspection::{Facts, Inspection};
use crate::domain::paper::PaperMade;
use crate::domain::rulebook::Rulebook;
use crate::forms::filled::{Filled, Paper};
use crate::forms::scene::Scene;
use crate::forms::{self, Missing};
use crate::print::typeset::Page;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::wire::event::Body;

/// Chinese title of a form.
#[must_use]
pub fn title(form: &str) -> &str {
    forms::form(form).map_or(form, |form| form.title)
}

/// Copies that a form demands.
#[must_use]
pub fn copies(form: &str) -> u32 {
    forms::form(form).map_or(1, |form| u32::from(form.copies))
}

/// A document and the bytes of its pages.
pub type Issued = (Document, Vec<u8>);

/// Fills every paper of an outcome. `Ok(Err(…))` is the law's no: a field that the form needs, or a
/// character that the font does not have.
///
/// # Errors
/// When the font cannot be read.
pub fn filled(
    desk: &mut Desk,
    inspection: &Inspection,
    judgement: &Judgement,
    number: Option<&DocumentNo>,
    at: Moment,
) -> Result<Result<Vec<Filled>, Vec<Blocked>>, Trouble> {
    let roster = desk.bureau.officers.clone();
    let agency = named_on_paper(&desk.bureau.agency, &desk.rulebook);
    let mut filled = Vec::new();
    for name in judgement.outcome.forms() {
        match fill(name, &scene(&agency, &roster, inspection, judgement, number, at)) {
            Ok(form) => filled.push(form),
            Err(missing) => return Ok(Err(missing)),
        }
    }
    for form in &filled {
        if !desk.typesetter()?.missing(&form.characters()).is_empty() {
            return Ok(Err(vec![Blocked::new(Rule::CharacterNotInFont, form.form)]));
        }
    }
    Ok(Ok(filled))
}

/// Fills the form `form` of a paper of a case, in the name of `bureau` and by its officers. `Ok(Err(…))` is the law's no, as in `filled`.
///
/// # Errors
/// When the journal or the font cannot be read.
pub fn filled_of_case(
    desk: &mut Desk,
    bureau: &Bureau,
    inspection: &Inspection,
    (made, form): (&PaperMade, &str),
    number: Option<&DocumentNo>,
) -> Result<Result<Filled, Vec<Blocked>>, Trouble> {
    let rulebook = desk.rulebook_of(made.pack)?;
    let judgement = open_inspection::judge_decided(desk, bureau, inspection, &rulebook, made.at)?;
    let agency = named_on_paper(&bureau.agency, &rulebook);
    let of_stop = scene(&agency, &bureau.officers, inspection, &judgement, number, made.at);
    let scene = Scene { of_case: Some(&made.paper), ..of_stop };
    let form = match fill(form, &scene) {
        Ok(form) => form,
        Err(missing) => return Ok(Err(missing)),
    };
    if !desk.typesetter()?.missing(&form.characters()).is_empty() {
        return Ok(Err(vec![Blocked::new(Rule::CharacterNotInFont, form.form)]));
    }
    Ok(Ok(form))
}

/// Sets filled papers on their pages.
///
/// # Errors
/// When a page cannot be set.
pub fn issue(
    desk: &mut Desk,
    papers: Vec<Filled>,
    number: Option<&DocumentNo>,
    at: Moment,
) -> Result<Vec<Issued>, Trouble> {
    let mut issued = Vec::new();
    for form in papers {
        let id = desk.dice.id();
        issued.push(issue_as(desk, id, &form, number, at)?);
    }
    Ok(issued)
}

/// The same of one paper, whose document has its id already.
///
/// # Errors
/// As `issue`.
pub fn issue_as(
    desk: &mut Desk,
    id: Id,
    form: &Filled,
    number: Option<&DocumentNo>,
    at: Moment,
) -> Result<Issued, Trouble> {
    let page = desk.typesetter()?.page(form).map_err(print_trouble)?;
    let bytes = page.pdf().map_err(print_trouble)?;
    let document = Document {
        id,
        form: form.form.to_string(),
        number: number.cloned(),
        digest: Digest::of(&bytes),
        template_version: form.template_version,
        pages: u32::try_from(page.count()).unwrap_or(u32::MAX),
        issued_at: at,
        prints: Vec::new(),
        sendings: Vec::new(),
    };
    Ok((document, bytes))
}

/// An issued paper set anew on its page, from the entries before the one that issued it: its facts, the agency and the
/// roster of that day, the rule pack, and what the decision kept.
///
/// # Errors
/// When the inspection cannot be read, the form is not known to this program, or the page would be another one than the
/// party holds.
pub fn as_issued(
    desk: &mut Desk,
    inspection: &Inspection,
    document: &Document,
) -> Result<(Filled, Page), Trouble> {
    let filled = refill(desk, inspection, document)?;
    let page = desk.typesetter()?.page(&filled).map_err(print_trouble)?;
    if Digest::of(&page.pdf().map_err(print_trouble)?) != document.digest {
        return Err(Trouble::new("trouble.other_page").with(title(&document.form)));
    }
    Ok((filled, page))
}

fn refill(
    desk: &mut Desk,
    inspection: &Inspection,
    document: &Document,
) -> Result<Filled, Trouble> {
    let no_document = || Trouble::new("trouble.no_document").with(document.form.clone());
    let mut then = inspection.clone();
    // Facts may have been corrected since; the paper shows those it was issued on.
    let (facts, entry) = when_issued(desk, document, inspection.id)?.ok_or_else(no_document)?;
    then.facts = facts;
    let bureau = read_bureau(&desk.store, entry)?;
    let number = document.number.as_ref();
    let void = inspection.voided.iter().flat_map(|voided| &voided.papers);
    let made = inspection.papers.iter().chain(void).find(|made| made.is_shown_by(document.id));
    let filled = if let Some(made) = made {
        let page = (made, document.form.as_str());
        filled_of_case(desk, &bureau, &then, page, number)?.map_err(|_| no_document())?
    } else {
        let ending = inspection.ending.as_ref().ok_or_else(no_document)?;
        let (rulebook, at) = (desk.rulebook_of(ending.pack)?, document.issued_at);
        let judgement = open_inspection::judge_decided(desk, &bureau, &then, &rulebook, at)?;
        let agency = named_on_paper(&bureau.agency, &rulebook);
        let scene = scene(&agency, &bureau.officers, &then, &judgement, number, at);
        fill(&document.form, &scene).map_err(|_| no_document())?
    };
    // A page of another layout would not be the one that the party holds.
    if filled.template_version != document.template_version {
        return Err(Trouble::new("trouble.older_template"));
    }
    Ok(filled)
}

/// Why the bytes of a page or photograph of a stop are not here: another laptop kept it, or it is lost.
pub(super) fn no_page(desk: &Desk, inspection: Id, digest: Digest) -> Trouble {
    let elsewhere = desk.store.brought_blob(inspection, digest);
    match elsewhere.ok().flatten() {
        Some(stands) if stands.held_ms.is_some() => Trouble::new("trouble.page_elsewhere"),
        Some(_) => Trouble::new("trouble.page_on_its_way"),
        None => Trouble::new("trouble.no_page"),
    }
}

/// The facts that a paper was issued on, and the number of the entry that issued it; `None` where no entry did.
fn when_issued(
    desk: &Desk,
    document: &Document,
    inspection: Id,
) -> Result<Option<(Facts, u64)>, Trouble> {
    let mut facts = Facts::default();
    for entry in desk.store.entries_of(inspection)? {
        let at = entry.place();
        match entry.body {
            Body::Inspection(
                Event::InspectionRecorded(seen) | Event::FactsCorrected { facts: seen, .. },
            ) => facts = *seen,
            Body::Inspection(Event::DocumentIssued(issued)) if issued.id == document.id => {
                return Ok(Some((facts, at)));
            }
            Body::Inspection(_) | Body::Bureau(_) | Body::Pruned | Body::Later { .. } => {}
        }
    }
    Ok(None)
}

/// The agency as a paper names it: what a sample pack decides is a sample, whoever decides.
pub(super) fn named_on_paper(agency: &Agency, rulebook: &Rulebook) -> Agency {
    Agency { sample: agency.sample || rulebook.pack.sample, ..agency.clone() }
}

fn scene<'a>(
    agency: &'a Agency,
    roster: &'a [Officer],
    inspection: &'a Inspection,
    judgement: &'a Judgement,
    number: Option<&'a DocumentNo>,
    made_at: Moment,
) -> Scene<'a> {
    Scene {
        agency,
        roster,
        facts: &inspection.facts,
        telling: &inspection.telling,
        judgement,
        number,
        correct_before: inspection.facts.correct_before,
        made_at,
        of_case: None,
        paper: Paper::A4,
        copy_note: "",
    }
}

fn fill(name: &str, scene: &Scene<'_>) -> Result<Filled, Vec<Blocked>> {
    let Some(form) = forms::form(name) else {
        return Err(vec![Blocked::new(Rule::ImpossibleValue, name)]);
    };
    (form.fill)(scene).map_err(|missing| missing.into_iter().map(blocked).collect())
}

/// A field that a form still needs, as the rule that stands behind it.
fn blocked(missing: Missing) -> Blocked {
    let rule = if missing.field.starts_with("agency.") {
        Rule::AgencyIncomplete
    } else if missing.field.starts_with("party") {
        Rule::PartyUnknown
    } else if missing.field.starts_with("officers") {
        Rule::TwoOfficers
    } else if missing.field.starts_with("telling") {
        Rule::Telling
    } else {
        Rule::FormIncomplete
    };
    Blocked::new(rule, missing.field)
}
