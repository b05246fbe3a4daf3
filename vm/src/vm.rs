//! `Vm`: one virtual machine: heap, stacks, shapes, atoms, realms.
//!
//! A `Vm` is used by one thread, the one that created it. `&mut Vm` means "may
//! collect". It is boxed and never moves: compiled code has its address pinned.

use crate::heap::alloc::EMPTY_ELEMENTS_SIZE;
use crate::heap::cell::GcField;
use crate::heap::kinds::{KINDS, Kind};
use crate::heap::roots::{CodeRoots, RootLists, RootSource};
use crate::heap::{Gc, Payload};
use crate::interp::frame::Frame;
use crate::interp::state::Interp;
use crate::object::array::Elements;
use crate::object::key::PropertyKey;
use crate::object::shape::{ShapeId, ShapeTable};
use crate::options::Options;
use crate::runtime::atoms::AtomTable;
use crate::runtime::names::{Names, WellKnownSymbols};
use crate::runtime::realm::Realm;
use crate::runtime::symbol_registry::SymbolRegistry;
use crate::stats::Stats;
use crate::value::{Value, tag};
use hearth_gc::{Config, Header, Heap, HeapError};
use std::rc::Rc;

/// What compiled code and the interpreter's fast paths read and write, at fixed
/// offsets from the `Vm`, whose address is in the pinned register.
#[repr(C)]
pub struct Context {
    /// Pending exception while `Value::EXCEPTION` is being returned.
    pub exception: Value,
    /// new.target of the `[[Construct]]` call being made.
    pub new_target: Value,
    /// First free value of the value stack; all in-use registers are below.
    pub sp: *mut Value,
    /// End of the value stack (less a reserve). What calls compare with is `interrupt.call_limit`.
    pub value_limit: *mut Value,
    /// Lowest native stack address that script calls may reach.
    pub native_limit: usize,
    /// Frame pointer of the innermost compiled frame that called into the runtime, and its call site.
    pub exit_fp: usize,
    pub exit_site: u64,
    /// Its link table.
    pub exit_links: usize,
    /// Entry of scripts without compiled code.
    pub interpreter_stub: *const u8,
    /// Bits of [`interrupt`]; nonzero to be noticed at the next loop head or call. Only `TIER` is no matter of calls.
    pub interrupt: interrupt::Interrupts,
    /// Changes when an object that is a prototype changes in a way that look-ups through it can see.
    pub proto_epoch: u32,
    /// Table of runtime calls.
    pub runtime_calls: *const *const u8,
    /// The bridge to calls that keep all registers (`ion::preserving`), and what the last such call gave.
    pub keep_all: *const u8,
    pub kept_result: u64,
    /// Bridges that look into the megamorphic cache first, and its rows (`ion::probe`).
    pub get_named: *const u8,
    pub set_named: *const u8,
    pub megamorphic: *const crate::feedback::megamorphic::Row,
    /// Raw values of a bailing-out frame.
    pub bailout_buffer: *mut u64,
    /// Shared elements of objects that have none.
    pub empty_elements: GcField<Elements>,
    /// 0 while no object in the prototype chain of an array has, or had, indexed properties.
    pub indexed_prototypes: u32,
    /// 1 while arrays iterate as they did at start (`%Array.prototype%[@@iterator]` and %ArrayIteratorPrototype%.next are pristine).
    pub pristine_array_iteration: u32,
    /// Next frame to use on the frame stack.
    pub frame_top: *mut Frame,
    pub frame_limit: *mut Frame,
    /// Scripts with one of these flags are not entered by the short path of calls.
    pub slow_call: u32,
    /// The 256 words of `Vm::single_chars`.
    pub single_chars: *const Value,
    /// Executions of guards until one fails that holds (`ion::chaos`).
    pub guard_countdown: u32,
    /// Units that scripts may still use, while `interrupt::FUEL` is set (`interp::fuel`).
    pub fuel: u64,
}

/// Bits of `Context::interrupt`.
pub mod interrupt {
    use crate::value::Value;
    use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::Relaxed, Ordering::SeqCst};

    /// Small cells exceed the memory limit (`heap::limit`): collect, and throw if that is not enough.
    pub const MEMORY: u32 = 1;
    /// The embedder's call is to end: each safepoint throws, and nothing catches it, until that call has returned.
    pub const TERMINATE: u32 = 2;
    /// Compiled code waits to be installed, or another tier event to be handled.
    pub const TIER: u32 = 4;
    /// A script has run for as long as it may: each safepoint throws until whoever set the limit
    /// clears this.
    pub const TIMEOUT: u32 = 8;

    /// The program is to end, as a worker that was told to stop: each safepoint throws, and nothing catches it.
    pub const EXIT: u32 = 32;

    /// Something stands in for what there was no memory for: throw, whatever a collection gives back.
    pub const LOST: u32 = 16;

    /// Scripts have fuel, which each safepoint takes a unit of (`interp::fuel`): always set in a machine that counts it,
    /// never in another.
    pub const FUEL: u32 = 64;

    /// What was learnt so far is to be saved; then the program goes on.
    pub const SAVE: u32 = 128;

    /// What is asked for, by this thread or another. Each side sets bits; safepoints look at the word as a whole, in
    /// compiled code with a plain load. The machine's own thread clears them.
    ///
    /// Calls have to look at the end of the value stack anyway: so that they need not look at the bits as well, that end
    /// is pretended to be at 0 while any bit but `TIER` is set. Where this was found, by the slow path of a call,
    /// the bits say what there is to do.
    #[derive(Default)]
    #[repr(C)]
    pub struct Interrupts {
        pub(crate) bits: AtomicU32,
        /// End of the value stack, or null.
        pub(crate) call_limit: AtomicPtr<Value>,
        value_limit: AtomicPtr<Value>,
    }

    impl Interrupts {
        #[inline(always)]
        pub fn is_pending(&self) -> bool {
            self.bits.load(Relaxed) != 0
        }
        /// One of these bits.
        #[inline(always)]
        pub fn has(&self, bit: u32) -> bool {
            self.bits.load(Relaxed) & bit != 0
        }
        /// Windows of calls end at or below this, if nothing is to be looked at first.
        #[inline(always)]
        pub fn call_limit(&self) -> *mut Value {
            self.call_limit.load(Relaxed)
        }
        /// To be called once, before scripts run.
        pub fn set_value_limit(&self, end: *mut Value) {
            self.value_limit.store(end, Relaxed);
            self.let_calls_pass();
        }
        /// All bits.
        pub(crate) fn word(&self) -> &AtomicU32 {
            &self.bits
        }
        pub fn set(&self, bit: u32) {
            self.bits.fetch_or(bit, SeqCst);
            if bit == TIER {
                return;
            }
            self.call_limit.store(core::ptr::null_mut(), SeqCst);
            #[cfg(feature = "webassembly")]
            if bit != FUEL {
                crate::builtins::node::webassembly::interrupt();
            }
        }
        pub fn clear(&self, bit: u32) {
            self.bits.fetch_and(!bit, SeqCst);
            if self.call_limit().is_null() {
                self.let_calls_pass();
            }
        }
        /// Calls need not be slow, if nothing is asked for. (Who sets a bit after it was looked for stops them himself. He
        /// may do that late, when the bit is cleared already: such calls are slow until this is called again.)
        pub fn let_calls_pass(&self) {
            if !self.has(!TIER) {
                self.call_limit.store(self.value_limit.load(Relaxed), SeqCst);
                if self.bits.load(SeqCst) & !TIER != 0 {
                    self.call_limit.store(core::ptr::null_mut(), SeqCst);
                }
            }
        }
    }
}

/// Bytes of the native stack to leave to code that runs no script.
const NATIVE_RESERVE: usize = 256 << 10;

#[repr(C)]
pub struct Vm {
    /// At offset 0: compiled code bumps the allocation cursor inline.
    pub heap: Heap,
    pub cx: Context,
    pub shapes: ShapeTable,
    pub atoms: AtomTable,
    pub names: Names,
    pub symbols: WellKnownSymbols,
    pub symbol_registry: SymbolRegistry,
    pub interp: Interp,
    pub options: Options,
    /// Stores of bytecode, profiles and code; none if the cache is off.
    pub cache: Option<Box<crate::cache::Session>>,
    pub ion: Option<Box<crate::ion::runtime::IonRuntime>>,
    /// The machine cannot have an optimising tier.
    pub(crate) ion_unavailable: bool,
    pub(crate) tier: crate::ion::tier::Tier,
    pub(crate) known_builtins: Rc<crate::ion::known_builtins::KnownBuiltins>,
    pub stats: Stats,
    /// What `hearth explain` is told; none: nobody asks.
    pub explain: Option<Box<crate::ion::explain::Recorder>>,
    pub builtins: crate::builtins::state::BuiltinState,
    pub(crate) embedding: crate::api::state::Embedding,
    #[allow(clippy::vec_box, reason = "a realm does not move")]
    pub realms: Vec<Box<Realm>>,
    /// Index of the running execution context's realm.
    pub current_realm: u32,
    pub(crate) root_lists: Rc<RootLists>,
    pub(crate) root_sources: Vec<Rc<dyn RootSource>>,
    pub(crate) code_roots: Option<Box<dyn CodeRoots>>,
    /// Called with a predicate "is freed" before shape ids are handed out again.
    pub(crate) shape_purgers: Vec<crate::heap::shape_gc::ShapePurger>,
    pub(crate) shape_keepers: Vec<crate::heap::shape_gc::ShapeKeeper>,
    /// Told of every change of a prototype.
    pub(crate) prototype_hooks: Vec<crate::object::property::PrototypeHook>,
    /// Shape of the object being allocated: no cell names it yet.
    pub(crate) shape_in_flight: ShapeId,
    pub(crate) trees: crate::heap::trees::Trees,
    /// Memory is short: see `heap::shape_gc`.
    pub(crate) gives_idle_shapes_up: bool,
    /// Shapes that no object had at the last full collection, and that their functions keep.
    pub(crate) idle_shapes: usize,
    /// Payload of the cell being allocated: no cell owns it yet.
    pub(crate) payload_in_flight: Option<*const dyn Payload>,
    /// Strings of one Latin-1 code unit, made when first needed.
    // unrooted: roots
    pub(crate) single_chars: Box<[Value; 256]>,
    /// ToString of small integers, made when first needed.
    // unrooted: roots
    pub(crate) small_int_strings: Box<[Value; 256]>,
    stack_base: usize,
    /// The limit was exceeded, and the reserve is in use.
    pub(crate) in_memory_reserve: bool,
    /// The limit is out of force for a while.
    pub(crate) unlimited: bool,
    /// Bytes of tables beside the heap that it has been told of.
    pub(crate) side_bytes: usize,
    /// `--fail-allocation` has had its effect.
    pub(crate) told_refusal: bool,
    /// Bytes of shapes at which a full collection is asked for, to get them back.
    pub(crate) shape_budget: usize,
}

/// Why a VM could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VmError {
    #[error(transparent)]
    Heap(#[from] HeapError),
    #[error("cannot reserve address space for the stacks: {0}")]
    Stack(std::io::Error),
}

/// Whether the tag bits of a word allow that it is a pointer (bare, or a tagged value).
fn is_candidate(word: u64) -> bool {
    let tag = (word >> 48) as u16;
    tag == 0 || tag >= tag::FIRST_CELL
}

impl Vm {
    /// A VM with one realm.
    pub fn new(options: Options) -> Result<Box<Vm>, VmError> {
        let mut vm = Vm::without_realm(options)?;
        vm.create_realm();
        vm.note_known_builtins();
        let pending = vm.tier.pending_roots();
        vm.root_sources.push(pending);
        Ok(vm)
    }

    fn without_realm(mut options: Options) -> Result<Box<Vm>, VmError> {
        crate::cache::open::anchor(&mut options);
        if let Some(fail) = options.fail_step {
            hearth_codecache::steps::choose(fail);
        }
        let shape_budget = crate::heap::shape_gc::least_budget(&options);
        let heap = Heap::new(Config {
            kinds: KINDS,
            is_candidate,
            memory_limit: options.memory_limit,
            stress: options.gc_stress,
            verify: options.gc_verify,
            verify_barriers: options.gc_verify,
            poison: options.gc_verify,
            ..Config::default()
        })?;
        let cache = crate::cache::Session::open(&options);
        let interp = Interp::new().map_err(VmError::Stack)?;
        let (stack_base, native_lowest) = native_stack_bounds();
        let mut cx = Context {
            exception: Value::UNDEFINED,
            new_target: Value::UNDEFINED,
            sp: core::ptr::null_mut(),
            value_limit: core::ptr::null_mut(),
            native_limit: native_limit(stack_base, native_lowest, options.stack_size),
            exit_fp: 0,
            exit_site: 0,
            exit_links: 0,
            interpreter_stub: crate::ion::enter::interpreter_stub(),
            interrupt: interrupt::Interrupts::default(),
            proto_epoch: 1,
            runtime_calls: core::ptr::null(),
            keep_all: crate::ion::preserving::keep_all(),
            kept_result: 0,
            get_named: crate::ion::probe::get_named(),
            set_named: crate::ion::probe::set_named(),
            megamorphic: core::ptr::null(),
            bailout_buffer: core::ptr::null_mut(),
            empty_elements: GcField::null(),
            indexed_prototypes: 0,
            pristine_array_iteration: 1,
            frame_top: core::ptr::null_mut(),
            frame_limit: core::ptr::null_mut(),
            slow_call: crate::interp::call::SLOW_CALL,
            single_chars: core::ptr::null(),
            guard_countdown: 0,
            fuel: 0,
        };
        interp.init_context(&mut cx);
        let mut vm = Box::new(Vm {
            heap,
            cx,
            shapes: ShapeTable::default(),
            atoms: AtomTable::default(),
            names: Names::unset(),
            symbols: WellKnownSymbols::unset(),
            symbol_registry: SymbolRegistry::default(),
            interp,
            options,
            cache,
            ion: None,
            ion_unavailable: false,
            tier: Default::default(),
            known_builtins: Rc::default(),
            stats: Stats::default(),
            explain: None,
            builtins: Default::default(),
            embedding: Default::default(),
            realms: Vec::new(),
            current_realm: 0,
            root_lists: RootLists::new(),
            root_sources: Vec::new(),
            code_roots: None,
            shape_purgers: Vec::new(),
            shape_keepers: Vec::new(),
            prototype_hooks: Vec::new(),
            shape_in_flight: ShapeId::NONE,
            trees: Default::default(),
            gives_idle_shapes_up: false,
            idle_shapes: 0,
            payload_in_flight: None,
            single_chars: Box::new([Value::EMPTY; 256]),
            small_int_strings: Box::new([Value::EMPTY; 256]),
            stack_base,
            in_memory_reserve: false,
            unlimited: false,
            side_bytes: 0,
            told_refusal: false,
            shape_budget,
        });
        vm.cx.single_chars = vm.single_chars.as_ptr();
        vm.start_chaos();
        let empty = vm.alloc_cell(EMPTY_ELEMENTS_SIZE);
        // SAFETY: a fresh cell of the size of an `Elements` without values.
        let empty = unsafe {
            empty.write(Header::new(0, Kind::Elements as u8, EMPTY_ELEMENTS_SIZE));
            Gc::<Elements>::from_header(empty)
        };
        // SAFETY: as above; `len` and `capacity` are plain words of the cell.
        unsafe { (empty.address() as *mut u64).add(1).write(0) };
        vm.cx.empty_elements.set_no_barrier(Some(empty));
        // Needed before any other string can be made.
        let empty = vm.make_empty_string();
        vm.names.empty = PropertyKey::atom(empty);
        let names = Names::new(&mut vm);
        vm.names = names;
        let symbols = WellKnownSymbols::new(&mut vm);
        vm.symbols = symbols;
        Ok(vm)
    }

    /// Runs on the stack of the calling thread from now on.
    pub(crate) fn use_this_stack(&mut self) {
        let (base, lowest) = native_stack_bounds();
        self.stack_base = base;
        self.cx.native_limit = native_limit(base, lowest, self.options.stack_size);
        self.count_side_tables();
    }

    /// Highest address of the native stack that can hold cells.
    pub fn stack_base(&self) -> usize {
        self.stack_base
    }
    #[inline(always)]
    pub fn empty_elements(&self) -> Gc<Elements> {
        self.cx.empty_elements.get().expect("set at creation")
    }
    #[inline(always)]
    pub fn realm(&self) -> &Realm {
        &self.realms[self.current_realm as usize]
    }
    #[inline(always)]
    pub fn realm_mut(&mut self) -> &mut Realm {
        &mut self.realms[self.current_realm as usize]
    }
    /// Whether script code may be entered without overflowing the native stack.
    #[inline(always)]
    pub fn has_native_stack(&self) -> bool {
        let here = 0u8;
        &raw const here as usize > self.cx.native_limit
    }
    /// To be called after a cell was stored into `owner`.
    #[inline(always)]
    pub fn write_barrier(&mut self, owner: impl Into<core::ptr::NonNull<Header>>) {
        // SAFETY: callers pass the header of a live cell.
        unsafe { self.heap.write_barrier(owner.into()) }
    }
}

/// Lowest address that scripts may reach: `budget` bytes below the top, if the stack has them.
fn native_limit(base: usize, lowest: usize, budget: usize) -> usize {
    (lowest + NATIVE_RESERVE).max(base.saturating_sub(budget))
}

/// Highest and lowest usable address of the calling thread's stack.
fn native_stack_bounds() -> (usize, usize) {
    thread_local! {
        /// Asking costs the main thread a reading of all its mappings.
        static BOUNDS: (usize, usize) = ask_native_stack_bounds();
    }
    BOUNDS.with(|bounds| *bounds)
}

fn ask_native_stack_bounds() -> (usize, usize) {
    let base = hearth_gc::native_stack_base();
    #[cfg(any(target_os = "linux", target_os = "android"))]
    // SAFETY: the attributes are initialised by `pthread_getattr_np` before they are
    // read, and destroyed once.
    let size = unsafe {
        let mut attributes: libc::pthread_attr_t = core::mem::zeroed();
        let mut lowest = core::ptr::null_mut();
        let mut size = 0;
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) == 0 {
            libc::pthread_attr_getstack(&attributes, &mut lowest, &mut size);
            libc::pthread_attr_destroy(&mut attributes);
        }
        size
    };
    #[cfg(target_os = "macos")]
    // SAFETY: no preconditions.
    let size = unsafe { libc::pthread_get_stacksize_np(libc::pthread_self()) };
    // Stacks without limit are taken to be as large as the usual limit.
    let size = if size == 0 || size > 1 << 30 { 8 << 20 } else { size };
    (base, base - size)
}
