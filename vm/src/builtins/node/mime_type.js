// util.MIMEType and util.MIMEParams.
'use strict';

const { coded } = require('internal/errors');
const { parse, serialize } = require('internal/fetch/mime');

const TOKEN = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;
const QUOTED = /^[\t\x20-\x7e\x80-\xff]*$/;
const invalid = (what, text, at) =>
  coded(TypeError, 'ERR_INVALID_MIME_SYNTAX', `The MIME syntax for a ${what} in "${text}" is invalid${at < 0 ? '' : ` at ${at}`}`);
/** Where a text stops being a token; -1: nowhere, but it is empty. */
const placeOf = (text) => text.search(/[^!#$%&'*+\-.^_`|~A-Za-z0-9]/);

let fill;
class MIMEParams {
  #map = new Map();
  static {
    fill = (params, map) => { params.#map = map; };
  }
  delete(name) { this.#map.delete(`${name}`); }
  get(name) { return this.#map.get(`${name}`) ?? null; }
  has(name) { return this.#map.has(`${name}`); }
  set(name, value) {
    const [key, text] = [`${name}`, `${value}`];
    if (!TOKEN.test(key)) throw invalid('parameter name', key, placeOf(key));
    if (!QUOTED.test(text)) throw invalid('parameter value', text, text.search(/[^\t\x20-\x7e\x80-\xff]/));
    this.#map.set(key, text);
  }
  *entries() { yield* this.#map.entries(); }
  *keys() { yield* this.#map.keys(); }
  *values() { yield* this.#map.values(); }
  toString() {
    return serialize({ essence: '', parameters: this.#map }).slice(1);
  }
}
Object.defineProperty(MIMEParams.prototype, Symbol.iterator, { value: MIMEParams.prototype.entries, writable: true, configurable: true });

class MIMEType {
  #type;
  #subtype;
  #parameters = new MIMEParams();
  constructor(input) {
    const text = `${input}`;
    const parsed = parse(text);
    if (parsed === null) {
      const type = text.trimStart().split('/')[0];
      if (!text.includes('/') || !TOKEN.test(type)) throw invalid('type', text, placeOf(text));
      const rest = text.slice(text.indexOf('/') + 1).split(';')[0];
      throw invalid('subtype', text, rest.trim() === '' ? -1 : placeOf(rest));
    }
    [this.#type, this.#subtype] = parsed.essence.split('/');
    fill(this.#parameters, parsed.parameters);
  }
  /** A type, or null where the text is none. */
  static parse(string) {
    return parse(`${string}`) === null ? null : new MIMEType(string);
  }
  get type() { return this.#type; }
  set type(value) {
    const text = `${value}`;
    if (!TOKEN.test(text)) throw invalid('type', text, placeOf(text));
    this.#type = text.toLowerCase();
  }
  get subtype() { return this.#subtype; }
  set subtype(value) {
    const text = `${value}`;
    if (!TOKEN.test(text)) throw invalid('subtype', text, placeOf(text));
    this.#subtype = text.toLowerCase();
  }
  get essence() { return `${this.#type}/${this.#subtype}`; }
  get params() { return this.#parameters; }
  toString() {
    const parameters = this.#parameters.toString();
    return parameters === '' ? this.essence : `${this.essence};${parameters}`;
  }
}

Object.defineProperty(MIMEParams.prototype, 'toJSON', { value: MIMEParams.prototype.toString, writable: true, configurable: true });
Object.defineProperty(MIMEType.prototype, 'toJSON', { value: MIMEType.prototype.toString, writable: true, configurable: true });
module.exports = { MIMEType, MIMEParams };
