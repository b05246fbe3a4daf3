//! Memory for code, provided before anybody needs it by a thread that has nothing to do.
//!
//! Mapping the arena and touching its first pages takes longer than restoring a function,
//! and needs nothing of a virtual machine. The command line's first thread does it while
//! another starts the machine; a machine that comes before it is done makes its own.

use crate::cache::{Session, blob, check, descriptor_codec};
use crate::vm::Vm;
use hearth_codecache::CodeArena;
use hearth_codecache::arena::{ArenaConfig, ArenaError, Strategy};
use parking_lot::Mutex;

/// Code of a small program, in bytes.
const AHEAD: usize = 64 << 10;

static READY: Ahead = Ahead(Mutex::new(None));

/// Makes an arena for the next virtual machine of this process that needs one.
pub fn prepare() {
    map_own_code();
    READY.prepare();
}

/// Has the system map the parts of this program that restore code: it does so at their
/// first use, a few pages at a time, while whoever uses them waits.
fn map_own_code() {
    let functions: [*const (); 8] = [
        Session::lookup_code as *const (),
        blob::decode_in_place as *const (),
        descriptor_codec::decode as *const (),
        check::tables as *const (),
        Vm::tier_at_call as *const (),
        Vm::install as *const (),
        Vm::bind_shape as *const (),
        Vm::bind_script as *const (),
    ];
    for function in functions {
        // SAFETY: the first byte of a function of this program, which can be read.
        unsafe { core::ptr::read_volatile(function.cast::<u8>()) };
    }
}

/// The arena that was made ahead, else a new one.
pub(super) fn take() -> Result<CodeArena, ArenaError> {
    READY.take()
}

struct Ahead(Mutex<Option<CodeArena>>);

impl Ahead {
    fn prepare(&self) {
        // Where pages change protection, the arena belongs to the thread that made it.
        let arena = CodeArena::new(ArenaConfig { strategy: Some(Strategy::DualMap), ..ArenaConfig::default() });
        // On an error the machine will meet it too, and say so.
        if let Ok(arena) = arena {
            arena.prepare(AHEAD);
            *self.0.lock() = Some(arena);
        }
    }

    fn take(&self) -> Result<CodeArena, ArenaError> {
        match self.0.lock().take() {
            Some(arena) => Ok(arena),
            None => CodeArena::new(ArenaConfig::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_ahead_is_taken_once() {
        let ready = Ahead(Mutex::default());
        ready.prepare();
        let made = ready.0.lock().as_ref().map(CodeArena::range);
        let (first, second) = (ready.take().unwrap(), ready.take().unwrap());
        // A system that allows no executable memfd makes none ahead.
        assert!(made.is_none_or(|range| range == first.range()));
        assert_ne!(first.range(), second.range());
    }
}
