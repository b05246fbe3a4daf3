"use strict";
function set(o, v) {
  o.x = v;
  return o.x;
}
const o = { x: 0 };
for (let i = 0; i < 3000; i++) set(o, i);
console.log(o.x);
const frozen = Object.freeze({ x: 1 });
for (const target of [frozen, Object.seal({ x: 1 }), Object.preventExtensions({})]) {
  try {
    console.log(set(target, 5));
  } catch (e) {
    console.log(e instanceof TypeError);
  }
}
Object.freeze(o);
try {
  set(o, -1);
} catch (e) {
  console.log(e.constructor.name, o.x);
}
function push(a, v) {
  a.push(v);
  return a.length;
}
const list = [];
for (let i = 0; i < 3000; i++) push(list, i);
Object.freeze(list);
try {
  push(list, 1);
} catch (e) {
  console.log(e.constructor.name, list.length);
}
