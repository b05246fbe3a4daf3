export { default } from './values.mjs';
export * from './values.mjs';
export * as values from './values.mjs';
