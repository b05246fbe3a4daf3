import { log } from "./defer-cycle-log.mjs";
import "./defer-cycle-middle.mjs";
import "./defer-cycle-open.mjs";
log.push("main");
