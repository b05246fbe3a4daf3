// Super constructors, new.target and implicit constructors, hot enough to be compiled and inlined.
class A { constructor(x){ this.x=x; this.t=new.target.name; } get n(){return this.x} }
class B extends A { constructor(x,y){ const q = new Set([1]); super(x); this.y=y+q.size; } }
class C extends B { }
class D extends C { constructor(...a){ super(...a); this.z=3; } }
class E extends A { }
function mk(K,i){ return new K(i,i+1); }
let s=0;
for (let i=0;i<3000;i++){ const k=[A,B,C,D,E][i%5]; const o=mk(k,i); s+=o.x+(o.y|0)+(o.z|0)+o.t.length; if(!(o instanceof k)||Object.getPrototypeOf(o)!==k.prototype) throw 1; }
for (let i=0;i<3000;i++){ const o=new C(i,2); s+=o.x+o.y; if (o.constructor!==C) throw 2; const e=new E(i); s+=e.x; if(e.constructor!==E) throw 3; }
function each(a,f){ for (let i=0;i<a.length;i++) f(a[i]); }
function sum(a){ let t=0; each(a,(v)=>{ t+=v; }); return t; }
const arr=[1,2,3,4,5]; for(let i=0;i<3000;i++) s+=sum(arr);
function thrower(){ class X extends B{}; try { for(let i=0;i<3000;i++){ new X(i,1); if(i===2990) new (class extends A { constructor(){ this.a; super(); } })(); } } catch(e){ return e.message } }
console.log(s, thrower());
