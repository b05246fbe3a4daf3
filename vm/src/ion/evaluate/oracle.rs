//! What the world answers: a function of the question and the seed.
//!
//! Answers are drawn so that paths are long: a value is mostly of the type that the first graph
//! goes on to test it for, objects are few, so that some are the same, lengths and int32 are
//! small, and now and then a value is one of those where arithmetic is special.

use crate::ion::check::types::{self, Types};
use crate::ion::graph::{Graph, Node, NodeId, NodeOp};
use crate::value::{TAG_SHIFT, Value, tag};
use std::collections::HashMap;

/// splitmix64
pub fn mix(a: u64, b: u64) -> u64 {
    let mut z = a.rotate_left(23) ^ b.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

pub fn mix_all(parts: impl IntoIterator<Item = u64>) -> u64 {
    parts.into_iter().fold(0x51_7C_C1_B7_27_22_0A_95, mix)
}

/// The types that values of each origin are tested for.
pub struct Hints(HashMap<(u8, u64), Types>);

fn key(node: &Node) -> (u8, u64) {
    (node.op as u8, node.imm)
}

impl Hints {
    pub fn new(graph: &Graph) -> Hints {
        let mut hints = Hints(HashMap::new());
        for id in graph.blocks.iter().flat_map(|b| &b.nodes) {
            let node = graph.node(*id);
            let wanted = match node.op {
                NodeOp::UnboxInt32 | NodeOp::CheckInt32 => Some(types::INT32),
                NodeOp::UnboxNumber => Some(types::NUMBER),
                NodeOp::UnboxObject => Some(types::OBJECT),
                NodeOp::UnboxString => Some(types::STRING),
                NodeOp::UnboxEnv => Some(types::OTHER),
                op => types::passed(op),
            };
            if let Some(wanted) = wanted {
                hints.note(graph, node.inputs[0], wanted, 0);
            }
        }
        hints
    }

    fn note(&mut self, graph: &Graph, id: NodeId, wanted: Types, depth: usize) {
        let node = graph.node(id);
        match node.op {
            NodeOp::Phi | NodeOp::CheckNotEmpty if depth < 4 => {
                for input in &node.inputs {
                    self.note(graph, *input, wanted, depth + 1);
                }
            }
            NodeOp::Phi => {}
            _ => {
                let known = self.0.entry(key(node)).or_insert(types::ANY);
                if *known & wanted != 0 {
                    *known &= wanted;
                }
            }
        }
    }

    /// A word that this node may give; `draw` decides which.
    pub fn word(&self, graph: &Graph, id: NodeId, draw: u64) -> u64 {
        let node = graph.node(id);
        let possible = types::given(graph, id);
        let hinted = self.0.get(&key(node)).copied().unwrap_or(types::ANY) & possible;
        let wanted = if hinted != 0 && !draw.is_multiple_of(16) { hinted } else { possible };
        word_of(wanted, mix(draw, 1))
    }
}

/// A word of one of these types.
fn word_of(wanted: Types, draw: u64) -> u64 {
    let among = wanted.count_ones() as u64;
    // Numbers and objects come more often than their share.
    let preferred = wanted & (types::INT32 | types::OBJECT);
    let chosen = if preferred != 0 && !draw.is_multiple_of(3) { preferred } else { wanted };
    let mut left = (draw >> 8) % (chosen.count_ones() as u64).max(1).min(among.max(1));
    let mut ty: Types = 1;
    for bit in 0..9 {
        if chosen >> bit & 1 != 0 {
            if left == 0 {
                ty = 1 << bit;
                break;
            }
            left -= 1;
        }
    }
    let draw = mix(draw, 2);
    let cell = |tag: u16, of: u64| (tag as u64) << TAG_SHIFT | (0x1000 + draw % of);
    match ty {
        types::INT32 => Value::int(int(draw)).0,
        types::DOUBLE => Value::double(double(draw)).0,
        types::BOOL => Value::bool(draw & 1 != 0).0,
        types::STRING => cell(tag::STRING, 4),
        types::OBJECT => cell(tag::OBJECT, 6),
        types::UNDEFINED => Value::UNDEFINED.0,
        types::NULL => Value::NULL.0,
        types::EMPTY => Value::EMPTY.0,
        _ => cell(tag::CELL, 3),
    }
}

pub fn int(draw: u64) -> i32 {
    const SPECIAL: [i32; 10] = [0, -1, i32::MIN, i32::MAX, i32::MAX - 1, i32::MIN + 1, 0x7FFF, 0x4000_0000, -7, 65536];
    match draw % 8 {
        0 => SPECIAL[(draw >> 8) as usize % SPECIAL.len()],
        1 => (draw >> 16) as i32,
        _ => (draw >> 8) as i32 & 7,
    }
}

pub fn double(draw: u64) -> f64 {
    const SPECIAL: [f64; 14] = [
        -0.0,
        0.0,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        2147483648.0,
        -2147483649.0,
        4294967296.0,
        9007199254740992.0,
        9007199254740993.0,
        5e-324,
        3.0,
        -1.0,
        1e300,
    ];
    match draw % 4 {
        0 => SPECIAL[(draw >> 8) as usize % SPECIAL.len()],
        1 => (draw >> 8) as i32 as f64,
        _ => ((draw >> 8) % 64) as f64 * 0.5 - 4.0,
    }
}
