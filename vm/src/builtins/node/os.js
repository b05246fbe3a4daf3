// node:os.
'use strict';

const native = require('native');

const EOL = '\n';
const signals = {
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGUSR1: 10,
  SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGCHLD: 17, SIGCONT: 18, SIGSTOP: 19, SIGTSTP: 20,
};
const field = (name) => native.systemName()[name];

module.exports = {
  EOL,
  devNull: '/dev/null',
  constants: { signals, errno: native.errorNumbers() },
  arch: () => process.arch,
  platform: () => process.platform,
  type: () => field(0),
  hostname: () => field(1),
  release: () => field(2),
  version: () => field(3),
  machine: () => field(4),
  endianness: () => (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE'),
  homedir: () => process.env.HOME ?? native.homeFolder(),
  tmpdir: () => (process.env.TMPDIR || process.env.TMP || process.env.TEMP || '/tmp').replace(/(.)\/$/, '$1'),
  uptime: () => native.systemUptime(),
  loadavg: () => native.loadAverage(),
  totalmem: () => native.memory()[0],
  freemem: () => native.memory()[1],
  availableParallelism: () => native.processors(),
  cpus: () => Array.from({ length: native.processors() }, () => ({
    model: 'unknown', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 },
  })),
  networkInterfaces: () => ({}),
  userInfo: () => ({
    uid: process.getuid(), gid: process.getgid(), username: process.env.USER ?? process.env.LOGNAME ?? 'root',
    homedir: module.exports.homedir(), shell: process.env.SHELL ?? null,
  }),
};
