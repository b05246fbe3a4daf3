// The built-in reporters: each is made by a function, and gives the text for an event, or for the
// end, which is null.
'use strict';

const { inspect, stripVTControlCharacters } = require('util');
const path = require('path');

const breakLength = { colors: false, breakLength: Infinity };
const indentOf = (nesting) => '  '.repeat(nesting);
const hasColors = () => process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const palette = { red: 31, green: 32, yellow: 33, blue: 34, gray: 90, white: 39 };
const paint = (color, text) => (hasColors() ? `\u001b[${palette[color]}m${text}\u001b[39m` : text);

/** What is shown of the error of a test: what the test threw. */
function shownError(error) {
  const cause = error.code === 'ERR_TEST_FAILURE' && 'cause' in error ? error.cause : error;
  return inspect(cause, { ...breakLength, colors: hasColors() });
}
const indented = (text, indent) => text.split('\n').map((line) => `${indent}${line}`).join('\n');

function directive({ skip, todo, expectFailure }) {
  if (skip !== undefined) return ` # ${typeof skip === 'string' && skip !== '' ? skip : 'SKIP'}`;
  if (todo !== undefined) return ` # ${typeof todo === 'string' && todo !== '' ? todo : 'TODO'}`;
  if (expectFailure !== undefined) return ` # ${typeof expectFailure === 'string' ? expectFailure : 'EXPECTED FAILURE'}`;
  return '';
}

/** The line of a result. */
function resultLine(type, data, indent) {
  let [symbol, color] = type === 'test:pass' ? ['✔ ', 'green'] : ['✖ ', 'red'];
  if (data.skip !== undefined) [symbol, color] = ['﹣ ', 'gray'];
  else if (data.todo !== undefined && type === 'test:fail') [symbol, color] = ['⚠ ', 'yellow'];
  const { duration_ms: duration } = data.details;
  const time = duration ? ` ${paint('gray', `(${duration}ms)`)}` : '';
  return `${indent}${paint(color, `${symbol}${data.name}`)}${time}${directive(data)}`;
}

function spec() {
  const [stack, shown, failed] = [[], [], []];
  let out = '';
  const result = ({ type, data }) => {
    stack.shift();
    // Ancestors of which nothing is shown yet.
    const parents = [];
    while (stack.length > 0) {
      const parent = stack.pop();
      shown.unshift(parent);
      parents.push(`${indentOf(parent.nesting)}${paint('blue', '▶ ')}${parent.name}\n`);
    }
    if (shown[0] && shown[0].nesting === data.nesting && shown[0].name === data.name) shown.shift();
    if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed') failed.push({ type, data });
    else if (type === 'test:fail' && data.details.error.exitCode !== undefined) failed.push({ type, data });
    return `${parents.join('')}${resultLine(type, data, indentOf(data.nesting))}\n`;
  };
  const atEnd = () => {
    if (failed.length === 0) return '';
    out = `\n${paint('red', '✖ failing tests:')}\n`;
    for (const { type, data } of failed) {
      const place = data.file === undefined ? '' : `test at ${path.relative(process.cwd(), data.file)}:${data.line}:${data.column}\n`;
      out += `\n${place}${resultLine(type, data, '')}\n${indented(shownError(data.details.error), '  ')}\n`;
    }
    return out;
  };
  return (event) => {
    if (event === null) return '';
    const { type, data } = event;
    switch (type) {
      case 'test:start':
        stack.unshift(data);
        return '';
      case 'test:pass':
      case 'test:fail':
        return result(event);
      case 'test:diagnostic': {
        const color = { error: 'red', warn: 'yellow' }[data.level] ?? 'blue';
        return `${paint(color, `${indentOf(data.nesting)}ℹ ${data.message}`)}\n`;
      }
      case 'test:stdout':
      case 'test:stderr':
        return data.message;
      case 'test:summary':
        // That of a file's process is part of the sum.
        return data.file === undefined || data.entryFile === undefined ? atEnd() : '';
      default:
        return '';
    }
  };
}

const tapEscape = (text) => stripVTControlCharacters(String(text)).replaceAll('\\', '\\\\').replaceAll('#', '\\#').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');

function yamlOf(indent, name, value, seen = new Set()) {
  if (value === undefined) return `${indent}${name}: ~\n`;
  if (value === null) return `${indent}${name}: ~\n`;
  if (typeof value === 'string') {
    if (!value.includes('\n')) return `${indent}${name}: ${inspect(value, breakLength)}\n`;
    return `${indent}${name}: |-\n${value.split('\n').map((line) => `${indent}  ${line}`).join('\n')}\n`;
  }
  if (typeof value !== 'object' || value instanceof Date || value instanceof RegExp) return `${indent}${name}: ${inspect(value, breakLength)}\n`;
  if (seen.has(value)) return `${indent}${name}: <Circular>\n`;
  seen.add(value);
  let out = `${indent}${name}:\n`;
  for (const key of Object.keys(value)) out += yamlOf(`${indent}  `, key, value[key], seen);
  return out;
}

/** The lines between `---` and `...`. */
function tapDetails(indent, data, failed) {
  const { details } = data;
  let out = `${indent}  ---\n${yamlOf(`${indent}  `, 'duration_ms', details.duration_ms)}${yamlOf(`${indent}  `, 'type', details.type)}`;
  const inner = `${indent}  `;
  if (failed && data.file !== undefined) out += yamlOf(inner, 'location', `${data.file}:${data.line}:${data.column}`);
  const { error } = details;
  if (failed && error) {
    const { failureType, cause } = error;
    out += yamlOf(inner, 'failureType', failureType);
    let { code, message, stack } = error;
    let [name, rest] = ['Error', ''];
    stack = undefined;
    if (typeof cause === 'object' && cause !== null && typeof cause.stack === 'string' && failureType !== 'subtestsFailed') {
      code = cause.code ?? code;
      ({ message, stack } = cause);
      ({ name } = cause);
      if ('expected' in cause || 'actual' in cause) {
        rest += yamlOf(inner, 'expected', cause.expected) + yamlOf(inner, 'actual', cause.actual);
        if (cause.operator) rest += yamlOf(inner, 'operator', cause.operator);
      }
    } else if (cause !== undefined && typeof cause !== 'object') message = String(cause);
    out += yamlOf(inner, 'error', message);
    if (code) out += yamlOf(inner, 'code', code);
    if (name && name !== 'Error') out += yamlOf(inner, 'name', name);
    out += rest;
    const frames = stack?.split('\n').map((line) => /^\s+at (.*)$/.exec(line)?.[1]).filter(Boolean) ?? [];
    if (frames.length > 0) out += `${inner}stack: |-\n${frames.map((frame) => `${inner}  ${frame}\n`).join('')}`;
  }
  return `${out}${indent}  ...\n`;
}

function tap() {
  let out = 'TAP version 13\n';
  const take = (text) => {
    const all = out + text;
    out = '';
    return all;
  };
  const reason = (word, value) => (value === undefined ? '' : ` # ${word}${typeof value === 'string' && value !== '' ? ` ${tapEscape(value)}` : ''}`);
  return (event) => {
    if (event === null) return take('');
    const { type, data } = event;
    const indent = '    '.repeat(data.nesting ?? 0);
    switch (type) {
      case 'test:start':
        return take(`${indent}# Subtest: ${tapEscape(data.name)}\n`);
      case 'test:pass':
      case 'test:fail': {
        const failed = type === 'test:fail';
        const { skip, todo, expectFailure } = data;
        const words = reason('SKIP', skip) || reason('TODO', todo) || reason('EXPECTED FAILURE', expectFailure);
        return take(`${indent}${failed ? 'not ok' : 'ok'} ${data.testNumber} - ${tapEscape(data.name)}${words}\n${tapDetails(indent, data, failed)}`);
      }
      case 'test:plan':
        return take(`${indent}1..${data.count}\n`);
      case 'test:diagnostic':
        return take(`${indent}# ${tapEscape(data.message)}\n`);
      case 'test:stdout':
      case 'test:stderr': {
        const lines = data.message.split('\n');
        if (lines.at(-1) === '') lines.pop();
        return take(lines.map((line) => `# ${tapEscape(line)}\n`).join(''));
      }
      default:
        return '';
    }
  };
}

function dot() {
  const failed = [];
  let column = 0;
  const width = () => Math.max(process.stdout.columns ?? 20, 20);
  return (event) => {
    if (event === null) {
      let out = '\n';
      if (failed.length > 0) {
        out += `\n${paint('red', 'Failed tests:')}\n\n`;
        for (const each of failed) out += `${resultLine(each.type, each.data, '')}\n${indented(shownError(each.data.details.error), '  ')}\n`;
      }
      return out;
    }
    const { type, data } = event;
    if (type !== 'test:pass' && type !== 'test:fail') return '';
    if (type === 'test:fail') failed.push(event);
    const text = type === 'test:pass' ? '.' : paint('red', 'X');
    if (++column < width()) return text;
    column = 0;
    return `${text}\n`;
  };
}

const xmlEscape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const attributeEscape = (text) => xmlEscape(String(text).replace(/\n$/, '')).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');

function xmlOf(node, nesting) {
  const indent = '\t'.repeat(nesting + 1);
  if (node.comment !== undefined) return `${indent}<!-- ${node.comment.replaceAll('--', '&#45;&#45;')} -->\n`;
  if (node.text !== undefined) return `${xmlEscape(node.text)}`;
  const attributes = Object.entries(node.attributes).filter(([, value]) => value !== undefined).map(([name, value]) => ` ${name}="${name === 'failure' ? xmlEscape(String(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;') : attributeEscape(value)}"`).join('');
  if (node.children.length === 0) return `${indent}<${node.tag}${attributes}/>\n`;
  const inner = node.children.map((child) => (child.text === undefined ? xmlOf(child, nesting + 1) : `${xmlEscape(child.text)}\n`)).join('');
  return `${indent}<${node.tag}${attributes}>\n${inner}${indent}</${node.tag}>\n`;
}

const isSkipped = (node) => node.children?.some((child) => child.tag === 'skipped');
const isFailed = (node) => node.children?.some((child) => child.tag === 'failure');

function junit() {
  let head = '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n';
  const roots = [];
  let suite;
  const start = (data) => {
    const node = { attributes: { __proto__: null, name: data.name }, nesting: data.nesting, parent: suite, children: [] };
    if (suite) suite.children.push(node);
    else roots.push(node);
    suite = node;
  };
  const end = ({ type, data }) => {
    const node = suite;
    node.attributes.time = (data.details.duration_ms / 1000).toFixed(6);
    const tests = node.children.filter((child) => child.comment === undefined);
    if (tests.length > 0) {
      node.tag = 'testsuite';
      Object.assign(node.attributes, {
        disabled: 0, errors: 0, tests: tests.length, failures: tests.filter(isFailed).length, skipped: tests.filter(isSkipped).length,
        timestamp: new Date().toISOString(), hostname: require('os').hostname(),
      });
    } else {
      node.tag = 'testcase';
      node.attributes.classname = data.classname ?? 'test';
      node.attributes.file = data.file;
      const { skip, todo } = data;
      const mark = skip !== undefined ? ['skipped', skip] : todo !== undefined ? ['todo', todo] : undefined;
      if (mark) node.children.push({ tag: 'skipped', attributes: { type: mark[0], message: mark[1] }, children: [] });
      const { error } = data.details;
      if (type === 'test:fail' && error) {
        node.attributes.failure = error.message;
        node.children.push({ tag: 'failure', attributes: { type: error.failureType, message: error.message }, children: [{ text: inspect(error, breakLength) }] });
      }
    }
    suite = node.parent;
  };
  return (event) => {
    if (event === null) {
      const text = roots.map((node) => xmlOf(node, 0)).join('');
      return `${head}${text}</testsuites>\n`;
    }
    const begun = head;
    head = '';
    const { type, data } = event;
    if (type === 'test:start') start(data);
    else if (type === 'test:pass' || type === 'test:fail') {
      if (!suite || suite.attributes.name !== data.name || suite.nesting !== data.nesting) start(data);
      end(event);
    } else if (type === 'test:diagnostic') (suite?.children ?? roots).push({ comment: data.message });
    return begun;
  };
}

const lcov = () => () => '';

module.exports = { writers: { spec, tap, dot, junit, lcov } };
