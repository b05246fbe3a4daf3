//! Where paths meet: phis at joins and loop headers.
//!
//! Invariant: every edge into a block with several predecessors comes from a block of
//! its own that ends in a `Jump`, so conversions for phis have a place, and no edge is
//! critical.

use super::frame::{Edge, Header};
use super::state::State;
use super::types::{self, Ty};
use super::{Builder, Unsupported};
use crate::ion::graph::{BlockId, NodeId, NodeOp, Repr};

impl Builder<'_> {
    /// Leaves the current path open; the state goes with it.
    pub(super) fn open_edge(&mut self) -> Edge {
        self.dead = true;
        Edge { block: self.block, state: self.state.clone() }
    }

    pub(super) fn resume(&mut self, edge: Edge) {
        self.block = edge.block;
        self.state = edge.state;
        self.dead = false;
    }

    /// Ends the current path with a jump to `target`.
    pub(super) fn jump_to(&mut self, target: BlockId) {
        self.emit(NodeOp::Jump, &[], 0, 0);
        self.graph.add_edge(self.block, target);
        self.dead = true;
    }

    /// Goes on where `edges` (at least one) meet. `values`, one per edge, become one
    /// node; only registers for which `is_live` need a node afterwards.
    pub(super) fn merge(
        &mut self,
        mut edges: Vec<Edge>,
        values: Option<Vec<NodeId>>,
        is_live: impl Fn(&Self, u16) -> bool,
    ) -> Option<NodeId> {
        if edges.len() == 1 {
            self.resume(edges.pop().expect("one edge"));
            return values.map(|v| v[0]);
        }
        let block = self.graph.new_block();
        let cold = edges.iter().all(|e| self.graph.block(e.block).cold);
        self.graph.block_mut(block).cold = cold;
        // What each register becomes: the same node, or the inputs of a phi.
        let registers = edges[0].state.registers.len();
        let mut phis: Vec<(Option<u16>, Vec<NodeId>)> = Vec::new();
        let mut merged = State::new(registers);
        for r in 0..registers as u16 {
            if !is_live(self, r) {
                continue;
            }
            let first = edges[0].state.registers[r as usize];
            if edges.iter().all(|e| e.state.registers[r as usize] == first) {
                merged.registers[r as usize] = first;
            } else {
                let undefined = self.undefined();
                let inputs = edges.iter().map(|e| e.state.registers[r as usize].unwrap_or(undefined)).collect();
                phis.push((Some(r), inputs));
            }
        }
        let mut result = None;
        if let Some(values) = values {
            if values.iter().all(|v| *v == values[0]) {
                result = Some(values[0]);
            } else {
                phis.push((None, values));
            }
        }
        // Conversions go to the ends of the edges' blocks.
        let mut kinds = Vec::with_capacity(phis.len());
        let mut types = vec![Ty::NONE; phis.len()];
        let functions: Vec<Option<u32>> = phis.iter().map(|(_, inputs)| one_function(&edges, inputs)).collect();
        for (i, edge) in edges.iter_mut().enumerate() {
            std::mem::swap(&mut self.state, &mut edge.state);
            for (ty, (_, inputs)) in types.iter_mut().zip(&phis) {
                // Where guards contradict each other nobody comes; a conversion there would still be an exit.
                let of_input = self.rule_ty(inputs[i]);
                *ty = ty.or(if of_input == Ty::NONE { Ty::ANY } else { of_input });
            }
            std::mem::swap(&mut self.state, &mut edge.state);
        }
        kinds.extend(types.into_iter().map(|ty| (ty, ty.phi_repr())));
        for (i, edge) in edges.iter_mut().enumerate() {
            self.block = edge.block;
            self.dead = false;
            self.state = std::mem::take(&mut edge.state);
            for ((_, inputs), (_, repr)) in phis.iter_mut().zip(&kinds) {
                inputs[i] = self.converted(inputs[i], *repr);
            }
            edge.state = std::mem::take(&mut self.state);
            self.emit(NodeOp::Jump, &[], 0, 0);
            self.graph.add_edge(self.block, block);
        }
        self.block = block;
        let mut edges = edges.into_iter();
        let mut facts = edges.next().expect("an edge").state;
        edges.for_each(|e| facts.intersect(&e.state));
        facts.registers = merged.registers;
        self.state = facts;
        for (((register, inputs), (ty, repr)), function) in phis.into_iter().zip(kinds).zip(functions) {
            let phi = self.emit_as(NodeOp::Phi, repr, &inputs, 0, 0);
            if function.is_some() {
                self.state.facts_mut(phi).function = function;
            }
            if repr == Repr::Tagged && ty != Ty::ANY {
                // `rule_ty` tells boxed doubles as such; they are numbers all the same.
                let ty = if ty.has(Ty::DOUBLE) { ty.or(Ty::INT32) } else { ty };
                self.state.facts_mut(phi).ty = Some(ty);
            }
            match register {
                Some(r) => self.state.registers[r as usize] = Some(phi),
                None => result = Some(phi),
            }
        }
        result
    }

    /// Starts bytecode block `index`; false if no built path leads to it.
    pub(super) fn enter_block(&mut self, index: u32) -> Result<bool, Unsupported> {
        let edges = std::mem::take(&mut self.frame.incoming[index as usize]);
        if edges.is_empty() {
            return Ok(false);
        }
        self.frame.current = index;
        let (start, is_header) = {
            let block = &self.frame.cfg.blocks[index as usize];
            (block.start, block.is_header)
        };
        self.begin_op(start);
        self.merge(edges, None, |b, r| b.is_live_or_callee(start, r));
        self.begin_op(start);
        if is_header {
            self.enter_loop(index, start);
        }
        Ok(true)
    }

    pub(super) fn is_live_or_callee(&self, at: u32, register: u16) -> bool {
        self.frame.live.is_live(at, register) || (register == 0 && self.frame.caller.is_some())
    }

    fn enter_loop(&mut self, index: u32, start: u32) {
        let script = self.frame.script.clone();
        let assigned = types::assigned_in_loop(&self.frame.cfg, &script.insns, index, script.registers);
        // Before the conversions: the state is that of the interpreter at the loop head.
        let entry_state = self.op_state();
        let mut phis = Vec::new();
        for r in 0..script.registers {
            if !assigned[r as usize] || !self.frame.live.is_live(start, r) {
                continue;
            }
            let node = self.get(r);
            let repr = self.frame.types.phi_repr(index, r);
            if repr == Repr::Int32 && self.repr(node) == Repr::Tagged && !self.ty(node).within(Ty::NUMBER) {
                // What is no number at all is told from a double: the next code need not try with one.
                self.emit(NodeOp::CheckNumber, &[node], 0, 0);
            }
            let input = self.converted(node, repr);
            phis.push((r, repr, input));
        }
        let block = self.graph.new_block();
        self.jump_to(block);
        self.dead = false;
        self.block = block;
        self.state.kill_shapes();
        let header = self.graph.block_mut(block);
        header.loop_header = true;
        header.refused = script.bailouts.iter().filter(|(at, _)| at.0 == start).fold(0, |set, (_, reason)| set | 1 << *reason as u32);
        header.entry_state = Some(entry_state);
        let phis = phis
            .into_iter()
            .map(|(r, repr, input)| {
                let phi = self.emit_as(NodeOp::Phi, repr, &[input], 0, 0);
                self.set(r, phi);
                (r, phi)
            })
            .collect();
        self.frame.headers[index as usize] = Some(Header { block, offset: start, phis, back_edges: Vec::new() });
        self.begin_op(start);
    }

    /// Leads the current path to the bytecode at `offset`.
    pub(super) fn edge_to(&mut self, offset: u32) {
        let edge = self.open_edge();
        self.push_edge(edge, offset);
    }

    pub(super) fn push_edge(&mut self, edge: Edge, offset: u32) {
        let index = self.frame.cfg.block_at(offset).expect("an edge leads to a block");
        if index <= self.frame.current {
            let header = self.frame.headers[index as usize].as_mut().expect("back edges lead to headers");
            header.back_edges.push(edge);
        } else {
            self.frame.incoming[index as usize].push(edge);
        }
    }

    /// Gives the phis of the frame's loops their inputs from the back edges.
    pub(super) fn close_loops(&mut self) {
        let headers: Vec<Header> = self.frame.headers.iter_mut().filter_map(Option::take).collect();
        for header in headers {
            if header.back_edges.is_empty() {
                let block = self.graph.block_mut(header.block);
                block.loop_header = false;
                block.entry_state = None;
            }
            for edge in header.back_edges {
                self.resume(edge);
                self.begin_op(header.offset);
                for (register, phi) in &header.phis {
                    let node = self.get(*register);
                    let repr = self.repr(*phi);
                    let input = self.converted(node, repr);
                    self.let_escape(NodeOp::Phi, &[input]);
                    self.graph.node_mut(*phi).inputs.push(input);
                }
                self.jump_to(header.block);
            }
        }
        self.dead = true;
    }
}

/// The function that all inputs of a phi are known to be.
fn one_function(edges: &[Edge], inputs: &[NodeId]) -> Option<u32> {
    let mut known = edges.iter().zip(inputs).map(|(edge, input)| edge.state.facts(*input).and_then(|facts| facts.function));
    let first = known.next()??;
    known.all(|function| function == Some(first)).then_some(first)
}
