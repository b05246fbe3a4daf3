// node:os.
'use strict';

const native = require('native');
const { coded, invalidArgument, outOfRange } = require('internal/errors');

const EOL = '\n';
const table = (text) => Object.fromEntries(text.trim().split(/\s+/).map((row) => {
  const [name, number] = row.split(':');
  return [name, Number(number)];
}));
const signals = table(`SIGHUP:1 SIGINT:2 SIGQUIT:3 SIGILL:4 SIGTRAP:5 SIGABRT:6 SIGIOT:6 SIGBUS:7 SIGFPE:8 SIGKILL:9 SIGUSR1:10
  SIGSEGV:11 SIGUSR2:12 SIGPIPE:13 SIGALRM:14 SIGTERM:15 SIGCHLD:17 SIGSTKFLT:16 SIGCONT:18 SIGSTOP:19 SIGTSTP:20 SIGTTIN:21
  SIGTTOU:22 SIGURG:23 SIGXCPU:24 SIGXFSZ:25 SIGVTALRM:26 SIGPROF:27 SIGWINCH:28 SIGIO:29 SIGPOLL:29 SIGPWR:30 SIGSYS:31`);
const errno = table(`E2BIG:7 EACCES:13 EADDRINUSE:98 EADDRNOTAVAIL:99 EAFNOSUPPORT:97 EAGAIN:11 EALREADY:114 EBADF:9 EBADMSG:74
  EBUSY:16 ECANCELED:125 ECHILD:10 ECONNABORTED:103 ECONNREFUSED:111 ECONNRESET:104 EDEADLK:35 EDESTADDRREQ:89 EDOM:33 EDQUOT:122
  EEXIST:17 EFAULT:14 EFBIG:27 EHOSTUNREACH:113 EIDRM:43 EILSEQ:84 EINPROGRESS:115 EINTR:4 EINVAL:22 EIO:5 EISCONN:106 EISDIR:21
  ELOOP:40 EMFILE:24 EMLINK:31 EMSGSIZE:90 EMULTIHOP:72 ENAMETOOLONG:36 ENETDOWN:100 ENETRESET:102 ENETUNREACH:101 ENFILE:23
  ENOBUFS:105 ENODATA:61 ENODEV:19 ENOENT:2 ENOEXEC:8 ENOLCK:37 ENOLINK:67 ENOMEM:12 ENOMSG:42 ENOPROTOOPT:92 ENOSPC:28 ENOSR:63
  ENOSTR:60 ENOSYS:38 ENOTCONN:107 ENOTDIR:20 ENOTEMPTY:39 ENOTSOCK:88 ENOTSUP:95 ENOTTY:25 ENXIO:6 EOPNOTSUPP:95 EOVERFLOW:75
  EPERM:1 EPIPE:32 EPROTO:71 EPROTONOSUPPORT:93 EPROTOTYPE:91 ERANGE:34 EROFS:30 ESPIPE:29 ESRCH:3 ESTALE:116 ETIME:62
  ETIMEDOUT:110 ETXTBSY:26 EWOULDBLOCK:11 EXDEV:18`);
const priority = table(`PRIORITY_LOW:19 PRIORITY_BELOW_NORMAL:10 PRIORITY_NORMAL:0 PRIORITY_ABOVE_NORMAL:-7 PRIORITY_HIGH:-14
  PRIORITY_HIGHEST:-20`);
const dlopen = table('RTLD_LAZY:1 RTLD_NOW:2 RTLD_GLOBAL:256 RTLD_LOCAL:0 RTLD_DEEPBIND:8');
const frozen = (object) => Object.freeze(Object.setPrototypeOf(object, null));
const constants = Object.setPrototypeOf({ UV_UDP_REUSEADDR: 4, dlopen, errno, signals: frozen(signals), priority }, null);
for (const part of [dlopen, errno, priority]) Object.setPrototypeOf(part, null);

const field = (name) => native.systemName()[name];
/** Functions of this module are their own primitive values, as `${os.type}` has always had it. */
const primitive = (f) => {
  f[Symbol.toPrimitive] = () => f();
  return f;
};

function integer(value, name, least, most) {
  if (typeof value !== 'number') throw invalidArgument(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < least || value > most) throw outOfRange(name, `>= ${least} && <= ${most}`, value);
}

function systemError(syscall, number) {
  const name = Object.keys(errno).find((key) => errno[key] === number) ?? 'UNKNOWN';
  const message = native.errorMessage(number);
  const error = coded(Error, 'ERR_SYSTEM_ERROR', `A system error occurred: ${syscall} returned ${name} (${message})`);
  const info = { errno: -number, code: name, message, syscall };
  error.name = 'SystemError';
  Object.defineProperty(error, 'info', { value: info, enumerable: true, configurable: true });
  for (const key of ['errno', 'syscall']) {
    Object.defineProperty(error, key, { get: () => info[key], set: (value) => { info[key] = value; }, enumerable: true, configurable: true });
  }
  return error;
}

function getPriority(pid) {
  if (pid === undefined) pid = 0;
  else integer(pid, 'pid', -2147483648, 2147483647);
  const [value, number] = native.getPriority(pid);
  if (number) throw systemError('uv_os_getpriority', number);
  return value;
}

function setPriority(pid, value) {
  if (value === undefined) [pid, value] = [0, pid];
  integer(pid, 'pid', -2147483648, 2147483647);
  integer(value, 'priority', -20, 19);
  const number = native.setPriority(pid, value);
  if (number) throw systemError('uv_os_setpriority', number);
}

/** The prefix length of a mask that is ones, then zeros. */
const prefixLength = (bytes) => bytes.reduce((n, byte) => n + byte.toString(2).replaceAll('0', '').length, 0);

function shownV6(bytes) {
  const parts = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] << 8) | bytes[2 * i + 1]).toString(16));
  let best = [0, 0];
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && parts[i + n] === '0') n++;
    if (n > best[1] && n > 1) best = [i, n];
  }
  if (best[1] === 0) return parts.join(':');
  return `${parts.slice(0, best[0]).join(':')}::${parts.slice(best[0] + best[1]).join(':')}`;
}

function networkInterfaces() {
  const out = {};
  for (const [name, isV6, address, mask, hardware, internal, scope] of native.networkInterfaces()) {
    const shown = isV6 ? shownV6 : (bytes) => bytes.join('.');
    const entry = {
      address: shown(address), netmask: shown(mask), family: isV6 ? 'IPv6' : 'IPv4',
      mac: hardware.map((byte) => byte.toString(16).padStart(2, '0')).join(':'), internal,
      cidr: `${shown(address)}/${prefixLength(mask)}`,
    };
    if (isV6) entry.scopeid = scope;
    (out[name] ??= []).push(entry);
  }
  return out;
}

function userInfo(options) {
  if (options !== undefined && (typeof options !== 'object' || options === null)) options = undefined;
  const [uid, gid, ...texts] = native.userInfo();
  const asBytes = options?.encoding === 'buffer';
  const [username, homedir, shell] = texts.map((text) => (asBytes ? Buffer.from(text) : text));
  return { __proto__: null, uid, gid, username, homedir, shell };
}

function homedir() {
  return process.env.HOME ?? native.homeFolder();
}
function tmpdir() {
  const path = process.env.TMPDIR || process.env.TMP || process.env.TEMP || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

module.exports = {
  arch: primitive(function arch() { return process.arch; }),
  availableParallelism: primitive(() => native.processors()),
  cpus: function () { return native.processorTimes().map(([model, speed, user, nice, sys, idle, irq]) => ({ model, speed, times: { user, nice, sys, idle, irq } })); },
  endianness: primitive(function endianness() { return (little ? 'LE' : 'BE'); }),
  freemem: primitive(() => native.memory()[1]),
  getPriority,
  homedir: primitive(function wrappedFn() { return homedir(); }),
  hostname: primitive(function wrappedFn() { return field(1); }),
  loadavg: function () { return native.loadAverage(); },
  networkInterfaces,
  platform: primitive(function platform() { return process.platform; }),
  release: primitive({ getOSRelease: () => field(2) }.getOSRelease),
  setPriority,
  tmpdir: primitive(tmpdir),
  totalmem: primitive(() => native.memory()[0]),
  type: primitive({ getOSType: () => field(0) }.getOSType),
  userInfo,
  uptime: primitive(function wrappedFn() { return native.systemUptime(); }),
  version: primitive({ getOSVersion: () => field(3) }.getOSVersion),
  machine: primitive({ getMachine: () => field(4) }.getMachine),
};
Object.defineProperties(module.exports, {
  constants: { value: constants, enumerable: true },
  EOL: { value: EOL, enumerable: true, configurable: true },
  devNull: { value: '/dev/null', enumerable: true, configurable: true },
});
