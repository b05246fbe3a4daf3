//! Objects from the outside, each test under a collection at every allocation with
//! heap and barriers verified.

use super::array::Array;
use super::key::PropertyKey;
use super::layout::{Object, flags};
use super::primitive::PrimitiveData;
use super::shape::Attributes;
use crate::heap::{Gc, Kind, RootedVec};
use crate::options::Options;
use crate::runtime::operations::IntegrityLevel;
use crate::runtime::property_descriptor::PropertyDescriptor;
use crate::runtime::realm::Intrinsic;
use crate::value::Value;
use crate::vm::Vm;
use hearth_gc::Collection;

/// A VM that collects at every `stress`-th allocation once its realm is made.
fn vm(stress: u32) -> Box<Vm> {
    Vm::new(Options { gc_stress: stress, gc_verify: stress != 0, ..Options::default() }).expect("a VM")
}

fn text(vm: &mut Vm, value: Value) -> String {
    vm.to_string(value).expect("a string").to_rust()
}

fn keys(vm: &mut Vm, object: Gc<Object>) -> Vec<String> {
    let keys = vm.own_property_keys(object).expect("keys");
    keys.iter().map(|k| vm.key_to_display(*k)).collect()
}

#[test]
fn a_realm_can_be_made_while_collecting_all_the_time() {
    let mut vm = vm(1);
    let object = vm.intrinsic(Intrinsic::Object);
    assert!(vm.is_constructor(object.value()));
    assert_eq!(keys(&mut vm, object)[..3], ["length", "name", "prototype"]);
}

#[test]
fn properties_are_kept_in_order_and_found() {
    let mut vm = vm(3);
    let object = vm.new_object();
    for i in 0..300 {
        let key = vm.key(&format!("key{i}"));
        vm.set(object, key, Value::int(i), true).unwrap();
    }
    for i in 0..300 {
        let key = vm.key(&format!("key{i}"));
        assert_eq!(vm.get(object, key), Ok(Value::int(i)));
    }
    assert_eq!(keys(&mut vm, object).len(), 300);
    for i in (0..300).filter(|i| i % 3 != 0) {
        let key = vm.key(&format!("key{i}"));
        assert_eq!(vm.delete(object, key), Ok(true));
    }
    let expected: Vec<String> = (0..300).step_by(3).map(|i| format!("key{i}")).collect();
    assert_eq!(keys(&mut vm, object), expected);
    let key = vm.key("key297");
    assert_eq!(vm.get(object, key), Ok(Value::int(297)));
}

#[test]
fn objects_built_alike_share_a_shape() {
    let mut vm = vm(0);
    let (a, b) = (vm.new_object(), vm.new_object());
    for object in [a, b] {
        for name in ["x", "y", "z"] {
            vm.set_str(object, name, Value::int(1)).unwrap();
        }
    }
    assert_eq!(a.shape(), b.shape());
}

#[test]
fn indices_come_first_and_in_order() {
    let mut vm = vm(1);
    let object = vm.new_object();
    for name in ["b", "2", "a", "10", "1", "01", "4294967295", "4294967294"] {
        vm.set_str(object, name, Value::TRUE).unwrap();
    }
    assert_eq!(keys(&mut vm, object), ["1", "2", "10", "4294967294", "b", "a", "01", "4294967295"]);
}

#[test]
fn array_length_follows_the_elements() {
    let mut vm = vm(1);
    let array = vm.new_array(&[Value::int(1), Value::int(2), Value::int(3)]);
    let object = array.as_object();
    vm.set_index(object, 5, Value::int(6)).unwrap();
    assert_eq!(array.length.get(), 6);
    assert_eq!(vm.get_index(object, 4), Ok(Value::UNDEFINED));
    vm.set_index(object, 4_000_000_000, Value::int(7)).unwrap();
    assert!(array.elements().is_sparse());
    assert_eq!(array.length.get(), 4_000_000_001);
    assert_eq!(vm.get_index(object, 5), Ok(Value::int(6)));
    let length = vm.names.length;
    vm.set(object, length, Value::int(2), true).unwrap();
    assert_eq!(keys(&mut vm, object), ["0", "1", "length"]);
    assert!(vm.set(object, length, Value::number(1.5), true).is_err());
}

#[test]
fn a_fixed_element_stops_truncation() {
    let mut vm = vm(1);
    let array = vm.new_array(&[Value::int(1), Value::int(2), Value::int(3)]);
    let object = array.as_object();
    let desc = PropertyDescriptor { configurable: Some(false), ..Default::default() };
    assert_eq!(vm.define_own_property(object, PropertyKey::index(1), &desc), Ok(true));
    let length = vm.names.length;
    assert_eq!(vm.set_with_receiver(object, length, Value::int(0), object.value()), Ok(false));
    assert_eq!(array.length.get(), 2);
}

#[test]
fn pushing_grows_by_steps() {
    let mut vm = vm(0);
    let array = vm.new_array(&[]);
    for i in 0..100_000 {
        vm.array_push(array, Value::int(i)).unwrap();
    }
    assert_eq!(array.elements().as_slice().len(), 100_000);
    assert_eq!(vm.get_index(array.as_object(), 99_999), Ok(Value::int(99_999)));
}

#[test]
fn frozen_arrays_refuse_everything() {
    let mut vm = vm(1);
    let array = vm.new_array(&[Value::int(1)]);
    let object = array.as_object();
    assert_eq!(vm.set_integrity_level(object, IntegrityLevel::Frozen), Ok(true));
    assert_eq!(vm.test_integrity_level(object, IntegrityLevel::Frozen), Ok(true));
    assert!(vm.array_push(array, Value::int(2)).is_err());
    assert!(vm.set_index(object, 0, Value::int(2)).is_err());
    assert_eq!(vm.delete(object, PropertyKey::index(0)), Ok(false));
    assert_eq!(vm.get_index(object, 0), Ok(Value::int(1)));
    assert_eq!(array.length.get(), 1);
}

#[test]
fn an_empty_array_with_room_cannot_be_pushed_to_once_it_is_not_extensible() {
    let mut vm = vm(1);
    let array = vm.new_array_with_capacity(8).unwrap();
    assert_eq!(vm.prevent_extensions(array.as_object()), Ok(true));
    assert!(vm.array_push(array, Value::int(2)).is_err());
    let array = vm.new_array_with_capacity(8).unwrap();
    let length = vm.names.length;
    let desc = PropertyDescriptor { writable: Some(false), ..Default::default() };
    assert_eq!(vm.define_own_property(array.as_object(), length, &desc), Ok(true));
    assert!(vm.array_push(array, Value::int(2)).is_err());
}

#[test]
fn observed_prototypes_announce_changes() {
    let mut vm = vm(1);
    let proto = vm.new_object();
    let method = vm.new_native("m", 0, |_, _| Ok(Value::UNDEFINED));
    vm.set_str(proto, "m", method.value()).unwrap();
    let object = vm.new_object_with_proto(proto.value());
    assert!(proto.has_flag(flags::PROTOTYPE));
    let change = |vm: &mut Vm, name: &str, value: Value| {
        let epoch = vm.cx.proto_epoch;
        vm.set_str(proto, name, value).unwrap();
        vm.cx.proto_epoch != epoch
    };
    let observe = |vm: &mut Vm| {
        let key = vm.key("absent");
        crate::feedback::ic::find(vm, object.value(), key).unwrap();
    };
    assert_eq!(vm.get_str(object, "m"), Ok(method.value()));
    assert!(!change(&mut vm, "n", Value::int(1)), "nobody remembers anything");
    observe(&mut vm);
    assert!(change(&mut vm, "absent", Value::int(1)));
    assert!(!change(&mut vm, "o", Value::int(1)), "everything has been forgotten");
    observe(&mut vm);
    assert!(!change(&mut vm, "n", Value::int(2)), "a plain value may change unannounced");
    assert!(change(&mut vm, "m", Value::int(2)), "a method may not");
    let before = vm.cx.indexed_prototypes;
    observe(&mut vm);
    let epoch = vm.cx.proto_epoch;
    vm.set_index(proto, 0, Value::int(1)).unwrap();
    assert_ne!(vm.cx.proto_epoch, epoch, "an element is announced");
    assert_eq!(vm.cx.indexed_prototypes, before, "no array inherits from it");
    assert_eq!(vm.get_index(object, 0), Ok(Value::int(1)));
}

#[test]
fn elements_above_arrays_are_counted_however_the_chain_came_about() {
    let mut vm = vm(0);
    let [low, middle, high, other] = [(); 4].map(|()| vm.new_object());
    let count = |vm: &Vm| vm.cx.indexed_prototypes;
    let before = count(&vm);
    // An element, then an array below; above the prototype of an array later.
    vm.set_index(high, 0, Value::int(1)).unwrap();
    assert_eq!(vm.set_prototype_of(middle, high.value()), Ok(true));
    assert_eq!(count(&vm), before);
    let array = vm.new_array(&[]).as_object();
    assert_eq!(vm.set_prototype_of(array, low.value()), Ok(true));
    assert_eq!(count(&vm), before);
    assert_eq!(vm.set_prototype_of(low, middle.value()), Ok(true));
    assert_eq!(count(&vm), before + 1);
    // An array below, then an element.
    vm.set_index(low, 7, Value::int(1)).unwrap();
    assert_eq!(count(&vm), before + 2);
    vm.root_shape(Kind::Array, 0, 0, other.value());
    vm.set_index(other, 7, Value::int(1)).unwrap();
    assert_eq!(count(&vm), before + 3);
}

#[test]
fn a_prototype_with_room_but_no_elements_is_noticed_when_it_gets_one() {
    let mut vm = vm(0);
    let proto = vm.new_array_with_capacity(4).unwrap();
    let array = vm.new_array(&[]).as_object();
    assert_eq!(vm.set_prototype_of(array, proto.value()), Ok(true));
    let before = vm.cx.indexed_prototypes;
    vm.array_push(proto, Value::int(1)).unwrap();
    assert_eq!(vm.cx.indexed_prototypes, before + 1);
}

#[test]
fn cycles_of_prototypes_are_refused() {
    let mut vm = vm(1);
    let a = vm.new_object();
    let b = vm.new_object_with_proto(a.value());
    assert_eq!(vm.set_prototype_of(a, b.value()), Ok(false));
    assert_eq!(vm.set_prototype_of(b, Value::NULL), Ok(true));
    assert_eq!(vm.set_prototype_of(a, b.value()), Ok(true));
    let root = vm.intrinsic(Intrinsic::ObjectPrototype);
    assert_eq!(vm.set_prototype_of(root, a.value()), Ok(false));
}

#[test]
fn built_in_functions_get_their_properties_when_asked() {
    let mut vm = vm(1);
    let proto = vm.intrinsic(Intrinsic::ObjectPrototype);
    let function = vm.get_str(proto, "hasOwnProperty").unwrap().to_cell::<Object>().unwrap();
    assert!(function.has_flag(flags::LAZY_FUNCTION));
    let call = vm.get_str(function, "call").unwrap();
    assert!(vm.is_callable(call));
    assert!(function.has_flag(flags::LAZY_FUNCTION), "other look-ups leave it alone");
    assert_eq!(vm.get_str(function, "length"), Ok(Value::int(1)));
    let name = vm.get_str(function, "name").unwrap();
    assert_eq!(text(&mut vm, name), "hasOwnProperty");
    assert_eq!(keys(&mut vm, function), ["length", "name"]);
    let symbol = vm.intrinsic(Intrinsic::SymbolPrototype);
    let function = vm.get(symbol, vm.symbols.to_primitive).unwrap().to_cell::<Object>().unwrap();
    let name = vm.get_str(function, "name").unwrap();
    assert_eq!(text(&mut vm, name), "[Symbol.toPrimitive]");
}

#[test]
fn accessors_survive_redefinition() {
    let mut vm = vm(1);
    let object = vm.new_object();
    let get = vm.new_native("get x", 0, |_, _| Ok(Value::int(1))).value();
    let key = vm.key("x");
    let desc = PropertyDescriptor { get: Some(get), configurable: Some(true), ..Default::default() };
    assert_eq!(vm.define_own_property(object, key, &desc), Ok(true));
    let desc = PropertyDescriptor { enumerable: Some(true), ..Default::default() };
    assert_eq!(vm.define_own_property(object, key, &desc), Ok(true));
    let found = vm.get_own_property(object, key).unwrap().unwrap();
    assert_eq!((found.get, found.set, found.enumerable), (Some(get), Some(Value::UNDEFINED), Some(true)));
    let desc = PropertyDescriptor { value: Some(Value::int(3)), configurable: Some(false), ..Default::default() };
    assert_eq!(vm.define_own_property(object, key, &desc), Ok(true));
    let desc = PropertyDescriptor { writable: Some(true), ..Default::default() };
    assert_eq!(vm.define_own_property(object, key, &desc), Ok(false));
    assert_eq!(vm.get(object, key), Ok(Value::int(3)));
}

#[test]
fn strings_have_characters_and_a_length() {
    let mut vm = vm(1);
    let string = vm.new_string("h\u{e9}\u{20ac}").value();
    let proto = vm.intrinsic(Intrinsic::ObjectPrototype);
    let object = vm.new_payload_object(Kind::StringObject, proto, Box::new(PrimitiveData(string)));
    assert_eq!(keys(&mut vm, object), ["0", "1", "2", "length"]);
    let c = vm.get_index(object, 2).unwrap();
    assert_eq!(text(&mut vm, c), "\u{20ac}");
    assert_eq!(vm.set_with_receiver(object, PropertyKey::index(0), string, object.value()), Ok(false));
    let length = vm.names.length;
    assert_eq!(vm.get_v(string, length), Ok(Value::int(3)));
}

#[test]
fn ropes_and_slices_have_the_text_they_should() {
    let mut vm = vm(2);
    let mut rope = vm.new_string("");
    let mut expected = String::new();
    for i in 0..200 {
        let part = format!("part {i}, ");
        let string = vm.new_string(&part);
        rope = vm.concat(rope, string).unwrap();
        expected += &part;
    }
    assert!(rope.is_rope());
    let slice = vm.substring(rope, 100, 300);
    assert_eq!(slice.to_rust(), expected[100..300]);
    let slice = vm.substring(slice, 50, 100);
    assert_eq!(slice.to_rust(), expected[150..200]);
    assert_eq!(rope.to_rust(), expected);
    let atom = vm.intern(&expected);
    assert_eq!(vm.intern_string(rope), atom);
}

#[test]
fn atoms_are_unique_and_weak() {
    let mut vm = vm(0);
    let before = {
        vm.collect_garbage(Collection::Full);
        vm.atoms.len()
    };
    for i in 0..10_000 {
        vm.intern(&format!("fleeting {i}"));
    }
    assert_eq!(vm.intern("fleeting 77"), vm.intern("fleeting 77"));
    vm.collect_garbage(Collection::Young);
    assert!(vm.atoms.len() < before + 100, "{} atoms", vm.atoms.len());
    let wide: Vec<u16> = "length".encode_utf16().collect();
    assert_eq!(PropertyKey::atom(vm.intern_utf16(&wide)), vm.names.length);
}

#[test]
fn shapes_of_dead_objects_are_freed() {
    let mut vm = vm(0);
    vm.collect_garbage(Collection::Full);
    let before = vm.shapes.len();
    for i in 0..1000 {
        let object = vm.new_object();
        vm.set_str(object, &format!("only{i}"), Value::int(i)).unwrap();
    }
    assert!(vm.shapes.len() >= before + 1000);
    vm.collect_garbage(Collection::Full);
    assert!(vm.shapes.len() < before + 50, "{} shapes, {before} before", vm.shapes.len());
    let object = vm.new_object();
    vm.set_str(object, "again", Value::int(1)).unwrap();
    assert_eq!(vm.get_str(object, "again"), Ok(Value::int(1)));
}

#[test]
fn errors_get_their_stack_when_asked() {
    let mut vm = vm(1);
    let error = vm.type_error("no such luck").0.to_cell::<Object>().unwrap();
    let message = vm.get_str(error, "message").unwrap();
    assert_eq!(text(&mut vm, message), "no such luck");
    let stack = vm.get_str(error, "stack").unwrap();
    assert_eq!(text(&mut vm, stack), "TypeError: no such luck");
    assert_eq!(keys(&mut vm, error), ["stack", "message"]);
    let key = vm.names.message;
    let property = vm.own_property(error, key).unwrap().unwrap();
    assert_eq!(property.attributes, Attributes::METHOD);
}

#[test]
fn rooted_lists_keep_what_they_hold() {
    let mut vm = vm(1);
    let mut outer = RootedVec::new(&vm);
    for i in 0..50 {
        let mut inner = RootedVec::new(&vm);
        let string = vm.new_string(&format!("value {i}")).value();
        inner.push(string);
        outer.push(inner[0]);
    }
    vm.collect_garbage(Collection::Full);
    for i in 0..50 {
        assert_eq!(text(&mut vm, outer[i as usize]), format!("value {i}"));
    }
}

#[test]
fn typed_keys_are_canonical_numeric_strings() {
    use super::internal_methods::typed_array::TypedKey;
    let mut vm = vm(0);
    for (name, expected) in [
        ("7", TypedKey::Index(7)),
        ("-0", TypedKey::Invalid),
        ("1.5", TypedKey::Invalid),
        ("Infinity", TypedKey::Invalid),
        ("NaN", TypedKey::Invalid),
        ("4294967295", TypedKey::Index(4294967295)),
        ("01", TypedKey::NotNumeric),
        ("1e3", TypedKey::NotNumeric),
        ("Invalid", TypedKey::NotNumeric),
        ("length", TypedKey::NotNumeric),
    ] {
        let key = vm.key(name);
        assert_eq!(vm.typed_key(key), expected, "{name}");
    }
}

#[test]
fn the_memory_limit_is_an_error_of_the_script() {
    let mut vm = Vm::new(Options { memory_limit: 48 << 20, ..Options::default() }).expect("a VM");
    assert!(vm.new_elements(1 << 24).is_err());
    let list = vm.new_array(&[]);
    let mut interrupted = false;
    for _ in 0..2_000_000 {
        let object = vm.new_object();
        if vm.array_push(list, object.value()).is_err() || vm.cx.interrupt.is_pending() {
            interrupted = true;
            break;
        }
    }
    assert!(interrupted);
    assert!(vm.without_memory_limit(Vm::poll_memory).is_ok(), "reports are beyond the limit");
    assert!(vm.poll_memory().is_err() || !vm.in_memory_reserve);
    vm.array_set_length(list, 0);
    assert!(vm.poll_memory().is_ok());
    let _: Gc<Array> = vm.new_array(&[Value::int(1)]);
}

#[test]
fn starting_is_cheap() {
    let started = std::time::Instant::now();
    let vm = vm(0);
    println!("realm made in {:?}, {} shapes", started.elapsed(), vm.shapes.len());
    let bytes = vm.heap.stats().bytes_allocated;
    assert!(bytes < 1 << 20, "a realm takes {bytes} bytes of cells");
}
