// node:vm: scripts in this context, and in others.
'use strict';

const native = require('native');
const { coded, invalidArgument, invalidValue, outOfRange } = require('internal/errors');
const { make, contextOf } = require('internal/contextify');

const isObject = (value) => (value !== null && typeof value === 'object') || typeof value === 'function';

function checkObject(value, name) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalidArgument(name, 'of type object', value);
}
function optionalString(options, name, fallback, prefix = 'options') {
  const value = options[name];
  if (value === undefined) return fallback;
  if (typeof value !== 'string') throw invalidArgument(`${prefix}.${name}`, 'of type string', value);
  return value;
}
function optionalInteger(options, name) {
  const value = options[name];
  if (value === undefined) return 0;
  if (typeof value !== 'number') throw invalidArgument(`options.${name}`, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(`options.${name}`, 'an integer', value);
  if (value < -2147483648 || value > 2147483647) throw outOfRange(`options.${name}`, '>= -2147483648 && <= 2147483647', value);
  return value;
}
function optionalBoolean(options, name) {
  const value = options[name];
  if (value !== undefined && typeof value !== 'boolean') throw invalidArgument(`options.${name}`, 'of type boolean', value);
  return value;
}
function scriptOptions(options) {
  if (options === undefined) return {};
  if (typeof options === 'string') return { filename: options };
  checkObject(options, 'options');
  return options;
}

function timeLimit(options) {
  const { timeout } = options;
  if (timeout === undefined) return undefined;
  if (typeof timeout !== 'number') throw invalidArgument('options.timeout', 'of type number', timeout);
  if (!Number.isInteger(timeout)) throw outOfRange('options.timeout', 'an integer', timeout);
  if (timeout < 1 || timeout > 4294967295) throw outOfRange('options.timeout', '>= 1 && <= 4294967295', timeout);
  return timeout;
}

/** Moves a text to the place in a file that it is said to have. */
function placed(code, lineOffset, columnOffset) {
  return '\n'.repeat(Math.max(lineOffset, 0)) + ' '.repeat(Math.max(columnOffset, 0)) + code;
}

/** Among options: the realm whose errors those of the text are. */
const kRealm = Symbol('realm');

class Script {
  #template;
  #functions = new Map();
  constructor(code, options) {
    const settings = scriptOptions(options);
    const filename = optionalString(settings, 'filename', 'evalmachine.<anonymous>');
    const lineOffset = optionalInteger(settings, 'lineOffset');
    const columnOffset = optionalInteger(settings, 'columnOffset');
    const { cachedData } = settings;
    if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
      throw invalidArgument('options.cachedData', 'an instance of Buffer, TypedArray, or DataView', cachedData);
    }
    const produceCachedData = optionalBoolean(settings, 'produceCachedData');
    const text = `${code}`;
    this.#template = native.compileTemplate(placed(text, lineOffset, columnOffset), filename, settings[kRealm] ?? 0);
    // Code is kept in stores of Hearth's own; what a program keeps says nothing.
    if (cachedData !== undefined) this.cachedDataRejected = cachedData.length > 0 && !isOurs(cachedData);
    if (produceCachedData) {
      this.cachedDataProduced = true;
      this.cachedData = this.createCachedData();
    }
    const map = /\/\/[#@] sourceMappingURL=(\S+)\s*$/.exec(text);
    this.sourceMapURL = map?.[1];
  }
  #functionOf(realm) {
    let f = this.#functions.get(realm);
    if (f === undefined) this.#functions.set(realm, f = native.templateFunction(this.#template, realm));
    return f;
  }
  #run(realm, global, options) {
    const timeout = timeLimit(options);
    optionalBoolean(options, 'displayErrors');
    optionalBoolean(options, 'breakOnSigint');
    const f = this.#functionOf(realm);
    if (timeout === undefined) return Reflect.apply(f, global, []);
    const [inTime, value] = native.runWithin(timeout, f, global);
    if (!inTime) throw coded(Error, 'ERR_SCRIPT_EXECUTION_TIMEOUT', `Script execution timed out after ${timeout}ms`);
    return value;
  }
  runInThisContext(options) {
    return this.#run(0, globalThis, runOptions(options));
  }
  runInContext(contextified, options) {
    const record = checkedContext(contextified);
    const value = this.#run(record.realm, record.global, runOptions(options));
    if (record.microtasks) native.runMicrotasks();
    return value;
  }
  runInNewContext(contextObject, options) {
    return this.runInContext(createContext(contextObject, contextOptions(options)), options);
  }
  createCachedData() {
    return Buffer.from(MAGIC);
  }
}
const MAGIC = 'hearth keeps code by itself';
const isOurs = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() === MAGIC;

function runOptions(options) {
  if (options === undefined || typeof options === 'string') return {};
  checkObject(options, 'options');
  return options;
}

function isContext(object) {
  if (!isObject(object) || typeof object === 'function') throw invalidArgument('object', 'of type object', object);
  return contextOf(object) !== undefined;
}
function checkedContext(object) {
  const record = isObject(object) ? contextOf(object) : undefined;
  if (record === undefined) throw invalidArgument('contextifiedObject', 'an vm.Context', object);
  return record;
}

/** Options of a context among those of a script. */
function contextOptions(options) {
  if (options === undefined || typeof options === 'string') return {};
  checkObject(options, 'options');
  const { contextName: name, contextOrigin: origin, contextCodeGeneration: codeGeneration, microtaskMode } = options;
  if (name !== undefined && typeof name !== 'string') throw invalidArgument('options.contextName', 'of type string', name);
  if (origin !== undefined && typeof origin !== 'string') throw invalidArgument('options.contextOrigin', 'of type string', origin);
  return { name, origin, codeGeneration, microtaskMode };
}

const constants = Object.freeze({
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
  DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
});

function createContext(contextObject = {}, options = {}) {
  const bare = contextObject === constants.DONT_CONTEXTIFY;
  if (!bare) {
    if (!isObject(contextObject) || typeof contextObject === 'function') throw invalidArgument('object', 'of type object', contextObject);
    if (contextOf(contextObject) !== undefined) return contextObject;
  }
  checkObject(options, 'options');
  optionalString(options, 'name');
  optionalString(options, 'origin');
  const { codeGeneration, microtaskMode } = options;
  if (codeGeneration !== undefined) {
    checkObject(codeGeneration, 'options.codeGeneration');
    for (const name of ['strings', 'wasm']) {
      const allowed = codeGeneration[name];
      if (allowed !== undefined && typeof allowed !== 'boolean') throw invalidArgument(`options.codeGeneration.${name}`, 'of type boolean', allowed);
    }
  }
  if (microtaskMode !== undefined && microtaskMode !== 'afterEvaluate') {
    throw invalidValue('options.microtaskMode', microtaskMode, "must be one of: 'afterEvaluate', undefined");
  }
  return make(bare ? undefined : contextObject, { microtaskMode, codeGeneration });
}

function runInThisContext(code, options) {
  return new Script(code, options).runInThisContext(options);
}
function runInContext(code, contextifiedObject, options) {
  const { realm } = checkedContext(contextifiedObject);
  return new Script(code, { ...scriptOptions(options), [kRealm]: realm }).runInContext(contextifiedObject, options);
}
function runInNewContext(code, contextObject, options) {
  const context = createContext(contextObject, contextOptions(options));
  return runInContext(code, context, options);
}

function compileFunction(code, params, options = {}) {
  if (typeof code !== 'string') throw invalidArgument('code', 'of type string', code);
  const parameters = params === undefined ? [] : params;
  if (!Array.isArray(parameters)) throw invalidArgument('params', 'an instance of Array', params);
  parameters.forEach((name, i) => {
    if (typeof name !== 'string') throw invalidArgument(`params[${i}]`, 'of type string', name);
  });
  checkObject(options, 'options');
  const filename = optionalString(options, 'filename', '');
  const lineOffset = optionalInteger(options, 'lineOffset');
  const columnOffset = optionalInteger(options, 'columnOffset');
  const { cachedData, parsingContext, contextExtensions = [] } = options;
  if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
    throw invalidArgument('options.cachedData', 'an instance of Buffer, TypedArray, or DataView', cachedData);
  }
  optionalBoolean(options, 'produceCachedData');
  const record = parsingContext === undefined ? { realm: 0, global: globalThis } : contextOf(Object(parsingContext));
  if (record === undefined) throw invalidArgument('options.parsingContext', 'an instance of Context', parsingContext);
  if (!Array.isArray(contextExtensions)) throw invalidArgument('options.contextExtensions', 'an instance of Array', contextExtensions);
  contextExtensions.forEach((extension, i) => {
    if (!isObject(extension)) throw invalidArgument(`options.contextExtensions[${i}]`, 'of type object', extension);
  });
  native.checkFunction(filename, parameters.join(','), code);
  const names = contextExtensions.map((_, i) => `__extension${i}`);
  const open = names.map((name) => `with (${name}) `).join('');
  const head = `(function (${names.join(', ')}) { ${open}return function (${parameters.join(',')}) {`;
  const text = placed(`${head}${code}\n}; })`, lineOffset, Math.max(columnOffset - head.length, 0));
  const template = native.compileTemplate(text, filename);
  const outer = Reflect.apply(native.templateFunction(template, record.realm), record.global, []);
  const f = outer(...contextExtensions);
  if (options.produceCachedData) {
    f.cachedDataProduced = true;
    f.cachedData = Buffer.from(MAGIC);
  }
  if (cachedData !== undefined) f.cachedDataRejected = !isOurs(cachedData);
  return f;
}

function measureMemory(options = {}) {
  checkObject(options, 'options');
  const { mode = 'summary', execution = 'default' } = options;
  if (mode !== 'summary' && mode !== 'detailed') throw invalidValue('options.mode', mode, "must be one of: 'summary', 'detailed'");
  if (execution !== 'default' && execution !== 'eager') throw invalidValue('options.execution', execution, "must be one of: 'default', 'eager'");
  const { heapUsed, heapTotal } = process.memoryUsage();
  return Promise.resolve({ total: { jsMemoryEstimate: heapUsed, jsMemoryRange: [heapUsed, heapTotal] } });
}

module.exports = {
  Script, createContext, createScript: function (code, options) { return new Script(code, options); }, runInContext, runInNewContext, runInThisContext, isContext,
  compileFunction, measureMemory, constants,
};
