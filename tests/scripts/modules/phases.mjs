// Modules of bytes, sources of modules, and deferred modules that wait for a cycle around them.
// node: 99
import bytes from "./lib/values.mjs" with { type: "bytes" };
import again from "./lib/values.mjs" with { type: "bytes" };
import text from "./lib/values.mjs" with { type: "text" };
console.log(bytes instanceof Uint8Array, bytes.buffer.immutable, bytes === again, new TextDecoder().decode(bytes) === text);
const failure = (promise) => promise.then(() => "no error", (e) => `${e.name}: ${e.message}`);
console.log(await failure(import.source("./lib/values.mjs")));
console.log(await failure(import("./lib/source-of-text.mjs")));
console.log(await failure(import("./lib/source-of-nothing.mjs")) !== "no error");
const first = import("./lib/defer-cycle-a.mjs");
const { log, started } = await import("./lib/defer-cycle-log.mjs");
await started.promise;
await Promise.all([first, import("./lib/defer-cycle-main.mjs")]);
console.log(log.join());
