//! How built-ins are declared: static tables, from which a realm is made.
//!
//! A class is a `ClassSpec`, a namespace (Math, JSON, Reflect) a `NamespaceSpec`. The
//! function objects of a table are made when the realm is; their `length` and `name`
//! are slots only once somebody looks (`LAZY_FUNCTION`).
//!
//! A name `@@iterator` spells the well-known symbol.

use crate::heap::Gc;
use crate::object::function::{Native, NativeFn};
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, flags};
use crate::object::shape::Attributes;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use std::borrow::Cow;

/// A built-in function: a row of a table.
#[derive(Clone, Copy)]
pub struct Method {
    /// Property name; also the `name` of the function, unless `display` is given.
    pub name: &'static str,
    pub length: u8,
    pub function: NativeFn,
    /// Row of the optimiser's table of inlinable built-ins plus 1, or 0.
    pub inline: u16,
    /// Intrinsic slot that gets the function too.
    pub intrinsic: Option<Intrinsic>,
    /// Attributes of the property.
    pub attributes: Attributes,
    /// `name` of the function, if it differs.
    pub display: Option<&'static str>,
    /// What `name` of the function begins with: `get ` and `set ` of accessors.
    pub prefix: &'static str,
}

/// A row with the attributes that methods have.
pub const fn method(name: &'static str, length: u8, function: NativeFn) -> Method {
    Method { name, length, function, inline: 0, intrinsic: None, attributes: Attributes::METHOD, display: None, prefix: "" }
}

/// A row of a method that a for-in loop visits, as those of the host are.
pub const fn visible(name: &'static str, length: u8, function: NativeFn) -> Method {
    method(name, length, function).with_attributes(Attributes::DEFAULT)
}

impl Method {
    /// Can be inlined by the optimiser as row `row` of its table.
    pub const fn inlinable(self, row: u16) -> Method {
        Method { inline: row + 1, ..self }
    }
    pub const fn as_intrinsic(self, intrinsic: Intrinsic) -> Method {
        Method { intrinsic: Some(intrinsic), ..self }
    }
    pub const fn with_attributes(self, attributes: Attributes) -> Method {
        Method { attributes, ..self }
    }
    pub const fn displayed(self, name: &'static str) -> Method {
        Method { display: Some(name), ..self }
    }
    const fn prefixed(self, prefix: &'static str) -> Method {
        Method { prefix, ..self }
    }
    /// `name` of the function.
    pub fn function_name(&self) -> Cow<'static, str> {
        let symbol = self.name.strip_prefix("@@").filter(|_| self.display.is_none());
        match (symbol, self.display.unwrap_or(self.name)) {
            (Some(symbol), _) => format!("{}[Symbol.{symbol}]", self.prefix).into(),
            (None, name) if self.prefix.is_empty() => name.into(),
            (None, name) => format!("{}{name}", self.prefix).into(),
        }
    }
}

/// An accessor property.
#[derive(Clone, Copy)]
pub struct Getter {
    pub name: &'static str,
    pub get: Method,
    pub set: Option<Method>,
    pub enumerable: bool,
}

pub const fn getter(name: &'static str, get: NativeFn) -> Getter {
    Getter { name, get: method(name, 0, get).prefixed("get "), set: None, enumerable: false }
}
pub const fn visible_getter(name: &'static str, get: NativeFn) -> Getter {
    Getter { enumerable: true, ..getter(name, get) }
}
pub const fn accessor(name: &'static str, get: NativeFn, set: NativeFn) -> Getter {
    Getter { set: Some(method(name, 1, set).prefixed("set ")), ..getter(name, get) }
}

/// The value of a constant property.
#[derive(Clone, Copy)]
pub enum ConstantValue {
    Number(f64),
    String(&'static str),
    /// A well-known symbol, by the part of its name after `Symbol.`.
    Symbol(&'static str),
    Undefined,
    Intrinsic(Intrinsic),
}

/// A data property that is no method.
#[derive(Clone, Copy)]
pub struct Constant {
    pub name: &'static str,
    pub value: ConstantValue,
    pub attributes: Attributes,
}

/// A constant that can be neither changed nor removed.
pub const fn constant(name: &'static str, value: ConstantValue) -> Constant {
    Constant { name, value, attributes: Attributes::NONE }
}
/// The usual @@toStringTag.
pub const fn tag(name: &'static str) -> Constant {
    Constant { name: "@@toStringTag", value: ConstantValue::String(name), attributes: Attributes::CONFIGURABLE }
}

/// A global constructor with its prototype.
#[derive(Clone, Copy)]
pub struct ClassSpec {
    pub name: &'static str,
    /// `length` of the constructor.
    pub length: u8,
    /// Runs for calls and `new`; tells them apart by `Args::new_target`.
    pub constructor: NativeFn,
    pub intrinsic: Intrinsic,
    pub prototype: Intrinsic,
    /// `[[Prototype]]` of the constructor.
    pub parent: Intrinsic,
    /// `[[Prototype]]` of the prototype; none: null.
    pub prototype_parent: Option<Intrinsic>,
    /// Makes the prototype object where an ordinary one does not do. Gets its `[[Prototype]]`.
    pub make_prototype: Option<fn(&mut Vm, Value) -> Gc<Object>>,
    pub statics: &'static [Method],
    pub static_getters: &'static [Getter],
    pub static_constants: &'static [Constant],
    pub methods: &'static [Method],
    pub getters: &'static [Getter],
    pub constants: &'static [Constant],
    /// (new name, name of a method of the prototype): one function under two names.
    pub aliases: &'static [(&'static str, &'static str)],
    /// Is a property of the global object.
    pub global: bool,
    /// Runs at last, with constructor and prototype.
    pub finish: Option<fn(&mut Vm, Gc<Object>, Gc<Object>)>,
    /// Attributes of the `prototype` property.
    pub prototype_attributes: Attributes,
    /// Attributes of the prototype's `constructor` property.
    pub constructor_attributes: Attributes,
}

impl ClassSpec {
    /// A spec without properties, to be filled in with struct update syntax.
    pub const fn new(name: &'static str, length: u8, constructor: NativeFn, intrinsic: Intrinsic, prototype: Intrinsic) -> ClassSpec {
        ClassSpec {
            name,
            length,
            constructor,
            intrinsic,
            prototype,
            parent: Intrinsic::FunctionPrototype,
            prototype_parent: Some(Intrinsic::ObjectPrototype),
            make_prototype: None,
            statics: &[],
            static_getters: &[],
            static_constants: &[],
            methods: &[],
            getters: &[],
            constants: &[],
            aliases: &[],
            global: true,
            finish: None,
            prototype_attributes: Attributes::NONE,
            constructor_attributes: Attributes::METHOD,
        }
    }
}

/// Properties of a constructor up to which its shape is one that others may share.
const MAX_ORDINARY: usize = 2;

impl ClassSpec {
    fn properties_of_constructor(&self) -> usize {
        self.statics.len() + self.static_getters.len() + self.static_constants.len()
    }
    fn properties_of_prototype(&self) -> usize {
        1 + self.methods.len() + self.getters.len() + self.aliases.len() + self.constants.len()
    }
}

/// An object with properties that is no constructor: a namespace (Math), or the
/// prototype of a class without constructor (%ArrayIteratorPrototype%).
#[derive(Clone, Copy)]
pub struct ObjectSpec {
    /// Name of the global; empty: none.
    pub name: &'static str,
    pub intrinsic: Intrinsic,
    pub parent: Intrinsic,
    pub methods: &'static [Method],
    pub getters: &'static [Getter],
    pub constants: &'static [Constant],
    pub aliases: &'static [(&'static str, &'static str)],
    pub finish: Option<fn(&mut Vm, Gc<Object>)>,
}

impl ObjectSpec {
    pub const fn new(name: &'static str, intrinsic: Intrinsic, parent: Intrinsic) -> ObjectSpec {
        ObjectSpec { name, intrinsic, parent, methods: &[], getters: &[], constants: &[], aliases: &[], finish: None }
    }
}

impl Vm {
    /// The property key that a table's name spells.
    pub(crate) fn table_key(&mut self, name: &str) -> PropertyKey {
        match name.strip_prefix("@@") {
            Some(symbol) => self.symbols.by_name(symbol).expect("a well-known symbol"),
            None => self.key(name),
        }
    }

    /// The function object of a row.
    pub fn new_table_native(&mut self, row: &'static Method) -> Gc<Native> {
        let shape = self.realm().shapes.lazy_native;
        let native = self.alloc_native(shape, row.function);
        native.spec.set(Some(row));
        native.intrinsic_id.set(row.inline);
        native.set_flag(flags::LAZY_FUNCTION, true);
        native
    }

    /// Defines the methods of a table on a fresh object.
    pub fn define_methods(&mut self, object: Gc<Object>, rows: &'static [Method]) {
        for row in rows {
            let function = self.new_table_native(row);
            let key = self.table_key(row.name);
            self.define_absent(object, key, function.value(), row.attributes);
            if let Some(intrinsic) = row.intrinsic {
                self.realm_mut().set_intrinsic(intrinsic, function.as_object());
            }
        }
    }

    /// Defines the accessors of a table on a fresh object.
    pub fn define_getters(&mut self, object: Gc<Object>, rows: &'static [Getter]) {
        for row in rows {
            let key = self.table_key(row.name);
            let get = self.new_table_native(&row.get).value();
            let set = row.set.as_ref().map_or(Value::UNDEFINED, |set| self.new_table_native(set).value());
            let accessor = self.new_accessor(get, set);
            let attributes = Attributes::CONFIGURABLE.with(Attributes::ACCESSOR);
            let attributes = if row.enumerable { attributes.with(Attributes::ENUMERABLE) } else { attributes };
            self.define_absent(object, key, accessor.value(), attributes);
        }
    }

    /// Defines the constants of a table on a fresh object.
    pub fn define_constants(&mut self, object: Gc<Object>, rows: &'static [Constant]) {
        for row in rows {
            let key = self.table_key(row.name);
            let value = match row.value {
                ConstantValue::Number(n) => Value::number(n),
                ConstantValue::String(s) => self.intern(s).value(),
                ConstantValue::Symbol(s) => self.symbols.by_name(s).expect("a well-known symbol").raw(),
                ConstantValue::Undefined => Value::UNDEFINED,
                ConstantValue::Intrinsic(i) => self.intrinsic(i).value(),
            };
            self.define_new(object, key, value, row.attributes);
        }
    }

    fn define_aliases(&mut self, object: Gc<Object>, rows: &'static [(&'static str, &'static str)]) {
        for (new, old) in rows {
            let old = self.table_key(old);
            let new = self.table_key(new);
            let value = self.own_data_value(object, old).expect("an alias of a method of the table");
            self.define_new(object, new, value, Attributes::METHOD);
        }
    }

    /// Makes constructor and prototype of a class.
    pub fn install_class(&mut self, spec: &'static ClassSpec) {
        let prototype = match self.realm().try_intrinsic(spec.prototype) {
            // %Object.prototype% and %Function.prototype% are made before all others.
            Some(prototype) => prototype,
            None => {
                let parent = spec.prototype_parent.map_or(Value::NULL, |p| self.intrinsic(p).value());
                let prototype = match spec.make_prototype {
                    Some(make) => make(self, parent),
                    None => self.new_object_with_proto(parent),
                };
                self.become_prototype(prototype);
                self.realm_mut().set_intrinsic(spec.prototype, prototype);
                prototype
            }
        };
        let parent = self.intrinsic(spec.parent);
        let constructor = self.new_class_constructor(spec, parent, prototype);
        self.realm_mut().set_intrinsic(spec.intrinsic, constructor);
        let constructor_key = self.names.constructor;
        let (statics, members) = (spec.properties_of_constructor(), spec.properties_of_prototype());
        if statics > MAX_ORDINARY {
            // One shape of its own, instead of one more for each property.
            self.become_prototype(constructor);
        }
        self.expect_properties(constructor, statics);
        self.expect_properties(prototype, members);
        self.define_new(prototype, constructor_key, constructor.value(), spec.constructor_attributes);
        self.define_methods(constructor, spec.statics);
        self.define_getters(constructor, spec.static_getters);
        self.define_constants(constructor, spec.static_constants);
        self.define_methods(prototype, spec.methods);
        self.define_getters(prototype, spec.getters);
        self.define_aliases(prototype, spec.aliases);
        self.define_constants(prototype, spec.constants);
        if spec.global {
            self.define_global(spec.name, constructor.value());
        }
        if let Some(finish) = spec.finish {
            finish(self, constructor, prototype);
        }
    }

    fn new_class_constructor(&mut self, spec: &'static ClassSpec, parent: Gc<Object>, prototype: Gc<Object>) -> Gc<Object> {
        let native = self.new_native(spec.name, spec.length as u32, spec.constructor);
        native.is_constructor.set(true);
        let object = native.as_object();
        if parent != self.intrinsic(Intrinsic::FunctionPrototype) {
            self.replace_prototype(object, parent.value());
        }
        let key = self.names.prototype;
        self.define_new(object, key, prototype.value(), spec.prototype_attributes);
        object
    }

    /// Makes a namespace, or a prototype without constructor.
    pub fn install_object(&mut self, spec: &'static ObjectSpec) {
        let parent = self.intrinsic(spec.parent);
        let object = self.new_object_with_proto(parent.value());
        // Its properties are looked up by name and rarely change, as a prototype's.
        self.become_prototype(object);
        self.realm_mut().set_intrinsic(spec.intrinsic, object);
        self.expect_properties(object, spec.methods.len() + spec.getters.len() + spec.aliases.len() + spec.constants.len());
        self.define_methods(object, spec.methods);
        self.define_getters(object, spec.getters);
        self.define_aliases(object, spec.aliases);
        self.define_constants(object, spec.constants);
        if !spec.name.is_empty() {
            self.define_global(spec.name, object.value());
        }
        if let Some(finish) = spec.finish {
            finish(self, object);
        }
    }

    /// Defines a property of the global object as built-ins are.
    pub fn define_global(&mut self, name: &str, value: Value) {
        let key = self.table_key(name);
        let global = self.global();
        self.define_new(global, key, value, Attributes::METHOD);
    }
}
