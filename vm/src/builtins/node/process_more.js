// What process has that few programs ask for; each is made when it is first looked at.
'use strict';

const native = require('native');
const { checkFunction, checkString, coded, invalidArgument } = require('internal/errors');

const unavailable = (name, why) => function () {
  throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `process.${name} is unavailable: ${why}`);
};

// ---- bindings, as far as programs use them

const pick = (object, names) => Object.fromEntries(names.split(' ').map((name) => [name, object[name]]));
const bindings = {
  constants: () => ({
    __proto__: null, os: require('os').constants, fs: require('fs').constants, crypto: require('crypto').constants ?? {},
    zlib: {}, trace: {},
  }),
  natives: () => Object.fromEntries(require('module').builtinModules.map((name) => [name, ''])),
  util: () => pick(require('util/types'), 'isArrayBuffer isAsyncFunction isDate isExternal isMap isMapIterator isNativeError isPromise ' +
    'isRegExp isSet isSetIterator isAnyArrayBuffer isArrayBufferView isDataView isTypedArray isUint8Array'),
  uv: () => {
    const { errno } = require('os').constants;
    const numbers = Object.fromEntries(Object.entries(errno).map(([name, number]) => [`UV_${name}`, -number]));
    return { errname: (number) => Object.keys(errno).find((name) => errno[name] === -number) ?? `Unknown system error ${number}`, ...numbers };
  },
  config: () => ({ isDebugBuild: false, hasOpenSSL: true, fipsMode: false, hasIntl: typeof Intl === 'object', hasTracing: false, hasNodeOptions: true, hasInspector: false, noBrowserGlobals: false, bits: 64 }),
  tty_wrap: () => ({ isTTY: (fd) => native.isTerminal(fd) }),
  os: () => {
    const os = require('os');
    return { getHostname: os.hostname, getUptime: os.uptime, getTotalMem: os.totalmem, getFreeMem: os.freemem, getHomeDirectory: os.homedir, getAvailableParallelism: os.availableParallelism };
  },
  spawn_sync: () => require('internal/child/sync').binding,
  buffer: () => ({ kMaxLength: require('buffer').kMaxLength }),
};
const made = new Map();
function binding(name) {
  const key = `${name}`;
  if (!made.has(key)) {
    if (!Object.hasOwn(bindings, key)) throw new Error(`No such module: ${key}`);
    made.set(key, bindings[key]());
  }
  return made.get(key);
}

// ---- the environment

const FLAGS = [
  '--abort-on-uncaught-exception', '--conditions', '--dns-result-order', '--enable-source-maps', '--env-file', '--experimental-vm-modules',
  '--expose-gc', '--import', '--input-type', '--inspect', '--inspect-brk', '--loader', '--max-http-header-size', '--max-old-space-size',
  '--max-semi-space-size', '--no-deprecation', '--no-warnings', '--pending-deprecation', '--preserve-symlinks', '--preserve-symlinks-main',
  '--require', '--stack-trace-limit', '--title', '--throw-deprecation', '--trace-deprecation', '--trace-exit', '--trace-uncaught',
  '--trace-warnings', '--unhandled-rejections', '--use-openssl-ca', '--warnings', '--zero-fill-buffers', '-C', '-r',
];
class FlagSet extends Set {
  has(flag) {
    return typeof flag === 'string' && super.has(flag.replaceAll('_', '-').replace(/^(--[^=]+)=.*$/, '$1').replace(/^([^-])/, '--$1'));
  }
  add() {
    return this;
  }
  delete() {
    return false;
  }
  clear() {}
}
function flags() {
  const set = new FlagSet();
  for (const flag of FLAGS) Set.prototype.add.call(set, flag);
  return Object.freeze(set);
}

function loadEnvFile(given) {
  const path = given ?? '.env';
  const file = path instanceof URL ? require('url').fileURLToPath(path) : path;
  if (typeof file !== 'string' && !Buffer.isBuffer(file)) throw invalidArgument('path', 'of type string or an instance of Buffer or URL', path);
  const parsed = require('util').parseEnv(require('fs').readFileSync(file, 'utf8'));
  for (const [name, value] of Object.entries(parsed)) if (!Object.hasOwn(process.env, name)) process.env[name] = value;
}

// ---- exceptions

/** Who gets every exception, and who may take one: the last is asked first. */
let capture = null;
const auxiliary = [];
/** False if nobody takes it. */
function captured(error) {
  if (capture !== null) {
    capture(error);
    return true;
  }
  for (let i = auxiliary.length - 1; i >= 0; i--) if (auxiliary[i](error)) return true;
  return false;
}
function setUncaughtExceptionCaptureCallback(callback) {
  if (callback === null) {
    capture = null;
    if (auxiliary.length === 0) native.setExceptionCapture(undefined);
    return;
  }
  if (typeof callback !== 'function') throw invalidArgument('fn', 'of type function or null', callback);
  if (capture !== null) {
    throw coded(Error, 'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET', '`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active');
  }
  capture = callback;
  native.setExceptionCapture(captured);
}
function addUncaughtExceptionCaptureCallback(callback) {
  checkFunction(callback, 'fn');
  auxiliary.push(callback);
  native.setExceptionCapture(captured);
}

// ---- what the system says

function resourceUsage() {
  const names = [
    'userCPUTime', 'systemCPUTime', 'maxRSS', 'sharedMemorySize', 'unsharedDataSize', 'unsharedStackSize', 'minorPageFault', 'majorPageFault',
    'swappedOut', 'fsRead', 'fsWrite', 'ipcSent', 'ipcReceived', 'signalsCount', 'voluntaryContextSwitches', 'involuntaryContextSwitches',
  ];
  const values = native.resourceUsage();
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

function threadCpuUsage(previous) {
  const [user, system] = native.threadUsage();
  if (!previous) return { user, system };
  if (typeof previous !== 'object' || Array.isArray(previous)) throw invalidArgument('prevValue', 'of type object', previous);
  for (const name of ['user', 'system']) if (typeof previous[name] !== 'number') throw invalidArgument(`prevValue.${name}`, 'of type number', previous[name]);
  return { user: user - previous.user, system: system - previous.system };
}

/** The number of a user or group, which may be given by name. */
function idOf(value, name, file) {
  if (typeof value === 'number') return value >>> 0;
  if (typeof value !== 'string') throw invalidArgument(name, 'of type number or string', value);
  const row = require('fs').readFileSync(file, 'utf8').split('\n').map((line) => line.split(':')).find((fields) => fields[0] === value);
  if (!row) {
    throw coded(Error, 'ERR_UNKNOWN_CREDENTIAL', `${file.endsWith('group') ? 'Group' : 'User'} identifier does not exist: ${value}`);
  }
  return Number(row[2]);
}
function setId(call, file) {
  return (id) => {
    const number = native.setId(call, idOf(id, 'id', file));
    if (number) throw systemError(call, number);
  };
}
function systemError(call, number) {
  const { errno } = require('os').constants;
  const code = Object.keys(errno).find((name) => errno[name] === number) ?? 'UNKNOWN';
  return Object.assign(new Error(`${code}, ${native.errorMessage(number)}, ${call}`), { errno: -number, code, syscall: call });
}

const registry = new Set();
const finalization = {
  register(object, callback) {
    checkFunction(callback, 'fn');
    registry.add({ reference: new WeakRef(object), callback, event: 'exit' });
    watchExit();
  },
  registerBeforeExit(object, callback) {
    checkFunction(callback, 'fn');
    registry.add({ reference: new WeakRef(object), callback, event: 'beforeExit' });
    watchExit();
  },
  unregister(object) {
    for (const entry of registry) if (entry.reference.deref() === object) registry.delete(entry);
  },
};
let watching = false;
function watchExit() {
  if (watching) return;
  watching = true;
  for (const event of ['exit', 'beforeExit']) {
    process.on(event, () => {
      for (const entry of registry) {
        const object = entry.event === event ? entry.reference.deref() : undefined;
        if (object === undefined) continue;
        registry.delete(entry);
        entry.callback(object, event);
      }
    });
  }
}

const report = {
  compact: false, directory: '', excludeNetwork: false, excludeEnv: false, filename: '', reportOnFatalError: false, reportOnSignal: false,
  reportOnUncaughtException: false, signal: 'SIGUSR2',
  getReport(error) {
    const os = require('os');
    return {
      header: {
        reportVersion: 5, event: 'JavaScript API', trigger: 'GetReport', filename: null, dumpEventTime: new Date().toISOString(),
        dumpEventTimeStamp: `${Date.now()}`, processId: process.pid, threadId: 0, cwd: process.cwd(), commandLine: [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
        nodejsVersion: process.version, wordSize: 64, arch: process.arch, platform: process.platform, componentVersions: { ...process.versions },
        release: { ...process.release }, osName: os.type(), osRelease: os.release(), osVersion: os.version(), osMachine: os.machine(), cpus: os.cpus(), host: os.hostname(),
        ...glibc(),
      },
      javascriptStack: { message: `${error ?? 'Error: JavaScript Callstack'}`, stack: `${error?.stack ?? new Error().stack}`.split('\n').slice(1).map((line) => line.trim()) },
      javascriptHeap: {}, nativeStack: [], resourceUsage: resourceUsage(), libuv: [], workers: [],
      environmentVariables: { ...process.env }, userLimits: {}, sharedObjects: native.sharedObjects(),
    };
  },
  writeReport(file, error) {
    const name = typeof file === 'string' ? file : `report.${Date.now()}.${process.pid}.json`;
    require('fs').writeFileSync(require('path').resolve(report.directory || '.', name), JSON.stringify(report.getReport(error), null, report.compact ? 0 : 2));
    return name;
  },
};
function glibc() {
  const version = native.libcVersion();
  return version === undefined ? {} : { glibcVersionRuntime: version, glibcVersionCompiler: version };
}

const configuration = {
  __proto__: null,
  target_defaults: { cflags: [], default_configuration: 'Release', defines: [], include_dirs: [], libraries: [] },
  variables: {
    host_arch: process.arch, target_arch: process.arch, napi_build_version: '10', node_shared: false, node_use_openssl: false, node_prefix: '/usr/local',
    v8_enable_i18n_support: typeof Intl === 'object' ? 1 : 0,
  },
};
Object.freeze(configuration.variables);

const make = {
  _getActiveHandles: () => () => [],
  _getActiveRequests: () => () => [],
  _kill: () => (pid, signal) => {
    try {
      process.kill(pid, signal);
      return 0;
    } catch (error) {
      return error.errno ?? -1;
    }
  },
  _linkedBinding: () => (name) => {
    throw coded(Error, 'ERR_INVALID_MODULE', `No such binding: ${name}`);
  },
  _rawDebug: () => (...args) => {
    process.stderr.write(`${require('util').format(...args)}\n`);
  },
  addUncaughtExceptionCaptureCallback: () => addUncaughtExceptionCaptureCallback,
  allowedNodeEnvironmentFlags: flags,
  availableMemory: () => () => native.memory()[1],
  binding: () => binding,
  config: () => Object.freeze(configuration),
  constrainedMemory: () => () => native.memoryConstraint(),
  debugPort: () => 9229,
  dlopen: () => (module, file) => {
    checkString(file, 'filename');
    throw coded(Error, 'ERR_DLOPEN_FAILED', `${file}: hearth loads no native addons`);
  },
  execve: () => unavailable('execve', 'hearth replaces no process'),
  features: () => ({
    inspector: false, debug: false, uv: true, ipv6: true, tls_alpn: true, tls_sni: true, tls_ocsp: false, tls: true, openssl_is_boringssl: false,
    cached_builtins: true, require_module: true, typescript: 'strip',
  }),
  finalization: () => finalization,
  getActiveResourcesInfo: () => () => native.activeTimers().map((immediate) => (immediate ? 'Immediate' : 'Timeout')),
  getBuiltinModule: () => (id) => {
    checkString(id, 'id');
    const { isBuiltin } = require('module');
    return isBuiltin(id) ? require(id.replace(/^node:/, '')) : undefined;
  },
  getgroups: () => () => native.groups(),
  hasUncaughtExceptionCaptureCallback: () => () => capture !== null,
  initgroups: () => unavailable('initgroups', 'hearth does not change the groups of its process'),
  loadEnvFile: () => loadEnvFile,
  mainModule: () => native.mainModule(),
  moduleLoadList: () => require('module').builtinModules.map((name) => `NativeModule ${name}`),
  openStdin: () => () => {
    process.stdin.resume();
    return process.stdin;
  },
  reallyExit: () => (code) => native.exitNow(Number(code ?? process.exitCode ?? 0)),
  ref: () => (object) => {
    (object?.[Symbol.for('nodejs.ref')] ?? object?.ref)?.call(object);
  },
  report: () => report,
  resourceUsage: () => resourceUsage,
  setSourceMapsEnabled: () => (on) => {
    if (typeof on !== 'boolean') throw invalidArgument('enabled', 'of type boolean', on);
    process.sourceMapsEnabled = on;
  },
  setUncaughtExceptionCaptureCallback: () => setUncaughtExceptionCaptureCallback,
  setegid: () => setId('setegid', '/etc/group'),
  seteuid: () => setId('seteuid', '/etc/passwd'),
  setgid: () => setId('setgid', '/etc/group'),
  setgroups: () => unavailable('setgroups', 'hearth does not change the groups of its process'),
  setuid: () => setId('setuid', '/etc/passwd'),
  sourceMapsEnabled: () => false,
  threadCpuUsage: () => threadCpuUsage,
  unref: () => (object) => {
    (object?.[Symbol.for('nodejs.unref')] ?? object?.unref)?.call(object);
  },
};
for (const [name, build] of Object.entries(make)) {
  Object.defineProperty(exports, name, {
    enumerable: true, configurable: true,
    get: function () {
      const value = build();
      if (typeof value === 'function' && value.name !== name) Object.defineProperty(value, 'name', { value: name, configurable: true });
      Object.defineProperty(exports, name, { value, enumerable: true });
      return value;
    },
  });
}
