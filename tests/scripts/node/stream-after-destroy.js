// node: 26
'use strict';
// What streams still do once they are destroyed, and what encodings they take.
const { Readable, Writable } = require('stream');

const log = (name, stream) => {
  for (const event of ['data', 'end', 'error', 'close', 'pause', 'resume']) stream.on(event, (value) => console.log(name, event, value instanceof Error ? value.message : String(value)));
  return stream;
};
const failing = log('failing', new Readable({ read() {} }));
failing.push('asd');
failing.push(null);
failing.destroy(new Error('kaboom'));
const quiet = log('quiet', new Readable({ read() {} }));
quiet.push('asd');
quiet.destroy();
console.log(quiet.pause() === quiet, quiet.isPaused(), quiet.readableFlowing, quiet.resume() === quiet, quiet.readableFlowing);
const within = log('within', new Readable({ read() {} }));
within.once('data', () => within.destroy());
within.push('a');
within.push('b');
for (const encoding of ['utf8', 'HEX', 'ucs-2', '', undefined, null, 'nothing', 5]) {
  for (const Class of [Readable, Writable]) {
    try {
      new Class({ read() {}, write() {}, defaultEncoding: encoding });
      console.log(Class.name, encoding);
    } catch ({ name, code, message }) {
      console.log(Class.name, name, code, message);
    }
  }
}
