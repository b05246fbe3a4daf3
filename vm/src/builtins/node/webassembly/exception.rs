//! Tags and exceptions. What script throws into WebAssembly is an exception there, with `JSTag` or, if it is a
//! `WebAssembly.Exception`, with its own tag; and the other way round.

use super::handle::Handle;
use super::store::{Held, Host, with_store};
use super::values::{Passed, PassedList, Vals, arrive, leave, to_script, to_wasm};
use super::{errors, global, integer};
use crate::builtins::node::threads::items;
use crate::heap::roots::RootedVec;
use crate::heap::{Gc, Kind};
use crate::object::Object;
use crate::object::function::Args;
use crate::runtime::completion::{JsResult, Throw};
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use wasmtime::{AsContextMut, ExnRef, ExnRefPre, ExnType, FuncType, OwnedRooted, Rooted, StoreContextMut, Tag, TagType, ValType};

/// What is thrown, until it is known who catches it.
pub(super) struct InFlight {
    exception: OwnedRooted<ExnRef>,
    /// What script has of it.
    object: Held,
}

/// wasmTag ( names of types )
pub(super) fn make_tag(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let mut types = Vec::new();
    let names = RootedVec::from_slice(vm, &items(args.get(0)).collect::<Vec<_>>());
    for name in names.iter() {
        let name = vm.to_string(*name)?.to_rust();
        types.push(global::value_type(&name).expect("namespace.js has looked"));
    }
    let made = new_tag(vm, types);
    let (tag, ty) = made.map_err(|failure| errors::thrown(vm, &failure))?;
    Ok(Handle::Tag(tag, ty).into_object(vm).value())
}

fn new_tag(vm: &mut Vm, types: Vec<ValType>) -> wasmtime::Result<(Tag, FuncType)> {
    let ty = FuncType::new(super::engine::engine(), types, []);
    let tag = with_store(vm, |context| Tag::new(context, &TagType::new(ty.clone())))?;
    Ok((tag, ty))
}

/// The handle of a tag that script does not know yet.
pub(super) fn handle_of(vm: &mut Vm, tag: Tag) -> Value {
    let ty = with_store(vm, |context| tag.ty(&context).ty().clone());
    Handle::Tag(tag, ty).into_object(vm).value()
}

/// wasmJsTag ( ): the tag of what script throws.
pub(super) fn js_tag(vm: &mut Vm, _: &Args<'_>) -> JsResult<Value> {
    match tag_of_script(vm) {
        Ok(tag) => Ok(handle_of(vm, tag)),
        Err(failure) => Err(errors::thrown(vm, &failure)),
    }
}

fn tag_of_script(vm: &mut Vm) -> wasmtime::Result<Tag> {
    if let Some(tag) = vm.builtins.webassembly.js_tag {
        return Ok(tag);
    }
    let (tag, _) = new_tag(vm, vec![ValType::EXTERNREF])?;
    vm.builtins.webassembly.js_tag = Some(tag);
    Ok(tag)
}

/// wasmException ( tag, values, prototype )
pub(super) fn make(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let Some(Handle::Tag(_, ty)) = Handle::of(args.get(0)) else { unreachable!("namespace.js gives a tag") };
    let given = RootedVec::from_slice(vm, &items(args.get(1)).collect::<Vec<_>>());
    let mut values = RootedVec::new(vm);
    for (i, ty) in ty.params().enumerate() {
        let passed = to_wasm(vm, given.get(i).copied().unwrap_or(Value::UNDEFINED), &ty)?;
        let value = to_script(vm, passed)?;
        values.push(value);
    }
    let proto = args.get(2).to_cell::<Object>().unwrap_or_else(|| vm.intrinsic(Intrinsic::ObjectPrototype));
    Ok(object_of(vm, args.get(0), &values, proto).value())
}

fn object_of(vm: &mut Vm, tag: Value, values: &[Value], proto: Gc<Object>) -> Gc<Object> {
    vm.new_payload_object(Kind::Host, proto, Box::new(Handle::Exception(tag, values.into())))
}

fn parts<'a>(value: Value) -> Option<(Value, &'a [Value])> {
    match Handle::of(value) {
        Some(Handle::Exception(tag, values)) => Some((*tag, values)),
        _ => None,
    }
}

/// wasmIsException ( value )
pub(super) fn is_exception(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(Value::bool(parts(args.get(0)).is_some()))
}

/// wasmExceptionIs ( exception, tag )
pub(super) fn has_tag(vm: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (tag, _) = parts(args.get(0)).expect("namespace.js has looked");
    let (one, other) = (Handle::tag(tag), Handle::tag(args.get(1)));
    Ok(Value::bool(with_store(vm, |context| Tag::eq(&one, &other, &context))))
}

/// wasmExceptionGet ( exception, index ): undefined if there are not so many.
pub(super) fn get(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    let (_, values) = parts(args.get(0)).expect("namespace.js has looked");
    Ok(values.get(integer(args, 1, 0) as usize).copied().unwrap_or(Value::UNDEFINED))
}

/// wasmExceptionLength ( exception or tag ): how many values it has.
pub(super) fn length(_: &mut Vm, args: &Args<'_>) -> JsResult<Value> {
    Ok(Value::from(match Handle::of(args.get(0)) {
        Some(Handle::Exception(_, values)) => values.len(),
        Some(Handle::Tag(_, ty)) => ty.params().len(),
        _ => 0,
    }))
}

/// What a script function has thrown, for the host function that called it: what it throws on.
pub(super) fn prepare(vm: &mut Vm, thrown: Value) -> JsResult<(Tag, PassedList, Vec<ValType>, Held)> {
    let object = vm.hold_for_wasm(thrown);
    let (tag, types, values) = match parts(thrown) {
        Some((tag, values)) => {
            let Some(Handle::Tag(tag, ty)) = Handle::of(tag) else { unreachable!("an exception has a tag") };
            (*tag, ty.params().collect::<Vec<_>>(), values.to_vec())
        }
        None => {
            let tag = tag_of_script(vm).map_err(|failure| errors::thrown(vm, &failure))?;
            (tag, vec![ValType::EXTERNREF], vec![thrown])
        }
    };
    let values = RootedVec::from_slice(vm, &values);
    let mut passed = PassedList::new();
    for (i, ty) in types.iter().enumerate() {
        passed.push(to_wasm(vm, values[i], ty)?);
    }
    Ok((tag, passed, types, object))
}

/// In the store: throws.
pub(super) fn throw(
    context: &mut StoreContextMut<'_, Host>,
    tag: Tag,
    values: PassedList,
    types: &[ValType],
    object: Held,
) -> wasmtime::Result<()> {
    let mut fields = Vals::new();
    for (passed, ty) in values.into_iter().zip(types) {
        fields.push(arrive(context, passed, ty)?);
    }
    let ty = ExnType::from_tag_type(&tag.ty(&*context))?;
    let pre = ExnRefPre::new(&mut *context, ty);
    let exception = ExnRef::new(&mut *context, &pre, &tag, &fields)?;
    context.data_mut().in_flight = Some(InFlight { exception: exception.to_owned_rooted(&mut *context)?, object });
    context.throw(exception)
}

/// The exception that nobody in WebAssembly has caught, as script has it.
pub(super) fn caught(vm: &mut Vm) -> Throw {
    let found = with_store(vm, |mut context| -> wasmtime::Result<Option<(Tag, PassedList, Option<Held>)>> {
        let mut scope = wasmtime::RootScope::new(&mut context);
        let mut context = scope.as_context_mut();
        let Some(exception) = context.take_pending_exception() else { return Ok(None) };
        let object = match context.data_mut().in_flight.take() {
            Some(known) if Rooted::ref_eq(&context, &exception, &known.exception)? => Some(known.object),
            _ => None,
        };
        let tag = exception.tag(&mut context)?;
        let count = tag.ty(&context).ty().params().len();
        let mut fields = PassedList::new();
        for i in 0..count {
            let field = exception.field(&mut context, i)?;
            fields.push(leave(&mut context, &field)?);
        }
        Ok(Some((tag, fields, object)))
    });
    match found {
        Ok(Some((_, _, Some(object)))) => Throw(vm.kept_for_wasm(object.place)),
        Ok(Some((tag, fields, None))) => match object_for(vm, tag, fields) {
            Ok(value) => Throw(value),
            Err(throw) => throw,
        },
        Ok(None) => errors::error(vm, errors::Class::Runtime, "an exception was lost"),
        Err(failure) => errors::error(vm, errors::Class::Runtime, &format!("{failure:#}")),
    }
}

fn object_for(vm: &mut Vm, tag: Tag, fields: PassedList) -> JsResult<Value> {
    let is_of_script = vm.builtins.webassembly.js_tag.is_some_and(|own| with_store(vm, |context| Tag::eq(&own, &tag, &context)));
    let mut values = RootedVec::new(vm);
    for passed in fields {
        let value = if matches!(passed, Passed::Opaque) { Value::UNDEFINED } else { to_script(vm, passed)? };
        values.push(value);
    }
    if is_of_script {
        return Ok(values[0]);
    }
    let tag = handle_of(vm, tag);
    let place = vm.builtins.webassembly.exception_prototype;
    let proto = vm.kept_for_wasm(place).to_cell::<Object>().expect("set with the classes of errors");
    Ok(object_of(vm, tag, &values, proto).value())
}
