//! The passes on small graphs.

use super::*;
use crate::bytecode::BytecodeOffset;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::dump::dump;
use crate::ion::graph::{BlockId, Condition, FrameState, InlineId, NODES, Node, NodeId, NodeOp, Repr, StateId, effect};
use NodeOp::*;
use smallvec::SmallVec;

/// Makes graphs by hand.
pub(in crate::ion) struct Builder {
    pub graph: Graph,
    pub block: BlockId,
    pub state: StateId,
}

impl Builder {
    pub fn new() -> Builder {
        let mut graph = Graph::default();
        let block = graph.new_block();
        let state = graph.add_state(FrameState { script: InlineId(0), offset: BytecodeOffset(0), registers: Vec::new(), caller: None });
        Builder { graph, block, state }
    }
    pub fn emit(&mut self, op: NodeOp, inputs: &[NodeId], imm: u64) -> NodeId {
        let repr = NODES[op as usize].repr;
        let mut node = Node { op, repr, inputs: SmallVec::from_slice(inputs), imm, imm2: 0, state: None, block: self.block };
        if node.effects() & (effect::BAILS | effect::THROWS) != 0 {
            node.state = Some(self.state);
        }
        self.graph.append(self.block, node)
    }
    pub fn phi(&mut self, repr: Repr, inputs: &[NodeId]) -> NodeId {
        let phi = self.emit(Phi, inputs, 0);
        self.graph.node_mut(phi).repr = repr;
        phi
    }
    pub fn param(&mut self, register: u64) -> NodeId {
        self.emit(Param, &[], register)
    }
    pub fn int(&mut self, i: i32) -> NodeId {
        self.emit(Int32Constant, &[], i as u32 as u64)
    }
    pub fn jump(&mut self, to: BlockId) {
        self.emit(Jump, &[], 0);
        self.graph.add_edge(self.block, to);
    }
    pub fn branch(&mut self, condition: NodeId) -> (BlockId, BlockId) {
        self.emit(Branch, &[condition], 0);
        let blocks = (self.graph.new_block(), self.graph.new_block());
        self.graph.add_edge(self.block, blocks.0);
        self.graph.add_edge(self.block, blocks.1);
        blocks
    }
    /// Starts the header of a loop.
    pub fn begin_loop(&mut self) -> BlockId {
        let header = self.graph.new_block();
        self.jump(header);
        self.block = header;
        self.graph.block_mut(header).loop_header = true;
        self.graph.block_mut(header).entry_state = Some(self.state);
        header
    }
    /// A loop from 0 to `limit`, whose `body` gets the counter, and `end` the next one;
    /// returns the counter.
    fn count_to(mut self, limit: NodeId, body: impl FnOnce(&mut Self, NodeId), end: impl FnOnce(&mut Self, NodeId)) -> Builder {
        let (zero, one) = (self.int(0), self.int(1));
        let header = self.begin_loop();
        let i = self.phi(Repr::Int32, &[zero]);
        let more = self.emit(Int32Compare, &[i, limit], Condition::Lt as u64);
        let (inside, after) = self.branch(more);
        self.block = inside;
        body(&mut self, i);
        let next = self.emit(Int32Add, &[i, one], 0);
        end(&mut self, next);
        self.graph.node_mut(i).inputs.push(next);
        self.jump(header);
        self.block = after;
        let result = self.emit(BoxInt32, &[i], 0);
        self.emit(Return, &[result], 0);
        self
    }
    /// Runs all passes; the graph as text.
    fn optimise(mut self) -> String {
        // What parameters are taken for is not tested in all of these.
        let options = Options { graph_verify: GraphVerify::Structure, ..Options::default() };
        if let Err(violation) = optimise(&mut self.graph, &options) {
            panic!("{violation}\n{}", dump(&self.graph));
        }
        dump(&self.graph)
    }
}

fn count(text: &str, what: &str) -> usize {
    text.matches(what).count()
}

/// A loop `for (i = 0; i < n; i++) body(i)`; `n` is parameter 2, guarded in front.
fn counting_loop(body: impl FnOnce(&mut Builder, NodeId)) -> Builder {
    let mut b = Builder::new();
    let n = b.param(2);
    let n = b.emit(CheckInt32, &[n], 0);
    b.count_to(n, body, |_, _| {})
}

#[test]
fn a_repeated_guard_goes_unless_a_call_is_between() {
    for calls in [false, true] {
        let mut b = Builder::new();
        let (callee, object) = (b.param(0), b.param(2));
        let ptr = b.emit(CheckObject, &[object], 0);
        b.emit(CheckShape, &[ptr], 0);
        if calls {
            b.emit(Call, &[callee, callee], 0);
        }
        let again = b.emit(CheckObject, &[object], 0);
        b.emit(CheckShape, &[again], 0);
        b.emit(Return, &[object], 0);
        let text = b.optimise();
        assert_eq!(count(&text, "CheckObject"), 1, "{text}");
        assert_eq!(count(&text, "CheckShape"), if calls { 2 } else { 1 }, "{text}");
    }
}

#[test]
fn a_load_gives_what_was_stored_in_its_slot() {
    let mut b = Builder::new();
    let (object, value) = (b.param(2), b.param(3));
    let ptr = b.emit(CheckObject, &[object], 0);
    let other = b.emit(LoadSlot, &[ptr], 1);
    b.emit(StoreSlot, &[ptr, value], 0);
    let same = b.emit(LoadSlot, &[ptr], 0);
    let untouched = b.emit(LoadSlot, &[ptr], 1);
    b.emit(StoreSlot, &[ptr, untouched], 2);
    b.emit(StoreSlot, &[ptr, other], 3);
    b.emit(Return, &[same], 0);
    let text = b.optimise();
    assert_eq!(count(&text, "LoadSlot"), 1, "{text}");
    assert!(text.contains(&format!("Return (n{})", value.0)), "{text}");
}

#[test]
fn a_store_through_another_pointer_ends_what_is_known_of_the_slot() {
    let mut b = Builder::new();
    let (one, two) = (b.param(2), b.param(3));
    let (p, q) = (b.emit(CheckObject, &[one], 0), b.emit(CheckObject, &[two], 0));
    b.emit(StoreSlot, &[p, one], 0);
    b.emit(StoreSlot, &[q, two], 0);
    let loaded = b.emit(LoadSlot, &[p], 0);
    b.emit(Return, &[loaded], 0);
    let text = b.optimise();
    assert_eq!(count(&text, "LoadSlot"), 1, "{text}");
}

/// `(a && b)` as a value, then a branch on it; the sides return 1 and 2.
#[test]
fn a_branch_that_a_path_settles_is_not_taken_again() {
    let mut b = Builder::new();
    let (x, y) = (b.param(2), b.param(3));
    let test = b.emit(ToBoolean, &[x], 0);
    let (then, otherwise) = b.branch(test);
    let join = b.graph.new_block();
    b.block = then;
    b.emit(LoopCheck, &[], 0);
    b.jump(join);
    b.block = otherwise;
    b.jump(join);
    b.block = join;
    let both = b.phi(Repr::Tagged, &[y, x]);
    let test = b.emit(ToBoolean, &[both], 0);
    let (yes, no) = b.branch(test);
    for block in [yes, no] {
        b.block = block;
        let state = b.state_with(both);
        let check = b.emit(CheckObject, &[both], 0);
        b.graph.node_mut(check).state = Some(state);
        b.emit(Return, &[both], 0);
    }
    let text = b.optimise();
    // The side that fails at once does not test the second value.
    assert_eq!(count(&text, "ToBoolean"), 2, "{text}");
    assert_eq!(count(&text, "Phi"), 1, "{text}");
    let succeeded = text.lines().filter(|l| l.contains("CheckObject")).collect::<Vec<_>>();
    assert!(succeeded.iter().any(|l| l.contains(&format!("CheckObject (n{})", y.0)) && l.contains(&format!("r5=n{}", y.0))), "{text}");
}

/// An object whose slot 0 is parameter 2, then whatever `rest` does with it; the loaded slot is returned.
fn object_with(rest: impl FnOnce(&mut Builder, NodeId, NodeId)) -> String {
    let mut b = Builder::new();
    b.graph.links.push(crate::ion::descriptor::LinkDescriptor::PlainObject { inline_capacity: 2 });
    let value = b.param(2);
    let object = b.emit(NewObject, &[], 0);
    b.graph.node_mut(object).imm2 = 2;
    b.emit(StoreSlot, &[object, value], 0);
    b.emit(StoreShape, &[object], 0);
    let boxed = b.emit(BoxObject, &[object], 0);
    rest(&mut b, object, boxed);
    let loaded = b.emit(LoadSlot, &[object], 0);
    b.emit(Return, &[loaded], 0);
    b.optimise()
}

#[test]
fn an_object_that_does_not_escape_is_not_allocated() {
    let text = object_with(|_, _, _| {});
    assert_eq!(count(&text, "NewObject") + count(&text, "Slot") + count(&text, "VirtualObject"), 0, "{text}");
    let text = object_with(|b, _, boxed| {
        b.emit(Call, &[boxed, boxed], 0);
    });
    assert_eq!(count(&text, "MakeObject"), 1, "{text}");
}

#[test]
fn an_object_that_escapes_is_made_where_it_does_with_its_last_shape() {
    let text = object_with(|b, object, boxed| {
        let other = b.param_in_entry();
        let state = b.state_with(boxed);
        let check = b.emit(CheckObject, &[other], 0);
        b.graph.node_mut(check).state = Some(state);
        b.emit(StoreSlot, &[object, other], 1);
        b.emit(StoreShape, &[object], 0);
        b.emit(Call, &[other, boxed], 0);
    });
    assert_eq!(count(&text, "NewObject") + count(&text, "Store"), 0, "{text}");
    let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what} in\n{text}"));
    assert!(at("CheckObject") < at("MakeObject") && at("MakeObject") < at("Call ("), "{text}");
    assert_eq!(count(&text, "VirtualObject"), 1, "{text}");
}

#[test]
fn an_object_that_escapes_on_both_sides_is_made_in_front_of_the_branch_and_once() {
    let text = object_with(|b, object, boxed| {
        let other = b.param_in_entry();
        let is = b.emit(IsObject, &[other], 0);
        let (then, otherwise) = b.branch(is);
        let join = b.graph.new_block();
        for block in [then, otherwise] {
            b.block = block;
            b.emit(Call, &[boxed, boxed], 0);
            b.jump(join);
        }
        b.block = join;
        b.emit(StoreSlot, &[object, other], 1);
    });
    assert_eq!(count(&text, "MakeObject"), 1, "{text}");
    assert_eq!(count(&text, "StoreSlot"), 1, "{text}");
}

#[test]
fn an_object_from_before_a_loop_is_not_made_in_it() {
    let b = counting_loop(|b, _| {
        let object = b.object_in_entry();
        b.emit(StoreSlot, &[object, NodeId(0)], 0);
        let boxed = b.emit(BoxObject, &[object], 0);
        b.emit(Call, &[boxed, boxed], 0);
    });
    let text = b.optimise();
    let front = text.split("b1:").next().unwrap();
    assert_eq!(count(&text, "MakeObject") + count(&text, "NewObject"), 1, "{text}");
    assert_eq!(count(front, "MakeObject") + count(front, "NewObject"), 1, "{text}");
}

#[test]
fn a_frame_state_has_the_object_as_it_is_at_that_point() {
    let text = object_with(|b, object, boxed| {
        let other = b.param_in_entry();
        let before = b.state_with(boxed);
        let check = b.emit(CheckObject, &[other], 0);
        b.graph.node_mut(check).state = Some(before);
        b.emit(StoreSlot, &[object, other], 1);
        let after = b.state_with(boxed);
        let call = b.emit(Call, &[other, other], 0);
        b.graph.node_mut(call).state = Some(after);
    });
    assert_eq!(count(&text, "NewObject"), 0, "{text}");
    let virtuals: Vec<&str> = text.lines().filter(|l| l.contains("= VirtualObject")).collect();
    assert_eq!(virtuals.len(), 2, "{text}");
    let same_object = virtuals.iter().all(|l| l.contains(virtuals[0].split_once('#').unwrap().1.split_once(' ').unwrap().0));
    assert!(same_object && virtuals[0] != virtuals[1], "{text}");
}

#[test]
fn a_slot_that_a_loop_changes_becomes_a_phi() {
    let mut b = Builder::new();
    b.graph.links.push(crate::ion::descriptor::LinkDescriptor::PlainObject { inline_capacity: 1 });
    let object = b.emit(NewObject, &[], 0);
    b.graph.node_mut(object).imm2 = 1;
    let zero = b.emit(Constant, &[], crate::value::Value::int(0).0);
    b.emit(StoreSlot, &[object, zero], 0);
    let (n, one) = (b.param(2), b.int(1));
    let n = b.emit(CheckInt32, &[n], 0);
    let header = b.begin_loop();
    let i = b.emit(LoadSlot, &[object], 0);
    let i = b.emit(CheckInt32, &[i], 0);
    let more = b.emit(Int32Compare, &[i, n], Condition::Lt as u64);
    let (inside, after) = b.branch(more);
    b.block = inside;
    let next = b.emit(Int32Add, &[i, one], 0);
    let next = b.emit(BoxInt32, &[next], 0);
    b.emit(StoreSlot, &[object, next], 0);
    b.jump(header);
    b.block = after;
    let result = b.emit(LoadSlot, &[object], 0);
    b.emit(Return, &[result], 0);
    let text = b.optimise();
    assert_eq!(count(&text, "NewObject") + count(&text, "Slot"), 0, "{text}");
    assert!(text.contains("int32 = Phi"), "{text}");
}

#[test]
fn an_object_in_an_object_goes_with_it() {
    let text = object_with(|b, object, boxed| {
        let outer = b.emit(NewObject, &[], 0);
        b.graph.node_mut(outer).imm2 = 2;
        b.emit(StoreSlot, &[outer, boxed], 0);
        let outer_boxed = b.emit(BoxObject, &[outer], 0);
        let other = b.param_in_entry();
        let state = b.state_with(outer_boxed);
        b.emit(StoreSlot, &[object, other], 1);
        let check = b.emit(CheckObject, &[other], 0);
        b.graph.node_mut(check).state = Some(state);
    });
    assert_eq!(count(&text, "NewObject"), 0, "{text}");
    assert_eq!(count(&text, "= VirtualObject"), 2, "{text}");
}

/// The state after the call has what was recorded in front of it: the outer object, with the inner one in it.
#[test]
fn an_object_that_was_recorded_holds_the_inner_one_after_that_has_escaped() {
    let text = object_with(|b, _, boxed| {
        let outer = b.emit(NewObject, &[], 0);
        b.graph.node_mut(outer).imm2 = 2;
        b.emit(StoreSlot, &[outer, boxed], 0);
        let outer_boxed = b.emit(BoxObject, &[outer], 0);
        let other = b.param_in_entry();
        let state = b.state_with(outer_boxed);
        let before = b.emit(CheckObject, &[other], 0);
        b.graph.node_mut(before).state = Some(state);
        let inner = b.emit(LoadSlot, &[outer], 0);
        let called = b.emit(Call, &[other, inner], 0);
        let after = b.emit(CheckString, &[called], 0);
        b.graph.node_mut(after).state = Some(state);
    });
    assert_eq!(count(&text, "NewObject"), 0, "{text}");
    let made = text.find("MakeObject").expect("the inner object escapes");
    assert_eq!(count(&text[made..], "= VirtualObject"), 1, "{text}");
}

#[test]
fn a_guard_and_what_it_guards_leave_the_loop() {
    let b = counting_loop(|b, _| {
        let object = b.param_in_entry();
        let ptr = b.emit(CheckObject, &[object], 0);
        b.emit(CheckShape, &[ptr], 0);
        let value = b.emit(LoadSlot, &[ptr], 0);
        b.emit(CheckString, &[value], 0);
    });
    let text = b.optimise();
    let front = text.split("b1:").next().unwrap();
    for what in ["CheckObject", "CheckShape", "LoadSlot", "CheckString"] {
        assert_eq!(count(front, what), 1, "{what} in\n{text}");
    }
}

#[test]
fn a_guard_that_has_failed_at_the_loop_head_stays() {
    let mut b = counting_loop(|b, _| {
        let object = b.param_in_entry();
        let ptr = b.emit(CheckObject, &[object], 0);
        b.emit(CheckShape, &[ptr], 0);
        b.emit(LoadSlot, &[ptr], 0);
    });
    b.graph.block_mut(BlockId(1)).refused = 1 << BailoutReason::NotObject as u32;
    let text = b.optimise();
    let front = text.split("b1:").next().unwrap();
    assert_eq!(count(front, "CheckObject") + count(front, "CheckShape"), 0, "{text}");
}

#[test]
fn a_guard_that_not_every_round_passes_stays_in_its_loop() {
    let b = counting_loop(|b, i| {
        let object = b.param_in_entry();
        let five = b.int(5);
        let early = b.emit(Int32Compare, &[i, five], Condition::Lt as u64);
        let (then, otherwise) = b.branch(early);
        let join = b.graph.new_block();
        b.block = then;
        b.emit(CheckString, &[object], 0);
        b.jump(join);
        b.block = otherwise;
        b.jump(join);
        b.block = join;
    });
    let text = b.optimise();
    let front = text.split("b1:").next().unwrap();
    assert_eq!((count(front, "CheckString"), count(&text, "CheckString")), (0, 1), "{text}");
}

#[test]
fn a_load_does_not_leave_the_branch_that_makes_it_valid() {
    let b = counting_loop(|b, i| {
        let object = b.param_in_entry();
        let ptr = b.emit(CheckObject, &[object], 0);
        let is = b.emit(ShapeIs, &[ptr], 0);
        let (then, otherwise) = b.branch(is);
        let join = b.graph.new_block();
        b.block = then;
        let value = b.emit(LoadOutSlot, &[ptr], 7);
        b.emit(StoreSlot, &[ptr, value], 1);
        b.jump(join);
        b.block = otherwise;
        b.jump(join);
        b.block = join;
        let _ = i;
    });
    let text = b.optimise();
    let front = text.split("b1:").next().unwrap();
    assert_eq!(count(front, "LoadOutSlot"), 0, "{text}");
}

/// Every round takes the branch, but a path that leaves the loop does not.
#[test]
fn a_load_does_not_leave_its_branch_after_the_test_has() {
    let b = counting_loop(|b, _| {
        let object = b.param_in_entry();
        let ptr = b.emit(CheckObject, &[object], 0);
        let is = b.emit(ShapeIs, &[ptr], 0);
        let (then, otherwise) = b.branch(is);
        b.block = otherwise;
        b.emit(Return, &[object], 0);
        b.block = then;
        let value = b.emit(LoadOutSlot, &[ptr], 7);
        b.emit(StoreSlot, &[ptr, value], 1);
    });
    let text = b.optimise();
    let front = text.split("b1:").next().unwrap();
    assert_eq!(count(front, "ShapeIs"), 1, "{text}");
    assert_eq!(count(front, "LoadOutSlot"), 0, "{text}");
}

#[test]
fn a_counter_below_a_bound_needs_no_overflow_check() {
    let text = counting_loop(|_, _| {}).optimise();
    let add = text.lines().find(|l| l.contains("Int32Add")).unwrap();
    assert!(add.contains("#1"), "{text}");
}

#[test]
fn an_index_below_the_length_needs_no_bounds_check() {
    let mut b = Builder::new();
    let array = b.param(2);
    let array = b.emit(CheckObject, &[array], 0);
    let length = b.emit(TypedLength, &[array], 0);
    let check = |b: &mut Builder, index| {
        b.emit(CheckBounds, &[index, length], 0);
    };
    // One beyond is not below the length.
    let b = b.count_to(length, check, check);
    let text = b.optimise();
    assert_eq!(count(&text, "CheckBounds"), 1, "{text}");
}

#[test]
fn a_sum_that_is_truncated_wraps_in_int32_but_a_large_product_does_not() {
    for (op, wraps) in [(DoubleAdd, true), (DoubleMul, false)] {
        let mut b = Builder::new();
        let (x, y) = (b.param(2), b.param(3));
        let (x, y) = (b.emit(CheckInt32, &[x], 0), b.emit(CheckInt32, &[y], 0));
        let (x, y) = (b.emit(Int32ToDouble, &[x], 0), b.emit(Int32ToDouble, &[y], 0));
        let sum = b.emit(op, &[x, y], 0);
        let low = b.emit(TruncateDouble, &[sum], 0);
        let result = b.emit(BoxInt32, &[low], 0);
        b.emit(Return, &[result], 0);
        let text = b.optimise();
        assert_eq!(count(&text, "TruncateDouble") == 0, wraps, "{text}");
    }
}

#[test]
fn a_phi_of_boxed_numbers_is_unboxed() {
    let mut b = Builder::new();
    let (x, y) = (b.param(2), b.param(3));
    let (x, y) = (b.emit(CheckInt32, &[x], 0), b.emit(CheckInt32, &[y], 0));
    let less = b.emit(Int32Compare, &[x, y], Condition::Lt as u64);
    let (x, y) = (b.emit(BoxInt32, &[x], 0), b.emit(BoxInt32, &[y], 0));
    let (then, otherwise) = b.branch(less);
    let join = b.graph.new_block();
    for block in [then, otherwise] {
        b.block = block;
        b.emit(LoopCheck, &[], 0);
        b.jump(join);
    }
    b.block = join;
    let phi = b.phi(Repr::Tagged, &[x, y]);
    let number = b.emit(CheckInt32, &[phi], 0);
    let sum = b.emit(Int32Add, &[number, number], 0);
    let result = b.emit(BoxInt32, &[sum], 0);
    b.emit(Return, &[result], 0);
    let text = b.optimise();
    assert!(text.contains("int32 = Phi") && count(&text, "CheckInt32") == 2, "{text}");
}

impl Builder {
    /// A fresh object with one slot, made in front of the loop.
    fn object_in_entry(&mut self) -> NodeId {
        self.graph.links.push(crate::ion::descriptor::LinkDescriptor::PlainObject { inline_capacity: 1 });
        let id = NodeId(self.graph.nodes.len() as u32);
        let node = Node { op: NewObject, repr: Repr::Ptr, inputs: SmallVec::new(), imm: 0, imm2: 1, state: None, block: BlockId(0) };
        self.graph.nodes.push(node);
        self.graph.blocks[0].nodes.insert(1, id);
        id
    }
    /// A frame state whose register 5 is this.
    fn state_with(&mut self, node: NodeId) -> StateId {
        let registers = vec![(5, node)];
        self.graph.add_state(FrameState { script: InlineId(0), offset: BytecodeOffset(7), registers, caller: None })
    }
    /// Parameter 3, in the entry block.
    fn param_in_entry(&mut self) -> NodeId {
        let id = NodeId(self.graph.nodes.len() as u32);
        let node = Node { op: Param, repr: Repr::Tagged, inputs: SmallVec::new(), imm: 3, imm2: 0, state: None, block: BlockId(0) };
        self.graph.nodes.push(node);
        self.graph.blocks[0].nodes.insert(0, id);
        id
    }
}
