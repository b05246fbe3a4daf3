// node: 26
'use strict';
// What properties of public modules are: kinds, names and lengths of functions, flags, accessors.
const isConstructor = (f) => {
  try {
    Reflect.construct(Object, [], f);
    return true;
  } catch {
    return false;
  }
};
const ofFunction = (f) => (typeof f === 'function' ? `${isConstructor(f) ? 'constructor' : 'function'} '${f.name}' ${f.length}` : typeof f);
function shape(object, name) {
  const d = Object.getOwnPropertyDescriptor(object, name);
  const flags = `${d.enumerable ? 'e' : '-'}${d.configurable ? 'c' : '-'}`;
  return 'value' in d ? `${flags}${d.writable ? 'w' : '-'} ${ofFunction(d.value)}` : `${flags} get ${ofFunction(d.get)} set ${ofFunction(d.set)}`;
}
const lists = {
  assert: 'rejects doesNotReject',
  events: `EventEmitterAsyncResource addAbortListener captureRejections defaultMaxListeners getEventListeners getMaxListeners listenerCount on once
    setMaxListeners`,
  path: 'resolve normalize isAbsolute join relative toNamespacedPath dirname basename extname format parse matchesGlob sep',
  'path/win32': 'resolve normalize isAbsolute join relative toNamespacedPath dirname basename extname format parse matchesGlob _makeLong',
  querystring: 'parse stringify escape unescape unescapeBuffer encode decode',
  'stream/consumers': 'buffer bytes text json blob arrayBuffer',
  fs: 'openAsBlob openAsBlobSync mkdtempDisposableSync ReadStream WriteStream FileReadStream',
  'fs/promises': `access appendFile chmod chown copyFile cp link lstat mkdir mkdtemp mkdtempDisposable open readFile readdir readlink realpath rename rm rmdir
    stat statfs symlink truncate unlink utimes writeFile`,
  os: 'arch availableParallelism endianness freemem homedir hostname platform release totalmem type uptime version machine EOL devNull',
  timers: 'promises',
  'timers/promises': 'setTimeout setImmediate setInterval',
  util: 'aborted transferableAbortController transferableAbortSignal debuglog isDeepStrictEqual styleText inspect promisify',
  stream: 'isDestroyed addAbortSignal destroy _isUint8Array _uint8ArrayToBuffer',
  'stream/promises': 'finished pipeline',
  vm: 'compileFunction measureMemory',
};
for (const [module, names] of Object.entries(lists)) {
  const exported = require(module);
  for (const name of names.split(/\s+/)) console.log(module, name, shape(exported, name));
}
const numbers = ['readInt8', 'readUInt8', 'readInt16LE', 'readUInt32BE', 'readFloatLE', 'readDoubleBE', 'writeFloatBE', 'writeDoubleLE', 'writeInt8'];
for (const name of [...numbers, 'utf8Slice', 'hexWrite', 'latin1Slice']) console.log(name, ofFunction(Buffer.prototype[name]));
console.log(shape(setTimeout, require('util').promisify.custom), shape(require('util').inspect, 'defaultOptions'));
for (const name of ['decode', 'encode']) console.log(require('querystring')[name] === require('querystring')[name === 'decode' ? 'parse' : 'stringify']);
for (const name of ['lastChar', 'lastNeed', 'text']) console.log(name, shape(require('string_decoder').StringDecoder.prototype, name));
const { Readable, Writable, Duplex } = require('stream');
for (const Class of [Readable, Writable, Duplex]) {
  for (const name of ['from', 'fromWeb', 'toWeb', 'wrap']) if (Object.hasOwn(Class, name)) console.log(Class.name, name, shape(Class, name));
  for (const [name, d] of Object.entries(Object.getOwnPropertyDescriptors(Class.prototype)).sort()) if (d.get) console.log(Class.name, name, shape(Class.prototype, name));
}
for (const name of ['drop', 'filter', 'flatMap', 'map', 'take', 'every', 'find', 'forEach', 'reduce', 'some', 'toArray', 'compose']) console.log(name, shape(Readable.prototype, name));
const { types, MIMEType, MIMEParams } = require('util');
for (const name of ['isInt8Array', 'isBigUint64Array', 'isDataView', 'isTypedArray', 'isKeyObject']) console.log(name, ofFunction(types[name]));
for (const name of ['entries', 'keys', 'values', 'toJSON', 'toString']) console.log(name, shape(MIMEParams.prototype, name));
for (const name of ['toJSON', 'toString']) console.log(name, shape(MIMEType.prototype, name));
console.log('parse', shape(MIMEType, 'parse'));
for (const name of ['F_OK', 'R_OK', 'W_OK', 'X_OK']) console.log(name, require('fs')[name]);
console.log(shape(require('os').arch, Symbol.toPrimitive), `${require('os').endianness}`);
const { Domain } = require('domain');
for (const name of ['add', 'bind', 'enter', 'exit', 'intercept', 'members', 'remove', 'run']) {
  console.log(name, Object.prototype.propertyIsEnumerable.call(Domain.prototype, name), typeof Domain.prototype[name], Domain.prototype[name]?.length);
}
console.log(shape(require('domain'), 'createDomain'));
const { BoundedChannel } = require('diagnostics_channel');
for (const name of ['hasSubscribers', 'subscribe', 'unsubscribe', 'withScope', 'run']) console.log(name, shape(BoundedChannel.prototype, name));
console.log(Object.getPrototypeOf(BoundedChannel) === Function.prototype);
console.log(URL.length, URL.parse.length, URL.canParse.length, URLSearchParams.prototype.has.length, URLSearchParams.prototype.delete.length);
