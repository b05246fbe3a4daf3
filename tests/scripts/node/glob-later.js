// node: 26
'use strict';
// Patterns that are looked for later do not hold up what else there is to do.
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'glob-later-'));
for (let i = 0; i < 40; i++) {
  fs.mkdirSync(path.join(root, `f${i}`));
  fs.writeFileSync(path.join(root, `f${i}`, 'x.txt'), '');
}
let turns = 0;
let isDone = false;
const turn = () => {
  turns++;
  if (!isDone) setImmediate(turn);
};
setImmediate(turn);
let returned = false;
fs.glob('**/*.txt', { cwd: root }, async (error, found) => {
  console.log(error, found.length, returned, turns > 1);
  turns = 0;
  const seen = [];
  for await (const name of fs.promises.glob('*/*.txt', { cwd: root })) seen.push(name);
  console.log(seen.length, turns > 1, seen.sort().join() === fs.globSync('**/x.*', { cwd: root }).sort().join());
  fs.glob('f1/*', { cwd: root, withFileTypes: true }, (failure, entries) => {
    console.log(failure, entries.map((entry) => [entry.name, entry.isFile(), entry.parentPath === path.join(root, 'f1')]));
    isDone = true;
    fs.glob('none/**', { cwd: root }, (missing, none) => {
      console.log(missing, none);
      fs.rmSync(root, { recursive: true });
    });
  });
});
returned = true;
try {
  fs.glob(5, () => {});
} catch ({ code }) {
  console.log(code);
}
