//! Constructors and prototypes of the classes of Rust, and what `new` does with them.

use super::builder::{ClassBuilder, Member};
use super::data::InstanceData;
use super::lineage::Lineage;
use super::{Class, Extends, Initializer, Instance, Maker, MemberName, WellKnown};
use crate::api::context::Context;
use crate::api::failure::{Failure, JsResult};
use crate::api::host_function::Arguments;
use crate::api::{Function, Object, Value};
use crate::heap::Kind;
use crate::heap::roots::RootSource;
use crate::object::layout::trace_value;
use crate::runtime::realm::Intrinsic;
use crate::value::Value as Raw;
use hearth_gc::Tracer;
use std::any::TypeId;
use std::cell::RefCell;
use std::rc::Rc;

/// A class of a realm.
type Id = (TypeId, u32);

struct Known {
    id: Id,
    /// Constructor and prototype.
    objects: [Raw; 2],
    lineage: Lineage,
}

/// The classes that were asked for, of each realm.
#[derive(Default)]
pub(crate) struct Classes {
    // unrooted: this is a root source.
    known: RefCell<Vec<Known>>,
}

impl RootSource for Classes {
    fn trace(&self, tracer: &mut Tracer) {
        for value in self.known.borrow().iter().flat_map(|known| known.objects) {
            trace_value(value, tracer);
        }
    }
}

/// A class whose members are being defined: it is forgotten if that fails, or panics.
struct Unfinished {
    classes: Rc<Classes>,
    id: Id,
    is_done: bool,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_done {
            self.classes.known.borrow_mut().retain(|known| known.id != self.id);
        }
    }
}

/// What is known of a class in an entry.
struct ClassParts<'js> {
    constructor: Object<'js>,
    prototype: Object<'js>,
    lineage: Lineage,
}

/// The class that another extends.
pub(super) struct Base {
    parts: for<'js> fn(&mut Context<'js>, &mut Vec<TypeId>) -> JsResult<'js, ClassParts<'js>>,
    lineage: fn(&Lineage) -> Lineage,
}

impl Base {
    pub(super) fn of<T: Extends<B>, B: Class>() -> Base {
        Base { parts: |cx, heirs| cx.class_parts_for::<B>(heirs), lineage: Lineage::derived::<T, B> }
    }
}

impl<'js> Context<'js> {
    /// The constructor of a class, which is made when it is first asked for.
    ///
    /// # Errors
    /// RangeError if there is no memory for it; a TypeError if its members cannot be, or it extends itself.
    pub fn class<T: Class>(&mut self) -> JsResult<'js, Function<'js>> {
        Ok(Function(self.class_parts::<T>()?.constructor))
    }
    /// A value of Rust as an object of its class.
    ///
    /// # Errors
    /// RangeError if there is no memory for it; as [`class`](Self::class).
    pub fn instance<T: Class>(&mut self, value: T) -> JsResult<'js, Object<'js>> {
        let ClassParts { prototype, lineage, .. } = self.class_parts::<T>()?;
        self.instance_with(value, prototype, lineage)
    }

    fn instance_with<T: Class>(&mut self, value: T, prototype: Object<'js>, lineage: Lineage) -> JsResult<'js, Object<'js>> {
        let external_size = value.external_size();
        let room = self.vm.room_for(external_size).map(|()| Raw::UNDEFINED);
        self.settle(room)?;
        let data = Box::new(InstanceData::new(value, external_size, lineage));
        let object = self.vm.new_payload_object(Kind::Host, prototype.cell(), data).value();
        Ok(Object(self.root(object)))
    }

    fn class_parts<T: Class>(&mut self) -> JsResult<'js, ClassParts<'js>> {
        match self.known_class((TypeId::of::<T>(), self.vm.current_realm)) {
            Some(parts) => Ok(parts),
            None => self.class_parts_for::<T>(&mut Vec::new()),
        }
    }

    fn known_class(&mut self, id: Id) -> Option<ClassParts<'js>> {
        let known = self.vm.embedding.classes.known.borrow();
        let Known { objects: [constructor, prototype], lineage, .. } = known.iter().find(|known| known.id == id)?;
        let object = |raw: &Raw| Object(Value::rooted(*raw));
        Some(ClassParts { constructor: object(constructor), prototype: object(prototype), lineage: lineage.clone() })
    }

    /// Those of a class that `heirs`, which are being defined, extend.
    fn class_parts_for<T: Class>(&mut self, heirs: &mut Vec<TypeId>) -> JsResult<'js, ClassParts<'js>> {
        let id = (TypeId::of::<T>(), self.vm.current_realm);
        if let Some(parts) = self.known_class(id) {
            return Ok(parts);
        }
        if heirs.contains(&id.0) {
            return Err(Failure::type_error(format!("the class {} extends itself", T::NAME)));
        }
        heirs.push(id.0);
        let mut builder = ClassBuilder::<T>::new();
        T::define(&mut builder);
        let base = match builder.base.take() {
            Some(base) => Some((base.lineage, (base.parts)(self, heirs)?)),
            None => None,
        };
        // A constant of the base may be an object of this class.
        if let Some(parts) = self.known_class(id) {
            return Ok(parts);
        }
        self.define_class(id, builder, base)
    }

    fn define_class<T: Class>(
        &mut self,
        id: Id,
        builder: ClassBuilder<T>,
        base: Option<(fn(&Lineage) -> Lineage, ClassParts<'js>)>,
    ) -> JsResult<'js, ClassParts<'js>> {
        let ClassBuilder { constructor, initializer, is_iterator, members, .. } = builder;
        let parent = match &base {
            Some((_, base)) => base.prototype.cell(),
            None if is_iterator => self.vm.intrinsic(Intrinsic::IteratorPrototype),
            None => self.vm.intrinsic(Intrinsic::ObjectPrototype),
        };
        let prototype = self.vm.new_object_with_proto(parent).value();
        let prototype = Object(self.root(prototype));
        let (length, make) = constructor.map_or((0, None), |(length, make)| (length, Some(make)));
        let Function(constructor) =
            self.constructor(T::NAME, length, move |cx, arguments| construct(cx, arguments, make.as_ref(), initializer.as_ref()));
        let lineage = match base {
            Some((lineage, base)) => {
                let (heir, base_constructor) = (constructor.cell(), base.constructor.0.raw);
                self.script(|vm| vm.set_prototype_of(heir, base_constructor).map(Raw::bool))?;
                lineage(&base.lineage)
            }
            None => Lineage::default(),
        };
        let extends = lineage.is_derived();

        // From here on objects of the class can be made: constants may be some.
        let known = Known { id, objects: [constructor.0.raw, prototype.0.raw], lineage: lineage.clone() };
        self.vm.embedding.classes.known.borrow_mut().push(known);
        let mut unfinished = Unfinished { classes: self.vm.embedding.classes.clone(), id, is_done: false };
        constructor.define_constant(self, "prototype", prototype)?;
        prototype.define_hidden(self, "constructor", constructor)?;
        prototype.define_hidden(self, WellKnown::ToStringTag, T::NAME)?;
        if is_iterator && extends {
            let itself = self.raw_function("[Symbol.iterator]", 0, |_, arguments| Ok(arguments.this()));
            prototype.define_hidden(self, WellKnown::Iterator, itself)?;
        }
        self.define_members(constructor, prototype, members)?;
        unfinished.is_done = true;
        Ok(ClassParts { constructor, prototype, lineage })
    }

    fn define_members(
        &mut self,
        constructor: Object<'js>,
        prototype: Object<'js>,
        members: Vec<(MemberName, Member)>,
    ) -> JsResult<'js, ()> {
        let mut accessors: Vec<(MemberName, [Option<Function<'js>>; 2])> = Vec::new();
        for (name, member) in members {
            let (index, function) = match member {
                Member::Method(length, run) => {
                    let function = self.raw_function(name.text(), length, run);
                    prototype.define_hidden(self, name, function)?;
                    continue;
                }
                Member::Static(length, run) => {
                    let function = self.raw_function(name.text(), length, run);
                    constructor.define_hidden(self, name, function)?;
                    continue;
                }
                Member::Constant(make) => {
                    let value = make(self)?;
                    constructor.define_constant(self, name, value)?;
                    continue;
                }
                Member::Getter(run) => (0, self.raw_function(&format!("get {}", name.text()), 0, run)),
                Member::Setter(run) => (1, self.raw_function(&format!("set {}", name.text()), 1, run)),
            };
            match accessors.iter_mut().find(|(known, _)| *known == name) {
                Some((_, pair)) => pair[index] = Some(function),
                None => {
                    let mut pair = [None; 2];
                    pair[index] = Some(function);
                    accessors.push((name, pair));
                }
            }
        }
        for (name, [getter, setter]) in accessors {
            prototype.define_accessor(self, name, getter, setter)?;
        }
        Ok(())
    }
}

/// What `new` does with a class of Rust.
fn construct<'js, T: Class>(
    cx: &mut Context<'js>,
    arguments: Arguments<'js>,
    make: Option<&Maker<T>>,
    initialize: Option<&Initializer<T>>,
) -> JsResult<'js> {
    let Some(new_target) = arguments.new_target() else {
        return Err(Failure::type_error(format!("Class constructor {} cannot be invoked without 'new'", T::NAME)));
    };
    let Some(make) = make else { return Err(Failure::type_error("Illegal constructor")) };
    // As for built-in classes: a derived class has another prototype.
    let prototype: Value<'js> = new_target.get(cx, "prototype")?;
    let value = make(cx, arguments)?;
    let parts = cx.class_parts::<T>()?;
    let prototype = prototype.as_object().unwrap_or(parts.prototype);
    let object = cx.instance_with(value, prototype, parts.lineage)?;
    if let Some(initialize) = initialize {
        initialize(cx, Instance::known(object), arguments)?;
    }
    Ok(object.into())
}
