// node:module: the class of CommonJS modules. The engine loads them itself for as long as nobody has put
// something of its own in the place of what is here; then it is done as written here.
'use strict';

const native = require('native');
const fs = require('fs');
const path = require('path');
const { fileURLToPath, pathToFileURL } = require('url');
const { checkFunction, checkString, coded, invalidArgument, invalidValue } = require('internal/errors');

/** In order; those that are found with `node:` only come last. */
const inOrder = (a, b) => a.startsWith('node:') - b.startsWith('node:') || (a < b ? -1 : 1);
const builtinModules = Object.freeze(native.moduleNames().sort(inOrder));
const isBuiltin = (name) => native.isBuiltin(`${name}`);
const kParent = 'parent';

function Module(id = '', parent) {
  this.id = id;
  this.path = path.dirname(id);
  this.exports = {};
  setParent(this, parent);
  addChild(parent, this);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}
function setParent(module, parent) {
  Object.defineProperty(module, kParent, { value: parent, writable: true, configurable: true, enumerable: false });
}
function addChild(parent, child) {
  const children = parent?.children;
  if (Array.isArray(children) && !children.includes(child)) children.push(child);
}

Module.prototype = native.modulePrototype();
Module._cache = native.moduleCache();
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];
Module.Module = Module;
Module.builtinModules = builtinModules;
Module.isBuiltin = isBuiltin;
Module._debug = () => {};

// ---- finding

Module._initPaths = function () {
  const home = process.env.HOME;
  const list = [path.resolve(process.execPath, '..', '..', 'lib', 'node')];
  if (home) list.unshift(path.resolve(home, '.node_modules'), path.resolve(home, '.node_libraries'));
  if (process.env.NODE_PATH) list.unshift(...process.env.NODE_PATH.split(path.delimiter).filter(Boolean));
  Module.globalPaths = list;
};
Module._initPaths();

Module._nodeModulePaths = function (from) {
  const out = [];
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (path.basename(folder) !== 'node_modules') out.push(folder === '/' ? '/node_modules' : `${folder}/node_modules`);
    if (folder === path.dirname(folder)) return out;
  }
};

const isRelative = (request) => request === '.' || request === '..' || request.startsWith('./') || request.startsWith('../');

Module._resolveLookupPaths = function (request, parent) {
  if (isBuiltin(request)) return null;
  if (!isRelative(request)) return [...(parent?.paths ?? []), ...Module.globalPaths];
  return [parent?.id && parent.filename ? path.dirname(parent.filename) : '.'];
};

const isFile = (name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile() === true;
const isFolder = (name) => fs.statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
function withExtensions(base) {
  for (const extension of Object.keys(Module._extensions)) if (isFile(base + extension)) return fs.realpathSync(base + extension);
  return false;
}
function asFolder(folder) {
  let main;
  try {
    ({ main } = JSON.parse(fs.readFileSync(`${folder}/package.json`, 'utf8')));
  } catch {
    // Without a description, it is the index.
  }
  if (typeof main === 'string' && main) {
    const file = path.resolve(folder, main);
    const found = (isFile(file) && fs.realpathSync(file)) || withExtensions(file) || withExtensions(path.resolve(file, 'index'));
    if (found) return found;
  }
  return withExtensions(path.resolve(folder, 'index'));
}

/** A file of one of these folders, or false. Extensions are those of Module._extensions. */
Module._findPath = function (request, paths) {
  const absolute = path.isAbsolute(request);
  const folders = absolute ? [''] : paths;
  if (!folders || folders.length === 0) return false;
  const key = `${request}\0${folders.join('\0')}`;
  const known = Module._pathCache[key];
  if (known) return known;
  const wantsFolder = /(^|\/)\.{0,2}$/.test(request);
  for (const folder of folders) {
    if (folder && !isFolder(folder)) continue;
    let found = false;
    if (!absolute && !isRelative(request)) {
      // What a package exports is its own to say.
      const name = /^(@[^/]+\/)?[^/]+/.exec(request)?.[0];
      if (name && path.basename(folder) === 'node_modules' && describes(path.join(folder, name))) {
        return native.resolveRequire(request, path.dirname(folder), undefined);
      }
    }
    const base = path.resolve(folder, request);
    if (!wantsFolder) found = (isFile(base) && fs.realpathSync(base)) || withExtensions(base);
    if (!found && isFolder(base)) found = asFolder(base);
    if (found) {
      Module._pathCache[key] = found;
      return found;
    }
  }
  return false;
};
function describes(folder) {
  try {
    const { exports } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return exports !== undefined && exports !== null;
  } catch {
    return false;
  }
}

function requireStack(parent) {
  const stack = [];
  for (let module = parent; module; module = module[kParent]) stack.push(module.filename || module.id);
  return stack;
}
function notFound(request, parent) {
  const stack = requireStack(parent);
  const message = `Cannot find module '${request}'${stack.length ? `\nRequire stack:\n- ${stack.join('\n- ')}` : ''}`;
  return Object.assign(new Error(message), { code: 'MODULE_NOT_FOUND', requireStack: stack });
}

Module._resolveFilename = function (request, parent, isMain, options) {
  checkString(request, 'request');
  const viaHooks = hooked(request, parent);
  if (viaHooks !== undefined) return viaHooks;
  if (isBuiltin(request)) return request;
  let paths;
  if (options !== null && typeof options === 'object' && options.paths !== undefined) {
    if (!Array.isArray(options.paths)) throw invalidValue('options.paths', options.paths);
    if (isRelative(request)) {
      paths = options.paths;
    } else {
      const fake = new Module('', null);
      paths = [];
      for (const from of options.paths) {
        fake.paths = Module._nodeModulePaths(from);
        for (const folder of Module._resolveLookupPaths(request, fake)) if (!paths.includes(folder)) paths.push(folder);
      }
    }
  } else {
    paths = Module._resolveLookupPaths(request, parent);
  }
  const from = parent?.filename ? path.dirname(parent.filename) : process.cwd();
  // Names within a package, and its own name.
  if (request.startsWith('#') || (!options?.paths && ownName(request, from))) return native.resolveRequire(request, from, parent);
  const found = Module._findPath(request, paths, isMain);
  if (found) return found;
  if (request.startsWith('node:')) throw coded(Error, 'ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${request}`);
  throw notFound(request, parent);
};
function ownName(request, from) {
  if (isRelative(request) || path.isAbsolute(request)) return false;
  for (let folder = from; ; folder = path.dirname(folder)) {
    try {
      const { name, exports } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
      return exports != null && typeof name === 'string' && (request === name || request.startsWith(`${name}/`));
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') return false;
    }
    if (folder === path.dirname(folder)) return false;
  }
}

// ---- loading

Module._load = function (request, parent, isMain) {
  const file = Module._resolveFilename(request, parent, isMain);
  const cached = Module._cache[file];
  if (cached !== undefined) {
    addChild(parent, cached);
    return cached.exports;
  }
  if (isBuiltin(file)) return native.requireBuiltin(file);
  const module = new Module(file, parent);
  if (isMain) {
    native.setMainModule(module);
    module.id = '.';
  }
  Module._cache[file] = module;
  let done = false;
  try {
    module.load(file);
    done = true;
  } finally {
    if (!done) {
      delete Module._cache[file];
      const children = parent?.children;
      if (Array.isArray(children) && children.includes(module)) children.splice(children.indexOf(module), 1);
    }
  }
  return module.exports;
};

/** The longest extension of the name that something is known for. */
function extensionOf(file) {
  const name = path.basename(file);
  for (let dot = name.indexOf('.', 1); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const extension = name.slice(dot);
    if (Module._extensions[extension]) return extension;
  }
  return '.js';
}

const define = (name, value) => Object.defineProperty(Module.prototype, name, { value, writable: true, configurable: true, enumerable: true });
Object.defineProperty(Module.prototype, 'constructor', { value: Module, writable: true, configurable: true, enumerable: false });
Object.defineProperty(Module.prototype, 'isPreloading', { get: () => false, configurable: true, enumerable: false });
delete Module.prototype._initialized;

define('load', function load(filename) {
  this.filename ??= filename;
  this.paths ??= Module._nodeModulePaths(path.dirname(filename));
  Module._extensions[extensionOf(filename)](this, filename);
  this.loaded = true;
});

define('_compile', function _compile(content, filename, format) {
  const kind = format ?? (this[kFormat] ?? 'commonjs');
  if (kind === 'module') {
    this.exports = native.requireModule(filename);
    return undefined;
  }
  const folder = path.dirname(filename);
  const require = native.makeRequire(this, folder);
  const code = typeof content === 'string' ? content.replace(/^#!.*/, '') : `${content}`;
  let wrapper;
  if (wrapped) wrapper = require_vm().runInThisContext(Module.wrap(code), { filename, importModuleDynamically: undefined });
  else wrapper = native.compileCommonJs(code, filename);
  this.paths ??= Module._nodeModulePaths(folder);
  return Reflect.apply(wrapper, this.exports, [this.exports, require, this, filename, folder, process, globalThis]);
});
const kFormat = Symbol('format');
const require_vm = () => require('vm');

// ---- extensions

function sourceOf(filename) {
  if (registered.length === 0) return undefined;
  const result = loadByHooks(pathToFileURL(filename).href, {}, 'commonjs', ['node', 'require']);
  return result === undefined ? undefined : result;
}

Module._extensions['.js'] = function (module, filename) {
  const hookedSource = sourceOf(filename);
  const content = hookedSource ? `${asText(hookedSource[1])}` : fs.readFileSync(filename, 'utf8');
  const format = hookedSource?.[0] ?? native.formatOf(filename, content);
  if (format === 'module' && !hookedSource) {
    // What has taken the place of _compile may make CommonJS of it.
    if (Object.hasOwn(module, '_compile') || Module.prototype._compile !== originalCompile) {
      module[kFormat] = 'module';
      Object.defineProperty(module, kFormat, { enumerable: false });
      module._compile(content, filename, 'module');
      return;
    }
    module.exports = native.requireModule(filename);
    return;
  }
  if (format === 'module') {
    module.exports = native.requireModule(filename);
    return;
  }
  module._compile(content, filename, 'commonjs');
};
const originalCompile = Module.prototype._compile;
Module._extensions['.json'] = function (module, filename) {
  const hookedSource = sourceOf(filename);
  const content = hookedSource ? asText(hookedSource[1]) : fs.readFileSync(filename, 'utf8');
  try {
    module.exports = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    error.message = `${filename}: ${error.message}`;
    throw error;
  }
};
Module._extensions['.node'] = function (module, filename) {
  return process.dlopen(module, filename);
};

// ---- the wrapper, for those that look at it

const plain = { wrapper: true };
let wrapped = false;
const isWrapped = () => {
  wrapped = true;
  plain.wrapper = false;
};
const wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
let wrap = (script) => Module.wrapper[0] + script + Module.wrapper[1];
Object.defineProperty(Module, 'wrap', {
  enumerable: false, configurable: true,
  get: () => wrap,
  set(value) {
    isWrapped();
    wrap = value;
  },
});
const watched = new Proxy(wrapper, {
  set(target, key, value) {
    isWrapped();
    return Reflect.set(target, key, value);
  },
  defineProperty(target, key, descriptor) {
    isWrapped();
    return Reflect.defineProperty(target, key, descriptor);
  },
});
let currentWrapper = watched;
Object.defineProperty(Module, 'wrapper', {
  enumerable: false, configurable: true,
  get: () => currentWrapper,
  set(value) {
    isWrapped();
    currentWrapper = value;
  },
});

// ---- entry points

Module.createRequire = function createRequire(filename) {
  let file = filename;
  const isUrl = filename instanceof URL || (typeof filename === 'string' && !path.isAbsolute(filename));
  if (isUrl) {
    try {
      file = fileURLToPath(filename);
    } catch {
      throw invalidValue('filename', filename, 'must be a file URL object, file URL string, or absolute path string');
    }
  } else if (typeof filename !== 'string') {
    throw invalidValue('filename', filename, 'must be a file URL object, file URL string, or absolute path string');
  }
  const folder = file.endsWith('/') ? file.slice(0, -1) || '/' : path.dirname(file);
  const name = file.endsWith('/') ? path.join(file, 'noop.js') : file;
  const module = new Module(name);
  module.filename = name;
  module.paths = Module._nodeModulePaths(folder);
  return native.makeRequire(module, folder);
};
Module._preloadModules = function (requests) {
  if (!Array.isArray(requests)) return;
  const parent = new Module('internal/preload', null);
  parent.paths = Module._nodeModulePaths(process.cwd());
  parent.filename = path.resolve('internal-preload');
  for (const request of requests) parent.require(request);
};
Module.runMain = function (main = process.argv[1]) {
  return Module._load(main, null, true);
};
Module.syncBuiltinESMExports = function syncBuiltinESMExports() { return native.syncBuiltinExports(); };

Module.findPackageJSON = function findPackageJSON(specifier, base = 'data:') {
  if (typeof specifier !== 'string' && !(specifier instanceof URL)) throw invalidArgument('specifier', 'of type string or an instance of URL', specifier);
  const asPath = (value) => (value instanceof URL || /^file:/.test(value) ? fileURLToPath(value) : value);
  const nearest = (from) => {
    for (let folder = from; ; folder = path.dirname(folder)) {
      const file = path.join(folder, 'package.json');
      if (isFile(file)) return file;
      if (folder === path.dirname(folder)) return undefined;
    }
  };
  const name = asPath(specifier);
  if (path.isAbsolute(name)) return nearest(isFolder(name) ? name : path.dirname(name));
  const origin = asPath(base);
  const from = path.isAbsolute(origin) ? path.dirname(origin) : process.cwd();
  if (isRelative(name)) {
    const target = path.resolve(from, name);
    return nearest(isFolder(target) ? target : path.dirname(target));
  }
  if (isBuiltin(name)) return undefined;
  const packageName = /^(@[^/]+\/)?[^/]+/.exec(name)?.[0];
  for (const folder of Module._nodeModulePaths(from)) {
    const file = path.join(folder, packageName, 'package.json');
    if (isFile(file)) return fs.realpathSync(file);
  }
  throw coded(Error, 'ERR_MODULE_NOT_FOUND', `Cannot find package '${packageName}' imported from ${origin}`);
};

// ---- hooks

let registered = [];
const asText = (source) => (typeof source === 'string' || source == null ? source : new TextDecoder().decode(source));

function resolveByHooks(specifier, parentURL, importAttributes, conditions) {
  const run = (index) => (request, context = {}) => {
    const merged = { conditions, importAttributes, parentURL, ...context };
    for (let i = index; i >= 0; i--) {
      const { resolve } = registered[i];
      if (!resolve) continue;
      const result = resolve(request, merged, run(i - 1));
      if (result === null || typeof result !== 'object') throw badReturn('resolve', result);
      if (typeof result.url !== 'string') throw coded(TypeError, 'ERR_INVALID_RETURN_PROPERTY_VALUE', `Expected a URL string to be returned for the "url" from the "resolve" hook function but got ${typeof result.url}.`);
      return result;
    }
    return { url: defaultUrl(request, merged.parentURL, conditions), format: undefined };
  };
  const result = run(registered.length - 1)(specifier);
  formats.set(result.url, result.format);
  return result;
}
const formats = new Map();
function defaultUrl(specifier, parentURL, conditions) {
  if (conditions.includes('require')) {
    const parent = parentURL && /^file:/.test(parentURL) ? fileURLToPath(parentURL) : undefined;
    if (isBuiltin(specifier)) return `node:${specifier.replace(/^node:/, '')}`;
    const module = new Module(parent ?? path.resolve('-'), null);
    module.filename = parent ?? path.resolve('-');
    module.paths = Module._nodeModulePaths(path.dirname(module.filename));
    const found = Module._findPath(specifier, Module._resolveLookupPaths(specifier, module)) || native.resolveRequire(specifier, path.dirname(module.filename), undefined);
    return pathToFileURL(found).href;
  }
  return native.defaultResolve(specifier, parentURL ?? '');
}
const badReturn = (name, value) => coded(TypeError, 'ERR_INVALID_RETURN_VALUE', `Expected an object to be returned from the "${name}" hook function but got ${value === null ? 'null' : `type ${typeof value}`}.`);

/** `[format, source]`, or undefined if no hook has anything to say. */
function loadByHooks(url, importAttributes, format, conditions) {
  if (!registered.some((hooks) => hooks.load)) return undefined;
  let asked = false;
  const run = (index) => (target, context = {}) => {
    const merged = { conditions, importAttributes, format: formats.get(target) ?? format, ...context };
    for (let i = index; i >= 0; i--) {
      const { load } = registered[i];
      if (!load) continue;
      const result = load(target, merged, run(i - 1));
      if (result === null || typeof result !== 'object') throw badReturn('load', result);
      return result;
    }
    asked = true;
    return defaultLoad(target, merged);
  };
  const result = run(registered.length - 1)(url);
  if (asked && result[kUntouched]) return undefined;
  return [result.format ?? 'commonjs', asText(result.source)];
}
const kUntouched = Symbol('untouched');
function defaultLoad(url, context) {
  if (url.startsWith('node:')) return { format: 'builtin', source: null, [kUntouched]: true };
  if (!url.startsWith('file:')) throw coded(Error, 'ERR_UNSUPPORTED_ESM_URL_SCHEME', `Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received protocol '${new URL(url).protocol}'`);
  const file = fileURLToPath(url);
  const source = fs.readFileSync(file);
  const format = native.formatOf(file, source.toString());
  return { format: format === 'unknown' ? context.format : format, source, shortCircuit: true };
}

function updateHooks() {
  if (registered.length === 0) {
    native.setModuleHooks(undefined);
    return;
  }
  native.setModuleHooks(
    (specifier, parentURL, attributes) => resolveByHooks(specifier, parentURL, attributes, ['node', 'import']).url,
    (url, attributes) => loadByHooks(url, attributes, undefined, ['node', 'import']));
}

/** What the hooks say that a request names, for require: a path, or a built-in module's name. */
function hooked(request, parent) {
  if (!registered.some((hooks) => hooks.resolve)) return undefined;
  const parentURL = parent?.filename ? pathToFileURL(parent.filename).href : undefined;
  const { url } = resolveByHooks(request, parentURL, {}, ['node', 'require']);
  if (url.startsWith('file:')) return fileURLToPath(url);
  return url;
}

Module.registerHooks = function registerHooks(hooks) {
  const { resolve, load } = hooks;
  if (resolve !== undefined) checkFunction(resolve, 'hooks.resolve');
  if (load !== undefined) checkFunction(load, 'hooks.load');
  const entry = { resolve, load };
  registered = [...registered, entry];
  updateHooks();
  return {
    deregister() {
      registered = registered.filter((other) => other !== entry);
      updateHooks();
    },
  };
};
Module.register = function register() {
  throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'module.register is unavailable: hearth has no thread for loaders; use module.registerHooks');
};

// ---- what there is nothing behind

Module.constants = Object.freeze({
  __proto__: null,
  compileCacheStatus: Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
});
/** Compiled code is kept without being asked for, in stores of Hearth's own. */
Module.enableCompileCache = function enableCompileCache() { return { status: Module.constants.compileCacheStatus.DISABLED }; };
Module.getCompileCacheDir = function getCompileCacheDir() { return undefined; };
Module.flushCompileCache = () => {
  require('internal/hearth').hearth.flushCodeCache();
};
Module.findSourceMap = function findSourceMap() { return undefined; };
Module.getSourceMapsSupport = function getSourceMapsSupport() { return Object.freeze({ __proto__: null, enabled: false, nodeModules: false, generatedCode: false }); };
Module.setSourceMapsSupport = function setSourceMapsSupport(enabled) {
  if (typeof enabled !== 'boolean') throw invalidArgument('enabled', 'of type boolean', enabled);
};
Module.stripTypeScriptTypes = function stripTypeScriptTypes(code, options = {}) {
  checkString(code, 'code');
  const { mode = 'strip', sourceUrl = '' } = options;
  if (mode === 'transform') {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', "module.stripTypeScriptTypes with mode 'transform' is unavailable: hearth only erases types");
  }
  if (mode !== 'strip') throw invalidValue('options.mode', mode, "must be one of: 'strip', 'transform'");
  const text = native.stripTypes(code);
  return sourceUrl ? `${text}\n\n//# sourceURL=${sourceUrl}` : text;
};

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Lines of segments of a source map, by https://tc39.es/ecma426/. */
function decodeMappings(map, generatedLine = 0, generatedStart = 0) {
  if (map.sections) {
    return map.sections.flatMap(({ offset, map: part }) => decodeMappings(part, offset.line, offset.column));
  }
  const out = [];
  let [source, line, column, name] = [0, 0, 0, 0];
  map.mappings.split(';').forEach((text, row) => {
    let generated = row === 0 ? generatedStart : 0;
    for (const segment of text.split(',')) {
      if (segment === '') continue;
      const fields = [];
      for (let at = 0; at < segment.length;) {
        let value = 0;
        let shift = 0;
        let digit;
        do {
          digit = DIGITS.indexOf(segment[at++]);
          value += (digit & 31) * 2 ** shift;
          shift += 5;
        } while (digit & 32);
        fields.push(value % 2 ? -(value - 1) / 2 : value / 2);
      }
      generated += fields[0];
      const entry = { generatedLine: generatedLine + row, generatedColumn: generated };
      if (fields.length > 1) {
        source += fields[1];
        line += fields[2];
        column += fields[3];
        Object.assign(entry, { originalSource: map.sources[source], originalLine: line, originalColumn: column });
        if (fields.length > 4) name += fields[4];
        entry.name = fields.length > 4 ? map.names[name] : undefined;
      }
      out.push(entry);
    }
  });
  return out;
}

class SourceMap {
  #payload;
  #mappings;
  #lineLengths;
  constructor(payload, { lineLengths } = {}) {
    if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) throw invalidArgument('payload', 'of type object', payload);
    this.#payload = structuredClone(payload);
    this.#mappings = decodeMappings(this.#payload);
    this.#lineLengths = lineLengths;
  }
  get payload() {
    return structuredClone(this.#payload);
  }
  get lineLengths() {
    return this.#lineLengths?.slice();
  }
  findEntry(line, column) {
    let low = 0;
    let high = this.#mappings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.#mappings[middle];
      if (entry.generatedLine < line || (entry.generatedLine === line && entry.generatedColumn <= column)) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? {} : { ...this.#mappings[low - 1] };
  }
  findOrigin(line, column) {
    const entry = this.findEntry(line - 1, column - 1);
    if (entry.originalSource === undefined || entry.originalLine === undefined) return {};
    return {
      name: entry.name, fileName: entry.originalSource,
      lineNumber: entry.originalLine + (line - 1 - entry.generatedLine) + 1,
      columnNumber: entry.originalColumn + (line - 1 === entry.generatedLine ? column - 1 - entry.generatedColumn : 0) + 1,
    };
  }
}
Module.SourceMap = SourceMap;

for (const name of ['_load', '_resolveFilename', '_findPath', '_nodeModulePaths', '_resolveLookupPaths']) native.guardModule(Module, name);
for (const name of ['require', 'load', '_compile']) native.guardModule(Module.prototype, name);
for (const name of Object.keys(Module._extensions)) native.guardModule(Module._extensions, name);
native.guardModule(Module, '_extensions');
native.guardModule(plain, 'wrapper');
native.guardExtensions(Module._extensions);

module.exports = Module;
