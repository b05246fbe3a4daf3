//! Making and describing errors, with messages like V8's.
//!
//! An Error object captures the stack when it is made, as plain data, which becomes a string
//! when the accessor `stack` that it has first asks for it.

use crate::heap::{Gc, Kind, Payload};
use crate::interp::backtrace::{CapturedStack, StackFrame};
use crate::object::function::{Args, Function, Native};
use crate::object::key::PropertyKey;
use crate::object::layout::{Accessor, Object, trace_value};
use crate::object::shape::{Attributes, RootKey};
use crate::runtime::completion::{ErrorKind, JsResult, Throw};
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::runtime::realm::Intrinsic;
use crate::string::JsString;
use crate::value::{Value, tag};
use crate::vm::Vm;
use hearth_gc::Tracer;
use std::cell::{Cell, RefCell};

/// [[ErrorData]]: what the stack was when the object was made.
pub struct ErrorData {
    stack: RefCell<CapturedStack>,
    /// The stack as a string once somebody has asked, or what the program has set it to; EMPTY before.
    text: Cell<Value>,
}

impl Payload for ErrorData {
    fn trace(&self, tracer: &mut Tracer) {
        trace_value(self.text.get(), tracer);
    }
    fn external_size(&self) -> usize {
        core::mem::size_of_val(&*self.stack.borrow().frames)
    }
}

impl ErrorKind {
    pub fn prototype(self) -> Intrinsic {
        match self {
            ErrorKind::Error => Intrinsic::ErrorPrototype,
            ErrorKind::TypeError => Intrinsic::TypeErrorPrototype,
            ErrorKind::RangeError => Intrinsic::RangeErrorPrototype,
            ErrorKind::ReferenceError => Intrinsic::ReferenceErrorPrototype,
            ErrorKind::SyntaxError => Intrinsic::SyntaxErrorPrototype,
            ErrorKind::EvalError => Intrinsic::EvalErrorPrototype,
            ErrorKind::UriError => Intrinsic::UriErrorPrototype,
        }
    }
}

/// Of the property `stack` of an error.
const STACK: Attributes = Attributes::ACCESSOR.with(Attributes::CONFIGURABLE);

/// The getter of the `stack` that errors have, as in V8: also of what has an error among its prototypes.
fn get_own_stack(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    let Some(error) = vm.error_in_chain(args.this) else { return Ok(Value::UNDEFINED) };
    Ok(vm.get_error_stack(error)?.unwrap_or(Value::UNDEFINED))
}

/// The setter, which takes any value.
fn set_own_stack(vm: &mut Vm, args: &Args) -> JsResult<Value> {
    if let Some(error) = vm.error_in_chain(args.this) {
        vm.replace_error_stack(error, args.get(0));
    }
    Ok(Value::UNDEFINED)
}

impl Vm {
    /// A native error with a message.
    pub fn new_error(&mut self, kind: ErrorKind, message: &str) -> Gc<Object> {
        let message = self.new_string(message).value();
        let prototype = self.intrinsic(kind.prototype());
        self.new_error_object(prototype, message)
    }

    /// An Error object; `message` is a string, or undefined for none.
    pub fn new_error_object(&mut self, prototype: Gc<Object>, message: Value) -> Gc<Object> {
        let stack = self.capture_stack();
        self.new_error_with_stack(prototype, message, stack)
    }

    pub fn new_error_with_stack(&mut self, prototype: Gc<Object>, message: Value, stack: CapturedStack) -> Gc<Object> {
        let payload = Box::new(ErrorData { stack: RefCell::new(stack), text: Cell::new(Value::EMPTY) });
        let accessor = self.error_stack_accessor();
        self.become_prototype(prototype);
        let root = self.shapes.root(RootKey { kind: Kind::Error, variant: 0, inline_capacity: 0, prototype: prototype.value() });
        let mut shape = self.shapes.with_property(root, self.names.stack, STACK);
        if !message.is_undefined() {
            shape = self.shapes.with_property(shape, self.names.message, Attributes::METHOD);
        }
        let error = self.alloc_payload_object(shape, payload);
        // Two slots are a small cell, which cannot fail.
        if self.ensure_slots(error, 2).is_ok() {
            self.set_slot(error, 0, accessor);
            if !message.is_undefined() {
                self.set_slot(error, 1, message);
            }
        }
        error
    }

    /// What each error of the realm has as its own `stack`, as in V8.
    fn error_stack_accessor(&mut self) -> Value {
        if self.realm().error_stack.is_empty() {
            let get = self.new_native_with("", 0, get_own_stack, Value::UNDEFINED, Value::UNDEFINED).value();
            let set = self.new_native_with("", 1, set_own_stack, Value::UNDEFINED, Value::UNDEFINED).value();
            let accessor = self.new_accessor(get, set).value();
            self.realm_mut().error_stack = accessor;
        }
        self.realm().error_stack
    }

    /// The error among an object and its prototypes, proxies left out.
    fn error_in_chain(&self, value: Value) -> Option<Gc<Object>> {
        let mut at = value.to_cell::<Object>();
        while let Some(object) = at.filter(|object| object.kind() != Kind::Proxy) {
            if object.payload::<ErrorData>().is_some() {
                return Some(object);
            }
            at = self.prototype_of(object).to_cell();
        }
        None
    }

    /// The stack of an Error object, made without running script. None if `object` is something else.
    pub fn error_stack(&mut self, object: Gc<Object>) -> Option<Gc<JsString>> {
        let data = object.payload::<ErrorData>()?;
        let known = data.text.get();
        if let Some(text) = known.as_string() {
            return Some(text);
        }
        let message = self.data_value_in_chain(object, self.names.message).unwrap_or(Value::UNDEFINED);
        let text = format!("{}{}", self.error_header(object, message), data.stack.borrow());
        let text = self.new_string(&text);
        // What Error.prepareStackTrace has made of it stays, as does what the program has set.
        if known.is_empty() && self.stack_preparer().is_none() {
            self.set_error_stack(object, text);
        }
        Some(text)
    }

    /// Where an Error object was made; empty for what is none.
    pub fn error_frames(&self, object: Gc<Object>) -> Box<[StackFrame]> {
        object.payload::<ErrorData>().map(|data| data.stack.borrow().frames.clone()).unwrap_or_default()
    }

    /// What Error.prototype.stack gives. As in V8, the first one to ask sees the error's name and message
    /// as they are then, getters included.
    ///
    /// # Errors
    /// What such a getter throws.
    pub fn get_error_stack(&mut self, object: Gc<Object>) -> JsResult<Option<Value>> {
        let Some(data) = object.payload::<ErrorData>() else { return Ok(None) };
        let known = data.text.get();
        if !known.is_empty() {
            return Ok(Some(known));
        }
        if data.stack.borrow().suppressed {
            return Ok(Some(Value::UNDEFINED));
        }
        if let Some(prepare) = self.stack_preparer() {
            let frames = data.stack.borrow().frames.clone();
            let value = self.prepare_stack(prepare, object, &frames)?;
            data.text.set(value);
            self.write_barrier(object.header());
            return Ok(Some(value));
        }
        let header = crate::builtins::error::error_to_string(self, object)?;
        let header = self.to_rust_string(header);
        let text = self.new_string(&format!("{header}{}", data.stack.borrow()));
        self.set_error_stack(object, text);
        Ok(Some(text.value()))
    }

    /// Gives an Error object another stack, whose text is made when somebody asks.
    ///
    /// # Errors
    /// If it cannot have a `stack` of its own again.
    pub fn recapture_error_stack(&mut self, object: Gc<Object>, stack: CapturedStack) -> JsResult<()> {
        if let Some(data) = object.payload::<ErrorData>() {
            data.stack.replace(stack);
            data.text.set(Value::EMPTY);
        }
        let (key, accessor) = (self.names.stack, self.error_stack_accessor());
        if self.own_property(object, key)?.is_some_and(|own| own.value == accessor) {
            return Ok(());
        }
        let accessor: Gc<Accessor> = accessor.to_cell().expect("made as one");
        let desc = PropertyDescriptor {
            get: Some(accessor.get.get()),
            set: Some(accessor.set.get()),
            enumerable: Some(false),
            configurable: Some(true),
            ..Default::default()
        };
        self.define_property_or_throw(object, key, &desc)
    }

    /// Gives an Error object the stack of another, as text.
    pub fn set_error_stack(&mut self, object: Gc<Object>, text: Gc<JsString>) {
        self.replace_error_stack(object, text.value());
    }

    fn replace_error_stack(&mut self, object: Gc<Object>, stack: Value) {
        if let Some(data) = object.payload::<ErrorData>() {
            data.text.set(stack);
            self.write_barrier(object.header());
        }
    }

    /// `name: message` without running script.
    fn error_header(&mut self, error: Gc<Object>, message: Value) -> String {
        let name = self.data_value_in_chain(error, self.names.name).and_then(Value::as_string);
        let name = name.map_or("Error".into(), |n| self.to_rust_string(n));
        let message = message.as_string().map_or(String::new(), |m| self.to_rust_string(m));
        match (name.is_empty(), message.is_empty()) {
            (true, _) => message,
            (_, true) => name,
            _ => format!("{name}: {message}"),
        }
    }

    /// The value of a data property of an object or its prototypes, if that can be
    /// found without running script.
    pub fn data_value_in_chain(&mut self, object: Gc<Object>, key: PropertyKey) -> Option<Value> {
        let mut at = Some(object);
        while let Some(holder) = at {
            if holder.kind() == Kind::Proxy {
                return None;
            }
            if let Some(property) = self.own_property_no_proxy(holder, key) {
                return (!property.attributes.is_accessor()).then_some(property.value);
            }
            at = self.prototype_of(holder).to_cell();
        }
        None
    }

    #[cold]
    pub fn throw_error(&mut self, kind: ErrorKind, message: impl AsRef<str>) -> Throw {
        Throw(self.new_error(kind, message.as_ref()).value())
    }
    #[cold]
    pub fn type_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error(ErrorKind::TypeError, message)
    }
    #[cold]
    pub fn range_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error(ErrorKind::RangeError, message)
    }
    #[cold]
    pub fn reference_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error(ErrorKind::ReferenceError, message)
    }
    #[cold]
    pub fn syntax_error(&mut self, message: impl AsRef<str>) -> Throw {
        self.throw_error(ErrorKind::SyntaxError, message)
    }

    // ---- the errors of property access

    /// Reading a property of undefined or null.
    #[cold]
    pub fn cannot_read_error(&mut self, value: Value, key: PropertyKey) -> Throw {
        let (shown, key) = (self.to_display(value), self.key_to_display(key));
        self.type_error(format!("Cannot read properties of {shown} (reading '{key}')"))
    }

    /// Writing a property of undefined or null.
    #[cold]
    pub fn cannot_set_error(&mut self, value: Value, key: PropertyKey) -> Throw {
        let (shown, key) = (self.to_display(value), self.key_to_display(key));
        self.type_error(format!("Cannot set properties of {shown} (setting '{key}')"))
    }

    /// Why an assignment in strict code failed.
    #[cold]
    pub fn cannot_assign_error(&mut self, receiver: Value, key: PropertyKey) -> Throw {
        let shown = self.to_display(receiver);
        let name = self.key_to_display(key);
        let mut at = receiver.to_cell::<Object>();
        while let Some(holder) = at {
            if holder.kind() == Kind::Proxy {
                return self.type_error(format!("'set' on proxy: trap returned falsish for property '{name}'"));
            }
            if let Some(property) = self.own_property_no_proxy(holder, key) {
                if property.attributes.is_accessor() {
                    return self.type_error(format!("Cannot set property {name} of {shown} which has only a getter"));
                }
                if holder.kind() == Kind::Namespace {
                    return self.type_error(format!("Cannot assign to property '{name}' of [object Module]"));
                }
                return self.type_error(format!("Cannot assign to read only property '{name}' of object '{shown}'"));
            }
            at = self.prototype_of(holder).to_cell();
        }
        self.type_error(format!("Cannot add property {name}, object is not extensible"))
    }

    /// Why a definition failed.
    #[cold]
    pub fn cannot_define_error(&mut self, object: Gc<Object>, key: PropertyKey) -> Throw {
        let name = self.key_to_display(key);
        if object.kind() == Kind::Proxy {
            return self.type_error(format!("'defineProperty' on proxy: trap returned falsish for property '{name}'"));
        }
        if self.own_property_no_proxy(object, key).is_some() {
            return self.type_error(format!("Cannot redefine property: {name}"));
        }
        self.type_error(format!("Cannot define property {name}, object is not extensible"))
    }

    #[cold]
    pub fn cannot_delete_error(&mut self, object: Gc<Object>, key: PropertyKey) -> Throw {
        let name = self.key_to_display(key);
        if object.kind() == Kind::Proxy {
            return self.type_error(format!("'deleteProperty' on proxy: trap returned falsish for property '{name}'"));
        }
        let shown = match object.kind() {
            Kind::Namespace => "[object Module]".to_owned(),
            _ => self.to_display(object.value()),
        };
        self.type_error(format!("Cannot delete property '{name}' of {shown}"))
    }

    #[cold]
    pub fn not_a_function_error(&mut self, what: &str) -> Throw {
        self.type_error(format!("{what} is not a function"))
    }

    #[cold]
    pub fn not_a_constructor_error(&mut self, what: &str) -> Throw {
        self.type_error(format!("{what} is not a constructor"))
    }

    #[cold]
    pub fn stack_overflow_error(&mut self) -> Throw {
        self.range_error("Maximum call stack size exceeded")
    }

    // ---- text

    /// A property key as messages show it.
    pub fn key_to_display(&mut self, key: PropertyKey) -> String {
        if let Some(index) = key.as_index() {
            return index.to_string();
        }
        match key.as_symbol() {
            Some(symbol) if symbol.is_private() => symbol.description.get().as_string().map_or(String::new(), |d| d.to_rust()),
            _ => self.to_display(key.raw()),
        }
    }

    /// A value as messages show it. Runs no script.
    pub fn to_display(&mut self, value: Value) -> String {
        match value.tag() {
            tag::STRING => value.as_string().expect("tag").to_rust(),
            tag::SYMBOL => match value.to_cell::<crate::symbol::Symbol>().and_then(|s| s.description.get().as_string()) {
                Some(description) => format!("Symbol({})", description.to_rust()),
                None => "Symbol()".into(),
            },
            tag::OBJECT => self.object_to_display(value.to_cell().expect("tag")),
            tag::CELL => "undefined".into(),
            _ => match self.to_string(value) {
                Ok(string) => string.to_rust(),
                Err(_) => String::new(),
            },
        }
    }

    fn object_to_display(&mut self, object: Gc<Object>) -> String {
        if object.kind() == Kind::Array {
            return "[object Array]".into();
        }
        if let Some(function) = object.cast::<Function>() {
            return self.function_source(function);
        }
        if let Some(native) = object.cast::<Native>() {
            let name = self.native_name(native);
            return format!("function {name}() {{ [native code] }}");
        }
        if object.payload::<ErrorData>().is_some() {
            let message = self.data_value_in_chain(object, self.names.message).unwrap_or(Value::UNDEFINED);
            return self.error_header(object, message);
        }
        let name = self.constructor_name(object);
        format!("#<{name}>")
    }

    /// The name of an object's constructor, `Object` if there is none to be found.
    pub fn constructor_name(&mut self, object: Gc<Object>) -> String {
        let constructor = self.data_value_in_chain(object, self.names.constructor);
        let constructor = constructor.and_then(|c| c.to_cell::<Object>()).filter(|c| c.kind() != Kind::Proxy);
        let name = constructor.and_then(|c| self.own_data_value(c, self.names.name));
        match name.and_then(Value::as_string) {
            Some(name) if !name.is_empty() => name.to_rust(),
            _ => "Object".into(),
        }
    }

    /// The source text of a closure.
    pub fn function_source(&mut self, function: Gc<Function>) -> String {
        let template = function.script().template().clone();
        let (start, end) = (template.info.start as usize, template.info.end as usize);
        template.source.text.get(start..end).unwrap_or("function () { [native code] }").to_string()
    }

    /// The `name` of a built-in function.
    pub fn native_name(&mut self, native: Gc<Native>) -> String {
        let name = self.own_data_value(native.as_object(), self.names.name);
        name.and_then(Value::as_string).map_or(String::new(), |n: Gc<JsString>| n.to_rust())
    }

    /// A thrown value as the last words of a program: the stack of an error, else the value.
    pub fn describe_uncaught(&mut self, thrown: Value) -> String {
        if let Some(object) = thrown.to_cell::<Object>()
            && object.payload::<ErrorData>().is_some()
        {
            let own = self.own_data_value(object, self.names.stack).and_then(Value::as_string);
            if let Some(stack) = own.or_else(|| self.error_stack(object)) {
                return self.to_rust_string(stack);
            }
        }
        self.to_display(thrown)
    }

    /// InstallErrorCause (sec-installerrorcause).
    pub fn install_error_cause(&mut self, error: Gc<Object>, options: Value) -> JsResult<()> {
        if let Some(options) = options.to_cell::<Object>() {
            let key = self.names.cause;
            if self.has_property(options, key)? {
                let cause = self.get(options, key)?;
                self.reify_if_lazy(error);
                self.define_new(error, key, cause, Attributes::METHOD);
            }
        }
        Ok(())
    }
}
