// Dates in forms that no specification has, put together of parts at random.
// node: 26
'use strict';
process.env.TZ = 'UTC';
const parts = ['1', '12', '31', '2018', '99', '50', '0', '60', '1000', '123456789012', 'Jan', 'dec', 'Sunday', 'foo', 'AM', 'pm', 'Z', 'GMT', 'EST', '+', '-', ':', '::', '.', ',', '/', ' ', '  ', '(', '(x)', ')', 'T', 't', '+05:30', '-0800', '12:34', '1:2:3', '12:34:56.789', '2018-10-21', '+002018-01-01', '\u00e9', '_', '@', '[', '+5', 'Utc'];
const dates = ['2018-10-21', 'Oct 21 2018', '10/21/2018', '2018-1-7', '21-Oct-2018', 'Oct', 'Oct 2018', '1 2 3', '2018-10', '-002018-10-21', '-000000-01-01', '49', '50', 'Septober 1 2000', 'May1,2000', '13/1/2018', ' 2018-10-21'];
const times = ['', ' 12:', ' 12:60', ' 12:34PM', ' 12:34 p.m.', ' 0:34 PM', ' 13:34 AM', ' 24:00', ' 24:01', ' 12:34:56,789', ' 12:34:56.7891', ' 12:34:56:789', ' 12:34.5', 'T12:34', 'T12:34:56.7Z', 'T12:34+24:00', 'T1:2', 't12:34z', ' 12:34 GMT+2', ' 12:34 +05:60', ' 12:34-5:3', ' 12:34 +12345', ' 12:34 EST', ' 12:34 (x) y', ' Z+1', ' 12:34:56 +1 +2'];
const shown = text => { const t = Date.parse(text); return Number.isNaN(t) ? '-' : t; };
for (const date of dates) console.log(date, times.map(time => shown(date + time)).join(' '));
let seed = 7, good = [], sum = 0;
const random = n => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 2147483648 * n); };
for (let i = 0; i < 3000; i++) { let text = ''; for (let n = 1 + random(7); n > 0; n--) text += parts[random(parts.length)] + (random(3) ? '' : ' '); const t = Date.parse(text); sum = (sum * 31 + (Number.isNaN(t) ? 1 : t)) % 1e9; if (!Number.isNaN(t) && good.length < 60) good.push(`${JSON.stringify(text)} ${t}`); }
console.log(good.join('\n')); console.log(sum);
