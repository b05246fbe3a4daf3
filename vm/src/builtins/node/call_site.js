// The call sites that Error.prepareStackTrace gets. The engine gives a row of plain values of each frame.
// A frame does not keep its receiver and its function, as V8's do not for strict code.
'use strict';

const [CONSTRUCT, EVAL, TOP_LEVEL, METHOD] = [1, 2, 4, 8];

class CallSite {
  #row;
  constructor(row) {
    this.#row = row;
  }
  getColumnNumber() { return this.#row[2]; }
  getEnclosingColumnNumber() { return this.#row[8]; }
  getEnclosingLineNumber() { return this.#row[7]; }
  getEvalOrigin() { return this.#row[5]; }
  getFileName() { return this.#is(EVAL) ? undefined : this.#row[0]; }
  getFunction() { return undefined; }
  getFunctionName() { return this.#row[3]; }
  getLineNumber() { return this.#row[1]; }
  getMethodName() { return this.#is(METHOD) ? this.#row[3] : null; }
  getPosition() { return this.#row[6]; }
  getPromiseIndex() { return null; }
  getScriptNameOrSourceURL() { return this.getFileName(); }
  getScriptHash() { return require('crypto').createHash('sha256').update(this.#row[9]()).digest('hex'); }
  getThis() { return undefined; }
  getTypeName() { return this.#type(); }
  isAsync() { return false; }
  isConstructor() { return this.#is(CONSTRUCT); }
  isEval() { return this.#is(EVAL); }
  isNative() { return false; }
  isPromiseAll() { return false; }
  isToplevel() { return this.#is(TOP_LEVEL); }
  toString() {
    const [file, line, column, name] = this.#row;
    const place = this.#is(EVAL) ? `${this.#row[5]}, <anonymous>:${line}:${column}` : `${file}:${line}:${column}`;
    if (this.#is(CONSTRUCT)) return `new ${name ?? '<anonymous>'} (${place})`;
    if (this.#is(TOP_LEVEL)) return name === null ? place : `${name} (${place})`;
    const type = this.#type();
    const shown = name ?? '<anonymous>';
    return `${type && !shown.startsWith(`${type}.`) ? `${type}.` : ''}${shown} (${place})`;
  }
  #is(flag) {
    return (this.#row[4] & flag) !== 0;
  }
  #type() {
    const type = this.#row[10];
    // To find the class of a method takes a while.
    if (typeof type === 'function') this.#row[10] = type();
    return this.#row[10];
  }
}

module.exports = (rows) => rows.map((row) => new CallSite(row));
