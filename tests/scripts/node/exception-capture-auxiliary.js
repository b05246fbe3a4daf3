// node: 26
// Callbacks that may take an exception: the last is asked first, the one that was set gets all.
'use strict';
const seen = (name, takes) => (error) => {
  console.log(name, error.message);
  return takes(error);
};
process.addUncaughtExceptionCaptureCallback(seen('first', (error) => error.message === 'a'));
process.addUncaughtExceptionCaptureCallback(seen('second', (error) => error.message === 'b'));
try {
  process.addUncaughtExceptionCaptureCallback(null);
} catch (error) {
  console.log(error.code, error.message);
}
console.log(process.hasUncaughtExceptionCaptureCallback());
process.on('uncaughtException', (error) => console.log('event', error.message));
const steps = [
  () => { throw new Error('a'); },
  () => { throw new Error('b'); },
  () => { throw new Error('c'); },
  () => {
    process.setUncaughtExceptionCaptureCallback((error) => console.log('set', error.message));
    throw new Error('a');
  },
  () => {
    process.setUncaughtExceptionCaptureCallback(null);
    throw new Error('d');
  },
];
steps.forEach((step, i) => setTimeout(step, 3 * i));
