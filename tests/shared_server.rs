//! One PostgreSQL server for all tests that run at the same time, and a database of its own for each; never for a test that
//! stops its server.

use crate::postgresql::Server;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// An empty database on the server that others use as well; the last of them ends it.
pub struct Database {
    server: Arc<Server>,
    name: String,
}

impl Database {
    pub fn new() -> Database {
        static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
        static MADE: AtomicU64 = AtomicU64::new(0);
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let server = shared.upgrade().unwrap_or_else(|| Arc::new(Server::start()));
        *shared = Arc::downgrade(&server);
        // One at a time: a database is copied from another that nobody may use meanwhile.
        let name = format!("own_{}", MADE.fetch_add(1, Ordering::Relaxed));
        let mut line = postgres::Client::connect(&server.url(), postgres::NoTls).unwrap();
        line.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        drop(shared);
        Database { server, name }
    }

    pub fn url(&self) -> String {
        self.server.url_of(&self.name)
    }
}
