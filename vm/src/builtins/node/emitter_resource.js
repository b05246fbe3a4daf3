// events.EventEmitterAsyncResource: an emitter whose listeners run in the asynchronous context in which it was made.
'use strict';

const EventEmitter = require('events');
const { AsyncResource } = require('async_hooks');

/** The resource, which knows whose it is. */
class EmitterReferencingResource extends AsyncResource {
  #emitter;
  constructor(emitter, type, options) {
    super(type, options);
    this.#emitter = emitter;
  }
  get eventEmitter() { return this.#emitter; }
}

class EventEmitterAsyncResource extends EventEmitter {
  #resource;
  constructor(options) {
    const settings = typeof options === 'string' ? { name: options } : options;
    // A class of one's own has a name, too.
    if (new.target === EventEmitterAsyncResource) require('internal/errors').checkString(settings?.name, 'options.name');
    super(settings);
    this.#resource = new EmitterReferencingResource(this, settings?.name ?? new.target.name, settings);
  }
  emit(event, ...args) {
    return this.#resource.runInAsyncScope(super.emit, this, event, ...args);
  }
  emitDestroy() {
    this.#resource.emitDestroy();
  }
  get asyncId() { return this.#resource.asyncId(); }
  get triggerAsyncId() { return this.#resource.triggerAsyncId(); }
  get asyncResource() { return this.#resource; }
}

module.exports = EventEmitterAsyncResource;
