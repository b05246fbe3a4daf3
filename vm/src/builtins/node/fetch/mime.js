// Types of media (https://mimesniff.spec.whatwg.org/#parsing-a-mime-type).
'use strict';

const { TOKEN } = require('internal/fetch/convert');

const QUOTED = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The parts of a text; null if it is none. */
function parse(input) {
  const text = input.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  const head = /^([^/]*)\/([^;]*)/.exec(text);
  if (head === null) return null;
  const [type, subtype] = [head[1], head[2].replace(/[\t\n\r ]+$/, '')];
  if (!TOKEN.test(type) || !TOKEN.test(subtype)) return null;
  const parameters = new Map();
  let at = head[0].length;
  while (at < text.length) {
    at++;
    const name = /^[\t\n\r ]*([^;=]*)/.exec(text.slice(at));
    at += name[0].length;
    if (text[at] === ';') continue;
    if (at >= text.length) break;
    at++;
    let value;
    if (text[at] === '"') {
      value = '';
      for (at++; at < text.length && text[at] !== '"'; at++) {
        if (text[at] === '\\' && at + 1 < text.length) at++;
        value += text[at];
      }
      while (at < text.length && text[at] !== ';') at++;
    } else {
      const rest = /^[^;]*/.exec(text.slice(at))[0];
      at += rest.length;
      value = rest.replace(/[\t\n\r ]+$/, '');
      if (value === '') continue;
    }
    const key = name[1].toLowerCase();
    if (TOKEN.test(key) && QUOTED.test(value) && !parameters.has(key)) parameters.set(key, value);
  }
  return { essence: `${type}/${subtype}`.toLowerCase(), parameters };
}

function serialize({ essence, parameters }) {
  let text = essence;
  for (const [name, value] of parameters) text += `;${name}=${TOKEN.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
  return text;
}

module.exports = { parse, serialize };
