// Decimal arithmetic of three libraries.
import BigNumber from 'bignumber.js';
import Decimal from 'decimal.js';
import Big from 'big.js';

console.log(new BigNumber('0.1').plus('0.2').toString(), BigNumber(2).pow(200).toFixed(), BigNumber(1).div(3).toFormat(5), BigNumber('ff', 16).toString(2), BigNumber('123456789.987').toFormat(2), BigNumber(NaN), new BigNumber('-1.5e30'), BigNumber(10).sqrt().toPrecision(30), BigNumber(7).mod(-3).toNumber());
Decimal.set({ precision: 60 });
console.log(Decimal.exp(1), Decimal.acos(-1).toString(), new Decimal('1e-7').toFixed(), Decimal.ln(10).toSD(20).toString(), new Decimal(0.5).toFraction().map(String), Decimal.sin(1).plus(Decimal.cos(1)).toString(), new Decimal('0x1f.8').toBinary());
console.log(Big(1).div(7).toString(), Big('1e21').toExponential(2), Big(3.14159).round(2, Big.roundHalfEven), JSON.stringify({ b: Big(2) }));
for (const bad of [() => Big('x'), () => Big(1).div(0), () => new Decimal('z')]) try { bad(); } catch (e) { console.log(e.message); }
let f = new BigNumber(1);
for (let i = 1; i <= 300; i++) f = f.times(i);
console.log(f.toFixed());
