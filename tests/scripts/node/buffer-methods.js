// node: 26
// Buffer as an ordinary function, with methods that for-in visits; what its methods take and refuse.
'use strict';
const buffer = require('buffer');
process.noDeprecation = true;

const copied = [];
for (const name in Buffer) copied.push(name);
console.log(copied.join(' '));
const visible = [];
for (const name in Buffer.prototype) visible.push(name);
console.log(visible.length, visible.includes('readUintLE'), visible.includes('parent'));
console.log(Buffer('ab'), new Buffer(3), new Buffer([1, 300]), Buffer.name, Buffer.length);
console.log(new (class Sub extends Buffer {})(2), Buffer.from('abc').map((byte) => byte + 1), Buffer.prototype.parent);
console.log(buffer.kMaxLength, buffer.kStringMaxLength, buffer.constants, buffer.INSPECT_MAX_BYTES, buffer.SlowBuffer);

const tries = [
  () => Buffer.alloc(-1),
  () => Buffer.alloc('5'),
  () => Buffer.from(5),
  () => Buffer.from({}),
  () => Buffer.from({ type: 'Buffer', data: [1, 2] }),
  () => Buffer.from({ [Symbol.toPrimitive]: () => 'zz' }),
  () => Buffer.from(new ArrayBuffer(4), 5),
  () => Buffer.from(new ArrayBuffer(4), 1, 9),
  () => Buffer.from([1, '3', 'x', -1, 1e3]),
  () => Buffer.concat(['x']),
  () => Buffer.concat([Buffer.from('ab'), new Uint8Array([1])], 2),
  () => Buffer.concat([Buffer.from('ab')], 5),
  () => Buffer.byteLength('é€😀\ud800'),
  () => Buffer.byteLength('aGk=', 'base64'),
  () => Buffer.byteLength(5),
  () => Buffer.compare('a', Buffer.alloc(1)),
  () => Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), 1, 5),
  () => Buffer.copyBytesFrom([1]),
  () => Buffer.stringLength(Buffer.from('é€')),
  () => Buffer.from([1, 2, 3, 4, 5, 6]).readUIntBE(0, 6),
  () => Buffer.from([255, 2, 3, 4, 5, 6]).readIntBE(0, 6),
  () => Buffer.from([1, 2, 3, 4, 5, 255]).readIntLE(0, 6),
  () => Buffer.alloc(4).readUIntLE(0, 7),
  () => Buffer.alloc(4).readUIntLE(),
  () => Buffer.alloc(4).readInt32LE(1),
  () => Buffer.alloc(4).readInt32LE(1.5),
  () => Buffer.alloc(1).readInt32LE(0),
  () => Buffer.alloc(4).writeUInt8(256),
  () => Buffer.alloc(8).writeUIntBE(2 ** 48, 0, 6),
  () => Buffer.alloc(8).writeIntBE(2 ** 48, 0, 6),
  () => Buffer.alloc(8).writeBigInt64LE(2n ** 63n),
  () => Buffer.alloc(8).writeBigInt64LE(1),
  () => Buffer.alloc(3).fill('zz', 'hex'),
  () => Buffer.alloc(3).fill('a', 0, 9),
  () => Buffer.alloc(5, 'YQ==', 'base64'),
  () => Buffer.alloc(7, 'abc'),
  () => Buffer.alloc(3).write('a', 7),
  () => Buffer.from('a€').write('€€', 1),
  () => Buffer.alloc(5).utf8Write('é', 1, 1),
  () => Buffer.alloc(5).latin1Write('é', 9),
  () => Buffer.alloc(5).hexSlice(1, 9),
  () => Buffer.from('abc').latin1Slice(1),
  () => Buffer.from('hello world').indexOf('o', -3),
  () => Buffer.from('hello world').lastIndexOf('o', 6),
  () => Buffer.from('a\0b\0', 'latin1').indexOf('b', 'utf16le'),
  () => Buffer.from('abcabc').indexOf('b', 0, 1),
  () => Buffer.from('hello').indexOf('', 33),
  () => Buffer.alloc(3).indexOf({}),
  () => Buffer.alloc(3).compare(Buffer.alloc(2), 5, 9),
  () => Buffer.alloc(3).copy(Buffer.alloc(3), 0, 9),
  () => Buffer.from('abcdef').subarray(-3, -1).toString(),
  () => Buffer.from('abc').toString('hex', -1, 99),
  () => Buffer.from('abc').toString('wat'),
  () => Buffer.from('abcdefgh').swap64().toString(),
  () => Buffer.alloc(3).swap16(),
  () => Object.assign(Buffer.from('ab'), { x: 1 }),
  () => Buffer.alloc(52),
  () => buffer.transcode(Buffer.from('é€'), 'utf8', 'ascii'),
  () => buffer.transcode(Buffer.from('é'), 'utf8', 'hex'),
  () => [buffer.isLatin1('é'), buffer.isLatin1('€'), buffer.isAscii(Buffer.from('é'))],
];
for (const attempt of tries) {
  try {
    console.log(`${attempt}`.slice(6), '→', attempt());
  } catch (error) {
    console.log(`${attempt}`.slice(6), '→', error.name, error.code, error.message);
  }
}
