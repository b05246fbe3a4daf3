//! Shapes, slots, environments, allocation.

use super::Lowering;
use super::memory::{CONSTANT, MUTABLE};
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason as R;
use crate::ion::graph::{NodeId, NodeOp};
use crate::ion::helpers::Helper;
use crate::ion::layout;
use crate::object::Function;
use crate::object::env::{ENV_PARENT, ENV_SLOTS};
use crate::object::function::{FUNCTION_ENV, FUNCTION_FIELDS, FUNCTION_HOME, FUNCTION_INSTANCE_SHAPE, FUNCTION_SCRIPT};
use crate::object::layout::{OBJECT_ELEMENTS, OBJECT_INLINE, OBJECT_SLOTS, SLOTS_DATA, flags};
use crate::script::{SCRIPT_CHILDREN, SCRIPT_INSNS};
use crate::value::{Value as Js, tag};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Block, BlockArg, InstBuilder, Value};

impl Lowering<'_> {
    pub(super) fn object(&mut self, id: NodeId) -> Option<Option<Value>> {
        use NodeOp::*;
        let graph = self.graph;
        let node = graph.node(id);
        Some(match node.op {
            CheckShape => {
                self.check_shape(id);
                None
            }
            CheckArrayIteration => {
                let pristine = self.load_context(I32, layout::PRISTINE_ARRAY_ITERATION);
                let wrong = self.b.ins().icmp_imm_u(IntCC::Equal, pristine, 0);
                self.bail_if(wrong, id, R::WrongKind);
                None
            }
            ShapeIs | ShapeIdIs | ScriptIs => Some(self.tested(id)),
            CheckKind => {
                let object = self.input(id, 0);
                let kind = self.load8(object, layout::HEADER_KIND);
                let wrong = self.b.ins().icmp_imm_u(IntCC::NotEqual, kind, node.imm as i64);
                self.bail_if(wrong, id, R::WrongKind);
                None
            }
            LoadSlot => {
                let object = self.input(id, 0);
                Some(self.b.ins().load(I64, MUTABLE, object, Self::inline_slot_offset(node.imm)))
            }
            LoadOutSlot => {
                let object = self.input(id, 0);
                let slots = self.load64(object, OBJECT_SLOTS);
                Some(self.load64(slots, SLOTS_DATA + 8 * node.imm as usize))
            }
            StoreSlot => {
                let (object, value) = (self.input(id, 0), self.input(id, 1));
                self.store64(value, object, Self::inline_slot_offset(node.imm) as usize);
                if node.imm2 & 1 == 0 {
                    self.barrier(object);
                }
                None
            }
            StoreOutSlot => {
                let (object, value) = (self.input(id, 0), self.input(id, 1));
                let slots = self.load64(object, OBJECT_SLOTS);
                self.store64(value, slots, SLOTS_DATA + 8 * node.imm as usize);
                if node.imm2 & 1 == 0 {
                    self.barrier(slots);
                }
                None
            }
            StoreShape => {
                let object = self.input(id, 0);
                let shape = self.load_link(node.imm);
                self.store32(shape, object, 0);
                None
            }
            LinkShape => Some(self.load_link(node.imm)),
            CheckShapeId => {
                let (shape, word) = (self.shape_id(id), self.input(id, 0));
                self.bind_or_bail(Helper::BindShapeId, word, id, R::WrongShape, |this| {
                    let expected = this.load_link32(node.imm);
                    this.b.ins().icmp(IntCC::Equal, shape, expected)
                });
                None
            }
            CheckInstanceShape => {
                self.check_instance_shape(id);
                None
            }
            LoadMethod => Some(self.load_link(node.imm)),
            LoadHolderSlot => {
                let holder = self.load_link(node.imm);
                let holder = self.payload(holder);
                let slot = node.imm2 & 0xFFFF;
                if node.imm2 >> 16 & 1 != 0 {
                    Some(self.load64(holder, OBJECT_INLINE + 8 * slot as usize))
                } else {
                    let slots = self.load64(holder, OBJECT_SLOTS);
                    Some(self.load64(slots, SLOTS_DATA + 8 * slot as usize))
                }
            }
            CalleeEnv => {
                let function = self.input(id, 0);
                Some(self.b.ins().load(I64, CONSTANT, function, FUNCTION_ENV as i32))
            }
            LoadFields => {
                let function = self.input(id, 0);
                Some(self.load64(function, FUNCTION_FIELDS))
            }
            EnvParent => {
                let env = self.input(id, 0);
                Some(self.b.ins().load(I64, CONSTANT, env, ENV_PARENT as i32))
            }
            LoadEnv => {
                let env = self.input(id, 0);
                Some(self.load64(env, ENV_SLOTS + 8 * node.imm as usize))
            }
            StoreEnv => {
                let (env, value) = (self.input(id, 0), self.input(id, 1));
                self.store64(value, env, ENV_SLOTS + 8 * node.imm as usize);
                if node.imm2 & 1 == 0 {
                    self.barrier(env);
                }
                None
            }
            CheckScript => {
                self.check_script(id);
                None
            }
            CheckPrivateName => {
                let name = self.input(id, 0);
                self.bind_or_bail(Helper::BindPrivateName, name, id, R::WrongTarget, |this| {
                    let expected = this.load_link(node.imm);
                    this.b.ins().icmp(IntCC::Equal, name, expected)
                });
                None
            }
            CheckBuiltin => {
                let value = self.input(id, 0);
                let expected = self.load_link_fixed(node.imm);
                let wrong = self.b.ins().icmp(IntCC::NotEqual, value, expected);
                self.bail_if(wrong, id, R::WrongTarget);
                None
            }
            NewObject => {
                let shape = self.load_link(node.imm);
                Some(self.new_object(shape, node.imm2 as usize))
            }
            NewThis => Some(self.new_this(id)),
            MakeObject => {
                let fields: Vec<Value> = node.inputs.iter().map(|i| self.value(*i)).collect();
                let bytes = OBJECT_INLINE + 8 * (fields.len() - 1);
                let cell = self.allocate(layout::header_word(Kind::Object, bytes), Some(fields[0]), bytes);
                self.init_object(cell);
                for (slot, value) in fields[1..].iter().enumerate() {
                    self.store64(*value, cell, OBJECT_INLINE + 8 * slot);
                }
                Some(cell)
            }
            NewClosure => Some(self.new_closure(id)),
            NewEnvCell => Some(self.new_env(id)),
            _ => return None,
        })
    }

    /// One compare; its failure asks the runtime whether the slot can be bound to this
    /// object's shape, and only if not leaves.
    fn check_shape(&mut self, id: NodeId) {
        let link = self.graph.node(id).imm;
        let object = self.input(id, 0);
        self.bind_or_bail(Helper::BindShape, object, id, R::WrongShape, |this| {
            let shape = this.load32(object, 0);
            let expected = this.load_link32(link);
            this.b.ins().icmp(IntCC::Equal, shape, expected)
        });
    }

    /// A guard against what is in the node's link slot. Where the slot has been bound it is evaluated again, instead of going on
    /// from there: what follows has one predecessor then, on whose edge the register allocator moves nothing. (What follows
    /// comes first in the branch, so that the binding comes right behind the guard in the allocator's order of blocks: it takes
    /// all between a jump backward and its target to be a loop.)
    fn bind_or_bail(&mut self, helper: Helper, cell: Value, id: NodeId, reason: R, is_right: impl Fn(&mut Self) -> Value) {
        let link = self.graph.node(id).imm;
        self.may_fail(id, reason);
        let (guard, bind, fine) = (self.b.create_block(), self.cold_block(), self.b.create_block());
        self.b.ins().jump(guard, &[]);
        self.b.switch_to_block(guard);
        let right = is_right(self);
        self.b.ins().brif(right, fine, &[], bind, &[]);
        self.b.switch_to_block(bind);
        let slot = self.link_slot(link);
        let bound = self.call_helper(helper, &[self.links, slot, cell], None);
        let failed = self.b.ins().icmp_imm_u(IntCC::Equal, bound, 0);
        let exit = self.exit_block(id, reason);
        self.b.ins().brif(failed, exit, &[], guard, &[]);
        self.b.switch_to_block(fine);
    }

    /// The raw id of a virtual object's shape.
    pub(super) fn shape_id(&mut self, id: NodeId) -> Value {
        let shape = self.input(id, 0);
        self.b.ins().ireduce(I32, shape)
    }

    /// The object is a closure of the linked script.
    fn check_script(&mut self, id: NodeId) {
        let link = self.graph.node(id).imm;
        let object = self.input(id, 0);
        let kind = self.load8(object, layout::HEADER_KIND);
        let wrong = self.b.ins().icmp_imm_u(IntCC::NotEqual, kind, Kind::Function as i64);
        self.bail_if(wrong, id, R::WrongTarget);
        let script = self.b.ins().load(I64, CONSTANT, object, FUNCTION_SCRIPT as i32);
        self.bind_or_bail(Helper::BindScript, object, id, R::WrongTarget, |this| {
            let expected = this.load_link(link);
            let expected = this.payload(expected);
            this.b.ins().icmp(IntCC::Equal, script, expected)
        });
    }

    /// A cell of `bytes` with this first word (less the shape in its low half, which is
    /// or-ed in), from the allocation cursor. Its other words are uninitialised.
    pub(super) fn allocate(&mut self, header: u64, shape: Option<Value>, bytes: usize) -> Value {
        let word = self.b.ins().iconst(I64, header as i64);
        let word = match shape {
            Some(shape) => self.b.ins().bor(word, shape),
            None => word,
        };
        if bytes > hearth_gc::MAX_SMALL {
            let size = self.b.ins().iconst(I64, bytes as i64);
            return self.call_helper(Helper::Alloc, &[size, word], None);
        }
        let (slow, done): (Block, Block) = (self.cold_block(), self.b.create_block());
        let quick = self.b.create_block();
        self.b.append_block_param(done, I64);
        let start = self.load_context(I64, layout::BUMP);
        let limit = self.load_context(I64, layout::LIMIT);
        let end = self.b.ins().iadd_imm_s(start, bytes as i64);
        let full = self.b.ins().icmp(IntCC::UnsignedGreaterThan, end, limit);
        self.b.ins().brif(full, slow, &[], quick, &[]);
        self.b.switch_to_block(quick);
        self.store_context(end, layout::BUMP);
        self.store64(word, start, 0);
        self.b.ins().jump(done, &[BlockArg::Value(start)]);
        self.b.switch_to_block(slow);
        let size = self.b.ins().iconst(I64, bytes as i64);
        let cell = self.call_helper(Helper::Alloc, &[size, word], None);
        self.b.ins().jump(done, &[BlockArg::Value(cell)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn new_object(&mut self, shape: Value, inline_capacity: usize) -> Value {
        let bytes = OBJECT_INLINE + 8 * inline_capacity;
        let cell = self.allocate(layout::header_word(Kind::Object, bytes), Some(shape), bytes);
        self.init_object(cell);
        let undefined = self.b.ins().iconst(I64, Js::UNDEFINED.0 as i64);
        for slot in 0..inline_capacity {
            self.store64(undefined, cell, OBJECT_INLINE + 8 * slot);
        }
        cell
    }

    fn init_object(&mut self, cell: Value) {
        let none = self.b.ins().iconst(I64, 0);
        self.store64(none, cell, OBJECT_SLOTS);
        let empty = self.load_context_fixed(I64, layout::EMPTY_ELEMENTS);
        self.store64(empty, cell, OBJECT_ELEMENTS);
    }

    /// The instance for `new`: the constructor's instance shape is checked like any shape.
    fn new_this(&mut self, id: NodeId) -> Value {
        let (link, inline_capacity) = (self.graph.node(id).imm, self.graph.node(id).imm2 as usize);
        self.check_instance_shape(id);
        let shape = self.load_link(link);
        self.new_object(shape, inline_capacity)
    }

    fn check_instance_shape(&mut self, id: NodeId) {
        let link = self.graph.node(id).imm;
        let constructor = self.input(id, 0);
        self.bind_or_bail(Helper::BindInstanceShape, constructor, id, R::WrongShape, |this| {
            let shape = this.load32(constructor, FUNCTION_INSTANCE_SHAPE);
            let expected = this.load_link32(link);
            let equal = this.b.ins().icmp(IntCC::Equal, shape, expected);
            let known = this.b.ins().icmp_imm_u(IntCC::NotEqual, shape, 0);
            this.b.ins().band(equal, known)
        });
    }

    /// A closure as `Vm::new_function` makes it. The child's script is there, and materialised,
    /// but the first time.
    fn new_closure(&mut self, id: NodeId) -> Value {
        let node = self.graph.node(id);
        let (child, link) = (node.imm, node.imm2);
        let callee = self.input(id, 0);
        let env = match node.inputs.get(1) {
            Some(env) => self.value(*env),
            None => self.b.ins().iconst(I64, 0),
        };
        let (known, unknown, done) = (self.b.create_block(), self.cold_block(), self.b.create_block());
        self.b.append_block_param(done, I64);
        let maker = self.b.ins().load(I64, CONSTANT, callee, FUNCTION_SCRIPT as i32);
        // There since the maker was materialised, which its first guard has seen to.
        let children = self.b.ins().load(I64, MUTABLE, maker, SCRIPT_CHILDREN as i32);
        let script = self.load64(children, 8 * child as usize);
        let is_known = self.has_tag(script, tag::CELL);
        let ready = self.b.create_block();
        self.b.ins().brif(is_known, known, &[], unknown, &[]);

        // What is inlined into the maker runs without a call that would materialise it.
        self.b.switch_to_block(known);
        let script = self.payload(script);
        let insns = self.load64(script, SCRIPT_INSNS);
        self.b.ins().brif(insns, ready, &[], unknown, &[]);

        self.b.switch_to_block(ready);
        let shape = self.load_link_fixed(link);
        let bytes = size_of::<Function>();
        let header = layout::header_word(Kind::Function, bytes) | (flags::LAZY_FUNCTION as u64) << (8 * layout::HEADER_FLAGS);
        let cell = self.allocate(header, Some(shape), bytes);
        self.init_object(cell);
        self.store64(script, cell, FUNCTION_SCRIPT);
        self.store64(env, cell, FUNCTION_ENV);
        let undefined = self.b.ins().iconst(I64, Js::UNDEFINED.0 as i64);
        self.store64(undefined, cell, FUNCTION_HOME);
        self.store64(undefined, cell, FUNCTION_FIELDS);
        // With the padding behind it.
        let none = self.b.ins().iconst(I64, 0);
        self.store64(none, cell, FUNCTION_INSTANCE_SHAPE);
        self.b.ins().jump(done, &[BlockArg::Value(cell)]);

        self.b.switch_to_block(unknown);
        let child = self.b.ins().iconst(I64, child as i64);
        let made = self.call_helper(Helper::NewClosure, &[callee, env, child], None);
        self.b.ins().jump(done, &[BlockArg::Value(made)]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn new_env(&mut self, id: NodeId) -> Value {
        let node = self.graph.node(id);
        let slots = node.imm as usize;
        let bytes = ENV_SLOTS + 8 * slots;
        let header = layout::header_word(Kind::Env, bytes);
        let cell = self.allocate(header, None, bytes);
        let parent = match node.inputs.first() {
            Some(parent) => self.value(*parent),
            None => self.b.ins().iconst(I64, 0),
        };
        self.store64(parent, cell, ENV_PARENT);
        let len = self.b.ins().iconst(I64, slots as i64);
        self.store64(len, cell, ENV_PARENT + 8);
        let fill = if node.imm2 & 1 != 0 { Js::EMPTY } else { Js::UNDEFINED };
        let fill = self.b.ins().iconst(I64, fill.0 as i64);
        for slot in 0..slots {
            self.store64(fill, cell, ENV_SLOTS + 8 * slot);
        }
        cell
    }
}
