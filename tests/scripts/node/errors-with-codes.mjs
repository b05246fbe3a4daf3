// node: 26
// Errors with codes say them when they are converted to strings.
import fs from 'fs'; import { createRequire } from 'module'; const here = import.meta.dirname; const require = createRequire(import.meta.url);
const t = async (n, f) => { try { await f(); } catch (e) { console.log(n, String(e).replaceAll(here, '.'), '|', e.name, e.code, e.constructor === globalThis[e.name], e instanceof Error); } };
await t('1', () => fs.readFileSync(1.5));
await t('2', () => import('nothing-there'));
await t('3', () => import('./nothing-there.js'));
await t('4', () => require('nothing-there'));
await t('5', () => fs.readFileSync('/nothing'));
await t('6', () => new URL('x'));
await t('7', () => Buffer.alloc('x'));
await t('8', () => new (require('events'))().emit('error', 5));
await t('9', () => require('util').promisify(5));
await t('10', () => import('node:nothing'));
await t('11', () => require('node:nothing'));
await t('13', () => require('assert').strictEqual(1, 2));
await t('14', () => { try { process.chdir('/nothing'); } catch (e) { console.log(e.code, e.errno, e.syscall, e.dest); } });
await t('15', () => require('zlib').inflateSync(Buffer.from('x')));
await t('16', () => require('crypto').createHash('nothing'));
await t('17', () => new TextDecoder('nothing'));
await t('18', () => process.kill(1, 'NOSIG'));
await t('20', () => require('path').join(5));
await t('21', () => require('dns').lookup(5));
await t('22', () => import('data:text/javascript,syntax error'));
await t('23', () => require('vm').runInNewContext('x y'));
await t('24', () => import('./'));
await t('25', () => process.emitWarning(5));
await t('26', () => setTimeout('x'));
await t('27', () => queueMicrotask(5));
await t('28', () => structuredClone(() => 1));

for (const error of [await import('nothing-there').catch((e) => e), (() => { try { Buffer.alloc('x'); } catch (e) { return e; } })()]) {
  console.log(error.stack.split('\n')[0].replace(/ imported.*/, ''), error.stack.includes('internal/errors'));
  error.name = 'Other';
  error.message = 'changed';
  console.log(String(error), `${error}`, Object.keys(error), JSON.stringify(error));
}
// What the engine of Node.js throws itself has its code in no text.
await t('30', () => require('crypto').createPrivateKey('x'));
await t('32', () => require('crypto').createCipheriv('aes-128-cbc', Buffer.alloc(16), 'x'));
await t('33', () => require('crypto').timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2)));
await t('34', () => new MessagePort());
await t('35', () => new URLPattern('{'));
await t('36', () => new Performance());
