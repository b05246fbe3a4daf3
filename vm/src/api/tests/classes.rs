//! Classes of Rust that are built by hand.

use super::super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// An engine with these classes as globals.
pub(super) fn engine_with(define: impl for<'js> FnOnce(&mut Context<'js>) -> JsResult<'js, ()>) -> Engine {
    let mut engine = Engine::new().expect("address space");
    engine.run(define).expect("the classes are fine");
    engine
}

pub(super) fn add<'js, T: Class>(cx: &mut Context<'js>) -> JsResult<'js, ()> {
    let class = cx.class::<T>()?;
    cx.globals().set(cx, T::NAME, class)
}

/// What the expression is as a string, or what it throws.
pub(super) fn text(engine: &mut Engine, expression: &str) -> String {
    let text = format!("(() => {{ try {{ return String({expression}) }} catch (e) {{ return e.name + ': ' + e.message }} }})()");
    engine.eval::<String>("a.js", &text).unwrap_or_else(|error| panic!("{expression}: {error}"))
}

struct Shape {
    name: String,
}
impl Class for Shape {
    const NAME: &'static str = "Shape";
    fn define(class: &mut ClassBuilder<Shape>) {
        class
            .constructor(|name: String| Shape { name })
            .getter("name", |shape: &Shape| shape.name.clone())
            .setter("name", |shape: &mut Shape, name: String| shape.name = name)
            .method("toString", |shape: &Shape| format!("<{}>", shape.name))
            .method("toJSON", |shape: &Shape| vec![shape.name.clone()])
            .method("edit", |_: &Shape, cx: &mut Context<'_>, callback: Persistent| run(cx, &callback))
            .static_function("of", |name: String| name.len());
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(String);

/// Calls a function of a script.
fn run(cx: &mut Context<'_>, callback: &Persistent) -> Result<f64, Refused> {
    let result = callback.get_as::<Function<'_>>(cx).and_then(|callback| callback.call(cx, ()));
    cx.owned(result).map_err(|error| Refused(error.message().to_owned()))
}

struct Circle {
    shape: Shape,
    radius: f64,
}
impl Extends<Shape> for Circle {
    fn base(&self) -> &Shape {
        &self.shape
    }
    fn base_mut(&mut self) -> &mut Shape {
        &mut self.shape
    }
}
impl Class for Circle {
    const NAME: &'static str = "Circle";
    fn define(class: &mut ClassBuilder<Circle>) {
        class
            .extends::<Shape>()
            .constant("UNIT", Value::NULL.is_null())
            .constructor(|radius: f64| Circle { shape: Shape { name: "circle".to_owned() }, radius })
            .getter("radius", |circle: &Circle| circle.radius)
            .method_mut("grow", |circle: &mut Circle, cx: &mut Context<'_>, callback: Persistent| {
                circle.radius += run(cx, &callback)?;
                Ok::<_, Refused>(circle.radius)
            });
    }
}

struct Ring(Circle);
impl Extends<Circle> for Ring {
    fn base(&self) -> &Circle {
        &self.0
    }
    fn base_mut(&mut self) -> &mut Circle {
        &mut self.0
    }
}
impl Class for Ring {
    const NAME: &'static str = "Ring";
    fn define(class: &mut ClassBuilder<Ring>) {
        class.extends::<Circle>().constructor(|| Ring(Circle { shape: Shape { name: "ring".to_owned() }, radius: 1.0 }));
    }
}

#[test]
fn classes_of_rust_extend_each_other() {
    let mut engine = engine_with(|cx| {
        // The base is made for whoever extends it.
        add::<Ring>(cx)?;
        add::<Circle>(cx)?;
        add::<Shape>(cx)
    });
    let engine = &mut engine;
    assert_eq!(text(engine, "Object.getPrototypeOf(Circle) === Shape"), "true");
    assert_eq!(text(engine, "Object.getPrototypeOf(Ring.prototype) === Circle.prototype"), "true");
    assert_eq!(text(engine, "new Circle(2) instanceof Shape && !(new Shape('s') instanceof Circle)"), "true");
    assert_eq!(text(engine, "new Circle(2)"), "<circle>");
    assert_eq!(text(engine, "JSON.stringify({ c: new Circle(2) })"), r#"{"c":["circle"]}"#);
    assert_eq!(text(engine, "(r => (r.name = 'hoop', r.name + r.radius))(new Ring)"), "hoop1");
    assert_eq!(text(engine, "Circle.of('four') + '' + Circle.length + Object.keys(Circle)"), "41");
    assert_eq!(
        text(engine, "Circle.prototype.grow.call(new Shape('s'), () => 1)"),
        "TypeError: Circle.prototype.grow was called on an object that is no Circle"
    );
    assert_eq!(text(engine, "(circle => circle.grow(() => 3))(new Ring)"), "4");
    // Scripts extend in turn.
    let extended =
        "new (class Disc extends Ring { constructor() { super(); this.#x = 1 } #x; get x() { return this.#x + this.radius } })().x";
    assert_eq!(text(engine, extended), "2");
    engine
        .run(|cx| {
            let ring = cx.class::<Ring>()?.construct(cx, ())?;
            assert_eq!(ring.with(|shape: &Shape| shape.name.clone()).as_deref(), Some("ring"));
            assert_eq!(ring.with_mut(|circle: &mut Circle| std::mem::replace(&mut circle.radius, 7.0)), Some(1.0));
            assert_eq!(ring.with(|ring: &Ring| ring.0.radius), Some(7.0));
            assert!(ring.is_instance::<Shape>() && !cx.object().is_instance::<Shape>());
            assert!(ring.take::<Shape>().is_none(), "a part");
            assert!(ring.take::<Ring>().is_some());
            assert_eq!(ring.with(|_: &Shape| ()), None);
            assert!(ring.as_instance::<Shape>().is_some_and(|shape| shape.with(|_| ()).is_err()));
            let failure = ring.get::<String>(cx, "name").unwrap_err();
            assert_eq!(cx.describe(failure).message(), "Shape.prototype.name was called on a Shape that is gone");
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_is_borrowed_while_scripts_run_is_guarded() {
    let mut engine = engine_with(|cx| {
        add::<Shape>(cx)?;
        add::<Circle>(cx)
    });
    let engine = &mut engine;
    // A method that reads lets others read.
    assert_eq!(text(engine, "(s => s.edit(() => s.name.length))(new Shape('four'))"), "4");
    assert_eq!(
        text(engine, "(s => s.edit(() => { s.name = 'x' }))(new Shape('s'))"),
        "Error: Shape.prototype.name was called on a Shape that is in use"
    );
    let written = "(c => c.grow(() => { try { c.name } catch (e) { globalThis.seen = e.message } return c.grow(() => 1) }))(new Circle(1))";
    assert_eq!(text(engine, written), "Error: Circle.prototype.grow was called on a Circle that is being written to");
    assert_eq!(text(engine, "seen"), "Shape.prototype.name was called on a Shape that is being written to");
    // It is free again, whatever has been thrown.
    assert_eq!(text(engine, "(c => { try { c.grow(() => { throw 1 }) } catch {} return c.grow(() => 1) })(new Circle(1))"), "2");
}

struct Chicken(Box<Egg>);
struct Egg(Box<Chicken>);
macro_rules! endless {
    ($class:ident extends $base:ident) => {
        impl Extends<$base> for $class {
            fn base(&self) -> &$base {
                &self.0
            }
            fn base_mut(&mut self) -> &mut $base {
                &mut self.0
            }
        }
        impl Class for $class {
            const NAME: &'static str = stringify!($class);
            fn define(class: &mut ClassBuilder<$class>) {
                class.extends::<$base>();
            }
        }
    };
}
endless!(Chicken extends Egg);
endless!(Egg extends Chicken);

#[test]
fn a_class_that_extends_itself_is_refused() {
    let mut engine = Engine::new().unwrap();
    for _ in 0..2 {
        let error = engine.run(|cx| cx.class::<Chicken>().map(|_| ())).unwrap_err();
        assert_eq!(error.message(), "the class Chicken extends itself");
    }
}

static CLOSED: AtomicUsize = AtomicUsize::new(0);

struct Lines(Vec<String>);
impl Class for Lines {
    const NAME: &'static str = "Lines";
    fn define(class: &mut ClassBuilder<Lines>) {
        class
            .constructor(|text: &str| Lines(text.split(' ').rev().map(str::to_owned).collect()))
            .iterator(|lines: &mut Lines| lines.0.pop().map(|line| if line == "bad" { Err(std::fmt::Error) } else { Ok(line) }))
            .dispose(|lines: &mut Lines| {
                lines.0.clear();
                CLOSED.fetch_add(1, Ordering::Relaxed);
            });
    }
}
struct Document;
impl Class for Document {
    const NAME: &'static str = "Document";
    fn define(class: &mut ClassBuilder<Document>) {
        class
            .constructor(|| Document)
            .method(WellKnown::Iterator, |_: &Document| vec![1, 2])
            .method(WellKnown::ToPrimitive, |_: &Document, hint: &str| hint.to_owned())
            .getter(WellKnown::ToStringTag, |_: &Document| "Doc")
            .static_function(WellKnown::HasInstance, |_: Persistent| true);
    }
}

#[test]
fn objects_of_rust_iterate_and_are_disposed_of() {
    let mut engine = engine_with(|cx| {
        add::<Lines>(cx)?;
        add::<Document>(cx)
    });
    let engine = &mut engine;
    assert_eq!(text(engine, "[...new Lines('a b c')]"), "a,b,c");
    assert_eq!(text(engine, "new Lines('a b c d').drop(1).take(2).map(x => x + x).toArray()"), "bb,cc");
    assert_eq!(text(engine, "new Lines('a') instanceof Iterator && Lines.prototype.next.name + Lines.prototype.next.length"), "next0");
    assert_eq!(
        text(engine, "JSON.stringify((l => [l.next(), l.next()])(new Lines('a')))"),
        r#"[{"value":"a","done":false},{"done":true}]"#
    );
    assert_eq!(text(engine, "[...new Lines('a bad c')]"), "Error: an error occurred when formatting an argument");
    assert_eq!(text(engine, "Lines.prototype.next.call({})"), "TypeError: Lines.prototype.next was called on an object that is no Lines");
    let used = "(() => { let kept; { using lines = new Lines('a b'); kept = lines; lines.next() } return kept.next().done })()";
    assert_eq!((text(engine, used), CLOSED.load(Ordering::Relaxed)), ("true".to_owned(), 1));
    assert_eq!(text(engine, "Lines.prototype[Symbol.dispose].name"), "[Symbol.dispose]");
    let message = "TypeError: Lines.prototype[Symbol.dispose] was called on an object that is no Lines";
    assert_eq!(text(engine, "Lines.prototype[Symbol.dispose].call(1)"), message);
    // Symbols name whatever members.
    assert_eq!(text(engine, "new Set([].concat(new Document()[Symbol.iterator]())).size + `${new Document}`"), "2string");
    assert_eq!(text(engine, "Object.prototype.toString.call(new Document) + (1 instanceof Document)"), "[object Doc]true");
}

/// A constant of its own class, and what only an object can be given.
struct Color(u32);
struct Own(u32);
impl<'js> IntoJs<'js> for Own {
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        cx.instance(Color(self.0)).map(Value::from)
    }
}
impl Class for Color {
    const NAME: &'static str = "Color";
    fn define(class: &mut ClassBuilder<Color>) {
        class
            .constructor(|cx: &mut Context<'_>, code: u32| {
                cx.globals().set(cx, "made", code).ok();
                Color(code)
            })
            .initializer(|cx, this, arguments| {
                let code = this.with(|color| color.0)?;
                if code > 0xff_ff_ff {
                    return Err(Failure::range_error("no color"));
                }
                let tag: Value<'_> = arguments.get(1);
                this.define(cx, "tag", tag)
            })
            .getter("code", |color: &Color| color.0)
            .constant("BLACK", Own(0))
            .constant("DEPTH", 24)
            .object_method("with", 1, |cx, this, arguments| {
                let callback: Function<'_> = arguments.arg(cx, 0)?;
                callback.call::<()>(cx, (this,))?;
                this.with_mut(|color| color.0 += 1)?;
                Ok(this.into())
            })
            .static_function("fail", || -> f64 { panic!("a static one") })
            .method("fail", |_: &Color| -> f64 { panic!("a method") });
    }
}

#[test]
fn constants_initializers_and_methods_on_objects() {
    let mut engine = engine_with(add::<Color>);
    let engine = &mut engine;
    assert_eq!(text(engine, "Color.DEPTH + (Color.BLACK instanceof Color) + Color.BLACK.code"), "25");
    let attributes = "JSON.stringify(Object.getOwnPropertyDescriptor(Color, 'DEPTH'))";
    assert_eq!(text(engine, attributes), r#"{"value":24,"writable":false,"enumerable":false,"configurable":false}"#);
    assert_eq!(text(engine, "new Color(3, 'red').tag + made"), "red3");
    assert_eq!(text(engine, "new Color(2 ** 25)"), "RangeError: no color");
    assert_eq!(text(engine, "new Color(1).with(color => color.with(() => {})).code"), "3");
    assert_eq!(text(engine, "Color.prototype.with.length + Color.prototype.with.name"), "1with");
    assert_eq!(text(engine, "Color.prototype.with.call([])"), "TypeError: Color.prototype.with was called on an object that is no Color");
    let getter = "Object.getOwnPropertyDescriptor(Color.prototype, 'code').get.name";
    assert_eq!(text(engine, getter), "get code");
    for (panics, message) in [("Color.fail()", "a static one"), ("Color.BLACK.fail()", "a method")] {
        let error = engine.eval::<()>("a.js", &format!("try {{ {panics} }} catch {{}}")).unwrap_err();
        assert_eq!(error.reason(), &Reason::Panic(message.to_owned()));
        assert_eq!(text(engine, "Color.BLACK.code"), "0", "it is not borrowed any more");
    }
}

/// What cannot be defined is not there half.
#[test]
fn a_class_whose_members_cannot_be_is_tried_again() {
    struct Faulty;
    struct Fails;
    static TRIES: AtomicUsize = AtomicUsize::new(0);
    impl<'js> IntoJs<'js> for Fails {
        fn into_js(self, _: &mut Context<'js>) -> JsResult<'js> {
            match TRIES.fetch_add(1, Ordering::Relaxed) {
                0 => Err(Failure::error("not yet")),
                1 => panic!("not yet, either"),
                _ => Ok(Value::NULL),
            }
        }
    }
    impl Class for Faulty {
        const NAME: &'static str = "Faulty";
        fn define(class: &mut ClassBuilder<Faulty>) {
            class.constant("X", Fails);
        }
    }
    let mut engine = Engine::new().unwrap();
    assert_eq!(engine.run(|cx| cx.class::<Faulty>().map(|_| ())).unwrap_err().message(), "not yet");
    engine
        .run(|cx| {
            let ask = cx.raw_function("ask", 0, |cx, _| cx.class::<Faulty>().map(Value::from));
            cx.globals().set(cx, "ask", ask)
        })
        .unwrap();
    assert_eq!(engine.eval::<()>("a.js", "ask()").unwrap_err().reason(), &Reason::Panic("not yet, either".to_owned()));
    assert_eq!(text(&mut engine, "ask().X"), "null");
}

/// Derived or not, each value is dropped once.
#[test]
fn derived_values_are_dropped_once() {
    struct Counted(Arc<AtomicUsize>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    struct More(Counted);
    impl Class for Counted {
        const NAME: &'static str = "Counted";
        fn define(_: &mut ClassBuilder<Counted>) {}
    }
    impl Extends<Counted> for More {
        fn base(&self) -> &Counted {
            &self.0
        }
        fn base_mut(&mut self) -> &mut Counted {
            &mut self.0
        }
    }
    impl Class for More {
        const NAME: &'static str = "More";
        fn define(class: &mut ClassBuilder<More>) {
            class.extends::<Counted>();
        }
    }
    let drops = Arc::new(AtomicUsize::new(0));
    let mut engine = Engine::new().unwrap();
    engine
        .run(|cx| {
            for _ in 0..100 {
                cx.instance(More(Counted(drops.clone())))?;
            }
            Ok(())
        })
        .unwrap();
    engine.enter(|cx| cx.collect_garbage());
    drop(engine);
    assert_eq!(drops.load(Ordering::Relaxed), 100);
}
