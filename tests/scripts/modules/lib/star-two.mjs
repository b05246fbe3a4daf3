export const two = 2;
export const both = 2;
export { increment } from './values.mjs';
