// Dates in UTC, with plugins.
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import duration from 'dayjs/plugin/duration.js';
import relativeTime from 'dayjs/plugin/relativeTime.js';
import isoWeek from 'dayjs/plugin/isoWeek.js';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import 'dayjs/locale/de.js';

for (const plugin of [utc, duration, relativeTime, isoWeek, customParseFormat]) dayjs.extend(plugin);
const d = dayjs.utc('2024-02-29T13:14:15.678Z');
console.log(d.format('dddd, MMMM D, YYYY h:mm A [at] SSS Z'), d.locale('de').format('dddd D. MMMM YYYY'));
console.log(d.add(1, 'year').toISOString(), d.subtract(3, 'month').endOf('month').toISOString(), d.isoWeek());
console.log(d.diff(dayjs.utc('2023-12-25'), 'day'), d.from(dayjs.utc('2024-01-01')), dayjs.duration(123456789).format('D[d] H:m:s'), dayjs.duration({ hours: 30 }).humanize());
console.log(dayjs.utc('05/12/1999 1:02 PM', 'DD/MM/YYYY h:mm A').toJSON(), dayjs('nonsense').isValid(), dayjs.utc(0).toArray?.());
let sum = 0;
for (let i = 0; i < 3000; i++) sum += dayjs.utc(i * 86400e3).startOf('week').add(i, 'hour').date();
console.log(sum);
