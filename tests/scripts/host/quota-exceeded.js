// node: 26
// QuotaExceededError is a class of DOMException that says how much there is, and how much was asked for.
const e = new QuotaExceededError('m', { quota: 5, requested: 7 });
console.log(QuotaExceededError.length, Object.keys(QuotaExceededError.prototype), e.name, e.code, e.message, e.quota, e.requested, e instanceof DOMException, Object.prototype.toString.call(e), String(e));
console.log(new QuotaExceededError().quota, new QuotaExceededError().message);
for (const o of [{ quota: -1 }, { requested: -1 }, { quota: 5, requested: 3 }, { quota: NaN }]) try { new QuotaExceededError('', o); console.log('ok'); } catch (x) { console.log(x.name, x.message); }
try { crypto.getRandomValues(new Uint8Array(70000)); } catch (x) { console.log(x.constructor.name, x.name, x.code, x.quota, x.requested, x.message); }
console.log(structuredClone(e).constructor.name);
