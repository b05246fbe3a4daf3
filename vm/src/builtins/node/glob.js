// What patterns name in a folder and below: fs.glob.
'use strict';

const native = require('native');
const { checkFunction, invalidArgument } = require('internal/errors');
const fs = require('fs');
const { ANY_DEPTH, expandBraces, isMatch, patternsOf, takes } = require('internal/glob_pattern');
const { basename, dirname, isAbsolute, join, resolve } = require('path');

/** Someone who tells what is excluded: of a name or a path, what stands for it in the file system, and its full path. */
function exclusionOf(exclude, root, withFileTypes) {
  const no = () => false;
  if (exclude === undefined || exclude === null) return { asksOfName: no, asksOfPath: no, hides: no };
  if (typeof exclude === 'function') {
    return {
      asksOfName: (name, entry) => exclude(withFileTypes ? entry() : name),
      asksOfPath: (path, entry) => exclude(withFileTypes ? entry() : path),
      hides: no,
    };
  }
  if (!Array.isArray(exclude)) throw invalidArgument('options.exclude', 'of type function or string[]', exclude);
  exclude.forEach((text, i) => {
    if (typeof text !== 'string') throw invalidArgument(`options.exclude[${i}]`, 'of type string', text);
  });
  const patterns = exclude.flatMap((text) => expandBraces(text)).flatMap((text) => patternsOf(resolve(root, text)));
  const hides = (path) => {
    const names = resolve(root, path).split('/');
    return patterns.some((pattern) => isMatch(pattern, names, true));
  };
  return { asksOfName: no, asksOfPath: hides, hides };
}

/** Checks the arguments of glob, and gives a generator of what they name. `isFull`: the entries have full paths. */
function found(text, options, isFull) {
  const texts = Array.isArray(text) ? text : [text];
  texts.forEach((one, i) => {
    if (typeof one !== 'string') throw invalidArgument(Array.isArray(text) ? `patterns[${i}]` : 'patterns', typeof one === 'object' && one === text ? 'an instance of Array' : 'of type string', one);
  });
  if (options === null || (typeof options !== 'object' && options !== undefined) || Array.isArray(options)) throw invalidArgument('options', 'of type object', options);
  const { exclude, withFileTypes = false, cwd = '.' } = options ?? {};
  if (cwd === null || (typeof cwd !== 'string' && !(cwd instanceof URL))) throw invalidArgument('paths[0]', 'of type string', cwd);
  const base = fs.toPath(cwd);
  const root = resolve(base);
  const entryBelow = (top, path) => {
    const full = isAbsolute(path) ? path : join(top, path);
    const stats = fs.lstatSync(resolve(root, path), { throwIfNoEntry: false });
    return new fs.Dirent(basename(full), dirname(full), (stats?.mode ?? 0) & fs.constants.S_IFMT);
  };
  const paths = walked(texts.flatMap(patternsOf), root, exclusionOf(exclude, root, withFileTypes), (path) => entryBelow(base, path));
  return withFileTypes ? paths.map((path) => (path === PAUSE ? path : entryBelow(isFull ? root : base, path))) : paths;
}

/** Between two folders: who does not wait may do something else. */
const PAUSE = Symbol('pause');

/** The paths below a root that patterns name, each once; pauses besides. */
function* walked(patterns, root, exclusion, entryOf) {
  const told = new Set();
  const tellable = (path) => !told.has(path) && !exclusion.hides(path) && told.add(path);
  const seen = new Set();
  const stats = (path, follow) => fs[follow ? 'statSync' : 'lstatSync'](resolve(root, path), { throwIfNoEntry: false });
  const isEntered = (path) => !exclusion.asksOfPath(path, () => entryOf(path));
  /** Folders to look into, the last first: each with positions in patterns. */
  const waiting = [];
  const begin = new Map();
  patterns.forEach((pattern, i) => {
    // These name nothing, as the folder itself is not asked for.
    if (pattern.length === 0 || (pattern.length === 1 && (pattern[0] === '' || pattern[0] === '..'))) return;
    note(begin, pattern[0] === '' ? '/' : '.', i, pattern[0] === '' ? 1 : 0);
  });
  for (const item of begin) waiting.push(item);
  while (waiting.length) {
    const [path, positions] = waiting.pop();
    const below = new Map();
    const self = stats(path, true);
    if (!self) continue;
    for (const [i, indexes] of positions) {
      const pattern = patterns[i];
      const fresh = [...indexes].filter((index) => !seen.has(`${i}:${index}:${path}`));
      for (const index of fresh) seen.add(`${i}:${index}:${path}`);
      const isDone = fresh.some((index) => pattern[index] === ANY_DEPTH && index === pattern.length - 1);
      const asksFolder = fresh.flatMap((index) => (pattern[index] === ANY_DEPTH ? [index, index + 1] : [index]))
        .some((index) => index === pattern.length - 1 && pattern[index] === '');
      if ((isDone || (asksFolder && self.isDirectory())) && tellable(path)) yield path;
      if (self.isDirectory()) yield* inFolder(path, i, pattern, fresh, below);
    }
    for (const item of below) waiting.push(item);
    yield PAUSE;
  }

  function note(map, path, i, index) {
    if (!map.has(path)) map.set(path, new Map());
    if (!map.get(path).has(i)) map.get(path).set(i, new Set());
    map.get(path).get(i).add(index);
  }
  /** Takes one more segment: gives what is complete then, and notes what is to be looked into. */
  function* inFolder(path, i, pattern, indexes, below) {
    const last = pattern.length - 1;
    for (const index of indexes) {
      const after = pattern[index] === ANY_DEPTH && pattern[index + 1] === '..' ? index + 1 : index;
      const segment = pattern[after];
      if (typeof segment !== 'string' || segment === '') continue;
      const child = join(path, segment);
      if (!stats(child, false)) continue;
      if (after === last) {
        if (tellable(child)) yield child;
      } else if (isEntered(child)) {
        note(below, child, i, after + 1);
      }
    }
    const open = indexes.filter((index) => typeof pattern[index] !== 'string');
    if (open.length === 0) return;
    let entries;
    try {
      entries = fs.readdirSync(resolve(root, path), { withFileTypes: true });
    } catch {
      // What cannot be read has nothing in it.
      return;
    }
    for (const entry of entries) {
      const child = join(path, entry.name);
      const isFolder = entry.isDirectory();
      const inside = new Set();
      for (const index of open) {
        const isDeep = pattern[index] === ANY_DEPTH;
        if (isDeep && !entry.name.startsWith('.')) {
          if (exclusion.asksOfName(entry.name, () => entry)) continue;
          if (isFolder) inside.add(index);
          else if (index === last && tellable(child)) yield child;
        }
        const next = isDeep ? index + 1 : index;
        if (next > last || !takes(pattern[next], entry.name)) continue;
        if (next === last) {
          if (tellable(child)) yield child;
        } else if (isFolder) {
          inside.add(next + 1);
        }
      }
      if (inside.size && isEntered(child)) for (const index of inside) note(below, child, i, index);
    }
  }
}

const globSync = (pattern, options) => [...found(pattern, options, false).filter((path) => path !== PAUSE)];
function glob(pattern, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, undefined];
  checkFunction(callback, 'cb');
  const paths = found(pattern, options, true);
  const all = [];
  const goOn = () => {
    let next;
    try {
      for (next = paths.next(); !next.done && next.value !== PAUSE; next = paths.next()) all.push(next.value);
    } catch (error) {
      native.complete(callback, error);
      return;
    }
    if (next.done) native.complete(callback, null, all);
    else native.complete(goOn);
  };
  native.complete(goOn);
}
async function* globLater(pattern, options) {
  for (const path of found(pattern, options, true)) {
    if (path === PAUSE) await new Promise((resume) => native.complete(resume));
    else yield path;
  }
}

module.exports = { glob, globLater, globSync };
