//! A value inside a sentence: as it stands, or words that the reader's language has; speaks no language itself.

use std::fmt;
use std::io::{self, ErrorKind};

/// What stands for `%{a}` or `%{b}` in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A name, a number, a path: the same in every language.
    Plain(String),
    /// Key of words with the values of their own `%{a}` and `%{b}`.
    Words(&'static str, Vec<Said>),
    /// Several of them, one behind the other.
    List(Vec<Said>),
}

impl Said {
    /// Words that need no values.
    #[must_use]
    pub fn words(key: &'static str) -> Said {
        Said::Words(key, Vec::new())
    }

    /// The same words with one more value.
    #[must_use]
    pub fn with(self, value: impl Into<Said>) -> Said {
        match self {
            Said::Words(key, mut values) => {
                values.push(value.into());
                Said::Words(key, values)
            }
            Said::Plain(_) | Said::List(_) => Said::List(vec![self, value.into()]),
        }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Said::default()
    }

    /// The key of the words; empty when there are none.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Said::Words(key, _) => key,
            Said::Plain(_) | Said::List(_) => "",
        }
    }
}

impl Default for Said {
    fn default() -> Said {
        Said::Plain(String::new())
    }
}

/// For programmers: keys stand for their words.
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, values) = match self {
            Said::Plain(text) => return f.write_str(text),
            Said::Words(key, values) => (*key, values),
            Said::List(values) => ("", values),
        };
        f.write_str(first)?;
        values.iter().try_for_each(|value| write!(f, " {value}"))
    }
}

impl From<String> for Said {
    fn from(text: String) -> Said {
        Said::Plain(text)
    }
}

impl From<&String> for Said {
    fn from(text: &String) -> Said {
        Said::Plain(text.clone())
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Said {
        Said::Plain(text.into())
    }
}

impl From<u64> for Said {
    fn from(number: u64) -> Said {
        Said::Plain(number.to_string())
    }
}

impl From<u32> for Said {
    fn from(number: u32) -> Said {
        Said::Plain(number.to_string())
    }
}

/// The machine's own words are English: each kind that somebody can do something about has ours.
impl From<&io::Error> for Said {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list of IO errors is not ours")]
    fn from(fault: &io::Error) -> Said {
        Said::words(match fault.kind() {
            ErrorKind::NotFound => "io.not_found",
            ErrorKind::PermissionDenied => "io.denied",
            ErrorKind::ReadOnlyFilesystem => "io.read_only",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "io.full",
            ErrorKind::IsADirectory => "io.is_folder",
            ErrorKind::NotADirectory => "io.no_folder",
            ErrorKind::AlreadyExists => "io.exists",
            ErrorKind::InvalidData => "io.no_text",
            ErrorKind::UnexpectedEof => "io.cut_off",
            ErrorKind::TimedOut | ErrorKind::WouldBlock => "io.slow",
            ErrorKind::ConnectionRefused => "io.refused",
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::NotConnected => "io.broken_off",
            ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
                "io.no_network"
            }
            other => {
                let number = fault.raw_os_error().map(|number| number.to_string());
                return Said::words("io.other")
                    .with(number.unwrap_or_else(|| format!("{other:?}")));
            }
        })
    }
}

impl From<io::Error> for Said {
    fn from(fault: io::Error) -> Said {
        Said::from(&fault)
    }
}
