export * from './star-one.mjs';
export * from './star-two.mjs';
export const own = 'mine';
