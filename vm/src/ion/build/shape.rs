//! Shape guards: one link slot per shape of the profile, whose predicate collects what
//! the code relies on; dispatch over the shapes of a site.

use super::frame::Edge;
use super::state::KnownShape;
use super::{Builder, Unsupported};
use crate::bytecode::JsStr;
use crate::ion::bailout_reason::BailoutReason;
use crate::ion::descriptor::{Fact, KeyName, LinkDescriptor, ShapePredicate};
use crate::ion::graph::{LinkRef, NodeId, NodeOp};
use crate::ion::snapshot::{ShapeIndex, ShapeSnapshot};

/// What happens to an object of none of the shapes seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Miss {
    Bail,
    /// The general path, given as the last case.
    Generic,
}

impl Builder<'_> {
    pub(super) fn shape(&self, index: ShapeIndex) -> &ShapeSnapshot {
        let known = &self.snapshot.shapes;
        known.get(index.0 as usize).unwrap_or_else(|| &self.implied_shapes[index.0 as usize - known.len()])
    }

    /// The link slot of a shape of the profile.
    pub(super) fn shape_link(&mut self, index: ShapeIndex) -> LinkRef {
        if self.shape_links.len() <= index.0 as usize {
            self.shape_links.resize(index.0 as usize + 1, None);
        }
        if let Some(link) = self.shape_links[index.0 as usize] {
            return link;
        }
        let shape = self.shape(index);
        let predicate = ShapePredicate {
            kind: shape.kind,
            variant: shape.variant,
            inline_capacity: shape.inline_capacity,
            look: shape.look,
            facts: Vec::new(),
        };
        // Not shared with an equal descriptor: facts are added as they are needed.
        self.graph.links.push(LinkDescriptor::Shape(predicate));
        let link = LinkRef(self.graph.links.len() as u32 - 1);
        self.shape_links[index.0 as usize] = Some(link);
        link
    }

    fn known_from_guard(&mut self, shape: ShapeIndex) -> KnownShape {
        let link = self.shape_link(shape);
        KnownShape { shape, root: link, last: link, added: Vec::new() }
    }

    /// What is known of the shape of `ptr`.
    pub(super) fn known_shape(&self, ptr: NodeId) -> Option<KnownShape> {
        self.state.facts(ptr).and_then(|f| f.shape.clone())
    }

    pub(super) fn set_known_shape(&mut self, ptr: NodeId, known: KnownShape) {
        self.state.facts_mut(ptr).shape = Some(known);
    }

    /// Guards that `ptr` has `shape`, unless that is known.
    pub(super) fn check_shape(&mut self, ptr: NodeId, shape: ShapeIndex) -> KnownShape {
        if let Some(known) = self.known_shape(ptr)
            && known.shape == shape
        {
            return known;
        }
        self.guard_shape(ptr, shape)
    }

    /// Guards that `ptr` has `shape`, whatever is known.
    pub(super) fn guard_shape(&mut self, ptr: NodeId, shape: ShapeIndex) -> KnownShape {
        let known = self.known_from_guard(shape);
        self.emit(NodeOp::CheckShape, &[ptr], known.root.0 as u64, 0);
        self.set_known_shape(ptr, known.clone());
        known
    }

    /// Relies on `fact` of an object of the known shape. Where the recipe that it was
    /// made by has no place for facts, guards the object instead.
    pub(super) fn require(&mut self, ptr: NodeId, known: &KnownShape, fact: Fact) -> KnownShape {
        let key = match &fact {
            Fact::Own { key, .. }
            | Fact::Inherited { key, .. }
            | Fact::Method { key, .. }
            | Fact::Getter { key, .. }
            | Fact::Setter { key, .. }
            | Fact::Absent { key }
            | Fact::CanAdd { key, .. }
            | Fact::CanAddLater { key } => Some(key.clone()),
            Fact::NoIndexedPrototype | Fact::TypedLength | Fact::Prototype { .. } => None,
        };
        // Keys added on the way are there by construction.
        let added = key.and_then(|key| known.added.iter().find(|(k, _)| *k == key).map(|(_, slot)| *slot));
        if let Some(slot) = added {
            if matches!(&fact, Fact::Own { slot: s, .. } if *s == slot) {
                return known.clone();
            }
        } else if self.add_fact(known.root, &fact) {
            return known.clone();
        }
        let known = self.guard_shape(ptr, known.shape);
        let added = self.add_fact(known.root, &fact);
        debug_assert!(added);
        known
    }

    fn add_fact(&mut self, link: LinkRef, fact: &Fact) -> bool {
        let facts = match &mut self.graph.links[link.index()] {
            LinkDescriptor::Shape(predicate) => &mut predicate.facts,
            LinkDescriptor::InstanceShape { facts, .. } => facts,
            _ => return false,
        };
        if !facts.contains(fact) {
            facts.push(fact.clone());
        }
        true
    }

    // ---- keys

    pub(super) fn site_key(&self, site: u16) -> Option<KeyName> {
        self.site_name(site).map(KeyName::String)
    }
    fn site_name(&self, site: u16) -> Option<JsStr> {
        self.frame.script.site_keys.get(site as usize).cloned().flatten()
    }
    /// The key as an operand of a runtime call.
    pub(super) fn site_key_value(&mut self, site: u16) -> NodeId {
        let name = self.site_name(site).expect("a property site has a name");
        self.link_value(LinkDescriptor::String(name))
    }

    // ---- dispatch

    /// Builds `body` for each shape of `shapes` (its index is given), reached if `ptr`
    /// has that shape. With `Miss::Generic`, `body` is also built for the index after
    /// the last. The results meet in one node; nothing if no path goes on.
    pub(super) fn dispatch(
        &mut self,
        ptr: NodeId,
        shapes: &[ShapeIndex],
        miss: Miss,
        mut body: impl FnMut(&mut Self, usize, Option<KnownShape>) -> Result<Option<NodeId>, Unsupported>,
    ) -> Result<Option<NodeId>, Unsupported> {
        if let Some(known) = self.known_shape(ptr)
            && let Some(i) = shapes.iter().position(|s| *s == known.shape)
        {
            return body(self, i, Some(known));
        }
        if shapes.is_empty() {
            return match miss {
                Miss::Generic => body(self, 0, None),
                Miss::Bail => {
                    self.bail_out(BailoutReason::WrongShape);
                    Ok(None)
                }
            };
        }
        if shapes.len() == 1 && miss == Miss::Bail {
            let known = self.guard_shape(ptr, shapes[0]);
            return body(self, 0, Some(known));
        }
        let results = self.cases_apart(ptr, shapes, miss, body)?;
        if results.is_empty() {
            self.dead = true;
            return Ok(None);
        }
        let (edges, values): (Vec<Edge>, Vec<NodeId>) = results.into_iter().unzip();
        Ok(self.merge(edges, Some(values), |_, _| true))
    }

    /// Tests for each shape of `shapes` (at least one) and builds the cases, as `dispatch` does. Gives
    /// the ends of those that go on, with their results.
    pub(super) fn cases_apart(
        &mut self,
        ptr: NodeId,
        shapes: &[ShapeIndex],
        miss: Miss,
        mut body: impl FnMut(&mut Self, usize, Option<KnownShape>) -> Result<Option<NodeId>, Unsupported>,
    ) -> Result<Vec<(Edge, NodeId)>, Unsupported> {
        let op_state = self.op_state();
        let mut reached: Vec<Edge> = Vec::new();
        // The last shape is guarded; an unbound slot is tried on the way.
        let tested = if miss == Miss::Bail { shapes.len() - 1 } else { shapes.len() };
        for shape in &shapes[..tested] {
            let known = self.known_from_guard(*shape);
            let is = self.emit(NodeOp::ShapeIs, &[ptr], known.root.0 as u64, 1);
            let mut rest = None;
            self.branch(
                is,
                0,
                |b| {
                    b.set_known_shape(ptr, known);
                    let edge = b.open_edge();
                    reached.push(edge);
                },
                |b| rest = Some(b.open_edge()),
            );
            self.resume(rest.expect("set by the branch"));
        }
        let mut results: Vec<(Edge, NodeId)> = Vec::new();
        let known = (miss == Miss::Bail).then(|| self.guard_shape(ptr, shapes[tested]));
        let result = body(self, tested, known)?;
        self.finish_case(result, &mut results);
        for (i, edge) in reached.into_iter().enumerate() {
            self.resume(edge);
            self.op_state = Some(op_state);
            let known = self.known_shape(ptr);
            let result = body(self, i, known)?;
            self.finish_case(result, &mut results);
        }
        self.op_state = Some(op_state);
        Ok(results)
    }

    pub(super) fn finish_case(&mut self, result: Option<NodeId>, results: &mut Vec<(Edge, NodeId)>) {
        if self.dead {
            return;
        }
        let value = match result {
            Some(value) => value,
            None => self.undefined(),
        };
        results.push((self.open_edge(), value));
    }
}
