// Options of node:test on the command line.
'use strict';

/** A pattern of names: `/source/flags`, or the source alone. */
function pattern(text) {
  const parts = /^\/(.*)\/([a-z]*)$/s.exec(text);
  return parts ? new RegExp(parts[1], parts[2]) : new RegExp(text);
}

/** What was given in process.execArgv. */
function fromProcess() {
  const given = process.execArgv;
  const values = (name) => {
    const out = [];
    for (let at = 0; at < given.length; at++) {
      if (given[at].startsWith(`${name}=`)) out.push(given[at].slice(name.length + 1));
      else if (given[at] === name && at + 1 < given.length) out.push(given[++at]);
    }
    return out;
  };
  const number = (name) => {
    const [value] = values(name).slice(-1);
    return value === undefined ? undefined : Number(value);
  };
  return {
    patterns: values('--test-name-pattern').map(pattern),
    skipPatterns: values('--test-skip-pattern').map(pattern),
    // By itself, a file heeds what its tests say; where files are run, the command line does.
    heedsOnly: given.includes('--test-only') || process.env.NODE_TEST_CONTEXT === undefined,
    onlyMarked: given.includes('--test-only'),
    forceExit: given.includes('--test-force-exit'),
    timeout: number('--test-timeout'),
    concurrency: number('--test-concurrency'),
    isolation: values('--test-isolation').at(-1),
    reporters: values('--test-reporter'),
    destinations: values('--test-reporter-destination'),
  };
}

module.exports = { fromProcess, pattern };
