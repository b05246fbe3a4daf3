// FormData (https://xhr.spec.whatwg.org/#interface-formdata).
'use strict';

const { expose, illegal, iterable, kInspect, required, shown } = require('internal/fetch/convert');
const { Blob, File, fileOf } = require('internal/web_files/blob');

const display = (value) => (typeof value === 'string' ? `"${value}"` : typeof value === 'object' ? JSON.stringify(value) : String(value));

class FormData {
  #entries = [];
  constructor(form = undefined) {
    if (form !== undefined) throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
  }
  static #check(value) {
    if (value === null || typeof value !== 'object' || !(#entries in value)) throw illegal();
  }
  static #entry(method, name, value, args) {
    const key = `${name}`.toWellFormed();
    if (args.length >= 3 && !(value instanceof Blob)) throw new TypeError(`FormData.${method}: Expected value ("${display(value)}") to be an instance of Blob.`);
    if (!(value instanceof Blob)) return [key, `${value}`.toWellFormed()];
    if (args.length < 3 || args[2] === undefined) return [key, value instanceof File ? value : fileOf(value, 'blob')];
    return [key, fileOf(value, `${args[2]}`, value instanceof File ? { lastModified: value.lastModified } : {})];
  }
  append(name, value, filename = undefined) { // eslint-disable-line no-unused-vars
    FormData.#check(this);
    required(arguments, 2, 'FormData.append');
    this.#entries.push(FormData.#entry('append', name, value, arguments));
  }
  delete(name) {
    FormData.#check(this);
    required(arguments, 1, 'FormData.delete');
    this.#entries = this.#entries.filter(([key]) => key !== `${name}`);
  }
  get(name) {
    FormData.#check(this);
    required(arguments, 1, 'FormData.get');
    return this.#entries.find(([key]) => key === `${name}`)?.[1] ?? null;
  }
  getAll(name) {
    FormData.#check(this);
    required(arguments, 1, 'FormData.getAll');
    return this.#entries.filter(([key]) => key === `${name}`).map(([, value]) => value);
  }
  has(name) {
    FormData.#check(this);
    required(arguments, 1, 'FormData.has');
    return this.#entries.some(([key]) => key === `${name}`);
  }
  set(name, value, filename = undefined) { // eslint-disable-line no-unused-vars
    FormData.#check(this);
    required(arguments, 2, 'FormData.set');
    const entry = FormData.#entry('set', name, value, arguments);
    const at = this.#entries.findIndex(([key]) => key === entry[0]);
    if (at < 0) {
      this.#entries.push(entry);
    } else {
      this.#entries[at] = entry;
      this.#entries = this.#entries.filter(([key], i) => i <= at || key !== entry[0]);
    }
  }
  [kInspect](depth, options, inspect) {
    const groups = { __proto__: null };
    for (const [name, value] of this.#entries) {
      if (!Object.hasOwn(groups, name)) groups[name] = value;
      else if (Array.isArray(groups[name])) groups[name].push(value);
      else groups[name] = [groups[name], value];
    }
    const text = shown('', groups, depth, options, inspect);
    return `FormData ${text.slice(text.indexOf(']') + 2)}`;
  }
  static {
    iterable(FormData, (form) => form.#entries, (value) => FormData.#check(value));
  }
}
expose(FormData, 'append', 'delete', 'get', 'getAll', 'has', 'set');
for (const name of ['append', 'set']) Object.defineProperty(FormData.prototype[name], 'length', { value: 2 });

module.exports = { FormData };
