// Collections, functions, text and deep operations.
import _ from 'lodash';

const users = [{ n: 'fred', a: 48, o: { x: [1, { y: 2 }] } }, { n: 'barney', a: 34 }, { n: 'fred', a: 40 }, { n: 'wilma', a: 34 }];
console.log(_.groupBy(users, 'n'), _.orderBy(users, ['n', 'a'], ['asc', 'desc']), _.keyBy(users, 'n'));
console.log(_.get(users, '[0].o.x[1].y'), _.set({}, 'a.b[2].c', 1), _.merge({ a: [{ b: 1 }] }, { a: [{ c: 2 }, 3] }), _.omit(users[0], ['o.x', 'a']), _.pick(users[0], 'n'));
console.log(_.chunk(_.range(10), 3), _.zipObject(['a', 'b'], [1, 2]), _.difference([1, 2, 3], [2]), _.uniqBy([1.2, 1.8, 2.1], Math.floor), _.flattenDeep([1, [2, [3, [4]]]]));
console.log(_.camelCase('--foo-bar baz'), _.kebabCase('fooBarBaz'), _.startCase('helloWorld'), _.template('<% _.forEach(l, function (x) { %>[<%- x %>]<% }) %> ${n}')({ l: ['a', '<b>'], n: 1 }), _.truncate('a long text to be cut', { length: 12 }), _.deburr('déjà vu'), _.words('a, b & cDe'));
console.log(_.isEqual({ a: new Map([[1, { b: [new Date(0)] }]]) }, { a: new Map([[1, { b: [new Date(0)] }]]) }), _.cloneDeep({ a: new Set([1, { b: /x/g }]), c: new Uint8Array(3), d: Symbol.iterator }));
console.log(_.chain([3, 1, 2]).sortBy().map((x) => x * 2).filter((x) => x > 2).value(), _(users).map('a').sum(), _.curry((a, b, c) => a + b + c)(1)(2, 3), _.memoize((x) => x).cache.size, _.flow([(x) => x + 1, (x) => x * 2])(3));
console.log(_.sampleSize([1, 2, 3], 0), _.invertBy({ a: 1, b: 1 }), _.transform([1, 2], (acc, n) => { acc.push(n * 2); }), _.times(3, _.constant('x')), _.partition([1, 2, 3], (n) => n % 2), _.reduceRight([1, 2], (a, b) => `${a}${b}`, ''));
let total = 0;
for (let i = 0; i < 300; i++) total += _.sumBy(_.sortBy(_.map(_.range(100), (n) => ({ k: (n * 37) % 101 })), 'k').slice(0, 10), 'k') + _.cloneDeep(users).length;
console.log(total, await new Promise((done) => { const f = _.debounce(done, 5); f(1); f(2); }));
