// One object comes as two arguments: what is added to it under one name is there under the other.
function grow(a, b) {
  a.x = 1;
  b.x = 2;
  a.y = 3;
  b.z = 4;
  return a.x + b.x;
}

function inTurn(a, b, n) {
  let s = a.x + b.x;
  a.y = n;
  s += b.x;
  b.y = n + 1;
  return s + a.y;
}

for (let i = 0; i < 400; i++) grow({}, {}), inTurn({ x: 1 }, { x: 2 }, i);
for (let i = 0; i < 4; i++) {
  const o = {}, p = { x: 5 };
  console.log(grow(o, o), JSON.stringify(o), o.y, o.z, inTurn(p, p, i), JSON.stringify(p));
}
