//! Operations on objects (sec-operations-on-objects).

use crate::bytecode::FunctionKind;
use crate::feedback::ic;
use crate::heap::{Gc, Kind, RootedVec};
use crate::object::array::{Array, Elements};
use crate::object::bound::BoundData;
use crate::object::function::{Function, Native, NativeFn};
use crate::object::internal_methods::ProxyData;
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, flags};
use crate::object::shape::{Attributes, ShapeId};
use crate::runtime::completion::JsResult;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::runtime::realm::Intrinsic;
use crate::script::script_flags;
use crate::string::JsString;
use crate::value::{Value, tag};
use crate::vm::Vm;

/// Longest list that CreateListFromArrayLike makes.
pub(crate) const MAX_LIST: u64 = 4 << 20;

/// What SetIntegrityLevel makes of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IntegrityLevel {
    Sealed,
    Frozen,
}

/// ToBoolean (sec-toboolean).
#[inline]
pub fn to_boolean(value: Value) -> bool {
    if value.is_bool() {
        return value.as_bool();
    }
    match value.tag() {
        tag::INT32 => value.as_int() != 0,
        tag::SPECIAL => false,
        tag::STRING => !value.as_string().expect("tag").is_empty(),
        tag::BIGINT => {
            let bigint: Gc<crate::bigint::JsBigInt> = value.to_cell().expect("tag");
            !bigint.is_zero()
        }
        tag::OBJECT => !crate::runtime::equality::is_html_dda(value),
        tag::SYMBOL | tag::CELL => true,
        _ => {
            let number = value.as_double();
            number != 0.0 && !number.is_nan()
        }
    }
}

impl Vm {
    // ---- properties

    /// Get by text. For keys that are not in `names`.
    pub fn get_str(&mut self, object: Gc<Object>, name: &str) -> JsResult<Value> {
        let key = self.key(name);
        self.get(object, key)
    }

    /// Set by text; TypeError on failure.
    pub fn set_str(&mut self, object: Gc<Object>, name: &str, value: Value) -> JsResult<()> {
        let key = self.key(name);
        self.set(object, key, value, true)
    }

    /// GetV (sec-getv): a property of any value.
    #[inline]
    pub fn get_v(&mut self, value: Value, key: PropertyKey) -> JsResult<Value> {
        match value.to_cell::<Object>() {
            Some(object) => self.get(object, key),
            None => self.get_v_of_primitive(value, key),
        }
    }

    fn get_v_of_primitive(&mut self, value: Value, key: PropertyKey) -> JsResult<Value> {
        if let Some(string) = value.as_string() {
            if key == self.names.length {
                return Ok(Value::from(string.len()));
            }
            if let Some(index) = key.as_index()
                && (index as usize) < string.len()
            {
                let unit = self.units(string).get(index as usize);
                return Ok(self.single_char(unit).value());
            }
        }
        match self.prototype_for_primitive(value) {
            Some(prototype) => self.get_with_receiver(prototype, key, value),
            None => Err(self.cannot_read_error(value, key)),
        }
    }

    /// PutValue on a property of a primitive (sec-putvalue): never adds one.
    pub fn set_v(&mut self, value: Value, key: PropertyKey, new: Value, throw: bool) -> JsResult<()> {
        if let Some(object) = value.to_cell::<Object>() {
            return self.set(object, key, new, throw);
        }
        let Some(prototype) = self.prototype_for_primitive(value) else {
            return Err(self.cannot_set_error(value, key));
        };
        // Characters and length of a string are own properties that cannot be written.
        let fixed = value.as_string().is_some_and(|s| key == self.names.length || key.as_index().is_some_and(|i| (i as usize) < s.len()));
        let done = !fixed && self.set_with_receiver(prototype, key, new, value)?;
        if done || !throw {
            return Ok(());
        }
        let shown = self.to_display(value);
        let key = self.key_to_display(key);
        let kind = self.typeof_name(value);
        Err(self.type_error(format!("Cannot create property '{key}' on {kind} '{shown}'")))
    }

    /// CreateDataProperty (sec-createdataproperty).
    pub fn create_data_property(&mut self, object: Gc<Object>, key: PropertyKey, value: Value) -> JsResult<bool> {
        // A new property of an ordinary object or array needs no descriptor.
        if matches!(object.kind(), Kind::Object | Kind::Array) && self.own_property_no_proxy(object, key).is_none() {
            return self.add_own_property(object, key, value, Attributes::DEFAULT);
        }
        self.define_own_property(object, key, &PropertyDescriptor::data(value, Attributes::DEFAULT))
    }

    /// CreateDataPropertyOrThrow (sec-createdatapropertyorthrow).
    pub fn create_data_property_or_throw(&mut self, object: Gc<Object>, key: PropertyKey, value: Value) -> JsResult<()> {
        if self.create_data_property(object, key, value)? { Ok(()) } else { Err(self.cannot_define_error(object, key)) }
    }

    /// SetterThatIgnoresPrototypeProperties (sec-SetterThatIgnoresPrototypeProperties): `home` is the
    /// prototype that has the setter.
    pub fn setter_that_ignores_prototype_properties(
        &mut self,
        this: Value,
        home: Gc<Object>,
        key: PropertyKey,
        value: Value,
    ) -> JsResult<()> {
        let Some(this) = this.to_cell::<Object>() else {
            let key = self.key_to_display(key);
            return Err(self.type_error(format!("setter of {key} called on non-object")));
        };
        if this == home {
            return Err(self.cannot_assign_error(this.value(), key));
        }
        if self.has_own_property(this, key)? {
            self.set(this, key, value, true)
        } else {
            self.create_data_property_or_throw(this, key, value)
        }
    }

    /// DefinePropertyOrThrow (sec-definepropertyorthrow).
    pub fn define_property_or_throw(&mut self, object: Gc<Object>, key: PropertyKey, desc: &PropertyDescriptor) -> JsResult<()> {
        if self.define_own_property(object, key, desc)? { Ok(()) } else { Err(self.cannot_define_error(object, key)) }
    }

    /// Defines a built-in function as a method of an object under construction.
    pub fn define_method(&mut self, object: Gc<Object>, name: &str, length: u32, function: NativeFn) {
        let key = self.table_key(name);
        let shown = name.strip_prefix("@@").map(|symbol| format!("[Symbol.{symbol}]"));
        let native = self.new_native(shown.as_deref().unwrap_or(name), length, function);
        self.define_new(object, key, native.value(), Attributes::METHOD);
    }

    /// HasOwnProperty (sec-hasownproperty).
    pub fn has_own_property(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
        Ok(self.own_property(object, key)?.is_some())
    }

    /// DeletePropertyOrThrow (sec-deletepropertyorthrow).
    pub fn delete_property_or_throw(&mut self, object: Gc<Object>, key: PropertyKey) -> JsResult<()> {
        if self.delete(object, key)? { Ok(()) } else { Err(self.cannot_delete_error(object, key)) }
    }

    /// GetMethod (sec-getmethod).
    pub fn get_method(&mut self, value: Value, key: PropertyKey) -> JsResult<Option<Value>> {
        let method = ic::get_named(self, value, key)?;
        if method.is_nullish() {
            return Ok(None);
        }
        if !self.is_callable(method) {
            let shown = self.to_display(method);
            return Err(self.type_error(format!("{shown} is not a function")));
        }
        Ok(Some(method))
    }

    /// Invoke (sec-invoke).
    pub fn invoke(&mut self, value: Value, key: PropertyKey, args: &[Value]) -> JsResult<Value> {
        let method = self.get_v(value, key)?;
        if !self.is_callable(method) {
            let (shown, key) = (self.to_display(value), self.key_to_display(key));
            return Err(self.type_error(format!("{shown}.{key} is not a function")));
        }
        self.call(method, value, args)
    }

    // ---- what a value is

    /// IsCallable (sec-iscallable).
    #[inline]
    pub fn is_callable(&self, value: Value) -> bool {
        is_callable(value)
    }

    /// IsConstructor (sec-isconstructor).
    pub fn is_constructor(&self, value: Value) -> bool {
        is_constructor(value)
    }

    /// IsArray (sec-isarray).
    pub fn is_array(&mut self, value: Value) -> JsResult<bool> {
        let Some(mut object) = value.to_cell::<Object>() else { return Ok(false) };
        loop {
            match object.kind() {
                Kind::Array => return Ok(true),
                Kind::Proxy => match object.payload::<ProxyData>().and_then(|p| p.target.get().to_cell()) {
                    Some(target) => object = target,
                    None => return Err(self.type_error("Cannot perform 'IsArray' on a proxy that has been revoked")),
                },
                _ => return Ok(false),
            }
        }
    }

    /// typeof (sec-typeof-operator), as an atom.
    pub fn typeof_string(&self, value: Value) -> Gc<JsString> {
        let names = &self.names;
        let key = match value.tag() {
            tag::SPECIAL => match value {
                Value::NULL => names.object,
                Value::TRUE | Value::FALSE => names.boolean,
                _ => names.undefined,
            },
            tag::STRING => names.string,
            tag::SYMBOL => names.symbol,
            tag::BIGINT => names.bigint,
            tag::OBJECT if crate::runtime::equality::is_html_dda(value) => names.undefined,
            tag::OBJECT if is_callable(value) => names.function,
            tag::OBJECT | tag::CELL => names.object,
            _ => names.number,
        };
        key.as_atom().expect("a name")
    }

    /// `typeof` for messages.
    pub fn typeof_name(&self, value: Value) -> String {
        self.typeof_string(value).to_rust()
    }

    // ---- integrity levels

    /// SetIntegrityLevel (sec-setintegritylevel).
    pub fn set_integrity_level(&mut self, object: Gc<Object>, level: IntegrityLevel) -> JsResult<bool> {
        if !self.prevent_extensions(object)? {
            return Ok(false);
        }
        let keys = self.own_property_keys(object)?;
        for key in keys.iter() {
            self.poll()?;
            let mut desc = PropertyDescriptor { configurable: Some(false), ..Default::default() };
            if level == IntegrityLevel::Frozen {
                let Some(property) = self.own_property(object, *key)? else { continue };
                if !property.attributes.is_accessor() {
                    desc.writable = Some(false);
                }
            }
            self.define_property_or_throw(object, *key, &desc)?;
        }
        Ok(true)
    }

    /// TestIntegrityLevel (sec-testintegritylevel).
    pub fn test_integrity_level(&mut self, object: Gc<Object>, level: IntegrityLevel) -> JsResult<bool> {
        if self.is_extensible(object)? {
            return Ok(false);
        }
        let keys = self.own_property_keys(object)?;
        for key in keys.iter() {
            self.poll()?;
            if let Some(property) = self.own_property(object, *key)? {
                let attributes = property.attributes;
                if attributes.configurable() || (level == IntegrityLevel::Frozen && attributes.writable()) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    // ---- lists

    /// LengthOfArrayLike (sec-lengthofarraylike).
    #[inline]
    pub fn length_of_array_like(&mut self, object: Gc<Object>) -> JsResult<u64> {
        if let Some(array) = object.cast::<Array>() {
            return Ok(array.length.get() as u64);
        }
        let length = self.get(object, self.names.length)?;
        self.to_length(length)
    }

    /// CreateListFromArrayLike (sec-createlistfromarraylike), any types.
    pub fn create_list_from_array_like(&mut self, value: Value) -> JsResult<RootedVec> {
        let Some(object) = value.to_cell::<Object>() else {
            return Err(self.type_error("CreateListFromArrayLike called on non-object"));
        };
        let length = self.length_of_array_like(object)?;
        // Lists are arguments of calls: what the value stack cannot hold need not be made.
        if length > MAX_LIST {
            return Err(self.stack_overflow_error());
        }
        let mut list = RootedVec::with_capacity(self, length.min(1 << 16) as usize);
        for index in 0..length as u32 {
            let value = self.get_index(object, index)?;
            list.push(value);
        }
        Ok(list)
    }

    /// Calls `function` with what CreateListFromArrayLike gives for `list`.
    pub fn call_with_list(&mut self, function: Value, this: Value, list: Value) -> JsResult<Value> {
        if let Some(elements) = self.dense_list(list) {
            // SAFETY: elements neither move nor are freed while `list` is on the stack, and a
            // call copies its arguments before anything else happens.
            let args = unsafe { core::slice::from_raw_parts(elements.data(), elements.len.get() as usize) };
            return self.call(function, this, args);
        }
        let args = self.create_list_from_array_like(list)?;
        self.call(function, this, &args)
    }

    /// The elements of an array, or of arguments, without holes and of the length that it has.
    fn dense_list(&self, list: Value) -> Option<Gc<Elements>> {
        let object = list.to_cell::<Object>()?;
        let elements = object.elements();
        let length = match object.cast::<Array>() {
            Some(array) => Value::from(array.length.get()),
            None if object.shape() == self.interp.arguments_shape.1 => object.slot(0, usize::MAX),
            None => return None,
        };
        let used = elements.len.get();
        let dense = !elements.is_sparse() && length == Value::from(used) && (used as u64) <= MAX_LIST;
        (dense && !(0..used).any(|i| elements.get(i).is_empty())).then_some(elements)
    }

    /// CreateArrayFromList (sec-createarrayfromlist).
    pub fn create_array_from_list(&mut self, values: &[Value]) -> JsResult<Gc<Array>> {
        self.new_array_from_list(values)
    }

    // ---- constructors

    /// SpeciesConstructor (sec-speciesconstructor).
    pub fn species_constructor(&mut self, object: Gc<Object>, default: Intrinsic) -> JsResult<Value> {
        let constructor = self.get(object, self.names.constructor)?;
        if constructor.is_undefined() {
            return Ok(self.intrinsic(default).value());
        }
        let Some(constructor) = constructor.to_cell::<Object>() else {
            return Err(self.type_error("The .constructor property is not an object"));
        };
        let species = self.get(constructor, self.symbols.species)?;
        if species.is_nullish() {
            return Ok(self.intrinsic(default).value());
        }
        if is_constructor(species) {
            return Ok(species);
        }
        Err(self.type_error("object.constructor[Symbol.species] is not a constructor"))
    }

    /// GetFunctionRealm (sec-getfunctionrealm), as an index.
    pub fn get_function_realm(&mut self, object: Gc<Object>) -> JsResult<u32> {
        let mut object = object;
        loop {
            match object.kind() {
                Kind::Function => return Ok(object.cast::<Function>().expect("kind").script().data().realm),
                Kind::Native => return Ok(object.cast::<Native>().expect("kind").realm),
                Kind::Bound => match object.payload::<BoundData>() {
                    Some(bound) => object = bound.target,
                    None => return Ok(self.current_realm),
                },
                Kind::Proxy => match object.payload::<ProxyData>().and_then(|p| p.target.get().to_cell()) {
                    Some(target) => object = target,
                    None => return Err(self.type_error("Cannot perform 'get' on a proxy that has been revoked")),
                },
                _ => return Ok(self.current_realm),
            }
        }
    }

    /// GetPrototypeFromConstructor (sec-getprototypefromconstructor). An undefined
    /// `new_target` stands for the intrinsic's own constructor.
    pub fn get_prototype_from_constructor(&mut self, new_target: Value, default: Intrinsic) -> JsResult<Gc<Object>> {
        let Some(constructor) = new_target.to_cell::<Object>() else { return Ok(self.intrinsic(default)) };
        let prototype = self.get(constructor, self.names.prototype)?;
        if let Some(prototype) = prototype.to_cell() {
            return Ok(prototype);
        }
        let realm = self.get_function_realm(constructor)?;
        Ok(self.in_realm(realm, |vm| vm.intrinsic_or_lazy(default)))
    }

    /// OrdinaryCreateFromConstructor (sec-ordinarycreatefromconstructor) without internal slots.
    pub fn ordinary_create_from_constructor(&mut self, new_target: Value, default: Intrinsic) -> JsResult<Gc<Object>> {
        let prototype = self.get_prototype_from_constructor(new_target, default)?;
        Ok(self.new_object_with_proto(prototype.value()))
    }

    /// The object that `[[Construct]]` of a base constructor binds to `this`. The shape
    /// is remembered in `new_target`, if it is a closure.
    #[inline]
    pub fn create_this(&mut self, new_target: Value) -> JsResult<Gc<Object>> {
        if let Some(function) = new_target.to_cell::<Function>() {
            let shape = function.instance_shape.get();
            if shape != ShapeId::NONE {
                return Ok(self.alloc_object(shape));
            }
        }
        self.create_this_slow(new_target)
    }

    #[inline(never)]
    fn create_this_slow(&mut self, new_target: Value) -> JsResult<Gc<Object>> {
        let Some(function) = new_target.to_cell::<Function>() else {
            return self.ordinary_create_from_constructor(new_target, Intrinsic::ObjectPrototype);
        };
        let shape = self.instance_shape(function)?;
        Ok(self.alloc_object(shape))
    }

    /// The shape of what `new` makes for this new.target, which is a constructor.
    pub fn instance_shape(&mut self, function: Gc<Function>) -> JsResult<ShapeId> {
        let known = function.instance_shape.get();
        if known != ShapeId::NONE {
            return Ok(known);
        }
        let prototype = self.get_prototype_from_constructor(function.value(), Intrinsic::ObjectPrototype)?;
        let capacity = crate::heap::alloc::inline_capacity_for(self.expected_properties(function));
        let shape = self.root_shape(Kind::Object, 0, capacity, prototype.value());
        function.instance_shape.set(shape);
        function.script().data().ion.instance_shape.set(shape);
        Ok(shape)
    }

    /// Assignments to `this` in the constructor and its heritage: of the source alone, so
    /// that instances have the same layout in every process. A function that has not been
    /// called yet is compiled for it.
    fn expected_properties(&self, function: Gc<Function>) -> usize {
        let mut total = 0;
        let mut at = Some(function);
        while let Some(function) = at {
            let script = function.script();
            let of = |f: Gc<Function>| f.script().template().code().map_or(0, |code| code.this_properties as usize);
            total += of(function);
            if let Some(fields) = function.fields.get().to_cell::<Function>() {
                total += of(fields);
            }
            let derived = script.has_flag(script_flags::DERIVED_CONSTRUCTOR);
            at = if derived { self.prototype_of(function.as_object()).to_cell() } else { None };
        }
        total
    }

    // ---- instanceof

    /// InstanceofOperator (sec-instanceofoperator).
    pub fn instance_of(&mut self, value: Value, target: Value) -> JsResult<bool> {
        let Some(constructor) = target.to_cell::<Object>() else {
            return Err(self.type_error("Right-hand side of 'instanceof' is not an object"));
        };
        let handler = self.get_method(target, self.symbols.has_instance)?;
        if let Some(handler) = handler {
            return Ok(to_boolean(self.call(handler, target, &[value])?));
        }
        if !is_callable(constructor.value()) {
            return Err(self.type_error("Right-hand side of 'instanceof' is not callable"));
        }
        self.ordinary_has_instance(target, value)
    }

    /// OrdinaryHasInstance (sec-ordinaryhasinstance).
    pub fn ordinary_has_instance(&mut self, constructor: Value, value: Value) -> JsResult<bool> {
        // 1.-2.
        let Some(object) = constructor.to_cell::<Object>().filter(|_| is_callable(constructor)) else { return Ok(false) };
        if let Some(bound) = object.payload::<BoundData>() {
            return self.instance_of(value, bound.target.value());
        }
        // 3.-6.
        let Some(mut at) = value.to_cell::<Object>() else { return Ok(false) };
        let prototype = self.get(object, self.names.prototype)?;
        if !prototype.is_object() {
            let shown = self.to_display(prototype);
            return Err(self.type_error(format!("Function has non-object prototype '{shown}' in instanceof check")));
        }
        let mut proxies = 0;
        while let Some(next) = self.next_prototype(at, &mut proxies)? {
            if next.value() == prototype {
                return Ok(true);
            }
            at = next;
        }
        Ok(false)
    }

    // ---- functions

    /// SetFunctionName (sec-setfunctionname).
    pub fn set_function_name(&mut self, function: Gc<Object>, key: PropertyKey, prefix: Option<&str>) -> JsResult<()> {
        let mut name = self.key_to_function_name(key)?;
        if let Some(prefix) = prefix {
            let prefix = self.new_string(&format!("{prefix} "));
            name = self.concat(prefix, name)?;
        }
        self.reify_if_lazy(function);
        let key = self.names.name;
        self.define_new(function, key, name.value(), Attributes::CONFIGURABLE);
        Ok(())
    }

    /// The name that a function gets from a key: `[description]` of symbols.
    pub fn key_to_function_name(&mut self, key: PropertyKey) -> JsResult<Gc<JsString>> {
        let Some(symbol) = key.as_symbol() else {
            let value = self.key_to_value(key);
            return self.to_string(value);
        };
        match symbol.description.get().as_string() {
            None => Ok(self.empty_string()),
            Some(description) if symbol.is_private() => Ok(description),
            Some(description) => {
                let text = format!("[{}]", self.to_rust_string(description));
                Ok(self.new_string(&text))
            }
        }
    }
}

/// IsCallable (sec-iscallable).
#[inline]
pub fn is_callable(value: Value) -> bool {
    let Some(object) = value.to_cell::<Object>() else { return false };
    match object.kind() {
        Kind::Function | Kind::Native | Kind::Bound => true,
        Kind::Proxy => object.payload::<ProxyData>().is_some_and(|p| p.callable),
        _ => object.has_flag(flags::HTMLDDA),
    }
}

/// IsConstructor (sec-isconstructor).
pub fn is_constructor(value: Value) -> bool {
    let Some(object) = value.to_cell::<Object>() else { return false };
    match object.kind() {
        Kind::Function => object.cast::<Function>().is_some_and(|f| f.script().has_flag(script_flags::CONSTRUCTOR)),
        Kind::Native => object.cast::<Native>().is_some_and(|n| n.is_constructor.get()),
        Kind::Bound => object.payload::<BoundData>().is_some_and(|b| is_constructor(b.target.value())),
        Kind::Proxy => object.payload::<ProxyData>().is_some_and(|p| p.constructor),
        _ => false,
    }
}

/// Whether a function of this kind is a class constructor, which cannot be called.
pub fn is_class_constructor(value: Value) -> bool {
    value
        .to_cell::<Function>()
        .is_some_and(|f| matches!(f.script().template().info.kind, FunctionKind::BaseConstructor | FunctionKind::DerivedConstructor))
}
