function declare(o) { const { a, b: { c = 1 }, [o.k]: d, ...r } = o; let [x, , y = 2, ...z] = a; return [a, c, d, r, x, y, z] }
function assign(a, b, o) { [a, b] = [b, a]; ({ a, x: o.y, z: o[b] = 3 } = o); [o.p, o[0]] = a; return a }
function vars(a) { var { a } = a, [] = a; for (var [k, v] of a) use(k, v); for (o.x in a); }
