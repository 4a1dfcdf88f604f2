//! Evidence as lines to read: each piece, the stages that the whole record must show, the kinds that are missing.

use crate::app::view::inspection::InspectionView;
use crate::domain::described::Description;
use crate::domain::evidence::EvidenceKind;
use crate::domain::evidence_gap::EvidenceGap;
use crate::domain::full_record::{self, EVIDENCE_PAPERS, StageRecord};
use crate::domain::inspection::judgement::Outcome;
use crate::domain::photograph::{CameraTime, Photograph};
use crate::domain::recording::Recording;
use crate::forms;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::tui::screen::evidence_gap;
use crate::tui::shared::Shared;
use crate::tui::widget::gauge;
use crate::tui::widget::scroll::Styled;
use crate::tui::words;
use rust_i18n::t;

/// Minutes of an hour.
const HOUR_MIN: i64 = 60;

/// How many pieces there are.
#[must_use]
pub fn count(view: &InspectionView) -> usize {
    view.inspection.photographs.len() + view.inspection.recordings.len()
}

/// The photograph or the recording of a line: those that are kept stand first.
fn piece(view: &InspectionView, nth: usize) -> (Option<&Photograph>, Option<&Recording>) {
    let kept = &view.inspection.photographs;
    let named = nth.checked_sub(kept.len());
    (kept.get(nth), named.and_then(|nth| view.inspection.recordings.get(nth)))
}

/// Digest of the piece of a line.
#[must_use]
pub fn digest(view: &InspectionView, nth: usize) -> Option<Digest> {
    let (kept, named) = piece(view, nth);
    kept.map(|kept| kept.digest).or(named.map(|named| named.digest))
}

/// Digest and name of the picture of a line; `None` where it is a recording.
#[must_use]
pub fn picture(view: &InspectionView, nth: usize) -> Option<(Digest, String)> {
    let kept = piece(view, nth).0.filter(|kept| kept.media_type.is_picture())?;
    Some((kept.digest, kept.file_name.get().clone()))
}

/// One line for each piece.
#[must_use]
pub fn pieces(view: &InspectionView, cx: &Shared) -> Vec<Styled> {
    let kept = view.inspection.photographs.iter().map(|kept| kept_line(kept, cx));
    kept.chain(view.inspection.recordings.iter().map(|named| named_line(named, cx))).collect()
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> =
        parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join("  ")
}

fn stage_of(said: &Description, l: &str) -> String {
    said.stage.map_or(String::new(), |stage| words::say(l, &format!("stage.{}", stage.word())))
}

fn kept_line(kept: &Photograph, cx: &Shared) -> Styled {
    let l = cx.l();
    let taken = kept.taken_at.or(kept.camera.map(|camera| camera.at));
    let off = kept.camera.and_then(|camera| clock_mark(camera, l));
    let damaged = t!("evidence.damaged", locale = l).into_owned();
    let is_marked = off.is_some() || kept.is_damaged;
    let text = joined(&[
        words::say(l, kept.media_type.key()),
        kept.file_name.get().clone(),
        taken.map_or(String::new(), Moment::short),
        off.unwrap_or_default(),
        if kept.is_damaged { damaged } else { String::new() },
        stage_of(&kept.said, l),
        kept.said.proves.clone(),
    ]);
    Styled::new(text, if is_marked { cx.theme.warn() } else { cx.theme.base() })
}

fn named_line(named: &Recording, cx: &Shared) -> Styled {
    let l = cx.l();
    let text = joined(&[
        words::say(l, named.media_type.key()),
        named.file_name.get().clone(),
        named.from.map_or(String::new(), Moment::short),
        t!("evidence.elsewhere", locale = l, a = named.medium).into_owned(),
        stage_of(&named.said, l),
        named.said.proves.clone(),
    ]);
    Styled::new(text, cx.theme.base())
}

/// `! 相机时钟早 48:05`; nothing where it is not off.
fn clock_mark(camera: CameraTime, l: &str) -> Option<String> {
    let off_min = camera.off_ms? / 60_000;
    let by = format!("{}:{:02}", off_min.abs() / HOUR_MIN, off_min.abs() % HOUR_MIN);
    let words = if off_min < 0 {
        t!("evidence.clock_early", locale = l, a = by)
    } else {
        t!("evidence.clock_late", locale = l, a = by)
    };
    Some(words.into_owned())
}

/// All that is known of the piece of a line.
#[must_use]
pub fn whole(view: &InspectionView, nth: usize, cx: &Shared) -> Vec<Styled> {
    let l = cx.l();
    let Some(line) = pieces(view, cx).into_iter().nth(nth) else { return Vec::new() };
    let (kept, named) = piece(view, nth);
    let of = kept.map(|kept| (&kept.said, kept.bytes, kept.digest));
    let of = of.or(named.map(|named| (&named.said, named.bytes, named.digest)));
    let Some((said, bytes, digest)) = of else { return Vec::new() };
    let copy = said.is_copy.map_or(String::new(), |is_copy| {
        words::say(l, if is_copy { "evidence_copy.copy" } else { "evidence_copy.original" })
    });
    let labelled = |path: &str, text: &str| match text {
        "" => String::new(),
        text => format!("{}: {text}", words::field(l, path)),
    };
    let about = joined(&[
        gauge::bytes(bytes),
        format!("SHA-256 {}", digest.short()),
        said.counts_as().in_chinese().to_string(),
        copy,
        labelled("evidence.place", &said.place),
        labelled("evidence.device", &said.device),
        labelled("evidence.wearer", said.wearer.get()),
    ]);
    vec![line, Styled::new(about, cx.theme.quiet())]
}

/// National numbers of the papers that were issued.
fn papers(view: &InspectionView) -> Vec<u8> {
    let form = |paper: &crate::app::view::inspection::DocumentLine| forms::form(&paper.form);
    view.documents.iter().filter_map(form).filter_map(|form| form.national_no).collect()
}

fn records(view: &InspectionView) -> Vec<StageRecord> {
    full_record::bar(&view.inspection, &papers(view))
}

/// A line for each stage that the record must show, and one for the kinds of evidence.
#[must_use]
pub fn bar(view: &InspectionView, cx: &Shared) -> Vec<Styled> {
    let l = cx.l();
    let mut lines = vec![Styled::new(t!("evidence.bar", locale = l), cx.theme.title())];
    for record in records(view) {
        let stage = words::say(l, &format!("stage.{}", record.stage.word()));
        let mut parts = Vec::new();
        if record.files > 0 {
            parts.push(t!("evidence.files", locale = l, a = record.files).into_owned());
        }
        if record.is_written {
            parts.push(t!("evidence.written", locale = l).into_owned());
        }
        let (sign, style) =
            if record.is_kept() { ("✔", cx.theme.base()) } else { ("✖", cx.theme.warn()) };
        lines.push(Styled::new(format!("{sign} {stage}  {}", parts.join(" + ")), style));
    }
    lines.extend(of_papers(view, cx));
    lines.extend(kinds(view, cx));
    lines.extend(gap(view, cx));
    lines
}

/// What evidence the papers of the case are or list, each form with how many there are; nothing where there is none.
fn of_papers(view: &InspectionView, cx: &Shared) -> Option<Styled> {
    let l = cx.l();
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for paper in &view.documents {
        let number = forms::form(&paper.form).and_then(|form| form.national_no);
        if number.is_none_or(|number| !EVIDENCE_PAPERS.contains(&number)) {
            continue;
        }
        match counted.iter_mut().find(|(form, _)| *form == paper.form) {
            Some((_, count)) => *count += 1,
            None => counted.push((&paper.form, 1)),
        }
    }
    let said = |(form, count): &(&str, usize)| {
        format!("{} {count}", words::say(l, &format!("form.{form}")))
    };
    let all = counted.iter().map(said).collect::<Vec<_>>().join("、");
    let words = t!("evidence.papers", locale = l, a = all);
    (!counted.is_empty()).then(|| Styled::new(words, cx.theme.base()))
}

/// Why the officers left without a kind of evidence, or that nobody said why; nothing where none is missing.
#[must_use]
pub fn gap(view: &InspectionView, cx: &Shared) -> Option<Styled> {
    let gap = EvidenceGap::of(&view.inspection, &view.judgement, &[])?;
    // Where nothing was decided nobody has left.
    view.inspection.ending.as_ref().filter(|ending| ending.outcome != Outcome::Blocked)?;
    let style = if gap.is_unexplained() { cx.theme.warn() } else { cx.theme.base() };
    Some(Styled::new(evidence_gap::reason(&gap, cx.l()), style))
}

/// Which kinds of evidence there are, and of an act that asks for more, how many and which could be added.
fn kinds(view: &InspectionView, cx: &Shared) -> Option<Styled> {
    let l = cx.l();
    let wanted = view.judgement.evidence_kinds_min?;
    let found = full_record::kinds(&view.inspection, &papers(view));
    let listed = |kinds: &mut dyn Iterator<Item = EvidenceKind>| -> String {
        kinds.map(EvidenceKind::in_chinese).collect::<Vec<_>>().join("、")
    };
    let (missing, others) = full_record::missing_kinds(wanted, &found);
    let has = listed(&mut found.iter().copied());
    Some(if missing == 0 {
        let words = t!("evidence.kinds_enough", locale = l, a = wanted, b = has);
        Styled::new(format!("✔ {words}"), cx.theme.base())
    } else {
        let more = listed(&mut others.into_iter());
        let words =
            t!("evidence.kinds_missing", locale = l, a = wanted, b = has, c = missing, d = more);
        Styled::new(format!("✖ {words}"), cx.theme.warn())
    })
}

/// The one line of a stop's page.
#[must_use]
pub fn summary(view: &InspectionView, cx: &Shared) -> Styled {
    let l = cx.l();
    let records = records(view);
    let missing: Vec<String> = records
        .iter()
        .filter(|record| !record.is_kept())
        .map(|record| words::say(l, &format!("stage.{}", record.stage.word())))
        .collect();
    let (pieces, all) = (count(view), records.len());
    let kept = all - missing.len();
    let words = t!("evidence.summary", locale = l, a = pieces, b = kept, c = all);
    if missing.is_empty() {
        Styled::new(format!("✔ {words}"), cx.theme.base())
    } else {
        Styled::new(format!("✖ {words}  {}", missing.join("、")), cx.theme.warn())
    }
}
