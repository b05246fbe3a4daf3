// node: 26
'use strict';
// Public functions are ordinary ones: they can be constructed, and have names and lengths.
const isConstructor = (f) => {
  try {
    Reflect.construct(Object, [], f);
    return true;
  } catch {
    return false;
  }
};
const lists = {
  assert: 'fail equal notEqual deepEqual notDeepEqual deepStrictEqual notDeepStrictEqual strictEqual notStrictEqual partialDeepStrictEqual match doesNotMatch',
  'async_hooks': 'executionAsyncId triggerAsyncId',
  child_process: 'spawnSync execFileSync execSync',
  crypto: 'createHash createHmac createCipheriv createDecipheriv createSign createVerify createECDH',
  diagnostics_channel: 'hasSubscribers subscribe unsubscribe',
  fs: `readFile readFileSync writeFile appendFileSync stat statSync lstat fstat readdir mkdir mkdtemp rmdir rm unlink rename copyFile cp realpath readlink symlink link chmod
    access utimes truncate open close fsync chown fchmod futimes lutimes ftruncate statfs opendir readv writev read readSync write writeSync exists existsSync watch
    watchFile unwatchFile createReadStream createWriteStream`,
  http: 'createServer request get',
  net: 'createServer isIPv4',
  os: 'homedir tmpdir cpus loadavg',
  querystring: 'unescape escape',
  url: 'resolve parse resolveObject domainToASCII domainToUnicode',
};
for (const [module, names] of Object.entries(lists)) {
  const exported = require(module);
  for (const name of names.split(/\s+/)) {
    const f = exported[name];
    console.log(module, name, isConstructor(f), typeof f.prototype, ['fs', 'assert'].includes(module) && !/throws/i.test(name) ? `${f.name} ${f.length}` : '');
  }
}
for (const name of ['from', 'alloc', 'allocUnsafe', 'allocUnsafeSlow', 'isBuffer', 'compare', 'isEncoding', 'concat', 'byteLength', 'copyBytesFrom']) {
  console.log('Buffer', name, isConstructor(Buffer[name]));
}
for (const name of ['toString', 'copy', 'equals', 'fill', 'indexOf', 'slice', 'subarray', 'swap16', 'toJSON', 'write', 'readInt8', 'readUIntBE', 'writeDoubleLE', 'readBigInt64LE']) {
  console.log('Buffer.prototype', name, isConstructor(Buffer.prototype[name]));
}
console.log(new Buffer.allocUnsafeSlow(8).length);
