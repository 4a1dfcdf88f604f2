//! What officers do with a recorded case beside its decision: evidence, and papers; on a desk whose disk is simulated.

use super::disk::Disk;
use super::ground;
use super::scene::done;
use super::workday::{Day, both};
use lucha::app::command::{Command, Trouble};
use lucha::app::describe_evidence::Describing;
use lucha::app::desk::Desk;
use lucha::app::import_evidence::Import;
use lucha::app::keep_photograph;
use lucha::app::make_paper::{self, Made, TypedPaper};
use lucha::app::terms::Word;
use lucha::domain::described::Description;
use lucha::domain::full_record::Stage as RecordStage;
use lucha::stdx::id::Id;
use std::path::Path;
const CAMERA: &str = "/camera";
const PICTURE: &str = "/camera/P1.jpg";

pub fn with_camera(disk: &Disk) -> Disk {
    let disk = disk.copy();
    let picture: Vec<u8> =
        b"\xff\xd8\xff".iter().copied().chain((0..=250).cycle().take(9_000)).collect();
    ground::lay(&disk, CAMERA, PICTURE, &picture);
    disk
}

pub fn keep_photograph(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    keep_photograph::keep_photograph(desk, day.ended, Path::new(PICTURE), None).map(drop)
}

pub fn importing(day: &Day) -> Import {
    Import { from: vec![CAMERA.into()], ..Import::with(day.ended) }
}

/// What of the card could not be read or kept is told, and is no end.
pub fn import_evidence(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let done = desk.import_evidence(&importing(day), &mut |_| true)?;
    match done.refused {
        Some(trouble) => Err(trouble),
        None if done.is_whole() && done.kept + done.known == 1 => Ok(()),
        None => Err(Trouble::new("trouble.file").with(CAMERA).and("?")),
    }
}

pub fn with_evidence(day: &Day) -> Disk {
    let disk = with_camera(&day.on_duty);
    let mut desk = day.sit(&disk, 1 << 45).unwrap();
    import_evidence(&mut desk, day).unwrap();
    drop(desk);
    disk
}

pub fn describe_evidence(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let of = desk.find(&day.ended.to_string())?.inspection.photographs[0].digest;
    let (stage, proves) = (Some(RecordStage::Evidence), "车货总质量".into());
    let said = Description { stage, proves, ..Description::default() };
    let order = Box::new(Describing { inspection: day.ended, of, said });
    done(desk.handle(Command::DescribeEvidence(order)))
}

/// Evidence of the decided stop is held once.
pub fn make_paper(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    let what = day.ended.to_string();
    if !desk.find(&what)?.inspection.papers.is_empty() {
        return Err(Trouble::new("trouble.no_paper"));
    }
    make_paper_of(desk, day.ended)
}

/// Evidence of the case `stop` is held.
pub fn make_paper_of(desk: &mut Desk, stop: Id) -> Result<(), Trouble> {
    let (form, mut fields) = ("evidence_hold".to_string(), crate::case_papers::fields());
    fields.text("approval.at", crate::keys::NOW);
    let (paper, proven) = (TypedPaper { form, fields, draft: None }, both(desk));
    match make_paper::make_proven(desk, stop, &paper, Word::PinFile(&proven))? {
        Made::Issued(_) => Ok(()),
        other => panic!("{other:?}"),
    }
}

/// Who begins it again goes on with it.
pub fn begin_interview(desk: &mut Desk, day: &Day) -> Result<(), Trouble> {
    done(desk.handle(Command::BeginInterview { inspection: day.ended }))
}
