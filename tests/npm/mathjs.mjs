// Expressions, matrices, units and big numbers.
import { create, all } from 'mathjs';

const math = create(all, { randomSeed: 'x' });
for (const expression of ['sqrt(3^2 + 4^2)', '2 inch to cm', 'det([-1, 2; 3, 1])', 'inv([1,2;3,4])', 'sin(45 deg) ^ 2', '9 / 3 + 2i', '[1,2,3] .* [4,5,6]', 'f(x) = x^2 + 1; f(3)', 'bignumber(1) / 3', 'fraction(1, 3) + fraction(1, 6)', 'eigs([2,0;0,3]).values', '5! + gamma(4.5)', 'a = [1:5]; sum(a) + mean(a)', 'lcm(4, 6) + 7 mod 3', 'format(pi, 5)', 'compareText("b", "a")', 'true and not false']) {
  console.log(expression, '=', math.format(math.evaluate(expression), { precision: 12 }));
}
console.log(math.simplify('2x + 3x - x * (1 + 0)').toString(), math.derivative('x^3 * sin(x)', 'x').toString(), math.parse('a + b / c').toTex(), math.rationalize('2x/y - y/(x+1)').toString());
console.log(math.matrix([[1, 2], [3, 4]]), math.complex(1, 2), math.unit('5 km/h').toNumber('m/s'), math.multiply([[1, 2], [3, 4]], [5, 6]), math.lusolve([[2, 1], [1, 3]], [3, 5]));
try { math.evaluate('1 +* 2'); } catch (e) { console.log(e.name, e.message); }
const node = math.compile('x^2 + sin(x) * y');
let sum = 0;
for (let i = 0; i < 3000; i++) sum += node.evaluate({ x: i / 100, y: 2 });
console.log(sum);
