//! The cable to a thermal printer: a network port, a device, a serial port; each call comes back in bounded time, and none
//! knows what the bytes are.

use super::printer_fault::PrinterFault;
use super::target::Link;
use crate::stdx::said::Said;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};

/// An open cable.
#[derive(Debug)]
pub enum Wire {
    /// Over the network.
    Tcp(TcpStream),
    /// A device or a serial port.
    Device(device::Device),
}

impl Wire {
    /// Opens the cable; over a network that takes `connect` at most.
    ///
    /// # Errors
    /// When nothing is at its other end.
    pub fn open(link: &Link, connect: Duration) -> Result<Wire, PrinterFault> {
        match link {
            Link::Tcp(address) => tcp(address, connect).map(Wire::Tcp),
            Link::Device(path) => device::Device::open(path, None).map(Wire::Device),
            Link::Serial(path, baud) => device::Device::open(path, Some(*baud)).map(Wire::Device),
        }
    }

    /// Sends all of `bytes`.
    ///
    /// # Errors
    /// When the cable breaks, or takes nothing for so long.
    pub fn write_all(&mut self, bytes: &[u8], stall: Duration) -> io::Result<()> {
        match self {
            Wire::Tcp(stream) => {
                stream.set_write_timeout(Some(stall.max(Duration::from_millis(1))))?;
                stream.write_all(bytes)
            }
            Wire::Device(device) => device.write_all(bytes, stall),
        }
    }

    /// What comes back within `wait`, `count` bytes at most; empty when nothing does.
    ///
    /// # Errors
    /// When the cable breaks.
    pub fn read(&mut self, count: usize, wait: Duration) -> io::Result<Vec<u8>> {
        let (begun, mut got) = (Instant::now(), Vec::new());
        while got.len() < count {
            let left = wait.saturating_sub(begun.elapsed());
            let mut piece = vec![0; count - got.len()];
            let read = match self {
                Wire::Tcp(stream) => {
                    stream.set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
                    stream.read(&mut piece)
                }
                Wire::Device(device) => device.read(&mut piece, left),
            };
            match read {
                // The other end says no more.
                Ok(0) => break,
                Ok(count) => got.extend(piece.get(..count).unwrap_or_default()),
                Err(fault) if is_wait(&fault) => {}
                Err(fault) if fault.kind() == ErrorKind::Interrupted => {}
                Err(fault) => return Err(fault),
            }
            if begun.elapsed() >= wait {
                break;
            }
        }
        Ok(got)
    }

    /// Waits until all has gone out. Over the network the other end closes behind the last byte, or resets what it did not take.
    ///
    /// # Errors
    /// When the cable broke before.
    pub fn end(&mut self, wait: Duration) -> io::Result<()> {
        match self {
            Wire::Tcp(stream) => {
                stream.shutdown(Shutdown::Write)?;
                self.read(usize::from(u8::MAX), wait.min(Duration::from_secs(2))).map(drop)
            }
            Wire::Device(device) => device.drained(wait),
        }
    }
}

fn is_wait(fault: &io::Error) -> bool {
    matches!(fault.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

fn tcp(address: &str, connect: Duration) -> Result<TcpStream, PrinterFault> {
    let no = PrinterFault::Unreachable;
    let found = address.to_socket_addrs().map_err(|_| no(Said::words("cut.no_host")))?;
    let mut last = no(Said::words("cut.no_host"));
    for address in found {
        match TcpStream::connect_timeout(&address, connect) {
            Ok(stream) => return Ok(stream),
            Err(fault) => last = no(fault.into()),
        }
    }
    Err(last)
}

#[cfg(unix)]
mod device {
    //! A device, never waited for: one without paper takes no byte and gives no answer.

    use super::{Duration, ErrorKind, Instant, PrinterFault, io};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::{FileType, Mode, OFlags, open, stat};
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    use std::fs::File;
    use std::io::{Read as _, Write as _};
    use std::path::Path;

    /// An open device.
    #[derive(Debug)]
    pub struct Device(File);

    impl Device {
        /// Opens the device at `path`; a serial one is set to `baud`.
        ///
        /// # Errors
        /// When there is none, it is no device but a file, or it takes no such rate.
        pub fn open(path: &Path, baud: Option<u32>) -> Result<Device, PrinterFault> {
            let shown = || path.display().to_string();
            let gone = |_| PrinterFault::NoDevice(shown());
            let kind = FileType::from_raw_mode(stat(path).map_err(gone)?.st_mode);
            // A pipe has no way back.
            let way = match kind {
                FileType::CharacterDevice => OFlags::RDWR,
                FileType::Fifo => OFlags::WRONLY,
                FileType::RegularFile
                | FileType::Directory
                | FileType::Symlink
                | FileType::Socket
                | FileType::BlockDevice
                | FileType::Unknown => return Err(PrinterFault::NotADevice(shown())),
            };
            let flags = way | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
            let device = open(path, flags, Mode::empty())
                .map_err(|fault| PrinterFault::Unreachable((&io::Error::from(fault)).into()))?;
            if let Some(baud) = baud {
                let set = || {
                    let mut line = tcgetattr(&device)?;
                    line.make_raw();
                    line.set_speed(baud)?;
                    tcsetattr(&device, OptionalActions::Now, &line)
                };
                set().map_err(|_: rustix::io::Errno| PrinterFault::Port(shown()))?;
            }
            Ok(Device(File::from(device)))
        }

        pub fn write_all(&mut self, mut bytes: &[u8], stall: Duration) -> io::Result<()> {
            let mut moved = Instant::now();
            while !bytes.is_empty() {
                match self.0.write(bytes) {
                    Ok(0) => return Err(ErrorKind::BrokenPipe.into()),
                    Ok(count) => {
                        bytes = bytes.get(count..).unwrap_or_default();
                        moved = Instant::now();
                    }
                    Err(fault) if fault.kind() == ErrorKind::WouldBlock => {
                        let left = stall.saturating_sub(moved.elapsed());
                        if left.is_zero() {
                            return Err(ErrorKind::TimedOut.into());
                        }
                        self.wait(PollFlags::OUT, left)?;
                    }
                    Err(fault) if fault.kind() == ErrorKind::Interrupted => {}
                    Err(fault) => return Err(fault),
                }
            }
            Ok(())
        }

        pub fn read(&mut self, into: &mut [u8], wait: Duration) -> io::Result<usize> {
            self.wait(PollFlags::IN, wait)?;
            match self.0.read(into) {
                // A pipe that is only written, and a device that gives nothing.
                Err(fault) if fault.raw_os_error() == Some(BAD_DESCRIPTOR) => Ok(0),
                read => read,
            }
        }

        /// The kernel drops what a device has not taken when it is closed.
        pub fn drained(&mut self, wait: Duration) -> io::Result<()> {
            if self.wait(PollFlags::OUT, wait)? { Ok(()) } else { Err(ErrorKind::TimedOut.into()) }
        }

        fn wait(&self, what: PollFlags, wait: Duration) -> io::Result<bool> {
            let wait = Timespec {
                tv_sec: i64::try_from(wait.as_secs()).unwrap_or(i64::MAX),
                tv_nsec: wait.subsec_nanos().into(),
            };
            let mut polled = [PollFd::new(&self.0, what)];
            match poll(&mut polled, Some(&wait)) {
                Ok(count) => Ok(count > 0),
                Err(rustix::io::Errno::INTR) => Ok(false),
                Err(fault) => Err(fault.into()),
            }
        }
    }

    /// `EBADF`
    const BAD_DESCRIPTOR: i32 = 9;
}

#[cfg(not(unix))]
mod device {
    //! A port as the system hands it out, at the rate that the system has set.

    use super::{Duration, PrinterFault, io};
    use crate::stdx::files::{self, How, OpenFile};
    use std::path::Path;

    /// An open port.
    #[derive(Debug)]
    pub struct Device(Box<dyn OpenFile>);

    impl Device {
        pub fn open(path: &Path, _: Option<u32>) -> Result<Device, PrinterFault> {
            let opened = files::machine().open(path, How::Within);
            opened.map(Device).map_err(|_| PrinterFault::NoDevice(path.display().to_string()))
        }

        pub fn write_all(&mut self, bytes: &[u8], _: Duration) -> io::Result<()> {
            self.0.write_all(bytes)
        }

        pub fn read(&mut self, _: &mut [u8], _: Duration) -> io::Result<usize> {
            Ok(0)
        }

        pub fn drained(&mut self, _: Duration) -> io::Result<()> {
            self.0.flush()
        }
    }
}
