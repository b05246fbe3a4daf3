// node: 26
const show = (n, f) => {
  try {
    console.log(n, f());
  } catch (e) {
    console.log(n, "throws", e.name, e.message);
  }
};
show('fns',()=>[function(){},async()=>{},function*g(){},async function*ag(){},class{},class X extends Array{},Math.max]);
show('errs',()=>{class MyErr extends Error{};let e=new MyErr("q");e.stack="MyErr: q";e.code=5;return [e]});
show('nested',()=>({a:{b:{c:{d:1}}},arr:[[[[1]]]]})); show('long',()=>({aaaaaaaaaaaaaaaaaaaaaa:1,bbbbbbbbbbbbbbbbbbbbbbbbbbbb:2,cccccccccccccccccccccccc:3,ddddddddddddd:4}));
show('args',function(){return arguments}); show('proxy',()=>new Proxy({a:1},{})); show('gs',()=>globalThis===this); show('tag',()=>({[Symbol.toStringTag]:'T',a:1})); show('symkey',()=>({[Symbol('k')]:1,'a-b':2,'3':4}));
show('subarr',()=>{class A2 extends Array{} ;let a=new A2();a.push(1,2);return [a,a.map(x=>x) instanceof A2,a.length]}); show('submap',()=>{class M extends Map{};return new M([[1,2]])});
show('manystr',()=>Array.from({length:27},(_, i)=>'item'+i)); show('many',()=>Array.from({length:120},(_, i)=>i)); show('mixed',()=>[1,'a',null,undefined,{},[],true,2,3]); show('multiline',()=>({s:"a\nb",t:'it\'s'}));
show('nullproto',()=>Object.setPrototypeOf({a:1},null)); show('objcreate',()=>Object.create({})); show('fnprops',()=>Object.assign(()=>1,{a:1})); show('prom',()=>[Promise.resolve(1),Promise.reject(2).catch(()=>0)&&new Promise(()=>{})]);
show('iters',()=>[[1].values(),new Set([1]).values(),new Map([[1,2]]).entries(),"a"[Symbol.iterator](),"a".matchAll(/a/g)]);
show('toLocale',()=>[(1234567.891).toLocaleString(),(12n).toLocaleString(),[1,2].toLocaleString()]);
