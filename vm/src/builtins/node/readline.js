// node:readline and node:readline/promises.
'use strict';

const terminal = require('internal/readline/terminal');
const { emitKeypressEvents } = require('internal/readline/keys');
const { Interface, PromiseInterface } = require('internal/readline/line_reader');

module.exports = {
  Interface,
  clearLine: terminal.clearLine,
  clearScreenDown: terminal.clearScreenDown,
  createInterface: function (input, output, completer, isTerminal) { return new Interface(input, output, completer, isTerminal); },
  cursorTo: terminal.cursorTo,
  emitKeypressEvents,
  moveCursor: terminal.moveCursor,
  promises: {
    Interface: PromiseInterface,
    Readline: terminal.Readline,
    createInterface: function (input, output, completer, isTerminal) { return new PromiseInterface(input, output, completer, isTerminal); },
  },
};
