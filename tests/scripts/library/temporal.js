// Temporal: its arithmetic, formats and options, and that the global is as if it had been
// there from the start.
// node: 26
const inherits = Object.create(globalThis);
inherits.Temporal = 1;
console.log(Object.keys(inherits), typeof Temporal, "Temporal" in globalThis, Object.keys(globalThis).includes("Temporal"));
const descriptor = Object.getOwnPropertyDescriptor(globalThis, "Temporal");
console.log(descriptor.value === Temporal, descriptor.writable, descriptor.enumerable, descriptor.configurable);
console.log(Object.getOwnPropertyNames(Temporal).sort().join(), String(Temporal), Object.prototype.toString.call(new Date().toTemporalInstant()));

console.log(new Temporal.PlainDate(2024, 1, 31), [new Temporal.Duration()], Temporal.PlainDate, new (class Birthday extends Temporal.PlainDate {})(2000, 1, 1));

const show = (...values) => console.log(values.map(String).join(" "));
const thrown = f => {
  try {
    return f();
  } catch (e) {
    return e.constructor.name;
  }
};

const date = Temporal.PlainDate.from("2024-01-31");
show(date, date.add({ months: 1 }), date.with({ month: 2 }), thrown(() => date.add({ months: 1 }, { overflow: "reject" })));
show(date.dayOfWeek, date.dayOfYear, date.weekOfYear, date.daysInMonth, date.inLeapYear, date.monthCode, date.calendarId);
show(date.until("2026-03-15", { largestUnit: "years" }), date.since("2023-01-01"), Temporal.PlainDate.compare(date, "2024-02-01"));
show(Temporal.PlainDate.from({ year: 2024, month: 13, day: 40 }), thrown(() => Temporal.PlainDate.from({ year: 2024 })), thrown(() => Temporal.PlainDate.from("2024-13-01")));
show(date.toPlainYearMonth(), date.toPlainMonthDay(), date.toPlainDateTime("12:30"), JSON.stringify({ date }));

const time = new Temporal.PlainTime(23, 59, 58, 1, 2, 3);
show(time, time.round("second"), time.add("PT3S"), time.toString({ fractionalSecondDigits: 4 }), time.toString({ smallestUnit: "minute" }));

const instant = Temporal.Instant.fromEpochMilliseconds(1700000000123);
show(instant, instant.epochNanoseconds, instant.round({ smallestUnit: "hour", roundingMode: "ceil" }), instant.toString({ timeZone: "Asia/Tokyo" }));

const zoned = Temporal.ZonedDateTime.from("2024-03-30T02:30[Europe/Berlin]");
show(zoned, zoned.add({ days: 1 }), zoned.add({ hours: 24 }), zoned.add({ days: 1 }).hoursInDay, zoned.startOfDay().offset);
// The last Sunday of March, and the days of its week and the one before.
for (const day of [20, 21, 29, 30, 31]) {
  const noon = Temporal.ZonedDateTime.from({ year: 2003, month: 3, day, hour: 12, timeZone: "Europe/Berlin" });
  show(noon, noon.hoursInDay);
}
const apia = Temporal.PlainDate.from("2011-12-30").toZonedDateTime("Pacific/Apia");
show(apia, apia.subtract({ hours: 1 }), apia.getTimeZoneTransition("previous"), Temporal.ZonedDateTime.from("2500-07-01[America/New_York]").offset);
show(zoned.getTimeZoneTransition("next"), zoned.withTimeZone("America/New_York"), zoned.toInstant(), zoned.timeZoneId);

const duration = Temporal.Duration.from({ hours: 130, minutes: 20 });
show(duration, duration.total({ unit: "days" }), duration.round({ largestUnit: "days" }), duration.negated(), duration.sign, duration.blank);
show(thrown(() => duration.round({ largestUnit: "months" })), duration.round({ largestUnit: "months", relativeTo: "2024-01-01" }), thrown(() => duration < duration));
show(Temporal.Duration.compare("P1M", "P30D", { relativeTo: "2024-02-01" }), Temporal.Duration.from("P1Y2M3W4DT5H6M7.008009010S"));

show(Temporal.PlainYearMonth.from("2024-02").daysInMonth, Temporal.PlainMonthDay.from("02-29").toPlainDate({ year: 2023 }));
const hebrew = date.withCalendar("hebrew");
show(hebrew, hebrew.year, hebrew.monthCode, hebrew.add({ months: 12 }).with({ day: 1 }));
show(...["islamic", "islamic-civil", "ISO8601", "lunar"].map(calendar => thrown(() => date.withCalendar(calendar))));
const reads = [];
const bag = new Proxy({}, { get: (_, name) => void reads.push(name) });
Temporal.PlainDateTime.from("2020-01-01").until("2020-01-02", bag);
thrown(() => Temporal.ZonedDateTime.from(bag));
show(reads);

globalThis.Temporal = 5;
show(Temporal, delete globalThis.Temporal, typeof Temporal, typeof new Date(0).toTemporalInstant());
