//! Realms.

use super::engine;
use crate::api::*;

#[test]
fn realms_share_values_and_have_built_ins_of_their_own() {
    let mut engine = engine();
    let text: String = engine
        .run(|cx| {
            let other = cx.new_realm();
            let array: Array<'_> = cx.in_realm(other, |cx| cx.eval("other.js", "var mine = 1; globalThis.list = [1, 2]; list"))??;
            let globals = cx.globals();
            globals.set(cx, "theirs", array)?;
            cx.eval("main.js", "[theirs.length, theirs instanceof Array, Array.isArray(theirs), typeof mine, typeof list].join()")
        })
        .unwrap();
    assert_eq!(text, "2,false,true,undefined,undefined");
}

#[test]
fn functions_run_in_the_realm_that_made_them() {
    let mut engine = engine();
    engine
        .run(|cx| {
            let (first, other) = (cx.realm(), cx.new_realm());
            assert_ne!(first, other);
            let seen = cx.in_realm(other, |cx| cx.raw_function("where", 0, |cx, _| Ok(Value::bool(cx.realm() != Realm::first(cx)))))?;
            assert!(seen.call::<bool>(cx, ())?, "a host function is of the realm in which it was made");
            let getter: Function<'_> = cx.in_realm(other, |cx| cx.eval("other.js", "var x = 'theirs'; () => x"))??;
            cx.eval::<()>("main.js", "var x = 'ours'")?;
            assert_eq!(getter.call::<String>(cx, ())?, "theirs");
            assert_eq!(cx.realm(), first);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_realm_of_another_engine_is_an_error() {
    let (mut one, mut two) = (engine(), engine());
    let realm = one.enter(|cx| cx.new_realm());
    assert!(two.enter(|cx| cx.in_realm(realm, |_| ()).is_err()));
}

#[test]
fn a_panic_in_a_realm_leads_back() {
    let mut engine = engine();
    engine.enter(|cx| {
        let (first, other) = (cx.realm(), cx.new_realm());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| cx.in_realm(other, |_| panic!("within"))));
        assert!(panicked.is_err());
        assert_eq!(cx.realm(), first);
    });
}

/// Classes of Rust are defined in each realm.
#[test]
fn a_class_has_a_prototype_in_each_realm() {
    struct Point;
    impl Class for Point {
        const NAME: &'static str = "Point";
        fn define(builder: &mut ClassBuilder<Point>) {
            builder.constructor(|| Point).method("kind", |_: &Point| "point");
        }
    }
    let mut engine = engine();
    engine
        .run(|cx| {
            let here = cx.class::<Point>()?;
            let other = cx.new_realm();
            let there = cx.in_realm(other, |cx| cx.class::<Point>())??;
            assert!(!cx.strictly_equal(here, there));
            let object = there.construct(cx, ())?;
            assert_eq!(object.call_method::<String>(cx, "kind", ())?, "point");
            assert!(!object.is_instance_of(cx, *here)?);
            Ok(())
        })
        .unwrap();
}
