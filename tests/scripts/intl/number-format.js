// node: 26
// Styles, notations, signs, digits, parts and ranges of numbers.
const N=(n,o={},l='en')=>console.log(JSON.stringify(new Intl.NumberFormat(l,o).format(n)), JSON.stringify(new Intl.NumberFormat(l,o).formatToParts(n).map(p=>p.type+':'+p.value)));
N(-1234.5,{style:'currency',currency:'USD',currencySign:'accounting'});
N(1234.5,{style:'currency',currency:'USD',currencySign:'accounting',signDisplay:'always'});
N(-1234.5,{style:'currency',currency:'USD',currencyDisplay:'code'});
N(-1234.5,{style:'currency',currency:'USD',currencyDisplay:'name'});
N(1234.5,{style:'currency',currency:'CAD'},'ar');
N(-1234.5,{style:'currency',currency:'CHF'},'de-CH');
N(1234567,{notation:'compact'});N(1234567,{notation:'compact',compactDisplay:'long'});N(999999,{notation:'compact'});N(1234567,{notation:'compact',style:'currency',currency:'USD'});N(1234567,{notation:'compact',style:'currency',currency:'USD',compactDisplay:'long'});N(1234567,{notation:'compact',style:'currency',currency:'USD',currencyDisplay:'name'});
N(1234567,{notation:'compact',style:'currency',currency:'USD',currencyDisplay:'code'});
N(-987654321,{notation:'compact'},'de');N(987654321,{notation:'compact',compactDisplay:'long'},'de');
N(0.00012345,{notation:'scientific'});N(123456,{notation:'engineering'});N(-12345,{notation:'scientific',style:'percent'});
N(5,{style:'unit',unit:'percent'});N(5,{style:'unit',unit:'kilometer-per-hour',unitDisplay:'long'});N(5,{style:'unit',unit:'liter-per-second'});N(1,{style:'unit',unit:'liter-per-second',unitDisplay:'long'});N(1,{style:'unit',unit:'meter-per-day',unitDisplay:'narrow'});N(-5,{style:'unit',unit:'celsius'});
N(5,{style:'unit',unit:'gigabyte-per-mile-scandinavian',unitDisplay:'long'});
N(0.256,{style:'percent'});N(0.256,{style:'percent'},'tr');N(-0,{});N(-0,{signDisplay:'negative'});N(NaN,{signDisplay:'always'});N(-Infinity);
N(1234567890n,{},'hi');N(1234,{},'es');N(12345,{},'es');N(1234.5,{},'ar-EG');N(1234,{useGrouping:'always'},'es');
N(1234567,{notation:'compact',style:'unit',unit:'meter',unitDisplay:'long'});
N(1e21);N(123456789012345678901234567890n,{notation:'compact'});N('123456789.123456789123456789',{maximumFractionDigits:100});
const R=(a,b,o={},l='en')=>{const f=new Intl.NumberFormat(l,o);console.log(JSON.stringify(f.formatRange(a,b)),JSON.stringify(f.formatRangeToParts(a,b).map(p=>p.type+':'+p.value+':'+p.source)))};
R(3,5);R(3,3);R(-3,5);R(3,5,{style:'currency',currency:'USD'});R(3,5,{style:'currency',currency:'EUR'},'de');R(3,5,{style:'percent'});R(3,5,{style:'unit',unit:'meter',unitDisplay:'long'});R(2.9,3.1,{style:'currency',currency:'USD',maximumFractionDigits:0});R(-3,-3);R(3000,5000,{notation:'compact'});R(1,2,{style:'currency',currency:'USD',currencyDisplay:'name'});R(3e6,5e6,{notation:'compact',compactDisplay:'long'});R(1,Infinity);R(-5,-3,{style:'currency',currency:'USD'});R(1e3,1e5,{notation:'scientific'});R(5,3);R(1,1,{style:'unit',unit:'day',unitDisplay:'long'});R(-3,-3,{style:'currency',currency:'USD'});
R(3,5,{style:'currency',currency:'USD',signDisplay:'always'});R(3,3,{signDisplay:'always'});

for (const roundingMode of ["ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand", "halfTrunc", "halfEven"]) {
  const format = new Intl.NumberFormat("en", { roundingMode, maximumFractionDigits: 1 });
  console.log(roundingMode, [1.25, 1.35, -1.25, 1.21, -1.29, 0.05].map((n) => format.format(n)).join(" "));
}
for (const options of [
  { maximumSignificantDigits: 3 },
  { minimumSignificantDigits: 5 },
  { minimumIntegerDigits: 5 },
  { minimumFractionDigits: 2 },
  { roundingIncrement: 5, maximumFractionDigits: 2, minimumFractionDigits: 2 },
  { maximumSignificantDigits: 2, maximumFractionDigits: 3, roundingPriority: "morePrecision" },
  { maximumSignificantDigits: 2, maximumFractionDigits: 3, roundingPriority: "lessPrecision" },
  { trailingZeroDisplay: "stripIfInteger", minimumFractionDigits: 2 },
  { useGrouping: false },
  { useGrouping: "min2" },
  { signDisplay: "exceptZero" },
]) {
  const format = new Intl.NumberFormat("en", options);
  console.log(JSON.stringify(options), [0, 1, -1.5, 1234.5678, 98765.4321, 0.00012345].map((n) => format.format(n)).join(" "));
}
console.log((1234567.891).toLocaleString("en"), (1234567.891).toLocaleString("de"), (123456789n).toLocaleString("fr-CH"), (0.5).toLocaleString("en", { style: "percent" }));
console.log(Object.keys(new Intl.NumberFormat("en", { style: "unit", unit: "meter" }).resolvedOptions()).join());
