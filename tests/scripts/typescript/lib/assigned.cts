import fs = require('node:fs');
enum E { A }
export = { E, has: typeof fs.readFileSync };
