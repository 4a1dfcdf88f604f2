//! One picture or recording on a sheet of evidence: what the journal holds of it, joined with what was typed beside it; changes
//! nothing of what the journal holds.

use super::PaperCase;
use super::field::Column;
use super::typed::Reading;
use crate::domain::described::Description;
use crate::domain::evidence::EvidenceKind;
use crate::domain::full_record::Stage;
use crate::domain::inspection::Inspection;
use crate::domain::party::Personal;
use crate::domain::photograph::{MediaType, Photograph};
use crate::domain::recording::Recording;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;

/// So many characters of a digest name a file at least.
const DIGITS_MIN: usize = 8;
/// Papers give times to the minute, so a second is no lie.
const MINUTE_MS: i64 = 60_000;

/// What is typed for a piece. The file is named by the first signs of its digest; what is left out of maker, carrier and place is as the
/// sheet says for all.
pub const COLUMNS: [Column; 10] = [
    Column::wanted("file"),
    Column::wanted("proves").long(),
    Column::wanted("from"),
    Column::new("until"),
    Column::new("maker"),
    Column::new("medium"),
    Column::new("kept_at"),
    Column::new("copied_by"),
    Column::new("copied_at"),
    Column::new("copied_from"),
];

/// 视听资料或者电子数据, as the sheet bears it (处罚法 46).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidencePiece {
    /// Of the whole file, SHA-256.
    pub digest: Digest,
    /// Size of the file.
    pub bytes: u64,
    /// By its first bytes.
    pub media_type: MediaType,
    /// As the camera or the officer called it.
    pub file_name: Personal,
    /// Its end is missing or its parts do not fit.
    pub is_damaged: bool,
    /// How far the camera's clock lies off the laptop's, ms, before (negative) or behind; `None` within what is allowed.
    pub clock_off_ms: Option<i64>,
    /// As which kind it is put forward.
    pub kind: EvidenceKind,
    /// The stage that it records; `None` where nobody said.
    pub stage: Option<Stage>,
    /// 复制件 or 原件; `None` where nobody said.
    pub is_copy: Option<bool>,
    /// Number of the camera or recorder; may be empty.
    pub device: String,
    /// Who wore or held it; may be empty.
    pub wearer: Personal,
    /// 采集地点.
    pub place: String,
    /// 证明事项.
    pub proves: String,
    /// 采集人.
    pub maker: Personal,
    /// When it was made, of a recording when it begins.
    pub from: Moment,
    /// When a recording ends; `None` of a picture, and where nobody knows.
    pub until: Option<Moment>,
    /// 原始载体: the medium that it was made on.
    pub medium: String,
    /// Where that is kept.
    pub kept_at: String,
    /// How the copy came about; `None` of an original.
    pub copy: Option<PieceCopy>,
}

/// 复制: by whom, when and from what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PieceCopy {
    /// Who copied it.
    pub by: Personal,
    /// When.
    pub at: Moment,
    /// From which medium or file.
    pub from: String,
}

/// What a sheet says for all of its pieces.
pub(super) struct Shared {
    pub maker: String,
    pub place: String,
    pub medium: String,
    pub kept_at: String,
}

/// A file of the stop, as the journal holds it.
pub(super) struct KeptFile<'a> {
    pub digest: Digest,
    bytes: u64,
    media_type: MediaType,
    file_name: &'a Personal,
    is_damaged: bool,
    clock_off_ms: Option<i64>,
    from: Option<Moment>,
    until: Option<Moment>,
    medium: &'a str,
    said: &'a Description,
}

/// Every picture and recording of a stop, those that are kept first.
pub(super) fn all(inspection: &Inspection) -> impl Iterator<Item = KeptFile<'_>> {
    let kept = inspection.photographs.iter().map(KeptFile::kept);
    kept.chain(inspection.recordings.iter().map(KeptFile::named))
}

impl<'a> KeptFile<'a> {
    fn kept(of: &'a Photograph) -> KeptFile<'a> {
        let clock_off_ms = of.camera.and_then(|camera| camera.off_ms);
        // A clock that is off says nothing of the time; one that is not is as good as an officer's word.
        let by_camera = || of.camera.filter(|camera| camera.off_ms.is_none()).map(|one| one.at);
        KeptFile {
            digest: of.digest,
            bytes: of.bytes,
            media_type: of.media_type,
            file_name: &of.file_name,
            is_damaged: of.is_damaged,
            clock_off_ms,
            from: of.taken_at.or_else(by_camera),
            until: None,
            medium: "",
            said: &of.said,
        }
    }

    fn named(of: &'a Recording) -> KeptFile<'a> {
        KeptFile {
            digest: of.digest,
            bytes: of.bytes,
            media_type: of.media_type,
            file_name: &of.file_name,
            is_damaged: false,
            clock_off_ms: None,
            from: of.from,
            until: of.until,
            medium: &of.medium,
            said: &of.said,
        }
    }

    /// Put forward as a kind that the sheet is made for.
    pub fn is_recorded(&self) -> bool {
        matches!(self.said.counts_as(), EvidenceKind::AudioVisual | EvidenceKind::ElectronicRecord)
    }

    /// Its row, as far as the journal knows it.
    pub fn proposed(&self) -> Vec<String> {
        let time = |at: Option<Moment>| at.map(Moment::rfc3339).unwrap_or_default();
        // A bar or semicolon in a text would part its row.
        let whole = |text: &str| text.replace(['；', '|', '｜', '\t', '\n'], "，");
        let mut row = vec![
            self.digest.short(),
            whole(&self.said.proves),
            time(self.from),
            time(self.until),
            whole(self.said.wearer.get()),
            whole(self.medium),
        ];
        row.resize(COLUMNS.len(), String::new());
        row
    }
}

/// The one file of the stop whose digest begins with `named`; `None` where there is none, or more than one.
fn file<'a>(case: &PaperCase<'a>, named: &str) -> Option<KeptFile<'a>> {
    let named = named.to_lowercase();
    if named.len() < DIGITS_MIN {
        return None;
    }
    let mut fit = all(case.inspection).filter(|file| file.digest.hex().starts_with(&named));
    let first = fit.next()?;
    fit.all(|other| other.digest == first.digest).then_some(first)
}

/// Reads the row of one piece; `at` gives the path of a column.
pub(super) fn read(
    reading: &mut Reading<'_>,
    case: &PaperCase<'_>,
    shared: &Shared,
    row: &[String],
    at: &dyn Fn(&str) -> String,
) -> Option<EvidencePiece> {
    let [named, proves, from, until, maker, medium, kept_at, by, copied_at, copied_from] =
        <[String; 10]>::try_from(row.to_vec()).ok()?;
    let file = file(case, &named);
    if file.is_none() && !named.is_empty() {
        reading.wrong(at("file"));
    }
    let begun = time(reading, case, &from, &at("from"));
    let ended = time(reading, case, &until, &at("until"));
    if begun.zip(ended).is_some_and(|(begun, ended)| ended < begun) {
        reading.wrong(at("until"));
    }
    let is_copy = file.as_ref().is_some_and(|file| file.said.is_copy == Some(true));
    let typed = [by, copied_at, copied_from];
    let is_copied = is_copy || typed.iter().any(|part| !part.is_empty());
    let copy = if is_copied { copy(reading, case, (typed, ended.or(begun)), at) } else { None };
    let file = file?;
    let or = |own: String, all: &str| if own.is_empty() { all.to_string() } else { own };
    Some(EvidencePiece {
        digest: file.digest,
        bytes: file.bytes,
        media_type: file.media_type,
        file_name: file.file_name.clone(),
        is_damaged: file.is_damaged,
        clock_off_ms: file.clock_off_ms,
        kind: file.said.counts_as(),
        stage: file.said.stage,
        is_copy: file.said.is_copy.or(is_copied.then_some(true)),
        device: file.said.device.clone(),
        wearer: file.said.wearer.clone(),
        place: or(file.said.place.clone(), &shared.place),
        proves,
        maker: or(maker, &shared.maker).into(),
        from: begun?,
        until: ended,
        medium: or(medium, &shared.medium),
        kept_at: or(kept_at, &shared.kept_at),
        copy,
    })
}

/// How a copy came about: by whom, when and from what stand together, and no copy is older than what it was made from.
fn copy(
    reading: &mut Reading<'_>,
    case: &PaperCase<'_>,
    (typed, made_at): ([String; 3], Option<Moment>),
    at: &dyn Fn(&str) -> String,
) -> Option<PieceCopy> {
    for (column, part) in ["copied_by", "copied_at", "copied_from"].iter().zip(&typed) {
        if part.is_empty() {
            reading.missing(at(column));
        }
    }
    let [by, copied_at, from] = typed;
    let copied = time(reading, case, &copied_at, &at("copied_at"));
    let minute = |at: Moment| at.ms().div_euclid(MINUTE_MS);
    if copied.zip(made_at).is_some_and(|(copied, made)| minute(copied) < minute(made)) {
        reading.wrong(at("copied_at"));
    }
    Some(PieceCopy { by: by.into(), at: copied?, from })
}

/// A time in a row; one that is to come, or none at all, is refused. A camera may have run before the stop.
fn time(reading: &mut Reading<'_>, case: &PaperCase<'_>, text: &str, path: &str) -> Option<Moment> {
    if text.is_empty() {
        return None;
    }
    let at = Moment::parse(text).or_else(|| Moment::parse_short(text));
    if at.is_none_or(|at| at > case.now) {
        reading.wrong(path);
    }
    at
}

impl EvidencePiece {
    /// Length of a recording, ms; `None` of a picture, and where its end is not known.
    #[must_use]
    pub fn length_ms(&self) -> Option<i64> {
        self.until.map(|until| until.ms() - self.from.ms())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_every_column_and_no_text_parts_it() {
        let said = Description {
            proves: "总质量；轴数|车型\n全貌".into(),
            wearer: "张伟".into(),
            ..Description::default()
        };
        let at = Moment::parse("2026-11-23T08:40:00+08:00");
        let recording = Recording {
            digest: Digest([0xab; 32]),
            bytes: 1,
            media_type: MediaType::Mp4,
            file_name: "1.mp4".into(),
            from: at,
            until: None,
            medium: "存储卡｜甲".into(),
            said,
        };
        let row = KeptFile::named(&recording).proposed();
        assert_eq!(row.len(), COLUMNS.len());
        assert_eq!(row[0], "abababab");
        assert_eq!(row[1], "总质量，轴数，车型，全貌");
        assert_eq!(row[2..6], ["2026-11-23T08:40:00+08:00", "", "张伟", "存储卡，甲"]);
    }
}
