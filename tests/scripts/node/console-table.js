// node: 26
// console.table with rows of all kinds.
'use strict';
console.table([[1,2],{a:1,b:2},3,'x',null,undefined,Symbol('s'),[{}],()=>1]);
console.table([{a:1,b:{c:2}},{a:'x'}]); console.table([{a:1,b:2}],['b']); console.table(new Map([['a',1],['b',{x:1}]])); console.table(new Set([1,'a'])); console.table(5); console.table('str'); console.table({r1:{c:1},r2:{c:2}}); console.table([]); console.table({}); console.table(new Map()); console.table([1,2,3],['x']); console.table([['a','b'],['c']]); console.table([new Date(0)]);console.table([{a:new Date(0),b:[1,[2,[3]]],c:{d:{e:{}}}}]); console.table([1n,-0,1.5]); console.table(Object.create({a:1}));console.table(new Uint8Array([1,2])); console.table([{ '':1, 'ü中':2}]); console.table(null); console.table(undefined);console.table([[]]);console.table([{}]); console.table([function f(){}, class A{}]);
try { console.table([1], 'x') } catch (e) { console.log(e.code, e.message) }
console.table([{name:'\x1b[31mred\x1b[39m', v:'multi\nline'}]);
