// Folders: Dir gives the entries of one, one by one; glob finds what patterns name in one and below.
'use strict';

const native = require('native');
const { checkFunction, coded, invalidArgument } = require('internal/errors');
const fs = require('fs');
const { basename, dirname, isAbsolute, join, resolve } = require('path');

class Dir {
  #entries;
  #isClosed = false;
  constructor(path, { recursive = false } = {}) {
    this.path = path;
    this.#entries = fs.readdirSync(path, { withFileTypes: true, recursive });
  }
  #check() {
    if (this.#isClosed) throw coded(Error, 'ERR_DIR_CLOSED', 'Directory handle was closed');
  }
  readSync() {
    this.#check();
    return this.#entries.shift() ?? null;
  }
  read(callback) {
    if (callback === undefined) return new Promise((resolve) => native.complete(resolve)).then(() => this.readSync());
    checkFunction(callback, 'callback');
    const entry = this.readSync();
    native.complete(callback, null, entry);
    return undefined;
  }
  closeSync() {
    this.#check();
    this.#isClosed = true;
  }
  close(callback) {
    if (callback === undefined) return new Promise((resolve) => native.complete(resolve)).then(() => this.closeSync());
    checkFunction(callback, 'callback');
    this.closeSync();
    native.complete(callback, null);
    return undefined;
  }
  async *entries() {
    try {
      for (let entry; (entry = await this.read()) !== null;) yield entry;
    } finally {
      if (!this.#isClosed) this.closeSync();
    }
  }
  [Symbol.asyncIterator]() {
    return this.entries();
  }
  [Symbol.dispose]() {
    if (!this.#isClosed) this.closeSync();
  }
  async [Symbol.asyncDispose]() {
    if (!this.#isClosed) await this.close();
  }
}

// ---- patterns
//
// A pattern is a list of segments: a string, which names itself; a RegExp; or ANY_DEPTH. An empty string at the
// end asks for a folder, one at the beginning for the root.

const ANY_DEPTH = Symbol('**');

/** Numbers from one to another, or letters: of `1..3` and `a..e..2`; null if that is no range. */
function rangeOf(text) {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  const letters = /^([a-zA-Z])\.\.([a-zA-Z])(?:\.\.(-?\d+))?$/.exec(text);
  const [, from, to, by = '1'] = numbers ?? letters ?? [];
  if (from === undefined) return null;
  const first = numbers ? Number(from) : from.charCodeAt(0);
  const last = numbers ? Number(to) : to.charCodeAt(0);
  const step = Math.max(Math.abs(Number(by)), 1);
  const isPadded = numbers !== null && [from, to].some((end) => /^-?0\d/.test(end));
  const width = isPadded ? Math.max(from.length, to.length) : 0;
  const shown = (n) => {
    if (letters) return String.fromCharCode(n);
    return n < 0 ? `-${String(-n).padStart(width - 1, '0')}` : String(n).padStart(width, '0');
  };
  const count = Math.floor(Math.abs(last - first) / step) + 1;
  return Array.from({ length: count }, (_, i) => shown(first + Math.sign(last - first) * step * i));
}

/** The alternatives of a brace that opens at `open`, and where it closes; null if it does not close. */
function braceAt(text, open) {
  const parts = [];
  let depth = 0;
  let begin = open + 1;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === ',' && depth === 1) {
      parts.push(text.slice(begin, i));
      begin = i + 1;
    } else if (text[i] === '}' && --depth === 0) {
      parts.push(text.slice(begin, i));
      return { parts, end: i + 1 };
    }
  }
  return null;
}

/** What a text with braces stands for. */
function expandBraces(text, from = 0) {
  for (let open = text.indexOf('{', from); open >= 0; open = text.indexOf('{', open + 1)) {
    const brace = text[open - 1] === '$' ? null : braceAt(text, open);
    const choices = brace && (brace.parts.length > 1 ? brace.parts.flatMap((part) => expandBraces(part)) : rangeOf(brace.parts[0]));
    if (choices) {
      const rests = expandBraces(text.slice(brace.end));
      return choices.flatMap((choice) => rests.map((rest) => text.slice(0, open) + choice + rest));
    }
  }
  return [text];
}

const POSIX_CLASSES = {
  alnum: '\\p{L}\\p{Nl}\\p{Nd}', alpha: '\\p{L}\\p{Nl}', ascii: '\\x00-\\x7f', blank: '\\p{Zs}\\t', cntrl: '\\p{Cc}', digit: '\\p{Nd}',
  lower: '\\p{Ll}', print: '\\P{C}', punct: '\\p{P}', space: '\\p{Z}\\t\\r\\n\\v\\f', upper: '\\p{Lu}', word: '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}', xdigit: 'A-Fa-f0-9',
};
const quoted = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const quotedInClass = (c) => c.replace(/[\\\]^[-]/g, '\\$&');

/** The class that begins at `open`, as a source, and where it ends; null if it does not end. */
function classAt(text, open) {
  let i = open + 1;
  const isNegative = text[i] === '!' || text[i] === '^';
  if (isNegative) i++;
  const members = [];
  let needsUnicode = false;
  for (const begin = i; i < text.length; i++) {
    if (text[i] === ']' && i > begin) {
      if (members.length === 0) return { source: isNegative ? '[^/]' : '(?!)', end: i + 1 };
      // That of a single character names it, be it a dot at the beginning.
      const isOne = !isNegative && members.length === 1 && members[0].one !== undefined;
      const source = isOne ? quoted(members[0].one) : `[${isNegative ? '^/' : ''}${members.map((m) => m.source).join('')}]`;
      return { source, isOne, end: i + 1, needsUnicode };
    }
    const posix = /^\[:(\w+):\]/.exec(text.slice(i));
    if (posix && Object.hasOwn(POSIX_CLASSES, posix[1])) {
      members.push({ source: POSIX_CLASSES[posix[1]] });
      needsUnicode = true;
      i += posix[0].length - 1;
    } else if (text[i + 1] === '-' && i + 2 < text.length && text[i + 2] !== ']') {
      // A range the wrong way round has nobody in it.
      if (text[i] <= text[i + 2]) members.push({ source: `${quotedInClass(text[i])}-${quotedInClass(text[i + 2])}` });
      i += 2;
    } else {
      members.push({ source: quotedInClass(text[i]), one: text[i] });
    }
  }
  return null;
}

/** The alternatives of a group that opens at `open`, which is a parenthesis, and where it closes. */
function groupAt(text, open) {
  const parts = [];
  let depth = 0;
  let begin = open + 1;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === '|' && depth === 1) {
      parts.push(text.slice(begin, i));
      begin = i + 1;
    } else if (text[i] === ')' && --depth === 0) {
      parts.push(text.slice(begin, i));
      return { parts, end: i + 1 };
    }
  }
  return null;
}
const REPEATED = { '?': '?', '*': '*', '+': '+', '@': '' };
const NO_DOT = '(?!\\.)';

/** A segment as the source of a RegExp. What is no name begins with no dot. `notes` is told what was found. */
function sourceOf(text, isBegin, notes) {
  let source = '';
  for (let i = 0; i < text.length;) {
    const guard = isBegin && i === 0 ? NO_DOT : '';
    const c = text[i];
    const group = '?*+@!'.includes(c) && text[i + 1] === '(' ? groupAt(text, i + 1) : null;
    const set = c === '[' ? classAt(text, i) : null;
    if (group) {
      notes.isPattern = true;
      const inner = group.parts.map((part) => sourceOf(part, isBegin && i === 0 && c !== '!', notes)).join('|');
      if (c === '!') {
        const rest = sourceOf(text.slice(group.end), false, notes);
        return `${source}${guard}(?!(?:${inner})${rest}$)[^/]*?${rest}`;
      }
      source += `(?:${inner})${REPEATED[c]}`;
      i = group.end;
    } else if (set) {
      notes.isPattern = true;
      notes.needsUnicode ||= set.needsUnicode;
      source += (set.isOne ? '' : guard) + set.source;
      i = set.end;
    } else if (c === '*') {
      notes.isPattern = true;
      while (text[i] === '*' && text[i + 1] !== '(') i++;
      if (text[i] === '*') {
        source += guard;
        continue;
      }
      source += `${guard}[^/]${i === text.length && source === '' && isBegin ? '+?' : '*?'}`;
    } else if (c === '?') {
      notes.isPattern = true;
      source += `${guard}[^/]`;
      i++;
    } else {
      source += quoted(c);
      i++;
    }
  }
  return source;
}
function segmentOf(text) {
  if (text === '**') return ANY_DEPTH;
  const notes = { isPattern: false, needsUnicode: false };
  const source = sourceOf(text, true, notes);
  if (!notes.isPattern) return text;
  return new RegExp(`^(?!\\.{1,2}$)${source}$`, notes.needsUnicode ? 'u' : '');
}

/** Texts without `.`, without what `..` takes back, and with one `**` in a row. */
function simplified(texts) {
  const out = [];
  texts.forEach((text, i) => {
    const before = out.at(-1);
    if (text === '.' || (text === '' && i > 0 && i < texts.length - 1) || (text === '**' && before === '**')) return;
    if (text === '..' && before !== undefined && !['', '..', '**'].includes(before)) out.pop();
    else out.push(text);
  });
  return out;
}
/** The patterns that a text stands for. */
function patternsOf(text) {
  const plain = text.replaceAll('\\', '/');
  return [...new Set(expandBraces(plain))].map((one) => simplified(one.split('/')).map(segmentOf));
}
const takes = (segment, name) => (typeof segment === 'string' ? segment === name : segment !== ANY_DEPTH && segment.test(name));

/** Whether names are those of a pattern. `withBase`: what is below a folder is taken together with the folder. */
function isMatch(pattern, names, withBase, at = 0, from = 0) {
  if (at === pattern.length) return from === names.length || (from === names.length - 1 && names[from] === '');
  if (pattern[at] !== ANY_DEPTH) return from < names.length && takes(pattern[at], names[from]) && isMatch(pattern, names, withBase, at + 1, from + 1);
  if (at === pattern.length - 1) {
    return (withBase || from < names.length) && names.slice(from).every((name) => !name.startsWith('.'));
  }
  for (let i = from; i <= names.length; i++) {
    if (isMatch(pattern, names, withBase, at + 1, i)) return true;
    if (names[i]?.startsWith('.')) return false;
  }
  return false;
}
function matchesGlob(path, text) {
  const parts = path.split('/');
  // A dot at the beginning is a name of its own here.
  const names = parts[0] === '.' ? ['.', ...simplified(parts.slice(1))] : simplified(parts);
  return patternsOf(text).some((pattern) => isMatch(pattern, names, false));
}

// ---- what patterns name

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
    if (typeof one !== 'string') throw invalidArgument(Array.isArray(text) ? `patterns[${i}]` : 'patterns', 'of type string', one);
  });
  if (options === null || (typeof options !== 'object' && options !== undefined)) throw invalidArgument('options', 'of type object', options);
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
  return withFileTypes ? paths.map((path) => entryBelow(isFull ? root : base, path)) : paths;
}

/** The paths below a root that patterns name, each once. */
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

const globSync = (pattern, options) => [...found(pattern, options, false)];
function glob(pattern, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, undefined];
  checkFunction(callback, 'cb');
  const paths = found(pattern, options, true);
  let all;
  try {
    all = [...paths];
  } catch (error) {
    native.complete(callback, error);
    return;
  }
  native.complete(callback, null, all);
}
async function* globLater(pattern, options) {
  yield* found(pattern, options, true);
}

module.exports = { Dir, glob, globLater, globSync, matchesGlob };
