// node: 99
// Differences that are rounded to the nearest month or week: nine days of thirty-one are none, whichever the number of
// units before them; fifteen and a half are what the mode says. Node.js rounds nine days up, when it rounds to the nearest.
'use strict';
const from = Temporal.PlainDateTime.from('2023-03-20T10:00');
const modes = ['trunc', 'expand', 'halfExpand', 'halfEven', 'halfTrunc', 'halfCeil', 'halfFloor'];
for (const start of [from, from.toPlainDate(), from.toZonedDateTime('UTC'), from.toZonedDateTime('America/Vancouver')]) {
  for (const to of ['2025-03-29T20:00', '2021-03-11T03:00', '2023-05-05T22:00', '2023-05-06T10:00', '2023-03-24T09:59', '2023-03-24T10:00']) {
    const end = start instanceof Temporal.ZonedDateTime ? Temporal.PlainDateTime.from(to).toZonedDateTime(start.timeZoneId) : start.constructor.from(to);
    for (const [largestUnit, smallestUnit] of [['year', 'year'], ['year', 'month'], ['month', 'week'], ['year', 'day']]) {
      console.log(start.constructor.name, to, largestUnit, smallestUnit, modes.map(roundingMode => String(start.until(end, { largestUnit, smallestUnit, roundingMode }))).join(' '));
    }
  }
}
