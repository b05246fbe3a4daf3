//! Classes of Rust that an attribute writes.

use super::super::*;
use super::classes::{add, engine_with, text};
use std::collections::BTreeMap;

pub struct Point {
    x: f64,
    y: f64,
}

#[derive(Debug, thiserror::Error)]
#[error("no point has infinite parts")]
pub struct Infinite;

#[class(crate = crate)]
impl Point {
    pub const DIMENSIONS: u32 = 2;
    pub const ORIGIN: Point = Point { x: 0.0, y: 0.0 };
    #[rename = "unit"]
    pub const UNIT_LENGTH: f64 = 1.0;
    #[allow(dead_code, reason = "no member of the class")]
    const PRIVATE: f64 = 1.0;

    #[constructor]
    pub fn new(x: f64, y: Option<f64>) -> Result<Point, Infinite> {
        let y = y.unwrap_or(x);
        if x.is_finite() && y.is_finite() { Ok(Point { x, y }) } else { Err(Infinite) }
    }
    #[getter]
    pub fn x(&self) -> f64 {
        self.x
    }
    #[setter(x)]
    pub fn set_x(&mut self, x: f64) {
        self.x = x;
    }
    #[getter("both")]
    pub fn parts(&self) -> (f64, f64) {
        (self.x, self.y)
    }
    #[setter]
    pub fn set_y(&mut self, y: f64) {
        self.y = y;
    }
    pub fn scale_by(&mut self, factor: f64) {
        self.x *= factor;
        self.y *= factor;
    }
    pub fn distance_to(&self, other: &Point) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
    pub fn take_from(&mut self, other: &mut Self) {
        self.x += std::mem::take(&mut other.x);
    }
    pub fn origin() -> Point {
        Point::ORIGIN
    }
    pub fn sum(numbers: &[f64], label: &str, more: BTreeMap<String, f64>) -> String {
        format!("{label}{}", numbers.iter().chain(more.values()).sum::<f64>())
    }
    pub fn corners(&self) -> Vec<Point> {
        vec![Point { x: self.x, y: 0.0 }, Point { x: 0.0, y: self.y }]
    }
    pub fn make(cx: &mut Context<'_>, text: &str) -> Result<f64, Error> {
        let result = cx.eval("made.js", text);
        cx.owned(result)
    }
    // unrooted: values of an entry are handles.
    pub fn mapped<'js>(&self, cx: &mut Context<'js>, callback: Function<'js>) -> JsResult<'js, Vec<Value<'js>>> {
        [self.x, self.y].into_iter().map(|part| callback.call(cx, (part,))).collect()
    }
    #[method]
    pub fn edited<'js>(this: Instance<'js, Self>, cx: &mut Context<'js>, callback: Function<'js>) -> JsResult<'js, Instance<'js, Self>> {
        callback.call::<()>(cx, (this,))?;
        this.with_mut(|point| point.x += 1.0)?;
        Ok(this)
    }
    #[getter]
    pub fn itself<'js>(this: Instance<'js, Point>) -> Object<'js> {
        this.object()
    }
    #[rename = "r"]
    pub fn radius(&self) -> f64 {
        self.x.hypot(self.y)
    }
    #[symbol(ToPrimitive)]
    pub fn primitive(&self, hint: &str) -> String {
        format!("{hint}:{}", self.x)
    }
    pub fn to_json(&self) -> [f64; 2] {
        [self.x, self.y]
    }
    pub fn r#type(&self) -> &str {
        "point"
    }
    #[cfg(any())]
    pub fn absent(&self) -> NoSuchType {}
    #[skip]
    pub fn skipped(&self) -> std::ops::Range<f64> {
        self.x..self.y
    }
    #[allow(dead_code, reason = "no member of the class")]
    fn private(&self) -> std::ops::Range<f64> {
        self.skipped()
    }
    #[external_size]
    fn size(&self) -> usize {
        64
    }
    #[cfg(feature = "async")]
    pub async fn later(x: f64) -> Point {
        Point { x, y: x }
    }
}

fn with_point() -> Engine {
    engine_with(add::<Point>)
}

#[test]
fn public_items_are_members() {
    let mut engine = with_point();
    let engine = &mut engine;
    assert_eq!(
        text(engine, "Object.getOwnPropertyNames(Point.prototype).sort()"),
        "both,constructor,corners,distanceTo,edited,itself,mapped,r,scaleBy,takeFrom,toJSON,type,x,y"
    );
    let statics = "Object.getOwnPropertyNames(Point).filter(name => name != 'later').sort()";
    assert_eq!(text(engine, statics), "DIMENSIONS,ORIGIN,length,make,name,origin,prototype,sum,unit");
    assert_eq!(
        text(engine, "Point.name + Point.length + Point.sum.length + Point.prototype.mapped.length + Point.make.length"),
        "Point2311"
    );
    assert_eq!(text(engine, "Point.ORIGIN.x + Point.unit + Point.DIMENSIONS"), "3");
    assert_eq!(text(engine, "new Point(Infinity)"), "Error: no point has infinite parts");
    assert_eq!(text(engine, "new Point('1')"), "TypeError: expected a number, found string");
    assert_eq!(text(engine, "(p => (p.scaleBy(2), p.x += 1, p.y = 9, p.both))(new Point(1, 2))"), "3,9");
    assert_eq!(text(engine, "new Point(3, 4).distanceTo(Point.origin())"), "5");
    assert_eq!(text(engine, "new Point(3, 4).distanceTo({})"), "TypeError: expected a value of the class Point, found object");
    assert_eq!(text(engine, "(p => p.distanceTo(p))(new Point(3, 4))"), "0");
    assert_eq!(text(engine, "((p, q) => (p.takeFrom(q), [p.x, q.x]))(new Point(1), new Point(2))"), "3,0");
    assert_eq!(
        text(engine, "(p => p.takeFrom(p))(new Point(1))"),
        "TypeError: Point.prototype.takeFrom was called on a Point that is being written to"
    );
    assert_eq!(text(engine, "Point.sum([1, 2], 'sum ', { a: 3 })"), "sum 6");
    assert_eq!(text(engine, "new Point(3, 4).corners().map(p => p instanceof Point && p.r())"), "3,4");
    assert_eq!(text(engine, "Point.make('6 * 7')"), "42");
    assert_eq!(text(engine, "(p => p.mapped(part => part + p.x))(new Point(3, 4))"), "6,7");
    assert_eq!(
        text(engine, "(p => p.mapped(() => { p.x = 1 }))(new Point(3, 4))"),
        "TypeError: Point.prototype.x was called on a Point that is in use"
    );
    assert_eq!(text(engine, "new Point(3, 4).mapped(() => { throw new RangeError('mine') })"), "RangeError: mine");
    assert_eq!(text(engine, "new Point(3, 4).edited(p => p.edited(p => { p.x = 10 })).x"), "12");
    assert_eq!(
        text(engine, "Point.prototype.edited.call({})"),
        "TypeError: Point.prototype.edited was called on an object that is no Point"
    );
    assert_eq!(text(engine, "(p => p.itself === p)(new Point(1)) + `${new Point(1)}`"), "truestring:1");
    assert_eq!(text(engine, "JSON.stringify(new Point(1, 2)) + new Point(1).type()"), "[1,2]point");
    engine
        .run(|cx| {
            let point = Point { x: 1.0, y: 2.0 }.into_js(cx)?;
            let point = Instance::<Point>::from_js(cx, point)?;
            assert_eq!(point.with(|point| point.y)?, 2.0);
            assert_eq!(Class::external_size(&point.take()?), 64);
            Ok(())
        })
        .unwrap();
}

#[cfg(feature = "async")]
#[test]
fn static_functions_may_be_async() {
    let mut engine = with_point();
    let mut task = std::task::Context::from_waker(std::task::Waker::noop());
    let mut future = std::pin::pin!(engine.eval_async::<f64>("a.js", "(async () => (await Point.later(5)).x)()"));
    let std::task::Poll::Ready(result) = future.as_mut().poll(&mut task) else { panic!("nothing waits") };
    assert_eq!(result.unwrap(), 5.0);
}

pub struct Node {
    name: String,
}
#[class(crate = crate, name = "TreeNode")]
impl Node {
    #[getter]
    pub fn name(&self) -> &str {
        &self.name
    }
}

pub struct Branch(Node, Vec<u32>);
#[class(crate = crate, extends = Node, base = 0)]
impl Branch {
    #[constructor]
    pub fn new(name: String, _listener: Value<'_>) -> Self {
        Branch(Node { name }, vec![1, 2, 3])
    }
    #[initializer]
    pub fn keep<'js>(
        this: Instance<'js, Self>,
        cx: &mut Context<'js>,
        _name: Value<'js>,
        listener: Option<Function<'js>>,
    ) -> JsResult<'js, ()> {
        this.set_hidden_slot(cx, "branch.listener", listener)
    }
    #[iterator]
    pub fn next(&mut self) -> Option<u32> {
        self.1.pop()
    }
    #[dispose]
    pub fn close<'js>(this: Instance<'js, Self>, cx: &mut Context<'js>) -> JsResult<'js> {
        let left = this.with(|branch| branch.1.len())?;
        match this.hidden_slot(cx, "branch.listener").and_then(Value::as_function) {
            Some(listener) => listener.call(cx, (left,)),
            None => Ok(Value::UNDEFINED),
        }
    }
}

#[test]
fn blocks_extend_iterate_and_dispose() {
    let mut engine = engine_with(add::<Branch>);
    let engine = &mut engine;
    assert_eq!(text(engine, "Object.getPrototypeOf(Branch).name + new Branch('oak').name"), "TreeNodeoak");
    assert_eq!(text(engine, "[...new Branch('oak')]"), "3,2,1");
    assert_eq!(text(engine, "(() => { let left; { using b = new Branch('oak', n => { left = n }); b.next() } return left })()"), "2");
    assert_eq!(text(engine, "Branch.prototype.close"), "undefined");
}
