// The methods of a class that is evaluated twice are the same code with two private names. Code
// that has met the first name once took the second for it.
function make() {
  return class C {
    #x;
    constructor(x) { this.#x = x; }
    static read(o) { return o.#x; }
    static write(o, x) { o.#x = x; return o.#x; }
  };
}
const A = make(), B = make();
const a = new A(1), b = new B(2);

function attempt(f) {
  try { return f(); } catch (e) { return e.constructor.name; }
}

let sum = 0;
for (let i = 0; i < 3000; i++) sum += A.read(a) + A.write(a, i & 7);
console.log(sum);
console.log(attempt(() => B.read(a)), attempt(() => B.write(a, 9)), A.read(a));
console.log(attempt(() => A.read(b)), attempt(() => B.read(b)), attempt(() => A.read(a)));
for (let i = 0; i < 300; i++) {
  if (attempt(() => B.read(a)) !== 'TypeError') { console.log('read', i); break; }
}
