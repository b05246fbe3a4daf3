// node: 26
// What errors have as their stack: a property of their own, of any value, seen through what inherits from them.
const e=new Error('x');
console.log(Object.getOwnPropertyNames(e), Object.getOwnPropertyDescriptor(e,'stack'));
const o={}; Error.captureStackTrace(o); console.log(Object.getOwnPropertyDescriptor(o,'stack'), Object.getOwnPropertyNames(o));
const d=Object.getOwnPropertyDescriptor(e,'stack'); const e2=new TypeError('y'); const d2=Object.getOwnPropertyDescriptor(e2,'stack'); console.log(d.get===d2.get);
if(d.get){ console.log(d.get.call({}), d.get.call(Object.create(e))===e.stack, d.get.name, d.set.name, d.set.length);  const z={}; try{ d.set.call(z,5); console.log(z) }catch(x){console.log(x.message)} const p=Object.create(e); p.stack=7; console.log(Object.getOwnPropertyNames(p), p.stack, e.stack===7);}
e.stack=undefined; console.log(e.stack, Object.getOwnPropertyDescriptor(e,'stack'));
e.stack={a:1}; console.log(e.stack);
delete e.stack; console.log(e.stack, Object.hasOwn(e, 'stack'));
class V extends Error { get stack(){return 'mine'} } console.log(typeof new V('q').stack, new V('q').stack==='mine');
console.log(JSON.stringify(Object.getOwnPropertyNames(new V('a'))), Object.keys(e2));
const f=Object.freeze(new Error('q')); f.stack='z'; console.log(f.stack==='z');
const e3=new Error('m',{cause:1}); console.log(Object.getOwnPropertyNames(e3));
const ag=new AggregateError([1],'m'); console.log(Object.getOwnPropertyNames(ag));
console.log({...e2}, Object.assign({},e2), structuredClone(e2).stack===e2.stack);
const ee=new Error('b'); ee.message='c'; console.log(ee.stack.split('\n')[0]); ee.name='N'; console.log(String(ee), ee.stack.split('\n')[0]);
Object.defineProperty(ee,'stack',{value:1}); console.log(Object.getOwnPropertyDescriptor(ee,'stack'));
try { null.x } catch(err){ console.log(Object.getOwnPropertyNames(err), err.hasOwnProperty('stack')) }
console.log(Object.getOwnPropertyNames(new DOMException('a')), typeof new DOMException('a').stack);
const child = Object.create(new RangeError('through'));
console.log(child.stack.split('\n')[0], String(child), child instanceof Error, Error.isError(child));
Error.prepareStackTrace = (error, sites) => `${error.message}:${Array.isArray(sites)}`;
console.log(new Error('prepared').stack, Object.create(new Error('too')).stack);
Error.prepareStackTrace = undefined;
class Quiet extends Error {
  constructor(m) {
    super(m);
    this.stack = undefined;
  }
}
console.log(new Quiet('q').stack, Object.assign(new Error('a'), { stack: 0 }).stack);
const again = new Error('again');
again.stack = 5;
Error.captureStackTrace(again);
console.log(typeof again.stack, Object.getOwnPropertyNames(again).join());
delete again.stack;
Error.captureStackTrace(again);
console.log(typeof again.stack, Object.getOwnPropertyNames(again).join());
try {
  Error.captureStackTrace(Object.freeze({}));
} catch (e) {
  console.log(e.name);
}
console.log(JSON.stringify(new Error('j'), ['message']), Object.keys(Object.getOwnPropertyDescriptors(new TypeError('t'))).join());
const cloned = structuredClone(Object.assign(new Error('c'), { stack: 'mine' }));
console.log(cloned.stack, Object.getOwnPropertyNames(cloned).join());
