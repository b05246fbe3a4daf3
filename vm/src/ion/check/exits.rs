//! Exits before effects: an exit that has the interpreter execute an op again comes before
//! all effects of that op.
//!
//! Within a frame, and from one arrival at a loop head to the next, ops are executed in
//! reverse post-order of the bytecode: not quite that of their offsets. So it is enough to know, for each frame, the last op with an effect: an
//! exit goes on behind it. A forward fixpoint takes the last over all paths; a loop head
//! puts everything that came before it in front of itself.

use super::{Checked, Places, Rule, fault};
use crate::bytecode::Op;
use crate::ion::graph::{BlockId, Graph, NodeId, NodeOp, StateId, effect};
use crate::ion::order;
use std::collections::HashMap;

/// A frame: that of the function, or one inlined at an op of another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Frame {
    caller: Option<(usize, u32)>,
    script: u32,
}

/// The ops of a script in the order in which they are executed, and the place of each in it.
struct Order {
    ops: Vec<u32>,
    places: Vec<u32>,
}

impl Order {
    fn new(graph: &Graph, script: usize) -> Order {
        let Some(insns) = graph.scripts.get(script).map(|s| &s.insns) else { return Order { ops: Vec::new(), places: Vec::new() } };
        let handlers = &graph.scripts[script].handlers;
        let successors = |at: u32| {
            let op = insns[at as usize].op();
            let jump = op.jump_offset(insns[at as usize]).map(|offset| (at as i64 + offset as i64) as u32);
            let next = (!op.is_terminal()).then(|| at + op.words() as u32);
            let handler = handlers.iter().find(|h| h.start.0 <= at && at < h.end.0).map(|h| h.target.0);
            next.into_iter().chain(jump).chain(handler).filter(|at| (*at as usize) < insns.len()).collect()
        };
        let mut order = Order { ops: Vec::new(), places: vec![u32::MAX; insns.len()] };
        // From the start also for code that enters at a loop head: seen from there, the way into
        // the loop would be a way back that leads to no head.
        if !insns.is_empty() {
            order.ops = order::reverse_post_order(0, insns.len(), |at| at as usize, successors);
        }
        for (place, at) in order.ops.iter().enumerate() {
            order.places[*at as usize] = place as u32;
        }
        order
    }
    fn place(&self, offset: u32) -> u32 {
        self.places.get(offset as usize).copied().filter(|place| *place != u32::MAX).unwrap_or(offset)
    }
    fn offset(&self, place: u32) -> u32 {
        self.ops.get(place as usize).copied().unwrap_or(place)
    }
}

#[derive(Default)]
struct Frames {
    /// By script.
    orders: HashMap<u32, Order>,
    frames: Vec<Frame>,
    known: HashMap<Frame, usize>,
    /// Frame and op of each state.
    of_state: HashMap<StateId, (usize, u32)>,
}

impl Frames {
    fn frame(&mut self, frame: Frame) -> usize {
        *self.known.entry(frame).or_insert_with(|| {
            self.frames.push(frame);
            self.frames.len() - 1
        })
    }
    fn state(&mut self, graph: &Graph, id: StateId) -> (usize, u32) {
        if let Some(known) = self.of_state.get(&id) {
            return *known;
        }
        let state = &graph.states[id.index()];
        let caller = state.caller.map(|call| self.state(graph, call.state));
        let frame = self.frame(Frame { caller, script: state.script.0 });
        let place = self.place(graph, state.script.0, state.offset.0);
        self.of_state.insert(id, (frame, place));
        (frame, place)
    }
    fn place(&mut self, graph: &Graph, script: u32, offset: u32) -> u32 {
        self.orders.entry(script).or_insert_with(|| Order::new(graph, script as usize)).place(offset)
    }
    fn offset(&self, frame: usize, place: u32) -> u32 {
        self.orders.get(&self.frames[frame].script).map_or(place, |order| order.offset(place))
    }
    fn is_in(&self, mut frame: usize, outer: usize) -> bool {
        loop {
            if frame == outer {
                return true;
            }
            match self.frames[frame].caller {
                Some((caller, _)) => frame = caller,
                None => return false,
            }
        }
    }
}

/// By frame: one more than the place of the last op with an effect, or 0, and the node that had it.
type Last = Vec<(u32, NodeId)>;

const NOTHING: (u32, NodeId) = (0, NodeId(u32::MAX));

fn raise(last: &mut Last, frame: usize, to: (u32, NodeId)) {
    if last.len() <= frame {
        last.resize(frame + 1, NOTHING);
    }
    if last[frame].0 < to.0 {
        last[frame] = to;
    }
}

struct Exits<'a> {
    places: &'a Places<'a>,
    frames: Frames,
    /// The op that a node with an effect belongs to.
    origins: HashMap<NodeId, (usize, u32)>,
    /// The loop head that each loop header stands for.
    heads: HashMap<BlockId, (usize, u32)>,
}

pub(super) fn check(places: &Places<'_>) -> Checked {
    let graph = places.graph;
    let mut frames = Frames::default();
    let mut origins = HashMap::new();
    for origin in &graph.origins {
        let caller = origin.caller.map(|state| frames.state(graph, state));
        let frame = frames.frame(Frame { caller, script: origin.script.0 });
        let place = frames.place(graph, origin.script.0, origin.offset.0);
        origins.insert(origin.node, (frame, place));
    }
    let mut heads = HashMap::new();
    for (b, block) in graph.blocks.iter().enumerate().filter(|(_, b)| b.loop_header) {
        let check = block.nodes.iter().map(|n| graph.node(*n)).find(|n| n.op == NodeOp::LoopCheck);
        if let Some(state) = block.entry_state.or(check.and_then(|n| n.state)) {
            heads.insert(BlockId(b as u32), frames.state(graph, state));
        }
    }
    let mut exits = Exits { places, frames, origins, heads };
    let ends = exits.solve();
    for b in 0..graph.blocks.len() {
        let block = BlockId(b as u32);
        let mut last = exits.at_start(block, &ends);
        exits.block(block, &mut last, true)?;
    }
    Ok(())
}

impl Exits<'_> {
    fn solve(&mut self) -> Vec<Last> {
        let graph = self.places.graph;
        let mut ends: Vec<Last> = vec![Vec::new(); graph.blocks.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for b in 0..graph.blocks.len() {
                let block = BlockId(b as u32);
                let mut last = self.at_start(block, &ends);
                // Nothing is reported before the fixpoint.
                let _ = self.block(block, &mut last, false);
                if last != ends[b] {
                    ends[b] = last;
                    changed = true;
                }
            }
        }
        ends
    }

    fn at_start(&self, block: BlockId, ends: &[Last]) -> Last {
        let graph = self.places.graph;
        let mut last = Last::new();
        for from in &graph.block(block).predecessors {
            for (frame, to) in ends[from.index()].iter().enumerate() {
                raise(&mut last, frame, *to);
            }
        }
        if !graph.block(block).loop_header {
            return last;
        }
        match self.heads.get(&block) {
            Some(head) => self.arrive(*head, &mut last),
            // Nothing says where the loop is.
            None => last.clear(),
        }
        last
    }

    /// What has happened is in front of the loop head, and frames that were inlined in the loop are over.
    fn arrive(&self, (head, offset): (usize, u32), last: &mut Last) {
        for (frame, (at, _)) in last.iter_mut().enumerate() {
            if frame == head {
                *at = (*at).min(offset);
            } else if self.frames.is_in(frame, head) {
                *at = 0;
            }
        }
    }

    fn block(&mut self, block: BlockId, last: &mut Last, report: bool) -> Checked {
        let graph = self.places.graph;
        for id in &graph.block(block).nodes {
            let node = graph.node(*id);
            let at = node.state.map(|state| self.frames.state(graph, state));
            if report
                && node.effects() & effect::BAILS != 0
                && let Some(at) = at
            {
                self.exit(block, *id, at, last)?;
            }
            // A loop that is entered in the middle of another one comes to heads of loops that are none in the graph.
            if node.op == NodeOp::LoopCheck
                && let Some(head) = at
            {
                self.arrive(head, last);
            }
            if node.effects() & effect::WRITES == 0 {
                continue;
            }
            let Some((frame, offset)) = self.origins.get(id).copied().or(at) else { continue };
            raise(last, frame, (offset + 1, *id));
            let mut caller = self.frames.frames[frame].caller;
            while let Some((frame, offset)) = caller {
                raise(last, frame, (offset + 1, *id));
                caller = self.frames.frames[frame].caller;
            }
        }
        Ok(())
    }

    /// On the way to the loop head at this place: what its phis want is converted in front of it.
    fn leads_to_head(&self, block: BlockId, id: NodeId, place: (usize, u32)) -> bool {
        let graph = self.places.graph;
        let here = &graph.block(block).nodes;
        let at = here.iter().position(|n| *n == id).map_or(here.len(), |at| at + 1);
        let next = match graph.block(block).successors.as_slice() {
            [next] => graph.block(*next).nodes.as_slice(),
            _ => &[],
        };
        let ahead = here[at..].iter().chain(next).map(|n| graph.node(*n));
        let mut ahead = ahead.take_while(|n| n.effects() & effect::WRITES == 0);
        ahead.any(|n| n.op == NodeOp::LoopCheck && n.state.and_then(|state| self.frames.of_state.get(&state)) == Some(&place))
    }

    /// Leaving where a loop begins again that is none in the graph: code that is entered in the
    /// middle of it does not have its way back.
    fn arrives_at_head(&self, id: NodeId, (frame, place): (usize, u32)) -> bool {
        let graph = self.places.graph;
        let script = graph.scripts.get(self.frames.frames[frame].script as usize);
        let op = script.and_then(|script| script.insns.get(self.frames.offset(frame, place) as usize)).map(|insn| insn.op());
        graph.node(id).op == NodeOp::Bailout && op == Some(Op::LoopHead)
    }

    fn exit(&self, block: BlockId, id: NodeId, (frame, offset): (usize, u32), last: &Last) -> Checked {
        let behind = |frame: usize, limit: u32| last.get(frame).filter(|(at, _)| *at > limit);
        if let Some((at, by)) = behind(frame, offset)
            && !self.leads_to_head(block, id, (frame, offset))
            && !self.arrives_at_head(id, (frame, offset))
        {
            let (op, done) = (self.frames.offset(frame, offset), self.frames.offset(frame, at - 1));
            let what = format!("leaves for op {op}, but n{} of op {done} has had its effect", by.0);
            return fault(block, id, Rule::Repeats, what);
        }
        let mut caller = self.frames.frames[frame].caller;
        while let Some((frame, call)) = caller {
            if let Some((at, by)) = behind(frame, call + 1) {
                let (op, done) = (self.frames.offset(frame, call), self.frames.offset(frame, at - 1));
                let what = format!("leaves for a callee of op {op}, but n{} of op {done} has had its effect", by.0);
                return fault(block, id, Rule::Repeats, what);
            }
            caller = self.frames.frames[frame].caller;
        }
        Ok(())
    }
}
