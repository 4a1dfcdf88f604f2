//! 视听资料（电子数据）证据记录单, a local form of the file: each picture and recording with its digest, its maker and where its original
//! lies. Shows no picture and plays no recording.

use super::Missing;
use super::filled::{Field, Filled};
use super::scene::{Filling, Scene};
use crate::domain::full_record::Stage;
use crate::domain::paper::CasePaper;
use crate::domain::paper::evidence_piece::{EvidencePiece, PieceCopy};
use crate::domain::photograph::MediaType;
use crate::stdx::clock::Moment;

const TEMPLATE_VERSION: u32 = 1;

/// Between digits that are read together.
const GROUP_DIGITS: usize = 3;

/// Fills the form, or lists what it needs and the record lacks.
///
/// # Errors
/// What the record lacks, as paths of the check contract; `sheet` where the paper is another.
pub fn fill(scene: &Scene<'_>) -> Result<Filled, Vec<Missing>> {
    let mut filling = Filling::new("evidence_sheet", TEMPLATE_VERSION, scene);
    let Some(CasePaper::EvidenceSheet(sheet)) = scene.of_case else {
        filling.needs(false, "sheet");
        return filling.finish();
    };
    let pieces = (1..).zip(&sheet.pieces).map(|(nth, piece)| row(nth, piece)).collect();
    filling
        .needs(!sheet.pieces.is_empty(), "sheet.pieces")
        .field("pieces", Field::Rows(pieces))
        .text("holder", sheet.holder.get())
        .text("opinion", &sheet.opinion)
        .text("refusal", &sheet.refusal)
        .text("witness", sheet.witness.get())
        .finish()
}

/// The cells of one piece, in the order in which the page asks for them.
fn row(nth: usize, piece: &EvidencePiece) -> Vec<String> {
    let original = match piece.is_copy {
        Some(true) => "复制件",
        Some(false) => "原件",
        None => "",
    };
    let mut marks = Vec::new();
    if piece.is_damaged {
        marks.push("文件不完整，按原样保存".to_string());
    }
    marks.extend(piece.clock_off_ms.map(clock_off));
    vec![
        nth.to_string(),
        piece.file_name.get().clone(),
        format!(
            "{}（{}），{}字节",
            sort(piece.media_type),
            piece.media_type.word(),
            grouped(piece.bytes)
        ),
        piece.digest.hex(),
        piece.kind.in_chinese().to_string(),
        original.to_string(),
        piece.proves.clone(),
        piece.maker.get().clone(),
        made_with(piece),
        piece.place.clone(),
        made_at(piece),
        piece.length_ms().map(length).unwrap_or_default(),
        piece.medium.clone(),
        piece.kept_at.clone(),
        piece.copy.as_ref().map(copied).unwrap_or_default(),
        piece.stage.map(Stage::in_chinese).unwrap_or_default().to_string(),
        marks.join("；"),
    ]
}

fn sort(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Jpeg | MediaType::Png => "照片",
        MediaType::Mp4 | MediaType::Mov => "录像",
        MediaType::Wav | MediaType::Mp3 | MediaType::Amr => "录音",
    }
}

/// `1,234,567`.
fn grouped(bytes: u64) -> String {
    let digits = bytes.to_string();
    let mut text = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(GROUP_DIGITS) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The device and who wore or held it; empty where nobody said.
fn made_with(piece: &EvidencePiece) -> String {
    let (device, wearer) = (piece.device.as_str(), piece.wearer.get().as_str());
    match (device, wearer) {
        (device, "") => device.to_string(),
        ("", wearer) => format!("{wearer}佩戴（持有）"),
        (device, wearer) => format!("{device}，{wearer}佩戴（持有）"),
    }
}

fn made_at(piece: &EvidencePiece) -> String {
    let from = piece.from.in_chinese();
    piece.until.map_or_else(|| from.clone(), |until| format!("{from}至{}", until.in_chinese()))
}

/// `1时5分30秒`, parts that are nothing left out.
fn length(ms: i64) -> String {
    let seconds = ms / 1_000;
    let parts = [(seconds / 3_600, "时"), (seconds / 60 % 60, "分"), (seconds % 60, "秒")];
    let said: String = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(n, unit)| format!("{n}{unit}"))
        .collect();
    if said.is_empty() { "不足1秒".to_string() } else { said }
}

fn clock_off(ms: i64) -> String {
    let minutes = ms.abs() / 60_000;
    let how = if ms < 0 { "早" } else { "晚" };
    format!("设备时钟比本机{how}{minutes}分钟，采集时间以本单所记为准")
}

fn copied(copy: &PieceCopy) -> String {
    format!("{}于{}复制自{}", copy.by.get(), Moment::in_chinese(copy.at), copy.from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_and_a_size_are_said_in_full() {
        for (ms, said) in [
            (0, "不足1秒"),
            (999, "不足1秒"),
            (30_000, "30秒"),
            (3_600_000, "1时"),
            (3_930_000, "1时5分30秒"),
        ] {
            assert_eq!(length(ms), said);
        }
        for (bytes, said) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (3_221_225_472, "3,221,225,472")]
        {
            assert_eq!(grouped(bytes), said);
        }
        assert_eq!(clock_off(-2_880_000), "设备时钟比本机早48分钟，采集时间以本单所记为准");
    }
}
