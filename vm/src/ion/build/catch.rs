//! Exceptions that are caught in the code under construction: a throw becomes a path to the
//! handler, in this frame or in one that it is inlined into.
//!
//! The result of a call that may throw is compared with the exception word; the handler
//! gets the registers as they are before the op that throws, as it does from the interpreter.
//! The exception itself stays in the context until `Catch` takes it, so a handler may be
//! left at its `Catch` like anything that has never run.
//!
//! What throws for lack of memory only, or within a node that has other ways out, is not
//! caught here: it leaves for the interpreter (`lower/exit.rs`).

use super::frame::Edge;
use super::{Builder, speculate};
use crate::bytecode::Insn;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::graph::{CAUGHT, NodeId, NodeOp};
use std::rc::Rc;

/// Where an exception is caught.
pub struct Catcher {
    /// The frame that has the handler, by its depth of inlining.
    depth: usize,
    /// The handler's `Catch`.
    target: u32,
    has_run: bool,
    /// The registers that the handler can read.
    registers: Vec<Option<NodeId>>,
}

impl Builder<'_> {
    /// Who catches what the op under construction throws.
    pub(super) fn catcher(&mut self) -> Option<Rc<Catcher>> {
        if self.op_catcher.is_none() {
            self.op_catcher = Some(self.find_catcher());
        }
        self.op_catcher.clone().flatten()
    }

    fn find_catcher(&mut self) -> Option<Rc<Catcher>> {
        let Some(handler) = self.frame.script.handlers.iter().find(|h| h.start.0 <= self.at && self.at < h.end.0) else {
            return self.frame.catcher.clone();
        };
        let target = handler.target.0;
        // A handler that is not part of the graph is the interpreter's.
        self.frame.cfg.blocks[self.frame.current as usize].handler?;
        let mut registers = vec![None; self.frame.script.registers as usize];
        let state = self.op_state();
        for (register, node) in &self.graph.states[state.index()].registers {
            if let Some(at) = registers.get_mut(*register as usize)
                && self.is_live_or_callee(target, *register)
            {
                *at = Some(*node);
            }
        }
        let has_run = speculate::has_run(&self.frame.script, target);
        Some(Rc::new(Catcher { depth: self.frame.depth, target, has_run, registers }))
    }

    /// After `node`, which may throw: the path to the handler, if there is one.
    pub(super) fn catch_result(&mut self, node: NodeId) {
        let Some(catcher) = self.catcher() else { return };
        self.graph.node_mut(node).imm |= CAUGHT;
        let thrown = self.emit(NodeOp::IsException, &[node], 0, 0);
        self.emit(NodeOp::Branch, &[thrown], if catcher.has_run { 0 } else { 2 }, 0);
        let (on_throw, on_return) = (self.graph.new_block(), self.graph.new_block());
        let cold = self.graph.block(self.block).cold;
        for block in [on_throw, on_return] {
            self.graph.add_edge(self.block, block);
            self.graph.block_mut(block).cold = cold;
        }
        self.graph.block_mut(on_throw).cold |= !catcher.has_run;
        let edge = Edge { block: on_throw, state: self.state.with_registers(&catcher.registers) };
        self.lead_to(catcher, edge);
        self.block = on_return;
    }

    /// `Throw`.
    pub(super) fn throw(&mut self, insn: Insn) {
        let value = self.get(insn.a);
        let value = self.tagged(value);
        match self.catcher() {
            Some(catcher) => {
                self.emit(NodeOp::SetException, &[value], 0, 0);
                let edge = Edge { block: self.block, state: self.state.with_registers(&catcher.registers) };
                self.dead = true;
                self.lead_to(catcher, edge);
            }
            None => {
                self.runtime(crate::ion::runtime_calls::RuntimeCall::Throw, &[value], 0);
                self.unreachable();
            }
        }
    }

    /// Leads a path that brings an exception to its handler.
    pub(super) fn lead_to(&mut self, catcher: Rc<Catcher>, edge: Edge) {
        if catcher.depth == self.frame.depth {
            self.push_edge(edge, catcher.target);
        } else {
            self.frame.throws.push((catcher, edge));
        }
    }

    /// `Catch`, the first op of a handler.
    pub(super) fn catch(&mut self, insn: Insn, at: u32) {
        if !speculate::has_run(&self.frame.script, at) {
            return self.bail_out(BailoutReason::Unreached);
        }
        let exception = self.emit(NodeOp::TakeException, &[], 0, 0);
        self.set(insn.a, exception);
    }
}
