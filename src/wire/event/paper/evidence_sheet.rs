//! Payload shape of 视听资料（电子数据）证据记录单; holds digests, never the bytes that they are of.

use crate::domain::evidence::EvidenceKind;
use crate::domain::full_record::Stage;
use crate::domain::paper::CasePaper;
use crate::domain::paper::evidence_piece::{EvidencePiece, PieceCopy};
use crate::domain::paper::evidence_sheet::EvidenceSheet;
use crate::domain::photograph::MediaType;
use crate::stdx::clock::Moment;
use crate::wire::{WireFault, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct SheetShape {
    #[n(0)]
    pieces: Vec<PieceShape>,
    #[n(1)]
    holder: String,
    #[n(2)]
    opinion: String,
    #[n(3)]
    refusal: String,
    #[n(4)]
    witness: String,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct PieceShape {
    #[n(0)]
    digest: ByteArray<32>,
    #[n(1)]
    bytes: u64,
    #[n(2)]
    media_type: String,
    #[n(3)]
    file_name: String,
    /// Left out where the file is whole.
    #[n(4)]
    damaged: Option<bool>,
    /// Left out where the camera's clock is within what is allowed.
    #[n(5)]
    clock_off_ms: Option<i64>,
    /// In Chinese, as packs and papers write it.
    #[n(6)]
    kind: String,
    /// Left out where nobody said, as the next.
    #[n(7)]
    stage: Option<String>,
    #[n(8)]
    copy: Option<bool>,
    #[n(9)]
    device: String,
    #[n(10)]
    wearer: String,
    #[n(11)]
    place: String,
    #[n(12)]
    proves: String,
    #[n(13)]
    maker: String,
    #[n(14)]
    from_ms: i64,
    /// Left out of a picture, and where nobody knows the end.
    #[n(15)]
    until_ms: Option<i64>,
    #[n(16)]
    medium: String,
    #[n(17)]
    kept_at: String,
    /// Left out of an original.
    #[n(18)]
    copied: Option<CopyShape>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct CopyShape {
    #[n(0)]
    by: String,
    #[n(1)]
    at_ms: i64,
    #[n(2)]
    from: String,
}

pub(super) fn encode(sheet: &EvidenceSheet) -> Vec<u8> {
    to_bytes(&SheetShape {
        pieces: sheet.pieces.iter().map(piece_shape).collect(),
        holder: sheet.holder.get().clone(),
        opinion: sheet.opinion.clone(),
        refusal: sheet.refusal.clone(),
        witness: sheet.witness.get().clone(),
    })
}

fn piece_shape(piece: &EvidencePiece) -> PieceShape {
    PieceShape {
        digest: piece.digest.0.into(),
        bytes: piece.bytes,
        media_type: piece.media_type.word().into(),
        file_name: piece.file_name.get().clone(),
        damaged: piece.is_damaged.then_some(true),
        clock_off_ms: piece.clock_off_ms,
        kind: piece.kind.in_chinese().into(),
        stage: piece.stage.map(|stage| stage.word().into()),
        copy: piece.is_copy,
        device: piece.device.clone(),
        wearer: piece.wearer.get().clone(),
        place: piece.place.clone(),
        proves: piece.proves.clone(),
        maker: piece.maker.get().clone(),
        from_ms: piece.from.ms(),
        until_ms: piece.until.map(Moment::ms),
        medium: piece.medium.clone(),
        kept_at: piece.kept_at.clone(),
        copied: piece.copy.as_ref().map(|copy| CopyShape {
            by: copy.by.get().clone(),
            at_ms: copy.at.ms(),
            from: copy.from.clone(),
        }),
    }
}

pub(super) fn decode(bytes: &[u8]) -> Result<CasePaper, WireFault> {
    let shape: SheetShape = from_bytes(bytes)?;
    Ok(CasePaper::EvidenceSheet(EvidenceSheet {
        pieces: shape.pieces.into_iter().map(piece_from).collect::<Result<_, _>>()?,
        holder: shape.holder.into(),
        opinion: shape.opinion,
        refusal: shape.refusal,
        witness: shape.witness.into(),
    }))
}

fn piece_from(shape: PieceShape) -> Result<EvidencePiece, WireFault> {
    let media_type = MediaType::from_word(&shape.media_type);
    let kind = EvidenceKind::from_chinese(&shape.kind);
    let stage = |word: String| Stage::from_word(&word).ok_or(WireFault::Word(word));
    Ok(EvidencePiece {
        digest: bytes32(&shape.digest),
        bytes: shape.bytes,
        media_type: media_type.ok_or(WireFault::Word(shape.media_type))?,
        file_name: shape.file_name.into(),
        is_damaged: shape.damaged == Some(true),
        clock_off_ms: shape.clock_off_ms,
        kind: kind.ok_or(WireFault::Word(shape.kind))?,
        stage: shape.stage.map(stage).transpose()?,
        is_copy: shape.copy,
        device: shape.device,
        wearer: shape.wearer.into(),
        place: shape.place,
        proves: shape.proves,
        maker: shape.maker.into(),
        from: Moment::from_ms(shape.from_ms),
        until: shape.until_ms.map(Moment::from_ms),
        medium: shape.medium,
        kept_at: shape.kept_at,
        copy: shape.copied.map(|copy| PieceCopy {
            by: copy.by.into(),
            at: Moment::from_ms(copy.at_ms),
            from: copy.from,
        }),
    })
}
