let a = 1
let b = a
++b
const f = () => {
  return
  5
}
console.log(a, b, f()) /* comment */ // another
var c = a
/* multi
line */ + b
console.log(c)
const g = function () { return "g" }
;[1, 2].forEach((x) => console.log(x))
const o = { get: 1, if: 2, class: 3, await: 4 }
console.log(o.get + o.if + o.class + o.await)
let let_ = 1, of = 2, async = 3, get = 4, set = 5, from = 6, as = 7
console.log(let_ + of + async + get + set + from + as)
do console.log("do"); while (false) console.log("after")
if (a) ; else console.log("never")
for (;;) { break }
x: { break x }
