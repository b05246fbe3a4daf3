import './tla-common.mjs';
log.push('1 before');
await 0;
log.push('1 between');
await 0;
log.push('1 after');
