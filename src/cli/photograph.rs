//! `lucha photograph`: keeps photographs and recordings with an inspection; the files themselves are only read.

use super::{Voice, code};
use crate::app::command::Trouble;
use crate::app::desk::Desk;
use crate::app::import_evidence::Import;
use crate::app::keep_photograph::{Kept, keep};
use crate::app::opening::{self, Place};
use crate::domain::described::Description;
use crate::domain::evidence::EvidenceKind;
use crate::domain::full_record::Stage;
use crate::stdx::clock::Moment;
use crate::stdx::id::Id;
use clap::Args;
use rust_i18n::t;
use std::path::PathBuf;

/// What is said of all files of a command.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// When they were taken, or a recording begins: 2026-11-23T08:40:00+08:00.
    #[arg(long, value_name = "TIME")]
    pub taken_at: Option<String>,
    /// When a recording ends: 2026-11-23T08:55:00+08:00.
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Stage of the record: entry, identity, inspection, evidence, sampling, hold, measure, telling, statement, decision,
    /// service.
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// What they prove.
    #[arg(long, value_name = "TEXT")]
    pub proves: Option<String>,
    /// Kind of evidence, in Chinese; without it audio-visual.
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// They are copies, not originals.
    #[arg(long)]
    pub copy: bool,
    /// Where they were made, where it is not the stop's place.
    #[arg(long, value_name = "TEXT")]
    pub place: Option<String>,
    /// Number of the camera or recorder.
    #[arg(long, value_name = "TEXT")]
    pub device: Option<String>,
    /// Who wore or held the device.
    #[arg(long, value_name = "NAME")]
    pub wearer: Option<String>,
    /// Where the originals of large recordings lie; without it their folder.
    #[arg(long, value_name = "TEXT")]
    pub medium: Option<String>,
}

/// Which files, and of which stop.
#[derive(Debug, Default)]
pub struct Order {
    /// Id of the inspection, or the number of one of its papers.
    pub what: String,
    /// Photographs and recordings, or folders of them.
    pub files: Vec<PathBuf>,
    /// What is said of all of them.
    pub said: Described,
    /// One JSON object instead of words.
    pub json: bool,
}

/// Runs the command; gives its exit code.
pub fn run(place: Place<'_>, order: &Order, voice: &mut Voice<'_>) -> u8 {
    let read = import(order).and_then(|import| {
        let mut desk = opening::to_write(place)?;
        let view = desk.find(&order.what)?;
        Ok((desk, Import { inspection: view.line.inspection, ..import }))
    });
    let (mut desk, import) = match read {
        Ok(read) => read,
        Err(trouble) => return voice.fail(&trouble),
    };
    if order.json || order.files.iter().any(|file| file.is_dir()) {
        together(&mut desk, &import, order.json, voice)
    } else {
        one_by_one(&mut desk, &import, voice)
    }
}

/// What the words of the command mean; of which stop is found later.
fn import(order: &Order) -> Result<Import, Trouble> {
    let Described { stage, kind, copy, .. } = &order.said;
    let time = |text: &Option<String>| match text.as_deref() {
        None => Ok(None),
        Some(text) => Moment::parse(text)
            .map(Some)
            .ok_or_else(|| Trouble::new("trouble.time_shape").with(text)),
    };
    let stage = stage.as_deref().map(|word| {
        let all = Stage::ALL.map(Stage::word).join(", ");
        let wrong = || Trouble::new("trouble.evidence_stage").with(word).and(all);
        Stage::from_word(word).ok_or_else(wrong)
    });
    let kind = kind.as_deref().map(|word| {
        let all = EvidenceKind::ALL.map(EvidenceKind::in_chinese).join("、");
        let wrong = || Trouble::new("trouble.evidence_kind").with(word).and(all);
        EvidenceKind::from_chinese(word).ok_or_else(wrong)
    });
    let (taken_at, until) = (time(&order.said.taken_at)?, time(&order.said.until)?);
    if let (Some(begin), Some(end)) = (taken_at, until)
        && end < begin
    {
        let wrong = Trouble::new("trouble.recording_span");
        return Err(wrong.with(end.rfc3339()).and(begin.rfc3339()));
    }
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_string();
    Ok(Import {
        inspection: Id([0; 16]),
        from: order.files.clone(),
        taken_at,
        until,
        medium: text(&order.said.medium),
        said: Description {
            stage: stage.transpose()?,
            proves: text(&order.said.proves),
            place: text(&order.said.place),
            device: text(&order.said.device),
            wearer: text(&order.said.wearer).into(),
            kind: kind.transpose()?,
            is_copy: copy.then_some(true),
        },
    })
}

/// Folders and all: what came of them in one answer.
fn together(desk: &mut Desk, import: &Import, json: bool, voice: &mut Voice<'_>) -> u8 {
    let done = match desk.import_evidence(import, &mut |_| true) {
        Ok(done) => done,
        Err(trouble) => return voice.fail(&trouble),
    };
    let sentences = done.sentences(voice.lang);
    if json {
        voice.say(&done.json().to_string());
    } else if let Some(first) = sentences.first() {
        voice.say(first);
    }
    if !json {
        sentences.iter().skip(1).for_each(|sentence| voice.warn(sentence));
    }
    let has_some = done.kept + done.named + done.known > 0;
    match (done.is_whole(), has_some) {
        (true, _) => code::DONE,
        (false, true) => code::PARTLY,
        (false, false) => code::NOTHING,
    }
}

/// Each file with its own line.
fn one_by_one(desk: &mut Desk, import: &Import, voice: &mut Voice<'_>) -> u8 {
    let (mut kept, mut refused) = (0, 0);
    for file in &import.from {
        let (key, digest) = match keep(desk, import, file) {
            Ok(Kept::New(photograph)) => ("cli.photograph_kept", photograph.digest),
            Ok(Kept::Named(recording)) => ("cli.photograph_named", recording.digest),
            Ok(Kept::Known(digest)) => ("cli.photograph_known", digest),
            Err(trouble) => {
                refused += 1;
                voice.fail(&trouble);
                continue;
            }
        };
        kept += 1;
        let (name, digest) = (file.display().to_string(), digest.hex());
        voice.say(&t!(key, locale = voice.lang, a = name, b = digest));
    }
    code::of(kept, refused)
}
