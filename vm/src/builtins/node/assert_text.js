// What assertions say when they fail.
'use strict';

const { inspect } = require('util');
const { invalidArgument, coded } = require('internal/errors');

const show = (value) => inspect(value, { depth: 1000, sorted: true, compact: false });
const headlines = {
  strictEqual: 'Expected values to be strictly equal:',
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
};

/** Lines of two texts with what differs marked: a longest common subsequence. */
function difference(actual, expected) {
  const [a, b] = [actual.split('\n'), expected.split('\n')];
  // The last of several members has no comma.
  const same = (x, y) => x === y || `${x},` === y || x === `${y},`;
  if (a.length * b.length > 1e6) return [...a.map((l) => `+ ${l}`), ...b.map((l) => `- ${l}`)].join('\n');
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) table[i][j] = same(a[i], b[j]) ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  }
  const out = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && same(a[i], b[j])) {
      out.push(`  ${a[i].length > b[j].length ? a[i] : b[j]}`);
      i++;
      j++;
    } else if (i < a.length && (j === b.length || table[i + 1][j] >= table[i][j + 1])) out.push(`+ ${a[i++]}`);
    else out.push(`- ${b[j++]}`);
  }
  return out.join('\n');
}

/** Characters of two values that are told in one line. */
const MOST_ON_ONE_LINE = 12;

/** A line that points at the first difference, where it is not at the start. */
function mark(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at > 2 ? `${' '.repeat(at + 2)}^\n` : '';
}

/** What a program says of two values is followed by the two, for these. */
const SHOWS_BOTH = new Set(['strictEqual', 'deepStrictEqual', 'partialDeepStrictEqual']);

function describe(actual, expected, operator) {
  const headline = headlines[operator];
  if (headline === undefined) return `${inspect(actual)} ${operator} ${inspect(expected)}`;
  if (operator.startsWith('not')) {
    const shown = show(actual);
    if (operator === 'notDeepEqual') {
      const other = show(expected);
      return shown === other ? `${headline}\n\n${shown}` : `Expected values not to be loosely deep-equal:\n\n${shown}\n\nshould not loosely deep-equal\n\n${other}`;
    }
    return `${headline}${shown.includes('\n') || shown.length > 40 ? '\n\n' : ' '}${shown}${shown.includes('\n') ? '\n' : ''}`;
  }
  if (operator === 'deepEqual') return `${headline}\n\n${show(actual)}\n\nshould loosely deep-equal\n\n${show(expected)}`;
  return compare(actual, expected, operator, headline);
}

/** Two values that should be the same, below a headline. */
function compare(actual, expected, operator, headline) {
  const [a, b] = [show(actual), show(expected)];
  const isSimple = (value) => typeof value !== 'object' || value === null;
  if ((isSimple(actual) || isSimple(expected)) && !a.includes('\n') && !b.includes('\n') && a !== b) {
    const quotes = typeof actual === 'string' && typeof expected === 'string' ? 4 : 0;
    const areZeros = actual === 0 && expected === 0;
    if (a.length + b.length - quotes <= MOST_ON_ONE_LINE && !areZeros) return `${headline}\n\n${a} !== ${b}\n`;
    return `${headline}\n+ actual - expected\n\n+ ${a}\n- ${b}\n${mark(a, b)}`;
  }
  if (a === b) return operator === 'strictEqual' && headline === headlines.strictEqual ? `Values have same structure but are not reference-equal:\n\n${a}\n` : `${headline}\n\n${a}\n`;
  return `${headline}\n+ actual - expected\n\n${difference(a, b)}\n`;
}

/**
 * What a program says of a failure, of what follows the values: none, an error, a function that says it, or text and what
 * belongs into it. Undefined: nothing.
 */
function said(given, actual, expected) {
  if (given.length === 0) return undefined;
  const [message] = given;
  if (typeof message === 'string') return given.length === 1 ? message : require('util').format(...given);
  if (message instanceof Error) {
    if (given.length > 1) throw ambiguous('message', `The error message was passed as error object "${message}" has trailing arguments that would be ignored.`);
    throw message;
  }
  if (typeof message !== 'function') throw invalidArgument('message', 'one of type string or function', message);
  if (given.length > 1) throw ambiguous('message', `The error message with function "${message.name || 'anonymous'}" has trailing arguments that would be ignored.`);
  try {
    const text = given[0](actual, expected);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
const ambiguous = (name, why) => coded(TypeError, 'ERR_AMBIGUOUS_ARGUMENT', `The "${name}" argument is ambiguous. ${why}`);

module.exports = { SHOWS_BOTH, ambiguous, compare, describe, said };
