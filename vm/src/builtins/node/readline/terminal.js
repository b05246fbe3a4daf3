// What moves the cursor of a terminal and clears it.
'use strict';

const { checkFunction, invalidArgument, invalidValue, coded } = require('internal/errors');

const CSI = '\x1b[';

function send(stream, text, callback) {
  if (callback !== undefined) checkFunction(callback, 'callback');
  if (stream === null || stream === undefined || text === '') {
    if (typeof callback === 'function') process.nextTick(callback, null);
    return true;
  }
  return stream.write(text, callback);
}

module.exports = {
  CSI,
  cursorTo: function (stream, x, givenY, givenCallback) {
    let [y, callback] = [givenY, givenCallback];
    if (callback !== undefined) checkFunction(callback, 'callback');
    if (typeof y === 'function') [y, callback] = [undefined, y];
    if (Number.isNaN(x)) throw invalidValue('x', x);
    if (Number.isNaN(y)) throw invalidValue('y', y);
    if (stream == null || (typeof x !== 'number' && typeof y !== 'number')) return send(null, '', callback);
    if (typeof x !== 'number') throw coded(TypeError, 'ERR_INVALID_CURSOR_POS', 'Cannot set cursor row without setting its column');
    return send(stream, typeof y === 'number' ? `${CSI}${y + 1};${x + 1}H` : `${CSI}${x + 1}G`, callback);
  },
  moveCursor: function (stream, dx, dy, callback) {
    if (callback !== undefined) checkFunction(callback, 'callback');
    let text = '';
    if (dx < 0) text += `${CSI}${-dx}D`;
    else if (dx > 0) text += `${CSI}${dx}C`;
    if (dy < 0) text += `${CSI}${-dy}A`;
    else if (dy > 0) text += `${CSI}${dy}B`;
    return send(stream, text, callback);
  },
  /** -1: what is left of the cursor, 1: what is right of it, 0: the line. */
  clearLine: function (stream, direction, callback) {
    if (callback !== undefined) checkFunction(callback, 'callback');
    return send(stream, `${CSI}${direction < 0 ? 1 : direction > 0 ? 0 : 2}K`, callback);
  },
  clearScreenDown: function (stream, callback) { return send(stream, `${CSI}0J`, callback); },

  /** Commands that are kept until they are to be sent. */
  Readline: class Readline {
    #stream;
    #autoCommit;
    #todo = [];
    constructor(stream, options) {
      if (!require('internal/streams/predicates').isWritable(stream)) throw invalidArgument('stream', 'an instance of Writable', stream);
      this.#stream = stream;
      this.#autoCommit = options?.autoCommit ?? false;
    }
    #add(text) {
      if (this.#autoCommit) process.nextTick(() => this.#stream.write(text));
      else this.#todo.push(text);
      return this;
    }
    cursorTo(x, y) { return this.#add(y === undefined ? `${CSI}${x + 1}G` : `${CSI}${y + 1};${x + 1}H`); }
    moveCursor(dx, dy) {
      let text = '';
      module.exports.moveCursor({ write: (t) => { text = t; } }, dx, dy);
      return text ? this.#add(text) : this;
    }
    clearLine(direction) { return this.#add(`${CSI}${direction < 0 ? 1 : direction > 0 ? 0 : 2}K`); }
    clearScreenDown() { return this.#add(`${CSI}0J`); }
    commit() {
      return new Promise((resolve) => {
        this.#stream.write(this.#todo.splice(0).join(''), () => resolve());
      });
    }
    rollback() {
      this.#todo = [];
      return this;
    }
  },
};
