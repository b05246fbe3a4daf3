//! From scripts to Rust.

use super::{Error, check_depth};
use crate::api::context::Context;
use crate::api::{Array, Object, Value};
use crate::bigint::JsBigInt;
use crate::builtins::collections::ordered_table::{OrderedTable, Position};
use crate::builtins::collections::{MapData, SetData};
use crate::builtins::json::{enumerable_keys, is_plain};
use crate::builtins::typed;
use crate::heap::Gc;
use crate::heap::roots::RootedKeys;
use crate::object::key::PropertyKey;
use crate::object::typed_array::TypedArray;
use crate::value::Value as Raw;
use ::serde::de::{self, DeserializeSeed, IntoDeserializer, Unexpected, Visitor};
use num_traits::ToPrimitive;
use std::cell::RefCell;
use std::fmt::Display;

pub(super) struct Deserializer<'a, 'js> {
    pub cx: &'a mut Context<'js>,
    pub value: Value<'js>,
}

type Result<'js, T> = std::result::Result<T, Error<'js>>;

/// 2^53 - 1.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// Reads a part: nothing of Rust holds its handles once that is done.
fn part<'js, 'de, S: DeserializeSeed<'de>>(
    cx: &mut Context<'js>,
    handles: usize,
    value: Value<'js>,
    seed: S,
    step: impl FnOnce() -> String,
) -> Result<'js, S::Value> {
    let result = seed.deserialize(Deserializer { cx, value }).map_err(|error| error.within(step()));
    if result.is_ok() {
        cx.vm.embedding.handles.truncate(handles);
    }
    result
}

impl<'a, 'js> Deserializer<'a, 'js> {
    fn number<'de, V: Visitor<'de>>(self, number: f64, visitor: V) -> Result<'js, V::Value> {
        let is_integer = number.trunc() == number && number.abs() <= MAX_SAFE && !(number == 0.0 && number.is_sign_negative());
        match is_integer {
            true if number < 0.0 => visitor.visit_i64(number as i64),
            true => visitor.visit_u64(number as u64),
            false => visitor.visit_f64(number),
        }
    }
    fn bigint<'de, V: Visitor<'de>>(self, number: Gc<JsBigInt>, visitor: V) -> Result<'js, V::Value> {
        let number = number.number();
        if let Some(number) = number.to_u64() {
            visitor.visit_u64(number)
        } else if let Some(number) = number.to_i64() {
            visitor.visit_i64(number)
        } else if let Some(number) = number.to_u128() {
            visitor.visit_u128(number)
        } else if let Some(number) = number.to_i128() {
            visitor.visit_i128(number)
        } else {
            Err(de::Error::invalid_value(Unexpected::Other("a BigInt beyond 128 bits"), &visitor))
        }
    }
    /// What has elements: an array, a typed array, a Set.
    fn elements<'de, V: Visitor<'de>>(self, visitor: V) -> std::result::Result<Result<'js, V::Value>, (Self, V)> {
        let raw = self.value.raw;
        let elements = if let Some(array) = self.value.as_array() {
            Elements::Array(array)
        } else if let Some(view) = raw.to_cell::<TypedArray>() {
            Elements::Typed(view)
        } else if let Some(set) = raw.payload::<SetData>() {
            Elements::Set(&set.table, Position::default())
        } else {
            return Err((self, visitor));
        };
        Ok(check_depth(self.cx).and_then(|()| {
            let mut sequence = Sequence { cx: self.cx, elements, at: 0 };
            let value = visitor.visit_seq(&mut sequence)?;
            let read = sequence.at;
            // As for text: what a tuple does not read is too much.
            match sequence.rest() {
                0 => Ok(value),
                rest => Err(de::Error::invalid_length(read + rest, &ExpectedLength(read))),
            }
        }))
    }
    /// A Map, or the properties of an object.
    fn entries<'de, V: Visitor<'de>>(self, object: Object<'js>, visitor: V) -> Result<'js, V::Value> {
        check_depth(self.cx)?;
        if let Some(map) = object.0.raw.payload::<MapData>() {
            return visitor.visit_map(Map {
                cx: self.cx,
                table: &map.table,
                position: Position::default(),
                value: Value::UNDEFINED,
                handles: 0,
            });
        }
        let properties = Properties::new(self.cx, object)?;
        visitor.visit_map(properties)
    }
    fn bytes(&self) -> Option<Vec<u8>> {
        typed::bytes_of(self.value.raw)
    }
}

struct ExpectedLength(usize);

impl de::Expected for ExpectedLength {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} elements", self.0)
    }
}

macro_rules! any {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
            self.deserialize_any(visitor)
        }
    )*};
}

impl<'de, 'js> de::Deserializer<'de> for Deserializer<'_, 'js> {
    type Error = Error<'js>;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        let value = self.value;
        if let Some(number) = value.as_number() {
            self.number(number, visitor)
        } else if let Some(string) = value.as_string() {
            visitor.visit_string(string.to_rust())
        } else if let Some(bool) = value.as_bool() {
            visitor.visit_bool(bool)
        } else if value.is_nullish() {
            visitor.visit_unit()
        } else if let Some(number) = value.raw.to_cell::<JsBigInt>() {
            self.bigint(number, visitor)
        } else if value.is_function() {
            Err(de::Error::invalid_type(Unexpected::Other("a function"), &visitor))
        } else if let Some(object) = value.as_object() {
            if let Some(bytes) = self.bytes() {
                return visitor.visit_byte_buf(bytes);
            }
            match self.elements(visitor) {
                Ok(result) => result,
                Err((deserializer, visitor)) => deserializer.entries(object, visitor),
            }
        } else {
            Err(de::Error::invalid_type(Unexpected::Other("a symbol"), &visitor))
        }
    }
    any! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_unit deserialize_identifier
    }
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        match self.bytes() {
            Some(bytes) => visitor.visit_byte_buf(bytes),
            None => self.deserialize_any(visitor),
        }
    }
    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        self.deserialize_bytes(visitor)
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        if self.value.is_nullish() { visitor.visit_none() } else { visitor.visit_some(self) }
    }
    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<'js, V::Value> {
        self.deserialize_any(visitor)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<'js, V::Value> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        match self.elements(visitor) {
            Ok(result) => result,
            Err((deserializer, visitor)) => deserializer.deserialize_any(visitor),
        }
    }
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<'js, V::Value> {
        self.deserialize_seq(visitor)
    }
    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<'js, V::Value> {
        self.deserialize_seq(visitor)
    }
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        self.deserialize_any(visitor)
    }
    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<'js, V::Value> {
        self.deserialize_any(visitor)
    }
    fn deserialize_enum<V: Visitor<'de>>(self, name: &'static str, _: &'static [&'static str], visitor: V) -> Result<'js, V::Value> {
        if let Some(unit) = self.value.as_string() {
            return visitor.visit_enum(unit.to_rust().into_deserializer());
        }
        let Some(object) = self.value.as_object().filter(|object| !object.0.is_function()) else {
            return self.deserialize_any(visitor);
        };
        check_depth(self.cx)?;
        let mut properties = Properties::new(self.cx, object)?;
        let first = properties.step()?;
        let is_one = first.is_some() && properties.step()?.is_none();
        match first {
            Some((key, value)) if is_one => visitor.visit_enum(Variant { cx: self.cx, name: name_of(key), content: value }),
            _ => Err(de::Error::custom(format_args!("expected a string or an object with one property for enum {name}"))),
        }
    }
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        visitor.visit_unit()
    }
}

/// What a sequence is read from. Tables and views may change while it is read: each element is looked up when its turn comes.
enum Elements<'t, 'js> {
    Array(Array<'js>),
    Typed(Gc<TypedArray>),
    Set(&'t RefCell<OrderedTable>, Position),
}

struct Sequence<'a, 't, 'js> {
    cx: &'a mut Context<'js>,
    elements: Elements<'t, 'js>,
    /// Elements that were read.
    at: usize,
}

impl<'js> Sequence<'_, '_, 'js> {
    fn rest(&self) -> usize {
        match &self.elements {
            Elements::Array(array) => (array.len() as usize).saturating_sub(self.at),
            Elements::Typed(view) => view.length.get().saturating_sub(self.at),
            Elements::Set(table, _) => table.borrow().len().saturating_sub(self.at),
        }
    }
    fn next(&mut self) -> Result<'js, Option<Value<'js>>> {
        let raw = match &mut self.elements {
            Elements::Array(array) if self.at < array.len() as usize => return Ok(Some(array.get(self.cx, self.at as u32)?)),
            Elements::Typed(view) if self.at < view.length.get() => typed::get_element(self.cx.vm, *view, self.at),
            Elements::Set(table, position) => match table.borrow().next(position) {
                Some((key, _)) => key,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(self.cx.root(raw)))
    }
}

impl<'de, 'js> de::SeqAccess<'de> for &mut Sequence<'_, '_, 'js> {
    type Error = Error<'js>;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<'js, Option<S::Value>> {
        let handles = self.cx.vm.embedding.handles.len();
        let Some(value) = self.next()? else { return Ok(None) };
        let at = self.at;
        self.at += 1;
        part(self.cx, handles, value, seed, || format!("[{at}]")).map(Some)
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.rest())
    }
}

/// The own enumerable properties with string keys whose values are not undefined.
struct Properties<'a, 'js> {
    cx: &'a mut Context<'js>,
    object: Object<'js>,
    keys: RootedKeys,
    /// Whether all are data properties of an ordinary object, or were when reading began.
    plain: bool,
    at: usize,
    /// What comes after its key.
    value: Value<'js>,
    handles: usize,
}

impl<'a, 'js> Properties<'a, 'js> {
    fn new(cx: &'a mut Context<'js>, object: Object<'js>) -> Result<'js, Self> {
        let mut keys = RootedKeys::new(cx.vm);
        let plain = is_plain(cx.vm, object.cell());
        cx.script(|vm| {
            keys = if plain { vm.own_property_keys(object.cell())? } else { enumerable_keys(vm, object.cell())? };
            Ok(Raw::UNDEFINED)
        })?;
        Ok(Properties { cx, object, keys, plain, at: 0, value: Value::UNDEFINED, handles: 0 })
    }
    fn step(&mut self) -> Result<'js, Option<(PropertyKey, Value<'js>)>> {
        while let Some(key) = self.keys.get(self.at).copied() {
            self.at += 1;
            if key.is_symbol() {
                continue;
            }
            let (object, plain) = (self.object.cell(), self.plain);
            let own = if plain { self.cx.vm.own_property_no_proxy(object, key) } else { None };
            let value = self.cx.script(|vm| match own {
                Some(property) => vm.property_value(&property, object.value()),
                None => vm.get(object, key),
            })?;
            if !value.is_undefined() {
                return Ok(Some((key, value)));
            }
        }
        Ok(None)
    }
}

fn name_of(key: PropertyKey) -> String {
    key.as_index().map_or_else(|| key.as_atom().map(|atom| atom.to_rust()).unwrap_or_default(), |index| index.to_string())
}

/// The name of a property as a step of a path.
fn step_of(name: impl Display) -> String {
    format!(".{name}")
}

impl<'de, 'js> de::MapAccess<'de> for Properties<'_, 'js> {
    type Error = Error<'js>;
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<'js, Option<S::Value>> {
        self.handles = self.cx.vm.embedding.handles.len();
        let Some((key, value)) = self.step()? else { return Ok(None) };
        self.value = value;
        seed.deserialize(Name { name: name_of(key), error: std::marker::PhantomData }).map(Some)
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<'js, S::Value> {
        let key = self.keys[self.at - 1];
        part(self.cx, self.handles, self.value, seed, || step_of(name_of(key)))
    }
}

/// The entries of a Map.
struct Map<'a, 't, 'js> {
    cx: &'a mut Context<'js>,
    table: &'t RefCell<OrderedTable>,
    position: Position,
    value: Value<'js>,
    handles: usize,
}

impl<'de, 'js> de::MapAccess<'de> for Map<'_, '_, 'js> {
    type Error = Error<'js>;
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<'js, Option<S::Value>> {
        self.handles = self.cx.vm.embedding.handles.len();
        let Some((key, value)) = self.table.borrow().next(&mut self.position) else { return Ok(None) };
        self.value = self.cx.root(value);
        let key = self.cx.root(key);
        match key.as_string() {
            Some(name) => seed.deserialize(Name { name: name.to_rust(), error: std::marker::PhantomData }).map(Some),
            None => seed.deserialize(Deserializer { cx: self.cx, value: key }).map(Some),
        }
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<'js, S::Value> {
        part(self.cx, self.handles, self.value, seed, || ".get(…)".to_owned())
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.table.borrow().len())
    }
}

/// A key: a string, or what was one before it became the name of a property.
struct Name<'js> {
    name: String,
    error: std::marker::PhantomData<Value<'js>>,
}

macro_rules! parsed {
    ($($method:ident $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
            match self.name.parse() {
                Ok(key) => visitor.$visit(key),
                Err(_) => visitor.visit_string(self.name),
            }
        }
    )*};
}

impl<'de, 'js> de::Deserializer<'de> for Name<'js> {
    type Error = Error<'js>;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        visitor.visit_string(self.name)
    }
    parsed! {
        deserialize_bool visit_bool;
        deserialize_i8 visit_i8;
        deserialize_i16 visit_i16;
        deserialize_i32 visit_i32;
        deserialize_i64 visit_i64;
        deserialize_i128 visit_i128;
        deserialize_u8 visit_u8;
        deserialize_u16 visit_u16;
        deserialize_u32 visit_u32;
        deserialize_u64 visit_u64;
        deserialize_u128 visit_u128;
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        visitor.visit_some(self)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<'js, V::Value> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<'js, V::Value> {
        visitor.visit_enum(self.name.into_deserializer())
    }
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        visitor.visit_str(&self.name)
    }
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<'js, V::Value> {
        visitor.visit_unit()
    }
    ::serde::forward_to_deserialize_any! {
        f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
    }
}

/// `{ name: content }` as a variant of an enum.
struct Variant<'a, 'js> {
    cx: &'a mut Context<'js>,
    name: String,
    content: Value<'js>,
}

impl<'a, 'de, 'js> de::EnumAccess<'de> for Variant<'a, 'js> {
    type Error = Error<'js>;
    type Variant = Content<'a, 'js>;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<'js, (S::Value, Content<'a, 'js>)> {
        let step = step_of(&self.name);
        let variant = seed.deserialize(Name { name: self.name, error: std::marker::PhantomData })?;
        Ok((variant, Content { inner: Deserializer { cx: self.cx, value: self.content }, step }))
    }
}

struct Content<'a, 'js> {
    inner: Deserializer<'a, 'js>,
    step: String,
}

impl<'de, 'js> de::VariantAccess<'de> for Content<'_, 'js> {
    type Error = Error<'js>;
    fn unit_variant(self) -> Result<'js, ()> {
        de::Deserialize::deserialize(self.inner).map_err(|error| error.within(self.step))
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<'js, S::Value> {
        seed.deserialize(self.inner).map_err(|error| error.within(self.step))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<'js, V::Value> {
        de::Deserializer::deserialize_seq(self.inner, visitor).map_err(|error| error.within(self.step))
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<'js, V::Value> {
        de::Deserializer::deserialize_any(self.inner, visitor).map_err(|error| error.within(self.step))
    }
}
