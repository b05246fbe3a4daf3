// The global object tells its kind as that of Node.js does.
console.log(Object.prototype.toString.call(globalThis), String(global) === "[object global]");
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, Symbol.toStringTag)));
console.log(Object.keys(globalThis).includes("globalThis"), globalThis === global);
