// Arguments as the classes of fetch take them (https://webidl.spec.whatwg.org/), with the words of Node.js where they are wrong.
'use strict';

const { coded, refuseClones } = require('internal/errors');
const { pairIterators } = require('internal/pair_iterator');

const TOKEN = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;

const illegal = () => coded(TypeError, 'ERR_INVALID_THIS', 'Illegal invocation');

/** A text of bytes. */
function byteString(value) {
  const text = `${value}`;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) {
      throw new TypeError(`Cannot convert argument to a ByteString because the character at index ${i} has a value of ${code} which is greater than 255.`);
    }
  }
  return text;
}

function required(args, count, name) {
  if (args.length >= count) return;
  throw new TypeError(`${name}: ${count} argument${count === 1 ? '' : 's'} required, but${args.length === 0 ? '' : ' only'} ${args.length} found.`);
}

/** A dictionary: what is null or undefined has nothing in it. */
function dictionary(value) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' && typeof value !== 'function') {
    throw new TypeError(`undefined: Expected ${typeof value === 'string' ? JSON.stringify(value) : String(value)} to be one of: Null, Undefined, Object.`);
  }
  return value;
}

/** A member of a dictionary that is one of some words. */
function oneOf(value, words) {
  const text = `${value}`;
  if (!words.includes(text)) throw new TypeError(`undefined: ${text} is not an accepted type. Expected one of ${words.join(', ')}.`);
  return text;
}

/** Gives a class methods that iterate over pairs: `pairsOf` is asked for each step, as they may change meanwhile. */
function iterable(Class, pairsOf, check) {
  const { name } = Class;
  const iterators = pairIterators(
    name,
    (target, at) => {
      const pair = pairsOf(target)[at];
      return pair && [...pair];
    },
    () => new TypeError(`'next' called on an object that does not implement interface ${name} Iterator.`),
  );
  const make = (kind) => ({
    [kind]() {
      check(this);
      return iterators.make(this, kind);
    },
  }[kind]);
  for (const kind of ['keys', 'values', 'entries']) {
    Object.defineProperty(Class.prototype, kind, { value: make(kind), writable: true, enumerable: true, configurable: true });
  }
  Object.defineProperty(Class.prototype, Symbol.iterator, { value: Class.prototype.entries, writable: true, configurable: true });
  Object.defineProperty(Class.prototype, 'forEach', {
    value: function forEach(callback, receiver = undefined) {
      check(this);
      required(arguments, 1, `${name}.forEach`);
      if (typeof callback !== 'function') throw new TypeError(`Failed to execute 'forEach' on '${name}': parameter 1 is not of type 'Function'.`);
      for (let at = 0; at < pairsOf(this).length; at++) {
        const [key, value] = pairsOf(this)[at];
        Reflect.apply(callback, receiver, [value, key, this]);
      }
    },
    writable: true, enumerable: true, configurable: true,
  });
  Object.defineProperty(Class.prototype.forEach, 'length', { value: 1 });
}

/** Members that the standard describes are enumerable, and structuredClone refuses the objects. */
function expose(Class, ...names) {
  refuseClones(Class);
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

/** How such an object is shown. */
function shown(name, properties, depth, options, inspect) {
  return `${name} ${inspect(properties, { ...options, depth: options.depth === null ? 2 : options.depth ?? depth })}`;
}

module.exports = { TOKEN, byteString, dictionary, expose, illegal, iterable, oneOf, required, shown, kInspect: Symbol.for('nodejs.util.inspect.custom') };
