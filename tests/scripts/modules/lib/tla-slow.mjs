import './tla-fast.mjs';
log.push('slow starts');
await new Promise((r) => setTimeout(r, 5));
log.push('slow ends');
