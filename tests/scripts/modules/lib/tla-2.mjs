import './tla-common.mjs';
log.push('2 before');
await 0;
log.push('2 after');
