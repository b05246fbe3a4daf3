// The streams of node:tty.
'use strict';

const native = require('native');
const DescriptorStream = require('internal/streams/descriptor');
const { coded } = require('internal/errors');
const terminal = require('internal/readline/terminal');

const { isatty } = require('tty');

function check(fd) {
  if (fd >> 0 !== fd || fd < 0) throw coded(RangeError, 'ERR_INVALID_FD', `"fd" must be a positive integer: ${fd}`);
  if (isatty(fd)) return;
  const error = coded(Error, 'ERR_TTY_INIT_FAILED', 'TTY initialization failed: uv_tty_init returned EINVAL (invalid argument)');
  throw Object.assign(error, { info: { errno: -22, code: 'EINVAL', message: 'invalid argument', syscall: 'uv_tty_init' } });
}

class ReadStreamClass extends DescriptorStream {
  constructor(fd, options) {
    check(fd);
    super(fd, { closes: fd > 2, ...options, readable: true });
    this.isRaw = false;
    this.isTTY = true;
  }
  setRawMode(on) {
    try {
      native.rawMode(this.fd, !!on);
      this.isRaw = !!on;
    } catch (error) {
      this.emit('error', error);
    }
    return this;
  }
}

class WriteStreamClass extends DescriptorStream {
  constructor(fd) {
    check(fd);
    super(fd, { writable: true, atOnce: true, closes: fd > 2, emitClose: false });
    this._type = 'tty';
    const size = native.windowSize(fd);
    if (size) [this.columns, this.rows] = size;
    require('internal/signals').observe('SIGWINCH', () => this._refreshSize());
  }
  _refreshSize() {
    const size = native.windowSize(this.fd);
    if (!size || (size[0] === this.columns && size[1] === this.rows)) return;
    [this.columns, this.rows] = size;
    this.emit('resize');
  }
  getWindowSize() {
    return [this.columns, this.rows];
  }
  cursorTo(x, y, callback) {
    return terminal.cursorTo(this, x, y, callback);
  }
  moveCursor(dx, dy, callback) {
    return terminal.moveCursor(this, dx, dy, callback);
  }
  clearLine(direction, callback) {
    return terminal.clearLine(this, direction, callback);
  }
  clearScreenDown(callback) {
    return terminal.clearScreenDown(this, callback);
  }
  getColorDepth(env) {
    return colorDepth(env);
  }
  hasColors(count, env) {
    let [wanted, settings] = [count, env];
    if (settings === undefined && (wanted === undefined || (typeof wanted === 'object' && wanted !== null))) [wanted, settings] = [16, wanted];
    return (wanted ?? 16) <= 2 ** this.getColorDepth(settings);
  }
}
WriteStreamClass.prototype.isTTY = true;

/** Bits of colour that the terminal has, as far as the environment tells. */
function colorDepth(env = process.env) {
  if (env.FORCE_COLOR !== undefined) {
    const depth = { '': 4, 1: 4, true: 4, 2: 8, 3: 24 }[env.FORCE_COLOR];
    return depth ?? 1;
  }
  if (env.NODE_DISABLE_COLORS || env.NO_COLOR || env.TERM === 'dumb') return 1;
  if (env.TMUX) return 24;
  if ('TF_BUILD' in env && 'AGENT_NAME' in env) return 4;
  if (env.CI) {
    if (['CIRCLECI', 'GITEA_ACTIONS', 'GITHUB_ACTIONS'].some((name) => name in env)) return 24;
    if (['APPVEYOR', 'BUILDKITE', 'DRONE', 'GITLAB_CI', 'TRAVIS'].some((name) => name in env) || env.CI_NAME === 'codeship') return 8;
    return 1;
  }
  if ('TEAMCITY_VERSION' in env) return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 4 : 1;
  switch (env.TERM_PROGRAM) {
    case 'iTerm.app': return !env.TERM_PROGRAM_VERSION || /^[0-2]\./.test(env.TERM_PROGRAM_VERSION) ? 8 : 24;
    case 'HyperTerm':
    case 'MacTerm': return 24;
    case 'Apple_Terminal': return 8;
    default:
  }
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return 24;
  if (env.TERM) {
    if (/truecolor/.test(env.TERM)) return 24;
    if (/^xterm-256/.test(env.TERM)) return 8;
    const term = env.TERM.toLowerCase();
    const known = {
      eterm: 4, cons25: 4, console: 4, cygwin: 4, dtterm: 4, gnome: 4, hurd: 4, jfbterm: 4, konsole: 4, kterm: 4, mlterm: 4, mosh: 24,
      putty: 4, st: 4, 'rxvt-unicode-24bit': 24, terminator: 24, 'xterm-kitty': 24,
    };
    if (known[term]) return known[term];
    if (/ansi|color|linux|direct|^con[0-9]*x[0-9]|^rxvt|^screen|^xterm|^vt100|^vt220/i.test(env.TERM)) return 4;
  }
  if (env.COLORTERM) return 4;
  return 1;
}

/** Classes that may be called without `new`. */
function callable(Class) {
  return new Proxy(Class, { apply: (target, _, args) => new target(...args) }); // eslint-disable-line new-cap
}

Object.defineProperty(ReadStreamClass, 'name', { value: 'ReadStream' });
Object.defineProperty(WriteStreamClass, 'name', { value: 'WriteStream' });
module.exports = { ReadStream: callable(ReadStreamClass), WriteStream: callable(WriteStreamClass) };
