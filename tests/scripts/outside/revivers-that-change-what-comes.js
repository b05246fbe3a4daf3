// Sources of JSON values, for values that an earlier call of the reviver has replaced, moved or deleted.
// node: 26
// gc-stress: 61
'use strict';
const show = (v) => typeof v === 'object' && v !== null ? (Array.isArray(v) ? '[' + v.length + ']' : '{' + Object.keys(v) + '}') : typeof v === 'string' ? JSON.stringify(v) : Object.is(v, -0) ? '-0' : String(v);
const t = f => { try { return f(); } catch (e) { return e.name; } };
function trace(text, change0) { const out = []; let first = true; const change = change0 && function (k, v, c) { if (k === '0') { if (!first) return v; first = false; } return change0.call(this, k, v, c); }; const r = t(() => JSON.parse(text, function (k, v, c) { out.push(k + '=' + show(v) + ' ' + ('source' in c ? '<' + c.source + '>' : '-') + Object.keys(c)); return change ? change.call(this, k, v, c) : v; })); console.log(text, '|', out.join('; '), '|', typeof r === 'string' ? r : t(() => JSON.stringify(r))); }
for (const s of ['1', '-0', '1.0', '1e3', '-1E-7', '123456789012345678901234567890', '"a\\u0041\\n"', ' true ', 'null', '[]', '{}', '[1.10, "x" ,\n{"a" : -0.0, "b":[0.1e1]}]', '{"a":1,"a":2,"b":{"a":3},"a":4}', '{"__proto__":1,"x":{"__proto__":[2]}}', '{"1":1,"0":0,"b":2,"a":3}', '""', '"\\ud800"', '"\u2028"', '[[[[1]]]]', '1e400', '[1,[2,3],{"k":[4,{"z":5}]}]'])
  trace(s);
trace('[1,2,3]', function (k, v) { if (k === '0') this[1] = 9; return v; });
trace('[1,2,3]', function (k, v) { if (k === '0') this[1] = 2; return v; });
trace('[1,2,3]', function (k, v) { if (k === '0') { this[1] = [7, 8]; this[2] = { q: 1 }; } return v; });
trace('[1,[2,3],4]', function (k, v) { if (k === '0') this[1] = 5; return v; });
trace('[1,[2,3],4]', function (k, v) { if (k === '0') this[1] = [2, 3, 4]; return v; });
trace('[1,[2,3],4]', function (k, v) { if (k === '0') this[1] = { 0: 2, 1: 3 }; return v; });
trace('[1,2,3]', function (k, v) { if (k === '0') delete this[1]; return v; });
trace('[1,2,3]', function (k, v) { if (k === '0') this.length = 1; return v; });
trace('[1,2]', function (k, v) { if (k === '0') this.push(3); return v; });
trace('{"a":1,"b":2,"c":3}', function (k, v) { if (k === 'a') { delete this.b; this.d = 4; this.c = 3; } return v; });
trace('{"a":1,"b":{"x":1,"y":2}}', function (k, v) { if (k === 'a') { this.b = { y: 2, x: 1, z: 1 }; } return v; });
trace('{"a":"s","b":"s"}', function (k, v) { if (k === 'a') this.b = 's'; return v; });
trace('{"a":0,"b":-0}', function (k, v) { if (k === 'a') this.b = 0; return v; });
trace('{"a":1,"b":NaN}'); trace('{"a":1,"b":null}', function (k, v) { if (k === 'a') this.b = undefined; return v; });
trace('{"a":1,"b":2}', function (k, v) { if (k === 'a') Object.defineProperty(this, 'b', { get() { return 2; }, enumerable: true, configurable: true }); return v; });
trace('{"a":1,"b":[1,2]}', function (k, v) { if (k === 'a') this.b = new Proxy([1, 2], {}); return v; });
trace('{"a":1,"b":2}', function (k, v) { return k ? undefined : v; }); trace('[1,2]', function (k, v) { return k ? undefined : v; });
trace('{"a":1,"b":2}', function (k, v, c) { if (k === 'a') Object.freeze(this); return k ? 5 : v; });
trace('{"big":12345678901234567890,"n":1}', (k, v, { source }) => typeof v === 'number' && !Number.isSafeInteger(v) ? BigInt(source) : v);
trace('[1,2]', function (k, v, c) { c.source = 'mine'; c.extra = 1; return v; });
const cs = new Set(); JSON.parse('[1,2,[3]]', (k, v, c) => { cs.add(c); console.log(Object.getPrototypeOf(c) === Object.prototype, JSON.stringify(Object.getOwnPropertyDescriptors(c))); return v; }); console.log(cs.size);
for (const x of ['1', '-0', '1.10', '"a"', 'true', 'null', '1e1000', '{}', '[]', '', ' 1', '1 ', '\n1', 'undefined', '1,2', '"a', 'NaN', '0x1', '"\\u0041"', '9007199254740993']) console.log(JSON.stringify(x), t(() => JSON.stringify({ v: JSON.rawJSON(x), l: [JSON.rawJSON(x)] })), t(() => JSON.isRawJSON(JSON.rawJSON(x))));
for (const x of [1, null, undefined, true, 10n, Symbol(), {}, [], [5], { toString() { return '7'; } }]) console.log(t(() => JSON.stringify(JSON.rawJSON(x))));
const r = JSON.rawJSON('5'); console.log(Object.isFrozen(r), Object.getPrototypeOf(r), JSON.stringify(Object.getOwnPropertyDescriptors(r)), JSON.isRawJSON({ rawJSON: '5' }), JSON.isRawJSON(Object.create(r)), JSON.stringify(Object.create(r)), JSON.stringify({ r }, null, 2), JSON.stringify({ r }, ['r']), JSON.stringify({ r }, (k, v) => k === 'r' ? v.rawJSON : v), JSON.stringify([r], (k, v) => k === '0' ? JSON.rawJSON('[1]'.slice(1, 2)) : v), JSON.stringify(new Proxy(r, {})), t(() => structuredClone(r).rawJSON), JSON.stringify({ toJSON() { return r; } }), JSON.isRawJSON(), JSON.rawJSON.length);
let sum = 0; const N = 20000; for (let i = 0; i < N; i++) JSON.parse('{"a":1.50,"b":[1,2]}', (k, v, c) => { if (c.source === '1.50') sum++; if (k === 'b' && c.source === undefined) sum++; return v; }); console.log(sum);
