// node: 26
'use strict';
// What fs.stat gives: fields, times that are made when they are asked for, and classes that programs can construct.
const fs = require('fs');

const stats = fs.statSync(__dirname);
console.log(Object.keys(stats).join(), stats.constructor.name, stats instanceof fs.Stats);
console.log(stats.atime instanceof Date, Object.keys(stats).at(-1), +stats.mtime === Math.round(stats.mtimeMs));
stats.ctime = 5;
console.log(Object.getOwnPropertyDescriptor(stats, 'ctime'), 'birthtime' in stats, Object.hasOwn(stats, 'birthtime'));
console.log(stats.isDirectory(), stats.isFile(), stats.mtimeInstant instanceof Temporal.Instant);
const big = fs.statSync(__filename, { bigint: true });
console.log(Object.keys(big).join(), big.constructor.name, big instanceof fs.Stats, big.isFile(), typeof big.size, big.mtimeNs === big.mtimeInstant.epochNanoseconds);
console.log(Object.getOwnPropertyNames(Object.getPrototypeOf(fs.Stats.prototype)).join(), Object.keys(Object.getPrototypeOf(fs.Stats.prototype)).length);
process.on('warning', ({ name, code, message }) => console.log(name, code, message));
const made = new fs.Stats(1, fs.constants.S_IFREG, 3);
console.log(made instanceof fs.Stats, made.dev, made.nlink, made.size, made.atimeMs, made.isFile(), fs.Stats());
