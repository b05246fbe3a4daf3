//! Inheritance between classes of Rust: the data of the base is a part of the derived value.

use super::Class;
use std::any::{Any, TypeId};
use std::rc::Rc;

/// A class that extends another, whose data it has inside: see [`ClassBuilder::extends`](super::ClassBuilder::extends).
///
/// ```
/// use hearth::{Class, ClassBuilder, Engine, Extends};
///
/// struct Shape { name: String }
/// impl Class for Shape {
///     const NAME: &'static str = "Shape";
///     fn define(class: &mut ClassBuilder<Shape>) {
///         class.getter("name", |shape: &Shape| shape.name.clone());
///     }
/// }
///
/// struct Circle { shape: Shape, radius: f64 }
/// impl Extends<Shape> for Circle {
///     fn base(&self) -> &Shape { &self.shape }
///     fn base_mut(&mut self) -> &mut Shape { &mut self.shape }
/// }
/// impl Class for Circle {
///     const NAME: &'static str = "Circle";
///     fn define(class: &mut ClassBuilder<Circle>) {
///         class
///             .extends::<Shape>()
///             .constructor(|radius: f64| Circle { shape: Shape { name: "circle".to_owned() }, radius })
///             .getter("area", |circle: &Circle| circle.radius.powi(2) * 3.0);
///     }
/// }
///
/// let mut engine = Engine::new()?;
/// engine.run(|cx| {
///     let (shape, circle) = (cx.class::<Shape>()?, cx.class::<Circle>()?);
///     cx.globals().set(cx, "Shape", shape)?;
///     cx.globals().set(cx, "Circle", circle)
/// })?;
/// let text = engine.eval::<String>("a.js", "const c = new Circle(2); `${c.name} ${c.area} ${c instanceof Shape}`")?;
/// assert_eq!(text, "circle 12 true");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Extends<Base: Class>: Class {
    /// What of the value the base is.
    fn base(&self) -> &Base;
    /// The same, to be written to.
    fn base_mut(&mut self) -> &mut Base;
}

/// The way from a value of one class to that of its base. Types of Rust differ by class: what is known of them here is
/// found out again at each step.
#[derive(Clone, Copy)]
struct Step {
    base: TypeId,
    read: fn(&dyn Any) -> &dyn Any,
    write: fn(&mut dyn Any) -> &mut dyn Any,
}

fn read<T: Extends<Base>, Base: Class>(value: &dyn Any) -> &dyn Any {
    value.downcast_ref::<T>().expect("a step begins at its class").base()
}
fn write<T: Extends<Base>, Base: Class>(value: &mut dyn Any) -> &mut dyn Any {
    value.downcast_mut::<T>().expect("a step begins at its class").base_mut()
}

/// The bases of a class, nearest first.
#[derive(Clone, Default)]
pub(super) struct Lineage(Option<Rc<[Step]>>);

impl Lineage {
    /// That of `T`, which extends `Base`, whose own is `self`.
    pub(super) fn derived<T: Extends<Base>, Base: Class>(&self) -> Lineage {
        let first = Step { base: TypeId::of::<Base>(), read: read::<T, Base>, write: write::<T, Base> };
        Lineage(Some(std::iter::once(first).chain(self.steps().iter().copied()).collect()))
    }
    fn steps(&self) -> &[Step] {
        self.0.as_deref().unwrap_or_default()
    }
    /// The steps that lead to a base; none if it is no base.
    fn to(&self, base: TypeId) -> Option<&[Step]> {
        let steps = self.steps();
        steps.iter().position(|step| step.base == base).map(|index| &steps[..=index])
    }
    pub(super) fn is_derived(&self) -> bool {
        self.0.is_some()
    }
    pub(super) fn has(&self, base: TypeId) -> bool {
        self.to(base).is_some()
    }
    /// What of `value`, whose lineage this is, a base is.
    pub(super) fn part<'a>(&self, value: &'a dyn Any, base: TypeId) -> Option<&'a dyn Any> {
        Some(self.to(base)?.iter().fold(value, |value, step| (step.read)(value)))
    }
    /// The same, to be written to.
    pub(super) fn part_mut<'a>(&self, value: &'a mut dyn Any, base: TypeId) -> Option<&'a mut dyn Any> {
        Some(self.to(base)?.iter().fold(value, |value, step| (step.write)(value)))
    }
}
