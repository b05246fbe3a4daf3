// What was remembered of a look-up through a prototype is forgotten when any object of the
// chain changes: each kind of look-up, each kind of change, at each depth.
const kinds = {
  read: (o) => o.p, call: (o) => (o.m ? o.m() : 'none'), has: (o) => 'p' in o,
  get: (o) => o.g, put: (o) => { o.s = 1; const own = Object.hasOwn(o, 's'); delete o.s; return own; },
  element: (o) => o[0], keys: (o) => { let s = ''; for (const k in o) s += k; return s; },
  instance: (o) => o instanceof Top,
};
function Top() {}
const changes = {
  add: (o) => { o.p = 1; o.m = () => 'm'; }, getter: (o) => Object.defineProperty(o, 'g', { get: () => 'g', configurable: true }),
  setter: (o) => Object.defineProperty(o, 's', { set() {}, configurable: true }),
  index: (o) => { o[0] = 'i'; }, replace: (o) => { o.m = () => 'n'; }, remove: (o) => { delete o.p; delete o.g; delete o.s; delete o[0]; },
  freeze: (o) => Object.defineProperty(o, 's', { value: 2, writable: false, configurable: true }), remove2: (o) => { delete o.s; delete o.m; },
};
let text = '';
for (let depth = 0; depth < 3; depth++) {
  const chain = [Object.create(null)];
  for (let i = 0; i < 3; i++) chain.unshift(Object.create(chain[0]));
  Top.prototype = chain[3];
  const receiver = Object.create(chain[0]);
  const look = (n) => { let s = ''; for (let i = 0; i < n; i++) { s = ''; for (const name in kinds) s += kinds[name](receiver) + ','; } return s; };
  look(60);
  for (const name in changes) {
    changes[name](chain[depth]);
    text += `${depth} ${name}: ${look(1)} ${look(60)}\n`;
  }
  Object.setPrototypeOf(chain[1], { p: 'other', m: () => 'other', [0]: 'zero' });
  text += `${depth} other: ${look(1)} ${look(60)}\n`;
}
console.log(text);
// A table with a parent is no prototype that anybody remembers; one that is read through is.
let scope = Object.create(null), found = 0;
for (let i = 0; i < 2000; i++) {
  if (i % 7 === 0) scope = Object.create(scope);
  if (i % 50 === 49) for (let k = 0; k < 7; k++) scope = Object.getPrototypeOf(scope);
  scope['k' + (i % 11)] = i;
  found = (found * 31 + (scope.k3 ?? 0) + (scope.k7 ?? 0)) | 0;
}
console.log(found);
