//! What a shift's end costs a headquarters, reckoned from what single things cost: the model of `docs/CAPACITY.md`; pure,
//! and measures nothing itself.

/// What single things cost, each measured by itself with nothing else under way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Costs {
    /// Headquarters' processor for a session that has nothing new: handshake, HELLO, news; milliseconds.
    pub session_ms: f64,
    /// For each entry of a session beyond that, with its share of a PUSH, its receipt and its commit.
    pub entry_ms: f64,
    /// For a handshake and a HELLO that is asked to wait.
    pub deferred_ms: f64,
    /// For a megabyte (10^6) of photographs.
    pub photograph_ms: f64,
    /// A durable append on headquarters' disk, wall; a PUSH waits for one, and one after the other.
    pub flush_ms: f64,
    /// The terminal's own processor for a session and for an entry; counts where terminals share the cores.
    pub terminal_session_ms: f64,
    pub terminal_entry_ms: f64,
    /// Headquarters' memory with nobody there, MB (2^20), and of each open line, kB (2^10).
    pub base_mb: f64,
    pub line_kb: f64,
    /// Questions and answers of a session with nothing new, of an entry, and of being asked to wait, without HTTP and TLS.
    pub session_bytes: f64,
    pub entry_bytes: f64,
    pub deferred_bytes: f64,
}

/// Who comes, and to what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    pub terminals: f64,
    /// Of each terminal.
    pub entries: f64,
    pub pushes: f64,
    /// How often each is asked to wait.
    pub waits: f64,
    /// Megabytes (10^6) of photographs of each terminal.
    pub photographs_mb: f64,
    /// They come within this time.
    pub arrive_s: f64,
    pub cores: f64,
    /// The terminals run on the same cores.
    pub is_shared: bool,
    /// Lines that headquarters keeps open at most.
    pub lines: f64,
    /// Megabytes (10^6) a second that the line of headquarters or its budget lets through.
    pub line_mb_s: f64,
}

/// What the model says of a shift's end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// Headquarters' processor for entries, seconds.
    pub processor_s: f64,
    /// Until every entry has its receipt, at the earliest: the longest of arrivals, processor, and disk.
    pub wall_s: f64,
    /// At most, with every line open.
    pub memory_mb: f64,
    /// Questions and answers about entries.
    pub mb: f64,
    /// Until every photograph is there, at the earliest, and what its processor share of that is.
    pub photographs_s: f64,
    pub photographs_processor_s: f64,
}

/// The model. It knows no queue: how long one terminal waits is what the door decides.
pub fn forecast(costs: &Costs, shift: &Shift) -> Forecast {
    let each_ms =
        costs.session_ms + shift.entries * costs.entry_ms + shift.waits * costs.deferred_ms;
    let processor_s = shift.terminals * each_ms / 1e3;
    let own_ms = costs.terminal_session_ms + shift.entries * costs.terminal_entry_ms;
    let terminals_s = if shift.is_shared { shift.terminals * own_ms / 1e3 } else { 0.0 };
    let disk_s = shift.terminals * shift.pushes * costs.flush_ms / 1e3;
    let on_cores_s = (processor_s + terminals_s) / shift.cores;
    let each_bytes = costs.session_bytes
        + shift.entries * costs.entry_bytes
        + shift.waits * costs.deferred_bytes;
    let photographs_mb = shift.terminals * shift.photographs_mb;
    let photographs_processor_s = photographs_mb * costs.photograph_ms / 1e3;
    Forecast {
        processor_s,
        wall_s: shift.arrive_s.max(on_cores_s).max(disk_s),
        memory_mb: costs.base_mb + shift.terminals.min(shift.lines) * costs.line_kb / 1024.0,
        mb: shift.terminals * each_bytes / 1e6,
        photographs_s: (photographs_mb / shift.line_mb_s)
            .max(photographs_processor_s / shift.cores),
        photographs_processor_s,
    }
}

/// A province's shift: 100,000 terminals with 40 entries and 80 photographs of 300 kB each, at one headquarters of 2
/// cores behind 1 Gbit/s.
pub const PROVINCE: Shift = Shift {
    terminals: 100_000.0,
    entries: 40.0,
    pushes: 1.0,
    waits: 1.0,
    photographs_mb: 24.0,
    arrive_s: 900.0,
    cores: 2.0,
    is_shared: false,
    lines: 4_096.0,
    line_mb_s: 125.0,
};
