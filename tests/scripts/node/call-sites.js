// node: 26
// Error.prepareStackTrace and its call sites; what they do not know here are receivers and functions.
'use strict';
const path = require('path');

const original = Error.prepareStackTrace;
Error.prepareStackTrace = (error, sites) => sites;
function inner() {
  return new Error('m').stack;
}
class K {
  method() {
    return inner();
  }
  get property() {
    return inner();
  }
}
function Old() {
  this.sites = inner();
}
const show = (s) => [
  s.getFunctionName(), s.getTypeName(), s.getMethodName(), path.basename(s.getFileName()), s.getLineNumber(), s.getColumnNumber(), s.getThis(), s.isNative(),
  s.isToplevel(), s.isConstructor(), s.isEval(), s.isAsync(), s.isPromiseAll(), s.getPromiseIndex(), path.basename(s.getScriptNameOrSourceURL()),
].join(' ');
for (const site of new K().method().slice(0, 3)) console.log(show(site), String(site).replace(__dirname, ''));
console.log(show(new Old().sites[1]), String(new Old().sites[1]).replace(__dirname, ''));
console.log(Object.prototype.toString.call(inner()[0]), inner()[0].constructor.name, inner().length >= 2);
const evaluated = eval('new Error("e").stack')[0];
console.log(evaluated.isEval(), typeof evaluated.getEvalOrigin(), evaluated.getFileName(), evaluated.getFunctionName(), evaluated.getLineNumber());

let calls = 0;
Error.prepareStackTrace = (error, sites) => {
  calls++;
  return `${error.name}|${error.message}|${sites.map((site) => site.getFunctionName()).slice(0, 1)}`;
};
const lazy = new TypeError('lazy');
console.log(calls, lazy.stack, calls, lazy.stack, calls);
const object = { name: 'N', message: 'M' };
function outer() {
  Error.captureStackTrace(object, outer);
}
(function caller() {
  outer();
})();
console.log(calls, object.stack, calls, object.stack, calls, Object.keys(object));
object.stack = 'set';
console.log(object.stack);
Error.prepareStackTrace = () => {
  throw new Error('in prepare');
};
try {
  console.log(new Error('x').stack);
} catch (error) {
  console.log('thrown');
}
Error.prepareStackTrace = () => new Error('nested').stack.split('\n')[0];
console.log(new Error('outer').stack);
Error.prepareStackTrace = original;
console.log(new Error('default').stack.split('\n')[0], typeof original, original(new RangeError('r'), ['a', 'b']));
const plain = {};
Error.captureStackTrace(plain);
console.log(plain.stack.split('\n')[0], Object.getOwnPropertyDescriptor(plain, 'stack').enumerable);
Error.stackTraceLimit = 1;
console.log(new Error('limited').stack.split('\n').length);
