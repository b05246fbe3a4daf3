//! Futures of Rust as promises, and promises as futures, on any executor.
//!
//! A function of the host that waits gives [`Async`] of a future; what the script gets is a promise. The embedder's
//! own future, such as that of [`Engine::eval_async`], polls those futures and runs what waits for them. There is
//! no thread, and nothing goes on while nobody polls.
//!
//! ```
//! use hearth::api::{Async, Engine};
//!
//! # fn block_on<F: Future>(future: F) -> F::Output {
//! #     let mut future = std::pin::pin!(future);
//! #     let mut task = std::task::Context::from_waker(std::task::Waker::noop());
//! #     loop { if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut task) { return output } }
//! # }
//! # block_on(async {
//! let mut engine = Engine::new()?;
//! engine.run(|cx| {
//!     let load = cx.function("load", |name: String| Async(async move {
//!         // … what awaits a socket, a timer, a thread …
//!         Ok::<_, std::io::Error>(format!("contents of {name}"))
//!     }));
//!     cx.globals().set(cx, "load", load)
//! })?;
//! let text: String = engine.eval_async("main.js", "(async () => await load('a') + ', ' + await load('b'))()").await?;
//! assert_eq!(text, "contents of a, contents of b");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```

use super::context::Context;
use super::error::Error;
use super::failure::{Failure, JsResult, Why};
use super::promise::{Resolver, nothing_left};
use super::{Engine, FromJs, IntoJs, Persistent};
use crate::heap::Gc;
use crate::object;
use crate::runtime::modules;
use crate::vm::{Vm, interrupt};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Poll, Waker};

/// What a future gave, to be made a value in the engine.
type Give = Box<dyn for<'js> FnOnce(&mut Context<'js>) -> JsResult<'js>>;

struct Settlement {
    resolver: Resolver,
    give: Give,
}

/// The futures of an engine's host functions that are not done.
#[derive(Default)]
pub(crate) struct Pending(FuturesUnordered<Pin<Box<dyn Future<Output = Settlement> + Send>>>);

/// A future that a host function gives to a script: as a promise.
///
/// An error is what the promise is rejected with.
pub struct Async<F>(pub F);

impl<'js, F, T> IntoJs<'js> for Async<F>
where
    F: Future<Output = T> + Send + 'static,
    T: for<'a> IntoJs<'a> + 'static,
{
    fn into_js(self, cx: &mut Context<'js>) -> JsResult<'js> {
        let (promise, resolver) = cx.promise();
        let future = self.0;
        cx.vm.embedding.pending.0.push(Box::pin(async move {
            let output = future.await;
            let give: Give = Box::new(move |cx| output.into_js(cx));
            Settlement { resolver, give }
        }));
        Ok(promise.into())
    }
}

/// Settles a promise of the machine when a future is done, after `then` was given what it gave.
pub(crate) fn settle_after<T: 'static>(
    vm: &mut Vm,
    promise: Gc<object::Object>,
    future: Pin<Box<dyn Future<Output = T> + Send>>,
    then: impl FnOnce(&mut Vm, T) + Send + 'static,
) {
    let resolver = Resolver(Persistent::new(vm, promise.value()));
    vm.embedding.pending.0.push(Box::pin(async move {
        let output = future.await;
        let give: Give = Box::new(move |cx| {
            then(cx.vm, output);
            ().into_js(cx)
        });
        Settlement { resolver, give }
    }));
}

/// What a poll of an engine has come to.
enum Progress {
    /// A promise was settled: there may be more to do.
    Made,
    /// All futures wait.
    Waits,
    /// There are no futures.
    Idle,
}

impl Engine {
    /// Runs `text` as a script; if its value is a promise, gives what that is fulfilled with. Meanwhile the futures of
    /// [`Async`] are polled, whoever began them.
    ///
    /// Nothing is lost if the future is dropped: what was begun goes on with the next one.
    ///
    /// # Errors
    /// What the script throws, or the promise is rejected with; if nothing is left to do and it is pending.
    pub async fn eval_async<T: for<'js> FromJs<'js>>(&mut self, name: &str, text: &str) -> Result<T, Error> {
        let value = self.run(|cx| {
            let value = cx.eval::<super::Value<'_>>(name, text)?;
            Ok(cx.persist(value))
        })?;
        self.settled(value).await
    }

    /// Runs `text` as an ECMAScript module, whose imports may come [later](super::modules::Loaded::Later), and gives
    /// its namespace object when it is evaluated. `name` is what imports are relative to, and what stack traces call it.
    ///
    /// # Errors
    /// What parsing, loading, linking or evaluating throws; if nothing is left to do and it still waits.
    pub async fn eval_module_async(&mut self, name: &str, text: &str) -> Result<Persistent, Error> {
        let namespace = self.run(|cx| {
            let promise = cx.script(|vm| {
                let module = vm.parse_module_text(name, text)?;
                Ok(modules::import_parsed(vm, module).value())
            })?;
            Ok(cx.persist(promise))
        })?;
        self.settled(namespace).await
    }

    /// What a value is in the end: what a promise is fulfilled with, and any other value itself.
    ///
    /// # Errors
    /// What the promise is rejected with; if nothing is left to do and it is pending.
    pub async fn settled<T: for<'js> FromJs<'js>>(&mut self, value: Persistent) -> Result<T, Error> {
        std::future::poll_fn(|task| {
            loop {
                if let Some(result) = self.run(|cx| settled_now(cx, &value)).transpose() {
                    return Poll::Ready(result);
                }
                match self.progress(task.waker()) {
                    Ok(Progress::Made) => {}
                    Ok(Progress::Waits) => return Poll::Pending,
                    Ok(Progress::Idle) => return Poll::Ready(self.run(|_| Err(nothing_left()))),
                    Err(error) => return Poll::Ready(Err(error)),
                }
            }
        })
        .await
    }

    /// Runs jobs of promises, and polls futures of host functions, until there are none.
    ///
    /// # Errors
    /// If a call was ended: by a limit, from another thread, by a panic.
    pub async fn idle(&mut self) -> Result<(), Error> {
        std::future::poll_fn(|task| {
            loop {
                if let Err(error) = self.run(|cx| cx.run_jobs()) {
                    return Poll::Ready(Err(error));
                }
                match self.progress(task.waker()) {
                    Ok(Progress::Made) => {}
                    Ok(Progress::Waits) => return Poll::Pending,
                    Ok(Progress::Idle) => return Poll::Ready(Ok(())),
                    Err(error) => return Poll::Ready(Err(error)),
                }
            }
        })
        .await
    }

    /// Polls the futures that were woken, and settles the promise of one that is done.
    fn progress(&mut self, waker: &Waker) -> Result<Progress, Error> {
        self.run(|cx| {
            let mut task = std::task::Context::from_waker(waker);
            // The futures are the embedder's, and have nothing of the machine but a resolver.
            let polled = catch_unwind(AssertUnwindSafe(|| cx.vm.embedding.pending.0.poll_next_unpin(&mut task)));
            match polled {
                Ok(Poll::Pending) => Ok(Progress::Waits),
                Ok(Poll::Ready(None)) => Ok(Progress::Idle),
                Ok(Poll::Ready(Some(Settlement { resolver, give }))) => {
                    match given(cx, give) {
                        Ok(value) => resolver.resolve(cx, value)?,
                        Err(failure) => resolver.reject(cx, failure)?,
                    }
                    Ok(Progress::Made)
                }
                Err(panic) => Err(ended_by(cx, panic)),
            }
        })
    }
}

/// What a future gave, as a value.
fn given<'js>(cx: &mut Context<'js>, give: Give) -> JsResult<'js> {
    catch_unwind(AssertUnwindSafe(|| give(cx))).unwrap_or_else(|panic| Err(ended_by(cx, panic)))
}

/// Code of the embedder has panicked where no script was running.
#[cold]
fn ended_by<'js>(cx: &mut Context<'js>, panic: Box<dyn Any + Send>) -> Failure<'js> {
    // No script is there that could be given the completion.
    let _ = cx.vm.end_for_panic(panic);
    cx.vm.cx.interrupt.clear(interrupt::TERMINATE);
    Failure(Why::Ended)
}

/// What a value is, unless it is a pending promise, after jobs have run.
fn settled_now<'js, T: FromJs<'js>>(cx: &mut Context<'js>, value: &Persistent) -> JsResult<'js, Option<T>> {
    cx.run_jobs()?;
    let value = value.get(cx)?;
    match value.as_promise() {
        Some(promise) => promise.result(cx),
        None => T::from_js(cx, value).map(Some),
    }
}
