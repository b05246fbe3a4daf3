// node: 26
// Arguments that functions of many modules do not take: no array stands for options, and what each of them says.
'use strict';
const D = require('diagnostics_channel');
const { EventEmitterAsyncResource } = require('events');
const { Duplex, PassThrough, finished, pipeline } = require('stream');
const { StringDecoder } = require('string_decoder');
const util = require('util');
const none = () => {};
const cases = {
  'path.format': () => require('path').format([]),
  'timers/promises': () => require('timers/promises').setTimeout(1, 1, []),
  'perf_hooks.timerify': () => require('perf_hooks').timerify(none, []),
  'perf_hooks.createHistogram': () => require('perf_hooks').createHistogram([]),
  'vm.compileFunction': () => require('vm').compileFunction('1', [], []),
  'child_process.spawn': () => require('child_process').spawn('true', [], []),
  'http.createServer': () => require('http').createServer([]),
  'stream.finished': () => finished(new PassThrough(), [], none),
  'CountQueuingStrategy': () => new CountQueuingStrategy([]),
  'util.deprecate': () => util.deprecate(none, 'message', 5),
  'util.getCallSites': () => util.getCallSites(1.5),
  'util.getCallSites of options': () => util.getCallSites(1, []),
  'util.styleText': () => util.styleText('red', 'text', null),
  'util.inherits': () => util.inherits(class {}, none),
  'util.inherits of none': () => util.inherits(null, class {}),
  'util.convertProcessSignalToExitCode': () => util.convertProcessSignalToExitCode('x'),
  'diagnostics_channel.channel': () => D.channel(5),
  'diagnostics_channel.subscribe': () => D.subscribe('a', 5),
  'diagnostics_channel.tracingChannel': () => D.tracingChannel(5),
  'diagnostics_channel.boundedChannel': () => D.boundedChannel(5),
  'EventTarget type': () => new EventTarget().addEventListener(Symbol('s'), none),
  'EventTarget listener': () => new EventTarget().removeEventListener('a', 5),
  'EventTarget object': () => {
    const target = new EventTarget();
    target.addEventListener('a', {});
    return target.dispatchEvent(new Event('a'));
  },
  'AbortSignal.timeout': () => AbortSignal.timeout('1'),
  'AbortSignal.timeout range': () => AbortSignal.timeout(-1),
  'EventEmitterAsyncResource': () => new EventEmitterAsyncResource({}),
  'URL.parse': () => URL.parse(),
  'URL.parse symbol': () => URL.parse('a:b', Symbol('s')),
  'URL.canParse': () => URL.canParse(),
  'url.domainToASCII': () => require('url').domainToASCII(),
  'url.urlToHttpOptions': () => require('url').urlToHttpOptions(5),
  'buffer.transcode': () => require('buffer').transcode(Buffer.from('a')).length,
  'Buffer.from': () => Buffer.from('a', 5).length,
  'StringDecoder': () => new StringDecoder({}),
  'Duplex.from': () => Duplex.from(5),
  'pipeline': () => pipeline(none, new PassThrough(), none),
  'process.emitWarning': () => process.emitWarning('a', 5),
  'process.setSourceMapsEnabled': () => process.setSourceMapsEnabled(5),
};
(async () => {
  for (const [name, run] of Object.entries(cases)) {
    try {
      const result = await run();
      console.log(name, typeof result === 'object' ? 'object' : result);
    } catch (error) {
      console.log(name, error.name, error.code, error.message);
    }
  }
})();
