// Curried functions, lenses and transducers.
import * as R from 'ramda';

const xs = [{ n: 'a', v: 3, d: { e: 1 } }, { n: 'b', v: 1 }, { n: 'a', v: 2 }];
console.log(R.pipe(R.sortBy(R.prop('v')), R.groupBy(R.prop('n')), R.map(R.pluck('v')))(xs), R.path(['d', 'e'], xs[0]), R.assocPath(['x', 0, 'y'], 1, {}), R.evolve({ v: R.inc }, xs[1]));
console.log(R.over(R.lensPath(['d', 'e']), R.negate, xs[0]), R.view(R.lensIndex(1), [1, 2]), R.into([], R.compose(R.map(R.add(1)), R.filter((x) => x % 2 === 0), R.take(3)), R.range(0, 20)), R.curry((a, b, c) => [a, b, c])(R.__, 2)(1)(3));
console.log(R.equals({ a: [1, new Set([2])] }, { a: [1, new Set([2])] }), R.toString({ a: [1, 'x', new Date(0), () => 1], b: null }), R.zipWith(R.multiply, [1, 2], [3, 4]), R.mergeDeepRight({ a: { b: 1 } }, { a: { c: 2 } }), R.converge(R.divide, [R.sum, R.length])([1, 2, 3]), R.cond([[R.lt(5), R.always('big')], [R.T, R.identity]])(3), R.uncurryN(2, (a) => (b) => a - b)(5, 3));
let n = 0;
for (let i = 0; i < 3000; i++) n += R.reduce(R.add, 0, R.map(R.multiply(2), R.filter(R.lt(i % 7), [1, 5, 9])));
console.log(n, R.map, R.tryCatch(() => { throw new Error('x'); }, (e) => e.message)());
