// Folders: Dir gives the entries of one, one by one.
'use strict';

const native = require('native');
const { checkFunction, coded } = require('internal/errors');
const fs = require('fs');

class Dir {
  #path;
  #entries;
  #isClosed = false;
  constructor(path, { recursive = false, encoding } = {}) {
    this.#path = path;
    this.#entries = fs.readdirSync(path, { withFileTypes: true, recursive, encoding });
  }
  get path() { return this.#path; }
  #check() {
    if (this.#isClosed) throw coded(Error, 'ERR_DIR_CLOSED', 'Directory handle was closed');
  }
  readSync() {
    this.#check();
    return this.#entries.shift() ?? null;
  }
  read(callback) {
    if (callback === undefined) return new Promise((resolve) => native.complete(resolve)).then(() => this.readSync());
    checkFunction(callback, 'callback');
    const entry = this.readSync();
    native.complete(callback, null, entry);
    return undefined;
  }
  closeSync() {
    this.#check();
    this.#isClosed = true;
  }
  close(callback) {
    if (callback === undefined) return new Promise((resolve) => native.complete(resolve)).then(() => this.closeSync());
    checkFunction(callback, 'callback');
    this.closeSync();
    native.complete(callback, null);
    return undefined;
  }
  async *entries() {
    try {
      for (let entry; (entry = await this.read()) !== null;) yield entry;
    } finally {
      if (!this.#isClosed) this.closeSync();
    }
  }
  [Symbol.asyncIterator]() {
    return this.entries();
  }
  [Symbol.dispose]() {
    if (!this.#isClosed) this.closeSync();
  }
  async [Symbol.asyncDispose]() {
    if (!this.#isClosed) await this.close();
  }
}

module.exports = { Dir };
