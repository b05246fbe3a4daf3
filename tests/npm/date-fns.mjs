// Formats, parses and computes with dates.
import * as fns from 'date-fns';
import { de, fr } from 'date-fns/locale';

const d = new Date(2024, 1, 29, 13, 14, 15, 678);
console.log(fns.format(d, "EEEE do MMMM yyyy, h:mm:ss.SSS aaaa 'week' I, QQQ"), fns.format(d, 'PPPPpppp', { locale: de }).replace(/GMT.*/, ''), fns.format(d, 'PPPP', { locale: fr }));
console.log(fns.formatDistance(d, fns.addMonths(d, 7)), fns.formatDuration(fns.intervalToDuration({ start: new Date(2000, 0, 1), end: d })));
console.log(fns.parse('31.12.1999 23:59', 'dd.MM.yyyy HH:mm', d).getTime() === new Date(1999, 11, 31, 23, 59).getTime(), fns.isValid(fns.parseISO('2024-13-01')), fns.parseISO('2024-02-29').getDate());
console.log(fns.eachDayOfInterval({ start: d, end: fns.addDays(d, 4) }).map((x) => fns.formatISO(x, { representation: 'date' })));
console.log(fns.differenceInBusinessDays(new Date(2024, 5, 1), d), fns.getISOWeek(d), fns.closestTo(d, [new Date(2020, 1, 1), new Date(2024, 0, 1)]).getFullYear());
try { fns.format(d, 'YYYY'); } catch (e) { console.log(e.name, e.message); }
try { fns.format(new Date(NaN), 'yyyy'); } catch (e) { console.log(e.name, e.message); }
