import { log } from "./defer-cycle-log.mjs";
import "./defer-cycle-b.mjs";
log.push("deferred");
export const value = "value";
