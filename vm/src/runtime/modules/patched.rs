//! Whether a program has put something of its own in the place of a part of node:module: a
//! function that finds or loads files, an entry of `require.extensions`, hooks. Until then the
//! parts need not be asked, and node:module need not even be there.

use super::commonjs::module_require;
use crate::heap::Gc;
use crate::object::function::Args;
use crate::object::key::PropertyKey;
use crate::object::layout::trace_value;
use crate::object::{Attributes, Object};
use crate::runtime::completion::JsResult;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Tracer;

/// A property that has to be what it was.
struct Guard {
    // unrooted: `trace` visits these.
    object: Value,
    key: Value,
    value: Value,
}

/// What has to be as node:module made it.
#[derive(Default)]
pub struct Guards {
    list: Vec<Guard>,
    /// `require.extensions`, and how many there are.
    extensions: Option<(Value, usize)>,
    /// What module.registerHooks was given: functions that resolve and load, or none.
    pub hooks: Option<(Value, Value)>,
}

impl Guards {
    pub fn trace(&self, tracer: &mut Tracer) {
        for guard in &self.list {
            for value in [guard.object, guard.key, guard.value] {
                trace_value(value, tracer);
            }
        }
        if let Some((extensions, _)) = self.extensions {
            trace_value(extensions, tracer);
        }
        if let Some((resolve, load)) = self.hooks {
            trace_value(resolve, tracer);
            trace_value(load, tracer);
        }
    }
}

/// Properties of Module.prototype that node:module makes.
const LAZY: [&str; 5] = ["constructor", "load", "_compile", "isPreloading", "_initialized"];

impl Vm {
    /// Has a program changed how modules are loaded?
    pub fn modules_patched(&mut self) -> bool {
        let guards = &self.interp.modules.guards;
        if guards.hooks.is_some() {
            return true;
        }
        let Some((extensions, count)) = guards.extensions else { return false };
        for i in 0..self.interp.modules.guards.list.len() {
            let Guard { object, key, value } = self.interp.modules.guards.list[i];
            let object: Gc<Object> = object.to_cell().expect("guards are of objects");
            let Ok(key) = self.to_property_key(key) else { return true };
            if self.own_data_value(object, key) != Some(value) {
                return true;
            }
        }
        let extensions: Gc<Object> = extensions.to_cell().expect("an object");
        self.own_property_keys(extensions).map_or(true, |keys| keys.len() != count)
    }

    /// Notes a property of node:module as it is.
    ///
    /// # Errors
    /// What a getter throws.
    pub fn guard_module_property(&mut self, object: Gc<Object>, key: Value) -> JsResult<()> {
        let property = self.to_property_key(key)?;
        let value = self.get(object, property)?;
        self.interp.modules.guards.list.push(Guard { object: object.value(), key, value });
        Ok(())
    }

    /// Notes which extensions there are.
    ///
    /// # Errors
    /// If memory runs out.
    pub fn guard_extensions(&mut self, extensions: Gc<Object>) -> JsResult<()> {
        let count = self.own_property_keys(extensions)?.len();
        self.interp.modules.guards.extensions = Some((extensions.value(), count));
        Ok(())
    }

    pub fn set_module_hooks(&mut self, hooks: Option<(Value, Value)>) {
        self.interp.modules.guards.hooks = hooks;
    }

    /// Module.prototype: what node:module has in it is made when somebody looks.
    pub fn module_prototype(&mut self) -> Gc<Object> {
        if let Some(prototype) = self.interp.modules.prototype.to_cell() {
            return prototype;
        }
        let prototype = self.new_object();
        self.interp.modules.prototype = prototype.value();
        let require = self.new_native("require", 1, module_require).value();
        let key = self.names.require;
        self.define_new(prototype, key, require, Attributes::DEFAULT);
        for name in LAZY {
            let text = self.new_string(name).value();
            let get = self.new_native_with(name, 0, get_lazy, text, Value::UNDEFINED).value();
            let accessor = self.new_accessor(get, Value::UNDEFINED).value();
            let key: PropertyKey = self.key(name);
            self.define_new(prototype, key, accessor, Attributes::ACCESSOR.with(Attributes::CONFIGURABLE));
        }
        prototype
    }
}

fn get_lazy(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    vm.require_builtin("module")?;
    let name = args.callee.data[0].get();
    let key = vm.to_property_key(name)?;
    let prototype = vm.module_prototype();
    vm.get(prototype, key)
}
