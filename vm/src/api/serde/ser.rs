//! From Rust to scripts.

use super::{Error, check_depth};
use crate::api::context::Context;
use crate::api::failure::Failure;
use crate::api::{Array, IntoJs, Object, Value};
use crate::value::Value as Raw;
use ::serde::ser::{self, Impossible, Serialize};

pub(super) struct Serializer<'a, 'js> {
    pub cx: &'a mut Context<'js>,
}

type Result<'js, T = Value<'js>> = std::result::Result<T, Error<'js>>;

/// Makes a part, whose handles are let go of once `keep` has put it where it stays alive.
fn part<'js, T: Serialize + ?Sized>(
    cx: &mut Context<'js>,
    part: &T,
    keep: impl FnOnce(&mut Context<'js>, Value<'js>) -> Result<'js, ()>,
) -> Result<'js, ()> {
    let handles = cx.vm.embedding.handles.len();
    let value = part.serialize(Serializer { cx })?;
    keep(cx, value)?;
    cx.vm.embedding.handles.truncate(handles);
    Ok(())
}

macro_rules! primitives {
    ($($method:ident $type:ty;)*) => {$(
        #[inline]
        fn $method(self, value: $type) -> Result<'js> {
            Ok(value.into_js(self.cx)?)
        }
    )*};
}

impl<'js> Serializer<'_, 'js> {
    fn bigint(self, number: impl Into<num_bigint::BigInt>) -> Value<'js> {
        let number = self.cx.vm.new_bigint(number.into()).value();
        self.cx.root(number)
    }
}

impl<'a, 'js> ser::Serializer for Serializer<'a, 'js> {
    type Ok = Value<'js>;
    type Error = Error<'js>;
    type SerializeSeq = Elements<'a, 'js>;
    type SerializeTuple = Elements<'a, 'js>;
    type SerializeTupleStruct = Elements<'a, 'js>;
    type SerializeTupleVariant = Elements<'a, 'js>;
    type SerializeMap = Entries<'a, 'js>;
    type SerializeStruct = Entries<'a, 'js>;
    type SerializeStructVariant = Entries<'a, 'js>;

    primitives! {
        serialize_bool bool;
        serialize_i8 i8;
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
        serialize_u8 u8;
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
        serialize_f32 f32;
        serialize_f64 f64;
        serialize_char char;
        serialize_str &str;
    }
    fn serialize_i128(self, value: i128) -> Result<'js> {
        Ok(self.bigint(value))
    }
    fn serialize_u128(self, value: u128) -> Result<'js> {
        Ok(self.bigint(value))
    }
    fn serialize_bytes(self, bytes: &[u8]) -> Result<'js> {
        let room = self.cx.vm.room_for(bytes.len()).map(|()| Raw::UNDEFINED);
        self.cx.settle(room)?;
        let view = crate::builtins::typed::of_bytes(self.cx.vm, bytes.to_vec()).value();
        Ok(self.cx.root(view))
    }
    fn serialize_none(self) -> Result<'js> {
        Ok(Value::UNDEFINED)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<'js> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<'js> {
        Ok(Value::NULL)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<'js> {
        Ok(Value::NULL)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<'js> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<'js> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, variant: &'static str, value: &T) -> Result<'js> {
        let object = self.cx.object();
        check_depth(self.cx)?;
        part(self.cx, value, |cx, value| Ok(object.define(cx, variant, value)?)).map_err(|e| e.within(format_args!(".{variant}")))?;
        Ok(object.into())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<'js, Elements<'a, 'js>> {
        Elements::new(self.cx, None)
    }
    fn serialize_tuple(self, _: usize) -> Result<'js, Elements<'a, 'js>> {
        Elements::new(self.cx, None)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<'js, Elements<'a, 'js>> {
        Elements::new(self.cx, None)
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<'js, Elements<'a, 'js>> {
        Elements::new(self.cx, Some(variant))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<'js, Entries<'a, 'js>> {
        Entries::new(self.cx, None)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<'js, Entries<'a, 'js>> {
        Entries::new(self.cx, None)
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<'js, Entries<'a, 'js>> {
        Entries::new(self.cx, Some(variant))
    }
}

/// `value`, or `{ variant: value }`.
fn tagged<'js>(cx: &mut Context<'js>, variant: Option<&'static str>, value: Value<'js>) -> Result<'js> {
    let Some(variant) = variant else { return Ok(value) };
    let object = cx.object();
    object.define(cx, variant, value)?;
    Ok(object.into())
}

/// An array that is being filled.
pub(super) struct Elements<'a, 'js> {
    cx: &'a mut Context<'js>,
    array: Array<'js>,
    variant: Option<&'static str>,
}

impl<'a, 'js> Elements<'a, 'js> {
    fn new(cx: &'a mut Context<'js>, variant: Option<&'static str>) -> Result<'js, Self> {
        check_depth(cx)?;
        let array = cx.array::<Value<'js>>([])?;
        Ok(Elements { cx, array, variant })
    }
    fn push<T: Serialize + ?Sized>(&mut self, element: &T) -> Result<'js, ()> {
        let array = self.array;
        part(self.cx, element, |cx, value| Ok(array.push(cx, value)?)).map_err(|e| e.within(format_args!("[{}]", array.len())))
    }
    fn finish(self) -> Result<'js> {
        tagged(self.cx, self.variant, self.array.into())
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident;)*) => {$(
        impl<'js> ser::$trait for Elements<'_, 'js> {
            type Ok = Value<'js>;
            type Error = Error<'js>;
            fn $method<T: Serialize + ?Sized>(&mut self, element: &T) -> Result<'js, ()> {
                self.push(element)
            }
            fn end(self) -> Result<'js> {
                self.finish()
            }
        }
    )*};
}
elements! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

/// An object that is being filled.
pub(super) struct Entries<'a, 'js> {
    cx: &'a mut Context<'js>,
    object: Object<'js>,
    variant: Option<&'static str>,
    /// The key whose value comes next.
    key: String,
}

impl<'a, 'js> Entries<'a, 'js> {
    fn new(cx: &'a mut Context<'js>, variant: Option<&'static str>) -> Result<'js, Self> {
        check_depth(cx)?;
        let object = cx.object();
        Ok(Entries { cx, object, variant, key: String::new() })
    }
    fn define<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<'js, ()> {
        let object = self.object;
        part(self.cx, value, |cx, value| Ok(object.define(cx, key, value)?)).map_err(|e| e.within(format_args!(".{key}")))
    }
    fn finish(self) -> Result<'js> {
        tagged(self.cx, self.variant, self.object.into())
    }
}

impl<'js> ser::SerializeMap for Entries<'_, 'js> {
    type Ok = Value<'js>;
    type Error = Error<'js>;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<'js, ()> {
        self.key = key.serialize(KeySerializer(std::marker::PhantomData))?;
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<'js, ()> {
        let key = std::mem::take(&mut self.key);
        self.define(&key, value)
    }
    fn end(self) -> Result<'js> {
        self.finish()
    }
}

macro_rules! fields {
    ($($trait:ident)*) => {$(
        impl<'js> ser::$trait for Entries<'_, 'js> {
            type Ok = Value<'js>;
            type Error = Error<'js>;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<'js, ()> {
                self.define(key, value)
            }
            fn end(self) -> Result<'js> {
                self.finish()
            }
        }
    )*};
}
fields!(SerializeStruct SerializeStructVariant);

/// Keys of maps as names of properties.
struct KeySerializer<'js>(std::marker::PhantomData<Value<'js>>);

#[cold]
fn compound_key<'js, T>() -> Result<'js, T> {
    Err(Error::new(Failure::type_error("keys of maps must be strings, integers, characters or booleans")))
}

macro_rules! names {
    ($($method:ident $type:ty;)*) => {$(
        fn $method(self, key: $type) -> Result<'js, String> {
            Ok(key.to_string())
        }
    )*};
}

impl<'js> ser::Serializer for KeySerializer<'js> {
    type Ok = String;
    type Error = Error<'js>;
    type SerializeSeq = Impossible<String, Error<'js>>;
    type SerializeTuple = Impossible<String, Error<'js>>;
    type SerializeTupleStruct = Impossible<String, Error<'js>>;
    type SerializeTupleVariant = Impossible<String, Error<'js>>;
    type SerializeMap = Impossible<String, Error<'js>>;
    type SerializeStruct = Impossible<String, Error<'js>>;
    type SerializeStructVariant = Impossible<String, Error<'js>>;

    names! {
        serialize_bool bool;
        serialize_i8 i8;
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
        serialize_i128 i128;
        serialize_u8 u8;
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
        serialize_u128 u128;
        serialize_char char;
        serialize_str &str;
    }
    fn serialize_f32(self, _: f32) -> Result<'js, String> {
        compound_key()
    }
    fn serialize_f64(self, _: f64) -> Result<'js, String> {
        compound_key()
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<'js, String> {
        compound_key()
    }
    fn serialize_none(self) -> Result<'js, String> {
        compound_key()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, key: &T) -> Result<'js, String> {
        key.serialize(self)
    }
    fn serialize_unit(self) -> Result<'js, String> {
        compound_key()
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<'js, String> {
        compound_key()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<'js, String> {
        Ok(variant.to_owned())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, key: &T) -> Result<'js, String> {
        key.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Result<'js, String> {
        compound_key()
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<'js, Self::SerializeSeq> {
        compound_key()
    }
    fn serialize_tuple(self, _: usize) -> Result<'js, Self::SerializeTuple> {
        compound_key()
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<'js, Self::SerializeTupleStruct> {
        compound_key()
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<'js, Self::SerializeTupleVariant> {
        compound_key()
    }
    fn serialize_map(self, _: Option<usize>) -> Result<'js, Self::SerializeMap> {
        compound_key()
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<'js, Self::SerializeStruct> {
        compound_key()
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<'js, Self::SerializeStructVariant> {
        compound_key()
    }
}
