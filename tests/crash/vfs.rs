//! SQLite's door to the simulated disk; the one module of the project that needs `unsafe`.
#![allow(unsafe_code, reason = "SQLite asks its file system through C functions")]
#![allow(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "C counts lengths and places in signed numbers; a test's files are small"
)]

use super::disk::{Answer, Call, Disk, Node, State, above};
use rusqlite::ffi;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::Once;

/// The name under which SQLite knows it.
pub const NAME: &str = "crash";
const REGION_WORDS: usize = 32 * 1024 / 8;

thread_local! {
    static MOUNTED: RefCell<Option<Disk>> = const { RefCell::new(None) };
}

/// Makes `disk` the one that this thread's SQLite sees from now on.
pub fn mount(disk: &Disk) {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(register);
    MOUNTED.with(|mounted| *mounted.borrow_mut() = Some(disk.clone()));
}

/// Memory that connections share; gone with the power.
#[derive(Default)]
pub struct Shared {
    regions: Vec<Box<[u64; REGION_WORDS]>>,
    /// By slot: who reads under it, and who holds it alone.
    readers: [Vec<u64>; ffi::SQLITE_SHM_NLOCK as usize],
    alone: [Option<u64>; ffi::SQLITE_SHM_NLOCK as usize],
    users: BTreeMap<u64, ()>,
}

#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    open: *mut Open,
}

struct Open {
    disk: Disk,
    inode: usize,
    /// Tells two openings of one file apart.
    id: u64,
    /// The folder of a new journal or log: its first sync makes that durable too.
    syncs_folder: Option<String>,
    delete: Option<String>,
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

fn register() {
    let name = c"crash";
    let vfs = Box::new(ffi::sqlite3_vfs {
        iVersion: 1,
        szOsFile: size_of::<Handle>() as c_int,
        mxPathname: 1024,
        pNext: std::ptr::null_mut(),
        zName: name.as_ptr(),
        pAppData: std::ptr::null_mut(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_path),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: None,
        xCurrentTimeInt64: None,
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    });
    // SAFETY: SQLite keeps the pointer for ever, and so does the leaked box.
    let done = unsafe { ffi::sqlite3_vfs_register(Box::into_raw(vfs), 0) };
    assert_eq!(done, ffi::SQLITE_OK);
}

pub fn mounted() -> Disk {
    MOUNTED.with(|mounted| mounted.borrow().clone()).expect("a disk is mounted on this thread")
}

/// SAFETY (of every caller): `file` is a `Handle` that `open` filled.
unsafe fn opened<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Open {
    unsafe { &mut *(*file.cast::<Handle>()).open }
}

unsafe fn name_of(path: *const c_char) -> String {
    unsafe { CStr::from_ptr(path) }.to_string_lossy().into_owned()
}

fn code(answer: Answer, bad: c_int) -> c_int {
    match answer {
        Answer::Well => ffi::SQLITE_OK,
        Answer::Off => ffi::SQLITE_IOERR,
        Answer::Bad => bad,
        Answer::Full => ffi::SQLITE_FULL,
    }
}

unsafe extern "C" fn open(
    _vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    unsafe { (*file).pMethods = std::ptr::null() };
    let disk = mounted();
    let mut state = disk.state();
    state.opened += 1;
    let id = state.opened;
    let name = if path.is_null() { format!("temporary-{id}") } else { unsafe { name_of(path) } };
    let there = state.find(&name);
    let creates = there.is_none();
    let has_folder = state.node(above(&name)) == Some(Node::Folder);
    if creates && (flags & ffi::SQLITE_OPEN_CREATE == 0 || !has_folder) {
        return ffi::SQLITE_CANTOPEN;
    }
    let answer = state.answer(if creates { Call::Create } else { Call::Open });
    if answer != Answer::Well {
        return ffi::SQLITE_CANTOPEN;
    }
    let inode = there.unwrap_or_else(|| state.make(&name));
    let logs = ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_WAL;
    // As SQLite's own: whoever may make the log syncs its folder, whether or not it was there.
    let syncs_folder = flags & ffi::SQLITE_OPEN_CREATE != 0 && flags & logs != 0;
    let syncs_folder = syncs_folder.then(|| above(&name).to_string());
    let delete = (flags & ffi::SQLITE_OPEN_DELETEONCLOSE != 0).then_some(name);
    drop(state);
    let open = Box::new(Open { disk, inode, id, syncs_folder, delete });
    // SAFETY: SQLite gave room for a `Handle`, as `szOsFile` asked.
    unsafe {
        (*file.cast::<Handle>()).open = Box::into_raw(open);
        (*file).pMethods = &raw const METHODS;
        if !flags_out.is_null() {
            *flags_out = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes a file once.
    let open = unsafe { Box::from_raw((*file.cast::<Handle>()).open) };
    let mut state = open.disk.state();
    state.inodes[open.inode].locks.remove(&open.id);
    if let Some(name) = &open.delete {
        state.remove(name);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    into: *mut c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    let open = unsafe { opened(file) };
    let mut state = open.disk.state();
    let answer = state.answer(Call::Read);
    if answer != Answer::Well {
        return code(answer, ffi::SQLITE_IOERR_READ);
    }
    // SAFETY: SQLite gives room for `length` bytes.
    let into = unsafe { std::slice::from_raw_parts_mut(into.cast::<u8>(), length as usize) };
    let count = state.inodes[open.inode].now.read(at as usize, into);
    if count < into.len() { ffi::SQLITE_IOERR_SHORT_READ } else { ffi::SQLITE_OK }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    let open = unsafe { opened(file) };
    // SAFETY: SQLite gives `length` bytes.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), length as usize) };
    let mut state = open.disk.state();
    let answer = state.answer(Call::Write);
    match answer {
        Answer::Well => state.write(open.inode, at as usize, bytes),
        // The power went during the write: the cut decides what of it is there.
        Answer::Off if state.fell_now() => state.write(open.inode, at as usize, bytes),
        Answer::Off => {}
        // A short write: half of it is there.
        Answer::Bad | Answer::Full => {
            state.write(open.inode, at as usize, &bytes[..bytes.len() / 2]);
        }
    }
    code(answer, ffi::SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: ffi::sqlite3_int64) -> c_int {
    let open = unsafe { opened(file) };
    let mut state = open.disk.state();
    let answer = state.answer(Call::Truncate);
    if answer == Answer::Well || answer == Answer::Off && state.fell_now() {
        state.truncate(open.inode, length as usize);
    }
    code(answer, ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    let open = unsafe { opened(file) };
    let mut state = open.disk.state();
    let answer = state.answer(Call::Sync);
    match answer {
        Answer::Well => {
            state.sync(open.inode);
            if let Some(folder) = open.syncs_folder.take() {
                state.sync_folder(&folder);
            }
        }
        Answer::Bad => state.sync_failed(open.inode),
        Answer::Off | Answer::Full => {}
    }
    code(answer, ffi::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn size(file: *mut ffi::sqlite3_file, out: *mut ffi::sqlite3_int64) -> c_int {
    let open = unsafe { opened(file) };
    let mut state = open.disk.state();
    let answer = state.answer(Call::Size);
    unsafe { *out = state.inodes[open.inode].now.len() as ffi::sqlite3_int64 };
    code(answer, ffi::SQLITE_IOERR_FSTAT)
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, kind: c_int) -> c_int {
    let open = unsafe { opened(file) };
    let mut state = open.disk.state();
    let answer = state.answer(Call::Lock);
    if answer != Answer::Well {
        return code(answer, ffi::SQLITE_IOERR_LOCK);
    }
    let locks = &mut state.inodes[open.inode].locks;
    if locks.get(&open.id).copied().unwrap_or(0) >= kind {
        return ffi::SQLITE_OK;
    }
    let highest = locks.iter().filter(|(id, _)| **id != open.id).map(|(_, kind)| *kind).max();
    let highest = highest.unwrap_or(ffi::SQLITE_LOCK_NONE);
    let may = match kind {
        ffi::SQLITE_LOCK_SHARED => highest < ffi::SQLITE_LOCK_PENDING,
        ffi::SQLITE_LOCK_RESERVED => highest < ffi::SQLITE_LOCK_RESERVED,
        _ => highest == ffi::SQLITE_LOCK_NONE,
    };
    if may {
        locks.insert(open.id, kind);
        return ffi::SQLITE_OK;
    }
    ffi::SQLITE_BUSY
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, kind: c_int) -> c_int {
    let open = unsafe { opened(file) };
    open.disk.state().inodes[open.inode].locks.insert(open.id, kind);
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    let open = unsafe { opened(file) };
    let state = open.disk.state();
    let locks = &state.inodes[open.inode].locks;
    let held = locks.values().any(|kind| *kind >= ffi::SQLITE_LOCK_RESERVED);
    unsafe { *out = c_int::from(held) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    4096
}

unsafe extern "C" fn characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    // As SQLite assumes of every disk: a torn write leaves what lies beside it alone.
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let open = unsafe { opened(file) };
    let mut state = open.disk.state();
    unsafe { *out = std::ptr::null_mut() };
    let answer = state.answer(Call::Shared);
    if answer != Answer::Well {
        return code(answer, ffi::SQLITE_IOERR_SHMMAP);
    }
    assert_eq!(size as usize, REGION_WORDS * 8);
    let shared = &mut state.inodes[open.inode].shared;
    shared.users.insert(open.id, ());
    let region = region as usize;
    if region >= shared.regions.len() && extend == 0 {
        return ffi::SQLITE_OK;
    }
    while shared.regions.len() <= region {
        shared.regions.push(Box::new([0; REGION_WORDS]));
    }
    unsafe { *out = shared.regions[region].as_mut_ptr().cast() };
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    offset: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    let open = unsafe { opened(file) };
    let mut state = open.disk.state();
    let id = open.id;
    let slots = offset as usize..(offset + count) as usize;
    let is_free = |state: &mut State, share: bool| {
        let shared = &state.inodes[open.inode].shared;
        slots.clone().all(|slot| {
            shared.alone[slot].is_none_or(|holder| holder == id)
                && (share || shared.readers[slot].iter().all(|reader| *reader == id))
        })
    };
    let is_shared = flags & ffi::SQLITE_SHM_SHARED != 0;
    if flags & ffi::SQLITE_SHM_LOCK != 0 {
        let answer = state.answer(Call::Lock);
        if answer != Answer::Well {
            return code(answer, ffi::SQLITE_IOERR_SHMLOCK);
        }
        if !is_free(&mut state, is_shared) {
            return ffi::SQLITE_BUSY;
        }
    }
    let shared = &mut state.inodes[open.inode].shared;
    for slot in slots {
        if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
            shared.readers[slot].retain(|reader| *reader != id);
            shared.alone[slot] = shared.alone[slot].filter(|holder| *holder != id);
        } else if is_shared {
            shared.readers[slot].push(id);
        } else {
            shared.alone[slot] = Some(id);
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _delete: c_int) -> c_int {
    let open = unsafe { opened(file) };
    let mut state = open.disk.state();
    let shared = &mut state.inodes[open.inode].shared;
    shared.users.remove(&open.id);
    for slot in 0..ffi::SQLITE_SHM_NLOCK as usize {
        shared.readers[slot].retain(|reader| *reader != open.id);
        shared.alone[slot] = shared.alone[slot].filter(|holder| *holder != open.id);
    }
    if shared.users.is_empty() {
        // The next one makes the index anew from the log, as after the last program left.
        shared.regions.clear();
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(
    _vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    sync_folder: c_int,
) -> c_int {
    let (disk, name) = (mounted(), unsafe { name_of(path) });
    let mut state = disk.state();
    if state.find(&name).is_none() {
        return ffi::SQLITE_IOERR_DELETE_NOENT;
    }
    let answer = state.answer(Call::Delete);
    if answer == Answer::Well || answer == Answer::Off && state.fell_now() {
        state.remove(&name);
    }
    if answer == Answer::Well && sync_folder != 0 {
        state.sync_folder(above(&name));
    }
    code(answer, ffi::SQLITE_IOERR_DELETE)
}

unsafe extern "C" fn access(
    _vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    _flags: c_int,
    out: *mut c_int,
) -> c_int {
    let (disk, name) = (mounted(), unsafe { name_of(path) });
    let mut state = disk.state();
    let answer = state.answer(Call::Access);
    let found = state.find(&name).is_some_and(|inode| state.inodes[inode].now.len() > 0);
    unsafe { *out = c_int::from(found) };
    code(answer, ffi::SQLITE_IOERR_ACCESS)
}

unsafe extern "C" fn full_path(
    _vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    let bytes = unsafe { CStr::from_ptr(path) }.to_bytes_with_nul();
    if bytes.len() > room as usize {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: SQLite gives `room` bytes.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(_: *mut ffi::sqlite3_vfs, room: c_int, out: *mut c_char) -> c_int {
    for at in 0..room as usize {
        unsafe { *out.add(at) = (at % 251) as c_char };
    }
    room
}

unsafe extern "C" fn sleep(_: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    microseconds
}

unsafe extern "C" fn current_time(_: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    unsafe { *out = 2_461_000.5 };
    ffi::SQLITE_OK
}
