// node:path, of POSIX.
'use strict';

const { checkString } = require('internal/errors');

/** Takes `.` and `..` out of the parts of a path. */
function normalizeParts(path, absolute) {
  const out = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (out.length && out[out.length - 1] !== '..') out.pop();
      else if (!absolute) out.push('..');
    } else {
      out.push(part);
    }
  }
  return out.join('/');
}

function _format(sep, parts) {
  if (parts === null || typeof parts !== 'object' || Array.isArray(parts)) throw require('internal/errors').invalidArgument('pathObject', 'of type object', parts);
  const dir = parts.dir || parts.root;
  const ext = parts.ext ? (parts.ext[0] === '.' ? '' : '.') + parts.ext : '';
  const base = parts.base || `${parts.name || ''}${ext}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}${sep}${base}`;
}

// Methods, as these are no constructors.
const posix = {
  resolve(...paths) {
    let resolved = '';
    for (let i = paths.length - 1; i >= -1 && resolved[0] !== '/'; i--) {
      const path = i >= 0 ? paths[i] : process.cwd();
      checkString(path, `paths[${i}]`);
      if (path.length) resolved = resolved === '' ? path : `${path}/${resolved}`;
    }
    return `/${normalizeParts(resolved, true)}`;
  },
  normalize(path) {
    checkString(path, 'path');
    if (path.length === 0) return '.';
    const absolute = path[0] === '/';
    let out = normalizeParts(path, absolute);
    if (out === '') {
      if (absolute) return '/';
      return path.endsWith('/') ? './' : '.';
    }
    if (path.endsWith('/')) out += '/';
    return absolute ? `/${out}` : out;
  },
  isAbsolute(path) {
    checkString(path, 'path');
    return path[0] === '/';
  },
  join(...paths) {
    for (const path of paths) checkString(path, 'path');
    const joined = paths.filter((path) => path.length > 0).join('/');
    return joined === '' ? '.' : posix.normalize(joined);
  },
  relative(from, to) {
    checkString(from, 'from');
    checkString(to, 'to');
    const split = (path) => posix.resolve(path).split('/').filter((part) => part !== '');
    const [a, b] = [split(from), split(to)];
    let common = 0;
    while (common < a.length && common < b.length && a[common] === b[common]) common++;
    return [...a.slice(common).map(() => '..'), ...b.slice(common)].join('/');
  },
  toNamespacedPath(path) {
    return path;
  },
  dirname(path) {
    checkString(path, 'path');
    if (path.length === 0) return '.';
    const absolute = path[0] === '/';
    let end = path.length;
    while (end > 1 && path[end - 1] === '/') end--;
    const slash = path.lastIndexOf('/', end - 1);
    if (slash < 1) return absolute ? '/' : '.';
    // One slash goes, of however many.
    return absolute && slash === 1 ? '//' : path.slice(0, slash);
  },
  basename(path, suffix) {
    if (suffix !== undefined) checkString(suffix, 'suffix');
    checkString(path, 'path');
    let end = path.length;
    while (end > 0 && path[end - 1] === '/') end--;
    const base = path.slice(path.lastIndexOf('/', end - 1) + 1, end);
    if (suffix && base === '' && suffix.length <= path.length) return suffix === path ? '' : path;
    return suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
  },
  extname(path) {
    checkString(path, 'path');
    const base = posix.basename(path);
    const dot = base.lastIndexOf('.');
    return dot <= 0 || base === '..' ? '' : base.slice(dot);
  },
  format: _format.bind(null, '/'),
  parse(path) {
    checkString(path, 'path');
    const root = path[0] === '/' ? '/' : '';
    let end = path.length;
    while (end > root.length && path[end - 1] === '/') end--;
    const begin = Math.max(path.lastIndexOf('/', end - 1) + 1, root.length);
    const base = path.slice(begin, end);
    const dot = base.lastIndexOf('.');
    const ext = dot <= 0 || base === '..' ? '' : base.slice(dot);
    const dir = begin > root.length ? path.slice(0, begin - 1) : root;
    return { root, dir, base, ext, name: ext ? base.slice(0, -ext.length) : base };
  },
  matchesGlob(path, pattern) {
    checkString(path, 'path');
    checkString(pattern, 'pattern');
    return require('internal/glob_pattern').matchesGlob(path, pattern);
  },
  sep: '/', delimiter: ':', win32: null, posix: null, _makeLong: null,
};
posix.posix = posix;
posix._makeLong = posix.toNamespacedPath;
module.exports = posix;
// Made when somebody asks.
Object.defineProperty(posix, 'win32', {
  enumerable: true,
  configurable: true,
  get() {
    const value = require('path/win32');
    Object.defineProperty(posix, 'win32', { value, writable: true });
    return value;
  },
  set(value) {
    Object.defineProperty(posix, 'win32', { value, writable: true });
  },
});
