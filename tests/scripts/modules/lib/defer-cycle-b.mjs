import { log } from "./defer-cycle-log.mjs";
import "./defer-cycle-a.mjs";
log.push("b");
