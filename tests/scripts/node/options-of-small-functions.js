// node: 26
'use strict';
// Arguments that few programs give: to functions of util, querystring, string_decoder and vm.
const util = require('util');
const querystring = require('querystring');
const { StringDecoder } = require('string_decoder');
const refused = (run) => {
  try {
    console.log('not refused', run());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};

const always = { validateStream: false };
const styled = (style, text) => util.styleText(style, text, always);
console.log(JSON.stringify([
  styled('red', `a${styled('blue', 'b')}c`), styled('red', styled('blue', 'x')), styled('bold', `${styled('dim', 'x')}y`), styled(['red', 'bold'], 'x'),
  styled('#abc', `x${styled('red', 'y')}z`), styled('#FF0010', 'x'), styled('none', 'x'), styled('grey', 'x'), styled('bgGray', 'x'),
]));
for (const style of ['#zz', '#12345', 'nothing']) refused(() => styled(style, 'x'));
util.inspect.colors.gray = [1, 2];
console.log(util.inspect.colors.grey, Object.keys(util.inspect.colors).join());

console.log(util.isDeepStrictEqual([1], Object.setPrototypeOf([1], class extends Array {}.prototype), true));
console.log(util.isDeepStrictEqual({ a: {} }, { a: { __proto__: null } }, true), util.isDeepStrictEqual({ a: {} }, { a: { __proto__: null } }));
console.log(util.isDeepStrictEqual([1], { 0: 1 }, true));

refused(() => util.transferableAbortSignal(1));
refused(() => { util.inspect.defaultOptions = null; });
util.inspect.defaultOptions = { depth: 0 };
console.log(util.inspect({ a: { b: 1 } }));
util.inspect.defaultOptions.depth = 2;

const angled = { decodeURIComponent(text) {
  if (text.includes('z')) throw new Error('z');
  return `<${text}>`;
} };
console.log(querystring.parse('a+b=c%zz+d&&e&f=1&f=2&f=3', null, null, angled), querystring.parse('a:1;b:2', ';', ':', { maxKeys: '1' }));
console.log(querystring.stringify({ a: ['x', 1], b: [], c: {} }, '', '', { encodeURIComponent: 1 }), querystring.unescapeBuffer('a+b%41', true).toString());
console.log(querystring.escape({ toString: () => 'x y' }), querystring.escape(5n));
refused(() => querystring.escape('\ud800'));

const decoder = new StringDecoder('utf8');
console.log(decoder.lastChar);
decoder.write(Buffer.from([0xe2, 0x82]));
console.log(decoder.lastChar, decoder.lastNeed);
console.log(require('vm').compileFunction('return 1', undefined)());

console.log(util.MIMEType.parse('text/html; a=b'), util.MIMEType.parse('text'), [...new util.MIMEType('a/b;c=d').params.keys()]);
const fs = require('fs');
refused(() => fs.openAsBlobSync(__filename, { type: 1 }));
refused(() => fs.openAsBlob(__filename, 1));

(async () => {
  const text = fs.readFileSync(__filename, 'utf8');
  for (const blob of [fs.openAsBlobSync(__filename, { type: 'text/x' }), await fs.openAsBlob(__filename)]) console.log(blob.type, await blob.text() === text);
  {
    await using folder = await fs.promises.mkdtempDisposable(`${require('os').tmpdir()}/hearth-`);
    fs.writeFileSync(`${folder.path}/a`, '');
    console.log(Object.keys(folder), Object.getPrototypeOf(folder));
    var gone = folder.path;
  }
  console.log(fs.existsSync(gone));
  for (const args of [[{}], [new AbortController().signal], [new AbortController().signal, 1]]) {
    await util.aborted(...args).catch((error) => console.log(error.code, error.message));
  }
  const controller = new AbortController();
  const resource = {};
  const promise = util.aborted(controller.signal, resource);
  controller.abort();
  console.log((await promise).type, await util.aborted(controller.signal, resource), resource);
})();
