import source from from "./no-such-file.mjs";
export { from };
