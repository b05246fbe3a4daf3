//! Conversions by way of serde.

use super::engine;
use crate::api::*;
use ::serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Shape {
    Empty,
    Circle(f64),
    Line(i32, i32),
    Named { name: String, sides: Option<u8> },
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(rename_all = "camelCase")]
struct Everything {
    bool: bool,
    small: i8,
    big_int: u128,
    float: f64,
    letter: char,
    text: String,
    none: Option<u32>,
    some: Option<u32>,
    unit: (),
    list: Vec<Shape>,
    pair: (u8, String),
    by_number: BTreeMap<i32, bool>,
    nested: Box<Option<Everything>>,
}

fn everything(nested: Option<Everything>) -> Everything {
    Everything {
        bool: true,
        small: -128,
        big_int: u128::MAX,
        float: -0.0,
        letter: 'ß',
        text: "a\u{1F600}b".to_owned(),
        none: None,
        some: Some(7),
        unit: (),
        list: vec![Shape::Empty, Shape::Circle(1.5), Shape::Line(-1, 2), Shape::Named { name: "n".into(), sides: Some(3) }],
        pair: (255, "x".to_owned()),
        by_number: BTreeMap::from([(-1, true), (3, false)]),
        nested: Box::new(nested),
    }
}

/// A script's function of one parameter, called with a value of Rust, its result being one again.
fn through<A: Serialize + 'static, B: ::serde::de::DeserializeOwned>(script: &str, value: A) -> Result<B, Error> {
    engine().run(|cx| {
        let function: Function<'_> = cx.eval("through.js", script)?;
        function.call::<Serde<B>>(cx, (Serde(value),)).map(|Serde(value)| value)
    })
}

fn message<T: ::serde::de::DeserializeOwned + Debug>(script: &str) -> String {
    engine()
        .eval::<Serde<T>>("a.js", script)
        .map(|Serde(value)| value)
        .unwrap_err()
        .to_string()
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn value<T: ::serde::de::DeserializeOwned>(script: &str) -> T {
    engine().eval::<Serde<T>>("a.js", script).unwrap().0
}

#[test]
fn what_goes_in_comes_out() {
    let all = everything(Some(everything(None)));
    assert_eq!(through::<_, Everything>("x => x", all.clone()).unwrap(), all);
    let text: String =
        through("x => JSON.stringify(x, (_, v) => typeof v === 'bigint' ? `${v}n` : Object.is(v, -0) ? '-0' : v)", everything(None))
            .unwrap();
    let expected = concat!(
        r#"{"bool":true,"small":-128,"bigInt":"340282366920938463463374607431768211455n","float":"-0","letter":"ß","text":"a😀b","#,
        r#""some":7,"list":["Empty",{"Circle":1.5},{"Line":[-1,2]},{"Named":{"name":"n","sides":3}}],"pair":[255,"x"],"#,
        r#""byNumber":{"3":false,"-1":true}}"#
    );
    assert_eq!(text, expected);
}

#[test]
fn what_scripts_have_is_read() {
    assert_eq!(value::<Vec<u16>>("new Uint16Array([1, 65535])"), [1, 65535]);
    assert_eq!(value::<Vec<String>>("new Set(['a', 'b'])"), ["a", "b"]);
    assert_eq!(value::<HashMap<u8, Vec<u8>>>("new Map([[1, [2]], [3, new Uint8Array([4])]])"), HashMap::from([(1, vec![2]), (3, vec![4])]));
    assert_eq!(value::<BTreeMap<String, i64>>("({ get a() { return 5 }, b: undefined, 7: -1n })").len(), 2);
    assert_eq!(value::<(Option<u8>, Option<u8>, ())>("[null, undefined, null]"), (None, None, ()));
    assert_eq!(value::<i64>("-9007199254740993n"), -9_007_199_254_740_993);
    assert_eq!(value::<f64>("NaN").to_bits(), f64::NAN.to_bits());
    assert_eq!(value::<Vec<Option<u8>>>("[1, , 3]"), [Some(1), None, Some(3)]);
    // Class instances: their own fields; accessors of prototypes are none.
    assert_eq!(value::<BTreeMap<String, u8>>("class A { #p = 1; x = 2; get y() { return 3 } }; new A"), BTreeMap::from([("x".into(), 2)]));
    let json: serde_json::Value = value("({ a: [1, -1, 1.5, null, true, 'x', {}], b: new Map([['k', 1]]) })");
    assert_eq!(json, serde_json::json!({ "a": [1, -1, 1.5, null, true, "x", {}], "b": { "k": 1 } }));
}

#[test]
fn an_error_says_where() {
    assert_eq!(
        message::<BTreeMap<String, Vec<Everything>>>("({ items: [{ bool: 1 }] })"),
        "TypeError: invalid type: integer `1`, expected a boolean at .items[0].bool"
    );
    assert_eq!(
        message::<Vec<Shape>>("['Empty', { Circle: 'round' }]"),
        "TypeError: invalid type: string \"round\", expected f64 at [1].Circle"
    );
    assert_eq!(
        message::<Shape>("({ Circle: 1, Line: [1, 2] })"),
        "TypeError: expected a string or an object with one property for enum Shape"
    );
    assert_eq!(message::<Shape>("'Round'").split(',').next().unwrap(), "TypeError: unknown variant `Round`");
    assert_eq!(message::<u8>("256"), "TypeError: invalid value: integer `256`, expected u8");
    assert_eq!(message::<String>("Symbol.iterator"), "TypeError: invalid type: a symbol, expected a string");
    assert_eq!(message::<BTreeMap<String, u8>>("() => 1"), "TypeError: invalid type: a function, expected a map");
    assert_eq!(message::<(u8, u8)>("[1, 2, 3]"), "TypeError: invalid length 3, expected 2 elements");
    assert_eq!(message::<(u8, u8)>("[1]"), "TypeError: invalid length 1, expected a tuple of size 2");
    assert_eq!(message::<u8>("2n ** 200n"), "TypeError: invalid value: a BigInt beyond 128 bits, expected u8");
    // What scripts throw is thrown.
    assert_eq!(message::<BTreeMap<String, u8>>("({ a: 1, get b() { throw new RangeError('mine') } })"), "RangeError: mine");
}

#[test]
fn circles_and_depth_are_range_errors() {
    #[derive(Deserialize, Serialize, Debug)]
    struct List {
        next: Option<Box<List>>,
    }
    let circle = "var a = {}; a.next = a; a";
    assert!(message::<List>(circle).starts_with("RangeError: Maximum call stack size exceeded"), "{}", message::<List>(circle));
    let mut list = List { next: None };
    for _ in 0..100_000 {
        list = List { next: Some(Box::new(list)) };
    }
    let error = engine().run(|cx| cx.serialize(&list).map(|_| ())).unwrap_err();
    assert_eq!(error.name(), "RangeError");
    // A drop of so long a list would need as much stack.
    while let Some(next) = list.next.take() {
        list = *next;
    }
}

#[test]
fn integers_beyond_doubles_are_range_errors() {
    let error = engine().run(|cx| cx.serialize(&BTreeMap::from([("n", vec![1, u64::MAX])])).map(|_| ())).unwrap_err();
    assert_eq!(error.to_string().lines().next(), Some("RangeError: 18446744073709551615 is no safe integer at .n[1]"));
    let error = engine().run(|cx| cx.serialize(&BTreeMap::from([(vec![1], 1)])).map(|_| ())).unwrap_err();
    assert_eq!(error.name(), "TypeError");
}

#[test]
fn keys_named_like_properties_of_prototypes_are_own() {
    let text: String = through("x => JSON.stringify([Object.keys(x), Object.getPrototypeOf(x) === Object.prototype])", {
        BTreeMap::from([("__proto__", 1), ("toString", 2)])
    })
    .unwrap();
    assert_eq!(text, r#"[["__proto__","toString"],true]"#);
    assert_eq!(value::<BTreeMap<String, u8>>("JSON.parse('{\"__proto__\": 1}')"), BTreeMap::from([("__proto__".into(), 1)]));
}

#[test]
fn an_object_that_changes_while_it_is_read() {
    // The getter of one part deletes what comes next, and adds: as for `JSON.stringify`, the keys are those of the beginning.
    let script = "var o = { a: { get x() { delete o.b; o.c = 3; return 1 } }, b: { x: 2 } }; o";
    assert_eq!(value::<BTreeMap<String, BTreeMap<String, u8>>>(script), BTreeMap::from([("a".into(), BTreeMap::from([("x".into(), 1)]))]));
    let script = "var a = [{ get x() { a.length = 1; return 1 } }, { x: 2 }]; a";
    assert_eq!(value::<Vec<BTreeMap<String, u8>>>(script).len(), 1);
    let script = "var m = new Map([['a', { get x() { m.delete('b'); m.set('c', { x: 3 }); return 1 } }], ['b', { x: 2 }]]); m";
    assert_eq!(value::<BTreeMap<String, BTreeMap<String, u8>>>(script).into_keys().collect::<String>(), "ac");
}

#[test]
fn long_lists_keep_no_handles() {
    let mut engine = engine();
    engine.enter(|cx| {
        let before = cx.vm.embedding.handles.len();
        let value = cx.serialize(&vec![vec!["x"; 10]; 1000]).unwrap();
        let between = cx.vm.embedding.handles.len();
        assert!(between - before < 10, "{between}");
        cx.deserialize::<Vec<Vec<String>>>(value).unwrap();
        assert!(cx.vm.embedding.handles.len() - between < 10);
    });
}

#[test]
fn memory_ends_with_a_range_error() {
    let mut engine = Engine::builder().memory_limit(8 << 20).build().unwrap();
    let big: Vec<Vec<f64>> = vec![vec![0.5; 1000]; 10_000];
    let error = engine.run(|cx| cx.serialize(&big).map(|_| ())).unwrap_err();
    assert_eq!(error.name(), "RangeError");
    assert_eq!(engine.eval::<f64>("after.js", "1 + 1").unwrap(), 2.0);
}
