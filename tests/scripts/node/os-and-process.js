// node: 26
const os = require('os');
const constants = require('constants');

console.log(Object.keys(os).join());
console.log(JSON.stringify(os.constants));
console.log(os.EOL === '\n', os.devNull, `${os.type}`, os.type(), os.endianness() === `${os.endianness}`);
console.log(Object.keys(os.userInfo()).join(), typeof os.getPriority(), os.cpus().length > 0, Object.keys(os.cpus()[0].times).join());
console.log(os.networkInterfaces().lo?.[0] ?? 'no loopback', os.availableParallelism() > 0, os.totalmem() >= os.freemem());
for (const bad of [() => os.getPriority('x'), () => os.getPriority(1.5), () => os.setPriority(0, 50), () => os.setPriority(0)]) {
  try {
    bad();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
try {
  os.getPriority(99999999);
} catch (error) {
  console.log(error.code, error.name, error.message, error.info, error.errno, error.syscall);
}
console.log(constants.SIGTERM, constants.ENOENT, constants.O_RDONLY, Object.isFrozen(constants));
console.log(require('sys') === require('util'), require('punycode').toASCII('mañana.com'), require('punycode').decode('maana-pta'));

console.log(/^v\d\d\./.test(process.version), process.version === `v${process.versions.node}`, typeof process.versions.v8, process.release.name);
console.log(typeof process.binding('natives').fs, process.features.typescript, process.getBuiltinModule('fs') === require('fs'), process.getBuiltinModule('nope'));
console.log(process.allowedNodeEnvironmentFlags.has('--max-old-space-size'), Object.keys(process.resourceUsage()).join());
try {
  process.binding('zzz');
} catch (error) {
  console.log(error.message);
}
console.log(process.hasUncaughtExceptionCaptureCallback());
process.setUncaughtExceptionCaptureCallback((error) => console.log('captured', error.message));
console.log(process.hasUncaughtExceptionCaptureCallback());
process.on('uncaughtExceptionMonitor', (error, origin) => console.log('monitor', error.message, origin));
setTimeout(() => {
  process.setUncaughtExceptionCaptureCallback(null);
  process.on('uncaughtException', (error, origin) => console.log('event', error.message, origin));
  Promise.reject(new Error('rejected'));
}, 1);
throw new Error('thrown');
