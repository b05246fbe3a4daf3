// A file without a type whose syntax says that it is a module.
import { increment, count } from './lib/values.mjs';
increment();
console.log(count, typeof require, import.meta.filename.endsWith('detected.js'));
console.log(await Promise.resolve('awaited'));
