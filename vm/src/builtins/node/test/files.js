// Which files are tests: patterns of paths, and those that hold where none are given.
'use strict';

const fs = require('fs');
const path = require('path');

const endings = '{cjs,mjs,js,cts,mts,ts}';
const defaults = [
  `**/*.test.${endings}`, `**/*-test.${endings}`, `**/*_test.${endings}`, `**/test-*.${endings}`, `**/test.${endings}`, `**/test/**/*.${endings}`,
];

/** The regular expression of a pattern, whose separators are slashes. */
function expression(pattern) {
  let out = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at];
    if (c === '*' && pattern[at + 1] === '*') {
      const whole = (at === 0 || pattern[at - 1] === '/') && (pattern[at + 2] === '/' || at + 2 === pattern.length);
      if (whole && pattern[at + 2] === '/') {
        out += '(?:(?!\\.)[^/]+/)*';
        at += 2;
      } else {
        out += whole ? '.*' : '[^/]*';
        at++;
      }
    } else if (c === '*') out += at === 0 || pattern[at - 1] === '/' ? '(?!\\.)[^/]*' : '[^/]*';
    else if (c === '?') out += '[^/]';
    else if (c === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) out += '\\[';
      else {
        out += `[${pattern.slice(at + 1, end).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`;
        at = end;
      }
    } else if (c === '{') {
      depth++;
      out += '(?:';
    } else if (c === '}' && depth > 0) {
      depth--;
      out += ')';
    } else if (c === ',' && depth > 0) out += '|';
    else out += c.replace(/[\\^$+?.()|[\]{}]/, '\\$&');
  }
  return new RegExp(`^${out}$`);
}

function isFile(file) {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The files below a folder, relative to it; not those of packages. */
function walk(folder, below, found) {
  let entries;
  try {
    entries = fs.readdirSync(path.join(folder, below), { withFileTypes: true });
  } catch {
    return found;
  }
  for (const entry of entries) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') walk(folder, name, found);
    } else found.push(name);
  }
  return found;
}

/** The paths of the files that some patterns name, in order. */
function find(patterns, cwd) {
  const chosen = patterns.length > 0 ? patterns : defaults;
  const out = new Set();
  const wild = [];
  for (const pattern of chosen) {
    if (isFile(path.resolve(cwd, pattern))) out.add(path.resolve(cwd, pattern));
    else wild.push(expression(path.relative(cwd, path.resolve(cwd, pattern))));
  }
  if (wild.length > 0) {
    for (const name of walk(cwd, '', [])) if (wild.some((pattern) => pattern.test(name))) out.add(path.resolve(cwd, name));
  }
  return [...out].sort();
}

module.exports = { find };
