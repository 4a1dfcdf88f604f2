//! Counts what goes over a line both ways, TLS and HTTP and all; changes nothing on it.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that a terminal sent, and those that it got.
#[derive(Clone, Debug, Default)]
pub struct Counters(Arc<[AtomicU64; 2]>);

impl Counters {
    pub fn add(&self, way: usize, bytes: usize) {
        self.0[way].fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub fn now(&self) -> [u64; 2] {
        [0, 1].map(|way| self.0[way].load(Ordering::Relaxed))
    }

    pub fn since(&self, before: [u64; 2]) -> [u64; 2] {
        let now = self.now();
        [now[0] - before[0], now[1] - before[1]]
    }
}

/// A line to `server`, for as long as the bench runs: the address to speak to, and its counters.
pub fn counting(server: &str) -> (String, Counters) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (server, counters) = (server.to_string(), Counters::default());
    let counted = counters.clone();
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let Ok(far) = TcpStream::connect(&server) else { continue };
            // As on the plain line: no word waits for the next.
            let _same = near.set_nodelay(true).and(far.set_nodelay(true));
            let ways = [(near.try_clone(), far.try_clone()), (Ok(far), Ok(near))];
            for (way, (from, to)) in ways.into_iter().enumerate() {
                let (mut from, mut to, counted) = (from.unwrap(), to.unwrap(), counted.clone());
                std::thread::spawn(move || {
                    let mut bytes = [0; 64 * 1024];
                    while let Ok(length @ 1..) = from.read(&mut bytes) {
                        counted.add(way, length);
                        if to.write_all(&bytes[..length]).is_err() {
                            break;
                        }
                    }
                    let _closed = to.shutdown(Shutdown::Write);
                });
            }
        }
    });
    (address, counters)
}
