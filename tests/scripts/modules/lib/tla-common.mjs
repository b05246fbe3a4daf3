log.push('common');
await null;
log.push('common after');
