export const log = [];
export const gate = Promise.withResolvers();
export const started = Promise.withResolvers();
