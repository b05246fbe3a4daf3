export const one = 1;
export const both = 1;
export const own = 'one';
export { increment } from './values.mjs';
export default 1;
