import './tla-1.mjs';
log.push('3');
export const value = await Promise.resolve('awaited');
log.push('3 after');
