// The call that a failed assertion shows, as far as its line has it.
'use strict';

const fs = require('fs');
const { fileURLToPath } = require('url');

/** Where `callee` was called from: file, line and column, counted from 1. */
function callerOf(callee) {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder = {};
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (error, sites) => sites;
    Error.captureStackTrace(holder, callee);
    const site = holder.stack?.[0];
    return site && { file: site.getFileName(), line: site.getLineNumber(), column: site.getColumnNumber() };
  } catch {
    return undefined;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

const skipped = /^(?:\/\*.*?\*\/|\/\/.*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)/s;

/** What begins before `at` and ends with the bracket that the call's first opens, or with the line. */
function callIn(line, at) {
  let start = at;
  for (;;) {
    while (start > 0 && /[\w$.?#]/.test(line[start - 1])) start--;
    const open = line[start - 1] === ']' ? line.lastIndexOf('[', start - 1) : -1;
    if (open === -1) break;
    start = open;
  }
  while (line[start] === '.') start++;
  let depth = 0;
  for (let end = at; end < line.length; end++) {
    const whole = skipped.exec(line.slice(end))?.[0];
    if (whole) {
      end += whole.length - 1;
    } else if ('([{'.includes(line[end])) {
      depth++;
    } else if (')]}'.includes(line[end]) && --depth <= 0 && line[end] === ')') {
      return line.slice(start, end + 1);
    }
  }
  return line.slice(start);
}

/** The text of the call of `callee`, if its file can be read. */
exports.callText = (callee) => {
  const { file, line, column } = callerOf(callee) ?? {};
  if (typeof file !== 'string') return undefined;
  try {
    const text = fs.readFileSync(file.startsWith('file:') ? fileURLToPath(file) : file, 'utf8');
    return callIn(text.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1], column - 1) || undefined;
  } catch {
    return undefined;
  }
};
