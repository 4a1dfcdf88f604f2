//! 当场行政处罚决定书, form 14: the numbered decision handed over at the roadside (处罚法 51, 52).

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use super::{party_block, wording};
use crate::domain::inspection::judgement::{Judgement, Penalty};

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what 处罚法 52(2) wants and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    // What is only ordered to be put right is no part of the decision.
    let judgement = &Judgement { grounds: scene.judgement.punished(), ..scene.judgement.clone() };
    let scene = &Scene { judgement, ..*scene };
    let mut filling = Filling::new("on_spot_decision", TEMPLATE_VERSION, scene);
    let agency = scene.agency;
    let violated = wording::joined(&judgement.grounds, |grounds| &grounds.violated);
    let basis = wording::joined(&judgement.grounds, |grounds| &grounds.basis);
    let fined = judgement.penalties.contains(&Penalty::Fine);
    let fine = judgement.fine.filter(|_| fined);
    let (told, statement) = (wording::told(scene), wording::statement(scene));

    filling
        .needs(scene.number.is_some(), "number")
        .needs(scene.facts.party.is_some(), "party")
        .needs(!scene.facts.findings.is_empty(), "findings")
        .needs(!violated.is_empty() && !basis.is_empty(), "findings[0].code")
        .needs(!judgement.penalties.is_empty(), "findings[0].proposed_yuan")
        .needs(!fined || fine.is_some(), "findings[0].proposed_yuan")
        .needs(!fined || !agency.bank.trim().is_empty(), "agency.bank")
        .needs(!fined || !agency.bank_address.trim().is_empty(), "agency.bank_address")
        .needs(!fined || !agency.account.trim().is_empty(), "agency.account")
        .needs(!told.is_empty(), "telling.told")
        .needs(!statement.is_empty(), "telling.statement");
    party_block::fill(&mut filling, scene.facts.party.as_ref());
    filling
        .text("facts", wording::facts(scene))
        .text("violated", violated)
        .text("basis", format!("《中华人民共和国行政处罚法》第五十一条、{basis}"))
        .text("penalty", wording::penalty_with_reasons(scene))
        // Cash at the roadside needs an official ticket (处罚法 70); the bank never does.
        .field("pay_on_spot", Field::Box(false))
        .field("pay_at_bank", Field::Box(fine.is_some()))
        .text("bank", &agency.bank)
        .text("bank_address", &agency.bank_address)
        .text("account", &agency.account)
        .text("told", format!("作出本决定前，{told}"))
        .text("statement", statement)
        .text("signed_note", wording::signed_note(scene))
        .field("decided_on", Field::Date(scene.made_at.day()))
        .relief();
    if let Some(fine) = fine {
        filling.field("fine", Field::Amount(fine));
    }
    filling.finish()
}
