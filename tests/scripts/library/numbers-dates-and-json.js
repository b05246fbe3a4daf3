// node: 26
const show = (n, f) => {
  try {
    console.log(n, f());
  } catch (e) {
    console.log(n, "throws", e.name, e.message);
  }
};
show('date',()=>[new Date(2020,1,30).getMonth(),new Date("2020-01-01").toISOString(),new Date(NaN).getTime(),Date.UTC(2000,0,1),new Date(0).toUTCString(),JSON.stringify(new Date(0))]);
show('date3',()=>new Date(0)); show('date4',()=>({d:new Date(1e12),e:[new Date(NaN)]}));
show('json',()=>[JSON.stringify({a:undefined,b:()=>1,c:Symbol()}),JSON.stringify([undefined,()=>1]),JSON.stringify("\u2028\ud800"),JSON.stringify({a:[1,{b:2}]},null,2),JSON.stringify({a:1,b:2},['a']),JSON.stringify({a:1},(k,v)=>k===''?v:v+1),JSON.stringify(Object(1n)===1)]);
show('jsonerr',()=>JSON.parse('{"a":')); show('jsonerr2',()=>JSON.parse('{a:1}')); show('jsonerr3',()=>JSON.parse('[1,]')); show('jsonerr4',()=>JSON.parse('')); show('jsonerr5',()=>JSON.parse('{"a":1}x')); show('jsonerr6',()=>JSON.parse('nul'));
show('jsoncirc',()=>{let a={};a.b={c:a};return JSON.stringify(a)}); show('jsonbig',()=>JSON.stringify(1n)); show('reviver',()=>JSON.parse('{"a":1,"b":[1,2]}',(k,v)=>typeof v==='number'?v+1:v));
show('set',()=>[new Set([1,2,3]).size,[...new Set([1,2,3]).keys()]]);
show('map',()=>{let m=new Map([[NaN,1],[0,2]]);m.set(-0,3);return [m,m.get(NaN),m.size,[...m.entries()]]});
show('mapdel',()=>{let m=new Map([[1,1],[2,2],[3,3]]);let out=[];for(let [k] of m){out.push(k);m.delete(2);if(k===1)m.set(4,4)}return out});
show('weak',()=>{let w=new WeakMap(),k={};w.set(k,1);return [w.get(k),w.has({}),w,new WeakSet([k]).has(k),new WeakRef(k).deref()===k]});
show('iterhelp',()=>{function*g(){yield 1;yield 2;yield 3} return [g().next(),[...g()].length]});
show('ta',()=>[new Uint8Array([1,2,3]).map(x=>x*2),Uint8Array.from([1,2]),new Int16Array(new ArrayBuffer(4),2),new Uint8ClampedArray([300,-5,1.5]),new Float32Array([1.1])]);
