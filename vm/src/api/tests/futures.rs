//! Host functions that are futures, and promises that are.

use super::engine;
use crate::api::*;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        match future.as_mut().poll(&mut std::task::Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// What another thread sends.
#[derive(Default)]
struct Mail {
    state: Mutex<(Option<String>, Option<Waker>)>,
}

struct Arrival(Arc<Mail>);

impl Mail {
    fn send(&self, text: &str) {
        let mut state = self.state.lock().unwrap();
        state.0 = Some(text.to_owned());
        if let Some(waker) = state.1.take() {
            waker.wake();
        }
    }
}

impl Future for Arrival {
    type Output = String;
    fn poll(self: Pin<&mut Self>, task: &mut std::task::Context<'_>) -> Poll<String> {
        let mut state = self.0.state.lock().unwrap();
        state.1 = Some(task.waker().clone());
        state.0.take().map_or(Poll::Pending, Poll::Ready)
    }
}

/// `after(ms, text)`: the text, by another thread.
fn with_after(engine: &mut Engine) {
    engine
        .run(|cx| {
            let after = cx.function("after", |ms: u64, text: String| {
                let mail = Arc::new(Mail::default());
                let sender = mail.clone();
                thread::spawn(move || {
                    thread::sleep(Duration::from_millis(ms));
                    sender.send(&text);
                });
                Async(Arrival(mail))
            });
            cx.globals().set(cx, "after", after)
        })
        .unwrap();
}

#[test]
fn futures_are_awaited_by_scripts() {
    let mut engine = engine();
    with_after(&mut engine);
    let script = "(async () => {
        const order = [];
        await Promise.all([[60, 'c'], [5, 'a'], [30, 'b']].map(async ([ms, name]) => order.push(await after(ms, name))));
        return order.join('');
    })()";
    assert_eq!(block_on(engine.eval_async::<String>("a.js", script)).unwrap(), "abc");
    // A value that is no promise is itself.
    assert_eq!(block_on(engine.eval_async::<f64>("a.js", "1 + 1")).unwrap(), 2.0);
}

#[test]
fn results_and_errors_are_those_of_the_future() {
    let mut engine = engine();
    engine
        .run(|cx| {
            let open = cx.function("open", |name: String| Async(async move { std::fs::read_to_string(name) }));
            cx.globals().set(cx, "open", open)?;
            let parts = cx.function("parts", |list: Vec<f64>| Async(async move { Serde(vec![(list.len(), "of them")]) }));
            cx.globals().set(cx, "parts", parts)
        })
        .unwrap();
    let text: String =
        block_on(engine.eval_async("a.js", "open('/no/such/file').catch(e => e.constructor.name + ': ' + e.message)")).unwrap();
    assert!(text.starts_with("Error: No such file"), "{text}");
    let error = block_on(engine.eval_async::<String>("a.js", "open('/no/such/file')")).unwrap_err();
    assert!(error.message().starts_with("No such file"), "{error}");
    assert_eq!(block_on(engine.eval_async::<Vec<(u8, String)>>("a.js", "parts([1, 2])")).unwrap(), [(2, "of them".to_owned())]);
}

#[test]
fn a_promise_that_nobody_settles_is_an_error() {
    let error = block_on(engine().eval_async::<f64>("a.js", "new Promise(() => {})")).unwrap_err();
    assert_eq!(error.message(), "the promise is pending, and nothing is left to do");
}

#[test]
fn what_was_begun_goes_on_with_the_next_future() {
    let mut engine = engine();
    with_after(&mut engine);
    {
        let mut first = pin!(engine.eval_async::<String>("a.js", "var done = 'no'; after(20, 'yes').then(x => done = x)"));
        let polled = first.as_mut().poll(&mut std::task::Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
    }
    assert_eq!(engine.eval::<String>("b.js", "done").unwrap(), "no");
    block_on(engine.idle()).unwrap();
    assert_eq!(engine.eval::<String>("b.js", "done").unwrap(), "yes");
}

#[test]
fn an_engine_that_waits_goes_to_other_threads() {
    let mut engine = engine();
    with_after(&mut engine);
    let (sender, receiver) = mpsc::channel();
    let future = async move {
        let first: String = engine.eval_async("a.js", "after(10, 'one')").await.unwrap();
        sender.send(thread::current().id()).unwrap();
        let second: String = engine.eval_async("a.js", "after(10, 'two')").await.unwrap();
        sender.send(thread::current().id()).unwrap();
        (first, second)
    };
    let mut future = Box::pin(future);
    // Each poll on a thread of its own.
    let output = loop {
        let polled = thread::spawn(move || {
            let waker = Waker::from(Arc::new(Unpark(thread::current())));
            let polled = future.as_mut().poll(&mut std::task::Context::from_waker(&waker));
            thread::park_timeout(Duration::from_secs(1));
            (polled, future)
        });
        let (polled, back) = polled.join().unwrap();
        future = back;
        if let Poll::Ready(output) = polled {
            break output;
        }
    };
    assert_eq!(output, ("one".to_owned(), "two".to_owned()));
    assert_ne!(receiver.recv().unwrap(), receiver.recv().unwrap());
}

#[test]
fn a_panic_of_a_future_ends_the_wait() {
    let mut engine = engine();
    engine
        .run(|cx| {
            let poor = cx.function("poor", || {
                Async(async {
                    if AtomicUsize::new(0).load(Ordering::Relaxed) == 0 {
                        panic!("poor future")
                    }
                })
            });
            cx.globals().set(cx, "poor", poor)
        })
        .unwrap();
    let script = "poor().then(() => log = 'then', () => log = 'catch').finally(() => log = 'finally'); var log = 'nothing'; poor()";
    let error = block_on(engine.eval_async::<f64>("a.js", script)).unwrap_err();
    assert_eq!(*error.reason(), Reason::Panic("poor future".to_owned()));
    assert_eq!(engine.eval::<String>("b.js", "log").unwrap(), "nothing");
    assert_eq!(engine.eval::<f64>("b.js", "6 * 7").unwrap(), 42.0);
}

#[test]
fn a_script_that_never_ends_is_stopped_within_a_future() {
    let mut engine = Engine::builder().time_limit(Duration::from_millis(50)).build().unwrap();
    with_after(&mut engine);
    let error = block_on(engine.eval_async::<f64>("a.js", "after(1, 'x').then(() => { for (;;); })")).unwrap_err();
    assert_eq!(*error.reason(), Reason::TimeLimit);
    // Waiting is no running.
    assert_eq!(block_on(engine.eval_async::<String>("b.js", "after(120, 'late')")).unwrap(), "late");
}

#[test]
fn futures_of_an_engine_that_goes_are_dropped() {
    let held = Arc::new(());
    let mut engine = engine();
    let inner = held.clone();
    engine
        .run(|cx| {
            let wait = cx.function("wait", move || {
                let held = inner.clone();
                Async(async move {
                    std::future::pending::<()>().await;
                    drop(held);
                })
            });
            cx.globals().set(cx, "wait", wait)
        })
        .unwrap();
    let mut future = Box::pin(engine.eval_async::<()>("a.js", "wait()"));
    assert!(future.as_mut().poll(&mut std::task::Context::from_waker(Waker::noop())).is_pending());
    drop(future);
    assert_eq!(Arc::strong_count(&held), 3);
    drop(engine);
    assert_eq!(Arc::strong_count(&held), 1);
}

/// Modules that come after a number of polls, in `order` as they were asked for.
struct Later {
    texts: &'static [(&'static str, u32, &'static str)],
    order: Arc<Mutex<Vec<String>>>,
    at_once: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Later {
    fn new(texts: &'static [(&'static str, u32, &'static str)]) -> Later {
        Later { texts, order: Arc::default(), at_once: Arc::default(), most: Arc::default() }
    }
}

impl modules::ModuleLoader for Later {
    fn resolve(&mut self, request: &modules::Request<'_>) -> Result<String, modules::LoadError> {
        Ok(request.specifier.to_owned())
    }
    fn load(&mut self, key: &str, _: &modules::Request<'_>) -> Result<modules::Loaded, modules::LoadError> {
        use modules::{LoadError, Loaded};
        self.order.lock().unwrap().push(key.to_owned());
        let key = key.to_owned();
        let found = self.texts.iter().find(|(name, ..)| *name == key).copied();
        let (at_once, most) = (self.at_once.clone(), self.most.clone());
        most.fetch_max(at_once.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
        let mut polls = found.map_or(1, |(_, polls, _)| polls);
        Ok(Loaded::later(std::future::poll_fn(move |task| {
            if polls > 0 {
                polls -= 1;
                task.waker().wake_by_ref();
                return Poll::Pending;
            }
            at_once.fetch_sub(1, Ordering::Relaxed);
            let Some((name, _, text)) = found else { return Poll::Ready(Err(LoadError::not_found(format!("no {key}")))) };
            Poll::Ready(match text {
                "panic" => panic!("no text"),
                text => Ok(Loaded::EcmaScript { name: name.to_owned(), text: text.to_owned() }),
            })
        })))
    }
}

const GRAPH: &[(&str, u32, &str)] = &[
    ("a", 3, "import { c } from 'c'; import { b } from 'b'; export const a = 'a' + b + c;"),
    ("b", 1, "import { c } from 'c'; import * as a from 'a'; export const b = 'b' + c; export const late = () => a.a;"),
    ("c", 2, "export const c = 'c'; export const more = () => import('d');"),
    ("d", 2, "await 1; export default 'd'"),
    ("broken", 1, "import 'absent'; export const x = 1;"),
    ("above", 1, "import 'broken'; export const y = 1;"),
    ("bad", 1, "let let = 1"),
    ("panics", 1, "panic"),
];

#[test]
fn modules_come_later_and_together() {
    let loader = Later::new(GRAPH);
    let (order, most) = (loader.order.clone(), loader.most.clone());
    let mut engine = Engine::builder().module_loader(loader).build().unwrap();
    let text = "import { a } from 'a'; import { late } from 'b'; import { more } from 'c'; export default [a, late(), (await more()).default].join()";
    let namespace = block_on(engine.eval_module_async("main", text)).unwrap();
    let value = engine.run(|cx| namespace.get_as::<Object<'_>>(cx)?.get::<String>(cx, "default")).unwrap();
    assert_eq!(value, "abcc,abcc,d");
    assert_eq!(*order.lock().unwrap(), ["a", "b", "c", "d"], "each is asked for once");
    assert_eq!(most.load(Ordering::Relaxed), 3, "those that one module requests are fetched together");
    // What is there is there for all.
    assert_eq!(engine.run(|cx| cx.eval_module("other", "export * from 'a'")?.get::<String>(cx, "a")).unwrap(), "abcc");
}

#[test]
fn scripts_import_what_comes_later() {
    let mut engine = Engine::builder().module_loader(Later::new(GRAPH)).build().unwrap();
    let text = "Promise.all([import('a'), import('b'), import('a', { with: {} })]).then(([x, y, z]) => x.a + y.b + (x === z))";
    assert_eq!(block_on(engine.eval_async::<String>("main.js", text)).unwrap(), "abccbctrue");
    assert_eq!(block_on(engine.eval_async::<String>("main.js", "import.defer('d').then(ns => ns.default)")).unwrap(), "d");
}

#[test]
fn modules_that_fail_later_fail_each_import() {
    let mut engine = Engine::builder().module_loader(Later::new(GRAPH)).build().unwrap();
    for _ in 0..2 {
        let text = "Promise.allSettled([import('above'), import('broken'), import('absent'), import('bad')]).then(all => all.map(r => r.reason.name + ' ' + r.reason.message).join('; '))";
        let messages: String = block_on(engine.eval_async("main.js", text)).unwrap();
        assert_eq!(messages.matches("Error no absent").count(), 3, "{messages}");
        assert!(messages.contains("SyntaxError"), "{messages}");
    }
    let error = block_on(engine.eval_module_async("main", "import 'above'")).unwrap_err();
    assert_eq!(error.message(), "no absent");
    let error = block_on(engine.eval_async::<()>("main.js", "import('panics')")).unwrap_err();
    assert_eq!(error.reason(), &Reason::Panic("no text".to_owned()));
    assert_eq!(engine.eval::<f64>("b.js", "1").unwrap(), 1.0);
}

#[test]
fn who_cannot_wait_for_a_module_is_told() {
    let mut engine = Engine::builder().module_loader(Later::new(GRAPH)).build().unwrap();
    let error = engine.run(|cx| cx.eval_module("main", "import 'c'").map(|_| ())).unwrap_err();
    assert!(error.message().contains("cannot be awaited"), "{error}");
    // It was asked for, and comes.
    block_on(engine.idle()).unwrap();
    assert_eq!(engine.run(|cx| cx.eval_module("main", "export { c } from 'c'")?.get::<String>(cx, "c")).unwrap(), "c");
}
