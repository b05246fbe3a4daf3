// An argument of DataView that detaches the buffer: what was checked before counts, then the buffer is looked at again.
const view = (f) => { const buffer = new ArrayBuffer(16); try { f(buffer); return "made"; } catch (e) { return e.name; } };
const detaching = (buffer, result) => ({ valueOf() { structuredClone(buffer, { transfer: [buffer] }); return result; } });
console.log(view((b) => new DataView(b, 8, detaching(b, 8))), view((b) => new DataView(b, 8, detaching(b, 9))), view((b) => new DataView(b, detaching(b, 8))));
