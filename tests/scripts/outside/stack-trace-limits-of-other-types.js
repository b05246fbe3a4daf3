// node: 26
// Without a number for a limit, errors have no stack.
'use strict';
for (const limit of ['x', undefined, null, {}, NaN, -1, 0, 1.5]) {
  Error.stackTraceLimit = limit;
  const error = new Error('a');
  const object = {};
  Error.captureStackTrace(object);
  let caught;
  try {
    null.x;
  } catch (e) {
    caught = e;
  }
  let coded;
  try {
    Buffer.alloc('x');
  } catch (e) {
    coded = e;
  }
  Error.stackTraceLimit = 10;
  console.log(String(limit), typeof error.stack, typeof object.stack, 'stack' in object, typeof caught.stack, coded.code, error.message);
}
delete Error.stackTraceLimit;
console.log(new Error('a').stack);
