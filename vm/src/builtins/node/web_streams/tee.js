// tee: two streams of what one gives.
'use strict';

const { kState } = require('internal/web_streams/common');
const { cancelStream, read, release } = require('internal/web_streams/readable_state');
const normal = require('internal/web_streams/default_controller');
const bytes = require('internal/web_streams/byte_controller');

/** What both branches were cancelled with goes to the source. */
function cancelBoth(s) {
  const all = Promise.withResolvers();
  const reasons = [undefined, undefined];
  const canceled = [false, false];
  return {
    canceled, done: all,
    cancel: (branch) => (reason) => {
      canceled[branch] = true;
      reasons[branch] = reason;
      if (canceled[1 - branch]) all.resolve(cancelStream(s, reasons));
      return all.promise;
    },
  };
}

function teeDefault(s, { makeDefault, Reader }) {
  const reader = new Reader(s.self)[kState];
  const { canceled, done, cancel } = cancelBoth(s);
  let isReading = false;
  let readAgain = false;
  let branches;
  function pull() {
    if (isReading) {
      readAgain = true;
      return Promise.resolve();
    }
    isReading = true;
    read(reader, {
      chunk(value) {
        queueMicrotask(() => {
          readAgain = false;
          for (const i of [0, 1]) if (!canceled[i]) normal.enqueue(branches[i].controller, value);
          isReading = false;
          if (readAgain) pull();
        });
      },
      close() {
        isReading = false;
        for (const i of [0, 1]) if (!canceled[i]) normal.close(branches[i].controller);
        if (!canceled[0] || !canceled[1]) done.resolve();
      },
      error() {
        isReading = false;
      },
    });
    return Promise.resolve();
  }
  branches = [0, 1].map((i) => makeDefault(() => {}, pull, cancel(i)));
  reader.closed.promise.then(undefined, (error) => {
    for (const branch of branches) normal.fail(branch.controller, error);
    if (!canceled[0] || !canceled[1]) done.resolve();
  });
  return branches.map((branch) => branch.self);
}

function teeBytes(s, { makeBytes, Reader, ByobReader }) {
  let reader = new Reader(s.self)[kState];
  const { canceled, done, cancel } = cancelBoth(s);
  let isReading = false;
  const readAgain = [false, false];
  let branches;

  const forwardError = (current) => current.closed.promise.then(undefined, (error) => {
    if (current !== reader) return;
    for (const branch of branches) bytes.fail(branch.controller, error);
    if (!canceled[0] || !canceled[1]) done.resolve();
  });
  const goOn = () => {
    isReading = false;
    if (readAgain[0]) pull(0);
    else if (readAgain[1]) pull(1);
  };
  const copyOf = (chunk) => new Uint8Array(chunk.buffer.slice(chunk.byteOffset, chunk.byteOffset + chunk.byteLength));
  const failAll = (error) => {
    for (const branch of branches) bytes.fail(branch.controller, error);
    done.resolve(cancelStream(s, error));
  };

  function pullDefault() {
    if (reader.kind !== 'ReadableStreamDefaultReader') {
      release(reader);
      reader = new Reader(s.self)[kState];
      forwardError(reader);
    }
    read(reader, {
      chunk(chunk) {
        queueMicrotask(() => {
          readAgain.fill(false);
          let second = chunk;
          if (!canceled[0] && !canceled[1]) {
            try {
              second = copyOf(chunk);
            } catch (error) {
              failAll(error);
              return;
            }
          }
          if (!canceled[0]) bytes.enqueue(branches[0].controller, chunk);
          if (!canceled[1]) bytes.enqueue(branches[1].controller, second);
          goOn();
        });
      },
      close() {
        isReading = false;
        for (const i of [0, 1]) if (!canceled[i]) bytes.close(branches[i].controller);
        for (const i of [0, 1]) if (branches[i].controller.pending.length > 0) bytes.respond(branches[i].controller, 0);
        if (!canceled[0] || !canceled[1]) done.resolve();
      },
      error() {
        isReading = false;
      },
    });
  }

  function pullByob(view, i) {
    if (reader.kind !== 'ReadableStreamBYOBReader') {
      release(reader);
      reader = new ByobReader(s.self)[kState];
      forwardError(reader);
    }
    const [own, other] = [branches[i], branches[1 - i]];
    s.disturbed = true;
    const request = {
      chunk(chunk) {
        queueMicrotask(() => {
          readAgain.fill(false);
          if (!canceled[1 - i]) {
            let copy;
            try {
              copy = copyOf(chunk);
            } catch (error) {
              failAll(error);
              return;
            }
            if (!canceled[i]) bytes.respondWithNewView(own.controller, chunk);
            bytes.enqueue(other.controller, copy);
          } else if (!canceled[i]) {
            bytes.respondWithNewView(own.controller, chunk);
          }
          goOn();
        });
      },
      close(chunk) {
        isReading = false;
        if (!canceled[i]) bytes.close(own.controller);
        if (!canceled[1 - i]) bytes.close(other.controller);
        if (chunk !== undefined) {
          if (!canceled[i]) bytes.respondWithNewView(own.controller, chunk);
          if (!canceled[1 - i] && other.controller.pending.length > 0) bytes.respond(other.controller, 0);
        }
        if (!canceled[i] || !canceled[1 - i]) done.resolve();
      },
      error() {
        isReading = false;
      },
    };
    if (s.state === 'errored') request.error(s.storedError);
    else s.controller.pullInto(view, 1, request);
  }

  function pull(i) {
    if (isReading) {
      readAgain[i] = true;
      return Promise.resolve();
    }
    isReading = true;
    const request = bytes.requestOf(branches[i].controller);
    if (request === null) pullDefault();
    else pullByob(request.view, i);
    return Promise.resolve();
  }

  branches = [0, 1].map((i) => makeBytes(() => {}, () => pull(i), cancel(i)));
  forwardError(reader);
  return branches.map((branch) => branch.self);
}

module.exports = (s, classes) => (s.controller.kind === 'ReadableByteStreamController' ? teeBytes(s, classes) : teeDefault(s, classes));
