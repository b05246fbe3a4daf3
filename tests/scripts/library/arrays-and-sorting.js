const show = (n, f) => {
  try {
    console.log(n, f());
  } catch (e) {
    console.log(n, "throws", e.name, e.message);
  }
};
show('concat',()=>[1].concat([2,[3]],4)); show('splice',()=>{let a=[1,2,3,4,5];let r=a.splice(1,2,'a','b','c');return [a,r]});
show('flat',()=>[1,[2,[3,[4]]]].flat(Infinity)); show('copyWithin',()=>[1,2,3,4,5].copyWithin(0,3));
show('fill',()=>new Array(5).fill(0)); show('holes',()=>[1,,3].map(x=>x*2)); show('sortundef',()=>[3,undefined,1,,2].sort());
show('stable',()=>[{k:1,v:1},{k:0,v:2},{k:1,v:3},{k:0,v:4}].sort((a,b)=>a.k-b.k).map(x=>x.v).join());
const big=Array.from({length:1000},(_, i)=>(i*7919)%1000); show('bigsort',()=>big.slice().sort((a,b)=>a-b).every((x,i)=>x===i));
show('toSorted',()=>[3,1,2].toSorted()); show('with',()=>[1,2,3].with(1,9)); show('toSpliced',()=>[1,2,3].toSpliced(1,1,7,8));
show('from',()=>Array.from(new Set([1,2,2,3]),x=>x*2)); show('of',()=>Array.of(7,8)); show('join',()=>[1,null,[2,3],undefined].join('-'));
show('indexOf',()=>[[1,2,NaN].indexOf(NaN),[1,2,NaN].includes(NaN),[1,2,3].lastIndexOf(3)]);
show('reduceErr',()=>[].reduce((a,b)=>a)); show('notfn',()=>[1].map(3)); show('badlen',()=>new Array(-1));
show('split',()=>["a1b2c3".split(/\d/),"abc".split(""),"a,b,c".split(",",2),"2020-01-02".split(/(-)/)]);
show('replace',()=>["aXbX".replaceAll("X","$&$&"),"John Smith".replace(/(\w+)\s(\w+)/,"$2, $1"),"abc".replace(/(?<x>b)/,"[$<x>]"),"x".replace("x",()=>"$1")]);
show('match',()=>["aBc".match(/[A-Z]/g),"abc".match(/z/),[..."a1b2".matchAll(/[a-z](\d)/g)].map(m=>m[1])]);
