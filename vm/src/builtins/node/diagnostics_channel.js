// node:diagnostics_channel: named channels, and the five channels of a traced operation.
'use strict';

const channels = new Map();

class Channel {
  constructor(name) {
    this.name = name;
    this._subscribers = [];
  }
  get hasSubscribers() { return this._subscribers.length > 0; }
  subscribe(subscriber) { this._subscribers = [...this._subscribers, subscriber]; }
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
        process.nextTick(() => { throw error; });
      }
    }
  }
  runStores(message, run, self, ...args) {
    this.publish(message);
    return Reflect.apply(run, self, args);
  }
}

function channel(name) {
  if (!channels.has(name)) channels.set(name, new Channel(name));
  return channels.get(name);
}

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

class TracingChannel {
  constructor(names) {
    for (const event of EVENTS) this[event] = typeof names === 'string' ? channel(`tracing:${names}:${event}`) : names[event];
  }
  get hasSubscribers() { return EVENTS.some((event) => this[event]?.hasSubscribers); }
  subscribe(handlers) {
    for (const event of EVENTS) if (handlers[event]) this[event].subscribe(handlers[event]);
  }
  unsubscribe(handlers) {
    return EVENTS.filter((event) => handlers[event]).map((event) => this[event].unsubscribe(handlers[event])).every(Boolean);
  }
  traceSync(run, context = {}, self = undefined, ...args) {
    this.start.publish(context);
    try {
      return (context.result = Reflect.apply(run, self, args));
    } catch (error) {
      context.error = error;
      this.error.publish(context);
      throw error;
    } finally {
      this.end.publish(context);
    }
  }
  tracePromise(run, context = {}, self = undefined, ...args) {
    const settle = (key, value) => {
      context[key] = value;
      if (key === 'error') this.error.publish(context);
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    this.start.publish(context);
    try {
      return Promise.resolve(Reflect.apply(run, self, args)).then(
        (result) => { settle('result', result); return result; },
        (error) => { settle('error', error); throw error; });
    } catch (error) {
      context.error = error;
      this.error.publish(context);
      throw error;
    } finally {
      this.end.publish(context);
    }
  }
}

module.exports = {
  channel, Channel,
  hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false,
  subscribe: (name, subscriber) => channel(name).subscribe(subscriber),
  unsubscribe: (name, subscriber) => channel(name).unsubscribe(subscriber),
  tracingChannel: (names) => new TracingChannel(names),
};
