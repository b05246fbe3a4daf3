const d = new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 789));
console.log(d.toISOString(), d.getTime(), JSON.stringify(d), d.getUTCDay(), d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate(), d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds(), d.getUTCMilliseconds());
console.log(Date.parse("2024-02-29T12:34:56.789Z") === d.getTime(), Date.parse("2024-02-29"), Date.parse("2024-02-29T00:00:00+02:00"), isNaN(Date.parse("nonsense")), Date.UTC(99, 0), new Date(0).toISOString(), new Date(-1).toISOString(), new Date(8.64e15).toISOString(), isNaN(new Date(8.64e15 + 1)));
d.setUTCMonth(0, 31);
d.setUTCHours(25);
console.log(d.toISOString(), d.setUTCFullYear(2023), d.setTime(5), d.valueOf(), +d, typeof Date(), typeof Date.now());
console.log(new Date(2020, 5, 15).getMonth(), new Date(2020, 12, 1).getFullYear(), new Date(2020, 0, 0).getDate(), new Date(2019, 11, 31, 23, 59, 60).getFullYear(), new Date(95, 0).getFullYear(), new Date("2020-01-01") - new Date("2019-01-01"));
console.log(String(new Date(NaN)), new Date(undefined).getTime(), new Date(null).getTime(), new Date("x").getDate(), (() => { try { new Date(NaN).toISOString(); } catch (e) { return e.name; } })(), new Date(new Date(7)).getTime());
console.log(new Date(-62198755200000).toISOString(), new Date(253402300800000).toISOString(), new Date(Date.UTC(2000, 1, 30)).toISOString());
