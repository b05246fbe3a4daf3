//! Pairs of graphs: the second as a pass could have left it, rightly or wrongly.

use super::Evaluator;
use crate::bytecode::BytecodeOffset;
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{FrameState, InlineId, NodeId, NodeOp, StateId};
use crate::ion::passes::tests::Builder;
use NodeOp::*;

/// A name, and a graph as it was (0), as a right pass leaves it (1), and as a wrong one does (2).
type Row = (&'static str, fn(&mut Builder, u8));

const ROWS: &[Row] = &[
    ("a load is replaced by what was loaded before a store", |b, how| {
        let (x, p) = object(b);
        let early = b.emit(LoadSlot, &[p], 0);
        b.emit(StoreSlot, &[p, x], 0);
        let late = if how == 2 { early } else { b.emit(LoadSlot, &[p], 0) };
        b.emit(Return, &[late], 0);
    }),
    ("a load moves over a call", |b, how| {
        let (x, p) = object(b);
        let early = if how == 2 { Some(b.emit(LoadSlot, &[p], 0)) } else { None };
        b.emit(Call, &[x, x], 0);
        let value = early.unwrap_or_else(|| b.emit(LoadSlot, &[p], 0));
        b.emit(Return, &[value], 0);
    }),
    ("an answer about a shape moves over a call", |b, how| {
        let (x, y) = (b.param(2), b.param(3));
        let early = if how == 2 { Some(b.emit(IsInstance, &[x, y], 0)) } else { None };
        b.emit(Call, &[x, y], 0);
        let answer = early.unwrap_or_else(|| b.emit(IsInstance, &[x, y], 0));
        let answer = b.emit(BoxBool, &[answer], 0);
        b.emit(Return, &[answer], 0);
    }),
    ("a guard is removed", |b, how| {
        let x = b.param(2);
        if how != 2 {
            fail(b);
        }
        b.emit(Return, &[x], 0);
    }),
    ("a store is forgotten", |b, how| {
        let (x, p) = object(b);
        if how != 2 {
            b.emit(StoreSlot, &[p, x], 0);
        }
        b.emit(Return, &[x], 0);
    }),
    ("a sum is not checked any more", |b, how| {
        let x = b.int(i32::MAX);
        let sum = b.emit(Int32Add, &[x, x], (how == 2) as u64);
        let sum = b.emit(BoxInt32, &[sum], 0);
        b.emit(Return, &[sum], 0);
    }),
    ("an element is loaded beyond the length", |b, how| {
        let (_, p) = object(b);
        let i = b.int(100);
        let elements = b.emit(LoadElements, &[p], 0);
        let length = b.emit(DenseLength, &[elements], 0);
        if how != 2 {
            b.emit(CheckBounds, &[i, length], 0);
        }
        let element = b.emit(LoadElement, &[elements, i], 0);
        b.emit(Return, &[element], 0);
    }),
    ("a frame state holds what a register was before", |b, how| {
        let (x, y) = (b.param(2), b.param(3));
        let check = fail(b);
        let state = state(b, if how == 2 { x } else { y });
        b.graph.node_mut(check).state = Some(state);
        b.emit(Return, &[x], 0);
    }),
    ("an object is not allocated, but for the state", |b, how| {
        b.graph.links.push(LinkDescriptor::PlainObject { inline_capacity: 2 });
        let (x, undefined) = (b.param(2), b.emit(Constant, &[], crate::value::Value::UNDEFINED.0));
        let object = if how == 0 {
            let object = b.emit(NewObject, &[], 0);
            b.graph.node_mut(object).imm2 = 2;
            b.emit(StoreSlot, &[object, x], 1);
            b.emit(BoxObject, &[object], 0)
        } else {
            let shape = b.emit(LinkShape, &[], 0);
            b.emit(VirtualObject, &[shape, undefined, if how == 1 { x } else { undefined }], 0)
        };
        let check = fail(b);
        let state = state(b, object);
        b.graph.node_mut(check).state = Some(state);
        b.emit(Return, &[x], 0);
    }),
];

#[test]
fn what_a_wrong_pass_leaves_is_told_from_what_a_right_one_does() {
    for (name, build) in ROWS {
        for how in [1, 2] {
            let graph = |how| {
                let mut b = Builder::new();
                build(&mut b, how);
                b.graph
            };
            let mut evaluator = Evaluator::default();
            evaluator.after("build", &graph(0)).unwrap_or_else(|d| panic!("{name}: {d}"));
            match (how, evaluator.after("test", &graph(how))) {
                (1, Err(difference)) => panic!("{name}: {difference}"),
                (2, Ok(())) => panic!("{name}: not noticed"),
                _ => {}
            }
        }
    }
}

/// A value, and an object.
fn object(b: &mut Builder) -> (NodeId, NodeId) {
    let (x, p) = (b.param(5), b.param(2));
    (x, b.emit(CheckObject, &[p], 0))
}

/// A guard that always fails.
fn fail(b: &mut Builder) -> NodeId {
    let (seven, three) = (b.int(7), b.int(3));
    b.emit(CheckBounds, &[seven, three], 0)
}

fn state(b: &mut Builder, value: NodeId) -> StateId {
    b.graph.add_state(FrameState { script: InlineId(0), offset: BytecodeOffset(3), registers: vec![(3, value)], caller: None })
}
