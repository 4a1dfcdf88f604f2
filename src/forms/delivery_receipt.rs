//! 送达回证, form 23: which papers reached whom, where, when and how (处罚法 61). It delivers nothing itself.

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use crate::domain::paper::CasePaper;
use crate::domain::paper::delivery_receipt::{DeliveredPaper, DeliveryReceipt};

const TEMPLATE_VERSION: u32 = 1;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `receipt` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("delivery_receipt", TEMPLATE_VERSION, scene);
    let Some(CasePaper::DeliveryReceipt(receipt)) = scene.of_case else {
        filling.needs(false, "receipt");
        return filling.finish();
    };
    let row = |(nth, paper): (usize, &DeliveredPaper)| {
        vec![nth.to_string(), format!("{} {}", paper.name, paper.number).trim().to_string()]
    };
    let rows = (1..).zip(&receipt.documents).map(row).collect();
    let [first, second] = receipt.deliverers.each_ref().map(|one| named(scene, one));
    filling
        .needs(scene.number.is_some(), "number")
        .needs(!receipt.documents.is_empty(), "receipt.documents")
        .text("cause", &receipt.cause)
        .text("sender", &scene.agency.name)
        .text("receiver", receipt.receiver.get())
        .text("taken_by", receipt.taken_by.get())
        .text("relation", &receipt.relation)
        .field("delivered", Field::Rows(rows))
        .text("place", &receipt.place)
        .field("delivered_at", Field::Time(receipt.at))
        .text("manner", receipt.manner.in_chinese())
        .text("deliverers", format!("{first}、{second}"))
        .text("remarks", remarks(receipt))
        .finish()
}

/// An officer of the roster by name and credential; whoever else it was, as it was written.
fn named(scene: &Scene<'_>, written: &str) -> String {
    let is_it = |credential: &str, name: &str| credential == written || name == written;
    let known = scene.roster.iter().find(|officer| is_it(&officer.credential, &officer.name));
    known.map_or(written.to_string(), |officer| {
        format!("{}（执法证号{}）", officer.name, officer.credential)
    })
}

/// 备注: what the manner asks to be noted.
fn remarks(receipt: &DeliveryReceipt) -> String {
    let parts = [
        ("拒收理由：", &receipt.refusal),
        ("见证人：", receipt.witnesses.get()),
        ("照片、录像：", &receipt.recording),
        ("邮寄单号：", &receipt.tracking),
        ("", &receipt.remarks),
    ];
    let said = parts.iter().filter(|(_, text)| !text.is_empty());
    said.map(|(name, text)| format!("{name}{text}")).collect::<Vec<_>>().join("；")
}
