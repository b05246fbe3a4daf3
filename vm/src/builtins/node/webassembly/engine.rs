//! What compiles WebAssembly and runs it: one engine for the process, so that machines can share modules.

use crate::ion::isa;
use std::sync::OnceLock;
use wasmtime::{Config, Engine, OptLevel};

/// Bytes of the native stack that WebAssembly may use, with the script that it calls.
pub(super) const STACK: usize = 1 << 20;

static ENGINE: OnceLock<Engine> = OnceLock::new();

pub(super) fn engine() -> &'static Engine {
    ENGINE.get_or_init(|| {
        let mut config = Config::new();
        config.cranelift_opt_level(OptLevel::Speed).max_wasm_stack(STACK).epoch_interruption(true);
        isa::aim(&mut config);
        Engine::new(&config).expect("these settings go together on every machine that Hearth runs on")
    })
}

/// Makes all WebAssembly that runs look at what its machine is asked for. May be called by a handler of signals.
pub(crate) fn interrupt() {
    if let Some(engine) = ENGINE.get() {
        engine.increment_epoch();
    }
}
