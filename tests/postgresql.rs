//! A real PostgreSQL server of Debian's package, thrown away at the test's end.

use pgtemp::{PgTempDB, PgTempDBBuilder};
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Server {
    database: Option<PgTempDB>,
    restarted: bool,
}

/// Where Debian keeps the server's programs, outside of the path.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("Debian's postgresql is there");
    let newest = versions.map(|version| version.unwrap().path()).max();
    newest.expect("a version of postgresql").join("bin")
}

impl Server {
    /// Durable as a server in use is: what it acknowledges survives its kill.
    pub fn start() -> Server {
        // Another test may take the port between its choice and its use.
        (0..5).find_map(|_| Server::once()).expect("a server of PostgreSQL answers")
    }

    fn once() -> Option<Server> {
        let builder = PgTempDBBuilder::new()
            .with_bin_path(programs())
            .with_config_param("listen_addresses", "127.0.0.1")
            .with_config_param("fsync", "on")
            .with_config_param("synchronous_commit", "on")
            .with_config_param("full_page_writes", "on");
        let server = Server { database: Some(builder.start()), restarted: false };
        let answers = || postgres::Client::connect(&server.url(), postgres::NoTls).is_ok();
        let waits = (0..40).any(|_| {
            let answers = answers();
            if !answers {
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            answers
        });
        waits.then_some(server)
    }

    fn database(&self) -> &PgTempDB {
        self.database.as_ref().unwrap()
    }

    pub fn url(&self) -> String {
        self.url_of(self.database().db_name())
    }

    /// Of another database of it.
    pub fn url_of(&self, name: &str) -> String {
        let database = self.database();
        let (user, word) = (database.db_user(), database.db_pass());
        let port = database.db_port();
        format!("postgres://{user}:{word}@127.0.0.1:{port}/{name}?sslmode=disable")
    }

    /// Stops it as a cut of the power does, and starts it again on the same files.
    pub fn restart(&mut self) {
        let folder = self.database().data_dir();
        control(&folder, &["stop", "-m", "immediate"]);
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories={}",
            self.database().db_port(),
            folder.display()
        );
        let log = folder.join("log");
        control(&folder, &["start", "-w", "-l", log.to_str().unwrap(), "-o", &options]);
        self.restarted = true;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.restarted {
            control(&self.database().data_dir(), &["stop", "-m", "immediate"]);
        }
    }
}

fn control(folder: &Path, words: &[&str]) {
    let program = programs().join("pg_ctl");
    let mut command = if is_root() {
        let mut command = Command::new("sudo");
        command.args(["-u", "postgres"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    let done = command.arg("-D").arg(folder).args(words).status().unwrap();
    assert!(done.success(), "pg_ctl {words:?}");
}

fn is_root() -> bool {
    let said = Command::new("id").arg("-u").output().unwrap();
    said.stdout.starts_with(b"0\n")
}
