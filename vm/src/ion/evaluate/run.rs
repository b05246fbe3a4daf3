//! Running a graph in a world.

use super::number::{canonical, compare_doubles, compare_ints, double_op, exact, int_op, to_int32};
use super::oracle::{Hints, double, mix, mix_all};
use super::world::{Event, World};
use crate::ion::descriptor::LinkDescriptor;
use crate::ion::graph::{BlockId, Graph, Node, NodeId, NodeOp, Repr, StateId, TypeName, effect};
use crate::ion::passes::cfg::is_removable;
use crate::value::{PAYLOAD_MASK, TAG_SHIFT, Value, tag};
use smallvec::SmallVec;
use std::collections::{HashMap, HashSet};

/// Nodes executed, at most.
const STEPS: usize = 20_000;
/// Loop heads come to, at most.
const LOOP_HEADS: usize = 24;
/// Events, at most.
const EVENTS: usize = 120;

pub enum Outcome {
    Return(u64),
    /// With the state of the node that threw.
    Throw(u64),
    /// At the last loop head, with its state.
    Stopped(u64),
    Exit {
        node: NodeId,
        at: StateId,
        state: u64,
        values: String,
        /// A check of a result, which goes when nothing uses that.
        removable: bool,
    },
    OutOfSteps,
    /// It has looked where it must not.
    Fault(String),
}

pub struct Trace {
    pub events: Vec<Event>,
    /// Events so far, and the frame state, at each place where the interpreter could have gone on.
    pub points: HashSet<(usize, u64)>,
    pub outcome: Outcome,
}

pub fn run(graph: &Graph, hints: &Hints, seed: u64) -> Trace {
    let mut run = Run {
        graph,
        hints,
        world: World::new(mix(seed, 0xABCD)),
        values: vec![0; graph.nodes.len()],
        points: HashSet::new(),
        last_point: None,
        data_of: HashMap::new(),
        heads: 0,
    };
    let outcome = run.blocks();
    Trace { events: run.world.events, points: run.points, outcome }
}

struct Run<'a> {
    graph: &'a Graph,
    hints: &'a Hints,
    world: World,
    values: Vec<u64>,
    points: HashSet<(usize, u64)>,
    /// The last state, when it was described, and how.
    last_point: Option<(StateId, u64, u64)>,
    /// The typed array of each data pointer.
    data_of: HashMap<u64, u64>,
    heads: usize,
}

/// Why a node ends the run.
type Ended = Outcome;

impl Run<'_> {
    fn blocks(&mut self) -> Outcome {
        let graph = self.graph;
        let (mut block, mut steps) = (BlockId(0), 0);
        loop {
            for id in &graph.block(block).nodes {
                let node = graph.node(*id);
                if node.op == NodeOp::Phi {
                    continue;
                }
                steps += 1;
                if steps > STEPS || self.world.events.len() > EVENTS {
                    return Outcome::OutOfSteps;
                }
                match node.op {
                    NodeOp::Jump | NodeOp::Branch => break,
                    NodeOp::Return => return Outcome::Return(self.returned(node)),
                    NodeOp::Bailout => return self.exit(*id),
                    // What always throws has been an event.
                    NodeOp::Unreachable => return Outcome::Throw(0),
                    _ => match self.node(*id, node) {
                        Ok(value) => self.values[id.index()] = value,
                        Err(ended) => return ended,
                    },
                }
            }
            let last = graph.node(*graph.block(block).nodes.last().expect("blocks have a control node"));
            let side = (last.op == NodeOp::Branch && self.values[last.inputs[0].index()] == 0) as usize;
            let next = graph.block(block).successors[side];
            self.enter(block, next);
            block = next;
        }
    }

    fn enter(&mut self, from: BlockId, to: BlockId) {
        let graph = self.graph;
        // Another iteration has other values.
        self.world.changes += 1;
        let target = graph.block(to);
        let edge = target.predecessors.iter().position(|p| *p == from).expect("edges are recorded at both ends");
        if let Some(state) = target.entry_state.filter(|_| edge == 0) {
            self.point(state);
        }
        let phis = target.nodes.iter().take_while(|n| graph.node(**n).op == NodeOp::Phi);
        let values: Vec<(NodeId, u64)> = phis.map(|n| (*n, self.values[graph.node(*n).inputs[edge].index()])).collect();
        for (phi, value) in values {
            self.values[phi.index()] = value;
        }
    }

    // ---- what is seen from outside

    fn returned(&mut self, node: &Node) -> u64 {
        let (mut met, mut out) = (Vec::new(), Vec::new());
        self.world.describe(self.values[node.inputs[0].index()], &mut met, &mut out);
        mix_all(out)
    }

    /// A node's value as a word.
    fn boxed(&self, id: NodeId) -> u64 {
        let value = self.values[id.index()];
        match self.graph.node(id).repr {
            Repr::Int32 => Value::int(value as i32).0,
            Repr::Double => Value::double(f64::from_bits(value)).0,
            Repr::Bool => Value::bool(value != 0).0,
            Repr::Ptr => (tag::OBJECT as u64) << TAG_SHIFT | value,
            _ => value,
        }
    }

    fn describe(&self, state: StateId) -> Vec<u64> {
        let (mut met, mut out) = (Vec::new(), Vec::new());
        let mut next = Some(state);
        while let Some(id) = next {
            let state = &self.graph.states[id.index()];
            out.extend([u64::MAX - 2, state.script.0 as u64, state.offset.0 as u64]);
            for (register, node) in &state.registers {
                out.push(*register as u64);
                self.world.describe(self.boxed(*node), &mut met, &mut out);
            }
            next = state.caller.map(|call| {
                out.extend([call.argc as u64, call.construct as u64]);
                call.state
            });
        }
        out
    }

    fn point(&mut self, state: StateId) -> u64 {
        if let Some((last, at, described)) = self.last_point
            && (last, at) == (state, self.world.changes)
        {
            return described;
        }
        let described = mix_all(self.describe(state));
        self.last_point = Some((state, self.world.changes, described));
        self.points.insert((self.world.events.len(), described));
        described
    }

    fn exit(&mut self, id: NodeId) -> Ended {
        let node = self.graph.node(id);
        let at = node.state.expect("exits have states");
        let state = self.point(at);
        let removable = node.op != NodeOp::Bailout && is_removable(node.op, node.effects());
        let values = self.graph.states[at.index()].registers.iter().map(|(r, n)| format!("r{r}={:#x}", self.world.word(self.boxed(*n))));
        Outcome::Exit { node: id, at, state, values: values.collect::<Vec<_>>().join(" "), removable }
    }

    /// Goes on if `fine`, else leaves.
    fn guard(&mut self, id: NodeId, fine: bool) -> Result<(), Ended> {
        if fine { Ok(()) } else { Err(self.exit(id)) }
    }

    // ---- questions

    /// A node's operands as the oracle is asked about them.
    fn asked(&self, node: &Node) -> Vec<u64> {
        node.inputs
            .iter()
            .map(|n| {
                let value = self.values[n.index()];
                match self.graph.node(*n).repr {
                    Repr::Tagged if value >> TAG_SHIFT >= tag::FIRST_CELL as u64 => {
                        value & !PAYLOAD_MASK | self.world.anonymous(value & PAYLOAD_MASK)
                    }
                    Repr::Tagged => canonical(value),
                    Repr::Ptr => self.world.anonymous(value),
                    Repr::Int32 => Value::int(value as i32).0,
                    Repr::Double => canonical(Value::double(f64::from_bits(value)).0),
                    _ => value,
                }
            })
            .collect()
    }

    fn question(&self, op: NodeOp, imm: u64, operands: &[u64], effects: u32) -> u64 {
        self.world.ask([op as u64 + 1000, imm, self.world.epoch(effects & effect::READS)].into_iter().chain(operands.iter().copied()))
    }

    fn length(&self, op: NodeOp, address: u64) -> i32 {
        let draw = self.question(op, 0, &[self.world.anonymous(address)], crate::ion::graph::NODES[op as usize].effects);
        (draw % 7) as i32
    }

    /// The oracle's answer, in the node's representation.
    fn answer(&mut self, id: NodeId, draw: u64) -> u64 {
        let node = self.graph.node(id);
        match node.repr {
            Repr::Tagged => self.hints.word(self.graph, id, draw),
            Repr::Int32 => small(node, draw) as i64 as u64,
            Repr::Double => Value::double(double(draw)).0,
            Repr::Bool => draw & 1,
            // A fresh object is none of those that are there.
            Repr::Ptr if node.effects() & effect::ALLOC != 0 => 0x10_0000_0000 | draw & 0xFFFF_FFFF,
            Repr::Ptr => 0x1000 + draw % 6,
            Repr::None => 0,
        }
    }

    // ---- nodes

    fn node(&mut self, id: NodeId, node: &Node) -> Result<u64, Ended> {
        use NodeOp::*;
        let operands: SmallVec<[u64; 4]> = node.inputs.iter().map(|n| self.values[n.index()]).collect();
        let input = |i: usize| operands[i];
        let int = |i: usize| input(i) as i32;
        let dbl = |i: usize| f64::from_bits(input(i));
        let (a, b) = (node.inputs.first().map_or(0, |_| input(0)), node.inputs.get(1).map_or(0, |_| input(1)));
        let imm = node.imm;
        let effects = node.effects();
        if effects & effect::BAILS != 0
            && let Some(state) = node.state
        {
            self.point(state);
        }
        let payload = |word: u64| word & PAYLOAD_MASK;
        let as_ptr = |tag: u16| (tag as u64) << TAG_SHIFT | a;
        let of_int = |i: i32| i as i64 as u64;
        let word = Value(a);
        Ok(match node.op {
            Constant => imm,
            Int32Constant => of_int(imm as i32),
            DoubleConstant | BoolConstant => imm,
            LinkValue => {
                let tag = match self.graph.links.get(imm as usize) {
                    Some(LinkDescriptor::String(_)) => return Ok(string_of_link(imm)),
                    Some(LinkDescriptor::BigInt(_)) => tag::BIGINT,
                    _ => tag::OBJECT,
                };
                (tag as u64) << TAG_SHIFT | (0x2000 + imm)
            }
            Param | OsrValue | Argc | NewTarget => {
                let draw = self.world.ask([node.op as u64, imm]);
                self.answer(id, draw)
            }

            LoadArgument => {
                // As many as `Argc` says.
                let argc = (self.world.ask([Argc as u64, 0]) % 7) as i64;
                let (index, first) = (int(0) as i64, imm as i64);
                self.guard(id, 0 <= index && index < argc - first)?;
                let draw = self.world.ask([node.op as u64, (index + first) as u64]);
                self.answer(id, draw)
            }
            SelectOf => {
                let last = node.inputs.len() - 1;
                let chosen = usize::try_from(int(0)).map_or(last, |i| (i + 1).min(last));
                input(chosen)
            }

            // ---- boxes
            BoxInt32 => Value::int(a as i32).0,
            BoxDouble => {
                let boxed = Value::double(dbl(0)).0;
                if imm == 1 { canonical(boxed) } else { boxed }
            }
            BoxBool => Value::bool(a != 0).0,
            BoxObject => as_ptr(tag::OBJECT),
            BoxString => as_ptr(tag::STRING),
            BoxCell if a == 0 => Value::UNDEFINED.0,
            BoxCell | BoxRecord => as_ptr(tag::CELL),
            CheckInt32 => {
                let found = word.is_number().then(|| exact(word.as_number(), false)).flatten();
                self.guard(id, found.is_some())?;
                of_int(found.unwrap_or(0))
            }
            CheckNumber => {
                self.guard(id, word.is_number())?;
                Value::double(word.as_number()).0
            }
            CheckObject => {
                self.guard(id, word.is_object())?;
                payload(a)
            }
            CheckRecord => {
                self.guard(id, word.tag() == tag::CELL)?;
                payload(a)
            }
            CheckString => {
                self.guard(id, word.is_string())?;
                payload(a)
            }
            CheckBool => {
                self.guard(id, word.is_bool())?;
                word.as_bool() as u64
            }
            CheckNotEmpty => {
                self.guard(id, !word.is_empty())?;
                a
            }
            CheckIs => {
                let same = self.world.word(a) == self.world.word(b);
                self.guard(id, same)?;
                0
            }
            CheckNullish | CheckNotNullish => {
                let nullish = word.is_undefined() || word.is_null();
                self.guard(id, nullish == (node.op == CheckNullish))?;
                0
            }
            CheckByWord => {
                self.guard(id, matches!(word.tag(), tag::SPECIAL | tag::OBJECT))?;
                0
            }
            UnboxEnv if word.is_undefined() => 0,
            UnboxEnv | UnboxObject | UnboxString => payload(a),
            UnboxInt32 => of_int(if word.is_int() { word.as_int() } else { a as i32 }),
            UnboxNumber => Value::double(if word.is_number() { word.as_number() } else { 0.5 }).0,

            // ---- numbers
            Int32Add | Int32Sub | Int32Mul | Int32Div | Int32Mod | Int32And | Int32Or | Int32Xor | Int32Shl | Int32Shr | Int32UShr
            | Int32Min | Int32Max | Int32Neg | Int32Abs | Int32Not | Int32Clz => {
                let result = int_op(node.op, imm, a as i32, b as i32);
                if result.is_none() && effects & effect::BAILS == 0 {
                    return Err(Outcome::Fault(format!("n{} fails, but is not checked: {:?} {} {}", id.0, node.op, a as i32, b as i32)));
                }
                if node.op == Int32UShr && imm & 1 != 0 && result.is_some_and(|r| r < 0) {
                    return Err(Outcome::Fault(format!("n{} is negative, which was proven not to be: {} {}", id.0, a as i32, b as i32)));
                }
                // A sum that was proven not to wrap does not.
                let proven = matches!(node.op, Int32Add | Int32Sub) && node.imm2 == crate::ion::passes::NEVER_WRAPS;
                if proven && int_op(node.op, 0, a as i32, b as i32).is_none() {
                    return Err(Outcome::Fault(format!(
                        "n{} wraps, which was proven not to: {:?} {} {}",
                        id.0, node.op, a as i32, b as i32
                    )));
                }
                self.guard(id, result.is_some())?;
                of_int(result.unwrap_or(0))
            }
            UShrDouble => ((int(0) as u32).wrapping_shr(int(1) as u32 & 31) as f64).to_bits(),
            Int32Compare => compare_ints(imm, int(0), int(1)) as u64,
            Int32ToDouble => (int(0) as f64).to_bits(),
            DoubleAdd | DoubleSub | DoubleMul | DoubleDiv | DoubleMod | DoubleNeg | DoubleMath => {
                let b = if node.inputs.len() > 1 { dbl(1) } else { 0.0 };
                Value::double(double_op(node.op, imm, dbl(0), b)).0
            }
            DoubleCompare => compare_doubles(imm, dbl(0), dbl(1)) as u64,
            DoubleToInt32 => {
                let found = exact(dbl(0), imm == 1);
                self.guard(id, found.is_some())?;
                of_int(found.unwrap_or(0))
            }
            TruncateDouble => of_int(to_int32(dbl(0))),
            ToDouble | TruncateTagged => {
                let number = match word {
                    w if w.is_number() => Some(w.as_number()),
                    w if w.is_bool() => Some(w.as_bool() as u8 as f64),
                    w if w.is_undefined() => Some(f64::NAN),
                    w if w.is_null() => Some(0.0),
                    _ => None,
                };
                self.guard(id, number.is_some())?;
                let number = number.unwrap_or(0.0);
                if node.op == ToDouble { Value::double(number).0 } else { of_int(to_int32(number)) }
            }

            // ---- words
            ToBoolean => match word {
                w if w.is_number() => (w.as_number() != 0.0 && !w.as_number().is_nan()) as u64,
                w if w.is_bool() => w.as_bool() as u64,
                w if w.is_undefined() || w.is_null() || w.is_empty() => 0,
                w if w.is_object() => 1,
                _ => self.question(node.op, 0, &self.asked(node), 0) & 1,
            },
            TypeOf => string_of_link(imm + type_name(word) as u64),
            TypeOfIs => (type_name(word) == TypeName::from_imm(imm)) as u64,
            BoolNot => (a == 0) as u64,
            WordEqual => (self.world.word(a) == self.world.word(b)) as u64,
            StringEqual | PtrEqual => (a == b) as u64,
            // Any order will do.
            StringLess => (a < b) as u64,
            StrictEqual => {
                let (x, y) = (word, Value(b));
                let equal =
                    if x.is_number() && y.is_number() { x.as_number() == y.as_number() } else { self.world.word(a) == self.world.word(b) };
                equal as u64
            }
            LooseEqual => {
                let (x, y) = (word, Value(b));
                let is_nullish = |w: Value| w.is_undefined() || w.is_null();
                let converts = |one: Value, other: Value| one.is_object() && !other.is_object() && !is_nullish(other);
                self.guard(id, !converts(x, y) && !converts(y, x))?;
                let equal = match (x.is_number() && y.is_number(), is_nullish(x) && is_nullish(y)) {
                    (true, _) => x.as_number() == y.as_number(),
                    (_, nullish) => nullish || self.world.word(a) == self.world.word(b),
                };
                equal as u64
            }
            IsUndefined => word.is_undefined() as u64,
            IsNullish => (word.is_undefined() || word.is_null()) as u64,
            IsObject => word.is_object() as u64,
            IsEmpty => word.is_empty() as u64,

            // ---- shapes and slots
            CheckShape => {
                let fits = self.has_shape(self.world.shape(a), imm);
                self.guard(id, fits)?;
                0
            }
            ShapeIs => self.has_shape(self.world.shape(a), imm) as u64,
            CheckShapeId => {
                let fits = self.has_shape(a as u32 as u64, imm);
                self.guard(id, fits)?;
                0
            }
            ShapeIdIs => self.has_shape(a as u32 as u64, imm) as u64,
            LinkShape => of_int(shape_of_link(imm) as i32),
            StoreShape => {
                self.world.set_shape(a, shape_of_link(imm));
                0
            }
            LoadSlot | LoadOutSlot | LoadEnv => {
                let class = if node.op == LoadEnv { effect::R_ENV } else { effect::R_SLOT };
                match self.world.load(node.op, class, a, imm) {
                    Ok(word) => word,
                    Err(draw) => self.answer(id, draw),
                }
            }
            StoreSlot | StoreOutSlot | StoreEnv => {
                let load = [LoadSlot, LoadOutSlot, LoadEnv][(node.op != StoreSlot) as usize + (node.op == StoreEnv) as usize];
                self.world.store(load, node.op, a, imm, b);
                0
            }
            LoadElement | StoreElement => {
                let index = int(1);
                if index < 0 || index >= self.length(DenseLength, a) {
                    return Err(Outcome::Fault(format!("n{} looks at element {index} of {}", id.0, self.length(DenseLength, a))));
                }
                if node.op == StoreElement {
                    self.world.store(LoadElement, node.op, a, index as u64, input(2));
                    0
                } else {
                    match self.world.load(node.op, effect::R_ELEMENT, a, index as u64) {
                        Ok(word) => word,
                        Err(draw) => self.answer(id, draw),
                    }
                }
            }
            DenseLength | StringLength => self.length(node.op, a) as u64,
            TypedLength => {
                let fine = !self.question(node.op, 1, &self.asked(node), effects).is_multiple_of(32);
                self.guard(id, fine)?;
                self.length(node.op, a) as u64
            }
            TypedData => {
                let data = 0x3000 + (self.question(node.op, 0, &self.asked(node), effects) & 0xFFFF_FFFF);
                self.data_of.insert(data, a);
                data
            }
            CheckBounds => {
                self.guard(id, (a as u32) < b as u32)?;
                0
            }
            LoadTyped | LoadUint32 | StoreTyped => {
                let index = int(1);
                let length = self.data_of.get(&a).map_or(0, |array| self.length(TypedLength, *array));
                if index < 0 || index >= length {
                    return Err(Outcome::Fault(format!("n{} looks at typed element {index} of {length}", id.0)));
                }
                if node.op == StoreTyped {
                    let value = self.asked(node)[2];
                    self.world.see(node.op, imm, &[a, index as u64, value]);
                    self.world.clobber(effects);
                    return Ok(0);
                }
                let draw = self.question(node.op, imm, &self.asked(node), effects);
                if node.op == LoadUint32 {
                    self.guard(id, !draw.is_multiple_of(16))?;
                }
                self.answer(id, draw)
            }
            StringCharCode | StringCharAt => {
                let (index, length) = (int(1), self.length(StringLength, a));
                if index < 0 || index >= length {
                    return Err(Outcome::Fault(format!("n{} looks at character {index} of {length}", id.0)));
                }
                let draw = self.question(node.op, 0, &self.asked(node), effects);
                self.answer(id, draw)
            }

            // ---- environments and objects made here
            CalleeEnv | EnvParent if self.world.is_local(a) => {
                let slot = (node.op == CalleeEnv) as usize;
                self.world.fixed(a, slot).filter(|w| Value(*w) != Value::UNDEFINED).map_or(0, payload)
            }
            CheckScript if self.world.is_closure(a) => 0,
            NewObject => self.world.allocate(node.op, shape_of_link(imm), vec![Value::UNDEFINED.0; node.imm2 as usize]),
            NewThis | CheckInstanceShape => {
                let asked = self.asked(node);
                let fine = !self.question(CheckInstanceShape, imm, &asked, effects).is_multiple_of(16);
                self.guard(id, fine)?;
                if node.op == CheckInstanceShape {
                    0
                } else {
                    self.world.allocate(node.op, shape_of_link(imm), vec![Value::UNDEFINED.0; node.imm2 as usize])
                }
            }
            MakeObject | VirtualObject => {
                let slots = node.inputs[1..].iter().map(|n| self.values[n.index()]).collect();
                let address = self.world.allocate(node.op, a as u32 as u64, slots);
                if node.op == VirtualObject { as_object(address) } else { address }
            }
            VirtualList => {
                let address = self.world.allocate(node.op, shape_of_link(mix(node.imm2, 0x77)), operands.to_vec());
                as_object(address)
            }
            NewEnvCell => {
                let parent = if node.inputs.is_empty() || a == 0 { Value::UNDEFINED.0 } else { as_ptr(tag::CELL) };
                let filled = if node.imm2 == 1 { Value::EMPTY } else { Value::UNDEFINED };
                let slots = std::iter::once(parent).chain(std::iter::repeat_n(filled.0, imm as usize)).collect();
                self.world.allocate(node.op, 0, slots)
            }
            NewClosure => {
                let env = if node.inputs.len() > 1 { (tag::CELL as u64) << TAG_SHIFT | b } else { Value::UNDEFINED.0 };
                let shape = shape_of_link(mix(node.imm2, imm));
                self.world.allocate(node.op, shape, vec![as_ptr(tag::OBJECT), env])
            }

            LoopCheck => {
                let state = self.point(node.state.expect("loop heads have states"));
                self.heads += 1;
                if self.heads > LOOP_HEADS {
                    return Err(Outcome::Stopped(state));
                }
                let state = &self.graph.states[node.state.expect("tested").index()];
                self.world.see(node.op, state.offset.0 as u64, &[]);
                0
            }
            WindowWord => {
                let draw = self.world.ask([node.op as u64, imm, self.world.events.len() as u64]);
                self.answer(id, draw)
            }
            _ => return self.other(id, node),
        })
    }

    /// What has no meaning here: events if others can see it, else functions of the operands.
    fn other(&mut self, id: NodeId, node: &Node) -> Result<u64, Ended> {
        let effects = node.effects();
        let own = match node.op {
            NodeOp::Runtime => mix(node.imm, node.imm2),
            // Whether a store needs a barrier, and whether a call's target is known.
            NodeOp::ArrayPush | NodeOp::ArrayAppend | NodeOp::Call => 0,
            _ => node.imm,
        };
        let asked = self.asked(node);
        if effects & effect::BAILS != 0 {
            let fine = !self.question(node.op, mix(own, 7), &asked, effects).is_multiple_of(16);
            self.guard(id, fine)?;
        }
        if effects & (effect::WRITES | effect::THROWS) != 0 {
            let words: Vec<u64> = node.inputs.iter().map(|n| self.boxed(*n)).collect();
            self.world.see(node.op, own, &words);
            self.world.clobber(effects);
            let draw = self.world.ask([node.op as u64, own, self.world.events.len() as u64]);
            if effects & effect::THROWS != 0 && draw.is_multiple_of(24) {
                let state = node.state.map_or(0, |state| self.point(state));
                return Err(Outcome::Throw(state));
            }
            return Ok(self.answer(id, mix(draw, 3)));
        }
        let draw = self.question(node.op, own, &asked, effects);
        Ok(self.answer(id, draw))
    }

    /// Whether the shape is the one that is bound to the slot.
    fn has_shape(&self, shape: u64, link: u64) -> bool {
        shape == shape_of_link(link) || !self.world.ask([5, shape, link]).is_multiple_of(4)
    }
}

fn as_object(address: u64) -> u64 {
    (tag::OBJECT as u64) << TAG_SHIFT | address
}

fn string_of_link(link: u64) -> u64 {
    (tag::STRING as u64) << TAG_SHIFT | (0x2000 + link)
}

/// What `typeof` gives. No object is a function here.
fn type_name(word: Value) -> TypeName {
    match word {
        w if w.is_undefined() || w.is_empty() => TypeName::Undefined,
        w if w.is_number() => TypeName::Number,
        w if w.is_string() => TypeName::String,
        Value::TRUE | Value::FALSE => TypeName::Boolean,
        w if w.tag() == tag::SYMBOL => TypeName::Symbol,
        w if w.tag() == tag::BIGINT => TypeName::BigInt,
        _ => TypeName::Object,
    }
}

/// The shape that is bound to a slot, as an int32.
fn shape_of_link(link: u64) -> u64 {
    mix(link, 0x51) & 0x7FFF_FFFF
}

/// An int32 that the node may give.
fn small(node: &Node, draw: u64) -> i32 {
    use crate::object::typed_array::ElementType;
    let i = super::oracle::int(draw);
    match node.op {
        NodeOp::ArrayLength | NodeOp::ArrayPush | NodeOp::Argc => (draw % 7) as i32,
        NodeOp::LoadUint32 => i & i32::MAX,
        NodeOp::StringCharCode => i & 0xFFFF,
        NodeOp::LoadTyped => match ElementType::ALL[node.imm as usize] {
            ElementType::Int8 => i as i8 as i32,
            ElementType::Uint8 | ElementType::Uint8Clamped => i as u8 as i32,
            ElementType::Int16 => i as i16 as i32,
            ElementType::Uint16 => i as u16 as i32,
            _ => i,
        },
        _ => i,
    }
}
