const show = (n, f) => {
  try {
    console.log(n, f());
  } catch (e) {
    console.log(n, "throws", e.name, e.message);
  }
};
show('sticky',()=>{let r=/a/y;return [r.test("ba"),r.lastIndex,(r.lastIndex=1,r.test("ba")),r.lastIndex]});
show('regex',()=>[/a/gi.flags,String(/a\/b/),new RegExp("/").source,/[/]/.source,new RegExp("").toString(),/x/.test("X"),/x/i.test("X")]);
show('badre',()=>new RegExp("(")); show('badre2',()=>new RegExp("a","gg")); show('badre3',()=>new RegExp("[b-a]")); show('badre4',()=>new RegExp("*"));
show('unicode',()=>[/\u{1F600}/u.test("😀"),"😀".match(/./u)[0].length,"😀".match(/./)[0].length,/\p{Lu}/u.test("É")]);
show('lookbehind',()=>"price: $42".match(/(?<=\$)\d+/)[0]); show('indices',()=>/a(b)/d.exec("xab").indices);
show('num',()=>[(1.005).toFixed(2),(1e21).toFixed(2),(0).toFixed(2),(123.456).toPrecision(4),(0.00001).toPrecision(1),(1234.5678).toExponential(2),(255).toString(2),(0.5).toString(16),(-7.25).toString(8)]);
show('numerr',()=>(1).toFixed(101)); show('num2',()=>[Number("0x10"),Number(" 12 "),Number("1e3"),Number(""),Number("a"),parseInt("12px"),parseFloat("3.14abc"),Number(10n)]);
show('math',()=>[Math.round(-0.5),Math.sign(-3),Math.trunc(-4.7),Math.cbrt(27),Math.clz32(1),Math.imul(0xffffffff,5),Math.fround(5.5),Math.log2(8),Math.atan2(1,1),Math.max(),Math.min()]);
