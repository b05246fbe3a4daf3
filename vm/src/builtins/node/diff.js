// The shortest way from one list to another, as util.diff tells it (Myers, "An O(ND) Difference Algorithm").
'use strict';

const { invalidArgument, outOfRange } = require('internal/errors');

const [ONLY_EXPECTED, BOTH, ONLY_ACTUAL] = [-1, 0, 1];
const MOST = 2 ** 31 - 1;

/** Diagonal `k` of the step with `d` differences is come to from the one below, not from the one above. */
const comesDown = (reached, k, d) => k === -d || (k !== d && reached.get(k - 1) < reached.get(k + 1));

/** How far each diagonal is reached, before each number of differences. */
function search(actual, expected) {
  const reached = new Map([[1, 0]]);
  const steps = [];
  for (let d = 0; ; d++) {
    steps.push(new Map(reached));
    for (let k = -d; k <= d; k += 2) {
      let x = comesDown(reached, k, d) ? reached.get(k + 1) : reached.get(k - 1) + 1;
      while (x < actual.length && x - k < expected.length && actual[x] === expected[x - k]) x++;
      reached.set(k, x);
      if (x >= actual.length && x - k >= expected.length) return steps;
    }
  }
}

function differences(actual, expected) {
  if (actual.length + expected.length > MOST) throw outOfRange('myersDiff input size', '< 2^31', actual.length + expected.length);
  const steps = search(actual, expected);
  const result = [];
  let [x, y] = [actual.length, expected.length];
  for (let d = steps.length - 1; d >= 0; d--) {
    const k = comesDown(steps[d], x - y, d) ? x - y + 1 : x - y - 1;
    const fromX = steps[d].get(k);
    const fromY = fromX - k;
    for (; x > fromX && y > fromY; x--, y--) result.push([BOTH, actual[x - 1]]);
    if (d === 0) break;
    if (x > fromX) result.push([ONLY_ACTUAL, actual[--x]]);
    else result.push([ONLY_EXPECTED, expected[--y]]);
  }
  return result.reverse();
}

function checkTexts(value, name) {
  if (!Array.isArray(value)) {
    if (typeof value !== 'string') throw invalidArgument(name, 'of type string', value);
    return;
  }
  value.forEach((text, i) => {
    if (typeof text !== 'string') throw invalidArgument(`${name}[${i}]`, 'of type string', text);
  });
}

module.exports = function diff(actual, expected) {
  if (actual === expected) return [];
  checkTexts(actual, 'actual');
  checkTexts(expected, 'expected');
  return differences(actual, expected);
};
