// node:diagnostics_channel: named channels, and the five channels of a traced operation.
'use strict';

const { checkFunction, invalidArgument } = require('internal/errors');

const channels = new Map();
const throwLater = (error) => process.nextTick(() => { throw error; });

class Channel {
  constructor(name) {
    this.name = name;
    this._subscribers = [];
    /** What makes its value of a message, by AsyncLocalStorage; undefined where the message is the value. */
    this._stores = new Map();
  }
  get hasSubscribers() { return this._subscribers.length > 0 || this._stores.size > 0; }
  subscribe(subscriber) {
    checkFunction(subscriber, 'subscription');
    this._subscribers = [...this._subscribers, subscriber];
  }
  unsubscribe(subscriber) {
    const index = this._subscribers.indexOf(subscriber);
    if (index < 0) return false;
    this._subscribers = this._subscribers.filter((_, i) => i !== index);
    return true;
  }
  publish(message) {
    for (const subscriber of this._subscribers) {
      try {
        subscriber(message, this.name);
      } catch (error) {
        throwLater(error);
      }
    }
  }
  bindStore(store, transform) { this._stores.set(store, transform); }
  unbindStore(store) { return this._stores.delete(store); }
  /** Publishes a message, which the stores hold until what is given back is disposed of. */
  withStoreScope(message) {
    const scopes = new DisposableStack();
    for (const [store, transform] of this._stores) {
      try {
        scopes.use(store.withScope(transform ? transform(message) : message));
      } catch (error) {
        throwLater(error);
      }
    }
    this.publish(message);
    return { [Symbol.dispose]: () => scopes.dispose() };
  }
  runStores(message, run, self, ...args) {
    const scope = this.withStoreScope(message);
    try {
      return Reflect.apply(run, self, args);
    } finally {
      scope[Symbol.dispose]();
    }
  }
}

function channel(name) {
  if (typeof name !== 'string' && typeof name !== 'symbol') throw invalidArgument('channel', 'one of type string or symbol', name);
  if (!channels.has(name)) channels.set(name, new Channel(name));
  return channels.get(name);
}

const BOUNDS = ['start', 'end'];
const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

/** Gives `target` channels of some events, by the name of what is traced or one by one. */
function defineChannels(target, events, names) {
  if (typeof names !== 'string') {
    if (names === null || typeof names !== 'object') {
      throw invalidArgument('nameOrChannels', `of type string or an instance of ${target.constructor.name} or Object`, names);
    }
    for (const event of events) {
      if (!(names[event] instanceof Channel)) throw invalidArgument(`nameOrChannels.${event}`, 'an instance of Channel', names[event]);
    }
  }
  for (const event of events) {
    Object.defineProperty(target, event, { value: typeof names === 'string' ? channel(`tracing:${names}:${event}`) : names[event] });
  }
}
const anySubscribed = (channels, events) => events.some((event) => channels[event]?.hasSubscribers);
function subscribeTo(channels, events, handlers) {
  for (const event of events) if (handlers[event]) channels[event]?.subscribe(handlers[event]);
}
const unsubscribeFrom = (channels, events, handlers) => events.filter((event) => handlers[event])
  .map((event) => channels[event]?.unsubscribe(handlers[event])).every(Boolean);

class BoundedChannel {
  constructor(names) {
    defineChannels(this, BOUNDS, names);
  }
  get hasSubscribers() { return anySubscribed(this, BOUNDS); }
  subscribe(handlers) { subscribeTo(this, BOUNDS, handlers); }
  unsubscribe(handlers) { return unsubscribeFrom(this, BOUNDS, handlers); }
  withScope(context = {}) {
    if (!this.hasSubscribers) return { [Symbol.dispose]() {} };
    const scope = this.start.withStoreScope(context);
    let isOver = false;
    return {
      [Symbol.dispose]: () => {
        if (isOver) return;
        isOver = true;
        this.end.publish(context);
        scope[Symbol.dispose]();
      },
    };
  }
  run(context, run, self, ...args) {
    const scope = this.withScope(context ?? {});
    try {
      return Reflect.apply(run, self, args);
    } finally {
      scope[Symbol.dispose]();
    }
  }
}

class TracingChannel {
  constructor(names) {
    defineChannels(this, EVENTS, names);
  }
  get hasSubscribers() { return anySubscribed(this, EVENTS); }
  subscribe(handlers) { subscribeTo(this, EVENTS, handlers); }
  unsubscribe(handlers) { return unsubscribeFrom(this, EVENTS, handlers); }
  /** Runs between `start` and `end`; what it throws is told of. */
  #traced(context, run) {
    return this.start.runStores(context, () => {
      try {
        return run();
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
  traceSync(run, context = {}, self = undefined, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(run, self, args);
    return this.#traced(context, () => (context.result = Reflect.apply(run, self, args)));
  }
  tracePromise(run, context = {}, self = undefined, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(run, self, args);
    const settle = (key, value) => {
      context[key] = value;
      if (key === 'error') this.error.publish(context);
      this.asyncStart.runStores(context, () => this.asyncEnd.publish(context));
    };
    return this.#traced(context, () => Promise.resolve(Reflect.apply(run, self, args)).then(
      (result) => { settle('result', result); return result; },
      (error) => { settle('error', error); throw error; }));
  }
  traceCallback(run, position = -1, context = {}, self = undefined, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(run, self, args);
    const callback = args.at(position);
    checkFunction(callback, 'callback');
    const channels = this;
    args.splice(position, 1, function called(error, result) {
      if (error) {
        context.error = error;
        channels.error.publish(context);
      } else {
        context.result = result;
      }
      return channels.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, arguments);
        } finally {
          channels.asyncEnd.publish(context);
        }
      });
    });
    return this.#traced(context, () => Reflect.apply(run, self, args));
  }
}

module.exports = {
  channel, Channel, BoundedChannel, boundedChannel: function (names) { return new BoundedChannel(names); },
  hasSubscribers: function (name) { return channels.get(name)?.hasSubscribers ?? false; },
  subscribe: function (name, subscriber) { channel(name).subscribe(subscriber); },
  unsubscribe: function (name, subscriber) { return channel(name).unsubscribe(subscriber); },
  tracingChannel: function (names) { return new TracingChannel(names); },
};
