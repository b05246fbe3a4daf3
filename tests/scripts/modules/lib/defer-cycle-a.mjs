import { log, gate, started } from "./defer-cycle-log.mjs";
import "./defer-cycle-b.mjs";
log.push("a begins");
started.resolve();
await gate.promise;
log.push("a ends");
