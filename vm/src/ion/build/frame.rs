//! The function under construction: the outermost one, or one that is being inlined.

use super::Unsupported;
use super::catch::Catcher;
use super::cfg::{Cfg, Part};
use super::liveness::Liveness;
use super::state::State;
use super::types::{LoopTypes, Ty};
use crate::ion::graph::{BlockId, InlineCall, InlineId, NodeId, StateId};
use crate::ion::snapshot::{ScriptSnapshot, ShapeSnapshot};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// A path that leads to a point not built yet: an open block without control node, and
/// the state at its end.
pub struct Edge {
    pub block: BlockId,
    pub state: State,
}

/// A loop header whose back edges are not closed yet.
pub struct Header {
    /// Its block, and its bytecode offset.
    pub block: BlockId,
    pub offset: u32,
    /// Registers with a phi.
    pub phis: Vec<(u16, NodeId)>,
    pub back_edges: Vec<Edge>,
}

/// How the frame was called, where that is known at compile time.
pub enum Activation {
    /// The outermost frame: known at run time.
    Unknown,
    Call,
    /// `[[Construct]]` of a base constructor with this receiver.
    Construct {
        this: NodeId,
        new_target: NewTarget,
    },
    /// `[[Construct]]` of a derived constructor.
    Derived {
        new_target: NewTarget,
    },
}

impl Activation {
    /// Of a construction.
    pub fn new_target(&self) -> Option<&NewTarget> {
        match self {
            Activation::Construct { new_target, .. } | Activation::Derived { new_target } => Some(new_target),
            Activation::Unknown | Activation::Call => None,
        }
    }
}

/// new.target of a frame, and the script that it is a closure of.
#[derive(Clone)]
pub struct NewTarget {
    pub node: NodeId,
    pub script: Arc<ScriptSnapshot>,
}

pub struct Frame {
    pub script: Arc<ScriptSnapshot>,
    pub id: InlineId,
    pub cfg: Cfg,
    /// The words that are compiled.
    pub within: Range<u32>,
    pub live: Liveness,
    pub types: LoopTypes,
    /// Per bytecode block: forward edges that lead to it.
    pub incoming: Vec<Vec<Edge>>,
    /// Per bytecode block: its header, if it is one and has been entered.
    pub headers: Vec<Option<Header>>,
    /// Index of the block under construction.
    pub current: u32,
    /// Where the block goes on, if ops behind the one under construction were built with it.
    pub built_until: Option<u32>,
    pub caller: Option<InlineCall>,
    /// The call, or one around it, is in a loop.
    pub called_in_loop: bool,
    pub activation: Activation,
    /// Of an inlined frame whose script looks at them: all that were passed.
    pub arguments: Vec<NodeId>,
    /// Up to this op of an inlined frame, bailouts go back to the call.
    pub before: Option<(u32, StateId)>,
    /// Returns of an inlined frame, with the result.
    pub returns: Vec<(Edge, NodeId)>,
    /// Who catches what an inlined frame does not.
    pub catcher: Option<Rc<Catcher>>,
    /// Paths that bring exceptions to frames around this one.
    pub throws: Vec<(Rc<Catcher>, Edge)>,
    /// Inlined frames around this one.
    pub depth: usize,
    /// Hashes of the scripts of this frame and of those around it.
    pub stack: Vec<[u8; 32]>,
}

impl Frame {
    pub fn outermost(script: Arc<ScriptSnapshot>, part: Part, shapes: &[ShapeSnapshot]) -> Result<Frame, Unsupported> {
        let types = vec![Ty::ANY; if part.entry == 0 { script.params as usize + 2 } else { script.registers as usize }];
        let stack = vec![script.hash];
        Frame::new(script, InlineId(0), part, shapes, &types, Activation::Unknown, stack)
    }

    pub fn new(
        script: Arc<ScriptSnapshot>,
        id: InlineId,
        part: Part,
        shapes: &[ShapeSnapshot],
        entry_types: &[Ty],
        activation: Activation,
        stack: Vec<[u8; 32]>,
    ) -> Result<Frame, Unsupported> {
        let cfg = Cfg::new(&script.insns, part.entry, &part.within, &script.handlers).map_err(|_| Unsupported::Irreducible)?;
        let this_at_return = match activation {
            Activation::Unknown => script.kind.is_constructor(),
            Activation::Call => false,
            Activation::Construct { .. } | Activation::Derived { .. } => true,
        };
        let live = Liveness::new(&script.insns, script.registers, &script.handlers, this_at_return);
        let types = LoopTypes::new(&script, shapes, &cfg, entry_types);
        let blocks = cfg.blocks.len();
        Ok(Frame {
            script,
            id,
            cfg,
            within: part.within,
            live,
            types,
            incoming: (0..blocks).map(|_| Vec::new()).collect(),
            headers: (0..blocks).map(|_| None).collect(),
            current: 0,
            built_until: None,
            caller: None,
            called_in_loop: false,
            activation,
            arguments: Vec::new(),
            before: None,
            returns: Vec::new(),
            catcher: None,
            throws: Vec::new(),
            depth: stack.len() - 1,
            stack,
        })
    }

    /// Whether the block under construction runs in a loop of the compilation.
    pub fn is_in_loop(&self) -> bool {
        self.called_in_loop || self.cfg.blocks.get(self.current as usize).is_some_and(|block| !block.loops.is_empty())
    }

    /// The edge by which the function (or the loop, for OSR) is entered.
    pub fn push_entry(&mut self, block: BlockId, state: State) {
        self.incoming[0].push(Edge { block, state });
    }
}
