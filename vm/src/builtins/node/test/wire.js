// The events of a test file's process on their way to the one that runs the files: each is a line
// of standard output between marks, so that what the program prints stays where it was.
'use strict';

const { inspect } = require('util');
const v8 = require('v8');
const native = require('native');

const [BEGIN, END] = ['\u0001hearth-test ', '\u0002'];
const plain = { colors: false, breakLength: Infinity };

/** A value as it arrives: what cannot be copied is text. */
function carried(value) {
  try {
    v8.serialize(value);
    return { value };
  } catch {
    return { shown: inspect(value, plain) };
  }
}

function packError(error) {
  const out = { isError: true, shown: inspect(error, plain) };
  for (const key of ['name', 'message', 'stack', 'code', 'failureType', 'operator', 'exitCode', 'signal']) {
    const value = error[key];
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) out[key] = value;
  }
  for (const key of ['expected', 'actual']) if (key in error) out[key] = carried(error[key]);
  if ('cause' in error) out.cause = error.cause instanceof Error ? packError(error.cause) : carried(error.cause);
  return out;
}

function unpack(packed) {
  if (!packed.isError) {
    if (!('shown' in packed)) return packed.value;
    return { [inspect.custom]: () => packed.shown };
  }
  const error = new Error(packed.message);
  for (const key of ['name', 'stack']) Object.defineProperty(error, key, { value: packed[key], writable: true, configurable: true, enumerable: false });
  for (const key of ['code', 'failureType', 'operator', 'exitCode', 'signal']) if (key in packed) error[key] = packed[key];
  for (const key of ['expected', 'actual', 'cause']) if (key in packed) error[key] = unpack(packed[key]);
  Object.defineProperty(error, inspect.custom, { value: () => packed.shown, enumerable: false });
  return error;
}

/** Sends the events of a harness. */
function send(harness) {
  harness.listeners.push((event) => {
    if (event === null) return;
    const { type, data } = event;
    const { details } = data;
    const sent = details?.error ? { ...data, details: { ...details, error: packError(details.error) } } : { ...data };
    const text = v8.serialize({ type, data: sent }).toString('base64');
    native.writeAll(1, Buffer.from(`${BEGIN}${text}${END}`));
  });
  return Promise.resolve();
}

/** Takes chunks of standard output apart: `onEvent` gets events, `onText` what is between them. */
function receiver(onEvent, onText) {
  let held = '';
  const take = (atEnd) => {
    for (;;) {
      const begin = held.indexOf(BEGIN);
      if (begin < 0) {
        // What may be the beginning of a mark waits.
        const mark = atEnd ? -1 : held.lastIndexOf('\u0001');
        const end = mark >= 0 && BEGIN.startsWith(held.slice(mark)) ? mark : held.length;
        if (end > 0) onText(held.slice(0, end));
        held = held.slice(end);
        return;
      }
      if (begin > 0) onText(held.slice(0, begin));
      const end = held.indexOf(END, begin);
      if (end < 0) {
        held = held.slice(begin);
        return;
      }
      const event = v8.deserialize(Buffer.from(held.slice(begin + BEGIN.length, end), 'base64'));
      held = held.slice(end + END.length);
      const { details } = event.data;
      if (details?.error) details.error = unpack(details.error);
      onEvent(event);
    }
  };
  return {
    write(text) {
      held += text;
      take(false);
    },
    end() {
      take(true);
    },
  };
}

module.exports = { send, receiver };
