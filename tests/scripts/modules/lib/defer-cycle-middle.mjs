import { log } from "./defer-cycle-log.mjs";
import defer * as deferred from "./defer-cycle-needs-b.mjs";
log.push("middle");
log.push(deferred.value);
