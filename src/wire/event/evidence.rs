//! Payload shapes of evidence: kinds 112, 117 and 118; it takes the files for what their digests say and reads none.

use crate::domain::described::Description;
use crate::domain::evidence::EvidenceKind;
use crate::domain::full_record::Stage;
use crate::domain::inspection::event::Event;
use crate::domain::photograph::{CameraTime, MediaType, Photograph};
use crate::domain::recording::Recording;
use crate::stdx::clock::Moment;
use crate::stdx::digest::Digest;
use crate::wire::{WireFault, bytes32, from_bytes, to_bytes};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

pub(super) const PHOTOGRAPH_TAKEN: u16 = 112;
pub(super) const RECORDING_REFERENCED: u16 = 117;
pub(super) const EVIDENCE_DESCRIBED: u16 = 118;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Taken {
    #[n(0)]
    digest: ByteArray<32>,
    #[n(1)]
    bytes: u64,
    #[n(2)]
    media_type: String,
    #[n(3)]
    file_name: String,
    #[n(4)]
    taken_ms: Option<i64>,
    /// Left out where the file does not say.
    #[n(5)]
    camera_ms: Option<i64>,
    /// Left out where the camera's clock is within what is allowed.
    #[n(6)]
    camera_off_ms: Option<i64>,
    /// Left out where the file is whole.
    #[n(7)]
    damaged: Option<bool>,
    /// Left out where nobody said anything.
    #[n(8)]
    said: Option<Said>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Referenced {
    #[n(0)]
    digest: ByteArray<32>,
    #[n(1)]
    bytes: u64,
    #[n(2)]
    media_type: String,
    #[n(3)]
    file_name: String,
    #[n(4)]
    from_ms: Option<i64>,
    #[n(5)]
    until_ms: Option<i64>,
    #[n(6)]
    medium: String,
    #[n(7)]
    said: Option<Said>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Described {
    #[n(0)]
    of: ByteArray<32>,
    #[n(1)]
    said: Said,
}

/// What nobody said is left out.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Said {
    #[n(0)]
    stage: Option<String>,
    #[n(1)]
    proves: Option<String>,
    #[n(2)]
    place: Option<String>,
    #[n(3)]
    device: Option<String>,
    #[n(4)]
    wearer: Option<String>,
    /// In Chinese, as packs and papers write it.
    #[n(5)]
    kind: Option<String>,
    #[n(6)]
    copy: Option<bool>,
}

fn said_shape(said: &Description) -> Said {
    let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    Said {
        stage: said.stage.map(|stage| stage.word().into()),
        proves: text(&said.proves),
        place: text(&said.place),
        device: text(&said.device),
        wearer: text(said.wearer.get()),
        kind: said.kind.map(|kind| kind.in_chinese().into()),
        copy: said.is_copy,
    }
}

fn said_from(shape: Said) -> Result<Description, WireFault> {
    let stage = |word: String| Stage::from_word(&word).ok_or(WireFault::Word(word));
    let kind = |word: String| EvidenceKind::from_chinese(&word).ok_or(WireFault::Word(word));
    Ok(Description {
        stage: shape.stage.map(stage).transpose()?,
        proves: shape.proves.unwrap_or_default(),
        place: shape.place.unwrap_or_default(),
        device: shape.device.unwrap_or_default(),
        wearer: shape.wearer.unwrap_or_default().into(),
        kind: shape.kind.map(kind).transpose()?,
        is_copy: shape.copy,
    })
}

fn some_said(said: &Description) -> Option<Said> {
    (!said.is_empty()).then(|| said_shape(said))
}

fn media_type(word: String) -> Result<MediaType, WireFault> {
    MediaType::from_word(&word).ok_or(WireFault::Word(word))
}

pub(super) fn taken(photograph: &Photograph) -> (u16, Vec<u8>) {
    let shape = Taken {
        digest: photograph.digest.0.into(),
        bytes: photograph.bytes,
        media_type: photograph.media_type.word().into(),
        file_name: photograph.file_name.get().clone(),
        taken_ms: photograph.taken_at.map(Moment::ms),
        camera_ms: photograph.camera.map(|camera| camera.at.ms()),
        camera_off_ms: photograph.camera.and_then(|camera| camera.off_ms),
        damaged: photograph.is_damaged.then_some(true),
        said: some_said(&photograph.said),
    };
    (PHOTOGRAPH_TAKEN, to_bytes(&shape))
}

pub(super) fn taken_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: Taken = from_bytes(bytes)?;
    let off_ms = shape.camera_off_ms;
    Ok(Event::PhotographTaken(Photograph {
        digest: bytes32(&shape.digest),
        bytes: shape.bytes,
        media_type: media_type(shape.media_type)?,
        file_name: shape.file_name.into(),
        taken_at: shape.taken_ms.map(Moment::from_ms),
        camera: shape.camera_ms.map(|at| CameraTime { at: Moment::from_ms(at), off_ms }),
        is_damaged: shape.damaged == Some(true),
        said: shape.said.map_or_else(|| Ok(Description::default()), said_from)?,
    }))
}

pub(super) fn referenced(recording: &Recording) -> (u16, Vec<u8>) {
    let shape = Referenced {
        digest: recording.digest.0.into(),
        bytes: recording.bytes,
        media_type: recording.media_type.word().into(),
        file_name: recording.file_name.get().clone(),
        from_ms: recording.from.map(Moment::ms),
        until_ms: recording.until.map(Moment::ms),
        medium: recording.medium.clone(),
        said: some_said(&recording.said),
    };
    (RECORDING_REFERENCED, to_bytes(&shape))
}

pub(super) fn referenced_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: Referenced = from_bytes(bytes)?;
    Ok(Event::RecordingReferenced(Recording {
        digest: bytes32(&shape.digest),
        bytes: shape.bytes,
        media_type: media_type(shape.media_type)?,
        file_name: shape.file_name.into(),
        from: shape.from_ms.map(Moment::from_ms),
        until: shape.until_ms.map(Moment::from_ms),
        medium: shape.medium,
        said: shape.said.map_or_else(|| Ok(Description::default()), said_from)?,
    }))
}

pub(super) fn described(of: Digest, said: &Description) -> (u16, Vec<u8>) {
    (EVIDENCE_DESCRIBED, to_bytes(&Described { of: of.0.into(), said: said_shape(said) }))
}

pub(super) fn described_from(bytes: &[u8]) -> Result<Event, WireFault> {
    let shape: Described = from_bytes(bytes)?;
    Ok(Event::EvidenceDescribed { of: bytes32(&shape.of), said: said_from(shape.said)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::event::{Body, decode, encode};

    fn said() -> Description {
        Description {
            stage: Some(Stage::Evidence),
            proves: "车货总质量".into(),
            place: "莲下治超点".into(),
            device: "DSJ-07".into(),
            wearer: "张三".into(),
            kind: Some(EvidenceKind::Document),
            is_copy: Some(true),
        }
    }

    fn photograph(said: Description) -> Photograph {
        Photograph {
            digest: Digest([3; 32]),
            bytes: 40,
            media_type: MediaType::Amr,
            file_name: "REC_0001.amr".into(),
            taken_at: None,
            camera: None,
            is_damaged: false,
            said,
        }
    }

    #[track_caller]
    fn comes_back(event: Event) {
        let (kind, schema, bytes) = encode(&Body::Inspection(event.clone()));
        assert_eq!(decode(kind, schema, &bytes), Ok(Body::Inspection(event)));
    }

    #[test]
    fn evidence_comes_back_with_all_that_was_said_of_it_and_with_nothing() {
        let camera = CameraTime { at: Moment::from_ms(5), off_ms: Some(-172_800_000) };
        let marked = Photograph { camera: Some(camera), is_damaged: true, ..photograph(said()) };
        comes_back(Event::PhotographTaken(marked));
        comes_back(Event::PhotographTaken(photograph(Description::default())));
        let recording = |said| Recording {
            digest: Digest([4; 32]),
            bytes: 3 << 30,
            media_type: MediaType::Mp4,
            file_name: "张三.mp4".into(),
            from: Some(Moment::from_ms(1)),
            until: None,
            medium: "/media/DSJ".into(),
            said,
        };
        comes_back(Event::RecordingReferenced(recording(said())));
        comes_back(Event::RecordingReferenced(recording(Description::default())));
        comes_back(Event::EvidenceDescribed { of: Digest([4; 32]), said: said() });
        let said = Description::default();
        comes_back(Event::EvidenceDescribed { of: Digest([4; 32]), said });
    }

    #[test]
    fn an_entry_from_before_anything_was_said_reads_and_is_written_as_it_was() {
        // 0 digest, 1 bytes, 2 media type, 3 name, and no more.
        let mut old = vec![0xa4, 0x00, 0x58, 0x20];
        old.extend([3; 32]);
        old.extend([0x01, 0x18, 40, 0x02, 0x69]);
        old.extend(b"audio/amr");
        old.extend([0x03, 0x6c]);
        old.extend(b"REC_0001.amr");
        let event = Event::PhotographTaken(photograph(Description::default()));
        assert_eq!(taken_from(&old), Ok(event.clone()));
        assert_eq!(encode(&Body::Inspection(event)).2, old);
    }
}
