//! Synthetic compiled code and snapshots for the tests of this folder: every kind of
//! record, descriptor and feedback at least once.

use crate::bytecode::{BytecodeOffset, FunctionKind, Insn, JsStr, Op};
use crate::feedback::IcKind;
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::{Fact, FunctionName, KeyName, LinkDescriptor, ShapePredicate};
use crate::ion::graph::{LinkRef, ListKind};
use crate::ion::lower::{Compiled, FIXED_LINKS};
use crate::ion::metadata::{
    BailoutRecord, CallSiteRecord, FrameRecord, Metadata, NO_SITE, ObjectRecord, RegisterRecord, ScriptRecord, SiteRecord, Source,
};
use crate::ion::profile::{EntryName, EntryState, Record, Shapes};
use crate::ion::snapshot::{CallTarget, ElementCase, Feedback, PropertyCase, ScriptSnapshot, ShapeIndex, ShapeSnapshot, SiteSnapshot};
use crate::value::Value;
use std::sync::Arc;

fn key(name: &str) -> KeyName {
    KeyName::String(name.into())
}

pub fn links() -> Vec<LinkDescriptor> {
    let function = FunctionName::Script([7; 32]);
    let facts = vec![
        Fact::Own { key: key("x"), slot: 0, writable: true },
        Fact::Inherited { key: key("y"), depth: 1, slot: 300, inline: false },
        Fact::Method { key: key("m"), depth: 1, function: function.clone() },
        Fact::Getter { key: key("g"), depth: 0, function: FunctionName::Builtin(3) },
        Fact::Setter { key: KeyName::WellKnownSymbol(2), depth: 2, function },
        Fact::Absent { key: key("日本") },
        Fact::CanAdd { key: key("z"), slot: 2 },
        Fact::CanAddLater { key: key("w") },
        Fact::Own { key: KeyName::Private(LinkRef(18)), slot: 1, writable: true },
        Fact::CanAdd { key: KeyName::Private(LinkRef(18)), slot: 4 },
        Fact::TypedLength,
        Fact::NoIndexedPrototype,
        Fact::Prototype { function: FunctionName::Script([7; 32]) },
    ];
    vec![
        LinkDescriptor::String(JsStr::from("text")),
        LinkDescriptor::BigInt("-12345678901234567890".into()),
        LinkDescriptor::Builtin(5),
        LinkDescriptor::GlobalObject,
        LinkDescriptor::LexicalGlobals,
        LinkDescriptor::StringPrototype,
        LinkDescriptor::Script { hash: [7; 32] },
        LinkDescriptor::Shape(ShapePredicate { kind: Kind::Object as u8, variant: 0, inline_capacity: 4, look: 7, facts: facts.clone() }),
        LinkDescriptor::ShapeAfterAdd { of: LinkRef(7), key: key("z"), held: true },
        LinkDescriptor::ShapeAfterAdd { of: LinkRef(8), key: key("w"), held: false },
        LinkDescriptor::MethodValue { of: LinkRef(7), key: key("m") },
        LinkDescriptor::AccessorValue { of: LinkRef(7), key: key("g"), setter: false },
        LinkDescriptor::Holder { of: LinkRef(7), key: key("y") },
        LinkDescriptor::PlainObject { inline_capacity: 6 },
        LinkDescriptor::PlainArray,
        LinkDescriptor::FunctionShape,
        LinkDescriptor::Prototype { of: LinkRef(7) },
        LinkDescriptor::InstanceShape { hash: [8; 32], inline_capacity: 3, facts, held: true },
        LinkDescriptor::PrivateName,
        LinkDescriptor::ShapeAfterAdd { of: LinkRef(7), key: KeyName::Private(LinkRef(18)), held: false },
        LinkDescriptor::Subject,
        LinkDescriptor::Answer { of: LinkRef(20) },
    ]
}

/// `push rbp; mov rbp,rsp; mov rax,[r15+0x30]; call rax; cmp [rdi],esi; jne +2; nop; nop; mov rax,[r15+0x30]; call rax; pop rbp;
/// ret`.
#[cfg(not(target_arch = "aarch64"))]
#[rustfmt::skip]
pub const CODE: [u8; 24] = [
    0x55, 0x48, 0x89, 0xE5, 0x49, 0x8B, 0x47, 0x30, 0xFF, 0xD0,
    0x39, 0x37, 0x75, 0x02, 0x90, 0x90, 0x49, 0x8B, 0x47, 0x30, 0xFF, 0xD0, 0x5D, 0xC3,
];
/// `ldr x8,[x21,0x30]; blr x8; nop`, the first two again, `ldp x29,x30,[sp],16; ret`.
#[cfg(target_arch = "aarch64")]
#[rustfmt::skip]
pub const CODE: [u8; 28] = [
    0xA8, 0x1A, 0x40, 0xF9, 0x00, 0x01, 0x3F, 0xD6, 0x1F, 0x20, 0x03, 0xD5,
    0xA8, 0x1A, 0x40, 0xF9, 0x00, 0x01, 0x3F, 0xD6, 0xFD, 0x7B, 0xC1, 0xA8, 0xC0, 0x03, 0x5F, 0xD6,
];
/// Where its calls return to.
const RETURNS: [u32; 2] = if cfg!(target_arch = "aarch64") { [8, 20] } else { [10, 22] };

pub fn compiled() -> Compiled {
    let register =
        |register: u16, source: Source, index: u32, word: u64| RegisterRecord { register, source: source as u8, _pad: 0, index, word };
    let registers = vec![
        register(2, Source::Tagged, 0, 0),
        register(3, Source::Int32, 1, 0),
        register(4, Source::Double, 2, 0),
        register(5, Source::Bool, 3, 0),
        register(0, Source::Object, 4, 0),
        register(1, Source::String, 5, 0),
        register(2, Source::Cell, 6, 0),
        register(3, Source::Constant, 0, Value::int(-1).0),
        register(4, Source::Virtual, 1, 0),
        register(0, Source::Int32, 1, 0),
        register(1, Source::Link, FIXED_LINKS as u32, 0),
        register(0, Source::Int32, 1, 0),
        register(1, Source::Virtual, 0, 0),
        register(2, Source::Tagged, 0, 0),
        register(0, Source::Tagged, 0, 0),
        register(1, Source::Virtual, 1, 0),
        register(2, Source::Constant, 0, Value::UNDEFINED.0),
    ];
    Compiled {
        code: CODE.to_vec().into(),
        placed: None,
        guards: 0,
        took: std::time::Duration::from_micros(1234),
        metadata: Metadata {
            bailouts: vec![
                BailoutRecord {
                    first_frame: 0,
                    frames: 2,
                    reason: BailoutReason::WrongShape as u32,
                    words: 7,
                    first_object: 0,
                    objects: 4,
                },
                BailoutRecord { first_frame: 2, frames: 1, reason: BailoutReason::Overflow as u32, words: 0, first_object: 4, objects: 0 },
            ]
            .into(),
            frames: vec![
                FrameRecord { script: 0, offset: 12, first_register: 0, registers: 4, argc: 0, construct: 0 },
                FrameRecord { script: 1, offset: 3, first_register: 4, registers: 5, argc: 2, construct: 1 },
                FrameRecord { script: 0, offset: 1, first_register: 16, registers: 1, argc: 0, construct: 0 },
            ]
            .into(),
            objects: vec![
                ObjectRecord { first_field: 9, fields: 2, kind: 0, first_argument: 0 },
                ObjectRecord { first_field: 11, fields: 3, kind: 0, first_argument: 0 },
                ObjectRecord { first_field: 14, fields: 2, kind: 1 + ListKind::Sloppy as u32, first_argument: 0 },
                ObjectRecord { first_field: 16, fields: 0, kind: 1 + ListKind::ActualArray as u32, first_argument: 2 },
            ]
            .into(),
            registers: registers.into(),
            call_sites: vec![
                CallSiteRecord { return_offset: RETURNS[0], site: 1 },
                CallSiteRecord { return_offset: RETURNS[1], site: NO_SITE },
            ]
            .into(),
            sites: vec![
                SiteRecord { script: 0, offset: 12, parent: u32::MAX, _pad: 0 },
                SiteRecord { script: 1, offset: 3, parent: 0, _pad: 0 },
            ]
            .into(),
            scripts: vec![
                ScriptRecord { hash: [1; 32], registers: 9, params: 2, link: u32::MAX },
                ScriptRecord { hash: [7; 32], registers: 6, params: 1, link: FIXED_LINKS as u32 + 6 },
            ]
            .into(),
            links: links(),
        },
        clif: None,
    }
}

/// A script without feedback, of `words` instructions and `sites` sites.
pub fn bare_script(hash: u8, words: usize, sites: usize) -> Arc<ScriptSnapshot> {
    Arc::new(ScriptSnapshot {
        hash: [hash; 32],
        name: format!("f{hash}"),
        kind: FunctionKind::Normal,
        strict: true,
        params: 2,
        registers: 9,
        insns: vec![Insn::new(Op::ALL[0], 0, 0, 0, 0); words].into(),
        loops: vec![BytecodeOffset(1)].into(),
        site_keys: vec![Some(JsStr::from("x")); sites].into(),
        ..ScriptSnapshot::default()
    })
}

/// Script `hash` with feedback of every kind that refers to `callee`.
pub fn script_with_feedback(hash: u8, callee: Option<Arc<ScriptSnapshot>>) -> ScriptSnapshot {
    let children = callee.iter().map(|callee| (2, callee.clone())).collect();
    let target = callee.map_or(CallTarget::Other, CallTarget::Script);
    let case = PropertyCase {
        shape: ShapeIndex(0),
        kind: IcKind::OwnInline,
        depth: 0,
        slot: 3,
        function: Some(target.clone()),
        next: None,
        key: None,
        primitive: false,
    };
    let addition = PropertyCase {
        shape: ShapeIndex(1),
        kind: IcKind::AddInline,
        next: Some(ShapeIndex(0)),
        function: None,
        key: Some(KeyName::WellKnownSymbol(1)),
        primitive: true,
        ..case.clone()
    };
    let sites = vec![
        SiteSnapshot::Unreached,
        SiteSnapshot::Property { cases: vec![case, addition], megamorphic: false, others: true },
        SiteSnapshot::Element { cases: vec![ElementCase { shape: ShapeIndex(1), kind: IcKind::Dense }], megamorphic: true, flags: 2 },
        SiteSnapshot::Call {
            targets: vec![target.clone(), CallTarget::Builtin(4), CallTarget::Other],
            passed_on: vec![CallTarget::Builtin(2), target],
            megamorphic: false,
            flags: 8,
        },
    ];
    let types = vec![1, 2, 4, 8, 16, 32, 64, 128, 255, 0];
    let feedback =
        Feedback { types, sites, bailouts: vec![(BytecodeOffset(3), BailoutReason::Overflow)], children, instance: Some(ShapeIndex(1)) };
    bare_script(hash, 10, 4).with_feedback(feedback)
}

/// What a pack may have of script 1, which calls script 7.
pub fn record() -> (Record, Shapes) {
    let callee = Arc::new(bare_script(7, 10, 4).to_named());
    let mut shapes = Shapes::default();
    for slots in [1, 2] {
        let kind = Kind::Object as u8;
        shapes.add(ShapeSnapshot {
            token: slots as u64,
            kind,
            variant: 0,
            inline_capacity: 4,
            slots,
            no_indexed_prototype: slots == 1,
            look: 9,
        });
    }
    let record = Record {
        script: Arc::new(script_with_feedback(1, Some(callee))),
        position: 17,
        warmth: 400,
        entries: [(EntryName(0), EntryState::Compiled(77)), (EntryName(1), EntryState::Wanted)].into(),
        bytecode: None,
    };
    (record, shapes)
}
