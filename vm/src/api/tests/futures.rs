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
