// Collections and templates.
import _ from 'underscore';

console.log(_.map({ a: 1, b: 2 }, (v, k) => k + v), _.where([{ a: 1, b: 2 }, { a: 2 }], { a: 1 }), _.countBy([1, 2, 3, 4], (n) => (n % 2 ? 'odd' : 'even')), _.pluck([{ n: 1 }], 'n'));
console.log(_.chain([1, 2, 3]).map((x) => x * x).reject((x) => x === 4).value(), _.template('<% _.each(p, (x) => { %>{<%- x %>}<% }) %>')({ p: ['<', 'b'] }), _.isEqual([NaN, { a: 0 }], [NaN, { a: 0 }]), _.sortedIndex([1, 3], 2), _.object([['a', 1]]), _.invert({ a: 'b' }), _.compose((x) => x + 1, (x) => x * 2)(5));
console.log(_([3, 1]), _.range(0, -5, -1), _.escape('<&">'), _.result({ f() { return this.v; }, v: 4 }, 'f'));
