//! Memory for code, provided before anybody needs it by a thread that has nothing to do.
//!
//! Mapping the arena and touching its first pages takes longer than restoring a function,
//! and needs nothing of a virtual machine. The command line's first thread does it while
//! another starts the machine; a machine that comes before it is done waits for a moment, or
//! makes its own.

use super::descriptor::{Fact, FunctionName, KeyName, LinkDescriptor, ShapePredicate};
use super::graph::LinkRef;
use crate::cache::{Session, blob, check, descriptor_codec};
use crate::vm::Vm;
use hearth_codecache::CodeArena;
use hearth_codecache::arena::{ArenaConfig, ArenaError, Strategy};
use parking_lot::Mutex;
use std::time::Duration;

/// Code of a small program, in bytes.
const AHEAD: usize = 64 << 10;

/// What a machine that makes its own arena has provided with it, in bytes.
const AT_ONCE: usize = 16 << 10;

/// About what making an arena takes.
const WAIT: Duration = Duration::from_micros(200);

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

/// Does once what restoring a function does, with code that nobody enters and links that
/// nobody binds: what the program and the system do at the first time only is done then.
fn rehearse(arena: &CodeArena) {
    let key = || KeyName::String("length".into());
    let function = FunctionName::Script([0; 32]);
    let facts = vec![
        Fact::Own { key: key(), slot: 0, writable: true },
        Fact::Method { key: key(), depth: 1, function },
        Fact::CanAdd { key: key(), slot: 1 },
    ];
    let links = [
        LinkDescriptor::String("length".into()),
        LinkDescriptor::Script { hash: [0; 32] },
        LinkDescriptor::Shape(ShapePredicate { kind: 0, variant: 0, inline_capacity: 4, facts }),
        LinkDescriptor::ShapeAfterAdd { of: LinkRef(2), key: key() },
        LinkDescriptor::MethodValue { of: LinkRef(2), key: key() },
        LinkDescriptor::PlainObject { inline_capacity: 4 },
    ];
    let decoded = descriptor_codec::decode(&descriptor_codec::encode(&links));
    debug_assert_eq!(decoded.as_deref(), Ok(&links[..]));
    let published = arena.reserve(1).and_then(|block| arena.publish(vec![block.write(&[0])]));
    for code in published.into_iter().flatten() {
        arena.quarantine(arena.retire(code));
    }
}

struct Ahead(Mutex<Option<CodeArena>>);

impl Ahead {
    fn prepare(&self) {
        // Held meanwhile, so that a machine can wait for what is nearly done.
        let mut ready = self.0.lock();
        // Where pages change protection, the arena belongs to the thread that made it.
        let arena = CodeArena::new(ArenaConfig { strategy: Some(Strategy::DualMap), ..ArenaConfig::default() });
        // On an error the machine will meet it too, and say so.
        if let Ok(arena) = arena {
            arena.prepare(AHEAD);
            rehearse(&arena);
            *ready = Some(arena);
        }
    }

    fn take(&self) -> Result<CodeArena, ArenaError> {
        if let Some(arena) = self.0.try_lock_for(WAIT).and_then(|mut ready| ready.take()) {
            return Ok(arena);
        }
        let arena = CodeArena::new(ArenaConfig::default())?;
        arena.prepare(AT_ONCE);
        Ok(arena)
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
