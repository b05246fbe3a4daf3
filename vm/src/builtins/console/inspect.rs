//! The text of a value as Node.js's `util.inspect` lays it out.
//!
//! Looking at a value runs no script, except for traps of proxies it meets and getters
//! of an error's `stack`: accessors are shown as such.

use super::class_name::{class_name, is_built_in, prefix};
use super::layout;
use super::options::{Compact, Getters, Options, Sorted};
use super::style::Style;
use super::text::{primitive_text, quote, quote_units, with_separators};
use crate::builtins::collections::map::{MapData, MapIterator};
use crate::builtins::collections::ordered_table::Position;
use crate::builtins::collections::set::{SetData, SetIterator};
use crate::builtins::iterator::IterationKind;
use crate::heap::roots::{RootedKeys, RootedList};
use crate::heap::{Gc, Kind};
use crate::object::array::Array;
#[cfg(feature = "node")]
use crate::object::function::Args;
use crate::object::internal_methods::ProxyData;
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, flags};
use crate::object::typed_array::TypedArray;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;

/// What the inspection of one root value remembers.
pub struct Inspector {
    pub options: Options,
    /// Columns by which the current value is indented.
    pub indentation: usize,
    /// Depth of the object that was entered last.
    pub current_depth: usize,
    seen: RootedList<Gc<Object>>,
    /// Objects that refer to themselves, numbered from 1.
    circular: RootedList<Gc<Object>>,
}

#[derive(Clone, Copy, PartialEq)]
pub enum ListKind {
    Object,
    Array,
}

impl Inspector {
    pub fn new(vm: &Vm, options: Options) -> Inspector {
        Inspector { options, indentation: 0, current_depth: 0, seen: RootedList::new(vm), circular: RootedList::new(vm) }
    }

    pub fn paint(&self, style: Style, text: String) -> String {
        if self.options.colors { style.paint(&text) } else { text }
    }

    fn is_too_deep(&self, depth: usize) -> bool {
        self.options.depth.is_some_and(|limit| depth as i64 > limit)
    }

    /// The text of a value inside of something else: strings are quoted.
    pub fn value(&mut self, vm: &mut Vm, value: Value, depth: usize) -> JsResult<String> {
        let Some(object) = value.to_cell::<Object>() else {
            return Ok(self.primitive(vm, value));
        };
        if object.kind() == Kind::Proxy {
            return self.proxy(vm, object, depth);
        }
        if self.seen.contains(&object) {
            let index = match self.circular.iter().position(|o| *o == object) {
                Some(at) => at + 1,
                None => {
                    self.circular.push(object);
                    self.circular.len()
                }
            };
            return Ok(self.paint(Style::Special, format!("[Circular *{index}]")));
        }
        vm.check_native_stack()?;
        if self.options.custom
            && let Some(text) = self.custom(vm, object, object, depth)?
        {
            return Ok(text);
        }
        self.object(vm, object, depth)
    }

    /// What a proxy stands for, or its target and handler.
    fn proxy(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize) -> JsResult<String> {
        let data = object.payload::<ProxyData>().expect("a proxy");
        let (target, handler) = (data.target.get(), data.handler.get());
        if !target.is_object() {
            return Ok(self.paint(Style::Special, "<Revoked Proxy>".into()));
        }
        vm.check_native_stack()?;
        if !self.options.show_proxy {
            // What it says itself is said of the proxy, and does not meet its traps.
            let innermost = proxy_target(object);
            if self.options.custom
                && innermost.kind() != Kind::Proxy
                && !self.seen.contains(&innermost)
                && let Some(text) = self.custom(vm, innermost, object, depth)?
            {
                return Ok(text);
            }
            let text = self.value(vm, target, depth)?;
            let is_shown = innermost.kind() != Kind::Proxy && !self.seen.contains(&innermost);
            return Ok(if is_shown { self.around_proxy(&text) } else { text });
        }
        if self.is_too_deep(depth) {
            return Ok(self.paint(Style::Special, "Proxy [Array]".into()));
        }
        self.indentation += 2;
        let lines = self.value(vm, target, depth + 1).and_then(|target| Ok(vec![target, self.value(vm, handler, depth + 1)?]));
        self.indentation -= 2;
        Ok(layout::reduce(self, vm, lines?, "", ["Proxy [", "]"], ListKind::Array, depth + 1, object))
    }

    fn around_proxy(&self, text: &str) -> String {
        self.paint(Style::Special, "Proxy(".into()) + text + &self.paint(Style::Special, ")".into())
    }

    /// What an object's method `Symbol.for('nodejs.util.inspect.custom')` gives, called on what was met: the object or
    /// a proxy of it.
    #[cfg(feature = "node")]
    fn custom(&mut self, vm: &mut Vm, object: Gc<Object>, met: Gc<Object>, depth: usize) -> JsResult<Option<String>> {
        let Some(symbol) = vm.find_registered_symbol("nodejs.util.inspect.custom") else { return Ok(None) };
        if object.kind() == Kind::Namespace {
            return Ok(None);
        }
        let method = vm.get(object, symbol)?;
        if !vm.is_callable(method) {
            return Ok(None);
        }
        let util = vm.require_builtin("util")?.to_cell::<Object>().expect("util is an object");
        let inspect = vm.get_str(util, "inspect")?;
        if method == inspect {
            return Ok(None);
        }
        let left = self.options.depth.map_or(Value::number(f64::INFINITY), |limit| Value::number(limit as f64 - depth as f64));
        let options = self.options_for_custom(vm)?;
        let result = vm.call(method, met.value(), &[left, options, inspect])?;
        if result == met.value() {
            return Ok(None);
        }
        let text = match result.as_string() {
            Some(text) => vm.to_rust_string(text),
            None => self.value(vm, result, depth)?,
        };
        Ok(Some(text.replace('\n', &format!("\n{}", " ".repeat(self.indentation)))))
    }

    /// The options as methods of objects get them: the depth is that which was asked for, not what is left of it.
    #[cfg(feature = "node")]
    fn options_for_custom(&self, vm: &mut Vm) -> JsResult<Value> {
        let options = &self.options;
        let made = vm.new_object();
        let limit = |limit: usize| Value::number(if limit >= usize::MAX / 4 { f64::INFINITY } else { limit as f64 });
        let stylize: crate::object::function::NativeFn = if options.colors { stylize_with_colors } else { stylize_without_colors };
        let stylize = vm.new_native("stylize", 2, stylize).value();
        let getters = match options.getters {
            Getters::WithoutSetters => vm.new_string("get").value(),
            Getters::WithSetters => vm.new_string("set").value(),
            getters => Value::bool(getters == Getters::All),
        };
        for (name, value) in [
            ("stylize", stylize),
            ("showHidden", Value::bool(options.show_hidden)),
            ("depth", options.depth.map_or(Value::NULL, |limit| Value::number(limit as f64))),
            ("colors", Value::bool(options.colors)),
            ("customInspect", Value::bool(options.custom)),
            ("showProxy", Value::bool(options.show_proxy)),
            ("maxArrayLength", limit(options.max_list)),
            ("maxStringLength", limit(options.max_string)),
            ("breakLength", limit(options.break_length)),
            (
                "compact",
                match options.compact {
                    Compact::All => Value::TRUE,
                    Compact::Levels(0) => Value::FALSE,
                    Compact::Levels(levels) => limit(levels),
                },
            ),
            (
                "sorted",
                match options.sorted {
                    Sorted::No => Value::FALSE,
                    Sorted::Yes => Value::TRUE,
                    Sorted::By(compare) => compare.value(),
                },
            ),
            ("getters", getters),
            ("numericSeparator", Value::bool(options.numeric_separator)),
        ] {
            let key = vm.key(name);
            vm.create_data_property(made, key, value)?;
        }
        if let Some(asked) = options.asked {
            vm.copy_data_properties(made, asked.value(), &[])?;
        }
        Ok(made.value())
    }

    #[cfg(not(feature = "node"))]
    fn custom(&mut self, _: &mut Vm, _: Gc<Object>, _: Gc<Object>, _: usize) -> JsResult<Option<String>> {
        Ok(None)
    }

    fn primitive(&self, vm: &mut Vm, value: Value) -> String {
        let Some(string) = value.as_string() else {
            let text = primitive_text(vm, value);
            let is_numeric = value.is_number() || value.is_bigint();
            let style = if is_numeric {
                Style::Number
            } else if value.is_bool() {
                Style::Boolean
            } else if value.is_null() {
                Style::Null
            } else if value.is_symbol() {
                Style::Symbol
            } else {
                Style::Undefined
            };
            return self.paint(style, if self.options.numeric_separator && is_numeric { with_separators(&text) } else { text });
        };
        let units = string.to_units();
        let shown = &units[..units.len().min(self.options.max_string)];
        let rest = units.len() - shown.len();
        let more = if rest > 0 { format!("... {rest} more character{}", if rest > 1 { "s" } else { "" }) } else { String::new() };
        // Long texts with several lines are shown line by line.
        let room = self.options.break_length as isize - self.indentation as isize - 4;
        if self.options.compact != Compact::All && shown.len() > 16 && shown.len() as isize > room {
            let separator = format!(" +\n{}", " ".repeat(self.indentation + 2));
            let lines = shown.split_inclusive(|unit| *unit == u16::from(b'\n'));
            return lines.map(|line| self.paint(Style::String, quote_units(line))).collect::<Vec<_>>().join(&separator) + &more;
        }
        self.paint(Style::String, quote_units(shown)) + &more
    }

    fn object(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize) -> JsResult<String> {
        let constructor = class_name(vm, object)?;
        let tag = own_tag(vm, object, constructor.as_deref(), self.options.show_hidden)?;
        let mut keys = visible_keys(vm, object, self.options.show_hidden)?;
        let inherited =
            if self.options.show_hidden && !self.is_too_deep(depth) { self.inherited(vm, object, depth + 1)? } else { Vec::new() };
        let is_bare = |keys: &RootedKeys| keys.is_empty() && inherited.is_empty();
        let shape = constructor.as_deref();
        let mut open = "{".to_owned();
        let mut close = "}";
        let mut base = String::new();
        let mut list = ListKind::Object;
        let mut content = Content::Nothing;
        let mut extra: Vec<String> = Vec::new();

        if let Some(array) = object.cast::<Array>() {
            keys.retain(|k| k.as_index().is_none());
            let len = array.length.get();
            let before =
                if shape == Some("Array") && tag.is_empty() { String::new() } else { prefix(shape, &tag, "Array", &format!("({len})")) };
            if len == 0 && is_bare(&keys) {
                return Ok(format!("{before}[]"));
            }
            (open, close, list, content) = (format!("{before}["), "]", ListKind::Array, Content::Array);
        } else if let Some(view) = object.cast::<TypedArray>() {
            keys.retain(|k| k.as_index().is_none());
            let len = view.length.get();
            let before = prefix(shape, &tag, view.element_type.name(), &format!("({len})"));
            if len == 0 && is_bare(&keys) {
                return Ok(format!("{before}[]"));
            }
            (open, close, list, content) = (format!("{before}["), "]", ListKind::Array, Content::Typed);
        } else if let Some(data) = object.payload::<SetData>() {
            let size = data.table.borrow().len();
            let before = prefix(shape, &tag, "Set", &format!("({size})"));
            if size == 0 && is_bare(&keys) {
                return Ok(format!("{before}{{}}"));
            }
            (open, content) = (format!("{before}{{"), Content::Set);
        } else if let Some(data) = object.payload::<MapData>() {
            let size = data.table.borrow().len();
            let before = prefix(shape, &tag, "Map", &format!("({size})"));
            if size == 0 && is_bare(&keys) {
                return Ok(format!("{before}{{}}"));
            }
            (open, content) = (format!("{before}{{"), Content::Map);
        } else if object.payload::<MapIterator>().is_some() || object.payload::<SetIterator>().is_some() {
            let entries = object.payload::<MapIterator>().is_some_and(|s| s.kind == IterationKind::Entry)
                || object.payload::<SetIterator>().is_some_and(|s| s.kind == IterationKind::Entry);
            let shown = if entries { tag.replace("Iterator", "Entries") } else { tag.clone() };
            (open, content) = (format!("[{shown}] {{"), Content::Iterator);
        } else if shape == Some("Object") && !has_contents(object) && !vm.is_callable(object.value()) {
            // What says that it is a plain object is shown as one.
            if object.has_flag(flags::ARGUMENTS) || object.kind() == Kind::Arguments {
                open = "[Arguments] {".into();
            } else if !tag.is_empty() {
                open = prefix(shape, &tag, "Object", "") + "{";
            }
            if is_bare(&keys) {
                return Ok(format!("{open}}}"));
            }
        } else if vm.is_callable(object.value()) {
            base = super::class_name::function_base(vm, object, shape, &tag)?;
            if is_bare(&keys) {
                return Ok(self.paint(Style::Special, base));
            }
        } else if object.kind() == Kind::RegExp {
            base = crate::builtins::regexp::literal_text(vm, object);
            let before = prefix(shape, &tag, "RegExp", "");
            if before != "RegExp " {
                base = format!("{before}{base}");
            }
            if is_bare(&keys) {
                return Ok(self.paint(Style::Regexp, base));
            }
        } else if object.kind() == Kind::Date {
            base = crate::builtins::date::inspect_text(object);
            let before = prefix(shape, &tag, "Date", "");
            if before != "Date " {
                base = format!("{before}{base}");
            }
            if is_bare(&keys) {
                return Ok(self.paint(Style::Date, base));
            }
        } else if object.kind() == Kind::Error || inherits_from_error(vm, object) {
            base = self.error(vm, object, shape, &tag, &mut keys)?;
            if is_bare(&keys) {
                return Ok(base);
            }
        } else if object.kind() == Kind::ArrayBuffer {
            open = prefix(shape, &tag, "ArrayBuffer", "") + "{";
            content = Content::Buffer;
        } else if object.kind() == Kind::DataView {
            open = prefix(shape, &tag, "DataView", "") + "{";
            content = Content::DataView;
        } else if object.kind() == Kind::Promise {
            open = prefix(shape, &tag, "Promise", "") + "{";
            content = Content::Promise;
        } else if object.kind() == Kind::WeakSet {
            open = prefix(shape, &tag, "WeakSet", "") + "{";
            extra.push(self.paint(Style::Special, "<items unknown>".into()));
        } else if object.kind() == Kind::WeakMap {
            open = prefix(shape, &tag, "WeakMap", "") + "{";
            extra.push(self.paint(Style::Special, "<items unknown>".into()));
        } else if object.kind() == Kind::WeakRef {
            open = prefix(shape, &tag, "WeakRef", "") + "{";
            if is_bare(&keys) {
                return Ok(format!("{open}}}"));
            }
        } else if object.kind() == Kind::Generator {
            open = if tag.is_empty() { prefix(shape, &tag, "Generator", "") + "{" } else { format!("Object [{tag}] {{") };
            if is_bare(&keys) {
                return Ok(format!("{open}}}"));
            }
        } else if object.kind() == Kind::Namespace {
            open = "[Module: null prototype] {".into();
        } else if matches!(object.kind(), Kind::Primitive | Kind::StringObject) {
            let inner = crate::object::primitive::primitive_value(object).unwrap_or(Value::UNDEFINED);
            if object.kind() == Kind::StringObject {
                keys.retain(|k| k.as_index().is_none());
            }
            base = boxed_base(self, vm, inner, shape, &tag);
            if is_bare(&keys) {
                let is_text = inner.is_string() || inner.is_symbol();
                return Ok(self.paint(if is_text { Style::String } else { Style::Number }, base));
            }
        } else {
            if object.has_flag(flags::ARGUMENTS) || object.kind() == Kind::Arguments {
                open = "[Arguments] {".into();
            } else if shape != Some("Object") || !tag.is_empty() {
                open = prefix(shape, &tag, "Object", "") + "{";
            }
            if is_bare(&keys) {
                return Ok(format!("{open}}}"));
            }
        }

        if self.is_too_deep(depth) {
            let name = prefix(shape, &tag, if list == ListKind::Array { "Array" } else { "Object" }, "");
            let name = name.trim_end();
            // Without a prototype, the name has its brackets.
            return Ok(self.paint(Style::Special, if name.starts_with('[') { name.to_owned() } else { format!("[{name}]") }));
        }
        self.seen.push(object);
        self.current_depth = depth + 1;
        let lines = self.lines(vm, object, depth + 1, content, list, &keys, extra);
        self.seen.pop();
        let mut lines = lines?;
        lines.extend(inherited.iter().cloned());
        if let Some(at) = self.circular.iter().position(|o| *o == object) {
            let reference = self.paint(Style::Special, format!("<ref *{}>", at + 1));
            if self.options.compact == Compact::All {
                open = format!("{reference} {open}");
            } else {
                base = if base.is_empty() { reference } else { format!("{reference} {base}") };
            }
        }
        // Elements of lists stay where they are.
        let elements = if list == ListKind::Array { lines.len() - keys.len() - inherited.len() } else { 0 };
        sort_lines(vm, self.options.sorted, &mut lines[elements..])?;
        Ok(layout::reduce(self, vm, lines, &base, [&open, close], list, depth + 1, object))
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one object")]
    fn lines(
        &mut self,
        vm: &mut Vm,
        object: Gc<Object>,
        depth: usize,
        content: Content,
        list: ListKind,
        keys: &RootedKeys,
        mut lines: Vec<String>,
    ) -> JsResult<Vec<String>> {
        match content {
            Content::Nothing => {}
            Content::Array => self.array(vm, object, depth, &mut lines)?,
            Content::Typed => {
                let view = object.cast::<TypedArray>().expect("a typed array");
                let len = view.length.get();
                for i in 0..len.min(self.options.max_list) {
                    let element = crate::builtins::typed::get_element(vm, view, i);
                    lines.push(self.primitive(vm, element));
                }
                push_more(&mut lines, len, self.options.max_list);
                if self.options.show_hidden {
                    for name in ["BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"] {
                        let value = vm.get_str(object, name)?;
                        self.indentation += 2;
                        let text = match value.to_cell::<Object>() {
                            Some(buffer) => {
                                let length = vm.get_str(buffer, "byteLength")?;
                                format!("ArrayBuffer {{ [byteLength]: {} }}", self.primitive(vm, length))
                            }
                            None => self.primitive(vm, value),
                        };
                        self.indentation -= 2;
                        lines.push(format!("{}: {text}", self.paint(Style::String, format!("[{name}]"))));
                    }
                }
            }
            Content::Set => {
                let data = object.payload::<SetData>().expect("a Set");
                let mut position = Position::default();
                self.indentation += 2;
                while lines.len() < self.options.max_list
                    && let Some((value, _)) = { data.table.borrow().next(&mut position) }
                {
                    let text = self.value(vm, value, depth)?;
                    lines.push(text);
                }
                self.indentation -= 2;
                let len = data.table.borrow().len();
                push_more(&mut lines, len, self.options.max_list);
            }
            Content::Map => {
                let data = object.payload::<MapData>().expect("a Map");
                let mut position = Position::default();
                self.indentation += 2;
                while lines.len() < self.options.max_list
                    && let Some((key, value)) = { data.table.borrow().next(&mut position) }
                {
                    let key = self.value(vm, key, depth)?;
                    let value = self.value(vm, value, depth)?;
                    lines.push(format!("{key} => {value}"));
                }
                self.indentation -= 2;
                let len = data.table.borrow().len();
                push_more(&mut lines, len, self.options.max_list);
            }
            Content::Iterator => self.iterator(vm, object, depth, &mut lines)?,
            Content::Promise => match crate::builtins::promise::state_of(object) {
                None => lines.push(self.paint(Style::Special, "<pending>".into())),
                Some((fulfilled, result)) => {
                    self.indentation += 2;
                    let text = self.value(vm, result, depth)?;
                    self.indentation -= 2;
                    lines.push(if fulfilled { text } else { format!("{} {text}", self.paint(Style::Special, "<rejected>".into())) });
                }
            },
            Content::DataView => {
                for name in ["byteLength", "byteOffset", "buffer"] {
                    let value = vm.get_str(object, name)?;
                    self.indentation += 2;
                    let text = self.value(vm, value, depth)?;
                    self.indentation -= 2;
                    lines.push(format!("{}: {text}", self.paint(Style::String, format!("[{name}]"))));
                }
            }
            Content::Buffer => {
                let (contents, length) = crate::builtins::typed::buffer::inspect_parts(object, self.options.max_list);
                lines.push(match contents {
                    Some(contents) => format!("{}: <{contents}>", self.paint(Style::Special, "[Uint8Contents]".into())),
                    None => self.paint(Style::Special, "(detached)".into()),
                });
                let length = self.primitive(vm, Value::number(length as f64));
                lines.push(format!("{}: {length}", self.paint(Style::String, "[byteLength]".into())));
            }
        }
        for i in 0..keys.len() {
            let key = keys[i];
            let line = self.property(vm, object, key, depth, list)?;
            lines.push(line);
        }
        Ok(lines)
    }

    fn array(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize, lines: &mut Vec<String>) -> JsResult<()> {
        let len = object.cast::<Array>().expect("an Array").length.get();
        let mut index = 0u32;
        while index < len && lines.len() < self.options.max_list {
            let start = index;
            // Holes are counted, by jumping to the next element that exists.
            while index < len && !vm.has_own_property(object, PropertyKey::index(index))? {
                index = match crate::builtins::array::next_present(vm, object, index) {
                    Some(next) => next.min(len),
                    None => len,
                };
            }
            if index > start {
                let count = index - start;
                lines.push(self.paint(Style::Undefined, format!("<{count} empty item{}>", if count > 1 { "s" } else { "" })));
                continue;
            }
            self.indentation += 2;
            let text = self.property_value(vm, object, PropertyKey::index(index), depth);
            self.indentation -= 2;
            lines.push(text?);
            index += 1;
        }
        if index < len {
            let rest = len - index;
            lines.push(format!("... {rest} more item{}", if rest > 1 { "s" } else { "" }));
        }
        Ok(())
    }

    fn iterator(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize, lines: &mut Vec<String>) -> JsResult<()> {
        // Looks ahead without moving the iterator.
        let (table, mut position, kind) = if let Some(state) = object.payload::<MapIterator>() {
            let Some(data) = state.map.get().payload::<MapData>() else { return Ok(()) };
            (&data.table, state.position.get(), state.kind)
        } else if let Some(state) = object.payload::<SetIterator>() {
            let Some(data) = state.set.get().payload::<SetData>() else { return Ok(()) };
            (&data.table, state.position.get(), state.kind)
        } else {
            return Ok(());
        };
        let is_set = object.payload::<SetIterator>().is_some();
        self.indentation += 2;
        let mut rest = 0;
        while let Some((key, value)) = { table.borrow().next(&mut position) } {
            if lines.len() >= self.options.max_list {
                rest += 1;
                continue;
            }
            let text = match kind {
                IterationKind::Key => self.value(vm, key, depth)?,
                IterationKind::Value => self.value(vm, if is_set { key } else { value }, depth)?,
                IterationKind::Entry => {
                    let a = self.value(vm, key, depth)?;
                    let b = self.value(vm, if is_set { key } else { value }, depth)?;
                    layout::reduce(self, vm, vec![a, b], "", ["[", "]"], ListKind::Object, depth, object)
                }
            };
            lines.push(text);
        }
        self.indentation -= 2;
        if rest > 0 {
            lines.push(format!("... {rest} more item{}", if rest > 1 { "s" } else { "" }));
        }
        Ok(())
    }

    fn property_value(&mut self, vm: &mut Vm, object: Gc<Object>, key: PropertyKey, depth: usize) -> JsResult<String> {
        let Some(descriptor) = vm.get_own_property(object, key)? else { return Ok("undefined".into()) };
        if let Some(value) = descriptor.value {
            return self.value(vm, value, depth);
        }
        let is_set = |v: Option<Value>| v.is_some_and(|v| !v.is_undefined());
        let asked = match self.options.getters {
            Getters::None => false,
            Getters::All => true,
            Getters::WithoutSetters => !is_set(descriptor.set),
            Getters::WithSetters => is_set(descriptor.set),
        };
        if asked && is_set(descriptor.get) {
            let label = if is_set(descriptor.set) { "Getter/Setter" } else { "Getter" };
            let getter = descriptor.get.expect("it is set");
            let open = self.paint(Style::Special, format!("[{label}:"));
            let close = self.paint(Style::Special, "]".into());
            return Ok(match vm.call(getter, object.value(), &[]) {
                Ok(value) if value.is_object() && !vm.is_callable(value) => {
                    format!("{} {}", self.paint(Style::Special, format!("[{label}]")), self.value(vm, value, depth)?)
                }
                Ok(value) => format!("{open} {}{close}", self.value(vm, value, depth)?),
                Err(thrown) => {
                    let text = self.value(vm, thrown.0, depth)?;
                    self.paint(Style::Special, format!("[{label}: <Inspection threw ({text})>]"))
                }
            });
        }
        Ok(match (is_set(descriptor.get), is_set(descriptor.set)) {
            (true, true) => self.paint(Style::Special, "[Getter/Setter]".into()),
            (true, false) => self.paint(Style::Special, "[Getter]".into()),
            (false, true) => self.paint(Style::Special, "[Setter]".into()),
            (false, false) => self.paint(Style::Undefined, "undefined".into()),
        })
    }

    fn property(&mut self, vm: &mut Vm, object: Gc<Object>, key: PropertyKey, depth: usize, list: ListKind) -> JsResult<String> {
        let is_aligned = self.options.compact == Compact::All && list == ListKind::Object;
        let columns = if is_aligned { 3 } else { 2 };
        self.indentation += columns;
        let text = self.property_value(vm, object, key, depth);
        let mut text = text?;
        if is_aligned && layout::width(&text, self.options.colors) > self.options.break_length {
            text = format!("\n{}{text}", " ".repeat(self.indentation));
        } else {
            text.insert(0, ' ');
        }
        self.indentation -= columns;
        let enumerable = vm.get_own_property(object, key)?.is_none_or(|d| d.enumerable != Some(false));
        Ok(format!("{}:{text}", self.key_text(vm, key, enumerable)))
    }

    /// With what is hidden, what an object has of its class: properties of up to three prototypes, but for methods.
    fn inherited(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize) -> JsResult<Vec<String>> {
        self.seen.push(object);
        let lines = self.inherited_lines(vm, object, depth);
        self.seen.pop();
        lines
    }

    fn inherited_lines(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize) -> JsResult<Vec<String>> {
        const PROTOTYPES: usize = 3;
        let mut at = vm.get_prototype_of(object)?.to_cell::<Object>();
        let mut shown = RootedKeys::new(vm);
        let mut lines = Vec::new();
        for _ in 0..PROTOTYPES {
            let Some(prototype) = at.filter(|prototype| prototype.kind() != Kind::Proxy) else { break };
            if is_built_in(vm, prototype)? {
                break;
            }
            let keys = vm.own_property_keys(prototype)?;
            for i in 0..keys.len() {
                let key = keys[i];
                if key == vm.names.constructor || vm.has_own_property(object, key)? || shown.contains(&key) {
                    continue;
                }
                let value = vm.get_own_property(prototype, key)?.and_then(|descriptor| descriptor.value);
                if value.is_some_and(|value| vm.is_callable(value)) {
                    continue;
                }
                let line = self.property(vm, prototype, key, depth, ListKind::Object)?;
                lines.push(if self.options.colors { format!("\x1b[2m{line}\x1b[22m") } else { line });
                shown.push(key);
            }
            at = vm.get_prototype_of(prototype)?.to_cell();
        }
        Ok(lines)
    }

    /// The name of a property before its colon.
    fn key_text(&self, vm: &mut Vm, key: PropertyKey, enumerable: bool) -> String {
        if let Some(symbol) = key.as_symbol() {
            let text = self.paint(Style::Symbol, primitive_text(vm, symbol.value()));
            return if enumerable { text } else { format!("[{text}]") };
        }
        let text = match key.as_index() {
            Some(index) => return self.paint(Style::String, format!("'{index}'")),
            None => key.as_atom().map_or(String::new(), |a| a.to_rust()),
        };
        if text == "__proto__" {
            return "['__proto__']".into();
        }
        if !enumerable {
            return format!("[{text}]");
        }
        let mut chars = text.chars();
        let is_name =
            chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_') && chars.all(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_name { text } else { self.paint(Style::String, quote(&text)) }
    }

    fn error(&mut self, vm: &mut Vm, object: Gc<Object>, constructor: Option<&str>, tag: &str, keys: &mut RootedKeys) -> JsResult<String> {
        let read = |vm: &mut Vm, name: &str| -> JsResult<Option<String>> {
            let value = vm.get_str(object, name)?;
            Ok(if value.is_nullish() || value.is_symbol() { None } else { Some(vm.to_string(value)?.to_rust()) })
        };
        let name = read(vm, "name")?.unwrap_or_else(|| "Error".into());
        let message = read(vm, "message")?.unwrap_or_default();
        let mut stack = match read(vm, "stack")? {
            Some(stack) if !stack.is_empty() => stack,
            _ if message.is_empty() => name.clone(),
            _ => format!("{name}: {message}"),
        };
        for hidden in if self.options.show_hidden { [].as_slice() } else { ["name", "message", "stack"].as_slice() } {
            let key = vm.key(hidden);
            if keys.contains(&key)
                && let Some(text) = read(vm, hidden)?
                && stack.contains(&text)
            {
                keys.retain(|k| *k != key);
            }
        }
        for shown in ["cause", "errors"] {
            let key = vm.key(shown);
            if vm.has_own_property(object, key)? && !keys.contains(&key) {
                keys.push(key);
            }
        }
        if name.ends_with("Error") && stack.starts_with(&name) {
            let rest = &stack[name.len()..];
            if rest.is_empty() || rest.starts_with(':') || rest.starts_with('\n') {
                let before = prefix(constructor, tag, "Error", "");
                let before = before.trim_end();
                if name != before {
                    stack = if before.contains(&name) { format!("{before}{rest}") } else { format!("{before} [{name}]{rest}") };
                }
            }
        }
        let after_message = if message.is_empty() { 0 } else { stack.find(&message).map_or(0, |at| at + message.len()) };
        if !stack[after_message..].contains("\n    at") {
            stack = format!("[{stack}]");
        }
        if self.options.colors {
            stack = underline_modules(&stack);
        }
        if self.indentation > 0 {
            stack = stack.replace('\n', &format!("\n{}", " ".repeat(self.indentation)));
        }
        Ok(stack)
    }
}

/// What a class shows before its properties.
#[derive(Clone, Copy)]
enum Content {
    Nothing,
    Array,
    Typed,
    Set,
    Map,
    Iterator,
    Promise,
    DataView,
    Buffer,
}

/// The `stylize` of the options of custom inspection: without colours, the text itself.
#[cfg(feature = "node")]
fn stylize_without_colors(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(args.get(0))
}

/// stylize ( text, style ): a style that is none has no colour.
#[cfg(feature = "node")]
fn stylize_with_colors(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(style) = args.get(1).as_string().and_then(|name| Style::named(&name.to_rust())) else { return Ok(args.get(0)) };
    let text = vm.to_string(args.get(0))?.to_rust();
    Ok(vm.new_string(&style.paint(&text)).value())
}

/// Puts what was found in order: by the texts, or by what a function says of two of them.
fn sort_lines(vm: &mut Vm, sorted: Sorted, lines: &mut [String]) -> JsResult<()> {
    match sorted {
        Sorted::No => {}
        Sorted::Yes => lines.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16())),
        Sorted::By(compare) => {
            // By insertion: whatever the function says, it ends.
            for at in 1..lines.len() {
                for i in (0..at).rev() {
                    let pair = [vm.new_string(&lines[i]).value(), vm.new_string(&lines[i + 1]).value()];
                    let order = vm.call(compare.value(), Value::UNDEFINED, &pair)?;
                    if vm.to_number(order)? > 0.0 {
                        lines.swap(i, i + 1);
                    } else {
                        break;
                    }
                }
            }
        }
    }
    Ok(())
}

/// A stack with the names of what is installed underlined.
fn underline_modules(stack: &str) -> String {
    const FOLDER: &str = "/node_modules/";
    let mut out = String::with_capacity(stack.len());
    let mut rest = stack;
    while let Some(at) = rest.find(FOLDER) {
        out += &rest[..at + FOLDER.len()];
        rest = &rest[at + FOLDER.len()..];
        let scope = if rest.starts_with('@') { rest.find('/').map_or(0, |end| end + 1) } else { 0 };
        let end = rest[scope..].find('/').map_or(rest.len(), |end| scope + end);
        out += &Style::Module.paint(&rest[..end]);
        rest = &rest[end..];
    }
    out + rest
}

fn push_more(lines: &mut Vec<String>, len: usize, shown: usize) {
    if len > shown {
        let rest = len - shown;
        lines.push(format!("... {rest} more item{}", if rest > 1 { "s" } else { "" }));
    }
}

/// Is it of a kind that shows what is in it, whatever its class is called?
fn has_contents(object: Gc<Object>) -> bool {
    matches!(
        object.kind(),
        Kind::ArrayBuffer
            | Kind::DataView
            | Kind::Promise
            | Kind::WeakSet
            | Kind::WeakMap
            | Kind::WeakRef
            | Kind::Generator
            | Kind::Namespace
    )
}

/// Is %Error.prototype% on the prototype chain of an ordinary object?
fn inherits_from_error(vm: &mut Vm, object: Gc<Object>) -> bool {
    if object.kind() != Kind::Object {
        return false;
    }
    let Some(prototype) = vm.realm().try_intrinsic(Intrinsic::ErrorPrototype) else { return false };
    let mut at = vm.prototype_of(object).to_cell::<Object>();
    while let Some(holder) = at {
        if holder == prototype {
            return true;
        }
        at = if holder.kind() == Kind::Proxy { None } else { vm.prototype_of(holder).to_cell() };
    }
    false
}

/// What a proxy, of a proxy maybe, stands for; a proxy if that was revoked.
pub fn proxy_target(mut object: Gc<Object>) -> Gc<Object> {
    while let Some(data) = object.payload::<ProxyData>()
        && let Some(target) = data.target.get().to_cell()
    {
        object = target;
    }
    object
}

/// @@toStringTag, if it says more than the class and is not shown as a property.
fn own_tag(vm: &mut Vm, object: Gc<Object>, constructor: Option<&str>, hidden: bool) -> JsResult<String> {
    let symbol = vm.symbols.to_string_tag;
    let value = vm.get(object, symbol)?;
    let Some(string) = value.as_string() else { return Ok(String::new()) };
    if vm.get_own_property(object, symbol)?.is_some_and(|d| hidden || d.enumerable == Some(true)) {
        return Ok(String::new());
    }
    let tag = vm.to_rust_string(string);
    Ok(if constructor == Some(tag.as_str()) { String::new() } else { tag })
}

/// Own keys, strings before symbols: the enumerable ones, or all.
fn visible_keys(vm: &mut Vm, object: Gc<Object>, hidden: bool) -> JsResult<RootedKeys> {
    let all = vm.own_property_keys(object)?;
    let mut keys = RootedKeys::new(vm);
    for i in 0..all.len() {
        let key = all[i];
        // Elements are read by index where they are shown as a list.
        if key.as_index().is_some() && matches!(object.kind(), Kind::Array | Kind::TypedArray) {
            continue;
        }
        if hidden || vm.get_own_property(object, key)?.is_some_and(|d| d.enumerable == Some(true)) {
            keys.push(key);
        }
    }
    Ok(keys)
}

fn boxed_base(inspector: &mut Inspector, vm: &mut Vm, inner: Value, constructor: Option<&str>, tag: &str) -> String {
    let class = if inner.is_number() {
        "Number"
    } else if inner.is_bool() {
        "Boolean"
    } else if inner.is_string() {
        "String"
    } else if inner.is_bigint() {
        "BigInt"
    } else {
        "Symbol"
    };
    let mut base = format!("[{class}");
    match constructor {
        None => base += " (null prototype)",
        Some(name) if name != class => base += &format!(" ({name})"),
        _ => {}
    }
    base += ": ";
    let colors = core::mem::replace(&mut inspector.options.colors, false);
    base += &inspector.primitive(vm, inner);
    inspector.options.colors = colors;
    base += "]";
    if !tag.is_empty() && Some(tag) != constructor {
        base += &format!(" [{tag}]");
    }
    base
}
