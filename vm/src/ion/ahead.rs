//! What restoring code takes and a virtual machine is not needed for, done by a thread that
//! has nothing to do.
//!
//! Mapping the arena and touching its first pages takes longer than restoring a function. The
//! command line's first thread does it while another starts the machine; a machine that comes
//! before it is done waits for a moment, or makes its own. From then on that thread reads the
//! code of the packs that the machine loads, and copies it into the arena (`cache::ready`).

use super::chaos::Provoked;
use super::descriptor::{Fact, FunctionName, KeyName, LinkDescriptor, ShapePredicate};
use super::graph::LinkRef;
use super::lower::Compiled;
use super::metadata::{BailoutRecord, CallSiteRecord, FrameRecord, Metadata, RegisterRecord, ScriptRecord, SiteRecord};
use crate::cache::{CodeRequest, Session, blob, ready};
use crate::vm::Vm;
use hearth_codecache::arena::{ArenaConfig, ArenaError, Strategy};
use hearth_codecache::steps::Step;
use hearth_codecache::{CodeArena, EntryPoint, ScriptHash};
use parking_lot::Mutex;
use std::time::Duration;

pub use crate::cache::ready::Client;

/// Code of a small program, in bytes.
const AHEAD: usize = 64 << 10;

/// What a machine that makes its own arena has provided with it, in bytes.
const AT_ONCE: usize = 16 << 10;

/// About what making an arena takes.
const WAIT: Duration = Duration::from_micros(200);

static READY: Ahead = Ahead(Mutex::new(None));

/// Makes an arena for the next virtual machine of this process that needs one, then does for
/// it what can be done ahead, until there is no [`Client`].
pub fn serve() {
    map_own_code();
    let arena = READY.prepare();
    ready::serve(arena.as_ref());
}

/// Has the system map the parts of this program that restore code and that only the machine
/// goes through: it does so at their first use, a few pages at a time, while whoever uses
/// them waits.
fn map_own_code() {
    let functions: [*const (); 5] = [
        Session::lookup_code as *const (),
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
    let failed = |error| ArenaError::System { operation: "map memory for code", error };
    Step::MapArena.system(std::io::ErrorKind::OutOfMemory).map_err(failed)?;
    READY.take()
}

/// Restores code that nobody enters: what the program and the system do at the first time
/// only is done then.
fn rehearse(arena: &CodeArena) {
    let compiled = sample();
    let script = ScriptHash(compiled.metadata.scripts[0].hash);
    let request = CodeRequest {
        script,
        name: "",
        position: 0,
        entry: EntryPoint::Function,
        inlining: true,
        provoked: Provoked::default(),
        instructions: 1,
    };
    let bytes = blob::encode(&compiled, request.identity(), blob::About::default(), 0);
    let read = bytes.ok().and_then(|bytes| ready::StoredCode::read(&bytes, None).ok()).map(|code| code.compiled);
    // None if that step is to fail.
    debug_assert!(read.as_ref().is_none_or(|read| read.metadata == compiled.metadata));
    let Some(Compiled { code, .. }) = read else { return };
    let published = arena.reserve(code.len()).and_then(|block| arena.publish(vec![block.write(&code)]));
    for code in published.into_iter().flatten() {
        arena.quarantine(arena.retire(code));
    }
}

/// Code of which nothing makes sense but the form.
fn sample() -> Compiled {
    /// The end of a function.
    const RETURNS_AT_ONCE: &[u8] = match cfg!(target_arch = "aarch64") {
        true => &[0xFD, 0x7B, 0xC1, 0xA8, 0xC0, 0x03, 0x5F, 0xD6],
        false => &[0x5D, 0xC3],
    };
    let key = || KeyName::String("length".into());
    let function = FunctionName::Script([0; 32]);
    let facts = vec![
        Fact::Own { key: key(), slot: 0, writable: true },
        Fact::Method { key: key(), depth: 1, function },
        Fact::CanAdd { key: key(), slot: 1 },
    ];
    let links = vec![
        LinkDescriptor::String("length".into()),
        LinkDescriptor::Script { hash: [0; 32] },
        LinkDescriptor::Shape(ShapePredicate { kind: 0, variant: 0, inline_capacity: 4, look: 0, facts }),
        LinkDescriptor::ShapeAfterAdd { of: LinkRef(2), key: key(), held: false },
        LinkDescriptor::MethodValue { of: LinkRef(2), key: key() },
        LinkDescriptor::PlainObject { inline_capacity: 4 },
    ];
    let frame = FrameRecord { script: 0, offset: 0, first_register: 0, registers: 1, argc: 0, construct: 0 };
    let metadata = Metadata {
        bailouts: vec![BailoutRecord { first_frame: 0, frames: 1, reason: 0, words: 1, first_object: 0, objects: 0 }].into(),
        frames: vec![frame].into(),
        registers: vec![RegisterRecord { register: 0, source: 0, _pad: 0, index: 0, word: 0 }].into(),
        call_sites: vec![CallSiteRecord { return_offset: 1, site: 0 }].into(),
        sites: vec![SiteRecord { script: 0, offset: 0, parent: u32::MAX, _pad: 0 }].into(),
        scripts: vec![ScriptRecord { hash: [0; 32], registers: 2, params: 0, link: u32::MAX }].into(),
        links,
        ..Metadata::default()
    };
    Compiled { code: RETURNS_AT_ONCE.to_vec().into(), metadata, placed: None, clif: None, guards: 0, took: Duration::ZERO }
}

struct Ahead(Mutex<Option<CodeArena>>);

impl Ahead {
    /// Makes one ready; it, unless the system does not allow code to be handed from thread
    /// to thread.
    fn prepare(&self) -> Option<CodeArena> {
        // Held meanwhile, so that a machine can wait for what is nearly done.
        let mut ready = self.0.lock();
        // Where pages change protection, the arena belongs to the thread that made it.
        let arena = CodeArena::new(ArenaConfig { strategy: Some(Strategy::DualMap), ..ArenaConfig::default() });
        // On an error the machine will meet it too, and say so.
        let arena = arena.ok()?;
        arena.prepare(AHEAD);
        rehearse(&arena);
        *ready = Some(arena.clone());
        Some(arena)
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
        let made = ready.prepare().map(|arena| arena.range());
        let (first, second) = (ready.take().unwrap(), ready.take().unwrap());
        // A system that allows no executable memfd makes none ahead.
        assert!(made.is_none_or(|range| range == first.range()));
        assert_ne!(first.range(), second.range());
    }
}
