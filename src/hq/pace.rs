//! How fast a question has to come and its answer has to be taken: a line that is slower is cut, so that nobody holds a place
//! with a byte a minute; counts bytes and reads none of them.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// What is borne of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// From the first byte of a question on so long, whatever came; the same of an answer that is not taken. A handshake is
    /// over by then.
    pub patience: Duration,
    /// Each so many bytes give one second more.
    pub bytes_per_second: u64,
    /// A line on which nothing is asked is closed after this time; laptops keep theirs as long for the next entry.
    pub idle: Duration,
}

impl Default for Pace {
    /// A quarter of a line of 32 kbit/s is enough.
    fn default() -> Pace {
        let (patience, idle) = (Duration::from_secs(30), Duration::from_secs(300));
        Pace { patience, bytes_per_second: 1_024, idle }
    }
}

impl Pace {
    /// How long `bytes` of one question, or of one answer, may take.
    #[must_use]
    pub fn allowed(&self, bytes: u64) -> Duration {
        let ms = bytes.saturating_mul(1_000) / self.bytes_per_second.max(1);
        self.patience.saturating_add(Duration::from_millis(ms))
    }
}

/// What a line is about: whoever answers says it, and its bytes are measured by it.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// A question is whole and at work: the time is headquarters' own.
    works: AtomicBool,
    /// Which turn it is: what was measured before is over.
    nth: AtomicU32,
}

impl Turn {
    /// The question is here.
    pub(super) fn works(&self) {
        self.works.store(true, Ordering::Relaxed);
        self.nth.fetch_add(1, Ordering::Relaxed);
    }

    /// Its answer is made, or nothing is asked.
    pub(super) fn rests(&self) {
        self.works.store(false, Ordering::Relaxed);
        self.nth.fetch_add(1, Ordering::Relaxed);
    }
}

/// Bytes in one direction since something of it is on its way.
#[derive(Default)]
struct Stretch {
    begun: Option<Instant>,
    bytes: u64,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Stretch {
    /// Nothing moves: whether that is so for longer than `pace` allows. Whoever waits is woken then.
    fn is_over(&mut self, pace: Pace, cx: &mut Context<'_>) -> bool {
        let Some(begun) = self.begun else { return false };
        let until = begun + pace.allowed(self.bytes);
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if timer.deadline() != until {
            timer.as_mut().reset(until);
        }
        timer.as_mut().poll(cx).is_ready()
    }
}

/// A stream whose bytes are measured, below TLS.
pub(super) struct Paced<S> {
    inner: S,
    pace: Pace,
    turn: Arc<Turn>,
    /// The turn that was measured last.
    nth: u32,
    reading: Stretch,
    writing: Stretch,
}

impl<S> Paced<S> {
    pub(super) fn new(inner: S, pace: Pace, turn: Arc<Turn>) -> Paced<S> {
        let (reading, writing) = (Stretch::default(), Stretch::default());
        Paced { inner, pace, turn, nth: 0, reading, writing }
    }

    /// Whether the time is the other side's.
    fn is_theirs(&mut self) -> bool {
        let nth = self.turn.nth.load(Ordering::Relaxed);
        if nth != self.nth {
            self.nth = nth;
            (self.reading, self.writing) = (Stretch::default(), Stretch::default());
        }
        !self.turn.works.load(Ordering::Relaxed)
    }

    fn wrote(&mut self, done: Poll<Result<usize>>, cx: &mut Context<'_>) -> Poll<Result<usize>> {
        match &done {
            Poll::Ready(Ok(count)) => self.writing.bytes += *count as u64,
            Poll::Pending if self.is_theirs() => {
                self.writing.begun.get_or_insert_with(Instant::now);
                if self.writing.is_over(self.pace, cx) {
                    return Poll::Ready(Err(too_slow()));
                }
            }
            Poll::Ready(Err(_)) | Poll::Pending => {}
        }
        done
    }
}

fn too_slow() -> Error {
    Error::new(ErrorKind::TimedOut, "the line is too slow")
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let line = self.get_mut();
        let before = bytes.filled().len();
        let done = Pin::new(&mut line.inner).poll_read(cx, bytes);
        if !line.is_theirs() {
            return done;
        }
        let came = bytes.filled().len() - before;
        if came > 0 {
            line.reading.begun.get_or_insert_with(Instant::now);
            line.reading.bytes += came as u64;
        } else if done.is_pending() && line.reading.is_over(line.pace, cx) {
            return Poll::Ready(Err(too_slow()));
        }
        done
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let line = self.get_mut();
        let done = Pin::new(&mut line.inner).poll_write(cx, bytes);
        line.wrote(done, cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let line = self.get_mut();
        let done = Pin::new(&mut line.inner).poll_write_vectored(cx, parts);
        line.wrote(done, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_gets_through_at_thirty_two_kbit_and_a_byte_a_minute_does_not() {
        let pace = Pace::default();
        let seconds = |bytes| pace.allowed(bytes).as_secs();
        let (range, line) = (256 * 1_024, 32_000 / 8);
        assert!(seconds(range) > 3 * range / line, "{}", seconds(range));
        assert!(seconds(1) < 60, "{}", seconds(1));
        let none = Pace { bytes_per_second: 0, ..pace };
        assert!(none.allowed(u64::MAX) > none.patience, "no division by nothing");
    }

    /// A line on which nothing moves any more.
    struct Stuck;

    impl AsyncWrite for Stuck {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<Result<usize>> {
            Poll::Pending
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[test]
    fn an_answer_that_nobody_takes_is_given_up_and_headquarters_own_time_is_not_measured() {
        let patience = Duration::from_millis(50);
        let pace = Pace { patience, ..Pace::default() };
        let turn = Arc::new(Turn::default());
        let mut line = Paced::new(Stuck, pace, Arc::clone(&turn));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let wait = |line: &mut Paced<Stuck>| {
            let write = std::future::poll_fn(|cx| Pin::new(&mut *line).poll_write(cx, b"a"));
            runtime.block_on(async { tokio::time::timeout(patience * 8, write).await })
        };
        turn.works();
        assert!(wait(&mut line).is_err(), "it waits for headquarters");
        turn.rests();
        let given_up = wait(&mut line).expect("it ends by itself").unwrap_err();
        assert_eq!(given_up.kind(), ErrorKind::TimedOut);
    }
}
