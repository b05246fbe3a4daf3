globalThis.log = [];
