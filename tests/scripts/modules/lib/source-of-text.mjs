import source x from "./values.mjs";
export { x };
