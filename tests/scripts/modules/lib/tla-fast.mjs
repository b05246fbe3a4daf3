log.push('fast starts');
await 0;
log.push('fast ends');
