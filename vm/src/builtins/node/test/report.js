// From events to text: the reporters that are built in write at once, others get a stream.
'use strict';

const { coded } = require('internal/errors');
const BUILT_IN = new Set(['spec', 'tap', 'dot', 'junit', 'lcov']);

const writerTo = (destination) => {
  if (destination === 'stdout') return (text) => process.stdout.write(text);
  if (destination === 'stderr') return (text) => process.stderr.write(text);
  const fs = require('fs');
  fs.writeFileSync(destination, '');
  return (text) => fs.appendFileSync(destination, text);
};

async function custom(harness, name, write) {
  const TestsStream = require('internal/test/stream');
  const stream = new TestsStream();
  harness.listeners.push((event) => stream.give(event));
  const { promise, resolve } = Promise.withResolvers();
  harness.written = Promise.all([harness.written, promise]);
  const path = require('path');
  const specifier = name.startsWith('.') || path.isAbsolute(name) ? require('url').pathToFileURL(path.resolve(name)).href : name;
  const module = await import(specifier.startsWith('file:') ? specifier : require('url').pathToFileURL(require('module').createRequire(path.resolve('-')).resolve(specifier)).href);
  const reporter = module.default ?? module;
  const isClass = typeof reporter === 'function' && reporter.prototype && /^class\b/.test(Function.prototype.toString.call(reporter));
  const made = isClass ? new reporter() : reporter;
  const { compose } = require('stream');
  const out = compose(stream, made);
  out.on('data', (chunk) => write(chunk));
  out.on('end', resolve);
  out.on('error', (error) => {
    process.exitCode = 1;
    process.stderr.write(`${require('util').inspect(error)}\n`);
    resolve();
  });
}

/** Lets reporters listen to a harness. */
async function report(harness, reporters, destinations) {
  const names = reporters.length > 0 ? reporters : ['spec'];
  const places = destinations.length === 0 && names.length === 1 ? ['stdout'] : destinations;
  if (places.length !== names.length) {
    throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument '--test-reporter' must match the number of specified '--test-reporter-destination'. Received ${require('util').inspect(names)}`);
  }
  harness.written = undefined;
  for (const [at, name] of names.entries()) {
    const write = writerTo(places[at]);
    if (BUILT_IN.has(name)) {
      const { writers } = require('internal/test/writers');
      const next = writers[name]();
      harness.listeners.push((event) => {
        const text = next(event);
        if (text) write(text);
      });
    } else await custom(harness, name, write);
  }
}

module.exports = { report };
