// Dates: parsing, formatting, locales, relative times.
import moment from 'moment';
import 'moment/locale/de.js';
import 'moment/locale/fr.js';
import 'moment/locale/ar.js';
import 'moment/locale/ru.js';
moment.locale('en');
const m = moment.utc('2024-02-29T12:34:56.789Z');
console.log(m.format(), m.format('dddd, MMMM Do YYYY, h:mm:ss a [at] DDDo ww gggg Q X x SSS ZZ'), m.clone().add(1, 'year').format('L LT'), m.clone().subtract(3, 'months').endOf('month').toISOString(), m.isLeapYear(), m.daysInMonth(), m.isoWeek(), m.calendar(moment.utc('2024-03-01')));
for (const l of ['de', 'fr', 'ar', 'ru', 'en']) console.log(m.clone().locale(l).format('LLLL'), '|', moment.duration(-3, 'hours').locale(l).humanize(true), '|', m.clone().locale(l).from(moment.utc('2025-07-01')), moment.localeData(l).firstDayOfWeek());
console.log(moment.utc('12/25/1995 3pm', 'MM/DD/YYYY ha').toISOString(), moment.utc('25-12-95', ['YYYY-MM-DD', 'DD-MM-YY'], true).toISOString(), moment.utc('x', 'YYYY').isValid(), moment.utc('2024-13-01', 'YYYY-MM-DD').invalidAt(), moment.utc('2016 W05 3', 'GGGG [W]WW E').format('YYYY-MM-DD'), moment.utc([2010, 1, 14, 15, 25, 50, 125]).valueOf(), moment.utc('Fév 3 2020', 'MMM D YYYY', 'fr').isValid());
console.log(moment.duration('P1Y2M3DT4H5M6S').toISOString(), moment.duration(98765432).asHours(), moment.duration({ days: 40, hours: 30 }).humanize(), m.diff(moment.utc('2020-01-31'), 'months', true), m.isBetween('2024-01-01', '2024-12-31'), moment.max(m, moment.utc('2030-01-01')).year(), moment.weekdaysShort(), JSON.stringify(m), m.toObject(), m.inspect());
let n = 0, s = ''; for (let k = 0; k < 500; k++) { const t = moment.utc(m).add(k * 37, 'hours').startOf(['day', 'isoWeek', 'month', 'quarter'][k % 4]); s = t.format('ddd DD.MM.YY HH:mm w E') + s.slice(0, 40); n += moment.utc(t.format('YYYY-MM-DD'), 'YYYY-MM-DD').diff(m, 'days'); } console.log(n, s);
