//! Lowering: from the graph to Cranelift's IR, and to bytes with metadata.
//!
//! Values: `Tagged` and `Ptr` are i64; `Int32` is an i64 that holds the sign-extended
//! number (overflow checks are then one extension and one compare); `Double` is f64;
//! `Bool` is i8.
//!
//! Invariants:
//! 1. The code has no relocations: every address comes from the pinned VM context or
//!    from the link table. Asserted before a blob is made.
//! 2. A guard is `brif failed, exit, continue`, exit first (LICM sinks into loops
//!    otherwise), and exits are cold blocks.
//! 3. Every call that may take a stack trace leaves `exit_fp` and `exit_site` set, so that
//!    the runtime can walk.

mod answer;
mod arguments;
mod arith;
mod array;
mod branch;
mod builtin;
mod call;
mod check;
mod element;
pub(crate) mod exit;
mod leave;
mod memory;
mod object;
mod string;

use super::graph::effect::CALLS;
use super::graph::{BlockId, Graph, NodeId, NodeOp, Repr, StateId};
use super::helpers::{Arg, Helper};
use super::layout;
use super::metadata::Metadata;
use super::provoke::FailingGuards;
use super::table::Table;
use crate::object::layout::OBJECT_INLINE;
use crate::value::Value as Js;
use cranelift_codegen::Context;
use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F64, I8, I32, I64};
use cranelift_codegen::ir::{AbiParam, Block, BlockArg, Function, InstBuilder, SigRef, Signature, SourceLoc, Type, UserFuncName, Value};
use cranelift_codegen::isa::{CallConv, TargetFrontendConfig, TargetIsa};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use exit::Exits;
use hearth_codecache::arena::Written;
use memory::{FIXED, MUTABLE};
use std::collections::HashMap;
use std::time::Duration;

/// What an entry is given: the window, call information, the link table.
const ENTRY_PARAMS: usize = 3;

/// Slots of a link table before those of the graph.
pub const FIXED_LINKS: usize = 1;

/// Machine code of one entry, with all that it needs to be installed.
#[derive(Debug)]
pub struct Compiled {
    pub code: Table<u8>,
    pub metadata: Metadata,
    /// A copy of the code that was made in an arena already.
    pub placed: Option<Written>,
    /// Cranelift's text, if it was asked for.
    pub clif: Option<String>,
    /// Guards in it, if it was compiled just now.
    pub guards: u32,
    /// Processor time that compiling it took, wherever that was.
    pub took: Duration,
}

#[derive(Clone, Debug, thiserror::Error)]
pub enum LowerError {
    #[error("code generator: {0}")]
    Codegen(String),
    #[error("relocation in compiled code: {0}")]
    Relocation(String),
    #[error("function too large")]
    TooLarge,
    #[error("too many values live at too many calls and exits")]
    TooManyLive,
}

/// Live values, summed over the calls and exits of a graph, beyond which it is not compiled:
/// each call divides the lives of all values that are live across it, and each exit uses them
/// all. Register allocation takes more than linear time in their number: in a development
/// build, 15 thousand take 0.1 s, 60 thousand 0.7 s, 240 thousand 9 s. Programs that people
/// write stay below 10 thousand.
const MAX_LIVE: usize = 60_000;

fn live_across_calls(graph: &Graph) -> usize {
    let calls = graph.nodes.iter().filter(|node| node.effects() & CALLS == CALLS);
    calls.filter_map(|node| node.state).map(|state| graph.states[state.index()].registers.len()).sum()
}

/// Compiles an optimised graph. `fp` registers: frame size of the outermost script plus
/// what inlined frames and outgoing calls need is computed here.
pub fn lower(graph: &Graph, isa: &dyn TargetIsa, want_clif: bool, failing: FailingGuards) -> Result<Compiled, LowerError> {
    let live = live_across_calls(graph);
    if live > MAX_LIVE {
        return Err(LowerError::TooManyLive);
    }
    let mut context = Context::new();
    let mut signature = Signature::new(CallConv::SystemV);
    signature.params = vec![AbiParam::new(I64); ENTRY_PARAMS];
    signature.returns = vec![AbiParam::new(I64)];
    context.func = Function::with_name_signature(UserFuncName::user(0, 0), signature);
    let mut frontend = FunctionBuilderContext::new();
    let builder = FunctionBuilder::new(&mut context.func, &mut frontend);
    let exits = Lowering::new(graph, builder, failing).run(MAX_LIVE - live, isa.frontend_config())?;
    let clif = want_clif.then(|| context.func.to_string());
    context.compile(isa, &mut ControlPlane::default()).map_err(|e| LowerError::Codegen(format!("{:?}", e.inner)))?;
    let compiled = context.compiled_code().ok_or_else(|| LowerError::Codegen("no code".into()))?;
    if let Some(reloc) = compiled.buffer.relocs().first() {
        return Err(LowerError::Relocation(format!("{reloc:?}")));
    }
    let guards = exits.guards();
    let metadata = exits.finish(graph, compiled);
    Ok(Compiled { code: compiled.code_buffer().to_vec().into(), metadata, placed: None, clif, guards, took: Duration::ZERO })
}

struct Lowering<'a> {
    graph: &'a Graph,
    b: FunctionBuilder<'a>,
    /// Cranelift value of each node.
    values: Vec<Option<Value>>,
    /// How often each is an input.
    uses: Vec<u32>,
    blocks: Vec<Block>,
    links: Value,
    fp: Value,
    call_info: Value,
    /// Returns that something was thrown. All that throws leaves through this one block, and the
    /// prologue leads to it as well: after a block outside of a loop which only the loop leads to,
    /// the code generator moves no more invariant code out of that loop.
    thrown: Block,
    /// Bytes from the frame to its outgoing windows: they start above callee, receiver and
    /// parameters. The other registers are in use only after a bailout has filled them:
    /// what lies there before is not ours, and would keep things alive.
    window: i32,
    /// Bytes of all registers, those of inlined frames included, which a bailout may fill.
    registers: i64,
    exits: Exits,
    signatures: HashMap<Signature, SigRef>,
    /// Longest outgoing window, in values.
    outgoing: usize,
}

/// Registers of the frames that an exit rebuilds, from the first of the outermost one on, at most.
fn registers_of_exits(graph: &Graph) -> i64 {
    // Where the innermost frame of each state begins, once that is known.
    let mut starts: Vec<Option<i64>> = vec![None; graph.states.len()];
    let mut most = graph.scripts[0].registers as i64;
    for index in 0..graph.states.len() {
        let mut chain = vec![index];
        while starts[chain[chain.len() - 1]].is_none()
            && let Some(caller) = graph.states[chain[chain.len() - 1]].caller
        {
            chain.push(caller.state.index());
        }
        while let Some(at) = chain.pop() {
            let state = &graph.states[at];
            let start = state.caller.map_or(0, |caller| {
                let caller = caller.state.index();
                let script = &graph.scripts[graph.states[caller].script.index()];
                let call = script.insns.get(graph.states[caller].offset.0 as usize);
                starts[caller].unwrap_or(0) + call.map_or(script.registers, |call| call.window(script.registers)) as i64
            });
            starts[at] = Some(start);
            most = most.max(start + graph.scripts[state.script.index()].registers as i64);
        }
    }
    most
}

impl<'a> Lowering<'a> {
    fn new(graph: &'a Graph, mut b: FunctionBuilder<'a>, failing: FailingGuards) -> Self {
        let blocks: Vec<Block> = graph.blocks.iter().map(|_| b.create_block()).collect();
        let entry = b.create_block();
        b.append_block_params_for_function_params(entry);
        let thrown = b.create_block();
        b.set_cold_block(thrown);
        b.switch_to_block(entry);
        let [fp, call_info, links] = b.block_params(entry)[..ENTRY_PARAMS] else { unreachable!("the signature has three") };
        let outgoing = graph.nodes.iter().map(|n| n.inputs.len() + 2).max().unwrap_or(2);
        let window = (2 + graph.scripts[0].params as i32) * 8;
        let registers = registers_of_exits(graph) * 8;
        Lowering {
            graph,
            b,
            values: vec![None; graph.nodes.len()],
            uses: uses(graph),
            blocks,
            links,
            fp,
            call_info,
            thrown,
            window,
            registers,
            exits: Exits::failing(failing),
            signatures: HashMap::new(),
            outgoing,
        }
    }

    /// `words`: how many all exits together may store.
    fn run(mut self, words: usize, frontend_config: TargetFrontendConfig) -> Result<Exits, LowerError> {
        for (index, block) in self.graph.blocks.iter().enumerate() {
            for &node in &block.nodes {
                if self.graph.node(node).op != NodeOp::Phi {
                    break;
                }
                let ty = repr_type(self.graph.node(node).repr);
                let value = self.b.append_block_param(self.blocks[index], ty);
                self.values[node.index()] = Some(value);
            }
            if block.cold {
                self.b.set_cold_block(self.blocks[index]);
            }
        }
        self.prologue();
        let order = reverse_post_order(self.graph);
        self.b.ins().jump(self.blocks[order[0].index()], &[]);
        for block in order {
            self.b.switch_to_block(self.blocks[block.index()]);
            let nodes = &self.graph.block(block).nodes;
            match *nodes.as_slice() {
                [ref before @ .., test, branch] if self.is_tested_once(test, branch) => {
                    before.iter().for_each(|node| self.node(*node));
                    self.test_and_branch(test, branch);
                }
                _ => nodes.iter().for_each(|node| self.node(*node)),
            }
        }
        self.exit_blocks(words)?;
        self.b.switch_to_block(self.thrown);
        let exception = self.b.ins().iconst(I64, Js::EXCEPTION.0 as i64);
        self.b.ins().return_(&[exception]);
        self.b.seal_all_blocks();
        self.b.finalize(frontend_config);
        Ok(self.exits)
    }

    /// Checks both stacks, completes the arguments.
    fn prologue(&mut self) {
        let frame_bytes = self.registers.max(self.window as i64) + 8 * self.outgoing as i64 + 16;
        // Native stack.
        let sp = self.b.ins().get_stack_pointer(I64);
        let limit = self.load_context(I64, layout::NATIVE_LIMIT);
        let native_low = self.b.ins().icmp(IntCC::UnsignedLessThan, sp, limit);
        // Value stack, which seems to have no room if there are interrupts.
        let mut top = self.b.ins().iadd_imm_s(self.fp, frame_bytes);
        if self.graph.osr.is_none() && self.graph.scripts[0].needs_arguments {
            // The frame goes above callee, this and arguments.
            let argc = self.b.ins().band_imm_u(self.call_info, u32::MAX as i64);
            let bytes = self.b.ins().ishl_imm_u(argc, 3);
            top = self.b.ins().iadd(top, bytes);
        }
        let limit = self.load_context(I64, layout::CALL_LIMIT);
        let value_high = self.b.ins().icmp(IntCC::UnsignedGreaterThan, top, limit);
        let (slow, enough, fine) = (self.cold_block(), self.b.create_block(), self.b.create_block());
        let conditions = match crate::rules::holds(crate::rules::Rule::StackChecked) {
            true => (native_low, value_high),
            false => (self.b.ins().iconst(I8, 0), self.b.ins().iconst(I8, 0)),
        };
        self.b.ins().brif(conditions.0, slow, &[], enough, &[]);
        self.b.switch_to_block(enough);
        self.b.ins().brif(conditions.1, slow, &[], fine, &[]);
        self.b.switch_to_block(slow);
        if self.graph.osr.is_some() {
            // The function runs already, and its loop is in reach of its handlers, and polls. (The edge to what
            // throws, which nothing takes, is there so that it leaves the loop's dominance.)
            let (overflowed, not_entered) = (self.cold_block(), self.cold_block());
            let has_room = self.call_helper(Helper::HasRoom, &[top], None);
            self.b.ins().brif(has_room, fine, &[], overflowed, &[]);
            self.b.switch_to_block(overflowed);
            self.b.ins().brif(top, not_entered, &[], self.thrown, &[]);
            self.b.switch_to_block(not_entered);
            let result = self.b.ins().iconst(I64, Js::NOT_ENTERED.0 as i64);
            self.b.ins().return_(&[result]);
        } else {
            let result = self.call_helper(Helper::EnterSlowly, &[self.fp, self.call_info, top], None);
            self.check_exception(result, None);
            self.b.ins().jump(fine, &[]);
        }
        self.b.switch_to_block(fine);
        if self.graph.osr.is_none() {
            self.complete_arguments();
        }
        self.claim_windows();
    }

    /// Has the collector scan the outgoing windows: what was called since may have left the
    /// end of the stack below them.
    fn claim_windows(&mut self) {
        let in_use = self.window as i64 + 8 * self.outgoing as i64 + 16;
        let top = self.b.ins().iadd_imm_s(self.fp, in_use);
        self.store_context(top, layout::SP);
    }

    fn complete_arguments(&mut self) {
        let outermost = &self.graph.scripts[0];
        let params = outermost.params as i64;
        let argc = self.b.ins().band_imm_u(self.call_info, u32::MAX as i64);
        if outermost.needs_arguments {
            let params = self.b.ins().iconst(I64, params);
            self.fp = self.call_helper(Helper::Relayout, &[self.fp, argc, params], None);
        } else if params > 0 {
            // Asked again when they are there, as guards are (`bind_or_bail`).
            let (count, pad, padded) = (self.b.create_block(), self.cold_block(), self.b.create_block());
            let there = self.b.append_block_param(count, I32);
            let passed = self.b.ins().ireduce(I32, self.call_info);
            self.b.ins().jump(count, &[BlockArg::Value(passed)]);
            self.b.switch_to_block(count);
            let complete = self.b.ins().icmp_imm_s(IntCC::SignedGreaterThanOrEqual, there, params);
            self.b.ins().brif(complete, padded, &[], pad, &[]);
            self.b.switch_to_block(pad);
            let all = self.b.ins().iconst(I64, params);
            self.call_helper(Helper::PadArguments, &[self.fp, argc, all], None);
            let all = self.b.ins().iconst(I32, params);
            self.b.ins().jump(count, &[BlockArg::Value(all)]);
            self.b.switch_to_block(padded);
        }
    }

    fn node(&mut self, id: NodeId) {
        use NodeOp::*;
        let graph = self.graph;
        let node = graph.node(id);
        let result = match node.op {
            Phi => return,
            // Only exits look at it.
            VirtualObject | VirtualList => None,
            Constant => Some(self.b.ins().iconst(I64, node.imm as i64)),
            Int32Constant => Some(self.b.ins().iconst(I64, node.imm as u32 as i32 as i64)),
            DoubleConstant => Some(self.b.ins().f64const(f64::from_bits(node.imm))),
            BoolConstant => Some(self.b.ins().iconst(I8, node.imm as i64)),
            LinkValue => Some(self.load_link_fixed(node.imm)),
            Param | OsrValue => Some(self.b.ins().load(I64, MUTABLE, self.fp, 8 * node.imm as i32)),
            Argc => Some(self.b.ins().band_imm_u(self.call_info, u32::MAX as i64)),
            NewTarget => Some(self.new_target()),
            _ => self
                .check(id)
                .or_else(|| self.arithmetic(id))
                .or_else(|| self.arguments(id))
                .or_else(|| self.object(id))
                .or_else(|| self.element(id))
                .or_else(|| self.string(id))
                .or_else(|| self.call(id))
                .unwrap_or_else(|| {
                    self.control(id);
                    None
                }),
        };
        self.values[id.index()] = result;
    }

    fn control(&mut self, id: NodeId) {
        let graph = self.graph;
        let node = graph.node(id);
        match node.op {
            NodeOp::Jump => {
                let (target, args) = self.edge(node.block, 0);
                self.b.ins().jump(target, &args);
            }
            NodeOp::Branch => {
                let condition = self.input(id, 0);
                let (on_true, true_args) = self.edge(node.block, 0);
                let (on_false, false_args) = self.edge(node.block, 1);
                self.b.ins().brif(condition, on_true, &true_args, on_false, &false_args);
            }
            NodeOp::Return => {
                let value = self.input(id, 0);
                self.b.ins().return_(&[value]);
            }
            NodeOp::Bailout => self.bail_always(id),
            NodeOp::Unreachable => {
                // The call before it threw: its exception edge has left already.
                self.b.ins().jump(self.thrown, &[]);
            }
            other => unreachable!("{other:?} has no lowering"),
        }
    }

    /// Target of a successor edge with the arguments for its phis.
    fn edge(&mut self, from: BlockId, successor: usize) -> (Block, Vec<BlockArg>) {
        let to = self.graph.block(from).successors[successor];
        let target = self.graph.block(to);
        // A block that reaches the same target twice has one predecessor entry per edge, in order.
        let nth = self.graph.block(from).successors[..successor].iter().filter(|s| **s == to).count();
        let position = target.predecessors.iter().enumerate().filter(|(_, p)| **p == from).nth(nth).expect("edge").0;
        let args = target
            .nodes
            .iter()
            .map(|n| self.graph.node(*n))
            .take_while(|n| n.op == NodeOp::Phi)
            .map(|phi| BlockArg::Value(self.value(phi.inputs[position])))
            .collect();
        (self.blocks[to.index()], args)
    }

    fn value(&self, id: NodeId) -> Value {
        self.values[id.index()].unwrap_or_else(|| panic!("node {} ({:?}) is used before it has a value", id.0, self.graph.node(id).op))
    }
    fn input(&self, id: NodeId, index: usize) -> Value {
        self.value(self.graph.node(id).inputs[index])
    }
    fn cold_block(&mut self) -> Block {
        let block = self.b.create_block();
        self.b.set_cold_block(block);
        block
    }

    /// Calls a helper. `state`: where the call is in the source, for stack traces.
    fn call_helper(&mut self, helper: Helper, args: &[Value], state: Option<StateId>) -> Value {
        let info = helper.info();
        debug_assert_eq!(info.args.len(), args.len(), "{}", info.name);
        let mut types = vec![I64];
        types.extend(info.args.iter().map(|a| arg_type(*a)));
        let mut all = vec![self.vm()];
        all.extend_from_slice(args);
        match helper.is_quiet() {
            true => self.b.set_srcloc(SourceLoc::new(super::metadata::NO_SITE)),
            false if helper.is_rare() => self.mark_site(state),
            false => self.mark_exit(state),
        }
        match helper.is_rare() {
            true => self.call_keeping_all(layout::KEEP_ALL, helper.index(), &types[1..], args),
            false => self.call_entry(helper.index(), &types, arg_type(info.ret), &all),
        }
    }

    /// Calls entry `index` of the context's table of runtime functions.
    fn call_table(&mut self, index: usize, types: &[Type], ret: Type, args: &[Value], state: Option<StateId>) -> Value {
        self.mark_exit(state);
        self.call_entry(index, types, ret, args)
    }

    fn call_entry(&mut self, index: usize, types: &[Type], ret: Type, args: &[Value]) -> Value {
        let signature = self.signature(types, ret);
        let target = self.table_entry(index);
        let call = self.b.ins().call_indirect(signature, target, args);
        self.b.inst_results(call)[0]
    }

    /// Calls entry `index` of the table with the VM and these arguments, over a bridge (an offset in
    /// the context), so that no register is changed; its result, a word.
    fn call_keeping_all(&mut self, bridge: i32, index: usize, types: &[Type], args: &[Value]) -> Value {
        let mut all = vec![self.table_entry(index)];
        all.extend_from_slice(args);
        let mut signature = Signature::new(CallConv::PreserveAll);
        signature.params = [I64].iter().chain(types).map(|t| AbiParam::new(*t)).collect();
        let signature = self.import(signature);
        let bridge = self.load_context_fixed(I64, bridge);
        self.b.ins().call_indirect(signature, bridge, &all);
        self.load_context(I64, layout::KEPT_RESULT)
    }

    fn table_entry(&mut self, index: usize) -> Value {
        let table = self.load_context_fixed(I64, layout::RUNTIME_CALLS);
        self.b.ins().load(I64, FIXED, table, 8 * index as i32)
    }

    fn signature(&mut self, types: &[Type], ret: Type) -> SigRef {
        let mut signature = Signature::new(CallConv::SystemV);
        signature.params = types.iter().map(|t| AbiParam::new(*t)).collect();
        signature.returns = vec![AbiParam::new(ret)];
        self.import(signature)
    }

    fn import(&mut self, signature: Signature) -> SigRef {
        if let Some(known) = self.signatures.get(&signature) {
            return *known;
        }
        let imported = self.b.import_signature(signature.clone());
        self.signatures.insert(signature, imported);
        imported
    }

    /// Tells the runtime which compiled frame it was called from, and from where in it.
    fn mark_exit(&mut self, state: Option<StateId>) {
        self.mark_site(state);
        let frame = self.b.ins().get_frame_pointer(I64);
        self.store_context(frame, layout::EXIT_FP);
    }

    /// As `mark_exit`, for calls over a bridge, which notes the frame.
    fn mark_site(&mut self, state: Option<StateId>) {
        let site = self.exits.site(self.graph, state);
        self.b.set_srcloc(SourceLoc::new(site));
        self.store_context(self.links, layout::EXIT_LINKS);
        let site = self.b.ins().iconst(I64, site as i64);
        self.store_context(site, layout::EXIT_SITE);
    }

    fn new_target(&mut self) -> Value {
        let constructing = self.b.ins().band_imm_u(self.call_info, crate::interp::frame::CALL_CONSTRUCT as i64);
        let target = self.load_context(I64, layout::NEW_TARGET);
        let undefined = self.b.ins().iconst(I64, Js::UNDEFINED.0 as i64);
        self.b.ins().select(constructing, target, undefined)
    }

    fn inline_slot_offset(slot: u64) -> i32 {
        OBJECT_INLINE as i32 + 8 * slot as i32
    }
}

/// How often each node is an input, or in a state.
fn uses(graph: &Graph) -> Vec<u32> {
    let mut uses = vec![0; graph.nodes.len()];
    let inputs = graph.blocks.iter().flat_map(|block| &block.nodes).flat_map(|node| &graph.node(*node).inputs);
    let in_states = graph.states.iter().flat_map(|state| &state.registers).map(|(_, node)| node);
    for node in inputs.chain(in_states) {
        uses[node.index()] += 1;
    }
    uses
}

fn repr_type(repr: Repr) -> Type {
    match repr {
        Repr::Tagged | Repr::Ptr | Repr::Int32 => I64,
        Repr::Double => F64,
        Repr::Bool => I8,
        Repr::None => unreachable!("a node without a result is used"),
    }
}

fn arg_type(arg: Arg) -> Type {
    match arg {
        Arg::Word => I64,
        Arg::Double => F64,
    }
}

/// Blocks reachable from the entry, each after its dominators.
fn reverse_post_order(graph: &Graph) -> Vec<BlockId> {
    let mut state = vec![0u8; graph.blocks.len()];
    let mut order = Vec::with_capacity(graph.blocks.len());
    let mut stack = vec![(BlockId(0), 0usize)];
    state[0] = 1;
    while let Some((block, next)) = stack.pop() {
        match graph.block(block).successors.get(next) {
            Some(&successor) => {
                stack.push((block, next + 1));
                if state[successor.index()] == 0 {
                    state[successor.index()] = 1;
                    stack.push((successor, 0));
                }
            }
            None => order.push(block),
        }
    }
    order.reverse();
    order
}
