// Rounding of formatted numbers: modes, increments, priorities, notations.
// node: 26
// gc-stress: 61
'use strict';
const t = f => { try { return String(f()); } catch (e) { return e.name; } };
const f = (o, ...xs) => console.log(JSON.stringify(o), t(() => { const n = new Intl.NumberFormat('en-US', o); return xs.map(x => n.format(x)).join(' | '); }));
const halves = [0.5, 1.5, 2.5, -0.5, -1.5, 1.005, 2.675, 40.425, 32.425, 0.045, 1e21, 1.45, 8.345, -0.001, 0.1 + 0.2];
for (const roundingMode of ['ceil', 'floor', 'expand', 'trunc', 'halfCeil', 'halfFloor', 'halfExpand', 'halfTrunc', 'halfEven']) {
  f({ roundingMode, maximumFractionDigits: 0 }, ...halves); f({ roundingMode, maximumFractionDigits: 2 }, ...halves); f({ roundingMode, maximumSignificantDigits: 2 }, ...halves);
}
for (const roundingIncrement of [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000]) {
  f({ roundingIncrement, maximumFractionDigits: 2, minimumFractionDigits: 2 }, 1.03, 11.29, 123.456, 0.975, -0.025, 24.999, 50, 12345.678);
  f({ roundingIncrement, maximumFractionDigits: 3, minimumFractionDigits: 3 }, 1.0005, 1.25, 2.5, 3.75, 6.2501);
}
f({ roundingIncrement: 5, maximumSignificantDigits: 2 }, 13); f({ roundingIncrement: 3 }, 1); f({ roundingIncrement: 5, maximumFractionDigits: 2 }, 1.03); f({ roundingIncrement: 5, roundingPriority: 'morePrecision' }, 1.03);
for (const roundingPriority of ['auto', 'morePrecision', 'lessPrecision']) for (const [a, b, c, d] of [[0, 2, 1, 3], [2, 2, 2, 2], [1, 4, 1, 2], [0, 0, 4, 6]])
  f({ roundingPriority, minimumFractionDigits: a, maximumFractionDigits: b, minimumSignificantDigits: c, maximumSignificantDigits: d }, 1, 4.321, 0.004321, 123456.789, 0);
for (const trailingZeroDisplay of ['auto', 'stripIfInteger']) f({ trailingZeroDisplay, minimumFractionDigits: 2 }, 1, 1.5, 1.001, -0);
for (const signDisplay of ['auto', 'always', 'never', 'exceptZero', 'negative']) f({ signDisplay, maximumFractionDigits: 1 }, 0, -0, 0.04, -0.04, 5, -5, NaN, -Infinity);
for (const useGrouping of [true, false, 'min2', 'always', 'auto', 'false', 'true']) f({ useGrouping }, 999, 1000, 9999, 10000, 1234567.891);
f({ style: 'currency', currency: 'USD' }, 1.005, -1.5, 1e15, 0.5); f({ style: 'currency', currency: 'JPY' }, 1.5, 2.5, 1234.5); f({ style: 'currency', currency: 'KWD', currencySign: 'accounting' }, -1.2345, 0);
f({ style: 'currency', currency: 'EUR', currencyDisplay: 'name' }, 1, 2, 1.5); f({ style: 'currency', currency: 'USD', currencyDisplay: 'code' }, 3); f({ style: 'currency' }, 1); f({ style: 'currency', currency: 'US' }, 1);
f({ style: 'percent' }, 0.125, 0.005, 1, -0.995); f({ style: 'percent', maximumFractionDigits: 1 }, 0.12345, 0.0005); f({ style: 'unit', unit: 'kilometer-per-hour' }, 1, 50.5); f({ style: 'unit', unit: 'liter', unitDisplay: 'long' }, 1, 16, 0.5); f({ style: 'unit', unit: 'foo' }, 1);
for (const notation of ['scientific', 'engineering', 'compact']) f({ notation }, 0, 1, 12, 999, 999.5, 1000, 1234, 999999, 1e6, 1.25e6, 1e9, 1e12, 1e15, 0.00012, -12345, 9.9995e5);
f({ notation: 'compact', compactDisplay: 'long' }, 1234, 1e6, 15e5, 2e9); f({ notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 1 }, 1234, 999999);
f({ minimumIntegerDigits: 4 }, 7, 12345, 0.5); f({ maximumFractionDigits: 101 }, 1); f({ maximumFractionDigits: -1 }, 1); f({ minimumFractionDigits: 5, maximumFractionDigits: 2 }, 1); f({ maximumFractionDigits: 100 }, 0.1, 1 / 3); f({ minimumSignificantDigits: 21 }, 1); f({ maximumSignificantDigits: 0 }, 1);
f({}, 12345678901234567890n, -1n, '123456789012345678901234567890.5', '0x10', '1e400', '', 'abc', true, null, undefined, [5], '-0'); f({ maximumFractionDigits: 20 }, '0.12345678901234567890123', '1.5e-5');
const nf = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
console.log(JSON.stringify(nf.formatToParts(-1234.5))); console.log(t(() => nf.formatRange(1, 2)), t(() => nf.formatRange(1, 1)), t(() => nf.formatRange(1.001, 1.002)), t(() => nf.formatRange(NaN, 1)));
console.log(JSON.stringify(new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).resolvedOptions()));
console.log((1234.5).toLocaleString('en-US'), (1e21).toLocaleString('en-US'), (123n).toLocaleString('en-US', { style: 'percent' }), (0.000001234).toLocaleString('en-US', { maximumSignificantDigits: 2 }));
