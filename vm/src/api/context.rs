//! `Context`: an engine that was entered.

use super::error::Error;
use super::failure::{Failure, JsResult};
use super::{Array, FromJs, Function, HostFunction, IntoJs, JsString, Object, Persistent, Promise, Resolver, Symbol, Value};
use crate::builtins::promise;
use crate::value::Value as Raw;
use crate::vm::Vm;
use std::marker::PhantomData;

/// A lifetime that no other entry has: invariant, and of no other thread.
#[derive(Clone, Copy)]
pub(super) struct Brand<'js>(PhantomData<*mut &'js ()>);

impl Brand<'_> {
    pub(super) const NEW: Self = Brand(PhantomData);
}

/// An engine that was entered: what makes, reads and calls values.
///
/// The only way to one is [`Engine::enter`](super::Engine::enter), or a call of a host function.
pub struct Context<'js> {
    pub(super) vm: &'js mut Vm,
    _brand: Brand<'js>,
}

/// An entry: when it ends, its values are let go.
struct Entry<'a> {
    vm: &'a mut Vm,
    handles: usize,
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        self.vm.embedding.handles.truncate(self.handles);
    }
}

/// Runs `run` in a new entry.
#[inline]
pub(super) fn enter<R>(vm: &mut Vm, run: impl for<'js> FnOnce(&mut Context<'js>) -> R) -> R {
    let handles = vm.embedding.handles.len();
    let entry = Entry { vm, handles };
    run(&mut Context::new(&mut *entry.vm))
}

/// Takes the values of an outer entry into a scope in it.
pub struct Outer<'outer, 'js>(Brand<'outer>, Brand<'js>);

impl<'outer, 'js> Outer<'outer, 'js> {
    /// The same value, within the scope: the outer entry lasts longer.
    pub fn value(&self, value: Value<'outer>) -> Value<'js> {
        Value::rooted(value.raw)
    }
    /// The same object, within the scope.
    pub fn object(&self, object: Object<'outer>) -> Object<'js> {
        Object(self.value(object.0))
    }
}

impl<'js> Context<'js> {
    /// The caller lets go of the handles, and gives the context to what takes any brand.
    #[inline]
    pub(super) fn new(vm: &'js mut Vm) -> Context<'js> {
        Context { vm, _brand: Brand::NEW }
    }

    /// A value that stays alive until the entry ends.
    #[inline]
    pub(super) fn root(&mut self, raw: Raw) -> Value<'js> {
        if raw.header().is_some() {
            self.vm.embedding.handles.push(raw);
        }
        Value::rooted(raw)
    }

    /// What an operation of the machine gave.
    #[inline]
    pub(super) fn settle(&mut self, result: crate::runtime::completion::JsResult) -> JsResult<'js> {
        match self.vm.settled(result) {
            Ok(value) => Ok(self.root(value)),
            Err(throw) => Err(self.failure(throw)),
        }
    }

    /// Runs `text` as a script and gives its completion value. `name` is what stack traces call it.
    ///
    /// # Errors
    /// What the script throws, a SyntaxError included.
    pub fn eval<T: FromJs<'js>>(&mut self, name: &str, text: &str) -> JsResult<'js, T> {
        let value = self.script(|vm| vm.run_script(name, text))?;
        T::from_js(self, value)
    }

    /// Runs `text` as an ECMAScript module and gives its namespace object; `name` is what its imports are
    /// relative to. Jobs are run; what the module awaits and the host settles later is not waited for.
    ///
    /// # Errors
    /// What parsing, loading, linking or evaluating throws.
    pub fn eval_module(&mut self, name: &str, text: &str) -> JsResult<'js, Object<'js>> {
        let namespace = self.script(|vm| {
            let module = vm.parse_module_text(name, text)?;
            vm.load_requested_modules(module)?;
            vm.link_module(module)?;
            let done = vm.evaluate_module(module);
            vm.run_jobs()?;
            if let Some((false, error)) = promise::state_of(done) {
                promise::mark_handled(vm, done);
                return Err(crate::runtime::completion::Throw(error));
            }
            Ok(vm.module_namespace(module)?.value())
        })?;
        Ok(Object(namespace))
    }

    /// Runs the jobs of promises until there are none, and the callbacks of FinalizationRegistries of which targets have died.
    ///
    /// # Errors
    /// If the call was ended, or what such a callback throws; jobs of promises do not throw.
    pub fn run_jobs(&mut self) -> JsResult<'js, ()> {
        let run = |vm: &mut crate::vm::Vm| {
            vm.run_jobs()?;
            while vm.run_finalization()? {
                vm.run_jobs()?;
            }
            Ok(Raw::UNDEFINED)
        };
        self.script(run).map(|_| ())
    }

    /// Runs `run` in an entry of its own, whose values are let go when it ends.
    pub fn scope<R>(&mut self, run: impl for<'inner> FnOnce(&mut Context<'inner>, Outer<'js, 'inner>) -> R) -> R {
        enter(self.vm, |cx| run(cx, Outer(Brand::NEW, Brand::NEW)))
    }

    /// The global object.
    pub fn globals(&mut self) -> Object<'js> {
        // A realm's root.
        Object(Value::rooted(self.vm.global().value()))
    }

    /// A string.
    ///
    /// # Errors
    /// RangeError if there is no memory for it.
    pub fn string(&mut self, text: &str) -> JsResult<'js, JsString<'js>> {
        let string = self.vm.new_string(text).value();
        self.settle(Ok(string)).map(JsString)
    }
    /// A string of these code units.
    ///
    /// # Errors
    /// RangeError if there is no memory for it.
    pub fn string_utf16(&mut self, units: &[u16]) -> JsResult<'js, JsString<'js>> {
        let string = self.vm.new_string_utf16(units).value();
        self.settle(Ok(string)).map(JsString)
    }
    /// An ordinary object without properties.
    pub fn object(&mut self) -> Object<'js> {
        let object = self.vm.new_object().value();
        Object(self.root(object))
    }
    /// An array of these elements.
    ///
    /// # Errors
    /// What their conversion throws; RangeError if there is no memory for it.
    pub fn array<T: IntoJs<'js>>(&mut self, elements: impl IntoIterator<Item = T>) -> JsResult<'js, Array<'js>> {
        let array = self.vm.new_array(&[]).value();
        let array = Array(Object(self.root(array)));
        for element in elements {
            array.push(self, element)?;
        }
        Ok(array)
    }
    /// A symbol that is no other.
    pub fn symbol(&mut self, description: &str) -> JsResult<'js, Symbol<'js>> {
        let description = self.string(description)?;
        let symbol = self.vm.new_symbol(description.0.raw.as_string()).value();
        Ok(Symbol(self.root(symbol)))
    }
    /// `Symbol.iterator`.
    pub fn symbol_iterator(&mut self) -> Symbol<'js> {
        let symbol = self.vm.symbols.iterator.raw();
        Symbol(self.root(symbol))
    }
    /// An ArrayBuffer of these bytes.
    ///
    /// # Errors
    /// RangeError if there is no memory for it.
    pub fn array_buffer(&mut self, bytes: &[u8]) -> JsResult<'js, Object<'js>> {
        let room = self.vm.room_for(bytes.len()).map(|()| Raw::UNDEFINED);
        self.settle(room)?;
        let buffer = crate::builtins::typed::buffer::of_bytes(self.vm, bytes.to_vec()).value();
        Ok(Object(self.root(buffer)))
    }
    /// A pending promise, and what settles it.
    pub fn promise(&mut self) -> (Promise<'js>, Resolver) {
        let promise = promise::new_promise(self.vm).value();
        let promise = Promise(Object(self.root(promise)));
        let resolver = Resolver(self.persist(promise));
        (promise, resolver)
    }
    /// A function of Rust with typed parameters; its `length` is their number. See [`HostFunction`].
    pub fn function<M>(&mut self, name: &str, function: impl HostFunction<M>) -> Function<'js> {
        super::host_function::typed(self, name, function)
    }
    /// A function of Rust that looks at its arguments itself.
    pub fn raw_function<F>(&mut self, name: &str, length: u32, function: F) -> Function<'js>
    where
        F: for<'a> Fn(&mut Context<'a>, super::Arguments<'a>) -> JsResult<'a> + Send + 'static,
    {
        super::host_function::raw(self, name, length, function)
    }
    /// A handle that outlives the entry.
    pub fn persist(&mut self, value: impl Into<Value<'js>>) -> Persistent {
        Persistent::new(self.vm, value.into().raw)
    }

    /// Whether two values are the same by `===` (IsStrictlyEqual, sec-isstrictlyequal).
    pub fn strictly_equal(&mut self, a: impl Into<Value<'js>>, b: impl Into<Value<'js>>) -> bool {
        self.vm.is_strictly_equal(a.into().raw, b.into().raw)
    }
    /// ToString of a value as text; lone surrogates become U+FFFD.
    ///
    /// # Errors
    /// What `toString` or `valueOf` throw; a TypeError for a symbol.
    pub fn to_text(&mut self, value: impl Into<Value<'js>>) -> JsResult<'js, String> {
        let raw = value.into().raw;
        let string = self.script(|vm| vm.to_string(raw).map(|s| s.value()))?;
        Ok(string.as_string().map(JsString::to_rust).unwrap_or_default())
    }
    /// ToNumber of a value.
    ///
    /// # Errors
    /// What `valueOf` or `toString` throw; a TypeError for symbols and BigInts.
    pub fn to_number(&mut self, value: impl Into<Value<'js>>) -> JsResult<'js, f64> {
        let raw = value.into().raw;
        let number = self.script(|vm| vm.to_number(raw).map(Raw::number))?;
        Ok(number.raw.as_number())
    }

    /// What `JSON.parse` makes of a text.
    ///
    /// # Errors
    /// A SyntaxError if it is not JSON.
    pub fn parse_json(&mut self, text: &str) -> JsResult<'js> {
        let text = self.string(text)?.cell();
        self.script(|vm| crate::builtins::json::parse_text(vm, text))
    }
    /// What `JSON.stringify` makes of a value: `undefined` where there is no JSON of it.
    ///
    /// # Errors
    /// What `toJSON` throws; a TypeError for circles and BigInts.
    pub fn to_json(&mut self, value: impl Into<Value<'js>>) -> JsResult<'js, String> {
        let raw = value.into().raw;
        let text = self.script(|vm| crate::builtins::json::stringify_value(vm, raw))?;
        Ok(text.as_string().map_or_else(|| "undefined".to_owned(), JsString::to_rust))
    }

    /// A failure as an error that outlives the entry.
    pub fn describe(&mut self, failure: Failure<'js>) -> Error {
        super::error::describe(self, failure)
    }
    /// A result whose error outlives the entry.
    ///
    /// # Errors
    /// That of `result`.
    pub fn owned<T>(&mut self, result: JsResult<'js, T>) -> Result<T, Error> {
        result.map_err(|failure| self.describe(failure))
    }

    /// Has the collector find what is unreachable.
    pub fn collect_garbage(&mut self) {
        self.vm.collect_garbage(hearth_gc::Collection::Full);
    }
}
