// node: 26
// v8.serialize writes V8's format, and deserialize reads it.
const { serialize, deserialize, Serializer, Deserializer } = require('v8');
const { inspect } = require('util');

const shared = { s: 1 };
const circle = { a: 1 };
circle.me = circle;
const values = [
  undefined, null, true, false, 0, -0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 1.5, NaN, 'abc', 'é', 'αβγ', 'β'.repeat(70), '', 10n, -10n, 2n ** 100n, 0n,
  { a: 1, b: 'x', 2: 3 }, [1, 2, 3], [1, , 3], Object.assign([1], { k: 'v' }), new Date(5), Object(true), Object(1.5), Object('st'), Object(5n),
  /a\/b/giu, /x/dsy, /v/v, new Map([[1, { a: 1 }], ['k', new Set([1, 2])]]), new Set(), new Uint8Array([1, 2, 3]), new Float64Array([1.5]),
  Buffer.from('hi'), [shared, shared], circle, { αβ: 1 }, [undefined], [new Uint8Array(2), new BigInt64Array(1)],
];
for (const value of values) {
  const bytes = serialize(value);
  console.log(bytes.toString('hex'), inspect(deserialize(bytes)));
}
const error = new RangeError('msg', { cause: { c: 1 } });
error.stack = 'STACK';
const back = deserialize(serialize(error));
console.log(back instanceof RangeError, back.message, back.stack, back.cause);
for (const value of [() => {}, Symbol('q'), Promise.resolve(), new WeakMap()]) {
  try {
    serialize(value);
  } catch (thrown) {
    console.log(thrown.name, thrown.message);
  }
}
for (const bytes of [Buffer.from([1, 2]), Buffer.from('ff0f6f', 'hex'), 5]) {
  try {
    deserialize(bytes);
  } catch (thrown) {
    console.log(thrown.name, thrown.message, thrown.code);
  }
}
const writer = new Serializer();
writer.writeHeader();
writer.writeUint32(300);
writer.writeUint64(1, 2);
writer.writeDouble(0.5);
writer.writeRawBytes(Buffer.from('raw'));
writer.writeValue({ view: 1 });
const reader = new Deserializer(writer.releaseBuffer());
console.log(reader.readHeader(), reader.getWireFormatVersion(), reader.readUint32(), reader.readUint64(), reader.readDouble(), `${reader.readRawBytes(3)}`, reader.readValue());
