const log = [];
function f(i, log) {
  for (let k = 0; k < 2; k++) {
    try {
      if (i === 1) return `return ${k}`;
      if (i === 2) continue;
      if (i === 3) break;
      if (i === 4) throw new Error("four");
    } catch (e) {
      log.push("catch");
      if (k === 1) throw e;
    } finally {
      log.push(`f${i}${k}`);
      if (i === 5 && k === 1) return "overridden";
    }
  }
  return "end";
}
for (let i = 0; i < 2000; i++) f(i % 4, []);
for (let i = 0; i < 6; i++) {
  try {
    log.push(f(i, log));
  } catch (e) {
    log.push("out " + e.message);
  }
}
console.log(log.join(" "));
