//! What comes of a question, a piece after the other: no more than a message may have, and of all questions together no more
//! than there is memory for; reads nothing of it.

use crate::wire::message::MESSAGE_MAX;
use axum::body::{Body, HttpBody as _};
use axum::http::StatusCode;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes of one question that are heard whatever else comes: each HELLO, and what a slow line sends at once.
const SHORT: usize = 64 * 1024;
/// Bytes behind those, of all questions together that are on their way or at work. Who holds many lines and says long
/// questions slowly takes nobody else's memory.
const LONG_ALL: usize = 512 * 1024 * 1024;
/// Whoever shows no certificate asks to be enrolled, which is short.
const STRANGER_MAX: usize = 128 * 1024;

/// Memory for what is longer than short.
pub(super) struct Room(Arc<Semaphore>);

impl Room {
    pub(super) fn new() -> Room {
        Room::of(LONG_ALL)
    }

    fn of(bytes: usize) -> Room {
        Room(Arc::new(Semaphore::new(bytes)))
    }
}

/// What came.
pub(super) struct Heard {
    pub(super) bytes: Vec<u8>,
    /// That is all of it; else the line was cut.
    pub(super) is_whole: bool,
    /// Its part of the room, given back when it is dropped.
    pub(super) part: Option<OwnedSemaphorePermit>,
}

/// Hears a question to its end, or to where the line was cut.
///
/// # Errors
/// With what is answered when it is longer than a message may be, or when there is no room for it now.
pub(super) async fn hear(
    mut body: Body,
    room: &Room,
    is_stranger: bool,
) -> Result<Heard, StatusCode> {
    let most = if is_stranger { STRANGER_MAX } else { MESSAGE_MAX };
    let mut heard = Heard { bytes: Vec::new(), is_whole: false, part: None };
    loop {
        match std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            None => {
                heard.is_whole = true;
                return Ok(heard);
            }
            Some(Err(_)) => return Ok(heard),
            Some(Ok(frame)) => {
                let Ok(data) = frame.into_data() else { continue };
                let (before, length) = (heard.bytes.len(), heard.bytes.len() + data.len());
                if length > most {
                    return Err(StatusCode::PAYLOAD_TOO_LARGE);
                }
                heard.takes(room, length.saturating_sub(before.max(SHORT)))?;
                heard.bytes.extend_from_slice(&data);
            }
        }
    }
}

impl Heard {
    fn takes(&mut self, room: &Room, bytes: usize) -> Result<(), StatusCode> {
        if bytes == 0 {
            return Ok(());
        }
        let wanted = u32::try_from(bytes).unwrap_or(u32::MAX);
        let more = Arc::clone(&room.0).try_acquire_many_owned(wanted);
        let more = more.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        match &mut self.part {
            Some(part) => part.merge(more),
            None => self.part = Some(more),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many bytes of a question were heard, and what they hold of the room.
    fn said(room: &Room, bytes: usize, is_stranger: bool) -> Result<Heard, StatusCode> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(hear(Body::from(vec![7; bytes]), room, is_stranger))
    }

    #[test]
    fn long_questions_share_a_room_and_short_ones_are_heard_without_it() {
        let room = Room::of(100);
        let long = said(&room, SHORT + 100, false).unwrap_or_else(|no| panic!("{no}"));
        assert!(long.is_whole && long.bytes == vec![7; SHORT + 100]);
        assert_eq!(said(&room, SHORT + 1, false).err(), Some(StatusCode::SERVICE_UNAVAILABLE));
        assert!(said(&room, SHORT, false).is_ok_and(|heard| heard.part.is_none()));
        drop(long);
        assert!(said(&room, SHORT + 100, false).is_ok_and(|heard| heard.part.is_some()));
        assert_eq!(room.0.available_permits(), 100, "given back");
    }

    #[test]
    fn nobody_says_more_than_a_message_and_a_stranger_little() {
        let (room, too_long) = (Room::new(), Some(StatusCode::PAYLOAD_TOO_LARGE));
        assert!(said(&room, MESSAGE_MAX, false).is_ok());
        assert_eq!(said(&room, MESSAGE_MAX + 1, false).err(), too_long);
        assert!(said(&room, STRANGER_MAX, true).is_ok());
        assert_eq!(said(&room, STRANGER_MAX + 1, true).err(), too_long);
    }
}
