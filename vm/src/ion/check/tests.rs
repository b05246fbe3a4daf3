//! A table of broken graphs: each is accepted as it should be, and refused by the rule that
//! it is made to violate.

use super::{Checker, Depth, Rule};
use crate::bytecode::{BytecodeOffset, FunctionKind, Insn, Op};
use crate::heap::Kind;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::{LinkDescriptor, ShapePredicate};
use crate::ion::graph::{
    BlockId, Condition, FrameState, InlineId, InlineScript, NODES, Node, NodeId, NodeOp, Operand, Origin, Repr, StateId,
};
use crate::ion::passes::NEVER_WRAPS;
use crate::ion::passes::tests::Builder;
use NodeOp::*;
use std::sync::Arc;

/// A name, the rule, and a graph that violates it if asked to.
type Row = (&'static str, Rule, fn(&mut Builder, bool));

const ROWS: &[Row] = &[
    ("a block ends without a control node", Rule::Blocks, |b, broken| {
        if !broken {
            end(b);
        } else {
            b.param(2);
        }
    }),
    ("an edge is recorded at one end", Rule::Blocks, |b, broken| {
        let next = b.graph.new_block();
        b.jump(next);
        b.block = next;
        end(b);
        if broken {
            b.graph.block_mut(next).predecessors.clear();
        }
    }),
    ("a back edge leads to what is no loop header", Rule::Loops, |b, broken| {
        let header = b.begin_loop();
        let condition = loop_condition(b);
        let (inside, after) = b.branch(condition);
        b.block = inside;
        b.jump(header);
        b.block = after;
        end(b);
        if broken {
            b.graph.block_mut(header).loop_header = false;
        }
    }),
    ("a block is not reached", Rule::Reachable, |b, broken| {
        end(b);
        if broken {
            b.block = b.graph.new_block();
            end(b);
        }
    }),
    ("a phi lacks the input of a predecessor", Rule::Phis, |b, broken| {
        let (x, y) = (b.param(2), b.param(3));
        diamond(b);
        let inputs = [x, y];
        let phi = b.phi(Repr::Tagged, &inputs[..2 - broken as usize]);
        b.emit(Return, &[phi], 0);
    }),
    ("a value of one side is used behind both", Rule::Dominance, |b, broken| {
        let outside = b.int(1);
        let (then, _) = diamond(b);
        let inside = b.graph.append(then, constant());
        b.graph.block_mut(then).nodes.rotate_right(1);
        let boxed = b.emit(BoxInt32, &[if broken { inside } else { outside }], 0);
        b.emit(Return, &[boxed], 0);
    }),
    ("a frame state holds what is not computed yet", Rule::Dominance, |b, broken| {
        let x = b.param(2);
        let early = b.emit(CheckInt32, &[x], 0);
        let late = b.param(3);
        let state = state(b, 0, vec![(2, if broken { late } else { x })]);
        b.graph.node_mut(early).state = Some(state);
        end(b);
    }),
    ("a word is added as an int32", Rule::Operands, |b, broken| {
        let x = b.param(2);
        let number = b.emit(CheckInt32, &[x], 0);
        let one = b.int(1);
        b.emit(Int32Add, &[if broken { x } else { number }, one], 0);
        end(b);
    }),
    ("an object is looked at as an environment", Rule::Operands, |b, broken| {
        let x = b.param(2);
        let pointer = b.emit(if broken { CheckObject } else { UnboxEnv }, &[x], 0);
        b.emit(LoadEnv, &[pointer], 0);
        end(b);
    }),
    ("a guard has no frame state", Rule::State, |b, broken| {
        let x = b.param(2);
        let check = b.emit(CheckInt32, &[x], 0);
        if broken {
            b.graph.node_mut(check).state = None;
        }
        end(b);
    }),
    ("a call is given an object that is not allocated", Rule::Virtual, |b, broken| {
        let (x, object) = (b.param(2), virtual_object(b));
        b.emit(Call, &[x, if broken { object } else { x }], 0);
        end(b);
    }),
    ("a word is unboxed that has not been tested", Rule::Type, |b, broken| {
        let x = b.param(2);
        if !broken {
            b.emit(CheckNumber, &[x], 0);
        }
        b.emit(UnboxNumber, &[x], 0);
        end(b);
    }),
    ("a word is unboxed that has been tested on one side only", Rule::Type, |b, broken| {
        let x = b.param(2);
        let is = b.emit(IsObject, &[x], 0);
        let (then, otherwise) = b.branch(is);
        for (block, bad) in [(then, false), (otherwise, true)] {
            b.block = block;
            if !bad || broken {
                let object = b.emit(UnboxObject, &[x], 0);
                b.emit(CheckKind, &[object], Kind::Array as u64);
            }
            b.emit(Return, &[x], 0);
        }
    }),
    ("a slot is loaded without a guard of the shape", Rule::Shape, |b, broken| {
        let object = object(b);
        if !broken {
            b.emit(CheckShape, &[object], 0);
        }
        b.emit(LoadSlot, &[object], 0);
        end(b);
    }),
    ("a slot is loaded after a call", Rule::Shape, |b, broken| {
        let (x, object) = (b.param(3), object(b));
        b.emit(CheckShape, &[object], 0);
        if broken {
            b.emit(Call, &[x, x], 0);
        }
        b.emit(LoadSlot, &[object], 0);
        end(b);
    }),
    ("a slot is loaded in a loop that calls, after a guard in front of it", Rule::Shape, |b, broken| {
        let (x, object) = (b.param(3), object(b));
        b.emit(CheckShape, &[object], 0);
        let header = b.begin_loop();
        b.emit(LoadSlot, &[object], 0);
        if broken {
            b.emit(Call, &[x, x], 0);
        }
        let condition = loop_condition(b);
        let (inside, after) = b.branch(condition);
        b.block = inside;
        b.jump(header);
        b.block = after;
        end(b);
    }),
    ("a slot is loaded where its shape was found on one side only", Rule::Shape, |b, broken| {
        let object = object(b);
        let is = b.emit(ShapeIs, &[object], 0);
        let (then, otherwise) = b.branch(is);
        for block in [then, otherwise] {
            b.block = block;
            if block == then || broken {
                b.emit(LoadSlot, &[object], 0);
            }
            end(b);
        }
    }),
    ("the environment is taken of what was found to be a closure on one side only", Rule::Kind, |b, broken| {
        let object = object(b);
        let is = b.emit(ScriptIs, &[object], 0);
        let (then, otherwise) = b.branch(is);
        for block in [then, otherwise] {
            b.block = block;
            if block == then || broken {
                b.emit(CalleeEnv, &[object], 0);
            }
            end(b);
        }
    }),
    ("the length is asked of what may be no array", Rule::Kind, |b, broken| {
        let object = object(b);
        b.emit(CheckKind, &[object], if broken { Kind::TypedArray } else { Kind::Array } as u64);
        b.emit(ArrayLength, &[object], 0);
        end(b);
    }),
    ("an object is made behind a guard that it could pass, and is no array", Rule::Kind, |b, broken| {
        let shape = b.emit(LinkShape, &[], 3);
        let value = b.param(3);
        b.emit(CheckShapeId, &[shape], if broken { 3 } else { 1 });
        let object = b.emit(MakeObject, &[shape, value], 0);
        b.emit(ArrayLength, &[object], 0);
        end(b);
    }),
    ("a method is taken from a slot that no guard has bound", Rule::Link, |b, broken| {
        let object = object(b);
        b.emit(CheckShape, &[object], if broken { 1 } else { 0 });
        b.emit(LoadMethod, &[], 2);
        end(b);
    }),
    ("a method is taken from a slot that one of two sides has not bound", Rule::Link, |b, broken| {
        let shapes = [b.emit(LinkShape, &[], 3), b.int(7)];
        let condition = loop_condition(b);
        let (then, otherwise) = b.branch(condition);
        let join = b.graph.new_block();
        for (side, shape) in [then, otherwise].into_iter().zip(shapes) {
            b.block = side;
            b.emit(CheckShapeId, &[shape], if broken && side == otherwise { 1 } else { 0 });
            b.jump(join);
        }
        b.block = join;
        b.emit(LoadMethod, &[], 2);
        end(b);
    }),
    ("a method is taken from a slot after a call", Rule::Link, |b, broken| {
        let (x, object) = (b.param(3), object(b));
        b.emit(CheckShape, &[object], 0);
        if broken {
            b.emit(Call, &[x, x], 0);
        }
        b.emit(LoadMethod, &[], 2);
        end(b);
    }),
    ("elements are used after the array has grown", Rule::Current, |b, broken| {
        let (value, array) = (b.param(3), array(b));
        let elements = b.emit(LoadElements, &[array], 0);
        if broken {
            b.emit(ArrayPush, &[array, value], 0);
        }
        b.emit(DenseLength, &[elements], 0);
        end(b);
    }),
    ("an element is loaded without a test of the index", Rule::Bounds, |b, broken| {
        let array = array(b);
        let (index, elements) = (index(b), b.emit(LoadElements, &[array], 0));
        let length = b.emit(DenseLength, &[elements], 0);
        if !broken {
            b.emit(CheckBounds, &[index, length], 0);
        }
        b.emit(LoadElement, &[elements, index], 0);
        end(b);
    }),
    ("a sum of anything is taken to fit", Rule::Fits, |b, broken| {
        let (x, mask, one) = (index(b), b.int(if broken { -1 } else { 255 }), b.int(1));
        let x = b.emit(Int32And, &[x, mask], 0);
        let sum = b.emit(Int32Add, &[x, one], 1);
        b.graph.node_mut(sum).imm2 = NEVER_WRAPS;
        let sum = b.emit(BoxInt32, &[sum], 0);
        b.emit(Return, &[sum], 0);
    }),
    ("an index is tested against the length of another array", Rule::Bounds, |b, broken| {
        let array = array(b);
        let other = b.param(5);
        let other = b.emit(CheckObject, &[other], 0);
        b.emit(CheckKind, &[other], Kind::Array as u64);
        let (index, elements, others) = (index(b), b.emit(LoadElements, &[array], 0), b.emit(LoadElements, &[other], 0));
        let length = b.emit(DenseLength, &[if broken { others } else { elements }], 0);
        let below = b.emit(Int32Compare, &[index, length], Condition::Below as u64);
        let (then, otherwise) = b.branch(below);
        b.block = then;
        b.emit(LoadElement, &[elements, index], 0);
        end(b);
        b.block = otherwise;
        end(b);
    }),
    ("an exit repeats the store of its op", Rule::Repeats, |b, broken| {
        let (x, object) = (b.param(3), object(b));
        b.emit(CheckShape, &[object], 0);
        let store = b.emit(StoreSlot, &[object, x], 0);
        b.graph.origins.push(Origin { node: store, script: InlineId(0), offset: BytecodeOffset(4), caller: None });
        let check = b.emit(CheckInt32, &[x], 0);
        let state = state(b, if broken { 4 } else { 5 }, vec![]);
        b.graph.node_mut(check).state = Some(state);
        end(b);
    }),
    ("an exit in an inlined call repeats what the call has done", Rule::Repeats, |b, broken| {
        let x = b.param(3);
        let call = b.emit(Call, &[x, x], 0);
        let caller = state(b, 4, vec![]);
        let inlined = b.graph.add_state(FrameState {
            script: InlineId(1),
            offset: BytecodeOffset(2),
            registers: vec![(0, x)],
            caller: Some(crate::ion::graph::InlineCall { state: caller, argc: 0, construct: false }),
        });
        b.graph.node_mut(call).state = Some(inlined);
        let check = b.emit(CheckInt32, &[x], 0);
        let state = state(b, if broken { 4 } else { 5 }, vec![]);
        b.graph.node_mut(check).state = Some(state);
        end(b);
    }),
    ("a frame state lacks a live register", Rule::Live, |b, broken| {
        let x = b.param(2);
        script(b);
        let check = b.emit(CheckInt32, &[x], 0);
        let registers = if broken { vec![(4, x)] } else { vec![(3, x)] };
        let state = state(b, 0, registers);
        b.graph.node_mut(check).state = Some(state);
        end(b);
    }),
    ("a frame state holds a raw pointer", Rule::Recipe, |b, broken| {
        let x = b.param(2);
        let object = b.emit(CheckObject, &[x], 0);
        let state = state(b, 0, vec![(3, if broken { object } else { x })]);
        let check = b.emit(CheckInt32, &[x], 0);
        b.graph.node_mut(check).state = Some(state);
        end(b);
    }),
    ("a frame state has an object in two states", Rule::Recipe, |b, broken| {
        let (x, one) = (b.param(2), virtual_object(b));
        let again = b.graph.node(one).clone();
        let two = b.graph.append(b.block, again);
        let state = state(b, 0, vec![(3, one), (4, if broken { two } else { one })]);
        let check = b.emit(CheckInt32, &[x], 0);
        b.graph.node_mut(check).state = Some(state);
        end(b);
    }),
    ("an object that is not allocated lacks a slot", Rule::Recipe, |b, broken| {
        let (x, object) = (b.param(2), virtual_object(b));
        if broken {
            b.graph.node_mut(object).inputs.pop();
        }
        let state = state(b, 0, vec![(3, object)]);
        let check = b.emit(CheckInt32, &[x], 0);
        b.graph.node_mut(check).state = Some(state);
        end(b);
    }),
];

#[test]
fn broken_graphs_are_refused_by_their_rule() {
    for (name, rule, build) in ROWS {
        for broken in [false, true] {
            let mut b = Builder::new();
            b.graph.links = links();
            build(&mut b, broken);
            let found = Checker::default().check(&b.graph, "test", Depth::All);
            let text = crate::ion::dump::dump(&b.graph);
            match (broken, found) {
                (false, Ok(())) => {}
                (false, Err(violation)) => panic!("{name}: refused as it should be: {violation}\n{text}"),
                (true, Ok(())) => panic!("{name}: accepted\n{text}"),
                (true, Err(violation)) => assert_eq!(violation.rule, *rule, "{name}: {violation}\n{text}"),
            }
        }
    }
}

/// Checks that the pass `range` takes off, and what it might take off wrongly: a name, and the loop
/// `for (i = first; i condition length; i += step)` with an access at `i + offset` to what has the length.
const LOOPS: &[(&str, i32, Condition, i32, i32, bool)] = &[
    ("an index below the length", 0, Condition::Lt, 1, 0, true),
    ("an index that may be the length", 0, Condition::Le, 1, 0, false),
    ("an index that starts below zero", -1, Condition::Lt, 1, 0, false),
    ("an index that falls below zero", 5, Condition::Lt, -1, 0, false),
    ("an index beyond what was compared", 0, Condition::Lt, 1, 1, false),
    ("an index in front of the first", 0, Condition::Lt, 1, -1, false),
    ("an index in front of what was compared", 1, Condition::Lt, 1, 0, true),
];

#[test]
fn a_bounds_check_that_ranges_do_not_make_superfluous_is_missed() {
    for (name, first, condition, step, offset, good) in LOOPS {
        let mut b = Builder::new();
        let text = b.param(2);
        let text = b.emit(CheckString, &[text], 0);
        let length = b.emit(StringLength, &[text], 0);
        let (first, step, offset) = (b.int(*first), b.int(*step), b.int(*offset));
        let header = b.begin_loop();
        let i = b.phi(Repr::Int32, &[first]);
        let more = b.emit(Int32Compare, &[i, length], *condition as u64);
        let (inside, after) = b.branch(more);
        b.block = inside;
        let index = if b.graph.node(offset).imm == 0 { i } else { b.emit(Int32Add, &[i, offset], 0) };
        b.emit(StringCharCode, &[text, index], 0);
        let next = b.emit(Int32Add, &[i, step], 0);
        b.graph.node_mut(i).inputs.push(next);
        b.jump(header);
        b.block = after;
        end(&mut b);
        let dump = crate::ion::dump::dump(&b.graph);
        let check = |pass: &str| Checker::default().check(&b.graph, pass, Depth::All);
        assert_eq!(check("gvn").map_err(|v| v.rule), Err(Rule::Bounds), "{name}: before ranges, each index is tested\n{dump}");
        assert_eq!(check("range").map_err(|v| v.rule), if *good { Ok(()) } else { Err(Rule::Bounds) }, "{name}\n{dump}");
    }
}

#[test]
fn each_rule_has_a_broken_graph() {
    for rule in Rule::ALL {
        assert!(ROWS.iter().any(|(_, of, _)| of == rule), "{rule:?}");
    }
}

#[test]
fn a_violation_says_function_pass_node_and_rule() {
    let mut b = Builder::new();
    script(&mut b);
    let check = b.param(2);
    let check = b.emit(CheckInt32, &[check], 0);
    b.graph.node_mut(check).state = None;
    end(&mut b);
    let text = Checker::default().check(&b.graph, "gvn", Depth::All).expect_err("there is no frame state").to_string();
    for part in ["\"f\"", "after gvn", "b0 n1", "State", "CheckInt32 (n0)"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn operands_of_any_number_are_the_last_ones() {
    for info in NODES {
        assert!(info.more.len() <= 1, "{}", info.name);
        assert!(!info.more.contains(&Operand::P), "{}", info.name);
    }
}

fn links() -> Vec<LinkDescriptor> {
    let shape =
        |kind: Kind| LinkDescriptor::Shape(ShapePredicate { kind: kind as u8, variant: 0, inline_capacity: 4, look: 0, facts: Vec::new() });
    let method = LinkDescriptor::Prototype { of: crate::ion::graph::LinkRef(0) };
    vec![shape(Kind::Object), shape(Kind::Array), method, LinkDescriptor::PlainObject { inline_capacity: 4 }]
}

fn constant() -> Node {
    Node { op: Int32Constant, repr: Repr::Int32, inputs: Default::default(), imm: 1, imm2: 0, state: None, block: BlockId(0) }
}

fn end(b: &mut Builder) {
    let bailout = b.emit(Bailout, &[], BailoutReason::Unreached as u64);
    let state = state(b, 90, vec![]);
    b.graph.node_mut(bailout).state = Some(state);
}

fn state(b: &mut Builder, offset: u32, registers: Vec<(u16, NodeId)>) -> StateId {
    b.graph.add_state(FrameState { script: InlineId(0), offset: BytecodeOffset(offset), registers, caller: None })
}

fn loop_condition(b: &mut Builder) -> NodeId {
    let x = b.param(4);
    b.emit(IsUndefined, &[x], 0)
}

/// Two sides that meet; the block where they do is the current one.
fn diamond(b: &mut Builder) -> (BlockId, BlockId) {
    let condition = loop_condition(b);
    let sides = b.branch(condition);
    let join = b.graph.new_block();
    for side in [sides.0, sides.1] {
        b.block = side;
        b.jump(join);
    }
    b.block = join;
    sides
}

fn object(b: &mut Builder) -> NodeId {
    let x = b.param(2);
    b.emit(CheckObject, &[x], 0)
}

fn array(b: &mut Builder) -> NodeId {
    let array = object(b);
    b.emit(CheckKind, &[array], Kind::Array as u64);
    array
}

fn index(b: &mut Builder) -> NodeId {
    let x = b.param(4);
    b.emit(CheckInt32, &[x], 0)
}

/// An object with two slots that is not allocated.
fn virtual_object(b: &mut Builder) -> NodeId {
    let (x, shape) = (b.param(3), b.int(7));
    let allocation = NodeId(b.graph.nodes.len() as u32);
    let node = Node { op: NewObject, repr: Repr::Ptr, inputs: Default::default(), imm: 0, imm2: 2, state: None, block: b.block };
    b.graph.nodes.push(node);
    b.emit(VirtualObject, &[shape, x, x], allocation.0 as u64)
}

/// `return r3`
fn script(b: &mut Builder) {
    b.graph.scripts.push(InlineScript {
        hash: [0; 32],
        link: None,
        registers: 5,
        params: 3,
        needs_arguments: false,
        handlers: Arc::from([]),
        insns: Arc::from([Insn::new(Op::Return, 3, 0, 0, 0)]),
        kind: FunctionKind::Method,
        name: "f".into(),
    });
}
