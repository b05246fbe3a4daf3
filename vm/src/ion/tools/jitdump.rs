//! `--jitdump`: compiled functions with their bytes and lines, from which `perf inject --jit` makes objects that `perf report`
//! and `perf annotate` look into. The format is that of Linux, `tools/perf/Documentation/jitdump-specification.txt`.

use super::Described;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use wasmtime_internal_jit_debug::perf_jitdump::{JitDumpFile, RecordId};

/// That of the process, which is opened when it has something to say. None after that: it cannot be written.
static FILE: Mutex<Option<Option<JitDumpFile>>> = Mutex::new(None);

/// As ELF numbers this machine.
const MACHINE: u32 = if cfg!(target_arch = "aarch64") { object::elf::EM_AARCH64 as u32 } else { object::elf::EM_X86_64 as u32 };

/// Adds a function.
pub fn add(what: &Described<'_>) {
    let mut file = FILE.lock().unwrap_or_else(PoisonError::into_inner);
    let opened = file.get_or_insert_with(|| JitDumpFile::new(format!("jit-{}.dump", std::process::id()), MACHINE).ok());
    if let Some(dump) = opened
        && write(dump, what).is_err()
    {
        *opened = None;
    }
}

fn write(dump: &mut JitDumpFile, what: &Described<'_>) -> std::io::Result<()> {
    let time = dump.get_time_stamp();
    // Lines come before the code that they are of.
    dump.file_mut().write_all(&lines(what, time))?;
    // SAFETY: it only asks.
    let thread = unsafe { libc::syscall(libc::SYS_gettid) } as u32;
    dump.dump_code_load_record(&what.name.replace('\0', "?"), what.code, time, std::process::id(), thread)
}

/// A record of the kind `JitCodeDebugInfo`.
fn lines(what: &Described<'_>, time: u64) -> Vec<u8> {
    if what.lines.is_empty() {
        return Vec::new();
    }
    let start = what.code.as_ptr().addr() as u64;
    let mut entries = Vec::new();
    for line in what.lines {
        entries.extend((start + u64::from(line.offset)).to_ne_bytes());
        entries.extend(line.line.to_ne_bytes());
        entries.extend(0u32.to_ne_bytes());
        entries.extend(line.file.bytes().filter(|byte| *byte != 0).chain([0]));
    }
    let mut record = Vec::new();
    record.extend((RecordId::JitCodeDebugInfo as u32).to_ne_bytes());
    record.extend((32 + entries.len() as u32).to_ne_bytes());
    record.extend(time.to_ne_bytes());
    record.extend(start.to_ne_bytes());
    record.extend((what.lines.len() as u64).to_ne_bytes());
    record.extend(entries);
    record
}
