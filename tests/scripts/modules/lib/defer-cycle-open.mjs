import { log, gate } from "./defer-cycle-log.mjs";
log.push("open");
gate.resolve();
