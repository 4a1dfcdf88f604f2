//! 视听资料（电子数据）证据记录单, a local form: who made which recording or picture, with what, when and where, its digest, where its
//! original lies and who copied it (处罚法 46, 47). Reads no file and weighs nothing.

use super::evidence_piece::{COLUMNS, EvidencePiece, Shared};
use super::field::{FieldKind, PaperField};
use super::typed::{Reading, Typed, Value};
use super::{
    CasePaper, PaperApproval, PaperBody, PaperCase, PaperKind, collecting_refused, evidence_piece,
    times,
};
use crate::domain::blocked::{Blocked, Rule};
use crate::domain::deadline::running::Fact;
use crate::domain::inspection::Inspection;
use crate::domain::party::Personal;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::stdx::id::Id;

/// Where the rows of the pieces stand.
pub(super) const PIECES: &str = "sheet.pieces";

/// The sort. Any stop may have one as soon as a picture or recording is kept with it, or named by its digest.
pub const KIND: PaperKind = PaperKind {
    word: "evidence_sheet",
    is_numbered: false,
    is_confirmed: false,
    approved_at: None,
    fields: &[
        PaperField::wanted("sheet.maker", FieldKind::Line),
        PaperField::wanted("sheet.place", FieldKind::Line),
        PaperField::wanted("sheet.medium", FieldKind::Line),
        PaperField::wanted("sheet.kept_at", FieldKind::Line),
        PaperField::wanted(PIECES, FieldKind::Rows(&COLUMNS)),
        PaperField::new("sheet.holder", FieldKind::Line),
        PaperField::new("sheet.opinion", FieldKind::Lines),
        PaperField::new("sheet.refusal", FieldKind::Line),
        PaperField::new("sheet.witness", FieldKind::Line),
    ],
    proposed,
    closed,
    read,
};

/// 视听资料、电子数据 on one sheet (处罚法 46).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceSheet {
    /// Each piece with what the journal holds of it and what was typed beside it.
    pub pieces: Vec<EvidencePiece>,
    /// 证据持有人, who handed over what the officers did not make; empty where nobody did.
    pub holder: Personal,
    /// 现场人员意见; empty where it is written by hand.
    pub opinion: String,
    /// Why who was asked did not sign; empty where he signs.
    pub refusal: String,
    /// 见证人; empty where there was none.
    pub witness: Personal,
}

fn proposed(case: &PaperCase<'_>) -> Typed {
    let listed = listed(case.inspection);
    let pieces = evidence_piece::all(case.inspection);
    let unlisted = pieces.filter(|piece| piece.is_recorded() && !listed.contains(&piece.digest));
    let rows = unlisted.map(|piece| piece.proposed()).collect();
    let mut typed = Typed::default();
    typed
        .text("sheet.maker", first_officer(case))
        .text("sheet.place", times::place(case))
        .put(PIECES, Value::Rows(rows));
    typed
}

/// Digests that an earlier sheet of the case lists.
fn listed(inspection: &Inspection) -> Vec<Digest> {
    let mut listed = Vec::new();
    for made in &inspection.papers {
        if let CasePaper::EvidenceSheet(sheet) = &made.paper {
            listed.extend(sheet.pieces.iter().map(|piece| piece.digest));
        }
    }
    listed
}

fn first_officer(case: &PaperCase<'_>) -> String {
    let first = case.inspection.facts.officers.first();
    let known = case.roster.iter().find(|officer| first == Some(&officer.credential));
    known.map(|officer| officer.name.clone()).unwrap_or_default()
}

fn closed(case: &PaperCase<'_>) -> Vec<Blocked> {
    let mut no = collecting_refused(case);
    if evidence_piece::all(case.inspection).next().is_none() {
        no.push(Blocked::new(Rule::FormIncomplete, "sheet"));
    }
    no
}

fn read(reading: &mut Reading<'_>, case: &PaperCase<'_>) -> Option<CasePaper> {
    let shared = Shared {
        maker: reading.text("sheet.maker"),
        place: reading.text("sheet.place"),
        medium: reading.text("sheet.medium"),
        kept_at: reading.text("sheet.kept_at"),
    };
    let rows = reading.rows(PIECES, &COLUMNS);
    let mut pieces: Vec<EvidencePiece> = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        let at = |column: &str| format!("{PIECES}[{nth}].{column}");
        let Some(piece) = evidence_piece::read(reading, case, &shared, row, &at) else { continue };
        if pieces.iter().any(|earlier| earlier.digest == piece.digest) {
            reading.wrong(at("file"));
        }
        pieces.push(piece);
    }
    let (holder, opinion) = (reading.text("sheet.holder").into(), reading.text("sheet.opinion"));
    let (refusal, witness) = (reading.text("sheet.refusal"), reading.text("sheet.witness").into());
    let sheet = EvidenceSheet { pieces, holder, opinion, refusal, witness };
    Some(CasePaper::EvidenceSheet(sheet))
}

impl PaperBody for EvidenceSheet {
    fn refused(&self, case: &PaperCase<'_>, _approval: Option<&PaperApproval>) -> Vec<Blocked> {
        collecting_refused(case)
    }

    fn moves(&self, _document: Id, _at: Moment) -> Vec<Fact> {
        Vec::new()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        let piece = |piece: &EvidencePiece| {
            (PIECES, format!("{}；{}", piece.file_name.get(), piece.proves))
        };
        self.pieces.iter().map(piece).collect()
    }
}
