//! Recording the stops of a file, in order, by the same steps as the screens; what would bind somebody in a real bureau is
//! decided on PINs that are typed under its terms, and on no file of them.

use super::command::Trouble;
use super::conclude::Decided;
use super::desk::Desk;
use super::pin::{self, Proven};
use super::prospect::prospect;
use super::terms::{self, Word};
use super::{conclude, documents, earlier_orders, open_inspection, past_acts};
use crate::domain::agency::Officer;
use crate::domain::blocked::Blocked;
use crate::domain::bureau::BureauEvent;
use crate::domain::counting::DecidedAct;
use crate::domain::evidence_gap::EvidenceGap;
use crate::domain::inspection::Inspection;
use crate::domain::inspection::judgement::{Judgement, Outcome};
use crate::domain::inspection::terms::Terms;
use crate::domain::over_limit::AxleLoad;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;
use crate::stdx::said::Said;
use crate::store::journal::Work;
use crate::wire::answer::{
    Answer, AxleAnswer, BasesAnswer, BlockedAnswer, CountedAnswer, DiscretionAnswer,
    EvidenceMissing, LeniencyAnswer, PermitAnswer, ProposalAnswer, ReadingAnswer, RepeatAnswer,
    WarningField,
};
use crate::wire::event::Body;
use crate::wire::refusal::{Refusal, Why};
use crate::wire::stop::{self, StopRead};
use std::collections::BTreeMap;

/// What came of one stop of a file.
#[derive(Debug)]
pub enum Checked {
    /// Recorded, and what the law gives for it.
    Answered(Box<Answer>),
    /// Refused: nothing was recorded.
    Refused(Refusal),
    /// The world said no; what was recorded before stays.
    Failed(Trouble),
}

/// The words that a refusal by law is answered with: what would unblock it.
pub type Unblock<'a> = &'a dyn Fn(&Blocked) -> String;

/// Reads a file of stops.
///
/// # Errors
/// When it is no JSON list.
pub fn read_file(text: &str) -> Result<Vec<serde_json::Value>, Said> {
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Array(stops)) => Ok(stops),
        Ok(_) => Err(Said::words("refusal.no_list")),
        Err(fault) => {
            let (line, column) = (fault.line() as u64, fault.column() as u64);
            Err(Said::words("refusal.no_json").with(line).with(column))
        }
    }
}

/// Asks the officers of a stop for their own PINs under its terms, one after the other; gives credential and PIN of each,
/// `None` where nobody can be asked or one types none. A wrong PIN is asked for again, with the sentence about it.
pub type Ask<'a> =
    &'a mut dyn FnMut(&Terms, &[Officer], Option<&Trouble>) -> Option<Vec<(String, String)>>;

/// Records `stops` in order and hands each answer to `each`, where nobody can be asked for a PIN.
pub fn check(
    desk: &mut Desk,
    stops: Vec<serde_json::Value>,
    unblock: Unblock<'_>,
    each: impl FnMut(usize, Checked),
) {
    check_asking(desk, stops, unblock, &mut |_, _, _| None, each);
}

/// The same where `ask` asks the officers of a real bureau.
pub fn check_asking(
    desk: &mut Desk,
    stops: Vec<serde_json::Value>,
    unblock: Unblock<'_>,
    ask: Ask<'_>,
    mut each: impl FnMut(usize, Checked),
) {
    let mut recorded: BTreeMap<String, Id> = BTreeMap::new();
    prove_sample(desk);
    for (nth, value) in stops.into_iter().enumerate() {
        let checked = match read(desk, value, &recorded) {
            Err(refusal) => Checked::Refused(refusal),
            Ok(stop) => {
                match desk.mirrored(|desk| check_one(desk, stop, &mut recorded, unblock, ask)) {
                    Ok(answer) => Checked::Answered(Box::new(answer)),
                    Err(trouble) => Checked::Failed(trouble),
                }
            }
        };
        each(nth, checked);
    }
}

/// Reads a stop and refuses words that only the rulebook and the file itself can know.
fn read(
    desk: &Desk,
    value: serde_json::Value,
    recorded: &BTreeMap<String, Id>,
) -> Result<StopRead, Refusal> {
    let mut read = stop::read(value)?;
    for (nth, finding) in read.facts.findings.iter().enumerate() {
        let code = &finding.code;
        let known =
            desk.rulebook.violation(code).is_some() || desk.rulebook.police_only.contains_key(code);
        if !known {
            let why = Why::UnknownViolation(code.clone());
            return Err(Refusal { path: format!("findings[{nth}].code"), why });
        }
    }
    // A script speaks for an officer only with that officer's PIN.
    for (nth, credential) in read.facts.officers.iter().enumerate() {
        let proven = desk.proven.iter().any(|proven| proven.credential == *credential);
        if !proven && desk.bureau.officer(credential).is_some() {
            let why = Why::NoPin(credential.clone());
            return Err(Refusal { path: format!("officers[{nth}]"), why });
        }
    }
    if let Some(earlier) = &read.same_trip_as {
        if let Some(id) = recorded.get(earlier) {
            read.facts.same_trip_as = Some(*id);
        } else {
            let why = Why::NoSuchStop(earlier.clone());
            return Err(Refusal { path: "same_trip_as".into(), why });
        }
    }
    for (nth, earlier) in &read.ordered_by {
        let Some(id) = recorded.get(earlier) else {
            let why = Why::NoSuchStop(earlier.clone());
            return Err(Refusal { path: format!("findings[{nth}].order.stop"), why });
        };
        let order = read.facts.findings.get_mut(*nth).and_then(|finding| finding.order.as_mut());
        if let Some(order) = order {
            order.number = id.to_string();
        }
    }
    Ok(read)
}

fn check_one(
    desk: &mut Desk,
    mut stop: StopRead,
    recorded: &mut BTreeMap<String, Id>,
    unblock: Unblock<'_>,
    ask: Ask<'_>,
) -> Result<Answer, Trouble> {
    receive_history(desk, &stop)?;
    earlier_orders::complete(&desk.store, &mut stop.facts)?;
    past_acts::complete(desk, &mut stop.facts)?;
    let id = desk.dice.id();
    let (from_file, is_sample) = (desk.proven.clone(), desk.bureau.agency.sample);
    // Before the stop is recorded: one that nobody confirms is refused whole. Headquarters' word of earlier ones stays.
    let typed = if is_sample { None } else { typed_under_terms(desk, id, &stop, ask)? };
    let word = match &typed {
        // The PINs of a sample are no secret, and nobody is bound by it.
        _ if is_sample => Word::PinFile(&from_file),
        Some((shown, proven)) => Word::Screen { shown: Some(*shown), proven },
        None => Word::Screen { shown: None, proven: &[] },
    };
    let inspection = conclude::record(desk, id, &stop.facts, &stop.telling)?;
    recorded.insert(stop.id.clone(), id);
    let judgement = match conclude::decide(desk, &inspection, None, word)? {
        Decided::Judged(judgement) => judgement,
        // The law gives something else than a moment ago.
        Decided::ToConfirm(_) => return Err(Trouble::new("trouble.terms_changed")),
    };
    let inspection = open_inspection::load(&desk.store, id)?;
    Ok(answer(stop.id, &judgement, &inspection, unblock))
}

/// The PINs that the officers of a stop type for what the law gives for it, with the digest of these terms; `None` where it
/// binds nobody.
fn typed_under_terms(
    desk: &mut Desk,
    id: Id,
    stop: &StopRead,
    ask: Ask<'_>,
) -> Result<Option<(Digest, Vec<Proven>)>, Trouble> {
    let mut inspection = Inspection::new(id);
    inspection.facts.clone_from(&stop.facts);
    inspection.telling.clone_from(&stop.telling);
    let at = conclude::decided_at(&inspection, None, desk.clock.now());
    let judgement = prospect(desk, &inspection, at)?.judgement;
    let Some(terms) = Terms::of(id, &stop.facts, &judgement) else { return Ok(None) };
    let officers = stop.facts.officers.iter().filter_map(|who| desk.bureau.officer(who));
    let officers: Vec<Officer> = officers.cloned().collect();
    let mut wrong = None;
    loop {
        let Some(pins) = ask(&terms, &officers, wrong.as_ref()) else {
            return Err(Trouble::new("trouble.pins_to_type"));
        };
        match pin::prove(desk, &pins) {
            Ok(proven) => {
                let has = |who: &&Officer| proven.iter().any(|one| one.officer == who.id);
                if let Some(lacks) = officers.iter().find(|who| !has(who)) {
                    return Err(Trouble::new("trouble.confirm_needed").with(&lacks.name));
                }
                return Ok(Some((terms::digest(&terms), proven)));
            }
            Err(trouble) if trouble.key == "trouble.wrong_pin" => wrong = Some(trouble),
            Err(trouble) => return Err(trouble),
        }
    }
}

/// Keeps what headquarters sent about earlier decisions; what is known already is not kept twice.
fn receive_history(desk: &mut Desk, stop: &StopRead) -> Result<(), Trouble> {
    let mut bodies = Vec::new();
    for act in &stop.history {
        let known = desk.store.acts_of(&act.plate)?;
        if !known.iter().any(|known| DecidedAct { stop: None, ..known.clone() } == *act) {
            bodies.push(Body::Bureau(BureauEvent::PriorDecisionReceived(act.clone())));
        }
    }
    if !bodies.is_empty() {
        // Headquarters' word, and it is the officers of the stop who say so.
        let officer = conclude::officer_of(desk, &stop.facts);
        let work = Work { officer, bodies, ..Work::default() };
        desk.store.append(work, desk.clock.read(), &mut desk.dice)?;
    }
    Ok(())
}

fn answer(
    id: String,
    judgement: &Judgement,
    inspection: &Inspection,
    unblock: Unblock<'_>,
) -> Answer {
    let weighed = judgement.weighed.as_ref();
    let over = weighed.filter(|weighed| weighed.over_kg > 0);
    let is_penalty = matches!(judgement.outcome, Outcome::OnSpotPenalty | Outcome::CaseOpened);
    Answer {
        id,
        outcome: judgement.outcome.word().into(),
        procedure: judgement.procedure.word().into(),
        limit_kg: weighed.map(|weighed| weighed.limit_kg),
        deduction_kg: weighed.map(|weighed| weighed.deduction_kg).filter(|kg| *kg > 0),
        deduction_rule: weighed
            .map(|weighed| weighed.deduction_rule.clone())
            .filter(|rule| !rule.is_empty()),
        reading: ReadingAnswer::of(judgement),
        permit_differs: PermitAnswer::all(judgement),
        over_kg: over.map(|weighed| weighed.over_kg),
        axles: weighed.map(|weighed| weighed.axles.iter().map(axle).collect()).unwrap_or_default(),
        over_rate: over.map(|weighed| weighed.over_rate.clone()),
        penalty: judgement.penalties.iter().map(|penalty| penalty.word().into()).collect(),
        fine_yuan: judgement.fine.filter(|_| is_penalty).map(crate::stdx::fen::Fen::yuan),
        range_yuan: judgement.range.map(|(least, most)| [least.yuan(), most.yuan()]),
        hearing: judgement.hearing,
        may_impound: judgement.may_impound.then_some(true),
        min_evidence_kinds: judgement.evidence_kinds_min.filter(|_| is_penalty),
        evidence_missing: EvidenceGap::of(inspection, judgement, &[])
            .filter(|_| is_penalty)
            .map(EvidenceMissing::of),
        discretion: DiscretionAnswer::all(judgement),
        leniency: LeniencyAnswer::all(judgement),
        repeats: RepeatAnswer::all(judgement),
        documents: inspection
            .documents
            .iter()
            .map(|document| documents::title(&document.form).to_string())
            .collect(),
        number: inspection
            .ending
            .as_ref()
            .and_then(|ending| ending.number.as_ref())
            .map(ToString::to_string),
        counted: CountedAnswer::of(judgement),
        proposals: judgement.proposals.iter().map(ProposalAnswer::of).collect(),
        bases: BasesAnswer::all(judgement),
        blocked: judgement
            .blocked
            .iter()
            .map(|no| BlockedAnswer {
                rule: no.rule.name().into(),
                field: no.field.clone(),
                cite: no.rule.cite().into(),
                unblocked_by: unblock(no),
            })
            .collect(),
        warnings: names(judgement),
        warning_fields: judgement
            .warnings
            .iter()
            .filter_map(|warning| {
                let field = warning.field()?.to_string();
                Some(WarningField { warning: warning.name().into(), field })
            })
            .collect(),
    }
}

fn axle(axle: &AxleLoad) -> AxleAnswer {
    AxleAnswer { axles: axle.axles, kg: axle.kg, limit_kg: axle.limit_kg, over_kg: axle.over_kg }
}

fn names(judgement: &Judgement) -> Vec<String> {
    let mut names: Vec<String> =
        judgement.warnings.iter().map(|warning| warning.name().to_string()).collect();
    names.dedup();
    names
}

/// Checks the PINs of a bureau that is not the sample: one line per officer, credential and PIN.
/// From then on the desk takes only stops of these officers; it decides nothing on them that binds somebody.
///
/// # Errors
/// When a line is no pair, or a PIN is not the officer's.
pub fn check_pins(desk: &mut Desk, text: &str) -> Result<(), Trouble> {
    let (mut pins, mut proven): (Vec<(String, String)>, _) = (Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some((credential, typed)) = line.split_once(char::is_whitespace) else {
            return Err(Trouble::new("trouble.pin_line"));
        };
        if pins.iter().any(|(known, _)| known == credential) {
            return Err(Trouble::new("trouble.pin_line_twice").with(credential).at(credential));
        }
        let one = pin::prove_one(desk, credential, typed.trim());
        proven.push(one.map_err(|trouble| trouble.at(credential))?);
        pins.push((credential.to_string(), typed.trim().to_string()));
    }
    pin::distinct(desk, &pins)?;
    take_proven(desk, proven);
    // Each stop is entered in the name of its own officers, not of whoever runs the command.
    desk.signed_in = None;
    Ok(())
}

/// From now on the desk takes only stops of these officers, whose PINs were given.
pub fn take_proven(desk: &mut Desk, proven: Vec<Proven>) {
    desk.proven = proven;
}

/// Proves the officers of a sample bureau by the PINs that everyone may know.
pub(super) fn prove_sample(desk: &mut Desk) {
    if !desk.bureau.agency.sample || !desk.proven.is_empty() {
        return;
    }
    for (credential, _, typed) in super::sample::pins() {
        if desk.bureau.officer(&credential).is_some() {
            // Who changed his PIN since is asked for it like everyone else.
            let proven = pin::prove_one(desk, &credential, &typed);
            desk.proven.extend(proven.ok());
        }
    }
}
