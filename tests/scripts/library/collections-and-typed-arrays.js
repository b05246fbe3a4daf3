// node: 26
const show = (n, f) => {
  try {
    console.log(n, f());
  } catch (e) {
    console.log(n, "throws", e.name, e.message);
  }
};
show('ta2',()=>{let b=new ArrayBuffer(8);let d=new DataView(b);d.setFloat32(0,1.5);d.setInt16(4,-2,true);return [new Uint8Array(b),d.getFloat32(0),d.getInt16(4,true),b,d]});
show('ta3',()=>[new Uint8Array([3,1,2]).sort(),new Uint8Array([1,2,3]).subarray(1),new Uint8Array([1,2,3,4]).slice(1,3),new BigInt64Array([1n,-1n]),new Float64Array([3,1,NaN,-0,0]).sort()]);
show('ta4',()=>{let a=new Uint8Array(4);a.set([1,2],1);a.fill(9,3);return [a,a.join(),a.indexOf(2),a.at(-1),Object.prototype.toString.call(a),a.byteLength]});
show('bigint',()=>[BigInt(10),BigInt("0xff"),BigInt.asUintN(8,257n),BigInt.asIntN(8,255n),(123n).toString(16),2n**64n]); show('bigerr',()=>BigInt(1.5)); show('bigerr2',()=>BigInt("x"));
show('str',()=>["abc".at(-1),"abc".substr(-2,1),"abc".slice(-2),"a".codePointAt(0),String.fromCodePoint(128512),"ß".toUpperCase(),"İ".toLowerCase().length,"ab".repeat(3)," a ".trim()+"|","abc".localeCompare("abd"),"a".normalize("NFD"),"\u0041\u030a".normalize("NFC").length]);
show('raw',()=>String.raw`a\n${1}`); show('strerr',()=>"a".repeat(-1)); show('strerr2',()=>"abc".includes(/a/)); show('null',()=>String.prototype.trim.call(null));
show('sc',()=>structuredClone({a:[1,{b:new Date(0)}],m:new Map([[1,new Set([2])]])})); show('scerr',()=>structuredClone(()=>1));
show('te',()=>[new TextEncoder().encode("hé"),new TextDecoder().decode(new Uint8Array([104,195,169]))]);
show('sym',()=>[Symbol('x').description,Symbol.iterator.toString(),Object(Symbol('y'))]);
show('boxed',()=>[new Number(3),new String("abc"),new Boolean(false),Object(1n)]);
