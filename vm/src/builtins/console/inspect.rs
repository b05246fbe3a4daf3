//! The text of a value as Node.js's `util.inspect` lays it out.
//!
//! Looking at a value runs no script, except for traps of proxies it meets and getters
//! of an error's `stack`: accessors are shown as such.

use super::class_name::{class_name, prefix};
use super::layout;
use crate::bigint::JsBigInt;
use crate::builtins::collections::map::{MapData, MapIterator};
use crate::builtins::collections::ordered_table::Position;
use crate::builtins::collections::set::{SetData, SetIterator};
use crate::builtins::iterator::IterationKind;
use crate::heap::roots::{RootedKeys, RootedList};
use crate::heap::{Gc, Kind};
use crate::object::array::Array;
use crate::object::internal_methods::ProxyData;
use crate::object::key::PropertyKey;
use crate::object::layout::{Object, flags};
use crate::object::typed_array::TypedArray;
use crate::runtime::completion::JsResult;
use crate::runtime::realm::Intrinsic;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// Columns that a line may have.
pub const BREAK_LENGTH: usize = 80;
/// Innermost levels that are put on one line if they fit.
pub const COMPACT: usize = 3;
/// Elements of a list that are shown.
const MAX_LIST: usize = 100;
/// Characters of a nested string that are shown.
const MAX_STRING: usize = 10_000;

/// What the inspection of one root value remembers.
pub struct Inspector {
    /// Objects deeper than this are abbreviated; None: no limit.
    pub depth: Option<usize>,
    /// Columns by which the current value is indented.
    pub indentation: usize,
    /// Depth of the object that was entered last.
    pub current_depth: usize,
    /// Columns that a line may have.
    pub break_length: usize,
    /// Innermost levels that are put on one line if they fit; 0: none.
    pub compact: usize,
    /// Every object is put on one line if it fits, as `compact: true` has it.
    pub one_by_one: bool,
    /// Elements of a list that are shown.
    pub max_list: usize,
    /// Characters of a string that are shown.
    pub max_string: usize,
    /// Accessors whose values are shown.
    pub getters: Getters,
    /// Thousands are told apart.
    pub numeric_separator: bool,
    /// Proxies are shown with their handlers, not as what they stand for.
    pub show_proxy: bool,
    /// Properties that are not enumerable are shown.
    pub show_hidden: bool,
    /// Properties are shown in the order of their names.
    pub sorted: bool,
    /// Objects may say themselves what is shown of them.
    pub custom: bool,
    seen: RootedList<Gc<Object>>,
    /// Objects that refer to themselves, numbered from 1.
    circular: RootedList<Gc<Object>>,
}

#[derive(Clone, Copy, PartialEq)]
pub enum ListKind {
    Object,
    Array,
}

/// Accessors that are asked for their values.
#[derive(Clone, Copy, PartialEq)]
pub enum Getters {
    None,
    All,
    WithoutSetters,
    WithSetters,
}

impl Inspector {
    pub fn new(vm: &Vm, depth: Option<usize>) -> Inspector {
        Inspector {
            depth,
            indentation: 0,
            current_depth: 0,
            break_length: BREAK_LENGTH,
            compact: COMPACT,
            one_by_one: false,
            max_list: MAX_LIST,
            max_string: MAX_STRING,
            getters: Getters::None,
            numeric_separator: false,
            show_proxy: false,
            show_hidden: false,
            sorted: false,
            custom: true,
            seen: RootedList::new(vm),
            circular: RootedList::new(vm),
        }
    }

    /// The text of a value inside of something else: strings are quoted.
    pub fn value(&mut self, vm: &mut Vm, value: Value, depth: usize) -> JsResult<String> {
        let Some(object) = value.to_cell::<Object>() else {
            return Ok(self.primitive(vm, value));
        };
        if self.show_proxy && object.payload::<ProxyData>().is_some_and(|data| data.target.get().is_object()) {
            return self.proxy(vm, object, depth);
        }
        let object = proxy_target(object);
        if object.kind() == Kind::Proxy {
            return Ok("<Revoked Proxy>".into());
        }
        if self.seen.contains(&object) {
            let index = match self.circular.iter().position(|o| *o == object) {
                Some(at) => at + 1,
                None => {
                    self.circular.push(object);
                    self.circular.len()
                }
            };
            return Ok(format!("[Circular *{index}]"));
        }
        vm.check_native_stack()?;
        if self.custom
            && let Some(text) = self.custom(vm, object, depth)?
        {
            return Ok(text);
        }
        self.object(vm, object, depth)
    }

    /// A proxy's target and handler.
    fn proxy(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize) -> JsResult<String> {
        if self.depth.is_some_and(|limit| depth > limit) {
            return Ok("Proxy [Array]".into());
        }
        vm.check_native_stack()?;
        let data = object.payload::<ProxyData>().expect("a proxy");
        let (target, handler) = (data.target.get(), data.handler.get());
        self.indentation += 2;
        let lines = self.value(vm, target, depth + 1).and_then(|target| Ok(vec![target, self.value(vm, handler, depth + 1)?]));
        self.indentation -= 2;
        Ok(layout::reduce(self, vm, lines?, "", ["Proxy [", "]"], ListKind::Array, depth + 1, object))
    }

    /// What an object's method `Symbol.for('nodejs.util.inspect.custom')` gives.
    #[cfg(feature = "node")]
    fn custom(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize) -> JsResult<Option<String>> {
        let Some(symbol) = vm.find_registered_symbol("nodejs.util.inspect.custom") else { return Ok(None) };
        if object.kind() == Kind::Proxy || object.kind() == Kind::Namespace {
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
        let left = self.depth.map_or(Value::number(f64::INFINITY), |limit| Value::number(limit as f64 - depth as f64));
        let options = vm.new_object();
        // The options have the depth that was asked for, the method the depth that is left.
        let asked = self.depth.map_or(Value::NULL, |limit| Value::number(limit as f64));
        for (name, value) in [("depth", asked), ("stylize", stylize(vm))] {
            let key = vm.key(name);
            vm.create_data_property(options, key, value)?;
        }
        let result = vm.call(method, object.value(), &[left, options.value(), inspect])?;
        if result == object.value() {
            return Ok(None);
        }
        let text = match result.as_string() {
            Some(text) => vm.to_rust_string(text),
            None => self.value(vm, result, depth)?,
        };
        Ok(Some(text.replace('\n', &format!("\n{}", " ".repeat(self.indentation)))))
    }

    #[cfg(not(feature = "node"))]
    fn custom(&mut self, _: &mut Vm, _: Gc<Object>, _: usize) -> JsResult<Option<String>> {
        Ok(None)
    }

    /// The name of an object's class in brackets: it is too deep to be shown.
    pub fn abbreviated(&mut self, vm: &mut Vm, value: Value) -> JsResult<String> {
        let Some(object) = value.to_cell::<Object>() else { return Ok(self.primitive(vm, value)) };
        let name = class_name(vm, object)?.unwrap_or_else(|| "Object: null prototype".to_owned());
        Ok(format!("[{name}]"))
    }

    fn primitive(&self, vm: &mut Vm, value: Value) -> String {
        let Some(string) = value.as_string() else {
            let text = primitive_text(vm, value);
            let is_numeric = value.is_number() || value.to_cell::<JsBigInt>().is_some();
            return if self.numeric_separator && is_numeric { with_separators(&text) } else { text };
        };
        let mut text = vm.to_rust_string(string);
        let mut more = String::new();
        if string.len() > self.max_string {
            let rest = text.chars().count().saturating_sub(self.max_string);
            text = text.chars().take(self.max_string).collect();
            more = format!("... {rest} more character{}", if rest > 1 { "s" } else { "" });
        }
        // Long texts with several lines are shown line by line.
        if text.len() > 16 && text.chars().count() as isize > self.break_length as isize - self.indentation as isize - 4 {
            let separator = format!(" +\n{}", " ".repeat(self.indentation + 2));
            return text.split_inclusive('\n').map(quote).collect::<Vec<_>>().join(&separator) + &more;
        }
        quote(&text) + &more
    }

    fn object(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize) -> JsResult<String> {
        let constructor = class_name(vm, object)?;
        let tag = own_tag(vm, object, constructor.as_deref())?;
        let mut keys = visible_keys(vm, object, self.show_hidden)?;
        if self.sorted {
            keys.sort_by_cached_key(|key| vm.key_to_display(*key));
        }
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
            if len == 0 && keys.is_empty() {
                return Ok(format!("{before}[]"));
            }
            (open, close, list, content) = (format!("{before}["), "]", ListKind::Array, Content::Array);
        } else if let Some(view) = object.cast::<TypedArray>() {
            keys.retain(|k| k.as_index().is_none());
            let len = view.length.get();
            let before = prefix(shape, &tag, view.element_type.name(), &format!("({len})"));
            if len == 0 && keys.is_empty() {
                return Ok(format!("{before}[]"));
            }
            (open, close, list, content) = (format!("{before}["), "]", ListKind::Array, Content::Typed);
        } else if let Some(data) = object.payload::<SetData>() {
            let size = data.table.borrow().len();
            let before = prefix(shape, &tag, "Set", &format!("({size})"));
            if size == 0 && keys.is_empty() {
                return Ok(format!("{before}{{}}"));
            }
            (open, content) = (format!("{before}{{"), Content::Set);
        } else if let Some(data) = object.payload::<MapData>() {
            let size = data.table.borrow().len();
            let before = prefix(shape, &tag, "Map", &format!("({size})"));
            if size == 0 && keys.is_empty() {
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
            if keys.is_empty() {
                return Ok(format!("{open}}}"));
            }
        } else if vm.is_callable(object.value()) {
            base = super::class_name::function_base(vm, object, shape, &tag)?;
            if keys.is_empty() {
                return Ok(base);
            }
        } else if object.kind() == Kind::RegExp {
            base = crate::builtins::regexp::literal_text(vm, object);
            let before = prefix(shape, &tag, "RegExp", "");
            if before != "RegExp " {
                base = format!("{before}{base}");
            }
            if keys.is_empty() {
                return Ok(base);
            }
        } else if object.kind() == Kind::Date {
            base = crate::builtins::date::inspect_text(object);
            let before = prefix(shape, &tag, "Date", "");
            if before != "Date " {
                base = format!("{before}{base}");
            }
            if keys.is_empty() {
                return Ok(base);
            }
        } else if object.kind() == Kind::Error || inherits_from_error(vm, object) {
            base = self.error(vm, object, shape, &tag, &mut keys)?;
            if keys.is_empty() {
                return Ok(base);
            }
        } else if object.kind() == Kind::ArrayBuffer {
            open = prefix(shape, &tag, "ArrayBuffer", "") + "{";
            extra = crate::builtins::typed::buffer::inspect_lines(object);
        } else if object.kind() == Kind::DataView {
            open = prefix(shape, &tag, "DataView", "") + "{";
            content = Content::DataView;
        } else if object.kind() == Kind::Promise {
            open = prefix(shape, &tag, "Promise", "") + "{";
            content = Content::Promise;
        } else if object.kind() == Kind::WeakSet {
            open = prefix(shape, &tag, "WeakSet", "") + "{";
            extra.push("<items unknown>".into());
        } else if object.kind() == Kind::WeakMap {
            open = prefix(shape, &tag, "WeakMap", "") + "{";
            extra.push("<items unknown>".into());
        } else if object.kind() == Kind::WeakRef {
            open = prefix(shape, &tag, "WeakRef", "") + "{";
            content = Content::WeakRef;
        } else if object.kind() == Kind::Generator {
            open = if tag.is_empty() { prefix(shape, &tag, "Generator", "") + "{" } else { format!("Object [{tag}] {{") };
            if keys.is_empty() {
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
            if keys.is_empty() {
                return Ok(base);
            }
        } else {
            if object.has_flag(flags::ARGUMENTS) || object.kind() == Kind::Arguments {
                open = "[Arguments] {".into();
            } else if shape != Some("Object") || !tag.is_empty() {
                open = prefix(shape, &tag, "Object", "") + "{";
            }
            if keys.is_empty() {
                return Ok(format!("{open}}}"));
            }
        }

        if self.depth.is_some_and(|limit| depth > limit) {
            let name = prefix(shape, &tag, if list == ListKind::Array { "Array" } else { "Object" }, "");
            return Ok(format!("[{}]", name.trim_end()));
        }
        self.seen.push(object);
        self.current_depth = depth + 1;
        let lines = self.lines(vm, object, depth + 1, content, list, &keys, extra);
        self.seen.pop();
        let lines = lines?;
        if let Some(at) = self.circular.iter().position(|o| *o == object) {
            let reference = format!("<ref *{}>", at + 1);
            base = if base.is_empty() { reference } else { format!("{reference} {base}") };
        }
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
                for i in 0..len.min(self.max_list) {
                    let element = crate::builtins::typed::get_element(vm, view, i);
                    lines.push(self.primitive(vm, element));
                }
                push_more(&mut lines, len, self.max_list);
            }
            Content::Set => {
                let data = object.payload::<SetData>().expect("a Set");
                let mut position = Position::default();
                self.indentation += 2;
                while lines.len() < self.max_list
                    && let Some((value, _)) = { data.table.borrow().next(&mut position) }
                {
                    let text = self.value(vm, value, depth)?;
                    lines.push(text);
                }
                self.indentation -= 2;
                let len = data.table.borrow().len();
                push_more(&mut lines, len, self.max_list);
            }
            Content::Map => {
                let data = object.payload::<MapData>().expect("a Map");
                let mut position = Position::default();
                self.indentation += 2;
                while lines.len() < self.max_list
                    && let Some((key, value)) = { data.table.borrow().next(&mut position) }
                {
                    let key = self.value(vm, key, depth)?;
                    let value = self.value(vm, value, depth)?;
                    lines.push(format!("{key} => {value}"));
                }
                self.indentation -= 2;
                let len = data.table.borrow().len();
                push_more(&mut lines, len, self.max_list);
            }
            Content::Iterator => self.iterator(vm, object, depth, &mut lines)?,
            Content::Promise => match crate::builtins::promise::state_of(object) {
                None => lines.push("<pending>".into()),
                Some((fulfilled, result)) => {
                    self.indentation += 2;
                    let text = self.value(vm, result, depth)?;
                    self.indentation -= 2;
                    lines.push(if fulfilled { text } else { format!("<rejected> {text}") });
                }
            },
            Content::DataView => {
                for name in ["byteLength", "byteOffset", "buffer"] {
                    let value = vm.get_str(object, name)?;
                    self.indentation += 2;
                    let text = self.value(vm, value, depth)?;
                    self.indentation -= 2;
                    lines.push(format!("{name}: {text}"));
                }
            }
            Content::WeakRef => {
                let target = crate::builtins::collections::weak::weak_ref_target(object);
                self.indentation += 2;
                let text = self.value(vm, target, depth)?;
                self.indentation -= 2;
                lines.push(text);
            }
        }
        for i in 0..keys.len() {
            let key = keys[i];
            let line = self.property(vm, object, key, depth)?;
            lines.push(line);
        }
        let _ = list;
        Ok(lines)
    }

    fn array(&mut self, vm: &mut Vm, object: Gc<Object>, depth: usize, lines: &mut Vec<String>) -> JsResult<()> {
        let len = object.cast::<Array>().expect("an Array").length.get();
        let mut index = 0u32;
        while index < len && lines.len() < self.max_list {
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
                lines.push(format!("<{count} empty item{}>", if count > 1 { "s" } else { "" }));
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
        while let Some((key, value)) = { table.borrow().next(&mut position) } {
            let text = match kind {
                IterationKind::Key => self.value(vm, key, depth)?,
                IterationKind::Value => self.value(vm, if is_set { key } else { value }, depth)?,
                IterationKind::Entry => {
                    let a = self.value(vm, key, depth)?;
                    let b = self.value(vm, if is_set { key } else { value }, depth)?;
                    format!("[ {a}, {b} ]")
                }
            };
            lines.push(text);
        }
        self.indentation -= 2;
        Ok(())
    }

    fn property_value(&mut self, vm: &mut Vm, object: Gc<Object>, key: PropertyKey, depth: usize) -> JsResult<String> {
        let Some(descriptor) = vm.get_own_property(object, key)? else { return Ok("undefined".into()) };
        if let Some(value) = descriptor.value {
            return self.value(vm, value, depth);
        }
        let is_set = |v: Option<Value>| v.is_some_and(|v| !v.is_undefined());
        let asked = match self.getters {
            Getters::None => false,
            Getters::All => true,
            Getters::WithoutSetters => !is_set(descriptor.set),
            Getters::WithSetters => is_set(descriptor.set),
        };
        if asked && is_set(descriptor.get) {
            let label = if is_set(descriptor.set) { "Getter/Setter" } else { "Getter" };
            let getter = descriptor.get.expect("it is set");
            return Ok(match vm.call(getter, object.value(), &[]) {
                Ok(value) if value.is_object() && !vm.is_callable(value) => format!("[{label}] {}", self.value(vm, value, depth)?),
                Ok(value) => format!("[{label}: {}]", self.value(vm, value, depth)?),
                Err(thrown) => format!("[{label}: <Inspection threw ({})>]", self.value(vm, thrown.0, depth)?),
            });
        }
        Ok(match (is_set(descriptor.get), is_set(descriptor.set)) {
            (true, true) => "[Getter/Setter]",
            (true, false) => "[Getter]",
            (false, true) => "[Setter]",
            (false, false) => "undefined",
        }
        .into())
    }

    fn property(&mut self, vm: &mut Vm, object: Gc<Object>, key: PropertyKey, depth: usize) -> JsResult<String> {
        let columns = if self.one_by_one { 3 } else { 2 };
        self.indentation += columns;
        let text = self.property_value(vm, object, key, depth);
        let mut text = text?;
        if self.one_by_one && layout::width(&text) > self.break_length {
            text = format!("\n{}{text}", " ".repeat(self.indentation));
        } else {
            text.insert(0, ' ');
        }
        self.indentation -= columns;
        let enumerable = vm.get_own_property(object, key)?.is_none_or(|d| d.enumerable != Some(false));
        let name = key_text(vm, key, enumerable);
        Ok(format!("{name}:{text}"))
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
        for hidden in if self.show_hidden { [].as_slice() } else { ["name", "message", "stack"].as_slice() } {
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
    WeakRef,
}

/// The `stylize` of the options of custom inspection: without colours, the text itself.
#[cfg(feature = "node")]
fn stylize(vm: &mut Vm) -> Value {
    vm.new_native("stylize", 2, |_, args| Ok(args.get(0))).value()
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

/// A number's text with separators between thousands.
fn with_separators(text: &str) -> String {
    if text.contains('e') || text.contains('N') || text.contains('I') {
        return text.to_owned();
    }
    let (number, suffix) = text.strip_suffix('n').map_or((text, ""), |number| (number, "n"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    for (i, digit) in fraction.chars().enumerate() {
        out.push_str(match i {
            0 => ".",
            i if i.is_multiple_of(3) => "_",
            _ => "",
        });
        out.push(digit);
    }
    out + suffix
}

fn proxy_target(mut object: Gc<Object>) -> Gc<Object> {
    while let Some(data) = object.payload::<ProxyData>()
        && let Some(target) = data.target.get().to_cell()
    {
        object = target;
    }
    object
}

/// @@toStringTag, if it says more than the class and is not shown as a property.
fn own_tag(vm: &mut Vm, object: Gc<Object>, constructor: Option<&str>) -> JsResult<String> {
    let symbol = vm.symbols.to_string_tag;
    let value = vm.get(object, symbol)?;
    let Some(string) = value.as_string() else { return Ok(String::new()) };
    if vm.get_own_property(object, symbol)?.is_some_and(|d| d.enumerable == Some(true)) {
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

fn boxed_base(inspector: &Inspector, vm: &mut Vm, inner: Value, constructor: Option<&str>, tag: &str) -> String {
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
    base += &inspector.primitive(vm, inner);
    base += "]";
    if !tag.is_empty() && Some(tag) != constructor {
        base += &format!(" [{tag}]");
    }
    base
}

/// A value that is neither string nor object.
pub fn primitive_text(vm: &mut Vm, value: Value) -> String {
    if let Some(symbol) = value.to_cell::<Symbol>() {
        let description = symbol.description.get().as_string().map_or(String::new(), |s| s.to_rust());
        return format!("Symbol({description})");
    }
    if let Some(big) = value.to_cell::<JsBigInt>() {
        return format!("{}n", big.number());
    }
    if value.is_number() {
        let number = value.as_number();
        return if number == 0.0 && number.is_sign_negative() { "-0".into() } else { crate::runtime::conversion::number_to_string(number) };
    }
    vm.to_string(value).map_or_else(|_| String::new(), |s| s.to_rust())
}

/// The name of a property before its colon.
fn key_text(vm: &mut Vm, key: PropertyKey, enumerable: bool) -> String {
    if let Some(symbol) = key.as_symbol() {
        return format!("[{}]", primitive_text(vm, symbol.value()));
    }
    let text = match key.as_index() {
        Some(index) => return format!("'{index}'"),
        None => key.as_atom().map_or(String::new(), |a| a.to_rust()),
    };
    if text == "__proto__" {
        return "['__proto__']".into();
    }
    if !enumerable {
        return format!("[{text}]");
    }
    let mut chars = text.chars();
    let is_name = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_') && chars.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_name { text } else { quote(&text) }
}

/// A string literal, in the quotes that need the fewest escapes.
pub fn quote(text: &str) -> String {
    let mark = if !text.contains('\'') {
        '\''
    } else if !text.contains('"') {
        '"'
    } else if !text.contains('`') && !text.contains("${") {
        '`'
    } else {
        '\''
    };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(mark);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\u{b}' => out.push_str("\\v"),
            '\\' => out.push_str("\\\\"),
            c if c == mark => {
                out.push('\\');
                out.push(c);
            }
            c if (c as u32) < 32 || (127..160).contains(&(c as u32)) => out.push_str(&format!("\\x{:02X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push(mark);
    out
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn quotes_adapt_to_the_text() {
        assert_eq!(quote("a"), "'a'");
        assert_eq!(quote("it's"), "\"it's\"");
        assert_eq!(quote("'\""), "`'\"`");
        assert_eq!(quote("'\"`"), "'\\'\"`'");
        assert_eq!(quote("a\nb\u{1}"), "'a\\nb\\x01'");
    }
}
