// node: 26
// What util, events and fs have besides: promises of several values, types of media, errors of the system.
'use strict';
const fs = require('fs');
const util = require('util');
const EventEmitter = require('events');
const { AsyncLocalStorage } = require('async_hooks');

async function main() {
  const fd = fs.openSync(__filename);
  const { bytesRead, buffer } = await util.promisify(fs.read)(fd, Buffer.alloc(8), 0, 8, 0);
  console.log(bytesRead, buffer.toString());
  console.log(await util.promisify(fs.readv)(fd, [Buffer.alloc(2), Buffer.alloc(3)], 3));
  fs.closeSync(fd);
  console.log(await util.promisify(fs.exists)(__filename), await util.promisify(fs.exists)('/nowhere'));
  console.log((await fs.openAsBlob(__filename)).size === fs.statSync(__filename).size);

  console.log(util._errnoException(-2, 'open', 'x').message, util.getSystemErrorName(-13), util.getSystemErrorMessage(-2), util.getSystemErrorMap().get(-17));
  console.log(util._exceptionWithHostPort(-111, 'connect', '127.0.0.1', 80).message);
  function here() {
    return util.getCallSites(1)[0];
  }
  const { functionName, lineNumber, scriptName } = here();
  console.log(functionName, lineNumber, scriptName === __filename);

  const type = new util.MIMEType('Text/HTML; charset="utf 8"; x=y');
  type.params.set('b', 'c d');
  console.log(`${type}`, type.essence, type.params.get('charset'), [...type.params.keys()]);
  for (const text of ['text', 'te xt/html', 'text/h tml', 'text/']) {
    try {
      console.log(`${new util.MIMEType(text)}`);
    } catch (error) {
      console.log(error.code, error.message);
    }
  }

  // What has no removeListener is left as it is.
  const bare = { on() {}, once: (name, listener) => name === 'exit' && setImmediate(listener, 7) };
  console.log(await EventEmitter.once(bare, 'exit'));
  console.log(DOMException.DATA_CLONE_ERR, new DOMException('', 'AbortError').ABORT_ERR, process.memoryUsage.rss() > 2 ** 20);
  const url = require('url');
  console.log(url.URLPattern === URLPattern, url.fileURLToPathBuffer('file:///a%ff%20b'), url.parse('http://a/b/c').resolve('../d'), url.resolveObject('/one', 'two').href);

  const storage = new AsyncLocalStorage();
  const emitter = storage.run('made', () => new EventEmitter.EventEmitterAsyncResource({ name: 'Mine' }));
  emitter.on('event', () => console.log(storage.getStore(), emitter.asyncResource.eventEmitter === emitter));
  storage.run('told', () => emitter.emit('event'));

  console.log(Object.keys(console).includes('log'), Object.keys(globalThis).includes('setTimeout'), Object.keys(process).includes('nextTick'));
  console.log(typeof process.binding('spawn_sync').spawn, util.types.isSharedArrayBuffer(new SharedArrayBuffer(1)), util.types.isArrayBuffer(new SharedArrayBuffer(1)));
}
main();
