//! What the fuzz targets that run programs share.
//!
//! The collector scans the native stack word by word, which an address sanitizer takes for an
//! error: these targets are built without one. The heap's own verifiers and poison stand in.

#![cfg(feature = "engine")]

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hearth::machine::Machine as Engine;
use hearth::options::Options;
use hearth::value::Value;
use hearth::vm::interrupt;

/// Longer than any of these programs takes.
const LIMIT: Duration = Duration::from_secs(3);

/// Options with the heap's verifiers on and no other thread.
pub fn options() -> Options {
    Options { threads: false, gc_verify: true, memory_limit: 256 << 20, ..Options::default() }
}

thread_local! {
    static PRINTED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Puts what scripts print into a text of this thread.
const CONSOLE: &str = "globalThis.console = { log: (...values) => collectText(values.map(String).join(\" \")) };";

/// A machine whose `console.log` is heard by [`printed`].
pub fn engine(options: Options) -> Engine {
    let mut engine = Engine::new(options).expect("address space for a machine");
    engine.register("collectText", 1, |vm, args| {
        let text = vm.to_string(args.get(0))?.to_rust();
        PRINTED.with_borrow_mut(|printed| {
            printed.push_str(&text);
            printed.push('\n');
        });
        Ok(Value::UNDEFINED)
    });
    engine.eval("console.js", CONSOLE).expect("a plain script");
    printed();
    engine
}

/// What was printed on this thread since it was last asked.
pub fn printed() -> String {
    PRINTED.take()
}

/// Runs `work` on a machine, and interrupts it if it takes too long. False if it did.
pub fn within_limit(engine: &mut Engine, work: impl FnOnce(&mut Engine)) -> bool {
    // SAFETY: the word lives as long as the machine, which outlives the thread that is joined
    // below; its bits are set and cleared atomically.
    let word = unsafe { &*(&raw const engine.vm().cx.interrupt) };
    let done = Arc::new(AtomicBool::new(false));
    let watch = {
        let done = done.clone();
        std::thread::spawn(move || {
            let end = Instant::now() + LIMIT;
            while !done.load(Ordering::Acquire) && Instant::now() < end {
                std::thread::park_timeout(Duration::from_millis(50));
            }
            let in_time = done.load(Ordering::Acquire);
            while !done.load(Ordering::Acquire) {
                word.set(interrupt::TERMINATE);
                std::thread::park_timeout(Duration::from_millis(1));
            }
            in_time
        })
    };
    work(engine);
    done.store(true, Ordering::Release);
    watch.thread().unpark();
    watch.join().expect("the watch does not panic")
}

/// Reads the input of a target that edits: zeros behind its end.
pub struct Input<'a>(std::slice::Iter<'a, u8>);

impl<'a> Input<'a> {
    pub fn new(data: &'a [u8]) -> Input<'a> {
        Input(data.iter())
    }
    pub fn is_empty(&self) -> bool {
        self.0.as_slice().is_empty()
    }
    pub fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or(0)
    }
    pub fn below(&mut self, n: usize) -> usize {
        u16::from_le_bytes([self.byte(), self.byte()]) as usize % n.max(1)
    }
}

/// Programs whose stored form is edited: the inputs of the front end's tests, and scripts.
pub const PROGRAMS: &[(&str, &str)] = &[
    ("classes", include_str!("../../tests/bytecode/classes.js")),
    ("conditions", include_str!("../../tests/bytecode/conditions.js")),
    ("control", include_str!("../../tests/bytecode/control.js")),
    ("destructuring", include_str!("../../tests/bytecode/destructuring.js")),
    ("expressions", include_str!("../../tests/bytecode/expressions.js")),
    ("generators", include_str!("../../tests/bytecode/generators.js")),
    ("scopes", include_str!("../../tests/bytecode/scopes.js")),
    ("valueof-effects", include_str!("../../tests/scripts/tiers/valueof-effects.js")),
    ("closures-in-loops", include_str!("../../tests/scripts/tiers/closures-in-loops.js")),
    ("class-inheritance-hot", include_str!("../../tests/scripts/tiers/class-inheritance-hot.js")),
    ("spread-calls", include_str!("../../tests/scripts/tiers/spread-calls.js")),
    ("for-of-kinds", include_str!("../../tests/scripts/tiers/for-of-kinds.js")),
];
