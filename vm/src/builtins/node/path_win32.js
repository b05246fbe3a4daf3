// node:path/win32: paths of Windows, on any system. Both slashes separate; results have backslashes.
'use strict';

const { checkString, invalidArgument } = require('internal/errors');

const SLASH = /[\\/]/;
const isSlash = (c) => c === '\\' || c === '/';
const isLetter = (c) => /^[a-z]$/i.test(c);
const hasDrive = (path) => path.length >= 2 && path[1] === ':' && isLetter(path[0]);

/** The end of what is no slash, and of the slashes after it. */
function partAt(path, start) {
  let end = start;
  while (end < path.length && !isSlash(path[end])) end++;
  let next = end;
  while (next < path.length && isSlash(path[next])) next++;
  return { text: path.slice(start, end), end, next };
}

/** `device`: a drive or `\\server\share`; `end`: where the root ends, with its slash if that belongs to it. */
function rootOf(path) {
  if (path === '') return { device: '', absolute: false, end: 0, unc: false };
  if (isSlash(path[0])) {
    if (path.length > 1 && isSlash(path[1])) {
      const server = partAt(path, 2);
      if (server.text !== '' && server.next > server.end) {
        const share = partAt(path, server.next);
        if (share.text !== '') {
          if (server.text === '.' || server.text === '?') return { device: `\\\\${server.text}`, absolute: true, end: 4, unc: false };
          return { device: `\\\\${server.text}\\${share.text}`, absolute: true, end: share.end, unc: true };
        }
      }
    }
    return { device: '', absolute: true, end: 1, unc: false };
  }
  if (hasDrive(path)) {
    const absolute = path.length > 2 && isSlash(path[2]);
    return { device: path.slice(0, 2), absolute, end: absolute ? 3 : 2, unc: false };
  }
  return { device: '', absolute: false, end: 0, unc: false };
}

/** Takes `.` and `..` out of the parts of a path. */
function normalizeParts(path, absolute) {
  const out = [];
  for (const part of path.split(SLASH)) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (out.length && out[out.length - 1] !== '..') out.pop();
      else if (!absolute) out.push('..');
    } else {
      out.push(part);
    }
  }
  return out.join('\\');
}

const RESERVED = new Set(['CON', 'PRN', 'AUX', 'NUL', ...[1, 2, 3, 4, 5, 6, 7, 8, 9, '\u00b9', '\u00b2', '\u00b3'].flatMap((n) => [`COM${n}`, `LPT${n}`])]);
const isReserved = (path, colon) => RESERVED.has(path.slice(0, colon).toUpperCase());

function betweenParts(a, b, to) {
  let common = 0;
  while (common < a.length && common < b.length && a[common].toLowerCase() === b[common].toLowerCase()) common++;
  if (common === 0) return to;
  return [...a.slice(common).map(() => '..'), ...b.slice(common)].join('\\');
}

/** From one absolute path to another. */
function between(from, to) {
  const trim = (path) => {
    let start = 0;
    while (start < path.length && path[start] === '\\') start++;
    let end = path.length;
    while (end - 1 > start && path[end - 1] === '\\') end--;
    return [start, end];
  };
  const [aStart, aEnd] = trim(from);
  const [bStart, bEnd] = trim(to);
  const a = from.toLowerCase();
  const b = to.toLowerCase();
  const length = Math.min(aEnd - aStart, bEnd - bStart);
  let common = -1;
  let i = 0;
  for (; i < length && a[aStart + i] === b[bStart + i]; i++) if (a[aStart + i] === '\\') common = i;
  if (i !== length) {
    if (common === -1) return to;
  } else {
    if (bEnd - bStart > length) {
      if (b[bStart + i] === '\\') return to.slice(bStart + i + 1);
      if (i === 2) return to.slice(bStart + i);
    }
    if (aEnd - aStart > length) {
      if (a[aStart + i] === '\\') common = i;
      else if (i === 2) common = 3;
    }
    if (common === -1) common = 0;
  }
  let up = '';
  for (let at = aStart + common + 1; at <= aEnd; at++) {
    if (at === aEnd || from[at] === '\\') up += up === '' ? '..' : '\\..';
  }
  let start = bStart + common;
  if (up !== '') return `${up}${to.slice(start, bEnd)}`;
  if (to[start] === '\\') start++;
  return to.slice(start, bEnd);
}

/** Where the root ends for dirname and parse: `\\server\share\` whole. */
function wholeRoot(path) {
  if (isSlash(path[0])) {
    if (path.length > 1 && isSlash(path[1])) {
      const server = partAt(path, 2);
      if (server.text !== '' && server.next > server.end) {
        const share = partAt(path, server.next);
        if (share.text !== '') return { end: share.end === path.length ? share.end : share.end + 1, onlyRoot: share.end === path.length };
      }
    }
    return { end: 1, onlyRoot: false };
  }
  if (hasDrive(path)) return { end: path.length > 2 && isSlash(path[2]) ? 3 : 2, onlyRoot: false };
  return { end: 0, onlyRoot: false };
}

function baseParts(path, start) {
  let end = path.length;
  while (end > start && isSlash(path[end - 1])) end--;
  let begin = end;
  while (begin > start && !isSlash(path[begin - 1])) begin--;
  return [begin, end];
}

const extensionOf = (base) => {
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? '' : base.slice(dot);
};

function _format(sep, parts) {
  if (parts === null || typeof parts !== 'object' || Array.isArray(parts)) throw invalidArgument('pathObject', 'of type object', parts);
  const dir = parts.dir || parts.root;
  const ext = parts.ext ? (parts.ext[0] === '.' ? '' : '.') + parts.ext : '';
  const base = parts.base || `${parts.name || ''}${ext}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}${sep}${base}`;
}

// Methods, as these are no constructors.
const win32 = {
  resolve(...paths) {
    let device = '';
    let tail = '';
    let absolute = false;
    for (let i = paths.length - 1; i >= -1; i--) {
      let path;
      if (i >= 0) {
        path = paths[i];
        checkString(path, `paths[${i}]`);
        if (path.length === 0) continue;
      } else if (device === '') {
        path = process.cwd();
      } else {
        // Each drive has a current folder of its own.
        path = process.env[`=${device}`] || process.cwd();
        if (path.slice(0, 2).toLowerCase() !== device.toLowerCase() && path[2] === '\\') path = `${device}\\`;
      }
      const root = rootOf(path);
      if (root.device !== '') {
        if (device === '') device = root.device;
        else if (root.device.toLowerCase() !== device.toLowerCase()) continue;
      }
      if (absolute) {
        if (device !== '') break;
      } else {
        tail = `${path.slice(root.end)}\\${tail}`;
        absolute = root.absolute;
        if (absolute && device !== '') break;
      }
    }
    tail = normalizeParts(tail, absolute);
    return absolute ? `${device}\\${tail}` : `${device}${tail}` || '.';
  },
  normalize(path) {
    checkString(path, 'path');
    if (path.length === 0) return '.';
    if (path.length === 1) return path === '/' ? '\\' : path;
    const root = rootOf(path);
    if (root.unc && root.end === path.length) return `${root.device}\\`;
    if (root.device === '' && !root.absolute && path.includes(':') && isReserved(path, path.indexOf(':'))) {
      root.end = path.indexOf(':') + 1;
      root.device = path.slice(0, root.end);
    }
    let tail = root.end < path.length ? normalizeParts(path.slice(root.end), root.absolute) : '';
    if (tail === '' && !root.absolute) tail = '.';
    if (tail !== '' && isSlash(path[path.length - 1])) tail += '\\';
    if (!root.absolute && root.device === '' && path.includes(':')) {
      // What was no drive must not become one, as `./c:` would.
      if (hasDrive(tail)) return `.\\${tail}`;
      for (let colon = path.indexOf(':'); colon !== -1; colon = path.indexOf(':', colon + 1)) {
        if (colon === path.length - 1 || isSlash(path[colon + 1])) return `.\\${tail}`;
      }
    }
    const colon = path.indexOf(':');
    if (isReserved(path, colon)) return `.\\${root.device}${tail}`;
    if (root.device === '') return root.absolute ? `\\${tail}` : tail;
    return root.absolute ? `${root.device}\\${tail}` : `${root.device}${tail}`;
  },
  isAbsolute(path) {
    checkString(path, 'path');
    return path.length > 0 && (isSlash(path[0]) || (path.length > 2 && hasDrive(path) && isSlash(path[2])));
  },
  join(...paths) {
    for (const path of paths) checkString(path, 'path');
    const parts = paths.filter((path) => path.length > 0);
    if (parts.length === 0) return '.';
    let joined = parts.join('\\');
    const first = parts[0];
    // Two slashes begin a server's name only if the first part says so: join('/', '/a') is no server.
    let keep = false;
    let slashes = 0;
    if (isSlash(first[0])) {
      slashes = 1;
      if (first.length > 1 && isSlash(first[1])) {
        slashes = 2;
        if (first.length > 2) {
          if (isSlash(first[2])) slashes = 3;
          else keep = true;
        }
      }
    }
    if (!keep) {
      while (slashes < joined.length && isSlash(joined[slashes])) slashes++;
      if (slashes >= 2) joined = `\\${joined.slice(slashes)}`;
    }
    // A name of a device between other parts is a file's name.
    const names = [];
    let name = '';
    for (let i = 0; i < joined.length; i++) {
      if (joined[i] === '\\') {
        if (name) names.push(name);
        name = '';
        while (joined[i + 1] === '\\') i++;
      } else {
        name += joined[i];
      }
    }
    if (name) names.push(name);
    if (names.some((part) => part.includes(':') && isReserved(part, part.indexOf(':')))) return joined.replace(/\//g, '\\');
    return win32.normalize(joined);
  },
  relative(from, to) {
    checkString(from, 'from');
    checkString(to, 'to');
    if (from === to) return '';
    const a = win32.resolve(from);
    const b = win32.resolve(to);
    if (a === b) return '';
    if (a.toLowerCase() === b.toLowerCase()) return '';
    if (a.toLowerCase().length !== a.length || b.toLowerCase().length !== b.length) {
      // Letters that change their number when they are made small: compare part by part.
      return betweenParts(a.split('\\').filter(Boolean), b.split('\\').filter(Boolean), b);
    }
    return between(a, b);
  },
  toNamespacedPath(path) {
    if (typeof path !== 'string' || path.length === 0) return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved[0] === '\\' && resolved[1] === '\\' && resolved[2] !== '?' && resolved[2] !== '.') return `\\\\?\\UNC\\${resolved.slice(2)}`;
    if (hasDrive(resolved) && resolved[2] === '\\') return `\\\\?\\${resolved}`;
    return resolved;
  },
  dirname(path) {
    checkString(path, 'path');
    if (path.length === 0) return '.';
    if (path.length === 1) return isSlash(path) ? path : '.';
    const root = wholeRoot(path);
    if (root.onlyRoot) return path;
    let end = path.length;
    while (end > root.end && isSlash(path[end - 1])) end--;
    let slash = end - 1;
    while (slash >= root.end && !isSlash(path[slash])) slash--;
    if (slash < root.end) return root.end === 0 ? '.' : path.slice(0, root.end);
    // One slash goes, as in POSIX.
    return path.slice(0, slash);
  },
  basename(path, suffix) {
    if (suffix !== undefined) checkString(suffix, 'suffix');
    checkString(path, 'path');
    const start = hasDrive(path) ? 2 : 0;
    const [begin, end] = baseParts(path, start);
    if (suffix !== undefined && suffix.length > 0 && suffix.length <= path.length) {
      if (suffix === path) return '';
      if (begin === end) return path.slice(start);
      const base = path.slice(begin, end);
      return base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
    }
    return path.slice(begin, end);
  },
  extname(path) {
    checkString(path, 'path');
    const [begin, end] = baseParts(path, hasDrive(path) ? 2 : 0);
    return extensionOf(path.slice(begin, end));
  },
  format: _format.bind(null, '\\'),
  parse(path) {
    checkString(path, 'path');
    const out = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return out;
    if (path.length === 1) {
      if (isSlash(path)) out.root = out.dir = path;
      else out.base = out.name = path;
      return out;
    }
    const root = wholeRoot(path);
    if (root.onlyRoot || (hasDrive(path) && path.length <= 3 && root.end === path.length)) {
      out.root = out.dir = path;
      return out;
    }
    if (root.end > 0) out.root = path.slice(0, root.end);
    const [begin, end] = baseParts(path, root.end);
    out.base = path.slice(begin, end);
    out.ext = extensionOf(out.base);
    out.name = out.ext ? out.base.slice(0, -out.ext.length) : out.base;
    out.dir = begin > 0 && begin !== root.end ? path.slice(0, begin - 1) : out.root;
    return out;
  },
  matchesGlob(path, pattern) {
    checkString(path, 'path');
    checkString(pattern, 'pattern');
    return require('path').posix.matchesGlob(path.replace(/\\/g, '/'), pattern.replace(/\\/g, '/'));
  },
  sep: '\\', delimiter: ';', win32: null, posix: null, _makeLong: null,
};
win32.win32 = win32;
win32._makeLong = win32.toNamespacedPath;
win32.posix = require('path');
module.exports = win32;
