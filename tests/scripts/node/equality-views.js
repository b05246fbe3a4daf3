// node: 26
// Equality of views and buffers: bytes at once, floats as numbers, properties besides elements.
'use strict';
const {isDeepStrictEqual:s}=require('util'), assert=require('assert'); const l=(a,b)=>{try{assert.deepEqual(a,b);return true}catch(e){return false}};
const vals=[[Buffer.from('ab'),Buffer.from('ab')],[Buffer.from('ab'),Buffer.from('ac')],[Buffer.from('ab'),Buffer.from('abc')],[new Uint8Array([1]),new Int8Array([1])],
[new Float64Array([0]),new Float64Array([-0])],[new Float64Array([NaN]),new Float64Array([NaN])],[new Float32Array([1.5,NaN,-0]),new Float32Array([1.5,NaN,-0])],[new Float16Array([0]),new Float16Array([-0])],
[new Uint16Array([1,2]),new Uint16Array([1,2])],[new BigInt64Array([1n]),new BigInt64Array([1n])],[new BigInt64Array([1n]),new BigInt64Array([2n])],[new DataView(new ArrayBuffer(4)),new DataView(new ArrayBuffer(4))],
[Object.assign(Buffer.from('a'),{x:1}),Object.assign(Buffer.from('a'),{x:1})],[Object.assign(Buffer.from('a'),{x:1}),Object.assign(Buffer.from('a'),{x:2})],[Object.assign(Buffer.from('a'),{x:1}),Buffer.from('a')],
[new ArrayBuffer(3),new ArrayBuffer(3)],[new Uint8Array([1,2]).buffer,new Uint8Array([1,3]).buffer],[new SharedArrayBuffer(2),new SharedArrayBuffer(2)],[new Uint8Array(0),new Uint8Array(0)],[Object.assign(new Uint8Array(0),{y:1}),new Uint8Array(0)]];
for (const [a,b] of vals) { let p; try { assert.partialDeepStrictEqual(a,b); p=true } catch { p=false } console.log(Object.prototype.toString.call(a), s(a,b), l(a,b), p); }
const big=Buffer.alloc(300000,7); const t=Date.now(); for (let i=0;i<5;i++) assert.deepStrictEqual(Buffer.from(big),big); if (Date.now()-t>2000) console.log('slow');
