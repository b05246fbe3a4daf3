// What of async hooks is shared: who listens, and what is being executed. The engine calls one
// function with each step, for as long as there are hooks or promise hooks.
'use strict';

const native = require('native');
const { checkFunction } = require('internal/errors');

/** Hooks that are enabled, by AsyncHook. */
let active = new Map();
/** Sets of v8.promiseHooks. */
let promiseListeners = [];
/** Resources that are being executed, innermost last. */
const running = [];
const program = {};

// Steps, as the engine numbers them.
const [INIT, BEFORE, AFTER, DESTROY, PROMISE_INIT, PROMISE_BEFORE, PROMISE_AFTER, PROMISE_SETTLED] = [0, 1, 2, 3, 4, 5, 6, 7];

const resources = new Map();
const promises = new WeakMap();
const collected = new FinalizationRegistry(({ id, destroyed }) => {
  if (!destroyed?.value) tellDestroy(id);
});

/** Calls a callback of each hook. What it throws ends the program, as nobody could catch it. */
function tell(name, ...args) {
  for (const callbacks of active.values()) {
    try {
      callbacks[name]?.(...args);
    } catch (error) {
      process.stderr.write(`${error?.stack ?? error}\n`);
      process.exit(1);
    }
  }
}

function tellInit(id, type, trigger, resource) {
  if (active.size) tell('init', id, type, trigger, resource);
}
function tellDestroy(id) {
  resources.delete(id);
  if (active.size) setImmediateUnseen(() => tell('destroy', id));
}

/** destroy is told of later; the timer for it is no resource. */
let doomed = [];
let unseen;
function setImmediateUnseen(f) {
  doomed.push(f);
  if (doomed.length > 1) return;
  native.setAsyncHooks(undefined);
  unseen = native.newAsyncId() + 1;
  setImmediate(() => {
    const list = doomed;
    doomed = [];
    for (const callback of list) callback();
  });
  update();
}

const tracked = () => promiseListeners.length > 0 || [...active.values()].some((callbacks) => callbacks.trackPromises);

function idsOf(promise) {
  let ids = promises.get(promise);
  if (!ids) {
    ids = { id: native.newAsyncId(), trigger: native.executionAsyncId() };
    promises.set(promise, ids);
    collected.register(promise, { id: ids.id });
  }
  return ids;
}

function enter(id, resource) {
  running.push(resource);
  if (active.size) tell('before', id);
}
function leave(id) {
  if (active.size) tell('after', id);
  running.pop();
}

const saved = [];
function listen(step, subject, second, third, fourth) {
  switch (step) {
    case INIT:
      if (fourth !== null && typeof fourth === 'object') resources.set(second, fourth);
      tellInit(second, subject, third, fourth);
      break;
    case BEFORE:
      if (subject === unseen) break;
      enter(subject, resources.get(subject) ?? {});
      break;
    case AFTER:
      if (subject === unseen) break;
      leave(subject);
      break;
    case DESTROY:
      if (subject === unseen) break;
      tellDestroy(subject);
      break;
    case PROMISE_INIT: {
      for (const { init } of promiseListeners) init?.(subject, second);
      if (!tracked()) break;
      const ids = { id: native.newAsyncId(), trigger: second === undefined ? native.executionAsyncId() : idsOf(second).id };
      promises.set(subject, ids);
      collected.register(subject, { id: ids.id });
      tellInit(ids.id, 'PROMISE', ids.trigger, subject);
      break;
    }
    case PROMISE_BEFORE: {
      for (const { before } of promiseListeners) before?.(subject);
      saved.push([native.executionAsyncId(), native.triggerAsyncId()]);
      const { id, trigger } = idsOf(subject);
      native.setAsyncIds(id, trigger);
      enter(id, subject);
      break;
    }
    case PROMISE_AFTER: {
      leave(idsOf(subject).id);
      const [id, trigger] = saved.pop() ?? [0, 0];
      native.setAsyncIds(id, trigger);
      for (const { after } of promiseListeners) after?.(subject);
      break;
    }
    case PROMISE_SETTLED:
      for (const { settled } of promiseListeners) settled?.(subject);
      if (tracked()) tell('promiseResolve', idsOf(subject).id);
      break;
    default:
  }
}

function update() {
  native.setAsyncHooks(active.size || promiseListeners.length ? listen : undefined);
}

function add(hook, callbacks) {
  active = new Map(active).set(hook, callbacks);
  update();
}
function remove(hook) {
  active = new Map(active);
  active.delete(hook);
  update();
}

/** A function that takes a set of promise listeners away again. */
function addPromiseListeners(listeners) {
  promiseListeners = [...promiseListeners, listeners];
  update();
  return () => {
    promiseListeners = promiseListeners.filter((other) => other !== listeners);
    update();
  };
}
const single = (name, argument) => (callback) => {
  checkFunction(callback, argument);
  return addPromiseListeners({ [name]: callback });
};

module.exports = {
  enabled: () => active.size > 0,
  tellInit, tellDestroy, enter, leave, add, remove,
  destroyWithObject: (object, id, destroyed) => collected.register(object, { id, destroyed }),
  executionAsyncResource: () => running[running.length - 1] ?? program,
  promiseHooks: {
    createHook({ init, before, after, settled } = {}) {
      for (const [name, value] of Object.entries({ init, before, after, settled })) if (value !== undefined) checkFunction(value, `${name}Hook`);
      return addPromiseListeners({ init, before, after, settled });
    },
    onInit: single('init', 'initHook'),
    onBefore: single('before', 'beforeHook'),
    onAfter: single('after', 'afterHook'),
    onSettled: single('settled', 'settledHook'),
  },
};
