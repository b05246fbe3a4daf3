console.log(1 + 2 * 3 - 4 / 8, (1 + 2) * 3, 7 % 4, -7 % 4, 2 ** 10, 2 ** 3 ** 2, (-2) ** 2);
console.log(0.1 + 0.2, 1 / 3, 1e21, 1e-7, 123456789012345680000, 0xff, 0b101, 0o17, 1_000_000, .5, 5.);
console.log("5" * "4", "5" + 4, 5 + "4", "10" / 4, "x" * 1, null + 1, undefined + 1, true + true, [] + [], [] + {}, [5] * [2]);
console.log(+"", +" \n", +"0x1f", +"1e3", +"-Infinity", +"1_000", -"5", +[], +[7], +{}, +null, +undefined, +true);
console.log(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 31, -1 >>> 0, -1 >> 1, 1 << 33, 2 ** 32 >> 0, 2 ** 32 + 5 | 0);
console.log(Infinity - Infinity, Infinity * 0, 1 / 0, -1 / 0, 0 / 0, 5 % Infinity, Infinity % 5);
let i = 5;
console.log(i++ + ++i, i-- - --i, i, -i, +i, i += 2, i -= 1, i *= 3, i /= 2, i %= 5, i **= 2, i <<= 2, i >>= 1, i >>>= 1, i &= 6, i |= 1, i ^= 3);
