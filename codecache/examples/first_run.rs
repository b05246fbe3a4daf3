//! A machine so small that all of its way to persistent code fits on a page: it knows sums,
//! differences and products of numbers and one variable, and compiles them to machine code.
//!
//! `cargo run -p hearth-codecache --example first_run [DIRECTORY]`
//!
//! With a directory, the first run compiles and the second one finds the code of the first. Without
//! one, several machines stand for the processes, and the last finds a store that somebody has
//! changed. The way is [`Machine::function`]: look up, and if that is a miss, compile and save.

use std::error::Error;
use std::path::Path;

use hearth_codecache::arena::{ArenaConfig, Published};
use hearth_codecache::blob::BlobIdentity;
use hearth_codecache::key::CodeIdentity;
use hearth_codecache::store::{DirectoryOptions, DirectoryStore, Store};
use hearth_codecache::{
    Blob, BlobBuilder, CodeArena, CodeKey, Entry, EntryKind, EntryPoint, FingerprintBuilder, MissReason, ScriptHash, SectionKind,
    SourceKey, TargetFingerprint, TrustKey,
};

/// A section of our own: one record, the most values that the code has on the stack at a time.
const DEPTH: SectionKind = SectionKind::custom(0);
/// What there is room for.
const MAX_DEPTH: u32 = 100;

/// An expression in postfix order.
#[derive(Clone, Copy)]
enum Op {
    Number(i64),
    Variable,
    Add,
    Subtract,
    Multiply,
}

fn parse(source: &str) -> Result<Vec<Op>, String> {
    let op = |word: &str| match word {
        "x" => Ok(Op::Variable),
        "+" => Ok(Op::Add),
        "-" => Ok(Op::Subtract),
        "*" => Ok(Op::Multiply),
        number => number.parse().map(Op::Number).map_err(|_| format!("'{number}' is no number, variable or operator")),
    };
    source.split_whitespace().map(op).collect()
}

/// Machine code for `extern "C" fn(x: i64) -> i64`, and the depth of its stack.
fn compile(ops: &[Op]) -> Result<(Vec<u8>, u32), String> {
    let mut code = assembler::begin();
    let (mut depth, mut most) = (0u32, 0);
    for op in ops {
        depth = match op {
            Op::Number(_) | Op::Variable => depth + 1,
            _ => depth.checked_sub(1).filter(|left| *left > 0).ok_or("an operator lacks an operand")?,
        };
        most = most.max(depth);
        assembler::emit(*op, &mut code);
    }
    if depth != 1 {
        return Err("an expression has one value".into());
    }
    if most > MAX_DEPTH {
        return Err("the expression is too deep".into());
    }
    assembler::end(&mut code);
    Ok((code, most))
}

#[cfg(target_arch = "x86_64")]
mod assembler {
    use super::Op;

    pub fn begin() -> Vec<u8> {
        Vec::new()
    }

    pub fn emit(op: Op, code: &mut Vec<u8>) {
        match op {
            Op::Number(number) => {
                code.extend([0x48, 0xb8]); // mov rax, number
                code.extend(number.to_le_bytes());
                code.push(0x50); // push rax
            }
            Op::Variable => code.push(0x57),                         // push rdi
            Op::Add => binary(&[0x48, 0x01, 0xc8], code),            // add rax, rcx
            Op::Subtract => binary(&[0x48, 0x29, 0xc8], code),       // sub rax, rcx
            Op::Multiply => binary(&[0x48, 0x0f, 0xaf, 0xc1], code), // imul rax, rcx
        }
    }

    fn binary(instruction: &[u8], code: &mut Vec<u8>) {
        code.extend([0x59, 0x58]); // pop rcx; pop rax
        code.extend(instruction);
        code.push(0x50); // push rax
    }

    pub fn end(code: &mut Vec<u8>) {
        code.extend([0x58, 0xc3]); // pop rax; ret
    }
}

#[cfg(target_arch = "aarch64")]
mod assembler {
    use super::Op;

    fn put(instructions: &[u32], code: &mut Vec<u8>) {
        instructions.iter().for_each(|instruction| code.extend(instruction.to_le_bytes()));
    }

    pub fn begin() -> Vec<u8> {
        0xaa00_03e9u32.to_le_bytes().to_vec() // mov x9, x0
    }

    pub fn emit(op: Op, code: &mut Vec<u8>) {
        match op {
            Op::Number(number) => {
                let bits = |part: u32| (number as u64 >> (16 * part) & 0xffff) as u32;
                // movz x10, …; movk x10, …, lsl 16, 32, 48
                put(
                    &[0xd280_000a | bits(0) << 5, 0xf2a0_000a | bits(1) << 5, 0xf2c0_000a | bits(2) << 5, 0xf2e0_000a | bits(3) << 5],
                    code,
                );
                put(&[0xf81f_0fea], code); // str x10, [sp, -16]!
            }
            Op::Variable => put(&[0xf81f_0fe9], code), // str x9, [sp, -16]!
            Op::Add => binary(0x8b0b_014a, code),      // add x10, x10, x11
            Op::Subtract => binary(0xcb0b_014a, code), // sub x10, x10, x11
            Op::Multiply => binary(0x9b0b_7d4a, code), // mul x10, x10, x11
        }
    }

    fn binary(instruction: u32, code: &mut Vec<u8>) {
        // ldr x11, [sp], 16; ldr x10, [sp], 16; …; str x10, [sp, -16]!
        put(&[0xf841_07eb, 0xf841_07ea, instruction, 0xf81f_0fea], code);
    }

    pub fn end(code: &mut Vec<u8>) {
        put(&[0xf841_07e0, 0xd65f_03c0], code); // ldr x0, [sp], 16; ret
    }
}

/// What stands for one process.
pub struct Machine {
    store: DirectoryStore,
    target: TargetFingerprint,
    arena: CodeArena,
}

/// Code that is installed, with where it came from.
pub struct Function<'machine> {
    published: Published,
    /// Why it had to be compiled; `None`: it was found.
    pub miss: Option<MissReason>,
    machine: &'machine Machine,
}

impl Machine {
    /// With a store, and the key that its contents are signed with, in a directory.
    pub fn new(directory: &Path) -> Result<Machine, Box<dyn Error>> {
        // Elsewhere than the store, so that who can write to the store cannot sign; by default it is
        // `TrustKey::path_of("calculator")`, as the store is `DirectoryStore::root_of("calculator")`.
        let key = TrustKey::load_or_create(&directory.join("config/trust.key"))?;
        let store = DirectoryStore::new(directory.join("cache"), key, DirectoryOptions::default());
        // All that code depends on, and that may be different in the next process.
        let target = FingerprintBuilder::new()
            .engine_build(b"calculator 1")
            .schema("sections", b"depth: one u32")
            .cpu_feature(std::env::consts::ARCH)
            .finish();
        Ok(Machine { store, target, arena: CodeArena::new(ArenaConfig::default())? })
    }

    /// The function of a source text: found, or made and kept for others.
    pub fn function(&self, source: &str) -> Result<Function<'_>, Box<dyn Error>> {
        // Who the code is: the hash of the source counts, the key is how it is found.
        let script = ScriptHash::of(source.as_bytes());
        let (entry, target) = (EntryPoint::Function, self.target);
        let key = CodeKey::of(&CodeIdentity { script, function_name: b"", position: 0, entry, options: b"", target });
        let identity = BlobIdentity { key, target, script, entry };
        let place = SourceKey::of(source.as_bytes(), b"");

        let miss = match self.find(place, &identity) {
            Ok(published) => return Ok(Function { published, miss: None, machine: self }),
            Err(reason) => reason,
        };
        let (code, depth) = compile(&parse(source)?)?;
        let blob = BlobBuilder::new(identity).bytes(SectionKind::Code, &code).records(DEPTH, &[depth]).finish()?;
        // Fresh code is read like stored code: there is one way to the arena.
        let published = self.install(&Blob::parse(&blob).map_err(|malformed| malformed.reason().description())?, &identity);
        let published = published.map_err(MissReason::description)?;
        // A machine that has better things to do leaves this to `hearth_codecache::Writer`. If it
        // fails, it will be compiled again.
        let _ = self.store.save(place, target, &[Entry::new(EntryKind::Code, key.0, blob)]);
        Ok(Function { published, miss: Some(miss), machine: self })
    }

    /// Looks up. Whatever may be wrong with what is there is a reason to compile, never an error.
    fn find(&self, place: SourceKey, identity: &BlobIdentity) -> Result<Published, MissReason> {
        // Copied to private memory, authenticated, and only then parsed: a pack exists if it is genuine.
        let pack = self.store.load(place, identity.target).map_err(|error| error.reason)?.ok_or(MissReason::NotFound)?;
        let entry = pack.code(identity.key).ok_or(MissReason::NotFound)?;
        self.install(&Blob::parse(entry.bytes()).map_err(|malformed| malformed.reason())?, identity)
    }

    fn install(&self, blob: &Blob<'_>, identity: &BlobIdentity) -> Result<Published, MissReason> {
        blob.check_identity(identity)?;
        // Sections of our own are ours to check.
        match blob.records::<u32>(DEPTH) {
            Ok([depth]) if *depth <= MAX_DEPTH => {}
            _ => return Err(MissReason::Malformed),
        }
        let code = blob.code().map_err(|malformed| malformed.reason())?;
        let written = self.arena.reserve(code.len()).map_err(|error| error.reason())?.write(code);
        let mut batch = self.arena.publish(vec![written]).map_err(|error| error.reason())?;
        batch.pop().ok_or(MissReason::ArenaFailed)
    }

    /// Gives the memory of a function back, when nothing can be running in it.
    pub fn forget(&self, function: Function<'_>) -> usize {
        let scan = {
            self.arena.quarantine(self.arena.retire(function.published));
            self.arena.begin_scan()
        };
        // A machine with threads, or calls in progress, looks at their stacks here.
        self.arena.release_quarantined(scan, |_| false)
    }
}

impl Function<'_> {
    pub fn call(&self, x: i64) -> i64 {
        debug_assert!(self.machine.arena.contains(self.published.entry() as usize));
        // SAFETY: the code is what `compile` made of this source, in this process or, by the word of a
        // holder of the trust key, for the same target in another. The arena lives as long as `machine`.
        let code: extern "C" fn(i64) -> i64 = unsafe { std::mem::transmute(self.published.entry()) };
        code(x)
    }
}

/// One process: the lines that it prints.
pub fn run(directory: &Path, sources: &[&str]) -> Result<Vec<String>, Box<dyn Error>> {
    let machine = Machine::new(directory)?;
    let mut lines = Vec::new();
    for source in sources {
        match machine.function(source) {
            Ok(function) => {
                let origin = function.miss.map_or("found".into(), |reason| format!("compiled ({reason})"));
                lines.push(format!("{source}: f(5) = {}, f(-7) = {}, {origin}", function.call(5), function.call(-7)));
                machine.forget(function);
            }
            Err(error) => lines.push(format!("{source}: {error}")),
        }
    }
    for (_, counters) in machine.store.counters() {
        let refused = counters.misses().nonzero().chain(counters.entries_refused().nonzero());
        let refused = refused.filter(|(reason, _)| *reason != MissReason::NotFound);
        lines.extend(refused.map(|(reason, count)| format!("{count} refused: {}", reason.description())));
    }
    Ok(lines)
}

/// Changes a byte of each pack.
pub fn tamper(directory: &Path) -> std::io::Result<()> {
    for version in std::fs::read_dir(directory.join("cache"))? {
        for pack in std::fs::read_dir(version?.path())? {
            let path = pack?.path();
            let mut bytes = std::fs::read(&path)?;
            let middle = bytes.len() / 2;
            // There is an empty file besides, which tells when there was time to prune.
            if let Some(byte) = bytes.get_mut(middle) {
                *byte ^= 1;
                std::fs::write(&path, bytes)?;
            }
        }
    }
    Ok(())
}

pub const SOURCES: [&str; 3] = ["x 3 + x * 7 -", "x x * x *", "1 +"];

pub fn main() -> Result<(), Box<dyn Error>> {
    let show = |title: &str, lines: Vec<String>| {
        println!("{title}");
        lines.iter().for_each(|line| println!("  {line}"));
    };
    if let Some(directory) = std::env::args_os().nth(1) {
        show("this run", run(Path::new(&directory), &SOURCES)?);
        return Ok(());
    }
    let directory = std::env::temp_dir().join(format!("first-run-{}", std::process::id()));
    show("first run", run(&directory, &SOURCES)?);
    show("second run", run(&directory, &SOURCES)?);
    tamper(&directory)?;
    show("third run, after a byte of each pack was changed", run(&directory, &SOURCES)?);
    show("fourth run", run(&directory, &SOURCES)?);
    std::fs::remove_dir_all(&directory)?;
    Ok(())
}
