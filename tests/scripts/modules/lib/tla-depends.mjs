import './tla-rejects.mjs';
log.push('never');
