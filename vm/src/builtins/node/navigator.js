// The global navigator (https://html.spec.whatwg.org/#the-navigator-object).
'use strict';

const { coded } = require('internal/errors');

const kMake = Symbol('kMake');
const names = ['locks', 'hardwareConcurrency', 'language', 'languages', 'userAgent', 'platform'];

class Navigator {
  #made = true;
  constructor(key = undefined) {
    if (key !== kMake) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }
  static #check(value) {
    if (!(#made in value)) throw coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of type Navigator');
  }
  get locks() {
    Navigator.#check(this);
    return require('internal/locks').locks;
  }
  get hardwareConcurrency() {
    Navigator.#check(this);
    return require('os').availableParallelism();
  }
  get language() {
    Navigator.#check(this);
    return 'en-US';
  }
  get languages() {
    Navigator.#check(this);
    languages ??= Object.freeze([this.language]);
    return languages;
  }
  get userAgent() {
    Navigator.#check(this);
    return `Node.js/${/\d+/.exec(process.version)[0]}`;
  }
  get platform() {
    Navigator.#check(this);
    const { platform, arch } = process;
    if (platform === 'darwin') return 'MacIntel';
    if (platform === 'win32') return 'Win32';
    if (platform === 'linux') return `Linux ${{ ia32: 'i686', x64: 'x86_64', arm64: 'aarch64' }[arch] ?? arch}`;
    return `${platform[0].toUpperCase()}${platform.slice(1)} ${arch}`;
  }
}
let languages;
for (const name of names) Object.defineProperty(Navigator.prototype, name, { enumerable: true });

module.exports = { Navigator, navigator: new Navigator(kMake) };
