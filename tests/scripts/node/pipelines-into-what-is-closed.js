// node: 26
// What is destroyed or closed cannot be piped into: an error at once, and nothing is begun.
const { PassThrough, pipeline } = require('stream');
const { pipeline: promised } = require('stream/promises');
for (const kind of ['destroyed', 'closed']) {
  const w = new PassThrough();
  w.destroy();
  const go = () => {
    try {
      pipeline(new PassThrough(), w, (e) => console.log(kind, 'called back', e && e.code));
      console.log(kind, 'no throw');
    } catch (e) {
      console.log(kind, e.name, e.code, e.message);
    }
    promised(new PassThrough(), w).catch((e) => console.log(kind, 'promise', e.code));
    try {
      pipeline(w, new PassThrough(), (e) => console.log(kind, 'source called back', e && e.code));
    } catch (e) {
      console.log(kind, 'source', e.code);
    }
    const first = new PassThrough();
    try {
      pipeline(first, new PassThrough(), w, () => {});
    } catch (e) {
      console.log(kind, 'third', e.code, first.destroyed);
    }
  };
  if (kind === 'closed') w.on('close', go); else go();
}
