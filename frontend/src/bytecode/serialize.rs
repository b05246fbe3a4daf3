//! Functions as bytes, for packs and for hashing.
//!
//! A *record* holds one function: what is known of it without code, then its code.
//! Children are listed by what is known of them only, so that a record does not
//! depend on which of them are compiled, and each function of a pack is decoded at
//! its first call. The encoding is canonical: equal functions have equal bytes, and
//! other bytes for the same function are refused.
//!
//! Layout: little-endian; counts are u32 and come before what they count.
//!
//! ```text
//! magic u32 · version u16 · schema u64 (digest of the op table)
//! info: name string · kind u8 · strict u8 · length u16 · start u32 · end u32
//! params u16 · registers u16 · flags u8 (1 arguments, 2 new.target, 4 passes them on) · this_properties u8
//! loops [u32] · insns [8 bytes] · sites [u32] · handlers [3 u32] · positions [2 u32]
//! constants [tag u8, payload] · children [info]
//! globals: vars [string] · functions [string, u32] · lets [string] · consts [string]
//! local names [u16, string]
//! module u8 · if 1: requests [string, [string, string], u32] · slots [tag u8, payload]
//!   · local exports [string, u16] · indirect exports [string, import] · star exports [u16]
//! import: request u16 · named u8 · string if 1 · position u32
//! string: tag u8 (0 Latin-1, 1 UTF-16) · count of units u32 · units
//! ```
//!
//! Whatever bytes come in: decoding gives a function that the verifier accepts, or
//! an error; it neither panics nor allocates more than the input justifies.

use super::code::{
    Code, CompileError, CompileLazily, Constant, FunctionInfo, FunctionKind, FunctionTemplate, GlobalDeclarations, Handler, JsStr,
    Position, SiteKey, Source,
};
use super::insn::{BytecodeOffset, Insn};
use super::module_info::{ImportEntry, IndirectExport, ModuleInfo, ModuleRequest, ModuleSlot, Phase};
use super::ops;
use super::verify::{VerifyError, verify, verify_environments};
use std::rc::Rc;
use std::sync::OnceLock;

const MAGIC: u32 = u32::from_le_bytes(*b"HBC\0");
/// Of the layout above; a change of the op table shows in the schema digest instead.
pub const VERSION: u16 = 6;

/// A digest of the op table: bytecode of another table is a miss.
pub fn schema_digest() -> u64 {
    static DIGEST: OnceLock<u64> = OnceLock::new();
    *DIGEST.get_or_init(|| xxhash_rust::xxh3::xxh3_64(&ops::schema().collect::<Vec<u8>>()))
}

/// Why bytes are not a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    #[error("the record ends too early or too late")]
    Length,
    #[error("another format, version or op table")]
    Version,
    #[error("a field has a value that it cannot have")]
    Value,
    #[error("{0}")]
    Verify(#[from] VerifyError),
}

// ---- encoding

/// The record of a function that has code.
pub fn function(template: &FunctionTemplate) -> Option<Vec<u8>> {
    template.compiled().map(|code| canonical_bytes(code, &template.info))
}

/// The records of all functions under `root` that have code, with their spans, outermost
/// first; not of those whose code came from a record.
pub fn functions(root: &Rc<FunctionTemplate>) -> Vec<((u32, u32), Vec<u8>)> {
    let record = |template: Rc<FunctionTemplate>| Some(((template.info.start, template.info.end), function(&template)?));
    compiled_from_text(root).filter_map(record).collect()
}

/// The functions under `root` that were compiled from the text, outermost first.
pub fn compiled_from_text(root: &Rc<FunctionTemplate>) -> impl Iterator<Item = Rc<FunctionTemplate>> {
    let mut queue = vec![root.clone()];
    let compiled = std::iter::from_fn(move || {
        loop {
            let template = queue.pop()?;
            if let Some(code) = template.compiled() {
                queue.extend(code.children.iter().rev().cloned());
                return Some(template);
            }
        }
    });
    compiled.filter(|template| template.stored_hash().is_none())
}

/// The bytes that stand for a function: its record, and what its hash is taken of.
pub fn canonical_bytes(code: &Code, info: &FunctionInfo) -> Vec<u8> {
    let mut w = Writer { bytes: Vec::with_capacity(code.insns.len() * 12 + 256) };
    w.u32(MAGIC);
    w.u16(VERSION);
    w.bytes.extend_from_slice(&schema_digest().to_le_bytes());
    w.info(info);
    w.u16(code.params);
    w.u16(code.registers);
    w.u8(code.needs_arguments as u8 | (code.needs_new_target as u8) << 1 | (code.passes_arguments_on as u8) << 2);
    w.u8(code.this_properties);
    w.list(&code.loops, |w, offset| w.u32(offset.0));
    w.list(&code.insns, |w, insn| {
        w.bytes.extend_from_slice(&[insn.op, insn.d]);
        w.u16(insn.a);
        w.u16(insn.b);
        w.u16(insn.c);
    });
    w.list(&code.sites, |w, key| w.u32(key.0));
    w.list(&code.handlers, |w, handler| {
        w.u32(handler.start.0);
        w.u32(handler.end.0);
        w.u32(handler.target.0);
    });
    w.list(&code.positions, |w, position| {
        w.u32(position.offset.0);
        w.u32(position.source);
    });
    w.list(&code.constants, Writer::constant);
    w.list(&code.children, |w, child| w.info(&child.info));
    w.list(&code.globals.vars, Writer::string);
    w.list(&code.globals.functions, |w, (name, child)| {
        w.string(name);
        w.u32(*child);
    });
    w.list(&code.globals.lets, Writer::string);
    w.list(&code.globals.consts, Writer::string);
    w.list(&code.local_names, |w, (register, name)| {
        w.u16(*register);
        w.string(name);
    });
    match &code.module {
        None => w.u8(0),
        Some(module) => {
            w.u8(1);
            w.module(module);
        }
    }
    w.bytes
}

struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }
    fn u16(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }
    fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }
    fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Self, &T)) {
        self.u32(items.len() as u32);
        for i in items {
            item(self, i);
        }
    }
    fn string(&mut self, string: &JsStr) {
        match string {
            JsStr::Latin1(units) => {
                self.u8(0);
                self.u32(units.len() as u32);
                self.bytes.extend_from_slice(units);
            }
            JsStr::Utf16(units) => {
                self.u8(1);
                self.u32(units.len() as u32);
                units.iter().for_each(|unit| self.u16(*unit));
            }
        }
    }
    fn info(&mut self, info: &FunctionInfo) {
        self.string(&info.name);
        self.u8(info.kind as u8);
        self.u8(info.strict as u8);
        self.u16(info.length);
        self.u32(info.start);
        self.u32(info.end);
    }
    fn constant(&mut self, constant: &Constant) {
        match constant {
            Constant::Number(number) => {
                self.u8(0);
                self.bytes.extend_from_slice(&number.to_bits().to_le_bytes());
            }
            Constant::String(string) => {
                self.u8(1);
                self.string(string);
            }
            Constant::BigInt(digits) => {
                self.u8(2);
                self.list(digits.as_bytes(), |w, byte| w.u8(*byte));
            }
            Constant::RegExp { source, flags } => {
                self.u8(3);
                self.string(source);
                self.string(flags);
            }
            Constant::Template { cooked, raw } => {
                self.u8(4);
                self.list(cooked, |w, string| match string {
                    None => w.u8(0),
                    Some(string) => {
                        w.u8(1);
                        w.string(string);
                    }
                });
                self.list(raw, Self::string);
            }
            Constant::SlotMap(slots) => {
                self.u8(5);
                self.list(slots, |w, slot| w.u16(*slot));
            }
        }
    }
    fn import(&mut self, entry: &ImportEntry) {
        self.u16(entry.request);
        match &entry.name {
            None => self.u8(0),
            Some(name) => {
                self.u8(1);
                self.string(name);
            }
        }
        self.u32(entry.position);
    }
    fn module(&mut self, module: &ModuleInfo) {
        self.list(&module.requests, |w, request| {
            w.string(&request.specifier);
            w.list(&request.attributes, |w, (key, value)| {
                w.string(key);
                w.string(value);
            });
            w.u8(request.phase as u8);
            w.u32(request.position);
        });
        self.list(&module.slots, |w, slot| match slot {
            ModuleSlot::Undefined => w.u8(0),
            ModuleSlot::Empty => w.u8(1),
            ModuleSlot::Cell => w.u8(2),
            ModuleSlot::EmptyCell => w.u8(3),
            ModuleSlot::Import(entry) => {
                w.u8(4);
                w.import(entry);
            }
        });
        self.list(&module.local_exports, |w, (name, slot)| {
            w.string(name);
            w.u16(*slot);
        });
        self.list(&module.indirect_exports, |w, export| {
            w.string(&export.export_name);
            w.import(&export.import);
        });
        self.list(&module.star_exports, |w, request| w.u16(*request));
    }
}

// ---- decoding

struct Reader<'b> {
    bytes: &'b [u8],
}

type Decoded<T> = Result<T, DecodeError>;

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Decoded<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(DecodeError::Length)?;
        self.bytes = rest;
        Ok(taken)
    }
    fn array<const N: usize>(&mut self) -> Decoded<[u8; N]> {
        Ok(self.take(N)?.try_into().expect("as many as were taken"))
    }
    fn u8(&mut self) -> Decoded<u8> {
        Ok(self.array::<1>()?[0])
    }
    fn u16(&mut self) -> Decoded<u16> {
        Ok(u16::from_le_bytes(self.array()?))
    }
    fn u32(&mut self) -> Decoded<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }
    fn bool(&mut self) -> Decoded<bool> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(DecodeError::Value),
        }
    }
    /// A list of items that take at least `least` bytes each.
    fn list<T>(&mut self, least: usize, mut item: impl FnMut(&mut Self) -> Decoded<T>) -> Decoded<Box<[T]>> {
        let count = self.u32()? as usize;
        if count > self.bytes.len() / least {
            return Err(DecodeError::Length);
        }
        (0..count).map(|_| item(self)).collect()
    }
    fn string(&mut self) -> Decoded<JsStr> {
        match self.u8()? {
            0 => {
                let count = self.u32()? as usize;
                Ok(JsStr::Latin1(self.take(count)?.into()))
            }
            1 => {
                let units = self.list(2, Self::u16)?;
                // What fits Latin-1 is Latin-1: strings are compared by representation.
                if units.iter().all(|unit| *unit < 256) { Err(DecodeError::Value) } else { Ok(JsStr::Utf16(units)) }
            }
            _ => Err(DecodeError::Value),
        }
    }
    fn info(&mut self) -> Decoded<FunctionInfo> {
        Ok(FunctionInfo {
            name: self.string()?,
            kind: FunctionKind::from_u8(self.u8()?).ok_or(DecodeError::Value)?,
            strict: self.bool()?,
            length: self.u16()?,
            start: self.u32()?,
            end: self.u32()?,
        })
    }
    fn constant(&mut self) -> Decoded<Constant> {
        Ok(match self.u8()? {
            0 => {
                let number = f64::from_bits(u64::from_le_bytes(self.array()?));
                // One NaN only: others could be mistaken for tagged values.
                if number.is_nan() && number.to_bits() != f64::NAN.to_bits() {
                    return Err(DecodeError::Value);
                }
                Constant::Number(number)
            }
            1 => Constant::String(self.string()?),
            2 => {
                let digits = self.list(1, Self::u8)?;
                if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
                    return Err(DecodeError::Value);
                }
                Constant::BigInt(String::from_utf8(digits.into()).map_err(|_| DecodeError::Value)?.into())
            }
            3 => Constant::RegExp { source: self.string()?, flags: self.string()? },
            4 => Constant::Template {
                cooked: self.list(1, |r| Ok(if r.bool()? { Some(r.string()?) } else { None }))?,
                raw: self.list(5, Self::string)?,
            },
            5 => Constant::SlotMap(self.list(2, Self::u16)?),
            _ => return Err(DecodeError::Value),
        })
    }
    fn import(&mut self) -> Decoded<ImportEntry> {
        Ok(ImportEntry { request: self.u16()?, name: if self.bool()? { Some(self.string()?) } else { None }, position: self.u32()? })
    }
    fn module(&mut self) -> Decoded<ModuleInfo> {
        Ok(ModuleInfo {
            requests: self.list(14, |r| {
                let specifier = r.string()?;
                let attributes = r.list(10, |r| Ok((r.string()?, r.string()?)))?;
                let phase = Phase::from_u8(r.u8()?).ok_or(DecodeError::Value)?;
                Ok(ModuleRequest { specifier, attributes, phase, position: r.u32()? })
            })?,
            slots: self.list(1, |r| {
                Ok(match r.u8()? {
                    0 => ModuleSlot::Undefined,
                    1 => ModuleSlot::Empty,
                    2 => ModuleSlot::Cell,
                    3 => ModuleSlot::EmptyCell,
                    4 => ModuleSlot::Import(r.import()?),
                    _ => return Err(DecodeError::Value),
                })
            })?,
            local_exports: self.list(7, |r| Ok((r.string()?, r.u16()?)))?,
            indirect_exports: self.list(12, |r| Ok(IndirectExport { export_name: r.string()?, import: r.import()? }))?,
            star_exports: self.list(2, Self::u16)?,
        })
    }
}

/// The function of a record. Its children are compiled by `lazy`.
///
/// # Errors
/// Whatever is wrong with the bytes, the verifier's findings included.
pub fn decode(bytes: &[u8], source: &Rc<Source>, lazy: &Rc<dyn CompileLazily>) -> Decoded<(FunctionInfo, Code)> {
    let mut r = Reader { bytes };
    if r.u32()? != MAGIC || r.u16()? != VERSION || r.array()? != schema_digest().to_le_bytes() {
        return Err(DecodeError::Version);
    }
    let info = r.info()?;
    let (params, registers, flags, this_properties) = (r.u16()?, r.u16()?, r.u8()?, r.u8()?);
    if flags > 7 {
        return Err(DecodeError::Value);
    }
    let offset = |r: &mut Reader<'_>| r.u32().map(BytecodeOffset);
    let code = Code {
        params,
        registers,
        needs_arguments: flags & 1 != 0,
        needs_new_target: flags & 2 != 0,
        passes_arguments_on: flags & 4 != 0,
        this_properties,
        loops: r.list(4, offset)?,
        insns: r.list(8, |r| {
            let [op, d] = r.array()?;
            Ok(Insn { op, d, a: r.u16()?, b: r.u16()?, c: r.u16()? })
        })?,
        sites: r.list(4, |r| r.u32().map(SiteKey))?,
        handlers: r.list(12, |r| Ok(Handler { start: offset(r)?, end: offset(r)?, target: offset(r)? }))?,
        positions: r.list(8, |r| Ok(Position { offset: offset(r)?, source: r.u32()? }))?,
        constants: r.list(2, Reader::constant)?,
        children: r.list(17, |r| Ok(FunctionTemplate::new(r.info()?, source.clone(), lazy.clone())))?,
        globals: GlobalDeclarations {
            vars: r.list(5, Reader::string)?,
            functions: r.list(9, |r| Ok((r.string()?, r.u32()?)))?,
            lets: r.list(5, Reader::string)?,
            consts: r.list(5, Reader::string)?,
        },
        local_names: r.list(7, |r| Ok((r.u16()?, r.string()?)))?,
        module: if r.bool()? { Some(Box::new(r.module()?)) } else { None },
    };
    if !r.bytes.is_empty() {
        return Err(DecodeError::Length);
    }
    if crate::rules::holds(crate::rules::Rule::Bytecode) {
        verify(&code, &info)?;
    }
    Ok((info, code))
}

// ---- functions from a store

/// A function as it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Record<'a> {
    /// As `canonical_bytes` made them.
    pub bytes: &'a [u8],
    /// Their BLAKE3, which whoever stored them has taken.
    pub hash: [u8; 32],
}

/// Where the records of a source file are, by the spans of the functions.
pub trait FunctionRecords {
    fn record(&self, start: u32, end: u32) -> Option<Record<'_>>;
    /// A record was refused: the caller counts it as a miss.
    fn refused(&self, start: u32, end: u32, error: DecodeError);
}

/// A source file whose functions come from records; what is not there, or not right,
/// is compiled from the text, which is parsed only then.
pub struct StoredUnit {
    source: Rc<Source>,
    records: Rc<dyn FunctionRecords>,
    parse: fn(Rc<Source>) -> Result<Rc<dyn CompileLazily>, CompileError>,
    parsed: std::cell::OnceCell<Rc<dyn CompileLazily>>,
    this: std::rc::Weak<StoredUnit>,
}

impl StoredUnit {
    /// `parse` makes the compiler of last resort for the whole file.
    pub fn new(
        source: Rc<Source>,
        records: Rc<dyn FunctionRecords>,
        parse: fn(Rc<Source>) -> Result<Rc<dyn CompileLazily>, CompileError>,
    ) -> Rc<StoredUnit> {
        Rc::new_cyclic(|this| StoredUnit { source, records, parse, parsed: std::cell::OnceCell::new(), this: this.clone() })
    }

    fn shared(&self) -> Rc<dyn CompileLazily> {
        self.this.upgrade().expect("the unit is shared")
    }

    /// The outermost function, of the given span and one of the kinds, if its record is there and right.
    pub fn root(&self, start: u32, end: u32, kinds: &[FunctionKind]) -> Option<Rc<FunctionTemplate>> {
        let record = self.records.record(start, end)?;
        match decode(record.bytes, &self.source, &self.shared()) {
            Ok((info, code)) if (info.start, info.end) == (start, end) && kinds.contains(&info.kind) => {
                if let Err(error) = verify_environments(&code, &info, None) {
                    self.records.refused(start, end, error.into());
                    return None;
                }
                let template = FunctionTemplate::with_code(info, self.source.clone(), code);
                template.set_stored_hash(record.hash);
                Some(template)
            }
            Ok(_) => {
                self.records.refused(start, end, DecodeError::Value);
                None
            }
            Err(error) => {
                self.records.refused(start, end, error);
                None
            }
        }
    }

    fn stored(&self, template: &FunctionTemplate) -> Option<Code> {
        let info = &template.info;
        let record = self.records.record(info.start, info.end)?;
        match decode(record.bytes, &self.source, &self.shared()) {
            Ok((found, code)) if found == *info => {
                if let Err(error) = verify_environments(&code, info, template.around()) {
                    self.records.refused(info.start, info.end, error.into());
                    return None;
                }
                template.set_stored_hash(record.hash);
                Some(code)
            }
            Ok(_) => {
                self.records.refused(info.start, info.end, DecodeError::Value);
                None
            }
            Err(error) => {
                self.records.refused(info.start, info.end, error);
                None
            }
        }
    }
}

impl CompileLazily for StoredUnit {
    fn compile(&self, template: &FunctionTemplate) -> Result<Code, CompileError> {
        if let Some(code) = self.stored(template) {
            return Ok(code);
        }
        let parsed = match self.parsed.get() {
            Some(parsed) => parsed,
            None => {
                let parsed = (self.parse)(self.source.clone())?;
                self.parsed.get_or_init(|| parsed)
            }
        };
        let mut code = parsed.compile(template)?;
        // Functions within it may be stored again.
        let stored = |child: &Rc<FunctionTemplate>| {
            let template = FunctionTemplate::new(child.info.clone(), self.source.clone(), self.shared());
            template.put_within(child.around().cloned());
            template
        };
        code.children = code.children.iter().map(stored).collect();
        Ok(code)
    }
}
