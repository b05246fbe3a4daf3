//! Hidden slots: values in objects that scripts neither see nor reach, and that the collector sees.
//!
//! A slot is a private name, as those of `#x` in classes, of which there is one for each name and engine.

use super::context::Context;
use super::failure::JsResult;
use super::{IntoJs, Object, Value};
use crate::heap::roots::RootSource;
use crate::object::Attributes;
use crate::object::key::PropertyKey;
use crate::object::layout::trace_value;
use crate::value::Value as Raw;
use hearth_gc::Tracer;
use std::cell::RefCell;

/// The private names of an engine's hidden slots.
#[derive(Default)]
pub(crate) struct HiddenNames {
    // unrooted: this is a root source.
    known: RefCell<Vec<(&'static str, Raw)>>,
}

impl RootSource for HiddenNames {
    fn trace(&self, tracer: &mut Tracer) {
        for (_, symbol) in self.known.borrow().iter() {
            trace_value(*symbol, tracer);
        }
    }
}

impl HiddenNames {
    fn get(&self, name: &str) -> Option<PropertyKey> {
        let known = self.known.borrow();
        let symbol = known.iter().find(|(known, _)| *known == name)?.1;
        Some(PropertyKey::symbol(symbol.to_cell().expect("a private name")))
    }
}

impl<'js> Object<'js> {
    /// Keeps a value in the object, where no script sees it, not even through a proxy. Any object has as many slots as
    /// are asked for, frozen ones and proxies, whose own slots these are, included. Names are the engine's: choose
    /// them as those of modules.
    ///
    /// This is how a value of a class of Rust holds values of scripts, such as its listeners. A
    /// [`Persistent`](super::Persistent) in the value of Rust would keep them, and what can be reached from them, alive
    /// whatever happens; if the object itself can be, it is a leak. A hidden slot is a part of the object: what is in it
    /// lives as long as that.
    ///
    /// ```
    /// use hearth::{Class, ClassBuilder, Engine, Function, Value};
    ///
    /// struct Button { label: String }
    /// impl Class for Button {
    ///     const NAME: &'static str = "Button";
    ///     fn define(class: &mut ClassBuilder<Button>) {
    ///         class
    ///             .constructor(|label: String| Button { label })
    ///             .object_method("onClick", 1, |cx, this, arguments| {
    ///                 let listener: Function<'_> = arguments.arg(cx, 0)?;
    ///                 this.set_hidden_slot(cx, "button.listener", listener)?;
    ///                 Ok(Value::UNDEFINED)
    ///             })
    ///             .object_method("click", 0, |cx, this, _| {
    ///                 let label = this.with(|button| button.label.clone())?;
    ///                 match this.hidden_slot(cx, "button.listener").and_then(Value::as_function) {
    ///                     Some(listener) => listener.call(cx, (label,)),
    ///                     None => Ok(Value::UNDEFINED),
    ///                 }
    ///             });
    ///     }
    /// }
    ///
    /// let mut engine = Engine::new()?;
    /// engine.run(|cx| {
    ///     let class = cx.class::<Button>()?;
    ///     cx.globals().set(cx, "Button", class)
    /// })?;
    /// let text = "const button = new Button('send'); button.onClick(label => label + ', ' + (button instanceof Button)); button.click()";
    /// assert_eq!(engine.eval::<String>("a.js", text)?, "send, true");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What the conversion throws; RangeError if there is no memory for it.
    pub fn set_hidden_slot(self, cx: &mut Context<'js>, name: &'static str, value: impl IntoJs<'js>) -> JsResult<'js, ()> {
        let value = value.into_js(cx)?.raw;
        let key = cx.hidden_name(name);
        let object = self.cell();
        let added = match cx.vm.own_named(object, key) {
            Some(_) => {
                cx.vm.define_new(object, key, value, Attributes::DEFAULT);
                Ok(())
            }
            None => {
                cx.vm.reify_if_lazy(object);
                cx.vm.add_named(object, key, value, Attributes::DEFAULT)
            }
        };
        cx.settle(added.map(|()| Raw::UNDEFINED)).map(|_| ())
    }
    /// What was kept in the object under this name, if anything was.
    pub fn hidden_slot(self, cx: &mut Context<'js>, name: &str) -> Option<Value<'js>> {
        let key = cx.vm.embedding.hidden_names.get(name)?;
        let property = cx.vm.own_named(self.cell(), key)?;
        Some(cx.root(property.value))
    }
}

impl Context<'_> {
    fn hidden_name(&mut self, name: &'static str) -> PropertyKey {
        if let Some(key) = self.vm.embedding.hidden_names.get(name) {
            return key;
        }
        let description = self.vm.new_string(name);
        let symbol = self.vm.new_private_name(description);
        self.vm.embedding.hidden_names.known.borrow_mut().push((name, symbol.value()));
        PropertyKey::symbol(symbol)
    }
}
